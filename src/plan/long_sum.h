/* Sums for a verifier, to twice the precision of long double. */
#ifndef PLAN_LONG_SUM_H
#define PLAN_LONG_SUM_H

#include <math.h>

/* A sum of products, to twice the precision: `lost` is what rounding took from `sum` (Knuth's and Dekker's error-free
 * transformations). Where small needs are weighed against large ones, the terms are 1e10 times what is left of them. */
struct long_sum {
	long double sum, lost;
};

static inline void add_product(struct long_sum *s, long double a, long double b)
{
	long double product = a * b, sum = s->sum + product, added = sum - s->sum;
	s->lost += (s->sum - (sum - added)) + (product - added) + fmal(a, b, -product);
	s->sum = sum;
}

#endif
