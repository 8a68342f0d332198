/* See counter.h. */
#include "supply/counter.h"

#include "base/time.h"
#include "council/data.h"
#include "supply/cycle.h"
#include "supply/draw.h"
#include "supply/outlet.h"
#include "supply/paper.h"

#include <stdio.h>
#include <string.h>

/* Rows that hold at ?2. */
#define HOLDS "from_time <= ?2 AND (until_time IS NULL OR until_time > ?2)"

/* ---- which cycle ------------------------------------------------------------------------------------------------- */

static int64_t current_cycle(state *s, const char *body, int64_t time)
{
	return state_number(s, 0,
			    "SELECT cycle FROM cycle WHERE body = ?1 AND opened <= ?2 ORDER BY from_day > ?2, "
			    "closed <= ?2 IS TRUE, CASE WHEN from_day > ?2 THEN cycle ELSE -cycle END LIMIT 1",
			    "si", body, time);
}

static void add_days(json_t *data, int64_t cycle, const cycle_facts *facts, int64_t time)
{
	char day[TIME_DATE_TEXT];
	json_object_set_new(data, "cycle", json_integer(cycle));
	time_date_to_text(facts->from, day);
	json_object_set_new(data, "from", json_string(day));
	time_date_to_text(facts->from + (facts->days - 1) * TIME_DAY, day);
	json_object_set_new(data, "to", json_string(day));
	json_object_set_new(data, "closed", json_boolean(facts->closed && facts->closed_time <= time));
}

/* ---- what both say ----------------------------------------------------------------------------------------------- */

static json_t *good_json(state *s, const char *body, const char *good, int64_t time)
{
	json_t *one =
		data_row(state_ask(s, "SELECT good, name, unit FROM good WHERE body = ?1 AND good = ?3 AND " HOLDS,
				   "sis", body, time, good),
			 "good:s name:s unit:s");
	return one ? one : json_pack("{s:s, s:s, s:s}", "good", good, "name", good, "unit", "");
}

static json_t *line_json(const state_rows *rows)
{
	char when[TIME_TEXT];
	time_to_text(state_whole(rows, 6), when);
	return json_pack("{s:s, s:I, s:s, s:s, s:I, s:s, s:s}", "point", state_text(rows, 0), "number",
			 (json_int_t)state_whole(rows, 1), "household", state_text(rows, 2), "good",
			 state_text(rows, 3), "quantity", (json_int_t)state_whole(rows, 4), "outlet",
			 state_text(rows, 5), "time", when);
}

#define LINES "SELECT point, number, household, good, quantity, outlet, time FROM draw WHERE body = ? AND cycle = ? "

/* `household` NULL: of all. */
static json_t *returned_json(state *s, const char *body, int64_t cycle, const char *household, int64_t time)
{
	return data_rows(state_ask(s,
				   "SELECT place, household, good, amount, entry, time FROM stock_event WHERE body = "
				   "?1 AND cycle = ?2 AND what = 'returned' AND cancelled IS NULL AND time <= ?3 AND "
				   "(?4 IS NULL OR household = ?4) ORDER BY entry",
				   "siis", body, cycle, time, household),
			 "outlet:s household:s good:s amount:i entry:i time:t");
}

/* ---- a counter --------------------------------------------------------------------------------------------------- */

json_t *counter_list(state *s, int64_t time)
{
	char when[TIME_TEXT];
	json_t *list = data_rows(
		state_ask(s,
			  "SELECT o.body, (SELECT name FROM body WHERE body = o.body), o.outlet, o.name, (SELECT "
			  "group_concat(person, ' ') FROM outlet_keeper WHERE body = o.body AND outlet = o.outlet AND "
			  "from_time <= ?1 AND (until_time IS NULL OR until_time > ?1)) FROM outlet o WHERE o.kind = "
			  "'outlet' AND o.from_time <= ?1 AND (o.until_time IS NULL OR o.until_time > ?1) ORDER BY "
			  "o.outlet, o.body",
			  "i", time),
		"body:s body_name:s outlet:s name:s keepers:s");
	for (size_t i = 0; i < json_array_size(list); i++) {
		json_t *one = json_array_get(list, i);
		int64_t cycle = current_cycle(s, json_string_value(json_object_get(one, "body")), time);
		if (cycle)
			json_object_set_new(one, "cycle", json_integer(cycle));
	}
	time_to_text(time, when);
	return json_pack("{s:s, s:o}", "at", when, "counters", list);
}

static json_t *households_json(const bundle *b)
{
	json_t *list = json_array();
	for (size_t i = 0; i < b->households; i++) {
		json_t *amounts = json_array();
		for (size_t g = 0; g < b->goods; g++)
			json_array_append_new(amounts, json_integer(b->household[i].amount[g]));
		json_array_append_new(list,
				      json_pack("{s:s, s:o}", "household", b->household[i].token, "to_have", amounts));
	}
	return list;
}

static json_t *cards_json(const bundle *b)
{
	json_t *list = json_array();
	for (size_t i = 0; i < b->cards; i++)
		json_array_append_new(
			list, json_pack("{s:s, s:s}", "card", b->card[i].token, "household", b->card[i].stands_as));
	return list;
}

/* All lines of the cycle that are of the outlet or of one of its households. */
static json_t *draws_json(state *s, const bundle *b, int64_t time)
{
	json_t *list = json_array();
	state_rows rows =
		state_ask(s, LINES "AND time <= ? ORDER BY time, entry, point, number", "sii", b->body, b->cycle, time);
	while (state_row(&rows))
		if (!strcmp(state_text(&rows, 5), b->outlet) || bundle_find(b, state_text(&rows, 2)) >= 0)
			json_array_append_new(list, line_json(&rows));
	return list;
}

static json_t *counter_json(state *s, const bundle *b, const cycle_facts *facts, int64_t time)
{
	char when[TIME_TEXT];
	json_t *goods = json_array();
	json_t *data = data_row(
		state_ask(s,
			  "SELECT body, (SELECT name FROM body WHERE body = ?1), outlet, name, (SELECT "
			  "group_concat(person, ' ') FROM outlet_keeper WHERE body = ?1 AND outlet = ?3 AND " HOLDS
			  ") FROM outlet WHERE body = ?1 AND outlet = ?3 AND " HOLDS,
			  "sis", b->body, time, b->outlet),
		"body:s body_name:s outlet:s name:s keepers:s");
	for (size_t g = 0; g < b->goods; g++)
		json_array_append_new(goods, good_json(s, b->body, b->good[g], time));
	time_to_text(time, when);
	json_object_set_new(data, "at", json_string(when));
	add_days(data, b->cycle, facts, time);
	json_object_set_new(data, "goods", goods);
	json_object_set_new(data, "households", households_json(b));
	json_object_set_new(data, "cards", cards_json(b));
	json_object_set_new(data, "draws", draws_json(s, b, time));
	json_object_set_new(data, "returned", returned_json(s, b->body, b->cycle, NULL, time));
	return data;
}

json_t *counter_data(state *s, const char *body, const char *outlet, int64_t cycle, int64_t time)
{
	bundle b = {0};
	cycle_facts facts;
	json_t *data = NULL;
	int64_t which = cycle ? cycle : current_cycle(s, body, time);
	if (cycle_find(s, body, which, &facts) && draw_bundle(s, body, outlet, "", which, time, &b))
		data = counter_json(s, &b, &facts, time);
	bundle_free(&b);
	return data;
}

/* ---- a household's own page -------------------------------------------------------------------------------------- */

typedef struct card_asked {
	state *state;
	const char *body, *token; /* token: as which it stands */
	int64_t cycle, time;
	json_t *cards; /* all that are served as it, itself among them */
} card_asked;

static json_t *cards_of(state *s, const char *body, const char *token, int64_t time)
{
	char stands[HOUSEHOLD_ID];
	json_t *list = json_pack("[s]", token);
	state_rows rows = state_ask(
		s, "SELECT DISTINCT other FROM household_merge WHERE body = ? AND from_time <= ? ORDER BY other", "si",
		body, time);
	while (state_row(&rows))
		if (strcmp(state_text(&rows, 0), token) != 0 &&
		    household_stands_as(s, body, state_text(&rows, 0), time, stands) && !strcmp(stands, token))
			json_array_append_new(list, json_string(state_text(&rows, 0)));
	return list;
}

/* Lines on paper and in a device are one draw (draw.h). */
static int64_t drawn_of(const card_asked *a, const char *card, const char *good)
{
	return state_number(a->state, 0,
			    "SELECT ifnull(sum(quantity * max(paper, device)), 0) FROM (SELECT quantity, sum(paper) AS "
			    "paper, sum(1 - paper) AS device FROM draw WHERE body = ? AND cycle = ? AND household = ? "
			    "AND good = ? AND time <= ? GROUP BY outlet, quantity)",
			    "sissi", a->body, a->cycle, card, good, a->time);
}

static int64_t returned_of(const json_t *returned, const char *good)
{
	int64_t sum = 0;
	for (size_t i = 0; i < json_array_size(returned); i++) {
		const json_t *one = json_array_get(returned, i);
		if (!strcmp(json_string_value(json_object_get(one, "good")), good))
			sum += json_integer_value(json_object_get(one, "amount"));
	}
	return sum;
}

/* Of one good: what it is to have, had, and has left. */
static void add_good(const card_asked *a, const char *good, const json_t *returned, json_t *list)
{
	int64_t to_have = draw_ration(a->state, a->body, a->cycle, a->token, good, a->time), drawn = 0;
	int64_t back = returned_of(returned, good);
	for (size_t i = 0; i < json_array_size(a->cards); i++)
		drawn += drawn_of(a, json_string_value(json_array_get(a->cards, i)), good);
	int64_t had = drawn > back ? drawn - back : 0;
	if (to_have <= 0 && !drawn && !back)
		return;
	json_t *one = good_json(a->state, a->body, good, a->time);
	if (to_have >= 0)
		json_object_set_new(one, "to_have", json_integer(to_have));
	json_object_set_new(one, "drawn", json_integer(drawn));
	json_object_set_new(one, "returned", json_integer(back));
	json_object_set_new(one, "left", json_integer(to_have > had ? to_have - had : 0));
	json_array_append_new(list, one);
}

/* Goods with a rule, of its rations, and those it drew. */
static json_t *goods_of(const card_asked *a, const json_t *drawn, const json_t *returned)
{
	json_t *list = json_array(), *seen = json_object();
	const char *good;
	json_t *is;
	state_rows rows =
		state_ask(a->state,
			  "SELECT good FROM entitlement WHERE body = ?1 AND " HOLDS
			  " UNION SELECT good FROM ration WHERE body = ?1 AND cycle = ?3 AND number = (SELECT "
			  "max(number) FROM allocation WHERE body = ?1 AND cycle = ?3 AND time <= ?2) AND "
			  "household = ?4 ORDER BY good",
			  "siis", a->body, a->time, a->cycle, a->token);
	while (state_row(&rows))
		json_object_set_new(seen, state_text(&rows, 0), json_true());
	for (size_t i = 0; i < json_array_size(drawn); i++)
		json_object_set_new(seen, json_string_value(json_object_get(json_array_get(drawn, i), "good")),
				    json_true());
	json_object_foreach(seen, good, is)
	{
		add_good(a, good, returned, list);
	}
	json_decref(seen);
	return list;
}

static void add_lines(const card_asked *a, json_t *drawn, json_t *returned)
{
	for (size_t i = 0; i < json_array_size(a->cards); i++) {
		const char *card = json_string_value(json_array_get(a->cards, i));
		state_rows rows =
			state_ask(a->state, LINES "AND household = ? AND time <= ? ORDER BY time, entry, number",
				  "sisi", a->body, a->cycle, card, a->time);
		while (state_row(&rows))
			json_array_append_new(drawn, line_json(&rows));
		json_t *back = returned_json(a->state, a->body, a->cycle, card, a->time);
		json_array_extend(returned, back);
		json_decref(back);
	}
}

static json_t *household_json(state *s, const char *body, const char *card, int64_t cycle, int64_t time)
{
	household_facts h;
	cycle_facts facts;
	char as[HOUSEHOLD_ID];
	int64_t which = cycle ? cycle : current_cycle(s, body, time);
	if (!household_stands_as(s, body, card, time, as) || !household_in(s, body, as, time, &h))
		return NULL;
	card_asked a = {s, body, as, which, time, cards_of(s, body, as, time)};
	json_t *data = data_row(state_ask(s,
					  "SELECT body, (SELECT name FROM body WHERE body = ?1), outlet, name FROM "
					  "outlet WHERE body = ?1 AND outlet = ?3 AND " HOLDS,
					  "sis", body, time, h.outlet),
				"body:s body_name:s outlet:s name:s");
	json_t *drawn = json_array(), *returned = json_array();
	json_object_set_new(data, "household", json_string(as));
	json_object_set_new(data, "cards", a.cards);
	if (cycle_find(s, body, which, &facts)) {
		add_days(data, which, &facts, time);
		add_lines(&a, drawn, returned);
		json_object_set_new(data, "goods", goods_of(&a, drawn, returned));
	}
	json_object_set_new(data, "draws", drawn);
	json_object_set_new(data, "returned", returned);
	return data;
}

json_t *counter_card(state *s, const char *token, const char *body, int64_t cycle, int64_t time)
{
	char when[TIME_TEXT];
	text path = {0};
	json_t *list = json_array();
	state_rows rows = state_ask(s,
				    "SELECT body FROM body WHERE (?1 IS NULL OR body = ?1) AND EXISTS (SELECT 1 FROM "
				    "household WHERE household.body = body.body AND household = ?2) ORDER BY body",
				    "ss", body, token);
	while (state_row(&rows)) {
		json_t *one = household_json(s, state_text(&rows, 0), token, cycle, time);
		if (one)
			json_array_append_new(list, one);
	}
	if (!json_array_size(list)) {
		json_decref(list);
		return NULL;
	}
	time_to_text(time, when);
	int width = paper_code_path(&path, token);
	json_t *data = json_pack("{s:s, s:s, s:o, s:{s:i, s:s}}", "at", when, "card", token, "households", list, "code",
				 "width", width, "path", text_string(&path));
	text_free(&path);
	return data;
}
