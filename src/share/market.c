/* See market.h. Newton's steps are solved by conjugate gradients, with the diagonal as preconditioner: the matrix is
 * diag(price) + (1 / heat) * sum of budget * (diag(part) - part part'), where part is how a buyer divides its budget.
 *
 * As heat goes down, most links are so much worse than their buyer's best that nothing is bid on them, and most buyers
 * are left with one. Each heat therefore looks only at links within reach of the best; prices that have moved so far
 * that others might have come within reach make it begin again.
 */
#include "share/market.h"

#include "base/memory.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { STEPS_MAX = 100, GRADIENTS_MAX = 4000, TRIALS_MAX = 40, BEGINNINGS_MAX = 20, SMALL = 100 * 1000 };
#define CUT 36.0 /* exp(-36): a part below it is none */
#define CUT_SMALL 500.0 /* in small markets, where a single buyer may bid on very unequal goods */
#define MOVE 160.0 /* what prices may move before links within reach are taken again, in heats */
#define WARM 1e-4 /* above it nothing is made of the result but the next */
#define STRIDE 40.0 /* in one step */

typedef struct newton {
	const market *m;
	double heat, cut;
	double *fixed; /* of goods: the budgets of those who have one link within reach */
	size_t rows, entries; /* the other buyers and their links within reach */
	size_t *from;
	int32_t *at;
	double *worth, *part, *budget;
	double *price, *gradient, *diagonal, *step, *trial, *begun; /* of goods */
	double *residual, *turned, *direction, *image; /* conjugate gradients */
} newton;

double market_best(const market *m, const double *q, size_t i)
{
	double best = -INFINITY;
	for (size_t k = m->start[i]; k < m->start[i + 1]; k++)
		best = fmax(best, m->worth[k] - q[m->good[k]]);
	return best;
}

/* Takes the links within reach. */
static void begin(newton *n, const double *q)
{
	const market *m = n->m;
	double within = (n->cut + 2 * MOVE) * n->heat;
	memcpy(n->begun, q, m->goods * sizeof *q);
	memset(n->fixed, 0, m->goods * sizeof *n->fixed);
	n->rows = n->entries = 0;
	for (size_t i = 0; i < m->buyers; i++) {
		double least = market_best(m, q, i) - within;
		size_t first = n->entries;
		for (size_t k = m->start[i]; k < m->start[i + 1]; k++)
			if (m->worth[k] - q[m->good[k]] >= least) {
				n->at[n->entries] = m->good[k];
				n->worth[n->entries++] = m->worth[k];
			}
		if (n->entries == first + 1) {
			n->fixed[n->at[first]] += m->budget[i];
			n->entries = first;
			continue;
		}
		n->from[n->rows] = first;
		n->budget[n->rows++] = m->budget[i];
	}
	n->from[n->rows] = n->entries;
}

/* Parts, prices and gradient at q. */
static void evaluate(newton *n, const double *q)
{
	for (size_t j = 0; j < n->m->goods; j++) {
		n->price[j] = exp(q[j]);
		n->gradient[j] = n->price[j] - n->fixed[j];
	}
	for (size_t r = 0; r < n->rows; r++) {
		double best = -INFINITY, sum = 0;
		for (size_t e = n->from[r]; e < n->from[r + 1]; e++) {
			n->part[e] = n->worth[e] - q[n->at[e]];
			best = fmax(best, n->part[e]);
		}
		for (size_t e = n->from[r]; e < n->from[r + 1]; e++) {
			double below = (n->part[e] - best) / n->heat;
			sum += n->part[e] = below > -n->cut ? exp(below) : 0;
		}
		for (size_t e = n->from[r]; e < n->from[r + 1]; e++) {
			n->part[e] /= sum;
			n->gradient[n->at[e]] -= n->budget[r] * n->part[e];
		}
	}
}

static void make_diagonal(newton *n)
{
	memcpy(n->diagonal, n->price, n->m->goods * sizeof *n->price);
	for (size_t r = 0; r < n->rows; r++)
		for (size_t e = n->from[r]; e < n->from[r + 1]; e++)
			n->diagonal[n->at[e]] += n->budget[r] / n->heat * n->part[e] * (1 - n->part[e]);
}

static void multiply(const newton *n, const double *x, double *out)
{
	for (size_t j = 0; j < n->m->goods; j++)
		out[j] = n->price[j] * x[j];
	for (size_t r = 0; r < n->rows; r++) {
		double mean = 0, scale = n->budget[r] / n->heat;
		for (size_t e = n->from[r]; e < n->from[r + 1]; e++)
			mean += n->part[e] * x[n->at[e]];
		for (size_t e = n->from[r]; e < n->from[r + 1]; e++)
			out[n->at[e]] += scale * n->part[e] * (x[n->at[e]] - mean);
	}
}

static double dot(const double *a, const double *b, size_t count)
{
	double sum = 0;
	for (size_t j = 0; j < count; j++)
		sum += a[j] * b[j];
	return sum;
}

/* The step: matrix * step = -gradient. */
static void solve(newton *n)
{
	size_t goods = n->m->goods;
	make_diagonal(n);
	for (size_t j = 0; j < goods; j++) {
		n->step[j] = 0;
		n->residual[j] = -n->gradient[j];
		n->direction[j] = n->turned[j] = n->residual[j] / n->diagonal[j];
	}
	double size = dot(n->residual, n->turned, goods), first = size;
	for (int k = 0; k < GRADIENTS_MAX && size > 1e-20 * first && size > 0; k++) {
		multiply(n, n->direction, n->image);
		double along = size / dot(n->direction, n->image, goods);
		for (size_t j = 0; j < goods; j++) {
			n->step[j] += along * n->direction[j];
			n->residual[j] -= along * n->image[j];
			n->turned[j] = n->residual[j] / n->diagonal[j];
		}
		double next = dot(n->residual, n->turned, goods);
		for (size_t j = 0; j < goods; j++)
			n->direction[j] = n->turned[j] + next / size * n->direction[j];
		size = next;
	}
}

static double distance(const double *x, const double *from, size_t count)
{
	double most = 0;
	for (size_t j = 0; j < count; j++)
		most = fmax(most, fabs(x[j] - (from ? from[j] : 0)));
	return most;
}

/* Goes along the step no further than where the slope has turned against it; true when the whole step was small. */
static bool advance(newton *n, double *q)
{
	size_t goods = n->m->goods;
	double slope = dot(n->gradient, n->step, goods), far = distance(n->step, NULL, goods);
	double low = 0, low_slope = slope, along = fmin(1, fmin(1, STRIDE * n->heat) / far);
	for (int k = 0; k < TRIALS_MAX; k++) {
		for (size_t j = 0; j < goods; j++)
			n->trial[j] = q[j] + along * n->step[j];
		evaluate(n, n->trial);
		double then = dot(n->gradient, n->step, goods);
		if (then <= -0.5 * slope)
			break;
		double where = low_slope / (low_slope - then); /* secant */
		along = low + (along - low) * fmin(fmax(where, 0.05), 0.7);
	}
	memcpy(q, n->trial, goods * sizeof *q);
	return far < (n->heat > WARM ? 0.3 : 1e-2) * n->heat;
}

static double *columns(newton *n)
{
	double **each[] = {&n->price,	 &n->gradient, &n->diagonal,  &n->step,	 &n->trial, &n->begun,
			   &n->residual, &n->turned,   &n->direction, &n->image, &n->fixed};
	size_t goods = n->m->goods, count = sizeof each / sizeof *each;
	double *all = memory_alloc(count * goods, sizeof *all);
	for (size_t c = 0; c < count; c++)
		*each[c] = all + c * goods;
	return all;
}

/* All bids at q. */
static void bid_all(const newton *n, const double *q, double *bid)
{
	const market *m = n->m;
	for (size_t i = 0; i < m->buyers; i++) {
		double best = market_best(m, q, i), sum = 0;
		for (size_t k = m->start[i]; k < m->start[i + 1]; k++) {
			double below = (m->worth[k] - q[m->good[k]] - best) / n->heat;
			sum += bid[k] = below > -n->cut ? exp(below) : 0;
		}
		for (size_t k = m->start[i]; k < m->start[i + 1]; k++)
			bid[k] /= sum;
	}
}

static void descend(newton *n, double *q)
{
	evaluate(n, q);
	for (int k = 0; k < STEPS_MAX; k++) {
		solve(n);
		if (advance(n, q) || distance(q, n->begun, n->m->goods) > (MOVE - STRIDE) * n->heat)
			break;
	}
}

void market_smooth(const market *m, double heat, double *q, double *bid)
{
	newton n = {.m = m, .heat = heat, .cut = m->links > SMALL ? CUT : CUT_SMALL};
	double *all = columns(&n);
	n.from = memory_alloc(m->buyers + 1, sizeof *n.from);
	n.budget = memory_alloc(m->buyers + 1, sizeof *n.budget);
	n.at = memory_alloc(m->links, sizeof *n.at);
	n.worth = memory_alloc(m->links, sizeof *n.worth);
	n.part = memory_alloc(m->links, sizeof *n.part);
	for (int k = 0; k < BEGINNINGS_MAX; k++) {
		begin(&n, q);
		descend(&n, q);
		if (distance(q, n.begun, m->goods) <= (MOVE - STRIDE) * heat)
			break;
	}
	bid_all(&n, q, bid);
	free(all);
	free(n.from);
	free(n.budget);
	free(n.at);
	free(n.worth);
	free(n.part);
}
