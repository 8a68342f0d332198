/* The primal simplex, second phase only: from a basis whose x is within its bounds to one without a better column.
 *
 *	entering   the greatest d^2 / weight (devex, Harris 1973; Forrest & Goldfarb 1992)
 *	leaving    the ratio test in two passes (Harris 1973): among rows that block within the tolerance, the largest pivot
 *	cycling    when it stands still, bounds at which basic variables stand are widened at random; simplex_restore
 *	           removes it
 *	unbounded  when nothing blocks: the direction is verified before it is believed
 */
#include "lp/simplex.h"

#include "base/memory.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define PIVOT_LEAST 1e-9
#define WIDEN 1e-7
enum { STILL = 100 };

static int choose_entering(const simplex *s)
{
	int best = -1;
	double most = 0;
	for (int j = 0; j < s->all; j++) {
		double wrong = simplex_wrong(s, j);
		if (wrong <= s->dual_tolerance)
			continue;
		double score = wrong * wrong / s->column_weight[j];
		if (score > most) {
			most = score;
			best = j;
		}
	}
	return best;
}

/* How far x of position i can go when it moves by -rate per unit, with `tolerance` beyond its bound. */
static double room(const simplex *s, int i, double rate, double tolerance)
{
	int j = s->head[i];
	double to = rate > 0 ? s->x[j] - s->lower[j] : s->upper[j] - s->x[j];
	return (to + tolerance) / fabs(rate);
}

int simplex_blocking(const simplex *s, double direction, double *step)
{
	double limit = (double)INFINITY;
	for (int i = 0; i < s->m; i++)
		if (fabs(s->alpha[i]) > PIVOT_LEAST)
			limit = fmin(limit, room(s, i, direction * s->alpha[i], s->primal_tolerance));
	int best = -1;
	for (int i = 0; i < s->m && isfinite(limit); i++)
		if (fabs(s->alpha[i]) > PIVOT_LEAST && room(s, i, direction * s->alpha[i], 0) <= limit &&
		    (best < 0 || fabs(s->alpha[i]) > fabs(s->alpha[best])))
			best = i;
	*step = best < 0 ? (double)INFINITY : fmax(room(s, best, direction * s->alpha[best], 0), 0);
	return best;
}

/* Widens the bounds at which basic variables stand. */
static void widen(simplex *s, double amount)
{
	for (int i = 0; i < s->m; i++) {
		int j = s->head[i];
		double by = amount * (1 + draw_unit(&s->random)) * (1 + fabs(s->x[j]));
		if (s->x[j] - s->lower[j] < amount)
			s->lower[j] = fmin(s->lower[j], s->x[j]) - by;
		if (s->upper[j] - s->x[j] < amount)
			s->upper[j] = fmax(s->upper[j], s->x[j]) + by;
	}
	s->bounds_moved = true;
}

static bool prove(simplex *s, int q, double direction)
{
	double *ray = memory_alloc((size_t)s->n, sizeof *ray), most = 1;
	for (int i = 0; i < s->m; i++)
		most = fmax(most, fabs(s->alpha[i]));
	for (int i = 0; i < s->m; i++)
		if (s->head[i] < s->n && fabs(s->alpha[i]) > 1e-12 * most)
			ray[s->head[i]] = -direction * s->alpha[i] * s->column_scale[s->head[i]];
	if (q < s->n)
		ray[q] = direction * s->column_scale[q];
	if (!cordon_lp_proves_unbounded(s->lp, ray)) {
		free(ray);
		return false;
	}
	free(s->ray);
	s->ray = ray;
	return true;
}

static void update_duals(simplex *s, int r, int q)
{
	int p = s->head[r];
	double pivot = s->alpha[r], theta = s->d[q] / pivot, reference = s->column_weight[q];
	for (int j = 0; j < s->all; j++) {
		double a = s->row[j];
		if (a == 0 || s->stand[j] == CORDON_LP_BASIC)
			continue;
		s->d[j] -= theta * a;
		s->column_weight[j] = fmax(s->column_weight[j], a / pivot * (a / pivot) * reference);
	}
	s->d[q] = 0;
	s->d[p] = -theta;
	s->column_weight[p] = fmax(reference / (pivot * pivot), 1);
}

void simplex_move(simplex *s, int q, double by)
{
	for (int i = 0; i < s->m; i++)
		if (s->alpha[i] != 0)
			s->x[s->head[i]] -= by * s->alpha[i];
	s->x[q] += by;
}

void simplex_exchange(simplex *s, int r, int q, bool to_upper)
{
	int p = s->head[r];
	lu_update(s->factor, r, s->alpha);
	s->head[r] = q;
	s->stand[q] = CORDON_LP_BASIC;
	s->stand[p] = to_upper ? CORDON_LP_AT_UPPER : CORDON_LP_AT_LOWER;
	/* Where it stands, if a little beyond its bound, is its bound for now. */
	if (to_upper && s->x[p] > s->upper[p]) {
		s->upper[p] = s->x[p];
		s->bounds_moved = true;
	} else if (!to_upper && s->x[p] < s->lower[p]) {
		s->lower[p] = s->x[p];
		s->bounds_moved = true;
	}
	simplex_place(s, p);
	s->row_weight[r] = 1;
	s->updates++;
}

static void change_basis(simplex *s, int r, int q, bool to_upper)
{
	memset(s->rho, 0, (size_t)s->m * sizeof *s->rho);
	s->rho[r] = 1;
	lu_btran(s->factor, s->rho);
	simplex_pivot_row(s);
	update_duals(s, r, q);
	simplex_exchange(s, r, q, to_upper);
}

typedef enum turn { WENT_ON, AGAIN, ENDED } turn;

static turn iterate(simplex *s, simplex_end *end, double *step)
{
	int q = choose_entering(s);
	bool fresh = s->updates == 0;
	*step = 0;
	if (q < 0) {
		*end = SIMPLEX_DONE;
		if (fresh)
			return ENDED;
		simplex_refactor(s);
		return AGAIN;
	}
	double direction = s->d[q] < 0 ? 1 : -1;
	simplex_load_column(s, q, s->alpha);
	lu_ftran(s->factor, s->alpha);
	double t, box = s->upper[q] - s->lower[q];
	int r = simplex_blocking(s, direction, &t);
	if (isinf(t) && isinf(box)) {
		if (!fresh) {
			simplex_refactor(s);
			return AGAIN;
		}
		*end = prove(s, q, direction) ? SIMPLEX_UNBOUNDED : SIMPLEX_TROUBLE;
		return ENDED;
	}
	if (r >= 0 && fabs(s->alpha[r]) < 1e-7 && !fresh) {
		simplex_refactor(s);
		return AGAIN;
	}
	*step = fmin(t, box);
	simplex_move(s, q, direction * *step);
	if (t < box) {
		change_basis(s, r, q, direction * s->alpha[r] < 0);
	} else {
		s->stand[q] = direction > 0 ? CORDON_LP_AT_UPPER : CORDON_LP_AT_LOWER;
		simplex_place(s, q);
	}
	s->iterations++;
	return WENT_ON;
}

simplex_end simplex_primal(simplex *s)
{
	simplex_end end = SIMPLEX_DONE;
	double step, amount = WIDEN;
	long agains = 0, still = 0;
	for (int j = 0; j < s->all; j++)
		s->column_weight[j] = 1;
	for (;;) {
		if (simplex_must_end(s, &end))
			return end;
		if (simplex_should_refactor(s)) {
			simplex_refactor(s);
			if (simplex_primal_infeasibility(s) > 1e3 * s->primal_tolerance)
				return SIMPLEX_DONE; /* lost its footing: the caller sees it and takes the dual */
		}
		turn turned = iterate(s, &end, &step);
		if (turned == ENDED)
			return end;
		agains = turned == AGAIN ? agains + 1 : 0;
		if (agains > 3)
			return SIMPLEX_TROUBLE;
		still = step > 1e-14 ? 0 : still + 1;
		if (still > STILL) {
			widen(s, amount);
			amount *= 4;
			still = 0;
		}
	}
}
