/* What a draft of a package holds, for the files that write it, hash it and read it back (write.h). */
#ifndef ECONOMY_DRAFT_H
#define ECONOMY_DRAFT_H

#include "base/memory.h"
#include "base/text.h"
#include "economy/write.h"

#include <jansson.h>

enum { DRAFT_FILES_MAX = 4 };

struct draft_table {
	const char **cell; /* rows * columns of the form; NULL when empty */
	size_t rows, capacity;
};

struct draft_file {
	const char *name, *bytes;
	size_t length;
};

struct economy_draft {
	arena texts;
	json_t *licenses, *sources;
	const char *name, *title;
	struct draft_table table[TABLES];
	struct draft_file file[DRAFT_FILES_MAX];
	int files;
};

/* Whether the table is written at all; which of its columns are, in order; its bytes; those of datapackage.json. */
bool draft_is_written(const economy_draft *d, int table);
size_t draft_columns(const economy_draft *d, int table, int column[TABLE_COLUMNS_MAX]);
void draft_table_csv(const economy_draft *d, int table, text *out);
void draft_description(const economy_draft *d, text *out);

#endif
