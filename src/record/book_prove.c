/* What a book gives to be kept elsewhere: entries, checkpoints, receipts; see book.h. */
#include "base/json.h"
#include "record/book_private.h"
#include "record/codes.h"
#include "record/evidence.h"
#include "record/state_private.h"

#include <assert.h>
#include <string.h>

static cordon_status no_such_entry(book *b, int64_t number, cordon_error *error)
{
	char found[24], size[24];
	snprintf(found, sizeof found, "%lld", (long long)number);
	snprintf(size, sizeof size, "%lld", (long long)b->committed);
	return finding_add(error, CORDON_ERROR, (place_in_file){.file = b->folder, .field = "entry", .found = found},
			   TEXT(RECORD_NO_SUCH_ENTRY, size), NO_TEXT);
}

void book_add_value(text *out, const state_rows *rows, int column)
{
	size_t length;
	const void *bytes = state_bytes(rows, column, &length);
	if (length)
		text_add(out, bytes, length);
}

cordon_status book_entry(book *b, int64_t number, text *out, cordon_error *error)
{
	state_rows rows = state_ask(b->state, "SELECT bytes FROM entry WHERE number = ?", "i", number);
	if (!state_row(&rows))
		return state_failed(b->state) ? book_failed(b, error) : no_such_entry(b, number, error);
	book_add_value(out, &rows, 0);
	state_end(&rows);
	return CORDON_OK;
}

cordon_status book_checkpoint(book *b, text *note, cordon_error *error)
{
	if (b->noted != b->committed) {
		text_clear(&b->note);
		b->noted = 0;
		state_rows rows = state_ask(b->state, "SELECT note FROM checkpoint WHERE size = ?", "i", b->committed);
		if (!state_row(&rows))
			return book_failed(b, error);
		book_add_value(&b->note, &rows, 0);
		state_end(&rows);
		b->noted = b->committed;
	}
	text_add(note, text_string(&b->note), b->note.length);
	return CORDON_OK;
}

static cordon_status damaged(book *b, cordon_error *error)
{
	return finding_add(error, CORDON_ERROR, (place_in_file){.file = b->folder}, TEXT(RECORD_DAMAGED), NO_TEXT);
}

cordon_status book_receipt(book *b, int64_t number, text *out, cordon_error *error)
{
	merkle_proof proof;
	merkle_hash leaf;
	merkle_source source = subtrees_source(&b->memo, b->state);
	text note = {0};
	if (number < 0 || number >= b->committed)
		return no_such_entry(b, number, error);
	if (!source.hash(source.context, 0, number, &leaf) ||
	    !merkle_prove_inclusion(number, b->committed, &source, &proof))
		return damaged(b, error);
	cordon_status status = book_checkpoint(b, &note, error);
	if (!status) {
		json_t *list = evidence_proof(&proof);
		json_t *receipt =
			json_pack("{sssssIsososi}", "book", b->applier.id, "checkpoint", note.bytes, "entry",
				  (json_int_t)number, "leaf", evidence_hash(&leaf), "proof", list, "version", 1);
		json_canonical(receipt, out);
		json_decref(receipt);
	}
	text_free(&note);
	return status;
}

cordon_status book_state_hash(book *b, char digest[65], cordon_error *error)
{
	return state_hash(b->state, b->options.world, digest) ? CORDON_OK : book_failed(b, error);
}

/* ---- a file for another book ------------------------------------------------------------------------------------- */

static cordon_status add_entry(book *b, int64_t number, const merkle_source *source, json_t *list, cordon_error *error)
{
	text bytes = {0};
	merkle_proof proof;
	cordon_status status = book_entry(b, number, &bytes, error);
	json_t *value = status ? NULL : json_read_canonical(bytes.bytes, bytes.length, NULL);
	if (!status && (!value || !merkle_prove_inclusion(number, b->committed, source, &proof)))
		status = damaged(b, error);
	else if (!status)
		json_array_append_new(list, json_pack("{s:O, s:I, s:o}", "entry", value, "number", (json_int_t)number,
						      "proof", evidence_proof(&proof)));
	json_decref(value);
	text_free(&bytes);
	return status;
}

static cordon_status add_earlier(book *b, int64_t size, const merkle_source *source, json_t *list, cordon_error *error)
{
	merkle_proof proof;
	if (size < 1 || size > b->committed || !merkle_prove_consistency(size, b->committed, source, &proof))
		return no_such_entry(b, size, error);
	json_array_append_new(list, json_pack("{s:o, s:I}", "proof", evidence_proof(&proof), "size", (json_int_t)size));
	return CORDON_OK;
}

cordon_status book_evidence(book *b, const int64_t *number, size_t numbers, const int64_t *earlier, size_t earliers,
			    text *out, cordon_error *error)
{
	text note = {0};
	merkle_source source = subtrees_source(&b->memo, b->state);
	json_t *proven = json_array(), *consistency = json_array();
	cordon_status status = book_checkpoint(b, &note, error);
	for (size_t i = 0; !status && i < numbers; i++)
		status = add_entry(b, number[i], &source, proven, error);
	for (size_t i = 0; !status && i < earliers; i++)
		status = add_earlier(b, earlier[i], &source, consistency, error);
	json_t *file = json_pack("{s:s, s:s, s:o, s:o, s:i}", "book", b->applier.id, "checkpoint", text_string(&note),
				 "consistency", consistency, "entries", proven, "version", 1);
	if (!status)
		json_canonical(file, out);
	json_decref(file);
	text_free(&note);
	return status;
}
