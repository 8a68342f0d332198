/* Parcels of ballots for Meek's method; see meek_tree.h. */
#include "count/meek_tree.h"

#include "base/memory.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

/* ---- ballots with equal ranks ------------------------------------------------------------------------------------ */

static bool tied_at(const cordon_election *e, size_t at)
{
	return e->mark[at] != CORDON_MARK_SKIPPED && (e->mark[at] & CORDON_MARK_TIED);
}

/* How many orders a ballot stands for; 0: more than TREE_ORDERS_MAX. */
static uint64_t count_orders(const cordon_election *e, size_t b)
{
	uint64_t orders = 1, run = 1;
	for (size_t at = e->start[b]; at < e->start[b + 1]; at++) {
		run = tied_at(e, at) ? run + 1 : 1;
		orders *= run;
		if (orders > TREE_ORDERS_MAX)
			return 0;
	}
	return orders;
}

static uint64_t common_divisor(uint64_t a, uint64_t b)
{
	while (b) {
		uint64_t rest = a % b;
		a = b;
		b = rest;
	}
	return a;
}

/* The scale, and how many ballots and marks there will be. False: too many. */
static bool measure(meek_tree *t, const cordon_election *e, size_t *ballots, size_t *marks, size_t *wrong)
{
	*ballots = *marks = 0;
	t->scale = 1;
	for (size_t b = 0; b < e->ballots; b++) {
		uint64_t orders = count_orders(e, b);
		*wrong = b;
		if (!orders)
			return false;
		t->scale = t->scale / common_divisor(t->scale, orders) * orders;
		*ballots += orders;
		*marks += orders * (e->start[b + 1] - e->start[b]);
		if (t->scale > TREE_SCALE_MAX || (t->scale > 1 && *marks > TREE_EXPANDED_MAX))
			return false;
	}
	return true;
}

/* Order number `order` of a ballot's marks: in each group of equal ones, which of those left comes next is a digit of
 * it, to a base that falls from the group's size to 1. */
static size_t write_order(const cordon_election *e, size_t b, uint64_t order, cordon_mark *out)
{
	size_t written = 0, end = e->start[b + 1];
	for (size_t at = e->start[b]; at < end;) {
		size_t group = 1;
		while (at + group < end && tied_at(e, at + group))
			group++;
		cordon_mark *left = out + written;
		if (e->mark[at] == CORDON_MARK_SKIPPED) {
			at++;
			continue;
		}
		for (size_t i = 0; i < group; i++)
			left[i] = e->mark[at + i] & (cordon_mark)~CORDON_MARK_TIED;
		for (size_t i = 0; i + 1 < group; i++) {
			size_t pick = i + order % (group - i);
			order /= group - i;
			cordon_mark taken = left[pick];
			memmove(left + i + 1, left + i, (pick - i) * sizeof *left);
			left[i] = taken;
		}
		written += group;
		at += group;
	}
	return written;
}

static void expand(meek_tree *t, const cordon_election *e, size_t ballots, size_t marks)
{
	cordon_mark *mark = memory_alloc(marks, sizeof *mark);
	size_t *start = memory_alloc(ballots + 1, sizeof *start), made = 0;
	uint64_t *weight = memory_alloc(ballots, sizeof *weight);
	for (size_t b = 0; b < e->ballots; b++) {
		uint64_t orders = count_orders(e, b);
		for (uint64_t order = 0; order < orders; order++, made++) {
			weight[made] = e->weight[b] * (t->scale / orders);
			start[made + 1] = start[made] + write_order(e, b, order, mark + start[made]);
		}
	}
	t->mark = t->owned[0] = mark;
	t->start = t->owned[1] = start;
	t->weight = t->owned[2] = weight;
	t->ballots = made;
}

/* ---- the tree ---------------------------------------------------------------------------------------------------- */

bool meek_tree_begin(meek_tree *t, const cordon_election *e, size_t *wrong)
{
	size_t ballots, marks;
	*t = (meek_tree){.mark = e->mark, .start = e->start, .weight = e->weight, .ballots = e->ballots};
	t->candidates = e->candidates;
	if (!measure(t, e, &ballots, &marks, wrong))
		return false;
	if (t->scale > 1)
		expand(t, e, ballots, marks);
	t->next = memory_alloc(t->ballots, sizeof *t->next);
	t->place = memory_alloc(t->ballots, sizeof *t->place);
	t->first = memory_alloc((size_t)t->candidates, sizeof *t->first);
	t->memo = memory_alloc((size_t)t->candidates, sizeof *t->memo);
	return true;
}

void meek_tree_free(meek_tree *t)
{
	for (int i = 0; i < 3; i++)
		free(t->owned[i]);
	free(t->next);
	free(t->place);
	free(t->first);
	free(t->memo);
	free(t->node);
	*t = (meek_tree){0};
}

static uint32_t add_node(meek_tree *t, uint32_t parent, int candidate)
{
	MEMORY_RESERVE(t->node, t->nodes, t->capacity);
	uint32_t n = t->nodes++;
	t->node[n] = (tree_node){.parent = parent,
				 .sibling = t->node[parent].child,
				 .candidate = (uint16_t)candidate,
				 .next = t->first[candidate]};
	t->node[parent].child = t->first[candidate] = n;
	return n;
}

static uint32_t find_child(meek_tree *t, uint32_t parent, int candidate)
{
	for (uint32_t n = t->node[parent].child; n; n = t->node[n].sibling)
		if (t->node[n].candidate == candidate)
			return n;
	return add_node(t, parent, candidate);
}

/* The next candidate of a ballot who is neither excluded nor withdrawn, or -1; the ballot stands behind them then. */
static int advance(meek_tree *t, size_t b, const cordon_candidate_state *state)
{
	size_t end = t->start[b + 1];
	for (size_t at = t->start[b] + t->place[b]; at < end; at++) {
		cordon_mark mark = t->mark[at];
		t->place[b] = (uint16_t)(at + 1 - t->start[b]);
		if (mark != CORDON_MARK_SKIPPED &&
		    (state[mark] == CORDON_STATE_CONTINUING || state[mark] == CORDON_STATE_ELECTED))
			return mark;
	}
	return -1;
}

/* From node `base` on, until it rests; memo[] has the children of `base`. */
static void pass_on(meek_tree *t, size_t b, uint32_t base, const cordon_candidate_state *state)
{
	uint32_t at = base;
	for (int to; (to = advance(t, b, state)) >= 0;) {
		if (at == base && t->memo[to])
			at = t->memo[to];
		else
			at = find_child(t, at, to);
		if (t->node[at].parent == base)
			t->memo[to] = at;
		t->node[at].papers += t->weight[b];
		if (state[to] == CORDON_STATE_CONTINUING)
			break;
	}
	t->next[b] = t->node[at].ballot;
	t->node[at].ballot = (uint32_t)b + 1;
}

static void fill_memo(meek_tree *t, uint32_t base)
{
	memset(t->memo, 0, (size_t)t->candidates * sizeof *t->memo);
	for (uint32_t n = t->node[base].child; n; n = t->node[n].sibling)
		t->memo[t->node[n].candidate] = n;
}

void meek_tree_start(meek_tree *t, const cordon_candidate_state *state)
{
	MEMORY_RESERVE(t->node, t->nodes, t->capacity);
	t->node[t->nodes++] = (tree_node){0};
	fill_memo(t, 0);
	for (size_t b = 0; b < t->ballots; b++)
		pass_on(t, b, 0, state);
}

void meek_tree_release(meek_tree *t, int candidate, const cordon_candidate_state *state)
{
	bool elected = state[candidate] == CORDON_STATE_ELECTED;
	for (uint32_t n = t->first[candidate]; n; n = t->node[n].next) {
		uint32_t ballot = t->node[n].ballot, base = elected ? n : t->node[n].parent;
		t->node[n].ballot = 0;
		if (!elected)
			t->node[n].papers = 0;
		fill_memo(t, base);
		while (ballot) {
			uint32_t after = t->next[ballot - 1];
			pass_on(t, ballot - 1, base, state);
			ballot = after;
		}
	}
}
