/* See role.h. */
#include "supply/role.h"

#include "council/officer.h"
#include "supply/outlet.h"

static bool is_supply_officer(const act_context *act)
{
	const char *body = act_text(act, "body");
	return officer_signer(act, body, "secretary") || officer_signer(act, body, "supply");
}

const char *supply_enterer(const act_context *act)
{
	static const char *const office[] = {"secretary", "supply", "teller"};
	const char *found = NULL;
	for (size_t i = 0; i < sizeof office / sizeof *office && !found; i++)
		found = officer_signer(act, act_text(act, "body"), office[i]);
	return found;
}

static bool is_supply_enterer(const act_context *act)
{
	return supply_enterer(act) != NULL;
}

static bool is_outlet_keeper(const act_context *act)
{
	const char *body = act_text(act, "body");
	const json_t *at = json_object_get(act->fields, "outlet"), *place = json_object_get(act->fields, "place");
	const char *outlet = json_string_value(at ? at : place);
	for (int i = 0; outlet && i < act->signatures; i++)
		if (act->person[i] && outlet_keeps(act->state, body, outlet, act->person[i], act->time))
			return true;
	return false;
}

const act_role role_supply_officer = {
	"supply_officer", N_("the body's secretary, or whoever holds its office `supply`"), is_supply_officer};
const act_role role_supply_enterer = {"supply_enterer",
				      N_("the body's secretary, whoever holds its office `supply`, or a teller"),
				      is_supply_enterer};
const act_role role_outlet_keeper = {"outlet_keeper", N_("the keeper of the outlet or warehouse"), is_outlet_keeper};

bool supply_sees_names(state *s, const char *body, const char *person, int64_t time)
{
	return officer_has(s, body, "secretary", person, time) || officer_has(s, body, "supply", person, time);
}

bool supply_sees_households(state *s, const char *body, const char *person, int64_t time)
{
	return supply_sees_names(s, body, person, time) || officer_has(s, body, "teller", person, time) ||
	       state_has(s,
			 "SELECT 1 FROM outlet_keeper WHERE body = ?1 AND person = ?2 AND from_time <= ?3 AND "
			 "(until_time IS NULL OR until_time > ?3)",
			 "ssi", body, person, time);
}
