/* `cordon act` and `cordon acts`: acts signed and taken into the book, one from the command line, a table of them
 * from CSV, or a file of any. A batch is one commit: if one act of it is refused, none is in the book.
 */
#include "cli/codes.h"
#include "cli/desk.h"
#include "cli/groups.h"
#include "cli/output.h"

#include "base/csv.h"
#include "base/file.h"
#include "base/memory.h"
#include "record/claims.h"
#include "record/keys.h"
#include "record/note.h"
#include "supply/household.h"

#include <inttypes.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* The receipt of the last act that was committed. */
static cordon_status write_receipt(cli_context *cli, const desk *d, text *receipt)
{
	const char *path = cli_option(cli, "--receipt");
	if (d->first < 0)
		return CORDON_OK;
	cordon_status status = book_receipt(d->book, d->last, receipt, &cli->error);
	return status || !path ? status : file_write(path, receipt->bytes, receipt->length, &cli->error);
}

static cordon_status say_done(cli_context *cli, const desk *d, const text *receipt)
{
	char first[24], last[24], size[24];
	if (cli->json)
		return output_json(cli, json_pack("{s:I, s:I, s:I, s:o}", "first", (json_int_t)d->first, "last",
						  (json_int_t)d->last, "entries", (json_int_t)d->entries, "receipt",
						  receipt->length ? json_loads(receipt->bytes, 0, NULL) : json_null()));
	snprintf(first, sizeof first, "%" PRId64, d->first);
	snprintf(last, sizeof last, "%" PRId64, d->last);
	snprintf(size, sizeof size, "%" PRId64, d->entries);
	if (d->first < 0)
		cli_say(cli, cli->out, N_("no acts\n"));
	else if (d->first == d->last)
		cli_say(cli, cli->out, N_("entry {0}; the book has {1}\n"), first, size);
	else
		cli_say(cli, cli->out, N_("entries {0} to {1}; the book has {2}\n"), first, last, size);
	return CORDON_OK;
}

/* The fields "NAME=VALUE" of the command line, but for the first position. */
static cordon_status add_positions(cli_context *cli, act_draft *d, int from)
{
	for (int i = from; i < cli->positions; i++) {
		const char *equals = strchr(cli->position[i], '=');
		if (!equals || equals == cli->position[i])
			return cli_usage(cli, NULL, cli->position[i], TEXT(CLI_FIELD), TEXT(CLI_NAME_VALUE));
		char *name = memory_copy_text(cli->position[i]);
		name[equals - cli->position[i]] = '\0';
		cordon_status status = act_draft_add(cli, d, name, equals + 1);
		free(name);
		if (status)
			return status;
	}
	return CORDON_OK;
}

struct writer {
	desk desk;
	signers signers;
	const keyfile *by[SIGNERS_MAX];
};

static cordon_status take(cli_context *cli, struct writer *w, act_draft *d)
{
	cordon_status status = act_draft_seal(cli, d, w->by[0]->person);
	return status ? status : desk_take(cli, &w->desk, d, w->by, w->signers.count);
}

static cordon_status take_one(cli_context *cli, struct writer *w, const act_kind *kind, int from)
{
	act_draft d;
	act_draft_begin(&d, kind);
	cordon_status status = add_positions(cli, &d, from);
	if (!status)
		status = take(cli, w, &d);
	act_draft_free(&d);
	return status ? status : desk_commit(cli, &w->desk);
}

/* A cell of the column of that name: a field, or a number of a household. */
static cordon_status add_cell(cli_context *cli, act_draft *d, const char *column, const char *cell)
{
	char *end;
	long long value = strtoll(cell, &end, 10);
	if (d->kind != &household_enrol_kind || !numbers_is_name(column))
		return act_draft_add(cli, d, column, cell);
	if (!json_object_get(d->fields, "numbers"))
		json_object_set_new(d->fields, "numbers", json_object());
	json_object_set_new(json_object_get(d->fields, "numbers"), column,
			    *end ? json_string(cell) : json_integer(value)); /* a text is refused by the act */
	return CORDON_OK;
}

static void say_row(cli_context *cli, const csv_table *t, size_t row)
{
	finding_add(&cli->error, CORDON_ERROR, (place_in_file){t->file, t->line[row], NULL, NULL},
		    TEXT(CLI_ROW_REFUSED), TEXT(CLI_ROW_NOTHING));
}

static cordon_status take_row(cli_context *cli, struct writer *w, const act_kind *kind, int from, const csv_table *t,
			      size_t row)
{
	act_draft d;
	act_draft_begin(&d, kind);
	cordon_status status = add_positions(cli, &d, from);
	for (size_t c = 0; !status && c < t->columns; c++)
		if (*t->cell[row * t->columns + c])
			status = add_cell(cli, &d, t->header[c], t->cell[row * t->columns + c]);
	if (!status)
		status = take(cli, w, &d);
	if (status)
		say_row(cli, t, row);
	act_draft_free(&d);
	return status;
}

static cordon_status take_csv(cli_context *cli, struct writer *w, const act_kind *kind, int from, const char *path)
{
	csv_table table = {0};
	file_stream stream;
	cordon_status status = file_open(path, &stream, &cli->error);
	if (status)
		return status;
	status = csv_table_read(&stream.reader, path, (csv_options){0}, &table, &cli->error);
	for (size_t row = 0; !status && row < table.rows; row++)
		status = take_row(cli, w, kind, from, &table, row);
	if (!status)
		status = desk_commit(cli, &w->desk);
	if (w->desk.refused_at >= 0) /* by a server, only now */
		say_row(cli, &table, (size_t)w->desk.refused_at);
	csv_table_free(&table);
	file_close(&stream);
	return status;
}

/* What follows the commit of an act of that kind: those that forget have a deed beside the book, which a server does
 * itself. */
static cordon_status follow(cli_context *cli, struct writer *w, const act_kind *kind)
{
	if (!keys_forgets(kind->name) || w->desk.first < 0 || w->desk.served)
		return CORDON_OK;
	return book_erase_forgotten(w->desk.book, &cli->error);
}

/* Everything about one kind, from the command line or a table. */
static cordon_status run_kind(cli_context *cli, const char *name, int from)
{
	static struct writer w; /* large, and wiped in the end */
	const act_kind *kind = act_kind_find(cli_world(), name);
	if (!kind)
		return cli_no_such_act(cli, name);
	w = (struct writer){0};
	text receipt = {0};
	const char *csv = cli_option(cli, "--csv");
	cordon_status status = cli_signers(cli, &w.signers);
	for (int i = 0; i < w.signers.count; i++)
		w.by[i] = &w.signers.key[i];
	if (!status)
		status = desk_open(cli, &w.desk);
	if (!status)
		status = csv ? take_csv(cli, &w, kind, from, csv) : take_one(cli, &w, kind, from);
	if (!status)
		status = write_receipt(cli, &w.desk, &receipt);
	if (!status)
		status = follow(cli, &w, kind);
	if (!status)
		status = say_done(cli, &w.desk, &receipt);
	desk_close(&w.desk);
	text_free(&receipt);
	cli_signers_forget(&w.signers);
	return status;
}

cordon_status act_run_command(cli_context *cli)
{
	return run_kind(cli, cli->position[0], 1);
}

cordon_status enrol_run(cli_context *cli)
{
	return run_kind(cli, "enrol", 0);
}

/* `cordon supply enrol`: the book may be its first argument. */
cordon_status supply_enrol_run(cli_context *cli)
{
	bool names_book = cli->positions && !strchr(cli->position[0], '=') && cli->givens < GIVEN_MAX;
	if (names_book)
		cli->given[cli->givens++] = (given_option){"--book", cli->position[0]};
	return run_kind(cli, "household_enrol", names_book);
}

/* `cordon forget PERSON`: the act and its deed. */
cordon_status forget_run(cli_context *cli)
{
	static char field[ACT_ID_MAX + 16];
	if (strlen(cli->position[0]) > ACT_ID_MAX)
		return cli_usage(cli, "PERSON", cli->position[0], TEXT(CLI_TOO_LARGE), NO_TEXT);
	snprintf(field, sizeof field, "person=%s", cli->position[0]);
	cli->position[0] = field;
	return run_kind(cli, "forget", 0);
}

/* `cordon key revoke KEY`: the key itself, or a file that says it. */
cordon_status key_revoke_run(cli_context *cli)
{
	static char field[64];
	keyfile k = {0};
	if (!access(cli->position[0], F_OK)) {
		cordon_status status = keyfile_read(&k, cli->position[0], NULL, &cli->error);
		snprintf(field, sizeof field, "key=%s", k.name);
		keyfile_forget(&k);
		if (status)
			return status;
	} else {
		if (strlen(cli->position[0]) != sizeof k.name - 1)
			return cli_usage(cli, "KEY", cli->position[0], TEXT(CLI_KEY), TEXT(CLI_KEY_FORM));
		snprintf(field, sizeof field, "key=%s", cli->position[0]);
	}
	cli->position[0] = field;
	return run_kind(cli, "key_revoke", 0);
}

/* Fields of `cite` from a note; NULL: it is no checkpoint (reported). */
static json_t *cited(cli_context *cli, const char *path)
{
	text bytes = {0};
	cordon_text why = NO_TEXT;
	note_parts n;
	checkpoint point;
	char root[2 * sizeof(merkle_hash) + 1];
	json_t *fields = NULL;
	if (file_read(path, BOOK_NOTE_MAX, &bytes, &cli->error))
		return NULL;
	if (note_read(text_string(&bytes), bytes.length, &n, &why) &&
	    checkpoint_read(n.body, n.body_length, false, &point, &why)) {
		sodium_bin2hex(root, sizeof root, point.root.byte, sizeof point.root.byte);
		fields = json_pack("{sssIssss}", "origin", point.origin, "size", (json_int_t)point.size, "root", root,
				   "note", bytes.bytes);
	} else {
		finding_add(&cli->error, CORDON_ERROR, (place_in_file){.file = path}, why, NO_TEXT);
	}
	text_free(&bytes);
	return fields;
}

/* `cordon cite NOTE`: the node's own act. */
cordon_status cite_run(cli_context *cli)
{
	static desk d; /* large */
	text receipt = {0};
	json_t *fields = cited(cli, cli->position[0]);
	d = (desk){0};
	cordon_status status = fields ? desk_open(cli, &d) : CORDON_BAD_INPUT;
	if (!status)
		status = desk_take_as_node(cli, &d, "cite", fields);
	if (!status)
		status = desk_commit(cli, &d);
	if (!status)
		status = write_receipt(cli, &d, &receipt);
	if (!status)
		status = say_done(cli, &d, &receipt);
	json_decref(fields);
	desk_close(&d);
	text_free(&receipt);
	return status;
}
