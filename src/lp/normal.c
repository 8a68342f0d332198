/* Conjugate gradients on normal equations; see normal.h. */
#include "lp/normal.h"

#include "base/memory.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { LOOK_EVERY = 10 };

void lp_normal_begin(lp_normal *w, int rows, int columns, int64_t nonzeros, bool factors)
{
	*w = (lp_normal){.rows = rows};
	double **vectors[] = {&w->diagonal, &w->whole, &w->r, &w->z, &w->q, &w->direction};
	for (size_t k = 0; k < sizeof vectors / sizeof *vectors; k++)
		*vectors[k] = memory_alloc((size_t)rows, sizeof(double));
	w->start = memory_alloc((size_t)columns + 1, sizeof *w->start);
	w->index = memory_alloc((size_t)nonzeros, sizeof *w->index);
	w->value = memory_alloc((size_t)nonzeros, sizeof *w->value);
	if (factors)
		lp_incomplete_begin(&w->factor, rows, nonzeros);
}

void lp_normal_end(lp_normal *w)
{
	void *pieces[] = {w->diagonal, w->whole, w->r, w->z, w->q, w->direction, w->start, w->index, w->value};
	for (size_t k = 0; k < sizeof pieces / sizeof *pieces; k++)
		free(pieces[k]);
	lp_incomplete_end(&w->factor);
	*w = (lp_normal){0};
}

void lp_normal_start(lp_normal *w)
{
	w->columns = 0;
	memset(w->diagonal, 0, (size_t)w->rows * sizeof *w->diagonal);
	memset(w->whole, 0, (size_t)w->rows * sizeof *w->whole);
}

void lp_normal_diagonal(lp_normal *w, int row, double value)
{
	w->diagonal[row] += value;
	w->whole[row] += value;
}

/* A column with a single entry is a part of the diagonal. */
void lp_normal_column(lp_normal *w, const lp_matrix *a, int j, double weight)
{
	int64_t end = w->start[w->columns], first = a->start[j], length = a->start[j + 1] - first;
	double root = sqrt(weight);
	if (length == 1) {
		lp_normal_diagonal(w, a->index[first], weight * a->value[first] * a->value[first]);
		return;
	}
	for (int64_t k = first; k < first + length; k++) {
		double value = a->value[k] * root;
		w->whole[a->index[k]] += value * value;
		w->index[end] = a->index[k];
		w->value[end++] = value;
	}
	w->start[++w->columns] = end;
}

void lp_normal_factor(lp_normal *w)
{
	lp_incomplete_make(&w->factor, w->columns, w->start, w->index, w->value, w->whole);
	w->factored = true;
}

/* q = (B B' + D) v */
static void apply(const lp_normal *w, const double *v, double *q)
{
	for (int i = 0; i < w->rows; i++)
		q[i] = w->diagonal[i] * v[i];
	for (int j = 0; j < w->columns; j++) {
		double t = 0;
		for (int64_t k = w->start[j]; k < w->start[j + 1]; k++)
			t += w->value[k] * v[w->index[k]];
		for (int64_t k = w->start[j]; k < w->start[j + 1]; k++)
			q[w->index[k]] += w->value[k] * t;
	}
}

/* z = P r; returns r'z */
static double precondition(lp_normal *w, const double *r, double *z)
{
	double sum = 0;
	if (w->factored)
		lp_incomplete_solve(&w->factor, r, z);
	else
		for (int i = 0; i < w->rows; i++)
			z[i] = w->whole[i] > 0 ? r[i] / w->whole[i] : 0;
	for (int i = 0; i < w->rows; i++)
		sum += r[i] * z[i];
	return sum;
}

static bool is_enough(const lp_normal *w, const double *price, double enough)
{
	double sum = 0;
	for (int i = 0; price && i < w->rows; i++)
		sum += fabs(price[i] * w->r[i]);
	return (price && sum <= enough) || (w->stop && w->stop(w->context));
}

/* The residual of v in w->r; returns how large r'P r may stay. */
static double start_from(lp_normal *w, const double *rhs, const double *v, double relative)
{
	double target = precondition(w, rhs, w->z) * relative * relative;
	apply(w, v, w->q);
	for (int i = 0; i < w->rows; i++)
		w->r[i] = rhs[i] - w->q[i];
	return target;
}

int lp_normal_solve(lp_normal *w, const double *rhs, double *v, double relative, int limit, const double *price,
		    double enough)
{
	double target = start_from(w, rhs, v, relative), rho = precondition(w, w->r, w->z);
	int made = 0;
	memcpy(w->direction, w->z, (size_t)w->rows * sizeof *w->z);
	for (; made < limit && rho > target && rho > 0; made++) {
		if (made % LOOK_EVERY == LOOK_EVERY - 1 && is_enough(w, price, enough))
			break;
		apply(w, w->direction, w->q);
		double curve = 0;
		for (int i = 0; i < w->rows; i++)
			curve += w->direction[i] * w->q[i];
		if (!(curve > 0))
			break;
		double alpha = rho / curve;
		for (int i = 0; i < w->rows; i++) {
			v[i] += alpha * w->direction[i];
			w->r[i] -= alpha * w->q[i];
		}
		double next = precondition(w, w->r, w->z), beta = next / rho;
		for (int i = 0; i < w->rows; i++)
			w->direction[i] = w->z[i] + beta * w->direction[i];
		rho = next;
	}
	w->steps += made;
	return made;
}
