/* The middle phase: a primal-dual interior point method (Mehrotra, "On the implementation of a primal-dual
 * interior point method", SIAM J. Optim. 2, 1992) whose normal equations are solved inexactly (normal.h). Prices
 * that must rise a thousandfold, as those of a plan's one bottleneck do, cost it no more steps than any other.
 *
 * It starts from nearly anywhere and ends within `tolerance` or where rounding and inexactness stop it. Nothing it
 * returns is certified.
 */
#ifndef LP_INTERIOR_H
#define LP_INTERIOR_H

#include "lp/scaling.h"

typedef struct lp_interior {
	int iterations; /* at most; then how many were made */
	double tolerance; /* stop when `gap` is at most this */
	bool (*stop)(void *context);
	void *context;
	double gap; /* of the last point: complementarity and the rows' misses at their prices, relative to the cost */
	long steps; /* of conjugate gradients, made */
} lp_interior;

/* Moves (x, y), in scaled units, from anywhere to a point near the optimum. */
void lp_interior_run(const lp_scaled *s, lp_interior *run, double *x, double *y);

#endif
