/* See delivery.h. */
#include "supply/delivery.h"

#include "base/time.h"
#include "council/council.h"
#include "supply/codes.h"
#include "supply/cycle.h"
#include "supply/role.h"

#include <stdio.h>
#include <string.h>

/* ---- questions --------------------------------------------------------------------------------------------------- */

int64_t delivery_arrived(state *s, const char *body, int64_t cycle, const char *place, const char *good, int64_t time)
{
	return state_number(
		s, 0,
		"SELECT sum(amount) FROM delivery WHERE body = ?1 AND cycle = ?2 AND place = ?3 AND good = ?4 "
		"AND time <= ?5 AND (cancelled IS NULL OR cancelled > ?5)",
		"sissi", body, cycle, place, good, time);
}

state_rows delivery_ask(state *s, const char *body, int64_t cycle, int64_t time)
{
	return state_ask(
		s,
		"SELECT place, good, instead, sum(amount) FROM delivery WHERE body = ?1 AND cycle = ?2 AND time <= ?3 "
		"AND (cancelled IS NULL OR cancelled > ?3) GROUP BY place, good, instead ORDER BY place, good, instead",
		"sii", body, cycle, time);
}

bool delivery_next(state_rows *rows, delivery_sum *out)
{
	if (!state_row(rows))
		return false;
	snprintf(out->place, sizeof out->place, "%s", state_text(rows, 0));
	snprintf(out->good, sizeof out->good, "%s", state_text(rows, 1));
	snprintf(out->instead, sizeof out->instead, "%s", state_text(rows, 2) ? state_text(rows, 2) : "");
	out->amount = state_whole(rows, 3);
	return true;
}

/* ---- what both kinds check --------------------------------------------------------------------------------------- */

static bool is_known(const act_context *act)
{
	return state_has(act->state,
			 "SELECT 1 FROM delivery WHERE body = ?1 AND delivery = ?2 UNION ALL "
			 "SELECT 1 FROM delivery_expected WHERE body = ?1 AND delivery = ?2",
			 "ss", act_text(act, "body"), act_text(act, "delivery"));
}

static cordon_status check_any(const act_context *act, bool open)
{
	if (council_open_body(act, "body") || cycle_check(act, open, NULL) || outlet_check(act, "place", false) ||
	    good_check(act, "good"))
		return CORDON_BAD_INPUT;
	return is_known(act) ? act_refuse(act, "delivery", TEXT(SUPPLY_DELIVERY_THERE), NO_TEXT) : CORDON_OK;
}

#define DELIVERY_FIELDS                                                                                                \
	{"body", ACT_ID, N_("whose delivery")}, {"delivery", ACT_ID, N_("its name in acts, the body's own")},          \
		{"cycle", ACT_WHOLE, N_("for which cycle"), .least = 1, .most = CYCLE_NUMBER_MAX},                     \
		{"place", ACT_ID, N_("at which outlet or warehouse")}, {"good", ACT_ID, N_("which good")},             \
	{                                                                                                              \
		"amount", ACT_WHOLE, N_("units of it"), .least = 1, .most = GOOD_AMOUNT_MAX                            \
	}

/* ---- delivery_expected ------------------------------------------------------------------------------------------- */

static cordon_status apply_expected(act_context *act)
{
	int64_t due = 0;
	const char *date = act_text(act, "due");
	if (check_any(act, true))
		return CORDON_BAD_INPUT;
	if (date)
		time_date_from_text(date, &due);
	state_do(act->state, "INSERT INTO delivery_expected VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, NULL, NULL)",
		 "ssissisii", act_text(act, "body"), act_text(act, "delivery"), act_whole(act, "cycle", 0),
		 act_text(act, "place"), act_text(act, "good"), act_whole(act, "amount", 0), date, act->entry,
		 act->time);
	return CORDON_OK;
}

const act_kind delivery_expected_kind = {
	.name = "delivery_expected",
	.summary = N_("say what is to arrive, where, for which cycle"),
	.help = N_("So that what comes short, late, or as another good shows. Nothing is shared out that has not "
		   "arrived."),
	.field = {DELIVERY_FIELDS,
		  {"due", ACT_DATE, N_("the day it is to arrive; otherwise by the cycle's last"), .optional = true}},
	.who = {&role_supply_officer, &role_outlet_keeper},
	.decided = act_of_body,
	.apply = apply_expected,
	.example = "body=jap-cerrillos delivery=lorry-7 cycle=1 place=depot good=milk amount=240 due=1972-10-16",
};

/* ---- delivery ---------------------------------------------------------------------------------------------------- */

/* What was expected is the good itself, or the one it comes instead of. */
static cordon_status check_expected(const act_context *act)
{
	char good[GOOD_ID];
	const char *expected = act_text(act, "expected"), *instead = act_text(act, "instead");
	if (instead && good_check(act, "instead"))
		return CORDON_BAD_INPUT;
	if (instead && !strcmp(instead, act_text(act, "good")))
		return act_refuse(act, "instead", TEXT(SUPPLY_INSTEAD), NO_TEXT);
	if (!expected)
		return CORDON_OK;
	if (!state_word(act->state, good, sizeof good,
			"SELECT good FROM delivery_expected WHERE body = ? AND delivery = ? AND cancelled IS NULL",
			"ss", act_text(act, "body"), expected))
		return act_refuse(act, "expected", TEXT(SUPPLY_NOT_EXPECTED), NO_TEXT);
	if (strcmp(good, instead ? instead : act_text(act, "good")) != 0)
		return act_refuse(act, instead ? "instead" : "good", TEXT(SUPPLY_EXPECTED_GOOD, good), NO_TEXT);
	return CORDON_OK;
}

static cordon_status apply_delivery(act_context *act)
{
	if (check_any(act, false) || check_expected(act))
		return CORDON_BAD_INPUT;
	state_do(act->state, "INSERT INTO delivery VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, NULL, NULL)", "ssississii",
		 act_text(act, "body"), act_text(act, "delivery"), act_whole(act, "cycle", 0), act_text(act, "place"),
		 act_text(act, "good"), act_whole(act, "amount", 0), act_text(act, "instead"),
		 act_text(act, "expected"), act->entry, act->time);
	return CORDON_OK;
}

const act_kind delivery_kind = {
	.name = "delivery",
	.summary = N_("record what arrived at an outlet or a warehouse"),
	.help = N_("By its keeper. What was expected may come in parts, late (name the cycle it is for, even a closed "
		   "one) "
		   "or as another good (`instead`: the good whose place it takes)."),
	.field = {DELIVERY_FIELDS,
		  {"instead", ACT_ID, N_("the good whose place it takes"), .optional = true},
		  {"expected", ACT_ID, N_("the expected delivery that it is, or is a part of"), .optional = true}},
	.who = {&role_outlet_keeper, &role_supply_officer},
	.apply = apply_delivery,
	.example = "body=jap-cerrillos delivery=lorry-7a cycle=1 place=depot good=milk amount=200 expected=lorry-7",
};

/* ---- delivery_cancel --------------------------------------------------------------------------------------------- */

static cordon_status apply_cancel(act_context *act)
{
	const char *body = act_text(act, "body"), *delivery = act_text(act, "delivery");
	if (council_open_body(act, "body"))
		return CORDON_BAD_INPUT;
	bool arrived =
		state_has(act->state, "SELECT 1 FROM delivery WHERE body = ? AND delivery = ? AND cancelled IS NULL",
			  "ss", body, delivery);
	if (!arrived &&
	    !state_has(act->state,
		       "SELECT 1 FROM delivery_expected WHERE body = ? AND delivery = ? AND cancelled IS NULL", "ss",
		       body, delivery))
		return act_refuse(act, "delivery", TEXT(SUPPLY_NO_DELIVERY), NO_TEXT);
	if (state_has(act->state, "SELECT 1 FROM delivery WHERE body = ? AND expected = ? AND cancelled IS NULL", "ss",
		      body, delivery))
		return act_refuse(act, "delivery", TEXT(SUPPLY_DELIVERY_MET), NO_TEXT);
	if (arrived)
		state_do(act->state, "UPDATE delivery SET cancelled = ?, reason = ? WHERE body = ? AND delivery = ?",
			 "isss", act->time, act_text(act, "reason"), body, delivery);
	else
		state_do(act->state,
			 "UPDATE delivery_expected SET cancelled = ?, reason = ? WHERE body = ? AND delivery = ?",
			 "isss", act->time, act_text(act, "reason"), body, delivery);
	return CORDON_OK;
}

const act_kind delivery_cancel_kind = {
	.name = "delivery_cancel",
	.summary = N_("take a delivery out that was entered wrong, or one that is not expected any more"),
	.help = N_("It stays in the book with its reason. What did arrive is entered again under another id."),
	.field = {{"body", ACT_ID, N_("whose delivery")},
		  {"delivery", ACT_ID, N_("which")},
		  {"reason", ACT_TEXT, N_("why"), .least = 3, .most = 500}},
	.who = {&role_supply_officer},
	.apply = apply_cancel,
	.example = "body=jap-cerrillos delivery=lorry-7a reason=\"200 crates were meant, not 200 units\"",
};

static const char *const tables[] = {"delivery_expected", "delivery", NULL};
const state_schema delivery_schema = {"supply", tables,
				      "CREATE TABLE delivery_expected (body TEXT, delivery TEXT, cycle INTEGER NOT "
				      "NULL, place TEXT NOT NULL, good TEXT "
				      "NOT NULL, amount INTEGER NOT NULL, due TEXT, entry INTEGER NOT NULL, time "
				      "INTEGER NOT NULL, cancelled INTEGER, "
				      "reason TEXT, PRIMARY KEY (body, delivery)) WITHOUT ROWID;"
				      "CREATE TABLE delivery (body TEXT, delivery TEXT, cycle INTEGER NOT NULL, place "
				      "TEXT NOT NULL, good TEXT NOT NULL, "
				      "amount INTEGER NOT NULL, instead TEXT, expected TEXT, entry INTEGER NOT NULL, "
				      "time INTEGER NOT NULL, cancelled "
				      "INTEGER, reason TEXT, PRIMARY KEY (body, delivery)) WITHOUT ROWID;"
				      "CREATE INDEX delivery_cycle ON delivery (body, cycle, place, good);"
				      "CREATE INDEX delivery_met ON delivery (body, expected);"};
