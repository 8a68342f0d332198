/* Seeded draws: the same seed gives the same numbers on every machine. SplitMix64 (Steele, Lea, Flood 2014).
 * Not for secrets and not for public lotteries, which need a published cryptographic procedure. */
#ifndef BASE_DRAW_H
#define BASE_DRAW_H

#include <stdint.h>

typedef struct draw {
	uint64_t state;
} draw;

static inline uint64_t draw_bits(draw *d)
{
	uint64_t z = d->state += 0x9E3779B97F4A7C15u;
	z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
	z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
	return z ^ (z >> 31);
}

/* Uniform in [0, 1). */
static inline double draw_unit(draw *d)
{
	return (double)(draw_bits(d) >> 11) * 0x1p-53;
}

/* Uniform in 0 .. n-1, n > 0 (the bias of n/2^64 is far below anything a test can see). */
static inline uint64_t draw_below(draw *d, uint64_t n)
{
	return draw_bits(d) % n;
}

#endif
