/* See key.h. */
#include "council/key.h"

#include "council/body.h"
#include "council/codes.h"
#include "council/foreign.h"
#include "council/role.h"
#include "record/keys.h"

#include <string.h>

static bool keeps_roll_of_person(const act_context *act)
{
	return role_keeps_roll_of(act, act_text(act, "person"));
}

static const act_role roll_secretary = {"roll_secretary", N_("the secretary of a body on whose roll the person stands"),
					keeps_roll_of_person};

static bool is_keeper_of_first_secretary(const act_context *act)
{
	if (!role_is_keeper(act))
		return false;
	bool found = false;
	state_rows rows = state_ask(act->state,
				    "SELECT officer.body FROM officer JOIN body USING (body) WHERE person = ? AND "
				    "office = 'secretary' AND from_entry = opened_entry AND until_time IS NULL AND "
				    "closed IS NULL",
				    "s", act_text(act, "person"));
	while (!found && state_row(&rows))
		found = !body_has_begun(act->state, state_text(&rows, 0));
	state_end(&rows);
	return found;
}

static const act_role keeper_of_first = {
	"keeper_of_first", N_("the keeper, for the first secretary of a body that has not begun to govern itself"),
	is_keeper_of_first_secretary};

/* Of key_revoke, which names a key only. */
static bool is_holder(const act_context *act)
{
	char person[KEYS_PERSON];
	keys_find(act->state, act_text(act, "key"), person);
	return *person && act_signed_by(act, person);
}

static bool keeps_roll_of_holder(const act_context *act)
{
	char person[KEYS_PERSON];
	keys_find(act->state, act_text(act, "key"), person);
	return *person && role_keeps_roll_of(act, person);
}

static const act_role holder = {"holder", N_("the person whose key it is"), is_holder};
static const act_role holders_secretary = {
	"holders_secretary", N_("the secretary of a body on whose roll the person stands"), keeps_roll_of_holder};

static bool is_node(const act_context *act)
{
	return act->by_node && act->signatures == 1;
}

static const act_role node = {"node", N_("the node"), is_node};

/* Delegates of another book sign here with the key they have there: the secretary of a council they sit in enrols it.
 * */
static bool keeps_council_of_person(const act_context *act)
{
	return foreign_keeps_council_of(act, act_text(act, "person"));
}

static bool keeps_council_of_holder(const act_context *act)
{
	char person[KEYS_PERSON];
	keys_find(act->state, act_text(act, "key"), person);
	return *person && foreign_keeps_council_of(act, person);
}

static const act_role council_secretary = {"council_secretary",
					   N_("for a delegate whose home is another book the secretary of the council"),
					   keeps_council_of_person};
static const act_role holders_council_secretary = {
	"holders_council_secretary", N_("for a delegate whose home is another book the secretary of the council"),
	keeps_council_of_holder};

/* A recovery key is the member's own matter: enrolled with the main key, it can do nothing but replace that. */
static bool enrols_own_recovery(const act_context *act)
{
	const char *signer = act_signer(act);
	return signer && !strcmp(act_text(act, "use"), "recovery") && !strcmp(signer, act_text(act, "person"));
}

static const act_role own_recovery = {"own_recovery", N_("the person, for a recovery key of their own"),
				      enrols_own_recovery};

static cordon_status apply_enrol(act_context *act)
{
	if (!foreign_key_fits(act->state, act_text(act, "person"), act_text(act, "key")))
		return act_refuse(act, "key", TEXT(COUNCIL_KEY_ABROAD), NO_TEXT);
	return keys_enrol(act);
}

const act_kind key_enrol_kind = {
	.name = "key_enrol",
	.summary = N_("give a person a key to sign with"),
	.help = N_("The person makes it (`cordon key new`) and shows its public half; whoever keeps the roll puts it "
		   "in the "
		   "book. One valid main key and one recovery key a person; who has none votes on paper."),
	.field = {{"person", ACT_ID, N_("whose key")},
		  {"key", ACT_KEY, N_("the public key")},
		  {"use", ACT_CHOICE, N_("main: for everything; recovery: only to replace a lost main key"),
		   .choices = "main recovery"}},
	.who = {&roll_secretary, &keeper_of_first, &council_secretary, &own_recovery},
	.apply = apply_enrol,
	.example = "person=ana key=11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo use=main",
};

const act_kind key_revoke_kind = {
	.name = "key_revoke",
	.summary = N_("end a key that was lost or stolen"),
	.help = N_("What it signed before stays; it signs nothing from the next entry on."),
	.field = {{"key", ACT_KEY, N_("the public key")}},
	.who = {&holder, &holders_secretary, &holders_council_secretary},
	.apply = keys_revoke,
	.example = "key=11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo",
};

const act_kind key_forget_kind = {
	.name = "forget",
	.summary = N_("have a person's texts destroyed"),
	.help = N_("The key under which a person's texts lie sealed is destroyed with this act; the book verifies as "
		   "before. "
		   "The person's acts stay, under the name they have in acts."),
	.field = {{"person", ACT_ID, N_("whose texts")}},
	.who = {&role_self, &roll_secretary, &node},
	.apply = keys_forget,
	.example = "person=ana",
};
