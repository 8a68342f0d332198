/* What is asked by somebody for themselves: who they are here and what they may do. */
#include "cli/queries_private.h"

#include "cli/world.h"
#include "council/belonging.h"

static json_t *ask_session(const query_asked *a)
{
	return *a->person ? belonging_may(a->state, cli_world(), a->person, a->time)
			  : json_pack("{s:n, s:[], s:[]}", "person", "bodies", "may");
}

#define TEXTS "{\"type\":\"array\",\"items\":{\"type\":\"string\"}}"

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
	{.name = NULL},
};
