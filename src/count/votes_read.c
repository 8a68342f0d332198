/* Votes on a question, already added up: a CSV with a header.
 *
 *	body,option,votes
 *	Foundry,Yes,41          41 ballots of the body Foundry for Yes
 *	Foundry,No,12
 *	Foundry,,3              blank ballots
 *
 * Columns may stand in any order; `option` and `votes` must be there. `body` (what the ballots belong to, for double
 * majorities) stands on every row or there is no such column. A row is as many ballots that name one option.
 */
#include "count/codes.h"
#include "count/sheet.h"

#include "base/names.h"

enum { BODY, OPTION, VOTES, COLUMNS };
static const char *const column_name[COLUMNS] = {"body", "option", "votes"};

bool votes_looks_like(const char *bytes, size_t length)
{
	(void)length;
	return sheet_has_column(bytes, "votes") && sheet_has_column(bytes, "option");
}

static void add_row(sheet *t, const names *options, size_t row)
{
	const char *option = sheet_cell(t, row, OPTION), *body = sheet_cell(t, row, BODY);
	uint64_t votes;
	if (t->column[BODY] >= 0 && !*body) {
		sheet_wrong(t, row, BODY, TEXT(COUNT_BODY_MISSING), NO_TEXT);
		return;
	}
	/* a body is one though all its rows have 0 */
	if (*body && format_group_number(t->in, t->csv.line[row], body) < 0)
		return;
	if (!sheet_take_votes(t, row, VOTES, &votes) || !votes)
		return;
	if (format_ballot(t->in, t->csv.line[row], votes))
		return;
	if (*body)
		format_group(t->in, body);
	if (*option)
		format_mark(t->in, names_find(options, option), false);
	format_ballot_end(t->in);
}

static cordon_status add_rows(sheet *t, const names *options)
{
	cordon_election *e = t->in->election;
	if (!options->count || options->count > CORDON_CANDIDATES_MAX)
		return format_wrong(t->in, 0, "option", NULL,
				    options->count ? TEXT(COUNT_TOO_LARGE) : TEXT(COUNT_OPTION_MISSING),
				    TEXT(COUNT_NUMBER_BETWEEN, "1", "1000"));
	format_candidates(t->in, options->count);
	for (int i = 0; i < options->count; i++)
		e->candidate[i].name = arena_copy_text(t->in->keep, options->name[i]);
	for (size_t row = 0; row < t->csv.rows; row++)
		add_row(t, options, row);
	return CORDON_OK;
}

cordon_status votes_read(format_input *in)
{
	sheet t;
	names options = {0};
	in->election->kind = CORDON_BALLOTS_RANKED;
	cordon_status status = sheet_read(&t, in, column_name, COLUMNS);
	if (!status)
		status = sheet_need(&t, OPTION) | sheet_need(&t, VOTES) ? CORDON_BAD_INPUT : CORDON_OK;
	for (size_t row = 0; !status && row < t.csv.rows; row++)
		if (*sheet_cell(&t, row, OPTION))
			names_add(&options, sheet_cell(&t, row, OPTION));
	if (!status)
		status = add_rows(&t, &options);
	names_free(&options);
	sheet_free(&t);
	return status;
}
