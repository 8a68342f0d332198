/* Numbers as people read them, in both languages; wrapping. */
#include "unit.h"

#include "report/number.h"
#include "report/wrap.h"

#include <math.h>
#include <string.h>

#define NBSP "\xC2\xA0"
#define MINUS "\xE2\x88\x92"

struct number_case {
	double value;
	int decimals;
	const char *english, *spanish;
};

typedef void (*number_writer)(text *out, double value, int decimals, cordon_language language);

static void check(const struct number_case *cases, size_t count, number_writer write)
{
	for (size_t i = 0; i < count; i++) {
		text english = {0}, spanish = {0};
		write(&english, cases[i].value, cases[i].decimals, CORDON_ENGLISH);
		write(&spanish, cases[i].value, cases[i].decimals, CORDON_SPANISH);
		assert_string_equal(text_string(&english), cases[i].english);
		assert_string_equal(text_string(&spanish), cases[i].spanish);
		text_free(&english);
		text_free(&spanish);
	}
}

static void numbers(void **state)
{
	(void)state;
	static const struct number_case cases[] = {
		{0, 0, "0", "0"},
		{-0.0, 2, "0.00", "0,00"},
		{-0.001, 2, "0.00", "0,00"},
		{-0.006, 2, MINUS "0.01", MINUS "0,01"},
		{999.5, 1, "999.5", "999,5"},
		{1234.5, 1, "1,234.5", "1.234,5"},
		{1234567, 0, "1,234,567", "1.234.567"},
		{-1000000, 0, MINUS "1,000,000", MINUS "1.000.000"},
		{NAN, 2, "\xE2\x80\x93", "\xE2\x80\x93"},
		{-INFINITY, 2, MINUS "\xE2\x88\x9E", MINUS "\xE2\x88\x9E"},
		{0, NUMBER_AUTO, "0", "0"},
		{12, NUMBER_AUTO, "12", "12"},
		{0.5, NUMBER_AUTO, "0.5", "0,5"},
		{3.14159265, NUMBER_AUTO, "3.142", "3,142"},
		{99999.6, NUMBER_AUTO, "100,000", "100.000"},
		{999.96, NUMBER_AUTO, "1,000", "1.000"},
		{0.000123456, NUMBER_AUTO, "0.0001235", "0,0001235"},
		{1.234e-7, NUMBER_AUTO,
			"1.23\xC3\x97"
			"10\xE2\x81\xBB\xE2\x81\xB7",
			"1,23\xC3\x97"
			"10\xE2\x81\xBB\xE2\x81\xB7"},
		{-2e20, 0,
			MINUS "2\xC3\x97"
				  "10\xC2\xB2\xE2\x81\xB0",
			MINUS "2\xC3\x97"
				  "10\xC2\xB2\xE2\x81\xB0"},
	};
	check(cases, sizeof cases / sizeof *cases, number_add);
}

static void shares_never_claim_too_much(void **state)
{
	(void)state;
	static const struct number_case cases[] = {
		{0.824, 1, "82.4%", "82,4" NBSP "%"},
		{1, 1, "100.0%", "100,0" NBSP "%"},
		{1 - 1e-9, 0, "100%", "100" NBSP "%"},
		{0.99996, 1, "99.9%", "99,9" NBSP "%"},
		{0.999, 0, "99%", "99" NBSP "%"},
		{1.00004, 1, "100.1%", "100,1" NBSP "%"},
		{1e-5, 1, "<0.1%", "<0,1" NBSP "%"},
		{0, 1, "0.0%", "0,0" NBSP "%"},
		{0.5, NUMBER_AUTO, "50.0%", "50,0" NBSP "%"},
		{NAN, 1, "\xE2\x80\x93", "\xE2\x80\x93"},
	};
	check(cases, sizeof cases / sizeof *cases, number_add_share);
}

static void write_short(text *out, double value, int decimals, cordon_language language)
{
	(void)decimals;
	number_add_short(out, value, language);
}

static void large_numbers_get_words(void **state)
{
	(void)state;
	static const struct number_case cases[] = {
		{950, 0, "950", "950"},
		{123456, 0, "123,456", "123.456"},
		{999999.9, 0, "1.00 million", "1,00 millones"},
		{12345678, 0, "12.3 million", "12,3 millones"},
		{-4.567e9, 0, MINUS "4.57 billion", MINUS "4,57 mil millones"},
		{9.996e9, 0, "10.0 billion", "10,0 mil millones"},
		{123.4e12, 0, "123 trillion", "123 billones"},
	};
	check(cases, sizeof cases / sizeof *cases, write_short);
}

static void assert_lines(
	const char *string, double limit, size_t most, size_t lines, bool cut, const char *const *expected)
{
	wrap_line line[8];
	wrap_result result = wrap_text(string, limit, wrap_cells, line, most);
	assert_int_equal(result.lines, lines);
	assert_int_equal(result.cut, cut);
	for (size_t i = 0; i < lines; i++) {
		assert_int_equal(line[i].length, strlen(expected[i]));
		assert_memory_equal(line[i].at, expected[i], line[i].length);
	}
}

static void lines_break_where_they_may(void **state)
{
	(void)state;
	assert_lines("", 5, 2, 1, false, (const char *const[]){""});
	assert_lines("one two three", 7, 3, 2, false, (const char *const[]){"one two", "three"});
	assert_lines("one  two", 4, 3, 2, false, (const char *const[]){"one", "two"});
	assert_lines("abcdefgh", 3, 3, 3, false, (const char *const[]){"abc", "def", "gh"});
	assert_lines("one two three", 7, 1, 1, true, (const char *const[]){"one tw"});
	assert_lines("one two three four", 9, 2, 2, true, (const char *const[]){"one two", "three fo"});
	assert_lines("x", 0, 1, 1, false, (const char *const[]){"x"});
}

static void marks_stay_with_their_letters_and_wide_letters_count_twice(void **state)
{
	(void)state;
	/* e + combining acute, four times */
	assert_lines("e\xCC\x81"
				 "e\xCC\x81"
				 "e\xCC\x81"
				 "e\xCC\x81",
		2, 3, 2, false,
		(const char *const[]){"e\xCC\x81"
							  "e\xCC\x81",
			"e\xCC\x81"
			"e\xCC\x81"});
	/* four ideographs of two cells */
	assert_lines("\xE9\xBA\xB5\xE5\x8C\x85\xE5\xB7\xA5\xE5\xBB\xA0", 5, 3, 2, false,
		(const char *const[]){"\xE9\xBA\xB5\xE5\x8C\x85", "\xE5\xB7\xA5\xE5\xBB\xA0"});
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(numbers),
		cmocka_unit_test(shares_never_claim_too_much),
		cmocka_unit_test(large_numbers_get_words),
		cmocka_unit_test(lines_break_where_they_may),
		cmocka_unit_test(marks_stay_with_their_letters_and_wide_letters_count_twice),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
