/* The section "limits" of a plan: its bottlenecks, and in words what one unit more of each would do.
 *
 * A bottleneck's worth is by how much one unit more of it would raise its stage's value, at the margin. Where that
 * value is the lowest fulfilment among needs, every need that stands at it rises by as much: by worth x demand. A
 * capacity is counted here in what its process makes most of, not in units of activity. What is said holds for a
 * little more; how far it does, solving again tells (`plan explain`, `plan --capacity`).
 */
#include "cli/plan_show.h"

#include <stdio.h>
#include <stdlib.h>

struct limits {
	const cli_context *cli;
	const cordon_economy *e;
	const cordon_plan *plan;
	table *t;
};

/* What a stage's level holds down: its first element, how many more there are. */
static const cordon_plan_element *held_by(const cordon_plan *plan, int stage, int *others)
{
	const cordon_plan_element *first = NULL;
	*others = 0;
	for (int i = 0; i < plan->elements; i++) {
		const cordon_plan_element *element = &plan->element[i];
		if (element->stage != stage || element->demand <= 0 || element->fulfilment >= 1 - SHARE_WHOLE)
			continue;
		if (first)
			++*others;
		else
			first = element;
	}
	return first;
}

/* What a process is known by: of its products the one it makes most of; NULL: it makes nothing. */
static const cordon_exchange *product_of(const cordon_economy *e, int process)
{
	const cordon_process *p = &e->process[process];
	const cordon_exchange *most = NULL;
	for (int i = 0; i < p->exchange_count; i++) {
		const cordon_exchange *x = &e->exchange[p->first_exchange + i];
		if (x->amount > 0 && (!most || x->amount > most->amount))
			most = x;
	}
	return most;
}

static void add_commodity(text *out, const cordon_economy *e, int commodity)
{
	const cordon_commodity *c = &e->commodity[commodity];
	text_add_string(out, *c->name ? c->name : c->id);
}

/* A bottleneck counted in a commodity. */
struct counted {
	int commodity;
	double limit, worth;
};

static struct counted count_in(const struct limits *l, const cordon_bottleneck *b)
{
	const cordon_exchange *product = b->kind == CORDON_BOTTLENECK_CAPACITY ? product_of(l->e, b->process) : NULL;
	if (product)
		return (struct counted){product->commodity, b->limit * product->amount, b->worth / product->amount};
	return (struct counted){b->balance >= 0 ? l->plan->balance[b->balance].commodity : -1, b->limit, b->worth};
}

/* "21.2 kg more of Sugar be served" is what the sentences lead to. */
static void add_words(const struct limits *l, const cordon_bottleneck *b, const struct counted *c,
		      const cordon_plan_element *gains, int others, text *out)
{
	const cli_context *cli = l->cli;
	const cordon_economy *e = l->e;
	int commodity = l->plan->balance[gains->balance].commodity;
	text amount = {0}, name = {0}, more = {0}, good = {0}, process = {0};
	number_add(&amount, c->worth * gains->demand, NUMBER_AUTO, cli->language);
	add_commodity(&name, e, commodity);
	cli_add(cli, &more, N_("{0} {1} more of {2}"), text_string(&amount), e->commodity[commodity].unit,
		text_string(&name));
	add_commodity(&good, e, c->commodity);
	if (b->kind == CORDON_BOTTLENECK_CAPACITY)
		plan_add_process_name(&process, e, b->process, b->period);
	cli_add(cli, out,
		b->kind == CORDON_BOTTLENECK_CAPACITY ? N_("With 1 {0} more of {1} from {3}, {2} could be served")
						      : N_("With 1 {0} more of {1}, {2} could be served"),
		e->commodity[c->commodity].unit, text_string(&good), text_string(&more), text_string(&process));
	if (others) {
		char count[16];
		snprintf(count, sizeof count, "%d", others);
		cli_add(cli, out,
			others == 1 ? N_(", and of one other good as large a part more")
				    : N_(", and of {0} other goods as large a part more"),
			count);
	}
	text_add_string(out, ".");
	text_free(&amount);
	text_free(&name);
	text_free(&more);
	text_free(&good);
	text_free(&process);
}

static void add_gains(const struct limits *l, int stage, const cordon_bottleneck *b, const struct counted *c)
{
	int others;
	const cordon_plan_element *gains =
		l->plan->stage[stage].kind == CORDON_STAGE_LEVEL ? held_by(l->plan, stage, &others) : NULL;
	text words = {0};
	if (!gains || c->commodity < 0) {
		table_empty(l->t);
		table_text(l->t, "");
		table_text(l->t, "");
		table_empty(l->t);
		table_text(l->t, "");
		return;
	}
	const cordon_commodity *served = &l->e->commodity[l->plan->balance[gains->balance].commodity];
	add_words(l, b, c, gains, others, &words);
	table_number(l->t, c->worth * gains->demand);
	table_text(l->t, served->unit);
	table_text(l->t, served->id);
	table_number(l->t, others);
	table_text(l->t, text_string(&words));
	text_free(&words);
}

static void add_limit(void *context, int stage, const cordon_bottleneck *b)
{
	const struct limits *l = context;
	static const char *const kind[] = {"capacity", "stock", "missing"};
	struct counted c = count_in(l, b);
	text name = {0};
	plan_add_bottleneck_name(l->cli, &name, l->e, l->plan, b);
	table_row(l->t);
	table_number(l->t, l->plan->stage[stage].tier);
	table_share(l->t, l->plan->stage[stage].value);
	table_text(l->t, kind[b->kind]);
	table_text(l->t, b->kind == CORDON_BOTTLENECK_CAPACITY
				 ? l->e->process[b->process].id
				 : l->e->commodity[l->plan->balance[b->balance].commodity].id);
	table_text(l->t, text_string(&name));
	table_number(l->t, c.limit);
	table_text(l->t, c.commodity < 0 ? "" : l->e->commodity[c.commodity].unit);
	add_gains(l, stage, b, &c);
	text_free(&name);
}

void plan_show_limits(const cli_context *cli, const cordon_economy *e, const cordon_plan *plan, table *t)
{
	struct limits l = {cli, e, plan, t};
	const table_column columns[] = {
		{"tier", tr(cli, N_("tier")), COLUMN_NUMBER, 0},
		{"level", tr(cli, N_("level")), COLUMN_SHARE, 2},
		{"kind", tr(cli, N_("kind")), COLUMN_TEXT, 0},
		{"id", tr(cli, N_("id")), COLUMN_TEXT, 0},
		{"bottleneck", tr(cli, N_("bottleneck")), COLUMN_TEXT, 0},
		{"limit", tr(cli, N_("limit")), COLUMN_NUMBER, NUMBER_AUTO},
		{"unit", tr(cli, N_("unit")), COLUMN_TEXT, 0},
		{"gives", tr(cli, N_("one more gives")), COLUMN_NUMBER, NUMBER_AUTO},
		{"gives_unit", tr(cli, N_("unit")), COLUMN_TEXT, 0},
		{"commodity", tr(cli, N_("commodity")), COLUMN_TEXT, 0},
		{"others", tr(cli, N_("others")), COLUMN_NUMBER, 0},
		{"words", tr(cli, N_("in words")), COLUMN_TEXT, 0},
	};
	table_begin(t, tr(cli, N_("Bottlenecks: what one more of each would do")), cli->language, columns,
		    (int)(sizeof columns / sizeof *columns));
	plan_each_bottleneck(e, plan, add_limit, &l);
}
