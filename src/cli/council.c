/* Asking the councils; see council.h. */
#include "cli/council.h"

#include "cli/codes.h"
#include "cli/output.h"

#include "base/memory.h"
#include "base/time.h"
#include "record/entry.h"
#include "report/table.h"

#include <assert.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

/* ---- the moment -------------------------------------------------------------------------------------------------- */

static cordon_status last_time(cli_context *cli, book *b, int64_t *out)
{
	text bytes = {0};
	entry e;
	cordon_text why;
	cordon_status status = book_entry(b, book_size(b) - 1, &bytes, &cli->error);
	if (!status && !entry_read(bytes.bytes, bytes.length, &e, &why))
		status = finding_add(&cli->error, CORDON_ERROR,
				     (place_in_file){cli_book_folder(cli), book_size(b), NULL, NULL}, why, NO_TEXT);
	if (!status) {
		*out = e.time;
		entry_free(&e);
	}
	text_free(&bytes);
	return status;
}

static cordon_status read_moment(cli_context *cli, council_asked *a)
{
	int64_t last = 0, now = (int64_t)time(NULL);
	const char *at = cli_option(cli, "--at"), *told = cli_option(cli, "--now");
	cordon_status status = last_time(cli, a->book, &last);
	if (status)
		return status;
	if (told)
		time_from_text(told, &now); /* opening the book checked it */
	a->at = (answers_at){now > last ? now : last, false};
	if (!at)
		return CORDON_OK;
	bool day = time_date_from_text(at, &a->at.time);
	if (!day && !time_from_text(at, &a->at.time))
		return cli_usage(cli, "--at", at, TEXT(CLI_TIME), TEXT(CLI_TIME_FORM));
	a->at.time += day ? TIME_DAY - 1 : 0;
	a->at.past = a->at.time < last;
	return CORDON_OK;
}

cordon_status council_begin(cli_context *cli, council_asked *a)
{
	*a = (council_asked){0};
	cordon_status status = cli_book_open(cli, false, &a->book);
	if (status)
		return status;
	a->state = book_state(a->book);
	return read_moment(cli, a);
}

cordon_status council_give(cli_context *cli, council_asked *a, cordon_status status, json_t *data, const char *id,
			   cordon_text what, void (*show)(const cli_context *cli, const json_t *data))
{
	if (!status && !data)
		status = finding_add(&cli->error, CORDON_ERROR, (place_in_file){cli_book_folder(cli), 0, NULL, id},
				     what, NO_TEXT);
	if (!status) {
		belonging_name(a->book, data, NULL, a->at.time);
		if (cli->json)
			status = output_json(cli, json_incref(data));
		else
			show(cli, data);
	}
	json_decref(data);
	book_close(a->book);
	return status;
}

/* ---- printing ---------------------------------------------------------------------------------------------------- */

enum { TEXTS = 8, TEXT_ROOM = 1024 };

const char *council_text(const json_t *object, const char *key)
{
	static char room[TEXTS][TEXT_ROOM];
	static int next;
	char *out = room[next++ % TEXTS];
	const json_t *value = json_object_get(object, key);
	const char *name = strcmp(key, "person") ? NULL : json_string_value(json_object_get(object, "name"));
	*out = '\0';
	if (json_is_string(value))
		snprintf(out, TEXT_ROOM, name ? "%s (%s)" : "%s", json_string_value(value), name);
	else if (json_is_integer(value))
		snprintf(out, TEXT_ROOM, "%" PRId64, (int64_t)json_integer_value(value));
	return out;
}

bool council_flag(const json_t *object, const char *key)
{
	return json_is_true(json_object_get(object, key));
}

/* Marked for translation here; where they come from says what they mean. */
static const char *const words[] = {
	/* kinds of bodies that many have; others are called what they call themselves */
	N_("workplace"),
	N_("farm"),
	N_("neighbourhood"),
	N_("union"),
	N_("board"),
	N_("assembly"),
	/* of plans */
	N_("waits"),
	N_("in_force"),
	/* of mandates and seats */
	N_("election"),
	N_("substitute"),
	N_("countback"),
	N_("recall"),
	N_("resigned"),
	N_("left"),
	N_("cascade"),
	N_("term"),
	N_("replaced"),
	N_("re-elected"),
	N_("apportionment"),
	N_("departed"),
	N_("never-filled"),
	N_("below-empty"),
	N_("no-substitute"),
	N_("no-countback"),
	N_("tied"),
	N_("home"),
	/* of transfers */
	N_("under-way"),
	N_("lost"),
	N_("not-sent"),
	N_("not-fitting"),
	N_("more-than-sent"),
	/* of decisions */
	N_("open"),
	N_("voting"),
	N_("adopted"),
	N_("rejected"),
	N_("further"),
	N_("withdrawn"),
	N_("done"),
	N_("pending"),
	N_("rescinded"),
	N_("none"),
	/* of elections, recalls and choices */
	N_("election"),
	N_("recall"),
	N_("paper"),
	N_("elected"),
	N_("nobody"),
	N_("cancelled"),
	N_("recalled"),
	N_("kept"),
	N_("ended"),
	N_("chosen"),
	/* of plans */
	N_("accept"),
	N_("refuse"),
	N_("counter"),
	N_("revise"),
	N_("majority"),
	N_("quorum"),
	N_("count"),
	N_("tie"),
	/* of bodies and notices */
	N_("people"),
	N_("bodies"),
	N_("join"),
	N_("depart"),
	N_("quorum-lost"),
	N_("seat-vacant"),
	N_("seats-tied"),
	/* of supply */
	N_("outlet"),
	N_("warehouse"),
	N_("waiting"),
	N_("partial"),
	N_("whole"),
	N_("more"),
	N_("substituted"),
};

const char *council_word(const cli_context *cli, const json_t *object, const char *key)
{
	const char *value = council_text(object, key);
	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (!strcmp(words[i], value))
			return tr(cli, words[i]);
	return value;
}

static const char *cell(const cli_context *cli, const json_t *object, const council_column *column)
{
	if (json_is_boolean(json_object_get(object, column->key)))
		return council_flag(object, column->key) ? tr(cli, N_("yes")) : tr(cli, N_("no"));
	return column->word ? council_word(cli, object, column->key) : council_text(object, column->key);
}

static bool is_used(const json_t *list, const char *key)
{
	for (size_t i = 0; i < json_array_size(list); i++)
		if (json_object_get(json_array_get(list, i), key))
			return true;
	return false;
}

void council_table(const cli_context *cli, const char *caption, const json_t *list, const council_column *column)
{
	table_column used[TABLE_COLUMNS_MAX];
	const council_column *from[TABLE_COLUMNS_MAX];
	int columns = 0;
	table t;
	text out = {0};
	for (const council_column *c = column; c->key && columns < TABLE_COLUMNS_MAX; c++)
		if (is_used(list, c->key)) {
			from[columns] = c;
			used[columns++] = (table_column){c->key, tr(cli, c->heading), COLUMN_TEXT, 0};
		}
	if (!columns)
		return;
	table_begin(&t, caption ? tr(cli, caption) : NULL, cli->language, used, columns);
	for (size_t i = 0; i < json_array_size(list); i++) {
		table_row(&t);
		for (int c = 0; c < columns; c++)
			table_text(&t, cell(cli, json_array_get(list, i), from[c]));
	}
	table_add_terminal(&out, &t, (table_terminal){.width = isatty(fileno(cli->out)) ? 0 : 200, .cell_lines = 3});
	fputc('\n', cli->out);
	fwrite(text_string(&out), 1, out.length, cli->out);
	text_free(&out);
	table_free(&t);
}
