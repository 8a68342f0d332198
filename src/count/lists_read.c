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
#include "count/exact.h"
#include "count/format.h"
#include "count/source.h"

#include "base/csv.h"
#include "base/names.h"

#include <stdlib.h>
#include <string.h>

enum { PACT, LIST, CANDIDATE, PARTY, VOTES, COLUMNS };
static const char *const column_name[COLUMNS] = {"pact", "list", "candidate", "party", "votes"};

typedef struct lists {
	format_input *in;
	csv_table table;
	int column[COLUMNS]; /* -1: absent */
	names list, person; /* a person as "list\nname" */
	const char **pact; /* by list; "": none */
	uint64_t total;
	size_t errors; /* before this file was read */
} lists;

static const char *cell(const lists *l, size_t row, int column)
{
	return l->column[column] < 0 ? "" : l->table.cell[row * l->table.columns + (size_t)l->column[column]];
}

static cordon_status wrong(lists *l, size_t row, int column, cordon_text what, cordon_text expected)
{
	return format_wrong(l->in, l->table.line[row], column_name[column], cell(l, row, column), what, expected);
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

static bool take_votes(lists *l, size_t row, uint64_t *votes)
{
	const char *given = cell(l, row, VOTES);
	if (!exact_read_count(given, strlen(given), CORDON_WEIGHT_MAX, votes)) {
		wrong(l, row, VOTES, TEXT(COUNT_VOTES), TEXT(COUNT_NUMBER_BETWEEN, "0", "10^12"));
		return false;
	}
	if (*votes > CORDON_WEIGHT_MAX - l->total) {
		wrong(l, row, VOTES, TEXT(COUNT_WEIGHT_TOTAL), TEXT(COUNT_AT_MOST, "10^12"));
		return false;
	}
	l->total += *votes;
	return true;
}

static void fill_row(lists *l, size_t row, int *candidates)
{
	cordon_election *e = l->in->election;
	const char *list = list_of(l, row), *person = cell(l, row, CANDIDATE), *party = cell(l, row, PARTY);
	uint64_t votes;
	if (!take_votes(l, row, &votes))
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
	for (size_t row = 0; row < l->table.rows; row++)
		note_list(l, row);
	cordon_status status = check_sizes(l);
	if (status || l->in->error->errors > l->errors)
		return CORDON_BAD_INPUT;
	format_lists(l->in, l->list.count);
	format_candidates(l->in, l->person.count);
	for (int i = 0; i < l->list.count; i++)
		e->list[i] = (cordon_list){arena_copy_text(l->in->keep, l->list.name[i]),
					   *l->pact[i] ? arena_copy_text(l->in->keep, l->pact[i]) : NULL, 0};
	for (size_t row = 0; row < l->table.rows; row++)
		fill_row(l, row, &candidates);
	return CORDON_OK;
}

static cordon_status find_columns(lists *l)
{
	cordon_status status = CORDON_OK;
	for (int i = 0; i < COLUMNS; i++)
		l->column[i] = csv_table_column(&l->table, column_name[i]);
	if (l->column[VOTES] < 0)
		status = format_wrong(l->in, 1, "votes", NULL, TEXT(COUNT_COLUMN_MISSING), NO_TEXT);
	if (l->column[LIST] < 0 && l->column[CANDIDATE] < 0)
		status = format_wrong(l->in, 1, "list", NULL, TEXT(COUNT_COLUMN_MISSING), NO_TEXT);
	for (size_t c = 0; c < l->table.columns; c++) {
		int known = 0;
		while (known < COLUMNS && l->column[known] != (int)c)
			known++;
		if (known == COLUMNS)
			finding_add(l->in->error, CORDON_WARNING,
				    (place_in_file){l->in->file, 1, NULL, l->table.header[c]},
				    TEXT(COUNT_COLUMN_UNKNOWN), NO_TEXT);
	}
	return status;
}

/* Whether the first line has these cells: `votes`, and `list` or `candidate`. */
bool lists_looks_like(const char *bytes, size_t length)
{
	bool votes = false, list = false;
	(void)length;
	for (const char *at = bytes; *at && *at != '\n';) {
		size_t one = strcspn(at, ",\r\n"), from = strspn(at, " \t\""), to = one;
		from = from < one ? from : one;
		while (to > from && strchr(" \t\"", at[to - 1]))
			to--;
		votes |= to - from == 5 && !strncmp(at + from, "votes", 5);
		list |= (to - from == 4 && !strncmp(at + from, "list", 4)) ||
			(to - from == 9 && !strncmp(at + from, "candidate", 9));
		at += one;
		at += *at && *at != '\n';
	}
	return votes && list;
}

cordon_status lists_read(format_input *in)
{
	lists l = {.in = in, .errors = in->error->errors};
	source_bytes source = {in->bytes, in->length};
	cordon_reader reader = {source_read_bytes, &source};
	in->election->kind = CORDON_BALLOTS_LISTS;
	cordon_status status = csv_table_read(&reader, in->file, (csv_options){0}, &l.table, in->error);
	if (!status)
		status = find_columns(&l);
	if (!status) {
		l.pact = memory_alloc(l.table.rows, sizeof *l.pact);
		status = fill(&l);
		free(l.pact);
	}
	names_free(&l.list);
	names_free(&l.person);
	csv_table_free(&l.table);
	return status;
}
