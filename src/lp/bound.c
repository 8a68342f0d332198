/* The dual bound and its tightening; see bound.h. */
#include "lp/bound.h"

#include "base/memory.h"
#include "lp/solve.h"

#include <math.h>
#include <stdlib.h>

static double usable(const lp_scaled *s, int i, double y)
{
	if (y > 0)
		return isfinite(s->rl[i]) ? y : 0;
	return y < 0 && isfinite(s->ru[i]) ? y : 0;
}

static double value_of(const lp_scaled *s, const double *y, const double *d)
{
	double sum = 0;
	for (int i = 0; i < s->m; i++)
		sum += y[i] > 0 ? y[i] * s->rl[i] : y[i] < 0 ? y[i] * s->ru[i] : 0;
	for (int j = 0; j < s->n; j++)
		sum += d[j] > 0 ? d[j] * s->proof_l[j] : d[j] < 0 ? d[j] * s->proof_u[j] : 0;
	return isnan(sum) ? -LP_INFINITY : sum;
}

/* A point where the slope along one price falls: `at` >= 0 away from where we stand. */
typedef struct bend {
	double at, fall;
} bend;

static void heap_sink(bend *heap, int count, int i)
{
	for (int child; (child = 2 * i + 1) < count; i = child) {
		if (child + 1 < count && heap[child + 1].at < heap[child].at)
			child++;
		if (heap[i].at <= heap[child].at)
			return;
		bend keep = heap[i];
		heap[i] = heap[child];
		heap[child] = keep;
	}
}

/* How far to go before the slope, now `slope` > 0, is no longer positive. The last bend always ends it: beyond all
 * bends every column stands at its far side, and if the slope is still positive the programme has no feasible point;
 * then we stop at the last bend, which is valid too. */
static double walk(bend *heap, int count, double slope)
{
	double at = 0;
	for (int i = count / 2 - 1; i >= 0; i--)
		heap_sink(heap, count, i);
	while (count > 0) {
		at = heap[0].at;
		slope -= heap[0].fall;
		if (!(slope > 0))
			break;
		heap[0] = heap[--count];
		heap_sink(heap, count, 0);
	}
	return at;
}

/* The slope of the bound going `sign` along y_i, and the bends ahead. */
static double look(const lp_scaled *s, const double *d, int i, double y, int sign, bend *heap, int *count)
{
	double lower = s->rl[i], upper = s->ru[i];
	bool at_lower = sign > 0 ? y >= 0 : y > 0;
	double slope = sign * (at_lower ? lower : upper);
	*count = 0;
	if (isinf(slope))
		return -LP_INFINITY;
	for (int64_t k = s->a.row_start[i]; k < s->a.row_start[i + 1]; k++) {
		int j = s->a.column[k];
		double a = sign * s->a.row_value[k], distance = d[j] / a;
		if (d[j] == 0)
			distance = 0;
		double low = s->proof_l[j], high = s->proof_u[j];
		if (distance > 0) { /* d_j changes sign ahead of us */
			slope -= a * (d[j] > 0 ? low : high);
			heap[(*count)++] = (bend){distance, fabs(a) * (high - low)};
		} else {
			slope -= a > 0 ? a * high : a * low;
		}
	}
	if (y * sign < 0)
		heap[(*count)++] = (bend){-y * sign, upper - lower};
	return slope;
}

static void ascend(const lp_scaled *s, double *y, double *d, int i, bend *heap)
{
	for (int sign = 1; sign >= -1; sign -= 2) {
		int count;
		double slope = look(s, d, i, y[i], sign, heap, &count);
		if (!(slope > 0) || count == 0)
			continue;
		double step = sign * walk(heap, count, slope);
		double next = fabs(y[i] + step) <= 1e-15 * fabs(step) ? 0 : y[i] + step;
		step = next - y[i];
		y[i] = next;
		for (int64_t k = s->a.row_start[i]; k < s->a.row_start[i + 1]; k++)
			d[s->a.column[k]] -= s->a.row_value[k] * step;
		return;
	}
}

/* Whether moving y_i by `step` leaves every column without a limit with a usable sign. */
static bool may_move(const lp_scaled *s, const double *y, const double *d, int i, double step)
{
	double next = y[i] + step;
	if (usable(s, i, next) != next)
		return false;
	for (int64_t k = s->a.row_start[i]; k < s->a.row_start[i + 1]; k++) {
		int j = s->a.column[k];
		double change = -s->a.row_value[k] * step;
		if ((isinf(s->proof_u[j]) && change < 0 && d[j] + change < 0) ||
		    (isinf(s->proof_l[j]) && change > 0 && d[j] + change > 0))
			return false;
	}
	return true;
}

static void satisfy_unlimited(const lp_scaled *s, double *y, double *d)
{
	for (int j = 0; j < s->n; j++) {
		bool wrong = (isinf(s->proof_u[j]) && d[j] < 0) || (isinf(s->proof_l[j]) && d[j] > 0);
		for (int64_t k = s->a.start[j]; wrong && k < s->a.start[j + 1]; k++) {
			int i = s->a.index[k];
			double step = d[j] / s->a.value[k];
			if (!may_move(s, y, d, i, step))
				continue;
			y[i] += step;
			for (int64_t e = s->a.row_start[i]; e < s->a.row_start[i + 1]; e++)
				d[s->a.column[e]] -= s->a.row_value[e] * step;
			d[j] = 0;
			wrong = false;
		}
	}
}

double lp_bound_tighten(const lp_scaled *s, double *y, int sweeps)
{
	double *d = memory_alloc((size_t)s->n, sizeof *d);
	for (int i = 0; i < s->m; i++)
		y[i] = usable(s, i, y[i]);
	lp_matrix_transpose_times(&s->a, y, d);
	for (int j = 0; j < s->n; j++)
		d[j] = s->c[j] - d[j];
	satisfy_unlimited(s, y, d);
	int64_t longest = 0;
	for (int i = 0; i < s->m; i++)
		if (s->a.row_start[i + 1] - s->a.row_start[i] > longest)
			longest = s->a.row_start[i + 1] - s->a.row_start[i];
	bend *heap = memory_alloc((size_t)longest + 1, sizeof *heap);
	for (int sweep = 0; sweep < sweeps; sweep++)
		for (int k = 0; k < s->m; k++)
			ascend(s, y, d, sweep % 2 ? s->m - 1 - k : k, heap);
	free(heap);
	free(d);
	return lp_bound_value(s, y);
}

double lp_bound_value(const lp_scaled *s, const double *y)
{
	double *price = memory_alloc((size_t)s->m, sizeof *price), *d = memory_alloc((size_t)s->n, sizeof *d);
	for (int i = 0; i < s->m; i++)
		price[i] = usable(s, i, y[i]);
	lp_matrix_transpose_times(&s->a, price, d);
	for (int j = 0; j < s->n; j++)
		d[j] = s->c[j] - d[j];
	double value = value_of(s, price, d);
	free(price);
	free(d);
	return value;
}
