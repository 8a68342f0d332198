/* The second phase: a proximal-point method whose inner problems are solved in the prices by semismooth Newton (the
 * SNIPAL family: Li, Sun, Toh, "An asymptotically superlinearly convergent semismooth Newton augmented Lagrangian
 * method for linear programming", SIAM J. Optim. 30, 2020).
 *
 *	rows carry their activity as a variable:  A x - s = 0,  l <= x <= u,  rl <= s <= ru
 *	inner problem, concave in y (centres x^, s^, y^; metrics h, g, p; kappa and epsilon):
 *	  psi(y) = sum_j min_x [(c - A'y)_j x + (x - x^_j)^2 / (2 kappa h_j)]
 *	           + sum_i min_s [y_i s + (s - s^_i)^2 / (2 kappa g_i)]
 *	           - epsilon/2 sum_i p_i (y_i - y^_i)^2
 *	x(y) = clip(x^ - kappa h (c - A'y)),  s(y) = clip(s^ - kappa g y),  grad psi = s(y) - A x(y) - epsilon p (y - y^)
 *	Newton: (kappa A_J H A_J' + kappa G_I + epsilon P) dy = grad psi,  J, I: strictly inside their boxes
 *
 * The Newton systems go to conjugate gradients preconditioned by the diagonal, on a compact copy of the columns J:
 * the inverse of a technology matrix is dense, so nothing is factorised.
 */
#ifndef LP_PROXIMAL_H
#define LP_PROXIMAL_H

#include "lp/scaling.h"

typedef struct lp_proximal {
	const lp_scaled *s;
	double kappa, epsilon;
	/* the inner problem is solved when the root mean square of the rows' residuals, each relative to its own
	 * throughput, is at most this */
	double tolerance;
	int newton_limit; /* Newton steps an outer step */
	int cg_limit; /* conjugate gradient steps a Newton step */
	bool (*stop)(void *context);
	void *context;

	double *x, *slack, *y; /* the centres */
	double *x_new, *slack_new, *y_new; /* the inner solution */
	double residual; /* of the last inner solution, as `tolerance` measures it */
	long newton_steps, cg_steps; /* made so far */
	int inside; /* columns strictly inside their boxes at the last Newton step */
	struct lp_proximal_work *work; /* private */
} lp_proximal;

/* Starts from (x, y) in scaled units, which are copied. */
void lp_proximal_begin(lp_proximal *p, const lp_scaled *s, const double *x, const double *y);
void lp_proximal_end(lp_proximal *p);

/* One outer step: metrics are recomputed, the inner problem solved from the centre y, and the centres moved by
 * `relax` (1 to 2) times the way if it was solved; otherwise only the inner solution (x_new, y_new) is new. True when
 * solved. */
bool lp_proximal_step(lp_proximal *p, double relax);

#endif
