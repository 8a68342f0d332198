/* What is said of a plan as data. Apart from plan_show.h, whose tables go by the names that a package's have. */
#ifndef CLI_PLAN_DATA_H
#define CLI_PLAN_DATA_H

#include "cli/command.h"

#include <cordon/plan.h>

#include <jansson.h>

enum plan_section {
	PLAN_SECTION_TIERS, /* fulfilment by tier */
	PLAN_SECTION_PLACES, /* fulfilment by place; where there is one place alone, by body whose need it is */
	PLAN_SECTION_GROUPS, /* fulfilment by tier and group */
	PLAN_SECTION_NEEDS, /* every need, the worst served first */
	PLAN_SECTION_BOTTLENECKS,
	PLAN_SECTION_LIMITS, /* the same in words: what one more of each would do */
	PLAN_SECTION_ACTIVITY, /* activity against capacity */
	PLAN_SECTION_TRADE, /* imports, exports, foreign currency */
	PLAN_SECTION_LABOUR, /* labour and emissions used */
	PLAN_SECTION_STAGES, /* the certificate, stage by stage */
	PLAN_SECTIONS,
};

/* The name a section has in JSON and CSV. */
const char *plan_section_key(enum plan_section section);
/* Its rows. */
json_t *plan_section_json(const cli_context *cli, const cordon_economy *economy, const cordon_plan *plan,
			  enum plan_section section);

/* What `cordon plan --json` and `cordon plan verify --json` print; the latter takes the findings of cli->error. */
json_t *plan_json(const cli_context *cli, const cordon_economy *economy, const cordon_plan *plan);
json_t *plan_verdict_json(cli_context *cli, const cordon_plan_verdict *verdict, const cordon_change *change,
			  int changes);

/* Tables for people to read or, with --csv, for programs. */
void plan_print(const cli_context *cli, const cordon_economy *economy, const cordon_plan *plan);

/* The worst gap of a level, and that of the last objective. */
void plan_worst_gaps(const cordon_plan *plan, double *level, double *last);

#endif
