/* What a plan file claims, as flat lists over the economy's own tables: the JSON read and its form checked, nothing
 * recomputed.
 *
 * A cell is (commodity * places + place) * periods + period; a column is process * periods + period. Both the plan
 * reader and the verifier start from here; this file knows nothing of models, programmes or solvers.
 */
#ifndef PLAN_CLAIMS_H
#define PLAN_CLAIMS_H

#include <cordon/plan.h>

#define PLAN_FORMAT "cordon-plan/1"
#define PLAN_ALTERNATIVE_FORMAT "cordon-plan-alternative/1"

typedef struct claimed_element {
	int64_t cell;
	int tier, stage;
	double demand, fulfilment;
} claimed_element;

typedef struct claimed_price {
	int64_t cell;
	double price; /* >= 0 */
} claimed_price;

typedef struct claimed_stage {
	cordon_stage_kind kind;
	int tier; /* never falls from one stage to the next; 0 for the last. In a tier: levels, then at most one rest */
	double floor, value, bound, gap;
	claimed_price *price; /* at most one a cell */
	size_t prices;
} claimed_stage;

typedef struct plan_claims {
	char *objective;
	double gap_asked;
	bool observed_kept, proven;
	double *activity; /* columns; what the file does not list is 0 */
	claimed_element *element; /* at most one a cell and tier; its stage is of its own tier */
	size_t elements;
	claimed_stage *stage; /* the last one, and no other, is CORDON_STAGE_LAST */
	int stages;
	cordon_change *change;
	int changes;
	cordon_near near; /* was is NULL where the file says nothing of it; weights as recorded, 0 where X is 0 */
} plan_claims;

enum { CLAIMS_STAGES_MAX = 100 * 1000, CLAIMS_CELLS_MAX = 200 * 1000 * 1000 };

/* Reads a plan file against the tables of an economy. Every mistake of form is a finding; free the claims whatever the
 * status. */
cordon_status plan_claims_read(const char *bytes, size_t length, const char *file, const cordon_economy *economy,
			       plan_claims *claims, cordon_error *error);

/* The activities alone, of a plan file or an alternative's (columns, fresh memory; NULL unless CORDON_OK). */
cordon_status plan_claims_read_activity(const char *bytes, size_t length, const char *file,
					const cordon_economy *economy, double **activity, cordon_error *error);
void plan_claims_free(plan_claims *claims);

#endif
