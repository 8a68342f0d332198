/* Units for the solver; see scaling.h. Equilibration is Ruiz's (2001) and at last Pock and Chambolle's (2011); scales
 * are powers of two, so that going between units rounds nothing. */
#include "lp/scaling.h"

#include "base/memory.h"
#include "lp/solve.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { IMPLIED_PASSES = 4, EQUILIBRATION_ROUNDS = 3 };

static double *copy(const double *from, int count)
{
	double *to = memory_alloc((size_t)count, sizeof *to);
	memcpy(to, from, (size_t)count * sizeof *to);
	return to;
}

static double power_of_two(double value)
{
	return value > 0 && isfinite(value) ? exp2(round(log2(value))) : 1;
}

/* A column's unit: the width of its box; a fixed column's own size. */
static double column_unit(double lower, double upper)
{
	double width = upper - lower;
	return width > 0 ? width : fmax(fabs(lower), 1e-300) > 1e-300 ? fabs(lower) : 1;
}

static void units_by_meaning(const cordon_lp *lp, const double *l, const double *u, double *row, double *column)
{
	for (int j = 0; j < lp->columns; j++) {
		column[j] = column_unit(l[j], u[j]);
		for (int64_t k = lp->start[j]; k < lp->start[j + 1]; k++)
			row[lp->index[k]] += fabs(lp->value[k]) * column[j];
	}
	for (int i = 0; i < lp->rows; i++)
		row[i] = row[i] > 0 ? 1 / row[i] : 1;
}

/* One round: every column, then every row, is divided by the root of its size: its largest entry (sum false) or its sum
 * (sum true). The last round is in sums, which makes the norm of the matrix at most 1 (Pock and Chambolle 2011): a
 * column used by all rows would otherwise set the step of everyone. */
static void equilibrate(const cordon_lp *lp, double *row, double *column, bool sum)
{
	double *row_size = memory_alloc((size_t)lp->rows, sizeof *row_size);
	double *column_size = memory_alloc((size_t)lp->columns, sizeof *column_size);
	for (int j = 0; j < lp->columns; j++)
		for (int64_t k = lp->start[j]; k < lp->start[j + 1]; k++) {
			double size = fabs(lp->value[k]) * row[lp->index[k]] * column[j], *r = &row_size[lp->index[k]];
			column_size[j] = sum ? column_size[j] + size : fmax(column_size[j], size);
			*r = sum ? *r + size : fmax(*r, size);
		}
	for (int j = 0; j < lp->columns; j++)
		if (column_size[j] > 0)
			column[j] /= sqrt(column_size[j]);
	for (int i = 0; i < lp->rows; i++)
		if (row_size[i] > 0)
			row[i] /= sqrt(row_size[i]);
	free(row_size);
	free(column_size);
}

static void scale_vectors(lp_scaled *s)
{
	const cordon_lp *lp = s->lp;
	s->c = copy(lp->cost, s->n);
	s->proof_l = copy(lp->lower, s->n);
	s->proof_u = copy(lp->upper, s->n);
	double most = 0;
	for (int j = 0; j < s->n; j++) {
		double unit = s->column_scale[j];
		s->c[j] *= unit;
		s->l[j] /= unit;
		s->u[j] /= unit;
		s->proof_l[j] /= unit;
		s->proof_u[j] /= unit;
		most = fmax(most, fabs(s->c[j]));
	}
	s->cost_scale = most > 0 ? 1 / power_of_two(most) : 1;
	for (int j = 0; j < s->n; j++)
		s->c[j] *= s->cost_scale;
	s->rl = copy(lp->row_lower, s->m);
	s->ru = copy(lp->row_upper, s->m);
	for (int i = 0; i < s->m; i++) {
		s->rl[i] *= s->row_scale[i];
		s->ru[i] *= s->row_scale[i];
	}
}

bool lp_scaled_make(lp_scaled *s, const cordon_lp *lp)
{
	*s = (lp_scaled){.lp = lp, .m = lp->rows, .n = lp->columns};
	s->l = copy(lp->lower, s->n);
	s->u = copy(lp->upper, s->n);
	lp_implied_bounds(lp, IMPLIED_PASSES, s->l, s->u);
	bool boxed = true;
	for (int j = 0; j < s->n; j++)
		boxed = boxed && isfinite(s->l[j]) && isfinite(s->u[j]) && s->l[j] <= s->u[j];
	if (!boxed) {
		lp_scaled_free(s);
		return false;
	}
	s->row_scale = memory_alloc((size_t)s->m, sizeof *s->row_scale);
	s->column_scale = memory_alloc((size_t)s->n, sizeof *s->column_scale);
	units_by_meaning(lp, s->l, s->u, s->row_scale, s->column_scale);
	for (int round = 0; round < EQUILIBRATION_ROUNDS; round++)
		equilibrate(lp, s->row_scale, s->column_scale, round + 1 == EQUILIBRATION_ROUNDS);
	for (int i = 0; i < s->m; i++)
		s->row_scale[i] = power_of_two(s->row_scale[i]);
	for (int j = 0; j < s->n; j++)
		s->column_scale[j] = power_of_two(s->column_scale[j]);
	lp_matrix_make(&s->a, lp, s->row_scale, s->column_scale);
	scale_vectors(s);
	return true;
}

void lp_scaled_free(lp_scaled *s)
{
	lp_matrix_free(&s->a);
	double *pieces[] = {s->c, s->l, s->u, s->rl, s->ru, s->proof_l, s->proof_u, s->row_scale, s->column_scale};
	for (size_t k = 0; k < sizeof pieces / sizeof *pieces; k++)
		free(pieces[k]);
	*s = (lp_scaled){0};
}

void lp_scaled_import(const lp_scaled *s, const double *x, const double *y, double *x_out, double *y_out)
{
	for (int j = 0; x && j < s->n; j++)
		x_out[j] = lp_clip(x[j] / s->column_scale[j], s->l[j], s->u[j]);
	for (int i = 0; y && i < s->m; i++)
		y_out[i] = y[i] / s->row_scale[i] * s->cost_scale;
}

void lp_scaled_export(const lp_scaled *s, const double *x, const double *y, double *x_out, double *y_out)
{
	for (int j = 0; x && j < s->n; j++)
		x_out[j] = lp_clip(x[j] * s->column_scale[j], s->lp->lower[j], s->lp->upper[j]);
	for (int i = 0; y && i < s->m; i++)
		y_out[i] = y[i] * s->row_scale[i] / s->cost_scale;
}
