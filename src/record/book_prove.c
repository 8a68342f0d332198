/* What a book gives to be kept elsewhere: entries, checkpoints, receipts; see book.h. */
#include "base/json.h"
#include "record/book_private.h"
#include "record/codes.h"
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
	state_rows rows = state_ask(b->state, "SELECT note FROM checkpoint WHERE size = ?", "i", b->committed);
	if (!state_row(&rows))
		return book_failed(b, error);
	book_add_value(note, &rows, 0);
	state_end(&rows);
	return CORDON_OK;
}

static json_t *hex(const merkle_hash *hash)
{
	char digits[65];
	sodium_bin2hex(digits, sizeof digits, hash->byte, sizeof hash->byte);
	return json_string(digits);
}

cordon_status book_receipt(book *b, int64_t number, text *out, cordon_error *error)
{
	merkle_proof proof;
	merkle_hash leaf;
	merkle_sparse sparse;
	merkle_source source = subtrees_source(b->state, &sparse);
	text note = {0};
	if (number < 0 || number >= b->committed)
		return no_such_entry(b, number, error);
	if (!subtrees_find(b->state, 0, number, &leaf) ||
	    !merkle_prove_inclusion(number, b->committed, &source, &proof))
		return finding_add(error, CORDON_ERROR, (place_in_file){.file = b->folder}, TEXT(RECORD_DAMAGED),
				   NO_TEXT);
	cordon_status status = book_checkpoint(b, &note, error);
	if (!status) {
		json_t *list = json_array();
		for (int i = 0; i < proof.count; i++)
			json_array_append_new(list, hex(&proof.hash[i]));
		json_t *receipt = json_pack("{sssssIsososi}", "book", b->applier.id, "checkpoint", note.bytes, "entry",
					    (json_int_t)number, "leaf", hex(&leaf), "proof", list, "version", 1);
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

cordon_status book_backup(book *b, const char *path, cordon_error *error)
{
	assert(!b->writing);
	state_do(b->state, "VACUUM INTO ?", "s", path); /* SQLite refuses a file that is there */
	if (!state_failed(b->state))
		return CORDON_OK;
	cordon_status status = book_failed(b, error);
	state_recover(b->state);
	return status;
}
