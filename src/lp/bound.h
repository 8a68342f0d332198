/* What prices prove. For y whose signs fit the rows' bounds, with d = c - A'y,
 *	bound(y) = sum_i (y_i > 0 ? y_i rl_i : y_i ru_i) + sum_j min over the box of d_j x_j
 * is below every feasible value. Here it is computed in plain floating point, to steer; what is published is rounded
 * outward by cordon_lp_check.
 */
#ifndef LP_BOUND_H
#define LP_BOUND_H

#include "lp/scaling.h"

/* Projects y's signs, then makes columns without a limit carry no wrong reduced cost (by moving the price of a row that
 * limits them), then `sweeps` of exact coordinate ascent: as a function of one price the bound is concave and piecewise
 * linear, and its maximum stands where the slope changes sign. Returns bound(y) in scaled units, never lower than
 * that of the projected y; minus infinity when some column without a limit could not be satisfied. */
double lp_bound_tighten(const lp_scaled *s, double *y, int sweeps);

/* bound(y) in scaled units, wrong signs counting as 0. */
double lp_bound_value(const lp_scaled *s, const double *y);

#endif
