/* Who may enrol and revoke keys, and have somebody forgotten. */
#include "council_fixture.h"

#include "record/keys.h"

#include <sodium.h>
#include <string.h>

/* The n-th of our made-up keys. */
static const char *key(int n)
{
	static char name[8][KEYS_NAME];
	unsigned char bytes[32];
	memset(bytes, n, sizeof bytes);
	sodium_bin2base64(name[n], sizeof name[n], bytes, sizeof bytes, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
	return name[n];
}

static void enrol(fixture *f, const char *signers, const char *person, int n, const char *code)
{
	const char fields[] = "{'person': '%s', 'key': '%s', 'use': 'main'}";
	if (code)
		fixture_refused(f, signers, code, "key_enrol", fields, person, key(n));
	else
		fixture_ok(f, signers, "key_enrol", fields, person, key(n));
}

static void the_keeper_gives_keys_to_first_secretaries_only(void **unused)
{
	(void)unused;
	fixture f;
	fixture_open(&f);
	enrol(&f, "keeper", "ana", 1, "record.may_not");
	fixture_base(&f, "panaderia", "workplace", "ana", "", NULL);
	enrol(&f, "benito", "ana", 1, "record.may_not");
	enrol(&f, "keeper", "ana", 1, NULL);
	enrol(&f, "ana", "ana", 2, "record.key_held"); /* has one already */
	fixture_ok(&f, "ana", "enrol", "{'body': 'panaderia', 'person': 'benito'}");
	enrol(&f, "keeper", "benito", 3, "record.may_not");
	enrol(&f, "ana", "benito", 3, NULL);
	fixture_ok(&f, "ana", "key_revoke", "{'key': '%s'}", key(1));
	enrol(&f, "keeper", "ana", 4, "record.may_not"); /* the body has begun */
	fixture_close(&f);
}

static void a_second_secretary_is_not_the_keepers_to_enrol(void **unused)
{
	(void)unused;
	fixture f;
	fixture_open(&f);
	fixture_base(&f, "panaderia", "workplace", "ana", "benito carla", NULL);
	fixture_council(&f, "cerrillos", "cordon", "benito", NULL);
	enrol(&f, "keeper", "benito", 1, NULL); /* of the council, which has not begun */
	fixture_decided(&f, "cerrillos", "officer",
			"{'body': 'cerrillos', 'office': 'secretary', 'person': 'carla', 'instead': 'benito'}");
	enrol(&f, "keeper", "carla", 2, "record.may_not");
	fixture_close(&f);
}

static void secretaries_of_any_roll_of_the_person_and_of_no_other(void **unused)
{
	(void)unused;
	fixture f;
	fixture_open(&f);
	fixture_base(&f, "panaderia", "workplace", "ana", "benito", NULL);
	fixture_base(&f, "lo-errazuriz", "neighbourhood", "flor", "benito", NULL);
	fixture_base(&f, "molino", "workplace", "diego", "elena", NULL);
	enrol(&f, "diego", "benito", 1, "record.may_not");
	enrol(&f, "flor", "benito", 1, NULL);
	fixture_refused(&f, "diego", "record.may_not", "key_revoke", "{'key': '%s'}", key(1));
	fixture_ok(&f, "ana", "key_revoke", "{'key': '%s'}", key(1));
	fixture_refused(&f, "ana", "record.may_not", "key_revoke", "{'key': '%s'}", key(1)); /* nobody's any more */
	enrol(&f, "ana", "benito", 1, "record.key_known");
	enrol(&f, "ana", "benito", 2, NULL);
	fixture_ok(&f, "benito", "key_revoke", "{'key': '%s'}", key(2));
	fixture_ok(&f, "benito", "leave", "{'body': 'panaderia', 'person': 'benito'}");
	enrol(&f, "ana", "benito", 3, "record.may_not"); /* no longer on that roll */
	fixture_close(&f);
}

static void who_is_forgotten_asks_or_the_secretary_does(void **unused)
{
	(void)unused;
	fixture f;
	fixture_open(&f);
	fixture_base(&f, "panaderia", "workplace", "ana", "benito carla", NULL);
	fixture_refused(&f, "carla", "record.may_not", "forget", "{'person': 'benito'}");
	fixture_ok(&f, "benito", "forget", "{'person': 'benito'}");
	fixture_ok(&f, "ana", "forget", "{'person': 'carla'}");
	fixture_close(&f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_keeper_gives_keys_to_first_secretaries_only),
		cmocka_unit_test(a_second_secretary_is_not_the_keepers_to_enrol),
		cmocka_unit_test(secretaries_of_any_roll_of_the_person_and_of_no_other),
		cmocka_unit_test(who_is_forgotten_asks_or_the_secretary_does),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
