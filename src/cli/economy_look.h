/* What is made, used and needed in a council's economy as its acts say it now, beside what the plan in force does. */
#ifndef CLI_ECONOMY_LOOK_H
#define CLI_ECONOMY_LOOK_H

#include "plan/tasks.h"

#include <jansson.h>

/* An economy, and the tasks of the plan in force (of a package of its own, so things are the same by their ids); `plan`
 * is its name, NULL: there is none, and then `tasks` is not looked at. */
typedef struct economy_looked {
	const cordon_economy *economy;
	const char *council, *plan;
	const plan_tasks *tasks;
} economy_looked;

/* {"council", "plan", "commodities": [{"commodity", "name", "unit", "kind", "makers", "users", "groups", "needed",
 * "made", "lowest"}, ...]}: how many make and use it, how many groups need it and how much, what the plan has made of
 * it, and the least that one of these groups receives in it (0 to 1); null where there is no plan, or no need. */
json_t *economy_list_json(const economy_looked *l);

/* One of them: who makes it, who uses it, of what they are able, who needs it, what is there; NULL: there is none. */
json_t *economy_commodity_json(const economy_looked *l, const char *commodity);

#endif
