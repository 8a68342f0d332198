/* Electing by number of votes alone, from the highest down; see highest.c. */
#ifndef RECOUNT_HIGHEST_H
#define RECOUNT_HIGHEST_H

#include "recount/replay.h"

typedef struct standing {
	int who;
	uint64_t votes;
} standing;

/* Elects `seats` of them, or all, in the stage under way, and says each. How many, in `winner` in the order elected;
 * REPLAY_STOPPED: a lot must be drawn. Puts `all` in order. */
int highest_elect(replay *r, standing *all, int count, int seats, int *winner);

#endif
