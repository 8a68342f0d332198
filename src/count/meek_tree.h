/* Ballots of a Meek count, laid together where they go the same way.
 *
 * A ballot passes elected candidates, each of whom keeps a part, and rests with its first continuing one (or with the
 * last elected one, when no other is left). Ballots that passed the same candidates in the same order hold the same
 * part of a vote, so they are one *parcel*: a node of a tree whose root has the whole vote. What a rule computes for
 * one ballot of a parcel it computes for all, to the same digit; an iteration costs as many steps as there are
 * parcels.
 *
 * Invariants: a parent's number is smaller than its child's; a continuing candidate's nodes have no children; `papers`
 * of a node counts all that pass it or rest there.
 *
 * A ballot with equal ranks stands for all its orders, an equal share each (Meek 1970; Hill, Voting matters 13):
 * weights are multiplied by a common `scale` so that these shares are whole numbers. A ballot of more than
 * TREE_ORDERS_MAX orders is refused. Empty ranks are passed over.
 */
#ifndef COUNT_MEEK_TREE_H
#define COUNT_MEEK_TREE_H

#include "count/exact.h"

#include <cordon/count.h>

enum { TREE_ORDERS_MAX = 720, TREE_SCALE_MAX = 100000, TREE_EXPANDED_MAX = 20 * 1000 * 1000 };

typedef struct tree_node {
	uint64_t papers; /* by weight x scale: at most 10^17 */
	uint64_t left; /* of one vote, behind this node: the rule's, in its units */
	uint32_t parent, child, sibling;
	uint32_t ballot; /* the first that rests here, + 1; 0: none */
	uint32_t next; /* the next node of the same candidate; 0: none */
	uint16_t candidate;
} tree_node;

typedef struct meek_tree {
	/* ballots, as in cordon_election; those of the election itself where none has equal ranks */
	const cordon_mark *mark;
	const size_t *start;
	const uint64_t *weight; /* x scale, unless it is the election's and the scale 1 */
	size_t ballots;
	uint64_t scale;
	uint32_t *next; /* by ballot: the next one resting at the same node, + 1 */
	uint16_t *place; /* by ballot: behind the mark it rests with */
	tree_node *node; /* node[0] is the root */
	uint32_t nodes, capacity;
	uint32_t *first; /* by candidate: its first node; 0: none */
	uint32_t *memo; /* by candidate: the child of the node being emptied */
	int candidates;
	void *owned[3]; /* what was made for ballots with equal ranks */
} meek_tree;

/* False when a ballot has too many orders, or all have: then *wrong is its number. */
bool meek_tree_begin(meek_tree *t, const cordon_election *e, size_t *wrong);
void meek_tree_free(meek_tree *t);

/* Lets every ballot go to its first candidate who is continuing, as `state` says. */
void meek_tree_start(meek_tree *t, const cordon_candidate_state *state);

/* After a candidate was elected or excluded (`state` says so already): the ballots resting with them go on. */
void meek_tree_release(meek_tree *t, int candidate, const cordon_candidate_state *state);

#endif
