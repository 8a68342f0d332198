/* Voices: roles and sizes over rolls and mandates; see voice.h. */
#include "council/voice.h"

#include "council/officer.h"
#include "council/roll.h"
#include "council/seat.h"

#include <string.h>

static const char *field_text(const act_context *act, const char *field)
{
	return json_string_value(json_object_get(act->fields, field));
}

bool voice_body(const act_context *act, char out[BODY_ID])
{
	const char *body = field_text(act, "body"), *proposal = field_text(act, "proposal"),
		   *session = field_text(act, "session");
	if (body)
		return state_word(act->state, out, BODY_ID, "SELECT body FROM body WHERE body = ?", "s", body);
	if (session)
		return state_word(act->state, out, BODY_ID, "SELECT body FROM session WHERE session = ?", "s", session);
	if (proposal)
		return state_word(act->state, out, BODY_ID, "SELECT body FROM proposal WHERE proposal = ?", "s",
				  proposal);
	*out = '\0';
	const char *choice = field_text(act, "choice");
	return choice && state_word(act->state, out, BODY_ID, "SELECT body FROM choice WHERE choice = ?", "s", choice);
}

bool voice_has(state *s, const char *body, const char *person, int64_t time)
{
	return roll_has(s, body, person) || seat_of_person(s, body, person, time, NULL);
}

int64_t voice_size(state *s, const char *body, int64_t time)
{
	body_facts facts;
	if (!body_find(s, body, &facts))
		return 0;
	return facts.of_people ? roll_size_at(s, body, time) : seats_kept(s, body, NULL, time);
}

const char *voice_signer(const act_context *act, const char *body)
{
	const char *first = NULL;
	for (int i = 0; i < act->signatures; i++) {
		if (act->person[i] && voice_has(act->state, body, act->person[i], act->time))
			return act->person[i];
		first = first ? first : act->person[i];
	}
	return first ? first : "";
}

static bool has_member(const act_context *act)
{
	char body[BODY_ID];
	if (!voice_body(act, body))
		return false;
	for (int i = 0; i < act->signatures; i++)
		if (act->person[i] && voice_has(act->state, body, act->person[i], act->time))
			return true;
	return false;
}

static bool has_officer(const act_context *act)
{
	char body[BODY_ID];
	return voice_body(act, body) &&
	       (officer_signing(act, body, "secretary") > 0 || officer_signing(act, body, "chair") > 0);
}

static bool has_proposer(const act_context *act)
{
	char person[PERSON_ID];
	const char *proposal = field_text(act, "proposal");
	return proposal &&
	       state_word(act->state, person, sizeof person, "SELECT person FROM proposal WHERE proposal = ?", "s",
			  proposal) &&
	       act_signed_by(act, person);
}

const act_role voice_member = {"member", N_("a member of the body, or a delegate who holds a seat in it"), has_member};
const act_role voice_officer = {"officer", N_("the body's secretary or chair"), has_officer};
const act_role voice_proposer = {"proposer", N_("whoever made the proposal"), has_proposer};
