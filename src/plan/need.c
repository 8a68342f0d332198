/* What is needed, said by those who need it, and which needs come first, decided by the assembly; see acts.h.
 *
 * A body may state needs of several groups (households, the school); "" is the body as a whole. A tier is decided by a
 * council for its own plans: for a commodity, and more closely for one body's need of it, one group's, or both; the
 * closest holds. What no decision names comes last, in tier 9.
 *	economy_need(body, party, commodity, from_entry, from_time, until_entry, until_time, person, number, unit)
 *	economy_tier(body, commodity, of, party, from_entry, from_time, until_entry, until_time, tier)
 */
#include "plan/acts.h"

#include "council/council.h"
#include "council/voice.h"
#include "plan/codes.h"
#include "plan/declare.h"

static const char *or_empty(const char *string)
{
	return string ? string : "";
}

static cordon_status apply_need(act_context *act)
{
	amount a;
	const char *body = act_text(act, "body"), *party = or_empty(act_text(act, "group")),
		   *commodity = act_text(act, "commodity");
	if (council_open_body(act, "body") || declare_known(act, "commodity", commodity) ||
	    declare_amount(act, "amount", act_text(act, "amount"), commodity, &a))
		return CORDON_BAD_INPUT;
	if (!state_has(act->state, "SELECT 1 FROM economy_need WHERE body = ? AND party = ? AND commodity = ?", "sss",
		       body, party, commodity)) {
		if (declare_room(act, "need", DECLARE_NEEDS_MAX))
			return CORDON_BAD_INPUT;
		declare_count(act, "need");
	}
	state_do(act->state,
		 "UPDATE economy_need SET until_entry = ?, until_time = ? WHERE body = ? AND party = ? AND commodity = "
		 "? "
		 "AND until_entry IS NULL",
		 "iisss", act->entry, act->time, body, party, commodity);
	state_do(act->state,
		 "INSERT OR REPLACE INTO economy_need VALUES (?, ?, ?, ?, ?, NULL, NULL, ?, ?, nullif(?, ''))",
		 "sssiisss", body, party, commodity, act->entry, act->time, declare_person(act), a.number, a.unit);
	return CORDON_OK;
}

const act_kind need_kind = {
	.name = "need",
	.summary = N_("state what a neighbourhood, or a group in it, should receive in a period"),
	.help = N_("It takes the place of what was stated before; 0 ends it. Which needs come first is not stated but "
		   "decided "
		   "(act tier). In plans the group is called BODY/GROUP, or BODY."),
	.field = {{"body", ACT_ID, N_("whose need")},
		  {"group", ACT_ID, N_("which of its people: households, school; otherwise all"), .optional = true},
		  {"commodity", ACT_ID, N_("of what")},
		  {"amount", ACT_TEXT, N_("how much: 300, or in another unit of the kind: 0.3 t"), .least = 1,
		   .most = 66}},
	.who = {&voice_officer},
	.decided = act_of_body,
	.own = true,
	.apply = apply_need,
	.example = "body=poblacion-1 group=households commodity=bread amount=300",
};

static cordon_status apply_tier(act_context *act)
{
	const char *body = act_text(act, "body"), *commodity = act_text(act, "commodity"),
		   *of = or_empty(act_text(act, "of")), *party = or_empty(act_text(act, "group"));
	body_facts facts;
	if (council_open_body(act, "body") || declare_known(act, "commodity", commodity))
		return CORDON_BAD_INPUT;
	if (*of && !body_find(act->state, of, &facts))
		return act_refuse(act, "of", TEXT(PLAN_NO_BODY), NO_TEXT);
	if (declare_room(act, "tier", DECLARE_TIERS_MAX))
		return CORDON_BAD_INPUT;
	declare_count(act, "tier");
	state_do(act->state,
		 "UPDATE economy_tier SET until_entry = ?, until_time = ? WHERE body = ? AND commodity = ? AND of = ? "
		 "AND "
		 "party = ? AND until_entry IS NULL",
		 "iissss", act->entry, act->time, body, commodity, of, party);
	state_do(act->state, "INSERT OR REPLACE INTO economy_tier VALUES (?, ?, ?, ?, ?, ?, NULL, NULL, ?)", "ssssiii",
		 body, commodity, of, party, act->entry, act->time, act_whole(act, "tier", 0));
	return CORDON_OK;
}

const act_kind tier_kind = {
	.name = "tier",
	.summary = N_("decide which needs are served first"),
	.help = N_(
		"Needs of tier 1 are served as far as possible before tier 2. For a commodity, or more closely for the "
		"need of one body, one group or both: the closest holds. It holds for the plans of the body that "
		"decided "
		"it. Needs that no decision names come last, in tier 9."),
	.field = {{"body", ACT_ID, N_("the assembly or council that decides")},
		  {"commodity", ACT_ID, N_("of what")},
		  {"of", ACT_ID, N_("whose need; otherwise everybody's"), .optional = true},
		  {"group", ACT_ID, N_("which group's; otherwise all"), .optional = true},
		  {"tier", ACT_WHOLE, N_("1 comes first"), .least = 1, .most = 9}},
	.decided = act_of_body,
	.apply = apply_tier,
	.example = "body=cordon-cerrillos commodity=bread tier=1",
};

static const char *const tables[] = {"economy_need", "economy_tier", NULL};
const state_schema need_schema = {"plan", tables,
				  "CREATE TABLE economy_need (body TEXT NOT NULL, party TEXT NOT NULL, commodity TEXT "
				  "NOT NULL, from_entry INTEGER NOT "
				  "NULL, from_time INTEGER NOT NULL, until_entry INTEGER, until_time INTEGER, person "
				  "TEXT, number TEXT NOT NULL, unit "
				  "TEXT, PRIMARY KEY (body, party, commodity, from_entry)) WITHOUT ROWID;"
				  "CREATE TABLE economy_tier (body TEXT NOT NULL, commodity TEXT NOT NULL, of TEXT NOT "
				  "NULL, party TEXT NOT NULL, "
				  "from_entry INTEGER NOT NULL, from_time INTEGER NOT NULL, until_entry INTEGER, "
				  "until_time INTEGER, tier INTEGER NOT "
				  "NULL, PRIMARY KEY (body, commodity, of, party, from_entry)) WITHOUT ROWID;"};
