/* Today: what waits for somebody, and the federation at a glance; of a book and a moment. */
#ifndef CLI_TODAY_H
#define CLI_TODAY_H

#include "record/book.h"

#include <jansson.h>

enum { TODAY_SHOWN = 100 }; /* of each list */

/* {"person"?,"bodies"?,"needs"?: for who asks,
 *  "open": votes, "calls": not answered, "empty": seats, "stoppages", "plans": for everybody,
 *  "glance":{"bodies","people","entries","seats","empty","open","stoppages"}}.
 * `person` NULL or "": a visitor. See council/awaits.h and plan/awaits_plan.h. */
json_t *today_data(book *b, const char *person, int64_t time);

#endif
