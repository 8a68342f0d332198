/* The verifier recomputes everything a plan file claims from the package, the activities, the fulfilments and the
 * prices.
 *
 * It shares the readers of packages and of plan files with the rest of Cordón, not the model and not the solver. It
 * makes one pass over the exchanges for the balances and one a stage for the prices. docs/plan-file.md is the
 * specification.
 *
 * A cell is one (commodity, place, period); all arrays over cells are dense.
 * Weak duality, for prices y >= 0 and boxes x <= u, with R = what fixed elements receive less the stock:
 *	lowest open fulfilment  <=  (sum_j u_j max(0, (y'A)_j) - y'R) / sum_open y D
 *	cost'x                  >=  y'R - sum_j u_j max(0, (y'A)_j - c_j)
 */
#include "base/memory.h"
#include "plan/claims.h"
#include "plan/codes.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define BALANCE_TOLERANCE 1e-9 /* relative to the cell's own throughput */
#define RECORD_TOLERANCE 1e-9 /* recorded against recomputed */
#define ELEMENT_FACTOR 1000 /* single elements are proven to this times the gap of their level */

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
	const char *file;
	cordon_error *error;
	plan_claims claims;
	cordon_economy *e;
	cordon_plan_verdict *verdict;
	int64_t cells;
	int columns; /* process * periods + period */
	double *capacity, *box, *cost; /* columns */
	double *stock, *price; /* cells */
	bool *balanced; /* cells: false for emissions without a limit */
	struct flow *flow;
	size_t flows;
	struct element *element;
	int elements, tiers; /* tiers: the one of discrepancies included */
	int *element_of; /* (tier - 1) * cells + cell -> number + 1, 0: none */
	bool failed; /* the file was understood, but something does not hold */
};

static void fails(struct verifier *v, const char *field, double found, cordon_text what, cordon_text expected)
{
	char text[32];
	snprintf(text, sizeof text, "%.12g", found);
	finding_add(v->error, CORDON_ERROR, (place_in_file){v->file, 0, field, text}, what, expected);
	v->failed = true;
}

/* The same, where a number is what was expected. */
static void fails_against(struct verifier *v, const char *field, double found, cordon_text what,
			  const cordon_code *expected, double number)
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

/* Checks a stage's recorded value and bound; a bound may be better than recorded, never worse. `side`: 1 above, -1
 * below. */
static void check_stage(struct verifier *v, const claimed_stage *stage, double value, double bound, int side)
{
	check_recorded(v, "value", stage->value, value, fabs(stage->value - value));
	check_recorded(v, "bound", stage->bound, bound, side * (bound - stage->bound));
}

static int64_t cell_of(const struct verifier *v, int commodity, int place, int period)
{
	return ((int64_t)commodity * v->e->places + place) * v->e->periods + period;
}

static const char *commodity_id(const struct verifier *v, int64_t cell)
{
	return v->e->commodity[cell / v->e->periods / v->e->places].id;
}

static void add_demand(struct verifier *v, int tier, int64_t cell, double demand)
{
	int *slot = &v->element_of[(tier - 1) * v->cells + cell];
	if (demand > 0 && !*slot) {
		v->element[v->elements] = (struct element){.cell = cell, .tier = tier, .stage = -1};
		*slot = ++v->elements;
	}
	if (demand > 0)
		v->element[*slot - 1].demand += demand;
}

/* Needs, one element a cell and tier; surplus discrepancies in a tier of their own after the rest; those without a
 * source are stock. */
static void gather_elements(struct verifier *v)
{
	const cordon_economy *e = v->e;
	v->element = memory_alloc((size_t)(e->needs + e->discrepancies), sizeof *v->element);
	for (int i = 0; i < e->needs; i++)
		v->tiers = e->need[i].tier >= v->tiers ? e->need[i].tier + 1 : v->tiers;
	v->element_of = memory_alloc((size_t)v->tiers * (size_t)v->cells, sizeof *v->element_of);
	for (int i = 0; i < e->needs; i++) {
		const cordon_need *n = &e->need[i];
		add_demand(v, n->tier, cell_of(v, n->commodity, n->place, n->period), n->amount);
	}
	for (int i = 0; i < e->discrepancies; i++) {
		const cordon_discrepancy *d = &e->discrepancy[i];
		int64_t cell = cell_of(v, d->commodity, d->place, d->period);
		if (v->balanced[cell])
			add_demand(v, v->tiers, cell, d->amount);
		if (v->balanced[cell] && d->amount < 0)
			v->stock[cell] -= d->amount;
	}
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

/* One pass at the present boxes: what each cell could be used for and have at most; then what that leaves of each
 * column: none makes more than its outputs can be used for, none runs beyond its inputs. Returns the largest cut. */
static double tighten(struct verifier *v)
{
	const struct flow *end = v->flow + v->flows;
	double *used = memory_alloc((size_t)v->cells, sizeof *used),
	       *there = memory_alloc((size_t)v->cells, sizeof *there);
	double *wanted = memory_alloc((size_t)v->columns, sizeof *wanted),
	       *fed = memory_alloc((size_t)v->columns, sizeof *fed);
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
	double **over_columns[] = {&v->capacity, &v->box, &v->cost};
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

static void check_activities(struct verifier *v)
{
	for (int j = 0; j < v->columns; j++) {
		double x = v->claims.activity[j];
		double beyond = x < 0 ? (double)INFINITY : x > v->capacity[j] ? x / v->capacity[j] - 1 : 0;
		v->verdict->capacity_violation = fmax(v->verdict->capacity_violation, beyond);
		if (beyond > BALANCE_TOLERANCE)
			fails_against(v, "activity", x, TEXT(PLAN_CAPACITY, v->e->process[j / v->e->periods].id),
				      &PLAN_AT_MOST, v->capacity[j]);
	}
}

/* Puts what is claimed of each element beside its demand as gathered from the package. */
static void take_elements(struct verifier *v)
{
	for (size_t i = 0; i < v->claims.elements; i++) {
		const claimed_element *claimed = &v->claims.element[i];
		int number =
			claimed->tier <= v->tiers ? v->element_of[(claimed->tier - 1) * v->cells + claimed->cell] : 0;
		if (!number) {
			fails(v, "fulfilment", claimed->fulfilment, TEXT(PLAN_NO_NEED, commodity_id(v, claimed->cell)),
			      NO_TEXT);
			continue;
		}
		struct element *element = &v->element[number - 1];
		element->fulfilment = claimed->fulfilment;
		element->stage = claimed->stage;
		check_recorded(v, "demand", claimed->demand, element->demand,
			       fabs(claimed->demand - element->demand) / element->demand);
		if (!(element->fulfilment >= 0 && element->fulfilment <= 1))
			fails(v, "fulfilment", element->fulfilment, TEXT(PLAN_FIELD), TEXT(PLAN_SHARE));
	}
	for (int i = 0; i < v->elements; i++)
		if (v->element[i].stage < 0)
			fails(v, "fulfilment", 0, TEXT(PLAN_ELEMENT_MISSING, commodity_id(v, v->element[i].cell)),
			      NO_TEXT);
}

static void check_balances(struct verifier *v)
{
	double *net = memory_alloc((size_t)v->cells, sizeof *net),
	       *gross = memory_alloc((size_t)v->cells, sizeof *gross);
	for (const struct flow *f = v->flow; f < v->flow + v->flows; f++) {
		net[f->cell] += f->amount * v->claims.activity[f->column];
		gross[f->cell] += fabs(f->amount * v->claims.activity[f->column]);
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
	long double rents; /* sum_j u_j max(0, (y'A)_j - c_j) */
	long double weights; /* sum over open of y D */
	long double rest; /* sum over open of max over [floor, 1] of f (1/n - y D) */
	double lowest, mean; /* of the open elements' fulfilment */
	int open;
};

static void take_prices(struct verifier *v, const claimed_stage *stage)
{
	memset(v->price, 0, (size_t)v->cells * sizeof *v->price);
	for (size_t i = 0; i < stage->prices; i++) {
		int64_t cell = stage->price[i].cell;
		v->price[cell] = stage->price[i].price;
		if (!v->balanced[cell])
			fails(v, "price", v->price[cell], TEXT(PLAN_UNBALANCED, commodity_id(v, cell)), NO_TEXT);
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
			fails(v, "fulfilment", one->fulfilment, TEXT(PLAN_ELEMENT_OPEN, commodity_id(v, one->cell)),
			      NO_TEXT);
	}
}

static void check_gap(struct verifier *v, double gap, double tolerance, double *worst)
{
	*worst = fmax(*worst, gap);
	if (!(gap <= tolerance))
		fails_against(v, "gap", gap, TEXT(PLAN_GAP), &PLAN_AT_MOST, tolerance);
}

static void check_level(struct verifier *v, const claimed_stage *stage, int number, double tolerance)
{
	bool rest = stage->kind == CORDON_STAGE_REST;
	struct sums s = sum_up(v, stage->tier, number, stage->floor, false);
	double bound = 1, value = rest ? s.mean : s.lowest;
	if (rest && s.open)
		bound = fmin(1, (double)(s.rents - s.required + s.rest));
	else if (s.weights > 0)
		bound = fmin(1, (double)((s.rents - s.required) / s.weights));
	if (rest && s.lowest < stage->floor - RECORD_TOLERANCE)
		fails_against(v, "floor", stage->floor, TEXT(PLAN_RECORDED), &PLAN_RECOMPUTED, s.lowest);
	check_stage(v, stage, value, bound, 1);
	check_gap(v, fmax(0, bound - value), tolerance, &v->verdict->level_gap);
	if (rest)
		v->verdict->rest += s.open;
	else
		check_elements(v, number, &s, bound, tolerance);
	v->verdict->levels++;
}

static void check_last(struct verifier *v, const claimed_stage *stage, double tolerance)
{
	struct sums s = sum_up(v, 0, 0, 0, true);
	long double cost = 0;
	for (int j = 0; j < v->columns; j++)
		cost += (long double)v->cost[j] * v->claims.activity[j];
	double value = v->verdict->objective = (double)cost,
	       bound = v->verdict->objective_bound = (double)(s.required - s.rents);
	check_stage(v, stage, value, bound, -1);
	double scale = fmax(fabs(value), fabs(bound));
	check_gap(v, scale > 0 ? fmax(0, value - bound) / scale : 0, tolerance, &v->verdict->last_gap);
}

static void verify(struct verifier *v)
{
	double tolerance = fmax(v->claims.gap_asked, v->e->commodities <= 2000 ? 1e-6 : 1e-4);
	gather(v);
	check_activities(v);
	take_elements(v);
	check_balances(v);
	for (int s = 0; s < v->claims.stages; s++) {
		const claimed_stage *stage = &v->claims.stage[s];
		take_prices(v, stage);
		if (stage->kind == CORDON_STAGE_LAST)
			check_last(v, stage, tolerance);
		else
			check_level(v, stage, s, tolerance);
	}
}

cordon_status cordon_plan_verify(cordon_economy *economy, const char *bytes, size_t length, const char *file,
				 cordon_plan_verdict *verdict, cordon_error *error)
{
	*verdict = (cordon_plan_verdict){0};
	struct verifier v = {.file = file, .error = error, .e = economy, .verdict = verdict};
	cordon_status status = plan_claims_read(bytes, length, file, economy, &v.claims, error);
	if (!status && strcmp(v.claims.hash, economy->hash))
		status = finding_add(error, CORDON_ERROR, (place_in_file){file, 0, "package/hash", v.claims.hash},
				     TEXT(PLAN_PACKAGE), TEXT(PLAN_FIELD_EXPECTED, economy->hash));
	if (!status)
		status = cordon_economy_change(economy, v.claims.change, v.claims.changes, error);
	if (!status)
		verify(&v);
	plan_claims_free(&v.claims);
	void *held[] = {v.capacity, v.box, v.cost, v.stock, v.price, v.balanced, v.flow, v.element, v.element_of};
	for (size_t i = 0; i < sizeof held / sizeof *held; i++)
		free(held[i]);
	verdict->proven = !status && !v.failed;
	return status ? status : v.failed ? CORDON_UNPROVEN : CORDON_OK;
}
