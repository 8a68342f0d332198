/* What is asked by somebody for themselves: who they are here and what they may do. */
#include "cli/queries_private.h"

#include "cli/today.h"
#include "cli/world.h"
#include "council/belonging.h"

static json_t *ask_session(const query_asked *a)
{
	return *a->person ? belonging_may(a->state, cli_world(), a->person, a->time)
			  : json_pack("{s:n, s:[], s:[]}", "person", "bodies", "may");
}

static json_t *ask_today(const query_asked *a)
{
	return today_data(a->book, a->person, a->time);
}

#define TEXTS "{\"type\":\"array\",\"items\":{\"type\":\"string\"}}"

#define COUNT "{\"type\":\"integer\",\"minimum\":0}"
#define OBJECTS(required)                                                                                              \
	"{\"type\":\"array\",\"maxItems\":100,\"items\":{\"type\":\"object\",\"required\":[" required "]}}"

const http_query queries_person[] = {
	{.name = "session",
	 .path = "/api/session",
	 .summary = N_("who asks, where they belong and what they may do there"),
	 .personal = true,
	 .schema = OBJECT("\"person\",\"bodies\",\"may\"",
			  "\"person\":{\"type\":[\"string\",\"null\"]},\"name\":{\"type\":\"string\"},\"may\":" TEXTS
			  ",\"bodies\":{\"type\":\"array\",\"items\":" OBJECT(
				  "\"body\",\"name\",\"kind\",\"members\",\"roll\",\"offices\",\"seats\",\"may\"",
				  "\"body\":{\"type\":\"string\"},\"name\":{\"type\":\"string\"},\"kind\":{\"type\":"
				  "\"string\"},\"members\":{\"enum\":[\"people\",\"bodies\"]},\"roll\":{\"type\":"
				  "\"boolean\"},\"offices\":" TEXTS ",\"may\":" TEXTS
				  ",\"seats\":{\"type\":\"array\",\"items\":" OBJECT(
					  "\"body\",\"seat\"", "\"body\":{\"type\":\"string\"},\"seat\":{\"type\":"
							       "\"integer\"}") "}") "}"),
	 .ask = ask_session},
	{.name = "today",
	 .path = "/api/today",
	 .summary = N_("what waits for who asks, what is open, and the federation at a glance"),
	 .personal = true,
	 .schema = OBJECT(
		 "\"open\",\"calls\",\"empty\",\"stoppages\",\"plans\",\"glance\"",
		 "\"person\":{\"type\":\"string\"},\"bodies\":" OBJECTS("\"body\",\"name\",\"roll\",\"offices\","
									"\"seats\"") ",\"needs\":" OBJECTS("\"what\","
													   "\"body\"") ",\"open\":" OBJECTS("\"what\",\"id\",\"body\"") ",\"calls\":" OBJECTS("\"call\",\"body\",\"title\",\"until\",\"missing\"") ",\"empty\":" OBJECTS(
			 "\"body\",\"council\"") ",\"stoppages\":" OBJECTS("\"id\",\"body\",\"title\",\"time\","
									   "\"entry\"") ",\"plans\":" OBJECTS("\"id\","
													      "\"body\""
													      ",\"time"
													      "\","
													      "\"entry"
													      "\"") ","
														    "\""
														    "gl"
														    "an"
														    "ce"
														    "\""
														    ":" OBJECT("\"bodies\",\"people\",\"entries\",\"seats\",\"empty\",\"open\",\"stoppages\"",
															       "\"bodies\":" COUNT
															       ",\"people\":" COUNT
															       ",\"entries\":" COUNT
															       ",\"seats\":" COUNT
															       ",\"empty\":" COUNT
															       ",\"open\":" COUNT
															       ",\"stoppages\":" COUNT)),
	 .ask = ask_today},
	{.name = NULL},
};
