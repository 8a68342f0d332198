/* The mapping's document; see import_map.h. */
#include "economy/import_map.h"

#include "base/codes.h"
#include "base/file.h"
#include "economy/import_codes.h"

#include <string.h>

cordon_status map_error(map_node node, const char *found, cordon_text what, cordon_text expected)
{
	place_in_file at = {.file = node.document->file, .field = *node.pointer ? node.pointer : NULL, .found = found};
	return finding_add(node.document->error, CORDON_ERROR, at, what, expected);
}

/* ---- parameters ------------------------------------------------------------------------------------------------ */

/* The text with every ${name} replaced; NULL and an error when a name is no parameter. */
static json_t *text_filled(map_node node, json_t *parameters)
{
	const char *at = json_string_value(node.json);
	text out = {0};
	json_t *filled = NULL;
	for (const char *mark; (mark = strstr(at, "${"));) {
		const char *end = strchr(mark, '}');
		if (!end)
			break;
		char *name = arena_copy(&node.document->arena, mark + 2, (size_t)(end - mark - 2));
		const char *value = json_string_value(json_object_get(parameters, name));
		if (!value) {
			map_error(node, json_string_value(node.json), TEXT(IMPORT_PARAMETER, name), NO_TEXT);
			text_free(&out);
			return NULL;
		}
		text_add(&out, at, (size_t)(mark - at));
		text_add_string(&out, value);
		at = end + 1;
	}
	text_add_string(&out, at);
	filled = json_string(text_string(&out));
	text_free(&out);
	return filled;
}

static void fill(map_node node, json_t *parameters);

static void fill_object(map_node node, json_t *parameters)
{
	const char *key;
	json_t *value;
	json_object_foreach(node.json, key, value)
	{
		map_node child = map_get(node, key);
		json_t *filled =
			json_is_string(value) && strstr(json_string_value(value), "${") ? text_filled(child, parameters) : NULL;
		if (filled)
			json_object_set_new(node.json, key, filled);
		else
			fill(child, parameters);
	}
}

static void fill_list(map_node node, json_t *parameters)
{
	size_t at;
	json_t *value;
	json_array_foreach(node.json, at, value)
	{
		map_node child = map_at(node, at);
		json_t *filled =
			json_is_string(value) && strstr(json_string_value(value), "${") ? text_filled(child, parameters) : NULL;
		if (filled)
			json_array_set_new(node.json, at, filled);
		else
			fill(child, parameters);
	}
}

static void fill(map_node node, json_t *parameters)
{
	if (json_is_object(node.json))
		fill_object(node, parameters);
	else if (json_is_array(node.json))
		fill_list(node, parameters);
}

static void take_parameters(map_document *document, const char *const *set, int sets)
{
	map_node root = map_root(document);
	json_t *parameters = map_get(root, "parameters").json;
	if (parameters && !json_is_object(parameters))
		map_error(map_get(root, "parameters"), NULL, TEXT(IMPORT_TYPE), TEXT(IMPORT_AN_OBJECT));
	for (int i = 0; i < sets; i++) {
		if (!json_is_object(parameters) || !json_object_get(parameters, set[2 * i]))
			map_error((map_node){document, NULL, "/parameters"}, set[2 * i], TEXT(IMPORT_PARAMETER, set[2 * i]),
					  NO_TEXT);
		else
			json_object_set_new(parameters, set[2 * i], json_string(set[2 * i + 1]));
	}
	fill(root, parameters);
}

/* ---- reading --------------------------------------------------------------------------------------------------- */

cordon_status map_read(const char *file, const char *const *set, int sets, map_document *document, cordon_error *error)
{
	*document = (map_document){.error = error};
	document->file = arena_copy_text(&document->arena, file);
	text bytes = {0};
	cordon_status status = file_read(file, MAP_BYTES_MAX, &bytes, error);
	if (status) {
		text_free(&bytes);
		return status;
	}
	json_error_t fault;
	document->root = json_loadb(text_string(&bytes), bytes.length, JSON_REJECT_DUPLICATES, &fault);
	text_free(&bytes);
	if (!document->root) {
		place_in_file at = {.file = file, .row = fault.line};
		return finding_add(error, CORDON_ERROR, at, TEXT(BASE_JSON_SYNTAX, fault.text), NO_TEXT);
	}
	size_t before = error->errors;
	take_parameters(document, set, sets);
	return error->errors > before ? CORDON_BAD_INPUT : CORDON_OK;
}

void map_free(map_document *document)
{
	json_decref(document->root);
	arena_free(&document->arena);
	*document = (map_document){0};
}

/* ---- walking --------------------------------------------------------------------------------------------------- */

map_node map_root(map_document *document)
{
	return (map_node){document, document->root, ""};
}

map_node map_get(map_node object, const char *key)
{
	const char *pointer = arena_format(&object.document->arena, "%s/%s", object.pointer, key);
	return (map_node){object.document, json_object_get(object.json, key), pointer};
}

map_node map_need(map_node object, const char *key)
{
	map_node node = map_get(object, key);
	if (!node.json)
		map_error(node, NULL, TEXT(IMPORT_KEY_MISSING), NO_TEXT);
	return node;
}

static bool among(const char *words, const char *word, int *place)
{
	size_t length = strlen(word);
	*place = 0;
	for (const char *at = words; *at; ++*place) {
		size_t piece = strcspn(at, " ");
		if (piece == length && !strncmp(at, word, length))
			return true;
		at += piece + (at[piece] == ' ');
	}
	return false;
}

bool map_allow(map_node object, const char *keys)
{
	if (!json_is_object(object.json)) {
		map_error(object, NULL, TEXT(IMPORT_TYPE), TEXT(IMPORT_AN_OBJECT));
		return false;
	}
	bool good = true;
	const char *key;
	json_t *value;
	int place;
	json_object_foreach(object.json, key, value)
	{
		if (key[0] == '#' || among(keys, key, &place)) /* "#..." is a remark */
			continue;
		map_error(map_get(object, key), key, TEXT(IMPORT_KEY_UNKNOWN), TEXT(IMPORT_KEYS, keys));
		good = false;
	}
	return good;
}

size_t map_count(map_node list)
{
	if (!list.json)
		return 0;
	size_t count = json_array_size(list.json);
	if (json_is_array(list.json) && count <= MAP_LIST_MAX)
		return count;
	map_error(list, NULL, TEXT(IMPORT_TYPE), TEXT(IMPORT_A_LIST));
	return 0;
}

map_node map_at(map_node list, size_t at)
{
	const char *pointer = arena_format(&list.document->arena, "%s/%zu", list.pointer, at);
	return (map_node){list.document, json_array_get(list.json, at), pointer};
}

const char *map_text(map_node object, const char *key, const char *otherwise)
{
	map_node node = map_get(object, key);
	if (!node.json)
		return otherwise;
	if (json_is_string(node.json))
		return json_string_value(node.json);
	map_error(node, NULL, TEXT(IMPORT_TYPE), TEXT(IMPORT_A_TEXT));
	return otherwise;
}

const char *map_text_needed(map_node object, const char *key)
{
	return map_need(object, key).json ? map_text(object, key, "") : "";
}

double map_number(map_node object, const char *key, double least, double most, double otherwise)
{
	map_node node = map_get(object, key);
	if (!node.json)
		return otherwise;
	if (!json_is_number(node.json)) {
		map_error(node, NULL, TEXT(IMPORT_TYPE), TEXT(IMPORT_A_NUMBER));
		return otherwise;
	}
	double value = json_number_value(node.json);
	if (value >= least && value <= most)
		return value;
	char found[32], low[32], high[32];
	map_error(node, text_from_double(value, found), TEXT(IMPORT_RANGE),
			  TEXT(IMPORT_BETWEEN, text_from_double(least, low), text_from_double(most, high)));
	return otherwise;
}

bool map_flag(map_node object, const char *key, bool otherwise)
{
	map_node node = map_get(object, key);
	if (!node.json)
		return otherwise;
	if (json_is_boolean(node.json))
		return json_is_true(node.json);
	map_error(node, NULL, TEXT(IMPORT_TYPE), TEXT(IMPORT_A_BOOLEAN));
	return otherwise;
}

int map_choice(map_node object, const char *key, const char *choices, int otherwise)
{
	const char *word = map_text(object, key, NULL);
	int place;
	if (!word)
		return otherwise;
	if (among(choices, word, &place))
		return place;
	map_error(map_get(object, key), word, TEXT(IMPORT_CHOICE), TEXT(IMPORT_ONE_OF, choices));
	return otherwise;
}

map_texts map_list_of_texts(map_node object, const char *key)
{
	map_node node = map_get(object, key);
	map_texts list = {0};
	if (!node.json)
		return list;
	bool one = json_is_string(node.json);
	size_t count = one ? 1 : map_count(node);
	list.text = arena_alloc(&object.document->arena, (count + 1) * sizeof *list.text);
	for (size_t i = 0; i < count; i++) {
		json_t *value = one ? node.json : json_array_get(node.json, i);
		if (json_is_string(value))
			list.text[list.count++] = json_string_value(value);
		else
			map_error(map_at(node, i), NULL, TEXT(IMPORT_TYPE), TEXT(IMPORT_TEXTS));
	}
	return list;
}
