/* Replays of elections of lists; see lists.c, and shares.c for the seats. */
#ifndef RECOUNT_LISTS_H
#define RECOUNT_LISTS_H

#include "recount/replay.h"

cordon_status dhondt_replay(replay *r);
cordon_status sainte_lague_replay(replay *r);
cordon_status largest_remainder_replay(replay *r);

/* ---- shares.c ---------------------------------------------------------------------------------------------------- */

/* How the divisors go on: 1, 2, 3 ... or 1, 3, 5 ...; or quota and remainders. */
typedef enum method { BY_ONE, BY_TWO, BY_REMAINDERS } method;

/* A list or a pact among those that share seats. */
typedef struct sharer {
	const char *name;
	int number; /* in lots; of a pact, that of its first list */
	uint64_t votes;
	int room; /* the seats it can fill */
	int seats; /* what it is given */
} sharer;

/* Gives out as many seats as can be filled, in the stage under way; `within`: the pact, NULL: between all. */
cordon_status share_seats(replay *r, method how, sharer *all, int count, int seats, const char *within);

#endif
