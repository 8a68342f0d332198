/* `cordon decisions`, `decision`, `calls` and `minutes`: what was decided, by whose votes, and what is asked. */
#include "cli/codes.h"
#include "cli/council.h"
#include "cli/groups.h"

#include "council/decision.h"
#include "council/session.h"

#include <stdio.h>
#include <stdlib.h>

/* A text of people's own, as it is. */
static void show_text(const cli_context *cli, const json_t *object, const char *key)
{
	const char *value = json_string_value(json_object_get(object, key));
	if (value)
		fprintf(cli->out, "\n%s\n", value);
}

/* ---- decisions --------------------------------------------------------------------------------------------------- */

static void show_decisions(const cli_context *cli, const json_t *data)
{
	static const council_column decisions[] = {{"proposal", N_("proposal"), false},
						   {"title", N_("title"), false},
						   {"body", N_("decided by"), false},
						   {"option", N_("option"), false},
						   {"time", N_("when"), false},
						   {"effects", N_("effects"), true},
						   {NULL, NULL, false}},
				    open[] = {{"proposal", N_("proposal"), false},  {"title", N_("title"), false},
					      {"person", N_("proposed by"), false}, {"status", N_("status"), true},
					      {"until", N_("until"), false},        {NULL, NULL, false}},
				    against[] = {{"proposal", N_("proposal"), false},
						 {"council", N_("council"), false},
						 {"person", N_("who"), false},
						 {"ballot", N_("vote"), false},
						 {"instruction", N_("instruction"), false},
						 {"override", N_("the base then"), false},
						 {"time", N_("when"), false},
						 {NULL, NULL, false}};
	size_t count = json_array_size(json_object_get(data, "decisions"));
	char number[24];
	snprintf(number, sizeof number, "%zu", count);
	cli_say(cli, cli->out, N_("{0}: {1} decisions hold\n"), council_text(data, "body"), number);
	council_table(cli, NULL, json_object_get(data, "decisions"), decisions);
	council_table(cli, N_("Before it"), json_object_get(data, "open"), open);
	council_table(cli, N_("Delegates' votes against its instructions"),
		      json_object_get(data, "against_instructions"), against);
}

cordon_status decisions_run(cli_context *cli)
{
	council_asked a;
	cordon_status status = council_begin(cli, &a);
	json_t *data = status ? NULL : answers_decisions(a.state, cli->position[0]);
	return council_give(cli, &a, status, data, cli->position[0], TEXT(CLI_NO_BODY), show_decisions);
}

/* ---- decision ---------------------------------------------------------------------------------------------------- */

static void show_outcome(const cli_context *cli, const json_t *d)
{
	static const council_column options[] = {{"option", N_("option"), false},
						 {"for", N_("for"), false},
						 {"against", N_("against"), false},
						 {"bodies", N_("bodies for it"), false},
						 {NULL, NULL, false}},
				    published[] = {{"time", N_("when"), false},
						   {"place", N_("place"), false},
						   {NULL, NULL, false}};
	cli_say(cli, cli->out, N_("\n{0} on {1}: {2}\n"), council_word(cli, d, "outcome"), council_text(d, "time"),
		council_text(d, "option"));
	cli_say(cli, cli->out, N_("votes      {0} of {1}, quorum {2}\n"), council_text(d, "cast"),
		council_text(d, "entitled"), council_text(d, "quorum"));
	if (json_object_get(d, "why"))
		cli_say(cli, cli->out, N_("why        {0}\n"), council_word(cli, d, "why"));
	cli_say(cli, cli->out, N_("effects    {0} {1}\n"), council_word(cli, d, "effects"), council_text(d, "refusal"));
	if (json_object_get(d, "rescinded_entry"))
		cli_say(cli, cli->out, N_("Rescinded since, in entry {0}.\n"), council_text(d, "rescinded_entry"));
	council_table(cli, N_("Options"), json_object_get(d, "options"), options);
	const json_t *minority = json_object_get(d, "minority");
	for (size_t i = 0; i < json_array_size(minority); i++) {
		const json_t *one = json_array_get(minority, i);
		cli_say(cli, cli->out, N_("\n{0} is of another opinion:"), council_text(one, "person"));
		show_text(cli, one, "text");
	}
	council_table(cli, N_("Published"), json_object_get(d, "published"), published);
}

/* A text and what it does when adopted, of a proposal or an amendment. */
static void show_proposed(const cli_context *cli, const json_t *data)
{
	show_text(cli, data, "text");
	if (!json_object_get(data, "effects"))
		return;
	char *effects = json_dumps(json_object_get(data, "effects"), JSON_COMPACT | JSON_ENCODE_ANY);
	cli_say(cli, cli->out, N_("\nIt does: {0}\n"), effects);
	free(effects);
}

const council_column decision_amendments[] = {{"option", N_("option"), false},
					      {"person", N_("proposed by"), false},
					      {"text", N_("text"), false},
					      {NULL, NULL, false}},
		     decision_votes[] = {{"body", N_("body"), false},
					 {"seat", N_("seat"), false},
					 {"person", N_("who"), false},
					 {"ballot", N_("vote"), false},
					 {"instruction", N_("instruction"), false},
					 {"override", N_("the base then"), false},
					 {"time", N_("when"), false},
					 {"counted", N_("counted"), false},
					 {NULL, NULL, false}},
		     decision_paper[] = {{"body", N_("body"), false},
					 {"ballots", N_("ballots"), false},
					 {"invalid", N_("invalid"), false},
					 {"entitled", N_("entitled"), false},
					 {NULL, NULL, false}};

static void show_decision(const cli_context *cli, const json_t *data)
{
	const json_t *standing = json_object_get(data, "standing");
	cli_say(cli, cli->out, N_("{0}: {1}\n"), council_text(data, "proposal"), council_text(data, "title"));
	cli_say(cli, cli->out, N_("before {0}, by {1}, on {2}: {3}\n"), council_text(data, "body"),
		council_text(data, "person"), council_text(data, "time"), council_word(cli, data, "status"));
	show_proposed(cli, data);
	if (standing) {
		cli_say(cli, cli->out, N_("\nIn its place stands the amendment {0}:"),
			council_text(standing, "option"));
		show_proposed(cli, standing);
	}
	council_table(cli, N_("Amendments"), json_object_get(data, "amendments"), decision_amendments);
	if (json_object_get(data, "decision"))
		show_outcome(cli, json_object_get(data, "decision"));
	council_table(cli, N_("Votes"), json_object_get(data, "votes"), decision_votes);
	council_table(cli, N_("On paper"), json_object_get(data, "paper"), decision_paper);
}

cordon_status decision_run(cli_context *cli)
{
	council_asked a;
	cordon_status status = council_begin(cli, &a);
	json_t *data = status ? NULL : decision_data(a.state, cli->position[0]);
	return council_give(cli, &a, status, data, cli->position[0], TEXT(CLI_NO_PROPOSAL), show_decision);
}

/* ---- calls ------------------------------------------------------------------------------------------------------- */

static void show_calls(const cli_context *cli, const json_t *data)
{
	static const council_column answers[] = {{"body", N_("body"), false},     {"person", N_("who"), false},
						 {"time", N_("when"), false},     {"late", N_("late"), false},
						 {"answer", N_("answer"), false}, {NULL, NULL, false}},
				    missing[] = {{"body", N_("body"), false}, {NULL, NULL, false}};
	const json_t *calls = json_object_get(data, "calls");
	if (!json_array_size(calls))
		cli_say(cli, cli->out, N_("No calls.\n"));
	for (size_t i = 0; i < json_array_size(calls); i++) {
		const json_t *one = json_array_get(calls, i);
		cli_say(cli, cli->out, N_("{0}: {1}\n"), council_text(one, "call"), council_text(one, "title"));
		cli_say(cli, cli->out, N_("from {0}, {1}; to be acknowledged by {2}\n"), council_text(one, "body"),
			council_text(one, "time"), council_text(one, "until"));
		show_text(cli, one, "text");
		council_table(cli, N_("Acknowledged"), json_object_get(one, "acknowledged"), answers);
		council_table(cli,
			      council_flag(one, "due") ? N_("Not acknowledged in time") : N_("Not acknowledged yet"),
			      json_object_get(one, "missing"), missing);
	}
}

cordon_status calls_run(cli_context *cli)
{
	council_asked a;
	cordon_status status = council_begin(cli, &a);
	json_t *data = status ? NULL : answers_calls(a.state, cli->positions ? cli->position[0] : NULL, a.at);
	return council_give(cli, &a, status, data, cli->position[0], TEXT(CLI_NO_BODY), show_calls);
}

/* ---- minutes ----------------------------------------------------------------------------------------------------- */

static void show_minutes_items(const cli_context *cli, const json_t *data)
{
	static const council_column agenda[] = {{"item", N_("item"), false},
						{"title", N_("title"), false},
						{"proposal", N_("proposal"), false},
						{NULL, NULL, false}},
				    present[] = {{"person", N_("who"), false},
						 {"time", N_("since"), false},
						 {NULL, NULL, false}},
				    acts[] = {{"proposal", N_("proposal"), false},
					      {"call", N_("call"), false},
					      {"title", N_("title"), false},
					      {"option", N_("option"), false},
					      {"number", N_("reading"), false},
					      {"body", N_("body"), false},
					      {"seat", N_("seat"), false},
					      {"person", N_("who"), false},
					      {"ballot", N_("vote"), false},
					      {"ballots", N_("ballots"), false},
					      {"outcome", N_("outcome"), true},
					      {"why", N_("why"), true},
					      {"cast", N_("votes cast"), false},
					      {"entitled", N_("entitled"), false},
					      {"text", N_("text"), false},
					      {"until", N_("until"), false},
					      {NULL, NULL, false}};
	static const struct {
		const char *key, *caption;
	} part[] = {{"proposed", N_("Proposed")}, {"amended", N_("Amendments")},
		    {"read", N_("Read")},         {"put", N_("Put to the vote")},
		    {"voted", N_("Votes")},       {"tallied", N_("On paper")},
		    {"decided", N_("Decided")},   {"dissented", N_("Of another opinion")},
		    {"called", N_("Calls made")}};
	council_table(cli, N_("Agenda"), json_object_get(data, "agenda"), agenda);
	council_table(cli, N_("Present"), json_object_get(data, "present"), present);
	for (size_t i = 0; i < sizeof part / sizeof *part; i++)
		council_table(cli, part[i].caption, json_object_get(data, part[i].key), acts);
}

static void show_minutes(const cli_context *cli, const json_t *data)
{
	cli_say(cli, cli->out, N_("{0}: session of {1}\n"), council_text(data, "session"), council_text(data, "body"));
	cli_say(cli, cli->out, N_("convened by {0} for {1}, {2}\n"), council_text(data, "convened_by"),
		council_text(data, "start"), council_text(data, "place"));
	if (!json_object_get(data, "opened"))
		cli_say(cli, cli->out, N_("not opened\n"));
	else
		cli_say(cli, cli->out, N_("opened {0}, closed {1}\n"), council_text(data, "opened"),
			council_text(data, "closed"));
	if (json_object_get(data, "quorum"))
		cli_say(cli, cli->out,
			council_flag(data, "quorate") ? N_("a quorum: it takes {0} of {1}\n")
						      : N_("NO QUORUM: it takes {0} of {1}\n"),
			council_text(data, "quorum"), council_text(data, "entitled"));
	show_minutes_items(cli, data);
	show_text(cli, data, "note");
}

cordon_status minutes_run(cli_context *cli)
{
	council_asked a;
	cordon_status status = council_begin(cli, &a);
	json_t *data = status ? NULL : session_minutes(a.state, cli->position[0]);
	return council_give(cli, &a, status, data, cli->position[0], TEXT(CLI_NO_SESSION), show_minutes);
}
