/* A count replayed for the verifier: the report that the ballots give, built as JSON, and every way through its ties.
 *
 * The replay of a rule (a function of the table in recount.c) goes through the count once and says what happens; it is
 * run first with the lots of the seed, to fill `doc`, and where there were ties again with every choice, silently, for
 * the outcomes. Nothing of src/count is used here but the texts of its messages (codes.def) and the names of its rules
 * (rules.def): no numbers, no ballots, no draws.
 */
#ifndef RECOUNT_REPLAY_H
#define RECOUNT_REPLAY_H

#include "recount/ballots.h"

#include <jansson.h>

enum { REPLAY_WAYS_MAX = 1000, REPLAY_STOPPED = -1 };

__extension__ typedef __int128 replay_wide; /* units: 10^12 ballots at 5 decimals, and products of them */

typedef struct replay {
	const char *rule;
	const ballots *b;
	json_t *settings; /* of the report: a list of {key, name, value} */
	const json_t *claimed; /* the outcomes of the report: to look at, never to believe */
	int seats; /* 0: neither settings nor file say (where the rule needs none) */
	const char *lots_as; /* the rule that lots are drawn for; NULL: this one */
	bool all_found; /* the rule gave every outcome by itself: ties are not gone through */
	json_t *doc;
	/* private */
	json_t *stages, *stage, *ties, *outcomes, *outcome_lists;
	bool silent, decided;
	int **key; /* by outcome */
	int *way, *ways, met, known, room; /* the choices of a silent run */
} replay;

typedef cordon_status replay_rule(replay *r); /* CORDON_UNPROVEN: a tie stopped it; _INTERRUPTED: too much
						    * work; _BAD_INPUT: settings and ballots do not fit */

/* Fills r->doc with all that a report holds but for `version` and `source`. */
cordon_status replay_run(replay *r, replay_rule *rule);
void replay_free(replay *r);

/* The n-th value of a setting, from 0; NULL: there is none. */
const char *replay_setting(const replay *r, const char *key, int n);
/* The candidate of that name, else nickname, else number; -1: none. */
int replay_candidate(const replay *r, const char *name);

/* A number of a report: `units` of 10^-decimals. */
json_t *replay_units(replay_wide units, int decimals);
void replay_units_text(replay_wide units, int decimals, char out[64]);

void replay_stage(replay *r); /* a new stage begins */
/* The same with what a stage holds where there is nothing to tell: null, and no candidates or transfers. */
void replay_stage_bare(replay *r);
/* `a` to `d`: arguments of the message, NULL after the last. */
void replay_say(replay *r, const char *code, const char *a, const char *b, const char *c, const char *d);
/* Steals the values; does nothing (but free) while silent. */
void replay_stage_set(replay *r, const char *key, json_t *value);
void replay_set(replay *r, const char *key, json_t *value);

/* Names after commas; the caller frees it. */
char *replay_names(const replay *r, const int *who, int count);

/* Which of the tied (ascending) the lot falls on, as its place; REPLAY_STOPPED without a seed. */
int replay_lot(replay *r, const int *tied, int count, const char *why);

/* The same among anything: with their numbers, from 0, and names. */
int replay_lot_among(replay *r, const int *tied, const char *const *name, int count, const char *why);

void replay_outcome(replay *r, const int *winner, int winners);
/* With the seats of each list. */
void replay_outcome_lists(replay *r, const int *winner, int winners, const int *seats);

#endif
