/* A table as HTML (which is well-formed XML too); see table.h. Bars are SVG with percentages, so that no style
 * attribute is needed. */
#include "report/table.h"

#include "base/messages.h"
#include "report/codes.h"
#include "report/markup.h"

#include <math.h>

static const char *const class_of[] = {
	[TONE_PLAIN] = "", [TONE_SHORT] = " short", [TONE_LIMIT] = " limit", [TONE_SERVED] = " served"};

static void add_head(text *out, const table *t)
{
	text_add_string(out, "<thead><tr>");
	for (int c = 0; c < t->columns; c++) {
		text_add_string(
			out, t->column[c].kind == COLUMN_TEXT ? "<th scope=\"col\">" : "<th scope=\"col\" class=\"n\">");
		markup_add(out, t->column[c].heading ? t->column[c].heading : "");
		text_add_string(out, "</th>");
	}
	text_add_string(out, "</tr></thead>\n");
}

static void add_bar(text *out, const table_cell *cell)
{
	double share = cell->number < 0 ? 0 : cell->number > 1 ? 1 : cell->number;
	text_add_string(out, "<svg class=\"cell-bar\" width=\"96\" height=\"10\" aria-hidden=\"true\" focusable=\"false\">"
						 "<rect class=\"track\" width=\"100%\" height=\"10\"/>");
	text_add_format(
		out, "<rect class=\"fill%s\" width=\"%.2f%%\" height=\"10\"/></svg> ", class_of[cell->tone], 100 * share);
}

static void add_cell(text *out, const table *t, size_t row, int column)
{
	const table_cell *cell = table_at(t, row, column);
	bool is_text = t->column[column].kind == COLUMN_TEXT, heads = column == 0 && is_text;
	text shown = {0};
	table_add_cell(&shown, t, row, column);
	text_add_string(out, heads ? "<th scope=\"row\"" : "<td");
	bool bar = t->column[column].kind == COLUMN_BAR && !isnan(cell->number);
	if (!is_text || cell->tone)
		text_add_format(out, " class=\"%s%s\"", is_text ? "t" : "n", bar ? "" : class_of[cell->tone]);
	text_add_string(out, ">");
	if (bar) {
		add_bar(out, cell);
		text_add_format(out, "<span class=\"share%s\">", class_of[cell->tone]);
	}
	markup_add(out, text_string(&shown));
	text_add_string(out, bar ? "</span>" : "");
	text_add_string(out, heads ? "</th>" : "</td>");
	text_free(&shown);
}

static void add_more(text *out, const table *t, size_t more)
{
	text digits = {0}, words = {0};
	number_add_count(&digits, more, t->language);
	message_add(&words, t->language, &TEXT(REPORT_MORE_ROWS, text_string(&digits)));
	text_add_format(out, "<tr><td class=\"t more\" colspan=\"%d\">", t->columns);
	markup_add(out, text_string(&words));
	text_add_string(out, "</td></tr>\n");
	text_free(&digits);
	text_free(&words);
}

void table_add_html(text *out, const table *t, const char *id, size_t rows)
{
	size_t shown = rows && rows < t->rows ? rows : t->rows;
	text_add_string(out, "<table>\n<caption id=\"");
	markup_add(out, id);
	text_add_string(out, "\">");
	markup_add(out, t->caption ? t->caption : "");
	text_add_string(out, "</caption>\n");
	add_head(out, t);
	text_add_string(out, "<tbody>\n");
	for (size_t r = 0; r < shown; r++) {
		text_add_string(out, "<tr>");
		for (int c = 0; c < t->columns; c++)
			add_cell(out, t, r, c);
		text_add_string(out, "</tr>\n");
	}
	if (t->rows > shown || t->left_off)
		add_more(out, t, t->rows - shown + t->left_off);
	text_add_string(out, "</tbody>\n</table>\n");
}
