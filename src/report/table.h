/* A table of typed cells, written as aligned terminal text, CSV, JSON or HTML. One table serves them all, so that what
 * a command prints, pipes and puts into a report is the same.
 *
 * Build it row by row, cell by cell, in the order of the columns:
 *	table t;
 *	table_begin(&t, "Fulfilment", language, columns, 3);
 *	table_row(&t);
 *	table_text(&t, "households");
 *	table_number(&t, 1240);
 *	table_share(&t, 0.824);
 *	table_tone(&t, TONE_SHORT);
 *	...
 *	table_add_terminal(&out, &t, (table_terminal){.width = 80});
 *	table_free(&t);
 *
 * Numbers are never cut or wrapped: a number without its end is another number. Everything is copied.
 */
#ifndef REPORT_TABLE_H
#define REPORT_TABLE_H

#include "base/memory.h"
#include "base/text.h"
#include "report/number.h"

#include <cordon/base.h>

#include <jansson.h>

enum { TABLE_COLUMNS_MAX = 32, TABLE_ROWS_MAX = 500 * 1000 };

typedef enum column_kind {
	COLUMN_TEXT,
	COLUMN_NUMBER,
	COLUMN_SHARE, /* 0 to 1, shown as a percentage */
	COLUMN_BAR,   /* a share with its bar */
} column_kind;

typedef struct table_column {
	const char *key;     /* CSV header and JSON key: the same in every language */
	const char *heading; /* in the reader's language */
	column_kind kind;
	int decimals; /* of numbers and shares; NUMBER_AUTO. A text column has no use for it */
} table_column;

/* What a cell means beyond its value. Always shown by a mark as well as by colour. */
typedef enum table_tone_kind {
	TONE_PLAIN,
	TONE_SHORT,  /* red, with a triangle */
	TONE_LIMIT,  /* red, with a diamond: at its limit */
	TONE_SERVED, /* blue-green */
} table_tone_kind;

typedef struct table_cell {
	const char *text; /* of a text cell; NULL: empty */
	double number;    /* NaN: empty */
	table_tone_kind tone;
} table_cell;

typedef struct table {
	const char *caption;
	cordon_language language;
	table_column column[TABLE_COLUMNS_MAX];
	int columns;
	table_cell *cell;        /* rows x columns */
	size_t rows, left_off;   /* left_off: rows beyond TABLE_ROWS_MAX, counted but not kept */
	size_t filled, capacity; /* cells */
	arena storage;
} table;

void table_begin(table *t, const char *caption, cordon_language language, const table_column *column, int columns);
void table_free(table *t);

void table_row(table *t); /* starts a row; the row before must be whole */
void table_text(table *t, const char *string);
void table_number(table *t, double value); /* a COLUMN_NUMBER cell */
void table_share(table *t, double share);  /* a COLUMN_SHARE or COLUMN_BAR cell */
void table_empty(table *t);
void table_tone(table *t, table_tone_kind tone); /* of the cell just added */

typedef struct table_terminal {
	int width;      /* cells; 0: as wide as it needs. Text gives way, numbers do not */
	bool colour;    /* ANSI colours: only when writing to a terminal */
	bool ascii;     /* nothing but ASCII of our own (the cells keep what they hold) */
	size_t rows;    /* most rows shown; 0: all */
	int cell_lines; /* most lines of a text cell; 0: 2 */
} table_terminal;

void table_add_terminal(text *out, const table *t, table_terminal how);

/* RFC 4180, a header of keys, numbers as the shortest text that reads back, whatever the language. */
void table_add_csv(text *out, const table *t);

/* <table> with caption and scopes. The first column, if text, heads its row. At most `rows` rows (0: all), then how
 * many more. `id` names the caption's element. */
void table_add_html(text *out, const table *t, const char *id, size_t rows);

/* A new array of one object a row: numbers as numbers, empty cells null. The caller releases it. */
json_t *table_json(const table *t);

/* Inside the room: a cell as the reader sees it, without its tone's mark or its bar. */
void table_add_cell(text *out, const table *t, size_t row, int column);
static inline const table_cell *table_at(const table *t, size_t row, int column)
{
	return &t->cell[row * (size_t)t->columns + (size_t)column];
}

#endif
