/* The dispatcher: which solver gets a programme. */
#include "lp/solve.h"

#include "base/memory.h"
#include "lp/newton.h"

enum { LARGE_ROWS = 200 };

cordon_status cordon_lp_solve(const cordon_lp *lp, const cordon_lp_options *options, cordon_lp_solution *solution)
{
	static const cordon_lp_options standard = {0};
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
	bool large = options->method == CORDON_LP_AUTO && lp->rows > LARGE_ROWS;
	if (large || options->method == CORDON_LP_NEWTON) {
		cordon_status status = lp_newton_solve(lp, options, solution);
		if (!large || status != CORDON_UNPROVEN)
			return status;
	}
	return lp_glpk_solve(lp, options, solution);
}
