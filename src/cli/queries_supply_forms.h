/* The forms of what is answered about supply, as JSON Schema; docs/supply.md says what they mean. */
#ifndef CLI_QUERIES_SUPPLY_FORMS_H
#define CLI_QUERIES_SUPPLY_FORMS_H

#include "cli/queries_private.h"

/* clang-format off */
#define WORD(name) "\"" name "\":{\"type\":\"string\"}"
#define WORD_OR_NULL(name) "\"" name "\":{\"type\":[\"string\",\"null\"]}"
#define COUNT(name) "\"" name "\":{\"type\":\"integer\"}"
#define NUMBER(name) "\"" name "\":{\"type\":\"number\"}"
#define THING(name) "\"" name "\":{\"type\":\"object\"}"
#define LIST(name, item) "\"" name "\":{\"type\":\"array\",\"items\":" item "}"
#define WORDS(name) LIST(name, "{\"type\":\"string\"}")
#define SHA_256(name) "\"" name "\":{\"type\":\"string\",\"pattern\":\"^[0-9a-f]{64}$\"}"
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

#define SLIP "\"slip\":{\"type\":[\"object\",\"null\"]}"
#define ALERT OBJECT( \
	"\"outlet\",\"good\",\"kind\",\"since_week\",\"seen_week\",\"missing\",\"usual_loss\",\"clears\"", \
	WORD("outlet") "," WORD("good") "," WORD("kind") "," COUNT("since_week") "," COUNT("seen_week") "," \
	NUMBER("missing") "," NUMBER("usual_loss") "," NUMBER("score") "," THING("clears"))
#define CHECK OBJECT("\"outlet\",\"good\",\"since_week\",\"seen_week\",\"loss\",\"usual_loss\",\"slip\"", \
	WORD("outlet") "," WORD("good") "," COUNT("since_week") "," COUNT("seen_week") "," NUMBER("loss") "," \
	NUMBER("usual_loss") "," SLIP)
#define ALARMS OBJECT("\"accounts\",\"periods\",\"balanced\",\"alerts\",\"checks\"", \
	COUNT("accounts") "," COUNT("periods") "," COUNT("balanced") "," LIST("alerts", ALERT) "," LIST("checks", CHECK))
#define RULE OBJECT("\"good\",\"version\",\"since\",\"rule\"", WORD("good") "," COUNT("version") "," WORD("since"))
#define RULES OBJECT("\"body\",\"at\",\"rules\"", \
	WORD("body") "," WORD("at") "," LIST("rules", RULE) "," THING("weights"))
/* clang-format on */

#endif
