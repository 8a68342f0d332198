/* Fractions of grains: numerator and denominator in 128 bits.
 *
 * Limits of the problem (cordon/share.h) bound everything that is multiplied here: an amount has 45 bits, a sum of a
 * million of them 65, a sum of weights 51; so a level (amounts over weights) has at most 65 and 51 bits, and comparing
 * two of them 116. Values with more than that are GMP's. There is no floating point in this room.
 */
#ifndef SHARE_PART_H
#define SHARE_PART_H

#include <stdbool.h>
#include <stdint.h>

__extension__ typedef __int128 share_wide;

typedef struct share_part {
	share_wide over, under; /* under > 0 */
} share_part;

static inline share_part part_whole(share_wide amount)
{
	return (share_part){amount, 1};
}

/* Below, equal, above zero. */
static inline int part_compare(share_part a, share_part b)
{
	share_wide left = a.over * b.under, right = b.over * a.under;
	return (left > right) - (left < right);
}

/* In lowest terms. */
share_part part_reduce(share_part p);

/* p / grain in lowest terms: "100/3"; returns `out`, of at least 96 bytes. */
const char *part_text(share_part p, int64_t grain, char *out);

#endif
