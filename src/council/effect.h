/* Effects: the acts that a decision does, given with the proposal as a list of {"kind": ..., "fields": {...}}.
 *
 * They are checked when proposed (the kind is one that decisions may do, the fields are right, the body that must
 * decide it is this one or one it binds) and once more when done. They are done in the entry of the act that closes
 * the vote, in their order, all or none. A decision whose effects are refused (a seat is gone, a name is taken) is a
 * decision all the same; they are pending then, with the reason, until an act of the kind carry_out succeeds. No body
 * decides for another about its rules, its links and seats, its delegates' votes or whether it is to be, whatever
 * binds it: what was agreed to can be taken back.
 */
#ifndef COUNCIL_EFFECT_H
#define COUNCIL_EFFECT_H

#include "council/decision_private.h"

enum { EFFECT_REFUSAL = 96 };

/* Checks the act's field `effects`; fine when it is not given. */
cordon_status effect_check(const act_context *act, const char *body);
/* Whether effects change the body's own rules. */
bool effect_changes_rules(const json_t *effects, const char *body);

/* Does all effects, or none: then `refusal` says why ("2 council.body_closed": the number of the effect and the code),
 * and the findings are added to act->error with that severity. */
bool effect_do(const act_context *act, const char *body, const json_t *effects, cordon_severity severity,
	       char refusal[EFFECT_REFUSAL]);

#endif
