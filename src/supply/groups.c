/* See groups.h. */
#include "supply/groups.h"

#include "base/memory.h"

#include <stdlib.h>
#include <string.h>

typedef struct outlet_key {
	units_key last;
	int32_t outlet;
} outlet_key;

/* Nodes are outlets, then places. */
typedef struct grouping {
	const supply_problem *p;
	units *u;
	supply_allocation *a;
	int32_t item;
	units_key *last,
		*next; /* of each outlet: the largest given, with its lot where it may matter; the smallest next */
	size_t *serves; /* of place j: outlets served[serves[j]] .. */
	int32_t *served;
	int64_t *left; /* of each place */
	outlet_key *order; /* outlets by their last key, the largest first */
	int32_t *rank; /* of each node, from the highest group down; -1: none yet */
	int32_t *queue;
	size_t queued;
} grouping;

static int compare_whole(const units_key *a, const units_key *b)
{
	int order = units_compare(a, b);
	return order ? order : memcmp(a->lot, b->lot, UNITS_LOT);
}

static int by_key(const void *x, const void *y)
{
	return units_compare(x, y);
}

/* ---- keys of outlets --------------------------------------------------------------------------------------------- */

static void find_keys(grouping *g)
{
	for (size_t o = 0; o < g->p->outlets; o++)
		g->last[o] = g->next[o] = (units_key){.under = 1, .stage = -1};
	for (size_t k = 0; k < g->u->count; k++) {
		int32_t o = g->u->row[k].outlet;
		units_key last = units_last(g->u, k), next = units_next(g->u, k);
		if (units_compare(&last, &g->last[o]) > 0)
			g->last[o] = last;
		if (next.stage >= 0 && (g->next[o].stage < 0 || units_compare(&next, &g->next[o]) < 0))
			g->next[o] = next;
	}
}

/* Lots matter only where somebody at some outlet could have had a unit at the same level. */
static void find_lots(grouping *g)
{
	size_t count = 0, outlets = g->p->outlets;
	units_key *next = memory_alloc(outlets, sizeof *next);
	bool *matters = memory_alloc(outlets, sizeof *matters);
	for (size_t o = 0; o < outlets; o++)
		if (g->next[o].stage >= 0)
			next[count++] = g->next[o];
	if (count)
		qsort(next, count, sizeof *next, by_key);
	for (size_t o = 0; o < outlets; o++)
		matters[o] = g->last[o].stage >= 0 && count && bsearch(&g->last[o], next, count, sizeof *next, by_key);
	for (size_t k = 0; k < g->u->count; k++) {
		int32_t o = g->u->row[k].outlet;
		units_key last = units_last(g->u, k);
		if (!matters[o] || units_compare(&last, &g->last[o]) != 0)
			continue;
		const unsigned char *lot = units_lot(g->u, k);
		if (memcmp(lot, g->last[o].lot, UNITS_LOT) > 0)
			memcpy(g->last[o].lot, lot, UNITS_LOT);
	}
	free(next);
	free(matters);
}

static int by_last(const void *x, const void *y)
{
	const outlet_key *a = x, *b = y;
	int order = compare_whole(&b->last, &a->last);
	return order ? order : (a->outlet > b->outlet) - (a->outlet < b->outlet);
}

static void order_outlets(grouping *g)
{
	for (size_t o = 0; o < g->p->outlets; o++)
		g->order[o] = (outlet_key){g->last[o], (int32_t)o};
	qsort(g->order, g->p->outlets, sizeof *g->order, by_last);
}

/* ---- who can take from whom -------------------------------------------------------------------------------------- */

static void index_places(grouping *g, const int64_t *stock)
{
	const supply_problem *p = g->p;
	size_t *at = memory_alloc(p->places + 1, sizeof *at);
	memcpy(g->left, stock, p->places * sizeof *stock);
	for (size_t k = 0; k < p->links; k++)
		g->serves[p->serves[k].place + 1]++;
	for (size_t j = 0; j < p->places; j++)
		g->serves[j + 1] += g->serves[j];
	memcpy(at, g->serves, (p->places + 1) * sizeof *at);
	for (size_t k = 0; k < p->links; k++)
		g->served[at[p->serves[k].place]++] = p->serves[k].outlet;
	free(at);
	size_t first = (size_t)g->item * p->outlets;
	for (size_t f = g->a->flows[first]; f < g->a->flows[first + p->outlets]; f++)
		g->left[g->a->flow[f].place] -= g->a->flow[f].units;
}

static void reach(grouping *g, size_t node, int32_t rank)
{
	if (g->rank[node] >= 0)
		return;
	g->rank[node] = rank;
	g->queue[g->queued++] = (int32_t)node;
}

/* All that can take from what was reached, and was not reached at a higher rank. */
static void spread(grouping *g, int32_t rank)
{
	size_t outlets = g->p->outlets;
	for (size_t front = 0; front < g->queued; front++) {
		size_t node = (size_t)g->queue[front];
		if (node < outlets) {
			size_t at = (size_t)g->item * outlets + node;
			for (size_t f = g->a->flows[at]; f < g->a->flows[at + 1]; f++)
				reach(g, outlets + (size_t)g->a->flow[f].place, rank);
			continue;
		}
		for (size_t k = g->serves[node - outlets]; k < g->serves[node - outlets + 1]; k++)
			reach(g, (size_t)g->served[k], rank);
	}
	g->queued = 0;
}

/* Ranks from the highest: those who can take from a place with something left; then by the keys they can take from;
 * last those who can take from nobody. `key` of each rank; returns how many. */
static int32_t rank_all(grouping *g, units_key *key)
{
	size_t outlets = g->p->outlets, places = g->p->places;
	int32_t ranks = 0;
	for (size_t j = 0; j < places; j++)
		if (g->left[j] > 0)
			reach(g, outlets + j, 0);
	bool left = g->queued > 0;
	if (left)
		key[ranks++] = g->order[0].last;
	spread(g, 0);
	for (size_t i = 0; i < outlets && g->order[i].last.stage >= 0; i++) {
		const outlet_key *at = &g->order[i];
		if (g->rank[at->outlet] >= 0)
			continue;
		if (ranks == left || compare_whole(&key[ranks - 1], &at->last) != 0)
			key[ranks++] = at->last;
		reach(g, (size_t)at->outlet, ranks - 1);
		spread(g, ranks - 1);
	}
	bool none = false;
	for (size_t node = 0; node < outlets + places; node++)
		if (g->rank[node] < 0) {
			g->rank[node] = ranks;
			none = true;
		}
	if (none)
		key[ranks++] = (units_key){.under = 1, .stage = -1};
	return ranks;
}

/* ---- into the allocation ----------------------------------------------------------------------------------------- */

static int64_t divisor(int64_t a, int64_t b)
{
	while (b) {
		int64_t rest = a % b;
		a = b, b = rest;
	}
	return a;
}

static void add_level(supply_allocation *a, const units_key *key)
{
	supply_level level = {0, 1, 0};
	if (key->stage >= 0) {
		int64_t d = divisor(key->over, key->under);
		level = (supply_level){key->over / d, key->under / d, key->stage};
	}
	MEMORY_RESERVE(a->level, a->levels_all, a->level_room);
	a->level[a->levels_all++] = level;
}

static bool keep(grouping *g, const units_key *key, int32_t ranks)
{
	size_t outlets = g->p->outlets, places = g->p->places;
	bool lots = false;
	for (int32_t r = ranks; r-- > 0;)
		add_level(g->a, &key[r]);
	g->a->levels[g->item + 1] = g->a->levels_all;
	for (size_t o = 0; o < outlets; o++) {
		g->a->outlet_group[(size_t)g->item * outlets + o] = ranks - 1 - g->rank[o];
		lots |= g->next[o].stage >= 0 && units_compare(&g->next[o], &key[g->rank[o]]) <= 0;
	}
	for (size_t j = 0; j < places; j++)
		g->a->place_group[(size_t)g->item * places + j] = ranks - 1 - g->rank[outlets + j];
	return lots && !g->p->seed;
}

bool groups_make(const supply_problem *p, units *u, const int64_t *stock, supply_allocation *a, int32_t item)
{
	size_t outlets = p->outlets, nodes = outlets + p->places;
	grouping g = {.p = p, .u = u, .a = a, .item = item};
	units_key *key = memory_alloc(outlets + 2, sizeof *key);
	g.last = memory_alloc(outlets, sizeof *g.last);
	g.next = memory_alloc(outlets, sizeof *g.next);
	g.serves = memory_alloc(p->places + 1, sizeof *g.serves);
	g.served = memory_alloc(p->links, sizeof *g.served);
	g.left = memory_alloc(p->places, sizeof *g.left);
	g.order = memory_alloc(outlets, sizeof *g.order);
	g.rank = memory_alloc(nodes, sizeof *g.rank);
	g.queue = memory_alloc(nodes, sizeof *g.queue);
	for (size_t v = 0; v < nodes; v++)
		g.rank[v] = -1;
	find_keys(&g);
	if (p->seed)
		find_lots(&g);
	order_outlets(&g);
	index_places(&g, stock);
	bool lots = keep(&g, key, rank_all(&g, key));
	void *all[] = {key, g.last, g.next, g.serves, g.served, g.left, g.order, g.rank, g.queue};
	for (size_t i = 0; i < sizeof all / sizeof *all; i++)
		free(all[i]);
	return lots;
}
