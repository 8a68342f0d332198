/* Ceilings: the highest price allowed for a good, at a place or everywhere, from a day on, set by decision.
 *
 * A price is an exact amount for one `unit` in a `currency`; both are data, and only prices of the same unit and
 * currency are ever compared. The ceiling of a day is, of those decided until then, the one with the latest first day,
 * said last; a place's own goes before the one for everywhere, until it is ended. Nothing is overwritten.
 *
 *	ceiling(body, good, place, from_day, entry, time, price, unit, currency)
 *
 * place: '' everywhere. price: NULL ends the ceiling. It does not say what a good costs, and nobody is punished by it.
 */
#ifndef SUPPLY_CEILING_H
#define SUPPLY_CEILING_H

#include "record/act.h"
#include "supply/good.h"

#include <jansson.h>

enum { PRICE_TEXT = 33, CURRENCY_MAX = 8, CEILING_DAYS_MAX = 3660 };

typedef struct ceiling {
	char price[PRICE_TEXT], unit[GOOD_UNIT], currency[CURRENCY_MAX + 1];
	char from[11]; /* "1972-10-11" */
	bool everywhere;
} ceiling;

/* The ceiling of a good at a place on a day, by what the book said at a moment; false: there is none. */
bool ceiling_of(state *s, const char *body, const char *good, const char *place, const char *day, int64_t time,
		ceiling *out);

/* A price is above 0 and a currency a word ("CLP", "E0"); refuses otherwise. */
cordon_status ceiling_check_price(const act_context *act);

/* <0, 0, >0 as price a is below, the same as or above b; both as ACT_RATIO has them. */
int ceiling_order(const char *a, const char *b);

/* All that hold on the day of a moment, and those decided for later; owned by the caller. */
json_t *ceilings_data(state *s, const char *body, int64_t time);

extern const act_kind ceiling_kind, ceiling_end_kind;
extern const state_schema ceiling_schema;

#endif
