/* See tasks.h. */
#include "plan/tasks.h"

#include "base/memory.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* The fulfilment of every need line, through its element. */
double *plan_fulfilment_of_needs(const cordon_economy *e, const cordon_plan *plan)
{
	size_t cells = (size_t)e->commodities * (size_t)e->places * (size_t)e->periods;
	double *served = memory_alloc((size_t)e->needs, sizeof *served);
	double *of_cell = memory_alloc(cells, sizeof *of_cell);
	int tiers = 0;
	for (int i = 0; i < plan->elements; i++)
		tiers = plan->element[i].tier > tiers ? plan->element[i].tier : tiers;
	for (int tier = 1; tier <= tiers; tier++) {
		for (int i = 0; i < plan->elements; i++) {
			const cordon_balance *b = &plan->balance[plan->element[i].balance];
			if (plan->element[i].tier == tier)
				of_cell[((size_t)b->commodity * (size_t)e->places + (size_t)b->place) *
						(size_t)e->periods +
					(size_t)b->period] = plan->element[i].fulfilment;
		}
		for (int i = 0; i < e->needs; i++) {
			const cordon_need *n = &e->need[i];
			size_t cell =
				((size_t)n->commodity * (size_t)e->places + (size_t)n->place) * (size_t)e->periods +
				(size_t)n->period;
			if (n->tier == tier)
				served[i] = n->amount > 0 ? of_cell[cell] : 1;
		}
	}
	free(of_cell);
	return served;
}

static void add_party(plan_parties *list, int commodity, const char *what, const char *id, double amount)
{
	if (amount <= PLAN_TASK_NOTHING)
		return;
	MEMORY_RESERVE(list->party, list->count, list->capacity);
	list->party[list->count++] = (plan_party){commodity, what, id, amount};
}

static int compare_parties(const void *a, const void *b)
{
	const plan_party *x = a, *y = b;
	if (x->commodity != y->commodity)
		return x->commodity < y->commodity ? -1 : 1;
	if (x->amount != y->amount)
		return x->amount > y->amount ? -1 : 1;
	return strcmp(x->id, y->id);
}

static void sort_parties(plan_parties *list, int commodities)
{
	size_t at = 0;
	if (list->count)
		qsort(list->party, list->count, sizeof *list->party, compare_parties);
	list->first = memory_alloc((size_t)commodities + 1, sizeof *list->first);
	for (int c = 0; c <= commodities; c++) {
		while (at < list->count && list->party[at].commodity < c)
			at++;
		list->first[c] = at;
	}
}

void plan_tasks_gather(plan_tasks *t, const cordon_economy *e, const cordon_plan *plan)
{
	*t = (plan_tasks){.economy = e, .served = plan_fulfilment_of_needs(e, plan)};
	t->activity = memory_alloc((size_t)e->processes, sizeof *t->activity);
	for (int p = 0; p < e->processes; p++)
		for (int period = 0; period < e->periods; period++)
			t->activity[p] += plan->activity[(size_t)p * (size_t)e->periods + (size_t)period];
	for (int i = 0; i < e->exchanges; i++) {
		const cordon_exchange *x = &e->exchange[i];
		add_party(x->amount < 0 ? &t->to : &t->from, x->commodity, "process", e->process[x->process].id,
			  fabs(x->amount) * t->activity[x->process]);
	}
	for (int i = 0; i < e->stocks; i++)
		add_party(&t->from, e->stock[i].commodity, "stock", "", e->stock[i].amount);
	for (int i = 0; i < e->needs; i++)
		add_party(&t->to, e->need[i].commodity, "group", e->group[e->need[i].group],
			  t->served[i] * e->need[i].amount);
	sort_parties(&t->from, e->commodities);
	sort_parties(&t->to, e->commodities);
}

void plan_tasks_free(plan_tasks *t)
{
	free(t->activity);
	free(t->served);
	free(t->from.party);
	free(t->from.first);
	free(t->to.party);
	free(t->to.first);
}
