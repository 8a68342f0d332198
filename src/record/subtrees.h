/* The tree's complete subtrees that a book stores: those of the levels 0, 4, 8, ... (docs/book.md does not prescribe
 * them: they are only what proofs are quickly made of).
 */
#ifndef RECORD_SUBTREES_H
#define RECORD_SUBTREES_H

#include "record/merkle.h"
#include "record/state.h"

enum { SUBTREES_STEP = 4, SUBTREES_MEMO = 4096 };

typedef void subtrees_told(void *context, int level, int64_t place, const merkle_hash *hash);

/* Adds a leaf, and tells of the subtrees it completes on the stored levels. `told` may be NULL. */
void subtrees_append(merkle *tree, const merkle_hash *leaf, subtrees_told *told, void *context);

/* A subtrees_told that stores in the table `subtree`; `context` is the state. */
void subtrees_store(void *store, int level, int64_t place, const merkle_hash *hash);
bool subtrees_find(state *s, int level, int64_t place, merkle_hash *hash);

/* All levels of what that table holds, with what was stored or asked lately kept in memory: the receipts of one commit
 * are made of the same few hashes. What is complete never changes, so it is true until a transaction is given up:
 * forget it then. Begins as zeroes, of one state; the source is valid as long as it. */
typedef struct subtrees_memo {
	state *state;
	merkle_sparse sparse;
	struct subtrees_kept {
		int64_t place;
		int above; /* level + 1; 0: nothing */
		merkle_hash hash;
	} kept[SUBTREES_MEMO];
} subtrees_memo;
merkle_source subtrees_source(subtrees_memo *m, state *s);
void subtrees_keep(void *memo, int level, int64_t place, const merkle_hash *hash); /* stored too; a subtrees_told */
void subtrees_forget(subtrees_memo *m);

#endif
