/* Inside the command `plan report`: what its page is made of, section by section. */
#ifndef CLI_PLAN_REPORT_H
#define CLI_PLAN_REPORT_H

#include "cli/plan_show.h"
#include "report/chart.h"
#include "report/page.h"

typedef struct plan_report {
	cli_context *cli;
	const cordon_economy *economy;
	const cordon_plan *plan;
	const cordon_plan_verdict *verdict;
	page page;
} plan_report;

/* A chart's head in the reader's language. */
chart_head report_chart_head(const plan_report *r, const char *id, const char *title, const char *description);

/* Who makes what and who receives it: the largest flows of the goods counted in the commonest unit, and their table. */
void report_add_flows(plan_report *r);

/* Why needs are short, as chains with their proof; solves again. */
void report_add_reasons(plan_report *r);

#endif
