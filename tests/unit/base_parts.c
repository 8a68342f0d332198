/* The small parts of base: memory, names, findings, messages, hashes and draws. */
#include "unit.h"

#include "base/codes.h"
#include "base/draw.h"
#include "base/hash.h"
#include "base/memory.h"
#include "base/messages.h"
#include "base/names.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void arena_pieces_are_zeroed_aligned_and_apart(void **state)
{
	(void)state;
	enum { PIECES = 2000 };
	arena a = {0};
	unsigned char *piece[PIECES];
	for (size_t i = 0; i < PIECES; i++) {
		size_t size = i % 200 == 199 ? 100000 : i % 97; /* some larger than a block */
		piece[i] = arena_alloc(&a, size);
		assert_int_equal((uintptr_t)piece[i] % _Alignof(max_align_t), 0);
		for (size_t j = 0; j < size; j++)
			assert_int_equal(piece[i][j], 0);
		memset(piece[i], (int)(i % 251), size);
	}
	for (size_t i = 0; i < PIECES; i++)
		for (size_t j = 0, size = i % 200 == 199 ? 100000 : i % 97; j < size; j++)
			assert_int_equal(piece[i][j], i % 251);
	assert_string_equal(arena_format(&a, "%s-%d", "x", 7), "x-7");
	assert_string_equal(arena_copy(&a, "abc", 2), "ab");
	assert_null(arena_copy_text(&a, NULL));
	arena_free(&a);
	arena_free(&a);
}

static void memory_of_nothing_is_valid(void **state)
{
	(void)state;
	void *none = memory_alloc(0, 8);
	assert_non_null(none);
	none = memory_grow(none, 0, 8);
	assert_non_null(none);
	free(none);
	assert_null(memory_copy_text(NULL));
}

static void names_number_in_order(void **state)
{
	(void)state;
	enum { COUNT = 5000 };
	static char id[COUNT][16];
	names n = {0};
	assert_int_equal(names_find(&n, "0"), -1);
	for (int i = 0; i < COUNT; i++) {
		snprintf(id[i], sizeof id[i], "id-%d", i);
		assert_int_equal(names_add(&n, id[i]), i);
	}
	assert_int_equal(names_add(&n, "id-17"), 17);
	assert_int_equal(n.count, COUNT);
	for (int i = 0; i < COUNT; i++)
		assert_int_equal(names_find(&n, id[i]), i);
	assert_int_equal(names_find(&n, "id-"), -1);
	names_free(&n);
}

static void the_closest_name(void **state)
{
	(void)state;
	names n = {0};
	assert_null(names_closest(&n, "bread"));
	names_add(&n, "bread");
	names_add(&n, "steel");
	assert_string_equal(names_closest(&n, "braed"), "bread");
	assert_string_equal(names_closest(&n, "stel"), "steel");
	assert_null(names_closest(&n, "copper"));
	assert_null(names_closest(&n, ""));
	names_free(&n);
}

static void findings_are_copied_counted_and_cut(void **state)
{
	(void)state;
	cordon_error error;
	cordon_error_init(&error);
	char file[] = "a.csv", found[] = "xx", argument[] = "ENOENT";
	assert_int_equal(finding_add(&error, CORDON_ERROR, (place_in_file){file, 7, "unit", found},
				     TEXT(BASE_CANNOT_OPEN, argument), TEXT(BASE_UTF8)),
			 CORDON_BAD_INPUT);
	assert_int_equal(finding_add(&error, CORDON_NOTE, (place_in_file){0}, TEXT(BASE_UTF8), NO_TEXT), CORDON_OK);
	assert_int_equal(finding_add(&error, CORDON_WARNING, (place_in_file){0}, TEXT(BASE_UTF8), NO_TEXT), CORDON_OK);
	file[0] = found[0] = argument[0] = '?';
	assert_string_equal(error.finding[0].file, "a.csv");
	assert_string_equal(error.finding[0].found, "xx");
	assert_string_equal(error.finding[0].what.arg[0], "ENOENT");
	assert_int_equal(error.finding[0].row, 7);
	assert_true(error.errors == 1 && error.warnings == 1 && error.notes == 1 && error.count == 3);
	/* 79 bytes and then characters of two bytes each: cut before the one that would be split */
	char long_found[200];
	memset(long_found, 'a', 79);
	strcpy(long_found + 79, "\xC3\xB3\xC3\xB3\xC3\xB3");
	finding_add(&error, CORDON_NOTE, (place_in_file){.found = long_found}, TEXT(BASE_UTF8), NO_TEXT);
	assert_int_equal(strlen(error.finding[3].found), 79 + 3);
	assert_string_equal(error.finding[3].found + 79, "\xE2\x80\xA6");
	cordon_error_free(&error);
}

static void findings_have_a_limit_but_are_all_counted(void **state)
{
	(void)state;
	cordon_error error;
	cordon_error_init(&error);
	for (int i = 0; i < CORDON_FINDINGS_MAX + 5; i++)
		finding_add(&error, CORDON_ERROR, (place_in_file){0}, TEXT(BASE_UTF8), NO_TEXT);
	assert_int_equal(error.count, CORDON_FINDINGS_MAX);
	assert_int_equal(error.errors, CORDON_FINDINGS_MAX + 5);
	cordon_error_free(&error);
	assert_int_equal(finding_add(NULL, CORDON_ERROR, (place_in_file){0}, TEXT(BASE_UTF8), NO_TEXT),
			 CORDON_BAD_INPUT);
}

static void a_language_of_a_locale(void **state)
{
	(void)state;
	static const char *const spanish[] = {"es", "es_CL.UTF-8", "es_ES@euro", "es.UTF-8", "es-MX"};
	static const char *const english[] = {"C", "POSIX", "en_GB.UTF-8", "et_EE", "est", "", "ES"};
	for (size_t i = 0; i < sizeof spanish / sizeof *spanish; i++)
		assert_int_equal(cordon_language_of(spanish[i]), CORDON_SPANISH);
	for (size_t i = 0; i < sizeof english / sizeof *english; i++)
		assert_int_equal(cordon_language_of(english[i]), CORDON_ENGLISH);
	assert_int_equal(cordon_language_of(NULL), CORDON_ENGLISH);
}

static void messages_in_two_languages_at_once(void **state)
{
	(void)state;
	const cordon_text message = TEXT(BASE_CSV_CELLS, "3");
	char out[64];
	assert_int_equal(cordon_text_render(&message, CORDON_ENGLISH, out, sizeof out), strlen("the row has 3 cells"));
	assert_string_equal(out, "the row has 3 cells");
	cordon_text_render(&message, CORDON_SPANISH, out, sizeof out);
	assert_string_equal(out, "la fila tiene 3 celdas");
	assert_int_equal(cordon_text_render(&message, CORDON_ENGLISH, out, 8), strlen("the row has 3 cells"));
	assert_string_equal(out, "the row");
	assert_int_equal(cordon_text_render(&message, CORDON_ENGLISH, NULL, 0), strlen("the row has 3 cells"));
	assert_string_equal(message_in(CORDON_SPANISH, "of this there is no translation"),
			    "of this there is no translation");
}

static void the_message_table_is_sorted(void **state)
{
	(void)state;
	assert_true(message_count_es > 0);
	for (size_t i = 1; i < message_count_es; i++)
		assert_true(strcmp(message_table_es[i - 1].english, message_table_es[i].english) < 0);
}

static void arguments_are_not_read_as_templates(void **state)
{
	(void)state;
	const cordon_code code = {"test.code", "{1}{0}{9}{"};
	const cordon_text message = {&code, {"{1}", "b", 0, 0}};
	char out[32];
	cordon_text_render(&message, CORDON_ENGLISH, out, sizeof out);
	assert_string_equal(out, "b{1}{9}{");
}

/* FIPS 180-4's examples, as NIST publishes them. */
static void sha256_of_the_published_examples(void **state)
{
	(void)state;
	static const struct {
		const char *message, *digest;
	} cases[] = {
		{"", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"},
		{"abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"},
		{"abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
		 "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"},
	};
	char hex[HASH_HEX];
	hash_state hash;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		hash_begin(&hash);
		hash_add(&hash, cases[i].message, strlen(cases[i].message));
		hash_end(&hash, hex);
		assert_string_equal(hex, cases[i].digest);
	}
	hash_begin(&hash); /* a million times "a" */
	for (int i = 0; i < 100000; i++)
		hash_add(&hash, "aaaaaaaaaa", 10);
	hash_end(&hash, hex);
	assert_string_equal(hex, "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

static void framed_parts_do_not_run_into_each_other(void **state)
{
	(void)state;
	char one[HASH_HEX], other[HASH_HEX];
	hash_state hash;
	hash_begin(&hash);
	hash_add_framed(&hash, "ab", 2);
	hash_add_framed(&hash, "c", 1);
	hash_end(&hash, one);
	hash_begin(&hash);
	hash_add_framed(&hash, "a", 1);
	hash_add_framed(&hash, "bc", 2);
	hash_end(&hash, other);
	assert_string_not_equal(one, other);
}

/* The first numbers of SplitMix64 from the seed 1234567, as published with the algorithm's reference translations. */
static void draws_are_splitmix64(void **state)
{
	(void)state;
	static const uint64_t published[] = {6457827717110365317u, 3203168211198807973u, 9817491932198370423u,
					     4593380528125082431u, 16408922859458223821u};
	draw d = {1234567};
	for (size_t i = 0; i < sizeof published / sizeof *published; i++)
		assert_true(draw_bits(&d) == published[i]);
	for (int i = 0; i < 10000; i++) {
		double unit = draw_unit(&d);
		assert_true(unit >= 0 && unit < 1);
		assert_true(draw_below(&d, 7) < 7);
	}
}

int main(void)
{
	assert_int_equal(cordon_init(), CORDON_OK);
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(arena_pieces_are_zeroed_aligned_and_apart),
		cmocka_unit_test(memory_of_nothing_is_valid),
		cmocka_unit_test(names_number_in_order),
		cmocka_unit_test(the_closest_name),
		cmocka_unit_test(findings_are_copied_counted_and_cut),
		cmocka_unit_test(findings_have_a_limit_but_are_all_counted),
		cmocka_unit_test(a_language_of_a_locale),
		cmocka_unit_test(messages_in_two_languages_at_once),
		cmocka_unit_test(the_message_table_is_sorted),
		cmocka_unit_test(arguments_are_not_read_as_templates),
		cmocka_unit_test(sha256_of_the_published_examples),
		cmocka_unit_test(framed_parts_do_not_run_into_each_other),
		cmocka_unit_test(draws_are_splitmix64),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
