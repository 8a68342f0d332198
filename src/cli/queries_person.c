/* What is asked by somebody for themselves: who they are here and what they may do. */
#include "cli/queries_private.h"

#include "base/messages.h"
#include "cli/today.h"
#include "cli/world.h"
#include "council/belonging.h"
#include "record/may.h"

/* What an act is done to, as far as it can be asked about; the parameters after the first of `may`. */
static const char *const may_named[QUERY_PARAMETERS_MAX] = {NULL,   "body",   "council", "proposal",
							    "poll", "choice", "plan",    "petition"};

static json_t *ask_session(const query_asked *a)
{
	return *a->person ? belonging_may(a->state, cli_world(), a->person, a->time)
			  : json_pack("{s:n, s:[], s:[]}", "person", "bodies", "may");
}

/* Of an act that names those things: whether who asks may do it alone, and who may. */
static json_t *ask_may(const query_asked *a)
{
	const act_kind *kind = act_kind_find(cli_world(), a->value[0]);
	if (!kind)
		return NULL;
	json_t *fields = json_object(), *who = json_array();
	for (int i = 1; i < QUERY_PARAMETERS_MAX && may_named[i]; i++)
		if (a->value[i])
			json_object_set_new(fields, may_named[i], json_string(a->value[i]));
	bool may = *a->person && act_may(cli_world(), a->state, kind, fields, a->person, a->time);
	for (int i = 0; i < ACT_ROLES_MAX && kind->who[i]; i++)
		json_array_append_new(who, json_string(message_in(a->language, kind->who[i]->text)));
	json_decref(fields);
	return json_pack("{s:s, s:b, s:o}", "kind", kind->name, "may", may, "who", who);
}

static json_t *ask_today(const query_asked *a)
{
	return today_data(a->book, a->person, a->time);
}

#define STRING "{\"type\":\"string\"}"
#define TEXTS "{\"type\":\"array\",\"items\":" STRING "}"
#define COUNT "{\"type\":\"integer\",\"minimum\":0}"
#define OBJECTS(required)                                                                                              \
	"{\"type\":\"array\",\"maxItems\":100,\"items\":{\"type\":\"object\",\"required\":[" required "]}}"

/* Forms, property by property: the formatter cannot break what is nested in calls. */
#define SEAT_FORM OBJECT("\"body\",\"seat\"", "\"body\":" STRING ",\"seat\":{\"type\":\"integer\"}")
#define BELONGING_PROPERTIES                                                                                           \
	"\"body\":" STRING ",\"name\":" STRING ",\"kind\":" STRING ",\"members\":{\"enum\":[\"people\",\"bodies\"]},"  \
	"\"roll\":{\"type\":\"boolean\"},\"offices\":" TEXTS ",\"may\":" TEXTS                                         \
	",\"seats\":{\"type\":\"array\",\"items\":" SEAT_FORM "}"
#define BELONGING_FORM                                                                                                 \
	OBJECT("\"body\",\"name\",\"kind\",\"members\",\"roll\",\"offices\",\"seats\",\"may\"", BELONGING_PROPERTIES)
#define SESSION_PROPERTIES                                                                                             \
	"\"person\":{\"type\":[\"string\",\"null\"]},\"name\":" STRING ",\"may\":" TEXTS                               \
	",\"bodies\":{\"type\":\"array\",\"items\":" BELONGING_FORM "}"
#define GLANCE_PROPERTIES                                                                                              \
	"\"bodies\":" COUNT ",\"people\":" COUNT ",\"entries\":" COUNT ",\"seats\":" COUNT ",\"empty\":" COUNT         \
	",\"open\":" COUNT ",\"stoppages\":" COUNT
#define GLANCE_FORM                                                                                                    \
	OBJECT("\"bodies\",\"people\",\"entries\",\"seats\",\"empty\",\"open\",\"stoppages\"", GLANCE_PROPERTIES)
#define NEEDED                                                                                                         \
	"\"person\":" STRING ",\"bodies\":" OBJECTS(                                                                   \
		"\"body\",\"name\",\"roll\",\"offices\",\"seats\"") ",\"needs\":" OBJECTS("\"what\",\"body\"")
#define OPEN                                                                                                           \
	"\"open\":" OBJECTS("\"what\",\"id\",\"body\"") ",\"calls\":" OBJECTS(                                         \
		"\"call\",\"body\",\"title\",\"until\",\"missing\"")
#define HAPPENED                                                                                                       \
	"\"empty\":" OBJECTS("\"body\",\"council\"") ",\"stoppages\":" OBJECTS(                                        \
		"\"id\",\"body\",\"title\",\"time\",\"entry\"") ",\"plans\":" OBJECTS("\"id\",\"body\",\"time\","      \
										      "\"entry\"")
#define TODAY_PROPERTIES NEEDED "," OPEN "," HAPPENED ",\"glance\":" GLANCE_FORM

const http_query queries_person[] = {
	{.name = "session",
	 .path = "/api/session",
	 .summary = N_("who asks, where they belong and what they may do there"),
	 .personal = true,
	 .schema = OBJECT("\"person\",\"bodies\",\"may\"", SESSION_PROPERTIES),
	 .ask = ask_session},
	{.name = "may",
	 .path = "/api/session/may",
	 .summary = N_("whether who asks may do an act, and who may"),
	 .parameter = {{"kind", N_("which kind of act"), QUERY_ID, true, 0, 0},
		       {"body", N_("done in or for that body"), QUERY_ID, false, 0, 0},
		       {"council", N_("in that council"), QUERY_ID, false, 0, 0},
		       {"proposal", N_("about that proposal"), QUERY_ID, false, 0, 0},
		       {"poll", N_("in that election or recall"), QUERY_ID, false, 0, 0},
		       {"choice", N_("in that choice"), QUERY_ID, false, 0, 0},
		       {"plan", N_("about that plan"), QUERY_ID, false, 0, 0},
		       {"petition", N_("about that petition"), QUERY_ID, false, 0, 0}},
	 .personal = true,
	 .schema = OBJECT("\"kind\",\"may\",\"who\"",
			  "\"kind\":" STRING ",\"may\":{\"type\":\"boolean\"},\"who\":" TEXTS),
	 .ask = ask_may},
	{.name = "today",
	 .path = "/api/today",
	 .summary = N_("what waits for who asks, what is open, and the federation at a glance"),
	 .personal = true,
	 .schema = OBJECT("\"open\",\"calls\",\"empty\",\"stoppages\",\"plans\",\"glance\"", TODAY_PROPERTIES),
	 .ask = ask_today},
	{.name = NULL},
};
