/* See paper.h. */
#include "supply/paper.h"

#include "base/memory.h"
#include "base/names.h"
#include "report/markup.h"
#include "supply/codes.h"
#include "supply/token.h"

#include <assert.h>
#include <inttypes.h>
#include <qrencode.h>
#include <stdlib.h>
#include <string.h>

enum { QUIET = 4 }; /* light modules around the code, as the standard asks */

static const char style[] =
	"@page { margin: 12mm; }\n"
	"* { box-sizing: border-box; }\n"
	"body { margin: 0; font: 10.5pt/1.3 \"Liberation Sans\", Arial, sans-serif; color: #000; background: #fff; }\n"
	"h1 { margin: 0 0 4mm; font-size: 15pt; }\n"
	"table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }\n"
	"thead { display: table-header-group; }\n"
	"tr, .card { break-inside: avoid; page-break-inside: avoid; }\n"
	"th, td { padding: 1.6mm 2mm; border: .3mm solid #000; text-align: left; font-weight: 400; }\n"
	"thead th, tfoot th { font-weight: 700; }\n"
	"td.n, th.n { text-align: right; }\n"
	"td.box { width: 18mm; }\n"
	"td.sign { width: 52mm; }\n"
	".token { font-family: \"Liberation Mono\", \"Courier New\", monospace; font-weight: 700; }\n"
	".cards { display: flex; flex-wrap: wrap; gap: 4mm; }\n"
	".card { display: flex; gap: 3mm; width: 86mm; min-height: 54mm; padding: 3mm; border: .3mm dashed #000; }\n"
	".card svg { width: 30mm; height: 30mm; flex: none; }\n"
	".card h2, .card p { margin: 0 0 1.5mm; font-size: 10.5pt; }\n"
	".card .token { font-size: 13pt; overflow-wrap: anywhere; }\n"
	".code { margin: 0 0 8mm; break-inside: avoid; page-break-inside: avoid; text-align: center; }\n"
	".code svg { width: 120mm; height: 120mm; }\n"
	".card ul { margin: 0; padding: 0; list-style: none; }\n";

/* ---- checking ---------------------------------------------------------------------------------------------------- */

static cordon_status wrong(const csv_table *t, cordon_error *error, long row, const char *field, const char *found,
			   cordon_text what)
{
	return finding_add(error, CORDON_ERROR, (place_in_file){t->file, row, field, found}, what, NO_TEXT);
}

static cordon_status check_token(const csv_table *t, cordon_error *error, size_t row, const char *token, names *seen)
{
	int before = seen->count;
	if (!token_is_number(token, strlen(token)))
		return wrong(t, error, t->line[row], "token", token, TEXT(SUPPLY_TOKEN_FORM, "2", "20"));
	if (!token_fits(token, strlen(token)))
		return wrong(t, error, t->line[row], "token", token, TEXT(SUPPLY_TOKEN_CHECK));
	if (names_add(seen, token) != before)
		return wrong(t, error, t->line[row], "token", token, TEXT(SUPPLY_TOKEN_TWICE));
	return CORDON_OK;
}

static bool is_quantity(const char *s)
{
	size_t length = strlen(s);
	return length > 0 && length <= 9 && strspn(s, "0123456789") == length;
}

cordon_status paper_check(const csv_table *t, cordon_error *error)
{
	int token = csv_table_column(t, "token");
	cordon_status status = CORDON_OK;
	names seen = {0};
	if (token < 0 || t->columns < 2 || t->columns > PAPER_GOODS_MAX + 1)
		return wrong(t, error, 1, NULL, NULL, TEXT(SUPPLY_PAPER_COLUMNS, "12"));
	if (!t->rows || t->rows > PAPER_ROWS_MAX)
		return wrong(t, error, 1, NULL, NULL, TEXT(SUPPLY_PAPER_ROWS, "10000"));
	for (size_t r = 0; r < t->rows; r++) {
		for (size_t c = 0; c < t->columns; c++) {
			const char *cell = t->cell[r * t->columns + c];
			if (c == (size_t)token)
				status |= check_token(t, error, r, cell, &seen);
			else if (!is_quantity(cell))
				status |= wrong(t, error, t->line[r], t->header[c], cell,
						TEXT(SUPPLY_WHOLE, "999999999"));
		}
	}
	names_free(&seen);
	return status;
}

/* ---- the page ---------------------------------------------------------------------------------------------------- */

static void begin(text *out, const paper_words *words)
{
	text_add_format(out,
			"<!DOCTYPE html>\n<html lang=\"%s\" xmlns=\"http://www.w3.org/1999/xhtml\">\n<head>\n"
			"<meta charset=\"utf-8\"/>\n<meta http-equiv=\"Content-Security-Policy\" "
			"content=\"default-src 'none'; style-src 'unsafe-inline'\"/>\n<title>",
			words->language);
	markup_add(out, words->title);
	text_add_format(out, "</title>\n<style>\n%s</style>\n</head>\n<body>\n<h1>", style);
	markup_add(out, words->title);
	text_add_string(out, "</h1>\n");
}

static void add_element(text *out, const char *open, const char *content, const char *close)
{
	text_add_string(out, open);
	markup_add(out, content);
	text_add_string(out, close);
}

int paper_code_path(text *out, const char *content)
{
	QRcode *code = memory_require(QRcode_encodeString(content, 0, QR_ECLEVEL_M, QR_MODE_8, 1));
	int width = code->width;
	for (int y = 0; y < width; y++) {
		const unsigned char *row = code->data + (size_t)y * (size_t)width;
		for (int x = 0, run; x < width; x += run) {
			for (run = 1; x + run < width && (row[x + run] & 1) == (row[x] & 1);)
				run++;
			if (row[x] & 1)
				text_add_format(out, "M%d %dh%dv1h-%dz", x + QUIET, y + QUIET, run, run);
		}
	}
	QRcode_free(code);
	return width + 2 * QUIET;
}

static void add_qr(text *out, const char *content, const char *label)
{
	text path = {0};
	int width = paper_code_path(&path, content);
	text_add_format(out,
			"<svg viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"%s\" "
			"xmlns=\"http://www.w3.org/2000/svg\" shape-rendering=\"crispEdges\"><path d=\"%s\"/></svg>",
			width, width, label, text_string(&path));
	text_free(&path);
}

static void add_head(text *out, const csv_table *t, size_t token, const paper_words *words)
{
	text_add_string(out, "<table>\n<thead><tr>");
	add_element(out, "<th scope=\"col\">", words->token, "</th>");
	for (size_t c = 0; c < t->columns; c++)
		if (c != token)
			add_element(out, "<th scope=\"col\" class=\"n\">", t->header[c], "</th>");
	add_element(out, "<th scope=\"col\">", words->received, "</th>");
	add_element(out, "<th scope=\"col\">", words->signature, "</th></tr></thead>\n<tbody>\n");
}

void paper_add_list(text *out, const csv_table *t, const paper_words *words)
{
	size_t token = (size_t)csv_table_column(t, "token");
	int64_t total[PAPER_GOODS_MAX + 1] = {0};
	assert(t->columns <= PAPER_GOODS_MAX + 1 && token < t->columns);
	begin(out, words);
	add_head(out, t, token, words);
	for (size_t r = 0; r < t->rows; r++) {
		char *const *row = &t->cell[r * t->columns];
		add_element(out, "<tr><th scope=\"row\" class=\"token\">", row[token], "</th>");
		for (size_t c = 0; c < t->columns; c++) {
			if (c == token)
				continue;
			total[c] += strtol(row[c], NULL, 10);
			text_add_format(out, "<td class=\"n\">%ld</td>", strtol(row[c], NULL, 10));
		}
		text_add_string(out, "<td class=\"box\"></td><td class=\"sign\"></td></tr>\n");
	}
	text_add_string(out, "</tbody>\n<tfoot><tr>");
	add_element(out, "<th scope=\"row\">", words->total, "</th>");
	for (size_t c = 0; c < t->columns; c++)
		if (c != token)
			text_add_format(out, "<th class=\"n\">%" PRId64 "</th>", total[c]);
	text_add_format(out, "<th colspan=\"2\">%s: %zu</th></tr></tfoot>\n</table>\n</body>\n</html>\n",
			words->households, t->rows);
}

void paper_add_cards(text *out, const csv_table *t, const paper_words *words)
{
	size_t token = (size_t)csv_table_column(t, "token");
	begin(out, words);
	text_add_string(out, "<div class=\"cards\">\n");
	for (size_t r = 0; r < t->rows; r++) {
		char *const *row = &t->cell[r * t->columns];
		text_add_string(out, "<div class=\"card\">");
		add_qr(out, row[token], row[token]);
		add_element(out, "<div><h2>", words->title, "</h2>");
		add_element(out, "<p class=\"token\">", row[token], "</p><ul>");
		for (size_t c = 0; c < t->columns; c++) {
			if (c == token)
				continue;
			add_element(out, "<li>", t->header[c], "");
			text_add_format(out, ": %ld</li>", strtol(row[c], NULL, 10));
		}
		text_add_string(out, "</ul></div></div>\n");
	}
	text_add_string(out, "</div>\n</body>\n</html>\n");
}

void paper_begin_codes(text *out, const paper_words *words)
{
	begin(out, words);
	text_add_string(out, "<div class=\"codes\">\n");
}

void paper_add_code(text *out, const char *code, const char *label)
{
	text quoted = {0};
	markup_add(&quoted, label);
	text_add_string(out, "<div class=\"code\">");
	add_qr(out, code, text_string(&quoted));
	add_element(out, "<p>", label, "</p></div>\n");
	text_free(&quoted);
}

void paper_end_codes(text *out)
{
	text_add_string(out, "</div>\n</body>\n</html>\n");
}
