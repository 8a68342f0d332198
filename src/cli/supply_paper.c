/* `cordon supply print`: an outlet's list of households, or ration cards, ready to print. */
#include "cli/codes.h"
#include "cli/groups.h"
#include "cli/output.h"

#include "base/file.h"
#include "supply/paper.h"

#include <string.h>

static cordon_status read_table(cli_context *cli, csv_table *table)
{
	file_stream stream;
	const char *path = cli->position[0];
	cordon_status status = file_open(path, &stream, &cli->error);
	if (status)
		return status;
	status = csv_table_read(&stream.reader, path, (csv_options){0}, table, &cli->error);
	file_close(&stream);
	return status ? status : paper_check(table, &cli->error);
}

cordon_status supply_print_run(cli_context *cli)
{
	csv_table table = {0};
	text out = {0};
	const char *path = cli_option(cli, "-o"), *title = cli_option(cli, "--title");
	bool cards = cli_option(cli, "--cards") != NULL;
	char rows[24];
	if (!path)
		return cli_usage(cli, "-o", NULL, TEXT(CLI_MISSING), NO_TEXT);
	const paper_words words = {
		.language = cli->language == CORDON_SPANISH ? "es" : "en",
		.title = title ? title : cards ? tr(cli, N_("Ration card")) : tr(cli, N_("Households")),
		.token = tr(cli, N_("card")),
		.received = tr(cli, N_("received")),
		.signature = tr(cli, N_("signature")),
		.total = tr(cli, N_("total")),
		.households = tr(cli, N_("households")),
	};
	cordon_status status = read_table(cli, &table);
	if (!status) {
		(cards ? paper_add_cards : paper_add_list)(&out, &table, &words);
		status = file_write(path, text_string(&out), out.length, &cli->error);
	}
	snprintf(rows, sizeof rows, "%zu", table.rows);
	if (!status && cli->json)
		status = output_json(cli, json_pack("{s:s, s:I}", "file", path, "households", (json_int_t)table.rows));
	else if (!status && strcmp(path, "-") != 0)
		cli_say(cli, cli->out, N_("{0}: {1} households\n"), path, rows);
	text_free(&out);
	csv_table_free(&table);
	return status;
}
