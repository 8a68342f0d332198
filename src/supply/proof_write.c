/* The bytes of a proof: docs/supply-proof.md, "The file". Texts that may hold anything go through base/json.h; ids and
 * numbers need no quoting, and are written here because there are millions. */
#include "supply/allocate.h"

#include "base/hash.h"
#include "base/json.h"
#include "supply/codes.h"

#include <inttypes.h>

static void add_number(text *out, int64_t value)
{
	char digits[20], *at = digits + sizeof digits;
	do
		*--at = (char)('0' + value % 10);
	while (value /= 10);
	text_add(out, at, (size_t)(digits + sizeof digits - at));
}

static void add_ratio(text *out, int64_t over, int64_t under)
{
	text_add(out, "\"", 1);
	add_number(out, over);
	if (under != 1) {
		text_add(out, "/", 1);
		add_number(out, under);
	}
	text_add(out, "\"", 1);
}

static void add_text(text *out, const char *value)
{
	json_t *json = value ? json_string(value) : json_null();
	json_canonical(json, out);
	json_decref(json);
}

static void add_hash(text *out, const char *key, size_t from)
{
	char hex[HASH_HEX];
	hash_of(out->bytes + from, out->length - from, hex);
	text_add_format(out, "{\"%s\":\"%s\"}\n", key, hex);
}

/* ---- the inputs -------------------------------------------------------------------------------------------------- */

static void add_head(const supply_problem *p, text *out)
{
	text_add_format(out, "{\"body\":\"%s\",\"cycle\":%" PRId64 ",\"former\":", p->body, p->cycle);
	add_text(out, p->former);
	text_add_format(out,
			",\"households\":%zu,\"items\":%zu,\"number\":%" PRId64 ",\"outlets\":%zu,\"places\":%zu,"
			"\"proof\":\"cordon-allocation\",\"rule\":\"" SUPPLY_RULE_ID
			"\",\"rule_version\":%d,\"title\":",
			p->households, p->items, p->number, p->outlets, p->places, SUPPLY_RULE_VERSION);
	add_text(out, p->title);
	text_add_format(out, ",\"version\":%d}\n", SUPPLY_PROOF_VERSION);
}

static void add_items(const supply_problem *p, text *out)
{
	for (size_t i = 0; i < p->items; i++) {
		text_add_format(out, "{\"good\":\"%s\",\"instead\":", p->item[i].good);
		add_text(out, p->item[i].instead);
		text_add_string(out, ",\"unit\":");
		add_text(out, p->item[i].unit);
		text_add_string(out, "}\n");
	}
}

static void add_places(const supply_problem *p, text *out)
{
	for (size_t j = 0, k = 0; j < p->places; j++) {
		text_add_format(out, "{\"place\":\"%s\",\"stock\":[", p->place[j]);
		for (const char *comma = ""; k < p->arrivals && p->arrival[k].place == (int32_t)j; k++, comma = ",")
			text_add_format(out, "%s[%d,%" PRId64 "]", comma, p->arrival[k].item, p->arrival[k].units);
		text_add_string(out, "]}\n");
	}
	for (size_t o = 0, k = 0; o < p->outlets; o++) {
		text_add_string(out, "{\"from\":[");
		for (const char *comma = ""; k < p->links && p->serves[k].outlet == (int32_t)o; k++, comma = ",")
			text_add_format(out, "%s%d", comma, p->serves[k].place);
		text_add_format(out, "],\"outlet\":\"%s\"}\n", p->outlet[o]);
	}
}

static void add_households(const supply_problem *p, text *out)
{
	for (size_t h = 0, k = 0; h < p->households; h++) {
		text_add_format(out, "{\"household\":\"%s\",\"of\":[", p->household[h].token);
		for (const char *open = "["; k < p->claims && p->claim[k].household == (int32_t)h; k++, open = ",[") {
			const supply_claim *c = &p->claim[k];
			text_add_string(out, open);
			add_number(out, c->item);
			text_add(out, ",", 1);
			add_ratio(out, c->weight.over, c->weight.under);
			text_add(out, ",", 1);
			add_ratio(out, c->claim.over, c->claim.under);
			text_add(out, ",", 1);
			add_ratio(out, c->floor.over, c->floor.under);
			text_add(out, ",", 1);
			add_number(out, c->drawn);
			text_add(out, "]", 1);
		}
		text_add_format(out, "],\"outlet\":%d}\n", p->household[h].outlet);
	}
}

static void add_inputs(const supply_problem *p, text *out)
{
	add_head(p, out);
	add_items(p, out);
	add_places(p, out);
	add_households(p, out);
}

/* ---- the results ------------------------------------------------------------------------------------------------- */

static void add_seed(const supply_problem *p, text *out)
{
	text_add_string(out, "{\"commitment\":");
	add_text(out, p->commitment);
	text_add_string(out, ",\"seed\":");
	add_text(out, p->seed);
	text_add_string(out, ",\"seed_from\":");
	add_text(out, p->seed_from);
	text_add_string(out, "}\n");
}

static void add_levels(const supply_problem *p, const supply_allocation *a, size_t item, text *out)
{
	text_add_format(out, "{\"item\":%zu,\"levels\":[", item);
	for (size_t l = a->levels[item]; l < a->levels[item + 1]; l++) {
		text_add_format(out, "%s[%d,", l > a->levels[item] ? "," : "", a->level[l].stage);
		add_ratio(out, a->level[l].over, a->level[l].under);
		text_add(out, "]", 1);
	}
	text_add_string(out, "],\"place_level\":[");
	for (size_t j = 0; j < p->places; j++)
		text_add_format(out, "%s%d", j ? "," : "", a->place_group[item * p->places + j]);
	text_add_string(out, "]}\n");
}

static void add_item(const supply_problem *p, const supply_allocation *a, size_t item, text *out)
{
	add_levels(p, a, item, out);
	for (size_t o = 0; o < p->outlets; o++) {
		size_t at = item * p->outlets + o;
		text_add_string(out, "{\"flow\":[");
		for (size_t f = a->flows[at]; f < a->flows[at + 1]; f++)
			text_add_format(out, "%s[%d,%" PRId64 "]", f > a->flows[at] ? "," : "", a->flow[f].place,
					a->flow[f].units);
		text_add_format(out, "],\"item\":%zu,\"level\":%d,\"outlet\":%zu}\n", item, a->outlet_group[at], o);
	}
}

static void add_units(const int64_t *units, size_t from, size_t to, text *out)
{
	for (size_t k = from; k < to; k++) {
		if (k > from)
			text_add(out, ",", 1);
		add_number(out, units[k]);
	}
}

static void add_rations(const supply_problem *p, const supply_allocation *a, text *out)
{
	for (size_t h = 0, k = 0; h < p->households; h++) {
		size_t from = k;
		while (k < p->claims && p->claim[k].household == (int32_t)h)
			k++;
		text_add_format(out, "{\"household\":\"%s\",\"ration\":[", p->household[h].token);
		add_units(a->ration, from, k, out);
		text_add_string(out, "],\"uncovered\":[");
		add_units(a->uncovered, from, k, out);
		text_add_string(out, "]}\n");
	}
}

void supply_proof_write(const supply_problem *p, const supply_allocation *a, text *out)
{
	size_t from = out->length;
	add_inputs(p, out);
	add_hash(out, "inputs", from);
	add_seed(p, out);
	for (size_t i = 0; i < p->items; i++)
		add_item(p, a, i, out);
	add_rations(p, a, out);
	add_hash(out, "sha256", from);
}

void supply_proof_hash(const supply_problem *p, const supply_allocation *a, char hex[HASH_HEX])
{
	text bytes = {0};
	supply_proof_write(p, a, &bytes);
	hash_of(bytes.bytes, bytes.length, hex);
	text_free(&bytes);
}

void supply_proof_inputs(const supply_problem *p, char hex[HASH_HEX])
{
	text bytes = {0};
	add_inputs(p, &bytes);
	hash_of(bytes.bytes, bytes.length, hex);
	text_free(&bytes);
}
