/* The solver for large plans: units by meaning, a first-order start, proximal points by semismooth Newton, and after
 * every outer step a tightened bound and a repaired plan, of which the best of each is kept, whichever step they came
 * from.
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
