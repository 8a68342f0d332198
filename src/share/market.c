/* See market.h. Newton's steps are solved by conjugate gradients, with the diagonal as preconditioner: the matrix is
 * diag(price) + (1 / heat) * sum of budget * (diag(bid) - bid bid'), of which only those who bid on two goods make up
 * more than a diagonal, and they become few.
 */
#include "share/market.h"

#include "base/memory.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { STEPS_MAX = 60, GRADIENTS_MAX = 4000, HALVINGS_MAX = 40 };
#define BID_LEAST 1e-15 /* of a budget; below it a bid moves nothing */

typedef struct newton {
	const market *m;
	double heat;
	const double *q;
	double *bid;
	double *price, *gradient, *diagonal, *step, *trial; /* of goods */
	double *residual, *turned, *direction, *image; /* conjugate gradients */
	size_t rows, entries; /* buyers who bid on two goods or more, and those bids */
	size_t *from;
	int32_t *at;
	double *part, *budget;
} newton;

double market_best(const market *m, const double *q, size_t i)
{
	double best = -INFINITY;
	for (size_t k = m->start[i]; k < m->start[i + 1]; k++)
		best = fmax(best, m->worth[k] - q[m->good[k]]);
	return best;
}

/* The function at q; its bids too, when asked for. */
static double value_at(const newton *n, const double *q, double *bid)
{
	const market *m = n->m;
	double total = 0;
	for (size_t j = 0; j < m->goods; j++)
		total += exp(q[j]);
	for (size_t i = 0; i < m->buyers; i++) {
		double best = market_best(m, q, i), sum = 0;
		for (size_t k = m->start[i]; k < m->start[i + 1]; k++) {
			double below = (m->worth[k] - q[m->good[k]] - best) / n->heat;
			double part = below > -36 ? exp(below) : 0;
			sum += part;
			if (bid)
				bid[k] = part;
		}
		for (size_t k = m->start[i]; bid && k < m->start[i + 1]; k++)
			bid[k] /= sum;
		total += m->budget[i] * (best + n->heat * log(sum));
	}
	return total;
}

/* Gradient, diagonal and the rows of the matrix at q, whose bids are known. */
static void assemble(newton *n)
{
	const market *m = n->m;
	for (size_t j = 0; j < m->goods; j++)
		n->gradient[j] = n->diagonal[j] = n->price[j] = exp(n->q[j]);
	n->rows = n->entries = 0;
	for (size_t i = 0; i < m->buyers; i++) {
		size_t first = n->entries;
		for (size_t k = m->start[i]; k < m->start[i + 1]; k++) {
			double b = n->bid[k];
			n->gradient[m->good[k]] -= m->budget[i] * b;
			if (b < BID_LEAST || 1 - b < BID_LEAST)
				continue;
			n->diagonal[m->good[k]] += m->budget[i] / n->heat * b * (1 - b);
			n->at[n->entries] = m->good[k];
			n->part[n->entries++] = b;
		}
		if (n->entries == first)
			continue;
		n->from[n->rows] = first;
		n->budget[n->rows++] = m->budget[i] / n->heat;
	}
	n->from[n->rows] = n->entries;
}

static void multiply(const newton *n, const double *x, double *out)
{
	for (size_t j = 0; j < n->m->goods; j++)
		out[j] = n->price[j] * x[j];
	for (size_t r = 0; r < n->rows; r++) {
		double mean = 0;
		for (size_t e = n->from[r]; e < n->from[r + 1]; e++)
			mean += n->part[e] * x[n->at[e]];
		for (size_t e = n->from[r]; e < n->from[r + 1]; e++)
			out[n->at[e]] += n->budget[r] * n->part[e] * (x[n->at[e]] - mean);
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

static double largest(const double *x, size_t count)
{
	double most = 0;
	for (size_t j = 0; j < count; j++)
		most = fmax(most, fabs(x[j]));
	return most;
}

/* Goes as far along the step as the function falls; true when the full step was small. */
static bool advance(newton *n, double *q, double *now)
{
	size_t goods = n->m->goods;
	double slope = dot(n->gradient, n->step, goods), far = largest(n->step, goods), along = far > 1 ? 1 / far : 1;
	for (int h = 0; h < HALVINGS_MAX; h++, along /= 2) {
		for (size_t j = 0; j < goods; j++)
			n->trial[j] = q[j] + along * n->step[j];
		double then = value_at(n, n->trial, n->bid);
		if (then <= *now + 1e-4 * along * slope || along * far < 1e-3 * n->heat) {
			memcpy(q, n->trial, goods * sizeof *q);
			*now = then;
			break;
		}
	}
	return far < 1e-2 * n->heat;
}

static double *columns(newton *n)
{
	size_t goods = n->m->goods;
	double *all = memory_alloc(9 * goods, sizeof *all), **each[] = {&n->price, &n->gradient, &n->diagonal,
									&n->step, &n->trial, &n->residual,
									&n->turned, &n->direction, &n->image};
	for (size_t c = 0; c < sizeof each / sizeof *each; c++)
		*each[c] = all + c * goods;
	return all;
}

void market_smooth(const market *m, double heat, double *q, double *bid)
{
	newton n = {.m = m, .heat = heat, .q = q, .bid = bid};
	double *all = columns(&n);
	n.from = memory_alloc(m->buyers + 1, sizeof *n.from);
	n.budget = memory_alloc(m->buyers, sizeof *n.budget);
	n.at = memory_alloc(m->links, sizeof *n.at);
	n.part = memory_alloc(m->links, sizeof *n.part);
	double now = value_at(&n, q, bid);
	for (int k = 0; k < STEPS_MAX; k++) {
		assemble(&n);
		solve(&n);
		if (advance(&n, q, &now))
			break;
	}
	free(all);
	free(n.from);
	free(n.budget);
	free(n.at);
	free(n.part);
}
