/* What is asked about seats and mandates; see answers.h. */
#include "council/answers.h"

#include "base/memory.h"
#include "base/time.h"
#include "council/carry.h"
#include "council/data.h"
#include "council/electorate.h"
#include "council/majority.h"
#include "council/recall.h"
#include "council/rules.h"
#include "council/seat.h"

#include <assert.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

/* ---- seats ------------------------------------------------------------------------------------------------------- */

/* Of a mandate of another book's body: where it is from, or was ended, if `by` says so. */
static void add_home(state *s, json_t *one, const char *by, const char *name)
{
	char book[BODY_ID], origin[128];
	int64_t at;
	if (!carry_origin(json_string_value(json_object_get(one, by)), book, sizeof book, &at))
		return;
	state_word(s, origin, sizeof origin, "SELECT origin FROM abroad WHERE book = ?", "s", book);
	json_object_set_new(one, name,
			    json_pack("{s:s, s:s, s:I}", "book", book, "origin", origin, "entry", (json_int_t)at));
}

#define OF_SEAT "council = ?1 AND body = ?2 AND number = ?3"

static void add_holder(state *s, const seat_key *seat, const char *person, json_t *one, answers_at at)
{
	json_t *mandate = data_row(
		state_ask(s,
			  "SELECT person, from_time, until_time, how, by, via_council, via_body, via_number FROM "
			  "mandate WHERE " OF_SEAT " AND person = ?4 AND from_time <= ?5 ORDER BY nth DESC LIMIT 1",
			  "ssisi", seat->council, seat->body, seat->number, person, at.time),
		"person:s since:t until:t how:s by:s via_council:s via_body:s via_number:i");
	json_object_update(one, mandate);
	add_home(s, one, "by", "home");
	json_decref(mandate);
}

/* Why nobody holds it: nobody ever did; the last mandate ended by an act, or with its term, or is held through a seat
 * below that is empty. */
static void add_reason(state *s, const seat_key *seat, json_t *one, answers_at at)
{
	static const char columns[] = "person:s until:t ended:t how:s by:s filled:s via_body:s via_council:s";
	const char *why = "never-filled";
	json_t *last = data_row(
		state_ask(s,
			  "SELECT person, until_time, ended_time, ended_how, ended_by, filled, via_body, via_council "
			  "FROM mandate WHERE " OF_SEAT " AND from_time <= ?4 AND (ended_time IS NULL OR ended_time <= "
			  "?4) ORDER BY nth DESC LIMIT 1",
			  "ssii", seat->council, seat->body, seat->number, at.time),
		columns);
	if (!last)
		last = data_row(
			state_ask(s,
				  "SELECT person, until_time, NULL, NULL, NULL, NULL, via_body, via_council FROM "
				  "mandate WHERE " OF_SEAT " AND from_time <= ?4 ORDER BY nth DESC LIMIT 1",
				  "ssii", seat->council, seat->body, seat->number, at.time),
			columns);
	if (last) {
		const char *how = json_string_value(json_object_get(last, "how"));
		bool over = state_has(s,
				      "SELECT 1 FROM mandate WHERE " OF_SEAT " AND from_time <= ?4 AND ended_time IS "
				      "NULL AND until_time <= ?4",
				      "ssii", seat->council, seat->body, seat->number, at.time);
		why = how ? how : over ? "term" : "below-empty";
		add_home(s, last, "by", "home");
		json_object_set_new(one, "last", last);
	}
	json_object_set_new(one, "empty", json_string(why));
	json_t *election = data_row(state_ask(s,
					      "SELECT poll, closes FROM poll WHERE what = 'election' AND council = ?1 "
					      "AND body = ?2 AND from_time <= ?3 AND (until_time IS NULL OR until_time "
					      "> ?3) ORDER BY from_entry DESC LIMIT 1",
					      "ssi", seat->council, seat->body, at.time),
				    "election:s closes:t");
	json_object_update(one, election);
	json_decref(election);
}

json_t *answers_seats_of(state *s, const char *council, const char *body, answers_at at)
{
	json_t *list = memory_require(json_array());
	state_rows rows =
		state_ask(s,
			  "SELECT body, number FROM seat WHERE council = ?1 AND (?2 IS NULL OR body = ?2) AND "
			  "from_time <= ?3 AND (until_time IS NULL OR until_time > ?3) ORDER BY body, number",
			  "ssi", council, body, at.time);
	while (state_row(&rows)) {
		char person[PERSON_ID];
		seat_key seat = seat_named(council, state_text(&rows, 0), state_whole(&rows, 1));
		json_t *one = json_pack("{s:s, s:I}", "body", seat.body, "seat", (json_int_t)seat.number);
		if (seat_holder(s, &seat, at.time, person))
			add_holder(s, &seat, person, one, at);
		else
			add_reason(s, &seat, one, at);
		json_array_append_new(list, one);
	}
	return list;
}

/* The books whose bodies sit in a council, and as of which of their entries it goes by them. */
static void add_homes(state *s, const char *council, answers_at at, json_t *data)
{
	json_t *homes = data_rows(
		state_ask(s,
			  "SELECT book, origin, c.entry, c.time, c.size FROM abroad JOIN abroad_carried c USING (book)"
			  " WHERE c.entry = (SELECT max(entry) FROM abroad_carried d WHERE d.book = abroad.book AND"
			  " d.time <= ?1) AND book IN (SELECT home.book FROM home JOIN link ON link.body = home.body"
			  " WHERE council = ?2 AND from_time <= ?1 AND (until_time IS NULL OR until_time > ?1))"
			  " ORDER BY book",
			  "is", at.time, council),
		"book:s origin:s entry:i time:t entries:i");
	if (json_array_size(homes))
		json_object_set(data, "homes", homes);
	json_decref(homes);
}

json_t *answers_quorum(state *s, const char *council, answers_at at)
{
	int64_t have, need;
	bool quorum = seats_have_quorum(s, council, at.time, &have, &need);
	return json_pack("{s:I, s:I, s:I, s:b}", "kept", (json_int_t)seats_kept(s, council, NULL, at.time), "filled",
			 (json_int_t)have, "quorum", (json_int_t)need, "quorate", quorum);
}

json_t *answers_seats(state *s, const char *council, answers_at at)
{
	body_facts facts;
	char when[TIME_TEXT];
	if (!body_find(s, council, &facts) || facts.of_people)
		return NULL;
	time_to_text(at.time, when);
	json_t *data = json_pack("{s:s, s:s}", "council", council, "at", when);
	json_object_update_new(data, answers_quorum(s, council, at));
	json_object_set_new(data, "seats", answers_seats_of(s, council, NULL, at));
	json_t *shared =
		data_row(state_ask(s,
				   "SELECT method, seats, people, tied, time FROM apportionment WHERE council = "
				   "? AND time <= ? ORDER BY entry DESC LIMIT 1",
				   "si", council, at.time),
			 "method:s seats:i people:i tied:i time:t");
	if (shared)
		json_object_set_new(data, "apportionment", shared);
	add_homes(s, council, at, data);
	return data;
}

/* ---- mandates ---------------------------------------------------------------------------------------------------- */

static json_t *petitions_of(state *s, const seat_key *seat, int64_t nth, answers_at at)
{
	json_t *list =
		data_rows(state_ask(s,
				    "SELECT petition, reason, time, open_entry IS NOT NULL FROM petition WHERE " OF_SEAT
				    " AND nth = ?4 AND until_entry IS NULL ORDER BY entry",
				    "ssii", seat->council, seat->body, seat->number, nth),
			  "petition:s reason:s time:t voting:f");
	for (size_t i = 0; i < json_array_size(list); i++) {
		int64_t have, need;
		json_t *one = json_array_get(list, i);
		petition_signatures(s, json_string_value(json_object_get(one, "petition")), at.time, &have, &need);
		json_object_set_new(one, "signatures", json_integer(have));
		json_object_set_new(one, "needed", json_integer(need));
	}
	return list;
}

/* How the mandate can be taken back, in numbers, as the rules of the seat's body and its roll are now. */
static void add_recall(state *s, const seat_key *seat, int64_t nth, json_t *mandate, answers_at at)
{
	static const char *const who[] = {
		[ELECTORATE_ROLL] = "roll", [ELECTORATE_DELEGATES] = "delegates", [ELECTORATE_BENEATH] = "beneath"};
	rules r;
	char majority[MAJORITY_TEXT];
	if (!rules_now(s, seat->body, &r))
		return;
	electorate_kind kind = electorate_of(s, seat->body, r.recall.who == RULES_BASE);
	int64_t electors = electorate_size(s, seat->body, kind, at.time),
		petition = rules_part(r.recall.petition, electors);
	json_t *recall = json_pack("{s:s, s:I, s:I, s:I}", "who", who[kind], "electors", (json_int_t)electors,
				   "signatures", (json_int_t)(petition > 1 ? petition : 1), "quorum",
				   (json_int_t)rules_part(r.recall.quorum, electors));
	majority_text(r.recall.majority, majority);
	json_object_set_new(recall, "majority", json_string(majority));
	rules_free(&r);
	json_object_set_new(recall, "petitions", petitions_of(s, seat, nth, at));
	json_object_set_new(mandate, "recall", recall);
}

/* Votes of this mandate in its council, and whether they were what the body had said. */
static json_t *votes_of(state *s, const seat_key *seat, int64_t nth, const char *person, answers_at at)
{
	return data_rows(
		state_ask(
			s,
			"SELECT v.proposal, p.title, v.ballot, v.time, v.counted, i.ballot, CASE WHEN i.ballot IS NOT "
			"NULL THEN v.ballot <> i.ballot END, o.ballot, d.outcome FROM mandate m JOIN vote v ON "
			"v.person = m.person AND v.body = m.body AND v.number = m.number AND v.entry >= m.from_entry "
			"AND (m.ended_entry IS NULL OR v.entry <= m.ended_entry) JOIN proposal p ON p.proposal = "
			"v.proposal AND p.body = m.council LEFT JOIN instruction i ON i.proposal = v.proposal AND "
			"i.body = v.body LEFT JOIN vote_override o ON o.proposal = v.proposal AND o.body = v.body "
			"LEFT JOIN decision d ON d.proposal = v.proposal WHERE m.council = ?1 AND m.body = ?2 AND "
			"m.number = ?3 AND m.nth = ?4 AND m.person = ?5 AND v.time <= ?6 ORDER BY v.entry DESC, "
			"v.proposal",
			"ssiisi", seat->council, seat->body, seat->number, nth, person, at.time),
		"proposal:s title:s ballot:s time:t counted:f instruction:s against:f override:s outcome:s");
}

/* Instructions that wait for a vote which is not closed. */
static json_t *instructions_of(state *s, const seat_key *seat)
{
	return data_rows(state_ask(s,
				   "SELECT i.proposal, p.title, i.ballot, i.time FROM instruction i JOIN proposal p ON "
				   "p.proposal = i.proposal WHERE i.body = ? AND p.body = ? AND p.status IN ('open', "
				   "'voting') ORDER BY i.entry",
				   "ss", seat->body, seat->council),
			 "proposal:s title:s ballot:s time:t");
}

static json_t *mandate_data(state *s, const state_rows *rows, const char *person, answers_at at)
{
	seat_key seat = seat_named(state_text(rows, 0), state_text(rows, 1), state_whole(rows, 2));
	int64_t nth = state_whole(rows, 3);
	json_t *one = data_object(rows, "council:s body:s seat:i nth:i since:t until:t how:s by:s via_council:s "
					"via_body:s via_number:i ended:t ended_how:s ended_by:s holds:f");
	bool stands = state_whole(rows, 14) && seat_stands(s, &seat, person, at.time);
	json_object_del(one, "nth");
	json_object_del(one, "holds");
	add_home(s, one, "by", "home");
	add_home(s, one, "ended_by", "ended_home");
	json_object_set_new(one, "stands", json_boolean(stands));
	json_object_set_new(one, "votes", votes_of(s, &seat, nth, person, at));
	if (stands && !at.past) {
		json_object_set_new(one, "instructions", instructions_of(s, &seat));
		add_recall(s, &seat, nth, one, at);
	}
	return one;
}

json_t *answers_mandates(state *s, const char *person, answers_at at)
{
	if (!person_known(s, person))
		return NULL;
	json_t *list = memory_require(json_array());
	state_rows rows = state_ask(
		s,
		"SELECT council, body, number, nth, from_time, until_time, how, by, via_council, via_body, via_number, "
		"CASE WHEN ended_time <= ?2 THEN ended_time END, CASE WHEN ended_time <= ?2 THEN ended_how END, CASE "
		"WHEN ended_time <= ?2 THEN ended_by END, ifnull(until_time, ?3) > ?2 AND ifnull(ended_time, ?3) > ?2 "
		"FROM mandate WHERE person = ?1 AND from_time <= ?2 ORDER BY from_entry DESC, council, body, number",
		"sii", person, at.time, INT64_MAX);
	while (state_row(&rows))
		json_array_append_new(list, mandate_data(s, &rows, person, at));
	json_t *rolls =
		data_rows(state_ask(s,
				    "SELECT body, kind FROM standing WHERE person = ? AND body IS NOT NULL ORDER "
				    "BY body",
				    "s", person),
			  "body:s kind:s");
	json_t *data = json_pack("{s:s, s:o}", "person", person, "mandates", list);
	if (at.past)
		json_decref(rolls);
	else
		json_object_set_new(data, "rolls", rolls);
	return data;
}
