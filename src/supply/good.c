/* See good.h. */
#include "supply/good.h"

#include "council/council.h"
#include "supply/codes.h"
#include "supply/role.h"

#include <stdio.h>
#include <string.h>

bool good_find(state *s, const char *body, const char *good, int64_t time, good_facts *out)
{
	state_rows rows = state_ask(s,
				    "SELECT name, unit, crate FROM good WHERE body = ?1 AND good = ?2 AND from_time <= "
				    "?3 AND (until_time IS NULL OR until_time > ?3)",
				    "ssi", body, good, time);
	if (!state_row(&rows))
		return false;
	if (out) {
		snprintf(out->name, sizeof out->name, "%s", state_text(&rows, 0));
		snprintf(out->unit, sizeof out->unit, "%s", state_text(&rows, 1));
		out->crate = state_whole(&rows, 2);
	}
	state_end(&rows);
	return true;
}

cordon_status good_check(const act_context *act, const char *field)
{
	if (!good_find(act->state, act_text(act, "body"), act_text(act, field), act->time, NULL))
		return act_refuse(act, field, TEXT(SUPPLY_NO_GOOD), NO_TEXT);
	return CORDON_OK;
}

static cordon_status apply_good(act_context *act)
{
	good_facts old;
	const char *body = act_text(act, "body"), *good = act_text(act, "good");
	if (council_open_body(act, "body"))
		return CORDON_BAD_INPUT;
	if (good_find(act->state, body, good, act->time, &old) && strcmp(old.unit, act_text(act, "unit")) != 0)
		return act_refuse(act, "unit", TEXT(SUPPLY_GOOD_UNIT, old.unit), NO_TEXT);
	state_do(act->state,
		 "UPDATE good SET until_entry = ?, until_time = ? WHERE body = ? AND good = ? AND until_entry IS NULL",
		 "iiss", act->entry, act->time, body, good);
	state_do(act->state, "INSERT OR REPLACE INTO good VALUES (?, ?, ?, ?, NULL, NULL, ?, ?, nullif(?, 0))",
		 "ssiissi", body, good, act->entry, act->time, act_text(act, "name"), act_text(act, "unit"),
		 act_whole(act, "crate", 0));
	return CORDON_OK;
}

const act_kind good_kind = {
	.name = "supply_good",
	.summary = N_("say what a good is called and in which unit it is shared out"),
	.help = N_(
		"Rations are whole units, so milk given by the half litre has the half litre as its unit. Said again, "
		"the name and the crate change; the unit stays, since what was drawn is counted in it."),
	.field = {{"body", ACT_ID, N_("who shares it out")},
		  {"good", ACT_ID, N_("its name in acts")},
		  {"name", ACT_TEXT, N_("what it is called"), .least = 1, .most = GOOD_NAME - 1},
		  {"unit", ACT_TEXT, N_("what is counted: loaf, kilogram, half litre"), .least = 1,
		   .most = GOOD_UNIT - 1},
		  {"crate", ACT_WHOLE, N_("units in a crate, where it comes in whole crates"), .optional = true,
		   .least = 1, .most = GOOD_CRATE_MAX}},
	.who = {&role_supply_officer},
	.decided = act_of_body,
	.apply = apply_good,
	.example = "body=jap-cerrillos good=milk name=Milk unit=\"half litre\" crate=24",
};

static const char *const tables[] = {"good", NULL};
const state_schema good_schema = {
	"supply", tables,
	"CREATE TABLE good (body TEXT, good TEXT, from_entry INTEGER, from_time INTEGER NOT NULL, until_entry INTEGER, "
	"until_time INTEGER, name TEXT NOT NULL, unit TEXT NOT NULL, crate INTEGER, "
	"PRIMARY KEY (body, good, from_entry)) WITHOUT ROWID;"};
