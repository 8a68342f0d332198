/* What a ledger's accounts raise, as data: of a file, or of a body's accounts in the book. Owned by the caller. */
#ifndef SUPPLY_WATCH_DATA_H
#define SUPPLY_WATCH_DATA_H

#include "record/state.h"
#include "supply/watch.h"

#include <jansson.h>

json_t *supply_watch_data(const supply_ledger *l, const supply_watching *w);
/* Its cycles are weeks (stock_ledger). NULL with findings where the accounts are no ledger. */
json_t *supply_watch_book(state *s, const char *body, int64_t time, cordon_error *error);

#endif
