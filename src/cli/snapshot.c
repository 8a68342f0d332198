/* `cordon economy snapshot`: the data package that the book's acts make, as of a moment; see snapshot.h. */
#include "cli/snapshot.h"

#include "cli/codes.h"
#include "cli/groups.h"
#include "cli/output.h"

#include "record/entry.h"

#include <inttypes.h>
#include <stdio.h>

static cordon_status entry_time(cli_context *cli, book *b, int64_t number, int64_t *out)
{
	text bytes = {0};
	entry e;
	cordon_text why;
	cordon_status status = book_entry(b, number, &bytes, &cli->error);
	if (!status && !entry_read(bytes.bytes, bytes.length, &e, &why))
		status = finding_add(&cli->error, CORDON_ERROR,
				     (place_in_file){cli_book_folder(cli), (long)number + 1, NULL, NULL}, why, NO_TEXT);
	if (!status) {
		*out = e.time;
		entry_free(&e);
	}
	text_free(&bytes);
	return status;
}

/* Times of entries never go back. */
cordon_status snapshot_entries(cli_context *cli, const council_asked *a, int64_t *entries)
{
	int64_t low = 0, high = book_size(a->book), time;
	cordon_status status = CORDON_OK;
	if (cli_option(cli, "--at"))
		while (!status && low < high) {
			int64_t middle = low + (high - low) / 2;
			status = entry_time(cli, a->book, middle, &time);
			if (!status && time <= a->at.time)
				low = middle + 1;
			else
				high = middle;
		}
	*entries = high;
	return status;
}

cordon_status snapshot_of_book(cli_context *cli, const council_asked *a, const char *body, int64_t entries,
			       snapshot *out)
{
	static char only[ACT_ID_MAX * 8];
	if (!body && !snapshot_council(a->state, only, sizeof only))
		return cli_usage(cli, "--body", NULL, TEXT(CLI_WHICH_ECONOMY),
				 *only ? TEXT(CLI_ONE_OF, only) : NO_TEXT);
	if (!snapshot_make(a->state, body ? body : only, entries, out))
		return finding_add(&cli->error, CORDON_ERROR,
				   (place_in_file){cli_book_folder(cli), 0, NULL, body ? body : only},
				   TEXT(CLI_NO_BODY), NO_TEXT);
	snapshot_add_files(out, book_id(a->book));
	return CORDON_OK;
}

static json_t *questions_json(const snapshot *snap)
{
	json_t *list = json_array();
	for (size_t i = 0; i < snap->questions; i++)
		json_array_append_new(list,
				      json_pack("{s:s, s:s, s:s}", "commodity", snap->question[i].commodity, "body",
						snap->question[i].body, "below", snap->question[i].amount));
	return list;
}

/* For each a warning: nothing is refused. */
static void ask_questions(cli_context *cli, const snapshot *snap)
{
	for (size_t i = 0; i < snap->questions; i++) {
		const snapshot_question *q = &snap->question[i];
		finding_add(&cli->error, CORDON_WARNING,
			    (place_in_file){cli_book_folder(cli), 0, q->commodity, q->amount},
			    TEXT(CLI_SNAPSHOT_BELOW, q->body), TEXT(CLI_SNAPSHOT_BELOW_IS));
	}
}

static cordon_status say_snapshot(cli_context *cli, const snapshot *snap)
{
	char entries[24], processes[24], needs[24];
	size_t count = economy_draft_rows(snap->draft, TABLE_PROCESSES),
	       need = economy_draft_rows(snap->draft, TABLE_NEEDS);
	if (cli->json)
		return output_json(cli, json_pack("{s:s, s:I, s:s, s:I, s:I, s:o}", "body", snap->body, "entries",
						  (json_int_t)snap->entries, "package", snap->hash, "processes",
						  (json_int_t)count, "needs", (json_int_t)need, "questions",
						  questions_json(snap)));
	snprintf(entries, sizeof entries, "%" PRId64, snap->entries);
	snprintf(processes, sizeof processes, "%zu", count);
	snprintf(needs, sizeof needs, "%zu", need);
	cli_say(cli, cli->out, N_("the economy of {0} as of {1} entries: {2} processes, {3} needs\n"), snap->body,
		entries, processes, needs);
	fprintf(cli->out, "%s\n", snap->hash);
	return CORDON_OK;
}

cordon_status economy_snapshot_run(cli_context *cli)
{
	council_asked a = {0};
	snapshot snap = {0};
	int64_t entries;
	const char *folder = cli_option(cli, "-o");
	if (!folder)
		return cli_usage(cli, "-o", NULL, TEXT(CLI_MISSING), NO_TEXT);
	cordon_status status = council_begin(cli, &a);
	if (!status)
		status = snapshot_entries(cli, &a, &entries);
	if (!status)
		status = snapshot_of_book(cli, &a, cli_option(cli, "--body"), entries, &snap);
	if (!status) {
		status = economy_draft_write(snap.draft, folder, &cli->error);
		if (!status) {
			ask_questions(cli, &snap);
			status = say_snapshot(cli, &snap);
		}
		snapshot_free(&snap);
	}
	book_close(a.book);
	return status;
}
