/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * An economy: commodities, processes, what they exchange, what is there and what is needed, read from a data package (a
 * folder of CSV with a datapackage.json; docs/economy-package.md specifies it).
 *
 * Invariants of a cordon_economy that was read without errors: every index is in range; every amount is finite and
 * already in its commodity's own unit; capacities, stocks and needs are >= 0; ids are unique within their table.
 * Every record keeps the line of the file it came from.
 *
 * Nothing here solves or plans anything.
 */
#ifndef CORDON_ECONOMY_H
#define CORDON_ECONOMY_H

#include <cordon/base.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef enum cordon_commodity_kind {
	CORDON_GOOD,     /* goods and services; free disposal: more may be there than is used */
	CORDON_LABOUR,   /* hours or persons; the least-effort objective counts its use */
	CORDON_CURRENCY, /* foreign currency: imports use it, exports make it */
	/* a burden: processes *output* it; a stock of it is the most that may be emitted, none = no limit */
	CORDON_EMISSION,
} cordon_commodity_kind;

typedef enum cordon_process_kind {
	CORDON_PRODUCTION, CORDON_IMPORT, CORDON_EXPORT, CORDON_TRANSPORT, CORDON_STORAGE, CORDON_BUILDING,
} cordon_process_kind;

typedef struct cordon_commodity {
	const char *id, *name, *unit;
	cordon_commodity_kind kind;
	long row;
} cordon_commodity;

typedef struct cordon_place { const char *id, *name; long row; } cordon_place;
typedef struct cordon_period { const char *id, *name; long row; } cordon_period; /* in order of time */

typedef struct cordon_process {
	const char *id, *name, *body; /* body: the workplace that runs it, "" when not said */
	cordon_process_kind kind;
	int place;
	int first_exchange, exchange_count; /* its slice of exchange[] */
	long row;
} cordon_process;

/* One input (amount < 0) or output (amount > 0) per unit of activity, at `place`, `lead` periods after the activity's
 * own. */
typedef struct cordon_exchange {
	int process, commodity, place, lead;
	double amount;
	long row;
} cordon_exchange;

typedef struct cordon_capacity { int process, period; double amount; long row; } cordon_capacity; /* most activity */
/* there in that period */
typedef struct cordon_stock { int commodity, place, period; double amount; long row; } cordon_stock;

typedef struct cordon_need {
	int group, commodity, place, period, tier; /* tier 1 is served first; at most CORDON_TIERS_MAX */
	double amount;
	long row;
} cordon_need;

/* What a published table leaves over at a commodity: supply less use (> 0: unused surplus; < 0: used without a
 * source). */
typedef struct cordon_discrepancy { int commodity, place, period; double amount; long row; } cordon_discrepancy;

/* what was done */
typedef struct cordon_observation { int process, period; double activity; long row; } cordon_observation;

enum { CORDON_TIERS_MAX = 9 };
#define CORDON_ACTIVITY_LIMIT 1e12 /* the activity of a process nothing else limits */

typedef struct cordon_economy {
	char *path;             /* of the package, as given */
	char hash[65];          /* SHA-256 of the package's resources in canonical order, hexadecimal */
	const char *name, *title;
	cordon_commodity *commodity; int commodities;
	cordon_place *place;         int places;   /* one when the package names none */
	cordon_period *period;       int periods;  /* one when the package names none */
	cordon_process *process;     int processes;
	cordon_exchange *exchange;   int exchanges; /* grouped by process; the file's order within one */
	cordon_capacity *capacity;   int capacities;
	cordon_stock *stock;         int stocks;
	const char **group;          int groups;
	cordon_need *need;           int needs;
	cordon_discrepancy *discrepancy; int discrepancies;
	cordon_observation *observation; int observations;
	/* settings: what is kept least once needs are served: "labour" (default) or a commodity id */
	const char *objective;
	/* settings: relative misfit of the source's balances that is only rounding; default 1e-6 */
	double balance_tolerance;
	void *storage;          /* private */
} cordon_economy;

/* Reads a package. Every error of form is collected (file, row, field, found, expected); *economy is NULL if there was
 * one. Free it with cordon_economy_free. */
CORDON_API cordon_status cordon_economy_read(const char *path, cordon_economy **economy, cordon_error *error);
CORDON_API void cordon_economy_free(cordon_economy *economy);

/* The doctor, beyond form: names what is suspicious or impossible in a package that reads well. */
CORDON_API cordon_status cordon_economy_check(const cordon_economy *economy, cordon_error *error);

/* A what-if: a change to an economy, as given on the command line and recorded in a plan. */
typedef enum cordon_change_kind {
	CORDON_CHANGE_NEED,     /* the needs of the groups matching `pattern` are multiplied by `value` */
	CORDON_CHANGE_CAPACITY, /* the capacities of the processes matching `pattern` are multiplied by `value` */
	CORDON_CHANGE_STOP,     /* the processes matching `pattern` cannot work: capacity 0 */
	/* the stock of the commodities matching `pattern` becomes `value` in every place and period */
	CORDON_CHANGE_LIMIT,
} cordon_change_kind;

typedef struct cordon_change {
	cordon_change_kind kind;
	const char *pattern; /* an id, or a pattern with * and ? */
	double value;
} cordon_change;

/* Applies changes in order. A pattern that matches nothing, a negative or non-finite value is an error (the closest ids
 * are named). economy->hash stays that of the package as read. */
CORDON_API cordon_status cordon_economy_change(cordon_economy *economy, const cordon_change *change, int changes,
					       cordon_error *error);

/* Capacity of a process in a period: its capacities.csv entry, else CORDON_ACTIVITY_LIMIT. An empty period in the file
 * means every period. */
CORDON_API double cordon_economy_capacity(const cordon_economy *economy, int process, int period);

/* What an import made. */
typedef struct cordon_import_summary {
	int commodities, processes, exchanges, needs, stocks, discrepancies;
} cordon_import_summary;

/* Makes a package from the tables of a statistical office, as the mapping file `map` says (docs/import-map.md). `set`:
 * `sets` pairs of a parameter of the mapping and its value. Everything wrong with the mapping and the tables is listed
 * in `error`; then nothing is written. Otherwise the package stands at `package` whole, and `error` holds notes on what
 * the tables leave over. */
CORDON_API cordon_status cordon_economy_import(const char *map, const char *folder, const char *package,
	const char *const *set, int sets, cordon_import_summary *summary, cordon_error *error);

/* A good made (or only imported: its requirements then stand for what it costs to import it). Shapes below: `goods`. */
typedef struct cordon_multiplied {
	int commodity, place;
	bool imported;     /* nobody here makes it: it counts in no sum of outputs */
	double direct;     /* what a unit takes directly of all goods made here: the column sum of A */
	double output;     /* what a unit calls for in all, itself included: the column sum of (I - A)^-1 */
	double dispersion; /* output over its mean: the power of dispersion (Rasmussen 1956) */
} cordon_multiplied;   /* NaN: no multiplier, or sums of different units */

/* A commodity that is no good (labour, currency, emissions): what a unit of each good takes directly, and in all. */
typedef struct cordon_multiplied_factor {
	int commodity;
	double *direct, *total;
} cordon_multiplied_factor;

typedef struct cordon_multipliers {
	cordon_multiplied *good;
	cordon_multiplied_factor *factor;
	int goods, factors;
	bool one_unit; /* every good made here is counted in the same unit, so that sums of them mean something */
	int sweeps;
	struct multiplier_system *system; /* private */
} cordon_multipliers;

/* Leontief multipliers, labour values and emissions in each good, by the industry-technology convention where there is
 * joint production (src/economy/multipliers.c states it), to rounding. Goods without a finite multiplier are NaN and
 * counted in a warning. The economy must outlive the result; free that with cordon_multipliers_free. */
CORDON_API cordon_status cordon_economy_multipliers(const cordon_economy *economy, cordon_multipliers *multipliers,
	const cordon_progress *progress, cordon_error *error);
CORDON_API void cordon_multipliers_free(cordon_multipliers *multipliers);

/* A row of (I - A)^-1: row[c] = what a unit of good c for final use takes in all of good `good`. */
CORDON_API cordon_status cordon_economy_requirements(cordon_multipliers *multipliers, int good, double *row,
	const cordon_progress *progress);

#ifdef __cplusplus
}
#endif
#endif
