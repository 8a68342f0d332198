/* The tree's complete subtrees that a book stores: those of the levels 0, 4, 8, ... (docs/book.md does not prescribe
 * them: they are only what proofs are quickly made of).
 */
#ifndef RECORD_SUBTREES_H
#define RECORD_SUBTREES_H

#include "record/merkle.h"
#include "record/state.h"

enum { SUBTREES_STEP = 4 };

typedef void subtrees_told(void *context, int level, int64_t place, const merkle_hash *hash);

/* Adds a leaf, and tells of the subtrees it completes on the stored levels. `told` may be NULL. */
void subtrees_append(merkle *tree, const merkle_hash *leaf, subtrees_told *told, void *context);

/* A subtrees_told that stores in the table `subtree`; `context` is the state. */
void subtrees_store(void *store, int level, int64_t place, const merkle_hash *hash);
/* What that table holds; valid as long as `sparse`. */
merkle_source subtrees_source(state *s, merkle_sparse *sparse);
bool subtrees_find(state *s, int level, int64_t place, merkle_hash *hash);

#endif
