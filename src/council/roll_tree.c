/* See roll_tree.h. */
#include "council/roll_tree.h"

#include "base/digits.h"
#include "base/text.h"
#include "council/codes.h"

#include <assert.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

static merkle_hash leaf_hash(const char *person, const char *body)
{
	char bytes[2 * ACT_ID_MAX + 32];
	int length = snprintf(bytes, sizeof bytes, "cordon-roll-v1\n%s\n%s\n", person, body);
	assert(length > 0 && (size_t)length < sizeof bytes);
	return merkle_leaf(bytes, (size_t)length);
}

/* ---- building ---------------------------------------------------------------------------------------------------- */

static state_rows ask(state *s, bool of_kind, const char *name, int64_t size)
{
	return of_kind ? state_ask(s,
				   "SELECT person, body FROM roll JOIN body USING (body) WHERE kind = ?1 AND "
				   "from_entry < ?2 AND (until_entry IS NULL OR until_entry >= ?2) "
				   "ORDER BY person, body",
				   "si", name, size)
		       : state_ask(s,
				   "SELECT person, body FROM roll WHERE body = ?1 AND from_entry < ?2 AND "
				   "(until_entry IS NULL OR until_entry >= ?2) ORDER BY person",
				   "si", name, size);
}

/* Bodies are few: each name is kept once. */
static const char *keep_body(roll_tree *t, const char *last, const char *body)
{
	return last && !strcmp(last, body) ? last : arena_copy_text(&t->keep, body);
}

static void read_leaves(roll_tree *t, state *s, bool of_kind)
{
	int64_t capacity = 0;
	const char *body = NULL;
	state_rows rows = ask(s, of_kind, t->name, t->size);
	while (state_row(&rows)) {
		MEMORY_RESERVE(t->leaf, t->people, capacity);
		assert(t->people < ROLL_TREE_MAX);
		body = keep_body(t, body, state_text(&rows, 1));
		t->leaf[t->people++] = (roll_leaf){arena_copy_text(&t->keep, state_text(&rows, 0)), body};
	}
}

static void hash_levels(roll_tree *t)
{
	merkle frontier = {0};
	for (int k = 0; k < MERKLE_LEVELS && t->people >> k > 0; k++)
		t->level[k] = memory_alloc((size_t)(t->people >> k), sizeof *t->level[k]);
	for (int64_t i = 0; i < t->people; i++) {
		merkle_hash complete[MERKLE_LEVELS], leaf = leaf_hash(t->leaf[i].person, t->leaf[i].body);
		int highest = merkle_append(&frontier, &leaf, complete);
		for (int k = 0; k <= highest; k++)
			t->level[k][(frontier.size >> k) - 1] = complete[k];
	}
	t->root = merkle_root(&frontier);
}

void roll_tree_build(roll_tree *t, state *s, const char *about, const char *name, int64_t size)
{
	bool of_kind = !strcmp(about, "kind");
	assert(of_kind || !strcmp(about, "body"));
	*t = (roll_tree){.size = size};
	t->about = of_kind ? "kind" : "body";
	t->name = arena_copy_text(&t->keep, name);
	read_leaves(t, s, of_kind);
	hash_levels(t);
}

void roll_tree_free(roll_tree *t)
{
	for (int k = 0; k < MERKLE_LEVELS; k++)
		free(t->level[k]);
	free(t->leaf);
	arena_free(&t->keep);
	*t = (roll_tree){0};
}

/* ---- asking ------------------------------------------------------------------------------------------------------ */

int64_t roll_tree_find(const roll_tree *t, const char *person)
{
	int64_t low = 0, high = t->people;
	while (low < high) {
		int64_t middle = low + (high - low) / 2;
		if (strcmp(t->leaf[middle].person, person) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low < t->people && !strcmp(t->leaf[low].person, person) ? low : -1;
}

const char *roll_tree_twice(const roll_tree *t)
{
	for (int64_t i = 1; i < t->people; i++)
		if (!strcmp(t->leaf[i - 1].person, t->leaf[i].person))
			return t->leaf[i].person;
	return NULL;
}

/* ---- JSON -------------------------------------------------------------------------------------------------------- */

static json_t *hash_json(const merkle_hash *h)
{
	char hex[2 * MERKLE_HASH + 1];
	sodium_bin2hex(hex, sizeof hex, h->byte, sizeof h->byte);
	return memory_require(json_string(hex));
}

static bool hash_from_json(const json_t *value, merkle_hash *out)
{
	return digits_from_hex(json_string_value(value), out->byte, sizeof out->byte);
}

json_t *roll_tree_statement(const roll_tree *t)
{
	return memory_require(json_pack("{s:i, s:s, s:I, s:I, s:o}", "version", 1, t->about, t->name, "size",
					(json_int_t)t->size, "people", (json_int_t)t->people, "root",
					hash_json(&t->root)));
}

static bool stored(void *context, int level, int64_t index, merkle_hash *out)
{
	const roll_tree *t = context;
	*out = t->level[level][index];
	return true;
}

static json_t *place_json(const roll_tree *t, int64_t index)
{
	roll_tree *tree = (roll_tree *)(uintptr_t)t; /* only read */
	merkle_proof proof;
	merkle_prove_inclusion(index, t->people, &(merkle_source){stored, tree}, &proof);
	json_t *list = memory_require(json_array());
	for (int i = 0; i < proof.count; i++)
		json_array_append_new(list, hash_json(&proof.hash[i]));
	return memory_require(json_pack("{s:I, s:s, s:s, s:o}", "index", (json_int_t)index, "person",
					t->leaf[index].person, "body", t->leaf[index].body, "proof", list));
}

json_t *roll_tree_proof(const roll_tree *t, int64_t index)
{
	assert(index >= 0 && index < t->people);
	json_t *proof = roll_tree_statement(t), *places = memory_require(json_array());
	json_object_set_new(proof, "person", json_string(t->leaf[index].person));
	for (int64_t i = index ? index - 1 : 0; i <= index + 1 && i < t->people; i++)
		json_array_append_new(places, place_json(t, i));
	json_object_set_new(proof, "places", places);
	return proof;
}

/* ---- checking ---------------------------------------------------------------------------------------------------- */

typedef struct place {
	const char *person, *body;
	int64_t index;
} place;

static bool read_proof(const json_t *list, merkle_proof *out)
{
	out->count = (int)json_array_size(list);
	if (!json_is_array(list) || json_array_size(list) > MERKLE_PROOF_MAX)
		return false;
	for (int i = 0; i < out->count; i++)
		if (!hash_from_json(json_array_get(list, (size_t)i), &out->hash[i]))
			return false;
	return true;
}

/* Reads a place and verifies it. */
static bool place_holds(const json_t *value, int64_t people, const merkle_hash *root, place *out)
{
	merkle_proof proof;
	*out = (place){json_string_value(json_object_get(value, "person")),
		       json_string_value(json_object_get(value, "body")),
		       json_integer_value(json_object_get(value, "index"))};
	if (!out->person || !out->body || strlen(out->person) > ACT_ID_MAX || strlen(out->body) > ACT_ID_MAX ||
	    !json_is_integer(json_object_get(value, "index")) || !read_proof(json_object_get(value, "proof"), &proof))
		return false;
	merkle_hash leaf = leaf_hash(out->person, out->body);
	return merkle_verify_inclusion(&leaf, out->index, people, proof.hash, proof.count, root);
}

/* The places are all that lie within one of `index`, in order: none that could hold the person again is left out. */
static bool are_neighbours(const place *at, size_t count, int64_t index, int64_t people)
{
	int64_t first = index ? index - 1 : 0, last = index + 1 < people ? index + 1 : people - 1;
	if ((int64_t)count != last - first + 1)
		return false;
	for (size_t i = 0; i < count; i++)
		if (at[i].index != first + (int64_t)i || (i && strcmp(at[i - 1].person, at[i].person) >= 0))
			return false;
	return true;
}

static const place *find_place(const place *at, size_t count, const char *person)
{
	for (size_t i = 0; i < count; i++)
		if (!strcmp(at[i].person, person))
			return &at[i];
	return NULL;
}

static bool breaks(cordon_text *why, cordon_text what)
{
	if (why)
		*why = what;
	return false;
}

bool roll_proof_holds(const json_t *proof, cordon_text *why)
{
	merkle_hash root;
	place at[3];
	const json_t *places = json_object_get(proof, "places"), *size = json_object_get(proof, "people");
	const char *person = json_string_value(json_object_get(proof, "person"));
	const char *body = json_string_value(json_object_get(proof, "body"));
	const char *kind = json_string_value(json_object_get(proof, "kind"));
	size_t count = json_array_size(places);
	if (json_integer_value(json_object_get(proof, "version")) != 1 || !person || !body == !kind ||
	    !json_is_integer(size) || !json_is_integer(json_object_get(proof, "size")) || count < 1 || count > 3 ||
	    !hash_from_json(json_object_get(proof, "root"), &root))
		return breaks(why, TEXT(COUNCIL_PROOF_FORM));
	for (size_t i = 0; i < count; i++)
		if (!place_holds(json_array_get(places, i), json_integer_value(size), &root, &at[i]))
			return breaks(why, TEXT(COUNCIL_PROOF_PLACE));
		else if (body && strcmp(body, at[i].body) != 0)
			return breaks(why, TEXT(COUNCIL_PROOF_BODY));
	const place *own = find_place(at, count, person);
	if (!own)
		return breaks(why, TEXT(COUNCIL_PROOF_PERSON));
	return are_neighbours(at, count, own->index, json_integer_value(size)) ? true
									       : breaks(why, TEXT(COUNCIL_PROOF_ORDER));
}
