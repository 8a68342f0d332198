/* Sparse products; see matrix.h. */
#include "lp/matrix.h"

#include "base/memory.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static void by_rows(lp_matrix *a)
{
	int64_t nonzeros = a->start[a->columns];
	a->row_start = memory_alloc((size_t)a->rows + 1, sizeof *a->row_start);
	a->column = memory_alloc((size_t)nonzeros, sizeof *a->column);
	a->row_value = memory_alloc((size_t)nonzeros, sizeof *a->row_value);
	for (int64_t k = 0; k < nonzeros; k++)
		a->row_start[a->index[k] + 1]++;
	for (int i = 0; i < a->rows; i++)
		a->row_start[i + 1] += a->row_start[i];
	int64_t *next = memory_alloc((size_t)a->rows, sizeof *next);
	memcpy(next, a->row_start, (size_t)a->rows * sizeof *next);
	for (int j = 0; j < a->columns; j++)
		for (int64_t k = a->start[j]; k < a->start[j + 1]; k++) {
			int64_t at = next[a->index[k]]++;
			a->column[at] = j;
			a->row_value[at] = a->value[k];
		}
	free(next);
}

void lp_matrix_make(lp_matrix *a, const cordon_lp *lp, const double *row_scale, const double *column_scale)
{
	int64_t nonzeros = lp->start[lp->columns];
	*a = (lp_matrix){.rows = lp->rows, .columns = lp->columns};
	a->start = memory_alloc((size_t)lp->columns + 1, sizeof *a->start);
	a->index = memory_alloc((size_t)nonzeros, sizeof *a->index);
	a->value = memory_alloc((size_t)nonzeros, sizeof *a->value);
	memcpy(a->start, lp->start, ((size_t)lp->columns + 1) * sizeof *a->start);
	for (int j = 0; j < lp->columns; j++)
		for (int64_t k = lp->start[j]; k < lp->start[j + 1]; k++) {
			a->index[k] = lp->index[k];
			a->value[k] = lp->value[k] * (row_scale ? row_scale[lp->index[k]] : 1) *
				      (column_scale ? column_scale[j] : 1);
		}
	by_rows(a);
}

void lp_matrix_free(lp_matrix *a)
{
	free(a->start);
	free(a->index);
	free(a->value);
	free(a->row_start);
	free(a->column);
	free(a->row_value);
	*a = (lp_matrix){0};
}

void lp_matrix_times(const lp_matrix *a, const double *x, double *out)
{
	for (int i = 0; i < a->rows; i++) {
		double sum = 0;
		for (int64_t k = a->row_start[i]; k < a->row_start[i + 1]; k++)
			sum += a->row_value[k] * x[a->column[k]];
		out[i] = sum;
	}
}

void lp_matrix_transpose_times(const lp_matrix *a, const double *y, double *out)
{
	for (int j = 0; j < a->columns; j++)
		out[j] = lp_matrix_column_dot(a, j, y);
}

double lp_matrix_norm(const lp_matrix *a, int rounds)
{
	size_t m = (size_t)a->rows, n = (size_t)a->columns;
	double *y = memory_alloc(m, sizeof *y), *x = memory_alloc(n, sizeof *x), norm = 0;
	for (size_t i = 0; i < m; i++)
		y[i] = 1 + 0.1 * sin((double)i);
	for (int round = 0; round < rounds; round++) {
		double square = 0;
		for (size_t i = 0; i < m; i++)
			square += y[i] * y[i];
		if (square == 0)
			break;
		double scale = 1 / sqrt(square);
		for (size_t i = 0; i < m; i++)
			y[i] *= scale;
		lp_matrix_transpose_times(a, y, x);
		norm = 0;
		for (size_t j = 0; j < n; j++)
			norm += x[j] * x[j];
		norm = sqrt(norm);
		lp_matrix_times(a, x, y);
	}
	free(x);
	free(y);
	return norm;
}
