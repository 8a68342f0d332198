/* Statistical tables as the import reads them: matrices and vectors keyed by the codes that stand in the files, never
 * by position.
 *
 * A block is a matrix: its rows and columns are the codes the mapping keeps, its cells the numbers that are not 0. A
 * vector is a block added up over one side. How a file is written (delimiter, decimal mark, title lines) is its
 * format; docs/import-map.md lists the keys.
 *
 * Files are read once and kept. What the numbers mean is not known here.
 */
#ifndef ECONOMY_IMPORT_TABLE_H
#define ECONOMY_IMPORT_TABLE_H

#include "base/csv.h"
#include "base/names.h"
#include "economy/import_map.h"

typedef struct import_format {
	char delimiter, decimal;
	const char *thousands; /* mark between groups of digits, "" for none */
	const char *header; /* the header is the first line beginning so; NULL: it is line skip_lines + 1 */
	int skip_lines;
	map_texts zero; /* cells that mean 0, such as "-" */
} import_format;

struct import_file;
typedef struct import_source {
	map_document *document;
	const char *folder;
	import_format format; /* where a table says nothing else */
	struct import_file **file; /* read so far */
	int files, file_capacity;
	cordon_error *error;
} import_source;

/* Takes the mapping's "format". Free it with import_source_free. */
void import_source_open(map_document *document, const char *folder, import_source *source);
void import_source_free(import_source *source);

/* The table behind a reference {"file": ..., "format": ...}; NULL when it cannot be read. It belongs to the source. */
const csv_table *import_source_table(import_source *source, map_node reference, import_format *format);

typedef struct import_cell {
	int row, column;
	double value;
	long line;
} import_cell;

typedef struct import_block {
	const char *file; /* NULL: there is none */
	names row, column;
	long *row_line; /* of each row code */
	import_cell *cell;
	size_t cells;
} import_block;

/* Reads a block; false when there was an error. Free it whatever comes back. `rows`, `columns`: the keys that select
 * the rows and the columns ("rows" and "columns" for a matrix). */
bool import_block_read(import_source *source, map_node reference, const char *rows, const char *columns,
					   import_block *block);
void import_block_free(import_block *block);

/* The keys of a block's reference, for map_allow. */
#define IMPORT_BLOCK_KEYS "file format layout code rows not_rows columns not_columns transpose where row column value"

typedef struct import_vector {
	const char *file; /* NULL: there is none */
	names code;
	double *value;
	long *line;
} import_vector;

/* Reads a vector: {"column": ...} is keyed by the rows' codes, {"row": ...} by the columns' names; several add up. A
 * list of such references adds up too. */
bool import_vector_read(import_source *source, map_node reference, import_vector *vector);
void import_vector_free(import_vector *vector);

/* A list of codes with names: {"file", "code", "name"}; a "category" is the caller's. */
typedef struct import_list {
	const char *file;
	names code;
	const char **name; /* the code itself where the file has no name */
	long *line;
} import_list;
bool import_list_read(import_source *source, map_node reference, import_list *list);
void import_list_free(import_list *list);

/* A column of a table by its name, or -1 with an error that lists what there is. */
int import_column(import_source *source, const csv_table *table, map_node at, const char *name);

/* A cell's number; false, with an error, when it is none. */
bool import_number(import_source *source, const csv_table *table, size_t row, int column, const import_format *format,
				   double *value);

/* A cell's text without the spaces around it; lives as long as the document. */
const char *import_cell_text(import_source *source, const csv_table *table, size_t row, int column);

/* Whether a row passes {"where": {"column": "pattern", ...}}. */
bool import_where(import_source *source, const csv_table *table, map_node reference, size_t row);

#endif
