/* Supply at a glance: what each body shares out in its present cycle, and what is waited for or asked about. */
#ifndef SUPPLY_OVERVIEW_H
#define SUPPLY_OVERVIEW_H

#include "record/state.h"

#include <jansson.h>

/* Of one body, or of all that have a cycle or an outlet (NULL), by name; owned by the caller. The present cycle is the
 * last that has begun, or else the last that was opened. By good: what arrived, what all may have, what is given of it
 * (what came instead included) and to how many less than they may have. A good stands for all that came in its place.
 */
json_t *supply_overview(state *s, const char *body, int64_t time);

#endif
