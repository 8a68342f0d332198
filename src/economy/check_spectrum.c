/* Is the technology productive? The spectral radius rho of the technology matrix, by power iteration.
 *
 * With joint production the matrix is that of the industry-technology assumption (United Nations, Handbook of
 * Input-Output Table Compilation and Analysis, 1999, chapter IV): a demand for a commodity is met by its makers in
 * their observed shares, and each makes it with its whole recipe. In terms of the relative activities y of the
 * processes (1 = observed):
 *
 *	f_c = sum_p in_cp w_p y_p / q_c        the part of commodity c's supply that is used up,  q_c = sum_p out_cp w_p
 *	(M y)_p = mean of f_c over p's outputs, weighted by the amounts when they share a dimension, else equally
 *
 * w: observed activity, else capacity where every process has one. M is similar to the usual A = U g^-1 D, so rho is
 * the same; imports count in the supply and call for no further activity. rho < 1 says that every final demand can be
 * met (Hawkins-Simon); a column sum above 1 says nothing by itself.
 */
#include "economy/check_graph.h"

#include <math.h>
#include <stdlib.h>

enum { ROUNDS = 2000 };

struct spectrum {
	checkup *c;
	const double *weight;
	double *supply; /* q, by commodity */
	double *part; /* f, by commodity */
	bool *plain; /* by process: its outputs share a dimension */
	int *commodity_block, *process_block; /* their irreducible block; -1: in none */
	double *before, *after; /* by block: the sum of y, and of its image */
	int *size, blocks;
};

static bool works_here(const cordon_process *p)
{
	return p->kind != CORDON_IMPORT && p->kind != CORDON_EXPORT;
}

static bool is_product(const checkup *c, const check_pair *x)
{
	return x->out > 0 && c->e->commodity[x->commodity].kind != CORDON_EMISSION;
}

static void sum_supply(struct spectrum *s)
{
	const checkup *c = s->c;
	for (int p = 0; p < c->e->processes; p++) {
		int dimension = -1;
		s->plain[p] = true;
		for (int i = c->first[p]; i < c->first[p + 1]; i++) {
			const check_pair *x = &c->pair[i];
			if (!is_product(c, x))
				continue;
			s->supply[x->commodity] += x->out * s->weight[p];
			s->plain[p] &= dimension < 0 || dimension == c->s->dimension[x->commodity];
			dimension = c->s->dimension[x->commodity];
		}
	}
}

/* The irreducible blocks: rho is the largest of theirs, and in each the iteration converges geometrically. */
static void find_blocks(struct spectrum *s)
{
	const cordon_economy *e = s->c->e;
	loops l = loops_new(s->c);
	l.gross = true;
	for (int k = 0; k < e->commodities; k++) {
		l.available[k] = !(s->supply[k] > 0);
		s->commodity_block[k] = -1;
	}
	for (int p = 0; p < e->processes; p++) {
		l.runs[p] = !works_here(&e->process[p]);
		s->process_block[p] = -1;
	}
	components parts = components_of(&l);
	s->blocks = parts.count;
	s->size = memory_alloc((size_t)parts.count, sizeof *s->size);
	s->before = memory_alloc((size_t)parts.count, sizeof *s->before);
	s->after = memory_alloc((size_t)parts.count, sizeof *s->after);
	for (int b = 0; b < parts.count; b++) {
		const component *part = &parts.component[b];
		s->size[b] = part->processes;
		for (int i = 0; i < part->commodities; i++)
			s->commodity_block[part->commodity[i]] = b;
		for (int i = 0; i < part->processes; i++)
			s->process_block[part->process[i]] = b;
	}
	components_free(&parts);
	loops_free(&l);
}

/* next = M y, within the blocks */
static void apply(struct spectrum *s, const double *y, double *next)
{
	const checkup *c = s->c;
	for (int k = 0; k < c->e->commodities; k++)
		s->part[k] = 0;
	for (int p = 0; p < c->e->processes; p++)
		for (int i = c->first[p]; i < c->first[p + 1]; i++)
			if (s->process_block[p] == s->commodity_block[c->pair[i].commodity])
				s->part[c->pair[i].commodity] += c->pair[i].in * s->weight[p] * y[p];
	for (int k = 0; k < c->e->commodities; k++)
		s->part[k] = s->supply[k] > 0 ? s->part[k] / s->supply[k] : 0;
	for (int p = 0; p < c->e->processes; p++) {
		double sum = 0, all = 0;
		for (int i = c->first[p]; i < c->first[p + 1]; i++) {
			const check_pair *x = &c->pair[i];
			if (!is_product(c, x))
				continue;
			/* amounts of one dimension are compared in its base unit */
			double share = s->plain[p] ? x->out * c->s->factor[x->commodity] : 1;
			sum += s->process_block[p] == s->commodity_block[x->commodity] ? share * s->part[x->commodity] : 0;
			all += share;
		}
		next[p] = all > 0 && s->process_block[p] >= 0 ? sum / all : 0;
	}
}

/* One step on (M + I)/2, whose largest eigenvalue (rho + 1)/2 stands alone even where M is cyclic. Returns the
 * estimate of rho: the largest growth of a block. */
static double iterate(struct spectrum *s, double *y, double *next)
{
	int n = s->c->e->processes;
	double rho = 0;
	apply(s, y, next);
	for (int b = 0; b < s->blocks; b++)
		s->before[b] = s->after[b] = 0;
	for (int p = 0; p < n; p++)
		if (s->process_block[p] >= 0) {
			next[p] = (next[p] + y[p]) / 2;
			s->before[s->process_block[p]] += y[p];
			s->after[s->process_block[p]] += next[p];
		}
	for (int b = 0; b < s->blocks; b++)
		if (s->before[b] > 0)
			rho = fmax(rho, 2 * s->after[b] / s->before[b] - 1);
	for (int p = 0; p < n; p++) {
		int b = s->process_block[p];
		y[p] = b >= 0 && s->after[b] > 0 ? next[p] / s->after[b] * s->size[b] : 0;
	}
	return rho;
}

static double spectral_radius(struct spectrum *s)
{
	size_t n = (size_t)s->c->e->processes;
	double *y = memory_alloc(n, sizeof *y), *next = memory_alloc(n, sizeof *next), rho = 0, last = -1;
	for (size_t p = 0; p < n; p++)
		y[p] = 1;
	for (int round = 0; round < ROUNDS && (round < 10 || fabs(rho - last) > 1e-12 * (1 + rho)); round++) {
		last = rho;
		rho = iterate(s, y, next);
	}
	free(y);
	free(next);
	return rho;
}

/* Capacities as weights: only when every process that works here has a finite one. False when they will not do. */
static bool capacity_weights(const checkup *c, double *weight)
{
	double all = 0;
	for (int p = 0; p < c->e->processes; p++) {
		for (int t = 0; t < c->e->periods; t++) {
			double capacity = cordon_economy_capacity(c->e, p, t);
			if (capacity >= CORDON_ACTIVITY_LIMIT && works_here(&c->e->process[p]))
				return false;
			weight[p] += capacity < CORDON_ACTIVITY_LIMIT ? capacity : 0;
		}
		all += weight[p];
	}
	return all > 0;
}

static void report(checkup *c, double rho)
{
	char number[32];
	check_number(round(rho * 1e6) / 1e6, number);
	if (rho < 1)
		check_say(c, CORDON_NOTE, TABLE_PROCESSES, 0, NULL, NULL, TEXT(ECONOMY_RHO, number));
	else /* capacities may be there for recipes that nobody would use */
		check_say(c, c->observed ? CORDON_ERROR : CORDON_WARNING, TABLE_PROCESSES, 0, NULL, NULL,
				  TEXT(ECONOMY_UNPRODUCTIVE, number));
}

void check_spectrum(checkup *c)
{
	size_t processes = (size_t)c->e->processes, commodities = (size_t)c->e->commodities;
	double *weight = memory_alloc(processes, sizeof *weight);
	for (size_t p = 0; p < processes; p++)
		weight[p] = c->observed ? c->activity[p] : 0;
	if (c->observed || capacity_weights(c, weight)) {
		struct spectrum s = {.c = c,
							 .weight = weight,
							 .supply = memory_alloc(commodities, sizeof(double)),
							 .part = memory_alloc(commodities, sizeof(double)),
							 .plain = memory_alloc(processes, sizeof(bool)),
							 .commodity_block = memory_alloc(commodities, sizeof(int)),
							 .process_block = memory_alloc(processes, sizeof(int))};
		sum_supply(&s);
		find_blocks(&s);
		report(c, spectral_radius(&s));
		free(s.supply);
		free(s.part);
		free(s.plain);
		free(s.commodity_block);
		free(s.process_block);
		free(s.before);
		free(s.after);
		free(s.size);
	}
	free(weight);
}
