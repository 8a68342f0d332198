/* What is there: counted by the body that has it; see acts.h.
 *
 *	economy_stock(commodity, body, from_entry, from_time, until_entry, until_time, person, number, unit)
 */
#include "plan/acts.h"

#include "council/council.h"
#include "council/voice.h"
#include "plan/codes.h"
#include "plan/declare.h"

/* How much may be put out is for those who live with it to decide, not for who puts it out. */
static bool is_limit(const act_context *act)
{
	return state_has(
		act->state,
		"SELECT 1 FROM economy_commodity WHERE commodity = ? AND until_entry IS NULL AND kind = 'emission'",
		"s", act_text(act, "commodity"));
}

static cordon_status apply_stock(act_context *act)
{
	amount a;
	body_facts facts;
	const char *body = act_text(act, "body"), *commodity = act_text(act, "commodity");
	if (council_open_body(act, "body") || declare_known(act, "commodity", commodity) ||
	    declare_amount(act, "amount", act_text(act, "amount"), commodity, &a))
		return CORDON_BAD_INPUT;
	if (is_limit(act) && (!act->decided_by || !body_find(act->state, body, &facts) || facts.of_people))
		return act_refuse(act, "commodity", TEXT(PLAN_LIMIT), NO_TEXT);
	state_do(act->state,
		 "UPDATE economy_stock SET until_entry = ?, until_time = ? WHERE commodity = ? AND body = ? AND "
		 "until_entry "
		 "IS NULL",
		 "iiss", act->entry, act->time, commodity, body);
	state_do(act->state,
		 "INSERT OR REPLACE INTO economy_stock VALUES (?, ?, ?, ?, NULL, NULL, ?, ?, nullif(?, ''))", "ssiisss",
		 commodity, body, act->entry, act->time, declare_person(act), a.number, a.unit);
	return CORDON_OK;
}

const act_kind stock_kind = {
	.name = "stock",
	.summary = N_("say what was counted: what is there of a commodity"),
	.help = N_("Each body counts what it has: flour in its store, hours of work of its people in the period. The "
		   "count "
		   "takes the place of the one before; a plan adds up those of all. Of an emission it is the most that "
		   "may be "
		   "put out, and a council decides it."),
	.field = {{"body", ACT_ID, N_("who has it")},
		  {"commodity", ACT_ID, N_("of what")},
		  {"amount", ACT_TEXT, N_("how much: 300, or in another unit of the kind: 0.3 t"), .least = 1,
		   .most = 66}},
	.who = {&voice_officer},
	.decided = act_of_body,
	.own = true,
	.apply = apply_stock,
	.example = "body=molino commodity=wheat amount=600",
};

static const char *const tables[] = {"economy_stock", NULL};
const state_schema stock_schema = {"plan", tables,
				   "CREATE TABLE economy_stock (commodity TEXT NOT NULL, body TEXT NOT NULL, "
				   "from_entry INTEGER NOT NULL, from_time "
				   "INTEGER NOT NULL, until_entry INTEGER, until_time INTEGER, person TEXT, number "
				   "TEXT NOT NULL, unit TEXT, PRIMARY "
				   "KEY (commodity, body, from_entry)) WITHOUT ROWID;"};
