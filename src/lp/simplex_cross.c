/* Crossover: from a point to a vertex (Megiddo 1991; Bixby & Saltzman 1994, the primal half).
 *
 * The slack basis comes first; every column that is not at a bound stands aside. One after the other, those deepest
 * inside first, they are pushed the way the objective does not grow, until they reach a bound or a basic variable does,
 * whose place they then take. A feasible point stays feasible and its objective does not get worse; one that is not is
 * left to the dual simplex.
 */
#include "lp/simplex.h"

#include "base/memory.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define AT_BOUND 1e-12  /* of the box or size: a column this near its bound is put there */
#define PIVOT_GOOD 1e-6

typedef struct deep {
	int column;
	double depth;
} deep;

static int by_depth(const void *a, const void *b)
{
	const deep *x = a, *y = b;
	if (x->depth != y->depth)
		return x->depth < y->depth ? 1 : -1;
	return (x->column > y->column) - (x->column < y->column);
}

/* Puts the columns at their values; returns how many stand aside, deepest first. */
static int load_point(simplex *s, const double *x, deep *list)
{
	int count = 0;
	for (int j = 0; j < s->n; j++) {
		double l = s->lower[j], u = s->upper[j], v = x[j] / s->column_scale[j];
		double unit = isfinite(u - l) ? u - l : fmax(1, fabs(v)), depth = fmin(v - l, u - v);
		s->stand[j] = v - l <= u - v ? CORDON_LP_AT_LOWER : CORDON_LP_AT_UPPER;
		s->aside[j] = depth > AT_BOUND * unit;
		if (s->aside[j]) {
			s->x[j] = v;
			list[count++] = (deep){j, isfinite(depth) ? depth / unit : 1};
		}
		simplex_place(s, j);
	}
	qsort(list, (size_t)count, sizeof *list, by_depth);
	simplex_compute_primal(s);
	return count;
}

/* d_q from the costs alone: the reduced costs of the others are not kept up while pushing. */
static double reduced_cost(const simplex *s, int q)
{
	double d = s->cost[q];
	for (int i = 0; i < s->m; i++)
		if (s->alpha[i] != 0)
			d -= s->cost[s->head[i]] * s->alpha[i];
	return d;
}

/* One way of pushing q: how far, what blocks (-1: its own bound), and whether that ends well. */
typedef struct way {
	double direction, step;
	int blocking;
	bool good;
} way;

static way look(const simplex *s, int q, double direction)
{
	way w = {.direction = direction};
	double own = direction > 0 ? s->upper[q] - s->x[q] : s->x[q] - s->lower[q];
	w.blocking = simplex_blocking(s, direction, &w.step);
	if (own <= w.step) {
		w.blocking = -1;
		w.step = own;
	}
	w.good = isfinite(w.step) && (w.blocking < 0 || fabs(s->alpha[w.blocking]) >= PIVOT_GOOD);
	return w;
}

static void push(simplex *s, int q)
{
	simplex_load_column(s, q, s->alpha);
	lu_ftran(s->factor, s->alpha);
	double d = reduced_cost(s, q);
	bool up = fabs(d) > s->dual_tolerance ? d < 0 : s->upper[q] - s->x[q] < s->x[q] - s->lower[q];
	way w = look(s, q, up ? 1 : -1);
	if (!w.good)
		w = look(s, q, up ? -1 : 1);
	s->aside[q] = false;
	if (w.good && w.blocking >= 0) {
		simplex_move(s, q, w.direction * w.step);
		simplex_exchange(s, w.blocking, q, w.direction * s->alpha[w.blocking] < 0);
		return;
	}
	/* To a bound of its own; without a good way to the nearest one (0 for a free column), which the dual simplex
	 * may have to mend. */
	double from = s->x[q];
	up = w.good ? w.direction > 0 : s->upper[q] - from < from - s->lower[q];
	s->stand[q] = up ? CORDON_LP_AT_UPPER : CORDON_LP_AT_LOWER;
	simplex_place(s, q);
	double to = s->x[q];
	s->x[q] = from;
	simplex_move(s, q, to - from);
	s->x[q] = to;
}

simplex_end simplex_cross(simplex *s, const double *x)
{
	simplex_end end = SIMPLEX_DONE;
	simplex_start_slack(s);
	deep *list = memory_alloc((size_t)s->n, sizeof *list);
	int count = load_point(s, x, list);
	for (int c = 0; c < count && end == SIMPLEX_DONE; c++) {
		if (simplex_should_refactor(s))
			simplex_refactor(s);
		if (!simplex_must_end(s, &end))
			end = SIMPLEX_DONE;
		if (s->stand[list[c].column] != CORDON_LP_BASIC)
			push(s, list[c].column);
		s->iterations++;
	}
	memset(s->aside, 0, (size_t)s->all * sizeof *s->aside);
	free(list);
	simplex_refactor(s);
	return end;
}
