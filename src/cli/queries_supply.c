/* What can be asked of supply: outlets, goods, cycles, deliveries, stock, prices, complaints, transfers. */
#include "cli/print.h"
#include "cli/queries_supply_forms.h"
#include "cli/supply_duplicates.h"

#include "base/time.h"
#include "supply/answers.h"
#include "supply/ceiling.h"
#include "supply/complaint.h"
#include "supply/overview.h"
#include "supply/price.h"
#include "supply/published.h"
#include "supply/rations.h"
#include "supply/role.h"
#include "supply/stock.h"
#include "supply/transfer.h"
#include "supply/watch_data.h"

#define SUPPLY_ASK(name, call)                                                                                         \
	static json_t *name(const query_asked *a)                                                                      \
	{                                                                                                              \
		return query_sealed(call);                                                                             \
	}
SUPPLY_ASK(ask_outlets, supply_outlets(a->state, a->value[0], a->time))
SUPPLY_ASK(ask_goods, supply_goods(a->state, a->value[0], a->time))
SUPPLY_ASK(ask_cycles, supply_cycles(a->state, a->value[0], a->time))
SUPPLY_ASK(ask_deliveries, supply_deliveries(a->state, a->value[0], a->whole[1], a->time))
SUPPLY_ASK(ask_stock, stock_report(a->state, a->value[0], a->time))
SUPPLY_ASK(ask_prices, prices_data(a->state, a->value[0], a->time))
SUPPLY_ASK(ask_ceilings, ceilings_data(a->state, a->value[0], a->time))
SUPPLY_ASK(ask_complaints, complaints_data(a->state, a->value[0], a->time))
SUPPLY_ASK(ask_transfers, transfer_list(a->state, a->value[0], a->time))

SUPPLY_ASK(ask_overview, supply_overview(a->state, a->value[0], a->time))
SUPPLY_ASK(ask_allocation, published_allocation(a->state, a->value[0], a->whole[1], a->whole[2], a->time, a->error))
SUPPLY_ASK(ask_rations, rations_data(a->state, a->value[0], a->whole[1], a->value[2], a->time))
SUPPLY_ASK(ask_why, published_why(a->state, a->value[0], a->whole[1], a->whole[3], a->value[2], a->time, a->error))
SUPPLY_ASK(ask_proof, published_file(a->state, a->value[0], a->whole[1], a->whole[2], a->time, a->error))
SUPPLY_ASK(ask_alarms, supply_watch_book(a->state, a->value[0], a->time, a->error))
SUPPLY_ASK(ask_rules, supply_entitlements(a->state, a->value[0], 0, NULL, a->time))

/* ---- households: card by card for those alone who serve them ------------------------------------------------ */

static json_t *hidden(const query_asked *a)
{
	char when[TIME_TEXT];
	time_to_text(a->time, when);
	return json_pack("{s:s, s:s, s:b}", "body", a->value[0], "at", when, "hidden", 1);
}

static json_t *ask_households(const query_asked *a)
{
	if (!supply_sees_households(a->state, a->value[0], a->person, a->time))
		return hidden(a);
	json_t *data = supply_households(a->state, a->value[0], a->value[1], a->time), *one;
	size_t i;
	json_array_foreach(json_object_get(data, "households"), i, one)
	{
		json_object_del(one, "names");
		json_object_del(one, "door");
	}
	return data;
}

static void add_sealed(const query_asked *a, json_t *data, const char *key, const char *question)
{
	char commitment[65];
	text clear = {0};
	const char *household = json_string_value(json_object_get(data, "household"));
	if (household && state_word(a->state, commitment, sizeof commitment, question, "ss", a->value[0], household) &&
	    book_unseal(a->book, commitment, &clear))
		json_object_set_new(data, key, json_string(text_string(&clear)));
	text_free(&clear);
}

static json_t *ask_household(const query_asked *a)
{
	if (!supply_sees_households(a->state, a->value[0], a->person, a->time))
		return hidden(a);
	json_t *data = rations_household(a->state, a->value[0], a->value[1], a->time);
	if (data && supply_sees_names(a->state, a->value[0], a->person, a->time)) {
		add_sealed(a, data, "names",
			   "SELECT names FROM household WHERE body = ? AND household = ? AND until_entry IS NULL");
		add_sealed(a, data, "door",
			   "SELECT door FROM household WHERE body = ? AND household = ? AND until_entry IS NULL");
	}
	return data;
}

static json_t *ask_duplicates(const query_asked *a)
{
	if (!supply_sees_names(a->state, a->value[0], a->person, a->time))
		return hidden(a);
	return supply_duplicates_asked(a->book, a->state, a->value[0], a->time, a->language, a->error);
}

#define CYCLE_PARAMETER                                                                                                \
	{                                                                                                              \
		"cycle", N_("which cycle"), QUERY_WHOLE, true, 1, 999999999                                            \
	}
#define NUMBER_PARAMETER                                                                                               \
	{                                                                                                              \
		"number", N_("its first allocation, its second...; otherwise the last"), QUERY_WHOLE, false, 1,        \
			999999999                                                                                      \
	}

static const http_form part[] = {{"moment", MOMENT_FORM}, {NULL, NULL}};

const http_query queries_supply[] = {
	{.name = "supply",
	 .path = "/api/supply",
	 .summary = N_("supply at a glance: the present cycle of each body that shares out"),
	 .parameter = {{"body", N_("of this body alone"), QUERY_ID, false, 0, 0}},
	 .moment = true,
	 .schema = OVERVIEW,
	 .ask = ask_overview,
	 .print = print_supply},
	{.name = "rules",
	 .path = "/api/supply/{body}/entitlements",
	 .summary = N_("by which rules a body shares out"),
	 .parameter = {BODY_PARAMETER},
	 .moment = true,
	 .schema = RULES,
	 .ask = ask_rules},
	{.name = "allocation",
	 .path = "/api/supply/{body}/cycles/{cycle}/allocation",
	 .summary = N_("what a cycle's allocation comes to, good by good and outlet by outlet"),
	 .parameter = {BODY_PARAMETER, CYCLE_PARAMETER, NUMBER_PARAMETER},
	 .moment = true,
	 .schema = ALLOCATION,
	 .ask = ask_allocation},
	{.name = "rations",
	 .path = "/api/supply/{body}/cycles/{cycle}/rations",
	 .summary = N_("what each card is to have in a cycle and what it drew, outlet by outlet"),
	 .parameter = {BODY_PARAMETER, CYCLE_PARAMETER, {"outlet", N_("of one outlet"), QUERY_ID, false, 0, 0}},
	 .moment = true,
	 .schema = RATIONS,
	 .ask = ask_rations,
	 .print = print_rations},
	{.name = "why",
	 .path = "/api/supply/{body}/cycles/{cycle}/rations/{card}",
	 .summary = N_("what a card is to have of each good, and why so much"),
	 .parameter = {BODY_PARAMETER,
		       CYCLE_PARAMETER,
		       {"card", N_("the number on the card"), QUERY_ID, true, 0, 0},
		       NUMBER_PARAMETER},
	 .moment = true,
	 .schema = WHY,
	 .ask = ask_why},
	{.name = "proof",
	 .path = "/api/supply/{body}/cycles/{cycle}/proof",
	 .summary = N_("the proof of a cycle's allocation, as a file that anyone can check"),
	 .parameter = {BODY_PARAMETER, CYCLE_PARAMETER, NUMBER_PARAMETER},
	 .moment = true,
	 .schema = PROOF,
	 .ask = ask_proof},
	{.name = "households",
	 .path = "/api/supply/{body}/households",
	 .summary = N_("who is supplied, card by card: for those alone who serve them"),
	 .parameter = {BODY_PARAMETER, {"outlet", N_("of one outlet"), QUERY_ID, false, 0, 0}},
	 .moment = true,
	 .personal = true,
	 .schema = HOUSEHOLDS,
	 .ask = ask_households},
	{.name = "household",
	 .path = "/api/supply/{body}/households/{card}",
	 .summary = N_("the household that a card stands for: for those alone who serve it"),
	 .parameter = {BODY_PARAMETER, {"card", N_("the number on the card"), QUERY_ID, true, 0, 0}},
	 .moment = true,
	 .personal = true,
	 .schema = HOUSEHOLD,
	 .ask = ask_household},
	{.name = "duplicates",
	 .path = "/api/supply/{body}/duplicates",
	 .summary = N_("registrations that may be of one household: questions for who keeps the register"),
	 .parameter = {BODY_PARAMETER},
	 .personal = true,
	 .schema = DUPLICATES,
	 .ask = ask_duplicates},
	{.name = "alarms",
	 .path = "/api/supply/{body}/alarms",
	 .summary = N_("questions that stock accounts raise: what is missing beyond the usual"),
	 .parameter = {BODY_PARAMETER},
	 .moment = true,
	 .schema = ALARMS,
	 .ask = ask_alarms},
	{.name = "outlets",
	 .path = "/api/supply/{body}/outlets",
	 .summary = N_("where a body's households draw"),
	 .parameter = {BODY_PARAMETER},
	 .moment = true,
	 .schema = OUTLETS_FORM,
	 .part = part,
	 .ask = ask_outlets},
	{.name = "goods",
	 .path = "/api/supply/{body}/goods",
	 .summary = N_("what a body gives out"),
	 .parameter = {BODY_PARAMETER},
	 .moment = true,
	 .schema = GOODS_FORM,
	 .part = part,
	 .ask = ask_goods},
	{.name = "cycles",
	 .path = "/api/supply/{body}/cycles",
	 .summary = N_("a body's cycles, with what arrived in each"),
	 .parameter = {BODY_PARAMETER},
	 .moment = true,
	 .schema = CYCLES_FORM,
	 .part = part,
	 .ask = ask_cycles,
	 .print = print_cycles},
	{.name = "deliveries",
	 .path = "/api/supply/{body}/deliveries",
	 .summary = N_("what was expected and what arrived"),
	 .parameter = {BODY_PARAMETER, {"cycle", N_("of one cycle"), QUERY_WHOLE, false, 1, 1000000}},
	 .moment = true,
	 .schema = DELIVERIES_FORM,
	 .part = part,
	 .ask = ask_deliveries},
	{.name = "stock",
	 .path = "/api/supply/{body}/stock",
	 .summary = N_("stock accounts, and what in them does not balance"),
	 .parameter = {BODY_PARAMETER},
	 .moment = true,
	 .schema = STOCK_FORM,
	 .ask = ask_stock},
	{.name = "prices",
	 .path = "/api/supply/{body}/prices",
	 .summary = N_("reported prices"),
	 .parameter = {BODY_PARAMETER},
	 .moment = true,
	 .schema = PRICES_FORM,
	 .ask = ask_prices},
	{.name = "ceilings",
	 .path = "/api/supply/{body}/ceilings",
	 .summary = N_("ceilings that hold"),
	 .parameter = {BODY_PARAMETER},
	 .moment = true,
	 .schema = CEILINGS_FORM,
	 .ask = ask_ceilings},
	{.name = "complaints",
	 .path = "/api/supply/{body}/complaints",
	 .summary = N_("complaints and what came of them"),
	 .parameter = {BODY_PARAMETER},
	 .moment = true,
	 .schema = COMPLAINTS_FORM,
	 .part = part,
	 .ask = ask_complaints},
	{.name = "transfers",
	 .path = "/api/supply/{body}/transfers",
	 .summary = N_("goods under way between places"),
	 .parameter = {BODY_PARAMETER},
	 .moment = true,
	 .schema = "{\"type\":\"array\",\"items\":" TRANSFER_FORM "}",
	 .ask = ask_transfers},
	{.name = NULL},
};
