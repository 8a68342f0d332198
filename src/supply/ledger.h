/* The ledger of outlets: a CSV table with one row for each outlet, good and week.
 *
 *	outlet,good,week,delivered,sold,spoiled_reported,turned_away,counted_stock
 *
 * Amounts are of 0 to SUPPLY_AMOUNT_MAX in the good's unit; turned_away is how much people asked for and did not get.
 * counted_stock is the stock counted at the week's end, empty where nobody counted. spoiled_reported and turned_away
 * may be missing or empty (0). Other columns are not read; rows stand in any order.
 *
 * Invariants: accounts in the order of their first row; the weeks of an account ascend and none stands twice.
 * It is not the book: nothing here is signed, and no person stands in it.
 */
#ifndef SUPPLY_LEDGER_H
#define SUPPLY_LEDGER_H

#include "base/csv.h"
#include "base/names.h"

#define SUPPLY_AMOUNT_MAX 1e9
enum { SUPPLY_WEEK_MAX = 100000, SUPPLY_ROWS_MAX = 5000000 };

typedef struct supply_week {
	double delivered, sold, spoiled, turned;
	double counted; /* -1: nobody counted */
	int32_t account;
	int32_t week;
	long row;
} supply_week;

typedef struct supply_account {
	const char *outlet, *good;
	int32_t good_number; /* in supply_ledger.goods */
	size_t first, count; /* its weeks */
} supply_account;

typedef struct supply_ledger {
	supply_account *account;
	size_t accounts;
	supply_week *week;
	size_t weeks;
	names goods;
	csv_table table; /* private: what the names point into */
} supply_ledger;

/* Free the ledger whatever the status. */
cordon_status supply_ledger_read(const cordon_reader *in, const char *file, supply_ledger *ledger, cordon_error *error);
void supply_ledger_free(supply_ledger *ledger);

#endif
