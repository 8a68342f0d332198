/* The package writer; see write.h. */
#include "economy/write.h"

#include "economy/codes.h"
#include "economy/draft.h"
#include "economy/package.h"

#include "base/csv.h"
#include "base/memory.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

economy_draft *economy_draft_new(const char *name, const char *title)
{
	economy_draft *d = memory_alloc(1, sizeof *d);
	d->name = arena_copy_text(&d->texts, name);
	d->title = arena_copy_text(&d->texts, title);
	d->licenses = json_array();
	d->sources = json_array();
	return d;
}

static void add_pair(json_t *list, const char *key, const char *value, const char *key2, const char *value2)
{
	json_t *one = json_object();
	if (value)
		json_object_set_new(one, key, json_string(value));
	if (value2)
		json_object_set_new(one, key2, json_string(value2));
	json_array_append_new(list, one);
}

void economy_draft_license(economy_draft *d, const char *name, const char *title)
{
	add_pair(d->licenses, "name", name, "title", title);
}

void economy_draft_source(economy_draft *d, const char *title, const char *path)
{
	add_pair(d->sources, "title", title, "path", path);
}

void economy_draft_row(economy_draft *d, int table, const char *const cell[TABLE_COLUMNS_MAX])
{
	struct draft_table *t = &d->table[table];
	size_t columns = (size_t)table_columns(table);
	if (t->rows >= t->capacity) {
		t->capacity = t->capacity ? 2 * t->capacity : 16;
		t->cell = memory_grow(t->cell, t->capacity * columns, sizeof *t->cell);
	}
	for (size_t c = 0; c < columns; c++)
		t->cell[t->rows * columns + c] = cell[c] && *cell[c] ? arena_copy_text(&d->texts, cell[c]) : NULL;
	t->rows++;
}

void economy_draft_file(economy_draft *d, const char *name, const char *bytes, size_t length)
{
	assert(d->files < DRAFT_FILES_MAX);
	d->file[d->files++] = (struct draft_file){arena_copy_text(&d->texts, name), arena_copy(&d->texts, bytes, length),
						  length};
}

void economy_draft_free(economy_draft *d)
{
	if (!d)
		return;
	json_decref(d->licenses);
	json_decref(d->sources);
	for (int t = 0; t < TABLES; t++)
		free(d->table[t].cell);
	arena_free(&d->texts);
	free(d);
}

/* ---- writing ------------------------------------------------------------------------------------------------------
 * */

/* Which columns of the table are written; returns how many. */
static int columns_used(const economy_draft *d, int table, bool *used)
{
	const struct draft_table *t = &d->table[table];
	int columns = table_columns(table), count = 0;
	for (int c = 0; c < columns; c++) {
		used[c] = table_forms[table].column[c].required;
		for (size_t row = 0; row < t->rows && !used[c]; row++)
			used[c] = t->cell[row * (size_t)columns + (size_t)c] != NULL;
		count += used[c];
	}
	return count;
}

size_t draft_columns(const economy_draft *d, int table, int column[TABLE_COLUMNS_MAX])
{
	bool used[TABLE_COLUMNS_MAX] = {0};
	size_t count = 0;
	columns_used(d, table, used);
	for (int c = 0; c < TABLE_COLUMNS_MAX; c++)
		if (used[c])
			column[count++] = c;
	return count;
}

void draft_table_csv(const economy_draft *d, int table, text *out)
{
	const char *row[TABLE_COLUMNS_MAX];
	int column[TABLE_COLUMNS_MAX];
	size_t count = draft_columns(d, table, column);
	for (size_t c = 0; c < count; c++)
		row[c] = table_forms[table].column[column[c]].name;
	csv_add_row(out, row, count);
	for (size_t i = 0; i < d->table[table].rows; i++) {
		for (size_t c = 0; c < count; c++)
			row[c] = economy_draft_cell(d, table, i, column[c]);
		csv_add_row(out, row, count);
	}
}

static json_t *schema_of(const economy_draft *d, int table)
{
	bool used[TABLE_COLUMNS_MAX] = {0};
	columns_used(d, table, used);
	json_t *fields = json_array();
	for (int c = 0; c < TABLE_COLUMNS_MAX && table_forms[table].column[c].name; c++) {
		const table_column *column = &table_forms[table].column[c];
		if (used[c])
			json_array_append_new(
				fields, json_pack("{s:s, s:s}", "name", column->name, "type", column->number ? "number" : "string"));
	}
	return json_pack("{s:o}", "fields", fields);
}

bool draft_is_written(const economy_draft *d, int table)
{
	return d->table[table].rows || table_forms[table].required;
}

void draft_description(const economy_draft *d, text *out)
{
	json_t *resources = json_array();
	for (int t = 0; t < TABLES; t++) {
		if (!draft_is_written(d, t))
			continue;
		char file[64];
		snprintf(file, sizeof file, "%s.csv", table_forms[t].name);
		json_array_append_new(resources, json_pack("{s:s, s:s, s:s, s:s, s:s, s:o}", "name", table_forms[t].name,
												   "path", file, "profile", "tabular-data-resource", "format", "csv",
												   "encoding", "utf-8", "schema", schema_of(d, t)));
	}
	json_t *document =
		json_pack("{s:s, s:s, s:s}", "profile", "tabular-data-package", "name", d->name, "title", d->title);
	if (json_array_size(d->licenses))
		json_object_set(document, "licenses", d->licenses);
	if (json_array_size(d->sources))
		json_object_set(document, "sources", d->sources);
	json_object_set_new(document, "resources", resources);
	char *bytes = json_dumps(document, JSON_INDENT(1));
	json_decref(document);
	if (bytes) /* a name or title that is not UTF-8 is the caller's mistake */
		text_add_string(out, bytes);
	free(bytes);
}

void economy_draft_each(const economy_draft *d,
						void (*one)(void *context, const char *name, const char *bytes, size_t length), void *context)
{
	text out = {0};
	char file[64];
	for (int t = 0; t < TABLES; t++) {
		if (!draft_is_written(d, t))
			continue;
		text_clear(&out);
		draft_table_csv(d, t, &out);
		snprintf(file, sizeof file, "%s.csv", table_forms[t].name);
		one(context, file, out.bytes, out.length);
	}
	for (int i = 0; i < d->files; i++)
		one(context, d->file[i].name, d->file[i].bytes, d->file[i].length);
	text_clear(&out);
	draft_description(d, &out);
	one(context, PACKAGE_FILE, text_string(&out), out.length);
	text_free(&out);
}

struct writing {
	const char *folder;
	cordon_status status; /* of the first that could not be written */
	cordon_error *error;
};

static void write_one(void *context, const char *name, const char *bytes, size_t length)
{
	struct writing *w = context;
	char *path = file_join(w->folder, name);
	if (!w->status)
		w->status = file_write(path, bytes, length, w->error);
	free(path);
}

cordon_status economy_draft_write(economy_draft *d, const char *folder, cordon_error *error)
{
	char *temporary = file_folder_begin(folder, PACKAGE_FILE, error);
	if (!temporary)
		return CORDON_IO;
	struct writing w = {temporary, CORDON_OK, error};
	economy_draft_each(d, write_one, &w);
	if (w.status) {
		file_folder_abandon(temporary);
		return w.status;
	}
	file_folder_keep(temporary, folder, "*.csv");
	return file_folder_commit(temporary, folder, error);
}
