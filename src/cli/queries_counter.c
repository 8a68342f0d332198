/* What can be asked at an outlet's counter and of one's own card: the answers of `cordon supply counter` and `cordon
 * supply card`. */
#include "cli/queries_private.h"

#include "supply/counter.h"
#include "supply/cycle.h"
#include "supply/draw.h"

static json_t *ask_counters(const query_asked *a)
{
	return counter_list(a->state, a->time);
}

static json_t *ask_counter(const query_asked *a)
{
	return counter_data(a->state, a->value[0], a->value[1], a->whole[2], a->time);
}

static json_t *ask_card(const query_asked *a)
{
	return counter_card(a->state, a->value[0], a->value[1], a->whole[2], a->time);
}

static json_t *ask_drawn(const query_asked *a)
{
	return cycle_find(a->state, a->value[0], a->whole[1], NULL)
		       ? draw_report(a->state, a->value[0], a->whole[1], a->time)
		       : NULL;
}

#define STRING "{\"type\":\"string\"}"
#define WHOLE "{\"type\":\"integer\",\"minimum\":0}"
#define DAY "{\"type\":\"string\",\"format\":\"date\"}"
#define MOMENT "{\"type\":\"string\",\"format\":\"date-time\"}"
#define LIST(items) "{\"type\":\"array\",\"items\":" items "}"
#define CLOSED(required, properties)                                                                                   \
	"{\"type\":\"object\",\"additionalProperties\":false,\"required\":[" required "],\"properties\":{" properties  \
	"}}"
#define PLACE "\"body\":" STRING ",\"body_name\":" STRING ",\"outlet\":" STRING ",\"name\":" STRING
#define DAYS "\"cycle\":" WHOLE ",\"from\":" DAY ",\"to\":" DAY ",\"closed\":{\"type\":\"boolean\"}"
#define GOOD "\"good\":" STRING ",\"name\":" STRING ",\"unit\":" STRING
#define LINES                                                                                                          \
	LIST(CLOSED("\"point\",\"number\",\"household\",\"good\",\"quantity\",\"outlet\",\"time\"",                    \
		    "\"point\":" STRING ",\"number\":" WHOLE ",\"household\":" STRING ",\"good\":" STRING              \
		    ",\"quantity\":" WHOLE ",\"outlet\":" STRING ",\"time\":" MOMENT))
#define RETURNED                                                                                                       \
	LIST(CLOSED("\"outlet\",\"household\",\"good\",\"amount\",\"entry\",\"time\"",                                 \
		    "\"outlet\":" STRING ",\"household\":" STRING ",\"good\":" STRING ",\"amount\":" WHOLE             \
		    ",\"entry\":" WHOLE ",\"time\":" MOMENT))

static const char counters_form[] =
	CLOSED("\"at\",\"counters\"",
	       "\"at\":" MOMENT ",\"counters\":" LIST(CLOSED("\"body\",\"body_name\",\"outlet\",\"name\"",
							     PLACE ",\"keepers\":" STRING ",\"cycle\":" WHOLE)));

static const char counter_form[] =
	CLOSED("\"at\",\"body\",\"body_name\",\"outlet\",\"name\",\"cycle\",\"from\",\"to\",\"closed\",\"goods\","
	       "\"households\",\"cards\",\"draws\",\"returned\"",
	       "\"at\":" MOMENT "," PLACE ",\"keepers\":" STRING "," DAYS
	       ",\"goods\":" LIST(CLOSED("\"good\",\"name\",\"unit\"", GOOD)) ",\"households\":" LIST(CLOSED(
		       "\"household\",\"to_have\"",
		       "\"household\":" STRING ",\"to_have\":" LIST(
			       WHOLE))) ",\"cards\":" LIST(CLOSED("\"card\",\"household\"",
								  "\"card\":" STRING
								  ",\"household\":" STRING)) ",\"draws\":" LINES
											     ",\"returned\":" RETURNED);

static const char card_form[] = CLOSED(
	"\"at\",\"card\",\"households\",\"code\"",
	"\"at\":" MOMENT ",\"card\":" STRING
	",\"code\":" CLOSED("\"width\",\"path\"", "\"width\":" WHOLE ",\"path\":" STRING) ",\"households\":" LIST(
		CLOSED("\"body\",\"body_name\",\"outlet\",\"name\",\"household\",\"cards\",\"draws\",\"returned\"",
		       PLACE ",\"household\":" STRING ",\"cards\":" LIST(
			       STRING) "," DAYS ",\"draws\":" LINES ",\"returned\":" RETURNED
				       ",\"goods\":" LIST(
					       CLOSED("\"good\",\"name\",\"unit\",\"drawn\",\"returned\",\"left\"",
						      GOOD ",\"to_have\":" WHOLE ",\"drawn\":" WHOLE
							   ",\"returned\":" WHOLE ",\"left\":" WHOLE)))));

#define NUMBERED                                                                                                       \
	"\"point\":" STRING ",\"number\":" WHOLE ",\"household\":" STRING ",\"good\":" STRING ",\"quantity\":" WHOLE
#define NUMBERED_KEYS "\"point\",\"number\",\"household\",\"good\",\"quantity\""
#define ASKED                                                                                                          \
	LIST(CLOSED("\"household\",\"good\",\"drawn\",\"returned\",\"times\",\"lines\"",                               \
		    "\"household\":" STRING ",\"good\":" STRING ",\"drawn\":" WHOLE ",\"returned\":" WHOLE             \
		    ",\"times\":" WHOLE ",\"to_have\":" WHOLE ",\"lines\":" LIST(CLOSED(NUMBERED_KEYS, NUMBERED))))

static const char drawn_form[] = CLOSED(
	"\"body\",\"cycle\",\"lines\",\"over_drawn\",\"double_drawn\",\"unknown\",\"paper_and_device\",\"points\","
	"\"same_number\"",
	"\"body\":" STRING ",\"cycle\":" WHOLE ",\"lines\":" WHOLE ",\"over_drawn\":" ASKED ",\"double_drawn\":" ASKED
	",\"unknown\":" ASKED ",\"paper_and_device\":" ASKED ",\"points\":" LIST(
		CLOSED("\"point\",\"lines\",\"first\",\"last\",\"missing\"",
		       "\"point\":" STRING ",\"lines\":" WHOLE ",\"first\":" WHOLE ",\"last\":" WHOLE
		       ",\"missing\":" WHOLE)) ",\"same_number\":" LIST(CLOSED(NUMBERED_KEYS ",\"cycle\"",
									       NUMBERED ",\"cycle\":" WHOLE)));

#define CYCLE_PARAMETER                                                                                                \
	{                                                                                                              \
		"cycle", N_("of one cycle; otherwise that of the day"), QUERY_WHOLE, false, 1, CYCLE_NUMBER_MAX        \
	}

const http_query queries_counter[] = {
	{.name = "counters",
	 .path = "/api/counters",
	 .summary = N_("the outlets of all bodies"),
	 .moment = true,
	 .schema = counters_form,
	 .ask = ask_counters},
	{.name = "counter",
	 .path = "/api/supply/{body}/counters/{outlet}",
	 .summary = N_("what an outlet's counter serves: cards, quantities, what was drawn in the cycle"),
	 .parameter = {BODY_PARAMETER, {"outlet", N_("which outlet"), QUERY_ID, true, 0, 0}, CYCLE_PARAMETER},
	 .moment = true,
	 .schema = counter_form,
	 .ask = ask_counter},
	{.name = "card",
	 .path = "/api/cards/{card}",
	 .summary = N_("what a card is served, what was drawn with it and where"),
	 .parameter = {{"card", N_("the number on the card"), QUERY_ID, true, 0, 0},
		       {"body", N_("in that body alone"), QUERY_ID, false, 0, 0},
		       CYCLE_PARAMETER},
	 .moment = true,
	 .schema = card_form,
	 .ask = ask_card},
	{.name = "drawn",
	 .path = "/api/supply/{body}/cycles/{cycle}/drawn",
	 .summary = N_("what there is to ask about draws of a cycle: too much, twice, unknown, missing"),
	 .parameter = {BODY_PARAMETER, {"cycle", N_("which cycle"), QUERY_WHOLE, true, 1, CYCLE_NUMBER_MAX}},
	 .moment = true,
	 .schema = drawn_form,
	 .ask = ask_drawn},
	{.name = NULL},
};
