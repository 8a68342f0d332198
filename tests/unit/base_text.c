/* Texts and numbers: what reads back as what. */
#include "unit.h"

#include "base/digits.h"
#include "base/draw.h"
#include "base/text.h"

#include <math.h>
#include <string.h>

static void numbers_that_are_numbers(void **state)
{
	(void)state;
	static const struct {
		const char *text;
		double value;
	} cases[] = {{"0", 0}, {"-1.5", -1.5}, {"+2.", 2}, {".5", 0.5}, {"1e3", 1000}, {"1.25E-2", 0.0125}};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		double value;
		assert_true(text_to_double(cases[i].text, '.', &value));
		assert_true(value == cases[i].value);
	}
	double value;
	assert_true(text_to_double("1,5", ',', &value));
	assert_true(value == 1.5);
}

static void texts_that_are_not_numbers(void **state)
{
	(void)state;
	static const char *const cases[] = {"",     " 1",  "1 ",    "abc", "1e", "nan",  "inf",
					    "0x10", "1,5", "1e999", "-",   ".",  "1.2.3"};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		double value;
		assert_false(text_to_double(cases[i], '.', &value));
	}
}

static void doubles_read_back(void **state)
{
	(void)state;
	draw d = {1973};
	for (int i = 0; i < 100000; i++) {
		double value = (draw_unit(&d) - 0.5) * pow(10, (double)draw_below(&d, 60) - 30), back;
		char out[32];
		assert_true(text_to_double(text_from_double(value, out), '.', &back));
		assert_true(value == back);
	}
}

static void utf8_is_told_from_other_bytes(void **state)
{
	(void)state;
	assert_true(text_is_utf8("Cord\xC3\xB3n", 7));
	assert_false(text_is_utf8("Cord\xF3n", 6));
	assert_false(text_is_utf8("\xC3", 1));
	assert_int_equal(text_width("Cord\xC3\xB3n"), 6);
}

/* The test vectors of RFC 4648, section 10. */
static void digits_are_those_of_the_rfc(void **state)
{
	(void)state;
	static const struct {
		const char *bytes, *base64, *hex;
	} cases[] = {{"f", "Zg", "66"},
		     {"fo", "Zm8", "666f"},
		     {"foo", "Zm9v", "666f6f"},
		     {"foob", "Zm9vYg", "666f6f62"},
		     {"fooba", "Zm9vYmE", "666f6f6261"},
		     {"foobar", "Zm9vYmFy", "666f6f626172"}};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		char out[8];
		size_t length = strlen(cases[i].bytes);
		assert_true(digits_from_base64(cases[i].base64, out, length));
		assert_memory_equal(out, cases[i].bytes, length);
		assert_true(digits_from_hex(cases[i].hex, out, length));
		assert_memory_equal(out, cases[i].bytes, length);
		assert_false(digits_from_base64(cases[i].base64, out, length - 1));
		assert_false(digits_from_base64(cases[i].base64, out, length + 1));
		assert_false(digits_from_hex(cases[i].hex, out, length - 1));
		assert_false(digits_from_hex(cases[i].hex, out, length + 1));
	}
}

/* Other spellings of the same bytes would be other texts of the same act. */
static void digits_have_one_form(void **state)
{
	(void)state;
	char out[8];
	static const char *const hex[] = {"6F", "6g", "6", "6f ", " 6f", "0x", ""};
	for (size_t i = 0; i < sizeof hex / sizeof *hex; i++)
		assert_false(digits_from_hex(hex[i], out, 1));
	static const char *const base64[] = {"Zg==", "Zh", "Zg ", "+w", "/w", "Zg\n", "Z", "\xFFw", "\xC3\xA9", ""};
	for (size_t i = 0; i < sizeof base64 / sizeof *base64; i++)
		assert_false(digits_from_base64(base64[i], out, 1));
	assert_true(digits_from_base64("_-8", out, 2));
	assert_true(digits_begin_hex("6f6F", 1));
	assert_false(digits_begin_hex("6", 1));
	assert_false(digits_from_hex(NULL, out, 1));
	assert_false(digits_from_base64(NULL, out, 1));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(numbers_that_are_numbers),    cmocka_unit_test(texts_that_are_not_numbers),
		cmocka_unit_test(doubles_read_back),           cmocka_unit_test(utf8_is_told_from_other_bytes),
		cmocka_unit_test(digits_are_those_of_the_rfc), cmocka_unit_test(digits_have_one_form),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
