/* Elects by number of votes, of whatever was counted: those of equal votes stand together, and where they are more than
 * the seats left, one lot after the other falls among them. It does not ask whether anybody has enough.
 */
#include "recount/highest.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int by_votes(const void *a, const void *b)
{
	const standing *x = a, *y = b;
	if (x->votes != y->votes)
		return x->votes > y->votes ? -1 : 1;
	return x->who - y->who;
}

static int elect(replay *r, int who, uint64_t votes)
{
	char digits[24];
	snprintf(digits, sizeof digits, "%" PRIu64, votes);
	replay_say(r, "count.said.person", r->b->name[who], digits, NULL, NULL);
	return who;
}

/* `seats` of `tied`, who are more; false: a lot must be drawn. */
static bool elect_by_lot(replay *r, int *tied, int count, uint64_t votes, int seats, int *winner)
{
	for (; seats; seats--, count--) {
		int place = replay_lot(r, tied, count, "count.tie.person");
		if (place == REPLAY_STOPPED) {
			char *names = replay_names(r, tied, count);
			replay_say(r, "count.said.stopped", names, NULL, NULL, NULL);
			free(names);
			return false;
		}
		*winner++ = elect(r, tied[place], votes);
		memmove(tied + place, tied + place + 1, (size_t)(count - place - 1) * sizeof *tied);
	}
	return true;
}

int highest_elect(replay *r, standing *all, int count, int seats, int *winner)
{
	int tied[BALLOTS_CANDIDATES_MAX], winners = 0;
	qsort(all, (size_t)count, sizeof *all, by_votes);
	for (int from = 0, to; from < count && winners < seats; from = to) {
		for (to = from; to < count && all[to].votes == all[from].votes; to++)
			tied[to - from] = all[to].who;
		if (to - from > seats - winners)
			return elect_by_lot(r, tied, to - from, all[from].votes, seats - winners, winner + winners)
				       ? seats
				       : REPLAY_STOPPED;
		for (int i = from; i < to; i++)
			winner[winners++] = elect(r, all[i].who, all[i].votes);
	}
	return winners;
}
