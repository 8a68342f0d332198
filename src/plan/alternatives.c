/* Plans nearly as good as a given one, and as different as possible ("modelling to generate alternatives", Brill 1979;
 * Brill, Chang and Hopkins 1982): what an assembly can choose between without losing much.
 *
 * One linear programme holds all of them; x are the model's columns, f_e an element's fulfilment, w = within:
 *	net(x)_b - sum_e D_e f_e >= -stock_b     every balance closes
 *	                         <= surplus_b + w throughput_b   where nothing is stored: nothing is made to no use
 *	(1 - w) F_e <= f_e <= 1                  F: what the plan gives
 *	sum_t f_e >= sum_t F_e                   in every tier t: what some lose others gain, nobody just loses
 *	v(x) <= (1 + w) v(X)                     v: the last objective, X: the plan's activities
 * v(x) is cost'x, and of a plan near another (current.h) the price of the change with it: then each column has a row
 *	x_j - u_j + d_j = X0_j,   u_j, d_j >= 0   how much more and less than the other plan had; their prices are v's
 * The distance of two plans is sum_j |x_j - y_j| / box_j + sum_e |f_e - g_e|. The next alternative maximises the sum of
 * distances to the plan and all alternatives before it. That function is convex: at any point its linearisation is
 * below it, so a programme that maximises the linearisation never loses, and the steps end at a local maximum. Starts
 * are several: away from every process in use (Brill's), and seeded directions. Of what they reach, the one farthest
 * from its nearest neighbour is taken.
 *
 * Not here: the check of what was found (near.c), which shares nothing with this.
 */
#include "base/draw.h"
#include "base/memory.h"
#include "plan/codes.h"
#include "plan/current.h"
#include "plan/model.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { STARTS = 6, STEPS_MAX = 12 };
#define NO_DIFFERENCE 1e-6 /* plans nearer than this are the same */
#define SPARE 1e-11 /* what of a balance's throughput its programme may not use: rounding stays within 1e-9 */

typedef struct search {
	const plan_model *model;
	const cordon_plan *plan;
	const cordon_alternatives_options *options;
	cordon_lp *lp;
	int size; /* columns of the model and elements */
	double *weight; /* size: 1 / box, or 1 */
	double *known; /* (1 + found) * size: the plan, then the alternatives */
	int found;
	unsigned char *basis; /* of the last programme, or NULL */
	draw draw;
} search;

/* ---- the programme ----------------------------------------------------------------------------------------------- */

static void set_columns(search *s)
{
	const plan_model *m = s->model;
	for (int j = 0; j < m->columns; j++) {
		s->lp->upper[j] = fmin(m->capacity[j], fmax(m->box[j], s->plan->activity[j]));
		s->weight[j] = m->box[j] > 0 ? 1 / m->box[j] : 0;
	}
	for (int e = 0; e < m->elements; e++) {
		double had = s->plan->element[e].fulfilment;
		s->lp->lower[m->columns + e] = (1 - s->options->within) * had;
		s->lp->upper[m->columns + e] = 1;
		s->weight[m->columns + e] = 1;
	}
}

/* A tier's sum of fulfilments, a hair below what the plan has: rounding does not take the plan itself away. */
static void set_tiers(search *s)
{
	const plan_model *m = s->model;
	double *least = s->lp->row_lower + m->rows + 1;
	memset(least, 0, (size_t)m->tiers * sizeof *least);
	for (int e = 0; e < m->elements; e++)
		least[m->element[e].tier - 1] += s->plan->element[e].fulfilment * (1 - SPARE);
}

static void set_rows(search *s)
{
	const plan_model *m = s->model;
	double *net = memory_alloc(2 * (size_t)m->rows, sizeof *net), *gross = net + m->rows;
	plan_model_net(m, s->plan->activity, net, gross);
	for (int e = 0; e < m->elements; e++) {
		double received = s->plan->element[e].demand * s->plan->element[e].fulfilment;
		net[m->element[e].balance] -= received;
		gross[m->element[e].balance] += received;
	}
	for (int b = 0; b < m->rows; b++) {
		s->lp->row_lower[b] = fmin(-m->stock[b] + SPARE * gross[b], net[b]);
		if (m->stock[b] == 0)
			s->lp->row_upper[b] = fmax(0, net[b]) + s->options->within * gross[b];
	}
	free(net);
}

static int64_t add_entry(cordon_lp *lp, int64_t at, int row, double value)
{
	if (value == 0)
		return at;
	lp->index[at] = row;
	lp->value[at] = value;
	return at + 1;
}

/* What each column has more and less than in the plan that all this is near, and what that counts for. */
static void add_moves(search *s, int64_t at)
{
	const plan_model *m = s->model;
	const cordon_near *near = m->near;
	cordon_lp *lp = s->lp;
	int first = m->rows + 1 + m->tiers;
	int64_t *end = &lp->start[s->size];
	for (int j = 0; j < m->columns; j++) {
		at = add_entry(lp, at, m->rows, near->price * near->weight[j]);
		at = add_entry(lp, at, first + j, -1);
		end[2 * j + 1] = at;
		at = add_entry(lp, at, m->rows, near->price * m->cost[j]);
		at = add_entry(lp, at, first + j, 1);
		end[2 * j + 2] = at;
		lp->row_lower[first + j] = lp->row_upper[first + j] = near->was[j];
	}
}

/* The model's columns with the cost as one row more, then a column for each element, in its balance and its tier's
 * row; near another plan, two columns and a row more for each of the model's. */
static void make_programme(search *s)
{
	const plan_model *m = s->model;
	int moves = current_counts(m) ? m->columns : 0;
	cordon_lp *lp = s->lp = cordon_lp_new(m->rows + 1 + m->tiers + moves, s->size + 2 * moves,
					      m->start[m->columns] + m->columns + 2 * m->elements + 5 * moves);
	int64_t at = 0;
	for (int j = 0; j < m->columns; j++) {
		for (int64_t k = m->start[j]; k < m->start[j + 1]; k++, at++) {
			lp->index[at] = m->index[k];
			lp->value[at] = m->value[k];
		}
		at = add_entry(lp, at, m->rows, m->cost[j]);
		if (moves)
			at = add_entry(lp, at, m->rows + 1 + m->tiers + j, 1);
		lp->start[j + 1] = at;
	}
	for (int e = 0; e < m->elements; e++) {
		lp->index[at] = m->element[e].balance;
		lp->value[at++] = -m->element[e].demand;
		lp->index[at] = m->rows + m->element[e].tier;
		lp->value[at++] = 1;
		lp->start[m->columns + e + 1] = at;
	}
	if (moves)
		add_moves(s, at);
	lp->row_upper[m->rows] = (1 + s->options->within) * current_value(m, s->plan->activity) * (1 - SPARE);
	set_columns(s);
	set_rows(s);
	set_tiers(s);
}

/* ---- distances --------------------------------------------------------------------------------------------------- */

static double distance(const search *s, const double *x, const double *y)
{
	double sum = 0;
	for (int j = 0; j < s->size; j++)
		sum += s->weight[j] * fabs(x[j] - y[j]);
	return sum;
}

static double distances(const search *s, const double *x, double *nearest)
{
	double sum = 0;
	*nearest = INFINITY;
	for (int i = 0; i <= s->found; i++) {
		double d = distance(s, x, s->known + (size_t)i * (size_t)s->size);
		sum += d;
		*nearest = fmin(*nearest, d);
	}
	return sum;
}

/* The costs that make the next programme go on from x in the direction in which the sum of distances grows. Where x
 * stands on a known plan, it is led by `lead`, +1 or -1 a column. */
static void set_costs(search *s, const double *x, const signed char *lead)
{
	for (int j = 0; j < s->size; j++) {
		double slope = 0;
		for (int i = 0; i <= s->found; i++) {
			double apart = s->weight[j] * (x[j] - s->known[(size_t)i * (size_t)s->size + (size_t)j]);
			slope += fabs(apart) <= NO_DIFFERENCE ? lead[j] : apart > 0 ? 1 : -1;
		}
		s->lp->cost[j] = -slope * s->weight[j];
	}
}

/* ---- the search -------------------------------------------------------------------------------------------------- */

static void lead_out(search *s, int start, signed char *lead)
{
	for (int j = 0; j < s->size; j++)
		lead[j] = start == 0                ? (j < s->model->columns && s->known[j] > 0 ? -1 : 1)
			  : draw_bits(&s->draw) & 1 ? 1
						    : -1;
}

/* Solves with the present costs; false when nothing feasible was reached. x: `size`. */
static bool step(search *s, double *x)
{
	cordon_lp_solution solution;
	cordon_lp_options options = {.gap = 1e-7, .start_basis = s->basis, .progress = s->options->progress};
	cordon_status status = cordon_lp_solve(s->lp, &options, &solution);
	bool reached = (status == CORDON_OK || status == CORDON_UNPROVEN) && solution.x;
	if (reached)
		for (int j = 0; j < s->size; j++)
			x[j] = fmin(fmax(solution.x[j], s->lp->lower[j]), s->lp->upper[j]);
	if (reached && solution.basis) {
		free(s->basis);
		s->basis = memory_alloc((size_t)s->lp->columns + (size_t)s->lp->rows, 1);
		memcpy(s->basis, solution.basis, (size_t)s->lp->columns + (size_t)s->lp->rows);
	}
	cordon_lp_solution_free(&solution);
	return reached;
}

/* From one start to a local maximum; x: where it ended. */
static void climb(search *s, int start, double *x)
{
	signed char *lead = memory_alloc((size_t)s->size, sizeof *lead);
	double *next = memory_alloc((size_t)s->size, sizeof *next), nearest;
	lead_out(s, start, lead);
	memcpy(x, s->known, (size_t)s->size * sizeof *x);
	double reached = distances(s, x, &nearest);
	for (int i = 0; i < STEPS_MAX; i++) {
		set_costs(s, x, lead);
		double value = step(s, next) ? distances(s, next, &nearest) : 0;
		if (!(value > reached * (1 + NO_DIFFERENCE) + NO_DIFFERENCE))
			break;
		reached = value;
		memcpy(x, next, (size_t)s->size * sizeof *x);
	}
	free(next);
	free(lead);
}

/* The next alternative, after the known ones; false: there is none that differs. */
static bool find_next(search *s)
{
	double *best = s->known + (size_t)(s->found + 1) * (size_t)s->size, most = NO_DIFFERENCE;
	double *x = memory_alloc((size_t)s->size, sizeof *x), nearest;
	for (int start = 0; start < STARTS; start++) {
		climb(s, start, x);
		distances(s, x, &nearest);
		if (nearest > most * (1 + NO_DIFFERENCE)) {
			most = nearest;
			memcpy(best, x, (size_t)s->size * sizeof *x);
		}
	}
	free(x);
	return most > NO_DIFFERENCE;
}

static void tell(const search *s)
{
	const cordon_progress *p = s->options->progress;
	char number[16];
	snprintf(number, sizeof number, "%d", s->found + 1);
	if (p && p->step)
		p->step(p->context, &TEXT(PLAN_PHASE_ALTERNATIVE, number), s->found, s->options->wanted);
}

static cordon_alternative take(const search *s, int which)
{
	const plan_model *m = s->model;
	const double *x = s->known + (size_t)(which + 1) * (size_t)s->size;
	cordon_alternative a = {.activity = memory_alloc((size_t)m->columns, sizeof *a.activity),
				.fulfilment = memory_alloc((size_t)m->elements, sizeof *a.fulfilment),
				.objective = current_value(m, x),
				.difference = INFINITY};
	memcpy(a.activity, x, (size_t)m->columns * sizeof *x);
	for (int e = 0; e < m->elements; e++)
		a.fulfilment[e] = x[m->columns + e];
	for (int i = 0; i <= which; i++)
		a.difference = fmin(a.difference, distance(s, x, s->known + (size_t)i * (size_t)s->size));
	return a;
}

static void begin(search *s)
{
	const plan_model *m = s->model;
	s->size = m->columns + m->elements;
	s->draw = (draw){s->options->seed};
	s->weight = memory_alloc((size_t)s->size, sizeof *s->weight);
	s->known = memory_alloc((size_t)s->size * (size_t)(s->options->wanted + 1), sizeof *s->known);
	memcpy(s->known, s->plan->activity, (size_t)m->columns * sizeof *s->known);
	for (int e = 0; e < m->elements; e++)
		s->known[m->columns + e] = s->plan->element[e].fulfilment;
	make_programme(s);
}

cordon_status cordon_plan_alternatives(const cordon_economy *economy, const cordon_plan *plan,
				       const cordon_alternatives_options *options, cordon_alternative **list,
				       int *count, cordon_error *error)
{
	*list = NULL;
	*count = 0;
	plan_model model;
	cordon_near near = plan->near; /* the plan's file has weights only where that one had work */
	near.weight = NULL;
	cordon_status status = plan_model_make(economy, &model, error);
	if (!status) {
		current_set(&model, near.was ? &near : NULL);
		search s = {.model = &model, .plan = plan, .options = options};
		begin(&s);
		for (tell(&s); s.found < options->wanted && find_next(&s); tell(&s))
			s.found++;
		*list = memory_alloc((size_t)s.found, sizeof **list);
		for (; *count < s.found; ++*count)
			(*list)[*count] = take(&s, *count);
		cordon_lp_free(s.lp);
		free(s.weight);
		free(s.known);
		free(s.basis);
	}
	free(near.weight);
	plan_model_free(&model);
	return status;
}

void cordon_alternatives_free(cordon_alternative *list, int count)
{
	for (int i = 0; i < count; i++) {
		free(list[i].activity);
		free(list[i].fulfilment);
	}
	free(list);
}
