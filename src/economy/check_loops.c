/* Recipes that eat their own product, alone or in a loop.
 *
 * Which commodities can be made at all, if everything that nobody makes (or of which there is a stock) were free?
 * The set, with B the outputs, A the inputs, and no row for what is free,
 *	{c : some x >= 0 has (B - A) x >= 0 and ((B - A) x)_c > 0}
 * is found in three steps:
 *	1. a process all of whose net inputs can be had makes its net outputs available (it may run a little beside the
 *	   rest; check_reach.c);
 *	2. the rest falls into strongly connected parts of the graph commodity -> process -> commodity, taken from the
 *	   sources down; in each, activities are raised to meet the needs of one unit of everything: if that ends, all of
 *	   the part can be made;
 *	3. else a small LP says which can: maximise sum z, (B - A) x >= z, 0 <= z <= 1, x >= 0 (each z is 1 or 0, since x
 *	   may be scaled).
 * What is left needs more of itself, or of each other, than it makes.
 */
#include "economy/check_graph.h"

#include "base/text.h"

#include <cordon/lp.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { RAISE_ROUNDS = 1000, SCALE_ROUNDS = 12, LIST_BYTES = 2000, LP_NONZEROS_MAX = 400000 };

#define RAISE_LIMIT 1e12 /* activities beyond this do not converge */
#define MADE_AT_LEAST 0.5 /* z is 0 or 1 but for rounding */

static double net_of(const check_pair *x)
{
	return x->out - x->in;
}

/* ---- a part: its processes and commodities, as a small matrix
 * -------------------------------------------------------- */

typedef struct part {
	int rows, columns; /* commodities, processes */
	const int *commodity;
	int *process; /* those whose unavailable inputs all stand in this part */
	int *start, *index;
	double *value; /* net, by process */
} part;

/* True when the process may run if the commodities of this part can be had. `row_of` is -1 outside the part. */
static bool may_run(const loops *l, int p, const int *row_of)
{
	const checkup *c = l->c;
	for (int i = c->first[p]; i < c->first[p + 1]; i++)
		if (net_of(&c->pair[i]) < 0 && !l->available[c->pair[i].commodity] && row_of[c->pair[i].commodity] < 0)
			return false;
	return true;
}

/* `alone`: as if everything outside the part were free. */
static part part_new(const loops *l, const component *s, bool alone, int *row_of)
{
	const checkup *c = l->c;
	part a = {.rows = s->commodities, .commodity = s->commodity};
	size_t room = 0;
	for (int i = 0; i < s->commodities; i++)
		row_of[s->commodity[i]] = i;
	for (int i = 0; i < s->processes; i++)
		room += (size_t)(c->first[s->process[i] + 1] - c->first[s->process[i]]);
	a.process = memory_alloc((size_t)s->processes, sizeof *a.process);
	a.start = memory_alloc((size_t)s->processes + 1, sizeof *a.start);
	a.index = memory_alloc(room, sizeof *a.index);
	a.value = memory_alloc(room, sizeof *a.value);
	int count = 0;
	for (int i = 0; i < s->processes; i++) {
		int p = s->process[i];
		if (!alone && !may_run(l, p, row_of))
			continue;
		for (int k = c->first[p]; k < c->first[p + 1]; k++) {
			double net = net_of(&c->pair[k]);
			if (net == 0 || row_of[c->pair[k].commodity] < 0)
				continue;
			a.index[count] = row_of[c->pair[k].commodity];
			a.value[count++] = net;
		}
		a.process[a.columns++] = p;
		a.start[a.columns] = count;
	}
	for (int i = 0; i < s->commodities; i++)
		row_of[s->commodity[i]] = -1;
	return a;
}

static void part_free(part *a)
{
	free(a->process);
	free(a->start);
	free(a->index);
	free(a->value);
}

/* Rows and columns scaled towards coefficients of size 1: the geometric mean of the largest and smallest of each, in
 * turns. Rows are commodities in units of their own and columns recipes of any size, so scaling changes no answer. */
static void part_scale(part *a)
{
	double *low = memory_alloc((size_t)a->rows, sizeof *low), *high = memory_alloc((size_t)a->rows, sizeof *high);
	for (int round = 0; round < SCALE_ROUNDS; round++) {
		for (int i = 0; i < a->rows; i++) {
			low[i] = INFINITY;
			high[i] = 0;
		}
		for (int j = 0; j < a->columns; j++) {
			double least = INFINITY, most = 0;
			for (int k = a->start[j]; k < a->start[j + 1]; k++) {
				least = fmin(least, fabs(a->value[k]));
				most = fmax(most, fabs(a->value[k]));
			}
			for (int k = a->start[j]; k < a->start[j + 1]; k++) {
				a->value[k] /= sqrt(least) * sqrt(most);
				low[a->index[k]] = fmin(low[a->index[k]], fabs(a->value[k]));
				high[a->index[k]] = fmax(high[a->index[k]], fabs(a->value[k]));
			}
		}
		for (int k = 0; k < a->start[a->columns]; k++)
			a->value[k] /= sqrt(low[a->index[k]]) * sqrt(high[a->index[k]]);
	}
	free(low);
	free(high);
}

/* ---- step 2
 * -------------------------------------------------------------------------------------------------------- */

/* The maker of each row: the process that makes the most of it for its size; -1 when there is none. */
static int *main_makers(const part *a)
{
	int *maker = memory_alloc((size_t)a->rows, sizeof *maker);
	double *best = memory_alloc((size_t)a->rows, sizeof *best);
	for (int i = 0; i < a->rows; i++)
		maker[i] = -1;
	for (int j = 0; j < a->columns; j++)
		for (int k = a->start[j]; k < a->start[j + 1]; k++)
			if (a->value[k] > best[a->index[k]]) {
				best[a->index[k]] = a->value[k];
				maker[a->index[k]] = j;
			}
	free(best);
	return maker;
}

/* Raises the main makers until every row has a net of a unit. True only when the net, recomputed, is clearly above
 * zero in every row: then all of the part can be made. */
static bool all_can_be_made(const part *a)
{
	int *maker = main_makers(a);
	double *x = memory_alloc((size_t)a->columns, sizeof *x), *net = memory_alloc((size_t)a->rows, sizeof *net);
	double *made = memory_alloc((size_t)a->rows, sizeof *made), *add = memory_alloc((size_t)a->columns, sizeof *add);
	bool done = false, possible = true;
	for (int i = 0; i < a->rows; i++)
		possible &= maker[i] >= 0;
	for (int round = 0; possible && !done && round < RAISE_ROUNDS; round++) {
		memset(net, 0, (size_t)a->rows * sizeof *net);
		memset(made, 0, (size_t)a->rows * sizeof *made);
		memset(add, 0, (size_t)a->columns * sizeof *add);
		for (int j = 0; j < a->columns; j++)
			for (int k = a->start[j]; k < a->start[j + 1]; k++) {
				net[a->index[k]] += a->value[k] * x[j];
				made[a->index[k]] += a->value[k] > 0 ? a->value[k] * x[j] : 0;
			}
		done = true;
		for (int i = 0; i < a->rows; i++)
			done &= net[i] > 0.5 && net[i] > 1e-9 * made[i];
		for (int i = 0; i < a->rows; i++)
			for (int k = a->start[maker[i]]; net[i] < 1 && k < a->start[maker[i] + 1]; k++)
				if (a->index[k] == i)
					add[maker[i]] = fmax(add[maker[i]], (1 - net[i]) / a->value[k]);
		for (int j = 0; j < a->columns; j++) {
			x[j] += add[j];
			possible &= x[j] < RAISE_LIMIT;
		}
	}
	free(maker);
	free(x);
	free(net);
	free(made);
	free(add);
	return done;
}

/* ---- step 3
 * -------------------------------------------------------------------------------------------------------- */

/* Columns: z (one a row), then x. Rows: (B - A) x - z >= 0. */
static cordon_lp *part_lp(const part *a)
{
	cordon_lp *lp = cordon_lp_new(a->rows, a->rows + a->columns, (int64_t)a->rows + a->start[a->columns]);
	for (int i = 0; i < a->rows; i++) {
		lp->start[i] = i;
		lp->index[i] = i;
		lp->value[i] = -1;
		lp->cost[i] = -1;
		lp->upper[i] = 1;
		lp->row_lower[i] = 0;
		lp->row_upper[i] = INFINITY;
	}
	for (int j = 0; j <= a->columns; j++)
		lp->start[a->rows + j] = a->rows + a->start[j];
	for (int k = 0; k < a->start[a->columns]; k++) {
		lp->index[a->rows + k] = a->index[k];
		lp->value[a->rows + k] = a->value[k];
	}
	return lp;
}

typedef struct nonzero {
	int index;
	double value;
} nonzero;

static int compare_nonzeros(const void *a, const void *b)
{
	const nonzero *x = a, *y = b;
	return x->index - y->index;
}

/* cordon_lp wants increasing rows within a column. */
static void part_sort(part *a)
{
	nonzero *list = memory_alloc((size_t)a->rows + 1, sizeof *list);
	for (int j = 0; j < a->columns; j++) {
		int count = a->start[j + 1] - a->start[j];
		for (int k = 0; k < count; k++)
			list[k] = (nonzero){a->index[a->start[j] + k], a->value[a->start[j] + k]};
		qsort(list, (size_t)count, sizeof *list, compare_nonzeros);
		for (int k = 0; k < count; k++) {
			a->index[a->start[j] + k] = list[k].index;
			a->value[a->start[j] + k] = list[k].value;
		}
	}
	free(list);
}

/* can[i]: row i can be made. False when that could not be decided. */
static bool part_decide(part *a, bool *can)
{
	part_scale(a);
	bool all = all_can_be_made(a), decided = true;
	for (int i = 0; i < a->rows; i++)
		can[i] = all;
	if (all || !a->columns)
		return true;
	if (a->start[a->columns] > LP_NONZEROS_MAX)
		return false;
	part_sort(a);
	cordon_lp *lp = part_lp(a);
	cordon_lp_solution solution;
	cordon_lp_options options = {.method = CORDON_LP_GLPK, .gap = 1e-6};
	cordon_status status = cordon_lp_solve(lp, &options, &solution);
	decided = status == CORDON_OK || (status == CORDON_UNPROVEN && solution.x);
	for (int i = 0; decided && i < a->rows; i++)
		can[i] = solution.x[i] > MADE_AT_LEAST;
	cordon_lp_solution_free(&solution);
	cordon_lp_free(lp);
	return decided;
}

/* Marks what can be made of this part as available. False when that could not be decided. */
static bool settle(loops *l, const component *s, int *row_of)
{
	part a = part_new(l, s, false, row_of);
	bool *can = memory_alloc((size_t)a.rows, sizeof *can), decided = part_decide(&a, can);
	for (int i = 0; i < a.rows; i++)
		if (decided && can[i])
			loops_make_available(l, a.commodity[i]);
	free(can);
	part_free(&a);
	return decided;
}

/* ---- what is said
 * ---------------------------------------------------------------------------------------------------- */

/* Names in a line, cut at LIST_BYTES. */
static void add_name(text *out, const char *id)
{
	if (out->length > LIST_BYTES)
		return;
	if (out->length)
		text_add_string(out, ", ");
	text_add_string(out, out->length > LIST_BYTES ? "..." : id);
}

/* By commodity: some process makes more of it than it uses. */
static bool *with_net_maker(const checkup *c)
{
	bool *has = memory_alloc((size_t)c->e->commodities, sizeof *has);
	for (int i = 0; i < c->first[c->e->processes]; i++)
		has[c->pair[i].commodity] |= net_of(&c->pair[i]) > 0;
	return has;
}

/* A process is self-eating when it nets nothing at all; an output it uses up itself is to blame, too, when nobody
 * else nets any. (An industry that makes a little of its own electricity as a by-product is no mistake.) */
static void report_self_eating(checkup *c, const bool *has_maker)
{
	const cordon_economy *e = c->e;
	for (int p = 0; p < e->processes; p++) {
		bool nets = check_hands_on(&e->process[p]);
		for (int i = c->first[p]; i < c->first[p + 1] && !nets; i++)
			nets = net_of(&c->pair[i]) > 0;
		for (int i = c->first[p]; !check_hands_on(&e->process[p]) && i < c->first[p + 1]; i++) {
			const check_pair *x = &c->pair[i];
			char in[32], out[32];
			if (!(x->out > 0) || x->in < x->out || (nets && has_maker[x->commodity]) ||
				e->commodity[x->commodity].kind == CORDON_EMISSION)
				continue;
			check_say(c, CORDON_ERROR, TABLE_EXCHANGES, x->row, "commodity", e->commodity[x->commodity].id,
					  TEXT(ECONOMY_SELF_EATING, e->process[p].id, check_number(x->out, out), check_number(x->in, in)));
		}
	}
}

/* Does the process use or make one of these rows? */
static bool touches(const part *a, int column, const bool *can)
{
	for (int k = a->start[column]; k < a->start[column + 1]; k++)
		if (!can[a->index[k]])
			return true;
	return false;
}

/* Names what cannot be made even if everything outside the part were free; returns how many commodities. */
static int report_loop(loops *l, const component *s, int *row_of)
{
	if (s->commodities < 1 || s->processes < 1)
		return 0;
	const cordon_economy *e = l->c->e;
	part a = part_new(l, s, true, row_of);
	bool *can = memory_alloc((size_t)a.rows, sizeof *can);
	text commodities = {0}, processes = {0};
	int count = 0, first = -1;
	bool decided = part_decide(&a, can);
	for (int i = 0; decided && i < a.rows; i++)
		if (!can[i]) {
			first = count++ ? first : s->commodity[i];
			add_name(&commodities, e->commodity[s->commodity[i]].id);
		}
	for (int j = 0; count && j < a.columns; j++)
		if (touches(&a, j, can))
			add_name(&processes, e->process[a.process[j]].id);
	if (count)
		check_say(l->c, CORDON_ERROR, TABLE_COMMODITIES, e->commodity[first].row, NULL, e->commodity[first].id,
				  TEXT(ECONOMY_LOOP, text_string(&commodities), text_string(&processes)));
	text_free(&commodities);
	text_free(&processes);
	free(can);
	part_free(&a);
	return count;
}

/* One warning for every commodity of which no net unit can be made. */
static void report_unmakeable(loops *l, const bool *has_maker, int in_loops)
{
	const cordon_economy *e = l->c->e;
	int count = 0;
	for (int k = 0; k < e->commodities; k++) {
		if (l->available[k])
			continue;
		count++;
		in_loops += !has_maker[k]; /* its only recipes eat it directly */
		check_say(l->c, CORDON_WARNING, TABLE_COMMODITIES, e->commodity[k].row, NULL, e->commodity[k].id,
				  TEXT(ECONOMY_UNMAKEABLE));
	}
	char all[32], inside[32];
	check_number(in_loops, inside);
	if (count)
		check_say(l->c, CORDON_NOTE, TABLE_COMMODITIES, 0, NULL, NULL,
				  TEXT(ECONOMY_UNMAKEABLE_COUNT, check_number(count, all), inside));
}

void check_loops(checkup *c)
{
	const cordon_economy *e = c->e;
	loops l = loops_new(c);
	int *row_of = memory_alloc((size_t)e->commodities, sizeof *row_of);
	for (int k = 0; k < e->commodities; k++) {
		row_of[k] = -1;
		if (!c->made[k] || c->stocked[k] || e->commodity[k].kind == CORDON_EMISSION)
			loops_make_available(&l, k);
	}
	loops_start(&l);
	bool *has_maker = with_net_maker(c);
	report_self_eating(c, has_maker);
	components parts = components_of(&l);
	bool decided = true;
	for (int i = 0; i < parts.count && decided; i++)
		if (parts.component[i].commodities && parts.component[i].processes)
			decided = settle(&l, &parts.component[i], row_of);
	components_free(&parts);
	if (decided) {
		parts = components_of(&l);
		int in_loops = 0;
		for (int i = 0; i < parts.count; i++)
			in_loops += report_loop(&l, &parts.component[i], row_of);
		components_free(&parts);
		report_unmakeable(&l, has_maker, in_loops);
	} else {
		check_say(c, CORDON_NOTE, TABLE_PROCESSES, 0, NULL, NULL, TEXT(ECONOMY_LOOPS_SKIPPED));
	}
	loops_free(&l);
	free(has_maker);
	free(row_of);
}
