/* A table as terminal text; see table.h. Columns are as wide as their cells need; when that is more than the terminal
 * has, the widest text column gives way first (to TEXT_GOOD cells), then the bars, then text again (to TEXT_LEAST);
 * what does not fit wraps and then ends in an ellipsis. */
#include "report/table.h"

#include "base/messages.h"
#include "report/codes.h"
#include "report/markup.h"
#include "report/wrap.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum {
	GAP = 2,
	BAR_CELLS = 20,
	BAR_LEAST = 6,
	TEXT_GOOD = 20,
	TEXT_LEAST = 8,
	HEADING_LINES = 4,
	CELL_LINES_MAX = 8,
	LINE_MAX_CELLS = 4096
};

struct layout {
	const table *table;
	table_terminal how;
	size_t rows;
	char **cell; /* rows x columns, as shown, cleaned */
	char **heading;
	size_t width[TABLE_COLUMNS_MAX];
	int bar_cells;
	bool marked[TABLE_COLUMNS_MAX]; /* some cell of the column bears a mark */
	arena storage;
};

static bool is_marked(table_tone_kind tone)
{
	return tone == TONE_SHORT || tone == TONE_LIMIT;
}

static const char *mark_of(const struct layout *l, table_tone_kind tone)
{
	if (tone == TONE_SHORT)
		return l->how.ascii ? "! " : "\xE2\x96\xBC ";
	if (tone == TONE_LIMIT)
		return l->how.ascii ? "* " : "\xE2\x97\x86 ";
	return "  ";
}

static void add_bar(text *out, double share, int cells, bool ascii)
{
	double kept = share < 0 ? 0 : share > 1 ? 1 : share;
	int full = (int)(kept * cells + 0.5);
	if (kept < 1 - SHARE_WHOLE && full == cells)
		full--; /* a bar that is not whole does not look whole */
	for (int i = 0; i < cells; i++)
		text_add_string(out, ascii ? (i < full ? "#" : ".") : (i < full ? "\xE2\x96\x88" : "\xE2\x96\x91"));
	text_add_string(out, " ");
}

static char *keep(struct layout *l, text *t)
{
	text clean = {0};
	markup_add_plain(&clean, text_string(t), t->length);
	char *copy = arena_copy(&l->storage, text_string(&clean), clean.length);
	text_free(&clean);
	text_clear(t);
	return copy;
}

static void format_cells(struct layout *l)
{
	const table *t = l->table;
	text piece = {0};
	for (int c = 0; c < t->columns; c++) {
		for (size_t r = 0; r < l->rows; r++)
			l->marked[c] |= t->column[c].kind != COLUMN_TEXT && is_marked(table_at(t, r, c)->tone);
		text_add_string(&piece, t->column[c].heading ? t->column[c].heading : "");
		l->heading[c] = keep(l, &piece);
	}
	for (size_t r = 0; r < l->rows; r++) {
		for (int c = 0; c < t->columns; c++) {
			const table_cell *cell = table_at(t, r, c);
			if (l->marked[c])
				text_add_string(&piece, mark_of(l, cell->tone));
			table_add_cell(&piece, t, r, c);
			l->cell[r * (size_t)t->columns + (size_t)c] = keep(l, &piece);
		}
	}
	text_free(&piece);
}

static void measure_columns(struct layout *l)
{
	const table *t = l->table;
	for (int c = 0; c < t->columns; c++) {
		double widest = 1;
		for (size_t r = 0; r < l->rows; r++)
			widest = fmax(widest, wrap_width(l->cell[r * (size_t)t->columns + (size_t)c], wrap_cells));
		widest += t->column[c].kind == COLUMN_BAR ? BAR_CELLS + 1 : 0;
		double word = wrap_widest_word(l->heading[c], wrap_cells), heading = wrap_width(l->heading[c], wrap_cells);
		if (t->column[c].kind == COLUMN_TEXT)
			widest = fmax(widest, heading);
		l->width[c] = (size_t)fmin(fmax(widest, word), LINE_MAX_CELLS);
	}
}

/* Takes from the widest text column, down to `least`, until the table is `excess` narrower; returns what is left of it.
 */
static size_t narrow_text(struct layout *l, size_t excess, size_t least)
{
	for (; excess > 0; excess--) {
		int widest = -1;
		for (int c = 0; c < l->table->columns; c++)
			if (l->table->column[c].kind == COLUMN_TEXT && l->width[c] > least &&
				(widest < 0 || l->width[c] > l->width[widest]))
				widest = c;
		if (widest < 0)
			break;
		l->width[widest]--;
	}
	return excess;
}

static size_t narrow_bars(struct layout *l, size_t excess)
{
	for (; excess > 0 && l->bar_cells > BAR_LEAST; l->bar_cells--)
		for (int c = 0; c < l->table->columns; c++)
			if (l->table->column[c].kind == COLUMN_BAR) {
				l->width[c]--;
				excess -= excess > 0;
			}
	return excess;
}

static void fit_columns(struct layout *l)
{
	size_t total = GAP * (size_t)(l->table->columns - 1);
	for (int c = 0; c < l->table->columns; c++)
		total += l->width[c];
	size_t excess = l->how.width > 0 && total > (size_t)l->how.width ? total - (size_t)l->how.width : 0;
	excess = narrow_text(l, excess, TEXT_GOOD);
	excess = narrow_bars(l, excess);
	narrow_text(l, excess, TEXT_LEAST);
}

static void add_spaces(text *line, size_t count)
{
	while (count-- > 0)
		text_add(line, " ", 1);
}

static void end_line(text *out, text *line)
{
	while (line->length && line->bytes[line->length - 1] == ' ')
		line->length--;
	text_add(out, text_string(line), line->length);
	text_add(out, "\n", 1);
	text_clear(line);
}

static void add_coloured(text *line, const struct layout *l, const char *colour, const char *bytes, size_t length)
{
	bool coloured = l->how.colour && colour && length;
	if (coloured)
		text_add_format(line, "\033[%sm", colour);
	text_add(line, bytes, length);
	if (coloured)
		text_add_string(line, "\033[0m");
}

/* One cell, ready to be set: its lines, how many empty ones stand above them, its bar (NaN: none) and its colour. */
struct block {
	wrap_line line[CELL_LINES_MAX];
	wrap_result result;
	size_t above;
	double bar;
	const char *colour;
};

/* The part of block `b` that stands on physical line `n`, `width` cells wide when `right` (set from the right). */
static size_t add_block_line(
	text *out, const struct layout *l, const struct block *b, size_t n, size_t width, bool right)
{
	text words = {0}, whole = {0};
	if (n >= b->above && n - b->above < b->result.lines) {
		size_t at = n - b->above;
		text_add(&words, b->line[at].at, b->line[at].length);
		if (b->result.cut && at + 1 == b->result.lines)
			text_add_string(&words, l->how.ascii ? "~" : ELLIPSIS);
	}
	bool bar = n == 0 && !isnan(b->bar);
	size_t used = text_width(text_string(&words)) + (bar ? (size_t)l->bar_cells + 1 : 0);
	size_t space = used < width ? width - used : 0;
	if (bar)
		add_bar(&whole, b->bar, l->bar_cells, l->how.ascii);
	if (right)
		add_spaces(&whole, space);
	text_add(&whole, text_string(&words), words.length);
	add_coloured(out, l, words.length ? b->colour : NULL, text_string(&whole), whole.length);
	text_free(&words);
	text_free(&whole);
	return right ? 0 : space;
}

static void add_blocks(text *out, const struct layout *l, const struct block *block, size_t lines)
{
	const table *t = l->table;
	text line = {0};
	for (size_t n = 0; n < lines; n++) {
		size_t space = 0;
		for (int c = 0; c < t->columns; c++) {
			add_spaces(&line, c ? space + GAP : 0);
			space = add_block_line(&line, l, &block[c], n, l->width[c], t->column[c].kind != COLUMN_TEXT);
		}
		end_line(out, &line);
	}
	text_free(&line);
}

static size_t most_lines(const struct block *block, int columns)
{
	size_t most = 1;
	for (int c = 0; c < columns; c++)
		most = block[c].result.lines > most ? block[c].result.lines : most;
	return most;
}

static void add_heading(text *out, const struct layout *l)
{
	const table *t = l->table;
	struct block block[TABLE_COLUMNS_MAX] = {0};
	for (int c = 0; c < t->columns; c++) {
		block[c] = (struct block){.bar = NAN, .colour = "1"};
		block[c].result = wrap_text(l->heading[c], (double)l->width[c], wrap_cells, block[c].line, HEADING_LINES);
	}
	size_t most = most_lines(block, t->columns), rule = GAP * (size_t)(t->columns - 1);
	for (int c = 0; c < t->columns; c++) { /* headings stand on the rule */
		block[c].above = most - block[c].result.lines;
		rule += l->width[c];
	}
	add_blocks(out, l, block, most);
	while (rule-- > 0)
		text_add_string(out, l->how.ascii ? "-" : "\xE2\x94\x80");
	text_add_string(out, "\n");
}

static void add_row(text *out, const struct layout *l, size_t row)
{
	static const char *const colour_of[] = {
		[TONE_PLAIN] = NULL, [TONE_SHORT] = "31", [TONE_LIMIT] = "31", [TONE_SERVED] = "36"};
	const table *t = l->table;
	struct block block[TABLE_COLUMNS_MAX] = {0};
	int asked = l->how.cell_lines ? l->how.cell_lines : 2;
	size_t lines = asked < 1 ? 1 : asked > CELL_LINES_MAX ? CELL_LINES_MAX : (size_t)asked;
	for (int c = 0; c < t->columns; c++) {
		const char *cell = l->cell[row * (size_t)t->columns + (size_t)c];
		bool bar = t->column[c].kind == COLUMN_BAR;
		block[c] = (struct block){
			.bar = bar ? table_at(t, row, c)->number : (double)NAN, .colour = colour_of[table_at(t, row, c)->tone]};
		if (t->column[c].kind == COLUMN_TEXT) {
			block[c].result = wrap_text(cell, (double)l->width[c], wrap_cells, block[c].line, lines);
		} else {
			block[c].line[0] = (wrap_line){cell, strlen(cell)};
			block[c].result = (wrap_result){1, false};
		}
	}
	add_blocks(out, l, block, most_lines(block, t->columns));
}

static void add_more(text *out, const struct layout *l)
{
	size_t more = l->table->rows - l->rows + l->table->left_off;
	if (!more)
		return;
	text digits = {0};
	number_add_count(&digits, more, l->table->language);
	message_add(out, l->table->language, &TEXT(REPORT_MORE_ROWS, text_string(&digits)));
	text_add_string(out, "\n");
	text_free(&digits);
}

void table_add_terminal(text *out, const table *t, table_terminal how)
{
	struct layout l = {.table = t, .how = how, .bar_cells = BAR_CELLS};
	l.rows = how.rows && how.rows < t->rows ? how.rows : t->rows;
	l.cell = memory_alloc(l.rows * (size_t)t->columns, sizeof *l.cell);
	l.heading = memory_alloc((size_t)t->columns, sizeof *l.heading);
	format_cells(&l);
	measure_columns(&l);
	fit_columns(&l);
	if (t->caption && *t->caption) {
		text caption = {0};
		markup_add_plain(&caption, t->caption, SIZE_MAX);
		add_coloured(out, &l, "1", text_string(&caption), caption.length);
		text_add_string(out, "\n");
		text_free(&caption);
	}
	add_heading(out, &l);
	for (size_t r = 0; r < l.rows; r++)
		add_row(out, &l, r);
	add_more(out, &l);
	free(l.cell);
	free(l.heading);
	arena_free(&l.storage);
}
