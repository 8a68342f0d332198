/* `cordon supply overview`, rations, household, allocation: what is shared out, to whom, and its proof again. */
#include "cli/codes.h"
#include "cli/groups.h"
#include "cli/output.h"
#include "cli/supply_asked.h"

#include "base/file.h"
#include "council/body.h"
#include "supply/codes.h"
#include "supply/cycle.h"
#include "supply/overview.h"
#include "supply/published.h"
#include "supply/rations.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- overview ---------------------------------------------------------------------------------------------------- */

static void show_overview(const cli_context *cli, const json_t *data)
{
	static const council_column goods[] = {{"good", N_("good"), false},
					       {"unit", N_("unit"), false},
					       {"arrived", N_("arrived"), false},
					       {"claimed", N_("claimed"), false},
					       {"given", N_("given"), false},
					       {"short", N_("short"), false},
					       {"households", N_("households"), false},
					       {"less", N_("below claim"), false},
					       {NULL, NULL, false}};
	size_t i;
	json_t *one;
	json_array_foreach(json_object_get(data, "bodies"), i, one)
	{
		const json_t *cycle = json_object_get(one, "cycle");
		cli_say(cli, cli->out, N_("{0}: {1} households, {2} people, {3} outlets\n"), council_text(one, "name"),
			council_text(one, "households"), council_text(one, "people"), council_text(one, "outlets"));
		if (cycle)
			cli_say(cli, cli->out, N_("cycle {0}, {1} to {2}\n"), council_text(cycle, "cycle"),
				council_text(cycle, "from"), council_text(cycle, "to"));
		council_table(cli, NULL, json_object_get(one, "goods"), goods);
		cli_say(cli, cli->out,
			N_("deliveries waited for: {0}, of them late: {1}; complaints without outcome: {2}, of them "
			   "overdue: {3}\n"),
			council_text(one, "waiting"), council_text(one, "late"), council_text(one, "complaints"),
			council_text(one, "overdue"));
	}
}

cordon_status supply_overview_run(cli_context *cli)
{
	council_asked a;
	body_facts facts;
	const char *body = cli_option(cli, "--body");
	supply_take_book(cli);
	cordon_status status = council_begin(cli, &a);
	json_t *data = !status && (!body || body_find(a.state, body, &facts))
			       ? supply_overview(a.state, body, a.at.time)
			       : NULL;
	return council_give(cli, &a, status, data, body ? body : "", TEXT(CLI_NO_BODY), show_overview);
}

/* ---- rations ----------------------------------------------------------------------------------------------------- */

/* A row for each household and good. */
static json_t *as_rows(const json_t *households)
{
	json_t *list = json_array(), *one, *good;
	size_t i, k;
	json_array_foreach(households, i, one)
	{
		json_array_foreach(json_object_get(one, "goods"), k, good)
		{
			json_t *row = json_copy(good);
			json_object_set(row, "household", json_object_get(one, "household"));
			json_array_append_new(list, row);
		}
	}
	return list;
}

static void show_rations(const cli_context *cli, const json_t *data)
{
	static const council_column columns[] = {{"household", N_("household"), false},
						 {"good", N_("good"), false},
						 {"instead", N_("instead of"), false},
						 {"ration", N_("to have"), false},
						 {"may_have", N_("may have"), false},
						 {"drawn", N_("handed out"), false},
						 {NULL, NULL, false}};
	size_t i;
	json_t *one;
	cli_say(cli, cli->out, N_("{0}, cycle {1}, {2} to {3}\n"), council_text(data, "body"),
		council_text(data, "cycle"), council_text(data, "from"), council_text(data, "to"));
	if (!json_array_size(json_object_get(data, "outlets")))
		cli_say(cli, cli->out, N_("nothing is allocated\n"));
	json_array_foreach(json_object_get(data, "outlets"), i, one)
	{
		json_t *rows = as_rows(json_object_get(one, "households"));
		council_table(cli, council_text(one, "outlet"), rows, columns);
		json_decref(rows);
	}
}

cordon_status supply_rations_run(cli_context *cli)
{
	supply_asked a;
	body_facts facts;
	cordon_status status = supply_begin(cli, true, &a);
	if (status)
		return status;
	bool is_body = body_find(a.council.state, a.body, &facts);
	json_t *data =
		is_body ? rations_data(a.council.state, a.body, a.cycle, cli_option(cli, "--outlet"), a.council.at.time)
			: NULL;
	return council_give(cli, &a.council, status, data, is_body ? cli_option(cli, "--cycle") : a.body,
			    is_body ? TEXT(CLI_NO_CYCLE) : TEXT(CLI_NO_BODY), show_rations);
}

/* ---- household --------------------------------------------------------------------------------------------------- */

static void show_household(const cli_context *cli, const json_t *data)
{
	static const council_column goods[] = {{"good", N_("good"), false},         {"ration", N_("to have"), false},
					       {"may_have", N_("may have"), false}, {"drawn", N_("handed out"), false},
					       {"left", N_("left"), false},         {NULL, NULL, false}},
				    cards[] = {{"card", N_("card"), false},
					       {"since", N_("since"), false},
					       {"heard", N_("heard"), false},
					       {"hearing", N_("hearing"), false},
					       {NULL, NULL, false}};
	size_t i;
	json_t *cycle;
	if (json_object_get(data, "household"))
		cli_say(cli, cli->out, N_("card {0}: household {1}, outlet {2}, {3} members\n"),
			council_text(data, "card"), council_text(data, "household"), council_text(data, "outlet"),
			council_text(data, "size"));
	else
		cli_say(cli, cli->out, N_("card {0}: it stands for no household now\n"), council_text(data, "card"));
	council_table(cli, N_("Other cards"), json_object_get(data, "cards"), cards);
	json_array_foreach(json_object_get(data, "cycles"), i, cycle)
	{
		char head[32];
		snprintf(head, sizeof head, "%s %s", council_text(cycle, "cycle"), council_text(cycle, "from"));
		council_table(cli, head, json_object_get(cycle, "goods"), goods);
	}
}

cordon_status supply_household_run(cli_context *cli)
{
	council_asked a;
	body_facts facts;
	const char *body = cli_option(cli, "--body"), *card = cli->position[0];
	if (!body)
		return cli_usage(cli, "--body", NULL, TEXT(CLI_MISSING), NO_TEXT);
	supply_take_second(cli);
	cordon_status status = council_begin(cli, &a);
	bool is_body = !status && body_find(a.state, body, &facts);
	json_t *data = is_body ? rations_household(a.state, body, card, a.at.time) : NULL;
	return council_give(cli, &a, status, data, is_body ? card : body,
			    is_body ? TEXT(SUPPLY_NO_HOUSEHOLD) : TEXT(CLI_NO_BODY), show_household);
}

/* ---- allocation -------------------------------------------------------------------------------------------------- */

static const char *reason_said(const char *reason)
{
	static const struct {
		const char *reason, *says;
	} all[] = {
		{"claim", N_("all that they may have")},
		{"cut-off", N_("no place serves the outlet")},
		{"nothing", N_("nothing is there")},
		{"floor", N_("not enough for what is guaranteed")},
		{"level", N_("not enough: equally, by weight")},
	};
	for (size_t i = 0; i < sizeof all / sizeof *all; i++)
		if (!strcmp(all[i].reason, reason))
			return all[i].says;
	return N_("more was drawn than came");
}

static void say_reasons(const cli_context *cli, json_t *goods)
{
	size_t i;
	json_t *one;
	json_array_foreach(goods, i, one)
	{
		const char *reason = json_string_value(json_object_get(one, "reason"));
		json_object_set_new(one, "why", json_string(tr(cli, reason_said(reason))));
	}
}

static void show_allocation(const cli_context *cli, const json_t *data)
{
	static const council_column items[] = {{"good", N_("good"), false},
					       {"instead", N_("instead of"), false},
					       {"arrived", N_("arrived"), false},
					       {"claimed", N_("claimed"), false},
					       {"given", N_("given"), false},
					       {"households", N_("households"), false},
					       {"less", N_("below claim"), false},
					       {NULL, NULL, false}},
				    goods[] = {{"good", N_("good"), false},
					       {"instead", N_("instead of"), false},
					       {"may_have", N_("may have"), false},
					       {"given", N_("given"), false},
					       {"less", N_("below claim"), false},
					       {"why", N_("why"), false},
					       {NULL, NULL, false}};
	size_t i;
	json_t *one;
	cli_say(cli, cli->out, N_("{0}, cycle {1}, allocation {2} of {3}\n"), council_text(data, "body"),
		council_text(data, "cycle"), council_text(data, "number"), council_text(data, "time"));
	council_table(cli, NULL, json_object_get(data, "items"), items);
	json_array_foreach(json_object_get(data, "outlets"), i, one)
	{
		say_reasons(cli, json_object_get(one, "goods"));
		council_table(cli, council_text(one, "outlet"), json_object_get(one, "goods"), goods);
	}
	cli_say(cli, cli->out, N_("inputs {0}\nproof  {1}\n"), council_text(data, "inputs"),
		council_text(data, "hash"));
}

static cordon_status write_proof(cli_context *cli, const supply_asked *a, int64_t number)
{
	const char *path = cli_option(cli, "-o");
	published p;
	cordon_status status =
		published_make(a->council.state, a->body, a->cycle, number, a->council.at.time, &p, &cli->error);
	if (!status && p.facts.number)
		status = file_write(path, text_string(&p.bytes), p.bytes.length, &cli->error);
	published_free(&p);
	return status;
}

cordon_status supply_allocation_run(cli_context *cli)
{
	supply_asked a;
	body_facts facts;
	double number;
	cordon_status status = cli_number(cli, "--number", 1, CYCLE_NUMBER_MAX, 0, &number);
	if (status)
		return status;
	status = supply_begin(cli, true, &a);
	if (status)
		return status;
	bool is_body = body_find(a.council.state, a.body, &facts);
	json_t *data = is_body ? published_allocation(a.council.state, a.body, a.cycle, (int64_t)number,
						      a.council.at.time, &cli->error)
			       : NULL;
	if (!data && cli->error.errors)
		status = CORDON_BAD_INPUT;
	if (data && cli_option(cli, "-o"))
		status = write_proof(cli, &a, (int64_t)number);
	return council_give(cli, &a.council, status, data, is_body ? cli_option(cli, "--cycle") : a.body,
			    is_body ? TEXT(CLI_NO_ALLOCATION) : TEXT(CLI_NO_BODY), show_allocation);
}
