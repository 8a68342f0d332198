/* Limits on columns that follow from the rows: with row_upper = b and a_ij > 0,
 *	x_j <= (b - least possible sum of the row's other terms) / a_ij
 * and so for the other three cases (Brearley, Mitra, Williams 1975). Rounded outward, so that a certificate may use
 * them.
 *
 * Only limits that are missing are added; finite ones stay, no infeasibility is found and nothing is removed.
 */
#include "lp/solve.h"

#include "base/memory.h"

#include <math.h>
#include <stdlib.h>

#define U 0x1p-53

/* The least or greatest a row's sum can be: finite part, how many terms are infinite, and the magnitude for
 * rounding. */
typedef struct activity {
	double sum, magnitude;
	int infinite, terms;
} activity;

static void activity_add(activity *a, double term)
{
	a->terms++;
	if (isinf(term)) {
		a->infinite++;
		return;
	}
	a->sum += term;
	a->magnitude += fabs(term);
}

static void sum_rows(const cordon_lp *lp, const double *lower, const double *upper, activity *least, activity *most)
{
	for (int i = 0; i < lp->rows; i++)
		least[i] = most[i] = (activity){0};
	for (int j = 0; j < lp->columns; j++)
		for (int64_t k = lp->start[j]; k < lp->start[j + 1]; k++) {
			double a = lp->value[k];
			activity_add(&least[lp->index[k]], a * (a > 0 ? lower[j] : upper[j]));
			activity_add(&most[lp->index[k]], a * (a > 0 ? upper[j] : lower[j]));
		}
}

/* How far a x_j can go before the row's side is met, rounded outward in the direction `sign` (+1: up); infinite when
 * another term is. `own` is the term of x_j in `others`. */
static double reach(double side, const activity *others, double own, int sign)
{
	if (isinf(side) || others->infinite > (isinf(own) ? 1 : 0))
		return sign * LP_INFINITY;
	double rest = isinf(own) ? others->sum : others->sum - own;
	double error = (others->terms + 4.0) * U * (others->magnitude + fabs(side)) * 1.01;
	return side - rest + sign * error;
}

/* The limits row entry k implies for column j whose box at the start of the pass is [l, u]. */
static void entry_limits(const cordon_lp *lp, int64_t k, double l, double u, const activity *least,
			 const activity *most, double *low, double *high)
{
	int i = lp->index[k];
	double a = lp->value[k];
	double up = reach(lp->row_upper[i], &least[i], a * (a > 0 ? l : u), 1) / a;
	double down = reach(lp->row_lower[i], &most[i], a * (a > 0 ? u : l), -1) / a;
	*high = a > 0 ? up : down;
	*low = a > 0 ? down : up;
	*high += fabs(*high) * 2 * U;
	*low -= fabs(*low) * 2 * U;
}

/* Gives column j the limits it lacks. The row sums are those of the start of the pass: never too narrow. */
static bool narrow(const cordon_lp *lp, int j, const activity *least, const activity *most, double *lower,
		   double *upper)
{
	double l = lower[j], u = upper[j], best_low = -LP_INFINITY, best_high = LP_INFINITY;
	for (int64_t k = lp->start[j]; k < lp->start[j + 1]; k++) {
		double low, high;
		entry_limits(lp, k, l, u, least, most, &low, &high);
		best_low = low > best_low ? low : best_low;
		best_high = high < best_high ? high : best_high;
	}
	if (isinf(u) && isfinite(best_high))
		upper[j] = fmax(best_high, isinf(l) ? -LP_INFINITY : l);
	if (isinf(l) && isfinite(best_low))
		lower[j] = fmin(best_low, upper[j]);
	return upper[j] < u || lower[j] > l;
}

void lp_implied_bounds(const cordon_lp *lp, int passes, double *lower, double *upper)
{
	activity *least = memory_alloc(2 * (size_t)lp->rows, sizeof *least), *most = least + lp->rows;
	bool changed = true;
	for (int pass = 0; pass < passes && changed; pass++) {
		changed = false;
		sum_rows(lp, lower, upper, least, most);
		for (int j = 0; j < lp->columns; j++)
			if (isinf(lower[j]) || isinf(upper[j]))
				changed |= narrow(lp, j, least, most, lower, upper);
	}
	free(least);
}
