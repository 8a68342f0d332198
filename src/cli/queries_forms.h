/* Parts of the forms of answers, as JSON Schema. An object's form is closed: what it does not name is not said. */
#ifndef CLI_QUERIES_FORMS_H
#define CLI_QUERIES_FORMS_H

#include "cli/queries_private.h"

/* clang-format off */
#define CLOSED(required, properties) \
	"{\"type\":\"object\",\"additionalProperties\":false,\"required\":[" required "],\"properties\":{" properties "}}"
#define WORD(name) "\"" name "\":{\"type\":\"string\"}"
#define WORD_OR_NULL(name) "\"" name "\":{\"type\":[\"string\",\"null\"]}"
#define COUNT(name) "\"" name "\":{\"type\":\"integer\"}"
#define NUMBER(name) "\"" name "\":{\"type\":\"number\"}"
#define FLAG(name) "\"" name "\":{\"type\":\"boolean\"}"
#define HUNDREDTHS(name) "\"" name "\":{\"type\":\"string\",\"pattern\":\"^-?[0-9]+([.][0-9]{2})?$\"}"
#define NAMED(name) "{\"$ref\":\"#/components/schemas/" name "\"}" /* one of a question's named parts (http/query.h) */
#define MOMENT_FORM "{\"type\":\"string\",\"pattern\":\"^-?[0-9]{4,}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z$\"}"
#define MOMENT(name) "\"" name "\":" NAMED("moment")
#define DAY(name) "\"" name "\":{\"type\":\"string\",\"pattern\":\"^[0-9]{4}-[0-9]{2}-[0-9]{2}$\"}"
#define THING(name) "\"" name "\":{\"type\":\"object\"}"
#define DOCUMENT(name, where) "\"" name "\":{\"type\":\"object\",\"description\":\"" where "\"}"
#define PART(name, form) "\"" name "\":" form
#define LIST(name, item) "\"" name "\":{\"type\":\"array\",\"items\":" item "}"
#define WORDS(name) LIST(name, "{\"type\":\"string\"}")
#define SHA_256(name) "\"" name "\":{\"type\":\"string\",\"pattern\":\"^[0-9a-f]{64}$\"}"
/* clang-format on */

#endif
