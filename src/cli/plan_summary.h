/* A plan in a few figures. */
#ifndef CLI_PLAN_SUMMARY_H
#define CLI_PLAN_SUMMARY_H

#include "cli/command.h"

#include <cordon/plan.h>

#include <jansson.h>

typedef struct plan_summary {
	int needs, short_needs; /* of all tiers */
	int lowest; /* the worst served need of the first tier; -1: there is none */
	double least; /* what it is served to */
	/* labour at work of labour there, over all kinds where these are in one unit; else unit is NULL */
	double used, there;
	const char *unit;
} plan_summary;

plan_summary plan_summary_of(const cli_context *cli, const cordon_economy *economy, const cordon_plan *plan);
json_t *plan_summary_json(const cli_context *cli, const cordon_economy *economy, const cordon_plan *plan);

#endif
