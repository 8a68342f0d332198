/* What differs between two plans: for whom, how much, and which changed rows of the packages it can be traced to.
 *
 * Each side is a package, what-ifs applied, and its plan. What is told: the *causes* (rows of the packages that
 * differ), the *tasks* that differ, the *needs* that differ. All is over all periods and places, as in tasks.h; the
 * same thing has the same id on both sides.
 *
 * An amount differs when it does by more than 1e-6 of the larger of both and 1e-8 of the commodity's throughput in the
 * larger plan (what processes make of it, or all use of it, the greater): less is the rounding of two solutions. A task
 * differs when an amount does that it makes or uses, or when somebody else than before makes what it uses or uses what
 * it makes.
 *
 * Causes are traced along the recipes: from a changed row to the commodities it is about, from a commodity to all who
 * make or use it, from a task that differs to all it makes and uses; each thing is given the nearest causes. A
 * commodity of which something is left over in both plans hands nothing on (where there is one period and place). This
 * says what a change can have come from. It is no proof: another plan may be as good, and then nothing need have
 * caused it.
 */
#ifndef PLAN_CHANGES_H
#define PLAN_CHANGES_H

#include "base/memory.h"
#include "base/names.h"
#include "plan/tasks.h"

typedef enum plan_cause_kind {
	PLAN_CAUSE_PROCESS, /* there is one more, or one less */
	PLAN_CAUSE_RECIPE,
	PLAN_CAUSE_CAPACITY,
	PLAN_CAUSE_STOCK,
	PLAN_CAUSE_NEED,
	PLAN_CAUSE_TIER,
} plan_cause_kind;

/* A number of a package. Ids are "" where they do not apply. */
typedef struct plan_fact {
	plan_cause_kind kind;
	const char *key; /* what it is, in one text */
	const char *process, *body, *commodity, *group, *unit;
	double value;
	long row; /* of the table */
} plan_fact;

typedef struct plan_facts {
	plan_fact *fact;
	size_t count, capacity;
	names keys; /* numbered as they are */
	arena texts;
} plan_facts;

/* The economy must outlive them. */
void plan_facts_gather(plan_facts *f, const cordon_economy *e);
void plan_facts_free(plan_facts *f);

typedef struct plan_side {
	const cordon_economy *economy; /* what-ifs applied */
	const cordon_plan *plan;
	const plan_facts *read; /* those of the package without what-ifs */
} plan_side;

/* A row that differs; NaN and row 0: there is none on that side. `supposed`: it is what a what-if says. */
typedef struct plan_cause {
	plan_fact fact; /* of the newer side where it has one; its value and row say nothing */
	double before, after;
	long row_before, row_after;
	bool supposed;
} plan_cause;

enum { PLAN_TRACED_MAX = 4 };

/* The nearest causes of something: which, and through what they came: a node, see plan_changes_through; -1: directly.
 * */
typedef struct plan_trace {
	int cause[PLAN_TRACED_MAX], via[PLAN_TRACED_MAX];
	int causes;
} plan_trace;

/* Somebody who makes or uses a commodity, on both sides. */
typedef struct plan_flow {
	const char *what, *id;
	double before, after;
} plan_flow;

typedef struct plan_flows {
	plan_flow *flow; /* the largest change first */
	int flows;
	bool others; /* somebody is new among them or no longer there; stocks aside */
} plan_flows;

/* Something that a task makes or uses. */
typedef struct plan_portion {
	int commodity; /* of the changes */
	bool used;
	double before, after;
	bool differs;
} plan_portion;

typedef struct plan_task_change {
	int process;
	double before, after; /* activity */
	double measure; /* the largest change of what it makes or uses, as a part of the commodity's throughput */
	size_t first, portions;
} plan_task_change;

typedef struct plan_need_change {
	const char *group;
	int commodity, tier_before, tier_after; /* tier 0: no such need */
	double before, after; /* the need's amount */
	double served_before, served_after; /* fulfilment, 0 to 1 */
} plan_need_change;

typedef struct plan_changes {
	names process, commodity; /* of both sides */
	const char **body, **unit; /* of a process; of a commodity */
	plan_flows *from, *to; /* of a commodity */
	double *throughput;
	plan_cause *cause;
	size_t causes, cause_capacity;
	plan_portion *portion;
	size_t portions, portion_capacity;
	plan_task_change *task; /* the largest measure first */
	size_t tasks, task_capacity;
	plan_need_change *need; /* the largest change of fulfilment first */
	size_t needs, need_capacity;
	plan_trace *trace; /* of each node: processes, then commodities */
	plan_facts facts[2];
} plan_changes;

/* Both sides must outlive them. False: a commodity is counted in other units on the two sides (`unlike` names it). Free
 * them anyway. */
bool plan_changes_find(const plan_side *old, const plan_side *new, plan_changes *out, const char **unlike);
void plan_changes_free(plan_changes *c);

/* Whether amounts of a commodity differ by more than rounding. */
bool plan_amount_differs(const plan_changes *c, int commodity, double before, double after);
/* Whose tasks differ, in the order of their ids; free the names before the changes. */
void plan_changes_bodies(const plan_changes *c, names *out);

/* The trace of a task and of what is received of a commodity. */
const plan_trace *plan_trace_of_process(const plan_changes *c, int process);
const plan_trace *plan_trace_of_commodity(const plan_changes *c, int commodity);
/* The name of a node, and the next on the way to that cause; -1: there is none. */
const char *plan_changes_through(const plan_changes *c, int node, int cause, int *next);

#endif
