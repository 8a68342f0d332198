/* What the files of questions share: the forms of answers, and what stays sealed. A room's questions are one file with
 * its table: queries_book.c, queries_council.c, queries_plan.c, queries_supply.c, queries_vote.c,
 * queries_counter.c, queries_whatif.c. */
#ifndef CLI_QUERIES_PRIVATE_H
#define CLI_QUERIES_PRIVATE_H

#include "cli/queries.h"

#include <jansson.h>

/* Each ends at one without a name. */
extern const http_query queries_person[], queries_book[], queries_council[], queries_plan[], queries_supply[],
	queries_vote[], queries_counter[], queries_whatif[];

/* Takes out of an answer what is for whoever can open it: the commitment beside a person's id. Returns `data`. */
json_t *query_sealed(json_t *data);

/* The form of an answer: what is always there, and of which type. More may be: docs/serve.md. */
#define OBJECT(required, properties) "{\"type\":\"object\",\"required\":[" required "],\"properties\":{" properties "}}"
#define LIST_OF(name) OBJECT("\"" name "\"", "\"" name "\":{\"type\":\"array\",\"items\":{\"type\":\"object\"}}")
#define ANY_OBJECT "{\"type\":\"object\",\"minProperties\":1}"
#define BODY_PARAMETER                                                                                                 \
	{                                                                                                              \
		"body", N_("which body"), QUERY_ID, true, 0, 0                                                         \
	}

#endif
