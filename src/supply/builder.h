/* A problem of supply (allocate.h) put together by names, in any order: each name becomes one place, outlet, item or
 * household, its number is the same from then on.
 */
#ifndef SUPPLY_BUILDER_H
#define SUPPLY_BUILDER_H

#include "base/names.h"
#include "supply/allocate.h"

typedef struct builder {
	supply_problem *p;
	names item, place, outlet, household; /* of `item`: "good" 31 "instead" */
} builder;

void builder_free(builder *b);

/* The number of what has that name, which is added if it is new. An item that came instead adds the good it replaces.
 * */
int32_t builder_place(builder *b, const char *name);
int32_t builder_outlet(builder *b, const char *name);
int32_t builder_item(builder *b, const char *good, const char *instead);
/* -1: there is one already. */
int32_t builder_household(builder *b, const char *token, const char *outlet);

void builder_arrival(builder *b, supply_arrival arrival);
void builder_serves(builder *b, supply_serves link);
void builder_claim(builder *b, supply_claim claim);

/* The item that draws of a good are of: the good, or what came in the place of another if it is only that; -1: none. */
int32_t builder_drawn_item(const builder *b, const char *good);

#endif
