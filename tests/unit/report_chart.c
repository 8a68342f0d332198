/* Charts and pages: what is drawn adds up, limits hold, text is escaped. How it looks is tests/ui's. */
#include "unit.h"

#include "report/chart.h"
#include "report/markup.h"
#include "report/page.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static const chart_head head = {.id = "x", .title = "T", .language = CORDON_ENGLISH};

static size_t count_of(const text *t, const char *needle)
{
	size_t count = 0;
	for (const char *at = text_string(t); (at = strstr(at, needle)); at += strlen(needle))
		count++;
	return count;
}

static void markup_is_escaped(void **state)
{
	(void)state;
	text out = {0};
	markup_add(&out, "<a href=\"x\" b='y'>&amp;</a>\x01\xFF\xEF\xBF\xBE\t\xE2\x80\xAE\xC3\xB3");
	assert_string_equal(text_string(&out), "&lt;a href=&quot;x&quot; b=&#39;y&#39;&gt;&amp;amp;&lt;/a&gt;"
					       "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD \xEF\xBF\xBD\xC3\xB3");
	text_free(&out);
}

/* The widths of the rectangles of a class, in percent. */
static double widths_of(const text *t, const char *class)
{
	double sum = 0;
	for (const char *at = text_string(t); (at = strstr(at, class)); at++) {
		const char *y = strstr(at, " y=\""), *width = strstr(at, " width=\""), *end = strchr(at, '>');
		if (y && width && width < end && strchr(width, '%') && strchr(width, '%') < end)
			sum += strtod(width + 8, NULL);
	}
	return sum;
}

static void bars_show_their_shares(void **state)
{
	(void)state;
	const bar list[] = {
		{NULL, "a", 3, 4, NULL}, {NULL, "b", 5, 5, NULL}, {NULL, "c", 0, 2, NULL}, {NULL, "d", 0, 0, NULL}};
	text out = {0};
	chart_add_bars(&out, &head, BARS_FULFILMENT, list, 4);
	assert_true(fabs(widths_of(&out, "class=\"served\"") - (75 + 100 + 0 + 100)) < 1e-9);
	assert_true(fabs(widths_of(&out, "class=\"short\"") - (25 + 100)) < 1e-9);
	assert_int_equal(count_of(&out, "short 25.0%"), 1);
	assert_int_equal(count_of(&out, "short 100.0%"), 1);
	text_clear(&out);
	chart_add_bars(&out, &head, BARS_CAPACITY, list, 4);
	assert_true(fabs(widths_of(&out, "class=\"used\"") - 75) < 1e-9);
	assert_true(fabs(widths_of(&out, "class=\"limit\"") - 100) < 1e-9);
	assert_int_equal(count_of(&out, ">\xE2\x97\x86 at its limit<"), 1);
	text_free(&out);
}

static void bars_beyond_the_limit_are_counted(void **state)
{
	(void)state;
	bar list[BARS_MAX + 12];
	for (size_t i = 0; i < BARS_MAX + 12; i++)
		list[i] = (bar){"g", "label", 1, 2, NULL};
	text out = {0};
	chart_add_bars(&out, &head, BARS_FULFILMENT, list, BARS_MAX + 12);
	assert_int_equal(count_of(&out, "<g>"), BARS_MAX);
	assert_int_equal(count_of(&out, "class=\"group\""), 1);
	assert_int_equal(count_of(&out, "Not shown here: 12<"), 1);
	text_free(&out);
}

static void the_same_data_gives_the_same_bytes_and_the_language_its_words(void **state)
{
	(void)state;
	const bar list[] = {{NULL, "a", 1234.5, 4000, "t"}};
	chart_head spanish = head;
	spanish.language = CORDON_SPANISH;
	text one = {0}, two = {0}, three = {0};
	chart_add_bars(&one, &head, BARS_FULFILMENT, list, 1);
	chart_add_bars(&two, &head, BARS_FULFILMENT, list, 1);
	chart_add_bars(&three, &spanish, BARS_FULFILMENT, list, 1);
	assert_string_equal(text_string(&one), text_string(&two));
	assert_int_equal(count_of(&one, ">1,234 of 4,000 t<") + count_of(&one, ">1,235 of 4,000 t<"), 1);
	assert_int_equal(count_of(&three, " de 4.000 t<"), 1);
	assert_int_equal(count_of(&three, "lang=\"es\""), 1);
	text_free(&one);
	text_free(&two);
	text_free(&three);
}

/* 30 sources of 1..30 into one sink: the two largest are drawn, the others summed up. */
static void small_flows_are_summed_up_not_lost(void **state)
{
	(void)state;
	enum { SOURCES = 30 };
	flow_node node[SOURCES + 2];
	flow flows[SOURCES + 2];
	for (int i = 0; i < SOURCES; i++) {
		node[i] = (flow_node){"source", 0, FLOW_PLAIN, NULL};
		flows[i] = (flow){i, SOURCES, i + 1};
	}
	node[SOURCES] = (flow_node){"sink", 1, FLOW_SERVED, NULL};
	node[SOURCES + 1] = (flow_node){"idle", 1, FLOW_SERVED, NULL};
	flows[SOURCES] = (flow){0, SOURCES + 1, 0};
	flows[SOURCES + 1] = (flow){0, SOURCES + 1, NAN};
	flow_diagram d = {(const char *const[]){"from", "to"}, 2, node, SOURCES + 2, flows, SOURCES + 2, 2, "t"};
	text out = {0};
	assert_true(chart_add_flows(&out, &head, &d));
	assert_int_equal(count_of(&out, "<path "), 3);
	assert_int_equal(count_of(&out, ">others (28)</text>"), 1);
	assert_int_equal(count_of(&out, ">406 t<"), 1); /* 1 + ... + 28 */
	assert_int_equal(count_of(&out, ">465 t<"), 1); /* 1 + ... + 30 */
	assert_int_equal(count_of(&out, "idle"), 0);
	text_clear(&out);
	d.nodes = FLOW_NODES_MAX + 1;
	assert_false(chart_add_flows(&out, &head, &d));
	assert_int_equal(out.length, 0);
	text_free(&out);
}

static void a_single_other_is_drawn_itself(void **state)
{
	(void)state;
	const flow_node node[] = {{"a", 0, FLOW_PLAIN, NULL},
				  {"b", 0, FLOW_PLAIN, NULL},
				  {"c", 0, FLOW_PLAIN, NULL},
				  {"z", 1, FLOW_PLAIN, NULL}};
	const flow flows[] = {{0, 3, 1}, {1, 3, 2}, {2, 3, 3}};
	const flow_diagram d = {(const char *const[]){"from", "to"}, 2, node, 4, flows, 3, 2, NULL};
	text out = {0};
	assert_true(chart_add_flows(&out, &head, &d));
	assert_int_equal(count_of(&out, "others"), 0);
	assert_int_equal(count_of(&out, "<path "), 3);
	text_free(&out);
}

static void an_empty_diagram_is_still_a_chart(void **state)
{
	(void)state;
	const flow_node node[] = {{"a", 0, FLOW_PLAIN, NULL}};
	const flow_diagram d = {(const char *const[]){"from", "to"}, 2, node, 1, NULL, 0, 0, NULL};
	text out = {0};
	assert_true(chart_add_flows(&out, &head, &d));
	assert_int_equal(count_of(&out, "nan"), 0);
	assert_int_equal(count_of(&out, "</svg>"), 2);
	text_clear(&out);
	chart_add_chain(&out, &head, NULL, 0);
	chart_add_bars(&out, &head, BARS_CAPACITY, NULL, 0);
	assert_int_equal(count_of(&out, "</svg>"), 2);
	text_free(&out);
}

static void long_chains_are_counted_in_the_middle(void **state)
{
	(void)state;
	chain_step step[CHAIN_STEPS_MAX + 9];
	for (size_t i = 0; i < CHAIN_STEPS_MAX + 9; i++)
		step[i] = (chain_step){CHAIN_RECIPE, "label", NULL, NULL};
	text out = {0};
	chart_add_chain(&out, &head, step, CHAIN_STEPS_MAX + 9);
	assert_int_equal(count_of(&out, "<g>"), CHAIN_STEPS_MAX);
	assert_int_equal(count_of(&out, "(steps not shown: 9)"), 1);
	text_free(&out);
}

static void pages_escape_and_ask_for_nothing(void **state)
{
	(void)state;
	page p;
	text out = {0};
	page_begin(&p, &(page_head){.language = CORDON_SPANISH, .title = "<b>", .lead = "\"&\""});
	page_section(&p, "one", "<script>", NULL);
	page_paragraph(&p, "</p><img src=x>");
	page_section(&p, "two", "Two", "x");
	page_code(&p, "a && b");
	page_end(&p, &out);
	assert_int_equal(count_of(&out, "<script"), 0);
	assert_int_equal(count_of(&out, "<img"), 0);
	assert_int_equal(count_of(&out, "http"), 1); /* the name of http-equiv, and no address */
	assert_int_equal(count_of(&out, "<html lang=\"es\">"), 1);
	assert_int_equal(count_of(&out, "<h1>&lt;b&gt;</h1>"), 1);
	assert_int_equal(count_of(&out, "<section "), 2);
	assert_int_equal(count_of(&out, "</section>"), 2);
	assert_int_equal(count_of(&out, "a &amp;&amp; b"), 1);
	text_free(&out);
}

/* Widths are shares of the one around, by hand: 30 of 40, then a third and two thirds of those. Too thin ones are
 * counted; nothing to draw, or too deep, is no chart. */
static void boxes_are_as_wide_as_their_share(void **state)
{
	(void)state;
	text out = {0};
	const nest_box box[] = {{"all", "40", -1, 0}, {"<left>", "30", 0, 7}, {"right", NULL, 0, 10},
				{"one", NULL, 1, 10}, {"two", NULL, 1, 20},   {"dust", NULL, 0, 0.001}};
	assert_true(chart_add_nest(&out, &head, box, 6));
	const char *const there[] = {
		"x=\"0%\" y=\"56\" width=\"74.998", "x=\"74.998",   "width=\"24.9994",  "y=\"112\" width=\"24.9994",
		"y=\"112\" width=\"49.9988",        "&lt;left&gt;", "Not shown here: 1"};
	for (size_t i = 0; i < sizeof there / sizeof *there; i++)
		assert_non_null(strstr(text_string(&out), there[i]));
	assert_null(strstr(text_string(&out), "dust"));
	text_free(&out);
	const nest_box nothing[] = {{"none", NULL, -1, 0}};
	nest_box deep[NEST_LEVELS_MAX + 1];
	for (int i = 0; i <= NEST_LEVELS_MAX; i++)
		deep[i] = (nest_box){"d", NULL, i - 1, 1};
	assert_false(chart_add_nest(&out, &head, nothing, 1));
	assert_false(chart_add_nest(&out, &head, nothing, 0));
	assert_false(chart_add_nest(&out, &head, deep, NEST_LEVELS_MAX + 1));
	assert_true(chart_add_nest(&out, &head, deep, NEST_LEVELS_MAX));
	text_free(&out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(markup_is_escaped),
		cmocka_unit_test(bars_show_their_shares),
		cmocka_unit_test(bars_beyond_the_limit_are_counted),
		cmocka_unit_test(the_same_data_gives_the_same_bytes_and_the_language_its_words),
		cmocka_unit_test(small_flows_are_summed_up_not_lost),
		cmocka_unit_test(a_single_other_is_drawn_itself),
		cmocka_unit_test(an_empty_diagram_is_still_a_chart),
		cmocka_unit_test(long_chains_are_counted_in_the_middle),
		cmocka_unit_test(boxes_are_as_wide_as_their_share),
		cmocka_unit_test(pages_escape_and_ask_for_nothing),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
