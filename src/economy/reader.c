/* Reads a package: datapackage.json, then each table in turn, hashing what it reads; see read.h and
 * docs/economy-package.md. */
#include "economy/read.h"

#include <stdlib.h>
#include <string.h>

/* What the hash covers of a table: its name, its shape, its header and every cell, in the file's order, each framed. */
static void hash_sheet(reading *r)
{
	const csv_table *t = &r->sheet;
	const char *name = table_forms[r->table].name;
	hash_add_framed(&r->hash, name, strlen(name));
	unsigned char shape[16];
	for (int i = 0; i < 8; i++) {
		shape[i] = (unsigned char)((uint64_t)t->columns >> (8 * i));
		shape[8 + i] = (unsigned char)((uint64_t)t->rows >> (8 * i));
	}
	hash_add(&r->hash, shape, sizeof shape);
	for (size_t c = 0; c < t->columns; c++)
		hash_add_framed(&r->hash, t->header[c], strlen(t->header[c]));
	for (size_t i = 0; i < t->rows * t->columns; i++)
		hash_add_framed(&r->hash, t->cell[i], strlen(t->cell[i]));
}

/* Finds the known columns; false when a required one is missing. */
static bool find_columns(reading *r)
{
	const table_form *form = &table_forms[r->table];
	bool complete = true;
	for (int c = 0; form->column[c].name; c++) {
		r->at[c] = csv_table_column(&r->sheet, form->column[c].name);
		if (r->at[c] >= 0 || !form->column[c].required)
			continue;
		complete = false;
		finding_add(r->error, CORDON_ERROR, (place_in_file){r->sheet.file, 1, form->column[c].name, NULL},
					TEXT(ECONOMY_COLUMN_MISSING, form->column[c].name), NO_TEXT);
		r->bad = true;
	}
	for (size_t c = 0; c < r->sheet.columns; c++)
		if (table_column_named(r->table, r->sheet.header[c]) < 0)
			finding_add(r->error, CORDON_WARNING, (place_in_file){r->sheet.file, 1, r->sheet.header[c], NULL},
						TEXT(ECONOMY_COLUMN_UNKNOWN), NO_TEXT);
	return complete;
}

/* Opens and splits the table's file; the sheet must be freed whatever comes back. */
static cordon_status read_sheet(reading *r)
{
	file_stream stream;
	const char *path = r->package.path[r->table];
	cordon_status status = r->source->open(r->source, path, &stream, r->error);
	if (status)
		return status;
	char *file = file_join(r->source->path, path);
	status = csv_table_read(&stream.reader, file, (csv_options){.delimiter = r->package.delimiter[r->table]}, &r->sheet,
							r->error);
	r->s->file[r->table] = arena_copy_text(&r->s->texts, file);
	free(file);
	r->source->close(&stream);
	return status;
}

static void read_table(reading *r, int table)
{
	static void (*const readers[TABLES])(reading *) = {
		[TABLE_UNITS] = read_units,           [TABLE_COMMODITIES] = read_commodities,
		[TABLE_PLACES] = read_places,         [TABLE_PERIODS] = read_periods,
		[TABLE_PROCESSES] = read_processes,   [TABLE_EXCHANGES] = read_exchanges,
		[TABLE_CAPACITIES] = read_capacities, [TABLE_STOCKS] = read_stocks,
		[TABLE_NEEDS] = read_needs,           [TABLE_DISCREPANCIES] = read_discrepancies,
		[TABLE_OBSERVED] = read_observed,     [TABLE_SETTINGS] = read_settings,
	};
	r->table = table;
	r->sheet = (csv_table){0};
	if (read_sheet(r)) {
		r->bad = true;
		r->loose[table] = true;
	}
	if (r->sheet.header) {
		hash_sheet(r);
		if (find_columns(r))
			readers[table](r);
		else
			r->loose[table] = true;
	}
	csv_table_free(&r->sheet);
}

static cordon_economy *economy_new(const char *path)
{
	cordon_economy *e = memory_alloc(1, sizeof *e);
	struct economy_storage *s = memory_alloc(1, sizeof *s);
	e->storage = s;
	e->path = arena_copy_text(&s->texts, path);
	e->name = e->title = "";
	e->objective = "labour";
	e->balance_tolerance = 1e-6;
	return e;
}

static void read_tables(reading *r)
{
	hash_begin(&r->hash);
	hash_add_framed(&r->hash, PACKAGE_HASH_DOMAIN, strlen(PACKAGE_HASH_DOMAIN));
	for (int t = 0; t < TABLES; t++) {
		if (r->package.path[t])
			read_table(r, t);
		if (t == TABLE_PLACES)
			read_finish_places(r);
		if (t == TABLE_PERIODS)
			read_finish_periods(r);
	}
	hash_end(&r->hash, r->e->hash);
}

cordon_status economy_read_from(const economy_source *source, cordon_economy **economy, cordon_error *error)
{
	*economy = NULL;
	reading *r = memory_alloc(1, sizeof *r);
	*r = (reading){.source = source, .e = economy_new(source->path), .error = error};
	r->s = r->e->storage;
	cordon_status status = package_read(source, &r->s->texts, &r->package, error);
	if (!status) {
		r->e->name = r->package.name;
		r->e->title = r->package.title;
		read_tables(r);
		status = r->bad ? CORDON_BAD_INPUT : CORDON_OK;
	}
	names_free(&r->units);
	free(r->unit_factor);
	free(r->unit_dimension);
	if (status)
		cordon_economy_free(r->e);
	else
		*economy = r->e;
	free(r);
	return status;
}

cordon_status cordon_economy_read(const char *path, cordon_economy **economy, cordon_error *error)
{
	economy_source source = source_folder(path);
	return economy_read_from(&source, economy, error);
}
