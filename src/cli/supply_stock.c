/* `cordon supply drawn`, stock, ledger: what the book says of draws and stock, and as a ledger to be watched. */
#include "cli/codes.h"
#include "cli/groups.h"
#include "cli/output.h"
#include "cli/supply_asked.h"

#include "base/file.h"
#include "council/body.h"
#include "supply/draw.h"
#include "supply/stock.h"

#include <string.h>

/* ---- drawn ------------------------------------------------------------------------------------------------------- */

/* The lines behind each, as one cell: "kiosk #1: 2, school #7: 3". */
static json_t *with_where(const json_t *sums)
{
	json_t *list = json_deep_copy(sums);
	for (size_t i = 0; i < json_array_size(list); i++) {
		json_t *one = json_array_get(list, i);
		const json_t *lines = json_object_get(one, "lines");
		text where = {0};
		for (size_t k = 0; k < json_array_size(lines); k++) {
			const json_t *line = json_array_get(lines, k);
			text_add_format(&where, "%s%s #%s: %s", k ? ", " : "", council_text(line, "point"),
					council_text(line, "number"), council_text(line, "quantity"));
		}
		json_object_set_new(one, "where", json_string(text_string(&where)));
		text_free(&where);
	}
	return list;
}

static void show_sums(const cli_context *cli, const char *caption, const json_t *sums)
{
	static const council_column columns[] = {{"household", N_("household"), false},
						 {"good", N_("good"), false},
						 {"drawn", N_("handed out"), false},
						 {"returned", N_("brought back"), false},
						 {"to_have", N_("to have"), false},
						 {"where", N_("point, number: quantity"), false},
						 {NULL, NULL, false}};
	json_t *list = with_where(sums);
	council_table(cli, caption, list, columns);
	json_decref(list);
}

static void show_drawn(const cli_context *cli, const json_t *data)
{
	static const council_column points[] = {{"point", N_("point"), false},
						{"lines", N_("draws"), false},
						{"first", N_("first number"), false},
						{"last", N_("last number"), false},
						{"missing", N_("missing"), false},
						{NULL, NULL, false}},
				    forks[] = {{"point", N_("point"), false},
					       {"number", N_("number"), false},
					       {"cycle", N_("cycle"), false},
					       {"household", N_("household"), false},
					       {"good", N_("good"), false},
					       {"quantity", N_("quantity"), false},
					       {NULL, NULL, false}};
	cli_say(cli, cli->out,
		N_("{0}, cycle {1}: {2} draws; what follows is to be asked about, and all of it stands\n"),
		council_text(data, "body"), council_text(data, "cycle"), council_text(data, "lines"));
	council_table(cli, N_("Points, in all cycles"), json_object_get(data, "points"), points);
	show_sums(cli, N_("Drawn above what they are to have"), json_object_get(data, "over_drawn"));
	show_sums(cli, N_("Drawn more than once"), json_object_get(data, "double_drawn"));
	show_sums(cli, N_("Households or goods that nobody knows"), json_object_get(data, "unknown"));
	show_sums(cli, N_("On paper and in a device, counted once"), json_object_get(data, "paper_and_device"));
	council_table(cli, N_("Different draws under one number"), json_object_get(data, "same_number"), forks);
}

cordon_status supply_drawn_run(cli_context *cli)
{
	supply_asked a;
	cordon_status status = supply_begin(cli, true, &a);
	if (status)
		return status;
	json_t *data = draw_report(a.council.state, a.body, a.cycle, a.council.at.time);
	return council_give(cli, &a.council, status, data, a.body, TEXT(CLI_NO_BODY), show_drawn);
}

/* ---- stock ------------------------------------------------------------------------------------------------------- */

static void show_stock(const cli_context *cli, const json_t *data)
{
	static const council_column accounts[] = {{"place", N_("place"), false},
						  {"good", N_("good"), false},
						  {"stock", N_("in stock"), false},
						  {"counted_in", N_("counted in cycle"), false},
						  {"counted", N_("counted"), false},
						  {"gap", N_("missing"), false},
						  {NULL, NULL, false}},
				    transfers[] = {{"transfer", N_("transfer"), false},
						   {"how", N_("how it stands"), true},
						   {"good", N_("good"), false},
						   {"from", N_("from"), false},
						   {"to", N_("to"), false},
						   {"sent", N_("sent"), false},
						   {"received", N_("received"), false},
						   {"missing", N_("missing"), false},
						   {NULL, NULL, false}};
	cli_say(cli, cli->out, N_("{0}: stock by the books, from the last count on\n"), council_text(data, "body"));
	council_table(cli, NULL, json_object_get(data, "accounts"), accounts);
	council_table(cli, N_("Transfers that are not done"), json_object_get(data, "transfers"), transfers);
}

cordon_status supply_stock_run(cli_context *cli)
{
	supply_asked a;
	body_facts facts;
	cordon_status status = supply_begin(cli, false, &a);
	if (status)
		return status;
	json_t *data = body_find(a.council.state, a.body, &facts)
			       ? stock_report(a.council.state, a.body, a.council.at.time)
			       : NULL;
	return council_give(cli, &a.council, status, data, a.body, TEXT(CLI_NO_BODY), show_stock);
}

/* ---- ledger ------------------------------------------------------------------------------------------------------ */

cordon_status supply_ledger_text(cli_context *cli, text *out)
{
	supply_asked a;
	body_facts facts;
	cordon_status status = supply_begin(cli, false, &a);
	if (status)
		return status;
	if (body_find(a.council.state, a.body, &facts))
		stock_ledger(a.council.state, a.body, a.council.at.time, out);
	else
		status = cli_usage(cli, "--body", a.body, TEXT(CLI_NO_BODY), NO_TEXT);
	book_close(a.council.book);
	return status;
}

cordon_status supply_ledger_run(cli_context *cli)
{
	text out = {0};
	const char *path = cli_option(cli, "-o");
	cordon_status status = supply_ledger_text(cli, &out);
	if (!status)
		status = file_write(path ? path : "-", text_string(&out), out.length, &cli->error);
	text_free(&out);
	return status;
}
