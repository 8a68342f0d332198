/* The published proof of an allocation (docs/supply-proof.md), read by whoever has nothing but the file.
 *
 * proof_read checks the form of every line, the hashes and the flows; proof_check (proof_verify.c) that the rations are
 * what the rule gives. They use nothing of the rooms and files that make allocations: only texts, hashes and canonical
 * JSON. proof_why says what decided about one household.
 */
#ifndef SUPPLY_PROOF_H
#define SUPPLY_PROOF_H

#include "base/text.h"

#include <cordon/base.h>

#include <jansson.h>
#include <stdint.h>

enum {
	PROOF_ITEMS_MAX = 1000,
	PROOF_PLACES_MAX = 10000,
	PROOF_OUTLETS_MAX = 10000,
	PROOF_HOUSEHOLDS_MAX = 1000000,
	PROOF_ROWS_MAX = 20000000,
	PROOF_ID = 65,
	PROOF_TEXT = 257,
	PROOF_NUMBER_MAX = 1000000000,
	PROOF_WEIGHT_MAX = 1000000,
	PROOF_BLOCKS_MAX = 64,
};

typedef struct proof_item {
	char good[PROOF_ID], instead[PROOF_ID], unit[PROOF_ID]; /* instead: "": of its own */
	uint32_t family; /* the item of the good that it came instead of; itself */
	uint32_t groups; /* of levels */
	size_t first_group;
	uint32_t spare; /* the lowest level of a place with stock left; UINT32_MAX: none */
} proof_item;

/* What a household is to have of an item; units are whole. */
typedef struct proof_row {
	uint32_t item, weight_top, weight_bottom;
	uint32_t claim, floor, drawn, ration, uncovered;
} proof_row;

typedef struct proof_household {
	char token[PROOF_ID];
	uint32_t outlet, rows;
	size_t first;
} proof_household;

/* The largest key given in a group of levels and those before it, without its lot; what stands in the file. */
typedef struct proof_level {
	int stage;
	uint64_t top, bottom;
} proof_level;

typedef struct proof {
	char body[PROOF_ID], title[PROOF_TEXT], seed[PROOF_TEXT], seed_from[PROOF_TEXT];
	char former[65], inputs[65], hash[65]; /* former: "" for the first; hash: of the whole file */
	char commitment[65]; /* "": none */
	bool seeded;
	int64_t cycle, number;
	uint32_t items, places, outlets, households;
	proof_item *item;
	char (*place)[PROOF_ID], (*outlet)[PROOF_ID];
	int64_t *stock; /* item * places + place */
	uint32_t **from, *from_count; /* of an outlet */
	uint32_t *level; /* item * outlets + outlet */
	int64_t *inflow; /* likewise */
	proof_household *household;
	proof_row *row;
	size_t rows, row_capacity;
	proof_level *group;
	size_t groups, group_capacity;
} proof;

/* Free it whatever was returned. CORDON_BAD_INPUT: the form is wrong, and the findings name lines; CORDON_UNPROVEN: a
 * hash, flow or level does not hold. */
cordon_status proof_read(const char *file, const cordon_reader *in, proof *p, cordon_error *error);
/* CORDON_OK: proven. */
cordon_status proof_check(const char *file, const proof *p, cordon_error *error);
void proof_free(proof *p);

/* What decided how much of an item a household is to have. */
typedef enum proof_reason {
	PROOF_CLAIM, /* all that it may have */
	PROOF_CUT_OFF, /* no place serves its outlet */
	PROOF_NOTHING, /* nothing is there where its outlet is served */
	PROOF_FLOOR, /* there was not enough for what is guaranteed to everybody */
	PROOF_LEVEL, /* one unit more would be above all that were given there */
	PROOF_LOT, /* the last unit went to an equal, by lot */
	PROOF_DRAWN, /* it drew more than the places account for */
} proof_reason;

typedef struct proof_answer {
	const proof_item *item;
	const proof_row *row;
	int64_t may; /* the most that it may have */
	proof_reason reason;
	double next, last; /* LEVEL, LOT, FLOOR: units for each unit of weight with one more; the largest given there */
} proof_answer;

/* The household of a token, or NULL. */
const proof_household *proof_find(const proof *p, const char *token);
/* Of the row `number` of a household, in a proof that holds. */
proof_answer proof_why(const proof *p, const proof_household *h, uint32_t number);

/* As data: what a household gets of each good and why; what each outlet's households come to, and what decided it. The
 * caller owns them. */
json_t *proof_household_data(const proof *p, const proof_household *h);
json_t *proof_outlets_data(const proof *p);

#endif
