/* Canonical JSON: the example of RFC 8785, and what is said of values that are not in the subset. That it agrees with
 * another program on many values is tests/cases/base_forms.py. Also what base takes for granted of libsodium's base64
 * and hexadecimal: that each value has one spelling. */
#include "unit.h"

#include "base/codes.h"
#include "base/json.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>

static void the_example_of_the_rfc(void **state)
{
	(void)state;
	/* RFC 8785, 3.2.3, without its real numbers and with the keys of 3.2.2 in order */
	static const char given[] = "{\"string\": \"\\u20ac$\\u000F\\u000aA'\\u0042\\u0022\\u005c\\\\\\\"\\/\","
				    " \"literals\": [null, true, false]}";
	static const char expected[] =
		"{\"literals\":[null,true,false],\"string\":\"\xE2\x82\xAC$\\u000f\\nA'B\\\"\\\\\\\\\\\"/\"}";
	json_t *value = json_loads(given, 0, NULL), *again;
	text out = {0};
	json_canonical(value, &out);
	assert_string_equal(text_string(&out), expected);
	cordon_text why;
	assert_null(json_read_canonical(given, sizeof given - 1, &why));
	assert_ptr_equal(why.code, &BASE_JSON_CANONICAL);
	assert_non_null(again = json_read_canonical(expected, sizeof expected - 1, &why));
	assert_true(json_equal(value, again));
	json_decref(value);
	json_decref(again);
	text_free(&out);
}

static void what_is_wrong_and_where(void **state)
{
	(void)state;
	static const struct {
		const char *json, *where;
		const cordon_code *why;
	} cases[] = {
		{"{\"a\":[1,{\"b\":0.5}]}", "/a/1/b", &BASE_JSON_REAL},
		{"[9007199254740992]", "/0", &BASE_JSON_RANGE},
		{"{\"a\":1,\"c\":{\"B\":1}}", "/c", &BASE_JSON_KEY},
		{"{\"\":1}", "", &BASE_JSON_KEY},
		{"[\"pan\",\"e\xCC\x81\"]", "/1", &BASE_JSON_NFC},
		{"[\"\xCD\xB8\"]", "/0", &BASE_JSON_TEXT},
		{"[[[[[[[[[[[[[]]]]]]]]]]]]]", "/0/0/0/0/0/0/0/0/0/0/0/0", &BASE_JSON_DEPTH},
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		json_t *value = json_loads(cases[i].json, 0, NULL);
		cordon_text why;
		text where = {0};
		assert_false(json_is_canonical_subset(value, &why, &where));
		assert_ptr_equal(why.code, cases[i].why);
		assert_string_equal(text_string(&where), cases[i].where);
		assert_null(json_read_canonical(cases[i].json, strlen(cases[i].json), &why));
		assert_ptr_equal(why.code, cases[i].why);
		assert_false(json_is_canonical_subset(value, NULL, NULL));
		text_free(&where);
		json_decref(value);
	}
}

static void bytes_that_are_no_text(void **state)
{
	(void)state;
	json_t *value = json_stringn_nocheck("a\0b", 3);
	assert_false(json_is_canonical_subset(value, NULL, NULL));
	json_decref(value);
	value = json_stringn_nocheck("\xC3", 1);
	assert_false(json_is_canonical_subset(value, NULL, NULL));
	json_decref(value);
}

static void a_long_text_is_refused(void **state)
{
	(void)state;
	size_t length = JSON_CANONICAL_MAX + 1;
	char *bytes = malloc(length);
	assert_non_null(bytes);
	memset(bytes, 'x', length);
	memcpy(bytes, "[\"", 2);
	memcpy(bytes + length - 3, "\"]", 2);
	json_t *value = json_read_canonical(bytes, length - 1, NULL);
	assert_int_equal(json_string_length(json_array_get(value, 0)), length - 5);
	json_decref(value);
	memcpy(bytes + length - 3, "x\"]", 3);
	cordon_text why;
	assert_null(json_read_canonical(bytes, length, &why));
	assert_ptr_equal(why.code, &BASE_JSON_LONG);
	free(bytes);
}

/* Every spelling of one to two bytes in four characters that libsodium takes is the one it would write. */
static void base64_has_one_spelling(void **state)
{
	(void)state;
	static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/-_= ";
	static const int variants[] = {sodium_base64_VARIANT_URLSAFE_NO_PADDING, sodium_base64_VARIANT_ORIGINAL};
	const size_t count = sizeof letters - 1;
	for (int v = 0; v < 2; v++) {
		size_t taken = 0;
		for (size_t i = 0; i < count * count * count * count; i++) {
			char spelt[5] = {letters[i % count], letters[i / count % count], letters[i / count / count % count],
					 letters[i / count / count / count], 0};
			for (size_t length = i < count * count * count ? 1 : 4; length <= 4; length++) {
				unsigned char bytes[4];
				char again[8];
				size_t size;
				if (sodium_base642bin(bytes, sizeof bytes, spelt, length, NULL, &size, NULL, variants[v]) != 0)
					continue;
				sodium_bin2base64(again, sizeof again, bytes, size, variants[v]);
				if (strlen(again) != length || memcmp(again, spelt, length) != 0)
					fail_msg("%.*s is read as %s", (int)length, spelt, again);
				taken++;
			}
			if (i > 400000) /* three characters and some of four */
				break;
		}
		assert_true(taken > 60000);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_example_of_the_rfc),   cmocka_unit_test(what_is_wrong_and_where),
		cmocka_unit_test(bytes_that_are_no_text),   cmocka_unit_test(a_long_text_is_refused),
		cmocka_unit_test(base64_has_one_spelling),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
