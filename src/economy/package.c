/* Reads datapackage.json; see package.h. jansson parses (it refuses keys given twice, invalid UTF-8, NUL and nesting
 * deeper than 2048); this file checks the meaning. Members it does not use are let be, as the standard asks. */
#include "economy/package.h"

#include "economy/codes.h"

#include "base/codes.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct package_state {
	const economy_source *source;
	arena *texts;
	package *out;
	cordon_error *error;
	char *file;
	bool bad;
};

static void complain(struct package_state *s, const char *pointer, const char *found, cordon_text what,
					 cordon_text expected)
{
	finding_add(s->error, CORDON_ERROR, (place_in_file){.file = s->file, .field = pointer, .found = found}, what,
				expected);
	s->bad = true;
}

/* The member as a text; `otherwise` when there is none; NULL, and said so, when it is something else. */
static const char *text_member(struct package_state *s, const json_t *object, const char *base, const char *key,
							   const char *otherwise)
{
	const json_t *value = json_object_get(object, key);
	if (!value)
		return otherwise;
	if (json_is_string(value))
		return arena_copy_text(s->texts, json_string_value(value));
	char pointer[80];
	snprintf(pointer, sizeof pointer, "%s/%s", base, key);
	complain(s, pointer, NULL, TEXT(ECONOMY_JSON_NOT_TEXT), TEXT(ECONOMY_JSON_TEXT));
	return NULL;
}

/* Relative, without "..", not an address. */
static bool path_is_inside(const char *path)
{
	if (!*path || *path == '/' || strchr(path, '\\') || strstr(path, "://"))
		return false;
	for (const char *part = path; part; part = strchr(part, '/') ? strchr(part, '/') + 1 : NULL)
		if (!strncmp(part, "..", 2) && (part[2] == '/' || !part[2]))
			return false;
	return true;
}

/* Only the dialect this reader has: one-byte delimiter, double quotes, a header. */
static char read_dialect(struct package_state *s, const json_t *resource, const char *base)
{
	const json_t *dialect = json_object_get(resource, "dialect");
	if (!dialect)
		return ',';
	const json_t *given = json_object_get(dialect, "delimiter"), *quote = json_object_get(dialect, "quoteChar");
	const char *delimiter = given ? json_string_value(given) : ",";
	const char *quotes = quote ? json_string_value(quote) : "\"";
	char pointer[64];
	snprintf(pointer, sizeof pointer, "%s/dialect", base);
	bool plain = json_is_object(dialect) && delimiter && strlen(delimiter) == 1 && !strchr("\"\r\n", *delimiter);
	if (!plain || !quotes || strcmp(quotes, "\"") || json_is_false(json_object_get(dialect, "header"))) {
		complain(s, pointer, json_string_value(given), TEXT(ECONOMY_DIALECT), TEXT(ECONOMY_DIALECT_KNOWN));
		return ',';
	}
	return *delimiter;
}

static void check_encoding(struct package_state *s, const json_t *resource, const char *base)
{
	const char *encoding = text_member(s, resource, base, "encoding", "utf-8");
	char pointer[64];
	snprintf(pointer, sizeof pointer, "%s/encoding", base);
	if (encoding && strcmp(encoding, "utf-8") && strcmp(encoding, "UTF-8") && strcmp(encoding, "utf8"))
		complain(s, pointer, encoding, TEXT(ECONOMY_ENCODING), TEXT(ECONOMY_ENCODING_UTF8));
}

static void read_resource(struct package_state *s, const json_t *resource, size_t number)
{
	char base[32], pointer[48];
	snprintf(base, sizeof base, "/resources/%zu", number);
	if (!json_is_object(resource)) {
		complain(s, base, NULL, TEXT(ECONOMY_JSON_NOT_OBJECT), NO_TEXT);
		return;
	}
	const char *name = text_member(s, resource, base, "name", "");
	const char *path = text_member(s, resource, base, "path", "");
	if (!name || !path)
		return;
	int table = table_named(name);
	snprintf(pointer, sizeof pointer, "%s/name", base);
	if (table < 0) {
		finding_add(s->error, CORDON_WARNING, (place_in_file){s->file, 0, pointer, name},
					TEXT(ECONOMY_RESOURCE_UNKNOWN), TEXT(ECONOMY_RESOURCES_KNOWN));
		return;
	}
	if (s->out->path[table]) {
		complain(s, pointer, name, TEXT(ECONOMY_RESOURCE_TWICE), NO_TEXT);
		return;
	}
	snprintf(pointer, sizeof pointer, "%s/path", base);
	s->out->delimiter[table] = read_dialect(s, resource, base);
	check_encoding(s, resource, base);
	s->out->path[table] = path;
	if (!path_is_inside(path))
		complain(s, pointer, path, TEXT(ECONOMY_PATH_OUTSIDE), TEXT(ECONOMY_PATH_INSIDE));
}

static void read_document(struct package_state *s, const json_t *document)
{
	const json_t *resources = json_object_get(document, "resources");
	if (!json_is_array(resources)) {
		complain(s, "/resources", NULL, TEXT(ECONOMY_JSON_NO_RESOURCES), TEXT(ECONOMY_JSON_RESOURCES));
		return;
	}
	const char *name = text_member(s, document, "", "name", ""), *title = text_member(s, document, "", "title", "");
	s->out->name = name ? name : "";
	s->out->title = title ? title : "";
	if (json_array_size(resources) > PACKAGE_RESOURCES_MAX) {
		complain(s, "/resources", NULL, TEXT(ECONOMY_TOO_MANY), TEXT(ECONOMY_AT_MOST, "1000"));
		return;
	}
	for (size_t i = 0; i < json_array_size(resources); i++)
		read_resource(s, json_array_get(resources, i), i);
	for (int t = 0; t < TABLES; t++)
		if (table_forms[t].required && !s->out->path[t] && !s->bad)
			complain(s, "/resources", NULL, TEXT(ECONOMY_RESOURCE_MISSING, table_forms[t].name), NO_TEXT);
}

/* The bytes of the file, at most PACKAGE_BYTES_MAX. */
static cordon_status read_bytes(struct package_state *s, text *out)
{
	file_stream stream;
	cordon_status status = s->source->open(s->source, PACKAGE_FILE, &stream, s->error);
	if (status)
		return status;
	char buffer[1 << 14];
	long got;
	while ((got = stream.reader.read(stream.reader.context, buffer, sizeof buffer)) > 0 &&
		   out->length <= PACKAGE_BYTES_MAX)
		text_add(out, buffer, (size_t)got);
	s->source->close(&stream);
	if (got < 0)
		complain(s, NULL, NULL, TEXT(BASE_CANNOT_READ, "I/O"), NO_TEXT);
	else if (out->length > PACKAGE_BYTES_MAX)
		complain(s, NULL, NULL, TEXT(BASE_FILE_TOO_LARGE), TEXT(BASE_AT_MOST_BYTES, "1048576"));
	return s->bad ? CORDON_BAD_INPUT : CORDON_OK;
}

cordon_status package_read(const economy_source *source, arena *texts, package *out, cordon_error *error)
{
	*out = (package){.name = "", .title = ""};
	struct package_state s = {source, texts, out, error, file_join(source->path, PACKAGE_FILE), false};
	text bytes = {0};
	cordon_status status = read_bytes(&s, &bytes);
	if (!status) {
		json_error_t where;
		json_t *document = json_loadb(text_string(&bytes), bytes.length, JSON_REJECT_DUPLICATES, &where);
		if (!document)
			finding_add(error, CORDON_ERROR, (place_in_file){.file = s.file, .row = where.line > 0 ? where.line : 0},
						TEXT(BASE_JSON_SYNTAX, where.text), NO_TEXT);
		else
			read_document(&s, document);
		status = !document || s.bad ? CORDON_BAD_INPUT : CORDON_OK;
		json_decref(document);
	}
	text_free(&bytes);
	free(s.file);
	return status;
}
