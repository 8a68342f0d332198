/* From bids that are nearly an equilibrium of a market to one that is: which links are bid on is taken from them, all
 * numbers are found again from that.
 *
 * Buyers who bid on several goods tie goods together. Along such a tie a point buys as much of one good as of the
 * other, so prices of goods tied together are known up to a scale, which the money spent on all of them gives. Bids are
 * first moved around cycles until the ties are a forest; then bids follow from the leaves on. An equilibrium it is when
 * no bid is below nothing and no buyer has a link where a point buys more: that is checked, for every link.
 */
#ifndef SHARE_BIDS_H
#define SHARE_BIDS_H

#include "share/market.h"
#include "share/rule.h"

/* The ties of a market as a forest. Nodes are goods, then buyers. */
typedef struct forest {
	const market *m;
	int32_t *owner; /* of links */
	double *money; /* of links */
	bool *in; /* links bid on */
	int32_t *many; /* of buyers: how many of them */
	int32_t *head, *next, *before; /* of goods, of links: the links of buyers who bid on several; -1: none */
	int32_t *queue, *via, *seen; /* of nodes: a walk, the link each was reached by (-1: none), when */
	int32_t time;
	size_t nodes, ties; /* of the last walk, and how many of its nodes have a via */
} forest;

forest *forest_make(const market *m);
void forest_free(forest *f);

/* Takes the links whose part of the budget is above `least`, and walks the whole forest. */
void forest_grow(forest *f, const double *bid, double least);

/* Prices and bids in double precision from the forest: q (money 1 together) and f->money. False: they are no
 * equilibrium. */
bool forest_settle(forest *f, double *q);

/* The same in fractions: points a unit and points of each link, both from the problem. */
bool forest_settle_exactly(forest *f, const cordon_share_problem *p, mpq_t *price, mpq_t *points);

#endif
