/* See snapshot.h. */
#include "plan/snapshot.h"

#include "base/csv.h"
#include "base/json.h"
#include "base/names.h"
#include "base/text.h"
#include "base/time.h"
#include "plan/answer.h"
#include "plan/declare.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* What held when the book had ?1 entries. */
#define HELD " from_entry < ?1 AND (until_entry IS NULL OR until_entry >= ?1) "

enum { STOPPED_MAX_ID = 2 * BODY_ID };

typedef struct said {
	int64_t entry, time;
	const char *body, *person;
} said;

typedef struct making {
	state *state;
	snapshot *snap;
	names bodies, used; /* those whose economy it is; commodities that are spoken of */
	names stopped; /* "body/process", or "body/" for all of it */
	said *stoppage; /* one for each of them: who said so first */
	int stoppages, stoppage_capacity;
} making;

static const char *keep(making *m, const char *string)
{
	return arena_copy_text(&m->snap->texts, string ? string : "");
}

static void use(making *m, const char *commodity)
{
	if (names_find(&m->used, commodity) < 0)
		names_add(&m->used, keep(m, commodity));
}

/* The next row of that table has its number in `column` from there. */
static void add_source(making *m, int table, int column, said from)
{
	snapshot *snap = m->snap;
	MEMORY_RESERVE(snap->source, snap->sources, snap->capacity);
	snap->source[snap->sources++] = (snapshot_source){
		table, column, economy_draft_rows(snap->draft, table), from.entry, from.time, from.body, from.person};
}

static void add_row(making *m, int table, const char *const cell[TABLE_COLUMNS_MAX])
{
	economy_draft_row(m->snap->draft, table, cell);
}

/* ---- whose economy ----------------------------------------------------------------------------------------------- */

static void gather_bodies(making *m)
{
	state_rows rows = state_ask(m->state,
				    "WITH RECURSIVE beneath(body) AS (SELECT ?2 UNION SELECT link.body FROM link JOIN "
				    "beneath ON link.council = "
				    "beneath.body WHERE" HELD ") SELECT body FROM beneath",
				    "is", m->snap->entries, m->snap->body);
	while (state_row(&rows))
		names_add(&m->bodies, keep(m, state_text(&rows, 0)));
}

static bool is_theirs(const making *m, const state_rows *rows, int column)
{
	return names_find(&m->bodies, state_text(rows, column)) >= 0;
}

/* Entry, time, body and person, from that column on. */
static said said_in(making *m, const state_rows *rows, int column)
{
	return (said){state_whole(rows, column), state_whole(rows, column + 1), keep(m, state_text(rows, column + 2)),
		      keep(m, state_text(rows, column + 3))};
}

/* ---- processes --------------------------------------------------------------------------------------------------- */

static void gather_stoppages(making *m)
{
	state_rows rows = state_ask(m->state,
				    "SELECT entry, time, body, person, process FROM economy_stoppage WHERE entry < ?1 "
				    "AND (until_entry IS NULL "
				    "OR until_entry >= ?1) ORDER BY entry",
				    "i", m->snap->entries);
	while (state_row(&rows)) {
		const char *key = arena_format(&m->snap->texts, "%s/%s", state_text(&rows, 2), state_text(&rows, 4));
		if (names_add(&m->stopped, key) < m->stoppages)
			continue;
		MEMORY_RESERVE(m->stoppage, m->stoppages, m->stoppage_capacity);
		m->stoppage[m->stoppages++] = said_in(m, &rows, 0);
	}
}

/* Who said that it stands still; NULL: it works. */
static const said *stopped(const making *m, const char *body, const char *id)
{
	char all[STOPPED_MAX_ID];
	snprintf(all, sizeof all, "%s/", body);
	int at = names_find(&m->stopped, all);
	at = at < 0 ? names_find(&m->stopped, id) : at;
	return at < 0 ? NULL : &m->stoppage[at];
}

static char *converted(making *m, const state_rows *rows, int number, const char *commodity, char out[AMOUNT_DECIMAL])
{
	mpq_t sum;
	mpq_init(sum);
	declare_add(m->state, sum, state_text(rows, number), state_text(rows, number + 1), commodity);
	amount_decimal(sum, out);
	mpq_clear(sum);
	return out;
}

static void add_recipe(making *m, const char *process, const char *id, said from)
{
	char decimal[AMOUNT_DECIMAL];
	state_rows rows = state_ask(
		m->state,
		"SELECT commodity, direction, number, unit FROM economy_recipe WHERE body = ? AND process = ? AND "
		"from_entry = ? ORDER BY direction, commodity",
		"ssi", from.body, process, from.entry);
	while (state_row(&rows)) {
		const char *commodity = state_text(&rows, 0);
		use(m, commodity);
		add_source(m, TABLE_EXCHANGES, EXCHANGE_AMOUNT, from);
		add_row(m, TABLE_EXCHANGES,
			(const char *const[TABLE_COLUMNS_MAX]){[EXCHANGE_PROCESS] = id,
							       [EXCHANGE_COMMODITY] = commodity,
							       [EXCHANGE_DIRECTION] = state_text(&rows, 1),
							       [EXCHANGE_AMOUNT] =
								       converted(m, &rows, 2, commodity, decimal)});
	}
}

static void add_capacity_row(making *m, const char *id, const char *capacity, said from)
{
	add_source(m, TABLE_CAPACITIES, CAPACITY_AMOUNT, from);
	add_row(m, TABLE_CAPACITIES,
		(const char *const[TABLE_COLUMNS_MAX]){[CAPACITY_PROCESS] = id, [CAPACITY_AMOUNT] = capacity});
}

/* Of what stands still it is 0, from whoever said so; at most what the workplace answered to the plan before. */
static void add_capacity(making *m, const char *process, const char *id, const char *body)
{
	char decimal[AMOUNT_DECIMAL];
	const said *stop = stopped(m, body, id);
	answer_constraint bound;
	if (stop) {
		add_capacity_row(m, id, "0", *stop);
		return;
	}
	bool is_bound = answer_constrains(m->state, m->snap->body, body, process, m->snap->entries, &bound);
	state_rows rows = state_ask(m->state,
				    "SELECT from_entry, from_time, body, person, capacity, NULL FROM economy_capacity "
				    "WHERE body = ?2 AND process = ?3 AND" HELD,
				    "iss", m->snap->entries, body, process);
	while (state_row(&rows)) {
		if (is_bound && amount_is_less(bound.most, state_text(&rows, 4)))
			continue;
		is_bound = false;
		add_capacity_row(m, id, converted(m, &rows, 4, "", decimal), said_in(m, &rows, 0));
	}
	if (is_bound) {
		mpq_t most;
		mpq_init(most);
		amount_add(most, bound.most, "1", "1");
		add_capacity_row(m, id, amount_decimal(most, decimal),
				 (said){bound.entry, bound.time, body, keep(m, bound.person)});
		mpq_clear(most);
	}
}

static void add_processes(making *m)
{
	state_rows rows =
		state_ask(m->state,
			  "SELECT from_entry, from_time, body, person, process, name, kind FROM economy_process "
			  "WHERE" HELD "ORDER BY body, process",
			  "i", m->snap->entries);
	while (state_row(&rows)) {
		if (!is_theirs(m, &rows, 2))
			continue;
		said from = said_in(m, &rows, 0);
		const char *process = keep(m, state_text(&rows, 4)), *name = state_text(&rows, 5),
			   *kind = state_text(&rows, 6);
		const char *id = arena_format(&m->snap->texts, "%s/%s", from.body, process);
		add_source(m, TABLE_PROCESSES, PROCESS_ID, from);
		add_row(m, TABLE_PROCESSES,
			(const char *const[TABLE_COLUMNS_MAX]){[PROCESS_ID] = id,
							       [PROCESS_NAME] = name,
							       [PROCESS_KIND] =
								       strcmp(kind, "production") ? kind : NULL,
							       [PROCESS_BODY] = from.body});
		add_recipe(m, process, id, from);
		add_capacity(m, process, id, from.body);
	}
}

/* ---- stocks ------------------------------------------------------------------------------------------------------ */

/* The account of a body in a commodity, while its parts are read: the count first, then what was reported since. */
typedef struct account {
	const char *body;
	int64_t counted, moved; /* the entry of its count, the first of its reports; -1: none */
	mpq_t balance;
} account;

/* An account below 0. */
typedef struct short_one {
	const char *body, *amount;
	int64_t moved;
} short_one;

/* The accounts of one commodity. */
typedef struct adding {
	making *m;
	const char *commodity; /* NULL: none yet */
	account at;
	mpq_t sum;
	int64_t counted; /* the last count of it by anybody */
	short_one *below;
	int belows, below_capacity;
} adding;

static void end_account(adding *a)
{
	char decimal[AMOUNT_DECIMAL];
	if (!a->at.body)
		return;
	mpq_add(a->sum, a->sum, a->at.balance);
	if (mpq_sgn(a->at.balance) < 0) {
		mpq_neg(a->at.balance, a->at.balance);
		MEMORY_RESERVE(a->below, a->belows, a->below_capacity);
		a->below[a->belows++] =
			(short_one){a->at.body, keep(a->m, amount_decimal(a->at.balance, decimal)), a->at.moved};
	}
	a->at.body = NULL;
}

/* Who used more than it had asks nothing as long as what others made covers it and nobody has counted since: then it
 * came from them. */
static void add_questions(adding *a)
{
	snapshot *snap = a->m->snap;
	for (int i = 0; i < a->belows; i++) {
		const short_one *one = &a->below[i];
		if (mpq_sgn(a->sum) >= 0 && a->counted < one->moved)
			continue;
		MEMORY_RESERVE(snap->question, snap->questions, snap->question_capacity);
		snap->question[snap->questions++] = (snapshot_question){a->commodity, one->body, one->amount};
	}
	a->belows = 0;
}

/* What several have of one commodity is one row. */
static void end_stock(adding *a)
{
	char decimal[AMOUNT_DECIMAL];
	end_account(a);
	if (!a->commodity)
		return;
	add_questions(a);
	if (mpq_sgn(a->sum) < 0)
		mpq_set_ui(a->sum, 0, 1);
	add_row(a->m, TABLE_STOCKS,
		(const char *const[TABLE_COLUMNS_MAX]){
			[STOCK_COMMODITY] = a->commodity, [STOCK_AMOUNT] = amount_decimal(a->sum, decimal)});
}

static void begin_stock(adding *a, const char *commodity)
{
	end_stock(a);
	a->commodity = keep(a->m, commodity);
	a->counted = -1;
	mpq_set_ui(a->sum, 0, 1);
	use(a->m, a->commodity);
}

enum { PART_COMMODITY, PART_ACCOUNT, PART_MOVED, PART_FIRST, PART_SAID, PART_NUMBER = PART_SAID + 4, PART_UNIT };

/* One count or one report; those from before the count are in it. */
static void add_part(adding *a, const state_rows *rows)
{
	const char *commodity = state_text(rows, PART_COMMODITY), *body = state_text(rows, PART_ACCOUNT);
	int64_t first = state_whole(rows, PART_FIRST);
	mpq_t moved;
	if (!a->commodity || strcmp(a->commodity, commodity) != 0)
		begin_stock(a, commodity);
	if (!a->at.body || strcmp(a->at.body, body) != 0) {
		end_account(a);
		a->at.body = keep(a->m, body);
		a->at.counted = a->at.moved = -1;
		mpq_set_ui(a->at.balance, 0, 1);
	}
	if (!state_whole(rows, PART_MOVED)) {
		declare_add(a->m->state, a->at.balance, state_text(rows, PART_NUMBER), state_text(rows, PART_UNIT),
			    commodity);
		a->at.counted = first;
		a->counted = first > a->counted ? first : a->counted;
	} else if (first > a->at.counted) {
		mpq_init(moved);
		mpq_set_str(moved, state_text(rows, PART_NUMBER), 10);
		mpq_add(a->at.balance, a->at.balance, moved);
		mpq_clear(moved);
		a->at.moved = a->at.moved < 0 || first < a->at.moved ? first : a->at.moved;
	} else {
		return;
	}
	add_source(a->m, TABLE_STOCKS, STOCK_AMOUNT, said_in(a->m, rows, PART_SAID));
}

static void add_stocks(making *m)
{
	adding a = {.m = m};
	mpq_inits(a.sum, a.at.balance, NULL);
	state_rows rows = state_ask(
		m->state,
		"SELECT commodity, body AS account, 0 AS moved, from_entry AS first, from_entry, from_time, body AS "
		"said, person, number, unit FROM economy_stock WHERE" HELD
		"UNION ALL SELECT commodity, body, 1, first_entry, from_entry, from_time, reporter, person, number, "
		"NULL FROM economy_move WHERE" HELD "ORDER BY commodity, account, moved, from_entry, said",
		"i", m->snap->entries);
	while (state_row(&rows))
		if (is_theirs(m, &rows, PART_ACCOUNT))
			add_part(&a, &rows);
	end_stock(&a);
	mpq_clears(a.sum, a.at.balance, NULL);
	free(a.below);
}

/* ---- needs ------------------------------------------------------------------------------------------------------- */

/* The closest decision about that need, as the cell of its tier. */
static const char *tier_of(making *m, const char *body, const char *party, const char *commodity)
{
	const char *tier = "9";
	state_rows rows = state_ask(m->state,
				    "SELECT from_entry, from_time, body, NULL, tier FROM economy_tier WHERE body = ?2 "
				    "AND commodity = ?3 AND of "
				    "IN ('', ?4) AND party IN ('', ?5) AND" HELD
				    "ORDER BY of <> '' DESC, party <> '' DESC LIMIT 1",
				    "issss", m->snap->entries, m->snap->body, commodity, body, party);
	while (state_row(&rows)) {
		add_source(m, TABLE_NEEDS, NEED_TIER, said_in(m, &rows, 0));
		tier = arena_format(&m->snap->texts, "%" PRId64, state_whole(&rows, 4));
	}
	return tier;
}

static void add_needs(making *m)
{
	char decimal[AMOUNT_DECIMAL];
	state_rows rows = state_ask(m->state,
				    "SELECT from_entry, from_time, body, person, commodity, number, unit, party FROM "
				    "economy_need WHERE" HELD "ORDER BY body, party, commodity",
				    "i", m->snap->entries);
	while (state_row(&rows)) {
		if (!is_theirs(m, &rows, 2) || amount_is_zero(state_text(&rows, 5)))
			continue;
		said from = said_in(m, &rows, 0);
		const char *commodity = keep(m, state_text(&rows, 4)), *party = keep(m, state_text(&rows, 7));
		use(m, commodity);
		add_source(m, TABLE_NEEDS, NEED_AMOUNT, from);
		add_row(m, TABLE_NEEDS,
			(const char *const[TABLE_COLUMNS_MAX]){
				[NEED_GROUP] =
					arena_format(&m->snap->texts, "%s%s%s", from.body, *party ? "/" : "", party),
				[NEED_COMMODITY] = commodity,
				[NEED_AMOUNT] = converted(m, &rows, 5, commodity, decimal),
				[NEED_TIER] = tier_of(m, from.body, party, commodity)});
	}
}

/* ---- what is counted --------------------------------------------------------------------------------------------- */

/* Those that are spoken of, and those that this body agreed on. */
static void add_commodities(making *m, names *units)
{
	state_rows rows = state_ask(m->state,
				    "SELECT from_entry, from_time, body, NULL, commodity, name, unit, kind FROM "
				    "economy_commodity WHERE" HELD "ORDER BY commodity",
				    "i", m->snap->entries);
	while (state_row(&rows)) {
		const char *commodity = state_text(&rows, 4), *kind = state_text(&rows, 7);
		if (names_find(&m->used, commodity) < 0 && strcmp(state_text(&rows, 2), m->snap->body) != 0)
			continue;
		names_add(units, keep(m, state_text(&rows, 6)));
		add_source(m, TABLE_COMMODITIES, COMMODITY_ID, said_in(m, &rows, 0));
		add_row(m, TABLE_COMMODITIES,
			(const char *const[TABLE_COLUMNS_MAX]){[COMMODITY_ID] = commodity,
							       [COMMODITY_NAME] = state_text(&rows, 5),
							       [COMMODITY_UNIT] = state_text(&rows, 6),
							       [COMMODITY_KIND] = strcmp(kind, "good") ? kind : NULL});
	}
}

static void add_units(making *m, const names *units)
{
	char factor[AMOUNT_DECIMAL];
	state_rows rows =
		state_ask(m->state,
			  "SELECT entry, time, body, NULL, unit, dimension, factor, NULL FROM economy_unit ORDER "
			  "BY unit",
			  "");
	while (state_row(&rows)) {
		if (names_find(units, state_text(&rows, 4)) < 0)
			continue;
		add_source(m, TABLE_UNITS, UNIT_FACTOR, said_in(m, &rows, 0));
		add_row(m, TABLE_UNITS,
			(const char *const[TABLE_COLUMNS_MAX]){[UNIT_ID] = state_text(&rows, 4),
							       [UNIT_DIMENSION] = state_text(&rows, 5),
							       [UNIT_FACTOR] = converted(m, &rows, 6, "", factor)});
	}
}

/* ---- the whole --------------------------------------------------------------------------------------------------- */

bool snapshot_make(state *s, const char *body, int64_t entries, snapshot *out)
{
	char name[BODY_NAME];
	names units = {0};
	if (!state_word(s, name, sizeof name, "SELECT name FROM body WHERE body = ? AND opened_entry < ?", "si", body,
			entries))
		return false;
	*out = (snapshot){.entries = entries, .draft = economy_draft_new(body, name)};
	snprintf(out->body, sizeof out->body, "%s", body);
	making m = {.state = s, .snap = out};
	gather_bodies(&m);
	gather_stoppages(&m);
	add_processes(&m);
	add_stocks(&m);
	add_needs(&m);
	add_commodities(&m, &units);
	add_units(&m, &units);
	economy_draft_hash(out->draft, out->hash);
	names_free(&m.bodies);
	names_free(&m.used);
	names_free(&m.stopped);
	names_free(&units);
	free(m.stoppage);
	return true;
}

void snapshot_free(snapshot *snap)
{
	economy_draft_free(snap->draft);
	free(snap->source);
	free(snap->question);
	arena_free(&snap->texts);
	*snap = (snapshot){0};
}

bool snapshot_council(state *s, char *out, size_t size)
{
	size_t used = 0;
	int count = 0;
	*out = '\0';
	state_rows rows = state_ask(s,
				    "SELECT body FROM body WHERE closed IS NULL AND EXISTS (SELECT 1 FROM link WHERE "
				    "link.council = body.body AND "
				    "until_entry IS NULL) AND NOT EXISTS (SELECT 1 FROM link WHERE link.body = "
				    "body.body AND until_entry IS NULL) "
				    "ORDER BY body",
				    "");
	while (state_row(&rows)) {
		int more = snprintf(out + used, size - used, "%s%s", count++ ? " " : "", state_text(&rows, 0));
		used += (size_t)more < size - used ? (size_t)more : 0;
	}
	return count == 1;
}

static void add_sources(snapshot *snap)
{
	text out = {0};
	char row[24], entry[24], time[TIME_TEXT];
	csv_add_row(&out, (const char *const[]){"table", "row", "column", "entry", "time", "body", "person"}, 7);
	for (size_t i = 0; i < snap->sources; i++) {
		const snapshot_source *from = &snap->source[i];
		const table_form *form = &table_forms[from->table];
		snprintf(row, sizeof row, "%zu", from->row + 2); /* the header is row 1 */
		snprintf(entry, sizeof entry, "%" PRId64, from->entry);
		time_to_text(from->time, time);
		csv_add_row(&out,
			    (const char *const[]){form->name, row, form->column[from->column].name, entry, time,
						  from->body, from->person},
			    7);
	}
	economy_draft_file(snap->draft, SNAPSHOT_SOURCES, out.bytes, out.length);
	text_free(&out);
}

void snapshot_add_files(snapshot *snap, const char *book)
{
	text out = {0};
	json_t *about = json_pack("{s:s, s:s, s:I, s:s}", "book", book, "body", snap->body, "entries",
				  (json_int_t)snap->entries, "package", snap->hash);
	json_canonical(about, &out);
	text_add_string(&out, "\n");
	json_decref(about);
	add_sources(snap);
	economy_draft_file(snap->draft, SNAPSHOT_FILE, out.bytes, out.length);
	text_free(&out);
}
