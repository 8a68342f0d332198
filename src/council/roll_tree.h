/* Statements about a roll that anybody can check: who stood on it, and that nobody stood there twice.
 *
 * Of one body, or of all bodies of one kind together, as it was after the first `size` entries of the book (a
 * checkpoint's size, so that the statement says which book it is of). Leaves are
 *	cordon-roll-v1 \n person \n body \n
 * in the order of persons' bytes, the tree is RFC 6962's (record/merkle.h). docs/roll.md has the JSON of statements
 * and proofs.
 *
 * What it proves. The order is strict: whoever has the leaves sees at a glance that no person has two, and that the
 * root is theirs. Without the leaves, a proof shows a person's leaf between its two neighbours, all three under the
 * root, so that the same person has no leaf beside it; that the order is kept elsewhere is for those to check who
 * have the book. It does not prove that a person exists.
 */
#ifndef COUNCIL_ROLL_TREE_H
#define COUNCIL_ROLL_TREE_H

#include "base/memory.h"
#include "council/council.h"
#include "record/merkle.h"

#include <jansson.h>

enum { ROLL_TREE_MAX = 100 * 1000 * 1000 }; /* people in a tree */

typedef struct roll_leaf {
	const char *person, *body;
} roll_leaf;

typedef struct roll_tree {
	const char *about, *name; /* "body" or "kind", and which */
	int64_t size; /* entries of the book */
	int64_t people;
	roll_leaf *leaf;
	merkle_hash root;
	merkle_hash *level[MERKLE_LEVELS]; /* hashes of the complete subtrees of each level */
	arena keep;
} roll_tree;

/* `about` is "body" or "kind". roll_tree_free in any case; what nobody belongs to has an empty tree. */
void roll_tree_build(roll_tree *t, state *s, const char *about, const char *name, int64_t size);
void roll_tree_free(roll_tree *t);

/* The place of a person's leaf; -1: none. */
int64_t roll_tree_find(const roll_tree *t, const char *person);

/* The first person who stands there twice; NULL: nobody does. */
const char *roll_tree_twice(const roll_tree *t);

/* The statement, and with a person's place in it (0 <= index < people) the proof; the caller owns them. */
json_t *roll_tree_statement(const roll_tree *t);
json_t *roll_tree_proof(const roll_tree *t, int64_t index);

/* Whether a proof holds by itself, with no book at hand; if not, `why` says where it breaks. */
bool roll_proof_holds(const json_t *proof, cordon_text *why);

#endif
