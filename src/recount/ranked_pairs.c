/* Replays ranked pairs (Tideman 1987): not by taking majorities in every order, but by what the results of these
 * orders are (T. M. Zavist and T. N. Tideman, Complete independence of clones in the ranked pairs rule, Social
 * Choice and Welfare 6, 1989): the rankings ("stacks") in which, where B has a majority over A ranked above it, a
 * chain leads down from A to B, each step a majority at least as large. Who stands at the top of some stack is a
 * winner. Stacks are sought from the top, each next option one that chains through those left could still answer
 * for; beyond WORK_MAX the replay gives up. The order that the report tells for a winner is taken as
 * docs/counting.md words it, over lists of the majorities kept.
 */
#include "recount/condorcet.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { WORK_MAX = 400 * 1000 * 1000, SAID_MAX = 200, TOLD_MAX = 10 };

/* ---- stacks ------------------------------------------------------------------------------------------------------ */

typedef struct stack {
	const contest *k;
	int *try; /* who has majorities over most, first */
	int *ranked; /* from the top */
	bool *left; /* neither ranked nor withdrawn */
	uint64_t *width; /* a * n + b: of the widest chain down from a ranked a to a ranked b */
	uint64_t work;
	int height, options;
} stack;

/* What a's majority over b has; 0: none. */
static uint64_t majority(const contest *k, int a, int b)
{
	return above(k, a, b) > above(k, b, a) ? above(k, a, b) - above(k, b, a) : 0;
}

static uint64_t least(uint64_t a, uint64_t b)
{
	return a < b ? a : b;
}

/* Whether chains from c through those left reach all of them that have a majority over c, as wide as it is. */
static bool can_answer(stack *s, int c)
{
	const contest *k = s->k;
	bool done[BALLOTS_CANDIDATES_MAX] = {false};
	uint64_t wide[BALLOTS_CANDIDATES_MAX];
	for (int b = 0; b < k->n; b++)
		wide[b] = s->left[b] && b != c ? majority(k, c, b) : 0;
	for (;;) {
		int widest = -1;
		for (int b = 0; b < k->n; b++)
			if (!done[b] && wide[b] && (widest < 0 || wide[b] > wide[widest]))
				widest = b;
		s->work += (uint64_t)k->n;
		if (widest < 0)
			break;
		done[widest] = true;
		for (int b = 0; b < k->n; b++) {
			uint64_t on = s->left[b] && b != c ? least(wide[widest], majority(k, widest, b)) : 0;
			wide[b] = on > wide[b] ? on : wide[b];
		}
	}
	for (int b = 0; b < k->n; b++)
		if (s->left[b] && b != c && majority(k, b, c) > wide[b])
			return false;
	return true;
}

/* Puts c under those ranked, if each of them that it has a majority over answers with a chain down. */
static bool put(stack *s, int c)
{
	const contest *k = s->k;
	size_t n = (size_t)k->n;
	for (int i = 0; i < s->height; i++) {
		int a = s->ranked[i];
		uint64_t widest = majority(k, a, c);
		for (int j = i + 1; j < s->height; j++) {
			uint64_t by = least(s->width[(size_t)a * n + (size_t)s->ranked[j]], majority(k, s->ranked[j], c));
			widest = by > widest ? by : widest;
		}
		s->work += (uint64_t)s->height;
		if (majority(k, c, a) > widest)
			return false;
		s->width[(size_t)a * n + (size_t)c] = widest;
	}
	if (!can_answer(s, c))
		return false;
	s->ranked[s->height++] = c;
	s->left[c] = false;
	return true;
}

/* Whether those left can be ranked under those ranked; from a place's choice to the next by `at`, without recursion. */
static bool complete(stack *s, int top)
{
	int *at = memory_alloc((size_t)s->k->n + 1, sizeof *at);
	bool found = put(s, top) && s->height == s->options;
	while (s->height && !found && s->work < WORK_MAX) {
		int *next = &at[s->height], height = s->height;
		while (*next < s->k->n && !(s->left[s->try[*next]] && put(s, s->try[*next])))
			++*next;
		if (s->height > height) {
			++*next;
			at[s->height] = 0;
			found = s->height == s->options;
		} else {
			s->left[s->ranked[--s->height]] = true;
		}
	}
	free(at);
	return found;
}

static void order_tries(stack *s)
{
	const contest *k = s->k;
	int place = 0;
	for (int wins = k->n; wins >= 0; wins--)
		for (int c = 0; c < k->n; c++) {
			int has = 0;
			for (int b = 0; b < k->n; b++)
				has += majority(k, c, b) > 0;
			if (has == wins)
				s->try[place++] = c;
		}
}

/* The winners; -1: the stacks are too many. */
static int find_tops(const contest *k, int *winner)
{
	size_t n = (size_t)k->n;
	int count = 0;
	stack s = {.k = k};
	s.try = memory_alloc(n, sizeof *s.try);
	s.ranked = memory_alloc(n, sizeof *s.ranked);
	s.left = memory_alloc(n, sizeof *s.left);
	s.width = memory_alloc(n * n, sizeof *s.width);
	order_tries(&s);
	for (int c = 0; c < k->n; c++)
		s.options += k->in[c];
	for (int c = 0; c < k->n && s.work < WORK_MAX; c++) {
		memcpy(s.left, k->in, n * sizeof *s.left);
		s.height = 0;
		if (k->in[c] && complete(&s, c))
			winner[count++] = c;
	}
	free(s.try);
	free(s.ranked);
	free(s.left);
	free(s.width);
	return s.work < WORK_MAX ? count : -1;
}

/* ---- the order told for a winner --------------------------------------------------------------------------------- */

typedef struct pair {
	uint64_t size;
	int over, under;
	int next; /* kept: the next of the same over, as its number; -1: none */
	bool kept;
} pair;

typedef struct order {
	pair *pair; /* the largest first */
	int pairs, n;
	int *first; /* of the majorities kept, by option */
	int *trail;
	bool *met;
} order;

static int by_size(const void *a, const void *b)
{
	const pair *x = a, *y = b;
	if (x->size != y->size)
		return x->size < y->size ? 1 : -1;
	int over = (x->over > y->over) - (x->over < y->over);
	return over ? over : (x->under > y->under) - (x->under < y->under);
}

static order list_pairs(const contest *k)
{
	size_t n = (size_t)k->n;
	order o = {.n = k->n};
	o.pair = memory_alloc(n * n / 2 + 1, sizeof *o.pair);
	o.first = memory_alloc(n, sizeof *o.first);
	o.trail = memory_alloc(n, sizeof *o.trail);
	o.met = memory_alloc(n, sizeof *o.met);
	for (int a = 0; a < k->n; a++)
		for (int b = 0; b < k->n; b++)
			if (k->in[a] && k->in[b] && majority(k, a, b))
				o.pair[o.pairs++] = (pair){majority(k, a, b), a, b, -1, false};
	qsort(o.pair, (size_t)o.pairs, sizeof *o.pair, by_size);
	return o;
}

/* Whether majorities kept lead from a to b; met[] is all they lead to, or enough. b -1: all. */
static bool leads(const order *o, int a, int b)
{
	int waiting = 1;
	memset(o->met, 0, (size_t)o->n * sizeof *o->met);
	o->met[a] = true;
	o->trail[0] = a;
	while (waiting && (b < 0 || !o->met[b]))
		for (int i = o->first[o->trail[--waiting]]; i >= 0; i = o->pair[i].next)
			if (!o->met[o->pair[i].under]) {
				o->met[o->pair[i].under] = true;
				o->trail[waiting++] = o->pair[i].under;
			}
	return b >= 0 && o->met[b];
}

static void keep(order *o, int i)
{
	pair *p = &o->pair[i];
	p->kept = true;
	p->next = o->first[p->over];
	o->first[p->over] = i;
}

/* Of the majorities from .. to - 1, all of a size: again and again what leads from those below the winner to others. */
static void widen(order *o, int from, int to, int winner, bool *below)
{
	bool wider = to > from + 1;
	leads(o, winner, -1);
	memcpy(below, o->met, (size_t)o->n * sizeof *below);
	while (wider) {
		wider = false;
		for (int i = from; i < to; i++) {
			const pair *p = &o->pair[i];
			if (!below[p->over] || below[p->under] || leads(o, p->under, p->over))
				continue;
			keep(o, i);
			leads(o, winner, -1);
			memcpy(below, o->met, (size_t)o->n * sizeof *below);
			wider = true;
		}
	}
}

/* False: the winner does not win by this order. */
static bool follow(order *o, int winner)
{
	bool below[BALLOTS_CANDIDATES_MAX];
	for (int c = 0; c < o->n; c++)
		o->first[c] = -1;
	for (int from = 0, to; from < o->pairs; from = to) {
		for (to = from; to < o->pairs && o->pair[to].size == o->pair[from].size; to++)
			o->pair[to].kept = false;
		widen(o, from, to, winner, below);
		for (int i = from; i < to; i++) {
			const pair *p = &o->pair[i];
			if (p->kept || leads(o, p->under, p->over))
				continue;
			keep(o, i);
			if (p->under == winner)
				return false;
		}
	}
	return true;
}

static void tell_order(const contest *k, const order *o, int winner, bool alone)
{
	replay_stage_bare(k->r);
	replay_stage_set(k->r, "candidates", json_array());
	if (!alone)
		replay_say(k->r, "count.said.order", k->b->name[winner], NULL, NULL, NULL);
	for (int i = 0; i < o->pairs && i < SAID_MAX; i++) {
		char size[24];
		const pair *p = &o->pair[i];
		snprintf(size, sizeof size, "%" PRIu64, p->size);
		replay_say(k->r, p->kept ? "count.said.kept" : "count.said.not_kept", k->b->name[p->over],
			   k->b->name[p->under], size, NULL);
	}
}

static void tell_orders(const contest *k, const int *winner, int count)
{
	order o = list_pairs(k);
	for (int i = 0; i < count && i < TOLD_MAX; i++)
		if (follow(&o, winner[i]))
			tell_order(k, &o, winner[i], count == 1);
	free(o.pair);
	free(o.first);
	free(o.trail);
	free(o.met);
}

cordon_status ranked_pairs_replay(replay *r)
{
	int winner[BALLOTS_CANDIDATES_MAX];
	contest k = condorcet_begin(r);
	int count = find_tops(&k, winner);
	if (count >= 0 && !r->silent)
		tell_orders(&k, winner, count);
	cordon_status status = count < 0 ? CORDON_INTERRUPTED : condorcet_elect(&k, winner, count);
	condorcet_end(&k);
	return status;
}
