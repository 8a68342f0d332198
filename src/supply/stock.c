/* Acts about what happens to stock besides draws, deliveries and transfers; see stock.h. */
#include "supply/stock.h"

#include "council/council.h"
#include "supply/codes.h"
#include "supply/cycle.h"
#include "supply/draw.h"
#include "supply/role.h"

#include <string.h>

/* ---- events ------------------------------------------------------------------------------------------------------ */

/* One event at the place that the field names. */
static cordon_status add_event(act_context *act, const char *place, bool only_outlet, const char *what,
			       const char *household, const char *reason)
{
	if (council_open_body(act, "body") || outlet_check(act, place, only_outlet) || good_check(act, "good") ||
	    cycle_check(act, false, NULL))
		return CORDON_BAD_INPUT;
	state_do(act->state, "INSERT OR REPLACE INTO stock_event VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, NULL, NULL)",
		 "sssiisissi", act_text(act, "body"), act_text(act, place), act_text(act, "good"),
		 act_whole(act, "cycle", 0), act->entry, what, act_whole(act, "amount", 0), household, reason,
		 act->time);
	return CORDON_OK;
}

static cordon_status apply_return(act_context *act)
{
	if (!draw_is_household(act_text(act, "household")))
		return act_refuse(act, "household", TEXT(SUPPLY_DRAW_WORD), NO_TEXT);
	return add_event(act, "outlet", true, "returned", act_text(act, "household"), act_text(act, "reason"));
}

static cordon_status apply_count(act_context *act)
{
	return add_event(act, "place", false, "counted", NULL, NULL);
}

static cordon_status apply_spoilage(act_context *act)
{
	return add_event(act, "place", false, "spoiled", NULL, act_text(act, "reason"));
}

static cordon_status apply_turned(act_context *act)
{
	return add_event(act, "outlet", true, "turned_away", NULL, NULL);
}

#define FIELD_BODY                                                                                                     \
	{                                                                                                              \
		"body", ACT_ID, N_("whose place it is")                                                                \
	}
#define FIELD_CYCLE                                                                                                    \
	{                                                                                                              \
		"cycle", ACT_WHOLE, N_("in which cycle"), .least = 0, .most = CYCLE_NUMBER_MAX                         \
	}
#define FIELD_AMOUNT                                                                                                   \
	{                                                                                                              \
		"amount", ACT_WHOLE, N_("how many units"), .least = 1, .most = GOOD_AMOUNT_MAX                         \
	}

const act_kind draw_return_kind = {
	.name = "draw_return",
	.summary = N_("note what a household brought back to an outlet"),
	.help = N_("It is in stock again, and not drawn. What is spoiled when it comes back is noted as spoilage too."),
	.field = {FIELD_BODY,
		  {"outlet", ACT_ID, N_("where it was brought back")},
		  FIELD_CYCLE,
		  {"household", ACT_TEXT, N_("the number on the card"), .least = 1, .most = DRAWS_NAME_MAX},
		  {"good", ACT_ID, N_("which good")},
		  FIELD_AMOUNT,
		  {"reason", ACT_TEXT, N_("why"), .optional = true, .least = 1, .most = 200}},
	.who = {&role_outlet_keeper, &role_supply_officer},
	.apply = apply_return,
	.example = "body=jap-cerrillos outlet=kiosk cycle=1 household=10019 good=milk amount=1",
};

const act_kind stock_count_kind = {
	.name = "stock_count",
	.summary = N_("say what was counted of a good at a place, at the end of a cycle"),
	.help = N_("Of several counts of one cycle the last holds. The account goes on from what was counted; what "
		   "differs from "
		   "the books is shown, and judged by nobody but people (cordon supply watch)."),
	.field = {FIELD_BODY,
		  {"place", ACT_ID, N_("which outlet or warehouse")},
		  {"cycle", ACT_WHOLE, N_("at the end of which cycle"), .least = 0, .most = CYCLE_NUMBER_MAX},
		  {"good", ACT_ID, N_("which good")},
		  {"amount", ACT_WHOLE, N_("how many units are there"), .least = 0, .most = GOOD_AMOUNT_MAX}},
	.who = {&role_outlet_keeper, &role_supply_officer},
	.apply = apply_count,
	.example = "body=jap-cerrillos place=kiosk cycle=1 good=milk amount=12",
};

const act_kind spoilage_kind = {
	.name = "spoilage",
	.summary = N_("note what spoiled or broke at a place"),
	.field = {FIELD_BODY,
		  {"place", ACT_ID, N_("which outlet or warehouse")},
		  FIELD_CYCLE,
		  {"good", ACT_ID, N_("which good")},
		  FIELD_AMOUNT,
		  {"reason", ACT_TEXT, N_("how"), .optional = true, .least = 1, .most = 200}},
	.who = {&role_outlet_keeper, &role_supply_officer},
	.apply = apply_spoilage,
	.example = "body=jap-cerrillos place=kiosk cycle=1 good=milk amount=2 reason=\"the bottle broke\"",
};

const act_kind turned_away_kind = {
	.name = "turned_away",
	.summary = N_("note what people asked for at an outlet and did not get"),
	.help = N_("It changes no stock. Beside goods that were there it raises a question (cordon supply watch)."),
	.field = {FIELD_BODY,
		  {"outlet", ACT_ID, N_("where they asked")},
		  FIELD_CYCLE,
		  {"good", ACT_ID, N_("which good")},
		  FIELD_AMOUNT},
	.who = {&role_outlet_keeper, &role_supply_officer},
	.apply = apply_turned,
	.example = "body=jap-cerrillos outlet=kiosk cycle=1 good=milk amount=5",
};

/* ---- cancelling -------------------------------------------------------------------------------------------------- */

static cordon_status apply_cancel(act_context *act)
{
	const char *body = act_text(act, "body"), *place = act_text(act, "place");
	int64_t entry = act_whole(act, "entry", 0);
	if (council_open_body(act, "body"))
		return CORDON_BAD_INPUT;
	if (!state_has(act->state,
		       "SELECT 1 FROM stock_event WHERE body = ? AND place = ? AND entry = ? AND cancelled IS NULL",
		       "ssi", body, place, entry))
		return act_refuse(act, "entry", TEXT(SUPPLY_NO_EVENT), NO_TEXT);
	state_do(act->state, "UPDATE stock_event SET cancelled = ?, why = ? WHERE body = ? AND place = ? AND entry = ?",
		 "isssi", act->entry, act_text(act, "reason"), body, place, entry);
	return CORDON_OK;
}

const act_kind stock_cancel_kind = {
	.name = "stock_cancel",
	.summary = N_("take out a count, spoilage, return or turned-away number that was entered wrong"),
	.help = N_("The entry stays in the book with the reason; accounts are as if it had not been."),
	.field = {FIELD_BODY,
		  {"place", ACT_ID, N_("which outlet or warehouse")},
		  {"entry", ACT_WHOLE, N_("the number of the entry in the book"), .least = 0, .most = INT64_C(1) << 52},
		  {"reason", ACT_TEXT, N_("what was wrong"), .least = 1, .most = 200}},
	.who = {&role_outlet_keeper, &role_supply_officer},
	.apply = apply_cancel,
	.example = "body=jap-cerrillos place=kiosk entry=40 reason=\"another good was counted\"",
};

static const char *const tables[] = {"stock_event", NULL};
const state_schema stock_event_schema = {
	"supply", tables,
	"CREATE TABLE stock_event (body TEXT, place TEXT, good TEXT, cycle INTEGER, entry INTEGER, what TEXT, amount "
	"INTEGER NOT NULL, household TEXT, reason TEXT, time INTEGER NOT NULL, cancelled INTEGER, why TEXT, "
	"PRIMARY KEY (body, place, good, cycle, entry, what)) WITHOUT ROWID;"
	"CREATE INDEX stock_event_entry ON stock_event (body, place, entry);"};
