/* A problem of supply in the one order that its proof has: see allocate.h. */
#include "supply/allocate.h"

#include "base/findings.h"
#include "base/hash.h"
#include "base/json.h"
#include "supply/codes.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

typedef struct ordering {
	supply_problem *p;
	const char *file;
	cordon_error *error;
} ordering;

void supply_problem_free(supply_problem *p)
{
	free(p->item);
	free(p->place);
	free(p->outlet);
	free(p->arrival);
	free(p->serves);
	free(p->household);
	free(p->claim);
	arena_free(&p->storage);
	*p = (supply_problem){0};
}

static cordon_status refuse(const ordering *o, const char *field, const char *found, cordon_text what)
{
	return finding_add(o->error, CORDON_ERROR, (place_in_file){o->file, 0, field, found}, what, NO_TEXT);
}

static cordon_status limit(const ordering *o, const char *field, size_t count, size_t least, size_t most)
{
	char number[2][24];
	if (count >= least && count <= most)
		return CORDON_OK;
	snprintf(number[0], sizeof number[0], "%zu", count);
	snprintf(number[1], sizeof number[1], "%zu", most);
	return refuse(o, field, number[0], TEXT(SUPPLY_ALLOCATE_MANY, number[1]));
}

bool supply_is_id(const char *s)
{
	size_t length = strlen(s);
	return length >= 1 && length <= 64 && s[0] != '.' && s[0] != '_' && s[0] != '-' &&
	       strspn(s, "abcdefghijklmnopqrstuvwxyz0123456789._-") == length;
}

static cordon_status check_id(const ordering *o, const char *field, const char *id)
{
	return supply_is_id(id) ? CORDON_OK : refuse(o, field, id, TEXT(SUPPLY_ALLOCATE_ID));
}

/* ---- sorting with what points at it ------------------------------------------------------------------------------ */

static int by_item(const void *x, const void *y)
{
	const supply_item *a = x, *b = y;
	if (!a->instead != !b->instead)
		return a->instead ? 1 : -1;
	int order = a->instead ? strcmp(a->instead, b->instead) : 0;
	return order ? order : strcmp(a->good, b->good);
}

static int by_text(const void *x, const void *y)
{
	return strcmp(*(const char *const *)x, *(const char *const *)y);
}

static int by_household(const void *x, const void *y)
{
	return strcmp(((const supply_household *)x)->token, ((const supply_household *)y)->token);
}

static int by_arrival(const void *x, const void *y)
{
	const supply_arrival *a = x, *b = y;
	if (a->place != b->place)
		return a->place < b->place ? -1 : 1;
	return (a->item > b->item) - (a->item < b->item);
}

static int by_serves(const void *x, const void *y)
{
	const supply_serves *a = x, *b = y;
	if (a->outlet != b->outlet)
		return a->outlet < b->outlet ? -1 : 1;
	return (a->place > b->place) - (a->place < b->place);
}

static int by_claim(const void *x, const void *y)
{
	const supply_claim *a = x, *b = y;
	if (a->household != b->household)
		return a->household < b->household ? -1 : 1;
	return (a->item > b->item) - (a->item < b->item);
}

static void sort(void *list, size_t count, size_t size, int (*by)(const void *, const void *))
{
	if (count)
		qsort(list, count, size, by);
}

/* Sorts a list and tells where each of it went: to[old] = new. */
static int32_t *sort_named(void *list, size_t count, size_t size, int (*by)(const void *, const void *))
{
	/* each with its number behind it */
	size_t wide = (size + 2 * sizeof(size_t) - 1) / sizeof(size_t) * sizeof(size_t);
	char *all = memory_alloc(count, wide);
	int32_t *to = memory_alloc(count, sizeof *to);
	for (size_t i = 0; i < count; i++) {
		memcpy(all + i * wide, (char *)list + i * size, size);
		memcpy(all + i * wide + wide - sizeof i, &i, sizeof i);
	}
	sort(all, count, wide, by);
	for (size_t i = 0; i < count; i++) {
		size_t old;
		memcpy((char *)list + i * size, all + i * wide, size);
		memcpy(&old, all + i * wide + wide - sizeof old, sizeof old);
		to[old] = (int32_t)i;
	}
	free(all);
	return to;
}

static cordon_status order_items(ordering *o)
{
	supply_problem *p = o->p;
	cordon_status status = CORDON_OK;
	int32_t *to = sort_named(p->item, p->items, sizeof *p->item, by_item);
	for (size_t i = 0; i < p->arrivals; i++)
		p->arrival[i].item = to[p->arrival[i].item];
	for (size_t i = 0; i < p->claims; i++)
		p->claim[i].item = to[p->claim[i].item];
	free(to);
	for (size_t i = 0; i < p->items; i++) {
		const supply_item *item = &p->item[i];
		status |= check_id(o, "good", item->good);
		if (i && !by_item(item - 1, item))
			status |= refuse(o, "good", item->good, TEXT(SUPPLY_ALLOCATE_TWICE));
		if (item->instead &&
		    !bsearch(&(supply_item){.good = item->instead}, p->item, p->items, sizeof *item, by_item))
			status |= refuse(o, "instead", item->instead, TEXT(SUPPLY_ALLOCATE_INSTEAD));
	}
	return status ? CORDON_BAD_INPUT : CORDON_OK;
}

static cordon_status order_names(ordering *o, const char *field, const char **name, size_t count, int32_t **to)
{
	cordon_status status = CORDON_OK;
	*to = sort_named(name, count, sizeof *name, by_text);
	for (size_t i = 0; i < count; i++) {
		status |= check_id(o, field, name[i]);
		if (i && !strcmp(name[i - 1], name[i]))
			status |= refuse(o, field, name[i], TEXT(SUPPLY_ALLOCATE_TWICE));
	}
	return status;
}

static cordon_status order_places(ordering *o)
{
	supply_problem *p = o->p;
	int32_t *place, *outlet;
	cordon_status status = order_names(o, "place", p->place, p->places, &place);
	status |= order_names(o, "outlet", p->outlet, p->outlets, &outlet);
	for (size_t i = 0; i < p->arrivals; i++)
		p->arrival[i].place = place[p->arrival[i].place];
	for (size_t i = 0; i < p->links; i++)
		p->serves[i] = (supply_serves){place[p->serves[i].place], outlet[p->serves[i].outlet]};
	for (size_t i = 0; i < p->households; i++)
		p->household[i].outlet = outlet[p->household[i].outlet];
	free(place);
	free(outlet);
	return status ? CORDON_BAD_INPUT : CORDON_OK;
}

static cordon_status order_households(ordering *o)
{
	supply_problem *p = o->p;
	cordon_status status = CORDON_OK;
	int32_t *to = sort_named(p->household, p->households, sizeof *p->household, by_household);
	for (size_t i = 0; i < p->claims; i++)
		p->claim[i].household = to[p->claim[i].household];
	free(to);
	for (size_t i = 0; i < p->households; i++) {
		status |= check_id(o, "household", p->household[i].token);
		if (i && !by_household(&p->household[i - 1], &p->household[i]))
			status |= refuse(o, "household", p->household[i].token, TEXT(SUPPLY_ALLOCATE_TWICE));
	}
	return status ? CORDON_BAD_INPUT : CORDON_OK;
}

/* ---- what stands in the lists ------------------------------------------------------------------------------------ */

static cordon_status order_arrivals(ordering *o)
{
	supply_problem *p = o->p;
	size_t kept = 0;
	sort(p->arrival, p->arrivals, sizeof *p->arrival, by_arrival);
	for (size_t i = 0; i < p->arrivals; i++) {
		supply_arrival *a = &p->arrival[i];
		if (!a->units)
			continue;
		if (kept && !by_arrival(&p->arrival[kept - 1], a))
			p->arrival[kept - 1].units += a->units;
		else
			p->arrival[kept++] = *a;
		if (a->units < 0 || p->arrival[kept - 1].units > SUPPLY_STOCK_MAX)
			return refuse(o, "amount", p->place[a->place], TEXT(SUPPLY_ALLOCATE_STOCK));
	}
	p->arrivals = kept;
	return CORDON_OK;
}

static void order_links(supply_problem *p)
{
	size_t kept = 0;
	sort(p->serves, p->links, sizeof *p->serves, by_serves);
	for (size_t i = 0; i < p->links; i++)
		if (!kept || by_serves(&p->serves[kept - 1], &p->serves[i]) != 0)
			p->serves[kept++] = p->serves[i];
	p->links = kept;
}

/* Whoever claims a good claims as much of what came in its place. */
static void add_claims_instead(supply_problem *p)
{
	size_t all = p->claims;
	for (size_t i = 0; i < p->items; i++) {
		if (!p->item[i].instead)
			continue;
		const supply_item *of =
			bsearch(&(supply_item){.good = p->item[i].instead}, p->item, p->items, sizeof *of, by_item);
		for (size_t k = 0; k < all; k++) {
			if (p->claim[k].item != of - p->item)
				continue;
			MEMORY_RESERVE(p->claim, p->claims, p->claims_room);
			p->claim[p->claims] = p->claim[k];
			p->claim[p->claims].item = (int32_t)i;
			p->claim[p->claims++].drawn = 0;
		}
	}
}

/* Claims that stand twice are one: what was drawn is written down apart from what is claimed, with a weight of 0. */
static cordon_status join_claims(ordering *o)
{
	supply_problem *p = o->p;
	size_t kept = 0;
	sort(p->claim, p->claims, sizeof *p->claim, by_claim);
	for (size_t i = 0; i < p->claims; i++) {
		supply_claim c = p->claim[i], *last = kept ? &p->claim[kept - 1] : NULL;
		if (!last || by_claim(last, &c) != 0) {
			p->claim[kept++] = c;
			continue;
		}
		if (c.weight.over && last->weight.over)
			return refuse(o, "household", p->household[c.household].token, TEXT(SUPPLY_ALLOCATE_TWICE));
		last->drawn += c.drawn;
		if (c.weight.over)
			last->weight = c.weight, last->claim = c.claim, last->floor = c.floor;
	}
	p->claims = kept;
	return CORDON_OK;
}

static bool is_ratio(claim_ratio r, int32_t most)
{
	int64_t a = r.over, b = r.under;
	while (b > 0) {
		int64_t rest = a % b;
		a = b, b = rest;
	}
	return r.over >= 0 && r.under > 0 && a == 1 && r.over <= most && r.under <= most;
}

static bool below(claim_ratio a, claim_ratio b)
{
	return (int64_t)a.over * b.under < (int64_t)b.over * a.under;
}

static cordon_status check_claim(const ordering *o, supply_claim *c)
{
	const char *token = o->p->household[c->household].token;
	const supply_item *item = &o->p->item[c->item];
	if (!c->weight.over) { /* drawn without a claim */
		c->weight = (claim_ratio){1, 1};
		c->claim = c->floor = (claim_ratio){0, 1};
	}
	if (!is_ratio(c->weight, SUPPLY_WEIGHT_MAX))
		return refuse(o, "weight", token, TEXT(SUPPLY_ALLOCATE_WEIGHT, item->good));
	if (!is_ratio(c->claim, SUPPLY_UNITS_MAX) || !is_ratio(c->floor, SUPPLY_UNITS_MAX) || below(c->claim, c->floor))
		return refuse(o, "claim", token, TEXT(SUPPLY_ALLOCATE_CLAIM, item->good));
	if (c->drawn < 0 || c->drawn > SUPPLY_UNITS_MAX)
		return refuse(o, "drawn", token, TEXT(SUPPLY_ALLOCATE_DRAWN, item->good));
	return CORDON_OK;
}

/* What was drawn in the place of a good that somebody has no claim to: a claim of nothing to that good as well. */
static void add_claims_to_base(supply_problem *p)
{
	size_t all = p->claims;
	for (size_t k = 0; k < all; k++) {
		supply_claim c = p->claim[k];
		const char *instead = p->item[c.item].instead;
		if (!instead)
			continue;
		const supply_item *of =
			bsearch(&(supply_item){.good = instead}, p->item, p->items, sizeof *of, by_item);
		MEMORY_RESERVE(p->claim, p->claims, p->claims_room);
		p->claim[p->claims++] = (supply_claim){.household = c.household, .item = (int32_t)(of - p->item)};
	}
}

/* The common denominator of an item's weights must be small: levels are compared in 128 bits. */
static cordon_status check_weights(ordering *o)
{
	const supply_problem *p = o->p;
	int64_t *grain = memory_alloc(p->items, sizeof *grain);
	cordon_status status = CORDON_OK;
	for (size_t k = 0; k < p->claims && !status; k++) {
		const supply_claim *c = &p->claim[k];
		int64_t *g = &grain[c->item], a = *g ? *g : 1, b = c->weight.under;
		while (b) {
			int64_t rest = a % b;
			a = b, b = rest;
		}
		*g = (*g ? *g : 1) / a * c->weight.under;
		if (*g > SUPPLY_WEIGHT_MAX)
			status = refuse(o, "weight", p->household[c->household].token, TEXT(SUPPLY_ALLOCATE_GRAIN));
	}
	for (size_t k = 0; k < p->claims && !status; k++)
		if (p->claim[k].weight.over * (grain[p->claim[k].item] / p->claim[k].weight.under) > INT32_MAX)
			status = refuse(o, "weight", p->household[p->claim[k].household].token,
					TEXT(SUPPLY_ALLOCATE_GRAIN));
	free(grain);
	return status;
}

static cordon_status order_claims(ordering *o)
{
	supply_problem *p = o->p;
	add_claims_to_base(p);
	if (join_claims(o))
		return CORDON_BAD_INPUT;
	add_claims_instead(p);
	/* of an item in the place of a good only what was drawn was the caller's to say */
	for (size_t k = 0; k < p->claims; k++)
		if (p->item[p->claim[k].item].instead && p->claim[k].drawn)
			p->claim[k].weight = (claim_ratio){0, 1};
	if (join_claims(o))
		return CORDON_BAD_INPUT;
	cordon_status status = limit(o, "claims", p->claims, 0, SUPPLY_PROBLEM_ROWS_MAX);
	for (size_t k = 0; k < p->claims; k++)
		status |= check_claim(o, &p->claim[k]);
	return status ? CORDON_BAD_INPUT : check_weights(o);
}

/* ---- the head ---------------------------------------------------------------------------------------------------- */

static bool is_text(const char *s, size_t most)
{
	size_t length = strlen(s);
	for (size_t i = 0; i < length; i++)
		if ((unsigned char)s[i] < ' ' || s[i] == 0x7F)
			return false;
	json_t *value = json_string(s);
	bool canonical = value && length <= most && json_is_canonical_subset(value, NULL, NULL);
	json_decref(value);
	return canonical;
}

static bool is_hash(const char *s)
{
	return strlen(s) == 64 && strspn(s, "0123456789abcdef") == 64;
}

static cordon_status check_seed(const ordering *o)
{
	const supply_problem *p = o->p;
	char hex[HASH_HEX];
	if (p->seed && (!*p->seed || !is_text(p->seed, SUPPLY_PROOF_SEED_MAX)))
		return refuse(o, "seed", p->seed, TEXT(SUPPLY_ALLOCATE_TEXT, "256"));
	if (!p->commitment)
		return CORDON_OK;
	hash_of(p->seed ? p->seed : "", p->seed ? strlen(p->seed) : 0, hex);
	return p->seed && !strcmp(hex, p->commitment)
		       ? CORDON_OK
		       : refuse(o, "commitment", p->commitment, TEXT(SUPPLY_ALLOCATE_COMMITMENT));
}

static cordon_status check_head(const ordering *o)
{
	const supply_problem *p = o->p;
	cordon_status status = check_id(o, "body", p->body);
	if (!is_text(p->title, SUPPLY_PROOF_TEXT_MAX))
		status |= refuse(o, "title", p->title, TEXT(SUPPLY_ALLOCATE_TEXT, "200"));
	if (!is_text(p->seed_from, SUPPLY_PROOF_TEXT_MAX))
		status |= refuse(o, "seed_from", p->seed_from, TEXT(SUPPLY_ALLOCATE_TEXT, "200"));
	if (p->cycle < 0 || p->cycle > SUPPLY_UNITS_MAX)
		status |= refuse(o, "cycle", NULL, TEXT(SUPPLY_WHOLE, "1000000000"));
	if (!p->former != (p->number == 1) || p->number < 1 || p->number > SUPPLY_UNITS_MAX)
		status |= refuse(o, "number", NULL, TEXT(SUPPLY_ALLOCATE_NUMBER));
	if (p->former && !is_hash(p->former))
		status |= refuse(o, "former", p->former, TEXT(SUPPLY_ALLOCATE_HASH));
	for (size_t i = 0; i < p->items; i++)
		if (!is_text(p->item[i].unit, 64))
			status |= refuse(o, "unit", p->item[i].unit, TEXT(SUPPLY_ALLOCATE_TEXT, "64"));
	status |= check_seed(o);
	status |= limit(o, "items", p->items, 1, SUPPLY_ITEMS_MAX);
	status |= limit(o, "places", p->places, 1, SUPPLY_PLACES_MAX);
	status |= limit(o, "outlets", p->outlets, 1, SUPPLY_OUTLETS_MAX);
	status |= limit(o, "households", p->households, 1, SUPPLY_HOUSEHOLDS_MAX);
	status |= limit(o, "links", p->links, 0, SUPPLY_LINKS_MAX);
	return status ? CORDON_BAD_INPUT : CORDON_OK;
}

cordon_status supply_problem_order(supply_problem *p, const char *file, cordon_error *error)
{
	ordering o = {p, file, error};
	p->title = p->title ? p->title : "";
	p->seed_from = p->seed_from ? p->seed_from : "";
	cordon_status status = check_head(&o);
	if (!status)
		status = order_items(&o);
	if (!status)
		status = order_places(&o);
	if (!status)
		status = order_households(&o);
	if (!status)
		status = order_arrivals(&o);
	if (status)
		return status;
	order_links(p);
	return order_claims(&o);
}
