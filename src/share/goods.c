/* Leximin of linear utilities over several goods at once, exactly.
 *
 *	u_i = sum of value_ij x_ij, with the x_ij of a good adding up to no more than its stock
 *
 * The smallest u / weight is as large as it can be, then the next smallest, and so on. The utilities are unique; the
 * x may not be.
 *
 * One tableau of a simplex method in fractions serves all rounds. In a round the level t rises: the row of everybody
 * who is not done says weight t - u + slack = 0. At the largest t, those whose slack has a price can never have more
 * (complementary slackness): they are done. Columns with a price stay out for good, so that no later round lowers what
 * an earlier one reached; the next round's rise is a column of its own, in the rows of those who are not done.
 */
#include "base/memory.h"
#include "share/problem.h"
#include "share/rule.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#define GOODS_CELLS_MAX 250000.0 /* of the tableau */
enum { NONE = -1 };

typedef struct tableau {
	const cordon_share_problem *p;
	size_t people, goods, links; /* rows: people, then goods; columns: links, slacks of rows, rises */
	int32_t *person, *good; /* numbers in the problem */
	size_t *link; /* of columns */
	size_t rows, columns;
	mpq_t *cell; /* row * (columns + 1) + column; the last column is the right side, the last row the objective */
	int32_t *basic; /* of each row the column */
	bool *out; /* columns that stay 0 */
	bool *done; /* of people */
	mpq_t spare, ratio;
} tableau;

static mpq_t *cell(const tableau *t, size_t row, size_t column)
{
	return &t->cell[row * (t->columns + 1) + column];
}

static bool useful(const cordon_share_problem *p, size_t i, size_t k)
{
	return p->claimant[i].weight && p->link[k].value && p->stock[p->link[k].stock].amount;
}

/* Who and what takes part: people with a weight who value something that is there, and what they value. */
static void choose(tableau *t, int32_t *row_of_good)
{
	const cordon_share_problem *p = t->p;
	for (size_t j = 0; j < p->stocks; j++)
		row_of_good[j] = NONE;
	for (size_t i = 0; i < p->claimants; i++) {
		size_t before = t->links;
		for (size_t k = p->start[i]; k < p->start[i + 1]; k++) {
			if (!useful(p, i, k))
				continue;
			t->link[t->links++] = k;
			if (row_of_good[p->link[k].stock] == NONE) {
				row_of_good[p->link[k].stock] = (int32_t)t->goods;
				t->good[t->goods++] = p->link[k].stock;
			}
		}
		if (t->links > before)
			t->person[t->people++] = (int32_t)i;
	}
	t->rows = t->people + t->goods;
	t->columns = t->links + t->rows + t->people;
}

static void fill(tableau *t, const int32_t *row_of_good)
{
	const cordon_share_problem *p = t->p;
	size_t at = 0;
	for (size_t row = 0; row < t->rows; row++) {
		mpq_set_ui(*cell(t, row, t->links + row), 1, 1);
		t->basic[row] = (int32_t)(t->links + row);
	}
	for (size_t i = 0; i < t->people; i++)
		for (; at < t->links && t->link[at] < p->start[t->person[i] + 1]; at++) {
			const cordon_link *l = &p->link[t->link[at]];
			ratio_set(*cell(t, i, at), -l->value, p->value_grain);
			mpq_set_ui(*cell(t, t->people + (size_t)row_of_good[l->stock], at), 1, 1);
		}
	for (size_t j = 0; j < t->goods; j++)
		ratio_set(*cell(t, t->people + j, t->columns), p->stock[t->good[j]].amount, p->grain);
}

/* A row less a multiple of the pivot row, which has a 1 in the pivot column. */
static void clear(tableau *t, size_t row, size_t pivot, size_t column)
{
	mpq_t *to = cell(t, row, 0), *from = cell(t, pivot, 0);
	if (!mpq_sgn(to[column]))
		return;
	mpq_set(t->ratio, to[column]);
	for (size_t c = 0; c <= t->columns; c++)
		if (mpq_sgn(from[c])) {
			mpq_mul(t->spare, from[c], t->ratio);
			mpq_sub(to[c], to[c], t->spare);
		}
}

static void pivot(tableau *t, size_t row, size_t column)
{
	mpq_t *line = cell(t, row, 0);
	mpq_set(t->ratio, line[column]);
	for (size_t c = 0; c <= t->columns; c++)
		if (mpq_sgn(line[c]))
			mpq_div(line[c], line[c], t->ratio);
	for (size_t r = 0; r <= t->rows; r++)
		if (r != row)
			clear(t, r, row, column);
	t->basic[row] = (int32_t)column;
}

/* The column to come in: the steepest, or (Bland 1977) the first after a pivot that moved nothing; -1: none. */
static long entering(const tableau *t, bool first)
{
	long best = NONE;
	for (size_t c = 0; c < t->columns; c++) {
		if (t->out[c] || mpq_sgn(*cell(t, t->rows, c)) >= 0)
			continue;
		if (best < 0 || mpq_cmp(*cell(t, t->rows, c), *cell(t, t->rows, (size_t)best)) < 0)
			best = (long)c;
		if (first)
			break;
	}
	return best;
}

static size_t leaving(tableau *t, size_t column)
{
	size_t best = t->rows;
	for (size_t r = 0; r < t->rows; r++) {
		if (mpq_sgn(*cell(t, r, column)) <= 0)
			continue;
		mpq_div(t->spare, *cell(t, r, t->columns), *cell(t, r, column));
		int order = best == t->rows ? -1 : mpq_cmp(t->spare, t->ratio);
		if (order < 0 || (!order && t->basic[r] < t->basic[best])) {
			best = r;
			mpq_set(t->ratio, t->spare);
		}
	}
	assert(best < t->rows); /* stocks end, so every utility does */
	return best;
}

static void maximise(tableau *t)
{
	bool stuck = false;
	for (long c = entering(t, stuck); c >= 0; c = entering(t, stuck)) {
		size_t row = leaving(t, (size_t)c);
		stuck = !mpq_sgn(t->ratio);
		pivot(t, row, (size_t)c);
	}
}

/* The column of this round's rise: weights in the rows of those not done, in terms of the basis, which the columns of
 * the slacks say. */
static void begin_round(tableau *t, size_t rise)
{
	for (size_t c = 0; c <= t->columns; c++)
		mpq_set_ui(*cell(t, t->rows, c), 0, 1);
	mpq_set_si(*cell(t, t->rows, rise), -1, 1);
	for (size_t i = 0; i < t->people; i++) {
		if (t->done[i])
			continue;
		ratio_set(t->ratio, t->p->claimant[t->person[i]].weight, t->p->weight_grain);
		for (size_t r = 0; r < t->rows; r++) {
			mpq_mul(t->spare, *cell(t, r, t->links + i), t->ratio);
			mpq_add(*cell(t, r, rise), *cell(t, r, rise), t->spare);
		}
	}
}

/* What has a price stays out; whose slack has one is done. Returns how many. */
static size_t end_round(tableau *t)
{
	size_t done = 0;
	for (size_t c = 0; c < t->columns; c++) {
		if (mpq_sgn(*cell(t, t->rows, c)) <= 0)
			continue;
		t->out[c] = true;
		if (c >= t->links && c < t->links + t->people && !t->done[c - t->links]) {
			t->done[c - t->links] = true;
			done++;
		}
	}
	assert(done);
	return done;
}

static void solve(tableau *t)
{
	size_t left = t->people, rise = t->links + t->rows;
	for (size_t c = rise; c < t->columns; c++)
		t->out[c] = true;
	for (; left; rise++) {
		t->out[rise] = false;
		begin_round(t, rise);
		maximise(t);
		left -= end_round(t);
	}
}

static void write_shares(const tableau *t, cordon_shares *shares)
{
	const cordon_share_problem *p = t->p;
	mpq_t *part = shares_links(shares), *utility = shares_utilities(shares);
	mpq_t worth;
	mpq_init(worth);
	for (size_t r = 0; r < t->rows; r++)
		if ((size_t)t->basic[r] < t->links)
			mpq_set(part[t->link[t->basic[r]]], *cell(t, r, t->columns));
	for (size_t i = 0; i < p->claimants; i++)
		for (size_t k = p->start[i]; k < p->start[i + 1]; k++) {
			ratio_set(worth, p->link[k].value, p->value_grain);
			mpq_mul(worth, worth, part[k]);
			mpq_add(utility[i], utility[i], worth);
		}
	mpq_clear(worth);
}

static void tableau_free(tableau *t)
{
	for (size_t c = 0; t->cell && c < (t->rows + 1) * (t->columns + 1); c++)
		mpq_clear(t->cell[c]);
	void *all[] = {t->person, t->good, t->link, t->cell, t->basic, t->out, t->done};
	for (size_t i = 0; i < sizeof all / sizeof *all; i++)
		free(all[i]);
	mpq_clears(t->spare, t->ratio, NULL);
}

static void tableau_make(tableau *t, const int32_t *row_of_good)
{
	size_t cells = (t->rows + 1) * (t->columns + 1);
	t->cell = memory_alloc(cells, sizeof *t->cell);
	for (size_t c = 0; c < cells; c++)
		mpq_init(t->cell[c]);
	t->basic = memory_alloc(t->rows, sizeof *t->basic);
	t->out = memory_alloc(t->columns, sizeof *t->out);
	t->done = memory_alloc(t->people, sizeof *t->done);
	fill(t, row_of_good);
}

cordon_status goods_leximin(const cordon_share_problem *p, cordon_shares *shares, cordon_error *error)
{
	if (problem_stocks(p, error))
		return CORDON_BAD_INPUT;
	int32_t *row_of_good = memory_alloc(p->stocks, sizeof *row_of_good);
	tableau t = {.p = p,
		     .person = memory_alloc(p->claimants, sizeof *t.person),
		     .good = memory_alloc(p->stocks, sizeof *t.good),
		     .link = memory_alloc(p->start[p->claimants], sizeof *t.link)};
	mpq_inits(t.spare, t.ratio, NULL);
	choose(&t, row_of_good);
	cordon_status status = CORDON_OK;
	if ((double)(t.rows + 1) * (double)(t.columns + 1) > GOODS_CELLS_MAX) {
		status = share_refuse(p, "values", TEXT(SHARE_TOO_MANY_GOODS), error);
	} else {
		tableau_make(&t, row_of_good);
		solve(&t);
		write_shares(&t, shares);
	}
	tableau_free(&t);
	free(row_of_good);
	return status;
}
