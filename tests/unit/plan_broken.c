/* Solvers and makers broken on purpose, by name: the verifier must catch each. The solver is broken between the model
 * and the plan (the linker gives us its calls: --wrap=cordon_lp_solve); the maker in the plan it made. The valley they
 * plan for has two levels in tier 1 and a tier 2 of which one need cannot be served at all. */
#include "economy_fixture.h"

#include <cordon/plan.h>

#include "base/text.h"

#include <math.h>

/* ---- the valley -------------------------------------------------------------------------------------------------- */

static cordon_economy *read_valley(fixture *f)
{
	*f = (fixture){0};
	add(f, "commodities.csv",
	    "commodity,unit,kind\nbread,kg,good\nflour,kg,good\nwheat,kg,good\ncloth,m,good\nmilk,l,good\ntea,kg,good\n"
	    "work,hour,labour\n");
	add(f, "processes.csv", "process\nbaking\nmilling\nweaving\ndairy\n");
	add(f, "exchanges.csv",
	    "process,commodity,direction,amount\nbaking,flour,input,0.75\nbaking,work,input,0.05\nbaking,bread,output,"
	    "1\n"
	    "milling,wheat,input,1.3\nmilling,work,input,0.01\nmilling,flour,output,1\nweaving,work,input,0.2\n"
	    "weaving,cloth,output,1\ndairy,work,input,0.1\ndairy,milk,output,1\n");
	add(f, "capacities.csv", "process,capacity\nweaving,120\ndairy,100\n");
	add(f, "stocks.csv", "commodity,amount\nwheat,300\nwork,60\n");
	add(f, "needs.csv",
	    "group,commodity,amount,tier\nhouseholds,bread,360,1\nhouseholds,cloth,200,1\nschool,milk,90,2\n"
	    "school,tea,20,2\n");
	assert_int_equal(read_it(f), CORDON_OK);
	return f->economy;
}

static bool keep_text(void *context, const void *bytes, size_t size)
{
	text_add(context, bytes, size);
	return true;
}

/* What the verifier says of a plan, against the valley read afresh. */
static cordon_status verdict_of(const cordon_economy *planned, const cordon_plan *plan, cordon_plan_verdict *verdict)
{
	text file = {0};
	fixture fresh;
	assert_int_equal(cordon_plan_write(planned, plan, &(cordon_writer){keep_text, &file}), CORDON_OK);
	cordon_economy *e = read_valley(&fresh);
	cordon_status status = cordon_plan_verify(e, text_string(&file), file.length, "plan", 0, verdict, &fresh.error);
	assert_int_equal(status == CORDON_OK, verdict->proven);
	assert_int_equal(status == CORDON_OK, fresh.error.errors == 0);
	text_free(&file);
	release(&fresh);
	return status;
}

/* ---- broken solvers ---------------------------------------------------------------------------------------------- */

typedef void damage_programme(cordon_lp *lp);
typedef void damage_solution(const cordon_lp *lp, cordon_lp_solution *solution);

static damage_programme *before;
static damage_solution *after;

cordon_status __real_cordon_lp_solve(const cordon_lp *lp, const cordon_lp_options *options,
				     cordon_lp_solution *solution);
cordon_status __wrap_cordon_lp_solve(const cordon_lp *lp, const cordon_lp_options *options,
				     cordon_lp_solution *solution);

cordon_status __wrap_cordon_lp_solve(const cordon_lp *lp, const cordon_lp_options *options,
				     cordon_lp_solution *solution)
{
	if (before)
		before((cordon_lp *)(uintptr_t)lp);
	cordon_status status = __real_cordon_lp_solve(lp, options, solution);
	if (after && solution->x && solution->y) {
		after(lp, solution);
		free(solution->basis);
		solution->basis = NULL;
		status = CORDON_OK; /* a broken solver is sure of itself */
	}
	return status;
}

/* An input of the first process is not seen. */
static void drops_an_input(cordon_lp *lp)
{
	for (int64_t k = lp->start[0]; k < lp->start[1]; k++)
		if (lp->value[k] < 0) {
			lp->value[k] = 0;
			return;
		}
}

/* The balance of the most constrained row is not kept. */
static void forgets_a_balance(cordon_lp *lp)
{
	for (int b = 0; b < lp->rows; b++)
		if (lp->row_lower[b] < -200) /* wheat */
			lp->row_lower[b] *= 2;
}

static void runs_beyond_capacity(const cordon_lp *lp, cordon_lp_solution *s)
{
	for (int j = 0; j < lp->columns; j++) {
		s->x[j] *= 1 + 1e-6;
		lp->upper[j] *= 1 + 1e-6; /* its idea of what it may */
	}
}

/* Stops as soon as its own residuals look small: the small activities are still missing. */
static void leaves_out_the_small(const cordon_lp *lp, cordon_lp_solution *s)
{
	double largest = 0;
	for (int j = 0; j < 4 && j < lp->columns; j++)
		largest = fmax(largest, s->x[j]);
	for (int j = 0; j < 4 && j < lp->columns; j++)
		s->x[j] = s->x[j] < 0.5 * largest ? 0 : s->x[j];
}

static void stops_early(const cordon_lp *lp, cordon_lp_solution *s)
{
	for (int j = 0; j < lp->columns; j++)
		s->x[j] *= 0.999;
}

static void mixes_up_prices(const cordon_lp *lp, cordon_lp_solution *s)
{
	double first = s->y[0];
	for (int b = 0; b + 1 < lp->rows; b++)
		s->y[b] = s->y[b + 1];
	s->y[lp->rows - 1] = first;
}

static void prices_nothing(const cordon_lp *lp, cordon_lp_solution *s)
{
	memset(s->y, 0, (size_t)lp->rows * sizeof *s->y);
}

static void test_broken_solvers_are_caught(void **state)
{
	(void)state;
	static const struct {
		const char *name;
		damage_programme *before;
		damage_solution *after;
	} broken[] = {
		{"drops an input", drops_an_input, NULL},
		{"forgets a balance", forgets_a_balance, NULL},
		{"runs beyond capacity", NULL, runs_beyond_capacity},
		{"leaves out the small", NULL, leaves_out_the_small},
		{"stops early", NULL, stops_early},
		{"mixes up prices", NULL, mixes_up_prices},
		{"prices nothing", NULL, prices_nothing},
	};
	for (size_t i = 0; i < sizeof broken / sizeof *broken; i++) {
		fixture f;
		cordon_plan *plan = NULL;
		cordon_plan_verdict verdict;
		cordon_economy *e = read_valley(&f);
		before = broken[i].before;
		after = broken[i].after;
		cordon_plan_make(e, NULL, 0, NULL, &plan, &f.error);
		before = NULL;
		after = NULL;
		assert_non_null(plan);
		cordon_status status = verdict_of(e, plan, &verdict);
		print_message("# a solver that %s: %s (level gap %.1e, last gap %.1e, balance %.1e)\n", broken[i].name,
			      status ? "caught" : "MISSED", verdict.level_gap, verdict.last_gap,
			      verdict.balance_violation);
		assert_int_equal(status, CORDON_UNPROVEN);
		cordon_plan_free(plan);
		release(&f);
	}
}

/* ---- broken makers ----------------------------------------------------------------------------------------------- */

enum { BREAD, FLOUR, WHEAT, CLOTH, MILK, TEA, WORK };
enum { BAKING, MILLING, WEAVING, DAIRY };

static int row_of(const cordon_plan *plan, int commodity)
{
	for (int b = 0; b < plan->balances; b++)
		if (plan->balance[b].commodity == commodity)
			return b;
	fail();
	abort();
}

static cordon_plan_element *element_of(cordon_plan *plan, int commodity)
{
	for (int i = 0; i < plan->elements; i++)
		if (plan->balance[plan->element[i].balance].commodity == commodity)
			return &plan->element[i];
	fail();
	abort();
}

static cordon_plan_stage *stage_of(cordon_plan *plan, int commodity)
{
	return &plan->stage[element_of(plan, commodity)->stage];
}

/* Bread and cloth are closed together at the lower of their levels. */
static void stops_one_level_early(cordon_plan *plan)
{
	cordon_plan_element *bread = element_of(plan, BREAD), *cloth = element_of(plan, CLOTH);
	int gone = bread->stage;
	bread->fulfilment = cloth->fulfilment;
	bread->stage = cloth->stage;
	free(plan->stage[gone].price);
	memmove(&plan->stage[gone], &plan->stage[gone + 1], (size_t)(plan->stages - gone - 1) * sizeof *plan->stage);
	plan->stages--;
	for (int i = 0; i < plan->elements; i++)
		plan->element[i].stage -= plan->element[i].stage > gone;
}

static void takes_the_prices_of_another_stage(cordon_plan *plan)
{
	double *first = stage_of(plan, CLOTH)->price;
	stage_of(plan, CLOTH)->price = stage_of(plan, BREAD)->price;
	stage_of(plan, BREAD)->price = first;
}

static void delivers_what_nobody_makes(cordon_plan *plan)
{
	element_of(plan, TEA)->fulfilment = 1;
	stage_of(plan, TEA)->value = stage_of(plan, TEA)->bound = 1;
	stage_of(plan, TEA)->gap = 0;
}

/* Believes that the mill can do less than it can, so that its bound looks reached. */
static void takes_a_box_too_small(cordon_plan *plan)
{
	element_of(plan, BREAD)->fulfilment = 0.7;
	stage_of(plan, BREAD)->value = stage_of(plan, BREAD)->bound = 0.7;
	stage_of(plan, BREAD)->gap = 0;
}

/* Bread is closed at the first level as if it stood there: whoever shares its inputs would lack them later. */
static void closes_above_the_level(cordon_plan *plan)
{
	element_of(plan, BREAD)->stage = element_of(plan, CLOTH)->stage;
}

static void serves_tier_2_first(cordon_plan *plan)
{
	element_of(plan, BREAD)->fulfilment = 0;
	plan->activity[BAKING] = plan->activity[MILLING] = 0;
}

static void rounds_its_objective(cordon_plan *plan)
{
	cordon_plan_stage *last = &plan->stage[plan->stages - 1];
	last->bound = last->value = last->value * 0.99;
	last->gap = 0;
}

static void asks_for_a_wide_gap(cordon_plan *plan)
{
	plan->gap_asked = 1;
	stops_one_level_early(plan);
}

/* Cloth is fixed at its limit, so its price adds nothing to a later bound, and may be so large that it swallows what
 * the other prices say: then, unless sums are rounded against it, the bound on bread is 0. */
static void hides_behind_rounding(cordon_plan *plan, double price)
{
	cordon_plan_stage *cloth = stage_of(plan, CLOTH), *bread = stage_of(plan, BREAD);
	assert_true(bread > cloth);
	element_of(plan, CLOTH)->fulfilment = cloth->value = 120.0 / 200;
	plan->activity[WEAVING] = 120;
	element_of(plan, BREAD)->fulfilment = bread->value = bread->bound = 0.7;
	bread->gap = 0;
	bread->price[row_of(plan, CLOTH)] = price;
}

static void hides_behind_a_long_double(cordon_plan *plan)
{
	hides_behind_rounding(plan, 1e25);
}

static void hides_behind_twice_that(cordon_plan *plan)
{
	hides_behind_rounding(plan, 1e60);
}

static void rounds_fulfilments_up(cordon_plan *plan)
{
	element_of(plan, CLOTH)->fulfilment += 1e-8;
	stage_of(plan, CLOTH)->value += 1e-8;
}

static void test_broken_makers_are_caught(void **state)
{
	(void)state;
	static const struct {
		const char *name;
		void (*damage)(cordon_plan *plan);
	} broken[] = {
		{"stops one level early", stops_one_level_early},
		{"takes the prices of another stage", takes_the_prices_of_another_stage},
		{"delivers what nobody makes", delivers_what_nobody_makes},
		{"takes a box too small", takes_a_box_too_small},
		{"closes above the level", closes_above_the_level},
		{"serves tier 2 first", serves_tier_2_first},
		{"rounds its objective", rounds_its_objective},
		{"asks for a wide gap", asks_for_a_wide_gap},
		{"hides behind the rounding of a long double", hides_behind_a_long_double},
		{"hides behind the rounding of twice that", hides_behind_twice_that},
		{"rounds fulfilments up", rounds_fulfilments_up},
	};
	for (size_t i = 0; i < sizeof broken / sizeof *broken; i++) {
		fixture f;
		cordon_plan *plan = NULL;
		cordon_plan_verdict verdict;
		cordon_economy *e = read_valley(&f);
		assert_int_equal(cordon_plan_make(e, NULL, 0, NULL, &plan, &f.error), CORDON_OK);
		assert_int_equal(verdict_of(e, plan, &verdict), CORDON_OK);
		broken[i].damage(plan);
		cordon_status status = verdict_of(e, plan, &verdict);
		print_message("# a maker that %s: %s\n", broken[i].name, status ? "caught" : "MISSED");
		assert_int_equal(status, CORDON_UNPROVEN);
		cordon_plan_free(plan);
		release(&f);
	}
}

/* By hand: cloth 120/200; bread from 300 kg of wheat, so 300 / 1.3 / 0.75 of 360; milk in full; no tea. */
static void test_the_valley_as_computed_by_hand(void **state)
{
	(void)state;
	fixture f;
	cordon_plan *plan = NULL;
	cordon_plan_verdict verdict;
	cordon_economy *e = read_valley(&f);
	assert_int_equal(cordon_plan_make(e, NULL, 0, NULL, &plan, &f.error), CORDON_OK);
	const struct {
		int commodity;
		double fulfilment;
	} hand[] = {{CLOTH, 120.0 / 200}, {BREAD, 300 / 1.3 / 0.75 / 360}, {MILK, 1}, {TEA, 0}};
	for (size_t i = 0; i < sizeof hand / sizeof *hand; i++)
		assert_true(fabs(element_of(plan, hand[i].commodity)->fulfilment - hand[i].fulfilment) < 1e-9);
	assert_int_equal(verdict_of(e, plan, &verdict), CORDON_OK);
	double flour = 300 / 1.3, bread = flour / 0.75;
	assert_true(fabs(verdict.objective - (0.01 * flour + 0.05 * bread + 0.2 * 120 + 0.1 * 90)) < 1e-6);
	assert_true(verdict.level_gap <= 1e-6 && verdict.last_gap <= 1e-6 && verdict.rest == 0);
	cordon_plan_free(plan);
	release(&f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_the_valley_as_computed_by_hand),
		cmocka_unit_test(test_broken_solvers_are_caught),
		cmocka_unit_test(test_broken_makers_are_caught),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
