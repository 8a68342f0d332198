/* The solver for large plans on random boxed programmes and small synthetic economies: the interval it proves,
 * from bound to objective, always holds the optimum another solver finds; it calls infeasible only what is; a
 * thing half solved claims no more than was measured; the same input gives the same bits. And its parts against
 * their own definitions. */
#include "unit.h"

#include "base/draw.h"
#include "base/memory.h"
#include "lp/newton.h"
#include "lp/normal.h"
#include "lp/solve.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { PROGRAMMES = 150, PLANS = 25 };

static double between(draw *d, double low, double high)
{
	return low + (high - low) * draw_unit(d);
}

/* Rows of all kinds, every column boxed; often infeasible. */
static cordon_lp *random_programme(draw *d)
{
	int rows = 1 + (int)draw_below(d, 12), columns = 1 + (int)draw_below(d, 20);
	cordon_lp *lp = cordon_lp_new(rows, columns, (int64_t)rows * columns);
	int64_t end = 0;
	for (int j = 0; j < columns; j++) {
		for (int i = 0; i < rows; i++)
			if (draw_unit(d) < 0.4) {
				lp->index[end] = i;
				lp->value[end++] = between(d, 0.5, 4) * (draw_unit(d) < 0.5 ? -1 : 1);
			}
		lp->start[j + 1] = end;
		lp->cost[j] = between(d, -3, 3);
		lp->lower[j] = between(d, -2, 1);
		lp->upper[j] = lp->lower[j] + (draw_unit(d) < 0.1 ? 0 : between(d, 0, 6));
	}
	for (int i = 0; i < rows; i++) {
		double at = between(d, -6, 6), kind = draw_unit(d);
		lp->row_lower[i] = kind < 0.6 ? at : -(double)INFINITY;
		lp->row_upper[i] = kind < 0.2 ? at : kind < 0.3 || kind >= 0.6 ? at + 3 : (double)INFINITY;
	}
	return lp;
}

/* A small plan: goods made from two others and labour, a level common to all needs. Feasible: 0 is. */
static cordon_lp *random_plan(draw *d)
{
	int goods = 20 + (int)draw_below(d, 60);
	cordon_lp *lp = cordon_lp_new(goods + 1, 2 * goods + 1, 6 * (int64_t)goods + 1);
	int64_t end = 0;
	for (int j = 0; j < goods; j++) {
		int a = (j + 1 + (int)draw_below(d, (uint64_t)goods / 2)) % goods;
		for (int i = 0; i <= goods; i++)
			if (i == j || i == a || i == goods) {
				lp->index[end] = i;
				lp->value[end++] = i == j ? 1 : i == a ? -between(d, 0.1, 0.6) : between(d, 0.1, 1);
			}
		lp->start[j + 1] = end;
		lp->cost[j] = 1e-3;
		lp->upper[j] = between(d, 0.5, 8);
	}
	for (int j = goods; j < 2 * goods; j++) {
		lp->index[end] = j - goods;
		lp->value[end++] = -1;
		lp->start[j + 1] = end;
		lp->cost[j] = -between(d, 0.5, 2);
		lp->upper[j] = between(d, 0, 1);
	}
	for (int i = 0; i < goods; i++) {
		lp->index[end] = i;
		lp->value[end++] = -between(d, 0.05, 0.5);
		lp->row_lower[i] = -between(d, 0, 0.1);
		lp->row_upper[i] = (double)INFINITY;
	}
	lp->start[2 * goods + 1] = end;
	lp->cost[2 * goods] = -50.0 * goods;
	lp->upper[2 * goods] = 1;
	lp->row_lower[goods] = -(double)INFINITY;
	lp->row_upper[goods] = between(d, 0.2, 1) * goods;
	return lp;
}

/* Returns whether Newton proved what it was asked, and fails when what it says is refuted. */
static bool compare(const cordon_lp *lp, double gap)
{
	const cordon_lp_options newton = {.method = CORDON_LP_NEWTON, .gap = gap, .time_limit_s = 20},
				other = {.method = CORDON_LP_GLPK};
	cordon_lp_solution found = {0}, known = {0};
	cordon_lp_solve(lp, &newton, &found);
	cordon_lp_solve(lp, &other, &known);
	bool feasible = known.status == CORDON_OK;
	assert_true(feasible || known.status == CORDON_INFEASIBLE);
	if (found.status == CORDON_INFEASIBLE) {
		assert_false(feasible);
		assert_true(cordon_lp_proves_infeasible(lp, found.ray));
	} else if (feasible) {
		double hair = 1e-7 * fmax(1, fabs(known.objective));
		assert_true(found.bound <= known.objective + hair);
		cordon_lp_measure measure;
		cordon_lp_check(lp, found.x, found.y, &measure);
		assert_true(found.objective >= known.objective - hair || measure.row_violation > LP_FEASIBILITY);
		assert_true(found.status != CORDON_OK ||
			    (measure.gap_relative <= gap && measure.row_violation <= LP_FEASIBILITY &&
			     measure.bound_violation <= LP_FEASIBILITY));
	} else {
		assert_true(found.status != CORDON_OK);
	}
	bool proved = found.status == CORDON_OK || found.status == CORDON_INFEASIBLE;
	cordon_lp_solution_free(&found);
	cordon_lp_solution_free(&known);
	return proved;
}

static void test_never_refuted_on_random_programmes(void **state)
{
	(void)state;
	draw d = {20261};
	int proved = 0;
	for (int k = 0; k < PROGRAMMES; k++) {
		cordon_lp *lp = random_programme(&d);
		proved += compare(lp, 1e-5);
		cordon_lp_free(lp);
	}
	assert_true(proved > PROGRAMMES / 2); /* it is made for plans, not for these */
}

static void test_proves_plans(void **state)
{
	(void)state;
	draw d = {20262};
	for (int k = 0; k < PLANS; k++) {
		cordon_lp *lp = random_plan(&d);
		assert_true(compare(lp, 1e-5));
		cordon_lp_free(lp);
	}
}

static void test_same_input_same_bits(void **state)
{
	(void)state;
	draw d = {20263};
	cordon_lp *lp = random_plan(&d);
	const cordon_lp_options options = {.method = CORDON_LP_NEWTON, .gap = 1e-5};
	cordon_lp_solution one = {0}, two = {0};
	cordon_lp_solve(lp, &options, &one);
	cordon_lp_solve(lp, &options, &two);
	assert_memory_equal(one.x, two.x, (size_t)lp->columns * sizeof *one.x);
	assert_memory_equal(one.y, two.y, (size_t)lp->rows * sizeof *one.y);
	cordon_lp_solution_free(&one);
	cordon_lp_solution_free(&two);
	cordon_lp_free(lp);
}

static bool stop_at_once(void *context)
{
	(void)context;
	return true;
}

static void test_interrupted_is_said(void **state)
{
	(void)state;
	draw d = {20264};
	cordon_lp *lp = random_plan(&d);
	cordon_lp_options options = {.method = CORDON_LP_NEWTON, .gap = 1e-9, .time_limit_s = 1e-9};
	cordon_lp_solution found = {0};
	assert_int_equal(cordon_lp_solve(lp, &options, &found), CORDON_INTERRUPTED);
	assert_non_null(found.x);
	cordon_lp_solution_free(&found);
	cordon_lp_free(lp);
}

/* (A W A' + D) v = r by both preconditioners: the residual is measured here. */
static void test_normal_equations(void **state)
{
	(void)state;
	draw d = {20265};
	for (int round = 0; round < 20; round++) {
		cordon_lp *lp = random_plan(&d);
		lp_matrix a;
		lp_matrix_make(&a, lp, NULL, NULL);
		size_t m = (size_t)a.rows, n = (size_t)a.columns;
		double *weight = memory_alloc(n, sizeof *weight), *r = memory_alloc(m, sizeof *r),
		       *v = memory_alloc(m, sizeof *v), *t = memory_alloc(n, sizeof *t),
		       *back = memory_alloc(m, sizeof *back);
		lp_normal w;
		lp_normal_begin(&w, a.rows, a.columns, a.start[n], true);
		lp_normal_start(&w);
		for (size_t j = 0; j < n; j++) {
			weight[j] = exp(between(&d, -6, 6));
			lp_normal_column(&w, &a, (int)j, weight[j]);
		}
		for (size_t i = 0; i < m; i++) {
			r[i] = between(&d, -1, 1);
			lp_normal_diagonal(&w, (int)i, 0.01);
		}
		if (round % 2)
			lp_normal_factor(&w);
		if (round == 19)
			w.stop = stop_at_once;
		int steps = lp_normal_solve(&w, r, v, 1e-12, 5000, NULL, 0);
		lp_matrix_transpose_times(&a, v, t);
		for (size_t j = 0; j < n; j++)
			t[j] *= weight[j];
		lp_matrix_times(&a, t, back);
		for (size_t i = 0; i < m && round < 19; i++)
			assert_true(fabs(back[i] + 0.01 * v[i] - r[i]) < 1e-6);
		assert_true(round < 19 || steps <= 10);
		lp_normal_end(&w);
		lp_matrix_free(&a);
		void *pieces[] = {weight, r, v, t, back};
		for (size_t k = 0; k < sizeof pieces / sizeof *pieces; k++)
			free(pieces[k]);
		cordon_lp_free(lp);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_never_refuted_on_random_programmes),
		cmocka_unit_test(test_proves_plans),
		cmocka_unit_test(test_same_input_same_bits),
		cmocka_unit_test(test_interrupted_is_said),
		cmocka_unit_test(test_normal_equations),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
