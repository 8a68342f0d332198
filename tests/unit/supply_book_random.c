/* Random acts about households, above all merges and unmerges of each other in any order, against a model of arrays
 * that knows no SQL and no rows with from and until: which acts must be done and which refused, and how every
 * household stood, and as whom every card was served, after each act that there was.
 */
#include "council_fixture.h"

#include "supply/household.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { HOUSEHOLDS = 8, OUTLETS = 3, STEPS = 1000, RUNS = 20, MOMENTS = STEPS + 64, NOBODY = -1 };

/* A household, and the merge in which it stands as another. */
typedef struct one {
	bool stands;
	int size, outlet;
	int64_t said; /* the entry that last said its size */
	int kept; /* as whom it stands; NOBODY */
	int64_t merged; /* the entry of that merge */
	int kept_size; /* of the kept one, before it */
} one;

typedef struct model {
	one household[HOUSEHOLDS];
	bool open[OUTLETS];
} model;

static uint64_t seed;

static int draw(int below)
{
	seed = seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
	return (int)((seed >> 33) % (uint64_t)below);
}

static const char *const outlet_name[OUTLETS] = {"o0", "o1", "o2"};
static char token[HOUSEHOLDS][8];

static void expect(fixture *f, cordon_status status, bool done, const char *what, int a, int b)
{
	if ((status == CORDON_OK) != done)
		fail_msg("%s (%d, %d) was %s after entry %" PRId64 ", seed %" PRIu64, what, a, b,
			 done ? "refused" : "done", f->entry, seed);
}

static void try_enrol(fixture *f, model *m)
{
	int h = draw(HOUSEHOLDS), o = draw(OUTLETS), size = 1 + draw(9);
	one *at = &m->household[h];
	bool done = !at->stands && at->kept == NOBODY && m->open[o];
	expect(f,
	       fixture_act(f, "ana", "household_enrol", "{'body':'jap','household':'%s','outlet':'%s','size':%d}",
			   token[h], outlet_name[o], size),
	       done, "enrol", h, o);
	if (done)
		*at = (one){true, size, o, f->entry, NOBODY, 0, 0};
}

static void try_change(fixture *f, model *m)
{
	int h = draw(HOUSEHOLDS), size = 1 + draw(9);
	one *at = &m->household[h];
	bool done = at->stands;
	expect(f,
	       fixture_act(f, "ana", "household_change", "{'body':'jap','household':'%s','size':%d}", token[h], size),
	       done, "change", h, size);
	if (!done)
		return;
	at->size = size;
	at->said = f->entry;
}

static void try_move(fixture *f, model *m)
{
	int h = draw(HOUSEHOLDS), o = draw(OUTLETS);
	one *at = &m->household[h];
	bool done = at->stands && m->open[o] && at->outlet != o;
	expect(f,
	       fixture_act(f, "ana", "household_move", "{'body':'jap','household':'%s','outlet':'%s'}", token[h],
			   outlet_name[o]),
	       done, "move", h, o);
	if (done)
		at->outlet = o;
}

static void try_leave(fixture *f, model *m)
{
	int h = draw(HOUSEHOLDS);
	bool done = m->household[h].stands;
	if (draw(3))
		return;
	expect(f, fixture_act(f, "ana", "household_leave", "{'body':'jap','household':'%s'}", token[h]), done, "leave",
	       h, 0);
	m->household[h].stands = false;
}

static void try_merge(fixture *f, model *m)
{
	int k = draw(HOUSEHOLDS), o = draw(HOUSEHOLDS), size = 1 + draw(9);
	one *kept = &m->household[k], *other = &m->household[o];
	bool done = kept->stands && other->stands && k != o;
	expect(f,
	       fixture_act(f, "ana", "household_merge",
			   "{'body':'jap','kept':'%s','other':'%s','size':%d,'hearing':'Both were "
			   "heard.','heard':'1972-10-11'}",
			   token[k], token[o], size),
	       done, "merge", k, o);
	if (!done)
		return;
	other->stands = false;
	other->kept = k;
	other->merged = f->entry;
	other->kept_size = kept->size;
	kept->size = size;
	kept->said = f->entry;
}

static bool may_unmerge(const model *m, int k, int o, int size, int outlet)
{
	const one *kept = &m->household[k], *other = &m->household[o];
	if (other->kept != k || !m->open[outlet])
		return false;
	return kept->stands ? size || kept->said == other->merged : kept->kept == NOBODY && !size;
}

static void try_unmerge(fixture *f, model *m)
{
	char more[100] = "", field[40];
	int o = draw(HOUSEHOLDS),
	    k = draw(5) && m->household[o].kept != NOBODY ? m->household[o].kept : draw(HOUSEHOLDS);
	one *kept = &m->household[k], *other = &m->household[o];
	int size = draw(2) ? 1 + draw(9) : 0, other_size = draw(2) ? 1 + draw(9) : 0;
	int outlet = draw(2) ? draw(OUTLETS) : NOBODY;
	if (size)
		snprintf(more, sizeof more, ",'size':%d", size);
	snprintf(field, sizeof field, ",'other_size':%d", other_size);
	if (other_size)
		strcat(more, field);
	if (outlet != NOBODY)
		strcat(strcat(strcat(more, ",'outlet':'"), outlet_name[outlet]), "'");
	bool done = may_unmerge(m, k, o, size, outlet == NOBODY ? other->outlet : outlet);
	expect(f,
	       fixture_act(f, "ana", "household_unmerge",
			   "{'body':'jap','kept':'%s','other':'%s','reason':'Two kitchens.'%s}", token[k], token[o],
			   more),
	       done, "unmerge", k, o);
	if (!done)
		return;
	if (kept->stands) {
		kept->size = size ? size : other->kept_size;
		kept->said = f->entry;
	}
	*other = (one){true,
		       other_size ? other_size : other->size,
		       outlet == NOBODY ? other->outlet : outlet,
		       f->entry,
		       NOBODY,
		       0,
		       0};
}

static bool is_used(const model *m, int outlet)
{
	for (int h = 0; h < HOUSEHOLDS; h++)
		if (m->household[h].stands && m->household[h].outlet == outlet)
			return true;
	return false;
}

static void try_outlet(fixture *f, model *m)
{
	char more[20] = "";
	int o = draw(OUTLETS), to = draw(OUTLETS);
	bool says = draw(4) != 0;
	if (!m->open[o]) {
		fixture_ok(f, "ana", "outlet_open", "{'body':'jap','outlet':'%s','name':'O','kind':'outlet'}",
			   outlet_name[o]);
		m->open[o] = true;
		return;
	}
	if (draw(3))
		return;
	if (says)
		snprintf(more, sizeof more, ",'to':'%s'", outlet_name[to]);
	bool done = says ? m->open[to] && to != o : !is_used(m, o);
	expect(f, fixture_act(f, "ana", "outlet_close", "{'body':'jap','outlet':'%s'%s}", outlet_name[o], more), done,
	       "close", o, to);
	if (!done)
		return;
	m->open[o] = false;
	for (int h = 0; says && h < HOUSEHOLDS; h++)
		if (m->household[h].stands && m->household[h].outlet == o)
			m->household[h].outlet = to;
}

/* How each household stood, and as whom each card was served, at a moment. */
static void compare(fixture *f, const model *m, int64_t time)
{
	int64_t count = 0;
	for (int h = 0; h < HOUSEHOLDS; h++) {
		household_facts facts;
		char as[HOUSEHOLD_ID];
		const one *at = &m->household[h];
		int served = h;
		while (m->household[served].kept != NOBODY)
			served = m->household[served].kept;
		count += at->stands;
		assert_int_equal(household_in(f->state, "jap", token[h], time, &facts), at->stands);
		if (at->stands) {
			assert_int_equal(facts.size, at->size);
			assert_string_equal(facts.outlet, outlet_name[at->outlet]);
		}
		assert_int_equal(household_stands_as(f->state, "jap", token[h], time, as), m->household[served].stands);
		assert_string_equal(as, token[served]);
	}
	assert_int_equal(household_count(f->state, "jap", NULL, time), count);
}

static void run(uint64_t from)
{
	static void (*const try[])(fixture *, model *) = {try_enrol, try_enrol, try_change,  try_move,    try_leave,
							  try_merge, try_merge, try_unmerge, try_unmerge, try_outlet};
	static model was[MOMENTS];
	fixture f;
	seed = from;
	fixture_open(&f);
	fixture_base(&f, "jap", "neighbourhood", "ana", "", NULL);
	int64_t begun = f.entry;
	model *now = &was[begun];
	memset(now, 0, sizeof *now);
	for (int h = 0; h < HOUSEHOLDS; h++)
		now->household[h].kept = NOBODY;
	for (int step = 0; step < STEPS; step++) {
		model next = was[f.entry];
		try[draw(sizeof try / sizeof *try)](&f, &next);
		was[f.entry] = next;
		compare(&f, &next, f.time);
	}
	assert_true(f.entry > STEPS / 10);
	for (int64_t entry = begun; entry <= f.entry; entry++)
		compare(&f, &was[entry], FIXTURE_START + entry);
	fixture_close(&f);
}

static void acts_do_what_the_model_does(void **unused)
{
	(void)unused;
	for (int h = 0; h < HOUSEHOLDS; h++) {
		snprintf(token[h], sizeof token[h], "%d", 1001 + h);
		token[h][4] = token_check_digit(token[h], 4);
	}
	for (uint64_t i = 0; i < RUNS; i++)
		run(i);
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(acts_do_what_the_model_does)};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
