/* Statistical tables; see import_table.h. */
#include "economy/import_table.h"

#include "base/file.h"
#include "economy/import_codes.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { IMPORT_CELLS_MAX = 50 * 1000 * 1000, SKIP_MAX = 10000, HEADER_SHOWN = 8 };

struct import_file {
	const char *path;
	import_format format;
	csv_table table;
	bool good;
};

/* ---- formats and files ----------------------------------------------------------------------------------------- */

static char one_character(map_node object, const char *key, char otherwise)
{
	const char *given = map_text(object, key, NULL);
	if (!given)
		return otherwise;
	if (given[0] && !given[1])
		return given[0];
	map_error(map_get(object, key), given, TEXT(IMPORT_CHOICE), TEXT(IMPORT_A_TEXT));
	return otherwise;
}

static import_format format_read(map_node object, import_format otherwise)
{
	if (!object.json || !map_allow(object, "delimiter decimal thousands header skip_lines zero"))
		return otherwise;
	import_format format = otherwise;
	format.delimiter = one_character(object, "delimiter", otherwise.delimiter);
	format.decimal = one_character(object, "decimal", otherwise.decimal);
	format.thousands = map_text(object, "thousands", otherwise.thousands);
	format.header = map_text(object, "header", otherwise.header);
	format.skip_lines = (int)map_number(object, "skip_lines", 0, SKIP_MAX, otherwise.skip_lines);
	if (map_get(object, "zero").json)
		format.zero = map_list_of_texts(object, "zero");
	return format;
}

void import_source_open(map_document *document, const char *folder, import_source *source)
{
	*source = (import_source){.document = document, .folder = folder, .error = document->error};
	source->format = format_read(map_get(map_root(document), "format"),
								 (import_format){.delimiter = ',', .decimal = '.', .thousands = ""});
}

void import_source_free(import_source *source)
{
	for (int i = 0; i < source->files; i++) {
		csv_table_free(&source->file[i]->table);
		free(source->file[i]);
	}
	free(source->file);
	*source = (import_source){0};
}

/* How many lines stand before the header: the lines before the first that begins with format->header. */
static cordon_status lines_before_header(import_source *source, const char *path, const import_format *format,
										 int *lines)
{
	*lines = format->skip_lines;
	if (!format->header)
		return CORDON_OK;
	text bytes = {0};
	cordon_status status = file_read(path, (size_t)1 << 30, &bytes, source->error);
	size_t length = strlen(format->header);
	const char *at = text_string(&bytes);
	if (!strncmp(at, "\xEF\xBB\xBF", 3))
		at += 3;
	for (*lines = 0; !status; ++*lines) {
		if (!strncmp(at + (*at == '"'), format->header, length))
			break;
		at = strchr(at, '\n');
		if (!at || *lines >= SKIP_MAX)
			status = finding_add(source->error, CORDON_ERROR, (place_in_file){.file = path, .found = format->header},
								 TEXT(IMPORT_HEADER_NOT_FOUND), NO_TEXT);
		else
			at++;
	}
	text_free(&bytes);
	return status;
}

static bool file_load(import_source *source, struct import_file *file)
{
	int lines;
	if (lines_before_header(source, file->path, &file->format, &lines))
		return false;
	file_stream stream;
	if (file_open(file->path, &stream, source->error))
		return false;
	csv_options options = {file->format.delimiter, lines};
	cordon_status status = csv_table_read(&stream.reader, file->path, options, &file->table, source->error);
	file_close(&stream);
	return status == CORDON_OK;
}

static bool format_same(const import_format *a, const import_format *b)
{
	bool header = a->header == b->header || (a->header && b->header && !strcmp(a->header, b->header));
	return header && a->delimiter == b->delimiter && a->skip_lines == b->skip_lines;
}

const csv_table *import_source_table(import_source *source, map_node reference, import_format *format)
{
	const char *name = map_text_needed(reference, "file");
	*format = format_read(map_get(reference, "format"), source->format);
	if (!*name)
		return NULL;
	char *joined = file_join(source->folder, name);
	const char *path = arena_copy_text(&source->document->arena, joined);
	free(joined);
	for (int i = 0; i < source->files; i++)
		if (!strcmp(source->file[i]->path, path) && format_same(&source->file[i]->format, format))
			return source->file[i]->good ? &source->file[i]->table : NULL;
	MEMORY_RESERVE(source->file, source->files, source->file_capacity);
	struct import_file *file = source->file[source->files++] = memory_alloc(1, sizeof *file);
	*file = (struct import_file){.path = path, .format = *format};
	file->good = file_load(source, file);
	return file->good ? &file->table : NULL;
}

/* ---- cells ----------------------------------------------------------------------------------------------------- */

static const char *trimmed(arena *a, const char *cell)
{
	size_t from = strspn(cell, " \t"), length = strlen(cell);
	while (length > from && (cell[length - 1] == ' ' || cell[length - 1] == '\t'))
		length--;
	return from || cell[length] ? arena_copy(a, cell + from, length - from) : cell;
}

const char *import_cell_text(import_source *source, const csv_table *table, size_t row, int column)
{
	return trimmed(&source->document->arena, table->cell[row * table->columns + (size_t)column]);
}

static bool is_any(map_texts list, const char *word)
{
	for (int i = 0; i < list.count; i++)
		if (!strcmp(list.text[i], word))
			return true;
	return false;
}

static bool matches_any(map_texts patterns, const char *word)
{
	for (int i = 0; i < patterns.count; i++)
		if (text_matches(patterns.text[i], word))
			return true;
	return false;
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* The number's text without its grouping marks, in `plain`; the cell itself when it has none, or has one anywhere but
 * between a digit and three digits (so that 4.5 is never read as 45). */
static const char *ungrouped(const char *cell, const char *thousands, char plain[64])
{
	size_t mark = strlen(thousands), length = 0;
	if (!mark || !strstr(cell, thousands))
		return cell;
	for (const char *at = cell; *at && length < 63;) {
		if (strncmp(at, thousands, mark)) {
			plain[length++] = *at++;
			continue;
		}
		const char *group = at + mark;
		bool whole =
			length && is_digit(plain[length - 1]) && is_digit(group[0]) && is_digit(group[1]) && is_digit(group[2]);
		if (!whole || is_digit(group[3]))
			return cell;
		at = group;
	}
	plain[length] = '\0';
	return plain;
}

bool import_number(import_source *source, const csv_table *table, size_t row, int column, const import_format *format,
				   double *value)
{
	const char *cell = table->cell[row * table->columns + (size_t)column];
	char plain[64];
	if (text_to_double(ungrouped(cell, format->thousands, plain), format->decimal, value))
		return true;
	cell = import_cell_text(source, table, row, column);
	if (text_to_double(ungrouped(cell, format->thousands, plain), format->decimal, value))
		return true;
	*value = 0;
	if (is_any(format->zero, cell))
		return true;
	char decimal[2] = {format->decimal, '\0'};
	place_in_file at = {table->file, table->line[row], table->header[column], cell};
	finding_add(source->error, CORDON_ERROR, at, TEXT(IMPORT_NOT_A_NUMBER), TEXT(IMPORT_DECIMAL, decimal));
	return false;
}

static const char *header_shown(arena *a, const csv_table *table)
{
	text list = {0};
	for (size_t c = 0; c < table->columns && c < HEADER_SHOWN; c++)
		text_add_format(&list, "%s%s", c ? ", " : "", table->header[c]);
	if (table->columns > HEADER_SHOWN)
		text_add_format(&list, ", ... (%zu)", table->columns);
	const char *shown = arena_copy_text(a, text_string(&list));
	text_free(&list);
	return shown;
}

int import_column(import_source *source, const csv_table *table, map_node at, const char *name)
{
	for (size_t c = 0; c < table->columns; c++)
		if (!strcmp(trimmed(&source->document->arena, table->header[c]), name))
			return (int)c;
	place_in_file place = {.file = table->file, .row = 1, .field = at.pointer, .found = name};
	finding_add(source->error, CORDON_ERROR, place, TEXT(IMPORT_COLUMN_MISSING),
				TEXT(IMPORT_COLUMNS_ARE, header_shown(&source->document->arena, table)));
	return -1;
}

bool import_where(import_source *source, const csv_table *table, map_node reference, size_t row)
{
	map_node where = map_get(reference, "where");
	const char *key;
	json_t *value;
	json_object_foreach(where.json, key, value)
	{
		int column = import_column(source, table, map_get(where, key), key);
		const char *pattern = json_string_value(value);
		if (column < 0 || !pattern || !text_matches(pattern, import_cell_text(source, table, row, column)))
			return false;
	}
	return true;
}

/* ---- blocks ---------------------------------------------------------------------------------------------------- */

/* What a block is read with. */
struct block_reader {
	import_source *source;
	const csv_table *table;
	map_node reference;
	import_format format;
	map_texts rows, not_rows, columns, not_columns;
	import_block *block;
	size_t cell_capacity;
	int line_capacity;
	bool good;
};

static bool kept(map_texts keep, map_texts leave, const char *code)
{
	return (!keep.count || matches_any(keep, code)) && !matches_any(leave, code);
}

static int add_row_code(struct block_reader *r, const char *code, size_t row)
{
	import_block *b = r->block;
	int before = b->row.count, number = names_add(&b->row, code);
	if (number == before) {
		MEMORY_RESERVE(b->row_line, number, r->line_capacity);
		b->row_line[number] = r->table->line[row];
	}
	return number;
}

static void add_cell(struct block_reader *r, int row, int column, double value, long line)
{
	import_block *b = r->block;
	if (value == 0)
		return;
	if (b->cells >= IMPORT_CELLS_MAX) {
		if (r->good)
			finding_add(r->source->error, CORDON_ERROR, (place_in_file){.file = b->file, .row = line},
						TEXT(IMPORT_TOO_MANY), TEXT(IMPORT_AT_MOST, "50000000"));
		r->good = false;
		return;
	}
	MEMORY_RESERVE(b->cell, b->cells, r->cell_capacity);
	b->cell[b->cells++] = (import_cell){row, column, value, line};
}

static void refuse_code(struct block_reader *r, size_t row, const char *field, const char *code, cordon_text what)
{
	finding_add(r->source->error, CORDON_ERROR, (place_in_file){r->table->file, r->table->line[row], field, code}, what,
				NO_TEXT);
	r->good = false;
}

/* The columns a matrix keeps: number in the block, or -1. */
static int *choose_columns(struct block_reader *r, int code_column)
{
	const csv_table *t = r->table;
	int *number = memory_alloc(t->columns, sizeof *number);
	for (size_t c = 0; c < t->columns; c++) {
		const char *code = trimmed(&r->source->document->arena, t->header[c]);
		bool keep = (int)c != code_column && kept(r->columns, r->not_columns, code);
		number[c] = keep ? names_add(&r->block->column, code) : -1;
	}
	return number;
}

static void read_matrix_row(struct block_reader *r, size_t row, int code_column, const int *number)
{
	const csv_table *t = r->table;
	const char *code = import_cell_text(r->source, t, row, code_column);
	if (!import_where(r->source, t, r->reference, row) || !kept(r->rows, r->not_rows, code))
		return;
	int before = r->block->row.count, at = add_row_code(r, code, row);
	if (!*code) {
		refuse_code(r, row, t->header[code_column], code, TEXT(IMPORT_CODE_EMPTY));
		return;
	}
	if (at != before) {
		char first[24];
		snprintf(first, sizeof first, "%ld", r->block->row_line[at]);
		refuse_code(r, row, t->header[code_column], code, TEXT(IMPORT_CODE_TWICE, first));
		return;
	}
	for (size_t c = 0; c < t->columns; c++) {
		double value;
		if (number[c] < 0)
			continue;
		r->good &= import_number(r->source, t, row, (int)c, &r->format, &value);
		add_cell(r, at, number[c], value, t->line[row]);
	}
}

static void read_matrix(struct block_reader *r)
{
	const char *code = map_text(r->reference, "code", NULL);
	int code_column = code ? import_column(r->source, r->table, map_get(r->reference, "code"), code) : 0;
	if (code_column < 0) {
		r->good = false;
		return;
	}
	int *number = choose_columns(r, code_column);
	for (size_t row = 0; row < r->table->rows; row++)
		read_matrix_row(r, row, code_column, number);
	free(number);
}

/* One cell a line: the columns that hold the row's code, the column's code and the value are named by "row", "column"
 * and "value". */
static void read_triplets(struct block_reader *r)
{
	static const char *const key[3] = {"row", "column", "value"};
	const csv_table *t = r->table;
	int at[3];
	for (int i = 0; i < 3; i++) {
		at[i] = import_column(r->source, t, map_get(r->reference, key[i]), map_text_needed(r->reference, key[i]));
		r->good &= at[i] >= 0;
	}
	for (size_t row = 0; r->good && row < t->rows; row++) {
		const char *from = import_cell_text(r->source, t, row, at[0]), *to = import_cell_text(r->source, t, row, at[1]);
		bool keep = kept(r->rows, r->not_rows, from) && kept(r->columns, r->not_columns, to);
		if (!keep || !import_where(r->source, t, r->reference, row))
			continue;
		double value;
		bool number = import_number(r->source, t, row, at[2], &r->format, &value);
		int from_number = add_row_code(r, from, row);
		add_cell(r, from_number, names_add(&r->block->column, to), value, t->line[row]);
		r->good &= number;
	}
}

static void block_transpose(import_block *block)
{
	names swap = block->row;
	block->row = block->column;
	block->column = swap;
	block->row_line = memory_grow(block->row_line, (size_t)block->row.count, sizeof *block->row_line);
	for (int i = 0; i < block->row.count; i++)
		block->row_line[i] = 1; /* the codes stand in the header */
	for (size_t i = 0; i < block->cells; i++) {
		import_cell *c = &block->cell[i];
		int row = c->row;
		c->row = c->column;
		c->column = row;
	}
}

/* Every pattern asked for must have found something. */
static bool all_matched(struct block_reader *r, map_texts patterns, const names *codes, const cordon_code *code)
{
	bool good = true;
	for (int p = 0; p < patterns.count; p++) {
		bool found = false;
		for (int i = 0; i < codes->count && !found; i++)
			found = text_matches(patterns.text[p], codes->name[i]);
		if (!found)
			finding_add(r->source->error, CORDON_ERROR,
						(place_in_file){r->table->file, 0, r->reference.pointer, patterns.text[p]},
						(cordon_text){code, {0, 0, 0, 0}}, NO_TEXT);
		good &= found;
	}
	return good;
}

bool import_block_read(import_source *source, map_node reference, const char *rows, const char *columns,
					   import_block *block)
{
	*block = (import_block){0};
	struct block_reader r = {.source = source, .reference = reference, .block = block, .good = true};
	r.table = import_source_table(source, reference, &r.format);
	if (!r.table)
		return false;
	block->file = r.table->file;
	bool triplets = map_choice(reference, "layout", "matrix triplets", 0) == 1;
	r.rows = map_list_of_texts(reference, rows);
	r.not_rows = map_list_of_texts(reference, "not_rows");
	r.columns = map_list_of_texts(reference, columns);
	r.not_columns = map_list_of_texts(reference, "not_columns");
	if (triplets)
		read_triplets(&r);
	else
		read_matrix(&r);
	if (r.good)
		r.good = all_matched(&r, r.rows, &block->row, &IMPORT_ROW_MISSING) &
				 all_matched(&r, r.columns, &block->column, &IMPORT_COLUMN_MISSING);
	if (r.good && (!block->row.count || !block->column.count)) {
		finding_add(source->error, CORDON_ERROR, (place_in_file){.file = block->file, .field = reference.pointer},
					TEXT(IMPORT_TABLE_EMPTY), NO_TEXT);
		r.good = false;
	}
	if (map_flag(reference, "transpose", false))
		block_transpose(block);
	return r.good;
}

void import_block_free(import_block *block)
{
	names_free(&block->row);
	names_free(&block->column);
	free(block->row_line);
	free(block->cell);
	*block = (import_block){0};
}

/* ---- vectors --------------------------------------------------------------------------------------------------- */

static void vector_add(import_vector *v, const char *code, double value, long line, int *capacity)
{
	int before = v->code.count, at = names_add(&v->code, code);
	if (at == before) {
		if (at >= *capacity) {
			*capacity = 2 * *capacity + 64;
			v->value = memory_grow(v->value, (size_t)*capacity, sizeof *v->value);
			v->line = memory_grow(v->line, (size_t)*capacity, sizeof *v->line);
		}
		v->value[at] = 0;
		v->line[at] = line;
	}
	v->value[at] += value;
}

static bool vector_read_one(import_source *source, map_node reference, import_vector *vector, int *capacity)
{
	if (!map_allow(reference, "file format code row column rows columns not_rows not_columns where times"))
		return false;
	bool by_row = map_get(reference, "row").json != NULL;
	if (!by_row && !map_need(reference, "column").json)
		return false;
	import_block block;
	bool good = import_block_read(source, reference, by_row ? "row" : "rows", by_row ? "columns" : "column", &block);
	double times = map_number(reference, "times", -1e12, 1e12, 1);
	const names *code = by_row ? &block.column : &block.row;
	vector->file = block.file;
	for (int i = 0; i < code->count && good; i++)
		vector_add(vector, code->name[i], 0, by_row ? 1 : block.row_line[i], capacity);
	for (size_t i = 0; i < block.cells && good; i++) {
		const import_cell *c = &block.cell[i];
		vector_add(vector, code->name[by_row ? c->column : c->row], times * c->value, c->line, capacity);
	}
	import_block_free(&block);
	return good;
}

bool import_vector_read(import_source *source, map_node reference, import_vector *vector)
{
	*vector = (import_vector){0};
	int capacity = 0;
	if (!json_is_array(reference.json))
		return vector_read_one(source, reference, vector, &capacity);
	bool good = true;
	for (size_t i = 0; i < map_count(reference); i++)
		good &= vector_read_one(source, map_at(reference, i), vector, &capacity);
	return good;
}

void import_vector_free(import_vector *vector)
{
	names_free(&vector->code);
	free(vector->value);
	free(vector->line);
	*vector = (import_vector){0};
}

/* ---- lists of codes -------------------------------------------------------------------------------------------- */

static bool list_row(import_source *source, map_node reference, const csv_table *t, size_t row, const int column[2],
					 import_list *list)
{
	const char *code = import_cell_text(source, t, row, column[0]);
	map_texts keep = map_list_of_texts(reference, "rows"), leave = map_list_of_texts(reference, "not_rows");
	if (!kept(keep, leave, code))
		return true;
	place_in_file place = {t->file, t->line[row], t->header[column[0]], code};
	if (!*code)
		return finding_add(source->error, CORDON_ERROR, place, TEXT(IMPORT_CODE_EMPTY), NO_TEXT) == CORDON_OK;
	int before = list->code.count, at = names_add(&list->code, code);
	if (at != before) {
		char first[24];
		snprintf(first, sizeof first, "%ld", list->line[at]);
		return finding_add(source->error, CORDON_ERROR, place, TEXT(IMPORT_CODE_TWICE, first), NO_TEXT) == CORDON_OK;
	}
	const char *name = column[1] >= 0 ? import_cell_text(source, t, row, column[1]) : code;
	list->name[at] = *name ? name : code;
	list->line[at] = t->line[row];
	return true;
}

bool import_list_read(import_source *source, map_node reference, import_list *list)
{
	*list = (import_list){0};
	import_format format;
	if (!map_allow(reference, "file format code name category rows not_rows where"))
		return false;
	const csv_table *t = import_source_table(source, reference, &format);
	if (!t)
		return false;
	list->file = t->file;
	list->name = memory_alloc(t->rows, sizeof *list->name);
	list->line = memory_alloc(t->rows, sizeof *list->line);
	const char *code = map_text(reference, "code", NULL), *name = map_text(reference, "name", NULL);
	int column[2] = {0, -1};
	if (code)
		column[0] = import_column(source, t, map_get(reference, "code"), code);
	if (name)
		column[1] = import_column(source, t, map_get(reference, "name"), name);
	bool good = column[0] >= 0 && (!name || column[1] >= 0);
	for (size_t row = 0; row < t->rows && column[0] >= 0; row++)
		if (import_where(source, t, reference, row))
			good &= list_row(source, reference, t, row, column, list);
	return good;
}

void import_list_free(import_list *list)
{
	names_free(&list->code);
	free(list->name);
	free(list->line);
	*list = (import_list){0};
}
