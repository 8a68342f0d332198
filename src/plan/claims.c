/* Reading a plan file; see claims.h and docs/plan-file.md. */
#include "plan/claims.h"

#include "base/memory.h"
#include "base/names.h"
#include "plan/codes.h"

#include <jansson.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct reader {
	const char *file;
	cordon_error *error;
	const cordon_economy *e;
	names commodity, place, period, process;
	plan_claims *claims;
	bool bad;
};

/* ---- fields ---------------------------------------------------------------------------------------------------- */

static void bad(struct reader *r, const char *field, const char *found, cordon_text what, cordon_text expected)
{
	finding_add(r->error, CORDON_ERROR, (place_in_file){r->file, 0, field, found}, what, expected);
	r->bad = true;
}

static double number_at(struct reader *r, json_t *object, const char *key)
{
	json_t *value = json_object_get(object, key);
	if (json_is_number(value) && isfinite(json_number_value(value)))
		return json_number_value(value);
	bad(r, key, NULL, TEXT(PLAN_FIELD), TEXT(PLAN_NUMBER));
	return 0;
}

static int whole_at(struct reader *r, json_t *object, const char *key)
{
	json_t *value = json_object_get(object, key);
	json_int_t whole = json_integer_value(value);
	if (json_is_integer(value) && whole >= 0 && whole <= CLAIMS_STAGES_MAX)
		return (int)whole;
	bad(r, key, NULL, TEXT(PLAN_FIELD), TEXT(PLAN_NUMBER));
	return 0;
}

/* A list, or an empty one with a finding. */
static json_t *list_at(struct reader *r, json_t *object, const char *key)
{
	json_t *value = json_object_get(object, key);
	if (!json_is_array(value))
		bad(r, key, NULL, TEXT(PLAN_FIELD), TEXT(PLAN_LIST));
	return value;
}

/* The index of an id; the only one there is when the key is absent; 0 with a finding. */
static int index_at(struct reader *r, json_t *object, const char *key, const names *known)
{
	const char *id = json_string_value(json_object_get(object, key));
	int index = id ? names_find(known, id) : known->count == 1 ? 0 : -1;
	if (index >= 0)
		return index;
	bad(r, key, id, id ? TEXT(PLAN_UNKNOWN) : TEXT(PLAN_FIELD), TEXT(PLAN_ID));
	return 0;
}

static int64_t cell_at(struct reader *r, json_t *object)
{
	int64_t commodity = index_at(r, object, "commodity", &r->commodity);
	int place = index_at(r, object, "place", &r->place), period = index_at(r, object, "period", &r->period);
	return (commodity * r->e->places + place) * r->e->periods + period;
}

static const char *commodity_id(const struct reader *r, int64_t cell)
{
	return r->e->commodity[cell / r->e->periods / r->e->places].id;
}

/* ---- the parts ------------------------------------------------------------------------------------------------- */

/* A list of columns with an activity each (columns, fresh memory); and a weight, where `weight` is not NULL. */
static double *columns_at(struct reader *r, json_t *root, const char *key, double *weight)
{
	int columns = r->e->processes * r->e->periods;
	double *activity = memory_alloc((size_t)columns, sizeof *activity);
	bool *seen = memory_alloc((size_t)columns, sizeof *seen);
	size_t i;
	json_t *one;
	json_array_foreach(list_at(r, root, key), i, one)
	{
		int process = index_at(r, one, "process", &r->process);
		int column = process * r->e->periods + index_at(r, one, "period", &r->period);
		if (seen[column] && !r->bad)
			bad(r, key, r->e->process[process].id, TEXT(PLAN_TWICE), NO_TEXT);
		seen[column] = true;
		activity[column] = number_at(r, one, "activity");
		if (weight)
			weight[column] = number_at(r, one, "weight");
	}
	free(seen);
	return activity;
}

/* What the plan is near; nothing where the file has no such member. */
static void read_near(struct reader *r, json_t *root)
{
	json_t *near = json_object_get(root, "near");
	cordon_near *n = &r->claims->near;
	int columns = r->e->processes * r->e->periods;
	if (!near)
		return;
	const char *hash = json_string_value(json_object_get(near, "plan"));
	if (!hash || strlen(hash) != 64)
		bad(r, "near/plan", hash, TEXT(PLAN_FIELD), TEXT(PLAN_NEAR_HASH));
	else
		memcpy(n->plan_hash, hash, sizeof n->plan_hash);
	n->price = number_at(r, near, "price");
	if (!(n->price >= 0 && n->price <= CORDON_CHANGE_PRICE_MAX))
		bad(r, "near/price", NULL, TEXT(PLAN_FIELD), TEXT(PLAN_NEAR_PRICE));
	n->moved = number_at(r, near, "moved");
	n->weight = memory_alloc((size_t)columns, sizeof *n->weight);
	n->was = columns_at(r, near, "was", n->weight);
	for (int j = 0; j < columns; j++)
		if (!(n->was[j] >= 0 && n->was[j] <= 2 * CORDON_ACTIVITY_LIMIT))
			bad(r, "near/was", r->e->process[j / r->e->periods].id, TEXT(PLAN_FIELD), TEXT(PLAN_NUMBER));
}

static int by_tier_and_cell(const void *a, const void *b)
{
	const claimed_element *left = a, *right = b;
	if (left->tier != right->tier)
		return left->tier < right->tier ? -1 : 1;
	return (left->cell > right->cell) - (left->cell < right->cell);
}

static void read_elements(struct reader *r, json_t *root)
{
	json_t *list = list_at(r, root, "fulfilment"), *one;
	plan_claims *c = r->claims;
	c->element = memory_alloc(json_array_size(list), sizeof *c->element);
	size_t i;
	json_array_foreach(list, i, one)
	{
		claimed_element *element = &c->element[c->elements++];
		element->cell = cell_at(r, one);
		element->tier = whole_at(r, one, "tier");
		element->stage = whole_at(r, one, "stage");
		element->demand = number_at(r, one, "demand");
		element->fulfilment = number_at(r, one, "fulfilment");
		if (!(element->fulfilment >= 0 && element->fulfilment <= 1))
			bad(r, "fulfilment", commodity_id(r, element->cell), TEXT(PLAN_FIELD), TEXT(PLAN_SHARE));
		bool placed = element->tier >= 1 && element->stage < c->stages &&
			      c->stage[element->stage].tier == element->tier;
		if (!placed && !r->bad)
			bad(r, "fulfilment", commodity_id(r, element->cell), TEXT(PLAN_STAGE_ORDER), NO_TEXT);
	}
	qsort(c->element, c->elements, sizeof *c->element, by_tier_and_cell);
	for (i = 1; i < c->elements; i++)
		if (!by_tier_and_cell(&c->element[i - 1], &c->element[i]) && !r->bad)
			bad(r, "fulfilment", commodity_id(r, c->element[i].cell), TEXT(PLAN_TWICE), NO_TEXT);
}

static int by_cell(const void *a, const void *b)
{
	const claimed_price *left = a, *right = b;
	return (left->cell > right->cell) - (left->cell < right->cell);
}

static void read_prices(struct reader *r, json_t *object, claimed_stage *stage)
{
	json_t *list = list_at(r, object, "prices"), *one;
	stage->price = memory_alloc(json_array_size(list), sizeof *stage->price);
	size_t i;
	json_array_foreach(list, i, one)
	{
		claimed_price price = {cell_at(r, one), number_at(r, one, "price")};
		if (price.price < 0)
			bad(r, "price", commodity_id(r, price.cell), TEXT(PLAN_FIELD), TEXT(PLAN_PRICE));
		stage->price[stage->prices++] = price;
	}
	qsort(stage->price, stage->prices, sizeof *stage->price, by_cell);
	for (i = 1; i < stage->prices; i++)
		if (stage->price[i - 1].cell == stage->price[i].cell && !r->bad)
			bad(r, "price", commodity_id(r, stage->price[i].cell), TEXT(PLAN_TWICE), NO_TEXT);
}

static void read_stage(struct reader *r, json_t *object, claimed_stage *stage)
{
	static const char *const kinds[] = {"level", "rest", "last"};
	const char *kind = json_string_value(json_object_get(object, "kind"));
	int which = 0;
	while (which < 3 && !(kind && !strcmp(kind, kinds[which])))
		which++;
	if (which == 3) {
		bad(r, "kind", kind, TEXT(PLAN_FIELD), TEXT(PLAN_STAGE_KINDS));
		return;
	}
	stage->kind = (cordon_stage_kind)which;
	stage->tier = stage->kind == CORDON_STAGE_LAST ? 0 : whole_at(r, object, "tier");
	stage->floor = stage->kind == CORDON_STAGE_REST ? number_at(r, object, "floor") : 0;
	if (!(stage->floor >= 0 && stage->floor <= 1))
		bad(r, "floor", NULL, TEXT(PLAN_FIELD), TEXT(PLAN_SHARE));
	stage->value = number_at(r, object, "value");
	stage->bound = number_at(r, object, "bound");
	stage->gap = number_at(r, object, "gap");
	read_prices(r, object, stage);
}

static bool is_in_order(const claimed_stage *stage, bool first, bool last)
{
	if (last || stage->kind == CORDON_STAGE_LAST)
		return last && stage->kind == CORDON_STAGE_LAST;
	bool continues = !first && stage->tier == stage[-1].tier;
	bool rises = stage->tier >= 1 && (first || stage->tier >= stage[-1].tier);
	return rises && (continues ? stage[-1].kind == CORDON_STAGE_LEVEL : stage->kind == CORDON_STAGE_LEVEL);
}

static void read_stages(struct reader *r, json_t *root)
{
	json_t *list = list_at(r, root, "stages"), *one;
	size_t count = json_array_size(list), i;
	plan_claims *c = r->claims;
	if (count == 0 || count > CLAIMS_STAGES_MAX) {
		bad(r, "stages", NULL, TEXT(PLAN_FIELD), TEXT(PLAN_LIST));
		return;
	}
	c->stage = memory_alloc(count, sizeof *c->stage);
	json_array_foreach(list, i, one)
	{
		claimed_stage *stage = &c->stage[c->stages++];
		read_stage(r, one, stage);
		if (!r->bad && !is_in_order(stage, i == 0, i + 1 == count))
			bad(r, "stages", NULL, TEXT(PLAN_STAGE_ORDER), NO_TEXT);
	}
}

static void free_names(struct reader *r)
{
	names_free(&r->commodity);
	names_free(&r->place);
	names_free(&r->period);
	names_free(&r->process);
}

static void name_records(struct reader *r)
{
	for (int i = 0; i < r->e->commodities; i++)
		names_add(&r->commodity, r->e->commodity[i].id);
	for (int i = 0; i < r->e->places; i++)
		names_add(&r->place, r->e->place[i].id);
	for (int i = 0; i < r->e->periods; i++)
		names_add(&r->period, r->e->period[i].id);
	for (int i = 0; i < r->e->processes; i++)
		names_add(&r->process, r->e->process[i].id);
}

/* A plan for another package says nothing else worth telling. */
static bool is_for_package(struct reader *r, json_t *root)
{
	const char *hash = json_string_value(json_object_get(json_object_get(root, "package"), "hash"));
	bool any = hash && strlen(hash) == 64, same = any && !strcmp(hash, r->e->hash);
	if (!same)
		bad(r, "package/hash", hash, any ? TEXT(PLAN_PACKAGE) : TEXT(PLAN_FIELD),
		    TEXT(PLAN_FIELD_EXPECTED, r->e->hash));
	return same;
}

static void read_root(struct reader *r, json_t *root)
{
	if (!is_for_package(r, root))
		return;
	const char *objective = json_string_value(json_object_get(root, "objective"));
	if (!objective)
		bad(r, "objective", NULL, TEXT(PLAN_FIELD), TEXT(PLAN_ID));
	r->claims->objective = memory_copy_text(objective ? objective : "");
	const char *status = json_string_value(json_object_get(root, "status"));
	r->claims->proven = status && !strcmp(status, "proven");
	r->claims->observed_kept = json_is_true(json_object_get(root, "observed_kept"));
	r->claims->gap_asked = number_at(r, root, "gap_asked");
	r->claims->activity = columns_at(r, root, "activity", NULL);
	read_near(r, root);
	read_stages(r, root);
	read_elements(r, root);
}

/* ---- the whole ------------------------------------------------------------------------------------------------- */

/* The document, if it is JSON of this format (or the other, where one is given); else NULL and a finding. */
static json_t *load(const char *bytes, size_t length, const char *file, const char *other, cordon_error *error)
{
	json_error_t wrong;
	json_t *root = json_loadb(bytes, length, JSON_REJECT_DUPLICATES, &wrong);
	const char *format = json_string_value(json_object_get(root, "format"));
	if (!root)
		finding_add(error, CORDON_ERROR, (place_in_file){file, wrong.line, NULL, NULL},
			    TEXT(PLAN_NOT_JSON, wrong.text), NO_TEXT);
	else if (!format || (strcmp(format, PLAN_FORMAT) && !(other && !strcmp(format, other))))
		finding_add(error, CORDON_ERROR, (place_in_file){file, 0, "format", format}, TEXT(PLAN_FIELD),
			    TEXT(PLAN_FIELD_EXPECTED, PLAN_FORMAT));
	else
		return root;
	json_decref(root);
	return NULL;
}

static cordon_status read_change(json_t *object, cordon_change *change)
{
	static const char *const kinds[] = {"need", "capacity", "stop", "limit"};
	const char *kind = json_string_value(json_object_get(object, "kind"));
	const char *pattern = json_string_value(json_object_get(object, "pattern"));
	json_t *value = json_object_get(object, "value");
	for (int which = 0; kind && pattern && json_is_number(value) && which < 4; which++)
		if (!strcmp(kind, kinds[which])) {
			*change = (cordon_change){(cordon_change_kind)which, memory_copy_text(pattern),
						  json_number_value(value)};
			return CORDON_OK;
		}
	return CORDON_BAD_INPUT;
}

cordon_status cordon_plan_read_changes(const char *bytes, size_t length, const char *file, cordon_change **change,
				       int *changes, cordon_error *error)
{
	*change = NULL;
	*changes = 0;
	json_t *root = load(bytes, length, file, PLAN_ALTERNATIVE_FORMAT, error);
	json_t *list = json_object_get(root, "changes"), *one;
	cordon_status status = root ? CORDON_OK : CORDON_BAD_INPUT;
	if (root && !json_is_array(list))
		status = finding_add(error, CORDON_ERROR, (place_in_file){.file = file, .field = "changes"},
				     TEXT(PLAN_FIELD), TEXT(PLAN_LIST));
	*change = memory_alloc(json_array_size(list), sizeof **change);
	size_t i;
	json_array_foreach(list, i, one)
	{
		if (read_change(one, &(*change)[*changes])) {
			status = finding_add(error, CORDON_ERROR, (place_in_file){.file = file, .field = "changes"},
					     TEXT(PLAN_FIELD), TEXT(PLAN_CHANGE));
			break;
		}
		++*changes;
	}
	json_decref(root);
	return status;
}

void cordon_changes_free(cordon_change *change, int changes)
{
	for (int i = 0; i < changes; i++)
		free((void *)(uintptr_t)change[i].pattern);
	free(change);
}

cordon_status plan_claims_read(const char *bytes, size_t length, const char *file, const cordon_economy *economy,
			       plan_claims *claims, cordon_error *error)
{
	*claims = (plan_claims){0};
	double columns = (double)economy->processes * economy->periods,
	       entries = (double)economy->exchanges * economy->periods;
	double cells = (double)economy->commodities * economy->places * economy->periods;
	if (cells > CLAIMS_CELLS_MAX || columns > CLAIMS_CELLS_MAX || entries > CLAIMS_CELLS_MAX)
		return finding_add(error, CORDON_ERROR, (place_in_file){.file = economy->path}, TEXT(PLAN_TOO_LARGE),
				   NO_TEXT);
	json_t *root = load(bytes, length, file, NULL, error);
	if (!root)
		return CORDON_BAD_INPUT;
	struct reader r = {.file = file, .error = error, .e = economy, .claims = claims};
	name_records(&r);
	read_root(&r, root);
	free_names(&r);
	json_decref(root);
	return r.bad ? CORDON_BAD_INPUT
		     : cordon_plan_read_changes(bytes, length, file, &claims->change, &claims->changes, error);
}

cordon_status plan_claims_read_activity(const char *bytes, size_t length, const char *file,
					const cordon_economy *economy, double **activity, cordon_error *error)
{
	*activity = NULL;
	json_t *root = load(bytes, length, file, PLAN_ALTERNATIVE_FORMAT, error);
	struct reader r = {.file = file, .error = error, .e = economy, .bad = !root};
	name_records(&r);
	if (root && is_for_package(&r, root))
		*activity = columns_at(&r, root, "activity", NULL);
	free_names(&r);
	json_decref(root);
	for (int j = 0; *activity && j < economy->processes * economy->periods; j++)
		if (!((*activity)[j] >= 0 && (*activity)[j] <= 2 * CORDON_ACTIVITY_LIMIT))
			bad(&r, "activity", economy->process[j / economy->periods].id, TEXT(PLAN_FIELD),
			    TEXT(PLAN_NUMBER));
	if (r.bad) {
		free(*activity);
		*activity = NULL;
	}
	return r.bad ? CORDON_BAD_INPUT : CORDON_OK;
}

void plan_claims_free(plan_claims *claims)
{
	for (int i = 0; i < claims->stages; i++)
		free(claims->stage[i].price);
	free(claims->stage);
	free(claims->element);
	free(claims->activity);
	cordon_near_free(&claims->near);
	free(claims->objective);
	cordon_changes_free(claims->change, claims->changes);
	*claims = (plan_claims){0};
}
