/* The CSV reader over libcsv; see csv.h.
 *
 * libcsv splits cells and knows quoting; this file counts physical lines, holds the limits and builds the table.
 * Bytes are fed to libcsv one physical line at a time, so that a line's number and length are known before its cells.
 */
#include "base/csv.h"

#include "base/codes.h"
#include "base/memory.h"
#include "base/names.h"

#include <csv.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define BYTE_ORDER_MARK "\xEF\xBB\xBF"

enum { CSV_CHUNK = 1 << 16 }; /* bytes asked of the reader at once */

struct csv_storage {
	arena arena;
	size_t cells, cell_capacity, line_capacity;
};

struct csv_state {
	csv_table *table;
	struct csv_storage *storage;
	cordon_error *error;
	struct csv_parser parser;
	char **row; /* the cells of the row being read */
	size_t row_count, row_capacity;
	long line; /* the physical line being fed */
	/* the line on which the row being read began; 0: none is open (a row that ends then began behind another) */
	long row_line;
	bool bad, stop;
};

static void report(struct csv_state *s, long line, const char *field, const char *found, cordon_text what,
		   cordon_text expected)
{
	finding_add(s->error, CORDON_ERROR, (place_in_file){s->table->file, line, field, found}, what, expected);
	s->bad = true;
}

static void on_cell(void *bytes, size_t length, void *context)
{
	struct csv_state *s = context;
	MEMORY_RESERVE(s->row, s->row_count, s->row_capacity);
	s->row[s->row_count++] = arena_copy(&s->storage->arena, bytes, length);
}

static void take_header(struct csv_state *s)
{
	csv_table *t = s->table;
	t->columns = s->row_count;
	t->header = memory_alloc(t->columns, sizeof *t->header);
	memcpy(t->header, s->row, t->columns * sizeof *t->header);
	names seen = {0};
	for (size_t c = 0; c < t->columns; c++) {
		int new = seen.count;
		if (names_add(&seen, t->header[c]) != new)
			report(s, s->row_line, t->header[c], NULL, TEXT(BASE_CSV_COLUMN_TWICE), NO_TEXT);
	}
	names_free(&seen);
}

static void take_row(struct csv_state *s)
{
	csv_table *t = s->table;
	if (s->row_count != t->columns) {
		char found[24], expected[24];
		snprintf(found, sizeof found, "%zu", s->row_count);
		snprintf(expected, sizeof expected, "%zu", t->columns);
		report(s, s->row_line, NULL, s->row_count ? s->row[0] : NULL, TEXT(BASE_CSV_CELLS, found),
		       TEXT(BASE_CSV_CELLS_EXPECTED, expected));
		return;
	}
	struct csv_storage *g = s->storage;
	if (g->cells + t->columns > CSV_CELL_LIMIT) {
		report(s, s->row_line, NULL, NULL, TEXT(BASE_CSV_TOO_MANY), TEXT(BASE_AT_MOST_CELLS, "50000000"));
		s->stop = true;
		return;
	}
	MEMORY_RESERVE(t->line, t->rows, g->line_capacity);
	if (g->cells + t->columns > g->cell_capacity) {
		g->cell_capacity = 2 * g->cell_capacity + 16 * t->columns;
		t->cell = memory_grow(t->cell, g->cell_capacity, sizeof *t->cell);
	}
	memcpy(t->cell + g->cells, s->row, t->columns * sizeof *t->cell);
	g->cells += t->columns;
	t->line[t->rows++] = s->row_line;
}

static void on_row(int terminator, void *context)
{
	struct csv_state *s = context;
	(void)terminator;
	bool blank = s->row_count == 1 && !s->row[0][0];
	if (!s->stop && !blank && s->row_count && !s->row_line) {
		report(s, s->line, NULL, s->row[0], TEXT(BASE_CSV_RETURN), TEXT(BASE_CSV_NEWLINE));
		s->stop = true;
	} else if (!s->stop && !blank && s->row_count) {
		if (!s->table->header)
			take_header(s);
		else
			take_row(s);
	}
	s->row_count = 0;
	s->row_line = 0;
}

/* Feeds one physical line (its newline included). */
static void feed_line(struct csv_state *s, char *bytes, size_t length)
{
	if (!s->row_line)
		s->row_line = s->line;
	if (s->line - s->row_line >= CSV_ROW_LINES_LIMIT) {
		report(s, s->row_line, NULL, NULL, TEXT(BASE_CSV_QUOTE), NO_TEXT);
		s->stop = true;
		return;
	}
	if (!text_is_utf8(bytes, length) || memchr(bytes, '\0', length)) {
		report(s, s->line, NULL, NULL, TEXT(BASE_CSV_NOT_UTF8), TEXT(BASE_UTF8));
		if (!s->table->header)
			s->stop = true;
		s->row_line = s->row_count ? s->row_line : 0;
		return;
	}
	if (csv_parse(&s->parser, bytes, length, on_cell, on_row, s) != length) {
		report(s, s->row_line ? s->row_line : s->line, NULL, NULL, TEXT(BASE_CSV_QUOTE), NO_TEXT);
		s->stop = true;
	}
}

/* Reads more behind the bytes not yet fed, which move to the front of the buffer; true at the stream's end. */
static bool read_more(struct csv_state *s, const cordon_reader *in, char *buffer, size_t *from, size_t *to)
{
	memmove(buffer, buffer + *from, *to - *from);
	*to -= *from;
	*from = 0;
	long got = in->read(in->context, buffer + *to, CSV_CHUNK);
	if (got < 0) {
		report(s, s->line, NULL, NULL, TEXT(BASE_CANNOT_READ, strerror(EIO)), NO_TEXT);
		s->stop = true;
	}
	*to += got > 0 ? (size_t)got : 0;
	return got <= 0;
}

/* Splits the stream into physical lines and feeds them. */
static void read_lines(struct csv_state *s, const cordon_reader *in, int skip_lines)
{
	char *buffer = memory_grow(NULL, CSV_LINE_LIMIT + CSV_CHUNK, 1);
	size_t from = 0, to = 0;
	bool end = false;
	s->line = 1;
	while (!s->stop && !(end && from == to)) {
		char *newline = memchr(buffer + from, '\n', to - from);
		if (!newline && to - from > CSV_LINE_LIMIT) {
			report(s, s->line, NULL, NULL, TEXT(BASE_CSV_LINE_TOO_LONG),
			       TEXT(BASE_AT_MOST_BYTES, "1048576"));
			s->stop = true;
		} else if (!newline && !end) {
			end = read_more(s, in, buffer, &from, &to);
		} else {
			char *line = buffer + from;
			size_t length = newline ? (size_t)(newline - line) + 1 : to - from;
			size_t mark = s->line == 1 && length >= 3 && !memcmp(line, BYTE_ORDER_MARK, 3) ? 3 : 0;
			if (s->line > skip_lines)
				feed_line(s, line + mark, length - mark);
			from += length;
			s->line++;
		}
	}
	free(buffer);
}

cordon_status csv_table_read(const cordon_reader *in, const char *file, csv_options options, csv_table *table,
			     cordon_error *error)
{
	*table = (csv_table){.file = memory_copy_text(file), .storage = memory_alloc(1, sizeof(struct csv_storage))};
	struct csv_state s = {.table = table, .storage = table->storage, .error = error};
	csv_init(&s.parser, CSV_STRICT | CSV_STRICT_FINI | CSV_REPALL_NL);
	csv_set_delim(&s.parser, options.delimiter ? (unsigned char)options.delimiter : ',');
	read_lines(&s, in, options.skip_lines);
	if (!s.stop && csv_fini(&s.parser, on_cell, on_row, &s))
		report(&s, s.row_line, NULL, NULL, TEXT(BASE_CSV_QUOTE), NO_TEXT);
	csv_free(&s.parser);
	if (!table->header && !s.bad)
		report(&s, 1, NULL, NULL, TEXT(BASE_CSV_EMPTY), TEXT(BASE_CSV_HEADER));
	free(s.row);
	return s.bad ? CORDON_BAD_INPUT : CORDON_OK;
}

void csv_table_free(csv_table *table)
{
	struct csv_storage *storage = table->storage;
	if (storage)
		arena_free(&storage->arena);
	free(storage);
	free(table->file);
	free(table->header);
	free(table->cell);
	free(table->line);
	*table = (csv_table){0};
}

int csv_table_column(const csv_table *table, const char *name)
{
	for (size_t c = 0; c < table->columns; c++)
		if (!strcmp(table->header[c], name))
			return (int)c;
	return -1;
}

/* The reader drops blanks around an unquoted cell, blank lines, and a byte order mark. */
static bool needs_quotes(const char *cell, bool alone)
{
	if (!*cell)
		return alone;
	char last = cell[strlen(cell) - 1];
	return strpbrk(cell, ",\"\r\n") || !strncmp(cell, BYTE_ORDER_MARK, 3) || *cell == ' ' || *cell == '\t' ||
	       last == ' ' || last == '\t';
}

static void add_cell(text *out, const char *cell, bool alone)
{
	if (!needs_quotes(cell, alone)) {
		text_add_string(out, cell);
		return;
	}
	text_add(out, "\"", 1);
	for (const char *at = cell; *at; at++)
		text_add(out, *at == '"' ? "\"\"" : at, *at == '"' ? 2 : 1);
	text_add(out, "\"", 1);
}

void csv_add_row(text *out, const char *const *cell, size_t count)
{
	for (size_t c = 0; c < count; c++) {
		if (c)
			text_add(out, ",", 1);
		add_cell(out, cell[c], count == 1);
	}
	text_add(out, "\n", 1);
}

/* ---- for spreadsheets -------------------------------------------------------------------------------------------- */

static const char *skip_digits(const char *at)
{
	return at + strspn(at, "0123456789");
}

static const char *skip_sign(const char *at)
{
	return at + (*at == '+' || *at == '-');
}

static bool is_number(const char *cell)
{
	const char *at = skip_sign(cell), *begun = at;
	at = skip_digits(at);
	if (at == begun)
		return false;
	if (*at == '.')
		at = skip_digits(at + 1);
	if (*at == 'e' || *at == 'E') {
		begun = skip_sign(at + 1);
		at = skip_digits(begun);
		if (at == begun)
			return false;
	}
	return !*at;
}

static bool is_formula(const char *cell)
{
	static const char *const wide[] = {"\uFF1D", "\uFF0B", "\uFF0D", "\uFF20"}; /* = + - @ in full width */
	for (size_t i = 0; i < sizeof wide / sizeof *wide; i++)
		if (!strncmp(cell, wide[i], strlen(wide[i])))
			return true;
	return *cell && strchr("=+-@\t\r\n", *cell) && !is_number(cell);
}

void csv_add_row_for_sheet(text *out, const char *const *cell, size_t count)
{
	text kept = {0};
	for (size_t c = 0; c < count; c++) {
		if (c)
			text_add(out, ",", 1);
		text_clear(&kept);
		text_add_string(&kept, is_formula(cell[c]) ? "'" : "");
		text_add_string(&kept, cell[c]);
		add_cell(out, text_string(&kept), count == 1);
	}
	text_add(out, "\n", 1);
	text_free(&kept);
}
