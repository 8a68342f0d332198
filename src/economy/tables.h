/* The tables of a package and their columns: the one list that the reader, the writer and the hash share.
 * docs/economy-package.md says the same in words.
 */
#ifndef ECONOMY_TABLES_H
#define ECONOMY_TABLES_H

#include <stdbool.h>

/* In the order in which they are read, written and hashed. */
enum {
	TABLE_UNITS,
	TABLE_COMMODITIES,
	TABLE_PLACES,
	TABLE_PERIODS,
	TABLE_PROCESSES,
	TABLE_EXCHANGES,
	TABLE_CAPACITIES,
	TABLE_STOCKS,
	TABLE_NEEDS,
	TABLE_DISCREPANCIES,
	TABLE_OBSERVED,
	TABLE_SETTINGS,
	TABLES,
};

enum { TABLE_COLUMNS_MAX = 7 };

enum { UNIT_ID, UNIT_DIMENSION, UNIT_FACTOR };
enum { COMMODITY_ID, COMMODITY_NAME, COMMODITY_UNIT, COMMODITY_KIND };
enum { PLACE_ID, PLACE_NAME };
enum { PERIOD_ID, PERIOD_NAME };
enum { PROCESS_ID, PROCESS_NAME, PROCESS_KIND, PROCESS_PLACE, PROCESS_BODY };
enum {
	EXCHANGE_PROCESS,
	EXCHANGE_COMMODITY,
	EXCHANGE_DIRECTION,
	EXCHANGE_AMOUNT,
	EXCHANGE_UNIT,
	EXCHANGE_PLACE,
	EXCHANGE_LEAD
};
enum { CAPACITY_PROCESS, CAPACITY_PERIOD, CAPACITY_AMOUNT };
enum { STOCK_COMMODITY, STOCK_PLACE, STOCK_PERIOD, STOCK_AMOUNT, STOCK_UNIT };
enum { NEED_GROUP, NEED_COMMODITY, NEED_PLACE, NEED_PERIOD, NEED_AMOUNT, NEED_UNIT, NEED_TIER };
enum { DISCREPANCY_COMMODITY, DISCREPANCY_PLACE, DISCREPANCY_PERIOD, DISCREPANCY_AMOUNT, DISCREPANCY_UNIT };
enum { OBSERVED_PROCESS, OBSERVED_PERIOD, OBSERVED_ACTIVITY };
enum { SETTING_KEY, SETTING_VALUE };

typedef struct table_column {
	const char *name; /* NULL after the last */
	bool required; /* the column must stand in the header; whether a cell may be empty is the reader's business */
	bool number;
} table_column;

typedef struct table_form {
	const char *name; /* of the resource */
	bool required;
	table_column column[TABLE_COLUMNS_MAX + 1];
} table_form;

extern const table_form table_forms[TABLES];

extern const char *const table_commodity_kinds[4]; /* in the order of cordon_commodity_kind */
extern const char *const table_process_kinds[6]; /* in the order of cordon_process_kind */

/* The table of that name, or -1. */
int table_named(const char *name);

/* How many columns a table can have, and the number of the one of that name, or -1. */
int table_columns(int table);
int table_column_named(int table, const char *name);

#endif
