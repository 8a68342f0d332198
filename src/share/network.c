/* Leximin over a network: who can reach which depot.
 *
 * The shares x are those that cannot be made fairer: the smallest x / weight is as large as it can be, then the next
 * smallest, and so on, with x never above the claim and drawn from depots within reach (lexicographically optimal flow:
 * Megiddo 1974; the decomposition is Fujishige 1980). They are unique; which depot serves whom may not be.
 *
 * A part of the problem is looked at with the level it would have if all its stock could go where it is due. Either a
 * flow gives that to everybody, and the part is done. Or the smallest cut says who cannot have so much: they are a
 * part of their own, with the depots they exhaust; those whose claim is below keep their claim, to be served from the
 * other depots, which are a part with everybody else. Each part has one flow, and the parts of one depth are together
 * no larger than the whole.
 */
#include "base/memory.h"
#include "share/flow.h"
#include "share/problem.h"
#include "share/rule.h"

#include <assert.h>
#include <stdlib.h>

typedef struct part {
	int32_t *claimant, *depot; /* numbers in the problem */
	size_t claimants, depots;
} part;

typedef struct network {
	const cordon_share_problem *p;
	share_part *x;
	bool *settled; /* has its claim for certain, and still needs to be served */
	int32_t *local; /* of each depot its place in the part under way, -1: it is not in it */
	part *stack;
	size_t parts, room;
} network;

static void part_free(part *q)
{
	free(q->claimant);
	free(q->depot);
}

static void add(network *w, part q)
{
	if (!q.claimants) {
		part_free(&q);
		return;
	}
	MEMORY_RESERVE(w->stack, w->parts, w->room);
	w->stack[w->parts++] = q;
}

/* Links of the part's claimants to its own depots. */
static flow make_flow(network *w, const part *q, size_t **start, int32_t **to)
{
	size_t links = 0, at = 0;
	for (size_t j = 0; j < q->depots; j++)
		w->local[q->depot[j]] = (int32_t)j;
	for (size_t i = 0; i < q->claimants; i++)
		links += w->p->start[q->claimant[i] + 1] - w->p->start[q->claimant[i]];
	*start = memory_alloc(q->claimants + 1, sizeof **start);
	*to = memory_alloc(links, sizeof **to);
	for (size_t i = 0; i < q->claimants; i++) {
		for (size_t k = w->p->start[q->claimant[i]]; k < w->p->start[q->claimant[i] + 1]; k++)
			if (w->local[w->p->link[k].stock] >= 0)
				(*to)[at++] = w->local[w->p->link[k].stock];
		(*start)[i + 1] = at;
	}
	for (size_t j = 0; j < q->depots; j++)
		w->local[q->depot[j]] = -1;
	flow f = {.claimants = q->claimants, .depots = q->depots, .links = at, .start = *start, .to = *to};
	flow_open(&f);
	return f;
}

/* The level if all stock, or all that is claimed, could be used: what is left after the settled, over the weights. */
static share_part highest_level(const network *w, const part *q)
{
	share_wide stock = 0, settled = 0, claimed = 0, weight = 0;
	for (size_t j = 0; j < q->depots; j++)
		stock += w->p->stock[q->depot[j]].amount;
	for (size_t i = 0; i < q->claimants; i++) {
		const cordon_claimant *c = &w->p->claimant[q->claimant[i]];
		if (w->settled[q->claimant[i]]) {
			settled += c->claim;
		} else {
			claimed += c->claim;
			weight += c->weight;
		}
	}
	share_wide rest = stock - settled < claimed ? stock - settled : claimed;
	assert(rest >= 0);
	return weight ? (share_part){rest, weight} : (share_part){0, 0};
}

/* Whether somebody's claim is below the level; fills what everybody wants, times the level's denominator. */
static bool ask(const network *w, const part *q, share_part level, flow *f)
{
	bool limited = false;
	for (size_t i = 0; i < q->claimants; i++) {
		const cordon_claimant *c = &w->p->claimant[q->claimant[i]];
		share_wide claim = (share_wide)c->claim * level.under, fair = level.over * c->weight;
		bool settled = w->settled[q->claimant[i]];
		f->wants[i] = settled || claim < fair ? claim : fair;
		limited |= !settled && claim < fair;
	}
	for (size_t j = 0; j < q->depots; j++)
		f->has[j] = (share_wide)w->p->stock[q->depot[j]].amount * level.under;
	return limited;
}

/* Those the cut reaches and the depots they exhaust, and the others; who keeps the claim goes with the others. */
static void split(network *w, const part *q, share_part level, const flow *f)
{
	part low = {memory_alloc(q->claimants, sizeof(int32_t)), memory_alloc(q->depots, sizeof(int32_t)), 0, 0},
	     high = low;
	high.claimant = memory_alloc(q->claimants, sizeof(int32_t));
	high.depot = memory_alloc(q->depots, sizeof(int32_t));
	for (size_t i = 0; i < q->claimants; i++) {
		const cordon_claimant *c = &w->p->claimant[q->claimant[i]];
		if (flow_reaches_claimant(f, i)) {
			low.claimant[low.claimants++] = q->claimant[i];
			continue;
		}
		high.claimant[high.claimants++] = q->claimant[i];
		if ((share_wide)c->claim * level.under < level.over * c->weight && !w->settled[q->claimant[i]]) {
			w->settled[q->claimant[i]] = true;
			w->x[q->claimant[i]] = part_whole(c->claim);
		}
	}
	for (size_t j = 0; j < q->depots; j++)
		if (flow_reaches_depot(f, j))
			low.depot[low.depots++] = q->depot[j];
		else
			high.depot[high.depots++] = q->depot[j];
	add(w, high);
	add(w, low);
}

static void settle_part(network *w, part *q)
{
	size_t *start;
	int32_t *to;
	share_part level = highest_level(w, q);
	if (!level.under) /* all settled: their claims fit, or they would not be */
		return;
	level = part_reduce(level);
	flow f = make_flow(w, q, &start, &to);
	bool limited = ask(w, q, level, &f);
	share_wide asked = 0;
	for (size_t i = 0; i < q->claimants; i++)
		asked += f.wants[i];
	if (flow_run(&f) == asked && !limited) {
		for (size_t i = 0; i < q->claimants; i++)
			if (!w->settled[q->claimant[i]])
				w->x[q->claimant[i]] =
					(share_part){level.over * w->p->claimant[q->claimant[i]].weight, level.under};
	} else {
		split(w, q, level, &f);
	}
	flow_close(&f);
	free(start);
	free(to);
}

/* Everybody who can get anything at all, and all depots. */
static part whole(const cordon_share_problem *p)
{
	part all = {memory_alloc(p->claimants, sizeof(int32_t)), memory_alloc(p->stocks, sizeof(int32_t)), 0,
		    p->stocks};
	for (size_t i = 0; i < p->claimants; i++)
		if (p->claimant[i].weight && p->start[i + 1] > p->start[i])
			all.claimant[all.claimants++] = (int32_t)i;
	for (size_t j = 0; j < p->stocks; j++)
		all.depot[j] = (int32_t)j;
	return all;
}

cordon_status network_leximin(const cordon_share_problem *p, cordon_shares *shares, cordon_error *error)
{
	if (problem_stocks(p, error))
		return CORDON_BAD_INPUT;
	network w = {.p = p, .x = shares_parts(shares)};
	share_part *level = shares_levels(shares);
	w.settled = memory_alloc(p->claimants, sizeof *w.settled);
	w.local = memory_alloc(p->stocks, sizeof *w.local);
	for (size_t j = 0; j < p->stocks; j++)
		w.local[j] = -1;
	add(&w, whole(p));
	while (w.parts) {
		part q = w.stack[--w.parts];
		settle_part(&w, &q);
		part_free(&q);
	}
	for (size_t i = 0; i < p->claimants; i++)
		level[i] = p->claimant[i].weight ? (share_part){w.x[i].over, w.x[i].under * p->claimant[i].weight}
						 : part_whole(0);
	free(w.settled);
	free(w.local);
	free(w.stack);
	return CORDON_OK;
}
