/* See seat_answer.h. */
#include "council/seat_answer.h"

#include <stdio.h>
#include <string.h>

static void copy(char *out, size_t size, const char *word)
{
	snprintf(out, size, "%s", word ? word : "");
}

/* Why the mandate of the row does not stand at that moment. */
static void explain(const state_rows *row, int64_t time, seat_answer *a)
{
	a->why_entry = -1;
	if (state_text(row, 9) && state_whole(row, 9) <= time) {
		a->why_entry = state_whole(row, 8);
		a->why_time = state_whole(row, 9);
		copy(a->why, sizeof a->why, state_text(row, 10));
		copy(a->why_by, sizeof a->why_by, state_text(row, 11));
		copy(a->filled, sizeof a->filled, state_text(row, 12));
		return;
	}
	bool own = a->until_time <= time;
	copy(a->why, sizeof a->why, own ? "term" : "term-below");
	a->why_time = own ? a->until_time : 0;
}

/* The last mandate that had begun by then. */
static void find_mandate(state *s, const seat_key *seat, int64_t time, seat_answer *a)
{
	state_rows row = state_ask(s,
				   "SELECT nth, person, from_entry, from_time, ifnull(until_time, " SEAT_NEVER
				   "), how, by, via_council, ended_entry, ended_time, ended_how, ended_by, filled,"
				   " via_body, via_number FROM mandate WHERE council = ? AND body = ? AND number = ?"
				   " AND from_time <= ? ORDER BY nth DESC LIMIT 1",
				   "ssii", seat->council, seat->body, seat->number, time);
	if (!state_row(&row)) {
		copy(a->why, sizeof a->why, a->kept ? "never" : "not-kept");
		a->why_entry = -1;
		return;
	}
	a->nth = state_whole(&row, 0);
	copy(a->person, sizeof a->person, state_text(&row, 1));
	a->from_entry = state_whole(&row, 2);
	a->from_time = state_whole(&row, 3);
	a->until_time = state_whole(&row, 4);
	copy(a->how, sizeof a->how, state_text(&row, 5));
	copy(a->election, sizeof a->election, state_text(&row, 6));
	if (state_text(&row, 7))
		a->through = seat_named(state_text(&row, 7), state_text(&row, 13), state_whole(&row, 14));
	a->held = seat_stands(s, seat, a->person, time);
	if (!a->held)
		explain(&row, time, a);
	state_end(&row);
}

static void find_recall(state *s, const seat_key *seat, int64_t time, seat_answer *a)
{
	rules r;
	if (!rules_at(s, seat->body, time, &r))
		return;
	a->electorate = electorate_of(s, seat->body, r.recall.who == RULES_BASE);
	a->entitled = electorate_size_at(s, seat->body, a->electorate, time);
	a->signatures = rules_part(r.recall.petition, a->entitled);
	a->signatures = a->signatures > 1 ? a->signatures : 1;
	a->quorum = rules_part(r.recall.quorum, a->entitled);
	a->majority = r.recall.majority;
	rules_free(&r);
}

static void find_under_way(state *s, const seat_key *seat, int64_t time, seat_answer *a)
{
	state_word(
		s, a->petition, sizeof a->petition,
		"SELECT petition FROM petition WHERE council = ? AND body = ? AND number = ? AND nth = ? AND time <= ?"
		" AND ifnull(until_time, " SEAT_NEVER ") > ? ORDER BY entry DESC LIMIT 1",
		"ssiiii", seat->council, seat->body, seat->number, a->held ? a->nth : 0, time, time);
	state_word(s, a->poll, sizeof a->poll,
		   "SELECT poll FROM poll WHERE council = ? AND body = ? AND (number = 0 OR (number = ? AND nth = ?))"
		   " AND from_time <= ? AND ifnull(until_time, " SEAT_NEVER ") > ? ORDER BY from_entry DESC LIMIT 1",
		   "ssiiii", seat->council, seat->body, seat->number, a->held ? a->nth : 0, time, time);
}

void seat_ask(state *s, const seat_key *seat, int64_t time, seat_answer *out)
{
	*out = (seat_answer){.until_time = INT64_MAX};
	out->kept = state_has(s,
			      "SELECT 1 FROM seat WHERE council = ? AND body = ? AND number = ? AND from_time <= ?"
			      " AND ifnull(until_time, " SEAT_NEVER ") > ?",
			      "ssiii", seat->council, seat->body, seat->number, time, time);
	find_mandate(s, seat, time, out);
	find_recall(s, seat, time, out);
	find_under_way(s, seat, time, out);
}
