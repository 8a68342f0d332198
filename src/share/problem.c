/* See problem.h. Every amount is first read as a fraction of its own; when all are known, they are counted in the
 * grain that makes all of them whole.
 */
#include "share/problem.h"

#include "base/memory.h"
#include "base/names.h"
#include "base/text.h"
#include "share/codes.h"
#include "share/rule.h"

#include <assert.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

/* A number of the file before the grain is known. */
typedef struct fraction {
	int64_t over, under;
} fraction;

enum sort { AMOUNT, WEIGHT, VALUE, SORTS };

typedef struct reading {
	const char *file;
	cordon_error *error;
	cordon_share_problem *p;
	arena *keep;
	names stocks, claimants;
	int64_t grain[SORTS]; /* the least common denominators so far */
	struct wait { /* numbers to be counted in grains in the end */
		int64_t *where;
		fraction value;
		enum sort sort;
	} * wait;
	size_t waits, room, links_room;
} reading;

static cordon_status refuse(reading *r, const char *who, const char *field, const json_t *found, cordon_text what)
{
	text at = {0};
	text_add_format(&at, "%s%s%s", who ? who : "", who ? "/" : "", field);
	char *value = found ? json_dumps(found, JSON_ENCODE_ANY | JSON_COMPACT) : NULL;
	cordon_status status = finding_add(r->error, CORDON_ERROR, (place_in_file){r->file, 0, text_string(&at), value},
					   what, NO_TEXT);
	free(value);
	text_free(&at);
	return status;
}

static int64_t common(int64_t a, int64_t b)
{
	while (b) {
		int64_t rest = a % b;
		a = b;
		b = rest;
	}
	return a;
}

/* "12", "0.25", "1/3": at most 15 digits a part. */
static bool parse(const char *s, fraction *out)
{
	int64_t part[2] = {0, 1};
	int count[2] = {0, 0};
	for (; *s >= '0' && *s <= '9' && count[0] <= 15; s++, count[0]++)
		part[0] = 10 * part[0] + (*s - '0');
	if (*s == '.') {
		for (s++; *s >= '0' && *s <= '9' && count[0] + count[1] <= 15; s++, count[1]++) {
			part[0] = 10 * part[0] + (*s - '0');
			part[1] *= 10;
		}
	} else if (*s == '/') {
		part[1] = 0;
		for (s++; *s >= '0' && *s <= '9' && count[1] <= 15; s++, count[1]++)
			part[1] = 10 * part[1] + (*s - '0');
	} else {
		count[1] = 1;
	}
	if (*s || !count[0] || !count[1] || count[0] + count[1] > 16 || !part[1])
		return false;
	int64_t d = common(part[0], part[1]);
	*out = (fraction){part[0] / d, part[1] / d};
	return true;
}

static bool read_fraction(const json_t *value, fraction *out)
{
	if (json_is_integer(value) && json_integer_value(value) >= 0) {
		*out = (fraction){json_integer_value(value), 1};
		return true;
	}
	return json_is_string(value) && parse(json_string_value(value), out);
}

/* Takes a number to be counted in grains of its sort; nothing where there is none. */
static cordon_status take(reading *r, const char *who, const char *field, const json_t *value, enum sort sort,
			  int64_t *where)
{
	fraction f;
	if (!value)
		return CORDON_OK;
	if (!read_fraction(value, &f))
		return refuse(r, who, field, value, TEXT(SHARE_NOT_A_NUMBER));
	share_wide grain = (share_wide)r->grain[sort] / common(r->grain[sort], f.under) * f.under;
	if (grain > CORDON_WEIGHT_OF_CLAIM_MAX)
		return refuse(r, who, field, value, TEXT(SHARE_TOO_FINE));
	r->grain[sort] = (int64_t)grain;
	MEMORY_RESERVE(r->wait, r->waits, r->room);
	r->wait[r->waits++] = (struct wait){where, f, sort};
	return CORDON_OK;
}

/* All numbers in grains; what has no limit of its own stays as it is. */
static cordon_status count_grains(reading *r)
{
	static const int64_t most[SORTS] = {CORDON_AMOUNT_MAX - 1, CORDON_WEIGHT_OF_CLAIM_MAX,
					    CORDON_WEIGHT_OF_CLAIM_MAX};
	for (size_t i = 0; i < r->waits; i++) {
		const struct wait *w = &r->wait[i];
		share_wide value = (share_wide)w->value.over * (r->grain[w->sort] / w->value.under);
		if (value > most[w->sort])
			return refuse(r, NULL, "", NULL, TEXT(SHARE_TOO_LARGE));
		*w->where = (int64_t)value;
	}
	r->p->grain = r->grain[AMOUNT];
	r->p->weight_grain = r->grain[WEIGHT];
	r->p->value_grain = r->grain[VALUE];
	return CORDON_OK;
}

static cordon_status read_stocks(reading *r, const json_t *stocks)
{
	const char *id;
	json_t *amount;
	size_t count = json_object_size(stocks);
	if (stocks && (!json_is_object(stocks) || !count || count > CORDON_STOCKS_MAX))
		return refuse(r, NULL, "stock", NULL, TEXT(SHARE_STOCKS));
	r->p->stock = memory_alloc(count, sizeof *r->p->stock);
	json_object_foreach((json_t *)(uintptr_t)stocks, id, amount)
	{
		cordon_stock *s = &r->p->stock[r->p->stocks++];
		s->id = arena_copy_text(r->keep, id);
		names_add(&r->stocks, s->id);
		if (take(r, "stock", id, amount, AMOUNT, &s->amount))
			return CORDON_BAD_INPUT;
	}
	return CORDON_OK;
}

static cordon_status add_link(reading *r, const char *who, const char *field, const char *stock)
{
	cordon_share_problem *p = r->p;
	int number = stock ? names_find(&r->stocks, stock) : -1;
	size_t at = p->start[p->claimants];
	for (size_t i = p->start[p->claimants - 1]; i < at; i++)
		if (p->link[i].stock == number)
			number = -1; /* twice */
	if (number < 0 || at >= CORDON_LINKS_MAX)
		return refuse(r, who, field, NULL, TEXT(SHARE_NO_SUCH_STOCK, stock ? stock : ""));
	MEMORY_RESERVE(p->link, at, r->links_room);
	p->link[at] = (cordon_link){number, 1};
	p->start[p->claimants]++;
	return CORDON_OK;
}

/* "from" and "prefers" are lists of stocks, "values" an object of numbers. */
static cordon_status read_links(reading *r, const char *who, const json_t *one)
{
	static const char *const lists[] = {"from", "prefers"};
	for (int i = 0; i < 2; i++) {
		size_t k;
		json_t *stock;
		json_array_foreach(
			json_object_get(one, lists[i]), k,
			stock) if (add_link(r, who, lists[i], json_string_value(stock))) return CORDON_BAD_INPUT;
	}
	const char *stock;
	json_t *value;
	json_object_foreach(json_object_get(one, "values"), stock, value)
	{
		fraction f;
		if (!read_fraction(value, &f))
			return refuse(r, who, stock, value, TEXT(SHARE_NOT_A_NUMBER));
		if (f.over && add_link(r, who, "values", stock))
			return CORDON_BAD_INPUT;
	}
	return CORDON_OK;
}

static bool known(const char *key, const char *const *keys)
{
	for (; *keys; keys++)
		if (!strcmp(key, *keys))
			return true;
	return false;
}

static cordon_status read_claimant(reading *r, json_t *one)
{
	static const char *const keys[] = {"id",   "claim",   "weight", "floor", "points",
					   "from", "prefers", "values", NULL};
	const char *id = json_string_value(json_object_get(one, "id")), *key;
	json_t *value;
	if (!id || !*id || names_find(&r->claimants, id) >= 0)
		return refuse(r, "claimants", id ? id : "id", NULL, TEXT(SHARE_ID));
	cordon_claimant *c = &r->p->claimant[r->p->claimants++];
	*c = (cordon_claimant){arena_copy_text(r->keep, id), CORDON_AMOUNT_MAX, 1, 0, 1};
	names_add(&r->claimants, c->id);
	r->p->start[r->p->claimants] = r->p->start[r->p->claimants - 1];
	json_object_foreach(one, key, value) if (!known(key, keys)) return refuse(r, id, key, NULL,
										  TEXT(SHARE_UNKNOWN_KEY));
	if (take(r, id, "claim", json_object_get(one, "claim"), AMOUNT, &c->claim) ||
	    take(r, id, "floor", json_object_get(one, "floor"), AMOUNT, &c->floor))
		return CORDON_BAD_INPUT;
	return read_links(r, id, one);
}

/* Weights, points and values: their grains are known only when all are read, and 1 is then a grain's worth of grains.
 * */
static cordon_status read_weights(reading *r, const json_t *list)
{
	size_t i;
	json_t *one;
	json_t *unit = json_integer(1);
	cordon_status status = CORDON_OK;
	json_array_foreach(list, i, one)
	{
		cordon_claimant *c = &r->p->claimant[i];
		const json_t *weight = json_object_get(one, "weight"), *points = json_object_get(one, "points"), *value;
		if (take(r, c->id, "weight", weight ? weight : unit, WEIGHT, &c->weight) ||
		    take(r, c->id, "points", points ? points : unit, WEIGHT, &c->points))
			status = CORDON_BAD_INPUT;
		for (size_t k = r->p->start[i]; !status && k < r->p->start[i + 1]; k++) {
			const char *stock = r->p->stock[r->p->link[k].stock].id;
			value = json_object_get(json_object_get(one, "values"), stock);
			status = take(r, c->id, stock, value ? value : unit, VALUE, &r->p->link[k].value);
		}
		if (status)
			break;
	}
	json_decref(unit);
	return status;
}

static cordon_status read_claimants(reading *r, const json_t *list)
{
	size_t i, count = json_array_size(list);
	json_t *one;
	if (!count || count > CORDON_CLAIMANTS_MAX)
		return refuse(r, NULL, "claimants", NULL, TEXT(SHARE_CLAIMANTS));
	r->p->claimant = memory_alloc(count, sizeof *r->p->claimant);
	r->p->start = memory_alloc(count + 1, sizeof *r->p->start);
	json_array_foreach(list, i, one) if (read_claimant(r, one)) return CORDON_BAD_INPUT;
	return read_weights(r, list);
}

static cordon_status check_floors(reading *r)
{
	for (size_t i = 0; i < r->p->claimants; i++)
		if (r->p->claimant[i].floor > r->p->claimant[i].claim)
			return refuse(r, r->p->claimant[i].id, "floor", NULL, TEXT(SHARE_FLOOR));
	return CORDON_OK;
}

static cordon_status read_document(reading *r, json_t *doc)
{
	static const char *const keys[] = {"estate", "stock", "claimants", "seed", "source", "note", NULL};
	const char *key;
	json_t *value;
	if (!json_is_object(doc))
		return refuse(r, NULL, "", NULL, TEXT(SHARE_NOT_A_PROBLEM));
	json_object_foreach(doc, key, value) if (!known(key, keys)) return refuse(r, NULL, key, NULL,
										  TEXT(SHARE_UNKNOWN_KEY));
	r->p->estate = -1;
	r->p->seed = arena_copy_text(r->keep, json_string_value(json_object_get(doc, "seed")));
	if (take(r, NULL, "estate", json_object_get(doc, "estate"), AMOUNT, &r->p->estate) ||
	    read_stocks(r, json_object_get(doc, "stock")) || read_claimants(r, json_object_get(doc, "claimants")) ||
	    count_grains(r))
		return CORDON_BAD_INPUT;
	return check_floors(r);
}

cordon_status cordon_share_read(const char *file, const char *bytes, size_t length, cordon_share_problem **problem,
				cordon_error *error)
{
	json_error_t why;
	arena *keep = memory_alloc(1, sizeof *keep);
	cordon_share_problem *p = memory_alloc(1, sizeof *p);
	reading r = {.file = file, .error = error, .p = p, .keep = keep, .grain = {1, 1, 1}};
	p->storage = keep;
	*problem = NULL;
	json_t *doc = json_loadb(bytes, length, JSON_REJECT_DUPLICATES, &why);
	cordon_status status = CORDON_OK;
	if (!doc)
		status = finding_add(error, CORDON_ERROR, (place_in_file){file, why.line, NULL, NULL},
				     TEXT(SHARE_NOT_JSON, why.text), NO_TEXT);
	if (!status)
		status = read_document(&r, doc);
	json_decref(doc);
	names_free(&r.stocks);
	names_free(&r.claimants);
	free(r.wait);
	if (status)
		cordon_share_problem_free(p);
	else
		*problem = p;
	return status;
}

void cordon_share_problem_free(cordon_share_problem *p)
{
	if (!p)
		return;
	free(p->claimant);
	free(p->stock);
	free(p->start);
	free(p->link);
	arena_free(p->storage);
	free(p->storage);
	free(p);
}

cordon_status share_refuse(const cordon_share_problem *p, const char *field, cordon_text what, cordon_error *error)
{
	(void)p;
	return finding_add(error, CORDON_ERROR, (place_in_file){.field = field}, what, NO_TEXT);
}

cordon_status problem_awards(const cordon_share_problem *p, problem_columns *columns, cordon_error *error)
{
	if (p->estate < 0)
		return share_refuse(p, "estate", TEXT(SHARE_NO_ESTATE), error);
	int64_t *all = memory_alloc(3 * p->claimants, sizeof *all);
	*columns = (problem_columns){all, all, all + p->claimants, all + 2 * p->claimants};
	for (size_t i = 0; i < p->claimants; i++) {
		columns->claim[i] = p->claimant[i].claim;
		columns->weight[i] = p->claimant[i].weight;
		columns->floor[i] = p->claimant[i].floor;
	}
	return CORDON_OK;
}

cordon_status problem_claims(const cordon_share_problem *p, problem_columns *columns, cordon_error *error)
{
	for (size_t i = 0; i < p->claimants; i++)
		if (p->claimant[i].claim == CORDON_AMOUNT_MAX)
			return share_refuse(p, p->claimant[i].id, TEXT(SHARE_NO_CLAIM), error);
	return problem_awards(p, columns, error);
}

void problem_columns_free(problem_columns *columns)
{
	free(columns->storage);
	*columns = (problem_columns){0};
}

cordon_status problem_stocks(const cordon_share_problem *p, cordon_error *error)
{
	return p->stocks ? CORDON_OK : share_refuse(p, "stock", TEXT(SHARE_NO_STOCK), error);
}
