/* Ranked pairs: all that the orders of equal majorities can lead to; ranked_pairs.c explains the rule.
 *
 * What is kept matters only through what it implies: a state is the transitive relation of the majorities kept, a row
 * of bits for each option. All states that the orders of one size lead to go together into the next size; equal states
 * are one, and a state in which every option that is asked about is beaten is dropped.
 */
#ifndef COUNT_RANKED_ORDERS_H
#define COUNT_RANKED_ORDERS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct ranked_majority {
	uint64_t size;
	int over, under;
} ranked_majority;

typedef struct relation {
	int n;
	size_t words; /* of a row */
	uint64_t *bits;
} relation;

relation relation_begin(int n);
void relation_free(relation *r);

static inline bool relation_has(const relation *r, int over, int under)
{
	return r->bits[(size_t)over * r->words + (size_t)under / 64] >> ((size_t)under % 64) & 1;
}

/* Keeps a majority: whoever is over `over` is now over all that `under` is over. `under` is not over `over`. */
void relation_keep(relation *r, int over, int under);

bool relation_is_unbeaten(const relation *r, int option);

/* Marks in wins[] those of asked[] that win by some order; false: it gave up, there may be more. Majorities stand with
 * the largest first. */
bool ranked_orders_find(int n, const ranked_majority *m, size_t majorities, const bool *asked, bool *wins);

#endif
