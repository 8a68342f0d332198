/* A package being made by the import: the entries of its tables with indices instead of ids, one period.
 *
 * Invariants: indices are in range; amounts are finite; a process's exchanges follow one another, at most one input
 * and one output of a commodity at a place (whoever adds them sums what repeats). An input is < 0, an output > 0, per
 * unit of activity. Texts are not copied: they live as long as the mapping they came from.
 */
#ifndef ECONOMY_IMPORT_DRAFT_H
#define ECONOMY_IMPORT_DRAFT_H

#include "base/names.h"

#include <cordon/economy.h>

typedef struct draft_unit {
	const char *id, *dimension;
	double factor;
} draft_unit;
typedef struct draft_commodity {
	const char *name;
	int unit;
	cordon_commodity_kind kind;
} draft_commodity;
typedef struct draft_process {
	const char *name;
	cordon_process_kind kind;
	int place; /* -1: the package names none */
	double activity, capacity; /* < 0: not observed, not limited */
	int first, count; /* exchanges */
} draft_process;
typedef struct draft_exchange {
	int commodity, place;
	double amount;
} draft_exchange;
typedef struct draft_stock {
	int commodity, place;
	double amount;
} draft_stock;
typedef struct draft_need {
	const char *group;
	int commodity, place, tier;
	double amount;
} draft_need;
typedef struct draft_setting {
	const char *key, *value;
} draft_setting;

typedef struct draft {
	const char *name, *title;
	names unit_id, commodity_id, place_id, process_id;
	const char **place_name;
	int place_capacity;
	draft_unit *unit;
	int unit_capacity;
	draft_commodity *commodity;
	int commodity_capacity;
	draft_process *process;
	int process_capacity;
	draft_exchange *exchange;
	int exchanges, exchange_capacity;
	draft_stock *stock;
	int stocks, stock_capacity;
	draft_need *need;
	int needs, need_capacity;
	draft_stock *discrepancy;
	int discrepancies, discrepancy_capacity;
	draft_setting *setting;
	int settings, setting_capacity;
	draft_setting *source, *license; /* title and address; name and title (NULL where not said) */
	int sources, licenses, source_capacity, license_capacity;
} draft;

/* Each gives the entry's index; what already has that id keeps what it was given first. */
int draft_add_unit(draft *d, const char *id, const char *dimension, double factor);
int draft_add_place(draft *d, const char *id, const char *name);
int draft_add_commodity(draft *d, const char *id, const char *name, int unit, cordon_commodity_kind kind);
int draft_add_process(draft *d, const char *id, const char *name, cordon_process_kind kind, int place, double activity,
					  double capacity);

/* To the process added last; 0 adds nothing. */
void draft_add_exchange(draft *d, int commodity, int place, double amount);

void draft_add_stock(draft *d, int commodity, int place, double amount);
void draft_add_need(draft *d, const char *group, int commodity, int place, double amount, int tier);
void draft_add_discrepancy(draft *d, int commodity, int place, double amount);
void draft_add_setting(draft *d, const char *key, const char *value);

void draft_add_source(draft *d, const char *title, const char *path);
void draft_add_license(draft *d, const char *name, const char *title);

/* Writes the package as a folder, whole or not at all. */
cordon_status draft_write(const draft *d, const char *path, cordon_error *error);

void draft_free(draft *d);

#endif
