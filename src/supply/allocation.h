/* Allocations in the book: the rations of a cycle, as the pure function of allocate.h gives them from the state.
 *
 * The act says seed and hash; its function makes the allocation again and refuses another hash. So rations are derived
 * state, the published proof is the file with that hash, and whoever replays the book has checked every one of them.
 * After a late, short or substituted delivery the next act of the cycle allocates anew: it takes the seed of the one
 * before (unless it says another), and nothing that was drawn is taken back.
 *
 * Households, rules, links and deliveries are those known at the moment of the entry. Stock is what was delivered for
 * the cycle; what was drawn already is draw.h's. The weight for a good whose clauses all count numbers (children, ill)
 * is how many of them there are; for others it is what `supply_weights` says.
 *
 * allocation(body, cycle, number, hash, inputs, seed, seed_from, entry, time): numbers count from 1
 * ration(body, cycle, number, household, good, instead, amount, may, outlet): instead '' where it is of its own; `may`
 * is the most it may have
 */
#ifndef SUPPLY_ALLOCATION_H
#define SUPPLY_ALLOCATION_H

#include "supply/allocate.h"
#include "supply/entitlement.h"

enum { ALLOCATION_SEED = SUPPLY_PROOF_SEED_MAX + 1, ALLOCATION_FROM = SUPPLY_PROOF_TEXT_MAX + 1 };

typedef struct allocation_facts {
	int64_t number, time, entry;
	char hash[65], seed[ALLOCATION_SEED], seed_from[ALLOCATION_FROM]; /* "": none */
} allocation_facts;

/* The last allocation of a cycle as known at a moment. */
bool allocation_last(state *s, const char *body, int64_t cycle, int64_t time, allocation_facts *out);
bool allocation_find(state *s, const char *body, int64_t cycle, int64_t number, allocation_facts *out);

/* What a household was to have of a good in a cycle, all that came as this good, after the last allocation at a moment;
 * -1: nothing was allocated, or it was not among those supplied. */
int64_t allocation_ration(state *s, const char *body, int64_t cycle, const char *household, const char *good,
			  int64_t time);
/* The same after the allocation of that number. */
int64_t allocation_ration_in(state *s, const char *body, int64_t cycle, int64_t number, const char *household,
			     const char *good);

/* The problem of a cycle at a moment, to be ordered. `seed` may be NULL: that of the allocation before, if there is
 * one. False: no such cycle. */
bool allocation_problem(state *s, const char *body, int64_t cycle, int64_t time, const char *seed,
			const char *seed_from, supply_problem *out);

/* The problem that an allocation in the book solved, as the state was at its moment. What entered in the same second
 * after it would be in it too: hold the proof's hash against the allocation's (published.h does). */
bool allocation_again(state *s, const char *body, int64_t cycle, const allocation_facts *facts, supply_problem *out);

/* What rules give a household of a good: claim, floor and weight; false: nothing. */
bool allocation_claim(const entitlement_rule *rule, const household_weights *weights, const household_facts *h,
		      int64_t days, supply_claim *out);

extern const act_kind allocation_kind;
extern const state_schema allocation_schema;

#endif
