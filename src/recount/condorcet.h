/* Replays counts that compare options two by two; see condorcet.c and ranked_pairs.c. */
#ifndef RECOUNT_CONDORCET_H
#define RECOUNT_CONDORCET_H

#include "recount/replay.h"

typedef struct strength {
	uint64_t won, lost; /* won 0: there is no chain */
} strength;

typedef struct contest {
	replay *r;
	const ballots *b;
	int n;
	uint64_t *over; /* over[a * n + b]: ballots with a above b */
	strength *chain; /* Schulze's */
	bool *in;
} contest;

cordon_status schulze_replay(replay *r);
cordon_status ranked_pairs_replay(replay *r);

static inline uint64_t above(const contest *k, int a, int b)
{
	return k->over[(size_t)a * (size_t)k->n + (size_t)b];
}

/* Compares all pairs and tells them. */
contest condorcet_begin(replay *r);
void condorcet_end(contest *k);
/* The last stage: one of the winners, by lot where they are several. */
cordon_status condorcet_elect(contest *k, const int *winner, int count);

#endif
