/* Ballots in piles, one a candidate, each ballot at its own value: what counts by transfer of whole piles share (WIGM,
 * instant run-off, countback).
 *
 * Votes are 64-bit units of 10^-decimals, at most 6 decimals: 10^12 ballots give 10^18. A ballot goes to its next
 * continuing candidate; empty ranks are passed over, a rank given to several ends it. Non-transferable votes are the
 * valid ones less all tallies, so they hold what cutting decimals lost.
 */
#ifndef COUNT_PILES_H
#define COUNT_PILES_H

#include "count/run.h"

typedef struct piles {
	count_run *run;
	const cordon_election *e;
	int candidates, decimals, stages, elected;
	uint64_t one; /* vote, in units */
	uint64_t valid; /* units: what tallies and non-transferable votes together are */
	uint64_t quota, exhausted; /* units; exhausted: at the end of the last stage */
	uint64_t *votes, *before;
	cordon_candidate_state *state;
	int *winner;
	int16_t *holder; /* by ballot; PREFERENCE_NONE: nobody */
	uint32_t *value; /* by ballot, units */
	size_t *place; /* by ballot: the mark it stands with */
	uint32_t *kept; /* by ballot: what candidate `keeper` kept of it; NULL: nobody asked */
	int keeper;
} piles;

void piles_begin(piles *p, count_run *run, int decimals);
void piles_free(piles *p);

void piles_begin_stage(piles *p);
/* Sets tallies and numbers of the stage under way. */
void piles_report(piles *p);

/* Every ballot, at one vote each, to its first continuing candidate. */
void piles_first(piles *p);
/* The same at the values in `kept`, as coming from the keeper. */
void piles_first_kept(piles *p);

/* All ballots of `from` go on: at their value (surplus 0 of 0), or at value x surplus, cut, / votes, cut. */
void piles_move(piles *p, int from, uint64_t surplus, uint64_t votes);

int piles_continuing(const piles *p);
uint64_t piles_sum(const piles *p);
void piles_elect(piles *p, int candidate, const cordon_code *why); /* COUNT_SAID_QUOTA or the like */
void piles_exclude(piles *p, int candidate); /* says so; moves nothing */

/* Continuing candidates with the fewest votes, into `tied`. */
int piles_lowest(const piles *p, int *tied);
/* One of them by lot; PREFERENCE_NONE: the count stops (said in the stage). */
int piles_choose(piles *p, const int *tied, int count, cordon_text why);
/* Continuing candidates who are certain to lose (preference.h), into `loser`. */
int piles_sure_losers(const piles *p, uint64_t surplus, int spare, int *loser);

const char *piles_units(const piles *p, uint64_t units);
const char *piles_name(const piles *p, int candidate);

/* The candidate a setting gives (as run_candidate finds them); a finding when there is none. */
cordon_status piles_find_named(count_run *run, const char *key, const char *name, int *candidate);

/* Until one candidate has more than half of the votes of all continuing ones; the first stage has been begun and
 * filled. `first_out`: by candidate, who goes in the first exclusion, NULL: none; batch: sure losers go together. */
cordon_status piles_run_off(piles *p, const bool *first_out, bool batch);

/* The whole of a count by the WIGM rule (wigm.c); run_outcome is the caller's. */
cordon_status piles_count_wigm(piles *p, int seats, bool batch);

#endif
