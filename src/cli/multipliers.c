/* cordon economy multipliers: as a table, as CSV or as JSON. */
#include "cli/codes.h"
#include "cli/groups.h"
#include "cli/output.h"

#include "base/csv.h"
#include "base/memory.h"
#include "report/table.h"

#include <cordon/economy.h>

#include <math.h>
#include <stdlib.h>
#include <unistd.h>

enum { SHOWN_FACTORS = 6, OWN_COLUMNS = 7, INVERSE_MAX = 20000 };

static const char *place_of(const cordon_economy *e, const cordon_multiplied *g)
{
	return e->places > 1 ? e->place[g->place].id : "";
}

/* A number as CSV has it; empty when there is none. */
static const char *cell_of(double value, char out[32])
{
	if (!isfinite(value))
		return "";
	return text_from_double(value, out);
}

/* ---- JSON ------------------------------------------------------------------------------------------------------ */

static json_t *number_json(double value)
{
	return isfinite(value) ? json_real(value) : json_null();
}

static json_t *good_json(const cordon_economy *e, const cordon_multipliers *m, int c)
{
	const cordon_multiplied *g = &m->good[c];
	const cordon_commodity *commodity = &e->commodity[g->commodity];
	json_t *factors = json_object();
	for (int f = 0; f < m->factors; f++)
		json_object_set_new(factors, e->commodity[m->factor[f].commodity].id,
							json_pack("{s:o, s:o}", "direct", number_json(m->factor[f].direct[c]), "total",
									  number_json(m->factor[f].total[c])));
	return json_pack("{s:s, s:s, s:s, s:s, s:o, s:o, s:o, s:o}", "commodity", commodity->id, "place",
					 e->place[g->place].id, "name", commodity->name, "unit", commodity->unit, "direct",
					 number_json(g->direct), "output", number_json(g->output), "dispersion", number_json(g->dispersion),
					 "factors", factors);
}

static cordon_status inverse_json(cli_context *cli, cordon_multipliers *m, json_t **inverse)
{
	double *row = memory_alloc((size_t)m->goods, sizeof *row);
	cordon_status status = CORDON_OK;
	*inverse = json_array();
	for (int g = 0; g < m->goods && !status; g++) {
		if (m->good[g].imported)
			continue;
		status = cordon_economy_requirements(m, g, row, &cli->progress);
		json_t *line = json_array();
		for (int c = 0; c < m->goods; c++)
			if (!m->good[c].imported)
				json_array_append_new(line, number_json(row[c]));
		json_array_append_new(*inverse, line);
	}
	free(row);
	return status;
}

static cordon_status print_json(cli_context *cli, const cordon_economy *e, cordon_multipliers *m, bool inverse)
{
	json_t *goods = json_array(), *matrix = NULL;
	for (int c = 0; c < m->goods; c++)
		if (!m->good[c].imported)
			json_array_append_new(goods, good_json(e, m, c));
	cordon_status status = inverse ? inverse_json(cli, m, &matrix) : CORDON_OK;
	json_t *document = json_pack("{s:s, s:s, s:s, s:i, s:o}", "package", cli->position[0], "hash", e->hash,
								 "convention", "industry technology", "sweeps", m->sweeps, "goods", goods);
	if (matrix)
		json_object_set_new(document, "inverse", matrix);
	if (status) {
		json_decref(document);
		return status;
	}
	return output_json(cli, document);
}

/* ---- CSV ------------------------------------------------------------------------------------------------------- */

static void csv_header(const cordon_economy *e, const cordon_multipliers *m, arena *a, text *out)
{
	size_t columns = OWN_COLUMNS + 2 * (size_t)m->factors;
	const char **cell = memory_alloc(columns, sizeof *cell);
	static const char *const own[OWN_COLUMNS] = {"commodity", "place",  "name",      "unit",
												 "direct",    "output", "dispersion"};
	for (int i = 0; i < OWN_COLUMNS; i++)
		cell[i] = own[i];
	for (int f = 0; f < m->factors; f++) {
		const char *id = e->commodity[m->factor[f].commodity].id;
		cell[OWN_COLUMNS + 2 * f] = arena_format(a, "%s_direct", id);
		cell[OWN_COLUMNS + 2 * f + 1] = arena_format(a, "%s_total", id);
	}
	csv_add_row(out, cell, columns);
	free(cell);
}

static void csv_good(const cordon_economy *e, const cordon_multipliers *m, int c, text *out)
{
	size_t columns = OWN_COLUMNS + 2 * (size_t)m->factors;
	const char **cell = memory_alloc(columns, sizeof *cell);
	char(*number)[32] = memory_alloc(columns, sizeof *number);
	const cordon_multiplied *g = &m->good[c];
	const cordon_commodity *commodity = &e->commodity[g->commodity];
	const char *own[] = {commodity->id, place_of(e, g), commodity->name, commodity->unit};
	const double value[] = {g->direct, g->output, g->dispersion};
	for (int i = 0; i < OWN_COLUMNS; i++)
		cell[i] = i < 4 ? own[i] : cell_of(value[i - 4], number[i]);
	for (int f = 0; f < m->factors; f++) {
		int at = OWN_COLUMNS + 2 * f;
		cell[at] = cell_of(m->factor[f].direct[c], number[at]);
		cell[at + 1] = cell_of(m->factor[f].total[c], number[at + 1]);
	}
	csv_add_row(out, cell, columns);
	free(cell);
	free(number);
}

static cordon_status print_csv(cli_context *cli, const cordon_economy *e, const cordon_multipliers *m)
{
	text out = {0};
	arena a = {0};
	csv_header(e, m, &a, &out);
	for (int c = 0; c < m->goods; c++)
		if (!m->good[c].imported)
			csv_good(e, m, c, &out);
	fwrite(text_string(&out), 1, out.length, cli->out);
	text_free(&out);
	arena_free(&a);
	return CORDON_OK;
}

static const char *label_of(const cordon_economy *e, const cordon_multiplied *g, arena *a)
{
	const char *id = e->commodity[g->commodity].id;
	return e->places > 1 ? arena_format(a, "%s:%s", e->place[g->place].id, id) : id;
}

/* The Leontief inverse, a row at a time: nothing of it is kept. */
static cordon_status print_inverse(cli_context *cli, const cordon_economy *e, cordon_multipliers *m)
{
	double *row = memory_alloc((size_t)m->goods, sizeof *row);
	const char **cell = memory_alloc((size_t)m->goods + 1, sizeof *cell);
	char(*number)[32] = memory_alloc((size_t)m->goods, sizeof *number);
	arena a = {0};
	cordon_status status = CORDON_OK;
	for (int g = -1; g < m->goods && !status; g++) { /* -1: the header */
		size_t cells = 0;
		if (g >= 0 && m->good[g].imported)
			continue;
		if (g >= 0)
			status = cordon_economy_requirements(m, g, row, &cli->progress);
		cell[cells++] = g < 0 ? "commodity" : label_of(e, &m->good[g], &a);
		for (int c = 0; c < m->goods; c++)
			if (!m->good[c].imported)
				cell[cells++] = g < 0 ? label_of(e, &m->good[c], &a) : cell_of(row[c], number[c]);
		text out = {0};
		csv_add_row(&out, cell, cells);
		fwrite(text_string(&out), 1, out.length, cli->out);
		text_free(&out);
	}
	arena_free(&a);
	free(row);
	free(cell);
	free(number);
	return status;
}

/* ---- for people ------------------------------------------------------------------------------------------------ */

static void table_columns(const cli_context *cli, const cordon_economy *e, const cordon_multipliers *m, int shown,
						  table *t)
{
	table_column column[5 + SHOWN_FACTORS] = {
		{"commodity", tr(cli, N_("commodity")), COLUMN_TEXT, 0},
		{"name", tr(cli, N_("name")), COLUMN_TEXT, 0},
		{"direct", tr(cli, N_("direct inputs")), COLUMN_NUMBER, 3},
		{"output", tr(cli, N_("output multiplier")), COLUMN_NUMBER, 3},
		{"dispersion", tr(cli, N_("dispersion")), COLUMN_NUMBER, 3},
	};
	for (int f = 0; f < shown; f++) {
		const cordon_commodity *factor = &e->commodity[m->factor[f].commodity];
		column[5 + f] = (table_column){factor->id, factor->id, COLUMN_NUMBER, NUMBER_AUTO};
	}
	table_begin(t, tr(cli, N_("What one unit of each good calls for, directly and through its inputs")), cli->language,
				column, 5 + shown);
}

static void print_factors(const cli_context *cli, const cordon_economy *e, const cordon_multipliers *m, int shown)
{
	for (int f = 0; f < shown; f++) {
		const cordon_commodity *factor = &e->commodity[m->factor[f].commodity];
		cli_say(cli, cli->out, N_("{0}: {1}, in {2}, in one unit of each good\n"), factor->id, factor->name,
				factor->unit);
	}
	char more[24];
	snprintf(more, sizeof more, "%d", m->factors - shown);
	if (m->factors > shown)
		cli_say(cli, cli->out, N_("{0} more with --csv or --json\n"), more);
	fputs(tr(cli, N_("Joint products share their process's inputs by amount (industry technology); goods come from "
					 "their makers "
					 "in the observed shares.\n")),
		  cli->out);
}

static cordon_status print_table(cli_context *cli, const cordon_economy *e, const cordon_multipliers *m)
{
	int shown = m->factors < SHOWN_FACTORS ? m->factors : SHOWN_FACTORS;
	table t;
	text out = {0};
	arena a = {0};
	table_columns(cli, e, m, shown, &t);
	for (int c = 0; c < m->goods; c++) {
		const cordon_multiplied *g = &m->good[c];
		if (g->imported)
			continue;
		table_row(&t);
		table_text(&t, label_of(e, g, &a));
		table_text(&t, e->commodity[g->commodity].name);
		table_number(&t, g->direct);
		table_number(&t, g->output);
		table_number(&t, g->dispersion);
		for (int f = 0; f < shown; f++)
			table_number(&t, m->factor[f].total[c]);
	}
	table_add_terminal(&out, &t, (table_terminal){.width = isatty(fileno(cli->out)) ? 0 : 120, .cell_lines = 1});
	fwrite(text_string(&out), 1, out.length, cli->out);
	print_factors(cli, e, m, shown);
	text_free(&out);
	table_free(&t);
	arena_free(&a);
	return CORDON_OK;
}

static cordon_status print(cli_context *cli, const cordon_economy *e, cordon_multipliers *m)
{
	bool inverse = cli_option(cli, "--inverse") != NULL;
	char most[24];
	snprintf(most, sizeof most, "%d", INVERSE_MAX);
	if (inverse && m->goods > INVERSE_MAX)
		return cli_usage(cli, "--inverse", e->path, TEXT(CLI_TOO_LARGE), TEXT(CLI_AT_MOST_GOODS, most));
	if (cli->json)
		return print_json(cli, e, m, inverse);
	if (inverse)
		return print_inverse(cli, e, m);
	return cli_option(cli, "--csv") ? print_csv(cli, e, m) : print_table(cli, e, m);
}

cordon_status economy_multipliers_run(struct cli_context *cli)
{
	cordon_economy *economy;
	cordon_multipliers multipliers;
	cordon_status status = cordon_economy_read(cli->position[0], &economy, &cli->error);
	if (status)
		return status;
	status = cordon_economy_multipliers(economy, &multipliers, &cli->progress, &cli->error);
	if (!status)
		status = print(cli, economy, &multipliers);
	cordon_multipliers_free(&multipliers);
	cordon_economy_free(economy);
	return status;
}
