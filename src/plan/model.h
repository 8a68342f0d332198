/* The plan's model: the economy as one sparse matrix with its balances as rows and its processes (in every period) as
 * columns.
 *
 *	net(x)_b + stock_b  >=  what the needs of balance b receive          0 <= x <= box
 *
 * net is outputs less inputs; an emission counts the other way round (a stock of it is the most that may be emitted),
 * and has a balance only when it has a stock. Columns are  process * periods + period;  an exchange with a lead falls
 * that many periods later, and beyond the last period it is lost.
 *
 * Boxes: a process cannot run beyond what its inputs could be, and never needs to make more than all that its outputs
 * could be used for (free disposal; every cost is >= 0), so its capacity is tightened to both, over and over. Every
 * plan that is best under the capacities has a twin as good within the boxes.
 */
#ifndef PLAN_MODEL_H
#define PLAN_MODEL_H

#include <cordon/plan.h>

typedef struct plan_model {
	const cordon_economy *economy;
	cordon_balance *balance;
	int rows;
	int *row_of; /* (commodity * places + place) * periods + period -> row, or -1 */
	int columns;
	int64_t *start; /* CSC: columns + 1 */
	int *index;
	double *value;
	double *box, *capacity; /* columns */
	double *near_box; /* columns: the last stage's boxes near a current plan (current.h), or NULL */
	const cordon_near *near; /* or NULL */
	double *cost; /* columns: of the last objective, >= 0; the same in every period */
	const char *objective; /* as in cordon_plan */
	double *stock; /* rows */
	cordon_plan_element *element; /* fulfilment 0, stage -1 */
	int elements;
	int tiers; /* tiers in use, the discrepancy tier included */
	int discrepancy_tier;
} plan_model;

enum { PLAN_CELLS_MAX = 200 * 1000 * 1000 }; /* commodities x places x periods */

/* CORDON_BAD_INPUT when the economy is too large or the objective is unknown. */
cordon_status plan_model_make(const cordon_economy *economy, plan_model *model, cordon_error *error);
void plan_model_free(plan_model *model);

/* Recomputes the boxes after `capacity` or `stock` was changed. In near_box no process is cut below what it did in the
 * current plan for want of a use: less of it may cost more. */
void plan_model_box(plan_model *model);

/* net + |terms| of every row at x: net = A x, gross = sum |a_ij x_j|. */
void plan_model_net(const plan_model *model, const double *x, double *net, double *gross);

/* The observed activities as a vector of columns, or NULL when the package has none for some process (fresh memory). */
double *plan_model_observed(const plan_model *model);

/* A plan with the model's balances and elements, nothing decided. */
cordon_plan *plan_new(const cordon_economy *economy, const plan_model *model);

#endif
