/* Checkpoints and receipts from elsewhere; see claims.h. */
#include "record/claims.h"

#include "base/json.h"
#include "base/memory.h"
#include "record/codes.h"
#include "record/evidence.h"
#include "record/note.h"

#include <string.h>

static cordon_status no(const char *file, const char *field, const char *found, cordon_text why, cordon_error *error)
{
	return finding_add(error, CORDON_ERROR, (place_in_file){file, 0, field, found}, why, NO_TEXT);
}

static claim *add(claims *c)
{
	MEMORY_RESERVE(c->claim, c->count, c->capacity);
	c->claim[c->count] = (claim){0};
	return &c->claim[c->count++];
}

static cordon_status read_checkpoint(claims *c, const char *file, const char *bytes, size_t length, const char *origin,
				     checkpoint *point, cordon_error *error)
{
	cordon_text why = NO_TEXT;
	note_parts n;
	if (length > BOOK_NOTE_MAX)
		return no(file, "checkpoint", NULL, TEXT(RECORD_NOTE_FORM), error);
	if (!note_read(bytes, length, &n, &why) || !checkpoint_read(n.body, n.body_length, true, point, &why))
		return no(file, "checkpoint", NULL, why, error);
	if (strcmp(point->origin, origin))
		return no(file, "origin", point->origin, TEXT(RECORD_OTHER_ORIGIN, origin), error);
	if (point->size < 1)
		return no(file, "size", NULL, TEXT(RECORD_CHECKPOINT_EMPTY), error);
	claim *one = add(c);
	one->file = file;
	one->size = point->size;
	one->hash = point->root;
	one->note = memory_alloc(length + 1, 1);
	memcpy(one->note, bytes, length);
	return CORDON_OK;
}

static cordon_status read_receipt(claims *c, const char *file, const json_t *receipt, const char *origin,
				  const char *book, cordon_error *error)
{
	merkle_proof proof;
	merkle_hash leaf;
	checkpoint point;
	const char *id = json_string_value(json_object_get(receipt, "book"));
	const char *note = json_string_value(json_object_get(receipt, "checkpoint"));
	json_int_t number = json_integer_value(json_object_get(receipt, "entry"));
	if (!id || !note || json_object_size(receipt) != 6 || !json_is_integer(json_object_get(receipt, "entry")) ||
	    json_integer_value(json_object_get(receipt, "version")) != 1 || number < 0 ||
	    !evidence_read_hash(json_object_get(receipt, "leaf"), &leaf) ||
	    !evidence_read_proof(json_object_get(receipt, "proof"), &proof))
		return no(file, NULL, NULL, TEXT(RECORD_NOT_A_RECEIPT), error);
	if (strcmp(id, book))
		return no(file, "book", id, TEXT(RECORD_OTHER_BOOK), error);
	if (read_checkpoint(c, file, note, strlen(note), origin, &point, error))
		return CORDON_BAD_INPUT;
	if (!merkle_verify_inclusion(&leaf, number, point.size, proof.hash, proof.count, &point.root))
		return no(file, "proof", NULL, TEXT(RECORD_RECEIPT_PROOF), error);
	claim *one = add(c);
	one->file = file;
	one->is_leaf = true;
	one->size = number + 1;
	one->hash = leaf;
	return CORDON_OK;
}

cordon_status claims_read(claims *c, const char *file, const char *bytes, size_t length, const char *origin,
			  const char *book, cordon_error *error)
{
	checkpoint point;
	cordon_text why = NO_TEXT;
	if (c->count + 2 > CLAIMS_MAX)
		return no(file, NULL, NULL, TEXT(RECORD_TOO_MANY_CLAIMS), error);
	if (!length || *bytes != '{')
		return read_checkpoint(c, file, bytes, length, origin, &point, error);
	length -= bytes[length - 1] == '\n';
	json_t *receipt = json_read_canonical(bytes, length, &why);
	if (!receipt)
		return no(file, NULL, NULL, why, error);
	cordon_status status = read_receipt(c, file, receipt, origin, book, error);
	json_decref(receipt);
	return status;
}

static int by_size(const void *a, const void *b)
{
	int64_t p = ((const claim *)a)->size, q = ((const claim *)b)->size;
	return (p > q) - (p < q);
}

void claims_sort(claims *c)
{
	if (c->count)
		qsort(c->claim, (size_t)c->count, sizeof *c->claim, by_size);
}

void claims_free(claims *c)
{
	for (int i = 0; i < c->count; i++)
		free(c->claim[i].note);
	free(c->claim);
	*c = (claims){0};
}
