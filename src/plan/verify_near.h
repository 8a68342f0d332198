/* The verifier's last objective (docs/plan-file.md): costs, and near a current plan weights and the price of a change,
 * recomputed from the package. It shares nothing with the maker (current.c). */
#ifndef PLAN_VERIFY_NEAR_H
#define PLAN_VERIFY_NEAR_H

#include <cordon/plan.h>

/* What one unit of every column (`cost`: zeros) uses of what is to be kept least; activity itself when nothing in the
 * package counts. Returns the objective's name. */
const char *verify_costs(const cordon_economy *e, double *cost);

/* The weight of a unit of every column by the package (fresh memory); `cost`: of columns. */
double *verify_near_weights(const cordon_economy *e, const double *cost);

/* What moving column j from what it did to x counts for, in units of the objective. */
long double verify_near_moved(const cordon_near *near, const double *weight, double cost, int j, double x);

double verify_near_moved_sum(const cordon_near *near, const double *weight, const double *cost, const double *x,
			     int columns);

/* Into the verdict. */
void verify_near_tell(const cordon_near *near, double moved, cordon_plan_verdict *verdict);

/* Where in [0, most] the largest of  margin x - price moved(x)  is, and the price there, rounded down. */
double verify_near_best(const cordon_near *near, const double *weight, double cost, int j, long double margin,
			double most, long double *paid);

#endif
