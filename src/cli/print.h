/* Pages to print, and to read without scripts: an answer of the query table as a whole HTML page, with the look of the
 * report pages (report/page.h). They stand at /print... where the answer stands at /api..., and say its figures as they
 * are there. Nothing is asked here beside the answer; every text is escaped by the page.
 */
#ifndef CLI_PRINT_H
#define CLI_PRINT_H

#include "cli/council.h"

#include "base/memory.h"
#include "http/query.h"
#include "report/page.h"

enum { PRINT_ROWS_MAX = 20000, PRINT_COLUMNS_MAX = 16 };

typedef struct printing {
	const query_asked *asked;
	page page;
	arena texts; /* what the page's head and tables point to */
	int sections;
} printing;

/* The questions' own; each says that there is no such thing when `data` is NULL. */
void print_bodies(const query_asked *a, const json_t *data, text *out);
void print_body(const query_asked *a, const json_t *data, text *out);
void print_decisions(const query_asked *a, const json_t *data, text *out);
void print_decision(const query_asked *a, const json_t *data, text *out);
void print_minutes(const query_asked *a, const json_t *data, text *out);
void print_elections(const query_asked *a, const json_t *data, text *out);
void print_election(const query_asked *a, const json_t *data, text *out);
void print_choice(const query_asked *a, const json_t *data, text *out);
void print_supply(const query_asked *a, const json_t *data, text *out);
void print_cycles(const query_asked *a, const json_t *data, text *out);
void print_rations(const query_asked *a, const json_t *data, text *out);
void print_entries(const query_asked *a, const json_t *data, text *out);
void print_entry(const query_asked *a, const json_t *data, text *out);

/* A route's handle: the style sheet of them all, at /print.css. */
void print_style_handle(void *context, http_exchange *x);

/* ---- what they are made of --------------------------------------------------------------------------------------- */

/* False: there is no data, and the page that says so is in `out`. `kind` says what it is a page of (an English msgid).
 * Follow it with print_end. */
bool print_begin(printing *p, const query_asked *a, const json_t *data, const char *kind, const char *title,
		 const char *lead, text *out);
void print_end(printing *p, text *out);

const char *print_say(const printing *p, const char *english);
/* A value as a reader sees it: a person with their name, a moment without its seconds, "" for none. */
const char *print_value(printing *p, const json_t *object, const char *key);
/* The same of a word of the program's, in the reader's language. */
const char *print_word(printing *p, const json_t *object, const char *key);

void print_section(printing *p, const char *heading);
/* Those of the columns that the object has, as a list; the list of columns ends at one without a key. */
void print_facts(printing *p, const json_t *object, const council_column *column);
/* A section with a table; nothing of an empty list. */
void print_list(printing *p, const char *heading, const json_t *list, const council_column *column);
/* A table in the section there is. */
void print_table(printing *p, const char *caption, const json_t *list, const council_column *column);
/* "/print" and the parts, each after a slash and escaped, with the language. The parts end at NULL. */
const char *print_href(printing *p, const char *const *part);
#define PRINT_HREF(p, ...) print_href((p), (const char *const[]){__VA_ARGS__, NULL})

#endif
