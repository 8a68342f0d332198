/* The driver of the large-plan solver; see newton.h. Constants were chosen on bench/generate's economies over several
 * seeds, sizes and kinds (bench/README.md says which). */
#include "lp/newton.h"

#include "base/memory.h"
#include "lp/bound.h"
#include "lp/first_order.h"
#include "lp/proximal.h"
#include "lp/repair.h"
#include "lp/solve.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#define KAPPA_FIRST 10
#define KAPPA_GROWTH 2
#define KAPPA_MOST 2e3
#define EPSILON_FIRST 1e-2
#define EPSILON_FALL 0.3
#define EPSILON_LEAST 1e-7
#define TOLERANCE_FIRST 1e-3
#define TOLERANCE_FALL 0.3
#define TOLERANCE_LEAST 1e-9
#define PROGRESS 0.9         /* an outer step that leaves more than this of the gap has not helped */
enum {
	FIRST_ORDER_ROUND = 1000,
	FIRST_ORDER_ROUNDS = 3,
	WARM_ROUND = 200,
	OUTER_LIMIT = 300,
	PATIENCE = 40, /* outer steps without progress */
	NEWTON_LIMIT = 60,
	CG_LIMIT = 2000,
	BOUND_SWEEPS = 2,
};

typedef struct drive {
	const lp_scaled *s;
	const cordon_lp_options *options;
	double begin;
	double *x, *y;         /* where the methods stand */
	double *best_x, *best_y, *trial_x, *trial_y;
	double primal, dual;   /* the values of the best, scaled; infinite while there is none */
	double asked;          /* the gap asked for, a little less, for what rounding outward will take */
	double floor;          /* no x in the boxes costs more than this: a bound above it proves infeasibility */
	bool infeasible;
	long iterations;
} drive;

static bool should_stop(void *context)
{
	const drive *d = context;
	return lp_should_stop(d->options, d->begin);
}

/* The gap in the units the caller asked for. */
static double gap_of(const drive *d)
{
	if (!isfinite(d->primal) || !isfinite(d->dual))
		return LP_INFINITY;
	double offset = d->s->lp->offset, gap = (d->primal - d->dual) / d->s->cost_scale;
	double size = fmax(fabs(d->primal / d->s->cost_scale + offset), fabs(d->dual / d->s->cost_scale + offset));
	return d->options->gap_absolute ? gap : size > 0 ? gap / size : 0;
}

static double cost_of(const lp_scaled *s, const double *x)
{
	double sum = 0;
	for (int j = 0; j < s->n; j++)
		sum += s->c[j] * x[j];
	return sum;
}

/* Takes the better bound and the better plan out of (x, y); true when the gap asked for is reached or the programme is
 * proven infeasible. */
static bool assess(drive *d, const double *x, const double *y)
{
	const lp_scaled *s = d->s;
	memcpy(d->trial_y, y, (size_t)s->m * sizeof *y);
	double dual = lp_bound_tighten(s, d->trial_y, BOUND_SWEEPS);
	if (dual > d->dual) {
		d->dual = dual;
		memcpy(d->best_y, d->trial_y, (size_t)s->m * sizeof *y);
	}
	if (dual > d->floor) {
		d->infeasible = true;
		return true;
	}
	memcpy(d->trial_x, x, (size_t)s->n * sizeof *x);
	if (lp_repair(s, d->trial_y, d->trial_x) <= 0.5 * LP_FEASIBILITY) {
		double primal = cost_of(s, d->trial_x);
		if (primal < d->primal) {
			d->primal = primal;
			memcpy(d->best_x, d->trial_x, (size_t)s->n * sizeof *x);
		}
	}
	return gap_of(d) <= d->asked;
}

static bool run_first_order(drive *d)
{
	bool warm = d->options->start_y != NULL;
	lp_first_order run = {.stop = should_stop, .context = d, .tolerance = 1e-9};
	if ((d->options->start_x || warm) && assess(d, d->x, d->y))
		return true;
	for (int round = 0; round < (warm ? 1 : FIRST_ORDER_ROUNDS); round++) {
		run.iterations = warm ? WARM_ROUND : FIRST_ORDER_ROUND;
		int made = lp_first_order_run(d->s, &run, d->x, d->y);
		run.before += made;
		d->iterations += made;
		if (assess(d, d->x, d->y) || should_stop(d))
			return true;
	}
	return false;
}

static void tune(lp_proximal *p, bool solved)
{
	if (!solved)
		return;
	p->kappa = fmin(KAPPA_MOST, p->kappa * KAPPA_GROWTH);
	p->epsilon = fmax(EPSILON_LEAST, p->epsilon * EPSILON_FALL);
	p->tolerance = fmax(TOLERANCE_LEAST, p->tolerance * TOLERANCE_FALL);
}

static void run_newton(drive *d)
{
	lp_proximal p;
	lp_proximal_begin(&p, d->s, d->x, d->y);
	p.kappa = KAPPA_FIRST;
	p.epsilon = EPSILON_FIRST;
	p.tolerance = TOLERANCE_FIRST;
	p.newton_limit = NEWTON_LIMIT;
	p.cg_limit = CG_LIMIT;
	p.stop = should_stop;
	p.context = d;
	long first = d->iterations;
	double before = gap_of(d);
	for (int outer = 0, idle = 0; outer < OUTER_LIMIT && idle < PATIENCE && !should_stop(d); outer++) {
		tune(&p, lp_proximal_step(&p, 1));
		d->iterations = first + p.cg_steps;
		if (assess(d, p.x_new, p.y_new))
			break;
		double gap = gap_of(d);
		idle = gap > PROGRESS * before ? idle + 1 : 0;
		before = idle ? before : gap;
	}
	lp_proximal_end(&p);
}

static void drive_begin(drive *d, const lp_scaled *s, const cordon_lp_options *options, double begin)
{
	size_t m = (size_t)s->m, n = (size_t)s->n;
	*d = (drive){.s = s, .options = options, .begin = begin, .primal = LP_INFINITY, .dual = -LP_INFINITY};
	d->asked = 0.99 * (options->gap > 0 ? options->gap : LP_GAP_DEFAULT);
	double **rows[] = {&d->y, &d->best_y, &d->trial_y}, **columns[] = {&d->x, &d->best_x, &d->trial_x};
	for (size_t k = 0; k < 3; k++) {
		*rows[k] = memory_alloc(m, sizeof(double));
		*columns[k] = memory_alloc(n, sizeof(double));
	}
	double size = 0;
	for (int j = 0; j < s->n; j++) {
		double low = s->c[j] * s->l[j], high = s->c[j] * s->u[j];
		d->floor += fmax(low, high);
		size += fmax(fabs(low), fabs(high));
		d->x[j] = d->best_x[j] = lp_clip(0, s->l[j], s->u[j]);
	}
	d->floor += 1e-9 * size;
	lp_scaled_import(s, options->start_x, options->start_y, d->x, d->y);
}

static void drive_end(drive *d)
{
	double *pieces[] = {d->x, d->y, d->best_x, d->best_y, d->trial_x, d->trial_y};
	for (size_t k = 0; k < sizeof pieces / sizeof *pieces; k++)
		free(pieces[k]);
}

static cordon_status conclude(drive *d, cordon_lp_solution *solution)
{
	const cordon_lp *lp = d->s->lp;
	lp_scaled_export(d->s, d->best_x, d->best_y, solution->x, solution->y);
	cordon_status status = lp_solution_judge(lp, d->options, solution);
	if (d->infeasible && cordon_lp_proves_infeasible(lp, solution->y)) {
		solution->ray = memory_alloc((size_t)lp->rows, sizeof *solution->ray);
		memcpy(solution->ray, solution->y, (size_t)lp->rows * sizeof *solution->ray);
		status = CORDON_INFEASIBLE;
	} else if (status != CORDON_OK && should_stop(d)) {
		status = CORDON_INTERRUPTED;
	}
	return solution->status = status;
}

cordon_status lp_newton_solve(const cordon_lp *lp, const cordon_lp_options *options, cordon_lp_solution *solution)
{
	static const cordon_lp_options standard = {0};
	options = options ? options : &standard;
	double begin = lp_now();
	lp_solution_begin(lp, solution);
	solution->solver = "newton";
	lp_scaled s;
	if (lp->rows == 0 || lp->columns == 0 || !lp_scaled_make(&s, lp))
		return solution->status = CORDON_UNPROVEN;
	drive d;
	drive_begin(&d, &s, options, begin);
	if (!run_first_order(&d))
		run_newton(&d);
	conclude(&d, solution);
	solution->iterations = d.iterations;
	solution->seconds = lp_now() - begin;
	drive_end(&d);
	lp_scaled_free(&s);
	return solution->status;
}
