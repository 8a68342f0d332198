/* See current.h; and reading the current plan: its activities, matched by process and period. */
#include "plan/current.h"

#include "base/hash.h"
#include "base/memory.h"
#include "base/names.h"
#include "plan/claims.h"
#include "plan/codes.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* ---- weights ----------------------------------------------------------------------------------------------------- */

/* The least labour that goes directly with a unit of each commodity: where it is made, or else where it is used
 * (`sign` -1); INFINITY: nowhere. Emissions are no work. */
static void lower_worths(const plan_model *m, int sign, double *worth)
{
	const cordon_economy *e = m->economy;
	for (int k = 0; k < e->exchanges; k++) {
		const cordon_exchange *x = &e->exchange[k];
		double cost = m->cost[x->process * e->periods], amount = sign * x->amount;
		if (cost > 0 && amount > 0 && e->commodity[x->commodity].kind != CORDON_EMISSION)
			worth[x->commodity] = fmin(worth[x->commodity], cost / amount);
	}
}

static double *worths(const plan_model *m)
{
	int commodities = m->economy->commodities;
	double *made = memory_alloc(2 * (size_t)commodities, sizeof *made), *used = made + commodities;
	for (int c = 0; c < 2 * commodities; c++)
		made[c] = INFINITY;
	lower_worths(m, 1, made);
	lower_worths(m, -1, used);
	for (int c = 0; c < commodities; c++) {
		made[c] = isfinite(made[c]) ? made[c] : used[c];
		made[c] = isfinite(made[c]) ? made[c] : 0;
	}
	return made;
}

static double *weights(const plan_model *m)
{
	const cordon_economy *e = m->economy;
	double *weight = memory_alloc((size_t)m->columns, sizeof *weight), *worth = worths(m);
	for (int p = 0; p < e->processes; p++) {
		double in = 0, out = 0, cost = m->cost[p * e->periods];
		const cordon_process *process = &e->process[p];
		for (int k = process->first_exchange; k < process->first_exchange + process->exchange_count; k++) {
			const cordon_exchange *x = &e->exchange[k];
			if (e->commodity[x->commodity].kind != CORDON_EMISSION)
				*(x->amount < 0 ? &in : &out) += fabs(x->amount) * worth[x->commodity];
		}
		for (int t = 0; t < e->periods; t++)
			weight[p * e->periods + t] = cost > 0 ? cost : fmax(in, out);
	}
	free(worth);
	return weight;
}

void current_set(plan_model *m, cordon_near *near)
{
	m->near = near;
	if (!near)
		return;
	if (!near->weight)
		near->weight = weights(m);
	plan_model_box(m);
}

/* ---- the objective ----------------------------------------------------------------------------------------------- */

double current_moved(const plan_model *m, int j, double x)
{
	double more = x - m->near->was[j];
	return more > 0 ? m->near->weight[j] * more : -m->cost[j] * more;
}

double current_moved_sum(const plan_model *m, const double *x)
{
	long double sum = 0;
	for (int j = 0; j < m->columns; j++)
		sum += current_moved(m, j, x[j]);
	return (double)sum;
}

double current_value(const plan_model *m, const double *x)
{
	long double sum = 0;
	for (int j = 0; j < m->columns; j++)
		sum += (long double)m->cost[j] * x[j];
	return (double)(current_counts(m) ? sum + (long double)m->near->price * current_moved_sum(m, x) : sum);
}

long double current_least(const plan_model *m, int j, long double margin)
{
	const double at[] = {0, fmin(m->near->was[j], m->near_box[j]), m->near_box[j]};
	long double least = INFINITY;
	for (size_t i = 0; i < sizeof at / sizeof *at; i++)
		least = fminl(least, (long double)m->near->price * current_moved(m, j, at[i]) - margin * at[i]);
	return least;
}

/* ---- reading the current plan ------------------------------------------------------------------------------------ */

/* The numbers in `old` of what is named in the new list; where both have one only, they are the same. */
static int matching(const names *old, const char *id, int count)
{
	return old->count == 1 && count == 1 ? 0 : names_find(old, id);
}

/* `activity` is of `old`; what it says of the processes and periods of `e`. */
static double *carry_over(const cordon_economy *old, const double *activity, const cordon_economy *e)
{
	names process = {0}, period = {0};
	for (int p = 0; p < old->processes; p++)
		names_add(&process, old->process[p].id);
	for (int t = 0; t < old->periods; t++)
		names_add(&period, old->period[t].id);
	double *was = memory_alloc((size_t)e->processes * (size_t)e->periods, sizeof *was);
	for (int p = 0; p < e->processes; p++)
		for (int t = 0; t < e->periods; t++) {
			int from = names_find(&process, e->process[p].id);
			int at = matching(&period, e->period[t].id, e->periods);
			if (from >= 0 && at >= 0)
				was[p * e->periods + t] = activity[from * old->periods + at];
		}
	names_free(&process);
	names_free(&period);
	return was;
}

cordon_status cordon_near_read(const char *bytes, size_t length, const char *file, const cordon_economy *old,
			       const cordon_economy *economy, double price, cordon_near *near, cordon_error *error)
{
	double *activity;
	*near = (cordon_near){.price = price};
	cordon_status status = plan_claims_read_activity(bytes, length, file, old, &activity, error);
	if (!status) {
		near->was = carry_over(old, activity, economy);
		hash_of(bytes, length, near->plan_hash);
	}
	free(activity);
	return status;
}

void cordon_near_free(cordon_near *near)
{
	free(near->was);
	free(near->weight);
	*near = (cordon_near){0};
}

cordon_status cordon_plan_check_near(const char *bytes, size_t length, const char *file, const cordon_economy *economy,
				     const cordon_near *old, cordon_error *error)
{
	plan_claims claims;
	cordon_status status = plan_claims_read(bytes, length, file, economy, &claims, error);
	const cordon_near *near = &claims.near;
	if (!status && !near->was)
		status = finding_add(error, CORDON_ERROR, (place_in_file){.file = file, .field = "near"},
				     TEXT(PLAN_NOT_NEAR), NO_TEXT);
	else if (!status && strcmp(near->plan_hash, old->plan_hash) != 0)
		status = finding_add(error, CORDON_ERROR, (place_in_file){file, 0, "near/plan", near->plan_hash},
				     TEXT(PLAN_NEAR_ANOTHER), TEXT(PLAN_FIELD_EXPECTED, old->plan_hash));
	for (int j = 0; !status && j < economy->processes * economy->periods; j++)
		if (near->was[j] != old->was[j])
			status = finding_add(
				error, CORDON_ERROR,
				(place_in_file){file, 0, "near/was", economy->process[j / economy->periods].id},
				TEXT(PLAN_NEAR_WAS), NO_TEXT);
	plan_claims_free(&claims);
	return status;
}
