/* Chances of objects as a lottery over whole assignments (Birkhoff 1946, von Neumann 1953; Budish, Che, Kojima and
 * Milgrom 2013), and the draw of one of them from a public seed.
 *
 * Every assignment gives each claimant at most one object it has a chance of, and each object as often as its chances
 * add up to, rounded down or up. Weights are exact, add up to 1, and the mean of the assignments is the chances.
 */
#ifndef SHARE_LOTTERY_H
#define SHARE_LOTTERY_H

#include "share/rule.h"

enum { LOTTERY_SIZE_MAX = 400, LOTTERY_DRAWS_MAX = 20000 };

typedef struct lottery {
	size_t count, claimants;
	mpq_t *weight;
	int32_t *object; /* of assignment a and claimant i: object[a * claimants + i], -1: none */
} lottery;

/* Makes the lottery of shares->of_link, and draws if the problem has a seed. Problems too large to decompose have only
 * chances. */
cordon_status lottery_make(cordon_shares *shares, cordon_error *error);
void lottery_free(lottery *l);

#endif
