/* Reading MPS, free and fixed (mps.h tells how a line is read). Sections: NAME, OBJSENSE, ROWS, COLUMNS, RHS, RANGES,
 * BOUNDS, ENDATA.
 *
 * What the format leaves open, and what is done here:
 *	- The first row of type N is the objective; the others are dropped with all their entries.
 *	- A right-hand side of the objective row is the objective's constant, negated.
 *	- RANGES R on a row with right-hand side b: L [b - |R|, b]; G [b, b + |R|]; E [b, b + R] if R > 0,
 *	  [b + R, b] if R < 0.
 *	- UP with a negative value on a column without a lower bound of its own makes that bound minus infinity,
 *	  with a warning.
 *	- MI leaves the upper bound as it is. BV is [0, 1]. Integer columns (BV, LI, UI, 'MARKER') are taken as continuous,
 *	  with a warning; their bounds are [0, inf) unless given. Semicontinuous columns (SC) are refused.
 *	- Of several sets of RHS, RANGES or BOUNDS the first is used, with a warning.
 *	- From 1e30 on a bound, right-hand side or range is infinite; "inf" and "infinity" may be written too.
 *	- OBJSENSE MAX (on one line or two) negates cost and constant and sets lp->maximise.
 * Entries that are 0 are dropped. Everything wrong is reported, up to MPS_ERRORS_LIMIT.
 */
#include "lp/mps.h"

#include "lp/codes.h"
#include "lp/solve.h"

#include "base/memory.h"
#include "base/names.h"
#include "base/text.h"

#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

typedef struct mps_row {
	char type;
	int number; /* in the programme; -1 the objective, -2 dropped */
	double rhs, range;
	bool has_rhs, has_range;
	int64_t mark; /* the last column (or section) + 1 that named it */
} mps_row;

typedef struct mps_column {
	double cost, lower, upper;
	bool lower_given;
} mps_column;

typedef struct entry {
	int row;
	double value;
} entry;

typedef struct mps_reader {
	mps_lines lines;
	const char *file;
	cordon_error *error;
	mps_section section;
	bool seen[MPS_SECTIONS];
	bool fixed_first; /* a name with a blank was seen: fixed columns are tried first */
	bool maximise, warned_integer, warned_set[MPS_SECTIONS];
	long errors;
	arena texts;
	char *name;
	char *set[MPS_SECTIONS]; /* the set in use; NULL until the first line of the section */
	names row_names, column_names;
	mps_row *row;
	int row_capacity, rows; /* rows: those of the programme, without N */
	int objective;          /* among row_names, or -1 */
	mps_column *column;
	int column_capacity;
	int64_t *start;
	int64_t start_capacity;
	entry *entry;
	int64_t entries, entry_capacity;
	double offset; /* as written: before any negation */
} mps_reader;

/* What is wrong with a line, before it is known whether the other reading makes sense of it. */
typedef struct problem {
	const char *field; /* "row", "value", ... */
	const char *found;
	cordon_text what, expected;
} problem;

/* A record with its names found and its numbers read. */
typedef struct meaning {
	int row[MPS_PAIRS], column;
	double value[MPS_PAIRS];
} meaning;

/* ---- saying what is wrong ---------------------------------------------------------------------------------------- */

static void say(mps_reader *r, cordon_severity severity, problem p)
{
	char field[64];
	snprintf(field, sizeof field, "%s%s%s", mps_section_name[r->section],
		 p.field && *mps_section_name[r->section] ? " " : "", p.field ? p.field : "");
	r->errors += severity == CORDON_ERROR;
	finding_add(r->error, severity,
		    (place_in_file){
			    .file = r->file, .row = r->lines.number, .field = *field ? field : NULL, .found = p.found},
		    p.what, p.expected);
}

static bool wrong(problem *p, const char *field, const char *found, cordon_text what, cordon_text expected)
{
	*p = (problem){field, found, what, expected};
	return false;
}

static void warn_integer(mps_reader *r, const char *found)
{
	if (!r->warned_integer)
		say(r, CORDON_WARNING, (problem){NULL, found, TEXT(LP_MPS_INTEGER), NO_TEXT});
	r->warned_integer = true;
}

/* ---- numbers and names ------------------------------------------------------------------------------------------- */

static bool is_infinity(const char *word, double *value)
{
	int sign = *word == '-' ? -1 : 1;
	word += *word == '-' || *word == '+';
	*value = sign * LP_INFINITY;
	return !strcasecmp(word, "inf") || !strcasecmp(word, "infinity");
}

static bool read_number(const mps_reader *r, const char *word, double *value, problem *p)
{
	bool may_be_infinite = r->section != MPS_COLUMNS;
	if (may_be_infinite && is_infinity(word, value))
		return true;
	if (!text_to_double(word, '.', value))
		return wrong(p, "value", word, TEXT(LP_MPS_NUMBER), TEXT(LP_MPS_NUMBER_EXPECTED));
	if (may_be_infinite && fabs(*value) >= MPS_INFINITY)
		*value = *value > 0 ? LP_INFINITY : -LP_INFINITY;
	return true;
}

static bool name_fits(const char *field, const char *name, problem *p)
{
	if (strlen(name) <= MPS_NAME_LIMIT)
		return true;
	return wrong(p, field, name, TEXT(LP_MPS_NAME_TOO_LONG), TEXT(LP_MPS_AT_MOST_BYTES, "255"));
}

/* ---- understanding a record: nothing is changed here ------------------------------------------------------------- */

static bool row_type_is_known(const char *type)
{
	return strlen(type) == 1 && strchr("NELG", toupper((unsigned char)*type));
}

static bool bound_type_is_known(const char *type)
{
	static const char *const known[] = {"UP", "LO", "FX", "FR", "MI", "PL", "BV", "LI", "UI", "SC"};
	for (size_t i = 0; i < sizeof known / sizeof *known; i++)
		if (!strcmp(type, known[i]))
			return true;
	return false;
}

static bool understand_pairs(const mps_reader *r, const mps_record *rec, meaning *m, problem *p)
{
	for (int k = 0; k < rec->pairs; k++) {
		m->row[k] = names_find(&r->row_names, rec->name[k]);
		if (m->row[k] < 0)
			return wrong(p, "row", rec->name[k], TEXT(LP_MPS_ROW_UNKNOWN), TEXT(LP_MPS_ROW_KNOWN));
		if (!read_number(r, rec->number[k], &m->value[k], p))
			return false;
	}
	return true;
}

static bool understand_bound(const mps_reader *r, const mps_record *rec, meaning *m, problem *p)
{
	if (!bound_type_is_known(rec->type))
		return wrong(p, "type", rec->type, TEXT(LP_MPS_BOUND_TYPE), TEXT(LP_MPS_BOUND_TYPES));
	m->column = names_find(&r->column_names, rec->name[0]);
	if (m->column < 0)
		return wrong(p, "column", rec->name[0], TEXT(LP_MPS_COLUMN_UNKNOWN), TEXT(LP_MPS_COLUMN_KNOWN));
	m->value[0] = 0;
	return !rec->number[0] || read_number(r, rec->number[0], &m->value[0], p);
}

static bool understand(const mps_reader *r, const mps_record *rec, meaning *m, problem *p)
{
	switch (r->section) {
	case MPS_ROWS:
		if (!row_type_is_known(rec->type))
			return wrong(p, "type", rec->type, TEXT(LP_MPS_ROW_TYPE), TEXT(LP_MPS_ROW_TYPES));
		return name_fits("row", rec->name[0], p);
	case MPS_COLUMNS:
		return rec->marker || (name_fits("column", rec->head, p) && understand_pairs(r, rec, m, p));
	case MPS_BOUNDS:
		return understand_bound(r, rec, m, p);
	default:
		return understand_pairs(r, rec, m, p);
	}
}

static bool wrong_form(const mps_reader *r, const mps_record *rec, problem *p)
{
	static const char *const expected[MPS_SECTIONS] = {
		[MPS_ROWS] = "2", [MPS_COLUMNS] = "3, 5", [MPS_RHS] = "2-5", [MPS_RANGES] = "2-5", [MPS_BOUNDS] = "2-4"};
	static const char *const digits[] = {"0", "1", "2", "3", "4", "5", "6", "7+"};
	return wrong(p, NULL, r->lines.line, TEXT(LP_MPS_FIELDS, digits[rec->fields]),
		     TEXT(LP_MPS_FIELDS_EXPECTED, expected[r->section]));
}

/* Reads the line in one way or the other; what is said of a line that makes no sense is said of its free reading. */
static bool read_record(mps_reader *r, mps_record *rec, meaning *m)
{
	problem p, ignored;
	if (r->fixed_first && mps_record_fixed(&r->lines, r->section, rec) && understand(r, rec, m, &ignored))
		return true;
	if (!mps_record_free(&r->lines, r->section, rec)) {
		wrong_form(r, rec, &p);
	} else if (understand(r, rec, m, &p)) {
		return true;
	}
	if (mps_record_fixed(&r->lines, r->section, rec) && understand(r, rec, m, &ignored))
		return r->fixed_first = true;
	say(r, CORDON_ERROR, p);
	return false;
}

/* ---- sections ---------------------------------------------------------------------------------------------------- */

static void take_row(mps_reader *r, const mps_record *rec)
{
	int count = r->row_names.count;
	if (count >= MPS_ROWS_LIMIT) {
		say(r, CORDON_ERROR, (problem){"row", rec->name[0], TEXT(LP_MPS_TOO_LARGE), TEXT(LP_MPS_AT_MOST, "100000000")});
		return;
	}
	if (names_find(&r->row_names, rec->name[0]) >= 0) {
		say(r, CORDON_ERROR, (problem){"row", rec->name[0], TEXT(LP_MPS_ROW_TWICE), NO_TEXT});
		return;
	}
	names_add(&r->row_names, arena_copy_text(&r->texts, rec->name[0]));
	MEMORY_RESERVE(r->row, count, r->row_capacity);
	char type = (char)toupper((unsigned char)*rec->type);
	r->row[count] = (mps_row){.type = type, .number = -2};
	if (type != 'N') {
		r->row[count].number = r->rows++;
	} else if (r->objective < 0) {
		r->objective = count;
		r->row[count].number = -1;
	}
}

static int by_row(const void *a, const void *b)
{
	const entry *x = a, *y = b;
	return (x->row > y->row) - (x->row < y->row);
}

static void end_column(mps_reader *r)
{
	int count = r->column_names.count;
	if (!count)
		return;
	int64_t begin = r->start[count - 1];
	if (r->entries > begin)
		qsort(r->entry + begin, (size_t)(r->entries - begin), sizeof *r->entry, by_row);
}

static bool begin_column(mps_reader *r, const char *name)
{
	int count = r->column_names.count;
	if (names_find(&r->column_names, name) >= 0) {
		say(r, CORDON_ERROR, (problem){"column", name, TEXT(LP_MPS_COLUMN_TWICE), NO_TEXT});
		return false;
	}
	if (count >= MPS_ROWS_LIMIT) {
		say(r, CORDON_ERROR, (problem){"column", name, TEXT(LP_MPS_TOO_LARGE), TEXT(LP_MPS_AT_MOST, "100000000")});
		return false;
	}
	end_column(r);
	names_add(&r->column_names, arena_copy_text(&r->texts, name));
	MEMORY_RESERVE(r->column, count, r->column_capacity);
	MEMORY_RESERVE(r->start, (int64_t)count, r->start_capacity);
	r->column[count] = (mps_column){.upper = LP_INFINITY};
	r->start[count] = r->entries;
	return true;
}

static void take_entry(mps_reader *r, int column, int row, double value)
{
	mps_row *w = &r->row[row];
	if (w->mark == column + 1) {
		say(r, CORDON_ERROR, (problem){"row", r->row_names.name[row], TEXT(LP_MPS_ENTRY_TWICE), TEXT(LP_MPS_ONCE)});
		return;
	}
	w->mark = column + 1;
	if (w->number == -1)
		r->column[column].cost = value;
	if (w->number < 0 || value == 0)
		return;
	if (r->entries >= MPS_NONZEROS_LIMIT) {
		say(r, CORDON_ERROR,
		    (problem){"row", r->row_names.name[row], TEXT(LP_MPS_TOO_LARGE),
			      TEXT(LP_MPS_AT_MOST, "2000000000")});
		return;
	}
	MEMORY_RESERVE(r->entry, r->entries, r->entry_capacity);
	r->entry[r->entries++] = (entry){w->number, value};
}

static void take_column(mps_reader *r, const mps_record *rec, const meaning *m)
{
	if (rec->marker) {
		warn_integer(r, r->lines.line);
		return;
	}
	int last = r->column_names.count - 1;
	if (last < 0 || strcmp(r->column_names.name[last], rec->head)) {
		if (!begin_column(r, rec->head))
			return;
		last++;
	}
	for (int k = 0; k < rec->pairs; k++)
		take_entry(r, last, m->row[k], m->value[k]);
}

/* True when the record belongs to the set in use, which the section's first line names. */
static bool in_set(mps_reader *r, const mps_record *rec)
{
	const char *set = rec->head ? rec->head : "";
	if (!r->set[r->section])
		r->set[r->section] = arena_copy_text(&r->texts, set);
	if (!strcmp(r->set[r->section], set) || !*set || !*r->set[r->section])
		return true;
	if (!r->warned_set[r->section])
		say(r, CORDON_WARNING, (problem){"set", set, TEXT(LP_MPS_SET_IGNORED), NO_TEXT});
	r->warned_set[r->section] = true;
	return false;
}

static void say_infinite(mps_reader *r, const char *found)
{
	say(r, CORDON_ERROR, (problem){"value", found, TEXT(LP_MPS_INFINITE), TEXT(LP_MPS_NUMBER_EXPECTED)});
}

static void take_rhs(mps_reader *r, const mps_record *rec, const meaning *m)
{
	for (int k = 0; k < rec->pairs; k++) {
		mps_row *w = &r->row[m->row[k]];
		if (w->has_rhs) {
			say(r, CORDON_ERROR, (problem){"row", rec->name[k], TEXT(LP_MPS_ENTRY_TWICE), TEXT(LP_MPS_ONCE)});
			continue;
		}
		bool opens = (w->type == 'L' && m->value[k] > 0) || (w->type == 'G' && m->value[k] < 0);
		if (isinf(m->value[k]) && !opens) {
			say_infinite(r, rec->number[k]);
			continue;
		}
		w->has_rhs = true;
		w->rhs = m->value[k];
		if (w->number == -1)
			r->offset = m->value[k] == 0 ? 0 : -m->value[k];
	}
}

static void take_range(mps_reader *r, const mps_record *rec, const meaning *m)
{
	for (int k = 0; k < rec->pairs; k++) {
		mps_row *w = &r->row[m->row[k]];
		if (w->type == 'N') {
			say(r, CORDON_WARNING, (problem){"row", rec->name[k], TEXT(LP_MPS_RANGE_OBJECTIVE), NO_TEXT});
			continue;
		}
		if (w->has_range) {
			say(r, CORDON_ERROR, (problem){"row", rec->name[k], TEXT(LP_MPS_ENTRY_TWICE), TEXT(LP_MPS_ONCE)});
			continue;
		}
		w->has_range = true;
		w->range = m->value[k];
	}
}

static void set_lower(mps_column *c, double value)
{
	c->lower = value;
	c->lower_given = true;
}

static void set_upper(mps_reader *r, mps_column *c, const mps_record *rec, double value)
{
	c->upper = value;
	if (value >= 0 || c->lower_given)
		return;
	say(r, CORDON_WARNING, (problem){"value", rec->number[0], TEXT(LP_MPS_NEGATIVE_UPPER), NO_TEXT});
	c->lower = -LP_INFINITY;
}

static bool bound_uses_number(const char *type)
{
	return *type == 'U' || *type == 'L' || !strcmp(type, "FX");
}

static void take_bound(mps_reader *r, const mps_record *rec, const meaning *m)
{
	mps_column *c = &r->column[m->column];
	const char *type = rec->type;
	double value = m->value[0];
	if (!strcmp(type, "SC")) {
		say(r, CORDON_ERROR, (problem){"type", type, TEXT(LP_MPS_SEMICONTINUOUS), TEXT(LP_MPS_BOUND_TYPES)});
		return;
	}
	bool opens = (*type == 'U' && value > 0) || (*type == 'L' && value < 0);
	if (isinf(value) && bound_uses_number(type) && !opens) {
		say_infinite(r, rec->number[0]);
		return;
	}
	if (type[1] == 'I' || type[0] == 'B') /* LI, UI, BV; MI has I too */
		if (*type != 'M')
			warn_integer(r, type);
	if (*type == 'L' || !strcmp(type, "FX"))
		set_lower(c, value);
	if (*type == 'U')
		set_upper(r, c, rec, value);
	if (!strcmp(type, "FX"))
		c->upper = value;
	if (!strcmp(type, "FR") || !strcmp(type, "MI"))
		set_lower(c, -LP_INFINITY);
	if (!strcmp(type, "FR") || !strcmp(type, "PL"))
		c->upper = LP_INFINITY;
	if (!strcmp(type, "BV")) {
		set_lower(c, 0);
		c->upper = 1;
	}
}

static void take_sense(mps_reader *r, const char *word, size_t length)
{
	static const char *const maximise[] = {"MAX", "MAXIMIZE", "MAXIMISE"}, *const minimise[] = {"MIN", "MINIMIZE",
												    "MINIMISE"};
	for (int i = 0; i < 3; i++) {
		if (strlen(maximise[i]) == length && !strncasecmp(word, maximise[i], length)) {
			r->maximise = true;
			return;
		}
		if (strlen(minimise[i]) == length && !strncasecmp(word, minimise[i], length)) {
			r->maximise = false;
			return;
		}
	}
	say(r, CORDON_ERROR, (problem){NULL, word, TEXT(LP_MPS_SENSE), TEXT(LP_MPS_SENSES)});
}

/* ---- lines ------------------------------------------------------------------------------------------------------- */

static size_t word_length(const char *at)
{
	return strcspn(at, " \t");
}

static const char *next_word(const char *at)
{
	at += word_length(at);
	return at + strspn(at, " \t");
}

static void begin_section(mps_reader *r, const char *line)
{
	size_t length = word_length(line);
	const char *rest = next_word(line);
	mps_section found = MPS_NONE;
	for (int s = MPS_NAME; s < MPS_SECTIONS; s++)
		if (strlen(mps_section_name[s]) == length && !strncasecmp(mps_section_name[s], line, length))
			found = (mps_section)s;
	mps_section before = r->section;
	r->section = MPS_NONE;
	if (!found) {
		say(r, CORDON_ERROR, (problem){NULL, line, TEXT(LP_MPS_SECTION_UNKNOWN), TEXT(LP_MPS_SECTIONS)});
		return;
	}
	/* RHS, RANGES and BOUNDS may change places; all else has its order. */
	bool order = found >= MPS_RHS ? r->seen[MPS_ROWS] : before < found || before == MPS_NONE;
	if (r->seen[found] || !order || (found <= MPS_ROWS && r->seen[MPS_COLUMNS]))
		say(r, CORDON_ERROR, (problem){NULL, line, TEXT(LP_MPS_SECTION_ORDER), TEXT(LP_MPS_SECTIONS)});
	r->seen[found] = true;
	r->section = found;
	if (found == MPS_NAME && *rest && word_length(rest) <= MPS_NAME_LIMIT) {
		r->name = memory_copy_text(rest);
		r->name[word_length(rest)] = '\0';
	}
	if (found == MPS_OBJSENSE && *rest)
		take_sense(r, rest, word_length(rest));
}

static void take_data(mps_reader *r)
{
	const char *line = r->lines.line;
	if (r->section == MPS_OBJSENSE) {
		line += strspn(line, " \t");
		take_sense(r, line, word_length(line));
		return;
	}
	if (r->section < MPS_ROWS || r->section == MPS_ENDATA) {
		if (r->errors == 0) /* after an unknown section its lines are not worth a word each */
			say(r, CORDON_ERROR, (problem){NULL, line, TEXT(LP_MPS_OUTSIDE), TEXT(LP_MPS_SECTIONS)});
		return;
	}
	mps_record rec;
	meaning m;
	if (!read_record(r, &rec, &m))
		return;
	if (r->section == MPS_ROWS)
		take_row(r, &rec);
	else if (r->section == MPS_COLUMNS)
		take_column(r, &rec, &m);
	else if (!in_set(r, &rec))
		return;
	else if (r->section == MPS_RHS)
		take_rhs(r, &rec, &m);
	else if (r->section == MPS_RANGES)
		take_range(r, &rec, &m);
	else
		take_bound(r, &rec, &m);
}

static bool is_text(const mps_lines *l)
{
	for (size_t i = 0; i < l->length; i++)
		if ((unsigned char)l->line[i] < 0x20 && l->line[i] != '\t')
			return false;
	return text_is_utf8(l->line, l->length);
}

static void take_line(mps_reader *r)
{
	const mps_lines *l = &r->lines;
	if (l->too_long) {
		char most[24];
		snprintf(most, sizeof most, "%d", MPS_LINE_LIMIT);
		say(r, CORDON_ERROR, (problem){NULL, l->line, TEXT(LP_MPS_LINE_TOO_LONG), TEXT(LP_MPS_AT_MOST_BYTES, most)});
	} else if (!is_text(l)) {
		say(r, CORDON_ERROR, (problem){NULL, NULL, TEXT(LP_MPS_NOT_TEXT), NO_TEXT});
	} else if (*l->line == '*' || l->line[strspn(l->line, " \t")] == '\0') {
		return; /* a comment or nothing */
	} else if (*l->line != ' ' && *l->line != '\t') {
		begin_section(r, l->line);
	} else {
		take_data(r);
	}
}

/* ---- the programme ----------------------------------------------------------------------------------------------- */

static void row_bounds(const mps_row *w, double *lower, double *upper)
{
	*lower = w->type == 'L' ? -LP_INFINITY : w->rhs;
	*upper = w->type == 'G' ? LP_INFINITY : w->rhs;
	if (!w->has_range)
		return;
	if (w->type == 'L' || (w->type == 'E' && w->range < 0))
		*lower = w->rhs - fabs(w->range);
	if (w->type == 'G' || (w->type == 'E' && w->range > 0))
		*upper = w->rhs + fabs(w->range);
}

/* A side that is infinite the wrong way (x <= -inf) cannot be met; NaN cannot come about: infinite - infinite only with
 * an infinite range on an infinite side, which leaves the row free. */
static void finish_rows(const mps_reader *r, cordon_lp *lp)
{
	lp->row_name = memory_alloc((size_t)r->rows, sizeof *lp->row_name);
	for (int i = 0; i < r->row_names.count; i++) {
		const mps_row *w = &r->row[i];
		if (w->number < 0)
			continue;
		double lower, upper;
		row_bounds(w, &lower, &upper);
		lp->row_lower[w->number] = isnan(lower) ? -LP_INFINITY : lower;
		lp->row_upper[w->number] = isnan(upper) ? LP_INFINITY : upper;
		lp->row_name[w->number] = memory_copy_text(r->row_names.name[i]);
	}
}

static cordon_lp *finish(mps_reader *r)
{
	int n = r->column_names.count;
	end_column(r);
	cordon_lp *lp = cordon_lp_new(r->rows, n, r->entries);
	double sign = r->maximise ? -1 : 1;
	finish_rows(r, lp);
	lp->column_name = memory_alloc((size_t)n, sizeof *lp->column_name);
	for (int j = 0; j < n; j++) {
		const mps_column *c = &r->column[j];
		lp->cost[j] = c->cost == 0 ? 0 : sign * c->cost;
		lp->lower[j] = c->lower;
		lp->upper[j] = c->upper;
		lp->column_name[j] = memory_copy_text(r->column_names.name[j]);
		lp->start[j] = r->start[j];
	}
	lp->start[n] = r->entries;
	for (int64_t k = 0; k < r->entries; k++) {
		lp->index[k] = r->entry[k].row;
		lp->value[k] = r->entry[k].value;
	}
	lp->offset = r->offset == 0 ? 0 : sign * r->offset;
	lp->maximise = r->maximise;
	lp->name = r->name;
	r->name = NULL;
	return lp;
}

static void require_sections(mps_reader *r)
{
	static const mps_section required[] = {MPS_ROWS, MPS_COLUMNS, MPS_ENDATA};
	r->section = MPS_NONE;
	for (size_t i = 0; i < sizeof required / sizeof *required; i++)
		if (!r->seen[required[i]])
			say(r, CORDON_ERROR,
			    (problem){NULL, NULL, TEXT(LP_MPS_SECTION_MISSING),
				      TEXT(LP_MPS_SECTION_NAMED, mps_section_name[required[i]])});
	if (!r->errors && r->objective < 0)
		say(r, CORDON_WARNING, (problem){NULL, NULL, TEXT(LP_MPS_NO_OBJECTIVE), NO_TEXT});
}

static void release(mps_reader *r)
{
	mps_lines_end(&r->lines);
	names_free(&r->row_names);
	names_free(&r->column_names);
	arena_free(&r->texts);
	free(r->name);
	free(r->row);
	free(r->column);
	free(r->start);
	free(r->entry);
}

cordon_status cordon_lp_read_mps(const cordon_reader *in, const char *file, cordon_lp **lp, cordon_error *error)
{
	mps_reader r = {.file = file, .error = error, .objective = -1};
	*lp = NULL;
	mps_lines_begin(&r.lines, in);
	while (r.section != MPS_ENDATA && r.errors < MPS_ERRORS_LIMIT && mps_lines_next(&r.lines))
		take_line(&r);
	cordon_status status = CORDON_OK;
	if (r.lines.failed)
		status = finding_add(error, CORDON_ERROR, (place_in_file){.file = file, .row = r.lines.number},
				     TEXT(LP_MPS_CANNOT_READ), NO_TEXT);
	else if (r.errors < MPS_ERRORS_LIMIT)
		require_sections(&r);
	if (!status && r.errors)
		status = CORDON_BAD_INPUT;
	if (!status)
		*lp = finish(&r);
	release(&r);
	return status;
}
