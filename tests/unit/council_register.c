/* Registers of workplaces and rules over them: written cases, and random histories held against tables of numbers that
 * know neither rows with from and until nor fractions.
 */
#include "council_fixture.h"

#include "base/text.h"
#include "council/register.h"
#include "council/register_named.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ATTRIBUTES                                                                                                     \
	"{'capital': {'type': 'number', 'name': 'Capital', 'unit': 'escudos'}, "                                       \
	"'market_share': {'type': 'number', 'name': 'Share of its market'}, "                                          \
	"'tenure': {'type': 'choice', 'name': 'Tenure', 'choices': 'private public occupied'}, "                       \
	"'since': {'type': 'date', 'name': 'Since'}, 'strategic': {'type': 'flag', 'name': 'Strategic'}, "             \
	"'sector': {'type': 'text', 'name': 'Sector'}}"

static void open_register(fixture *f)
{
	fixture_open(f);
	fixture_council(f, "cordon", "cordon", "ana", NULL);
	fixture_decided(f, "cordon", "register_attributes", "{'body': 'cordon', 'attributes': " ATTRIBUTES "}");
}

static void enter(fixture *f, const char *list)
{
	fixture_decided(f, "cordon", "register_enter", "{'body': 'cordon', 'workplaces': %s}", list);
}

static void change(fixture *f, const char *list)
{
	fixture_decided(f, "cordon", "register_change", "{'body': 'cordon', 'workplaces': %s}", list);
}

static void add_names(text *out, const json_t *list)
{
	for (size_t i = 0; i < json_array_size(list); i++)
		text_add_format(out, "%s%s", out->length ? " " : "",
				json_string_value(json_object_get(json_array_get(list, i), "workplace")));
}

/* "yarur sumar", "hirmas": for whom the rule holds, and for whom nobody can say. */
static void expect_touched(fixture *f, int64_t time, const char *rule, const char *holds, const char *undetermined)
{
	register_form form;
	register_rule r;
	text yes = {0}, unknown = {0};
	json_t *expression = fixture_json(rule);
	register_form_at(f->state, "cordon", time, &form);
	assert_int_equal(register_rule_read(&r, expression, &form, "rule", NULL), CORDON_OK);
	json_t *data = register_data(f->state, "cordon", time, &r);
	add_names(&yes, json_object_get(data, "workplaces"));
	add_names(&unknown, json_object_get(data, "undetermined"));
	assert_string_equal(text_string(&yes), holds);
	assert_string_equal(text_string(&unknown), undetermined);
	text_free(&yes);
	text_free(&unknown);
	json_decref(data);
	json_decref(expression);
	register_rule_free(&r);
	register_form_free(&form);
}

/* The issue's own example: more than 14 million and more than 30 %. */
static void the_example_of_capital_and_market(void **unused)
{
	(void)unused;
	fixture f;
	static const char rule[] = "{'and': [{'above': ['capital', 14000000]}, {'above': ['market_share', '30']}]}";
	open_register(&f);
	enter(&f, "[{'workplace': 'at-limit', 'capital': 14000000, 'market_share': 90},"
		  "{'workplace': 'both', 'capital': '14000000.01', 'market_share': '30.1'},"
		  "{'workplace': 'capital-only', 'capital': 99000000, 'market_share': '29.999999'},"
		  "{'workplace': 'no-capital-known', 'market_share': 31},"
		  "{'workplace': 'no-capital-small', 'market_share': 3}]");
	int64_t first = f.time;
	expect_touched(&f, first, rule, "both", "no-capital-known");
	expect_touched(&f, first - 1, rule, "", "");
	change(&f, "[{'workplace': 'both', 'capital': 13999999}, {'workplace': 'at-limit', 'capital': '28000001/2'}]");
	expect_touched(&f, f.time, rule, "at-limit", "no-capital-known");
	expect_touched(&f, first, rule, "both", "no-capital-known");
	change(&f, "[{'workplace': 'at-limit', 'capital': null}]");
	expect_touched(&f, f.time, rule, "", "at-limit no-capital-known");
	fixture_decided(&f, "cordon", "register_remove", "{'body': 'cordon', 'workplace': ['at-limit', 'both']}");
	expect_touched(&f, f.time, rule, "", "no-capital-known");
	expect_touched(&f, f.time - 1, rule, "", "at-limit no-capital-known");
	enter(&f, "[{'workplace': 'at-limit', 'capital': 14000001, 'market_share': 31}]");
	expect_touched(&f, f.time, rule, "at-limit", "no-capital-known");
	expect_touched(&f, f.time - 1, rule, "", "no-capital-known");
	fixture_close(&f);
}

static void each_operator(void **unused)
{
	(void)unused;
	fixture f;
	open_register(&f);
	enter(&f,
	      "[{'workplace': 'a', 'capital': 10, 'tenure': 'private', 'since': '1972-10-11', 'strategic': true},"
	      "{'workplace': 'b', 'capital': '20/2', 'tenure': 'public', 'since': '1972-09-30', 'strategic': false},"
	      "{'workplace': 'c', 'capital': '10.1', 'tenure': 'occupied', 'sector': 'Textiles'},"
	      "{'workplace': 'd'}]");
	int64_t t = f.time;
	expect_touched(&f, t, "{'above': ['capital', 10]}", "c", "d");
	expect_touched(&f, t, "{'below': ['capital', '10.1']}", "a b", "d");
	expect_touched(&f, t, "{'at_least': ['capital', '10.10']}", "c", "d");
	expect_touched(&f, t, "{'at_most': ['capital', '100/10']}", "a b", "d");
	expect_touched(&f, t, "{'is': ['capital', '10.0']}", "a b", "d");
	expect_touched(&f, t, "{'is': ['tenure', 'public', 'occupied']}", "b c", "d");
	expect_touched(&f, t, "{'is': ['strategic', true]}", "a", "c d");
	expect_touched(&f, t, "{'is': ['sector', 'Textiles']}", "c", "a b d");
	expect_touched(&f, t, "{'above': ['since', '1972-09-30']}", "a", "c d");
	expect_touched(&f, t, "{'known': 'since'}", "a b", "");
	expect_touched(&f, t, "{'not': {'known': 'since'}}", "c d", "");
	expect_touched(&f, t, "{'not': {'is': ['tenure', 'private']}}", "b c", "d");
	expect_touched(&f, t, "{'or': [{'above': ['capital', 10]}, {'known': 'since'}]}", "a b c", "d");
	expect_touched(&f, t, "{'and': [{'above': ['capital', 10]}, {'known': 'since'}]}", "", "");
	fixture_close(&f);
}

/* Products of numerators and denominators of 15 digits each have 30: more than 64 bits, more than a double keeps. */
static void numbers_are_exact(void **unused)
{
	(void)unused;
	fixture f;
	open_register(&f);
	enter(&f, "[{'workplace': 'less', 'capital': '999999999999997/999999999999998'},"
		  "{'workplace': 'more', 'capital': '999999999999998/999999999999999'},"
		  "{'workplace': 'most', 'capital': '777777777777777'}, {'workplace': 'top', 'capital': "
		  "'999999999999999'}]");
	expect_touched(&f, f.time, "{'above': ['capital', '1/999999999999999']}", "less more most top", "");
	expect_touched(&f, f.time, "{'above': ['capital', '999999999999997/999999999999998']}", "more most top", "");
	expect_touched(&f, f.time, "{'below': ['capital', '999999999999998/999999999999999']}", "less", "");
	expect_touched(&f, f.time, "{'is': ['capital', '999999999999997/999999999999998']}", "less", "");
	fixture_close(&f);
}

static void attributes_keep_their_meaning(void **unused)
{
	(void)unused;
	fixture f;
	open_register(&f);
#define ATTRIBUTE(code, definition)                                                                                    \
	fixture_undecided(&f, "cordon", code, "register_attributes",                                                   \
			  "{'body': 'cordon', 'attributes': {" definition "}}")
	ATTRIBUTE("council.register_other", "'capital': {'type': 'number', 'name': 'Capital', 'unit': 'dollars'}");
	ATTRIBUTE("council.register_other", "'capital': {'type': 'text', 'name': 'Capital', 'unit': 'escudos'}");
	ATTRIBUTE("council.register_other", "'tenure': {'type': 'choice', 'name': 'T', 'choices': 'private public'}");
	ATTRIBUTE("council.register_definition", "'workplace': {'type': 'text', 'name': 'W'}");
	ATTRIBUTE("council.register_definition", "'Name': {'type': 'text', 'name': 'W'}");
	ATTRIBUTE("council.register_definition", "'x': {'type': 'float', 'name': 'W'}");
	ATTRIBUTE("council.register_definition", "'x': {'type': 'text'}");
	ATTRIBUTE("council.register_definition", "'x': {'type': 'text', 'name': 'X', 'colour': 'red'}");
	ATTRIBUTE("council.register_definition", "'x': {'type': 'text', 'name': 'X', 'choices': 'a b'}");
	ATTRIBUTE("council.register_definition", "'x': {'type': 'choice', 'name': 'X'}");
	ATTRIBUTE("council.register_definition", "'x': {'type': 'choice', 'name': 'X', 'choices': 'a b a'}");
	ATTRIBUTE("council.register_definition", "'x': {'type': 'choice', 'name': 'X', 'choices': 'a  b'}");
	ATTRIBUTE("council.register_no_attribute", "'x': null");
	ATTRIBUTE("council.register_attributes", "");
	fixture_decided(&f, "cordon", "register_attributes",
			"{'body': 'cordon', 'attributes': {'sector': null, 'tenure': {'type': 'choice', "
			"'name': 'Who has it', 'choices': 'returned private public occupied'}}}");
	register_form form;
	register_form_at(f.state, "cordon", f.time, &form);
	assert_int_equal(form.count, 5);
	assert_null(register_attribute_find(&form, "sector"));
	assert_string_equal(register_attribute_find(&form, "tenure")->name, "Who has it");
	register_form_free(&form);
	register_form_at(f.state, "cordon", f.time - 1, &form);
	assert_int_equal(form.count, 6);
	register_form_free(&form);
	fixture_close(&f);
}

static void what_is_refused(void **unused)
{
	(void)unused;
	fixture f;
	open_register(&f);
	enter(&f, "[{'workplace': 'yarur', 'capital': 5}]");
#define REFUSED(kind, code, list)                                                                                      \
	fixture_undecided(&f, "cordon", code, kind, "{'body': 'cordon', 'workplaces': " list "}")
	REFUSED("register_enter", "council.register_there", "[{'workplace': 'yarur'}]");
	REFUSED("register_enter", "council.register_twice", "[{'workplace': 'a'}, {'workplace': 'a'}]");
	REFUSED("register_enter", "council.register_item", "[{'workplace': 'A b'}]");
	REFUSED("register_enter", "council.register_item", "[{'capital': 5}]");
	REFUSED("register_enter", "council.register_item", "['yarur']");
	REFUSED("register_enter", "council.register_list", "[]");
	REFUSED("register_enter", "council.register_list", "{}");
	REFUSED("register_enter", "council.register_no_attribute", "[{'workplace': 'a', 'capitol': 5}]");
	REFUSED("register_enter", "council.register_value", "[{'workplace': 'a', 'capital': null}]");
	REFUSED("register_enter", "council.register_value", "[{'workplace': 'a', 'capital': -1}]");
	REFUSED("register_enter", "council.register_value", "[{'workplace': 'a', 'capital': 1.5}]");
	REFUSED("register_enter", "council.register_value", "[{'workplace': 'a', 'capital': '1/0'}]");
	REFUSED("register_enter", "council.register_value", "[{'workplace': 'a', 'capital': 1000000000000000}]");
	REFUSED("register_enter", "council.register_value", "[{'workplace': 'a', 'tenure': 'private public'}]");
	REFUSED("register_enter", "council.register_value", "[{'workplace': 'a', 'since': '1972-02-30'}]");
	REFUSED("register_enter", "council.register_value", "[{'workplace': 'a', 'strategic': 'true'}]");
	REFUSED("register_change", "council.register_not_there", "[{'workplace': 'sumar'}]");
	REFUSED("register_change", "council.register_value", "[{'workplace': 'yarur', 'tenure': ''}]");
	fixture_undecided(&f, "cordon", "council.register_not_there", "register_remove",
			  "{'body': 'cordon', 'workplace': ['sumar']}");
	assert_string_equal(f.error.finding[0].found, "sumar");
	fixture_base(&f, "panaderia", "workplace", "eva", "", NULL);
	fixture_undecided(&f, "panaderia", "council.not_its_decision", "register_remove",
			  "{'body': 'cordon', 'workplace': ['yarur']}");
	REFUSED("register_enter", "council.register_value", "[{'workplace': 'a'}, {'workplace': 'b', 'capital': 'x'}]");
	assert_string_equal(f.error.finding[0].field, "workplaces/2/capital");
	fixture_close(&f);
}

static void expect_rule_refused(const register_form *form, const char *rule, const char *place, const char *code)
{
	register_rule r;
	cordon_error error;
	cordon_error_init(&error);
	json_t *expression = fixture_json(rule);
	assert_int_equal(register_rule_read(&r, expression, form, "rule", &error), CORDON_BAD_INPUT);
	assert_string_equal(error.finding[0].field, place);
	assert_string_equal(error.finding[0].what.code->id, code);
	register_rule_free(&r);
	json_decref(expression);
	cordon_error_free(&error);
}

static void rules_are_refused_with_their_place(void **unused)
{
	(void)unused;
	fixture f;
	register_form form;
	open_register(&f);
	register_form_at(f.state, "cordon", f.time, &form);
	expect_rule_refused(&form, "{}", "", "council.rule_form");
	expect_rule_refused(&form, "{'and': [], 'or': []}", "", "council.rule_form");
	expect_rule_refused(&form, "{'run': 'x'}", "/run", "council.rule_form");
	expect_rule_refused(&form, "{'and': []}", "/and", "council.rule_list");
	expect_rule_refused(&form, "{'not': ['capital']}", "/not", "council.rule_form");
	expect_rule_refused(&form, "{'known': 'profit'}", "/known", "council.register_no_attribute");
	expect_rule_refused(&form, "{'above': ['profit', 1]}", "/above/0", "council.register_no_attribute");
	expect_rule_refused(&form, "{'above': ['capital']}", "/above", "council.rule_comparison");
	expect_rule_refused(&form, "{'above': ['capital', 1, 2]}", "/above", "council.rule_comparison");
	expect_rule_refused(&form, "{'above': ['tenure', 'private']}", "/above/0", "council.rule_no_order");
	expect_rule_refused(&form, "{'or': [{'known': 'since'}, {'is': ['tenure', 'private', 'stolen']}]}",
			    "/or/1/is/2", "council.register_value");
	expect_rule_refused(&form, "{'above': ['capital', 1.5]}", "/above/1", "base.json_real");
	expect_rule_refused(&form, "{'is': ['strategic', 1]}", "/is/1", "council.register_value");
	register_form_free(&form);
	fixture_close(&f);
}

/* "{...}" of the rule of that name at that moment, or "". */
static void expect_named(fixture *f, int64_t time, const char *rule, const char *canonical)
{
	json_t *expression = register_named_at(f->state, "cordon", rule, time);
	char *bytes = expression ? json_dumps(expression, JSON_COMPACT) : NULL;
	assert_string_equal(bytes ? bytes : "", canonical);
	free(bytes);
	json_decref(expression);
}

static void rules_have_names_and_a_past(void **unused)
{
	(void)unused;
	fixture f;
	open_register(&f);
#define NAME(rule) fixture_decided(&f, "cordon", "register_rule", "{'body': 'cordon', 'rule': 'large'" rule "}")
#define NOT_NAMED(code, rule)                                                                                          \
	fixture_undecided(&f, "cordon", code, "register_rule", "{'body': 'cordon', 'rule': 'large'" rule "}")
	NOT_NAMED("council.register_no_rule", "");
	NOT_NAMED("council.rule_form", ", 'expression': {'run': 'x'}");
	NOT_NAMED("council.register_no_attribute", ", 'expression': {'known': 'profit'}");
	assert_string_equal(f.error.finding[0].field, "/known");
	NAME(", 'name': 'Large', 'expression': {'above': ['capital', 14000000]}");
	int64_t first = f.time;
	expect_named(&f, first - 1, "large", "");
	expect_named(&f, first, "large", "{\"above\":[\"capital\",14000000]}");
	expect_named(&f, first, "small", "");
	NAME(", 'expression': {'not': {'below': ['capital', 7]}}");
	expect_named(&f, f.time, "large", "{\"not\":{\"below\":[\"capital\",7]}}");
	expect_named(&f, first, "large", "{\"above\":[\"capital\",14000000]}");
	NAME("");
	expect_named(&f, f.time, "large", "");
	expect_named(&f, f.time - 1, "large", "{\"not\":{\"below\":[\"capital\",7]}}");
	NOT_NAMED("council.register_no_rule", "");
	json_t *list = register_named_list(f.state, "cordon", first);
	assert_int_equal(json_array_size(list), 1);
	assert_string_equal(json_string_value(json_object_get(json_array_get(list, 0), "name")), "Large");
	json_decref(list);
	fixture_undecided(&f, "panaderia", "council.not_its_decision", "register_rule",
			  "{'body': 'cordon', 'rule': 'large', 'expression': {'known': 'capital'}}");
	for (int i = 0; i < REGISTER_NAMED_MAX; i++)
		fixture_decided(&f, "cordon", "register_rule",
				"{'body': 'cordon', 'rule': 'r%d', 'expression': {'known': 'capital'}}", i);
	NOT_NAMED("council.register_full", ", 'expression': {'known': 'capital'}");
	fixture_decided(&f, "cordon", "register_rule",
			"{'body': 'cordon', 'rule': 'r7', 'expression': {'known': 'since'}}");
	expect_named(&f, f.time, "r7", "{\"known\":\"since\"}");
	fixture_close(&f);
}

/* A decision may say a thing twice: what its last effect says is so. */
static void one_entry_may_say_a_thing_twice(void **unused)
{
	(void)unused;
	fixture f;
	open_register(&f);
#define SAME_ENTRY() (f.entry--, f.time--)
	enter(&f, "[{'workplace': 'a', 'capital': 1, 'sector': 'food'}]");
	SAME_ENTRY();
	change(&f, "[{'workplace': 'a', 'capital': 2}]");
	SAME_ENTRY();
	change(&f, "[{'workplace': 'a', 'capital': null}]");
	SAME_ENTRY();
	change(&f, "[{'workplace': 'a', 'capital': 3}]");
	expect_touched(&f, f.time, "{'is': ['capital', 3]}", "a", "");
	SAME_ENTRY();
	fixture_decided(&f, "cordon", "register_remove", "{'body': 'cordon', 'workplace': ['a']}");
	SAME_ENTRY();
	enter(&f, "[{'workplace': 'a', 'capital': 4}]");
	expect_touched(&f, f.time, "{'is': ['capital', 4]}", "a", "");
	expect_touched(&f, f.time, "{'known': 'sector'}", "", "");
	fixture_close(&f);
}

/* ---- random histories -------------------------------------------------------------------------------------------- */

enum { WORKPLACES = 6, NUMBERS = 3, STEPS = 150, RUNS = 20, GONE = -2, NOT_KNOWN = -1 };

/* value[w][n]: sixtieths, NOT_KNOWN; value[w][0] GONE: not on the register. */
typedef struct model {
	int value[WORKPLACES][NUMBERS];
} model;

static uint64_t seed;

static int draw(int below)
{
	seed = seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
	return (int)((seed >> 33) % (uint64_t)below);
}

/* k sixtieths in one of its spellings. */
static void add_number(text *out, int k)
{
	if (k % 60 == 0 && draw(2))
		text_add_format(out, "%d", k / 60);
	else if (k % 15 == 0 && draw(2))
		text_add_format(out, "'%d.%02d'", k / 60, k % 60 * 100 / 60);
	else
		text_add_format(out, "'%d/60'", k);
}

static bool is_gone(const model *m, int w)
{
	return m->value[w][0] == GONE;
}

static void add_values(text *out, model *m, int w, bool change)
{
	text_add_format(out, "{'workplace': 'w%d'", w);
	for (int n = 0; n < NUMBERS; n++) {
		if (draw(3) == 0)
			continue;
		bool forget = change && draw(3) == 0;
		m->value[w][n] = forget ? NOT_KNOWN : draw(5) * 15;
		text_add_format(out, ", 'n%d': ", n);
		if (forget)
			text_add_string(out, "null");
		else
			add_number(out, m->value[w][n]);
	}
	text_add_string(out, "}");
}

static void step(fixture *f, model *m)
{
	int w = draw(WORKPLACES);
	bool gone = is_gone(m, w);
	text list = {0};
	if (!gone && draw(4) == 0) {
		fixture_decided(f, "cordon", "register_remove", "{'body': 'cordon', 'workplace': ['w%d']}", w);
		m->value[w][0] = GONE;
		return;
	}
	for (int n = 0; gone && n < NUMBERS; n++)
		m->value[w][n] = NOT_KNOWN;
	add_values(&list, m, w, !gone);
	fixture_decided(f, "cordon", gone ? "register_enter" : "register_change",
			"{'body': 'cordon', 'workplaces': [%s]}", list.bytes);
	text_free(&list);
}

/* Writes a random expression and, beside it, what it is for each workplace: 0 no, 1 not known, 2 yes; so that `and` is
 * the least, `or` the most, `not` 2 less it. */
static void make_rule(const model *m, int depth, text *out, int truth[WORKPLACES])
{
	static const char *const operator[] = {"above", "below", "at_least", "at_most", "is"};
	int n = draw(NUMBERS), against = draw(5) * 15, how = draw(5), other[WORKPLACES];
	switch (depth ? draw(5) : 3 + draw(2)) {
	case 0:
	case 1:
		how = draw(2);
		text_add_format(out, "{'%s': [", how ? "and" : "or");
		make_rule(m, depth - 1, out, truth);
		text_add_string(out, ", ");
		make_rule(m, depth - 1, out, other);
		text_add_string(out, "]}");
		for (int w = 0; w < WORKPLACES; w++)
			truth[w] = (truth[w] < other[w]) == how ? truth[w] : other[w];
		return;
	case 2:
		text_add_string(out, "{'not': ");
		make_rule(m, depth - 1, out, truth);
		text_add_string(out, "}");
		for (int w = 0; w < WORKPLACES; w++)
			truth[w] = 2 - truth[w];
		return;
	case 3:
		text_add_format(out, "{'known': 'n%d'}", n);
		for (int w = 0; w < WORKPLACES; w++)
			truth[w] = m->value[w][n] >= 0 ? 2 : 0;
		return;
	default:
		text_add_format(out, "{'%s': ['n%d', ", operator[how], n);
		add_number(out, against);
		text_add_string(out, "]}");
		for (int w = 0; w < WORKPLACES; w++) {
			int v = m->value[w][n];
			bool is[] = {v > against, v < against, v >= against, v <= against, v == against};
			truth[w] = v < 0 ? 1 : is[how] ? 2 : 0;
		}
	}
}

static void compare(fixture *f, const model *m, int64_t time)
{
	text rule = {0}, holds = {0}, unknown = {0};
	int truth[WORKPLACES];
	make_rule(m, 3, &rule, truth);
	for (int w = 0; w < WORKPLACES; w++) {
		text *out = truth[w] == 2 ? &holds : truth[w] == 1 ? &unknown : NULL;
		if (out && !is_gone(m, w))
			text_add_format(out, "%sw%d", out->length ? " " : "", w);
	}
	expect_touched(f, time, rule.bytes, text_string(&holds), text_string(&unknown));
	text_free(&rule);
	text_free(&holds);
	text_free(&unknown);
}

static void random_histories(void **unused)
{
	(void)unused;
	static model was[STEPS + 1];
	for (int run = 0; run < RUNS; run++) {
		fixture f;
		seed = (uint64_t)run;
		open_register(&f);
		fixture_decided(
			&f, "cordon", "register_attributes",
			"{'body': 'cordon', 'attributes': {'n0': {'type': 'number', 'name': 'A'}, 'n1': {'type': "
			"'number', 'name': 'B'}, 'n2': {'type': 'number', 'name': 'C'}}}");
		int64_t begin = f.time;
		for (int w = 0; w < WORKPLACES; w++)
			was[0].value[w][0] = GONE;
		for (int i = 1; i <= STEPS; i++) {
			was[i] = was[i - 1];
			step(&f, &was[i]);
			assert_int_equal(f.time, begin + i);
			compare(&f, &was[i], f.time);
		}
		for (int i = 0; i <= STEPS; i++)
			compare(&f, &was[i], begin + i);
		fixture_close(&f);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_example_of_capital_and_market),
		cmocka_unit_test(each_operator),
		cmocka_unit_test(numbers_are_exact),
		cmocka_unit_test(attributes_keep_their_meaning),
		cmocka_unit_test(what_is_refused),
		cmocka_unit_test(rules_are_refused_with_their_place),
		cmocka_unit_test(rules_have_names_and_a_past),
		cmocka_unit_test(one_entry_may_say_a_thing_twice),
		cmocka_unit_test(random_histories),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
