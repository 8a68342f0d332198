/* Seats under random acts, held to a naive model that knows no histories: who sits now, until when, through whom.
 *
 * The model takes out at once whoever's term is over or who lost the seat below, again and again until nothing
 * changes; the program never does, it computes. Twelve workplaces in three cordones, these in a board, the board and
 * one workplace in an assembly. After every act: it was done or refused as the model says; whoever sits, sits in both;
 * nobody sits who may not; councils that lost their quorum by it, and no others, were told. At the end the past is
 * asked again.
 *
 * 100,000 acts, and 20,000 of them under sanitizers (CORDON_SANITIZED of meson); as many as wanted:
 *	CORDON_ACTS=1000000 CORDON_SEED=7 build/tests/test_council_seats_random
 */
#include "council_fixture.h"

#include "base/draw.h"
#include "base/time.h"
#include "council/roll.h"
#include "council/seat_share.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
	BASES = 12,
	CORDONES = 3,
	BOARD = BASES + CORDONES,
	ASSEMBLY,
	BODIES,
	PEOPLE = 150,
	SEATS = 2,
	SUBSTITUTES = 4,
	CANDIDATES = 6,
	EDGES = BASES + CORDONES + 2,
	NOBODY = -1,
	TERM = 100 * 86400,
	SNAPSHOTS = 200,
};

typedef struct chair {
	int person, via_edge, via_seat; /* NOBODY; -1: held through none */
	int64_t until;
	int substitute[SUBSTITUTES], substitutes;
	bool lost; /* by an act, once */
} chair;

typedef struct ballot_box {
	bool open, renews;
	char id[32];
	int candidate[CANDIDATES], mate[CANDIDATES], votes[CANDIDATES], candidates;
	bool withdrawn[CANDIDATES];
	int blank, cast[PEOPLE]; /* candidate's place + 1; 0: not cast */
	bool tallied;
	int64_t closes;
} ballot_box;

/* A body in a council. */
typedef struct edge {
	int council, body;
	bool linked;
	chair chair[SEATS];
	ballot_box box;
} edge;

typedef struct snapshot {
	int64_t time;
	int person[EDGES][SEATS];
} snapshot;

typedef struct model {
	fixture f;
	draw draw;
	edge edge[EDGES];
	int roll[PEOPLE]; /* NOBODY: none */
	bool had_quorum[BODIES];
	int64_t expired, expired_below, acts, done, refused, kind[16];
	int polls;
	snapshot snapshot[SNAPSHOTS];
	int snapshots;
} model;

/* ---- names ------------------------------------------------------------------------------------------------------- */

static const char *body_name(int body)
{
	static char name[BODIES][8];
	snprintf(name[body], sizeof name[body], "%c%02d",
		 body < BASES    ? 'b'
		 : body < BOARD  ? 'c'
		 : body == BOARD ? 'd'
				 : 'e',
		 body);
	return name[body];
}

static const char *person_name(int person)
{
	static char name[PEOPLE][16];
	snprintf(name[person], sizeof name[person], "p%03d", person);
	return name[person];
}

static const char *secretary(int body)
{
	static char name[BODIES][160];
	snprintf(name[body], sizeof name[body], "s-%s", body_name(body));
	return name[body];
}

static bool substitutes_fill(int body)
{
	return body % 2;
}

/* ---- the model --------------------------------------------------------------------------------------------------- */

static chair *chair_of(model *m, int council, int person)
{
	for (int e = 0; e < EDGES; e++)
		for (int s = 0; s < SEATS; s++)
			if (m->edge[e].council == council && m->edge[e].chair[s].person == person)
				return &m->edge[e].chair[s];
	return NULL;
}

static bool belongs(model *m, int body, int person)
{
	return body < BASES ? m->roll[person] == body : chair_of(m, body, person) != NULL;
}

/* How the seats that fell empty in a step came to be in order: those named first, then what fell with them. */
typedef struct fallen {
	int edge[EDGES * SEATS], seat[EDGES * SEATS], count;
} fallen;

static void vacate(model *m, fallen *f, int e, int s)
{
	m->edge[e].chair[s].person = NOBODY;
	f->edge[f->count] = e;
	f->seat[f->count++] = s;
}

/* Whoever lost the seat below. */
static void settle(model *m, fallen *f)
{
	for (bool changed = true; changed;) {
		changed = false;
		for (int e = 0; e < EDGES; e++)
			for (int s = 0; s < SEATS; s++) {
				chair *c = &m->edge[e].chair[s];
				if (c->person == NOBODY || c->via_edge < 0 ||
				    m->edge[c->via_edge].chair[c->via_seat].person == c->person)
					continue;
				vacate(m, f, e, s);
				changed = true;
			}
	}
}

static void expire(model *m, int64_t now)
{
	fallen f = {.count = 0};
	for (int e = 0; e < EDGES; e++)
		for (int s = 0; s < SEATS; s++)
			if (m->edge[e].chair[s].person != NOBODY && m->edge[e].chair[s].until <= now)
				vacate(m, &f, e, s);
	m->expired += f.count;
	m->expired_below -= f.count;
	settle(m, &f);
	m->expired_below += f.count;
}

static void sit(model *m, int e, int s, int person, int64_t until)
{
	chair *c = &m->edge[e].chair[s];
	c->person = person;
	c->until = until;
	c->via_edge = c->via_seat = -1;
	for (int below = 0; below < EDGES; below++)
		for (int i = 0; i < SEATS; i++)
			if (m->edge[below].council == m->edge[e].body && m->edge[below].chair[i].person == person) {
				c->via_edge = below;
				c->via_seat = i;
			}
}

static bool fill(model *m, int e, int s, int64_t now)
{
	chair *c = &m->edge[e].chair[s];
	if (c->until <= now || !substitutes_fill(m->edge[e].body))
		return false;
	for (int i = 0; i < c->substitutes; i++) {
		int person = c->substitute[i];
		if (!belongs(m, m->edge[e].body, person) || chair_of(m, m->edge[e].council, person))
			continue;
		memmove(c->substitute + i, c->substitute + i + 1,
			(size_t)(c->substitutes - i - 1) * sizeof *c->substitute);
		c->substitutes--;
		sit(m, e, s, person, c->until);
		return true;
	}
	return false;
}

/* Ends what was named and what hangs on it, and fills. */
static void fall(model *m, fallen *f, int64_t now)
{
	settle(m, f);
	for (int i = 0; i < f->count; i++)
		m->edge[f->edge[i]].chair[f->seat[i]].lost = true;
	for (int i = 0; i < f->count; i++)
		if (m->edge[f->edge[i]].linked)
			fill(m, f->edge[i], f->seat[i], now);
}

static void leave_roll(model *m, int person, int64_t now)
{
	fallen f = {.count = 0};
	int body = m->roll[person];
	m->roll[person] = NOBODY;
	for (int e = 0; e < EDGES; e++)
		for (int s = 0; s < SEATS; s++)
			if (m->edge[e].body == body && m->edge[e].chair[s].person == person)
				vacate(m, &f, e, s);
	fall(m, &f, now);
}

static bool has_quorum(const model *m, int council, bool *any)
{
	int kept = 0, filled = 0;
	for (int e = 0; e < EDGES; e++)
		for (int s = 0; s < SEATS && m->edge[e].council == council; s++) {
			kept += m->edge[e].linked;
			filled += m->edge[e].linked && m->edge[e].chair[s].person != NOBODY;
		}
	*any = kept > 0;
	return 2 * filled >= kept;
}

/* ---- acts -------------------------------------------------------------------------------------------------------- */

static int below(model *m, int n)
{
	return (int)draw_below(&m->draw, (uint64_t)n);
}

/* What is so before the act that comes next, at its time. */
static int64_t before(model *m)
{
	bool any;
	expire(m, m->f.time + 1);
	for (int b = BASES; b < BODIES; b++)
		m->had_quorum[b] = has_quorum(m, b, &any) && any;
	return m->f.time + 1;
}

static void check_told(model *m)
{
	for (int b = BASES; b < BODIES; b++) {
		bool any, has = has_quorum(m, b, &any);
		bool told = state_has(m->f.state,
				      "SELECT 1 FROM notice WHERE body = ? AND entry = ? AND what = 'quorum-lost'",
				      "si", body_name(b), m->f.entry);
		if (told != (m->had_quorum[b] && any && !has))
			fail_msg("entry %d: %s %s", (int)m->f.entry, body_name(b),
				 told ? "was told without reason" : "was not told");
	}
}

static void check_seats(model *m)
{
	for (int e = 0; e < EDGES; e++)
		for (int s = 0; s < SEATS; s++) {
			char person[PERSON_ID];
			int expected = m->edge[e].chair[s].person;
			seat_key seat = seat_named(body_name(m->edge[e].council), body_name(m->edge[e].body), s + 1);
			seat_holder(m->f.state, &seat, m->f.time, person);
			if (strcmp(person, expected == NOBODY ? "" : person_name(expected)) != 0)
				fail_msg("entry %d: seat %d of %s in %s: %s, not %d", (int)m->f.entry, s + 1, seat.body,
					 seat.council, person, expected);
			if (expected != NOBODY && !belongs(m, m->edge[e].body, expected))
				fail_msg("entry %d: %s sits without right", (int)m->f.entry, person);
		}
}

static void after(model *m, bool done)
{
	m->acts++;
	m->done += done;
	m->refused += !done;
	expire(m, m->f.time);
	if (!done)
		return; /* the fixture saw that nothing changed */
	check_told(m);
	check_seats(m);
}

/* Who is asked at random whether they sit in some council. */
static void check_somebody(model *m)
{
	int person = below(m, PEOPLE), council = BASES + below(m, BODIES - BASES);
	assert_int_equal(seat_of_person(m->f.state, body_name(council), person_name(person), m->f.time, NULL),
			 chair_of(m, council, person) != NULL);
}

#define ACT(expected, ...)                                                                                             \
	do {                                                                                                           \
		cordon_status status_ = fixture_act(&m->f, __VA_ARGS__);                                               \
		if ((status_ == CORDON_OK) != (expected)) {                                                            \
			for (size_t i_ = 0; i_ < m->f.error.count; i_++)                                               \
				print_error("%s\n", m->f.error.finding[i_].what.code->text);                           \
			fail_msg("entry %d: line %d: not as the model says", (int)m->f.entry, __LINE__);               \
		}                                                                                                      \
	} while (0)

static void do_roll(model *m)
{
	int person = below(m, PEOPLE), body = below(m, BASES), was = m->roll[person];
	int64_t now = before(m);
	if (was == NOBODY) {
		ACT(true, secretary(body), "enrol", "{'body': '%s', 'person': '%s'}", body_name(body),
		    person_name(person));
		m->roll[person] = body;
	} else if (below(m, 3) || body == was) {
		ACT(true, person_name(person), "leave", "{'body': '%s', 'person': '%s'}", body_name(was),
		    person_name(person));
		leave_roll(m, person, now);
	} else {
		char signers[64];
		snprintf(signers, sizeof signers, "%s %s", secretary(body), person_name(person));
		ACT(true, signers, "transfer", "{'from': '%s', 'to': '%s', 'person': '%s'}", body_name(was),
		    body_name(body), person_name(person));
		leave_roll(m, person, now);
		m->roll[person] = body;
	}
	after(m, true);
}

/* ---- elections --------------------------------------------------------------------------------------------------- */

static bool may_stand(model *m, int e, int person)
{
	const edge *at = &m->edge[e];
	chair *sits = chair_of(m, at->council, person);
	return belongs(m, at->body, person) && (!sits || (sits >= at->chair && sits < at->chair + SEATS));
}

static void open_election(model *m, int e)
{
	edge *at = &m->edge[e];
	ballot_box box = {.open = true, .renews = below(m, 2)};
	int64_t now = before(m);
	bool empty = false, long_terms = false;
	char closes[TIME_TEXT];
	for (int s = 0; s < SEATS; s++) {
		empty |= at->chair[s].person == NOBODY;
		long_terms |= at->chair[s].person != NOBODY && at->chair[s].until > now + 60 * 86400;
	}
	bool may = at->linked && (box.renews ? !long_terms : empty);
	box.closes = now + 1 + below(m, 2 * 86400);
	time_to_text(box.closes, closes);
	snprintf(box.id, sizeof box.id, "e%d", m->polls++);
	ACT(may, secretary(at->body), "election_open",
	    "{'poll': '%s', 'council': '%s', 'body': '%s', 'renews': %s, 'closes': '%s'}", box.id,
	    body_name(at->council), body_name(at->body), box.renews ? "true" : "false", closes);
	if (may)
		at->box = box;
	after(m, may);
}

/* Somebody of the body, most likely. */
static int anybody_of(model *m, int body)
{
	int person = below(m, PEOPLE);
	for (int tries = 0; tries < 200 && !belongs(m, body, person); tries++)
		person = below(m, PEOPLE);
	return person;
}

static void add_candidate(model *m, int e)
{
	edge *at = &m->edge[e];
	ballot_box *box = &at->box;
	char with[64] = "";
	int person = anybody_of(m, at->body), mate = below(m, 2) ? anybody_of(m, at->body) : NOBODY;
	before(m);
	bool may = may_stand(m, e, person) && (mate == NOBODY || (may_stand(m, e, mate) && mate != person));
	if (mate != NOBODY)
		snprintf(with, sizeof with, ", 'mate': '%s'", person_name(mate));
	for (int i = 0; i < box->candidates; i++)
		may &= box->candidate[i] != person;
	ACT(may, person_name(person), "candidate", "{'poll': '%s', 'person': '%s'%s}", box->id, person_name(person),
	    with);
	if (may) {
		box->candidate[box->candidates] = person;
		box->mate[box->candidates++] = mate;
	}
	after(m, may);
}

static int roll_of(const model *m, int body)
{
	int size = 1; /* the secretary */
	for (int p = 0; p < PEOPLE; p++)
		size += m->roll[p] == body;
	return size;
}

static void enter_tally(model *m, int e)
{
	ballot_box *box = &m->edge[e].box;
	char sheet[1000] = "";
	int votes[CANDIDATES] = {0}, sum = 0;
	for (int i = 0; i < box->candidates; i++) {
		sum += votes[i] = below(m, 4);
		snprintf(sheet + strlen(sheet), sizeof sheet - strlen(sheet), "%s'%s': %d", i ? ", " : "",
			 person_name(box->candidate[i]), votes[i]);
	}
	int blank = below(m, 3);
	before(m);
	bool may = sum + blank <= roll_of(m, m->edge[e].body);
	ACT(may, secretary(m->edge[e].body), "tally", "{'poll': '%s', 'votes': {'votes': {%s}, 'blank': %d}}", box->id,
	    sheet, blank);
	if (may) {
		memcpy(box->votes, votes, sizeof votes);
		box->blank = blank;
		box->tallied = true;
	}
	after(m, may);
}

/* Mostly who may, sometimes anybody at all; only who sits in the body now may. */
static void cast_vote(model *m, int e)
{
	edge *at = &m->edge[e];
	int person = below(m, PEOPLE), place = below(m, at->box.candidates);
	if (below(m, 8))
		person = anybody_of(m, at->body);
	int64_t now = before(m);
	bool may = chair_of(m, at->body, person) && now < at->box.closes;
	ACT(may, person_name(person), "cast", "{'poll': '%s', 'for': ['%s']}", at->box.id,
	    person_name(at->box.candidate[place]));
	if (may)
		at->box.cast[person] = place + 1;
	after(m, may);
}

/* Votes of those who stand in the end, as the rule plurality has them; how many votes there were at all. */
static int count_votes(model *m, int e, int votes[CANDIDATES])
{
	edge *at = &m->edge[e];
	ballot_box *box = &at->box;
	int all = box->blank;
	for (int i = 0; i < box->candidates; i++)
		all += votes[i] = box->votes[i];
	for (int p = 0; p < PEOPLE; p++)
		if (box->cast[p] && chair_of(m, at->body, p)) {
			votes[box->cast[p] - 1]++;
			all++;
		}
	for (int i = 0; i < box->candidates; i++)
		if (box->withdrawn[i] || !may_stand(m, e, box->candidate[i]) ||
		    (!box->renews && chair_of(m, at->council, box->candidate[i])))
			votes[i] = 0;
	return all;
}

/* The places with the most votes, as many as there are seats; -1 for a tie. */
static int find_winners(const int *votes, int candidates, int seats, int *winner)
{
	int winners = 0;
	bool taken[CANDIDATES] = {false};
	while (winners < seats) {
		int best = -1;
		for (int i = 0; i < candidates; i++)
			if (!taken[i] && votes[i] > 0 && (best < 0 || votes[i] > votes[best]))
				best = i;
		if (best < 0)
			return winners;
		taken[best] = true;
		winner[winners++] = best;
	}
	for (int i = 0; i < candidates && winners; i++)
		if (!taken[i] && votes[i] == votes[winner[winners - 1]])
			return -1;
	return winners;
}

static bool is_among(const ballot_box *box, const int *winner, int winners, int person)
{
	for (int i = 0; i < winners; i++)
		if (box->candidate[winner[i]] == person)
			return true;
	return false;
}

static void seat_elected(model *m, int e, int s, int place, int64_t now)
{
	const ballot_box *box = &m->edge[e].box;
	chair *c = &m->edge[e].chair[s];
	sit(m, e, s, box->candidate[place], now + TERM);
	c->substitute[0] = box->mate[place];
	c->substitutes = box->mate[place] != NOBODY;
}

static void seat_winners(model *m, int e, const int *winner, int winners, const bool *up, int64_t now)
{
	edge *at = &m->edge[e];
	fallen f = {.count = 0};
	bool taken[SEATS] = {false};
	int held[SEATS], named = 0;
	for (int s = 0; s < SEATS; s++) {
		held[s] = at->chair[s].person;
		if (up[s] && held[s] != NOBODY) {
			at->chair[s].lost = true;
			if (!is_among(&at->box, winner, winners, held[s]))
				vacate(m, &f, e, s);
		}
	}
	named = f.count;
	settle(m, &f);
	for (int i = 0; i < winners; i++)
		for (int s = 0; s < SEATS; s++)
			if (up[s] && held[s] == at->box.candidate[winner[i]]) {
				seat_elected(m, e, s, winner[i], now);
				taken[s] = true;
			}
	for (int i = 0; i < winners; i++) {
		if (chair_of(m, at->council, at->box.candidate[winner[i]]))
			continue;
		int s = 0;
		while (!up[s] || taken[s])
			s++;
		taken[s] = true;
		seat_elected(m, e, s, winner[i], now);
	}
	memmove(f.edge, f.edge + named, (size_t)(f.count - named) * sizeof *f.edge);
	memmove(f.seat, f.seat + named, (size_t)(f.count - named) * sizeof *f.seat);
	f.count -= named;
	fall(m, &f, now);
}

static void close_election(model *m, int e)
{
	edge *at = &m->edge[e];
	int votes[CANDIDATES] = {0}, winner[SEATS], seats = 0, winners = 0;
	bool up[SEATS];
	if (m->f.time + 1 < at->box.closes && below(m, 2))
		m->f.time = at->box.closes;
	int64_t now = before(m);
	const char *closer = secretary(at->body);
	for (int s = 0; s < SEATS; s++) {
		up[s] = at->linked && (at->box.renews || at->chair[s].person == NOBODY);
		seats += up[s];
	}
	int all = count_votes(m, e, votes);
	if (seats && all)
		winners = find_winners(votes, at->box.candidates, seats, winner);
	bool may = now >= at->box.closes && winners >= 0;
	ACT(may, closer, "election_close", "{'poll': '%s'}", at->box.id);
	if (may) {
		at->box.open = false;
		if (winners)
			seat_winners(m, e, winner, winners, up, now);
	}
	after(m, may);
	if (winners >= 0)
		return;
	before(m);
	fixture_decided(&m->f, body_name(at->body), "election_cancel", "{'poll': '%s', 'body': '%s'}", at->box.id,
			body_name(at->body));
	at->box.open = false;
	after(m, true);
}

static void withdraw(model *m, int e)
{
	ballot_box *box = &m->edge[e].box;
	int place = below(m, box->candidates);
	before(m);
	bool may = !box->withdrawn[place];
	ACT(may, person_name(box->candidate[place]), "candidate_withdraw", "{'poll': '%s', 'person': '%s'}", box->id,
	    person_name(box->candidate[place]));
	box->withdrawn[place] = true;
	after(m, may);
}

static void do_election(model *m)
{
	int e = below(m, 2) ? below(m, EDGES) : BASES + below(m, EDGES - BASES); /* as often above as below */
	edge *at = &m->edge[e];
	if (!at->box.open) {
		if (at->chair[0].person == NOBODY || at->chair[1].person == NOBODY || !below(m, 20))
			open_election(m, e);
		return;
	}
	int what = below(m, 10);
	if (at->box.candidates < 2 || (what < 2 && at->box.candidates < CANDIDATES))
		add_candidate(m, e);
	else if (what < 7 && at->body < BASES && !at->box.tallied)
		enter_tally(m, e);
	else if (what < 7 && at->body >= BASES)
		cast_vote(m, e);
	else if (what == 7)
		withdraw(m, e);
	else
		close_election(m, e);
}

/* ---- losing a seat ----------------------------------------------------------------------------------------------- */

static bool find_held(model *m, int *e, int *s)
{
	for (int tries = 0; tries < 30; tries++) {
		*e = below(m, EDGES);
		*s = below(m, SEATS);
		if (m->edge[*e].chair[*s].person != NOBODY)
			return true;
	}
	return false;
}

static void do_resign(model *m)
{
	int e, s;
	int64_t now = before(m);
	if (!find_held(m, &e, &s))
		return;
	fallen f = {.count = 0};
	const char *person = person_name(m->edge[e].chair[s].person);
	ACT(false, secretary(ASSEMBLY), "resign", "{'council': '%s', 'body': '%s', 'number': %d}",
	    body_name(m->edge[e].council), body_name(m->edge[e].body), s + 1);
	ACT(true, person, "resign", "{'council': '%s', 'body': '%s', 'number': %d}", body_name(m->edge[e].council),
	    body_name(m->edge[e].body), s + 1);
	vacate(m, &f, e, s);
	fall(m, &f, now);
	after(m, true);
}

/* A base body's delegate: names on paper, a tally, the tellers close. */
static void recall_by_roll(model *m, int e, int s)
{
	const edge *at = &m->edge[e];
	char id[32];
	int size = roll_of(m, at->body), yes = below(m, size + 1), no = below(m, size + 1 - yes);
	snprintf(id, sizeof id, "p%d", m->polls++);
	const char *teller = secretary(at->body);
	before(m);
	ACT(true, teller, "petition",
	    "{'petition': '%s', 'council': '%s', 'body': '%s', 'number': %d, 'person': ['%s']}", id,
	    body_name(at->council), body_name(at->body), s + 1, secretary(at->body));
	after(m, true);
	before(m);
	ACT(size <= 10, teller, "recall_open", "{'petition': '%s'}", id); /* a tenth, one at least */
	after(m, size <= 10);
	if (size > 10)
		return;
	before(m);
	ACT(true, teller, "tally", "{'poll': '%s', 'votes': {'votes': {'yes': %d, 'no': %d}}}", id, yes, no);
	after(m, true);
	int64_t now = before(m);
	if (at->chair[s].person == NOBODY) /* its term ended in the meantime */
		return;
	ACT(true, teller, "recall_close", "{'poll': '%s'}", id);
	if (yes > no && 2 * (yes + no) >= size) {
		fallen f = {.count = 0};
		vacate(m, &f, e, s);
		fall(m, &f, now);
	}
	after(m, true);
}

static bool vote_openly(model *m, int e, const char *id, bool *carried)
{
	const edge *at = &m->edge[e];
	int yes = 0, no = 0, entitled = 0;
	int vote[PEOPLE] = {0};
	for (int p = 0; p < PEOPLE; p++)
		if (chair_of(m, at->body, p) && below(m, 5)) {
			vote[p] = 1 + (below(m, 3) > 0);
			before(m);
			bool may = chair_of(m, at->body, p) != NULL;
			ACT(may, person_name(p), "cast", "{'poll': '%s', 'for': ['%s']}", id,
			    vote[p] == 2 ? "yes" : "no");
			after(m, may);
		}
	m->f.time += 86400;
	before(m);
	for (int p = 0; p < PEOPLE; p++) {
		bool counts = chair_of(m, at->body, p) != NULL;
		entitled += counts;
		yes += counts && vote[p] == 2;
		no += counts && vote[p] == 1;
	}
	*carried = yes > no && 2 * (yes + no) >= entitled;
	return true;
}

/* A council's delegate above: the delegates, openly. */
static void recall_by_delegates(model *m, int e, int s)
{
	const edge *at = &m->edge[e];
	char id[32], closes[TIME_TEXT];
	bool carried;
	int person = at->chair[s].person; /* they may sign it themselves */
	snprintf(id, sizeof id, "p%d", m->polls++);
	before(m);
	bool may = at->chair[s].person == person && chair_of(m, at->body, person);
	ACT(may, person_name(person), "petition", "{'petition': '%s', 'council': '%s', 'body': '%s', 'number': %d}", id,
	    body_name(at->council), body_name(at->body), s + 1);
	after(m, may);
	if (!may)
		return;
	before(m);
	time_to_text(m->f.time + 3600, closes);
	may = at->chair[s].person == person;
	ACT(may, person_name(person), "recall_open", "{'petition': '%s', 'closes': '%s'}", id, closes);
	after(m, may);
	if (!may || !vote_openly(m, e, id, &carried))
		return;
	int64_t now = before(m);
	bool still = at->chair[s].person == person;
	ACT(true, secretary(at->body), "recall_close", "{'poll': '%s'}", id);
	if (carried && still) {
		fallen f = {.count = 0};
		vacate(m, &f, e, s);
		fall(m, &f, now);
	}
	after(m, true);
}

static void do_recall(model *m)
{
	int e, s;
	before(m);
	if (!find_held(m, &e, &s))
		return;
	if (m->edge[e].body < BASES)
		recall_by_roll(m, e, s);
	else
		recall_by_delegates(m, e, s);
}

/* ---- the rest ---------------------------------------------------------------------------------------------------- */

static void do_fill(model *m)
{
	int e = below(m, EDGES), s = below(m, SEATS);
	chair *c = &m->edge[e].chair[s];
	int64_t now = before(m);
	if (!c->lost || c->person != NOBODY || !m->edge[e].linked)
		return;
	ACT(true, secretary(m->edge[e].body), "seat_fill", "{'council': '%s', 'body': '%s', 'number': %d}",
	    body_name(m->edge[e].council), body_name(m->edge[e].body), s + 1);
	fill(m, e, s, now);
	after(m, true);
}

static void do_link(model *m)
{
	int e = below(m, BASES);
	edge *at = &m->edge[e];
	before(m);
	const char *kind = at->linked ? "depart" : "join";
	fixture_decided(&m->f, body_name(at->body), kind, "{'council': '%s', 'body': '%s'}", body_name(at->council),
			body_name(at->body));
	after(m, true);
	int64_t now = before(m);
	fixture_decided(&m->f, body_name(at->council), kind, "{'council': '%s', 'body': '%s'}", body_name(at->council),
			body_name(at->body));
	at->linked = !at->linked;
	fallen f = {.count = 0};
	for (int s = SEATS - 1; s >= 0 && !at->linked; s--)
		if (at->chair[s].person != NOBODY)
			vacate(m, &f, e, s);
	fall(m, &f, now);
	after(m, true);
}

static void take_snapshot(model *m)
{
	if (m->snapshots == SNAPSHOTS)
		return;
	snapshot *shot = &m->snapshot[m->snapshots++];
	shot->time = m->f.time;
	for (int e = 0; e < EDGES; e++)
		for (int s = 0; s < SEATS; s++)
			shot->person[e][s] = m->edge[e].chair[s].person;
}

/* Every past moment is as it was then. */
static void check_past(const model *m)
{
	for (int i = 0; i < m->snapshots; i++)
		for (int e = 0; e < EDGES; e++)
			for (int s = 0; s < SEATS; s++) {
				char person[PERSON_ID];
				int expected = m->snapshot[i].person[e][s];
				seat_key seat =
					seat_named(body_name(m->edge[e].council), body_name(m->edge[e].body), s + 1);
				seat_holder(m->f.state, &seat, m->snapshot[i].time, person);
				assert_string_equal(person, expected == NOBODY ? "" : person_name(expected));
			}
}

static void build(model *m)
{
	fixture *f = &m->f;
	for (int b = 0; b < BODIES; b++) {
		char its_rules[400], people[400] = "";
		snprintf(its_rules, sizeof its_rules,
			 "{'election': {'rule': 'plurality'}, 'tellers': {'n': 1, 'k': 1}, 'fill': '%s',"
			 " 'recall': {'who': 'delegates'}, 'term_days': 100, 'apportionment': {'method': 'fixed', "
			 "'seats': 2}}",
			 substitutes_fill(b) ? "substitute" : "election");
		for (int p = 0; p < PEOPLE - 30 && b < BASES; p++)
			if (p % BASES == b) {
				snprintf(people + strlen(people), sizeof people - strlen(people), "%s ",
					 person_name(p));
				m->roll[p] = b;
			}
		if (b < BASES)
			fixture_base(f, body_name(b), "workplace", secretary(b), people, its_rules);
		else
			fixture_council(f, body_name(b), "council", secretary(b), its_rules);
		if (b < BASES)
			fixture_decided(f, body_name(b), "officer",
					"{'body': '%s', 'office': 'teller', 'person': '%s'}", body_name(b),
					secretary(b));
	}
	for (int e = 0; e < EDGES; e++) {
		int body = e < BOARD ? e : e == BOARD ? 0 : BOARD;
		int council = e < BASES ? BASES + e / (BASES / CORDONES) : e < BOARD ? BOARD : ASSEMBLY;
		m->edge[e] = (edge){.council = council, .body = body, .linked = true};
		for (int s = 0; s < SEATS; s++)
			m->edge[e].chair[s].person = NOBODY;
		fixture_join(f, body_name(council), body_name(body));
	}
}

static void step(model *m)
{
	int what = below(m, 1000);
	if (what < 30)
		do_roll(m);
	else if (what < 900)
		do_election(m);
	else if (what < 915)
		do_resign(m);
	else if (what < 935)
		do_recall(m);
	else if (what < 960)
		do_fill(m);
	else if (what < 962)
		do_link(m);
	else if (what < 972)
		expire(m, m->f.time += below(m, 40) * 86400);
	check_somebody(m);
}

static void seats_are_as_a_naive_model_has_them(void **unused)
{
	(void)unused;
	const char *acts = getenv("CORDON_ACTS"), *seed = getenv("CORDON_SEED"), *sanitized = getenv("CORDON_SANITIZED");
	int64_t wanted = acts ? atoll(acts) : sanitized && strcmp(sanitized, "none") != 0 ? 20000 : 100000;
	model *m = calloc(1, sizeof *m);
	m->draw.state = seed ? (uint64_t)atoll(seed) : 1972;
	for (int p = 0; p < PEOPLE; p++)
		m->roll[p] = NOBODY;
	fixture_open(&m->f);
	build(m);
	for (int64_t next = 0; m->acts < wanted;) {
		step(m);
		if (m->acts >= next) {
			take_snapshot(m);
			next += wanted / SNAPSHOTS + 1;
		}
	}
	check_past(m);
	assert_true(m->refused > m->acts / 100 && m->expired > m->acts / 1000 && m->expired_below > m->acts / 10000);
	print_message("# %d acts, %d refused, %d mandates, %d cascades, %d recalls\n", (int)m->acts, (int)m->refused,
		      (int)state_number(m->f.state, 0, "SELECT count(*) FROM mandate", ""),
		      (int)state_number(m->f.state, 0, "SELECT count(*) FROM mandate WHERE ended_how = 'cascade'", ""),
		      (int)state_number(m->f.state, 0, "SELECT count(*) FROM mandate WHERE ended_how = 'recall'", ""));
	fixture_close(&m->f);
	free(m);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(seats_are_as_a_naive_model_has_them),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
