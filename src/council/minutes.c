/* Minutes: what the body did from the opening of a session to its close, drawn from the acts; see session.h. */
#include "base/memory.h"
#include "council/data.h"
#include "council/rules.h"
#include "council/session.h"

#include <stdint.h>

/* Those present that have a vote, those entitled and those the quorum asks for, at the opening's end of the span. */
static void add_quorum(state *s, const char *session, json_t *data)
{
	char body[BODY_ID];
	rules r;
	int64_t opened = state_number(s, -1, "SELECT opened_time FROM session WHERE session = ?", "s", session);
	state_word(s, body, sizeof body, "SELECT body FROM session WHERE session = ?", "s", session);
	if (!state_has(s, "SELECT 1 FROM session WHERE session = ? AND opened_time IS NOT NULL", "s", session) ||
	    !rules_at(s, body, opened, &r))
		return;
	int64_t entitled = voice_size(s, body, opened), needed = rules_part(r.quorum, entitled),
		present = (int64_t)json_array_size(json_object_get(data, "present"));
	rules_free(&r);
	json_object_set_new(data, "entitled", json_integer(entitled));
	json_object_set_new(data, "quorum", json_integer(needed));
	json_object_set_new(data, "quorate", json_boolean(present > 0 && present >= needed));
}

typedef struct part {
	const char *key, *sql, *columns; /* ?1 the body, ?2 to ?3 the entries */
} part;

static const part parts[] = {
	{"proposed",
	 "SELECT proposal, title, person, time FROM proposal WHERE body = ?1 AND entry BETWEEN ?2 AND ?3 ORDER BY "
	 "entry",
	 "proposal:s title:s person:s time:t"},
	{"amended",
	 "SELECT a.proposal, a.option, a.person, a.time, a.accepted_entry FROM amendment a JOIN proposal p ON "
	 "p.proposal = "
	 "a.proposal WHERE p.body = ?1 AND a.entry BETWEEN ?2 AND ?3 ORDER BY a.entry",
	 "proposal:s option:s person:s time:t accepted_entry:i"},
	{"read",
	 "SELECT r.proposal, r.number, r.time FROM reading r JOIN proposal p ON p.proposal = r.proposal WHERE p.body = "
	 "?1 AND "
	 "r.entry BETWEEN ?2 AND ?3 ORDER BY r.entry",
	 "proposal:s number:i time:t"},
	{"put",
	 "SELECT proposal, put_time, until_time FROM proposal WHERE body = ?1 AND put_entry BETWEEN ?2 AND ?3 ORDER BY "
	 "put_entry",
	 "proposal:s time:t until:t"},
	{"voted",
	 "SELECT v.proposal, v.body, v.number, v.person, v.ballot, v.counted FROM vote v JOIN proposal p ON p.proposal "
	 "= "
	 "v.proposal WHERE p.body = ?1 AND v.entry BETWEEN ?2 AND ?3 ORDER BY v.proposal, v.body, v.number, v.person",
	 "proposal:s body:s seat:i person:s ballot:s counted:f"},
	{"tallied",
	 "SELECT t.proposal, t.body, t.ballots, t.invalid FROM paper t JOIN proposal p ON p.proposal = t.proposal "
	 "WHERE "
	 "p.body = ?1 AND t.entry BETWEEN ?2 AND ?3 ORDER BY t.entry",
	 "proposal:s body:s ballots:s invalid:i"},
	{"decided",
	 "SELECT d.proposal, p.title, d.outcome, d.option, d.why, d.entitled, d.cast_100, d.quorum, d.effects FROM "
	 "decision d "
	 "JOIN proposal p ON p.proposal = d.proposal WHERE d.body = ?1 AND d.entry BETWEEN ?2 AND ?3 ORDER BY d.entry",
	 "proposal:s title:s outcome:s option:s why:s entitled:i cast:h quorum:i effects:s"},
	{"dissented",
	 "SELECT m.proposal, m.person, m.text FROM minority m JOIN proposal p ON p.proposal = m.proposal WHERE p.body "
	 "= ?1 "
	 "AND m.entry BETWEEN ?2 AND ?3 ORDER BY m.entry",
	 "proposal:s person:s text:s"},
	{"called",
	 "SELECT call, title, until_time FROM call WHERE body = ?1 AND entry BETWEEN ?2 AND ?3 ORDER BY entry",
	 "call:s title:s until:t"},
};

json_t *session_minutes(state *s, const char *session)
{
	char body[BODY_ID];
	json_t *data = data_row(
		state_ask(s,
			  "SELECT session, body, person, start_time, place, foreseen, opened_time, closed_time, note "
			  "FROM session WHERE session = ?",
			  "s", session),
		"session:s body:s convened_by:s start:t place:s foreseen:f opened:t closed:t note:s");
	if (!data)
		return NULL;
	state_word(s, body, sizeof body, "SELECT body FROM session WHERE session = ?", "s", session);
	int64_t from = state_number(s, INT64_MAX, "SELECT opened_entry FROM session WHERE session = ?", "s", session),
		to = state_number(s, INT64_MAX, "SELECT closed_entry FROM session WHERE session = ?", "s", session);
	json_object_set_new(
		data, "agenda",
		data_rows(state_ask(s,
				    "SELECT item, title, proposal, person FROM agenda WHERE session = ? ORDER BY item",
				    "s", session),
			  "item:i title:s proposal:s person:s"));
	json_object_set_new(
		data, "present",
		data_rows(state_ask(s, "SELECT person, time FROM attendance WHERE session = ? ORDER BY person", "s",
				    session),
			  "person:s time:t"));
	add_quorum(s, session, data);
	for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
		json_object_set_new(data, parts[i].key,
				    data_rows(state_ask(s, parts[i].sql, "sii", body, from, to), parts[i].columns));
	return data;
}
