/* See role.h. */
#include "council/role.h"

#include "council/body.h"
#include "council/officer.h"
#include "council/roll.h"

bool role_is_keeper(const act_context *act)
{
	for (int i = 0; i < act->signatures; i++)
		if (act->person[i] &&
		    state_has(act->state, "SELECT 1 FROM founding WHERE person = ?", "s", act->person[i]))
			return true;
	return false;
}

bool role_keeps_roll_of(const act_context *act, const char *person)
{
	for (int i = 0; i < act->signatures; i++)
		if (act->person[i] &&
		    state_has(act->state,
			      "SELECT 1 FROM standing JOIN officer USING (body) WHERE standing.person = ?1 AND "
			      "office = 'secretary' AND officer.person = ?2 AND from_time <= ?3 AND "
			      "(until_time IS NULL OR until_time > ?3)",
			      "ssi", person, act->person[i], act->time))
			return true;
	return false;
}

static bool is_keeper_beginning(const act_context *act)
{
	return role_is_keeper(act) && !body_has_begun(act->state, act_text(act, "body"));
}

static bool is_secretary(const act_context *act)
{
	return officer_signer(act, act_text(act, "body"), "secretary") != NULL;
}

static bool is_self(const act_context *act)
{
	return act_signed_by(act, act_text(act, "person"));
}

static bool is_member(const act_context *act)
{
	const char *signer = act_signer(act);
	return signer && roll_has(act->state, act_text(act, "body"), signer);
}

static bool are_tellers(const act_context *act)
{
	body_facts facts;
	const char *body = act_text(act, "body");
	return body_find(act->state, body, &facts) && officer_signing(act, body, "teller") >= facts.tellers;
}

const act_role role_keeper = {"keeper", N_("the keeper, who founded the book"), role_is_keeper};
const act_role role_keeper_beginning = {
	"keeper_beginning", N_("the keeper, while the body has not begun to govern itself"), is_keeper_beginning};
const act_role role_secretary = {"secretary", N_("the secretary of the body"), is_secretary};
const act_role role_self = {"self", N_("the person concerned"), is_self};
const act_role role_member = {"member", N_("somebody who stands on the body's roll, alone"), is_member};
const act_role role_tellers = {"tellers", N_("as many tellers of the body as its rules ask for"), are_tellers};
