/* A book verified as it stands in its folder; see book.h. */
#include "record/book_private.h"
#include "record/codes.h"
#include "record/scratch.h"
#include "record/verify.h"

#include <string.h>

struct check {
	verifier v;
	book *b;
	bool subtrees_differ;
};

/* Stored subtrees are what receipts are made of: they must be the tree's. */
static void check_subtree(void *context, int level, int64_t place, const merkle_hash *hash)
{
	struct check *c = context;
	merkle_hash stored;
	c->subtrees_differ |= !subtrees_find(c->b->state, level, place, &stored) || !merkle_same(&stored, hash);
}

static bool next_checkpoint(void *context, int64_t *size, text *note)
{
	state_rows *rows = context;
	if (!rows->statement || !state_row(rows))
		return false;
	*size = state_whole(rows, 0);
	book_add_value(note, rows, 1);
	return true;
}

static cordon_status applied(void *context, int64_t number, const char *bytes, size_t length, const merkle_hash *leaf,
			     cordon_error *error)
{
	(void)number, (void)bytes, (void)length;
	return verifier_entry(&((struct check *)context)->v, leaf, error);
}

/* replay_plan's `context` is one for both: the rows of entries stand in the check. */
struct run {
	struct check check; /* first: `applied` is handed the run */
	state_rows entries;
};

static bool next_entry(void *context, text *bytes)
{
	return book_next_entry(&((struct run *)context)->entries, bytes);
}

static cordon_status damaged(const book *b, const char *field, cordon_text what, cordon_error *error)
{
	finding_add(error, CORDON_ERROR, (place_in_file){.file = b->folder, .field = field}, what, NO_TEXT);
	return CORDON_UNPROVEN;
}

/* What else stands in the folder and is not covered by the tree. */
static cordon_status check_rest(struct run *r, book_verdict *verdict, const scratch *s, cordon_error *error)
{
	book *b = r->check.b;
	char stored[65];
	if (r->check.subtrees_differ)
		return damaged(b, "subtree", TEXT(RECORD_SUBTREES), error);
	if (r->check.v.applier.size != state_number(b->state, -1, "SELECT count(*) FROM entry", ""))
		return damaged(b, "entry", TEXT(RECORD_ENTRIES_MORE), error);
	if (strcmp(r->check.v.applier.id, b->applier.id))
		return damaged(b, "id", TEXT(RECORD_OTHER_BOOK), error);
	if (!scratch_hash(s, verdict->state) || book_state_hash(b, stored, error))
		return book_failed(b, error);
	if (strcmp(stored, verdict->state))
		return damaged(b, "state", TEXT(RECORD_STATE_DIFFERS), error);
	return book_check_boxes(b, verdict, error);
}

static cordon_status read_outside(struct run *r, const book_outside *outside, int count, cordon_error *error)
{
	cordon_status status = CORDON_OK;
	for (int i = 0; i < count; i++)
		if (claims_read(&r->check.v.outside, outside[i].file, outside[i].bytes, outside[i].length,
				r->check.b->origin, r->check.b->applier.id, error))
			status = CORDON_BAD_INPUT;
	claims_sort(&r->check.v.outside);
	return status;
}

static cordon_status replay(struct run *r, const cordon_progress *progress, cordon_error *error)
{
	book *b = r->check.b;
	state_rows points = state_ask(b->state, "SELECT size, note FROM checkpoint ORDER BY size", "");
	r->entries = book_ask_entries(b);
	r->check.v.next_checkpoint = next_checkpoint;
	r->check.v.checkpoint_context = &points;
	r->check.v.subtree = check_subtree;
	r->check.v.subtree_context = &r->check;
	verifier_begin(&r->check.v);
	const replay_plan plan = {next_entry, applied, r, b->folder, 0, progress, b->committed};
	cordon_status status = replay_entries(&plan, &r->check.v.applier, error);
	if (!status)
		status = verifier_end(&r->check.v, error);
	state_end(&r->entries);
	state_end(&points);
	return status;
}

cordon_status book_verify(book *b, const book_outside *outside, int count, book_verdict *verdict,
			  const cordon_progress *progress, cordon_error *error)
{
	scratch s;
	*verdict = (book_verdict){0};
	if (!scratch_open(&s, b->options.world)) {
		scratch_close(&s);
		return damaged(b, "memory", TEXT(RECORD_NO_SCRATCH), error);
	}
	struct run r = {.check = {.b = b,
				  .v = {.file = b->folder,
					.applier = {.state = s.state, .world = b->options.world, .time = INT64_MIN}}}};
	cordon_status status = read_outside(&r, outside, count, error);
	if (!status)
		status = replay(&r, progress, error);
	if (!status)
		status = check_rest(&r, verdict, &s, error);
	verdict->entries = r.check.v.applier.size;
	verdict->checkpoints = r.check.v.checkpoints;
	verdict->outside = r.check.v.outside.met;
	verifier_free(&r.check.v);
	scratch_close(&s);
	return status;
}
