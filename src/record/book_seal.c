/* Sealed texts beside the book, and their erasure; see book.h. */
#include "record/book_private.h"
#include "record/codes.h"
#include "record/commitments.h"
#include "record/seal.h"
#include "record/state_private.h"

#include <assert.h>
#include <string.h>

/* Whether the act commits to that hash in a sealed field, or within a document of the kind's own. */
static bool commits(const json_t *value, const char *commitment)
{
	size_t i;
	const char *key;
	json_t *one;
	if (json_is_string(value))
		return !strcmp(json_string_value(value), commitment);
	if (json_is_array(value)) {
		json_array_foreach(value, i, one) if (commits(one, commitment)) return true;
	} else if (json_is_object(value)) {
		json_object_foreach((json_t *)(uintptr_t)value, key, one) if (commits(one, commitment)) return true;
	}
	return false;
}

cordon_status book_check_sealed(book *b, const entry *e, const book_sealed *sealed, int count, cordon_error *error)
{
	char commitment[65];
	for (int i = 0; i < count; i++) {
		place_in_file at = {e->kind, 0, "sealed", sealed[i].person};
		seal_commit(sealed[i].salt, sealed[i].text, commitment);
		if (!seal_is_text(sealed[i].text))
			return finding_add(error, CORDON_ERROR, at, TEXT(RECORD_SEALED_TEXT), NO_TEXT);
		if (!commits(e->fields, commitment))
			return finding_add(error, CORDON_ERROR, at, TEXT(RECORD_NOT_COMMITTED), NO_TEXT);
		if (state_has(b->state, "SELECT 1 FROM forgotten WHERE person = ?", "s", sealed[i].person))
			return finding_add(error, CORDON_ERROR, at, TEXT(RECORD_FORGOTTEN), NO_TEXT);
		if (state_has(b->state, "SELECT 1 FROM sealed WHERE commitment = ?", "s", commitment))
			return finding_add(error, CORDON_ERROR, at, TEXT(RECORD_SALT_TWICE), NO_TEXT);
	}
	return CORDON_OK;
}

static bool person_key(book *b, const char *person, unsigned char key[SEAL_KEY])
{
	size_t length = 0;
	state_rows rows = state_ask(b->state, "SELECT key FROM person_key WHERE person = ?", "s", person);
	if (!state_row(&rows))
		return false;
	const void *bytes = state_bytes(&rows, 0, &length);
	if (length == SEAL_KEY)
		memcpy(key, bytes, SEAL_KEY);
	state_end(&rows);
	return length == SEAL_KEY;
}

void book_seal(book *b, const book_sealed *sealed, int count)
{
	unsigned char key[SEAL_KEY], nonce[24];
	char commitment[65];
	for (int i = 0; i < count; i++) {
		text box = {0};
		if (!person_key(b, sealed[i].person, key)) {
			book_random(b, key, sizeof key);
			state_do(b->state, "INSERT INTO person_key VALUES (?, ?)", "sb", sealed[i].person,
				 (const void *)key, sizeof key);
		}
		book_random(b, nonce, sizeof nonce);
		seal_commit(sealed[i].salt, sealed[i].text, commitment);
		seal_close(key, nonce, sealed[i].salt, sealed[i].text, &box);
		state_do(b->state, "INSERT INTO sealed VALUES (?, ?, ?)", "ssb", commitment, sealed[i].person,
			 (const void *)box.bytes, box.length);
		text_free(&box);
	}
	sodium_memzero(key, sizeof key);
}

bool book_unseal_salted(book *b, const char *commitment, unsigned char salt[32], text *out)
{
	unsigned char key[SEAL_KEY];
	bool well = false;
	size_t length;
	state_rows rows = state_ask(b->state, "SELECT person, box FROM sealed WHERE commitment = ?", "s", commitment);
	if (!state_row(&rows))
		return false;
	const void *box = state_bytes(&rows, 1, &length);
	well = person_key(b, state_text(&rows, 0), key) && seal_open(key, box, length, commitment, salt, out);
	state_end(&rows);
	sodium_memzero(key, sizeof key);
	return well;
}

bool book_unseal(book *b, const char *commitment, text *out)
{
	unsigned char salt[SEAL_SALT];
	return book_unseal_salted(b, commitment, salt, out);
}

static bool is_opened(book *b, const char *commitment)
{
	unsigned char salt[SEAL_SALT];
	text clear = {0};
	bool well = book_unseal_salted(b, commitment, salt, &clear) && seal_is_text(text_string(&clear));
	if (clear.bytes)
		sodium_memzero(clear.bytes, clear.capacity);
	text_free(&clear);
	return well;
}

/* One box: under an act, and what that committed to, if its person's key is still there. */
static cordon_status check_box(book *b, const commitments *all, const char *commitment, const char *person,
			       book_verdict *verdict, cordon_error *error)
{
	place_in_file at = {b->folder, 0, "sealed", commitment};
	bool committed = commitments_have(all, commitment);
	if (committed && !state_has(b->state, "SELECT 1 FROM person_key WHERE person = ?", "s", person)) {
		verdict->closed++;
		return CORDON_OK;
	}
	if (committed && is_opened(b, commitment)) {
		verdict->opened++;
		return CORDON_OK;
	}
	finding_add(error, CORDON_ERROR, at, committed ? TEXT(RECORD_SEALED_WRONG) : TEXT(RECORD_NOT_COMMITTED),
		    NO_TEXT);
	return CORDON_UNPROVEN;
}

cordon_status book_check_boxes(book *b, book_verdict *verdict, cordon_error *error)
{
	cordon_status status = CORDON_OK;
	commitments all = {0};
	text commitment = {0}, person = {0};
	state_rows rows = state_ask(b->state, "SELECT commitment, person FROM sealed ORDER BY commitment", "");
	while (state_row(&rows)) {
		if (!all.collected)
			commitments_collect(&all, b);
		text_clear(&commitment);
		text_clear(&person);
		book_add_value(&commitment, &rows, 0);
		book_add_value(&person, &rows, 1);
		cordon_status one = check_box(b, &all, text_string(&commitment), text_string(&person), verdict, error);
		status = status ? status : one;
	}
	commitments_free(&all);
	text_free(&commitment);
	text_free(&person);
	return state_failed(b->state) ? book_failed(b, error) : status;
}

/* The book's own last: while it still has the key, the next opening to write sees that there is work left. */
static cordon_status erase_person(book *b, const char *person, cordon_error *error)
{
	cordon_status status = book_erase_in_backups(b, person, error);
	if (!status && !book_erase_in(b->db, person)) {
		state_fail(b->state, "erase");
		status = book_failed(b, error);
		state_recover(b->state);
	}
	return status;
}

cordon_status book_erase_forgotten(book *b, cordon_error *error)
{
	char person[ACT_ID_MAX + 1];
	cordon_status status = CORDON_OK;
	assert(!b->writing);
	while (!status &&
	       state_word(b->state, person, sizeof person,
			  "SELECT person FROM person_key WHERE person IN (SELECT person FROM forgotten)", ""))
		status = erase_person(b, person, error);
	return status;
}
