/* Deliveries: what is expected at a place for a cycle, and what arrived there: whole, in part, late or in the place of
 * another good. Two acts with ids of the body's own; one expectation can be met by several arrivals.
 *
 * What arrived for a cycle at a place is a sum, whenever it came; so an allocation made again after a late arrival
 * sees more than the one before. One entered wrong is taken out by delivery_cancel and entered again: the row stays,
 * with its end.
 *
 * delivery(body, delivery, cycle, place, good, amount, instead, expected, keeper's note, entry, time, cancelled)
 * delivery_expected(body, delivery, cycle, place, good, amount, due, entry, time, cancelled)
 *
 * How an expectation stands is derived (delivery_status): waiting, partial, whole, more; late when its last arrival
 * came after the day it was due (or it is waiting and that day is over); substituted when part of it was another good.
 */
#ifndef SUPPLY_DELIVERY_H
#define SUPPLY_DELIVERY_H

#include "supply/good.h"
#include "supply/outlet.h"

/* Units of a good that arrived at a place of the body for a cycle, as itself or for another, as known at a moment. */
int64_t delivery_arrived(state *s, const char *body, int64_t cycle, const char *place, const char *good, int64_t time);

/* All sums above 0 of a cycle as known at a moment, by place, good and the good in whose place it came.
 *	state_rows rows = delivery_ask(s, body, cycle, time);
 *	while (delivery_next(&rows, &d)) ... */
typedef struct delivery_sum {
	char place[OUTLET_ID], good[GOOD_ID];
	char instead[GOOD_ID]; /* "": came as itself */
	int64_t amount;
} delivery_sum;

state_rows delivery_ask(state *s, const char *body, int64_t cycle, int64_t time);
bool delivery_next(state_rows *rows, delivery_sum *out);

extern const act_kind delivery_expected_kind, delivery_kind, delivery_cancel_kind;
extern const state_schema delivery_schema;

#endif
