/* Bodies and officers: opening, closing, who holds which office when. */
#include "council_fixture.h"

#include "council/body.h"
#include "council/officer.h"
#include "council/person.h"
#include "council/roll.h"

static const char open_bakery[] =
	"{'body': 'panaderia', 'kind': 'workplace', 'name': 'La Espiga', 'members': 'people', "
	"'secretary': 'ana'}";

static void only_the_keeper_opens_bodies_alone(void **unused)
{
	(void)unused;
	fixture f;
	body_facts facts;
	fixture_open(&f);
	fixture_refused(&f, "ana", "record.may_not", "body_open", "%s", open_bakery);
	fixture_ok(&f, "keeper", "body_open", "%s", open_bakery);
	fixture_refused(&f, "keeper", "council.body_exists", "body_open", "%s", open_bakery);
	assert_true(body_find(f.state, "panaderia", &facts));
	assert_string_equal(facts.kind, "workplace");
	assert_true(facts.of_people && facts.open);
	assert_int_equal(facts.sponsors, 0);
	assert_int_equal(facts.tellers, 2);
	assert_false(body_find(f.state, "molino", &facts));
	fixture_close(&f);
}

static void the_first_secretary_is_the_first_on_the_roll(void **unused)
{
	(void)unused;
	fixture f;
	fixture_open(&f);
	fixture_ok(&f, "keeper", "body_open", "%s", open_bakery);
	assert_true(roll_has(f.state, "panaderia", "ana"));
	assert_true(officer_has(f.state, "panaderia", "secretary", "ana", f.time));
	assert_false(officer_has(f.state, "panaderia", "secretary", "ana", f.time - 1));
	assert_true(person_known(f.state, "ana"));
	/* and so cannot be that of another workplace, but of a neighbourhood and of a council */
	fixture_refused(
		&f, "keeper", "council.on_roll", "body_open",
		"{'body': 'molino', 'kind': 'workplace', 'name': 'M', 'members': 'people', 'secretary': 'ana'}");
	fixture_ok(&f, "keeper", "body_open",
		   "{'body': 'lo-errazuriz', 'kind': 'neighbourhood', 'name': 'L', 'members': 'people', 'secretary': "
		   "'ana'}");
	fixture_council(&f, "cerrillos", "cordon", "ana", NULL);
	assert_int_equal(body_people(f.state, "cerrillos"), 0);
	fixture_close(&f);
}

static void bodies_open_bodies_by_decision(void **unused)
{
	(void)unused;
	fixture f;
	fixture_open(&f);
	fixture_council(&f, "cerrillos", "cordon", "ana", NULL);
	fixture_decided(&f, "cerrillos", "body_open", "%s", open_bakery);
	assert_true(state_has(f.state, "SELECT 1 FROM body WHERE body = 'panaderia' AND opened_by = 'cerrillos'", ""));
	fixture_close(&f);
}

static void wrong_fields_are_refused(void **unused)
{
	(void)unused;
	fixture f;
	fixture_open(&f);
	fixture_refused(
		&f, "keeper", "record.field_wrong", "body_open",
		"{'body': 'Panaderia', 'kind': 'workplace', 'name': 'x', 'members': 'people', 'secretary': 'ana'}");
	fixture_refused(
		&f, "keeper", "record.field_wrong", "body_open",
		"{'body': 'panaderia', 'kind': 'workplace', 'name': 'x', 'members': 'firms', 'secretary': 'ana'}");
	fixture_refused(&f, "keeper", "record.field_missing", "body_open", "{'body': 'panaderia'}");
	fixture_refused(
		&f, "keeper", "council.rules_unknown", "body_open",
		"{'body': 'panaderia', 'kind': 'workplace', 'name': 'x', 'members': 'people', 'secretary': 'ana', "
		"'rules': {'sponsor': 2}}");
	fixture_close(&f);
}

static void officers_come_by_decision_and_hold_until(void **unused)
{
	(void)unused;
	fixture f;
	fixture_open(&f);
	fixture_base(&f, "panaderia", "workplace", "ana", "benito carla", NULL);
	fixture_refused(&f, "ana", "record.may_not", "officer",
			"{'body': 'panaderia', 'office': 'chair', 'person': 'benito'}");
	fixture_undecided(&f, "molino", "council.not_its_decision", "officer",
			  "{'body': 'panaderia', 'office': 'chair', 'person': 'benito'}");
	fixture_undecided(&f, "panaderia", "council.not_on_roll", "officer",
			  "{'body': 'panaderia', 'office': 'chair', 'person': 'diego'}");
	fixture_undecided(
		&f, "panaderia", "council.past", "officer",
		"{'body': 'panaderia', 'office': 'chair', 'person': 'benito', 'until': '1972-10-11T00:00:00Z'}");
	fixture_decided(
		&f, "panaderia", "officer",
		"{'body': 'panaderia', 'office': 'chair', 'person': 'benito', 'until': '1972-10-12T00:00:00Z'}");
	int64_t from = f.time, until = FIXTURE_START + 86400;
	fixture_undecided(&f, "panaderia", "council.holds_office", "officer",
			  "{'body': 'panaderia', 'office': 'chair', 'person': 'benito'}");
	assert_false(officer_has(f.state, "panaderia", "chair", "benito", from - 1));
	assert_true(officer_has(f.state, "panaderia", "chair", "benito", from));
	assert_true(officer_has(f.state, "panaderia", "chair", "benito", until - 1));
	assert_false(officer_has(f.state, "panaderia", "chair", "benito", until));
	f.time = until;
	fixture_decided(&f, "panaderia", "officer", "{'body': 'panaderia', 'office': 'chair', 'person': 'carla'}");
	assert_int_equal(officer_count(f.state, "panaderia", "chair", f.time), 1);
	fixture_ok(&f, "carla", "officer_end", "{'body': 'panaderia', 'office': 'chair', 'person': 'carla'}");
	assert_int_equal(officer_count(f.state, "panaderia", "chair", f.time), 0);
	fixture_close(&f);
}

static void a_body_keeps_a_secretary(void **unused)
{
	(void)unused;
	fixture f;
	fixture_open(&f);
	fixture_base(&f, "panaderia", "workplace", "ana", "benito", NULL);
	fixture_refused(&f, "ana", "council.last_secretary", "officer_end",
			"{'body': 'panaderia', 'office': 'secretary', 'person': 'ana'}");
	fixture_refused(&f, "ana", "council.last_secretary", "leave", "{'body': 'panaderia', 'person': 'ana'}");
	fixture_undecided(
		&f, "panaderia", "council.secretary_stays", "officer",
		"{'body': 'panaderia', 'office': 'secretary', 'person': 'benito', 'until': '1973-01-01T00:00:00Z'}");
	fixture_undecided(&f, "panaderia", "council.no_office", "officer",
			  "{'body': 'panaderia', 'office': 'secretary', 'person': 'benito', 'instead': 'carla'}");
	fixture_decided(&f, "panaderia", "officer",
			"{'body': 'panaderia', 'office': 'secretary', 'person': 'benito', 'instead': 'ana'}");
	assert_false(officer_has(f.state, "panaderia", "secretary", "ana", f.time));
	fixture_refused(&f, "ana", "record.may_not", "enrol", "{'body': 'panaderia', 'person': 'carla'}");
	fixture_ok(&f, "benito", "enrol", "{'body': 'panaderia', 'person': 'carla'}");
	fixture_ok(&f, "ana", "leave", "{'body': 'panaderia', 'person': 'ana'}");
	fixture_close(&f);
}

static void the_secretary_names_the_first_tellers_only(void **unused)
{
	(void)unused;
	fixture f;
	fixture_open(&f);
	fixture_base(&f, "panaderia", "workplace", "ana", "benito carla diego", "{'tellers': {'n': 2, 'k': 2}}");
	fixture_refused(&f, "benito", "record.may_not", "officer",
			"{'body': 'panaderia', 'office': 'teller', 'person': 'benito'}");
	fixture_ok(&f, "ana", "officer", "{'body': 'panaderia', 'office': 'teller', 'person': 'benito'}");
	fixture_refused(&f, "ana", "record.may_not", "officer",
			"{'body': 'panaderia', 'office': 'teller', 'person': 'carla', 'instead': 'benito'}");
	fixture_ok(&f, "ana", "officer", "{'body': 'panaderia', 'office': 'teller', 'person': 'carla'}");
	fixture_refused(&f, "ana", "record.may_not", "officer",
			"{'body': 'panaderia', 'office': 'teller', 'person': 'diego'}");
	fixture_close(&f);
}

static void closing_ends_everything_and_keeps_the_past(void **unused)
{
	(void)unused;
	fixture f;
	body_facts facts;
	fixture_open(&f);
	fixture_base(&f, "panaderia", "workplace", "ana", "benito", NULL);
	int64_t before = f.time;
	fixture_refused(&f, "keeper", "record.may_not", "body_close", "{'body': 'panaderia'}");
	fixture_undecided(&f, "molino", "council.not_its_decision", "body_close", "{'body': 'panaderia'}");
	fixture_decided(&f, "panaderia", "body_close", "{'body': 'panaderia'}");
	assert_true(body_find(f.state, "panaderia", &facts) && !facts.open);
	assert_false(roll_has(f.state, "panaderia", "benito"));
	assert_int_equal(roll_size(f.state, "panaderia"), 0);
	assert_int_equal(roll_size_at(f.state, "panaderia", before), 2);
	assert_false(officer_has(f.state, "panaderia", "secretary", "ana", f.time));
	assert_true(officer_has(f.state, "panaderia", "secretary", "ana", before));
	fixture_refused(&f, "ana", "record.may_not", "enrol", "{'body': 'panaderia', 'person': 'carla'}");
	fixture_undecided(&f, "panaderia", "council.closed", "rules", "{'body': 'panaderia', 'document': {}}");
	/* benito is free to stand on another roll */
	fixture_base(&f, "molino", "workplace", "benito", "", NULL);
	/* the keeper closes what was opened by mistake */
	fixture_ok(&f, "keeper", "body_close", "{'body': 'molino'}");
	fixture_close(&f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(only_the_keeper_opens_bodies_alone),
		cmocka_unit_test(the_first_secretary_is_the_first_on_the_roll),
		cmocka_unit_test(bodies_open_bodies_by_decision),
		cmocka_unit_test(wrong_fields_are_refused),
		cmocka_unit_test(officers_come_by_decision_and_hold_until),
		cmocka_unit_test(a_body_keeps_a_secretary),
		cmocka_unit_test(the_secretary_names_the_first_tellers_only),
		cmocka_unit_test(closing_ends_everything_and_keeps_the_past),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
