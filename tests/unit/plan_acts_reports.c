/* Reports of what was done, over a state in memory: who may say what, what is refused with which reason, and what
 * accounts then hold. The figures expected are worked out by hand beside each.
 */
#include "council_fixture.h"

#include "base/text.h"
#include "plan/snapshot.h"

#include <stdio.h>
#include <string.h>

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
	fixture_decided(f, "cordon", "unit", "{'body': 'cordon', 'unit': 't', 'dimension': 'mass', 'factor': '1000'}");
	fixture_decided(f, "cordon", "unit", "{'body': 'cordon', 'unit': 'hour', 'dimension': 'time'}");
	for (int i = 0; i < 4; i++)
		fixture_decided(f, "cordon", "commodity", "{'body': 'cordon', 'commodity': '%s', 'unit': 'kg'}",
				((const char *const[]){"bread", "flour", "wheat", "bran"})[i]);
	fixture_decided(f, "cordon", "commodity",
			"{'body': 'cordon', 'commodity': 'work', 'unit': 'hour', 'kind': 'labour'}");
	fixture_decided(f, "cordon", "commodity",
			"{'body': 'cordon', 'commodity': 'smoke', 'unit': 'kg', 'kind': 'emission'}");
	fixture_ok(f, "ana", "process",
		   "{'body': 'panaderia', 'process': 'baking', 'inputs': {'flour': '0.00075 t', 'work': '1/20'}, "
		   "'outputs': {'bread': 1, 'smoke': 1}, 'capacity': '400'}");
	fixture_ok(f, "rosa", "process",
		   "{'body': 'molino', 'process': 'milling', 'inputs': {'wheat': '1.3'}, 'outputs': {'flour': 1}}");
	fixture_ok(f, "rosa", "stock", "{'body': 'molino', 'commodity': 'wheat', 'amount': '0.6 t'}");
	fixture_ok(f, "ana", "stock", "{'body': 'panaderia', 'commodity': 'work', 'amount': '20'}");
	fixture_ok(f, "eva", "need", "{'body': 'poblacion', 'group': 'school', 'commodity': 'bread', 'amount': '60'}");
}

#define BAKED(amount, more)                                                                                            \
	"{'body': 'panaderia', 'process': 'baking', 'report': 'oct', 'amount': '" amount "'" more "}"

/* The stocks of a snapshot of that many entries, and its questions in brackets; 0: of now. */
static void expect_at(fixture *f, int64_t entries, const char *expected)
{
	text found = {0};
	snapshot snap;
	assert_true(snapshot_make(f->state, "cordon", entries ? entries : f->entry + 1, &snap));
	for (size_t row = 0; row < economy_draft_rows(snap.draft, TABLE_STOCKS); row++)
		text_add_format(&found, "%s%s %s", row ? ", " : "",
				economy_draft_cell(snap.draft, TABLE_STOCKS, row, STOCK_COMMODITY),
				economy_draft_cell(snap.draft, TABLE_STOCKS, row, STOCK_AMOUNT));
	for (size_t i = 0; i < snap.questions; i++)
		text_add_format(&found, " [%s %s %s]", snap.question[i].body, snap.question[i].commodity,
				snap.question[i].amount);
	assert_string_equal(text_string(&found), expected);
	text_free(&found);
	snapshot_free(&snap);
}

static void expect(fixture *f, const char *expected)
{
	expect_at(f, 0, expected);
}

static void what_was_done_is_there(void **unused)
{
	(void)unused;
	fixture f;
	federation(&f);
	fixture_ok(&f, "rosa", "work_done", "{'body': 'molino', 'process': 'milling', 'amount': '200'}");
	expect(&f, "flour 200, wheat 340, work 20"); /* 600 - 200 * 1.3; nothing of hours */
	fixture_ok(&f, "ana", "work_done", BAKED("100", ""));
	expect(&f, "bread 100, flour 125, wheat 340, work 20"); /* 200 - 75, of the mill's; nothing of smoke */
	fixture_ok(&f, "ana", "handed",
		   "{'body': 'panaderia', 'to': 'poblacion', 'commodity': 'bread', 'amount': '0.05 t'}");
	expect(&f, "bread 100, flour 125, wheat 340, work 20");
	fixture_ok(&f, "eva", "received",
		   "{'body': 'poblacion', 'group': 'school', 'commodity': 'bread', 'amount': '40'}");
	expect(&f, "bread 60, flour 125, wheat 340, work 20");
	/* a count replaces all before it in the account of whoever counts: of 50 loaves 3 were lost */
	fixture_ok(&f, "ana", "stock", "{'body': 'panaderia', 'commodity': 'bread', 'amount': '47'}");
	expect(&f, "bread 57, flour 125, wheat 340, work 20");
	/* to who is beneath no council of theirs it is gone */
	fixture_base(&f, "lejos", "workplace", "sara", "", NULL);
	fixture_ok(&f, "rosa", "handed", "{'body': 'molino', 'to': 'lejos', 'commodity': 'wheat', 'amount': '40'}");
	expect(&f, "bread 57, flour 125, wheat 300, work 20");
	fixture_close(&f);
}

static void what_really_came_out(void **unused)
{
	(void)unused;
	fixture f;
	federation(&f);
	fixture_ok(&f, "ana", "stock", "{'body': 'panaderia', 'commodity': 'flour', 'amount': '100'}");
	fixture_ok(&f, "ana", "work_done",
		   BAKED("100", ", 'made': {'bread': '92', 'bran': '0.001 t'}, 'used': {'wheat': 5}"));
	expect(&f, "bran 1, bread 92, flour 25, wheat 595, work 20");
	fixture_ok(&f, "ana", "work_done", BAKED("100", ", 'made': {'bread': 0}, 'used': {'flour': '80'}"));
	expect(&f, "flour 20, wheat 600, work 20");
	fixture_close(&f);
}

static void reports_are_put_right(void **unused)
{
	(void)unused;
	fixture f;
	federation(&f);
	fixture_ok(&f, "ana", "stock", "{'body': 'panaderia', 'commodity': 'flour', 'amount': '300'}");
	fixture_ok(&f, "ana", "work_done", BAKED("100", ""));
	int64_t before = f.entry + 1;
	/* the recipe changes: what was reported before it keeps the old one */
	fixture_ok(&f, "ana", "process",
		   "{'body': 'panaderia', 'process': 'baking', 'inputs': {'flour': 1}, 'outputs': {'bread': 1}}");
	fixture_ok(&f, "ana", "work_done", BAKED("200", ""));
	expect(&f, "bread 200, flour 150, wheat 600, work 20");
	expect_at(&f, before, "bread 100, flour 225, wheat 600, work 20");
	/* a correction counts from when the report was first made: the count since then knows of it */
	fixture_ok(&f, "ana", "stock", "{'body': 'panaderia', 'commodity': 'flour', 'amount': '140'}");
	fixture_ok(&f, "ana", "work_done", BAKED("204", ""));
	expect(&f, "bread 204, flour 140, wheat 600, work 20");
	fixture_ok(&f, "ana", "work_done", BAKED("0", ""));
	expect(&f, "flour 140, wheat 600, work 20");
	/* without a name the book gives one, by which it is put right as well */
	fixture_ok(&f, "ana", "work_done", "{'body': 'panaderia', 'process': 'baking', 'amount': '10'}");
	expect(&f, "bread 10, flour 130, wheat 600, work 20");
	int64_t entry = f.entry;
	fixture_refused(&f, "ana", "plan.no_report", "work_done",
			"{'body': 'panaderia', 'process': 'baking', 'amount': '10', 'report': 'entry-%d'}",
			(int)entry + 2);
	fixture_ok(&f, "ana", "work_done",
		   "{'body': 'panaderia', 'process': 'baking', 'amount': '20', 'report': 'entry-%d'}", (int)entry);
	expect(&f, "bread 20, flour 120, wheat 600, work 20");
	fixture_refused(
		&f, "ana", "plan.other_report", "handed",
		"{'body': 'panaderia', 'to': 'poblacion', 'commodity': 'bread', 'amount': '1', 'report': 'oct'}");
	/* names are each body's own */
	fixture_ok(&f, "rosa", "handed",
		   "{'body': 'molino', 'to': 'panaderia', 'commodity': 'wheat', 'amount': '1', 'report': 'oct'}");
	fixture_close(&f);
}

static void what_comes_out_below_nothing(void **unused)
{
	(void)unused;
	fixture f;
	federation(&f);
	fixture_ok(&f, "rosa", "stock", "{'body': 'molino', 'commodity': 'flour', 'amount': '50'}");
	fixture_ok(&f, "ana", "work_done", BAKED("100", ""));
	expect(&f, "bread 100, flour 0, wheat 600, work 20 [panaderia flour 75]");
	fixture_ok(&f, "rosa", "work_done", "{'body': 'molino', 'process': 'milling', 'amount': '100'}");
	expect(&f, "bread 100, flour 75, wheat 470, work 20"); /* it came from the mill */
	/* the mill counts what is left, and says nothing of what the bakery took: the sum lacks it twice */
	fixture_ok(&f, "rosa", "stock", "{'body': 'molino', 'commodity': 'flour', 'amount': '75'}");
	expect(&f, "bread 100, flour 0, wheat 470, work 20 [panaderia flour 75]");
	fixture_ok(&f, "rosa", "stock", "{'body': 'molino', 'commodity': 'flour', 'amount': '80'}");
	expect(&f, "bread 100, flour 5, wheat 470, work 20 [panaderia flour 75]");
	fixture_ok(&f, "ana", "stock", "{'body': 'panaderia', 'commodity': 'flour', 'amount': '0'}");
	expect(&f, "bread 100, flour 80, wheat 470, work 20");
	fixture_close(&f);
}

static void what_is_refused(void **unused)
{
	(void)unused;
	fixture f;
	federation(&f);
	static const char *const own[][2] = {
		{"work_done", BAKED("1", "")},
		{"handed", "{'body': 'panaderia', 'to': 'molino', 'commodity': 'bread', 'amount': '1'}"},
		{"received", "{'body': 'panaderia', 'commodity': 'bread', 'amount': '1'}"}};
	for (size_t i = 0; i < sizeof own / sizeof *own; i++) {
		fixture_refused(&f, "luis", "record.may_not", own[i][0], "%s", own[i][1]);
		fixture_refused(&f, "rosa", "record.may_not", own[i][0], "%s", own[i][1]);
		fixture_undecided(&f, "cordon", "council.not_its_decision", own[i][0], "%s", own[i][1]);
	}
	fixture_refused(&f, "ana", "plan.no_stated_need", own[2][0], "%s", own[2][1]);
	fixture_decided(&f, "panaderia", "work_done", BAKED("1", ""));
	fixture_refused(&f, "rosa", "plan.no_recipe", "work_done",
			"{'body': 'molino', 'process': 'baking', 'amount': '1'}");
	fixture_refused(&f, "ana", "plan.other_unit", "work_done", BAKED("1", ", 'made': {'bread': '3 hour'}"));
	fixture_refused(&f, "ana", "plan.no_commodity", "work_done", BAKED("1", ", 'made': {'cake': 1}"));
	fixture_refused(&f, "ana", "plan.no_amount", "work_done", BAKED("1", ", 'used': {'flour': -1}"));
	fixture_refused(&f, "ana", "plan.side", "work_done", BAKED("1", ", 'used': ['flour']"));
	fixture_refused(&f, "ana", "plan.no_such_plan", "work_done", BAKED("1", ", 'plan': 'first'"));
	fixture_refused(&f, "ana", "record.field_wrong", "work_done", BAKED("-1", ""));
	fixture_refused(&f, "ana", "record.field_wrong", "work_done", BAKED("3 kg", ""));
	fixture_refused(&f, "ana", "plan.other_unit", "handed",
			"{'body': 'panaderia', 'to': 'molino', 'commodity': 'bread', 'amount': '3 hour'}");
	fixture_refused(&f, "ana", "plan.not_stored", "handed",
			"{'body': 'panaderia', 'to': 'molino', 'commodity': 'work', 'amount': '3'}");
	fixture_refused(&f, "ana", "plan.to_itself", "handed",
			"{'body': 'panaderia', 'to': 'panaderia', 'commodity': 'bread', 'amount': '3'}");
	fixture_refused(&f, "ana", "plan.no_body", "handed",
			"{'body': 'panaderia', 'to': 'nobody', 'commodity': 'bread', 'amount': '3'}");
	fixture_refused(&f, "eva", "plan.no_commodity", "received",
			"{'body': 'poblacion', 'commodity': 'cake', 'amount': '3'}");
	fixture_refused(&f, "eva", "plan.no_stated_need", "received",
			"{'body': 'poblacion', 'group': 'scool', 'commodity': 'bread', 'amount': '3'}");
	fixture_close(&f);
}

/* 10^15 runs of 10^15 times 10^9 kilograms are refused, not added up; what is just within is written out exactly. */
static void amounts_have_a_limit(void **unused)
{
	(void)unused;
	fixture f;
	federation(&f);
	fixture_decided(&f, "cordon", "unit",
			"{'body': 'cordon', 'unit': 'Mt', 'dimension': 'mass', 'factor': '1000000000'}");
	fixture_ok(&f, "rosa", "process",
		   "{'body': 'molino', 'process': 'much', 'outputs': {'bran': '100000000000000 Mt'}}");
	fixture_refused(&f, "rosa", "plan.too_much", "work_done",
			"{'body': 'molino', 'process': 'much', 'amount': '11'}");
	fixture_ok(&f, "rosa", "work_done", "{'body': 'molino', 'process': 'much', 'amount': '10'}");
	expect(&f, "bran 1000000000000000000000000, wheat 600, work 20");
	fixture_ok(&f, "rosa", "work_done", "{'body': 'molino', 'process': 'much', 'amount': '10'}");
	expect(&f, "bran 2000000000000000000000000, wheat 600, work 20");
	fixture_close(&f);
}

/* What is done above the declared capacity is warned of, and stands. */
static void above_the_capacity(void **unused)
{
	(void)unused;
	fixture f;
	federation(&f);
	fixture_ok(&f, "ana", "work_done", BAKED("400", ""));
	assert_int_equal(f.error.warnings, 0);
	fixture_ok(&f, "ana", "work_done", BAKED("401", ""));
	assert_int_equal(f.error.warnings, 1);
	expect(&f, "bread 401, flour 0, wheat 600, work 20 [panaderia flour 300.75]");
	fixture_close(&f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_was_done_is_there), cmocka_unit_test(what_really_came_out),
		cmocka_unit_test(reports_are_put_right),  cmocka_unit_test(what_comes_out_below_nothing),
		cmocka_unit_test(what_is_refused),        cmocka_unit_test(amounts_have_a_limit),
		cmocka_unit_test(above_the_capacity),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
