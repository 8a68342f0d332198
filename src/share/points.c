/* Points buy goods at published prices: competitive equilibrium from given budgets of points with linear utilities
 * (Varian 1974, "from equal incomes" where all have the same; Eisenberg and Gale 1959).
 *
 * At the prices nothing that somebody values is left over, everybody's points are spent, and nobody would rather have
 * bought otherwise; so with equal points nobody prefers what another has. Prices and utilities are unique.
 *
 * The numerical solution (market.c) says who bids on what (bids.c); then all is found again from that, in fractions
 * where they are short enough (bids_exact.c), and checked. Large markets have prices in double precision, of which the
 * check says: every bid is where a point buys most, to 1e-11 of what it buys, and what is paid for each good is its
 * price, to 1e-10 of a budget.
 */
#include "base/memory.h"
#include "share/bids.h"
#include "share/market.h"
#include "share/problem.h"
#include "share/rule.h"

#include <math.h>
#include <stdlib.h>

enum { POINTS_LINKS_MAX = 5 * 1000 * 1000, EXACT_TIES_MAX = 250, EXACT_LINKS_MAX = 100 * 1000,
	SPARSE = 1000, NONE = -1 };
#define HEAT_FIRST 0.5
#define HEAT_SETTLING 0.05 /* from there on an equilibrium is tried for */
#define HEAT_LAST 1e-12

static bool useful(const cordon_share_problem *p, size_t i, size_t k)
{
	return p->claimant[i].points && p->link[k].value && p->stock[p->link[k].stock].amount;
}

static void add_link(market *m, const cordon_share_problem *p, size_t k, int32_t *number)
{
	const cordon_link *l = &p->link[k];
	if (number[l->stock] == NONE) {
		number[l->stock] = (int32_t)m->goods;
		m->stock[m->goods++] = l->stock;
	}
	m->good[m->links] = number[l->stock];
	m->worth[m->links] = log((double)l->value) + log((double)p->stock[l->stock].amount);
	m->link[m->links++] = k;
}

/* Those who have points and value something that is there, and what they value. */
static void make_market(market *m, const cordon_share_problem *p)
{
	size_t links = p->start[p->claimants];
	double points = 0;
	int32_t *number = memory_alloc(p->stocks, sizeof *number);
	m->start = memory_alloc(p->claimants + 1, sizeof *m->start);
	m->good = memory_alloc(links, sizeof *m->good);
	m->worth = memory_alloc(links, sizeof *m->worth);
	m->link = memory_alloc(links, sizeof *m->link);
	m->budget = memory_alloc(p->claimants, sizeof *m->budget);
	m->claimant = memory_alloc(p->claimants, sizeof *m->claimant);
	m->stock = memory_alloc(p->stocks, sizeof *m->stock);
	for (size_t j = 0; j < p->stocks; j++)
		number[j] = NONE;
	for (size_t i = 0; i < p->claimants; i++) {
		for (size_t k = p->start[i]; k < p->start[i + 1]; k++)
			if (useful(p, i, k))
				add_link(m, p, k, number);
		if (m->links == m->start[m->buyers])
			continue;
		points += m->budget[m->buyers] = (double)p->claimant[i].points;
		m->claimant[m->buyers++] = (int32_t)i;
		m->start[m->buyers] = m->links;
	}
	for (size_t i = 0; i < m->buyers; i++)
		m->budget[i] /= points;
	free(number);
}

static void free_market(market *m)
{
	void *all[] = {m->start, m->good, m->worth, m->link, m->budget, m->claimant, m->stock};
	for (size_t i = 0; i < sizeof all / sizeof *all; i++)
		free(all[i]);
}

/* Everybody's budget in proportion to worth: where prices begin. */
static void first_prices(const market *m, double *q)
{
	double *price = memory_alloc(m->goods, sizeof *price), *zero = memory_alloc(m->goods, sizeof *zero);
	for (size_t i = 0; i < m->buyers; i++) {
		double best = market_best(m, zero, i), sum = 0;
		for (size_t k = m->start[i]; k < m->start[i + 1]; k++)
			sum += exp(m->worth[k] - best);
		for (size_t k = m->start[i]; k < m->start[i + 1]; k++)
			price[m->good[k]] += m->budget[i] * exp(m->worth[k] - best) / sum;
	}
	for (size_t j = 0; j < m->goods; j++)
		q[j] = log(fmax(price[j], 1e-30));
	free(price);
	free(zero);
}

typedef struct result {
	double *q;
	mpq_t *price, *points; /* of goods and links of the market */
	bool exact;
} result;

static bool settle(forest *f, const cordon_share_problem *p, result *r)
{
	r->exact = f->ties <= EXACT_TIES_MAX && f->m->links <= EXACT_LINKS_MAX;
	return r->exact ? forest_settle_exactly(f, p, r->price, r->points) : forest_settle(f, r->q);
}

/* Whether few enough links are bid on for a forest to be made quickly, or no fewer than the last time. */
static bool is_sparse(const market *m, const double *bid, double least, size_t *last)
{
	size_t count = 0, before = *last;
	for (size_t k = 0; k < m->links; k++)
		count += bid[k] > least;
	*last = count;
	return count == before || count < m->buyers + 4 * m->goods + SPARSE;
}

/* Cools down until an equilibrium stands the check. */
static bool find(const market *m, const cordon_share_problem *p, forest *f, result *r)
{
	double *q = memory_alloc(m->goods, sizeof *q), *bid = memory_alloc(m->links, sizeof *bid);
	bool settled = false;
	size_t last = 0;
	first_prices(m, q);
	for (double heat = HEAT_FIRST; !settled && heat > HEAT_LAST; heat /= 4) {
		market_smooth(m, heat, q, bid);
		double least = fmax(1e-3 * heat, 1e-13);
		if (heat <= HEAT_SETTLING && is_sparse(m, bid, least, &last)) {
			forest_grow(f, bid, least);
			settled = settle(f, p, r);
		}
	}
	free(q);
	free(bid);
	return settled;
}

/* Without fractions: what is known in double precision, as points. */
static void from_doubles(const market *m, const cordon_share_problem *p, const forest *f, result *r)
{
	double points = 0;
	for (size_t i = 0; i < m->buyers; i++)
		points += (double)p->claimant[m->claimant[i]].points / (double)p->weight_grain;
	for (size_t j = 0; j < m->goods; j++)
		mpq_set_d(r->price[j], exp(r->q[j]) * points * (double)p->grain / (double)p->stock[m->stock[j]].amount);
	for (size_t k = 0; k < m->links; k++)
		if (f->in[k])
			mpq_set_d(r->points[k], f->money[k] * points);
}

static void write_shares(const market *m, const cordon_share_problem *p, const result *r, cordon_shares *shares)
{
	mpq_t *price = shares_prices(shares), *part = shares_links(shares), *utility = shares_utilities(shares), value;
	mpq_init(value);
	shares->near = !r->exact;
	for (size_t j = 0; j < m->goods; j++)
		mpq_set(price[m->stock[j]], r->price[j]);
	for (size_t i = 0; i < m->buyers; i++)
		for (size_t k = m->start[i]; k < m->start[i + 1]; k++) {
			if (!mpq_sgn(r->points[k]))
				continue;
			mpq_t *x = &part[m->link[k]];
			mpq_div(*x, r->points[k], r->price[m->good[k]]);
			if (shares->near)
				mpq_set_d(*x, mpq_get_d(*x));
			ratio_set(value, p->link[m->link[k]].value, p->value_grain);
			mpq_mul(value, value, *x);
			mpq_add(utility[m->claimant[i]], utility[m->claimant[i]], value);
		}
	mpq_clear(value);
}

cordon_status points_prices(const cordon_share_problem *p, cordon_shares *shares, cordon_error *error)
{
	if (problem_stocks(p, error))
		return CORDON_BAD_INPUT;
	if (p->start[p->claimants] > POINTS_LINKS_MAX)
		return share_refuse(p, "values", TEXT(SHARE_MARKET_LARGE, "5000000"), error);
	market m = {0};
	make_market(&m, p);
	forest *f = forest_make(&m);
	result r = {memory_alloc(m.goods, sizeof *r.q), ratios_make(m.goods), ratios_make(m.links), true};
	cordon_status status = CORDON_OK;
	if (m.buyers && !find(&m, p, f, &r)) {
		share_refuse(p, "values", TEXT(SHARE_NO_EQUILIBRIUM), error);
		status = CORDON_UNPROVEN;
	}
	if (!status && !r.exact)
		from_doubles(&m, p, f, &r);
	if (!status)
		write_shares(&m, p, &r, shares);
	forest_free(f);
	free(r.q);
	ratios_free(r.price, m.goods);
	ratios_free(r.points, m.links);
	free_market(&m);
	return status;
}
