/* `cordon choice`: the options of a choice, its ballots, and once it is closed its count, the report included;
 * --ballots and --report write the two files that `cordon count` and `cordon count verify` read. */
#include "cli/codes.h"
#include "cli/council.h"
#include "cli/council_count.h"
#include "cli/count_show.h"
#include "cli/groups.h"

#include <stdio.h>

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
	cli_say(cli, cli->out, N_("{0}: {1}\nchosen by {2}, until {3}, "), council_text(data, "choice"),
		council_text(data, "title"), council_text(data, "body"), council_text(data, "until"));
	cli_say(cli, cli->out, N_("counted by {0}\n"), council_text(data, "rule"));
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

cordon_status choice_run(cli_context *cli)
{
	council_asked a = {0};
	choice_count count = {0};
	cordon_status status = council_begin(cli, &a);
	json_t *data = status ? NULL : council_choice(cli, a.state, cli->position[0], a.at.time, &count);
	status = status ? status : cli->error.errors ? CORDON_BAD_INPUT : CORDON_OK;
	status = council_give(cli, &a, status, data, cli->position[0], TEXT(CLI_NO_CHOICE), show_choice);
	if (!status && !cli->json && count.counted) {
		fputc('\n', cli->out);
		count_show_text(cli, &count.result);
	}
	choice_count_free(&count);
	return status;
}
