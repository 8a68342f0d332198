/* What a cordon_economy keeps for itself (economy->storage), for the files of this room and for finding ids.
 *
 * Invariants: ids[i] is the id of entry i of its table; dimension[c] < dimensions.count for every commodity c.
 */
#ifndef ECONOMY_STORAGE_H
#define ECONOMY_STORAGE_H

#include "base/memory.h"
#include "base/names.h"

#include <cordon/economy.h>

struct economy_storage {
	arena texts;
	names commodities, places, periods, processes, groups;
	names dimensions; /* names; without units.csv, each unit is its own dimension */
	int *dimension; /* of each commodity's unit */
	double *factor; /* of each commodity's unit, to the dimension's base; 1 without units.csv */
	bool typed; /* there is a units.csv */
	const char *file[12]; /* of each table (tables.h), as findings name it; NULL when the package has none */
};

static inline struct economy_storage *economy_storage_of(const cordon_economy *e)
{
	return e->storage;
}

/* The index of an id, or -1. */
int economy_find_commodity(const cordon_economy *e, const char *id);
int economy_find_place(const cordon_economy *e, const char *id);
int economy_find_period(const cordon_economy *e, const char *id);
int economy_find_process(const cordon_economy *e, const char *id);
int economy_find_group(const cordon_economy *e, const char *id);

#endif
