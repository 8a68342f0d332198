/* The problem itself: one allocation a field, owned by the cordon_lp. See cordon/lp.h for shapes and conventions. */
#include "lp/solve.h"

#include "base/memory.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

cordon_lp *cordon_lp_new(int rows, int columns, int64_t nonzeros)
{
	assert(rows >= 0 && columns >= 0 && nonzeros >= 0);
	cordon_lp *lp = memory_alloc(1, sizeof *lp);
	size_t m = (size_t)rows, n = (size_t)columns, k = (size_t)nonzeros;
	lp->rows = rows;
	lp->columns = columns;
	lp->start = memory_alloc(n + 1, sizeof *lp->start);
	lp->index = memory_alloc(k, sizeof *lp->index);
	lp->value = memory_alloc(k, sizeof *lp->value);
	lp->cost = memory_alloc(n, sizeof *lp->cost);
	lp->lower = memory_alloc(n, sizeof *lp->lower);
	lp->upper = memory_alloc(n, sizeof *lp->upper);
	lp->row_lower = memory_alloc(m, sizeof *lp->row_lower);
	lp->row_upper = memory_alloc(m, sizeof *lp->row_upper);
	for (size_t j = 0; j < n; j++)
		lp->upper[j] = LP_INFINITY;
	for (size_t i = 0; i < m; i++) {
		lp->row_lower[i] = -LP_INFINITY;
		lp->row_upper[i] = LP_INFINITY;
	}
	return lp;
}

static void free_names(char **name, int count)
{
	for (int i = 0; name && i < count; i++)
		free(name[i]);
	free(name);
}

void cordon_lp_free(cordon_lp *lp)
{
	if (!lp)
		return;
	free_names(lp->row_name, lp->rows);
	free_names(lp->column_name, lp->columns);
	free(lp->name);
	free(lp->start);
	free(lp->index);
	free(lp->value);
	free(lp->cost);
	free(lp->lower);
	free(lp->upper);
	free(lp->row_lower);
	free(lp->row_upper);
	free(lp);
}

void cordon_lp_solution_free(cordon_lp_solution *solution)
{
	free(solution->x);
	free(solution->y);
	free(solution->ray);
	free(solution->basis);
	*solution = (cordon_lp_solution){0};
}
