/* What somebody may do, asked before there is an act: the same roles of the act table that act_run asks, of an act that
 * says as little as is known of it. So a page can show a button, and no second list of rights exists.
 */
#ifndef RECORD_MAY_H
#define RECORD_MAY_H

#include "record/act.h"

/* Whether that person, signing alone, has a role for an act of the kind of which `fields` are known so far, and it
 * applies to what they name. Of a field that is asked for and not known the roles hear that it names nothing; where it
 * is `person` and no other name is missing, they are asked of the person as well. Roles that several must sign for
 * (tellers) are not theirs alone: false. Whether the rest of the act will be accepted is not known. */
bool act_may(const act_world *world, state *s, const act_kind *kind, const json_t *fields, const char *person,
	     int64_t time);

/* Names of all such kinds; `but`: those of that list are left out (NULL: none). Kinds that do not have one of `fields`
 * are not asked. The caller owns it. */
json_t *act_may_list(const act_world *world, state *s, const json_t *fields, const char *person, int64_t time,
		     const json_t *but);

#endif
