/* Votes of lists and persons, already added up: a CSV with a header.
 *
 *	pact,list,candidate,votes
 *	Unity,Reds,Ana,120        Ana of the Reds, whose list is part of the pact Unity
 *	Unity,Reds,,30            votes for the list Reds and none of its persons
 *	,,Bea,40                  Bea alone: a list of her own name
 *	,,,12                     blank votes
 *
 * Columns may stand in any order; `votes` and one of `list` and `candidate` must be there, `pact` and `party` (which is
 * told, not used) may. All votes of a list are those of its rows together. A list is known by its name and belongs to
 * one pact; within a list a person stands on one row. Rows that say the same list twice without a person are added up.
 */
#include "count/codes.h"
#include "count/sheet.h"

#include "base/names.h"

#include <stdlib.h>
#include <string.h>

enum { PACT, LIST, CANDIDATE, PARTY, VOTES, COLUMNS };
static const char *const column_name[COLUMNS] = {"pact", "list", "candidate", "party", "votes"};

typedef struct lists {
	format_input *in;
	sheet table;
	names list, person; /* a person as "list\nname" */
	const char **pact; /* by list; "": none */
	size_t errors; /* before this file was read */
} lists;

static const char *cell(const lists *l, size_t row, int column)
{
	return sheet_cell(&l->table, row, column);
}

static cordon_status wrong(lists *l, size_t row, int column, cordon_text what, cordon_text expected)
{
	return sheet_wrong(&l->table, row, column, what, expected);
}

/* The list of a row: its name, or a lone person's; NULL: blank votes. */
static const char *list_of(const lists *l, size_t row)
{
	const char *list = cell(l, row, LIST), *person = cell(l, row, CANDIDATE);
	return *list ? list : *person ? person : NULL;
}

/* Blank votes have no pact either. */
static void note_list(lists *l, size_t row)
{
	const char *list = list_of(l, row), *pact = cell(l, row, PACT), *person = cell(l, row, CANDIDATE);
	if (!list) {
		if (*pact)
			wrong(l, row, LIST, TEXT(COUNT_LIST_MISSING), NO_TEXT);
		return;
	}
	int before = l->list.count, number = names_add(&l->list, list);
	if (number == before)
		l->pact[number] = pact;
	else if (strcmp(l->pact[number], pact))
		wrong(l, row, PACT, TEXT(COUNT_LIST_TWO_PACTS, list), NO_TEXT);
	if (!*person)
		return;
	const char *key = arena_format(l->in->keep, "%s\n%s", list, person);
	before = l->person.count;
	if (names_add(&l->person, key) < before)
		wrong(l, row, CANDIDATE, TEXT(COUNT_NAME_TWICE), NO_TEXT);
}

static void fill_row(lists *l, size_t row, int *candidates)
{
	cordon_election *e = l->in->election;
	const char *list = list_of(l, row), *person = cell(l, row, CANDIDATE), *party = cell(l, row, PARTY);
	uint64_t votes;
	if (!sheet_take_votes(&l->table, row, VOTES, &votes))
		return;
	if (!list) {
		e->blank += votes;
		return;
	}
	int number = names_find(&l->list, list);
	e->list[number].votes += votes;
	if (!*person)
		return;
	e->candidate[(*candidates)++] = (cordon_candidate){.name = arena_copy_text(l->in->keep, person),
							   .party = *party ? arena_copy_text(l->in->keep, party) : NULL,
							   .list = number,
							   .votes = votes};
}

static cordon_status check_sizes(lists *l)
{
	format_input *in = l->in;
	if (l->list.count > CORDON_LISTS_MAX || l->person.count > CORDON_CANDIDATES_MAX)
		return format_wrong(in, 0, l->list.count > CORDON_LISTS_MAX ? "list" : "candidate", NULL,
				    TEXT(COUNT_TOO_LARGE), TEXT(COUNT_AT_MOST, "1000"));
	if (!l->list.count)
		return format_wrong(in, 0, "list", NULL, TEXT(COUNT_LIST_MISSING), NO_TEXT);
	return CORDON_OK;
}

static cordon_status fill(lists *l)
{
	cordon_election *e = l->in->election;
	int candidates = 0;
	for (size_t row = 0; row < l->table.csv.rows; row++)
		note_list(l, row);
	cordon_status status = check_sizes(l);
	if (status || l->in->error->errors > l->errors)
		return CORDON_BAD_INPUT;
	format_lists(l->in, l->list.count);
	format_candidates(l->in, l->person.count);
	for (int i = 0; i < l->list.count; i++)
		e->list[i] = (cordon_list){arena_copy_text(l->in->keep, l->list.name[i]),
					   *l->pact[i] ? arena_copy_text(l->in->keep, l->pact[i]) : NULL, 0};
	for (size_t row = 0; row < l->table.csv.rows; row++)
		fill_row(l, row, &candidates);
	return CORDON_OK;
}

static cordon_status need_columns(lists *l)
{
	cordon_status status = sheet_need(&l->table, VOTES);
	if (l->table.column[CANDIDATE] < 0)
		status = sheet_need(&l->table, LIST) ? CORDON_BAD_INPUT : status;
	return status;
}

bool lists_looks_like(const char *bytes, size_t length)
{
	(void)length;
	return sheet_has_column(bytes, "votes") &&
	       (sheet_has_column(bytes, "list") || sheet_has_column(bytes, "candidate"));
}

cordon_status lists_read(format_input *in)
{
	lists l = {.in = in, .errors = in->error->errors};
	in->election->kind = CORDON_BALLOTS_LISTS;
	cordon_status status = sheet_read(&l.table, in, column_name, COLUMNS);
	if (!status)
		status = need_columns(&l);
	if (!status) {
		l.pact = memory_alloc(l.table.csv.rows, sizeof *l.pact);
		status = fill(&l);
		free(l.pact);
	}
	names_free(&l.list);
	names_free(&l.person);
	sheet_free(&l.table);
	return status;
}
