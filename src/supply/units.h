/* Whole units of one item, one after another to the smallest key: stage, level, lot (docs/supply-proof.md, "The
 * rule"), for households that all can be given from the same stock.
 *
 * Whoever is given a unit at a level below the last one asked for needs no lot, so lots are drawn only among those who
 * are equal there.
 */
#ifndef SUPPLY_UNITS_H
#define SUPPLY_UNITS_H

#include "supply/allocate.h"

enum { UNITS_LOT = 32 };

typedef struct units_key {
	int64_t over, under; /* the level */
	int32_t stage; /* -1: there is no key */
	unsigned char lot[UNITS_LOT];
} units_key;

typedef struct units_row {
	int64_t had, drawn, floor,
		limit; /* units up to `drawn` are of stage 0, up to `floor` of 1: drawn <= floor <= limit */
	int64_t weight; /* times the grain of the item's weights */
	int64_t given;
	const char *token;
	int32_t outlet;
	int32_t lot; /* where its lot lies, -1: it was not drawn yet */
} units_row;

typedef struct units {
	const supply_problem *p;
	int32_t item;
	int64_t grain;
	units_row *row;
	size_t count;
	unsigned char (*lot)[UNITS_LOT];
	size_t lots, lot_room;
} units;

/* Gives the rows `who` together `stock` units, or their limits where that is less. */
void units_give(units *u, const size_t *who, size_t count, int64_t stock);

/* The keys of the last unit given to a row and of its next one; without lots. */
units_key units_last(const units *u, size_t row);
units_key units_next(const units *u, size_t row);
/* Stage and level alone; no key is below all keys. */
int units_compare(const units_key *a, const units_key *b);

/* Without a seed a row's lot is its number. */
const unsigned char *units_lot(units *u, size_t row);

#endif
