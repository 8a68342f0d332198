/* Alarms about prices, from past prices only.
 *
 * A CSV table with a `date` (year and month first) and a `price`; the columns market, commodity, unit, pricetype and
 * currency, where they are there, say which series a row belongs to. Rows whose date begins with # are tags (HXL).
 *
 * A month's gap is the logarithm of its price over the geometric mean of the twelve months before it. The month's score
 * is how many standard deviations that gap lies above the mean gap of all earlier months of the series; the levels are
 * those of the World Food Programme's ALPS (Technical Guidance Note, April 2014): 0.25 stress, 1 alert, 2 crisis.
 * Unlike ALPS, a month is judged
 * with nothing that came after it. A series has no level before HISTORY months of gaps.
 *
 * It forecasts nothing, and a price that stays high for a year is what is usual from then on.
 */
#ifndef SUPPLY_PRICES_H
#define SUPPLY_PRICES_H

#include "base/csv.h"
#include "base/names.h"

enum { SUPPLY_PRICE_ROWS_MAX = 5000000, SUPPLY_PRICE_KEYS = 5 };
extern const char *const supply_price_key[SUPPLY_PRICE_KEYS]; /* "market", "commodity", ... */

typedef enum supply_level { SUPPLY_UNKNOWN, SUPPLY_USUAL, SUPPLY_STRESS, SUPPLY_ALERT, SUPPLY_CRISIS } supply_level;
extern const char *const supply_level_name[]; /* "unknown", "normal", "stress", "alert", "crisis" */

typedef struct supply_price {
	int32_t series, month; /* month: year * 12 + month - 1 */
	long row;
	double price, usual; /* usual: what the months before made of it; 0: unknown */
	double score;
	supply_level level;
} supply_price;

typedef struct supply_price_series {
	const char *key[SUPPLY_PRICE_KEYS]; /* "" where there is no such column */
	size_t first, count;
} supply_price_series;

typedef struct supply_prices {
	supply_price_series *series;
	size_t all_series;
	supply_price *price; /* by series in the order of their first rows, then by month */
	size_t prices;
	csv_table table; /* private */
} supply_prices;

/* Reads and judges. Free whatever the status. */
cordon_status supply_prices_read(const cordon_reader *in, const char *file, supply_prices *out, cordon_error *error);
void supply_prices_free(supply_prices *p);

#endif
