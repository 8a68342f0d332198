/* The doctor: each illness in the smallest economy that has it, beside one that is nearly the same and healthy. */
#include "economy_fixture.h"

#include "economy/check.h"

#include <math.h>

/* Commodities a .. e in kg and "work"; the exchanges are the test's. */
static fixture workshop(const char *processes, const char *exchanges)
{
	fixture f = {0};
	add(&f, "commodities.csv", "commodity,unit,kind\na,kg,\nb,kg,\nc,kg,\nd,kg,\ne,kg,\nwork,hour,labour\n");
	add(&f, "processes.csv", processes);
	add(&f, "exchanges.csv", exchanges);
	return f;
}

static cordon_status check(fixture *f)
{
	assert_int_equal(read_it(f), CORDON_OK);
	return cordon_economy_check(f->economy, &f->error);
}

static size_t count(const fixture *f, const cordon_code *code)
{
	size_t n = 0;
	for (size_t i = 0; i < f->error.count; i++)
		n += f->error.finding[i].what.code == code;
	return n;
}

/* ---- recipes that eat their product
 * -------------------------------------------------------------------------------- */

#define HEAD "process,commodity,direction,amount\n"

static void a_recipe_that_eats_its_own_product(void **state)
{
	(void)state;
	fixture f = workshop("process\np\n", HEAD "p,a,output,1\np,work,input,1\np,a,input,1.25\n");
	assert_int_equal(check(&f), CORDON_BAD_INPUT);
	assert_finding(&f, &ECONOMY_SELF_EATING, "exchanges.csv", 2, "commodity", "a");
	assert_string_equal(finding(&f, &ECONOMY_SELF_EATING)->what.arg[0], "p");
	assert_string_equal(finding(&f, &ECONOMY_SELF_EATING)->what.arg[2], "1.25");
	assert_finding(&f, &ECONOMY_UNMAKEABLE, "commodities.csv", 2, NULL, "a");
	release(&f);
	f = workshop("process\np\n", HEAD "p,a,output,1\np,work,input,1\np,a,input,0.75\n"); /* seed grain */
	assert_int_equal(check(&f), CORDON_OK);
	release(&f);
}

static void a_by_product_used_up_at_home_is_no_illness(void **state)
{
	(void)state;
	fixture f = workshop("process\np\nq\n", HEAD "p,a,output,1\np,b,output,0.1\np,b,input,0.5\nq,b,output,1\n");
	assert_int_equal(check(&f), CORDON_OK);
	assert_int_equal(count(&f, &ECONOMY_SELF_EATING), 0);
	release(&f);
}

static void transport_hands_on(void **state)
{
	(void)state;
	fixture f = workshop("process,kind\np,\nq,transport\n", HEAD "p,a,output,1\nq,a,input,1\nq,a,output,0.9\n");
	assert_int_equal(check(&f), CORDON_OK);
	release(&f);
}

/* a -> b -> a with a gain of `times`. */
static fixture loop_of(const char *times)
{
	static char exchanges[256];
	snprintf(exchanges, sizeof exchanges,
			 HEAD "p,a,input,1\np,b,output,2\nq,b,input,1\nq,a,output,%s\nq,work,input,1\nr,a,input,1\nr,c,output,1\n",
			 times);
	return workshop("process\np\nq\nr\n", exchanges);
}

static void a_loop_that_uses_more_than_it_makes(void **state)
{
	(void)state;
	fixture f = loop_of("0.499");
	assert_int_equal(check(&f), CORDON_BAD_INPUT);
	assert_int_equal(count(&f, &ECONOMY_LOOP), 1);
	const cordon_finding *x = finding(&f, &ECONOMY_LOOP);
	assert_string_equal(x->what.arg[0], "a, b");
	assert_string_equal(x->what.arg[1], "p, q");
	assert_int_equal(x->row, 2);
	assert_int_equal(count(&f, &ECONOMY_UNMAKEABLE), 3); /* c is made of a */
	release(&f);
	f = loop_of("0.501");
	assert_int_equal(check(&f), CORDON_OK);
	assert_int_equal(count(&f, &ECONOMY_UNMAKEABLE), 0);
	release(&f);
}

static void a_stock_feeds_a_loop(void **state)
{
	(void)state;
	fixture f = loop_of("0.4");
	add(&f, "stocks.csv", "commodity,amount\na,10\n");
	assert_int_equal(check(&f), CORDON_OK);
	release(&f);
}

/* The loop a-b cannot be, c-d can but for what it takes from the first: only the first is to blame. */
static void a_loop_downstream_is_not_blamed(void **state)
{
	(void)state;
	fixture f = workshop("process\np\nq\nr\ns\n",
						 HEAD "p,a,input,2\np,b,output,1\nq,b,input,1\nq,a,output,1\n"
							  "r,c,input,0.5\nr,d,output,1\ns,d,input,0.5\ns,a,input,1\ns,c,output,1\n");
	assert_int_equal(check(&f), CORDON_BAD_INPUT);
	assert_int_equal(count(&f, &ECONOMY_LOOP), 1);
	assert_string_equal(finding(&f, &ECONOMY_LOOP)->what.arg[0], "a, b");
	assert_int_equal(count(&f, &ECONOMY_UNMAKEABLE), 4);
	assert_string_equal(finding(&f, &ECONOMY_UNMAKEABLE_COUNT)->what.arg[1], "2");
	release(&f);
}

/* Raising main makers alone fails here: p makes most b, but eats c; only with q does the loop net. The LP finds it. */
static void a_choice_of_technique_saves_a_loop(void **state)
{
	(void)state;
	fixture f =
		workshop("process\np\nq\nr\n", HEAD "p,a,input,1\np,b,output,9\np,c,input,20\nq,a,input,1\nq,b,output,3\n"
											"r,b,input,1\nr,a,output,0.5\nr,c,output,0.5\nr,work,input,1\n");
	assert_int_equal(check(&f), CORDON_OK);
	assert_int_equal(count(&f, &ECONOMY_UNMAKEABLE), 0);
	release(&f);
}

static void badly_scaled_loops_are_decided_rightly(void **state)
{
	(void)state;
	static const struct {
		const char *back;
		cordon_status status;
	} cases[] = {{"1.01e-12", CORDON_OK}, {"0.99e-12", CORDON_BAD_INPUT}};
	for (size_t i = 0; i < 2; i++) { /* a kilogram of a gives 1e12 of b, and so much b gives `back` of a each */
		char exchanges[256];
		snprintf(exchanges, sizeof exchanges, HEAD "p,a,input,1e-4\np,b,output,1e8\nq,b,input,1\nq,a,output,%s\n",
				 cases[i].back);
		fixture f = workshop("process\np\nq\n", exchanges);
		assert_int_equal(check(&f), cases[i].status);
		release(&f);
	}
}

/* ---- the spectral radius
 * -------------------------------------------------------------------------------------------- */

/* The eigenvalues of [[s, t], [u, v]] in closed form. */
static double radius(double s, double t, double u, double v)
{
	return (s + v + sqrt((s - v) * (s - v) + 4 * t * u)) / 2;
}

static void the_spectral_radius_is_the_closed_forms(void **state)
{
	(void)state;
	static const double A[][4] = {{0.15, 0.25, 0.2, 0.05}, {0, 0.9, 0.9, 0},     {0.5, 0, 0, 0.25},
								  {0, 0.5, 0, 0},          {0.6, 0.6, 0.3, 0.7}, {0.1, 3, 0.2, 0.1}};
	for (size_t i = 0; i < sizeof A / sizeof *A; i++) {
		char exchanges[512] = HEAD "p,a,output,1\nq,b,output,1\n";
		static const char *const who[4] = {"p,a", "q,a", "p,b", "q,b"};
		for (int k = 0; k < 4; k++)
			if (A[i][k] > 0)
				snprintf(exchanges + strlen(exchanges), 64, "%s,input,%g\n", who[k], A[i][k]);
		fixture f = workshop("process\np\nq\n", exchanges);
		add(&f, "observed.csv", "process,activity\np,10\nq,30\n"); /* rho does not depend on the scale */
		add(&f, "settings.csv", "key,value\nbalance_tolerance,0.999999\n"); /* balances are another test's */
		double expected = radius(A[i][0], A[i][1], A[i][2], A[i][3]);
		check(&f);
		const cordon_finding *x = finding(&f, expected < 1 ? &ECONOMY_RHO : &ECONOMY_UNPRODUCTIVE);
		assert_true(fabs(atof(x->what.arg[0]) - expected) <= 1e-6);
		assert_int_equal(x->severity, expected < 1 ? CORDON_NOTE : CORDON_ERROR);
		release(&f);
	}
}

/* ---- balances
 * -------------------------------------------------------------------------------------------------------- */

static fixture observed(const char *need)
{
	fixture f = workshop("process\np\nq\n", HEAD "p,a,output,1\nq,a,input,0.5\nq,work,input,1\nq,b,output,1\n");
	static char needs[128];
	snprintf(needs, sizeof needs, "group,commodity,amount\nhome,a,%s\nhome,b,4\n", need);
	add(&f, "observed.csv", "process,activity\np,10\nq,4\n");
	add(&f, "stocks.csv", "commodity,amount\nwork,5\n"); /* an hour may be left over */
	add(&f, "needs.csv", needs);
	return f;
}

static void what_does_not_balance_is_named(void **state)
{
	(void)state;
	static const struct {
		const char *need, *unexplained;
	} cases[] = {{"8", NULL}, {"8.000001", NULL}, {"7.9", "0.1"}, {"8.25", "-0.25"}, {"7.9999", "0.0001"}};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		fixture f = observed(cases[i].need);
		assert_int_equal(check(&f), cases[i].unexplained ? CORDON_BAD_INPUT : CORDON_OK);
		if (cases[i].unexplained) {
			assert_finding(&f, &ECONOMY_UNBALANCED, "commodities.csv", 2, NULL, "a");
			assert_string_equal(finding(&f, &ECONOMY_UNBALANCED)->what.arg[2], cases[i].unexplained);
		}
		release(&f);
	}
}

static void a_recorded_discrepancy_explains(void **state)
{
	(void)state;
	fixture f = observed("8.25");
	add(&f, "discrepancies.csv", "commodity,amount\na,-0.25\n");
	assert_int_equal(check(&f), CORDON_OK);
	assert_finding(&f, &ECONOMY_LEFT_OVER, "discrepancies.csv", 2, "amount", "a");
	assert_string_equal(finding(&f, &ECONOMY_RECORDED)->what.arg[1], "1");
	release(&f);
}

static void too_little_labour_does_not_balance(void **state)
{
	(void)state;
	fixture f = observed("8");
	add(&f, "stocks.csv", "commodity,amount\nwork,3\n");
	assert_int_equal(check(&f), CORDON_BAD_INPUT);
	assert_finding(&f, &ECONOMY_UNBALANCED, "commodities.csv", 7, NULL, "work");
	release(&f);
}

/* ---- totals
 * ------------------------------------------------------------------------------------------------------------ */

static void a_total_beside_its_parts(void **state)
{
	(void)state;
	fixture f = workshop("process\np\n", HEAD "p,a,output,0.25\np,b,output,0.75\np,work,input,1\np,c,output,1\n");
	check(&f);
	assert_finding(&f, &ECONOMY_TOTAL_OUTPUT, "exchanges.csv", 5, "commodity", "c");
	release(&f);
	f = workshop("process\np\n", HEAD "p,a,output,0.25\np,b,output,0.5\np,work,input,1\np,c,output,1\n");
	check(&f);
	assert_int_equal(count(&f, &ECONOMY_TOTAL_OUTPUT), 0);
	release(&f);
}

static void more_mass_than_went_in(void **state)
{
	(void)state;
	static const char units[] = "unit,dimension,factor\nkg,mass,1\nhour,time,1\n";
	fixture f = workshop("process\np\n", HEAD "p,a,input,1.02\np,b,output,1\np,c,output,0.15\n");
	add(&f, "units.csv", units);
	check(&f);
	assert_finding(&f, &ECONOMY_TOTAL_MASS, "exchanges.csv", 3, "commodity", "b");
	release(&f);
	f = workshop("process\np\n", HEAD "p,a,input,1.2\np,b,output,1\np,c,output,0.15\n");
	add(&f, "units.csv", units);
	check(&f);
	assert_int_equal(count(&f, &ECONOMY_TOTAL_MASS), 0);
	release(&f);
}

static void a_total_row_and_a_total_column(void **state)
{
	(void)state;
	/* three industries with three inputs each, then row e = a + b + c, and column t = p + q + r */
	fixture f =
		workshop("process\np\nq\nr\nt\n",
				 HEAD "p,a,input,1\np,b,input,2\np,c,input,4\np,e,input,7\nq,a,input,3\nq,b,input,5\nq,c,input,0.5\n"
					  "q,e,input,8.5\nr,a,input,6\nr,b,input,1\nr,c,input,9\nr,e,input,16\nt,a,input,10\nt,b,input,8\n"
					  "t,c,input,13.5\nt,e,input,31.5\n");
	check(&f);
	assert_finding(&f, &ECONOMY_TOTAL_COMMODITY, "commodities.csv", 6, NULL, "e");
	assert_finding(&f, &ECONOMY_TOTAL_PROCESS, "processes.csv", 5, NULL, "t");
	assert_int_equal(count(&f, &ECONOMY_TOTAL_COMMODITY) + count(&f, &ECONOMY_TOTAL_PROCESS), 2);
	release(&f);
}

static void a_total_taken_for_a_group(void **state)
{
	(void)state;
	fixture f = workshop("process\np\n", HEAD "p,a,output,1\n");
	add(&f, "needs.csv",
		"group,commodity,amount\nx,a,1\ny,a,2\nz,a,4\nall,a,7\nx,b,5\ny,b,3\nz,b,4\nall,b,12\n"
		"x,c,2\ny,c,6\nz,c,1\nall,c,9\n");
	check(&f);
	assert_finding(&f, &ECONOMY_TOTAL_GROUP, "needs.csv", 0, NULL, "all");
	assert_int_equal(count(&f, &ECONOMY_TOTAL_GROUP), 1);
	release(&f);
}

/* ---- for nothing
 * ------------------------------------------------------------------------------------------------------- */

static void what_nobody_makes_or_uses(void **state)
{
	(void)state;
	fixture f = workshop("process\np\nq\n", HEAD "p,a,input,1\np,b,output,1\n");
	add(&f, "needs.csv", "group,commodity,amount\nhome,c,0\nhome,d,2\nhome,d,3\n");
	assert_int_equal(check(&f), CORDON_OK);
	assert_finding(&f, &ECONOMY_NOBODY_MAKES, "commodities.csv", 2, NULL, "a");
	assert_finding(&f, &ECONOMY_NOBODY_USES, "commodities.csv", 3, NULL, "b");
	assert_finding(&f, &ECONOMY_NEED_UNSERVED, "needs.csv", 3, "commodity", "d");
	assert_finding(&f, &ECONOMY_PROCESS_EMPTY, "processes.csv", 3, NULL, "q");
	assert_int_equal(count(&f, &ECONOMY_NOWHERE), 3); /* c is needed by nobody: its amount is 0 */
	assert_int_equal(count(&f, &ECONOMY_NEED_UNSERVED), 1);
	release(&f);
}

static void more_was_done_than_can_be(void **state)
{
	(void)state;
	fixture f = observed("8");
	add(&f, "capacities.csv", "process,capacity\np,9.5\nq,4\n");
	assert_int_equal(check(&f), CORDON_OK);
	assert_finding(&f, &ECONOMY_OVER_CAPACITY, "observed.csv", 2, "activity", "p");
	assert_int_equal(count(&f, &ECONOMY_OVER_CAPACITY), 1);
	release(&f);
}

int main(void)
{
	cordon_init();
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_recipe_that_eats_its_own_product),
		cmocka_unit_test(a_by_product_used_up_at_home_is_no_illness),
		cmocka_unit_test(transport_hands_on),
		cmocka_unit_test(a_loop_that_uses_more_than_it_makes),
		cmocka_unit_test(a_stock_feeds_a_loop),
		cmocka_unit_test(a_loop_downstream_is_not_blamed),
		cmocka_unit_test(a_choice_of_technique_saves_a_loop),
		cmocka_unit_test(badly_scaled_loops_are_decided_rightly),
		cmocka_unit_test(the_spectral_radius_is_the_closed_forms),
		cmocka_unit_test(what_does_not_balance_is_named),
		cmocka_unit_test(a_recorded_discrepancy_explains),
		cmocka_unit_test(too_little_labour_does_not_balance),
		cmocka_unit_test(a_total_beside_its_parts),
		cmocka_unit_test(more_mass_than_went_in),
		cmocka_unit_test(a_total_row_and_a_total_column),
		cmocka_unit_test(a_total_taken_for_a_group),
		cmocka_unit_test(what_nobody_makes_or_uses),
		cmocka_unit_test(more_was_done_than_can_be),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
