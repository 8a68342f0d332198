/* Cycles: the stretches of days for which a body makes rations, numbered as the body numbers them, rising.
 *
 * cycle(body, cycle, from_day, days, opened, closed): a cycle's days are from_day to from_day + days - 1; from_day is
 * the first moment of the first day. The next begins on a later day than the last one's end. A cycle that is closed
 * gets no more allocations; what arrives for it late is recorded all the same, and is stock.
 */
#ifndef SUPPLY_CYCLE_H
#define SUPPLY_CYCLE_H

#include "record/act.h"

enum { CYCLE_NUMBER_MAX = 999999999, CYCLE_DAYS_MAX = 92 };

typedef struct cycle_facts {
	int64_t from, days; /* first moment of the first day */
	int64_t opened; /* time of the entry: households and rules are those of the moment asked about, not of this */
	bool closed; /* now */
	int64_t closed_time; /* of the entry, if so */
} cycle_facts;

/* Whether there is such a cycle; `out` may be NULL. */
bool cycle_find(state *s, const char *body, int64_t cycle, cycle_facts *out);

/* Refuses unless the field `cycle` of the act names a cycle of its body; not closed, if `open`. `out` may be NULL. */
cordon_status cycle_check(const act_context *act, bool open, cycle_facts *out);

extern const act_kind cycle_open_kind, cycle_close_kind;
extern const state_schema cycle_schema;

#endif
