/* What a plan asks of each process, and who makes and uses each commodity: over all its periods and places.
 *
 * Who a commodity comes from and goes to are all who make it and use it, with their amounts, the largest first: a plan
 * balances a commodity, it does not pair a baker with a mill. `cordon plan tasks` shows this, and the difference
 * between two plans (changes.h) is the difference between two of these.
 */
#ifndef PLAN_TASKS_H
#define PLAN_TASKS_H

#include <cordon/plan.h>

#define PLAN_TASK_NOTHING 1e-9 /* activity below it is no task */

/* Somebody who makes or uses a commodity. */
typedef struct plan_party {
	int commodity;
	const char *what, *id; /* "process", "group" or "stock"; its id */
	double amount;
} plan_party;

typedef struct plan_parties {
	plan_party *party;
	size_t count, capacity;
	size_t *first; /* of each commodity, and one more */
} plan_parties;

typedef struct plan_tasks {
	const cordon_economy *economy;
	double *activity; /* of each process, over all periods */
	double *served; /* of each need, its fulfilment */
	plan_parties from, to;
} plan_tasks;

void plan_tasks_gather(plan_tasks *t, const cordon_economy *e, const cordon_plan *plan);
void plan_tasks_free(plan_tasks *t);

/* The fulfilment of every need of the economy, in its order; free() it. */
double *plan_fulfilment_of_needs(const cordon_economy *economy, const cordon_plan *plan);

#endif
