/* Who may in supply: the roles that kinds of the room name beside the councils' (council/role.h). The body is the one
 * of the act's field `body`, the outlet that of its field `outlet` or else `place`.
 */
#ifndef SUPPLY_ROLE_H
#define SUPPLY_ROLE_H

#include "record/act.h"

extern const act_role role_supply_officer; /* the body's secretary, or who holds its office `supply` */
extern const act_role role_supply_enterer; /* that, or one teller: enters what others say, on paper or nameless */
extern const act_role role_outlet_keeper; /* who keeps that outlet or warehouse of the body */

/* Who is told of households, card by card: the secretary, whoever holds the office `supply`, tellers, keepers of the
 * body's places. And their sealed names and doors: the first two alone. Of everybody else rations are known by the
 * published proof, by card, and nothing more. */
bool supply_sees_households(state *s, const char *body, const char *person, int64_t time);
bool supply_sees_names(state *s, const char *body, const char *person, int64_t time);

/* The first signer who is a secretary, `supply` or teller of the body; NULL: none. */
const char *supply_enterer(const act_context *act);

#endif
