/* A book as lines of text, out and in (docs/book.md, "The file of an export"); see book.h. */
#include "base/file.h"
#include "base/memory.h"
#include "base/text.h"
#include "record/book_private.h"
#include "record/codes.h"
#include "record/lines.h"
#include "record/state_private.h"
#include "record/verify.h"

#include <inttypes.h>
#include <string.h>
#include <unistd.h>

static bool put(const cordon_writer *out, text *line)
{
	text_add_string(line, "\n");
	bool well = out->write(out->context, line->bytes, line->length);
	text_clear(line);
	return well;
}

static void add_base64(text *line, const void *bytes, size_t length)
{
	size_t room = sodium_base64_ENCODED_LEN(length, sodium_base64_VARIANT_ORIGINAL);
	char *base64 = memory_alloc(room, 1);
	sodium_bin2base64(base64, room, bytes, length, sodium_base64_VARIANT_ORIGINAL);
	text_add_string(line, base64);
	sodium_memzero(base64, room);
	free(base64);
}

/* The checkpoint after entry number size - 1, if there is one. */
static bool put_checkpoint(book *b, int64_t size, const cordon_writer *out, text *line, int64_t *count)
{
	state_rows rows = state_ask(b->state, "SELECT note FROM checkpoint WHERE size = ?", "i", size);
	if (!state_row(&rows))
		return true;
	size_t length;
	const void *note = state_bytes(&rows, 0, &length);
	text_add_format(line, "c %" PRId64 " ", size);
	add_base64(line, note, length);
	state_end(&rows);
	++*count;
	return put(out, line);
}

static bool put_entries(book *b, const cordon_writer *out, text *line, int64_t *entries, int64_t *checkpoints)
{
	bool well = true;
	state_rows rows = book_ask_entries(b);
	while (well && state_row(&rows)) {
		text_add_string(line, "e ");
		book_add_value(line, &rows, 1);
		well = put(out, line) && put_checkpoint(b, ++*entries, out, line, checkpoints);
	}
	state_end(&rows);
	return well;
}

static bool put_sealed_one(book *b, const char *commitment, const char *person, const cordon_writer *out, text *line)
{
	unsigned char salt[32];
	bool well = true;
	text clear = {0}, whole = {0};
	if (book_unseal_salted(b, commitment, salt, &clear)) { /* else: forgotten */
		text_add(&whole, (const char *)salt, sizeof salt);
		text_add(&whole, text_string(&clear), clear.length);
		text_add_format(line, "s %s %s ", commitment, person);
		add_base64(line, whole.bytes, whole.length);
		well = put(out, line);
		sodium_memzero(whole.bytes, whole.capacity);
	}
	if (clear.bytes)
		sodium_memzero(clear.bytes, clear.capacity);
	text_free(&clear);
	text_free(&whole);
	return well;
}

static bool put_sealed(book *b, const cordon_writer *out, text *line)
{
	bool well = true;
	text commitment = {0}, person = {0};
	state_rows rows = state_ask(b->state, "SELECT commitment, person FROM sealed ORDER BY commitment", "");
	while (well && state_row(&rows)) {
		text_clear(&commitment);
		text_clear(&person);
		book_add_value(&commitment, &rows, 0);
		book_add_value(&person, &rows, 1);
		well = put_sealed_one(b, text_string(&commitment), text_string(&person), out, line);
	}
	state_end(&rows);
	text_free(&commitment);
	text_free(&person);
	return well;
}

cordon_status book_export(book *b, const cordon_writer *out, bool personal, cordon_error *error)
{
	text line = {0};
	int64_t entries = 0, checkpoints = 0;
	text_add_format(&line, "cordon-book 1 %s", b->applier.id);
	bool well = put(out, &line) && put_entries(b, out, &line, &entries, &checkpoints) &&
		    (!personal || put_sealed(b, out, &line));
	text_add_format(&line, "end %" PRId64 " %" PRId64, entries, checkpoints);
	well = well && put(out, &line);
	text_free(&line);
	if (state_failed(b->state))
		return book_failed(b, error);
	if (!well)
		finding_add(error, CORDON_ERROR, (place_in_file){.file = b->folder}, TEXT(RECORD_EXPORT_FAILED),
			    NO_TEXT);
	return well ? CORDON_OK : CORDON_IO;
}
