/* Snapshots of the economy over a state in memory: what they hold, that any past moment gives what it gave then, and
 * that a package read back has the hash that was computed of the draft.
 */
#include "council_fixture.h"

#include "base/text.h"
#include "plan/snapshot.h"

#include <stdio.h>
#include <string.h>

static void federation(fixture *f)
{
	fixture_open(f);
	fixture_base(f, "panaderia", "workplace", "ana", "luis", NULL);
	fixture_base(f, "molino", "workplace", "rosa", "pedro", NULL);
	fixture_base(f, "poblacion", "neighbourhood", "eva", "juan", NULL);
	fixture_council(f, "cordon", "cordon", "clara", NULL);
	fixture_join(f, "cordon", "panaderia");
	fixture_join(f, "cordon", "molino");
	fixture_join(f, "cordon", "poblacion");
	fixture_decided(f, "cordon", "unit", "{'body': 'cordon', 'unit': 'kg', 'dimension': 'mass'}");
	fixture_decided(f, "cordon", "unit", "{'body': 'cordon', 'unit': 't', 'dimension': 'mass', 'factor': '1000'}");
	fixture_decided(f, "cordon", "unit", "{'body': 'cordon', 'unit': 'hour', 'dimension': 'time'}");
	for (int i = 0; i < 3; i++)
		fixture_decided(f, "cordon", "commodity", "{'body': 'cordon', 'commodity': '%s', 'unit': 'kg'}",
				((const char *const[]){"bread", "flour", "wheat"})[i]);
	fixture_decided(f, "cordon", "commodity",
			"{'body': 'cordon', 'commodity': 'work', 'unit': 'hour', 'kind': 'labour'}");
}

static snapshot take(fixture *f, int64_t entries)
{
	snapshot snap;
	assert_true(snapshot_make(f->state, "cordon", entries, &snap));
	return snap;
}

/* What a snapshot of now says of a table, a row in brackets, cells by blanks. */
static void expect(fixture *f, int table, const char *expected)
{
	text found = {0};
	snapshot snap = take(f, f->entry + 1);
	for (size_t row = 0; row < economy_draft_rows(snap.draft, table); row++) {
		text_add_string(&found, "[");
		for (int c = 0; c < table_columns(table); c++) {
			const char *cell = economy_draft_cell(snap.draft, table, row, c);
			text_add_format(&found, *cell ? " %s" : "%s", cell);
		}
		text_add_string(&found, " ]");
	}
	assert_string_equal(text_string(&found), expected);
	text_free(&found);
	snapshot_free(&snap);
}

static void declare(fixture *f)
{
	fixture_ok(f, "ana", "process",
		   "{'body': 'panaderia', 'process': 'baking', 'inputs': {'flour': '0.00075 t', 'work': '1/20'}, "
		   "'outputs': {'bread': 1}, 'capacity': '400'}");
	fixture_ok(f, "rosa", "process",
		   "{'body': 'molino', 'process': 'milling', 'inputs': {'wheat': '1.3'}, 'outputs': {'flour': 1}}");
	fixture_ok(f, "rosa", "stock", "{'body': 'molino', 'commodity': 'wheat', 'amount': '0.6 t'}");
	fixture_ok(f, "ana", "stock", "{'body': 'panaderia', 'commodity': 'work', 'amount': '0.1'}");
	fixture_ok(f, "rosa", "stock", "{'body': 'molino', 'commodity': 'work', 'amount': '0.2'}");
	fixture_ok(f, "eva", "need", "{'body': 'poblacion', 'group': 'school', 'commodity': 'bread', 'amount': '60'}");
	fixture_ok(f, "eva", "need", "{'body': 'poblacion', 'commodity': 'bread', 'amount': '300'}");
}

static void what_it_holds(void **unused)
{
	(void)unused;
	fixture f;
	federation(&f);
	declare(&f);
	expect(&f, TABLE_UNITS, "[ hour time 1 ][ kg mass 1 ]");
	expect(&f, TABLE_PROCESSES, "[ molino/milling molino ][ panaderia/baking panaderia ]");
	expect(&f, TABLE_EXCHANGES,
	       "[ molino/milling wheat input 1.3 ][ molino/milling flour output 1 ][ panaderia/baking flour input 0.75 "
	       "]"
	       "[ panaderia/baking work input 0.05 ][ panaderia/baking bread output 1 ]");
	expect(&f, TABLE_CAPACITIES, "[ panaderia/baking 400 ]");
	expect(&f, TABLE_STOCKS, "[ wheat 600 ][ work 0.3 ]");
	expect(&f, TABLE_NEEDS, "[ poblacion bread 300 9 ][ poblacion/school bread 60 9 ]");
	/* said again, it takes the place of what was said */
	fixture_ok(&f, "ana", "capacity", "{'body': 'panaderia', 'process': 'baking', 'capacity': '1/4'}");
	fixture_ok(&f, "eva", "need", "{'body': 'poblacion', 'commodity': 'bread', 'amount': '0'}");
	expect(&f, TABLE_CAPACITIES, "[ panaderia/baking 0.25 ]");
	expect(&f, TABLE_NEEDS, "[ poblacion/school bread 60 9 ]");
	fixture_ok(&f, "rosa", "process_end", "{'body': 'molino', 'process': 'milling'}");
	expect(&f, TABLE_PROCESSES, "[ panaderia/baking panaderia ]");
	/* what is beneath the council alone */
	fixture_base(&f, "lejos", "workplace", "sara", "", NULL);
	fixture_ok(&f, "sara", "stock", "{'body': 'lejos', 'commodity': 'wheat', 'amount': '5'}");
	expect(&f, TABLE_STOCKS, "[ wheat 600 ][ work 0.3 ]");
	fixture_close(&f);
}

static void the_closest_tier_holds(void **unused)
{
	(void)unused;
	fixture f;
	federation(&f);
	declare(&f);
	fixture_decided(&f, "cordon", "tier", "{'body': 'cordon', 'commodity': 'bread', 'tier': 4}");
	expect(&f, TABLE_NEEDS, "[ poblacion bread 300 4 ][ poblacion/school bread 60 4 ]");
	fixture_decided(&f, "cordon", "tier", "{'body': 'cordon', 'commodity': 'bread', 'group': 'school', 'tier': 3}");
	expect(&f, TABLE_NEEDS, "[ poblacion bread 300 4 ][ poblacion/school bread 60 3 ]");
	fixture_decided(&f, "cordon", "tier", "{'body': 'cordon', 'commodity': 'bread', 'of': 'poblacion', 'tier': 2}");
	expect(&f, TABLE_NEEDS, "[ poblacion bread 300 2 ][ poblacion/school bread 60 2 ]");
	fixture_decided(&f, "cordon", "tier",
			"{'body': 'cordon', 'commodity': 'bread', 'of': 'poblacion', 'group': 'school', 'tier': 1}");
	expect(&f, TABLE_NEEDS, "[ poblacion bread 300 2 ][ poblacion/school bread 60 1 ]");
	/* another body's tiers are for its own plans */
	fixture_decided(&f, "poblacion", "tier",
			"{'body': 'poblacion', 'commodity': 'bread', 'of': 'poblacion', 'group': 'school', 'tier': 5}");
	expect(&f, TABLE_NEEDS, "[ poblacion bread 300 2 ][ poblacion/school bread 60 1 ]");
	fixture_close(&f);
}

static void what_stands_still_has_no_capacity(void **unused)
{
	(void)unused;
	fixture f;
	federation(&f);
	declare(&f);
	fixture_ok(&f, "pedro", "stoppage", "{'body': 'molino', 'stoppage': 'gate', 'text': 'locked'}");
	int64_t entry = f.entry;
	expect(&f, TABLE_CAPACITIES, "[ molino/milling 0 ][ panaderia/baking 400 ]");
	snapshot snap = take(&f, f.entry + 1);
	bool found = false;
	for (size_t i = 0; i < snap.sources; i++)
		if (snap.source[i].table == TABLE_CAPACITIES && snap.source[i].row == 0) {
			assert_int_equal(snap.source[i].entry, entry);
			assert_string_equal(snap.source[i].person, "pedro");
			found = true;
		}
	assert_true(found);
	snapshot_free(&snap);
	/* it works again when the last has ended */
	fixture_ok(&f, "rosa", "stoppage",
		   "{'body': 'molino', 'stoppage': 'belt', 'process': 'milling', 'text': 'broken'}");
	fixture_ok(&f, "pedro", "stoppage_end", "{'body': 'molino', 'stoppage': 'gate'}");
	expect(&f, TABLE_CAPACITIES, "[ molino/milling 0 ][ panaderia/baking 400 ]");
	fixture_ok(&f, "pedro", "stoppage_end", "{'body': 'molino', 'stoppage': 'belt'}");
	expect(&f, TABLE_CAPACITIES, "[ panaderia/baking 400 ]");
	fixture_close(&f);
}

/* The package has the hash of its draft, and says the amounts. */
static void read_back(fixture *f)
{
	cordon_economy *economy;
	cordon_error error;
	cordon_error_init(&error);
	snapshot snap = take(f, f->entry + 1);
	assert_int_equal(economy_draft_read(snap.draft, "here", &economy, &error), CORDON_OK);
	assert_string_equal(economy->hash, snap.hash);
	assert_int_equal((size_t)economy->processes, economy_draft_rows(snap.draft, TABLE_PROCESSES));
	assert_int_equal((size_t)economy->needs, economy_draft_rows(snap.draft, TABLE_NEEDS));
	cordon_economy_free(economy);
	cordon_error_free(&error);
	snapshot_free(&snap);
}

static void the_package_has_the_hash_of_its_draft(void **unused)
{
	(void)unused;
	fixture f;
	federation(&f);
	read_back(&f);
	declare(&f);
	fixture_decided(&f, "cordon", "commodity",
			"{'body': 'cordon', 'commodity': 'bread', 'unit': 'kg', 'name': 'Pan, \\\"de\\\" Chile'}");
	read_back(&f);
	fixture_close(&f);
}

/* ---- random histories -------------------------------------------------------------------------------------------- */

enum { RUNS = 12, STEPS = 120 };

static uint64_t seed;
static uint64_t draw(uint64_t below)
{
	seed = seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
	return (seed >> 33) % below;
}

/* One act of any kind; refused ones change nothing. */
static void any_act(fixture *f, int step)
{
	static const char *const body[] = {"panaderia", "molino", "poblacion"},
				 *const secretary[] = {"ana", "rosa", "eva"},
				 *const commodity[] = {"bread", "flour", "wheat"}, *const process[] = {"p", "q"};
	uint64_t b = draw(3), c = draw(3), p = draw(2), amount = draw(4);
	switch (draw(12)) {
	case 0:
	case 1:
		fixture_act(f, secretary[b], "process",
			    "{'body': '%s', 'process': '%s', 'outputs': {'%s': %d}, 'capacity': '%d'}", body[b],
			    process[p], commodity[c], (int)amount + 1, (int)draw(5));
		break;
	case 2:
		fixture_act(f, secretary[b], "process_end", "{'body': '%s', 'process': '%s'}", body[b], process[p]);
		break;
	case 3:
		fixture_act(f, secretary[b], "capacity", "{'body': '%s', 'process': '%s', 'capacity': '%d/3'}", body[b],
			    process[p], (int)amount);
		break;
	case 4:
		fixture_act(f, secretary[b], "stock", "{'body': '%s', 'commodity': '%s', 'amount': '%d t'}", body[b],
			    commodity[c], (int)amount);
		break;
	case 5:
		fixture_act(f, secretary[b], "need", "{'body': '%s', 'commodity': '%s', 'amount': '%d'}", body[b],
			    commodity[c], (int)amount);
		break;
	case 6:
		fixture_decide(f, "cordon", "tier", "{'body': 'cordon', 'commodity': '%s', 'of': '%s', 'tier': %d}",
			       commodity[c], body[b], (int)amount + 1);
		break;
	case 7:
		fixture_act(f, secretary[b], "stoppage", "{'body': '%s', 'stoppage': 's%d', 'text': 't'}", body[b],
			    step);
		break;
	case 8:
		fixture_act(f, secretary[b], "work_done",
			    "{'body': '%s', 'process': '%s', 'amount': '%d/7', 'report': 'r%d', 'used': {'%s': %d}}",
			    body[b], process[p], (int)amount, (int)draw(3), commodity[draw(3)], (int)draw(3000));
		break;
	case 9:
		fixture_act(f, secretary[b], "handed",
			    "{'body': '%s', 'to': '%s', 'commodity': '%s', 'amount': '%d', 'report': 'h%d'}", body[b],
			    body[draw(3)], commodity[c], (int)amount, (int)draw(2));
		break;
	case 10:
		fixture_act(f, secretary[b], "received", "{'body': '%s', 'commodity': '%s', 'amount': '%d'}", body[b],
			    commodity[c], (int)amount);
		break;
	default:
		fixture_act(f, secretary[b], "stoppage_end", "{'body': '%s', 'stoppage': 's%d'}", body[b],
			    (int)draw((uint64_t)step + 1));
		break;
	}
}

/* Whatever is said later, a moment gives what it gave then. */
static void a_past_moment_gives_what_it_gave_then(void **unused)
{
	(void)unused;
	static char was[STEPS][65];
	int64_t entries[STEPS];
	for (int run = 0; run < RUNS; run++) {
		fixture f;
		int changes = 0;
		seed = (uint64_t)run;
		federation(&f);
		for (int i = 0; i < STEPS; i++) {
			any_act(&f, i);
			snapshot snap = take(&f, entries[i] = f.entry + 1);
			memcpy(was[i], snap.hash, sizeof was[i]);
			changes += i && strcmp(was[i], was[i - 1]) != 0;
			snapshot_free(&snap);
		}
		assert_true(changes > STEPS / 5);
		for (int i = 0; i < STEPS; i++) {
			snapshot snap = take(&f, entries[i]);
			assert_string_equal(snap.hash, was[i]);
			snapshot_free(&snap);
		}
		fixture_close(&f);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_it_holds),
		cmocka_unit_test(the_closest_tier_holds),
		cmocka_unit_test(what_stands_still_has_no_capacity),
		cmocka_unit_test(the_package_has_the_hash_of_its_draft),
		cmocka_unit_test(a_past_moment_gives_what_it_gave_then),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
