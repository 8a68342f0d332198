/* See economy_look.h. */
#include "cli/economy_look.h"

#include "base/memory.h"
#include "base/names.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static const char *const kinds[] = {"good", "labour", "currency", "emission"};

static int commodity_in(const cordon_economy *e, const char *id)
{
	for (int c = 0; c < e->commodities; c++)
		if (!strcmp(e->commodity[c].id, id))
			return c;
	return -1;
}

/* The commodity's number in the plan's package; -1: no plan, or not there. */
static int planned_commodity(const economy_looked *l, int commodity)
{
	return l->plan ? commodity_in(l->tasks->economy, l->economy->commodity[commodity].id) : -1;
}

/* The least served of the needs of a commodity in the plan; NaN: nobody needs it there. */
static double lowest_of(const economy_looked *l, int planned)
{
	double lowest = NAN;
	const cordon_economy *e = planned < 0 ? NULL : l->tasks->economy;
	for (int i = 0; e && i < e->needs; i++)
		if (e->need[i].commodity == planned && e->need[i].amount > 0)
			lowest = isnan(lowest) ? l->tasks->served[i] : fmin(lowest, l->tasks->served[i]);
	return lowest;
}

static double made_of(const economy_looked *l, int planned)
{
	double made = 0;
	const plan_parties *from = planned < 0 ? NULL : &l->tasks->from;
	for (size_t i = from ? from->first[planned] : 0; from && i < from->first[planned + 1]; i++)
		if (!strcmp(from->party[i].what, "process"))
			made += from->party[i].amount;
	return made;
}

static json_t *number(double value)
{
	return isfinite(value) ? json_real(value) : json_null();
}

/* How many make and use each commodity; `count`: two a commodity. */
static int *count_exchanges(const cordon_economy *e)
{
	int *count = memory_alloc(2 * (size_t)e->commodities, sizeof *count);
	for (int i = 0; i < e->exchanges; i++)
		count[2 * e->exchange[i].commodity + (e->exchange[i].amount < 0)]++;
	return count;
}

static json_t *head_json(const economy_looked *l, int c)
{
	const cordon_commodity *commodity = &l->economy->commodity[c];
	return json_pack("{s:s, s:s, s:s, s:s}", "commodity", commodity->id, "name", commodity->name, "unit",
			 commodity->unit, "kind", kinds[commodity->kind]);
}

static void add_sums(const economy_looked *l, int c, json_t *to)
{
	const cordon_economy *e = l->economy;
	int groups = 0, planned = planned_commodity(l, c);
	double needed = 0;
	for (int i = 0; i < e->needs; i++)
		if (e->need[i].commodity == c) {
			groups++;
			needed += e->need[i].amount;
		}
	json_object_set_new(to, "groups", json_integer(groups));
	json_object_set_new(to, "needed", json_real(needed));
	json_object_set_new(to, "made", l->plan ? json_real(made_of(l, planned)) : json_null());
	json_object_set_new(to, "lowest", number(lowest_of(l, planned)));
}

json_t *economy_list_json(const economy_looked *l)
{
	const cordon_economy *e = l->economy;
	int *count = count_exchanges(e);
	json_t *list = json_array();
	for (int c = 0; c < e->commodities; c++) {
		json_t *one = head_json(l, c);
		json_object_set_new(one, "makers", json_integer(count[2 * c]));
		json_object_set_new(one, "users", json_integer(count[2 * c + 1]));
		add_sums(l, c, one);
		json_array_append_new(list, one);
	}
	free(count);
	return json_pack("{s:s, s:s?, s:o}", "council", l->council, "plan", l->plan, "commodities", list);
}

/* ---- one commodity ----------------------------------------------------------------------------------------------- */

/* What the plan has a process do; 0 where it is not in it. */
static double planned_activity(const economy_looked *l, const names *processes, const char *process)
{
	int at = l->plan ? names_find(processes, process) : -1;
	return at < 0 ? 0 : l->tasks->activity[at];
}

/* Who makes it (`sign` 1) or uses it (-1): an amount a unit of activity, the most that can be, what the plan has. */
static json_t *parties(const economy_looked *l, const names *processes, int c, int sign)
{
	const cordon_economy *e = l->economy;
	json_t *list = json_array();
	for (int i = 0; i < e->exchanges; i++) {
		const cordon_exchange *x = &e->exchange[i];
		const cordon_process *p = &e->process[x->process];
		double each = sign * x->amount, most = 0;
		if (x->commodity != c || each <= 0)
			continue;
		for (int t = 0; t < e->periods; t++)
			most += cordon_economy_capacity(e, x->process, t);
		json_t *one = json_pack("{s:s, s:s, s:s, s:f}", "process", p->id, "name", p->name, "body", p->body,
					"each", each);
		json_object_set_new(one, "most", most < CORDON_ACTIVITY_LIMIT ? json_real(most * each) : json_null());
		json_object_set_new(one, "planned",
				    l->plan ? json_real(each * planned_activity(l, processes, p->id)) : json_null());
		json_array_append_new(list, one);
	}
	return list;
}

/* What a group's need of it is served to in the plan; NaN: it is not in it. */
static double served_in_plan(const economy_looked *l, int planned, const char *group)
{
	const cordon_economy *e = planned < 0 ? NULL : l->tasks->economy;
	for (int i = 0; e && i < e->needs; i++)
		if (e->need[i].commodity == planned && !strcmp(e->group[e->need[i].group], group))
			return l->tasks->served[i];
	return NAN;
}

static json_t *needs(const economy_looked *l, int c)
{
	const cordon_economy *e = l->economy;
	int planned = planned_commodity(l, c);
	json_t *list = json_array();
	for (int i = 0; i < e->needs; i++) {
		const cordon_need *n = &e->need[i];
		if (n->commodity != c)
			continue;
		json_t *one =
			json_pack("{s:s, s:i, s:f}", "group", e->group[n->group], "tier", n->tier, "needed", n->amount);
		json_object_set_new(one, "fulfilment", number(served_in_plan(l, planned, e->group[n->group])));
		json_array_append_new(list, one);
	}
	return list;
}

json_t *economy_commodity_json(const economy_looked *l, const char *commodity)
{
	int c = commodity_in(l->economy, commodity);
	double there = 0;
	names processes = {0};
	if (c < 0)
		return NULL;
	for (int i = 0; l->plan && i < l->tasks->economy->processes; i++)
		names_add(&processes, l->tasks->economy->process[i].id);
	for (int i = 0; i < l->economy->stocks; i++)
		if (l->economy->stock[i].commodity == c)
			there += l->economy->stock[i].amount;
	json_t *one = json_pack("{s:s, s:s?}", "council", l->council, "plan", l->plan), *head = head_json(l, c);
	json_object_update(one, head);
	json_decref(head);
	add_sums(l, c, one);
	json_object_set_new(one, "there", json_real(there));
	json_object_set_new(one, "makers", parties(l, &processes, c, 1));
	json_object_set_new(one, "users", parties(l, &processes, c, -1));
	json_object_set_new(one, "needs", needs(l, c));
	names_free(&processes);
	return one;
}
