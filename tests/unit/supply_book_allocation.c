/* Allocations in the book: rations against numbers worked out by hand, another hash refused, split again after what
 * came late and instead, what past days say.
 */
#include "council_fixture.h"

#include "supply/allocation.h"

#include <stdio.h>
#include <string.h>

#define ONE "10019"
#define TWO "10024"
#define THREE "10035"

static void enrol(fixture *f, const char *token, const char *outlet, int size, const char *of_these)
{
	fixture_ok(f, "ana", "household_enrol", "{'body':'jap','household':'%s','outlet':'%s','size':%d,'numbers':%s}",
		   token, outlet, size, of_these);
}

static void delivered(fixture *f, const char *id, const char *place, const char *good, int amount, const char *more)
{
	fixture_ok(f, "ana", "delivery",
		   "{'body':'jap','delivery':'%s','cycle':1,'place':'%s','good':'%s','amount':%d%s}", id, place, good,
		   amount, more);
}

/* Two outlets that a depot serves. Bread: 2 for each member, half of one guaranteed; milk: one a day for each child. */
static void open_jap(fixture *f)
{
	static const char *const goods[] = {"bread", "milk", "powder"};
	fixture_open(f);
	fixture_base(f, "jap", "neighbourhood", "ana", "benito carla", NULL);
	fixture_ok(f, "ana", "outlet_open", "{'body':'jap','outlet':'kiosk','name':'Kiosk','kind':'outlet'}");
	fixture_ok(f, "ana", "outlet_open", "{'body':'jap','outlet':'school','name':'School','kind':'outlet'}");
	fixture_ok(f, "ana", "outlet_open", "{'body':'jap','outlet':'depot','name':'Depot','kind':'warehouse'}");
	fixture_ok(f, "ana", "outlet_served", "{'body':'jap','warehouse':'depot','outlet':'kiosk'}");
	fixture_ok(f, "ana", "outlet_served", "{'body':'jap','warehouse':'depot','outlet':'school'}");
	for (size_t i = 0; i < sizeof goods / sizeof *goods; i++)
		fixture_ok(f, "ana", "supply_good", "{'body':'jap','good':'%s','name':'%s','unit':'unit'}", goods[i],
			   goods[i]);
	fixture_decided(
		f, "jap", "entitlement",
		"{'body':'jap','good':'bread','rule':{'amount':'2','each':'member','per':'cycle','floor':'1/2'}}");
	fixture_decided(f, "jap", "entitlement",
			"{'body':'jap','good':'milk','rule':{'amount':'1','each':'under_15','per':'day'}}");
	enrol(f, ONE, "kiosk", 4, "{'under_15':2}");
	enrol(f, TWO, "kiosk", 2, "{}");
	enrol(f, THREE, "school", 6, "{'under_15':1}");
	fixture_ok(f, "ana", "cycle_open", "{'body':'jap','cycle':1,'from':'1972-10-16','days':7}");
}

/* The hash that the rule gives a second from now. */
static cordon_status compute(fixture *f, const char *seed, char hash[65])
{
	supply_problem p;
	supply_allocation a = {0};
	cordon_error_free(&f->error);
	cordon_error_init(&f->error);
	assert_true(allocation_problem(f->state, "jap", 1, f->time + 1, seed, seed ? "tombola" : "", &p));
	cordon_status status = supply_problem_order(&p, NULL, &f->error);
	if (!status)
		status = supply_allocate(&p, &a, &f->error);
	if (!status)
		supply_proof_hash(&p, &a, hash);
	supply_allocation_free(&a);
	supply_problem_free(&p);
	return status;
}

static void allocate(fixture *f)
{
	char hash[65];
	assert_int_equal(compute(f, NULL, hash), CORDON_OK);
	fixture_ok(f, "ana", "allocation", "{'body':'jap','cycle':1,'hash':'%s'}", hash);
}

static int ration(fixture *f, const char *household, const char *good, int64_t time)
{
	return (int)allocation_ration(f->state, "jap", 1, household, good, time);
}

static void by_hand(void **unused)
{
	(void)unused;
	fixture f;
	open_jap(&f);
	assert_int_equal(ration(&f, ONE, "bread", f.time), -1);
	delivered(&f, "a", "depot", "bread", 12, "");
	delivered(&f, "b", "depot", "milk", 9, "");
	allocate(&f);
	int64_t before = f.time;
	/* a loaf for each of the 12 members; 3 of milk for each child: no lot is needed */
	assert_int_equal(ration(&f, ONE, "bread", f.time), 4);
	assert_int_equal(ration(&f, TWO, "bread", f.time), 2);
	assert_int_equal(ration(&f, THREE, "bread", f.time), 6);
	assert_int_equal(ration(&f, ONE, "milk", f.time), 6);
	assert_int_equal(ration(&f, THREE, "milk", f.time), 3);
	assert_int_equal(ration(&f, TWO, "milk", f.time), -1);
	/* half as much bread again, late, of it 1 at the school; powder in the place of milk */
	delivered(&f, "c", "depot", "bread", 5, "");
	delivered(&f, "d", "school", "bread", 1, "");
	delivered(&f, "e", "depot", "powder", 6, ",'instead':'milk'");
	allocate(&f);
	assert_int_equal(ration(&f, ONE, "bread", f.time), 6);
	assert_int_equal(ration(&f, TWO, "bread", f.time), 3);
	assert_int_equal(ration(&f, THREE, "bread", f.time), 9);
	assert_int_equal(ration(&f, ONE, "powder", f.time), 4);
	assert_int_equal(ration(&f, THREE, "powder", f.time), 2);
	assert_int_equal(ration(&f, ONE, "milk", f.time), 6);
	assert_int_equal(ration(&f, ONE, "bread", before), 4); /* as it was known then */
	allocation_facts last;
	assert_true(allocation_last(f.state, "jap", 1, f.time, &last));
	assert_int_equal(last.number, 2);
	fixture_close(&f);
}

/* Less came than was said: who drew keeps it, the others share what is left; a draw of more than there is stands. */
static void nothing_drawn_is_taken_back(void **unused)
{
	(void)unused;
	fixture f;
	open_jap(&f);
	delivered(&f, "a", "depot", "bread", 24, "");
	allocate(&f);
	assert_int_equal(ration(&f, ONE, "bread", f.time), 8);
	fixture_ok(&f, "ana", "draws",
		   "{'body':'jap','outlet':'kiosk','draws':[{'point':'kiosk','seq':1,'cycle':1,'household':'" ONE
		   "','good':'bread','qty':8}]}");
	fixture_ok(&f, "ana", "delivery_cancel", "{'body':'jap','delivery':'a','reason':'half of it came'}");
	delivered(&f, "b", "depot", "bread", 12, "");
	allocate(&f);
	/* of 12 loaves 8 are gone: 4 for eight members, half a one each, which is their floor */
	assert_int_equal(ration(&f, ONE, "bread", f.time), 8);
	assert_int_equal(ration(&f, TWO, "bread", f.time), 1);
	assert_int_equal(ration(&f, THREE, "bread", f.time), 3);
	fixture_ok(&f, "ana", "draws",
		   "{'body':'jap','outlet':'kiosk','draws':[{'point':'kiosk','seq':2,'cycle':1,'household':'" TWO
		   "','good':'bread','qty':9}]}");
	allocate(&f);
	assert_int_equal(ration(&f, TWO, "bread", f.time), 9);
	assert_int_equal(ration(&f, THREE, "bread", f.time), 0);
	fixture_close(&f);
}

static void not_otherwise(void **unused)
{
	(void)unused;
	fixture f;
	char hash[65], other[65];
	open_jap(&f);
	fixture_refused(&f, "ana", "supply.no_cycle", "allocation", "{'body':'jap','cycle':2,'hash':'%064d'}", 0);
	fixture_refused(&f, "ana", "supply.allocation_hash", "allocation", "{'body':'jap','cycle':1,'hash':'%064d'}",
			0);
	/* 13 loaves: each of four to eight members has one; who has the last is for the lot */
	delivered(&f, "a", "depot", "bread", 13, "");
	assert_int_equal(compute(&f, "17 03 44", hash), CORDON_OK);
	fixture_refused(&f, "ana", "supply.allocation_hash", "allocation",
			"{'body':'jap','cycle':1,'hash':'%s','seed':'17 03 45','seed_from':'tombola'}", hash);
	fixture_refused(&f, "benito", "record.may_not", "allocation",
			"{'body':'jap','cycle':1,'hash':'%s','seed':'17 03 44','seed_from':'tombola'}", hash);
	fixture_ok(&f, "ana", "allocation",
		   "{'body':'jap','cycle':1,'hash':'%s','seed':'17 03 44','seed_from':'tombola'}", hash);
	assert_int_equal(ration(&f, ONE, "bread", f.time) + ration(&f, TWO, "bread", f.time) +
				 ration(&f, THREE, "bread", f.time),
			 13);
	/* the next one keeps the seed, and names the one before: so its hash is another though nothing happened */
	allocation_facts last;
	assert_int_equal(compute(&f, NULL, other), CORDON_OK);
	assert_string_not_equal(hash, other);
	allocate(&f);
	assert_true(allocation_last(f.state, "jap", 1, f.time, &last));
	assert_string_equal(last.seed, "17 03 44");
	assert_string_equal(last.seed_from, "tombola");
	fixture_ok(&f, "ana", "cycle_close", "{'body':'jap','cycle':1}");
	fixture_refused(&f, "ana", "supply.cycle_closed", "allocation", "{'body':'jap','cycle':1,'hash':'%s'}", other);
	fixture_close(&f);
}

static void a_lot_without_a_seed(void **unused)
{
	(void)unused;
	fixture f;
	char hash[65];
	open_jap(&f);
	fixture_ok(&f, "ana", "household_enrol",
		   "{'body':'jap','household':'10043','outlet':'kiosk','size':6,'numbers':{}}");
	delivered(&f, "a", "depot", "bread", 1, "");
	/* the first loaf is between two households of six members */
	assert_int_equal(compute(&f, NULL, hash), CORDON_UNPROVEN);
	assert_int_equal(compute(&f, "any", hash), CORDON_OK);
	fixture_refused(&f, "ana", "supply.allocate_no_seed", "allocation", "{'body':'jap','cycle':1,'hash':'%064d'}",
			0);
	fixture_close(&f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(by_hand),
		cmocka_unit_test(nothing_drawn_is_taken_back),
		cmocka_unit_test(not_otherwise),
		cmocka_unit_test(a_lot_without_a_seed),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
