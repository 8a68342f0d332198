/* The verifier recomputes everything a plan file claims from the package, the activities, the fulfilments and the prices.
 *
 * It shares the package reader and the reading of JSON fields with the rest of Cordón, not the model and not the
 * solver. It makes one pass over the exchanges for the balances and one a stage for the prices. docs/plan-file.md is the specification.
 *
 * A cell is one (commodity, place, period); all arrays over cells are dense.
 * Weak duality, for prices y >= 0 and boxes x <= u, with R = what fixed elements receive less the stock:
 *	lowest open fulfilment  <=  (sum_j u_j max(0, (y'A)_j) - y'R) / sum_open y D
 *	cost'x                  >=  y'R - sum_j u_j max(0, (y'A)_j - c_j)
 */
#include "base/memory.h"
#include "plan/codes.h"
#include "plan/fields.h"

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

struct flow { /* what one unit of a column adds to a balance; all of a column stand together, one a cell */
	int column;
	int64_t cell;
	double amount;
};

struct verifier {
	plan_fields fields;     /* the file's names and its mistakes of form */
	cordon_economy *e;
	cordon_plan_verdict *verdict;
	json_t *root;
	int64_t cells;
	int columns;            /* process * periods + period */
	double *activity, *capacity, *box, *cost; /* columns */
	double *stock, *price;  /* cells */
	bool *balanced;         /* cells: false for emissions without a limit */
	struct flow *flow;
	size_t flows;
	struct element *element;
	int elements, tiers;
	bool failed;            /* the file was understood, but something does not hold */
};

static void fails(struct verifier *v, const char *field, double found, cordon_text what, cordon_text expected)
{
	char text[32];
	snprintf(text, sizeof text, "%.12g", found);
	finding_add(v->fields.error, CORDON_ERROR, (place_in_file){v->fields.file, 0, field, text}, what, expected);
	v->failed = true;
}

/* The same, where a number is what was expected. */
static void fails_against(struct verifier *v, const char *field, double found, cordon_text what, const cordon_code *expected, double number)
{
	char text[32];
	snprintf(text, sizeof text, "%.12g", number);
	fails(v, field, found, what, (cordon_text){expected, {text}});
}

/* Checks a recorded figure; `worse` is how far the recomputed one is on the wrong side of it. */
static void check_recorded(struct verifier *v, const char *field, double recorded, double recomputed, double worse)
{
	if (!(worse <= RECORD_TOLERANCE * fmax(1, fabs(recorded))))
		fails_against(v, field, recorded, TEXT(PLAN_RECORDED), &PLAN_RECOMPUTED, recomputed);
}

/* Checks a stage's recorded value and bound; a bound may be better than recorded, never worse. `side`: 1 above, -1 below. */
static void check_stage(struct verifier *v, json_t *stage, double value, double bound, int side)
{
	double recorded = fields_number(&v->fields, stage, "value"), recorded_bound = fields_number(&v->fields, stage, "bound");
	check_recorded(v, "value", recorded, value, fabs(recorded - value));
	check_recorded(v, "bound", recorded_bound, bound, side * (bound - recorded_bound));
}

static int64_t cell_of(const struct verifier *v, int commodity, int place, int period)
{
	return ((int64_t)commodity * v->e->places + place) * v->e->periods + period;
}

static int64_t cell_at(struct verifier *v, json_t *object)
{
	cordon_balance b = fields_balance(&v->fields, object);
	return cell_of(v, b.commodity, b.place, b.period);
}

static const char *commodity_id(const struct verifier *v, int64_t cell)
{
	return v->e->commodity[cell / v->e->periods / v->e->places].id;
}

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

static void add_flow(struct verifier *v, size_t first, struct flow flow)
{
	for (size_t i = first; i < v->flows; i++)
		if (v->flow[i].cell == flow.cell) { /* made and used by the same process: the net counts */
			v->flow[i].amount += flow.amount;
			return;
		}
	v->flow[v->flows++] = flow;
}

static void gather_flows(struct verifier *v)
{
	const cordon_economy *e = v->e;
	v->flow = memory_alloc((size_t)e->exchanges * (size_t)e->periods, sizeof *v->flow);
	for (int j = 0; j < v->columns; j++) {
		const cordon_process *p = &e->process[j / e->periods];
		size_t first = v->flows;
		for (int k = p->first_exchange; k < p->first_exchange + p->exchange_count; k++) {
			const cordon_exchange *x = &e->exchange[k];
			int period = j % e->periods + x->lead;
			int64_t cell = cell_of(v, x->commodity, x->place, period);
			bool emission = e->commodity[x->commodity].kind == CORDON_EMISSION;
			if (period < e->periods && v->balanced[cell])
				add_flow(v, first, (struct flow){j, cell, emission ? -x->amount : x->amount});
		}
	}
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

/* One pass at the present boxes: what each cell could be used for and have at most; then what that leaves of each column: none
 * makes more than its outputs can be used for, none runs beyond its inputs. Returns the largest cut. */
static double tighten(struct verifier *v)
{
	const struct flow *end = v->flow + v->flows;
	double *used = memory_alloc((size_t)v->cells, sizeof *used), *there = memory_alloc((size_t)v->cells, sizeof *there);
	double *wanted = memory_alloc((size_t)v->columns, sizeof *wanted), *fed = memory_alloc((size_t)v->columns, sizeof *fed);
	memcpy(there, v->stock, (size_t)v->cells * sizeof *there);
	for (int i = 0; i < v->elements; i++)
		used[v->element[i].cell] += v->element[i].demand;
	for (const struct flow *f = v->flow; f < end; f++)
		*(f->amount < 0 ? &used[f->cell] : &there[f->cell]) += fabs(f->amount) * v->box[f->column];
	for (int j = 0; j < v->columns; j++)
		fed[j] = INFINITY;
	for (const struct flow *f = v->flow; f < end; f++)
		if (f->amount > 0)
			wanted[f->column] = fmax(wanted[f->column], used[f->cell] / f->amount);
		else if (f->amount < 0)
			fed[f->column] = fmin(fed[f->column], there[f->cell] / -f->amount);
	double cut = 0;
	for (int j = 0; j < v->columns; j++) {
		double most = fmin(wanted[j], fed[j]) * (1 + 1e-12);
		if (most < v->box[j]) {
			cut = fmax(cut, 1 - most / v->box[j]);
			v->box[j] = most;
		}
	}
	free(used);
	free(there);
	free(wanted);
	free(fed);
	return cut;
}

/* Boxes: capacities, tightened over and over (docs/plan-file.md says why that loses nothing). */
static void gather_boxes(struct verifier *v)
{
	enum { PASSES = 100 };
	memcpy(v->box, v->capacity, (size_t)v->columns * sizeof *v->box);
	for (int pass = 0; pass < PASSES && tighten(v) > 1e-3; pass++)
		;
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
	gather_flows(v);
	gather_costs(v);
	gather_boxes(v);
}

static void take_activities(struct verifier *v)
{
	const cordon_economy *e = v->e;
	bool *seen = memory_alloc((size_t)v->columns, sizeof *seen);
	size_t i;
	json_t *one;
	json_array_foreach(fields_array(&v->fields, v->root, "activity"), i, one) {
		int process = fields_index(&v->fields, one, "process", &v->fields.process);
		int j = process * e->periods + fields_index(&v->fields, one, "period", &v->fields.period);
		if (v->fields.bad)
			break;
		if (seen[j])
			fields_bad(&v->fields, "activity", e->process[process].id, TEXT(PLAN_TWICE), NO_TEXT);
		seen[j] = true;
		double x = v->activity[j] = fields_number(&v->fields, one, "activity");
		double beyond = x < 0 ? (double)INFINITY : x > v->capacity[j] ? x / v->capacity[j] - 1 : 0;
		v->verdict->capacity_violation = fmax(v->verdict->capacity_violation, beyond);
		if (beyond > BALANCE_TOLERANCE)
			fails_against(v, "activity", x, TEXT(PLAN_CAPACITY, e->process[process].id), &PLAN_AT_MOST, v->capacity[j]);
	}
	free(seen);
}

static void take_fulfilments(struct verifier *v, int stages)
{
	size_t i;
	json_t *one;
	json_array_foreach(fields_array(&v->fields, v->root, "fulfilment"), i, one) {
		struct element key = {.cell = cell_at(v, one), .tier = (int)fields_number(&v->fields, one, "tier")};
		struct element *found = bsearch(&key, v->element, (size_t)v->elements, sizeof key, by_tier_and_cell);
		if (v->fields.bad)
			return;
		if (!found || found->stage >= 0) {
			fields_bad(&v->fields, "fulfilment", commodity_id(v, key.cell), found ? TEXT(PLAN_TWICE) : TEXT(PLAN_UNKNOWN), NO_TEXT);
			return;
		}
		double demand = fields_number(&v->fields, one, "demand"), stage = fields_number(&v->fields, one, "stage");
		found->fulfilment = fields_number(&v->fields, one, "fulfilment");
		check_recorded(v, "demand", demand, found->demand, fabs(demand - found->demand) / fmax(1e-300, found->demand));
		if (!(found->fulfilment >= 0 && found->fulfilment <= 1))
			fails(v, "fulfilment", found->fulfilment, TEXT(PLAN_FIELD), TEXT(PLAN_SHARE));
		found->stage = stage >= 0 && stage < stages - 1 ? (int)stage : -1;
	}
	for (int k = 0; k < v->elements && !v->fields.bad; k++)
		if (v->element[k].stage < 0)
			fields_bad(&v->fields, "fulfilment", NULL, TEXT(PLAN_ELEMENT_MISSING, commodity_id(v, v->element[k].cell)), NO_TEXT);
}

static void check_balances(struct verifier *v)
{
	double *net = memory_alloc((size_t)v->cells, sizeof *net), *gross = memory_alloc((size_t)v->cells, sizeof *gross);
	for (const struct flow *f = v->flow; f < v->flow + v->flows; f++) {
		net[f->cell] += f->amount * v->activity[f->column];
		gross[f->cell] += fabs(f->amount * v->activity[f->column]);
	}
	for (int i = 0; i < v->elements; i++) {
		double received = v->element[i].fulfilment * v->element[i].demand;
		net[v->element[i].cell] -= received;
		gross[v->element[i].cell] += received;
	}
	for (int64_t cell = 0; cell < v->cells; cell++) {
		double throughput = gross[cell] + v->stock[cell], misses = -(net[cell] + v->stock[cell]);
		if (!v->balanced[cell] || misses <= 0)
			continue;
		v->verdict->balance_violation = fmax(v->verdict->balance_violation, misses / throughput);
		if (!(misses <= BALANCE_TOLERANCE * throughput))
			fails_against(v, "activity", misses, TEXT(PLAN_BALANCE, commodity_id(v, cell)), &PLAN_AT_MOST,
				      BALANCE_TOLERANCE * throughput);
	}
	free(net);
	free(gross);
}

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
		double price = fields_number(&v->fields, one, "price");
		if (v->fields.bad)
			return;
		if (!(price >= 0) || !v->balanced[cell] || v->price[cell] != 0)
			fields_bad(&v->fields, "price", commodity_id(v, cell), TEXT(PLAN_FIELD), TEXT(PLAN_PRICE));
		v->price[cell] = price;
	}
}

static bool is_open(const struct element *element, int tier, int stage)
{
	return element->tier == tier && element->stage >= stage;
}

static struct sums sum_up(const struct verifier *v, int tier, int stage, double floor, bool last)
{
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
	long double margin = 0;
	for (size_t i = 0; i < v->flows; i++) {
		int j = v->flow[i].column;
		margin += (long double)v->flow[i].amount * v->price[v->flow[i].cell];
		if (i + 1 < v->flows && v->flow[i + 1].column == j)
			continue;
		margin -= last ? v->cost[j] : 0;
		s.rents += margin > 0 ? margin * v->box[j] : 0;
		margin = 0;
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
	*worst = fmax(*worst, gap);
	if (!(gap <= tolerance))
		fails_against(v, "gap", gap, TEXT(PLAN_GAP), &PLAN_AT_MOST, tolerance);
}

static void check_level(struct verifier *v, json_t *stage, int number, bool rest, double tolerance)
{
	double floor = rest ? fields_number(&v->fields, stage, "floor") : 0;
	int tier = (int)fields_number(&v->fields, stage, "tier");
	struct sums s = sum_up(v, tier, number, floor, false);
	double bound = 1, value = rest ? s.mean : s.lowest;
	if (rest && s.open)
		bound = fmin(1, (double)(s.rents - s.required + s.rest));
	else if (s.weights > 0)
		bound = fmin(1, (double)((s.rents - s.required) / s.weights));
	if (rest && s.lowest < floor - RECORD_TOLERANCE)
		fails(v, "floor", floor, TEXT(PLAN_RECORDED), NO_TEXT);
	check_stage(v, stage, value, bound, 1);
	check_gap(v, fmax(0, bound - value), tolerance, &v->verdict->level_gap);
	if (rest)
		v->verdict->rest += s.open;
	else
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
	check_stage(v, stage, value, bound, -1);
	double scale = fmax(fabs(value), fabs(bound));
	check_gap(v, scale > 0 ? fmax(0, value - bound) / scale : 0, tolerance, &v->verdict->last_gap);
}

/* Stages stand in order of tier, and every element was fixed by a stage of its own tier; the last stage is the objective. */
static void check_order(struct verifier *v, json_t *stages)
{
	int tier = 0, count = (int)json_array_size(stages);
	int *tier_of = memory_alloc((size_t)count, sizeof *tier_of);
	for (int s = 0; s < count && !v->fields.bad; s++) {
		json_t *stage = json_array_get(stages, (size_t)s);
		const char *kind = json_string_value(json_object_get(stage, "kind"));
		bool last = kind && !strcmp(kind, "last");
		tier_of[s] = last ? 0 : (int)fields_number(&v->fields, stage, "tier");
		if (!kind || last != (s == count - 1) || (!last && tier_of[s] < tier) || (!last && strcmp(kind, "level") && strcmp(kind, "rest")))
			fields_bad(&v->fields, "stages", kind, TEXT(PLAN_STAGE_ORDER), NO_TEXT);
		tier = tier_of[s];
	}
	for (int i = 0; i < v->elements && !v->fields.bad; i++)
		if (tier_of[v->element[i].stage] != v->element[i].tier)
			fields_bad(&v->fields, "stage", commodity_id(v, v->element[i].cell), TEXT(PLAN_STAGE_ORDER), NO_TEXT);
	free(tier_of);
}

static void check_stages(struct verifier *v, json_t *stages, double tolerance)
{
	size_t i;
	json_t *stage;
	json_array_foreach(stages, i, stage) {
		const char *kind = json_string_value(json_object_get(stage, "kind"));
		take_prices(v, stage);
		if (v->fields.bad)
			return;
		if (!strcmp(kind, "last"))
			check_last(v, stage, tolerance);
		else
			check_level(v, stage, (int)i, !strcmp(kind, "rest"), tolerance);
	}
}

static void verify(struct verifier *v)
{
	json_t *stages = fields_array(&v->fields, v->root, "stages");
	double tolerance = fmax(fields_number(&v->fields, v->root, "gap_asked"), v->e->commodities <= 2000 ? 1e-6 : 1e-4);
	gather(v);
	take_activities(v);
	if (!v->fields.bad)
		take_fulfilments(v, (int)json_array_size(stages));
	if (!v->fields.bad)
		check_order(v, stages);
	if (v->fields.bad)
		return;
	check_balances(v);
	check_stages(v, stages, tolerance);
}

/* The plan is for this very package, and its what-ifs apply. */
static bool prepare(struct verifier *v, const char *bytes, size_t length)
{
	const char *hash = json_string_value(json_object_get(json_object_get(v->root, "package"), "hash"));
	if (!hash || strcmp(hash, v->e->hash)) {
		fields_bad(&v->fields, "package/hash", hash, TEXT(PLAN_PACKAGE), TEXT(PLAN_FIELD_EXPECTED, v->e->hash));
		return false;
	}
	cordon_change *change;
	int changes;
	cordon_status status = cordon_plan_read_changes(bytes, length, v->fields.file, &change, &changes, v->fields.error);
	if (!status)
		status = cordon_economy_change(v->e, change, changes, v->fields.error);
	cordon_changes_free(change, changes);
	v->fields.bad = status != CORDON_OK;
	return !status;
}

cordon_status cordon_plan_verify(cordon_economy *economy, const char *bytes, size_t length, const char *file,
				 cordon_plan_verdict *verdict, cordon_error *error)
{
	*verdict = (cordon_plan_verdict){0};
	struct verifier v = {.fields = {.file = file, .error = error}, .e = economy, .verdict = verdict};
	v.root = fields_load(bytes, length, file, error);
	if (!v.root)
		return CORDON_BAD_INPUT;
	if (prepare(&v, bytes, length)) {
		fields_begin(&v.fields, economy);
		verify(&v);
		fields_end(&v.fields);
	}
	json_decref(v.root);
	void *held[] = {v.activity, v.capacity, v.box, v.cost, v.stock, v.price, v.balanced, v.flow, v.element};
	for (size_t i = 0; i < sizeof held / sizeof *held; i++)
		free(held[i]);
	verdict->proven = !v.fields.bad && !v.failed;
	return v.fields.bad ? CORDON_BAD_INPUT : v.failed ? CORDON_UNPROVEN : CORDON_OK;
}
