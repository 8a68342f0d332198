/* From an almost feasible x to an exactly feasible one, guided by prices.
 *
 * For prices y and reduced costs d = c - A'y, moving column j against the sign of d_j loses |d_j| a unit against the
 * bound; that loss is the gap, and the repair spends as little of it as it can. A row that is short is relieved by
 * raising a column that makes it or lowering one that uses it; what that move takes from other tight rows must be
 * relieved in turn. The cheapest way a row can be relieved is a fixed point (value iteration on the network of moves).
 *
 * It works for rows of every kind, but it is meant for plans, where such chains die out (each good needs less than
 * itself to be made). It may fail; it never says it did not.
 */
#ifndef LP_REPAIR_H
#define LP_REPAIR_H

#include "lp/scaling.h"

/* Repairs x (scaled, clipped into its boxes first) in place. Returns the worst row violation left, relative to that
 * row's own throughput sum |a_ij x_j| + |bound|: 0 when every row is closed to rounding. `stop`, which may be NULL, is
 * asked now and then; once it says so the repair ends where it stands. */
double lp_repair(const lp_scaled *s, const double *y, double *x, bool (*stop)(void *context), void *context);

#endif
