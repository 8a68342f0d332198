/* Prices and bids of a forest in fractions, and the exact check of the equilibrium; see bids.h. */
#include "share/bids.h"

#include "base/memory.h"

#include <stdlib.h>

enum { NONE = -1 };

typedef struct exact {
	const forest *f;
	const market *m;
	const cordon_share_problem *p;
	mpq_t *price, *points; /* of goods, of links */
	mpq_t *due; /* of nodes */
	mpq_t a, b;
} exact;

static int64_t value(const exact *x, size_t k)
{
	return x->p->link[x->m->link[k]].value;
}

static size_t parent(const forest *f, size_t node)
{
	int32_t k = f->via[node];
	return node < f->m->goods ? f->m->goods + (size_t)f->owner[k] : (size_t)f->m->good[k];
}

/* Prices of a tree up to a scale, and what goods and buyers have to do with it: `due` of goods holds what those who bid
 * on nothing else spend on them. */
static size_t price_tree(exact *x, size_t from)
{
	const forest *f = x->f;
	mpq_t money, worth;
	mpq_inits(money, worth, NULL);
	size_t at = from;
	do {
		size_t v = (size_t)f->queue[at];
		mpq_add(money, money, x->due[v]);
		if (v >= x->m->goods)
			continue;
		if (f->via[v] == NONE) {
			mpq_set_ui(x->price[v], 1, 1);
		} else {
			int32_t other = f->via[parent(f, v)];
			ratio_set(x->a, value(x, (size_t)f->via[v]), value(x, (size_t)other));
			mpq_mul(x->price[v], x->price[x->m->good[other]], x->a);
		}
		ratio_set(x->a, x->p->stock[x->m->stock[v]].amount, x->p->grain);
		mpq_mul(x->a, x->a, x->price[v]);
		mpq_add(worth, worth, x->a);
	} while (++at < f->nodes && f->via[f->queue[at]] != NONE);
	mpq_div(money, money, worth);
	for (size_t k = from; k < at; k++)
		if ((size_t)f->queue[k] < x->m->goods)
			mpq_mul(x->price[f->queue[k]], x->price[f->queue[k]], money);
	mpq_clears(money, worth, NULL);
	return at;
}

static void begin(exact *x)
{
	const market *m = x->m;
	for (size_t i = 0; i < m->buyers; i++) {
		ratio_set(x->a, x->p->claimant[m->claimant[i]].points, x->p->weight_grain);
		mpq_set(x->due[m->goods + i], x->a);
		if (x->f->many[i] > 1)
			continue;
		size_t k = m->start[i];
		while (!x->f->in[k])
			k++;
		mpq_set(x->points[k], x->a);
		mpq_add(x->due[m->good[k]], x->due[m->good[k]], x->a);
	}
}

static bool bid_from_leaves(exact *x)
{
	const forest *f = x->f;
	bool good = true;
	for (size_t j = 0; j < x->m->goods; j++) {
		ratio_set(x->a, x->p->stock[x->m->stock[j]].amount, x->p->grain);
		mpq_mul(x->a, x->a, x->price[j]);
		mpq_sub(x->due[j], x->a, x->due[j]);
	}
	for (size_t at = f->nodes; at-- > 0;) {
		size_t v = (size_t)f->queue[at];
		if (f->via[v] == NONE) {
			good &= !mpq_sgn(x->due[v]); /* the whole tree's money is spent */
			continue;
		}
		mpq_sub(x->due[parent(f, v)], x->due[parent(f, v)], x->due[v]);
		mpq_set(x->points[f->via[v]], x->due[v]);
		good &= mpq_sgn(x->due[v]) >= 0;
	}
	return good;
}

/* Every link against one the buyer bids on: value / price must be no larger. */
static bool nobody_does_better(exact *x)
{
	const market *m = x->m;
	for (size_t i = 0; i < m->buyers; i++) {
		size_t own = m->start[i];
		while (!x->f->in[own])
			own++;
		for (size_t k = m->start[i]; k < m->start[i + 1]; k++) {
			ratio_set(x->a, value(x, k), 1);
			ratio_set(x->b, value(x, own), 1);
			mpq_mul(x->a, x->a, x->price[m->good[own]]);
			mpq_mul(x->b, x->b, x->price[m->good[k]]);
			if (mpq_cmp(x->a, x->b) > 0)
				return false;
		}
	}
	return true;
}

static bool all_paid(const exact *x)
{
	for (size_t j = 0; j < x->m->goods; j++)
		if (mpq_sgn(x->price[j]) <= 0)
			return false;
	return true;
}

bool forest_settle_exactly(forest *f, const cordon_share_problem *p, mpq_t *price, mpq_t *points)
{
	size_t nodes = f->m->goods + f->m->buyers;
	exact x = {.f = f, .m = f->m, .p = p, .price = price, .points = points, .due = memory_alloc(nodes, sizeof *x.due)};
	mpq_inits(x.a, x.b, NULL);
	for (size_t v = 0; v < nodes; v++)
		mpq_init(x.due[v]);
	for (size_t k = 0; k < f->m->links; k++)
		mpq_set_ui(points[k], 0, 1);
	begin(&x);
	for (size_t at = 0; at < f->nodes;)
		at = price_tree(&x, at);
	bool settled = all_paid(&x) && bid_from_leaves(&x) && nobody_does_better(&x);
	for (size_t v = 0; v < nodes; v++)
		mpq_clear(x.due[v]);
	free(x.due);
	mpq_clears(x.a, x.b, NULL);
	return settled;
}
