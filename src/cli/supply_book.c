/* `cordon supply households`, outlets, goods, entitlements, cycles, deliveries: what the book says of supply. */
#include "cli/codes.h"
#include "cli/groups.h"
#include "cli/output.h"
#include "cli/supply_asked.h"

#include "council/body.h"
#include "supply/answers.h"
#include "supply/cycle.h"

#include <stdlib.h>
#include <string.h>

typedef void show_function(const cli_context *cli, const json_t *data);

/* `cordon supply ...` of a list that takes nothing but body and moment. */
static cordon_status give(cli_context *cli, json_t *(*ask)(state *s, const supply_asked *a), show_function *show)
{
	supply_asked a;
	body_facts facts;
	cordon_status status = supply_begin(cli, false, &a);
	json_t *data = NULL;
	cordon_text missing = TEXT(CLI_NO_BODY);
	if (!status && body_find(a.council.state, a.body, &facts)) {
		data = ask(a.council.state, &a);
		missing = TEXT(CLI_NO_CYCLE);
	}
	return council_give(cli, &a.council, status, data, a.body ? a.body : "", missing, show);
}

static void say_head(const cli_context *cli, const json_t *data)
{
	cli_say(cli, cli->out, N_("{0}, {1}\n"), council_text(data, "body"), council_text(data, "at"));
}

/* ---- households -------------------------------------------------------------------------------------------------- */

static void show_households(const cli_context *cli, const json_t *data)
{
	static const council_column columns[] = {{"household", N_("household"), false}, {"outlet", N_("outlet"), false},
						 {"size", N_("members"), false},        {"said", N_("of them"), false},
						 {"since", N_("since"), false},         {"names", N_("names"), false},
						 {"door", N_("door"), false},           {NULL, NULL, false}},
				    merges[] = {{"other", N_("card"), false},      {"kept", N_("stands as"), false},
						{"since", N_("since"), false},     {"heard", N_("heard"), false},
						{"hearing", N_("hearing"), false}, {NULL, NULL, false}};
	char count[24];
	snprintf(count, sizeof count, "%zu", json_array_size(json_object_get(data, "households")));
	say_head(cli, data);
	cli_say(cli, cli->out, N_("{0} households, {1} people\n"), count, council_text(data, "people"));
	council_table(cli, NULL, json_object_get(data, "households"), columns);
	council_table(cli, N_("Merged"), json_object_get(data, "merged"), merges);
}

/* {"infants":1,"under_15":3} as text for the table. */
static void say_numbers(json_t *household)
{
	text said = {0};
	const char *name;
	json_t *value;
	json_object_foreach(json_object_get(household, "numbers"), name, value)
	{
		text_add_format(&said, "%s%s %d", said.length ? ", " : "", name, (int)json_integer_value(value));
	}
	if (said.length)
		json_object_set_new(household, "said", json_string(said.bytes));
	text_free(&said);
}

/* Opens what is sealed, if it was asked for and this book can; otherwise leaves it out. */
static void open_sealed(const supply_asked *a, bool asked, json_t *household, const char *key)
{
	text clear = {0};
	const char *commitment = json_string_value(json_object_get(household, key));
	if (commitment && asked && book_unseal(a->council.book, commitment, &clear))
		json_object_set_new(household, key, json_string(text_string(&clear)));
	else
		json_object_del(household, key);
	text_free(&clear);
}

cordon_status supply_households_run(cli_context *cli)
{
	supply_asked a;
	body_facts facts;
	json_t *data = NULL;
	bool names = cli_option(cli, "--names") != NULL;
	cordon_status status = supply_begin(cli, false, &a);
	if (!status && body_find(a.council.state, a.body, &facts))
		data = supply_households(a.council.state, a.body, cli_option(cli, "--outlet"), a.council.at.time);
	const json_t *list = json_object_get(data, "households");
	for (size_t i = 0; i < json_array_size(list); i++) {
		json_t *one = json_array_get(list, i);
		open_sealed(&a, names, one, "names");
		open_sealed(&a, names, one, "door");
		if (!cli->json)
			say_numbers(one);
	}
	return council_give(cli, &a.council, status, data, a.body ? a.body : "", TEXT(CLI_NO_BODY), show_households);
}

/* ---- outlets and goods ------------------------------------------------------------------------------------------- */

static void show_outlets(const cli_context *cli, const json_t *data)
{
	static const council_column columns[] = {{"outlet", N_("outlet"), false},
						 {"kind", N_("kind"), true},
						 {"name", N_("name"), false},
						 {"hub", N_("hub"), false},
						 {"keepers", N_("kept by"), false},
						 {"served_by", N_("served by"), false},
						 {"households", N_("households"), false},
						 {"people", N_("people"), false},
						 {"since", N_("since"), false},
						 {NULL, NULL, false}};
	say_head(cli, data);
	council_table(cli, NULL, json_object_get(data, "outlets"), columns);
}

static json_t *ask_outlets(state *s, const supply_asked *a)
{
	return supply_outlets(s, a->body, a->council.at.time);
}

cordon_status supply_outlets_run(cli_context *cli)
{
	return give(cli, ask_outlets, show_outlets);
}

static void show_goods(const cli_context *cli, const json_t *data)
{
	static const council_column columns[] = {{"good", N_("good"), false},   {"name", N_("name"), false},
						 {"unit", N_("unit"), false},   {"crate", N_("a crate"), false},
						 {"since", N_("since"), false}, {NULL, NULL, false}};
	say_head(cli, data);
	council_table(cli, NULL, json_object_get(data, "goods"), columns);
}

static json_t *ask_goods(state *s, const supply_asked *a)
{
	return supply_goods(s, a->body, a->council.at.time);
}

cordon_status supply_goods_run(cli_context *cli)
{
	return give(cli, ask_goods, show_goods);
}

/* ---- entitlements ------------------------------------------------------------------------------------------------ */

static void show_rights(const cli_context *cli, const json_t *data)
{
	static const council_column columns[] = {{"household", N_("household"), false},
						 {"weight", N_("weight"), false},
						 {"good", N_("good"), false},
						 {"amount", N_("may have"), false},
						 {"floor", N_("of it guaranteed"), false},
						 {NULL, NULL, false}};
	json_t *rows = json_array();
	const json_t *list = json_object_get(data, "households");
	for (size_t i = 0; i < json_array_size(list); i++) {
		const json_t *one = json_array_get(list, i);
		const char *good;
		json_t *amount;
		json_object_foreach(json_object_get(one, "goods"), good, amount)
		{
			json_t *row =
				json_pack("{s:O, s:O, s:s, s:O}", "household", json_object_get(one, "household"),
					  "weight", json_object_get(one, "weight"), "good", good, "amount", amount);
			json_t *floor = json_object_get(json_object_get(one, "floors"), good);
			if (floor)
				json_object_set(row, "floor", floor);
			json_array_append_new(rows, row);
		}
	}
	council_table(cli, N_("What each may have in the cycle"), rows, columns);
	json_decref(rows);
}

static void show_entitlements(const cli_context *cli, const json_t *data)
{
	static const council_column columns[] = {{"good", N_("good"), false},
						 {"version", N_("version"), false},
						 {"since", N_("since"), false},
						 {"said", N_("rule"), false},
						 {NULL, NULL, false}};
	json_t *rows = json_deep_copy(json_object_get(data, "rules"));
	for (size_t i = 0; i < json_array_size(rows); i++) {
		json_t *one = json_array_get(rows, i);
		char *rule = json_dumps(json_object_get(one, "rule"), JSON_COMPACT | JSON_SORT_KEYS);
		json_object_set_new(one, "said", json_string(rule));
		free(rule);
	}
	say_head(cli, data);
	council_table(cli, N_("Rules"), rows, columns);
	json_decref(rows);
	const json_t *weights = json_object_get(data, "weights");
	if (weights) {
		char *said = json_dumps(json_object_get(weights, "weights"), JSON_COMPACT | JSON_SORT_KEYS);
		cli_say(cli, cli->out, N_("weights    the size, and more by {0} (version {1}, since {2})\n"), said,
			council_text(weights, "version"), council_text(weights, "since"));
		free(said);
	}
	if (json_object_get(data, "households"))
		show_rights(cli, data);
}

cordon_status supply_entitlements_run(cli_context *cli)
{
	supply_asked a;
	body_facts facts;
	json_t *data = NULL;
	cordon_status status = supply_begin(cli, false, &a);
	bool known = !status && body_find(a.council.state, a.body, &facts);
	const char *token = cli_option(cli, "--household");
	if (known)
		data = supply_entitlements(a.council.state, a.body, a.cycle, token, a.council.at.time);
	const json_t *list = json_object_get(data, "households");
	if (token && list && !json_array_size(list))
		status = cli_usage(cli, "--household", token, TEXT(CLI_NO_HOUSEHOLD), NO_TEXT);
	return council_give(cli, &a.council, status, data, a.body ? a.body : "",
			    known ? TEXT(CLI_NO_CYCLE) : TEXT(CLI_NO_BODY), show_entitlements);
}

/* ---- cycles and deliveries --------------------------------------------------------------------------------------- */

static void show_cycles(const cli_context *cli, const json_t *data)
{
	static const council_column columns[] = {{"cycle", N_("cycle"), false},   {"from", N_("from"), false},
						 {"to", N_("to"), false},         {"opened", N_("opened"), false},
						 {"closed", N_("closed"), false}, {NULL, NULL, false}},
				    arrived[] = {{"place", N_("place"), false},
						 {"good", N_("good"), false},
						 {"instead", N_("instead of"), false},
						 {"amount", N_("arrived"), false},
						 {NULL, NULL, false}};
	const json_t *list = json_object_get(data, "cycles");
	say_head(cli, data);
	council_table(cli, NULL, list, columns);
	for (size_t i = 0; i < json_array_size(list); i++) {
		const json_t *one = json_array_get(list, i);
		if (json_array_size(json_object_get(one, "arrived")))
			cli_say(cli, cli->out, N_("\nCycle {0}:"), council_text(one, "cycle"));
		council_table(cli, NULL, json_object_get(one, "arrived"), arrived);
	}
}

static json_t *ask_cycles(state *s, const supply_asked *a)
{
	return supply_cycles(s, a->body, a->council.at.time);
}

cordon_status supply_cycles_run(cli_context *cli)
{
	return give(cli, ask_cycles, show_cycles);
}

static void show_deliveries(const cli_context *cli, const json_t *data)
{
	static const council_column expected[] = {{"delivery", N_("delivery"), false},
						  {"cycle", N_("cycle"), false},
						  {"place", N_("place"), false},
						  {"good", N_("good"), false},
						  {"amount", N_("expected"), false},
						  {"arrived", N_("arrived"), false},
						  {"substituted", N_("as another good"), false},
						  {"standing", N_("stands"), true},
						  {"due", N_("due"), false},
						  {"late", N_("late"), false},
						  {NULL, NULL, false}},
				    arrived[] = {{"delivery", N_("delivery"), false},
						 {"cycle", N_("cycle"), false},
						 {"place", N_("place"), false},
						 {"good", N_("good"), false},
						 {"amount", N_("arrived"), false},
						 {"instead", N_("instead of"), false},
						 {"expected", N_("expected"), false},
						 {"time", N_("when"), false},
						 {"cancelled", N_("taken out"), false},
						 {"reason", N_("why"), false},
						 {NULL, NULL, false}};
	say_head(cli, data);
	council_table(cli, N_("Expected"), json_object_get(data, "expected"), expected);
	council_table(cli, N_("Arrived"), json_object_get(data, "deliveries"), arrived);
}

static json_t *ask_deliveries(state *s, const supply_asked *a)
{
	return supply_deliveries(s, a->body, a->cycle, a->council.at.time);
}

cordon_status supply_deliveries_run(cli_context *cli)
{
	return give(cli, ask_deliveries, show_deliveries);
}
