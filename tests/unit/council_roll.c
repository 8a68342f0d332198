/* Rolls: enrolling with sponsors, leaving, going over; who stood where on a past day; nobody on two rolls of a kind. */
#include "council_fixture.h"

#include "council/body.h"
#include "council/officer.h"
#include "council/person.h"
#include "council/roll.h"

#include <string.h>

static void one_roll_of_a_kind(void **unused)
{
	(void)unused;
	fixture f;
	char where[BODY_ID];
	fixture_open(&f);
	fixture_base(&f, "panaderia", "workplace", "ana", "benito", NULL);
	fixture_base(&f, "molino", "workplace", "diego", "", NULL);
	fixture_base(&f, "lo-errazuriz", "neighbourhood", "elena", "benito", NULL);
	fixture_refused(&f, "diego", "council.on_roll", "enrol", "{'body': 'molino', 'person': 'benito'}");
	fixture_refused(&f, "ana", "council.on_roll", "enrol", "{'body': 'panaderia', 'person': 'benito'}");
	fixture_refused(&f, "diego", "record.may_not", "enrol", "{'body': 'panaderia', 'person': 'carla'}");
	fixture_refused(&f, "ana", "record.may_not", "enrol", "{'body': 'nothing', 'person': 'carla'}");
	fixture_council(&f, "cerrillos", "cordon", "ana", NULL);
	fixture_refused(&f, "ana", "council.not_of_people", "enrol", "{'body': 'cerrillos', 'person': 'carla'}");
	assert_true(person_stands(f.state, "benito", "workplace", where));
	assert_string_equal(where, "panaderia");
	assert_true(person_stands(f.state, "benito", "neighbourhood", where));
	assert_string_equal(where, "lo-errazuriz");
	assert_false(person_stands(f.state, "benito", "union", where));
	assert_int_equal(roll_size(f.state, "panaderia"), 2);
	fixture_close(&f);
}

static void leaving_ends_standing_and_offices_from_then_on(void **unused)
{
	(void)unused;
	fixture f;
	fixture_open(&f);
	fixture_base(&f, "panaderia", "workplace", "ana", "benito carla", NULL);
	fixture_decided(&f, "panaderia", "officer", "{'body': 'panaderia', 'office': 'chair', 'person': 'benito'}");
	fixture_refused(&f, "carla", "record.may_not", "leave", "{'body': 'panaderia', 'person': 'benito'}");
	fixture_ok(&f, "benito", "leave", "{'body': 'panaderia', 'person': 'benito'}");
	assert_false(roll_has(f.state, "panaderia", "benito"));
	assert_true(roll_had(f.state, "panaderia", "benito", f.time - 1));
	assert_false(roll_had(f.state, "panaderia", "benito", f.time));
	assert_false(officer_has(f.state, "panaderia", "chair", "benito", f.time));
	fixture_refused(&f, "ana", "council.not_on_roll", "leave", "{'body': 'panaderia', 'person': 'benito'}");
	int64_t left = f.time;
	fixture_ok(&f, "ana", "enrol",
		   "{'body': 'panaderia', 'person': 'benito'}"); /* comes back, without the office */
	assert_true(roll_had(f.state, "panaderia", "benito", f.time));
	assert_false(roll_had(f.state, "panaderia", "benito", left));
	assert_false(officer_has(f.state, "panaderia", "chair", "benito", f.time));
	fixture_ok(&f, "ana", "leave",
		   "{'body': 'panaderia', 'person': 'carla'}"); /* the secretary, for one who died */
	fixture_decided(&f, "panaderia", "leave", "{'body': 'panaderia', 'person': 'benito'}");
	assert_int_equal(roll_size(f.state, "panaderia"), 1);
	fixture_ok(&f, "ana", "leave", "{'body': 'panaderia', 'person': 'ana'}"); /* the last one */
	assert_int_equal(roll_size(f.state, "panaderia"), 0);
	fixture_close(&f);
}

static void sponsors_sign_where_the_rules_ask(void **unused)
{
	(void)unused;
	fixture f;
	fixture_open(&f);
	fixture_base(&f, "panaderia", "workplace", "ana", "", "{'sponsors': 2}");
	fixture_ok(&f, "ana", "enrol",
		   "{'body': 'panaderia', 'person': 'benito'}"); /* there is nobody yet to sponsor */
	fixture_refused(&f, "ana", "council.sponsors_few", "enrol", "{'body': 'panaderia', 'person': 'carla'}");
	fixture_refused(&f, "ana", "council.sponsor_signs", "enrol",
			"{'body': 'panaderia', 'person': 'carla', 'sponsors': ['benito']}");
	fixture_refused(&f, "ana", "council.sponsor_another", "enrol",
			"{'body': 'panaderia', 'person': 'carla', 'sponsors': ['ana']}");
	fixture_ok(&f, "ana benito", "enrol", "{'body': 'panaderia', 'person': 'carla', 'sponsors': ['benito']}");
	fixture_refused(&f, "ana benito", "council.sponsors_few", "enrol",
			"{'body': 'panaderia', 'person': 'diego', 'sponsors': ['benito']}");
	fixture_refused(&f, "ana benito", "council.sponsor_twice", "enrol",
			"{'body': 'panaderia', 'person': 'diego', 'sponsors': ['benito', 'benito']}");
	fixture_refused(&f, "ana benito elena", "council.not_on_roll_who", "enrol",
			"{'body': 'panaderia', 'person': 'diego', 'sponsors': ['benito', 'elena']}");
	fixture_refused(&f, "benito carla", "record.may_not", "enrol",
			"{'body': 'panaderia', 'person': 'diego', 'sponsors': ['benito', 'carla']}");
	fixture_ok(&f, "carla benito ana", "enrol",
		   "{'body': 'panaderia', 'person': 'diego', 'sponsors': ['carla', 'benito']}");
	assert_int_equal(state_number(f.state, 0, "SELECT count(*) FROM sponsor WHERE person = 'diego'", ""), 2);
	assert_true(state_has(f.state, "SELECT 1 FROM roll WHERE person = 'diego' AND enrolled_by = 'ana'", ""));
	fixture_close(&f);
}

static void a_transfer_is_at_once(void **unused)
{
	(void)unused;
	fixture f;
	fixture_open(&f);
	fixture_base(&f, "panaderia", "workplace", "ana", "benito", NULL);
	fixture_base(&f, "molino", "workplace", "diego", "elena", "{'sponsors': 1}");
	fixture_base(&f, "lo-errazuriz", "neighbourhood", "flor", "", NULL);
	fixture_refused(&f, "ana", "record.may_not", "transfer",
			"{'person': 'benito', 'from': 'panaderia', 'to': 'molino'}");
	fixture_refused(&f, "diego", "record.may_not", "transfer",
			"{'person': 'benito', 'from': 'panaderia', 'to': 'molino'}");
	fixture_refused(&f, "diego benito", "council.sponsors_few", "transfer",
			"{'person': 'benito', 'from': 'panaderia', 'to': 'molino'}");
	fixture_refused(&f, "flor ana", "council.other_kind", "transfer",
			"{'person': 'benito', 'from': 'panaderia', 'to': 'lo-errazuriz'}");
	fixture_refused(&f, "ana", "council.other_kind", "transfer",
			"{'person': 'benito', 'from': 'panaderia', 'to': 'panaderia'}");
	fixture_refused(&f, "ana diego", "council.last_secretary", "transfer",
			"{'person': 'ana', 'from': 'panaderia', 'to': 'molino'}");
	fixture_ok(&f, "diego ana elena", "transfer",
		   "{'person': 'benito', 'from': 'panaderia', 'to': 'molino', 'sponsors': ['elena']}");
	assert_true(roll_had(f.state, "panaderia", "benito", f.time - 1));
	assert_false(roll_had(f.state, "molino", "benito", f.time - 1));
	assert_false(roll_had(f.state, "panaderia", "benito", f.time));
	assert_true(roll_had(f.state, "molino", "benito", f.time));
	assert_int_equal(roll_size(f.state, "panaderia"), 1);
	assert_int_equal(roll_size(f.state, "molino"), 3);
	fixture_close(&f);
}

static void the_name_stays_sealed(void **unused)
{
	(void)unused;
	fixture f;
	char seal[65] = "", found[65];
	memset(seal, 'a', 64);
	fixture_open(&f);
	fixture_base(&f, "panaderia", "workplace", "ana", "", NULL);
	fixture_ok(&f, "ana", "enrol", "{'body': 'panaderia', 'person': 'benito', 'name': '%s'}", seal);
	fixture_ok(&f, "ana", "enrol", "{'body': 'panaderia', 'person': 'carla'}");
	assert_true(
		state_word(f.state, found, sizeof found, "SELECT commitment FROM roll WHERE person = 'benito'", ""));
	assert_string_equal(found, seal);
	assert_true(state_has(f.state, "SELECT 1 FROM roll WHERE person = 'carla' AND commitment IS NULL", ""));
	fixture_refused(&f, "ana", "record.field_wrong", "enrol",
			"{'body': 'panaderia', 'person': 'diego', 'name': 'Diego Rojas'}");
	fixture_close(&f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(one_roll_of_a_kind),
		cmocka_unit_test(leaving_ends_standing_and_offices_from_then_on),
		cmocka_unit_test(sponsors_sign_where_the_rules_ask),
		cmocka_unit_test(a_transfer_is_at_once),
		cmocka_unit_test(the_name_stays_sealed),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
