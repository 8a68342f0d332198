/* Tables that do not balance: with observed activities, does what was there and made meet what was used and needed?
 *
 * For every commodity at a place in a period:
 *	supply = stocks + outputs of observed activities
 *	use    = their inputs + needs
 *	misfit = supply - use - recorded discrepancy
 * It fits when |misfit| <= balance_tolerance * max(supply, use); a stock may be left over too (misfit up to the stock),
 * and of labour, foreign currency and emissions only a misfit below zero is one (a limit that is not reached is no
 * mistake). What does not fit and is not recorded is an error; what is recorded is summed up in a note, the largest
 * first.
 */
#include "economy/check.h"

#include <math.h>
#include <stdlib.h>

#define NODES_MAX 2e7 /* commodities x places x periods; beyond it the balances are not looked at, which is said */

enum { LISTED_MAX = 20 }; /* recorded discrepancies named one by one */

typedef struct node {
	double stock, made, used, recorded;
} node;

static size_t node_of(const cordon_economy *e, int commodity, int place, int period)
{
	return ((size_t)commodity * (size_t)e->places + (size_t)place) * (size_t)e->periods + (size_t)period;
}

static void add_activity(const cordon_economy *e, const cordon_observation *o, node *nodes)
{
	const cordon_exchange *x = e->exchange + e->process[o->process].first_exchange;
	for (int i = 0; i < e->process[o->process].exchange_count; i++, x++) {
		if (o->period + x->lead >= e->periods)
			continue;
		node *n = &nodes[node_of(e, x->commodity, x->place, o->period + x->lead)];
		*(x->amount > 0 ? &n->made : &n->used) += fabs(x->amount) * o->activity;
	}
}

static node *nodes_new(const cordon_economy *e)
{
	node *nodes = memory_alloc((size_t)e->commodities * (size_t)e->places * (size_t)e->periods, sizeof *nodes);
	for (int i = 0; i < e->observations; i++)
		add_activity(e, &e->observation[i], nodes);
	for (int i = 0; i < e->stocks; i++)
		nodes[node_of(e, e->stock[i].commodity, e->stock[i].place, e->stock[i].period)].stock += e->stock[i].amount;
	for (int i = 0; i < e->needs; i++)
		nodes[node_of(e, e->need[i].commodity, e->need[i].place, e->need[i].period)].used += e->need[i].amount;
	for (int i = 0; i < e->discrepancies; i++) {
		const cordon_discrepancy *d = &e->discrepancy[i];
		nodes[node_of(e, d->commodity, d->place, d->period)].recorded += d->amount;
	}
	return nodes;
}

static double throughput(const node *n)
{
	return fmax(n->stock + n->made, n->used);
}

/* The part of the misfit that nothing explains; 0 when it fits. */
static double misfit_of(const cordon_economy *e, int commodity, const node *n)
{
	bool none = !(n->stock > 0) && !(n->made > 0);
	double misfit = n->stock + n->made - n->used - n->recorded, allowed = e->balance_tolerance * throughput(n);
	switch (e->commodity[commodity].kind) {
	case CORDON_EMISSION: /* used: taken in; made: put out; a stock is a limit, none means no limit */
		return n->stock > 0 && n->made - n->used > n->stock + allowed ? n->stock - n->made + n->used : 0;
	case CORDON_LABOUR:
	case CORDON_CURRENCY:
		return misfit < -allowed ? misfit : 0;
	default:
		if (none && !(n->used > 0))
			return 0;
		return misfit < -allowed ? misfit : misfit > n->stock + allowed ? misfit - n->stock : 0;
	}
}

static void report_misfits(checkup *c, const node *nodes)
{
	const cordon_economy *e = c->e;
	for (int k = 0; k < e->commodities; k++)
		for (int place = 0; place < e->places; place++)
			for (int period = 0; period < e->periods; period++) {
				const node *n = &nodes[node_of(e, k, place, period)];
				double misfit = misfit_of(e, k, n);
				if (misfit == 0)
					continue;
				char amount[32], supply[32], use[32];
				check_number(n->stock + n->made, supply);
				check_number(n->used, use);
				check_say(c, CORDON_ERROR, TABLE_COMMODITIES, e->commodity[k].row,
						  e->places > 1 ? e->place[place].id : NULL, e->commodity[k].id,
						  TEXT(ECONOMY_UNBALANCED, supply, use, check_number(misfit, amount), e->period[period].id));
			}
}

struct sized {
	double size;
	int number;
};

static int compare_sized(const void *a, const void *b)
{
	const struct sized *x = a, *y = b;
	if (x->size != y->size)
		return x->size > y->size ? -1 : 1;
	return x->number - y->number;
}

/* How many discrepancies the source left, the largest relative to their commodity's own throughput first. */
static void report_recorded(checkup *c, const node *nodes)
{
	const cordon_economy *e = c->e;
	struct sized *list = memory_alloc((size_t)e->discrepancies, sizeof *list);
	int count = 0;
	for (int i = 0; i < e->discrepancies; i++) {
		const cordon_discrepancy *d = &e->discrepancy[i];
		double size = fabs(d->amount) / fmax(throughput(&nodes[node_of(e, d->commodity, d->place, d->period)]), 1e-300);
		if (size > e->balance_tolerance)
			list[count++] = (struct sized){size, i};
	}
	if (count)
		qsort(list, (size_t)count, sizeof *list, compare_sized);
	char number[32], all[32], worst[32];
	check_number(count, number);
	check_number(e->discrepancies, all);
	if (e->discrepancies)
		check_say(c, CORDON_NOTE, TABLE_DISCREPANCIES, 0, NULL, NULL,
				  TEXT(ECONOMY_RECORDED, all, number, check_number(e->balance_tolerance, worst)));
	for (int i = 0; i < count && i < LISTED_MAX; i++) {
		const cordon_discrepancy *d = &e->discrepancy[list[i].number];
		char amount[32];
		check_number(d->amount, amount);
		check_number(round(list[i].size * 1e9) / 1e7, worst);
		check_say(c, CORDON_NOTE, TABLE_DISCREPANCIES, d->row, "amount", e->commodity[d->commodity].id,
				  TEXT(ECONOMY_LEFT_OVER, amount, worst));
	}
	free(list);
}

void check_balance(checkup *c)
{
	const cordon_economy *e = c->e;
	if (!c->observed)
		return;
	if ((double)e->commodities * e->places * e->periods > NODES_MAX) {
		check_say(c, CORDON_NOTE, TABLE_OBSERVED, 0, NULL, NULL, TEXT(ECONOMY_BALANCE_SKIPPED));
		return;
	}
	node *nodes = nodes_new(e);
	report_misfits(c, nodes);
	report_recorded(c, nodes);
	free(nodes);
}
