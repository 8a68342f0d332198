/* See awaits.h. */
#include "council/awaits.h"

#include "base/memory.h"
#include "base/time.h"
#include "council/data.h"
#include "council/link.h"
#include "council/rules.h"
#include "council/seat.h"
#include "council/session.h"
#include "record/may.h"

#include <stdlib.h>
#include <string.h>

enum { CALLS_SHOWN = 20, CALL_DAYS = 31, SESSION_DAYS = 14 };

/* ?1: the most. */
static const char open_proposals[] = "SELECT 'vote', proposal, body, title, until_time, voters FROM proposal WHERE "
				     "status = 'voting' ORDER BY until_time, "
				     "proposal LIMIT ?1";
static const char open_polls[] =
	"SELECT what, poll, body, council, closes, CASE WHEN NOT open THEN 1 END FROM poll WHERE "
	"until_entry IS NULL ORDER BY closes, poll LIMIT ?1";
static const char open_choices[] = "SELECT 'choice', choice, body, title, until_time FROM choice WHERE closed_entry IS "
				   "NULL ORDER BY until_time, choice "
				   "LIMIT ?1";

static void add_all(json_t *list, json_t *more)
{
	json_array_extend(list, more);
	json_decref(more);
}

static int64_t until_of(const json_t *one)
{
	int64_t until;
	const char *said = json_string_value(json_object_get(one, "until"));
	return said && time_from_text(said, &until) ? until : INT64_MAX;
}

static void mark_due(json_t *list, int64_t time)
{
	for (size_t i = 0; i < json_array_size(list); i++)
		if (until_of(json_array_get(list, i)) < time)
			json_object_set_new(json_array_get(list, i), "due", json_true());
}

json_t *awaits_votes(state *s, int64_t time)
{
	json_t *list = data_rows(state_ask(s, open_proposals, "i", (int64_t)AWAITS_MAX),
				 "what:s id:s body:s title:s until:t voters:s");
	add_all(list, data_rows(state_ask(s, open_polls, "i", (int64_t)AWAITS_MAX),
				"what:s id:s body:s council:s until:t paper:f"));
	add_all(list,
		data_rows(state_ask(s, open_choices, "i", (int64_t)AWAITS_MAX), "what:s id:s body:s title:s until:t"));
	mark_due(list, time);
	return awaits_sorted(list);
}

json_t *awaits_seats(state *s, int64_t time)
{
	json_t *list = memory_require(json_array());
	state_rows rows =
		state_ask(s,
			  "SELECT council, body, number FROM seat WHERE until_entry IS NULL ORDER BY council, body, "
			  "number",
			  "");
	while (state_row(&rows)) {
		seat_key seat = seat_named(state_text(&rows, 0), state_text(&rows, 1), state_whole(&rows, 2));
		if (!seat_holder(s, &seat, time, NULL))
			json_array_append_new(list, json_pack("{s:s, s:s, s:s}", "what", "seat", "body", seat.body,
							      "council", seat.council));
	}
	state_end(&rows);
	return list;
}

/* The newest calls that are not long over. */
static state_rows late_calls(state *s, int64_t time, int64_t most)
{
	return state_ask(s, "SELECT call FROM call WHERE until_time >= ? ORDER BY entry DESC LIMIT ?", "ii",
			 time - (int64_t)CALL_DAYS * TIME_DAY, most);
}

json_t *awaits_calls(state *s, int64_t time)
{
	json_t *list = memory_require(json_array());
	state_rows rows = late_calls(s, time, CALLS_SHOWN);
	while (state_row(&rows)) {
		json_t *one = session_call_answers(s, state_text(&rows, 0), time);
		if (json_array_size(json_object_get(one, "missing")))
			json_array_append(list, one);
		json_decref(one);
	}
	return list;
}

/* ---- for one person ---------------------------------------------------------------------------------------------- */

struct asking {
	state *state;
	const act_world *world;
	const char *person;
	const json_t *bodies;
	int64_t time;
	json_t *list;
};

static bool may(const struct asking *a, const char *kind, const char *field, const char *value, const char *body)
{
	json_t *fields = json_pack("{s:s}", field, value);
	if (body)
		json_object_set_new(fields, "body", json_string(body));
	const act_kind *found = act_kind_find(a->world, kind);
	bool yes = found && act_may(a->world, a->state, found, fields, a->person, a->time);
	json_decref(fields);
	return yes;
}

static bool votes_openly(state *s, const char *body)
{
	rules r;
	if (!rules_now(s, body, &r))
		return false;
	bool open = r.voting == RULES_OPEN;
	rules_free(&r);
	return open;
}

/* Who has no seat there votes from a roll beneath (or the body's own), openly only where the rules of that one say
 * so. */
static bool is_on_paper(const struct asking *a, const char *body)
{
	bool paper = !seat_of_person(a->state, body, a->person, a->time, NULL);
	for (size_t i = 0; paper && i < json_array_size(a->bodies); i++) {
		const json_t *one = json_array_get(a->bodies, i);
		const char *roll = json_string_value(json_object_get(one, "body"));
		paper = !(json_is_true(json_object_get(one, "roll")) && link_is_beneath(a->state, body, roll) &&
			  votes_openly(a->state, roll));
	}
	return paper;
}

static const struct {
	const char *what, *kind, *close, *field, *cast;
} votes[] = {
	{"vote", "vote", "decide", "proposal", "SELECT 1 FROM vote WHERE proposal = ? AND person = ?"},
	{"election", "cast", "election_close", "poll", "SELECT 1 FROM cast WHERE poll = ? AND person = ?"},
	{"recall", "cast", "recall_close", "poll", "SELECT 1 FROM cast WHERE poll = ? AND person = ?"},
	{"choice", "choice_cast", "choice_close", "choice",
	 "SELECT 1 FROM choice_vote WHERE choice = ? AND person = ?"},
};

/* An open vote, as it stands for the person; NULL: it is none of theirs. Consumes `one`. */
static json_t *vote_for(const struct asking *a, json_t *one)
{
	const char *what = json_string_value(json_object_get(one, "what")),
		   *id = json_string_value(json_object_get(one, "id"));
	size_t v = 0;
	while (v < sizeof votes / sizeof *votes && strcmp(votes[v].what, what) != 0)
		v++;
	bool due = json_object_get(one, "due") != NULL;
	if (v == sizeof votes / sizeof *votes ||
	    !may(a, due ? votes[v].close : votes[v].kind, votes[v].field, id, NULL)) {
		json_decref(one);
		return NULL;
	}
	if (due) {
		json_object_set_new(one, "what", json_string("close"));
		json_object_set_new(one, "of", json_string(votes[v].what));
		return one;
	}
	if (!v && is_on_paper(a, json_string_value(json_object_get(one, "body"))))
		json_object_set_new(one, "paper", json_true());
	if (state_has(a->state, votes[v].cast, "ss", id, a->person))
		json_object_set_new(one, "done", json_true());
	return one;
}

static void add_votes(const struct asking *a)
{
	json_t *all = awaits_votes(a->state, a->time);
	for (size_t i = 0; i < json_array_size(all); i++) {
		json_t *one = vote_for(a, json_incref(json_array_get(all, i)));
		if (one)
			json_array_append_new(a->list, one);
	}
	json_decref(all);
}

static void add_calls(const struct asking *a)
{
	state_rows rows = late_calls(a->state, a->time, AWAITS_MAX);
	while (state_row(&rows)) {
		json_t *call = session_call_answers(a->state, state_text(&rows, 0), a->time);
		const json_t *missing = json_object_get(call, "missing");
		const char *id = json_string_value(json_object_get(call, "call"));
		for (size_t i = 0; i < json_array_size(missing); i++) {
			const char *body = json_string_value(json_object_get(json_array_get(missing, i), "body"));
			if (may(a, "acknowledge", "call", id, body))
				json_array_append_new(a->list,
						      json_pack("{s:s, s:s, s:O, s:O, s:O, s:s, s:O}", "what", "call",
								"id", id, "body", json_object_get(call, "body"),
								"title", json_object_get(call, "title"), "until",
								json_object_get(call, "until"), "for", body, "due",
								json_object_get(call, "due")));
		}
		json_decref(call);
	}
}

static bool is_mine(const struct asking *a, const char *body)
{
	for (size_t i = 0; i < json_array_size(a->bodies); i++)
		if (!strcmp(json_string_value(json_object_get(json_array_get(a->bodies, i), "body")), body))
			return true;
	return false;
}

static void add_seats(const struct asking *a)
{
	json_t *all = awaits_seats(a->state, a->time);
	for (size_t i = 0; i < json_array_size(all); i++) {
		json_t *one = json_array_get(all, i);
		if (is_mine(a, json_string_value(json_object_get(one, "body"))))
			json_array_append(a->list, one);
	}
	json_decref(all);
}

static void add_sessions(const struct asking *a)
{
	for (size_t i = 0; i < json_array_size(a->bodies); i++)
		add_all(a->list,
			data_rows(state_ask(a->state,
					    "SELECT 'session', session, body, place, start_time FROM session WHERE "
					    "body = ? AND "
					    "closed_entry IS NULL AND start_time BETWEEN ? AND ? ORDER BY start_time",
					    "sii",
					    json_string_value(json_object_get(json_array_get(a->bodies, i), "body")),
					    a->time - TIME_DAY / 4, a->time + (int64_t)SESSION_DAYS * TIME_DAY),
				  "what:s id:s body:s place:s until:t"));
}

void awaits_person(state *s, const act_world *world, const char *person, const json_t *bodies, int64_t time,
		   json_t *list)
{
	struct asking a = {s, world, person, bodies, time, list};
	add_votes(&a);
	add_calls(&a);
	add_sessions(&a);
	add_seats(&a);
}

/* ---- order ------------------------------------------------------------------------------------------------------- */

struct placed {
	int64_t until;
	size_t place;
	json_t *one;
};

static int by_until(const void *a, const void *b)
{
	const struct placed *x = a, *y = b;
	if (x->until != y->until)
		return x->until < y->until ? -1 : 1;
	return x->place < y->place ? -1 : x->place > y->place;
}

json_t *awaits_sorted(json_t *list)
{
	size_t count = json_array_size(list);
	struct placed *all = memory_alloc(count + 1, sizeof *all);
	json_t *sorted = memory_require(json_array());
	for (size_t i = 0; i < count; i++)
		all[i] = (struct placed){until_of(json_array_get(list, i)), i, json_array_get(list, i)};
	qsort(all, count, sizeof *all, by_until);
	for (size_t i = 0; i < count; i++)
		json_array_append(sorted, all[i].one);
	free(all);
	json_decref(list);
	return sorted;
}
