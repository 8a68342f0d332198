/* The act of a price report; see price.h. */
#include "supply/price.h"

#include "base/time.h"
#include "council/council.h"
#include "council/voice.h"
#include "supply/ceiling.h"
#include "supply/codes.h"
#include "supply/outlet.h"
#include "supply/role.h"

#include <stdio.h>
#include <string.h>

static const char *keeper_signing(const act_context *act)
{
	const char *place = act_text(act, "place");
	for (int i = 0; place && i < act->signatures; i++)
		if (act->person[i] && outlet_keeps(act->state, act_text(act, "body"), place, act->person[i], act->time))
			return act->person[i];
	return NULL;
}

cordon_status source_of(const act_context *act, char as[HOUSEHOLD_ID], source *out)
{
	const char *household = act_text(act, "household"), *keeper = keeper_signing(act), *by = supply_enterer(act);
	const char *signer = by ? by : voice_signer(act, act_text(act, "body"));
	if (household && !household_stands_as(act->state, act_text(act, "body"), household, act->time, as))
		return act_refuse(act, "household", TEXT(SUPPLY_NO_HOUSEHOLD), NO_TEXT);
	*out = keeper      ? (source){"outlet", keeper, NULL}
	       : household ? (source){"household", as, signer}
	       : by        ? (source){"nameless", NULL, by}
			   : (source){"member", signer, NULL};
	return CORDON_OK;
}

/* A day of the last month: what was long ago nobody can go and see. */
static cordon_status check_day(const act_context *act)
{
	char today[TIME_DATE_TEXT], first[TIME_DATE_TEXT], number[24];
	const char *day = act_text(act, "day");
	time_date_to_text(act->time, today);
	time_date_to_text(act->time - (int64_t)PRICE_BACK * TIME_DAY, first);
	snprintf(number, sizeof number, "%d", PRICE_BACK);
	if (strcmp(day, today) > 0 || strcmp(day, first) <= 0)
		return act_refuse(act, "day", TEXT(SUPPLY_REPORT_DAY, number), NO_TEXT);
	return CORDON_OK;
}

static cordon_status check_number(const act_context *act)
{
	char number[24];
	snprintf(number, sizeof number, "%d", PRICE_REPORTS_DAY);
	if (state_number(act->state, 0,
			 "SELECT count(*) FROM price_report WHERE body = ? AND good = ? AND place = ? AND day = ?",
			 "ssss", act_text(act, "body"), act_text(act, "good"), act_text(act, "place"),
			 act_text(act, "day")) >= PRICE_REPORTS_DAY)
		return act_refuse(act, "day", TEXT(SUPPLY_REPORTS_MANY, number), NO_TEXT);
	return CORDON_OK;
}

/* A price that cannot be held against the ceiling is asked for again. */
static cordon_status check_unit(const act_context *act, const char *unit)
{
	ceiling c;
	if (ceiling_of(act->state, act_text(act, "body"), act_text(act, "good"), act_text(act, "place"),
		       act_text(act, "day"), act->time, &c) &&
	    (strcmp(c.unit, unit) || strcmp(c.currency, act_text(act, "currency"))))
		return act_refuse(act, "unit", TEXT(SUPPLY_CEILING_OTHER, c.unit, c.currency), NO_TEXT);
	return CORDON_OK;
}

static cordon_status apply_report(act_context *act)
{
	source from;
	good_facts facts;
	char as[HOUSEHOLD_ID];
	const char *unit = act_text(act, "unit");
	if (council_open_body(act, "body") || good_check(act, "good") || ceiling_check_price(act) || check_day(act) ||
	    check_number(act))
		return CORDON_BAD_INPUT;
	good_find(act->state, act_text(act, "body"), act_text(act, "good"), act->time, &facts);
	if (check_unit(act, unit ? unit : facts.unit) || source_of(act, as, &from))
		return CORDON_BAD_INPUT;
	state_do(act->state, "INSERT INTO price_report VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", "ssssiissssss",
		 act_text(act, "body"), act_text(act, "good"), act_text(act, "place"), act_text(act, "day"), act->entry,
		 act->time, from.kind, from.who, from.hand, act_text(act, "price"), unit ? unit : facts.unit,
		 act_text(act, "currency"));
	return CORDON_OK;
}

const act_kind price_report_kind = {
	.name = "price_report",
	.summary = N_("report what a good cost at a place"),
	.help = N_(
		"Signed by the place's keeper it is what the outlet says of itself; by a member, that member's word; "
		"with `household`, that household's. Otherwise whoever holds an office enters it for somebody who is "
		"not named: then the book says who entered it and nothing of whose it is. A report alone does nothing: "
		"docs/supply.md says how many voices, through how many hands, make a question of it."),
	.field = {{"body", ACT_ID, N_("whose ceilings it is held against")},
		  {"place", ACT_ID, N_("where; it need not be an outlet of the body")},
		  {"good", ACT_ID, N_("which good")},
		  {"price", ACT_RATIO, N_("the price, exact")},
		  {"unit", ACT_TEXT, N_("what the price is for; without it, the good's own unit"), .optional = true,
		   .least = 1, .most = GOOD_UNIT - 1},
		  {"currency", ACT_TEXT, N_("in which money: capital letters and digits, as CLP"), .least = 1,
		   .most = CURRENCY_MAX},
		  {"day", ACT_DATE, N_("on which day, of the last month")},
		  {"household", ACT_ID, N_("the card of the household that says so"), .optional = true}},
	.who = {&role_supply_enterer, &role_outlet_keeper, &voice_member},
	.apply = apply_report,
	.example = "body=jap-cerrillos place=kiosk good=bread price=8.20 unit=kilogram currency=CLE day=1972-10-11",
};

static const char *const tables[] = {"price_report", NULL};
const state_schema price_schema = {
	"supply", tables,
	"CREATE TABLE price_report (body TEXT, good TEXT, place TEXT, day TEXT, entry INTEGER, time INTEGER NOT NULL, "
	"source TEXT NOT NULL, who TEXT, hand TEXT, price TEXT NOT NULL, unit TEXT NOT NULL, currency TEXT NOT NULL, "
	"PRIMARY KEY (body, good, place, day, entry)) WITHOUT ROWID;"};
