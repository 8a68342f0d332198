/* The acts of the economy over a state in memory: what each takes, from whom, and what it refuses with which reason. */
#include "council_fixture.h"

#include "plan/acts.h"
#include "plan/amount.h"

#include <stdio.h>
#include <string.h>

/* A bakery (ana, luis), a mill (rosa), a neighbourhood (eva) and their council, with units and commodities. */
static void federation(fixture *f)
{
	fixture_open(f);
	fixture_base(f, "panaderia", "workplace", "ana", "luis", NULL);
	fixture_base(f, "molino", "workplace", "rosa", "pedro", NULL);
	fixture_base(f, "poblacion", "neighbourhood", "eva", "juan", NULL);
	fixture_council(f, "cordon", "cordon", "clara", NULL);
	fixture_join(f, "cordon", "panaderia");
	fixture_join(f, "cordon", "molino");
	fixture_join(f, "cordon", "poblacion");
	fixture_decided(f, "cordon", "unit", "{'body': 'cordon', 'unit': 'kg', 'dimension': 'mass'}");
	fixture_decided(f, "cordon", "unit",
			"{'body': 'cordon', 'unit': 'g', 'dimension': 'mass', 'factor': '1/1000'}");
	fixture_decided(f, "cordon", "unit", "{'body': 'cordon', 'unit': 'hour', 'dimension': 'time'}");
	for (int i = 0; i < 3; i++)
		fixture_decided(f, "cordon", "commodity", "{'body': 'cordon', 'commodity': '%s', 'unit': 'kg'}",
				((const char *const[]){"bread", "flour", "wheat"})[i]);
	fixture_decided(f, "cordon", "commodity",
			"{'body': 'cordon', 'commodity': 'welding', 'unit': 'hour', 'kind': 'labour'}");
	fixture_decided(f, "cordon", "commodity",
			"{'body': 'cordon', 'commodity': 'smoke', 'unit': 'kg', 'kind': 'emission'}");
}

#define BAKING "{'body': 'panaderia', 'process': 'baking', 'inputs': {'flour': '750 g'}, 'outputs': {'bread': 1}}"

static void expect_decimal(const char *expected, int count, const char *const number[], const char *factor)
{
	char out[AMOUNT_DECIMAL];
	mpq_t sum;
	mpq_init(sum);
	for (int i = 0; i < count; i++)
		amount_add(sum, number[i], factor, "1");
	assert_string_equal(amount_decimal(sum, out), expected);
	mpq_clear(sum);
}

static void amounts_are_exact(void **unused)
{
	(void)unused;
	expect_decimal("0.3", 2, (const char *const[]){"0.1", "0.2"}, "1");
	expect_decimal("1", 3, (const char *const[]){"1/3", "1/3", "1/3"}, "1");
	expect_decimal("0.3333333333333333333333", 1, (const char *const[]){"1/3"}, "1");
	expect_decimal("333.3333333333333333333333", 1, (const char *const[]){"1/3"}, "1000");
	expect_decimal("0", 0, NULL, "1");
	expect_decimal("999999999999999000000000", 1, (const char *const[]){"999999999999999"}, "1000000000");
	/* 1/999999999999999 = 1.000000000000001 x 10^-15, of a unit of 10^-9 */
	expect_decimal("0.000000000000000000000001000000000000001", 1, (const char *const[]){"1/999999999999999"},
		       "1/1000000000");
	amount a;
	assert_true(amount_read("2/3 hour", &a));
	assert_string_equal(a.number, "2/3");
	assert_string_equal(a.unit, "hour");
	assert_true(amount_read("0.75", &a));
	assert_string_equal(a.unit, "");
	assert_true(amount_read("3 CLP bn", &a));
	assert_string_equal(a.unit, "CLP bn");
	static const char *const wrong[] = {
		"", "kg", "-1", "1e3", "1,5", "3 ", " 3", "3  kg", "1/0", "0x10", ".5", "5.", "1234567890123456"};
	for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
		assert_false(amount_read(wrong[i], &a));
}

static void each_by_the_body_concerned(void **unused)
{
	(void)unused;
	fixture f;
	federation(&f);
	/* by nobody but a decision */
	fixture_refused(&f, "clara", "record.may_not", "unit", "{'body': 'cordon', 'unit': 't', 'dimension': 'mass'}");
	fixture_refused(&f, "clara", "record.may_not", "commodity",
			"{'body': 'cordon', 'commodity': 'salt', 'unit': 'kg'}");
	fixture_refused(&f, "clara", "record.may_not", "tier", "{'body': 'cordon', 'commodity': 'bread', 'tier': 1}");
	/* for a workplace by its officers: not by its other members, not by the council, not by another workplace */
	fixture_refused(&f, "luis", "record.may_not", "process", BAKING);
	fixture_refused(&f, "clara", "record.may_not", "process", BAKING);
	fixture_refused(&f, "rosa", "record.may_not", "process", BAKING);
	fixture_undecided(&f, "cordon", "council.not_its_decision", "process", BAKING);
	fixture_ok(&f, "ana", "process", BAKING);
	fixture_decided(&f, "panaderia", "process", BAKING);
	static const char *const own[][2] = {
		{"process_end", "{'body': 'panaderia', 'process': 'baking'}"},
		{"capacity", "{'body': 'panaderia', 'process': 'baking', 'capacity': '400'}"},
		{"stock", "{'body': 'panaderia', 'commodity': 'flour', 'amount': '3'}"},
		{"need", "{'body': 'panaderia', 'commodity': 'bread', 'amount': '3'}"}};
	for (size_t i = 0; i < sizeof own / sizeof *own; i++) {
		fixture_refused(&f, "luis", "record.may_not", own[i][0], "%s", own[i][1]);
		fixture_refused(&f, "eva", "record.may_not", own[i][0], "%s", own[i][1]);
		fixture_undecided(&f, "cordon", "council.not_its_decision", own[i][0], "%s", own[i][1]);
	}
	/* whoever stands before the gate, but no stranger */
	fixture_refused(&f, "rosa", "record.may_not", "stoppage",
			"{'body': 'panaderia', 'stoppage': 's', 'text': 't'}");
	fixture_ok(&f, "luis", "stoppage", "{'body': 'panaderia', 'stoppage': 's', 'text': 't'}");
	fixture_refused(&f, "rosa", "record.may_not", "stoppage_end", "{'body': 'panaderia', 'stoppage': 's'}");
	fixture_ok(&f, "luis", "stoppage_end", "{'body': 'panaderia', 'stoppage': 's'}");
	fixture_close(&f);
}

/* A council whose decisions bind decides for a workplace what it may, and never what that can make. */
static void nobody_declares_for_a_bound_workplace(void **unused)
{
	(void)unused;
	for (size_t i = 0; i < plan_kinds; i++) {
		static const char *const not_own = "unit commodity tier";
		bool listed = strstr(not_own, plan_kind[i]->name) != NULL;
		assert_int_equal(plan_kind[i]->own, !listed);
	}
}

static void units_and_commodities(void **unused)
{
	(void)unused;
	fixture f;
	federation(&f);
	fixture_undecided(&f, "cordon", "plan.unit_there", "unit",
			  "{'body': 'cordon', 'unit': 'kg', 'dimension': 'length'}");
	fixture_undecided(&f, "cordon", "plan.factor", "unit",
			  "{'body': 'cordon', 'unit': 't', 'dimension': 'mass', 'factor': '0'}");
	fixture_undecided(&f, "cordon", "plan.factor", "unit",
			  "{'body': 'cordon', 'unit': 't', 'dimension': 'mass', 'factor': '1000000001'}");
	fixture_undecided(&f, "cordon", "plan.factor", "unit",
			  "{'body': 'cordon', 'unit': 't', 'dimension': 'mass', 'factor': '1/1000000001'}");
	fixture_undecided(&f, "cordon", "plan.no_line", "unit",
			  "{'body': 'cordon', 'unit': ' t', 'dimension': 'mass'}");
	fixture_undecided(&f, "cordon", "plan.no_unit", "commodity",
			  "{'body': 'cordon', 'commodity': 'salt', 'unit': 'sack'}");
	fixture_undecided(&f, "cordon", "plan.no_line", "commodity",
			  "{'body': 'cordon', 'commodity': 'salt', 'unit': 'kg', 'name': 'Salt\\nof the sea'}");
	/* kept as agreed, but for its name */
	fixture_undecided(&f, "cordon", "plan.commodity_there", "commodity",
			  "{'body': 'cordon', 'commodity': 'bread', 'unit': 'hour'}");
	fixture_undecided(&f, "cordon", "plan.commodity_there", "commodity",
			  "{'body': 'cordon', 'commodity': 'bread', 'unit': 'kg', 'kind': 'labour'}");
	fixture_undecided(&f, "molino", "plan.commodity_there", "commodity",
			  "{'body': 'molino', 'commodity': 'bread', 'unit': 'kg'}");
	fixture_decided(&f, "cordon", "commodity",
			"{'body': 'cordon', 'commodity': 'bread', 'unit': 'kg', 'name': 'Bread'}");
	fixture_close(&f);
}

static void refused_recipe(fixture *f, const char *code, const char *inputs, const char *outputs)
{
	fixture_refused(f, "ana", code, "process",
			"{'body': 'panaderia', 'process': 'baking', 'inputs': %s, 'outputs': %s}", inputs, outputs);
}

static void recipes_that_cannot_be(void **unused)
{
	(void)unused;
	fixture f;
	federation(&f);
	refused_recipe(&f, "plan.other_unit", "{'welding': '3 kg'}", "{'bread': 1}");
	refused_recipe(&f, "plan.no_unit", "{'flour': '3 sacks'}", "{'bread': 1}");
	refused_recipe(&f, "plan.no_commodity", "{'flour': 1}", "{'cake': 1}");
	refused_recipe(&f, "plan.no_amount", "{'flour': '-1'}", "{'bread': 1}");
	refused_recipe(&f, "plan.no_amount", "{'flour': -1}", "{'bread': 1}");
	refused_recipe(&f, "plan.no_amount", "{'flour': {}}", "{'bread': 1}");
	refused_recipe(&f, "plan.no_amount", "{'flour': true}", "{'bread': 1}");
	refused_recipe(&f, "plan.nothing", "{'flour': '0.0'}", "{'bread': 1}");
	refused_recipe(&f, "plan.side", "['flour']", "{'bread': 1}");
	refused_recipe(&f, "plan.makes_nothing", "{'flour': 1}", "{}");
	refused_recipe(&f, "plan.eats_itself", "{'bread': '1000 g'}", "{'bread': 1}");
	refused_recipe(&f, "plan.no_commodity", "{'flour': 1, 'Not An Id': 1}", "{'bread': 1}");
	/* the difference is what counts, exactly */
	fixture_ok(&f, "ana", "process",
		   "{'body': 'panaderia', 'process': 'p', 'inputs': {'bread': '999.999999999 g'}, 'outputs': {'bread': "
		   "1}}");
	fixture_refused(&f, "ana", "record.field_wrong", "process",
			"{'body': 'panaderia', 'process': 'p', 'outputs': {'bread': 1}, 'capacity': '-1'}");
	fixture_refused(&f, "ana", "plan.no_process", "capacity",
			"{'body': 'panaderia', 'process': 'milling', 'capacity': '1'}");
	fixture_refused(&f, "ana", "plan.no_process", "process_end", "{'body': 'panaderia', 'process': 'milling'}");
	fixture_ok(&f, "ana", "process_end", "{'body': 'panaderia', 'process': 'p'}");
	fixture_refused(&f, "ana", "plan.no_process", "capacity",
			"{'body': 'panaderia', 'process': 'p', 'capacity': '1'}");
	fixture_close(&f);
}

static void a_recipe_has_a_limit(void **unused)
{
	(void)unused;
	fixture f;
	static char list[20000];
	int used = 0;
	federation(&f);
	for (int i = 0; i < 200; i++) {
		fixture_decided(&f, "cordon", "commodity", "{'body': 'cordon', 'commodity': 'c%d', 'unit': 'kg'}", i);
		used += snprintf(list + used, sizeof list - (size_t)used, "%s'c%d': 1", i ? ", " : "", i);
	}
	fixture_refused(&f, "ana", "plan.recipe_full", "process",
			"{'body': 'panaderia', 'process': 'p', 'inputs': {%s}, 'outputs': {'bread': 1}}", list);
	fixture_ok(&f, "ana", "process", "{'body': 'panaderia', 'process': 'p', 'outputs': {%s}}", list);
	fixture_close(&f);
}

static void stocks_needs_and_tiers(void **unused)
{
	(void)unused;
	fixture f;
	federation(&f);
	fixture_refused(&f, "ana", "plan.other_unit", "stock",
			"{'body': 'panaderia', 'commodity': 'welding', 'amount': '3 kg'}");
	fixture_refused(&f, "ana", "plan.no_commodity", "stock",
			"{'body': 'panaderia', 'commodity': 'cake', 'amount': '3'}");
	fixture_refused(&f, "ana", "plan.no_amount", "stock",
			"{'body': 'panaderia', 'commodity': 'flour', 'amount': 'three'}");
	fixture_refused(&f, "ana", "plan.limit", "stock", "{'body': 'panaderia', 'commodity': 'smoke', 'amount': '9'}");
	fixture_undecided(&f, "panaderia", "plan.limit", "stock",
			  "{'body': 'panaderia', 'commodity': 'smoke', 'amount': '9'}");
	fixture_refused(&f, "clara", "plan.limit", "stock", "{'body': 'cordon', 'commodity': 'smoke', 'amount': '9'}");
	fixture_decided(&f, "cordon", "stock", "{'body': 'cordon', 'commodity': 'smoke', 'amount': '9'}");
	fixture_refused(&f, "eva", "plan.other_unit", "need",
			"{'body': 'poblacion', 'commodity': 'bread', 'amount': '3 hour'}");
	fixture_refused(&f, "eva", "plan.no_commodity", "need",
			"{'body': 'poblacion', 'commodity': 'cake', 'amount': '3'}");
	fixture_undecided(&f, "cordon", "plan.no_commodity", "tier",
			  "{'body': 'cordon', 'commodity': 'cake', 'tier': 1}");
	fixture_undecided(&f, "cordon", "plan.no_body", "tier",
			  "{'body': 'cordon', 'commodity': 'bread', 'of': 'nobody', 'tier': 1}");
	fixture_undecided(&f, "cordon", "record.field_wrong", "tier",
			  "{'body': 'cordon', 'commodity': 'bread', 'tier': 10}");
	fixture_close(&f);
}

static void stoppages(void **unused)
{
	(void)unused;
	fixture f;
	federation(&f);
	fixture_refused(&f, "luis", "plan.nothing_stops", "stoppage",
			"{'body': 'panaderia', 'stoppage': 's', 'text': 'locked'}");
	fixture_ok(&f, "ana", "process", BAKING);
	fixture_refused(&f, "luis", "plan.no_process", "stoppage",
			"{'body': 'panaderia', 'stoppage': 's', 'process': 'milling', 'text': 'locked'}");
	fixture_ok(&f, "luis", "stoppage",
		   "{'body': 'panaderia', 'stoppage': 's', 'process': 'baking', 'text': 'locked'}");
	fixture_refused(&f, "luis", "plan.name_taken", "stoppage",
			"{'body': 'panaderia', 'stoppage': 's', 'text': 'locked'}");
	fixture_refused(&f, "pedro", "plan.no_stoppage", "stoppage_end", "{'body': 'molino', 'stoppage': 's'}");
	fixture_ok(&f, "luis", "stoppage_end", "{'body': 'panaderia', 'stoppage': 's'}");
	fixture_refused(&f, "luis", "plan.no_stoppage", "stoppage_end", "{'body': 'panaderia', 'stoppage': 's'}");
	fixture_close(&f);
}

/* What one entry says twice is said the second way: an effect of a decision may repeat what another said. */
static void one_entry_may_say_a_thing_twice(void **unused)
{
	(void)unused;
	fixture f;
	federation(&f);
	fixture_ok(&f, "ana", "process", BAKING);
	f.entry--; /* the next act is of the same entry */
	fixture_ok(&f, "ana", "process", "{'body': 'panaderia', 'process': 'baking', 'outputs': {'flour': 2}}");
	assert_int_equal(state_number(f.state, -1, "SELECT count(*) FROM economy_recipe", ""), 1);
	assert_int_equal(state_number(f.state, -1, "SELECT count(*) FROM economy_process", ""), 1);
	fixture_close(&f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(amounts_are_exact),
		cmocka_unit_test(each_by_the_body_concerned),
		cmocka_unit_test(nobody_declares_for_a_bound_workplace),
		cmocka_unit_test(units_and_commodities),
		cmocka_unit_test(recipes_that_cannot_be),
		cmocka_unit_test(a_recipe_has_a_limit),
		cmocka_unit_test(stocks_needs_and_tiers),
		cmocka_unit_test(stoppages),
		cmocka_unit_test(one_entry_may_say_a_thing_twice),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
