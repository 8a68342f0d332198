/* `cordon introduce`, `cordon tell`, `cordon carry`: what one book says to another, by files (docs/seats.md, "Other
 * books"). The first two write a file, the third takes it in.
 */
#include "cli/codes.h"
#include "cli/council.h"
#include "cli/desk.h"
#include "cli/groups.h"
#include "cli/output.h"

#include "base/file.h"
#include "base/json.h"
#include "base/memory.h"
#include "council/carry.h"
#include "council/data.h"
#include "council/tell.h"
#include "record/evidence.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum {
	EARLIER_MAX = 17, /* checkpoints that a file proves the book to continue: of the last statements, and --from */
	PROVEN_MAX = 2 * TELL_MAX + EVIDENCE_KEYS_MAX + 1,
};

static cordon_status write_file(cli_context *cli, text *bytes)
{
	const char *path = cli_option(cli, "-o");
	text_add_string(bytes, "\n");
	return file_write(path, bytes->bytes, bytes->length, &cli->error);
}

/* ---- introduce --------------------------------------------------------------------------------------------------- */

cordon_status introduce_run(cli_context *cli)
{
	book *b;
	text bytes = {0};
	if (!cli_option(cli, "-o"))
		return cli_usage(cli, "-o", NULL, TEXT(CLI_MISSING), NO_TEXT);
	cordon_status status = cli_book_open(cli, false, &b);
	if (!status)
		status = book_entry(b, 0, &bytes, &cli->error);
	if (!status)
		status = write_file(cli, &bytes);
	if (!status && cli->json)
		status = output_json(cli, json_pack("{s:s, s:s, s:s}", "file", cli_option(cli, "-o"), "book",
						    book_id(b), "origin", book_origin(b)));
	else if (!status)
		cli_say(cli, cli->out, N_("{0}: the founding entry of the book {1}\n"), cli_option(cli, "-o"),
			book_id(b));
	book_close(b);
	text_free(&bytes);
	return status;
}

/* ---- tell -------------------------------------------------------------------------------------------------------- */

typedef struct numbers {
	int64_t number[PROVEN_MAX];
	size_t count;
} numbers;

static void add_number(numbers *n, int64_t number)
{
	for (size_t i = 0; i < n->count; i++)
		if (n->number[i] == number)
			return;
	if (n->count < PROVEN_MAX)
		n->number[n->count++] = number;
}

static void add_rows(numbers *n, state_rows rows)
{
	while (state_row(&rows))
		add_number(n, state_whole(&rows, 0));
}

/* Changes of the node's key, what ended mandates, and the statement itself as the last. */
static void find_proven(state *s, const json_t *fields, int64_t told, numbers *n)
{
	size_t i;
	json_t *seat;
	add_rows(n, state_ask(s,
			      "SELECT from_entry FROM (SELECT from_entry FROM node_key WHERE from_entry > 0 ORDER BY"
			      " from_entry DESC LIMIT ?) ORDER BY from_entry",
			      "i", (int64_t)EVIDENCE_KEYS_MAX));
	json_array_foreach(json_object_get(fields, "seats"), i, seat)
	{
		const json_t *by = json_object_get(json_object_get(seat, "end"), "entry");
		if (by)
			add_number(n, json_integer_value(by));
	}
	add_number(n, told);
}

/* The sizes of the checkpoints of earlier statements: what the other book cited last is one of them. */
static cordon_status find_earlier(cli_context *cli, state *s, const char *to, int64_t told, numbers *n)
{
	const char *from = cli_option(cli, "--from");
	char *end = NULL;
	if (from) {
		int64_t size = strtoll(from, &end, 10);
		if (!*from || *end || size < 1 || size > told)
			return cli_usage(cli, "--from", from, TEXT(CLI_NUMBER), NO_TEXT);
		add_number(n, size);
	}
	add_rows(n, state_ask(s, "SELECT entry + 1 FROM told WHERE book = ? AND entry < ? ORDER BY entry DESC LIMIT ?",
			      "sii", to, told, (int64_t)EARLIER_MAX - 1));
	return CORDON_OK;
}

static cordon_status tell_it(cli_context *cli, desk *d, json_t *fields, text *bytes)
{
	static numbers proven, earlier;
	proven.count = earlier.count = 0;
	cordon_status status = desk_take_as_node(cli, d, "tell", fields);
	if (!status)
		status = desk_commit(cli, d);
	if (!status)
		status = find_earlier(cli, book_state(d->book), cli->position[0], d->last, &earlier);
	if (status)
		return status;
	find_proven(book_state(d->book), fields, d->last, &proven);
	return book_evidence(d->book, proven.number, proven.count, earlier.number, earlier.count, bytes, &cli->error);
}

cordon_status tell_run(cli_context *cli)
{
	static desk d; /* large */
	text bytes = {0};
	char number[24];
	json_t *fields = NULL;
	if (!cli_option(cli, "-o"))
		return cli_usage(cli, "-o", NULL, TEXT(CLI_MISSING), NO_TEXT);
	cordon_status status = desk_open(cli, &d);
	if (!status && !(fields = tell_fields(book_state(d.book), cli->position[0], desk_now(&d))))
		status = finding_add(&cli->error, CORDON_ERROR,
				     (place_in_file){cli_book_folder(cli), 0, NULL, cli->position[0]},
				     TEXT(CLI_NO_BOOK_ABROAD), NO_TEXT);
	if (!status)
		status = tell_it(cli, &d, fields, &bytes);
	if (!status)
		status = write_file(cli, &bytes);
	snprintf(number, sizeof number, "%" PRId64, d.last);
	if (!status && cli->json)
		status = output_json(cli, json_pack("{s:s, s:I, s:O}", "file", cli_option(cli, "-o"), "entry",
						    (json_int_t)d.last, "seats", json_object_get(fields, "seats")));
	else if (!status)
		cli_say(cli, cli->out, N_("{0}: entry {1} with its proofs, for {2}\n"), cli_option(cli, "-o"), number,
			cli->position[0]);
	json_decref(fields);
	desk_close(&d);
	text_free(&bytes);
	return status;
}

/* ---- carry ------------------------------------------------------------------------------------------------------- */

static json_t *read_file(cli_context *cli, const char *path)
{
	text bytes = {0};
	cordon_text why = NO_TEXT;
	json_t *file = NULL;
	if (!file_read(path, JSON_CANONICAL_MAX, &bytes, &cli->error)) {
		size_t length = bytes.length;
		while (length && bytes.bytes[length - 1] == '\n')
			length--;
		file = json_read_canonical(text_string(&bytes), length, &why);
		if (!file)
			finding_add(&cli->error, CORDON_ERROR, (place_in_file){.file = path}, why, NO_TEXT);
	}
	text_free(&bytes);
	return file;
}

/* What the entry changed, as it is in the state now. */
static json_t *changes_of(state *s, int64_t at)
{
	return json_pack(
		"{s:o, s:o}", "lost",
		data_rows(state_ask(s,
				    "SELECT council, body, number, person, ended_how, ended_by FROM mandate WHERE"
				    " ended_entry = ? ORDER BY council, body, number",
				    "i", at),
			  "council:s body:s seat:i person:s how:s by:s"),
		"seated",
		data_rows(state_ask(s,
				    "SELECT council, body, number, person, how, by FROM mandate WHERE from_entry = ?"
				    " ORDER BY council, body, number",
				    "i", at),
			  "council:s body:s seat:i person:s how:s by:s"));
}

static void show_changes(cli_context *cli, const json_t *changes, const char *number)
{
	static const council_column columns[] = {{"council", N_("council"), false},
						 {"body", N_("body"), false},
						 {"seat", N_("seat"), false},
						 {"person", N_("who"), false},
						 {"how", N_("by"), true},
						 {"by", N_("book and entry"), false},
						 {NULL, NULL, false}};
	cli_say(cli, cli->out, N_("entry {0}\n"), number);
	council_table(cli, N_("Lost their seats"), json_object_get(changes, "lost"), columns);
	council_table(cli, N_("Have seats from now on"), json_object_get(changes, "seated"), columns);
}

static cordon_status say_changes(cli_context *cli, book *b, int64_t at)
{
	char number[24];
	cordon_status status = CORDON_OK;
	json_t *changes = changes_of(book_state(b), at);
	snprintf(number, sizeof number, "%" PRId64, at);
	json_object_set_new(changes, "entry", json_integer(at));
	if (cli->json)
		status = output_json(cli, json_incref(changes));
	else
		show_changes(cli, changes, number);
	json_decref(changes);
	return status;
}

cordon_status carry_run(cli_context *cli)
{
	static desk d; /* large */
	json_t *fields = NULL, *file = read_file(cli, cli->position[0]);
	cordon_status status = file ? desk_open(cli, &d) : CORDON_BAD_INPUT;
	if (!status)
		status = carry_fields(book_state(d.book), file, cli->position[0], desk_now(&d), &fields, &cli->error);
	if (!status)
		status = desk_take_as_node(cli, &d, "carry", fields);
	if (!status)
		status = desk_commit(cli, &d);
	if (!status)
		status = say_changes(cli, d.book, d.last);
	json_decref(fields);
	json_decref(file);
	desk_close(&d);
	return status;
}
