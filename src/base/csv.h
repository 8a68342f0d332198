/* Tables of text: RFC 4180 CSV read through libcsv, one row at a time, with every limit checked as the bytes arrive (a
 * line of 200 MB is refused at its first megabyte). The first row is the header.
 *
 * Rows are named by the physical line on which they begin, so that an editor's "go to line" finds them.
 * Blanks around an unquoted cell are dropped; a blank line, or a row of one empty cell, is no row.
 * This reader knows nothing of what the cells mean.
 */
#ifndef BASE_CSV_H
#define BASE_CSV_H

#include "base/text.h"

#include <cordon/base.h>

enum { CSV_LINE_LIMIT = 1 << 20, CSV_ROW_LINES_LIMIT = 1000, CSV_CELL_LIMIT = 50 * 1000 * 1000 };

typedef struct csv_options {
	char delimiter; /* 0: ',' */
	int skip_lines; /* physical lines before the header (statistical offices put titles there) */
} csv_options;

/* A table in memory. Cell (r, c) is cell[r * columns + c], terminated UTF-8, never NULL; its line is line[r]. */
typedef struct csv_table {
	char *file; /* as given, for messages */
	size_t rows, columns;
	char **header;
	char **cell;
	long *line;
	void *storage; /* private */
} csv_table;

/* Reads a whole table. Every malformed row is reported (wrong number of cells, not UTF-8, bad quoting) and left out;
 * the status is CORDON_BAD_INPUT if there was one. Free the table whatever the status. */
cordon_status csv_table_read(const cordon_reader *in, const char *file, csv_options options, csv_table *table,
			     cordon_error *error);
void csv_table_free(csv_table *table);

/* The column's number, or -1. */
int csv_table_column(const csv_table *table, const char *name);

/* Adds one row to `out`, quoting where RFC 4180 and this reader ask for it (it drops blanks around an unquoted cell,
 * and blank lines), ended by "\n". */
void csv_add_row(text *out, const char *const *cell, size_t count);

/* The same for a table that people open in a spreadsheet, which may take a text for a formula and run it: a cell that
 * begins with = + - @, with one of them in full width, or with a tab or line end gets an apostrophe before it (OWASP,
 * CSV Injection), unless it is a number ("-5", "+1.5e3"). Tables that programs read again (data packages, ledgers,
 * ballots) are exact: csv_add_row. */
void csv_add_row_for_sheet(text *out, const char *const *cell, size_t count);

#endif
