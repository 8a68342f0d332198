/* `cordon plan changes`: what differs between two plans, for whom, and why; see plan/changes.h.
 *
 * One document of all of it is made; --json prints that, the sentences and the CSV are made from it.
 */
#include "cli/plan_changes.h"

#include "cli/codes.h"
#include "cli/groups.h"
#include "cli/output.h"
#include "cli/plan_changes_show.h"

#include "base/time.h"
#include "record/entry.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

typedef struct telling {
	cli_context *cli;
	const compared *old, *new;
	const plan_changes *changes;
	book *book; /* NULL: none was asked */
	bool brief;
} telling;

/* ---- as data ----------------------------------------------------------------------------------------------------- */

static const struct {
	const char *word, *table, *column;
} kinds[] = {
	[PLAN_CAUSE_PROCESS] = {"process", "processes", "process"},
	[PLAN_CAUSE_RECIPE] = {"recipe", "exchanges", "amount"},
	[PLAN_CAUSE_CAPACITY] = {"capacity", "capacities", "capacity"},
	[PLAN_CAUSE_STOCK] = {"stock", "stocks", "amount"},
	[PLAN_CAUSE_NEED] = {"need", "needs", "amount"},
	[PLAN_CAUSE_TIER] = {"tier", "needs", "tier"},
};

static void add_act(const telling *t, json_t *said)
{
	text bytes = {0};
	entry e;
	cordon_text why;
	int64_t number = json_integer_value(json_object_get(said, "entry"));
	if (t->book && !book_entry(t->book, number, &bytes, NULL) && entry_read(bytes.bytes, bytes.length, &e, &why)) {
		json_object_set_new(said, "act", json_string(e.kind));
		entry_free(&e);
	}
	text_free(&bytes);
}

/* Who said that row of one side, as far as it is known. */
static json_t *said_of(const telling *t, const compared *side, plan_cause_kind kind, long row)
{
	json_t *list = json_array(), *one;
	size_t at;
	if (row <= 0)
		return list;
	compared_add_sources(side, kinds[kind].table, kinds[kind].column, row, list);
	json_array_foreach(list, at, one) add_act(t, one);
	return list;
}

static bool is_among(const json_t *list, const json_t *said)
{
	size_t i;
	json_t *one;
	json_array_foreach(list, i, one) if (json_equal(one, said)) return true;
	return false;
}

/* Those that the other side does not have. */
static json_t *only_in(const json_t *list, const json_t *other)
{
	json_t *out = json_array(), *one;
	size_t i;
	json_array_foreach(list, i, one) if (!is_among(other, one)) json_array_append(out, one);
	return out;
}

static void add_id(json_t *to, const char *key, const char *id)
{
	if (*id)
		json_object_set_new(to, key, json_string(id));
}

static json_t *amount(double value)
{
	return isnan(value) ? json_null() : json_real(value);
}

static json_t *cause_json(const telling *t, const plan_cause *cause)
{
	const plan_fact *fact = &cause->fact;
	json_t *root = json_pack("{s:s}", "kind", kinds[fact->kind].word);
	add_id(root, "process", fact->process);
	add_id(root, "body", fact->body);
	add_id(root, "group", fact->group);
	add_id(root, "commodity", fact->commodity);
	add_id(root, "unit", fact->unit);
	json_object_set_new(root, "before", amount(cause->before));
	json_object_set_new(root, "after", amount(cause->after));
	json_object_set_new(root, "what_if", json_boolean(cause->supposed));
	json_t *was = cause->supposed ? json_array() : said_of(t, t->old, fact->kind, cause->row_before),
	       *is = cause->supposed ? json_array() : said_of(t, t->new, fact->kind, cause->row_after);
	json_object_set_new(root, "said", only_in(is, was));
	json_object_set_new(root, "no_longer", only_in(was, is));
	json_decref(was);
	json_decref(is);
	return root;
}

/* Whether what happened is in the body's own words, or of the group itself. */
static bool is_own(const json_t *cause, const char *body, const char *group)
{
	size_t i;
	json_t *one;
	const char *who_needs = json_string_value(json_object_get(cause, "group"));
	if (*group)
		return who_needs && !strcmp(who_needs, group);
	const char *of = json_string_value(json_object_get(cause, "body"));
	if (of)
		return *body && !strcmp(of, body);
	json_array_foreach(json_object_get(cause, "said"), i, one)
	{
		const char *who = json_string_value(json_object_get(one, "body"));
		if (*body && who && !strcmp(who, body))
			return true;
	}
	return false;
}

static json_t *why_json(const telling *t, const json_t *causes, const plan_trace *trace, const char *body,
			const char *group)
{
	json_t *out = json_array();
	for (int i = 0; i < trace->causes; i++) {
		json_t *through = json_array();
		for (int node = trace->via[i], next; node >= 0; node = next)
			json_array_append_new(
				through, json_string(plan_changes_through(t->changes, node, trace->cause[i], &next)));
		json_array_append_new(out,
				      json_pack("{s:i, s:b, s:o}", "cause", trace->cause[i], "own",
						is_own(json_array_get(causes, (size_t)trace->cause[i]), body, group),
						"through", through));
	}
	return out;
}

static bool flow_differs(const plan_changes *c, int commodity, const plan_flow *f)
{
	return plan_amount_differs(c, commodity, f->before, f->after);
}

static json_t *flows_json(const plan_changes *c, int commodity, const plan_flows *flows)
{
	json_t *out = json_array();
	for (int i = 0; i < flows->flows; i++) {
		const plan_flow *f = &flows->flow[i];
		if (!flow_differs(c, commodity, f))
			continue;
		json_t *one = json_pack("{s:f, s:f}", "before", f->before, "after", f->after);
		json_object_set_new(one, f->what, *f->id ? json_string(f->id) : json_true());
		json_array_append_new(out, one);
	}
	return out;
}

static json_t *portion_json(const telling *t, const plan_portion *p)
{
	const plan_changes *c = t->changes;
	const plan_flows *who = p->used ? &c->from[p->commodity] : &c->to[p->commodity];
	json_t *portion = json_pack("{s:s, s:s, s:f, s:f, s:b, s:b}", "commodity", c->commodity.name[p->commodity],
				    "unit", c->unit[p->commodity], "before", p->before, "after", p->after, "differs",
				    p->differs, "others", who->others);
	if (!t->brief)
		json_object_set_new(portion, p->used ? "from" : "for", flows_json(c, p->commodity, who));
	return portion;
}

static json_t *task_json(const telling *t, const json_t *causes, const plan_task_change *task)
{
	const plan_changes *c = t->changes;
	json_t *makes = json_array(), *uses = json_array();
	for (size_t i = task->first; i < task->first + task->portions; i++) {
		const plan_portion *p = &c->portion[i];
		if (!t->brief || p->differs)
			json_array_append_new(p->used ? uses : makes, portion_json(t, p));
	}
	const char *body = c->body[task->process];
	return json_pack("{s:s, s:s, s:f, s:f, s:f, s:o, s:o, s:o}", "body", body, "process",
			 c->process.name[task->process], "before", task->before, "after", task->after, "measure",
			 task->measure, "makes", makes, "uses", uses, "why",
			 why_json(t, causes, plan_trace_of_process(c, task->process), body, ""));
}

static json_t *tier_json(int tier)
{
	return tier ? json_integer(tier) : json_null();
}

static json_t *need_json(const telling *t, const json_t *causes, const plan_need_change *need)
{
	const plan_changes *c = t->changes;
	return json_pack("{s:s, s:s, s:s, s:o, s:o, s:f, s:f, s:f, s:f, s:o}", "group", need->group, "commodity",
			 c->commodity.name[need->commodity], "unit", c->unit[need->commodity], "tier_before",
			 tier_json(need->tier_before), "tier_after", tier_json(need->tier_after), "before",
			 need->before, "after", need->after, "fulfilment_before", need->served_before,
			 "fulfilment_after", need->served_after, "why",
			 why_json(t, causes, plan_trace_of_commodity(c, need->commodity), "", need->group));
}

static json_t *side_json(const compared *c)
{
	json_t *root = json_pack("{s:s}", "package", c->economy->hash);
	if (c->name) {
		json_object_set_new(root, "plan", json_string(c->name));
		json_object_set_new(root, "entries", json_integer(c->snap.entries));
	}
	return root;
}

static json_t *concerned_json(const plan_changes *c)
{
	names bodies = {0};
	json_t *out = json_array();
	plan_changes_bodies(c, &bodies);
	for (int i = 0; i < bodies.count; i++)
		json_array_append_new(out, json_string(bodies.name[i]));
	names_free(&bodies);
	return out;
}

static json_t *document_of(const telling *t)
{
	const plan_changes *c = t->changes;
	json_t *causes = json_array(), *tasks = json_array(), *needs = json_array();
	for (size_t i = 0; i < c->causes; i++)
		json_array_append_new(causes, cause_json(t, &c->cause[i]));
	for (size_t i = 0; i < c->tasks; i++)
		json_array_append_new(tasks, task_json(t, causes, &c->task[i]));
	for (size_t i = 0; i < c->needs; i++)
		json_array_append_new(needs, need_json(t, causes, &c->need[i]));
	return json_pack("{s:o, s:o, s:o, s:o, s:o, s:o}", "old", side_json(t->old), "new", side_json(t->new), "causes",
			 causes, "tasks", tasks, "needs", needs, "concerned", concerned_json(c));
}

json_t *compared_json(cli_context *cli, const compared *old, const compared *new, const plan_changes *changes, book *b,
		      bool brief)
{
	return document_of(&(telling){cli, old, new, changes, b, brief});
}

/* ---- the command ------------------------------------------------------------------------------------------------- */

static cordon_status show(cli_context *cli, json_t *document)
{
	if (cli->json)
		return output_json(cli, document);
	if (cli_option(cli, "--csv")) {
		plan_changes_csv(cli, document);
	} else {
		plan_changes_say(cli, document);
	}
	json_decref(document);
	return CORDON_OK;
}

static cordon_status open_both(cli_context *cli, council_asked *a, compared *old, compared *new)
{
	int files = cli->positions == 4;
	cordon_status status = files ? CORDON_OK : council_begin(cli, a);
	if (!status)
		status = files ? compared_open_files(cli, cli->position[0], cli->position[1], old)
			       : compared_open_book(cli, a, cli->position[0], NULL, old);
	if (!status)
		status = cli->positions > 2 ? compared_open_files(cli, cli->position[cli->positions - 2],
								  cli->position[cli->positions - 1], new)
					    : compared_open_book(cli, a, cli->position[1], NULL, new);
	return status;
}

cordon_status plan_changes_run(cli_context *cli)
{
	council_asked a = {0};
	compared old = {0}, new = {0};
	plan_changes changes = {0};
	cordon_status status = open_both(cli, &a, &old, &new);
	if (!status)
		status = compared_find(cli, &old, &new, &changes);
	if (!status)
		status = show(cli, compared_json(cli, &old, &new, &changes, a.book, false));
	plan_changes_free(&changes);
	compared_close(&old);
	compared_close(&new);
	book_close(a.book);
	return status;
}
