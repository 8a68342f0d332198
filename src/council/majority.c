/* See majority.h. Whole numbers throughout: votes are at most as many as there are people, or hundredths of them;
 * shares' parts at most 10^9. */
#include "council/majority.h"

#include <inttypes.h>
#include <stdio.h>

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

void majority_text(rules_majority m, char out[MAJORITY_TEXT])
{
	static const char *const word[] = {[RULES_SIMPLE] = "simple",
					   [RULES_ABSOLUTE] = "absolute",
					   [RULES_TWO_THIRDS] = "two-thirds",
					   [RULES_DOUBLE] = "double"};
	if (m.kind == RULES_SHARE)
		snprintf(out, MAJORITY_TEXT, "%" PRId64 "/%" PRId64, m.share.numerator, m.share.denominator);
	else
		snprintf(out, MAJORITY_TEXT, "%s", word[m.kind]);
}
