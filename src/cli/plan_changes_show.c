/* See plan_changes_show.h. */
#include "cli/plan_changes_show.h"

#include "report/table.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

enum { SHOWN = 4 };

/* ---- as sentences ------------------------------------------------------------------------------------------------ */

static const char *word(const json_t *object, const char *key)
{
	const char *value = json_string_value(json_object_get(object, key));
	return value ? value : "";
}

static void add_number(const cli_context *cli, text *out, const json_t *value)
{
	if (json_is_number(value))
		number_add(out, json_number_value(value), NUMBER_AUTO, cli->language);
	else
		text_add_string(out, tr(cli, N_("none")));
}

/* "300 -> 180", and "300" where that is all. */
static void add_from_to(const cli_context *cli, text *out, const json_t *object)
{
	const json_t *before = json_object_get(object, "before"), *after = json_object_get(object, "after");
	add_number(cli, out, before);
	if (json_equal(before, after))
		return;
	text_add_string(out, " -> ");
	add_number(cli, out, after);
}

/* "capacity of panaderia/baking" */
static void add_cause(const cli_context *cli, text *out, const json_t *cause)
{
	static const struct {
		const char *kind, *text;
	} of[] = {
		{"process", N_("process {0}")},      {"recipe", N_("{1} in the recipe of {0}")},
		{"capacity", N_("capacity of {0}")}, {"stock", N_("stock of {1}")},
		{"need", N_("need of {2} for {1}")}, {"tier", N_("tier of {2} for {1}")},
	};
	for (size_t i = 0; i < sizeof of / sizeof *of; i++)
		if (!strcmp(word(cause, "kind"), of[i].kind))
			cli_add(cli, out, of[i].text, word(cause, "process"), word(cause, "commodity"),
				word(cause, "group"));
}

static void add_entries(const cli_context *cli, text *out, const json_t *cause)
{
	size_t i;
	json_t *one;
	char number[24];
	json_array_foreach(json_object_get(cause, "said"), i, one)
	{
		snprintf(number, sizeof number, "%" PRId64, (int64_t)json_integer_value(json_object_get(one, "entry")));
		cli_add(cli, out, N_(", entry {0}"), number);
	}
	if (json_is_true(json_object_get(cause, "what_if")))
		text_add_string(out, tr(cli, N_(", a what-if")));
}

static void add_why(const cli_context *cli, text *out, const json_t *document, const json_t *why)
{
	size_t i, k;
	json_t *one, *through;
	if (!json_array_size(why))
		text_add_string(out, tr(cli, N_("no row that differs leads here: the plans differ in it by choice")));
	json_array_foreach(why, i, one)
	{
		const json_t *cause = json_array_get(json_object_get(document, "causes"),
						     (size_t)json_integer_value(json_object_get(one, "cause")));
		if (i)
			text_add_string(out, "; ");
		text_add_string(out, json_is_true(json_object_get(one, "own")) ? tr(cli, N_("its own words: "))
									       : tr(cli, N_("follows from ")));
		add_cause(cli, out, cause);
		add_entries(cli, out, cause);
		json_array_foreach(json_object_get(one, "through"), k, through)
		{
			text_add_string(out, k ? " <- " : tr(cli, N_(", through ")));
			text_add_string(out, json_string_value(through));
		}
	}
}

static void say_said(const cli_context *cli, const json_t *list, bool is)
{
	size_t i;
	json_t *one;
	char number[24];
	text who = {0};
	json_array_foreach(list, i, one)
	{
		text_clear(&who);
		text_add_format(&who, *word(one, "person") ? "%s (%s)" : "%s%s", word(one, "body"),
				word(one, "person"));
		snprintf(number, sizeof number, "%" PRId64, (int64_t)json_integer_value(json_object_get(one, "entry")));
		cli_say(cli, cli->out,
			is ? N_("    {0}, {1}, entry {2} {3}\n") : N_("    no longer {0}, {1}, entry {2} {3}\n"),
			text_string(&who), word(one, "time"), number, word(one, "act"));
	}
	text_free(&who);
}

static void say_causes(const cli_context *cli, const json_t *document)
{
	const json_t *causes = json_object_get(document, "causes");
	size_t i;
	json_t *cause;
	text out = {0};
	cli_say(cli, cli->out,
		json_array_size(causes) ? N_("What the packages say differently:\n")
					: N_("Both packages say the same.\n"));
	json_array_foreach(causes, i, cause)
	{
		text_clear(&out);
		add_cause(cli, &out, cause);
		text_add_string(&out, ": ");
		add_from_to(cli, &out, cause);
		if (json_is_true(json_object_get(cause, "what_if")))
			text_add_string(&out, tr(cli, N_(", a what-if")));
		fprintf(cli->out, "  %s\n", text_string(&out));
		say_said(cli, json_object_get(cause, "said"), true);
		say_said(cli, json_object_get(cause, "no_longer"), false);
	}
	text_free(&out);
}

static void add_parties(const cli_context *cli, text *out, const json_t *list)
{
	size_t i;
	json_t *one;
	char rest[24];
	json_array_foreach(list, i, one)
	{
		if (i == SHOWN)
			break;
		const char *id = *word(one, "process") ? word(one, "process") : word(one, "group");
		text_add_format(out, "%s%s ", i ? ", " : "", *id ? id : tr(cli, N_("what is there,")));
		add_from_to(cli, out, one);
	}
	if (json_array_size(list) <= SHOWN)
		return;
	snprintf(rest, sizeof rest, "%zu", json_array_size(list) - SHOWN);
	cli_add(cli, out, N_(" and {0} more"), rest);
}

static void say_portions(const cli_context *cli, const json_t *list, bool used)
{
	size_t i;
	json_t *one;
	text amounts = {0}, who = {0};
	json_array_foreach(list, i, one)
	{
		if (!json_is_true(json_object_get(one, "differs")) && !json_is_true(json_object_get(one, "others")))
			continue;
		text_clear(&amounts);
		text_clear(&who);
		add_from_to(cli, &amounts, one);
		add_parties(cli, &who, json_object_get(one, used ? "from" : "for"));
		cli_say(cli, cli->out,
			used ? (who.length ? N_("  uses {1}: {0} {2}; from {3}\n") : N_("  uses {1}: {0} {2}\n"))
			     : (who.length ? N_("  makes {1}: {0} {2}; for {3}\n") : N_("  makes {1}: {0} {2}\n")),
			text_string(&amounts), word(one, "commodity"), word(one, "unit"), text_string(&who));
	}
	text_free(&amounts);
	text_free(&who);
}

static void say_tasks(const cli_context *cli, const json_t *document)
{
	const json_t *tasks = json_object_get(document, "tasks");
	size_t i;
	json_t *task;
	text out = {0};
	cli_say(cli, cli->out,
		json_array_size(tasks)
			? N_("\nTasks that differ, the largest part of all there is of a commodity first:\n")
			: N_("\nNo task differs.\n"));
	json_array_foreach(tasks, i, task)
	{
		text_clear(&out);
		add_from_to(cli, &out, task);
		cli_say(cli, cli->out, *word(task, "body") ? N_("{0}: {1} of {2}\n") : N_("{1} of {2}\n"),
			word(task, "body"), text_string(&out), word(task, "process"));
		say_portions(cli, json_object_get(task, "makes"), false);
		say_portions(cli, json_object_get(task, "uses"), true);
		text_clear(&out);
		add_why(cli, &out, document, json_object_get(task, "why"));
		fprintf(cli->out, "  %s\n", text_string(&out));
	}
	text_free(&out);
}

static void add_share(const cli_context *cli, text *out, const json_t *need, const char *key)
{
	number_add_share(out, json_number_value(json_object_get(need, key)), 2, cli->language);
}

static void say_needs(const cli_context *cli, const json_t *document)
{
	const json_t *needs = json_object_get(document, "needs");
	size_t i;
	json_t *need;
	text amounts = {0}, tier = {0}, served = {0}, why = {0};
	cli_say(cli, cli->out,
		json_array_size(needs) ? N_("\nNeeds that differ, the largest change of fulfilment first:\n")
				       : N_("\nNo need differs.\n"));
	json_array_foreach(needs, i, need)
	{
		const json_t *was = json_object_get(need, "tier_before"), *is = json_object_get(need, "tier_after");
		text_clear(&amounts);
		text_clear(&tier);
		text_clear(&served);
		text_clear(&why);
		add_from_to(cli, &amounts, need);
		text_add_format(&amounts, " %s", word(need, "unit"));
		add_number(cli, &tier, was);
		if (!json_equal(was, is)) {
			text_add_string(&tier, " -> ");
			add_number(cli, &tier, is);
		}
		add_share(cli, &served, need, "fulfilment_before");
		text_add_string(&served, " -> ");
		add_share(cli, &served, need, "fulfilment_after");
		fprintf(cli->out, "%s: %s, ", word(need, "group"), word(need, "commodity"));
		cli_say(cli, cli->out, N_("tier {0}, need {1}: served to {2}\n"), text_string(&tier),
			text_string(&amounts), text_string(&served));
		add_why(cli, &why, document, json_object_get(need, "why"));
		fprintf(cli->out, "  %s\n", text_string(&why));
	}
	text_free(&amounts);
	text_free(&tier);
	text_free(&served);
	text_free(&why);
}

void plan_changes_say(const cli_context *cli, const json_t *document)
{
	say_causes(cli, document);
	say_tasks(cli, document);
	say_needs(cli, document);
}

/* ---- as CSV ------------------------------------------------------------------------------------------------------ */

static void put_number(table *t, const json_t *object, const char *key)
{
	const json_t *value = json_object_get(object, key);
	if (json_is_number(value))
		table_number(t, json_number_value(value));
	else
		table_empty(t);
}

static void put_why(const cli_context *cli, table *t, const json_t *document, const json_t *why)
{
	text out = {0};
	add_why(cli, &out, document, why);
	table_text(t, text_string(&out));
	text_free(&out);
}

static void causes_table(const cli_context *cli, const json_t *document, table *t)
{
	static const char *const keys[] = {"kind", "process", "group", "commodity"};
	const table_column columns[] = {{"kind", "", COLUMN_TEXT, 0},
					{"process", "", COLUMN_TEXT, 0},
					{"group", "", COLUMN_TEXT, 0},
					{"commodity", "", COLUMN_TEXT, 0},
					{"before", "", COLUMN_NUMBER, NUMBER_AUTO},
					{"after", "", COLUMN_NUMBER, NUMBER_AUTO},
					{"entry", "", COLUMN_NUMBER, 0}};
	size_t i;
	json_t *cause;
	table_begin(t, "", cli->language, columns, 7);
	json_array_foreach(json_object_get(document, "causes"), i, cause)
	{
		table_row(t);
		for (size_t k = 0; k < sizeof keys / sizeof *keys; k++)
			table_text(t, word(cause, keys[k]));
		put_number(t, cause, "before");
		put_number(t, cause, "after");
		put_number(t, json_array_get(json_object_get(cause, "said"), 0), "entry");
	}
}

static void put_portions(const cli_context *cli, table *t, const json_t *document, const json_t *task, bool used)
{
	size_t i;
	json_t *one;
	json_array_foreach(json_object_get(task, used ? "uses" : "makes"), i, one)
	{
		if (!json_is_true(json_object_get(one, "differs")) && !json_is_true(json_object_get(one, "others")))
			continue;
		table_row(t);
		table_text(t, word(task, "body"));
		table_text(t, word(task, "process"));
		table_text(t, used ? "input" : "output");
		table_text(t, word(one, "commodity"));
		put_number(t, one, "before");
		put_number(t, one, "after");
		put_number(t, task, "measure");
		put_why(cli, t, document, json_object_get(task, "why"));
	}
}

static void tasks_table(const cli_context *cli, const json_t *document, table *t)
{
	const table_column columns[] = {{"body", "", COLUMN_TEXT, 0},
					{"process", "", COLUMN_TEXT, 0},
					{"direction", "", COLUMN_TEXT, 0},
					{"commodity", "", COLUMN_TEXT, 0},
					{"before", "", COLUMN_NUMBER, NUMBER_AUTO},
					{"after", "", COLUMN_NUMBER, NUMBER_AUTO},
					{"measure", "", COLUMN_NUMBER, NUMBER_AUTO},
					{"why", "", COLUMN_TEXT, 0}};
	size_t i;
	json_t *task;
	table_begin(t, "", cli->language, columns, 8);
	json_array_foreach(json_object_get(document, "tasks"), i, task)
	{
		put_portions(cli, t, document, task, false);
		put_portions(cli, t, document, task, true);
	}
}

static void needs_table(const cli_context *cli, const json_t *document, table *t)
{
	static const char *const keys[] = {"tier_before", "tier_after",        "before",
					   "after",       "fulfilment_before", "fulfilment_after"};
	table_column columns[9] = {{"group", "", COLUMN_TEXT, 0}, {"commodity", "", COLUMN_TEXT, 0}};
	size_t i, k;
	json_t *need;
	for (k = 0; k < sizeof keys / sizeof *keys; k++)
		columns[2 + k] = (table_column){keys[k], "", COLUMN_NUMBER, NUMBER_AUTO};
	columns[8] = (table_column){"why", "", COLUMN_TEXT, 0};
	table_begin(t, "", cli->language, columns, 9);
	json_array_foreach(json_object_get(document, "needs"), i, need)
	{
		table_row(t);
		table_text(t, word(need, "group"));
		table_text(t, word(need, "commodity"));
		for (k = 0; k < sizeof keys / sizeof *keys; k++)
			put_number(t, need, keys[k]);
		put_why(cli, t, document, json_object_get(need, "why"));
	}
}

void plan_changes_csv(const cli_context *cli, const json_t *document)
{
	static const struct {
		const char *key;
		void (*fill)(const cli_context *cli, const json_t *document, table *t);
	} sections[] = {{"causes", causes_table}, {"tasks", tasks_table}, {"needs", needs_table}};
	text out = {0};
	for (size_t i = 0; i < sizeof sections / sizeof *sections; i++) {
		table t;
		sections[i].fill(cli, document, &t);
		text_add_format(&out, "%s# %s\n", i ? "\n" : "", sections[i].key);
		table_add_csv(&out, &t);
		table_free(&t);
	}
	fwrite(text_string(&out), 1, out.length, cli->out);
	text_free(&out);
}
