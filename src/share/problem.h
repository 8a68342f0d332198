/* Problems read from JSON, and what rules ask of them (docs/sharing.md, "The file"). */
#ifndef SHARE_PROBLEM_H
#define SHARE_PROBLEM_H

#include <cordon/share.h>

#include <stddef.h>

/* The claimants' numbers as columns that a rule may change. */
typedef struct problem_columns {
	void *storage;
	int64_t *claim, *weight, *floor;
} problem_columns;

/* Refuses a problem without an estate. */
cordon_status problem_claims(const cordon_share_problem *p, problem_columns *columns, cordon_error *error);
void problem_columns_free(problem_columns *columns);

/* Refuses a problem without stocks. */
cordon_status problem_stocks(const cordon_share_problem *p, cordon_error *error);

#endif
