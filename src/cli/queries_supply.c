/* What can be asked of supply: outlets, goods, cycles, deliveries, stock, prices, complaints, transfers. */
#include "cli/queries_private.h"

#include "supply/answers.h"
#include "supply/ceiling.h"
#include "supply/complaint.h"
#include "supply/overview.h"
#include "supply/price.h"
#include "supply/published.h"
#include "supply/rations.h"
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

/* ---- the forms of answers ---------------------------------------------------------------------------------------- */

#define WORD(name) "\"" name "\":{\"type\":\"string\"}"
#define COUNT(name) "\"" name "\":{\"type\":\"integer\"}"
#define NUMBER(name) "\"" name "\":{\"type\":\"number\"}"
#define FLAG(name) "\"" name "\":{\"type\":\"boolean\"}"
#define LIST(name, item) "\"" name "\":{\"type\":\"array\",\"items\":" item "}"
#define WORDS(name) LIST(name, "{\"type\":\"string\"}")
#define CYCLE_DAYS WORD("from") "," WORD("to") "," COUNT("days")
#define SHA_256(name) "\"" name "\":{\"type\":\"string\",\"pattern\":\"^[0-9a-f]{64}$\"}"
#define REASON "\"reason\":{\"enum\":[\"claim\",\"cut-off\",\"nothing\",\"floor\",\"level\",\"lot\",\"drawn\"]}"

#define OVERVIEW_GOOD                                                                                                  \
	OBJECT("\"good\",\"arrived\"",                                                                                 \
	       WORD("good") "," WORD("name") "," WORD("unit") "," COUNT("arrived") "," COUNT("claimed") "," COUNT(     \
		       "given") "," COUNT("short") "," COUNT("households") "," COUNT("less"))
#define OVERVIEW                                                                                                                                                                                                                                                                                                                                                                                               \
	OBJECT("\"at\",\"bodies\"",                                                                                                                                                                                                                                                                                                                                                                            \
	       WORD("at") "," LIST(                                                                                                                                                                                                                                                                                                                                                                            \
		       "bodies", OBJECT("\"body\",\"name\",\"households\",\"people\",\"outlets\",\"waiting\","                                                                                                                                                                                                                                                                                                 \
					"\"late\","                                                                                                                                                                                                                                                                                                                                                            \
					"\"complaints\",\"overdue\"",                                                                                                                                                                                                                                                                                                                                          \
					WORD("body") "," WORD("name") "," COUNT("households") "," COUNT(                                                                                                                                                                                                                                                                                                       \
						"people") "," COUNT("ou"                                                                                                                                                                                                                                                                                                                                       \
								    "tl"                                                                                                                                                                                                                                                                                                                                       \
								    "et"                                                                                                                                                                                                                                                                                                                                       \
								    "s") "," COUNT("waiting") "," COUNT("late") "," COUNT("complaints") "," COUNT("overdue") ",\"cycle\":" OBJECT("\"cycle\",\"from\",\"to\",\"days\"", COUNT("cycle") "," CYCLE_DAYS                                                                                                                                                          \
																												       "," WORD(                                                                                                                                                               \
																													       "opened") "," WORD("closed")) ",\"allocation\":" OBJECT("\"number\",\"time\",\"hash\"", COUNT("number") "," WORD("time") "," SHA_256("hash")) "," LIST("goods", \
																																																      OVERVIEW_GOOD))))

#define ALLOCATION_ITEM                                                                                                   \
	OBJECT("\"good\",\"instead\",\"unit\",\"arrived\",\"claimed\",\"given\",\"households\",\"less\","                 \
	       "\"uncovered\"",                                                                                           \
	       WORD("good") ",\"instead\":{\"type\":[\"string\",\"null\"]}," WORD("unit") "," COUNT("arrived") "," COUNT( \
		       "claimed") "," COUNT("given") "," COUNT("households") "," COUNT("less") "," COUNT("uncovered"))
#define ALLOCATION_OUTLET                                                                                                         \
	OBJECT("\"outlet\",\"served_by\",\"households\",\"goods\"",                                                               \
	       WORD("outlet") "," WORDS("served_by") "," COUNT("households") "," LIST(                                            \
		       "goods",                                                                                                   \
		       OBJECT("\"good\",\"unit\",\"households\",\"less\",\"may_have\",\"given\",\"drawn\","                       \
			      "\"arrived\",\"reason\"",                                                                           \
			      WORD("good") "," WORD("instead") "," WORD("unit") "," COUNT("households") "," COUNT(                \
				      "le"                                                                                        \
				      "s"                                                                                         \
				      "s") "," COUNT("may_have") "," COUNT("given") "," COUNT("drawn") "," COUNT("arr"            \
														 "ive"            \
														 "d") "," REASON  \
														      "," NUMBER( \
															      "last"))))
#define ALLOCATION                                                                                                                             \
	OBJECT("\"body\",\"cycle\",\"number\",\"households\",\"inputs\",\"hash\",\"time\",\"entry\",\"items\","                                \
	       "\"outlets\"",                                                                                                                  \
	       WORD("body") "," COUNT("cycle") "," COUNT("number") "," COUNT("households") "," SHA_256("inputs") "," SHA_256("hash") "," WORD( \
		       "time") "," COUNT("entry") "," WORD("seed") "," WORD("seed_from") "," LIST("items",                                     \
												  ALLOCATION_ITEM) "," LIST("outlets",         \
															    ALLOCATION_OUTLET))

#define RATION_GOOD                                                                                                    \
	OBJECT("\"good\",\"ration\",\"may_have\",\"drawn\"",                                                           \
	       WORD("good") "," WORD("instead") "," COUNT("ration") "," COUNT("may_have") "," COUNT(                   \
		       "drawn") "," COUNT("left"))
#define RATIONS                                                                                                        \
	OBJECT("\"body\",\"cycle\",\"from\",\"to\",\"days\",\"at\",\"outlets\"",                                       \
	       WORD("body") "," COUNT("cycle") "," CYCLE_DAYS "," WORD("at") "," COUNT("number") "," SHA_256(          \
		       "hash") "," LIST("outlets",                                                                     \
					OBJECT("\"outlet\",\"households\"",                                            \
					       WORD("outlet") "," LIST(                                                \
						       "households",                                                   \
						       OBJECT("\"household\",\"goods\"",                               \
							      WORD("household") "," LIST("goods", RATION_GOOD))))))
#define WHY                                                                                                                        \
	OBJECT("\"household\",\"outlet\",\"cycle\",\"proof\",\"goods\"",                                                           \
	       WORD("household") "," WORD("outlet") "," COUNT("cycle") "," SHA_256("proof") "," LIST(                              \
		       "goods",                                                                                                    \
		       OBJECT("\"good\",\"unit\",\"weight\",\"ration\",\"may_have\",\"floor\",\"drawn\","                          \
			      "\"reason\"",                                                                                        \
			      WORD("good") "," WORD("unit") "," WORD("instead") "," WORD("weight") "," COUNT(                      \
				      "ratio"                                                                                      \
				      "n") "," COUNT("may_have") "," COUNT("floor") "," COUNT("drawn") "," REASON                  \
												       "," NUMBER("ne"             \
														  "x"              \
														  "t") "," NUMBER( \
													       "las"               \
													       "t"))))
#define PROOF                                                                                                          \
	OBJECT("\"body\",\"cycle\",\"name\",\"entry\",\"hash\",\"proof\"",                                             \
	       WORD("body") "," COUNT("cycle") "," WORD("name") "," COUNT("entry") "," SHA_256("hash") "," WORD(       \
		       "proof"))

#define ALARM                                                                                                              \
	OBJECT("\"outlet\",\"good\",\"since_week\",\"seen_week\"",                                                         \
	       WORD("outlet") "," WORD("good") "," WORD("kind") "," COUNT("since_week") "," COUNT("seen_week") "," NUMBER( \
		       "missing") "," NUMBER("loss") "," NUMBER("usual_loss") "," NUMBER("score") ",\"clears\":{"          \
												  "\"type\":"              \
												  "\"object\"},"           \
												  "\"slip\":{"             \
												  "\"type\":["             \
												  "\"object\","            \
												  "\"null\"]}")
#define ALARMS                                                                                                         \
	OBJECT("\"accounts\",\"periods\",\"balanced\",\"alerts\",\"checks\"",                                          \
	       COUNT("accounts") "," COUNT("periods") "," COUNT("balanced") "," LIST("alerts",                         \
										     ALARM) "," LIST("checks", ALARM))
#define RULE OBJECT("\"good\",\"version\",\"since\",\"rule\"", WORD("good") "," COUNT("version") "," WORD("since"))
#define RULES                                                                                                          \
	OBJECT("\"body\",\"at\",\"rules\"",                                                                            \
	       WORD("body") "," WORD("at") "," LIST("rules", RULE) ",\"weights\":{"                                    \
								   "\"type\":\"object\"}")

#define CYCLE_PARAMETER                                                                                                \
	{                                                                                                              \
		"cycle", N_("which cycle"), QUERY_WHOLE, true, 1, 999999999                                            \
	}
#define NUMBER_PARAMETER                                                                                               \
	{                                                                                                              \
		"number", N_("its first allocation, its second...; otherwise the last"), QUERY_WHOLE, false, 1,        \
			999999999                                                                                      \
	}

const http_query queries_supply[] = {
	{.name = "supply",
	 .path = "/api/supply",
	 .summary = N_("supply at a glance: the present cycle of each body that shares out"),
	 .parameter = {{"body", N_("of this body alone"), QUERY_ID, false, 0, 0}},
	 .moment = true,
	 .schema = OVERVIEW,
	 .ask = ask_overview},
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
	 .ask = ask_rations},
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
	 .schema = ANY_OBJECT,
	 .ask = ask_outlets},
	{.name = "goods",
	 .path = "/api/supply/{body}/goods",
	 .summary = N_("what a body gives out"),
	 .parameter = {BODY_PARAMETER},
	 .moment = true,
	 .schema = ANY_OBJECT,
	 .ask = ask_goods},
	{.name = "cycles",
	 .path = "/api/supply/{body}/cycles",
	 .summary = N_("a body's cycles, with what arrived in each"),
	 .parameter = {BODY_PARAMETER},
	 .moment = true,
	 .schema = LIST_OF("cycles"),
	 .ask = ask_cycles},
	{.name = "deliveries",
	 .path = "/api/supply/{body}/deliveries",
	 .summary = N_("what was expected and what arrived"),
	 .parameter = {BODY_PARAMETER, {"cycle", N_("of one cycle"), QUERY_WHOLE, false, 1, 1000000}},
	 .moment = true,
	 .schema = ANY_OBJECT,
	 .ask = ask_deliveries},
	{.name = "stock",
	 .path = "/api/supply/{body}/stock",
	 .summary = N_("stock accounts, and what in them does not balance"),
	 .parameter = {BODY_PARAMETER},
	 .moment = true,
	 .schema = ANY_OBJECT,
	 .ask = ask_stock},
	{.name = "prices",
	 .path = "/api/supply/{body}/prices",
	 .summary = N_("reported prices"),
	 .parameter = {BODY_PARAMETER},
	 .moment = true,
	 .schema = ANY_OBJECT,
	 .ask = ask_prices},
	{.name = "ceilings",
	 .path = "/api/supply/{body}/ceilings",
	 .summary = N_("ceilings that hold"),
	 .parameter = {BODY_PARAMETER},
	 .moment = true,
	 .schema = ANY_OBJECT,
	 .ask = ask_ceilings},
	{.name = "complaints",
	 .path = "/api/supply/{body}/complaints",
	 .summary = N_("complaints and what came of them"),
	 .parameter = {BODY_PARAMETER},
	 .moment = true,
	 .schema = ANY_OBJECT,
	 .ask = ask_complaints},
	{.name = "transfers",
	 .path = "/api/supply/{body}/transfers",
	 .summary = N_("goods under way between places"),
	 .parameter = {BODY_PARAMETER},
	 .moment = true,
	 .schema = ANY_OBJECT,
	 .ask = ask_transfers},
	{.name = NULL},
};
