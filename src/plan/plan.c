/* Making and freeing a plan. */
#include "base/memory.h"
#include "plan/codes.h"
#include "plan/current.h"
#include "plan/leximin.h"
#include "plan/stage.h"

#include <stdlib.h>
#include <string.h>

enum { SMALL_COMMODITIES = 2000 };

static void copy_changes(cordon_plan *plan, const cordon_change *change, int changes)
{
	plan->change = memory_alloc((size_t)changes, sizeof *plan->change);
	for (plan->changes = 0; plan->changes < changes; plan->changes++) {
		plan->change[plan->changes] = change[plan->changes];
		plan->change[plan->changes].pattern = memory_copy_text(change[plan->changes].pattern);
	}
}

static void copy_near(cordon_plan *plan, const cordon_near *near, int columns)
{
	if (!near)
		return;
	plan->near = *near;
	plan->near.was = memory_alloc((size_t)columns, sizeof *near->was);
	memcpy(plan->near.was, near->was, (size_t)columns * sizeof *near->was);
	plan->near.weight = NULL; /* is the model's to say */
}

cordon_plan *plan_new(const cordon_economy *economy, const plan_model *model)
{
	cordon_plan *plan = memory_alloc(1, sizeof *plan);
	memcpy(plan->package_hash, economy->hash, sizeof plan->package_hash);
	plan->package_name = memory_copy_text(economy->name ? economy->name : "");
	plan->balances = model->rows;
	plan->balance = memory_alloc((size_t)model->rows, sizeof *plan->balance);
	memcpy(plan->balance, model->balance, (size_t)model->rows * sizeof *plan->balance);
	plan->processes = economy->processes;
	plan->periods = economy->periods;
	plan->activity = memory_alloc((size_t)model->columns, sizeof *plan->activity);
	plan->elements = model->elements;
	plan->element = memory_alloc((size_t)model->elements, sizeof *plan->element);
	memcpy(plan->element, model->element, (size_t)model->elements * sizeof *plan->element);
	plan->discrepancy_tier = model->discrepancy_tier;
	plan->objective = model->objective;
	return plan;
}

cordon_status cordon_plan_make(const cordon_economy *economy, const cordon_change *change, int changes,
			       const cordon_plan_options *options, cordon_plan **plan, cordon_error *error)
{
	static const cordon_plan_options defaults;
	options = options ? options : &defaults;
	*plan = NULL;
	plan_model model;
	cordon_status status = plan_model_make(economy, &model, error);
	if (!status && !model.elements)
		status = finding_add(error, CORDON_ERROR, (place_in_file){.file = economy->path}, TEXT(PLAN_NO_NEEDS),
				     NO_TEXT);
	if (!status) {
		*plan = plan_new(economy, &model);
		copy_changes(*plan, change, changes);
		copy_near(*plan, options->near, model.columns);
		current_set(&model, (*plan)->near.was ? &(*plan)->near : NULL);
		(*plan)->gap_asked = options->gap > 0                            ? options->gap
				     : economy->commodities <= SMALL_COMMODITIES ? 1e-6
										 : 1e-4;
		status = (*plan)->status = leximin_run(&model, options, *plan);
		if (model.near)
			(*plan)->near.moved = current_moved_sum(&model, (*plan)->activity);
	}
	plan_model_free(&model);
	return status;
}

void cordon_plan_free(cordon_plan *plan)
{
	if (!plan)
		return;
	cordon_changes_free(plan->change, plan->changes);
	for (int i = 0; i < plan->stages; i++)
		free(plan->stage[i].price);
	free(plan->stage);
	cordon_near_free(&plan->near);
	free(plan->package_name);
	free(plan->balance);
	free(plan->activity);
	free(plan->element);
	free(plan);
}

cordon_lp *cordon_plan_stage_lp(const cordon_economy *economy, const cordon_plan *plan, int stage)
{
	plan_model model;
	cordon_lp *lp = NULL;
	cordon_near near = plan->near;
	if (!plan_model_make(economy, &model, NULL) && stage >= 0 && stage < plan->stages) {
		bool *open = memory_alloc((size_t)model.elements, sizeof *open);
		double *fulfilment = memory_alloc((size_t)model.elements, sizeof *fulfilment);
		current_set(&model, near.was ? &near : NULL);
		stage_spec spec = stage_recorded(&model, plan, stage, open, fulfilment);
		lp = stage_lp_named(&model, &spec);
		free(open);
		free(fulfilment);
	}
	plan_model_free(&model);
	return lp;
}
