/* The charts of a plan, each with its twin, the table that says the same: one place serves the report's page and a
 * served book's. They print nothing. Texts are in the language of `cli`, which is read for that alone. */
#ifndef CLI_PLAN_CHARTS_H
#define CLI_PLAN_CHARTS_H

#include "cli/plan_show.h"
#include "report/chart.h"

/* What a section of a plan says at a glance, drawn from its table (plan_show_section, or rows of it): adds the chart
 * and returns its caption. Nothing is added, and the caption is the table's, where there is nothing to draw: in
 * sections without a chart, without rows, or where no need is short or no capacity used. */
const char *plan_chart_section(const cli_context *cli, enum plan_section section, const table *t, text *svg);

/* Who makes what and who receives it: the largest flows of the goods counted in the commonest unit. Begins and fills
 * the twin. Returns how many goods are left out, being counted in another unit. */
size_t plan_chart_flows(const cli_context *cli, const cordon_economy *economy, const cordon_plan *plan, text *svg,
			table *twin);

/* Why a need is short, from the need down to what stops it; `number` tells charts of a page apart. */
void plan_chart_chain(const cli_context *cli, const cordon_economy *economy, const cordon_plan *plan,
		      const cordon_explanation *why, int number, text *svg, table *twin);
/* "Bread, tier 1: served to 82.4%", and the proof in a sentence or two. */
void plan_chain_caption(const cli_context *cli, const cordon_economy *economy, const cordon_plan *plan,
			const cordon_explanation *why, text *out);
void plan_add_proof(const cli_context *cli, const cordon_explanation *why, text *out);

#endif
