/* Commands about a book as a whole: made, shown, proved, verified, rebuilt, carried. */
#include "cli/codes.h"
#include "cli/groups.h"
#include "cli/output.h"
#include "cli/world.h"

#include "base/file.h"
#include "base/memory.h"
#include "base/time.h"
#include "record/claims.h"
#include "record/entry.h"

#include <inttypes.h>
#include <string.h>

static const char *number(int64_t value, char out[24])
{
	snprintf(out, 24, "%" PRId64, value);
	return out;
}

cordon_status init_run(cli_context *cli)
{
	static signers s;
	book_options options;
	book *b = NULL;
	const char *title = cli_option(cli, "--title"), *name = cli_option(cli, "--name");
	if (!title)
		return cli_usage(cli, "--title", NULL, TEXT(CLI_MISSING), NO_TEXT);
	if (name && !*name)
		return cli_usage(cli, "--name", name, TEXT(CLI_MISSING), NO_TEXT);
	cordon_status status = cli_book_options(cli, &options);
	if (!status)
		status = cli_signers(cli, &s);
	if (!status && s.count != 1)
		status = cli_usage(cli, "--key", NULL, TEXT(CLI_ONE_KEY), NO_TEXT);
	if (!status)
		status = book_create(
			cli->position[0], &options,
			&(book_founding){title, cli_option(cli, "--origin"), s.key[0].person, name, &s.key[0].key},
			&cli->error);
	cli_signers_forget(&s);
	options.read_only = true;
	if (!status)
		status = book_open(cli->position[0], &options, &b, &cli->error);
	if (!status && cli->json)
		status = output_json(cli, json_pack("{s:s, s:s, s:s}", "folder", cli->position[0], "book", book_id(b),
						    "origin", book_origin(b)));
	else if (!status)
		cli_say(cli, cli->out, N_("{0}: a new book\nid {1}\norigin {2}\n"), cli->position[0], book_id(b),
			book_origin(b));
	book_close(b);
	return status;
}

static void print_entry(cli_context *cli, const entry *e, int64_t at)
{
	char n[24], time[TIME_TEXT];
	text line = {0};
	time_to_text(e->time, time);
	const act_kind *kind = act_kind_find(cli_world(), e->kind);
	text_add_format(&line, "%s %s %s (%s)", number(at, n), time, e->kind, kind ? tr(cli, kind->summary) : "?");
	const char *key;
	json_t *value;
	json_object_foreach((json_t *)(uintptr_t)e->fields, key, value)
	{
		char *compact = json_dumps(value, JSON_ENCODE_ANY | JSON_COMPACT);
		text_add_format(&line, " %s=%s", key, json_is_string(value) ? json_string_value(value) : compact);
		free(compact);
	}
	fprintf(cli->out, "%s\n", text_string(&line));
	text_free(&line);
}

static cordon_status log_entries(cli_context *cli, book *b, int64_t from, int64_t to)
{
	const char *kind = cli_option(cli, "--kind");
	cordon_status status = CORDON_OK;
	for (int64_t at = from; !status && at < to; at++) {
		text bytes = {0};
		entry e = {0};
		cordon_text why;
		status = book_entry(b, at, &bytes, &cli->error);
		if (!status && !entry_read(bytes.bytes, bytes.length, &e, &why))
			status = finding_add(&cli->error, CORDON_ERROR,
					     (place_in_file){cli_book_folder(cli), at + 1, NULL, NULL}, why, NO_TEXT);
		if (!status && (!kind || !strcmp(kind, e.kind))) {
			if (cli->json)
				fprintf(cli->out, "{\"entry\":%" PRId64 ",\"what\":%s}\n", at, bytes.bytes);
			else
				print_entry(cli, &e, at);
		}
		entry_free(&e);
		text_free(&bytes);
	}
	return status;
}

cordon_status log_run(cli_context *cli)
{
	book *b;
	double from, to;
	cordon_status status = cli_book_open_entries(cli, false, &b);
	if (!status)
		status = cli_number(cli, "--from", 0, 9e15, 0, &from);
	if (!status)
		status = cli_number(cli, "--to", 0, 9e15, (double)book_size(b) - 1, &to);
	if (!status)
		status = log_entries(cli, b, (int64_t)from,
				     (int64_t)to + 1 < book_size(b) ? (int64_t)to + 1 : book_size(b));
	book_close(b);
	return status;
}

/* Writes to -o, or prints. */
static cordon_status give(cli_context *cli, const text *bytes)
{
	const char *path = cli_option(cli, "-o");
	if (path)
		return file_write(path, bytes->bytes, bytes->length, &cli->error);
	fwrite(bytes->bytes, 1, bytes->length, cli->out);
	if (bytes->bytes[bytes->length - 1] != '\n')
		fputc('\n', cli->out);
	return CORDON_OK;
}

cordon_status receipt_run(cli_context *cli)
{
	book *b;
	text receipt = {0};
	char *end;
	long long at = strtoll(cli->position[0], &end, 10);
	if (end == cli->position[0] || *end || at < 0)
		return cli_usage(cli, "ENTRY", cli->position[0], TEXT(CLI_NUMBER), NO_TEXT);
	cordon_status status = cli_book_open_entries(cli, false, &b);
	if (!status)
		status = book_receipt(b, at, &receipt, &cli->error);
	if (!status)
		status = give(cli, &receipt);
	text_free(&receipt);
	book_close(b);
	return status;
}

cordon_status checkpoint_run(cli_context *cli)
{
	book *b;
	text note = {0};
	cordon_status status = cli_book_open_entries(cli, false, &b);
	if (!status)
		status = book_checkpoint(b, &note, &cli->error);
	if (!status && cli->json)
		status = output_json(
			cli, json_pack("{s:I, s:s}", "entries", (json_int_t)book_size(b), "checkpoint", note.bytes));
	else if (!status)
		status = give(cli, &note);
	text_free(&note);
	book_close(b);
	return status;
}

/* The files of --checkpoint and --receipt. */
enum { OUTSIDE_MAX = 1000 };
struct outside {
	book_outside claim[OUTSIDE_MAX];
	text bytes[OUTSIDE_MAX];
	int count;
};

static cordon_status read_outside(cli_context *cli, struct outside *o)
{
	cordon_status status = CORDON_OK;
	for (int i = 0; !status && i < cli->givens; i++) {
		const given_option *given = &cli->given[i];
		if (strcmp(given->name, "--checkpoint") && strcmp(given->name, "--receipt"))
			continue;
		if (o->count == OUTSIDE_MAX)
			return cli_usage(cli, given->name, given->value, TEXT(CLI_TOO_MANY), NO_TEXT);
		text *bytes = &o->bytes[o->count];
		status = file_read(given->value, BOOK_RECEIPT_MAX + 1, bytes, &cli->error);
		o->claim[o->count++] = (book_outside){given->value, text_string(bytes), bytes->length};
	}
	return status;
}

static cordon_status say_verdict(cli_context *cli, const char *what, const book_verdict *v, cordon_status status)
{
	char entries[24], checkpoints[24], outside[24];
	if (cli->json) {
		json_t *doc = json_pack("{s:b, s:I, s:I, s:I, s:I, s:I, s:s}", "holds", status == CORDON_OK, "entries",
					(json_int_t)v->entries, "checkpoints", (json_int_t)v->checkpoints, "outside",
					(json_int_t)v->outside, "sealed", (json_int_t)v->opened, "sealed_closed",
					(json_int_t)v->closed, "state", v->state);
		json_object_set_new(doc, "findings", output_take_findings_json(cli));
		cordon_status printed = output_json(cli, doc);
		return status ? status : printed;
	}
	number(v->entries, entries);
	number(v->checkpoints, checkpoints);
	number(v->outside, outside);
	if (status) {
		cli_say(cli, cli->out, N_("{0}: DOES NOT HOLD, after {1} entries\n"), what, entries);
		return status;
	}
	cli_say(cli, cli->out, N_("{0}: HOLDS: {1} entries, {2} checkpoints, {3} from elsewhere\n"), what, entries,
		checkpoints, outside);
	number(v->opened, entries);
	number(v->closed, checkpoints);
	if (v->opened || v->closed)
		cli_say(cli, cli->out, N_("sealed texts: {0} opened, each as committed to; {1} without a key\n"),
			entries, checkpoints);
	cli_say(cli, cli->out, N_("state {0}\n"), v->state);
	return CORDON_OK;
}

cordon_status verify_run(cli_context *cli)
{
	book *b = NULL;
	book_verdict verdict = {0};
	struct outside *o = memory_alloc(1, sizeof *o);
	cordon_status status = read_outside(cli, o);
	if (!status)
		status = cli_book_open_entries(cli, false, &b);
	if (!status) {
		status = book_verify(b, o->claim, o->count, &verdict, &cli->progress, &cli->error);
		if (status == CORDON_BAD_INPUT)
			status = CORDON_UNPROVEN;
		status = say_verdict(cli, cli_book_folder(cli), &verdict, status);
	}
	book_close(b);
	for (int i = 0; i < o->count; i++)
		text_free(&o->bytes[i]);
	free(o);
	return status;
}

cordon_status rebuild_run(cli_context *cli)
{
	book *b;
	char before[65], after[65] = "";
	cordon_status status = cli_book_open_entries(cli, true, &b);
	if (!status)
		status = book_state_hash(b, before, &cli->error);
	if (!status)
		status = book_rebuild(b, after, &cli->progress, &cli->error);
	book_close(b);
	if (status)
		return status;
	if (cli->json)
		return output_json(cli, json_pack("{s:s, s:s, s:b}", "before", before, "after", after, "same",
						  !strcmp(before, after)));
	cli_say(cli, cli->out, strcmp(before, after) ? N_("state {0}; it was {1}\n") : N_("state {0}, as before\n"),
		after, before);
	return CORDON_OK;
}

static cordon_status say_exported(cli_context *cli, const book *b, const char *path)
{
	char entries[24];
	if (cli->json)
		return output_json(cli, json_pack("{s:s, s:I}", "file", path, "entries", (json_int_t)book_size(b)));
	cli_say(cli, cli->out, N_("{0}: {1} entries\n"), path, number(book_size(b), entries));
	return CORDON_OK;
}

cordon_status export_run(cli_context *cli)
{
	book *b;
	file_output out;
	const char *path = cli_option(cli, "-o");
	if (!path)
		return cli_usage(cli, "-o", NULL, TEXT(CLI_MISSING), NO_TEXT);
	cordon_status status = cli_book_open_entries(cli, false, &b);
	if (!status)
		status = file_begin(path, &out, &cli->error);
	if (!status) {
		status = book_export(b, &out.writer, cli_option(cli, "--with-personal") != NULL, &cli->error);
		if (status)
			file_abandon(&out);
		else
			status = file_finish(&out, &cli->error);
	}
	if (!status && strcmp(path, "-"))
		status = say_exported(cli, b, path);
	book_close(b);
	return status;
}

cordon_status import_book_run(cli_context *cli)
{
	book_options options;
	book_verdict verdict;
	const char *folder = cli_option(cli, "-o");
	if (!folder)
		return cli_usage(cli, "-o", NULL, TEXT(CLI_MISSING), NO_TEXT);
	cordon_status status = cli_book_options(cli, &options);
	if (!status)
		status = book_import(folder, &options, cli->position[0], &verdict, &cli->progress, &cli->error);
	return status == CORDON_OK || verdict.entries ? say_verdict(cli, folder, &verdict, status) : status;
}

/* backups/<entries>.sqlite in the book's folder, where `forget` reaches; also beside a server. */
cordon_status backup_run(cli_context *cli)
{
	book *b;
	char size[24];
	int64_t entries = 0;
	text path = {0};
	cordon_status status = cli_book_open_entries(cli, false, &b);
	if (!status)
		status = book_backup(b, &path, &entries, &cli->error);
	if (!status && cli->json)
		status = output_json(
			cli, json_pack("{s:s, s:I}", "file", text_string(&path), "entries", (json_int_t)entries));
	else if (!status)
		cli_say(cli, cli->out, N_("{0}: {1} entries\n"), text_string(&path), number(entries, size));
	text_free(&path);
	book_close(b);
	return status;
}
