/* What an allocation comes to, good by good: the figures that are shown of it, before anybody reads its proof. */
#ifndef SUPPLY_TOTALS_H
#define SUPPLY_TOTALS_H

#include "supply/allocate.h"

#include <jansson.h>

typedef struct supply_totals {
	int64_t arrived, claimed, given, uncovered;
	size_t households, less; /* who has a claim, and who was given less, what came instead included */
} supply_totals;

/* One for each item; the caller frees them. */
supply_totals *supply_totals_of(const supply_problem *p, const supply_allocation *a);

/* Body, cycle, number, households, hashes and the items with their totals; `hash` is the proof's. */
json_t *supply_totals_data(const supply_problem *p, const supply_allocation *a, const char *hash);

#endif
