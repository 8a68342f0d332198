/* Reading a mapping: a JSON document, walked strictly. Every object says which keys it may have; anything else is an
 * error with its JSON pointer, and errors add up instead of ending the reading.
 *
 * "${name}" in any text of the document stands for a parameter: the document's own "parameters", or what --set gave.
 * This file knows JSON and nothing of tables.
 */
#ifndef ECONOMY_IMPORT_MAP_H
#define ECONOMY_IMPORT_MAP_H

#include "base/memory.h"

#include <cordon/base.h>
#include <jansson.h>

enum { MAP_LIST_MAX = 10000, MAP_BYTES_MAX = 4 << 20 };

typedef struct map_document {
	arena arena;
	const char *file;
	json_t *root;
	cordon_error *error;
} map_document;

/* A place in the document. `json` is NULL where the key is absent. */
typedef struct map_node {
	map_document *document;
	json_t *json;
	const char *pointer;
} map_node;

/* Reads the file and puts the parameters in. set: pairs name, value, `sets` of them. Free it whatever the status. */
cordon_status map_read(const char *file, const char *const *set, int sets, map_document *document, cordon_error *error);
void map_free(map_document *document);

map_node map_root(map_document *document);

/* The object must be one, and have no keys but these (divided by spaces). False, with errors, otherwise. */
bool map_allow(map_node object, const char *keys);

map_node map_get(map_node object, const char *key); /* json NULL when absent */
map_node map_need(map_node object, const char *key); /* an error when absent */

size_t map_count(map_node list); /* 0 when absent; an error when it is no list */
map_node map_at(map_node list, size_t at);

/* Values; `otherwise` when the key is absent. Strings live as long as the document. */
const char *map_text(map_node object, const char *key, const char *otherwise);
const char *map_text_needed(map_node object, const char *key); /* "" and an error when absent */
double map_number(map_node object, const char *key, double least, double most, double otherwise);
bool map_flag(map_node object, const char *key, bool otherwise);
/* The place of the text in `choices` (divided by spaces), `otherwise` when absent or wrong. */
int map_choice(map_node object, const char *key, const char *choices, int otherwise);

/* A text or a list of texts. */
typedef struct map_texts {
	const char **text;
	int count;
} map_texts;
map_texts map_list_of_texts(map_node object, const char *key);

cordon_status map_error(map_node node, const char *found, cordon_text what, cordon_text expected);

#endif
