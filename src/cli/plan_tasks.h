/* Tasks as data. */
#ifndef CLI_PLAN_TASKS_H
#define CLI_PLAN_TASKS_H

#include "plan/done.h"
#include "plan/tasks.h"

#include <jansson.h>

/* What `cordon plan tasks --json` prints: of one workplace, or of all (NULL). `done` is NULL of a plan that is not in
 * the book. */
json_t *plan_tasks_json(const plan_tasks *tasks, const plan_done *done, const char *body);
/* Who makes or uses a commodity: [{"process" | "group": id, or "stock": true, "amount"}, ...]. */
json_t *plan_parties_json(const plan_parties *list, int commodity);

#endif
