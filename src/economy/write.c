/* The package writer; see write.h. */
#include "economy/write.h"

#include "economy/codes.h"
#include "economy/package.h"

#include "base/csv.h"
#include "base/memory.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct draft_table {
	const char **cell; /* rows * columns of the form; NULL when empty */
	size_t rows, capacity;
};

struct economy_draft {
	arena texts;
	json_t *licenses, *sources;
	const char *name, *title;
	struct draft_table table[TABLES];
};

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

static cordon_status write_table(const economy_draft *d, int table, const char *folder, cordon_error *error)
{
	const struct draft_table *t = &d->table[table];
	const table_form *form = &table_forms[table];
	bool used[TABLE_COLUMNS_MAX] = {0};
	columns_used(d, table, used);
	size_t columns = (size_t)table_columns(table), count = 0;
	const char *row[TABLE_COLUMNS_MAX];
	text out = {0};
	for (size_t c = 0; c < columns; c++)
		if (used[c])
			row[count++] = form->column[c].name;
	csv_add_row(&out, row, count);
	for (size_t i = 0; i < t->rows; i++) {
		count = 0;
		for (size_t c = 0; c < columns; c++)
			if (used[c])
				row[count++] = t->cell[i * columns + c] ? t->cell[i * columns + c] : "";
		csv_add_row(&out, row, count);
	}
	char file[64];
	snprintf(file, sizeof file, "%s.csv", form->name);
	char *path = file_join(folder, file);
	cordon_status status = file_write(path, out.bytes, out.length, error);
	free(path);
	text_free(&out);
	return status;
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

static bool is_written(const economy_draft *d, int table)
{
	return d->table[table].rows || table_forms[table].required;
}

static cordon_status write_description(const economy_draft *d, const char *folder, cordon_error *error)
{
	json_t *resources = json_array();
	for (int t = 0; t < TABLES; t++) {
		if (!is_written(d, t))
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
	char *bytes = json_dumps(document, JSON_INDENT(1)), *path = file_join(folder, PACKAGE_FILE);
	json_decref(document);
	if (!bytes) /* a name or title that is not UTF-8 is the caller's mistake */
		bytes = memory_copy_text("");
	cordon_status status = file_write(path, bytes, strlen(bytes), error);
	free(bytes);
	free(path);
	return status;
}

cordon_status economy_draft_write(economy_draft *d, const char *folder, cordon_error *error)
{
	char *temporary = file_folder_begin(folder, PACKAGE_FILE, error);
	if (!temporary)
		return CORDON_IO;
	cordon_status status = CORDON_OK;
	for (int t = 0; t < TABLES && !status; t++)
		if (is_written(d, t))
			status = write_table(d, t, temporary, error);
	if (!status)
		status = write_description(d, temporary, error);
	if (status) {
		file_folder_abandon(temporary);
		return status;
	}
	file_folder_keep(temporary, folder, "*.csv");
	return file_folder_commit(temporary, folder, error);
}
