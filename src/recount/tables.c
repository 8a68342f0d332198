/* The verifier's own reading of votes already added up: tables of votes on a question, and of votes of lists; see
 * ballots.h, and docs/counting.md for the formats. The cells come from base/csv.h, what they mean is found here. A
 * column nobody knows is passed over.
 */
#include "recount/ballots.h"

#include "recount/codes.h"

#include "base/csv.h"
#include "base/names.h"

#include <stdlib.h>
#include <string.h>

enum { PACT, LIST, CANDIDATE, PARTY, BODY, OPTION, VOTES, COLUMNS };

static const char *const column_name[COLUMNS] = {"pact", "list", "candidate", "party", "body", "option", "votes"};

typedef struct table {
	csv_table csv;
	const char *file;
	int column[COLUMNS]; /* -1: there is none */
	cordon_text expected;
	ballots *b;
	uint64_t sum;
	cordon_error *error;
} table;

/* ---- cells ------------------------------------------------------------------------------------------------------- */

typedef struct left {
	const char *at;
	size_t length;
} left;

static long read_left(void *context, void *buffer, size_t size)
{
	left *l = context;
	size_t piece = l->length < size ? l->length : size;
	memcpy(buffer, l->at, piece);
	l->at += piece;
	l->length -= piece;
	return (long)piece;
}

static cordon_status begin(table *t, const char *bytes)
{
	left l = {bytes, strlen(bytes)};
	cordon_reader in = {read_left, &l};
	cordon_status status = csv_table_read(&in, t->file, (csv_options){0}, &t->csv, t->error);
	for (int i = 0; i < COLUMNS; i++)
		t->column[i] = status ? -1 : csv_table_column(&t->csv, column_name[i]);
	return status;
}

static const char *cell(const table *t, size_t row, int column)
{
	return t->column[column] < 0 ? "" : t->csv.cell[row * t->csv.columns + (size_t)t->column[column]];
}

static cordon_status refuse(const table *t, size_t row, int column, cordon_text what)
{
	return finding_add(t->error, CORDON_ERROR,
			   (place_in_file){t->file, t->csv.line[row], column_name[column], cell(t, row, column)}, what,
			   t->expected);
}

static cordon_status refuse_all(const table *t, int column, cordon_text what)
{
	return finding_add(t->error, CORDON_ERROR, (place_in_file){t->file, 1, column_name[column], NULL}, what,
			   t->expected);
}

/* The votes of a row, which all together keep within the limit. */
static cordon_status take_votes(table *t, size_t row, uint64_t *votes)
{
	const char *digit = cell(t, row, VOTES);
	*votes = 0;
	if (!*digit)
		return refuse(t, row, VOTES, TEXT(RECOUNT_CELL));
	for (; *digit; digit++) {
		if (*digit < '0' || *digit > '9')
			return refuse(t, row, VOTES, TEXT(RECOUNT_CELL));
		*votes = *votes * 10 + (uint64_t)(*digit - '0');
		if (*votes > BALLOTS_WEIGHT_MAX)
			return refuse(t, row, VOTES, TEXT(RECOUNT_LIMIT));
	}
	t->sum += *votes;
	return t->sum > BALLOTS_WEIGHT_MAX ? refuse(t, row, VOTES, TEXT(RECOUNT_LIMIT)) : CORDON_OK;
}

bool ballots_have_columns(const char *bytes, const char *one, const char *other)
{
	const char *const wanted[] = {one, other};
	int found = 0;
	size_t line = strcspn(bytes, "\r\n");
	if (!strncmp(bytes, "\xEF\xBB\xBF", 3))
		bytes += 3, line -= 3;
	for (int i = 0; i < 2; i++)
		for (const char *at = bytes; at < bytes + line; at += strcspn(at, ",\r\n") + 1) {
			size_t from = strspn(at, " \t\""), length = strlen(wanted[i]);
			if (!strncmp(at + from, wanted[i], length) &&
			    strchr(",\r\n", at[from + length + strspn(at + from + length, " \t\"")])) {
				found++;
				break;
			}
		}
	return found == 2;
}

/* ---- votes on a question ----------------------------------------------------------------------------------------- */

static cordon_status add_vote(table *t, const names *options, names *bodies, size_t row)
{
	ballots *b = t->b;
	uint64_t votes;
	const char *option = cell(t, row, OPTION), *name = cell(t, row, BODY);
	int body = names_add(bodies, name);
	if (body == BALLOTS_BODIES_MAX || (!*name && t->column[BODY] >= 0))
		return refuse(t, row, BODY, *name ? TEXT(RECOUNT_LIMIT) : TEXT(RECOUNT_CELL));
	cordon_status status = take_votes(t, row, &votes);
	if (status || !votes)
		return status;
	if (!*option) {
		b->blank += votes;
		return CORDON_OK;
	}
	MEMORY_RESERVE(b->paper, b->papers, b->paper_capacity);
	MEMORY_RESERVE(b->ranked, b->rankeds, b->ranked_capacity);
	b->ranked[b->rankeds] = (ranked){(uint16_t)names_find(options, option), 1};
	b->paper[b->papers++] = (paper){b->rankeds, b->rankeds + 1, votes, body};
	b->rankeds++;
	return CORDON_OK;
}

static cordon_status add_votes(table *t, names *options, names *bodies)
{
	ballots *b = t->b;
	for (size_t row = 0; row < t->csv.rows; row++)
		if (*cell(t, row, OPTION))
			names_add(options, cell(t, row, OPTION));
	if (!options->count || options->count > BALLOTS_CANDIDATES_MAX)
		return refuse_all(t, OPTION, options->count ? TEXT(RECOUNT_LIMIT) : TEXT(RECOUNT_CELL));
	ballots_begin(b, options->count);
	for (int i = 0; i < options->count; i++)
		b->name[i] = arena_copy_text(&b->keep, options->name[i]);
	cordon_status status = CORDON_OK;
	for (size_t row = 0; row < t->csv.rows && !status; row++)
		status = add_vote(t, options, bodies, row);
	b->bodies = t->column[BODY] < 0 ? 0 : bodies->count;
	b->body = arena_alloc(&b->keep, ((size_t)b->bodies + 1) * sizeof *b->body);
	for (int i = 0; i < b->bodies; i++)
		b->body[i] = arena_copy_text(&b->keep, bodies->name[i]);
	return status;
}

cordon_status ballots_read_votes(const char *file, const char *bytes, ballots *b, cordon_error *error)
{
	table t = {.file = file, .b = b, .error = error, .expected = TEXT(RECOUNT_VOTES_EXPECTED)};
	names options = {0}, bodies = {0};
	*b = (ballots){0};
	cordon_status status = begin(&t, bytes);
	if (!status && (t.column[OPTION] < 0 || t.column[VOTES] < 0))
		status = refuse_all(&t, t.column[OPTION] < 0 ? OPTION : VOTES, TEXT(RECOUNT_NO_COLUMN));
	if (!status)
		status = add_votes(&t, &options, &bodies);
	names_free(&options);
	names_free(&bodies);
	csv_table_free(&t.csv);
	return status;
}

/* ---- votes of lists ---------------------------------------------------------------------------------------------- */

typedef struct standing {
	names list, person; /* a person as "list\nname" */
} standing;

/* Whom a row gives its votes: its list, else its lone person's; "": nobody. */
static const char *list_of_row(const table *t, size_t row)
{
	return *cell(t, row, LIST) ? cell(t, row, LIST) : cell(t, row, CANDIDATE);
}

/* Finds all lists and persons; how many there are is known then. `row` is where it refuses. */
static cordon_status find_all(table *t, standing *s, const char **pact)
{
	for (size_t row = 0; row < t->csv.rows; row++) {
		const char *list = list_of_row(t, row), *person = cell(t, row, CANDIDATE);
		if (!*list) {
			if (*cell(t, row, PACT))
				return refuse(t, row, LIST, TEXT(RECOUNT_CELL));
			continue;
		}
		int lists = s->list.count, persons = s->person.count, number = names_add(&s->list, list);
		if (number == lists)
			pact[number] = cell(t, row, PACT);
		else if (strcmp(pact[number], cell(t, row, PACT)) != 0)
			return refuse(t, row, PACT, TEXT(RECOUNT_TWO_PACTS));
		if (*person && names_add(&s->person, arena_format(&t->b->keep, "%s\n%s", list, person)) < persons)
			return refuse(t, row, CANDIDATE, TEXT(RECOUNT_PERSON_TWICE));
	}
	if (!s->list.count)
		return refuse_all(t, LIST, TEXT(RECOUNT_CELL));
	if (s->list.count > BALLOTS_LISTS_MAX || s->person.count > BALLOTS_CANDIDATES_MAX)
		return refuse_all(t, s->list.count > BALLOTS_LISTS_MAX ? LIST : CANDIDATE, TEXT(RECOUNT_LIMIT));
	return CORDON_OK;
}

static cordon_status add_all(table *t, const standing *s)
{
	ballots *b = t->b;
	int persons = 0;
	cordon_status status = CORDON_OK;
	for (size_t row = 0; row < t->csv.rows && !status; row++) {
		const char *list = list_of_row(t, row), *person = cell(t, row, CANDIDATE);
		int number = *list ? names_find(&s->list, list) : -1;
		uint64_t votes;
		status = take_votes(t, row, &votes);
		if (number < 0)
			b->blank += votes;
		else
			b->list[number].votes += votes;
		if (!*person)
			continue;
		b->name[persons] = arena_copy_text(&b->keep, person);
		b->party[persons] = *cell(t, row, PARTY) ? arena_copy_text(&b->keep, cell(t, row, PARTY)) : NULL;
		b->list_of[persons] = number;
		b->votes[persons++] = votes;
	}
	return status;
}

static cordon_status fill_lists(table *t, standing *s, const char **pact)
{
	ballots *b = t->b;
	cordon_status status = find_all(t, s, pact);
	if (status)
		return status;
	size_t persons = (size_t)s->person.count;
	ballots_begin(b, s->person.count);
	b->party = arena_alloc(&b->keep, (persons + 1) * sizeof *b->party);
	b->list_of = arena_alloc(&b->keep, (persons + 1) * sizeof *b->list_of);
	b->votes = arena_alloc(&b->keep, (persons + 1) * sizeof *b->votes);
	b->lists = s->list.count;
	b->list = arena_alloc(&b->keep, (size_t)b->lists * sizeof *b->list);
	for (int i = 0; i < b->lists; i++) {
		b->list[i].name = arena_copy_text(&b->keep, s->list.name[i]);
		b->list[i].pact = *pact[i] ? arena_copy_text(&b->keep, pact[i]) : NULL;
	}
	return add_all(t, s);
}

cordon_status ballots_read_lists(const char *file, const char *bytes, ballots *b, cordon_error *error)
{
	table t = {.file = file, .b = b, .error = error, .expected = TEXT(RECOUNT_LISTS_EXPECTED)};
	standing s = {{0}, {0}};
	*b = (ballots){0};
	cordon_status status = begin(&t, bytes);
	if (!status && (t.column[VOTES] < 0 || (t.column[LIST] < 0 && t.column[CANDIDATE] < 0)))
		status = refuse_all(&t, t.column[VOTES] < 0 ? VOTES : LIST, TEXT(RECOUNT_NO_COLUMN));
	if (!status) {
		const char **pact = memory_alloc(t.csv.rows, sizeof *pact);
		status = fill_lists(&t, &s, pact);
		free(pact);
	}
	names_free(&s.list);
	names_free(&s.person);
	csv_table_free(&t.csv);
	return status;
}
