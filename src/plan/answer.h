/* Consent: what workplaces answer to a plan, and how a round ends.
 *
 * Whoever is concerned (concern.h: a body beneath the council with a process in the plan's package) accepts, refuses
 * with a reason, or says how much of a process it would do instead. What is refused or countered is a constraint of
 * the next snapshot of that council: the process can do nothing there, or at most that much, until the body says
 * otherwise (another answer, a capacity, a recipe): a plan that is adopted was made under it, and lifts nothing.
 *
 * Once a round is over, and while no other is open, what was refused is taken back by accepting the plan.
 *
 * A round ends when all concerned have answered, when its time is up, or when the council decides so; adopted is a
 * plan that nobody concerned then refuses or counters. Silence stops nobody; who kept silent is listed.
 *	economy_answer(plan, body, process, from_entry, from_time, until_entry, until_time, person, answer, most, reason)
 * An answer about all processes has a row for each. Of plans themselves (economy_plan): propose.c.
 */
#ifndef PLAN_ANSWER_H
#define PLAN_ANSWER_H

#include "record/act.h"

#include <jansson.h>

/* Ends what the body said of that process in answers: it says something else now. */
void answer_end(const act_context *act, const char *body, const char *process);

/* What holds of a process in the council's next round when the book had that many entries: `most` (the least said),
 * whose words they are and in which entry. False: nothing. */
typedef struct answer_constraint {
	char most[33], person[ACT_ID_MAX + 1];
	int64_t entry, time;
} answer_constraint;
bool answer_constrains(state *s, const char *council, const char *body, const char *process, int64_t entries,
		       answer_constraint *out);

/* A plan with its answers and who is silent, for people to read; NULL: there is no such plan. */
json_t *answer_data(state *s, const char *plan);

#endif
