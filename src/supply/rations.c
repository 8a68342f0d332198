/* See rations.h. */
#include "supply/rations.h"

#include "base/time.h"
#include "council/data.h"
#include "supply/allocation.h"
#include "supply/cycle.h"
#include "supply/draw.h"

#include <stdlib.h>
#include <string.h>

/* ---- a cycle ----------------------------------------------------------------------------------------------------- */

static json_t *cycle_head(state *s, const char *body, int64_t cycle)
{
	cycle_facts facts;
	char from[TIME_DATE_TEXT], to[TIME_DATE_TEXT];
	if (!cycle_find(s, body, cycle, &facts))
		return NULL;
	time_date_to_text(facts.from, from);
	time_date_to_text(facts.from + (facts.days - 1) * TIME_DAY, to);
	return json_pack("{s:I, s:s, s:s, s:I}", "cycle", (json_int_t)cycle, "from", from, "to", to, "days",
			 (json_int_t)facts.days);
}

/* The last object of a list, or a new one, so that `key` of it is `value`. */
static json_t *entry_of(json_t *list, const char *key, const char *value, const char *below)
{
	size_t count = json_array_size(list);
	json_t *last = count ? json_array_get(list, count - 1) : NULL;
	if (last && !strcmp(json_string_value(json_object_get(last, key)), value))
		return last;
	last = json_pack("{s:s, s:[]}", key, value, below);
	json_array_append_new(list, last);
	return last;
}

json_t *rations_data(state *s, const char *body, int64_t cycle, const char *outlet, int64_t time)
{
	allocation_facts last;
	char when[TIME_TEXT];
	size_t sums;
	json_t *data = cycle_head(s, body, cycle), *outlets = json_array();
	if (!data) {
		json_decref(outlets);
		return NULL;
	}
	time_to_text(time, when);
	json_object_update_new(data, json_pack("{s:s, s:s, s:o}", "body", body, "at", when, "outlets", outlets));
	if (!allocation_last(s, body, cycle, time, &last))
		return data;
	json_object_update_new(data, json_pack("{s:I, s:s}", "number", (json_int_t)last.number, "hash", last.hash));
	draw_sum *sum = draw_sums(s, body, cycle, time, &sums);
	state_rows rows = state_ask(
		s,
		"SELECT outlet, household, good, instead, amount, may FROM ration WHERE body = ?1 AND cycle "
		"= ?2 AND number = ?3 AND (?4 IS NULL OR outlet = ?4) ORDER BY outlet, household, good, instead",
		"siis", body, cycle, last.number, outlet);
	while (state_row(&rows)) {
		const char *token = state_text(&rows, 1), *good = state_text(&rows, 2), *instead = state_text(&rows, 3);
		json_t *at = entry_of(outlets, "outlet", state_text(&rows, 0), "households");
		json_t *household = entry_of(json_object_get(at, "households"), "household", token, "goods");
		json_array_append_new(json_object_get(household, "goods"),
				      json_pack("{s:s, s:s*, s:I, s:I, s:I}", "good", good, "instead",
						*instead ? instead : NULL, "ration", (json_int_t)state_whole(&rows, 4),
						"may_have", (json_int_t)state_whole(&rows, 5), "drawn",
						(json_int_t)draw_had(sum, sums, token, good)));
	}
	free(sum);
	return data;
}

/* ---- a household ------------------------------------------------------------------------------------------------- */

/* What it is to have and had in a cycle; goods it drew without a ration too. */
static json_t *in_cycle(state *s, const char *body, int64_t cycle, const char *token, int64_t time)
{
	size_t sums;
	json_t *one = cycle_head(s, body, cycle), *goods = json_array();
	draw_sum *sum = draw_sums(s, body, cycle, time, &sums);
	state_rows rows =
		state_ask(s,
			  "SELECT good, sum(amount), sum(CASE instead WHEN '' THEN may ELSE 0 END) FROM ration WHERE "
			  "body = ?1 AND cycle = ?2 AND household = ?3 AND number = (SELECT max(number) FROM "
			  "allocation WHERE body = ?1 AND cycle = ?2 AND time <= ?4) GROUP BY good ORDER BY good",
			  "sisi", body, cycle, token, time);
	while (state_row(&rows)) {
		int64_t drawn = draw_had(sum, sums, token, state_text(&rows, 0)), ration = state_whole(&rows, 1);
		json_array_append_new(goods, json_pack("{s:s, s:I, s:I, s:I, s:I}", "good", state_text(&rows, 0),
						       "ration", (json_int_t)ration, "may_have",
						       (json_int_t)state_whole(&rows, 2), "drawn", (json_int_t)drawn,
						       "left", (json_int_t)(drawn < ration ? ration - drawn : 0)));
	}
	free(sum);
	json_object_set_new(one, "goods", goods);
	return one;
}

static json_t *cycles_of(state *s, const char *body, const char *token, int64_t time)
{
	json_t *list = json_array();
	state_rows rows =
		state_ask(s, "SELECT cycle FROM cycle WHERE body = ? AND opened <= ? ORDER BY cycle DESC LIMIT ?",
			  "sii", body, time, (int64_t)RATIONS_CYCLES);
	while (state_row(&rows))
		json_array_append_new(list, in_cycle(s, body, state_whole(&rows, 0), token, time));
	return list;
}

static void add_standing(state *s, const char *body, const char *token, int64_t time, json_t *data)
{
	household_facts h;
	if (!household_in(s, body, token, time, &h))
		return;
	json_t *numbers = numbers_document(&h.numbers);
	json_object_update_new(data, json_pack("{s:s, s:s, s:I, s:o}", "household", token, "outlet", h.outlet, "size",
					       (json_int_t)h.size, "numbers", numbers ? numbers : json_object()));
}

json_t *rations_household(state *s, const char *body, const char *card, int64_t time)
{
	char as[HOUSEHOLD_ID], when[TIME_TEXT];
	bool stands = household_stands_as(s, body, card, time, as);
	const char *token = stands ? as : card;
	json_t *history = data_rows(
		state_ask(
			s,
			"SELECT outlet, size, numbers, from_time, CASE WHEN until_time <= ?3 THEN until_time END, CASE "
			"WHEN until_time <= ?3 THEN ended END FROM household WHERE body = ?1 AND household = ?2 AND "
			"from_time <= ?3 ORDER BY from_entry",
			"ssi", body, token, time),
		"outlet:s size:i numbers:j since:t until:t ended:s");
	if (!json_array_size(history)) {
		json_decref(history);
		return NULL;
	}
	time_to_text(time, when);
	json_t *data = json_pack("{s:s, s:s, s:s, s:o, s:o}", "body", body, "at", when, "card", card, "history",
				 history, "cycles", cycles_of(s, body, token, time));
	json_object_set_new(
		data, "cards",
		data_rows(state_ask(s,
				    "SELECT other, heard, hearing, from_time FROM household_merge WHERE body = "
				    "?1 AND kept = ?2 AND from_time <= ?3 AND (until_time IS NULL OR until_time "
				    "> ?3) ORDER BY other",
				    "ssi", body, token, time),
			  "card:s heard:s hearing:s since:t"));
	if (stands)
		add_standing(s, body, token, time, data);
	return data;
}
