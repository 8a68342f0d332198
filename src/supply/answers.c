/* See answers.h. */
#include "supply/answers.h"

#include "base/memory.h"
#include "base/time.h"
#include "council/data.h"
#include "supply/cycle.h"
#include "supply/delivery.h"
#include "supply/entitlement.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

/* Rows that hold at ?2. */
#define HOLDS "from_time <= ?2 AND (until_time IS NULL OR until_time > ?2)"

static json_t *answer(const char *body, int64_t time, const char *key, json_t *list)
{
	char when[TIME_TEXT];
	time_to_text(time, when);
	return json_pack("{s:s, s:s, s:o}", "body", body, "at", when, key, list);
}

static const char *word(const json_t *object, const char *key)
{
	return json_string_value(json_object_get(object, key));
}

/* ---- households and places --------------------------------------------------------------------------------------- */

json_t *supply_households(state *s, const char *body, const char *outlet, int64_t time)
{
	char highest[HOUSEHOLD_ID];
	json_t *list = data_rows(state_ask(s,
					   "SELECT household, outlet, size, numbers, from_time, names, door FROM "
					   "household WHERE body = ?1 AND " HOLDS
					   " AND (?3 IS NULL OR outlet = ?3) ORDER BY household",
					   "sis", body, time, outlet),
				 "household:s outlet:s size:i numbers:j since:t names:s door:s");
	int64_t people = 0;
	for (size_t i = 0; i < json_array_size(list); i++)
		people += json_integer_value(json_object_get(json_array_get(list, i), "size"));
	json_t *merged = data_rows(state_ask(s,
					     "SELECT other, kept, heard, hearing, from_time FROM household_merge WHERE "
					     "body = ?1 AND " HOLDS " ORDER BY other",
					     "si", body, time),
				   "other:s kept:s heard:s hearing:s since:t");
	json_t *data = answer(body, time, "households", list);
	json_object_set_new(data, "people", json_integer(people));
	json_object_set_new(data, "merged", merged);
	if (state_word(s, highest, sizeof highest, "SELECT max(household) FROM household WHERE body = ?", "s", body) &&
	    *highest)
		json_object_set_new(data, "highest", json_string(highest));
	return data;
}

json_t *supply_outlets(state *s, const char *body, int64_t time)
{
	json_t *list = data_rows(
		state_ask(s,
			  "SELECT outlet, kind, name, hub, from_time, "
			  "(SELECT group_concat(person, ' ') FROM outlet_keeper WHERE body = ?1 AND outlet = "
			  "outlet.outlet AND " HOLDS "), "
			  "(SELECT group_concat(warehouse, ' ') FROM outlet_link WHERE body = ?1 AND outlet = "
			  "outlet.outlet AND " HOLDS "), "
			  "(SELECT count(*) FROM household WHERE body = ?1 AND outlet = outlet.outlet AND " HOLDS "), "
			  "(SELECT ifnull(sum(size), 0) FROM household WHERE body = ?1 AND outlet = outlet.outlet "
			  "AND " HOLDS ") FROM outlet WHERE body = ?1 AND " HOLDS " ORDER BY outlet",
			  "si", body, time),
		"outlet:s kind:s name:s hub:s since:t keepers:s served_by:s households:i people:i");
	return answer(body, time, "outlets", list);
}

json_t *supply_goods(state *s, const char *body, int64_t time)
{
	return answer(
		body, time, "goods",
		data_rows(state_ask(s,
				    "SELECT good, name, unit, crate, from_time FROM good WHERE body = ?1 AND " HOLDS
				    " ORDER BY good",
				    "si", body, time),
			  "good:s name:s unit:s crate:i since:t"));
}

/* ---- entitlements ------------------------------------------------------------------------------------------------ */

static json_t *ratio(supply_ratio value)
{
	char out[48];
	if (value.d == 1)
		snprintf(out, sizeof out, "%" PRId64, value.n);
	else
		snprintf(out, sizeof out, "%" PRId64 "/%" PRId64, value.n, value.d);
	return json_string(out);
}

static void add_rights(json_t *list, const household_facts *h, const json_t *rules, const entitlement_rule *rule,
		       const household_weights *w, int64_t days)
{
	json_t *goods = memory_require(json_object()), *floors = memory_require(json_object());
	for (size_t i = 0; i < json_array_size(rules); i++) {
		const char *good = word(json_array_get(rules, i), "good");
		supply_ratio floor = entitlement_floor(&rule[i], h, days);
		json_object_set_new(goods, good, ratio(entitlement_amount(&rule[i], h, days)));
		if (floor.n)
			json_object_set_new(floors, good, ratio(floor));
	}
	json_t *one = json_pack("{s:s, s:s, s:o, s:o}", "household", h->token, "outlet", h->outlet, "weight",
				ratio(weights_of(w, h)), "goods", goods);
	if (json_object_size(floors))
		json_object_set(one, "floors", floors);
	json_decref(floors);
	json_array_append_new(list, one);
}

static json_t *rights(state *s, const char *body, int64_t days, const char *token, int64_t time, const json_t *rules)
{
	household_facts h;
	household_weights w;
	char as[HOUSEHOLD_ID];
	json_t *list = memory_require(json_array());
	entitlement_rule *rule = memory_alloc(json_array_size(rules) + 1, sizeof *rule);
	for (size_t i = 0; i < json_array_size(rules); i++)
		entitlement_at(s, body, word(json_array_get(rules, i), "good"), time, &rule[i]);
	weights_at(s, body, time, &w);
	if (token) {
		if (household_stands_as(s, body, token, time, as) && household_in(s, body, as, time, &h))
			add_rights(list, &h, rules, rule, &w, days);
	} else {
		state_rows rows = household_ask(s, body, NULL, time);
		while (household_next(&rows, &h))
			add_rights(list, &h, rules, rule, &w, days);
	}
	free(rule);
	return list;
}

json_t *supply_entitlements(state *s, const char *body, int64_t cycle, const char *token, int64_t time)
{
	cycle_facts facts;
	if (cycle && !cycle_find(s, body, cycle, &facts))
		return NULL;
	json_t *rules =
		data_rows(state_ask(s,
				    "SELECT good, version, from_time, rule FROM entitlement WHERE body = ?1 AND " HOLDS
				    " ORDER BY good",
				    "si", body, time),
			  "good:s version:i since:t rule:j");
	json_t *data = answer(body, time, "rules", rules);
	json_t *weights = data_row(
		state_ask(s, "SELECT version, from_time, weights FROM supply_weights WHERE body = ?1 AND " HOLDS, "si",
			  body, time),
		"version:i since:t weights:j");
	if (weights)
		json_object_set_new(data, "weights", weights);
	if (cycle) {
		json_object_set_new(data, "cycle", json_integer(cycle));
		json_object_set_new(data, "days", json_integer(facts.days));
		json_object_set_new(data, "households", rights(s, body, facts.days, token, time, rules));
	}
	return data;
}

/* ---- cycles and deliveries --------------------------------------------------------------------------------------- */

static void name_days(json_t *cycle)
{
	char day[TIME_DATE_TEXT];
	int64_t from = json_integer_value(json_object_get(cycle, "from"));
	time_date_to_text(from + (json_integer_value(json_object_get(cycle, "days")) - 1) * TIME_DAY, day);
	json_object_set_new(cycle, "to", json_string(day));
	time_date_to_text(from, day);
	json_object_set_new(cycle, "from", json_string(day));
}

json_t *supply_cycles(state *s, const char *body, int64_t time)
{
	json_t *list =
		data_rows(state_ask(s,
				    "SELECT cycle, from_day, days, opened, CASE WHEN closed <= ?2 THEN closed END "
				    "FROM cycle WHERE body = ?1 AND opened <= ?2 ORDER BY cycle DESC",
				    "si", body, time),
			  "cycle:i from:i days:i opened:t closed:t");
	for (size_t i = 0; i < json_array_size(list); i++) {
		json_t *one = json_array_get(list, i);
		name_days(one);
		json_object_set_new(
			one, "arrived",
			data_rows(delivery_ask(s, body, json_integer_value(json_object_get(one, "cycle")), time),
				  "place:s good:s instead:s amount:i"));
	}
	return answer(body, time, "cycles", list);
}

/* How an expected delivery stands, by the good that was expected; what came instead of it is in units of its own. What
 * is due by a day is late from the next day on. */
static void add_standing(json_t *expected, int64_t time)
{
	int64_t amount = json_integer_value(json_object_get(expected, "amount")), due = 0;
	int64_t arrived = json_integer_value(json_object_get(expected, "arrived"));
	const char *last = word(expected, "last");
	bool replaced = json_object_get(expected, "substituted") != NULL, open = arrived < amount && !replaced;
	int64_t judged = time; /* whole: when the last of it came */
	time_date_from_text(word(expected, "due"), &due);
	if (!open && last)
		time_from_text(last, &judged);
	json_object_set_new(expected, "standing",
			    json_string(!arrived && replaced ? "substituted"
					: !arrived           ? "waiting"
					: arrived < amount   ? "partial"
					: arrived == amount  ? "whole"
							     : "more"));
	json_object_set_new(expected, "late", json_boolean(judged >= due + TIME_DAY));
}

json_t *supply_deliveries(state *s, const char *body, int64_t cycle, int64_t time)
{
	/* Without a day of its own it is due by the cycle's last. */
	json_t *expected = data_rows(
		state_ask(s,
			  "SELECT e.delivery, e.cycle, e.place, e.good, e.amount, ifnull(due, date(from_day + (days - "
			  "1) * "
			  "86400, 'unixepoch')), ifnull((SELECT sum(amount) FROM delivery AS d WHERE d.body = ?1 AND "
			  "d.expected = e.delivery AND instead IS NULL AND d.time <= ?2 AND (cancelled IS NULL OR "
			  "cancelled > ?2)), 0), "
			  "(SELECT sum(amount) FROM delivery AS d WHERE d.body = ?1 AND d.expected = e.delivery AND "
			  "instead IS NOT NULL AND d.time <= ?2 AND (cancelled IS NULL OR cancelled > ?2)), "
			  "(SELECT max(time) FROM delivery AS d WHERE d.body = ?1 AND d.expected = e.delivery AND "
			  "d.time <= "
			  "?2 AND (cancelled IS NULL OR cancelled > ?2)) FROM delivery_expected AS e JOIN cycle USING "
			  "(body, cycle) WHERE e.body = ?1 AND e.time <= ?2 AND (e.cancelled IS NULL OR e.cancelled > "
			  "?2) "
			  "AND (?3 = 0 OR e.cycle = ?3) ORDER BY e.cycle, e.delivery",
			  "sii", body, time, cycle),
		"delivery:s cycle:i place:s good:s amount:i due:s arrived:i substituted:i last:t");
	for (size_t i = 0; i < json_array_size(expected); i++)
		add_standing(json_array_get(expected, i), time);
	json_t *data = answer(
		body, time, "deliveries",
		data_rows(
			state_ask(s,
				  "SELECT delivery, cycle, place, good, amount, instead, expected, time, CASE WHEN "
				  "cancelled <= ?2 THEN cancelled END, CASE WHEN cancelled <= ?2 THEN reason END FROM "
				  "delivery WHERE body = ?1 AND time <= ?2 AND (?3 = 0 OR cycle = ?3) ORDER BY entry, "
				  "delivery",
				  "sii", body, time, cycle),
			"delivery:s cycle:i place:s good:s amount:i instead:s expected:s time:t cancelled:t reason:s"));
	json_object_set_new(data, "expected", expected);
	return data;
}
