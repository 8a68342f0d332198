/* cordon plan, plan verify. */
#include "cli/codes.h"
#include "cli/groups.h"
#include "cli/output.h"
#include "cli/plan_show.h"

#include "base/file.h"
#include "base/memory.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { PLAN_FILE_LIMIT = 1 << 30 };

/* ---- what-ifs ---------------------------------------------------------------------------------------------------- */

static const struct {
	const char *option;
	cordon_change_kind kind;
	bool valued;
} change_options[] = {
	{"--need", CORDON_CHANGE_NEED, true},
	{"--capacity", CORDON_CHANGE_CAPACITY, true},
	{"--stop", CORDON_CHANGE_STOP, false},
	{"--limit", CORDON_CHANGE_LIMIT, true},
};

/* Splits "ID=VALUE" (at the last =); without a value the whole is the pattern. The pattern is fresh memory. */
static cordon_status parse_change(cli_context *cli, const given_option *given, size_t which, cordon_change *change)
{
	const char *equals = change_options[which].valued ? strrchr(given->value, '=') : NULL;
	*change = (cordon_change){change_options[which].kind, memory_copy_text(given->value), 0};
	if (!change_options[which].valued)
		return CORDON_OK;
	if (equals && equals != given->value && text_to_double(equals + 1, '.', &change->value) && change->value >= 0) {
		((char *)(uintptr_t)change->pattern)[equals - given->value] = '\0';
		return CORDON_OK;
	}
	return cli_usage(cli, given->name, given->value, TEXT(CLI_CHANGE), TEXT(CLI_CHANGE_EXPECTED));
}

/* The what-ifs of the command line, in the order given; free with cordon_changes_free. */
static cordon_status take_changes(cli_context *cli, cordon_change **change, int *changes)
{
	*change = memory_alloc((size_t)cli->givens, sizeof **change);
	*changes = 0;
	cordon_status status = CORDON_OK;
	for (int i = 0; i < cli->givens && !status; i++)
		for (size_t k = 0; k < sizeof change_options / sizeof *change_options; k++)
			if (!strcmp(cli->given[i].name, change_options[k].option))
				status = parse_change(cli, &cli->given[i], k, &(*change)[(*changes)++]);
	return status;
}

/* ---- output ------------------------------------------------------------------------------------------------------ */

static void say_changes(const cli_context *cli, const cordon_economy *e, const cordon_change *change, int changes)
{
	text out = {0};
	for (int i = 0; i < changes; i++) {
		cli_add(cli, &out, i ? N_("; ") : N_("What if: "));
		plan_add_change(cli, &out, e, &change[i]);
	}
	if (changes)
		fprintf(cli->out, "%s\n", text_string(&out));
	text_free(&out);
}

/* What a plan near another changes: after `plan --near` and `plan verify`. */
static void say_near(const cli_context *cli, double moved, double price, const char *hash)
{
	char hours[32], rate[32], paid[32], file[16];
	output_number(cli, hours, moved);
	output_number(cli, rate, price);
	output_number(cli, paid, price * moved);
	snprintf(file, sizeof file, "%.12s", hash);
	cli_say(cli, cli->out, N_("Near plan {0}: work moved {1}, at a price of {2} each counted as {3}.\n"), file,
		hours, rate, paid);
}

static void say_proof(const cli_context *cli, const cordon_plan *plan)
{
	double level, last;
	plan_worst_gaps(plan, &level, &last);
	char a[32], b[32];
	cli_say(cli, cli->out, N_("Proven gap: {0} of fulfilment, {1} of {2}.\n"), output_gap(level, PLAN_GAP_NOISE, a),
		output_gap(last, PLAN_GAP_NOISE, b), plan_objective_word(cli, plan));
	if (plan->observed_kept)
		cli_say(cli, cli->out, N_("The observed activities are as good as any: they are the plan.\n"));
	if (plan->near.was)
		say_near(cli, plan->near.moved, plan->near.price, plan->near.plan_hash);
	if (plan->status != CORDON_OK)
		cli_say(cli, cli->out, N_("NOT PROVEN within the gap asked for.\n"));
}

/* How many needs there are, and how many of them are short. */
static void count_needs(const cordon_economy *e, const cordon_plan *plan, size_t *needs, size_t *missing)
{
	double *served = plan_fulfilment_of_needs(e, plan);
	*needs = *missing = 0;
	for (int i = 0; i < e->needs; i++) {
		*needs += e->need[i].amount > 0;
		*missing += e->need[i].amount > 0 && served[i] < 1 - SHARE_WHOLE;
	}
	free(served);
}

/* Whether a table of uses says nothing but 100 %, over and over. */
static bool all_at_limit(const table *t)
{
	enum { TOO_FEW = 3 };
	for (size_t i = 0; i < t->rows; i++)
		if (table_at(t, i, t->columns - 1)->tone != TONE_LIMIT)
			return false;
	return t->rows > TOO_FEW;
}

static void print_text(const cli_context *cli, const cordon_economy *e, const cordon_plan *plan)
{
	enum { ROWS = 8 };
	static const enum plan_section shown[] = {PLAN_SECTION_GROUPS,   PLAN_SECTION_NEEDS, PLAN_SECTION_BOTTLENECKS,
						  PLAN_SECTION_ACTIVITY, PLAN_SECTION_TRADE, PLAN_SECTION_LABOUR};
	size_t needs, missing;
	count_needs(e, plan, &needs, &missing);
	cli_say(cli, cli->out, N_("Plan for {0}\npackage {1}\n"), e->title && *e->title ? e->title : e->name,
		plan->package_hash);
	say_changes(cli, e, plan->change, plan->changes);
	fputc('\n', cli->out);
	if (!missing) {
		char count[24];
		snprintf(count, sizeof count, "%zu", needs);
		cli_say(cli, cli->out, N_("All {0} needs are served in full."), count);
		fputs("\n\n", cli->out);
	}
	for (size_t i = missing ? 0 : 2; i < sizeof shown / sizeof *shown; i++) {
		table t;
		plan_show_section(cli, e, plan, shown[i], &t);
		if (all_at_limit(&t)) {
			char rows[24];
			snprintf(rows, sizeof rows, "%zu", t.rows);
			cli_say(cli, cli->out, N_("{0}: all {1} at their limit.\n\n"), t.caption, rows);
		} else if (t.rows)
			plan_print_table(cli, &t, shown[i] == PLAN_SECTION_NEEDS && missing < ROWS ? missing : ROWS);
		table_free(&t);
	}
	say_proof(cli, plan);
}

static void print_csv(const cli_context *cli, const cordon_economy *e, const cordon_plan *plan)
{
	for (int section = 0; section < PLAN_SECTIONS; section++) {
		table t;
		text out = {0};
		plan_show_section(cli, e, plan, section, &t);
		table_add_csv(&out, &t);
		fprintf(cli->out, "%s# %s\n%s", section ? "\n" : "", plan_section_key(section), text_string(&out));
		text_free(&out);
		table_free(&t);
	}
}

static json_t *solvers_json(const cordon_plan *plan)
{
	json_t *list = json_array();
	for (int i = 0; i < plan->stages; i++) {
		bool known = !strcmp(plan->stage[i].solver, "none");
		size_t at;
		json_t *one;
		json_array_foreach(list, at, one) known =
			known || !strcmp(json_string_value(one), plan->stage[i].solver);
		if (!known)
			json_array_append_new(list, json_string(plan->stage[i].solver));
	}
	return list;
}

static json_t *near_json(const char *hash, double price, double moved)
{
	return json_pack("{s:s, s:f, s:f, s:f}", "plan", hash, "price", price, "moved", moved, "paid", price * moved);
}

json_t *plan_section_json(const cli_context *cli, const cordon_economy *e, const cordon_plan *plan,
			  enum plan_section section)
{
	table t;
	plan_show_section(cli, e, plan, section, &t);
	json_t *rows = table_json(&t);
	table_free(&t);
	return rows;
}

json_t *plan_json(const cli_context *cli, const cordon_economy *e, const cordon_plan *plan)
{
	static const char *const status[] = {"proven", "unproven", "", "", "", "interrupted"};
	double level, last;
	plan_worst_gaps(plan, &level, &last);
	json_t *root =
		json_pack("{s:s, s:s, s:s, s:s, s:f, s:f, s:b, s:o}", "status", status[plan->status], "package",
			  plan->package_name, "hash", plan->package_hash, "objective", plan->objective, "level_gap",
			  level, "last_gap", last, "observed_kept", plan->observed_kept, "solver", solvers_json(plan));
	if (plan->near.was)
		json_object_set_new(root, "near", near_json(plan->near.plan_hash, plan->near.price, plan->near.moved));
	for (int section = 0; section < PLAN_SECTIONS; section++)
		json_object_set_new(root, plan_section_key(section), plan_section_json(cli, e, plan, section));
	return root;
}

void plan_print(const cli_context *cli, const cordon_economy *e, const cordon_plan *plan)
{
	if (cli_option(cli, "--csv"))
		print_csv(cli, e, plan);
	else
		print_text(cli, e, plan);
}

/* ---- cordon plan ------------------------------------------------------------------------------------------------- */

static cordon_status write_plan(cli_context *cli, const cordon_economy *e, const cordon_plan *plan)
{
	const char *path = cli_option(cli, "-o");
	if (!path)
		return CORDON_OK;
	text out = {0};
	cordon_status status = cordon_plan_write(e, plan, &(cordon_writer){output_add_bytes, &out});
	if (!status)
		status = file_write(path, text_string(&out), out.length, &cli->error);
	text_free(&out);
	return status;
}

/* The LP of the last stage, or of --mps-stage. */
static cordon_status write_mps(cli_context *cli, const cordon_economy *e, const cordon_plan *plan)
{
	const char *path = cli_option(cli, "--mps");
	double stage;
	cordon_status status = cli_number(cli, "--mps-stage", 0, plan->stages - 1, plan->stages - 1, &stage);
	if (!path || status)
		return status;
	cordon_lp *lp = cordon_plan_stage_lp(e, plan, (int)stage);
	text out = {0};
	status = cordon_lp_write_mps(lp, &(cordon_writer){output_add_bytes, &out});
	if (!status)
		status = file_write(path, text_string(&out), out.length, &cli->error);
	text_free(&out);
	cordon_lp_free(lp);
	return status;
}

static cordon_status show_plan(cli_context *cli, const cordon_economy *e, const cordon_plan *plan)
{
	cordon_status status = write_plan(cli, e, plan);
	if (!status)
		status = write_mps(cli, e, plan);
	if (status)
		return status;
	if (cli->json)
		return output_json(cli, plan_json(cli, e, plan));
	plan_print(cli, e, plan);
	return CORDON_OK;
}

static const char *const method_names[] = {"auto", "simplex", "newton", "glpk"};

static cordon_status take_options(cli_context *cli, cordon_plan_options *options)
{
	double levels;
	*options = (cordon_plan_options){.progress = &cli->progress};
	cordon_status status = cli_number(cli, "--gap", 1e-12, 1, 0, &options->gap);
	if (!status)
		status = cli_number(cli, "--levels", 1, 100000, 0, &levels);
	const char *method = cli_option(cli, "--method");
	size_t which = 0, methods = sizeof method_names / sizeof *method_names;
	while (method && which < methods && strcmp(method, method_names[which]))
		which++;
	if (which == methods)
		return cli_usage(cli, "--method", method, TEXT(CLI_CHOICE),
				 TEXT(CLI_ONE_OF, "auto, simplex, newton, glpk"));
	options->method = (cordon_lp_method)which;
	options->levels = status ? 0 : (int)levels;
	return status;
}

/* Reads the plan of --near, of the package of --near-package or else of `path`. */
static cordon_status read_near(cli_context *cli, const cordon_economy *e, const char *path, cordon_near *near)
{
	const char *file = cli_option(cli, "--near"), *package = cli_option(cli, "--near-package");
	cordon_economy *old = NULL;
	text bytes = {0};
	double price;
	cordon_status status =
		cli_number(cli, "--change-price", 0, CORDON_CHANGE_PRICE_MAX, CORDON_CHANGE_PRICE, &price);
	if (!status && !file && (package || cli_option(cli, "--change-price")))
		status = cli_usage(cli, package ? "--near-package" : "--change-price", NULL, TEXT(CLI_NEAR_ALONE),
				   NO_TEXT);
	if (status || !file)
		return status;
	status = file_read(file, PLAN_FILE_LIMIT, &bytes, &cli->error);
	if (!status)
		status = cordon_economy_read(package ? package : path, &old, &cli->error);
	if (!status)
		status = cordon_near_read(text_string(&bytes), bytes.length, file, old, e, price, near, &cli->error);
	text_free(&bytes);
	cordon_economy_free(old);
	return status;
}

cordon_status plan_run(cli_context *cli)
{
	cordon_plan_options options;
	cordon_change *change = NULL;
	int changes = 0;
	cordon_economy *e = NULL;
	cordon_plan *plan = NULL;
	cordon_near near = {0};
	cordon_status status = take_options(cli, &options);
	if (!status)
		status = take_changes(cli, &change, &changes);
	if (!status)
		status = cordon_economy_read(cli->position[0], &e, &cli->error);
	if (!status)
		status = cordon_economy_change(e, change, changes, &cli->error);
	if (!status)
		status = read_near(cli, e, cli->position[0], &near);
	options.near = near.was ? &near : NULL;
	if (!status)
		status = cordon_plan_make(e, change, changes, &options, &plan, &cli->error);
	if (plan) {
		cordon_status shown = show_plan(cli, e, plan);
		status = shown ? shown : status;
	}
	cordon_plan_free(plan);
	cordon_near_free(&near);
	cordon_changes_free(change, changes);
	cordon_economy_free(e);
	return status;
}

/* ---- cordon plan verify ------------------------------------------------------------------------------------------ */

json_t *plan_verdict_json(cli_context *cli, const cordon_plan_verdict *v, const cordon_change *change, int changes)
{
	static const char *const kind[] = {"need", "capacity", "stop", "limit"};
	json_t *list = json_array();
	for (int i = 0; i < changes; i++)
		json_array_append_new(list, json_pack("{s:s, s:s, s:f}", "kind", kind[change[i].kind], "pattern",
						      change[i].pattern, "value", change[i].value));
	json_t *root = json_pack("{s:b, s:f, s:o, s:i, s:i}", "proven", v->proven, "bar", v->bar, "changes", list,
				 "levels", v->levels, "rest", v->rest);
	const struct {
		const char *key;
		double value;
	} number[] = {
		{"level_gap", v->level_gap},
		{"element_gap", v->element_gap},
		{"last_gap", v->last_gap},
		{"balance_violation", v->balance_violation},
		{"capacity_violation", v->capacity_violation},
		{"objective", v->objective},
		{"objective_bound", v->objective_bound},
	};
	for (size_t i = 0; i < sizeof number / sizeof *number; i++)
		json_object_set_new(root, number[i].key, output_finite(number[i].value));
	if (v->near)
		json_object_set_new(root, "near", near_json(v->near_hash, v->change_price, v->moved));
	json_object_set_new(root, "findings", output_take_findings_json(cli));
	return root;
}

static void say_verdict(const cli_context *cli, const cordon_plan_verdict *v)
{
	char bar[32], level[32], element[32], last[32], balance[32], rest[16];
	snprintf(bar, sizeof bar, "%.0e", v->bar);
	snprintf(rest, sizeof rest, "%d", v->rest);
	cli_say(cli, cli->out,
		v->proven ? N_("PROVEN within {0}: the plan is feasible, and no plan is better by more than this:\n")
			  : N_("NOT PROVEN within {0}.\n"),
		bar);
	cli_say(cli, cli->out, N_("  lowest fulfilment of any level   {0}\n  a single need                    {1}\n"),
		output_gap(v->level_gap, PLAN_GAP_NOISE, level), output_gap(v->element_gap, PLAN_GAP_NOISE, element));
	cli_say(cli, cli->out, N_("  the last objective, relative     {0}\n  worst balance / its throughput   {1}\n"),
		output_gap(v->last_gap, PLAN_GAP_NOISE, last),
		output_gap(v->balance_violation, PLAN_GAP_NOISE, balance));
	if (v->near)
		say_near(cli, v->moved, v->change_price, v->near_hash);
	if (v->rest)
		cli_say(cli, cli->out,
			N_("Of {0} needs only the mean is proven, not that the worst served come first.\n"), rest);
}

/* `within`: of an alternative; 0: it is a plan. */
static cordon_status print_verdict(cli_context *cli, const cordon_economy *e, const cordon_plan_verdict *v,
				   double within, const cordon_change *change, int changes, cordon_status status)
{
	if (cli->json) {
		json_t *root = plan_verdict_json(cli, v, change, changes);
		cordon_status printed = output_json(cli, root);
		return printed ? printed : status;
	}
	if (status == CORDON_BAD_INPUT)
		return status;
	say_changes(cli, e, change, changes);
	if (within > 0) {
		char part[32];
		snprintf(part, sizeof part, "%g%%", 100 * within);
		cli_say(cli, cli->out, N_("An alternative within {0} of the plan beside it, which is this:\n"), part);
	}
	say_verdict(cli, v);
	return status;
}

/* Reads PACKAGE and PLAN (positions 0 and 1). */
static cordon_status read_both(cli_context *cli, cordon_economy **e, text *plan)
{
	cordon_status status = cordon_economy_read(cli->position[0], e, &cli->error);
	return status ? status : file_read(cli->position[1], PLAN_FILE_LIMIT, plan, &cli->error);
}

/* With --near: whether the plan says of that plan what it says itself; a difference unproves it. */
static cordon_status check_near(cli_context *cli, const cordon_economy *e, const text *plan,
				cordon_plan_verdict *verdict, cordon_status status)
{
	cordon_near near = {0};
	cordon_status read = read_near(cli, e, cli->position[0], &near);
	if (!read && near.was &&
	    cordon_plan_check_near(plan->bytes, plan->length, cli->position[1], e, &near, &cli->error)) {
		verdict->proven = false;
		status = CORDON_UNPROVEN;
	}
	cordon_near_free(&near);
	return read ? read : status;
}

cordon_status plan_verify_run(cli_context *cli)
{
	cordon_economy *e = NULL;
	cordon_change *change = NULL;
	int changes = 0;
	double gap;
	text bytes = {0};
	cordon_status status = cli_number(cli, "--gap", 1e-12, 1, 0, &gap);
	if (!status)
		status = read_both(cli, &e, &bytes);
	if (!status) {
		cordon_plan_verdict verdict;
		status = cordon_plan_verify_either(e, text_string(&bytes), bytes.length, cli->position[1], gap,
						   &verdict, &cli->error);
		if (!status || status == CORDON_UNPROVEN)
			status = check_near(cli, e, &bytes, &verdict, status);
		if (status != CORDON_BAD_INPUT)
			cordon_plan_read_changes(text_string(&bytes), bytes.length, cli->position[1], &change, &changes,
						 &cli->error);
		status = print_verdict(cli, e, &verdict, verdict.within, change, changes, status);
	}
	cordon_changes_free(change, changes);
	text_free(&bytes);
	cordon_economy_free(e);
	return status;
}

/* ---- what other commands open ------------------------------------------------------------------------------------ */

cordon_status plan_open(cli_context *cli, opened_plan *o)
{
	*o = (opened_plan){0};
	cordon_status status = read_both(cli, &o->economy, &o->bytes);
	const char *bytes = text_string(&o->bytes), *file = cli->position[1];
	if (!status)
		status = cordon_plan_read_changes(bytes, o->bytes.length, file, &o->change, &o->changes, &cli->error);
	if (!status)
		status = cordon_economy_change(o->economy, o->change, o->changes, &cli->error);
	if (!status)
		status = cordon_plan_read(bytes, o->bytes.length, file, o->economy, &o->plan, &cli->error);
	return status;
}

void plan_close(opened_plan *o)
{
	cordon_plan_free(o->plan);
	cordon_changes_free(o->change, o->changes);
	text_free(&o->bytes);
	cordon_economy_free(o->economy);
}
