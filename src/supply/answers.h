/* Questions that people ask of supply in the book, answered as data: who is supplied where, what is shared out by which
 * rule, what came and what did not. As of a moment; council/answers.h has the manner. All lists are of one body; the
 * caller owns what is given.
 */
#ifndef SUPPLY_ANSWERS_H
#define SUPPLY_ANSWERS_H

#include "record/state.h"

#include <jansson.h>

/* Of one outlet or of all (NULL): size, numbers, since when; merges that stand, with their hearing; how many people;
 * the highest card that was ever given out, of whichever household. "names" and "door" are the commitments. */
json_t *supply_households(state *s, const char *body, const char *outlet, int64_t time);
/* With keepers, which warehouses serve them, households and people that draw there. */
json_t *supply_outlets(state *s, const char *body, int64_t time);
json_t *supply_goods(state *s, const char *body, int64_t time);
/* The rules that hold and the weights; with a cycle (not 0) what each household, or the one of a card, may have of each
 * good in it. NULL: there is no such cycle. A card merged into another is answered for the one it stands as. */
json_t *supply_entitlements(state *s, const char *body, int64_t cycle, const char *token, int64_t time);
/* All cycles known then, newest first, with what arrived at each place. */
json_t *supply_cycles(state *s, const char *body, int64_t time);
/* What was expected and how it stands, and what arrived; of one cycle or of all (0). */
json_t *supply_deliveries(state *s, const char *body, int64_t cycle, int64_t time);

#endif
