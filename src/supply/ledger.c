/* Reading the ledger of outlets: see supply/ledger.h. */
#include "supply/ledger.h"

#include "base/memory.h"
#include "supply/codes.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

enum { OUTLET, GOOD, WEEK, DELIVERED, SOLD, COUNTED, SPOILED, TURNED, COLUMNS };
static const char *const COLUMN[COLUMNS] = {"outlet", "good",          "week",             "delivered",
					    "sold",   "counted_stock", "spoiled_reported", "turned_away"};

typedef struct reading {
	supply_ledger *ledger;
	cordon_error *error;
	int column[COLUMNS];
	names accounts; /* the names of accounts, "outlet" 31 "good" */
	arena texts;
	size_t capacity;
} reading;

static cordon_status find_columns(reading *r)
{
	cordon_status status = CORDON_OK;
	for (int c = 0; c < COLUMNS; c++) {
		r->column[c] = csv_table_column(&r->ledger->table, COLUMN[c]);
		if (r->column[c] < 0 && c < SPOILED)
			status = finding_add(r->error, CORDON_ERROR,
					     (place_in_file){r->ledger->table.file, 1, COLUMN[c], NULL},
					     TEXT(SUPPLY_COLUMN), NO_TEXT);
	}
	return status;
}

static const char *cell(const reading *r, size_t row, int c)
{
	const csv_table *t = &r->ledger->table;
	return r->column[c] < 0 ? "" : t->cell[row * t->columns + (size_t)r->column[c]];
}

static cordon_status wrong(reading *r, size_t row, int c, cordon_text what, cordon_text expected)
{
	const csv_table *t = &r->ledger->table;
	return finding_add(r->error, CORDON_ERROR, (place_in_file){t->file, t->line[row], COLUMN[c], cell(r, row, c)}, what,
			   expected);
}

/* An amount; an empty cell gives `empty`, unless that is NaN: then the cell must not be empty. */
static cordon_status amount(reading *r, size_t row, int c, double empty, double *value)
{
	const char *found = cell(r, row, c);
	*value = empty;
	if (!*found && !isnan(empty))
		return CORDON_OK;
	if (text_to_double(found, '.', value) && *value >= 0 && *value <= SUPPLY_AMOUNT_MAX)
		return CORDON_OK;
	return wrong(r, row, c, TEXT(SUPPLY_AMOUNT), TEXT(SUPPLY_AMOUNT_FORM, "1000000000"));
}

static cordon_status week_number(reading *r, size_t row, int32_t *week)
{
	double value;
	if (!text_to_double(cell(r, row, WEEK), '.', &value) || value < 0 || value > SUPPLY_WEEK_MAX ||
	    floor(value) < value)
		return wrong(r, row, WEEK, TEXT(SUPPLY_WEEK), TEXT(SUPPLY_WEEK_FORM, "100000"));
	*week = (int32_t)value;
	return CORDON_OK;
}

static int32_t account_of(reading *r, size_t row)
{
	supply_ledger *l = r->ledger;
	const char *outlet = cell(r, row, OUTLET), *good = cell(r, row, GOOD);
	char *name = arena_format(&r->texts, "%s\x1f%s", outlet, good);
	int number = names_add(&r->accounts, name);
	if ((size_t)number == l->accounts) {
		MEMORY_RESERVE(l->account, l->accounts, r->capacity);
		l->account[l->accounts++] =
			(supply_account){.outlet = outlet, .good = good, .good_number = names_add(&l->goods, good)};
	}
	return (int32_t)number;
}

static cordon_status read_row(reading *r, size_t row)
{
	supply_week w = {.row = r->ledger->table.line[row]};
	int bad = 0;
	for (int c = OUTLET; c <= GOOD; c++)
		if (!*cell(r, row, c))
			bad |= wrong(r, row, c, TEXT(SUPPLY_EMPTY_NAME), NO_TEXT);
	bad |= week_number(r, row, &w.week);
	bad |= amount(r, row, DELIVERED, NAN, &w.delivered);
	bad |= amount(r, row, SOLD, NAN, &w.sold);
	bad |= amount(r, row, COUNTED, -1, &w.counted);
	bad |= amount(r, row, SPOILED, 0, &w.spoiled);
	bad |= amount(r, row, TURNED, 0, &w.turned);
	if (bad)
		return CORDON_BAD_INPUT;
	w.account = account_of(r, row);
	r->ledger->week[r->ledger->weeks++] = w;
	return CORDON_OK;
}

static int by_account_and_week(const void *a, const void *b)
{
	const supply_week *x = a, *y = b;
	if (x->account != y->account)
		return x->account < y->account ? -1 : 1;
	if (x->week != y->week)
		return x->week < y->week ? -1 : 1;
	return x->row < y->row ? -1 : x->row > y->row;
}

/* Sorts the weeks, tells the accounts where theirs are, and refuses a week that stands twice. */
static cordon_status arrange(reading *r)
{
	supply_ledger *l = r->ledger;
	cordon_status status = CORDON_OK;
	if (l->weeks)
		qsort(l->week, l->weeks, sizeof *l->week, by_account_and_week);
	for (size_t i = 0; i < l->weeks; i++) {
		supply_account *a = &l->account[l->week[i].account];
		if (!a->count++)
			a->first = i;
		else if (l->week[i].week == l->week[i - 1].week) {
			char other[32], week[32];
			snprintf(other, sizeof other, "%ld", l->week[i - 1].row);
			snprintf(week, sizeof week, "%d", (int)l->week[i].week);
			status = finding_add(r->error, CORDON_ERROR,
					     (place_in_file){l->table.file, l->week[i].row, "week", week},
					     TEXT(SUPPLY_WEEK_TWICE, other), NO_TEXT);
		}
	}
	return status;
}

cordon_status supply_ledger_read(const cordon_reader *in, const char *file, supply_ledger *ledger, cordon_error *error)
{
	reading r = {.ledger = ledger, .error = error};
	*ledger = (supply_ledger){0};
	cordon_status status = csv_table_read(in, file, (csv_options){0}, &ledger->table, error);
	if (!status && ledger->table.rows > SUPPLY_ROWS_MAX)
		status = finding_add(error, CORDON_ERROR, (place_in_file){file, 0, NULL, NULL},
				     TEXT(SUPPLY_TOO_MANY_ROWS, "5000000"), NO_TEXT);
	if (!status)
		status = find_columns(&r);
	if (status)
		return status;
	ledger->week = memory_alloc(ledger->table.rows, sizeof *ledger->week);
	for (size_t row = 0; row < ledger->table.rows; row++)
		if (read_row(&r, row))
			status = CORDON_BAD_INPUT;
	if (!status)
		status = arrange(&r);
	names_free(&r.accounts);
	arena_free(&r.texts);
	return status;
}

void supply_ledger_free(supply_ledger *ledger)
{
	free(ledger->account);
	free(ledger->week);
	names_free(&ledger->goods);
	csv_table_free(&ledger->table);
	*ledger = (supply_ledger){0};
}
