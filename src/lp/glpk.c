/* GLPK's simplex behind our interface: for general programmes, as the last resort, and as a test oracle.
 *
 * GLPK aborts the process on what it takes for a programming error; its error hook leaves by longjmp instead, the
 * environment is freed and the result is "unproven". Its terminal is silenced. It is run in slices, so that a time
 * limit or an interruption is heeded. Its word is not taken: x and y are measured, infeasibility and unboundedness are
 * proved by a ray.
 */
#include "lp/solve.h"

#include "base/memory.h"

#include <glpk.h>
#include <math.h>
#include <setjmp.h>
#include <stdlib.h>
#include <string.h>

enum { SLICE_MS = 250 };

static int bound_type(double lower, double upper)
{
	if (lower == upper)
		return GLP_FX;
	if (isfinite(lower))
		return isfinite(upper) ? GLP_DB : GLP_LO;
	return isfinite(upper) ? GLP_UP : GLP_FR;
}

static glp_prob *build(const cordon_lp *lp)
{
	glp_prob *p = glp_create_prob();
	if (lp->rows)
		glp_add_rows(p, lp->rows);
	if (lp->columns)
		glp_add_cols(p, lp->columns);
	for (int i = 0; i < lp->rows; i++)
		glp_set_row_bnds(p, i + 1, bound_type(lp->row_lower[i], lp->row_upper[i]), lp->row_lower[i], lp->row_upper[i]);
	int *index = memory_alloc((size_t)lp->rows + 1, sizeof *index);
	double *value = memory_alloc((size_t)lp->rows + 1, sizeof *value);
	for (int j = 0; j < lp->columns; j++) {
		int length = 0;
		for (int64_t k = lp->start[j]; k < lp->start[j + 1]; k++) {
			index[++length] = lp->index[k] + 1;
			value[length] = lp->value[k];
		}
		glp_set_mat_col(p, j + 1, length, index, value);
		glp_set_col_bnds(p, j + 1, bound_type(lp->lower[j], lp->upper[j]), lp->lower[j], lp->upper[j]);
		glp_set_obj_coef(p, j + 1, lp->cost[j]);
	}
	free(index);
	free(value);
	return p;
}

static int glpk_stand(unsigned char stand)
{
	static const int of[] = {GLP_BS, GLP_NL, GLP_NU, GLP_NF};
	return of[stand & 3];
}

static void start_from(glp_prob *p, const cordon_lp *lp, const unsigned char *basis)
{
	for (int j = 0; j < lp->columns; j++)
		glp_set_col_stat(p, j + 1, glpk_stand(basis[j]));
	for (int i = 0; i < lp->rows; i++)
		glp_set_row_stat(p, i + 1, glpk_stand(basis[lp->columns + i]));
	if (glp_factorize(p))
		glp_adv_basis(p, 0);
}

static unsigned char our_stand(int stand, double value, double upper)
{
	switch (stand) {
	case GLP_BS:
		return CORDON_LP_BASIC;
	case GLP_NU:
		return CORDON_LP_AT_UPPER;
	case GLP_NF:
		return CORDON_LP_FREE;
	case GLP_NS:
		return value > upper ? CORDON_LP_AT_UPPER : CORDON_LP_AT_LOWER;
	default:
		return CORDON_LP_AT_LOWER;
	}
}

static void take_result(glp_prob *p, const cordon_lp *lp, cordon_lp_solution *solution)
{
	free(solution->basis);
	solution->basis = memory_alloc((size_t)lp->columns + (size_t)lp->rows, 1);
	for (int j = 0; j < lp->columns; j++) {
		solution->x[j] = lp_clip(glp_get_col_prim(p, j + 1), lp->lower[j], lp->upper[j]);
		solution->basis[j] = our_stand(glp_get_col_stat(p, j + 1), 0, 0);
	}
	for (int i = 0; i < lp->rows; i++) {
		solution->y[i] = glp_get_row_dual(p, i + 1);
		solution->basis[lp->columns + i] = our_stand(glp_get_row_stat(p, i + 1), 0, 0);
	}
	solution->iterations = glp_get_it_cnt(p);
}

typedef enum outcome { ENDED, STOPPED, FAILED } outcome;

/* Runs simplex in slices until it ends by itself or is to stop. */
static outcome run_slices(glp_prob *p, const cordon_lp_options *options, double begin)
{
	glp_smcp control;
	glp_init_smcp(&control);
	control.msg_lev = GLP_MSG_OFF;
	control.meth = GLP_DUALP;
	control.tm_lim = SLICE_MS;
	for (;;) {
		if (lp_should_stop(options, begin))
			return STOPPED;
		int failed = glp_simplex(p, &control);
		if (failed == GLP_ETMLIM) {
			control.tm_lim += control.tm_lim < 4 * SLICE_MS ? SLICE_MS : 0;
			continue;
		}
		if (failed && control.meth == GLP_DUALP) { /* numerical trouble: once more, the other way */
			control.meth = GLP_PRIMAL;
			glp_adv_basis(p, 0);
			continue;
		}
		return failed ? FAILED : ENDED;
	}
}

struct guard {
	jmp_buf back;
};

static void on_abort(void *info)
{
	longjmp(((struct guard *)info)->back, 1);
}

/* One solve under the guard. `status` is GLPK's own word (GLP_OPT, GLP_NOFEAS, GLP_UNBND, ...). */
static outcome solve_guarded(const cordon_lp *lp, const cordon_lp_options *options, double begin,
			     cordon_lp_solution *solution, int *status)
{
	struct guard guard;
	*status = GLP_UNDEF;
	glp_term_out(GLP_OFF);
	if (setjmp(guard.back)) {
		glp_error_hook(NULL, NULL);
		glp_free_env();
		return FAILED;
	}
	glp_error_hook(on_abort, &guard);
	glp_prob *p = build(lp);
	glp_scale_prob(p, GLP_SF_AUTO);
	if (options->start_basis)
		start_from(p, lp, options->start_basis);
	else
		glp_adv_basis(p, 0);
	outcome end = run_slices(p, options, begin);
	*status = glp_get_status(p);
	take_result(p, lp, solution);
	glp_delete_prob(p);
	glp_error_hook(NULL, NULL);
	return end;
}

/* Solves an auxiliary programme of rays.c; its solution goes to `aux_solution`. */
static bool solve_auxiliary(const cordon_lp *aux, const cordon_lp_options *options, double begin,
			    cordon_lp_solution *aux_solution)
{
	cordon_lp_options plain = *options;
	plain.start_basis = NULL;
	int status;
	lp_solution_begin(aux, aux_solution);
	return solve_guarded(aux, &plain, begin, aux_solution, &status) == ENDED && status == GLP_OPT;
}

static bool prove_infeasible(const cordon_lp *lp, const cordon_lp_options *options, double begin,
			     cordon_lp_solution *solution)
{
	cordon_lp *aux = lp_phase_one(lp);
	cordon_lp_solution found = {0};
	bool proved = solve_auxiliary(aux, options, begin, &found) && cordon_lp_proves_infeasible(lp, found.y);
	if (proved) {
		solution->ray = found.y;
		found.y = NULL;
	}
	if (found.x)
		memcpy(solution->x, found.x, (size_t)lp->columns * sizeof *found.x);
	cordon_lp_solution_free(&found);
	cordon_lp_free(aux);
	return proved;
}

/* A direction and a feasible foot. */
static bool prove_unbounded(const cordon_lp *lp, const cordon_lp_options *options, double begin,
			    cordon_lp_solution *solution)
{
	cordon_lp *aux = lp_direction(lp);
	cordon_lp_solution found = {0};
	bool proved = solve_auxiliary(aux, options, begin, &found) && cordon_lp_proves_unbounded(lp, found.x);
	if (proved) {
		solution->ray = found.x;
		found.x = NULL;
	}
	cordon_lp_solution_free(&found);
	cordon_lp_free(aux);
	if (!proved)
		return false;
	prove_infeasible(lp, options, begin, solution); /* for its x, the foot */
	cordon_lp_measure measure;
	cordon_lp_check(lp, solution->x, solution->y, &measure);
	return measure.row_violation <= LP_FEASIBILITY && measure.bound_violation <= LP_FEASIBILITY;
}

/* GLPK ends within 1e-7; our simplex takes its basis on to the last digits. */
static void polish(const cordon_lp *lp, const cordon_lp_options *options, double begin, cordon_lp_solution *solution)
{
	cordon_lp_solution polished = {0};
	cordon_lp_options rest = *options;
	rest.start_basis = solution->basis;
	if (options->time_limit_s > 0)
		rest.time_limit_s = fmax(options->time_limit_s - (lp_now() - begin), 1e-3);
	if (lp_simplex_solve(lp, &rest, &polished) != CORDON_OK) {
		cordon_lp_solution_free(&polished);
		return;
	}
	polished.iterations += solution->iterations;
	cordon_lp_solution_free(solution);
	*solution = polished;
	solution->solver = "glpk+simplex";
}

cordon_status lp_glpk_solve(const cordon_lp *lp, const cordon_lp_options *options, cordon_lp_solution *solution)
{
	double begin = lp_now();
	int status;
	lp_solution_begin(lp, solution);
	solution->solver = "glpk";
	outcome end = solve_guarded(lp, options, begin, solution, &status);
	lp_solution_judge(lp, options, solution);
	if (solution->status == CORDON_UNPROVEN && status == GLP_OPT)
		polish(lp, options, begin, solution);
	if (end == STOPPED)
		solution->status = CORDON_INTERRUPTED;
	else if (solution->status == CORDON_UNPROVEN &&
		 (status == GLP_NOFEAS || status == GLP_INFEAS || status == GLP_UNDEF) &&
		 prove_infeasible(lp, options, begin, solution))
		solution->status = CORDON_INFEASIBLE;
	else if (solution->status == CORDON_UNPROVEN && status != GLP_OPT && !solution->ray &&
		 prove_unbounded(lp, options, begin, solution))
		solution->status = CORDON_UNBOUNDED;
	solution->seconds = lp_now() - begin;
	return solution->status;
}
