/* Ranked ballots as a CSV, a row each: cast-vote records and the like. The setting `csv` says how to read it, by name:
 *
 *	layout	        ranks: a column for each rank, a candidate in its cell; candidates: a column for each
 *		candidate, a rank in
 *			its cell. Not given: candidates, if all cells are numbers or empty
 *	first, last	the first and the last of these columns; not given: all that have no other use
 *	weight		the column that says how many ballots a row is; not given: one
 *	group		the column that says what the ballot belongs to (a body, a district)
 *	ignore		a column not to be read
 *	skipped		what stands in a cell for an empty rank, besides nothing at all ("undervote")
 *	overvote	what stands in a cell for a rank given to several ("overvote")
 *	overvotes	end (the ballot ends there; so if not given) or skip (an empty rank)
 *	several		what stands between candidates of the same rank in one cell ("|")
 *	skips		the ballot ends at so many empty ranks one after another; not given: it never does
 *	repeats		skip: a candidate's later ranks on a ballot are empty; not given: the ballot is malformed
 *	delimiter	between cells; not given: a comma
 *
 * In the layout of ranks the candidates are those met, in the order of their names' bytes; in the other those of the
 * header. Empty ranks and equal ones stay as they are: the rule says what they mean. Empty ranks at a ballot's end are
 * none.
 */
#include "count/codes.h"
#include "count/exact.h"
#include "count/format.h"
#include "count/settings.h"
#include "count/source.h"

#include "base/csv.h"

#include <stdlib.h>
#include <string.h>

enum {
	LAYOUT,
	FIRST,
	LAST,
	WEIGHT,
	GROUP,
	IGNORE,
	SKIPPED,
	OVERVOTE,
	OVERVOTES,
	SEVERAL,
	SKIPS,
	REPEATS,
	DELIMITER,
	OPTIONS
};
static const char *const option_name[OPTIONS] = {"layout", "first",   "last",     "weight",    "group",
						 "ignore", "skipped", "overvote", "overvotes", "several",
						 "skips",  "repeats", "delimiter"};

typedef struct cvr {
	format_input *in;
	csv_table table;
	const char *option[OPTIONS]; /* NULL: not given */
	int weight, group; /* columns; -1: none */
	int *column; /* those of ranks or candidates */
	int columns;
	bool by_candidate;
	uint64_t skips; /* 0: no limit */
	names candidate;
	size_t *seen; /* by candidate: row + 1 of the ballot that has it */
} cvr;

static const char *cell(const cvr *v, size_t row, int column)
{
	return v->table.cell[row * v->table.columns + (size_t)column];
}

static void wrong_option(cvr *v, int option, cordon_text what, cordon_text expected)
{
	format_wrong(v->in, 0, arena_format(v->in->keep, "csv.%s", option_name[option]), v->option[option], what,
		     expected);
}

static void wrong_cell(cvr *v, size_t row, int column, cordon_text what, cordon_text expected)
{
	format_wrong(v->in, v->table.line[row], v->table.header[column], cell(v, row, column), what, expected);
}

/* ---- the settings ------------------------------------------------------------------------------------------------ */

static void check_names(cvr *v)
{
	const cordon_settings *s = v->in->options.settings;
	for (size_t i = 0; s && i < s->settings; i++) {
		bool known = strcmp(s->setting[i].key, "csv") != 0;
		for (int o = 0; o < OPTIONS; o++)
			known |= s->setting[i].name && !strcmp(s->setting[i].name, option_name[o]);
		if (!known)
			format_wrong(v->in, 0, "csv", s->setting[i].name, TEXT(COUNT_CSV_SETTING), NO_TEXT);
	}
}

/* One of two words; anything else is reported. */
static bool chosen(cvr *v, int option, const char *word, const char *other)
{
	const char *given = v->option[option];
	if (given && strcmp(given, word) && (!other || strcmp(given, other)))
		wrong_option(v, option, TEXT(COUNT_SETTING_VALUE),
			     TEXT(COUNT_ONE_OF, other ? arena_format(v->in->keep, "%s, %s", word, other) : word));
	return given && !strcmp(given, word);
}

static void read_options(cvr *v)
{
	check_names(v);
	for (int o = 0; o < OPTIONS; o++)
		v->option[o] = settings_find(v->in->options.settings, "csv", option_name[o]);
	const char *skips = v->option[SKIPS];
	if (skips && (!exact_read_count(skips, strlen(skips), CORDON_CANDIDATES_MAX, &v->skips) || !v->skips))
		wrong_option(v, SKIPS, TEXT(COUNT_SETTING_VALUE), TEXT(COUNT_NUMBER_BETWEEN, "1", "1000"));
	if (v->option[DELIMITER] && strlen(v->option[DELIMITER]) != 1)
		wrong_option(v, DELIMITER, TEXT(COUNT_SETTING_VALUE), TEXT(COUNT_ONE_OF, ", ; | TAB"));
	chosen(v, LAYOUT, "ranks", "candidates");
	chosen(v, OVERVOTES, "end", "skip");
	chosen(v, REPEATS, "skip", NULL);
}

static int find_column(cvr *v, int option, int otherwise)
{
	if (!v->option[option])
		return otherwise;
	int column = csv_table_column(&v->table, v->option[option]);
	if (column < 0)
		wrong_option(v, option, TEXT(COUNT_CSV_COLUMN), NO_TEXT);
	return column;
}

static bool all_numbers(const cvr *v)
{
	uint64_t rank;
	bool any = false;
	for (size_t r = 0; r < v->table.rows; r++)
		for (int i = 0; i < v->columns; i++) {
			const char *one = cell(v, r, v->column[i]);
			any |= *one != '\0';
			if (*one && !exact_read_count(one, strlen(one), CORDON_CANDIDATES_MAX, &rank))
				return false;
		}
	return any;
}

static void pick_columns(cvr *v)
{
	int ignored = find_column(v, IGNORE, -1), first = find_column(v, FIRST, 0),
	    last = find_column(v, LAST, (int)v->table.columns - 1);
	v->weight = find_column(v, WEIGHT, -1);
	v->group = find_column(v, GROUP, -1);
	v->column = memory_alloc(v->table.columns, sizeof *v->column);
	for (int c = first; c >= 0 && c <= last; c++)
		if (c != v->weight && c != v->group && c != ignored)
			v->column[v->columns++] = c;
	if (!v->columns)
		format_wrong(v->in, 1, NULL, NULL, TEXT(COUNT_CSV_NO_RANKS), NO_TEXT);
	v->by_candidate = v->option[LAYOUT] ? !strcmp(v->option[LAYOUT], "candidates") : all_numbers(v);
}

/* ---- the candidates ---------------------------------------------------------------------------------------------- */

static bool is_option(const cvr *v, int option, const char *one)
{
	return v->option[option] && !strcmp(one, v->option[option]);
}

static bool is_empty(const cvr *v, const char *one)
{
	return !*one || is_option(v, SKIPPED, one);
}

/* The next name of a cell, in memory of the election; NULL at its end. */
static const char *next_name(const cvr *v, const char **at)
{
	const char *mark = v->option[SEVERAL], *stop = mark ? strstr(*at, mark) : NULL;
	if (!**at)
		return NULL;
	size_t length = stop ? (size_t)(stop - *at) : strlen(*at);
	const char *from = *at;
	*at += stop ? length + strlen(mark) : length;
	while (length && *from == ' ')
		from++, length--;
	while (length && from[length - 1] == ' ')
		length--;
	return arena_copy(v->in->keep, from, length);
}

static int compare_text(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static void meet_candidates(const cvr *v, names *met)
{
	for (size_t r = 0; r < v->table.rows && met->count <= CORDON_CANDIDATES_MAX; r++)
		for (int i = 0; i < v->columns; i++) {
			const char *at = cell(v, r, v->column[i]), *one;
			if (is_empty(v, at) || is_option(v, OVERVOTE, at))
				continue;
			if (!v->option[SEVERAL]) {
				names_add(met, at);
				continue;
			}
			while ((one = next_name(v, &at)))
				names_add(met, one);
		}
}

static bool find_candidates(cvr *v)
{
	names met = {0};
	if (v->by_candidate)
		for (int i = 0; i < v->columns; i++)
			names_add(&met, v->table.header[v->column[i]]);
	else
		meet_candidates(v, &met);
	if (!v->by_candidate && met.count)
		qsort(met.name, (size_t)met.count, sizeof *met.name, compare_text);
	int count = met.count;
	bool sound = count >= 1 && count <= CORDON_CANDIDATES_MAX;
	if (!sound)
		format_wrong(v->in, 0, "candidates", exact_count(v->in->keep, (uint64_t)count),
			     TEXT(COUNT_CANDIDATES_RANGE), TEXT(COUNT_NUMBER_BETWEEN, "1", "1000"));
	else
		format_candidates(v->in, count);
	for (int c = 0; c < count && sound; c++) {
		const char *kept = arena_copy_text(v->in->keep, met.name[c]);
		names_add(&v->candidate, kept);
		v->in->election->candidate[c].name = kept;
	}
	names_free(&met);
	v->seen = memory_alloc((size_t)count, sizeof *v->seen);
	return sound;
}

/* ---- the ballots ------------------------------------------------------------------------------------------------- */

typedef struct ballot_state {
	size_t row;
	uint64_t gap; /* empty ranks that wait for a mark to come */
	bool ended;
} ballot_state;

static void skip_rank(const cvr *v, ballot_state *b)
{
	b->gap++;
	b->ended |= v->skips && b->gap >= v->skips;
}

/* True when it was a mark: not a repeat that is to be passed over. */
static bool mark(cvr *v, ballot_state *b, int candidate, bool tied)
{
	if (v->option[REPEATS] && v->seen[candidate] == b->row + 1)
		return false;
	for (; b->gap; b->gap--)
		format_skip(v->in);
	v->seen[candidate] = b->row + 1;
	format_mark(v->in, candidate, tied);
	return true;
}

static void read_rank(cvr *v, ballot_state *b, const char *at)
{
	const char *one;
	bool any = false;
	if (is_option(v, OVERVOTE, at) && !is_option(v, OVERVOTES, "skip"))
		b->ended = true;
	if (is_empty(v, at) || is_option(v, OVERVOTE, at)) {
		skip_rank(v, b);
		return;
	}
	while ((one = v->option[SEVERAL] ? next_name(v, &at) : at)) {
		any |= mark(v, b, names_find(&v->candidate, one), any);
		if (!v->option[SEVERAL])
			break;
	}
	if (!any)
		skip_rank(v, b);
}

static void read_by_rank(cvr *v, ballot_state *b)
{
	for (int i = 0; i < v->columns && !b->ended; i++)
		read_rank(v, b, cell(v, b->row, v->column[i]));
}

static void read_by_candidate(cvr *v, ballot_state *b, uint64_t *rank)
{
	uint64_t highest = 0;
	for (int i = 0; i < v->columns; i++) {
		const char *one = cell(v, b->row, v->column[i]);
		rank[i] = 0;
		if (is_empty(v, one))
			continue;
		if (!exact_read_count(one, strlen(one), CORDON_CANDIDATES_MAX, &rank[i]) || !rank[i])
			wrong_cell(v, b->row, v->column[i], TEXT(COUNT_RANK), TEXT(COUNT_NUMBER_BETWEEN, "1", "1000"));
		highest = rank[i] > highest ? rank[i] : highest;
	}
	for (uint64_t r = 1; r <= highest && !b->ended; r++) {
		bool any = false;
		for (int i = 0; i < v->columns; i++)
			if (rank[i] == r)
				any |= mark(v, b, i, any);
		if (!any)
			skip_rank(v, b);
	}
}

static void read_row(cvr *v, size_t row, uint64_t *rank)
{
	ballot_state b = {.row = row};
	uint64_t weight = 1;
	const char *said = v->weight < 0 ? NULL : cell(v, row, v->weight);
	if (said && (!exact_read_count(said, strlen(said), CORDON_WEIGHT_MAX, &weight) || !weight)) {
		wrong_cell(v, row, v->weight, TEXT(COUNT_WEIGHT), TEXT(COUNT_NUMBER_BETWEEN, "1", "10^12"));
		return;
	}
	format_ballot(v->in, v->table.line[row], weight);
	if (v->group >= 0)
		format_group(v->in, cell(v, row, v->group));
	if (v->by_candidate)
		read_by_candidate(v, &b, rank);
	else
		read_by_rank(v, &b);
	format_ballot_end(v->in);
}

/* A header that speaks of ranks or choices, or a first ballot of numbers only. */
bool csv_ballots_looks_like(const char *bytes, size_t length)
{
	static const char *const word[] = {"rank", "Rank", "RANK", "choice", "Choice", "CHOICE", "reference"};
	size_t line = strcspn(bytes, "\n");
	if (!memchr(bytes, ',', line))
		return false;
	for (size_t i = 0; i < sizeof word / sizeof *word; i++) {
		const char *at = strstr(bytes, word[i]);
		if (at && (size_t)(at - bytes) < line)
			return true;
	}
	if (line == length || strspn(bytes, "0123456789, ") >= line)
		return false;
	const char *second = bytes + line + 1;
	size_t numbers = strspn(second, "0123456789, \r");
	return numbers == strcspn(second, "\n") && memchr(second, ',', numbers);
}

static void free_cvr(cvr *v)
{
	csv_table_free(&v->table);
	names_free(&v->candidate);
	free(v->column);
	free(v->seen);
}

cordon_status csv_ballots_read(format_input *in)
{
	cvr v = {.in = in};
	size_t errors = in->error->errors;
	source_bytes source = {in->bytes, in->length};
	cordon_reader reader = {source_read_bytes, &source};
	in->election->kind = CORDON_BALLOTS_RANKED;
	read_options(&v);
	char delimiter = v.option[DELIMITER] ? v.option[DELIMITER][0] : ',';
	if (in->error->errors > errors)
		return CORDON_BAD_INPUT;
	cordon_status status =
		csv_table_read(&reader, in->file, (csv_options){.delimiter = delimiter}, &v.table, in->error);
	if (!status)
		pick_columns(&v);
	if (!status && in->error->errors == errors && find_candidates(&v)) {
		uint64_t *rank = memory_alloc((size_t)v.columns, sizeof *rank);
		for (size_t row = 0; row < v.table.rows; row++)
			read_row(&v, row, rank);
		free(rank);
	}
	free_cvr(&v);
	return in->error->errors > errors ? CORDON_BAD_INPUT : status;
}
