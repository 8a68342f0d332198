/* What was reported of a plan, and what its workplaces answered to it: from the reports that name the plan.
 *
 * A report that names no plan is of none: it changes stocks alone. What is reported of a process is in units of its
 * activity, what a group received in the commodity's own; both are added up exactly, as corrected.
 */
#ifndef PLAN_DONE_H
#define PLAN_DONE_H

#include "base/memory.h"
#include "base/names.h"
#include "record/state.h"

typedef struct done_sum {
	const char *id,
		*commodity; /* of work: BODY/PROCESS and NULL; of what was received: BODY/GROUP or BODY, of what */
	double amount;
	int reports;
} done_sum;

typedef struct plan_done {
	done_sum *sum; /* in the order of bodies and what they report on */
	size_t sums, capacity;
	names key; /* of each sum */
	names answered; /* BODY/PROCESS */
	const char **answer; /* of each: accept, refuse, counter */
	int answers, answer_capacity;
	arena texts;
} plan_done;

void plan_done_read(state *s, const char *plan, plan_done *out);
void plan_done_free(plan_done *d);

/* NULL: nothing was reported. `commodity` NULL: of work. */
const done_sum *plan_done_find(const plan_done *d, const char *id, const char *commodity);
/* What a workplace answered of a process while the round was open; NULL: nothing. */
const char *plan_done_answer(const plan_done *d, const char *process);

#endif
