/* `cordon batch FILE`: acts from a file, one a line, each signed by those it names, all in one run of the program.
 *
 *	{"kind":"enrol","fields":{"body":"panaderia","person":"luis"},"by":["ana"],"now":"1972-10-11T09:00:00Z"}
 *	{"commit":true}
 *
 * `by` names people whose keys are given with --key, or made of --example-seed. `now`, for examples and tests, is what
 * the node's clock says from that line on. In a field for a public key, "@ana" is the key that ana would sign with.
 * Fields are JSON as they stand in an act; personal texts are sealed. Empty lines are passed over.
 *
 * Acts are committed in groups, and at a line that says so. The first line refused ends it: what was committed before
 * stays, what was taken since is given up, and the finding says how many are in. After each commit --receipts gets the
 * receipts of its acts, a line each: the file is put in place in the end, also when a line was refused.
 */
#include "cli/codes.h"
#include "cli/desk.h"
#include "cli/groups.h"
#include "cli/output.h"

#include "base/file.h"
#include "base/memory.h"
#include "base/time.h"
#include "record/keys.h"

#include <inttypes.h>
#include <sodium.h>
#include <string.h>
#include <time.h>

enum {
	BATCH_LINE_MAX = 2 * ACT_BYTES_MAX, /* bytes of a line */
	BATCH_CACHE = 1024, /* example keys kept: a power of two */
	BATCH_COMMIT = 1000, /* acts in a commit, unless --commit says else */
};

struct batch {
	cli_context *cli;
	const char *path, *seed;
	long line;
	desk desk;
	signers own; /* of --key */
	keyfile cache[BATCH_CACHE]; /* example keys where their person's name hashes to */
	int64_t group, acts, since, commits; /* acts a commit; taken; taken since the last commit; commits made */
	file_output receipts; /* without a path: none are asked for */
	bool forgets;
};

/* ---- whose keys -------------------------------------------------------------------------------------------------- */

static size_t slot_of(const char *person)
{
	uint32_t hash = 2166136261u; /* FNV-1a */
	for (; *person; person++)
		hash = (hash ^ (unsigned char)*person) * 16777619u;
	return hash & (BATCH_CACHE - 1);
}

/* The key that a person signs with here; NULL: none was given. */
static const keyfile *key_of(struct batch *b, const char *person)
{
	for (int i = 0; i < b->own.count; i++)
		if (!strcmp(b->own.key[i].person, person))
			return &b->own.key[i];
	if (!b->seed || !*person || strlen(person) > ACT_ID_MAX)
		return NULL;
	keyfile *key = &b->cache[slot_of(person)];
	if (strcmp(key->person, person) != 0)
		keyfile_example(key, b->seed, person);
	return key;
}

static cordon_status wrong(const struct batch *b, const char *field, const char *found, cordon_text what,
			   cordon_text expected)
{
	return finding_add(&b->cli->error, CORDON_ERROR, (place_in_file){b->path, b->line, field, found}, what,
			   expected);
}

/* Finds the signers; copies, since the cache may let go of one for another. */
static cordon_status find_signers(struct batch *b, const json_t *by, keyfile key[SIGNERS_MAX], int *count)
{
	char most[24];
	snprintf(most, sizeof most, "%d", SIGNERS_MAX);
	size_t names = json_array_size(by);
	if (names < 1 || names > SIGNERS_MAX)
		return wrong(b, "by", NULL, TEXT(CLI_BATCH_BY), TEXT(CLI_BATCH_BY_FORM, most));
	for (size_t i = 0; i < names; i++) {
		const char *person = json_string_value(json_array_get(by, i));
		const keyfile *found = person ? key_of(b, person) : NULL;
		if (!found)
			return wrong(b, "by", person, TEXT(CLI_BATCH_NO_KEY), NO_TEXT);
		key[i] = *found;
	}
	*count = (int)names;
	return CORDON_OK;
}

/* Puts keys in the place of "@ana". */
static cordon_status put_keys(struct batch *b, const act_kind *kind, json_t *fields)
{
	for (const act_field *f = kind->field; f < kind->field + ACT_FIELDS_MAX && f->name; f++) {
		const char *value = json_string_value(json_object_get(fields, f->name));
		if (f->type != ACT_KEY || !value || *value != '@')
			continue;
		const keyfile *key = key_of(b, value + 1);
		if (!key)
			return wrong(b, f->name, value, TEXT(CLI_BATCH_NO_KEY), NO_TEXT);
		json_object_set_new(fields, f->name, json_string(key->name));
	}
	return CORDON_OK;
}

/* ---- one line ---------------------------------------------------------------------------------------------------- */

/* Of the acts of the last commit. */
static cordon_status give_receipts(struct batch *b)
{
	cordon_writer *out = &b->receipts.writer;
	cordon_status status = CORDON_OK;
	text receipt = {0};
	for (int64_t at = b->desk.first; !status && at <= b->desk.last; at++) {
		text_clear(&receipt);
		status = book_receipt(b->desk.book, at, &receipt, &b->cli->error);
		text_add(&receipt, "\n", 1);
		if (!status)
			out->write(out->context, receipt.bytes, receipt.length);
	}
	text_free(&receipt);
	return status;
}

static cordon_status commit(struct batch *b)
{
	cordon_status status = desk_commit(b->cli, &b->desk);
	if (b->desk.refused_at >= 0) { /* by a server, only now: those after it were not asked about */
		b->acts -= b->since - b->desk.refused_at;
		b->since = b->desk.refused_at;
		b->line = b->desk.group_line[b->since];
	}
	if (status || !b->since)
		return status;
	b->commits++;
	b->since = 0;
	status = b->receipts.path ? give_receipts(b) : CORDON_OK;
	desk_rest(&b->desk);
	return status;
}

static cordon_status take_act(struct batch *b, act_draft *d, const json_t *by)
{
	static keyfile key[SIGNERS_MAX]; /* large, and wiped below */
	const keyfile *signer[SIGNERS_MAX];
	int count = 0;
	cordon_status status = find_signers(b, by, key, &count);
	for (int i = 0; i < count; i++)
		signer[i] = &key[i];
	if (!status)
		status = put_keys(b, d->kind, d->fields);
	if (!status)
		status = act_draft_seal(b->cli, d, key[0].person);
	b->desk.line = b->line;
	if (!status)
		status = desk_take(b->cli, &b->desk, d, signer, count);
	sodium_memzero(key, (size_t)count * sizeof *key);
	if (status)
		return status;
	b->acts++;
	b->since++;
	b->forgets |= keys_forgets(d->kind->name);
	return b->since >= b->group ? commit(b) : CORDON_OK;
}

static cordon_status take_object(struct batch *b, const json_t *line)
{
	const char *kind = json_string_value(json_object_get(line, "kind"));
	const json_t *fields = json_object_get(line, "fields");
	const act_kind *found = kind ? act_kind_find(cli_world(), kind) : NULL;
	if (!found)
		return wrong(b, "kind", kind, TEXT(CLI_NO_ACT), NO_TEXT);
	if (!json_is_object(fields))
		return wrong(b, "fields", NULL, TEXT(CLI_BATCH_FORM), TEXT(CLI_BATCH_FORM_IS));
	act_draft d;
	act_draft_begin(&d, found);
	json_object_update(d.fields, (json_t *)(uintptr_t)fields);
	cordon_status status = take_act(b, &d, json_object_get(line, "by"));
	act_draft_free(&d);
	return status;
}

static cordon_status check_keys(struct batch *b, json_t *line)
{
	static const char *const known[] = {"kind", "fields", "by", "now", "commit"};
	const char *key;
	json_t *value;
	json_object_foreach(line, key, value)
	{
		bool is_known = false;
		for (size_t i = 0; i < sizeof known / sizeof *known; i++)
			is_known |= !strcmp(known[i], key);
		if (!is_known)
			return wrong(b, key, NULL, TEXT(CLI_BATCH_FORM), TEXT(CLI_BATCH_FORM_IS));
	}
	return CORDON_OK;
}

static cordon_status take_json(struct batch *b, json_t *line)
{
	const json_t *now = json_object_get(line, "now");
	if (!json_is_object(line) || check_keys(b, line))
		return b->cli->error.errors ? CORDON_BAD_INPUT
					    : wrong(b, NULL, NULL, TEXT(CLI_BATCH_FORM), TEXT(CLI_BATCH_FORM_IS));
	if (now) {
		if (!json_is_string(now) || !time_from_text(json_string_value(now), &b->desk.now_told))
			return wrong(b, "now", json_string_value(now), TEXT(CLI_TIME), TEXT(CLI_TIME_FORM));
		b->desk.clock_told = true;
	}
	if (!json_object_get(line, "commit"))
		return take_object(b, line);
	if (!json_is_true(json_object_get(line, "commit")) || json_object_size(line) != 1)
		return wrong(b, "commit", NULL, TEXT(CLI_BATCH_FORM), TEXT(CLI_BATCH_FORM_IS));
	return commit(b);
}

/* What was said about the line, of errors and warnings alike, gets its place in the file. */
static void place_findings(struct batch *b, size_t from)
{
	for (size_t i = from; i < b->cli->error.count; i++) {
		cordon_finding *f = &b->cli->error.finding[i];
		f->file = f->row ? f->file : b->path;
		f->row = f->row ? f->row : b->line;
	}
}

static void say_refused(const struct batch *b)
{
	char in[24], lost[24];
	snprintf(in, sizeof in, "%" PRId64, b->acts - b->since);
	snprintf(lost, sizeof lost, "%" PRId64, b->since);
	wrong(b, NULL, NULL, TEXT(CLI_BATCH_REFUSED, in, lost), NO_TEXT);
}

static cordon_status take_line(struct batch *b, const char *bytes, size_t length)
{
	json_error_t why;
	size_t before = b->cli->error.count;
	if (strspn(bytes, " \t\r") == length)
		return CORDON_OK;
	if (length > BATCH_LINE_MAX)
		return wrong(b, NULL, NULL, TEXT(CLI_TOO_LARGE), NO_TEXT);
	json_t *line = json_loadb(bytes, length, JSON_REJECT_DUPLICATES, &why);
	cordon_status status = line ? take_json(b, line) : wrong(b, NULL, NULL, TEXT(CLI_NOT_JSON, why.text), NO_TEXT);
	json_decref(line);
	place_findings(b, before);
	if (status)
		say_refused(b);
	return status;
}

/* ---- the file ---------------------------------------------------------------------------------------------------- */

/* Hands over every whole line in `pending`; keeps the rest. */
static cordon_status take_lines(struct batch *b, text *pending, bool at_end)
{
	char *from = pending->bytes, *end = from + pending->length, *newline;
	cordon_status status = CORDON_OK;
	while (!status && from < end && ((newline = memchr(from, '\n', (size_t)(end - from))) || at_end)) {
		if (b->cli->progress.stop && b->cli->progress.stop(b->cli->progress.context))
			return CORDON_INTERRUPTED;
		size_t length = newline ? (size_t)(newline - from) : (size_t)(end - from);
		from[length] = '\0'; /* the newline, or what ends the text */
		b->line++;
		status = take_line(b, from, length);
		from += length + (newline != NULL);
	}
	pending->length = (size_t)(end - from);
	memmove(pending->bytes, from, pending->length + 1);
	return status;
}

static cordon_status take_file(struct batch *b)
{
	static char piece[65536];
	file_stream stream;
	text pending = {0};
	cordon_status status = file_open(b->path, &stream, &b->cli->error);
	if (status)
		return status;
	for (;;) {
		long got = stream.reader.read(stream.reader.context, piece, sizeof piece);
		if (got < 0)
			wrong(b, NULL, NULL, TEXT(CLI_BATCH_READ), NO_TEXT);
		status = got < 0 ? CORDON_IO : CORDON_OK;
		if (got <= 0)
			break;
		text_add(&pending, piece, (size_t)got);
		status = take_lines(b, &pending, false);
		if (!status && pending.length > BATCH_LINE_MAX) {
			b->line++;
			status = wrong(b, NULL, NULL, TEXT(CLI_TOO_LARGE), NO_TEXT);
		}
		if (status)
			break;
	}
	if (!status && pending.length)
		status = take_lines(b, &pending, true);
	text_free(&pending);
	file_close(&stream);
	return status;
}

static cordon_status say(cli_context *cli, const struct batch *b)
{
	char acts[24], commits[24], size[24];
	if (cli->json)
		return output_json(cli, json_pack("{s:I, s:I, s:I}", "acts", (json_int_t)b->acts, "commits",
						  (json_int_t)b->commits, "entries", (json_int_t)b->desk.entries));
	snprintf(acts, sizeof acts, "%" PRId64, b->acts);
	snprintf(commits, sizeof commits, "%" PRId64, b->commits);
	snprintf(size, sizeof size, "%" PRId64, b->desk.entries);
	cli_say(cli, cli->out, N_("{0} acts in {1} commits; the book has {2}\n"), acts, commits, size);
	return CORDON_OK;
}

/* Every line, and the receipts' file around it. */
static cordon_status take_all(struct batch *b)
{
	const char *path = cli_option(b->cli, "--receipts");
	cordon_status status = path ? file_begin(path, &b->receipts, &b->cli->error) : CORDON_OK;
	bool begun = path && !status;
	if (!status)
		status = take_file(b);
	if (!status) {
		status = commit(b);
		if (b->desk.refused_at >= 0)
			say_refused(b);
	}
	if (begun && !b->commits)
		file_abandon(&b->receipts);
	else if (begun && file_finish(&b->receipts, &b->cli->error) && !status)
		status = CORDON_IO;
	return status;
}

static cordon_status run(struct batch *b)
{
	double group;
	cordon_status status = cli_number(b->cli, "--commit", 1, 1e6, BATCH_COMMIT, &group);
	b->group = (int64_t)group;
	if (!status && (cli_option(b->cli, "--key") || !b->seed))
		status = cli_signers(b->cli, &b->own);
	if (!status)
		status = desk_open(b->cli, &b->desk);
	if (!status)
		status = take_all(b);
	if (!status && b->forgets && !b->desk.served)
		status = book_erase_forgotten(b->desk.book, &b->cli->error);
	return status ? status : say(b->cli, b);
}

cordon_status batch_run(cli_context *cli)
{
	static struct batch b; /* large, and wiped in the end */
	b = (struct batch){.cli = cli, .path = cli->position[0], .seed = cli_option(cli, "--example-seed")};
	b.desk.file = b.path;
	cordon_status status = run(&b);
	desk_close(&b.desk);
	cli_signers_forget(&b.own);
	sodium_memzero(b.cache, sizeof b.cache);
	return status;
}
