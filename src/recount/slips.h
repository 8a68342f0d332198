/* Counts by transfer replayed: what scottish-stv and wigm (stv.c), irv (irv.c) and countback (countback.c) do alike.
 *
 * Each candidate holds a pile of slips, a slip being a ballot paper (by weight) with its value and the rank it stands
 * at. Invariants: no paper has two slips; a tally is the sum over the pile, added anew after every transfer, or for
 * those whose surplus went on what they keep; what is not transferable is the valid votes less all tallies.
 */
#ifndef RECOUNT_SLIPS_H
#define RECOUNT_SLIPS_H

#include "recount/replay.h"

enum { SLIPS_NOBODY = -1 };

typedef enum slips_kind { SLIPS_SCOTTISH, SLIPS_WIGM, SLIPS_IRV } slips_kind;
typedef enum slips_fate { SLIPS_CONTINUING, SLIPS_ELECTED, SLIPS_EXCLUDED, SLIPS_WITHDRAWN } slips_fate;
extern const char *const slips_fate_word[]; /* as a report has them */

typedef struct slip {
	size_t paper, at; /* at: the ranked[] it stands with */
	uint64_t value;
} slip;

typedef struct pile {
	slip *slip;
	size_t count, capacity;
} pile;

typedef struct slips {
	replay *r;
	const ballots *b;
	slips_kind kind;
	int decimals, candidates, elected, stages;
	bool batch; /* the setting */
	replay_wide one, valid, quota, lost; /* lost: not transferable at the end of the last stage */
	replay_wide *votes, *before, *history; /* history[stage * candidates + c]: scottish-stv alone */
	slips_fate *fate;
	bool *waits; /* elected, surplus not yet transferred */
	bool *emptied; /* holds no slips any more: votes[] is what it keeps */
	pile *pile;
	int *winner;
	int keeper; /* whose part of each paper is to be known, */
	uint64_t *kept; /* by paper; NULL: nobody's */
} slips;

/* False: the settings are none of the rule's. Free it all the same. */
bool slips_start(slips *s, replay *r, slips_kind kind, int decimals);
void slips_free(slips *s);

void slips_begin_stage(slips *s);
void slips_end_stage(slips *s);

/* First preferences, a whole vote each; returns the ballots rejected. */
uint64_t slips_first(slips *s);
/* All tallies begin anew: the papers with what the keeper kept of them, to their first continuing candidates. */
void slips_first_kept(slips *s);
/* The whole pile of `from` goes on, at its value (surplus 0 of 0) or at that of a surplus. */
void slips_pass_on(slips *s, int from, replay_wide surplus, replay_wide votes);

int slips_standing(const slips *s); /* how many are continuing */
replay_wide slips_sum(const slips *s);
/* Those of the same sort (continuing, or waiting with a surplus) who have the most or the fewest votes. */
int slips_extreme(const slips *s, bool surplus, int *who);
/* One of them, by lot, or SLIPS_NOBODY: the count stops. Says which. */
int slips_lot(replay *r, const int *who, int count, const char *why);
/* The same after what the rule decides equal votes by. */
int slips_choose(slips *s, int *who, int count, bool surplus);
void slips_elect(slips *s, int who, const char *code);
void slips_exclude(slips *s, int who); /* moves nothing */

/* The largest set of lowest candidates who with all surpluses have fewer votes than the next one, leaving as many as
 * `spare`, in the order of their votes. */
int slips_hopeless(const replay_wide *votes, const slips_fate *fate, int candidates, replay_wide surplus, int spare,
		   int *who);

/* First preferences with their stage, and all that follows until the seats are filled; false: a lot is needed. */
bool slips_count_transfers(slips *s); /* stv.c */
/* Until one has more than half; the first stage has begun and is filled. first: by candidate, who
 * goes in the first exclusion; NULL: nobody by rule. */
bool slips_run_off(slips *s, const bool *first); /* irv.c */

/* The setting `batch`; false: it is neither yes nor no. */
bool slips_batch(const replay *r, bool *batch);

#endif
