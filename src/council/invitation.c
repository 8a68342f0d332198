/* Inviting, and coming by an invitation; see invitation.h. */
#include "council/invitation.h"

#include "base/time.h"
#include "council/body.h"
#include "council/codes.h"
#include "council/officer.h"
#include "council/role.h"
#include "council/roll.h"
#include "record/keys.h"

#include <string.h>

bool invitation_find(state *s, const char *key, invitation_facts *out)
{
	*out = (invitation_facts){0};
	state_rows rows =
		state_ask(s,
			  "SELECT invitation.person, body, by, entry, time, until_time, until_entry IS NOT NULL "
			  "FROM invitation JOIN key USING (key) WHERE invitation.key = ?",
			  "s", key);
	if (!state_row(&rows))
		return false;
	strncat(out->person, state_text(&rows, 0), ACT_ID_MAX);
	strncat(out->body, state_text(&rows, 1), ACT_ID_MAX);
	strncat(out->by, state_text(&rows, 2), ACT_ID_MAX);
	out->entry = state_whole(&rows, 3);
	out->time = state_whole(&rows, 4);
	out->until = state_whole(&rows, 5);
	out->ceased = state_whole(&rows, 6);
	state_end(&rows);
	return true;
}

json_t *invitation_data(state *s, const char *key)
{
	invitation_facts facts;
	char until[TIME_TEXT], held[KEYS_NAME] = "";
	if (!invitation_find(s, key, &facts))
		return NULL;
	time_to_text(facts.until, until);
	keys_of_person(s, facts.person, held);
	return json_pack("{s:s, s:s, s:s, s:s, s:s, s:b, s:s*}", "invitation", key, "person", facts.person, "body",
			 facts.body, "by", facts.by, "until", until, "ceased", facts.ceased, "key",
			 *held ? held : NULL);
}

json_t *invitation_history(state *s, const char *person)
{
	char moment[TIME_TEXT];
	json_t *list = json_array();
	state_rows rows =
		state_ask(s,
			  "SELECT key.key, use, from_entry, until_entry, by, body, until_time FROM key LEFT JOIN "
			  "invitation ON invitation.key = key.key WHERE key.person = ? ORDER BY from_entry, "
			  "key.key LIMIT 1000",
			  "s", person);
	while (state_row(&rows)) {
		json_t *one = json_pack("{s:s, s:s, s:I, s:o, s:s*, s:s*}", "key", state_text(&rows, 0), "use",
					state_text(&rows, 1), "from", (json_int_t)state_whole(&rows, 2), "until",
					state_text(&rows, 3) ? json_integer(state_whole(&rows, 3)) : json_null(),
					"invited_by", state_text(&rows, 4), "body", state_text(&rows, 5));
		if (state_text(&rows, 6)) {
			time_to_text(state_whole(&rows, 6), moment);
			json_object_set_new(one, "expires", json_string(moment));
		}
		json_array_append_new(list, one);
	}
	return list;
}

/* ---- invite ------------------------------------------------------------------------------------------------------ */

static cordon_status apply_invite(act_context *act)
{
	int64_t until = 0;
	const char *body = act_text(act, "body"), *person = act_text(act, "person");
	const char *by = officer_signer(act, body, "secretary");
	time_from_text(act_text(act, "until"), &until);
	if (council_open_body(act, "body"))
		return CORDON_BAD_INPUT;
	if (!roll_has(act->state, body, person) && !officer_has(act->state, body, "secretary", person, act->time))
		return act_refuse(act, "person", TEXT(COUNCIL_NOT_ON_ROLL, body), NO_TEXT);
	if (until <= act->time)
		return act_refuse(act, "until", TEXT(COUNCIL_PAST), NO_TEXT);
	if (until > act->time + INVITATION_DAYS_MAX * INT64_C(86400))
		return act_refuse(act, "until", TEXT(COUNCIL_INVITED_LONG), NO_TEXT);
	cordon_status status = keys_invite(act);
	if (!status)
		state_do(act->state, "INSERT INTO invitation VALUES (?, ?, ?, ?, ?, ?, ?)", "sssiiis",
			 act_text(act, "invitation"), person, body, act->entry, act->time, until,
			 by ? by : act->person[0]);
	return status;
}

/* As for key_enrol: somebody must give the first key. */
static bool is_keeper_for_first_secretary(const act_context *act)
{
	const char *body = act_text(act, "body");
	return role_is_keeper(act) && !body_has_begun(act->state, body) &&
	       officer_has(act->state, body, "secretary", act_text(act, "person"), act->time);
}

static const act_role keeper_for_first = {
	"keeper_for_first", N_("the keeper, for the secretary of a body that has not begun to govern itself"),
	is_keeper_for_first_secretary};

const act_kind invite_kind = {
	.name = "invite",
	.summary = N_("invite a person on the roll to sign with a key of their own"),
	.help = N_(
		"`cordon invite` makes the invitation and prints what the person is given. It is good once, until the "
		"time named, at most 92 days ahead; a later one takes its place, `key_revoke` withdraws it. Who has a "
		"main key has it revoked first: so it is seen that a key was lost."),
	.field = {{"body", ACT_ID, N_("on whose roll the person stands")},
		  {"person", ACT_ID, N_("who is invited")},
		  {"invitation", ACT_KEY, N_("the invitation's public key")},
		  {"until", ACT_TIME, N_("when it expires")}},
	.who = {&role_secretary, &keeper_for_first},
	.apply = apply_invite,
	.example = "body=panaderia person=benito invitation=11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo "
		   "until=1972-10-25T09:00:00Z",
};

/* ---- invitation_use ---------------------------------------------------------------------------------------------- */

static bool is_invited(const act_context *act)
{
	return keys_invitation(act) != NULL;
}

static const act_role invited = {"invited", N_("whoever has the invitation, with it and the new key"), is_invited};

static cordon_status apply_use(act_context *act)
{
	invitation_facts facts;
	if (!invitation_find(act->state, keys_invitation(act), &facts) || facts.until <= act->time)
		return act_refuse(act, NULL, TEXT(COUNCIL_INVITED_PAST), NO_TEXT);
	return keys_use_invitation(act);
}

const act_kind invitation_use_kind = {
	.name = "invitation_use",
	.summary = N_("take a key of one's own by an invitation"),
	.help = N_("`cordon join` does it. Signed by the invitation and by the new key, and no others: the new key "
		   "becomes "
		   "the person's main key, and the invitation ceases."),
	.field = {{"person", ACT_ID, N_("who was invited")}, {"key", ACT_KEY, N_("the new public key")}},
	.who = {&invited},
	.apply = apply_use,
	.example = "person=benito key=11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo",
};

static const char *const tables[] = {"invitation", NULL};

const state_schema invitation_schema = {
	"council", tables,
	"CREATE TABLE invitation (key TEXT PRIMARY KEY, person TEXT NOT NULL, body TEXT NOT NULL, entry INTEGER NOT "
	"NULL, "
	"time INTEGER NOT NULL, until_time INTEGER NOT NULL, by TEXT NOT NULL) WITHOUT ROWID;"};
