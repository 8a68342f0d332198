/* Households in the book: who is supplied, known by card tokens (token.h) and by numbers, never by a name.
 *
 * A household stands at one outlet of its body. Its names and door are commitments; the texts lie sealed beside the
 * book under a key of that household alone, the key of "_TOKEN.BODY" (docs/book.md), which household_forget destroys.
 * Rules see the size, how many infants, ill... there are, and nothing else. The words for numbers are a closed list
 * (numbers.def): who wants to count anything else about people has to change the program in everybody's sight.
 *
 * Two tokens that are one household are merged by people, after a hearing: from then on the kept one stands, with the
 * size and numbers that the act says, and a card of the other is served as the kept one's (household_stands_as).
 * household_unmerge takes it back. No machine merges, ends or changes a household.
 *
 * household(body, household, from, until, outlet, size, numbers, said_entry, names, door, by, ended): a row for each
 * stretch in which nothing changed; `said_entry` is the entry that last said size and numbers; `by` signed the
 * enrolment; `ended` says why it has an end and no row follows: 'left', 'merged'. household_merge(body, kept, other,
 * from, until, hearing, heard).
 */
#ifndef SUPPLY_HOUSEHOLD_H
#define SUPPLY_HOUSEHOLD_H

#include "record/act.h"
#include "supply/numbers.h"
#include "supply/outlet.h"
#include "supply/token.h"

enum { HOUSEHOLD_ID = TOKEN_DIGITS_MAX + 1, HOUSEHOLD_SIZE_MAX = 100 };

typedef struct household_facts {
	char token[HOUSEHOLD_ID];
	char outlet[OUTLET_ID]; /* where it stands */
	int64_t size; /* members, from 1 */
	household_numbers numbers;
	int64_t from; /* when it came to stand as it does */
} household_facts;

/* Whether that token stood as a household of the body at that moment; `out` may be NULL. A token that was merged into
 * another does not stand: ask for the one it stands as. */
bool household_in(state *s, const char *body, const char *token, int64_t time, household_facts *out);

/* The token as which a card is served: itself, or the household it was merged into, however often. False when that
 * does not stand (never enrolled, or left). */
bool household_stands_as(state *s, const char *body, const char *token, int64_t time, char out[HOUSEHOLD_ID]);

/* All that stood at that moment, by token; of one outlet, or of all (NULL).
 *	state_rows rows = household_ask(s, body, NULL, time);
 *	while (household_next(&rows, &h)) ... */
state_rows household_ask(state *s, const char *body, const char *outlet, int64_t time);
bool household_next(state_rows *rows, household_facts *out);
/* Who enrolled that token, lastly if it had left: the officer who signed. False: never enrolled. `out` has
 * ACT_ID_MAX + 1 bytes. */
bool household_enroller(state *s, const char *body, const char *token, char *out);
int64_t household_count(state *s, const char *body, const char *outlet, int64_t time);

/* All that draw at one outlet draw at the other from now on; for acts whose checks are done. */
void household_move_all(const act_context *act, const char *from, const char *to);

/* Refuses unless the field names a household of the act's body that stands now; fills `out` (not NULL). */
cordon_status household_check(const act_context *act, const char *field, household_facts *out);

extern const act_kind household_enrol_kind, household_change_kind, household_move_kind, household_leave_kind,
	household_forget_kind;
extern const act_kind household_merge_kind, household_unmerge_kind;
extern const state_schema household_schema;

#endif
