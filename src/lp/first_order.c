/* Restarted reflected Halpern PDHG; see first_order.h.
 *
 *	T(x, y): x+ = clip(x - tau (c - A'y)),  y+ = prox(y - sigma A (2 x+ - x))        tau = eta / w, sigma = eta w
 *	z <- (k+1)/(k+2) (2 T(z) - z) + 1/(k+2) z0
 * The residual is |z - T(z)| in the norm |dx|^2 / tau + |dy|^2 / sigma.
 */
#include "lp/first_order.h"

#include "base/memory.h"
#include "lp/solve.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define STEP_SAFETY 0.95
#define RESTART_SUFFICIENT 0.2
#define RESTART_NECESSARY 0.8
#define RESTART_ARTIFICIAL 0.36
#define WEIGHT_CHANGE 2.0
#define WEIGHT_RANGE 1e3
enum { NORM_ROUNDS = 20, CHECK_EVERY = 64, EPOCH_TELLING = 40, EPOCH_LEAST = 10 };

typedef struct state {
	const lp_scaled *s;
	double *x, *y, *x0, *y0, *activity;
	double eta, weight, weight_first;
} state;

/* One step from z with k steps since the restart; returns the squared residual. */
static double step(state *t, int k)
{
	const lp_scaled *s = t->s;
	double tau = t->eta / t->weight, sigma = t->eta * t->weight;
	double keep = (k + 1.0) / (k + 2.0), pull = 1 - keep, moved = 0, moved_y = 0;
	memset(t->activity, 0, (size_t)s->m * sizeof *t->activity);
	for (int j = 0; j < s->n; j++) {
		double x = t->x[j], next = x - tau * (s->c[j] - lp_matrix_column_dot(&s->a, j, t->y));
		next = next < s->l[j] ? s->l[j] : next > s->u[j] ? s->u[j] : next;
		double reflected = 2 * next - x;
		if (reflected != 0)
			lp_matrix_column_add(&s->a, j, reflected, t->activity);
		moved += (next - x) * (next - x);
		t->x[j] = keep * reflected + pull * t->x0[j];
	}
	for (int i = 0; i < s->m; i++) {
		double y = t->y[i], v = y - sigma * t->activity[i];
		double low = v + sigma * s->rl[i], high = v + sigma * s->ru[i];
		double next = low > 0 ? low : high < 0 ? high : 0;
		moved_y += (next - y) * (next - y);
		t->y[i] = keep * (2 * next - y) + pull * t->y0[i];
	}
	return moved / tau + moved_y / sigma;
}

static double distance(const double *a, const double *b, int count)
{
	double sum = 0;
	for (int k = 0; k < count; k++)
		sum += (a[k] - b[k]) * (a[k] - b[k]);
	return sqrt(sum);
}

/* A short epoch says little about how far x and y have to go: the weight is left alone then. */
static void restart(state *t, int steps)
{
	double dx = distance(t->x, t->x0, t->s->n), dy = distance(t->y, t->y0, t->s->m);
	if (steps >= EPOCH_TELLING && dx > 1e-300 && dy > 1e-300)
		t->weight *= fmin(WEIGHT_CHANGE, fmax(1 / WEIGHT_CHANGE, sqrt(dy / dx / t->weight)));
	t->weight = fmin(t->weight_first * WEIGHT_RANGE, fmax(t->weight_first / WEIGHT_RANGE, t->weight));
	memcpy(t->x0, t->x, (size_t)t->s->n * sizeof *t->x);
	memcpy(t->y0, t->y, (size_t)t->s->m * sizeof *t->y);
}

static double first_weight(const lp_scaled *s)
{
	double cost = 0, side = 0;
	for (int j = 0; j < s->n; j++)
		cost += s->c[j] * s->c[j];
	for (int i = 0; i < s->m; i++) {
		double b = isfinite(s->rl[i]) ? s->rl[i] : isfinite(s->ru[i]) ? s->ru[i] : 0;
		side += b * b;
	}
	return cost > 0 && side > 0 ? fmin(1e4, fmax(1e-4, sqrt(cost / side))) : 1;
}

static void run_epochs(state *t, lp_first_order *run, int *made)
{
	double first = -1;
	while (*made < run->iterations) {
		double start = 0, before = LP_INFINITY;
		int k;
		for (k = 0; *made < run->iterations; k++) {
			double residual = sqrt(step(t, k));
			++*made;
			if (first < 0)
				first = residual;
			if (residual <= run->tolerance * first ||
			    (*made % CHECK_EVERY == 0 && run->stop && run->stop(run->context)))
				return;
			if (k == 0)
				start = residual;
			bool fallen = residual <= RESTART_SUFFICIENT * start;
			bool turning = residual <= RESTART_NECESSARY * start && residual > before;
			if (k > EPOCH_LEAST && (fallen || turning || k >= RESTART_ARTIFICIAL * (run->before + *made)))
				break;
			before = residual;
		}
		restart(t, k);
	}
}

int lp_first_order_run(const lp_scaled *s, lp_first_order *run, double *x, double *y)
{
	size_t m = (size_t)s->m, n = (size_t)s->n;
	state t = {.s = s, .x = x, .y = y};
	t.x0 = memory_alloc(n, sizeof *t.x0);
	t.y0 = memory_alloc(m, sizeof *t.y0);
	t.activity = memory_alloc(m, sizeof *t.activity);
	memcpy(t.x0, x, n * sizeof *x);
	memcpy(t.y0, y, m * sizeof *y);
	double norm = lp_matrix_norm(&s->a, NORM_ROUNDS);
	t.eta = norm > 0 ? STEP_SAFETY / (norm * 1.02) : 1;
	t.weight = run->weight > 0 ? run->weight : first_weight(s);
	t.weight_first = first_weight(s);
	int made = 0;
	run_epochs(&t, run, &made);
	for (int j = 0; j < s->n; j++)
		x[j] = x[j] < s->l[j] ? s->l[j] : x[j] > s->u[j] ? s->u[j] : x[j];
	run->weight = t.weight;
	free(t.x0);
	free(t.y0);
	free(t.activity);
	return made;
}
