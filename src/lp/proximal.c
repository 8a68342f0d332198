/* Proximal points by semismooth Newton; see proximal.h for the mathematics. */
#include "lp/proximal.h"

#include "base/memory.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define METRIC_SPREAD 100.0  /* metrics are kept within this factor of their geometric mean */
#define NEXT_TO_NOTHING 1e-9 /* of the largest value */
#define SLOPE_ENOUGH 0.1     /* of the slope at 0: where the line search stops */
enum { LINE_LIMIT = 40 };

struct lp_proximal_work {
	double damping;
	double *h, *g, *prox, *throughput;
	double *d, *gradient, *step, *turn; /* c - A'y, grad psi, dy, A'dy */
	/* Columns J, each times sqrt(kappa h_j). */
	int64_t *start;
	int *index;
	double *value;
	int columns;
	double *diagonal; /* kappa G_I + epsilon P */
	double *jacobi, *r, *z, *q, *direction;
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
	*p = (lp_proximal){.s = s, .kappa = 10, .epsilon = 1e-2, .tolerance = 1e-3, .newton_limit = 30, .cg_limit = 200};
	struct lp_proximal_work *w = p->work = memory_alloc(1, sizeof *w);
	double **rows[] = {&p->slack,  &p->y,          &p->slack_new, &p->y_new, &w->g,
			   &w->prox,   &w->throughput, &w->gradient,  &w->step,  &w->diagonal,
			   &w->jacobi, &w->r,          &w->z,         &w->q,     &w->direction};
	double **columns[] = {&p->x, &p->x_new, &w->h, &w->d, &w->turn};
	for (size_t k = 0; k < sizeof rows / sizeof *rows; k++)
		*rows[k] = doubles(m);
	for (size_t k = 0; k < sizeof columns / sizeof *columns; k++)
		*columns[k] = doubles(n);
	w->start = memory_alloc((size_t)n + 1, sizeof *w->start);
	w->index = memory_alloc((size_t)s->a.start[n], sizeof *w->index);
	w->value = memory_alloc((size_t)s->a.start[n], sizeof *w->value);
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
	void *pieces[] = {p->x,      p->slack, p->y,     p->x_new,      p->slack_new, p->y_new,
			  w->h,      w->g,     w->prox,  w->throughput, w->d,         w->gradient,
			  w->step,   w->turn,  w->start, w->index,      w->value,     w->diagonal,
			  w->jacobi, w->r,     w->z,     w->q,          w->direction, w};
	for (size_t k = 0; k < sizeof pieces / sizeof *pieces; k++)
		free(pieces[k]);
	*p = (lp_proximal){0};
}

/* value[k] becomes unit[k] / value[k], within METRIC_SPREAD of the geometric mean. What is worth next to nothing (a row
 * without a price) says nothing about the mean and gets the largest metric: its price stays where it is. */
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

/* The compact copy of J and the diagonals. */
static void gather(lp_proximal *p)
{
	const lp_scaled *s = p->s;
	struct lp_proximal_work *w = p->work;
	for (int i = 0; i < s->m; i++) {
		bool inside = p->slack_new[i] > s->rl[i] && p->slack_new[i] < s->ru[i];
		w->diagonal[i] = (p->epsilon + w->damping) * w->prox[i] + (inside ? p->kappa * w->g[i] : 0);
		w->jacobi[i] = w->diagonal[i];
	}
	int64_t end = 0;
	w->columns = 0;
	for (int j = 0; j < s->n; j++) {
		if (!(p->x_new[j] > s->l[j] && p->x_new[j] < s->u[j]))
			continue;
		double root = sqrt(p->kappa * w->h[j]);
		bool single = s->a.start[j + 1] - s->a.start[j] == 1;
		for (int64_t k = s->a.start[j]; k < s->a.start[j + 1]; k++) {
			double a = s->a.value[k] * root;
			w->jacobi[s->a.index[k]] += a * a;
			if (single) {
				w->diagonal[s->a.index[k]] += a * a;
				continue;
			}
			w->index[end] = s->a.index[k];
			w->value[end++] = a;
		}
		if (!single)
			w->start[++w->columns] = end;
	}
	p->inside = w->columns;
}

/* q = (B B' + D) v for the compact B */
static void apply(const struct lp_proximal_work *w, int m, const double *v, double *q)
{
	for (int i = 0; i < m; i++)
		q[i] = w->diagonal[i] * v[i];
	for (int j = 0; j < w->columns; j++) {
		double t = 0;
		for (int64_t k = w->start[j]; k < w->start[j + 1]; k++)
			t += w->value[k] * v[w->index[k]];
		for (int64_t k = w->start[j]; k < w->start[j + 1]; k++)
			q[w->index[k]] += w->value[k] * t;
	}
}

static double dot(const double *a, const double *b, int count)
{
	double sum = 0;
	for (int k = 0; k < count; k++)
		sum += a[k] * b[k];
	return sum;
}

/* step = approximate solution of the Newton system; stops at `relative` of the right-hand side in the Jacobi norm. */
static void solve(lp_proximal *p, double relative)
{
	struct lp_proximal_work *w = p->work;
	int m = p->s->m;
	memset(w->step, 0, (size_t)m * sizeof *w->step);
	memcpy(w->r, w->gradient, (size_t)m * sizeof *w->r);
	for (int i = 0; i < m; i++)
		w->direction[i] = w->z[i] = w->r[i] / w->jacobi[i];
	double rho = dot(w->r, w->z, m), target = rho * relative * relative;
	for (int k = 0; k < p->cg_limit && rho > target && rho > 0; k++) {
		apply(w, m, w->direction, w->q);
		double curve = dot(w->direction, w->q, m);
		if (!(curve > 0))
			break;
		double alpha = rho / curve, next = 0;
		for (int i = 0; i < m; i++) {
			w->step[i] += alpha * w->direction[i];
			w->r[i] -= alpha * w->q[i];
			w->z[i] = w->r[i] / w->jacobi[i];
			next += w->r[i] * w->z[i];
		}
		double beta = next / rho;
		for (int i = 0; i < m; i++)
			w->direction[i] = w->z[i] + beta * w->direction[i];
		rho = next;
		p->cg_steps++;
	}
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

static bool solve_inner(lp_proximal *p)
{
	struct lp_proximal_work *w = p->work;
	int m = p->s->m, n = p->s->n;
	reduced_costs(p);
	for (int k = 0;; k++) {
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
