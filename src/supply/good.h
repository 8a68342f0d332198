/* Goods: what a body shares out, each counted in whole units of its own unit ("loaf", "half litre").
 *
 * The unit of a good never changes, since what was delivered and drawn is counted in it; its name and how many units
 * make a crate may. good(body, good, from, until, name, unit, crate): crate NULL where it does not come in crates.
 */
#ifndef SUPPLY_GOOD_H
#define SUPPLY_GOOD_H

#include "record/act.h"

enum { GOOD_ID = ACT_ID_MAX + 1, GOOD_NAME = 101, GOOD_UNIT = 41, GOOD_CRATE_MAX = 1000000 };
#define GOOD_AMOUNT_MAX INT64_C(1000000000) /* units that one act can be about */

typedef struct good_facts {
	char name[GOOD_NAME], unit[GOOD_UNIT];
	int64_t crate; /* units; 0: none */
} good_facts;

/* `out` may be NULL. */
bool good_find(state *s, const char *body, const char *good, int64_t time, good_facts *out);

/* Refuses unless the field names a good of the act's body. */
cordon_status good_check(const act_context *act, const char *field);

extern const act_kind good_kind;
extern const state_schema good_schema;

#endif
