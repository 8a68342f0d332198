/* Explanations as data. */
#ifndef CLI_PLAN_EXPLAIN_H
#define CLI_PLAN_EXPLAIN_H

#include "cli/command.h"

#include <cordon/plan.h>

#include <jansson.h>

enum { PLAN_EXPLAIN_LIMIT = 5 };

/* Adds to `list` who said a row of the package's table `rows`, where that is known. */
typedef struct plan_sources {
	void (*add)(const void *of, const char *rows, long row, json_t *list);
	const void *of;
} plan_sources;

/* One of those that `cordon plan explain --json` prints. */
json_t *plan_explanation_json(const cli_context *cli, const cordon_economy *economy, const cordon_plan *plan,
			      const cordon_explanation *why, const plan_sources *from);

#endif
