/* See plain.h. */
#include "supply/plain.h"

#include "base/findings.h"
#include "record/act.h"
#include "supply/codes.h"

#include <stdlib.h>
#include <string.h>

enum { COLUMNS_MAX = 5 };

typedef struct sheet {
	plain *r;
	csv_table table;
	const char *const *name;
	int column[COLUMNS_MAX]; /* -1: not there */
	size_t row;
} sheet;

void plain_free(plain *r)
{
	names_free(&r->good);
	names_free(&r->place);
	names_free(&r->outlet);
	names_free(&r->household);
	names_free(&r->claimed);
}

/* ---- tables ------------------------------------------------------------------------------------------------------ */

static const char *cell(const sheet *t, int c)
{
	return t->column[c] < 0 ? "" : t->table.cell[t->row * t->table.columns + (size_t)t->column[c]];
}

static cordon_status wrong(const sheet *t, int c, cordon_text what)
{
	return finding_add(t->r->error, CORDON_ERROR,
			   (place_in_file){t->table.file, t->table.line[t->row], t->name[c], cell(t, c)}, what,
			   NO_TEXT);
}

static cordon_status wrong_head(const sheet *t, const char *field, cordon_text what)
{
	return finding_add(t->r->error, CORDON_ERROR, (place_in_file){t->table.file, 1, field, NULL}, what, NO_TEXT);
}

/* Reads a table whose columns are `name`, NULL-terminated, of which the first `needed` must be there. */
static cordon_status open_sheet(sheet *t, const cordon_reader *in, const char *file, int needed)
{
	cordon_status status = csv_table_read(in, file, (csv_options){0}, &t->table, t->r->error);
	if (status)
		return status;
	for (int c = 0; t->name[c]; c++) {
		t->column[c] = csv_table_column(&t->table, t->name[c]);
		if (t->column[c] < 0 && c < needed)
			status = wrong_head(t, t->name[c], TEXT(SUPPLY_COLUMN));
	}
	for (size_t k = 0; k < t->table.columns; k++) {
		bool known = false;
		for (int c = 0; t->name[c]; c++)
			known |= t->column[c] == (int)k;
		if (!known)
			status = wrong_head(t, t->table.header[k], TEXT(SUPPLY_PLAIN_COLUMN));
	}
	if (t->table.rows > SUPPLY_PROBLEM_ROWS_MAX)
		status = wrong_head(t, NULL, TEXT(SUPPLY_TOO_MANY_ROWS, "20000000"));
	return status ? CORDON_BAD_INPUT : CORDON_OK;
}

static cordon_status take_id(const sheet *t, int c, const char **out)
{
	*out = cell(t, c);
	return supply_is_id(*out) ? CORDON_OK : wrong(t, c, TEXT(SUPPLY_ALLOCATE_ID));
}

/* An exact number whose parts are at most `most`. */
static cordon_status take_ratio(const sheet *t, int c, int64_t most, claim_ratio *out)
{
	int64_t over, under;
	if (!act_ratio(cell(t, c), &over, &under))
		return wrong(t, c, TEXT(SUPPLY_PLAIN_RATIO));
	int64_t a = over, b = under;
	while (b) {
		int64_t rest = a % b;
		a = b, b = rest;
	}
	over /= a, under /= a;
	if (over > most || under > most)
		return wrong(t, c, TEXT(SUPPLY_PLAIN_RATIO));
	*out = (claim_ratio){(int32_t)over, (int32_t)under};
	return CORDON_OK;
}

/* ---- what problems are made of ----------------------------------------------------------------------------------- */

static int32_t add_name(plain *r, names *of, const char *name, bool *is_new)
{
	int known = names_find(of, name);
	*is_new = known < 0;
	return *is_new ? names_add(of, arena_copy_text(&r->p->storage, name)) : known;
}

static int32_t add_place(plain *r, const char *name)
{
	supply_problem *p = r->p;
	bool is_new;
	int32_t at = add_name(r, &r->place, name, &is_new);
	if (is_new) {
		MEMORY_RESERVE(p->place, p->places, p->places_room);
		p->place[p->places++] = r->place.name[at];
	}
	return at;
}

static int32_t add_item(plain *r, const char *good, const char *instead)
{
	supply_problem *p = r->p;
	bool is_new;
	text key = {0};
	text_add_format(&key, "%s\x1f%s", good, instead);
	int32_t at = add_name(r, &r->good, text_string(&key), &is_new);
	text_free(&key);
	if (is_new) {
		MEMORY_RESERVE(p->item, p->items, p->items_room);
		p->item[p->items++] = (supply_item){arena_copy_text(&p->storage, good),
						    *instead ? arena_copy_text(&p->storage, instead) : NULL, ""};
	}
	return at;
}

static void add_claim(plain *r, supply_claim claim)
{
	MEMORY_RESERVE(r->p->claim, r->p->claims, r->p->claims_room);
	r->p->claim[r->p->claims++] = claim;
}

/* ---- the files --------------------------------------------------------------------------------------------------- */

static cordon_status household_row(sheet *t)
{
	plain *r = t->r;
	supply_problem *p = r->p;
	const char *token, *outlet;
	bool is_new;
	cordon_status status = take_id(t, 0, &token);
	status |= take_id(t, 1, &outlet);
	if (status)
		return CORDON_BAD_INPUT;
	int32_t household = add_name(r, &r->household, token, &is_new);
	if (!is_new)
		return wrong(t, 0, TEXT(SUPPLY_TOKEN_TWICE));
	int32_t at = add_name(r, &r->outlet, outlet, &is_new);
	if (is_new) {
		MEMORY_RESERVE(p->outlet, p->outlets, p->outlets_room);
		p->outlet[p->outlets++] = r->outlet.name[at];
	}
	MEMORY_RESERVE(p->household, p->households, p->households_room);
	p->household[p->households++] = (supply_household){r->household.name[household], at};
	return CORDON_OK;
}

static cordon_status arrival_row(sheet *t)
{
	supply_problem *p = t->r->p;
	const char *place, *good, *instead = cell(t, 4);
	int64_t over = 0, under = 1;
	cordon_status status = take_id(t, 0, &place);
	status |= take_id(t, 1, &good);
	if (*instead)
		status |= take_id(t, 4, &instead);
	if (!act_ratio(cell(t, 2), &over, &under) || over / under > SUPPLY_STOCK_MAX)
		status |= wrong(t, 2, TEXT(SUPPLY_PLAIN_AMOUNT));
	if (status)
		return CORDON_BAD_INPUT;
	int32_t item = add_item(t->r, good, instead);
	if (*instead)
		add_item(t->r, instead, "");
	if (*cell(t, 3) && *p->item[item].unit && strcmp(cell(t, 3), p->item[item].unit) != 0)
		return wrong(t, 3, TEXT(SUPPLY_PLAIN_UNIT, p->item[item].unit));
	if (*cell(t, 3) && !*p->item[item].unit)
		p->item[item].unit = arena_copy_text(&p->storage, cell(t, 3));
	MEMORY_RESERVE(p->arrival, p->arrivals, p->arrivals_room);
	p->arrival[p->arrivals++] = (supply_arrival){add_place(t->r, place), item, over / under};
	return CORDON_OK;
}

static cordon_status link_row(sheet *t)
{
	supply_problem *p = t->r->p;
	const char *place;
	cordon_status status = take_id(t, 0, &place);
	int outlet = names_find(&t->r->outlet, cell(t, 1));
	if (outlet < 0)
		status |= wrong(t, 1, TEXT(SUPPLY_PLAIN_OUTLET));
	if (status)
		return CORDON_BAD_INPUT;
	MEMORY_RESERVE(p->serves, p->links, p->links_room);
	p->serves[p->links++] = (supply_serves){add_place(t->r, place), outlet};
	return CORDON_OK;
}

static cordon_status claim_row(sheet *t)
{
	plain *r = t->r;
	supply_claim c = {.weight = {1, 1}, .floor = {0, 1}};
	const char *good;
	bool is_new;
	cordon_status status = take_id(t, 1, &good);
	c.household = names_find(&r->household, cell(t, 0));
	if (c.household < 0)
		status |= wrong(t, 0, TEXT(SUPPLY_PLAIN_HOUSEHOLD));
	status |= take_ratio(t, 2, SUPPLY_UNITS_MAX, &c.claim);
	if (*cell(t, 3))
		status |= take_ratio(t, 3, SUPPLY_UNITS_MAX, &c.floor);
	if (*cell(t, 4))
		status |= take_ratio(t, 4, SUPPLY_WEIGHT_MAX, &c.weight);
	if (status)
		return CORDON_BAD_INPUT;
	if (!c.weight.over)
		return wrong(t, 4, TEXT(SUPPLY_PLAIN_RATIO));
	if ((int64_t)c.floor.over * c.claim.under > (int64_t)c.claim.over * c.floor.under)
		return wrong(t, 3, TEXT(SUPPLY_PLAIN_FLOOR));
	text key = {0};
	text_add_format(&key, "%d\x1f%s", c.household, good);
	add_name(r, &r->claimed, text_string(&key), &is_new);
	text_free(&key);
	if (!is_new)
		return wrong(t, 1, TEXT(SUPPLY_ALLOCATE_TWICE));
	c.item = add_item(r, good, "");
	add_claim(r, c);
	return CORDON_OK;
}

static cordon_status read_sheet(plain *r, const cordon_reader *in, const char *file, const char *const *name,
				int needed, cordon_status (*take)(sheet *))
{
	sheet t = {.r = r, .name = name};
	cordon_status status = open_sheet(&t, in, file, needed);
	bool usable = !status;
	for (t.row = 0; usable && t.row < t.table.rows; t.row++)
		status |= take(&t);
	csv_table_free(&t.table);
	return status;
}

cordon_status plain_households(plain *r, const cordon_reader *in, const char *file)
{
	static const char *const name[] = {"token", "outlet", NULL};
	return read_sheet(r, in, file, name, 2, household_row);
}

cordon_status plain_arrivals(plain *r, const cordon_reader *in, const char *file)
{
	static const char *const name[] = {"place", "good", "amount", "unit", "instead", NULL};
	return read_sheet(r, in, file, name, 3, arrival_row);
}

cordon_status plain_links(plain *r, const cordon_reader *in, const char *file)
{
	static const char *const name[] = {"place", "outlet", NULL};
	return read_sheet(r, in, file, name, 2, link_row);
}

cordon_status plain_claims(plain *r, const cordon_reader *in, const char *file)
{
	static const char *const name[] = {"household", "good", "claim", "floor", "weight", NULL};
	return read_sheet(r, in, file, name, 3, claim_row);
}

void plain_default_links(plain *r, bool links)
{
	supply_problem *p = r->p;
	for (size_t j = 0; j < p->places; j++) {
		int outlet = names_find(&r->outlet, p->place[j]);
		for (size_t o = 0; o < p->outlets; o++) {
			if (outlet >= 0 ? (int)o != outlet : links)
				continue;
			MEMORY_RESERVE(p->serves, p->links, p->links_room);
			p->serves[p->links++] = (supply_serves){(int32_t)j, (int32_t)o};
		}
	}
}

/* The item that draws of a good are of: the good, or what came in the place of another if it is only that. */
static int32_t drawn_item(plain *r, const char *good)
{
	int32_t found = -1;
	for (size_t i = 0; i < r->p->items; i++)
		if (!strcmp(r->p->item[i].good, good) && (found < 0 || !r->p->item[i].instead))
			found = (int32_t)i;
	return found;
}

cordon_status plain_drawn(plain *r, const draws *d, const char *file)
{
	cordon_status status = CORDON_OK;
	for (size_t i = 0; i < d->count; i++) {
		const supply_draw *one = &d->draw[i];
		if (one->cycle != r->p->cycle || !one->quantity)
			continue;
		int32_t item = drawn_item(r, one->good), household = names_find(&r->household, one->household);
		if (item < 0)
			status |= finding_add(r->error, CORDON_ERROR, (place_in_file){file, 0, "good", one->good},
					      TEXT(SUPPLY_PLAIN_GOOD), NO_TEXT);
		if (household < 0)
			status |= finding_add(r->error, CORDON_ERROR,
					      (place_in_file){file, 0, "household", one->household},
					      TEXT(SUPPLY_PLAIN_HOUSEHOLD), NO_TEXT);
		if (item >= 0 && household >= 0)
			add_claim(r, (supply_claim){.household = household, .item = item, .drawn = one->quantity});
	}
	return status ? CORDON_BAD_INPUT : CORDON_OK;
}
