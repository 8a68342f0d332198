/* The check of LP solutions and proofs, on programmes small enough to do by hand. */
#include "unit.h"

#include <cordon/lp.h>

#include <math.h>
#include <string.h>

/* minimise -x1 - x2, x1 + 2 x2 <= 4, 3 x1 + x2 <= 6, 0 <= x <= 10: optimum -2.8 at (1.6, 1.2), prices (-0.4, -0.2). */
static cordon_lp *textbook(void)
{
	cordon_lp *lp = cordon_lp_new(2, 2, 4);
	static const int index[] = {0, 1, 0, 1};
	static const double value[] = {1, 3, 2, 1};
	memcpy(lp->index, index, sizeof index);
	memcpy(lp->value, value, sizeof value);
	lp->start[1] = 2;
	lp->start[2] = 4;
	lp->cost[0] = lp->cost[1] = -1;
	lp->upper[0] = lp->upper[1] = 10;
	lp->row_upper[0] = 4;
	lp->row_upper[1] = 6;
	return lp;
}

static void the_textbook_optimum_is_proved(void **state)
{
	(void)state;
	cordon_lp *lp = textbook();
	cordon_lp_measure m;
	cordon_lp_check(lp, (double[]){1.6, 1.2}, (double[]){-0.4, -0.2}, &m);
	assert_true(fabs(m.objective + 2.8) < 1e-15);
	assert_true(m.bound <= -2.8 && m.bound > -2.8 - 1e-13);
	assert_true(m.gap_absolute >= 0 && m.gap_relative < 1e-13);
	assert_true(m.row_violation < 1e-15 && m.bound_violation == 0);
	assert_int_equal(m.columns_assumed, 0);
	cordon_lp_free(lp);
}

static void any_prices_give_a_bound_below_the_optimum(void **state)
{
	(void)state;
	cordon_lp *lp = textbook();
	cordon_lp_measure m;
	for (int a = -20; a <= 20; a++)
		for (int b = -20; b <= 20; b++) {
			cordon_lp_check(lp, (double[]){1.6, 1.2}, (double[]){0.1 * a, 0.1 * b}, &m);
			assert_true(m.bound <= -2.8);
		}
	cordon_lp_free(lp);
}

static void wrong_signs_count_as_nothing(void **state)
{
	(void)state;
	cordon_lp *lp = textbook();
	cordon_lp_measure wrong, zero;
	cordon_lp_check(lp, (double[]){1.6, 1.2}, (double[]){7, NAN}, &wrong);
	cordon_lp_check(lp, (double[]){1.6, 1.2}, (double[]){0, 0}, &zero);
	assert_true(wrong.bound == zero.bound && fabs(zero.bound + 20) < 1e-12);
	cordon_lp_free(lp);
}

static void violations_are_measured_and_named(void **state)
{
	(void)state;
	cordon_lp *lp = textbook();
	cordon_lp_measure m;
	cordon_lp_check(lp, (double[]){1.6, 1.3}, (double[]){0, 0}, &m);
	assert_int_equal(m.worst_row, 0); /* 1.6 + 2.6 = 4.2 of 4.2 + 4 */
	assert_true(fabs(m.row_violation - 0.2 / 8.2) < 1e-14);
	cordon_lp_check(lp, (double[]){0, -0.5}, (double[]){0, 0}, &m);
	assert_int_equal(m.worst_column, 1);
	assert_true(m.bound_violation == 0.5);
	cordon_lp_check(lp, (double[]){NAN, 0}, (double[]){0, 0}, &m);
	assert_true(isinf(m.bound_violation) && isinf(m.row_violation) && isinf(m.gap_absolute));
	cordon_lp_free(lp);
}

/* A small good that is wholly missing shows, however large the others are. */
static void a_small_row_is_judged_by_its_own_size(void **state)
{
	(void)state;
	cordon_lp *lp = cordon_lp_new(2, 2, 2);
	lp->start[1] = 1;
	lp->start[2] = 2;
	lp->index[1] = 1;
	lp->value[0] = lp->value[1] = 1;
	lp->row_lower[0] = 1e12;
	lp->row_lower[1] = 1e-6;
	cordon_lp_measure m;
	cordon_lp_check(lp, (double[]){1e12, 0}, (double[]){0, 0}, &m);
	assert_int_equal(m.worst_row, 1);
	assert_true(m.row_violation == 1);
	cordon_lp_free(lp);
}

/* 0.1 x = 0.1 * 3 for a column without limits: the reduced cost is zero only up to rounding, so the bound must own up
 * to an assumption; a reduced cost that is really wrong makes the bound minus infinity. */
static void columns_without_limits_are_owned_up_to(void **state)
{
	(void)state;
	cordon_lp *lp = cordon_lp_new(2, 1, 2);
	lp->start[1] = 2;
	lp->index[1] = 1;
	lp->value[0] = 0.1;
	lp->value[1] = 0.3;
	lp->lower[0] = -(double)INFINITY;
	lp->cost[0] = 0.7;
	lp->row_lower[0] = -1;
	lp->row_lower[1] = -1; /* implies x >= -10/3 below, nothing above */
	cordon_lp_measure m;
	cordon_lp_check(lp, (double[]){-1 / 0.3}, (double[]){0, 0.7 / 0.3}, &m);
	assert_int_equal(m.columns_assumed, 1);
	assert_true(fabs(m.bound + 0.7 / 0.3) < 1e-12);
	cordon_lp_check(lp, (double[]){-1 / 0.3}, (double[]){0, 2.4}, &m);
	assert_true(isinf(m.bound) && m.bound < 0);
	/* With too small a price the implied limit below does the rest: still a true bound. */
	cordon_lp_check(lp, (double[]){-1 / 0.3}, (double[]){0, 2.0}, &m);
	assert_int_equal(m.columns_assumed, 0);
	assert_true(m.bound <= -0.7 / 0.3 && m.bound > -0.7 / 0.3 - 1e-12);
	cordon_lp_free(lp);
}

static void proofs_of_infeasibility(void **state)
{
	(void)state;
	cordon_lp *lp = textbook();
	lp->row_lower[0] = 5; /* x1 + 2 x2 >= 5 ... */
	lp->row_upper[0] = (double)INFINITY;
	lp->row_upper[1] = 2; /* ... and 3 x1 + x2 <= 2: at most x2 = 2, 4 < 5 */
	assert_true(cordon_lp_proves_infeasible(lp, (double[]){1, -2}));
	assert_false(cordon_lp_proves_infeasible(lp, (double[]){1, -0.1}));
	assert_false(cordon_lp_proves_infeasible(lp, (double[]){-1, -2}));
	assert_false(cordon_lp_proves_infeasible(lp, (double[]){0, 0}));
	lp->row_lower[0] = 4; /* met with equality at (0, 2) */
	assert_false(cordon_lp_proves_infeasible(lp, (double[]){1, -2}));
	lp->lower[1] = 11;
	assert_true(cordon_lp_proves_infeasible(lp, (double[]){0, 0}));
	cordon_lp_free(lp);
}

static void proofs_of_unboundedness(void **state)
{
	(void)state;
	cordon_lp *lp = textbook();
	assert_false(cordon_lp_proves_unbounded(lp, (double[]){1, 0}));
	lp->upper[0] = lp->upper[1] = (double)INFINITY;
	assert_false(cordon_lp_proves_unbounded(lp, (double[]){1, 0}));
	lp->row_upper[0] = lp->row_upper[1] = (double)INFINITY;
	assert_true(cordon_lp_proves_unbounded(lp, (double[]){1, 0}));
	assert_false(cordon_lp_proves_unbounded(lp, (double[]){-1, 3}));
	assert_false(cordon_lp_proves_unbounded(lp, (double[]){0, 0}));
	cordon_lp_free(lp);
}

/* The rounded bound stays below the exact optimum for prices that are optimal but not representable. */
static void rounding_is_outward(void **state)
{
	(void)state;
	for (int k = 1; k < 200; k++) { /* minimise x, k x >= 1: optimum 1/k, price 1/k; exact arithmetic through fma */
		cordon_lp *lp = cordon_lp_new(1, 1, 1);
		lp->start[1] = 1;
		lp->value[0] = k;
		lp->cost[0] = 1;
		lp->upper[0] = 1e6;
		lp->row_lower[0] = 1;
		cordon_lp_measure m;
		cordon_lp_check(lp, (double[]){1.0 / k}, (double[]){1.0 / k}, &m);
		assert_true(fma(m.bound, k, -1) <= 0); /* bound <= 1/k exactly */
		assert_true(m.bound > 1.0 / k - 1e-9);
		cordon_lp_free(lp);
	}
}

static void the_dispatcher_tells_the_cases_apart(void **state)
{
	(void)state;
	cordon_lp *lp = textbook();
	cordon_lp_solution s;
	assert_int_equal(cordon_lp_solve(lp, NULL, &s), CORDON_OK);
	assert_true(fabs(s.objective + 2.8) < 1e-9 && s.gap <= 1e-9);
	cordon_lp_solution_free(&s);
	lp->row_lower[0] = 5;
	lp->row_upper[0] = (double)INFINITY;
	lp->row_upper[1] = 2;
	assert_int_equal(cordon_lp_solve(lp, NULL, &s), CORDON_INFEASIBLE);
	assert_true(cordon_lp_proves_infeasible(lp, s.ray));
	cordon_lp_solution_free(&s);
	lp->row_upper[1] = (double)INFINITY;
	lp->upper[0] = (double)INFINITY;
	assert_int_equal(cordon_lp_solve(lp, NULL, &s), CORDON_UNBOUNDED);
	assert_true(cordon_lp_proves_unbounded(lp, s.ray));
	cordon_lp_solution_free(&s);
	cordon_lp_free(lp);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_textbook_optimum_is_proved),
		cmocka_unit_test(any_prices_give_a_bound_below_the_optimum),
		cmocka_unit_test(wrong_signs_count_as_nothing),
		cmocka_unit_test(violations_are_measured_and_named),
		cmocka_unit_test(a_small_row_is_judged_by_its_own_size),
		cmocka_unit_test(columns_without_limits_are_owned_up_to),
		cmocka_unit_test(proofs_of_infeasibility),
		cmocka_unit_test(proofs_of_unboundedness),
		cmocka_unit_test(rounding_is_outward),
		cmocka_unit_test(the_dispatcher_tells_the_cases_apart),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
