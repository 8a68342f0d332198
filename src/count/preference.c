/* Preferences of ballots and sure losers; see preference.h. */
#include "count/preference.h"

#include <assert.h>

int preference_next(const cordon_election *e, size_t b, size_t at, const cordon_candidate_state *state, bool gap_ends,
		    size_t *place)
{
	size_t end = e->start[b + 1];
	for (; at < end; at++) {
		cordon_mark mark = e->mark[at];
		bool gap = mark == CORDON_MARK_SKIPPED;
		bool shared =
			at + 1 < end && e->mark[at + 1] != CORDON_MARK_SKIPPED && (e->mark[at + 1] & CORDON_MARK_TIED);
		if (shared || (gap && gap_ends))
			return PREFERENCE_NONE;
		if (!gap && state[mark] == CORDON_STATE_CONTINUING) {
			*place = at;
			return mark;
		}
	}
	return PREFERENCE_NONE;
}

/* Continuing candidates by votes, equal ones in the order of the election: inserted one by one (there are few). */
static int sort_continuing(const exact_wide *votes, const cordon_candidate_state *state, int candidates, int *sorted)
{
	int count = 0;
	for (int c = 0; c < candidates; c++) {
		if (state[c] != CORDON_STATE_CONTINUING)
			continue;
		int at = count++;
		for (; at > 0 && votes[sorted[at - 1]] > votes[c]; at--)
			sorted[at] = sorted[at - 1];
		sorted[at] = c;
	}
	return count;
}

int preference_sure_losers(const exact_wide *votes, const cordon_candidate_state *state, int candidates,
			   exact_wide surplus, int spare, int *loser)
{
	int count = sort_continuing(votes, state, candidates, loser), largest = 0;
	exact_wide sum = surplus;
	for (int i = 0; i + 1 < count && count - (i + 1) >= spare; i++) {
		sum += votes[loser[i]];
		if (sum < votes[loser[i + 1]])
			largest = i + 1;
	}
	return largest;
}
