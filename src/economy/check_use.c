/* What is there for nothing: commodities that nobody makes or uses, needs nobody can serve, processes without
 * exchanges, capacities below what was observed, recipes whose coefficients lie too far apart to compute with. */
#include "economy/check.h"

#include <stdlib.h>

#define RATIO_MAX                                                                                                      \
	1e12 /* within one recipe; beyond it, double arithmetic loses the smaller amounts beside the larger ones */

static void check_commodity(checkup *c, int k)
{
	const cordon_commodity *x = &c->e->commodity[k];
	bool there = c->made[k] || c->stocked[k], wanted = c->used[k] || c->needed[k];
	if (x->kind == CORDON_EMISSION)
		return;
	if (!there && c->used[k])
		check_say(c, CORDON_WARNING, TABLE_COMMODITIES, x->row, NULL, x->id, TEXT(ECONOMY_NOBODY_MAKES));
	else if (there && !wanted)
		check_say(c, CORDON_NOTE, TABLE_COMMODITIES, x->row, NULL, x->id, TEXT(ECONOMY_NOBODY_USES));
	else if (!there && !wanted)
		check_say(c, CORDON_NOTE, TABLE_COMMODITIES, x->row, NULL, x->id, TEXT(ECONOMY_NOWHERE));
}

/* One warning a commodity, at its first need. */
static void check_needs(checkup *c)
{
	const cordon_economy *e = c->e;
	bool *said = memory_alloc((size_t)e->commodities, sizeof *said);
	for (int i = 0; i < e->needs; i++) {
		int k = e->need[i].commodity;
		if (said[k] || !(e->need[i].amount > 0) || c->made[k] || c->stocked[k])
			continue;
		said[k] = true;
		check_say(c, CORDON_WARNING, TABLE_NEEDS, e->need[i].row, "commodity", e->commodity[k].id,
				  TEXT(ECONOMY_NEED_UNSERVED));
	}
	free(said);
}

static void check_process(checkup *c, int p)
{
	const cordon_process *x = &c->e->process[p];
	double least = 0, most = 0;
	bool puts_out = false;
	for (int i = c->first[p]; i < c->first[p + 1]; i++) {
		const double amount[2] = {c->pair[i].in, c->pair[i].out};
		for (int side = 0; side < 2; side++) {
			if (!(amount[side] > 0))
				continue;
			least = least > 0 && least < amount[side] ? least : amount[side];
			most = most > amount[side] ? most : amount[side];
		}
		puts_out |= c->pair[i].out > 0;
	}
	if (!x->exchange_count)
		check_say(c, CORDON_WARNING, TABLE_PROCESSES, x->row, NULL, x->id, TEXT(ECONOMY_PROCESS_EMPTY));
	else if (!puts_out)
		check_say(c, CORDON_NOTE, TABLE_PROCESSES, x->row, NULL, x->id, TEXT(ECONOMY_PROCESS_NO_OUTPUT));
	if (least > 0 && most > RATIO_MAX * least) {
		char small[32], large[32];
		check_say(c, CORDON_NOTE, TABLE_PROCESSES, x->row, NULL, x->id,
				  TEXT(ECONOMY_RATIO, check_number(least, small), check_number(most, large)));
	}
}

static void check_capacities(checkup *c)
{
	const cordon_economy *e = c->e;
	for (int i = 0; i < e->observations; i++) {
		const cordon_observation *o = &e->observation[i];
		double capacity = cordon_economy_capacity(e, o->process, o->period);
		char most[32];
		if (o->activity > capacity * (1 + e->balance_tolerance))
			check_say(c, CORDON_WARNING, TABLE_OBSERVED, o->row, "activity", e->process[o->process].id,
					  TEXT(ECONOMY_OVER_CAPACITY, check_number(capacity, most)));
	}
}

void check_use(checkup *c)
{
	check_needs(c);
	check_capacities(c);
	for (int k = 0; k < c->e->commodities; k++)
		check_commodity(c, k);
	for (int p = 0; p < c->e->processes; p++)
		check_process(c, p);
}
