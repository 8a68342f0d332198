/* Reads the proof of an allocation, line after line, and checks its form, its hashes and what flows where; see proof.h.
 *
 * Nothing is repaired: a line that is not the canonical text of exactly its keys is refused. It follows
 * docs/supply-proof.md ("The file", and 1 of "How to verify it") and uses nothing of the program's own allocation.
 */
#include "supply/proof_line.h"

#include "base/memory.h"
#include "supply/codes.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

__extension__ typedef unsigned __int128 wide;

#define NONE UINT32_MAX
#define STOCK_MAX INT64_C(1000000000000)
#define LEVEL_MAX INT64_C(1000000000000000000)

/* ---- head, items, places, outlets -------------------------------------------------------------------------------- */

static void read_head(proof_reader *r)
{
	proof *p = r->p;
	int64_t one;
	if (!proof_next(r, 13) || !proof_is_word(r, "proof", "cordon-allocation") ||
	    !proof_take_whole(r, "version", 1, 1, &one) || !proof_is_word(r, "rule", "floors-leximin-lots") ||
	    !proof_take_whole(r, "rule_version", 1, 1, &one) || !proof_take_id(r, "body", p->body) ||
	    !proof_take_whole(r, "cycle", 0, PROOF_NUMBER_MAX, &p->cycle) ||
	    !proof_take_text(r, "title", false, 0, 200, p->title) ||
	    !proof_take_whole(r, "number", 1, PROOF_NUMBER_MAX, &p->number) ||
	    !proof_take_count(r, "items", PROOF_ITEMS_MAX, &p->items) ||
	    !proof_take_count(r, "places", PROOF_PLACES_MAX, &p->places) ||
	    !proof_take_count(r, "outlets", PROOF_OUTLETS_MAX, &p->outlets) ||
	    !proof_take_count(r, "households", PROOF_HOUSEHOLDS_MAX, &p->households))
		return;
	const json_t *former = json_object_get(r->now, "former");
	if (proof_must(r, json_is_null(former) == (p->number == 1), "former", former) && p->number > 1 &&
	    proof_take_text(r, "former", false, 64, 64, p->former))
		proof_must(r, strspn(p->former, "0123456789abcdef") == 64, "former", former);
	size_t cells = (size_t)p->items * p->outlets;
	p->item = memory_alloc(p->items, sizeof *p->item);
	p->place = memory_alloc(p->places, sizeof *p->place);
	p->outlet = memory_alloc(p->outlets, sizeof *p->outlet);
	p->stock = memory_alloc((size_t)p->items * p->places, sizeof *p->stock);
	p->from = memory_alloc(p->outlets, sizeof *p->from);
	p->from_count = memory_alloc(p->outlets, sizeof *p->from_count);
	p->level = memory_alloc(cells, sizeof *p->level);
	p->inflow = memory_alloc(cells, sizeof *p->inflow);
	p->household = memory_alloc(p->households, sizeof *p->household);
	r->seen = memory_alloc(p->items, sizeof *r->seen);
	r->place_level = memory_alloc(p->places, sizeof *r->place_level);
	r->outflow = memory_alloc(p->places, sizeof *r->outflow);
}

/* By (instead, good); those of their own have "" as the good they replace, and so come first. */
static bool in_order(const proof_item *a, const proof_item *b)
{
	int order = strcmp(a->instead, b->instead);
	return order ? order < 0 : strcmp(a->good, b->good) < 0;
}

static void read_items(proof_reader *r)
{
	proof *p = r->p;
	for (uint32_t i = 0; i < p->items && proof_next(r, 3); i++) {
		proof_item *item = &p->item[i];
		const json_t *instead = json_object_get(r->now, "instead");
		if (!proof_take_id(r, "good", item->good) || !proof_take_text(r, "unit", false, 0, 64, item->unit) ||
		    !(json_is_null(instead) || proof_take_id(r, "instead", item->instead)) ||
		    !proof_must(r, !i || in_order(item - 1, item), "good", json_object_get(r->now, "good")))
			return;
		item->family = *item->instead ? NONE : i;
		item->spare = NONE;
		for (uint32_t k = 0; k < i && item->family == NONE; k++)
			if (!*p->item[k].instead && !strcmp(p->item[k].good, item->instead))
				item->family = k;
		if (!proof_must(r, item->family != NONE, "instead", instead))
			return;
	}
}

static void read_places(proof_reader *r)
{
	proof *p = r->p;
	for (uint32_t i = 0; i < p->places && proof_next(r, 2); i++) {
		const json_t *list = json_object_get(r->now, "stock");
		if (!proof_take_id(r, "place", p->place[i]) || !proof_must(r, json_is_array(list), "stock", list) ||
		    !proof_must(r, !i || strcmp(p->place[i - 1], p->place[i]) < 0, "place",
				json_object_get(r->now, "place")))
			return;
		int64_t item = -1, units = 0;
		for (size_t k = 0; k < json_array_size(list); k++) {
			const json_t *pair = json_array_get(list, k);
			if (!proof_must(r,
					json_array_size(pair) == 2 &&
						proof_whole(json_array_get(pair, 0), item + 1, p->items - 1, &item) &&
						proof_whole(json_array_get(pair, 1), 1, STOCK_MAX, &units),
					"stock", pair))
				return;
			p->stock[(size_t)item * p->places + i] = units;
		}
	}
}

static void read_outlets(proof_reader *r)
{
	proof *p = r->p;
	for (uint32_t i = 0; i < p->outlets && proof_next(r, 2); i++) {
		const json_t *list = json_object_get(r->now, "from");
		if (!proof_take_id(r, "outlet", p->outlet[i]) || !proof_must(r, json_is_array(list), "from", list) ||
		    !proof_must(r, !i || strcmp(p->outlet[i - 1], p->outlet[i]) < 0, "outlet",
				json_object_get(r->now, "outlet")))
			return;
		p->from[i] = memory_alloc(json_array_size(list), sizeof **p->from);
		int64_t place = -1;
		for (; p->from_count[i] < json_array_size(list); p->from_count[i]++) {
			const json_t *one = json_array_get(list, p->from_count[i]);
			if (!proof_must(r, proof_whole(one, place + 1, p->places - 1, &place), "from", one))
				return;
			p->from[i][p->from_count[i]] = (uint32_t)place;
		}
	}
}

/* ---- households -------------------------------------------------------------------------------------------------- */

/* [item, weight, claim, floor, drawn] */
static bool read_row(proof_reader *r, const json_t *one, int64_t after, proof_row *row)
{
	int64_t item = 0, drawn = 0;
	uint64_t weight[2] = {0}, claim[2] = {0}, floor[2] = {0};
	if (json_array_size(one) != 5 || !proof_whole(json_array_get(one, 0), after + 1, r->p->items - 1, &item) ||
	    !proof_ratio(json_array_get(one, 1), PROOF_WEIGHT_MAX, &weight[0], &weight[1]) || !weight[0] ||
	    !proof_ratio(json_array_get(one, 2), PROOF_NUMBER_MAX, &claim[0], &claim[1]) ||
	    !proof_ratio(json_array_get(one, 3), PROOF_NUMBER_MAX, &floor[0], &floor[1]) ||
	    (wide)floor[0] * claim[1] > (wide)claim[0] * floor[1] ||
	    !proof_whole(json_array_get(one, 4), 0, PROOF_NUMBER_MAX, &drawn))
		return false;
	*row = (proof_row){.item = (uint32_t)item,
			   .weight_top = (uint32_t)weight[0],
			   .weight_bottom = (uint32_t)weight[1],
			   .claim = (uint32_t)(claim[0] / claim[1]),
			   .floor = (uint32_t)(floor[0] / floor[1]),
			   .drawn = (uint32_t)drawn};
	return true;
}

/* Whether a row of what came instead repeats weight, claim and floor of the row it goes by. */
static bool goes_by(const proof_reader *r, const json_t *list, const proof_row *row, size_t number)
{
	uint32_t family = r->p->item[row->item].family, base = r->seen[family];
	bool same = base > 0;
	for (size_t k = 1; same && row->item != family && k < 4; k++)
		same = json_equal(json_array_get(json_array_get(list, number), k),
				  json_array_get(json_array_get(list, base - 1), k));
	return same;
}

static bool read_rows(proof_reader *r, proof_household *h, const json_t *list)
{
	proof *p = r->p;
	int64_t item = -1;
	bool good = true;
	h->first = p->rows;
	for (; good && h->rows < json_array_size(list); h->rows++) {
		const json_t *one = json_array_get(list, h->rows);
		MEMORY_RESERVE(p->row, p->rows, p->row_capacity);
		proof_row *row = &p->row[p->rows];
		good = proof_must(r, p->rows < PROOF_ROWS_MAX && read_row(r, one, item, row), "of", one);
		if (!good)
			break;
		item = row->item;
		r->seen[item] = h->rows + 1;
		good = proof_must(r, goes_by(r, list, row, h->rows), "of", one);
		p->rows++;
	}
	for (size_t i = h->first; i < p->rows; i++)
		r->seen[p->row[i].item] = 0;
	return good;
}

static void read_households(proof_reader *r)
{
	proof *p = r->p;
	for (uint32_t i = 0; i < p->households && proof_next(r, 3); i++) {
		proof_household *h = &p->household[i];
		const json_t *list = json_object_get(r->now, "of");
		int64_t outlet = 0;
		if (!proof_take_id(r, "household", h->token) ||
		    !proof_take_whole(r, "outlet", 0, p->outlets - 1, &outlet) ||
		    !proof_must(r, !i || strcmp(h[-1].token, h->token) < 0, "household",
				json_object_get(r->now, "household")) ||
		    !proof_must(r, json_is_array(list), "of", list))
			return;
		h->outlet = (uint32_t)outlet;
		if (!read_rows(r, h, list))
			return;
	}
}

static void read_seed(proof_reader *r)
{
	proof *p = r->p;
	if (!proof_next(r, 1) || !proof_digest_is(r, "inputs", &r->before, p->inputs) || !proof_next(r, 3))
		return;
	const json_t *seed = json_object_get(r->now, "seed"), *commitment = json_object_get(r->now, "commitment");
	p->seeded = !json_is_null(seed);
	if ((p->seeded && !proof_take_text(r, "seed", false, 1, PROOF_TEXT - 1, p->seed)) ||
	    !proof_take_text(r, "seed_from", false, 0, 200, p->seed_from) || json_is_null(commitment))
		return;
	hash_state state;
	hash_begin(&state);
	hash_add(&state, p->seed, strlen(p->seed));
	if (proof_must(r, p->seeded && json_is_string(commitment), "commitment", commitment))
		proof_digest_is(r, "commitment", &state, p->commitment);
}

/* ---- results ----------------------------------------------------------------------------------------------------- */

static bool read_levels(proof_reader *r, proof_item *item)
{
	proof *p = r->p;
	const json_t *list = json_object_get(r->now, "levels");
	item->first_group = p->groups;
	for (size_t k = 0; k < json_array_size(list); k++) {
		const json_t *pair = json_array_get(list, k);
		proof_level level;
		int64_t stage = 0;
		if (!proof_must(r,
				json_array_size(pair) == 2 && proof_whole(json_array_get(pair, 0), 0, 2, &stage) &&
					proof_ratio(json_array_get(pair, 1), LEVEL_MAX, &level.top, &level.bottom),
				"levels", pair))
			return false;
		level.stage = (int)stage;
		MEMORY_RESERVE(p->group, p->groups, p->group_capacity);
		p->group[p->groups++] = level;
		item->groups++;
	}
	return proof_must(r, item->groups > 0, "levels", list);
}

static bool read_place_levels(proof_reader *r, const proof_item *item)
{
	const json_t *list = json_object_get(r->now, "place_level");
	bool good = json_array_size(list) == r->p->places;
	for (uint32_t i = 0; good && i < r->p->places; i++) {
		int64_t level = 0;
		good = proof_whole(json_array_get(list, i), 0, item->groups - 1, &level);
		r->place_level[i] = (uint32_t)level;
		r->outflow[i] = 0;
	}
	return proof_must(r, good, "place_level", list);
}

static bool serves(const proof *p, uint32_t outlet, int64_t place)
{
	for (uint32_t k = 0; k < p->from_count[outlet]; k++)
		if (p->from[outlet][k] == place)
			return true;
	return false;
}

/* An outlet's line: what flows in, from where; its level is not below that of any place that serves it, nor above
 * that of any from which something flows. */
static bool read_flow(proof_reader *r, uint32_t item, uint32_t outlet)
{
	proof *p = r->p;
	size_t cell = (size_t)item * p->outlets + outlet;
	const json_t *list = json_object_get(r->now, "flow");
	int64_t is, level = 0, place = -1, units = 0;
	if (!proof_take_whole(r, "item", item, item, &is) || !proof_take_whole(r, "outlet", outlet, outlet, &is) ||
	    !proof_take_whole(r, "level", 0, p->item[item].groups - 1, &level) ||
	    !proof_must(r, json_is_array(list), "flow", list))
		return false;
	p->level[cell] = (uint32_t)level;
	for (uint32_t k = 0; k < p->from_count[outlet]; k++)
		if (!proof_holds(r, r->place_level[p->from[outlet][k]] <= level, "level", &SUPPLY_PROOF_GROUP))
			return false;
	for (size_t k = 0; k < json_array_size(list); k++) {
		const json_t *pair = json_array_get(list, k);
		if (!proof_must(r,
				json_array_size(pair) == 2 &&
					proof_whole(json_array_get(pair, 0), place + 1, p->places - 1, &place) &&
					proof_whole(json_array_get(pair, 1), 1, STOCK_MAX, &units) &&
					serves(p, outlet, place),
				"flow", pair) ||
		    !proof_holds(r, level <= r->place_level[place], "level", &SUPPLY_PROOF_GROUP))
			return false;
		r->outflow[place] += units; /* at most PROOF_OUTLETS_MAX times STOCK_MAX */
		p->inflow[cell] += units;
	}
	return true;
}

static void read_results(proof_reader *r)
{
	proof *p = r->p;
	for (uint32_t i = 0; i < p->items; i++) {
		int64_t is;
		proof_item *item = &p->item[i];
		if (!proof_next(r, 3) || !proof_take_whole(r, "item", i, i, &is) || !read_levels(r, item) ||
		    !read_place_levels(r, item))
			return;
		for (uint32_t outlet = 0; outlet < p->outlets; outlet++)
			if (!proof_next(r, 4) || !read_flow(r, i, outlet))
				return;
		for (uint32_t k = 0; k < p->places; k++) {
			int64_t left = p->stock[(size_t)i * p->places + k] - r->outflow[k];
			if (!proof_holds(r, left >= 0, "flow", &SUPPLY_PROOF_STOCK))
				return;
			if (left > 0 && r->place_level[k] < item->spare)
				item->spare = r->place_level[k];
		}
	}
}

static void read_rations(proof_reader *r)
{
	proof *p = r->p;
	for (uint32_t i = 0; i < p->households && proof_next(r, 3); i++) {
		const proof_household *h = &p->household[i];
		const json_t *ration = json_object_get(r->now, "ration"),
			     *uncovered = json_object_get(r->now, "uncovered");
		if (!proof_is_word(r, "household", h->token) ||
		    !proof_must(r, json_array_size(ration) == h->rows, "ration", ration) ||
		    !proof_must(r, json_array_size(uncovered) == h->rows, "uncovered", uncovered) ||
		    !proof_must(r, json_is_array(ration) && json_is_array(uncovered), "ration", ration))
			return;
		for (uint32_t k = 0; k < h->rows; k++) {
			proof_row *row = &p->row[h->first + k];
			int64_t units = 0, without = 0;
			if (!proof_must(r, proof_whole(json_array_get(ration, k), 0, PROOF_NUMBER_MAX, &units),
					"ration", ration) ||
			    !proof_must(r, proof_whole(json_array_get(uncovered, k), 0, units, &without), "uncovered",
					uncovered))
				return;
			row->ration = (uint32_t)units;
			row->uncovered = (uint32_t)without;
		}
	}
}

static void read_end(proof_reader *r)
{
	char hex[65];
	if (proof_next(r, 1) && proof_digest_is(r, "sha256", &r->before, hex)) {
		hash_end(&r->hash, r->p->hash);
		proof_must(r, r->at == r->have && !proof_fill(r), NULL, NULL);
	}
}

cordon_status proof_read(const char *file, const cordon_reader *in, proof *p, cordon_error *error)
{
	static void (*const part[])(proof_reader *) = {read_head,    read_items,      read_places,
						       read_outlets, read_households, read_seed,
						       read_results, read_rations,    read_end};
	*p = (proof){0};
	proof_reader *r = memory_alloc(1, sizeof *r);
	r->p = p;
	r->file = file;
	r->in = in;
	r->error = error;
	hash_begin(&r->hash);
	for (size_t i = 0; i < sizeof part / sizeof *part && !r->status; i++)
		part[i](r);
	cordon_status status = r->status;
	json_decref(r->now);
	text_free(&r->bytes);
	free(r->seen);
	free(r->place_level);
	free(r->outflow);
	free(r);
	return status;
}

void proof_free(proof *p)
{
	for (uint32_t i = 0; p->from && i < p->outlets; i++)
		free(p->from[i]);
	void *held[] = {p->item,  p->place,  p->outlet,    p->stock, p->from, p->from_count,
			p->level, p->inflow, p->household, p->row,   p->group};
	for (size_t i = 0; i < sizeof held / sizeof *held; i++)
		free(held[i]);
	*p = (proof){0};
}
