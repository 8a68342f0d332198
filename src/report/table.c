/* Building a table, and its forms for machines; see table.h. The terminal's form is in table_terminal.c, HTML in
 * table_html.c. */
#include "report/table.h"

#include "base/csv.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>

void table_begin(table *t, const char *caption, cordon_language language, const table_column *column, int columns)
{
	assert(columns >= 1 && columns <= TABLE_COLUMNS_MAX);
	*t = (table){.language = language, .columns = columns};
	t->caption = arena_copy_text(&t->storage, caption);
	for (int c = 0; c < columns; c++) {
		t->column[c] = column[c];
		t->column[c].key = arena_copy_text(&t->storage, column[c].key);
		t->column[c].heading = arena_copy_text(&t->storage, column[c].heading);
	}
}

void table_free(table *t)
{
	free(t->cell);
	arena_free(&t->storage);
	*t = (table){0};
}

void table_row(table *t)
{
	assert(t->filled == t->rows * (size_t)t->columns && "the row before is not whole");
	if (t->rows == TABLE_ROWS_MAX) {
		t->left_off++;
		return;
	}
	t->rows++;
	if (t->filled + (size_t)t->columns > t->capacity) {
		t->capacity = 2 * t->capacity + 16 * (size_t)t->columns;
		t->cell = memory_grow(t->cell, t->capacity, sizeof *t->cell);
	}
}

static void add(table *t, table_cell cell, bool fits_kind)
{
	if (t->left_off)
		return;
	assert(fits_kind && t->filled < t->rows * (size_t)t->columns && "a cell of another kind, or one too many");
	(void)fits_kind;
	t->cell[t->filled++] = cell;
}

static column_kind next_kind(const table *t)
{
	return t->column[t->filled % (size_t)t->columns].kind;
}

void table_text(table *t, const char *string)
{
	const char *copy = t->left_off ? NULL : arena_copy_text(&t->storage, string);
	add(t, (table_cell){copy, NAN, TONE_PLAIN}, next_kind(t) == COLUMN_TEXT);
}

void table_number(table *t, double value)
{
	add(t, (table_cell){NULL, value, TONE_PLAIN}, next_kind(t) == COLUMN_NUMBER);
}

void table_share(table *t, double share)
{
	add(t, (table_cell){NULL, share, TONE_PLAIN}, next_kind(t) == COLUMN_SHARE || next_kind(t) == COLUMN_BAR);
}

void table_empty(table *t)
{
	add(t, (table_cell){NULL, NAN, TONE_PLAIN}, true);
}

void table_tone(table *t, table_tone_kind tone)
{
	assert(t->filled);
	if (!t->left_off)
		t->cell[t->filled - 1].tone = tone;
}

void table_add_cell(text *out, const table *t, size_t row, int column)
{
	const table_cell *cell = table_at(t, row, column);
	const table_column *c = &t->column[column];
	if (c->kind == COLUMN_TEXT)
		text_add_string(out, cell->text ? cell->text : "");
	else if (isnan(cell->number))
		return;
	else if (c->kind == COLUMN_NUMBER)
		number_add(out, cell->number, c->decimals, t->language);
	else
		number_add_share(out, cell->number, c->decimals, t->language);
}

void table_add_csv(text *out, const table *t)
{
	const char *row[TABLE_COLUMNS_MAX];
	char digits[TABLE_COLUMNS_MAX][32];
	for (int c = 0; c < t->columns; c++)
		row[c] = t->column[c].key;
	csv_add_row_for_sheet(out, row, (size_t)t->columns);
	for (size_t r = 0; r < t->rows; r++) {
		for (int c = 0; c < t->columns; c++) {
			const table_cell *cell = table_at(t, r, c);
			if (t->column[c].kind == COLUMN_TEXT)
				row[c] = cell->text ? cell->text : "";
			else
				row[c] = isnan(cell->number) ? "" : text_from_double(cell->number, digits[c]);
		}
		csv_add_row_for_sheet(out, row, (size_t)t->columns);
	}
}

json_t *table_json(const table *t)
{
	json_t *list = json_array();
	for (size_t r = 0; r < t->rows; r++) {
		json_t *one = json_object();
		for (int c = 0; c < t->columns; c++) {
			const table_cell *cell = table_at(t, r, c);
			bool is_text = t->column[c].kind == COLUMN_TEXT;
			json_t *value = is_text && cell->text ? json_string(cell->text) : NULL;
			if (!is_text && isfinite(cell->number))
				value = json_real(cell->number);
			json_object_set_new(one, t->column[c].key, value ? value : json_null());
		}
		json_array_append_new(list, one);
	}
	return list;
}
