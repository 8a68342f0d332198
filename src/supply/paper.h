/* Paper: the list of an outlet's households to tick off and sign, and ration cards to cut out, each with its token as a
 * QR code (ISO/IEC 18004, by libqrencode). A page of HTML that is also well-formed XML, complete in itself: no script,
 * nothing fetched; the heads of the list stand on every sheet, no row and no card is broken between two.
 *
 * The table is CSV: a column `token`, every other column a good, its cells whole numbers. Nothing else may stand in it:
 * names have no place on a list that lies on a counter.
 */
#ifndef SUPPLY_PAPER_H
#define SUPPLY_PAPER_H

#include "base/csv.h"

#include <cordon/base.h>

enum { PAPER_ROWS_MAX = 10000, PAPER_GOODS_MAX = 12 };

/* What stands on paper besides the table, in the reader's language. */
typedef struct paper_words {
	const char *language; /* "es" */
	const char *title;    /* which outlet, which cycle */
	const char *token, *received, *signature, *total, *households;
} paper_words;

/* Whether the table is one: everything wrong is a finding. */
cordon_status paper_check(const csv_table *table, cordon_error *error);
/* Adds the list, or the cards, of a table that is one. */
void paper_add_list(text *out, const csv_table *table, const paper_words *words);
void paper_add_cards(text *out, const csv_table *table, const paper_words *words);

/* The dark modules of a text's QR code as the path of an SVG, a rectangle for each run of a row; gives the width of the
 * code with its quiet zone. */
int paper_code_path(text *out, const char *content);

/* A page of QR codes of texts, each with its words under it: begin, one for each, end. */
void paper_begin_codes(text *out, const paper_words *words);
void paper_add_code(text *out, const char *code, const char *label);
void paper_end_codes(text *out);

#endif
