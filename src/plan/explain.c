/* Why: bottlenecks from a stage's prices, chains from a need to its cause, and the proof by relaxing the cause.
 *
 * At a stage's prices every active process just pays for itself: the price of what it makes is the sum of its inputs'
 * prices and the rent of its own capacity. Following the largest of these from the need leads to what is scarce.
 */
#include "base/memory.h"
#include "plan/codes.h"
#include "plan/stage.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define MISSED 1e-9 /* of a balance's throughput */
#define NEAR 1e-7 /* in fulfilment: a programme solved to this will do */
enum { SIMPLEX_ROWS = 3000 };

/* ---- bottlenecks ------------------------------------------------------------------------------------------------- */

/* (y'A)_j, less the cost in the last stage: what one more unit of capacity of column j is worth before normalising. */
static double rent_of(const plan_model *m, const cordon_plan_stage *s, int j)
{
	double rent = s->kind == CORDON_STAGE_LAST ? -m->cost[j] : 0;
	for (int64_t k = m->start[j]; k < m->start[j + 1]; k++)
		rent += m->value[k] * s->price[m->index[k]];
	return rent;
}

/* The scale of the sums behind a rent, to tell rounding from rent. */
static double rent_scale(const plan_model *m, const cordon_plan_stage *s, int j)
{
	double scale = 0;
	for (int64_t k = m->start[j]; k < m->start[j + 1]; k++)
		scale += fabs(m->value[k] * s->price[m->index[k]]);
	return scale;
}

static bool anyone_makes(const plan_model *m, int row)
{
	for (int j = 0; j < m->columns; j++)
		for (int64_t k = m->start[j]; k < m->start[j + 1]; k++)
			if (m->index[k] == row && m->value[k] > 0)
				return true;
	return false;
}

struct ranked {
	cordon_bottleneck bottleneck;
	double weight;
};

static int heavier_first(const void *a, const void *b)
{
	const struct ranked *left = a, *right = b;
	return (left->weight < right->weight) - (left->weight > right->weight);
}

static double observed_or(const cordon_economy *e, int process, double otherwise)
{
	for (int i = 0; i < e->observations; i++)
		if (e->observation[i].process == process)
			return e->observation[i].activity;
	return otherwise;
}

/* Appends the capacities with a rent at their limit. */
static int rank_capacities(const plan_model *m, const cordon_plan *plan, const cordon_plan_stage *s,
			   struct ranked *list)
{
	int count = 0;
	for (int j = 0; j < m->columns; j++) {
		double rent = rent_of(m, s, j), capacity = m->capacity[j];
		bool full = plan->activity[j] >= capacity * (1 - 1e-6) || s->kind != CORDON_STAGE_LAST;
		if (rent <= 1e-9 * rent_scale(m, s, j) || capacity >= CORDON_ACTIVITY_LIMIT || !full)
			continue;
		if (m->box[j] == 0 && capacity > 0) /* it starves: the cause lies further on */
			continue;
		int process = j / plan->periods;
		double size = capacity > 0 ? capacity : observed_or(m->economy, process, 1);
		list[count++] = (struct ranked){{.kind = CORDON_BOTTLENECK_CAPACITY,
						 .process = process,
						 .period = j % plan->periods,
						 .balance = -1,
						 .limit = capacity,
						 .worth = rent},
						rent * size};
	}
	return count;
}

/* Appends the stocks with a price, and priced commodities that come from nowhere. */
static int rank_stocks(const plan_model *m, const cordon_plan_stage *s, struct ranked *list)
{
	int count = 0;
	for (int b = 0; b < m->rows; b++) {
		bool missing = s->price[b] > 0 && m->stock[b] <= 0 && !anyone_makes(m, b);
		if (s->price[b] <= 0 || (m->stock[b] <= 0 && !missing))
			continue;
		cordon_bottleneck_kind kind = missing ? CORDON_BOTTLENECK_MISSING : CORDON_BOTTLENECK_STOCK;
		list[count++] = (struct ranked){
			{.kind = kind, .process = -1, .balance = b, .limit = m->stock[b], .worth = s->price[b]},
			s->price[b] * (missing ? 1 : m->stock[b])};
	}
	return count;
}

static int bottlenecks_of(const plan_model *m, const cordon_plan *plan, int stage, cordon_bottleneck **list)
{
	const cordon_plan_stage *s = &plan->stage[stage];
	struct ranked *ranked = memory_alloc((size_t)(m->columns + m->rows), sizeof *ranked);
	int count = s->price ? rank_capacities(m, plan, s, ranked) : 0;
	count += s->price ? rank_stocks(m, s, ranked + count) : 0;
	qsort(ranked, (size_t)count, sizeof *ranked, heavier_first);
	*list = memory_alloc((size_t)count, sizeof **list);
	for (int i = 0; i < count; i++)
		(*list)[i] = ranked[i].bottleneck;
	free(ranked);
	return count;
}

cordon_status cordon_plan_bottlenecks(const cordon_economy *economy, const cordon_plan *plan, int stage,
				      cordon_bottleneck **list, int *count)
{
	plan_model m;
	*list = NULL;
	*count = 0;
	cordon_status status = plan_model_make(economy, &m, NULL);
	if (!status)
		*count = bottlenecks_of(&m, plan, stage, list);
	plan_model_free(&m);
	return status;
}

/* ---- starvation -------------------------------------------------------------------------------------------------- */

/* Where nothing at all can be had (every box that could make it is 0), prices are arbitrary; the cause is found by
 * structure. Steps from each row to the nearest row that is empty at its root (its makers have no capacity, or it has
 * none); ROWS_APART when the row can be had. */
enum { ROWS_APART = 1 << 30 };

static bool can_be_had(const plan_model *m, int row, const bool *made)
{
	return m->stock[row] > 0 || made[row];
}

/* The fewest steps from column j's missing inputs; *input is the first row of that way. */
static int steps_of_column(const plan_model *m, int j, const int *steps, int *input, double *amount)
{
	int least = ROWS_APART;
	for (int64_t k = m->start[j]; k < m->start[j + 1]; k++)
		if (m->value[k] < 0 && steps[m->index[k]] < least) {
			least = steps[m->index[k]];
			*input = m->index[k];
			*amount = -m->value[k];
		}
	return least;
}

static int *steps_to_roots(const plan_model *m)
{
	int *steps = memory_alloc((size_t)m->rows, sizeof *steps);
	bool *made = memory_alloc((size_t)m->rows, sizeof *made),
	     *makeable = memory_alloc((size_t)m->rows, sizeof *makeable);
	for (int j = 0; j < m->columns; j++)
		for (int64_t k = m->start[j]; k < m->start[j + 1]; k++)
			if (m->value[k] > 0) {
				made[m->index[k]] |= m->box[j] > 0;
				makeable[m->index[k]] |= m->capacity[j] > 0;
			}
	for (int b = 0; b < m->rows; b++)
		steps[b] = can_be_had(m, b, made) || makeable[b] ? ROWS_APART : 0;
	for (bool changed = true; changed;) {
		changed = false;
		for (int j = 0; j < m->columns; j++) {
			int input;
			double amount;
			int least = m->capacity[j] > 0 && m->box[j] == 0 ? steps_of_column(m, j, steps, &input, &amount)
									 : ROWS_APART;
			for (int64_t k = m->start[j]; least < ROWS_APART && k < m->start[j + 1]; k++)
				if (m->value[k] > 0 && !can_be_had(m, m->index[k], made) &&
				    steps[m->index[k]] > least + 1) {
					steps[m->index[k]] = least + 1;
					changed = true;
				}
		}
	}
	free(made);
	free(makeable);
	return steps;
}

/* ---- chains ------------------------------------------------------------------------------------------------------ */

/* The column that makes most of a balance: at the plan's activities, or (when all is still) the one of largest rent per
 * unit. */
static int main_producer(const plan_model *m, const cordon_plan *plan, const cordon_plan_stage *s, int row,
			 double *made, double *out)
{
	int best = -1, still = -1;
	double most = 0, cheapest = -INFINITY;
	for (int j = 0; j < m->columns; j++)
		for (int64_t k = m->start[j]; k < m->start[j + 1]; k++) {
			if (m->index[k] != row || m->value[k] <= 0)
				continue;
			double rent = rent_of(m, s, j) / m->value[k];
			if (plan->activity[j] * m->value[k] > most) {
				most = plan->activity[j] * m->value[k];
				best = j;
			}
			if (rent > cheapest) {
				cheapest = rent;
				still = j;
			}
		}
	*made = most;
	best = best >= 0 ? best : still;
	for (int64_t k = best < 0 ? 0 : m->start[best]; best >= 0 && k < m->start[best + 1]; k++)
		if (m->index[k] == row)
			*out = m->value[k];
	return best;
}

/* The input of column j whose cost weighs most among balances not yet visited, or -1; *amount is its amount (> 0). */
static int main_input(const plan_model *m, const cordon_plan_stage *s, int j, const bool *visited, double *cost,
		      double *amount)
{
	int best = -1;
	*cost = 0;
	for (int64_t k = m->start[j]; k < m->start[j + 1]; k++) {
		double this_cost = -m->value[k] * s->price[m->index[k]];
		if (m->value[k] < 0 && this_cost > *cost && !visited[m->index[k]]) {
			best = m->index[k];
			*cost = this_cost;
			*amount = -m->value[k];
		}
	}
	return best;
}

static cordon_bottleneck capacity_cause(const plan_model *m, const cordon_plan *plan, const cordon_plan_stage *s, int j)
{
	return (cordon_bottleneck){.kind = CORDON_BOTTLENECK_CAPACITY,
				   .process = j / plan->periods,
				   .period = j % plan->periods,
				   .balance = -1,
				   .limit = m->capacity[j],
				   .worth = rent_of(m, s, j)};
}

static cordon_bottleneck stock_cause(const plan_model *m, const cordon_plan_stage *s, int row)
{
	bool missing = m->stock[row] <= 0 && !anyone_makes(m, row);
	return (cordon_bottleneck){.kind = missing ? CORDON_BOTTLENECK_MISSING : CORDON_BOTTLENECK_STOCK,
				   .process = -1,
				   .balance = row,
				   .limit = m->stock[row],
				   .worth = s->price[row]};
}

/* Follows the dearest part of each price from the element's balance to what is scarce; fills links and cause. */
static void follow(const plan_model *m, const cordon_plan *plan, const int *steps, cordon_explanation *why)
{
	const cordon_plan_stage *s = &plan->stage[why->stage];
	bool *visited = memory_alloc((size_t)m->rows, sizeof *visited);
	int row = plan->element[why->element].balance;
	double wanted = 1;
	while (why->links < CORDON_CHAIN_MAX) {
		visited[row] = true;
		double made, out = 1, cost, amount;
		int j = main_producer(m, plan, s, row, &made, &out);
		cordon_chain_link *link = &why->link[why->links++];
		*link = (cordon_chain_link){.balance = row, .process = -1, .amount = wanted};
		if (j < 0 || m->stock[row] > made) {
			why->cause = stock_cause(m, s, row);
			break;
		}
		link->process = j / plan->periods;
		link->period = j % plan->periods;
		link->activity = wanted / out;
		double rent = rent_of(m, s, j);
		int input = -1;
		if (steps[row] > 0 && steps[row] < ROWS_APART &&
		    steps_of_column(m, j, steps, &input, &amount) < ROWS_APART)
			cost = INFINITY;
		else
			input = main_input(m, s, j, visited, &cost, &amount);
		if (input < 0 || rent >= cost) {
			why->cause =
				rent > 0 || m->stock[row] <= 0 ? capacity_cause(m, plan, s, j) : stock_cause(m, s, row);
			break;
		}
		wanted *= amount / out;
		row = input;
	}
	free(visited);
}

/* ---- the proof --------------------------------------------------------------------------------------------------- */

/* The cause's worth at the prices y of a programme whose value falls by 1 per unit of minimised cost. */
static double worth_at(const plan_model *m, const cordon_plan *plan, const cordon_bottleneck *cause, const double *y)
{
	double worth = 0;
	if (cause->kind != CORDON_BOTTLENECK_CAPACITY)
		return y[cause->balance];
	int j = cause->process * plan->periods + cause->period;
	for (int64_t k = m->start[j]; k < m->start[j + 1]; k++)
		worth += m->value[k] * y[m->index[k]];
	return worth;
}

/* Eases the rows by what the plan's own balances miss, so that the plan is a point of the programme. */
static void admit_plan(const plan_model *m, const cordon_plan *plan, cordon_lp *lp, double lambda)
{
	double *net = memory_alloc(2 * (size_t)m->rows, sizeof *net);
	plan_model_net(m, plan->activity, net, net + m->rows);
	for (int64_t k = lp->start[m->columns]; k < lp->start[m->columns + 1]; k++)
		net[lp->index[k]] += lp->value[k] * lambda;
	for (int b = 0; b < m->rows; b++)
		if (net[b] < lp->row_lower[b] && lp->row_lower[b] - net[b] <= MISSED * net[m->rows + b])
			lp->row_lower[b] = net[b];
	free(net);
}

/* The value of a stage from its solved programme, NAN where it was not solved near enough. */
static double value_of(const plan_model *m, const stage_spec *spec, const cordon_lp_solution *solution)
{
	bool near = solution->status == CORDON_OK || (solution->status == CORDON_UNPROVEN && solution->gap <= NEAR);
	if (!near)
		return NAN;
	return spec->form == STAGE_LEVEL ? solution->x[m->columns] : spec->lambda - solution->objective;
}

/* The stage's value with the cause's limit changed by `delta`, and the cause's worth there. NAN when it could not be
 * solved. */
static double value_with(plan_model *m, const cordon_plan *plan, int stage, const cordon_bottleneck *cause,
			 double delta, double *worth)
{
	double *limit = cause->kind == CORDON_BOTTLENECK_CAPACITY
				? &m->capacity[cause->process * plan->periods + cause->period]
				: &m->stock[cause->balance];
	double before = *limit;
	*limit = before + delta;
	plan_model_box(m);
	bool *open = memory_alloc((size_t)m->elements, sizeof *open);
	double *fulfilment = memory_alloc((size_t)m->elements, sizeof *fulfilment);
	stage_spec spec = stage_recorded(m, plan, stage, open, fulfilment);
	cordon_lp *lp = stage_lp(m, &spec);
	admit_plan(m, plan, lp, plan->stage[stage].value);
	cordon_lp_options options = {.gap = 1e-9, .gap_absolute = true};
	options.method = m->rows <= SIMPLEX_ROWS ? CORDON_LP_SIMPLEX : CORDON_LP_AUTO;
	cordon_lp_solution solution = {0};
	cordon_lp_solve(lp, &options, &solution);
	double value = value_of(m, &spec, &solution);
	if (!isnan(value))
		*worth = worth_at(m, plan, cause, solution.y);
	cordon_lp_solution_free(&solution);
	cordon_lp_free(lp);
	free(open);
	free(fulfilment);
	*limit = before;
	plan_model_box(m);
	return value;
}

/* One unit of the cause, or a hundredth of it where a unit would be more than that. */
static double delta_of(const cordon_bottleneck *cause)
{
	return cause->limit > 0 ? fmin(1, cause->limit / 100) : 1;
}

static void prove(plan_model *m, const cordon_plan *plan, cordon_explanation *why)
{
	why->delta = delta_of(&why->cause);
	double worth = why->cause.worth, ignored;
	/* Solved anew and not the plan's own: a level is taken a hair below, and lives on what its balances miss. */
	double value = value_with(m, plan, why->stage, &why->cause, 0, &ignored);
	if (why->cause.limit <= 0) /* at nothing, prices say little: take those a thousandth of a unit further on */
		value_with(m, plan, why->stage, &why->cause, why->delta / 1000, &worth);
	why->cause.worth = worth;
	why->predicted = worth * why->delta;
	why->gain = value_with(m, plan, why->stage, &why->cause, why->delta, &ignored) - value;
	why->loss = why->cause.limit > 0 ? value - value_with(m, plan, why->stage, &why->cause, -why->delta, &ignored)
					 : (double)NAN;
	double slack = 1e-6 * fmax(1e-3, why->predicted) + 1e-9;
	why->consistent =
		why->gain <= why->predicted + slack && (isnan(why->loss) || why->loss >= why->predicted - slack);
}

/* ---- choosing what to explain ------------------------------------------------------------------------------------ */

static bool is_named(const cordon_economy *e, const cordon_plan *plan, int element, const char *name)
{
	const cordon_balance *b = &plan->balance[plan->element[element].balance];
	if (!name || !strcmp(e->commodity[b->commodity].id, name))
		return true;
	for (int i = 0; i < e->needs; i++) {
		const cordon_need *n = &e->need[i];
		if (n->commodity == b->commodity && n->place == b->place && n->period == b->period &&
		    n->tier == plan->element[element].tier && !strcmp(e->group[n->group], name))
			return true;
	}
	return false;
}

static bool is_known(const cordon_economy *e, const char *name)
{
	for (int i = 0; i < e->groups; i++)
		if (!strcmp(e->group[i], name))
			return true;
	for (int i = 0; i < e->commodities; i++)
		if (!strcmp(e->commodity[i].id, name))
			return true;
	return false;
}

static bool same_cause(const cordon_bottleneck *a, const cordon_bottleneck *b)
{
	return a->kind == b->kind && a->process == b->process && a->period == b->period && a->balance == b->balance;
}

struct candidate {
	int element, tier;
	double fulfilment;
};

/* Tier first, then the worst served. */
static int worst_first(const void *a, const void *b)
{
	const struct candidate *left = a, *right = b;
	if (left->tier != right->tier)
		return left->tier < right->tier ? -1 : 1;
	if (left->fulfilment != right->fulfilment)
		return left->fulfilment < right->fulfilment ? -1 : 1;
	return (left->element > right->element) - (left->element < right->element);
}

static int find_candidates(const cordon_economy *e, const cordon_plan *plan, const char *name, struct candidate *list)
{
	int count = 0;
	for (int i = 0; i < plan->elements; i++) {
		const cordon_plan_element *element = &plan->element[i];
		bool priced = element->stage >= 0 && element->stage < plan->stages && plan->stage[element->stage].price;
		if (element->fulfilment < 1 - 1e-6 && priced && element->tier != plan->discrepancy_tier &&
		    is_named(e, plan, i, name))
			list[count++] = (struct candidate){i, element->tier, element->fulfilment};
	}
	qsort(list, (size_t)count, sizeof *list, worst_first);
	return count;
}

static int explain_all(plan_model *m, const cordon_plan *plan, const char *name, int limit, cordon_explanation *list)
{
	struct candidate *candidate = memory_alloc((size_t)plan->elements, sizeof *candidate);
	int candidates = find_candidates(m->economy, plan, name, candidate), count = 0;
	int *steps = steps_to_roots(m);
	for (int i = 0; i < candidates && count < limit; i++) {
		cordon_explanation why = {.element = candidate[i].element,
					  .stage = plan->element[candidate[i].element].stage};
		follow(m, plan, steps, &why);
		bool known = false;
		for (int k = 0; k < count && !name; k++)
			known = known || same_cause(&list[k].cause, &why.cause);
		if (known)
			continue;
		prove(m, plan, &why);
		list[count++] = why;
	}
	free(steps);
	free(candidate);
	return count;
}

cordon_status cordon_plan_explain(const cordon_economy *economy, const cordon_plan *plan, const char *name, int limit,
				  cordon_explanation **list, int *count, cordon_error *error)
{
	*list = NULL;
	*count = 0;
	if (name && !is_known(economy, name))
		return finding_add(error, CORDON_ERROR, (place_in_file){.file = economy->path, .found = name},
				   TEXT(PLAN_NEITHER), NO_TEXT);
	plan_model m;
	cordon_status status = plan_model_make(economy, &m, error);
	if (!status) {
		*list = memory_alloc((size_t)limit, sizeof **list);
		*count = explain_all(&m, plan, name, limit, *list);
	}
	plan_model_free(&m);
	return status;
}
