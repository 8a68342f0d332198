/* Who may enrol and revoke people's keys, and have their personal texts destroyed. What that does to keys is the
 * record's (record/keys.h): here are the kinds of act, whose roles only bodies can tell.
 *
 * A person's key is enrolled by a secretary who has the person on a roll. The keeper does it for the first secretary
 * of a body that has not begun to govern itself, and for nobody else.
 */
#ifndef COUNCIL_KEY_H
#define COUNCIL_KEY_H

#include "council/council.h"

extern const act_kind key_enrol_kind, key_revoke_kind, key_forget_kind;

#endif
