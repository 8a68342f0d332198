/* The node's key in its folder, its change, and acts that the node signs; see book.h.
 *
 * A change writes node.key.new, commits the act, replaces node.key, and takes node.key.new away. Whenever the machine
 * stops, at least one of the two files is the key that the book's last act `node_key` (or the founding one) names, and
 * opening finds it.
 */
#include "base/file.h"
#include "record/book_private.h"
#include "record/codes.h"

#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const char KEY[] = "node.key", NEXT[] = "node.key.new";

static cordon_status read_key(const book *b, const char *name, book_key *key, cordon_error *error)
{
	text hex = {0};
	size_t length = 0;
	char *path = file_join(b->folder, name);
	cordon_status status = file_read(path, 256, &hex, error);
	if (!status && (sodium_hex2bin(key->secret, sizeof key->secret, text_string(&hex), hex.length, "\n", &length,
				       NULL) ||
			length != sizeof key->secret))
		status =
			finding_add(error, CORDON_ERROR, (place_in_file){.file = path}, TEXT(RECORD_NODE_KEY), NO_TEXT);
	if (!status)
		crypto_sign_ed25519_sk_to_pk(key->public, key->secret);
	if (hex.bytes)
		sodium_memzero(hex.bytes, hex.capacity);
	text_free(&hex);
	free(path);
	return status;
}

static cordon_status write_key(const book *b, const char *name, const book_key *key, cordon_error *error)
{
	char hex[2 * sizeof key->secret + 2];
	char *path = file_join(b->folder, name);
	sodium_bin2hex(hex, sizeof hex, key->secret, sizeof key->secret);
	strcat(hex, "\n");
	mode_t mask = umask(0077);
	cordon_status status = file_write(path, hex, strlen(hex), error);
	umask(mask);
	sodium_memzero(hex, sizeof hex);
	free(path);
	return status;
}

static cordon_status make(const book *b, const char *name, book_key *key, cordon_error *error)
{
	unsigned char seed[crypto_sign_SEEDBYTES];
	book_random(b, seed, sizeof seed);
	crypto_sign_seed_keypair(key->public, key->secret, seed);
	sodium_memzero(seed, sizeof seed);
	return write_key(b, name, key, error);
}

cordon_status book_node_make(book *b, cordon_error *error)
{
	return make(b, KEY, &b->node, error);
}

static bool is_named(const book_key *key, const char *name)
{
	char own[ENTRY_KEY];
	entry_key_name(key->public, own);
	return !strcmp(own, name);
}

static void drop_next(const book *b)
{
	char *path = file_join(b->folder, NEXT);
	unlink(path);
	free(path);
}

cordon_status book_node_settle(book *b, cordon_error *error)
{
	char name[ENTRY_KEY];
	cordon_error unused;
	cordon_status status = read_key(b, KEY, &b->node, error);
	if (status)
		return status;
	if (!state_word(b->state, name, sizeof name, "SELECT key FROM node_key ORDER BY from_entry DESC LIMIT 1", ""))
		return book_failed(b, error);
	if (is_named(&b->node, name)) {
		drop_next(b); /* of a change that was not committed, or is complete */
		return CORDON_OK;
	}
	cordon_error_init(&unused);
	bool found = !read_key(b, NEXT, &b->next, &unused) && is_named(&b->next, name);
	cordon_error_free(&unused);
	if (!found) {
		char *path = file_join(b->folder, KEY);
		status = finding_add(error, CORDON_ERROR, (place_in_file){.file = path}, TEXT(RECORD_NODE_KEY_OTHER),
				     TEXT(RECORD_FIELDS_ARE, name));
		free(path);
		return status;
	}
	return book_node_changed(b, error);
}

void book_node_key(const book *b, char name[44])
{
	entry_key_name(b->node.public, name);
}

bool book_node_is_next(const book *b, const json_t *fields)
{
	const char *name = json_string_value(json_object_get(fields, "key"));
	return b->changing && name && is_named(&b->next, name);
}

cordon_status book_node_changed(book *b, cordon_error *error)
{
	cordon_status status = write_key(b, KEY, &b->next, error);
	b->node = b->next;
	sodium_memzero(&b->next, sizeof b->next);
	b->changing = false;
	if (!status)
		drop_next(b);
	return status;
}

cordon_status book_take_as_node(book *b, const char *kind, const json_t *fields, int64_t *number, cordon_error *error)
{
	char name[ENTRY_KEY], signature[ENTRY_SIGNATURE];
	text act = {0};
	cordon_status status = book_draft(b, kind, fields, &act, error);
	if (!status) {
		book_sign(&b->node, act.bytes, act.length, name, signature);
		const book_signature by = {name, signature};
		status = book_take(b, act.bytes, act.length, &by, 1, NULL, 0, number, error);
	}
	text_free(&act);
	return status;
}

cordon_status book_change_node_key(book *b, int64_t *number, cordon_error *error)
{
	char name[ENTRY_KEY];
	cordon_status status = make(b, NEXT, &b->next, error);
	if (status)
		return status;
	entry_key_name(b->next.public, name);
	json_t *fields = json_pack("{ss}", "key", name);
	b->changing = true;
	status = book_take_as_node(b, "node_key", fields, number, error);
	b->changing = !status;
	json_decref(fields);
	return status;
}
