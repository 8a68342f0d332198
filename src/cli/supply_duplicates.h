/* Likely duplicates among the households of a book: what the command takes from there. */
#ifndef CLI_SUPPLY_DUPLICATES_H
#define CLI_SUPPLY_DUPLICATES_H

#include "cli/command.h"

#include "base/csv.h"
#include "supply/duplicates.h"
#include "record/book.h"

#include <jansson.h>

/* The households of a body as a table of registrations (CSV); a warning says how many could not be opened. */
cordon_status supply_duplicates_of_book(cli_context *cli, const char *body, text *csv);

/* A row for each of `households` (supply/answers.h) whose names this book can open; how many those are. */
size_t supply_duplicates_table(book *b, const json_t *households, text *csv);

/* What was found, as data; of a body's households with the acts below. The caller owns it. */
json_t *supply_duplicates_data(const registry *r, const duplicates *d, const char *body, cordon_language language);

/* The same of the households of a book, with "closed": how many could not be opened. NULL with findings. */
json_t *supply_duplicates_asked(book *b, state *s, const char *body, int64_t time, cordon_language language,
				cordon_error *error);

/* The two acts that people could do once they heard them: unite, and take that back. Left out is what people say. */
json_t *supply_duplicates_acts(const char *body, const char *kept, const char *other);
void supply_duplicates_say_acts(const cli_context *cli, const char *body, const char *kept, const char *other);

#endif
