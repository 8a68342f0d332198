/* The published proof of an allocation, made again from the state: the same bytes that were published, or none.
 *
 * The book holds an allocation's hash and seed, the state everything else that was in it, of every past moment. The
 * proof is made again by the rule, its hash is held against the book's, and then it is read and verified as a stranger
 * would (proof.h). It is not there (SUPPLY_PROOF_LOST) where something entered in the very second of the allocation,
 * after it: then only the file itself can tell.
 */
#ifndef SUPPLY_PUBLISHED_H
#define SUPPLY_PUBLISHED_H

#include "supply/allocation.h"
#include "supply/proof.h"

#include <jansson.h>

typedef struct published {
	allocation_facts facts;
	text bytes; /* of the file */
	json_t *totals; /* totals.h */
	proof proof; /* read and verified */
} published;

/* The allocation with that number in the cycle, or the last one at a moment (0). Free it whatever was returned.
 * CORDON_OK with facts.number 0: nothing was allocated. */
cordon_status published_make(state *s, const char *body, int64_t cycle, int64_t number, int64_t time, published *out,
			     cordon_error *error);
void published_free(published *p);

/* As data, owned by the caller; NULL: nothing was allocated, or nobody has that card; with findings: it is lost. */
/* What it comes to, good by good and outlet by outlet, with its hashes and its seed. */
json_t *published_allocation(state *s, const char *body, int64_t cycle, int64_t number, int64_t time,
			     cordon_error *error);
/* What the household that a card stands for gets and why, as `cordon supply why` says of the file. */
json_t *published_why(state *s, const char *body, int64_t cycle, int64_t number, const char *card, int64_t time,
		      cordon_error *error);
/* The file: its name, hash and text. */
json_t *published_file(state *s, const char *body, int64_t cycle, int64_t number, int64_t time, cordon_error *error);

#endif
