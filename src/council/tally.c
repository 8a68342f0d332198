/* Votes into an election, and the election into an outcome; see tally.h. */
#include "council/tally.h"

#include "council/effect.h"
#include "council/majority.h"
#include "council/roll.h"
#include "council/seat.h"

#include <assert.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- ballots ----------------------------------------------------------------------------------------------------- */

static int body_number(tally *t, const char *body)
{
	int number = names_find(&t->bodies, body);
	if (number < 0 && t->bodies.count == CORDON_GROUPS_MAX) {
		t->too_many = true;
		return 0;
	}
	return number >= 0 ? number : names_add(&t->bodies, arena_copy_text(&t->keep, body));
}

static void add_ballot(tally *t, int body, const ballot_part *part, int64_t weight)
{
	cordon_election *e = &t->election;
	t->cast_100 += weight;
	if (part->ranks == 0) {
		e->blank += (uint64_t)weight;
		return;
	}
	if (e->ballots + 1 >= t->ballot_capacity) {
		t->ballot_capacity = t->ballot_capacity ? 2 * t->ballot_capacity : 64;
		e->start = memory_grow(e->start, t->ballot_capacity + 1, sizeof *e->start);
		e->weight = memory_grow(e->weight, t->ballot_capacity, sizeof *e->weight);
		e->ballot_group = memory_grow(e->ballot_group, t->ballot_capacity, sizeof *e->ballot_group);
	}
	e->start[e->ballots] = t->marks;
	e->weight[e->ballots] = (uint64_t)weight;
	e->ballot_group[e->ballots] = (uint16_t)body;
	for (int i = 0; i < part->ranks; i++) {
		MEMORY_RESERVE(e->mark, t->marks, t->mark_capacity);
		e->mark[t->marks++] = (cordon_mark)part->rank[i];
	}
	e->start[++e->ballots] = t->marks;
}

/* `times`: how many votes or seats have this ballot. */
static void add_text(tally *t, int body, const char *ballots, int64_t times)
{
	ballot_part part;
	while (ballot_next(&ballots, &t->options, &part))
		add_ballot(t, body, &part, part.weight * times);
}

/* ---- seats ------------------------------------------------------------------------------------------------------- */

/* The ballot for a filled seat: the base's override, else its holder's own; nothing where neither is. */
static void add_seat(state *s, const proposal *p, const seat_key *seat, const char *person, tally *t)
{
	state_rows rows = state_ask(
		s,
		"SELECT ballot FROM vote_override WHERE proposal = ?1 AND body = ?2 UNION ALL SELECT ballot FROM "
		"vote WHERE proposal = ?1 AND body = ?2 AND number = ?3 AND person = ?4 LIMIT 1",
		"ssis", p->id, seat->body, seat->number, person);
	int body = body_number(t, seat->body);
	t->voters++;
	if (state_row(&rows)) {
		add_text(t, body, state_text(&rows, 0), 1);
		state_end(&rows);
	}
}

static void read_seats(state *s, const proposal *p, int64_t time, tally *t)
{
	state_rows rows =
		state_ask(s,
			  "SELECT body, count(*) FROM seat WHERE council = ? AND until_entry IS NULL GROUP BY body "
			  "ORDER BY body",
			  "s", p->body);
	while (state_row(&rows)) {
		body_number(t, state_text(&rows, 0));
		t->entitled += state_whole(&rows, 1);
	}
	rows = state_ask(s,
			 "SELECT body, number, person FROM mandate WHERE council = ? AND " SEAT_HOLDS
			 " ORDER BY body, number",
			 "siii", p->body, time, time, time);
	while (state_row(&rows)) {
		seat_key seat = seat_named(p->body, state_text(&rows, 0), state_whole(&rows, 1));
		if (seat_stands(s, &seat, state_text(&rows, 2), time))
			add_seat(s, p, &seat, state_text(&rows, 2), t);
	}
}

/* ---- people ------------------------------------------------------------------------------------------------------ */

/* Base bodies beneath a council, or the base body itself, with the sheet of each. */
static const char bodies_beneath[] =
	"WITH RECURSIVE below(body) AS (SELECT ?1 UNION SELECT l.body FROM link l JOIN below b ON l.council = b.body "
	"WHERE l.until_time IS NULL) SELECT b.body, p.ballots, p.invalid, p.entitled FROM below b JOIN body f ON "
	"f.body = b.body "
	"AND f.members = 'people' LEFT JOIN paper p ON p.proposal = ?2 AND p.body = b.body ORDER BY b.body";

static bool on_paper(state *s, const char *body)
{
	rules r;
	if (!rules_now(s, body, &r))
		return false;
	bool paper = r.voting == RULES_PAPER;
	rules_free(&r);
	return paper;
}

static void read_people(state *s, const proposal *p, tally *t)
{
	state_rows rows = state_ask(s, bodies_beneath, "ss", p->body, p->id);
	while (state_row(&rows)) {
		const char *name = state_text(&rows, 0), *sheet = state_text(&rows, 1);
		int body = body_number(t, name);
		t->entitled += sheet ? state_whole(&rows, 3) : roll_size(s, name);
		t->voters = t->entitled;
		if (sheet) {
			add_text(t, body, sheet, BALLOT_WHOLE);
			t->election.invalid += (uint64_t)state_whole(&rows, 2) * BALLOT_WHOLE;
			t->cast_100 += state_whole(&rows, 2) * BALLOT_WHOLE;
		} else {
			t->waiting += on_paper(s, name);
		}
	}
	rows = state_ask(
		s,
		"SELECT v.body, v.ballot, count(*) FROM vote v JOIN roll r ON r.body = v.body AND r.person = v.person "
		"AND r.until_time IS NULL WHERE v.proposal = ?1 AND NOT EXISTS (SELECT 1 FROM paper p WHERE "
		"p.proposal = ?1 AND p.body = v.body) GROUP BY v.body, v.ballot ORDER BY v.body, v.ballot",
		"s", p->id);
	while (state_row(&rows)) {
		int body = names_find(&t->bodies, state_text(&rows, 0));
		if (body >= 0) /* else it left the council since */
			add_text(t, body, state_text(&rows, 1), state_whole(&rows, 2));
	}
}

/* ---- sums -------------------------------------------------------------------------------------------------------- */

static int place_of(const cordon_election *e, size_t ballot, int option)
{
	for (size_t i = e->start[ballot]; i < e->start[ballot + 1]; i++)
		if (e->mark[i] == option)
			return (int)(i - e->start[ballot]);
	return BALLOT_OPTIONS_MAX;
}

/* 1: the ballot is for the option; -1: it is for another (where ranked: for further discussion); 0: neither. */
static int stands(const tally *t, size_t ballot, int option)
{
	const cordon_election *e = &t->election;
	if (!t->options.ranked)
		return e->mark[e->start[ballot]] == option ? 1 : -1;
	int here = place_of(e, ballot, option), further = place_of(e, ballot, t->options.count - 1);
	return here < further ? 1 : here > further ? -1 : 0;
}

static void sum(tally *t)
{
	const cordon_election *e = &t->election;
	size_t options = (size_t)t->options.count;
	int64_t *lead = memory_alloc((size_t)e->groups * options, sizeof *lead); /* of an option in a body */
	for (size_t b = 0; b < e->ballots; b++)
		for (size_t o = 0; o < options; o++) {
			int side = stands(t, b, (int)o);
			int64_t weight = (int64_t)e->weight[b];
			t->for_100[o] += side > 0 ? weight : 0;
			t->against_100[o] += side < 0 ? weight : 0;
			lead[e->ballot_group[b] * options + o] += side * weight;
		}
	for (size_t g = 0; g < (size_t)e->groups; g++)
		for (size_t o = 0; o < options; o++)
			t->in_bodies[o] += lead[g * options + o] > 0;
	free(lead);
}

void tally_read(state *s, const proposal *p, int64_t time, tally *t)
{
	body_facts facts;
	*t = (tally){0};
	ballot_options_read(s, p->id, &t->options);
	bool seats = body_find(s, p->body, &facts) && !facts.of_people && !strcmp(p->voters, "members");
	if (seats)
		read_seats(s, p, time, t);
	else
		read_people(s, p, t);
	cordon_election *e = &t->election;
	e->kind = CORDON_BALLOTS_RANKED;
	e->groups = t->bodies.count;
	e->group = t->bodies.name;
	e->candidates = t->options.count;
	e->candidate = memory_alloc((size_t)e->candidates, sizeof *e->candidate);
	for (int i = 0; i < e->candidates; i++)
		e->candidate[i] = (cordon_candidate){.name = t->options.id[i], .list = -1};
	if (!e->start)
		e->start = memory_alloc(1, sizeof *e->start);
	assert(e->groups <= CORDON_GROUPS_MAX);
	sum(t);
}

void tally_free(tally *t)
{
	free(t->election.start);
	free(t->election.mark);
	free(t->election.weight);
	free(t->election.ballot_group);
	free(t->election.candidate);
	names_free(&t->bodies);
	arena_free(&t->keep);
}

/* ---- the outcome ------------------------------------------------------------------------------------------------- */

static void set(cordon_settings *settings, const char *key, const char *value)
{
	cordon_status status = cordon_settings_set(settings, key, value, NULL);
	assert(!status);
	(void)status;
}

/* The majority that an option needs: that for changing rules where its effects do so. */
static rules_majority needed(state *s, const proposal *p, const rules *r, const char *option)
{
	json_t *effects = proposal_effects(s, p->id, option);
	bool amends = effect_changes_rules(effects, p->body);
	json_decref(effects);
	return amends ? r->amend : r->majority;
}

/* yes, no or further: `yes` needs the majority, whatever the others have. */
static void set_single(const tally *t, rules_majority m, cordon_settings *settings)
{
	char share[64] = "1/2", entitled[24], options[24];
	if (m.kind == RULES_TWO_THIRDS)
		snprintf(share, sizeof share, "2/3");
	if (m.kind == RULES_SHARE)
		snprintf(share, sizeof share, "%" PRId64 "/%" PRId64, m.share.numerator, m.share.denominator);
	snprintf(options, sizeof options, "%d", t->options.count);
	snprintf(entitled, sizeof entitled, "%" PRId64, t->entitled * BALLOT_WHOLE);
	set(settings, "seats", options); /* every option that reaches it: no ties */
	set(settings, "threshold", share);
	set(settings, "comparison", m.kind == RULES_TWO_THIRDS || m.kind == RULES_SHARE ? "at-least" : "more-than");
	if (m.kind == RULES_ABSOLUTE) {
		set(settings, "of", "entitled");
		set(settings, "entitled", entitled);
	}
	if (m.kind == RULES_DOUBLE)
		set(settings, "bodies", "1/2");
}

/* Whether an option that ballots rank reaches its majority against further discussion. */
static bool reaches(const tally *t, int option, rules_majority m)
{
	majority_votes v = {.yes = t->for_100[option],
			    .no = t->against_100[option],
			    .entitled = t->entitled * BALLOT_WHOLE,
			    .bodies_yes = t->in_bodies[option],
			    .bodies = t->election.groups};
	return v.yes > v.no && majority_reached(m, v);
}

/* Counts; the winner's number, -1 for none, -2 for a tie. */
static cordon_status count_it(const cordon_election *e, const char *rule, const cordon_settings *settings, int *winner,
			      int option, cordon_error *error)
{
	cordon_count_result result = {0};
	cordon_status status = cordon_count(e, cordon_count_rule_find(rule), settings, NULL, &result, error);
	*winner = status == CORDON_UNPROVEN ? -2 : -1;
	for (int i = 0; i < result.winners && !status; i++)
		if (option < 0 || result.winner[i] == option)
			*winner = result.winner[i];
	cordon_count_free(&result);
	return status == CORDON_UNPROVEN ? CORDON_OK : status;
}

static cordon_status decide_single(state *s, const proposal *p, const rules *r, const tally *t,
				   cordon_settings *settings, int *winner, cordon_error *error)
{
	set_single(t, needed(s, p, r, BALLOT_YES), settings);
	cordon_status status = count_it(&t->election, "threshold", settings, winner, 0, error);
	int no = t->options.count - 2, further = t->options.count - 1;
	if (!status && *winner < 0 && t->for_100[no] > t->for_100[further])
		*winner = no;
	return status;
}

static cordon_status decide_ranked(state *s, const proposal *p, const rules *r, const tally *t,
				   cordon_settings *settings, int *winner, cordon_error *error)
{
	int no = t->options.count - 2, further = t->options.count - 1;
	cordon_candidate candidate[BALLOT_OPTIONS_MAX];
	cordon_election e = t->election;
	memcpy(candidate, e.candidate, (size_t)e.candidates * sizeof *candidate);
	e.candidate = candidate;
	for (int i = 0; i < further; i++) {
		rules_majority simple = {RULES_SIMPLE, {0, 1}};
		candidate[i].withdrawn = !reaches(t, i, i == no ? simple : needed(s, p, r, t->options.id[i]));
	}
	set(settings, "default", BALLOT_FURTHER);
	return count_it(&e, "schulze", settings, winner, -1, error);
}

cordon_status tally_decide(state *s, const proposal *p, const tally *t, const char *seed, tally_outcome *out,
			   cordon_error *error)
{
	rules r;
	cordon_settings settings;
	int winner = -1, no = t->options.count - 2;
	cordon_settings_init(&settings);
	proposal_rules(s, p, &r);
	if (seed) {
		set(&settings, "seed", seed);
		set(&settings, "commitment", p->commitment);
	}
	cordon_status status =
		(t->options.ranked ? decide_ranked : decide_single)(s, p, &r, t, &settings, &winner, error);
	*out = (tally_outcome){.adopted = -1, .outcome = "further", .why = "majority"};
	out->quorum = rules_part(r.quorum, t->entitled);
	if (t->cast_100 < out->quorum * BALLOT_WHOLE || t->cast_100 == 0)
		out->why = "quorum";
	else if (winner == -2)
		out->why = "tie";
	else if (winner == no)
		out->outcome = "rejected";
	else if (winner >= 0 && winner < no)
		*out = (tally_outcome){winner, "adopted", "majority", out->quorum};
	rules_free(&r);
	cordon_settings_free(&settings);
	return status;
}
