/* Sessions, so that councils do not lapse between emergencies: a standing calendar, convocation, agenda, attendance,
 * minutes; and calls from a body to those below it.
 *
 * A calendar is a rule (every so many days, or the same weekday of each month, as the second Tuesday); the days are
 * computed from it and never stored. A session is convened with the notice the rules ask for, unless the calendar
 * foresaw it; it is opened and closed, and its minutes are what the body did between these two entries, drawn from the
 * acts themselves. A call goes to all bodies that sat in the caller when it was made (or to all beneath it); each
 * acknowledges it; who has not by the deadline is told to whoever asks.
 *
 *	calendar(body, from_entry, from_time, until_time, first_time, days, place): days 0: monthly
 *	session(session, body, person, entry, time, start_time, place, foreseen, opened_entry, opened_time, closed_entry,
 *		closed_time, note)
 *	agenda(session, item, title, proposal, person, entry)
 *	attendance(session, person, entry, time)
 *	call(call, body, person, entry, time, title, text, until_time, beneath)
 *	acknowledgement(call, body, person, entry, time, answer)
 */
#ifndef COUNCIL_SESSION_H
#define COUNCIL_SESSION_H

#include "council/voice.h"

enum { SESSION_AGENDA_MAX = 100, SESSION_DAYS_MAX = 366 };

/* The first day of the body's calendar at or after a moment, by the calendar that was in force at `as_of`; false:
 * none. */
bool session_next(state *s, const char *body, int64_t as_of, int64_t after, int64_t *out);

/* Answers as data, owned by the caller. NULL: there is no such session or call. */

/* Days of the calendar from `from` to before `until` on which no session was opened that had been convened for then: a
 * list of moments, at most 1,000. Each day goes by the calendar in force then. */
json_t *session_missed(state *s, const char *body, int64_t from, int64_t until);
/* Who was there, whether they sufficed for the quorum, the agenda, and all that the body did from the opening to the
 * close. */
json_t *session_minutes(state *s, const char *session);
/* Who acknowledged a call, in time or late, and who has not, as things stand at a moment. */
json_t *session_call_answers(state *s, const char *call, int64_t time);

extern const act_kind session_calendar_kind, session_call_kind, agenda_kind, session_open_kind, attend_kind,
	session_close_kind;
extern const act_kind call_kind, acknowledge_kind;
extern const state_schema session_schema;

#endif
