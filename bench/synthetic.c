/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Synthetic economies; see synthetic.h for what they look like. */
#include "synthetic.h"

#include "base/draw.h"
#include "base/memory.h"

#include <assert.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { INPUTS_LEAST = 6, INPUTS_SPREAD = 7, NEARBY = 30, REFERENCE_ROUNDS = 400, FIXED_LEVEL_PERCENT = 30 };

synthetic_options synthetic_defaults(void)
{
	return (synthetic_options){.commodities = 1000, .seed = 1, .techniques = 1.8, .joint = 0.05, .tiers = 3, .hubs = 4,
	                           .labour = 1.0, .capacity = 1.0, .shock = 0.0, .emissions = 1, .regions = 0};
}

static double draw_between(draw *d, double low, double high)
{
	return low + (high - low) * draw_unit(d);
}

/* Irwin and Hall's sum of twelve: near enough to normal, and the same on every machine. */
static double draw_normal(draw *d)
{
	double sum = -6;
	for (int k = 0; k < 12; k++)
		sum += draw_unit(d);
	return sum;
}

typedef struct maker {
	synthetic *s;
	draw d;
	int *hub;        /* goods by rank of use */
	double *weight;  /* dense, one a commodity, cleared after each technique */
	int *touched;
	int touched_count;
	int64_t capacity; /* of the entry arrays */
	int technique_capacity;
} maker;

static void maker_add(maker *m, int commodity, double amount)
{
	if (m->weight[commodity] == 0)
		m->touched[m->touched_count++] = commodity;
	m->weight[commodity] += amount;
}

static int compare_int(const void *a, const void *b)
{
	return (*(const int *)a > *(const int *)b) - (*(const int *)a < *(const int *)b);
}

static void maker_close_technique(maker *m, int good)
{
	synthetic *s = m->s;
	MEMORY_RESERVE(s->technique_good, s->techniques + 1, m->technique_capacity);
	s->start = memory_grow(s->start, (size_t)s->techniques + 2, sizeof *s->start);
	qsort(m->touched, (size_t)m->touched_count, sizeof *m->touched, compare_int);
	int64_t end = s->start[s->techniques];
	for (int k = 0; k < m->touched_count; k++) {
		int c = m->touched[k];
		if (end >= m->capacity) {
			m->capacity = 2 * m->capacity + 64;
			s->commodity = memory_grow(s->commodity, (size_t)m->capacity, sizeof *s->commodity);
			s->amount = memory_grow(s->amount, (size_t)m->capacity, sizeof *s->amount);
		}
		s->commodity[end] = c;
		s->amount[end++] = m->weight[c];
		m->weight[c] = 0;
	}
	m->touched_count = 0;
	s->technique_good[s->techniques++] = good;
	s->start[s->techniques] = end;
}

static int maker_pick_input(maker *m, int good)
{
	int n = m->s->goods;
	if (draw_unit(&m->d) < 0.5) {
		int near = n > 2 * NEARBY ? NEARBY : (n + 1) / 2;
		int offset = 1 + (int)draw_below(&m->d, (uint64_t)near);
		return (good + (draw_unit(&m->d) < 0.5 ? offset : n - offset % n)) % n;
	}
	int rank = (int)(pow((double)n, draw_unit(&m->d)) - 1);
	return m->hub[rank < n ? rank : n - 1];
}

static void maker_add_inputs(maker *m, int good, double value)
{
	const double *price = m->s->price;
	int chosen[INPUTS_LEAST + INPUTS_SPREAD + 64], count = 0;
	for (int h = 0; h < m->s->options.hubs && h < m->s->goods && h < 48; h++)
		if (draw_unit(&m->d) < 0.9)
			chosen[count++] = m->hub[h];
	int more = INPUTS_LEAST + (int)draw_below(&m->d, INPUTS_SPREAD) - count / 2;
	for (int k = 0; k < more; k++)
		chosen[count++] = maker_pick_input(m, good);
	double share[INPUTS_LEAST + INPUTS_SPREAD + 64], sum = 0;
	for (int k = 0; k < count; k++)
		sum += share[k] = -log(1 - draw_unit(&m->d)) + 0.05;
	for (int k = 0; k < count; k++)
		if (chosen[k] != good)
			maker_add(m, chosen[k], -value * share[k] / sum / price[chosen[k]]);
}

static void maker_add_resources(maker *m, int good, double value)
{
	synthetic *s = m->s;
	int region = (int)((int64_t)good * s->options.regions / s->goods), first = s->goods + region * SYNTHETIC_SKILLS;
	double split = draw_between(&m->d, 0.3, 1);
	maker_add(m, first + (int)draw_below(&m->d, SYNTHETIC_SKILLS), -value * split);
	maker_add(m, first + (int)draw_below(&m->d, SYNTHETIC_SKILLS), -value * (1 - split) - 1e-6 * value);
	for (int e = 0; e < s->options.emissions; e++)
		if (draw_unit(&m->d) < 0.4)
			maker_add(m, s->goods + s->options.regions * SYNTHETIC_SKILLS + e,
			          -s->price[good] * draw_between(&m->d, 0.01, 0.5));
}

static void maker_add_techniques(maker *m, int good)
{
	synthetic *s = m->s;
	int count = 1;
	for (int k = 0; k < 3; k++)
		count += draw_unit(&m->d) < (s->options.techniques - 1) / 3;
	for (int k = 0; k < count; k++) {
		double dearer = 1 + (k ? 0.15 * fabs(draw_normal(&m->d)) : 0), price = s->price[good];
		double inputs = draw_between(&m->d, 0.35, 0.62);
		maker_add(m, good, 1);
		maker_add_inputs(m, good, price * fmin(0.9, inputs * dearer));
		maker_add_resources(m, good, price * (1 - inputs) * draw_between(&m->d, 0.3, 1) * dearer);
		if (s->goods > 1 && draw_unit(&m->d) < s->options.joint) {
			int other = (good + 1 + (int)draw_below(&m->d, 5)) % s->goods;
			if (other != good && m->weight[other] == 0)
				maker_add(m, other, draw_between(&m->d, 0.1, 0.4) * price / s->price[other]);
		}
		maker_close_technique(m, good);
	}
}

static double *doubles(int64_t count)
{
	return memory_alloc((size_t)count, sizeof(double));
}

/* Activity of the reference year: each good's gross output is shared among its techniques, the first taking most. */
static void reference_activity(const synthetic *s, const double *final, double *activity, double *gross)
{
	for (int i = 0; i < s->goods; i++)
		gross[i] = final[i];
	double *next = doubles(s->goods + s->resources);
	for (int round = 0; round < REFERENCE_ROUNDS; round++) {
		for (int i = 0; i < s->goods; i++)
			next[i] = final[i];
		for (int j = 0, k = 0; j < s->techniques; j++) {
			int g = s->technique_good[j];
			k = j && s->technique_good[j - 1] == g ? k + 1 : 0;
			bool last = j + 1 == s->techniques || s->technique_good[j + 1] != g;
			double share = last ? pow(0.4, k) : 0.6 * pow(0.4, k);
			activity[j] = share * gross[g];
			for (int64_t e = s->start[j]; e < s->start[j + 1]; e++)
				if (s->amount[e] < 0 && s->commodity[e] < s->goods)
					next[s->commodity[e]] -= s->amount[e] * activity[j];
		}
		memcpy(gross, next, (size_t)s->goods * sizeof *gross);
	}
	free(next);
}

static void maker_scatter_limits(maker *m, const double *activity, const double *gross)
{
	synthetic *s = m->s;
	const synthetic_options *o = &s->options;
	double total = 0;
	for (int j = 0; j < s->techniques; j++) {
		s->capacity[j] = activity[j] * draw_between(&m->d, 0.75, 1.8) * o->capacity;
		if (draw_unit(&m->d) < o->shock)
			s->capacity[j] *= 0.3;
		for (int64_t e = s->start[j]; e < s->start[j + 1]; e++)
			if (s->commodity[e] >= s->goods)
				s->available[s->commodity[e] - s->goods] -= s->amount[e] * activity[j];
	}
	for (int r = 0; r < s->resources; r++) {
		double room = draw_between(&m->d, 0.9, 1.3);
		bool labour = r < o->regions * SYNTHETIC_SKILLS;
		s->available[r] *= labour ? (o->labour > 0 ? room * o->labour : 100) : room;
	}
	for (int i = 0; i < s->goods; i++) {
		double dice = draw_unit(&m->d), factor = draw_unit(&m->d);
		if (dice < 0.12) {
			s->import_price[i] = s->price[i] * (1.1 + 0.5 * factor);
			s->import_limit[i] = gross[i] * 2;
			total += 0.12 * s->import_price[i] * gross[i];
		} else if (dice < 0.2) {
			s->export_price[i] = s->price[i] * (0.7 + 0.3 * factor);
			s->export_limit[i] = 0.2 * gross[i];
		} else if (dice < 0.3) {
			s->stock[i] = 0.1 * factor * gross[i];
		}
	}
	s->currency = total * 0.8;
	for (int i = 0; i < s->goods; i++)
		if (s->import_price[i] > 0)
			s->import_limit[i] = fmin(s->import_limit[i], (s->currency + total) / s->import_price[i]);
}

static void maker_set_needs(maker *m, double *final)
{
	synthetic *s = m->s;
	for (int i = 0; i < s->goods; i++)
		if (draw_unit(&m->d) < 0.25 || s->goods < 8)
			final[i] = exp(draw_normal(&m->d)) / s->price[i];
	for (int i = 0; i < s->goods; i++) {
		double left = final[i] * draw_between(&m->d, 1, 1.3);
		for (int t = 0; t < s->options.tiers; t++) {
			double part = t + 1 == s->options.tiers ? 1 : draw_between(&m->d, 0.3, 0.7);
			s->demand[(int64_t)t * s->goods + i] = left * part;
			left -= left * part;
		}
	}
}

static void maker_name_hubs(maker *m)
{
	int n = m->s->goods;
	for (int i = 0; i < n; i++)
		m->hub[i] = i;
	for (int i = n - 1; i > 0; i--) {
		int k = (int)draw_below(&m->d, (uint64_t)i + 1), keep = m->hub[i];
		m->hub[i] = m->hub[k];
		m->hub[k] = keep;
	}
}

synthetic *synthetic_new(const synthetic_options *options)
{
	synthetic *s = memory_alloc(1, sizeof *s);
	s->options = *options;
	assert(options->commodities > 0 && options->tiers >= 1 && options->tiers <= SYNTHETIC_TIERS_MAX);
	int n = s->goods = options->commodities;
	if (s->options.regions <= 0)
		s->options.regions = n < 80 ? 1 : n / 80;
	s->resources = s->options.regions * SYNTHETIC_SKILLS + s->options.emissions;
	double **arrays[] = {&s->price, &s->stock, &s->import_price, &s->import_limit, &s->export_price, &s->export_limit};
	for (size_t k = 0; k < sizeof arrays / sizeof *arrays; k++)
		*arrays[k] = doubles(n);
	s->available = doubles(s->resources);
	s->demand = doubles((int64_t)n * options->tiers);
	s->start = memory_alloc(1, sizeof *s->start);
	maker m = {.s = s, .d = {options->seed * 0x2545F4914F6CDD1Du + 17}};
	m.hub = memory_alloc((size_t)n, sizeof *m.hub);
	m.weight = doubles(n + s->resources);
	m.touched = memory_alloc((size_t)(n + s->resources), sizeof *m.touched);
	for (int i = 0; i < n; i++)
		s->price[i] = exp(draw_normal(&m.d));
	maker_name_hubs(&m);
	for (int i = 0; i < n; i++)
		maker_add_techniques(&m, i);
	s->capacity = doubles(s->techniques);
	double *final = doubles(n), *activity = doubles(s->techniques), *gross = doubles(n);
	maker_set_needs(&m, final);
	reference_activity(s, final, activity, gross);
	maker_scatter_limits(&m, activity, gross);
	free(final);
	free(activity);
	free(gross);
	free(m.hub);
	free(m.weight);
	free(m.touched);
	return s;
}

void synthetic_free(synthetic *s)
{
	if (!s)
		return;
	void *pieces[] = {
		s->technique_good, s->capacity,     s->start,        s->commodity,    s->amount,    s->price,  s->stock,
		s->import_price,   s->import_limit, s->export_price, s->export_limit, s->available, s->demand, s};
	for (size_t k = 0; k < sizeof pieces / sizeof *pieces; k++)
		free(pieces[k]);
}

/* The programme under construction: columns are closed one after the other. */
typedef struct builder {
	cordon_lp *lp;
	int column;
	int64_t end;
} builder;

static void builder_entry(builder *b, int row, double value)
{
	if (value == 0)
		return;
	b->lp->index[b->end] = row;
	b->lp->value[b->end++] = value;
}

static void builder_close(builder *b, double cost, double upper, const char *kind, int a, int c)
{
	char name[64];
	snprintf(name, sizeof name, "%s%d_%d", kind, a, c);
	cordon_lp *lp = b->lp;
	lp->cost[b->column] = cost;
	lp->lower[b->column] = 0;
	lp->upper[b->column] = upper;
	lp->column_name[b->column++] = memory_copy_text(name);
	lp->start[b->column] = b->end;
}

static double demand_of(const synthetic *s, int tier, int good)
{
	return s->demand[(int64_t)tier * s->goods + good];
}

static double demand_in_all(const synthetic *s, int good)
{
	double sum = 0;
	for (int t = 0; t < s->options.tiers; t++)
		sum += demand_of(s, t, good);
	return sum;
}

/* Half the goods have part of their need fixed already in SYNTHETIC_LEVEL. */
static double fixed_delivery(const synthetic *s, synthetic_kind kind, double level, int good)
{
	double all = demand_in_all(s, good), fixed = good % 2 ? FIXED_LEVEL_PERCENT * 0.01 * all : 0;
	if (kind == SYNTHETIC_PLAN)
		return 0;
	return kind == SYNTHETIC_LEVEL ? fixed : fixed + level * (all - fixed);
}

static void add_techniques(builder *b, const synthetic *s, synthetic_kind kind)
{
	int labour_end = s->goods + s->options.regions * SYNTHETIC_SKILLS;
	for (int j = 0; j < s->techniques; j++) {
		double hours = 0;
		for (int64_t e = s->start[j]; e < s->start[j + 1]; e++) {
			int c = s->commodity[e];
			builder_entry(b, c, c < s->goods ? s->amount[e] : -s->amount[e]);
			if (c >= s->goods && c < labour_end)
				hours -= s->amount[e];
		}
		builder_close(b,
			      kind == SYNTHETIC_EFFORT ? hours
			      : kind == SYNTHETIC_PLAN ? 1e-3 * hours
						       : 0,
			      s->capacity[j], "x", s->technique_good[j], j);
	}
}

static void add_trade(builder *b, const synthetic *s)
{
	int currency = s->goods + s->resources;
	for (int i = 0; i < s->goods; i++)
		if (s->import_price[i] > 0) {
			builder_entry(b, i, 1);
			builder_entry(b, currency, s->import_price[i]);
			builder_close(b, 0, s->import_limit[i], "m", i, 0);
		} else if (s->export_price[i] > 0) {
			builder_entry(b, i, -1);
			builder_entry(b, currency, -s->export_price[i]);
			builder_close(b, 0, s->export_limit[i], "e", i, 0);
		}
}

static void add_needs(builder *b, const synthetic *s, synthetic_kind kind)
{
	double value = 0;
	for (int i = 0; i < s->goods; i++) {
		double d = kind == SYNTHETIC_PLAN ? demand_of(s, 0, i)
		                                  : demand_in_all(s, i) - fixed_delivery(s, SYNTHETIC_LEVEL, 0, i);
		builder_entry(b, i, -d);
		value += d * s->price[i];
	}
	builder_close(b, kind == SYNTHETIC_PLAN ? -pow(4, s->options.tiers) * value : -1, 1, "level", 1, 0);
	for (int t = 1; kind == SYNTHETIC_PLAN && t < s->options.tiers; t++)
		for (int i = 0; i < s->goods; i++)
			if (demand_of(s, t, i) > 0) {
				builder_entry(b, i, -1);
				builder_close(b, -pow(4, s->options.tiers - t) * s->price[i], demand_of(s, t, i), "n", i, t + 1);
			}
}

static void set_rows(cordon_lp *lp, const synthetic *s, synthetic_kind kind, double level)
{
	char name[64];
	for (int i = 0; i < lp->rows; i++) {
		bool good = i < s->goods;
		int r = i - s->goods;
		lp->row_lower[i] = good ? fixed_delivery(s, kind, level, i) - s->stock[i] : -(double)INFINITY;
		lp->row_upper[i] = good ? (double)INFINITY : r < s->resources ? s->available[r] : s->currency;
		snprintf(name, sizeof name, "%s%d", good ? "good" : r < s->resources ? "resource" : "currency", good ? i : r);
		lp->row_name[i] = memory_copy_text(name);
	}
}

cordon_lp *synthetic_lp(const synthetic *s, synthetic_kind kind, double level)
{
	int rows = s->goods + s->resources + 1, columns = s->techniques + 1;
	int64_t nonzeros = s->start[s->techniques] + s->goods;
	for (int i = 0; i < s->goods; i++) {
		int trade = s->import_price[i] > 0 || s->export_price[i] > 0;
		columns += trade;
		nonzeros += 2 * trade;
		for (int t = 1; t < s->options.tiers; t++)
			columns += demand_of(s, t, i) > 0, nonzeros += demand_of(s, t, i) > 0;
	}
	cordon_lp *lp = cordon_lp_new(rows, columns, nonzeros);
	lp->name = memory_copy_text("synthetic");
	lp->row_name = memory_alloc((size_t)rows, sizeof *lp->row_name);
	lp->column_name = memory_alloc((size_t)columns, sizeof *lp->column_name);
	builder b = {.lp = lp};
	add_techniques(&b, s, kind);
	add_trade(&b, s);
	if (kind != SYNTHETIC_EFFORT)
		add_needs(&b, s, kind);
	for (int j = b.column; j < columns; j++)
		lp->column_name[j] = NULL, lp->start[j + 1] = b.end;
	lp->columns = b.column;
	set_rows(lp, s, kind, level);
	return lp;
}
