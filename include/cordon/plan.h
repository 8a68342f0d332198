/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * A plan of production: the activity of every process and the fulfilment of every need, with the prices that prove how
 * far the best conceivable plan could be ahead of it.
 *
 * A *balance* is one commodity at one place in one period. All needs of one tier at one balance form an *element*:
 * under leximin they share one fulfilment (a unit given to one could be given to the other). Tiers are served in order;
 * inside a tier the lowest fulfilment is raised as far as possible, then the next lowest; then the objective (least
 * labour) is kept least.
 *
 * Every step of that is a *stage*, and every stage carries prices (one a balance, >= 0). With the elements of earlier
 * stages held at what they receive, prices prove a bound on the stage's value by weak duality; cordon_plan_verify
 * recomputes it.
 *
 * This header neither reads tables nor explains mathematics; see docs/plan-file.md.
 */
#ifndef CORDON_PLAN_H
#define CORDON_PLAN_H

#include <cordon/economy.h>
#include <cordon/lp.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct cordon_balance {
	int commodity, place, period;
} cordon_balance;

typedef struct cordon_plan_element {
	int balance;
	int tier; /* 1..; the tier after the last holds what the source's table leaves over (discrepancies) */
	double demand; /* the sum of its needs, in the commodity's unit */
	double fulfilment; /* 0..1 */
	int stage; /* the stage that fixed it */
} cordon_plan_element;

typedef enum cordon_stage_kind {
	CORDON_STAGE_LEVEL, /* the lowest fulfilment among the tier's open elements, as high as possible */
	CORDON_STAGE_REST, /* the mean fulfilment of the tier's open elements, none below `floor` */
	CORDON_STAGE_LAST, /* the objective, as low as possible */
} cordon_stage_kind;

typedef struct cordon_plan_stage {
	cordon_stage_kind kind;
	int tier;
	double floor;
	double value, bound; /* what was reached; what cannot be passed (a level's: at most 1) */
	double gap; /* |bound - value|; relative to the value for the last stage */
	double *price; /* one a balance; NULL when the level is 1 and needs no proof */
	const char *solver;
	long iterations;
	double seconds;
} cordon_plan_stage;

/* The current plan that a plan is to stay near, and the price of moving away from it: P hours of labour an hour of work
 * moved (docs/plan-file.md). */
typedef struct cordon_near {
	char plan_hash[65]; /* SHA-256 of the current plan's file */
	double price;
	double *was; /* its activities, as in cordon_plan; NULL: there is none */
	double *weight; /* what moving a unit counts for, one a column; may be NULL in cordon_plan_options */
	double moved; /* hours of work moved, by the plan made */
} cordon_near;

#define CORDON_CHANGE_PRICE 0.1 /* what `cordon plan --near` takes where no price is given */
#define CORDON_CHANGE_PRICE_MAX 1e6

typedef struct cordon_plan {
	char package_hash[65];
	char *package_name;
	cordon_change *change;
	int changes;
	cordon_balance *balance;
	int balances;
	double *activity; /* process * periods + period */
	int processes, periods;
	cordon_plan_element *element;
	int elements;
	cordon_plan_stage *stage;
	int stages;
	int discrepancy_tier; /* 0 when there is none */
	const char *objective; /* "labour", "activity" (no labour in the package) or a commodity's id */
	bool observed_kept; /* the observed activities were as good as any: they are the plan */
	cordon_near near; /* near.was is NULL when it was made near none */
	double gap_asked;
	cordon_status status; /* CORDON_OK when every stage is within gap_asked, CORDON_UNPROVEN, CORDON_INTERRUPTED */
	void *storage; /* private */
} cordon_plan;

typedef struct cordon_plan_options {
	double gap; /* 0: 1e-6 up to 2,000 commodities, 1e-4 above */
	int levels; /* most levels a tier; 0: 400. What is still open then is a REST stage */
	cordon_lp_method method; /* CORDON_LP_AUTO: simplex for small plans, Newton for large */
	const cordon_near *near; /* or NULL; the last stage only heeds it */
	const cordon_progress *progress;
} cordon_plan_options;

/* Makes a plan. `economy` already has the changes applied; `change` records them in the plan. *plan is set also when
 * the status is CORDON_UNPROVEN or CORDON_INTERRUPTED (it is still exactly feasible). Free it with cordon_plan_free. */
CORDON_API cordon_status cordon_plan_make(const cordon_economy *economy, const cordon_change *change, int changes,
					  const cordon_plan_options *options, cordon_plan **plan, cordon_error *error);
CORDON_API void cordon_plan_free(cordon_plan *plan);

/* The plan as a JSON document (docs/plan-file.md), and back. Reading checks form against the economy (changes
 * applied). */
CORDON_API cordon_status cordon_plan_write(const cordon_economy *economy, const cordon_plan *plan,
					   const cordon_writer *out);
CORDON_API cordon_status cordon_plan_read(const char *bytes, size_t length, const char *file,
					  const cordon_economy *economy, cordon_plan **plan, cordon_error *error);

/* The changes recorded in a plan file (or an alternative's), to be applied to the economy before anything else; free
 * with cordon_changes_free. */
CORDON_API cordon_status cordon_plan_read_changes(const char *bytes, size_t length, const char *file,
						  cordon_change **change, int *changes, cordon_error *error);
CORDON_API void cordon_changes_free(cordon_change *change, int changes);

/* Reads the current plan (or an alternative) for cordon_plan_options: a file of package `old`, its activities carried
 * over to `economy` by the ids of processes and periods; what is not there is 0. Free it with cordon_near_free. */
CORDON_API cordon_status cordon_near_read(const char *bytes, size_t length, const char *file,
					  const cordon_economy *old, const cordon_economy *economy, double price,
					  cordon_near *near, cordon_error *error);
CORDON_API void cordon_near_free(cordon_near *near);

/* Whether the plan file says of the current plan (`old`, from cordon_near_read) what that says: CORDON_BAD_INPUT and a
 * finding where not. Of its certificate see cordon_plan_verify. */
CORDON_API cordon_status cordon_plan_check_near(const char *bytes, size_t length, const char *file,
						const cordon_economy *economy, const cordon_near *old,
						cordon_error *error);

/* What the verifier found; every number is recomputed from the package and the plan's activities, fulfilments and
 * prices. */
typedef struct cordon_plan_verdict {
	bool proven; /* the plan is feasible, every gap within the bar, no record better than what was recomputed */
	double bar; /* the widest gap that counts as proven */
	double level_gap; /* worst over the leximin levels, in fulfilment (0 to 1) */
	double element_gap; /* how much more any single element might have had, in fulfilment */
	double last_gap; /* of the last objective, relative */
	double balance_violation; /* worst, relative to the commodity's own throughput */
	double capacity_violation; /* worst, relative to the capacity */
	int levels; /* how many were checked */
	int rest; /* elements, discrepancies apart, of which only the mean is proven (REST stages) */
	double objective, objective_bound;
	bool near; /* the plan is near another; then the objective holds the price of the change: */
	double change_price, moved; /* per hour moved; the hours moved */
	char near_hash[65];
	double within; /* of an alternative: how near it is to the plan that all this is about; else 0 */
} cordon_plan_verdict;

/* Checks a plan file against a package as read (no changes applied: the verifier applies the recorded ones itself;
 * whoever reads the verdict should see them: cordon_plan_read_changes). `gap`: the bar; 0: 1e-6 up to 2,000
 * commodities, 1e-4 above, whatever the file says it was made for. Every failed check is a finding. CORDON_OK when
 * proven, CORDON_UNPROVEN when not, CORDON_BAD_INPUT when the file cannot be understood or is of another one. */
CORDON_API cordon_status cordon_plan_verify(cordon_economy *economy, const char *bytes, size_t length, const char *file,
					    double gap, cordon_plan_verdict *verdict, cordon_error *error);

/* ---- alternatives ---- */

/* A plan nearly as good as another: no element receives less than (1 - within) of what it does there, no tier less on
 * the mean, the objective is at most (1 + within) times what it is there, nothing is made to no use. docs/plan-file.md
 * says it exactly. */
typedef struct cordon_alternative {
	double *activity; /* as in cordon_plan */
	double *fulfilment; /* of the plan's elements */
	double objective;
	/* how far it is from the nearest of the plan and the alternatives before it: the sum over processes of the
	 * change of activity as a part of the most that can be used of it, and over elements of the change of
	 * fulfilment */
	double difference;
} cordon_alternative;

enum { CORDON_ALTERNATIVES_MAX = 20 };

typedef struct cordon_alternatives_options {
	double within; /* above 0, at most 1 */
	int wanted; /* 1 to CORDON_ALTERNATIVES_MAX */
	uint64_t seed; /* of the directions tried */
	const cordon_progress *progress;
} cordon_alternatives_options;

/* Finds plans nearly as good as `plan` and as different from it and from each other as the search finds, the most
 * different first: each step maximises the sum of distances to all plans found before, a convex function, by
 * successive linear programmes from several starts (so a local maximum: another search may find one that is farther).
 * Fewer than wanted, or none, where no other plan is near. Free the list with cordon_alternatives_free. */
CORDON_API cordon_status cordon_plan_alternatives(const cordon_economy *economy, const cordon_plan *plan,
						  const cordon_alternatives_options *options, cordon_alternative **list,
						  int *count, cordon_error *error);
CORDON_API void cordon_alternatives_free(cordon_alternative *list, int count);

/* An alternative as a file, the plan it stands beside and that one's prices included; docs/plan-file.md. */
CORDON_API cordon_status cordon_plan_write_alternative(const cordon_economy *economy, const cordon_plan *plan,
							const cordon_alternative *alternative, double within,
							const cordon_writer *out);

/* Whether a file's format is that of an alternative. */
CORDON_API bool cordon_plan_is_alternative(const char *bytes, size_t length);

/* Reads an alternative: `plan` has its activities and fulfilments, `best` (may be NULL) those of the plan beside it.
 * All else as cordon_plan_read. */
CORDON_API cordon_status cordon_plan_read_alternative(const char *bytes, size_t length, const char *file,
						       const cordon_economy *economy, cordon_plan **plan,
						       cordon_plan **best, double *within, cordon_error *error);

/* Checks an alternative against a package as read: that the plan beside it is proven (into `verdict`, as
 * cordon_plan_verify), and that the alternative is feasible and near it. */
CORDON_API cordon_status cordon_plan_verify_alternative(cordon_economy *economy, const char *bytes, size_t length,
							 const char *file, double gap, cordon_plan_verdict *verdict,
							 cordon_error *error);

/* Either of the two, as the file's format says. */
CORDON_API cordon_status cordon_plan_verify_either(cordon_economy *economy, const char *bytes, size_t length,
						    const char *file, double gap, cordon_plan_verdict *verdict,
						    cordon_error *error);

/* ---- why ---- */

typedef enum cordon_bottleneck_kind {
	CORDON_BOTTLENECK_CAPACITY, /* of a process */
	CORDON_BOTTLENECK_STOCK, /* of a commodity: labour, foreign currency, raw materials, an emission limit */
	CORDON_BOTTLENECK_MISSING, /* nobody makes the commodity and there is none */
} cordon_bottleneck_kind;

typedef struct cordon_bottleneck {
	cordon_bottleneck_kind kind;
	int process, period; /* CAPACITY */
	int balance; /* STOCK, MISSING */
	double limit; /* the capacity or the stock */
	double worth; /* change of the stage's value per unit more of it (its shadow price), at the margin */
} cordon_bottleneck;

/* The bottlenecks of a stage, by the stage's prices, the weightiest (worth x limit) first. Free the list with
 * free(). */
CORDON_API cordon_status cordon_plan_bottlenecks(const cordon_economy *economy, const cordon_plan *plan, int stage,
						 cordon_bottleneck **list, int *count);

/* One step from a need towards its cause: `amount` of `balance` is wanted per unit of the need; `process` makes it (-1:
 * it is the last link, which comes from stock or from nowhere), running `activity` per unit of the need. */
typedef struct cordon_chain_link {
	int balance, process, period;
	double amount, activity;
} cordon_chain_link;

enum { CORDON_CHAIN_MAX = 64 };

/* Why one element is short, and the proof: the cause relaxed by `delta`, the stage solved again. A stage's value is
 * concave in a limit, so gain <= predicted <= loss (equal where prices are not degenerate). */
typedef struct cordon_explanation {
	int element, stage;
	cordon_chain_link link[CORDON_CHAIN_MAX];
	int links;
	cordon_bottleneck cause;
	double delta; /* in units of the cause */
	double predicted; /* worth x delta, in fulfilment */
	double gain; /* the value with delta more, less the value found */
	double loss; /* the value found less the value with delta less */
	bool consistent; /* gain <= predicted <= loss, within 1e-6 */
} cordon_explanation;

/* Explains elements. `name` is a commodity's or a group's id, or NULL for the worst shortages, one a cause; at most
 * `limit`. Elements served in full give no explanation. Free the list with free(). */
CORDON_API cordon_status cordon_plan_explain(const cordon_economy *economy, const cordon_plan *plan, const char *name,
					     int limit, cordon_explanation **list, int *count, cordon_error *error);

/* The linear programme of one stage of a plan (stages count from 0), with the names of balances and processes. */
CORDON_API cordon_lp *cordon_plan_stage_lp(const cordon_economy *economy, const cordon_plan *plan, int stage);

#ifdef __cplusplus
}
#endif
#endif
