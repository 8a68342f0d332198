/* Repair guided by prices; see repair.h.
 *
 * A move is (column j, up or down). Its loss a unit is max(0, +-d_j) plus a small charge (against cycles that cost
 * nothing) plus, for every other row it pushes towards a bound where that row already stands, |a_kj| relief_k. A row's
 * two reliefs (raising its activity, lowering it) are the least loss a unit over the moves with room.
 */
#include "lp/repair.h"

#include "base/memory.h"
#include "lp/solve.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define CHARGE 1e-5
#define DEAR 100
#define TIGHT 1e-9       /* of its throughput: a row this near its bound has nothing to give */
#define CLOSED 2e-14     /* of its throughput: a row this near its bound is closed */
#define ROOM 1e-14       /* of its box: a column this near its bound cannot move */
enum { VALUE_ROUNDS = 40, ROUNDS = 12, VISITS_PER_ROW = 50, LOOK_EVERY = 256 };

enum { UP = 0, DOWN = 1 }; /* directions of a move, and of a row's need */

typedef struct work {
	const lp_scaled *s;
	double *x, *activity, *throughput;
	double *d, *charge;
	double *loss[2];   /* of the moves, by column */
	double *relief[2]; /* by row */
	double *dear;      /* by row: more than any relief should cost */
	int *best[2];      /* by row: 2 * column + direction, or -1 */
	int *queue;
	unsigned char *queued;
	double greed; /* the charge's weight, growing by rounds */
	bool (*stop)(void *context);
	void *context;
} work;

static bool should_stop(const work *w)
{
	return w->stop && w->stop(w->context);
}

static void measure(work *w)
{
	const lp_scaled *s = w->s;
	for (int i = 0; i < s->m; i++) {
		double sum = 0, size = 0;
		for (int64_t k = s->a.row_start[i]; k < s->a.row_start[i + 1]; k++) {
			double term = s->a.row_value[k] * w->x[s->a.column[k]];
			sum += term;
			size += fabs(term);
		}
		double side = isfinite(s->rl[i]) ? fabs(s->rl[i]) : 0;
		w->activity[i] = sum;
		w->throughput[i] = size + (isfinite(s->ru[i]) ? fmax(side, fabs(s->ru[i])) : side);
	}
}

/* > 0: the row must rise by this much; < 0: fall. */
static double shortage(const work *w, int i)
{
	double a = w->activity[i], low = w->s->rl[i], high = w->s->ru[i];
	return a < low ? low - a : a > high ? high - a : 0;
}

static bool is_open(const work *w, int i)
{
	return fabs(shortage(w, i)) > CLOSED * w->throughput[i];
}

static double room(const work *w, int j, int direction)
{
	const lp_scaled *s = w->s;
	double left = direction == UP ? s->u[j] - w->x[j] : w->x[j] - s->l[j];
	return left > ROOM * (s->u[j] - s->l[j]) ? left : 0;
}

static void price_moves(work *w, int j, const unsigned char *tight)
{
	const lp_scaled *s = w->s;
	double up = fmax(0, w->d[j]) + w->greed * w->charge[j], down = fmax(0, -w->d[j]) + w->greed * w->charge[j];
	for (int64_t k = s->a.start[j]; k < s->a.start[j + 1]; k++) {
		int i = s->a.index[k];
		double a = s->a.value[k];
		if (!tight[i])
			continue;
		double lowered = tight[i] & 1 ? w->relief[UP][i] : 0, raised = tight[i] & 2 ? w->relief[DOWN][i] : 0;
		up += a > 0 ? a * raised : -a * lowered;
		down += a > 0 ? a * lowered : -a * raised;
	}
	w->loss[UP][j] = up;
	w->loss[DOWN][j] = down;
}

/* The cheapest move for a row's need, by the losses as they stand; its own need is not charged to it, since the prices
 * above charge only rows a move hurts. */
static int best_move(const work *w, int i, int need, double *loss)
{
	const lp_scaled *s = w->s;
	int best = -1;
	*loss = LP_INFINITY;
	for (int64_t k = s->a.row_start[i]; k < s->a.row_start[i + 1]; k++) {
		int j = s->a.column[k];
		double a = s->a.row_value[k];
		int direction = (a > 0) == (need == UP) ? UP : DOWN;
		if (w->loss[direction][j] < *loss * fabs(a) && room(w, j, direction) > 0) {
			*loss = w->loss[direction][j] / fabs(a);
			best = 2 * j + direction;
		}
	}
	return best;
}

/* bit 0: the row cannot give (lowering it makes it short); bit 1: it cannot take. */
static void find_tight(const work *w, unsigned char *tight)
{
	for (int i = 0; i < w->s->m; i++) {
		double margin = TIGHT * w->throughput[i];
		tight[i] = (unsigned char)((w->activity[i] - w->s->rl[i] <= margin) |
					   (w->s->ru[i] - w->activity[i] <= margin) << 1);
	}
}

static void value_moves(work *w)
{
	const lp_scaled *s = w->s;
	unsigned char *tight = memory_alloc((size_t)s->m, 1);
	find_tight(w, tight);
	for (int i = 0; i < s->m; i++)
		for (int need = UP; need <= DOWN; need++)
			w->relief[need][i] = tight[i] & (need == UP ? 1 : 2) ? w->dear[i] : 0;
	for (int round = 0; round < VALUE_ROUNDS && !should_stop(w); round++) {
		double change = 0, size = 0;
		for (int j = 0; j < s->n; j++)
			price_moves(w, j, tight);
		for (int i = 0; i < s->m; i++)
			for (int need = UP; need <= DOWN; need++) {
				if (!(tight[i] & (need == UP ? 1 : 2)))
					continue;
				double loss;
				w->best[need][i] = best_move(w, i, need, &loss);
				loss = fmin(loss, w->relief[need][i]);
				change += fabs(loss - w->relief[need][i]);
				size += loss;
				w->relief[need][i] = loss;
			}
		if (change <= 1e-3 * size)
			break;
	}
	free(tight);
}

/* What a move loses a unit, by the reliefs as they stand now. */
static double loss_now(const work *w, int j, int direction)
{
	const lp_scaled *s = w->s;
	double loss = fmax(0, direction == UP ? w->d[j] : -w->d[j]) + w->greed * w->charge[j],
	       sign = direction == UP ? 1 : -1;
	for (int64_t k = s->a.start[j]; k < s->a.start[j + 1]; k++) {
		double a = sign * s->a.value[k];
		loss += a > 0 ? a * w->relief[DOWN][s->a.index[k]] : -a * w->relief[UP][s->a.index[k]];
	}
	return loss;
}

/* The best move for row i now. Reliefs only rise here (as in learning real-time A*, Korf 1990): whoever went round in a
 * circle finds the circle dearer, until the way out is the cheapest. Since they only rise, a loss computed earlier is a
 * lower limit, and most columns of a long row need not be looked at again. */
static int choose(work *w, int i, int need, double *a_best)
{
	const lp_scaled *s = w->s;
	double least = LP_INFINITY;
	int best = -1;
	for (int64_t k = s->a.row_start[i]; k < s->a.row_start[i + 1]; k++) {
		int j = s->a.column[k];
		double a = s->a.row_value[k];
		int direction = (a > 0) == (need == UP) ? UP : DOWN;
		if (w->loss[direction][j] >= least * fabs(a) || room(w, j, direction) <= 0)
			continue;
		w->loss[direction][j] = loss_now(w, j, direction);
		double unit = w->loss[direction][j] / fabs(a);
		if (unit < least) {
			least = unit;
			best = 2 * j + direction;
			*a_best = a;
		}
	}
	if (best >= 0 && least > w->relief[need][i])
		w->relief[need][i] = least;
	w->best[need][i] = best;
	return best;
}

/* Makes the best move for row i; false when nothing can move. */
static bool relieve(work *w, int i, int *tail, int capacity)
{
	const lp_scaled *s = w->s;
	double lack = shortage(w, i), a = 0;
	int need = lack > 0 ? UP : DOWN, move = w->best[need][i];
	if (move >= 0 && room(w, move / 2, move % 2) > 0)
		for (int64_t k = s->a.start[move / 2]; k < s->a.start[move / 2 + 1]; k++)
			if (s->a.index[k] == i)
				a = s->a.value[k];
	if (a == 0 || loss_now(w, move / 2, move % 2) > fabs(a) * w->relief[need][i] * (1 + 1e-9))
		if ((move = choose(w, i, need, &a)) < 0)
			return false;
	int j = move / 2, direction = move % 2;
	double t = fmin(fabs(lack / a), room(w, j, direction)), old = w->x[j];
	double next = direction == UP ? fmin(old + t, s->u[j]) : fmax(old - t, s->l[j]);
	w->x[j] = next;
	for (int64_t k = s->a.start[j]; k < s->a.start[j + 1]; k++) {
		int r = s->a.index[k];
		w->activity[r] += (next - old) * s->a.value[k];
		if (!w->queued[r] && is_open(w, r)) {
			w->queued[r] = 1;
			w->queue[*tail] = r;
			*tail = (*tail + 1) % capacity;
		}
	}
	return true;
}

/* Moves until every row is closed, stuck, or the visits are spent. */
static void sweep(work *w)
{
	int m = w->s->m, capacity = m + 1, head = 0, tail = 0;
	for (int i = 0; i < m; i++)
		if ((w->queued[i] = is_open(w, i)))
			w->queue[tail++] = i;
	for (int64_t visits = (int64_t)m * VISITS_PER_ROW; head != tail && visits > 0; visits--) {
		if (visits % LOOK_EVERY == 0 && should_stop(w))
			return;
		int i = w->queue[head];
		head = (head + 1) % capacity;
		w->queued[i] = 0;
		for (int tries = 0; tries < 8 && is_open(w, i); tries++)
			if (!relieve(w, i, &tail, capacity))
				break;
	}
}

static double worst(const work *w)
{
	double most = 0;
	for (int i = 0; i < w->s->m; i++)
		if (w->throughput[i] > 0)
			most = fmax(most, fabs(shortage(w, i)) / w->throughput[i]);
	return most;
}

static void begin(work *w, const lp_scaled *s, const double *y, double *x)
{
	size_t m = (size_t)s->m, n = (size_t)s->n;
	*w = (work){.s = s, .x = x};
	double **row[] = {&w->activity, &w->throughput, &w->relief[0], &w->relief[1]};
	w->dear = memory_alloc(m, sizeof *w->dear);
	double **column[] = {&w->d, &w->charge, &w->loss[0], &w->loss[1]};
	for (size_t k = 0; k < 4; k++) {
		*row[k] = memory_alloc(m, sizeof(double));
		*column[k] = memory_alloc(n, sizeof(double));
	}
	w->queue = memory_alloc(m + 1, sizeof *w->queue);
	w->queued = memory_alloc(m, 1);
	w->best[0] = memory_alloc(m, sizeof *w->best[0]);
	w->best[1] = memory_alloc(m, sizeof *w->best[1]);
	double sum = 0;
	for (size_t i = 0; i < m; i++)
		sum += fabs(y[i]);
	for (size_t i = 0; i < m; i++) {
		w->best[0][i] = w->best[1][i] = -1;
		w->dear[i] = DEAR * (fabs(y[i]) + 1e-2 * sum / s->m);
	}
	sum = 0;
	for (int j = 0; j < s->n; j++) {
		double size = fabs(s->c[j]);
		w->d[j] = s->c[j];
		for (int64_t k = s->a.start[j]; k < s->a.start[j + 1]; k++) {
			double term = s->a.value[k] * y[s->a.index[k]];
			w->d[j] -= term;
			size += fabs(term);
		}
		w->charge[j] = CHARGE * size;
		sum += size;
		x[j] = x[j] < s->l[j] ? s->l[j] : x[j] > s->u[j] ? s->u[j] : x[j];
	}
	double least = s->n ? 1e-3 * CHARGE * sum / s->n : 0;
	for (int j = 0; j < s->n; j++)
		w->charge[j] += least > 0 ? least : CHARGE;
}

static void finish(work *w)
{
	void *pieces[] = {w->dear,    w->activity, w->throughput, w->relief[0], w->relief[1], w->d,      w->charge,
			  w->loss[0], w->loss[1],  w->queue,      w->queued,    w->best[0],   w->best[1]};
	for (size_t k = 0; k < sizeof pieces / sizeof *pieces; k++)
		free(pieces[k]);
}

double lp_repair(const lp_scaled *s, const double *y, double *x, bool (*stop)(void *context), void *context)
{
	work w;
	begin(&w, s, y, x);
	w.stop = stop;
	w.context = context;
	measure(&w);
	double left = worst(&w);
	for (int round = 0; round < ROUNDS && left > CLOSED && !should_stop(&w); round++) {
		w.greed = pow(4, round);
		value_moves(&w);
		sweep(&w);
		measure(&w);
		double now = worst(&w);
		if (round > 2 && now > 0.9 * left)
			break;
		left = now;
	}
	left = worst(&w);
	finish(&w);
	return left;
}
