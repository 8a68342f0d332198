/* The plan file: JSON as docs/plan-file.md says. Activities and prices of 0 are left out.
 *
 * Reading rebuilds the plan against its economy; it checks form, not truth: that is verify.c's work, which does not use this reader.
 */
#include "base/memory.h"
#include "plan/codes.h"
#include "plan/fields.h"
#include "plan/model.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

static const char *const stage_names[] = {"level", "rest", "last"};
static const char *const change_names[] = {"need", "capacity", "stop", "limit"};
static const char *const status_names[] = {"proven", "unproven"};

/* ---- writing ------------------------------------------------------------------------------------------------------- */

static json_t *balance_json(const cordon_economy *e, const cordon_balance *b)
{
	json_t *one = json_pack("{s:s}", "commodity", e->commodity[b->commodity].id);
	if (e->places > 1)
		json_object_set_new(one, "place", json_string(e->place[b->place].id));
	if (e->periods > 1)
		json_object_set_new(one, "period", json_string(e->period[b->period].id));
	return one;
}

static json_t *changes_json(const cordon_plan *plan)
{
	json_t *list = json_array();
	for (int i = 0; i < plan->changes; i++) {
		const cordon_change *c = &plan->change[i];
		json_array_append_new(list, json_pack("{s:s, s:s, s:f}", "kind", change_names[c->kind], "pattern", c->pattern, "value", c->value));
	}
	return list;
}

static json_t *activity_json(const cordon_economy *e, const cordon_plan *plan)
{
	json_t *list = json_array();
	for (int p = 0; p < plan->processes; p++)
		for (int t = 0; t < plan->periods; t++) {
			double x = plan->activity[p * plan->periods + t];
			if (x == 0)
				continue;
			json_t *one = json_pack("{s:s}", "process", e->process[p].id);
			if (plan->periods > 1)
				json_object_set_new(one, "period", json_string(e->period[t].id));
			json_object_set_new(one, "activity", json_real(x));
			json_array_append_new(list, one);
		}
	return list;
}

static json_t *fulfilment_json(const cordon_economy *e, const cordon_plan *plan)
{
	json_t *list = json_array();
	for (int i = 0; i < plan->elements; i++) {
		const cordon_plan_element *element = &plan->element[i];
		json_t *one = balance_json(e, &plan->balance[element->balance]);
		json_object_set_new(one, "tier", json_integer(element->tier));
		json_object_set_new(one, "demand", json_real(element->demand));
		json_object_set_new(one, "fulfilment", json_real(element->fulfilment));
		json_object_set_new(one, "stage", json_integer(element->stage));
		json_array_append_new(list, one);
	}
	return list;
}

static json_t *stage_json(const cordon_economy *e, const cordon_plan *plan, const cordon_plan_stage *s)
{
	json_t *one = json_pack("{s:s}", "kind", stage_names[s->kind]);
	if (s->kind != CORDON_STAGE_LAST)
		json_object_set_new(one, "tier", json_integer(s->tier));
	if (s->kind == CORDON_STAGE_REST)
		json_object_set_new(one, "floor", json_real(s->floor));
	json_object_set_new(one, "value", json_real(s->value));
	json_object_set_new(one, "bound", json_real(s->bound));
	json_object_set_new(one, "gap", json_real(s->gap));
	json_object_set_new(one, "solver", json_string(s->solver));
	json_t *prices = json_array();
	for (int b = 0; s->price && b < plan->balances; b++) {
		if (s->price[b] <= 0)
			continue;
		json_t *price = balance_json(e, &plan->balance[b]);
		json_object_set_new(price, "price", json_real(s->price[b]));
		json_array_append_new(prices, price);
	}
	json_object_set_new(one, "prices", prices);
	return one;
}

static int write_some(const char *bytes, size_t size, void *context)
{
	const cordon_writer *out = context;
	return out->write(out->context, bytes, size) ? 0 : -1;
}

cordon_status cordon_plan_write(const cordon_economy *e, const cordon_plan *plan, const cordon_writer *out)
{
	json_t *stages = json_array();
	for (int i = 0; i < plan->stages; i++)
		json_array_append_new(stages, stage_json(e, plan, &plan->stage[i]));
	json_t *root = json_pack("{s:s, s:s, s:{s:s, s:s}, s:o, s:f, s:s, s:s, s:b, s:o, s:o, s:o}", "format", "cordon-plan/1", "program",
		cordon_version(), "package", "name", plan->package_name, "hash", plan->package_hash, "changes", changes_json(plan),
		"gap_asked", plan->gap_asked, "status", status_names[plan->status != CORDON_OK], "objective", plan->objective,
		"observed_kept", plan->observed_kept, "activity", activity_json(e, plan), "fulfilment", fulfilment_json(e, plan),
		"stages", stages);
	assert(root);
	cordon_writer copy = *out;
	int failed = json_dump_callback(root, write_some, &copy, JSON_INDENT(1) | JSON_REAL_PRECISION(17));
	failed |= !out->write(out->context, "\n", 1);
	json_decref(root);
	return failed ? CORDON_IO : CORDON_OK;
}

/* ---- reading ------------------------------------------------------------------------------------------------------- */

struct reader {
	plan_fields fields;
	const plan_model *model;
	cordon_plan *plan;
};

/* The model's row of a balance, or -1 with a finding. */
static int row_of(struct reader *r, json_t *object)
{
	cordon_balance b = fields_balance(&r->fields, object);
	const cordon_economy *e = r->fields.e;
	int row = r->model->row_of[((int64_t)b.commodity * e->places + b.place) * e->periods + b.period];
	if (row < 0)
		fields_bad(&r->fields, "commodity", e->commodity[b.commodity].id, TEXT(PLAN_UNKNOWN), NO_TEXT);
	return row;
}

static void read_activity(struct reader *r, json_t *list)
{
	size_t i;
	json_t *one;
	json_array_foreach(list, i, one) {
		int process = fields_index(&r->fields, one, "process", &r->fields.process);
		int period = fields_index(&r->fields, one, "period", &r->fields.period);
		r->plan->activity[process * r->plan->periods + period] = fields_number(&r->fields, one, "activity");
	}
}

static void read_fulfilment(struct reader *r, json_t *list)
{
	cordon_plan *plan = r->plan;
	int *element_of = memory_alloc((size_t)plan->balances * (size_t)r->model->tiers, sizeof *element_of);
	for (int i = 0; i < plan->elements; i++)
		element_of[(plan->element[i].tier - 1) * plan->balances + plan->element[i].balance] = i + 1;
	size_t at;
	json_t *one;
	json_array_foreach(list, at, one) {
		int row = row_of(r, one), tier = (int)fields_number(&r->fields, one, "tier");
		int element = row < 0 || tier < 1 || tier > r->model->tiers ? 0 : element_of[(tier - 1) * plan->balances + row];
		if (!element) {
			fields_bad(&r->fields, "fulfilment", NULL, TEXT(PLAN_UNKNOWN), NO_TEXT);
			continue;
		}
		plan->element[element - 1].fulfilment = fields_number(&r->fields, one, "fulfilment");
		plan->element[element - 1].stage = (int)fields_number(&r->fields, one, "stage");
	}
	free(element_of);
}

static void read_prices(struct reader *r, json_t *list, cordon_plan_stage *stage)
{
	if (!json_array_size(list))
		return;
	stage->price = memory_alloc((size_t)r->plan->balances, sizeof *stage->price);
	size_t i;
	json_t *one;
	json_array_foreach(list, i, one) {
		int row = row_of(r, one);
		if (row >= 0)
			stage->price[row] = fields_number(&r->fields, one, "price");
	}
}

static void read_stages(struct reader *r, json_t *list)
{
	r->plan->stage = memory_alloc(json_array_size(list), sizeof *r->plan->stage);
	size_t i;
	json_t *one;
	json_array_foreach(list, i, one) {
		cordon_plan_stage *stage = &r->plan->stage[r->plan->stages++];
		const char *kind = json_string_value(json_object_get(one, "kind"));
		stage->kind = CORDON_STAGE_LAST;
		while (stage->kind > CORDON_STAGE_LEVEL && kind && strcmp(kind, stage_names[stage->kind]))
			stage->kind--;
		stage->tier = stage->kind == CORDON_STAGE_LAST ? 0 : (int)fields_number(&r->fields, one, "tier");
		stage->floor = stage->kind == CORDON_STAGE_REST ? fields_number(&r->fields, one, "floor") : 0;
		stage->value = fields_number(&r->fields, one, "value");
		stage->bound = fields_number(&r->fields, one, "bound");
		stage->gap = fields_number(&r->fields, one, "gap");
		stage->solver = "file";
		read_prices(r, json_object_get(one, "prices"), stage);
	}
}

static void read_root(struct reader *r, json_t *root)
{
	read_activity(r, json_object_get(root, "activity"));
	read_fulfilment(r, json_object_get(root, "fulfilment"));
	read_stages(r, json_object_get(root, "stages"));
	r->plan->gap_asked = fields_number(&r->fields, root, "gap_asked");
	r->plan->observed_kept = json_is_true(json_object_get(root, "observed_kept"));
	const char *status = json_string_value(json_object_get(root, "status"));
	r->plan->status = status && !strcmp(status, status_names[0]) ? CORDON_OK : CORDON_UNPROVEN;
	const char *hash = json_string_value(json_object_get(json_object_get(root, "package"), "hash"));
	if (!hash || strcmp(hash, r->fields.e->hash))
		fields_bad(&r->fields, "package/hash", hash, TEXT(PLAN_PACKAGE), TEXT(PLAN_FIELD_EXPECTED, r->fields.e->hash));
}

cordon_status cordon_plan_read(const char *bytes, size_t length, const char *file, const cordon_economy *economy, cordon_plan **plan,
			       cordon_error *error)
{
	*plan = NULL;
	json_t *root = fields_load(bytes, length, file, error);
	if (!root)
		return CORDON_BAD_INPUT;
	plan_model model;
	cordon_status status = plan_model_make(economy, &model, error);
	if (!status) {
		struct reader r = {.fields = {.file = file, .error = error}, .model = &model, .plan = plan_new(economy, &model)};
		fields_begin(&r.fields, economy);
		read_root(&r, root);
		fields_end(&r.fields);
		status = r.fields.bad ? CORDON_BAD_INPUT : CORDON_OK;
		*plan = r.plan;
	}
	if (!status)
		status = cordon_plan_read_changes(bytes, length, file, &(*plan)->change, &(*plan)->changes, error);
	if (status) {
		cordon_plan_free(*plan);
		*plan = NULL;
	}
	plan_model_free(&model);
	json_decref(root);
	return status;
}

cordon_status cordon_plan_read_changes(const char *bytes, size_t length, const char *file, cordon_change **change, int *changes,
				       cordon_error *error)
{
	*change = NULL;
	*changes = 0;
	json_t *root = fields_load(bytes, length, file, error);
	json_t *list = json_object_get(root, "changes"), *one;
	cordon_status status = root ? CORDON_OK : CORDON_BAD_INPUT;
	*change = memory_alloc(json_array_size(list), sizeof **change);
	size_t i;
	json_array_foreach(list, i, one) {
		const char *kind = json_string_value(json_object_get(one, "kind"));
		const char *pattern = json_string_value(json_object_get(one, "pattern"));
		json_t *value = json_object_get(one, "value");
		int which = 0, kinds = (int)(sizeof change_names / sizeof *change_names);
		while (which < kinds && kind && strcmp(kind, change_names[which]))
			which++;
		if (!kind || which == kinds || !pattern || !json_is_number(value)) {
			status = finding_add(error, CORDON_ERROR, (place_in_file){file, 0, "changes", kind}, TEXT(PLAN_FIELD), NO_TEXT);
			break;
		}
		(*change)[(*changes)++] =
			(cordon_change){(cordon_change_kind)which, memory_copy_text(pattern), json_number_value(value)};
	}
	json_decref(root);
	return status;
}
