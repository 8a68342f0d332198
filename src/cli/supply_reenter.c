/* `cordon supply reenter`: a paper list, typed by a clerk, held beside what the book has. */
#include "cli/codes.h"
#include "cli/groups.h"
#include "cli/output.h"
#include "cli/supply_asked.h"

#include "base/file.h"
#include "supply/reentry.h"

static void show(const cli_context *cli, const json_t *data)
{
	static const council_column rows[] = {{"line", N_("line"), false},   {"household", N_("household"), false},
					      {"good", N_("good"), false},   {"quantity", N_("quantity"), false},
					      {"times", N_("times"), false}, {NULL, NULL, false}};
	char known[24];
	snprintf(known, sizeof known, "%zu", json_array_size(json_object_get(data, "known")));
	cli_say(cli, cli->out, N_("{0}, cycle {1}: {2} lines of the list are known to the book\n"),
		council_text(data, "outlet"), council_text(data, "cycle"), known);
	council_table(cli, N_("New"), json_object_get(data, "new"), rows);
	council_table(cli, N_("Differs from the book: to be looked at, not entered"), json_object_get(data, "differs"),
		      rows);
	council_table(cli, N_("In the book, and not on this list"), json_object_get(data, "not_on_paper"), rows);
}

static cordon_status read_list(cli_context *cli, csv_table *list)
{
	file_stream stream;
	cordon_status status = file_open(cli->position[1], &stream, &cli->error);
	if (status)
		return status;
	status = csv_table_read(&stream.reader, cli->position[1], (csv_options){0}, list, &cli->error);
	file_close(&stream);
	return status;
}

cordon_status supply_reenter_run(cli_context *cli)
{
	supply_asked a;
	csv_table list = {0};
	draws fresh = {0};
	text log = {0};
	json_t *data = NULL;
	const char *outlet = cli_option(cli, "--outlet"), *path = cli_option(cli, "-o");
	if (!outlet)
		return cli_usage(cli, "--outlet", NULL, TEXT(CLI_MISSING), NO_TEXT);
	cordon_status status = supply_begin(cli, true, &a);
	if (status)
		return status;
	if (!outlet_find(a.council.state, a.body, outlet, a.council.at.time, NULL))
		status = cli_usage(cli, "--outlet", outlet, TEXT(CLI_SUPPLY_NO_OUTLET), NO_TEXT);
	if (!status)
		status = read_list(cli, &list);
	if (!status) {
		data = reentry_compare(a.council.state, a.body, outlet, a.cycle, &list, &fresh, &cli->error);
		status = data ? CORDON_OK : CORDON_BAD_INPUT;
	}
	draws_write(&fresh, &log);
	if (!status && path)
		status = file_write(path, text_string(&log), log.length, &cli->error);
	status = council_give(cli, &a.council, status, data, outlet, TEXT(CLI_SUPPLY_NO_OUTLET), show);
	draws_free(&fresh);
	text_free(&log);
	csv_table_free(&list);
	return status;
}
