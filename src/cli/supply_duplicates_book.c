/* The households of a book as a table of registrations, from the sealed texts that this book can open, and the acts by
 * which people could unite two of them or take that back. Nothing is written to the book. */
#include "cli/supply_duplicates.h"

#include "cli/codes.h"
#include "cli/supply_asked.h"

#include "council/body.h"
#include "supply/answers.h"

#include <inttypes.h>
#include <string.h>

/* ---- sealed texts ------------------------------------------------------------------------------------------------ */

enum { HEAD_PARTS = 3, TEXT_PART = 256 };

/* The first person's name in its parts, "Given, Surnames, 1931-03-08": a part each. Without commas the last two words
 * are surnames, of two words the last. */
static void split_names(const char *whose, char part[HEAD_PARTS][TEXT_PART])
{
	char first[TEXT_PART];
	memset(part, 0, sizeof(char[HEAD_PARTS][TEXT_PART]));
	snprintf(first, sizeof first, "%.*s", (int)strcspn(whose, ";\n"), whose);
	if (strchr(first, ',')) {
		const char *at = first;
		for (int i = 0; i < HEAD_PARTS && *at; i++) {
			at += strspn(at, " ");
			size_t length = strcspn(at, ",");
			snprintf(part[i], TEXT_PART, "%.*s", (int)length, at);
			at += length + (at[length] == ',');
		}
		return;
	}
	size_t cut = strlen(first);
	for (int words = 0; words < 2; words++) {
		size_t before = cut;
		while (before && first[before - 1] == ' ')
			before--;
		while (before && first[before - 1] != ' ')
			before--;
		if (!before)
			break;
		cut = before;
	}
	snprintf(part[0], TEXT_PART, "%.*s", (int)cut, first);
	snprintf(part[1], TEXT_PART, "%s", first + cut);
}

static void unseal(book *b, const json_t *household, const char *key, text *out)
{
	const char *commitment = json_string_value(json_object_get(household, key));
	text_clear(out);
	if (commitment)
		(void)book_unseal(b, commitment, out);
}

size_t supply_duplicates_table(book *b, const json_t *households, text *csv)
{
	static const char *const header[] = {"id", "given", "surnames", "birth", "address", "members"};
	size_t written = 0;
	text whose = {0}, door = {0};
	csv_add_row(csv, header, sizeof header / sizeof *header);
	for (size_t i = 0; i < json_array_size(households); i++) {
		const json_t *one = json_array_get(households, i);
		char part[HEAD_PARTS][TEXT_PART], size[24];
		unseal(b, one, "names", &whose);
		unseal(b, one, "door", &door);
		if (!whose.length)
			continue;
		split_names(text_string(&whose), part);
		snprintf(size, sizeof size, "%" PRId64, (int64_t)json_integer_value(json_object_get(one, "size")));
		const char *cell[] = {json_string_value(json_object_get(one, "household")),
				      part[0],
				      part[1],
				      part[2],
				      text_string(&door),
				      size};
		csv_add_row(csv, cell, sizeof cell / sizeof *cell);
		written++;
	}
	text_free(&whose);
	text_free(&door);
	return written;
}

/* ---- the table --------------------------------------------------------------------------------------------------- */

cordon_status supply_duplicates_of_book(cli_context *cli, const char *body, text *csv)
{
	council_asked a;
	body_facts facts;
	char closed[24];
	supply_take_book(cli);
	cordon_status status = council_begin(cli, &a);
	if (!status && !body_find(a.state, body, &facts))
		status = cli_usage(cli, "--body", body, TEXT(CLI_NO_BODY), NO_TEXT);
	if (!status) {
		json_t *data = supply_households(a.state, body, NULL, a.at.time);
		const json_t *list = json_object_get(data, "households");
		snprintf(closed, sizeof closed, "%zu", json_array_size(list) - supply_duplicates_table(a.book, list, csv));
		if (strcmp(closed, "0"))
			finding_add(&cli->error, CORDON_WARNING, (place_in_file){cli_book_folder(cli), 0, NULL, NULL},
				    TEXT(CLI_SUPPLY_CLOSED, closed), NO_TEXT);
		json_decref(data);
	}
	book_close(a.book);
	return status;
}

json_t *supply_duplicates_asked(book *b, state *s, const char *body, int64_t time, cordon_language language,
				cordon_error *error)
{
	static const char *const no_column[ROLES] = {0};
	text csv = {0};
	csv_table table = {0};
	registry r = {0};
	duplicates found = {0};
	json_t *households = supply_households(s, body, NULL, time), *data = NULL;
	const json_t *list = json_object_get(households, "households");
	size_t opened = supply_duplicates_table(b, list, &csv), closed = json_array_size(list) - opened;
	text_source from = {&csv, 0};
	cordon_reader in = text_reader(&from);
	cordon_status status = csv_table_read(&in, "", (csv_options){0}, &table, error);
	if (!status && opened)
		status = registry_read(&table, no_column, &r, error);
	if (!status && opened)
		status = duplicates_find(&r, DUPLICATES_LEAST, &(cordon_progress){0}, &found, error);
	if (!status) {
		data = supply_duplicates_data(&r, &found, body, language);
		json_object_set_new(data, "closed", json_integer((json_int_t)closed));
	}
	duplicates_free(&found);
	registry_free(&r);
	csv_table_free(&table);
	json_decref(households);
	text_free(&csv);
	return data;
}

/* ---- acts -------------------------------------------------------------------------------------------------------- */

json_t *supply_duplicates_acts(const char *body, const char *kept, const char *other)
{
	return json_pack("[{s:s, s:{s:s, s:s, s:s}}, {s:s, s:{s:s, s:s, s:s}}]", "kind", "household_merge", "fields",
			 "body", body, "kept", kept, "other", other, "kind", "household_unmerge", "fields", "body",
			 body, "kept", kept, "other", other);
}

void supply_duplicates_say_acts(const cli_context *cli, const char *body, const char *kept, const char *other)
{
	cli_say(cli, cli->out,
		N_("    heard, and found to be one household (what is in capitals is yours to say):\n"
		   "      cordon act household_merge body={0} kept={1} other={2} size=N heard=DAY hearing=WORDS\n"),
		body, kept, other);
	cli_say(cli, cli->out,
		N_("    to take that back:\n"
		   "      cordon act household_unmerge body={0} kept={1} other={2} reason=WORDS\n"),
		body, kept, other);
}
