/* The tables of what can be asked over HTTP, together: each answer is the one that a command's --json prints of the
 * same book, but for people's names, which not everybody is told. */
#include "cli/queries_private.h"

#include "council/belonging.h"

const http_query *const query_tables[] = {
	queries_person, queries_book,    queries_council, queries_plan, queries_supply,
	queries_vote,   queries_counter, queries_whatif,  NULL,
};

json_t *query_sealed(json_t *data)
{
	const char *key;
	json_t *value;
	size_t i;
	if (json_is_object(data)) {
		if (json_object_get(data, "person"))
			json_object_del(data, "commitment");
		json_object_foreach(data, key, value)
		{
			query_sealed(value);
		}
	} else if (json_is_array(data)) {
		json_array_foreach(data, i, value)
		{
			query_sealed(value);
		}
	}
	return data;
}

void query_shown(const query_asked *a, json_t *data)
{
	belonging_name(a->book, data, a->person, a->time);
}
