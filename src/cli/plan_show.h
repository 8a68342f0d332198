/* What a plan shows, as tables: one list of sections serves the terminal, CSV, JSON and the HTML report. */
#ifndef CLI_PLAN_SHOW_H
#define CLI_PLAN_SHOW_H

#include "cli/command.h"
#include "cli/plan_data.h"
#include "plan/tasks.h"
#include "report/table.h"

#include <cordon/plan.h>

/* Begins and fills a table; free it with table_free. `rows` limits what a terminal shows of it (0: all). */
void plan_show_section(const cli_context *cli, const cordon_economy *economy, const cordon_plan *plan,
		       enum plan_section section, table *t);

/* Calls `each` for the bottlenecks that are shown: of at most 12 stages that have prices, the three that weigh most. */
void plan_each_bottleneck(const cordon_economy *economy, const cordon_plan *plan,
			  void (*each)(void *context, int stage, const cordon_bottleneck *b), void *context);

/* One of these sections, long enough to stand apart (plan_limits.c). */
void plan_show_limits(const cli_context *cli, const cordon_economy *economy, const cordon_plan *plan, table *t);

/* A package with the changes its plan records, and the plan, from the command's first two arguments. */
typedef struct opened_plan {
	cordon_economy *economy;
	cordon_plan *plan;
	text bytes; /* of the plan's file */
	cordon_change *change;
	int changes;
} opened_plan;
cordon_status plan_open(cli_context *cli, opened_plan *opened);
void plan_close(opened_plan *opened); /* whatever plan_open returned */

/* A what-if in words: "capacity of import:* x 0.5". */
void plan_add_change(const cli_context *cli, text *out, const cordon_economy *economy, const cordon_change *change);

/* A tier's needs of one group. */
typedef struct plan_group_line {
	double lowest, sum, amount, received;
	int needs, short_needs;
	const char *unit;
	bool one_unit;
} plan_group_line;

/* Fills a line for every group of the economy; `served` as above. */
void plan_gather_groups(const cordon_economy *economy, const double *served, int tier, plan_group_line *line);
/* The group's fulfilment: of all that it asks for where that is in one unit, else the mean of its needs. */
double plan_group_fulfilment(const plan_group_line *line);

/* Prints a table on the terminal, at most `rows` rows (0: all). */
void plan_print_table(const cli_context *cli, const table *t, size_t rows);

#define PLAN_GAP_NOISE 1e-9 /* gaps below it are shown as such: a balance counts as closed from there on */

/* What the plan keeps least once needs are served: a word of ours, or the id of a commodity. */
const char *plan_objective_word(const cli_context *cli, const cordon_plan *plan);

/* "Copper mining (02)". */
void plan_add_process_name(text *out, const cordon_economy *economy, int process, int period);

/* A name for people: "Copper ore (04)", with place and period where there are several. */
void plan_add_balance_name(text *out, const cordon_economy *economy, const cordon_balance *balance);

/* What a bottleneck is called: the process, the commodity, or that nobody makes it. */
void plan_add_bottleneck_name(const cli_context *cli, text *out, const cordon_economy *economy, const cordon_plan *plan,
			      const cordon_bottleneck *bottleneck);

#endif
