/* Building the simplex state, starting bases, factorising, and recomputing; see simplex.h. */
#include "lp/simplex.h"

#include "lp/codes.h"

#include "base/memory.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* ---- scaling ----------------------------------------------------------------------------------------------------- */

enum { SCALE_PASSES = 6 };

static double power_of_two(double value)
{
	return value > 0 && isfinite(value) ? exp2(round(log2(value))) : 1;
}

/* One pass of geometric scaling: rows, then columns, by 1 / sqrt(smallest * largest). */
static void scale_pass(simplex *s, double *least, double *most)
{
	const cordon_lp *lp = s->lp;
	for (int i = 0; i < s->m; i++) {
		least[i] = (double)INFINITY;
		most[i] = 0;
	}
	for (int j = 0; j < s->n; j++)
		for (int64_t k = lp->start[j]; k < lp->start[j + 1]; k++) {
			double v = fabs(lp->value[k]) * s->column_scale[j];
			least[lp->index[k]] = fmin(least[lp->index[k]], v);
			most[lp->index[k]] = fmax(most[lp->index[k]], v);
		}
	for (int i = 0; i < s->m; i++)
		s->row_scale[i] = most[i] > 0 ? 1 / sqrt(least[i] * most[i]) : 1;
	for (int j = 0; j < s->n; j++) {
		double low = (double)INFINITY, high = 0;
		for (int64_t k = lp->start[j]; k < lp->start[j + 1]; k++) {
			double v = fabs(lp->value[k]) * s->row_scale[lp->index[k]];
			low = fmin(low, v);
			high = fmax(high, v);
		}
		s->column_scale[j] = high > 0 ? 1 / sqrt(low * high) : 1;
	}
}

static void choose_scales(simplex *s)
{
	double *work = memory_alloc(2 * (size_t)s->m, sizeof *work);
	for (int i = 0; i < s->m; i++)
		s->row_scale[i] = 1;
	for (int j = 0; j < s->n; j++)
		s->column_scale[j] = 1;
	for (int pass = 0; pass < SCALE_PASSES; pass++)
		scale_pass(s, work, work + s->m);
	free(work);
	double most = 0;
	for (int i = 0; i < s->m; i++)
		s->row_scale[i] = power_of_two(s->row_scale[i]);
	for (int j = 0; j < s->n; j++) {
		s->column_scale[j] = power_of_two(s->column_scale[j]);
		most = fmax(most, fabs(s->lp->cost[j]) * s->column_scale[j]);
	}
	s->cost_scale = 1 / power_of_two(most);
}

static void copy_scaled(simplex *s)
{
	const cordon_lp *lp = s->lp;
	for (int j = 0; j < s->n; j++) {
		double c = s->column_scale[j];
		s->true_cost[j] = lp->cost[j] * c * s->cost_scale;
		s->true_lower[j] = lp->lower[j] / c;
		s->true_upper[j] = lp->upper[j] / c;
		for (int64_t k = lp->start[j]; k < lp->start[j + 1]; k++) {
			s->index[k] = lp->index[k];
			s->value[k] = lp->value[k] * c * s->row_scale[lp->index[k]];
			s->row_start[lp->index[k] + 1]++;
		}
		s->start[j + 1] = lp->start[j + 1];
	}
	for (int i = 0; i < s->m; i++) {
		s->true_lower[s->n + i] = lp->row_lower[i] * s->row_scale[i];
		s->true_upper[s->n + i] = lp->row_upper[i] * s->row_scale[i];
		s->row_start[i + 1] += s->row_start[i];
	}
	int64_t *next = memory_alloc((size_t)s->m, sizeof *next);
	memcpy(next, s->row_start, (size_t)s->m * sizeof *next);
	for (int j = 0; j < s->n; j++)
		for (int64_t k = s->start[j]; k < s->start[j + 1]; k++) {
			int64_t at = next[s->index[k]]++;
			s->row_index[at] = j;
			s->row_value[at] = s->value[k];
		}
	free(next);
}

/* ---- the state --------------------------------------------------------------------------------------------------- */

static void allocate(simplex *s)
{
	size_t m = (size_t)s->m, n = (size_t)s->n, all = (size_t)s->all, nonzeros = (size_t)s->lp->start[s->n];
	s->start = memory_alloc(n + 1, sizeof *s->start);
	s->row_start = memory_alloc(m + 1, sizeof *s->row_start);
	s->index = memory_alloc(nonzeros, sizeof *s->index);
	s->row_index = memory_alloc(nonzeros, sizeof *s->row_index);
	s->value = memory_alloc(nonzeros, sizeof *s->value);
	s->row_value = memory_alloc(nonzeros, sizeof *s->row_value);
	s->row_scale = memory_alloc(m, sizeof(double));
	s->column_scale = memory_alloc(n, sizeof(double));
	double **of_all[] = {&s->true_cost, &s->true_lower, &s->true_upper, &s->cost, &s->lower, &s->upper, &s->x, &s->d,
			     &s->column_weight, &s->row, &s->ratio};
	for (size_t i = 0; i < sizeof of_all / sizeof *of_all; i++)
		*of_all[i] = memory_alloc(all, sizeof(double));
	double **of_rows[] = {&s->row_weight, &s->rho, &s->alpha, &s->tau};
	for (size_t i = 0; i < sizeof of_rows / sizeof *of_rows; i++)
		*of_rows[i] = memory_alloc(m, sizeof(double));
	s->stand = memory_alloc(all, 1);
	s->aside = memory_alloc(all, sizeof *s->aside);
	s->head = memory_alloc(m, sizeof *s->head);
	s->list = memory_alloc(all, sizeof *s->list);
	s->factor = lu_new(s->m);
}

simplex *simplex_new(const cordon_lp *lp, const cordon_lp_options *options)
{
	simplex *s = memory_alloc(1, sizeof *s);
	s->lp = lp;
	s->options = options;
	s->begin_s = lp_now();
	s->m = lp->rows;
	s->n = lp->columns;
	s->all = s->m + s->n;
	allocate(s);
	choose_scales(s);
	copy_scaled(s);
	s->matrix = (lu_source){s->m, s->n, s->start, s->index, s->value};
	size_t size = (size_t)s->all * sizeof(double);
	memcpy(s->cost, s->true_cost, size);
	memcpy(s->lower, s->true_lower, size);
	memcpy(s->upper, s->true_upper, size);
	s->random = (draw){1973};
	s->iteration_limit = 20000 + 40L * s->all;
	for (int i = 0; i < s->m; i++)
		s->row_weight[i] = 1;
	return s;
}

void simplex_free(simplex *s)
{
	void *all[] = {s->start,         s->row_start,  s->index,      s->row_index,
		       s->value,         s->row_value,  s->row_scale,  s->column_scale,
		       s->true_cost,     s->true_lower, s->true_upper, s->cost,
		       s->lower,         s->upper,      s->x,          s->d,
		       s->stand,         s->aside,      s->head,       s->row_weight,
		       s->column_weight, s->rho,        s->alpha,      s->tau,
		       s->row,           s->list,       s->ratio,      s->ray};
	for (size_t i = 0; i < sizeof all / sizeof *all; i++)
		free(all[i]);
	lu_free(s->factor);
	free(s);
}

void simplex_place(simplex *s, int j)
{
	if (s->aside[j])
		return;
	if (s->stand[j] == CORDON_LP_AT_LOWER && isinf(s->lower[j]))
		s->stand[j] = isinf(s->upper[j]) ? CORDON_LP_FREE : CORDON_LP_AT_UPPER;
	if (s->stand[j] == CORDON_LP_AT_UPPER && isinf(s->upper[j]))
		s->stand[j] = isinf(s->lower[j]) ? CORDON_LP_FREE : CORDON_LP_AT_LOWER;
	if (s->stand[j] == CORDON_LP_FREE && isfinite(s->lower[j]))
		s->stand[j] = CORDON_LP_AT_LOWER;
	if (s->stand[j] == CORDON_LP_FREE && isfinite(s->upper[j]))
		s->stand[j] = CORDON_LP_AT_UPPER;
	if (s->stand[j] != CORDON_LP_BASIC)
		s->x[j] = s->stand[j] == CORDON_LP_FREE ? 0 : s->stand[j] == CORDON_LP_AT_LOWER ? s->lower[j] : s->upper[j];
}

/* ---- starting bases ---------------------------------------------------------------------------------------------- */

/* Which bound a variable that leaves goes to: the nearer one. */
static unsigned char nearer(const simplex *s, int j)
{
	return fabs(s->x[j] - s->lower[j]) <= fabs(s->x[j] - s->upper[j]) ? CORDON_LP_AT_LOWER : CORDON_LP_AT_UPPER;
}

/* Makes `candidate` (count) the basis as far as it can be; what stays out is nonbasic. Returns the logicals filled
 * in. */
static int take_basis(simplex *s, const int *candidate, int count)
{
	int filled = lu_factor(s->factor, &s->matrix, candidate, count, s->head);
	for (int c = 0; c < count; c++)
		s->stand[candidate[c]] = nearer(s, candidate[c]);
	for (int i = 0; i < s->m; i++)
		s->stand[s->head[i]] = CORDON_LP_BASIC;
	for (int j = 0; j < s->all; j++)
		simplex_place(s, j);
	s->updates = 0;
	return filled;
}

void simplex_start_slack(simplex *s)
{
	for (int j = 0; j < s->n; j++)
		s->stand[j] = fabs(s->lower[j]) <= fabs(s->upper[j]) ? CORDON_LP_AT_LOWER : CORDON_LP_AT_UPPER;
	for (int i = 0; i < s->m; i++)
		s->list[i] = s->n + i;
	take_basis(s, s->list, s->m);
}

void simplex_start_basis(simplex *s, const unsigned char *basis)
{
	int count = 0;
	for (int j = 0; j < s->all; j++) {
		s->stand[j] = basis[j] & 3;
		if (s->stand[j] == CORDON_LP_BASIC)
			s->list[count++] = j;
		simplex_place(s, j);
	}
	take_basis(s, s->list, count);
}

/* ---- recomputing ------------------------------------------------------------------------------------------------- */

void simplex_load_column(const simplex *s, int j, double *into)
{
	memset(into, 0, (size_t)s->m * sizeof *into);
	if (j >= s->n) {
		into[j - s->n] = -1;
		return;
	}
	for (int64_t k = s->start[j]; k < s->start[j + 1]; k++)
		into[s->index[k]] = s->value[k];
}

void simplex_compute_primal(simplex *s)
{
	double *b = s->tau;
	memset(b, 0, (size_t)s->m * sizeof *b);
	for (int j = 0; j < s->n; j++) {
		if (s->stand[j] == CORDON_LP_BASIC || s->x[j] == 0)
			continue;
		for (int64_t k = s->start[j]; k < s->start[j + 1]; k++)
			b[s->index[k]] -= s->value[k] * s->x[j];
	}
	for (int i = 0; i < s->m; i++)
		if (s->stand[s->n + i] != CORDON_LP_BASIC)
			b[i] += s->x[s->n + i];
	lu_ftran(s->factor, b);
	for (int i = 0; i < s->m; i++)
		s->x[s->head[i]] = b[i];
}

void simplex_compute_dual(simplex *s)
{
	double *y = s->tau;
	for (int i = 0; i < s->m; i++)
		y[i] = s->cost[s->head[i]];
	lu_btran(s->factor, y);
	for (int j = 0; j < s->n; j++) {
		double d = s->cost[j];
		for (int64_t k = s->start[j]; k < s->start[j + 1]; k++)
			d -= s->value[k] * y[s->index[k]];
		s->d[j] = d;
	}
	for (int i = 0; i < s->m; i++)
		s->d[s->n + i] = s->cost[s->n + i] + y[i];
	for (int i = 0; i < s->m; i++)
		s->d[s->head[i]] = 0;
}

bool simplex_refactor(simplex *s)
{
	int *candidate = s->list;
	memcpy(candidate, s->head, (size_t)s->m * sizeof *candidate);
	double *weight = s->ratio; /* weights follow their variables to new positions */
	for (int i = 0; i < s->m; i++)
		weight[s->head[i]] = s->row_weight[i];
	int filled = take_basis(s, candidate, s->m);
	for (int i = 0; i < s->m; i++)
		s->row_weight[i] = filled ? 1 : weight[s->head[i]];
	simplex_compute_primal(s);
	simplex_compute_dual(s);
	return !filled;
}

double simplex_primal_infeasibility(const simplex *s)
{
	double most = 0;
	for (int i = 0; i < s->m; i++) {
		int j = s->head[i];
		most = fmax(most, fmax(s->lower[j] - s->x[j], s->x[j] - s->upper[j]));
	}
	return most;
}

double simplex_dual_infeasibility(const simplex *s)
{
	double most = 0;
	for (int j = 0; j < s->all; j++)
		most = fmax(most, simplex_wrong(s, j));
	return most;
}

void simplex_pivot_row(simplex *s)
{
	memset(s->row, 0, (size_t)s->n * sizeof *s->row);
	for (int i = 0; i < s->m; i++) {
		double r = s->rho[i];
		s->row[s->n + i] = -r;
		if (r == 0)
			continue;
		for (int64_t k = s->row_start[i]; k < s->row_start[i + 1]; k++)
			s->row[s->row_index[k]] += r * s->row_value[k];
	}
	for (int i = 0; i < s->m; i++)
		s->row[s->head[i]] = 0;
}

void simplex_move_bounds(simplex *s)
{
	for (int i = 0; i < s->m; i++) {
		int j = s->head[i];
		s->lower[j] = fmin(s->lower[j], s->x[j]);
		s->upper[j] = fmax(s->upper[j], s->x[j]);
	}
	s->bounds_moved = true;
}

void simplex_restore(simplex *s)
{
	size_t size = (size_t)s->all * sizeof(double);
	memcpy(s->cost, s->true_cost, size);
	memcpy(s->lower, s->true_lower, size);
	memcpy(s->upper, s->true_upper, size);
	s->cost_moved = s->bounds_moved = false;
	for (int j = 0; j < s->all; j++)
		simplex_place(s, j);
	simplex_refactor(s);
}

/* After k updates an iteration costs about 4 k |eta| more than at first: the best k makes the factorisation's share
 * equal. */
bool simplex_should_refactor(const simplex *s)
{
	if (s->updates >= 400)
		return true;
	const lu *f = s->factor;
	double solves = (double)(f->l_column.count + f->u_column.count + s->m);
	double cost = 3 * f->work + 20 * solves;
	return s->updates >= 16 && 2.0 * (double)f->eta.count * (double)s->updates > cost;
}

bool simplex_must_end(simplex *s, simplex_end *end)
{
	enum { EVERY = 16 };
	if (s->iterations >= s->iteration_limit) {
		*end = SIMPLEX_LIMIT;
		return true;
	}
	if (s->iterations % EVERY)
		return false;
	const cordon_progress *p = s->options->progress;
	if (p && p->step)
		p->step(p->context, &TEXT(LP_SIMPLEX_PHASE), (double)s->iterations, 0);
	*end = SIMPLEX_STOPPED;
	return lp_should_stop(s->options, s->begin_s);
}
