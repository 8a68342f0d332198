/* The plans of a book, the newest first, and how each stands:
 *	waits     its round is open
 *	in_force  adopted, and its council's last that was
 *	replaced  adopted, and another after it
 *	revise    somebody refused or countered: a next round is due
 */
#ifndef PLAN_LIST_H
#define PLAN_LIST_H

#include "record/state.h"

#include <jansson.h>

enum { PLANS_LISTED_MAX = 1000 };

/* Those of a council (NULL: of all), at most PLANS_LISTED_MAX. */
json_t *plans_data(state *s, const char *body);
/* One of them; NULL: there is no such plan. With the hashes of its package and file, and its certificate. */
json_t *plan_data(state *s, const char *plan);
/* The plan in force of a council (NULL: of the one whose plan was adopted last); false: there is none. */
bool plan_in_force(state *s, const char *body, char out[65]);

#endif
