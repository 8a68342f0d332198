/* The forms of what is answered about bodies, seats, decisions, sessions and registers. What may be left out is what
 * the tables may have as null; a name stands beside a person for who may be told it (council/belonging.h). */
#ifndef CLI_QUERIES_COUNCIL_FORMS_H
#define CLI_QUERIES_COUNCIL_FORMS_H

#include "cli/queries_forms.h"

/* clang-format off */
#define SITS_FORM CLOSED( \
	"\"council\",\"since\"", \
	WORD("council") "," MOMENT("since"))
#define BODIES_ONE_FORM CLOSED( \
	"\"body\",\"kind\",\"name\",\"members\",\"opened\",\"people\",\"councils\"", \
	WORD("body") "," WORD("kind") "," WORD("name") "," WORD("members") "," MOMENT("opened") "," \
	MOMENT("closed") "," COUNT("people") "," LIST("councils", SITS_FORM))
#define BODIES_FORM CLOSED( \
	"\"bodies\"", \
	LIST("bodies", BODIES_ONE_FORM))
#define HOME_BOOK_FORM CLOSED( \
	"\"book\",\"origin\",\"entry\"", \
	WORD("book") "," WORD("origin") "," COUNT("entry"))
#define LAST_HOLDER_FORM CLOSED( \
	"\"person\"", \
	WORD("person") "," WORD("name") "," MOMENT("until") "," MOMENT("ended") "," WORD("how") "," \
	WORD("by") "," WORD("filled") "," WORD("via_body") "," WORD("via_council") "," \
	PART("home", HOME_BOOK_FORM))
#define SEAT_FORM CLOSED( \
	"\"body\",\"seat\"", \
	WORD("body") "," COUNT("seat") "," WORD("person") "," WORD("name") "," MOMENT("since") "," \
	MOMENT("until") "," WORD("how") "," WORD("by") "," WORD("via_council") "," WORD("via_body") "," \
	COUNT("via_number") "," PART("home", HOME_BOOK_FORM) "," WORD("empty") "," \
	PART("last", LAST_HOLDER_FORM) "," WORD("election") "," MOMENT("closes"))
#define ABOVE_FORM CLOSED( \
	"\"council\",\"since\",\"seats\"", \
	WORD("council") "," MOMENT("since") "," LIST("seats", NAMED("seat")))
#define OFFICER_FORM CLOSED( \
	"\"office\",\"person\",\"since\"", \
	WORD("office") "," WORD("person") "," WORD("name") "," MOMENT("since") "," MOMENT("until"))
#define OFFER_FORM CLOSED( \
	"\"council\",\"body\",\"what\",\"side\",\"time\"", \
	WORD("council") "," WORD("body") "," WORD("what") "," WORD("side") "," MOMENT("time"))
#define BENEATH_FORM CLOSED( \
	"\"body\",\"since\",\"people\"", \
	WORD("body") "," MOMENT("since") "," COUNT("people"))
#define QUORUM_FORM CLOSED( \
	"\"kept\",\"filled\",\"quorum\",\"quorate\"", \
	COUNT("kept") "," COUNT("filled") "," COUNT("quorum") "," FLAG("quorate"))
#define RULES_NOW_FORM CLOSED( \
	"\"version\",\"since\",\"document\"", \
	COUNT("version") "," MOMENT("since") "," DOCUMENT("document", "docs/rules.md"))
#define SESSION_FORM CLOSED( \
	"\"session\",\"start\"", \
	WORD("session") "," MOMENT("start") "," WORD("place") "," MOMENT("opened") "," MOMENT("closed"))
#define NOTICE_FORM CLOSED( \
	"\"time\",\"what\",\"seat\",\"have\",\"need\"", \
	MOMENT("time") "," WORD("what") "," WORD("council") "," WORD("of_body") "," COUNT("seat") "," \
	COUNT("have") "," COUNT("need"))
#define BODY_FORM CLOSED( \
	"\"body\",\"kind\",\"name\",\"members\",\"opened\",\"people\",\"officers\",\"councils\"," \
	"\"rules\",\"sessions\",\"notices\"", \
	WORD("body") "," WORD("kind") "," WORD("name") "," WORD("members") "," MOMENT("opened") "," \
	WORD("opened_by") "," MOMENT("closed") "," COUNT("people") "," LIST("officers", OFFICER_FORM) "," \
	LIST("councils", ABOVE_FORM) "," LIST("offers", OFFER_FORM) "," LIST("sitting", BENEATH_FORM) "," \
	PART("seats", QUORUM_FORM) "," PART("rules", RULES_NOW_FORM) "," LIST("sessions", SESSION_FORM) "," \
	MOMENT("next_session") "," LIST("notices", NOTICE_FORM))
#define ENROLLED_FORM CLOSED( \
	"\"person\",\"since\"", \
	WORD("person") "," WORD("name") "," MOMENT("since") "," WORD("enrolled_by") "," WORD("sponsors"))
#define ROLL_FORM CLOSED( \
	"\"body\",\"at\",\"people\",\"roll\"", \
	WORD("body") "," MOMENT("at") "," COUNT("people") "," LIST("roll", ENROLLED_FORM))
#define APPORTIONED_FORM CLOSED( \
	"\"method\",\"seats\",\"people\",\"tied\",\"time\"", \
	WORD("method") "," COUNT("seats") "," COUNT("people") "," COUNT("tied") "," MOMENT("time"))
#define HOME_AS_OF_FORM CLOSED( \
	"\"book\",\"origin\",\"entry\",\"time\",\"entries\"", \
	WORD("book") "," WORD("origin") "," COUNT("entry") "," MOMENT("time") "," COUNT("entries"))
#define SEATS_FORM CLOSED( \
	"\"council\",\"at\",\"kept\",\"filled\",\"quorum\",\"quorate\",\"seats\"", \
	WORD("council") "," MOMENT("at") "," COUNT("kept") "," COUNT("filled") "," COUNT("quorum") "," \
	FLAG("quorate") "," LIST("seats", NAMED("seat")) "," PART("apportionment", APPORTIONED_FORM) "," \
	LIST("homes", HOME_AS_OF_FORM))
#define MANDATE_VOTE_FORM CLOSED( \
	"\"proposal\",\"title\",\"ballot\",\"time\",\"counted\"", \
	WORD("proposal") "," WORD("title") "," WORD("ballot") "," MOMENT("time") "," FLAG("counted") "," \
	WORD("instruction") "," FLAG("against") "," WORD("override") "," WORD("outcome"))
#define INSTRUCTION_FORM CLOSED( \
	"\"proposal\",\"title\",\"ballot\",\"time\"", \
	WORD("proposal") "," WORD("title") "," WORD("ballot") "," MOMENT("time"))
#define PETITION_FORM CLOSED( \
	"\"petition\",\"reason\",\"time\",\"voting\",\"signatures\",\"needed\"", \
	WORD("petition") "," WORD("reason") "," MOMENT("time") "," FLAG("voting") "," COUNT("signatures") "," \
	COUNT("needed"))
#define RECALL_FORM CLOSED( \
	"\"who\",\"electors\",\"signatures\",\"quorum\",\"majority\",\"petitions\"", \
	WORD("who") "," COUNT("electors") "," COUNT("signatures") "," COUNT("quorum") "," \
	WORD("majority") "," LIST("petitions", PETITION_FORM))
#define MANDATE_FORM CLOSED( \
	"\"council\",\"body\",\"seat\",\"since\",\"how\",\"stands\",\"votes\"", \
	WORD("council") "," WORD("body") "," COUNT("seat") "," MOMENT("since") "," MOMENT("until") "," \
	WORD("how") "," WORD("by") "," WORD("via_council") "," WORD("via_body") "," COUNT("via_number") "," \
	MOMENT("ended") "," WORD("ended_how") "," WORD("ended_by") "," PART("home", HOME_BOOK_FORM) "," \
	PART("ended_home", HOME_BOOK_FORM) "," FLAG("stands") "," LIST("votes", MANDATE_VOTE_FORM) "," \
	LIST("instructions", INSTRUCTION_FORM) "," PART("recall", RECALL_FORM))
#define STANDS_ON_FORM CLOSED( \
	"\"body\",\"kind\"", \
	WORD("body") "," WORD("kind"))
#define MANDATES_FORM CLOSED( \
	"\"person\",\"mandates\"", \
	WORD("person") "," WORD("name") "," LIST("mandates", NAMED("mandate")) "," \
	LIST("rolls", STANDS_ON_FORM))
#define ADOPTED_FORM CLOSED( \
	"\"proposal\",\"title\",\"body\",\"time\",\"effects\"", \
	WORD("proposal") "," WORD("title") "," WORD("body") "," WORD("option") "," MOMENT("time") "," \
	WORD("effects"))
#define PENDING_FORM CLOSED( \
	"\"proposal\",\"title\",\"person\",\"status\",\"time\"", \
	WORD("proposal") "," WORD("title") "," WORD("person") "," WORD("name") "," WORD("status") "," \
	MOMENT("time") "," MOMENT("until"))
#define AGAINST_FORM CLOSED( \
	"\"proposal\",\"council\",\"person\",\"seat\",\"ballot\",\"instruction\",\"time\"", \
	WORD("proposal") "," WORD("council") "," WORD("person") "," WORD("name") "," COUNT("seat") "," \
	WORD("ballot") "," WORD("instruction") "," MOMENT("time") "," WORD("override"))
#define DECISIONS_FORM CLOSED( \
	"\"body\",\"decisions\",\"open\",\"against_instructions\"", \
	WORD("body") "," LIST("decisions", ADOPTED_FORM) "," LIST("open", PENDING_FORM) "," \
	LIST("against_instructions", AGAINST_FORM))
#define EFFECT_FORM CLOSED( \
	"\"kind\",\"fields\"", \
	WORD("kind") "," DOCUMENT("fields", "the act's"))
#define AMENDMENT_FORM CLOSED( \
	"\"option\",\"person\",\"time\",\"text\"", \
	WORD("option") "," WORD("person") "," WORD("name") "," MOMENT("time") "," WORD("text") "," \
	LIST("effects", EFFECT_FORM) "," COUNT("accepted_entry"))
#define READING_FORM CLOSED( \
	"\"number\",\"time\"", \
	COUNT("number") "," MOMENT("time"))
#define CAST_FORM CLOSED( \
	"\"body\",\"seat\",\"person\",\"ballot\",\"time\",\"counted\"", \
	WORD("body") "," COUNT("seat") "," WORD("person") "," WORD("name") "," WORD("ballot") "," \
	MOMENT("time") "," FLAG("counted") "," WORD("instruction") "," WORD("override"))
#define ON_PAPER_FORM CLOSED( \
	"\"body\",\"ballots\",\"invalid\",\"entitled\",\"time\"", \
	WORD("body") "," WORD("ballots") "," COUNT("invalid") "," COUNT("entitled") "," MOMENT("time"))
#define OVERRIDE_FORM CLOSED( \
	"\"body\",\"ballot\",\"time\"", \
	WORD("body") "," WORD("ballot") "," MOMENT("time"))
#define OPTION_FORM CLOSED( \
	"\"option\",\"for\",\"against\",\"bodies\"", \
	WORD("option") "," HUNDREDTHS("for") "," HUNDREDTHS("against") "," COUNT("bodies"))
#define MINORITY_FORM CLOSED( \
	"\"person\",\"time\",\"text\"", \
	WORD("person") "," WORD("name") "," MOMENT("time") "," WORD("text"))
#define PUBLISHED_FORM CLOSED( \
	"\"time\",\"place\"", \
	MOMENT("time") "," WORD("place"))
#define OUTCOME_FORM CLOSED( \
	"\"outcome\",\"why\",\"time\",\"entry\",\"entitled\",\"cast\",\"quorum\",\"effects\"," \
	"\"options\",\"minority\",\"published\"", \
	WORD("outcome") "," WORD("option") "," WORD("why") "," MOMENT("time") "," COUNT("entry") "," \
	COUNT("entitled") "," HUNDREDTHS("cast") "," COUNT("quorum") "," WORD("effects") "," \
	WORD("refusal") "," COUNT("done_entry") "," COUNT("rescinded_entry") "," \
	LIST("options", OPTION_FORM) "," LIST("minority", MINORITY_FORM) "," LIST("published", PUBLISHED_FORM))
#define DECISION_FORM CLOSED( \
	"\"proposal\",\"body\",\"person\",\"title\",\"text\",\"voters\",\"status\",\"time\"," \
	"\"amendments\",\"readings\",\"votes\",\"paper\",\"overrides\"", \
	WORD("proposal") "," WORD("body") "," WORD("person") "," WORD("name") "," WORD("title") "," \
	WORD("text") "," LIST("effects", EFFECT_FORM) "," WORD("voters") "," WORD("status") "," \
	MOMENT("time") "," COUNT("rules_version") "," MOMENT("put") "," MOMENT("until") "," \
	LIST("amendments", NAMED("amendment")) "," LIST("readings", READING_FORM) "," \
	WORD("default_option") "," LIST("votes", CAST_FORM) "," LIST("paper", ON_PAPER_FORM) "," \
	LIST("overrides", OVERRIDE_FORM) "," PART("decision", NAMED("outcome")) "," \
	PART("standing", NAMED("amendment")))
#define ANSWERED_FORM CLOSED( \
	"\"body\",\"person\",\"time\",\"late\"", \
	WORD("body") "," WORD("person") "," WORD("name") "," MOMENT("time") "," WORD("answer") "," \
	FLAG("late"))
#define MISSING_FORM CLOSED( \
	"\"body\"", \
	WORD("body"))
#define CALL_FORM CLOSED( \
	"\"call\",\"body\",\"person\",\"title\",\"text\",\"time\",\"until\",\"due\",\"acknowledged\"," \
	"\"missing\"", \
	WORD("call") "," WORD("body") "," WORD("person") "," WORD("name") "," WORD("title") "," \
	WORD("text") "," MOMENT("time") "," MOMENT("until") "," FLAG("due") "," \
	LIST("acknowledged", ANSWERED_FORM) "," LIST("missing", MISSING_FORM))
#define CALLS_FORM CLOSED( \
	"\"calls\"", \
	LIST("calls", CALL_FORM))
#define ITEM_FORM CLOSED( \
	"\"item\",\"title\",\"person\"", \
	COUNT("item") "," WORD("title") "," WORD("proposal") "," WORD("person") "," WORD("name"))
#define PRESENT_FORM CLOSED( \
	"\"person\",\"time\"", \
	WORD("person") "," WORD("name") "," MOMENT("time"))
#define PROPOSED_FORM CLOSED( \
	"\"proposal\",\"title\",\"person\",\"time\"", \
	WORD("proposal") "," WORD("title") "," WORD("person") "," WORD("name") "," MOMENT("time"))
#define AMENDED_FORM CLOSED( \
	"\"proposal\",\"option\",\"person\",\"time\"", \
	WORD("proposal") "," WORD("option") "," WORD("person") "," WORD("name") "," MOMENT("time") "," \
	COUNT("accepted_entry"))
#define READ_FORM CLOSED( \
	"\"proposal\",\"number\",\"time\"", \
	WORD("proposal") "," COUNT("number") "," MOMENT("time"))
#define PUT_FORM CLOSED( \
	"\"proposal\",\"time\",\"until\"", \
	WORD("proposal") "," MOMENT("time") "," MOMENT("until"))
#define VOTED_FORM CLOSED( \
	"\"proposal\",\"body\",\"seat\",\"person\",\"ballot\",\"counted\"", \
	WORD("proposal") "," WORD("body") "," COUNT("seat") "," WORD("person") "," WORD("name") "," \
	WORD("ballot") "," FLAG("counted"))
#define TALLIED_FORM CLOSED( \
	"\"proposal\",\"body\",\"ballots\",\"invalid\"", \
	WORD("proposal") "," WORD("body") "," WORD("ballots") "," COUNT("invalid"))
#define DECIDED_FORM CLOSED( \
	"\"proposal\",\"title\",\"outcome\",\"why\",\"entitled\",\"cast\",\"quorum\",\"effects\"", \
	WORD("proposal") "," WORD("title") "," WORD("outcome") "," WORD("option") "," WORD("why") "," \
	COUNT("entitled") "," HUNDREDTHS("cast") "," COUNT("quorum") "," WORD("effects"))
#define DISSENTED_FORM CLOSED( \
	"\"proposal\",\"person\",\"text\"", \
	WORD("proposal") "," WORD("person") "," WORD("name") "," WORD("text"))
#define CALLED_FORM CLOSED( \
	"\"call\",\"title\",\"until\"", \
	WORD("call") "," WORD("title") "," MOMENT("until"))
#define MINUTES_FORM CLOSED( \
	"\"session\",\"body\",\"convened_by\",\"start\",\"foreseen\",\"agenda\",\"present\"," \
	"\"proposed\",\"amended\",\"read\",\"put\",\"voted\",\"tallied\",\"decided\",\"dissented\"," \
	"\"called\"", \
	WORD("session") "," WORD("body") "," WORD("convened_by") "," MOMENT("start") "," WORD("place") "," \
	FLAG("foreseen") "," MOMENT("opened") "," MOMENT("closed") "," WORD("note") "," \
	LIST("agenda", ITEM_FORM) "," LIST("present", PRESENT_FORM) "," COUNT("entitled") "," \
	COUNT("quorum") "," FLAG("quorate") "," LIST("proposed", PROPOSED_FORM) "," \
	LIST("amended", AMENDED_FORM) "," LIST("read", READ_FORM) "," LIST("put", PUT_FORM) "," \
	LIST("voted", VOTED_FORM) "," LIST("tallied", TALLIED_FORM) "," LIST("decided", DECIDED_FORM) "," \
	LIST("dissented", DISSENTED_FORM) "," LIST("called", CALLED_FORM))
#define ATTRIBUTE_FORM CLOSED( \
	"\"attribute\",\"type\",\"name\"", \
	WORD("attribute") "," WORD("type") "," WORD("name") "," WORD("unit") "," WORD("choices"))
#define WORKPLACE_FORM CLOSED( \
	"\"workplace\",\"since\",\"values\"", \
	WORD("workplace") "," MOMENT("since") "," DOCUMENT("values", "docs/register.md"))
#define NAMED_RULE_FORM CLOSED( \
	"\"rule\",\"since\",\"hash\",\"expression\"", \
	WORD("rule") "," WORD("name") "," MOMENT("since") "," WORD("hash") "," WORD("decision") "," \
	DOCUMENT("expression", "docs/register.md"))
#define REGISTER_FORM CLOSED( \
	"\"body\",\"at\",\"attributes\",\"workplaces\",\"rules\"", \
	WORD("body") "," MOMENT("at") "," LIST("attributes", ATTRIBUTE_FORM) "," \
	LIST("workplaces", WORKPLACE_FORM) "," LIST("rules", NAMED_RULE_FORM))
/* clang-format on */

#endif
