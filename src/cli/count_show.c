/* A count's result as text for a terminal, and as CSV; see count_show.h. */
#include "cli/count_show.h"

#include "base/csv.h"
#include "base/messages.h"
#include "report/markup.h"
#include "report/table.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const char *count_state_word(cordon_candidate_state state)
{
	static const char *const word[] = {"continuing", "elected", "excluded", "withdrawn"};
	return word[state];
}

static const char *state_in(const cli_context *cli, cordon_candidate_state state)
{
	static const char *const word[] = {N_("continuing"), N_("elected"), N_("excluded"), N_("withdrawn")};
	return tr(cli, word[state]);
}

static void print(const cli_context *cli, text *out)
{
	fwrite(text_string(out), 1, out->length, cli->out);
	text_free(out);
}

/* Prints text with names in it: nothing in them may move the cursor. */
static void print_plain(const cli_context *cli, text *out)
{
	text plain = {0};
	for (const char *at = text_string(out); *at;) {
		size_t length = strcspn(at, "\n");
		markup_add_plain(&plain, at, length);
		at += length;
		if (*at)
			text_add(&plain, at++, 1);
	}
	print(cli, &plain);
	text_free(out);
}

/* Adds an English text in the reader's language, {0}.. standing for the arguments. */
#define say(cli, out, ...) add_said((cli), (out), CLI_PICK(__VA_ARGS__, 0, 0, 0, 0, 0))
static void add_said(const cli_context *cli, text *out, const char *english, const char *const a[4])
{
	const cordon_code code = {NULL, english};
	message_add(out, cli->language, &(cordon_text){&code, {a[0], a[1], a[2], a[3]}});
}

/* ---- numbers as text cells, set flush right by figure spaces (tables take plain blanks off)
 * ---------------------------------------------------------------------- */

static size_t widest(size_t so_far, const char *number)
{
	return number && strlen(number) > so_far ? strlen(number) : so_far;
}

void count_show_number(table *t, const char *number, size_t width)
{
	text padded = {0};
	for (size_t i = number ? strlen(number) : width; i < width; i++)
		text_add_string(&padded, "\xE2\x80\x87");
	text_add_string(&padded, number ? number : "");
	table_text(t, text_string(&padded));
	text_free(&padded);
}

/* ---- the head ---------------------------------------------------------------------------------------------------- */

static void add_names(text *out, const cordon_election *e, const int *candidate, int count)
{
	for (int i = 0; i < count; i++)
		text_add_format(out, "%s%s", i ? ", " : "", e->candidate[candidate[i]].name);
}

static void show_head(const cli_context *cli, text *out, const cordon_count_result *r)
{
	char seats[24];
	text title = {0};
	snprintf(seats, sizeof seats, "%d", r->seats);
	message_add(&title, cli->language, &(cordon_text){r->rule->title, {0, 0, 0, 0}});
	text_add_format(out, "%s\n", r->election->title ? r->election->title : "");
	say(cli, out, N_("rule       {0} ({1}), version {2}\n"), r->rule->id, text_string(&title), r->rule->version);
	say(cli, out, N_("after      {0}\n"), r->rule->source);
	say(cli, out, N_("ballots    {0} valid, {1} not\n"), r->valid, r->invalid);
	if (r->seats)
		say(cli, out, N_("seats      {0}\n"), seats);
	if (r->quota)
		say(cli, out, N_("quota      {0}\n"), r->quota);
	text_free(&title);
}

/* ---- a stage ----------------------------------------------------------------------------------------------------- */

static void show_tallies(const cli_context *cli, text *out, const cordon_count_result *r, const cordon_stage *s)
{
	const table_column columns[] = {{"candidate", tr(cli, N_("candidate")), COLUMN_TEXT, 0},
					{"transfer", tr(cli, N_("transfer")), COLUMN_TEXT, 0},
					{"votes", tr(cli, N_("votes")), COLUMN_TEXT, 0},
					{"keep", tr(cli, N_("keep factor")), COLUMN_TEXT, 0},
					{"state", tr(cli, N_("status")), COLUMN_TEXT, 0}};
	size_t votes = 0, transfer = widest(0, s->exhausted_transfer), keep = 0;
	table t;
	for (int c = 0; c < r->election->candidates; c++) {
		votes = widest(votes, s->tally[c].votes);
		transfer = widest(transfer, s->tally[c].transfer);
		keep = widest(keep, s->tally[c].keep);
	}
	votes = widest(votes, s->exhausted);
	table_column used[5] = {columns[0], columns[1], columns[2], columns[3], columns[4]};
	if (!keep)
		used[3] = columns[4];
	table_begin(&t, NULL, cli->language, used, keep ? 5 : 4);
	for (int c = 0; c < r->election->candidates; c++) {
		const cordon_tally *one = &s->tally[c];
		table_row(&t);
		table_text(&t, r->election->candidate[c].name);
		count_show_number(&t, one->transfer, transfer);
		count_show_number(&t, one->votes, votes);
		if (keep)
			count_show_number(&t, one->keep, keep);
		table_text(&t, state_in(cli, one->state));
	}
	if (s->exhausted) {
		table_row(&t);
		table_text(&t, tr(cli, N_("not transferable")));
		count_show_number(&t, s->exhausted_transfer, transfer);
		count_show_number(&t, s->exhausted, votes);
		if (keep)
			table_text(&t, "");
		table_text(&t, "");
	}
	table_add_terminal(out, &t, (table_terminal){.width = 0, .cell_lines = 1});
	table_free(&t);
}

static void show_stages(const cli_context *cli, text *out, const cordon_count_result *r)
{
	for (size_t i = 0; i < r->stages; i++) {
		const cordon_stage *s = &r->stage[i];
		char number[24];
		snprintf(number, sizeof number, "%zu", i + 1);
		say(cli, out, N_("\nStage {0}\n"), number);
		for (size_t k = 0; k < s->sayings; k++) {
			message_add(out, cli->language, &s->said[k]);
			text_add_string(out, "\n");
		}
		if (s->quota && (!r->quota || strcmp(s->quota, r->quota)))
			say(cli, out, N_("quota      {0}\n"), s->quota);
		if (s->tally)
			show_tallies(cli, out, r, s);
	}
}

/* ---- lists and matrices ------------------------------------------------------------------------------------------ */

static void show_shares(const cli_context *cli, text *out, const cordon_count_result *r)
{
	const table_column columns[] = {{"list", tr(cli, N_("list")), COLUMN_TEXT, 0},
					{"within", tr(cli, N_("within")), COLUMN_TEXT, 0},
					{"votes", tr(cli, N_("votes")), COLUMN_TEXT, 0},
					{"seats", tr(cli, N_("seats")), COLUMN_NUMBER, 0}};
	size_t votes = 0;
	table t;
	for (size_t i = 0; i < r->shares; i++)
		votes = widest(votes, r->share[i].votes);
	table_begin(&t, NULL, cli->language, columns, 4);
	for (size_t i = 0; i < r->shares; i++) {
		table_row(&t);
		table_text(&t, r->share[i].name);
		table_text(&t, r->share[i].within ? r->share[i].within : "");
		count_show_number(&t, r->share[i].votes, votes);
		table_number(&t, r->share[i].seats);
	}
	table_add_terminal(out, &t, (table_terminal){.width = 0, .cell_lines = 1});
	table_free(&t);
}

static const char *cell_of(const cordon_matrix *m, int row, int column)
{
	const char *cell = m->cell[(size_t)row * (size_t)m->columns + (size_t)column];
	return cell ? cell : "";
}

/* Matrices are printed plainly, one row a line: they may be wider than any table of a report. */
static void show_matrix(const cli_context *cli, text *out, const cordon_matrix *m)
{
	size_t heading = 0, width = 1;
	for (int r = 0; r < m->rows; r++) {
		size_t cells = m->row[r] ? text_width(m->row[r]) : 0;
		heading = cells > heading ? cells : heading;
		for (int c = 0; c < m->columns; c++)
			width = widest(width, cell_of(m, r, c));
	}
	for (int c = 0; c < m->columns; c++)
		width = m->column[c] && text_width(m->column[c]) > width ? text_width(m->column[c]) : width;
	text_add_string(out, "\n");
	message_add(out, cli->language, &m->title);
	text_add_format(out, "\n%*s", (int)heading, "");
	for (int c = 0; c < m->columns; c++)
		text_add_format(out, "  %*s%s", m->column[c] ? (int)(width - text_width(m->column[c])) : (int)width, "",
				m->column[c] ? m->column[c] : "");
	for (int r = 0; r < m->rows; r++) {
		const char *row = m->row[r] ? m->row[r] : "";
		text_add_format(out, "\n%s%*s", row, (int)(heading - text_width(row)), "");
		for (int c = 0; c < m->columns; c++)
			text_add_format(out, "  %*s", (int)width, cell_of(m, r, c));
	}
	text_add_string(out, "\n");
}

/* ---- the end ----------------------------------------------------------------------------------------------------- */

static void show_ties(const cli_context *cli, text *out, const cordon_count_result *r)
{
	for (size_t i = 0; i < r->ties; i++) {
		const cordon_tie *tie = &r->tie[i];
		char stage[24];
		text tied = {0}, why = {0};
		snprintf(stage, sizeof stage, "%d", tie->stage);
		for (int k = 0; k < tie->count; k++)
			text_add_format(&tied, "%s%s", k ? ", " : "", tie->name[k]);
		message_add(&why, cli->language, &tie->why);
		say(cli, out, N_("tie in stage {0}, {1}: {2}\n"), stage, text_string(&why), text_string(&tied));
		for (int k = 0; tie->digest && k < tie->count; k++)
			text_add_format(out, "  %s %s%s\n", tie->digest[k], tie->name[k],
					tie->tied[k] == tie->chosen ? tr(cli, N_("  (drawn)")) : "");
		text_free(&tied);
		text_free(&why);
	}
}

/* The winners' names; then the lists' with their seats. */
static void add_outcome(text *out, const cordon_election *e, const cordon_outcome *o)
{
	text_add_string(out, "  ");
	add_names(out, e, o->winner, o->winners);
	for (int l = 0; o->list_seats && l < e->lists; l++)
		if (o->list_seats[l])
			text_add_format(out, "%s%s %d", l || o->winners ? "; " : "", e->list[l].name, o->list_seats[l]);
	text_add_string(out, "\n");
}

static void show_outcomes(const cli_context *cli, text *out, const cordon_count_result *r)
{
	if (!r->ties && r->outcomes < 2)
		return;
	say(cli, out,
	    r->outcomes == 1 && r->outcomes_complete ? N_("However the ties are decided, these are elected:\n")
						     : N_("Every outcome that the ballots allow:\n"));
	for (size_t i = 0; i < r->outcomes; i++)
		add_outcome(out, r->election, &r->outcome[i]);
	if (!r->outcomes_complete)
		say(cli, out, N_("  and perhaps more: there are too many ways to follow them all\n"));
}

void count_show_text(const cli_context *cli, const cordon_count_result *r)
{
	text winners = {0}, out = {0};
	show_head(cli, &out, r);
	show_stages(cli, &out, r);
	for (size_t i = 0; i < r->matrices; i++)
		show_matrix(cli, &out, &r->matrix[i]);
	if (r->shares)
		show_shares(cli, &out, r);
	text_add_string(&out, "\n");
	show_ties(cli, &out, r);
	show_outcomes(cli, &out, r);
	add_names(&winners, r->election, r->winner, r->winners);
	if (r->decided && r->winners)
		say(cli, &out, N_("Elected: {0}\n"), text_string(&winners));
	else if (r->decided && !r->shares)
		say(cli, &out, N_("Nothing and nobody is elected\n"));
	else if (!r->decided)
		say(cli, &out, N_("Not decided: a tie needs a lot, and the settings give no seed\n"));
	text_free(&winners);
	print_plain(cli, &out);
}

/* ---- CSV --------------------------------------------------------------------------------------------------------- */

static const char *or_empty(const char *string)
{
	return string ? string : "";
}

static void csv_stage(text *out, const cordon_count_result *r, size_t stage)
{
	const cordon_stage *s = &r->stage[stage];
	char number[24], candidate[24];
	snprintf(number, sizeof number, "%zu", stage + 1);
	for (int c = 0; s->tally && c < r->election->candidates; c++) {
		const cordon_tally *t = &s->tally[c];
		snprintf(candidate, sizeof candidate, "%d", c + 1);
		csv_add_row_for_sheet(out,
				      (const char *const[]){number, candidate, r->election->candidate[c].name,
							    or_empty(t->transfer), or_empty(t->votes),
							    or_empty(t->keep), count_state_word(t->state),
							    or_empty(s->quota)},
				      8);
	}
	csv_add_row_for_sheet(out,
			      (const char *const[]){number, "", "", or_empty(s->exhausted_transfer),
						    or_empty(s->exhausted), "", "not_transferable", or_empty(s->quota)},
			      8);
}

static void csv_matrix(text *out, const cordon_matrix *m)
{
	const char **cell = memory_alloc((size_t)m->columns + 1, sizeof *cell);
	text_add_string(out, "\n");
	cell[0] = m->key;
	for (int c = 0; c < m->columns; c++)
		cell[c + 1] = or_empty(m->column[c]);
	csv_add_row_for_sheet(out, cell, (size_t)m->columns + 1);
	for (int row = 0; row < m->rows; row++) {
		cell[0] = or_empty(m->row[row]);
		for (int c = 0; c < m->columns; c++)
			cell[c + 1] = cell_of(m, row, c);
		csv_add_row_for_sheet(out, cell, (size_t)m->columns + 1);
	}
	free(cell);
}

static void csv_shares(text *out, const cordon_count_result *r)
{
	text_add_string(out, "\n");
	csv_add_row_for_sheet(out, (const char *const[]){"list", "within", "votes", "seats"}, 4);
	for (size_t i = 0; i < r->shares; i++) {
		const cordon_share *s = &r->share[i];
		char seats[24];
		snprintf(seats, sizeof seats, "%d", s->seats);
		csv_add_row_for_sheet(
			out, (const char *const[]){s->name, or_empty(s->within), or_empty(s->votes), seats}, 4);
	}
}

void count_show_csv(const cli_context *cli, const cordon_count_result *r)
{
	text out = {0};
	csv_add_row_for_sheet(
		&out,
		(const char *const[]){"stage", "candidate", "name", "transfer", "votes", "keep", "state", "quota"}, 8);
	for (size_t i = 0; i < r->stages; i++)
		csv_stage(&out, r, i);
	for (size_t i = 0; i < r->matrices; i++)
		csv_matrix(&out, &r->matrix[i]);
	if (r->shares)
		csv_shares(&out, r);
	print(cli, &out);
}
