/* A self-contained HTML page: one file to open, mail, print or put on a shelf. No script, no request to anywhere (a
 * content security policy says so to the browser too), headings in order, landmarks, a skip link, 320 px to wide, light
 * and dark, print. The page is also well-formed XML.
 *
 *	page p;
 *	page_begin(&p, &(page_head){.language = CORDON_ENGLISH, .title = "The plan"});
 *	page_section(&p, "needs", "Needs", "What people receive.");
 *	page_chart(&p, "Fulfilment by group", &svg, &table, false);
 *	page_end(&p, &out);
 *
 * All text is escaped, except charts, which are this room's own. Nothing is a default that the caller could have said
 * better: a NULL part is left out.
 */
#ifndef REPORT_PAGE_H
#define REPORT_PAGE_H

#include "base/text.h"
#include "report/table.h"

#include <cordon/base.h>

enum { PAGE_SECTIONS_MAX = 64, PAGE_TABLE_ROWS = 200 };

typedef struct page_head {
	cordon_language language;
	const char *publication; /* above the title: what this is a page of */
	const char *title;
	const char *lead;   /* the page in a sentence or two */
	const char *notice; /* said before everything: "Illustrative data" */
	const char *footer;
	const char *style; /* the style sheet's address (page_style) where a server gives it; NULL: it stands in the page */
} page_head;

typedef struct page {
	page_head head; /* its strings must live until page_end */
	text body, contents;
	int sections, numbered;
	bool in_section;
} page;

void page_begin(page *p, const page_head *head);
void page_end(page *p, text *out); /* adds the whole page to `out` and frees `p` */

/* A few large figures: what stands after the value's first space ("1.24 million hours") is set small. The tone is shown
 * by a mark as well as by colour. */
typedef struct page_figure {
	const char *value, *label, *note;
	table_tone_kind tone;
} page_figure;
void page_figures(page *p, const page_figure *figure, size_t count);

/* Starts a section; `id` is its address in the page ([a-z0-9-], unique). */
void page_section(page *p, const char *id, const char *heading, const char *lead);

void page_subheading(page *p, const char *heading); /* inside a section */
void page_paragraph(page *p, const char *string);
void page_note(page *p, const char *string); /* a paragraph apart: a caution, a limit of what is shown */
void page_code(page *p, const char *string); /* a command to type */

typedef struct page_fact {
	const char *term, *value;
	bool code; /* a hash, a path: set as such */
} page_fact;
void page_facts(page *p, const page_fact *fact, size_t count);

/* At most `rows` rows of a table (0: PAGE_TABLE_ROWS), in a frame that scrolls sideways by itself. */
void page_table(page *p, const table *t, size_t rows);

/* A list of ways on; hrefs are addresses of our own, escaped here. */
typedef struct page_link {
	const char *href, *label, *note;
} page_link;
void page_links(page *p, const page_link *link, size_t count);

/* The style sheet of all pages. */
void page_style(text *out);

/* A chart with its caption and its twin (NULL: the caption and its <desc> say it all), folded under it. A wide chart
 * keeps a least width and scrolls sideways by itself. `svg` is from chart.h. */
void page_chart(page *p, const char *caption, const text *svg, const table *twin, bool wide);

/* Charts between these two stand side by side where there is room. */
void page_columns_begin(page *p);
void page_columns_end(page *p);

#endif
