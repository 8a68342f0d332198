/* What another book proves by a file (record/evidence.h): a small book is written with libsodium's signatures; what is
 * true is taken, and with any digit, byte or entry of it changed it is not. */
#include "unit.h"

#include "base/json.h"
#include "record/codes.h"
#include "record/evidence.h"
#include "record/note.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>

enum { ENTRIES = 9, SECRETS = 3 };
#define ORIGIN "cordon/unit"

typedef struct small_book {
	unsigned char secret[SECRETS][64], public[SECRETS][32]; /* the node's, the founder's, the node's next */
	char name[SECRETS][ENTRY_KEY];
	char id[ENTRY_ID];
	text bytes[ENTRIES];
	merkle_hash leaf[ENTRIES];
} small_book;

static void add(small_book *b, int at, const char *kind, json_t *fields, int by)
{
	char nonce[ENTRY_NONCE], signature[2][ENTRY_SIGNATURE];
	const char *key[2], *sig[2];
	int first = by < 0 && strcmp(b->name[0], b->name[1]) > 0, signers = by < 0 ? 2 : 1;
	text act = {0};
	snprintf(nonce, sizeof nonce, "%032x", at);
	entry_write_act(&act, at ? b->id : "0000000000000000000000000000000000000000000000000000000000000000", kind,
			fields, at, nonce);
	if (!at)
		entry_book_id(act.bytes, act.length, b->id);
	for (int i = 0; i < signers; i++) {
		int who = by < 0 ? first ^ i : by;
		entry_sign(b->secret[who], act.bytes, act.length, signature[i]);
		key[i] = b->name[who];
		sig[i] = signature[i];
	}
	entry_write(&b->bytes[at], act.bytes, act.length, key, sig, signers, at);
	b->leaf[at] = merkle_leaf(b->bytes[at].bytes, b->bytes[at].length);
	json_decref(fields);
	text_free(&act);
}

/* Entry 4 changes the node's key, signed by the old one. */
static void make(small_book *b)
{
	*b = (small_book){0};
	for (int i = 0; i < SECRETS; i++) {
		unsigned char seed[32] = {(unsigned char)(i + 1)};
		crypto_sign_seed_keypair(b->public[i], b -> secret[i], seed);
		entry_key_name(b->public[i], b -> name[i]);
	}
	add(b, 0, "found",
	    json_pack("{ssssssssss}", "title", "T", "origin", ORIGIN, "node_key", b->name[0], "person", "ana", "key",
		      b->name[1]),
	    -1);
	for (int i = 1; i < ENTRIES; i++)
		if (i == 4)
			add(b, i, "node_key", json_pack("{ss}", "key", b->name[2]), 0);
		else
			add(b, i, "say", json_pack("{si}", "n", i), 1);
}

static void drop(small_book *b)
{
	for (int i = 0; i < ENTRIES; i++)
		text_free(&b->bytes[i]);
}

static bool subtree(void *context, int level, int64_t index, merkle_hash *out)
{
	const small_book *b = context;
	merkle_hash left, right;
	if (!level) {
		*out = b->leaf[index];
		return true;
	}
	subtree(context, level - 1, 2 * index, &left);
	subtree(context, level - 1, 2 * index + 1, &right);
	*out = merkle_node(&left, &right);
	return true;
}

static json_t *item(small_book *b, int number, int size)
{
	merkle_source source = {subtree, b};
	merkle_proof proof;
	assert_true(merkle_prove_inclusion(number, size, &source, &proof));
	json_t *value = json_loadb(b->bytes[number].bytes, b->bytes[number].length, 0, NULL);
	return json_pack("{s:o, s:i, s:o}", "entry", value, "number", number, "proof", evidence_proof(&proof));
}

static json_t *grown(small_book *b, int from, int size)
{
	merkle_source source = {subtree, b};
	merkle_proof proof;
	assert_true(merkle_prove_consistency(from, size, &source, &proof));
	return evidence_proof(&proof);
}

static char *note_of(const small_book *b, int size, int by)
{
	merkle tree = {0};
	text body = {0}, note = {0};
	checkpoint point = {.size = size};
	note_key key;
	for (int i = 0; i < size; i++)
		merkle_append(&tree, &b->leaf[i], NULL);
	snprintf(point.origin, sizeof point.origin, "%s", ORIGIN);
	point.root = merkle_root(&tree);
	checkpoint_write(&point, &body);
	note_begin(&note, body.bytes, body.length);
	assert_true(note_key_make(&key, ORIGIN, NOTE_ED25519, b->public[by]));
	note_sign(&note, &key, b->secret[by], 0);
	text_free(&body);
	return note.bytes;
}

static evidence_book known(const small_book *b)
{
	evidence_book book;
	json_t *founding = json_loadb(b->bytes[0].bytes, b->bytes[0].length, 0, NULL);
	assert_true(evidence_founding(founding, &book));
	json_decref(founding);
	assert_string_equal(book.id, b->id);
	assert_string_equal(book.key, b->name[0]);
	assert_string_equal(book.origin, ORIGIN);
	return book;
}

/* Takes a checkpoint; NULL, or the reason against it. */
static const cordon_code *taken(evidence_book *book, char *note, json_t *keys, json_t *consistency)
{
	evidence_wrong wrong = {0};
	evidence_book before = *book;
	bool good = evidence_checkpoint(book, note, keys, consistency, &wrong);
	assert_true(good || !memcmp(&before, book, sizeof before));
	free(note);
	json_decref(keys);
	json_decref(consistency);
	return good ? NULL : wrong.what.code;
}

static void checkpoints_follow_each_other(void **context)
{
	(void)context;
	small_book b;
	make(&b);
	evidence_book book = known(&b);
	assert_ptr_equal(taken(&book, note_of(&b, 3, 1), NULL, NULL), &RECORD_EVIDENCE_NOT_NODE);
	assert_ptr_equal(taken(&book, note_of(&b, 3, 0), NULL, json_array()), &RECORD_EVIDENCE_GROWN);
	assert_null(taken(&book, note_of(&b, 3, 0), NULL, NULL));
	assert_int_equal(book.size, 3);
	assert_ptr_equal(taken(&book, note_of(&b, 3, 0), NULL, grown(&b, 3, 3)), &RECORD_CITED_LATER);
	assert_ptr_equal(taken(&book, note_of(&b, 2, 0), NULL, json_array()), &RECORD_CITED_LATER);
	assert_ptr_equal(taken(&book, note_of(&b, 4, 0), NULL, NULL), &RECORD_EVIDENCE_GROWN);
	assert_ptr_equal(taken(&book, note_of(&b, 4, 0), NULL, grown(&b, 2, 4)), &RECORD_EVIDENCE_GROWN);
	assert_null(taken(&book, note_of(&b, 4, 0), NULL, grown(&b, 3, 4)));
	drop(&b);
}

static void a_new_key_is_brought_by_the_old_one(void **context)
{
	(void)context;
	small_book b;
	make(&b);
	evidence_book book = known(&b), first;
	assert_null(taken(&book, note_of(&b, 3, 0), NULL, NULL));
	first = book;
	assert_ptr_equal(taken(&book, note_of(&b, 9, 2), NULL, grown(&b, 3, 9)), &RECORD_EVIDENCE_NOT_NODE);
	assert_ptr_equal(taken(&book, note_of(&b, 9, 2), json_pack("[o]", item(&b, 5, 9)), grown(&b, 3, 9)),
			 &RECORD_EVIDENCE_KEY);
	assert_ptr_equal(taken(&book, note_of(&b, 9, 0), json_pack("[o]", item(&b, 4, 9)), grown(&b, 3, 9)),
			 &RECORD_EVIDENCE_NOT_NODE);
	assert_ptr_equal(
		taken(&book, note_of(&b, 9, 2), json_pack("[oo]", item(&b, 4, 9), item(&b, 4, 9)), grown(&b, 3, 9)),
		&RECORD_EVIDENCE_KEY);
	assert_null(taken(&book, note_of(&b, 9, 2), json_pack("[o]", item(&b, 4, 9)), grown(&b, 3, 9)));
	assert_string_equal(book.key, b.name[2]);
	assert_int_equal(book.key_entry, 4);
	/* signed by somebody else, it brings nothing */
	text_free(&b.bytes[4]);
	add(&b, 4, "node_key", json_pack("{ss}", "key", b.name[2]), 1);
	assert_ptr_equal(taken(&first, note_of(&b, 9, 2), json_pack("[o]", item(&b, 4, 9)), grown(&b, 3, 9)),
			 &RECORD_EVIDENCE_KEY);
	drop(&b);
}

/* Whether the entry is under the book's checkpoint as the text says it. */
static bool holds(const evidence_book *book, const char *bytes)
{
	entry e;
	int64_t number;
	evidence_wrong wrong;
	json_t *value = json_loads(bytes, 0, NULL);
	bool good = value && evidence_entry(book, value, "told", &number, &e, &wrong);
	if (good)
		entry_free(&e);
	json_decref(value);
	return good;
}

static void no_byte_of_an_entry_or_its_proof_can_be_another(void **context)
{
	(void)context;
	small_book b;
	make(&b);
	evidence_book book = known(&b);
	assert_null(taken(&book, note_of(&b, 8, 2), json_pack("[o]", item(&b, 4, 8)), NULL));
	for (int number = 0; number < 8; number += 3) {
		text bytes = {0};
		json_t *one = item(&b, number, 8);
		json_canonical(one, &bytes);
		assert_int_equal(holds(&book, bytes.bytes), number > 0); /* the founding entry is of no book yet */
		for (size_t i = 0; i < bytes.length; i++) {
			char byte = bytes.bytes[i];
			bytes.bytes[i] = byte == '1' ? '2' : '1';
			if (byte != bytes.bytes[i])
				assert_false(holds(&book, bytes.bytes));
			bytes.bytes[i] = byte;
		}
		text_free(&bytes);
		json_decref(one);
	}
	drop(&b);
}

static void no_byte_of_a_checkpoint_can_be_another(void **context)
{
	(void)context;
	small_book b;
	make(&b);
	char *note = note_of(&b, 3, 0);
	for (size_t i = 0; i < strlen(note); i++) {
		evidence_book book = known(&b);
		char *other = strdup(note);
		other[i] = other[i] == 'A' ? 'B' : 'A';
		assert_non_null(taken(&book, other, NULL, NULL));
	}
	free(note);
	drop(&b);
}

static void a_founding_entry_is_signed_by_both(void **context)
{
	(void)context;
	small_book b;
	evidence_book book;
	make(&b);
	json_t *one = json_loadb(b.bytes[0].bytes, b.bytes[0].length, 0, NULL), *other = json_deep_copy(one);
	assert_true(evidence_founding(one, &book));
	json_array_remove(json_object_get(other, "signatures"), 0);
	assert_false(evidence_founding(other, &book));
	json_object_set_new(json_object_get(json_object_get(one, "act"), "fields"), "title", json_string("U"));
	assert_false(evidence_founding(one, &book));
	assert_false(evidence_founding(NULL, &book));
	json_decref(one);
	json_decref(other);
	drop(&b);
}

static int set_up(void **context)
{
	(void)context;
	return sodium_init() < 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(checkpoints_follow_each_other),
		cmocka_unit_test(a_new_key_is_brought_by_the_old_one),
		cmocka_unit_test(no_byte_of_an_entry_or_its_proof_can_be_another),
		cmocka_unit_test(no_byte_of_a_checkpoint_can_be_another),
		cmocka_unit_test(a_founding_entry_is_signed_by_both),
	};
	return cmocka_run_group_tests(tests, set_up, NULL);
}
