/* `cordon elections`, `election` and `votes`: which votes on people and choices there are, one of them in full with its
 * count, and who voted what where voting is open. */
#include "cli/codes.h"
#include "cli/council.h"
#include "cli/council_count.h"
#include "cli/count_show.h"
#include "cli/groups.h"

#include "council/poll_data.h"

#include <stdio.h>

/* ---- which there are --------------------------------------------------------------------------------------------- */

static void show_elections(const cli_context *cli, const json_t *data)
{
	static const council_column elections[] =
		{{"poll", N_("election"), false},     {"what", N_("what"), true},     {"body", N_("who votes"), false},
		 {"council", N_("for"), false},       {"closes", N_("until"), false}, {"votes", N_("votes"), false},
		 {"entitled", N_("entitled"), false}, {"result", N_("result"), true}, {NULL, NULL, false}},
				    choices[] = {{"choice", N_("choice"), false},
						 {"title", N_("title"), false},
						 {"until", N_("until"), false},
						 {"votes", N_("votes"), false},
						 {"outcome", N_("result"), true},
						 {"winner", N_("chosen"), false},
						 {NULL, NULL, false}};
	if (!json_array_size(json_object_get(data, "elections")) && !json_array_size(json_object_get(data, "choices")))
		cli_say(cli, cli->out, N_("No elections and no choices.\n"));
	council_table(cli, N_("Elections and recalls"), json_object_get(data, "elections"), elections);
	council_table(cli, N_("Choices"), json_object_get(data, "choices"), choices);
}

cordon_status elections_run(cli_context *cli)
{
	council_asked a;
	cordon_status status = council_begin(cli, &a);
	json_t *data = status ? NULL : poll_list(a.state, cli->position[0], a.at.time);
	return council_give(cli, &a, status, data, cli->position[0], TEXT(CLI_NO_BODY), show_elections);
}

/* ---- one --------------------------------------------------------------------------------------------------------- */

static void show_what(const cli_context *cli, const json_t *data)
{
	if (json_object_get(data, "person"))
		cli_say(cli, cli->out, N_("{0}: recall of {1}, delegate of {2} in {3}\n"), council_text(data, "poll"),
			council_text(data, "person"), council_text(data, "body"), council_text(data, "council"));
	else
		cli_say(cli, cli->out, N_("{0}: {1} elects to {2}, {3} seats\n"), council_text(data, "poll"),
			council_text(data, "body"), council_text(data, "council"), council_text(data, "seats"));
	if (json_object_get(data, "rule"))
		cli_say(cli, cli->out, N_("counted by {0}\n"), council_text(data, "rule"));
	if (json_object_get(data, "closes"))
		cli_say(cli, cli->out, N_("until {0}\n"), council_text(data, "closes"));
	cli_say(cli, cli->out, N_("{0} of {1} have voted ({2})\n"), council_text(data, "votes"),
		council_text(data, "entitled"), council_word(cli, data, "voting"));
	if (json_object_get(data, "yes"))
		cli_say(cli, cli->out, N_("yes {0}, no {1}; a quorum is {2}, the majority {3}\n"),
			council_text(data, "yes"), council_text(data, "no"), council_text(data, "quorum"),
			council_text(data, "majority"));
	if (json_object_get(data, "result"))
		cli_say(cli, cli->out, N_("closed {0}: {1}\n"), council_text(data, "closed"),
			council_word(cli, data, "result"));
}

static void show_election(const cli_context *cli, const json_t *data)
{
	static const council_column candidates[] = {{"person", N_("candidate"), false},
						    {"list", N_("list"), false},
						    {"mate", N_("with"), false},
						    {"withdrawn", N_("withdrawn"), false},
						    {"elected", N_("elected"), false},
						    {NULL, NULL, false}},
				    sheets[] = {{"at", N_("box of"), false},
						{"option", N_("option"), false},
						{"what", N_("what"), false},
						{"votes", N_("votes"), false},
						{NULL, NULL, false}},
				    batches[] = {{"batch", N_("batch"), false},
						 {"ballots", N_("ballots"), false},
						 {NULL, NULL, false}};
	show_what(cli, data);
	council_table(cli, N_("Candidates"), json_object_get(data, "candidates"), candidates);
	council_table(cli, N_("On paper"), json_object_get(data, "sheets"), sheets);
	council_table(cli, N_("On paper"), json_object_get(data, "batches"), batches);
}

cordon_status election_run(cli_context *cli)
{
	council_asked a = {0};
	poll_recount count = {0};
	cordon_status status = council_begin(cli, &a);
	json_t *data = status ? NULL : council_election(cli, a.state, cli->position[0], a.at.time, &count);
	status = status ? status : cli->error.errors ? CORDON_BAD_INPUT : CORDON_OK;
	status = council_give(cli, &a, status, data, cli->position[0], TEXT(CLI_NO_ELECTION), show_election);
	if (!status && !cli->json && count.counted) {
		fputc('\n', cli->out);
		count_show_text(cli, &count.result);
	}
	poll_recount_free(&count);
	return status;
}

/* ---- votes by name ----------------------------------------------------------------------------------------------- */

enum { VOTES_MAX = 1000 * 1000 };

static void show_votes(const cli_context *cli, const json_t *data)
{
	static const council_column votes[] = {{"person", N_("who"), false},      {"marks", N_("vote"), false},
					       {"time", N_("when"), false},       {"entry", N_("entry"), false},
					       {"counted", N_("counted"), false}, {NULL, NULL, false}};
	cli_say(cli, cli->out, N_("{0}: {1} votes cast openly\n"), council_text(data, "poll"),
		council_text(data, "size"));
	council_table(cli, NULL, json_object_get(data, "votes"), votes);
}

cordon_status votes_run(cli_context *cli)
{
	council_asked a;
	double from = 0, limit = 0;
	cordon_status status = cli_number(cli, "--from", 0, VOTES_MAX, 0, &from);
	status = status ? status : cli_number(cli, "--limit", 1, VOTES_MAX, VOTES_MAX, &limit);
	if (status)
		return status;
	status = council_begin(cli, &a);
	json_t *data = status ? NULL
			      : poll_votes_data(a.state, cli->position[0], cli_option(cli, "--person"), (int64_t)from,
						(int64_t)limit);
	return council_give(cli, &a, status, data, cli->position[0], TEXT(CLI_NO_ELECTION), show_votes);
}
