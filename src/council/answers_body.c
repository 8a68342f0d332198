/* What is asked about bodies, rolls, decisions and calls; see answers.h. */
#include "council/answers.h"

#include "base/memory.h"
#include "base/time.h"
#include "council/data.h"
#include "council/decision.h"
#include "council/link.h"
#include "council/roll.h"
#include "council/seat.h"
#include "council/session.h"

#include <string.h>

enum { LAST_SESSIONS = 10, LAST_NOTICES = 20 };

/* Rows that hold at ?2. */
#define HOLDS(table) table ".from_time <= ?2 AND (" table ".until_time IS NULL OR " table ".until_time > ?2)"

/* As body_people, at a moment: those on the rolls beneath it then, each roll once. */
static int64_t people_at(state *s, const char *body, answers_at at)
{
	if (!at.past)
		return body_people(s, body);
	return state_number(
		s, 0,
		"WITH RECURSIVE beneath(body) AS (SELECT ?1 UNION SELECT link.body FROM link JOIN beneath "
		"ON link.council = beneath.body WHERE " HOLDS("link") ") SELECT count(*) FROM beneath JOIN "
								      "roll USING (body) WHERE " HOLDS("roll"),
		"si", body, at.time);
}

static json_t *councils_of(state *s, const char *body, answers_at at)
{
	return data_rows(
		state_ask(s,
			  "SELECT council, from_time FROM link WHERE body = ?1 AND " HOLDS("link") " ORDER BY council",
			  "si", body, at.time),
		"council:s since:t");
}

static void add_people(state *s, json_t *one, answers_at at)
{
	const char *body = json_string_value(json_object_get(one, "body"));
	json_object_set_new(one, "people", json_integer(people_at(s, body, at)));
}

json_t *answers_bodies(state *s, answers_at at)
{
	json_t *list = data_rows(state_ask(s,
					   "SELECT body, kind, name, members, opened, CASE WHEN closed <= ?1 THEN "
					   "closed END FROM body WHERE opened <= ?1 ORDER BY kind, body",
					   "i", at.time),
				 "body:s kind:s name:s members:s opened:t closed:t");
	for (size_t i = 0; i < json_array_size(list); i++) {
		json_t *one = json_array_get(list, i);
		add_people(s, one, at);
		json_object_set_new(one, "councils",
				    councils_of(s, json_string_value(json_object_get(one, "body")), at));
	}
	return json_pack("{s:o}", "bodies", list);
}

/* ---- one body ---------------------------------------------------------------------------------------------------- */

static void add_officers(state *s, const char *body, json_t *data, answers_at at)
{
	json_object_set_new(data, "officers",
			    data_rows(state_ask(s,
						"SELECT office, person, from_time, until_time FROM officer WHERE body "
						"= ?1 AND " HOLDS("officer") " ORDER BY office, person",
						"si", body, at.time),
				      "office:s person:s since:t until:t"));
}

static void add_above(state *s, const char *body, json_t *data, answers_at at)
{
	json_t *councils = councils_of(s, body, at);
	for (size_t i = 0; i < json_array_size(councils); i++) {
		json_t *one = json_array_get(councils, i);
		const char *council = json_string_value(json_object_get(one, "council"));
		json_object_set_new(one, "seats", answers_seats_of(s, council, body, at));
	}
	json_object_set_new(data, "councils", councils);
	if (!at.past)
		json_object_set_new(data, "offers",
				    data_rows(state_ask(s,
							"SELECT council, body, what, side, time FROM link_offer WHERE "
							"council = ?1 OR body = ?1 ORDER BY council, body, what",
							"s", body),
					      "council:s body:s what:s side:s time:t"));
}

static void add_beneath(state *s, const char *body, json_t *data, answers_at at)
{
	json_t *list = data_rows(
		state_ask(s, "SELECT body, from_time FROM link WHERE council = ?1 AND " HOLDS("link") " ORDER BY body",
			  "si", body, at.time),
		"body:s since:t");
	for (size_t i = 0; i < json_array_size(list); i++)
		add_people(s, json_array_get(list, i), at);
	json_object_set_new(data, "sitting", list);
	json_object_set_new(data, "seats", answers_quorum(s, body, at));
}

static void add_rules(state *s, const char *body, json_t *data, answers_at at)
{
	json_t *rules = data_row(state_ask(s,
					   "SELECT version, time, document FROM rules WHERE body = ? AND time <= ? "
					   "ORDER BY version DESC LIMIT 1",
					   "si", body, at.time),
				 "version:i since:t document:j");
	if (rules)
		json_object_set_new(data, "rules", rules);
}

static void add_sessions(state *s, const char *body, json_t *data, answers_at at)
{
	int64_t next;
	json_object_set_new(
		data, "sessions",
		data_rows(state_ask(s,
				    "SELECT session, start_time, place, CASE WHEN opened_time <= ?2 THEN "
				    "opened_time END, CASE WHEN closed_time <= ?2 THEN closed_time END FROM "
				    "session WHERE body = ?1 AND time <= ?2 ORDER BY start_time DESC LIMIT ?3",
				    "sii", body, at.time, (int64_t)LAST_SESSIONS),
			  "session:s start:t place:s opened:t closed:t"));
	if (session_next(s, body, at.time, at.time, &next)) {
		char when[TIME_TEXT];
		time_to_text(next, when);
		json_object_set_new(data, "next_session", json_string(when));
	}
}

static void add_notices(state *s, const char *body, json_t *data, answers_at at)
{
	json_object_set_new(data, "notices",
			    data_rows(state_ask(s,
						"SELECT time, what, council, of_body, number, have, need FROM notice "
						"WHERE body = ? AND time <= ? ORDER BY entry DESC, nth LIMIT ?",
						"sii", body, at.time, (int64_t)LAST_NOTICES),
				      "time:t what:s council:s of_body:s seat:i have:i need:i"));
}

json_t *answers_body(state *s, const char *body, answers_at at)
{
	json_t *data = data_row(state_ask(s,
					  "SELECT body, kind, name, members, opened, opened_by, CASE WHEN closed <= "
					  "?2 THEN closed END FROM body WHERE body = ?1 AND opened <= ?2",
					  "si", body, at.time),
				"body:s kind:s name:s members:s opened:t opened_by:s closed:t");
	if (!data)
		return NULL;
	add_people(s, data, at);
	add_officers(s, body, data, at);
	add_above(s, body, data, at);
	if (!strcmp(json_string_value(json_object_get(data, "members")), "bodies"))
		add_beneath(s, body, data, at);
	add_rules(s, body, data, at);
	add_sessions(s, body, data, at);
	add_notices(s, body, data, at);
	return data;
}

/* ---- rolls, decisions, calls ------------------------------------------------------------------------------------- */

json_t *answers_roll(state *s, const char *body, answers_at at)
{
	body_facts facts;
	if (!body_find(s, body, &facts) || !facts.of_people)
		return NULL;
	json_t *people = data_rows(
		state_ask(s,
			  "SELECT person, commitment, from_time, enrolled_by, (SELECT group_concat(sponsor, ' ') FROM "
			  "sponsor WHERE sponsor.body = roll.body AND sponsor.person = roll.person AND "
			  "sponsor.from_entry = roll.from_entry) FROM roll WHERE body = ?1 AND " HOLDS(
				  "roll") " ORDER BY person",
			  "si", body, at.time),
		"person:s commitment:s since:t enrolled_by:s sponsors:s");
	char when[TIME_TEXT];
	time_to_text(at.time, when);
	return json_pack("{s:s, s:s, s:I, s:o}", "body", body, "at", when, "people",
			 (json_int_t)json_array_size(people), "roll", people);
}

json_t *answers_decisions(state *s, const char *body)
{
	body_facts facts;
	if (!body_find(s, body, &facts))
		return NULL;
	json_t *open = data_rows(state_ask(s,
					   "SELECT proposal, title, person, status, time, until_time FROM proposal "
					   "WHERE body = ? AND status IN ('open', 'voting') ORDER BY entry",
					   "s", body),
				 "proposal:s title:s person:s status:s time:t until:t");
	return json_pack("{s:s, s:o, s:o, s:o}", "body", body, "decisions", decision_list(s, body), "open", open,
			 "against_instructions", decision_flags(s, body));
}

static bool names_body(const json_t *list, const char *body)
{
	for (size_t i = 0; i < json_array_size(list); i++)
		if (!strcmp(json_string_value(json_object_get(json_array_get(list, i), "body")), body))
			return true;
	return false;
}

json_t *answers_calls(state *s, const char *body, answers_at at)
{
	body_facts facts;
	if (body && !body_find(s, body, &facts))
		return NULL;
	json_t *calls = memory_require(json_array());
	state_rows rows = state_ask(s, "SELECT call, body FROM call WHERE time <= ? ORDER BY entry DESC", "i", at.time);
	while (state_row(&rows)) {
		json_t *one = session_call_answers(s, state_text(&rows, 0), at.time);
		bool made = !body || !strcmp(state_text(&rows, 1), body);
		if (made || names_body(json_object_get(one, "acknowledged"), body) ||
		    names_body(json_object_get(one, "missing"), body))
			json_array_append(calls, one);
		json_decref(one);
	}
	return json_pack("{s:o}", "calls", calls);
}
