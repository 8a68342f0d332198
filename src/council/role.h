/* Who may: the roles that kinds of the councils' families name. The body is the one of the act's field `body`, the
 * person that of its field `person`.
 */
#ifndef COUNCIL_ROLE_H
#define COUNCIL_ROLE_H

#include "record/act.h"

extern const act_role role_keeper; /* founded the book */
extern const act_role role_keeper_beginning; /* the same, while the body has not begun to govern itself */
extern const act_role role_secretary; /* of the body */
extern const act_role role_self; /* the person */
extern const act_role role_member; /* a signer who is on the body's roll, one alone */
extern const act_role role_tellers; /* as many tellers of the body as its rules ask for */

/* Whether a signer founded the book. */
bool role_is_keeper(const act_context *act);
/* Whether a signer is secretary of a body on whose roll that person stands. */
bool role_keeps_roll_of(const act_context *act, const char *person);

#endif
