/* Leontief multipliers by repeated substitution.
 *
 *	A      what one unit of each good takes directly of each good
 *	cost_p = l_p + sum_i in_ip y_i                        of one unit of activity of process p
 *	y_c    = e_c + sum_p k_pc cost_p                      of one unit of good c; with l alone: y = l + A'y
 *	k_pc   = (p's share of the supply of c) x (the part of p's cost that its output of c bears) / out_pc
 *
 * Convention (industry technology; United Nations, Handbook of Input-Output Table Compilation and Analysis, 1999, ch.
 * IV): a good is made by its makers in their observed shares, and all the products of a process have the same inputs a
 * unit: its cost is divided among them by their amounts (in the unit of their dimension; equally where its products
 * have several dimensions). With one product a process and one process a good this is the textbook A = Z x^-1.
 *
 * Weights of the processes: observed activities; where none is observed, capacities; else one each. Imports make a good
 * only where nobody here does. Periods are not told apart. The equations are swept in the order of the processes, each
 * new cost passed on at once (Gauss-Seidel); no inverse is formed. What does not settle has no multiplier: it needs
 * itself, or goods that do, without end (Waugh 1950: the powers of A converge exactly when the economy is productive).
 */
#include "economy/import_codes.h"
#include "economy/storage.h"

#include <assert.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { SWEEPS_MAX = 20000, SWEEPS_LOST = 2000, STALL = 8 };
static const double SETTLED = 1e-15; /* relative change of every cost in a sweep */
static const double STALLED = 1e-12; /* rounding keeps it from less */
static const double DIVERGED = 1e100;

/* A process's part in one good, or a good's part in a process. */
typedef struct part {
	int good;
	double amount;
} part;

struct multiplier_system {
	const cordon_economy *e;
	int goods, processes;
	int *good_of; /* of commodity * places + place: number, or -1 */
	int *first_in, *first_out; /* of each process's slices of in[] and out[] */
	part *in, *out; /* amounts of goods a unit of activity; out: k */
	int *process; /* of each process of the system: its number in the economy */
	double *cost, *change;
	int mixed; /* processes whose products have several dimensions */
};

/* ---- which goods, which processes ------------------------------------------------------------------------------ */

static int pair_of(const cordon_economy *e, const cordon_exchange *x)
{
	return x->commodity * e->places + x->place;
}

static bool is_good(const cordon_economy *e, const cordon_exchange *x)
{
	return e->commodity[x->commodity].kind == CORDON_GOOD;
}

static double *weights(const cordon_economy *e)
{
	double *weight = memory_alloc((size_t)e->processes, sizeof *weight);
	for (int i = 0; i < e->observations; i++)
		weight[e->observation[i].process] += e->observation[i].activity;
	if (e->observations)
		return weight;
	for (int p = 0; p < e->processes; p++) {
		double capacity = cordon_economy_capacity(e, p, 0);
		weight[p] = e->capacities && capacity < CORDON_ACTIVITY_LIMIT ? capacity : 1;
	}
	return weight;
}

/* supply[pair]: made here, else imported. made[pair]: 1 here, 2 only by imports. */
static void sum_supply(const cordon_economy *e, const double *weight, double *supply, unsigned char *made)
{
	for (int imports = 0; imports < 2; imports++)
		for (int i = 0; i < e->exchanges; i++) {
			const cordon_exchange *x = &e->exchange[i];
			cordon_process_kind kind = e->process[x->process].kind;
			int pair = pair_of(e, x);
			if (kind == CORDON_EXPORT || (kind == CORDON_IMPORT) != imports || x->amount <= 0 || !is_good(e, x))
				continue;
			if (made[pair] == 1 && imports)
				continue;
			supply[pair] += x->amount * weight[x->process];
			if (weight[x->process] > 0)
				made[pair] = imports ? 2 : 1;
		}
}

static int number_goods(const cordon_economy *e, const unsigned char *made, struct multiplier_system *s,
						cordon_multipliers *m)
{
	int pairs = e->commodities * e->places;
	s->good_of = memory_alloc((size_t)pairs, sizeof *s->good_of);
	m->good = memory_alloc((size_t)pairs, sizeof *m->good);
	for (int pair = 0; pair < pairs; pair++) {
		s->good_of[pair] = made[pair] ? s->goods : -1;
		if (made[pair])
			m->good[s->goods++] =
				(cordon_multiplied){pair / e->places, pair % e->places, made[pair] == 2, NAN, NAN, NAN};
	}
	return s->goods;
}

/* ---- the system ------------------------------------------------------------------------------------------------ */

/* The part of the process's cost that each product bears, divided by its amount: 1 / (sum of outputs) in a common
 * unit. Returns false when its products have several dimensions. */
static bool output_total(const cordon_economy *e, const cordon_process *p, double *total, int *products)
{
	const struct economy_storage *g = economy_storage_of(e);
	int dimension = -1;
	bool plain = true;
	*total = 0;
	*products = 0;
	for (int i = p->first_exchange; i < p->first_exchange + p->exchange_count; i++) {
		const cordon_exchange *x = &e->exchange[i];
		if (x->amount <= 0 || !is_good(e, x))
			continue;
		plain = plain && (dimension < 0 || dimension == g->dimension[x->commodity]);
		dimension = g->dimension[x->commodity];
		*total += x->amount * g->factor[x->commodity];
		++*products;
	}
	return plain;
}

static void add_process(struct multiplier_system *s, int p, double weight, const double *supply,
						const unsigned char *made)
{
	const cordon_economy *e = s->e;
	const cordon_process *process = &e->process[p];
	const struct economy_storage *g = economy_storage_of(e);
	double total;
	int products, in = s->first_in[s->processes], out = s->first_out[s->processes];
	bool plain = output_total(e, process, &total, &products);
	for (int i = process->first_exchange; i < process->first_exchange + process->exchange_count; i++) {
		const cordon_exchange *x = &e->exchange[i];
		int good = is_good(e, x) ? s->good_of[pair_of(e, x)] : -1;
		if (good < 0)
			continue;
		if (x->amount < 0) {
			s->in[in++] = (part){good, -x->amount};
		} else if (supply[pair_of(e, x)] > 0 && (process->kind == CORDON_IMPORT) == (made[pair_of(e, x)] == 2)) {
			double share = x->amount * weight / supply[pair_of(e, x)];
			double bears = plain ? g->factor[x->commodity] / total : 1 / (x->amount * products);
			s->out[out++] = (part){good, share * bears};
		}
	}
	if (out == s->first_out[s->processes])
		return; /* it makes nothing that counts */
	s->mixed += !plain;
	s->process[s->processes++] = p;
	s->first_in[s->processes] = in;
	s->first_out[s->processes] = out;
}

static void build_system(struct multiplier_system *s, const double *weight, const double *supply,
						 const unsigned char *made)
{
	const cordon_economy *e = s->e;
	size_t processes = (size_t)e->processes + 1, exchanges = (size_t)e->exchanges;
	s->first_in = memory_alloc(processes, sizeof *s->first_in);
	s->first_out = memory_alloc(processes, sizeof *s->first_out);
	s->process = memory_alloc(processes, sizeof *s->process);
	s->in = memory_alloc(exchanges, sizeof *s->in);
	s->out = memory_alloc(exchanges, sizeof *s->out);
	for (int p = 0; p < e->processes; p++)
		if (e->process[p].kind != CORDON_EXPORT && weight[p] > 0)
			add_process(s, p, weight[p], supply, made);
	s->cost = memory_alloc((size_t)s->processes, sizeof *s->cost);
	s->change = memory_alloc((size_t)s->processes, sizeof *s->change);
}

/* ---- solving --------------------------------------------------------------------------------------------------- */

/* y from the costs; also clears the drift of passing on differences. */
static void goods_from_costs(const struct multiplier_system *s, const double *extra, double *y)
{
	for (int c = 0; c < s->goods; c++)
		y[c] = extra ? extra[c] : 0;
	for (int p = 0; p < s->processes; p++)
		for (int i = s->first_out[p]; i < s->first_out[p + 1]; i++)
			y[s->out[i].good] += s->out[i].amount * s->cost[p];
}

static double cost_of(const struct multiplier_system *s, int p, double own, const double *y)
{
	double cost = own;
	for (int i = s->first_in[p]; i < s->first_in[p + 1]; i++)
		cost += s->in[i].amount * y[s->in[i].good];
	return cost;
}

/* One sweep; returns the largest relative change of a cost that has not run away. */
static double sweep(struct multiplier_system *s, const double *own, double *y)
{
	double largest = 0;
	for (int p = 0; p < s->processes; p++) {
		double cost = cost_of(s, p, own ? own[p] : 0, y), step = cost - s->cost[p];
		if (!(fabs(cost) < DIVERGED)) { /* it runs away: so does all that needs it */
			s->cost[p] = INFINITY;
			s->change[p] = INFINITY;
			for (int i = s->first_out[p]; i < s->first_out[p + 1]; i++)
				y[s->out[i].good] = INFINITY;
			continue;
		}
		s->change[p] = cost == 0 ? 0 : fabs(step / cost);
		largest = s->change[p] > largest ? s->change[p] : largest;
		s->cost[p] = cost;
		for (int i = s->first_out[p]; i < s->first_out[p + 1]; i++)
			y[s->out[i].good] += s->out[i].amount * step;
	}
	return largest;
}

/* Goods whose makers' costs did not settle have no multiplier. */
static void mark_lost(const struct multiplier_system *s, double *y)
{
	for (int p = 0; p < s->processes; p++)
		for (int i = s->first_out[p]; i < s->first_out[p + 1] && !(s->change[p] <= 1e-9); i++)
			y[s->out[i].good] = NAN;
	for (int c = 0; c < s->goods; c++)
		if (!isfinite(y[c]))
			y[c] = NAN;
}

/* Solves for y; own: a cost of its own of each process, extra: of each good (either may be NULL). */
static cordon_status solve(struct multiplier_system *s, const double *own, const double *extra, double *y, int *sweeps,
						   const cordon_progress *progress)
{
	double best = INFINITY;
	int since = 0;
	memset(s->cost, 0, (size_t)s->processes * sizeof *s->cost);
	goods_from_costs(s, extra, y);
	for (*sweeps = 1; *sweeps <= SWEEPS_MAX; ++*sweeps) {
		double largest = sweep(s, own, y);
		goods_from_costs(s, extra, y);
		since = largest < best ? 0 : since + 1;
		best = largest < best ? largest : best;
		if (largest <= SETTLED || (largest <= STALLED && since >= STALL))
			break;
		if (*sweeps >= SWEEPS_LOST && since >= SWEEPS_LOST / 2)
			break;
		if (progress && progress->stop && progress->stop(progress->context))
			return CORDON_INTERRUPTED;
	}
	mark_lost(s, y);
	return CORDON_OK;
}

/* ---- results --------------------------------------------------------------------------------------------------- */

/* What each process takes or gives off of a factor a unit of activity, in every place. */
static void factor_of_processes(const struct multiplier_system *s, int commodity, double *own)
{
	const cordon_economy *e = s->e;
	double sign = e->commodity[commodity].kind == CORDON_EMISSION ? 1 : -1;
	for (int p = 0; p < s->processes; p++) {
		const cordon_process *process = &e->process[s->process[p]];
		own[p] = 0;
		for (int i = process->first_exchange; i < process->first_exchange + process->exchange_count; i++)
			if (e->exchange[i].commodity == commodity)
				own[p] += sign * e->exchange[i].amount;
	}
}

/* The direct part: sum over makers of k times their own cost. */
static void direct_of(const struct multiplier_system *s, const double *own, double *direct)
{
	for (int c = 0; c < s->goods; c++)
		direct[c] = 0;
	for (int p = 0; p < s->processes; p++)
		for (int i = s->first_out[p]; i < s->first_out[p + 1]; i++)
			direct[s->out[i].good] += s->out[i].amount * own[p];
}

static bool one_unit(const cordon_economy *e, const cordon_multipliers *m)
{
	const char *unit = NULL;
	for (int c = 0; c < m->goods; c++) {
		const char *own = e->commodity[m->good[c].commodity].unit;
		if (m->good[c].imported)
			continue;
		if (unit && strcmp(unit, own))
			return false;
		unit = own;
	}
	return unit != NULL;
}

/* Backward linkages: the column sums of A and of its Leontief inverse over the goods made here. */
static cordon_status linkages(struct multiplier_system *s, cordon_multipliers *m, const cordon_progress *progress)
{
	double *made = memory_alloc((size_t)s->goods, sizeof *made), *y = memory_alloc((size_t)s->goods, sizeof *y);
	double *own = memory_alloc((size_t)s->processes, sizeof *own), sum = 0;
	int sweeps, count = 0;
	for (int c = 0; c < s->goods; c++)
		made[c] = !m->good[c].imported;
	for (int p = 0; p < s->processes; p++)
		own[p] = cost_of(s, p, 0, made);
	direct_of(s, own, y);
	for (int c = 0; c < s->goods; c++)
		m->good[c].direct = y[c];
	cordon_status status = solve(s, NULL, made, y, &sweeps, progress);
	for (int c = 0; c < s->goods; c++) {
		m->good[c].output = y[c];
		if (m->good[c].imported || !isfinite(y[c]))
			continue;
		sum += y[c];
		count++;
	}
	for (int c = 0; c < s->goods; c++)
		m->good[c].dispersion = y[c] / (sum / count);
	m->sweeps = sweeps;
	free(made);
	free(own);
	free(y);
	return status;
}

static cordon_status factors(struct multiplier_system *s, cordon_multipliers *m, const cordon_progress *progress)
{
	const cordon_economy *e = s->e;
	size_t goods = (size_t)s->goods;
	double *own = memory_alloc((size_t)s->processes, sizeof *own);
	cordon_status status = CORDON_OK;
	m->factor = memory_alloc((size_t)e->commodities, sizeof *m->factor);
	for (int c = 0; c < e->commodities && !status; c++) {
		if (e->commodity[c].kind == CORDON_GOOD)
			continue;
		cordon_multiplied_factor *f = &m->factor[m->factors++];
		int sweeps;
		*f = (cordon_multiplied_factor){c, memory_alloc(goods, sizeof(double)), memory_alloc(goods, sizeof(double))};
		factor_of_processes(s, c, own);
		direct_of(s, own, f->direct);
		status = solve(s, own, NULL, f->total, &sweeps, progress);
		m->sweeps = sweeps > m->sweeps ? sweeps : m->sweeps;
	}
	free(own);
	return status;
}

static void note_lost(const cordon_economy *e, const cordon_multipliers *m, cordon_error *error)
{
	int lost = 0;
	const char *one = "";
	for (int c = 0; c < m->goods; c++)
		if (!m->good[c].imported && !isfinite(m->good[c].output)) {
			one = lost ? one : e->commodity[m->good[c].commodity].id;
			lost++;
		}
	char count[24];
	snprintf(count, sizeof count, "%d", lost);
	if (lost)
		finding_add(error, CORDON_WARNING, (place_in_file){.file = e->path}, TEXT(MULTIPLIERS_LOST, count, one),
					NO_TEXT);
}

static void note_mixed(const cordon_economy *e, const struct multiplier_system *s, cordon_error *error)
{
	char count[24];
	snprintf(count, sizeof count, "%d", s->mixed);
	if (s->mixed)
		finding_add(error, CORDON_NOTE, (place_in_file){.file = e->path}, TEXT(MULTIPLIERS_MIXED, count), NO_TEXT);
}

cordon_status cordon_economy_multipliers(const cordon_economy *e, cordon_multipliers *m,
										 const cordon_progress *progress, cordon_error *error)
{
	*m = (cordon_multipliers){0};
	size_t pairs = (size_t)e->commodities * (size_t)e->places;
	struct multiplier_system *s = memory_alloc(1, sizeof *s);
	double *weight = weights(e), *supply = memory_alloc(pairs, sizeof *supply);
	unsigned char *made = memory_alloc(pairs, 1);
	s->e = e;
	m->system = s;
	sum_supply(e, weight, supply, made);
	m->goods = number_goods(e, made, s, m);
	build_system(s, weight, supply, made);
	free(weight);
	free(supply);
	free(made);
	cordon_status status = linkages(s, m, progress);
	if (!status)
		status = factors(s, m, progress);
	note_lost(e, m, error);
	note_mixed(e, s, error);
	m->one_unit = one_unit(e, m);
	for (int c = 0; c < m->goods && !m->one_unit; c++)
		m->good[c].direct = m->good[c].output = m->good[c].dispersion = NAN; /* sums of different things */
	return status;
}

cordon_status cordon_economy_requirements(cordon_multipliers *m, int good, double *row, const cordon_progress *progress)
{
	struct multiplier_system *s = m->system;
	double *extra = memory_alloc((size_t)s->goods, sizeof *extra);
	int sweeps;
	extra[good] = 1;
	cordon_status status = solve(s, NULL, extra, row, &sweeps, progress);
	free(extra);
	return status;
}

void cordon_multipliers_free(cordon_multipliers *m)
{
	struct multiplier_system *s = m->system;
	for (int f = 0; f < m->factors; f++) {
		free(m->factor[f].direct);
		free(m->factor[f].total);
	}
	free(m->factor);
	free(m->good);
	if (s) {
		free(s->good_of);
		free(s->first_in);
		free(s->first_out);
		free(s->in);
		free(s->out);
		free(s->process);
		free(s->cost);
		free(s->change);
	}
	free(s);
	*m = (cordon_multipliers){0};
}
