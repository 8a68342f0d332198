/* A market in which points buy goods (linear Fisher market; Eisenberg and Gale 1959), in double precision, and how its
 * prices are found.
 *
 * Every buyer spends its budget where a point buys most; every good costs what is spent on it. With q = log price and
 * worth = log (value times stock), prices are the smallest of the convex
 *
 *	sum over goods of exp(q) + sum over buyers of budget * max over its links of (worth - q)
 *
 * market_smooth finds them with the maximum rounded off at the scale `heat` (softmax), by Newton's method; as heat goes
 * down, bids go to links of largest worth - q. bids.h makes an equilibrium of it.
 */
#ifndef SHARE_MARKET_H
#define SHARE_MARKET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct market {
	size_t buyers, goods, links;
	size_t *start; /* links of buyer i: start[i] .. start[i + 1] - 1; everybody has one */
	int32_t *good; /* of links; every good has one */
	double *worth; /* of links */
	double *budget; /* of buyers; 1 together */
	size_t *link; /* of links the number in the problem */
	int32_t *claimant, *stock; /* of buyers and goods */
} market;

/* Improves q at a heat, from a q of a greater one; `bid` of each link is what part of the budget it takes. */
void market_smooth(const market *m, double heat, double *q, double *bid);

/* The largest worth - q of a buyer's links. */
double market_best(const market *m, const double *q, size_t buyer);

#endif
