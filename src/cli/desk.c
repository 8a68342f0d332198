/* See desk.h. */
#include "cli/desk.h"

#include "cli/codes.h"

#include "base/memory.h"
#include "base/time.h"
#include "http/local.h"
#include "record/codes.h"

#include <inttypes.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { PATIENCE = 100 /* times 0.1 s, while too many wait */, CLOCK_S = 60 };

static int64_t monotonic_s(void)
{
	struct timespec now;
	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec;
}

_Static_assert((int)DESK_ACTS_MAX == (int)SUBMISSION_ACTS_MAX, "what the server takes");

int64_t desk_now(const desk *d)
{
	return d->clock_told ? d->now_told : d->served ? d->server_ahead + monotonic_s() : (int64_t)time(NULL);
}

static int64_t now_of(void *context)
{
	return desk_now(context);
}

static cordon_status say(cli_context *cli, cordon_text what, cordon_text expected, cordon_status status)
{
	finding_add(&cli->error, CORDON_ERROR, (place_in_file){.file = cli_book_folder(cli)}, what, expected);
	return status;
}

/* ---- opening ----------------------------------------------------------------------------------------------------- */

static bool is_locked(const cordon_error *error)
{
	for (size_t i = 0; i < error->count; i++)
		if (error->finding[i].what.code == &RECORD_LOCKED)
			return true;
	return false;
}

static void add_all(cordon_error *to, const cordon_error *from)
{
	for (size_t i = 0; i < from->count; i++) {
		const cordon_finding *f = &from->finding[i];
		finding_add(to, f->severity, (place_in_file){f->file, f->row, f->field, f->found}, f->what,
			    f->expected);
	}
}

/* What the server says first: that it is of this book, and its clock. */
static cordon_status greet(cli_context *cli, desk *d)
{
	text line = {0};
	bool said = local_read_line(d->socket, &d->pending, &line);
	json_t *greeting = said ? json_loadb(text_string(&line), line.length, 0, NULL) : NULL;
	const char *id = json_string_value(json_object_get(greeting, "book"));
	const json_t *now = json_object_get(greeting, "now");
	bool well = id && json_is_integer(now) && !strcmp(id, book_id(d->book));
	d->server_ahead = json_integer_value(now) - monotonic_s();
	json_decref(greeting);
	text_free(&line);
	if (!said)
		return say(cli, TEXT(CLI_SERVED_FULL), NO_TEXT, CORDON_IO);
	return well ? CORDON_OK : say(cli, TEXT(CLI_SERVED_OTHERWISE), NO_TEXT, CORDON_IO);
}

cordon_status desk_open(cli_context *cli, desk *d)
{
	book_options options;
	cordon_error why;
	d->socket = -1;
	d->first = d->last = d->refused_at = -1;
	cordon_status status = cli_book_options(cli, &options);
	if (status)
		return status;
	if (options.now) {
		d->clock_told = true;
		d->now_told = options.now(options.context);
	}
	options.now = now_of;
	options.context = d;
	cordon_error_init(&why);
	status = book_open(cli_book_folder(cli), &options, &d->book, &why);
	if (status && is_locked(&why) && (d->socket = local_connect(cli_book_folder(cli))) >= 0) {
		d->served = options.read_only = true;
		status = book_open(cli_book_folder(cli), &options, &d->book, &cli->error);
		if (!status)
			status = greet(cli, d);
	} else {
		add_all(&cli->error, &why);
	}
	cordon_error_free(&why);
	d->entries = status ? 0 : book_size(d->book);
	return status;
}

static void forget_group(desk *d)
{
	if (d->group.bytes)
		sodium_memzero(d->group.bytes, d->group.length); /* texts to be sealed */
	text_clear(&d->group);
	d->acts = 0;
	d->as_node = false;
}

void desk_close(desk *d)
{
	forget_group(d);
	book_close(d->book);
	if (d->served && d->socket >= 0)
		close(d->socket);
	text_free(&d->group);
	text_free(&d->pending);
	d->book = NULL;
}

/* ---- taking ------------------------------------------------------------------------------------------------------ */

static void add_json(text *out, json_t *document)
{
	char *bytes = memory_require(json_dumps(document, JSON_COMPACT));
	text_add_string(out, bytes);
	sodium_memzero(bytes, strlen(bytes));
	free(bytes);
	json_decref(document);
}

static void add_sealed(text *out, const act_draft *act)
{
	json_t *list = json_array();
	for (int i = 0; i < act->sealed_count; i++) {
		const book_sealed *s = &act->sealed[i];
		char salt[2 * sizeof s->salt + 1];
		sodium_bin2hex(salt, sizeof salt, s->salt, sizeof s->salt);
		json_array_append_new(list,
				      json_pack("{s:s, s:s, s:s}", "person", s->person, "text", s->text, "salt", salt));
	}
	add_json(out, list);
}

static cordon_status check_clock(cli_context *cli, const desk *d)
{
	char clock[TIME_TEXT];
	int64_t there = d->server_ahead + monotonic_s();
	if (!d->clock_told || (d->now_told >= there - CLOCK_S && d->now_told <= there + CLOCK_S))
		return CORDON_OK;
	time_to_text(there, clock);
	return say(cli, TEXT(CLI_SERVED_CLOCK), TEXT(CLI_SERVED_CLOCK_IS, clock), CORDON_BAD_INPUT);
}

static cordon_status too_many(cli_context *cli)
{
	char most[24];
	snprintf(most, sizeof most, "%d", DESK_ACTS_MAX);
	return say(cli, TEXT(CLI_SERVED_MANY, most), TEXT(CLI_SERVED_FEWER), CORDON_BAD_INPUT);
}

/* Puts the act aside for the server. */
static cordon_status put_aside(cli_context *cli, desk *d, const act_draft *act, const text *bytes,
			       const book_signature *s, int count)
{
	cordon_status status = check_clock(cli, d);
	if (status)
		return status;
	if (d->acts == DESK_ACTS_MAX || d->group.length > LOCAL_LINE_MAX / 2)
		return too_many(cli);
	json_t *list = json_array();
	for (int i = 0; i < count; i++)
		json_array_append_new(list, json_pack("{s:s, s:s}", "key", s[i].key, "signature", s[i].signature));
	text_add_format(&d->group, "%s{\"act\":", d->acts ? "," : "{\"acts\":[");
	text_add(&d->group, bytes->bytes, bytes->length);
	text_add_string(&d->group, ",\"signatures\":");
	add_json(&d->group, list);
	text_add_string(&d->group, ",\"sealed\":");
	add_sealed(&d->group, act);
	text_add_string(&d->group, "}");
	d->group_line[d->acts++] = d->line;
	return CORDON_OK;
}

/* What was taken by the book itself. */
static void note_entry(desk *d, int64_t number)
{
	d->first = d->fresh ? d->first : number;
	d->last = number;
	d->fresh = true;
}

cordon_status desk_take(cli_context *cli, desk *d, const act_draft *act, const keyfile *const *by, int count)
{
	char name[SIGNERS_MAX][44], signature[SIGNERS_MAX][87];
	book_signature s[SIGNERS_MAX];
	text bytes = {0};
	int64_t number;
	cordon_status status = book_draft(d->book, act->kind->name, act->fields, &bytes, &cli->error);
	for (int i = 0; !status && i < count; i++) {
		book_sign(&by[i]->key, bytes.bytes, bytes.length, name[i], signature[i]);
		s[i] = (book_signature){name[i], signature[i]};
	}
	if (!status && d->served) {
		status = put_aside(cli, d, act, &bytes, s, count);
	} else if (!status) {
		status = book_take(d->book, bytes.bytes, bytes.length, s, count, act->sealed, act->sealed_count,
				   &number, &cli->error);
		if (!status)
			note_entry(d, number);
	}
	text_free(&bytes);
	return status;
}

cordon_status desk_take_as_node(cli_context *cli, desk *d, const char *kind, const json_t *fields)
{
	int64_t number;
	if (d->served) {
		cordon_status status = check_clock(cli, d);
		text_clear(&d->group);
		text_add_string(&d->group, "{\"as_node\":");
		add_json(&d->group, json_pack("{s:s, s:O}", "kind", kind, "fields", fields));
		d->acts = 1;
		d->as_node = true;
		return status;
	}
	cordon_status status = book_take_as_node(d->book, kind, fields, &number, &cli->error);
	if (!status)
		note_entry(d, number);
	return status;
}

/* ---- committing -------------------------------------------------------------------------------------------------- */

static cordon_text text_of(const json_t *what)
{
	const char *id = json_string_value(json_object_get(what, "code"));
	const cordon_code *code = id ? cli_code_find(id) : NULL;
	cordon_text t = {id && !code ? &CLI_SERVED_OTHERWISE : code, {NULL}};
	for (size_t i = 0; code && i < CORDON_TEXT_ARGS; i++)
		t.arg[i] = json_string_value(json_array_get(json_object_get(what, "arguments"), i));
	return t;
}

/* What the server found, said as the book itself would have said it here. */
static void add_findings(cli_context *cli, const desk *d, const json_t *list)
{
	size_t i;
	json_t *one;
	json_array_foreach(list, i, one)
	{
		json_int_t act = json_integer_value(json_object_get(one, "act"));
		json_int_t severity = json_integer_value(json_object_get(one, "severity"));
		place_in_file at = {json_string_value(json_object_get(one, "file")),
				    (long)json_integer_value(json_object_get(one, "row")),
				    json_string_value(json_object_get(one, "field")),
				    json_string_value(json_object_get(one, "found"))};
		if (d->file && !at.row && act >= 0 && act < d->acts) {
			at.file = d->file;
			at.row = d->group_line[act];
		}
		finding_add(&cli->error,
			    severity >= 0 && severity < CORDON_ERROR ? (cordon_severity)severity : CORDON_ERROR, at,
			    text_of(json_object_get(one, "what")), text_of(json_object_get(one, "expected")));
	}
}

/* One line there and one back; NULL: it was said what went wrong. */
static json_t *exchange(cli_context *cli, desk *d)
{
	text line = {0};
	bool well = local_write(d->socket, d->group.bytes, d->group.length) &&
		    local_read_line(d->socket, &d->pending, &line);
	json_t *said = well ? json_loadb(text_string(&line), line.length, 0, NULL) : NULL;
	text_free(&line);
	if (!said)
		say(cli, TEXT(CLI_SERVED_LOST), TEXT(CLI_SERVED_LOST_LOOK), CORDON_IO);
	return said;
}

static json_t *send_group(cli_context *cli, desk *d)
{
	for (int tries = 0;; tries++) {
		json_t *said = exchange(cli, d);
		const char *fate = json_string_value(json_object_get(said, "fate"));
		if (!fate || strcmp(fate, "full") != 0 || tries == PATIENCE)
			return said;
		json_decref(said);
		nanosleep(&(struct timespec){0, 100 * 1000 * 1000}, NULL);
	}
}

/* What became of it. */
static cordon_status conclude(cli_context *cli, desk *d, const json_t *said)
{
	const char *fate = json_string_value(json_object_get(said, "fate"));
	size_t errors = cli->error.errors;
	add_findings(cli, d, json_object_get(said, "findings"));
	if (fate && !strcmp(fate, "full"))
		return say(cli, TEXT(CLI_SERVED_FULL), NO_TEXT, CORDON_IO);
	if (fate && !strcmp(fate, "refused")) {
		d->refused_at = (int)json_integer_value(json_object_get(said, "at"));
		return CORDON_BAD_INPUT;
	}
	if (!fate || (strcmp(fate, "taken") && strcmp(fate, "known")))
		return cli->error.errors > errors ? CORDON_IO : say(cli, TEXT(CLI_SERVED_FAILED), NO_TEXT, CORDON_IO);
	d->first = json_integer_value(json_object_get(said, "first"));
	d->last = json_integer_value(json_object_get(said, "last"));
	d->entries = json_integer_value(json_object_get(said, "entries"));
	cordon_status status = book_look(d->book, &cli->error); /* with what is in it now */
	return cli->error.errors > errors ? CORDON_IO : status;
}

void desk_rest(desk *d)
{
	if (d->served && d->book)
		book_look_away(d->book);
}

static cordon_status commit_there(cli_context *cli, desk *d)
{
	if (!d->acts)
		return CORDON_OK;
	text_add_string(&d->group, d->as_node ? "}\n" : "]}\n");
	desk_rest(d);
	json_t *said = send_group(cli, d);
	cordon_status status = said ? conclude(cli, d, said) : CORDON_IO;
	json_decref(said);
	forget_group(d);
	return status;
}

cordon_status desk_commit(cli_context *cli, desk *d)
{
	d->refused_at = -1;
	if (d->served) {
		d->first = d->last = -1;
		return commit_there(cli, d);
	}
	if (!d->fresh)
		d->first = d->last = -1;
	d->fresh = false;
	cordon_status status = book_commit(d->book, &cli->error);
	d->entries = book_size(d->book);
	return status;
}
