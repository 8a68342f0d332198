/* Claims problems: one amount, more asked for than is there.
 *
 *	equal awards     x = min(claim, level)                        Maimonides; "constrained equal awards"
 *	weighted awards  x = min(claim, max(floor, level * weight))   floors first; if they do not fit, the claims
 *	equal losses     x = max(0, claim - level)                    "constrained equal losses"
 *	proportional     x = estate * claim / sum of claims
 *
 * A level is found by selection among the breakpoints where somebody's floor or claim is reached, in time linear in the
 * claimants. Rules made of these (Talmud, Piniles...) are in talmud.c. Thomson (2003) surveys them all.
 */
#ifndef SHARE_CLAIMS_H
#define SHARE_CLAIMS_H

#include "share/part.h"

#include <stddef.h>

typedef struct claims {
	size_t count;
	const int64_t *claim;
	const int64_t *weight, *floor; /* NULL: all 1; all 0 */
	share_wide estate;
} claims;

share_wide claims_sum(const claims *c); /* of the claims */
share_wide claims_floors(const claims *c);

/* The level at which all get the estate: sum of floors <= estate <= sum of claims of those with weight (asserted).
 * Where the estate fills every claim it is the level of the last. */
share_part claims_level(const claims *c);
/* What a claimant has at that level. */
share_part claims_at(const claims *c, size_t i, share_part level);

#endif
