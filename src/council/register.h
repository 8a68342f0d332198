/* Registers of workplaces: what a body knows of the workplaces of its district, since when, and by which decision.
 *
 * A register belongs to the body that keeps it, and only that body's decisions change it. Which attributes a workplace
 * has is data (register_form.h): sector, employees, capital, tenure or any other, each with a name, a type and a unit;
 * examples/register has a set to begin with. A workplace of the register need not be a body of the book; where it is
 * one, it has the same name here as there. Nothing is overwritten: every value is a row with from and until, so that
 * the register of any past day can be asked, and rules asked of it (register_rule.h).
 *
 *	register_attribute(body, attribute, from_entry, from_time, until_entry, until_time, type, name, unit, choices)
 *	register_workplace(body, workplace, from_entry, from_time, until_entry, until_time)
 *	register_value(body, workplace, attribute, from_entry, from_time, until_entry, until_time, value)
 *
 * Times are those at which the register said so, not those at which it became so. It does not say whether it is true.
 */
#ifndef COUNCIL_REGISTER_H
#define COUNCIL_REGISTER_H

#include "council/body.h"
#include "council/register_rule.h"

enum { REGISTER_WORKPLACES_MAX = 100 * 1000 }; /* on one register at a time */

/* The body whose register is meant when none is named: the only one that keeps a register. False: there are none, or
 * several (`out` has the bodies with blanks between, as far as it goes). */
bool register_only(state *s, char *out, size_t size);

/* The register at a moment as data, owned by the caller: its attributes, and the workplaces for which the rule holds
 * (NULL: all, and the rules that have a name); beside them, as "undetermined", those for which what is not known
 * decides. */
json_t *register_data(state *s, const char *body, int64_t time, const register_rule *rule);
/* All that a register ever said about a workplace, newest first, with the decision that made it so; NULL: nothing. */
json_t *register_history(state *s, const char *body, const char *workplace);

extern const act_kind register_attributes_kind, register_enter_kind, register_change_kind, register_remove_kind;
extern const state_schema register_schema;

#endif
