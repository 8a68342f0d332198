/* Polls: opening, who may sign for them, closing; see poll.h. What is entered stands in poll_enter.c. */
#include "council/poll.h"

#include "base/time.h"
#include "council/codes.h"
#include "council/officer.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

bool poll_find(state *s, const char *id, poll *p)
{
	state_rows row = state_ask(
		s,
		"SELECT what, council, body, number, nth, electorate, open, renews, from_time,"
		" ifnull(closes, " SEAT_NEVER
		"), commitment, until_entry IS NOT NULL, ifnull(seats, 0), seed, ifnull(votes, 0), ifnull(entitled, 0)"
		" FROM poll WHERE poll = ?",
		"s", id);
	if (!id || !state_row(&row))
		return false;
	*p = (poll){.recall = !strcmp(state_text(&row, 0), "recall"),
		    .seat = seat_named(state_text(&row, 1), state_text(&row, 2), state_whole(&row, 3)),
		    .nth = state_whole(&row, 4),
		    .electorate = (electorate_kind)state_whole(&row, 5),
		    .open = state_whole(&row, 6),
		    .renews = state_whole(&row, 7),
		    .from_time = state_whole(&row, 8),
		    .closes = state_whole(&row, 9),
		    .closed = state_whole(&row, 11),
		    .seats = state_whole(&row, 12),
		    .votes = state_whole(&row, 14),
		    .entitled = state_whole(&row, 15)};
	snprintf(p->id, sizeof p->id, "%s", id);
	snprintf(p->commitment, sizeof p->commitment, "%s", state_text(&row, 10) ? state_text(&row, 10) : "");
	snprintf(p->seed, sizeof p->seed, "%s", state_text(&row, 13) ? state_text(&row, 13) : "");
	state_end(&row);
	return true;
}

cordon_status poll_find_open(const act_context *act, bool recall, poll *p)
{
	if (!poll_find(act->state, act_text(act, "poll"), p) || p->recall != recall)
		return act_refuse(act, "poll", recall ? TEXT(COUNCIL_NO_RECALL) : TEXT(COUNCIL_NO_ELECTION), NO_TEXT);
	return p->closed ? act_refuse(act, "poll", TEXT(COUNCIL_POLL_CLOSED), NO_TEXT) : CORDON_OK;
}

bool poll_id_free(state *s, const char *id)
{
	return !state_has(s, "SELECT 1 FROM poll WHERE poll = ?1 UNION ALL SELECT 1 FROM petition WHERE petition = ?1",
			  "s", id);
}

void poll_open(const act_context *act, const poll *p)
{
	state_do(act->state,
		 "INSERT INTO poll (poll, what, council, body, number, nth, electorate, open, renews, from_entry, "
		 "from_time, closes,"
		 " commitment) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, nullif(?, " SEAT_NEVER "), nullif(?, ''))",
		 "ssssiiiiiiiis", p->id, p->recall ? "recall" : "election", p->seat.council, p->seat.body,
		 p->seat.number, p->nth, (int64_t)p->electorate, (int64_t)p->open, (int64_t)p->renews, act->entry,
		 act->time, p->closes, p->commitment);
}

/* Which votes counted is put down, since who is entitled goes on changing. */
static void mark_counted(const act_context *act, const poll *p)
{
	char person[PERSON_ID];
	while (state_word(act->state, person, sizeof person,
			  "SELECT person FROM cast WHERE poll = ? AND counted IS NULL ORDER BY person LIMIT 1", "s",
			  p->id))
		state_do(act->state, "UPDATE cast SET counted = ? WHERE poll = ? AND person = ?", "iss",
			 (int64_t)electorate_has(act->state, p->seat.body, p->electorate, person, act->time), p->id,
			 person);
}

void poll_close(const act_context *act, const poll *p, const char *result, int64_t seats, int64_t votes,
		const char *seed)
{
	mark_counted(act, p);
	state_do(act->state,
		 "UPDATE poll SET until_entry = ?, until_time = ?, result = ?, seats = ?, entitled = ?, votes = ?, "
		 "seed = ?"
		 " WHERE poll = ?",
		 "iisiiiss", act->entry, act->time, result, seats,
		 electorate_size(act->state, p->seat.body, p->electorate, act->time), votes, seed, p->id);
}

/* ---- who signs --------------------------------------------------------------------------------------------------- */

static bool is_recalled(state *s, const poll *p, const char *person)
{
	return p->recall &&
	       state_has(
		       s,
		       "SELECT 1 FROM mandate WHERE council = ? AND body = ? AND number = ? AND nth = ? AND person = ?",
		       "ssiis", p->seat.council, p->seat.body, p->seat.number, p->nth, person);
}

bool poll_tellers_sign(const act_context *act, const poll *p, const char *body)
{
	body_facts facts;
	int64_t tellers = 0;
	if (!body_find(act->state, body, &facts))
		return false;
	for (int i = 0; i < act->signatures; i++)
		tellers += act->person[i] && officer_has(act->state, body, "teller", act->person[i], act->time) &&
			   !is_recalled(act->state, p, act->person[i]);
	return tellers > 0 && tellers >= facts.tellers;
}

/* The body named by `at` where the kind has that field, else the poll's. */
static bool are_tellers(const act_context *act)
{
	poll p;
	if (!poll_find(act->state, act_text(act, "poll"), &p))
		return false;
	const char *at = json_string_value(json_object_get(act->fields, "at"));
	return poll_tellers_sign(act, &p, at ? at : p.seat.body);
}

static bool is_elector(const act_context *act)
{
	poll p;
	return poll_find(act->state, act_text(act, "poll"), &p) && electorate_signs(act, p.seat.body, p.electorate);
}

static bool is_secretary(const act_context *act)
{
	poll p;
	return poll_find(act->state, act_text(act, "poll"), &p) &&
	       officer_signer(act, p.seat.body, "secretary") != NULL;
}

/* Paper on one roll: its tellers alone know when they are done. What is open for all to read, or comes from
 * several bodies, ends at the time set for it, and nobody who might lose by the result can hold that up. */
static bool is_closer(const act_context *act)
{
	poll p;
	if (!poll_find(act->state, act_text(act, "poll"), &p))
		return false;
	if (!p.open && p.electorate == ELECTORATE_ROLL)
		return poll_tellers_sign(act, &p, p.seat.body);
	return electorate_signs(act, p.seat.body, p.electorate) || officer_signer(act, p.seat.body, "secretary");
}

const act_role role_poll_tellers = {"poll_tellers", N_("as many tellers of the voting body as its rules ask for"),
				    are_tellers};
const act_role role_poll_elector = {"poll_elector", N_("somebody entitled to vote, alone"), is_elector};
const act_role role_poll_secretary = {"poll_secretary", N_("the secretary of the voting body"), is_secretary};
const act_role role_poll_closer = {"poll_closer",
				   N_("the tellers, where one body votes on paper; elsewhere somebody entitled to "
				      "vote, or the secretary of the voting body"),
				   is_closer};

cordon_status poll_may_close(const act_context *act, const poll *p)
{
	char until[TIME_TEXT];
	if (p->closes == INT64_MAX || act->time >= p->closes)
		return CORDON_OK;
	time_to_text(p->closes, until);
	return act_refuse(act, "poll", TEXT(COUNCIL_POLL_GOES_ON, until), NO_TEXT);
}

/* ---- the answer of a recall -------------------------------------------------------------------------------------- */

static void add_tallies(state *s, const poll *p, poll_answer *a)
{
	state_rows row = state_ask(
		s,
		"SELECT sum(votes), sum(votes) FILTER (WHERE option = 'yes'), sum(votes) FILTER (WHERE option = 'no')"
		" FROM tally WHERE poll = ? GROUP BY at",
		"s", p->id);
	while (state_row(&row)) {
		int64_t yes = state_whole(&row, 1), no = state_whole(&row, 2);
		a->votes += state_whole(&row, 0);
		a->yes += yes;
		a->no += no;
		a->bodies_for += yes > no;
	}
	a->bodies =
		state_number(s, 0,
			     "WITH RECURSIVE beneath(body) AS (SELECT ? UNION SELECT link.body FROM link JOIN beneath"
			     " ON link.council = beneath.body WHERE link.until_entry IS NULL)"
			     " SELECT count(*) FROM beneath JOIN body_size USING (body) WHERE people > 0",
			     "s", p->seat.body);
}

static void add_casts(state *s, const poll *p, int64_t now, poll_answer *a)
{
	state_rows row =
		state_ask(s, "SELECT person, marks, counted FROM cast WHERE poll = ? ORDER BY person", "s", p->id);
	while (state_row(&row)) {
		if (!(p->closed ? state_whole(&row, 2)
				: electorate_has(s, p->seat.body, p->electorate, state_text(&row, 0), now)))
			continue;
		a->votes++;
		a->yes += !strcmp(state_text(&row, 1), "yes");
		a->no += !strcmp(state_text(&row, 1), "no");
	}
}

poll_answer poll_answered(state *s, const poll *p, int64_t now)
{
	poll_answer a = {.entitled = p->closed ? p->entitled : electorate_size(s, p->seat.body, p->electorate, now)};
	if (p->open) {
		add_casts(s, p, now, &a);
		a.bodies = 1;
		a.bodies_for = a.yes > a.no;
	} else {
		add_tallies(s, p, &a);
	}
	return a;
}

static const char *const tables[] = {"poll", "candidacy", "tally", "ballot", "cast", NULL};

const state_schema poll_schema = {
	.room = "council",
	.table = tables,
	.create = "CREATE TABLE poll (poll TEXT PRIMARY KEY, what TEXT NOT NULL, council TEXT NOT NULL, body TEXT NOT "
		  "NULL,"
		  " number INTEGER NOT NULL, nth INTEGER NOT NULL, electorate INTEGER NOT NULL, open INTEGER NOT NULL,"
		  " renews INTEGER NOT NULL, from_entry INTEGER NOT NULL, from_time INTEGER NOT NULL, closes INTEGER, "
		  "commitment TEXT,"
		  " until_entry INTEGER, until_time INTEGER, result TEXT, seats INTEGER, entitled INTEGER, votes "
		  "INTEGER, seed TEXT)"
		  " WITHOUT ROWID;"
		  "CREATE INDEX poll_seat ON poll (council, body, number) WHERE until_entry IS NULL;"
		  "CREATE TABLE candidacy (poll TEXT, person TEXT, number INTEGER NOT NULL, list TEXT, mate TEXT, "
		  "entry INTEGER NOT NULL,"
		  " withdrawn_entry INTEGER, stood INTEGER NOT NULL, elected INTEGER, PRIMARY KEY (poll, person)) "
		  "WITHOUT ROWID;"
		  "CREATE TABLE tally (poll TEXT, at TEXT, what TEXT, option TEXT, votes INTEGER NOT NULL, entry "
		  "INTEGER NOT NULL,"
		  " PRIMARY KEY (poll, at, what, option)) WITHOUT ROWID;"
		  "CREATE TABLE ballot (poll TEXT, batch INTEGER, number INTEGER, weight INTEGER NOT NULL, marks TEXT "
		  "NOT NULL,"
		  " entry INTEGER NOT NULL, PRIMARY KEY (poll, batch, number)) WITHOUT ROWID;"
		  "CREATE TABLE cast (poll TEXT, person TEXT, entry INTEGER NOT NULL, time INTEGER NOT NULL, marks "
		  "TEXT NOT NULL,"
		  " counted INTEGER, PRIMARY KEY (poll, person)) WITHOUT ROWID;",
};
