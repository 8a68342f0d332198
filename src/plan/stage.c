/* Stages as linear programmes; see stage.h. */
#include "plan/stage.h"

#include "base/memory.h"
#include "base/text.h"
#include "plan/current.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

void stage_required(const plan_model *m, const stage_spec *spec, double *required)
{
	for (int b = 0; b < m->rows; b++)
		required[b] = -m->stock[b];
	for (int e = 0; e < m->elements; e++)
		if (!spec->open[e])
			required[m->element[e].balance] += spec->fulfilment[e] * m->element[e].demand;
}

/* The lambda column: the open demand of every row. */
static int64_t add_lambda(const plan_model *m, const stage_spec *spec, cordon_lp *lp, int64_t at)
{
	double *open = memory_alloc((size_t)m->rows, sizeof *open);
	for (int e = 0; e < m->elements; e++)
		if (spec->open[e])
			open[m->element[e].balance] += m->element[e].demand;
	for (int b = 0; b < m->rows; b++)
		if (open[b] > 0) {
			lp->index[at] = b;
			lp->value[at++] = -open[b];
		}
	free(open);
	return at;
}

static void set_lambda(const stage_spec *spec, cordon_lp *lp, int column)
{
	bool held = spec->form != STAGE_LEVEL;
	lp->lower[column] = spec->lambda;
	lp->upper[column] = held ? spec->lambda : 1;
	lp->cost[column] = spec->form == STAGE_LEVEL ? -1 : 0;
}

static int count_open(const plan_model *m, const stage_spec *spec)
{
	int open = 0;
	for (int e = 0; e < m->elements; e++)
		open += spec->open[e];
	return open;
}

/* `worth`: of each open element in the objective of LIFT and REST. */
static void set_share(const stage_spec *spec, cordon_lp *lp, int column, bool open, double worth)
{
	bool free_to_rise = open && (spec->form == STAGE_LIFT || spec->form == STAGE_REST);
	double most = spec->form == STAGE_REST ? 1 - spec->lambda : fmin(spec->lift, 1 - spec->lambda);
	lp->upper[column] = free_to_rise ? fmax(0, most) : 0;
	lp->cost[column] = free_to_rise ? -worth : 0;
}

/* The programme's own upper bound is the real capacity, so that its prices speak of real limits: a box cut to what an
 * input allows would share that input's price. Where nothing limits a process, twice its box is out of the way. */
static double upper_of(const plan_model *m, const double *box, int column)
{
	if (box[column] == 0)
		return 0;
	return m->capacity[column] < CORDON_ACTIVITY_LIMIT ? m->capacity[column]
							   : fmin(2 * box[column], CORDON_ACTIVITY_LIMIT);
}

static bool is_near(const plan_model *m, const stage_spec *spec)
{
	return spec->form == STAGE_LAST && current_counts(m);
}

int stage_further(const plan_model *m, const stage_spec *spec, int *of)
{
	int count = 0;
	for (int j = 0; is_near(m, spec) && j < m->columns; j++)
		if (m->near->was[j] > 0 && m->near->was[j] < upper_of(m, m->near_box, j)) {
			if (of)
				of[count] = j;
			count++;
		}
	return count;
}

/* Costs of the last stage near a current plan; a column that has a further one ends at what it did. */
static void set_near(const plan_model *m, const stage_spec *spec, cordon_lp *lp, int64_t at)
{
	int *of = memory_alloc((size_t)m->columns, sizeof *of);
	int further = stage_further(m, spec, of), first = m->columns + 1 + m->elements;
	for (int j = 0; j < m->columns; j++) {
		double was = m->near->was[j], price = m->near->price;
		lp->cost[j] = was > 0 ? m->cost[j] - price * m->cost[j] : m->cost[j] + price * m->near->weight[j];
		lp->offset += price * m->cost[j] * was;
	}
	for (int i = 0; i < further; i++) {
		int j = of[i], column = first + i;
		lp->upper[column] = lp->upper[j] - m->near->was[j];
		lp->upper[j] = m->near->was[j];
		lp->cost[column] = m->cost[j] + m->near->price * m->near->weight[j];
		for (int64_t k = m->start[j]; k < m->start[j + 1]; k++, at++) {
			lp->index[at] = m->index[k];
			lp->value[at] = m->value[k];
		}
		lp->start[column + 1] = at;
	}
	free(of);
}

cordon_lp *stage_lp(const plan_model *m, const stage_spec *spec)
{
	int64_t entries = m->start[m->columns];
	bool near = is_near(m, spec);
	cordon_lp *lp = cordon_lp_new(m->rows, m->columns + 1 + m->elements + stage_further(m, spec, NULL),
				      (near ? 2 : 1) * entries + m->rows + m->elements);
	memcpy(lp->index, m->index, (size_t)entries * sizeof *lp->index);
	memcpy(lp->value, m->value, (size_t)entries * sizeof *lp->value);
	memcpy(lp->start, m->start, ((size_t)m->columns + 1) * sizeof *lp->start);
	for (int j = 0; j < m->columns; j++)
		lp->upper[j] = upper_of(m, near ? m->near_box : m->box, j);
	if (spec->form == STAGE_LAST)
		memcpy(lp->cost, m->cost, (size_t)m->columns * sizeof *lp->cost);
	int64_t at = add_lambda(m, spec, lp, entries);
	lp->start[m->columns + 1] = at;
	set_lambda(spec, lp, m->columns);
	double worth = spec->form == STAGE_REST ? 1.0 / fmax(1, count_open(m, spec)) : 1;
	for (int e = 0; e < m->elements; e++) {
		int column = m->columns + 1 + e;
		lp->index[at] = m->element[e].balance;
		lp->value[at++] = -m->element[e].demand;
		lp->start[column + 1] = at;
		set_share(spec, lp, column, spec->open[e], worth);
	}
	if (near)
		set_near(m, spec, lp, at);
	stage_required(m, spec, lp->row_lower);
	return lp;
}

static char *name_of(const plan_model *m, const char *id, int place, int period)
{
	const cordon_economy *e = m->economy;
	text name = {0};
	text_add_string(&name, id);
	if (place >= 0 && e->places > 1)
		text_add_format(&name, "@%s", e->place[place].id);
	if (period >= 0 && e->periods > 1)
		text_add_format(&name, "@%s", e->period[period].id);
	return name.bytes;
}

/* `further`: whose the further columns are. */
static char *column_name(const plan_model *m, int column, const int *further)
{
	const cordon_economy *e = m->economy;
	if (column < m->columns)
		return name_of(m, e->process[column / e->periods].id, -1, column % e->periods);
	if (column == m->columns)
		return memory_copy_text("(lambda)");
	if (column > m->columns + m->elements) {
		text name = {0};
		char *own = column_name(m, further[column - m->columns - 1 - m->elements], further);
		text_add_format(&name, "(more %s)", own);
		free(own);
		return name.bytes;
	}
	const cordon_plan_element *element = &m->element[column - m->columns - 1];
	const cordon_balance *b = &m->balance[element->balance];
	char *base = name_of(m, e->commodity[b->commodity].id, b->place, b->period);
	text name = {0};
	text_add_format(&name, "(need %s tier %d)", base, element->tier);
	free(base);
	return name.bytes;
}

cordon_lp *stage_lp_named(const plan_model *m, const stage_spec *spec)
{
	cordon_lp *full = stage_lp(m, spec);
	cordon_lp *lp = cordon_lp_new(full->rows, full->columns, full->start[full->columns]);
	lp->name = memory_copy_text(m->economy->name ? m->economy->name : "plan");
	lp->row_name = memory_alloc((size_t)lp->rows, sizeof *lp->row_name);
	lp->column_name = memory_alloc((size_t)lp->columns, sizeof *lp->column_name);
	for (int b = 0; b < lp->rows; b++) {
		const cordon_balance *balance = &m->balance[b];
		lp->row_name[b] =
			name_of(m, m->economy->commodity[balance->commodity].id, balance->place, balance->period);
	}
	memcpy(lp->row_lower, full->row_lower, (size_t)lp->rows * sizeof *lp->row_lower);
	lp->offset = full->offset;
	int kept = 0, *further = memory_alloc((size_t)m->columns, sizeof *further);
	stage_further(m, spec, further);
	for (int j = 0; j < full->columns; j++) {
		if (j >= m->columns && full->upper[j] == 0)
			continue;
		int64_t at = lp->start[kept], count = full->start[j + 1] - full->start[j];
		memcpy(lp->index + at, full->index + full->start[j], (size_t)count * sizeof *lp->index);
		memcpy(lp->value + at, full->value + full->start[j], (size_t)count * sizeof *lp->value);
		lp->start[kept + 1] = at + count;
		lp->cost[kept] = full->cost[j];
		lp->lower[kept] = full->lower[j];
		lp->upper[kept] = full->upper[j];
		lp->column_name[kept++] = column_name(m, j, further);
	}
	free(further);
	lp->columns = kept;
	cordon_lp_free(full);
	return lp;
}

stage_spec stage_recorded(const plan_model *m, const cordon_plan *plan, int stage, bool *open, double *fulfilment)
{
	static const enum stage_form form[] = {STAGE_LEVEL, STAGE_REST, STAGE_LAST};
	const cordon_plan_stage *s = &plan->stage[stage];
	for (int e = 0; e < m->elements; e++) {
		const cordon_plan_element *element = &plan->element[e];
		open[e] = s->kind != CORDON_STAGE_LAST && element->tier == s->tier && element->stage >= stage;
		fulfilment[e] = !open[e] && element->stage < stage ? element->fulfilment : 0;
	}
	return (stage_spec){.form = form[s->kind], .open = open, .fulfilment = fulfilment, .lambda = s->floor};
}

/* ---- the bound --------------------------------------------------------------------------------------------------- */

/* y'A_j, in extended precision. */
static long double price_of(const plan_model *m, const double *y, int j)
{
	long double sum = 0;
	for (int64_t k = m->start[j]; k < m->start[j + 1]; k++)
		sum += (long double)y[m->index[k]] * m->value[k];
	return sum;
}

double stage_bound(const plan_model *m, const stage_spec *spec, const double *y, double *weight_sum)
{
	double *required = memory_alloc((size_t)m->rows, sizeof *required);
	stage_required(m, spec, required);
	long double priced = 0, rents = 0, weights = 0, rest = 0;
	int open = count_open(m, spec);
	for (int b = 0; b < m->rows; b++)
		priced += (long double)y[b] * required[b];
	free(required);
	for (int j = 0; j < m->columns; j++) {
		long double margin = price_of(m, y, j) - (spec->form == STAGE_LAST ? m->cost[j] : 0);
		rents += is_near(m, spec) ? -current_least(m, j, margin) : margin > 0 ? margin * m->box[j] : 0;
	}
	for (int e = 0; e < m->elements; e++) {
		if (!spec->open[e])
			continue;
		long double weight = (long double)y[m->element[e].balance] * m->element[e].demand;
		long double margin = 1.0L / open - weight;
		weights += weight;
		rest += margin * (margin > 0 ? 1 : spec->lambda);
	}
	*weight_sum = (double)weights;
	if (spec->form == STAGE_LAST)
		return (double)(priced - rents);
	if (spec->form == STAGE_REST)
		return fmin(1, (double)(rents - priced + rest));
	return weights > 0 ? fmin(1, (double)((rents - priced) / weights)) : 1;
}
