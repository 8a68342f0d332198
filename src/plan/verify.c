/* The verifier recomputes everything a plan file claims from the package, the activities, fulfilments and prices.
 *
 * It shares the readers of packages and of plan files with the rest, not the model and not the solver. One pass over
 * the exchanges for the balances, one a stage for the prices. See docs/plan-file.md.
 *
 * A cell is one (commodity, place, period); all arrays over cells are dense.
 * Weak duality, for prices y >= 0 and boxes x <= u, with R = what fixed elements receive less the stock:
 *	lowest open fulfilment  <=  (sum_j u_j max(0, (y'A)_j) - y'R) / sum_open y D
 *	cost'x                  >=  max(0, y'R - sum_j u_j max(0, (y'A)_j - c_j))   (near another plan: verify_near.h)
 * Every sum is rounded against the plan, so that no prices turn rounding into a proof. The bar is the caller's.
 */
#include "base/memory.h"
#include "plan/claims.h"
#include "plan/codes.h"
#include "plan/long_sum.h"
#include "plan/verify_near.h"

#include <float.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define BALANCE_TOLERANCE 1e-9 /* relative to the cell's own throughput */
#define CAPACITY_TOLERANCE 1e-12 /* relative: decimals were rounded, no more */
#define EXACT 1e-9 /* figures anyone recomputes alike: values, demands, levels */
#define RECORD_SHARE 0.1 /* bounds and gaps come from sums that cancel: they may flatter by this part of the bar */
#define ELEMENT_FACTOR 200 /* a single element may be this times the bar below what its level's prices leave it */

struct element {
	int64_t cell;
	int tier, stage; /* stage -1: not yet read from the file */
	double demand, fulfilment;
	double measure; /* what a gap of 1 counts: 1, or of a discrepancy, how much of the throughput it is */
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
	double *capacity, *box, *cost, *weight; /* columns */
	const cordon_near *near; /* while the last stage near another plan is checked, or NULL */
	double *stock, *price, *missed; /* cells; what the plan's balances miss */
	bool *balanced; /* cells: false for emissions without a limit */
	struct flow *flow;
	size_t flows;
	struct element *element;
	int elements, tiers; /* tiers: the one of discrepancies included */
	int *element_of; /* (tier - 1) * cells + cell -> number + 1, 0: none */
	bool failed; /* the file was understood, but something does not hold */
};

static void fails(struct verifier *v, const char *field, const char *found, cordon_text what, cordon_text expected)
{
	finding_add(v->error, CORDON_ERROR, (place_in_file){v->file, 0, field, found}, what, expected);
	v->failed = true;
}

static void fails_against(struct verifier *v, const char *field, double found, cordon_text what,
			  const cordon_code *expected, double number)
{
	char is[32], should[32];
	snprintf(is, sizeof is, "%.12g", found);
	snprintf(should, sizeof should, "%.12g", number);
	fails(v, field, is, what, (cordon_text){expected, {should}});
}

/* Checks a recorded figure; `worse` is how far the recomputed one is on the wrong side of it. */
static void check_recorded(struct verifier *v, const char *field, double recorded, double recomputed, double worse,
			   double allowed)
{
	if (!(worse <= allowed))
		fails_against(v, field, recorded, TEXT(PLAN_RECORDED), &PLAN_RECOMPUTED, recomputed);
}

/* Judges a stage by what was recomputed, and its record against that. The gap has two sides: a value can be beyond its
 * bound by what the plan's own balances miss (`missed`, in units of the value), and by no more. */
static void check_stage(struct verifier *v, const claimed_stage *stage, double value, double bound, double missed,
			double measure, double *worst)
{
	int side = stage->kind == CORDON_STAGE_LAST ? -1 : 1;
	double scale = side < 0 ? fmax(fabs(value), fabs(bound)) : 1;
	double gap = value == bound ? 0 : side * (bound - value) / scale;
	gap = gap < 0 ? fmin(0, gap + missed / scale) : gap;
	*worst = isnan(gap) ? (double)INFINITY : fmax(*worst, gap * measure);
	if (!(fabs(gap) * measure <= v->verdict->bar))
		fails_against(v, "gap", gap * measure, TEXT(PLAN_GAP), &PLAN_AT_MOST, v->verdict->bar);
	double allowed = fmax(EXACT, RECORD_SHARE * v->verdict->bar) / measure;
	check_recorded(v, "value", stage->value, value, fabs(stage->value - value), EXACT * scale);
	check_recorded(v, "bound", stage->bound, bound, side * (bound - stage->bound), allowed * scale);
	check_recorded(v, "gap", stage->gap, gap, gap - stage->gap, allowed);
}

static int64_t cell_of(const struct verifier *v, int commodity, int place, int period)
{
	return ((int64_t)commodity * v->e->places + place) * v->e->periods + period;
}

static const cordon_commodity *commodity_of(const struct verifier *v, int64_t cell)
{
	return &v->e->commodity[cell / v->e->periods / v->e->places];
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

/* Needs, one element a cell and tier; surplus discrepancies in a tier after these; others are stock. */
static void gather_elements(struct verifier *v)
{
	const cordon_economy *e = v->e;
	v->element = memory_alloc((size_t)e->needs + (size_t)e->discrepancies, sizeof *v->element);
	v->tiers = 1;
	for (int i = 0; i < e->needs; i++)
		v->tiers = e->need[i].tier >= v->tiers ? e->need[i].tier + 1 : v->tiers;
	v->element_of = memory_alloc((size_t)v->tiers * (size_t)v->cells, sizeof *v->element_of);
	for (int i = 0; i < e->needs; i++) {
		const cordon_need *n = &e->need[i];
		int64_t cell = cell_of(v, n->commodity, n->place, n->period);
		v->balanced[cell] = true;
		add_demand(v, n->tier, cell, n->amount);
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
	const char *objective = verify_costs(v->e, v->cost);
	if (strcmp(v->claims.objective, objective))
		fails(v, "objective", v->claims.objective, TEXT(PLAN_RECORDED), TEXT(PLAN_RECOMPUTED, objective));
}

/* One pass at the present boxes: what each cell could be used for and have at most; then what that leaves of each
 * column: none makes more than its outputs can be used for, none runs beyond its inputs. Returns the worst cut. */
static double tighten(struct verifier *v)
{
	long double *used = memory_alloc(2 * (size_t)v->cells, sizeof *used), *there = used + v->cells;
	for (int64_t cell = 0; cell < v->cells; cell++)
		there[cell] = v->stock[cell];
	for (int i = 0; i < v->elements; i++)
		used[v->element[i].cell] += v->element[i].demand;
	for (const struct flow *f = v->flow; f < v->flow + v->flows; f++)
		*(f->amount < 0 ? &used[f->cell] : &there[f->cell]) +=
			fabsl((long double)f->amount * v->box[f->column]);
	double cut = 0;
	for (size_t i = 0; i < v->flows;) {
		int j = v->flow[i].column;
		long double wanted = v->near ? v->near->was[j] : 0, fed = INFINITY;
		for (; i < v->flows && v->flow[i].column == j; i++)
			if (v->flow[i].amount > 0)
				wanted = fmaxl(wanted, used[v->flow[i].cell] / v->flow[i].amount);
			else if (v->flow[i].amount < 0)
				fed = fminl(fed, there[v->flow[i].cell] / -v->flow[i].amount);
		double most = fmin(v->box[j], (double)fminl(wanted, fed) * (1 + 1e-12)); /* more than rounding may take */
		cut = most < v->box[j] ? fmax(cut, 1 - most / v->box[j]) : cut;
		v->box[j] = most;
	}
	free(used);
	return cut;
}

static void cut_boxes(struct verifier *v)
{
	memcpy(v->box, v->capacity, (size_t)v->columns * sizeof *v->box);
	for (int pass = 0; pass < 100 && tighten(v) > 1e-3; pass++)
		; /* docs/plan-file.md says why that loses nothing */
}

static void gather(struct verifier *v)
{
	const cordon_economy *e = v->e;
	v->cells = cell_of(v, e->commodities, 0, 0);
	v->columns = e->processes * e->periods;
	v->capacity = memory_alloc((size_t)v->columns, sizeof *v->capacity);
	v->box = memory_alloc((size_t)v->columns, sizeof *v->box);
	v->cost = memory_alloc((size_t)v->columns, sizeof *v->cost);
	v->stock = memory_alloc((size_t)v->cells, sizeof *v->stock);
	v->price = memory_alloc((size_t)v->cells, sizeof *v->price);
	v->missed = memory_alloc((size_t)v->cells, sizeof *v->missed);
	v->balanced = memory_alloc((size_t)v->cells, sizeof *v->balanced);
	for (int64_t cell = 0; cell < v->cells; cell++)
		v->balanced[cell] = commodity_of(v, cell)->kind != CORDON_EMISSION;
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
	cut_boxes(v);
}

static void check_activities(struct verifier *v)
{
	for (int j = 0; j < v->columns; j++) {
		double x = v->claims.activity[j];
		double beyond = x < 0 ? (double)INFINITY : x > v->capacity[j] ? x / v->capacity[j] - 1 : 0;
		v->verdict->capacity_violation = fmax(v->verdict->capacity_violation, beyond);
		if (beyond > CAPACITY_TOLERANCE)
			fails_against(v, "activity", x, TEXT(PLAN_CAPACITY, v->e->process[j / v->e->periods].id),
				      &PLAN_AT_MOST, v->capacity[j]);
	}
}

static void take_elements(struct verifier *v)
{
	for (size_t i = 0; i < v->claims.elements; i++) {
		const claimed_element *claimed = &v->claims.element[i];
		int number =
			claimed->tier > v->tiers ? 0 : v->element_of[(claimed->tier - 1) * v->cells + claimed->cell];
		if (!number) {
			fails(v, "fulfilment", NULL, TEXT(PLAN_NO_NEED, commodity_of(v, claimed->cell)->id), NO_TEXT);
			continue;
		}
		struct element *element = &v->element[number - 1];
		element->fulfilment = claimed->fulfilment;
		element->stage = claimed->stage;
		check_recorded(v, "demand", claimed->demand, element->demand, fabs(claimed->demand - element->demand),
			       EXACT * element->demand);
	}
	for (int i = 0; i < v->elements; i++)
		if (v->element[i].stage < 0)
			fails(v, "fulfilment", NULL,
			      TEXT(PLAN_ELEMENT_MISSING, commodity_of(v, v->element[i].cell)->id), NO_TEXT);
}

static void check_balances(struct verifier *v)
{
	double *net = memory_alloc(2 * (size_t)v->cells, sizeof *net), *gross = net + v->cells;
	for (const struct flow *f = v->flow; f < v->flow + v->flows; f++) {
		net[f->cell] += f->amount * v->claims.activity[f->column];
		gross[f->cell] += fabs(f->amount * v->claims.activity[f->column]);
	}
	for (int i = 0; i < v->elements; i++) {
		const struct element *one = &v->element[i];
		net[one->cell] -= one->fulfilment * one->demand;
		gross[one->cell] += one->fulfilment * one->demand;
	}
	for (int64_t cell = 0; cell < v->cells; cell++) {
		double throughput = gross[cell] + v->stock[cell], misses = -(net[cell] + v->stock[cell]);
		if (!v->balanced[cell] || misses <= 0)
			continue;
		v->missed[cell] = misses;
		v->verdict->balance_violation = fmax(v->verdict->balance_violation, misses / throughput);
		if (!(misses <= BALANCE_TOLERANCE * throughput && isfinite(throughput)))
			fails_against(v, "activity", misses, TEXT(PLAN_BALANCE, commodity_of(v, cell)->id),
				      &PLAN_AT_MOST, BALANCE_TOLERANCE * throughput);
	}
	for (int i = 0; i < v->elements; i++) {
		struct element *one = &v->element[i];
		double share = one->demand / (gross[one->cell] + v->stock[one->cell]);
		one->measure = one->tier < v->tiers ? 1 : fmin(1, share);
	}
	free(net);
}

/* What one stage's prices add up to. */
struct sums {
	struct long_sum most; /* sum_j u_j max(0, (y'A)_j - c_j) - y'R, a rest's sum over open of max f (1/n - y D) */
	long double rounding; /* more than what is lost of `most` all the same */
	long double weights, missed; /* sum over open of y D; what the plan's balances miss, times y */
	double lowest, mean, measure; /* of the open elements' fulfilment; the largest of their measures */
	int open;
};

static void take_prices(struct verifier *v, const claimed_stage *stage)
{
	memset(v->price, 0, (size_t)v->cells * sizeof *v->price);
	for (size_t i = 0; i < stage->prices; i++) {
		int64_t cell = stage->price[i].cell;
		v->price[cell] = stage->price[i].price;
		if (!v->balanced[cell])
			fails(v, "price", NULL, TEXT(PLAN_UNBALANCED, commodity_of(v, cell)->id), NO_TEXT);
	}
}

static void sum_columns(const struct verifier *v, bool last, struct sums *s)
{
	for (size_t i = 0, next, j = 0; j < (size_t)v->columns; i = next, j++) {
		struct long_sum margin = {last ? -v->cost[j] : 0, 0};
		long double size = -margin.sum;
		for (next = i; next < v->flows && v->flow[next].column == (int)j; next++) {
			add_product(&margin, v->flow[next].amount, v->price[v->flow[next].cell]);
			size += fabsl(v->flow[next].amount * (long double)v->price[v->flow[next].cell]);
		}
		long double error = (long double)(next - i + 2) * LDBL_EPSILON, rent = margin.sum + margin.lost;
		rent = (rent + error * error * size) * (1 + 2 * LDBL_EPSILON);
		long double paid = 0; /* for the change */
		double at = v->near ? verify_near_best(v->near, v->weight, v->cost[j], (int)j, rent, v->box[j], &paid)
			    : rent > 0 ? v->box[j]
				       : 0;
		add_product(&s->most, rent, at);
		add_product(&s->most, -paid, 1);
		s->rounding += fabsl(rent) * at + paid;
	}
}

static void sum_elements(const struct verifier *v, const claimed_stage *stage, int number, struct sums *s)
{
	bool last = stage->kind == CORDON_STAGE_LAST;
	for (int i = 0; i < v->elements; i++)
		s->open += !last && v->element[i].tier == stage->tier && v->element[i].stage >= number;
	for (int i = 0; i < v->elements; i++) {
		const struct element *one = &v->element[i];
		long double weight = (long double)v->price[one->cell] * one->demand, margin = 1.0L / s->open - weight;
		if (!last && one->tier == stage->tier && one->stage >= number) {
			s->weights += weight;
			s->lowest = fmin(s->lowest, one->fulfilment);
			s->measure = fmax(s->measure, one->measure);
			s->mean += one->fulfilment / s->open;
			margin += 2 * LDBL_EPSILON * (1 + weight);
			if (stage->kind == CORDON_STAGE_REST)
				add_product(&s->most, margin, margin > 0 ? 1 : stage->floor);
		} else if (last || one->stage < number) {
			add_product(&s->most, -v->price[one->cell], one->fulfilment * one->demand);
			s->rounding += weight;
		}
	}
}

static struct sums sum_up(const struct verifier *v, const claimed_stage *stage, int number)
{
	struct sums s = {.lowest = 1};
	for (int64_t cell = 0; cell < v->cells; cell++) {
		add_product(&s.most, v->price[cell], v->stock[cell]);
		s.rounding += (long double)v->price[cell] * v->stock[cell];
		s.missed += (long double)v->price[cell] * v->missed[cell];
	}
	sum_elements(v, stage, number, &s);
	sum_columns(v, stage->kind == CORDON_STAGE_LAST, &s);
	long double error = (v->cells + 2.0L * v->elements + v->columns + 8) * LDBL_EPSILON;
	s.rounding = error * error * (s.rounding + s.weights + 1);
	return s;
}

/* `most` over `weights`, rounded up. */
static double most_of(const struct sums *s, long double weights)
{
	double most = (double)((s->most.sum + s->most.lost + s->rounding) / weights);
	return most + fabs(most) * 2 * DBL_EPSILON;
}

/* Every element closed at this level stands at it, and how much higher could it be, the others keeping the level? */
static void check_elements(struct verifier *v, int stage, const struct sums *s, double bound)
{
	for (int i = 0; i < v->elements; i++) {
		const struct element *one = &v->element[i];
		if (one->stage != stage)
			continue;
		double weight = v->price[one->cell] * one->demand, slack = 1 - s->lowest;
		if (weight > 0)
			slack = fmin(slack, (double)((bound - s->lowest) * s->weights / weight));
		slack *= one->measure;
		v->verdict->element_gap = fmax(v->verdict->element_gap, slack);
		if (!(slack <= ELEMENT_FACTOR * v->verdict->bar))
			fails(v, "fulfilment", NULL, TEXT(PLAN_ELEMENT_OPEN, commodity_of(v, one->cell)->id), NO_TEXT);
		if (!((one->fulfilment - s->lowest) * one->measure <= EXACT)) /* a later level may lack it */
			fails(v, "fulfilment", NULL, TEXT(PLAN_ELEMENT_ABOVE, commodity_of(v, one->cell)->id), NO_TEXT);
	}
}

static void check_level(struct verifier *v, const claimed_stage *stage, int number)
{
	bool rest = stage->kind == CORDON_STAGE_REST;
	struct sums s = sum_up(v, stage, number);
	long double weights = rest ? 1 : s.weights;
	double bound = weights > 0 ? fmin(1, most_of(&s, weights)) : 1;
	double missed = weights > 0 ? (double)(s.missed / weights) : 0;
	double measure = s.open ? s.measure * (rest && s.measure < 1 ? s.open : 1) : 1;
	check_stage(v, stage, rest ? s.mean : s.lowest, bound, missed, fmin(1, measure), &v->verdict->level_gap);
	if (rest) { /* its floor is the level before it */
		double most = fmin(s.lowest, stage[-1].value);
		check_recorded(v, "floor", stage->floor, most, stage->floor - most, EXACT);
		v->verdict->rest += stage->tier < v->tiers ? s.open : 0;
	} else {
		check_elements(v, number, &s, bound);
	}
	v->verdict->levels++;
}

/* Near another plan: its weights are the package's, and no box is cut below what was done there for want of a use. */
static void begin_near(struct verifier *v)
{
	const cordon_near *near = &v->claims.near;
	v->weight = verify_near_weights(v->e, v->cost);
	double moved = verify_near_moved_sum(near, v->weight, v->cost, v->claims.activity, v->columns);
	for (int j = 0; j < v->columns; j++) {
		double differs = near->was[j] > 0 ? fabs(near->weight[j] - v->weight[j]) : 0;
		check_recorded(v, "weight", near->weight[j], v->weight[j], differs, EXACT * v->weight[j]);
	}
	check_recorded(v, "moved", near->moved, moved, fabs(near->moved - moved), EXACT * fabs(moved));
	verify_near_tell(near, moved, v->verdict);
	v->near = near->price > 0 ? near : NULL; /* without a price it is an ordinary last stage */
	cut_boxes(v);
}

static void check_last(struct verifier *v, const claimed_stage *stage)
{
	if (v->claims.near.was)
		begin_near(v);
	struct sums s = sum_up(v, stage, 0);
	for (int j = 0; j < v->columns; j++)
		v->verdict->objective += v->cost[j] * v->claims.activity[j];
	v->verdict->objective += v->verdict->change_price * v->verdict->moved;
	v->verdict->objective_bound = fmax(0, -most_of(&s, 1)); /* no cost is below 0 */
	check_stage(v, stage, v->verdict->objective, v->verdict->objective_bound, (double)s.missed, 1,
		    &v->verdict->last_gap);
}

static void verify(struct verifier *v)
{
	gather(v);
	check_activities(v);
	take_elements(v);
	check_balances(v);
	for (int s = 0; s < v->claims.stages; s++) {
		const claimed_stage *stage = &v->claims.stage[s];
		take_prices(v, stage);
		if (stage->kind == CORDON_STAGE_LAST)
			check_last(v, stage);
		else
			check_level(v, stage, s);
	}
}

cordon_status cordon_plan_verify(cordon_economy *economy, const char *bytes, size_t length, const char *file,
				 double gap, cordon_plan_verdict *verdict, cordon_error *error)
{
	*verdict = (cordon_plan_verdict){.bar = gap > 0 ? gap : economy->commodities <= 2000 ? 1e-6 : 1e-4};
	struct verifier v = {.file = file, .error = error, .e = economy, .verdict = verdict};
	cordon_status status = plan_claims_read(bytes, length, file, economy, &v.claims, error);
	if (!status)
		status = cordon_economy_change(economy, v.claims.change, v.claims.changes, error);
	if (!status)
		verify(&v);
	plan_claims_free(&v.claims);
	void *held[] = {v.capacity, v.box,      v.cost, v.weight,  v.stock,     v.price,
			v.missed,   v.balanced, v.flow, v.element, v.element_of};
	for (size_t i = 0; i < sizeof held / sizeof *held; i++)
		free(held[i]);
	verdict->proven = !status && !v.failed;
	return status ? status : v.failed ? CORDON_UNPROVEN : CORDON_OK;
}
