/* `cordon supply print`: an outlet's list of households, or ration cards, ready to print. */
#include "cli/codes.h"
#include "cli/groups.h"
#include "cli/output.h"

#include "base/file.h"
#include "supply/bundle.h"
#include "supply/paper.h"

#include <inttypes.h>

#include <string.h>

/* A text being read. */
typedef struct unread {
	const char *at;
	size_t left;
} unread;

static long read_some(void *context, void *buffer, size_t size)
{
	unread *u = context;
	size = size < u->left ? size : u->left;
	memcpy(buffer, u->at, size);
	u->at += size;
	u->left -= size;
	return (long)size;
}

/* What a device holds, as the table that the page is made of; `title` is where and when. */
static cordon_status table_of_bundle(cli_context *cli, text *bytes, char title[160])
{
	bundle b = {0};
	cordon_status status = bundle_read(cli->position[0], bytes->bytes, bytes->length, &b, &cli->error);
	text_clear(bytes);
	text_add_string(bytes, "token");
	for (size_t g = 0; g < b.goods; g++)
		text_add_format(bytes, ",%s", b.good[g]);
	for (size_t i = 0; i < b.households; i++) {
		text_add_format(bytes, "\n%s", b.household[i].token);
		for (size_t g = 0; g < b.goods; g++)
			text_add_format(bytes, ",%" PRId64, b.household[i].amount[g]);
	}
	text_add_string(bytes, "\n");
	snprintf(title, 160, "%s · %s · %" PRId64, b.body, b.outlet, b.cycle);
	bundle_free(&b);
	return status;
}

/* The table of FILE, which is CSV or a bundle. */
static cordon_status read_table(cli_context *cli, csv_table *table, char title[160])
{
	static const char start[] = "cordon-bundle ";
	text bytes = {0};
	*title = '\0';
	cordon_status status = file_read(cli->position[0], BUNDLE_BYTES_MAX, &bytes, &cli->error);
	if (!status && bytes.length > strlen(start) && !memcmp(bytes.bytes, start, strlen(start)))
		status = table_of_bundle(cli, &bytes, title);
	unread u = {text_string(&bytes), bytes.length};
	if (!status)
		status = csv_table_read(&(cordon_reader){read_some, &u}, cli->position[0], (csv_options){0}, table,
					&cli->error);
	text_free(&bytes);
	return status ? status : paper_check(table, &cli->error);
}

cordon_status supply_print_run(cli_context *cli)
{
	csv_table table = {0};
	text out = {0};
	const char *path = cli_option(cli, "-o"), *title = cli_option(cli, "--title");
	bool cards = cli_option(cli, "--cards") != NULL;
	char rows[24], named[160];
	if (!path)
		return cli_usage(cli, "-o", NULL, TEXT(CLI_MISSING), NO_TEXT);
	cordon_status status = read_table(cli, &table, named);
	if (!title && *named)
		title = named;
	const paper_words words = {
		.language = cli->language == CORDON_SPANISH ? "es" : "en",
		.title = title   ? title
			 : cards ? tr(cli, N_("Ration card"))
				 : tr(cli, N_("Households")),
		.token = tr(cli, N_("card")),
		.received = tr(cli, N_("received")),
		.signature = tr(cli, N_("signature")),
		.total = tr(cli, N_("total")),
		.households = tr(cli, N_("households")),
	};
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
