/* Statements kept by the address of their text, failures that stick, and the hash of all tables; see state.h. */
#include "record/state.h"

#include "base/hash.h"
#include "base/memory.h"
#include "base/text.h"
#include "record/state_private.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

enum { SLOTS = 4096, STATEMENTS_MAX = SLOTS / 2, MARKS_MAX = 8 };

/* A statement in use is passed over: asked again inside its own loop, a text gets a second one. */
struct kept {
	const char *sql;
	sqlite3_stmt *statement;
	bool busy;
};

struct state {
	sqlite3 *db;
	struct kept kept[SLOTS]; /* open addressing; `statements` are filled */
	int statements;
	int64_t mark[MARKS_MAX]; /* the changes before each mark that is still open */
	int marks;
	int64_t undone; /* changes that were taken back */
	char failure[256];
};

state *state_new(sqlite3 *db)
{
	state *s = memory_alloc(1, sizeof *s);
	s->db = db;
	return s;
}

static void drop_statements(state *s)
{
	for (int i = 0; i < SLOTS; i++)
		sqlite3_finalize(s->kept[i].statement);
	memset(s->kept, 0, sizeof s->kept);
	s->statements = 0;
}

void state_free(state *s)
{
	if (!s)
		return;
	drop_statements(s);
	free(s);
}

const char *state_failed(const state *s)
{
	return *s->failure ? s->failure : NULL;
}

void state_recover(state *s)
{
	s->marks = 0;
	*s->failure = '\0';
}

void state_fail(state *s, const char *what)
{
	if (!*s->failure)
		snprintf(s->failure, sizeof s->failure, "%s (%.80s)", sqlite3_errmsg(s->db), what);
}

int64_t state_changes(const state *s)
{
	return sqlite3_total_changes64(s->db) - s->undone;
}

static struct kept *keep(state *s, const char *sql)
{
	size_t at = ((uintptr_t)sql >> 3) * 0x9E3779B97F4A7C15u >> 52; /* 12 bits */
	for (;; at = (at + 1) % SLOTS) {
		struct kept *k = &s->kept[at];
		if (k->sql == sql && !k->busy)
			return k;
		if (k->sql)
			continue;
		assert(s->statements < STATEMENTS_MAX);
		if (sqlite3_prepare_v3(s->db, sql, -1, SQLITE_PREPARE_PERSISTENT, &k->statement, NULL) != SQLITE_OK) {
			state_fail(s, sql);
			return NULL;
		}
		k->sql = sql;
		s->statements++;
		return k;
	}
}

/* `life`: SQLITE_STATIC where the statement is done with before its texts can change, else SQLITE_TRANSIENT. */
static struct kept *bind(state *s, const char *sql, const char *types, va_list list, sqlite3_destructor_type life)
{
	struct kept *k = state_failed(s) ? NULL : keep(s, sql);
	if (!k)
		return NULL;
	assert(sqlite3_bind_parameter_count(k->statement) == (int)strlen(types));
	int status = SQLITE_OK;
	for (int i = 0; types[i] && status == SQLITE_OK; i++)
		switch (types[i]) {
		case 's':
			status = sqlite3_bind_text(k->statement, i + 1, va_arg(list, const char *), -1, life);
			break;
		case 'b': {
			const void *bytes = va_arg(list, const void *);
			status = sqlite3_bind_blob64(k->statement, i + 1, bytes, va_arg(list, size_t), life);
			break;
		}
		default:
			assert(types[i] == 'i');
			status = sqlite3_bind_int64(k->statement, i + 1, va_arg(list, int64_t));
		}
	if (status != SQLITE_OK) {
		state_fail(s, sql);
		return NULL;
	}
	k->busy = true;
	return k;
}

static void let_go(struct kept *k)
{
	sqlite3_reset(k->statement);
	k->busy = false;
}

/* One step; true when there is a row. A statement without one is let go. */
static bool step(state *s, struct kept *k)
{
	int status = k ? sqlite3_step(k->statement) : SQLITE_DONE;
	if (status == SQLITE_ROW)
		return true;
	if (status != SQLITE_DONE)
		state_fail(s, k->sql);
	if (k)
		let_go(k);
	return false;
}

void state_do(state *s, const char *sql, const char *types, ...)
{
	va_list list;
	va_start(list, types);
	struct kept *k = bind(s, sql, types, list, SQLITE_STATIC);
	va_end(list);
	if (step(s, k))
		let_go(k);
}

void state_mark(state *s)
{
	assert(s->marks < MARKS_MAX);
	s->mark[s->marks++] = state_changes(s);
	state_do(s, "SAVEPOINT mark", "");
}

void state_keep(state *s)
{
	assert(s->marks > 0);
	s->marks--;
	state_do(s, "RELEASE mark", "");
}

void state_undo(state *s)
{
	assert(s->marks > 0);
	s->undone += state_changes(s) - s->mark[--s->marks];
	state_do(s, "ROLLBACK TO mark", "");
	state_do(s, "RELEASE mark", "");
}

state_rows state_ask(state *s, const char *sql, const char *types, ...)
{
	va_list list;
	va_start(list, types);
	state_rows rows = {s, bind(s, sql, types, list, SQLITE_TRANSIENT)};
	va_end(list);
	return rows;
}

bool state_row(state_rows *rows)
{
	if (step(rows->state, rows->statement))
		return true;
	rows->statement = NULL;
	return false;
}

void state_end(state_rows *rows)
{
	if (rows->statement)
		let_go(rows->statement);
	rows->statement = NULL;
}

static sqlite3_stmt *of(const state_rows *rows)
{
	assert(rows->statement);
	return ((const struct kept *)rows->statement)->statement;
}

const char *state_text(const state_rows *rows, int column)
{
	return (const char *)sqlite3_column_text(of(rows), column);
}

int64_t state_whole(const state_rows *rows, int column)
{
	return sqlite3_column_int64(of(rows), column);
}

const void *state_bytes(const state_rows *rows, int column, size_t *length)
{
	const void *bytes = sqlite3_column_blob(of(rows), column);
	*length = (size_t)sqlite3_column_bytes(of(rows), column);
	return bytes;
}

bool state_has(state *s, const char *sql, const char *types, ...)
{
	va_list list;
	va_start(list, types);
	state_rows rows = {s, bind(s, sql, types, list, SQLITE_STATIC)};
	va_end(list);
	bool has = state_row(&rows);
	state_end(&rows);
	return has;
}

int64_t state_number(state *s, int64_t otherwise, const char *sql, const char *types, ...)
{
	va_list list;
	va_start(list, types);
	state_rows rows = {s, bind(s, sql, types, list, SQLITE_STATIC)};
	va_end(list);
	int64_t number = otherwise;
	if (state_row(&rows) && sqlite3_column_type(of(&rows), 0) != SQLITE_NULL)
		number = state_whole(&rows, 0);
	state_end(&rows);
	return number;
}

bool state_word(state *s, char *out, size_t size, const char *sql, const char *types, ...)
{
	va_list list;
	va_start(list, types);
	state_rows rows = {s, bind(s, sql, types, list, SQLITE_STATIC)};
	va_end(list);
	const char *word = state_row(&rows) ? state_text(&rows, 0) : NULL;
	bool has = word && strlen(word) < size;
	if (word && !has && !*s->failure) /* no act makes one: somebody changed the table */
		snprintf(s->failure, sizeof s->failure, "a word longer than %zu bytes (%.80s)", size - 1, sql);
	snprintf(out, size, "%s", has ? word : "");
	state_end(&rows);
	return has;
}

/* Whole scripts, not kept. */
static bool run(state *s, const char *sql)
{
	if (!state_failed(s) && sqlite3_exec(s->db, sql, NULL, NULL, NULL) != SQLITE_OK)
		state_fail(s, sql);
	return !state_failed(s);
}

static bool is_there(state *s, const char *table)
{
	return state_has(s, "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?", "s", table);
}

bool state_create(state *s, const act_world *world)
{
	for (size_t i = 0; i < world->schemas; i++)
		if (!is_there(s, world->schema[i]->table[0]) && !run(s, world->schema[i]->create))
			return false;
	return !state_failed(s);
}

bool state_is_of(state *s, const act_world *world)
{
	for (size_t i = 0; i < world->schemas; i++)
		for (const char *const *table = world->schema[i]->table; *table; table++)
			if (!is_there(s, *table))
				return false;
	return true;
}

bool state_drop(state *s, const act_world *world)
{
	drop_statements(s);
	for (size_t i = 0; i < world->schemas; i++)
		for (const char *const *table = world->schema[i]->table; *table; table++) {
			char sql[128];
			snprintf(sql, sizeof sql, "DROP TABLE IF EXISTS %s", *table);
			if (!run(s, sql))
				return false;
		}
	return true;
}

/* "SELECT * FROM t ORDER BY its primary key"; false when the table has none. */
static bool select_all(state *s, const char *table, text *sql)
{
	int keys = 0;
	text_clear(sql);
	text_add_format(sql, "SELECT * FROM %s ORDER BY ", table);
	state_rows rows = state_ask(s, "SELECT name FROM pragma_table_info(?) WHERE pk > 0 ORDER BY pk", "s", table);
	while (state_row(&rows))
		text_add_format(sql, "%s%s", keys++ ? ", " : "", state_text(&rows, 0));
	return keys > 0;
}

/* Adds a length and what has it, as hash_add_framed would hash them. */
static void add_framed(text *out, const void *bytes, size_t length)
{
	char frame[8];
	for (int i = 0; i < 8; i++)
		frame[i] = (char)((uint64_t)length >> (8 * i) & 0xFF);
	text_add(out, frame, sizeof frame);
	text_add(out, bytes, length);
}

static void add_value(text *out, sqlite3_stmt *row, int column)
{
	switch (sqlite3_column_type(row, column)) {
	case SQLITE_NULL:
		text_add(out, "n", 1);
		break;
	case SQLITE_INTEGER: {
		char number[24];
		int length = snprintf(number, sizeof number, "%lld", (long long)sqlite3_column_int64(row, column));
		text_add(out, "i", 1);
		add_framed(out, number, (size_t)length);
		break;
	}
	default:
		text_add(out, sqlite3_column_type(row, column) == SQLITE_BLOB ? "b" : "s", 1);
		add_framed(out, sqlite3_column_blob(row, column), (size_t)sqlite3_column_bytes(row, column));
	}
}

/* Row by row through a buffer: many short texts are hashed slowly one at a time. */
enum { HASHED_AT_ONCE = 1 << 16 };

/* A book that an older cordon wrote lacks tables: its state is another, and `cordon rebuild` makes them. */
static bool hash_table(state *s, const char *table, text *scratch, hash_state *h)
{
	sqlite3_stmt *row;
	if (!is_there(s, table))
		return !state_failed(s);
	if (!select_all(s, table, scratch) ||
	    sqlite3_prepare_v2(s->db, scratch->bytes, -1, &row, NULL) != SQLITE_OK) {
		state_fail(s, table);
		return false;
	}
	text_clear(scratch);
	add_framed(scratch, table, strlen(table));
	int status, columns = sqlite3_column_count(row);
	while ((status = sqlite3_step(row)) == SQLITE_ROW) {
		text_add(scratch, "r", 1);
		for (int i = 0; i < columns; i++)
			add_value(scratch, row, i);
		if (scratch->length >= HASHED_AT_ONCE) {
			hash_add(h, scratch->bytes, scratch->length);
			text_clear(scratch);
		}
	}
	hash_add(h, scratch->bytes, scratch->length);
	sqlite3_finalize(row);
	if (status != SQLITE_DONE)
		state_fail(s, table);
	return status == SQLITE_DONE;
}

bool state_hash(state *s, const act_world *world, char hex[65])
{
	hash_state h;
	text scratch = {0};
	bool well = true;
	hash_begin(&h);
	for (size_t i = 0; well && i < world->schemas; i++)
		for (const char *const *table = world->schema[i]->table; well && *table; table++)
			well = hash_table(s, *table, &scratch, &h);
	hash_end(&h, hex);
	text_free(&scratch);
	return well;
}
