/* Opening, keeping, linking and closing places; see outlet.h. */
#include "supply/outlet.h"

#include "council/body.h"
#include "council/codes.h"
#include "council/person.h"
#include "council/roll.h"
#include "supply/codes.h"
#include "supply/household.h"
#include "supply/role.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

/* ---- questions --------------------------------------------------------------------------------------------------- */

bool outlet_find(state *s, const char *body, const char *outlet, int64_t time, outlet_facts *out)
{
	state_rows rows = state_ask(s,
				    "SELECT kind, name, hub FROM outlet WHERE body = ?1 AND outlet = ?2 AND "
				    "from_time <= ?3 AND (until_time IS NULL OR until_time > ?3)",
				    "ssi", body, outlet, time);
	if (!state_row(&rows))
		return false;
	if (out) {
		out->warehouse = *state_text(&rows, 0) == 'w';
		snprintf(out->name, sizeof out->name, "%s", state_text(&rows, 1));
		snprintf(out->hub, sizeof out->hub, "%s", state_text(&rows, 2) ? state_text(&rows, 2) : "");
	}
	state_end(&rows);
	return true;
}

bool outlet_keeps(state *s, const char *body, const char *outlet, const char *person, int64_t time)
{
	return state_has(s,
			 "SELECT 1 FROM outlet_keeper WHERE body = ?1 AND outlet = ?2 AND person = ?3 AND "
			 "from_time <= ?4 AND (until_time IS NULL OR until_time > ?4)",
			 "sssi", body, outlet, person, time);
}

static bool is_linked(state *s, const char *body, const char *warehouse, const char *outlet, int64_t time)
{
	return state_has(s,
			 "SELECT 1 FROM outlet_link WHERE body = ?1 AND warehouse = ?2 AND outlet = ?3 AND "
			 "from_time <= ?4 AND (until_time IS NULL OR until_time > ?4)",
			 "sssi", body, warehouse, outlet, time);
}

bool outlet_reaches(state *s, const char *body, const char *from, const char *to, int64_t time)
{
	return outlet_find(s, body, from, time, NULL) && outlet_find(s, body, to, time, NULL) &&
	       (!strcmp(from, to) || is_linked(s, body, from, to, time));
}

cordon_status outlet_check(const act_context *act, const char *field, bool only_outlet)
{
	outlet_facts facts;
	if (!outlet_find(act->state, act_text(act, "body"), act_text(act, field), act->time, &facts))
		return act_refuse(act, field, TEXT(SUPPLY_NO_OUTLET), NO_TEXT);
	if (only_outlet && facts.warehouse)
		return act_refuse(act, field, TEXT(SUPPLY_WAREHOUSE), TEXT(SUPPLY_OUTLET_EXPECTED));
	return CORDON_OK;
}

/* ---- outlet_open ------------------------------------------------------------------------------------------------- */

static cordon_status apply_open(act_context *act)
{
	char was[16];
	const char *body = act_text(act, "body"), *outlet = act_text(act, "outlet"), *kind = act_text(act, "kind");
	if (council_open_body(act, "body"))
		return CORDON_BAD_INPUT;
	if (outlet_find(act->state, body, outlet, act->time, NULL))
		return act_refuse(act, "outlet", TEXT(SUPPLY_OUTLET_OPEN), NO_TEXT);
	if (state_word(act->state, was, sizeof was,
		       "SELECT kind FROM outlet WHERE body = ? AND outlet = ? ORDER BY from_entry DESC", "ss", body,
		       outlet) &&
	    strcmp(was, kind) != 0)
		return act_refuse(act, "kind", TEXT(SUPPLY_OUTLET_KIND), NO_TEXT);
	state_do(act->state, "INSERT OR REPLACE INTO outlet VALUES (?, ?, ?, ?, NULL, NULL, ?, ?, ?)", "ssiisss", body,
		 outlet, act->entry, act->time, kind, act_text(act, "name"), act_text(act, "hub"));
	return CORDON_OK;
}

const act_kind outlet_open_kind = {
	.name = "outlet_open",
	.summary = N_("open an outlet, where households draw, or a warehouse that serves outlets"),
	.help = N_("Its id is the body's own. A closed one can be opened again under its id, as the kind it was."),
	.field = {{"body", ACT_ID, N_("whose place it is")},
		  {"outlet", ACT_ID, N_("its name in acts")},
		  {"name", ACT_TEXT, N_("what it is called"), .least = 1, .most = OUTLET_NAME - 1},
		  {"kind", ACT_CHOICE, N_("where households draw, or where stock is kept"),
		   .choices = "outlet warehouse"},
		  {"hub", ACT_ID, N_("the hub whose stock it holds"), .optional = true}},
	.who = {&role_supply_officer},
	.decided = act_of_body,
	.apply = apply_open,
	.example = "body=jap-cerrillos outlet=kiosk name=\"Kiosk in Oak Street\" kind=outlet",
};

/* ---- outlet_keeper ----------------------------------------------------------------------------------------------- */

static bool can_keep(const act_context *act, const char *person)
{
	body_facts facts;
	const char *body = act_text(act, "body");
	return body_find(act->state, body, &facts) &&
	       (facts.of_people ? roll_has(act->state, body, person) : person_known(act->state, person));
}

static cordon_status check_keeper(const act_context *act)
{
	const char *body = act_text(act, "body"), *outlet = act_text(act, "outlet"), *person = act_text(act, "person");
	const char *instead = act_text(act, "instead");
	if (council_open_body(act, "body") || outlet_check(act, "outlet", false))
		return CORDON_BAD_INPUT;
	if (!person && !instead)
		return act_refuse(act, "person", TEXT(SUPPLY_KEEPER_NOBODY), NO_TEXT);
	if (person && !can_keep(act, person))
		return act_refuse(act, "person", TEXT(COUNCIL_NOT_ON_ROLL, body), NO_TEXT);
	if (person && outlet_keeps(act->state, body, outlet, person, act->time))
		return act_refuse(act, "person", TEXT(SUPPLY_KEEPER_ALREADY), NO_TEXT);
	if (instead && !outlet_keeps(act->state, body, outlet, instead, act->time))
		return act_refuse(act, "instead", TEXT(SUPPLY_KEEPER_NOT), NO_TEXT);
	return CORDON_OK;
}

static void end_keepers(const act_context *act, const char *person)
{
	state_do(act->state,
		 "UPDATE outlet_keeper SET until_entry = ?1, until_time = ?2 WHERE body = ?3 AND outlet = ?4 AND "
		 "until_entry IS NULL AND (?5 IS NULL OR person = ?5)",
		 "iisss", act->entry, act->time, act_text(act, "body"), act_text(act, "outlet"), person);
}

static cordon_status apply_keeper(act_context *act)
{
	if (check_keeper(act))
		return CORDON_BAD_INPUT;
	if (act_text(act, "instead"))
		end_keepers(act, act_text(act, "instead"));
	if (act_text(act, "person"))
		state_do(act->state, "INSERT OR REPLACE INTO outlet_keeper VALUES (?, ?, ?, ?, ?, NULL, NULL)", "sssii",
			 act_text(act, "body"), act_text(act, "outlet"), act_text(act, "person"), act->entry,
			 act->time);
	return CORDON_OK;
}

const act_kind outlet_keeper_kind = {
	.name = "outlet_keeper",
	.summary = N_("say who keeps an outlet or a warehouse"),
	.help = N_("Keepers sign what happens at their place: deliveries, draws, counts. A place can have several. "
		   "`instead` names one who is no keeper any more, with or without another in that place."),
	.field = {{"body", ACT_ID, N_("whose place it is")},
		  {"outlet", ACT_ID, N_("which place")},
		  {"person", ACT_ID, N_("who keeps it from now on"), .optional = true},
		  {"instead", ACT_ID, N_("who kept it until now"), .optional = true}},
	.who = {&role_supply_officer},
	.decided = act_of_body,
	.apply = apply_keeper,
	.example = "body=jap-cerrillos outlet=kiosk person=eva",
};

/* ---- outlet_served ----------------------------------------------------------------------------------------------- */

static void end_links(const act_context *act, const char *warehouse, const char *outlet)
{
	state_do(act->state,
		 "UPDATE outlet_link SET until_entry = ?1, until_time = ?2 WHERE body = ?3 AND until_entry IS NULL AND "
		 "(?4 IS NULL OR warehouse = ?4) AND (?5 IS NULL OR outlet = ?5)",
		 "iisss", act->entry, act->time, act_text(act, "body"), warehouse, outlet);
}

static cordon_status check_served(const act_context *act)
{
	outlet_facts facts;
	const char *body = act_text(act, "body"), *warehouse = act_text(act, "warehouse");
	if (council_open_body(act, "body") || outlet_check(act, "outlet", true) ||
	    outlet_check(act, "warehouse", false))
		return CORDON_BAD_INPUT;
	if (!outlet_find(act->state, body, warehouse, act->time, &facts) || !facts.warehouse)
		return act_refuse(act, "warehouse", TEXT(SUPPLY_NOT_WAREHOUSE), NO_TEXT);
	bool linked = is_linked(act->state, body, warehouse, act_text(act, "outlet"), act->time);
	if (linked != act_flag(act, "ends"))
		return act_refuse(act, "outlet", linked ? TEXT(SUPPLY_SERVED) : TEXT(SUPPLY_NOT_SERVED), NO_TEXT);
	return CORDON_OK;
}

static cordon_status apply_served(act_context *act)
{
	if (check_served(act))
		return CORDON_BAD_INPUT;
	if (act_flag(act, "ends"))
		end_links(act, act_text(act, "warehouse"), act_text(act, "outlet"));
	else
		state_do(act->state, "INSERT OR REPLACE INTO outlet_link VALUES (?, ?, ?, ?, ?, NULL, NULL)", "sssii",
			 act_text(act, "body"), act_text(act, "warehouse"), act_text(act, "outlet"), act->entry,
			 act->time);
	return CORDON_OK;
}

const act_kind outlet_served_kind = {
	.name = "outlet_served",
	.summary = N_("say that a warehouse serves an outlet, or no more"),
	.help = N_("These links are the network over which goods are shared: several warehouses can serve an outlet."),
	.field = {{"body", ACT_ID, N_("whose places they are")},
		  {"warehouse", ACT_ID, N_("from where")},
		  {"outlet", ACT_ID, N_("to where")},
		  {"ends", ACT_FLAG, N_("true: it does not serve it any more"), .optional = true}},
	.who = {&role_supply_officer},
	.decided = act_of_body,
	.apply = apply_served,
	.example = "body=jap-cerrillos warehouse=depot outlet=kiosk",
};

/* ---- outlet_close ------------------------------------------------------------------------------------------------ */

static cordon_status apply_close(act_context *act)
{
	const char *body = act_text(act, "body"), *outlet = act_text(act, "outlet");
	const char *to = act_text(act, "to");
	if (council_open_body(act, "body") || outlet_check(act, "outlet", false) ||
	    (to && outlet_check(act, "to", true)))
		return CORDON_BAD_INPUT;
	if (to ? !strcmp(to, outlet) : household_count(act->state, body, outlet, act->time) > 0)
		return act_refuse(act, "to", TEXT(SUPPLY_OUTLET_TO), NO_TEXT);
	if (to)
		household_move_all(act, outlet, to);
	state_do(act->state,
		 "UPDATE outlet SET until_entry = ?, until_time = ? WHERE body = ? AND outlet = ? AND until_entry IS "
		 "NULL",
		 "iiss", act->entry, act->time, body, outlet);
	end_keepers(act, NULL);
	end_links(act, outlet, NULL);
	end_links(act, NULL, outlet);
	return CORDON_OK;
}

const act_kind outlet_close_kind = {
	.name = "outlet_close",
	.summary = N_("close an outlet or a warehouse"),
	.help = N_(
		"Its keepers and links end. Its stock account stays open: what is left there is counted and sent on."),
	.field = {{"body", ACT_ID, N_("whose place it is")},
		  {"outlet", ACT_ID, N_("which place")},
		  {"to", ACT_ID, N_("where its households draw from now on; required if there are any"),
		   .optional = true}},
	.who = {&role_supply_officer},
	.decided = act_of_body,
	.apply = apply_close,
	.example = "body=jap-cerrillos outlet=kiosk to=school",
};

static const char *const tables[] = {"outlet", "outlet_keeper", "outlet_link", NULL};
const state_schema outlet_schema = {
	"supply", tables,
	"CREATE TABLE outlet (body TEXT, outlet TEXT, from_entry INTEGER, from_time INTEGER NOT NULL, until_entry "
	"INTEGER, until_time INTEGER, kind TEXT NOT NULL, name TEXT NOT NULL, hub TEXT, "
	"PRIMARY KEY (body, outlet, from_entry)) WITHOUT ROWID;"
	"CREATE TABLE outlet_keeper (body TEXT, outlet TEXT, person TEXT, from_entry INTEGER, from_time INTEGER NOT "
	"NULL, until_entry INTEGER, until_time INTEGER, PRIMARY KEY (body, outlet, person, from_entry)) WITHOUT ROWID;"
	"CREATE TABLE outlet_link (body TEXT, warehouse TEXT, outlet TEXT, from_entry INTEGER, from_time INTEGER NOT "
	"NULL, until_entry INTEGER, until_time INTEGER, PRIMARY KEY (body, warehouse, outlet, from_entry)) WITHOUT "
	"ROWID;"};
