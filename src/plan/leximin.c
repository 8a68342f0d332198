/* Leximin by stages; see leximin.h and stage.h.
 *
 * A level is two programmes. LEVEL finds the common fulfilment lambda of the open elements. LIFT then asks which of
 * them can rise: with lambda held, it maximises the sum of small rises. Its prices weigh every element that cannot
 * rise (complementary slackness: y_b D_e >= 1), so one price vector bounds the lowest fulfilment *and* shows each
 * stuck element to be stuck:
 *	sum over open of w_e f_e <= K   and   f >= lambda   imply   f_e - lambda <= (K - lambda W) / w_e
 * (w_e = y_b D_e, W their sum). Elements for which that is small enough are fixed at lambda; the others go on to the
 * next level.
 *
 * A level is taken a hair (HAIR) below what could be had. Without that, whoever is next would live on what rounding
 * left of the bottleneck: everything in an economy takes a little of everything, and a need that takes a millionth of
 * what another takes would have its level decided by the last digits. With it the next programme has the last one's
 * solution well inside, and such a need goes on to a higher level. Every bound is proved with the others at what they
 * do receive.
 */
#include "plan/leximin.h"

#include "base/memory.h"
#include "plan/codes.h"
#include "plan/current.h"
#include "plan/stage.h"

#include <assert.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { LEVELS_DEFAULT = 400, STAGES_MAX = 100 * 1000, SIMPLEX_ROWS = 6000, GLPK_ROWS = 200 };
enum { STILL_FACTOR = 200, EASES_MAX = 5 };
#define STILL 1e-9 /* a rise that is none */
#define HAIR 1e-3 /* of the gap */
#define LAST_PLACES 2e-15
#define EASE 1e-10 /* of a balance's throughput */
#define EASED_SHARE 0.01
#define ROUNDING_SHARE 0.05 /* of the gap: a level that rounding moves further is not decided */
#define LIFT_GAP 1e-4 /* its prices are judged by what they prove */
#define FEASIBLE 1e-9 /* of a row's own throughput */

typedef struct leximin {
	const plan_model *model;
	const cordon_plan_options *options;
	cordon_plan *plan;
	size_t stage_capacity;
	bool *open; /* elements */
	double *fulfilment; /* elements */
	double *x, *y; /* of the last programme solved: model columns + 1 + elements (+ further ones); rows */
	unsigned char *basis; /* or NULL */
	double gap, hair;
	double *ease; /* rows: what they may miss (find_level) */
	int eases; /* how often */
	cordon_status status; /* the worst so far */
	const char *solver;
	long iterations;
	double seconds;
} leximin;

/* ---- solving one programme
 * ----------------------------------------------------------------------------------------- */

static void keep_solution(leximin *w, const cordon_lp *lp, cordon_lp_solution *s)
{
	memcpy(w->x, s->x, (size_t)lp->columns * sizeof *w->x);
	memcpy(w->y, s->y, (size_t)lp->rows * sizeof *w->y);
	for (int b = 0; b < lp->rows; b++)
		w->y[b] = fmax(0, w->y[b]);
	for (int j = 0; j < lp->columns; j++)
		w->x[j] = fmin(fmax(w->x[j], lp->lower[j]), lp->upper[j]);
	free(w->basis);
	w->basis = s->basis;
	s->basis = NULL;
	w->solver = s->solver;
	w->iterations += s->iterations;
	w->seconds += s->seconds;
}

/* The methods to try, best first; CORDON_LP_AUTO ends the list. */
static void choose_methods(const leximin *w, cordon_lp_method method[4])
{
	int count = 0;
	if (w->options->method != CORDON_LP_AUTO) {
		method[count++] = w->options->method;
	} else {
		bool small = w->model->rows <= SIMPLEX_ROWS;
		method[count++] = small ? CORDON_LP_SIMPLEX : CORDON_LP_NEWTON;
		if (small)
			method[count++] = CORDON_LP_NEWTON;
		if (w->model->rows <= GLPK_ROWS)
			method[count++] = CORDON_LP_GLPK;
	}
	method[count] = CORDON_LP_AUTO;
}

/* The activities of the last programme, further columns added (columns, fresh memory). */
static double *whole_activities(const leximin *w, const stage_spec *spec)
{
	const plan_model *m = w->model;
	double *x = memory_alloc((size_t)m->columns, sizeof *x);
	int *of = memory_alloc((size_t)m->columns, sizeof *of);
	int further = stage_further(m, spec, of);
	memcpy(x, w->x, (size_t)m->columns * sizeof *x);
	for (int i = 0; i < further; i++)
		x[of[i]] = fmin(m->capacity[of[i]], x[of[i]] + w->x[m->columns + 1 + m->elements + i]);
	free(of);
	return x;
}

/* How far the prices in w->y leave the stage open, by the plan's own bound: a level's and the rest's in fulfilment,
 * the last one's relative. The solver's own gap is no measure of that: it counts in the programme's units. */
static double gap_left(const leximin *w, const stage_spec *spec)
{
	const plan_model *m = w->model;
	double weight_sum, bound = stage_bound(m, spec, w->y, &weight_sum);
	if (spec->form == STAGE_LAST) {
		double *x = whole_activities(w, spec), value = current_value(m, x);
		free(x);
		return value == bound ? 0 : (value - bound) / fmax(fabs(value), fabs(bound));
	}
	if (spec->form != STAGE_REST)
		return bound - w->x[m->columns];
	double mean = 0;
	int open = 0;
	for (int e = 0; e < m->elements; e++)
		if (spec->open[e]) {
			mean += spec->lambda + w->x[m->columns + 1 + e];
			open++;
		}
	return bound - mean / open;
}

static bool is_feasible(const cordon_lp *lp, const cordon_lp_solution *solution)
{
	cordon_lp_measure measure;
	if (!solution->x || !solution->y)
		return false;
	cordon_lp_check(lp, solution->x, solution->y, &measure);
	return measure.row_violation <= FEASIBLE && measure.bound_violation <= FEASIBLE;
}

/* Solves `lp` from where the last programme ended, by one method after the other until the stage is proven to a tenth
 * of the gap asked; LIFT only asks for a vertex, whose prices its caller judges. On failure x and y are as before. */
static cordon_status solve(leximin *w, const stage_spec *spec, const cordon_lp *lp)
{
	cordon_lp_method method[4];
	choose_methods(w, method);
	cordon_status status = CORDON_UNPROVEN;
	double best = (double)INFINITY;
	cordon_lp_solution last = {0};
	w->iterations = 0;
	w->seconds = 0;
	for (int i = 0; method[i] != CORDON_LP_AUTO && status != CORDON_OK && status != CORDON_INTERRUPTED; i++) {
		cordon_lp_options options = {.method = method[i],
					     .gap = spec->form == STAGE_LIFT ? LIFT_GAP : w->gap / 10,
					     .gap_absolute = spec->form != STAGE_LAST,
					     .start_x = last.x ? last.x : w->x,
					     .start_y = last.y ? last.y : w->y,
					     .start_basis = w->basis,
					     .progress = w->options->progress};
		cordon_lp_solution solution = {0};
		status = cordon_lp_solve(lp, &options, &solution);
		if (status == CORDON_UNPROVEN && is_feasible(lp, &solution) && solution.gap < best) {
			bool vertex = solution.basis != NULL;
			best = solution.gap;
			keep_solution(w, lp, &solution);
			if (spec->form == STAGE_LIFT ? vertex : gap_left(w, spec) <= w->gap / 10)
				status = CORDON_OK;
		} else if (status == CORDON_OK) {
			keep_solution(w, lp, &solution);
		}
		if (solution.x && solution.y) { /* even where it fails, the next method goes on from there */
			cordon_lp_solution_free(&last);
			last = solution;
		} else {
			cordon_lp_solution_free(&solution);
		}
	}
	cordon_lp_solution_free(&last);
	if (status == CORDON_INTERRUPTED)
		w->status = CORDON_INTERRUPTED;
	return status;
}

/* ---- recording
 * ----------------------------------------------------------------------------------------------------- */

static cordon_plan_stage *add_stage(leximin *w, cordon_stage_kind kind, int tier, double value, double bound)
{
	cordon_plan *plan = w->plan;
	size_t count = (size_t)plan->stages;
	MEMORY_RESERVE(plan->stage, count, w->stage_capacity);
	cordon_plan_stage *stage = &plan->stage[plan->stages++];
	*stage = (cordon_plan_stage){
		.kind = kind,
		.tier = tier,
		.value = value,
		.bound = bound,
		.gap = fmax(0, bound - value), /* a value beyond its bound lives on what balances may miss */
		.solver = w->solver ? w->solver : "none",
		.iterations = w->iterations,
		.seconds = w->seconds};
	if (kind == CORDON_STAGE_LAST)
		stage->gap = value <= bound ? 0 : (value - bound) / fmax(fabs(value), fabs(bound));
	if (stage->gap > w->gap && w->status == CORDON_OK)
		w->status = CORDON_UNPROVEN;
	return stage;
}

static double *copy_prices(const leximin *w, double scale)
{
	double *price = memory_alloc((size_t)w->model->rows, sizeof *price);
	for (int b = 0; b < w->model->rows; b++)
		price[b] = w->y[b] * scale;
	return price;
}

static void tell(const leximin *w, const cordon_text *phase, double done, double total)
{
	const cordon_progress *progress = w->options->progress;
	if (progress && progress->step)
		progress->step(progress->context, phase, done, total);
}

static void tell_level(const leximin *w, int tier, int level)
{
	char tier_text[16], level_text[16];
	snprintf(tier_text, sizeof tier_text, "%d", tier);
	snprintf(level_text, sizeof level_text, "%d", level);
	tell(w, &TEXT(PLAN_PHASE_LEVEL, tier_text, level_text), tier - 1, w->model->tiers + 1);
}

/* ---- one level
 * ------------------------------------------------------------------------------------------------------ */

static stage_spec spec_of(const leximin *w, enum stage_form form, double lambda, double lift)
{
	return (stage_spec){.form = form, .open = w->open, .fulfilment = w->fulfilment, .lambda = lambda, .lift = lift};
}

/* The programme of a stage with the last point inside. The rows of the elements that were fixed last are those that
 * held lambda: without them it stands at its lower bound, and the basis gets a logical in its place and is that of
 * the same vertex. */
static cordon_lp *start_stage(leximin *w, const stage_spec *spec)
{
	cordon_lp *lp = stage_lp(w->model, spec);
	for (int b = 0; b < lp->rows; b++)
		lp->row_lower[b] -= w->ease[b];
	if (w->basis && spec->form != STAGE_LIFT)
		w->basis[w->model->columns] = CORDON_LP_AT_LOWER;
	return lp;
}

static cordon_status solve_form(leximin *w, stage_spec spec)
{
	cordon_lp *lp = start_stage(w, &spec);
	cordon_status status = solve(w, &spec, lp);
	cordon_lp_free(lp);
	return status;
}

static int count_open(const leximin *w)
{
	int open = 0;
	for (int e = 0; e < w->model->elements; e++)
		open += w->open[e];
	return open;
}

/* Fixes every open element at lambda. */
static void close_all(leximin *w, double lambda)
{
	for (int e = 0; e < w->model->elements; e++) {
		if (!w->open[e])
			continue;
		w->open[e] = false;
		w->fulfilment[e] = lambda;
		w->plan->element[e].stage = w->plan->stages - 1;
	}
}

/* How far an element of weight `weight` could be above lambda, by the bound. */
static double slack_of(double bound, double lambda, double weight_sum, double weight)
{
	return weight > 0 ? fmin(1 - lambda, fmax(0, bound - lambda) * weight_sum / weight) : 1 - lambda;
}

/* The elements that the prices in w->y show to be stuck; returns how many. After LIFT (`lifted`) an element that did
 * not rise and whose price says so may have a looser proof: small demands are proved only to the rounding of the
 * large ones. */
static int find_stuck(const leximin *w, double lambda, bool lifted, bool *stuck, double *bound, double *weight_sum)
{
	const plan_model *m = w->model;
	const double tolerance = fmax(1e-9, w->gap / 2);
	stage_spec spec = spec_of(w, STAGE_LEVEL, lambda, 0);
	*bound = stage_bound(m, &spec, w->y, weight_sum);
	int count = 0;
	for (int e = 0; e < m->elements; e++) {
		double weight = w->y[m->element[e].balance] * m->element[e].demand;
		double slack = slack_of(*bound, lambda, *weight_sum, weight);
		bool still = lifted && w->x[m->columns + 1 + e] <= STILL &&
			     weight >= 0.5; /* complementary slackness says so */
		bool is = w->open[e] && slack <= (still ? STILL_FACTOR * tolerance : tolerance);
		stuck[e] = is;
		count += is;
	}
	return count;
}

/* The element the prices weigh most: when rounding hides every proof, one must be fixed for the levels to go on. */
static void find_heaviest(const leximin *w, bool *stuck)
{
	int heaviest = -1;
	double most = -1;
	for (int e = 0; e < w->model->elements; e++) {
		double weight = w->open[e] ? w->y[w->model->element[e].balance] * w->model->element[e].demand : -1;
		if (weight > most) {
			most = weight;
			heaviest = e;
		}
	}
	assert(heaviest >= 0);
	stuck[heaviest] = true;
}

/* Where a level's programme ended, to go on from after LIFT: that vertex stays feasible when its stuck elements are
 * fixed. */
typedef struct resting_place {
	double *x;
	unsigned char *basis; /* or NULL */
} resting_place;

static resting_place leave_mark(const leximin *w)
{
	const plan_model *m = w->model;
	size_t columns = (size_t)(m->columns + 1 + m->elements), all = columns + (size_t)m->rows;
	resting_place mark = {memory_alloc(columns, sizeof *mark.x), NULL};
	memcpy(mark.x, w->x, columns * sizeof *mark.x);
	if (w->basis) {
		mark.basis = memory_alloc(all, 1);
		memcpy(mark.basis, w->basis, all);
	}
	return mark;
}

static void return_to(leximin *w, const resting_place *mark)
{
	const plan_model *m = w->model;
	size_t columns = (size_t)(m->columns + 1 + m->elements);
	memcpy(w->x, mark->x, columns * sizeof *mark->x);
	if (!mark->basis) {
		free(w->basis);
		w->basis = NULL;
	} else if (w->basis) {
		memcpy(w->basis, mark->basis, columns + (size_t)m->rows);
	}
}

/* Finds who is stuck at lambda, with prices in w->y. LIFT's prices prove all at once; if its rises were too large for
 * that (two elements shared what little was left), it is tried with smaller ones; LEVEL's own prices are the last
 * resort. */
static void settle(leximin *w, double lambda, bool *stuck, double *bound, double *weight_sum)
{
	static const double lifts[] = {1e-2, 1e-4};
	double *level_y = copy_prices(w, 1);
	resting_place mark = leave_mark(w);
	bool found = false;
	for (size_t i = 0; i < sizeof lifts / sizeof *lifts && !found; i++) {
		if (solve_form(w, spec_of(w, STAGE_LIFT, lambda, lifts[i])) == CORDON_OK &&
		    find_stuck(w, lambda, true, stuck, bound, weight_sum) && *bound - lambda <= fmax(1e-9, w->gap / 10))
			found = true;
		return_to(w, &mark);
	}
	if (!found) {
		memcpy(w->y, level_y, (size_t)w->model->rows * sizeof *w->y);
		if (!find_stuck(w, lambda, false, stuck, bound, weight_sum))
			find_heaviest(w, stuck);
	}
	free(level_y);
	free(mark.x);
	free(mark.basis);
}

/* Records a level and fixes its stuck elements at lambda. The bound recorded is that of the prices recorded: scaling
 * rounds. */
static void take_level(leximin *w, int tier, double lambda)
{
	bool *stuck = memory_alloc((size_t)w->model->elements, sizeof *stuck);
	double bound, weight_sum;
	settle(w, lambda, stuck, &bound, &weight_sum);
	double *price = copy_prices(w, weight_sum > 0 ? 1 / weight_sum : 1);
	stage_spec spec = spec_of(w, STAGE_LEVEL, lambda, 0);
	bound = stage_bound(w->model, &spec, price, &weight_sum);
	add_stage(w, CORDON_STAGE_LEVEL, tier, lambda, bound)->price = price;
	for (int e = 0; e < w->model->elements; e++) {
		if (!stuck[e])
			continue;
		w->open[e] = false;
		w->fulfilment[e] = lambda;
		w->plan->element[e].stage = w->plan->stages - 1;
	}
	free(stuck);
}

/* What is still open after the last level allowed, or where levels mean nothing (discrepancies): raise the mean. */
static void take_rest(leximin *w, int tier, double floor)
{
	const plan_model *m = w->model;
	int open = count_open(w);
	stage_spec spec = spec_of(w, STAGE_REST, floor, 0);
	solve_form(w, spec);
	double mean = 0, weight_sum;
	for (int e = 0; e < m->elements; e++)
		if (w->open[e]) {
			w->fulfilment[e] = fmin(1, floor + w->x[m->columns + 1 + e]);
			mean += w->fulfilment[e] / open;
		}
	cordon_plan_stage *stage =
		add_stage(w, CORDON_STAGE_REST, tier, mean, stage_bound(m, &spec, w->y, &weight_sum));
	stage->floor = floor;
	stage->price = copy_prices(w, 1);
	for (int e = 0; e < m->elements; e++)
		if (w->open[e]) {
			w->open[e] = false;
			w->plan->element[e].stage = w->plan->stages - 1;
		}
}

/* What passes through every balance at w->x (rows, fresh memory). */
static double *throughput_of(const leximin *w)
{
	const plan_model *m = w->model;
	double *net = memory_alloc((size_t)m->rows, sizeof *net), *gross = memory_alloc((size_t)m->rows, sizeof *gross);
	plan_model_net(m, w->x, net, gross);
	for (int b = 0; b < m->rows; b++)
		gross[b] += m->stock[b];
	free(net);
	return gross;
}

/* How far rounding can move the level just found: its prices times a few units in the last place of what passes. */
static double rounding_of(const leximin *w)
{
	const plan_model *m = w->model;
	double *gross = throughput_of(w), worth = 0, weights = 0;
	for (int b = 0; b < m->rows; b++)
		worth += w->y[b] * gross[b];
	for (int e = 0; e < m->elements; e++)
		weights += w->open[e] ? w->y[m->element[e].balance] * m->element[e].demand : 0;
	free(gross);
	return weights > 0 ? LAST_PLACES * worth / weights : 0;
}

/* Eases the balances that matter most at the last prices by EASE of what passes through them. */
static void ease_bottleneck(leximin *w)
{
	double *gross = throughput_of(w), most = 0;
	for (int b = 0; b < w->model->rows; b++)
		most = fmax(most, w->y[b] * gross[b]);
	for (int b = 0; b < w->model->rows; b++)
		if (w->y[b] * gross[b] > EASED_SHARE * most)
			w->ease[b] += EASE * gross[b];
	w->eases++;
	free(gross);
}

/* Finds the highest common fulfilment of what is open; *hair is how far below it the level is to be taken. Where
 * rounding decides it, because what is next takes a millionth of a millionth of what the others take of the same
 * bottleneck, that is eased by what no balance can tell (a plan may miss 1e-9 of a throughput), and such needs
 * are served out of that. */
static void find_level(leximin *w, double floor, double *lambda, double *hair)
{
	for (;;) {
		cordon_status status = solve_form(w, spec_of(w, STAGE_LEVEL, floor, 0));
		double rounding = status == CORDON_OK ? rounding_of(w) : 0;
		bool decided = status == CORDON_OK && rounding <= ROUNDING_SHARE * w->gap;
		if (decided || status == CORDON_INTERRUPTED || w->eases == EASES_MAX) {
			*lambda = status == CORDON_OK || status == CORDON_UNPROVEN ? w->x[w->model->columns] : floor;
			*hair = fmax(w->hair, fmin(w->gap / 4, rounding));
			return;
		}
		ease_bottleneck(w);
	}
}

static void run_tier(leximin *w, int tier)
{
	const plan_model *m = w->model;
	int most = w->options->levels > 0 ? w->options->levels : LEVELS_DEFAULT;
	for (int e = 0; e < m->elements; e++)
		w->open[e] = m->element[e].tier == tier;
	double floor = 0;
	w->x[m->columns] = 0; /* lambda is another tier's */
	for (int level = 1; count_open(w) && w->status != CORDON_INTERRUPTED; level++) {
		tell_level(w, tier, level);
		if (level > most || (tier == m->discrepancy_tier && level > 1)) {
			take_rest(w, tier, floor);
			break;
		}
		double lambda, hair;
		find_level(w, floor, &lambda, &hair);
		lambda = lambda < 1e-10 ? 0 : lambda;
		if (lambda >= 1 - fmax(1e-9, w->gap / 10)) {
			add_stage(w, CORDON_STAGE_LEVEL, tier, fmin(1, lambda), 1);
			close_all(w, fmin(1, lambda));
			break;
		}
		floor = fmax(floor, lambda - hair);
		take_level(w, tier, floor);
	}
	if (count_open(w)) { /* interrupted: what was reached stands, and nothing is proved of the rest */
		w->solver = NULL;
		add_stage(w, CORDON_STAGE_LEVEL, tier, floor, 1);
		close_all(w, floor);
	}
}

/* ---- the whole
 * ------------------------------------------------------------------------------------------------------ */

/* True when x serves every element in full within the capacities: then no tier needs a level. */
static bool serves_all(const plan_model *m, const double *x)
{
	double *net = memory_alloc((size_t)m->rows, sizeof *net), *gross = memory_alloc((size_t)m->rows, sizeof *gross);
	plan_model_net(m, x, net, gross);
	for (int b = 0; b < m->rows; b++) {
		net[b] += m->stock[b];
		gross[b] += m->stock[b];
	}
	for (int e = 0; e < m->elements; e++) {
		net[m->element[e].balance] -= m->element[e].demand;
		gross[m->element[e].balance] += m->element[e].demand;
	}
	bool serves = true;
	for (int b = 0; b < m->rows; b++)
		serves = serves && net[b] >= -1e-11 * gross[b];
	for (int j = 0; j < m->columns; j++)
		serves = serves && x[j] >= 0 && x[j] <= m->capacity[j] * (1 + 1e-12);
	free(net);
	free(gross);
	return serves;
}

static void serve_all(leximin *w)
{
	const plan_model *m = w->model;
	for (int tier = 1; tier <= m->tiers; tier++) {
		for (int e = 0; e < m->elements; e++)
			w->open[e] = m->element[e].tier == tier;
		if (!count_open(w))
			continue;
		add_stage(w, CORDON_STAGE_LEVEL, tier, 1, 1);
		close_all(w, 1);
	}
}

/* The last point and basis for a programme with further columns: what goes beyond the current plan stands there. */
static void split_start(leximin *w, const stage_spec *spec)
{
	const plan_model *m = w->model;
	int *of = memory_alloc((size_t)m->columns, sizeof *of);
	size_t first = (size_t)m->columns + 1 + (size_t)m->elements, rows = (size_t)m->rows;
	size_t further = (size_t)stage_further(m, spec, of);
	unsigned char *basis = w->basis ? memory_alloc(first + further + rows, 1) : NULL;
	if (basis) {
		memcpy(basis, w->basis, first);
		memcpy(basis + first + further, w->basis + first, rows);
	}
	for (size_t i = 0; i < further; i++) {
		double was = m->near->was[of[i]], more = fmax(0, w->x[of[i]] - was);
		w->x[first + i] = more;
		w->x[of[i]] -= more;
		if (basis)
			basis[first + i] = basis[of[i]] == CORDON_LP_AT_UPPER ? CORDON_LP_AT_UPPER : CORDON_LP_AT_LOWER;
	}
	free(w->basis);
	w->basis = basis;
	free(of);
}

/* Whether x gives every element what was found for it, as exactly as a plan must. */
static bool gives_all(const leximin *w, const double *x)
{
	const plan_model *m = w->model;
	double *net = memory_alloc(2 * (size_t)m->rows, sizeof *net), *gross = net + m->rows;
	plan_model_net(m, x, net, gross);
	for (int e = 0; e < m->elements; e++) {
		double received = w->fulfilment[e] * m->element[e].demand;
		net[m->element[e].balance] -= received;
		gross[m->element[e].balance] += received;
	}
	bool gives = true;
	for (int b = 0; b < m->rows; b++)
		gives = gives && net[b] + m->stock[b] >= -0.9 * FEASIBLE * (gross[b] + m->stock[b]);
	for (int j = 0; j < m->columns; j++)
		gives = gives && x[j] >= 0 && x[j] <= m->capacity[j];
	free(net);
	return gives;
}

/* What was done before and is as good as `x`, whose value is `value`, by the bound: nobody is asked to change without
 * cause. NULL: there is none. */
static const double *as_good(const leximin *w, const double *observed, double value, double bound)
{
	const plan_model *m = w->model;
	if (current_counts(m)) {
		const double *was = m->near->was;
		double before = current_value(m, was);
		bool good = before - bound <= w->gap / 2 * fmax(fabs(before), fabs(bound));
		return good && gives_all(w, was) ? was : NULL;
	}
	return observed && current_value(m, observed) <= fmax(value, bound) + 1e-9 * fabs(bound) ? observed : NULL;
}

/* The objective. `observed` (or NULL): activities that give every element all it asks for. */
static void run_last(leximin *w, const double *observed)
{
	const plan_model *m = w->model;
	tell(w, &TEXT(PLAN_PHASE_LAST, m->objective), m->tiers, m->tiers + 1);
	stage_spec spec = spec_of(w, STAGE_LAST, 0, 0);
	if (observed)
		memcpy(w->x, observed, (size_t)m->columns * sizeof *w->x);
	cordon_lp *lp = start_stage(w, &spec);
	split_start(w, &spec);
	solve(w, &spec, lp);
	cordon_lp_free(lp);
	double *x = whole_activities(w, &spec);
	double weight_sum, bound = stage_bound(m, &spec, w->y, &weight_sum), value = current_value(m, x);
	const double *kept = as_good(w, observed, value, bound);
	if (kept) {
		memcpy(x, kept, (size_t)m->columns * sizeof *x);
		value = current_value(m, x);
		w->plan->observed_kept = kept == observed;
	}
	memcpy(w->plan->activity, x, (size_t)m->columns * sizeof *x);
	free(x);
	add_stage(w, CORDON_STAGE_LAST, 0, value, bound)->price = copy_prices(w, 1);
}

cordon_status leximin_run(const plan_model *m, const cordon_plan_options *options, cordon_plan *plan)
{
	double gap = plan->gap_asked;
	leximin w = {.model = m, .options = options, .plan = plan, .gap = gap, .hair = gap * HAIR};
	w.open = memory_alloc((size_t)m->elements, sizeof *w.open);
	w.fulfilment = memory_alloc((size_t)m->elements, sizeof *w.fulfilment);
	w.x = memory_alloc(2 * (size_t)m->columns + 1 + (size_t)m->elements, sizeof *w.x);
	w.ease = memory_alloc((size_t)m->rows, sizeof *w.ease);
	w.y = memory_alloc((size_t)m->rows, sizeof *w.y);
	double *observed = plan_model_observed(m);
	if (observed && !serves_all(m, observed)) {
		free(observed);
		observed = NULL;
	}
	if (observed)
		serve_all(&w);
	for (int tier = 1; tier <= m->tiers && !observed && plan->stages < STAGES_MAX; tier++)
		run_tier(&w, tier);
	run_last(&w, observed);
	for (int e = 0; e < m->elements; e++)
		plan->element[e].fulfilment = w.fulfilment[e];
	free(observed);
	free(w.open);
	free(w.fulfilment);
	free(w.x);
	free(w.y);
	free(w.ease);
	free(w.basis);
	return w.status;
}
