/* What can be asked of the economy and its plans. What is said of a plan is what `cordon plan show PLAN --json` says of
 * it, section by section: a section is a figure (report/figure.h), its rows those of the command. */
#include "cli/plan_charts.h"
#include "cli/plan_kept.h"
#include "cli/queries_private.h"

#include "plan/answer.h"
#include "report/figure.h"

#include <string.h>

static json_t *ask_answers(const query_asked *a)
{
	return query_sealed(answer_data(a->state, a->value[0]));
}

/* ---- figures of a plan ------------------------------------------------------------------------------------------- */

static int column_of(const table *t, const char *key)
{
	for (int c = 0; c < t->columns; c++)
		if (!strcmp(t->column[c].key, key))
			return c;
	return -1;
}

/* Whether a group, or the body before its slash, is the one asked for. */
static bool is_of(const char *group, const char *asked)
{
	size_t length = strlen(asked);
	return !strncmp(group, asked, length) && (!group[length] || (group[length] == '/' && !strchr(asked, '/')));
}

static void copy_row(const table *from, size_t row, table *to)
{
	table_row(to);
	for (int c = 0; c < from->columns; c++) {
		const table_cell *cell = table_at(from, row, c);
		if (from->column[c].kind == COLUMN_TEXT)
			table_text(to, cell->text);
		else if (from->column[c].kind == COLUMN_NUMBER)
			table_number(to, cell->number);
		else
			table_share(to, cell->number);
		table_tone(to, cell->tone);
	}
}

/* The rows of a tier and of a group, where these are asked for and the table has such a column. */
static void choose(const query_asked *a, const table *all, table *out)
{
	int tier = column_of(all, "tier"), group = column_of(all, "group");
	table_begin(out, all->caption, all->language, all->column, all->columns);
	for (size_t row = 0; row < all->rows; row++) {
		bool is = !a->whole[2] || tier < 0 || table_at(all, row, tier)->number == (double)a->whole[2];
		const char *whose = group < 0 ? NULL : table_at(all, row, group)->text;
		if (is && (!a->value[3] || !whose || is_of(whose, a->value[3])))
			copy_row(all, row, out);
	}
}

static json_t *section_figure(const query_asked *a, const cli_context *cli, const kept_plan *p,
			      enum plan_section section)
{
	table all, t;
	text svg = {0};
	plan_show_section(cli, p->economy, p->plan, section, &all);
	choose(a, &all, &t);
	plan_chart_section(cli, section, &t, &svg);
	json_t *figure = figure_json(&t, &svg, false);
	text_free(&svg);
	table_free(&t);
	table_free(&all);
	return json_pack("{s:s, s:o}", "plan", p->name, "figure", figure);
}

static json_t *flows_figure(const cli_context *cli, const kept_plan *p)
{
	table twin;
	text svg = {0};
	size_t others = plan_chart_flows(cli, p->economy, p->plan, &svg, &twin);
	json_t *figure = figure_json(&twin, &svg, true);
	text_free(&svg);
	table_free(&twin);
	return json_pack("{s:s, s:o, s:I}", "plan", p->name, "figure", figure, "left_out", (json_int_t)others);
}

static json_t *ask_figure(const query_asked *a)
{
	cli_context *cli = query_reader(a);
	int section = 0;
	bool flows = !strcmp(a->value[1], "flows");
	while (!flows && section < PLAN_SECTIONS && strcmp(plan_section_key(section), a->value[1]) != 0)
		section++;
	const kept_plan *p = section < PLAN_SECTIONS ? plan_take(a, cli, a->value[0]) : NULL;
	json_t *data = !p ? NULL : flows ? flows_figure(cli, p) : section_figure(a, cli, p, section);
	plan_let_go(a, p);
	query_reader_end(a, cli);
	return data;
}

/* ---- the table --------------------------------------------------------------------------------------------------- */

#define PLAN_PARAMETER                                                                                                 \
	{                                                                                                              \
		"plan", N_("which plan"), QUERY_ID, true, 0, 0                                                         \
	}

const http_query queries_plan[] = {
	{.name = "answers",
	 .path = "/api/plans/{plan}/answers",
	 .summary = N_("who accepted a proposed plan, who refused it and why, who is silent"),
	 .parameter = {PLAN_PARAMETER},
	 .schema = OBJECT("\"plan\"", "\"plan\":{\"type\":\"string\"}"),
	 .ask = ask_answers},
	{.name = "plan_figure",
	 .path = "/api/plans/{plan}/figures/{figure}",
	 .summary = N_("a section of a plan as a chart and its table: tiers, places, groups, needs, bottlenecks, "
		       "activity, trade, labour, stages, flows"),
	 .parameter = {PLAN_PARAMETER,
		       {"figure", N_("which section"), QUERY_ID, true, 0, 0},
		       {"tier", N_("of one tier"), QUERY_WHOLE, false, 1, CORDON_TIERS_MAX},
		       {"group", N_("of one group, or of the body whose groups they are"), QUERY_TEXT, false, 1, 200}},
	 .schema =
		 OBJECT("\"plan\",\"figure\"",
			"\"plan\":{\"type\":\"string\"},\"left_out\":{\"type\":\"integer\"},\"figure\":" FIGURE_SCHEMA),
	 .ask = ask_figure},
	{.name = NULL},
};
