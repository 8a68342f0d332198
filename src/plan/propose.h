/* A plan put to those who are to carry it out: the act, and what it says that a plan's certificate is.
 *
 * The book holds three things of a plan: the hash of its file, the figures of its certificate as the verifier found
 * them, and the hash of the package it was made for, which must be the snapshot of that very moment. The file lies
 * beside the book; with it anybody recomputes all from the book alone.
 *	economy_plan(plan, body, entry, time, person, entries, package, file, certificate, deadline, closed_entry,
 *		closed_time, outcome, chosen)
 */
#ifndef PLAN_PROPOSE_H
#define PLAN_PROPOSE_H

#include "base/text.h"
#include "plan/snapshot.h"

#include <cordon/plan.h>
#include <jansson.h>

/* The figures of a verdict as texts: bar, level_gap, element_gap, last_gap, objective, objective_bound; of an
 * alternative also within. */
json_t *certificate_of(const cordon_plan_verdict *verdict);
/* Whether a certificate is that of the verdict, to rounding; `which` is then the figure that is not. */
bool certificate_is(const json_t *certificate, const cordon_plan_verdict *verdict, const char **which);

typedef struct proposed_plan {
	char body[BODY_ID], package[65], file[65];
	int64_t entry, entries;
	json_t *certificate;
} proposed_plan;

/* False: there is no such plan. Free it with proposed_plan_free. */
bool proposed_plan_find(state *s, const char *plan, proposed_plan *out);
void proposed_plan_free(proposed_plan *p);

/* The first row that two snapshots do not share: "capacities molino/milling"; `entry` of what the newer one says in it,
 * -1 when it says nothing there. False: they are the same. */
bool snapshot_difference(const snapshot *old, const snapshot *new, text *row, int64_t *entry);

#endif
