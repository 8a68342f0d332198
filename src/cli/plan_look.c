/* `cordon plan list` and `cordon plan show`: the plans of a book, and what one says, without solving anything. */
#include "cli/plan_look.h"

#include "cli/codes.h"
#include "cli/groups.h"
#include "cli/output.h"
#include "cli/plan_changes.h"
#include "cli/plan_data.h"
#include "cli/plan_summary.h"

#include "plan/list.h"

/* ---- plan list --------------------------------------------------------------------------------------------------- */

static void show_list(const cli_context *cli, const json_t *data)
{
	static const council_column columns[] = {{"plan", N_("plan"), false},
						 {"body", N_("council"), false},
						 {"standing", N_("standing"), true},
						 {"proposed", N_("proposed"), false},
						 {"closed", N_("ended"), false},
						 {"after", N_("after"), false},
						 {"accepted", N_("accept"), false},
						 {"countered", N_("counter"), false},
						 {"refused", N_("refuse"), false},
						 {"entry", N_("entry"), false},
						 {NULL, NULL, false}};
	const json_t *list = json_object_get(data, "plans");
	if (!json_array_size(list))
		cli_say(cli, cli->out, N_("no plan was proposed yet\n"));
	council_table(cli, N_("Plans, the newest first"), list, columns);
}

cordon_status plan_list_run(cli_context *cli)
{
	council_asked a = {0};
	json_t *data = NULL;
	cordon_status status = council_begin(cli, &a);
	if (!status)
		data = plans_data(a.state, cli_option(cli, "--body"));
	return council_give(cli, &a, status, data, "", TEXT(CLI_NO_PLAN), show_list);
}

/* ---- plan show --------------------------------------------------------------------------------------------------- */

json_t *plan_overview_json(const cli_context *cli, state *s, const char *name, const cordon_economy *e,
			   const cordon_plan *plan)
{
	double level, last;
	json_t *root = s ? plan_data(s, name) : json_object();
	plan_worst_gaps(plan, &level, &last);
	json_object_set_new(root, "title", json_string(e->title && *e->title ? e->title : e->name));
	json_object_set_new(root, "objective", json_string(plan->objective));
	json_object_set_new(root, "level_gap", json_real(level));
	json_object_set_new(root, "last_gap", json_real(last));
	json_object_set_new(root, "summary", plan_summary_json(cli, e, plan));
	return root;
}

/* Everything that `cordon plan --json` says, after what the book does. */
static json_t *shown_json(const cli_context *cli, state *s, const compared *c)
{
	json_t *root = plan_overview_json(cli, s, c->name, c->economy, c->plan);
	json_t *all = plan_json(cli, c->economy, c->plan);
	json_object_update_missing(root, all);
	json_decref(all);
	return root;
}

cordon_status plan_show_run(cli_context *cli)
{
	council_asked a = {0};
	compared c = {0};
	bool of_book = cli->positions == 1;
	cordon_status status = compared_open_given(cli, &a, &c);
	if (!status && cli->json)
		status = output_json(cli, shown_json(cli, of_book ? a.state : NULL, &c));
	else if (!status)
		plan_print(cli, c.economy, c.plan);
	compared_close(&c);
	book_close(a.book);
	return status;
}
