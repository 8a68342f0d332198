/* Who may in supply: the roles that kinds of the room name beside the councils' (council/role.h). The body is the one
 * of the act's field `body`, the outlet that of its field `outlet` or else `place`.
 */
#ifndef SUPPLY_ROLE_H
#define SUPPLY_ROLE_H

#include "record/act.h"

extern const act_role role_supply_officer; /* the body's secretary, or who holds its office `supply` */
extern const act_role role_supply_enterer; /* that, or one teller: enters what others say, on paper or nameless */
extern const act_role role_outlet_keeper; /* who keeps that outlet or warehouse of the body */

/* The first signer who is a secretary, `supply` or teller of the body; NULL: none. */
const char *supply_enterer(const act_context *act);

#endif
