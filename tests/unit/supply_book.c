/* Supply in the book: each act done and refused, what rules come to by hand, what past days say; and which fields there
 * are at all, so that none about affiliation slips in.
 */
#include "council_fixture.h"

#include "supply/cycle.h"
#include "supply/delivery.h"
#include "supply/entitlement.h"
#include "supply/good.h"
#include "supply/supply.h"

#include <stdio.h>
#include <string.h>

/* Valid tokens: their check digits are those of `cordon supply token`, whose own test goes through Damm's table. */
#define ONE "10019"
#define TWO "10024"
#define THREE "10035"

static const char *token(int n)
{
	static char out[4][8];
	static int next;
	char *t = out[next++ % 4];
	snprintf(t, 8, "%d", 1000 + n);
	t[4] = token_check_digit(t, 4);
	t[5] = '\0';
	return t;
}

static void open_jap(fixture *f)
{
	fixture_open(f);
	fixture_base(f, "jap", "neighbourhood", "ana", "benito carla", NULL);
	fixture_ok(f, "ana", "outlet_open", "{'body':'jap','outlet':'kiosk','name':'Kiosk','kind':'outlet'}");
	fixture_ok(f, "ana", "outlet_open", "{'body':'jap','outlet':'school','name':'School','kind':'outlet'}");
	fixture_ok(f, "ana", "outlet_open", "{'body':'jap','outlet':'depot','name':'Depot','kind':'warehouse'}");
	fixture_ok(f, "ana", "supply_good", "{'body':'jap','good':'milk','name':'Milk','unit':'litre'}");
	fixture_ok(f, "ana", "supply_good", "{'body':'jap','good':'bread','name':'Bread','unit':'loaf','crate':20}");
}

static void enrol(fixture *f, int n, const char *outlet, int size, const char *of_these)
{
	fixture_ok(f, "ana", "household_enrol", "{'body':'jap','household':'%s','outlet':'%s','size':%d,'numbers':%s}",
		   token(n), outlet, size, of_these);
}

static household_facts found(fixture *f, const char *which, int64_t time)
{
	household_facts h;
	assert_true(household_in(f->state, "jap", which, time, &h));
	return h;
}

/* ---- places and goods -------------------------------------------------------------------------------------------- */

static void outlets(void **unused)
{
	(void)unused;
	fixture f;
	outlet_facts facts;
	open_jap(&f);
	int64_t before = f.time;
	fixture_refused(&f, "ana", "supply.outlet_open", "outlet_open",
			"{'body':'jap','outlet':'kiosk','name':'K','kind':'outlet'}");
	fixture_refused(&f, "benito", "record.may_not", "outlet_open",
			"{'body':'jap','outlet':'x','name':'K','kind':'outlet'}");
	fixture_ok(&f, "ana", "outlet_keeper", "{'body':'jap','outlet':'kiosk','person':'benito'}");
	fixture_refused(&f, "ana", "supply.keeper_already", "outlet_keeper",
			"{'body':'jap','outlet':'kiosk','person':'benito'}");
	fixture_refused(&f, "ana", "supply.keeper_not", "outlet_keeper",
			"{'body':'jap','outlet':'kiosk','instead':'carla'}");
	fixture_refused(&f, "ana", "supply.keeper_nobody", "outlet_keeper", "{'body':'jap','outlet':'kiosk'}");
	fixture_refused(&f, "ana", "council.not_on_roll", "outlet_keeper",
			"{'body':'jap','outlet':'kiosk','person':'zoe'}");
	assert_true(outlet_keeps(f.state, "jap", "kiosk", "benito", f.time));
	fixture_ok(&f, "ana", "outlet_served", "{'body':'jap','warehouse':'depot','outlet':'kiosk'}");
	fixture_refused(&f, "ana", "supply.served", "outlet_served",
			"{'body':'jap','warehouse':'depot','outlet':'kiosk'}");
	fixture_refused(&f, "ana", "supply.not_served", "outlet_served",
			"{'body':'jap','warehouse':'depot','outlet':'school','ends':true}");
	fixture_refused(&f, "ana", "supply.not_warehouse", "outlet_served",
			"{'body':'jap','warehouse':'school','outlet':'kiosk'}");
	fixture_refused(&f, "ana", "supply.warehouse", "outlet_served",
			"{'body':'jap','warehouse':'depot','outlet':'depot'}");
	assert_true(outlet_reaches(f.state, "jap", "depot", "kiosk", f.time));
	assert_true(outlet_reaches(f.state, "jap", "school", "school", f.time));
	assert_false(outlet_reaches(f.state, "jap", "depot", "school", f.time));
	assert_false(outlet_reaches(f.state, "jap", "depot", "kiosk", before));
	int64_t open = f.time;
	fixture_ok(&f, "ana", "outlet_close", "{'body':'jap','outlet':'kiosk'}");
	assert_false(outlet_find(f.state, "jap", "kiosk", f.time, NULL));
	assert_false(outlet_keeps(f.state, "jap", "kiosk", "benito", f.time));
	assert_false(outlet_reaches(f.state, "jap", "depot", "kiosk", f.time));
	assert_true(outlet_find(f.state, "jap", "kiosk", open, &facts));
	assert_false(facts.warehouse);
	assert_true(outlet_reaches(f.state, "jap", "depot", "kiosk", open));
	fixture_refused(&f, "ana", "supply.no_outlet", "outlet_close", "{'body':'jap','outlet':'kiosk'}");
	fixture_refused(&f, "ana", "supply.outlet_kind", "outlet_open",
			"{'body':'jap','outlet':'kiosk','name':'K','kind':'warehouse'}");
	fixture_ok(&f, "ana", "outlet_open", "{'body':'jap','outlet':'kiosk','name':'New','kind':'outlet'}");
	assert_false(outlet_reaches(f.state, "jap", "depot", "kiosk", f.time));
	fixture_close(&f);
}

static void closing_takes_the_households_along(void **unused)
{
	(void)unused;
	fixture f;
	open_jap(&f);
	enrol(&f, 1, "kiosk", 3, "{}");
	enrol(&f, 2, "school", 2, "{}");
	int64_t before = f.time;
	fixture_refused(&f, "ana", "supply.outlet_to", "outlet_close", "{'body':'jap','outlet':'kiosk'}");
	fixture_refused(&f, "ana", "supply.outlet_to", "outlet_close", "{'body':'jap','outlet':'kiosk','to':'kiosk'}");
	fixture_refused(&f, "ana", "supply.warehouse", "outlet_close", "{'body':'jap','outlet':'kiosk','to':'depot'}");
	fixture_ok(&f, "ana", "outlet_close", "{'body':'jap','outlet':'kiosk','to':'school'}");
	assert_string_equal(found(&f, ONE, f.time).outlet, "school");
	assert_int_equal(found(&f, ONE, f.time).size, 3);
	assert_string_equal(found(&f, ONE, before).outlet, "kiosk");
	assert_int_equal(household_count(f.state, "jap", "school", f.time), 2);
	assert_int_equal(household_count(f.state, "jap", "kiosk", before), 1);
	assert_int_equal(household_count(f.state, "jap", NULL, f.time), 2);
	fixture_close(&f);
}

static void goods(void **unused)
{
	(void)unused;
	fixture f;
	good_facts facts;
	open_jap(&f);
	int64_t before = f.time;
	fixture_refused(&f, "ana", "supply.good_unit", "supply_good",
			"{'body':'jap','good':'bread','name':'Bread','unit':'kilogram'}");
	fixture_refused(&f, "benito", "record.may_not", "supply_good",
			"{'body':'jap','good':'tea','name':'Tea','unit':'packet'}");
	fixture_ok(&f, "ana", "supply_good", "{'body':'jap','good':'bread','name':'Loaves','unit':'loaf','crate':30}");
	assert_true(good_find(f.state, "jap", "bread", f.time, &facts));
	assert_int_equal(facts.crate, 30);
	assert_string_equal(facts.name, "Loaves");
	assert_true(good_find(f.state, "jap", "bread", before, &facts));
	assert_int_equal(facts.crate, 20);
	assert_true(good_find(f.state, "jap", "milk", f.time, &facts));
	assert_int_equal(facts.crate, 0);
	assert_false(good_find(f.state, "jap", "tea", f.time, NULL));
	fixture_close(&f);
}

/* ---- households -------------------------------------------------------------------------------------------------- */

static void households(void **unused)
{
	(void)unused;
	fixture f;
	open_jap(&f);
	enrol(&f, 1, "kiosk", 5, "{'infants':1,'under_15':3}");
	int64_t first = f.time;
	fixture_refused(&f, "ana", "supply.household_there", "household_enrol",
			"{'body':'jap','household':'" ONE "','outlet':'kiosk','size':2}");
	fixture_refused(&f, "ana", "supply.token_check", "household_enrol",
			"{'body':'jap','household':'10018','outlet':'kiosk','size':2}");
	fixture_refused(&f, "ana", "supply.token_form", "household_enrol",
			"{'body':'jap','household':'1001x','outlet':'kiosk','size':2}");
	fixture_refused(&f, "ana", "supply.token_length", "household_enrol",
			"{'body':'jap','household':'5724','outlet':'kiosk','size':2}");
	fixture_refused(&f, "ana", "supply.warehouse", "household_enrol",
			"{'body':'jap','household':'" TWO "','outlet':'depot','size':2}");
	fixture_refused(&f, "ana", "supply.no_outlet", "household_enrol",
			"{'body':'jap','household':'" TWO "','outlet':'nowhere','size':2}");
	fixture_refused(&f, "benito", "record.may_not", "household_enrol",
			"{'body':'jap','household':'" TWO "','outlet':'kiosk','size':2}");
	static const char *const wrong[] = {"{'party':1}",   "{'under_15':3}",  "{'under_15':-1}",
					    "{'under_0':1}", "{'under_121':1}", "{'under_015':1}",
					    "{'under_':1}",  "{'ill':'1'}",     "['ill']",
					    "{'members':1}", "{'over_1x':1}",   "{'affiliated':1}"};
	for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
		fixture_refused(&f, "ana", "supply.numbers", "household_enrol",
				"{'body':'jap','household':'" TWO "','outlet':'kiosk','size':2,'numbers':%s}",
				wrong[i]);
	fixture_ok(&f, "ana", "household_change", "{'body':'jap','household':'" ONE "','size':6}");
	fixture_refused(&f, "ana", "supply.numbers", "household_change",
			"{'body':'jap','household':'" ONE "','size':2}"); /* three children stay */
	fixture_refused(&f, "ana", "supply.no_change", "household_change", "{'body':'jap','household':'" ONE "'}");
	fixture_refused(&f, "ana", "supply.no_household", "household_change",
			"{'body':'jap','household':'" TWO "','size':2}");
	household_facts h = found(&f, ONE, f.time);
	assert_int_equal(h.size, 6);
	assert_int_equal(numbers_of(&h.numbers, "under_15"), 3);
	fixture_ok(&f, "ana", "household_change", "{'body':'jap','household':'" ONE "','numbers':{'ill':1}}");
	fixture_refused(&f, "ana", "supply.household_at", "household_move",
			"{'body':'jap','household':'" ONE "','outlet':'kiosk'}");
	fixture_ok(&f, "ana", "household_move", "{'body':'jap','household':'" ONE "','outlet':'school'}");
	h = found(&f, ONE, f.time);
	assert_int_equal(numbers_of(&h.numbers, "under_15"), 0);
	assert_int_equal(numbers_of(&h.numbers, "ill"), 1);
	assert_string_equal(h.outlet, "school");
	h = found(&f, ONE, first);
	assert_int_equal(h.size, 5);
	assert_string_equal(h.outlet, "kiosk");
	int64_t stood = f.time;
	fixture_ok(&f, "ana", "household_leave", "{'body':'jap','household':'" ONE "'}");
	fixture_refused(&f, "ana", "supply.no_household", "household_leave", "{'body':'jap','household':'" ONE "'}");
	fixture_refused(&f, "ana", "supply.no_household", "household_move",
			"{'body':'jap','household':'" ONE "','outlet':'kiosk'}");
	assert_false(household_in(f.state, "jap", ONE, f.time, NULL));
	assert_true(household_in(f.state, "jap", ONE, stood, NULL));
	assert_int_equal(household_count(f.state, "jap", NULL, f.time), 0);
	enrol(&f, 1, "kiosk", 4, "{}");
	assert_int_equal(found(&f, ONE, f.time).size, 4);
	fixture_close(&f);
}

/* A household's texts lie under a key of its own, which it can have destroyed; no decision reaches a household. */
static void sealed_and_forgotten(void **unused)
{
	(void)unused;
	fixture f;
	char hash[65], whose[65];
	memset(hash, 'a', 64);
	hash[64] = '\0';
	open_jap(&f);
	fixture_ok(&f, "ana", "household_enrol",
		   "{'body':'jap','household':'" ONE "','outlet':'kiosk','size':2,'names':'%s'}", hash);
	fixture_refused(&f, "ana", "supply.no_household", "household_forget", "{'body':'jap','household':'" TWO "'}");
	fixture_ok(&f, "ana", "household_forget", "{'body':'jap','household':'" ONE "'}");
	assert_true(state_word(f.state, whose, sizeof whose, "SELECT person FROM forgotten", ""));
	assert_string_equal(whose, "_" ONE ".jap");
	assert_true(household_in(f.state, "jap", ONE, f.time, NULL));
	fixture_refused(&f, "ana", "record.forgotten", "household_forget", "{'body':'jap','household':'" ONE "'}");
	fixture_undecided(&f, "jap", "council.not_its_decision", "household_leave",
			  "{'body':'jap','household':'" ONE "'}");
	fixture_close(&f);
}

static void whoever_holds_the_office(void **unused)
{
	(void)unused;
	fixture f;
	open_jap(&f);
	fixture_decided(&f, "jap", "officer", "{'body':'jap','office':'supply','person':'carla'}");
	fixture_ok(&f, "carla", "household_enrol", "{'body':'jap','household':'" ONE "','outlet':'kiosk','size':1}");
	fixture_ok(&f, "ana", "household_move", "{'body':'jap','household':'" ONE "','outlet':'school'}");
	char by[ACT_ID_MAX + 1];
	assert_true(household_enroller(f.state, "jap", ONE, by));
	assert_string_equal(by, "carla");
	assert_false(household_enroller(f.state, "jap", TWO, by));
	fixture_refused(&f, "benito", "record.may_not", "household_leave", "{'body':'jap','household':'" ONE "'}");
	fixture_close(&f);
}

#define HEARING "'hearing':'Both were heard.','heard':'1972-10-11'"

static void merged_and_taken_apart(void **unused)
{
	(void)unused;
	fixture f;
	char as[HOUSEHOLD_ID];
	open_jap(&f);
	enrol(&f, 1, "kiosk", 4, "{'under_15':2}");
	enrol(&f, 2, "school", 3, "{'ill':1}");
	int64_t before = f.time;
	fixture_refused(&f, "ana", "supply.merge_one", "household_merge",
			"{'body':'jap','kept':'" ONE "','other':'" ONE "','size':5," HEARING "}");
	fixture_refused(&f, "ana", "supply.no_household", "household_merge",
			"{'body':'jap','kept':'" ONE "','other':'" THREE "','size':5," HEARING "}");
	fixture_refused(&f, "ana", "supply.merge_unheard", "household_merge",
			"{'body':'jap','kept':'" ONE "','other':'" TWO "','size':5,'hearing':'Both were "
			"heard.','heard':'1972-10-12'}");
	fixture_refused(&f, "ana", "record.field_missing", "household_merge",
			"{'body':'jap','kept':'" ONE "','other':'" TWO "','size':5}");
	fixture_undecided(&f, "jap", "council.not_its_decision", "household_merge",
			  "{'body':'jap','kept':'" ONE "','other':'" TWO "','size':5," HEARING "}");
	fixture_ok(&f, "ana", "household_merge",
		   "{'body':'jap','kept':'" ONE "','other':'" TWO "','size':5,'numbers':{'ill':1}," HEARING "}");
	int64_t merged = f.time;
	household_facts h = found(&f, ONE, f.time);
	assert_int_equal(h.size, 5);
	assert_int_equal(numbers_of(&h.numbers, "under_15"), 0);
	assert_int_equal(numbers_of(&h.numbers, "ill"), 1);
	assert_false(household_in(f.state, "jap", TWO, f.time, NULL));
	assert_true(household_stands_as(f.state, "jap", TWO, f.time, as));
	assert_string_equal(as, ONE);
	assert_true(household_stands_as(f.state, "jap", TWO, before, as));
	assert_string_equal(as, TWO);
	assert_int_equal(household_count(f.state, "jap", NULL, f.time), 1);
	fixture_refused(&f, "ana", "supply.household_merged", "household_enrol",
			"{'body':'jap','household':'" TWO "','outlet':'kiosk','size':2}");
	fixture_refused(&f, "ana", "supply.household_merged", "household_change",
			"{'body':'jap','household':'" TWO "','size':2}");
	fixture_refused(&f, "ana", "supply.not_merged", "household_unmerge",
			"{'body':'jap','kept':'" TWO "','other':'" ONE "','reason':'Two kitchens.'}");
	fixture_ok(&f, "ana", "household_unmerge",
		   "{'body':'jap','kept':'" ONE "','other':'" TWO "','reason':'Two kitchens.'}");
	assert_int_equal(found(&f, ONE, f.time).size, 4);
	h = found(&f, TWO, f.time);
	assert_int_equal(h.size, 3);
	assert_int_equal(numbers_of(&h.numbers, "ill"), 1);
	assert_string_equal(h.outlet, "school");
	assert_int_equal(found(&f, ONE, merged).size, 5);
	assert_true(household_stands_as(f.state, "jap", TWO, merged, as));
	assert_string_equal(as, ONE);
	fixture_refused(&f, "ana", "supply.not_merged", "household_unmerge",
			"{'body':'jap','kept':'" ONE "','other':'" TWO "','reason':'Two kitchens.'}");
	fixture_close(&f);
}

/* What was said since the merge, closed outlets, merges of merges. */
static void taken_apart_later(void **unused)
{
	(void)unused;
	fixture f;
	char as[HOUSEHOLD_ID];
	open_jap(&f);
	enrol(&f, 1, "kiosk", 4, "{}");
	enrol(&f, 2, "school", 3, "{'ill':3}");
	enrol(&f, 3, "kiosk", 2, "{}");
	fixture_ok(&f, "ana", "household_merge",
		   "{'body':'jap','kept':'" ONE "','other':'" TWO "','size':5," HEARING "}");
	fixture_ok(&f, "ana", "household_change", "{'body':'jap','household':'" ONE "','size':6}");
	fixture_ok(&f, "ana", "outlet_close", "{'body':'jap','outlet':'school'}");
	fixture_refused(&f, "ana", "supply.unmerge_size", "household_unmerge",
			"{'body':'jap','kept':'" ONE "','other':'" TWO "','reason':'Two kitchens.'}");
	fixture_refused(&f, "ana", "supply.unmerge_outlet", "household_unmerge",
			"{'body':'jap','kept':'" ONE "','other':'" TWO "','reason':'Two kitchens.','size':4}");
	fixture_ok(&f, "ana", "household_merge",
		   "{'body':'jap','kept':'" THREE "','other':'" ONE "','size':7," HEARING "}");
	assert_true(household_stands_as(f.state, "jap", TWO, f.time, as));
	assert_string_equal(as, THREE);
	fixture_refused(&f, "ana", "supply.household_merged", "household_unmerge",
			"{'body':'jap','kept':'" ONE "','other':'" TWO "','reason':'Two kitchens.','size':4}");
	fixture_ok(&f, "ana", "household_unmerge",
		   "{'body':'jap','kept':'" THREE "','other':'" ONE "','reason':'Two kitchens.'}");
	assert_int_equal(found(&f, THREE, f.time).size, 2);
	assert_int_equal(found(&f, ONE, f.time).size, 6);
	fixture_ok(&f, "ana", "household_unmerge",
		   "{'body':'jap','kept':'" ONE "','other':'" TWO
		   "','reason':'Two kitchens.','size':4,'other_size':2,'outlet':'kiosk'}");
	household_facts h = found(&f, TWO, f.time);
	assert_int_equal(h.size, 2);
	assert_int_equal(numbers_of(&h.numbers, "ill"), 0);
	assert_string_equal(h.outlet, "kiosk");
	assert_int_equal(found(&f, ONE, f.time).size, 4);
	fixture_close(&f);
}

/* ---- rules ------------------------------------------------------------------------------------------------------- */

static void decide_rule(fixture *f, const char *good, const char *rule)
{
	fixture_decided(f, "jap", "entitlement", "{'body':'jap','good':'%s','rule':%s}", good, rule);
}

static void expect_amount(fixture *f, const char *good, const char *which, int64_t days, int64_t n, int64_t d,
			  int64_t floor_n, int64_t floor_d)
{
	entitlement_rule e;
	household_facts h = found(f, which, f->time);
	entitlement_at(f->state, "jap", good, f->time, &e);
	supply_ratio amount = entitlement_amount(&e, &h, days), floor = entitlement_floor(&e, &h, days);
	assert_int_equal(amount.n, n);
	assert_int_equal(amount.d, d);
	assert_int_equal(floor.n, floor_n);
	assert_int_equal(floor.d, floor_d);
}

static void what_rules_come_to(void **unused)
{
	(void)unused;
	fixture f;
	entitlement_rule e;
	household_weights w;
	open_jap(&f);
	enrol(&f, 1, "kiosk", 5, "{'infants':1,'under_15':3}");
	enrol(&f, 2, "kiosk", 2, "{'ill':1}");
	expect_amount(&f, "milk", ONE, 7, 0, 1, 0, 1);
	decide_rule(&f, "milk", "{'amount':'1/2','each':'under_15','per':'day'}"); /* the free half litre of milk */
	int64_t first = f.time;
	expect_amount(&f, "milk", ONE, 7, 21, 2, 0, 1); /* 3 children, 7 days, half a litre */
	expect_amount(&f, "milk", TWO, 7, 0, 1, 0, 1);
	decide_rule(&f, "bread",
		    "[{'amount':'0.25','each':'member','per':'day','floor':'1/10'},"
		    "{'amount':'2','each':'household','per':'cycle','for':'ill'}]");
	expect_amount(&f, "bread", ONE, 7, 35, 4, 7, 2); /* 5 x 7 / 4; 5 x 7 / 10 */
	expect_amount(&f, "bread", TWO, 7, 11, 2, 7, 5); /* 2 x 7 / 4 + 2; 2 x 7 / 10 */
	decide_rule(&f, "milk", "{'amount':'1','each':'infants','per':'cycle'}");
	expect_amount(&f, "milk", ONE, 7, 1, 1, 0, 1);
	assert_true(entitlement_at(f.state, "jap", "milk", f.time, &e));
	assert_int_equal(e.version, 2);
	assert_true(entitlement_at(f.state, "jap", "milk", first, &e));
	assert_int_equal(e.version, 1);
	assert_string_equal(e.clause[0].each, "under_15");
	household_facts h = found(&f, ONE, f.time);
	weights_at(f.state, "jap", f.time, &w);
	assert_int_equal(w.version, 0);
	assert_int_equal(weights_of(&w, &h).n, 5);
	fixture_decided(&f, "jap", "supply_weights", "{'body':'jap','weights':{'infants':'1/2','under_15':'1/3'}}");
	weights_at(f.state, "jap", f.time, &w);
	assert_int_equal(weights_of(&w, &h).n, 13); /* 5 + 1/2 + 3/3 */
	assert_int_equal(weights_of(&w, &h).d, 2);
	fixture_close(&f);
}

static void rules_that_are_none(void **unused)
{
	(void)unused;
	fixture f;
	open_jap(&f);
	static const char *const wrong[] = {
		"{}",
		"[]",
		"[1]",
		"{'amount':'1/2','each':'under_15'}",
		"{'amount':'1/2','per':'day'}",
		"{'each':'under_15','per':'day'}",
		"{'amount':'1/2','each':'voter','per':'day'}",
		"{'amount':'1/2','each':'member','per':'week'}",
		"{'amount':'1/2','each':'member','per':'day','for':'member'}",
		"{'amount':'1/2','each':'member','per':'day','floor':'2/3'}",
		"{'amount':'-1','each':'member','per':'day'}",
		"{'amount':'1/0','each':'member','per':'day'}",
		"{'amount':'1/10001','each':'member','per':'day'}",
		"{'amount':'1000001','each':'member','per':'day'}",
		"{'amount':'1','each':'member','per':'day','unless':'x'}",
		"[{'amount':'1/101','each':'member','per':'day'},{'amount':'1/103','each':'member','per':'day'}]",
	};
	for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
		fixture_undecided(&f, "jap", "supply.rule", "entitlement", "{'body':'jap','good':'milk','rule':%s}",
				  wrong[i]);
	fixture_undecided(&f, "jap", "supply.no_good", "entitlement",
			  "{'body':'jap','good':'tea','rule':{'amount':'1','each':'member','per':'day'}}");
	fixture_refused(&f, "ana", "record.may_not", "entitlement",
			"{'body':'jap','good':'milk','rule':{'amount':'1','each':'member','per':'day'}}");
	static const char *const no_weights[] = {"[]", "{'member':'1'}", "{'ill':'101'}", "{'ill':1}",
						 "{'voters':'1'}"};
	for (size_t i = 0; i < sizeof no_weights / sizeof *no_weights; i++)
		fixture_undecided(&f, "jap", "supply.weights", "supply_weights", "{'body':'jap','weights':%s}",
				  no_weights[i]);
	fixture_close(&f);
}

/* The largest rule, household and cycle there may be: no sum overflows. */
static void the_largest_rule(void **unused)
{
	(void)unused;
	household_facts h = {.size = HOUSEHOLD_SIZE_MAX};
	entitlement_rule e = {.clauses = ENTITLEMENT_CLAUSES_MAX};
	for (int i = 0; i < ENTITLEMENT_CLAUSES_MAX; i++)
		e.clause[i] =
			(entitlement_clause){{999999 * (int64_t)10000 + 9999, 10000}, {1, 10000}, "member", "", true};
	supply_ratio sum = entitlement_amount(&e, &h, CYCLE_DAYS_MAX);
	/* 8 x 100 x 92 x 9999999999 / 10000 = 73,599,999,992.64 */
	assert_int_equal(sum.n, INT64_C(1839999999816));
	assert_int_equal(sum.d, 25);
}

/* ---- cycles and deliveries --------------------------------------------------------------------------------------- */

static void cycles(void **unused)
{
	(void)unused;
	fixture f;
	cycle_facts facts;
	open_jap(&f);
	fixture_ok(&f, "ana", "cycle_open", "{'body':'jap','cycle':3,'from':'1972-10-16','days':7}");
	fixture_refused(&f, "ana", "supply.cycle_number", "cycle_open",
			"{'body':'jap','cycle':3,'from':'1972-10-23','days':7}");
	fixture_refused(&f, "ana", "supply.cycle_overlaps", "cycle_open",
			"{'body':'jap','cycle':4,'from':'1972-10-22','days':7}");
	fixture_ok(&f, "ana", "cycle_open", "{'body':'jap','cycle':4,'from':'1972-10-23','days':7}");
	fixture_refused(&f, "ana", "supply.no_cycle", "cycle_close", "{'body':'jap','cycle':5}");
	fixture_ok(&f, "ana", "cycle_close", "{'body':'jap','cycle':3}");
	fixture_refused(&f, "ana", "supply.cycle_closed", "cycle_close", "{'body':'jap','cycle':3}");
	assert_true(cycle_find(f.state, "jap", 3, &facts));
	assert_true(facts.closed);
	assert_int_equal(facts.days, 7);
	assert_int_equal(facts.from, FIXTURE_START + 5 * INT64_C(86400));
	fixture_close(&f);
}

static void deliver(fixture *f, const char *id, int cycle, const char *good, int amount, const char *more)
{
	fixture_ok(f, "ana", "delivery",
		   "{'body':'jap','delivery':'%s','cycle':%d,'place':'depot','good':'%s','amount':%d%s}", id, cycle,
		   good, amount, more);
}

static void deliveries(void **unused)
{
	(void)unused;
	fixture f;
	delivery_sum sum;
	open_jap(&f);
	fixture_ok(&f, "ana", "cycle_open", "{'body':'jap','cycle':1,'from':'1972-10-16','days':7}");
	fixture_ok(&f, "ana", "outlet_keeper", "{'body':'jap','outlet':'depot','person':'benito'}");
	fixture_ok(&f, "benito", "delivery_expected",
		   "{'body':'jap','delivery':'e1','cycle':1,'place':'depot','good':'milk','amount':100}");
	deliver(&f, "d1", 1, "milk", 60, ",'expected':'e1'");
	int64_t first = f.time;
	deliver(&f, "d2", 1, "bread", 20, ",'expected':'e1','instead':'milk'");
	fixture_ok(&f, "benito", "delivery",
		   "{'body':'jap','delivery':'d3','cycle':1,'place':'depot','good':'milk','amount':5}");
#define WRONG(code, fields) fixture_refused(&f, "ana", code, "delivery", "{'body':'jap'," fields "}")
	WRONG("supply.delivery_there", "'delivery':'d1','cycle':1,'place':'depot','good':'milk','amount':1");
	WRONG("supply.delivery_there", "'delivery':'e1','cycle':1,'place':'depot','good':'milk','amount':1");
	WRONG("supply.no_cycle", "'delivery':'d9','cycle':2,'place':'depot','good':'milk','amount':1");
	WRONG("supply.no_outlet", "'delivery':'d9','cycle':1,'place':'moon','good':'milk','amount':1");
	WRONG("supply.no_good", "'delivery':'d9','cycle':1,'place':'depot','good':'tea','amount':1");
	WRONG("supply.not_expected",
	      "'delivery':'d9','cycle':1,'place':'depot','good':'milk','amount':1,'expected':'e2'");
	WRONG("supply.expected_good",
	      "'delivery':'d9','cycle':1,'place':'depot','good':'bread','amount':1,'expected':'e1'");
	WRONG("supply.instead", "'delivery':'d9','cycle':1,'place':'depot','good':'milk','amount':1,'instead':'milk'");
	fixture_refused(&f, "carla", "record.may_not", "delivery",
			"{'body':'jap','delivery':'d9','cycle':1,'place':'depot','good':'milk','amount':1}");
	fixture_refused(&f, "benito", "record.may_not", "delivery",
			"{'body':'jap','delivery':'d9','cycle':1,'place':'kiosk','good':'milk','amount':1}");
	assert_int_equal(delivery_arrived(f.state, "jap", 1, "depot", "milk", f.time), 65);
	assert_int_equal(delivery_arrived(f.state, "jap", 1, "depot", "milk", first), 60);
	assert_int_equal(delivery_arrived(f.state, "jap", 1, "depot", "bread", f.time), 20);
	fixture_refused(&f, "ana", "supply.delivery_met", "delivery_cancel",
			"{'body':'jap','delivery':'e1','reason':'Not sent.'}");
	fixture_ok(&f, "ana", "delivery_cancel", "{'body':'jap','delivery':'d1','reason':'Six, not sixty.'}");
	fixture_refused(&f, "ana", "supply.no_delivery", "delivery_cancel",
			"{'body':'jap','delivery':'d1','reason':'Six, not sixty.'}");
	assert_int_equal(delivery_arrived(f.state, "jap", 1, "depot", "milk", f.time), 5);
	assert_int_equal(delivery_arrived(f.state, "jap", 1, "depot", "milk", f.time - 1), 65);
	fixture_ok(&f, "ana", "cycle_close", "{'body':'jap','cycle':1}");
	fixture_refused(&f, "ana", "supply.cycle_closed", "delivery_expected",
			"{'body':'jap','delivery':'e3','cycle':1,'place':'depot','good':'milk','amount':100}");
	deliver(&f, "d5", 1, "milk", 7, ""); /* late */
	state_rows rows = delivery_ask(f.state, "jap", 1, f.time);
	assert_true(delivery_next(&rows, &sum));
	assert_string_equal(sum.good, "bread");
	assert_string_equal(sum.instead, "milk");
	assert_true(delivery_next(&rows, &sum));
	assert_string_equal(sum.good, "milk");
	assert_string_equal(sum.instead, "");
	assert_string_equal(sum.place, "depot");
	assert_int_equal(sum.amount, 12);
	assert_false(delivery_next(&rows, &sum));
	fixture_close(&f);
}

/* ---- fields ------------------------------------------------------------------------------------------------------ */

/* All there are. None may say what somebody belongs to, votes for, believes or owns: look at it twice before a word is
 * added here. */
static const char *const allowed[] = {
	"amount",   "body",   "crate", "cycle",   "days",  "delivery",      "door",       "due",     "ends",
	"expected", "from",   "good",  "hearing", "heard", "household",     "hub",        "instead", "kept",
	"kind",     "name",   "names", "numbers", "other", "other_numbers", "other_size", "outlet",  "person",
	"place",    "reason", "rule",  "size",    "to",    "unit",          "warehouse",  "weights",
	/* of prices and complaints */
	"complaint", "currency", "day", "outcome", "price", "words",
	"hash",     "seed",   "seed_from", /* allocation */
	"draws",    "entry",  "last",  "transfer", /* the counter */
	"hubs",     "share",  "stock", "wanted", /* shared stocks */
};

static bool is_allowed(const char *field)
{
	for (size_t i = 0; i < sizeof allowed / sizeof *allowed; i++)
		if (!strcmp(allowed[i], field))
			return true;
	return false;
}

static void nothing_knows_affiliation(void **unused)
{
	(void)unused;
	size_t seen = 0;
	for (size_t k = 0; k < supply_kinds; k++)
		for (const act_field *f = supply_kind[k]->field; f < supply_kind[k]->field + ACT_FIELDS_MAX && f->name;
		     f++, seen++)
			if (!is_allowed(f->name))
				fail_msg("%s.%s is no field that supply may have", supply_kind[k]->name, f->name);
	assert_true(seen > 60);
	static const char *const words[] = {"party", "affiliation", "member_of", "union",   "voter",   "religion",
					    "owner", "income",      "class",     "workers", "surname", "militant"};
	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		assert_false(numbers_is_name(words[i]));
	static const char *const needs[] = {"infants", "ill", "under_15", "over_65", "heavy_work"};
	for (size_t i = 0; i < sizeof needs / sizeof *needs; i++)
		assert_true(numbers_is_name(needs[i]));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(outlets),
		cmocka_unit_test(closing_takes_the_households_along),
		cmocka_unit_test(goods),
		cmocka_unit_test(households),
		cmocka_unit_test(sealed_and_forgotten),
		cmocka_unit_test(whoever_holds_the_office),
		cmocka_unit_test(merged_and_taken_apart),
		cmocka_unit_test(taken_apart_later),
		cmocka_unit_test(what_rules_come_to),
		cmocka_unit_test(rules_that_are_none),
		cmocka_unit_test(the_largest_rule),
		cmocka_unit_test(cycles),
		cmocka_unit_test(deliveries),
		cmocka_unit_test(nothing_knows_affiliation),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
