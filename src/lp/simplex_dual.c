/* The dual simplex, bounded: it keeps reduced costs right and repairs one violated row an iteration.
 *
 *	leaving    the basic variable p at position r with the greatest violation^2 / w_r (dual steepest edge,
 *	           Forrest & Goldfarb 1992)
 *	entering   by the bound flipping ratio test (Fourer 1994; Maros 2003): boxed variables whose breakpoint is passed
 *	           go to their other bound; among breakpoints equal within the tolerance the largest pivot (Harris 1973)
 *	cycling    costs are perturbed at the start when asked, and when the objective stands still; simplex_restore
 *	           removes it
 *	infeasible when nothing can enter: +-rho is then a Farkas ray, which is verified before it is believed
 */
#include "lp/simplex.h"

#include "base/memory.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define PIVOT_LEAST 1e-9      /* entries of the pivot row below are taken for 0 */
#define PIVOT_GOOD 1e-5       /* pivots below are avoided when an earlier breakpoint has a better one */
#define DISAGREE 1e-7         /* between the pivot by row and by column, relative */
#define PERTURB 5e-7
enum { STILL = 300 };         /* iterations without progress before costs are perturbed again */

/* Moves cost j so that d_j becomes `to`. */
static void set_reduced_cost(simplex *s, int j, double to)
{
	s->cost[j] += to - s->d[j];
	s->d[j] = to;
	s->cost_moved = true;
}

/* Makes every reduced cost right: boxed variables change bounds, the others' costs are moved. Then x is recomputed. */
static void make_dual_feasible(simplex *s)
{
	bool moved = false;
	for (int j = 0; j < s->all; j++) {
		if (simplex_wrong(s, j) <= s->dual_tolerance)
			continue;
		if (isfinite(s->lower[j]) && isfinite(s->upper[j])) {
			s->stand[j] = s->stand[j] == CORDON_LP_AT_LOWER ? CORDON_LP_AT_UPPER : CORDON_LP_AT_LOWER;
			simplex_place(s, j);
			moved = true;
		} else {
			set_reduced_cost(s, j, 0);
		}
	}
	if (moved)
		simplex_compute_primal(s);
}

/* Moves reduced costs away from 0 on their right side, by random amounts. */
static void perturb_costs(simplex *s, double amount)
{
	for (int j = 0; j < s->all; j++) {
		double size = amount * (1 + draw_unit(&s->random)) * (1 + fabs(s->true_cost[j]));
		bool low = isfinite(s->lower[j]), high = isfinite(s->upper[j]);
		if (s->lower[j] == s->upper[j] || (!low && !high))
			continue;
		double sign = s->stand[j] == CORDON_LP_BASIC ? (low && high ? (draw_bits(&s->random) & 1 ? 1 : -1)
								: low       ? 1
									    : -1)
							     : (s->stand[j] == CORDON_LP_AT_LOWER ? 1 : -1);
		s->cost[j] += sign * size;
	}
	s->cost_moved = true;
	simplex_compute_dual(s);
	make_dual_feasible(s);
}

static double violation(const simplex *s, int j)
{
	if (s->x[j] < s->lower[j])
		return s->x[j] - s->lower[j];
	return s->x[j] > s->upper[j] ? s->x[j] - s->upper[j] : 0;
}

static int choose_leaving(const simplex *s)
{
	int best = -1;
	double most = 0;
	for (int i = 0; i < s->m; i++) {
		double v = violation(s, s->head[i]);
		if (fabs(v) <= s->primal_tolerance)
			continue;
		double score = v * v / s->row_weight[i];
		if (score > most) {
			most = score;
			best = i;
		}
	}
	return best;
}

/* ---- the ratio test ---------------------------------------------------------------------------------------------- */

/* A heap of candidates by ratio, smallest first. */
static void sift(int *heap, int count, int at, const double *ratio)
{
	for (;;) {
		int child = 2 * at + 1;
		if (child >= count)
			return;
		if (child + 1 < count && ratio[heap[child + 1]] < ratio[heap[child]])
			child++;
		if (ratio[heap[at]] <= ratio[heap[child]])
			return;
		int t = heap[at];
		heap[at] = heap[child];
		heap[child] = t;
		at = child;
	}
}

/* Candidates stand at list[0 .. left) as a heap; those passed are put behind it, at list[left ..), the first passed
 * last. */
typedef struct test {
	int count, left;
	double sign; /* +1: the leaving variable is above its upper bound */
	double slope;
} test;

static double slack(const simplex *s, int j)
{
	double d = s->d[j];
	return s->stand[j] == CORDON_LP_FREE ? 0 : s->stand[j] == CORDON_LP_AT_LOWER ? fmax(d, 0) : fmax(-d, 0);
}

static void gather_candidates(simplex *s, test *t)
{
	t->count = 0;
	for (int j = 0; j < s->all; j++) {
		double a = t->sign * s->row[j];
		if (fabs(a) <= PIVOT_LEAST || s->stand[j] == CORDON_LP_BASIC || s->lower[j] == s->upper[j])
			continue;
		bool ok = s->stand[j] == CORDON_LP_FREE || (s->stand[j] == CORDON_LP_AT_LOWER ? a > 0 : a < 0);
		if (!ok)
			continue;
		s->ratio[j] = slack(s, j) / fabs(a);
		s->list[t->count++] = j;
	}
	t->left = t->count;
	for (int at = t->count / 2; at-- > 0;)
		sift(s->list, t->count, at, s->ratio);
}

static int pop(simplex *s, test *t)
{
	int top = s->list[0];
	s->list[0] = s->list[--t->left];
	s->list[t->left] = top;
	sift(s->list, t->left, 0, s->ratio);
	return top;
}

/* Passes breakpoints while the dual objective still rises. */
static void pass_breakpoints(simplex *s, test *t)
{
	while (t->left > 0) {
		int j = pop(s, t);
		t->slope -= fabs(s->row[j]) * (s->upper[j] - s->lower[j]);
		if (!(t->slope > 0))
			break;
	}
}

/* The best of those not passed before place k: the largest pivot whose ratio is within the Harris limit, which is the
 * least (slack + tolerance) / |a| of them. Returns its place. */
static int best_of_group(const simplex *s, int k)
{
	double limit = (double)INFINITY;
	for (int c = 0; c <= k; c++) {
		int j = s->list[c];
		limit = fmin(limit, (slack(s, j) + s->dual_tolerance) / fabs(s->row[j]));
	}
	int best = -1;
	for (int c = 0; c <= k; c++) {
		int j = s->list[c];
		if (s->ratio[j] <= limit && (best < 0 || fabs(s->row[j]) > fabs(s->row[s->list[best]])))
			best = c;
	}
	return best;
}

/* Chooses the entering variable, or -1. On return list[*flips .. count) are the variables to flip: those passed before
 * it. */
static int choose_entering(simplex *s, test *t, int *flips)
{
	enum { GROUPS = 40 };
	gather_candidates(s, t);
	*flips = t->count;
	if (!t->count)
		return -1;
	pass_breakpoints(s, t);
	int chosen = -1;
	/* From the last breakpoint passed backwards, until a group has a good pivot: later groups raise the objective
	 * more. */
	for (int k = t->left; k < t->count && k < t->left + GROUPS; k++) {
		int best = best_of_group(s, k);
		if (chosen < 0 || fabs(s->row[s->list[best]]) > 10 * fabs(s->row[chosen])) {
			chosen = s->list[best];
			*flips = k + 1;
		}
		if (fabs(s->row[chosen]) >= PIVOT_GOOD)
			break;
	}
	return chosen;
}

/* ---- the step ---------------------------------------------------------------------------------------------------- */

/* Flips list[from .. count) to their other bounds and corrects x_B. */
static void flip(simplex *s, int from, int count)
{
	if (from >= count)
		return;
	double *b = s->tau;
	memset(b, 0, (size_t)s->m * sizeof *b);
	for (int c = from; c < count; c++) {
		int j = s->list[c];
		double old = s->x[j];
		s->stand[j] = s->stand[j] == CORDON_LP_AT_LOWER ? CORDON_LP_AT_UPPER : CORDON_LP_AT_LOWER;
		simplex_place(s, j);
		double change = s->x[j] - old;
		if (j >= s->n)
			b[j - s->n] += change;
		for (int64_t k = j < s->n ? s->start[j] : 0; j < s->n && k < s->start[j + 1]; k++)
			b[s->index[k]] -= s->value[k] * change;
	}
	lu_ftran(s->factor, b);
	for (int i = 0; i < s->m; i++)
		s->x[s->head[i]] += b[i];
}

/* d - theta * row, with d of the leaving variable p. */
static void update_duals(simplex *s, int p, int q)
{
	double theta = s->d[q] / s->row[q];
	if (theta != 0)
		for (int j = 0; j < s->all; j++)
			if (s->row[j] != 0)
				s->d[j] -= theta * s->row[j];
	s->d[q] = 0;
	s->d[p] = -theta;
}

/* Weights for the next basis; needs tau = B^-1 rho. */
static void update_weights(simplex *s, int r)
{
	double pivot = s->alpha[r], w = 0;
	for (int i = 0; i < s->m; i++)
		w += s->rho[i] * s->rho[i];
	for (int i = 0; i < s->m; i++) {
		double k = s->alpha[i] / pivot;
		if (k != 0 && i != r)
			s->row_weight[i] = fmax(s->row_weight[i] + k * (k * w - 2 * s->tau[i]), 1e-4);
	}
	s->row_weight[r] = fmax(w / (pivot * pivot), 1e-4);
}

static void step(simplex *s, int r, int q)
{
	int p = s->head[r];
	bool above = s->x[p] > s->upper[p];
	double theta = (s->x[p] - (above ? s->upper[p] : s->lower[p])) / s->alpha[r];
	for (int i = 0; i < s->m; i++)
		if (s->alpha[i] != 0)
			s->x[s->head[i]] -= theta * s->alpha[i];
	s->x[q] += theta;
	memcpy(s->tau, s->rho, (size_t)s->m * sizeof *s->tau);
	lu_ftran(s->factor, s->tau);
	update_weights(s, r);
	lu_update(s->factor, r, s->alpha);
	s->head[r] = q;
	s->stand[q] = CORDON_LP_BASIC;
	s->stand[p] = above ? CORDON_LP_AT_UPPER : CORDON_LP_AT_LOWER;
	simplex_place(s, p);
	s->updates++;
	s->iterations++;
}

/* Proves infeasibility by the row rho of the inverse, either way round. */
static bool prove(simplex *s)
{
	double *ray = memory_alloc((size_t)s->m, sizeof *ray), most = 0;
	for (int i = 0; i < s->m; i++)
		most = fmax(most, fabs(s->rho[i]));
	for (int side = 0; side < 2; side++) {
		for (int i = 0; i < s->m; i++)
			ray[i] = fabs(s->rho[i]) < 1e-13 * most ? 0 : (side ? -1 : 1) * s->rho[i] * s->row_scale[i];
		if (cordon_lp_proves_infeasible(s->lp, ray)) {
			free(s->ray);
			s->ray = ray;
			return true;
		}
	}
	free(ray);
	return false;
}

static bool fresh(const simplex *s)
{
	return s->updates == 0;
}

typedef enum turn { WENT_ON, AGAIN, ENDED } turn;

/* One iteration. AGAIN: the factors were renewed, nothing else happened. */
static turn iterate(simplex *s, simplex_end *end)
{
	int r = choose_leaving(s), flips;
	if (r < 0 && fresh(s)) {
		*end = SIMPLEX_DONE;
		return ENDED;
	}
	if (r < 0) {
		simplex_refactor(s);
		return AGAIN;
	}
	memset(s->rho, 0, (size_t)s->m * sizeof *s->rho);
	s->rho[r] = 1;
	lu_btran(s->factor, s->rho);
	simplex_pivot_row(s);
	double v = violation(s, s->head[r]);
	test t = {.sign = v > 0 ? 1 : -1, .slope = fabs(v)};
	int q = choose_entering(s, &t, &flips);
	if (q < 0) {
		*end = fresh(s) ? prove(s) ? SIMPLEX_INFEASIBLE : SIMPLEX_TROUBLE : SIMPLEX_DONE;
		if (fresh(s))
			return ENDED;
		simplex_refactor(s);
		return AGAIN;
	}
	simplex_load_column(s, q, s->alpha);
	lu_ftran(s->factor, s->alpha);
	double by_column = s->alpha[r], by_row = s->row[q];
	if (fabs(by_column - by_row) > DISAGREE * (1 + fabs(by_column)) || fabs(by_column) < 0.5 * PIVOT_LEAST) {
		bool hopeless = fresh(s) && fabs(by_column - by_row) > 1e-3 * fabs(by_column);
		if (hopeless || !fresh(s)) {
			simplex_refactor(s);
			*end = SIMPLEX_TROUBLE;
			return hopeless ? ENDED : AGAIN;
		}
	}
	/* A reduced cost already a little wrong would make the dual objective fall: its cost is moved to make it 0. */
	if (slack(s, q) == 0 && s->d[q] != 0)
		set_reduced_cost(s, q, 0);
	flip(s, flips, t.count);
	s->row[q] = by_column;
	update_duals(s, s->head[r], q);
	step(s, r, q);
	return WENT_ON;
}

static double objective(const simplex *s)
{
	double sum = 0;
	for (int j = 0; j < s->all; j++)
		if (s->cost[j] != 0)
			sum += s->cost[j] * s->x[j];
	return sum;
}

simplex_end simplex_dual(simplex *s, bool perturb)
{
	simplex_end end = SIMPLEX_DONE;
	make_dual_feasible(s);
	if (perturb)
		perturb_costs(s, PERTURB);
	double last = -(double)INFINITY, amount = PERTURB;
	long seen = s->iterations, agains = 0;
	for (;;) {
		if (simplex_must_end(s, &end))
			return end;
		if (simplex_should_refactor(s))
			simplex_refactor(s);
		turn turned = iterate(s, &end);
		if (turned == ENDED)
			return end;
		agains = turned == AGAIN ? agains + 1 : 0;
		if (agains > 3) /* renewing the factors over and over: a basis too ill to go on from */
			return SIMPLEX_TROUBLE;
		if (s->iterations >= seen + STILL) {
			double now = objective(s);
			if (now <= last + 1e-12 * fabs(last)) {
				perturb_costs(s, amount);
				amount *= 4;
			}
			last = now;
			seen = s->iterations;
		}
	}
}
