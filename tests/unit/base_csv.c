/* The CSV reader: RFC 4180's rules, the lines it names, and what it refuses. */
#include "unit.h"

#include "base/codes.h"
#include "base/csv.h"
#include "base/memory.h"

#include <stdlib.h>
#include <string.h>

struct source {
	const char *at;
	size_t left, piece; /* at most `piece` bytes a read */
	bool fails_at_end;
};

static long read_source(void *context, void *buffer, size_t size)
{
	struct source *s = context;
	size_t count = s->left < s->piece ? s->left : s->piece;
	count = count < size ? count : size;
	if (!count)
		return s->fails_at_end ? -1 : 0;
	memcpy(buffer, s->at, count);
	s->at += count;
	s->left -= count;
	return (long)count;
}

/* Reads bytes as a table in pieces of every size that matters; the last reading is returned. */
static cordon_status read_bytes(const char *bytes, size_t length, csv_options options, csv_table *table,
				cordon_error *error)
{
	static const size_t pieces[] = {1 << 20, 3, 1};
	cordon_status status = CORDON_OK;
	for (size_t i = 0; i < sizeof pieces / sizeof *pieces; i++) {
		if (i) {
			csv_table_free(table);
			cordon_error_free(error);
		}
		cordon_error_init(error);
		struct source source = {bytes, length, pieces[i], false};
		cordon_status now =
			csv_table_read(&(cordon_reader){read_source, &source}, "t.csv", options, table, error);
		assert_true(i == 0 || now == status);
		status = now;
	}
	return status;
}

static cordon_status read_text(const char *bytes, csv_table *table, cordon_error *error)
{
	return read_bytes(bytes, strlen(bytes), (csv_options){0}, table, error);
}

static void free_both(csv_table *table, cordon_error *error)
{
	csv_table_free(table);
	cordon_error_free(error);
}

static void assert_cells(const csv_table *table, size_t row, const char *first, const char *second)
{
	assert_int_equal(table->columns, 2);
	assert_true(row < table->rows);
	assert_string_equal(table->cell[2 * row], first);
	assert_string_equal(table->cell[2 * row + 1], second);
}

/* One error of that code at that line, and nothing else. */
static void assert_refused(const char *bytes, size_t length, const cordon_code *code, long line)
{
	csv_table table;
	cordon_error error;
	assert_int_equal(read_bytes(bytes, length, (csv_options){0}, &table, &error), CORDON_BAD_INPUT);
	assert_int_equal(error.count, 1);
	assert_ptr_equal(error.finding[0].what.code, code);
	assert_int_equal(error.finding[0].row, line);
	assert_string_equal(error.finding[0].file, "t.csv");
	free_both(&table, &error);
}

static void plain_rows(void **state)
{
	(void)state;
	static const char *const cases[] = {"a,b\n1,2\n3,4\n", "a,b\r\n1,2\r\n3,4",
					    "\xEF\xBB\xBF"
					    "a,b\n1,2\n3,4\n",
					    "a,b\n1, 2 \n\n3,4\n\n"};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		csv_table table;
		cordon_error error;
		assert_int_equal(read_text(cases[i], &table, &error), CORDON_OK);
		assert_int_equal(table.rows, 2);
		assert_string_equal(table.header[0], "a");
		assert_cells(&table, 0, "1", "2");
		assert_cells(&table, 1, "3", "4");
		assert_int_equal(csv_table_column(&table, "b"), 1);
		assert_int_equal(csv_table_column(&table, "c"), -1);
		free_both(&table, &error);
	}
}

static void quoted_cells(void **state)
{
	(void)state;
	csv_table table;
	cordon_error error;
	assert_int_equal(read_text("a,b\n\"1,5\",\"say \"\"no\"\"\"\n\" x \",\"\"\n", &table, &error), CORDON_OK);
	assert_cells(&table, 0, "1,5", "say \"no\"");
	assert_cells(&table, 1, " x ", "");
	free_both(&table, &error);
}

static void rows_are_named_by_the_line_they_begin_on(void **state)
{
	(void)state;
	csv_table table;
	cordon_error error;
	assert_int_equal(read_text("a,b\n\"one\ntwo\nthree\",x\n\n5,6\n", &table, &error), CORDON_OK);
	assert_cells(&table, 0, "one\ntwo\nthree", "x");
	assert_int_equal(table.line[0], 2);
	assert_int_equal(table.line[1], 6);
	free_both(&table, &error);
}

static void other_delimiters_and_lines_before_the_header(void **state)
{
	(void)state;
	csv_table table;
	cordon_error error;
	const char *bytes = "A title, with \"quotes\n\na;b\n1,5;2\n";
	assert_int_equal(
		read_bytes(bytes, strlen(bytes), (csv_options){.delimiter = ';', .skip_lines = 2}, &table, &error),
		CORDON_OK);
	assert_cells(&table, 0, "1,5", "2");
	assert_int_equal(table.line[0], 4);
	free_both(&table, &error);
}

static void every_wrong_row_is_reported_in_one_pass(void **state)
{
	(void)state;
	csv_table table;
	cordon_error error;
	assert_int_equal(read_text("a,b\n1\n1,2\n1,2,3\nCord\xF3n,1\n3,4\n", &table, &error), CORDON_BAD_INPUT);
	assert_int_equal(error.errors, 3);
	assert_ptr_equal(error.finding[0].what.code, &BASE_CSV_CELLS);
	assert_int_equal(error.finding[0].row, 2);
	assert_string_equal(error.finding[0].what.arg[0], "1");
	assert_string_equal(error.finding[0].expected.arg[0], "2");
	assert_int_equal(error.finding[1].row, 4);
	assert_ptr_equal(error.finding[2].what.code, &BASE_CSV_NOT_UTF8);
	assert_int_equal(error.finding[2].row, 5);
	assert_int_equal(table.rows, 2);
	assert_cells(&table, 1, "3", "4");
	free_both(&table, &error);
}

static void malformed_files_are_refused_at_their_line(void **state)
{
	(void)state;
	assert_refused("", 0, &BASE_CSV_EMPTY, 1);
	assert_refused("\n\n", 2, &BASE_CSV_EMPTY, 1);
	assert_refused("a,b\n1,\0\n", 8, &BASE_CSV_NOT_UTF8, 2);
	assert_refused("\xFF\xFE"
		       "a,b\n",
		       6, &BASE_CSV_NOT_UTF8, 1);
	assert_refused("a,b\n\"1\"x,2\n", 11, &BASE_CSV_QUOTE, 2);
	assert_refused("a,b\n1,2\n\"3,4\n5,6\n", 17, &BASE_CSV_QUOTE, 3);
	assert_refused("a,a\n1,2\n", 8, &BASE_CSV_COLUMN_TWICE, 1);
	assert_refused("a,b\n1,2\r3,4\n", 12, &BASE_CSV_RETURN, 2);
}

static void long_lines_are_refused_as_they_arrive(void **state)
{
	(void)state;
	static const char start[] = "a,b\n1,2\n";
	size_t length = sizeof start - 1 + 3 * (size_t)CSV_LINE_LIMIT;
	char *bytes = memory_alloc(length, 1);
	memset(bytes, 'x', length);
	memcpy(bytes, start, sizeof start - 1);
	struct source source = {bytes, length, 1 << 16, false};
	csv_table table;
	cordon_error error;
	cordon_error_init(&error);
	assert_int_equal(
		csv_table_read(&(cordon_reader){read_source, &source}, "t.csv", (csv_options){0}, &table, &error),
		CORDON_BAD_INPUT);
	assert_int_equal(error.count, 1);
	assert_ptr_equal(error.finding[0].what.code, &BASE_CSV_LINE_TOO_LONG);
	assert_int_equal(error.finding[0].row, 3);
	assert_true(source.left > (size_t)CSV_LINE_LIMIT); /* the rest was never asked for */
	free_both(&table, &error);
	free(bytes);
}

static void a_quote_that_never_closes_does_not_take_the_whole_file(void **state)
{
	(void)state;
	text bytes = {0};
	text_add_string(&bytes, "a,b\n\"1,2\n");
	for (int i = 0; i < 2 * CSV_ROW_LINES_LIMIT; i++)
		text_add_string(&bytes, "3,4\n");
	assert_refused(text_string(&bytes), bytes.length, &BASE_CSV_QUOTE, 2);
	text_free(&bytes);
}

static void a_reader_that_fails_is_told_from_the_end(void **state)
{
	(void)state;
	struct source source = {"a,b\n1,2\n", 8, 5, true};
	csv_table table;
	cordon_error error;
	cordon_error_init(&error);
	assert_int_equal(
		csv_table_read(&(cordon_reader){read_source, &source}, "t.csv", (csv_options){0}, &table, &error),
		CORDON_BAD_INPUT);
	assert_ptr_equal(error.finding[0].what.code, &BASE_CANNOT_READ);
	free_both(&table, &error);
}

static void written_rows_read_back(void **state)
{
	(void)state;
	static const char *const header[] = {"a", "b"};
	static const char *const rows[][2] = {
		{"plain", ""}, {"1,5", "say \"no\""},  {" around ", "\ttab"}, {"two\nlines", "back\rward"},
		{"", "x"},     {"Cord\xC3\xB3n", "\""}};
	text out = {0};
	csv_add_row(&out, header, 2);
	for (size_t r = 0; r < sizeof rows / sizeof *rows; r++)
		csv_add_row(&out, rows[r], 2);
	csv_table table;
	cordon_error error;
	assert_int_equal(read_text(text_string(&out), &table, &error), CORDON_OK);
	assert_int_equal(table.rows, sizeof rows / sizeof *rows);
	for (size_t r = 0; r < table.rows; r++)
		assert_cells(&table, r, rows[r][0], rows[r][1]);
	free_both(&table, &error);
	text_free(&out);
}

/* OWASP's list of what a spreadsheet takes for a formula, and numbers, which it may. */
static void nothing_is_a_formula(void **state)
{
	(void)state;
	static const char *const cell[][2] = {
		{"=1+1", "'=1+1"},
		{"+cmd|' /C calc'!A0", "'+cmd|' /C calc'!A0"},
		{"-2+3", "'-2+3"},
		{"@SUM(1+1)*2", "'@SUM(1+1)*2"},
		{"\t=1", "'\t=1"},
		{"\r=1", "\"'\r=1\""},
		{"\n=1", "\"'\n=1\""},
		{"\uFF1D1", "'\uFF1D1"},
		{"=HYPERLINK(\"x\",\"y\")", "\"'=HYPERLINK(\"\"x\"\",\"\"y\"\")\""},
		{"-", "'-"},
		{"-5e", "'-5e"},
		{"-0x10", "'-0x10"},
		{"-5", "-5"},
		{"+1.5e-3", "+1.5e-3"},
		{"-12.", "-12."},
		{"a=1", "a=1"},
		{"'=1", "'=1"},
		{"", ""},
	};
	for (size_t i = 0; i < sizeof cell / sizeof *cell; i++) {
		text out = {0}, expected = {0};
		csv_add_row_for_sheet(&out, (const char *const[]){"x", cell[i][0]}, 2);
		text_add_format(&expected, "x,%s\n", cell[i][1]);
		assert_string_equal(text_string(&out), text_string(&expected));
		text_clear(&out); /* what programs read again is exact */
		csv_add_row(&out, (const char *const[]){"x", cell[i][0]}, 2);
		assert_null(strstr(text_string(&out), "'=1+1"));
		text_free(&out);
		text_free(&expected);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(plain_rows),
		cmocka_unit_test(quoted_cells),
		cmocka_unit_test(rows_are_named_by_the_line_they_begin_on),
		cmocka_unit_test(other_delimiters_and_lines_before_the_header),
		cmocka_unit_test(every_wrong_row_is_reported_in_one_pass),
		cmocka_unit_test(malformed_files_are_refused_at_their_line),
		cmocka_unit_test(long_lines_are_refused_as_they_arrive),
		cmocka_unit_test(a_quote_that_never_closes_does_not_take_the_whole_file),
		cmocka_unit_test(a_reader_that_fails_is_told_from_the_end),
		cmocka_unit_test(written_rows_read_back),
		cmocka_unit_test(nothing_is_a_formula),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
