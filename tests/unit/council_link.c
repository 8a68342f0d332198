/* Which bodies sit in which councils: both sides decide, and no body sits in itself. */
#include "council_fixture.h"

#include "council/body.h"
#include "council/link.h"

static void open_some(fixture *f)
{
	fixture_open(f);
	fixture_base(f, "panaderia", "workplace", "ana", "benito carla", NULL);
	fixture_base(f, "molino", "workplace", "diego", "", NULL);
	fixture_council(f, "cerrillos", "cordon", "ana", NULL);
	fixture_council(f, "maipu", "comando", "ana", "{'leaving': 'either'}");
	fixture_council(f, "santiago", "board", "ana", NULL);
}

static void joining_takes_both_sides_in_either_order(void **unused)
{
	(void)unused;
	fixture f;
	open_some(&f);
	fixture_refused(&f, "keeper", "record.may_not", "join", "{'council': 'cerrillos', 'body': 'panaderia'}");
	fixture_undecided(&f, "molino", "council.not_its_decision", "join",
			  "{'council': 'cerrillos', 'body': 'panaderia'}");
	fixture_decided(&f, "panaderia", "join", "{'council': 'cerrillos', 'body': 'panaderia'}");
	assert_false(link_has(f.state, "cerrillos", "panaderia"));
	fixture_undecided(&f, "panaderia", "council.offer_twice", "join",
			  "{'council': 'cerrillos', 'body': 'panaderia'}");
	fixture_decided(&f, "cerrillos", "join", "{'council': 'cerrillos', 'body': 'panaderia'}");
	assert_true(link_has(f.state, "cerrillos", "panaderia"));
	assert_true(link_had(f.state, "cerrillos", "panaderia", f.time));
	assert_false(link_had(f.state, "cerrillos", "panaderia", f.time - 1));
	fixture_undecided(&f, "cerrillos", "council.linked", "join", "{'council': 'cerrillos', 'body': 'panaderia'}");
	fixture_decided(&f, "maipu", "join", "{'council': 'maipu', 'body': 'panaderia'}");
	fixture_decided(&f, "panaderia", "join", "{'council': 'maipu', 'body': 'panaderia'}");
	assert_true(link_has(f.state, "maipu", "panaderia")); /* in two councils */
	assert_int_equal(body_people(f.state, "cerrillos"), 3);
	fixture_close(&f);
}

static void the_secretary_founds_a_council_until_it_has_a_delegate(void **unused)
{
	(void)unused;
	fixture f;
	open_some(&f);
	fixture_base(&f, "imprenta", "workplace", "eva", "",
		     "{'election': {'rule': 'plurality'}, 'tellers': {'n': 1, 'k': 1}}");
	fixture_refused(&f, "diego", "record.may_not", "join", "{'council': 'cerrillos', 'body': 'imprenta'}");
	fixture_ok(&f, "ana", "join", "{'council': 'cerrillos', 'body': 'imprenta'}");
	assert_false(link_has(f.state, "cerrillos", "imprenta")); /* the body has not decided */
	fixture_refused(&f, "ana", "council.offer_twice", "join", "{'council': 'cerrillos', 'body': 'imprenta'}");
	fixture_refused(&f, "eva", "record.may_not", "join", "{'council': 'cerrillos', 'body': 'imprenta'}");
	fixture_decided(&f, "imprenta", "join", "{'council': 'cerrillos', 'body': 'imprenta'}");
	assert_true(link_has(f.state, "cerrillos", "imprenta"));
	fixture_ok(&f, "ana", "join", "{'council': 'cerrillos', 'body': 'molino'}");
	fixture_ok(&f, "ana", "withdraw", "{'council': 'cerrillos', 'body': 'molino', 'what': 'join'}");
	fixture_ok(&f, "eva", "officer", "{'body': 'imprenta', 'office': 'teller', 'person': 'eva'}");
	fixture_ok(&f, "eva", "election_open", "{'poll': 'e', 'council': 'cerrillos', 'body': 'imprenta'}");
	fixture_ok(&f, "eva", "candidate", "{'poll': 'e', 'person': 'eva'}");
	fixture_ok(&f, "eva", "tally", "{'poll': 'e', 'votes': {'votes': {'eva': 1}}}");
	fixture_ok(&f, "eva", "election_close", "{'poll': 'e'}");
	fixture_refused(&f, "ana", "record.may_not", "join", "{'council': 'cerrillos', 'body': 'molino'}");
	fixture_decided(&f, "cerrillos", "join", "{'council': 'cerrillos', 'body': 'molino'}");
	fixture_close(&f);
}

static void an_offer_can_be_taken_back_by_who_made_it(void **unused)
{
	(void)unused;
	fixture f;
	open_some(&f);
	fixture_decided(&f, "panaderia", "join", "{'council': 'cerrillos', 'body': 'panaderia'}");
	fixture_undecided(&f, "cerrillos", "council.no_offer", "withdraw",
			  "{'council': 'cerrillos', 'body': 'panaderia', 'what': 'join'}");
	fixture_decided(&f, "panaderia", "withdraw", "{'council': 'cerrillos', 'body': 'panaderia', 'what': 'join'}");
	fixture_decided(&f, "cerrillos", "join", "{'council': 'cerrillos', 'body': 'panaderia'}");
	assert_false(link_has(f.state, "cerrillos", "panaderia"));
	fixture_close(&f);
}

static void no_body_sits_in_itself(void **unused)
{
	(void)unused;
	fixture f;
	open_some(&f);
	fixture_undecided(&f, "cerrillos", "council.cycle", "join", "{'council': 'cerrillos', 'body': 'cerrillos'}");
	fixture_undecided(&f, "molino", "council.of_people", "join", "{'council': 'panaderia', 'body': 'molino'}");
	fixture_join(&f, "cerrillos", "panaderia");
	fixture_join(&f, "santiago", "cerrillos");
	fixture_join(&f, "maipu", "santiago");
	fixture_undecided(&f, "cerrillos", "council.cycle", "join", "{'council': 'cerrillos', 'body': 'santiago'}");
	fixture_undecided(&f, "cerrillos", "council.cycle", "join", "{'council': 'cerrillos', 'body': 'maipu'}");
	fixture_join(&f, "maipu", "cerrillos"); /* below both ways is no cycle */
	assert_true(link_is_beneath(f.state, "maipu", "panaderia"));
	assert_false(link_is_beneath(f.state, "cerrillos", "santiago"));
	assert_int_equal(body_people(f.state, "maipu"), 3); /* each body once */
	/* two offers that would close a circle: the second is not completed */
	fixture_council(&f, "a", "board", "ana", NULL);
	fixture_council(&f, "b", "board", "ana", NULL);
	fixture_decided(&f, "a", "join", "{'council': 'a', 'body': 'b'}");
	fixture_decided(&f, "a", "join", "{'council': 'b', 'body': 'a'}");
	fixture_decided(&f, "b", "join", "{'council': 'a', 'body': 'b'}");
	fixture_undecided(&f, "b", "council.cycle", "join", "{'council': 'b', 'body': 'a'}");
	fixture_close(&f);
}

static void leaving_takes_both_or_either(void **unused)
{
	(void)unused;
	fixture f;
	open_some(&f);
	fixture_join(&f, "cerrillos", "panaderia");
	fixture_join(&f, "maipu", "panaderia");
	fixture_undecided(&f, "molino", "council.not_linked", "depart", "{'council': 'cerrillos', 'body': 'molino'}");
	fixture_decided(&f, "panaderia", "depart", "{'council': 'cerrillos', 'body': 'panaderia'}");
	assert_true(link_has(f.state, "cerrillos", "panaderia"));
	fixture_decided(&f, "cerrillos", "depart", "{'council': 'cerrillos', 'body': 'panaderia'}");
	assert_false(link_has(f.state, "cerrillos", "panaderia"));
	assert_true(link_had(f.state, "cerrillos", "panaderia", f.time - 1));
	assert_false(link_had(f.state, "cerrillos", "panaderia", f.time));
	fixture_decided(&f, "panaderia", "depart", "{'council': 'maipu', 'body': 'panaderia'}");
	assert_false(link_has(f.state, "maipu", "panaderia"));
	fixture_join(&f, "maipu", "panaderia"); /* and comes back */
	fixture_close(&f);
}

static void a_closed_body_sits_nowhere(void **unused)
{
	(void)unused;
	fixture f;
	open_some(&f);
	fixture_join(&f, "cerrillos", "panaderia");
	fixture_join(&f, "santiago", "cerrillos");
	fixture_decided(&f, "molino", "join", "{'council': 'cerrillos', 'body': 'molino'}");
	fixture_decided(&f, "cerrillos", "body_close", "{'body': 'cerrillos'}");
	assert_false(link_has(f.state, "cerrillos", "panaderia"));
	assert_false(link_has(f.state, "santiago", "cerrillos"));
	fixture_undecided(&f, "molino", "council.closed", "join", "{'council': 'cerrillos', 'body': 'molino'}");
	assert_false(state_has(f.state, "SELECT 1 FROM link_offer", ""));
	fixture_close(&f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(joining_takes_both_sides_in_either_order),
		cmocka_unit_test(the_secretary_founds_a_council_until_it_has_a_delegate),
		cmocka_unit_test(an_offer_can_be_taken_back_by_who_made_it),
		cmocka_unit_test(no_body_sits_in_itself),
		cmocka_unit_test(leaving_takes_both_or_either),
		cmocka_unit_test(a_closed_body_sits_nowhere),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
