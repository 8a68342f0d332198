/* Draws in the book: the lines of devices' logs (draws.h), entered by the outlet's keeper, and what is brought back.
 *
 * Invariants, so that the state does not depend on the order in which logs arrive: - the table is the set of distinct
 * lines; a line that is there already changes nothing; - nothing is refused or erased for being too much, for a
 * household, a good or a cycle nobody knows, or for a number that another line has: all of it stands, counts and is
 * listed (draw_report); - the outlet of a line is the first part of its point's name ("kiosk/2"), which the act's
 * `outlet` must be.
 *
 * A point whose second part begins with "paper" holds the lines of that outlet's paper lists. What a counter wrote on
 * paper and in its device is one draw and must not count twice, whichever came first: lines of one outlet, cycle,
 * household, good and quantity count as often as they stand in devices, or on paper, whichever is more.
 *
 * draw(body, point, number, cycle, household, good, quantity, outlet, paper, entry, time)
 * What was returned stands in stock_event (stock.h).
 */
#ifndef SUPPLY_DRAW_H
#define SUPPLY_DRAW_H

#include "supply/bundle.h"
#include "supply/good.h"
#include "supply/household.h"

enum { DRAW_LINES_MAX = 400 }; /* in an act: it stays below ACT_BYTES_MAX */

/* Whether a household of a draw can stand in the book: 1 to 64 of A-Z a-z 0-9 . _ - */
bool draw_is_household(const char *s);
bool draw_is_paper(const char *point);

/* What a household, as it stands with all its merged cards, had of a good in a cycle, as known at a moment. */
typedef struct draw_sum {
	char household[DRAWS_NAME_MAX + 1], good[GOOD_ID];
	int64_t drawn, returned;
	int64_t times; /* draws that count */
	int64_t once; /* lines both on paper and in a device, counted once */
	bool known; /* it stands as a household of the body */
} draw_sum;

/* By household, then good; the caller frees them. */
draw_sum *draw_sums(state *s, const char *body, int64_t cycle, int64_t time, size_t *count);
/* Drawn less returned, not below 0. */
int64_t draw_had(const draw_sum *sum, size_t count, const char *household, const char *good);

/* What a household is to have of a good in a cycle: its ration, or while nothing was allocated what the rules entitle
 * it to, in whole units; -1: nobody said. */
int64_t draw_ration(state *s, const char *body, int64_t cycle, const char *household, const char *good, int64_t time);

/* What there is to ask about a cycle: over-draws, double draws, numbers with two lines, numbers missing, households and
 * goods nobody knows, paper counted once. The caller owns it; NULL: no such body. */
json_t *draw_report(state *s, const char *body, int64_t cycle, int64_t time);

/* What an outlet's device holds for the cycle. False: no such outlet of the body, or more than a bundle can hold. */
bool draw_bundle(state *s, const char *body, const char *outlet, const char *point, int64_t cycle, int64_t time,
		 bundle *out);

extern const act_kind draws_kind;
extern const state_schema draw_schema;

#endif
