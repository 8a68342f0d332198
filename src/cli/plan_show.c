/* The tables of a plan; see plan_show.h. */
#include "cli/plan_show.h"

#include "base/memory.h"
#include "base/names.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

const char *plan_section_key(enum plan_section section)
{
	static const char *const key[PLAN_SECTIONS] = {"tiers",  "places",   "groups", "needs",  "bottlenecks",
						       "limits", "activity", "trade",  "labour", "stages"};
	return key[section];
}

/* ---- names ------------------------------------------------------------------------------------------------------- */

static void add_id_and_name(text *out, const char *id, const char *name)
{
	if (name && *name && strcmp(name, id))
		text_add_format(out, "%s (%s)", name, id);
	else
		text_add_string(out, id);
}

void plan_add_balance_name(text *out, const cordon_economy *e, const cordon_balance *b)
{
	add_id_and_name(out, e->commodity[b->commodity].id, e->commodity[b->commodity].name);
	if (e->places > 1)
		text_add_format(out, " @ %s", e->place[b->place].id);
	if (e->periods > 1)
		text_add_format(out, ", %s", e->period[b->period].id);
}

void plan_add_process_name(text *out, const cordon_economy *e, int process, int period)
{
	add_id_and_name(out, e->process[process].id, e->process[process].name);
	if (e->periods > 1)
		text_add_format(out, ", %s", e->period[period].id);
}

void plan_add_bottleneck_name(const cli_context *cli, text *out, const cordon_economy *e, const cordon_plan *plan,
			      const cordon_bottleneck *b)
{
	static const char *const kind[] = {N_("capacity of "), N_("stock of "), N_("nobody makes ")};
	text_add_string(out, tr(cli, kind[b->kind]));
	if (b->kind == CORDON_BOTTLENECK_CAPACITY)
		plan_add_process_name(out, e, b->process, b->period);
	else
		plan_add_balance_name(out, e, &plan->balance[b->balance]);
}

/* The name of what a pattern names, where it names one thing. */
static void add_pattern_name(text *out, const cordon_economy *e, const cordon_change *change)
{
	bool process = change->kind == CORDON_CHANGE_CAPACITY || change->kind == CORDON_CHANGE_STOP;
	for (int p = 0; process && p < e->processes; p++)
		if (!strcmp(e->process[p].id, change->pattern)) {
			add_id_and_name(out, e->process[p].id, e->process[p].name);
			return;
		}
	for (int c = 0; change->kind == CORDON_CHANGE_LIMIT && c < e->commodities; c++)
		if (!strcmp(e->commodity[c].id, change->pattern)) {
			add_id_and_name(out, e->commodity[c].id, e->commodity[c].name);
			return;
		}
	text_add_string(out, change->pattern);
}

void plan_add_change(const cli_context *cli, text *out, const cordon_economy *e, const cordon_change *change)
{
	static const char *const sentence[] = {N_("needs of {0} \303\227 {1}"), N_("capacity of {0} \303\227 {1}"),
					       N_("{0} stopped"), N_("limit of {0} = {1}")};
	text name = {0}, value = {0};
	add_pattern_name(&name, e, change);
	number_add(&value, change->value, NUMBER_AUTO, cli->language);
	cli_add(cli, out, sentence[change->kind], text_string(&name), text_string(&value));
	text_free(&name);
	text_free(&value);
}

const char *plan_objective_word(const cli_context *cli, const cordon_plan *plan)
{
	if (!strcmp(plan->objective, "labour"))
		return tr(cli, N_("labour"));
	return !strcmp(plan->objective, "activity") ? tr(cli, N_("activity")) : plan->objective;
}

void plan_worst_gaps(const cordon_plan *plan, double *level, double *last)
{
	*level = *last = 0;
	for (int i = 0; i < plan->stages; i++)
		if (plan->stage[i].kind == CORDON_STAGE_LAST)
			*last = plan->stage[i].gap;
		else
			*level = fmax(*level, plan->stage[i].gap);
}

static void cell_text(table *t, text *scratch)
{
	table_text(t, text_string(scratch));
	text_clear(scratch);
}

static void cell_share(table *t, double share)
{
	table_share(t, share);
	table_tone(t, share < 1 - 1e-6 ? TONE_SHORT : TONE_SERVED);
}

/* ---- fulfilment -------------------------------------------------------------------------------------------------- */

static void add_need(plan_group_line *line, const cordon_economy *e, const cordon_need *n, double served)
{
	const char *unit = e->commodity[n->commodity].unit;
	line->one_unit = line->needs == 0 ? true : line->one_unit && !strcmp(line->unit, unit);
	line->unit = unit;
	line->lowest = line->needs == 0 ? served : fmin(line->lowest, served);
	line->sum += served;
	line->amount += n->amount;
	line->received += served * n->amount;
	line->needs++;
	line->short_needs += served < 1 - 1e-6;
}

void plan_gather_groups(const cordon_economy *e, const double *served, int tier, plan_group_line *line)
{
	memset(line, 0, (size_t)e->groups * sizeof *line);
	for (int i = 0; i < e->needs; i++)
		if (e->need[i].tier == tier)
			add_need(&line[e->need[i].group], e, &e->need[i], served[i]);
}

double plan_group_fulfilment(const plan_group_line *line)
{
	return line->one_unit && line->amount > 0 ? line->received / line->amount : line->sum / line->needs;
}

static void show_groups(const cli_context *cli, const cordon_economy *e, const cordon_plan *plan, table *t)
{
	const table_column columns[] = {
		{"tier", tr(cli, N_("tier")), COLUMN_NUMBER, 0},
		{"group", tr(cli, N_("group")), COLUMN_TEXT, 0},
		{"needs", tr(cli, N_("needs")), COLUMN_NUMBER, 0},
		{"short", tr(cli, N_("short")), COLUMN_NUMBER, 0},
		{"lowest", tr(cli, N_("lowest")), COLUMN_SHARE, 2},
		{"fulfilment", tr(cli, N_("fulfilment")), COLUMN_BAR, 2},
	};
	table_begin(t, tr(cli, N_("Fulfilment by tier and group")), cli->language, columns, 6);
	double *served = plan_fulfilment_of_needs(e, plan);
	plan_group_line *line = memory_alloc((size_t)e->groups, sizeof *line);
	for (int tier = 1; tier <= CORDON_TIERS_MAX; tier++) {
		plan_gather_groups(e, served, tier, line);
		for (int g = 0; g < e->groups; g++) {
			if (!line[g].needs)
				continue;
			table_row(t);
			table_number(t, tier);
			table_text(t, e->group[g]);
			table_number(t, line[g].needs);
			table_number(t, line[g].short_needs);
			cell_share(t, line[g].lowest);
			cell_share(t, plan_group_fulfilment(&line[g]));
		}
	}
	free(line);
	free(served);
}

/* Of all needs of one line each; what is in several units is the mean of the needs. */
static void add_fulfilment(table *t, const plan_group_line *line)
{
	table_number(t, line->needs);
	table_number(t, line->short_needs);
	cell_share(t, line->lowest);
	cell_share(t, plan_group_fulfilment(line));
}

#define FULFILMENT_COLUMNS(cli)                                                                                        \
	{"needs", tr(cli, N_("needs")), COLUMN_NUMBER, 0}, {"short", tr(cli, N_("short")), COLUMN_NUMBER, 0},          \
		{"lowest", tr(cli, N_("lowest")), COLUMN_SHARE, 2},                                                    \
	{                                                                                                              \
		"fulfilment", tr(cli, N_("fulfilment")), COLUMN_BAR, 2                                                 \
	}

static void show_tiers(const cli_context *cli, const cordon_economy *e, const cordon_plan *plan, table *t)
{
	const table_column columns[] = {{"tier", tr(cli, N_("tier")), COLUMN_NUMBER, 0}, FULFILMENT_COLUMNS(cli)};
	table_begin(t, tr(cli, N_("Fulfilment by tier")), cli->language, columns, 5);
	double *served = plan_fulfilment_of_needs(e, plan);
	for (int tier = 1; tier <= CORDON_TIERS_MAX; tier++) {
		plan_group_line line = {0};
		for (int i = 0; i < e->needs; i++)
			if (e->need[i].tier == tier)
				add_need(&line, e, &e->need[i], served[i]);
		if (!line.needs)
			continue;
		table_row(t);
		table_number(t, tier);
		add_fulfilment(t, &line);
	}
	free(served);
}

/* Where a need is: its place, or whose it is (a group is BODY or BODY/GROUP in packages made of a book). */
static const char *place_of(const cordon_economy *e, const cordon_need *n, arena *texts)
{
	const char *group = e->group[n->group];
	if (e->places > 1)
		return *e->place[n->place].name ? e->place[n->place].name : e->place[n->place].id;
	return arena_format(texts, "%.*s", (int)strcspn(group, "/"), group);
}

static void show_places(const cli_context *cli, const cordon_economy *e, const cordon_plan *plan, table *t)
{
	const table_column columns[] = {{"place", tr(cli, N_("place")), COLUMN_TEXT, 0}, FULFILMENT_COLUMNS(cli)};
	table_begin(t, tr(cli, N_("Fulfilment by place")), cli->language, columns, 5);
	double *served = plan_fulfilment_of_needs(e, plan);
	plan_group_line *line = memory_alloc((size_t)e->needs, sizeof *line);
	names places = {0};
	arena texts = {0};
	for (int i = 0; i < e->needs; i++)
		add_need(&line[names_add(&places, place_of(e, &e->need[i], &texts))], e, &e->need[i], served[i]);
	for (int p = 0; p < places.count; p++) {
		table_row(t);
		table_text(t, places.name[p]);
		add_fulfilment(t, &line[p]);
	}
	names_free(&places);
	arena_free(&texts);
	free(line);
	free(served);
}

struct need_line {
	int need;
	double served;
	const cordon_economy *e;
};

static int worst_need_first(const void *a, const void *b)
{
	const struct need_line *left = a, *right = b;
	const cordon_need *l = &left->e->need[left->need], *r = &right->e->need[right->need];
	if (left->served != right->served)
		return left->served < right->served ? -1 : 1;
	if (l->tier != r->tier)
		return l->tier - r->tier;
	return left->need - right->need;
}

static void show_needs(const cli_context *cli, const cordon_economy *e, const cordon_plan *plan, table *t)
{
	const table_column columns[] = {
		{"tier", tr(cli, N_("tier")), COLUMN_NUMBER, 0},
		{"group", tr(cli, N_("group")), COLUMN_TEXT, 0},
		{"commodity", tr(cli, N_("commodity")), COLUMN_TEXT, 0},
		{"needed", tr(cli, N_("needed")), COLUMN_NUMBER, NUMBER_AUTO},
		{"received", tr(cli, N_("received")), COLUMN_NUMBER, NUMBER_AUTO},
		{"unit", tr(cli, N_("unit")), COLUMN_TEXT, 0},
		{"fulfilment", tr(cli, N_("fulfilment")), COLUMN_SHARE, 2},
	};
	table_begin(t, tr(cli, N_("Needs, the worst served first")), cli->language, columns, 7);
	double *served = plan_fulfilment_of_needs(e, plan);
	struct need_line *line = memory_alloc((size_t)e->needs, sizeof *line);
	for (int i = 0; i < e->needs; i++)
		line[i] = (struct need_line){i, served[i], e};
	qsort(line, (size_t)e->needs, sizeof *line, worst_need_first);
	text scratch = {0};
	for (int i = 0; i < e->needs; i++) {
		const cordon_need *n = &e->need[line[i].need];
		table_row(t);
		table_number(t, n->tier);
		table_text(t, e->group[n->group]);
		plan_add_balance_name(&scratch, e, &(cordon_balance){n->commodity, n->place, n->period});
		cell_text(t, &scratch);
		table_number(t, n->amount);
		table_number(t, n->amount * line[i].served);
		table_text(t, e->commodity[n->commodity].unit);
		cell_share(t, line[i].served);
	}
	text_free(&scratch);
	free(line);
	free(served);
}

/* ---- bottlenecks ------------------------------------------------------------------------------------------------- */

void plan_each_bottleneck(const cordon_economy *e, const cordon_plan *plan,
			  void (*each)(void *context, int stage, const cordon_bottleneck *b), void *context)
{
	enum { PER_STAGE = 3, STAGES = 12 };
	int shown = 0;
	for (int s = 0; s < plan->stages && shown < STAGES; s++) {
		if (plan->stage[s].kind == CORDON_STAGE_LAST || !plan->stage[s].price ||
		    plan->stage[s].tier == plan->discrepancy_tier)
			continue;
		cordon_bottleneck *list;
		int count;
		cordon_plan_bottlenecks(e, plan, s, &list, &count);
		for (int i = 0; i < count && i < PER_STAGE; i++)
			each(context, s, &list[i]);
		free(list);
		shown++;
	}
}

struct bottlenecks {
	const cli_context *cli;
	const cordon_economy *e;
	const cordon_plan *plan;
	table *t;
};

static void add_bottleneck(void *context, int stage, const cordon_bottleneck *b)
{
	const struct bottlenecks *of = context;
	table *t = of->t;
	text name = {0};
	plan_add_bottleneck_name(of->cli, &name, of->e, of->plan, b);
	table_row(t);
	table_number(t, of->plan->stage[stage].tier);
	table_share(t, of->plan->stage[stage].value);
	cell_text(t, &name);
	table_number(t, b->limit);
	table_text(t, b->balance >= 0 ? of->e->commodity[of->plan->balance[b->balance].commodity].unit : "");
	table_number(t, 100 * b->worth);
	text_free(&name);
}

static void show_bottlenecks(const cli_context *cli, const cordon_economy *e, const cordon_plan *plan, table *t)
{
	const table_column columns[] = {
		{"tier", tr(cli, N_("tier")), COLUMN_NUMBER, 0},
		{"level", tr(cli, N_("level")), COLUMN_SHARE, 2},
		{"bottleneck", tr(cli, N_("bottleneck")), COLUMN_TEXT, 0},
		{"limit", tr(cli, N_("limit")), COLUMN_NUMBER, NUMBER_AUTO},
		{"unit", tr(cli, N_("unit")), COLUMN_TEXT, 0},
		{"worth", tr(cli, N_("points per unit")), COLUMN_NUMBER, NUMBER_AUTO},
	};
	table_begin(t, tr(cli, N_("Bottlenecks: what one unit more of each would raise the level by")), cli->language,
		    columns, 6);
	plan_each_bottleneck(e, plan, add_bottleneck, &(struct bottlenecks){cli, e, plan, t});
}

/* ---- activity, trade, labour ------------------------------------------------------------------------------------- */

static bool is_trade(const cordon_process *p)
{
	return p->kind == CORDON_IMPORT || p->kind == CORDON_EXPORT;
}

/* A process in a period, and how far it is used; -1: nothing limits it. */
struct run {
	int process, period;
	double activity, capacity, use;
};

static int most_used_first(const void *a, const void *b)
{
	const struct run *p = a, *q = b;
	double used_p = p->use > 1 - 1e-6 ? 1 : p->use, used_q = q->use > 1 - 1e-6 ? 1 : q->use;
	if (used_p != used_q)
		return used_p > used_q ? -1 : 1;
	if (p->activity != q->activity)
		return p->activity > q->activity ? -1 : 1;
	return p->process != q->process ? p->process - q->process : p->period - q->period;
}

/* Every run of trade, or of anything else; the most used first. Returns how many. */
static size_t list_runs(const cordon_economy *e, const cordon_plan *plan, bool trade, struct run *list)
{
	size_t count = 0;
	for (int p = 0; p < plan->processes; p++)
		for (int k = 0; is_trade(&e->process[p]) == trade && k < plan->periods; k++) {
			double activity = plan->activity[p * plan->periods + k],
			       capacity = cordon_economy_capacity(e, p, k);
			bool limited = capacity < CORDON_ACTIVITY_LIMIT;
			list[count++] = (struct run){p, k, activity, capacity,
						     !limited       ? -1
						     : capacity > 0 ? activity / capacity
								    : 0};
		}
	qsort(list, count, sizeof *list, most_used_first);
	return count;
}

static void show_processes(const cli_context *cli, const cordon_economy *e, const cordon_plan *plan, bool trade,
			   table *t)
{
	const table_column columns[] = {
		{"process", tr(cli, N_("process")), COLUMN_TEXT, 0},
		{"activity", tr(cli, N_("activity")), COLUMN_NUMBER, NUMBER_AUTO},
		{"capacity", tr(cli, N_("capacity")), COLUMN_NUMBER, NUMBER_AUTO},
		{"use", tr(cli, N_("use")), COLUMN_BAR, 1},
	};
	table_begin(t, tr(cli, trade ? N_("Imports and exports") : N_("Activity against capacity")), cli->language,
		    columns, 4);
	text name = {0};
	struct run *list = memory_alloc((size_t)plan->processes * (size_t)plan->periods, sizeof *list);
	size_t count = list_runs(e, plan, trade, list);
	for (size_t i = 0; i < count; i++) {
		const struct run *run = &list[i];
		table_row(t);
		plan_add_process_name(&name, e, run->process, run->period);
		cell_text(t, &name);
		table_number(t, run->activity);
		if (run->use >= 0)
			table_number(t, run->capacity);
		else
			table_empty(t);
		if (run->use >= 0 && run->capacity > 0)
			table_share(t, run->use);
		else
			table_empty(t);
		if (run->use >= 1 - 1e-6)
			table_tone(t, TONE_LIMIT);
	}
	free(list);
	text_free(&name);
}

/* How much of a commodity every process uses (an emission: puts out), all places and periods together. */
static double used_of(const cordon_economy *e, const cordon_plan *plan, int commodity, bool outputs)
{
	double used = 0;
	for (int i = 0; i < e->exchanges; i++) {
		const cordon_exchange *x = &e->exchange[i];
		double amount = outputs ? x->amount : -x->amount;
		for (int t = 0; x->commodity == commodity && amount > 0 && t < plan->periods; t++)
			used += amount * plan->activity[x->process * plan->periods + t];
	}
	return used;
}

static void show_labour(const cli_context *cli, const cordon_economy *e, const cordon_plan *plan, table *t)
{
	const table_column columns[] = {
		{"commodity", tr(cli, N_("resource")), COLUMN_TEXT, 0},
		{"used", tr(cli, N_("used")), COLUMN_NUMBER, NUMBER_AUTO},
		{"there", tr(cli, N_("there")), COLUMN_NUMBER, NUMBER_AUTO},
		{"unit", tr(cli, N_("unit")), COLUMN_TEXT, 0},
		{"use", tr(cli, N_("use")), COLUMN_BAR, 1},
	};
	table_begin(t, tr(cli, N_("Labour, foreign currency and emissions")), cli->language, columns, 5);
	text name = {0};
	for (int c = 0; c < e->commodities; c++) {
		cordon_commodity_kind kind = e->commodity[c].kind;
		if (kind == CORDON_GOOD)
			continue;
		double there = kind == CORDON_EMISSION ? 0 : used_of(e, plan, c, true);
		bool limited = kind != CORDON_EMISSION;
		for (int i = 0; i < e->stocks; i++)
			if (e->stock[i].commodity == c) {
				there += e->stock[i].amount;
				limited = true;
			}
		double used = used_of(e, plan, c, kind == CORDON_EMISSION);
		table_row(t);
		add_id_and_name(&name, e->commodity[c].id, e->commodity[c].name);
		cell_text(t, &name);
		table_number(t, used);
		if (limited)
			table_number(t, there);
		else
			table_empty(t);
		table_text(t, e->commodity[c].unit);
		if (limited && there > 0)
			table_share(t, used / there);
		else
			table_empty(t);
	}
	text_free(&name);
}

/* ---- the certificate --------------------------------------------------------------------------------------------- */

static void show_stages(const cli_context *cli, const cordon_economy *e, const cordon_plan *plan, table *t)
{
	(void)e;
	const table_column columns[] = {
		{"stage", tr(cli, N_("stage")), COLUMN_TEXT, 0},
		{"value", tr(cli, N_("reached")), COLUMN_NUMBER, NUMBER_AUTO},
		{"bound", tr(cli, N_("cannot pass")), COLUMN_NUMBER, NUMBER_AUTO},
		{"gap", tr(cli, N_("gap")), COLUMN_TEXT, 0},
		{"solver", tr(cli, N_("solver")), COLUMN_TEXT, 0},
		{"seconds", tr(cli, N_("seconds")), COLUMN_NUMBER, 3},
	};
	table_begin(t, tr(cli, N_("The certificate, stage by stage")), cli->language, columns, 6);
	text name = {0};
	for (int s = 0; s < plan->stages; s++) {
		const cordon_plan_stage *stage = &plan->stage[s];
		char gap[32];
		snprintf(gap, sizeof gap, "%.1e", stage->gap);
		table_row(t);
		if (stage->kind == CORDON_STAGE_LAST)
			text_add_format(&name, "%s %s", tr(cli, N_("least")), plan_objective_word(cli, plan));
		else if (stage->tier == plan->discrepancy_tier)
			text_add_string(&name, tr(cli, N_("what the source's tables leave over")));
		else
			text_add_format(&name, "%s %d, %s", tr(cli, N_("tier")), stage->tier,
					tr(cli, stage->kind == CORDON_STAGE_LEVEL ? N_("lowest fulfilment")
										  : N_("mean fulfilment")));
		cell_text(t, &name);
		table_number(t, stage->value);
		table_number(t, stage->bound);
		table_text(t, gap);
		table_text(t, stage->solver);
		table_number(t, stage->seconds);
	}
	text_free(&name);
}

void plan_show_section(const cli_context *cli, const cordon_economy *e, const cordon_plan *plan,
		       enum plan_section section, table *t)
{
	switch (section) {
	case PLAN_SECTION_TIERS:
		show_tiers(cli, e, plan, t);
		break;
	case PLAN_SECTION_PLACES:
		show_places(cli, e, plan, t);
		break;
	case PLAN_SECTION_GROUPS:
		show_groups(cli, e, plan, t);
		break;
	case PLAN_SECTION_NEEDS:
		show_needs(cli, e, plan, t);
		break;
	case PLAN_SECTION_BOTTLENECKS:
		show_bottlenecks(cli, e, plan, t);
		break;
	case PLAN_SECTION_LIMITS:
		plan_show_limits(cli, e, plan, t);
		break;
	case PLAN_SECTION_ACTIVITY:
		show_processes(cli, e, plan, false, t);
		break;
	case PLAN_SECTION_TRADE:
		show_processes(cli, e, plan, true, t);
		break;
	case PLAN_SECTION_LABOUR:
		show_labour(cli, e, plan, t);
		break;
	default:
		show_stages(cli, e, plan, t);
		break;
	}
}

void plan_print_table(const cli_context *cli, const table *t, size_t rows)
{
	text out = {0};
	int width = 100;
	table_add_terminal(&out, t, (table_terminal){.width = width, .colour = isatty(fileno(cli->out)), .rows = rows});
	fwrite(text_string(&out), 1, out.length, cli->out);
	fputc('\n', cli->out);
	text_free(&out);
}
