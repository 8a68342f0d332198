/* A book replayed to be verified: form, keys, tree, checkpoints, what was kept elsewhere, and that every act was
 * allowed (docs/book.md, "What a verifier checks"). One path for a book's folder and for an export being imported.
 */
#ifndef RECORD_VERIFY_H
#define RECORD_VERIFY_H

#include "record/claims.h"
#include "record/replay.h"
#include "record/subtrees.h"

typedef struct verifier {
	applier applier; /* over a state of its own */
	merkle tree;
	claims outside; /* sorted */
	int64_t checkpoints; /* met so far */
	/* The book's own checkpoints in order; false at the end. */
	bool (*next_checkpoint)(void *context, int64_t *size, text *note);
	void *checkpoint_context;
	subtrees_told *subtree; /* of subtrees_append */
	void *subtree_context;
	int64_t covered; /* by the last one met */
	int64_t expected; /* size of the next of them; 0: none left */
	text note;
	const char *file;
} verifier;

/* Ready to be told of entries: reads the first checkpoint. */
void verifier_begin(verifier *v);
/* After an entry was applied. */
cordon_status verifier_entry(verifier *v, const merkle_hash *leaf, cordon_error *error);
/* After the last: nothing may be left over, and the last checkpoint covers all. */
cordon_status verifier_end(verifier *v, cordon_error *error);
void verifier_free(verifier *v);

#endif
