/* What the parts of room lp share: the solvers behind cordon_lp_solve, and how a result is judged.
 *
 * Every solver fills a cordon_lp_solution that was prepared by lp_solution_begin and ends with lp_solution_judge, which
 * measures (x, y) by cordon_lp_check: no solver's own word is taken for anything.
 */
#ifndef LP_SOLVE_H
#define LP_SOLVE_H

#include <cordon/lp.h>

#include <math.h>

#define LP_INFINITY ((double)INFINITY)
#define LP_GAP_DEFAULT 1e-9
#define LP_FEASIBILITY 1e-9 /* of a row's own throughput; a column's bound relative to max(1, |bound|) */

cordon_status lp_simplex_solve(const cordon_lp *lp, const cordon_lp_options *options, cordon_lp_solution *solution);
cordon_status lp_glpk_solve(const cordon_lp *lp, const cordon_lp_options *options, cordon_lp_solution *solution);

/* Frees whatever `solution` held and gives it x (0 clipped into the boxes) and y (0). Start from {0}. */
void lp_solution_begin(const cordon_lp *lp, cordon_lp_solution *solution);

/* Measures (x, y), fills objective, bound and gap, and returns CORDON_OK when x is feasible within LP_FEASIBILITY and
 * the gap is at most the one asked; CORDON_UNPROVEN otherwise. Sets solution->status. */
cordon_status lp_solution_judge(const cordon_lp *lp, const cordon_lp_options *options, cordon_lp_solution *solution);

/* True when a column's or a row's lower bound is above its upper one: infeasible without further proof. */
bool lp_bounds_cross(const cordon_lp *lp);

/* A monotonic clock in seconds, for time limits only. */
double lp_now(void);

/* True when the caller asked to stop or `begin` + time limit has passed. */
bool lp_should_stop(const cordon_lp_options *options, double begin);

/* The nearest value within a column's bounds. */
static inline double lp_clip(double value, double lower, double upper)
{
	return value < lower ? lower : value > upper ? upper : value;
}

/* Auxiliary programmes whose solutions are the proofs (rays.c); each is feasible and bounded. Free with cordon_lp_free.
 * phase one: minimise the sum of the rows' violations; its first lp->columns columns are x, its prices a Farkas ray.
 * direction: minimise cost'r over the recession cone cut at |r_j| <= 1. */
cordon_lp *lp_phase_one(const cordon_lp *lp);
cordon_lp *lp_direction(const cordon_lp *lp);

/* Columns' bounds tightened by what the rows imply, rounded outward: `lower` and `upper` (columns) start as copies of
 * the problem's and are narrowed in at most `passes` passes. Any feasible x lies within them. */
void lp_implied_bounds(const cordon_lp *lp, int passes, double *lower, double *upper);

#endif
