/* Who said the numbers of a package: its file sources.csv, where it is there (docs/economy-acts.md). */
#ifndef CLI_SOURCES_H
#define CLI_SOURCES_H

#include "cli/command.h"

#include "base/csv.h"

#include <jansson.h>

typedef struct sources {
	csv_table table;
	int column[7]; /* table, row, column, entry, time, body, person */
	bool there; /* with all of these columns */
} sources;

/* A package without the file is as good as any; one whose file cannot be read is refused. Free it anyway. */
cordon_status sources_open(cli_context *cli, const char *package, sources *s);
void sources_free(sources *s);

/* Adds who said a row of a table, as sentences or as objects (`column` NULL: of any of its columns). */
void sources_say(const cli_context *cli, const sources *s, const char *table, long row);
void sources_add_json(const sources *s, const char *table, const char *column, long row, json_t *list);

#endif
