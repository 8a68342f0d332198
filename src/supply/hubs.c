/* See hubs.h. */
#include "supply/hubs.h"

#include "base/findings.h"
#include "share/claims.h"
#include "supply/codes.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- sharing ----------------------------------------------------------------------------------------------------- */

static void give_whole(share_wide left, size_t count, const share_part *part, int64_t *sure)
{
	for (size_t i = 0; i < count; i++) {
		sure[i] = (int64_t)(part[i].over / part[i].under);
		left -= sure[i];
	}
	while (left > 0) {
		size_t best = count;
		for (size_t i = 0; i < count; i++) {
			share_part rest = {part[i].over - sure[i] * part[i].under, part[i].under};
			if (rest.over > 0 &&
			    (best == count ||
			     part_compare(rest, (share_part){part[best].over - sure[best] * part[best].under,
							     part[best].under}) > 0))
				best = i;
		}
		if (best == count)
			break;
		sure[best]++;
		left--;
	}
}

void hubs_share(int64_t stock, size_t count, const int64_t *weight, const int64_t *wanted, const int64_t *drawn,
		int64_t *sure)
{
	int64_t claim[HUBS_MAX];
	share_part part[HUBS_MAX];
	bool all = true;
	assert(count <= HUBS_MAX && stock >= 0);
	for (size_t i = 0; i < count; i++) {
		int64_t want = wanted[i] < 0 ? stock : wanted[i];
		assert(weight[i] > 0);
		claim[i] = want > drawn[i] ? want : drawn[i];
		all &= wanted[i] >= 0;
	}
	claims c = {count, claim, weight, drawn, stock};
	share_wide asked = claims_sum(&c), taken = claims_floors(&c);
	share_part level = part_whole(0);
	if (taken < stock && asked > stock)
		level = claims_level(&c);
	for (size_t i = 0; i < count; i++)
		part[i] = asked <= stock   ? part_whole(claim[i])
			  : taken >= stock ? part_whole(drawn[i])
					   : claims_at(&c, i, level);
	give_whole(all && taken < stock ? (asked < stock ? asked : stock) : 0, count, part, sure);
}

/* ---- reading ----------------------------------------------------------------------------------------------------- */

typedef struct reading {
	hubs *h;
	const char *file;
	cordon_error *error;
} reading;

static cordon_status wrong(const reading *r, const char *field, const json_t *found, cordon_text what)
{
	char *value = found ? json_dumps(found, JSON_ENCODE_ANY | JSON_COMPACT) : NULL;
	finding_add(r->error, CORDON_ERROR, (place_in_file){r->file, 0, field, value}, what, NO_TEXT);
	free(value);
	return CORDON_BAD_INPUT;
}

static bool is_amount(const json_t *value, int64_t least, int64_t most)
{
	return json_is_integer(value) && json_integer_value(value) >= least && json_integer_value(value) <= most;
}

static bool is_word(const json_t *value)
{
	return json_is_string(value) && json_string_length(value) == strlen(json_string_value(value)) &&
	       bundle_is_word(json_string_value(value));
}

static int by_word(const void *x, const void *y)
{
	return strcmp(x, y);
}

static int by_name(const void *x, const void *y)
{
	return strcmp(((const hub *)x)->name, ((const hub *)y)->name);
}

static cordon_status read_stock(const reading *r, const json_t *stock)
{
	const char *good;
	json_t *amount;
	if (!json_object_size(stock) || json_object_size(stock) > BUNDLE_GOODS_MAX)
		return wrong(r, "stock", stock, TEXT(SUPPLY_HUBS_STOCK, "32"));
	json_object_foreach((json_t *)(uintptr_t)stock, good, amount)
	{
		if (!bundle_is_word(good) || !is_amount(amount, 0, DRAWS_NUMBER_MAX))
			return wrong(r, "stock", stock, TEXT(SUPPLY_HUBS_STOCK, "32"));
		snprintf(r->h->good[r->h->goods++], BUNDLE_WORD, "%s", good);
	}
	qsort(r->h->good, r->h->goods, BUNDLE_WORD, by_word);
	for (size_t g = 0; g < r->h->goods; g++)
		r->h->stock[g] = json_integer_value(json_object_get(stock, r->h->good[g]));
	return CORDON_OK;
}

static cordon_status read_outlets(const reading *r, const json_t *list, hub *one)
{
	size_t count = list ? json_array_size(list) : 1;
	if (!count || count > HUBS_OUTLETS_MAX)
		return wrong(r, "outlets", list, TEXT(SUPPLY_HUBS_OUTLETS));
	one->outlet = arena_alloc(&r->h->storage, count * BUNDLE_WORD);
	for (; one->outlets < count; one->outlets++) {
		const json_t *outlet = json_array_get(list, one->outlets);
		if (list && !is_word(outlet))
			return wrong(r, "outlets", list, TEXT(SUPPLY_HUBS_OUTLETS));
		snprintf(one->outlet[one->outlets], BUNDLE_WORD, "%s", list ? json_string_value(outlet) : one->name);
	}
	return CORDON_OK;
}

static cordon_status read_wanted(const reading *r, const json_t *wanted, hub *one)
{
	const char *good;
	json_t *amount;
	if (!wanted)
		return CORDON_OK;
	if (!json_is_object(wanted))
		return wrong(r, "wanted", wanted, TEXT(SUPPLY_HUBS_WANTED));
	json_object_foreach((json_t *)(uintptr_t)wanted, good, amount)
	{
		size_t g = 0;
		while (g < r->h->goods && strcmp(r->h->good[g], good) != 0)
			g++;
		if (g == r->h->goods || !is_amount(amount, 0, DRAWS_NUMBER_MAX))
			return wrong(r, "wanted", wanted, TEXT(SUPPLY_HUBS_WANTED));
		one->wanted[g] = json_integer_value(amount);
	}
	one->closed = true;
	return CORDON_OK;
}

static cordon_status read_hub(const reading *r, const json_t *item)
{
	const json_t *name = json_object_get(item, "hub"), *weight = json_object_get(item, "weight");
	const json_t *wanted = json_object_get(item, "wanted"), *outlets = json_object_get(item, "outlets");
	hub *one = &r->h->hub[r->h->hubs++];
	if (!is_word(name) || !is_amount(weight, 1, HUBS_WEIGHT_MAX) ||
	    json_object_size(item) != 2u + (wanted != NULL) + (outlets != NULL))
		return wrong(r, "hubs", item, TEXT(SUPPLY_HUBS_HUB));
	snprintf(one->name, sizeof one->name, "%s", json_string_value(name));
	one->weight = json_integer_value(weight);
	cordon_status status = read_outlets(r, outlets, one);
	return status ? status : read_wanted(r, wanted, one);
}

/* An outlet is of one hub, a hub stands once. */
static cordon_status check_apart(const reading *r)
{
	names seen = {0}, known = {0};
	cordon_status status = CORDON_OK;
	for (size_t i = 0; i < r->h->hubs && !status; i++) {
		const hub *one = &r->h->hub[i];
		int before = known.count;
		if (names_add(&known, one->name) != before)
			status = wrong(r, one->name, NULL, TEXT(SUPPLY_HUBS_TWICE));
		for (size_t k = 0; k < one->outlets && !status; k++) {
			before = seen.count;
			if (names_add(&seen, one->outlet[k]) != before)
				status = wrong(r, one->outlet[k], NULL, TEXT(SUPPLY_HUBS_TWICE));
		}
	}
	names_free(&seen);
	names_free(&known);
	return status;
}

static cordon_status read_one(const reading *r, const json_t *all)
{
	const json_t *cycle = json_object_get(all, "cycle"), *list = json_object_get(all, "hubs");
	size_t count = json_array_size(list);
	if (json_object_size(all) != 3 || !is_amount(cycle, 0, DRAWS_NUMBER_MAX) || count < 1 || count > HUBS_MAX)
		return wrong(r, NULL, NULL, TEXT(SUPPLY_HUBS_FORM, "64"));
	r->h->cycle = json_integer_value(cycle);
	r->h->hub = arena_alloc(&r->h->storage, count * sizeof *r->h->hub);
	cordon_status status = read_stock(r, json_object_get(all, "stock"));
	for (size_t i = 0; i < count && !status; i++)
		status = read_hub(r, json_array_get(list, i));
	if (!status)
		qsort(r->h->hub, count, sizeof *r->h->hub, by_name);
	return status ? status : check_apart(r);
}

/* ---- two that know of each other --------------------------------------------------------------------------------- */

static bool same_hub(const hub *a, const hub *b)
{
	return !strcmp(a->name, b->name) && a->weight == b->weight && a->outlets == b->outlets &&
	       !memcmp(a->outlet, b->outlet, a->outlets * BUNDLE_WORD);
}

static bool same_stock(const hubs *a, const hubs *b)
{
	bool same = a->cycle == b->cycle && a->goods == b->goods && a->hubs == b->hubs;
	for (size_t g = 0; same && g < a->goods; g++)
		same = !strcmp(a->good[g], b->good[g]) && a->stock[g] == b->stock[g];
	for (size_t i = 0; same && i < a->hubs; i++)
		same = same_hub(&a->hub[i], &b->hub[i]);
	return same;
}

static cordon_status unite(const reading *r, hubs *into)
{
	if (!same_stock(into, r->h))
		return wrong(r, NULL, NULL, TEXT(SUPPLY_HUBS_OTHER));
	for (size_t i = 0; i < into->hubs; i++) {
		hub *a = &into->hub[i];
		const hub *b = &r->h->hub[i];
		if (a->closed && b->closed && memcmp(a->wanted, b->wanted, sizeof a->wanted) != 0)
			return wrong(r, a->name, NULL, TEXT(SUPPLY_HUBS_CLOSED_TWICE));
		if (b->closed)
			memcpy(a->wanted, b->wanted, sizeof a->wanted);
		a->closed |= b->closed;
	}
	return CORDON_OK;
}

cordon_status hubs_read(const char *file, const char *bytes, size_t length, hubs *h, cordon_error *error)
{
	json_error_t why;
	hubs other = {0};
	bool first = !h->hubs;
	reading r = {first ? h : &other, file, error};
	json_t *all = length > HUBS_BYTES_MAX ? NULL : json_loadb(bytes, length, JSON_REJECT_DUPLICATES, &why);
	cordon_status status = all                       ? read_one(&r, all)
			       : length > HUBS_BYTES_MAX ? wrong(&r, NULL, NULL, TEXT(SUPPLY_HUBS_FORM, "64"))
							 : wrong(&r, NULL, NULL, TEXT(SUPPLY_NOT_JSON, why.text));
	if (!status && !first)
		status = unite(&r, h);
	hubs_free(&other);
	json_decref(all);
	return status;
}

void hubs_free(hubs *h)
{
	arena_free(&h->storage);
	*h = (hubs){0};
}

/* ---- settling ---------------------------------------------------------------------------------------------------- */

static bool is_of(const hub *one, const char *point)
{
	char outlet[BUNDLE_WORD];
	bundle_outlet_of(point, outlet);
	for (size_t i = 0; i < one->outlets; i++)
		if (!strcmp(one->outlet[i], outlet))
			return true;
	return false;
}

static void add_drawn(const hubs *h, const draws *d, hub_part *part)
{
	for (size_t k = 0; k < d->count; k++) {
		const supply_draw *one = &d->draw[k];
		for (size_t g = 0; g < h->goods && one->cycle == h->cycle; g++)
			for (size_t i = 0; i < h->hubs; i++)
				if (!strcmp(h->good[g], one->good) && is_of(&h->hub[i], one->point))
					part[g * h->hubs + i].drawn += one->quantity;
	}
}

static void settle_good(const hubs *h, size_t g, hub_part *part)
{
	int64_t weight[HUBS_MAX], wanted[HUBS_MAX], unknown[HUBS_MAX], drawn[HUBS_MAX], none[HUBS_MAX] = {0};
	int64_t before[HUBS_MAX], sure[HUBS_MAX], final[HUBS_MAX];
	for (size_t i = 0; i < h->hubs; i++) {
		weight[i] = h->hub[i].weight;
		unknown[i] = -1;
		wanted[i] = h->hub[i].closed ? h->hub[i].wanted[g] : -1;
		drawn[i] = part[i].drawn;
	}
	hubs_share(h->stock[g], h->hubs, weight, unknown, none, before);
	hubs_share(h->stock[g], h->hubs, weight, wanted, none, sure);
	hubs_share(h->stock[g], h->hubs, weight, wanted, drawn, final);
	for (size_t i = 0; i < h->hubs; i++) {
		part[i].before = before[i];
		part[i].ahead = drawn[i] > sure[i] ? drawn[i] - sure[i] : 0;
		part[i].sure = final[i];
		part[i].left = final[i] > drawn[i] ? final[i] - drawn[i] : 0;
	}
}

bool hubs_settle(const hubs *h, const draws *d, hub_part **part)
{
	bool all = true;
	*part = memory_alloc(h->goods * h->hubs, sizeof **part);
	add_drawn(h, d, *part);
	for (size_t g = 0; g < h->goods; g++)
		settle_good(h, g, *part + g * h->hubs);
	for (size_t i = 0; i < h->hubs; i++)
		all &= h->hub[i].closed;
	return all;
}
