/* An election's file that is a table: a CSV with a header, whose columns are found by name, in any order. */
#ifndef COUNT_SHEET_H
#define COUNT_SHEET_H

#include "count/format.h"

#include "base/csv.h"

enum { SHEET_COLUMNS_MAX = 8 };

typedef struct sheet {
	format_input *in;
	const char *const *name; /* of the columns looked for */
	int columns;
	csv_table csv;
	int column[SHEET_COLUMNS_MAX]; /* where each stands; -1: absent */
	uint64_t total; /* of the numbers taken by sheet_take_votes */
} sheet;

/* Reads the file and finds the columns; a column that is not looked for is a warning. Free it whatever the status. */
cordon_status sheet_read(sheet *t, format_input *in, const char *const *name, int columns);
void sheet_free(sheet *t);

/* An error unless the column is there. */
cordon_status sheet_need(sheet *t, int column);

/* A cell, "" where the column is absent. */
const char *sheet_cell(const sheet *t, size_t row, int column);
cordon_status sheet_wrong(sheet *t, size_t row, int column, cordon_text what, cordon_text expected);

/* A cell as a number of votes, 0 to 10^12, and all of them together no more; false: it is not, which is said. */
bool sheet_take_votes(sheet *t, size_t row, int column, uint64_t *votes);

/* Whether the first line of bytes has a cell of that name. */
bool sheet_has_column(const char *bytes, const char *name);

#endif
