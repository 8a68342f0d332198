/* Sessions and calls: the days of a calendar against the calendar of 1972, notice, attendance, minutes, and who has not
 * acknowledged. */
#include "council_fixture.h"

#include "base/time.h"
#include "council/session.h"

#include <stdio.h>
#include <string.h>

static const char *text_at(const json_t *data, const char *key)
{
	const char *string = json_string_value(json_object_get(data, key));
	return string ? string : "";
}

/* The elements of a list, or the value of a key in each, with blanks between. */
static void assert_words(const json_t *list, const char *key, const char *expected)
{
	char words[2000] = "";
	size_t i, length = 0;
	const json_t *one;
	assert_non_null(list);
	json_array_foreach(list, i, one)
	{
		const char *word = key ? text_at(one, key) : json_string_value(one);
		length += (size_t)snprintf(words + length, sizeof words - length, "%s%s", i ? " " : "", word);
		assert_true(length < sizeof words);
	}
	assert_string_equal(words, expected);
}

static int64_t moment(const char *string)
{
	int64_t time;
	assert_true(time_from_text(string, &time));
	return time;
}

static void assert_next(fixture *f, const char *after, const char *expected)
{
	char found[TIME_TEXT];
	int64_t next;
	assert_true(session_next(f->state, "pan", f->time, moment(after), &next));
	time_to_text(next, found);
	assert_string_equal(found, expected);
}

static void begin(fixture *f, const char *rules)
{
	fixture_open(f);
	fixture_base(f, "pan", "workplace", "sec", "p1 p2 p3", rules);
}

/* ---- the calendar ------------------------------------------------------------------------------------------------ */

static void every_so_many_days(void **unused)
{
	(void)unused;
	fixture f;
	begin(&f, NULL);
	int64_t next;
	assert_false(session_next(f.state, "pan", f.time, f.time, &next));
	fixture_decided(&f, "pan", "session_calendar", "{'body': 'pan', 'first': '1972-10-17T19:00:00Z', 'days': 7}");
	assert_next(&f, "1972-10-11T00:00:00Z", "1972-10-17T19:00:00Z");
	assert_next(&f, "1972-10-17T19:00:00Z", "1972-10-17T19:00:00Z");
	assert_next(&f, "1972-10-17T19:00:01Z", "1972-10-24T19:00:00Z");
	assert_next(&f, "1972-12-31T23:59:59Z", "1973-01-02T19:00:00Z"); /* Tuesdays: 26 December, 2 January */
	assert_next(&f, "2000-02-28T00:00:00Z", "2000-02-29T19:00:00Z"); /* a Tuesday, too */
	fixture_undecided(&f, "pan", "session.days_or_monthly", "session_calendar",
			  "{'body': 'pan', 'first': '1972-10-17T19:00:00Z', 'days': 7, 'monthly': true}");
	fixture_undecided(&f, "pan", "session.days_or_monthly", "session_calendar",
			  "{'body': 'pan', 'first': '1972-10-17T19:00:00Z'}");
	fixture_refused(&f, "sec", "record.may_not", "session_calendar",
			"{'body': 'pan', 'first': '1972-10-17T19:00:00Z', 'days': 7}");
	fixture_close(&f);
}

/* From printed calendars: 17 October 1972 was the third Tuesday of its month, 31 October the fifth. */
static void the_same_weekday_of_each_month(void **unused)
{
	(void)unused;
	fixture f;
	begin(&f, NULL);
	fixture_decided(&f, "pan", "session_calendar",
			"{'body': 'pan', 'first': '1972-10-17T19:00:00Z', 'monthly': true}");
	assert_next(&f, "1972-10-17T19:00:01Z", "1972-11-21T19:00:00Z");
	assert_next(&f, "1972-11-22T00:00:00Z", "1972-12-19T19:00:00Z");
	assert_next(&f, "1972-12-20T00:00:00Z", "1973-01-16T19:00:00Z");
	assert_next(&f, "1973-09-01T00:00:00Z", "1973-09-18T19:00:00Z");
	fixture_decided(&f, "pan", "session_calendar",
			"{'body': 'pan', 'first': '1972-10-31T19:00:00Z', 'monthly': true}");
	assert_next(&f, "1972-11-01T00:00:00Z", "1973-01-30T19:00:00Z"); /* November and December have four Tuesdays */
	assert_next(&f, "1973-01-31T00:00:00Z", "1973-05-29T19:00:00Z");
	fixture_close(&f);
}

/* Against a plain walk over the days, with Zeller's congruence (Acta Mathematica 9, 1887) for the weekday. */
static int weekday(int year, int month, int day)
{
	if (month < 3) {
		month += 12;
		year--;
	}
	return (day + 13 * (month + 1) / 5 + year % 100 + year % 100 / 4 + year / 100 / 4 + 5 * (year / 100)) % 7;
}

static int days_in(int year, int month)
{
	static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
	bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
	return days[month - 1] + (month == 2 && leap);
}

static void monthly_days_agree_with_a_walk(void **unused)
{
	(void)unused;
	for (int day = 1; day <= 31; day++) {
		fixture f;
		begin(&f, NULL);
		fixture_decided(&f, "pan", "session_calendar",
				"{'body': 'pan', 'first': '1972-10-%02dT08:30:00Z', 'monthly': true}", day);
		int64_t next = moment("1972-10-01T00:00:00Z");
		bool first = true;
		for (int month = 1972 * 12 + 9; month < 1981 * 12; month++) {
			int year = month / 12, here = month % 12 + 1, nth = (day - 1) / 7,
			    wanted = weekday(1972, 10, day);
			int on = 1 + (wanted - weekday(year, here, 1) + 7) % 7 + 7 * nth;
			char expected[TIME_TEXT + 20], found[TIME_TEXT];
			if (on > days_in(year, here))
				continue;
			snprintf(expected, sizeof expected, "%04d-%02d-%02dT08:30:00Z", year, here, on);
			assert_true(session_next(f.state, "pan", f.time, first ? next : next + 1, &next));
			time_to_text(next, found);
			assert_string_equal(found, expected);
			first = false;
		}
		fixture_close(&f);
	}
}

static void missed_sessions_are_told(void **unused)
{
	(void)unused;
	fixture f;
	begin(&f, NULL);
	fixture_decided(&f, "pan", "session_calendar", "{'body': 'pan', 'first': '1972-10-17T19:00:00Z', 'days': 7}");
	fixture_ok(&f, "sec", "session_call", "{'body': 'pan', 'session': 's1', 'start': '1972-10-17T19:00:00Z'}");
	fixture_ok(&f, "sec", "session_call",
		   "{'body': 'pan', 'session': 's2', 'start': '1972-10-31T19:00:00Z'}"); /* never opened */
	f.time = moment("1972-10-17T19:02:00Z");
	fixture_ok(&f, "sec", "session_open", "{'session': 's1'}");
	f.time = moment("1972-11-02T00:00:00Z"); /* from now on every other week, on Fridays */
	fixture_decided(&f, "pan", "session_calendar", "{'body': 'pan', 'first': '1972-11-03T18:00:00Z', 'days': 14}");
	json_t *missed = session_missed(f.state, "pan", moment("1972-10-11T00:00:00Z"), moment("1972-11-20T00:00:00Z"));
	assert_words(missed, NULL,
		     "1972-10-24T19:00:00Z 1972-10-31T19:00:00Z 1972-11-03T18:00:00Z 1972-11-17T18:00:00Z");
	json_decref(missed);
	fixture_close(&f);
}

/* ---- sessions ---------------------------------------------------------------------------------------------------- */

static void convocation_needs_notice(void **unused)
{
	(void)unused;
	fixture f;
	begin(&f, "{'notice_days': 3}");
	fixture_refused(
		&f, "sec", "session.notice", "session_call",
		"{'body': 'pan', 'session': 's', 'start': '1972-10-14T00:00:00Z'}"); /* three days less some seconds */
	fixture_refused(&f, "p1", "record.may_not", "session_call",
			"{'body': 'pan', 'session': 's', 'start': '1972-10-15T00:00:00Z'}");
	fixture_refused(&f, "sec", "decision.until_past", "session_call",
			"{'body': 'pan', 'session': 's', 'start': '1972-10-01T00:00:00Z'}");
	fixture_ok(&f, "sec", "session_call", "{'body': 'pan', 'session': 's', 'start': '1972-10-14T00:01:00Z'}");
	fixture_refused(&f, "sec", "decision.name_taken", "session_call",
			"{'body': 'pan', 'session': 's', 'start': '1972-10-15T00:00:00Z'}");
	fixture_decided(&f, "pan", "session_calendar", "{'body': 'pan', 'first': '1972-10-12T19:00:00Z', 'days': 7}");
	fixture_ok(&f, "sec", "session_call",
		   "{'body': 'pan', 'session': 't', 'start': '1972-10-12T19:00:00Z'}"); /* foreseen */
	fixture_refused(&f, "sec", "session.early", "session_open", "{'session': 't'}");
	fixture_refused(&f, "sec", "session.not_open", "attend", "{'session': 't', 'person': ['p1']}");
	fixture_refused(&f, "sec", "session.not_open", "session_close", "{'session': 't'}");
	fixture_refused(&f, "sec", "record.may_not", "session_open", "{'session': 'none'}");
	fixture_close(&f);
}

static void minutes_are_what_was_done(void **unused)
{
	(void)unused;
	fixture f;
	begin(&f, "{'notice_days': 0, 'voting': 'open', 'quorum': '3/4'}");
	fixture_base(&f, "other", "workplace", "o1", "o2", NULL);
	fixture_ok(&f, "p1", "propose", "{'body': 'pan', 'proposal': 'before', 'title': 'Before', 'text': 'T'}");
	fixture_ok(&f, "sec", "session_call",
		   "{'body': 'pan', 'session': 's', 'start': '1972-10-11T00:00:30Z', 'agenda': ['One', 'Two']}");
	fixture_ok(&f, "p1", "agenda", "{'session': 's', 'title': 'Three', 'proposal': 'before'}");
	fixture_refused(&f, "p1", "decision.no_proposal", "agenda",
			"{'session': 's', 'title': 'Four', 'proposal': 'none'}");
	f.time = moment("1972-10-11T00:00:30Z");
	fixture_ok(&f, "sec", "session_open", "{'session': 's'}");
	fixture_refused(&f, "sec", "session.opened", "session_open", "{'session': 's'}");
	fixture_ok(&f, "sec", "attend", "{'session': 's', 'person': ['sec', 'p1']}");
	json_t *minutes = session_minutes(f.state, "s");
	assert_false(json_is_true(json_object_get(minutes, "quorate"))); /* two of four, where three are needed */
	json_decref(minutes);
	fixture_ok(&f, "p2", "attend", "{'session': 's', 'person': ['p2']}");
	fixture_refused(&f, "p3", "record.may_not", "attend", "{'session': 's', 'person': ['p1']}");
	fixture_refused(&f, "sec", "decision.no_vote", "attend", "{'session': 's', 'person': ['p3', 'o1']}");
	fixture_ok(&f, "p2", "propose", "{'body': 'pan', 'proposal': 'during', 'title': 'During', 'text': 'T'}");
	fixture_ok(&f, "o1", "propose",
		   "{'body': 'other', 'proposal': 'elsewhere', 'title': 'Elsewhere', 'text': 'T'}");
	fixture_ok(&f, "sec", "put", "{'proposal': 'before', 'until': '1972-10-11T12:00:00Z'}");
	fixture_ok(&f, "p1", "vote", "{'proposal': 'before', 'choice': 'yes'}");
	fixture_ok(&f, "p2", "vote", "{'proposal': 'before', 'choice': 'yes'}");
	fixture_ok(&f, "p3", "vote", "{'proposal': 'before', 'choice': 'no'}");
	fixture_ok(&f, "sec", "vote", "{'proposal': 'before', 'choice': 'abstain'}");
	fixture_ok(&f, "sec", "decide", "{'proposal': 'before'}");
	fixture_ok(&f, "p3", "dissent", "{'proposal': 'before', 'text': 'Not so.'}");
	fixture_ok(&f, "sec", "session_close", "{'session': 's', 'note': 'There was tea.'}");
	fixture_refused(&f, "sec", "session.closed", "session_close", "{'session': 's'}");
	fixture_refused(&f, "sec", "session.closed", "attend", "{'session': 's', 'person': ['p3']}");
	fixture_refused(&f, "p1", "session.closed", "agenda", "{'session': 's', 'title': 'Late'}");
	fixture_ok(&f, "p1", "propose", "{'body': 'pan', 'proposal': 'after', 'title': 'After', 'text': 'T'}");
	minutes = session_minutes(f.state, "s");
	assert_string_equal(text_at(minutes, "note"), "There was tea.");
	assert_true(json_is_true(json_object_get(minutes, "quorate")));
	assert_int_equal(json_integer_value(json_object_get(minutes, "quorum")), 3);
	assert_words(json_object_get(minutes, "agenda"), "title", "One Two Three");
	assert_words(json_object_get(minutes, "present"), "person", "p1 p2 sec");
	assert_words(json_object_get(minutes, "proposed"), "title", "During");
	assert_words(json_object_get(minutes, "put"), "proposal", "before");
	assert_words(json_object_get(minutes, "voted"), "ballot", "100 yes 100 yes 100 no 100");
	assert_words(json_object_get(minutes, "decided"), "outcome", "adopted");
	assert_words(json_object_get(minutes, "dissented"), "text", "Not so.");
	assert_words(json_object_get(minutes, "called"), "call", "");
	json_decref(minutes);
	assert_null(session_minutes(f.state, "none"));
	fixture_close(&f);
}

/* ---- calls ------------------------------------------------------------------------------------------------------- */

static void who_has_not_acknowledged(void **unused)
{
	(void)unused;
	fixture f;
	begin(&f, NULL);
	fixture_refused(&f, "sec", "session.nobody_below", "call",
			"{'body': 'pan', 'call': 'k', 'title': 'T', 'text': 'T', 'until': '1972-10-15T00:00:00Z'}");
	fixture_base(&f, "alfa", "workplace", "a1", "a2", NULL);
	fixture_base(&f, "beta", "workplace", "b1", "b2", NULL);
	fixture_base(&f, "late", "workplace", "l1", "l2", NULL);
	fixture_council(&f, "cordon", "cordon", "c", NULL);
	fixture_council(&f, "board", "board", "d", NULL);
	fixture_join(&f, "cordon", "alfa");
	fixture_join(&f, "cordon", "beta");
	fixture_join(&f, "board", "cordon");
	fixture_join(&f, "board", "pan");
	fixture_refused(&f, "d", "decision.until_past", "call",
			"{'body': 'board', 'call': 'k', 'title': 'T', 'text': 'T', 'until': '1972-10-10T00:00:00Z'}");
	fixture_ok(&f, "d", "call",
		   "{'body': 'board', 'call': 'k', 'title': 'T', 'text': 'T', 'until': '1972-10-15T00:00:00Z'}");
	fixture_ok(&f, "d", "call",
		   "{'body': 'board', 'call': 'all', 'title': 'T', 'text': 'T', 'until': '1972-10-15T00:00:00Z', "
		   "'beneath': true}");
	fixture_join(&f, "cordon", "late"); /* after the calls */
	fixture_decided(&f, "beta", "depart", "{'council': 'cordon', 'body': 'beta'}");
	fixture_decided(&f, "cordon", "depart", "{'council': 'cordon', 'body': 'beta'}");
	json_t *answers = session_call_answers(f.state, "k", f.time);
	assert_words(json_object_get(answers, "missing"), "body", "cordon pan");
	assert_false(json_is_true(json_object_get(answers, "due")));
	json_decref(answers);
	fixture_refused(&f, "l1", "session.not_called", "acknowledge", "{'call': 'all', 'body': 'late'}");
	fixture_refused(&f, "a1", "session.not_called", "acknowledge", "{'call': 'k', 'body': 'alfa'}");
	fixture_refused(&f, "a2", "record.may_not", "acknowledge", "{'call': 'all', 'body': 'alfa'}");
	fixture_refused(&f, "a1", "session.no_call", "acknowledge", "{'call': 'none', 'body': 'alfa'}");
	fixture_ok(&f, "a1", "acknowledge", "{'call': 'all', 'body': 'alfa', 'answer': 'Two lorries.'}");
	fixture_refused(&f, "a1", "session.acknowledged", "acknowledge", "{'call': 'all', 'body': 'alfa'}");
	int64_t before = f.time;
	f.time = moment("1972-10-16T00:00:00Z");
	fixture_ok(&f, "b1", "acknowledge", "{'call': 'all', 'body': 'beta'}");
	answers = session_call_answers(f.state, "all", f.time);
	assert_true(json_is_true(json_object_get(answers, "due")));
	assert_words(json_object_get(answers, "acknowledged"), "body", "alfa beta");
	assert_false(
		json_is_true(json_object_get(json_array_get(json_object_get(answers, "acknowledged"), 0), "late")));
	assert_true(json_is_true(json_object_get(json_array_get(json_object_get(answers, "acknowledged"), 1), "late")));
	assert_words(json_object_get(answers, "missing"), "body", "cordon pan");
	json_decref(answers);
	answers = session_call_answers(f.state, "all", before); /* as it was then */
	assert_words(json_object_get(answers, "missing"), "body", "beta cordon pan");
	json_decref(answers);
	fixture_close(&f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_so_many_days),
		cmocka_unit_test(the_same_weekday_of_each_month),
		cmocka_unit_test(monthly_days_agree_with_a_walk),
		cmocka_unit_test(missed_sessions_are_told),
		cmocka_unit_test(convocation_needs_notice),
		cmocka_unit_test(minutes_are_what_was_done),
		cmocka_unit_test(who_has_not_acknowledged),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
