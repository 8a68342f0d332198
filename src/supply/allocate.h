/* How what arrived in a cycle becomes rations in whole units, with a proof anyone can replay: docs/supply-proof.md has
 * the rule, the file and the certificate.
 *
 * A problem is filled by whoever has the numbers (plain files, the book), in any order; supply_problem_order puts it
 * into the one order of the proof and refuses what is no problem. From then on the same problem gives the same bytes.
 * Floating point is not used. Nothing here touches a file, a clock or a source of randomness, and nothing here knows a
 * name or an affiliation: households are tokens.
 */
#ifndef SUPPLY_ALLOCATE_H
#define SUPPLY_ALLOCATE_H

#include "base/memory.h"
#include "base/text.h"

#include <cordon/base.h>

enum {
	SUPPLY_ITEMS_MAX = 1000,
	SUPPLY_PLACES_MAX = 10 * 1000,
	SUPPLY_OUTLETS_MAX = 10 * 1000,
	SUPPLY_HOUSEHOLDS_MAX = 1000 * 1000,
	SUPPLY_PROBLEM_ROWS_MAX = 20 * 1000 * 1000,
	SUPPLY_LINKS_MAX = 20 * 1000 * 1000,
	SUPPLY_UNITS_MAX = 1000 * 1000 * 1000,
	SUPPLY_WEIGHT_MAX = 1000 * 1000, /* of a weight's two parts, and of the common denominator of an item's */
	SUPPLY_PROOF_TEXT_MAX = 200,
	SUPPLY_PROOF_SEED_MAX = 256,
};
#define SUPPLY_STOCK_MAX INT64_C(1000000000000)
#define SUPPLY_PROOF_BYTES_MAX ((size_t)4000 * 1000 * 1000)
#define SUPPLY_RULE_ID "floors-leximin-lots"
enum { SUPPLY_RULE_VERSION = 1, SUPPLY_PROOF_VERSION = 1 };

typedef struct claim_ratio {
	int32_t over, under; /* in lowest terms, over >= 0, under > 0 */
} claim_ratio;

typedef struct supply_item {
	const char *good, *instead, *unit; /* `instead`: NULL, or the good it came in the place of */
} supply_item;

typedef struct supply_arrival {
	int32_t place, item;
	int64_t units; /* there in this cycle at all, drawn since or not */
} supply_arrival;

typedef struct supply_serves {
	int32_t place, outlet;
} supply_serves;

typedef struct supply_household {
	const char *token;
	int32_t outlet;
} supply_household;

/* What one household may have of one item. */
typedef struct supply_claim {
	int32_t household, item;
	claim_ratio weight, claim, floor;
	int64_t drawn;
} supply_claim;

/* Start from {0}; the texts may be copied into `storage`. Arrays are the problem's (malloc). */
typedef struct supply_problem {
	const char *body, *title, *former, *seed, *commitment, *seed_from; /* NULL: none, of the last four */
	int64_t cycle, number;
	supply_item *item;
	const char **place, **outlet;
	supply_arrival *arrival;
	supply_serves *serves;
	supply_household *household;
	supply_claim *claim;
	size_t items, places, outlets, arrivals, links, households, claims;
	size_t items_room, places_room, outlets_room, arrivals_room, links_room, households_room, claims_room;
	arena storage;
} supply_problem;

/* [a-z0-9][a-z0-9._-]*, at most 64 bytes: how places, goods and households are named in a proof. */
bool supply_is_id(const char *s);

void supply_problem_free(supply_problem *p);

/* Everything into the order of the proof: arrivals at one place are added up, those of nothing left out, links made
 * distinct, and whoever came in the place of a good is given claims like the good's. Refuses what is out of its limits
 * or stands twice; `file` (may be NULL) is named in the findings. */
cordon_status supply_problem_order(supply_problem *p, const char *file, cordon_error *error);

typedef struct supply_flow {
	int32_t place;
	int64_t units;
} supply_flow;

/* The largest key given up to a level group, without its lot. */
typedef struct supply_level {
	int64_t over, under;
	int32_t stage;
} supply_level;

/* Free with supply_allocation_free. Of claim k: ration[k]. Of item i and outlet o, at i * outlets + o: the flows
 * flow[flows[at]] .. flow[flows[at + 1] - 1], and outlet_group[at], an index into the levels of the item. */
typedef struct supply_allocation {
	int64_t *ration, *uncovered;
	supply_flow *flow;
	size_t *flows;
	size_t flows_all, flow_room;
	int32_t *outlet_group, *place_group;
	supply_level *level; /* of item i: level[levels[i]] .. level[levels[i + 1] - 1] */
	size_t *levels;
	size_t levels_all, level_room;
} supply_allocation;

/* Of an ordered problem. CORDON_UNPROVEN: a lot would decide between two households, and there is no seed. */
cordon_status supply_allocate(const supply_problem *p, supply_allocation *a, cordon_error *error);
void supply_allocation_free(supply_allocation *a);

/* The proof's bytes, and their SHA-256. */
void supply_proof_write(const supply_problem *p, const supply_allocation *a, text *out);
void supply_proof_hash(const supply_problem *p, const supply_allocation *a, char hex[65]);
/* The SHA-256 of the input's lines: what can be published before there is a seed. */
void supply_proof_inputs(const supply_problem *p, char hex[65]);

#endif
