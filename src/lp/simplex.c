/* Our bounded revised simplex: an exact vertex of small and middling programmes, and the crossover from an approximate
 * solution.
 *
 * The dual simplex leads (simplex_dual.c). Where its start is not dual feasible, boxed variables change bounds and the
 * costs of the others are moved; when the rows hold, the true costs come back and the primal simplex (simplex_primal.c)
 * takes it from there. Either one may leave perturbed costs or bounds behind; then the true ones are restored and
 * whichever of the two fits goes on, first with the working tolerance, at last with a tight one. The factors are those
 * of lu.h.
 *
 * Nothing it says is taken on trust: rays are verified, (x, y) is measured by cordon_lp_check, and whatever goes wrong
 * ends as CORDON_UNPROVEN.
 */
#include "lp/simplex.h"

#include "base/memory.h"
#include "lp/repair.h"

#include <math.h>
#include <stdlib.h>

#define TOLERANCE 1e-7
#define NEAR 1e-4
#define TOLERANCE_LAST 1e-9
#define TOLERANCE_ROWS 1e-12 /* at the end: a row is judged by its own throughput, which may be next to nothing */
enum { ROUNDS = 40 };

static simplex_end start(simplex *s)
{
	const cordon_lp_options *o = s->options;
	if (!o->start_basis && o->start_x)
		return simplex_cross(s, o->start_x);
	if (o->start_basis)
		simplex_start_basis(s, o->start_basis);
	else
		simplex_start_slack(s);
	simplex_compute_primal(s);
	simplex_compute_dual(s);
	return SIMPLEX_DONE;
}

/* A given basis whose x is a little beyond its bounds is as good as one within: the bounds are moved to it until the
 * primal simplex is done, where the dual one would first have to move the costs. */
static bool is_near(const simplex *s, int round)
{
	return round == 0 && s->options->start_basis && simplex_primal_infeasibility(s) <= NEAR &&
	       simplex_dual_infeasibility(s) > s->dual_tolerance;
}

/* Dual and primal in turn until both agree on the true programme, within the tolerance. */
static simplex_end rounds(simplex *s, bool cold)
{
	for (int round = 0; round < ROUNDS; round++) {
		bool rows_hold = simplex_primal_infeasibility(s) <= s->primal_tolerance;
		bool prices_hold = simplex_dual_infeasibility(s) <= s->dual_tolerance;
		if (rows_hold && prices_hold && !s->cost_moved && !s->bounds_moved) {
			if (s->dual_tolerance <= TOLERANCE_LAST)
				return SIMPLEX_DONE;
			s->dual_tolerance = TOLERANCE_LAST;
			s->primal_tolerance = TOLERANCE_ROWS;
			continue;
		}
		if ((rows_hold || s->cost_moved) && prices_hold && (s->cost_moved || s->bounds_moved)) {
			simplex_restore(s);
			continue;
		}
		if (!rows_hold && is_near(s, round)) {
			simplex_move_bounds(s);
			rows_hold = true;
		}
		simplex_end end = rows_hold ? simplex_primal(s) : simplex_dual(s, cold && round < 2);
		if (end != SIMPLEX_DONE)
			return end;
		if (s->cost_moved || s->bounds_moved)
			simplex_restore(s);
	}
	return SIMPLEX_LIMIT;
}

/* What the end means; a claim without its proof is none. */
static void conclude(simplex *s, simplex_end end, cordon_lp_solution *solution)
{
	if (s->cost_moved || s->bounds_moved)
		simplex_restore(s);
	simplex_finish(s, solution);
	if (end == SIMPLEX_INFEASIBLE) {
		solution->status = CORDON_INFEASIBLE;
		return;
	}
	if (end == SIMPLEX_UNBOUNDED && solution->ray) {
		cordon_lp_measure measure;
		cordon_lp_check(s->lp, solution->x, solution->y, &measure);
		bool foot = measure.row_violation <= LP_FEASIBILITY && measure.bound_violation <= LP_FEASIBILITY;
		solution->status = foot ? CORDON_UNBOUNDED : CORDON_UNPROVEN;
	}
	if (end == SIMPLEX_STOPPED && solution->status != CORDON_OK)
		solution->status = CORDON_INTERRUPTED;
	if (solution->status != CORDON_UNBOUNDED) {
		free(solution->ray);
		solution->ray = NULL;
	}
}

static void attempt(const cordon_lp *lp, const cordon_lp_options *options, uint64_t seed, cordon_lp_solution *solution)
{
	lp_solution_begin(lp, solution);
	simplex *s = simplex_new(lp, options);
	s->random = (draw){seed};
	s->primal_tolerance = s->dual_tolerance = TOLERANCE;
	simplex_end end = start(s);
	if (end == SIMPLEX_DONE)
		end = rounds(s, !options->start_basis && !options->start_x);
	conclude(s, end, solution);
	simplex_free(s);
}

/* A vertex that is right but for a row of next to no throughput, beside which the last tolerance is large: the prices
 * say what to move (repair.h). */
static void mend(const cordon_lp *lp, const cordon_lp_options *options, cordon_lp_solution *solution)
{
	lp_scaled s;
	double asked = options->gap > 0 ? options->gap : LP_GAP_DEFAULT;
	if (solution->status != CORDON_UNPROVEN || !(solution->gap <= asked) || !lp->rows || !lp_scaled_make(&s, lp))
		return;
	double *x = memory_alloc((size_t)s.n, sizeof *x), *y = memory_alloc((size_t)s.m, sizeof *y);
	lp_scaled_import(&s, solution->x, solution->y, x, y);
	lp_repair(&s, y, x, NULL, NULL);
	lp_scaled_export(&s, x, y, solution->x, solution->y);
	lp_solution_judge(lp, options, solution);
	free(x);
	free(y);
	lp_scaled_free(&s);
}

/* Takes the second of two unproven solutions if it is the better one, and frees the other. */
static void keep_better(cordon_lp_solution *kept, cordon_lp_solution *other)
{
	other->iterations += kept->iterations;
	if (other->status != CORDON_UNPROVEN || other->gap < kept->gap) {
		cordon_lp_solution old = *kept;
		*kept = *other;
		*other = old;
	}
	cordon_lp_solution_free(other);
}

/* A start that was given may lead to an ill-conditioned vertex, and a path may meet numerical trouble: an attempt that
 * proves nothing is followed by others from the slack basis, each on its own path. */
cordon_status lp_simplex_solve(const cordon_lp *lp, const cordon_lp_options *options, cordon_lp_solution *solution)
{
	enum { ATTEMPTS = 3 };
	double begin = lp_now();
	cordon_lp_options cold = *options;
	cold.start_basis = NULL;
	cold.start_x = cold.start_y = NULL;
	attempt(lp, options, 1973, solution);
	mend(lp, options, solution);
	for (int again = 1; again < ATTEMPTS && solution->status == CORDON_UNPROVEN; again++) {
		cordon_lp_solution next = {0};
		if (options->time_limit_s > 0)
			cold.time_limit_s = fmax(options->time_limit_s - (lp_now() - begin), 1e-3);
		attempt(lp, &cold, 1973 + (uint64_t)again, &next);
		mend(lp, options, &next);
		keep_better(solution, &next);
	}
	solution->solver = "simplex";
	solution->seconds = lp_now() - begin;
	return solution->status;
}
