/* See ceiling.h. */
#include "supply/ceiling.h"

#include "base/time.h"
#include "council/council.h"
#include "council/data.h"
#include "supply/codes.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

__extension__ typedef __int128 wide; /* products of two parts of 15 digits */

/* ---- questions --------------------------------------------------------------------------------------------------- */

int ceiling_order(const char *a, const char *b)
{
	int64_t over_a = 0, under_a = 1, over_b = 0, under_b = 1;
	bool read = act_ratio(a, &over_a, &under_a) && act_ratio(b, &over_b, &under_b);
	assert(read); /* acts were checked */
	(void)read;
	wide left = (wide)over_a * under_b, right = (wide)over_b * under_a;
	return (left > right) - (left < right);
}

static void copy(char *out, size_t size, const state_rows *rows, int column)
{
	snprintf(out, size, "%s", state_text(rows, column) ? state_text(rows, column) : "");
}

/* The last word on one place, or on everywhere (''). */
static bool find(state *s, const char *body, const char *good, const char *place, const char *day, int64_t time,
		 ceiling *out)
{
	state_rows rows = state_ask(
		s,
		"SELECT price, unit, currency, from_day FROM ceiling WHERE body = ? AND good = ? AND place = ? AND "
		"from_day <= ? AND time <= ? ORDER BY from_day DESC, entry DESC LIMIT 1",
		"ssssi", body, good, place, day, time);
	if (!state_row(&rows))
		return false;
	bool holds = state_text(&rows, 0) != NULL;
	copy(out->price, sizeof out->price, &rows, 0);
	copy(out->unit, sizeof out->unit, &rows, 1);
	copy(out->currency, sizeof out->currency, &rows, 2);
	copy(out->from, sizeof out->from, &rows, 3);
	out->everywhere = !*place;
	state_end(&rows);
	return holds;
}

bool ceiling_of(state *s, const char *body, const char *good, const char *place, const char *day, int64_t time,
		ceiling *out)
{
	return (*place && find(s, body, good, place, day, time, out)) || find(s, body, good, "", day, time, out);
}

json_t *ceilings_data(state *s, const char *body, int64_t time)
{
	char day[TIME_DATE_TEXT];
	time_date_to_text(time, day);
	json_t *data = json_pack("{s:s}", "body", body);
	json_object_set_new(
		data, "ceilings",
		data_rows(
			state_ask(
				s,
				"SELECT good, nullif(place, ''), price, unit, currency, from_day, entry FROM ceiling c "
				"WHERE body = ?1 AND from_day <= ?2 AND time <= ?3 AND price IS NOT NULL AND NOT "
				"EXISTS "
				"(SELECT 1 FROM ceiling l WHERE l.body = c.body AND l.good = c.good AND l.place = "
				"c.place "
				"AND l.from_day <= ?2 AND l.time <= ?3 AND (l.from_day, l.entry) > (c.from_day, "
				"c.entry)) "
				"ORDER BY good, place",
				"ssi", body, day, time),
			"good:s place:s price:s unit:s currency:s from:s entry:i"));
	json_object_set_new(
		data, "later",
		data_rows(
			state_ask(s,
				  "SELECT good, nullif(place, ''), price, unit, currency, from_day, entry FROM ceiling "
				  "WHERE body = ?1 AND from_day > ?2 AND time <= ?3 ORDER BY from_day, good, place, "
				  "entry",
				  "ssi", body, day, time),
			"good:s place:s price:s unit:s currency:s from:s entry:i"));
	return data;
}

/* ---- acts -------------------------------------------------------------------------------------------------------- */

cordon_status ceiling_check_price(const act_context *act)
{
	const char *currency = act_text(act, "currency");
	size_t length = strlen(currency);
	if (ceiling_order(act_text(act, "price"), "0") <= 0)
		return act_refuse(act, "price", TEXT(SUPPLY_PRICE), NO_TEXT);
	if (strspn(currency, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789") < length)
		return act_refuse(act, "currency", TEXT(SUPPLY_CURRENCY), TEXT(SUPPLY_CURRENCY_IS));
	return CORDON_OK;
}

/* From today on, or a later day: what was allowed yesterday was allowed. */
static cordon_status check_from(const act_context *act)
{
	int64_t from = 0;
	char today[TIME_DATE_TEXT];
	time_date_to_text(act->time, today);
	time_date_from_text(act_text(act, "from"), &from);
	if (strcmp(act_text(act, "from"), today) < 0 || from > act->time + (int64_t)CEILING_DAYS_MAX * TIME_DAY)
		return act_refuse(act, "from", TEXT(SUPPLY_CEILING_DAY), TEXT(SUPPLY_CEILING_DAY_IS));
	return CORDON_OK;
}

static void set(const act_context *act, const char *price, const char *unit)
{
	const char *place = act_text(act, "place");
	state_do(act->state, "INSERT OR REPLACE INTO ceiling VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", "ssssiisss",
		 act_text(act, "body"), act_text(act, "good"), place ? place : "", act_text(act, "from"), act->entry,
		 act->time, price, unit, price ? act_text(act, "currency") : NULL);
}

static cordon_status apply_ceiling(act_context *act)
{
	good_facts facts;
	if (council_open_body(act, "body") || good_check(act, "good") || ceiling_check_price(act) || check_from(act))
		return CORDON_BAD_INPUT;
	good_find(act->state, act_text(act, "body"), act_text(act, "good"), act->time, &facts);
	set(act, act_text(act, "price"), act_text(act, "unit") ? act_text(act, "unit") : facts.unit);
	return CORDON_OK;
}

const act_kind ceiling_kind = {
	.name = "ceiling",
	.summary = N_("set the highest price allowed for a good"),
	.help = N_(
		"By decision, from a day on that is not past. At one place, which need not be an outlet of the body, "
		"or, without `place`, everywhere; a place's own ceiling goes before the one for everywhere. The price "
		"is for one unit of the good, or for the `unit` said."),
	.field = {{"body", ACT_ID, N_("who sets it")},
		  {"good", ACT_ID, N_("which good")},
		  {"place", ACT_ID, N_("where; without it, everywhere"), .optional = true},
		  {"price", ACT_RATIO, N_("the highest price, exact")},
		  {"unit", ACT_TEXT, N_("what the price is for; without it, the good's own unit"), .optional = true,
		   .least = 1, .most = GOOD_UNIT - 1},
		  {"currency", ACT_TEXT, N_("in which money: capital letters and digits, as CLP"), .least = 1,
		   .most = CURRENCY_MAX},
		  {"from", ACT_DATE, N_("the first day on which it holds")}},
	.decided = act_of_body,
	.apply = apply_ceiling,
	.example = "body=jap-cerrillos good=bread price=7.50 unit=kilogram currency=CLE from=1972-10-16",
};

static cordon_status apply_end(act_context *act)
{
	ceiling now;
	const char *place = act_text(act, "place");
	if (council_open_body(act, "body") || good_check(act, "good") || check_from(act))
		return CORDON_BAD_INPUT;
	if (!find(act->state, act_text(act, "body"), act_text(act, "good"), place ? place : "", act_text(act, "from"),
		  act->time, &now))
		return act_refuse(act, "good", TEXT(SUPPLY_NO_CEILING), NO_TEXT);
	set(act, NULL, NULL);
	return CORDON_OK;
}

const act_kind ceiling_end_kind = {
	.name = "ceiling_end",
	.summary = N_("end the ceiling of a good"),
	.help = N_("By decision, from a day on. Where a place's own ceiling ends, the one for everywhere holds there."),
	.field = {{"body", ACT_ID, N_("whose ceiling")},
		  {"good", ACT_ID, N_("which good")},
		  {"place", ACT_ID, N_("where; without it, the one for everywhere"), .optional = true},
		  {"from", ACT_DATE, N_("the first day on which it holds no more")}},
	.decided = act_of_body,
	.apply = apply_end,
	.example = "body=jap-cerrillos good=bread from=1972-12-01",
};

static const char *const tables[] = {"ceiling", NULL};
const state_schema ceiling_schema = {
	"supply", tables,
	"CREATE TABLE ceiling (body TEXT, good TEXT, place TEXT, from_day TEXT, entry INTEGER, time INTEGER NOT NULL, "
	"price TEXT, unit TEXT, currency TEXT, PRIMARY KEY (body, good, place, from_day, entry)) WITHOUT ROWID;"};
