/* Ceilings, price reports and complaints as acts: who may, what is refused, and what the book says of any day. The
 * verdicts expected are counted by hand from the reports written here. */
#include "council_fixture.h"

#include "base/text.h"
#include "supply/ceiling.h"
#include "supply/complaint.h"
#include "supply/price.h"
#include "supply/token.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { DAY = 86400 };

/* A neighbourhood: ana is secretary and enrols; tom and ida are tellers; eva keeps the kiosk. */
static void open_jap(fixture *f)
{
	fixture_open(f);
	fixture_base(f, "jap", "neighbourhood", "ana", "tom ida eva luis rosa", NULL);
	fixture_decided(f, "jap", "officer", "{'body': 'jap', 'office': 'teller', 'person': 'tom'}");
	fixture_decided(f, "jap", "officer", "{'body': 'jap', 'office': 'teller', 'person': 'ida'}");
	fixture_ok(f, "ana", "supply_good", "{'body': 'jap', 'good': 'bread', 'name': 'Bread', 'unit': 'kilogram'}");
	fixture_ok(f, "ana", "outlet_open", "{'body': 'jap', 'outlet': 'kiosk', 'name': 'Kiosk', 'kind': 'outlet'}");
	fixture_ok(f, "ana", "outlet_keeper", "{'body': 'jap', 'outlet': 'kiosk', 'person': 'eva'}");
}

static void decide_ceiling(fixture *f, const char *place, const char *price, const char *from)
{
	fixture_decided(f, "jap", "ceiling",
			"{'body': 'jap', 'good': 'bread', %s%s%s 'price': '%s', 'currency': 'CLE', 'from': '%s'}",
			*place ? "'place': '" : "", place, *place ? "'," : "", price, from);
}

static void expect_ceiling(fixture *f, const char *place, const char *day, int64_t time, const char *price)
{
	ceiling c = {0};
	bool is = ceiling_of(f->state, "jap", "bread", place, day, time, &c);
	assert_int_equal(is, price != NULL);
	if (price)
		assert_string_equal(c.price, price);
}

static void test_ceilings_of_any_day(void **unused)
{
	(void)unused;
	fixture f;
	open_jap(&f);
	expect_ceiling(&f, "kiosk", "1972-10-11", f.time, NULL);
	decide_ceiling(&f, "", "7.50", "1972-10-11");
	int64_t first = f.time;
	decide_ceiling(&f, "kiosk", "8", "1972-10-20");
	fixture_decided(&f, "jap", "ceiling_end",
			"{'body': 'jap', 'good': 'bread', 'place': 'kiosk', 'from': '1972-11-01'}");
	expect_ceiling(&f, "kiosk", "1972-10-10", f.time, NULL);
	expect_ceiling(&f, "kiosk", "1972-10-19", f.time, "7.50");
	expect_ceiling(&f, "kiosk", "1972-10-20", f.time, "8");
	expect_ceiling(&f, "bakery", "1972-10-20", f.time, "7.50");
	expect_ceiling(&f, "kiosk", "1972-11-01", f.time, "7.50");
	expect_ceiling(&f, "kiosk", "1972-10-20", first, "7.50"); /* what the book said then */
	decide_ceiling(&f, "", "30/4", "1972-10-11");
	expect_ceiling(&f, "bakery", "1972-10-20", f.time, "30/4"); /* said last */
	assert_int_equal(ceiling_order("7.50", "30/4"), 0);
	assert_true(ceiling_order("999999999999999", "0.00000000000001") > 0);
	assert_true(ceiling_order("1/3", "0.33333333333333") > 0);
	fixture_close(&f);
}

static void test_ceilings_are_decided(void **unused)
{
	(void)unused;
	fixture f;
	open_jap(&f);
#define CEILING "{'body': 'jap', 'good': '%s', 'price': '%s', 'currency': '%s', 'from': '%s'}"
	assert_int_not_equal(fixture_act(&f, "ana", "ceiling", CEILING, "bread", "7", "CLE", "1972-10-12"), CORDON_OK);
	fixture_undecided(&f, "jap", "supply.no_good", "ceiling", CEILING, "milk", "7", "CLE", "1972-10-12");
	fixture_undecided(&f, "jap", "supply.price", "ceiling", CEILING, "bread", "0", "CLE", "1972-10-12");
	fixture_undecided(&f, "jap", "supply.currency", "ceiling", CEILING, "bread", "7", "E$", "1972-10-12");
	fixture_undecided(&f, "jap", "supply.ceiling_day", "ceiling", CEILING, "bread", "7", "CLE", "1972-10-10");
	fixture_undecided(&f, "jap", "supply.ceiling_day", "ceiling", CEILING, "bread", "7", "CLE", "1999-01-01");
	fixture_undecided(&f, "jap", "supply.no_ceiling", "ceiling_end",
			  "{'body': 'jap', 'good': 'bread', 'from': '1972-10-12'}");
	fixture_close(&f);
}

/* ---- reports ----------------------------------------------------------------------------------------------------- */

static void report(fixture *f, const char *who, const char *price, const char *day)
{
	fixture_ok(f, who, "price_report",
		   "{'body': 'jap', 'place': 'kiosk', 'good': 'bread', 'price': '%s', 'currency': 'CLE', 'day': '%s'}",
		   price, day);
}

/* The only group of reports: "verdict voices over within nameless middle". */
static void expect_reports(fixture *f, const char *expected)
{
	text got = {0};
	json_t *data = prices_data(f->state, "jap", f->time), *list = json_object_get(data, "prices");
	assert_int_equal(json_array_size(list), 1);
	const json_t *one = json_array_get(list, 0);
	text_add_format(&got, "%s %d %d %d %d %s", json_string_value(json_object_get(one, "verdict")),
			(int)json_integer_value(json_object_get(one, "voices")),
			(int)json_integer_value(json_object_get(one, "over")),
			(int)json_integer_value(json_object_get(one, "within")),
			(int)json_integer_value(json_object_get(one, "nameless")),
			json_string_value(json_object_get(one, "middle")));
	assert_string_equal(text_string(&got), expected);
	json_decref(data);
	text_free(&got);
}

static void test_what_reports_say(void **unused)
{
	(void)unused;
	fixture f;
	open_jap(&f);
	decide_ceiling(&f, "", "7.50", "1972-10-11");
	report(&f, "luis", "9", "1972-10-11");
	expect_reports(&f, "few 1 1 0 0 9");
	for (int i = 0; i < 20; i++)
		report(&f, "luis", "9", "1972-10-11"); /* the same voice twenty times */
	expect_reports(&f, "few 1 1 0 0 9");
	for (int i = 0; i < 20; i++)
		report(&f, "tom", "9.50", "1972-10-11"); /* one teller: one voice */
	expect_reports(&f, "few 2 2 0 20 9");
	report(&f, "rosa", "9", "1972-10-11");
	expect_reports(&f, "one_hand 3 3 0 20 9"); /* ana enrolled luis and rosa: without her there is one left */
	report(&f, "ida", "9", "1972-10-11");
	expect_reports(&f, "over 4 4 0 21 9");
	f.time += DAY;
	report(&f, "rosa", "7.50", "1972-10-12"); /* her latest is her word; at the ceiling is within it */
	expect_reports(&f, "over 4 3 1 21 9");
	f.time += 12 * DAY;
	expect_reports(&f, "over 4 3 1 21 9"); /* 14 days, the first among them */
	f.time += DAY;
	expect_reports(&f, "few 1 0 1 0 7.50");
	fixture_close(&f);
}

static void test_the_outlet_is_shown_and_is_no_voice(void **unused)
{
	(void)unused;
	fixture f;
	open_jap(&f);
	decide_ceiling(&f, "", "7.50", "1972-10-11");
	report(&f, "luis", "9", "1972-10-11");
	report(&f, "eva", "7", "1972-10-11");
	expect_reports(&f, "few 1 1 0 0 9");
	json_t *data = prices_data(f.state, "jap", f.time);
	const json_t *one = json_array_get(json_object_get(data, "prices"), 0);
	assert_string_equal(json_string_value(json_object_get(one, "outlet_says")), "7");
	assert_string_equal(json_string_value(json_object_get(one, "ceiling")), "7.50");
	json_decref(data);
	fixture_close(&f);
}

static void enrol_household(fixture *f, const char *by, const char *token)
{
	fixture_ok(f, by, "household_enrol", "{'body': 'jap', 'household': '%s', 'size': 4, 'outlet': 'kiosk'}", token);
}

static void household_report(fixture *f, const char *by, const char *token, const char *price)
{
	fixture_ok(f, by, "price_report",
		   "{'body': 'jap', 'place': 'kiosk', 'good': 'bread', 'price': '%s', 'currency': 'CLE', 'day': "
		   "'1972-10-11', 'household': '%s'}",
		   price, token);
}

static void make_token(int number, char out[16])
{
	snprintf(out, 15, "%d", number);
	size_t length = strlen(out);
	out[length] = token_check_digit(out, length);
	out[length + 1] = '\0';
}

/* Twenty households that one officer enrolled, entered by another, are no verdict; with three of somebody else's they
 * are. */
static void test_households_that_one_hand_introduced(void **unused)
{
	(void)unused;
	fixture f;
	char token[16];
	open_jap(&f);
	decide_ceiling(&f, "", "7.50", "1972-10-11");
	fixture_decided(&f, "jap", "officer", "{'body': 'jap', 'office': 'supply', 'person': 'luis'}");
	for (int i = 0; i < 20; i++) {
		make_token(1000 + i, token);
		enrol_household(&f, "luis", token);
		household_report(&f, i % 2 ? "tom" : "ida", token, "9");
	}
	expect_reports(&f, "one_hand 20 20 0 0 9");
	for (int i = 0; i < 3; i++) {
		make_token(2000 + i, token);
		enrol_household(&f, "ana", token);
		household_report(&f, i % 2 ? "tom" : "ida", token, "9");
		household_report(&f, i % 2 ? "tom" : "ida", token, "9"); /* one voice */
		expect_reports(&f, i ? i == 1 ? "over 22 22 0 0 9" : "over 23 23 0 0 9" : "one_hand 21 21 0 0 9");
	}
	fixture_refused(&f, "tom", "supply.no_household", "price_report",
			"{'body': 'jap', 'place': 'kiosk', 'good': 'bread', 'price': '9', 'currency': 'CLE', 'day': "
			"'1972-10-11', 'household': '4711'}");
	fixture_close(&f);
}

/* A ceiling is not held against prices of before it. */
static void test_a_report_is_held_against_its_own_day(void **unused)
{
	(void)unused;
	fixture f;
	open_jap(&f);
	f.time += DAY;
	decide_ceiling(&f, "", "7.50", "1972-10-12");
	report(&f, "luis", "9", "1972-10-11");
	expect_reports(&f, "few 0 0 0 0 9");
	report(&f, "luis", "9", "1972-10-12");
	expect_reports(&f, "few 1 1 0 0 9");
	fixture_close(&f);
}

static void test_reports_that_are_refused(void **unused)
{
	(void)unused;
	fixture f;
	open_jap(&f);
	decide_ceiling(&f, "", "7.50", "1972-10-11");
#define REPORT "{'body': 'jap', 'place': 'kiosk', 'good': '%s', 'price': '%s', 'currency': '%s', 'day': '%s'}"
	fixture_refused(&f, "luis", "supply.no_good", "price_report", REPORT, "milk", "9", "CLE", "1972-10-11");
	fixture_refused(&f, "luis", "supply.price", "price_report", REPORT, "bread", "0/7", "CLE", "1972-10-11");
	fixture_refused(&f, "luis", "supply.ceiling_other", "price_report", REPORT, "bread", "9", "CLP", "1972-10-11");
	fixture_refused(&f, "luis", "supply.report_day", "price_report", REPORT, "bread", "9", "CLE", "1972-10-12");
	fixture_refused(&f, "luis", "supply.report_day", "price_report", REPORT, "bread", "9", "CLE", "1972-09-10");
	assert_int_not_equal(fixture_act(&f, "zoe", "price_report", REPORT, "bread", "9", "CLE", "1972-10-11"),
			     CORDON_OK);
	fixture_ok(&f, "luis", "price_report", REPORT, "bread", "9", "CLE", "1972-09-11");
	fixture_close(&f);
}

/* Five years of months at 7 to 8, then one at 16: an alarm, and none a month before. */
static void test_alarms_from_the_past(void **unused)
{
	(void)unused;
	fixture f;
	open_jap(&f);
	char day[16], price[16];
	for (int m = 0; m < 72; m++) {
		f.time = FIXTURE_START + (int64_t)m * 2629800 + 10;
		snprintf(day, sizeof day, "%04d-%02d-01", 1972 + (m + 9) / 12, (m + 9) % 12 + 1);
		snprintf(price, sizeof price, "%d.%d", 7, m * 7 % 10);
		if (m)
			report(&f, "tom", m == 71 ? "16" : price, day);
		if (m < 70)
			continue;
		json_t *data = prices_data(f.state, "jap", f.time), *alarms = json_object_get(data, "alarms");
		assert_int_equal(json_array_size(alarms), m == 71);
		if (m == 71) {
			assert_string_equal(json_string_value(json_object_get(json_array_get(alarms, 0), "level")),
					    "crisis");
			assert_string_equal(json_string_value(json_object_get(json_array_get(alarms, 0), "month")),
					    "1978-09");
		}
		json_decref(data);
	}
	fixture_close(&f);
}

/* ---- complaints -------------------------------------------------------------------------------------------------- */

static void complain(fixture *f, const char *who, const char *id, const char *words)
{
	fixture_ok(f, who, "complaint", "{'body': 'jap', 'complaint': '%s', 'place': 'kiosk', 'words': '%s'}", id,
		   words);
}

static const json_t *complaint_in(const json_t *data, size_t i)
{
	return json_array_get(json_object_get(data, "complaints"), i);
}

static void expect_text(const json_t *object, const char *key, const char *expected)
{
	const char *got = json_string_value(json_object_get(object, key));
	if (!expected) {
		assert_null(got);
		return;
	}
	assert_non_null(got);
	assert_string_equal(got, expected);
}

/* Nothing that the state holds may tell two nameless complainants apart: the same acts, whoever came to the teller. */
static void test_a_nameless_complaint_is_nobodys(void **unused)
{
	(void)unused;
	fixture f;
	open_jap(&f);
	complain(&f, "tom", "q7f", "Sold above the ceiling.");
	complain(&f, "luis", "q7g", "Short weight.");
	fixture_refused(&f, "tom", "supply.complaint_number", "complaint",
			"{'body': 'jap', 'complaint': 'q7h', 'place': 'kiosk', 'words': 'Says card 421730.'}");
	fixture_refused(&f, "tom", "supply.complaint_taken", "complaint",
			"{'body': 'jap', 'complaint': 'q7f', 'place': 'kiosk', 'words': 'Again.'}");
	complain(&f, "luis", "q7i", "My card is 421730."); /* luis signs: it is his to say */
	json_t *data = complaints_data(f.state, "jap", f.time);
	expect_text(complaint_in(data, 0), "source", "nameless");
	expect_text(complaint_in(data, 0), "who", NULL);
	expect_text(complaint_in(data, 0), "entered_by", "tom");
	expect_text(complaint_in(data, 1), "source", "member");
	expect_text(complaint_in(data, 1), "who", "luis");
	expect_text(complaint_in(data, 1), "entered_by", NULL);
	json_decref(data);
	fixture_close(&f);
}

static size_t overdue_at(fixture *f, int64_t time)
{
	json_t *data = complaints_data(f->state, "jap", time);
	size_t count = json_array_size(json_object_get(data, "overdue"));
	if (count)
		expect_text(json_array_get(json_object_get(data, "overdue"), 0), "body", "jap");
	json_decref(data);
	return count;
}

static void test_deadlines(void **unused)
{
	(void)unused;
	fixture f;
	open_jap(&f);
	complain(&f, "tom", "a", "One.");
	int64_t made = f.time;
	fixture_decided(&f, "jap", "complaint_term", "{'body': 'jap', 'days': 7}");
	complain(&f, "tom", "b", "Two.");
	int64_t second = f.time;
	assert_int_equal(overdue_at(&f, second + 7 * DAY), 0);
	assert_int_equal(overdue_at(&f, second + 7 * DAY + 1), 1);
	assert_int_equal(overdue_at(&f, made + 14 * DAY), 1); /* the first keeps the term under which it was made */
	assert_int_equal(overdue_at(&f, made + 14 * DAY + 1), 2);
	f.time += 8 * DAY;
	fixture_ok(&f, "ana", "complaint_outcome",
		   "{'body': 'jap', 'complaint': 'b', 'outcome': 'not_upheld', 'words': 'The scale was tested.'}");
	assert_int_equal(overdue_at(&f, made + 14 * DAY + 1), 1);
	assert_int_equal(overdue_at(&f, second + 7 * DAY + 1), 1); /* it was, that day */
	json_t *data = complaints_data(f.state, "jap", f.time);
	assert_true(json_is_true(json_object_get(complaint_in(data, 1), "late")));
	json_decref(data);
	assert_int_not_equal(fixture_act(&f, "ana", "complaint_term", "{'body': 'jap', 'days': 9}"), CORDON_OK);
	fixture_close(&f);
}

static void test_outcomes(void **unused)
{
	(void)unused;
	fixture f;
	open_jap(&f);
#define OUTCOME "{'body': 'jap', 'complaint': '%s', 'outcome': 'upheld', 'words': 'So it was.'}"
#define ANSWER "{'body': 'jap', 'complaint': '%s', 'words': 'It was the larger loaf.'}"
	complain(&f, "tom", "a", "One.");
	fixture_refused(&f, "ana", "supply.no_complaint", "complaint_outcome", OUTCOME, "z");
	fixture_ok(&f, "eva", "complaint_answer", ANSWER, "a");
	assert_int_not_equal(fixture_act(&f, "ana", "complaint_answer", ANSWER, "a"), CORDON_OK);
	assert_int_not_equal(fixture_act(&f, "tom", "complaint_outcome", OUTCOME, "a"), CORDON_OK);
	fixture_ok(&f, "ana", "outlet_keeper", "{'body': 'jap', 'outlet': 'kiosk', 'person': 'ana'}");
	fixture_refused(&f, "ana", "supply.own_outlet", "complaint_outcome", OUTCOME, "a");
	fixture_ok(&f, "ana", "outlet_keeper", "{'body': 'jap', 'outlet': 'kiosk', 'instead': 'ana'}");
	fixture_ok(&f, "ana", "complaint_outcome", OUTCOME, "a");
	fixture_refused(&f, "ana", "supply.complaint_done", "complaint_outcome", OUTCOME, "a");
	fixture_decided(&f, "jap", "complaint_outcome",
			"{'body': 'jap', 'complaint': 'a', 'outcome': 'not_upheld', 'words': 'Heard again.'}");
	json_t *data = complaints_data(f.state, "jap", f.time);
	expect_text(complaint_in(data, 0), "outcome", "not_upheld");
	expect_text(complaint_in(data, 0), "outcome_by", NULL);
	const json_t *answers = json_object_get(complaint_in(data, 0), "answers");
	expect_text(json_array_get(answers, 0), "person", "eva");
	json_decref(data);
	data = complaints_data(f.state, "jap", f.time - 1);
	expect_text(complaint_in(data, 0), "outcome", "upheld"); /* what the book said a moment before */
	expect_text(complaint_in(data, 0), "outcome_by", "ana");
	json_decref(data);
	fixture_close(&f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_ceilings_of_any_day),
		cmocka_unit_test(test_ceilings_are_decided),
		cmocka_unit_test(test_what_reports_say),
		cmocka_unit_test(test_the_outlet_is_shown_and_is_no_voice),
		cmocka_unit_test(test_households_that_one_hand_introduced),
		cmocka_unit_test(test_a_report_is_held_against_its_own_day),
		cmocka_unit_test(test_reports_that_are_refused),
		cmocka_unit_test(test_alarms_from_the_past),
		cmocka_unit_test(test_a_nameless_complaint_is_nobodys),
		cmocka_unit_test(test_deadlines),
		cmocka_unit_test(test_outcomes),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
