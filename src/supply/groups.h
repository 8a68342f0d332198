/* The level groups of an item: the certificate that nothing could be fairer (docs/supply-proof.md, "How to verify it").
 *
 * An outlet could be given a unit more from a place that serves it, if that place took it from another outlet it
 * delivers to; and so on. What is wanted is for every outlet the largest key given at any outlet it could take from so.
 * Equal ones are a group.
 */
#ifndef SUPPLY_GROUPS_H
#define SUPPLY_GROUPS_H

#include "supply/units.h"

/* Adds the item's groups and levels to the allocation, whose flows of it stand. True: without
 * a seed this allocation is one of several. */
bool groups_make(const supply_problem *p, units *u, const int64_t *stock, supply_allocation *a, int32_t item);

#endif
