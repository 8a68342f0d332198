/* Stock accounts: what a place has of a good is derived from what came, went and was counted; nothing stores it.
 *
 * Accounts go by cycle, which every act names, so that paper and devices that come late fall where they belong: a
 * count is of the end of its cycle, the last one entered holds. A delivery, which may be for an earlier cycle, counts
 * in the cycle in whose days it was entered.
 *
 *	stock at a cycle's end = counted, or
 *		at the one before + delivered + received + returned - drawn - sent - spoiled
 *
 * What a count differs by is a gap that watch.h judges; nothing here does. An act entered wrong is taken out by
 * stock_cancel, whose reason stays with the row.
 *
 * stock_event(body, place, good, cycle, entry, what, amount, household, reason, time, cancelled, why):
 *	what: 'counted', 'spoiled', 'turned_away', 'returned' (by a household)
 */
#ifndef SUPPLY_STOCK_H
#define SUPPLY_STOCK_H

#include "supply/good.h"
#include "supply/outlet.h"

/* What happened with a good at a place in a cycle. */
typedef struct stock_cell {
	char place[OUTLET_ID], good[GOOD_ID];
	int64_t cycle;
	int64_t delivered, received, returned, drawn, sent, spoiled, turned_away;
	int64_t counted; /* -1: nobody counted */
	int64_t expected; /* at the cycle's end by the books; with a count, before it is believed */
} stock_cell;

static inline int64_t stock_after(const stock_cell *c)
{
	return c->counted >= 0 ? c->counted : c->expected;
}

/* All cells of a body as known at a moment, by place, good, cycle; the caller frees them. */
stock_cell *stock_cells(state *s, const char *body, int64_t time, size_t *count);

/* The accounts as data: what is there, the last count, gaps, and what is under way between places. The caller owns it.
 * */
json_t *stock_report(state *s, const char *body, int64_t time);
/* The accounts as a ledger (ledger.h), its weeks being cycles; those that have no gap keep their numbers. */
void stock_ledger(state *s, const char *body, int64_t time, text *out);

extern const act_kind draw_return_kind, stock_count_kind, spoilage_kind, turned_away_kind, stock_cancel_kind;
extern const state_schema stock_event_schema;

#endif
