/* The first-order start: restarted reflected Halpern primal-dual hybrid gradient (Lu and Yang 2024; Chen et al.,
 * HPR-LP, 2024), with the two products fused into one pass over the columns and a primal weight balanced at every
 * restart.
 *
 * It reaches some 2-4 digits cheaply and never finishes on its own; nothing it returns is certified.
 */
#ifndef LP_FIRST_ORDER_H
#define LP_FIRST_ORDER_H

#include "lp/scaling.h"

typedef struct lp_first_order {
	int iterations;  /* at most */
	double tolerance; /* stop when the relative fixed-point residual has fallen this far */
	bool (*stop)(void *context);
	void *context;
	int before;      /* iterations made in earlier runs from which this one continues */
	double weight;   /* primal weight: 0 lets it start from the norms; holds the last one afterwards */
} lp_first_order;

/* Moves (x, y), in scaled units, towards a saddle point; returns the iterations made. */
int lp_first_order_run(const lp_scaled *s, lp_first_order *run, double *x, double *y);

#endif
