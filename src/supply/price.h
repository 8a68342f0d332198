/* Price reports in the book: what a good cost at a place on a day, and who says so.
 *
 * Sources: `outlet`, a keeper of the place; `household`, a card token, entered by anybody who may; `member`, who signs
 * alone; `nameless`, entered by the secretary, an officer of supply or a teller. Of a nameless report the book holds
 * who entered it and nothing about whose it is.
 *
 * price_report(body, good, place, day, entry, time, source, who, hand, price, unit, currency): who: token or person,
 * NULL of a nameless one; hand: who entered it for another, or NULL.
 *
 * prices_data judges the reports of the last PRICE_WINDOW days by the rule of reports.h: of a household or member the
 * latest one counts, nameless ones of one hand are one voice, what the outlet says of itself is shown and is no voice.
 * Each report is held against the ceiling of its own day. A report alone does nothing.
 */
#ifndef SUPPLY_PRICE_H
#define SUPPLY_PRICE_H

#include "record/act.h"
#include "supply/household.h"

#include <jansson.h>

enum {
	PRICE_WINDOW = 14, /* days, the one asked about among them */
	PRICE_BACK = 31, /* days back that a report can be about */
	PRICE_REPORTS_DAY = 10000, /* of one good, place and day */
};

/* Whose word an act is, for reports and complaints. */
typedef struct source {
	const char *kind, *who, *hand;
} source;

/* The act's fields are `body`, `place` and, if given, `household`. A card of a merged household is the kept one's,
 * which is written into `as`; refuses a card of none that stands. */
cordon_status source_of(const act_context *act, char as[HOUSEHOLD_ID], source *out);

/* Every good and place with reports: ceiling, voices each way, verdict, what the outlet says; and prices far above what
 * their own past made usual (prices.h). Owned by the caller. */
json_t *prices_data(state *s, const char *body, int64_t time);

extern const act_kind price_report_kind;
extern const state_schema price_schema;

#endif
