/* See sources.h. */
#include "cli/sources.h"

#include "base/file.h"
#include "plan/snapshot.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { SOURCE_TABLE, SOURCE_ROW, SOURCE_COLUMN, SOURCE_ENTRY, SOURCE_TIME, SOURCE_BODY, SOURCE_PERSON, SOURCE_COLUMNS };
static const char *const names_of[SOURCE_COLUMNS] = {"table", "row", "column", "entry", "time", "body", "person"};

static cordon_status read_table(cli_context *cli, const char *path, sources *s)
{
	file_stream stream;
	cordon_status status = file_open(path, &stream, &cli->error);
	if (status)
		return status;
	status = csv_table_read(&stream.reader, path, (csv_options){0}, &s->table, &cli->error);
	file_close(&stream);
	s->there = !status;
	for (int i = 0; i < SOURCE_COLUMNS; i++) {
		s->column[i] = csv_table_column(&s->table, names_of[i]);
		s->there &= s->column[i] >= 0;
	}
	return status;
}

cordon_status sources_open(cli_context *cli, const char *package, sources *s)
{
	*s = (sources){0};
	char *path = file_join(package, SNAPSHOT_SOURCES);
	cordon_status status = access(path, F_OK) ? CORDON_OK : read_table(cli, path, s);
	free(path);
	return status;
}

void sources_free(sources *s)
{
	csv_table_free(&s->table);
}

static const char *cell(const sources *s, size_t row, int column)
{
	return s->table.cell[row * s->table.columns + (size_t)s->column[column]];
}

static bool is_of(const sources *s, size_t i, const char *table, const char *row)
{
	return !strcmp(cell(s, i, SOURCE_TABLE), table) && !strcmp(cell(s, i, SOURCE_ROW), row);
}

void sources_say(const cli_context *cli, const sources *s, const char *table, long row)
{
	char number[24];
	snprintf(number, sizeof number, "%ld", row);
	for (size_t i = 0; s->there && i < s->table.rows; i++)
		if (is_of(s, i, table, number))
			cli_say(cli, cli->out,
				*cell(s, i, SOURCE_PERSON) ? N_("    said by {0} for {1}, {2}, entry {3}\n")
							   : N_("    decided by {1}, {2}, entry {3}\n"),
				cell(s, i, SOURCE_PERSON), cell(s, i, SOURCE_BODY), cell(s, i, SOURCE_TIME),
				cell(s, i, SOURCE_ENTRY));
}

void sources_add_json(const sources *s, const char *table, const char *column, long row, json_t *list)
{
	char number[24];
	snprintf(number, sizeof number, "%ld", row);
	for (size_t i = 0; s->there && i < s->table.rows; i++)
		if (is_of(s, i, table, number) && (!column || !strcmp(cell(s, i, SOURCE_COLUMN), column)))
			json_array_append_new(list,
					      json_pack("{s:s, s:I, s:s, s:s, s:s}", "table", table, "entry",
							(json_int_t)strtoll(cell(s, i, SOURCE_ENTRY), NULL, 10), "time",
							cell(s, i, SOURCE_TIME), "body", cell(s, i, SOURCE_BODY),
							"person", cell(s, i, SOURCE_PERSON)));
}
