/* `cordon economy list` and `cordon economy show`: what is made, used and needed, from the book. */
#include "cli/codes.h"
#include "cli/economy_look.h"
#include "cli/groups.h"
#include "cli/output.h"
#include "cli/plan_changes.h"
#include "cli/snapshot.h"

#include "plan/list.h"

#include <stdio.h>

/* The economy as of all entries, and the plan in force. */
struct looking {
	council_asked a;
	snapshot snap;
	cordon_economy *economy;
	compared plan;
	plan_tasks tasks;
	char name[ACT_ID_MAX + 1];
	economy_looked looked;
};

static cordon_status begin(cli_context *cli, struct looking *l)
{
	cordon_status status = council_begin(cli, &l->a);
	if (!status)
		status = snapshot_of_book(cli, &l->a, cli_option(cli, "--body"), book_size(l->a.book), &l->snap);
	if (!status)
		status = economy_draft_read(l->snap.draft, cli_book_folder(cli), &l->economy, &cli->error);
	l->looked = (economy_looked){.economy = l->economy, .council = l->snap.body};
	if (!status && plan_in_force(l->a.state, l->snap.body, l->name)) {
		status = compared_open_book(cli, &l->a, l->name, NULL, &l->plan);
		if (!status) {
			plan_tasks_gather(&l->tasks, l->plan.economy, l->plan.plan);
			l->looked.plan = l->name;
			l->looked.tasks = &l->tasks;
		}
	}
	return status;
}

static void end(struct looking *l)
{
	if (l->looked.tasks)
		plan_tasks_free(&l->tasks);
	compared_close(&l->plan);
	cordon_economy_free(l->economy);
	if (l->snap.draft)
		snapshot_free(&l->snap);
	book_close(l->a.book);
}

/* A list with its numbers as people read them. */
static json_t *in_words(const cli_context *cli, const json_t *list)
{
	json_t *out = json_deep_copy(list), *one, *value;
	size_t i;
	const char *key;
	json_array_foreach(out, i, one)
	{
		json_object_foreach(one, key, value)
		{
			char number[32];
			if (!json_is_real(value))
				continue;
			output_number(cli, number, json_real_value(value));
			json_object_set_new(one, key, json_string(number));
		}
	}
	return out;
}

static void say_table(const cli_context *cli, const char *caption, const json_t *list, const council_column *columns)
{
	json_t *said = in_words(cli, list);
	council_table(cli, caption, said, columns);
	json_decref(said);
}

static void say_list(const cli_context *cli, const json_t *data)
{
	static const council_column columns[] = {{"commodity", N_("commodity"), false}, {"unit", N_("unit"), false},
						 {"makers", N_("makers"), false},       {"users", N_("users"), false},
						 {"needed", N_("needed"), false},       {"made", N_("made"), false},
						 {"lowest", N_("lowest"), false},       {NULL, NULL, false}};
	say_table(cli, N_("What is made, used and needed"), json_object_get(data, "commodities"), columns);
}

static void say_one(const cli_context *cli, const json_t *data)
{
	static const council_column made[] = {{"process", N_("process"), false},
					      {"each", N_("each"), false},
					      {"most", N_("at most"), false},
					      {"planned", N_("planned"), false},
					      {NULL, NULL, false}},
				    needed[] = {{"group", N_("group"), false},
						{"tier", N_("tier"), false},
						{"needed", N_("needed"), false},
						{"fulfilment", N_("fulfilment"), false},
						{NULL, NULL, false}};
	cli_say(cli, cli->out, N_("{0} ({1}), in {2}\n"), council_text(data, "name"), council_text(data, "commodity"),
		council_text(data, "unit"));
	say_table(cli, N_("Who makes it"), json_object_get(data, "makers"), made);
	say_table(cli, N_("Who uses it"), json_object_get(data, "users"), made);
	say_table(cli, N_("Who needs it"), json_object_get(data, "needs"), needed);
}

static cordon_status show(cli_context *cli, json_t *data, void (*say)(const cli_context *cli, const json_t *data))
{
	if (cli->json)
		return output_json(cli, data);
	say(cli, data);
	json_decref(data);
	return CORDON_OK;
}

cordon_status economy_list_run(cli_context *cli)
{
	struct looking l = {0};
	cordon_status status = begin(cli, &l);
	if (!status)
		status = show(cli, economy_list_json(&l.looked), say_list);
	end(&l);
	return status;
}

cordon_status economy_show_run(cli_context *cli)
{
	struct looking l = {0};
	cordon_status status = begin(cli, &l);
	json_t *data = status ? NULL : economy_commodity_json(&l.looked, cli->position[0]);
	if (data)
		status = show(cli, data, say_one);
	else if (!status)
		status = finding_add(&cli->error, CORDON_ERROR,
				     (place_in_file){cli_book_folder(cli), 0, NULL, cli->position[0]},
				     TEXT(CLI_NO_COMMODITY), NO_TEXT);
	end(&l);
	return status;
}
