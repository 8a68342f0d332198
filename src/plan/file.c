/* The plan file: JSON as docs/plan-file.md says. Activities and prices of 0 are left out.
 *
 * Reading rebuilds the plan against its economy; it checks form, not truth: that is verify.c's work, which does not use
 * this reader.
 */
#include "base/memory.h"
#include "plan/claims.h"
#include "plan/codes.h"
#include "plan/model.h"

#include <assert.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

static const char *const stage_names[] = {"level", "rest", "last"};
static const char *const change_names[] = {"need", "capacity", "stop", "limit"};
static const char *const status_names[] = {"proven", "unproven"};

/* ---- writing ----------------------------------------------------------------------------------------------------- */

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
		json_array_append_new(list, json_pack("{s:s, s:s, s:f}", "kind", change_names[c->kind], "pattern",
						      c->pattern, "value", c->value));
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

/* What the plan is near: the activities there, and what moving a unit counts for. Weights of the others are the
 * package's to say. */
static json_t *near_json(const cordon_economy *e, const cordon_plan *plan)
{
	json_t *list = json_array();
	const cordon_near *near = &plan->near;
	for (int j = 0; j < plan->processes * plan->periods; j++) {
		if (near->was[j] == 0)
			continue;
		json_t *one = json_pack("{s:s}", "process", e->process[j / plan->periods].id);
		if (plan->periods > 1)
			json_object_set_new(one, "period", json_string(e->period[j % plan->periods].id));
		json_object_set_new(one, "activity", json_real(near->was[j]));
		json_object_set_new(one, "weight", json_real(near->weight[j]));
		json_array_append_new(list, one);
	}
	return json_pack("{s:s, s:f, s:f, s:o}", "plan", near->plan_hash, "price", near->price, "moved", near->moved,
			 "was", list);
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
	json_t *root = json_pack("{s:s, s:s, s:{s:s, s:s}, s:o, s:f, s:s, s:s, s:b, s:o, s:o, s:o}", "format",
				 "cordon-plan/1", "program", cordon_version(), "package", "name", plan->package_name,
				 "hash", plan->package_hash, "changes", changes_json(plan), "gap_asked",
				 plan->gap_asked, "status", status_names[plan->status != CORDON_OK], "objective",
				 plan->objective, "observed_kept", plan->observed_kept, "activity",
				 activity_json(e, plan), "fulfilment", fulfilment_json(e, plan), "stages", stages);
	assert(root);
	if (plan->near.was)
		json_object_set_new(root, "near", near_json(e, plan));
	cordon_writer copy = *out;
	int failed = json_dump_callback(root, write_some, &copy, JSON_INDENT(1) | JSON_REAL_PRECISION(17));
	failed |= !out->write(out->context, "\n", 1);
	json_decref(root);
	return failed ? CORDON_IO : CORDON_OK;
}

/* ---- reading ----------------------------------------------------------------------------------------------------- */

/* The model's row of a cell, or -1 with a finding: a cell of the economy that has no balance. */
static int row_of(const plan_model *model, int64_t cell, const char *file, cordon_error *error)
{
	const cordon_economy *e = model->economy;
	if (model->row_of[cell] < 0)
		finding_add(error, CORDON_ERROR,
			    (place_in_file){file, 0, "commodity", e->commodity[cell / e->periods / e->places].id},
			    TEXT(PLAN_UNKNOWN), NO_TEXT);
	return model->row_of[cell];
}

static cordon_status take_elements(const plan_model *model, const plan_claims *claims, cordon_plan *plan,
				   const char *file, cordon_error *error)
{
	cordon_status status = CORDON_OK;
	int *element_of = memory_alloc((size_t)plan->balances * (size_t)model->tiers, sizeof *element_of);
	for (int i = 0; i < plan->elements; i++)
		element_of[(plan->element[i].tier - 1) * plan->balances + plan->element[i].balance] = i + 1;
	for (size_t i = 0; i < claims->elements; i++) {
		const claimed_element *claimed = &claims->element[i];
		int row = row_of(model, claimed->cell, file, error);
		int element = row >= 0 && claimed->tier <= model->tiers
				      ? element_of[(claimed->tier - 1) * plan->balances + row]
				      : 0;
		if (!element) {
			status = CORDON_BAD_INPUT;
			continue;
		}
		plan->element[element - 1].fulfilment = claimed->fulfilment;
		plan->element[element - 1].stage = claimed->stage;
	}
	free(element_of);
	return status;
}

static cordon_status take_stages(const plan_model *model, const plan_claims *claims, cordon_plan *plan,
				 const char *file, cordon_error *error)
{
	cordon_status status = CORDON_OK;
	plan->stage = memory_alloc((size_t)claims->stages, sizeof *plan->stage);
	for (; plan->stages < claims->stages; plan->stages++) {
		const claimed_stage *claimed = &claims->stage[plan->stages];
		cordon_plan_stage *stage = &plan->stage[plan->stages];
		*stage = (cordon_plan_stage){.kind = claimed->kind,
					     .tier = claimed->tier,
					     .floor = claimed->floor,
					     .value = claimed->value,
					     .bound = claimed->bound,
					     .gap = claimed->gap,
					     .solver = "file"};
		if (claimed->prices)
			stage->price = memory_alloc((size_t)plan->balances, sizeof *stage->price);
		for (size_t i = 0; i < claimed->prices; i++) {
			int row = row_of(model, claimed->price[i].cell, file, error);
			if (row < 0)
				status = CORDON_BAD_INPUT;
			else
				stage->price[row] = claimed->price[i].price;
		}
	}
	return status;
}

/* Moves what is claimed into a plan of the model. */
static cordon_status take_claims(const plan_model *model, plan_claims *claims, cordon_plan *plan, const char *file,
				 cordon_error *error)
{
	memcpy(plan->activity, claims->activity, (size_t)model->columns * sizeof *plan->activity);
	plan->gap_asked = claims->gap_asked;
	plan->observed_kept = claims->observed_kept;
	plan->status = claims->proven ? CORDON_OK : CORDON_UNPROVEN;
	plan->change = claims->change;
	plan->changes = claims->changes;
	plan->near = claims->near;
	claims->near = (cordon_near){0};
	claims->change = NULL;
	claims->changes = 0;
	cordon_status elements = take_elements(model, claims, plan, file, error);
	cordon_status stages = take_stages(model, claims, plan, file, error);
	return elements ? elements : stages;
}

cordon_status cordon_plan_read(const char *bytes, size_t length, const char *file, const cordon_economy *economy,
			       cordon_plan **plan, cordon_error *error)
{
	*plan = NULL;
	plan_claims claims;
	plan_model model = {0};
	cordon_status status = plan_claims_read(bytes, length, file, economy, &claims, error);
	if (!status)
		status = plan_model_make(economy, &model, error);
	if (!status) {
		*plan = plan_new(economy, &model);
		status = take_claims(&model, &claims, *plan, file, error);
	}
	if (status) {
		cordon_plan_free(*plan);
		*plan = NULL;
	}
	plan_model_free(&model);
	plan_claims_free(&claims);
	return status;
}
