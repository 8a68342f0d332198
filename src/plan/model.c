/* Building the model; see model.h. */
#include "plan/model.h"

#include "base/memory.h"
#include "plan/codes.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

static int64_t cell_of(const cordon_economy *e, int commodity, int place, int period)
{
	return ((int64_t)commodity * e->places + place) * e->periods + period;
}

static int row_at(const plan_model *m, int commodity, int place, int period)
{
	return m->row_of[cell_of(m->economy, commodity, place, period)];
}

/* ---- rows ------------------------------------------------------------------------------------------------------ */

static void mark(plan_model *m, int commodity, int place, int period)
{
	m->row_of[cell_of(m->economy, commodity, place, period)] = 0;
}

/* Marks every cell that something touches; an emission only where a stock limits it. */
static void mark_cells(plan_model *m)
{
	const cordon_economy *e = m->economy;
	for (int i = 0; i < e->stocks; i++)
		mark(m, e->stock[i].commodity, e->stock[i].place, e->stock[i].period);
	for (int i = 0; i < e->exchanges; i++) {
		const cordon_exchange *x = &e->exchange[i];
		if (e->commodity[x->commodity].kind == CORDON_EMISSION)
			continue;
		for (int t = x->lead; t < e->periods; t++)
			mark(m, x->commodity, x->place, t);
	}
	for (int i = 0; i < e->needs; i++)
		mark(m, e->need[i].commodity, e->need[i].place, e->need[i].period);
	for (int i = 0; i < e->discrepancies; i++)
		if (e->commodity[e->discrepancy[i].commodity].kind != CORDON_EMISSION)
			mark(m, e->discrepancy[i].commodity, e->discrepancy[i].place, e->discrepancy[i].period);
}

static void make_rows(plan_model *m)
{
	const cordon_economy *e = m->economy;
	int64_t cells = cell_of(e, e->commodities, 0, 0);
	m->row_of = memory_alloc((size_t)cells, sizeof *m->row_of);
	memset(m->row_of, -1, (size_t)cells * sizeof *m->row_of);
	mark_cells(m);
	for (int64_t i = 0; i < cells; i++)
		if (m->row_of[i] == 0)
			m->row_of[i] = m->rows++;
	m->balance = memory_alloc((size_t)m->rows, sizeof *m->balance);
	for (int c = 0; c < e->commodities; c++)
		for (int r = 0; r < e->places; r++)
			for (int t = 0; t < e->periods; t++)
				if (row_at(m, c, r, t) >= 0)
					m->balance[row_at(m, c, r, t)] = (cordon_balance){c, r, t};
	m->stock = memory_alloc((size_t)m->rows, sizeof *m->stock);
	for (int i = 0; i < e->stocks; i++)
		m->stock[row_at(m, e->stock[i].commodity, e->stock[i].place, e->stock[i].period)] += e->stock[i].amount;
}

/* ---- columns ---------------------------------------------------------------------------------------------------- */

/* Appends column (p, t), adding up exchanges that fall on the same row. `at` maps row -> position in this column, or
 * -1. */
static void add_column(plan_model *m, int p, int t, int64_t *count, int64_t *at)
{
	const cordon_economy *e = m->economy;
	const cordon_process *process = &e->process[p];
	int64_t first = *count;
	for (int k = process->first_exchange; k < process->first_exchange + process->exchange_count; k++) {
		const cordon_exchange *x = &e->exchange[k];
		int row = t + x->lead < e->periods ? row_at(m, x->commodity, x->place, t + x->lead) : -1;
		if (row < 0)
			continue;
		if (at[row] < first) {
			at[row] = *count;
			m->index[*count] = row;
			m->value[(*count)++] = 0;
		}
		m->value[at[row]] += e->commodity[x->commodity].kind == CORDON_EMISSION ? -x->amount : x->amount;
	}
}

struct entry {
	int row;
	double value;
};

static int by_row(const void *a, const void *b)
{
	const struct entry *left = a, *right = b;
	return (left->row > right->row) - (left->row < right->row);
}

/* Sorts a column's entries by row and drops the zeros; returns its new end. */
static int64_t tidy_column(plan_model *m, int64_t begin, int64_t end)
{
	struct entry *entry = memory_alloc((size_t)(end - begin), sizeof *entry);
	for (int64_t k = begin; k < end; k++)
		entry[k - begin] = (struct entry){m->index[k], m->value[k]};
	qsort(entry, (size_t)(end - begin), sizeof *entry, by_row);
	int64_t kept = begin;
	for (int64_t k = 0; k < end - begin; k++) {
		if (entry[k].value == 0)
			continue;
		m->index[kept] = entry[k].row;
		m->value[kept++] = entry[k].value;
	}
	free(entry);
	return kept;
}

static void make_columns(plan_model *m)
{
	const cordon_economy *e = m->economy;
	m->columns = e->processes * e->periods;
	size_t most = (size_t)e->exchanges * (size_t)e->periods;
	m->start = memory_alloc((size_t)m->columns + 1, sizeof *m->start);
	m->index = memory_alloc(most, sizeof *m->index);
	m->value = memory_alloc(most, sizeof *m->value);
	int64_t *at = memory_alloc((size_t)m->rows, sizeof *at);
	memset(at, -1, (size_t)m->rows * sizeof *at);
	int64_t count = 0;
	for (int p = 0; p < e->processes; p++) {
		for (int t = 0; t < e->periods; t++) {
			int64_t begin = count;
			add_column(m, p, t, &count, at);
			count = tidy_column(m, begin, count);
			for (int64_t k = begin; k < count; k++)
				at[m->index[k]] = -1;
			m->start[p * e->periods + t + 1] = count;
		}
	}
	free(at);
}

/* ---- boxes ------------------------------------------------------------------------------------------------------ */

/* The most each row could be used for, and have, at the present boxes. */
static void most_flows(const plan_model *m, const double *box, double *used, double *there)
{
	memset(used, 0, (size_t)m->rows * sizeof *used);
	memcpy(there, m->stock, (size_t)m->rows * sizeof *there);
	for (int i = 0; i < m->elements; i++)
		used[m->element[i].balance] += m->element[i].demand;
	for (int j = 0; j < m->columns; j++)
		for (int64_t k = m->start[j]; k < m->start[j + 1]; k++)
			*(m->value[k] < 0 ? &used[m->index[k]] : &there[m->index[k]]) += fabs(m->value[k]) * box[j];
}

/* One pass of tightening; returns the largest relative cut. `kept`: what no column is cut below for want of a use. */
static double tighten(const plan_model *m, double *box, const double *kept, double *used, double *there)
{
	double cut = 0;
	most_flows(m, box, used, there);
	for (int j = 0; j < m->columns; j++) {
		double wanted = kept ? kept[j] : 0, fed = INFINITY;
		for (int64_t k = m->start[j]; k < m->start[j + 1]; k++)
			if (m->value[k] > 0)
				wanted = fmax(wanted, used[m->index[k]] / m->value[k]);
			else
				fed = fmin(fed, there[m->index[k]] / -m->value[k]);
		double most = fmin(wanted, fed) * (1 + 1e-12); /* rounding of the sums never cuts off anything real */
		if (most < box[j]) {
			cut = fmax(cut, 1 - most / box[j]);
			box[j] = most;
		}
	}
	return cut;
}

static void make_capacities(plan_model *m)
{
	const cordon_economy *e = m->economy;
	m->capacity = memory_alloc((size_t)m->columns, sizeof *m->capacity);
	m->box = memory_alloc((size_t)m->columns, sizeof *m->box);
	for (int j = 0; j < m->columns; j++)
		m->capacity[j] = cordon_economy_capacity(e, j / e->periods, j % e->periods);
}

static void cut_boxes(const plan_model *m, double *box, const double *kept)
{
	enum { PASSES = 100 };
	memcpy(box, m->capacity, (size_t)m->columns * sizeof *box);
	double *used = memory_alloc(2 * (size_t)m->rows, sizeof *used);
	for (int pass = 0; pass < PASSES && tighten(m, box, kept, used, used + m->rows) > 1e-3; pass++)
		;
	free(used);
}

void plan_model_box(plan_model *m)
{
	cut_boxes(m, m->box, NULL);
	if (!m->near)
		return;
	if (!m->near_box)
		m->near_box = memory_alloc((size_t)m->columns, sizeof *m->near_box);
	cut_boxes(m, m->near_box, m->near->was);
}

/* ---- elements and costs ----------------------------------------------------------------------------------------- */

static void add_demand(plan_model *m, int *element_of, int row, int tier, double amount)
{
	assert(row >= 0 && row < m->rows);
	int *slot = &element_of[(int64_t)(tier - 1) * m->rows + row];
	if (amount <= 0)
		return;
	if (*slot < 0) {
		*slot = m->elements;
		m->element[m->elements++] = (cordon_plan_element){.balance = row, .tier = tier, .stage = -1};
	}
	m->element[*slot].demand += amount;
}

/* Discrepancies: what was used without a source counts as stock; unused surplus is a need of a tier after all
 * others. */
static void make_elements(plan_model *m)
{
	const cordon_economy *e = m->economy;
	for (int i = 0; i < e->needs; i++)
		m->tiers = e->need[i].tier > m->tiers ? e->need[i].tier : m->tiers;
	for (int i = 0; i < e->discrepancies; i++)
		if (e->discrepancy[i].amount > 0)
			m->discrepancy_tier = m->tiers + 1;
	m->tiers = m->discrepancy_tier ? m->discrepancy_tier : m->tiers;
	size_t slots = (size_t)m->tiers * (size_t)m->rows;
	int *element_of = memory_alloc(slots, sizeof *element_of);
	memset(element_of, -1, slots * sizeof *element_of);
	m->element = memory_alloc((size_t)(e->needs + e->discrepancies), sizeof *m->element);
	for (int i = 0; i < e->needs; i++) {
		const cordon_need *n = &e->need[i];
		add_demand(m, element_of, row_at(m, n->commodity, n->place, n->period), n->tier, n->amount);
	}
	for (int i = 0; i < e->discrepancies; i++) {
		const cordon_discrepancy *d = &e->discrepancy[i];
		int row = row_at(m, d->commodity, d->place, d->period);
		if (row >= 0 && d->amount < 0)
			m->stock[row] -= d->amount;
		else if (row >= 0)
			add_demand(m, element_of, row, m->discrepancy_tier, d->amount);
	}
	free(element_of);
}

/* What one unit of an exchange adds to the objective: inputs of labour (or of the commodity chosen); outputs of an
 * emission. */
static double cost_of(const cordon_economy *e, const cordon_exchange *x, int chosen)
{
	cordon_commodity_kind kind = e->commodity[x->commodity].kind;
	bool counts = chosen >= 0 ? x->commodity == chosen : kind == CORDON_LABOUR;
	double amount = kind == CORDON_EMISSION ? x->amount : -x->amount;
	return counts && amount > 0 ? amount : 0;
}

static cordon_status make_costs(plan_model *m, cordon_error *error)
{
	const cordon_economy *e = m->economy;
	int chosen = -1;
	m->objective = "labour";
	if (e->objective && strcmp(e->objective, "labour")) {
		for (int c = 0; c < e->commodities; c++)
			if (!strcmp(e->commodity[c].id, e->objective))
				chosen = c;
		if (chosen < 0)
			return finding_add(error, CORDON_ERROR, (place_in_file){e->path, 0, "objective", e->objective},
					   TEXT(PLAN_OBJECTIVE), NO_TEXT);
		m->objective = e->commodity[chosen].id;
	}
	m->cost = memory_alloc((size_t)m->columns, sizeof *m->cost);
	double total = 0;
	for (int i = 0; i < e->exchanges; i++)
		for (int t = 0; t < e->periods; t++) {
			double cost = cost_of(e, &e->exchange[i], chosen);
			m->cost[e->exchange[i].process * e->periods + t] += cost;
			total += cost;
		}
	if (total == 0) { /* nothing to economise on: as little activity as possible */
		m->objective = "activity";
		for (int j = 0; j < m->columns; j++)
			m->cost[j] = 1;
	}
	return CORDON_OK;
}

/* ---- the whole --------------------------------------------------------------------------------------------------- */

cordon_status plan_model_make(const cordon_economy *economy, plan_model *model, cordon_error *error)
{
	*model = (plan_model){.economy = economy};
	double cells = (double)economy->commodities * economy->places * economy->periods;
	double columns = (double)economy->processes * economy->periods;
	double entries = (double)economy->exchanges * economy->periods;
	if (cells > PLAN_CELLS_MAX || columns > PLAN_CELLS_MAX || entries > PLAN_CELLS_MAX)
		return finding_add(error, CORDON_ERROR, (place_in_file){.file = economy->path}, TEXT(PLAN_TOO_LARGE),
				   NO_TEXT);
	make_rows(model);
	make_columns(model);
	make_elements(model);
	cordon_status status = make_costs(model, error);
	if (!status) {
		make_capacities(model);
		plan_model_box(model);
	}
	return status;
}

void plan_model_free(plan_model *m)
{
	free(m->balance);
	free(m->row_of);
	free(m->start);
	free(m->index);
	free(m->value);
	free(m->box);
	free(m->near_box);
	free(m->capacity);
	free(m->cost);
	free(m->stock);
	free(m->element);
	*m = (plan_model){0};
}

void plan_model_net(const plan_model *m, const double *x, double *net, double *gross)
{
	memset(net, 0, (size_t)m->rows * sizeof *net);
	memset(gross, 0, (size_t)m->rows * sizeof *gross);
	for (int j = 0; j < m->columns; j++)
		for (int64_t k = m->start[j]; x[j] != 0 && k < m->start[j + 1]; k++) {
			net[m->index[k]] += m->value[k] * x[j];
			gross[m->index[k]] += fabs(m->value[k] * x[j]);
		}
}

double *plan_model_observed(const plan_model *m)
{
	const cordon_economy *e = m->economy;
	if (!e->observations)
		return NULL;
	double *x = memory_alloc((size_t)m->columns, sizeof *x);
	for (int j = 0; j < m->columns; j++)
		x[j] = NAN;
	for (int i = 0; i < e->observations; i++)
		for (int t = 0; t < e->periods; t++)
			if (e->observation[i].period < 0 || e->observation[i].period == t)
				x[e->observation[i].process * e->periods + t] = e->observation[i].activity;
	for (int j = 0; j < m->columns; j++)
		if (isnan(x[j])) {
			free(x);
			return NULL;
		}
	return x;
}
