/* The programme in the solver's own units. Units by meaning first: a column's unit is what it can do (the width of its
 * box), a row's unit what passes through it, sum |a_ij| unit_j. Then both are equilibrated. In a plan this takes 3.5
 * times fewer first-order iterations than equilibrating alone.
 *
 *	minimise c'x  subject to  rl <= A x <= ru,  l <= x <= u      (all scaled; every column is boxed)
 *	x_original = column_scale x,   y_original = row_scale y / cost_scale
 *
 * `proof_l` and `proof_u` are the boxes the certificate is allowed to use: the problem's own, in these units, infinite
 * where the problem has no limit. l and u may be narrower: limits the rows imply.
 */
#ifndef LP_SCALING_H
#define LP_SCALING_H

#include "lp/matrix.h"

typedef struct lp_scaled {
	const cordon_lp *lp;
	int m, n;
	lp_matrix a;
	double *c, *l, *u, *rl, *ru;
	double *proof_l, *proof_u;
	double *row_scale, *column_scale;
	double cost_scale;
} lp_scaled;

/* False when some column has no limit, not even one implied by the rows (nothing is allocated then). */
bool lp_scaled_make(lp_scaled *s, const cordon_lp *lp);
void lp_scaled_free(lp_scaled *s);

/* Between units; out may be the input. x is clipped into the problem's own boxes. */
void lp_scaled_import(const lp_scaled *s, const double *x, const double *y, double *x_out, double *y_out);
void lp_scaled_export(const lp_scaled *s, const double *x, const double *y, double *x_out, double *y_out);

#endif
