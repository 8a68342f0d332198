/* `cordon choice`: the options of a choice, its ballots, and once it is closed its count, the report included;
 * --ballots and --report write the two files that `cordon count` and `cordon count verify` read. */
#include "cli/codes.h"
#include "cli/council.h"
#include "cli/count_show.h"
#include "cli/groups.h"

#include "base/file.h"
#include "council/choice.h"

#include <stdio.h>
#include <stdlib.h>

/* ---- shown ------------------------------------------------------------------------------------------------------- */

static void show_choice(const cli_context *cli, const json_t *data)
{
	static const council_column options[] = {{"option", N_("option"), false},
						 {"title", N_("title"), false},
						 {NULL, NULL, false}},
				    ballots[] = {{"person", N_("who"), false},
						 {"marks", N_("vote"), false},
						 {"time", N_("when"), false},
						 {"counted", N_("counted"), false},
						 {NULL, NULL, false}};
	cli_say(cli, cli->out, N_("{0}: {1}\nchosen by {2}, until {3}, counted by {4}\n"), council_text(data, "choice"),
		council_text(data, "title"), council_text(data, "body"), council_text(data, "until"),
		council_text(data, "rule"));
	council_table(cli, N_("Options"), json_object_get(data, "options"), options);
	council_table(cli, N_("Votes"), json_object_get(data, "ballots"), ballots);
	if (!json_object_get(data, "outcome"))
		return;
	fputc('\n', cli->out);
	cli_say(cli, cli->out, N_("votes      {0} of {1}, quorum {2}\n"), council_text(data, "votes"),
		council_text(data, "entitled"), council_text(data, "quorum"));
	if (json_object_get(data, "winner"))
		cli_say(cli, cli->out, N_("chosen     {0}\n"), council_text(data, "winner"));
	else
		cli_say(cli, cli->out, N_("further discussion ({0})\n"), council_word(cli, data, "why"));
}

/* ---- the count --------------------------------------------------------------------------------------------------- */

static cordon_status write_ballots(cli_context *cli, const choice_count *count)
{
	text out = {0};
	cordon_status status =
		cordon_election_write(&count->in.e, "blt", &(cordon_writer){output_add_bytes, &out}, &cli->error);
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
static cordon_status add_count(cli_context *cli, council_asked *a, const choice *c, json_t *data, choice_count *count)
{
	cordon_status status = choice_count_make(a->state, c, c->seed, a->at.time, count, &cli->error);
	if (status != CORDON_OK && status != CORDON_UNPROVEN)
		return status;
	if (!count->counted)
		return CORDON_OK;
	json_t *report = count_show_json(cli, &count->result, &count->settings);
	json_object_set_new(data, "count", report);
	status = cli_option(cli, "--ballots") ? write_ballots(cli, count) : CORDON_OK;
	return !status && cli_option(cli, "--report") ? write_report(cli, report) : status;
}

cordon_status choice_run(cli_context *cli)
{
	council_asked a = {0};
	choice c;
	choice_count count = {0};
	json_t *data = NULL;
	cordon_status status = council_begin(cli, &a);
	if (!status)
		data = choice_data(a.state, cli->position[0]);
	if (data && choice_find(a.state, cli->position[0], &c) && c.closed)
		status = add_count(cli, &a, &c, data, &count);
	status = council_give(cli, &a, status, data, cli->position[0], TEXT(CLI_NO_CHOICE), show_choice);
	if (!status && !cli->json && count.counted) {
		fputc('\n', cli->out);
		count_show_text(cli, &count.result);
	}
	choice_count_free(&count);
	return status;
}
