/* Storage, solves and update of the factors; see lu.h. The factorisation is in lu_factor.c.
 *
 *	B = L U E_1 ... E_k     L: unit lower triangular in pivot order, U: upper triangular, E: etas
 */
#include "lp/lu.h"
#include "lp/lu_private.h"

#include "base/memory.h"

#include <stdlib.h>

lu *lu_new(int m)
{
	lu *f = memory_alloc(1, sizeof *f);
	size_t size = (size_t)m + 1;
	f->m = m;
	f->least = LU_LEAST;
	f->order = memory_alloc(size, sizeof *f->order);
	f->pivot = memory_alloc(size, sizeof *f->pivot);
	f->l_column_start = memory_alloc(size, sizeof *f->l_column_start);
	f->l_row_start = memory_alloc(size, sizeof *f->l_row_start);
	f->u_column_start = memory_alloc(size, sizeof *f->u_column_start);
	f->u_row_start = memory_alloc(size, sizeof *f->u_row_start);
	f->eta_start = memory_alloc(1, sizeof *f->eta_start);
	return f;
}

static void list_free(lu_list *list)
{
	free(list->index);
	free(list->value);
}

void lu_free(lu *f)
{
	if (!f)
		return;
	free(f->order);
	free(f->pivot);
	free(f->l_column_start);
	free(f->l_row_start);
	free(f->u_column_start);
	free(f->u_row_start);
	list_free(&f->l_column);
	list_free(&f->l_row);
	list_free(&f->u_column);
	list_free(&f->u_row);
	free(f->eta_position);
	free(f->eta_pivot);
	free(f->eta_start);
	list_free(&f->eta);
	free(f);
}

void lu_list_add(lu_list *list, int index, double value)
{
	if (list->count == list->capacity) {
		list->capacity = list->capacity ? 2 * list->capacity : 256;
		list->index = memory_grow(list->index, (size_t)list->capacity, sizeof *list->index);
		list->value = memory_grow(list->value, (size_t)list->capacity, sizeof *list->value);
	}
	list->index[list->count] = index;
	list->value[list->count++] = value;
}

static void scatter(const lu_list *list, int64_t begin, int64_t end, double by, double *x)
{
	const int *restrict index = list->index;
	const double *restrict value = list->value;
	for (int64_t k = begin; k < end; k++)
		x[index[k]] -= value[k] * by;
}

void lu_ftran(const lu *f, double *x)
{
	int m = f->m;
	for (int k = 0; k < m; k++) {
		double t = x[f->order[k]];
		if (t != 0)
			scatter(&f->l_column, f->l_column_start[k], f->l_column_start[k + 1], t, x);
	}
	for (int k = m; k-- > 0;) {
		int p = f->order[k];
		if (x[p] == 0)
			continue;
		double t = x[p] /= f->pivot[p];
		scatter(&f->u_column, f->u_column_start[k], f->u_column_start[k + 1], t, x);
	}
	for (int e = 0; e < f->etas; e++) {
		int p = f->eta_position[e];
		if (x[p] == 0)
			continue;
		double t = x[p] /= f->eta_pivot[e];
		scatter(&f->eta, f->eta_start[e], f->eta_start[e + 1], t, x);
	}
}

void lu_btran(const lu *f, double *y)
{
	int m = f->m;
	for (int e = f->etas; e-- > 0;) {
		double t = y[f->eta_position[e]];
		for (int64_t k = f->eta_start[e]; k < f->eta_start[e + 1]; k++)
			t -= f->eta.value[k] * y[f->eta.index[k]];
		y[f->eta_position[e]] = t / f->eta_pivot[e];
	}
	for (int k = 0; k < m; k++) {
		int p = f->order[k];
		if (y[p] == 0)
			continue;
		double t = y[p] /= f->pivot[p];
		scatter(&f->u_row, f->u_row_start[k], f->u_row_start[k + 1], t, y);
	}
	for (int k = m; k-- > 0;) {
		double t = y[f->order[k]];
		if (t != 0)
			scatter(&f->l_row, f->l_row_start[k], f->l_row_start[k + 1], t, y);
	}
}

void lu_update(lu *f, int position, const double *alpha)
{
	if (f->etas == f->eta_capacity) {
		f->eta_capacity = f->eta_capacity ? 2 * f->eta_capacity : 64;
		f->eta_position = memory_grow(f->eta_position, (size_t)f->eta_capacity, sizeof *f->eta_position);
		f->eta_pivot = memory_grow(f->eta_pivot, (size_t)f->eta_capacity, sizeof *f->eta_pivot);
		f->eta_start = memory_grow(f->eta_start, (size_t)f->eta_capacity + 1, sizeof *f->eta_start);
	}
	f->eta_position[f->etas] = position;
	f->eta_pivot[f->etas] = alpha[position];
	for (int i = 0; i < f->m; i++)
		if (alpha[i] != 0 && i != position)
			lu_list_add(&f->eta, i, alpha[i]);
	f->eta_start[++f->etas] = f->eta.count;
}
