/* The tables that give amounts: exchanges, capacities, stocks, needs, discrepancies, observed; and the settings. See
 * read.h. */
#include "economy/read.h"

#include <stdlib.h>
#include <string.h>

/* ---- exchanges
 * ------------------------------------------------------------------------------------------------------ */

static bool take_exchange(reading *r, size_t row, cordon_exchange *x)
{
	static const char *const directions[] = {"input", "output"};
	const cordon_economy *e = r->e;
	int direction = 0;
	bool process = reading_reference(r, row, EXCHANGE_PROCESS, TABLE_PROCESSES, &x->process);
	bool commodity = reading_reference(r, row, EXCHANGE_COMMODITY, TABLE_COMMODITIES, &x->commodity);
	bool good = process && commodity;
	good &= reading_choice(r, row, EXCHANGE_DIRECTION, directions, 2, TEXT(ECONOMY_DIRECTIONS), &direction);
	bool amount = reading_positive(r, row, EXCHANGE_AMOUNT, &x->amount);
	good &= amount;
	good &= reading_whole(r, row, EXCHANGE_LEAD, 0, LEAD_MAX, 0, &x->lead);
	if (*reading_cell(r, row, EXCHANGE_PLACE))
		good &= reading_reference(r, row, EXCHANGE_PLACE, TABLE_PLACES, &x->place);
	else
		x->place = process ? e->process[x->process].place : 0;
	double factor;
	good &= commodity && reading_unit(r, row, EXCHANGE_UNIT, x->commodity, &factor) &&
			(!amount || reading_convert(r, row, EXCHANGE_AMOUNT, factor, &x->amount));
	if (good && direction == 0)
		x->amount = -x->amount;
	x->row = reading_line(r, row);
	return good;
}

/* Groups the exchanges by process, the file's order within one (a counting sort). */
static void group_exchanges(cordon_economy *e)
{
	int *next = memory_alloc((size_t)e->processes + 1, sizeof *next);
	for (int i = 0; i < e->exchanges; i++)
		e->process[e->exchange[i].process].exchange_count++;
	for (int p = 0, first = 0; p < e->processes; p++) {
		e->process[p].first_exchange = next[p] = first;
		first += e->process[p].exchange_count;
	}
	cordon_exchange *grouped = memory_alloc((size_t)e->exchanges, sizeof *grouped);
	for (int i = 0; i < e->exchanges; i++)
		grouped[next[e->exchange[i].process]++] = e->exchange[i];
	free(e->exchange);
	free(next);
	e->exchange = grouped;
}

void read_exchanges(reading *r)
{
	cordon_economy *e = r->e;
	e->exchange = memory_alloc(r->sheet.rows, sizeof *e->exchange);
	for (size_t row = 0; row < r->sheet.rows; row++) {
		cordon_exchange x = {0};
		if (take_exchange(r, row, &x))
			e->exchange[e->exchanges++] = x;
	}
	record_key *keys = memory_alloc((size_t)e->exchanges, sizeof *keys);
	for (int i = 0; i < e->exchanges; i++) {
		const cordon_exchange *x = &e->exchange[i];
		keys[i] = (record_key){{x->process, x->commodity, x->place, x->lead, x->amount > 0}, x->row};
	}
	reading_same_keys(r, keys, (size_t)e->exchanges, CORDON_WARNING, &ECONOMY_ADDED);
	free(keys);
	group_exchanges(e);
}

/* ---- capacities
 * ------------------------------------------------------------------------------------------------------ */

static int compare_capacities(const void *a, const void *b)
{
	const cordon_capacity *x = a, *y = b;
	if (x->process != y->process)
		return x->process < y->process ? -1 : 1;
	return (x->period > y->period) - (x->period < y->period);
}

void read_capacities(reading *r)
{
	cordon_economy *e = r->e;
	e->capacity = memory_alloc(r->sheet.rows, sizeof *e->capacity);
	record_key *keys = memory_alloc(r->sheet.rows, sizeof *keys);
	for (size_t row = 0; row < r->sheet.rows; row++) {
		cordon_capacity c = {.period = -1, .row = reading_line(r, row)};
		bool good = reading_reference(r, row, CAPACITY_PROCESS, TABLE_PROCESSES, &c.process);
		if (*reading_cell(r, row, CAPACITY_PERIOD))
			good &= reading_reference(r, row, CAPACITY_PERIOD, TABLE_PERIODS, &c.period);
		good &= reading_amount(r, row, CAPACITY_AMOUNT, &c.amount);
		if (!good)
			continue;
		keys[e->capacities] = (record_key){{c.process, c.period}, c.row};
		e->capacity[e->capacities++] = c;
	}
	reading_same_keys(r, keys, (size_t)e->capacities, CORDON_ERROR, &ECONOMY_TWICE);
	free(keys);
	if (e->capacities)
		qsort(e->capacity, (size_t)e->capacities, sizeof *e->capacity, compare_capacities);
}

/* ---- stocks, needs, discrepancies
 * ---------------------------------------------------------------------------------- */

/* An amount of a commodity at a place in a period: the columns these tables share. */
typedef struct amount_columns {
	int commodity, place, period, amount, unit;
	bool is_signed;
} amount_columns;

static bool take_amount(reading *r, size_t row, const amount_columns *at, int *commodity, int *place, int *period,
						double *amount)
{
	double factor;
	bool known = reading_reference(r, row, at->commodity, TABLE_COMMODITIES, commodity);
	bool good = reading_place(r, row, at->place, place);
	good &= reading_period(r, row, at->period, period);
	bool number =
		at->is_signed ? reading_number(r, row, at->amount, amount) : reading_amount(r, row, at->amount, amount);
	return known && reading_unit(r, row, at->unit, *commodity, &factor) && number &&
		   reading_convert(r, row, at->amount, factor, amount) && good;
}

void read_stocks(reading *r)
{
	static const amount_columns at = {STOCK_COMMODITY, STOCK_PLACE, STOCK_PERIOD, STOCK_AMOUNT, STOCK_UNIT, false};
	cordon_economy *e = r->e;
	e->stock = memory_alloc(r->sheet.rows, sizeof *e->stock);
	record_key *keys = memory_alloc(r->sheet.rows, sizeof *keys);
	for (size_t row = 0; row < r->sheet.rows; row++) {
		cordon_stock s = {.row = reading_line(r, row)};
		if (!take_amount(r, row, &at, &s.commodity, &s.place, &s.period, &s.amount))
			continue;
		keys[e->stocks] = (record_key){{s.commodity, s.place, s.period}, s.row};
		e->stock[e->stocks++] = s;
	}
	reading_same_keys(r, keys, (size_t)e->stocks, CORDON_WARNING, &ECONOMY_ADDED);
	free(keys);
}

static int take_group(reading *r, size_t row)
{
	const char *cell = reading_cell(r, row, NEED_GROUP);
	int g = *cell ? names_find(&r->s->groups, cell) : -1;
	if (g < 0)
		g = reading_new_id(r, row, NEED_GROUP, &r->s->groups, NULL);
	return g;
}

void read_needs(reading *r)
{
	static const amount_columns at = {NEED_COMMODITY, NEED_PLACE, NEED_PERIOD, NEED_AMOUNT, NEED_UNIT, false};
	cordon_economy *e = r->e;
	e->need = memory_alloc(r->sheet.rows, sizeof *e->need);
	record_key *keys = memory_alloc(r->sheet.rows, sizeof *keys);
	for (size_t row = 0; row < r->sheet.rows; row++) {
		cordon_need n = {.group = take_group(r, row), .row = reading_line(r, row)};
		bool good = n.group >= 0;
		good &= reading_whole(r, row, NEED_TIER, 1, CORDON_TIERS_MAX, 1, &n.tier);
		good &= take_amount(r, row, &at, &n.commodity, &n.place, &n.period, &n.amount);
		if (!good)
			continue;
		keys[e->needs] = (record_key){{n.group, n.commodity, n.place, n.period, n.tier}, n.row};
		e->need[e->needs++] = n;
	}
	reading_same_keys(r, keys, (size_t)e->needs, CORDON_WARNING, &ECONOMY_ADDED);
	free(keys);
	e->groups = r->s->groups.count;
	e->group = r->s->groups.name;
}

void read_discrepancies(reading *r)
{
	static const amount_columns at = {DISCREPANCY_COMMODITY, DISCREPANCY_PLACE, DISCREPANCY_PERIOD,
									  DISCREPANCY_AMOUNT,    DISCREPANCY_UNIT,  true};
	cordon_economy *e = r->e;
	e->discrepancy = memory_alloc(r->sheet.rows, sizeof *e->discrepancy);
	record_key *keys = memory_alloc(r->sheet.rows, sizeof *keys);
	for (size_t row = 0; row < r->sheet.rows; row++) {
		cordon_discrepancy d = {.row = reading_line(r, row)};
		if (!take_amount(r, row, &at, &d.commodity, &d.place, &d.period, &d.amount))
			continue;
		keys[e->discrepancies] = (record_key){{d.commodity, d.place, d.period}, d.row};
		e->discrepancy[e->discrepancies++] = d;
	}
	reading_same_keys(r, keys, (size_t)e->discrepancies, CORDON_WARNING, &ECONOMY_ADDED);
	free(keys);
}

/* ---- observed, settings
 * ---------------------------------------------------------------------------------------------- */

void read_observed(reading *r)
{
	cordon_economy *e = r->e;
	e->observation = memory_alloc(r->sheet.rows, sizeof *e->observation);
	record_key *keys = memory_alloc(r->sheet.rows, sizeof *keys);
	for (size_t row = 0; row < r->sheet.rows; row++) {
		cordon_observation o = {.row = reading_line(r, row)};
		bool good = reading_reference(r, row, OBSERVED_PROCESS, TABLE_PROCESSES, &o.process);
		good &= reading_period(r, row, OBSERVED_PERIOD, &o.period);
		good &= reading_amount(r, row, OBSERVED_ACTIVITY, &o.activity);
		if (!good)
			continue;
		keys[e->observations] = (record_key){{o.process, o.period}, o.row};
		e->observation[e->observations++] = o;
	}
	reading_same_keys(r, keys, (size_t)e->observations, CORDON_ERROR, &ECONOMY_TWICE);
	free(keys);
}

static void take_setting(reading *r, size_t row)
{
	const char *key = reading_cell(r, row, SETTING_KEY), *value = reading_cell(r, row, SETTING_VALUE);
	if (!strcmp(key, "objective")) {
		if (strcmp(value, "labour") && names_find(&r->s->commodities, value) < 0 && !r->loose[TABLE_COMMODITIES])
			reading_complain(r, row, SETTING_VALUE, TEXT(ECONOMY_ID_UNKNOWN, "commodities"),
							 TEXT(ECONOMY_OBJECTIVE_FORM));
		r->e->objective = arena_copy_text(&r->s->texts, value);
	} else if (!strcmp(key, "balance_tolerance")) {
		double tolerance;
		if (reading_amount(r, row, SETTING_VALUE, &tolerance)) {
			if (tolerance < 1)
				r->e->balance_tolerance = tolerance;
			else
				reading_complain(r, row, SETTING_VALUE, TEXT(ECONOMY_TOLERANCE), TEXT(ECONOMY_TOLERANCE_FORM));
		}
	} else {
		reading_warn(r, row, SETTING_KEY, TEXT(ECONOMY_SETTING_UNKNOWN), TEXT(ECONOMY_SETTINGS_KNOWN));
	}
}

void read_settings(reading *r)
{
	names keys = {0};
	for (size_t row = 0; row < r->sheet.rows; row++) {
		const char *key = reading_cell(r, row, SETTING_KEY);
		int count = keys.count;
		if (names_add(&keys, key) < count)
			reading_complain(r, row, SETTING_KEY, TEXT(ECONOMY_SETTING_TWICE), NO_TEXT);
		else
			take_setting(r, row);
	}
	names_free(&keys);
}
