/* What the files of the reader share: one table at a time, its cells, and the complaints about them.
 *
 * A table is read whole, hashed, turned into records and released before the next one is opened. A row with a mistake
 * adds a finding and no record; an id that is defined by a row with a mistake elsewhere still counts, so that one
 * mistake is said once.
 */
#ifndef ECONOMY_READ_H
#define ECONOMY_READ_H

#include "base/csv.h"
#include "base/hash.h"
#include "economy/codes.h"
#include "economy/package.h"
#include "economy/storage.h"

enum {
	ID_BYTES_MAX = 256,
	TEXT_BYTES_MAX = 4096,
	LEAD_MAX = 10000,
	ROWS_OF_THINGS_MAX = 2000000,
	SUGGESTIONS_MAX = 100
};

typedef struct reading {
	const economy_source *source;
	cordon_economy *e;
	struct economy_storage *s;
	cordon_error *error;
	package package;
	hash_state hash;
	bool bad;
	/* the table being read */
	int table;
	csv_table sheet;
	int at[TABLE_COLUMNS_MAX]; /* where each known column stands in the sheet, or -1 */
	/* what earlier tables said */
	bool loose[TABLES]; /* some of its rows could not be read: an unknown id may be in one of them */
	names units;
	double *unit_factor;
	int *unit_dimension, unit_capacity, factor_capacity;
	int suggestions; /* "did you mean" costs time: only the first ones are looked for */
} reading;

/* The cell of a column in a row of the sheet; "" when the column is not there. */
const char *reading_cell(const reading *r, size_t row, int column);
long reading_line(const reading *r, size_t row);

/* Adds an error (or warning) at a cell; column -1: at the row. */
void reading_complain(reading *r, size_t row, int column, cordon_text what, cordon_text expected);
void reading_warn(reading *r, size_t row, int column, cordon_text what, cordon_text expected);

/* Each reads a cell; false, and said so, when it is not what it should be. */
bool reading_number(reading *r, size_t row, int column, double *value);
bool reading_amount(reading *r, size_t row, int column, double *value); /* >= 0 */
bool reading_positive(reading *r, size_t row, int column, double *value); /* > 0 */
bool reading_whole(reading *r, size_t row, int column, int least, int most, int otherwise, int *value);
bool reading_choice(reading *r, size_t row, int column, const char *const *choices, int count, cordon_text expected,
					int *value);

/* The index of the id in a cell among those of a table that was read before. */
bool reading_reference(reading *r, size_t row, int column, int table, int *index);
/* Place and period cells: empty means the only one there is. */
bool reading_place(reading *r, size_t row, int column, int *index);
bool reading_period(reading *r, size_t row, int column, int *index);

/* A new id in a cell: not empty, not too long, no control characters, not there before. Its index, or -1. */
int reading_new_id(reading *r, size_t row, int column, names *ids, const long *lines);
/* A text kept for the economy's life; "" and said so when it has control characters or is too long. */
const char *reading_text(reading *r, size_t row, int column);

/* The factor that turns an amount in the unit of a cell into `commodity`'s own unit (1 when empty). */
bool reading_unit(reading *r, size_t row, int column, int commodity, double *factor);
/* amount * factor, within what a double holds. */
bool reading_convert(reading *r, size_t row, int column, double factor, double *amount);

/* Records of one table with the same key: adds `code` at the later row, naming the earlier one. `keys` is sorted. */
typedef struct record_key {
	int part[5];
	long line;
} record_key;
void reading_same_keys(reading *r, record_key *keys, size_t count, cordon_severity severity, const cordon_code *code);

/* One function a table; the sheet is in place. */
void read_units(reading *r);
void read_commodities(reading *r);
void read_places(reading *r);
void read_periods(reading *r);
void read_processes(reading *r);
void read_exchanges(reading *r);
void read_capacities(reading *r);
void read_stocks(reading *r);
void read_needs(reading *r);
void read_discrepancies(reading *r);
void read_observed(reading *r);
void read_settings(reading *r);

/* After the tables: what spans them. */
void read_finish_places(reading *r);
void read_finish_periods(reading *r);

#endif
