/* The dispatcher: which solver gets a programme, and what is asked next when one proves nothing.
 *
 *	with a starting basis            simplex
 *	a plan of many rows              Newton; when a tight gap is asked of a middling plan it stops at
 *	                                 CROSSOVER_GAP, and the simplex goes on from there to a vertex
 *	                                 (on 2 cores: 1,100 rows in a second, 3,300 in ten)
 *	anything else                    simplex
 *	still unproven                   Newton, if every column has limits; GLPK, if one has none or all else failed
 *
 * A plan here is a programme whose every column has limits, its own or implied by the rows.
 */
#include "lp/solve.h"

#include "base/memory.h"
#include "lp/newton.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define CROSSOVER_GAP 1e-4 /* from here on the simplex needs about a step a row, as from any nearer point */
#define MODEST_GAP 1e-7    /* gaps down to this Newton reaches sooner by itself */
enum { LARGE_ROWS = 300, CROSSOVER_ROWS = 4000 };

static bool is_plan(const cordon_lp *lp)
{
	size_t n = (size_t)lp->columns;
	double *limit = memory_alloc(2 * n, sizeof *limit);
	if (n) {
		memcpy(limit, lp->lower, n * sizeof *limit);
		memcpy(limit + n, lp->upper, n * sizeof *limit);
		lp_implied_bounds(lp, 3, limit, limit + n);
	}
	bool boxed = true;
	for (size_t k = 0; k < 2 * n && boxed; k++)
		boxed = isfinite(limit[k]);
	free(limit);
	return boxed;
}

/* What is left of the time, as the options of the next solver. */
static cordon_lp_options rest_of(const cordon_lp_options *options, double begin)
{
	cordon_lp_options rest = *options;
	if (rest.time_limit_s > 0)
		rest.time_limit_s = fmax(rest.time_limit_s - (lp_now() - begin), 1e-3);
	return rest;
}

/* Runs another solver after one that proved nothing and keeps the better outcome; `solver` names both when they
 * worked together. */
static void go_on(const cordon_lp *lp, const cordon_lp_options *options, cordon_lp_solution *solution,
		  cordon_status (*solve)(const cordon_lp *, const cordon_lp_options *, cordon_lp_solution *),
		  const char *solver)
{
	cordon_lp_solution next = {0};
	solve(lp, options, &next);
	next.iterations += solution->iterations;
	bool proved = next.status == CORDON_OK || next.status == CORDON_INFEASIBLE || next.status == CORDON_UNBOUNDED;
	bool better = proved || next.gap < solution->gap;
	if (next.status == CORDON_INTERRUPTED)
		solution->status = CORDON_INTERRUPTED;
	if (better) {
		cordon_lp_solution old = *solution;
		*solution = next;
		next = old;
		if (solver)
			solution->solver = solver;
	}
	cordon_lp_solution_free(&next);
}

/* Newton to the gap asked, or as far as it is quick; then the simplex from where it stands if that can be, then
 * Newton to the end if that failed. */
static void solve_plan(const cordon_lp *lp, const cordon_lp_options *options, double begin,
		       cordon_lp_solution *solution)
{
	cordon_lp_options first = *options;
	double asked = options->gap > 0 ? options->gap : LP_GAP_DEFAULT;
	bool can_cross = lp->rows <= CROSSOVER_ROWS && !options->gap_absolute;
	if (can_cross && asked < MODEST_GAP)
		first.gap = CROSSOVER_GAP;
	lp_newton_solve(lp, &first, solution);
	if (solution->status == CORDON_OK && solution->gap > asked)
		solution->status = CORDON_UNPROVEN;
	if (!can_cross || solution->status != CORDON_UNPROVEN)
		return;
	cordon_lp_options then = rest_of(options, begin);
	then.start_x = solution->x;
	then.start_y = solution->y;
	go_on(lp, &then, solution, lp_simplex_solve, "newton+simplex");
	if (solution->status == CORDON_UNPROVEN && asked < MODEST_GAP) {
		then = rest_of(options, begin);
		go_on(lp, &then, solution, lp_newton_solve, NULL);
	}
}

static void solve_auto(const cordon_lp *lp, const cordon_lp_options *options, double begin,
		       cordon_lp_solution *solution)
{
	bool plan = is_plan(lp), large = plan && lp->rows > LARGE_ROWS && !options->start_basis;
	if (large)
		solve_plan(lp, options, begin, solution);
	else
		lp_simplex_solve(lp, options, solution);
	if (solution->status == CORDON_UNPROVEN && plan && !large) {
		cordon_lp_options rest = rest_of(options, begin);
		go_on(lp, &rest, solution, lp_newton_solve, NULL);
	}
	if (solution->status == CORDON_UNPROVEN && !(plan && lp->rows > LARGE_ROWS)) {
		cordon_lp_options rest = rest_of(options, begin);
		go_on(lp, &rest, solution, lp_glpk_solve, NULL);
	}
}

cordon_status cordon_lp_solve(const cordon_lp *lp, const cordon_lp_options *options, cordon_lp_solution *solution)
{
	static const cordon_lp_options standard = {0};
	double begin = lp_now();
	if (!options)
		options = &standard;
	*solution = (cordon_lp_solution){0};
	if (lp_bounds_cross(lp)) { /* their own proof: no solver is needed */
		lp_solution_begin(lp, solution);
		solution->ray = solution->y;
		solution->y = memory_alloc((size_t)lp->rows, sizeof *solution->y);
		solution->solver = "presolve";
		return solution->status = CORDON_INFEASIBLE;
	}
	switch (options->method) {
	case CORDON_LP_GLPK:
		lp_glpk_solve(lp, options, solution);
		break;
	case CORDON_LP_NEWTON:
		lp_newton_solve(lp, options, solution);
		break;
	case CORDON_LP_SIMPLEX:
		lp_simplex_solve(lp, options, solution);
		break;
	default:
		solve_auto(lp, options, begin, solution);
	}
	solution->seconds = lp_now() - begin;
	return solution->status;
}
