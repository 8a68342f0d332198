/* The flows of a plan: from makers through goods to those who use or receive them.
 *
 * Only goods counted in the commonest unit are drawn: amounts of different units cannot stand beside one another. Where
 * nearly every good has the one maker that bears its name, makers are told apart only as made here, imported or from
 * stock; otherwise each process stands for itself. All periods and places are added together.
 */
#include "cli/plan_charts.h"

#include "base/memory.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { LARGEST = 9, TWIN_ROWS = 60 };

struct flows {
	const cli_context *cli;
	const cordon_economy *economy;
	const cordon_plan *plan;
	const char *unit;
	bool by_name; /* makers are told apart only as here, imports and stock */
	int goods, users, nodes; /* where the second column starts, the third, and how many nodes there are */
	int exports; /* the node of what goes abroad */
	flow_node *node;
	flow *flow;
	int flows, capacity;
	double *made, *used; /* of each commodity */
};

enum { MAKER_HERE, MAKER_IMPORT, MAKER_STOCK, MAKERS };

static void add_flow(struct flows *f, int from, int to, double amount)
{
	if (!(amount > 0))
		return;
	MEMORY_RESERVE(f->flow, f->flows, f->capacity);
	f->flow[f->flows++] = (flow){from, to, amount};
}

/* The unit most goods are counted in, of the first UNITS there are. */
static const char *commonest_unit(const cordon_economy *e)
{
	enum { UNITS = 64 };
	const char *unit[UNITS];
	int count[UNITS] = {0}, units = 0, best = 0;
	for (int c = 0; c < e->commodities; c++) {
		int u = 0;
		if (e->commodity[c].kind != CORDON_GOOD)
			continue;
		while (u < units && strcmp(unit[u], e->commodity[c].unit))
			u++;
		if (u == UNITS)
			continue;
		if (u == units)
			unit[units++] = e->commodity[c].unit;
		if (++count[u] > count[best])
			best = u;
	}
	return units ? unit[best] : "";
}

static bool drawn(const struct flows *f, int commodity)
{
	const cordon_commodity *c = &f->economy->commodity[commodity];
	return c->kind == CORDON_GOOD && !strcmp(c->unit, f->unit);
}

static double activity_of(const cordon_plan *plan, int process)
{
	double sum = 0;
	for (int k = 0; k < plan->periods; k++)
		sum += plan->activity[process * plan->periods + k];
	return sum;
}

/* Whether nearly all that is made comes from a process of the good's own name. */
static bool named_alike(const struct flows *f)
{
	const cordon_economy *e = f->economy;
	double all = 0, alike = 0;
	for (int i = 0; i < e->exchanges; i++) {
		const cordon_exchange *x = &e->exchange[i];
		const cordon_process *p = &e->process[x->process];
		if (x->amount <= 0 || p->kind != CORDON_PRODUCTION || !drawn(f, x->commodity))
			continue;
		double amount = x->amount * activity_of(f->plan, x->process);
		all += amount;
		if (!strcmp(p->name, e->commodity[x->commodity].name) || !strcmp(p->id, e->commodity[x->commodity].id))
			alike += amount;
	}
	return alike >= 0.8 * all;
}

static int maker_node(const struct flows *f, int process)
{
	if (f->economy->process[process].kind == CORDON_IMPORT)
		return MAKER_IMPORT;
	return f->by_name ? MAKER_HERE : MAKERS + process;
}

static int user_node(const struct flows *f, int process)
{
	return f->economy->process[process].kind == CORDON_EXPORT ? f->exports : f->users + process;
}

static void name_nodes(struct flows *f, const bool *at_limit, const bool *is_short)
{
	const cli_context *cli = f->cli;
	const cordon_economy *e = f->economy;
	f->node[MAKER_HERE] = (flow_node){.label = tr(cli, N_("Made here"))};
	f->node[MAKER_IMPORT] = (flow_node){.label = tr(cli, N_("Imports"))};
	f->node[MAKER_STOCK] = (flow_node){.label = tr(cli, N_("From stock"))};
	for (int p = 0; p < e->processes; p++) {
		const char *label = e->process[p].name && *e->process[p].name ? e->process[p].name : e->process[p].id;
		f->node[MAKERS + p] = (flow_node){.label = label,
						  .tone = at_limit[p] ? FLOW_SHORT : FLOW_PLAIN,
						  .word = at_limit[p] ? tr(cli, N_("at its limit")) : NULL};
		f->node[f->users + p] = (flow_node){.label = label, .column = 2};
	}
	for (int c = 0; c < e->commodities; c++)
		f->node[f->goods + c] =
			(flow_node){.label = *e->commodity[c].name ? e->commodity[c].name : e->commodity[c].id,
				    .column = 1,
				    .tone = is_short[c] ? FLOW_SHORT : FLOW_PLAIN,
				    .word = is_short[c] ? tr(cli, N_("short")) : NULL};
	f->node[f->exports] = (flow_node){.label = tr(cli, N_("Exports")), .column = 2};
	for (int g = 0; g < e->groups; g++)
		f->node[f->exports + 1 + g] = (flow_node){.label = e->group[g], .column = 2, .tone = FLOW_SERVED};
}

static void add_exchanges(struct flows *f)
{
	const cordon_economy *e = f->economy;
	for (int i = 0; i < e->exchanges; i++) {
		const cordon_exchange *x = &e->exchange[i];
		if (!drawn(f, x->commodity))
			continue;
		double amount = x->amount * activity_of(f->plan, x->process);
		if (amount > 0) {
			f->made[x->commodity] += amount;
			add_flow(f, maker_node(f, x->process), f->goods + x->commodity, amount);
		} else {
			f->used[x->commodity] -= amount;
			add_flow(f, f->goods + x->commodity, user_node(f, x->process), -amount);
		}
	}
}

static void add_needs(struct flows *f, bool *is_short)
{
	const cordon_economy *e = f->economy;
	double *served = plan_fulfilment_of_needs(e, f->plan);
	for (int i = 0; i < e->needs; i++) {
		const cordon_need *n = &e->need[i];
		is_short[n->commodity] |= n->amount > 0 && served[i] < 1 - SHARE_WHOLE;
		if (!drawn(f, n->commodity))
			continue;
		f->used[n->commodity] += served[i] * n->amount;
		add_flow(f, f->goods + n->commodity, f->exports + 1 + n->group, served[i] * n->amount);
	}
	free(served);
	for (int c = 0; c < e->commodities; c++)
		if (drawn(f, c) && f->used[c] - f->made[c] > 1e-6 * f->used[c])
			add_flow(f, MAKER_STOCK, f->goods + c, f->used[c] - f->made[c]);
}

static void find_limits(const struct flows *f, bool *at_limit)
{
	const cordon_economy *e = f->economy;
	for (int p = 0; p < e->processes; p++)
		for (int k = 0; k < f->plan->periods; k++) {
			double capacity = cordon_economy_capacity(e, p, k),
			       activity = f->plan->activity[p * f->plan->periods + k];
			at_limit[p] |= capacity < CORDON_ACTIVITY_LIMIT && activity > 0 &&
				       activity >= capacity * (1 - SHARE_WHOLE);
		}
}

static int by_ends(const void *a, const void *b)
{
	const flow *p = a, *q = b;
	return p->from != q->from ? p->from - q->from : p->to - q->to;
}

static int by_amount(const void *a, const void *b)
{
	const flow *p = a, *q = b;
	return p->amount != q->amount ? (p->amount > q->amount ? -1 : 1) : by_ends(a, b);
}

/* One flow for each pair of nodes, the largest first. */
static void merge(struct flows *f)
{
	int kept = 0;
	qsort(f->flow, (size_t)f->flows, sizeof *f->flow, by_ends);
	for (int i = 0; i < f->flows; i++)
		if (kept && !by_ends(&f->flow[kept - 1], &f->flow[i]))
			f->flow[kept - 1].amount += f->flow[i].amount;
		else
			f->flow[kept++] = f->flow[i];
	f->flows = kept;
	qsort(f->flow, (size_t)f->flows, sizeof *f->flow, by_amount);
}

static void make_twin(const struct flows *f, const char *caption, table *t)
{
	const cli_context *cli = f->cli;
	const table_column columns[] = {
		{"from", tr(cli, N_("from")), COLUMN_TEXT, 0},
		{"to", tr(cli, N_("to")), COLUMN_TEXT, 0},
		{"amount", tr(cli, N_("amount")), COLUMN_NUMBER, NUMBER_AUTO},
		{"unit", tr(cli, N_("unit")), COLUMN_TEXT, 0},
	};
	table_begin(t, caption, cli->language, columns, 4);
	double rest = 0;
	for (int i = 0; i < f->flows; i++) {
		if (i >= TWIN_ROWS) {
			rest += f->flow[i].amount;
			continue;
		}
		table_row(t);
		table_text(t, f->node[f->flow[i].from].label);
		table_text(t, f->node[f->flow[i].to].label);
		table_number(t, f->flow[i].amount);
		table_text(t, f->unit);
	}
	if (f->flows <= TWIN_ROWS)
		return;
	text more = {0}, count = {0};
	number_add_count(&count, (size_t)(f->flows - TWIN_ROWS), cli->language);
	cli_add(cli, &more, N_("and {0} smaller flows"), text_string(&count));
	table_row(t);
	table_text(t, text_string(&more));
	table_text(t, "");
	table_number(t, rest);
	table_text(t, f->unit);
	text_free(&more);
	text_free(&count);
}

/* Goods left out, being counted in another unit. */
static size_t left_out(const struct flows *f)
{
	const cordon_economy *e = f->economy;
	size_t others = 0;
	for (int c = 0; c < e->commodities; c++)
		others += e->commodity[c].kind == CORDON_GOOD && !drawn(f, c);
	return others;
}

static void draw(const struct flows *f, text *svg, table *twin)
{
	const cli_context *cli = f->cli;
	const char *const heading[] = {tr(cli, N_("Made by")), tr(cli, N_("Goods")), tr(cli, N_("Goes to"))};
	text caption = {0};
	cli_add(cli, &caption, N_("The largest flows, in {0}"), f->unit);
	flow_diagram diagram = {heading, 3, f->node, f->nodes, f->flow, f->flows, LARGEST, NULL};
	chart_head head = {.id = "flows",
			   .title = text_string(&caption),
			   .language = cli->language,
			   .description = tr(cli, N_("Three columns: who makes goods or brings them in, the goods, and "
						     "who uses or receives them. The table beneath has the same "
						     "amounts."))};
	make_twin(f, text_string(&caption), twin);
	if (f->flows && f->nodes <= FLOW_NODES_MAX)
		chart_add_flows(svg, &head, &diagram);
	text_free(&caption);
}

size_t plan_chart_flows(const cli_context *cli, const cordon_economy *e, const cordon_plan *plan, text *svg,
			table *twin)
{
	struct flows f = {.cli = cli, .economy = e, .plan = plan, .unit = commonest_unit(e)};
	f.by_name = named_alike(&f);
	f.goods = MAKERS + e->processes;
	f.users = f.goods + e->commodities;
	f.exports = f.users + e->processes;
	f.nodes = f.exports + 1 + e->groups;
	f.node = memory_alloc((size_t)f.nodes, sizeof *f.node);
	f.made = memory_alloc((size_t)e->commodities, sizeof *f.made);
	f.used = memory_alloc((size_t)e->commodities, sizeof *f.used);
	bool *is_short = memory_alloc((size_t)e->commodities, sizeof *is_short);
	bool *at_limit = memory_alloc((size_t)e->processes, sizeof *at_limit);
	add_exchanges(&f);
	add_needs(&f, is_short);
	find_limits(&f, at_limit);
	name_nodes(&f, at_limit, is_short);
	merge(&f);
	draw(&f, svg, twin);
	free(at_limit);
	free(is_short);
	free(f.used);
	free(f.made);
	free(f.flow);
	free(f.node);
	return left_out(&f);
}
