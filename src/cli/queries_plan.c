/* What can be asked of the economy and its plans. */
#include "cli/queries_private.h"

#include "plan/answer.h"

static json_t *ask_answers(const query_asked *a)
{
	return query_sealed(answer_data(a->state, a->value[0]));
}

const http_query queries_plan[] = {
	{.name = "answers",
	 .path = "/api/plans/{plan}/answers",
	 .summary = N_("who accepted a proposed plan, who refused it and why, who is silent"),
	 .parameter = {{"plan", N_("which plan"), QUERY_ID, true, 0, 0}},
	 .schema = OBJECT("\"plan\"", "\"plan\":{\"type\":\"string\"}"),
	 .ask = ask_answers},
	{.name = NULL},
};
