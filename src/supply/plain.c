/* See plain.h. */
#include "supply/plain.h"

#include "base/findings.h"
#include "record/act.h"
#include "supply/allocation.h"
#include "supply/codes.h"
#include "supply/cycle.h"

#include <stdlib.h>
#include <string.h>

enum { COLUMNS_MAX = 5, RULES_BYTES_MAX = 1 << 24, PLAN_BYTES_MAX = 1 << 30 };

typedef struct sheet {
	plain *r;
	csv_table table;
	const char *const *name;
	int column[COLUMNS_MAX]; /* -1: not there */
	bool numbers; /* other columns may be numbers of a household */
	size_t row;
} sheet;

void plain_free(plain *r)
{
	builder_free(&r->b);
	free(r->facts);
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
		if (!known && !(t->numbers && numbers_is_name(t->table.header[k])))
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

/* ---- the files --------------------------------------------------------------------------------------------------- */

/* The size, and every column that is none of the first three as a number of the household. */
static cordon_status take_numbers(sheet *t, household_facts *out)
{
	json_t *numbers = json_object();
	int64_t over, under;
	char wrong_at[NUMBER_NAME];
	cordon_status status = CORDON_OK;
	out->size = 1;
	if (*cell(t, 2)) {
		if (!act_ratio(cell(t, 2), &over, &under) || under != 1 || over < 1 || over > HOUSEHOLD_SIZE_MAX)
			status = wrong(t, 2, TEXT(SUPPLY_PLAIN_SIZE));
		else
			out->size = over;
	}
	for (size_t k = 0; k < t->table.columns; k++) {
		const char *found = t->table.cell[t->row * t->table.columns + k];
		if ((int)k == t->column[0] || (int)k == t->column[1] || (int)k == t->column[2] || !*found)
			continue;
		if (act_ratio(found, &over, &under) && under == 1 && over <= out->size)
			json_object_set_new(numbers, t->table.header[k], json_integer(over));
		else
			status = finding_add(
				t->r->error, CORDON_ERROR,
				(place_in_file){t->table.file, t->table.line[t->row], t->table.header[k], found},
				TEXT(SUPPLY_PLAIN_NUMBER), NO_TEXT);
	}
	if (!status && !numbers_read(numbers, out->size, &out->numbers, wrong_at))
		status = finding_add(t->r->error, CORDON_ERROR,
				     (place_in_file){t->table.file, t->table.line[t->row], wrong_at, NULL},
				     TEXT(SUPPLY_PLAIN_NUMBER), NO_TEXT);
	json_decref(numbers);
	return status;
}

static cordon_status household_row(sheet *t)
{
	const char *token, *outlet;
	household_facts facts = {0};
	cordon_status status = take_id(t, 0, &token);
	status |= take_id(t, 1, &outlet);
	status |= take_numbers(t, &facts);
	if (status)
		return CORDON_BAD_INPUT;
	int32_t at = builder_household(&t->r->b, token, outlet);
	if (at < 0)
		return wrong(t, 0, TEXT(SUPPLY_TOKEN_TWICE));
	MEMORY_RESERVE(t->r->facts, (size_t)at, t->r->facts_room);
	t->r->facts[at] = facts;
	return CORDON_OK;
}

static cordon_status arrival_row(sheet *t)
{
	supply_problem *p = t->r->b.p;
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
	int32_t item = builder_item(&t->r->b, good, instead);
	if (*cell(t, 3) && *p->item[item].unit && strcmp(cell(t, 3), p->item[item].unit) != 0)
		return wrong(t, 3, TEXT(SUPPLY_PLAIN_UNIT, p->item[item].unit));
	if (*cell(t, 3) && !*p->item[item].unit)
		p->item[item].unit = arena_copy_text(&p->storage, cell(t, 3));
	builder_arrival(&t->r->b, (supply_arrival){builder_place(&t->r->b, place), item, over / under});
	return CORDON_OK;
}

static cordon_status link_row(sheet *t)
{
	const char *place;
	cordon_status status = take_id(t, 0, &place);
	int outlet = names_find(&t->r->b.outlet, cell(t, 1));
	if (outlet < 0)
		status |= wrong(t, 1, TEXT(SUPPLY_PLAIN_OUTLET));
	if (status)
		return CORDON_BAD_INPUT;
	builder_serves(&t->r->b, (supply_serves){builder_place(&t->r->b, place), outlet});
	return CORDON_OK;
}

static cordon_status claim_row(sheet *t)
{
	plain *r = t->r;
	supply_claim c = {.weight = {1, 1}, .floor = {0, 1}};
	const char *good;
	bool is_new;
	cordon_status status = take_id(t, 1, &good);
	c.household = names_find(&r->b.household, cell(t, 0));
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
	is_new = names_find(&r->claimed, text_string(&key)) < 0;
	if (is_new)
		names_add(&r->claimed, arena_copy_text(&r->b.p->storage, text_string(&key)));
	text_free(&key);
	if (!is_new)
		return wrong(t, 1, TEXT(SUPPLY_ALLOCATE_TWICE));
	c.item = builder_item(&r->b, good, "");
	builder_claim(&r->b, c);
	return CORDON_OK;
}

static cordon_status read_sheet(plain *r, const cordon_reader *in, const char *file, const char *const *name,
				int needed, cordon_status (*take)(sheet *))
{
	sheet t = {.r = r, .name = name, .numbers = take == household_row};
	cordon_status status = open_sheet(&t, in, file, needed);
	bool usable = !status;
	for (t.row = 0; usable && t.row < t.table.rows; t.row++)
		status |= take(&t);
	csv_table_free(&t.table);
	return status;
}

cordon_status plain_households(plain *r, const cordon_reader *in, const char *file)
{
	static const char *const name[] = {"token", "outlet", "size", NULL};
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

/* ---- rules ------------------------------------------------------------------------------------------------------- */

static cordon_status wrong_rule(const plain *r, const char *file, const char *field, cordon_text what)
{
	return finding_add(r->error, CORDON_ERROR, (place_in_file){file, 0, field, NULL}, what, NO_TEXT);
}

static void claim_good(plain *r, const char *good, const entitlement_rule *rule, const household_weights *weights,
		       int64_t days)
{
	int32_t item = builder_item(&r->b, good, "");
	for (size_t h = 0; h < r->b.p->households; h++) {
		supply_claim c = {.household = (int32_t)h, .item = item};
		if (allocation_claim(rule, weights, &r->facts[h], days, &c))
			builder_claim(&r->b, c);
	}
}

static cordon_status apply_rules(plain *r, const char *file, const json_t *all)
{
	char where[64];
	const char *good, *key;
	json_t *rule, *value;
	household_weights weights = {0};
	entitlement_rule read;
	cordon_status status = CORDON_OK;
	const json_t *days = json_object_get(all, "days"), *of = json_object_get(all, "weights");
	json_object_foreach((json_t *)(uintptr_t)all, key, value) if (strcmp(key, "days") != 0 &&
								      strcmp(key, "weights") != 0 &&
								      strcmp(key, "goods") != 0) status |=
		wrong_rule(r, file, key, TEXT(SUPPLY_PLAIN_RULES));
	if (!json_is_integer(days) || json_integer_value(days) < 1 || json_integer_value(days) > CYCLE_DAYS_MAX)
		status |= wrong_rule(r, file, "/days", TEXT(SUPPLY_PLAIN_RULES));
	if (of && !weights_read(of, &weights, where))
		status |= wrong_rule(r, file, "/weights", TEXT(SUPPLY_WEIGHTS, where));
	if (!json_is_object(json_object_get(all, "goods")))
		status |= wrong_rule(r, file, "/goods", TEXT(SUPPLY_PLAIN_RULES));
	json_object_foreach(json_object_get(all, "goods"), good, rule)
	{
		if (!supply_is_id(good))
			status |= wrong_rule(r, file, good, TEXT(SUPPLY_ALLOCATE_ID));
		else if (!entitlement_read(rule, &read, where))
			status |= wrong_rule(r, file, good, TEXT(SUPPLY_RULE, where));
		else if (!status)
			claim_good(r, good, &read, &weights, json_integer_value(days));
	}
	return status;
}

/* The whole of a file of at most `most` bytes; NULL, with a finding, when it is no JSON. */
static json_t *read_json(const plain *r, const cordon_reader *in, const char *file, size_t most)
{
	text bytes = {0};
	char piece[4096];
	json_error_t why;
	long got;
	while ((got = in->read(in->context, piece, sizeof piece)) > 0 && bytes.length <= most)
		text_add(&bytes, piece, (size_t)got);
	json_t *all = json_loadb(text_string(&bytes), bytes.length, JSON_REJECT_DUPLICATES, &why);
	text_free(&bytes);
	if (!all)
		wrong_rule(r, file, NULL, TEXT(SUPPLY_NOT_JSON, why.text));
	return all;
}

cordon_status plain_entitlements(plain *r, const cordon_reader *in, const char *file)
{
	json_t *all = read_json(r, in, file, RULES_BYTES_MAX);
	cordon_status status = all ? apply_rules(r, file, all) : CORDON_BAD_INPUT;
	json_decref(all);
	return status;
}

/* ---- what a plan delivers ---------------------------------------------------------------------------------------- */

static cordon_status take_need(plain *r, const char *file, size_t number, const json_t *need)
{
	char field[40];
	const char *good = json_string_value(json_object_get(need, "commodity"));
	const char *place = json_string_value(json_object_get(need, "place"));
	double amount = json_number_value(json_object_get(need, "demand")) *
			json_number_value(json_object_get(need, "fulfilment"));
	place = place ? place : "plan";
	snprintf(field, sizeof field, "/fulfilment/%zu", number);
	if (!good || !supply_is_id(good) || !supply_is_id(place))
		return wrong_rule(r, file, field, TEXT(SUPPLY_PLAIN_PLACE_GOOD));
	if (!(amount >= 0 && amount <= (double)SUPPLY_STOCK_MAX))
		return wrong_rule(r, file, field, TEXT(SUPPLY_PLAIN_AMOUNT));
	/* a plan's numbers are near: what is a whole unit but for a billionth of it is one */
	int64_t units = (int64_t)(amount * (1 + 1e-9) + 1e-9);
	builder_arrival(&r->b, (supply_arrival){builder_place(&r->b, place), builder_item(&r->b, good, ""), units});
	return CORDON_OK;
}

cordon_status plain_plan(plain *r, const cordon_reader *in, const char *file)
{
	json_t *all = read_json(r, in, file, PLAN_BYTES_MAX), *need;
	const char *format = json_string_value(json_object_get(all, "format"));
	cordon_status status = all ? CORDON_OK : CORDON_BAD_INPUT;
	size_t i;
	if (all && (!format || strcmp(format, "cordon-plan/1") != 0))
		status = wrong_rule(r, file, "/format", TEXT(SUPPLY_PLAIN_PLAN));
	if (!status)
		json_array_foreach(json_object_get(all, "fulfilment"), i, need) status |= take_need(r, file, i, need);
	json_decref(all);
	return status;
}

/* ---- links and draws --------------------------------------------------------------------------------------------- */

void plain_default_links(plain *r, bool links)
{
	supply_problem *p = r->b.p;
	for (size_t j = 0; j < p->places; j++) {
		int outlet = names_find(&r->b.outlet, p->place[j]);
		for (size_t o = 0; o < p->outlets; o++) {
			if (outlet >= 0 ? (int)o != outlet : links)
				continue;
			builder_serves(&r->b, (supply_serves){(int32_t)j, (int32_t)o});
		}
	}
}

cordon_status plain_drawn(plain *r, const draws *d, const char *file)
{
	cordon_status status = CORDON_OK;
	for (size_t i = 0; i < d->count; i++) {
		const supply_draw *one = &d->draw[i];
		if (one->cycle != r->b.p->cycle || !one->quantity)
			continue;
		int32_t item = builder_drawn_item(&r->b, one->good),
			household = names_find(&r->b.household, one->household);
		if (item < 0)
			status |= finding_add(r->error, CORDON_ERROR, (place_in_file){file, 0, "good", one->good},
					      TEXT(SUPPLY_PLAIN_GOOD), NO_TEXT);
		if (household < 0)
			status |= finding_add(r->error, CORDON_ERROR,
					      (place_in_file){file, 0, "household", one->household},
					      TEXT(SUPPLY_PLAIN_HOUSEHOLD), NO_TEXT);
		if (item >= 0 && household >= 0)
			builder_claim(&r->b,
				      (supply_claim){.household = household, .item = item, .drawn = one->quantity});
	}
	return status ? CORDON_BAD_INPUT : CORDON_OK;
}
