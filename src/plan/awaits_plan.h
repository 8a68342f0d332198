/* What waits in the economy: plans to be answered, stoppages near somebody; see council/awaits.h for the form.
 *	answer      the workplace "for" has not answered the plan, and they may for it
 *	stoppage    "body" stands still, and it is theirs, or one that makes what theirs uses or uses what theirs makes:
 *	            "near" is which of theirs, "goods" what passes between
 */
#ifndef PLAN_AWAITS_PLAN_H
#define PLAN_AWAITS_PLAN_H

#include "council/awaits.h"

void awaits_plan_person(state *s, const act_world *world, const char *person, const json_t *bodies, int64_t time,
			json_t *list);

/* Stoppages that stand, newest first; plans, newest first, as far as they are of interest today: lists. */
json_t *awaits_stoppages(state *s);
json_t *awaits_plans(state *s);

#endif
