/* Problems read from JSON, and what rules ask of them (docs/sharing.md, "The file"). */
#ifndef SHARE_PROBLEM_H
#define SHARE_PROBLEM_H

#include "share/claims.h"

#include <cordon/share.h>

#include <stddef.h>

/* The claimants' numbers as columns that a rule may change. */
typedef struct problem_columns {
	void *storage;
	int64_t *claim, *weight, *floor;
} problem_columns;

/* Refuses a problem without an estate; the second also one in which somebody has no claim. */
cordon_status problem_awards(const cordon_share_problem *p, problem_columns *columns, cordon_error *error);
cordon_status problem_claims(const cordon_share_problem *p, problem_columns *columns, cordon_error *error);
/* Where the floors do not fit, they are what is claimed, and there are none. */
cordon_status awards_floors(const cordon_share_problem *p, claims *c, cordon_error *error);
void problem_columns_free(problem_columns *columns);

/* Refuses a problem without stocks. */
cordon_status problem_stocks(const cordon_share_problem *p, cordon_error *error);

#endif
