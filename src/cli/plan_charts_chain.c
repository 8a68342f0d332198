/* Why a need is short, as a chain from the need down to what stops it. */
#include "cli/plan_charts.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

enum { STEPS_MAX = 2 * CORDON_CHAIN_MAX + 2 };

struct drawing {
	const cli_context *cli;
	const cordon_economy *economy;
	const cordon_plan *plan;
};

/* A chain's steps and the texts they point to. */
struct chain {
	chain_step step[STEPS_MAX];
	text label[STEPS_MAX], quantity[STEPS_MAX], link[STEPS_MAX];
	int steps;
};

static int add_step(struct chain *c, chain_kind kind)
{
	c->step[c->steps].kind = kind;
	return c->steps++;
}

static void finish(struct chain *c)
{
	for (int i = 0; i < c->steps; i++) {
		c->step[i].label = text_string(&c->label[i]);
		c->step[i].quantity = c->quantity[i].length ? text_string(&c->quantity[i]) : NULL;
		c->step[i].link = c->link[i].length ? text_string(&c->link[i]) : NULL;
	}
}

static void free_chain(struct chain *c)
{
	for (int i = 0; i < c->steps; i++) {
		text_free(&c->label[i]);
		text_free(&c->quantity[i]);
		text_free(&c->link[i]);
	}
}

static const char *unit_of(const struct drawing *r, int balance)
{
	return r->economy->commodity[r->plan->balance[balance].commodity].unit;
}

/* "12,354 bn_CLP" */
static void add_amount(const struct drawing *r, text *out, double amount, const char *unit)
{
	number_add(out, amount, NUMBER_AUTO, r->cli->language);
	if (unit && *unit)
		text_add_format(out, " %s", unit);
}

static void add_need_step(const struct drawing *r, struct chain *c, const cordon_plan_element *element)
{
	text got = {0}, wanted = {0};
	int at = add_step(c, CHAIN_NEED);
	plan_add_balance_name(&c->label[at], r->economy, &r->plan->balance[element->balance]);
	number_add(&got, element->fulfilment * element->demand, NUMBER_AUTO, r->cli->language);
	add_amount(r, &wanted, element->demand, unit_of(r, element->balance));
	cli_add(r->cli, &c->quantity[at], N_("{0} of {1}"), text_string(&got), text_string(&wanted));
	text_free(&got);
	text_free(&wanted);
}

static void add_link_steps(const struct drawing *r, struct chain *c, const cordon_explanation *why, int i)
{
	const cordon_chain_link *link = &why->link[i];
	if (i > 0) {
		int at = add_step(c, CHAIN_GOOD);
		plan_add_balance_name(&c->label[at], r->economy, &r->plan->balance[link->balance]);
		text amount = {0};
		add_amount(r, &amount, link->amount, unit_of(r, link->balance));
		cli_add(r->cli, &c->link[at - 1], N_("{0} for each {1}"), text_string(&amount),
			unit_of(r, r->plan->element[why->element].balance));
		text_free(&amount);
	}
	bool is_cause = why->cause.kind == CORDON_BOTTLENECK_CAPACITY && link->process == why->cause.process;
	if (link->process < 0 || (is_cause && i + 1 == why->links))
		return;
	int at = add_step(c, CHAIN_RECIPE);
	plan_add_process_name(&c->label[at], r->economy, link->process, link->period);
}

static void add_cause_step(const struct drawing *r, struct chain *c, const cordon_explanation *why)
{
	const cordon_bottleneck *cause = &why->cause;
	if (c->steps > 1 && cause->kind != CORDON_BOTTLENECK_CAPACITY && c->step[c->steps - 1].kind == CHAIN_GOOD &&
	    why->link[why->links - 1].balance == cause->balance)
		text_free(&c->label[--c->steps]); /* the good itself is what is not there */
	text limit = {0};
	int at = add_step(c, CHAIN_BOTTLENECK);
	plan_add_bottleneck_name(r->cli, &c->label[at], r->economy, r->plan, cause);
	add_amount(r, &limit, cause->limit,
		   cause->kind == CORDON_BOTTLENECK_CAPACITY ? NULL : unit_of(r, cause->balance));
	cli_add(r->cli, &c->quantity[at], N_("no more than {0}"), text_string(&limit));
	text_free(&limit);
}

static void make_twin(const struct drawing *r, const struct chain *c, const char *caption, table *t)
{
	static const char *const kind[] = {N_("need"), N_("good"), N_("recipe"), N_("bottleneck")};
	const cli_context *cli = r->cli;
	const table_column columns[] = {
		{"step", tr(cli, N_("step")), COLUMN_TEXT, 0},
		{"name", tr(cli, N_("name")), COLUMN_TEXT, 0},
		{"quantity", tr(cli, N_("quantity")), COLUMN_TEXT, 0},
	};
	table_begin(t, caption, cli->language, columns, 3);
	for (int i = 0; i < c->steps; i++) {
		table_row(t);
		table_text(t, tr(cli, kind[c->step[i].kind]));
		table_text(t, text_string(&c->label[i]));
		const char *amount = c->step[i].quantity            ? c->step[i].quantity
				     : i > 0 && c->step[i - 1].link ? c->step[i - 1].link
								    : "";
		table_text(t, amount);
	}
}

void plan_chain_caption(const cli_context *cli, const cordon_economy *e, const cordon_plan *plan,
			const cordon_explanation *why, text *out)
{
	const cordon_plan_element *element = &plan->element[why->element];
	text name = {0}, share = {0};
	char tier[16];
	snprintf(tier, sizeof tier, "%d", element->tier);
	plan_add_balance_name(&name, e, &plan->balance[element->balance]);
	number_add_share(&share, element->fulfilment, 1, cli->language);
	cli_add(cli, out, N_("{0}, tier {1}: served to {2}"), text_string(&name), tier, text_string(&share));
	text_free(&share);
	text_free(&name);
}

void plan_chart_chain(const cli_context *cli, const cordon_economy *e, const cordon_plan *plan,
		      const cordon_explanation *why, int number, text *svg, table *twin)
{
	const struct drawing r = {cli, e, plan};
	struct chain c = {0};
	text caption = {0};
	char id[32];
	snprintf(id, sizeof id, "why-%d", number);
	plan_chain_caption(cli, e, plan, why, &caption);
	add_need_step(&r, &c, &plan->element[why->element]);
	for (int i = 0; i < why->links; i++)
		add_link_steps(&r, &c, why, i);
	add_cause_step(&r, &c, why);
	finish(&c);
	make_twin(&r, &c, text_string(&caption), twin);
	chart_head head = {.id = id,
			   .title = text_string(&caption),
			   .language = cli->language,
			   .description = tr(cli, N_("A chain from the need, on top, down to what stops it."))};
	chart_add_chain(svg, &head, c.step, (size_t)c.steps);
	text_free(&caption);
	free_chain(&c);
}

void plan_add_proof(const cli_context *cli, const cordon_explanation *why, text *out)
{
	text delta = {0}, predicted = {0}, gain = {0}, loss = {0};
	number_add(&delta, why->delta, NUMBER_AUTO, cli->language);
	number_add(&predicted, 100 * why->predicted, NUMBER_AUTO, cli->language);
	number_add(&gain, 100 * why->gain, NUMBER_AUTO, cli->language);
	number_add(&loss, 100 * why->loss, NUMBER_AUTO, cli->language);
	cli_add(cli, out,
		N_("Proof: {0} more of the bottleneck should raise the lowest fulfilment by {1} points. Solved again, "
		   "it "
		   "rises by {2}"),
		text_string(&delta), text_string(&predicted), text_string(&gain));
	if (!isnan(why->loss))
		cli_add(cli, out, N_("; with {0} less it falls by {1}"), text_string(&delta), text_string(&loss));
	text_add_string(out, ". ");
	text_add_string(out, tr(cli, why->consistent ? N_("The two agree.") : N_("The two do NOT agree.")));
	text_free(&delta);
	text_free(&predicted);
	text_free(&gain);
	text_free(&loss);
}
