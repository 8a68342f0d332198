/* See plan_changes.h. */
#include "cli/plan_changes.h"

#include "cli/codes.h"
#include "cli/propose.h"
#include "cli/snapshot.h"

#include "base/file.h"
#include "base/hash.h"
#include "base/time.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { PLAN_BYTES_MAX = 1 << 30 };

/* With the economy as its package says it. */
static cordon_status open_plan(cli_context *cli, const char *file, compared *c)
{
	plan_facts_gather(&c->read, c->economy);
	cordon_status status = cordon_plan_read_changes(text_string(&c->bytes), c->bytes.length, file, &c->change,
							&c->changes, &cli->error);
	if (!status)
		status = cordon_economy_change(c->economy, c->change, c->changes, &cli->error);
	return status ? status : proposed_read(cli, &c->bytes, file, c->economy, &c->plan);
}

cordon_status compared_open_files(cli_context *cli, const char *package, const char *file, compared *c)
{
	cordon_status status = cordon_economy_read(package, &c->economy, &cli->error);
	if (!status)
		status = file_read(file, PLAN_BYTES_MAX, &c->bytes, &cli->error);
	if (!status)
		status = sources_open(cli, package, &c->sources);
	return status ? status : open_plan(cli, file, c);
}

char *compared_plan_path(const cli_context *cli, const char *plan)
{
	char name[ACT_ID_MAX + 16];
	char *folder = file_join(cli_book_folder(cli), "plans");
	snprintf(name, sizeof name, "%.*s.json", ACT_ID_MAX, plan);
	char *path = file_join(folder, name);
	free(folder);
	return path;
}

static cordon_status check_hash(cli_context *cli, const proposed_plan *stands, const char *file, const text *bytes)
{
	char hex[HASH_HEX];
	hash_of(text_string(bytes), bytes->length, hex);
	if (!strcmp(hex, stands->file))
		return CORDON_OK;
	return finding_add(&cli->error, CORDON_ERROR, (place_in_file){.file = file, .found = hex},
			   TEXT(CLI_PLAN_OTHER_FILE), TEXT(CLI_SNAPSHOT_WAS, stands->file));
}

cordon_status compared_open_book(cli_context *cli, const council_asked *a, const char *plan, const char *file,
				 compared *c)
{
	proposed_plan stands;
	if (!proposed_plan_find(a->state, plan, &stands))
		return finding_add(&cli->error, CORDON_ERROR, (place_in_file){cli_book_folder(cli), 0, NULL, plan},
				   TEXT(CLI_NO_PLAN), NO_TEXT);
	char *own = compared_plan_path(cli, plan);
	const char *path = file ? file : own;
	c->name = plan;
	cordon_status status = file_read(path, PLAN_BYTES_MAX, &c->bytes, &cli->error);
	if (!status)
		status = check_hash(cli, &stands, path, &c->bytes);
	if (!status)
		status = snapshot_of_book(cli, a, stands.body, stands.entries, &c->snap);
	if (!status)
		status = economy_draft_read(c->snap.draft, cli_book_folder(cli), &c->economy, &cli->error);
	if (!status)
		status = open_plan(cli, path, c);
	free(own);
	proposed_plan_free(&stands);
	return status;
}

void compared_add_sources(const compared *c, const char *table, const char *column, long row, json_t *list)
{
	int number = table_named(table), at = column ? table_column_named(number, column) : -1;
	if (!c->snap.draft)
		sources_add_json(&c->sources, table, column, row, list);
	for (size_t i = 0; c->snap.draft && i < c->snap.sources; i++) {
		const snapshot_source *from = &c->snap.source[i];
		char time[TIME_TEXT];
		if (from->table != number || (column && from->column != at) || (long)from->row + 2 != row)
			continue;
		time_to_text(from->time, time);
		json_array_append_new(list, json_pack("{s:s, s:I, s:s, s:s, s:s}", "table", table, "entry",
						      (json_int_t)from->entry, "time", time, "body", from->body,
						      "person", from->person));
	}
}

cordon_status compared_open_given(cli_context *cli, council_asked *a, compared *c)
{
	if (cli->positions != 1)
		return compared_open_files(cli, cli->position[0], cli->position[1], c);
	cordon_status status = council_begin(cli, a);
	return status ? status : compared_open_book(cli, a, cli->position[0], NULL, c);
}

void compared_close(compared *c)
{
	plan_facts_free(&c->read);
	cordon_plan_free(c->plan);
	cordon_changes_free(c->change, c->changes);
	text_free(&c->bytes);
	sources_free(&c->sources);
	if (c->snap.draft)
		snapshot_free(&c->snap);
	cordon_economy_free(c->economy);
}

cordon_status compared_find(cli_context *cli, const compared *old, const compared *new, plan_changes *out)
{
	const char *unlike = NULL;
	const plan_side sides[2] = {{old->economy, old->plan, &old->read}, {new->economy, new->plan, &new->read}};
	if (plan_changes_find(&sides[0], &sides[1], out, &unlike))
		return CORDON_OK;
	return finding_add(&cli->error, CORDON_ERROR, (place_in_file){.file = new->economy->path, .found = unlike},
			   TEXT(CLI_OTHER_UNIT), NO_TEXT);
}

cordon_status compared_concerned(cli_context *cli, const council_asked *a, const compared *old, const compared *new,
				 const concern_asked *asked, json_t **list)
{
	plan_changes changes = {0};
	names differ = {0}, concerned = {0};
	arena texts = {0};
	*list = json_array();
	cordon_status status = compared_find(cli, old, new, &changes);
	if (!status) {
		plan_changes_bodies(&changes, &differ);
		concern_list(a->state, asked, &differ, &concerned, &texts);
	}
	for (int i = 0; i < concerned.count; i++)
		json_array_append_new(*list, json_string(concerned.name[i]));
	names_free(&differ);
	names_free(&concerned);
	arena_free(&texts);
	plan_changes_free(&changes);
	return status;
}
