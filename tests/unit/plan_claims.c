/* The reader of plan files, in memory: what is taken, how it is ordered, what is refused with which code and field. */
#include "economy_fixture.h"

#include "plan/claims.h"
#include "plan/codes.h"

#include "base/text.h"

/* Two places, two periods, so that every name must be given. Cells: (commodity * 2 + place) * 2 + period. */
static cordon_economy *read_economy(fixture *f)
{
	*f = (fixture){0};
	add(f, "commodities.csv", "commodity,unit,kind\nbread,kg,good\nwork,hour,labour\n");
	add(f, "processes.csv", "process,place\nbaking,north\nidling,south\n");
	add(f, "places.csv", "place\nnorth\nsouth\n");
	add(f, "periods.csv", "period\nd1\nd2\n");
	add(f, "exchanges.csv",
	    "process,commodity,direction,amount\nbaking,bread,output,1\nbaking,work,input,1\nidling,work,input,1\n");
	assert_int_equal(read_it(f), CORDON_OK);
	memset(f->economy->hash, '0', 64);
	return f->economy;
}

#define HASH "0000000000000000000000000000000000000000000000000000000000000000"
#define HEAD                                                                                                           \
	"{\"format\": \"cordon-plan/1\", \"package\": {\"hash\": \"" HASH "\"}, \"gap_asked\": 1e-6, "                 \
	"\"status\": \"proven\", \"objective\": \"labour\", \"observed_kept\": true, "
#define CHANGES "\"changes\": [{\"kind\": \"stop\", \"pattern\": \"id*\", \"value\": 0}], "
#define ACTIVITY "\"activity\": [{\"process\": \"idling\", \"period\": \"d2\", \"activity\": 2.5}], "
#define ELEMENT(commodity, place, tier, stage)                                                                         \
	"{\"commodity\": \"" commodity "\", \"place\": \"" place "\", \"period\": \"d1\", \"tier\": " tier             \
	", \"demand\": 4, \"fulfilment\": 0.5, \"stage\": " stage "}"
#define FULFILMENT "\"fulfilment\": [" ELEMENT("work", "north", "1", "0") ", " ELEMENT("bread", "south", "1", "1") "], "
#define PRICE(commodity, period, price)                                                                                \
	"{\"commodity\": \"" commodity "\", \"place\": \"north\", \"period\": \"" period "\", \"price\": " price "}"
#define FIGURES ", \"value\": 0.5, \"bound\": 0.75, \"gap\": 0.25, \"prices\": ["
#define LEVEL(tier)                                                                                                    \
	"{\"kind\": \"level\", \"tier\": " tier FIGURES PRICE("work", "d2", "3") ", " PRICE("bread", "d1", "2") "]}"
#define REST(tier, floor) "{\"kind\": \"rest\", \"tier\": " tier ", \"floor\": " floor FIGURES "]}"
#define LAST "{\"kind\": \"last\"" FIGURES "]}"
#define STAGES "\"stages\": [" LEVEL("1") ", " REST("1", "0.5") ", " LAST "]"
#define GOOD HEAD CHANGES ACTIVITY FULFILMENT STAGES "}"

static void a_plan_file(void **state)
{
	(void)state;
	fixture f;
	plan_claims c;
	cordon_economy *e = read_economy(&f);
	assert_int_equal(plan_claims_read(GOOD, strlen(GOOD), "plan", e, &c, &f.error), CORDON_OK);
	assert_string_equal(c.objective, "labour");
	assert_true(c.proven && c.observed_kept && c.gap_asked == 1e-6);
	const double activity[] = {0, 0, 0, 2.5};
	assert_memory_equal(c.activity, activity, sizeof activity);
	assert_int_equal(c.elements, 2); /* in the order of their cells */
	assert_int_equal(c.element[0].cell, (0 * 2 + 1) * 2 + 0);
	assert_int_equal(c.element[0].stage, 1);
	assert_int_equal(c.element[1].cell, (1 * 2 + 0) * 2 + 0);
	assert_true(c.element[1].demand == 4 && c.element[1].fulfilment == 0.5 && c.element[1].tier == 1);
	assert_int_equal(c.stages, 3);
	assert_int_equal(c.stage[0].kind, CORDON_STAGE_LEVEL);
	assert_int_equal(c.stage[0].prices, 2);
	assert_int_equal(c.stage[0].price[0].cell, 0);
	assert_int_equal(c.stage[0].price[1].cell, (1 * 2 + 0) * 2 + 1);
	assert_true(c.stage[0].price[1].price == 3 && c.stage[0].bound == 0.75 && c.stage[0].gap == 0.25);
	assert_true(c.stage[1].kind == CORDON_STAGE_REST && c.stage[1].floor == 0.5 && c.stage[1].prices == 0);
	assert_true(c.stage[2].kind == CORDON_STAGE_LAST && c.stage[2].tier == 0);
	assert_int_equal(c.changes, 1);
	assert_true(c.change[0].kind == CORDON_CHANGE_STOP && !strcmp(c.change[0].pattern, "id*"));
	plan_claims_free(&c);
	release(&f);
}

#define WITH_STAGES(stages) HEAD CHANGES ACTIVITY "\"fulfilment\": [], \"stages\": [" stages "]}"
#define WITH_ELEMENTS(elements) HEAD CHANGES ACTIVITY "\"fulfilment\": [" elements "], " STAGES "}"
#define WITH_ACTIVITY(activity) HEAD CHANGES "\"activity\": [" activity "], " FULFILMENT STAGES "}"
#define WITH_CHANGES(changes) HEAD "\"changes\": " changes ", " ACTIVITY FULFILMENT STAGES "}"

static const struct {
	const char *text;
	const cordon_code *code;
	const char *field;
} refused[] = {
	{"", &PLAN_NOT_JSON, NULL},
	{"{\"a\": 1, \"a\": 1}", &PLAN_NOT_JSON, NULL},
	{GOOD "x", &PLAN_NOT_JSON, NULL},
	{"{\"format\": \"cordon-plan/2\"}", &PLAN_FIELD, "format"},
	{"{\"format\": \"cordon-plan/1\"}", &PLAN_FIELD, "package/hash"},
	{WITH_STAGES(""), &PLAN_FIELD, "stages"},
	{WITH_STAGES(LEVEL("1")), &PLAN_STAGE_ORDER, "stages"},
	{WITH_STAGES(LAST ", " LAST), &PLAN_STAGE_ORDER, "stages"},
	{WITH_STAGES(LEVEL("2") ", " LEVEL("1") ", " LAST), &PLAN_STAGE_ORDER, "stages"},
	{WITH_STAGES(LEVEL("0") ", " LAST), &PLAN_STAGE_ORDER, "stages"},
	{WITH_STAGES(REST("1", "0") ", " LAST), &PLAN_STAGE_ORDER, "stages"},
	{WITH_STAGES(LEVEL("1") ", " REST("2", "0") ", " LAST), &PLAN_STAGE_ORDER, "stages"},
	{WITH_STAGES(LEVEL("1") ", " REST("1", "0") ", " LEVEL("1") ", " LAST), &PLAN_STAGE_ORDER, "stages"},
	{WITH_STAGES(LEVEL("1") ", " REST("1", "1.5") ", " LAST), &PLAN_FIELD, "floor"},
	{WITH_STAGES(LEVEL("1.5") ", " LAST), &PLAN_FIELD, "tier"},
	{WITH_STAGES(LEVEL("-1") ", " LAST), &PLAN_FIELD, "tier"},
	{WITH_STAGES("{\"kind\": \"lift\"}, " LAST), &PLAN_FIELD, "kind"},
	{WITH_STAGES("{\"kind\": \"last\"" FIGURES PRICE("bread", "d1", "-1") "]}"), &PLAN_FIELD, "price"},
	{WITH_STAGES("{\"kind\": \"last\"" FIGURES PRICE("bread", "d1", "1") ", " PRICE("bread", "d1", "1") "]}"),
	 &PLAN_TWICE, "price"},
	{WITH_STAGES("{\"kind\": \"last\"" FIGURES PRICE("beer", "d1", "1") "]}"), &PLAN_UNKNOWN, "commodity"},
	{WITH_STAGES("{\"kind\": \"last\"" FIGURES PRICE("bread", "d3", "1") "]}"), &PLAN_UNKNOWN, "period"},
	{WITH_ELEMENTS(ELEMENT("bread", "west", "1", "0")), &PLAN_UNKNOWN, "place"},
	{WITH_ELEMENTS(ELEMENT("bread", "north", "2", "0")), &PLAN_STAGE_ORDER, "fulfilment"},
	{WITH_ELEMENTS(ELEMENT("bread", "north", "0", "2")), &PLAN_STAGE_ORDER, "fulfilment"},
	{WITH_ELEMENTS(ELEMENT("bread", "north", "1", "3")), &PLAN_STAGE_ORDER, "fulfilment"},
	{WITH_ELEMENTS(ELEMENT("bread", "north", "1", "-1")), &PLAN_FIELD, "stage"},
	{WITH_ELEMENTS(ELEMENT("bread", "north", "1", "0") ", " ELEMENT("bread", "north", "1", "1")), &PLAN_TWICE,
	 "fulfilment"},
	{WITH_ACTIVITY("{\"process\": \"baking\", \"activity\": 1}"), &PLAN_FIELD, "period"},
	{WITH_ACTIVITY("{\"process\": \"baking\", \"period\": \"d1\", \"activity\": \"1\"}"), &PLAN_FIELD, "activity"},
	{WITH_ACTIVITY("{\"process\": \"baking\", \"period\": \"d1\", \"activity\": 1e999}"), &PLAN_NOT_JSON, NULL},
	{WITH_ACTIVITY("{\"process\": \"baking\", \"period\": \"d1\", \"activity\": 1}, "
		       "{\"process\": \"baking\", \"period\": \"d1\", \"activity\": 1}"),
	 &PLAN_TWICE, "activity"},
	{WITH_CHANGES("{}"), &PLAN_FIELD, "changes"},
	{WITH_CHANGES("[{\"kind\": \"wish\", \"pattern\": \"*\", \"value\": 1}]"), &PLAN_FIELD, "changes"},
	{WITH_CHANGES("[{\"kind\": \"need\", \"value\": 1}]"), &PLAN_FIELD, "changes"},
};

static void what_is_refused(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof refused / sizeof *refused; i++) {
		fixture f;
		plan_claims c;
		cordon_economy *e = read_economy(&f);
		const char *bytes = refused[i].text;
		assert_int_equal(plan_claims_read(bytes, strlen(bytes), "plan", e, &c, &f.error), CORDON_BAD_INPUT);
		bool found = false;
		for (size_t k = 0; k < f.error.count; k++) {
			const cordon_finding *x = &f.error.finding[k];
			found |= x->what.code == refused[i].code &&
				 (!refused[i].field || (x->field && !strcmp(x->field, refused[i].field)));
		}
		if (!found)
			print_error("not refused as expected: %s\n", bytes);
		assert_true(found);
		plan_claims_free(&c);
		release(&f);
	}
}

/* Any beginning of a file is refused whole. */
static void what_was_cut_short(void **state)
{
	(void)state;
	fixture f;
	cordon_economy *e = read_economy(&f);
	for (size_t length = 0; length < strlen(GOOD); length++) {
		plan_claims c;
		assert_int_equal(plan_claims_read(GOOD, length, "plan", e, &c, NULL), CORDON_BAD_INPUT);
		plan_claims_free(&c);
	}
	release(&f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_plan_file),
		cmocka_unit_test(what_is_refused),
		cmocka_unit_test(what_was_cut_short),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
