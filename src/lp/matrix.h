/* A sparse matrix held by columns and by rows, and the products the large-plan solver lives on.
 *
 *	A: rows x columns; start[columns + 1], index (row), value by columns; row_start[rows + 1], column, row_value by rows
 *
 * It is never changed after it is made, so threads may share it. It factorises nothing.
 */
#ifndef LP_MATRIX_H
#define LP_MATRIX_H

#include <cordon/lp.h>

typedef struct lp_matrix {
	int rows, columns;
	int64_t *start;
	int *index;
	double *value;
	int64_t *row_start;
	int *column;
	double *row_value;
} lp_matrix;

/* diag(row_scale) A diag(column_scale) of the problem's A; the scales may be NULL (all 1). Free with lp_matrix_free. */
void lp_matrix_make(lp_matrix *a, const cordon_lp *lp, const double *row_scale, const double *column_scale);
void lp_matrix_free(lp_matrix *a);

/* out (rows) = A x;  out (columns) = A'y */
void lp_matrix_times(const lp_matrix *a, const double *x, double *out);
void lp_matrix_transpose_times(const lp_matrix *a, const double *y, double *out);

/* A_j'y */
static inline double lp_matrix_column_dot(const lp_matrix *a, int j, const double *y)
{
	double sum = 0;
	for (int64_t k = a->start[j]; k < a->start[j + 1]; k++)
		sum += a->value[k] * y[a->index[k]];
	return sum;
}

/* out += t A_j */
static inline void lp_matrix_column_add(const lp_matrix *a, int j, double t, double *out)
{
	for (int64_t k = a->start[j]; k < a->start[j + 1]; k++)
		out[a->index[k]] += t * a->value[k];
}

/* The largest singular value of A, from below, by `rounds` of the power method. */
double lp_matrix_norm(const lp_matrix *a, int rounds);

#endif
