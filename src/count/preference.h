/* The next preference of a ballot, and who is certain to lose: what the rules of single transferable votes share. */
#ifndef COUNT_PREFERENCE_H
#define COUNT_PREFERENCE_H

#include "count/exact.h"

#include <cordon/count.h>

enum { PREFERENCE_NONE = -1 };

/* From mark `at` of ballot b on: the next continuing candidate, whose mark is put into *place, or PREFERENCE_NONE. A
 * rank given to several ends the ballot, continuing or not; an empty rank ends it when `gap_ends`, else it is passed
 * over. */
int preference_next(const cordon_election *e, size_t b, size_t at, const cordon_candidate_state *state, bool gap_ends,
		    size_t *place);

/* The largest set of continuing candidates who together, with `surplus` added, have fewer votes than the lowest of the
 * others, of whom at least `spare` are left: their numbers into `loser`, the fewest votes first. Returns how many. */
int preference_sure_losers(const exact_wide *votes, const cordon_candidate_state *state, int candidates,
			   exact_wide surplus, int spare, int *loser);

#endif
