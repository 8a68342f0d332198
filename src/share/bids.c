/* The forest of bids.h: how it grows, and prices from it in double precision. */
#include "share/bids.h"

#include "base/memory.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { NONE = -1 };
#define WORTH_TOLERANCE 1e-11 /* of what a point buys */
#define BID_TOLERANCE 1e-10 /* of a budget */

forest *forest_make(const market *m)
{
	size_t nodes = m->goods + m->buyers;
	forest *f = memory_alloc(1, sizeof *f);
	f->m = m;
	f->owner = memory_alloc(m->links, sizeof *f->owner);
	f->money = memory_alloc(m->links, sizeof *f->money);
	f->in = memory_alloc(m->links, sizeof *f->in);
	f->many = memory_alloc(m->buyers, sizeof *f->many);
	f->head = memory_alloc(m->goods, sizeof *f->head);
	f->next = memory_alloc(m->links, sizeof *f->next);
	f->before = memory_alloc(m->links, sizeof *f->before);
	f->queue = memory_alloc(nodes, sizeof *f->queue);
	f->via = memory_alloc(nodes, sizeof *f->via);
	f->seen = memory_alloc(nodes, sizeof *f->seen);
	for (size_t i = 0; i < m->buyers; i++)
		for (size_t k = m->start[i]; k < m->start[i + 1]; k++)
			f->owner[k] = (int32_t)i;
	return f;
}

void forest_free(forest *f)
{
	void *all[] = {f->owner, f->money, f->in, f->many, f->head, f->next, f->before, f->queue, f->via, f->seen, f};
	for (size_t i = 0; i < sizeof all / sizeof *all; i++)
		free(all[i]);
}

static void hang(forest *f, int32_t k)
{
	int32_t *head = &f->head[f->m->good[k]];
	f->before[k] = NONE;
	f->next[k] = *head;
	if (*head != NONE)
		f->before[*head] = k;
	*head = k;
}

static void unhang(forest *f, int32_t k)
{
	if (f->before[k] != NONE)
		f->next[f->before[k]] = f->next[k];
	else
		f->head[f->m->good[k]] = f->next[k];
	if (f->next[k] != NONE)
		f->before[f->next[k]] = f->before[k];
}

/* The one link of a buyer who bids on one good. */
static int32_t only_link(const forest *f, size_t buyer)
{
	size_t k = f->m->start[buyer];
	while (!f->in[k])
		k++;
	return (int32_t)k;
}

static void reach(forest *f, size_t node, int32_t via)
{
	f->seen[node] = f->time;
	f->via[node] = via;
	f->queue[f->nodes++] = (int32_t)node;
	f->ties += via != NONE;
}

/* Walks from what the queue holds from `front` on, until `target` is reached (NONE: everything). */
static bool walk(forest *f, size_t front, int32_t target)
{
	size_t goods = f->m->goods;
	for (; front < f->nodes; front++) {
		size_t v = (size_t)f->queue[front];
		if (v < goods) {
			for (int32_t k = f->head[v]; k != NONE; k = f->next[k])
				if (f->seen[goods + (size_t)f->owner[k]] != f->time)
					reach(f, goods + (size_t)f->owner[k], k);
			continue;
		}
		if ((int32_t)v == target)
			return true;
		for (size_t k = f->m->start[v - goods]; k < f->m->start[v - goods + 1]; k++)
			if (f->in[k] && f->seen[f->m->good[k]] != f->time)
				reach(f, (size_t)f->m->good[k], (int32_t)k);
	}
	return false;
}

static void begin_walk(forest *f)
{
	f->time++;
	f->nodes = f->ties = 0;
}

/* Where a node was reached from, by its link. */
static size_t parent(const forest *f, size_t node)
{
	int32_t k = f->via[node];
	return node < f->m->goods ? f->m->goods + (size_t)f->owner[k] : (size_t)f->m->good[k];
}

static void drop(forest *f, int32_t k)
{
	size_t buyer = (size_t)f->owner[k];
	f->in[k] = false;
	f->money[k] = 0;
	unhang(f, k);
	if (--f->many[buyer] == 1)
		unhang(f, only_link(f, buyer));
}

/* Money goes around the cycle that link k closes, away from k, until k or another link has none; true when k has. The
 * links of the way back from k's buyer take more and less in turn. */
static bool cancel(forest *f, int32_t k)
{
	size_t end = (size_t)f->m->good[k], first = f->m->goods + (size_t)f->owner[k];
	int32_t least = k;
	bool more = true;
	for (size_t v = first; v != end; v = parent(f, v), more = !more)
		if (!more && f->money[f->via[v]] < f->money[least])
			least = f->via[v];
	double moved = f->money[least];
	more = true;
	for (size_t v = first; v != end; v = parent(f, v), more = !more)
		f->money[f->via[v]] += more ? moved : -moved;
	f->money[k] -= moved;
	if (least != k)
		drop(f, least);
	return least == k;
}

static void insert(forest *f, int32_t k)
{
	size_t buyer = (size_t)f->owner[k];
	if (f->many[buyer] == 1)
		hang(f, only_link(f, buyer));
	begin_walk(f);
	reach(f, (size_t)f->m->good[k], NONE);
	if (walk(f, 0, (int32_t)(f->m->goods + buyer)) && cancel(f, k)) {
		if (f->many[buyer] == 1)
			unhang(f, only_link(f, buyer));
		return;
	}
	f->in[k] = true;
	hang(f, k);
	f->many[buyer]++;
}

/* The link on which most of a good's money is bid. */
static void main_links(const forest *f, const double *bid, int32_t *of_good)
{
	const market *m = f->m;
	for (size_t j = 0; j < m->goods; j++)
		of_good[j] = NONE;
	for (size_t k = 0; k < m->links; k++) {
		int32_t *best = &of_good[m->good[k]];
		if (*best == NONE || bid[k] * m->budget[f->owner[k]] > bid[*best] * m->budget[f->owner[*best]])
			*best = (int32_t)k;
	}
}

void forest_grow(forest *f, const double *bid, double least)
{
	const market *m = f->m;
	int32_t *of_good = memory_alloc(m->goods, sizeof *of_good);
	main_links(f, bid, of_good);
	for (size_t j = 0; j < m->goods; j++)
		f->head[j] = NONE;
	memset(f->in, 0, m->links * sizeof *f->in);
	for (size_t i = 0; i < m->buyers; i++) {
		size_t most = m->start[i];
		for (size_t k = m->start[i]; k < m->start[i + 1]; k++) {
			f->money[k] = bid[k] * m->budget[i];
			most = bid[k] > bid[most] ? k : most;
		}
		f->in[most] = true;
		f->many[i] = 1;
	}
	for (size_t k = 0; k < m->links; k++)
		if (!f->in[k] && (bid[k] > least || (of_good[m->good[k]] == (int32_t)k && bid[k] > 0)))
			insert(f, (int32_t)k);
	free(of_good);
	begin_walk(f);
	for (size_t j = 0; j < m->goods; j++)
		if (f->seen[j] != f->time) {
			size_t front = f->nodes;
			reach(f, j, NONE);
			walk(f, front, NONE);
		}
}

/* --- numbers in double precision */

/* Goods of the tree that begins at queue[from]: q up to a scale, then with it. Returns where the tree ends; 0 when no
 * money comes to it. */
static size_t price_tree(const forest *f, size_t from, const double *single, double *q)
{
	const market *m = f->m;
	double money = 0, worth = 0;
	size_t at = from;
	do {
		size_t v = (size_t)f->queue[at];
		if (v >= m->goods) {
			money += m->budget[v - m->goods];
			continue;
		}
		if (f->via[v] == NONE) {
			q[v] = 0;
		} else {
			int32_t other = f->via[parent(f, v)];
			q[v] = q[m->good[other]] + m->worth[f->via[v]] - m->worth[other];
		}
		money += single[v];
		worth += exp(q[v]);
	} while (++at < f->nodes && f->via[f->queue[at]] != NONE);
	if (!(money > 0) || !isfinite(worth))
		return 0;
	for (size_t a = from; a < at; a++)
		if ((size_t)f->queue[a] < m->goods)
			q[f->queue[a]] += log(money / worth);
	return at;
}

/* Bids of ties, from the leaves on. */
static bool bid_from_leaves(forest *f, const double *single, const double *q)
{
	const market *m = f->m;
	double *due = memory_alloc(m->goods + m->buyers, sizeof *due);
	bool good = true;
	for (size_t j = 0; j < m->goods; j++)
		due[j] = exp(q[j]) - single[j];
	memcpy(due + m->goods, m->budget, m->buyers * sizeof *due);
	for (size_t a = f->nodes; a-- > 0;) {
		size_t v = (size_t)f->queue[a];
		if (f->via[v] == NONE)
			continue;
		int32_t k = f->via[v];
		due[parent(f, v)] -= due[v];
		good &= due[v] >= -BID_TOLERANCE * m->budget[f->owner[k]];
		f->money[k] = fmax(due[v], 0);
	}
	free(due);
	return good;
}

static bool nobody_does_better(const forest *f, const double *q)
{
	const market *m = f->m;
	for (size_t i = 0; i < m->buyers; i++) {
		double best = market_best(m, q, i);
		for (size_t k = m->start[i]; k < m->start[i + 1]; k++)
			if (f->in[k] && m->worth[k] - q[m->good[k]] < best - WORTH_TOLERANCE)
				return false;
	}
	return true;
}

bool forest_settle(forest *f, double *q)
{
	const market *m = f->m;
	double *single = memory_alloc(m->goods, sizeof *single);
	size_t at = 0;
	for (size_t i = 0; i < m->buyers; i++)
		if (f->many[i] == 1) {
			int32_t k = only_link(f, i);
			single[m->good[k]] += m->budget[i];
			f->money[k] = m->budget[i];
		}
	do
		at = price_tree(f, at, single, q);
	while (at && at < f->nodes);
	bool settled = at && bid_from_leaves(f, single, q) && nobody_does_better(f, q);
	free(single);
	return settled;
}
