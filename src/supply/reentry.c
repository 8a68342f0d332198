/* See reentry.h. */
#include "supply/reentry.h"

#include "base/findings.h"
#include "supply/codes.h"
#include "supply/token.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* How many draws of the book are still without a row, by a key. */
typedef struct tally {
	names key;
	int64_t *count;
	arena storage;
} tally;

typedef struct reentry {
	state *state;
	const char *body, *outlet;
	int64_t cycle;
	char point[DRAWS_NAME_MAX + 1];
	tally exact; /* "token good qty" */
	tally kind; /* "token good" */
	json_t *known, *differs, *fresh;
} reentry;

static int64_t *slot_of(tally *t, const char *key)
{
	int number = names_find(&t->key, key);
	if (number < 0) {
		number = names_add(&t->key, arena_copy_text(&t->storage, key));
		t->count = memory_grow(t->count, (size_t)number + 1, sizeof *t->count);
		t->count[number] = 0;
	}
	return &t->count[number];
}

static void tally_free(tally *t)
{
	names_free(&t->key);
	free(t->count);
	arena_free(&t->storage);
}

enum { KEY = 2 * DRAWS_NAME_MAX + 32 };

/* Adds to both tallies; false, and nothing done, where that would be less than nothing. */
static bool change(reentry *r, const char *token, const char *good, int64_t quantity, int64_t by)
{
	char key[KEY];
	snprintf(key, sizeof key, "%s %s %" PRId64, token, good, quantity);
	int64_t *exact = slot_of(&r->exact, key);
	if (*exact + by < 0)
		return false;
	*exact += by;
	snprintf(key, sizeof key, "%s %s", token, good);
	*slot_of(&r->kind, key) += by;
	return true;
}

/* What devices wrote, less what is on paper in the book already. */
static void load(reentry *r)
{
	for (int64_t paper = 0; paper < 2; paper++) {
		state_rows rows =
			state_ask(r->state,
				  "SELECT household, good, quantity FROM draw WHERE body = ? AND cycle = ? AND "
				  "outlet = ? AND paper = ?",
				  "sisi", r->body, r->cycle, r->outlet, paper);
		while (state_row(&rows))
			change(r, state_text(&rows, 0), state_text(&rows, 1), state_whole(&rows, 2), paper ? -1 : 1);
	}
}

/* ---- rows -------------------------------------------------------------------------------------------------------- */

static bool take_number(const char *s, int64_t *out)
{
	size_t length = strlen(s);
	if (!length || length > 9 || strspn(s, "0123456789") != length)
		return false;
	*out = strtoll(s, NULL, 10);
	return true;
}

static cordon_status wrong(const csv_table *t, size_t row, const char *field, const char *found, cordon_text what,
			   cordon_error *error)
{
	return finding_add(error, CORDON_ERROR, (place_in_file){t->file, t->line[row], field, found}, what, NO_TEXT);
}

static cordon_status read_row(const csv_table *t, size_t row, const int column[4], supply_draw *out,
			      cordon_error *error)
{
	char *const *cell = &t->cell[row * t->columns];
	const char *token = cell[column[0]], *good = cell[column[1]];
	if (!token_is_number(token, strlen(token)))
		return wrong(t, row, "token", token, TEXT(SUPPLY_TOKEN_FORM, "2", "20"), error);
	if (!token_fits(token, strlen(token)))
		return wrong(t, row, "token", token, TEXT(SUPPLY_TOKEN_CHECK), error);
	if (!bundle_is_word(good))
		return wrong(t, row, "good", good, TEXT(SUPPLY_DRAW_WORD), error);
	if (!take_number(cell[column[2]], &out->quantity))
		return wrong(t, row, "qty", cell[column[2]], TEXT(SUPPLY_WHOLE, "999999999"), error);
	if (!take_number(cell[column[3]], &out->number))
		return wrong(t, row, "line", cell[column[3]], TEXT(SUPPLY_WHOLE, "999999999"), error);
	out->household = token;
	out->good = good;
	return CORDON_OK;
}

static int by_line(const void *x, const void *y)
{
	const supply_draw *a = x, *b = y;
	return (a->number > b->number) - (a->number < b->number);
}

static bool same_content(const supply_draw *a, const supply_draw *b)
{
	return !strcmp(a->household, b->household) && !strcmp(a->good, b->good) && a->quantity == b->quantity;
}

static json_t *row_json(const supply_draw *d)
{
	return json_pack("{s:I, s:s, s:s, s:I}", "line", (json_int_t)d->number, "household", d->household, "good",
			 d->good, "quantity", (json_int_t)d->quantity);
}

static void compare_row(reentry *r, const supply_draw *d, draws *fresh)
{
	char key[KEY];
	bool line = state_has(r->state, "SELECT 1 FROM draw WHERE body = ? AND point = ? AND number = ?", "ssi",
			      r->body, r->point, d->number);
	bool same = line &&
		    state_has(r->state,
			      "SELECT 1 FROM draw WHERE body = ? AND point = ? AND number = ? AND cycle = ? AND "
			      "household = ? AND good = ? AND quantity = ?",
			      "ssiissi", r->body, r->point, d->number, r->cycle, d->household, d->good, d->quantity);
	snprintf(key, sizeof key, "%s %s", d->household, d->good);
	bool known = same || (!line && change(r, d->household, d->good, d->quantity, -1));
	bool other = !known && (line || *slot_of(&r->kind, key) > 0);
	json_array_append_new(known ? r->known : other ? r->differs : r->fresh, row_json(d));
	if (!same && !other) {
		supply_draw one = *d;
		one.point = r->point;
		one.cycle = r->cycle;
		draws_add(fresh, &one);
	}
}

/* Draws of the outlet's devices that no row of the list matched. */
static json_t *not_on_paper(const reentry *r)
{
	json_t *list = json_array();
	for (int i = 0; i < r->exact.key.count; i++) {
		const char *key = r->exact.key.name[i], *good = strchr(key, ' ') + 1, *quantity = strchr(good, ' ') + 1;
		if (r->exact.count[i] <= 0)
			continue;
		json_array_append_new(list,
				      json_pack("{s:s%, s:s%, s:I, s:I}", "household", key, (size_t)(good - 1 - key),
						"good", good, (size_t)(quantity - 1 - good), "quantity",
						(json_int_t)strtoll(quantity, NULL, 10), "times",
						(json_int_t)r->exact.count[i]));
	}
	return list;
}

/* Two rows under one number: once, if they say the same. */
static cordon_status read_rows(const csv_table *t, supply_draw *row, size_t *count, cordon_error *error)
{
	static const char *const name[] = {"token", "good", "qty", "line"};
	int column[4];
	cordon_status status = CORDON_OK;
	for (int i = 0; i < 4; i++) {
		column[i] = csv_table_column(t, name[i]);
		if (column[i] < 0)
			return finding_add(error, CORDON_ERROR, (place_in_file){t->file, 1, name[i], NULL},
					   TEXT(SUPPLY_COLUMN), NO_TEXT);
	}
	for (size_t i = 0; i < t->rows; i++)
		status |= read_row(t, i, column, &row[i], error);
	if (status)
		return CORDON_BAD_INPUT;
	if (t->rows)
		qsort(row, t->rows, sizeof *row, by_line);
	for (size_t i = 0; i < t->rows; i++) {
		char number[24];
		snprintf(number, sizeof number, "%" PRId64, row[i].number);
		if (!*count || row[*count - 1].number != row[i].number)
			row[(*count)++] = row[i];
		else if (!same_content(&row[*count - 1], &row[i]))
			return finding_add(error, CORDON_ERROR, (place_in_file){t->file, 0, "line", number},
					   TEXT(SUPPLY_REENTRY_TWICE), NO_TEXT);
	}
	return CORDON_OK;
}

json_t *reentry_compare(state *s, const char *body, const char *outlet, int64_t cycle, const csv_table *list,
			draws *fresh, cordon_error *error)
{
	size_t count = 0;
	reentry r = {.state = s, .body = body, .outlet = outlet, .cycle = cycle};
	if (list->rows > REENTRY_ROWS_MAX ||
	    snprintf(r.point, sizeof r.point, "%s/paper-%" PRId64, outlet, cycle) >= (int)sizeof r.point) {
		finding_add(error, CORDON_ERROR, (place_in_file){.file = list->file},
			    TEXT(SUPPLY_TOO_MANY_ROWS, "10000"), NO_TEXT);
		return NULL;
	}
	supply_draw *row = memory_alloc(list->rows, sizeof *row);
	if (read_rows(list, row, &count, error)) {
		free(row);
		return NULL;
	}
	r.known = json_array();
	r.differs = json_array();
	r.fresh = json_array();
	load(&r);
	for (size_t i = 0; i < count; i++)
		compare_row(&r, &row[i], fresh);
	draws_merge(fresh);
	json_t *data = json_pack("{s:s, s:s, s:I, s:o, s:o, s:o, s:o}", "body", body, "outlet", outlet, "cycle",
				 (json_int_t)cycle, "known", r.known, "differs", r.differs, "new", r.fresh,
				 "not_on_paper", not_on_paper(&r));
	tally_free(&r.exact);
	tally_free(&r.kind);
	free(row);
	return data;
}
