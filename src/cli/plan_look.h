/* What is said of a plan of the book beside its figures. */
#ifndef CLI_PLAN_LOOK_H
#define CLI_PLAN_LOOK_H

#include "cli/command.h"
#include "record/state.h"

#include <cordon/plan.h>

#include <jansson.h>

/* What the book says of the plan (plan/list.h) and its summary: the beginning of `cordon plan show PLAN --json`. */
json_t *plan_overview_json(const cli_context *cli, state *s, const char *name, const cordon_economy *economy,
			   const cordon_plan *plan);

#endif
