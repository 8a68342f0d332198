/* `cordon supply enter`: logs of devices become acts `draws` of the book; what it has already is known. */
#include "cli/codes.h"
#include "cli/desk.h"
#include "cli/groups.h"
#include "cli/output.h"
#include "cli/supply_asked.h"

#include "base/file.h"
#include "supply/draw.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

typedef struct entering {
	draws draws;
	desk desk;
	const char *body;
	signers signers;
	const keyfile *by[SIGNERS_MAX];
	int64_t known, new, acts;
	act_draft draft; /* the act being filled; without a kind: none */
	char outlet[BUNDLE_WORD];
} entering;

static cordon_status read_logs(cli_context *cli, draws *d)
{
	cordon_status worst = CORDON_OK;
	for (int i = 1; i < cli->positions; i++) {
		text bytes = {0};
		cordon_status status = file_read(cli->position[i], DRAWS_LOG_BYTES_MAX, &bytes, &cli->error);
		if (!status)
			status = draws_read(d, cli->position[i], text_string(&bytes), bytes.length, &cli->error);
		worst = status > worst ? status : worst;
		text_free(&bytes);
	}
	draws_merge(d);
	return worst;
}

static bool is_known(const entering *e, const supply_draw *d)
{
	return state_has(
		book_state(e->desk.book),
		"SELECT 1 FROM draw WHERE body = ? AND point = ? AND number = ? AND cycle = ? AND household = ? AND "
		"good = ? AND quantity = ?",
		"ssiissi", e->body, d->point, d->number, d->cycle, d->household, d->good, d->quantity);
}

static cordon_status send(cli_context *cli, entering *e)
{
	if (!e->draft.kind)
		return CORDON_OK;
	cordon_status status = desk_take(cli, &e->desk, &e->draft, e->by, e->signers.count);
	e->acts += !status;
	act_draft_free(&e->draft);
	return status;
}

static json_t *line_of(const supply_draw *d)
{
	return json_pack("{s:s, s:I, s:I, s:s, s:s, s:I}", "point", d->point, "seq", (json_int_t)d->number, "cycle",
			 (json_int_t)d->cycle, "household", d->household, "good", d->good, "qty",
			 (json_int_t)d->quantity);
}

/* Adds a line to the act of its outlet; the draws are in order of their points. */
static cordon_status add(cli_context *cli, entering *e, const supply_draw *d)
{
	char outlet[BUNDLE_WORD];
	cordon_status status = CORDON_OK;
	bundle_outlet_of(d->point, outlet);
	json_t *list = e->draft.kind ? json_object_get(e->draft.fields, "draws") : NULL;
	if (list && (strcmp(outlet, e->outlet) != 0 || json_array_size(list) == DRAW_LINES_MAX)) {
		status = send(cli, e);
		list = NULL;
	}
	if (!list) {
		act_draft_begin(&e->draft, &draws_kind);
		list = json_array();
		json_object_set_new(e->draft.fields, "body", json_string(e->body));
		json_object_set_new(e->draft.fields, "outlet", json_string(outlet));
		json_object_set_new(e->draft.fields, "draws", list);
		memcpy(e->outlet, outlet, sizeof outlet);
	}
	json_array_append_new(list, line_of(d));
	return status;
}

static cordon_status enter_all(cli_context *cli, entering *e)
{
	cordon_status status = CORDON_OK;
	for (size_t i = 0; i < e->draws.count && !status; i++) {
		if (is_known(e, &e->draws.draw[i])) {
			e->known++;
			continue;
		}
		e->new ++;
		status = add(cli, e, &e->draws.draw[i]);
	}
	if (!status)
		status = send(cli, e);
	return status ? status : desk_commit(cli, &e->desk);
}

static cordon_status say(cli_context *cli, const entering *e)
{
	char new[24], known[24], acts[24];
	if (cli->json)
		return output_json(cli, json_pack("{s:I, s:I, s:I, s:o}", "entered", (json_int_t)e->new, "known",
						  (json_int_t)e->known, "acts", (json_int_t)e->acts, "findings",
						  output_take_findings_json(cli)));
	snprintf(new, sizeof new, "%" PRId64, e->new);
	snprintf(known, sizeof known, "%" PRId64, e->known);
	snprintf(acts, sizeof acts, "%" PRId64, e->acts);
	cli_say(cli, cli->out, N_("{0} draws entered in {1} acts; {2} were in the book already\n"), new, acts, known);
	return CORDON_OK;
}

cordon_status supply_enter_run(cli_context *cli)
{
	static entering e; /* large, and wiped in the end */
	e = (entering){.body = cli_option(cli, "--body")};
	if (!e.body)
		return cli_usage(cli, "--body", NULL, TEXT(CLI_MISSING), NO_TEXT);
	supply_take_book(cli);
	cordon_status status = read_logs(cli, &e.draws);
	if (!status)
		status = cli_signers(cli, &e.signers);
	for (int i = 0; i < e.signers.count; i++)
		e.by[i] = &e.signers.key[i];
	if (!status)
		status = desk_open(cli, &e.desk);
	if (!status)
		status = enter_all(cli, &e);
	if (!status)
		status = say(cli, &e);
	if (e.draft.kind)
		act_draft_free(&e.draft);
	desk_close(&e.desk);
	draws_free(&e.draws);
	cli_signers_forget(&e.signers);
	return status;
}
