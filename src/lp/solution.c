/* How a solver's result is prepared, judged and told to stop. */
#include "lp/solve.h"

#include "base/memory.h"

#include <math.h>
#include <time.h>

double lp_now(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

bool lp_should_stop(const cordon_lp_options *options, double begin)
{
	if (options->progress && options->progress->stop && options->progress->stop(options->progress->context))
		return true;
	return options->time_limit_s > 0 && lp_now() - begin > options->time_limit_s;
}

void lp_solution_begin(const cordon_lp *lp, cordon_lp_solution *solution)
{
	cordon_lp_solution_free(solution);
	solution->status = CORDON_UNPROVEN;
	solution->x = memory_alloc((size_t)lp->columns, sizeof(double));
	solution->y = memory_alloc((size_t)lp->rows, sizeof(double));
	for (int j = 0; j < lp->columns; j++)
		solution->x[j] = lp_clip(0, lp->lower[j], lp->upper[j]);
	solution->objective = solution->gap = LP_INFINITY;
	solution->bound = -LP_INFINITY;
}

cordon_status lp_solution_judge(const cordon_lp *lp, const cordon_lp_options *options, cordon_lp_solution *solution)
{
	cordon_lp_measure measure;
	cordon_lp_check(lp, solution->x, solution->y, &measure);
	double asked = options && options->gap > 0 ? options->gap : LP_GAP_DEFAULT;
	solution->objective = measure.objective;
	solution->bound = measure.bound;
	solution->gap = options && options->gap_absolute ? measure.gap_absolute : measure.gap_relative;
	bool feasible = measure.row_violation <= LP_FEASIBILITY && measure.bound_violation <= LP_FEASIBILITY;
	solution->status = feasible && solution->gap <= asked ? CORDON_OK : CORDON_UNPROVEN;
	return solution->status;
}
