/* Normal equations (B B' + D) v = r for a sparse B of weighted columns and a diagonal D, by conjugate gradients.
 *
 * B is a compact copy of the columns that take part, so that a step reads nothing else. The preconditioner is the
 * diagonal, or an incomplete factor of B B' + D (incomplete.h), which asks five to ten times fewer steps. The
 * whole matrix is never formed: the inverse of a technology matrix is dense, and so are its factors.
 */
#ifndef LP_NORMAL_H
#define LP_NORMAL_H

#include "lp/incomplete.h"
#include "lp/matrix.h"

typedef struct lp_normal {
	int rows, columns;
	int64_t *start; /* of the compact copy */
	int *index;
	double *value;
	double *diagonal; /* D */
	double *whole; /* the diagonal of B B' + D */
	double *r, *z, *q, *direction;
	lp_incomplete factor;
	bool factored; /* whether `factor` is the preconditioner */
	long steps; /* made so far */
	bool (*stop)(void *context); /* may be NULL; asked now and then */
	void *context;
} lp_normal;

/* Room for `columns` with `nonzeros` in all, and for an incomplete factor if `factors`. */
void lp_normal_begin(lp_normal *w, int rows, int columns, int64_t nonzeros, bool factors);
void lp_normal_end(lp_normal *w);

/* A new matrix: no columns, D = 0. A factor made earlier stays until the next one is made. */
void lp_normal_start(lp_normal *w);
void lp_normal_diagonal(lp_normal *w, int row, double value);
/* Adds weight A_j A_j'. */
void lp_normal_column(lp_normal *w, const lp_matrix *a, int j, double weight);
void lp_normal_factor(lp_normal *w);

/* Improves v, until r'P r has fallen to relative^2 of that of v = 0 (P: the preconditioner), or sum |price_i r_i|
 * <= enough if price is not NULL, or `limit` steps are made. Returns the steps. */
int lp_normal_solve(lp_normal *w, const double *rhs, double *v, double relative, int limit, const double *price,
		    double enough);

#endif
