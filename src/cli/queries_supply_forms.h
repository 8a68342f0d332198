/* The forms of what is answered about supply, as JSON Schema; docs/supply.md says what they mean. */
#ifndef CLI_QUERIES_SUPPLY_FORMS_H
#define CLI_QUERIES_SUPPLY_FORMS_H

#include "cli/queries_forms.h"

/* clang-format off */
#define CYCLE_DAYS WORD("from") "," WORD("to") "," COUNT("days")
#define REASON "\"reason\":{\"enum\":[\"claim\",\"cut-off\",\"nothing\",\"floor\",\"level\",\"lot\",\"drawn\"]}"

#define OVERVIEW_CYCLE "\"cycle\":" OBJECT("\"cycle\",\"from\",\"to\",\"days\"", \
	COUNT("cycle") "," CYCLE_DAYS "," WORD("opened") "," WORD("closed"))
#define OVERVIEW_ALLOCATION "\"allocation\":" OBJECT("\"number\",\"time\",\"hash\"", \
	COUNT("number") "," WORD("time") "," SHA_256("hash"))
#define OVERVIEW_GOOD OBJECT("\"good\",\"arrived\"", \
	WORD("good") "," WORD("name") "," WORD("unit") "," COUNT("arrived") "," COUNT("claimed") "," COUNT("given") "," \
	COUNT("short") "," COUNT("households") "," COUNT("less"))
#define OVERVIEW_BODY OBJECT( \
	"\"body\",\"name\",\"households\",\"people\",\"outlets\",\"waiting\",\"late\",\"complaints\",\"overdue\"", \
	WORD("body") "," WORD("name") "," COUNT("households") "," COUNT("people") "," COUNT("outlets") "," \
	COUNT("waiting") "," COUNT("late") "," COUNT("complaints") "," COUNT("overdue") "," \
	OVERVIEW_CYCLE "," OVERVIEW_ALLOCATION "," LIST("goods", OVERVIEW_GOOD))
#define OVERVIEW OBJECT("\"at\",\"bodies\"", WORD("at") "," LIST("bodies", OVERVIEW_BODY))

#define ALLOCATION_ITEM OBJECT( \
	"\"good\",\"instead\",\"unit\",\"arrived\",\"claimed\",\"given\",\"households\",\"less\",\"uncovered\"", \
	WORD("good") "," WORD_OR_NULL("instead") "," WORD("unit") "," COUNT("arrived") "," COUNT("claimed") "," \
	COUNT("given") "," COUNT("households") "," COUNT("less") "," COUNT("uncovered"))
#define OUTLET_GOOD OBJECT( \
	"\"good\",\"unit\",\"households\",\"less\",\"may_have\",\"given\",\"drawn\",\"arrived\",\"reason\"", \
	WORD("good") "," WORD("instead") "," WORD("unit") "," COUNT("households") "," COUNT("less") "," \
	COUNT("may_have") "," COUNT("given") "," COUNT("drawn") "," COUNT("arrived") "," REASON "," NUMBER("last"))
#define ALLOCATION_OUTLET OBJECT("\"outlet\",\"served_by\",\"households\",\"goods\"", \
	WORD("outlet") "," WORDS("served_by") "," COUNT("households") "," LIST("goods", OUTLET_GOOD))
#define ALLOCATION OBJECT( \
	"\"body\",\"cycle\",\"number\",\"households\",\"inputs\",\"hash\",\"time\",\"entry\",\"items\",\"outlets\"", \
	WORD("body") "," COUNT("cycle") "," COUNT("number") "," COUNT("households") "," SHA_256("inputs") "," \
	SHA_256("hash") "," WORD("time") "," COUNT("entry") "," WORD("seed") "," WORD("seed_from") "," \
	LIST("items", ALLOCATION_ITEM) "," LIST("outlets", ALLOCATION_OUTLET))

#define RATION_GOOD OBJECT("\"good\",\"ration\",\"may_have\",\"drawn\"", \
	WORD("good") "," WORD("instead") "," COUNT("ration") "," COUNT("may_have") "," COUNT("drawn"))
#define RATION_CARD OBJECT("\"household\",\"goods\"", WORD("household") "," LIST("goods", RATION_GOOD))
#define RATIONS OBJECT("\"body\",\"cycle\",\"from\",\"to\",\"days\",\"at\",\"outlets\"", \
	WORD("body") "," COUNT("cycle") "," CYCLE_DAYS "," WORD("at") "," COUNT("number") "," SHA_256("hash") "," \
	LIST("outlets", OBJECT("\"outlet\",\"households\"", WORD("outlet") "," LIST("households", RATION_CARD))))

#define WHY_GOOD OBJECT("\"good\",\"unit\",\"weight\",\"ration\",\"may_have\",\"floor\",\"drawn\",\"reason\"", \
	WORD("good") "," WORD("unit") "," WORD("instead") "," WORD("weight") "," COUNT("ration") "," \
	COUNT("may_have") "," COUNT("floor") "," COUNT("drawn") "," REASON "," NUMBER("next") "," NUMBER("last"))
#define WHY OBJECT("\"household\",\"outlet\",\"cycle\",\"proof\",\"goods\"", \
	WORD("household") "," WORD("outlet") "," COUNT("cycle") "," SHA_256("proof") "," LIST("goods", WHY_GOOD))
#define PROOF OBJECT("\"body\",\"cycle\",\"name\",\"entry\",\"hash\",\"proof\"", \
	WORD("body") "," COUNT("cycle") "," WORD("name") "," COUNT("entry") "," SHA_256("hash") "," WORD("proof"))

#define SLIP_FORM CLOSED("\"week\",\"field\",\"written\",\"perhaps\",\"unlike_the_others\"", \
	COUNT("week") "," WORD("field") "," NUMBER("written") "," NUMBER("perhaps") "," FLAG("unlike_the_others"))
#define SLIP "\"slip\":{\"anyOf\":[{\"type\":\"null\"}," SLIP_FORM "]}"
#define CLEARS_FORM CLOSED( \
	"\"periods_balanced_before\",\"nobody_turned_away\",\"found_again\",\"slip\",\"balanced_again_by_week\"", \
	COUNT("periods_balanced_before") "," FLAG("nobody_turned_away") "," FLAG("found_again") "," SLIP "," \
	"\"balanced_again_by_week\":{\"type\":[\"integer\",\"null\"]}")
#define ALERT OBJECT( \
	"\"outlet\",\"good\",\"kind\",\"since_week\",\"seen_week\",\"missing\",\"usual_loss\",\"clears\"", \
	WORD("outlet") "," WORD("good") "," WORD("kind") "," COUNT("since_week") "," COUNT("seen_week") "," \
	NUMBER("missing") "," NUMBER("usual_loss") "," NUMBER("score") "," PART("clears", CLEARS_FORM))
#define CHECK OBJECT("\"outlet\",\"good\",\"since_week\",\"seen_week\",\"loss\",\"usual_loss\",\"slip\"", \
	WORD("outlet") "," WORD("good") "," COUNT("since_week") "," COUNT("seen_week") "," NUMBER("loss") "," \
	NUMBER("usual_loss") "," SLIP)
#define ALARMS OBJECT("\"accounts\",\"periods\",\"balanced\",\"alerts\",\"checks\"", \
	COUNT("accounts") "," COUNT("periods") "," COUNT("balanced") "," LIST("alerts", ALERT) "," LIST("checks", CHECK))
#define RULE CLOSED("\"good\",\"version\",\"since\",\"rule\"", \
	WORD("good") "," COUNT("version") "," WORD("since") "," DOCUMENT("rule", "docs/supply.md"))
#define WEIGHTS_FORM CLOSED("\"version\",\"since\",\"weights\"", \
	COUNT("version") "," WORD("since") "," DOCUMENT("weights", "docs/supply.md"))
#define RULES CLOSED("\"body\",\"at\",\"rules\"", \
	WORD("body") "," WORD("at") "," LIST("rules", RULE) "," PART("weights", WEIGHTS_FORM))

#define OUTLETS_ONE_FORM CLOSED( \
	"\"outlet\",\"kind\",\"name\",\"since\",\"households\",\"people\"", \
	WORD("outlet") "," WORD("kind") "," WORD("name") "," WORD("hub") "," MOMENT("since") "," \
	WORD("keepers") "," WORD("served_by") "," COUNT("households") "," COUNT("people"))
#define OUTLETS_FORM CLOSED( \
	"\"body\",\"at\",\"outlets\"", \
	WORD("body") "," MOMENT("at") "," LIST("outlets", OUTLETS_ONE_FORM))
#define GOODS_ONE_FORM CLOSED( \
	"\"good\",\"name\",\"unit\",\"since\"", \
	WORD("good") "," WORD("name") "," WORD("unit") "," COUNT("crate") "," MOMENT("since"))
#define GOODS_FORM CLOSED( \
	"\"body\",\"at\",\"goods\"", \
	WORD("body") "," MOMENT("at") "," LIST("goods", GOODS_ONE_FORM))
#define ARRIVED_FORM CLOSED( \
	"\"place\",\"good\",\"amount\"", \
	WORD("place") "," WORD("good") "," WORD("instead") "," COUNT("amount"))
#define CYCLES_ONE_FORM CLOSED( \
	"\"cycle\",\"from\",\"to\",\"days\",\"opened\",\"arrived\"", \
	COUNT("cycle") "," DAY("from") "," DAY("to") "," COUNT("days") "," MOMENT("opened") "," \
	MOMENT("closed") "," LIST("arrived", ARRIVED_FORM))
#define CYCLES_FORM CLOSED( \
	"\"body\",\"at\",\"cycles\"", \
	WORD("body") "," MOMENT("at") "," LIST("cycles", CYCLES_ONE_FORM))
#define CAME_FORM CLOSED( \
	"\"delivery\",\"cycle\",\"place\",\"good\",\"amount\",\"time\"", \
	WORD("delivery") "," COUNT("cycle") "," WORD("place") "," WORD("good") "," COUNT("amount") "," \
	WORD("instead") "," WORD("expected") "," MOMENT("time") "," MOMENT("cancelled") "," WORD("reason"))
#define AWAITED_FORM CLOSED( \
	"\"delivery\",\"cycle\",\"place\",\"good\",\"amount\",\"due\",\"arrived\",\"standing\",\"late\"", \
	WORD("delivery") "," COUNT("cycle") "," WORD("place") "," WORD("good") "," COUNT("amount") "," \
	DAY("due") "," COUNT("arrived") "," COUNT("substituted") "," MOMENT("last") "," WORD("standing") "," \
	FLAG("late"))
#define DELIVERIES_FORM CLOSED( \
	"\"body\",\"at\",\"deliveries\",\"expected\"", \
	WORD("body") "," MOMENT("at") "," LIST("deliveries", CAME_FORM) "," LIST("expected", AWAITED_FORM))
#define TRANSFER_FORM CLOSED( \
	"\"transfer\",\"how\",\"received\"", \
	WORD("transfer") "," WORD("how") "," WORD("from") "," WORD("to") "," WORD("good") "," \
	COUNT("received") "," COUNT("sent") "," COUNT("missing"))
#define ACCOUNT_CYCLE_FORM CLOSED( \
	"\"cycle\",\"delivered\",\"received\",\"returned\",\"drawn\",\"sent\",\"spoiled\"," \
	"\"turned_away\",\"expected\"", \
	COUNT("cycle") "," COUNT("delivered") "," COUNT("received") "," COUNT("returned") "," \
	COUNT("drawn") "," COUNT("sent") "," COUNT("spoiled") "," COUNT("turned_away") "," \
	COUNT("expected") "," COUNT("counted") "," COUNT("gap"))
#define ACCOUNT_FORM CLOSED( \
	"\"place\",\"good\",\"stock\",\"cycles\"", \
	WORD("place") "," WORD("good") "," COUNT("stock") "," COUNT("counted_in") "," COUNT("counted") "," \
	COUNT("gap") "," LIST("cycles", ACCOUNT_CYCLE_FORM))
#define STOCK_FORM CLOSED( \
	"\"body\",\"accounts\",\"transfers\"", \
	WORD("body") "," LIST("accounts", ACCOUNT_FORM) "," LIST("transfers", TRANSFER_FORM))
#define PRICE_FORM CLOSED( \
	"\"good\",\"place\",\"unit\",\"currency\",\"verdict\",\"voices\",\"over\",\"within\"," \
	"\"reports\",\"nameless\"", \
	WORD("good") "," WORD("place") "," WORD("unit") "," WORD("currency") "," WORD("ceiling") "," \
	DAY("from") "," WORD("verdict") "," COUNT("voices") "," COUNT("over") "," COUNT("within") "," \
	COUNT("reports") "," COUNT("nameless") "," WORD("middle") "," WORD("outlet_says") "," \
	DAY("outlet_day"))
#define PRICE_ALARM_FORM CLOSED( \
	"\"good\",\"place\",\"unit\",\"currency\",\"month\",\"price\",\"usual\",\"level\"", \
	WORD("good") "," WORD("place") "," WORD("unit") "," WORD("currency") "," WORD("month") "," \
	NUMBER("price") "," NUMBER("usual") "," WORD("level"))
#define PRICES_FORM CLOSED( \
	"\"body\",\"window_days\",\"prices\",\"alarms\"", \
	WORD("body") "," COUNT("window_days") "," LIST("prices", PRICE_FORM) "," \
	LIST("alarms", PRICE_ALARM_FORM))
#define CEILING_FORM CLOSED( \
	"\"good\",\"from\",\"entry\"", \
	WORD("good") "," WORD("place") "," WORD("price") "," WORD("unit") "," WORD("currency") "," \
	DAY("from") "," COUNT("entry"))
#define CEILINGS_FORM CLOSED( \
	"\"body\",\"ceilings\",\"later\"", \
	WORD("body") "," LIST("ceilings", CEILING_FORM) "," LIST("later", CEILING_FORM))
#define COMPLAINT_ANSWER_FORM CLOSED( \
	"\"time\",\"words\"", \
	MOMENT("time") "," WORD("person") "," WORD("name") "," WORD("words"))
#define COMPLAINT_FORM CLOSED( \
	"\"complaint\",\"entry\",\"time\",\"place\",\"words\",\"source\",\"until\",\"overdue\"", \
	WORD("complaint") "," COUNT("entry") "," MOMENT("time") "," WORD("place") "," WORD("good") "," \
	DAY("day") "," WORD("words") "," WORD("source") "," WORD("who") "," WORD("entered_by") "," \
	MOMENT("until") "," WORD("outcome") "," WORD("outcome_words") "," MOMENT("outcome_time") "," \
	WORD("outcome_by") "," FLAG("overdue") "," FLAG("late") "," LIST("answers", COMPLAINT_ANSWER_FORM))
#define COMPLAINT_OVERDUE_FORM CLOSED( \
	"\"complaint\",\"body\",\"until\"", \
	WORD("complaint") "," WORD("body") "," MOMENT("until"))
#define COMPLAINTS_FORM CLOSED( \
	"\"body\",\"term_days\",\"complaints\",\"overdue\"", \
	WORD("body") "," COUNT("term_days") "," LIST("complaints", COMPLAINT_FORM) "," \
	LIST("overdue", COMPLAINT_OVERDUE_FORM))

/* Who may not see it is told so, and nothing else. */
#define NUMBERS DOCUMENT("numbers", "docs/supply.md")
#define HOUSEHOLD_LINE CLOSED( \
	"\"household\",\"outlet\",\"size\",\"since\"", \
	WORD("household") "," WORD("outlet") "," COUNT("size") "," NUMBERS "," WORD("since"))
#define MERGED_LINE CLOSED( \
	"\"other\",\"kept\",\"heard\",\"hearing\",\"since\"", \
	WORD("other") "," WORD("kept") "," DAY("heard") "," WORD("hearing") "," WORD("since"))
#define HOUSEHOLDS CLOSED( \
	"\"body\",\"at\"", \
	WORD("body") "," WORD("at") "," FLAG("hidden") "," COUNT("people") "," WORD("highest") "," \
	LIST("households", HOUSEHOLD_LINE) "," LIST("merged", MERGED_LINE))
#define HOUSEHOLD_GOOD CLOSED( \
	"\"good\",\"ration\",\"may_have\",\"drawn\",\"left\"", \
	WORD("good") "," COUNT("ration") "," COUNT("may_have") "," COUNT("drawn") "," COUNT("left"))
#define HOUSEHOLD_CYCLE CLOSED( \
	"\"cycle\",\"from\",\"to\",\"days\",\"goods\"", \
	COUNT("cycle") "," CYCLE_DAYS "," LIST("goods", HOUSEHOLD_GOOD))
#define HOUSEHOLD_BEFORE CLOSED( \
	"\"outlet\",\"size\",\"since\"", \
	WORD("outlet") "," COUNT("size") "," NUMBERS "," WORD("since") "," WORD("until") "," WORD("ended"))
#define HOUSEHOLD_CARD CLOSED( \
	"\"card\",\"heard\",\"hearing\",\"since\"", \
	WORD("card") "," DAY("heard") "," WORD("hearing") "," WORD("since"))
#define HOUSEHOLD CLOSED( \
	"\"body\",\"at\"", \
	WORD("body") "," WORD("at") "," FLAG("hidden") "," WORD("card") "," WORD("household") "," WORD("outlet") "," \
	COUNT("size") "," NUMBERS "," WORD("names") "," WORD("door") "," LIST("history", HOUSEHOLD_BEFORE) "," \
	LIST("cards", HOUSEHOLD_CARD) "," LIST("cycles", HOUSEHOLD_CYCLE))
#define DUPLICATE_REASON CLOSED("\"code\",\"text\"", WORD("code") "," WORD("text"))
#define DUPLICATE_PAIR CLOSED( \
	"\"a\",\"b\",\"rows\",\"probability\",\"for\",\"against\"", \
	WORD("a") "," WORD("b") "," LIST("rows", "{\"type\":\"integer\"}") "," NUMBER("probability") "," \
	LIST("for", DUPLICATE_REASON) "," LIST("against", DUPLICATE_REASON))
#define ACT_TO_DO CLOSED("\"kind\",\"fields\"", WORD("kind") "," DOCUMENT("fields", "docs/acts.md"))
#define DUPLICATES CLOSED( \
	"", \
	WORD("body") "," WORD("at") "," FLAG("hidden") "," COUNT("registrations") "," COUNT("compared") "," \
	COUNT("keys_cut") "," COUNT("closed") "," \
	LIST("groups", "{\"type\":\"array\",\"items\":{\"type\":\"string\"}}") "," LIST("pairs", DUPLICATE_PAIR) "," \
	LIST("acts", "{\"type\":\"array\",\"items\":" ACT_TO_DO "}"))
/* clang-format on */

#endif
