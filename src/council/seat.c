/* Seats and mandates asked: one mandate after another down to a base body's; see seat.h. */
#include "council/seat.h"

#include "council/rules.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

seat_key seat_named(const char *council, const char *body, int64_t number)
{
	seat_key seat = {.number = number};
	snprintf(seat.council, sizeof seat.council, "%s", council);
	snprintf(seat.body, sizeof seat.body, "%s", body);
	return seat;
}

bool seat_same(const seat_key *a, const seat_key *b)
{
	return a->number == b->number && !strcmp(a->body, b->body) && !strcmp(a->council, b->council);
}

bool seat_kept(state *s, const seat_key *seat)
{
	return state_has(s, "SELECT 1 FROM seat WHERE council = ? AND body = ? AND number = ? AND until_entry IS NULL",
			 "ssi", seat->council, seat->body, seat->number);
}

int64_t seats_kept(state *s, const char *council, const char *body, int64_t time)
{
	if (!body)
		return state_number(s, 0,
				    "SELECT count(*) FROM seat WHERE council = ? AND from_time <= ?"
				    " AND ifnull(until_time, " SEAT_NEVER ") > ?",
				    "sii", council, time, time);
	return state_number(s, 0,
			    "SELECT count(*) FROM seat WHERE council = ? AND body = ? AND from_time <= ?"
			    " AND ifnull(until_time, " SEAT_NEVER ") > ?",
			    "ssii", council, body, time, time);
}

/* Only the last mandate that had begun by a moment can stand then: each ends before the next begins. */
#define LAST_BEGUN                                                                                                     \
	"SELECT * FROM mandate WHERE council = ? AND body = ? AND number = ? AND from_time <= ? ORDER BY nth DESC "    \
	"LIMIT 1"

/* Goes down the seats a mandate is held through. Links have no circles, but times might tell of several that
 * followed each other, so the way is limited. */
bool seat_stands(state *s, const seat_key *seat, const char *person, int64_t time)
{
	seat_key at = *seat;
	for (int depth = 0; depth < SEAT_DEPTH_MAX; depth++) {
		state_rows row = state_ask(s,
					   "SELECT via_council, via_body, via_number FROM (" LAST_BEGUN
					   ") WHERE person = ? AND " SEAT_HOLDS,
					   "ssiisiii", at.council, at.body, at.number, time, person, time, time, time);
		if (!state_row(&row))
			return false;
		bool through = state_text(&row, 0) != NULL;
		if (through)
			at = seat_named(state_text(&row, 0), state_text(&row, 1), state_whole(&row, 2));
		state_end(&row);
		if (!through)
			return true;
	}
	return false;
}

bool seat_holder(state *s, const seat_key *seat, int64_t time, char *person)
{
	char held_by[PERSON_ID];
	bool holds = state_word(s, held_by, sizeof held_by, "SELECT person FROM (" LAST_BEGUN ") WHERE " SEAT_HOLDS,
				"ssiiiii", seat->council, seat->body, seat->number, time, time, time, time) &&
		     seat_stands(s, seat, held_by, time);
	if (person)
		snprintf(person, PERSON_ID, "%s", holds ? held_by : "");
	return holds;
}

bool seat_of_person(state *s, const char *council, const char *person, int64_t time, seat_key *out)
{
	bool found = false;
	state_rows row = state_ask(s,
				   "SELECT body, number FROM mandate INDEXED BY mandate_person WHERE council = ? AND "
				   "person = ? AND " SEAT_HOLDS " ORDER BY body, number",
				   "ssiii", council, person, time, time, time);
	while (!found && state_row(&row)) {
		seat_key seat = seat_named(council, state_text(&row, 0), state_whole(&row, 1));
		found = seat_stands(s, &seat, person, time);
		if (found && out)
			*out = seat;
	}
	state_end(&row);
	return found;
}

int64_t seats_filled(state *s, const char *council, int64_t time)
{
	int64_t filled = 0;
	state_rows row =
		state_ask(s,
			  "SELECT body, number, person FROM mandate WHERE council = ? AND ended_time IS NULL"
			  " AND from_time <= ? AND ifnull(until_time, " SEAT_NEVER ") > ?"
			  " UNION ALL SELECT body, number, person FROM mandate WHERE council = ? AND ended_time > ?"
			  " AND from_time <= ? AND ifnull(until_time, " SEAT_NEVER ") > ?",
			  "siisiii", council, time, time, council, time, time, time);
	while (state_row(&row)) {
		seat_key seat = seat_named(council, state_text(&row, 0), state_whole(&row, 1));
		filled += seat_stands(s, &seat, state_text(&row, 2), time);
	}
	return filled;
}

bool seats_have_quorum(state *s, const char *council, int64_t time, int64_t *have, int64_t *need)
{
	rules r;
	int64_t kept = seats_kept(s, council, NULL, time), filled = seats_filled(s, council, time), needed = 0;
	if (rules_at(s, council, time, &r)) {
		needed = rules_part(r.quorum, kept);
		rules_free(&r);
	}
	if (have)
		*have = filled;
	if (need)
		*need = needed;
	return !kept || filled >= needed;
}

static const char *const tables[] = {"seat", "mandate", NULL};

const state_schema seat_schema = {
	.room = "council",
	.table = tables,
	.create = "CREATE TABLE seat (council TEXT, body TEXT, number INTEGER, from_entry INTEGER, from_time INTEGER "
		  "NOT NULL,"
		  " until_entry INTEGER, until_time INTEGER, PRIMARY KEY (council, body, number, from_entry)) WITHOUT "
		  "ROWID;"
		  "CREATE TABLE mandate (council TEXT, body TEXT, number INTEGER, nth INTEGER, person TEXT NOT NULL,"
		  " from_entry INTEGER NOT NULL, from_time INTEGER NOT NULL, until_time INTEGER, how TEXT NOT NULL, by "
		  "TEXT,"
		  " via_council TEXT, via_body TEXT, via_number INTEGER, ended_entry INTEGER, ended_time INTEGER, "
		  "ended_how TEXT,"
		  " ended_by TEXT, filled TEXT, PRIMARY KEY (council, body, number, nth)) WITHOUT ROWID;"
		  "CREATE INDEX mandate_person ON mandate (person, council);"
		  "CREATE INDEX mandate_ended ON mandate (council, ended_time);"
		  "CREATE INDEX mandate_through ON mandate (via_council, via_body, via_number) WHERE ended_entry IS "
		  "NULL;",
};
