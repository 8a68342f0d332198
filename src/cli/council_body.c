/* `cordon body` and `cordon roll`: who speaks for us, who belongs to us. */
#include "cli/codes.h"
#include "cli/council.h"
#include "cli/groups.h"
#include "cli/output.h"

#include "council/roll_tree.h"
#include "record/entry.h"

#include <stdlib.h>

/* ---- body -------------------------------------------------------------------------------------------------------- */

static void show_bodies(const cli_context *cli, const json_t *data)
{
	static const council_column columns[] = {{"kind", N_("kind"), true},      {"body", N_("body"), false},
						 {"name", N_("name"), false},     {"members", N_("of"), true},
						 {"people", N_("people"), false}, {"opened", N_("opened"), false},
						 {"closed", N_("closed"), false}, {NULL, NULL, false}};
	council_table(cli, NULL, json_object_get(data, "bodies"), columns);
}

static void show_above(const cli_context *cli, const json_t *data)
{
	const json_t *councils = json_object_get(data, "councils");
	for (size_t i = 0; i < json_array_size(councils); i++) {
		const json_t *one = json_array_get(councils, i);
		cli_say(cli, cli->out, N_("\nIn {0} since {1}:"), council_text(one, "council"),
			council_text(one, "since"));
		if (json_array_size(json_object_get(one, "seats")))
			council_seats_table(cli, json_object_get(one, "seats"), false);
		else
			cli_say(cli, cli->out, N_(" no seat.\n"));
	}
}

static void show_beneath(const cli_context *cli, const json_t *data)
{
	static const council_column columns[] = {{"body", N_("body"), false},
						 {"people", N_("people"), false},
						 {"since", N_("since"), false},
						 {NULL, NULL, false}};
	const json_t *seats = json_object_get(data, "seats");
	if (seats)
		cli_say(cli, cli->out,
			council_flag(seats, "quorate") ? N_("seats      {0}, {1} filled; {2} make a quorum\n")
						       : N_("seats      {0}, {1} filled: NO QUORUM, it takes {2}\n"),
			council_text(seats, "kept"), council_text(seats, "filled"), council_text(seats, "quorum"));
	council_table(cli, N_("Who sits in it"), json_object_get(data, "sitting"), columns);
}

static void show_officers(const cli_context *cli, const json_t *data)
{
	static const council_column columns[] = {{"office", N_("office"), false},
						 {"person", N_("who"), false},
						 {"since", N_("since"), false},
						 {"until", N_("until"), false},
						 {NULL, NULL, false}};
	council_table(cli, N_("Officers"), json_object_get(data, "officers"), columns);
}

static void show_rest(const cli_context *cli, const json_t *data)
{
	static const council_column offers[] = {{"what", N_("what"), true},  {"council", N_("council"), false},
						{"body", N_("body"), false}, {"side", N_("decided by"), false},
						{"time", N_("when"), false}, {NULL, NULL, false}},
				    sessions[] = {{"session", N_("session"), false}, {"start", N_("for"), false},
						  {"place", N_("place"), false},     {"opened", N_("opened"), false},
						  {"closed", N_("closed"), false},   {NULL, NULL, false}},
				    notices[] = {{"time", N_("when"), false},       {"what", N_("what"), true},
						 {"council", N_("council"), false}, {"of_body", N_("body"), false},
						 {"seat", N_("seat"), false},       {"have", N_("there are"), false},
						 {"need", N_("it takes"), false},   {NULL, NULL, false}};
	council_table(cli, N_("Waiting for the other side"), json_object_get(data, "offers"), offers);
	council_table(cli, N_("Sessions"), json_object_get(data, "sessions"), sessions);
	if (json_object_get(data, "next_session"))
		cli_say(cli, cli->out, N_("The calendar's next is {0}.\n"), council_text(data, "next_session"));
	council_table(cli, N_("What it was told"), json_object_get(data, "notices"), notices);
}

static void show_rules(const cli_context *cli, const json_t *rules)
{
	char *document = json_dumps(json_object_get(rules, "document"), JSON_COMPACT | JSON_SORT_KEYS);
	cli_say(cli, cli->out, N_("rules      version {0}, since {1}: {2}\n"), council_text(rules, "version"),
		council_text(rules, "since"), document);
	free(document);
}

static void show_body(const cli_context *cli, const json_t *data)
{
	cli_say(cli, cli->out, N_("{0}: {1} ({2})\n"), council_text(data, "body"), council_text(data, "name"),
		council_text(data, "kind"));
	cli_say(cli, cli->out, N_("people     {0}\n"), council_text(data, "people"));
	cli_say(cli, cli->out, N_("opened     {0}\n"), council_text(data, "opened"));
	if (json_object_get(data, "closed"))
		cli_say(cli, cli->out, N_("closed     {0}\n"), council_text(data, "closed"));
	if (json_object_get(data, "rules"))
		show_rules(cli, json_object_get(data, "rules"));
	show_beneath(cli, data);
	show_officers(cli, data);
	show_above(cli, data);
	show_rest(cli, data);
}

cordon_status body_run(cli_context *cli)
{
	council_asked a;
	json_t *data = NULL;
	cordon_status status = council_begin(cli, &a);
	if (!status)
		data = cli->positions ? answers_body(a.state, cli->position[0], a.at) : answers_bodies(a.state, a.at);
	return council_give(cli, &a, status, data, cli->position[0], TEXT(CLI_NO_BODY),
			    cli->positions ? show_body : show_bodies);
}

/* ---- roll -------------------------------------------------------------------------------------------------------- */

static void show_roll(const cli_context *cli, const json_t *data)
{
	static const council_column columns[] = {{"person", N_("who"), false},
						 {"since", N_("since"), false},
						 {"enrolled_by", N_("enrolled by"), false},
						 {"sponsors", N_("sponsors"), false},
						 {NULL, NULL, false}};
	cli_say(cli, cli->out, N_("{0}, {1}: {2} on the roll\n"), council_text(data, "body"), council_text(data, "at"),
		council_text(data, "people"));
	council_table(cli, NULL, json_object_get(data, "roll"), columns);
}

/* How many entries the book had at a moment: their times never go back. */
static cordon_status size_at(cli_context *cli, const council_asked *a, int64_t *out)
{
	int64_t low = 0, high = book_size(a->book);
	cordon_status status = CORDON_OK;
	while (!status && low < high) {
		text bytes = {0};
		entry e;
		cordon_text why;
		int64_t middle = low + (high - low) / 2;
		status = book_entry(a->book, middle, &bytes, &cli->error);
		if (!status && !entry_read(bytes.bytes, bytes.length, &e, &why))
			status = finding_add(&cli->error, CORDON_ERROR,
					     (place_in_file){cli_book_folder(cli), middle + 1, NULL, NULL}, why,
					     NO_TEXT);
		if (!status) {
			if (e.time <= a->at.time)
				low = middle + 1;
			else
				high = middle;
			entry_free(&e);
		}
		text_free(&bytes);
	}
	*out = low;
	return status;
}

static cordon_status give_proof(cli_context *cli, const council_asked *a, const char *person)
{
	roll_tree tree;
	int64_t size;
	cordon_status status = size_at(cli, a, &size);
	if (status)
		return status;
	roll_tree_build(&tree, a->state, "body", cli->position[0], size);
	int64_t index = roll_tree_find(&tree, person);
	if (index < 0)
		status = finding_add(&cli->error, CORDON_ERROR,
				     (place_in_file){cli_book_folder(cli), 0, "--proof", person},
				     TEXT(CLI_NOT_ON_ROLL, cli->position[0]), NO_TEXT);
	else
		status = output_json(cli, roll_tree_proof(&tree, index));
	roll_tree_free(&tree);
	return status;
}

cordon_status roll_run(cli_context *cli)
{
	council_asked a;
	const char *proof = cli_option(cli, "--proof");
	cordon_status status = council_begin(cli, &a);
	json_t *data = status ? NULL : answers_roll(a.state, cli->position[0], a.at);
	if (!data || !proof)
		return council_give(cli, &a, status, data, cli->position[0], TEXT(CLI_NO_ROLL), show_roll);
	status = give_proof(cli, &a, proof);
	json_decref(data);
	book_close(a.book);
	return status;
}
