/* The standing calendar: days computed from a rule; see session.h.
 *
 * Every so many days: first, first + days, ... Monthly: the weekday of `first`, as often in its month as `first` is
 * (the second Tuesday); a fifth one is left out in months that have none. The time of day is that of `first`, UTC.
 */
#include "base/memory.h"
#include "base/time.h"
#include "council/decision_codes.h"
#include "council/session.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>

typedef struct calendar {
	int64_t first, days; /* days 0: monthly */
	int64_t until; /* the last moment it holds: it was replaced */
} calendar;

/* In force at `as_of`. */
static bool find_calendar(state *s, const char *body, int64_t as_of, calendar *out)
{
	state_rows rows = state_ask(
		s,
		"SELECT first_time, days, ifnull(until_time, 9223372036854775807) FROM calendar WHERE body = ?1 "
		"AND from_time <= ?2 AND (until_time IS NULL OR until_time > ?2) ORDER BY from_entry DESC LIMIT 1",
		"si", body, as_of);
	if (!state_row(&rows))
		return false;
	*out = (calendar){state_whole(&rows, 0), state_whole(&rows, 1), state_whole(&rows, 2)};
	state_end(&rows);
	return true;
}

static int64_t day_of(int64_t time)
{
	return time >= 0 ? time / TIME_DAY : -((-time + TIME_DAY - 1) / TIME_DAY);
}

static int month_day(int64_t time)
{
	char date[TIME_DATE_TEXT];
	time_date_to_text(time, date);
	return atoi(date + 8);
}

/* 00:00 on the first of the month that lies `months` after that of `time`. */
static bool month_begin(int64_t time, int months, int64_t *out)
{
	char date[TIME_DATE_TEXT];
	time_date_to_text(time, date);
	int month = atoi(date) * 12 + atoi(date + 5) - 1 + months;
	char begin[TIME_DATE_TEXT + 16];
	snprintf(begin, sizeof begin, "%04d-%02d-01", month / 12, month % 12 + 1);
	return time_date_from_text(begin, out);
}

/* The same weekday as often in that month as `first` is in its own; false: the month has none. */
static bool same_in_month(const calendar *c, int64_t begin, int64_t *out)
{
	int nth = (month_day(c->first) - 1) / 7;
	int64_t shift = (day_of(c->first) - day_of(begin)) % 7;
	*out = begin + ((shift < 0 ? shift + 7 : shift) + 7 * nth) * TIME_DAY +
	       (c->first - day_of(c->first) * TIME_DAY);
	int64_t next;
	return *out <= TIME_MAX && (!month_begin(begin, 1, &next) || *out < next);
}

static bool next_monthly(const calendar *c, int64_t after, int64_t *out)
{
	int64_t begin;
	for (int month = 0; month <= 24; month++) /* no weekday lacks a fifth for two years */
		if (month_begin(after, month, &begin) && same_in_month(c, begin, out) && *out >= after)
			return true;
	return false;
}

static bool next_day(const calendar *c, int64_t after, int64_t *out)
{
	int64_t from = after > c->first ? after : c->first;
	if (from > TIME_MAX)
		return false;
	if (c->days == 0)
		return next_monthly(c, from, out);
	int64_t step = c->days * TIME_DAY, steps = (from - c->first + step - 1) / step;
	*out = c->first + steps * step;
	return *out <= TIME_MAX;
}

bool session_next(state *s, const char *body, int64_t as_of, int64_t after, int64_t *out)
{
	calendar c;
	return find_calendar(s, body, as_of, &c) && next_day(&c, after, out);
}

json_t *session_missed(state *s, const char *body, int64_t from, int64_t until)
{
	enum { MOST = 1000 };
	json_t *list = memory_require(json_array());
	state_rows rows =
		state_ask(s,
			  "SELECT first_time, days, from_time, ifnull(until_time, 9223372036854775807) FROM calendar "
			  "WHERE body = ? ORDER BY from_entry",
			  "s", body);
	while (state_row(&rows)) {
		calendar c = {state_whole(&rows, 0), state_whole(&rows, 1), state_whole(&rows, 3)};
		int64_t since = state_whole(&rows, 2), day, before = c.until < until ? c.until : until;
		for (day = since > from ? since : from;
		     next_day(&c, day, &day) && day < before && json_array_size(list) < MOST; day++) {
			char moment[TIME_TEXT];
			if (state_has(s,
				      "SELECT 1 FROM session WHERE body = ? AND start_time = ? AND opened_entry IS NOT "
				      "NULL",
				      "si", body, day))
				continue;
			time_to_text(day, moment);
			json_array_append_new(list, json_string(moment));
		}
	}
	return list;
}

/* ---- the kind ---------------------------------------------------------------------------------------------------- */

static cordon_status apply_calendar(act_context *act)
{
	const char *body = act_text(act, "body");
	int64_t first = 0, days = act_whole(act, "days", 0);
	if (council_open_body(act, "body"))
		return CORDON_BAD_INPUT;
	time_from_text(act_text(act, "first"), &first);
	if (act_flag(act, "monthly") == (days > 0))
		return act_refuse(act, "days", TEXT(SESSION_DAYS_OR_MONTHLY), NO_TEXT);
	state_do(act->state, "UPDATE calendar SET until_time = ? WHERE body = ? AND until_time IS NULL", "is",
		 act->time, body);
	state_do(act->state,
		 "INSERT OR REPLACE INTO calendar (body, from_entry, from_time, first_time, days, place) "
		 "VALUES (?, ?, ?, ?, ?, ?)",
		 "siiiis", body, act->entry, act->time, first, days, act_text(act, "place"));
	return CORDON_OK;
}

const act_kind session_calendar_kind = {
	.name = "session_calendar",
	.summary = N_("the body meets on standing days"),
	.help = N_("Every so many days from the first, or with `monthly` on the same weekday of each month (the second "
		   "Tuesday, if the "
		   "first is one). Sessions on these days need no other notice. It replaces the calendar before."),
	.field = {{"body", ACT_ID, N_("who meets")},
		  {"first", ACT_TIME, N_("the first session")},
		  {"days", ACT_WHOLE, N_("every so many days"), .optional = true, .least = 1, .most = SESSION_DAYS_MAX},
		  {"monthly", ACT_FLAG, N_("on the same weekday of each month"), .optional = true},
		  {"place", ACT_TEXT, N_("where"), .optional = true, .least = 1, .most = 200}},
	.decided = act_of_body,
	.apply = apply_calendar,
	.example = "body=cordon-cerrillos first=1972-10-17T19:00:00Z days=7 place='Hall of the metalworkers'",
};
