/* The state: what replaying a book's acts gives, kept in tables that acts change and readers ask.
 *
 * Every table belongs to a schema that a room declares. All of them are derived: `cordon rebuild` drops them and
 * replays the book, and state_hash is the same after as before. Rows are hashed table by table, in the order of
 * their primary keys; so every table must have one and be WITHOUT ROWID.
 *
 * Failures of the database are sticky: after one, questions have no answers, changes do nothing, and the commit
 * fails with state_failed's reason. Functions of acts can therefore be written as if nothing failed. This is not a
 * general SQL interface: statements are literals (they are cached by address), with ? for parameters.
 */
#ifndef RECORD_STATE_H
#define RECORD_STATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct state_schema {
	const char *room;
	const char *const *table; /* names, ended by NULL; the order of the hash */
	const char *create; /* CREATE TABLE ... WITHOUT ROWID; CREATE INDEX ...; */
} state_schema;

typedef struct state state;

/* Parameters, in the order of the ?s: `types` has a letter for each, s: const char * (NULL: SQL's null), i: int64_t,
 * b: const void * and size_t.
 *	state_do(s, "INSERT INTO roll VALUES (?, ?, ?)", "ssi", body, person, act->time); */
void state_do(state *s, const char *sql, const char *types, ...);

/* A question being answered, row after row. Texts live until the next state_row or state_end of the same question. */
typedef struct state_rows {
	state *state;
	void *statement;
} state_rows;

state_rows state_ask(state *s, const char *sql, const char *types, ...);
bool state_row(state_rows *rows); /* false after the last row (and then state_end is not needed) */
void state_end(state_rows *rows); /* before the last row was reached */
const char *state_text(const state_rows *rows, int column); /* NULL for SQL's null */
int64_t state_whole(const state_rows *rows, int column);
const void *state_bytes(const state_rows *rows, int column, size_t *length);

/* Whether there is a row at all; the first column of the first row, or `otherwise`; the same as a text copied into
 * `out` ("" and false when there is none). */
bool state_has(state *s, const char *sql, const char *types, ...);
int64_t state_number(state *s, int64_t otherwise, const char *sql, const char *types, ...);
bool state_word(state *s, char *out, size_t size, const char *sql, const char *types, ...);

/* Changes since a mark can be taken back together: for an act that tries several effects and stands even if a later
 * one is refused. Marks nest, at most 8 deep; each ends in exactly one of keep and undo. */
void state_mark(state *s);
void state_keep(state *s);
void state_undo(state *s);

/* NULL while nothing failed, else what did. */
const char *state_failed(const state *s);

#endif
