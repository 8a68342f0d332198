/* The councils: what the room's families declare, put together for the book, and what all of them go by.
 *
 *	body    bodies and their officers            roll    who belongs to a base body, since when
 *	link    which body sits in which council     rules   what a body decided about deciding
 *	person  people, and who may enrol their keys
 *
 * Everything is dated by the entry's time. Histories are rows with `from` and `until` (NULL: still), and a row
 * holds at a moment T when from <= T < until; nothing is deleted, so that every past day can be asked.
 *
 * Decisions have effects: acts of any room whose kind says which body's decision may do it (act.h, `decided`); most
 * often the one in the field `body`. A kind that names nobody in `who` is done only so. Proposals with effects run
 * them by council_run_effect.
 */
#ifndef COUNCIL_COUNCIL_H
#define COUNCIL_COUNCIL_H

#include "record/act.h"

extern const act_kind *const council_kind[];
extern const size_t council_kinds;
extern const state_schema *const council_schema[];
extern const size_t council_schemas;

/* Runs one effect of a decision of that body, in the entry of the act that closes it: kind, fields and the body's
 * competence are checked, then the kind's own function. Refused: nothing changed. */
cordon_status council_run_effect(const act_context *by, const char *body, const char *kind, const json_t *fields);

/* Refuses unless the body named by a field exists and is not closed; council_open_body also unless its home is here. */
cordon_status council_known_body(const act_context *act, const char *field);
cordon_status council_open_body(const act_context *act, const char *field);

#endif
