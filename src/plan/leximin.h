/* The sequence of stages that makes a plan: tier by tier, level by level, then the objective. */
#ifndef PLAN_LEXIMIN_H
#define PLAN_LEXIMIN_H

#include "plan/model.h"

/* Solves every stage and fills plan->stage, ->element and ->activity (columns of the model). Returns CORDON_OK,
 * _UNPROVEN or _INTERRUPTED; the plan is feasible in every case. */
cordon_status leximin_run(const plan_model *model, const cordon_plan_options *options, cordon_plan *plan);

#endif
