/* See evidence.h. */
#include "record/evidence.h"

#include "base/digits.h"
#include "base/json.h"
#include "record/codes.h"
#include "record/keys.h"
#include "record/note.h"

#include <sodium.h>
#include <string.h>

static const char NOWHERE[] = "0000000000000000000000000000000000000000000000000000000000000000";

/* ---- hashes and proofs as JSON ----------------------------------------------------------------------------------- */

bool evidence_read_hash(const json_t *value, merkle_hash *hash)
{
	return digits_from_hex(json_string_value(value), hash->byte, sizeof hash->byte);
}

bool evidence_read_proof(const json_t *list, merkle_proof *proof)
{
	size_t steps = json_array_size(list);
	if (!json_is_array(list) || steps > MERKLE_PROOF_MAX)
		return false;
	for (proof->count = 0; proof->count < (int)steps; proof->count++)
		if (!evidence_read_hash(json_array_get(list, (size_t)proof->count), &proof->hash[proof->count]))
			return false;
	return true;
}

json_t *evidence_hash(const merkle_hash *hash)
{
	char digits[65];
	sodium_bin2hex(digits, sizeof digits, hash->byte, sizeof hash->byte);
	return json_string(digits);
}

json_t *evidence_proof(const merkle_proof *proof)
{
	json_t *list = json_array();
	for (int i = 0; i < proof->count; i++)
		json_array_append_new(list, evidence_hash(&proof->hash[i]));
	return list;
}

/* ---- entries ----------------------------------------------------------------------------------------------------- */

static bool no(evidence_wrong *wrong, const char *field, cordon_text what)
{
	*wrong = (evidence_wrong){field, what};
	return false;
}

/* All signatures of an entry are its keys' own; whose keys these are its book says. */
static bool is_signed(const entry *e)
{
	for (int i = 0; i < e->signatures; i++)
		if (!entry_signed(e->act, e->act_length, e->key[i], e->signature[i]))
			return false;
	return true;
}

/* Reads an entry of that book; its leaf goes to `leaf`, its bytes, which it points into, to `bytes`. */
static bool read_entry(const json_t *value, const char *book, entry *out, text *bytes, merkle_hash *leaf)
{
	cordon_text why;
	*out = (entry){0};
	if (!json_is_object(value) || !json_is_canonical_subset(value, NULL, NULL))
		return false;
	json_canonical(value, bytes);
	if (!entry_read(bytes->bytes, bytes->length, out, &why))
		return false;
	*leaf = merkle_leaf(bytes->bytes, bytes->length);
	return !strcmp(out->book, book);
}

static bool is_under(const json_t *item, const merkle_hash *leaf, int64_t number, int64_t size, const merkle_hash *root)
{
	merkle_proof proof;
	return evidence_read_proof(json_object_get(item, "proof"), &proof) &&
	       merkle_verify_inclusion(leaf, number, size, proof.hash, proof.count, root);
}

static bool check_entry(const json_t *item, const char *book, int64_t size, const merkle_hash *root, const char *field,
			entry *out, evidence_wrong *wrong)
{
	text bytes = {0};
	merkle_hash leaf;
	const json_t *number = json_object_get(item, "number");
	bool good = true;
	*out = (entry){0};
	if (json_object_size(item) != 3 || !json_is_integer(number) ||
	    !read_entry(json_object_get(item, "entry"), book, out, &bytes, &leaf))
		good = no(wrong, field, TEXT(RECORD_EVIDENCE_FORM));
	else if (!is_signed(out))
		good = no(wrong, field, TEXT(RECORD_EVIDENCE_SIGNED));
	else if (!is_under(item, &leaf, json_integer_value(number), size, root))
		good = no(wrong, field, TEXT(RECORD_EVIDENCE_PROOF));
	if (!good)
		entry_free(out);
	out->act = NULL; /* it pointed into the bytes */
	text_free(&bytes);
	return good;
}

bool evidence_entry(const evidence_book *book, const json_t *item, const char *field, int64_t *number, entry *out,
		    evidence_wrong *wrong)
{
	*number = json_integer_value(json_object_get(item, "number"));
	return check_entry(item, book->id, book->size, &book->root, field, out, wrong);
}

/* ---- a book and its checkpoints ---------------------------------------------------------------------------------- */

bool evidence_founding(const json_t *founding, evidence_book *out)
{
	text bytes = {0};
	merkle_hash leaf;
	entry e;
	*out = (evidence_book){0};
	bool good = read_entry(founding, NOWHERE, &e, &bytes, &leaf) && !strcmp(e.kind, "found") && e.signatures == 2 &&
		    is_signed(&e) && !act_check_fields(&keys_found_kind, e.fields, NULL);
	if (good) {
		const char *node = json_string_value(json_object_get(e.fields, "node_key")),
			   *key = json_string_value(json_object_get(e.fields, "key"));
		snprintf(out->origin, sizeof out->origin, "%s", json_string_value(json_object_get(e.fields, "origin")));
		snprintf(out->key, sizeof out->key, "%s", node);
		entry_book_id(e.act, e.act_length, out->id);
		good = note_is_name(out->origin) && ((!strcmp(e.key[0], node) && !strcmp(e.key[1], key)) ||
						     (!strcmp(e.key[1], node) && !strcmp(e.key[0], key)));
	}
	entry_free(&e);
	text_free(&bytes);
	return good;
}

/* One change of the node's key: signed by the key before, and by no other. */
static bool follow_key(evidence_book *book, const json_t *item, evidence_wrong *wrong)
{
	entry e;
	int64_t number;
	if (!evidence_entry(book, item, "keys", &number, &e, wrong))
		return false;
	const char *next = json_string_value(json_object_get(e.fields, "key"));
	bool good = number > book->key_entry && !strcmp(e.kind, "node_key") && e.signatures == 1 &&
		    !strcmp(e.key[0], book->key) && !act_check_fields(&keys_node_kind, e.fields, NULL);
	if (good) {
		snprintf(book->key, sizeof book->key, "%s", next);
		book->key_entry = number;
	}
	entry_free(&e);
	return good || no(wrong, "keys", TEXT(RECORD_EVIDENCE_KEY));
}

static bool follow_keys(evidence_book *book, const json_t *keys, evidence_wrong *wrong)
{
	if (keys && (!json_is_array(keys) || json_array_size(keys) > EVIDENCE_KEYS_MAX))
		return no(wrong, "keys", TEXT(RECORD_EVIDENCE_KEY));
	for (size_t i = 0; i < json_array_size(keys); i++)
		if (!follow_key(book, json_array_get(keys, i), wrong))
			return false;
	return true;
}

static bool is_signed_note(const evidence_book *book, const note_parts *n)
{
	unsigned char public_key[32];
	note_key key;
	note_signed found;
	return digits_from_base64(book->key, public_key, sizeof public_key) &&
	       note_key_make(&key, book->origin, NOTE_ED25519, public_key) && note_verify(n, &key, 1, &found, NULL) &&
	       found.by_it;
}

static bool is_grown(const evidence_book *from, const evidence_book *to, const json_t *consistency)
{
	merkle_proof proof;
	if (!from->size)
		return !consistency;
	return evidence_read_proof(consistency, &proof) &&
	       merkle_verify_consistency(from->size, to->size, proof.hash, proof.count, &from->root, &to->root);
}

bool evidence_checkpoint(evidence_book *book, const char *note, const json_t *keys, const json_t *consistency,
			 evidence_wrong *wrong)
{
	note_parts n;
	checkpoint point;
	evidence_book next = *book;
	if (strlen(note) > EVIDENCE_NOTE_MAX || !note_read(note, strlen(note), &n, NULL) ||
	    !checkpoint_read(n.body, n.body_length, true, &point, NULL) || point.size < 1)
		return no(wrong, "note", TEXT(RECORD_EVIDENCE_NOTE));
	if (strcmp(point.origin, book->origin))
		return no(wrong, "note", TEXT(RECORD_EVIDENCE_ORIGIN));
	if (point.size <= book->size)
		return no(wrong, "note", TEXT(RECORD_CITED_LATER));
	next.size = point.size;
	next.root = point.root;
	if (!follow_keys(&next, keys, wrong))
		return false;
	if (!is_signed_note(&next, &n))
		return no(wrong, "note", TEXT(RECORD_EVIDENCE_NOT_NODE));
	if (!is_grown(book, &next, consistency))
		return no(wrong, "consistency", TEXT(RECORD_EVIDENCE_GROWN));
	*book = next;
	return true;
}
