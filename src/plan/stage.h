/* One stage of a plan as a linear programme, and its bound.
 *
 * Columns: the model's x; then lambda, the common fulfilment of the open elements; then s_e, what element e gets beyond
 * lambda. Rows: net(x)_b - lambda sum_open D_e - sum D_e s_e >= R_b, with R_b = what fixed elements at b receive less
 * the stock.
 *	LEVEL  maximise lambda in [the last level, 1], every s_e = 0
 *	LIFT   lambda held; maximise sum s_e over open elements, s_e in [0, lift]: whoever stays at 0 is stuck, and the
 *	       prices are the proof for all of them at once
 *	REST   lambda held; maximise the mean of s_e over open elements, s_e in [0, 1 - lambda]
 *	LAST   lambda = 0, s = 0, everything fixed: minimise cost'x, near a current plan with further columns (current.h)
 */
#ifndef PLAN_STAGE_H
#define PLAN_STAGE_H

#include "plan/model.h"

enum stage_form { STAGE_LEVEL, STAGE_LIFT, STAGE_REST, STAGE_LAST };

typedef struct stage_spec {
	enum stage_form form;
	const bool *open; /* elements: takes part in lambda; all others below are held at `fulfilment` */
	const double *fulfilment; /* elements: 0 for tiers not yet reached */
	double lambda; /* LEVEL: known to be had; LIFT, REST: held */
	double lift; /* LIFT */
} stage_spec;

/* The right-hand side R (rows, caller's memory). */
void stage_required(const plan_model *model, const stage_spec *spec, double *required);

/* The programme; its columns are model->columns + 1 + model->elements, and stage_further. Free with cordon_lp_free. */
cordon_lp *stage_lp(const plan_model *model, const stage_spec *spec);

/* How many further columns the last stage's programme has; which columns' they are, in order (`of`: columns, or NULL).
 * */
int stage_further(const plan_model *model, const stage_spec *spec, int *of);

/* The programme of a stage without the columns that are fixed at 0, and with names: for people and other solvers. */
cordon_lp *stage_lp_named(const plan_model *model, const stage_spec *spec);

/* A bound on the value of a stage from prices y >= 0:
 *	LEVEL, LIFT  an upper bound on the lowest fulfilment of the open elements; *weight_sum = sum over open of y_b D_e
 *	REST         an upper bound on the mean fulfilment of the open elements, none below lambda
 *	LAST         a lower bound on cost'x */
double stage_bound(const plan_model *model, const stage_spec *spec, const double *y, double *weight_sum);

/* How a recorded stage stood when it was solved: who was open (`open`, caller's memory, elements), and what the fixed
 * elements received (`fulfilment`, likewise). */
stage_spec stage_recorded(const plan_model *model, const cordon_plan *plan, int stage, bool *open, double *fulfilment);

#endif
