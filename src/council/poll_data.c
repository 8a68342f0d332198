/* Polls as data; see poll_data.h. */
#include "council/poll_data.h"

#include "base/memory.h"
#include "base/time.h"
#include "council/body.h"
#include "council/data.h"
#include "council/majority.h"
#include "council/recall.h"
#include "council/seat_share.h"

#include <string.h>

static void add_whole(json_t *to, const char *key, int64_t value)
{
	json_object_set_new(to, key, json_integer(value));
}

static void add_text(json_t *to, const char *key, const char *value)
{
	json_object_set_new(to, key, json_string(value));
}

/* ---- which there are --------------------------------------------------------------------------------------------- */

/* The columns that a list and a page of one have in common. */
#define POLL_COLUMNS                                                                                                   \
	"poll, what, council, body, nullif(number, 0), CASE WHEN renews THEN 1 END, CASE WHEN open THEN 'open' ELSE "  \
	"'paper' END, from_time, from_entry, closes, commitment, until_time, until_entry, result, "                    \
	"CASE WHEN what = 'election' THEN seats END, seed"
#define POLL_NAMES                                                                                                     \
	"poll:s what:s council:s body:s number:i renews:f voting:s opened:t entry:i closes:t commitment:s closed:t "   \
	"closed_entry:i result:s seats:i seed:s"

static json_t *elected_in(state *s, const char *id)
{
	return data_rows(state_ask(s,
				   "SELECT person, elected FROM candidacy WHERE poll = ? AND elected IS NOT NULL ORDER "
				   "BY elected",
				   "s", id),
			 "person:s elected:i");
}

/* Whose mandate a recall is about. */
static void add_recalled(state *s, const poll *p, json_t *one)
{
	char person[PERSON_ID];
	if (p->recall &&
	    state_word(s, person, sizeof person,
		       "SELECT person FROM mandate WHERE council = ? AND body = ? AND number = ? AND nth = ?", "ssii",
		       p->seat.council, p->seat.body, p->seat.number, p->nth))
		add_text(one, "person", person);
}

/* How many have voted: at the close, or so far. */
static void add_turnout(state *s, const poll *p, json_t *one, int64_t now)
{
	add_whole(one, "entitled", p->closed ? p->entitled : electorate_size(s, p->seat.body, p->electorate, now));
	add_whole(one, "votes",
		  p->closed ? p->votes
			    : state_number(s, 0,
					   "SELECT (SELECT count(*) FROM cast WHERE poll = ?1) + (SELECT "
					   "ifnull(sum(weight), 0) FROM ballot WHERE poll = ?1) + (SELECT "
					   "ifnull(sum(votes), 0) FROM tally WHERE poll = ?1)",
					   "s", p->id));
}

static json_t *elections_of(state *s, const char *body, int64_t now)
{
	json_t *list = data_rows(
		state_ask(s,
			  "SELECT " POLL_COLUMNS " FROM poll WHERE CASE WHEN ?1 IS NULL THEN until_entry IS NULL ELSE "
			  "?1 IN (body, council) END ORDER BY until_entry IS NOT NULL, from_entry DESC LIMIT ?2",
			  "si", body, (int64_t)POLL_LIST_MAX),
		POLL_NAMES);
	for (size_t i = 0; i < json_array_size(list); i++) {
		poll p;
		json_t *one = json_array_get(list, i);
		if (!poll_find(s, json_string_value(json_object_get(one, "poll")), &p))
			continue;
		add_recalled(s, &p, one);
		add_turnout(s, &p, one, now);
		if (p.closed && !p.recall)
			json_object_set_new(one, "elected", elected_in(s, p.id));
	}
	return list;
}

static json_t *choices_of(state *s, const char *body)
{
	return data_rows(
		state_ask(s,
			  "SELECT choice, body, title, rule, time, until_time, closed_time, outcome, winner, why, "
			  "ifnull(votes, (SELECT count(*) FROM choice_vote v WHERE v.choice = c.choice)) FROM choice c "
			  "WHERE CASE WHEN ?1 IS NULL THEN closed_entry IS NULL ELSE body = ?1 END ORDER BY "
			  "closed_entry IS NOT NULL, entry DESC LIMIT ?2",
			  "si", body, (int64_t)POLL_LIST_MAX),
		"choice:s body:s title:s rule:s opened:t until:t closed:t outcome:s winner:s why:s votes:i");
}

json_t *poll_list(state *s, const char *body, int64_t now)
{
	body_facts facts;
	if (body && !body_find(s, body, &facts))
		return NULL;
	json_t *data = json_pack("{s:o, s:o}", "elections", elections_of(s, body, now), "choices", choices_of(s, body));
	if (body)
		add_text(data, "body", body);
	return data;
}

/* ---- one --------------------------------------------------------------------------------------------------------- */

/* What a ballot asks for: an order, everybody approved, one name (in an election by lists too), yes or no. */
static const char *ballot_kind(const poll *p, const rules *r)
{
	static const char *const one[] = {"plurality", "majority", "two-thirds", "threshold"};
	if (p->recall)
		return "yes-no";
	for (size_t i = 0; i < sizeof one / sizeof *one; i++)
		if (!strcmp(r->election->id, one[i]))
			return "one";
	return r->election->ballots == CORDON_BALLOTS_APPROVAL ? "approval"
	       : r->election->ballots == CORDON_BALLOTS_LISTS  ? "list"
							       : "ranked";
}

/* Seats that the election would fill if it were closed now. */
static int64_t seats_to_fill(state *s, const poll *p, int64_t now)
{
	int64_t seats = 0;
	state_rows row = state_ask(s, "SELECT number FROM seat WHERE council = ? AND body = ? AND until_entry IS NULL",
				   "ss", p->seat.council, p->seat.body);
	while (state_row(&row)) {
		seat_key seat = seat_named(p->seat.council, p->seat.body, state_whole(&row, 0));
		seats += p->renews || !seat_holder(s, &seat, now, NULL);
	}
	return seats;
}

static void add_election(state *s, const poll *p, const rules *r, json_t *data, int64_t now)
{
	static const char *const fill[] = {
		[RULES_COUNTBACK] = "countback", [RULES_SUBSTITUTE] = "substitute", [RULES_ELECTION] = "election"};
	if (!p->closed)
		add_whole(data, "seats", seats_to_fill(s, p, now));
	add_text(data, "rule", r->election->id);
	add_text(data, "source", r->election->source);
	add_whole(data, "term_days", r->term_days);
	add_text(data, "fill", fill[r->fill]);
	json_object_set_new(
		data, "candidates",
		data_rows(state_ask(s,
				    "SELECT person, list, mate, entry, withdrawn_entry IS NOT NULL, CASE WHEN ?2 THEN "
				    "stood END, elected FROM candidacy WHERE poll = ?1 ORDER BY number",
				    "si", p->id, (int64_t)p->closed),
			  "person:s list:s mate:s entry:i withdrawn:f stood:f elected:i"));
}

static void add_recall(state *s, const poll *p, json_t *data, int64_t now)
{
	rules r;
	char majority[MAJORITY_TEXT];
	int64_t time = state_number(s, 0, "SELECT time FROM petition WHERE petition = ?", "s", p->id), have, need;
	json_t *petition =
		data_row(state_ask(s, "SELECT reason, time, entry FROM petition WHERE petition = ?", "s", p->id),
			 "reason:s begun:t petition_entry:i");
	json_object_update_new(data, petition);
	petition_signatures(s, p->id, now, &have, &need);
	add_whole(data, "signatures", have);
	if (rules_at(s, p->seat.body, time, &r)) {
		int64_t entitled = json_integer_value(json_object_get(data, "entitled"));
		majority_text(r.recall.majority, majority);
		add_whole(data, "quorum", rules_part(r.recall.quorum, entitled));
		add_text(data, "majority", majority);
		rules_free(&r);
	}
	if (!p->closed)
		return;
	poll_answer a = poll_answered(s, p, now);
	add_whole(data, "yes", a.yes);
	add_whole(data, "no", a.no);
	add_whole(data, "bodies_for", a.bodies_for);
	add_whole(data, "bodies", a.bodies);
}

/* What tellers entered, and how many of them sign. */
static void add_paper(state *s, const poll *p, json_t *data)
{
	body_facts facts;
	if (p->open)
		return;
	if (body_find(s, p->seat.body, &facts))
		add_whole(data, "tellers", facts.tellers);
	json_object_set_new(
		data, "sheets",
		data_rows(state_ask(s,
				    "SELECT at, what, nullif(option, ''), votes, entry FROM tally WHERE poll "
				    "= ? ORDER BY at, what, option",
				    "s", p->id),
			  "at:s what:s option:s votes:i entry:i"));
	json_object_set_new(data, "batches",
			    data_rows(state_ask(s,
						"SELECT batch, sum(weight), entry FROM ballot WHERE poll = ? GROUP BY "
						"batch ORDER BY batch",
						"s", p->id),
				      "batch:i ballots:i entry:i"));
}

json_t *poll_data(state *s, const char *id, int64_t now)
{
	static const char *const who[] = {
		[ELECTORATE_ROLL] = "roll", [ELECTORATE_DELEGATES] = "delegates", [ELECTORATE_BENEATH] = "beneath"};
	poll p;
	rules r = {0};
	if (!poll_find(s, id, &p))
		return NULL;
	json_t *data = data_row(state_ask(s, "SELECT " POLL_COLUMNS " FROM poll WHERE poll = ?", "s", id), POLL_NAMES);
	add_text(data, "electorate", who[p.electorate]);
	add_turnout(s, &p, data, now);
	add_recalled(s, &p, data);
	if (rules_at(s, p.seat.body, p.from_time, &r)) {
		add_text(data, "ballot", ballot_kind(&p, &r));
		if (!p.recall)
			add_election(s, &p, &r, data, now);
		rules_free(&r);
	}
	if (p.recall)
		add_recall(s, &p, data, now);
	add_paper(s, &p, data);
	return data;
}

/* ---- votes by name ----------------------------------------------------------------------------------------------- */

json_t *poll_votes_data(state *s, const char *id, const char *person, int64_t from, int64_t limit)
{
	if (!state_has(s, "SELECT 1 FROM poll WHERE poll = ?1 UNION ALL SELECT 1 FROM choice WHERE choice = ?1", "s",
		       id))
		return NULL;
	/* a poll and a choice may have one name: then the poll is meant */
	bool choice = !state_has(s, "SELECT 1 FROM poll WHERE poll = ?", "s", id);
	const char *columns = "person:s marks:s time:t entry:i counted:f";
	json_t *votes = data_rows(
		state_ask(
			s,
			choice ? "SELECT person, marks, time, entry, counted FROM choice_vote WHERE choice = ?1 AND "
				 "(?2 IS NULL OR person = ?2) ORDER BY person LIMIT ?4 OFFSET ?3"
			       : "SELECT person, marks, time, entry, counted FROM cast WHERE poll = ?1 AND (?2 IS NULL "
				 "OR person = ?2) ORDER BY person LIMIT ?4 OFFSET ?3",
			"ssii", id, person, from, limit),
		columns);
	int64_t size =
		state_number(s, 0,
			     choice ? "SELECT count(*) FROM choice_vote WHERE choice = ?1 AND (?2 IS NULL OR "
				      "person = ?2)"
				    : "SELECT count(*) FROM cast WHERE poll = ?1 AND (?2 IS NULL OR person = ?2)",
			     "ss", id, person);
	return json_pack("{s:s, s:o, s:I, s:I}", "poll", id, "votes", votes, "from", (json_int_t)from, "size",
			 (json_int_t)size);
}
