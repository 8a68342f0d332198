/* See majority.h. Whole numbers throughout: votes are at most as many as there are people, or hundredths of them;
 * shares' parts at most 10^9. */
#include "council/majority.h"

#include <assert.h>

#define VOTES_MAX INT64_C(400000000000)

__extension__ typedef __int128 wide;

bool majority_reached(rules_majority m, majority_votes v)
{
	assert(v.yes >= 0 && v.no >= 0 && v.yes + v.no <= VOTES_MAX);
	switch (m.kind) {
	case RULES_ABSOLUTE:
		return 2 * v.yes > v.entitled;
	case RULES_TWO_THIRDS:
		return v.yes > 0 && v.yes >= 2 * v.no;
	case RULES_DOUBLE:
		return v.yes > v.no && 2 * v.bodies_yes > v.bodies;
	case RULES_SHARE:
		return v.yes > 0 && (wide)v.yes * m.share.denominator >= ((wide)v.yes + v.no) * m.share.numerator;
	default:
		return v.yes > v.no;
	}
}
