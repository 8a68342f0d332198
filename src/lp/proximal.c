/* Proximal points by semismooth Newton; see proximal.h for the mathematics. */
#include "lp/proximal.h"

#include "base/memory.h"
#include "lp/normal.h"
#include "lp/solve.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define METRIC_SPREAD 100.0 /* metrics are kept within this factor of their geometric mean */
#define NEXT_TO_NOTHING 1e-9 /* of the largest value */
#define FAR_OFF 0.1 /* of its throughput: a row this far from solving its own part of the inner problem */
#define SLOPE_ENOUGH 0.1 /* of the slope at 0: where the line search stops */
enum { LINE_LIMIT = 40, ROOT_LIMIT = 30, FACTOR_ABOVE = 150 };

struct lp_proximal_work {
	double damping;
	int last_steps; /* of conjugate gradients, in the last Newton step */
	double *h, *g, *prox, *throughput;
	double *d, *gradient, *step, *turn; /* c - A'y, grad psi, dy, A'dy */
	lp_normal newton; /* columns J weighted by kappa h_j; kappa G_I + epsilon P */
};

static double *doubles(int count)
{
	return memory_alloc((size_t)count, sizeof(double));
}

static double clip(double value, double low, double high)
{
	return value < low ? low : value > high ? high : value;
}

void lp_proximal_begin(lp_proximal *p, const lp_scaled *s, const double *x, const double *y)
{
	int m = s->m, n = s->n;
	*p = (lp_proximal){
		.s = s, .kappa = 10, .epsilon = 1e-2, .tolerance = 1e-3, .newton_limit = 30, .cg_limit = 200};
	struct lp_proximal_work *w = p->work = memory_alloc(1, sizeof *w);
	double **rows[] = {&p->slack, &p->y,          &p->slack_new, &p->y_new, &w->g,
			   &w->prox,  &w->throughput, &w->gradient,  &w->step};
	double **columns[] = {&p->x, &p->x_new, &w->h, &w->d, &w->turn};
	for (size_t k = 0; k < sizeof rows / sizeof *rows; k++)
		*rows[k] = doubles(m);
	for (size_t k = 0; k < sizeof columns / sizeof *columns; k++)
		*columns[k] = doubles(n);
	lp_normal_begin(&w->newton, m, n, s->a.start[n], true);
	for (int j = 0; j < n; j++)
		p->x[j] = p->x_new[j] = clip(x[j], s->l[j], s->u[j]);
	memcpy(p->y, y, (size_t)m * sizeof *y);
	memcpy(p->y_new, y, (size_t)m * sizeof *y);
	lp_matrix_times(&s->a, p->x, p->slack);
	for (int i = 0; i < m; i++)
		p->slack[i] = clip(p->slack[i], s->rl[i], s->ru[i]);
}

void lp_proximal_end(lp_proximal *p)
{
	struct lp_proximal_work *w = p->work;
	void *pieces[] = {p->x,    p->slack,      p->y, p->x_new,    p->slack_new, p->y_new, w->h, w->g,
			  w->prox, w->throughput, w->d, w->gradient, w->step,      w->turn,  w};
	lp_normal_end(&w->newton);
	for (size_t k = 0; k < sizeof pieces / sizeof *pieces; k++)
		free(pieces[k]);
	*p = (lp_proximal){0};
}

/* value[k] becomes unit[k] / value[k], within METRIC_SPREAD of the geometric mean. What is worth next to nothing
 * (a row without a price) says nothing about the mean and gets the largest metric: its price stays where it is. */
static void make_metric(double *value, const double *unit, int count)
{
	double most = 0, sum = 0;
	int known = 0;
	for (int k = 0; k < count; k++)
		most = fmax(most, value[k]);
	for (int k = 0; k < count; k++)
		if (value[k] > NEXT_TO_NOTHING * most && unit[k] > 0) {
			sum += log(unit[k] / value[k] * unit[k]);
			known++;
		}
	double mean = known ? exp(sum / known) : 1;
	for (int k = 0; k < count; k++) {
		double metric = value[k] > NEXT_TO_NOTHING * most ? unit[k] / value[k] * unit[k] : mean * METRIC_SPREAD;
		value[k] = clip(metric, mean / METRIC_SPREAD, mean * METRIC_SPREAD);
	}
}

/* A column moves by kappa times its width when its reduced cost is as large as the value of what it moves; a row's
 * metric is its throughput by its price. */
static void choose_metrics(lp_proximal *p)
{
	const lp_scaled *s = p->s;
	struct lp_proximal_work *w = p->work;
	memset(w->throughput, 0, (size_t)s->m * sizeof *w->throughput);
	for (int j = 0; j < s->n; j++) {
		double value = fabs(s->c[j]), width = s->u[j] - s->l[j], size = fmax(fabs(p->x[j]), 0.01 * width);
		for (int64_t k = s->a.start[j]; k < s->a.start[j + 1]; k++) {
			value += fabs(s->a.value[k] * p->y[s->a.index[k]]);
			w->throughput[s->a.index[k]] += fabs(s->a.value[k]) * size;
		}
		w->turn[j] = width;
		w->h[j] = value * width;
	}
	for (int i = 0; i < s->m; i++)
		w->prox[i] = w->throughput[i] * fabs(p->y[i]);
	make_metric(w->h, w->turn, s->n);
	make_metric(w->prox, w->throughput, s->m);
	memcpy(w->g, w->prox, (size_t)s->m * sizeof *w->g);
}

/* x(y), s(y) and grad psi from y_new and d; returns the residual as `tolerance` measures it. */
static double evaluate(lp_proximal *p)
{
	const lp_scaled *s = p->s;
	struct lp_proximal_work *w = p->work;
	for (int i = 0; i < s->m; i++) {
		p->slack_new[i] = clip(p->slack[i] - p->kappa * w->g[i] * p->y_new[i], s->rl[i], s->ru[i]);
		w->gradient[i] = p->slack_new[i] - p->epsilon * w->prox[i] * (p->y_new[i] - p->y[i]);
	}
	for (int j = 0; j < s->n; j++) {
		double x = clip(p->x[j] - p->kappa * w->h[j] * w->d[j], s->l[j], s->u[j]);
		p->x_new[j] = x;
		if (x != 0)
			lp_matrix_column_add(&s->a, j, -x, w->gradient);
	}
	double sum = 0;
	for (int i = 0; i < s->m; i++) {
		double relative = w->throughput[i] > 0 ? w->gradient[i] / w->throughput[i] : 0;
		sum += relative * relative;
	}
	return sqrt(sum / s->m);
}

/* The Newton system, for J and I as they are. */
static void gather(lp_proximal *p)
{
	const lp_scaled *s = p->s;
	struct lp_proximal_work *w = p->work;
	lp_normal_start(&w->newton);
	for (int i = 0; i < s->m; i++) {
		bool inside = p->slack_new[i] > s->rl[i] && p->slack_new[i] < s->ru[i];
		lp_normal_diagonal(&w->newton, i,
				   (p->epsilon + w->damping) * w->prox[i] + (inside ? p->kappa * w->g[i] : 0));
	}
	for (int j = 0; j < s->n; j++)
		if (p->x_new[j] > s->l[j] && p->x_new[j] < s->u[j])
			lp_normal_column(&w->newton, &s->a, j, p->kappa * w->h[j]);
	p->inside = w->newton.columns;
}

/* step = approximate solution of the Newton system. An incomplete factor is made when the last solution took long,
 * and serves until one takes long again. */
static void solve(lp_proximal *p, double relative)
{
	struct lp_proximal_work *w = p->work;
	if (w->last_steps > FACTOR_ABOVE)
		lp_normal_factor(&w->newton);
	memset(w->step, 0, (size_t)p->s->m * sizeof *w->step);
	w->last_steps = lp_normal_solve(&w->newton, w->gradient, w->step, relative, p->cg_limit, NULL, 0);
	p->cg_steps = w->newton.steps;
}

/* d psi(y + t dy) / dt */
static double slope(const lp_proximal *p, double t)
{
	const lp_scaled *s = p->s;
	const struct lp_proximal_work *w = p->work;
	double sum = 0;
	for (int j = 0; j < s->n; j++)
		sum -= w->turn[j] * clip(p->x[j] - p->kappa * w->h[j] * (w->d[j] - t * w->turn[j]), s->l[j], s->u[j]);
	for (int i = 0; i < s->m; i++) {
		double y = p->y_new[i] + t * w->step[i];
		double part = clip(p->slack[i] - p->kappa * w->g[i] * y, s->rl[i], s->ru[i]);
		sum += w->step[i] * (part - p->epsilon * w->prox[i] * (y - p->y[i]));
	}
	return sum;
}

/* The maximum along dy: the slope falls in t, so it is bracketed and then cut down (Illinois's regula falsi). */
static double line_search(const lp_proximal *p)
{
	double at_zero = slope(p, 0), enough = SLOPE_ENOUGH * fabs(at_zero);
	if (!(at_zero > 0))
		return 0;
	double low = 0, high = 1, f_low = at_zero, f_high = slope(p, 1);
	int left = LINE_LIMIT;
	while (f_high > enough && left-- > 0) {
		low = high;
		f_low = f_high;
		high *= 4;
		f_high = slope(p, high);
	}
	if (fabs(f_high) <= enough || f_high > 0)
		return high;
	for (int side = 0; left-- > 0;) {
		double t = (low * -f_high + high * f_low) / (f_low - f_high), f;
		t = clip(t, low + 0.02 * (high - low), high - 0.02 * (high - low));
		f = slope(p, t);
		if (fabs(f) <= enough)
			return t;
		if (f > 0) {
			low = t;
			f_low = f;
			if (side == 1)
				f_high /= 2;
			side = 1;
		} else {
			high = t;
			f_high = f;
			if (side == -1)
				f_low /= 2;
			side = -1;
		}
	}
	return low > 0 ? low : high;
}

static void reduced_costs(lp_proximal *p)
{
	const lp_scaled *s = p->s;
	lp_matrix_transpose_times(&s->a, p->y_new, p->work->d);
	for (int j = 0; j < s->n; j++)
		p->work->d[j] = s->c[j] - p->work->d[j];
}

/* d psi / d y_i at y_i + t, and minus its derivative. */
static double row_slope(const lp_proximal *p, int i, double t, double *curve)
{
	const lp_scaled *s = p->s;
	const struct lp_proximal_work *w = p->work;
	double y = p->y_new[i] + t, wanted = p->slack[i] - p->kappa * w->g[i] * y,
	       part = clip(wanted, s->rl[i], s->ru[i]);
	double sum = part - p->epsilon * w->prox[i] * (y - p->y[i]);
	*curve = p->epsilon * w->prox[i] + (part == wanted ? p->kappa * w->g[i] : 0);
	for (int64_t k = s->a.row_start[i]; k < s->a.row_start[i + 1]; k++) {
		int j = s->a.column[k];
		double a = s->a.row_value[k], h = p->kappa * w->h[j], free_x = p->x[j] - h * (w->d[j] - a * t);
		double x = clip(free_x, s->l[j], s->u[j]);
		sum -= a * x;
		if (x == free_x)
			*curve += a * a * h;
	}
	return sum;
}

/* Where the slope f of row i falls to `enough`: Newton's method, kept within the bracket and from leaping. */
static double row_root(const lp_proximal *p, int i, double f, double curve, double enough)
{
	double low = -LP_INFINITY, high = LP_INFINITY, t = 0;
	for (int k = 0; k < ROOT_LIMIT && fabs(f) > enough; k++) {
		*(f > 0 ? &low : &high) = t;
		double leap = 10 * (fabs(p->y_new[i]) + 1e-9) + 3 * fabs(t), next = t + clip(f / curve, -leap, leap);
		if ((next <= low || next >= high) && isfinite(low) && isfinite(high))
			next = 0.5 * (low + high);
		t = next;
		f = row_slope(p, i, t, &curve);
	}
	return t;
}

/* One sweep of coordinate ascent over the rows that are far off: their kinks would shorten every Newton step, and
 * nothing is cheaper than to mend them one by one. */
static void smooth(lp_proximal *p)
{
	const lp_scaled *s = p->s;
	struct lp_proximal_work *w = p->work;
	for (int i = 0; i < s->m; i++) {
		double curve, f = row_slope(p, i, 0, &curve), enough = FAR_OFF * w->throughput[i];
		if (!(fabs(f) > enough) || !(curve > 0))
			continue;
		double t = row_root(p, i, f, curve, 0.1 * fmax(enough, 0.1 * fabs(f)));
		p->y_new[i] += t;
		for (int64_t k = s->a.row_start[i]; k < s->a.row_start[i + 1]; k++)
			w->d[s->a.column[k]] -= s->a.row_value[k] * t;
	}
}

static bool solve_inner(lp_proximal *p)
{
	struct lp_proximal_work *w = p->work;
	int m = p->s->m, n = p->s->n;
	reduced_costs(p);
	for (int k = 0;; k++) {
		smooth(p);
		p->residual = evaluate(p);
		if (p->residual <= p->tolerance)
			return true;
		if (k >= p->newton_limit || (p->stop && p->stop(p->context)))
			return false;
		gather(p);
		solve(p, clip(0.3 * p->tolerance / p->residual, 1e-3, 0.1));
		lp_matrix_transpose_times(&p->s->a, w->step, w->turn);
		double t = line_search(p);
		p->newton_steps++;
		if (t == 0)
			return false;
		if (t < 0.1)
			w->damping = fmin(fmax(w->damping, p->epsilon) * (t < 0.01 ? 10 : 3), 1e3);
		else if (t > 0.5)
			w->damping *= 0.1;
		for (int i = 0; i < m; i++)
			p->y_new[i] += t * w->step[i];
		for (int j = 0; j < n; j++)
			w->d[j] -= t * w->turn[j];
	}
}

bool lp_proximal_step(lp_proximal *p, double relax)
{
	const lp_scaled *s = p->s;
	choose_metrics(p);
	bool solved = solve_inner(p);
	if (!solved)
		return false;
	for (int j = 0; j < s->n; j++)
		p->x[j] = clip(p->x[j] + relax * (p->x_new[j] - p->x[j]), s->l[j], s->u[j]);
	for (int i = 0; i < s->m; i++) {
		p->slack[i] = clip(p->slack[i] + relax * (p->slack_new[i] - p->slack[i]), s->rl[i], s->ru[i]);
		p->y[i] += relax * (p->y_new[i] - p->y[i]);
		p->y_new[i] = p->y[i];
	}
	return true;
}
