/* Ending mandates with all that hangs on them, giving seats, filling vacancies, telling councils; see seat_change.h.
 *
 * An end is done in two passes: first everything that goes with it is listed while it still stands, and the councils
 * concerned are looked at; then all of it is ended. Otherwise a council above would be seen after its seats had gone.
 */
#include "council/seat_change.h"

#include "base/memory.h"
#include "council/foreign.h"
#include "council/link.h"
#include "council/notice.h"
#include "council/poll_count.h"
#include "council/roll.h"
#include "council/rules.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

typedef struct seat_watched {
	char council[BODY_ID];
	bool had_quorum;
} seat_watched;

void seat_change_begin(seat_change *c, const act_context *act, const char *by, const char *seed)
{
	*c = (seat_change){.act = act, .by = by, .seed = seed};
}

void seat_change_watch(seat_change *c, const char *council)
{
	for (size_t i = 0; i < c->watches; i++)
		if (!strcmp(c->watched[i].council, council))
			return;
	MEMORY_RESERVE(c->watched, c->watches, c->watch_capacity);
	seat_watched *w = &c->watched[c->watches++];
	snprintf(w->council, sizeof w->council, "%s", council);
	w->had_quorum = !foreign_is(c->act->state, council) && /* whose quorum its own book knows */
			seats_kept(c->act->state, council, NULL, c->act->time) > 0 &&
			seats_have_quorum(c->act->state, council, c->act->time, NULL, NULL);
}

/* ---- ending ------------------------------------------------------------------------------------------------------ */

/* Lists the mandate of a seat, the last one, if no act ended it and its term runs; false when there is none. */
static bool list(seat_change *c, const seat_key *seat, const char *how)
{
	seat_vacancy v = {.seat = *seat, .how = how};
	state_rows row = state_ask(c->act->state,
				   "SELECT nth, person FROM (SELECT * FROM mandate WHERE council = ? AND body = ? AND"
				   " number = ? ORDER BY nth DESC LIMIT 1) WHERE ended_entry IS NULL AND"
				   " ifnull(until_time, " SEAT_NEVER ") > ?",
				   "ssii", seat->council, seat->body, seat->number, c->act->time);
	if (!state_row(&row))
		return false;
	v.nth = state_whole(&row, 0);
	snprintf(v.person, sizeof v.person, "%s", state_text(&row, 1));
	state_end(&row);
	for (size_t i = 0; i < c->vacancies; i++)
		if (c->vacancy[i].nth == v.nth && seat_same(&c->vacancy[i].seat, seat))
			return false;
	MEMORY_RESERVE(c->vacancy, c->vacancies, c->vacancy_capacity);
	c->vacancy[c->vacancies++] = v;
	return true;
}

/* Everything held through the vacancies from `first` on, and through those. */
static void list_above(seat_change *c, size_t first)
{
	for (size_t i = first; i < c->vacancies; i++) {
		seat_vacancy v = c->vacancy[i];
		state_rows row =
			state_ask(c->act->state,
				  "SELECT council, body, number FROM mandate WHERE via_council = ? AND via_body = ?"
				  " AND via_number = ? AND person = ? AND ended_entry IS NULL"
				  " AND ifnull(until_time, " SEAT_NEVER ") > ? ORDER BY council, body, number",
				  "ssisi", v.seat.council, v.seat.body, v.seat.number, v.person, c->act->time);
		while (state_row(&row)) {
			seat_key above = seat_named(state_text(&row, 0), state_text(&row, 1), state_whole(&row, 2));
			list(c, &above, strcmp(v.how, "term") != 0 ? "cascade" : "term");
		}
	}
}

static void end_listed(seat_change *c, size_t first)
{
	for (size_t i = first; i < c->vacancies; i++)
		seat_change_watch(c, c->vacancy[i].seat.council);
	for (size_t i = first; i < c->vacancies; i++) {
		const seat_vacancy *v = &c->vacancy[i];
		state_do(c->act->state,
			 "UPDATE mandate SET ended_entry = ?, ended_time = ?, ended_how = ?, ended_by = ?"
			 " WHERE council = ? AND body = ? AND number = ? AND nth = ?",
			 "iissssii", c->act->entry, c->act->time, v->how, c->by, v->seat.council, v->seat.body,
			 v->seat.number, v->nth);
	}
}

void seat_change_end(seat_change *c, const seat_key *seat, const char *how)
{
	size_t first = c->vacancies;
	if (!list(c, seat, how))
		return;
	if (strcmp(how, "re-elected") != 0)
		list_above(c, first);
	end_listed(c, first);
}

/* ---- giving ------------------------------------------------------------------------------------------------------ */

/* A mandate of this seat that lost the one it was held through, because that ran out, stands no more; nor do those
 * above that were held through this seat when its last term ran out. None of them shall stand up again because
 * somebody is given a seat now. So of a seat's mandates only the last can be one that no act ended and whose own
 * term runs. */
static void end_stale(seat_change *c, const seat_key *seat)
{
	size_t first = c->vacancies;
	list(c, seat, "term");
	state_rows row =
		state_ask(c->act->state,
			  "SELECT council, body, number, person FROM mandate WHERE via_council = ? AND via_body = ?"
			  " AND via_number = ? AND ended_entry IS NULL AND ifnull(until_time, " SEAT_NEVER ") > ?"
			  " ORDER BY council, body, number",
			  "ssii", seat->council, seat->body, seat->number, c->act->time);
	while (state_row(&row)) {
		seat_key above = seat_named(state_text(&row, 0), state_text(&row, 1), state_whole(&row, 2));
		if (!seat_stands(c->act->state, seat, state_text(&row, 3), c->act->time))
			list(c, &above, "term");
	}
	list_above(c, first);
	end_listed(c, first);
}

static bool was_reelected(const seat_change *c, const seat_key *seat, const char *person)
{
	for (size_t i = 0; i < c->vacancies; i++)
		if (seat_same(&c->vacancy[i].seat, seat) && !strcmp(c->vacancy[i].how, "re-elected") &&
		    !strcmp(c->vacancy[i].person, person))
			return true;
	return false;
}

int64_t seat_change_put(seat_change *c, const seat_key *seat, const char *person, const char *how, int64_t until)
{
	const act_context *act = c->act;
	seat_key below = {.number = 0};
	assert(!seat_holder(act->state, seat, act->time, NULL));
	assert(!seat_of_person(act->state, seat->council, person, act->time, NULL));
	seat_change_watch(c, seat->council);
	if (!was_reelected(c, seat, person))
		end_stale(c, seat);
	bool through = seat_of_person(act->state, seat->body, person, act->time, &below);
	int64_t nth = 1 + state_number(act->state, 0,
				       "SELECT max(nth) FROM mandate WHERE council = ? AND body = ? AND number = ?",
				       "ssi", seat->council, seat->body, seat->number);
	state_do(act->state,
		 "INSERT INTO mandate (council, body, number, nth, person, from_entry, from_time, until_time, how, by, "
		 "via_council,"
		 " via_body, via_number) VALUES (?, ?, ?, ?, ?, ?, ?, nullif(?, " SEAT_NEVER
		 "), ?, ?, ?, ?, nullif(?, 0))",
		 "ssiisiiissssi", seat->council, seat->body, seat->number, nth, person, act->entry, act->time, until,
		 how, c->by, through ? below.council : NULL, through ? below.body : NULL, below.number);
	return nth;
}

/* ---- filling ----------------------------------------------------------------------------------------------------- */

bool seat_may_sit(state *s, const char *council, const char *body, const char *person, int64_t time,
		  const seat_key *keeps)
{
	body_facts facts;
	seat_key other;
	if (!body_find(s, body, &facts))
		return false;
	if (facts.of_people ? !roll_has(s, body, person) : !seat_of_person(s, body, person, time, NULL))
		return false;
	return !seat_of_person(s, council, person, time, &other) || (keeps && seat_same(&other, keeps));
}

typedef struct last_mandate {
	int64_t nth, until;
	char person[PERSON_ID], election[ACT_ID_MAX + 1];
} last_mandate;

static bool find_last(state *s, const seat_key *seat, last_mandate *m)
{
	state_rows row = state_ask(s,
				   "SELECT nth, ifnull(until_time, " SEAT_NEVER "), person, by FROM mandate"
				   " WHERE council = ? AND body = ? AND number = ? ORDER BY nth DESC LIMIT 1",
				   "ssi", seat->council, seat->body, seat->number);
	if (!state_row(&row))
		return false;
	m->nth = state_whole(&row, 0);
	m->until = state_whole(&row, 1);
	snprintf(m->person, sizeof m->person, "%s", state_text(&row, 2));
	snprintf(m->election, sizeof m->election, "%s", state_text(&row, 3) ? state_text(&row, 3) : "");
	state_end(&row);
	return true;
}

/* The first substitute who may sit; "" when there is none. */
static void find_substitute(const seat_change *c, const seat_key *seat, int64_t nth, char person[PERSON_ID])
{
	state_rows row =
		state_ask(c->act->state,
			  "SELECT person FROM substitute WHERE council = ? AND body = ? AND number = ? AND nth = ?"
			  " ORDER BY place",
			  "ssii", seat->council, seat->body, seat->number, nth);
	*person = '\0';
	while (!*person && state_row(&row))
		if (seat_may_sit(c->act->state, seat->council, seat->body, state_text(&row, 0), c->act->time, NULL))
			snprintf(person, PERSON_ID, "%s", state_text(&row, 0));
	state_end(&row);
}

/* Substitutes who were not needed stand by for the one who sits now. */
static void move_substitutes(const seat_change *c, const seat_key *seat, int64_t from, int64_t to, const char *sits)
{
	state_do(c->act->state,
		 "INSERT INTO substitute SELECT council, body, number, ?, place, person, by, entry FROM substitute"
		 " WHERE council = ? AND body = ? AND number = ? AND nth = ? AND person <> ?",
		 "issiis", to, seat->council, seat->body, seat->number, from, sits);
}

/* Who takes it, "" for nobody; the answer is what `filled` is to say. */
static const char *find_successor(const seat_change *c, const seat_key *seat, const last_mandate *m,
				  char person[PERSON_ID])
{
	rules r;
	*person = '\0';
	if (foreign_is(c->act->state, seat->body))
		return "home";
	if (m->until <= c->act->time || !rules_now(c->act->state, seat->body, &r))
		return "election";
	rules_fill fill = r.fill;
	rules_free(&r);
	if (fill == RULES_SUBSTITUTE) {
		find_substitute(c, seat, m->nth, person);
		return *person ? "substitute" : "no-substitute";
	}
	return fill == RULES_COUNTBACK ? poll_countback(c->act, seat, m->election, c->seed, person) : "election";
}

bool seat_change_fill(seat_change *c, const seat_key *seat)
{
	last_mandate m;
	char person[PERSON_ID];
	if (!find_last(c->act->state, seat, &m) || seat_holder(c->act->state, seat, c->act->time, NULL))
		return true;
	const char *filled = find_successor(c, seat, &m, person);
	state_do(c->act->state,
		 "UPDATE mandate SET filled = ? WHERE council = ? AND body = ? AND number = ? AND nth = ?", "sssii",
		 filled, seat->council, seat->body, seat->number, m.nth);
	if (!*person)
		return false;
	const char *by = c->by;
	c->by = *m.election ? m.election : NULL;
	int64_t nth = seat_change_put(c, seat, person, filled, m.until);
	c->by = by;
	if (!strcmp(filled, "substitute"))
		move_substitutes(c, seat, m.nth, nth, person);
	return true;
}

static bool to_be_filled(const seat_change *c, const seat_vacancy *v)
{
	static const char *const not [] = {"replaced", "re-elected", "term", "apportionment", "departed"};
	for (size_t i = 0; i < sizeof not / sizeof *not ; i++)
		if (!strcmp(v->how, not [i]))
			return false;
	return seat_kept(c->act->state, &v->seat);
}

static void fill_vacancies(seat_change *c)
{
	for (size_t i = 0; i < c->vacancies; i++) {
		seat_vacancy v = c->vacancy[i]; /* filling may list more */
		if (!to_be_filled(c, &v) || seat_change_fill(c, &v.seat))
			continue;
		notice n = {.body = v.seat.body,
			    .what = "seat-vacant",
			    .council = v.seat.council,
			    .of_body = v.seat.body,
			    .number = v.seat.number};
		notice_add(c->act, &n);
		n.body = v.seat.council;
		notice_add(c->act, &n);
	}
}

void seat_change_finish(seat_change *c)
{
	fill_vacancies(c);
	for (size_t i = 0; i < c->watches; i++) {
		const seat_watched *w = &c->watched[i];
		notice n = {.body = w->council, .what = "quorum-lost"};
		if (w->had_quorum && !seats_have_quorum(c->act->state, w->council, c->act->time, &n.have, &n.need))
			notice_add(c->act, &n);
	}
	free(c->vacancy);
	free(c->watched);
	*c = (seat_change){0};
}

/* ---- for rolls --------------------------------------------------------------------------------------------------- */

void seats_person_left(const act_context *act, const char *body, const char *person)
{
	seat_change c;
	seat_key *seat = NULL;
	size_t seats = 0, capacity = 0;
	state_rows row = state_ask(
		act->state,
		"SELECT council, number FROM mandate WHERE person = ? AND body = ? AND via_council IS NULL"
		" AND ended_entry IS NULL AND ifnull(until_time, " SEAT_NEVER ") > ? ORDER BY council, number",
		"ssi", person, body, act->time);
	while (state_row(&row)) {
		MEMORY_RESERVE(seat, seats, capacity);
		seat[seats++] = seat_named(state_text(&row, 0), body, state_whole(&row, 1));
	}
	seat_change_begin(&c, act, NULL, NULL);
	for (size_t i = 0; i < seats; i++)
		seat_change_end(&c, &seat[i], "left");
	seat_change_finish(&c);
	free(seat);
}

static const char *const tables[] = {"substitute", NULL};

const state_schema seat_change_schema = {
	.room = "council",
	.table = tables,
	.create = "CREATE TABLE substitute (council TEXT, body TEXT, number INTEGER, nth INTEGER, place INTEGER,"
		  " person TEXT NOT NULL, by TEXT, entry INTEGER NOT NULL, PRIMARY KEY (council, body, number, nth, "
		  "place)) WITHOUT ROWID;",
};
