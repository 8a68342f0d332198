/* See changes.h. */
#include "plan/changes.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define PART 1e-6 /* of the larger of both amounts */
#define OF_ALL 1e-8 /* of the commodity's throughput */
#define POINTS 1e-6 /* of a fulfilment */

/* ---- the numbers of a package ------------------------------------------------------------------------------------ */

static bool is_one(const cordon_economy *e)
{
	return e->places == 1 && e->periods == 1;
}

/* What comes again under the same key is added: several rows may speak of one thing. */
static void add_fact(plan_facts *f, plan_fact fact)
{
	int at = names_find(&f->keys, fact.key);
	if (at >= 0) {
		if (fact.kind != PLAN_CAUSE_TIER)
			f->fact[at].value += fact.value;
		return;
	}
	names_add(&f->keys, fact.key);
	MEMORY_RESERVE(f->fact, f->count, f->capacity);
	f->fact[f->count++] = fact;
}

static const char *of_place(plan_facts *f, const cordon_economy *e, int place, int period)
{
	return is_one(e)
		       ? ""
		       : arena_format(&f->texts, " %s %s", e->place[place].id, period < 0 ? "" : e->period[period].id);
}

static void gather_processes(plan_facts *f, const cordon_economy *e)
{
	for (int i = 0; i < e->processes; i++) {
		const cordon_process *p = &e->process[i];
		add_fact(f, (plan_fact){PLAN_CAUSE_PROCESS, arena_format(&f->texts, "process %s", p->id), p->id,
					p->body, "", "", "", 1, p->row});
	}
	for (int i = 0; i < e->exchanges; i++) {
		const cordon_exchange *x = &e->exchange[i];
		const cordon_process *p = &e->process[x->process];
		const cordon_commodity *c = &e->commodity[x->commodity];
		const char *key = arena_format(&f->texts, "recipe %s %s %s%s %d", p->id, c->id,
					       x->amount < 0 ? "in" : "out", of_place(f, e, x->place, -1), x->lead);
		add_fact(f, (plan_fact){PLAN_CAUSE_RECIPE, key, p->id, p->body, c->id, "", c->unit, fabs(x->amount),
					x->row});
	}
}

static void gather_limits(plan_facts *f, const cordon_economy *e)
{
	for (int i = 0; i < e->capacities; i++) {
		const cordon_capacity *c = &e->capacity[i];
		const cordon_process *p = &e->process[c->process];
		const char *key = arena_format(&f->texts, "capacity %s%s", p->id, of_place(f, e, p->place, c->period));
		add_fact(f, (plan_fact){PLAN_CAUSE_CAPACITY, key, p->id, p->body, "", "", "", c->amount, c->row});
	}
	for (int i = 0; i < e->stocks; i++) {
		const cordon_stock *s = &e->stock[i];
		const cordon_commodity *c = &e->commodity[s->commodity];
		const char *key = arena_format(&f->texts, "stock %s%s", c->id, of_place(f, e, s->place, s->period));
		add_fact(f, (plan_fact){PLAN_CAUSE_STOCK, key, "", "", c->id, "", c->unit, s->amount, s->row});
	}
}

static void gather_needs(plan_facts *f, const cordon_economy *e)
{
	for (int i = 0; i < e->needs; i++) {
		const cordon_need *n = &e->need[i];
		const cordon_commodity *c = &e->commodity[n->commodity];
		const char *group = e->group[n->group],
			   *key = arena_format(&f->texts, "%s %s%s", group, c->id, of_place(f, e, n->place, n->period));
		add_fact(f, (plan_fact){PLAN_CAUSE_NEED, arena_format(&f->texts, "need %s", key), "", "", c->id, group,
					c->unit, n->amount, n->row});
		add_fact(f, (plan_fact){PLAN_CAUSE_TIER, arena_format(&f->texts, "tier %s", key), "", "", c->id, group,
					"", n->tier, n->row});
	}
}

void plan_facts_gather(plan_facts *f, const cordon_economy *e)
{
	*f = (plan_facts){0};
	gather_processes(f, e);
	gather_limits(f, e);
	gather_needs(f, e);
}

void plan_facts_free(plan_facts *f)
{
	free(f->fact);
	names_free(&f->keys);
	arena_free(&f->texts);
	*f = (plan_facts){0};
}

/* ---- causes ------------------------------------------------------------------------------------------------------ */

static const plan_fact *fact_named(const plan_facts *f, const char *key)
{
	int at = names_find(&f->keys, key);
	return at < 0 ? NULL : &f->fact[at];
}

/* Whether the number is not the package's own. */
static bool is_supposed(const plan_facts *read, const plan_fact *fact, const char *key)
{
	const plan_fact *was = fact_named(read, key);
	return (was == NULL) != (fact == NULL) ||
	       (was && fact && (was->value < fact->value || was->value > fact->value));
}

/* A recipe, a capacity or a tier of something that the other side has not at all is told by that. */
static bool is_told_by_another(const plan_facts *other, const plan_fact *fact)
{
	char key[1024] = "";
	if (fact->kind == PLAN_CAUSE_RECIPE || fact->kind == PLAN_CAUSE_CAPACITY)
		snprintf(key, sizeof key, "process %s", fact->process);
	else if (fact->kind == PLAN_CAUSE_TIER)
		return true;
	return *key && !fact_named(other, key);
}

static void add_cause(plan_changes *c, const plan_side *old, const plan_side *new, const plan_fact *was,
		      const plan_fact *is)
{
	const plan_fact *fact = is ? is : was;
	if (was && is && !(was->value < is->value || was->value > is->value))
		return;
	if ((!was || !is) && is_told_by_another(&c->facts[is == NULL], fact))
		return;
	MEMORY_RESERVE(c->cause, c->causes, c->cause_capacity);
	c->cause[c->causes++] =
		(plan_cause){*fact,
			     was ? was->value : (double)NAN,
			     is ? is->value : (double)NAN,
			     was ? was->row : 0,
			     is ? is->row : 0,
			     is_supposed(old->read, was, fact->key) || is_supposed(new->read, is, fact->key)};
}

/* Those of the newer package in its order, then what is no longer there. */
static void find_causes(plan_changes *c, const plan_side *old, const plan_side *new)
{
	for (size_t i = 0; i < c->facts[1].count; i++)
		add_cause(c, old, new, fact_named(&c->facts[0], c->facts[1].fact[i].key), &c->facts[1].fact[i]);
	for (size_t i = 0; i < c->facts[0].count; i++)
		if (!fact_named(&c->facts[1], c->facts[0].fact[i].key))
			add_cause(c, old, new, &c->facts[0].fact[i], NULL);
}

/* ---- commodities of both sides ----------------------------------------------------------------------------------- */

bool plan_amount_differs(const plan_changes *c, int commodity, double before, double after)
{
	double by = fabs(after - before);
	return by > PART * fmax(before, after) && by > OF_ALL * c->throughput[commodity];
}

static bool is_there(const plan_changes *c, int commodity, double amount)
{
	return amount > PLAN_TASK_NOTHING && amount > OF_ALL * c->throughput[commodity];
}

static bool name_things(plan_changes *c, const cordon_economy *const e[2], const char **unlike)
{
	size_t processes = (size_t)e[0]->processes + (size_t)e[1]->processes,
	       commodities = (size_t)e[0]->commodities + (size_t)e[1]->commodities;
	c->body = memory_alloc(processes, sizeof *c->body);
	c->unit = memory_alloc(commodities, sizeof *c->unit);
	c->throughput = memory_alloc(commodities, sizeof *c->throughput);
	c->from = memory_alloc(commodities, sizeof *c->from);
	c->to = memory_alloc(commodities, sizeof *c->to);
	c->trace = memory_alloc(processes + commodities, sizeof *c->trace);
	for (int side = 0; side < 2; side++) {
		for (int i = 0; i < e[side]->processes; i++)
			c->body[names_add(&c->process, e[side]->process[i].id)] = e[side]->process[i].body;
		for (int i = 0; i < e[side]->commodities; i++) {
			const cordon_commodity *of = &e[side]->commodity[i];
			int at = names_add(&c->commodity, of->id);
			if (c->unit[at] && strcmp(c->unit[at], of->unit) != 0) {
				*unlike = of->id;
				return false;
			}
			c->unit[at] = of->unit;
		}
	}
	return true;
}

static int by_who(const void *a, const void *b)
{
	const plan_flow *x = a, *y = b;
	int what = strcmp(x->what, y->what);
	return what ? what : strcmp(x->id, y->id);
}

static int by_change(const void *a, const void *b)
{
	const plan_flow *x = a, *y = b;
	double left = fabs(x->after - x->before), right = fabs(y->after - y->before);
	if (left > right || left < right)
		return left > right ? -1 : 1;
	return by_who(a, b);
}

static void take_parties(plan_flows *f, const plan_parties *list, int commodity, bool after)
{
	for (size_t i = commodity < 0 ? 0 : list->first[commodity]; commodity >= 0 && i < list->first[commodity + 1];
	     i++) {
		const plan_party *p = &list->party[i];
		f->flow[f->flows++] = (plan_flow){p->what, p->id, after ? 0 : p->amount, after ? p->amount : 0};
	}
}

static size_t parties_of(const plan_parties *list, int commodity)
{
	return commodity < 0 ? 0 : list->first[commodity + 1] - list->first[commodity];
}

/* Everybody of both sides once. */
static void merge_flows(plan_flows *f)
{
	int kept = 0;
	if (f->flows)
		qsort(f->flow, (size_t)f->flows, sizeof *f->flow, by_who);
	for (int i = 0; i < f->flows; i++) {
		if (kept && !by_who(&f->flow[kept - 1], &f->flow[i])) {
			f->flow[kept - 1].before += f->flow[i].before;
			f->flow[kept - 1].after += f->flow[i].after;
		} else {
			f->flow[kept++] = f->flow[i];
		}
	}
	f->flows = kept;
	if (kept)
		qsort(f->flow, (size_t)kept, sizeof *f->flow, by_change);
}

static void find_others(const plan_changes *c, int commodity, plan_flows *f)
{
	for (int i = 0; i < f->flows; i++)
		f->others |= strcmp(f->flow[i].what, "stock") != 0 &&
			     is_there(c, commodity, f->flow[i].before) != is_there(c, commodity, f->flow[i].after);
}

static double sum_of(const plan_flows *f, bool stocks, bool after)
{
	double sum = 0;
	for (int i = 0; i < f->flows; i++)
		if (stocks || strcmp(f->flow[i].what, "stock") != 0)
			sum += after ? f->flow[i].after : f->flow[i].before;
	return sum;
}

static void gather_flows(plan_changes *c, const plan_tasks tasks[2])
{
	for (int i = 0; i < c->commodity.count; i++) {
		int at[2];
		for (int side = 0; side < 2; side++) {
			const cordon_economy *e = tasks[side].economy;
			at[side] = -1;
			for (int k = 0; k < e->commodities && at[side] < 0; k++)
				at[side] = strcmp(e->commodity[k].id, c->commodity.name[i]) ? -1 : k;
		}
		plan_flows *from = &c->from[i], *to = &c->to[i];
		from->flow = memory_alloc(parties_of(&tasks[0].from, at[0]) + parties_of(&tasks[1].from, at[1]),
					  sizeof *from->flow);
		to->flow = memory_alloc(parties_of(&tasks[0].to, at[0]) + parties_of(&tasks[1].to, at[1]),
					sizeof *to->flow);
		for (int side = 0; side < 2; side++) {
			take_parties(from, &tasks[side].from, at[side], side);
			take_parties(to, &tasks[side].to, at[side], side);
		}
		merge_flows(from);
		merge_flows(to);
		for (int side = 0; side < 2; side++)
			c->throughput[i] =
				fmax(c->throughput[i], fmax(sum_of(from, false, side), sum_of(to, true, side)));
		find_others(c, i, from);
		find_others(c, i, to);
	}
}

/* ---- tasks ------------------------------------------------------------------------------------------------------- */

/* Adds what one side's recipe makes and uses. */
static void take_portions(plan_changes *c, plan_task_change *task, const plan_tasks *t, int process, bool after)
{
	const cordon_process *p = &t->economy->process[process];
	for (int i = 0; i < p->exchange_count; i++) {
		const cordon_exchange *x = &t->economy->exchange[p->first_exchange + i];
		int commodity = names_find(&c->commodity, t->economy->commodity[x->commodity].id);
		size_t at = task->first;
		while (at < c->portions &&
		       (c->portion[at].commodity != commodity || c->portion[at].used != (x->amount < 0)))
			at++;
		if (at == c->portions) {
			MEMORY_RESERVE(c->portion, c->portions, c->portion_capacity);
			c->portion[c->portions++] = (plan_portion){.commodity = commodity, .used = x->amount < 0};
		}
		*(after ? &c->portion[at].after : &c->portion[at].before) += fabs(x->amount) * t->activity[process];
	}
}

/* Whether the task differs; measures it. */
static bool weigh(plan_changes *c, plan_task_change *task)
{
	bool any = false;
	for (size_t i = task->first; i < c->portions; i++) {
		plan_portion *p = &c->portion[i];
		double all = c->throughput[p->commodity];
		p->differs = plan_amount_differs(c, p->commodity, p->before, p->after);
		if (p->differs)
			task->measure = fmax(task->measure, fabs(p->after - p->before) / all);
		any |= p->differs || (p->used ? &c->from : &c->to)[0][p->commodity].others;
	}
	return any && fmax(task->before, task->after) > PLAN_TASK_NOTHING;
}

static int largest_task_first(const void *a, const void *b)
{
	const plan_task_change *x = a, *y = b;
	if (x->measure > y->measure || x->measure < y->measure)
		return x->measure > y->measure ? -1 : 1;
	return x->process < y->process ? -1 : x->process > y->process;
}

static void find_tasks(plan_changes *c, const plan_tasks tasks[2])
{
	int *at[2];
	for (int side = 0; side < 2; side++) {
		const cordon_economy *e = tasks[side].economy;
		at[side] = memory_alloc((size_t)c->process.count, sizeof *at[side]);
		for (int i = 0; i < e->processes; i++)
			at[side][names_find(&c->process, e->process[i].id)] = i + 1;
	}
	for (int i = 0; i < c->process.count; i++) {
		plan_task_change task = {.process = i, .first = c->portions};
		for (int side = 0; side < 2; side++) {
			if (!at[side][i])
				continue;
			take_portions(c, &task, &tasks[side], at[side][i] - 1, side);
			*(side ? &task.after : &task.before) = tasks[side].activity[at[side][i] - 1];
		}
		task.portions = c->portions - task.first;
		if (!weigh(c, &task)) {
			c->portions = task.first;
			continue;
		}
		MEMORY_RESERVE(c->task, c->tasks, c->task_capacity);
		c->task[c->tasks++] = task;
	}
	if (c->tasks)
		qsort(c->task, c->tasks, sizeof *c->task, largest_task_first);
	free(at[0]);
	free(at[1]);
}

/* ---- needs ------------------------------------------------------------------------------------------------------- */

static int largest_need_first(const void *a, const void *b)
{
	const plan_need_change *x = a, *y = b;
	double left = fabs(x->served_after - x->served_before), right = fabs(y->served_after - y->served_before);
	if (left > right || left < right)
		return left > right ? -1 : 1;
	int group = strcmp(x->group, y->group);
	return group ? group : x->commodity - y->commodity;
}

/* What a group gets of a commodity, all its rows together: a row's part of the fulfilment goes by its amount. */
static void take_need(plan_changes *c, const plan_tasks *t, int i, names *keys, arena *texts, bool after)
{
	const cordon_need *n = &t->economy->need[i];
	const char *group = t->economy->group[n->group], *id = t->economy->commodity[n->commodity].id;
	const char *key = arena_format(texts, "%s %s", group, id);
	int at = names_find(keys, key);
	if (at < 0) {
		at = names_add(keys, key);
		MEMORY_RESERVE(c->need, c->needs, c->need_capacity);
		c->need[c->needs++] = (plan_need_change){.group = group, .commodity = names_find(&c->commodity, id)};
	}
	plan_need_change *need = &c->need[at];
	*(after ? &need->after : &need->before) += n->amount;
	*(after ? &need->served_after : &need->served_before) += n->amount * t->served[i];
	int *tier = after ? &need->tier_after : &need->tier_before;
	*tier = *tier && *tier < n->tier ? *tier : n->tier;
}

static void find_needs(plan_changes *c, const plan_tasks tasks[2])
{
	names keys = {0};
	arena texts = {0};
	size_t kept = 0;
	for (int side = 0; side < 2; side++)
		for (int i = 0; i < tasks[side].economy->needs; i++)
			take_need(c, &tasks[side], i, &keys, &texts, side);
	for (size_t i = 0; i < c->needs; i++) {
		plan_need_change need = c->need[i];
		need.served_before = need.before > 0 ? need.served_before / need.before : 1;
		need.served_after = need.after > 0 ? need.served_after / need.after : 1;
		if (need.tier_before != need.tier_after || fabs(need.after - need.before) > PART * need.after ||
		    fabs(need.served_after - need.served_before) > POINTS)
			c->need[kept++] = need;
	}
	c->needs = kept;
	if (kept)
		qsort(c->need, kept, sizeof *c->need, largest_need_first);
	names_free(&keys);
	arena_free(&texts);
}

/* ---- what it can be traced to ------------------------------------------------------------------------------------ */

typedef struct tracing {
	plan_changes *c;
	int *distance; /* of a node; 0: not reached, 1: a cause is about it itself */
	bool *carries; /* hands on what it is given */
} tracing;

static bool add_trace(plan_trace *trace, int cause, int via)
{
	for (int i = 0; i < trace->causes; i++)
		if (trace->cause[i] == cause)
			return false;
	if (trace->causes == PLAN_TRACED_MAX)
		return false;
	trace->cause[trace->causes] = cause;
	trace->via[trace->causes++] = via;
	return true;
}

static void hand_on(const tracing *t, int from, int to, int distance)
{
	if (t->distance[from] != distance || !t->carries[from] || (t->distance[to] && t->distance[to] != distance + 1))
		return;
	t->distance[to] = distance + 1;
	for (int i = 0; i < t->c->trace[from].causes; i++)
		add_trace(&t->c->trace[to], t->c->trace[from].cause[i], from);
}

/* One step along every exchange of one side; whether anything was reached. */
static bool step(const tracing *t, const cordon_economy *e, int distance)
{
	bool any = false;
	for (int i = 0; i < e->exchanges; i++) {
		int process = names_find(&t->c->process, e->process[e->exchange[i].process].id),
		    commodity = t->c->process.count +
				names_find(&t->c->commodity, e->commodity[e->exchange[i].commodity].id);
		hand_on(t, process, commodity, distance);
		hand_on(t, commodity, process, distance);
		any |= t->distance[process] == distance + 1 || t->distance[commodity] == distance + 1;
	}
	return any;
}

static bool is_left_over(const plan_changes *c, int commodity, bool after)
{
	const plan_flows *from = &c->from[commodity], *to = &c->to[commodity];
	return sum_of(from, true, after) - sum_of(to, true, after) > PART * fmax(c->throughput[commodity], 1e-9);
}

/* What is emitted is limited by its stock, and handed on where that is all put out. */
static bool is_emission(const plan_side *side, const char *id)
{
	for (int i = 0; i < side->economy->commodities; i++)
		if (!strcmp(side->economy->commodity[i].id, id))
			return side->economy->commodity[i].kind == CORDON_EMISSION;
	return false;
}

static bool is_limit_left(const plan_changes *c, int commodity, bool after)
{
	const plan_flows *from = &c->from[commodity];
	double made = sum_of(from, false, after), limit = sum_of(from, true, after) - made;
	return !(limit > 0) || limit - made > PART * limit;
}

static void who_carries(const tracing *t, const plan_side *old, const plan_side *new)
{
	const plan_changes *c = t->c;
	bool one = is_one(old->economy) && is_one(new->economy);
	for (size_t i = 0; i < c->tasks; i++)
		for (size_t k = 0; k < c->task[i].portions; k++)
			t->carries[c->task[i].process] |= c->portion[c->task[i].first + k].differs;
	for (int i = 0; i < c->commodity.count; i++) {
		bool emission = is_emission(new, c->commodity.name[i]) || is_emission(old, c->commodity.name[i]);
		bool (*left)(const plan_changes *, int, bool) = emission ? is_limit_left : is_left_over;
		t->carries[c->process.count + i] = !one || !left(c, i, false) || !left(c, i, true);
	}
}

static void trace(plan_changes *c, const plan_side *old, const plan_side *new)
{
	size_t nodes = (size_t)c->process.count + (size_t)c->commodity.count;
	tracing t = {c, memory_alloc(nodes, sizeof *t.distance), memory_alloc(nodes, sizeof *t.carries)};
	who_carries(&t, old, new);
	for (size_t i = 0; i < c->causes; i++) {
		const plan_fact *fact = &c->cause[i].fact;
		int node = *fact->process ? names_find(&c->process, fact->process)
					  : c->process.count + names_find(&c->commodity, fact->commodity);
		t.distance[node] = 1;
		add_trace(&c->trace[node], (int)i, -1);
	}
	for (int distance = 1; distance < (int)nodes; distance++) {
		bool any = step(&t, old->economy, distance);
		any |= step(&t, new->economy, distance);
		if (!any)
			break;
	}
	free(t.distance);
	free(t.carries);
}

const plan_trace *plan_trace_of_process(const plan_changes *c, int process)
{
	return &c->trace[process];
}

const plan_trace *plan_trace_of_commodity(const plan_changes *c, int commodity)
{
	return &c->trace[c->process.count + commodity];
}

const char *plan_changes_through(const plan_changes *c, int node, int cause, int *next)
{
	const plan_trace *trace = &c->trace[node];
	*next = -1;
	for (int i = 0; i < trace->causes; i++)
		if (trace->cause[i] == cause)
			*next = trace->via[i];
	return node < c->process.count ? c->process.name[node] : c->commodity.name[node - c->process.count];
}

static int by_text(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

void plan_changes_bodies(const plan_changes *c, names *out)
{
	const char **body = memory_alloc(c->tasks, sizeof *body);
	for (size_t i = 0; i < c->tasks; i++)
		body[i] = c->body[c->task[i].process];
	if (c->tasks)
		qsort(body, c->tasks, sizeof *body, by_text);
	for (size_t i = 0; i < c->tasks; i++)
		if (*body[i])
			names_add(out, body[i]);
	free(body);
}

/* ---- the whole --------------------------------------------------------------------------------------------------- */

bool plan_changes_find(const plan_side *old, const plan_side *new, plan_changes *out, const char **unlike)
{
	plan_tasks tasks[2];
	*out = (plan_changes){0};
	if (!name_things(out, (const cordon_economy *const[2]){old->economy, new->economy}, unlike))
		return false;
	plan_facts_gather(&out->facts[0], old->economy);
	plan_facts_gather(&out->facts[1], new->economy);
	plan_tasks_gather(&tasks[0], old->economy, old->plan);
	plan_tasks_gather(&tasks[1], new->economy, new->plan);
	find_causes(out, old, new);
	gather_flows(out, tasks);
	find_tasks(out, tasks);
	find_needs(out, tasks);
	trace(out, old, new);
	plan_tasks_free(&tasks[0]);
	plan_tasks_free(&tasks[1]);
	return true;
}

void plan_changes_free(plan_changes *c)
{
	for (int i = 0; i < c->commodity.count; i++) {
		free(c->from[i].flow);
		free(c->to[i].flow);
	}
	names_free(&c->process);
	names_free(&c->commodity);
	free((void *)c->body);
	free((void *)c->unit);
	free(c->from);
	free(c->to);
	free(c->throughput);
	free(c->cause);
	free(c->portion);
	free(c->task);
	free(c->need);
	free(c->trace);
	plan_facts_free(&c->facts[0]);
	plan_facts_free(&c->facts[1]);
	*c = (plan_changes){0};
}
