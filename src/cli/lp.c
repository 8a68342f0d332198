/* `cordon lp solve` and `cordon lp verify`: any linear programme in MPS, with its proof. Both measure by
 * cordon_lp_check; verify runs no solver. */
#include "cli/command.h"
#include "cli/groups.h"
#include "cli/lp_file.h"
#include "cli/output.h"

#include "cli/codes.h"

#include "base/file.h"
#include "base/text.h"
#include "lp/solve.h"

#include <math.h>
#include <string.h>

static cordon_status read_programme(cli_context *cli, const char *path, cordon_lp **lp)
{
	file_stream stream;
	*lp = NULL;
	cordon_status status = file_open(path, &stream, &cli->error);
	if (status)
		return status;
	status = cordon_lp_read_mps(&stream.reader, path, lp, &cli->error);
	file_close(&stream);
	return status;
}

static cordon_status read_options(cli_context *cli, cordon_lp_options *options)
{
	static const char *const methods[] = {"auto", "simplex", "newton", "glpk"};
	*options = (cordon_lp_options){.progress = &cli->progress};
	cordon_status status = cli_number(cli, "--gap", 0, 1, 0, &options->gap);
	if (!status)
		status = cli_number(cli, "--time-limit", 0, 1e9, 0, &options->time_limit_s);
	const char *method = cli_option(cli, "--method");
	if (status || !method)
		return status;
	for (int i = 0; i < 4; i++)
		if (!strcmp(method, methods[i])) {
			options->method = (cordon_lp_method)i;
			return CORDON_OK;
		}
	return cli_usage(cli, "--method", method, TEXT(CLI_CHOICE), TEXT(CLI_ONE_OF, "auto, simplex, newton, glpk"));
}

/* ---- what is printed --------------------------------------------------------------------------------------------- */

/* Everything that is said of a solution, by both commands. */
typedef struct account {
	const cordon_lp *lp;
	const cordon_lp_solution *solution;
	cordon_lp_measure measure;
	bool feasible; /* x, within LP_FEASIBILITY */
	bool proved;   /* what the status claims is proved */
} account;

static account account_of(const cordon_lp *lp, const cordon_lp_solution *solution, double gap)
{
	account a = {.lp = lp, .solution = solution};
	cordon_lp_check(lp, solution->x, solution->y, &a.measure);
	a.feasible = a.measure.row_violation <= LP_FEASIBILITY && a.measure.bound_violation <= LP_FEASIBILITY;
	if (solution->status == CORDON_INFEASIBLE)
		a.proved = lp_bounds_cross(lp) || (solution->ray && cordon_lp_proves_infeasible(lp, solution->ray));
	else if (solution->status == CORDON_UNBOUNDED)
		a.proved = solution->ray && cordon_lp_proves_unbounded(lp, solution->ray) && a.feasible;
	else
		a.proved = a.feasible && a.measure.gap_relative <= gap;
	return a;
}

/* The name of the worst row or column, or NULL. */
static const char *worst_name(char *const *name, int at)
{
	return at < 0 || !name ? NULL : name[at];
}

#define GAP_NOISE 1e-12

static void say_value(const cli_context *cli, const char *english, double value)
{
	char number[32];
	snprintf(number, sizeof number, "%.12g", value);
	cli_say(cli, cli->out, english, number);
}

static void say_violation(const cli_context *cli, const char *english, double value, const char *name)
{
	char number[32];
	bool real = name && value >= GAP_NOISE;
	cli_say(cli, cli->out, english, output_gap(value, GAP_NOISE, number), real ? name : tr(cli, N_("none")));
}

static void print_point(const cli_context *cli, const account *a)
{
	double sign = a->lp->maximise ? -1 : 1;
	const cordon_lp_measure *m = &a->measure;
	char number[32];
	say_value(cli, N_("objective         {0}\n"), sign * m->objective);
	say_value(cli, N_("proven bound      {0}\n"), sign * m->bound);
	cli_say(cli, cli->out, N_("proven gap        {0} of the objective\n"),
		output_gap(m->gap_relative, GAP_NOISE, number));
	say_violation(cli, N_("worst row         {1}: violated by {0} of its own throughput\n"), m->row_violation,
		      worst_name(a->lp->row_name, m->worst_row));
	say_violation(cli, N_("worst column      {1}: {0} beyond its bound\n"), m->bound_violation,
		      worst_name(a->lp->column_name, m->worst_column));
	if (m->columns_assumed)
		say_value(cli,
			  N_("note: {0} columns have no limit; the bound holds for points up to ten times as large as "
			     "this one\n"),
			  m->columns_assumed);
}

static void print_status(const cli_context *cli, const account *a)
{
	static const char *const said[] = {
		[CORDON_OK] = N_("optimal: no point is better by more than the proven gap\n"),
		[CORDON_UNPROVEN] = N_("unproven: the gap asked for was not reached\n"),
		[CORDON_INFEASIBLE] = N_("infeasible: the row prices of the ray prove that no point fits\n"),
		[CORDON_UNBOUNDED] = N_("unbounded: the ray improves the objective for ever\n"),
		[CORDON_INTERRUPTED] = N_("interrupted: this is the best point and bound so far\n"),
	};
	cli_say(cli, cli->out, said[a->solution->status]);
	if (a->solution->status != CORDON_INFEASIBLE)
		print_point(cli, a);
}

static json_t *number_or_null(double value)
{
	return isfinite(value) ? json_real(value) : json_null();
}

static json_t *account_json(const account *a)
{
	const cordon_lp *lp = a->lp;
	const cordon_lp_measure *m = &a->measure;
	double sign = lp->maximise ? -1 : 1;
	const char *row = worst_name(lp->row_name, m->worst_row), *column = worst_name(lp->column_name, m->worst_column);
	json_t *doc = json_object();
	json_object_set_new(doc, "status", json_string(lp_status_word(a->solution->status)));
	json_object_set_new(doc, "proved", json_boolean(a->proved));
	json_object_set_new(doc, "problem", lp->name ? json_string(lp->name) : json_null());
	json_object_set_new(doc, "sense", json_string(lp->maximise ? "maximise" : "minimise"));
	json_object_set_new(doc, "rows", json_integer(lp->rows));
	json_object_set_new(doc, "columns", json_integer(lp->columns));
	json_object_set_new(doc, "nonzeros", json_integer(lp->start[lp->columns]));
	json_object_set_new(doc, "objective", number_or_null(sign * m->objective));
	json_object_set_new(doc, "bound", number_or_null(sign * m->bound));
	json_object_set_new(doc, "gap_relative", number_or_null(m->gap_relative));
	json_object_set_new(doc, "gap_absolute", number_or_null(m->gap_absolute));
	json_object_set_new(doc, "row_violation", number_or_null(m->row_violation));
	json_object_set_new(doc, "worst_row", row ? json_string(row) : json_null());
	json_object_set_new(doc, "column_violation", number_or_null(m->bound_violation));
	json_object_set_new(doc, "worst_column", column ? json_string(column) : json_null());
	json_object_set_new(doc, "columns_assumed", json_integer(m->columns_assumed));
	return doc;
}

/* ---- the commands ------------------------------------------------------------------------------------------------ */

static cordon_status print_solved(cli_context *cli, const account *a)
{
	const cordon_lp_solution *s = a->solution;
	if (cli->json) {
		json_t *doc = account_json(a);
		json_object_set_new(doc, "solver", json_string(s->solver));
		json_object_set_new(doc, "iterations", json_integer(s->iterations));
		json_object_set_new(doc, "seconds", json_real(s->seconds));
		return output_json(cli, doc);
	}
	char iterations[24], seconds[24];
	snprintf(iterations, sizeof iterations, "%ld", s->iterations);
	snprintf(seconds, sizeof seconds, "%.3f", s->seconds);
	print_status(cli, a);
	cli_say(cli, cli->out, N_("solver            {0}, {1} iterations, {2} s\n"), s->solver, iterations, seconds);
	return CORDON_OK;
}

cordon_status lp_solve_run(struct cli_context *cli)
{
	cordon_lp_options options;
	cordon_lp *lp = NULL;
	cordon_status status = read_options(cli, &options);
	if (!status)
		status = read_programme(cli, cli->position[0], &lp);
	if (status)
		return status;
	cordon_lp_solution solution;
	cordon_status outcome = cordon_lp_solve(lp, &options, &solution);
	account a = account_of(lp, &solution, options.gap > 0 ? options.gap : LP_GAP_DEFAULT);
	const char *path = cli_option(cli, "-o");
	if (path)
		status = lp_file_write(path, lp, &solution, &cli->error);
	if (!status)
		status = print_solved(cli, &a);
	cordon_lp_solution_free(&solution);
	cordon_lp_free(lp);
	return status ? status : outcome;
}

static cordon_status print_verified(cli_context *cli, const account *a)
{
	if (cli->json)
		return output_json(cli, account_json(a));
	cli_say(cli, cli->out, a->proved ? N_("proved: ") : N_("not proved: "));
	print_status(cli, a);
	return CORDON_OK;
}

cordon_status lp_verify_run(struct cli_context *cli)
{
	double gap;
	cordon_lp *lp = NULL;
	cordon_lp_solution solution = {0};
	cordon_status status = cli_number(cli, "--gap", 0, 1, LP_GAP_DEFAULT, &gap);
	if (!status)
		status = read_programme(cli, cli->position[0], &lp);
	if (!status)
		status = lp_file_read(cli->position[1], lp, &solution, &cli->error);
	if (!status) {
		account a = account_of(lp, &solution, gap);
		status = print_verified(cli, &a);
		if (!status && !a.proved)
			status = CORDON_UNPROVEN;
	}
	cordon_lp_solution_free(&solution);
	cordon_lp_free(lp);
	return status;
}
