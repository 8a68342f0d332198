/* Sparse LU factors of a simplex basis, their solves and their update.
 *
 *	B = [columns of the basis], m x m;  position i of the basis is the column whose pivot stands in row i
 *
 * so that both spaces (rows and positions) share one index. Pivots are chosen by Markowitz counts under a threshold on
 * the row's largest entry (Suhl & Suhl 1990); singletons come first by themselves; what is left is handled as a dense
 * block once it is dense. After a change of basis the factors are kept and the change is an eta column (product form):
 * for bases whose inverse is dense, as those of plans are, this costs no more than keeping U triangular.
 *
 * A set of columns that is dependent, too few or too many is not an error: columns without a pivot are left out, rows
 * without one get their logical column -e_i.
 *
 * It does not know bounds, costs or which columns would be good.
 */
#ifndef LP_LU_H
#define LP_LU_H

#include <stdbool.h>
#include <stdint.h>

#define LU_LEAST 1e-11

/* A growing list of (index, value). */
typedef struct lu_list {
	int *index;
	double *value;
	int64_t count, capacity;
} lu_list;

typedef struct lu {
	int m;
	int *order;      /* rows in the order of their pivots, m */
	double *pivot;   /* by row */
	/* For each k: the part of list belonging to the k-th pivot is start[k] .. start[k + 1]. */
	int64_t *l_column_start, *l_row_start, *u_column_start, *u_row_start; /* m + 1 */
	lu_list l_column, l_row, u_column, u_row;
	int etas, eta_capacity;
	int *eta_position;
	double *eta_pivot;
	int64_t *eta_start;
	lu_list eta;
	double least;    /* a pivot smaller than this part of its row's largest entry is none; LU_LEAST unless set */
	double work;     /* multiplications of the last factorisation */
} lu;

/* Where columns come from: ids below n are columns of A (CSC), id n + i is the logical -e_i. */
typedef struct lu_source {
	int m, n;
	const int64_t *start;
	const int *index;
	const double *value;
} lu_source;

lu *lu_new(int m);
void lu_free(lu *f);

/* Factorises the `count` columns `candidate`; head[i] becomes the column id at position i. Returns how many positions
 * had to be filled with logicals that were not candidates. */
int lu_factor(lu *f, const lu_source *source, const int *candidate, int count, int *head);

/* x: b on entry (rows), B^-1 b on return (positions). */
void lu_ftran(const lu *f, double *x);

/* y: c on entry (positions), B^-T c on return (rows). */
void lu_btran(const lu *f, double *y);

/* The column at `position` was replaced by one whose ftran is `alpha` (m); alpha[position] must not be 0. */
void lu_update(lu *f, int position, const double *alpha);

#endif
