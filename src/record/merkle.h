/* The tree over a book's entries: RFC 6962, section 2, with SHA-256.
 *
 * MTH({}) = SHA-256(), MTH({d}) = SHA-256(0x00 || d), MTH(D[n]) = SHA-256(0x01 || MTH(D[0:k]) || MTH(D[k:n])) where k
 * is the largest power of two below n. A *complete* subtree (level, index) is the tree over the 2^level leaves from
 * index * 2^level on: once those leaves are there it never changes, and every hash that is needed is made of such.
 *
 * Three things stand here: the frontier, which grows by one leaf in O(1) on average and knows the root in O(log n);
 * proofs made from hashes of complete subtrees that a callback provides; proofs verified as RFC 9162 says (2.1.3.2,
 * 2.1.4.2), which needs no tree. All of it is arithmetic: nothing here reads or stores, and nothing knows what an entry
 * is.
 */
#ifndef RECORD_MERKLE_H
#define RECORD_MERKLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
	MERKLE_HASH = 32,
	MERKLE_LEVELS = 63,    /* a complete subtree's level is below */
	MERKLE_PROOF_MAX = 64, /* hashes in a proof, at most */
};
#define MERKLE_SIZE_MAX INT64_MAX /* leaves */

typedef struct merkle_hash {
	unsigned char byte[MERKLE_HASH];
} merkle_hash;

merkle_hash merkle_leaf(const void *bytes, size_t length);
merkle_hash merkle_node(const merkle_hash *left, const merkle_hash *right);
bool merkle_same(const merkle_hash *a, const merkle_hash *b);

/* --- the frontier */

/* The roots of the complete subtrees that a tree of `size` leaves falls into from the left: one of level k, peak[k],
 * for each bit k of size. Start from {0}, the empty tree. */
typedef struct merkle {
	int64_t size;
	merkle_hash peak[MERKLE_LEVELS];
} merkle;

/* Adds the leaf of that hash, below MERKLE_SIZE_MAX of them (asserted). It completes subtrees of the levels 0 to the
 * returned one; `complete` (may be NULL) has room for MERKLE_LEVELS and gets their hashes by level. The index of the
 * one of level k is then (tree->size >> k) - 1. */
int merkle_append(merkle *tree, const merkle_hash *leaf, merkle_hash *complete);

merkle_hash merkle_root(const merkle *tree);

/* --- hashes from a store */

/* Gives the hash of a complete subtree; false when it cannot. It is asked only for subtrees within the size given. */
typedef struct merkle_source {
	bool (*hash)(void *context, int level, int64_t index, merkle_hash *out);
	void *context;
} merkle_source;

/* A source that has the levels 0, step, 2 step, ... only, and a source of all levels made of it: the levels between
 * are computed, of at most 2^(step - 1) stored hashes each.
 *	merkle_sparse sparse = {stored, 4};
 *	merkle_source source = merkle_between(&sparse);      valid as long as `sparse` is */
typedef struct merkle_sparse {
	merkle_source stored;
	int step; /* 1 to 16 */
} merkle_sparse;
merkle_source merkle_between(merkle_sparse *sparse);

/* The frontier of the first `size` leaves; false when the source fails. */
bool merkle_load(merkle *tree, int64_t size, const merkle_source *source);

/* --- proofs */

typedef struct merkle_proof {
	int count;
	merkle_hash hash[MERKLE_PROOF_MAX]; /* lowest first */
} merkle_proof;

/* That leaf `index` is in the tree of the first `size` leaves: PATH(index, D[size]) of RFC 6962, 2.1.1.
 * 0 <= index < size (asserted); false when the source fails. */
bool merkle_prove_inclusion(int64_t index, int64_t size, const merkle_source *source, merkle_proof *proof);

/* That the tree of the first `first` leaves is the beginning of that of `second`: PROOF(first, D[second]) of RFC 6962,
 * 2.1.2; empty when first is 0 or second. 0 <= first <= second (asserted); false when the source fails. */
bool merkle_prove_consistency(int64_t first, int64_t second, const merkle_source *source, merkle_proof *proof);

/* Whether the proof shows it. Any numbers and hashes may be given: what cannot be is false. */
bool merkle_verify_inclusion(const merkle_hash *leaf, int64_t index, int64_t size, const merkle_hash *proof, int count,
			     const merkle_hash *root);
/* The empty tree is the beginning of every tree, by an empty proof, if its root is that of the empty tree. */
bool merkle_verify_consistency(int64_t first, int64_t second, const merkle_hash *proof, int count,
			       const merkle_hash *first_root, const merkle_hash *second_root);

#endif
