/* The driver of the large-plan solver; see newton.h. Constants were chosen on bench/generate's economies over several
 * seeds, sizes and kinds (bench/README.md says which). */
#include "lp/newton.h"

#include "base/memory.h"
#include "lp/bound.h"
#include "lp/first_order.h"
#include "lp/interior.h"
#include "lp/proximal.h"
#include "lp/repair.h"
#include "lp/solve.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#define KAPPA_FIRST 10
#define KAPPA_MOST 2e3
#define EPSILON_FIRST 1e-2
#define EPSILON_LEAST 1e-7
#define TOLERANCE_FIRST 1e-3
#define TOLERANCE_LEAST 1e-9
#define FALL 0.3 /* of epsilon and tolerance after a solved step */
#define PROGRESS 0.9 /* an outer step that leaves more than this of the promise has not helped */
#define INTERIOR_FIRST 3.0 /* of the gap asked: where the interior point hands over, */
#define INTERIOR_LEAST 3e-4 /* or here, if that is less: the last digits cost it too much */
#define REPAIR_WORTH 2.0 /* of the gap asked: promises up to this are worth a repair, */
#define REPAIR_FALL 0.1 /* and those that have fallen this far since the last one */
enum {
	FIRST_ORDER = 300,
	WARM_OUTER = 8,
	OUTER_LIMIT = 300,
	INTERIOR_LIMIT = 100,
	PATIENCE = 30, /* outer steps without progress */
	NEWTON_LIMIT = 60,
	NEWTON_FEW = 12, /* steps of an easy outer step: kappa then grows by 4 */
	NEWTON_MANY = 25, /* up to here by 2, beyond not */
	CG_LIMIT = 2000,
	BOUND_SWEEPS = 2,
};

typedef struct drive {
	const lp_scaled *s;
	const cordon_lp_options *options;
	double begin;
	double *x, *y; /* where the methods stand */
	double *best_x, *best_y, *trial_x, *trial_y, *activity;
	double primal, dual; /* the values of the best, scaled; infinite while there is none */
	double asked; /* the gap asked for, a little less, for what rounding outward will take */
	double floor; /* no x in the boxes costs more than this: a bound above it proves infeasibility */
	bool infeasible;
	double promise, repaired; /* the gap a repair might reach at the last point, and at the last repair */
	long iterations;
} drive;

static bool should_stop(void *context)
{
	const drive *d = context;
	return lp_should_stop(d->options, d->begin);
}

/* The gap between two values in the units the caller asked for. */
static double gap_between(const drive *d, double primal, double dual)
{
	if (!isfinite(primal) || !isfinite(dual))
		return LP_INFINITY;
	double offset = d->s->lp->offset, gap = (primal - dual) / d->s->cost_scale;
	double size = fmax(fabs(primal / d->s->cost_scale + offset), fabs(dual / d->s->cost_scale + offset));
	return d->options->gap_absolute ? gap : size > 0 ? gap / size : 0;
}

static double gap_of(const drive *d)
{
	return gap_between(d, d->primal, d->dual);
}

static double cost_of(const lp_scaled *s, const double *x)
{
	double sum = 0;
	for (int j = 0; j < s->n; j++)
		sum += s->c[j] * x[j];
	return sum;
}

/* What x might cost once repaired: its cost, and what its rows miss at their prices. */
static double hoped_cost(drive *d, const double *x, const double *y)
{
	const lp_scaled *s = d->s;
	for (int j = 0; j < s->n; j++)
		d->trial_x[j] = lp_clip(x[j], s->l[j], s->u[j]);
	lp_matrix_times(&s->a, d->trial_x, d->activity);
	double sum = cost_of(s, d->trial_x);
	for (int i = 0; i < s->m; i++)
		sum += fabs(y[i]) * fmax(0, fmax(s->rl[i] - d->activity[i], d->activity[i] - s->ru[i]));
	return sum;
}

static void repair(drive *d, const double *x)
{
	memcpy(d->trial_x, x, (size_t)d->s->n * sizeof *x);
	d->repaired = d->promise;
	if (lp_repair(d->s, d->trial_y, d->trial_x, should_stop, d) > 0.5 * LP_FEASIBILITY)
		return;
	double primal = cost_of(d->s, d->trial_x);
	if (primal < d->primal) {
		d->primal = primal;
		memcpy(d->best_x, d->trial_x, (size_t)d->s->n * sizeof *x);
	}
}

/* Takes the better bound and, if it is worth a repair (or `must` be), the better plan out of (x, y); true when the
 * gap asked for is reached or the programme is proven infeasible. */
static bool assess(drive *d, const double *x, const double *y, bool must)
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
	d->promise = fabs(gap_between(d, hoped_cost(d, x, d->trial_y), d->dual));
	if (must || d->promise <= fmax(REPAIR_WORTH * d->asked, REPAIR_FALL * d->repaired))
		repair(d, x);
	return gap_of(d) <= d->asked;
}

static void run_first_order(drive *d)
{
	lp_first_order run = {.iterations = FIRST_ORDER, .stop = should_stop, .context = d, .tolerance = 1e-9};
	d->iterations += lp_first_order_run(d->s, &run, d->x, d->y);
}

static void run_interior(drive *d)
{
	double tolerance = d->options->gap_absolute ? INTERIOR_LEAST : fmin(INTERIOR_LEAST, INTERIOR_FIRST * d->asked);
	lp_interior run = {
		.iterations = INTERIOR_LIMIT, .tolerance = fmax(tolerance, 1e-4), .stop = should_stop, .context = d};
	lp_interior_run(d->s, &run, d->x, d->y);
	d->iterations += run.iterations + run.steps;
}

static void tune(lp_proximal *p, bool solved, long newton_steps)
{
	if (!solved)
		return;
	p->kappa = fmin(KAPPA_MOST, p->kappa * (newton_steps <= NEWTON_FEW ? 4 : newton_steps <= NEWTON_MANY ? 2 : 1));
	p->epsilon = fmax(EPSILON_LEAST, p->epsilon * FALL);
	p->tolerance = fmax(TOLERANCE_LEAST, p->tolerance * FALL);
}

/* Leaves the last point in (x, y); true when done. */
static bool run_newton(drive *d, int limit)
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
	double before = LP_INFINITY;
	bool done = false;
	for (int outer = 0, idle = 0; outer < limit && idle < PATIENCE && !done && !should_stop(d); outer++) {
		long steps = p.newton_steps;
		bool solved = lp_proximal_step(&p, 1);
		d->iterations = first + p.cg_steps;
		done = assess(d, p.x_new, p.y_new, false);
		tune(&p, solved, p.newton_steps - steps);
		double now = fmin(d->promise, gap_of(d));
		idle = now > PROGRESS * before ? idle + 1 : 0;
		before = idle ? before : now;
	}
	memcpy(d->x, p.x_new, (size_t)d->s->n * sizeof *d->x);
	memcpy(d->y, p.y_new, (size_t)d->s->m * sizeof *d->y);
	lp_proximal_end(&p);
	return done;
}

/* A caller's guess is near the optimum or it is no better than none. */
static bool run_warm(drive *d)
{
	return (d->options->start_x || d->options->start_y) &&
	       (assess(d, d->x, d->y, true) || run_newton(d, WARM_OUTER));
}

static void run(drive *d)
{
	if (run_warm(d))
		return;
	run_first_order(d);
	run_interior(d);
	if (!run_newton(d, OUTER_LIMIT) && isinf(d->primal))
		assess(d, d->x, d->y, true);
}

static void drive_begin(drive *d, const lp_scaled *s, const cordon_lp_options *options, double begin)
{
	size_t m = (size_t)s->m, n = (size_t)s->n;
	*d = (drive){.s = s,
		     .options = options,
		     .begin = begin,
		     .primal = LP_INFINITY,
		     .dual = -LP_INFINITY,
		     .promise = LP_INFINITY,
		     .repaired = 1e-2};
	d->asked = 0.99 * (options->gap > 0 ? options->gap : LP_GAP_DEFAULT);
	double **rows[] = {&d->y, &d->best_y, &d->trial_y, &d->activity},
	       **columns[] = {&d->x, &d->best_x, &d->trial_x};
	for (size_t k = 0; k < sizeof rows / sizeof *rows; k++)
		*rows[k] = memory_alloc(m, sizeof(double));
	for (size_t k = 0; k < sizeof columns / sizeof *columns; k++)
		*columns[k] = memory_alloc(n, sizeof(double));
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
	double *pieces[] = {d->x, d->y, d->best_x, d->best_y, d->trial_x, d->trial_y, d->activity};
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
	run(&d);
	conclude(&d, solution);
	solution->iterations = d.iterations;
	solution->seconds = lp_now() - begin;
	drive_end(&d);
	lp_scaled_free(&s);
	return solution->status;
}
