/* Trees of rolls against RFC 6962's own recursion, and proofs broken in every character. */
#include "council_fixture.h"

#include "council/roll_tree.h"

#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* MTH of section 2.1, word for word, over leaves' bytes. */
static void naive_root(char (*leaf)[200], size_t count, unsigned char out[32])
{
	crypto_hash_sha256_state h;
	crypto_hash_sha256_init(&h);
	if (count == 1) {
		crypto_hash_sha256_update(&h, (const unsigned char *)"\0", 1);
		crypto_hash_sha256_update(&h, (const unsigned char *)leaf[0], strlen(leaf[0]));
	} else if (count > 1) {
		size_t k = 1;
		while (2 * k < count)
			k *= 2;
		unsigned char left[32], right[32];
		naive_root(leaf, k, left);
		naive_root(leaf + k, count - k, right);
		crypto_hash_sha256_update(&h, (const unsigned char *)"\1", 1);
		crypto_hash_sha256_update(&h, left, sizeof left);
		crypto_hash_sha256_update(&h, right, sizeof right);
	}
	crypto_hash_sha256_final(&h, out);
}

static void expect_root(const roll_tree *t, char (*leaf)[200], size_t count)
{
	unsigned char root[32];
	assert_int_equal(t->people, count);
	naive_root(leaf, count, root);
	assert_memory_equal(t->root.byte, root, sizeof root);
}

/* Enrolled out of order; three workplaces and a neighbourhood with the same people. */
static void open_some(fixture *f)
{
	fixture_open(f);
	fixture_base(f, "panaderia", "workplace", "nora", "mario ana zoe b.2 b-1", NULL);
	fixture_base(f, "molino", "workplace", "luis", "carla", NULL);
	fixture_base(f, "imprenta", "workplace", "iris", "", NULL);
	fixture_base(f, "lo-errazuriz", "neighbourhood", "ana", "nora", NULL);
}

static void roots_are_rfc_6962s_of_the_sorted_people(void **unused)
{
	(void)unused;
	fixture f;
	roll_tree t;
	open_some(&f);
	char bakery[6][200] = {"cordon-roll-v1\nana\npanaderia\n",  "cordon-roll-v1\nb-1\npanaderia\n",
			       "cordon-roll-v1\nb.2\npanaderia\n",  "cordon-roll-v1\nmario\npanaderia\n",
			       "cordon-roll-v1\nnora\npanaderia\n", "cordon-roll-v1\nzoe\npanaderia\n"};
	roll_tree_build(&t, f.state, "body", "panaderia", f.entry + 1);
	expect_root(&t, bakery, 6);
	roll_tree_free(&t);
	char all[9][200] = {"cordon-roll-v1\nana\npanaderia\n",   "cordon-roll-v1\nb-1\npanaderia\n",
			    "cordon-roll-v1\nb.2\npanaderia\n",   "cordon-roll-v1\ncarla\nmolino\n",
			    "cordon-roll-v1\niris\nimprenta\n",   "cordon-roll-v1\nluis\nmolino\n",
			    "cordon-roll-v1\nmario\npanaderia\n", "cordon-roll-v1\nnora\npanaderia\n",
			    "cordon-roll-v1\nzoe\npanaderia\n"};
	roll_tree_build(&t, f.state, "kind", "workplace", f.entry + 1);
	expect_root(&t, all, 9);
	roll_tree_free(&t);
	roll_tree_build(&t, f.state, "kind", "union", f.entry + 1);
	expect_root(&t, NULL, 0);
	roll_tree_free(&t);
	fixture_close(&f);
}

static void the_past_stays_as_it_was(void **unused)
{
	(void)unused;
	fixture f;
	roll_tree before, again, after;
	open_some(&f);
	int64_t size = f.entry + 1;
	roll_tree_build(&before, f.state, "body", "panaderia", size);
	fixture_ok(&f, "zoe", "leave", "{'body': 'panaderia', 'person': 'zoe'}");
	fixture_ok(&f, "nora", "enrol", "{'body': 'panaderia', 'person': 'pia'}");
	fixture_ok(&f, "nora", "enrol", "{'body': 'panaderia', 'person': 'zoe'}"); /* comes back */
	roll_tree_build(&again, f.state, "body", "panaderia", size);
	assert_memory_equal(again.root.byte, before.root.byte, sizeof before.root.byte);
	roll_tree_build(&after, f.state, "body", "panaderia", size + 1); /* after zoe left */
	assert_int_equal(after.people, 5);
	assert_int_equal(roll_tree_find(&after, "zoe"), -1);
	roll_tree_free(&after);
	roll_tree_build(&after, f.state, "body", "panaderia", size + 3);
	assert_int_equal(after.people, 7);
	assert_int_equal(roll_tree_find(&after, "zoe"), 6);
	assert_null(roll_tree_twice(&after));
	roll_tree_free(&before);
	roll_tree_free(&again);
	roll_tree_free(&after);
	fixture_close(&f);
}

static bool holds(const json_t *proof)
{
	cordon_text why = NO_TEXT;
	bool well = roll_proof_holds(proof, &why);
	assert_true(well == !why.code);
	return well;
}

static void everybody_has_a_proof(void **unused)
{
	(void)unused;
	fixture f;
	static const char *const about[][2] = {
		{"body", "panaderia"}, {"body", "molino"}, {"body", "imprenta"}, {"kind", "workplace"}};
	open_some(&f);
	for (size_t i = 0; i < sizeof about / sizeof *about; i++) {
		roll_tree t;
		roll_tree_build(&t, f.state, about[i][0], about[i][1], f.entry + 1);
		for (int64_t at = 0; at < t.people; at++) {
			assert_int_equal(roll_tree_find(&t, t.leaf[at].person), at);
			json_t *proof = roll_tree_proof(&t, at);
			assert_true(holds(proof));
			json_decref(proof);
		}
		assert_int_equal(roll_tree_find(&t, "nobody"), -1);
		roll_tree_free(&t);
	}
	fixture_close(&f);
}

/* Every character of the proof's values changed in turn: what it says is then not proved, or it is no proof. What
 * is not under the root, the number of entries and the name of the kind, is for the book to say. */
static void a_changed_proof_does_not_hold(void **unused)
{
	(void)unused;
	fixture f;
	roll_tree t;
	open_some(&f);
	roll_tree_build(&t, f.state, "kind", "workplace", f.entry + 1);
	json_t *proof = roll_tree_proof(&t, 4);
	char *bytes = json_dumps(proof, JSON_COMPACT | JSON_SORT_KEYS);
	size_t tried = 0, refused = 0;
	for (size_t i = 0; bytes[i]; i++) {
		char was = bytes[i];
		bytes[i] = was == '1' ? '2' : '1';
		json_t *changed = json_loads(bytes, JSON_REJECT_DUPLICATES, NULL);
		bytes[i] = was;
		if (!changed)
			continue;
		json_t *a = json_object_get(changed, "size"), *b = json_object_get(changed, "kind");
		bool elsewhere = !json_equal(a, json_object_get(proof, "size")) ||
				 !json_equal(b, json_object_get(proof, "kind"));
		tried += !elsewhere;
		refused += !elsewhere && !holds(changed);
		json_decref(changed);
	}
	assert_true(tried > 500);
	assert_int_equal(refused, tried);
	free(bytes);
	json_decref(proof);
	roll_tree_free(&t);
	fixture_close(&f);
}

/* Somebody stuffs a roll in the database: the person stands twice, and neighbours' proofs no longer hold. */
static void who_stands_twice_is_found(void **unused)
{
	(void)unused;
	fixture f;
	roll_tree t;
	open_some(&f);
	state_do(f.state, "INSERT INTO roll VALUES ('molino', 'mario', 1, 0, NULL, NULL, 'luis', NULL)", "");
	roll_tree_build(&t, f.state, "kind", "workplace", f.entry + 1);
	assert_string_equal(roll_tree_twice(&t), "mario");
	for (int64_t at = 0; at < t.people; at++) {
		json_t *proof = roll_tree_proof(&t, at);
		bool beside = (at && !strcmp(t.leaf[at - 1].person, "mario")) || !strcmp(t.leaf[at].person, "mario") ||
			      (at + 1 < t.people && !strcmp(t.leaf[at + 1].person, "mario"));
		bool both = at > 0 && at + 1 < t.people && !strcmp(t.leaf[at - 1].person, t.leaf[at + 1].person);
		if (!strcmp(t.leaf[at].person, "mario") || both)
			assert_false(holds(proof));
		else if (!beside)
			assert_true(holds(proof));
		json_decref(proof);
	}
	roll_tree_free(&t);
	fixture_close(&f);
}

static void a_place_cannot_be_left_out(void **unused)
{
	(void)unused;
	fixture f;
	roll_tree t;
	open_some(&f);
	roll_tree_build(&t, f.state, "body", "panaderia", f.entry + 1);
	for (size_t out = 0; out < 3; out++) {
		json_t *proof = roll_tree_proof(&t, 2);
		json_array_remove(json_object_get(proof, "places"), out);
		assert_false(holds(proof));
		json_decref(proof);
	}
	assert_false(holds(NULL));
	roll_tree_free(&t);
	fixture_close(&f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(roots_are_rfc_6962s_of_the_sorted_people),
		cmocka_unit_test(the_past_stays_as_it_was),
		cmocka_unit_test(everybody_has_a_proof),
		cmocka_unit_test(a_changed_proof_does_not_hold),
		cmocka_unit_test(who_stands_twice_is_found),
		cmocka_unit_test(a_place_cannot_be_left_out),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
