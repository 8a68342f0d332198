/* `cordon plan tasks`: what a plan asks of each workplace: what, how much, from whom, for whom.
 *
 * Over all periods and places of the plan. Who a commodity comes from and goes to are all who make it and use it, with
 * their amounts, the largest first: a plan balances a commodity, it does not pair a baker with a mill.
 * Of a plan of the book it also says what was answered and reported of each task (plan/done.h).
 */
#include "cli/plan_tasks.h"
#include "cli/codes.h"
#include "cli/groups.h"
#include "cli/output.h"
#include "cli/plan_changes.h"

#include "plan/done.h"
#include "plan/tasks.h"
#include "report/number.h"

#include <jansson.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { PARTIES_SHOWN = 4 };

/* The tasks, and of a plan of the book what is said of them (otherwise NULL). */
typedef struct showing {
	const plan_tasks *tasks;
	const plan_done *done;
} showing;

static bool is_task(const plan_tasks *t, int process, const char *body)
{
	return t->activity[process] > PLAN_TASK_NOTHING && (!body || !strcmp(t->economy->process[process].body, body));
}

/* ---- as data ----------------------------------------------------------------------------------------------------- */

json_t *plan_parties_json(const plan_parties *list, int commodity)
{
	json_t *out = json_array();
	for (size_t i = list->first[commodity]; i < list->first[commodity + 1]; i++) {
		const plan_party *p = &list->party[i];
		json_t *one = json_pack("{s:f}", "amount", p->amount);
		json_object_set_new(one, p->what, *p->id ? json_string(p->id) : json_true());
		json_array_append_new(out, one);
	}
	return out;
}

static void add_done(json_t *task, const plan_done *done, const char *process, double planned)
{
	const done_sum *sum = plan_done_find(done, process, NULL);
	const char *answer = plan_done_answer(done, process);
	json_object_set_new(task, "answer", answer ? json_string(answer) : json_null());
	json_object_set_new(task, "done", json_real(sum ? sum->amount : 0));
	json_object_set_new(task, "share", json_real(sum ? sum->amount / planned : 0));
	json_object_set_new(task, "reports", json_integer(sum ? sum->reports : 0));
}

static json_t *task_json(const showing *s, int process)
{
	const plan_tasks *t = s->tasks;
	const cordon_economy *e = t->economy;
	const cordon_process *p = &e->process[process];
	json_t *makes = json_array(), *uses = json_array();
	for (int i = 0; i < p->exchange_count; i++) {
		const cordon_exchange *x = &e->exchange[p->first_exchange + i];
		bool in = x->amount < 0;
		json_array_append_new(in ? uses : makes,
				      json_pack("{s:s, s:s, s:f, s:s, s:o}", "commodity", e->commodity[x->commodity].id,
						"name", e->commodity[x->commodity].name, "amount",
						fabs(x->amount) * t->activity[process], "unit",
						e->commodity[x->commodity].unit, in ? "from" : "for",
						plan_parties_json(in ? &t->from : &t->to, x->commodity)));
	}
	json_t *task = json_pack("{s:s, s:s, s:s, s:f, s:o, s:o}", "body", p->body, "process", p->id, "name", p->name,
				 "activity", t->activity[process], "makes", makes, "uses", uses);
	if (s->done)
		add_done(task, s->done, p->id, t->activity[process]);
	return task;
}

json_t *plan_tasks_json(const plan_tasks *t, const plan_done *done, const char *body)
{
	const showing s = {t, done};
	json_t *list = json_array();
	for (int p = 0; p < t->economy->processes; p++)
		if (is_task(t, p, body))
			json_array_append_new(list, task_json(&s, p));
	return json_pack("{s:s, s:o}", "package", t->economy->hash, "tasks", list);
}

/* ---- as text ----------------------------------------------------------------------------------------------------- */

static void add_parties(const cli_context *cli, text *out, const plan_parties *list, int commodity)
{
	size_t first = list->first[commodity], last = list->first[commodity + 1];
	char rest[24];
	for (size_t i = first; i < last && i < first + PARTIES_SHOWN; i++) {
		const plan_party *p = &list->party[i];
		text_add_format(out, "%s%s ", i > first ? ", " : "", *p->id ? p->id : tr(cli, N_("what is there,")));
		number_add(out, p->amount, NUMBER_AUTO, cli->language);
	}
	if (last <= first + PARTIES_SHOWN)
		return;
	snprintf(rest, sizeof rest, "%zu", last - first - PARTIES_SHOWN);
	cli_add(cli, out, N_(" and {0} more"), rest);
}

static void say_exchange(const cli_context *cli, const plan_tasks *t, const cordon_exchange *x, double amount)
{
	const cordon_commodity *c = &t->economy->commodity[x->commodity];
	bool in = x->amount < 0;
	text number = {0}, who = {0};
	number_add(&number, amount, NUMBER_AUTO, cli->language);
	add_parties(cli, &who, in ? &t->from : &t->to, x->commodity);
	cli_say(cli, cli->out,
		in ? (who.length ? N_("  uses {0} {1} of {2}, from {3}\n") : N_("  uses {0} {1} of {2}\n"))
		   : (who.length ? N_("  makes {0} {1} of {2}, for {3}\n") : N_("  makes {0} {1} of {2}\n")),
		text_string(&number), c->unit, c->id, text_string(&who));
	text_free(&number);
	text_free(&who);
}

/* "accepted; 250 of it reported as done, 83 %" */
static void say_done(const cli_context *cli, const plan_done *done, const char *process, double planned)
{
	const done_sum *sum = plan_done_find(done, process, NULL);
	const char *answer = plan_done_answer(done, process);
	text number = {0}, share = {0};
	number_add(&number, sum ? sum->amount : 0, NUMBER_AUTO, cli->language);
	number_add(&share, sum ? 100 * sum->amount / planned : 0, 0, cli->language);
	cli_say(cli, cli->out, N_("  answered: {0}; reported as done: {1}, {2} %\n"),
		answer ? tr(cli, answer) : tr(cli, N_("nothing yet")), text_string(&number), text_string(&share));
	text_free(&number);
	text_free(&share);
}

static void say_task(const cli_context *cli, const showing *s, int process)
{
	const plan_tasks *t = s->tasks;
	const cordon_process *p = &t->economy->process[process];
	text number = {0};
	number_add(&number, t->activity[process], NUMBER_AUTO, cli->language);
	cli_say(cli, cli->out, *p->body ? N_("{0}: {1} of {2}\n") : N_("{1} of {2}\n"), p->body, text_string(&number),
		p->id);
	if (s->done)
		say_done(cli, s->done, p->id, t->activity[process]);
	for (int i = 0; i < p->exchange_count; i++) {
		const cordon_exchange *x = &t->economy->exchange[p->first_exchange + i];
		say_exchange(cli, t, x, fabs(x->amount) * t->activity[process]);
	}
	text_free(&number);
}

static bool has_process(const cordon_economy *e, const char *body)
{
	for (int p = 0; p < e->processes; p++)
		if (!strcmp(e->process[p].body, body))
			return true;
	return false;
}

static cordon_status show(cli_context *cli, const cordon_economy *e, const cordon_plan *plan, const plan_done *done)
{
	const char *body = cli_option(cli, "--body");
	plan_tasks t = {0};
	cordon_status status = CORDON_OK;
	int shown = 0;
	if (body && !has_process(e, body))
		return cli_usage(cli, "--body", body, TEXT(CLI_NO_PROCESS_OF), NO_TEXT);
	plan_tasks_gather(&t, e, plan);
	showing s = {&t, done};
	if (cli->json) {
		status = output_json(cli, plan_tasks_json(&t, done, body));
	} else {
		for (int p = 0; p < e->processes; p++)
			if (is_task(&t, p, body)) {
				say_task(cli, &s, p);
				shown++;
			}
		if (!shown)
			cli_say(cli, cli->out, N_("the plan asks for nothing\n"));
	}
	plan_tasks_free(&t);
	return status;
}

cordon_status plan_tasks_run(cli_context *cli)
{
	council_asked a = {0};
	compared c = {0};
	plan_done done = {0};
	bool of_book = cli->positions == 1;
	cordon_status status = compared_open_given(cli, &a, &c);
	if (!status && of_book)
		plan_done_read(a.state, c.name, &done);
	if (!status)
		status = show(cli, c.economy, c.plan, of_book ? &done : NULL);
	plan_done_free(&done);
	compared_close(&c);
	book_close(a.book);
	return status;
}
