/* Accounts from what the tables say; see stock.h. */
#include "supply/stock.h"

#include "base/csv.h"
#include "base/memory.h"
#include "supply/ledger.h"
#include "supply/transfer.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- cells ------------------------------------------------------------------------------------------------------- */

typedef struct cells {
	stock_cell *cell;
	size_t count, room;
} cells;

/* What each question gives: place, good, cycle, amount; to be added at that member of a cell. */
static void add_all(cells *all, state_rows rows, size_t member)
{
	while (state_row(&rows)) {
		MEMORY_RESERVE(all->cell, all->count, all->room);
		stock_cell *c = &all->cell[all->count++];
		*c = (stock_cell){.cycle = state_whole(&rows, 2), .counted = -1};
		snprintf(c->place, sizeof c->place, "%s", state_text(&rows, 0));
		snprintf(c->good, sizeof c->good, "%s", state_text(&rows, 1));
		*(int64_t *)(void *)((char *)c + member) = state_whole(&rows, 3);
	}
}

static void add_events(cells *all, state *s, const char *body, int64_t time, const char *what, size_t member)
{
	add_all(all,
		state_ask(s,
			  "SELECT place, good, cycle, sum(amount) FROM stock_event WHERE body = ? AND time <= ? AND "
			  "what = "
			  "? AND cancelled IS NULL GROUP BY place, good, cycle",
			  "sis", body, time, what),
		member);
}

/* A delivery is where the goods are: in the cycle in whose days it was entered, unless it names a later one. */
static void add_deliveries(cells *all, state *s, const char *body, int64_t time)
{
	add_all(all,
		state_ask(s,
			  "SELECT place, good, max(d.cycle, coalesce((SELECT max(c.cycle) FROM cycle c WHERE c.body = "
			  "d.body AND c.from_day <= d.time), d.cycle)) AS came, sum(amount) FROM delivery d WHERE body "
			  "= ? "
			  "AND time <= ? AND cancelled IS NULL GROUP BY place, good, came",
			  "si", body, time),
		offsetof(stock_cell, delivered));
}

static void add_draws(cells *all, state *s, const char *body, int64_t time)
{
	add_all(all,
		state_ask(s,
			  "SELECT outlet, good, cycle, sum(quantity * max(p, d)) FROM (SELECT outlet, good, cycle, "
			  "quantity, "
			  "sum(paper) AS p, sum(1 - paper) AS d FROM draw WHERE body = ? AND time <= ? GROUP BY "
			  "outlet, good, "
			  "cycle, household, quantity) GROUP BY outlet, good, cycle",
			  "si", body, time),
		offsetof(stock_cell, drawn));
}

static void add_transfers(cells *all, state *s, const char *body, int64_t time)
{
	add_all(all,
		state_ask(s,
			  "SELECT place, good, cycle, sum(amount) FROM transfer_sent WHERE body = ? AND time <= ? "
			  "GROUP BY "
			  "place, good, cycle",
			  "si", body, time),
		offsetof(stock_cell, sent));
	add_all(all,
		state_ask(s,
			  "SELECT place, good, cycle, sum(amount) FROM transfer_received WHERE body = ? AND time <= ? "
			  "GROUP "
			  "BY place, good, cycle",
			  "si", body, time),
		offsetof(stock_cell, received));
}

/* Of a cycle's counts the last. */
static void add_counts(cells *all, state *s, const char *body, int64_t time)
{
	add_all(all,
		state_ask(
			s,
			"SELECT place, good, cycle, amount FROM stock_event e WHERE body = ?1 AND time <= ?2 AND what "
			"= "
			"'counted' AND cancelled IS NULL AND entry = (SELECT max(entry) FROM stock_event o WHERE "
			"o.body = "
			"?1 AND o.place = e.place AND o.good = e.good AND o.cycle = e.cycle AND o.what = 'counted' AND "
			"o.cancelled IS NULL AND o.time <= ?2)",
			"si", body, time),
		offsetof(stock_cell, counted));
}

static int by_place(const void *x, const void *y)
{
	const stock_cell *a = x, *b = y;
	int order = strcmp(a->place, b->place);
	order = order ? order : strcmp(a->good, b->good);
	return order ? order : (a->cycle > b->cycle) - (a->cycle < b->cycle);
}

static void unite(stock_cell *into, const stock_cell *c)
{
	into->delivered += c->delivered;
	into->received += c->received;
	into->returned += c->returned;
	into->drawn += c->drawn;
	into->sent += c->sent;
	into->spoiled += c->spoiled;
	into->turned_away += c->turned_away;
	into->counted = c->counted >= 0 ? c->counted : into->counted;
}

static bool same_account(const stock_cell *a, const stock_cell *b)
{
	return !strcmp(a->place, b->place) && !strcmp(a->good, b->good);
}

stock_cell *stock_cells(state *s, const char *body, int64_t time, size_t *count)
{
	cells all = {0};
	size_t kept = 0;
	add_deliveries(&all, s, body, time);
	add_draws(&all, s, body, time);
	add_transfers(&all, s, body, time);
	add_counts(&all, s, body, time);
	add_events(&all, s, body, time, "spoiled", offsetof(stock_cell, spoiled));
	add_events(&all, s, body, time, "returned", offsetof(stock_cell, returned));
	add_events(&all, s, body, time, "turned_away", offsetof(stock_cell, turned_away));
	if (all.count)
		qsort(all.cell, all.count, sizeof *all.cell, by_place);
	for (size_t i = 0; i < all.count; i++) {
		if (kept && !by_place(&all.cell[kept - 1], &all.cell[i]))
			unite(&all.cell[kept - 1], &all.cell[i]);
		else
			all.cell[kept++] = all.cell[i];
	}
	for (size_t i = 0; i < kept; i++) {
		stock_cell *c = &all.cell[i];
		int64_t before = i && same_account(c - 1, c) ? stock_after(c - 1) : 0;
		c->expected = before + c->delivered + c->received + c->returned - c->drawn - c->sent - c->spoiled;
	}
	*count = kept;
	return all.cell;
}

/* ---- as data ----------------------------------------------------------------------------------------------------- */

static json_t *cell_json(const stock_cell *c)
{
	json_t *one = json_pack("{s:I, s:I, s:I, s:I, s:I, s:I, s:I, s:I, s:I}", "cycle", (json_int_t)c->cycle,
				"delivered", (json_int_t)c->delivered, "received", (json_int_t)c->received, "returned",
				(json_int_t)c->returned, "drawn", (json_int_t)c->drawn, "sent", (json_int_t)c->sent,
				"spoiled", (json_int_t)c->spoiled, "turned_away", (json_int_t)c->turned_away,
				"expected", (json_int_t)c->expected);
	if (c->counted >= 0) {
		json_object_set_new(one, "counted", json_integer(c->counted));
		json_object_set_new(one, "gap", json_integer(c->expected - c->counted));
	}
	return one;
}

json_t *stock_report(state *s, const char *body, int64_t time)
{
	size_t count;
	stock_cell *cell = stock_cells(s, body, time, &count);
	json_t *accounts = json_array();
	for (size_t i = 0, next; i < count; i = next) {
		json_t *cycles = json_array(), *account = json_object();
		json_object_set_new(account, "place", json_string(cell[i].place));
		json_object_set_new(account, "good", json_string(cell[i].good));
		for (next = i; next < count && same_account(&cell[i], &cell[next]); next++) {
			json_array_append_new(cycles, cell_json(&cell[next]));
			if (cell[next].counted < 0)
				continue;
			json_object_set_new(account, "counted_in", json_integer(cell[next].cycle));
			json_object_set_new(account, "counted", json_integer(cell[next].counted));
			json_object_set_new(account, "gap", json_integer(cell[next].expected - cell[next].counted));
		}
		json_object_set_new(account, "stock", json_integer(stock_after(&cell[next - 1])));
		json_object_set_new(account, "cycles", cycles);
		json_array_append_new(accounts, account);
	}
	free(cell);
	return json_pack("{s:s, s:o, s:o}", "body", body, "accounts", accounts, "transfers",
			 transfer_list(s, body, time));
}

/* ---- as a ledger ------------------------------------------------------------------------------------------------- */

static int by_number(const void *x, const void *y)
{
	const int64_t *a = x, *b = y;
	return (*a > *b) - (*a < *b);
}

/* All cycles there are or that something happened in, ascending. */
static int64_t *cycles_of(state *s, const char *body, const stock_cell *cell, size_t happened, size_t *count)
{
	size_t room = 0, kept = 0;
	int64_t *cycle = NULL;
	*count = 0;
	state_rows rows = state_ask(s, "SELECT cycle FROM cycle WHERE body = ? ORDER BY cycle", "s", body);
	while (state_row(&rows)) {
		MEMORY_RESERVE(cycle, *count, room);
		cycle[(*count)++] = state_whole(&rows, 0);
	}
	for (size_t i = 0; i < happened; i++) {
		MEMORY_RESERVE(cycle, *count, room);
		cycle[(*count)++] = cell[i].cycle;
	}
	if (*count)
		qsort(cycle, *count, sizeof *cycle, by_number);
	for (size_t i = 0; i < *count; i++)
		if (!kept || cycle[kept - 1] != cycle[i])
			cycle[kept++] = cycle[i];
	*count = kept;
	return cycle;
}

static void add_row(text *out, const stock_cell *c, int64_t week)
{
	enum { COLUMNS = 8 };
	char number[6][24];
	int64_t away = c->drawn + c->sent - c->returned, back = away < 0 ? -away : 0;
	const int64_t value[] = {
		week, c->delivered + c->received + back, away > 0 ? away : 0, c->spoiled, c->turned_away, c->counted};
	const char *cell[COLUMNS] = {c->place, c->good};
	for (int i = 0; i < 6; i++) {
		snprintf(number[i], sizeof number[i], "%" PRId64, value[i]);
		cell[i + 2] = i == 5 && value[i] < 0 ? "" : number[i];
	}
	csv_add_row(out, cell, COLUMNS);
}

void stock_ledger(state *s, const char *body, int64_t time, text *out)
{
	static const char *const header[] = {"outlet",           "good",        "week",         "delivered", "sold",
					     "spoiled_reported", "turned_away", "counted_stock"};
	size_t count, cycles, at = 0;
	stock_cell *cell = stock_cells(s, body, time, &count);
	int64_t *cycle = cycles_of(s, body, cell, count, &cycles);
	bool numbers =
		cycles && cycle[cycles - 1] <= SUPPLY_WEEK_MAX && cycle[cycles - 1] - cycle[0] == (int64_t)cycles - 1;
	csv_add_row(out, header, 8);
	while (at < count) {
		const stock_cell first = cell[at];
		for (size_t k = 0; k < cycles; k++) {
			stock_cell none = {.cycle = cycle[k], .counted = -1};
			bool here = at < count && same_account(&cell[at], &first) && cell[at].cycle == cycle[k];
			memcpy(none.place, first.place, sizeof none.place);
			memcpy(none.good, first.good, sizeof none.good);
			if (cycle[k] >= first.cycle)
				add_row(out, here ? &cell[at] : &none, numbers ? cycle[k] : (int64_t)k + 1);
			at += here;
		}
	}
	free(cycle);
	free(cell);
}
