/* `cordon supply counter`, `cordon supply card`: what a counter serves, what a card is served. */
#include "cli/codes.h"
#include "cli/groups.h"
#include "cli/output.h"
#include "cli/supply_asked.h"

#include "supply/counter.h"

#include <string.h>

static const council_column lines[] = {
	{"point", N_("point"), false}, {"number", N_("number"), false},     {"household", N_("household"), false},
	{"good", N_("good"), false},   {"quantity", N_("quantity"), false}, {"time", N_("when"), false},
	{NULL, NULL, false},
};

static void show_list(const cli_context *cli, const json_t *data)
{
	static const council_column columns[] = {
		{"outlet", N_("outlet"), false},   {"name", N_("name"), false},   {"body", N_("body"), false},
		{"keepers", N_("kept by"), false}, {"cycle", N_("cycle"), false}, {NULL, NULL, false},
	};
	council_table(cli, NULL, json_object_get(data, "counters"), columns);
}

/* A row for each household and good of which it is to have some. */
static json_t *rights_of(const json_t *data)
{
	json_t *rows = json_array();
	const json_t *households = json_object_get(data, "households"), *goods = json_object_get(data, "goods");
	for (size_t i = 0; i < json_array_size(households); i++) {
		const json_t *one = json_array_get(households, i), *amounts = json_object_get(one, "to_have");
		for (size_t g = 0; g < json_array_size(goods); g++)
			if (json_integer_value(json_array_get(amounts, g)))
				json_array_append_new(rows, json_pack("{s:O, s:O, s:O}", "household",
								      json_object_get(one, "household"), "good",
								      json_object_get(json_array_get(goods, g), "good"),
								      "to_have", json_array_get(amounts, g)));
	}
	return rows;
}

static void show_counter(const cli_context *cli, const json_t *data)
{
	static const council_column rights[] = {
		{"household", N_("household"), false},
		{"good", N_("good"), false},
		{"to_have", N_("to have"), false},
		{NULL, NULL, false},
	};
	json_t *rows = rights_of(data);
	cli_say(cli, cli->out, N_("{0}, cycle {1}: {2} to {3}\n"), council_text(data, "name"),
		council_text(data, "cycle"), council_text(data, "from"), council_text(data, "to"));
	council_table(cli, NULL, rows, rights);
	council_table(cli, N_("Drawn"), json_object_get(data, "draws"), lines);
	json_decref(rows);
}

cordon_status supply_counter_run(cli_context *cli)
{
	supply_asked a = {0};
	const char *outlet = cli_option(cli, "--outlet");
	json_t *data = NULL;
	if (outlet) {
		cordon_status status = supply_begin(cli, false, &a);
		if (!status)
			data = counter_data(a.council.state, a.body, outlet, a.cycle, a.council.at.time);
		return council_give(cli, &a.council, status, data, outlet, TEXT(CLI_SUPPLY_NO_BUNDLE), show_counter);
	}
	supply_take_book(cli);
	cordon_status status = council_begin(cli, &a.council);
	if (!status)
		data = counter_list(a.council.state, a.council.at.time);
	return council_give(cli, &a.council, status, data, "", TEXT(CLI_NO_BODY), show_list);
}

static void show_card(const cli_context *cli, const json_t *data)
{
	static const council_column goods[] = {
		{"name", N_("good"), false},
		{"unit", N_("unit"), false},
		{"to_have", N_("to have"), false},
		{"drawn", N_("drawn"), false},
		{"returned", N_("brought back"), false},
		{"left", N_("left"), false},
		{NULL, NULL, false},
	};
	const json_t *list = json_object_get(data, "households");
	for (size_t i = 0; i < json_array_size(list); i++) {
		const json_t *one = json_array_get(list, i);
		cli_say(cli, cli->out, N_("household {0} of {1}, at {2}, cycle {3}\n"), council_text(one, "household"),
			council_text(one, "body"), council_text(one, "name"), council_text(one, "cycle"));
		council_table(cli, NULL, json_object_get(one, "goods"), goods);
		council_table(cli, N_("Drawn"), json_object_get(one, "draws"), lines);
	}
}

cordon_status supply_card_run(cli_context *cli)
{
	supply_asked a = {0};
	double cycle = 0;
	json_t *data = NULL;
	const char *card = cli->position[0];
	cordon_status status = cli_number(cli, "--cycle", 1, 999999999, 0, &cycle);
	if (!status)
		status = council_begin(cli, &a.council);
	if (!status)
		data = counter_card(a.council.state, card, cli_option(cli, "--body"), (int64_t)cycle,
				    a.council.at.time);
	return council_give(cli, &a.council, status, data, card, TEXT(CLI_SUPPLY_NO_CARD), show_card);
}
