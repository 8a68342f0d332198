/* Tables: alignment, limits, and the forms for machines. */
#include "unit.h"

#include "base/csv.h"
#include "report/table.h"
#include "report/wrap.h"

#include <math.h>
#include <string.h>

static const table_column columns[] = {
	{"name", "Name", COLUMN_TEXT, 0},
	{"tonnes", "Tonnes", COLUMN_NUMBER, 1},
	{"share", "Served", COLUMN_SHARE, 1},
	{"bar", "Use", COLUMN_BAR, 0},
};
enum { COLUMNS = 4 };

static const char wide[] = "\xE9\xBA\xB5\xE5\x8C\x85", combining[] = "Nun\xCC\x83oa", composed[] = "Cord\xC3\xB3n";

static void add(table *t, const char *name, double tonnes, double share, table_tone_kind tone)
{
	table_row(t);
	table_text(t, name);
	table_number(t, tonnes);
	table_share(t, share);
	table_tone(t, tone);
	table_share(t, share);
}

static void make(table *t, cordon_language language)
{
	table_begin(t, "Supply", language, columns, COLUMNS);
	add(t, wide, 1234.5, 1, TONE_SERVED);
	add(t, combining, 7, 0.5, TONE_SHORT);
	add(t, composed, -0.25, 0, TONE_LIMIT);
	table_row(t);
	for (int c = 0; c < COLUMNS; c++)
		table_empty(t);
}

static size_t count_lines(const char *string)
{
	size_t lines = 0;
	for (; *string; string++)
		lines += *string == '\n';
	return lines;
}

/* The n-th line, copied. */
static char *line_of(arena *a, const text *t, size_t n)
{
	const char *at = text_string(t);
	while (n-- > 0)
		at = strchr(at, '\n') + 1;
	return arena_copy(a, at, strcspn(at, "\n"));
}

static void columns_line_up(void **state)
{
	(void)state;
	arena a = {0};
	table t;
	text out = {0};
	make(&t, CORDON_ENGLISH);
	table_add_terminal(&out, &t, (table_terminal){0});
	assert_int_equal(count_lines(text_string(&out)), 3 + 4); /* caption, heading, rule, rows */
	assert_string_equal(line_of(&a, &out, 0), "Supply");
	size_t width = text_width(line_of(&a, &out, 2)); /* the rule is as wide as the table */
	for (size_t n = 1; n < 6; n++)
		assert_int_equal(text_width(line_of(&a, &out, n)), width); /* the last column is set from the right */
	assert_non_null(strstr(line_of(&a, &out, 3), "1,234.5"));
	assert_non_null(strstr(line_of(&a, &out, 4), "\xE2\x96\xBC 50.0%"));
	assert_non_null(strstr(line_of(&a, &out, 5), "\xE2\x97\x86 0.0%"));
	assert_string_equal(line_of(&a, &out, 6), "");
	table_free(&t);
	text_free(&out);
	arena_free(&a);
}

static void spanish_numbers(void **state)
{
	(void)state;
	table t;
	text out = {0};
	make(&t, CORDON_SPANISH);
	table_add_terminal(&out, &t, (table_terminal){0});
	assert_non_null(strstr(text_string(&out), "1.234,5"));
	assert_non_null(strstr(text_string(&out), "50,0\xC2\xA0%"));
	text_clear(&out);
	table_add_html(&out, &t, "x", 0);
	assert_non_null(strstr(text_string(&out), "1.234,5"));
	table_free(&t);
	text_free(&out);
}

static void narrow_terminals_cut_text_but_never_numbers(void **state)
{
	(void)state;
	arena a = {0};
	table t;
	text out = {0};
	table_begin(&t, NULL, CORDON_ENGLISH, columns, COLUMNS);
	add(&t, "A very long name that does not fit and goes on for a good while, without end", 123456789.5, 0.123,
		TONE_PLAIN);
	for (int width = 44; width <= 120; width++) {
		text_clear(&out);
		table_add_terminal(&out, &t, (table_terminal){.width = width, .cell_lines = 1});
		assert_non_null(strstr(text_string(&out), "123,456,789.5"));
		assert_non_null(strstr(text_string(&out), "12.3%"));
		for (size_t n = 0; n < count_lines(text_string(&out)); n++)
			assert_true(text_width(line_of(&a, &out, n)) <= (size_t)width);
	}
	assert_non_null(strstr(text_string(&out), "\xE2\x80\xA6"));
	table_free(&t);
	text_free(&out);
	arena_free(&a);
}

static void ascii_and_colour(void **state)
{
	(void)state;
	table t;
	text out = {0};
	table_begin(&t, "Supply", CORDON_ENGLISH, columns, COLUMNS);
	add(&t, "bread", 1, 0.999, TONE_SHORT);
	table_add_terminal(&out, &t, (table_terminal){.ascii = true});
	for (size_t i = 0; i < out.length; i++)
		assert_true((unsigned char)out.bytes[i] < 0x80);
	assert_non_null(strstr(text_string(&out), "###################.")); /* not whole, and does not look it */
	assert_null(strchr(text_string(&out), '\033'));
	text_clear(&out);
	table_add_terminal(&out, &t, (table_terminal){.colour = true});
	assert_non_null(strstr(text_string(&out), "\033[31m"));
	table_free(&t);
	text_free(&out);
}

static void names_cannot_command_the_terminal(void **state)
{
	(void)state;
	table t;
	text out = {0};
	table_begin(&t, "\033]0;owned\007", CORDON_ENGLISH, columns, COLUMNS);
	add(&t,
		"a\033[2Jb\rc\nd\x7F\xC2\x9B"
		"e\xE2\x80\xAE"
		"f\xFF",
		1, 1, TONE_PLAIN);
	table_add_terminal(&out, &t, (table_terminal){0});
	for (const char *byte = "\033\007\r\x7F\xFF"; *byte; byte++)
		assert_null(strchr(text_string(&out), *byte));
	assert_null(strstr(text_string(&out), "\xC2\x9B"));
	assert_null(strstr(text_string(&out), "\xE2\x80\xAE"));
	assert_true(text_is_utf8(text_string(&out), out.length));
	assert_int_equal(count_lines(text_string(&out)), 4);
	table_free(&t);
	text_free(&out);
}

static void what_is_not_shown_is_counted(void **state)
{
	(void)state;
	table t;
	text out = {0};
	table_begin(&t, NULL, CORDON_ENGLISH, columns, COLUMNS);
	for (int i = 0; i < 1500; i++)
		add(&t, "row", i, 0, TONE_PLAIN);
	table_add_terminal(&out, &t, (table_terminal){.rows = 10});
	assert_int_equal(count_lines(text_string(&out)), 2 + 10 + 1);
	assert_non_null(strstr(text_string(&out), "... rows not shown: 1,490\n"));
	text_clear(&out);
	table_add_html(&out, &t, "x", 3);
	assert_non_null(strstr(text_string(&out), "... rows not shown: 1,497<"));
	table_free(&t);
	text_free(&out);
}

static void a_table_ends_at_its_limit(void **state)
{
	(void)state;
	table t;
	text out = {0};
	table_begin(&t, NULL, CORDON_ENGLISH, columns, 1);
	for (int i = 0; i < TABLE_ROWS_MAX + 7; i++) {
		table_row(&t);
		table_text(&t, "x");
		table_tone(&t, TONE_PLAIN);
	}
	assert_int_equal(t.rows, TABLE_ROWS_MAX);
	table_add_terminal(&out, &t, (table_terminal){.rows = 1});
	assert_non_null(strstr(text_string(&out), "... rows not shown: 500,006\n"));
	table_free(&t);
	text_free(&out);
}

struct piece {
	const char *bytes;
	size_t left;
};

static long read_piece(void *context, void *buffer, size_t size)
{
	struct piece *p = context;
	size_t taken = size < p->left ? size : p->left;
	memcpy(buffer, p->bytes, taken);
	p->bytes += taken;
	p->left -= taken;
	return (long)taken;
}

static void csv_reads_back(void **state)
{
	(void)state;
	static const char *const names[] = {"plain", "a,b", "say \"no\"", "two\nlines", ""};
	static const double values[] = {0.1, -1e300, 1.0 / 3, 0, 123456789.25};
	table t;
	text out = {0};
	table_begin(&t, "Supply", CORDON_SPANISH, columns, COLUMNS);
	for (int i = 0; i < 5; i++)
		add(&t, names[i], values[i], values[i], TONE_SHORT);
	table_add_csv(&out, &t);
	struct piece p = {text_string(&out), out.length};
	csv_table back;
	assert_int_equal(csv_table_read(&(cordon_reader){read_piece, &p}, "x", (csv_options){0}, &back, NULL), CORDON_OK);
	assert_int_equal(back.rows, 5);
	assert_int_equal(csv_table_column(&back, "share"), 2);
	for (size_t i = 0; i < 5; i++) {
		double value;
		assert_string_equal(back.cell[i * back.columns], names[i]);
		assert_true(text_to_double(back.cell[i * back.columns + 1], '.', &value));
		assert_true(value == values[i]);
	}
	csv_table_free(&back);
	table_free(&t);
	text_free(&out);
}

static void json_has_numbers_and_nulls(void **state)
{
	(void)state;
	table t;
	make(&t, CORDON_SPANISH);
	json_t *list = table_json(&t);
	assert_int_equal(json_array_size(list), 4);
	assert_string_equal(json_string_value(json_object_get(json_array_get(list, 2), "name")), composed);
	assert_true(json_real_value(json_object_get(json_array_get(list, 0), "tonnes")) == 1234.5);
	assert_true(json_is_null(json_object_get(json_array_get(list, 3), "tonnes")));
	assert_true(json_is_null(json_object_get(json_array_get(list, 3), "name")));
	json_decref(list);
	table_free(&t);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(columns_line_up),
		cmocka_unit_test(spanish_numbers),
		cmocka_unit_test(narrow_terminals_cut_text_but_never_numbers),
		cmocka_unit_test(ascii_and_colour),
		cmocka_unit_test(names_cannot_command_the_terminal),
		cmocka_unit_test(what_is_not_shown_is_counted),
		cmocka_unit_test(a_table_ends_at_its_limit),
		cmocka_unit_test(csv_reads_back),
		cmocka_unit_test(json_has_numbers_and_nulls),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
