/* Links: which bodies sit in which councils. Any body may sit in several; none in itself, at whatever distance.
 *
 * Joining is decided by both sides, in either order; leaving by both, or by either where the council's rules say so.
 * Until somebody has held a seat in a council its secretary answers for it: there is nobody yet to decide, and it has
 * to begin. Of a body whose home is another book that side decides in its own book (foreign.h). What one side decided
 * waits in link_offer until the other does, or the first takes it back:
 *	link(council, body, from_entry, from_time, until_entry, until_time)
 *	link_offer(council, body, what, side, entry, time)
 */
#ifndef COUNCIL_LINK_H
#define COUNCIL_LINK_H

#include "council/council.h"

/* Whether the body sits in the council now; did at a moment. */
bool link_has(state *s, const char *council, const char *body);
bool link_had(state *s, const char *council, const char *body, int64_t time);

/* Whether `below` is the body itself or stands beneath it now, at any distance. */
bool link_is_beneath(state *s, const char *above, const char *below);

/* Whether that body is one of the two that an act about a link names: who may decide it. */
bool link_is_side(const json_t *fields, const char *body);

/* Ends every link of a body, above and below, and what was offered. */
void link_end_all(const act_context *act, const char *body);

/* What a body whose home is another book decided there (carry.h): to sit in a council of this book, or to sit there no
 * more. As one side's decision, so that the council's own is still asked for where it is here. */
void link_home_joins(const act_context *act, const char *council, const char *body);
void link_home_departs(const act_context *act, const char *council, const char *body);

extern const act_kind link_join_kind, link_depart_kind, link_withdraw_kind;
extern const state_schema link_schema;

#endif
