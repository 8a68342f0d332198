/* Likely duplicates among the households of a book: what the command takes from there. */
#ifndef CLI_SUPPLY_DUPLICATES_H
#define CLI_SUPPLY_DUPLICATES_H

#include "cli/command.h"

#include "base/csv.h"

#include <jansson.h>

/* The households of a body as a table of registrations (CSV); a warning says how many could not be opened. */
cordon_status supply_duplicates_of_book(cli_context *cli, const char *body, text *csv);

/* The two acts that people could do once they heard them: unite, and take that back. Left out is what people say. */
json_t *supply_duplicates_acts(const char *body, const char *kept, const char *other);
void supply_duplicates_say_acts(const cli_context *cli, const char *body, const char *kept, const char *other);

#endif
