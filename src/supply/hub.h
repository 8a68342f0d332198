/* Shared stocks in the book: what hubs share in a cycle, agreed on before they part, and what each said it wanted when
 * it closed. What is sure for each, and how they settle, is hubs.h's; here are its acts, and what the book knows of
 * draws.
 *
 * shared_stock(body, share, cycle, document, entry, time): the document is hubs.h's without what anybody wants.
 * shared_closed(body, share, hub, wanted, entry, time): a hub closes once; the order in which they close decides
 * nothing.
 */
#ifndef SUPPLY_HUB_H
#define SUPPLY_HUB_H

#include "record/act.h"
#include "supply/hubs.h"

/* The shared stock as known at a moment, and the draws at its hubs' outlets in its cycle: a line that stands on paper
 * and in a device is one (draw.h). False: there is none. Free both whatever was returned. */
bool hub_shared(state *s, const char *body, const char *share, int64_t time, hubs *h, draws *d);

extern const act_kind stock_share_kind, hub_close_kind;
extern const state_schema hub_schema;

#endif
