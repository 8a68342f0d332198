/* What the book's price reports say together; see price.h and reports.h. */
#include "supply/price.h"

#include "base/csv.h"
#include "base/memory.h"
#include "base/names.h"
#include "base/time.h"
#include "supply/ceiling.h"
#include "supply/prices.h"
#include "supply/reports.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- voices ------------------------------------------------------------------------------------------------------ */

/* One good at one place, in one unit and currency. */
typedef struct group {
	state *state;
	const char *body;
	int64_t time;
	const char *good, *place, *unit, *currency;
	arena storage;
	names hands;
	report_voice *voice;
	size_t voices, voice_room;
	const char **price; /* of all reports but the outlet's own */
	size_t prices, price_room;
	size_t nameless;
	const char *outlet, *outlet_day; /* what it last said of itself */
	/* of the voice being read */
	const char *source, *who;
	report_voice now;
	size_t over, within, all;
} group;

static bool same(const char *a, const char *b)
{
	return !strcmp(a, b);
}

static void add_hand(group *g, const char *hand)
{
	if (!hand || !*hand || g->now.hands == REPORTS_HANDS)
		return;
	int number = names_find(&g->hands, hand);
	if (number < 0)
		number = names_add(&g->hands, arena_copy_text(&g->storage, hand));
	for (int h = 0; h < g->now.hands; h++)
		if (g->now.hand[h] == number)
			return;
	g->now.hand[g->now.hands++] = number;
}

/* Those who stood for a person when they came on their roll; without any, who enrolled them. */
static void add_introducers(group *g, const char *person)
{
	int before = g->now.hands;
	state_rows rows =
		state_ask(g->state,
			  "SELECT p.sponsor FROM standing s JOIN roll r ON r.body = s.body AND r.person = s.person "
			  "JOIN sponsor p ON p.body = r.body AND p.person = r.person AND p.from_entry = "
			  "r.from_entry WHERE s.person = ? AND r.until_entry IS NULL ORDER BY p.sponsor",
			  "s", person);
	while (state_row(&rows))
		add_hand(g, state_text(&rows, 0));
	if (g->now.hands > before)
		return;
	rows = state_ask(g->state,
			 "SELECT r.enrolled_by FROM standing s JOIN roll r ON r.body = s.body AND r.person = s.person "
			 "WHERE s.person = ? AND r.until_entry IS NULL ORDER BY r.enrolled_by",
			 "s", person);
	while (state_row(&rows))
		add_hand(g, state_text(&rows, 0));
}

/* Who enrolled a household. */
static void add_enrollers(group *g, const char *token)
{
	char by[ACT_ID_MAX + 1];
	if (household_enroller(g->state, g->body, token, by))
		add_hand(g, by);
}

static void begin_voice(group *g, const state_rows *rows)
{
	char own[ACT_ID_MAX + 2];
	const char *who = state_text(rows, 5);
	g->source = arena_copy_text(&g->storage, state_text(rows, 4));
	g->who = arena_copy_text(&g->storage, who);
	g->now = (report_voice){0};
	g->over = g->within = g->all = 0;
	snprintf(own, sizeof own, "%s%s", same(g->source, "household") ? "#" : "", who);
	add_hand(g, own);
	if (same(g->source, "member"))
		add_introducers(g, who);
	else if (same(g->source, "household"))
		add_enrollers(g, who);
}

static void end_voice(group *g)
{
	if (!g->source || !g->all)
		return;
	g->now.says = 2 * g->over > g->all ? REPORT_OVER : 2 * g->within > g->all ? REPORT_WITHIN : REPORT_NEITHER;
	MEMORY_RESERVE(g->voice, g->voices, g->voice_room);
	g->voice[g->voices++] = g->now;
}

/* Good, place, unit, currency, source, who, hand, day, price: the columns of a row. */
static void read_report(group *g, const state_rows *rows)
{
	ceiling c;
	const char *day = state_text(rows, 7), *price = arena_copy_text(&g->storage, state_text(rows, 8));
	if (same(state_text(rows, 4), "outlet")) {
		g->outlet = price;
		g->outlet_day = arena_copy_text(&g->storage, day);
		return;
	}
	if (!g->source || !same(g->source, state_text(rows, 4)) || !same(g->who, state_text(rows, 5))) {
		end_voice(g);
		begin_voice(g, rows);
	}
	MEMORY_RESERVE(g->price, g->prices, g->price_room);
	g->price[g->prices++] = price;
	g->nameless += same(g->source, "nameless");
	if (!ceiling_of(g->state, g->body, g->good, g->place, day, g->time, &c) || !same(c.unit, g->unit) ||
	    !same(c.currency, g->currency))
		return;
	if (!same(g->source, "nameless"))
		g->over = g->within = g->all = 0; /* its latest report is its word */
	add_hand(g, state_text(rows, 6));
	g->all++;
	*(ceiling_order(price, c.price) > 0 ? &g->over : &g->within) += 1;
}

/* ---- groups ------------------------------------------------------------------------------------------------------ */

static void begin_group(group *g, const state_rows *rows)
{
	g->good = arena_copy_text(&g->storage, state_text(rows, 0));
	g->place = arena_copy_text(&g->storage, state_text(rows, 1));
	g->unit = arena_copy_text(&g->storage, state_text(rows, 2));
	g->currency = arena_copy_text(&g->storage, state_text(rows, 3));
}

static int by_price(const void *a, const void *b)
{
	return ceiling_order(*(const char *const *)a, *(const char *const *)b);
}

/* The middle one, of two the lower. */
static const char *middle(const char **price, size_t count)
{
	if (count)
		qsort(price, count, sizeof *price, by_price);
	return count ? price[(count - 1) / 2] : NULL;
}

static size_t count_says(const group *g, report_says says)
{
	size_t count = 0;
	for (size_t i = 0; i < g->voices; i++)
		count += g->voice[i].says == says;
	return count;
}

static json_t *group_data(group *g)
{
	static const char *const word[] = {[VERDICT_FEW] = "few",
					   [VERDICT_SPLIT] = "open",
					   [VERDICT_ONE_HAND] = "one_hand",
					   [VERDICT_OVER] = "over",
					   [VERDICT_WITHIN] = "within"};
	ceiling c;
	char today[TIME_DATE_TEXT];
	time_date_to_text(g->time, today);
	bool has = ceiling_of(g->state, g->body, g->good, g->place, today, g->time, &c) && same(c.unit, g->unit) &&
		   same(c.currency, g->currency);
	report_verdict verdict = reports_judge(g->voice, g->voices, g->hands.count);
	return json_pack("{s:s, s:s, s:s, s:s, s:s*, s:s*, s:s, s:i, s:i, s:i, s:i, s:i, s:s*, s:s*, s:s*}", "good",
			 g->good, "place", g->place, "unit", g->unit, "currency", g->currency, "ceiling",
			 has ? c.price : NULL, "from", has ? c.from : NULL, "verdict",
			 has || g->voices ? word[verdict] : "no_ceiling", "voices", (int)g->voices, "over",
			 (int)count_says(g, REPORT_OVER), "within", (int)count_says(g, REPORT_WITHIN), "reports",
			 (int)g->prices, "nameless", (int)g->nameless, "middle", middle(g->price, g->prices),
			 "outlet_says", g->outlet, "outlet_day", g->outlet_day);
}

static void end_group(group *g, json_t *list)
{
	end_voice(g);
	if (g->good)
		json_array_append_new(list, group_data(g));
	free(g->voice);
	free(g->price);
	names_free(&g->hands);
	arena_free(&g->storage);
	*g = (group){.state = g->state, .body = g->body, .time = g->time};
}

static bool is_of(const group *g, const state_rows *rows)
{
	return g->good && same(g->good, state_text(rows, 0)) && same(g->place, state_text(rows, 1)) &&
	       same(g->unit, state_text(rows, 2)) && same(g->currency, state_text(rows, 3));
}

static json_t *all_groups(state *s, const char *body, int64_t time)
{
	char today[TIME_DATE_TEXT], before[TIME_DATE_TEXT];
	group g = {.state = s, .body = body, .time = time};
	json_t *list = json_array();
	time_date_to_text(time, today);
	time_date_to_text(time - (int64_t)PRICE_WINDOW * TIME_DAY, before);
	state_rows rows =
		state_ask(s,
			  "SELECT good, place, unit, currency, source, coalesce(who, hand), hand, day, price FROM "
			  "price_report WHERE body = ?1 AND day > ?2 AND day <= ?3 AND time <= ?4 "
			  "ORDER BY 1, 2, 3, 4, 5, 6, day, entry",
			  "sssi", body, before, today, time);
	while (state_row(&rows)) {
		if (!is_of(&g, &rows)) {
			end_group(&g, list);
			begin_group(&g, &rows);
		}
		read_report(&g, &rows);
	}
	end_group(&g, list);
	return list;
}

/* ---- prices against their own past ------------------------------------------------------------------------------- */

static double value_of(const char *price)
{
	int64_t over = 0, under = 1;
	bool read = act_ratio(price, &over, &under);
	assert(read);
	(void)read;
	return (double)over / (double)under;
}

typedef struct month {
	const char *name, *series[4];
	const char **price;
	size_t prices, room;
} month;

static void end_month(month *m, text *csv)
{
	char price[32];
	if (!m->prices)
		return;
	text_from_double(value_of(middle(m->price, m->prices)), price);
	const char *cell[] = {m->name, price, m->series[1], m->series[0], m->series[2], m->series[3]};
	csv_add_row(csv, cell, sizeof cell / sizeof *cell);
	m->prices = 0;
}

static bool is_month(const month *m, const state_rows *rows)
{
	bool is = m->name && same(m->name, state_text(rows, 4));
	for (int k = 0; k < 4 && is; k++)
		is = same(m->series[k], state_text(rows, k));
	return is;
}

/* The middle price of each month as a table for prices.h, which reads those. */
static void write_months(state *s, const char *body, int64_t time, text *csv)
{
	arena storage = {0};
	month m = {0};
	text_add_string(csv, "date,price,market,commodity,unit,currency\n");
	state_rows rows =
		state_ask(s,
			  "SELECT good, place, unit, currency, substr(day, 1, 7), price FROM price_report WHERE "
			  "body = ? AND time <= ? AND source <> 'outlet' ORDER BY 1, 2, 3, 4, day, entry",
			  "si", body, time);
	while (state_row(&rows)) {
		if (!is_month(&m, &rows)) {
			end_month(&m, csv);
			for (int k = 0; k < 4; k++)
				m.series[k] = arena_copy_text(&storage, state_text(&rows, k));
			m.name = arena_copy_text(&storage, state_text(&rows, 4));
		}
		MEMORY_RESERVE(m.price, m.prices, m.room);
		m.price[m.prices++] = arena_copy_text(&storage, state_text(&rows, 5));
	}
	end_month(&m, csv);
	free(m.price);
	arena_free(&storage);
}

/* Series whose last month is above what its past made usual. */
static json_t *alarms(state *s, const char *body, int64_t time)
{
	text csv = {0};
	supply_prices prices;
	cordon_error error;
	json_t *list = json_array();
	write_months(s, body, time, &csv);
	text_source from = {&csv, 0};
	cordon_reader reader = text_reader(&from);
	cordon_error_init(&error);
	cordon_status status = supply_prices_read(&reader, "", &prices, &error);
	for (size_t i = 0; !status && i < prices.all_series; i++) {
		const supply_price_series *of = &prices.series[i];
		const supply_price *last = &prices.price[of->first + of->count - 1];
		char name[16];
		snprintf(name, sizeof name, "%04d-%02d", (int)(last->month / 12) % 10000, (int)(last->month % 12 + 1));
		if (last->level >= SUPPLY_STRESS)
			json_array_append_new(list,
					      json_pack("{s:s, s:s, s:s, s:s, s:s, s:f, s:f, s:s}", "good", of->key[1],
							"place", of->key[0], "unit", of->key[2], "currency", of->key[4],
							"month", name, "price", last->price, "usual", last->usual,
							"level", supply_level_name[last->level]));
	}
	supply_prices_free(&prices);
	cordon_error_free(&error);
	text_free(&csv);
	return list;
}

json_t *prices_data(state *s, const char *body, int64_t time)
{
	return json_pack("{s:s, s:i, s:o, s:o}", "body", body, "window_days", PRICE_WINDOW, "prices",
			 all_groups(s, body, time), "alarms", alarms(s, body, time));
}
