/* The factorisation: Markowitz pivoting on the active submatrix, then a dense block. See lu.h.
 *
 * The active submatrix V stands by rows (column, value) and by columns (rows only). Rows and columns with k entries
 * hang in a list each, so that a pivot of low Markowitz count (r - 1)(c - 1) is found by looking at a few short ones. A
 * pivot v_pq must be at least THRESHOLD of the largest of its row; the multipliers v_iq / v_pq are L, what is left of
 * row p is U.
 *
 * Columns here are numbers of the candidate list; they become positions at the end, when each has its pivot row.
 */
#include "lp/lu.h"
#include "lp/lu_private.h"

#include "base/memory.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define THRESHOLD 0.1
#define DROP 1e-16       /* cancellation below this is taken for 0 */
#define DENSE 0.35       /* the share of nonzeros from which the rest is dense */
enum { SEARCHED = 4, DENSE_LEAST = 24 };

/* Lists that grow in place or move to the end of one store. */
typedef struct store {
	int *index;
	double *value; /* NULL: indices only */
	int64_t used, size;
	int64_t *begin;
	int *count, *room;
} store;

/* Doubly linked lists of equal counts; -1 ends. */
typedef struct chain {
	int *first, *next, *previous;
	bool *linked;
} chain;

typedef struct work {
	lu *f;
	int rows, columns;
	store row, column;
	chain row_chain, column_chain;
	double *row_largest;   /* -1: not known */
	double *row_scale;     /* the largest entry at the start */
	double *spread;        /* by column: the pivot row's values while it is subtracted */
	bool *row_done, *column_done;
	int *position_of;      /* by column: its pivot row, or -1 */
	int pivots, active_rows, active_columns;
	int64_t entries;       /* in the active submatrix */
} work;

/* ---- stores and chains ------------------------------------------------------------------------------------------- */

static void store_begin(store *s, int lists, int64_t size, bool values)
{
	s->size = size;
	s->index = memory_alloc((size_t)size, sizeof *s->index);
	s->value = values ? memory_alloc((size_t)size, sizeof *s->value) : NULL;
	s->begin = memory_alloc((size_t)lists, sizeof *s->begin);
	s->count = memory_alloc((size_t)lists, sizeof *s->count);
	s->room = memory_alloc((size_t)lists, sizeof *s->room);
}

static void store_end(store *s)
{
	free(s->index);
	free(s->value);
	free(s->begin);
	free(s->count);
	free(s->room);
}

/* Gives list i room for one more, moving it to the end when it is full. */
static void store_reserve(store *s, int i)
{
	if (s->count[i] < s->room[i])
		return;
	int room = 2 * s->room[i] + 4;
	if (s->used + room > s->size) {
		s->size = 2 * (s->used + room);
		s->index = memory_grow(s->index, (size_t)s->size, sizeof *s->index);
		if (s->value)
			s->value = memory_grow(s->value, (size_t)s->size, sizeof *s->value);
	}
	memcpy(s->index + s->used, s->index + s->begin[i], (size_t)s->count[i] * sizeof *s->index);
	if (s->value)
		memcpy(s->value + s->used, s->value + s->begin[i], (size_t)s->count[i] * sizeof *s->value);
	s->begin[i] = s->used;
	s->room[i] = room;
	s->used += room;
}

static void store_add(store *s, int i, int index, double value)
{
	store_reserve(s, i);
	int64_t at = s->begin[i] + s->count[i]++;
	s->index[at] = index;
	if (s->value)
		s->value[at] = value;
}

static void store_remove_at(store *s, int i, int64_t at)
{
	int64_t last = s->begin[i] + --s->count[i];
	s->index[at] = s->index[last];
	if (s->value)
		s->value[at] = s->value[last];
}

static int64_t store_find(const store *s, int i, int index)
{
	int64_t at = s->begin[i];
	while (s->index[at] != index)
		at++;
	return at;
}

static void chain_begin(chain *c, int members, int counts)
{
	c->first = memory_alloc((size_t)counts + 1, sizeof *c->first);
	c->next = memory_alloc((size_t)members, sizeof *c->next);
	c->previous = memory_alloc((size_t)members, sizeof *c->previous);
	c->linked = memory_alloc((size_t)members, sizeof *c->linked);
	for (int k = 0; k <= counts; k++)
		c->first[k] = -1;
}

static void chain_end(chain *c)
{
	free(c->first);
	free(c->next);
	free(c->previous);
	free(c->linked);
}

static void chain_link(chain *c, int member, int count)
{
	c->next[member] = c->first[count];
	c->previous[member] = -1;
	if (c->first[count] >= 0)
		c->previous[c->first[count]] = member;
	c->first[count] = member;
	c->linked[member] = true;
}

static void chain_unlink(chain *c, int member, int count)
{
	if (!c->linked[member])
		return;
	if (c->previous[member] >= 0)
		c->next[c->previous[member]] = c->next[member];
	else
		c->first[count] = c->next[member];
	if (c->next[member] >= 0)
		c->previous[c->next[member]] = c->previous[member];
	c->linked[member] = false;
}

/* ---- the active submatrix ---------------------------------------------------------------------------------------- */

static double row_largest(work *w, int i)
{
	if (w->row_largest[i] < 0) {
		double most = 0;
		for (int64_t k = w->row.begin[i]; k < w->row.begin[i] + w->row.count[i]; k++)
			most = fmax(most, fabs(w->row.value[k]));
		w->row_largest[i] = most;
	}
	return w->row_largest[i];
}

static void column_forget_row(work *w, int j, int i)
{
	chain_unlink(&w->column_chain, j, w->column.count[j]);
	store_remove_at(&w->column, j, store_find(&w->column, j, i));
	chain_link(&w->column_chain, j, w->column.count[j]);
	w->entries--;
}

static void row_retire(work *w, int i)
{
	chain_unlink(&w->row_chain, i, w->row.count[i]);
	w->row_done[i] = true;
	w->active_rows--;
	for (int64_t k = w->row.begin[i]; k < w->row.begin[i] + w->row.count[i]; k++)
		column_forget_row(w, w->row.index[k], i);
}

static void column_retire(work *w, int j)
{
	chain_unlink(&w->column_chain, j, w->column.count[j]);
	w->column_done[j] = true;
	w->active_columns--;
}

/* ---- choosing ---------------------------------------------------------------------------------------------------- */

typedef struct choice {
	int row, column;
	double count; /* Markowitz; infinite: none */
	int looked;
} choice;

/* The best entry of column j. False when none is large enough within its row: the column is set aside until it
 * changes. */
static bool look_at_column(work *w, int j, choice *best)
{
	bool any = false;
	int count = w->column.count[j];
	for (int64_t k = w->column.begin[j]; k < w->column.begin[j] + count; k++) {
		int i = w->column.index[k];
		double cost = (double)(w->row.count[i] - 1) * (count - 1);
		if (any && cost >= best->count)
			continue;
		double v = fabs(w->row.value[store_find(&w->row, i, j)]);
		if (v < (count == 1 ? 1e-3 * THRESHOLD : THRESHOLD) * row_largest(w, i) || v < w->f->least * w->row_scale[i])
			continue;
		any = true;
		if (cost < best->count)
			*best = (choice){i, j, cost, best->looked};
	}
	return any;
}

static bool look_at_row(work *w, int i, choice *best)
{
	double least = THRESHOLD * row_largest(w, i);
	if (row_largest(w, i) < w->f->least * w->row_scale[i])
		return false;
	for (int64_t k = w->row.begin[i]; k < w->row.begin[i] + w->row.count[i]; k++) {
		int j = w->row.index[k];
		double cost = (double)(w->row.count[i] - 1) * (w->column.count[j] - 1);
		if (cost < best->count && fabs(w->row.value[k]) >= least)
			*best = (choice){i, j, cost, best->looked};
	}
	return true;
}

/* Looks through the columns, then the rows, of `count` entries. True when the search is over. */
static bool look_at_count(work *w, int count, choice *best)
{
	double least = (double)(count - 1) * (count - 1);
	for (int j = count <= w->rows ? w->column_chain.first[count] : -1, next; j >= 0; j = next) {
		next = w->column_chain.next[j];
		if (!look_at_column(w, j, best))
			chain_unlink(&w->column_chain, j, count);
		else if (best->count <= least || ++best->looked >= SEARCHED)
			return true;
	}
	for (int i = count <= w->columns ? w->row_chain.first[count] : -1, next; i >= 0; i = next) {
		next = w->row_chain.next[i];
		if (!look_at_row(w, i, best))
			row_retire(w, i); /* nothing left in it but rounding */
		else if (best->count <= (double)count * (count - 1) || ++best->looked >= SEARCHED)
			return true;
	}
	return false;
}

static choice choose(work *w)
{
	choice best = {-1, -1, (double)INFINITY, 0};
	int most = w->rows > w->columns ? w->rows : w->columns;
	for (int count = 1; count <= most && w->active_rows && w->active_columns; count++)
		if (look_at_count(w, count, &best))
			break;
	return best;
}

/* ---- eliminating ------------------------------------------------------------------------------------------------- */

/* Row i minus `by` times the pivot row, whose values are spread out; fill-in is added, cancellation removed. */
static void subtract_row(work *w, int i, int p, double by)
{
	chain_unlink(&w->row_chain, i, w->row.count[i]);
	for (int64_t k = w->row.begin[i]; k < w->row.begin[i] + w->row.count[i];) {
		int j = w->row.index[k];
		double s = w->spread[j];
		if (s != 0) {
			double old = w->row.value[k];
			w->spread[j] = 0;
			w->row.value[k] = old - by * s;
			if (fabs(w->row.value[k]) <= DROP * fabs(old)) {
				store_remove_at(&w->row, i, k);
				column_forget_row(w, j, i);
				continue;
			}
		}
		k++;
	}
	for (int64_t k = w->row.begin[p]; k < w->row.begin[p] + w->row.count[p]; k++) {
		int j = w->row.index[k];
		if (w->spread[j] != 0) {
			store_add(&w->row, i, j, -by * w->spread[j]);
			chain_unlink(&w->column_chain, j, w->column.count[j]);
			store_add(&w->column, j, i, 0);
			chain_link(&w->column_chain, j, w->column.count[j]);
			w->entries++;
		}
		w->spread[j] = w->row.value[k]; /* a store may have moved, the row itself not: it is not i */
	}
	w->f->work += w->row.count[p];
	w->row_largest[i] = -1;
	chain_link(&w->row_chain, i, w->row.count[i]);
}

static void record_pivot(work *w, int p, int q, double value)
{
	lu *f = w->f;
	f->order[w->pivots] = p;
	f->pivot[p] = value;
	w->position_of[q] = p;
	f->l_column_start[++w->pivots] = f->l_column.count;
	f->u_row_start[w->pivots] = f->u_row.count;
}

static void eliminate(work *w, int p, int q)
{
	lu *f = w->f;
	column_retire(w, q);
	chain_unlink(&w->row_chain, p, w->row.count[p]);
	w->row_done[p] = true;
	w->active_rows--;
	int64_t at = store_find(&w->row, p, q);
	double pivot = w->row.value[at];
	store_remove_at(&w->row, p, at);
	w->entries -= w->column.count[q];
	for (int64_t k = w->row.begin[p]; k < w->row.begin[p] + w->row.count[p]; k++) {
		int j = w->row.index[k];
		w->spread[j] = w->row.value[k];
		column_forget_row(w, j, p);
		lu_list_add(&f->u_row, j, w->row.value[k]);
	}
	for (int c = 0; c < w->column.count[q]; c++) {
		int i = w->column.index[w->column.begin[q] + c];
		if (i == p)
			continue;
		int64_t mine = store_find(&w->row, i, q);
		double by = w->row.value[mine] / pivot;
		chain_unlink(&w->row_chain, i, w->row.count[i]);
		store_remove_at(&w->row, i, mine);
		chain_link(&w->row_chain, i, w->row.count[i]);
		lu_list_add(&f->l_column, i, by);
		subtract_row(w, i, p, by);
	}
	for (int64_t k = w->row.begin[p]; k < w->row.begin[p] + w->row.count[p]; k++)
		w->spread[w->row.index[k]] = 0;
	record_pivot(w, p, q, pivot);
}

/* ---- the dense rest ---------------------------------------------------------------------------------------------- */

typedef struct block {
	int rows, columns;
	int *row, *column; /* their numbers in the whole */
	double *a;         /* by rows */
} block;

static block gather(const work *w)
{
	block b = {.rows = 0};
	b.row = memory_alloc((size_t)w->active_rows, sizeof *b.row);
	b.column = memory_alloc((size_t)w->active_columns, sizeof *b.column);
	int *place = memory_alloc((size_t)w->columns, sizeof *place);
	for (int j = 0; j < w->columns; j++)
		if (!w->column_done[j]) {
			place[j] = b.columns;
			b.column[b.columns++] = j;
		}
	b.a = memory_alloc((size_t)w->active_rows * (size_t)w->active_columns, sizeof *b.a);
	for (int i = 0; i < w->rows; i++) {
		if (w->row_done[i])
			continue;
		double *row = b.a + (size_t)b.rows * (size_t)b.columns;
		b.row[b.rows++] = i;
		for (int64_t k = w->row.begin[i]; k < w->row.begin[i] + w->row.count[i]; k++)
			row[place[w->row.index[k]]] = w->row.value[k];
	}
	free(place);
	return b;
}

static void swap_rows(block *b, int x, int y)
{
	if (x == y)
		return;
	int t = b->row[x];
	b->row[x] = b->row[y];
	b->row[y] = t;
	double *p = b->a + (size_t)x * (size_t)b->columns, *q = b->a + (size_t)y * (size_t)b->columns;
	for (int j = 0; j < b->columns; j++) {
		double v = p[j];
		p[j] = q[j];
		q[j] = v;
	}
}

/* The row at or below k with the largest entry of column j, or -1 when all are nothing. */
static int dense_pivot(const work *w, const block *b, int k, int j)
{
	int best = -1;
	double most = 0;
	for (int i = k; i < b->rows; i++) {
		double v = fabs(b->a[(size_t)i * (size_t)b->columns + (size_t)j]);
		if (v > most && v > w->f->least * w->row_scale[b->row[i]]) {
			most = v;
			best = i;
		}
	}
	return best;
}

static void dense_step(work *w, block *b, int k, int j)
{
	size_t width = (size_t)b->columns;
	const double *restrict p = b->a + (size_t)k * width;
	for (int c = j + 1; c < b->columns; c++)
		if (p[c] != 0)
			lu_list_add(&w->f->u_row, b->column[c], p[c]);
	for (int i = k + 1; i < b->rows; i++) {
		double *restrict row = b->a + (size_t)i * width;
		if (row[j] == 0)
			continue;
		double by = row[j] / p[j];
		lu_list_add(&w->f->l_column, b->row[i], by);
		for (int c = j + 1; c < b->columns; c++)
			row[c] -= by * p[c];
	}
	w->f->work += (double)(b->rows - k) * (b->columns - j);
	record_pivot(w, b->row[k], b->column[j], p[j]);
}

static void factor_dense(work *w)
{
	block b = gather(w);
	int k = 0;
	for (int j = 0; j < b.columns && k < b.rows; j++) {
		int best = dense_pivot(w, &b, k, j);
		if (best < 0)
			continue;
		swap_rows(&b, k, best);
		w->row_done[b.row[k]] = true;
		dense_step(w, &b, k, j);
		k++;
	}
	free(b.row);
	free(b.column);
	free(b.a);
}

/* ---- the whole --------------------------------------------------------------------------------------------------- */

static int column_length(const lu_source *s, int id)
{
	return id < s->n ? (int)(s->start[id + 1] - s->start[id]) : 1;
}

static void load_column(work *w, const lu_source *s, int j, int id)
{
	if (id >= s->n) {
		store_add(&w->column, j, id - s->n, 0);
		store_add(&w->row, id - s->n, j, -1);
		return;
	}
	for (int64_t k = s->start[id]; k < s->start[id + 1]; k++) {
		store_add(&w->column, j, s->index[k], 0);
		store_add(&w->row, s->index[k], j, s->value[k]);
	}
}

static void load(work *w, const lu_source *s, const int *candidate, int count)
{
	int64_t entries = 0;
	for (int j = 0; j < count; j++)
		entries += column_length(s, candidate[j]);
	store_begin(&w->row, s->m, 4 * entries + 8 * (int64_t)s->m, true);
	store_begin(&w->column, count, 4 * entries + 8 * (int64_t)count, false);
	for (int j = 0; j < count; j++)
		load_column(w, s, j, candidate[j]);
	w->entries = entries;
	chain_begin(&w->row_chain, s->m, count);
	chain_begin(&w->column_chain, count, s->m);
	for (int i = 0; i < s->m; i++) {
		w->row_largest[i] = -1;
		w->row_scale[i] = row_largest(w, i);
		chain_link(&w->row_chain, i, w->row.count[i]);
	}
	for (int j = 0; j < count; j++) {
		w->position_of[j] = -1;
		chain_link(&w->column_chain, j, w->column.count[j]);
	}
}

static bool is_dense(const work *w)
{
	if (w->active_rows < DENSE_LEAST || w->active_columns < DENSE_LEAST)
		return false;
	return (double)w->entries > DENSE * (double)w->active_rows * (double)w->active_columns;
}

/* Rows left without a pivot get their logical, unless it is dropped anyway. */
static int fill_with_logicals(work *w, const lu_source *s, int *head)
{
	lu *f = w->f;
	int filled = 0;
	for (int i = 0; i < s->m; i++) {
		if (head[i] >= 0)
			continue;
		head[i] = s->n + i;
		f->order[w->pivots] = i;
		f->pivot[i] = -1;
		f->l_column_start[++w->pivots] = f->l_column.count;
		f->u_row_start[w->pivots] = f->u_row.count;
		filled++;
	}
	return filled;
}

/* U's rows name candidate columns: now positions; entries of columns left out are dropped. */
static void name_positions(work *w)
{
	lu *f = w->f;
	int64_t kept = 0, begin = 0;
	for (int k = 0; k < f->m; k++) {
		int64_t end = f->u_row_start[k + 1];
		for (int64_t at = begin; at < end; at++) {
			int position = w->position_of[f->u_row.index[at]];
			if (position < 0)
				continue;
			f->u_row.index[kept] = position;
			f->u_row.value[kept++] = f->u_row.value[at];
		}
		f->u_row_start[k + 1] = kept;
		begin = end;
	}
	f->u_row.count = kept;
}

/* The transpose of `from`, whose k-th part belongs to row order[k], with parts again in pivot order. */
static void transpose(const lu *f, const lu_list *from, const int64_t *from_start, lu_list *to, int64_t *to_start)
{
	int *rank = memory_alloc((size_t)f->m, sizeof *rank);
	int64_t *next = memory_alloc((size_t)f->m + 1, sizeof *next);
	for (int k = 0; k < f->m; k++)
		rank[f->order[k]] = k;
	for (int64_t at = 0; at < from->count; at++)
		next[rank[from->index[at]] + 1]++;
	to_start[0] = 0;
	for (int k = 0; k < f->m; k++)
		to_start[k + 1] = next[k + 1] += next[k];
	if (to->capacity < from->count) {
		to->capacity = from->count;
		to->index = memory_grow(to->index, (size_t)to->capacity, sizeof *to->index);
		to->value = memory_grow(to->value, (size_t)to->capacity, sizeof *to->value);
	}
	to->count = from->count;
	for (int k = 0; k < f->m; k++)
		for (int64_t at = from_start[k]; at < from_start[k + 1]; at++) {
			int64_t place = next[rank[from->index[at]]]++;
			to->index[place] = f->order[k];
			to->value[place] = from->value[at];
		}
	free(rank);
	free(next);
}

static void release(work *w)
{
	store_end(&w->row);
	store_end(&w->column);
	chain_end(&w->row_chain);
	chain_end(&w->column_chain);
	free(w->row_largest);
	free(w->row_scale);
	free(w->spread);
	free(w->row_done);
	free(w->column_done);
	free(w->position_of);
}

int lu_factor(lu *f, const lu_source *s, const int *candidate, int count, int *head)
{
	work w = {.f = f, .rows = s->m, .columns = count, .active_rows = s->m, .active_columns = count};
	size_t m = (size_t)s->m, n = (size_t)count;
	w.row_largest = memory_alloc(m, sizeof *w.row_largest);
	w.row_scale = memory_alloc(m, sizeof *w.row_scale);
	w.spread = memory_alloc(n, sizeof *w.spread);
	w.row_done = memory_alloc(m, sizeof *w.row_done);
	w.column_done = memory_alloc(n, sizeof *w.column_done);
	w.position_of = memory_alloc(n, sizeof *w.position_of);
	f->etas = 0;
	f->work = 0;
	f->l_column.count = f->u_row.count = f->eta.count = 0;
	f->l_column_start[0] = f->u_row_start[0] = f->eta_start[0] = 0;
	load(&w, s, candidate, count);
	while (w.active_rows && w.active_columns && !is_dense(&w)) {
		choice best = choose(&w);
		if (best.row < 0)
			break;
		eliminate(&w, best.row, best.column);
	}
	if (is_dense(&w))
		factor_dense(&w);
	for (int i = 0; i < s->m; i++)
		head[i] = -1;
	for (int j = 0; j < count; j++)
		if (w.position_of[j] >= 0)
			head[w.position_of[j]] = candidate[j];
	int filled = fill_with_logicals(&w, s, head);
	name_positions(&w);
	release(&w);
	transpose(f, &f->u_row, f->u_row_start, &f->u_column, f->u_column_start);
	transpose(f, &f->l_column, f->l_column_start, &f->l_row, f->l_row_start);
	return filled;
}
