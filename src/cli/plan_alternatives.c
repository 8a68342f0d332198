/* cordon plan alternatives: plans nearly as good, told by who gains, who loses and whose work changes. */
#include "cli/codes.h"
#include "cli/groups.h"
#include "cli/output.h"
#include "cli/plan_show.h"

#include "base/file.h"
#include "base/memory.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { WANTED_DEFAULT = 4, ROWS = 40 };
#define CHANGE_SHOWN 5e-5 /* of a fulfilment; of an activity, as a part of the larger of the two */

typedef struct shown {
	const cli_context *cli;
	const cordon_economy *e;
	const cordon_plan *plan;
	const cordon_alternative *list;
	int count;
} shown;

/* ---- tables ------------------------------------------------------------------------------------------------------ */

/* The plan with the alternative's numbers; `element` is the caller's to free. */
static cordon_plan as_plan(const shown *s, int which, cordon_plan_element **element)
{
	cordon_plan plan = *s->plan;
	*element = memory_alloc((size_t)plan.elements, sizeof **element);
	memcpy(*element, plan.element, (size_t)plan.elements * sizeof **element);
	for (int i = 0; i < plan.elements; i++)
		(*element)[i].fulfilment = s->list[which].fulfilment[i];
	plan.element = *element;
	plan.activity = s->list[which].activity;
	return plan;
}

static double *served_by(const shown *s, int which)
{
	cordon_plan_element *element;
	cordon_plan plan = as_plan(s, which, &element);
	double *served = plan_fulfilment_of_needs(s->e, &plan);
	free(element);
	return served;
}

static void add_change(table *t, double before, double after)
{
	table_share(t, before);
	table_share(t, after);
	table_number(t, 100 * (after - before));
	table_tone(t, after < before ? TONE_SHORT : TONE_SERVED);
}

static void groups_table(const shown *s, table *t)
{
	const table_column columns[] = {
		{"alternative", tr(s->cli, N_("alternative")), COLUMN_NUMBER, 0},
		{"tier", tr(s->cli, N_("tier")), COLUMN_NUMBER, 0},
		{"group", tr(s->cli, N_("group")), COLUMN_TEXT, 0},
		{"plan", tr(s->cli, N_("plan")), COLUMN_SHARE, 2},
		{"fulfilment", tr(s->cli, N_("fulfilment")), COLUMN_SHARE, 2},
		{"points", tr(s->cli, N_("points more")), COLUMN_NUMBER, 2},
	};
	table_begin(t, tr(s->cli, N_("Who gains and who loses")), s->cli->language, columns, 6);
	double *before = plan_fulfilment_of_needs(s->e, s->plan);
	plan_group_line *old = memory_alloc((size_t)s->e->groups, sizeof *old);
	plan_group_line *new = memory_alloc((size_t)s->e->groups, sizeof *new);
	for (int i = 0; i < s->count; i++) {
		double *after = served_by(s, i);
		for (int tier = 1; tier <= CORDON_TIERS_MAX; tier++) {
			plan_gather_groups(s->e, before, tier, old);
			plan_gather_groups(s->e, after, tier, new);
			for (int g = 0; g < s->e->groups; g++) {
				double was = old[g].needs ? plan_group_fulfilment(&old[g]) : 0;
				double is = new[g].needs ? plan_group_fulfilment(&new[g]) : 0;
				if (fabs(is - was) < CHANGE_SHOWN)
					continue;
				table_row(t);
				table_number(t, i + 1);
				table_number(t, tier);
				table_text(t, s->e->group[g]);
				add_change(t, was, is);
			}
		}
		free(after);
	}
	free(new);
	free(old);
	free(before);
}

static void work_table(const shown *s, table *t)
{
	const table_column columns[] = {
		{"alternative", tr(s->cli, N_("alternative")), COLUMN_NUMBER, 0},
		{"process", tr(s->cli, N_("process")), COLUMN_TEXT, 0},
		{"plan", tr(s->cli, N_("plan")), COLUMN_NUMBER, NUMBER_AUTO},
		{"activity", tr(s->cli, N_("activity")), COLUMN_NUMBER, NUMBER_AUTO},
		{"more", tr(s->cli, N_("more")), COLUMN_NUMBER, NUMBER_AUTO},
	};
	table_begin(t, tr(s->cli, N_("Whose work changes")), s->cli->language, columns, 5);
	text name = {0};
	for (int i = 0; i < s->count; i++)
		for (int j = 0; j < s->plan->processes * s->plan->periods; j++) {
			double was = s->plan->activity[j], is = s->list[i].activity[j];
			if (fabs(is - was) <= CHANGE_SHOWN * fmax(is, was))
				continue;
			text_clear(&name);
			plan_add_process_name(&name, s->e, j / s->plan->periods, j % s->plan->periods);
			table_row(t);
			table_number(t, i + 1);
			table_text(t, text_string(&name));
			table_number(t, was);
			table_number(t, is);
			table_number(t, is - was);
		}
	text_free(&name);
}

static void summary_table(const shown *s, table *t)
{
	const table_column columns[] = {
		{"alternative", tr(s->cli, N_("alternative")), COLUMN_NUMBER, 0},
		{"difference", tr(s->cli, N_("difference")), COLUMN_NUMBER, 3},
		{"objective", plan_objective_word(s->cli, s->plan), COLUMN_NUMBER, NUMBER_AUTO},
		{"more_needs", tr(s->cli, N_("needs with more")), COLUMN_NUMBER, 0},
		{"fewer_needs", tr(s->cli, N_("needs with less")), COLUMN_NUMBER, 0},
	};
	table_begin(t, tr(s->cli, N_("Plans nearly as good")), s->cli->language, columns, 5);
	double *before = plan_fulfilment_of_needs(s->e, s->plan);
	for (int i = 0; i < s->count; i++) {
		double *after = served_by(s, i);
		int more = 0, less = 0;
		for (int n = 0; n < s->e->needs; n++) {
			more += after[n] > before[n] + CHANGE_SHOWN;
			less += after[n] < before[n] - CHANGE_SHOWN;
		}
		table_row(t);
		table_number(t, i + 1);
		table_number(t, s->list[i].difference);
		table_number(t, s->list[i].objective);
		table_number(t, more);
		table_number(t, less);
		free(after);
	}
	free(before);
}

static const struct {
	const char *key;
	void (*fill)(const shown *s, table *t);
} sections[] = {{"alternatives", summary_table}, {"groups", groups_table}, {"activity", work_table}};
enum { SECTIONS = sizeof sections / sizeof *sections };

/* ---- output ------------------------------------------------------------------------------------------------------ */

static cordon_status print(cli_context *cli, const shown *s, double within)
{
	json_t *root = json_pack("{s:f, s:s}", "within", within, "objective", s->plan->objective);
	text out = {0};
	for (int i = 0; i < SECTIONS; i++) {
		table t;
		sections[i].fill(s, &t);
		if (cli->json) {
			json_object_set_new(root, sections[i].key, table_json(&t));
		} else if (cli_option(cli, "--csv")) {
			text_add_format(&out, "%s# %s\n", i ? "\n" : "", sections[i].key);
			table_add_csv(&out, &t);
		} else if (t.rows) {
			plan_print_table(cli, &t, ROWS);
		}
		table_free(&t);
	}
	fwrite(text_string(&out), 1, out.length, cli->out);
	text_free(&out);
	if (!cli->json && !s->count)
		cli_say(cli, cli->out, N_("No other plan is this near.\n"));
	if (cli->json)
		return output_json(cli, root);
	json_decref(root);
	return CORDON_OK;
}

static cordon_status write_one(cli_context *cli, const shown *s, int which, double within, const char *folder)
{
	char name[32];
	snprintf(name, sizeof name, "alternative-%d.json", which + 1);
	char *path = file_join(folder, name);
	text out = {0};
	cordon_status status = cordon_plan_write_alternative(s->e, s->plan, &s->list[which], within,
							     &(cordon_writer){output_add_bytes, &out});
	if (!status)
		status = file_write(path, out.bytes, out.length, &cli->error);
	text_free(&out);
	free(path);
	return status;
}

static cordon_status write_all(cli_context *cli, const shown *s, double within)
{
	const char *folder = cli_option(cli, "-o");
	char *temporary = folder ? file_folder_begin(folder, "alternative-1.json", &cli->error) : NULL;
	cordon_status status = folder && !temporary ? CORDON_IO : CORDON_OK;
	if (!temporary)
		return status;
	for (int i = 0; i < s->count && !status; i++)
		status = write_one(cli, s, i, within, temporary);
	if (!status)
		return file_folder_commit(temporary, folder, &cli->error);
	file_folder_abandon(temporary);
	return status;
}

/* "1%" or "0.01": above 0, at most 1. */
static cordon_status take_within(cli_context *cli, double *within)
{
	const char *given = cli_option(cli, "--within");
	char number[32] = "1";
	size_t length = given ? strlen(given) : 0;
	bool percent = !given || (length && given[length - 1] == '%');
	if (given)
		snprintf(number, sizeof number, "%.*s", (int)(length - percent), given);
	bool good = length < sizeof number && text_to_double(number, '.', within);
	*within = good && percent ? *within / 100 : *within;
	return good && *within > 0 && *within <= 1
		       ? CORDON_OK
		       : cli_usage(cli, "--within", given, TEXT(CLI_WITHIN), TEXT(CLI_WITHIN_EXPECTED));
}

static cordon_status take_options(cli_context *cli, cordon_alternatives_options *options)
{
	double wanted = WANTED_DEFAULT, seed = 1;
	*options = (cordon_alternatives_options){.progress = &cli->progress};
	cordon_status status = take_within(cli, &options->within);
	if (!status)
		status = cli_number(cli, "-n", 1, CORDON_ALTERNATIVES_MAX, WANTED_DEFAULT, &wanted);
	if (!status)
		status = cli_number(cli, "--seed", 0, 1e15, 1, &seed);
	options->wanted = (int)wanted;
	options->seed = (uint64_t)seed;
	return status;
}

cordon_status plan_alternatives_run(cli_context *cli)
{
	cordon_alternatives_options options;
	opened_plan opened = {0};
	cordon_alternative *list = NULL;
	int count = 0;
	cordon_status status = take_options(cli, &options);
	if (!status)
		status = plan_open(cli, &opened);
	if (!status)
		status = cordon_plan_alternatives(opened.economy, opened.plan, &options, &list, &count, &cli->error);
	const shown s = {cli, opened.economy, opened.plan, list, count};
	if (!status)
		status = write_all(cli, &s, options.within);
	if (!status)
		status = print(cli, &s, options.within);
	cordon_alternatives_free(list, count);
	plan_close(&opened);
	return status;
}
