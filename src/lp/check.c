/* The check of a solution and of the two proofs. Everything is recomputed from the problem and the vectors alone;
 * nothing here knows how they were found.
 *
 * Rounding is outward, by a running bound on the error of each sum (Higham, Accuracy and Stability of Numerical
 * Algorithms, ch. 3-4): a computed reduced cost d stands for the interval [d - e, d + e], and the bound takes the
 * worse end. Sums and products are taken in long double: where that is wider than double, what rounding outward takes
 * is small beside what the rounding of the given prices themselves leaves; where it is not, the bound is as rigorous
 * and less tight. The interval reaches over zero for every basic column, and then a column without a limit would make
 * the bound minus infinity. So, in this order: limits implied by the rows are used; a column without even those,
 * whose reduced cost is zero within DUST of the terms it is the sum of (or FLOOR of the largest cost), is charged as
 * if it were limited by a horizon (ten times the largest |x|) and counted in `columns_assumed`, so that the reader
 * knows; any other wrong sign makes the bound minus infinity.
 *
 *	d_j = c_j - sum_i a_ij y_i        e_j >= |computed d_j - exact d_j|        u = half an ulp of long double
 */
#include "lp/solve.h"

#include "base/memory.h"

#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#define U (LDBL_EPSILON / 2)
#define DUST 1e-10
#define FLOOR 1e-13
#define HORIZON_FACTOR 10
#define ROUNDING_ONLY 4
#define TINY_GAP 1e-9

/* A sum that carries its own rounding error (Neumaier 1974), and the sum of magnitudes to bound what is left of it. */
typedef struct sum {
	long double value, carry, magnitude;
	long double count;
} sum;

static void sum_add(sum *s, long double term)
{
	long double total = s->value + term;
	s->carry += fabsl(s->value) >= fabsl(term) ? (s->value - total) + term : (term - total) + s->value;
	s->value = total;
	s->magnitude += fabsl(term);
	s->count++;
}

/* The largest double surely not above the exact sum, given each term is within `u` of its own magnitude. */
static double sum_floor(const sum *s)
{
	if (isinf(s->value) || isnan(s->value))
		return isnan(s->value) ? -LP_INFINITY : (double)s->value;
	if (s->magnitude == 0)
		return (double)s->value;
	long double total = s->value + s->carry;
	long double error = 2 * U * fabsl(total) + 2 * U * s->magnitude + s->count * s->count * U * U * s->magnitude;
	return nextafter((double)(total - error), -LP_INFINITY);
}

typedef struct price_bound {
	double value; /* rounded down */
	double rounding; /* what the rounding of x and y to double, and outward, may have taken */
	int assumed; /* columns whose limit had to be assumed */
} price_bound;

/* y_i with a sign its row cannot carry counts as 0; a NaN too. */
static double usable_price(const cordon_lp *lp, const double *y, int i)
{
	double price = y[i];
	if (price > 0)
		return isfinite(lp->row_lower[i]) && isfinite(price) ? price : 0;
	return price < 0 && isfinite(lp->row_upper[i]) && isfinite(price) ? price : 0;
}

/* d_j and its error bound e_j; `scale` is the sum of the magnitudes. */
static long double reduced_cost(const cordon_lp *lp, const double *y, int j, double cost, long double *e, double *scale)
{
	long double d = cost, magnitude = fabsl((long double)cost);
	for (int64_t k = lp->start[j]; k < lp->start[j + 1]; k++) {
		long double term = (long double)lp->value[k] * usable_price(lp, y, lp->index[k]);
		d -= term;
		magnitude += fabsl(term);
	}
	*scale = (double)magnitude;
	*e = (long double)(lp->start[j + 1] - lp->start[j] + 1) * U * magnitude * (1 + 1e-10L);
	return d;
}

/* The least of d * x over d in [d - e, d + e] and x in [lower, upper]; either bound may be infinite. Adds to *rounding
 * what e would take if the sums were in double, as the prices are. */
static long double least_product(long double d, long double e, double lower, double upper, double *rounding)
{
	long double least = (long double)LP_INFINITY, at = 0;
	for (int side = 0; side < 4; side++) {
		long double a = side & 1 ? d + e : d - e, x = side & 2 ? upper : lower;
		long double product = a == 0 ? 0 : a * x;
		if (product < least) {
			least = product;
			at = isinf(x) ? 0 : x;
		}
	}
	if (isinf(least))
		return least;
	*rounding += (double)(e * fabsl(at) * (DBL_EPSILON / LDBL_EPSILON));
	return least - fabsl(least) * 2 * U;
}

/* What stands in for the limits that columns lack. */
typedef struct limits {
	const double *implied; /* lower then upper, 2n: what the rows imply */
	double horizon;
	double dust; /* a reduced cost this small counts as zero whatever its terms */
} limits;

/* One column's part of the bound. */
static long double column_part(const cordon_lp *lp, const double *y, int j, double cost, const limits *known,
			       price_bound *bound)
{
	double scale;
	long double e, d = reduced_cost(lp, y, j, cost, &e, &scale);
	long double part = least_product(d, e, lp->lower[j], lp->upper[j], &bound->rounding);
	if (!isinf(part))
		return part;
	double lower = known->implied[j], upper = known->implied[lp->columns + j], horizon = known->horizon;
	double dust = fmax(DUST * scale, known->dust);
	part = least_product(d, e, lower, upper, &bound->rounding);
	if (!isinf(part))
		return part;
	bool wrong_above = isinf(upper) && d < -dust, wrong_below = isinf(lower) && d > dust;
	if (wrong_above || wrong_below || scale > 1e300)
		return (long double)-LP_INFINITY;
	bound->assumed++;
	return least_product(d, e, isinf(lower) ? fmin(-horizon, upper) : lower,
			     isinf(upper) ? fmax(horizon, lower) : upper, &bound->rounding);
}

/* The largest finite magnitude, at least `least`. */
static double largest(const double *x, int count, double least)
{
	for (int j = 0; j < count; j++)
		if (isfinite(x[j]))
			least = fmax(least, fabs(x[j]));
	return least;
}

/* bound(y) of the programme with `cost` (NULL: all zero), rounded down. */
static price_bound bound_of(const cordon_lp *lp, const double *cost, double offset, const double *y, double horizon)
{
	price_bound bound = {0};
	sum total = {0};
	sum_add(&total, offset);
	for (int i = 0; i < lp->rows; i++) {
		double price = usable_price(lp, y, i);
		if (price)
			sum_add(&total, (long double)price * (price > 0 ? lp->row_lower[i] : lp->row_upper[i]));
	}
	size_t n = (size_t)lp->columns;
	double *implied = memory_alloc(2 * n, sizeof *implied);
	if (n) {
		memcpy(implied, lp->lower, n * sizeof *implied);
		memcpy(implied + n, lp->upper, n * sizeof *implied);
		lp_implied_bounds(lp, 2, implied, implied + n);
	}
	const limits known = {implied, horizon,
			      FLOOR * (cost ? largest(cost, lp->columns, 0) : largest(y, lp->rows, 0))};
	for (int j = 0; j < lp->columns && !isinf(total.value); j++)
		sum_add(&total, column_part(lp, y, j, cost ? cost[j] : 0, &known, &bound));
	free(implied);
	bound.value = isinf(total.value) ? -LP_INFINITY : sum_floor(&total);
	bound.rounding += (double)(2 * DBL_EPSILON * total.magnitude);
	return bound;
}

/* ---- the primal side -------------------------------------------------------------------------------------------- */

static void measure_rows(const cordon_lp *lp, const double *x, cordon_lp_measure *measure)
{
	size_t m = (size_t)lp->rows;
	double *activity = memory_alloc(2 * m, sizeof *activity), *throughput = activity + m;
	for (int j = 0; j < lp->columns; j++)
		for (int64_t k = lp->start[j]; x[j] != 0 && k < lp->start[j + 1]; k++) {
			double term = lp->value[k] * x[j];
			activity[lp->index[k]] += term;
			throughput[lp->index[k]] += fabs(term);
		}
	for (int i = 0; i < lp->rows; i++) {
		double below = lp->row_lower[i] - activity[i], above = activity[i] - lp->row_upper[i];
		double beyond = fmax(below, above);
		double side = below > above ? lp->row_lower[i] : lp->row_upper[i];
		double relative = beyond > 0 ? beyond / (throughput[i] + fabs(side)) : 0;
		if (isnan(activity[i]) || isnan(relative))
			relative = LP_INFINITY;
		if (relative > measure->row_violation) {
			measure->row_violation = relative;
			measure->worst_row = i;
		}
	}
	free(activity);
}

static void measure_columns(const cordon_lp *lp, const double *x, cordon_lp_measure *measure)
{
	for (int j = 0; j < lp->columns; j++) {
		double below = lp->lower[j] - x[j], above = x[j] - lp->upper[j];
		double beyond = fmax(below, above);
		double relative = beyond > 0 ? beyond / fmax(1, fabs(below > above ? lp->lower[j] : lp->upper[j])) : 0;
		if (!isfinite(x[j]) || isnan(relative))
			relative = LP_INFINITY;
		if (relative > measure->bound_violation) {
			measure->bound_violation = relative;
			measure->worst_column = j;
		}
	}
}

void cordon_lp_check(const cordon_lp *lp, const double *x, const double *y, cordon_lp_measure *measure)
{
	*measure = (cordon_lp_measure){.worst_row = -1, .worst_column = -1};
	sum objective = {0};
	sum_add(&objective, lp->offset);
	for (int j = 0; j < lp->columns; j++)
		sum_add(&objective, (long double)lp->cost[j] * x[j]);
	measure->objective = (double)(objective.value + objective.carry);
	price_bound bound = bound_of(lp, lp->cost, lp->offset, y, HORIZON_FACTOR * largest(x, lp->columns, 1));
	measure->bound = bound.value;
	measure->columns_assumed = bound.assumed;
	measure->gap_absolute = measure->objective - measure->bound;
	double size = fmax(fabs(measure->objective), fabs(measure->bound));
	measure->gap_relative = isinf(size) ? LP_INFINITY : size > 0 ? measure->gap_absolute / size : 0;
	/* An objective of next to nothing: no gap relative to it can be small. */
	if (measure->gap_relative > TINY_GAP && measure->gap_absolute <= ROUNDING_ONLY * bound.rounding &&
	    measure->gap_absolute <= TINY_GAP * largest(lp->cost, lp->columns, 0))
		measure->gap_relative = 0;
	if (isnan(measure->objective))
		measure->gap_absolute = measure->gap_relative = LP_INFINITY;
	measure_rows(lp, x, measure);
	measure_columns(lp, x, measure);
}

/* ---- the proofs ------------------------------------------------------------------------------------------------- */

bool lp_bounds_cross(const cordon_lp *lp)
{
	for (int j = 0; j < lp->columns; j++)
		if (lp->lower[j] > lp->upper[j])
			return true;
	for (int i = 0; i < lp->rows; i++)
		if (lp->row_lower[i] > lp->row_upper[i])
			return true;
	return false;
}

/* The largest finite bound, at least 1: how large the problem thinks things are. */
static double largest_bound(const cordon_lp *lp)
{
	double most = largest(lp->upper, lp->columns, largest(lp->lower, lp->columns, 1));
	return largest(lp->row_upper, lp->rows, largest(lp->row_lower, lp->rows, most));
}

bool cordon_lp_proves_infeasible(const cordon_lp *lp, const double *ray)
{
	if (lp_bounds_cross(lp))
		return true;
	static const double far =
		100; /* columns without any limit: the proof reaches this many times the largest bound */
	return bound_of(lp, NULL, 0, ray, far * HORIZON_FACTOR * largest_bound(lp)).value > 0;
}

bool cordon_lp_proves_unbounded(const cordon_lp *lp, const double *ray)
{
	size_t m = (size_t)lp->rows;
	double *move = memory_alloc(2 * m, sizeof *move), *magnitude = move + m;
	sum fall = {0};
	bool stays = true;
	for (int j = 0; j < lp->columns && stays; j++) {
		double r = ray[j];
		stays = isfinite(r) && !(r > 0 && lp->upper[j] < LP_INFINITY) &&
			!(r < 0 && lp->lower[j] > -LP_INFINITY);
		sum_add(&fall, (long double)lp->cost[j] * r);
		for (int64_t k = lp->start[j]; r != 0 && k < lp->start[j + 1]; k++) {
			move[lp->index[k]] += lp->value[k] * r;
			magnitude[lp->index[k]] += fabs(lp->value[k] * r);
		}
	}
	for (int i = 0; i < lp->rows && stays; i++) {
		double dust = DUST * magnitude[i];
		stays = !(move[i] > dust && lp->row_upper[i] < LP_INFINITY) &&
			!(move[i] < -dust && lp->row_lower[i] > -LP_INFINITY);
	}
	free(move);
	return stays && fall.value + fall.carry < -DUST * fall.magnitude;
}
