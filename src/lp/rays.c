/* Auxiliary programmes whose solutions are proofs. Both are feasible and bounded by construction, so any solver that
 * can prove optimality can find a proof of infeasibility or of unboundedness.
 *
 *	phase one:  min sum p + q   s.t. row_lower <= A x + p - q <= row_upper, x in its box, p, q >= 0
 *	            optimum > 0: no x is feasible, and the prices y are the Farkas proof; optimum 0: x is feasible
 *	direction:  min cost'r      s.t. A r >= 0 where row_lower is finite, <= 0 where row_upper is; r in its recession box
 *	            cut at |r_j| <= 1.  optimum < 0: r is a direction of endless improvement
 */
#include "lp/solve.h"

#include <math.h>
#include <string.h>

static void copy_matrix(const cordon_lp *from, cordon_lp *to)
{
	size_t nonzeros = (size_t)from->start[from->columns];
	memcpy(to->start, from->start, ((size_t)from->columns + 1) * sizeof *to->start);
	memcpy(to->index, from->index, nonzeros * sizeof *to->index);
	memcpy(to->value, from->value, nonzeros * sizeof *to->value);
}

/* Appends a unit column at the end; the arrays have room. */
static void add_unit(cordon_lp *lp, int column, int row, double value)
{
	int64_t k = lp->start[column];
	lp->index[k] = row;
	lp->value[k] = value;
	lp->start[column + 1] = k + 1;
	lp->cost[column] = 1;
}

cordon_lp *lp_phase_one(const cordon_lp *lp)
{
	int extra = 0;
	for (int i = 0; i < lp->rows; i++)
		extra += isfinite(lp->row_lower[i]) + isfinite(lp->row_upper[i]);
	cordon_lp *aux = cordon_lp_new(lp->rows, lp->columns + extra, lp->start[lp->columns] + extra);
	copy_matrix(lp, aux);
	for (int j = 0; j < lp->columns; j++) {
		aux->lower[j] = lp->lower[j];
		aux->upper[j] = lp->upper[j];
	}
	int column = lp->columns;
	for (int i = 0; i < lp->rows; i++) {
		aux->row_lower[i] = lp->row_lower[i];
		aux->row_upper[i] = lp->row_upper[i];
		if (isfinite(lp->row_lower[i]))
			add_unit(aux, column++, i, 1);
		if (isfinite(lp->row_upper[i]))
			add_unit(aux, column++, i, -1);
	}
	return aux;
}

cordon_lp *lp_direction(const cordon_lp *lp)
{
	cordon_lp *aux = cordon_lp_new(lp->rows, lp->columns, lp->start[lp->columns]);
	copy_matrix(lp, aux);
	for (int j = 0; j < lp->columns; j++) {
		aux->cost[j] = lp->cost[j];
		aux->lower[j] = isfinite(lp->lower[j]) ? 0 : -1;
		aux->upper[j] = isfinite(lp->upper[j]) ? 0 : 1;
	}
	for (int i = 0; i < lp->rows; i++) {
		aux->row_lower[i] = isfinite(lp->row_lower[i]) ? 0 : -LP_INFINITY;
		aux->row_upper[i] = isfinite(lp->row_upper[i]) ? 0 : LP_INFINITY;
	}
	return aux;
}
