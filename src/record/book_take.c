/* Acts taken into the book, and commits; see book.h. */
#include "base/json.h"
#include "base/memory.h"
#include "base/time.h"
#include "record/book_private.h"
#include "record/codes.h"
#include "record/note.h"
#include "record/state_private.h"

#include <assert.h>
#include <string.h>

/* Whether the fields can stand in an entry at all: documents may hold anything. Places are those within the fields. */
static cordon_status check_canonical(const char *kind, const json_t *fields, cordon_error *error)
{
	cordon_text why;
	text where = {0};
	json_t *act = memory_require(json_pack("{s:{s:O}}", "act", "fields", fields)); /* as deep as in an entry */
	bool canonical = json_is_canonical_subset(act, &why, &where);
	const char *place = text_string(&where);
	size_t skip = strlen("/act/fields/");
	json_decref(act);
	if (!canonical)
		finding_add(error, CORDON_ERROR,
			    (place_in_file){kind, 0, strlen(place) > skip ? place + skip : "fields", NULL}, why,
			    NO_TEXT);
	text_free(&where);
	return canonical ? CORDON_OK : CORDON_BAD_INPUT;
}

cordon_status book_draft(book *b, const char *kind, const json_t *fields, text *out, cordon_error *error)
{
	unsigned char bytes[16];
	char nonce[ENTRY_NONCE];
	const act_kind *known = act_kind_find(b->options.world, kind);
	if (!known)
		return finding_add(error, CORDON_ERROR, (place_in_file){.field = "kind", .found = kind},
				   TEXT(RECORD_NO_SUCH_KIND), NO_TEXT);
	if (act_check_fields(known, fields, error) || check_canonical(kind, fields, error))
		return CORDON_BAD_INPUT;
	book_random(b, bytes, sizeof bytes);
	sodium_bin2hex(nonce, sizeof nonce, bytes, sizeof bytes);
	entry_write_act(out, b->applier.id, kind, fields, book_now(b), nonce);
	return CORDON_OK;
}

void book_sign(const book_key *key, const char *act, size_t length, char name[44], char signature[87])
{
	entry_key_name(key->public, name);
	entry_sign(key->secret, act, length, signature);
}

static int by_key(const void *a, const void *b)
{
	return strcmp(((const book_signature *)a)->key, ((const book_signature *)b)->key);
}

/* Puts the signatures in order beside the act, and checks each of them. */
static cordon_status add_signatures(entry *e, const book_signature *given, int count, cordon_error *error)
{
	book_signature s[ACT_SIGNATURES_MAX];
	if (count < 1 || count > ACT_SIGNATURES_MAX)
		return finding_add(error, CORDON_ERROR, (place_in_file){e->kind, 0, "signatures", NULL},
				   TEXT(RECORD_SIGNATURES), NO_TEXT);
	memcpy(s, given, (size_t)count * sizeof *s);
	qsort(s, (size_t)count, sizeof *s, by_key);
	for (int i = 0; i < count; i++) {
		bool twice = i && !strcmp(s[i - 1].key, s[i].key);
		if (twice || !entry_signed(e->act, e->act_length, s[i].key, s[i].signature))
			return finding_add(error, CORDON_ERROR, (place_in_file){e->kind, 0, "signatures", s[i].key},
					   twice ? TEXT(RECORD_SIGNATURES) : TEXT(RECORD_NOT_SIGNED), NO_TEXT);
		e->key[i] = s[i].key;
		e->signature[i] = s[i].signature;
	}
	e->signatures = count;
	return CORDON_OK;
}

static void store(book *b, int64_t number, const char *bytes, size_t length)
{
	state_do(b->state, "INSERT INTO entry VALUES (?, ?)", "is", number, bytes);
	merkle_hash leaf = merkle_leaf(bytes, length);
	subtrees_source(&b->memo, b->state);
	subtrees_append(&b->tree, &leaf, subtrees_keep, &b->memo);
}

static cordon_status take(book *b, entry *e, const book_sealed *sealed, int sealed_count, cordon_error *error)
{
	int64_t now = book_now(b);
	e->time = now > b->applier.time ? now : b->applier.time;
	int64_t number = b->applier.size;
	text bytes = {0};
	entry_write(&bytes, e->act, e->act_length, e->key, e->signature, e->signatures, e->time);
	cordon_status status = CORDON_OK;
	if (bytes.length > ACT_BYTES_MAX)
		status = finding_add(error, CORDON_ERROR, (place_in_file){.file = e->kind}, TEXT(RECORD_ACT_TOO_LONG),
				     NO_TEXT);
	if (!status && !book_begin(b))
		status = book_failed(b, error);
	if (!status)
		status = book_check_sealed(b, e, sealed, sealed_count, error);
	if (!status && !strcmp(e->kind, "node_key") && !book_node_is_next(b, e->fields))
		status = finding_add(error, CORDON_ERROR, (place_in_file){e->kind, 0, "key", NULL},
				     TEXT(RECORD_NODE_KEY_NOT_HERE), NO_TEXT);
	if (!status)
		status = apply_entry(&b->applier, e, error);
	if (!status) {
		store(b, number, bytes.bytes, bytes.length);
		book_seal(b, sealed, sealed_count);
		status = state_failed(b->state) ? book_failed(b, error) : CORDON_OK;
	}
	text_free(&bytes);
	return status;
}

cordon_status book_read_signed(const char *act, size_t length, const book_signature *signature, int signatures,
			       entry *out, cordon_error *error)
{
	cordon_text why = NO_TEXT;
	if (!entry_read_act(act, length, out, &why))
		return finding_add(error, CORDON_ERROR, (place_in_file){.field = "act"}, why, NO_TEXT);
	return add_signatures(out, signature, signatures, error);
}

cordon_status book_take_signed(book *b, entry *e, const book_sealed *sealed, int sealed_count, int64_t *number,
			       cordon_error *error)
{
	assert(!b->options.read_only && e->signatures > 0);
	if (state_failed(b->state))
		return book_failed(b, error);
	cordon_status status = take(b, e, sealed, sealed_count, error);
	if (!status && number)
		*number = b->applier.size - 1;
	return status;
}

cordon_status book_take(book *b, const char *act, size_t length, const book_signature *signature, int signatures,
			const book_sealed *sealed, int sealed_count, int64_t *number, cordon_error *error)
{
	entry e;
	if (state_failed(b->state))
		return book_failed(b, error);
	cordon_status status = book_read_signed(act, length, signature, signatures, &e, error);
	if (!status)
		status = book_take_signed(b, &e, sealed, sealed_count, number, error);
	entry_free(&e);
	return status;
}

void book_abandon(book *b)
{
	if (!b->writing)
		return;
	sqlite3_exec(b->db, "ROLLBACK", NULL, NULL, NULL);
	b->writing = b->changing = false;
	subtrees_forget(&b->memo);
	state_recover(b->state);
	cordon_error none;
	cordon_error_init(&none);
	book_restore(b, &none); /* what it says is sticky in the state */
	cordon_error_free(&none);
}

static void sign_checkpoint(book *b, text *note)
{
	checkpoint point = {.size = b->applier.size, .root = merkle_root(&b->tree)};
	note_key key;
	text body = {0};
	const book_key *node = b->changing ? &b->next : &b->node;
	snprintf(point.origin, sizeof point.origin, "%s", b->origin);
	bool is_name = note_key_make(&key, b->origin, NOTE_ED25519, node->public);
	assert(is_name); /* the founding act has it */
	checkpoint_write(&point, &body);
	note_begin(note, body.bytes, body.length);
	note_sign(note, &key, node->secret, 0);
	text_free(&body);
}

cordon_status book_commit(book *b, cordon_error *error)
{
	if (b->applier.size == b->committed) {
		book_abandon(b); /* a transaction begun for an act that was refused */
		return CORDON_OK;
	}
	text note = {0};
	sign_checkpoint(b, &note);
	state_do(b->state, "INSERT INTO checkpoint VALUES (?, ?)", "is", b->applier.size, note.bytes);
	text_free(&note);
	if (!state_failed(b->state) && sqlite3_exec(b->db, "COMMIT", NULL, NULL, NULL) != SQLITE_OK)
		state_fail(b->state, "COMMIT");
	if (state_failed(b->state)) {
		cordon_status status = book_failed(b, error);
		book_abandon(b);
		return status;
	}
	b->writing = false;
	b->committed = b->applier.size;
	return b->changing ? book_node_changed(b, error) : CORDON_OK;
}
