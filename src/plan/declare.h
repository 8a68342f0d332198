/* What the acts of the economy share: who said it, limits, and amounts that fit their commodity.
 *
 * Everything said is a history: a row holds from the entry that said it until another takes its place or ends it, and
 * nothing is deleted. `person` is who signed; NULL: the body decided it.
 *	economy_size(body, what, count)    how many a body ever declared, against the limits
 */
#ifndef PLAN_DECLARE_H
#define PLAN_DECLARE_H

#include "plan/amount.h"
#include "record/act.h"

/* Limits: of what a body declares, ever; of a recipe; of names, in bytes. */
enum {
	DECLARE_UNITS_MAX = 1000,
	DECLARE_COMMODITIES_MAX = 100000,
	DECLARE_PROCESSES_MAX = 10000,
	DECLARE_NEEDS_MAX = 100000,
	DECLARE_TIERS_MAX = 100000,
	DECLARE_STOPPAGES_MAX = 100000,
	DECLARE_PLANS_MAX = 100000,
	DECLARE_REPORTS_MAX = 1000000,
	DECLARE_EXCHANGES_MAX = 200,
	DECLARE_NAME_MAX = 200,
};

/* The person whose act it is; NULL where it is the effect of a decision. */
const char *declare_person(const act_context *act);

/* Refuses with a place of its own (within a document). */
cordon_status declare_refuse(const act_context *act, const char *place, const char *found, cordon_text what,
			     cordon_text expected);

/* Refuses when the body has declared so many; counts one more. */
cordon_status declare_room(const act_context *act, const char *what, int64_t most);
void declare_count(const act_context *act, const char *what);

/* Refuses what is not one line without blanks at its ends: it has to stand in a table. */
cordon_status declare_line(const act_context *act, const char *field);

/* The unit that a commodity is kept in; false: nobody agreed on that commodity. */
bool declare_commodity(state *s, const char *commodity, char unit[AMOUNT_UNIT]);
/* Refuses a commodity that nobody agreed on. */
cordon_status declare_known(const act_context *act, const char *place, const char *commodity);

/* Reads an amount of a commodity; refuses what is none, a unit that nobody agreed on, and kilograms of welding. */
cordon_status declare_amount(const act_context *act, const char *place, const char *said, const char *commodity,
			     amount *out);

/* Adds an amount of a commodity, in the unit that is kept in. */
void declare_add(state *s, mpq_t sum, const char *number, const char *unit, const char *commodity);

/* One side of a recipe, or of what was made of it: an object of amounts by commodity, above 0 unless `or_nothing`. An
 * amount there is a whole number or a text. */
cordon_status declare_side(const act_context *act, const char *side, bool or_nothing);
const char *declare_side_text(const json_t *value, char room[24]);

extern const state_schema declare_schema;

#endif
