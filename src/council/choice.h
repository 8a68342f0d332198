/* Choices: one of several, by ballots that rank: plans that an assembly can choose between, sites, dates.
 *
 * A decision (decision.h) says yes or no to a text, with amendments beside it, and does its effects. A choice has no
 * text of its own and no effects: options with a title each, perhaps the hashes of a file and of the package it is of,
 * and always `further`: further discussion. What is chosen stands in the state, and later acts may cite it
 * (plan_propose: `chosen`).
 *
 * Who votes: the delegates of a council, a vote each; of a base body the people on its roll, where its rules say that
 * it votes openly. All votes are public. The last one of a voter counts, if it was cast in time and the voter still
 * has the vote at the close: a recalled delegate has none, whoever holds the seat then votes anew.
 *
 * Counted by a rule of `cordon count` that the act names (Schulze's where it names none), exactly as `cordon count`
 * counts the same ballots: what a ballot does not rank comes as that rule says. Further discussion is a candidate like
 * the others, Schulze's `default`. It is also what comes of a vote without the quorum of the body's rules, and of a
 * tie, unless the choice committed to a seed: then the close waits for the seed, SEED_DAYS at most, and the lot is
 * drawn from it.
 *
 *	choice(choice, body, person, entry, time, title, rule, rules_version, until_time, commitment, closed_entry,
 *		closed_time, outcome, winner, why, votes, entitled, quorum, seed)
 *	choice_option(choice, number, option, title, package, file)
 *	choice_vote(choice, person, entry, time, marks, counted)	marks.h; `counted` is put down at the close
 */
#ifndef COUNCIL_CHOICE_H
#define COUNCIL_CHOICE_H

#include "base/memory.h"
#include "council/body.h"
#include "council/electorate.h"
#include "council/marks.h"

enum {
	CHOICE_OPTIONS_MAX = 24, /* further discussion not counted */
	CHOICE_TITLE_MAX = 600,
	CHOICE_SEED_DAYS = 7, /* how long a tie waits for the seed it was committed to */
};

typedef struct choice {
	char id[ACT_ID_MAX + 1], body[BODY_ID], rule[32], commitment[65], winner[ACT_ID_MAX + 1];
	char title[CHOICE_TITLE_MAX + 1], seed[201];
	int64_t rules_version, until_time;
	bool closed;
} choice;

bool choice_find(state *s, const char *id, choice *out);

/* The ballots that count and the count of them. `counted`: false where there was none to count. */
typedef struct choice_count {
	names options; /* `further` is the last */
	arena keep;
	marks_election in;
	cordon_settings settings;
	cordon_count_result result;
	int64_t votes; /* blank ones included */
	bool counted;
} choice_count;

/* Of an open choice those count that would if it were closed now. CORDON_UNPROVEN: a tie. Free it in any case. */
cordon_status choice_count_make(state *s, const choice *c, const char *seed, int64_t now, choice_count *out,
				cordon_error *error);
void choice_count_free(choice_count *c);

/* Whether a choice of that body was closed with an option chosen that has this file and package. */
bool choice_is_winner(state *s, const char *id, const char *body, const char *package, const char *file);

/* For people to read: options, votes, outcome; how many may vote, now or at the close. NULL: there is no such choice.
 * */
json_t *choice_data(state *s, const char *id, int64_t now);

extern const act_kind choice_open_kind, choice_cast_kind, choice_close_kind;
extern const state_schema choice_schema;

#endif
