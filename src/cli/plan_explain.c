/* `cordon plan explain`: why a need is short, as a chain down to its cause, with the proof. */
#include "cli/plan_explain.h"

#include "cli/groups.h"
#include "cli/output.h"
#include "cli/plan_show.h"
#include "cli/sources.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

static void say_link(const cli_context *cli, const cordon_economy *e, const cordon_plan *plan,
		     const cordon_chain_link *link, bool first)
{
	text balance = {0};
	char amount[32], activity[32];
	plan_add_balance_name(&balance, e, &plan->balance[link->balance]);
	output_number(cli, amount, link->amount);
	output_number(cli, activity, link->activity);
	const char *unit = e->commodity[plan->balance[link->balance].commodity].unit;
	cli_say(cli, cli->out, first ? N_("  {0} {1} of {2}\n") : N_("    <- needs {0} {1} of {2}\n"), amount, unit,
		text_string(&balance));
	text_clear(&balance);
	if (link->process >= 0) {
		plan_add_process_name(&balance, e, link->process, link->period);
		cli_say(cli, cli->out, N_("    <- made by {0}, running {1}\n"), text_string(&balance), activity);
	}
	text_free(&balance);
}

static void say_explanation(const cli_context *cli, const cordon_economy *e, const cordon_plan *plan,
			    const cordon_explanation *why)
{
	const cordon_plan_element *element = &plan->element[why->element];
	text name = {0};
	text share = {0};
	char tier[16], delta[32], predicted[32], gain[32], loss[32], limit[32];
	plan_add_balance_name(&name, e, &plan->balance[element->balance]);
	snprintf(tier, sizeof tier, "%d", element->tier);
	number_add_share(&share, element->fulfilment, 2, cli->language);
	cli_say(cli, cli->out, N_("{0}, tier {1}: served to {2}"), text_string(&name), tier, text_string(&share));
	fputc('\n', cli->out);
	text_free(&share);
	for (int i = 0; i < why->links; i++)
		say_link(cli, e, plan, &why->link[i], i == 0);
	text_clear(&name);
	plan_add_bottleneck_name(cli, &name, e, plan, &why->cause);
	output_number(cli, limit, why->cause.limit);
	cli_say(cli, cli->out, N_("  Cause: {0} (limit {1})\n"), text_string(&name), limit);
	output_number(cli, delta, why->delta);
	output_number(cli, predicted, 100 * why->predicted);
	output_number(cli, gain, 100 * why->gain);
	output_number(cli, loss, 100 * why->loss);
	cli_say(cli, cli->out,
		N_("  Proof: {0} more of it should raise the level by {1} points;\n    solved again, it rises by {2}"),
		delta, predicted, gain);
	if (!isnan(why->loss))
		cli_say(cli, cli->out, N_(", and {0} less lowers it by {1}"), delta, loss);
	cli_say(cli, cli->out, why->consistent ? N_(". Consistent.\n\n") : N_(". NOT consistent.\n\n"));
	text_free(&name);
}

/* Calls for each row of the package that the cause and the need stand in. */
static void each_row(const cordon_economy *e, const cordon_plan *plan, const cordon_explanation *why,
		     void (*one)(void *context, const char *of, long row), void *context)
{
	const cordon_bottleneck *cause = &why->cause;
	const cordon_plan_element *element = &plan->element[why->element];
	const cordon_balance *need = &plan->balance[element->balance];
	for (int i = 0; i < e->needs; i++) {
		const cordon_need *n = &e->need[i];
		if (n->commodity == need->commodity && n->place == need->place && n->period == need->period &&
		    n->tier == element->tier)
			one(context, "needs", n->row);
	}
	for (int i = 0; cause->kind == CORDON_BOTTLENECK_CAPACITY && i < e->capacities; i++) {
		const cordon_capacity *c = &e->capacity[i];
		if (c->process == cause->process && (c->period == cause->period || c->period < 0))
			one(context, "capacities", c->row);
	}
	for (int i = 0; cause->kind == CORDON_BOTTLENECK_STOCK && i < e->stocks; i++) {
		const cordon_stock *s = &e->stock[i];
		const cordon_balance *b = &plan->balance[cause->balance];
		if (s->commodity == b->commodity && s->place == b->place && s->period == b->period)
			one(context, "stocks", s->row);
	}
}

static json_t *link_json(const cordon_economy *e, const cordon_plan *plan, const cordon_chain_link *link)
{
	const cordon_commodity *c = &e->commodity[plan->balance[link->balance].commodity];
	json_t *one = json_pack("{s:s, s:s, s:s, s:f}", "commodity", c->id, "name", c->name, "unit", c->unit, "amount",
				link->amount);
	if (link->process >= 0) {
		const cordon_process *p = &e->process[link->process];
		json_object_set_new(one, "process", json_string(p->id));
		json_object_set_new(one, "process_name", json_string(p->name));
		json_object_set_new(one, "body", json_string(p->body));
		json_object_set_new(one, "activity", json_real(link->activity));
	}
	return one;
}

static json_t *explanation_json(const cli_context *cli, const cordon_economy *e, const cordon_plan *plan,
				const cordon_explanation *why)
{
	static const char *const kind[] = {"capacity", "stock", "missing"};
	const cordon_plan_element *element = &plan->element[why->element];
	json_t *chain = json_array();
	for (int i = 0; i < why->links; i++)
		json_array_append_new(chain, link_json(e, plan, &why->link[i]));
	text name = {0};
	plan_add_bottleneck_name(cli, &name, e, plan, &why->cause);
	const char *id = why->cause.kind == CORDON_BOTTLENECK_CAPACITY
				 ? e->process[why->cause.process].id
				 : e->commodity[plan->balance[why->cause.balance].commodity].id;
	json_t *root = json_pack("{s:s, s:i, s:f, s:f, s:o, s:{s:s, s:s, s:s, s:f, s:f}, s:f, s:f, s:o, s:o, s:b}",
				 "commodity", e->commodity[plan->balance[element->balance].commodity].id, "tier",
				 element->tier, "demand", element->demand, "fulfilment", element->fulfilment, "chain",
				 chain, "cause", "kind", kind[why->cause.kind], "id", id, "name", text_string(&name),
				 "limit", why->cause.limit, "worth", why->cause.worth, "delta", why->delta, "predicted",
				 why->predicted, "gain", output_finite(why->gain), "loss", output_finite(why->loss),
				 "consistent", why->consistent);
	text_free(&name);
	json_object_set_new(root, "name", json_string(e->commodity[plan->balance[element->balance].commodity].name));
	json_object_set_new(root, "unit", json_string(e->commodity[plan->balance[element->balance].commodity].unit));
	return root;
}

struct saying {
	const cli_context *cli;
	const plan_sources *from;
	json_t *list;
};

static void say_row(void *context, const char *of, long row)
{
	const struct saying *to = context;
	if (to->list)
		to->from->add(to->from->of, of, row, to->list);
	else
		sources_say(to->cli, to->from->of, of, row);
}

json_t *plan_explanation_json(const cli_context *cli, const cordon_economy *e, const cordon_plan *plan,
			      const cordon_explanation *why, const plan_sources *from)
{
	json_t *one = explanation_json(cli, e, plan, why);
	struct saying to = {cli, from, json_array()};
	each_row(e, plan, why, say_row, &to);
	json_object_set_new(one, "sources", to.list);
	return one;
}

static void add_source(const void *of, const char *rows, long row, json_t *list)
{
	sources_add_json(of, rows, NULL, row, list);
}

/* In what was said, where the package tells. */
static void say_sources(const cli_context *cli, const cordon_economy *e, const cordon_plan *plan,
			const cordon_explanation *why, const sources *from)
{
	const plan_sources all = {add_source, from};
	struct saying to = {cli, &all, NULL};
	if (!from->there)
		return;
	cli_say(cli, cli->out, N_("  The need and the cause, as they stand in the book:\n"));
	each_row(e, plan, why, say_row, &to);
	fputc('\n', cli->out);
}

static cordon_status explain(cli_context *cli, const cordon_economy *e, const cordon_plan *plan, const sources *from)
{
	const plan_sources all = {add_source, from};
	cordon_explanation *why;
	int count;
	cordon_status status =
		cordon_plan_explain(e, plan, cli->position[2], PLAN_EXPLAIN_LIMIT, &why, &count, &cli->error);
	if (!status && cli->json) {
		json_t *list = json_array();
		for (int i = 0; i < count; i++)
			json_array_append_new(list, plan_explanation_json(cli, e, plan, &why[i], &all));
		status = output_json(cli, json_pack("{s:o}", "explanations", list));
	} else if (!status) {
		for (int i = 0; i < count; i++) {
			say_explanation(cli, e, plan, &why[i]);
			say_sources(cli, e, plan, &why[i], from);
		}
		if (!count)
			cli_say(cli, cli->out, N_("Nothing is short: every need is served in full.\n"));
	}
	free(why);
	return status;
}

cordon_status plan_explain_run(cli_context *cli)
{
	opened_plan opened;
	sources from = {0};
	cordon_status status = plan_open(cli, &opened);
	if (!status)
		status = sources_open(cli, cli->position[0], &from);
	if (!status)
		status = explain(cli, opened.economy, opened.plan, &from);
	sources_free(&from);
	plan_close(&opened);
	return status;
}
