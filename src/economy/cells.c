/* Cells of the table being read, and complaints about them; see read.h. */
#include "economy/read.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const char *reading_cell(const reading *r, size_t row, int column)
{
	return r->at[column] < 0 ? "" : r->sheet.cell[row * r->sheet.columns + (size_t)r->at[column]];
}

long reading_line(const reading *r, size_t row)
{
	return r->sheet.line[row];
}

static void say(reading *r, cordon_severity severity, size_t row, int column, cordon_text what, cordon_text expected)
{
	place_in_file at = {.file = r->sheet.file, .row = reading_line(r, row)};
	if (column >= 0) {
		at.field = table_forms[r->table].column[column].name;
		at.found = reading_cell(r, row, column);
	}
	finding_add(r->error, severity, at, what, expected);
}

void reading_complain(reading *r, size_t row, int column, cordon_text what, cordon_text expected)
{
	say(r, CORDON_ERROR, row, column, what, expected);
	r->bad = true;
}

void reading_warn(reading *r, size_t row, int column, cordon_text what, cordon_text expected)
{
	say(r, CORDON_WARNING, row, column, what, expected);
}

bool reading_number(reading *r, size_t row, int column, double *value)
{
	if (text_to_double(reading_cell(r, row, column), '.', value))
		return true;
	reading_complain(r, row, column, TEXT(ECONOMY_NUMBER), TEXT(ECONOMY_NUMBER_FORM));
	return false;
}

bool reading_amount(reading *r, size_t row, int column, double *value)
{
	if (!reading_number(r, row, column, value))
		return false;
	if (*value >= 0)
		return true;
	reading_complain(r, row, column, TEXT(ECONOMY_NEGATIVE), TEXT(ECONOMY_AT_LEAST_ZERO));
	return false;
}

bool reading_positive(reading *r, size_t row, int column, double *value)
{
	if (!reading_number(r, row, column, value))
		return false;
	if (*value > 0)
		return true;
	reading_complain(r, row, column, *value < 0 ? TEXT(ECONOMY_NEGATIVE) : TEXT(ECONOMY_ZERO),
					 TEXT(ECONOMY_ABOVE_ZERO));
	return false;
}

bool reading_whole(reading *r, size_t row, int column, int least, int most, int otherwise, int *value)
{
	const char *cell = reading_cell(r, row, column);
	double number;
	*value = otherwise;
	if (!*cell)
		return true;
	if (text_to_double(cell, '.', &number) && number >= least && number <= most && number == floor(number)) {
		*value = (int)number;
		return true;
	}
	char from[16], to[16];
	snprintf(from, sizeof from, "%d", least);
	snprintf(to, sizeof to, "%d", most);
	reading_complain(r, row, column, TEXT(ECONOMY_WHOLE), TEXT(ECONOMY_WHOLE_BETWEEN, from, to));
	return false;
}

bool reading_choice(reading *r, size_t row, int column, const char *const *choices, int count, cordon_text expected,
					int *value)
{
	const char *cell = reading_cell(r, row, column);
	for (int i = 0; i < count; i++)
		if (!strcmp(cell, choices[i])) {
			*value = i;
			return true;
		}
	reading_complain(r, row, column, TEXT(ECONOMY_CHOICE), expected);
	return false;
}

static const names *ids_of(const reading *r, int table)
{
	switch (table) {
	case TABLE_COMMODITIES:
		return &r->s->commodities;
	case TABLE_PLACES:
		return &r->s->places;
	case TABLE_PERIODS:
		return &r->s->periods;
	default:
		return &r->s->processes;
	}
}

bool reading_reference(reading *r, size_t row, int column, int table, int *index)
{
	const char *cell = reading_cell(r, row, column);
	const names *ids = ids_of(r, table);
	*index = names_find(ids, cell);
	if (*index >= 0)
		return true;
	if (r->loose[table]) { /* it may be in a row that could not be read, which was said already */
		r->bad = true;
		return false;
	}
	const char *closest = *cell && r->suggestions++ < SUGGESTIONS_MAX ? names_closest(ids, cell) : NULL;
	const char *name = table_forms[table].name;
	reading_complain(r, row, column, *cell ? TEXT(ECONOMY_ID_UNKNOWN, name) : TEXT(ECONOMY_EMPTY),
					 closest ? TEXT(ECONOMY_DID_YOU_MEAN, closest) : TEXT(ECONOMY_ID_OF, name));
	return false;
}

static bool reference_or_only(reading *r, size_t row, int column, int table, int *index)
{
	if (*reading_cell(r, row, column))
		return reading_reference(r, row, column, table, index);
	*index = 0;
	if (ids_of(r, table)->count <= 1)
		return true;
	reading_complain(r, row, column, TEXT(ECONOMY_WHICH, table_forms[table].name),
					 TEXT(ECONOMY_ID_OF, table_forms[table].name));
	return false;
}

bool reading_place(reading *r, size_t row, int column, int *index)
{
	return reference_or_only(r, row, column, TABLE_PLACES, index);
}

bool reading_period(reading *r, size_t row, int column, int *index)
{
	return reference_or_only(r, row, column, TABLE_PERIODS, index);
}

/* False, and said so, when a text is too long, has control characters, or (an id) begins or ends with a space. */
static bool text_is_plain(reading *r, size_t row, int column, size_t most, bool id)
{
	const char *cell = reading_cell(r, row, column);
	size_t length = strlen(cell);
	if (length > most) {
		reading_complain(r, row, column, TEXT(ECONOMY_TOO_LONG),
						 id ? TEXT(ECONOMY_BYTES, "256") : TEXT(ECONOMY_BYTES, "4096"));
		return false;
	}
	for (const char *at = cell; *at; at++)
		if ((unsigned char)*at < 0x20 || *at == 0x7F) {
			reading_complain(r, row, column, TEXT(ECONOMY_CONTROL), NO_TEXT);
			return false;
		}
	if (id && length && (cell[0] == ' ' || cell[length - 1] == ' ')) {
		reading_complain(r, row, column, TEXT(ECONOMY_SPACE), NO_TEXT);
		return false;
	}
	return true;
}

int reading_new_id(reading *r, size_t row, int column, names *ids, const long *lines)
{
	const char *cell = reading_cell(r, row, column);
	if (!*cell)
		reading_complain(r, row, column, TEXT(ECONOMY_EMPTY), TEXT(ECONOMY_ID_NEW));
	if (!*cell || !text_is_plain(r, row, column, ID_BYTES_MAX, true)) {
		r->loose[r->table] = true;
		return -1;
	}
	int before = names_find(ids, cell);
	if (before >= 0) {
		char line[24];
		snprintf(line, sizeof line, "%ld", lines ? lines[before] : 0);
		reading_complain(r, row, column, TEXT(ECONOMY_ID_TWICE, line), NO_TEXT);
		return -1;
	}
	if (ids->count >= ROWS_OF_THINGS_MAX) {
		if (!r->loose[r->table])
			reading_complain(r, row, column, TEXT(ECONOMY_TOO_MANY), TEXT(ECONOMY_AT_MOST, "2000000"));
		r->loose[r->table] = true;
		return -1;
	}
	return names_add(ids, arena_copy_text(&r->s->texts, cell));
}

const char *reading_text(reading *r, size_t row, int column)
{
	const char *cell = reading_cell(r, row, column);
	return *cell && text_is_plain(r, row, column, TEXT_BYTES_MAX, false) ? arena_copy_text(&r->s->texts, cell) : "";
}

/* ---- units ------------------------------------------------------------------------------------------------------ */

/* The commodity's unit is another text than the cell's: are both known, of one dimension, and what is the ratio? */
static bool unit_ratio(reading *r, size_t row, int column, int commodity, double *factor)
{
	const char *cell = reading_cell(r, row, column), *own = r->e->commodity[commodity].unit;
	if (!r->s->typed) {
		reading_complain(r, row, column, TEXT(ECONOMY_UNIT_OTHER, own), TEXT(ECONOMY_UNIT_SAME, own));
		return false;
	}
	int unit = names_find(&r->units, cell), dimension = r->s->dimension[commodity];
	if (unit < 0) {
		if (!r->loose[TABLE_UNITS]) {
			const char *closest = r->suggestions++ < SUGGESTIONS_MAX ? names_closest(&r->units, cell) : NULL;
			reading_complain(r, row, column, TEXT(ECONOMY_ID_UNKNOWN, "units"),
							 closest ? TEXT(ECONOMY_DID_YOU_MEAN, closest) : TEXT(ECONOMY_ID_OF, "units"));
		}
		r->bad = true;
		return false;
	}
	if (dimension < 0)
		return false; /* the commodity's own unit is wrong, which was said */
	if (r->unit_dimension[unit] != dimension) {
		const char *here = r->s->dimensions.name[r->unit_dimension[unit]], *there = r->s->dimensions.name[dimension];
		reading_complain(r, row, column, TEXT(ECONOMY_UNIT_DIMENSION, here, r->e->commodity[commodity].id, own, there),
						 TEXT(ECONOMY_UNIT_OF_DIMENSION, there));
		return false;
	}
	*factor = r->unit_factor[unit] / r->s->factor[commodity];
	return true;
}

bool reading_unit(reading *r, size_t row, int column, int commodity, double *factor)
{
	const char *cell = reading_cell(r, row, column);
	*factor = 1;
	return !*cell || !strcmp(cell, r->e->commodity[commodity].unit) || unit_ratio(r, row, column, commodity, factor);
}

bool reading_convert(reading *r, size_t row, int column, double factor, double *amount)
{
	double converted = *amount * factor;
	if (isfinite(converted) && (converted != 0 || *amount == 0)) {
		*amount = converted;
		return true;
	}
	reading_complain(r, row, column, TEXT(ECONOMY_CONVERSION), NO_TEXT);
	return false;
}

/* ---- records with the same key ------------------------------------------------------------------------------------
 * */

static int compare_keys(const void *a, const void *b)
{
	const record_key *x = a, *y = b;
	for (int i = 0; i < 5; i++)
		if (x->part[i] != y->part[i])
			return x->part[i] < y->part[i] ? -1 : 1;
	return (x->line > y->line) - (x->line < y->line);
}

void reading_same_keys(reading *r, record_key *keys, size_t count, cordon_severity severity, const cordon_code *code)
{
	if (count)
		qsort(keys, count, sizeof *keys, compare_keys);
	for (size_t i = 1; i < count; i++) {
		if (memcmp(keys[i].part, keys[i - 1].part, sizeof keys[i].part))
			continue;
		char line[24];
		snprintf(line, sizeof line, "%ld", keys[i - 1].line);
		finding_add(r->error, severity, (place_in_file){.file = r->sheet.file, .row = keys[i].line},
					(cordon_text){code, {line, 0, 0, 0}}, NO_TEXT);
		r->bad |= severity == CORDON_ERROR;
	}
}
