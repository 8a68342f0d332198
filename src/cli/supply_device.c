/* `cordon supply draw`: what a household draws at an outlet's counter, into the device's log: no book, no link. */
#include "cli/codes.h"
#include "cli/groups.h"
#include "cli/output.h"

#include "base/file.h"
#include "base/journal.h"
#include "report/table.h"
#include "supply/bundle.h"
#include "supply/codes.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

/* The device: its bundle, its log (locked), and all draws it knows of. */
typedef struct device {
	bundle bundle;
	journal log;
	bool open, tail_is_whole;
	draws known;
} device;

/* ---- reading ----------------------------------------------------------------------------------------------------- */

static cordon_status read_bundle(cli_context *cli, const char *path, bundle *b)
{
	text bytes = {0};
	cordon_status status = file_read(path, BUNDLE_BYTES_MAX, &bytes, &cli->error);
	if (!status)
		status = bundle_read(path, text_string(&bytes), bytes.length, b, &cli->error);
	text_free(&bytes);
	return status;
}

static cordon_status read_log(cli_context *cli, const char *path, draws *into)
{
	text bytes = {0};
	cordon_status status = file_read(path, DRAWS_LOG_BYTES_MAX, &bytes, &cli->error);
	if (!status)
		status = draws_read(into, path, text_string(&bytes), bytes.length, &cli->error);
	text_free(&bytes);
	return status;
}

/* The log's own lines. What the power cut short is dropped; a draw that lost nothing but its newline stands. */
static cordon_status read_own(cli_context *cli, device *d)
{
	draws tail = {0};
	const char *bytes = text_string(&d->log.bytes);
	size_t rest = d->log.bytes.length - d->log.whole;
	d->tail_is_whole = rest && !draws_read(&tail, d->log.path, bytes + d->log.whole, rest, NULL) && tail.count == 1;
	draws_free(&tail);
	return draws_read(&d->known, d->log.path, bytes, d->log.bytes.length, &cli->error);
}

static cordon_status open_device(cli_context *cli, device *d)
{
	cordon_status status = read_bundle(cli, cli->position[0], &d->bundle);
	if (!status)
		status = journal_open(cli->position[1], DRAWS_LOG_BYTES_MAX, &d->log, &cli->error);
	if (status)
		return status;
	d->open = true;
	status = read_own(cli, d);
	for (int i = 0; i < cli->givens && !status; i++)
		if (!strcmp(cli->given[i].name, "--also"))
			status = read_log(cli, cli->given[i].value, &d->known);
	draws_add_all(&d->known, &d->bundle.elsewhere);
	draws_merge(&d->known);
	return status;
}

static void close_device(device *d)
{
	if (d->open)
		journal_close(&d->log);
	draws_free(&d->known);
	bundle_free(&d->bundle);
}

/* ---- what was asked ---------------------------------------------------------------------------------------------- */

typedef struct wish {
	long household, good; /* good -1: only asked what is left */
	int64_t quantity;
} wish;

static cordon_status read_wish(cli_context *cli, const bundle *b, wish *w)
{
	const char *token = cli_option(cli, "--household"), *good = cli_option(cli, "--good");
	double quantity = 0;
	*w = (wish){-1, -1, 0};
	if (!token)
		return cli_usage(cli, "--household", NULL, TEXT(CLI_MISSING), NO_TEXT);
	if (!token_is_number(token, strlen(token)))
		return cli_usage(cli, "--household", token, TEXT(SUPPLY_TOKEN_FORM, "2", "20"), NO_TEXT);
	if (!token_fits(token, strlen(token)))
		return cli_usage(cli, "--household", token, TEXT(SUPPLY_TOKEN_CHECK), NO_TEXT);
	w->household = bundle_find(b, token);
	if (w->household < 0)
		return cli_usage(cli, "--household", token, TEXT(CLI_SUPPLY_NOT_HERE), NO_TEXT);
	if (!good)
		return CORDON_OK;
	w->good = bundle_find_good(b, good);
	if (w->good < 0)
		return cli_usage(cli, "--good", good, TEXT(CLI_SUPPLY_NO_GOOD), NO_TEXT);
	if (!cli_option(cli, "--qty"))
		return cli_usage(cli, "--qty", NULL, TEXT(CLI_MISSING), NO_TEXT);
	cordon_status status = cli_number(cli, "--qty", 1, DRAWS_NUMBER_MAX, 0, &quantity);
	w->quantity = (int64_t)quantity;
	if (!status && (double)w->quantity != quantity)
		status = cli_usage(cli, "--qty", cli_option(cli, "--qty"), TEXT(SUPPLY_WHOLE, "1000000000"), NO_TEXT);
	return status;
}

/* ---- noting ------------------------------------------------------------------------------------------------------ */

static cordon_status refuse_over(cli_context *cli, const bundle *b, const wish *w, const bundle_had *had)
{
	char may[24], drawn[24], quantity[24];
	snprintf(may, sizeof may, "%" PRId64, b->household[w->household].amount[w->good]);
	snprintf(drawn, sizeof drawn, "%" PRId64, had->drawn);
	snprintf(quantity, sizeof quantity, "%" PRId64, w->quantity);
	return finding_add(&cli->error, CORDON_ERROR, (place_in_file){NULL, 0, "--qty", quantity},
			   TEXT(CLI_SUPPLY_OVER, may, drawn), TEXT(CLI_SUPPLY_ANYWAY));
}

static cordon_status note(cli_context *cli, device *d, const wish *w, int64_t *number)
{
	const bundle *b = &d->bundle;
	bundle_had had = bundle_drawn(b, &d->known, w->household, w->good);
	text line = {0};
	supply_draw one = {b->point,         cli_option(cli, "--household"),
			   b->good[w->good], bundle_next(b, &d->known),
			   b->cycle,         w->quantity};
	if (had.drawn + w->quantity > b->household[w->household].amount[w->good] && !cli_option(cli, "--anyway"))
		return refuse_over(cli, b, w, &had);
	if (one.number > DRAWS_NUMBER_MAX)
		return cli_usage(cli, NULL, d->log.path, TEXT(CLI_TOO_LARGE), NO_TEXT);
	draws_write_one(&one, &line);
	line.bytes[line.length - 1] = '\0';
	cordon_status status = journal_append(&d->log, line.bytes, d->tail_is_whole, &cli->error);
	text_free(&line);
	if (!status)
		draws_add(&d->known, &one);
	*number = one.number;
	return status;
}

/* ---- what is left ------------------------------------------------------------------------------------------------ */

static cordon_status print_json(cli_context *cli, const device *d, const wish *w, int64_t number)
{
	const bundle *b = &d->bundle;
	json_t *goods = json_object();
	for (size_t g = 0; g < b->goods; g++) {
		bundle_had had = bundle_drawn(b, &d->known, w->household, (long)g);
		int64_t may = b->household[w->household].amount[g];
		json_object_set_new(goods, b->good[g],
				    json_pack("{s:I, s:I, s:I, s:I, s:I}", "to_have", (json_int_t)may, "drawn",
					      (json_int_t)had.drawn, "times", (json_int_t)had.times, "left",
					      (json_int_t)(may > had.drawn ? may - had.drawn : 0), "over",
					      (json_int_t)(had.drawn > may ? had.drawn - may : 0)));
	}
	return output_json(cli, json_pack("{s:s, s:s, s:I, s:s, s:o, s:o, s:o}", "outlet", b->outlet, "point", b->point,
					  "cycle", (json_int_t)b->cycle, "household", b->household[w->household].token,
					  "number", number < 0 ? json_null() : json_integer(number), "goods", goods,
					  "findings", output_take_findings_json(cli)));
}

static cordon_status print_text(cli_context *cli, const device *d, const wish *w, int64_t number)
{
	const bundle *b = &d->bundle;
	char said[24], cycle[24], left[24], drawn[24];
	snprintf(said, sizeof said, "%" PRId64, number);
	snprintf(cycle, sizeof cycle, "%" PRId64, b->cycle);
	if (number >= 0)
		cli_say(cli, cli->out, N_("noted as number {0} of {1}\n"), said, b->point);
	cli_say(cli, cli->out, N_("household {0}, cycle {1}:\n"), b->household[w->household].token, cycle);
	for (size_t g = 0; g < b->goods; g++) {
		bundle_had had = bundle_drawn(b, &d->known, w->household, (long)g);
		int64_t may = b->household[w->household].amount[g];
		snprintf(drawn, sizeof drawn, "%" PRId64, had.drawn);
		snprintf(left, sizeof left, "%" PRId64, may > had.drawn ? may - had.drawn : had.drawn - may);
		cli_say(cli, cli->out,
			had.drawn > may ? N_("  {0}: {1} drawn, {2} more than it was to have\n")
					: N_("  {0}: {1} drawn, {2} left\n"),
			b->good[g], drawn, left);
	}
	return CORDON_OK;
}

cordon_status supply_draw_run(cli_context *cli)
{
	device d = {0};
	wish w;
	int64_t number = -1;
	cordon_status status = open_device(cli, &d);
	if (!status)
		status = read_wish(cli, &d.bundle, &w);
	if (!status && w.good >= 0)
		status = note(cli, &d, &w, &number);
	if (!status)
		status = cli->json ? print_json(cli, &d, &w, number) : print_text(cli, &d, &w, number);
	close_device(&d);
	return status;
}
