/* Elections in tables; see sheet.h. */
#include "count/sheet.h"

#include "count/codes.h"
#include "count/exact.h"
#include "count/source.h"

#include <assert.h>
#include <string.h>

cordon_status sheet_read(sheet *t, format_input *in, const char *const *name, int columns)
{
	source_bytes source = {in->bytes, in->length};
	cordon_reader reader = {source_read_bytes, &source};
	assert(columns <= SHEET_COLUMNS_MAX);
	*t = (sheet){.in = in, .name = name, .columns = columns};
	cordon_status status = csv_table_read(&reader, in->file, (csv_options){0}, &t->csv, in->error);
	if (status)
		return status;
	for (int i = 0; i < columns; i++)
		t->column[i] = csv_table_column(&t->csv, name[i]);
	for (size_t c = 0; c < t->csv.columns; c++) {
		int known = 0;
		while (known < columns && t->column[known] != (int)c)
			known++;
		if (known == columns)
			finding_add(in->error, CORDON_WARNING,
				    (place_in_file){in->file, 1, NULL, t->csv.header[c]}, TEXT(COUNT_COLUMN_UNKNOWN),
				    NO_TEXT);
	}
	return CORDON_OK;
}

void sheet_free(sheet *t)
{
	csv_table_free(&t->csv);
}

cordon_status sheet_need(sheet *t, int column)
{
	if (t->column[column] >= 0)
		return CORDON_OK;
	return format_wrong(t->in, 1, t->name[column], NULL, TEXT(COUNT_COLUMN_MISSING), NO_TEXT);
}

const char *sheet_cell(const sheet *t, size_t row, int column)
{
	return t->column[column] < 0 ? "" : t->csv.cell[row * t->csv.columns + (size_t)t->column[column]];
}

cordon_status sheet_wrong(sheet *t, size_t row, int column, cordon_text what, cordon_text expected)
{
	return format_wrong(t->in, t->csv.line[row], t->name[column], sheet_cell(t, row, column), what, expected);
}

bool sheet_take_votes(sheet *t, size_t row, int column, uint64_t *votes)
{
	const char *given = sheet_cell(t, row, column);
	if (!exact_read_count(given, strlen(given), CORDON_WEIGHT_MAX, votes)) {
		sheet_wrong(t, row, column, TEXT(COUNT_VOTES), TEXT(COUNT_NUMBER_BETWEEN, "0", "10^12"));
		return false;
	}
	if (*votes > CORDON_WEIGHT_MAX - t->total) {
		sheet_wrong(t, row, column, TEXT(COUNT_WEIGHT_TOTAL), TEXT(COUNT_AT_MOST, "10^12"));
		return false;
	}
	t->total += *votes;
	return true;
}

bool sheet_has_column(const char *bytes, const char *name)
{
	size_t length = strlen(name);
	for (const char *at = bytes; *at && *at != '\n';) {
		size_t to = strcspn(at, ",\r\n"), from = strspn(at, " \t\"");
		const char *next = at + to;
		while (to > from && strchr(" \t\"", at[to - 1]))
			to--;
		if (from < to && to - from == length && !strncmp(at + from, name, length))
			return true;
		at = next + (*next && *next != '\n');
	}
	return false;
}
