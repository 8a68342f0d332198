/* See council_count.h. */
#include "cli/council_count.h"

#include "cli/count_show.h"

#include "base/file.h"
#include "council/poll_data.h"

#include <stdlib.h>

static cordon_status write_ballots(cli_context *cli, const cordon_election *in)
{
	text out = {0};
	cordon_status status = cordon_election_write(in, "blt", &(cordon_writer){output_add_bytes, &out}, &cli->error);
	if (!status)
		status = file_write(cli_option(cli, "--ballots"), out.bytes, out.length, &cli->error);
	text_free(&out);
	return status;
}

static cordon_status write_report(cli_context *cli, const json_t *report)
{
	char *bytes = json_dumps(report, JSON_INDENT(1));
	text out = {0};
	text_add_format(&out, "%s\n", bytes ? bytes : "");
	cordon_status status = file_write(cli_option(cli, "--report"), out.bytes, out.length, &cli->error);
	text_free(&out);
	free(bytes);
	return status;
}

/* Puts the report into the answer and writes what is asked for. */
static cordon_status add_count(cli_context *cli, json_t *data, const cordon_election *in,
			       const cordon_count_result *result, const cordon_settings *settings)
{
	json_t *report = count_show_json(cli, result, settings);
	json_object_set_new(data, "count", report);
	cordon_status status = cli_option(cli, "--ballots") ? write_ballots(cli, in) : CORDON_OK;
	return !status && cli_option(cli, "--report") ? write_report(cli, report) : status;
}

static json_t *given(json_t *data, cordon_status status)
{
	if (!status)
		return data;
	json_decref(data);
	return NULL;
}

json_t *council_election(cli_context *cli, state *s, const char *id, int64_t now, poll_recount *count)
{
	poll p;
	json_t *data = poll_data(s, id, now);
	*count = (poll_recount){0};
	if (!data || !poll_find(s, id, &p))
		return data;
	cordon_status status = poll_count_again(s, &p, count, &cli->error);
	if (!status && count->counted)
		status = add_count(cli, data, &count->b.in.e, &count->result, &count->settings);
	return given(data, status);
}

/* A tie is an outcome of a choice: then its count is not decided, and says so. */
json_t *council_choice(cli_context *cli, state *s, const char *id, int64_t now, choice_count *count)
{
	choice c;
	json_t *data = choice_data(s, id, now);
	*count = (choice_count){0};
	if (!data || !choice_find(s, id, &c) || !c.closed)
		return data;
	cordon_status status = choice_count_make(s, &c, c.seed, now, count, &cli->error);
	status = status == CORDON_UNPROVEN ? CORDON_OK : status;
	if (!status && count->counted)
		status = add_count(cli, data, &count->in.e, &count->result, &count->settings);
	return given(data, status);
}
