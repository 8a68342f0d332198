/* `cordon supply watch`: the questions that a ledger of outlets raises. */
#include "cli/groups.h"
#include "cli/output.h"
#include "cli/supply_asked.h"

#include "base/csv.h"
#include "base/file.h"
#include "supply/watch_data.h"

#include <math.h>
#include <string.h>

enum { NUMBER = 32 };

static const char *number(double value, char out[NUMBER])
{
	return text_from_double(round(value * 10) / 10, out);
}

static const char *whole(double value, char out[NUMBER])
{
	return text_from_double(round(value), out);
}

static cordon_status watch_csv(cli_context *cli, const supply_ledger *l, const supply_watching *w)
{
	static const char *const header[] = {"outlet",    "good",    "kind",      "since_week",
					     "seen_week", "missing", "usual_loss"};
	text out = {0};
	csv_add_row_for_sheet(&out, header, 7);
	for (size_t i = 0; i < w->alerts; i++) {
		const supply_alert *a = &w->alert[i];
		char since[NUMBER], seen[NUMBER], missing[NUMBER], usual[NUMBER];
		csv_add_row_for_sheet(&out,
				      (const char *const[]){l->account[a->account].outlet, l->account[a->account].good,
							    supply_kind_name[a->kind], whole(a->since, since),
							    whole(a->seen, seen), number(a->missing, missing),
							    number(a->usual, usual)},
				      7);
	}
	fputs(text_string(&out), cli->out);
	text_free(&out);
	return CORDON_OK;
}

static void say_slip(cli_context *cli, const supply_ledger *l, const supply_slip *s)
{
	char week[NUMBER], found[NUMBER], perhaps[NUMBER];
	if (s->field)
		cli_say(cli, cli->out, N_("  one slip would explain it: week {0}, {1} {2}, perhaps {3}\n"),
			whole(l->week[s->week].week, week), s->field, whole(s->found, found),
			whole(s->perhaps, perhaps));
}

static void say_alert(cli_context *cli, const supply_ledger *l, const supply_alert *a)
{
	static const char *const question[] = {
		N_("{0}, {1}: {2} more than usual are missing; where did they go?"),
		N_("{0}, {1}: goods go missing steadily, {2} beyond the usual by now; where do they go?"),
		N_("{0}, {1}: people were turned away while the good was counted in stock, {2} not given; why?"),
	};
	const supply_account *of = &l->account[a->account];
	char missing[NUMBER], since[NUMBER], seen[NUMBER], before[NUMBER];
	cli_say(cli, cli->out, question[a->kind], of->outlet, of->good, whole(a->missing, missing));
	cli_say(cli, cli->out, N_(" (weeks {0} to {1})\n"), whole(a->since, since), whole(a->seen, seen));
	if (a->before)
		cli_say(cli, cli->out, N_("  for the outlet: {0} periods before were as usual\n"),
			whole(a->before, before));
	if (a->turned_nobody)
		cli_say(cli, cli->out, N_("  for the outlet: nobody was turned away in these weeks\n"));
	if (a->found_again)
		cli_say(cli, cli->out, N_("  for the outlet: the next count has it back\n"));
	if (a->over >= 0)
		cli_say(cli, cli->out, N_("  for the outlet: it balances again, by week {0}\n"), whole(a->over, seen));
	say_slip(cli, l, &a->slip);
}

static void say_check(cli_context *cli, const supply_ledger *l, const supply_check *c)
{
	char loss[NUMBER], since[NUMBER], seen[NUMBER];
	cli_say(cli, cli->out,
		c->loss > c->usual ? N_("to be checked: {0}, {1}: {2} missing")
				   : N_("to be checked: {0}, {1}: {2} more counted than the books say"),
		l->account[c->account].outlet, l->account[c->account].good, whole(fabs(c->loss), loss));
	cli_say(cli, cli->out, N_(" (weeks {0} to {1})\n"), whole(c->since, since), whole(c->seen, seen));
	say_slip(cli, l, &c->slip);
}

static cordon_status watch_text(cli_context *cli, const supply_ledger *l, const supply_watching *w)
{
	char accounts[NUMBER], periods[NUMBER], balanced[NUMBER];
	for (size_t i = 0; i < w->alerts; i++)
		say_alert(cli, l, &w->alert[i]);
	for (size_t i = 0; i < w->checks; i++)
		say_check(cli, l, &w->check[i]);
	cli_say(cli, cli->out, N_("{0} accounts, {1} periods between counts; {2} were as usual\n"),
		whole((double)l->accounts, accounts), whole((double)w->periods, periods),
		whole((double)w->balanced, balanced));
	return CORDON_OK;
}

/* The accounts of a book, as it would write them to a file. */
static cordon_status read_book(cli_context *cli, supply_ledger *ledger)
{
	text bytes = {0};
	cordon_status status = supply_ledger_text(cli, &bytes);
	text_source from = {&bytes, 0};
	cordon_reader in = text_reader(&from);
	*ledger = (supply_ledger){0};
	if (!status)
		status = supply_ledger_read(&in, cli->position[0], ledger, &cli->error);
	text_free(&bytes);
	return status;
}

static cordon_status read_file(cli_context *cli, supply_ledger *ledger)
{
	file_stream stream;
	*ledger = (supply_ledger){0};
	cordon_status status = file_open(cli->position[0], &stream, &cli->error);
	if (status)
		return status;
	status = supply_ledger_read(&stream.reader, cli->position[0], ledger, &cli->error);
	file_close(&stream);
	return status;
}

cordon_status supply_watch_run(cli_context *cli)
{
	supply_ledger ledger;
	supply_watching watching;
	cordon_status status = cli_option(cli, "--body") ? read_book(cli, &ledger) : read_file(cli, &ledger);
	if (!status) {
		supply_watch(&ledger, &watching);
		status = cli->json                  ? output_json(cli, supply_watch_data(&ledger, &watching))
			 : cli_option(cli, "--csv") ? watch_csv(cli, &ledger, &watching)
						    : watch_text(cli, &ledger, &watching);
		supply_watching_free(&watching);
	}
	supply_ledger_free(&ledger);
	return status;
}
