/* `cordon seats` and `cordon mandate`: who sits where, why a seat is empty, how delegates voted, how to recall them. */
#include "cli/codes.h"
#include "cli/council.h"
#include "cli/groups.h"

#include <string.h>

/* ---- seats ------------------------------------------------------------------------------------------------------- */

/* Where a seat of another book's body was given or lost. */
static void name_home(const cli_context *cli, json_t *one, const json_t *home)
{
	text words = {0};
	if (!home)
		return;
	text_add_format(&words, "%s %s, %s %s", tr(cli, N_("book")), council_text(home, "book"), tr(cli, N_("entry")),
			council_text(home, "entry"));
	json_object_set_new(one, "at_home", json_string(text_string(&words)));
	text_free(&words);
}

void council_seats_table(const cli_context *cli, const json_t *seats, bool bodies)
{
	static const council_column columns[] = {{"body", N_("body"), false},
						 {"seat", N_("seat"), false},
						 {"person", N_("who"), false},
						 {"since", N_("since"), false},
						 {"until", N_("until"), false},
						 {"how", N_("by"), true},
						 {"by", N_("election"), false},
						 {"at_home", N_("at home"), false},
						 {"via_body", N_("through a seat of"), false},
						 {"empty", N_("why empty"), true},
						 {"was", N_("was"), false},
						 {"ended", N_("until then"), false},
						 {"election", N_("election under way"), false},
						 {NULL, NULL, false}};
	json_t *flat = json_deep_copy(seats);
	for (size_t i = 0; i < json_array_size(flat); i++) {
		json_t *one = json_array_get(flat, i), *last = json_object_get(one, "last");
		name_home(cli, one, json_object_get(last ? last : one, "home"));
		if (!last)
			continue;
		json_object_set_new(one, "was", json_string(council_text(last, "person")));
		const char *ended = council_text(last, "ended");
		json_object_set_new(one, "ended", json_string(*ended ? ended : council_text(last, "until")));
	}
	council_table(cli, NULL, flat, bodies ? columns : columns + 1);
	json_decref(flat);
}

static void show_seats(const cli_context *cli, const json_t *data)
{
	const json_t *shared = json_object_get(data, "apportionment");
	json_t *home;
	size_t i;
	cli_say(cli, cli->out, N_("{0}, {1}: {2} seats, {3} filled\n"), council_text(data, "council"),
		council_text(data, "at"), council_text(data, "kept"), council_text(data, "filled"));
	cli_say(cli, cli->out,
		council_flag(data, "quorate") ? N_("{0} make a quorum.\n") : N_("NO QUORUM: it takes {0}.\n"),
		council_text(data, "quorum"));
	if (shared)
		cli_say(cli, cli->out, N_("Shared out by {0} on {1}, among {2} people.\n"),
			council_text(shared, "method"), council_text(shared, "time"), council_text(shared, "people"));
	council_seats_table(cli, json_object_get(data, "seats"), true);
	json_array_foreach(json_object_get(data, "homes"), i, home)
	{
		cli_say(cli, cli->out,
			N_("Of {0} it goes by its first {1} entries, carried here in entry {2} on {3}.\n"),
			council_text(home, "book"), council_text(home, "entries"), council_text(home, "entry"),
			council_text(home, "time"));
	}
}

cordon_status seats_run(cli_context *cli)
{
	council_asked a;
	cordon_status status = council_begin(cli, &a);
	json_t *data = status ? NULL : answers_seats(a.state, cli->position[0], a.at);
	return council_give(cli, &a, status, data, cli->position[0], TEXT(CLI_NO_COUNCIL), show_seats);
}

/* ---- mandate ----------------------------------------------------------------------------------------------------- */

static void show_recall(const cli_context *cli, const json_t *recall)
{
	static const council_column petitions[] = {
		{"petition", N_("petition"), false}, {"signatures", N_("signatures"), false},
		{"needed", N_("it takes"), false},   {"voting", N_("vote open"), false},
		{"reason", N_("reason"), false},     {NULL, NULL, false}};
	const char *who = council_text(recall, "who");
	cli_say(cli, cli->out,
		*who == 'r' ? N_("Recall: {0} of the {1} people on the roll sign; then a vote with a quorum of {2}, "
				 "majority {3}.\n")
		: *who == 'd'
			? N_("Recall: {0} of the body's {1} delegates sign; then a vote with a quorum of {2}, "
			     "majority {3}.\n")
			: N_("Recall: {0} of the {1} people on the rolls beneath sign; then a vote with a quorum of "
			     "{2}, majority {3}.\n"),
		council_text(recall, "signatures"), council_text(recall, "electors"), council_text(recall, "quorum"),
		council_text(recall, "majority"));
	council_table(cli, N_("Petitions"), json_object_get(recall, "petitions"), petitions);
}

static void show_home(const cli_context *cli, const json_t *home, const char *sentence)
{
	if (home)
		cli_say(cli, cli->out, sentence, council_text(home, "book"), council_text(home, "origin"),
			council_text(home, "entry"));
}

static void show_mandate(const cli_context *cli, const json_t *m)
{
	static const council_column votes[] = {{"proposal", N_("proposal"), false},
					       {"title", N_("title"), false},
					       {"ballot", N_("vote"), false},
					       {"instruction", N_("instruction"), false},
					       {"against", N_("against it"), false},
					       {"override", N_("the base then"), false},
					       {"outcome", N_("outcome"), true},
					       {"time", N_("when"), false},
					       {NULL, NULL, false}},
				    instructions[] = {{"proposal", N_("proposal"), false},
						      {"title", N_("title"), false},
						      {"ballot", N_("instruction"), false},
						      {NULL, NULL, false}};
	const char *until = council_text(m, "until");
	cli_say(cli, cli->out, N_("\nFor {0} in {1}, seat {2}: since {3}, "), council_text(m, "body"),
		council_text(m, "council"), council_text(m, "seat"), council_text(m, "since"));
	if (json_object_get(m, "ended"))
		cli_say(cli, cli->out, N_("ended {0} ({1} {2})\n"), council_text(m, "ended"),
			council_word(cli, m, "ended_how"), council_text(m, "ended_by"));
	else if (!*until)
		cli_say(cli, cli->out, N_("without a term\n"));
	else
		cli_say(cli, cli->out, council_flag(m, "stands") ? N_("until {0}\n") : N_("until {0}: over\n"), until);
	cli_say(cli, cli->out, N_("By {0} {1}.\n"), council_word(cli, m, "how"), council_text(m, "by"));
	show_home(cli, json_object_get(m, "home"), N_("By book {0} ({1}), entry {2}.\n"));
	show_home(cli, json_object_get(m, "ended_home"),
		  !strcmp(council_text(m, "ended_how"), "recall") ? N_("Recalled at home: book {0} ({1}), entry {2}.\n")
								  : N_("Lost by book {0} ({1}), entry {2}.\n"));
	if (json_object_get(m, "via_body"))
		cli_say(cli, cli->out, N_("Held through seat {0} of {1} in {2}.\n"), council_text(m, "via_number"),
			council_text(m, "via_body"), council_text(m, "via_council"));
	if (json_object_get(m, "recall"))
		show_recall(cli, json_object_get(m, "recall"));
	council_table(cli, N_("Instructions"), json_object_get(m, "instructions"), instructions);
	council_table(cli, N_("Votes"), json_object_get(m, "votes"), votes);
}

static void show_mandates(const cli_context *cli, const json_t *data)
{
	const json_t *mandates = json_object_get(data, "mandates"), *rolls = json_object_get(data, "rolls");
	static const council_column columns[] = {
		{"body", N_("on the roll of"), false}, {"kind", N_("kind"), false}, {NULL, NULL, false}};
	cli_say(cli, cli->out, N_("{0}: {1}\n"), council_text(data, "person"),
		tr(cli, json_array_size(mandates) ? N_("a delegate") : N_("no delegate, now or before")));
	council_table(cli, NULL, rolls, columns);
	for (size_t i = 0; i < json_array_size(mandates); i++)
		show_mandate(cli, json_array_get(mandates, i));
}

cordon_status mandate_run(cli_context *cli)
{
	council_asked a;
	cordon_status status = council_begin(cli, &a);
	json_t *data = status ? NULL : answers_mandates(a.state, cli->position[0], a.at);
	return council_give(cli, &a, status, data, cli->position[0], TEXT(CLI_NO_PERSON), show_mandates);
}
