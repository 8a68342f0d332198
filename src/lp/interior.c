/* The interior point phase; see interior.h.
 *
 *	rows carry their activity as a variable:  A x - s = 0;  v = (x, s) in boxes [l, u]; no multiplier on an
 *	infinite side
 *	d = (c - A'y, y) = zl - zu;   zl (v - l) = tl,   zu (u - v) = tu,  the targets
 *	theta = 1 / (zl / (v - l) + zu / (u - v)),   q = d - tl / (v - l) + tu / (u - v)
 *	dv = theta (turn - q),  turn = (A'dy, -dy)
 *	(A theta_x A' + theta_s) dy = (s - A x) + A theta_x q_x - theta_s q_s
 *
 * d = zl - zu holds from the start and is kept; the rows' misses s - A x fall with the steps, but for what the
 * inexact solution leaves.
 */
#include "lp/interior.h"

#include "base/memory.h"
#include "lp/normal.h"
#include "lp/solve.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define PUSH 0.3 /* of its box: how far inside a variable starts at least */
#define KEEP 0.99 /* of the way to the nearest bound */
#define EXACT 1e-3 /* what conjugate gradients leave of the right-hand side, in the preconditioner's norm, or */
#define LEAVE_TARGET 0.03 /* of the complementarity aimed at, as rows' misses at their prices */
#define LEAVE_GAP 0.1 /* of the complementarity, in the predictor */
#define CENTRE_LEAST 0.03
#define CORRECTION 0.5 /* of the centre, at most taken from a target by the corrector */
#define STUCK 1e-3 /* step lengths below this, STUCK_LIMIT times: it will not get further */
enum { CG_LIMIT = 2500, STUCK_LIMIT = 6 };

typedef struct state {
	const lp_scaled *s;
	int m, n, count; /* variables: n columns, then m rows */
	double *v, *l, *u, *zl, *zu, *d, *tl, *tu, *theta, *q, *turn, *dv;
	double *y, *dy, *miss, *rhs;
	lp_normal normal;
	int sides; /* finite sides of variables that can move */
	double primal, dual; /* the last step lengths */
} state;

static bool is_fixed(const state *t, int k)
{
	return !(t->u[k] > t->l[k]);
}

static bool is_free(const state *t, int k)
{
	return isinf(t->l[k]) && isinf(t->u[k]);
}

static void measure_misses(state *t)
{
	lp_matrix_times(&t->s->a, t->v, t->miss);
	for (int i = 0; i < t->m; i++) {
		double *slack = &t->v[t->n + i];
		if (is_free(t, t->n + i))
			*slack = t->miss[i];
		t->miss[i] = *slack - t->miss[i];
	}
}

static void measure_costs(state *t)
{
	lp_matrix_transpose_times(&t->s->a, t->y, t->d);
	for (int j = 0; j < t->n; j++)
		t->d[j] = t->s->c[j] - t->d[j];
	memcpy(t->d + t->n, t->y, (size_t)t->m * sizeof *t->d);
}

/* zl - zu = d with both products near mu. A row that has one side only takes its price from it. */
static void start_multipliers(state *t, int k, double mu)
{
	double below = t->v[k] - t->l[k], above = t->u[k] - t->v[k], d = t->d[k];
	if (is_fixed(t, k) || is_free(t, k))
		return;
	t->sides += isfinite(below) + isfinite(above);
	double g = mu / fmin(below, above);
	double root = sqrt(d * d / 4 + g * g), greater = fabs(d) / 2 + root, lesser = g * g / greater;
	t->zl[k] = d > 0 ? greater : lesser;
	t->zu[k] = d > 0 ? lesser : greater;
	if (isinf(above)) {
		t->zl[k] = fmax(d, g);
		t->zu[k] = 0;
	} else if (isinf(below)) {
		t->zu[k] = fmax(-d, g);
		t->zl[k] = 0;
	}
}

/* Columns are pushed into their boxes, rows into theirs by a part of what passes through them. */
static double start_inside(state *t, const double *x, const double *y)
{
	const lp_scaled *s = t->s;
	double *passes = memory_alloc((size_t)t->m, sizeof *passes), value = 0;
	for (int j = 0; j < t->n; j++) {
		double push = PUSH * (s->u[j] - s->l[j]);
		t->v[j] = lp_clip(x[j], s->l[j] + push, s->u[j] - push);
		value += fabs(s->c[j]) * (s->u[j] - s->l[j]);
		for (int64_t k = s->a.start[j]; k < s->a.start[j + 1]; k++)
			passes[s->a.index[k]] += fabs(s->a.value[k]) * fmax(fabs(t->v[j]), push);
	}
	lp_matrix_times(&s->a, t->v, t->v + t->n);
	for (int i = 0, k = t->n; i < t->m; i++, k++) {
		double push = fmin(PUSH * fmax(passes[i], 1e-12), 0.25 * (t->u[k] - t->l[k]));
		if (!is_free(t, k))
			t->v[k] = lp_clip(t->v[k], t->l[k] + push, t->u[k] - push);
		value += fabs(y[i]) * passes[i];
	}
	free(passes);
	return value;
}

static void start(state *t, const double *x, const double *y)
{
	double mu = start_inside(t, x, y) / (2.0 * t->n + t->m);
	for (int i = 0, k = t->n; i < t->m; i++, k++) {
		t->d[k] = is_free(t, k) ? 0 : y[i];
		start_multipliers(t, k, mu);
		t->y[i] = is_fixed(t, k) ? y[i] : t->zl[k] - t->zu[k];
	}
	measure_costs(t);
	for (int j = 0; j < t->n; j++)
		start_multipliers(t, j, mu);
	measure_misses(t);
}

static double complementarity(const state *t)
{
	double sum = 0;
	for (int k = 0; k < t->count; k++) {
		if (t->zl[k] > 0)
			sum += t->zl[k] * (t->v[k] - t->l[k]);
		if (t->zu[k] > 0)
			sum += t->zu[k] * (t->u[k] - t->v[k]);
	}
	return sum;
}

/* The matrix of this iteration, for whatever targets. */
static void build(state *t)
{
	lp_normal_start(&t->normal);
	for (int k = 0; k < t->count; k++) {
		double inverse = 0;
		if (t->zl[k] > 0)
			inverse += t->zl[k] / (t->v[k] - t->l[k]);
		if (t->zu[k] > 0)
			inverse += t->zu[k] / (t->u[k] - t->v[k]);
		t->theta[k] = is_fixed(t, k) ? 0 : is_free(t, k) ? 1e100 : 1 / inverse;
		if (k >= t->n)
			lp_normal_diagonal(&t->normal, k - t->n, t->theta[k]);
		else if (t->theta[k] > 0)
			lp_normal_column(&t->normal, &t->s->a, k, t->theta[k]);
	}
	lp_normal_factor(&t->normal);
}

/* dy, dv for the targets. dy holds a first guess. */
static void solve(state *t, double leave)
{
	memcpy(t->rhs, t->miss, (size_t)t->m * sizeof *t->rhs);
	for (int k = 0; k < t->count; k++) {
		t->q[k] = t->dv[k] = 0;
		if (is_fixed(t, k) || is_free(t, k))
			continue;
		t->q[k] = t->d[k];
		if (t->zl[k] > 0)
			t->q[k] -= t->tl[k] / (t->v[k] - t->l[k]);
		if (t->zu[k] > 0)
			t->q[k] += t->tu[k] / (t->u[k] - t->v[k]);
		if (k < t->n)
			lp_matrix_column_add(&t->s->a, k, t->theta[k] * t->q[k], t->rhs);
		else
			t->rhs[k - t->n] -= t->theta[k] * t->q[k];
	}
	lp_normal_solve(&t->normal, t->rhs, t->dy, EXACT, CG_LIMIT, t->y, leave);
	lp_matrix_transpose_times(&t->s->a, t->dy, t->turn);
	for (int i = 0; i < t->m; i++)
		t->turn[t->n + i] = -t->dy[i];
	for (int k = 0; k < t->count; k++)
		if (!is_fixed(t, k) && !is_free(t, k))
			t->dv[k] = t->theta[k] * (t->turn[k] - t->q[k]);
}

static double lower_change(const state *t, int k)
{
	return (t->tl[k] - t->zl[k] * t->dv[k]) / (t->v[k] - t->l[k]) - t->zl[k];
}

static double upper_change(const state *t, int k)
{
	return (t->tu[k] + t->zu[k] * t->dv[k]) / (t->u[k] - t->v[k]) - t->zu[k];
}

static double shorten(double length, double value, double change)
{
	return change < 0 && value < -change * length ? value / -change : length;
}

static void find_lengths(state *t, double keep)
{
	t->primal = t->dual = 1 / keep;
	for (int k = 0; k < t->count; k++) {
		if (t->zl[k] > 0) {
			t->primal = shorten(t->primal, t->v[k] - t->l[k], t->dv[k]);
			t->dual = shorten(t->dual, t->zl[k], lower_change(t, k));
		}
		if (t->zu[k] > 0) {
			t->primal = shorten(t->primal, t->u[k] - t->v[k], -t->dv[k]);
			t->dual = shorten(t->dual, t->zu[k], upper_change(t, k));
		}
	}
	t->primal *= keep;
	t->dual *= keep;
}

/* The complementarity the step would leave. */
static double foresee(const state *t)
{
	double sum = 0;
	for (int k = 0; k < t->count; k++) {
		double v = t->v[k] + t->primal * t->dv[k];
		if (t->zl[k] > 0)
			sum += (t->zl[k] + t->dual * lower_change(t, k)) * (v - t->l[k]);
		if (t->zu[k] > 0)
			sum += (t->zu[k] + t->dual * upper_change(t, k)) * (t->u[k] - v);
	}
	return sum;
}

/* The corrector's targets: `centre`, less the second-order term of the predictor, which may not be more than the
 * centre. */
static void aim(state *t, double centre)
{
	for (int k = 0; k < t->count; k++) {
		double low = t->zl[k] > 0 ? t->dv[k] * lower_change(t, k) : 0;
		double high = t->zu[k] > 0 ? -t->dv[k] * upper_change(t, k) : 0;
		t->tl[k] = centre - lp_clip(low, -10 * centre, CORRECTION * centre);
		t->tu[k] = centre - lp_clip(high, -10 * centre, CORRECTION * centre);
	}
}

static void advance(state *t)
{
	for (int k = 0; k < t->count; k++) {
		if (is_fixed(t, k) || is_free(t, k))
			continue;
		double low = t->zl[k] > 0 ? lower_change(t, k) : 0, high = t->zu[k] > 0 ? upper_change(t, k) : 0;
		t->v[k] += t->primal * t->dv[k];
		t->zl[k] += t->dual * low;
		t->zu[k] += t->dual * high;
		if (k < t->n) {
			double margin = 1e-13 * (t->u[k] - t->l[k]);
			t->v[k] = lp_clip(t->v[k], t->l[k] + margin, t->u[k] - margin);
		}
	}
	for (int i = 0; i < t->m; i++)
		t->y[i] += t->dual * t->dy[i];
	measure_costs(t);
	measure_misses(t);
}

static double gap_of(const state *t, double products)
{
	double cost = 0, missed = 0;
	for (int j = 0; j < t->n; j++)
		cost += t->s->c[j] * t->v[j];
	for (int i = 0; i < t->m; i++)
		missed += fabs(t->y[i] * t->miss[i]);
	return (products + missed) / fmax(fabs(cost), 1e-300);
}

static void iterate(state *t, double products)
{
	double mu = products / t->sides;
	build(t);
	memset(t->tl, 0, (size_t)t->count * sizeof *t->tl);
	memset(t->tu, 0, (size_t)t->count * sizeof *t->tu);
	memset(t->dy, 0, (size_t)t->m * sizeof *t->dy);
	solve(t, LEAVE_GAP * products);
	find_lengths(t, 1);
	double left = foresee(t) / products, sigma = lp_clip(left * left * left, CENTRE_LEAST, 0.8);
	aim(t, sigma * mu);
	solve(t, LEAVE_TARGET * sigma * products);
	find_lengths(t, KEEP);
	advance(t);
}

static void begin(state *t, const lp_scaled *s)
{
	size_t m = (size_t)s->m, n = (size_t)s->n;
	*t = (state){.s = s, .m = s->m, .n = s->n, .count = s->m + s->n};
	double **all[] = {&t->v,  &t->l,  &t->u,     &t->zl, &t->zu,   &t->d,
			  &t->tl, &t->tu, &t->theta, &t->q,  &t->turn, &t->dv};
	double **rows[] = {&t->y, &t->dy, &t->miss, &t->rhs};
	for (size_t k = 0; k < sizeof all / sizeof *all; k++)
		*all[k] = memory_alloc(m + n, sizeof(double));
	for (size_t k = 0; k < sizeof rows / sizeof *rows; k++)
		*rows[k] = memory_alloc(m, sizeof(double));
	memcpy(t->l, s->l, n * sizeof *t->l);
	memcpy(t->u, s->u, n * sizeof *t->u);
	memcpy(t->l + n, s->rl, m * sizeof *t->l);
	memcpy(t->u + n, s->ru, m * sizeof *t->u);
	lp_normal_begin(&t->normal, s->m, s->n, s->a.start[s->n], true);
}

static void end(state *t)
{
	double *pieces[] = {t->v,     t->l, t->u,    t->zl, t->zu, t->d,  t->tl,   t->tu,
			    t->theta, t->q, t->turn, t->dv, t->y,  t->dy, t->miss, t->rhs};
	for (size_t k = 0; k < sizeof pieces / sizeof *pieces; k++)
		free(pieces[k]);
	lp_normal_end(&t->normal);
}

void lp_interior_run(const lp_scaled *s, lp_interior *run, double *x, double *y)
{
	state t;
	begin(&t, s);
	t.normal.stop = run->stop;
	t.normal.context = run->context;
	start(&t, x, y);
	int made = 0;
	for (int stuck = 0; t.sides > 0; made++) {
		double products = complementarity(&t);
		run->gap = gap_of(&t, products);
		if (!(run->gap > run->tolerance) || made == run->iterations || stuck == STUCK_LIMIT ||
		    run->stop(run->context))
			break;
		iterate(&t, products);
		stuck = fmin(t.primal, t.dual) < STUCK ? stuck + 1 : 0;
	}
	run->iterations = made;
	run->steps = t.normal.steps;
	memcpy(x, t.v, (size_t)s->n * sizeof *x);
	memcpy(y, t.y, (size_t)s->m * sizeof *y);
	end(&t);
}
