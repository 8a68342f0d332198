/* What can be asked of the economy and its plans. What is said of a plan is what `cordon plan show PLAN --json` says of
 * it, section by section: a section is a figure (report/figure.h), its rows those of the command. */
#include "cli/economy_look.h"
#include "cli/output.h"
#include "cli/plan_charts.h"
#include "cli/plan_explain.h"
#include "cli/plan_kept.h"
#include "cli/plan_look.h"
#include "cli/plan_tasks.h"
#include "cli/queries_private.h"

#include "plan/answer.h"
#include "plan/list.h"
#include "report/figure.h"

#include <stdlib.h>
#include <string.h>

/* What most questions do: takes the plan of the first parameter, and gives what is said of it. */
static json_t *of_plan(const query_asked *a, json_t *(*say)(const query_asked *a, cli_context *cli, const kept_plan *p))
{
	cli_context *cli = query_reader(a);
	const kept_plan *p = plan_take(a, cli, a->value[0]);
	json_t *data = p ? say(a, cli, p) : NULL;
	plan_let_go(a, p);
	query_reader_end(a, cli);
	return data;
}

static json_t *ask_plans(const query_asked *a)
{
	return query_sealed(plans_data(a->state, a->value[0]));
}

static json_t *say_plan(const query_asked *a, cli_context *cli, const kept_plan *p)
{
	return query_sealed(plan_overview_json(cli, a->state, p->name, p->economy, p->plan));
}

static json_t *ask_plan(const query_asked *a)
{
	return of_plan(a, say_plan);
}

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

static json_t *say_figure(const query_asked *a, cli_context *cli, const kept_plan *p)
{
	if (!strcmp(a->value[1], "flows"))
		return flows_figure(cli, p);
	for (int section = 0; section < PLAN_SECTIONS; section++)
		if (!strcmp(plan_section_key(section), a->value[1]))
			return section_figure(a, cli, p, section);
	return NULL;
}

static json_t *ask_figure(const query_asked *a)
{
	return of_plan(a, say_figure);
}

/* ---- why something is short -------------------------------------------------------------------------------------- */

static void add_source(const void *of, const char *rows, long row, json_t *list)
{
	plan_add_sources(of, rows, row, list);
}

/* What `cordon plan explain` says, each with its chart and its proof in words. `need` NULL: of the worst shortages. */
static json_t *explanations(const query_asked *a, const cli_context *cli, const kept_plan *p, const char *need)
{
	const plan_sources from = {add_source, p};
	cordon_explanation *why;
	int count;
	if (cordon_plan_explain(p->economy, p->plan, need, PLAN_EXPLAIN_LIMIT, &why, &count, a->error))
		return NULL;
	json_t *list = json_array();
	for (int i = 0; i < count; i++) {
		text svg = {0}, proof = {0};
		table twin;
		plan_chart_chain(cli, p->economy, p->plan, &why[i], i + 1, &svg, &twin);
		plan_add_proof(cli, &why[i], &proof);
		json_t *one = plan_explanation_json(cli, p->economy, p->plan, &why[i], &from);
		json_object_set_new(one, "figure", figure_json(&twin, &svg, false));
		json_object_set_new(one, "proof", json_string(text_string(&proof)));
		json_array_append_new(list, one);
		table_free(&twin);
		text_free(&proof);
		text_free(&svg);
	}
	free(why);
	return list;
}

static json_t *say_shortages(const query_asked *a, cli_context *cli, const kept_plan *p)
{
	json_t *list = explanations(a, cli, p, NULL);
	return list ? json_pack("{s:s, s:o}", "plan", p->name, "explanations", list) : NULL;
}

static json_t *ask_shortages(const query_asked *a)
{
	return of_plan(a, say_shortages);
}

static json_t *needs_of(const kept_plan *p, int commodity)
{
	const cordon_economy *e = p->economy;
	json_t *list = json_array();
	for (int i = 0; i < e->needs; i++) {
		const cordon_need *n = &e->need[i];
		if (n->commodity == commodity)
			json_array_append_new(list, json_pack("{s:i, s:s, s:f, s:f, s:f}", "tier", n->tier, "group",
							      e->group[n->group], "needed", n->amount, "received",
							      n->amount * p->tasks.served[i], "fulfilment",
							      p->tasks.served[i]));
	}
	return list;
}

static json_t *say_need(const query_asked *a, cli_context *cli, const kept_plan *p)
{
	const cordon_economy *e = p->economy;
	int c = 0;
	while (c < e->commodities && strcmp(e->commodity[c].id, a->value[1]) != 0)
		c++;
	if (c == e->commodities)
		return NULL;
	json_t *needs = needs_of(p, c),
	       *why = json_array_size(needs) ? explanations(a, cli, p, a->value[1]) : json_array();
	if (!why) {
		json_decref(needs);
		return NULL;
	}
	return json_pack("{s:s, s:s, s:s, s:s, s:o, s:o, s:o, s:o}", "plan", p->name, "commodity", e->commodity[c].id,
			 "name", e->commodity[c].name, "unit", e->commodity[c].unit, "needs", needs, "from",
			 plan_parties_json(&p->tasks.from, c), "to", plan_parties_json(&p->tasks.to, c), "explanations",
			 why);
}

static json_t *ask_need(const query_asked *a)
{
	return of_plan(a, say_need);
}

/* ---- what is asked of workplaces --------------------------------------------------------------------------------- */

static json_t *say_tasks(const query_asked *a, cli_context *cli, const kept_plan *p)
{
	plan_done done;
	(void)cli;
	plan_done_read(a->state, p->name, &done);
	json_t *data = plan_tasks_json(&p->tasks, &done, a->value[1]);
	plan_done_free(&done);
	json_object_set_new(data, "plan", json_string(p->name));
	return data;
}

static json_t *ask_tasks(const query_asked *a)
{
	return of_plan(a, say_tasks);
}

/* One task more of a workplace. */
static void count_task(json_t *list, names *bodies, const char *body, const char *answer, bool reported)
{
	static const char *const count[] = {"tasks", "accepted", "countered", "refused", "reported"};
	int before = bodies->count, at = names_add(bodies, body);
	if (at == before) {
		json_t *new = json_pack("{s:s}", "body", body);
		for (size_t i = 0; i < sizeof count / sizeof *count; i++)
			json_object_set_new(new, count[i], json_integer(0));
		json_array_append_new(list, new);
	}
	json_t *one = json_array_get(list, (size_t)at);
	const bool adds[] = {true, answer && !strcmp(answer, "accept"), answer && !strcmp(answer, "counter"),
			     answer && !strcmp(answer, "refuse"), reported};
	for (size_t i = 0; i < sizeof count / sizeof *count; i++) {
		json_t *value = json_object_get(one, count[i]);
		json_integer_set(value, json_integer_value(value) + adds[i]);
	}
}

static json_t *say_workplaces(const query_asked *a, cli_context *cli, const kept_plan *p)
{
	const cordon_economy *e = p->economy;
	json_t *list = json_array();
	names bodies = {0};
	plan_done done;
	(void)cli;
	plan_done_read(a->state, p->name, &done);
	for (int i = 0; i < e->processes; i++)
		if (p->tasks.activity[i] > PLAN_TASK_NOTHING)
			count_task(list, &bodies, e->process[i].body, plan_done_answer(&done, e->process[i].id),
				   plan_done_find(&done, e->process[i].id, NULL) != NULL);
	plan_done_free(&done);
	names_free(&bodies);
	return json_pack("{s:s, s:o}", "plan", p->name, "workplaces", list);
}

static json_t *ask_workplaces(const query_asked *a)
{
	return of_plan(a, say_workplaces);
}

/* ---- the economy ------------------------------------------------------------------------------------------------- */

/* The economy of the council asked about (parameter `which`), beside its plan in force. */
static json_t *of_economy(const query_asked *a, int which, json_t *(*say)(const economy_looked *l, const char *id))
{
	char name[65];
	cli_context *cli = query_reader(a);
	const kept_economy *e = economy_take(a, cli, a->value[which]);
	const kept_plan *p = e && plan_in_force(a->state, e->council, name) ? plan_take(a, cli, name) : NULL;
	economy_looked l = {.economy = e ? e->economy : NULL, .council = e ? e->council : NULL};
	if (p) {
		l.plan = p->name;
		l.tasks = &p->tasks;
	}
	json_t *data = e ? say(&l, a->value[0]) : NULL;
	plan_let_go(a, p);
	economy_let_go(a, e);
	query_reader_end(a, cli);
	return data;
}

static json_t *say_economy(const economy_looked *l, const char *id)
{
	(void)id;
	return economy_list_json(l);
}

static json_t *ask_economy(const query_asked *a)
{
	return of_economy(a, 0, say_economy);
}

static json_t *ask_commodity(const query_asked *a)
{
	return of_economy(a, 1, economy_commodity_json);
}

/* ---- the certificate --------------------------------------------------------------------------------------------- */

/* What does not hold is the answer, not an error of who asks. */
static json_t *ask_check(const query_asked *a)
{
	cli_context *cli = query_reader(a);
	json_t *checked = plan_check_json(a, cli, a->value[0]), *data = NULL, *one;
	size_t i;
	if (checked || cli->error.errors) {
		json_t *findings = output_take_findings_json(cli);
		json_array_foreach(findings, i, one) json_object_del(one, "file");
		data = json_pack("{s:s, s:b, s:o, s:o}", "plan", a->value[0], "holds", checked != NULL, "check",
				 checked ? checked : json_null(), "findings", findings);
	}
	query_reader_end(a, cli);
	return data;
}

static bool give_plan(const query_asked *a, const char *ending, void (*add)(const kept_plan *p, text *out), text *bytes,
		      char name[QUERY_FILE_NAME])
{
	cli_context *cli = query_reader(a);
	const kept_plan *p = plan_take(a, cli, a->value[0]);
	if (p) {
		add(p, bytes);
		snprintf(name, QUERY_FILE_NAME, "%s.%s", p->name, ending);
	}
	plan_let_go(a, p);
	query_reader_end(a, cli);
	return p != NULL;
}

static bool give_file(const query_asked *a, text *bytes, char name[QUERY_FILE_NAME])
{
	return give_plan(a, "json", plan_add_file, bytes, name);
}

static bool give_package(const query_asked *a, text *bytes, char name[QUERY_FILE_NAME])
{
	return give_plan(a, "tar", plan_add_package, bytes, name);
}

/* ---- the table --------------------------------------------------------------------------------------------------- */

#define PLAN_PARAMETER                                                                                                 \
	{                                                                                                              \
		"plan", N_("which plan"), QUERY_ID, true, 0, 0                                                         \
	}

/* Forms of answers; each NAME_FORM is an object's. */
#define NUMBER "{\"type\":\"number\"}"
#define TEXT_OF "{\"type\":\"string\"}"
#define COUNT "{\"type\":\"integer\",\"minimum\":0}"
#define LIST(of) "{\"type\":\"array\",\"items\":" of "}"
#define PLAN_PROPERTIES                                                                                                \
	"\"plan\":" TEXT_OF ",\"body\":" TEXT_OF ",\"entry\":" COUNT ",\"proposed\":" TEXT_OF                          \
	",\"standing\":{\"enum\":[\"waits\",\"in_force\",\"replaced\",\"revise\"]}"
#define LISTED_FORM                                                                                                    \
	OBJECT("\"plan\",\"body\",\"entry\",\"proposed\",\"standing\",\"accepted\",\"countered\",\"refused\"",         \
	       PLAN_PROPERTIES ",\"accepted\":" COUNT ",\"countered\":" COUNT ",\"refused\":" COUNT)
#define SUMMARY_FORM OBJECT("\"needs\",\"short\"", "\"needs\":" COUNT ",\"short\":" COUNT)
#define PARTY_FORM                                                                                                     \
	OBJECT("\"amount\"",                                                                                           \
	       "\"amount\":" NUMBER ",\"process\":" TEXT_OF ",\"group\":" TEXT_OF ",\"stock\":{\"const\":true}")
#define LINK_FORM OBJECT("\"commodity\",\"amount\"", "\"commodity\":" TEXT_OF ",\"amount\":" NUMBER)
#define CAUSE_FORM                                                                                                     \
	OBJECT("\"kind\",\"id\",\"limit\",\"worth\"",                                                                  \
	       "\"kind\":{\"enum\":[\"capacity\",\"stock\",\"missing\"]},\"id\":" TEXT_OF)
#define EXPLANATION_FORM                                                                                               \
	OBJECT("\"commodity\",\"tier\",\"demand\",\"fulfilment\",\"chain\",\"cause\",\"delta\",\"predicted\","         \
	       "\"gain\","                                                                                             \
	       "\"loss\",\"consistent\",\"sources\",\"figure\",\"proof\"",                                             \
	       "\"commodity\":" TEXT_OF ",\"tier\":" COUNT ",\"demand\":" NUMBER ",\"fulfilment\":" NUMBER             \
	       ",\"chain\":" LIST(LINK_FORM) ",\"cause\":" CAUSE_FORM ",\"figure\":" FIGURE_SCHEMA                     \
					     ",\"proof\":" TEXT_OF)
#define NEED_FORM                                                                                                      \
	OBJECT("\"tier\",\"group\",\"needed\",\"received\",\"fulfilment\"",                                            \
	       "\"tier\":" COUNT ",\"group\":" TEXT_OF ",\"needed\":" NUMBER ",\"received\":" NUMBER                   \
	       ",\"fulfilment\":" NUMBER)
#define MADE_FORM OBJECT("\"commodity\",\"amount\",\"unit\",\"for\"", "\"for\":" LIST(PARTY_FORM))
#define USED_FORM OBJECT("\"commodity\",\"amount\",\"unit\",\"from\"", "\"from\":" LIST(PARTY_FORM))
#define TASK_FORM                                                                                                      \
	OBJECT("\"body\",\"process\",\"name\",\"activity\",\"makes\",\"uses\",\"answer\",\"done\",\"share\","          \
	       "\"reports\"",                                                                                          \
	       "\"body\":" TEXT_OF ",\"process\":" TEXT_OF ",\"activity\":" NUMBER                                     \
	       ",\"makes\":" LIST(MADE_FORM) ",\"uses\":" LIST(USED_FORM))
#define WORKPLACE_FORM                                                                                                 \
	OBJECT("\"body\",\"tasks\",\"accepted\",\"countered\",\"refused\",\"reported\"",                               \
	       "\"body\":" TEXT_OF ",\"tasks\":" COUNT ",\"accepted\":" COUNT ",\"countered\":" COUNT                  \
	       ",\"refused\":" COUNT ",\"reported\":" COUNT)

#define MAYBE_NUMBER "{\"type\":[\"number\",\"null\"]}"
#define ECONOMY_HEAD "\"council\":" TEXT_OF ",\"plan\":{\"type\":[\"string\",\"null\"]}"
#define COMMODITY_PROPERTIES                                                                                           \
	"\"commodity\":" TEXT_OF ",\"name\":" TEXT_OF ",\"unit\":" TEXT_OF                                             \
	",\"kind\":{\"enum\":[\"good\",\"labour\",\"currency\",\"emission\"]},\"groups\":" COUNT ",\"needed\":" NUMBER \
	",\"made\":" MAYBE_NUMBER ",\"lowest\":" MAYBE_NUMBER
#define COMMODITY_FORM                                                                                                 \
	OBJECT("\"commodity\",\"name\",\"unit\",\"kind\",\"makers\",\"users\",\"groups\",\"needed\",\"made\","         \
	       "\"lowest\"",                                                                                           \
	       COMMODITY_PROPERTIES ",\"makers\":" COUNT ",\"users\":" COUNT)
#define MAKER_FORM                                                                                                     \
	OBJECT("\"process\",\"name\",\"body\",\"each\",\"most\",\"planned\"",                                          \
	       "\"process\":" TEXT_OF ",\"each\":" NUMBER ",\"most\":" MAYBE_NUMBER ",\"planned\":" MAYBE_NUMBER)
#define STATED_FORM                                                                                                    \
	OBJECT("\"group\",\"tier\",\"needed\",\"fulfilment\"",                                                         \
	       "\"group\":" TEXT_OF ",\"tier\":" COUNT ",\"needed\":" NUMBER ",\"fulfilment\":" MAYBE_NUMBER)
#define COUNCIL_PARAMETER                                                                                              \
	{                                                                                                              \
		"body", N_("of which council; otherwise of the one that sits in none"), QUERY_ID, false, 0, 0          \
	}

const http_query queries_plan[] = {
	{.name = "economy",
	 .path = "/api/economy",
	 .summary = N_("what is made, used and needed, and what the plan in force does of it"),
	 .parameter = {COUNCIL_PARAMETER},
	 .schema =
		 OBJECT("\"council\",\"plan\",\"commodities\"", ECONOMY_HEAD ",\"commodities\":" LIST(COMMODITY_FORM)),
	 .ask = ask_economy},
	{.name = "commodity",
	 .path = "/api/economy/{commodity}",
	 .summary = N_("a commodity: who makes it and uses it, who needs it, what is there, what of it is short"),
	 .parameter = {{"commodity", N_("which commodity"), QUERY_ID, true, 0, 0}, COUNCIL_PARAMETER},
	 .schema =
		 OBJECT("\"council\",\"plan\",\"commodity\",\"name\",\"unit\",\"kind\",\"needed\",\"made\",\"lowest\","
			"\"there\",\"makers\",\"users\",\"needs\"",
			ECONOMY_HEAD "," COMMODITY_PROPERTIES ",\"there\":" NUMBER ",\"makers\":" LIST(
				MAKER_FORM) ",\"users\":" LIST(MAKER_FORM) ",\"needs\":" LIST(STATED_FORM)),
	 .ask = ask_commodity},
	{.name = "plans",
	 .path = "/api/plans",
	 .summary = N_("list the plans of the book, and how each stands"),
	 .parameter = {{"body", N_("those of one council alone"), QUERY_ID, false, 0, 0}},
	 .schema = OBJECT("\"plans\"", "\"plans\":" LIST(LISTED_FORM)),
	 .ask = ask_plans},
	{.name = "plan",
	 .path = "/api/plans/{plan}",
	 .summary = N_("a plan in a few figures, how it stands, its certificate"),
	 .parameter = {PLAN_PARAMETER},
	 .schema =
		 OBJECT("\"plan\",\"body\",\"entry\",\"proposed\",\"standing\",\"package\",\"file\",\"certificate\","
			"\"summary\",\"level_gap\",\"last_gap\"",
			PLAN_PROPERTIES ",\"level_gap\":" NUMBER ",\"last_gap\":" NUMBER ",\"summary\":" SUMMARY_FORM),
	 .ask = ask_plan},
	{.name = "plan_shortages",
	 .path = "/api/plans/{plan}/shortages",
	 .summary = N_("why the worst served needs are short: chains down to their causes, with proof"),
	 .parameter = {PLAN_PARAMETER},
	 .schema = OBJECT("\"plan\",\"explanations\"", "\"plan\":" TEXT_OF ",\"explanations\":" LIST(EXPLANATION_FORM)),
	 .ask = ask_shortages},
	{.name = "plan_need",
	 .path = "/api/plans/{plan}/needs/{commodity}",
	 .summary = N_("who needs a commodity and what they receive, who makes and uses it, why it is short"),
	 .parameter = {PLAN_PARAMETER, {"commodity", N_("which commodity"), QUERY_ID, true, 0, 0}},
	 .schema = OBJECT("\"plan\",\"commodity\",\"name\",\"unit\",\"needs\",\"from\",\"to\",\"explanations\"",
			  "\"plan\":" TEXT_OF ",\"commodity\":" TEXT_OF ",\"name\":" TEXT_OF ",\"unit\":" TEXT_OF
			  ",\"needs\":" LIST(NEED_FORM) ",\"from\":" LIST(PARTY_FORM) ",\"to\":" LIST(
				  PARTY_FORM) ",\"explanations\":" LIST(EXPLANATION_FORM)),
	 .ask = ask_need},
	{.name = "plan_tasks",
	 .path = "/api/plans/{plan}/tasks",
	 .summary = N_("what a plan asks of each workplace, what it answered, what is reported as done"),
	 .parameter = {PLAN_PARAMETER, {"body", N_("the tasks of one workplace alone"), QUERY_ID, false, 0, 0}},
	 .schema = OBJECT("\"plan\",\"package\",\"tasks\"",
			  "\"plan\":" TEXT_OF ",\"package\":" TEXT_OF ",\"tasks\":" LIST(TASK_FORM)),
	 .ask = ask_tasks},
	{.name = "plan_workplaces",
	 .path = "/api/plans/{plan}/workplaces",
	 .summary = N_("whom a plan asks for work: how many tasks each has, what they answered and reported"),
	 .parameter = {PLAN_PARAMETER},
	 .schema = OBJECT("\"plan\",\"workplaces\"", "\"plan\":" TEXT_OF ",\"workplaces\":" LIST(WORKPLACE_FORM)),
	 .ask = ask_workplaces},
	{.name = "plan_check",
	 .path = "/api/plans/{plan}/check",
	 .summary = N_("a plan verified anew from the book: whether package, file and certificate hold"),
	 .parameter = {PLAN_PARAMETER},
	 .schema = OBJECT("\"plan\",\"holds\",\"check\",\"findings\"",
			  "\"plan\":" TEXT_OF ",\"holds\":{\"type\":\"boolean\"},\"check\":{\"type\":[\"object\","
			  "\"null\"]},\"findings\":" LIST("{\"type\":\"object\"}")),
	 .ask = ask_check},
	{.name = "plan_file",
	 .path = "/api/plans/{plan}/file",
	 .summary = N_("a plan's file as it was proposed"),
	 .parameter = {PLAN_PARAMETER},
	 .schema = "{\"type\":\"object\",\"description\":\"docs/plan-file.md\"}",
	 .media = "application/json",
	 .file = give_file},
	{.name = "plan_package",
	 .path = "/api/plans/{plan}/package",
	 .summary = N_("the data package that a plan was made for, as a tar"),
	 .parameter = {PLAN_PARAMETER},
	 .schema = "{\"type\":\"string\"}",
	 .media = "application/x-tar",
	 .file = give_package},
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
