/* Who may in supply: the roles that kinds of the room name beside the councils' (council/role.h). The body is the one
 * of the act's field `body`, the outlet that of its field `outlet` or else `place`.
 */
#ifndef SUPPLY_ROLE_H
#define SUPPLY_ROLE_H

#include "record/act.h"

extern const act_role role_supply_officer; /* the body's secretary, or who holds its office `supply` */
extern const act_role role_outlet_keeper; /* who keeps that outlet or warehouse of the body */

#endif
