/* A book replayed where it stands: its derived tables dropped and made again; see book.h. */
#include "record/book_private.h"
#include "record/codes.h"
#include "record/replay.h"
#include "record/state_private.h"

#include <string.h>

bool book_next_entry(void *context, text *bytes)
{
	state_rows *rows = context;
	if (!rows->statement || !state_row(rows))
		return false;
	book_add_value(bytes, rows, 1);
	return true;
}

state_rows book_ask_entries(book *b)
{
	return state_ask(b->state, "SELECT number, bytes FROM entry WHERE number < ? ORDER BY number", "i",
			 b->committed);
}

cordon_status book_rebuild(book *b, char hash[65], const cordon_progress *progress, cordon_error *error)
{
	applier again = {.state = b->state, .world = b->options.world, .time = INT64_MIN};
	if (b->applier.size != b->committed || !book_begin(b) || !state_drop(b->state, b->options.world) ||
	    !state_create(b->state, b->options.world))
		return book_failed(b, error);
	state_rows rows = book_ask_entries(b);
	const replay_plan plan = {.next = book_next_entry,
				  .context = &rows,
				  .file = b->folder,
				  .progress = progress,
				  .total = b->committed};
	cordon_status status = replay_entries(&plan, &again, error);
	state_end(&rows);
	if (!status && (again.size != b->committed || strcmp(again.id, b->applier.id)))
		status = finding_add(error, CORDON_ERROR, (place_in_file){.file = b->folder}, TEXT(RECORD_DAMAGED),
				     NO_TEXT);
	if (!status)
		status = book_state_hash(b, hash, error);
	if (!status && sqlite3_exec(b->db, "COMMIT", NULL, NULL, NULL) == SQLITE_OK)
		b->writing = false;
	else if (!status)
		status = book_failed(b, error);
	if (status)
		book_abandon(b);
	return status;
}
