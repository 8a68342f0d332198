/* The verifier: recomputes everything a plan file claims from the package, the activities, the fulfilments and the prices.
 *
 * It shares the package reader with the rest of Cordón and nothing else: not the model, not the solver, not the plan reader. It
 * makes one pass over the exchanges for the balances and one a stage for the prices. docs/plan-file.md is the specification.
 *
 * A cell is one (commodity, place, period); all arrays over cells are dense.
 * Weak duality, for prices y >= 0 and boxes x <= u, with R = what fixed elements receive less the stock:
 *	lowest open fulfilment  <=  (sum_j u_j max(0, (y'A)_j) - y'R) / sum_open y D
 *	cost'x                  >=  y'R - sum_j u_j max(0, (y'A)_j - c_j)
 */
#include "base/memory.h"
#include "plan/codes.h"

#include <cordon/plan.h>

#include <jansson.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define BALANCE_TOLERANCE 1e-9  /* relative to the cell's own throughput */
#define RECORD_TOLERANCE 1e-9   /* recorded against recomputed */
#define ELEMENT_FACTOR 1000     /* single elements are proven to this times the gap of their level */

struct element {
	int64_t cell;
	int tier, stage; /* stage -1: not yet read from the file */
	double demand, fulfilment;
};

struct verifier {
	cordon_economy *e;
	const char *file;
	cordon_error *error;
	cordon_plan_verdict *verdict;
	json_t *root;
	int64_t cells;
	int columns;            /* process * periods + period */
	double *activity, *capacity, *box, *cost; /* columns */
	double *stock, *price;  /* cells */
	bool *balanced;         /* cells: false for emissions without a limit */
	struct element *element;
	int elements, tiers;
	bool failed;            /* the file was understood, but something does not hold */
	bool bad;               /* the file cannot be understood */
};

/* ---- saying what is wrong ------------------------------------------------------------------------------------------ */

static void bad(struct verifier *v, const char *field, const char *found, cordon_text what, cordon_text expected)
{
	finding_add(v->error, CORDON_ERROR, (place_in_file){v->file, 0, field, found}, what, expected);
	v->bad = true;
}

static void fails(struct verifier *v, const char *field, double found, cordon_text what, cordon_text expected)
{
	char text[32];
	snprintf(text, sizeof text, "%.12g", found);
	finding_add(v->error, CORDON_ERROR, (place_in_file){v->file, 0, field, text}, what, expected);
	v->failed = true;
}

/* Checks a recorded figure; `worse` is how far the recomputed one is on the wrong side of it. */
static void check_recorded(struct verifier *v, const char *field, double recorded, double recomputed, double worse)
{
	char text[32];
	snprintf(text, sizeof text, "%.12g", recomputed);
	if (!(worse <= RECORD_TOLERANCE * fmax(1, fabs(recorded))))
		fails(v, field, recorded, TEXT(PLAN_RECORDED), TEXT(PLAN_RECOMPUTED, text));
}

/* ---- reading the file's fields --------------------------------------------------------------------------------------- */

static double number_at(struct verifier *v, json_t *object, const char *key)
{
	json_t *value = json_object_get(object, key);
	if (json_is_number(value) && isfinite(json_number_value(value)))
		return json_number_value(value);
	bad(v, key, NULL, TEXT(PLAN_FIELD), NO_TEXT);
	return 0;
}

static json_t *array_at(struct verifier *v, json_t *object, const char *key)
{
	json_t *value = json_object_get(object, key);
	if (!json_is_array(value))
		bad(v, key, NULL, TEXT(PLAN_FIELD), NO_TEXT);
	return value;
}

/* The index of an id in a table of records that begin with their id; the sole record when the key is absent. */
static int index_at(struct verifier *v, json_t *object, const char *key, const void *table, size_t size, int count)
{
	const char *id = json_string_value(json_object_get(object, key));
	if (!id && count == 1 && strcmp(key, "commodity") && strcmp(key, "process"))
		return 0;
	for (int i = 0; id && i < count; i++)
		if (!strcmp(id, *(const char *const *)(const void *)((const char *)table + (size_t)i * size)))
			return i;
	bad(v, key, id, id ? TEXT(PLAN_UNKNOWN) : TEXT(PLAN_FIELD), NO_TEXT);
	return 0;
}

static int64_t cell_of(const struct verifier *v, int commodity, int place, int period)
{
	return ((int64_t)commodity * v->e->places + place) * v->e->periods + period;
}

static int64_t cell_at(struct verifier *v, json_t *object)
{
	const cordon_economy *e = v->e;
	int commodity = index_at(v, object, "commodity", e->commodity, sizeof *e->commodity, e->commodities);
	int place = index_at(v, object, "place", e->place, sizeof *e->place, e->places);
	int period = index_at(v, object, "period", e->period, sizeof *e->period, e->periods);
	return cell_of(v, commodity, place, period);
}

static const char *commodity_id(const struct verifier *v, int64_t cell)
{
	return v->e->commodity[cell / v->e->periods / v->e->places].id;
}

/* ---- the economy's side ------------------------------------------------------------------------------------------------ */

static int by_tier_and_cell(const void *a, const void *b)
{
	const struct element *left = a, *right = b;
	if (left->tier != right->tier)
		return left->tier < right->tier ? -1 : 1;
	return (left->cell > right->cell) - (left->cell < right->cell);
}

static void add_element(struct verifier *v, int64_t cell, int tier, double demand)
{
	if (demand > 0)
		v->element[v->elements++] = (struct element){.cell = cell, .tier = tier, .stage = -1, .demand = demand};
}

/* Needs (and surplus discrepancies, in a tier of their own after the rest), one element a cell and tier. */
static void gather_elements(struct verifier *v)
{
	const cordon_economy *e = v->e;
	v->element = memory_alloc((size_t)(e->needs + e->discrepancies), sizeof *v->element);
	for (int i = 0; i < e->needs; i++) {
		const cordon_need *n = &e->need[i];
		v->tiers = n->tier > v->tiers ? n->tier : v->tiers;
		add_element(v, cell_of(v, n->commodity, n->place, n->period), n->tier, n->amount);
	}
	for (int i = 0; i < e->discrepancies; i++) {
		const cordon_discrepancy *d = &e->discrepancy[i];
		int64_t cell = cell_of(v, d->commodity, d->place, d->period);
		if (v->balanced[cell])
			add_element(v, cell, v->tiers + 1, d->amount);
		if (v->balanced[cell] && d->amount < 0)
			v->stock[cell] -= d->amount;
	}
	qsort(v->element, (size_t)v->elements, sizeof *v->element, by_tier_and_cell);
	int kept = 0;
	for (int i = 0; i < v->elements; i++) {
		if (kept && !by_tier_and_cell(&v->element[kept - 1], &v->element[i]))
			v->element[kept - 1].demand += v->element[i].demand;
		else
			v->element[kept++] = v->element[i];
	}
	v->elements = kept;
}

/* The signed amount of an exchange in its balance, and the cell it falls on for an activity of period t; false: on none. */
static bool exchange_on(const struct verifier *v, const cordon_exchange *x, int t, int64_t *cell, double *amount)
{
	const cordon_economy *e = v->e;
	if (t + x->lead >= e->periods)
		return false;
	*cell = cell_of(v, x->commodity, x->place, t + x->lead);
	*amount = e->commodity[x->commodity].kind == CORDON_EMISSION ? -x->amount : x->amount;
	return v->balanced[*cell];
}

static void gather_costs(struct verifier *v)
{
	const cordon_economy *e = v->e;
	bool labour = !e->objective || !strcmp(e->objective, "labour");
	double total = 0;
	for (int i = 0; i < e->exchanges; i++) {
		const cordon_exchange *x = &e->exchange[i];
		const cordon_commodity *c = &e->commodity[x->commodity];
		bool counts = labour ? c->kind == CORDON_LABOUR : !strcmp(c->id, e->objective);
		double used = c->kind == CORDON_EMISSION ? x->amount : -x->amount;
		for (int t = 0; counts && used > 0 && t < e->periods; t++)
			v->cost[x->process * e->periods + t] += used;
		total += counts && used > 0 ? used : 0;
	}
	for (int j = 0; total == 0 && j < v->columns; j++)
		v->cost[j] = 1;
}

/* Boxes: capacity, cut to what all uses of a process's outputs could take at most (see docs/plan-file.md for why that is sound). */
static void gather_boxes(struct verifier *v)
{
	enum { PASSES = 100 };
	const cordon_economy *e = v->e;
	double *used = memory_alloc((size_t)v->cells, sizeof *used), *most = memory_alloc((size_t)v->columns, sizeof *most);
	memcpy(v->box, v->capacity, (size_t)v->columns * sizeof *v->box);
	double cut = 1;
	for (int pass = 0; pass < PASSES && cut > 1e-3; pass++) {
		memset(used, 0, (size_t)v->cells * sizeof *used);
		memset(most, 0, (size_t)v->columns * sizeof *most);
		for (int i = 0; i < v->elements; i++)
			used[v->element[i].cell] += v->element[i].demand;
		int64_t cell;
		double amount;
		for (int i = 0; i < e->exchanges; i++)
			for (int t = 0; t < e->periods; t++)
				if (exchange_on(v, &e->exchange[i], t, &cell, &amount) && amount < 0)
					used[cell] -= amount * v->box[e->exchange[i].process * e->periods + t];
		for (int i = 0; i < e->exchanges; i++)
			for (int t = 0; t < e->periods; t++) {
				int j = e->exchange[i].process * e->periods + t;
				if (exchange_on(v, &e->exchange[i], t, &cell, &amount) && amount > 0)
					most[j] = fmax(most[j], used[cell] / amount * (1 + 1e-12));
			}
		cut = 0;
		for (int j = 0; j < v->columns; j++)
			if (most[j] < v->box[j]) {
				cut = fmax(cut, 1 - most[j] / v->box[j]);
				v->box[j] = most[j];
			}
	}
	free(used);
	free(most);
}

static void gather(struct verifier *v)
{
	const cordon_economy *e = v->e;
	v->cells = cell_of(v, e->commodities, 0, 0);
	v->columns = e->processes * e->periods;
	double **over_columns[] = {&v->activity, &v->capacity, &v->box, &v->cost};
	for (size_t i = 0; i < sizeof over_columns / sizeof *over_columns; i++)
		*over_columns[i] = memory_alloc((size_t)v->columns, sizeof **over_columns[i]);
	v->stock = memory_alloc((size_t)v->cells, sizeof *v->stock);
	v->price = memory_alloc((size_t)v->cells, sizeof *v->price);
	v->balanced = memory_alloc((size_t)v->cells, sizeof *v->balanced);
	for (int64_t cell = 0; cell < v->cells; cell++)
		v->balanced[cell] = e->commodity[cell / e->periods / e->places].kind != CORDON_EMISSION;
	for (int i = 0; i < e->stocks; i++) {
		int64_t cell = cell_of(v, e->stock[i].commodity, e->stock[i].place, e->stock[i].period);
		v->stock[cell] += e->stock[i].amount;
		v->balanced[cell] = true;
	}
	for (int j = 0; j < v->columns; j++)
		v->capacity[j] = cordon_economy_capacity(e, j / e->periods, j % e->periods);
	gather_elements(v);
	gather_costs(v);
	gather_boxes(v);
}

/* ---- the plan's side ----------------------------------------------------------------------------------------------------- */

static void take_activities(struct verifier *v)
{
	const cordon_economy *e = v->e;
	bool *seen = memory_alloc((size_t)v->columns, sizeof *seen);
	size_t i;
	json_t *one;
	json_array_foreach(array_at(v, v->root, "activity"), i, one) {
		int process = index_at(v, one, "process", e->process, sizeof *e->process, e->processes);
		int j = process * e->periods + index_at(v, one, "period", e->period, sizeof *e->period, e->periods);
		if (v->bad)
			break;
		if (seen[j])
			bad(v, "activity", e->process[process].id, TEXT(PLAN_TWICE), NO_TEXT);
		seen[j] = true;
		double x = v->activity[j] = number_at(v, one, "activity");
		double beyond = x < 0 ? (double)INFINITY : x > v->capacity[j] ? x / v->capacity[j] - 1 : 0;
		v->verdict->capacity_violation = fmax(v->verdict->capacity_violation, beyond);
		if (x < 0 || x > v->capacity[j] * (1 + BALANCE_TOLERANCE)) {
			char most[32];
			snprintf(most, sizeof most, "%.12g", v->capacity[j]);
			fails(v, "activity", x, TEXT(PLAN_CAPACITY, e->process[process].id), TEXT(PLAN_AT_MOST, most));
		}
	}
	free(seen);
}

static void take_fulfilments(struct verifier *v, int stages)
{
	size_t i;
	json_t *one;
	json_array_foreach(array_at(v, v->root, "fulfilment"), i, one) {
		struct element key = {.cell = cell_at(v, one), .tier = (int)number_at(v, one, "tier")};
		struct element *found = bsearch(&key, v->element, (size_t)v->elements, sizeof key, by_tier_and_cell);
		if (v->bad)
			return;
		if (!found || found->stage >= 0) {
			bad(v, "fulfilment", commodity_id(v, key.cell), found ? TEXT(PLAN_TWICE) : TEXT(PLAN_UNKNOWN), NO_TEXT);
			return;
		}
		double demand = number_at(v, one, "demand"), stage = number_at(v, one, "stage");
		found->fulfilment = number_at(v, one, "fulfilment");
		check_recorded(v, "demand", demand, found->demand, fabs(demand - found->demand) / fmax(1e-300, found->demand));
		if (!(found->fulfilment >= 0 && found->fulfilment <= 1))
			fails(v, "fulfilment", found->fulfilment, TEXT(PLAN_FIELD), TEXT(PLAN_SHARE));
		if (!(stage >= 0 && stage < stages - 1))
			bad(v, "stage", NULL, TEXT(PLAN_STAGE_ORDER), NO_TEXT);
		else
			found->stage = (int)stage;
	}
	for (int k = 0; k < v->elements && !v->bad; k++)
		if (v->element[k].stage < 0)
			bad(v, "fulfilment", NULL, TEXT(PLAN_ELEMENT_MISSING, commodity_id(v, v->element[k].cell)), NO_TEXT);
}

static void check_balances(struct verifier *v)
{
	const cordon_economy *e = v->e;
	double *net = memory_alloc((size_t)v->cells, sizeof *net), *gross = memory_alloc((size_t)v->cells, sizeof *gross);
	int64_t cell;
	double amount;
	for (int i = 0; i < e->exchanges; i++)
		for (int t = 0; t < e->periods; t++)
			if (exchange_on(v, &e->exchange[i], t, &cell, &amount)) {
				double moved = amount * v->activity[e->exchange[i].process * e->periods + t];
				net[cell] += moved;
				gross[cell] += fabs(moved);
			}
	for (int i = 0; i < v->elements; i++) {
		double received = v->element[i].fulfilment * v->element[i].demand;
		net[v->element[i].cell] -= received;
		gross[v->element[i].cell] += received;
	}
	for (cell = 0; cell < v->cells; cell++) {
		double throughput = gross[cell] + v->stock[cell], misses = -(net[cell] + v->stock[cell]);
		if (!v->balanced[cell] || misses <= 0)
			continue;
		v->verdict->balance_violation = fmax(v->verdict->balance_violation, misses / throughput);
		if (!(misses <= BALANCE_TOLERANCE * throughput)) {
			char text[2][32];
			snprintf(text[0], sizeof text[0], "%.6g", misses);
			snprintf(text[1], sizeof text[1], "%.6g", throughput);
			fails(v, "activity", misses / throughput, TEXT(PLAN_BALANCE, commodity_id(v, cell), text[0], text[1]),
			      NO_TEXT);
		}
	}
	free(net);
	free(gross);
}

/* ---- the stages -------------------------------------------------------------------------------------------------------------- */

/* What one stage's prices add up to. */
struct sums {
	long double required; /* y'R */
	long double rents;    /* sum_j u_j max(0, (y'A)_j - c_j) */
	long double weights;  /* sum over open of y D */
	long double rest;     /* sum over open of max over [floor, 1] of f (1/n - y D) */
	double lowest, mean;  /* of the open elements' fulfilment */
	int open;
};

static void take_prices(struct verifier *v, json_t *stage)
{
	memset(v->price, 0, (size_t)v->cells * sizeof *v->price);
	size_t i;
	json_t *one;
	json_array_foreach(json_object_get(stage, "prices"), i, one) {
		int64_t cell = cell_at(v, one);
		if (v->bad)
			return;
		double price = number_at(v, one, "price");
		if (!(price >= 0) || !v->balanced[cell] || v->price[cell] != 0) {
			bad(v, "price", commodity_id(v, cell), TEXT(PLAN_FIELD), TEXT(PLAN_PRICE));
			return;
		}
		v->price[cell] = price;
	}
}

static bool is_open(const struct element *element, int tier, int stage)
{
	return element->tier == tier && element->stage >= stage;
}

static struct sums sum_up(const struct verifier *v, int tier, int stage, double floor, bool last)
{
	const cordon_economy *e = v->e;
	struct sums s = {.lowest = 1};
	for (int64_t cell = 0; cell < v->cells; cell++)
		s.required -= (long double)v->price[cell] * v->stock[cell];
	for (int i = 0; i < v->elements; i++)
		s.open += !last && is_open(&v->element[i], tier, stage);
	for (int i = 0; i < v->elements; i++) {
		const struct element *one = &v->element[i];
		long double weight = (long double)v->price[one->cell] * one->demand;
		if (!last && is_open(one, tier, stage)) {
			long double margin = 1.0L / s.open - weight;
			s.weights += weight;
			s.rest += margin > 0 ? margin : margin * floor;
			s.lowest = fmin(s.lowest, one->fulfilment);
			s.mean += one->fulfilment / s.open;
		} else if (last || one->stage < stage) {
			s.required += weight * one->fulfilment;
		}
	}
	for (int p = 0; p < e->processes; p++)
		for (int t = 0; t < e->periods; t++) {
			long double margin = last ? -v->cost[p * e->periods + t] : 0;
			int64_t cell;
			double amount;
			for (int k = 0; k < e->process[p].exchange_count; k++)
				if (exchange_on(v, &e->exchange[e->process[p].first_exchange + k], t, &cell, &amount))
					margin += (long double)amount * v->price[cell];
			s.rents += margin > 0 ? margin * v->box[p * e->periods + t] : 0;
		}
	return s;
}

/* Every element fixed at this level: how much higher could it be, the others keeping the level? */
static void check_elements(struct verifier *v, int stage, const struct sums *s, double bound, double tolerance)
{
	for (int i = 0; i < v->elements; i++) {
		const struct element *one = &v->element[i];
		if (one->stage != stage)
			continue;
		double weight = v->price[one->cell] * one->demand, room = 1 - s->lowest;
		double slack = weight > 0 ? fmin(room, (double)((bound - s->lowest) * s->weights / weight)) : room;
		slack -= one->fulfilment - s->lowest;
		v->verdict->element_gap = fmax(v->verdict->element_gap, slack);
		if (slack > ELEMENT_FACTOR * tolerance)
			fails(v, "fulfilment", one->fulfilment, TEXT(PLAN_ELEMENT_OPEN, commodity_id(v, one->cell)), NO_TEXT);
	}
}

static void check_gap(struct verifier *v, double gap, double tolerance, double *worst)
{
	char most[32];
	snprintf(most, sizeof most, "%.3g", tolerance);
	*worst = fmax(*worst, gap);
	if (!(gap <= tolerance))
		fails(v, "gap", gap, TEXT(PLAN_GAP), TEXT(PLAN_AT_MOST, most));
}

static void check_level(struct verifier *v, json_t *stage, int number, bool rest, double tolerance)
{
	double floor = rest ? number_at(v, stage, "floor") : 0;
	int tier = (int)number_at(v, stage, "tier");
	struct sums s = sum_up(v, tier, number, floor, false);
	double bound = 1, value = rest ? s.mean : s.lowest;
	if (rest && s.open)
		bound = fmin(1, (double)(s.rents - s.required + s.rest));
	else if (s.weights > 0)
		bound = fmin(1, (double)((s.rents - s.required) / s.weights));
	if (rest && s.lowest < floor - RECORD_TOLERANCE)
		fails(v, "floor", floor, TEXT(PLAN_RECORDED), NO_TEXT);
	double recorded = number_at(v, stage, "value"), recorded_bound = number_at(v, stage, "bound");
	check_recorded(v, "value", recorded, value, fabs(recorded - value));
	check_recorded(v, "bound", recorded_bound, bound, bound - recorded_bound);
	check_gap(v, fmax(0, bound - value), tolerance, &v->verdict->level_gap);
	if (!rest)
		check_elements(v, number, &s, bound, tolerance);
	v->verdict->levels++;
}

static void check_last(struct verifier *v, json_t *stage, double tolerance)
{
	struct sums s = sum_up(v, 0, 0, 0, true);
	long double cost = 0;
	for (int j = 0; j < v->columns; j++)
		cost += (long double)v->cost[j] * v->activity[j];
	double value = v->verdict->objective = (double)cost, bound = v->verdict->objective_bound = (double)(s.required - s.rents);
	double recorded = number_at(v, stage, "value"), recorded_bound = number_at(v, stage, "bound");
	check_recorded(v, "value", recorded, value, fabs(recorded - value));
	check_recorded(v, "bound", recorded_bound, bound, recorded_bound - bound);
	double scale = fmax(fabs(value), fabs(bound));
	check_gap(v, scale > 0 ? fmax(0, value - bound) / scale : 0, tolerance, &v->verdict->last_gap);
}

/* Stages stand in order of tier, and every element was fixed by a stage of its own tier; the last stage is the objective. */
static void check_order(struct verifier *v, json_t *stages)
{
	int tier = 0, count = (int)json_array_size(stages);
	int *tier_of = memory_alloc((size_t)count, sizeof *tier_of);
	for (int s = 0; s < count && !v->bad; s++) {
		json_t *stage = json_array_get(stages, (size_t)s);
		const char *kind = json_string_value(json_object_get(stage, "kind"));
		bool last = kind && !strcmp(kind, "last");
		tier_of[s] = last ? 0 : (int)number_at(v, stage, "tier");
		if (!kind || last != (s == count - 1) || (!last && tier_of[s] < tier) || (!last && strcmp(kind, "level") && strcmp(kind, "rest")))
			bad(v, "stages", kind, TEXT(PLAN_STAGE_ORDER), NO_TEXT);
		tier = tier_of[s];
	}
	for (int i = 0; i < v->elements && !v->bad; i++)
		if (tier_of[v->element[i].stage] != v->element[i].tier)
			bad(v, "stage", commodity_id(v, v->element[i].cell), TEXT(PLAN_STAGE_ORDER), NO_TEXT);
	free(tier_of);
}

static void check_stages(struct verifier *v, json_t *stages, double tolerance)
{
	size_t i;
	json_t *stage;
	json_array_foreach(stages, i, stage) {
		const char *kind = json_string_value(json_object_get(stage, "kind"));
		take_prices(v, stage);
		if (v->bad)
			return;
		if (!strcmp(kind, "last"))
			check_last(v, stage, tolerance);
		else
			check_level(v, stage, (int)i, !strcmp(kind, "rest"), tolerance);
	}
}

/* ---- the whole ---------------------------------------------------------------------------------------------------------------- */

static void check_package(struct verifier *v)
{
	const char *format = json_string_value(json_object_get(v->root, "format"));
	const char *hash = json_string_value(json_object_get(json_object_get(v->root, "package"), "hash"));
	if (!format || strcmp(format, "cordon-plan/1"))
		bad(v, "format", format, TEXT(PLAN_FIELD), TEXT(PLAN_FIELD_EXPECTED, "cordon-plan/1"));
	else if (!hash || strcmp(hash, v->e->hash)) {
		finding_add(v->error, CORDON_ERROR, (place_in_file){v->file, 0, "package/hash", hash}, TEXT(PLAN_PACKAGE),
			    TEXT(PLAN_FIELD_EXPECTED, v->e->hash));
		v->failed = true;
	}
}

static void verify(struct verifier *v)
{
	json_t *stages = array_at(v, v->root, "stages");
	double asked = number_at(v, v->root, "gap_asked");
	double tolerance = fmax(asked, v->e->commodities <= 2000 ? 1e-6 : 1e-4);
	if (v->bad)
		return;
	gather(v);
	take_activities(v);
	if (!v->bad)
		take_fulfilments(v, (int)json_array_size(stages));
	if (!v->bad)
		check_order(v, stages);
	if (v->bad)
		return;
	check_balances(v);
	check_stages(v, stages, tolerance);
}

static cordon_status apply_changes(struct verifier *v, const char *bytes, size_t length)
{
	cordon_change *change;
	int changes;
	cordon_status status = cordon_plan_read_changes(bytes, length, v->file, &change, &changes, v->error);
	if (!status)
		status = cordon_economy_change(v->e, change, changes, v->error);
	cordon_changes_free(change, changes);
	return status;
}

cordon_status cordon_plan_verify(cordon_economy *economy, const char *bytes, size_t length, const char *file, cordon_plan_verdict *verdict,
				 cordon_error *error)
{
	*verdict = (cordon_plan_verdict){0};
	struct verifier v = {.e = economy, .file = file, .error = error, .verdict = verdict};
	json_error_t wrong;
	v.root = json_loadb(bytes, length, JSON_REJECT_DUPLICATES, &wrong);
	if (!v.root)
		return finding_add(error, CORDON_ERROR, (place_in_file){file, wrong.line, NULL, NULL}, TEXT(PLAN_NOT_JSON, wrong.text),
				   NO_TEXT);
	check_package(&v);
	if (!v.bad && !v.failed && apply_changes(&v, bytes, length))
		v.bad = true;
	if (!v.bad && !v.failed)
		verify(&v);
	json_decref(v.root);
	void *held[] = {v.activity, v.capacity, v.box, v.cost, v.stock, v.price, v.balanced, v.element};
	for (size_t i = 0; i < sizeof held / sizeof *held; i++)
		free(held[i]);
	verdict->proven = !v.bad && !v.failed;
	return v.bad ? CORDON_BAD_INPUT : v.failed ? CORDON_UNPROVEN : CORDON_OK;
}
