/* The solver for large plans: units by meaning, a few hundred first-order steps, an interior point method to three
 * or four digits (it finds the prices of the few bottlenecks, which may stand thousands of times above where they
 * started), then proximal points by semismooth Newton. Every point is given a tightened bound and, when it
 * promises something, a repaired plan; the best of each is kept, whichever step they came from.
 *
 * It asks that every column have limits, its own or implied by the rows; otherwise it returns CORDON_UNPROVEN at once
 * and a general solver should be asked. It ends at a proven gap, not at a vertex. What it returns was measured by
 * cordon_lp_check, and an infeasible programme comes with its proof.
 */
#ifndef LP_NEWTON_H
#define LP_NEWTON_H

#include <cordon/lp.h>

/* start_x and start_y of the options are used, start_basis is not. `solution` is filled whatever the status. */
cordon_status lp_newton_solve(const cordon_lp *lp, const cordon_lp_options *options, cordon_lp_solution *solution);

#endif
