/* Seats and who holds them, from the election to the recall: small cases worked out by hand. */
#include "council_fixture.h"

#include "council/notice.h"
#include "council/seat_answer.h"
#include "council/seat_share.h"

#include "base/draw.h"
#include "base/time.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define COMMITTED "ee12499b453b83680d832515ab6e71dce8e15fe5f99a3724322d5ce038cbef5e"
#define PAPER "{'election': {'rule': 'plurality'}, 'tellers': {'n': 1, 'k': 1}, 'recall': {'petition': '1/4'}%s}"

static const char *holder(fixture *f, const char *council, const char *body, int64_t number, int64_t time)
{
	static char person[PERSON_ID];
	seat_key seat = seat_named(council, body, number);
	seat_holder(f->state, &seat, time, person);
	return person;
}

static bool was_told(fixture *f, const char *body, const char *what)
{
	return state_has(f->state, "SELECT 1 FROM notice WHERE body = ? AND what = ? AND entry = ?", "ssi", body, what,
			 f->entry);
}

/* A workplace whose secretary is NAME-s and its people NAME-1 ... NAME-n; the secretary is its teller. */
static void open_workplace(fixture *f, const char *name, int people, const char *its_rules)
{
	char secretary[64], rest[4000] = "";
	snprintf(secretary, sizeof secretary, "%s-s", name);
	for (int i = 1; i < people; i++)
		snprintf(rest + strlen(rest), sizeof rest - strlen(rest), "%s-%d ", name, i);
	fixture_base(f, name, "workplace", secretary, rest, its_rules);
	fixture_decided(f, name, "officer", "{'body': '%s', 'office': 'teller', 'person': '%s'}", name, secretary);
}

/* Elects on paper: `votes` as in a tally. */
static void elect(fixture *f, const char *id, const char *council, const char *body, const char *candidates,
		  const char *votes)
{
	char signer[64], *words = strdup(candidates), *rest = words;
	snprintf(signer, sizeof signer, "%s-s", body);
	fixture_ok(f, signer, "election_open", "{'poll': '%s', 'council': '%s', 'body': '%s'}", id, council, body);
	for (char *word = strtok_r(words, " ", &rest); word; word = strtok_r(NULL, " ", &rest))
		fixture_ok(f, signer, "candidate", "{'poll': '%s', 'person': '%s'}", id, word);
	free(words);
	fixture_ok(f, signer, "tally", "{'poll': '%s', 'votes': {'votes': %s}}", id, votes);
	fixture_ok(f, signer, "election_close", "{'poll': '%s'}", id);
}

/* Elects among delegates, openly: the voters for the one candidate. Two days go by. */
static void elect_above(fixture *f, const char *id, const char *council, const char *body, const char *secretary,
			const char *candidate, const char *voters)
{
	char closes[TIME_TEXT], *words = strdup(voters), *rest = words;
	int64_t end = f->time + 2 * TIME_DAY;
	time_to_text(end, closes);
	fixture_ok(f, secretary, "election_open", "{'poll': '%s', 'council': '%s', 'body': '%s', 'closes': '%s'}", id,
		   council, body, closes);
	fixture_ok(f, candidate, "candidate", "{'poll': '%s', 'person': '%s'}", id, candidate);
	for (char *word = strtok_r(words, " ", &rest); word; word = strtok_r(NULL, " ", &rest))
		fixture_ok(f, word, "cast", "{'poll': '%s', 'for': ['%s']}", id, candidate);
	free(words);
	fixture_refused(f, candidate, "council.poll_goes_on", "election_close", "{'poll': '%s'}", id);
	f->time = end;
	fixture_ok(f, candidate, "election_close", "{'poll': '%s'}", id);
}

/* ---- shares ------------------------------------------------------------------------------------------------------ */

static void check_shares(const char *rules_text, const int64_t *people, const int64_t *expected, size_t bodies,
			 int64_t tied)
{
	static const char *const name[] = {"a", "b", "c", "d", "e", "f"};
	rules r;
	seat_share share[6];
	cordon_error error;
	cordon_error_init(&error);
	json_t *document = fixture_json(rules_text);
	assert_int_equal(rules_read(&r, document, "rules", "", &error), CORDON_OK);
	for (size_t i = 0; i < bodies; i++)
		share[i] = (seat_share){.body = name[i], .people = people[i]};
	assert_int_equal(seat_share_out(&r, share, bodies, NULL), tied);
	for (size_t i = 0; i < bodies; i++)
		assert_int_equal(share[i].seats, expected[i]);
	rules_free(&r);
	json_decref(document);
	cordon_error_free(&error);
}

/* The examples of Balinski and Young's book and of D'Hondt's own pamphlet are done by tests of the count; here is what
 * this room adds: the floor, and ties. */
static void seats_follow_people_above_a_floor(void **unused)
{
	(void)unused;
	/* 53, 24, 23 people and 7 seats: 53/1 53/2 24/1 23/1 53/3 53/4 24/2 -> 4, 2, 1 */
	check_shares("{'apportionment': {'method': 'dhondt', 'seats': 7, 'floor': 0}}", (int64_t[]){53, 24, 23},
		     (int64_t[]){4, 2, 1}, 3, 0);
	/* Sainte-Lague: 53 24 23 17.7 10.6 8 7.7 -> 3, 2, 2 (53/7 = 7.57 is behind 23/3 = 7.67) */
	check_shares("{'apportionment': {'method': 'sainte-lague', 'seats': 7, 'floor': 0}}", (int64_t[]){53, 24, 23},
		     (int64_t[]){3, 2, 2}, 3, 0);
	/* quota 100/7 = 14.29: 3.71, 1.68, 1.61 -> 3, 1, 1, then the remainders .71 and .68 */
	check_shares("{'apportionment': {'method': 'largest-remainder', 'seats': 7, 'floor': 0}}",
		     (int64_t[]){53, 24, 23}, (int64_t[]){4, 2, 1}, 3, 0);
	/* two of 1 and 2 people have the floor, 100 and 50 share the other five: 100 50 50 33 25 25, the last tied */
	check_shares("{'apportionment': {'method': 'dhondt', 'seats': 7, 'floor': 1}}", (int64_t[]){100, 50, 1, 2},
		     (int64_t[]){3, 1, 1, 1}, 4, 1);
	/* six seats: one less, 100 50 50 33 */
	check_shares("{'apportionment': {'method': 'dhondt', 'seats': 6, 'floor': 1}}", (int64_t[]){100, 50, 1, 2},
		     (int64_t[]){3, 1, 1, 1}, 4, 0);
	/* floors of more seats than there are */
	check_shares("{'apportionment': {'method': 'dhondt', 'seats': 5, 'floor': 2}}", (int64_t[]){9, 5, 1},
		     (int64_t[]){2, 2, 2}, 3, 0);
	/* nobody enrolled yet */
	check_shares("{'apportionment': {'method': 'dhondt', 'seats': 5, 'floor': 1}}", (int64_t[]){0, 0},
		     (int64_t[]){1, 1}, 2, 0);
	check_shares("{'apportionment': {'method': 'fixed', 'seats': 2}}", (int64_t[]){10, 0, 3}, (int64_t[]){2, 2, 2},
		     3, 0);
	/* four equal bodies and ten seats: two each, two wait for a lot */
	check_shares("{'apportionment': {'method': 'sainte-lague', 'seats': 10}}", (int64_t[]){7, 7, 7, 7},
		     (int64_t[]){2, 2, 2, 2}, 4, 2);
}

/* The other way to the same: from the floor on, each further seat to the highest quotient. */
static void share_one_by_one(const seat_share *share, size_t bodies, int64_t seats, int64_t floor, int64_t step,
			     int64_t *out)
{
	for (size_t i = 0; i < bodies; i++) {
		out[i] = floor;
		seats -= floor;
	}
	for (; seats > 0; seats--) {
		size_t best = 0;
		for (size_t i = 1; i < bodies; i++)
			if (share[i].people * (step * out[best] + 1) > share[best].people * (step * out[i] + 1))
				best = i;
		out[best]++;
	}
}

static void floors_leave_the_rest_to_the_highest_quotients(void **unused)
{
	(void)unused;
	draw d = {1910};
	for (int round = 0; round < 2000; round++) {
		seat_share share[6];
		int64_t expected[6];
		size_t bodies = 1 + draw_below(&d, 6);
		rules r = {.apportionment = {.method = round % 2 ? RULES_DHONDT : RULES_SAINTE_LAGUE,
					     .seats = 1 + (int64_t)draw_below(&d, 40),
					     .floor = (int64_t)draw_below(&d, 4)}};
		for (size_t i = 0; i < bodies; i++)
			share[i] = (seat_share){.body = "b",
						.people = 1 + (int64_t)(draw_bits(&d) >> (44 + draw_below(&d, 12)))};
		if (seat_share_out(&r, share, bodies, NULL))
			continue; /* a tie, seldom: people are drawn from wide ranges */
		share_one_by_one(share, bodies, r.apportionment.seats, r.apportionment.floor, round % 2 ? 1 : 2,
				 expected);
		for (size_t i = 0; i < bodies; i++)
			assert_int_equal(share[i].seats, expected[i]);
	}
}

static void tied_seats_wait_for_a_seed(void **unused)
{
	(void)unused;
	fixture f;
	fixture_open(&f);
	open_workplace(&f, "pan", 4, "{}");
	open_workplace(&f, "sal", 4, "{}");
	fixture_council(&f, "cordon", "cordon", "pan-s", "{'apportionment': {'method': 'dhondt', 'seats': 3}}");
	fixture_join(&f, "cordon", "pan");
	assert_int_equal(seats_kept(f.state, "cordon", "pan", f.time), 3);
	fixture_join(&f, "cordon", "sal");
	assert_int_equal(seats_kept(f.state, "cordon", "pan", f.time), 1);
	assert_int_equal(seats_kept(f.state, "cordon", "sal", f.time), 1);
	assert_false(was_told(&f, "cordon", "seats-tied")); /* it is only being founded */
	assert_int_equal(
		state_number(f.state, 0, "SELECT count(*) FROM apportionment_tie WHERE entry = ?", "i", f.entry), 2);
	fixture_refused(&f, "pan-1", "record.may_not", "apportion", "{'council': 'cordon', 'seed': 'drawn on 3 May'}");
	fixture_ok(&f, "sal-s", "apportion", "{'council': 'cordon', 'seed': 'drawn on 3 May'}");
	assert_int_equal(seats_kept(f.state, "cordon", NULL, f.time), 3);
	assert_false(was_told(&f, "cordon", "seats-tied"));
	/* whose it is: printf 'drawn on 3 May\ndhondt\n1\n1\nN\n' | sha256sum, N 1 for pan and 2 for sal */
	int64_t pan = seats_kept(f.state, "cordon", "pan", f.time);
	assert_int_equal(pan, 1); /* 8d04... against 82ca...: the smaller digest has the seat, and that is sal's */
	fixture_ok(&f, "pan-s", "apportion", "{'council': 'cordon', 'seed': 'drawn on 3 May'}");
	assert_int_equal(seats_kept(f.state, "cordon", "pan", f.time), pan);
	fixture_ok(&f, "sal-s", "enrol", "{'body': 'sal', 'person': 'sal-9'}");
	assert_int_equal(seats_kept(f.state, "cordon", "pan", f.time), pan); /* not by an enrolment alone */
	fixture_ok(&f, "pan-s", "apportion", "{'council': 'cordon'}");
	assert_int_equal(seats_kept(f.state, "cordon", "sal", f.time), 2);
	fixture_decided(&f, "sal", "depart", "{'council': 'cordon', 'body': 'sal'}");
	fixture_decided(&f, "cordon", "depart", "{'council': 'cordon', 'body': 'sal'}");
	assert_int_equal(seats_kept(f.state, "cordon", "sal", f.time), 0);
	assert_int_equal(seats_kept(f.state, "cordon", "pan", f.time), 3);
	assert_int_equal(seats_kept(f.state, "cordon", "sal", f.time - 1), 2); /* a past day is as it was */
	fixture_close(&f);
}

/* While a council is founded every body that joins brings other ties; they matter from its first election on. */
static void a_tie_is_told_when_it_matters(void **unused)
{
	(void)unused;
	fixture f;
	static const char its_rules[] = "{'election': {'rule': 'plurality'}, 'tellers': {'n': 1, 'k': 1}}",
			  told[] = "SELECT count(*) FROM notice WHERE what = 'seats-tied'";
	fixture_open(&f);
	open_workplace(&f, "pan", 4, its_rules);
	open_workplace(&f, "sal", 4, its_rules);
	open_workplace(&f, "vino", 4, its_rules);
	fixture_council(&f, "cordon", "cordon", "pan-s", "{'apportionment': {'method': 'dhondt', 'seats': 5}}");
	fixture_join(&f, "cordon", "pan");
	fixture_join(&f, "cordon", "sal");
	assert_int_equal(state_number(f.state, 0, told, ""), 0);
	fixture_ok(&f, "pan-s", "election_open", "{'poll': 'e1', 'council': 'cordon', 'body': 'pan'}");
	assert_true(was_told(&f, "cordon", "seats-tied"));
	assert_true(state_has(f.state, "SELECT 1 FROM notice WHERE what = 'seats-tied' AND need = 1", ""));
	fixture_ok(&f, "sal-s", "election_open", "{'poll': 'e2', 'council': 'cordon', 'body': 'sal'}");
	assert_int_equal(state_number(f.state, 0, told, ""), 1); /* the first election suffices */
	fixture_ok(&f, "sal-s", "candidate", "{'poll': 'e2', 'person': 'sal-1'}");
	fixture_ok(&f, "sal-s", "tally", "{'poll': 'e2', 'votes': {'votes': {'sal-1': 2}}}");
	fixture_ok(&f, "sal-s", "election_close", "{'poll': 'e2'}");
	fixture_decided(&f, "pan", "election_cancel", "{'poll': 'e1', 'body': 'pan'}");
	fixture_join(&f, "cordon", "vino"); /* five seats of three */
	assert_true(was_told(&f, "cordon", "seats-tied"));
	assert_true(state_has(f.state, "SELECT 1 FROM notice WHERE what = 'seats-tied' AND need = 2", ""));
	fixture_ok(&f, "pan-s", "apportion", "{'council': 'cordon', 'seed': 'drawn on 3 May'}");
	assert_int_equal(state_number(f.state, 0, told, ""), 2);
	fixture_close(&f);
}

static void all_seats_derived_are_those_kept(void **unused)
{
	(void)unused;
	fixture f;
	seat_table t;
	fixture_open(&f);
	open_workplace(&f, "pan", 9, "{}");
	open_workplace(&f, "sal", 5, "{}");
	open_workplace(&f, "vino", 2, "{}");
	fixture_council(&f, "cordon", "cordon", "pan-s", "{'apportionment': {'method': 'dhondt', 'seats': 6}}");
	fixture_council(&f, "board", "board", "pan-s",
			"{'apportionment': {'method': 'sainte-lague', 'seats': 5, 'floor': 0}}");
	fixture_join(&f, "cordon", "pan");
	fixture_join(&f, "cordon", "sal");
	fixture_join(&f, "board", "cordon");
	fixture_join(&f, "board", "vino");
	fixture_join(&f, "board", "pan"); /* beneath it twice, counted once in each */
	seats_derive(f.state, f.time, &t);
	/* people: cordon 14, vino 2, pan 9: 14 9 14/3 3 14/5 9/5 -> cordon 3, pan 2; in the cordon 9 and 5: 4 and 2 */
	assert_int_equal(t.rows, 5);
	static const int64_t expected[] = {3, 2, 0, 4, 2};
	for (size_t i = 0; i < t.rows; i++) {
		assert_int_equal(t.row[i].share, expected[i]);
		assert_int_equal(t.row[i].kept, expected[i]);
	}
	assert_int_equal(t.seats, 11);
	seat_table_free(&t);
	fixture_ok(&f, "sal-s", "enrol", "{'body': 'sal', 'person': 'x'}");
	fixture_ok(&f, "sal-s", "enrol", "{'body': 'sal', 'person': 'y'}");
	seats_derive(f.state, f.time, &t); /* 9 and 7: 9 7 4.5 3.5 3 2.3 */
	assert_int_equal(t.row[3].share, 3);
	assert_int_equal(t.row[3].kept, 4);
	seat_table_free(&t);
	fixture_close(&f);
}

/* ---- elections --------------------------------------------------------------------------------------------------- */

static void open_cordon(fixture *f, const char *more)
{
	char its_rules[1000];
	snprintf(its_rules, sizeof its_rules, PAPER, more);
	open_workplace(f, "pan", 8, its_rules);
	open_workplace(f, "sal", 8, its_rules);
	fixture_council(f, "cordon", "cordon", "pan-s", "{'election': {'rule': 'plurality'}}");
	fixture_join(f, "cordon", "pan");
	fixture_join(f, "cordon", "sal");
}

static void an_election_fills_the_empty_seats(void **unused)
{
	(void)unused;
	fixture f;
	fixture_open(&f);
	open_cordon(&f, "");
	fixture_refused(&f, "pan-1", "record.may_not", "election_open",
			"{'poll': 'e1', 'council': 'cordon', 'body': 'pan'}");
	fixture_refused(&f, "pan-s", "council.not_linked", "election_open",
			"{'poll': 'e1', 'council': 'sal', 'body': 'pan'}");
	fixture_ok(&f, "pan-s", "election_open", "{'poll': 'e1', 'council': 'cordon', 'body': 'pan'}");
	fixture_refused(&f, "pan-s", "council.poll_exists", "election_open",
			"{'poll': 'e1', 'council': 'cordon', 'body': 'pan'}");
	fixture_refused(&f, "pan-s", "council.election_under_way", "election_open",
			"{'poll': 'e2', 'council': 'cordon', 'body': 'pan'}");
	fixture_refused(&f, "sal-1", "council.may_not_sit", "candidate", "{'poll': 'e1', 'person': 'sal-1'}");
	fixture_refused(&f, "pan-2", "record.may_not", "candidate", "{'poll': 'e1', 'person': 'pan-1'}");
	fixture_ok(&f, "pan-1", "candidate", "{'poll': 'e1', 'person': 'pan-1'}");
	fixture_refused(&f, "pan-1", "council.candidate_twice", "candidate", "{'poll': 'e1', 'person': 'pan-1'}");
	fixture_ok(&f, "pan-s", "candidate", "{'poll': 'e1', 'person': 'pan-2'}");
	fixture_refused(&f, "pan-1", "record.may_not", "tally", "{'poll': 'e1', 'votes': {'votes': {'pan-1': 5}}}");
	fixture_refused(&f, "pan-s", "council.no_candidate", "tally",
			"{'poll': 'e1', 'votes': {'votes': {'pan-3': 5}}}");
	fixture_refused(&f, "pan-s", "council.votes_many", "tally",
			"{'poll': 'e1', 'votes': {'votes': {'pan-1': 5, 'pan-2': 4}}}");
	fixture_refused(&f, "pan-s", "council.votes_number", "tally",
			"{'poll': 'e1', 'votes': {'votes': {'pan-1': -5}}}");
	fixture_refused(&f, "pan-s", "council.tally_form", "tally", "{'poll': 'e1', 'votes': {'void': 3}}");
	fixture_refused(&f, "pan-1", "council.poll_paper", "cast", "{'poll': 'e1', 'for': ['pan-1']}");
	fixture_refused(&f, "pan-s", "council.no_candidate", "candidate_withdraw", "{'poll': 'e1', 'person': 'pan-3'}");
	fixture_ok(&f, "pan-s", "candidate", "{'poll': 'e1', 'person': 'pan-3'}");
	fixture_ok(&f, "pan-s", "candidate_withdraw", "{'poll': 'e1', 'person': 'pan-3'}");
	fixture_refused(&f, "pan-s", "council.no_candidate", "candidate_withdraw", "{'poll': 'e1', 'person': 'pan-3'}");
	fixture_ok(&f, "pan-s", "tally",
		   "{'poll': 'e1', 'votes': {'votes': {'pan-1': 1, 'pan-2': 2, 'pan-3': 4}, 'blank': 1}}");
	fixture_ok(&f, "pan-s", "tally",
		   "{'poll': 'e1', 'votes': {'votes': {'pan-1': 2, 'pan-2': 2}, 'blank': 1}}"); /* counted again */
	fixture_refused(&f, "pan-s", "council.tie", "election_close", "{'poll': 'e1'}");
	fixture_ok(&f, "pan-s", "tally", "{'poll': 'e1', 'votes': {'votes': {'pan-1': 3, 'pan-2': 2}, 'blank': 1}}");
	fixture_refused(&f, "pan-1", "record.may_not", "election_close", "{'poll': 'e1'}");
	assert_string_equal(holder(&f, "cordon", "pan", 1, f.time), "");
	fixture_ok(&f, "pan-s", "election_close", "{'poll': 'e1'}");
	assert_string_equal(holder(&f, "cordon", "pan", 1, f.time), "pan-1");
	assert_string_equal(holder(&f, "cordon", "pan", 1, f.time - 1), "");
	fixture_refused(&f, "pan-s", "council.seats_filled", "election_open",
			"{'poll': 'e3', 'council': 'cordon', 'body': 'pan'}");
	fixture_refused(&f, "pan-s", "council.terms_run", "election_open",
			"{'poll': 'e3', 'council': 'cordon', 'body': 'pan', 'renews': true}");
	/* the term is a year: 59 days before its end a new election may be called for; the seat is empty after it */
	int64_t elected = f.time;
	f.time += (365 - 59) * 86400;
	fixture_ok(&f, "pan-s", "election_open", "{'poll': 'e3', 'council': 'cordon', 'body': 'pan', 'renews': true}");
	assert_string_equal(holder(&f, "cordon", "pan", 1, elected + 365 * 86400 - 1), "pan-1");
	assert_string_equal(holder(&f, "cordon", "pan", 1, elected + 365 * 86400), "");
	fixture_close(&f);
}

static void whoever_leaves_the_roll_loses_the_seat(void **unused)
{
	(void)unused;
	fixture f;
	fixture_open(&f);
	open_cordon(&f, "");
	elect(&f, "e1", "cordon", "pan", "pan-1 pan-2", "{'pan-1': 5, 'pan-2': 1}");
	elect(&f, "e2", "cordon", "sal", "sal-1", "{'sal-1': 5}");
	assert_int_equal(seats_filled(f.state, "cordon", f.time), 2);
	fixture_ok(&f, "pan-1", "leave", "{'body': 'pan', 'person': 'pan-1'}");
	assert_string_equal(holder(&f, "cordon", "pan", 1, f.time), "");
	assert_true(was_told(&f, "pan", "seat-vacant"));
	assert_true(was_told(&f, "cordon", "seat-vacant"));
	assert_false(was_told(&f, "cordon", "quorum-lost")); /* one of two is half */
	fixture_ok(&f, "sal-1", "resign", "{'council': 'cordon', 'body': 'sal'}");
	assert_true(was_told(&f, "cordon", "quorum-lost"));
	assert_true(state_has(
		f.state,
		"SELECT 1 FROM notice WHERE body = 'cordon' AND what = 'quorum-lost' AND have = 0 AND need = 1", ""));
	fixture_refused(&f, "sal-1", "record.may_not", "resign", "{'council': 'cordon', 'body': 'sal'}");
	fixture_refused(&f, "sal-s", "council.seat_empty", "resign", "{'council': 'cordon', 'body': 'sal'}");
	fixture_close(&f);
}

static void ranked_ballots_and_a_countback(void **unused)
{
	(void)unused;
	fixture f;
	fixture_open(&f);
	open_workplace(&f, "pan", 20,
		       "{'election': {'rule': 'wigm'}, 'tellers': {'n': 1, 'k': 1}, 'fill': 'countback'}");
	fixture_council(&f, "cordon", "cordon", "pan-s", "{'apportionment': {'method': 'fixed', 'seats': 2}}");
	fixture_join(&f, "cordon", "pan");
	fixture_ok(&f, "pan-s", "election_open", "{'poll': 'e', 'council': 'cordon', 'body': 'pan'}");
	for (int i = 1; i <= 4; i++)
		fixture_ok(&f, "pan-s", "candidate", "{'poll': 'e', 'person': 'pan-%d'}", i);
	fixture_refused(&f, "pan-s", "council.tally_not_enough", "tally",
			"{'poll': 'e', 'votes': {'votes': {'pan-1': 5}}}");
	fixture_refused(&f, "pan-s", "council.ballot_wrong", "ballots",
			"{'poll': 'e', 'batch': 1, 'ballots': [{'for': ['pan-1', 'pan-1']}]}");
	fixture_refused(&f, "pan-s", "council.ballot_wrong", "ballots",
			"{'poll': 'e', 'batch': 1, 'ballots': [{'for': ['pan-9']}]}");
	fixture_refused(&f, "pan-s", "council.votes_many", "ballots",
			"{'poll': 'e', 'batch': 1, 'ballots': [{'n': 21, 'for': ['pan-1']}]}");
	/* quota 18/3 + 0.0001: 1 has 9, 2 has 7, both at once; 3 and 4 share the rest */
	fixture_ok(&f, "pan-s", "ballots",
		   "{'poll': 'e', 'batch': 1, 'ballots': [{'n': 9, 'for': ['pan-1', 'pan-4', 'pan-3']}]}");
	fixture_ok(&f, "pan-s", "ballots",
		   "{'poll': 'e', 'batch': 2, 'ballots': [{'n': 7, 'for': ['pan-2', 'pan-3']}, {'n': 2, 'for': "
		   "['pan-3']}]}");
	fixture_ok(&f, "pan-s", "election_close", "{'poll': 'e'}");
	assert_string_equal(holder(&f, "cordon", "pan", 1, f.time), "pan-1");
	assert_string_equal(holder(&f, "cordon", "pan", 2, f.time), "pan-2");
	/* 1 leaves: all nine ballots rank 4 next; then, 4 having had the seat, 3 */
	fixture_ok(&f, "pan-1", "resign", "{'council': 'cordon', 'body': 'pan', 'number': 1}");
	assert_string_equal(holder(&f, "cordon", "pan", 1, f.time), "pan-4");
	fixture_ok(&f, "pan-4", "leave", "{'body': 'pan', 'person': 'pan-4'}");
	assert_string_equal(holder(&f, "cordon", "pan", 1, f.time), "pan-3");
	fixture_ok(&f, "pan-3", "resign", "{'council': 'cordon', 'body': 'pan', 'number': 1}");
	assert_string_equal(holder(&f, "cordon", "pan", 1, f.time), "");
	assert_true(state_has(f.state, "SELECT 1 FROM mandate WHERE number = 1 AND nth = 3 AND filled = 'no-countback'",
			      ""));
	assert_string_equal(holder(&f, "cordon", "pan", 2, f.time), "pan-2");
	fixture_close(&f);
}

static void open_list_election(fixture *f, const char *its_rules, int seats)
{
	open_workplace(f, "pan", 20, its_rules);
	char text_of[100];
	snprintf(text_of, sizeof text_of, "{'apportionment': {'method': 'fixed', 'seats': %d}}", seats);
	fixture_council(f, "cordon", "cordon", "pan-s", text_of);
	fixture_join(f, "cordon", "pan");
}

static void lists_win_seats_for_their_persons(void **unused)
{
	(void)unused;
	fixture f;
	fixture_open(&f);
	open_list_election(&f, "{'election': {'rule': 'dhondt'}, 'tellers': {'n': 1, 'k': 1}}", 3);
	fixture_ok(&f, "pan-s", "election_open", "{'poll': 'e', 'council': 'cordon', 'body': 'pan'}");
	fixture_ok(&f, "pan-1", "candidate", "{'poll': 'e', 'person': 'pan-1', 'list': 'reds'}");
	fixture_ok(&f, "pan-2", "candidate", "{'poll': 'e', 'person': 'pan-2', 'list': 'reds'}");
	fixture_ok(&f, "pan-3", "candidate", "{'poll': 'e', 'person': 'pan-3', 'list': 'reds'}");
	fixture_ok(&f, "pan-4", "candidate", "{'poll': 'e', 'person': 'pan-4'}"); /* alone */
	fixture_refused(&f, "pan-s", "council.no_candidate", "tally",
			"{'poll': 'e', 'votes': {'lists': {'blues': 2}}}");
	fixture_ok(&f, "pan-s", "tally",
		   "{'poll': 'e', 'votes': {'votes': {'pan-1': 2, 'pan-2': 4, 'pan-3': 1, 'pan-4': 5}, 'lists': "
		   "{'reds': 2}, 'blank': 1}}");
	/* 2 leaves the roll before the close: the votes stay the list's. Reds 9, 4 alone 5: 9 5 4.5 */
	fixture_ok(&f, "pan-2", "leave", "{'body': 'pan', 'person': 'pan-2'}");
	fixture_ok(&f, "pan-s", "election_close", "{'poll': 'e'}");
	assert_int_equal(seats_filled(f.state, "cordon", f.time), 3);
	assert_true(seat_of_person(f.state, "cordon", "pan-1", f.time, NULL));
	assert_true(seat_of_person(f.state, "cordon", "pan-3", f.time, NULL));
	assert_true(seat_of_person(f.state, "cordon", "pan-4", f.time, NULL));
	fixture_close(&f);
}

/* The compromise beats each of the others, but is nobody's first choice for many: wigm would not have elected pan-3,
 * Schulze's method did. Without pan-3, pan-1 has 9 + 3 against 8. */
static void a_countback_goes_by_the_election_s_own_rule(void **unused)
{
	(void)unused;
	fixture f;
	fixture_open(&f);
	open_list_election(&f, "{'election': {'rule': 'schulze'}, 'tellers': {'n': 1, 'k': 1}, 'fill': 'countback'}",
			   1);
	fixture_ok(&f, "pan-s", "election_open", "{'poll': 'e', 'council': 'cordon', 'body': 'pan'}");
	for (int i = 1; i <= 3; i++)
		fixture_ok(&f, "pan-s", "candidate", "{'poll': 'e', 'person': 'pan-%d'}", i);
	fixture_ok(&f, "pan-s", "ballots",
		   "{'poll': 'e', 'batch': 1, 'ballots': [{'n': 9, 'for': ['pan-1', 'pan-3']}, {'n': 8, 'for': "
		   "['pan-2', 'pan-3']}, {'n': 3, 'for': ['pan-3', 'pan-1']}]}");
	fixture_ok(&f, "pan-s", "election_close", "{'poll': 'e'}");
	assert_string_equal(holder(&f, "cordon", "pan", 1, f.time), "pan-3");
	fixture_ok(&f, "pan-3", "resign", "{'council': 'cordon', 'body': 'pan'}");
	assert_string_equal(holder(&f, "cordon", "pan", 1, f.time), "pan-1");
	fixture_ok(&f, "pan-1", "leave", "{'body': 'pan', 'person': 'pan-1'}");
	assert_string_equal(holder(&f, "cordon", "pan", 1, f.time), "pan-2"); /* alone */
	fixture_ok(&f, "pan-2", "resign", "{'council': 'cordon', 'body': 'pan'}");
	assert_string_equal(holder(&f, "cordon", "pan", 1, f.time), "");
	assert_true(state_has(f.state, "SELECT 1 FROM mandate WHERE nth = 3 AND filled = 'no-countback'", ""));
	fixture_close(&f);
}

/* From a tally sheet: the next by votes, whoever still sits keeps the seat, and equals wait for a lot. */
static void a_countback_from_a_tally_sheet(void **unused)
{
	(void)unused;
	fixture f;
	fixture_open(&f);
	open_list_election(&f, "{'election': {'rule': 'plurality'}, 'tellers': {'n': 1, 'k': 1}, 'fill': 'countback'}",
			   2);
	elect(&f, "e", "cordon", "pan", "pan-1 pan-2 pan-3 pan-4 pan-5",
	      "{'pan-1': 7, 'pan-2': 5, 'pan-3': 3, 'pan-4': 1, 'pan-5': 1}");
	fixture_ok(&f, "pan-1", "resign", "{'council': 'cordon', 'body': 'pan', 'number': 1}");
	assert_string_equal(holder(&f, "cordon", "pan", 1, f.time), "pan-3");
	assert_string_equal(holder(&f, "cordon", "pan", 2, f.time), "pan-2");
	fixture_ok(&f, "pan-3", "leave", "{'body': 'pan', 'person': 'pan-3'}");
	assert_string_equal(holder(&f, "cordon", "pan", 1, f.time), "");
	assert_true(state_has(f.state, "SELECT 1 FROM mandate WHERE number = 1 AND nth = 2 AND filled = 'tied'", ""));
	fixture_ok(&f, "pan-s", "seat_fill", "{'council': 'cordon', 'body': 'pan', 'seed': 'drawn on 3 May'}");
	assert_true(seat_of_person(f.state, "cordon", "pan-4", f.time, NULL) ||
		    seat_of_person(f.state, "cordon", "pan-5", f.time, NULL));
	assert_string_equal(holder(&f, "cordon", "pan", 2, f.time), "pan-2");
	fixture_close(&f);
}

/* Voted openly. Reds 7, pan-4 alone 3: both seats are of the reds, and stay theirs when one of them leaves, since the
 * votes are the list's: pan-3 with one vote comes before pan-4 with three. */
static void a_countback_leaves_the_list_its_votes(void **unused)
{
	(void)unused;
	fixture f;
	static const int votes_for[] = {1, 1, 1, 1, 2, 2, 3, 4, 4, 4};
	fixture_open(&f);
	open_list_election(&f, "{'election': {'rule': 'dhondt'}, 'voting': 'open', 'fill': 'countback'}", 2);
	fixture_ok(&f, "pan-s", "election_open",
		   "{'poll': 'e', 'council': 'cordon', 'body': 'pan', 'closes': '1972-12-01T00:00:00Z'}");
	for (int i = 1; i <= 3; i++)
		fixture_ok(&f, "pan-s", "candidate", "{'poll': 'e', 'person': 'pan-%d', 'list': 'reds'}", i);
	fixture_ok(&f, "pan-s", "candidate", "{'poll': 'e', 'person': 'pan-4'}");
	for (int i = 0; i < 10; i++) {
		char voter[16];
		snprintf(voter, sizeof voter, "pan-%d", i + 5);
		fixture_ok(&f, voter, "cast", "{'poll': 'e', 'for': ['pan-%d']}", votes_for[i]);
	}
	f.time = 92016000; /* 1972-12-01 */
	fixture_ok(&f, "pan-6", "election_close", "{'poll': 'e'}");
	assert_true(seat_of_person(f.state, "cordon", "pan-1", f.time, NULL));
	assert_true(seat_of_person(f.state, "cordon", "pan-2", f.time, NULL));
	fixture_ok(&f, "pan-1", "leave", "{'body': 'pan', 'person': 'pan-1'}");
	assert_true(seat_of_person(f.state, "cordon", "pan-2", f.time, NULL));
	assert_true(seat_of_person(f.state, "cordon", "pan-3", f.time, NULL));
	fixture_ok(&f, "pan-9", "leave",
		   "{'body': 'pan', 'person': 'pan-9'}"); /* their vote was counted, and is again */
	fixture_ok(&f, "pan-3", "leave", "{'body': 'pan', 'person': 'pan-3'}");
	assert_true(seat_of_person(f.state, "cordon", "pan-2", f.time, NULL));
	assert_true(seat_of_person(f.state, "cordon", "pan-4", f.time, NULL)); /* no reds are left who could sit */
	fixture_close(&f);
}

static void a_seed_committed_to_decides_a_tie(void **unused)
{
	(void)unused;
	fixture f;
	fixture_open(&f);
	open_list_election(&f, "{'election': {'rule': 'approval'}, 'tellers': {'n': 1, 'k': 1}}", 1);
	/* printf 'drawn on 3 May' | sha256sum */
	fixture_ok(&f, "pan-s", "election_open",
		   "{'poll': 'e', 'council': 'cordon', 'body': 'pan', 'commitment': '%s'}", COMMITTED);
	fixture_ok(&f, "pan-1", "candidate", "{'poll': 'e', 'person': 'pan-1'}");
	fixture_ok(&f, "pan-2", "candidate", "{'poll': 'e', 'person': 'pan-2'}");
	fixture_ok(&f, "pan-s", "ballots",
		   "{'poll': 'e', 'batch': 1, 'ballots': [{'n': 9, 'for': ['pan-2', 'pan-1']}, {'for': []}]}");
	fixture_refused(&f, "pan-s", "council.tie", "election_close", "{'poll': 'e'}");
	fixture_refused(&f, "pan-s", "count.commitment_wrong", "election_close",
			"{'poll': 'e', 'seed': 'drawn on 4 May'}");
	fixture_ok(&f, "pan-s", "election_close", "{'poll': 'e', 'seed': 'drawn on 3 May'}");
	assert_int_equal(seats_filled(f.state, "cordon", f.time), 1);
	fixture_close(&f);
}

static void a_rule_for_one_seat_does_not_fill_two(void **unused)
{
	(void)unused;
	fixture f;
	fixture_open(&f);
	open_list_election(&f, "{'election': {'rule': 'schulze'}, 'tellers': {'n': 1, 'k': 1}}", 2);
	fixture_refused(&f, "pan-s", "council.rule_unfit", "election_open",
			"{'poll': 'e', 'council': 'cordon', 'body': 'pan'}");
	fixture_close(&f);
}

static void mates_take_the_seat(void **unused)
{
	(void)unused;
	fixture f;
	fixture_open(&f);
	open_cordon(&f, ", 'fill': 'substitute'");
	fixture_ok(&f, "pan-s", "election_open", "{'poll': 'e', 'council': 'cordon', 'body': 'pan'}");
	fixture_refused(&f, "pan-1", "council.may_not_sit", "candidate",
			"{'poll': 'e', 'person': 'pan-1', 'mate': 'sal-1'}");
	fixture_ok(&f, "pan-1", "candidate", "{'poll': 'e', 'person': 'pan-1', 'mate': 'pan-2'}");
	fixture_ok(&f, "pan-s", "tally", "{'poll': 'e', 'votes': {'votes': {'pan-1': 4}}}");
	fixture_ok(&f, "pan-s", "election_close", "{'poll': 'e'}");
	fixture_decided(&f, "pan", "substitute", "{'council': 'cordon', 'body': 'pan', 'person': 'pan-3'}");
	fixture_ok(&f, "pan-2", "leave", "{'body': 'pan', 'person': 'pan-2'}");
	fixture_ok(&f, "pan-1", "resign", "{'council': 'cordon', 'body': 'pan'}");
	assert_string_equal(holder(&f, "cordon", "pan", 1, f.time), "pan-3"); /* the mate is gone; the next one */
	assert_false(was_told(&f, "pan", "seat-vacant"));
	fixture_ok(&f, "pan-3", "resign", "{'council': 'cordon', 'body': 'pan'}");
	assert_string_equal(holder(&f, "cordon", "pan", 1, f.time), "");
	fixture_ok(&f, "pan-s", "enrol", "{'body': 'pan', 'person': 'pan-2'}");
	fixture_ok(&f, "pan-s", "seat_fill", "{'council': 'cordon', 'body': 'pan'}");
	assert_string_equal(holder(&f, "cordon", "pan", 1, f.time), "pan-2");
	fixture_close(&f);
}

/* ---- recall ------------------------------------------------------------------------------------------------------ */

/* Three levels above the bakery: cordon, board, assembly; pan-1 sits in all of them. */
static void open_four_levels(fixture *f)
{
	open_cordon(f, ", 'term_days': 3660");
	fixture_council(f, "board", "board", "pan-s", "{'election': {'rule': 'plurality'}}");
	fixture_council(f, "assembly", "assembly", "pan-s", "{'election': {'rule': 'plurality'}}");
	fixture_join(f, "board", "cordon");
	fixture_join(f, "assembly", "board");
	elect(f, "e1", "cordon", "pan", "pan-1 pan-2", "{'pan-1': 5, 'pan-2': 1}");
	elect(f, "e2", "cordon", "sal", "sal-1", "{'sal-1': 5}");
	elect_above(f, "e3", "board", "cordon", "pan-s", "pan-1", "pan-1 sal-1");
	elect_above(f, "e4", "assembly", "board", "pan-s", "pan-1", "pan-1");
}

static void a_recall_cascades_to_the_top(void **unused)
{
	(void)unused;
	fixture f;
	fixture_open(&f);
	open_four_levels(&f);
	fixture_refused(&f, "pan-1", "council.poll_closed", "cast", "{'poll': 'e4', 'for': ['pan-1']}");
	fixture_refused(&f, "sal-1", "record.may_not", "cast",
			"{'poll': 'e4', 'for': ['pan-1']}"); /* no delegate in the board */
	assert_string_equal(holder(&f, "cordon", "pan", 1, f.time), "pan-1");
	assert_string_equal(holder(&f, "board", "cordon", 1, f.time), "pan-1");
	assert_string_equal(holder(&f, "assembly", "board", 1, f.time), "pan-1");

	fixture_refused(&f, "sal-1", "record.may_not", "petition",
			"{'petition': 'p', 'council': 'cordon', 'body': 'pan'}");
	fixture_ok(&f, "pan-2", "petition",
		   "{'petition': 'p', 'council': 'cordon', 'body': 'pan', 'reason': 'absent'}");
	fixture_refused(&f, "pan-3", "council.signatures_few", "recall_open",
			"{'petition': 'p'}"); /* a quarter of 8 is 2 */
	fixture_ok(&f, "pan-2", "petition_sign", "{'petition': 'p'}");
	fixture_refused(&f, "pan-3", "council.signatures_few", "recall_open",
			"{'petition': 'p'}"); /* twice counts once */
	fixture_refused(&f, "pan-3", "record.may_not", "petition_sign", "{'petition': 'p', 'person': ['pan-4']}");
	fixture_ok(&f, "pan-s", "petition_sign", "{'petition': 'p', 'person': ['pan-4']}");
	fixture_ok(&f, "pan-3", "recall_open", "{'petition': 'p'}");
	fixture_refused(&f, "pan-3", "council.recall_open", "recall_open", "{'petition': 'p'}");
	fixture_ok(&f, "pan-s", "tally", "{'poll': 'p', 'votes': {'votes': {'yes': 3, 'no': 1}}}");
	fixture_refused(&f, "pan-2", "record.may_not", "recall_close", "{'poll': 'p'}");
	int64_t before = f.time;
	fixture_ok(&f, "pan-s", "recall_close", "{'poll': 'p'}");
	assert_string_equal(holder(&f, "cordon", "pan", 1, f.time), "");
	assert_string_equal(holder(&f, "board", "cordon", 1, f.time), "");
	assert_string_equal(holder(&f, "assembly", "board", 1, f.time), "");
	assert_string_equal(holder(&f, "assembly", "board", 1, before), "pan-1");
	assert_true(was_told(&f, "board", "quorum-lost"));
	assert_true(was_told(&f, "assembly", "quorum-lost"));
	assert_false(was_told(&f, "cordon", "quorum-lost"));
	assert_true(was_told(&f, "pan", "seat-vacant"));
	assert_int_equal(state_number(f.state, 0,
				      "SELECT count(*) FROM mandate WHERE ended_entry = ? AND ended_by = 'p'", "i",
				      f.entry),
			 3);
	fixture_refused(&f, "pan-2", "council.petition_ended", "petition_sign", "{'petition': 'p'}");
	fixture_close(&f);
}

/* How many mandates stand by their own times. */
static int64_t standing(fixture *f)
{
	return state_number(f->state, 0,
			    "SELECT count(*) FROM mandate WHERE ended_entry IS NULL AND ifnull(until_time, " SEAT_NEVER
			    ") > ?",
			    "i", f->time);
}

/* The mandates of whoever the body sent end in the entry that closes it, at every level; nobody else's do. */
static void a_closed_body_sends_nobody(void **unused)
{
	(void)unused;
	fixture f;
	fixture_open(&f);
	open_four_levels(&f);
	fixture_council(&f, "comando", "comando", "pan-s", "{'election': {'rule': 'plurality'}}");
	fixture_join(&f, "comando", "pan"); /* a body may sit in several councils */
	elect(&f, "e5", "comando", "pan", "pan-3", "{'pan-3': 5}");
	assert_int_equal(standing(&f), 5);
	fixture_decided(&f, "pan", "body_close", "{'body': 'pan'}");
	assert_string_equal(holder(&f, "cordon", "pan", 1, f.time), "");
	assert_string_equal(holder(&f, "comando", "pan", 1, f.time), "");
	assert_string_equal(holder(&f, "board", "cordon", 1, f.time), "");
	assert_string_equal(holder(&f, "assembly", "board", 1, f.time), "");
	assert_string_equal(holder(&f, "cordon", "sal", 1, f.time), "sal-1");
	assert_string_equal(holder(&f, "assembly", "board", 1, f.time - 1), "pan-1");
	assert_int_equal(standing(&f), 1);
	assert_true(was_told(&f, "board", "quorum-lost"));
	assert_true(was_told(&f, "assembly", "quorum-lost"));
	assert_int_equal(seats_kept(f.state, "cordon", "pan", f.time), 0);
	assert_int_equal(seats_kept(f.state, "comando", "pan", f.time), 0);
	fixture_close(&f);
}

/* In the middle: those it sent up and those sent to it lose their seats, those of the bodies below stay enrolled. */
static void a_closed_council_seats_nobody(void **unused)
{
	(void)unused;
	fixture f;
	fixture_open(&f);
	open_four_levels(&f);
	fixture_decided(&f, "cordon", "body_close", "{'body': 'cordon'}");
	assert_int_equal(standing(&f), 0);
	assert_string_equal(holder(&f, "cordon", "sal", 1, f.time), "");
	assert_string_equal(holder(&f, "assembly", "board", 1, f.time), "");
	assert_string_equal(holder(&f, "cordon", "sal", 1, f.time - 1), "sal-1");
	assert_true(was_told(&f, "assembly", "quorum-lost"));
	assert_int_equal(state_number(f.state, -1, "SELECT people FROM body_size WHERE body = 'pan'", ""), 8);
	fixture_close(&f);
}

static seat_answer ask(fixture *f, const char *council, const char *body, int64_t number, int64_t time)
{
	seat_answer a;
	seat_key seat = seat_named(council, body, number);
	seat_ask(f->state, &seat, time, &a);
	return a;
}

static void every_question_has_an_answer_on_every_day(void **unused)
{
	(void)unused;
	fixture f;
	fixture_open(&f);
	int64_t nothing = f.time;
	open_cordon(&f, ", 'term_days': 100");
	fixture_council(&f, "board", "board", "pan-s", "{'election': {'rule': 'plurality'}}");
	fixture_join(&f, "board", "cordon");
	int64_t before = f.time;
	elect(&f, "e1", "cordon", "pan", "pan-1", "{'pan-1': 5}");
	int64_t elected = f.time, entry = f.entry;
	f.time += 20 * TIME_DAY;
	elect_above(&f, "e2", "board", "cordon", "pan-s", "pan-1", "pan-1");
	int64_t above = f.time;
	fixture_ok(&f, "pan-s", "petition",
		   "{'petition': 'p', 'council': 'cordon', 'body': 'pan', 'person': ['pan-2', 'pan-3']}");
	fixture_ok(&f, "pan-5", "recall_open", "{'petition': 'p'}");
	int64_t voting = f.time;
	fixture_ok(&f, "pan-s", "tally", "{'poll': 'p', 'votes': {'votes': {'yes': 5}}}");
	fixture_ok(&f, "pan-s", "recall_close", "{'poll': 'p'}");
	int64_t recalled = f.time, recall_entry = f.entry;

	assert_string_equal(ask(&f, "cordon", "pan", 1, nothing).why, "not-kept");
	assert_string_equal(ask(&f, "cordon", "pan", 1, before).why, "never");
	seat_answer a = ask(&f, "cordon", "pan", 1, elected);
	assert_true(a.held && a.kept);
	assert_string_equal(a.person, "pan-1");
	assert_string_equal(a.how, "election");
	assert_string_equal(a.election, "e1");
	assert_int_equal(a.from_entry, entry);
	assert_int_equal(a.until_time, elected + 100 * TIME_DAY);
	assert_int_equal(a.entitled, 8);
	assert_int_equal(a.signatures, 2);
	assert_int_equal(a.quorum, 4);
	assert_string_equal(a.petition, "");
	a = ask(&f, "board", "cordon", 1, above);
	assert_true(a.held);
	assert_string_equal(a.through.body, "pan");
	assert_int_equal(a.electorate, ELECTORATE_BENEATH); /* the default: the base recalls, all 16 of it */
	assert_int_equal(a.entitled, 16);
	a = ask(&f, "cordon", "pan", 1, voting);
	assert_string_equal(a.petition, "p");
	assert_string_equal(a.poll, "p");
	a = ask(&f, "cordon", "pan", 1, recalled);
	assert_false(a.held);
	assert_string_equal(a.why, "recall");
	assert_string_equal(a.why_by, "p");
	assert_string_equal(a.filled, "election");
	assert_int_equal(a.why_entry, recall_entry);
	a = ask(&f, "board", "cordon", 1, recalled);
	assert_string_equal(a.why, "cascade");
	assert_string_equal(a.why_by, "p");
	/* elected again: at the end of the term the seat is empty, and the one above with it, without any act */
	elect(&f, "e3", "cordon", "pan", "pan-1", "{'pan-1': 5}");
	int64_t again = f.time;
	f.time += 20 * TIME_DAY;
	elect_above(&f, "e4", "board", "cordon", "pan-s", "pan-1", "pan-1");
	assert_true(ask(&f, "board", "cordon", 1, again + 100 * TIME_DAY - 1).held);
	a = ask(&f, "cordon", "pan", 1, again + 100 * TIME_DAY);
	assert_string_equal(a.why, "term");
	assert_int_equal(a.why_entry, -1);
	assert_string_equal(ask(&f, "board", "cordon", 1, again + 100 * TIME_DAY).why, "term-below");
	assert_true(ask(&f, "cordon", "pan", 1, elected).held); /* and the past is as it was */
	fixture_close(&f);
}

/* Where the rules of the cordon leave it to the base, all the workplaces beneath vote on its delegate above. */
static void the_base_recalls_a_council_s_delegate(void **unused)
{
	(void)unused;
	fixture f;
	fixture_open(&f);
	open_four_levels(&f);
	const char *const closes = "1975-01-01T00:00:00Z";
	fixture_refused(&f, "stranger", "record.may_not", "petition",
			"{'petition': 'p', 'council': 'board', 'body': 'cordon'}");
	fixture_ok(&f, "sal-3", "petition", "{'petition': 'p', 'council': 'board', 'body': 'cordon'}");
	fixture_refused(&f, "sal-3", "council.signatures_few", "recall_open", "{'petition': 'p', 'closes': '%s'}",
			closes); /* a tenth of 16 */
	fixture_ok(&f, "pan-3", "petition_sign", "{'petition': 'p'}");
	fixture_refused(&f, "pan-3", "council.closes_missing", "recall_open", "{'petition': 'p'}");
	fixture_ok(&f, "pan-3", "recall_open", "{'petition': 'p', 'closes': '%s'}", closes);
	fixture_refused(&f, "pan-s", "record.may_not", "tally",
			"{'poll': 'p', 'at': 'sal', 'votes': {'votes': {'yes': 5}}}");
	fixture_refused(&f, "pan-s", "record.may_not", "tally", "{'poll': 'p', 'votes': {'votes': {'yes': 5}}}");
	fixture_ok(&f, "pan-s", "tally", "{'poll': 'p', 'at': 'pan', 'votes': {'votes': {'yes': 1, 'no': 4}}}");
	fixture_refused(&f, "sal-s", "council.votes_many", "tally",
			"{'poll': 'p', 'at': 'sal', 'votes': {'votes': {'yes': 9}}}");
	fixture_ok(&f, "sal-s", "tally", "{'poll': 'p', 'at': 'sal', 'votes': {'votes': {'yes': 7}}}");
	fixture_refused(&f, "sal-3", "council.poll_goes_on", "recall_close", "{'poll': 'p'}");
	f.time = 157766400; /* 1975-01-01 */
	fixture_ok(&f, "sal-3", "recall_close", "{'poll': 'p'}");
	assert_string_equal(holder(&f, "board", "cordon", 1, f.time), "");
	assert_string_equal(holder(&f, "assembly", "board", 1, f.time), "");
	assert_string_equal(holder(&f, "cordon", "pan", 1, f.time), "pan-1"); /* below it nothing changed */
	fixture_close(&f);
}

static void a_recall_that_fails_changes_nothing(void **unused)
{
	(void)unused;
	fixture f;
	fixture_open(&f);
	open_cordon(&f, "");
	elect(&f, "e1", "cordon", "pan", "pan-1 pan-2", "{'pan-1': 5, 'pan-2': 1}");
	const char *const answer[] = {"{'yes': 2, 'no': 1}", "{'yes': 3, 'no': 3}",
				      "{'no': 8}"}; /* quorum 4 of 8; equal; against */
	for (int i = 0; i < 3; i++) {
		fixture_ok(&f, "pan-s", "petition",
			   "{'petition': 'p%d', 'council': 'cordon', 'body': 'pan', 'person': ['pan-2', 'pan-3']}", i);
		fixture_ok(&f, "pan-5", "recall_open", "{'petition': 'p%d'}", i);
		fixture_ok(&f, "pan-s", "tally", "{'poll': 'p%d', 'votes': {'votes': %s}}", i, answer[i]);
		fixture_ok(&f, "pan-s", "recall_close", "{'poll': 'p%d'}", i);
		assert_string_equal(holder(&f, "cordon", "pan", 1, f.time), "pan-1");
		assert_true(state_has(f.state, "SELECT 1 FROM petition WHERE result = 'kept' AND until_entry = ?", "i",
				      f.entry));
	}
	fixture_close(&f);
}

static void the_recalled_may_not_count_the_votes(void **unused)
{
	(void)unused;
	fixture f;
	fixture_open(&f);
	open_cordon(&f, "");
	elect(&f, "e1", "cordon", "pan", "pan-s", "{'pan-s': 5}");
	fixture_refused(&f, "pan-s", "record.may_not", "petition",
			"{'petition': 'p', 'council': 'cordon', 'body': 'pan', 'person': ['pan-2', 'pan-3']}");
	fixture_decided(&f, "pan", "officer", "{'body': 'pan', 'office': 'teller', 'person': 'pan-7'}");
	fixture_ok(&f, "pan-7", "petition",
		   "{'petition': 'p', 'council': 'cordon', 'body': 'pan', 'person': ['pan-2', 'pan-3']}");
	fixture_ok(&f, "pan-5", "recall_open", "{'petition': 'p'}");
	fixture_refused(&f, "pan-s", "record.may_not", "tally", "{'poll': 'p', 'votes': {'votes': {'no': 8}}}");
	fixture_ok(&f, "pan-7", "tally", "{'poll': 'p', 'votes': {'votes': {'yes': 8}}}");
	fixture_refused(&f, "pan-s", "record.may_not", "recall_close", "{'poll': 'p'}");
	fixture_ok(&f, "pan-7", "recall_close", "{'poll': 'p'}");
	assert_string_equal(holder(&f, "cordon", "pan", 1, f.time), "");
	fixture_close(&f);
}

static void an_open_vote_counts_who_is_still_entitled(void **unused)
{
	(void)unused;
	fixture f;
	fixture_open(&f);
	open_cordon(&f, ", 'voting': 'open'");
	fixture_refused(&f, "pan-s", "council.closes_missing", "election_open",
			"{'poll': 'e', 'council': 'cordon', 'body': 'pan'}");
	fixture_refused(&f, "pan-s", "council.past", "election_open",
			"{'poll': 'e', 'council': 'cordon', 'body': 'pan', 'closes': '1972-01-01T00:00:00Z'}");
	fixture_ok(&f, "pan-s", "election_open",
		   "{'poll': 'e', 'council': 'cordon', 'body': 'pan', 'closes': '1972-12-01T00:00:00Z'}");
	fixture_ok(&f, "pan-1", "candidate", "{'poll': 'e', 'person': 'pan-1'}");
	fixture_ok(&f, "pan-2", "candidate", "{'poll': 'e', 'person': 'pan-2'}");
	fixture_ok(&f, "pan-3", "cast", "{'poll': 'e', 'for': ['pan-1']}");
	fixture_ok(&f, "pan-3", "cast", "{'poll': 'e', 'for': ['pan-2']}"); /* thought better of it */
	fixture_ok(&f, "pan-4", "cast", "{'poll': 'e', 'for': ['pan-1']}");
	fixture_ok(&f, "pan-5", "cast", "{'poll': 'e', 'for': ['pan-1']}");
	fixture_ok(&f, "pan-6", "cast", "{'poll': 'e', 'for': ['pan-2']}");
	fixture_ok(&f, "pan-5", "leave", "{'body': 'pan', 'person': 'pan-5'}");
	fixture_refused(&f, "pan-5", "record.may_not", "cast", "{'poll': 'e', 'for': ['pan-2']}");
	fixture_refused(&f, "pan-s", "council.poll_open_voting", "tally",
			"{'poll': 'e', 'votes': {'votes': {'pan-1': 8}}}");
	f.time = 91929600; /* 1972-11-30 */
	fixture_refused(&f, "pan-6", "council.poll_goes_on", "election_close", "{'poll': 'e'}");
	f.time = 92016000; /* 1972-12-01 */
	fixture_ok(&f, "pan-6", "election_close", "{'poll': 'e'}");
	assert_string_equal(holder(&f, "cordon", "pan", 1, f.time), "pan-2"); /* 2 to 1: one of the three had left */
	fixture_close(&f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(seats_follow_people_above_a_floor),
		cmocka_unit_test(floors_leave_the_rest_to_the_highest_quotients),
		cmocka_unit_test(tied_seats_wait_for_a_seed),
		cmocka_unit_test(a_tie_is_told_when_it_matters),
		cmocka_unit_test(all_seats_derived_are_those_kept),
		cmocka_unit_test(an_election_fills_the_empty_seats),
		cmocka_unit_test(whoever_leaves_the_roll_loses_the_seat),
		cmocka_unit_test(ranked_ballots_and_a_countback),
		cmocka_unit_test(lists_win_seats_for_their_persons),
		cmocka_unit_test(a_countback_goes_by_the_election_s_own_rule),
		cmocka_unit_test(a_countback_from_a_tally_sheet),
		cmocka_unit_test(a_countback_leaves_the_list_its_votes),
		cmocka_unit_test(a_seed_committed_to_decides_a_tie),
		cmocka_unit_test(a_rule_for_one_seat_does_not_fill_two),
		cmocka_unit_test(mates_take_the_seat),
		cmocka_unit_test(a_recall_cascades_to_the_top),
		cmocka_unit_test(a_closed_body_sends_nobody),
		cmocka_unit_test(a_closed_council_seats_nobody),
		cmocka_unit_test(every_question_has_an_answer_on_every_day),
		cmocka_unit_test(the_base_recalls_a_council_s_delegate),
		cmocka_unit_test(a_recall_that_fails_changes_nothing),
		cmocka_unit_test(the_recalled_may_not_count_the_votes),
		cmocka_unit_test(an_open_vote_counts_who_is_still_entitled),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
