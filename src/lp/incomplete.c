/* Incomplete factors of normal equations; see incomplete.h. Left-looking: column p of L is column p of M less what
 * the columns before it that reach row p take from it. `head` and `link` chain, for each place, the columns whose
 * next entry stands there. */
#include "lp/incomplete.h"

#include "base/memory.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#define DROP 0.005
#define SHARE_FIRST 0.1 /* of what is dropped, added to the diagonal */
#define PIVOT_LEAST 1e-3 /* of a diagonal of 1 */

struct lp_incomplete_work {
	/* B by rows (by place) */
	int64_t *row_start, *next;
	int *column;
	double *entry;
	int *count; /* entries of each row */
	double *sum; /* the column at work, dense, 0 elsewhere */
	unsigned char *marked;
	int *touched, touched_count;
	double *extra; /* added to the diagonal */
	int *head, *link;
	int64_t *at;
	double *z;
};

void lp_incomplete_begin(lp_incomplete *c, int rows, int64_t nonzeros)
{
	size_t m = (size_t)rows, z = (size_t)nonzeros;
	*c = (lp_incomplete){.rows = rows};
	struct lp_incomplete_work *w = c->work = memory_alloc(1, sizeof *w);
	double **doubles[] = {&c->scale, &c->pivot, &w->sum, &w->extra, &w->z};
	int **ints[] = {&c->order, &c->place, &w->count, &w->touched, &w->head, &w->link};
	int64_t **longs[] = {&c->start, &w->row_start, &w->next, &w->at};
	for (size_t k = 0; k < sizeof doubles / sizeof *doubles; k++)
		*doubles[k] = memory_alloc(m, sizeof(double));
	for (size_t k = 0; k < sizeof ints / sizeof *ints; k++)
		*ints[k] = memory_alloc(m, sizeof(int));
	for (size_t k = 0; k < sizeof longs / sizeof *longs; k++)
		*longs[k] = memory_alloc(m + 1, sizeof(int64_t));
	w->marked = memory_alloc(m, 1);
	w->column = memory_alloc(z, sizeof *w->column);
	w->entry = memory_alloc(z, sizeof *w->entry);
}

void lp_incomplete_end(lp_incomplete *c)
{
	struct lp_incomplete_work *w = c->work;
	if (!w)
		return;
	void *pieces[] = {c->scale, c->pivot,   w->sum,    w->extra, w->z,     c->order,     c->place,
			  w->count, w->touched, w->head,   w->link,  c->start, w->row_start, w->next,
			  w->at,    w->marked,  w->column, w->entry, c->index, c->value,     w};
	for (size_t k = 0; k < sizeof pieces / sizeof *pieces; k++)
		free(pieces[k]);
	*c = (lp_incomplete){0};
}

/* The column being factored: its columns of B, in one place. */
typedef struct matrix {
	int columns;
	const int64_t *start;
	const int *index;
	const double *value;
} matrix;

/* Rows by their number of entries, ties by number: a counting sort. */
static void order_rows(lp_incomplete *c, const matrix *b)
{
	struct lp_incomplete_work *w = c->work;
	int m = c->rows;
	memset(w->count, 0, (size_t)m * sizeof *w->count);
	for (int64_t k = 0; k < b->start[b->columns]; k++)
		w->count[b->index[k]]++;
	int64_t *bucket = memory_alloc((size_t)b->columns + 2, sizeof *bucket);
	for (int i = 0; i < m; i++)
		bucket[w->count[i] + 1]++;
	for (int k = 0; k <= b->columns; k++)
		bucket[k + 1] += bucket[k];
	for (int i = 0; i < m; i++) {
		int p = (int)bucket[w->count[i]]++;
		c->order[p] = i;
		c->place[i] = p;
	}
	free(bucket);
}

static void by_rows(lp_incomplete *c, const matrix *b, const double *whole)
{
	struct lp_incomplete_work *w = c->work;
	for (int p = 0; p < c->rows; p++) {
		double size = whole[c->order[p]];
		c->scale[p] = size > 0 ? 1 / sqrt(size) : 0;
		w->row_start[p + 1] = w->row_start[p] + w->count[c->order[p]];
		w->next[p] = w->row_start[p];
	}
	for (int j = 0; j < b->columns; j++)
		for (int64_t k = b->start[j]; k < b->start[j + 1]; k++) {
			int64_t at = w->next[c->place[b->index[k]]]++;
			w->column[at] = j;
			w->entry[at] = b->value[k];
		}
}

static inline void touch(struct lp_incomplete_work *w, int q, double value)
{
	if (!w->marked[q]) {
		w->marked[q] = 1;
		w->touched[w->touched_count++] = q;
	}
	w->sum[q] += value;
}

/* Leaves out what is small; returns what that adds to this column's own diagonal. */
static double drop(struct lp_incomplete_work *w, double share)
{
	double own = 0;
	int kept = 0;
	for (int k = 0; k < w->touched_count; k++) {
		int q = w->touched[k];
		double size = fabs(w->sum[q]);
		if (size >= DROP) {
			w->touched[kept++] = q;
			continue;
		}
		own += share * size;
		w->extra[q] += share * size;
		w->sum[q] = 0;
		w->marked[q] = 0;
	}
	w->touched_count = kept;
	return own;
}

/* Column p of M below the diagonal. */
static void gather(const lp_incomplete *c, const matrix *b, int p)
{
	struct lp_incomplete_work *w = c->work;
	for (int64_t e = w->row_start[p]; e < w->row_start[p + 1]; e++) {
		double factor = w->entry[e] * c->scale[p];
		int j = w->column[e];
		for (int64_t k = b->start[j]; k < b->start[j + 1]; k++) {
			int q = c->place[b->index[k]];
			if (q > p)
				touch(w, q, factor * b->value[k] * c->scale[q]);
		}
	}
}

/* Chains column j to the place of its next entry. */
static void chain(lp_incomplete *c, int j)
{
	struct lp_incomplete_work *w = c->work;
	if (w->at[j] == c->start[j + 1])
		return;
	int q = c->index[w->at[j]];
	w->link[j] = w->head[q];
	w->head[q] = j;
}

/* Takes away what earlier columns reach; returns what they take from the pivot. */
static double subtract(lp_incomplete *c, int p)
{
	struct lp_incomplete_work *w = c->work;
	double taken = 0;
	for (int j = w->head[p], next; j >= 0; j = next) {
		next = w->link[j];
		double l = c->value[w->at[j]], factor = l * c->pivot[j];
		taken += l * factor;
		for (int64_t e = w->at[j] + 1; e < c->start[j + 1]; e++)
			touch(w, c->index[e], -factor * c->value[e]);
		w->at[j]++;
		chain(c, j);
	}
	return taken;
}

static int compare_places(const void *a, const void *b)
{
	return (*(const int *)a > *(const int *)b) - (*(const int *)a < *(const int *)b);
}

static void store(lp_incomplete *c, int p)
{
	struct lp_incomplete_work *w = c->work;
	qsort(w->touched, (size_t)w->touched_count, sizeof *w->touched, compare_places);
	if (c->used + w->touched_count > c->capacity) {
		c->capacity = 2 * c->capacity + w->touched_count + 1024;
		c->index = memory_grow(c->index, (size_t)c->capacity, sizeof *c->index);
		c->value = memory_grow(c->value, (size_t)c->capacity, sizeof *c->value);
	}
	c->start[p] = w->at[p] = c->used;
	for (int k = 0; k < w->touched_count; k++) {
		int q = w->touched[k];
		c->index[c->used] = q;
		c->value[c->used++] = w->sum[q] / c->pivot[p];
		w->sum[q] = 0;
		w->marked[q] = 0;
	}
	w->touched_count = 0;
	c->start[p + 1] = c->used;
	chain(c, p);
}

/* False when a pivot was too small and the share could still grow. */
static bool factor(lp_incomplete *c, const matrix *b, double share)
{
	struct lp_incomplete_work *w = c->work;
	c->used = 0;
	memset(w->extra, 0, (size_t)c->rows * sizeof *w->extra);
	for (int p = 0; p < c->rows; p++)
		w->head[p] = -1;
	for (int p = 0; p < c->rows; p++) {
		gather(c, b, p);
		double pivot = 1 + drop(w, share) - subtract(c, p);
		pivot += drop(w, share) + w->extra[p];
		bool small = !(pivot > PIVOT_LEAST);
		c->pivot[p] = small ? PIVOT_LEAST : pivot;
		store(c, p);
		if (small && share < 1)
			return false;
	}
	return true;
}

void lp_incomplete_make(lp_incomplete *c, int columns, const int64_t *start, const int *index, const double *value,
			const double *whole)
{
	const matrix b = {columns, start, index, value};
	assert(c->work);
	order_rows(c, &b);
	by_rows(c, &b, whole);
	for (double share = SHARE_FIRST; !factor(c, &b, share);)
		share = fmin(1, 10 * share);
}

void lp_incomplete_solve(const lp_incomplete *c, const double *r, double *z)
{
	double *v = c->work->z;
	for (int p = 0; p < c->rows; p++)
		v[p] = r[c->order[p]] * c->scale[p];
	for (int p = 0; p < c->rows; p++)
		for (int64_t k = c->start[p]; k < c->start[p + 1]; k++)
			v[c->index[k]] -= c->value[k] * v[p];
	for (int p = c->rows - 1; p >= 0; p--) {
		double sum = v[p] / c->pivot[p];
		for (int64_t k = c->start[p]; k < c->start[p + 1]; k++)
			sum -= c->value[k] * v[c->index[k]];
		v[p] = sum;
	}
	for (int p = 0; p < c->rows; p++)
		z[c->order[p]] = v[p] * c->scale[p];
}
