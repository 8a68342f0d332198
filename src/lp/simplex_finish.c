/* The end: x and y of the final basis computed anew from the programme's own numbers, refined, unscaled, written out,
 * judged.
 *
 * Residuals are summed in long double, so that one or two corrections leave x_B and y good to the last digits
 * (Wilkinson). What remains of a variable that should stand on a bound is rounding; it is put on the bound when it is
 * nearer than the noise.
 */
#include "lp/simplex.h"

#include "base/memory.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { REFINEMENTS = 3 };

/* x_B = -B^-1 N x_N, refined; noise (m) is the last correction's magnitude. */
static void refine_primal(simplex *s, double *noise)
{
	long double *residual = memory_alloc((size_t)s->m, sizeof *residual);
	simplex_compute_primal(s);
	for (int pass = 0; pass < REFINEMENTS; pass++) {
		for (int i = 0; i < s->m; i++)
			residual[i] = (long double)s->x[s->n + i];
		for (int j = 0; j < s->n; j++)
			for (int64_t k = s->start[j]; s->x[j] != 0 && k < s->start[j + 1]; k++)
				residual[s->index[k]] -= (long double)s->value[k] * s->x[j];
		for (int i = 0; i < s->m; i++)
			s->tau[i] = (double)residual[i];
		lu_ftran(s->factor, s->tau);
		for (int i = 0; i < s->m; i++) {
			s->x[s->head[i]] += s->tau[i];
			noise[i] = fabs(s->tau[i]);
		}
	}
	free(residual);
}

/* y = B^-T c_B, refined, scaled. */
static void refine_dual(simplex *s, double *y, double *noise)
{
	for (int i = 0; i < s->m; i++)
		y[i] = s->true_cost[s->head[i]];
	lu_btran(s->factor, y);
	for (int pass = 0; pass < REFINEMENTS; pass++) {
		for (int i = 0; i < s->m; i++) {
			int j = s->head[i];
			long double d = s->true_cost[j];
			if (j >= s->n)
				d += y[j - s->n];
			for (int64_t k = j < s->n ? s->start[j] : 0; j < s->n && k < s->start[j + 1]; k++)
				d -= (long double)s->value[k] * y[s->index[k]];
			s->tau[i] = (double)d;
		}
		lu_btran(s->factor, s->tau);
		for (int i = 0; i < s->m; i++) {
			y[i] += s->tau[i];
			noise[i] = fabs(s->tau[i]);
		}
	}
}

/* Puts x on a bound that is nearer than the noise of its computation. */
static double settle(double x, double lower, double upper, double noise)
{
	double near = 1e3 * noise + 1e-15 * fabs(x);
	if (fabs(x - lower) <= near)
		return lower;
	return fabs(x - upper) <= near ? upper : x;
}

static void write_basis(const simplex *s, cordon_lp_solution *solution)
{
	free(solution->basis);
	solution->basis = memory_alloc((size_t)s->all, 1);
	memcpy(solution->basis, s->stand, (size_t)s->all);
}

void simplex_finish(simplex *s, cordon_lp_solution *solution)
{
	double *noise = memory_alloc(2 * (size_t)s->m, sizeof *noise), *y = noise + s->m;
	refine_primal(s, noise);
	for (int i = 0; i < s->m; i++) {
		int j = s->head[i];
		if (j < s->n)
			s->x[j] = settle(s->x[j], s->true_lower[j], s->true_upper[j], noise[i]);
	}
	for (int j = 0; j < s->n; j++)
		solution->x[j] = lp_clip(s->x[j] * s->column_scale[j], s->lp->lower[j], s->lp->upper[j]);
	refine_dual(s, y, noise);
	for (int i = 0; i < s->m; i++) {
		double price = fabs(y[i]) <= 1e3 * noise[i] ? 0 : y[i];
		solution->y[i] = price * s->row_scale[i] / s->cost_scale;
	}
	free(noise);
	write_basis(s, solution);
	solution->iterations = s->iterations;
	solution->ray = s->ray;
	s->ray = NULL;
	lp_solution_judge(s->lp, s->options, solution);
}
