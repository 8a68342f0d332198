/* What stands still, as data for people to read; the acts are in stoppage.c. */
#ifndef PLAN_STOPPAGE_H
#define PLAN_STOPPAGE_H

#include "record/state.h"

#include <jansson.h>

enum { STOPPAGES_LIFTED_MAX = 200 };

/* All that stood still at a moment, and what had ended by then (the last STOPPAGES_LIFTED_MAX), of a body or (NULL) of
 * all; the newest first. */
json_t *stoppages_data(state *s, const char *body, int64_t time);

/* One of them, with the plan it came into: the last one adopted that counted on the workplace and knew nothing of it,
 * and the next one adopted since. NULL: nothing was reported by that name. */
json_t *stoppage_data(state *s, const char *stoppage, int64_t time);

#endif
