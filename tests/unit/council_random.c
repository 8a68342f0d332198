/* Random acts about rolls, bodies, links and officers, against a model that keeps lists and knows no SQL: the model
 * says which acts must be done and which refused, and what is so afterwards and was so on every day before.
 */
#include "council_fixture.h"

#include "council/body.h"
#include "council/link.h"
#include "council/officer.h"
#include "council/person.h"
#include "council/roll.h"
#include "council/roll_check.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { PEOPLE = 12, BASES = 6, COUNCILS = 5, BODIES = BASES + COUNCILS, STEPS = 600, RUNS = 25, MOMENTS = STEPS + 64 };

/* Bodies 0 to BASES - 1 are of people, of two kinds in turn; the others councils. Person p is secretary of body p
 * first. */
typedef struct model {
	bool on[BASES][PEOPLE];
	bool secretary[BODIES][PEOPLE];
	bool closed[BODIES];
	bool linked[COUNCILS][BODIES];
	int offer[COUNCILS][BODIES][2]; /* to join, to depart: 0 none, 1 by the council, 2 by the body */
	/* what was so after each act */
	bool was_on[MOMENTS][BASES][PEOPLE];
	bool was_linked[MOMENTS][COUNCILS][BODIES];
} model;

static uint64_t seed;

static int draw(int below)
{
	seed = seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
	return (int)((seed >> 33) % (uint64_t)below);
}

static const char *body_name(int b)
{
	static const char *const name[BODIES] = {"b0", "b1", "b2", "b3", "b4", "b5", "c0", "c1", "c2", "c3", "c4"};
	return name[b];
}

static const char *person_name(int p)
{
	static const char *const name[PEOPLE] = {"p0", "p1", "p2", "p3", "p4", "p5",
						 "p6", "p7", "p8", "p9", "q0", "q1"};
	return name[p];
}

static int size(const model *m, int b)
{
	int count = 0;
	for (int p = 0; p < PEOPLE; p++)
		count += m->on[b][p];
	return count;
}

static int secretaries(const model *m, int b)
{
	int count = 0;
	for (int p = 0; p < PEOPLE; p++)
		count += m->secretary[b][p];
	return count;
}

/* The base of the kind of b on whose roll p stands; -1. */
static int stands(const model *m, int p, int b)
{
	for (int other = b % 2; other < BASES; other += 2)
		if (m->on[other][p])
			return other;
	return -1;
}

/* Whether `below` is `above` or beneath it. */
static bool beneath(const model *m, int above, int below)
{
	if (above == below)
		return true;
	for (int b = 0; above >= BASES && b < BODIES; b++)
		if (m->linked[above - BASES][b] && beneath(m, b, below))
			return true;
	return false;
}

static void expect(fixture *f, cordon_status status, bool done, const char *what, const char *who, int a, int b)
{
	if ((status == CORDON_OK) != done)
		fail_msg("%s by %s (%d, %d) was %s at entry %d", what, who, a, b, done ? "refused" : "done",
			 (int)f->entry);
}

static void leave(model *m, int b, int p)
{
	m->on[b][p] = m->secretary[b][p] = false;
}

static bool may_leave(const model *m, int b, int p)
{
	return !m->closed[b] && m->on[b][p] && !(m->secretary[b][p] && secretaries(m, b) == 1 && size(m, b) > 1);
}

static void try_enrol(fixture *f, model *m)
{
	int b = draw(BASES), p = draw(PEOPLE), by = draw(PEOPLE);
	bool done = !m->closed[b] && m->secretary[b][by] && stands(m, p, b) < 0;
	expect(f,
	       fixture_act(f, person_name(by), "enrol", "{'body': '%s', 'person': '%s'}", body_name(b), person_name(p)),
	       done, "enrol", person_name(by), b, p);
	m->on[b][p] |= done;
}

static void try_leave(fixture *f, model *m)
{
	int b = draw(BASES), p = draw(PEOPLE), by = draw(2) ? p : draw(PEOPLE);
	bool done = may_leave(m, b, p) && (by == p || m->secretary[b][by]);
	expect(f,
	       fixture_act(f, person_name(by), "leave", "{'body': '%s', 'person': '%s'}", body_name(b), person_name(p)),
	       done, "leave", person_name(by), b, p);
	if (done)
		leave(m, b, p);
}

static void try_transfer(fixture *f, model *m)
{
	int from = draw(BASES), to = draw(BASES), p = draw(PEOPLE), by = draw(PEOPLE);
	char signers[16];
	snprintf(signers, sizeof signers, by == p ? "%s" : "%s %s", person_name(by), person_name(p));
	bool receives = m->secretary[to][by] || m->secretary[to][p];
	bool done = receives && may_leave(m, from, p) && !m->closed[to] && from != to && from % 2 == to % 2;
	expect(f,
	       fixture_act(f, signers, "transfer", "{'person': '%s', 'from': '%s', 'to': '%s'}", person_name(p),
			   body_name(from), body_name(to)),
	       done, "transfer", signers, from, to);
	if (!done)
		return;
	leave(m, from, p);
	m->on[to][p] = true;
}

static void try_secretary(fixture *f, model *m)
{
	int b = draw(BODIES), p = draw(PEOPLE), old = draw(PEOPLE);
	bool replace = draw(2), known = b >= BASES ? person_known(f->state, person_name(p)) : m->on[b][p];
	bool done = !m->closed[b] && known && !m->secretary[b][p] && (!replace || m->secretary[b][old]);
	expect(f,
	       replace ? fixture_decide(f, body_name(b), "officer",
					"{'body': '%s', 'office': 'secretary', 'person': '%s', 'instead': '%s'}",
					body_name(b), person_name(p), person_name(old))
		       : fixture_decide(f, body_name(b), "officer",
					"{'body': '%s', 'office': 'secretary', 'person': '%s'}", body_name(b),
					person_name(p)),
	       done, "officer", body_name(b), p, old);
	if (done && replace)
		m->secretary[b][old] = false;
	m->secretary[b][p] |= done;
}

static void try_resign(fixture *f, model *m)
{
	int b = draw(BODIES), p = draw(PEOPLE);
	bool done = !m->closed[b] && m->secretary[b][p] && secretaries(m, b) > 1;
	expect(f,
	       fixture_act(f, person_name(p), "officer_end", "{'body': '%s', 'office': 'secretary', 'person': '%s'}",
			   body_name(b), person_name(p)),
	       done, "officer_end", person_name(p), b, p);
	if (done)
		m->secretary[b][p] = false;
}

static void try_join(fixture *f, model *m)
{
	int c = draw(COUNCILS), b = draw(BODIES), side = 1 + draw(2), council = BASES + c;
	bool done = !m->closed[council] && !m->closed[b] && !m->linked[c][b] && !beneath(m, b, council) &&
		    m->offer[c][b][0] != side;
	expect(f,
	       fixture_decide(f, body_name(side == 1 ? council : b), "join", "{'council': '%s', 'body': '%s'}",
			      body_name(council), body_name(b)),
	       done, "join", side == 1 ? "council" : "body", c, b);
	if (!done)
		return;
	m->linked[c][b] = m->offer[c][b][0] != 0;
	m->offer[c][b][0] = m->offer[c][b][0] ? 0 : side;
}

/* Of the odd councils the rules say `either`. */
static void try_depart(fixture *f, model *m)
{
	int c = draw(COUNCILS), b = draw(BODIES), side = 1 + draw(2), council = BASES + c;
	bool done = m->linked[c][b] && m->offer[c][b][1] != side;
	expect(f,
	       fixture_decide(f, body_name(side == 1 ? council : b), "depart", "{'council': '%s', 'body': '%s'}",
			      body_name(council), body_name(b)),
	       done, "depart", side == 1 ? "council" : "body", c, b);
	if (!done)
		return;
	bool ends = m->offer[c][b][1] || c % 2;
	m->linked[c][b] = !ends;
	m->offer[c][b][1] = ends ? 0 : side;
}

static void try_close(fixture *f, model *m)
{
	int b = draw(BODIES);
	bool done = !m->closed[b];
	if (draw(8))
		return;
	expect(f, fixture_decide(f, body_name(b), "body_close", "{'body': '%s'}", body_name(b)), done, "close", "", b,
	       0);
	m->closed[b] = true;
	for (int p = 0; p < PEOPLE; p++)
		m->secretary[b][p] = false;
	for (int p = 0; p < PEOPLE && b < BASES; p++)
		m->on[b][p] = false;
	for (int c = 0; c < COUNCILS; c++)
		for (int other = 0; other < BODIES; other++)
			if (c + BASES == b || other == b) {
				m->linked[c][other] = false;
				m->offer[c][other][0] = m->offer[c][other][1] = 0;
			}
}

static void open_all(fixture *f, model *m)
{
	for (int b = 0; b < BODIES; b++) {
		if (b < BASES)
			fixture_base(f, body_name(b), b % 2 ? "workplace" : "farm", person_name(b), "", NULL);
		else
			fixture_council(f, body_name(b), "cordon", person_name(b),
					(b - BASES) % 2 ? "{'leaving': 'either'}" : "{}");
		m->secretary[b][b] = true;
		if (b < BASES)
			m->on[b][b] = true;
	}
}

static void compare_now(fixture *f, const model *m)
{
	for (int b = 0; b < BODIES; b++)
		for (int p = 0; p < PEOPLE; p++) {
			assert_int_equal(officer_has(f->state, body_name(b), "secretary", person_name(p), f->time),
					 m->secretary[b][p]);
			if (b < BASES)
				assert_int_equal(roll_has(f->state, body_name(b), person_name(p)), m->on[b][p]);
		}
	for (int b = 0; b < BASES; b++)
		assert_int_equal(roll_size(f->state, body_name(b)), size(m, b));
	for (int c = 0; c < COUNCILS; c++) {
		int people = 0;
		for (int b = 0; b < BODIES; b++) {
			assert_int_equal(link_has(f->state, body_name(BASES + c), body_name(b)), m->linked[c][b]);
			assert_int_equal(link_is_beneath(f->state, body_name(BASES + c), body_name(b)),
					 beneath(m, BASES + c, b));
			people += b < BASES && beneath(m, BASES + c, b) ? size(m, b) : 0;
		}
		assert_int_equal(body_people(f->state, body_name(BASES + c)), people);
	}
}

static void compare_past(fixture *f, const model *m)
{
	for (int64_t t = 0; t <= f->entry; t += 7) {
		int64_t time = FIXTURE_START + t;
		for (int b = 0; b < BASES; b++) {
			int people = 0;
			for (int p = 0; p < PEOPLE; p++) {
				people += m->was_on[t][b][p];
				assert_int_equal(roll_had(f->state, body_name(b), person_name(p), time),
						 m->was_on[t][b][p]);
			}
			assert_int_equal(roll_size_at(f->state, body_name(b), time), people);
		}
		for (int c = 0; c < COUNCILS; c++)
			for (int b = 0; b < BODIES; b++)
				assert_int_equal(link_had(f->state, body_name(BASES + c), body_name(b), time),
						 m->was_linked[t][c][b]);
	}
}

static void run(uint64_t from)
{
	static void (*const try[])(fixture *, model *) = {try_enrol,    try_enrol,     try_enrol,  try_leave,
							  try_transfer, try_secretary, try_resign, try_join,
							  try_join,     try_join,      try_depart, try_close};
	fixture f;
	model *m = calloc(1, sizeof *m);
	seed = from;
	fixture_open(&f);
	open_all(&f, m);
	for (int step = 0; step < STEPS; step++) {
		memcpy(m->was_on[f.entry], m->on, sizeof m->on);
		memcpy(m->was_linked[f.entry], m->linked, sizeof m->linked);
		try[draw(sizeof try / sizeof *try)](&f, m);
		if (step % 20 == 0)
			compare_now(&f, m);
	}
	memcpy(m->was_on[f.entry], m->on, sizeof m->on);
	memcpy(m->was_linked[f.entry], m->linked, sizeof m->linked);
	compare_now(&f, m);
	for (int64_t t = 0; t < BODIES; t++) /* while the bodies were opened */
		for (int b = 0; b < BASES; b++)
			m->was_on[t][b][b] = b < t;
	compare_past(&f, m);
	assert_int_equal(roll_check(f.state, &f.error), CORDON_OK);
	fixture_close(&f);
	free(m);
}

static void acts_do_what_the_model_does(void **unused)
{
	(void)unused;
	for (uint64_t i = 0; i < RUNS; i++)
		run(i);
}

/* Each way to break the tables of rolls is found, and named. */
static void broken_rolls_are_found(void **unused)
{
	(void)unused;
	static const struct {
		const char *sql, *code;
	} broken[] = {
		{"INSERT INTO roll VALUES ('b1', 'p2', 9, 0, NULL, NULL, NULL, NULL)", "council.check_twice"},
		{"UPDATE standing SET body = 'b1' WHERE person = 'p2'", "council.check_standing"},
		{"DELETE FROM standing WHERE person = 'p2'", "council.check_standing"},
		{"UPDATE roll SET until_entry = 9, until_time = 9 WHERE person = 'p2'", "council.check_standing"},
		{"UPDATE body_size SET people = people + 1 WHERE body = 'b0'", "council.check_size"},
		{"UPDATE body SET closed = 9 WHERE body = 'b0'", "council.check_closed"},
	};
	for (size_t i = 0; i < sizeof broken / sizeof *broken; i++) {
		fixture f;
		bool found = false;
		fixture_open(&f);
		fixture_base(&f, "b0", "farm", "p0", "p2 p3", NULL);
		fixture_base(&f, "b1", "farm", "p1", "", NULL);
		assert_int_equal(roll_check(f.state, &f.error), CORDON_OK);
		assert_int_equal(sqlite3_exec(f.db, broken[i].sql, NULL, NULL, NULL), SQLITE_OK);
		assert_int_equal(roll_check(f.state, &f.error), CORDON_UNPROVEN);
		for (size_t j = 0; j < f.error.count; j++)
			found |= !strcmp(f.error.finding[j].what.code->id, broken[i].code);
		assert_true(found);
		fixture_close(&f);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(acts_do_what_the_model_does),
		cmocka_unit_test(broken_rolls_are_found),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
