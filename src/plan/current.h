/* A plan near the current one: what each process did there, and what moving away from it costs.
 *
 * The last stage keeps least   sum_j c_j x_j + P sum_j (w_j max(0, x_j - X_j) + c_j max(0, X_j - x_j))
 * with X the activities of the current plan, P the price of the change and w a unit's weight, all in the objective's
 * own unit (hours of labour). docs/plan-file.md says what w is and why less of a process without labour is free.
 *
 * As a programme, a column with 0 < X < its upper bound is split: its own part runs to X at c - Pc, a further column
 * from there on at c + Pw; as c - Pc <= c + Pw the first fills first. Further columns stand after all others, in
 * order. Needs and levels know nothing of this.
 */
#ifndef PLAN_CURRENT_H
#define PLAN_CURRENT_H

#include "plan/model.h"

/* Whether the last stage has a price of change. */
static inline bool current_counts(const plan_model *m)
{
	return m->near && m->near->price > 0;
}

/* Makes the model's last stage one near `near` (weights are filled in where they are NULL); the model only borrows
 * it. NULL: it stays as it is. */
void current_set(plan_model *model, cordon_near *near);

/* The hours moved at activity x of column j. */
double current_moved(const plan_model *model, int j, double x);
double current_moved_sum(const plan_model *model, const double *x);

/* The last objective at x (columns): the labour, and the price of the change where one counts. */
double current_value(const plan_model *model, const double *x);

/* The least of  -margin x + P moved(x)  over the column's box: what weak duality asks. */
long double current_least(const plan_model *model, int j, long double margin);

#endif
