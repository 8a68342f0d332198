/* `cordon plan done`: what a plan asks and promises beside what was reported of it, workplace by workplace and need by
 * need, for an assembly to look at. Reports that name the plan count (plan/done.h). What was done or received that the
 * plan does not ask for is there too, planned as 0.
 */
#include "cli/codes.h"
#include "cli/groups.h"
#include "cli/output.h"
#include "cli/plan_changes.h"

#include "plan/done.h"
#include "report/number.h"

#include <string.h>

static json_t *line(double planned, const done_sum *done, const char *key)
{
	double amount = done ? done->amount : 0;
	json_t *out =
		json_pack("{s:f, s:f, s:i}", "planned", planned, key, amount, "reports", done ? done->reports : 0);
	json_object_set_new(out, "share", planned > PLAN_TASK_NOTHING ? json_real(amount / planned) : json_null());
	return out;
}

/* ---- work -------------------------------------------------------------------------------------------------------- */

static json_t *work_json(const plan_tasks *t, const plan_done *done)
{
	json_t *list = json_array();
	for (int p = 0; p < t->economy->processes; p++) {
		const cordon_process *process = &t->economy->process[p];
		const done_sum *sum = plan_done_find(done, process->id, NULL);
		const char *answer = plan_done_answer(done, process->id);
		if (t->activity[p] <= PLAN_TASK_NOTHING && !sum)
			continue;
		json_t *one = line(t->activity[p], sum, "done");
		json_object_set_new(one, "body", json_string(process->body));
		json_object_set_new(one, "process", json_string(process->id));
		json_object_set_new(one, "answer", answer ? json_string(answer) : json_null());
		json_array_append_new(list, one);
	}
	return list;
}

/* What is reported of a process that is not in the package: it was declared since. */
static void add_others(const plan_tasks *t, const plan_done *done, json_t *work)
{
	names processes = {0};
	for (int p = 0; p < t->economy->processes; p++)
		names_add(&processes, t->economy->process[p].id);
	for (size_t i = 0; i < done->sums; i++) {
		const done_sum *sum = &done->sum[i];
		if (sum->commodity || names_find(&processes, sum->id) >= 0)
			continue;
		json_t *one = line(0, sum, "done");
		json_object_set_new(one, "body", json_stringn(sum->id, strcspn(sum->id, "/")));
		json_object_set_new(one, "process", json_string(sum->id));
		json_object_set_new(one, "answer", json_null());
		json_array_append_new(work, one);
	}
	names_free(&processes);
}

/* ---- needs ------------------------------------------------------------------------------------------------------- */

/* A need may stand in several periods and tiers: one line of them all. */
static json_t *needs_json(const plan_tasks *t, const plan_done *done)
{
	const cordon_economy *e = t->economy;
	names lines = {0};
	arena texts = {0};
	json_t *list = json_array();
	for (int i = 0; i < e->needs; i++) {
		const char *group = e->group[e->need[i].group], *commodity = e->commodity[e->need[i].commodity].id;
		double planned = t->served[i] * e->need[i].amount, stated = e->need[i].amount;
		int before = lines.count, at = names_add(&lines, arena_format(&texts, "%s\n%s", group, commodity));
		if (at < before) {
			json_t *old = json_array_get(list, (size_t)at);
			planned += json_number_value(json_object_get(old, "planned"));
			stated += json_number_value(json_object_get(old, "stated"));
		}
		json_t *one = line(planned, plan_done_find(done, group, commodity), "received");
		json_object_set_new(one, "group", json_string(group));
		json_object_set_new(one, "commodity", json_string(commodity));
		json_object_set_new(one, "unit", json_string(e->commodity[e->need[i].commodity].unit));
		json_object_set_new(one, "stated", json_real(stated));
		if (at < before)
			json_array_set_new(list, (size_t)at, one);
		else
			json_array_append_new(list, one);
	}
	for (size_t i = 0; i < done->sums; i++) {
		const done_sum *sum = &done->sum[i];
		if (!sum->commodity || names_find(&lines, arena_format(&texts, "%s\n%s", sum->id, sum->commodity)) >= 0)
			continue;
		json_t *one = line(0, sum, "received");
		json_object_set_new(one, "group", json_string(sum->id));
		json_object_set_new(one, "commodity", json_string(sum->commodity));
		json_array_append_new(list, one);
	}
	names_free(&lines);
	arena_free(&texts);
	return list;
}

/* ---- as text ----------------------------------------------------------------------------------------------------- */

/* The figures of a list of objects in the reader's way of writing them. */
static json_t *in_words(const cli_context *cli, const json_t *list)
{
	static const char *const figures[] = {"stated", "planned", "done", "received", "share"};
	json_t *out = json_array(), *one;
	size_t i;
	json_array_foreach(list, i, one)
	{
		json_t *said = json_copy(one);
		for (size_t f = 0; f < sizeof figures / sizeof *figures; f++) {
			text number = {0};
			json_t *value = json_object_get(one, figures[f]);
			if (!json_is_number(value)) {
				json_object_del(said, figures[f]);
				continue;
			}
			bool share = !strcmp(figures[f], "share");
			number_add(&number, json_number_value(value) * (share ? 100 : 1), share ? 0 : NUMBER_AUTO,
				   cli->language);
			text_add_string(&number, share ? " %" : "");
			json_object_set_new(said, figures[f], json_string(text_string(&number)));
			text_free(&number);
		}
		if (json_is_null(json_object_get(said, "answer")))
			json_object_del(said, "answer");
		json_array_append_new(out, said);
	}
	return out;
}

static void say_done(const cli_context *cli, const char *plan, const json_t *work, const json_t *needs)
{
	static const council_column work_columns[] = {{"body", N_("workplace"), false},
						      {"process", N_("process"), false},
						      {"planned", N_("planned"), false},
						      {"done", N_("done"), false},
						      {"share", N_("share"), false},
						      {"answer", N_("answer"), true},
						      {NULL, NULL, false}};
	static const council_column need_columns[] = {
		{"group", N_("group"), false},       {"commodity", N_("commodity"), false},
		{"stated", N_("stated"), false},     {"planned", N_("planned"), false},
		{"received", N_("received"), false}, {"share", N_("share"), false},
		{"unit", N_("unit"), false},         {NULL, NULL, false}};
	json_t *work_said = in_words(cli, work), *needs_said = in_words(cli, needs);
	cli_say(cli, cli->out, N_("{0}, as reported so far\n"), plan);
	council_table(cli, N_("Work"), work_said, work_columns);
	council_table(cli, N_("Needs"), needs_said, need_columns);
	json_decref(work_said);
	json_decref(needs_said);
}

static cordon_status show(cli_context *cli, const council_asked *a, const compared *c)
{
	plan_tasks tasks = {0};
	plan_done done;
	cordon_status status = CORDON_OK;
	plan_tasks_gather(&tasks, c->economy, c->plan);
	plan_done_read(a->state, c->name, &done);
	json_t *work = work_json(&tasks, &done), *needs = needs_json(&tasks, &done);
	add_others(&tasks, &done, work);
	if (cli->json) {
		status = output_json(cli, json_pack("{s:s, s:s, s:O, s:O}", "plan", c->name, "package",
						    c->economy->hash, "work", work, "needs", needs));
	} else {
		say_done(cli, c->name, work, needs);
	}
	json_decref(work);
	json_decref(needs);
	plan_done_free(&done);
	plan_tasks_free(&tasks);
	return status;
}

cordon_status plan_done_run(cli_context *cli)
{
	council_asked a = {0};
	compared c = {0};
	cordon_status status = council_begin(cli, &a);
	if (!status)
		status = compared_open_book(cli, &a, cli->position[0], NULL, &c);
	if (!status)
		status = show(cli, &a, &c);
	compared_close(&c);
	book_close(a.book);
	return status;
}
