/* What the table of draws gives to ask about, and what an outlet's device is handed; see draw.h. */
#include "supply/allocation.h"
#include "supply/cycle.h"
#include "supply/draw.h"
#include "supply/entitlement.h"
#include "supply/outlet.h"

#include "council/body.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- what a household is to have --------------------------------------------------------------------------------- */

/* While nothing was allocated: what the rules say, in whole units. */
static int64_t by_rules(state *s, const char *body, int64_t cycle, const char *household, const char *good,
			int64_t time)
{
	cycle_facts facts;
	household_facts h;
	entitlement_rule rule;
	if (!cycle_find(s, body, cycle, &facts) || !entitlement_at(s, body, good, time, &rule))
		return -1;
	if (!household_in(s, body, household, time, &h))
		return 0;
	supply_ratio may = entitlement_amount(&rule, &h, facts.days);
	return may.n / may.d;
}

/* Asked of many households: which allocation holds is asked once. */
typedef struct rations {
	state *state;
	const char *body;
	int64_t cycle, time, number; /* number 0: nothing was allocated */
} rations;

static rations rations_at(state *s, const char *body, int64_t cycle, int64_t time)
{
	allocation_facts last;
	return (rations){s, body, cycle, time, allocation_last(s, body, cycle, time, &last) ? last.number : 0};
}

static int64_t ration_of(const rations *r, const char *household, const char *good)
{
	if (!r->number)
		return by_rules(r->state, r->body, r->cycle, household, good, r->time);
	int64_t ration = allocation_ration_in(r->state, r->body, r->cycle, r->number, household, good);
	return ration > 0 ? ration : 0;
}

int64_t draw_ration(state *s, const char *body, int64_t cycle, const char *household, const char *good, int64_t time)
{
	rations r = rations_at(s, body, cycle, time);
	return ration_of(&r, household, good);
}

/* ---- what there is to ask ---------------------------------------------------------------------------------------- */

static json_t *line_json(const state_rows *rows)
{
	return json_pack("{s:s, s:I, s:s, s:s, s:I}", "point", state_text(rows, 0), "number",
			 (json_int_t)state_whole(rows, 1), "household", state_text(rows, 2), "good",
			 state_text(rows, 3), "quantity", (json_int_t)state_whole(rows, 4));
}

/* The lines behind a sum: of all cards served as that household. */
static json_t *lines_of(state *s, const char *body, int64_t cycle, int64_t time, const draw_sum *sum)
{
	json_t *lines = json_array();
	char stands[HOUSEHOLD_ID];
	state_rows rows =
		state_ask(s,
			  "SELECT point, number, household, good, quantity FROM draw WHERE body = ? AND cycle = ? "
			  "AND good = ? AND time <= ? ORDER BY point, number, household, quantity",
			  "sisi", body, cycle, sum->good, time);
	while (state_row(&rows)) {
		const char *card = state_text(&rows, 2);
		bool is = strlen(card) < HOUSEHOLD_ID && household_stands_as(s, body, card, time, stands);
		if (!strcmp(is ? stands : card, sum->household))
			json_array_append_new(lines, line_json(&rows));
	}
	return lines;
}

/* Whether the body gives that good out, asked once of each. */
static bool knows_good(state *s, const char *body, const char *good, int64_t time, json_t *asked)
{
	if (!json_object_get(asked, good))
		json_object_set_new(asked, good, json_boolean(good_find(s, body, good, time, NULL)));
	return json_is_true(json_object_get(asked, good));
}

static void add_sums(state *s, const char *body, int64_t cycle, int64_t time, json_t *out)
{
	size_t count;
	draw_sum *sum = draw_sums(s, body, cycle, time, &count);
	json_t *over = json_array(), *twice = json_array(), *unknown = json_array(), *once = json_array();
	json_t *goods = json_object();
	rations r = rations_at(s, body, cycle, time);
	for (size_t i = 0; i < count; i++) {
		int64_t may = ration_of(&r, sum[i].household, sum[i].good);
		bool is_over = may >= 0 && sum[i].drawn - sum[i].returned > may, is_twice = sum[i].times > 1;
		bool is_unknown = !sum[i].known || !knows_good(s, body, sum[i].good, time, goods);
		if (!is_over && !is_twice && !is_unknown && !sum[i].once)
			continue;
		json_t *one = json_pack("{s:s, s:s, s:I, s:I, s:I}", "household", sum[i].household, "good", sum[i].good,
					"drawn", (json_int_t)sum[i].drawn, "returned", (json_int_t)sum[i].returned,
					"times", (json_int_t)sum[i].times);
		if (may >= 0)
			json_object_set_new(one, "to_have", json_integer(may));
		json_object_set_new(one, "lines", lines_of(s, body, cycle, time, &sum[i]));
		if (is_over)
			json_array_append(over, one);
		if (is_twice)
			json_array_append(twice, one);
		if (is_unknown)
			json_array_append(unknown, one);
		if (sum[i].once)
			json_array_append(once, one);
		json_decref(one);
	}
	free(sum);
	json_decref(goods);
	json_object_set_new(out, "over_drawn", over);
	json_object_set_new(out, "double_drawn", twice);
	json_object_set_new(out, "unknown", unknown);
	json_object_set_new(out, "paper_and_device", once);
}

/* Of all cycles: a device's numbers do not begin anew. */
static void add_points(state *s, const char *body, int64_t time, json_t *out)
{
	json_t *points = json_array(), *forks = json_array();
	state_rows rows =
		state_ask(s,
			  "SELECT point, count(*), min(number), max(number), count(DISTINCT number) FROM draw WHERE "
			  "body = ? AND time <= ? GROUP BY point ORDER BY point",
			  "si", body, time);
	while (state_row(&rows)) {
		int64_t first = state_whole(&rows, 2), last = state_whole(&rows, 3);
		json_array_append_new(points, json_pack("{s:s, s:I, s:I, s:I, s:I}", "point", state_text(&rows, 0),
							"lines", (json_int_t)state_whole(&rows, 1), "first",
							(json_int_t)first, "last", (json_int_t)last, "missing",
							(json_int_t)(last - first + 1 - state_whole(&rows, 4))));
	}
	rows = state_ask(
		s,
		"SELECT d.point, d.number, d.household, d.good, d.quantity, d.cycle FROM draw d JOIN (SELECT point, "
		"number FROM draw WHERE body = ?1 AND time <= ?2 GROUP BY point, number HAVING count(*) > 1) f ON "
		"d.body = ?1 AND d.point = f.point AND d.number = f.number AND d.time <= ?2 ORDER BY d.point, "
		"d.number, "
		"d.cycle, d.household, d.good, d.quantity",
		"si", body, time);
	while (state_row(&rows)) {
		json_t *line = line_json(&rows);
		json_object_set_new(line, "cycle", json_integer(state_whole(&rows, 5)));
		json_array_append_new(forks, line);
	}
	json_object_set_new(out, "points", points);
	json_object_set_new(out, "same_number", forks);
}

json_t *draw_report(state *s, const char *body, int64_t cycle, int64_t time)
{
	body_facts facts;
	if (!body_find(s, body, &facts))
		return NULL;
	json_t *out = json_pack("{s:s, s:I}", "body", body, "cycle", (json_int_t)cycle);
	json_object_set_new(
		out, "lines",
		json_integer(state_number(s, 0, "SELECT count(*) FROM draw WHERE body = ? AND cycle = ? AND time <= ?",
					  "sii", body, cycle, time)));
	add_sums(s, body, cycle, time, out);
	add_points(s, body, time, out);
	return out;
}

/* ---- bundles ----------------------------------------------------------------------------------------------------- */

static bool add_named(bundle *b, state_rows rows)
{
	while (state_row(&rows)) {
		const char *good = state_text(&rows, 0);
		if (bundle_find_good(b, good) >= 0)
			continue;
		if (b->goods == BUNDLE_GOODS_MAX) {
			state_end(&rows);
			return false;
		}
		snprintf(b->good[b->goods++], BUNDLE_WORD, "%s", good);
	}
	return true;
}

static int by_word(const void *x, const void *y)
{
	return strcmp(x, y);
}

/* Goods that have a rule, and those that came in the place of one. */
static bool add_goods(state *s, const char *body, int64_t time, bundle *b)
{
	bool fits = add_named(b, entitlement_goods(s, body, time)) &&
		    add_named(b, state_ask(s, "SELECT DISTINCT good FROM ration WHERE body = ? AND cycle = ?", "si",
					   body, b->cycle));
	qsort(b->good, b->goods, BUNDLE_WORD, by_word);
	return fits && b->goods;
}

static bool add_households(state *s, const char *body, int64_t time, bundle *b)
{
	household_facts h;
	rations r = rations_at(s, body, b->cycle, time);
	state_rows rows = household_ask(s, body, b->outlet, time);
	while (household_next(&rows, &h)) {
		int64_t amount[BUNDLE_GOODS_MAX];
		if (b->households == BUNDLE_HOUSEHOLDS_MAX) {
			state_end(&rows);
			return false;
		}
		for (size_t g = 0; g < b->goods; g++) {
			int64_t may = ration_of(&r, h.token, b->good[g]);
			amount[g] = may < 0 ? 0 : may > DRAWS_NUMBER_MAX ? DRAWS_NUMBER_MAX : may;
		}
		bundle_add_household(b, h.token, amount);
	}
	bundle_sort(b);
	return true;
}

/* Cards that are served as a household of the outlet. */
static void add_cards(state *s, const char *body, int64_t time, bundle *b)
{
	char stands[HOUSEHOLD_ID];
	state_rows rows = state_ask(s, "SELECT DISTINCT other FROM household_merge WHERE body = ? AND from_time <= ?",
				    "si", body, time);
	while (state_row(&rows)) {
		const char *card = state_text(&rows, 0);
		if (household_stands_as(s, body, card, time, stands) && strcmp(stands, card) != 0 &&
		    bundle_find(b, stands) >= 0 && b->cards < BUNDLE_HOUSEHOLDS_MAX)
			bundle_add_card(b, card, stands);
	}
	bundle_sort(b);
}

/* What its households drew elsewhere in the cycle; what its own point wrote stands in its own log. */
static bool add_elsewhere(state *s, const char *body, int64_t time, bundle *b)
{
	state_rows rows =
		state_ask(s,
			  "SELECT point, number, household, good, quantity FROM draw WHERE body = ? AND cycle = ? "
			  "AND point != ? AND time <= ?",
			  "sisi", body, b->cycle, b->point, time);
	while (state_row(&rows)) {
		const char *card = state_text(&rows, 2), *good = state_text(&rows, 3);
		if (bundle_find(b, card) < 0 || bundle_find_good(b, good) < 0)
			continue;
		if (b->elsewhere.count == BUNDLE_DRAWS_MAX) {
			state_end(&rows);
			return false;
		}
		draws_add(&b->elsewhere, &(supply_draw){state_text(&rows, 0), card, good, state_whole(&rows, 1),
							b->cycle, state_whole(&rows, 4)});
	}
	bundle_sort(b);
	return true;
}

bool draw_bundle(state *s, const char *body, const char *outlet, const char *point, int64_t cycle, int64_t time,
		 bundle *out)
{
	outlet_facts facts;
	if (!outlet_find(s, body, outlet, time, &facts) || facts.warehouse)
		return false;
	snprintf(out->body, sizeof out->body, "%s", body);
	snprintf(out->outlet, sizeof out->outlet, "%s", outlet);
	snprintf(out->point, sizeof out->point, "%s", point);
	out->cycle = cycle;
	out->next = 1 + state_number(s, 0, "SELECT max(number) FROM draw WHERE body = ? AND point = ? AND time <= ?",
				     "ssi", body, point, time);
	if (!add_goods(s, body, time, out) || !add_households(s, body, time, out))
		return false;
	add_cards(s, body, time, out);
	return add_elsewhere(s, body, time, out);
}
