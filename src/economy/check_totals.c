/* A total listed beside its parts, which would be counted twice.
 *
 * In a recipe: one output equals the sum of the others of its dimension; or, for the dimension "mass", the
 * outputs weigh more than the inputs while the largest output alone weighs about what the inputs do. In a table: one
 * commodity (or process, or group) equals the sum of all the others in line after line: a "total" row or column of
 * the source was taken for data.
 */
#include "economy/check.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define SUM_TOLERANCE 1e-6 /* relative, for a table's total */
#define RECIPE_TOLERANCE 1e-3 /* relative, for a recipe's: recipes are rounded to a few digits */
#define MASS_SURPLUS 1.02 /* outputs this much above the inputs cannot be rounding */
#define MASS_WHOLE 0.9 /* an output of this part of the inputs' mass may be the whole of it */

enum {
	OUTPUTS_MIN = 3, /* of a recipe: a total and two parts */
	ENTRIES_MIN = 4, /* of a table's line: a total and three parts, */
	LINES_MIN = 3, /* in so many lines: a coincidence in one short line is no sign */
};

/* ---- recipes ------------------------------------------------------------------------------------------------------
 * */

struct sums {
	double in, out, largest; /* in the dimension's base unit */
	int outputs, pair; /* how many outputs; the largest one */
};

static void add_pair(struct sums *s, const check_pair *x, int number, double factor)
{
	double out = x->out * factor;
	s->in += x->in * factor;
	s->out += out;
	s->outputs += out > 0;
	if (out > s->largest) {
		s->largest = out;
		s->pair = number;
	}
}

/* "mass", or as openLCA's data say, "Units of mass". */
static bool is_mass(const char *dimension)
{
	return !strcmp(dimension, "mass") || !strcmp(dimension, "Units of mass");
}

static void check_recipe(checkup *c, int p, struct sums *sums)
{
	const cordon_economy *e = c->e;
	const struct economy_storage *s = c->s;
	for (int i = c->first[p]; i < c->first[p + 1]; i++)
		sums[s->dimension[c->pair[i].commodity]] = (struct sums){.pair = -1};
	for (int i = c->first[p]; i < c->first[p + 1]; i++) {
		int k = c->pair[i].commodity;
		if (e->commodity[k].kind != CORDON_EMISSION)
			add_pair(&sums[s->dimension[k]], &c->pair[i], i, s->factor[k]);
	}
	for (int i = c->first[p]; i < c->first[p + 1]; i++) { /* each dimension once: at its largest output */
		int dimension = s->dimension[c->pair[i].commodity];
		const struct sums *x = &sums[dimension];
		if (x->pair != i)
			continue;
		double rest = x->out - x->largest;
		bool is_sum = x->outputs >= OUTPUTS_MIN && fabs(x->largest - rest) <= RECIPE_TOLERANCE * x->largest;
		bool too_heavy = is_mass(s->dimensions.name[dimension]) && x->outputs >= 2 && x->in > 0 &&
						 x->out > MASS_SURPLUS * x->in && x->largest > MASS_WHOLE * x->in &&
						 x->largest < MASS_SURPLUS * x->in;
		if (!is_sum && !too_heavy)
			continue;
		char out[32], in[32];
		check_number(x->out, out);
		check_number(x->in, in);
		const char *id = e->commodity[c->pair[i].commodity].id;
		check_say(c, CORDON_WARNING, TABLE_EXCHANGES, c->pair[i].row, "commodity", id,
				  is_sum ? TEXT(ECONOMY_TOTAL_OUTPUT, e->process[p].id)
						 : TEXT(ECONOMY_TOTAL_MASS, e->process[p].id, out, in));
	}
}

/* ---- tables -------------------------------------------------------------------------------------------------------
 * */

/* An amount at (line, key); amounts of one line may be added. */
typedef struct entry {
	long long line;
	int key;
	double amount;
} entry;

static int compare_entries(const void *a, const void *b)
{
	const entry *x = a, *y = b;
	return (x->line > y->line) - (x->line < y->line);
}

/* For each key: in how many lines (of enough entries) it stands, and in how many it is the sum of all the others. */
static void count_sums(entry *list, size_t count, int *lines, int *sums)
{
	if (count)
		qsort(list, count, sizeof *list, compare_entries);
	for (size_t from = 0, to; from < count; from = to) {
		double sum = 0, largest = 0;
		int key = -1;
		for (to = from; to < count && list[to].line == list[from].line; to++) {
			sum += list[to].amount;
			if (list[to].amount > largest) {
				largest = list[to].amount;
				key = list[to].key;
			}
		}
		if (to - from < ENTRIES_MIN)
			continue;
		for (size_t i = from; i < to; i++)
			lines[list[i].key]++;
		if (key >= 0 && fabs(2 * largest - sum) <= SUM_TOLERANCE * largest)
			sums[key]++;
	}
}

struct total_kind {
	int table, keys;
	const cordon_code *code;
};

/* Warns of every key that is the sum of the others in (nearly) all its lines. */
static void report_totals(checkup *c, struct total_kind kind, entry *list, size_t count)
{
	int *lines = memory_alloc((size_t)kind.keys, sizeof *lines), *sums = memory_alloc((size_t)kind.keys, sizeof *sums);
	count_sums(list, count, lines, sums);
	for (int k = 0; k < kind.keys; k++) {
		if (sums[k] < LINES_MIN || sums[k] < 0.9 * lines[k])
			continue;
		char number[32];
		check_number(sums[k], number);
		const cordon_economy *e = c->e;
		const char *id = kind.table == TABLE_COMMODITIES ? e->commodity[k].id
						 : kind.table == TABLE_PROCESSES ? e->process[k].id
														 : e->group[k];
		long row = kind.table == TABLE_COMMODITIES ? e->commodity[k].row
				   : kind.table == TABLE_PROCESSES ? e->process[k].row
												   : 0;
		check_say(c, CORDON_WARNING, kind.table, row, NULL, id, (cordon_text){kind.code, {number, 0, 0, 0}});
	}
	free(lines);
	free(sums);
}

/* The inputs as entries: by commodity within each process, or by process within each commodity. */
static size_t list_inputs(const checkup *c, bool by_commodity, entry *list)
{
	size_t count = 0;
	long long dimensions = c->s->dimensions.count;
	for (int p = 0; p < c->e->processes; p++)
		for (int i = c->first[p]; i < c->first[p + 1]; i++) {
			const check_pair *x = &c->pair[i];
			double amount = x->in * (c->observed ? c->activity[p] : 1);
			int dimension = c->s->dimension[x->commodity];
			if (amount > 0)
				list[count++] = by_commodity ? (entry){p * dimensions + dimension, x->commodity,
													   amount * c->s->factor[x->commodity]}
											 : (entry){x->commodity, p, amount};
		}
	return count;
}

/* The needs as entries: by commodity within each group (lines after those of the processes), or by group within each
 * commodity. */
static size_t list_needs(const checkup *c, bool by_commodity, entry *list)
{
	const cordon_economy *e = c->e;
	long long dimensions = c->s->dimensions.count;
	for (int i = 0; i < e->needs; i++) {
		const cordon_need *n = &e->need[i];
		long long when = ((long long)n->place * e->periods + n->period) * (CORDON_TIERS_MAX + 1) + n->tier;
		double amount = n->amount * c->s->factor[n->commodity];
		long long group = e->processes + when * e->groups + n->group;
		if (by_commodity)
			list[i] = (entry){group * dimensions + c->s->dimension[n->commodity], n->commodity, amount};
		else
			list[i] = (entry){when * e->commodities + n->commodity, n->group, amount};
	}
	return (size_t)e->needs;
}

static void check_tables(checkup *c)
{
	const cordon_economy *e = c->e;
	size_t room = (size_t)c->first[e->processes] + (size_t)e->needs;
	entry *list = memory_alloc(room, sizeof *list);
	const struct total_kind commodities = {TABLE_COMMODITIES, e->commodities, &ECONOMY_TOTAL_COMMODITY};
	const struct total_kind processes = {TABLE_PROCESSES, e->processes, &ECONOMY_TOTAL_PROCESS};
	const struct total_kind groups = {TABLE_NEEDS, e->groups, &ECONOMY_TOTAL_GROUP};
	size_t count = list_inputs(c, true, list);
	report_totals(c, commodities, list, count + list_needs(c, true, list + count));
	report_totals(c, processes, list, list_inputs(c, false, list));
	report_totals(c, groups, list, list_needs(c, false, list));
	free(list);
}

void check_totals(checkup *c)
{
	struct sums *sums = memory_alloc((size_t)c->s->dimensions.count, sizeof *sums);
	for (int p = 0; p < c->e->processes; p++)
		check_recipe(c, p, sums);
	free(sums);
	check_tables(c);
}
