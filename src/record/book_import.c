/* A book's folder made of an export, verified entry by entry on the way; see book.h. */
#include "base/digits.h"
#include "base/memory.h"
#include "record/book_private.h"
#include "record/codes.h"
#include "record/commitments.h"
#include "record/lines.h"
#include "record/seal.h"
#include "record/state_private.h"
#include "record/verify.h"

#include <inttypes.h>
#include <string.h>
#include <unistd.h>

/* Checkpoints come between entries in the file, while entries are read ahead of their verification: a queue keeps
 * them. */
struct import {
	verifier v;
	book *b;
	lines lines;
	struct queued {
		int64_t size;
		char *note;
	} * queue;
	int first, count, room; /* queue[first .. count) */
	int64_t read, points; /* entries and checkpoints read */
	bool over; /* at a line that is no entry and no checkpoint: `last` */
	line_kind last;
	commitments committed; /* for sealed texts */
	char commitment[65]; /* of the last of them */
};

static cordon_status wrong(const struct import *in, cordon_text what, cordon_error *error)
{
	return finding_add(error, CORDON_ERROR, (place_in_file){in->lines.file, in->lines.number, NULL, NULL}, what,
			   NO_TEXT);
}

/* "<size> <base64>" into the queue. */
static bool queue_checkpoint(struct import *in, const char *rest)
{
	size_t length = 0, room = strlen(rest) + 1;
	char *end;
	long long size = strtoll(rest, &end, 10);
	char *note = memory_alloc(room, 1);
	bool well = *rest >= '1' && *rest <= '9' && *end == ' ' && size == in->read &&
		    digits_are_ascii(end, strlen(end)) &&
		    !sodium_base642bin((unsigned char *)note, room - 1, end + 1, strlen(end + 1), NULL, &length, NULL,
				       sodium_base64_VARIANT_ORIGINAL) &&
		    strlen(note) == length && length <= BOOK_NOTE_MAX;
	if (!well) {
		free(note);
		return false;
	}
	if (in->first == in->count)
		in->first = in->count = 0;
	MEMORY_RESERVE(in->queue, in->count, in->room);
	in->queue[in->count++] = (struct queued){size, note};
	in->points++;
	return true;
}

static bool next_entry(void *context, text *bytes)
{
	struct import *in = context;
	while (!in->over) {
		in->last = lines_next(&in->lines);
		if (in->last == LINE_ENTRY) {
			in->read++;
			text_add_string(bytes, in->lines.rest);
			return true;
		}
		if (in->last != LINE_CHECKPOINT || !queue_checkpoint(in, in->lines.rest))
			in->over = true;
	}
	return false;
}

/* Stores the checkpoint it hands on. */
static bool next_checkpoint(void *context, int64_t *size, text *note)
{
	struct import *in = context;
	if (in->first == in->count)
		return false;
	struct queued *q = &in->queue[in->first++];
	*size = q->size;
	text_add_string(note, q->note);
	state_do(in->b->state, "INSERT INTO checkpoint VALUES (?, ?)", "is", q->size, q->note);
	free(q->note);
	return true;
}

static cordon_status applied(void *context, int64_t number, const char *bytes, size_t length, const merkle_hash *leaf,
			     cordon_error *error)
{
	struct import *in = context;
	(void)length;
	state_do(in->b->state, "INSERT INTO entry VALUES (?, ?)", "is", number, bytes);
	if (!in->v.expected)
		verifier_begin(&in->v); /* the queue may have grown */
	return verifier_entry(&in->v, leaf, error);
}

/* A word of those letters and the one blank after it. */
static bool take_word(const char *rest, size_t *used, const char *letters, char *out, size_t size)
{
	size_t length = strspn(rest + *used, letters);
	if (!length || length >= size || rest[*used + length] != ' ')
		return false;
	memcpy(out, rest + *used, length);
	out[length] = '\0';
	*used += length + 1;
	return true;
}

/* "<commitment> <person> <base64 of salt and text>", in ascending order of the commitment, which an act holds;
 * sealed anew under a key of this folder. */
static bool import_sealed(struct import *in, const char *rest)
{
	char commitment[65], person[ACT_ID_MAX + 1], again[65];
	size_t length = 0, used = 0, room = strlen(rest) + 1;
	if (!take_word(rest, &used, "0123456789abcdef", commitment, sizeof commitment) || strlen(commitment) != 64 ||
	    !take_word(rest, &used, "abcdefghijklmnopqrstuvwxyz0123456789._-", person, sizeof person))
		return false;
	unsigned char *bytes = memory_alloc(room, 1);
	bool well = digits_are_ascii(rest, strlen(rest)) &&
		    !sodium_base642bin(bytes, room - 1, rest + used, strlen(rest + used), NULL, &length, NULL,
				       sodium_base64_VARIANT_ORIGINAL) &&
		    length >= SEAL_SALT && strlen((char *)bytes + SEAL_SALT) == length - SEAL_SALT;
	if (well) {
		book_sealed sealed = {.person = person, .text = (char *)bytes + SEAL_SALT};
		memcpy(sealed.salt, bytes, SEAL_SALT);
		seal_commit(sealed.salt, sealed.text, again);
		well = !strcmp(again, commitment) && strcmp(in->commitment, commitment) < 0 &&
		       commitments_have(&in->committed, commitment) && seal_is_text(sealed.text) &&
		       !state_has(in->b->state, "SELECT 1 FROM forgotten WHERE person = ?", "s", person);
		strcpy(in->commitment, commitment);
		if (well)
			book_seal(in->b, &sealed, 1);
	}
	sodium_memzero(bytes, room);
	free(bytes);
	return well;
}

/* What follows the entries: sealed texts, and the line that ends the file. */
static cordon_status read_tail(struct import *in, cordon_error *error)
{
	char end[64];
	if (in->last == LINE_SEALED)
		commitments_collect(&in->committed, in->b);
	for (; in->last == LINE_SEALED; in->last = lines_next(&in->lines))
		if (!import_sealed(in, in->lines.rest))
			return wrong(in, TEXT(RECORD_EXPORT_LINE), error);
	snprintf(end, sizeof end, "%" PRId64 " %" PRId64, in->read, in->points);
	if (in->last != LINE_END || strcmp(in->lines.rest, end))
		return wrong(in, TEXT(RECORD_EXPORT_LINE), error);
	if (lines_next(&in->lines) != LINE_WRONG || in->lines.line.length)
		return wrong(in, TEXT(RECORD_EXPORT_LINE), error);
	return CORDON_OK;
}

static cordon_status finish(struct import *in, const char *id, cordon_error *error)
{
	book *b = in->b;
	if (strcmp(in->v.applier.id, id) != 0)
		return wrong(in, TEXT(RECORD_OTHER_BOOK), error);
	state_word(b->state, b->origin, sizeof b->origin, "SELECT origin FROM founding", ""); /* at most 100 bytes */
	state_do(b->state, "INSERT INTO meta VALUES ('id', ?), ('origin', ?)", "ss", id, b->origin);
	if (state_failed(b->state) || sqlite3_exec(b->db, "COMMIT", NULL, NULL, NULL) != SQLITE_OK)
		return book_failed(b, error);
	b->writing = false;
	return CORDON_OK;
}

static cordon_status import(struct import *in, book_verdict *verdict, const cordon_progress *progress,
			    cordon_error *error)
{
	char id[ENTRY_ID] = "";
	if (lines_next(&in->lines) != LINE_HEAD || strlen(in->lines.rest) != ENTRY_ID - 1)
		return wrong(in, TEXT(RECORD_EXPORT_HEAD), error);
	memcpy(id, in->lines.rest, ENTRY_ID);
	in->v.next_checkpoint = next_checkpoint;
	in->v.checkpoint_context = in;
	in->v.subtree = subtrees_store;
	in->v.subtree_context = in->b->state;
	const replay_plan plan = {next_entry, applied, in, in->lines.file, 0, progress, 0};
	cordon_status status = replay_entries(&plan, &in->v.applier, error);
	if (!status)
		status = read_tail(in, error);
	if (!status)
		status = verifier_end(&in->v, error);
	if (!status)
		status = finish(in, id, error);
	if (!status)
		status = book_state_hash(in->b, verdict->state, error);
	verdict->entries = in->v.applier.size;
	verdict->checkpoints = in->v.checkpoints;
	return status;
}

cordon_status book_import(const char *folder, const book_options *options, const char *file, book_verdict *verdict,
			  const cordon_progress *progress, cordon_error *error)
{
	struct import in = {.b = book_new(folder, options)};
	*verdict = (book_verdict){0};
	cordon_status status = lines_open(&in.lines, file, error);
	bool ours = !status;
	if (!status) {
		status = book_prepare(in.b, error);
		ours = !status; /* a folder that was there already is not taken away */
	}
	in.v.file = file;
	in.v.applier = (applier){.state = in.b->state, .world = options->world, .time = INT64_MIN};
	if (!status)
		status = import(&in, verdict, progress, error);
	for (; in.first < in.count; in.first++)
		free(in.queue[in.first].note);
	free(in.queue);
	verifier_free(&in.v);
	commitments_free(&in.committed);
	lines_close(&in.lines);
	book_close(in.b);
	if (status && ours)
		book_remove_folder(folder);
	return status;
}
