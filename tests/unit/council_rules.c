/* Rules documents: defaults, every key, what is refused and where, versions in time. */
#include "council_fixture.h"

#include "council/rules.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static cordon_status read(rules *r, const char *json, cordon_error *error)
{
	json_t *document = fixture_json(json);
	cordon_error_init(error);
	cordon_status status = rules_read(r, document, "rules.json", "", error);
	json_decref(document);
	return status;
}

static void nothing_said_is_a_set_of_rules(void **unused)
{
	(void)unused;
	rules r;
	cordon_error error;
	assert_int_equal(read(&r, "{}", &error), CORDON_OK);
	assert_int_equal(rules_part(r.quorum, 9), 5); /* half, as docs/rules.md has it */
	assert_int_equal(r.majority.kind, RULES_SIMPLE);
	assert_int_equal(r.amend.kind, RULES_TWO_THIRDS);
	assert_int_equal(rules_part(r.recall.petition, 250), 25);
	assert_int_equal(r.recall.who, RULES_BASE);
	assert_int_equal(r.term_days, 365);
	assert_int_equal(r.fill, RULES_ELECTION);
	assert_int_equal(r.apportionment.method, RULES_FIXED);
	assert_int_equal(r.apportionment.seats, 1);
	assert_string_equal(r.election->id, "scottish-stv");
	assert_int_equal(r.tellers.n, 3);
	assert_int_equal(r.tellers.k, 2);
	assert_int_equal(r.voting, RULES_PAPER);
	assert_int_equal(r.instructions, RULES_IMPERATIVE);
	assert_true(r.override && !r.split_votes && !r.binds.down && !r.binds.up);
	assert_string_equal(r.default_option, "further discussion");
	rules_free(&r);
	cordon_error_free(&error);
}

static const char everything[] =
	"{'name': 'ours', 'quorum': '0.4', 'majority': '3/5', 'recall': {'petition': '20', 'quorum': '1/3', "
	"'majority': 'absolute', "
	"'who': 'delegates'}, 'term_days': 0, 'fill': 'countback', 'apportionment': {'method': 'sainte-lague', "
	"'seats': 40, "
	"'floor': 0}, 'election': {'rule': 'meek', 'decimals': 12}, 'sponsors': 2, 'tellers': {'n': 5, 'k': 3}, "
	"'voting': 'open', "
	"'instructions': 'free', 'override': false, 'split_votes': true, 'readings': 2, 'notice_days': 14, 'amend': "
	"'double', "
	"'binds': {'down': true, 'up': true}, 'leaving': 'either', 'default_option': 'nothing changes'}";

static void every_key_is_read(void **unused)
{
	(void)unused;
	rules r;
	cordon_error error;
	cordon_settings settings;
	assert_int_equal(read(&r, everything, &error), CORDON_OK);
	assert_string_equal(r.name, "ours");
	assert_int_equal(rules_part(r.quorum, 11), 5); /* 4.4 and up */
	assert_int_equal(r.majority.kind, RULES_SHARE);
	assert_int_equal(rules_part(r.majority.share, 100), 60);
	assert_int_equal(rules_part(r.recall.petition, 3), 20); /* a number of people, however few there are */
	assert_int_equal(r.recall.majority.kind, RULES_ABSOLUTE);
	assert_int_equal(r.recall.who, RULES_DELEGATES);
	assert_int_equal(r.term_days, 0);
	assert_int_equal(r.fill, RULES_COUNTBACK);
	assert_int_equal(r.apportionment.method, RULES_SAINTE_LAGUE);
	assert_int_equal(r.apportionment.seats, 40);
	assert_int_equal(r.apportionment.floor, 0);
	assert_string_equal(r.election->id, "meek");
	assert_int_equal(r.sponsors, 2);
	assert_int_equal(r.tellers.k, 3);
	assert_int_equal(r.voting, RULES_OPEN);
	assert_int_equal(r.instructions, RULES_FREE);
	assert_true(!r.override && r.split_votes && r.binds.down && r.binds.up);
	assert_int_equal(r.readings, 2);
	assert_int_equal(r.notice_days, 14);
	assert_int_equal(r.amend.kind, RULES_DOUBLE);
	assert_int_equal(r.leaving, RULES_EITHER);
	assert_string_equal(r.default_option, "nothing changes");
	cordon_settings_init(&settings);
	rules_election_settings(&r, &settings);
	assert_int_equal(settings.settings, 1);
	assert_string_equal(settings.setting[0].key, "decimals");
	assert_string_equal(settings.setting[0].value, "12");
	cordon_settings_free(&settings);
	rules_free(&r);
	cordon_error_free(&error);
}

static void what_is_wrong_is_said_with_its_place(void **unused)
{
	(void)unused;
	static const struct {
		const char *document, *code, *field;
	} wrong[] = {
		{"{'qourum': '1/2'}", "council.rules_unknown", "/qourum"},
		{"{'recall': {'petitions': '1/2'}}", "council.rules_unknown", "/recall/petitions"},
		{"{'quorum': '3/2'}", "council.rules_value", "/quorum"}, /* neither a share nor a number */
		{"{'quorum': '1/0'}", "council.rules_value", "/quorum"},
		{"{'quorum': '1/10000000000'}", "council.rules_value", "/quorum"},
		{"{'quorum': 1}", "council.rules_value", "/quorum"},
		{"{'majority': '1/3'}", "council.rules_value", "/majority"},
		{"{'majority': 'most'}", "council.rules_value", "/majority"},
		{"{'majority': '5/4'}", "council.rules_value", "/majority"},
		{"{'amend': null}", "council.rules_value", "/amend"},
		{"{'recall': []}", "council.rules_value", "/recall"},
		{"{'recall': {'who': 'all'}}", "council.rules_value", "/recall/who"},
		{"{'term_days': -1}", "council.rules_value", "/term_days"},
		{"{'term_days': 3661}", "council.rules_value", "/term_days"},
		{"{'term_days': '365'}", "council.rules_value", "/term_days"},
		{"{'fill': 'sub'}", "council.rules_value", "/fill"},
		{"{'apportionment': {'method': 'dhondt'}}", "council.rules_seats", "/apportionment/seats"},
		{"{'apportionment': {'seats': 0}}", "council.rules_value", "/apportionment/seats"},
		{"{'election': {'rule': 'lots'}}", "council.rules_value", "/election/rule"},
		{"{'election': {'rule': 'irv', 'decimals': 5}}", "council.rules_unknown", "/election/decimals"},
		{"{'election': {'rule': 'meek', 'decimals': 'many'}}", "count.setting_value", "decimals"},
		{"{'election': {'rule': 'meek', 'seed': '1'}}", "council.rules_unknown", "/election/seed"},
		{"{'sponsors': 3}", "council.rules_value", "/sponsors"},
		{"{'tellers': {'n': 2, 'k': 3}}", "council.rules_tellers", "/tellers/k"},
		{"{'tellers': {'n': 1}}", "council.rules_tellers", "/tellers/k"},
		{"{'voting': 'secret'}", "council.rules_value", "/voting"},
		{"{'override': 'yes'}", "council.rules_value", "/override"},
		{"{'readings': 0}", "council.rules_value", "/readings"},
		{"{'binds': {'sideways': true}}", "council.rules_unknown", "/binds/sideways"},
		{"{'default_option': ''}", "council.rules_value", "/default_option"},
		{"{'default_option': 'a\\nb'}", "council.rules_value", "/default_option"},
		{"[]", "council.rules_value", ""},
	};
	for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
		rules r;
		cordon_error error;
		print_message("# %s\n", wrong[i].document);
		assert_int_equal(read(&r, wrong[i].document, &error), CORDON_BAD_INPUT);
		assert_int_equal(error.count, 1);
		assert_string_equal(error.finding[0].what.code->id, wrong[i].code);
		assert_string_equal(error.finding[0].field, wrong[i].field);
		assert_string_equal(error.finding[0].file, "rules.json");
		rules_free(&r);
		cordon_error_free(&error);
	}
}

static void everything_wrong_is_said_at_once(void **unused)
{
	(void)unused;
	rules r;
	cordon_error error;
	assert_int_equal(read(&r, "{'quorum': 'x', 'binds': {'down': 1}, 'more': 1}", &error), CORDON_BAD_INPUT);
	assert_int_equal(error.count, 3);
	rules_free(&r);
	cordon_error_free(&error);
}

static void a_part_is_rounded_up(void **unused)
{
	(void)unused;
	/* Against multiplication: part is the least p with p / whole >= share. */
	for (int64_t denominator = 1; denominator <= 12; denominator++)
		for (int64_t numerator = 0; numerator <= denominator; numerator++)
			for (int64_t whole = 0; whole <= 40; whole++) {
				int64_t part = rules_part((rules_ratio){numerator, denominator}, whole);
				assert_true(part * denominator >= numerator * whole);
				assert_true(part == 0 || (part - 1) * denominator < numerator * whole);
			}
	assert_int_equal(rules_part((rules_ratio){999999999, 1000000000}, 1000000000), 999999999);
	assert_int_equal(rules_part((rules_ratio){6, 2}, 1), 3);
}

static void rules_have_versions_in_time(void **unused)
{
	(void)unused;
	fixture f;
	rules r;
	fixture_open(&f);
	assert_false(rules_now(f.state, "panaderia", &r));
	fixture_base(&f, "panaderia", "workplace", "ana", "", "{'notice_days': 7, 'sponsors': 1}");
	int64_t first = f.time;
	f.time += 1000;
	fixture_refused(&f, "ana", "record.may_not", "rules", "{'body': 'panaderia', 'document': {}}");
	fixture_undecided(&f, "molino", "council.not_its_decision", "rules", "{'body': 'panaderia', 'document': {}}");
	fixture_undecided(&f, "panaderia", "council.rules_value", "rules",
			  "{'body': 'panaderia', 'document': {'readings': 9}}");
	fixture_decided(&f, "panaderia", "rules", "{'body': 'panaderia', 'document': {'readings': 3}}");
	int64_t second = f.time;
	assert_false(rules_at(f.state, "panaderia", first - 1, &r));
	static const struct {
		int64_t after, version, notice, readings;
	} expected[] = {{0, 1, 7, 1}, {1000, 1, 7, 1}, {1001, 2, 3, 3}, {5000, 2, 3, 3}};
	for (size_t i = 0; i < sizeof expected / sizeof *expected; i++) {
		assert_true(rules_at(f.state, "panaderia", first + expected[i].after, &r));
		assert_int_equal(r.version, expected[i].version);
		assert_int_equal(r.notice_days, expected[i].notice);
		assert_int_equal(r.readings, expected[i].readings);
		rules_free(&r);
	}
	assert_int_equal(second, first + 1001);
	assert_true(rules_now(f.state, "panaderia", &r));
	assert_int_equal(r.version, 2);
	rules_free(&r);
	/* the copies beside the body follow */
	assert_int_equal(state_number(f.state, -1, "SELECT sponsors FROM body WHERE body = 'panaderia'", ""), 0);
	fixture_close(&f);
}

/* A file of the source tree; the caller frees it. */
static char *source_file(const char *name)
{
	char path[4096];
	assert_non_null(getenv("CORDON_SOURCE"));
	snprintf(path, sizeof path, "%s/%s", getenv("CORDON_SOURCE"), name);
	FILE *file = fopen(path, "rb");
	assert_non_null(file);
	char *bytes = calloc(1, 1 << 16);
	assert_true(fread(bytes, 1, (1 << 16) - 1, file) > 0);
	fclose(file);
	return bytes;
}

static void ready_made_sets_are_rules(void **unused)
{
	(void)unused;
	static const char *const set[] = {"co-operative", "cordon-1972", "union-branch", "neighbourhood-assembly"};
	for (size_t i = 0; i < sizeof set / sizeof *set; i++) {
		char name[100];
		rules r;
		cordon_error error;
		snprintf(name, sizeof name, "examples/rules/%s.json", set[i]);
		char *bytes = source_file(name);
		assert_int_equal(read(&r, bytes, &error), CORDON_OK);
		assert_string_equal(r.name, set[i]);
		rules_free(&r);
		cordon_error_free(&error);
		free(bytes);
	}
}

static bool same_majority(rules_majority a, rules_majority b)
{
	return a.kind == b.kind && a.share.numerator * b.share.denominator == b.share.numerator * a.share.denominator;
}

static bool same_ratio(rules_ratio a, rules_ratio b)
{
	return a.numerator == b.numerator && a.denominator == b.denominator;
}

/* The document that docs/rules.md calls the defaults has every key, and changes nothing. */
static void the_page_says_the_defaults(void **unused)
{
	(void)unused;
	rules page, none;
	cordon_error error, other;
	char *bytes = source_file("docs/rules.md");
	char *from = strstr(bytes, "```json\n");
	assert_non_null(from);
	from += strlen("```json\n");
	*strstr(from, "```") = '\0';
	assert_int_equal(read(&page, from, &error), CORDON_OK);
	assert_int_equal(read(&none, "{}", &other), CORDON_OK);
	assert_int_equal(json_object_size(page.document), 19); /* all but `name` */
	assert_true(same_ratio(page.quorum, none.quorum) && same_majority(page.majority, none.majority));
	assert_true(same_ratio(page.recall.petition, none.recall.petition) &&
		    same_ratio(page.recall.quorum, none.recall.quorum) &&
		    same_majority(page.recall.majority, none.recall.majority) && page.recall.who == none.recall.who);
	assert_true(page.term_days == none.term_days && page.fill == none.fill);
	assert_true(page.apportionment.method == none.apportionment.method &&
		    page.apportionment.seats == none.apportionment.seats &&
		    page.apportionment.floor == none.apportionment.floor);
	assert_true(page.election == none.election && page.sponsors == none.sponsors);
	assert_true(page.tellers.n == none.tellers.n && page.tellers.k == none.tellers.k);
	assert_true(page.voting == none.voting && page.instructions == none.instructions);
	assert_true(page.override == none.override && page.split_votes == none.split_votes);
	assert_true(page.readings == none.readings && page.notice_days == none.notice_days);
	assert_true(same_majority(page.amend, none.amend) && page.leaving == none.leaving);
	assert_true(page.binds.down == none.binds.down && page.binds.up == none.binds.up);
	assert_string_equal(page.default_option, none.default_option);
	rules_free(&page);
	rules_free(&none);
	cordon_error_free(&error);
	cordon_error_free(&other);
	free(bytes);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(nothing_said_is_a_set_of_rules),
		cmocka_unit_test(every_key_is_read),
		cmocka_unit_test(what_is_wrong_is_said_with_its_place),
		cmocka_unit_test(everything_wrong_is_said_at_once),
		cmocka_unit_test(a_part_is_rounded_up),
		cmocka_unit_test(rules_have_versions_in_time),
		cmocka_unit_test(ready_made_sets_are_rules),
		cmocka_unit_test(the_page_says_the_defaults),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
