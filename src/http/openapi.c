/* The OpenAPI 3.1 page, made of the act table and the query table: what can be asked, what can be done, and the form of
 * all of it. */
#include "base/memory.h"
#include "base/messages.h"
#include "http/problem.h"
#include "http/serve_private.h"

#include <assert.h>
#include <string.h>

static const char problem_schema[] =
	"{\"type\":\"object\",\"required\":[\"type\",\"title\",\"status\",\"code\",\"findings\"],\"properties\":{"
	"\"type\":{\"const\":\"about:blank\"},\"title\":{\"type\":\"string\"},\"status\":{\"type\":\"integer\"},"
	"\"code\":{\"type\":\"string\"},\"findings\":{\"type\":\"array\",\"items\":{\"type\":\"object\","
	"\"required\":[\"severity\",\"code\",\"field\",\"found\",\"message\",\"expected\"],\"additionalProperties\":"
	"false,"
	"\"properties\":{\"severity\":{\"enum\":[\"note\",\"warning\",\"error\"]},\"code\":{\"type\":[\"string\","
	"\"null\"]},"
	"\"field\":{\"type\":[\"string\",\"null\"]},\"found\":{\"type\":[\"string\",\"null\"]},"
	"\"message\":{\"type\":[\"string\",\"null\"]},\"expected\":{\"type\":[\"string\",\"null\"]}}}}}}";
static const char receipt_schema[] =
	"{\"type\":\"object\",\"required\":[\"entry\",\"entries\",\"again\",\"receipt\"],\"properties\":{"
	"\"entry\":{\"type\":\"integer\",\"minimum\":0},\"entries\":{\"type\":\"integer\",\"minimum\":1},"
	"\"again\":{\"type\":\"boolean\"},\"receipt\":{\"$ref\":\"#/components/schemas/proof_of_entry\"}}}";
static const char proof_schema[] = "{\"type\":\"object\",\"description\":\"docs/book.md, "
				   "Receipts\",\"additionalProperties\":false,\"required\":[\"book\","
				   "\"checkpoint\",\"entry\",\"leaf\",\"proof\",\"version\"],\"properties\":{\"book\":{"
				   "\"type\":\"string\",\"pattern\":"
				   "\"^[0-9a-f]{64}$\"},\"checkpoint\":{\"type\":\"string\"},\"entry\":{\"type\":"
				   "\"integer\",\"minimum\":0},\"leaf\":"
				   "{\"type\":\"string\"},\"proof\":{\"type\":\"array\",\"maxItems\":64,\"items\":{"
				   "\"type\":\"string\"}},\"version\":"
				   "{\"const\":1}}}";
static const char signed_schema[] =
	"{\"type\":\"object\",\"required\":[\"act\",\"signatures\"],\"additionalProperties\":false,\"properties\":{"
	"\"act\":{\"type\":\"object\",\"required\":[\"book\",\"fields\",\"kind\",\"made\",\"nonce\"],\"properties\":{"
	"\"kind\":{\"type\":\"string\"},\"fields\":{\"type\":\"object\",\"description\":\"as act_KIND "
	"says\"}}},\"signatures\":{\"type\":\"array\","
	"\"minItems\":1,\"maxItems\":64,\"items\":{\"type\":\"object\",\"required\":[\"key\",\"signature\"],"
	"\"additionalProperties\":false,\"properties\":{\"key\":{\"type\":\"string\",\"pattern\":\"^[A-Za-z0-9_-]{43}$"
	"\"},"
	"\"signature\":{\"type\":\"string\",\"pattern\":\"^[A-Za-z0-9_-]{86}$\"}}}},\"sealed\":{\"type\":\"array\","
	"\"maxItems\":16,\"items\":{\"type\":\"object\",\"required\":[\"person\",\"text\",\"salt\"],"
	"\"additionalProperties\":false,\"properties\":{\"person\":{\"type\":\"string\"},\"text\":{\"type\":\"string\"}"
	","
	"\"salt\":{\"type\":\"string\",\"pattern\":\"^[0-9a-f]{64}$\"}}}}}}";

#define HEX_64 "{\"type\":\"string\",\"pattern\":\"^[0-9a-f]{64}$\"}"
static const char challenge_schema[] =
	"{\"type\":\"object\",\"required\":[\"book\",\"challenge\",\"seconds\"],\"additionalProperties\":false,"
	"\"properties\":{\"book\":" HEX_64 ",\"challenge\":" HEX_64
	",\"seconds\":{\"type\":\"integer\",\"minimum\":1}}}";
static const char signed_challenge_schema[] =
	"{\"type\":\"object\",\"required\":[\"challenge\",\"origin\",\"key\",\"signature\"],\"additionalProperties\":"
	"false,"
	"\"properties\":{\"challenge\":" HEX_64 ",\"origin\":{\"type\":\"string\",\"maxLength\":300},\"key\":{\"type\":"
	"\"string\",\"pattern\":\"^[A-Za-z0-9_-]{43}$\"},\"signature\":{\"type\":\"string\",\"pattern\":"
	"\"^[A-Za-z0-9_-]{86}$\"}}}";
static const char signed_in_schema[] =
	"{\"type\":\"object\",\"required\":[\"person\",\"until\"],\"additionalProperties\":false,\"properties\":{"
	"\"person\":{\"type\":\"string\"},\"until\":{\"type\":\"string\"}}}";

static json_t *parsed(const char *constant)
{
	json_error_t why;
	json_t *json = json_loads(constant, 0, &why);
	assert(json); /* a constant of the program's; tests look at all of them */
	return json;
}

/* ---- fields of acts ---------------------------------------------------------------------------------------------- */

static json_t *choices(const char *words)
{
	json_t *list = json_array();
	while (*words) {
		size_t length = strcspn(words, " ");
		json_array_append_new(list, json_stringn(words, length));
		words += length + (words[length] == ' ');
	}
	return json_pack("{s:s, s:o}", "type", "string", "enum", list);
}

static json_t *type_schema(const act_field *f)
{
	static const char *const pattern[] = {
		[ACT_ID] = "^[a-z0-9][a-z0-9._-]{0,63}$",
		[ACT_RATIO] = "^[0-9]{1,15}([./][0-9]{1,15})?$",
		[ACT_DATE] = "^[0-9]{4}-[0-9]{2}-[0-9]{2}$",
		[ACT_TIME] = "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z$",
		[ACT_KEY] = "^[A-Za-z0-9_-]{43}$",
		[ACT_HASH] = "^[0-9a-f]{64}$",
		[ACT_SEALED] = "^[0-9a-f]{64}$",
	};
	switch (f->type) {
	case ACT_TEXT: { /* in bytes; so no more characters than that */
		json_t *schema = json_pack("{s:s}", "type", "string");
		if (f->most)
			json_object_set_new(schema, "maxLength", json_integer(f->most));
		return schema;
	}
	case ACT_FLAG:
		return json_pack("{s:s}", "type", "boolean");
	case ACT_CHOICE:
		return choices(f->choices);
	case ACT_DOCUMENT:
		return json_pack("{s:[s, s]}", "type", "object", "array");
	case ACT_WHOLE:
		if (!f->least && !f->most)
			return json_pack("{s:s}", "type", "integer");
		return json_pack("{s:s, s:I, s:I}", "type", "integer", "minimum", (json_int_t)f->least, "maximum",
				 (json_int_t)f->most);
	default:
		return json_pack("{s:s, s:s}", "type", "string", "pattern", pattern[f->type]);
	}
}

static json_t *kind_schema(const act_kind *kind, cordon_language language)
{
	json_t *properties = json_object(), *required = json_array();
	for (const act_field *f = kind->field; f < kind->field + ACT_FIELDS_MAX && f->name; f++) {
		json_t *schema = type_schema(f);
		if (f->many)
			schema = json_pack("{s:s, s:i, s:i, s:o}", "type", "array", "minItems", 1, "maxItems",
					   ACT_MANY_MAX, "items", schema);
		if (f->help && *f->help)
			json_object_set_new(schema, "description", json_string(message_in(language, f->help)));
		json_object_set_new(properties, f->name, schema);
		if (!f->optional)
			json_array_append_new(required, json_string(f->name));
	}
	json_t *schema = json_pack("{s:s, s:s, s:b, s:o, s:o}", "type", "object", "description",
				   message_in(language, kind->summary), "additionalProperties", 0, "properties",
				   properties, "required", required);
	text who = {0};
	for (int i = 0; i < ACT_ROLES_MAX && kind->who[i]; i++)
		text_add_format(&who, "%s%s", i ? "; " : "", message_in(language, kind->who[i]->text));
	json_object_set_new(schema, "x-who",
			    json_string(who.length ? who.bytes : message_in(language, N_("only by a decision"))));
	text_free(&who);
	return schema;
}

/* ---- operations -------------------------------------------------------------------------------------------------- */

static json_t *reference(const char *name)
{
	text path = {0};
	text_add_format(&path, "#/components/schemas/%s", name);
	json_t *json = json_pack("{s:s}", "$ref", path.bytes);
	text_free(&path);
	return json;
}

static json_t *content(const char *description, const char *type, json_t *schema)
{
	return json_pack("{s:s, s:{s:{s:o}}}", "description", description, "content", type, "schema", schema);
}

static json_t *replies(const char *status, json_t *reply)
{
	json_t *all = json_pack("{s:o}", status, reply);
	json_object_set_new(all, "default", content("RFC 9457", "application/problem+json", reference("problem")));
	return all;
}

static json_t *parameter(const char *name, const char *in, bool required, const char *help, json_t *schema)
{
	return json_pack("{s:s, s:s, s:b, s:s, s:o}", "name", name, "in", in, "required", required, "description", help,
			 "schema", schema);
}

static json_t *parameter_schema(const query_parameter *p)
{
	switch (p->type) {
	case QUERY_ID:
		return json_pack("{s:s, s:s}", "type", "string", "pattern", "^[a-z0-9._-]{1,64}$");
	case QUERY_WHOLE:
		return json_pack("{s:s, s:I, s:I}", "type", "integer", "minimum", (json_int_t)p->least, "maximum",
				 (json_int_t)p->most);
	case QUERY_MOMENT:
		return json_pack("{s:s}", "type", "string");
	default:
		return json_pack("{s:s, s:I}", "type", "string", "maxLength",
				 (json_int_t)(p->most ? p->most : SERVE_VALUE_MAX));
	}
}

static json_t *parameters(const http_query *q, cordon_language language)
{
	json_t *list = json_array();
	for (int i = 0; i < QUERY_PARAMETERS_MAX && q->parameter[i].name; i++) {
		const query_parameter *p = &q->parameter[i];
		char named[80];
		snprintf(named, sizeof named, "{%s}", p->name);
		bool in_path = strstr(q->path, named) != NULL;
		json_array_append_new(list, parameter(p->name, in_path ? "path" : "query", in_path || p->required,
						      message_in(language, p->help), parameter_schema(p)));
	}
	if (q->moment)
		json_array_append_new(
			list, parameter("at", "query", false,
					message_in(language, N_("as of a moment (1972-10-11T09:00:00Z) or of the "
								"end of a day (1972-10-11); otherwise now")),
					json_pack("{s:s}", "type", "string")));
	if (q->paged) {
		json_array_append_new(list,
				      parameter("from", "query", false, message_in(language, N_("the first entry")),
						json_pack("{s:s, s:i}", "type", "integer", "minimum", 0)));
		json_array_append_new(list,
				      parameter("limit", "query", false, message_in(language, N_("how many at most")),
						json_pack("{s:s, s:i, s:i, s:i}", "type", "integer", "minimum", 1,
							  "maximum", QUERY_PAGE_MAX, "default", QUERY_PAGE)));
	}
	return list;
}

static json_t *query_operation(const http_query *q, cordon_language language)
{
	return json_pack("{s:{s:s, s:s, s:o, s:o}}", "get", "operationId", q->name, "summary",
			 message_in(language, q->summary), "parameters", parameters(q, language), "responses",
			 replies("200", content(q->media ? q->media : "JSON", q->media ? q->media : "application/json",
						parsed(q->schema))));
}

/* A path may have several methods, of several tables. */
static void add_path(json_t *paths, const char *path, json_t *methods)
{
	json_t *there = json_object_get(paths, path);
	if (there) {
		json_object_update(there, methods);
		json_decref(methods);
	} else {
		json_object_set_new(paths, path, methods);
	}
}

static void add_queries(json_t *paths, const serve *s, cordon_language language)
{
	for (const http_query *const *list = s->options.query; list && *list; list++)
		for (const http_query *q = *list; q->name; q++)
			add_path(paths, q->path, query_operation(q, language));
}

/* The parts that questions' forms refer to; one of a name is the same everywhere. */
static void add_parts(json_t *schemas, const http_query *q)
{
	for (const http_form *part = q->part; part && part->name; part++) {
		json_t *schema = parsed(part->schema);
		const json_t *before = json_object_get(schemas, part->name);
		assert(!before || json_equal(before, schema));
		json_object_set_new(schemas, part->name, schema);
	}
}

static json_t *operation(const char *name, const char *summary, json_t *body, json_t *all)
{
	json_t *o = json_pack("{s:s, s:s, s:o}", "operationId", name, "summary", summary, "responses", all);
	if (body)
		json_object_set_new(
			o, "requestBody",
			json_pack("{s:b, s:{s:{s:o}}}", "required", 1, "content", "application/json", "schema", body));
	return o;
}

static void add_own(json_t *paths, cordon_language language)
{
	json_t *taken = replies("201", content("201", "application/json", reference("receipt")));
	json_object_set_new(taken, "200", content("200", "application/json", reference("receipt")));
	json_object_set_new(paths, "/api/acts",
			    json_pack("{s:o}", "post",
				      operation("act", message_in(language, N_("take a signed act into the book")),
						reference("signed_act"), taken)));
	json_object_set_new(
		paths, "/api/drafts",
		json_pack("{s:o}", "post",
			  operation("draft", message_in(language, N_("the act to sign, in its canonical form")),
				    reference("draft"),
				    replies("200", content("200", "application/json",
							   parsed("{\"type\":\"object\",\"required\":[\"book\","
								  "\"fields\",\"kind\",\"made\",\"nonce\"]}"))))));
	json_object_set_new(
		paths, "/api/events",
		json_pack("{s:o}", "get",
			  operation("events",
				    message_in(language,
					       N_("the book's size after each commit, as it happens, and the kinds of "
						  "acts that came")),
				    NULL,
				    replies("200",
					    content("200", "text/event-stream", parsed("{\"type\":\"string\"}"))))));
}

static json_t *job_schema(json_t *result)
{
	return json_pack(
		"{s:s, s:[s, s], s:{s:{s:s, s:s}, s:{s:[s, s, s]}, s:{s:s}, s:{s:s}, s:{s:s}, s:{s:[s, s]}, s:o}}",
		"type", "object", "required", "job", "state", "properties", "job", "type", "string", "pattern",
		"^[0-9a-f]{32}$", "state", "enum", "waiting", "working", "done", "ahead", "type", "integer", "seconds",
		"type", "number", "phase", "type", "string", "part", "type", "number", "null", "result", result);
}

/* In 200 there is a result; in 202 there is none yet. */
static json_t *job_replies(const char *schema)
{
	json_t *all = replies("200", content("200", "application/json", job_schema(parsed(schema))));
	json_object_set_new(all, "202", content("202", "application/json", job_schema(json_object())));
	return all;
}

static void add_tasks(json_t *paths, const serve *s, cordon_language language)
{
	for (const http_task *t = s->options.task; t && t->query.name; t++) {
		json_t *o = operation(t->query.name, message_in(language, t->query.summary), parsed(t->body),
				      job_replies(t->query.schema));
		json_object_set_new(o, "parameters", parameters(&t->query, language));
		add_path(paths, t->query.path, json_pack("{s:o}", "post", o));
	}
	json_t *job = json_pack("[o]", parameter("job", "path", true, message_in(language, N_("as it was told")),
						 json_pack("{s:s}", "type", "string")));
	json_t *tell = operation("job", message_in(language, N_("how a piece of work stands, and its result")), NULL,
				 job_replies("{\"type\":\"object\",\"description\":\"as the work's own form says\"}"));
	json_t *end = operation("job_end", message_in(language, N_("call a piece of work off")), NULL,
				replies("204", json_pack("{s:s}", "description", "204")));
	json_object_set(tell, "parameters", job);
	json_object_set_new(end, "parameters", job);
	json_object_set_new(paths, "/api/jobs/{job}", json_pack("{s:o, s:o}", "get", tell, "delete", end));
}

static void add_sessions(json_t *paths, cordon_language language)
{
	json_t *out = replies("204", json_pack("{s:s}", "description", "204"));
	add_path(paths, "/api/session/challenge",
		 json_pack("{s:o}", "post",
			   operation("challenge", message_in(language, N_("a challenge to sign, good once")), NULL,
				     replies("201", content("201", "application/json", reference("challenge"))))));
	add_path(paths, "/api/session",
		 json_pack("{s:o, s:o}", "post",
			   operation("sign_in",
				     message_in(language,
						N_("sign in: a challenge signed with one's own key, for a cookie")),
				     reference("signed_challenge"),
				     replies("201", content("201", "application/json", reference("signed_in")))),
			   "delete", operation("sign_out", message_in(language, N_("sign out")), NULL, out)));
}

/* A draft is of one of the kinds, with its fields. */
static json_t *draft_schema(const act_world *world)
{
	json_t *any = json_array();
	for (size_t i = 0; i < world->kinds; i++) {
		text name = {0};
		text_add_format(&name, "act_%s", world->kind[i]->name);
		json_array_append_new(any,
				      json_pack("{s:s, s:[s, s], s:b, s:{s:{s:s}, s:o}}", "type", "object", "required",
						"kind", "fields", "additionalProperties", 0, "properties", "kind",
						"const", world->kind[i]->name, "fields", reference(name.bytes)));
		text_free(&name);
	}
	return json_pack("{s:o}", "oneOf", any);
}

json_t *openapi_make(const serve *s, cordon_language language)
{
	const act_world *world = s->options.book.world;
	json_t *paths = json_object(), *schemas = json_object();
	add_own(paths, language);
	add_sessions(paths, language);
	add_queries(paths, s, language);
	add_tasks(paths, s, language);
	for (const http_query *const *list = s->options.query; list && *list; list++)
		for (const http_query *q = *list; q->name; q++)
			add_parts(schemas, q);
	json_object_set_new(schemas, "problem", parsed(problem_schema));
	json_object_set_new(schemas, "receipt", parsed(receipt_schema));
	json_object_set_new(schemas, "proof_of_entry", parsed(proof_schema));
	json_object_set_new(schemas, "signed_act", parsed(signed_schema));
	json_object_set_new(schemas, "challenge", parsed(challenge_schema));
	json_object_set_new(schemas, "signed_challenge", parsed(signed_challenge_schema));
	json_object_set_new(schemas, "signed_in", parsed(signed_in_schema));
	json_object_set_new(schemas, "draft", draft_schema(world));
	for (size_t i = 0; i < world->kinds; i++) {
		text name = {0};
		text_add_format(&name, "act_%s", world->kind[i]->name);
		json_object_set_new(schemas, name.bytes, kind_schema(world->kind[i], language));
		text_free(&name);
	}
	return json_pack("{s:s, s:{s:s, s:s, s:{s:s, s:s}}, s:o, s:{s:o}}", "openapi", "3.1.0", "info", "title",
			 "Cordón", "version", cordon_version(), "license", "name", "AGPL-3.0-or-later", "identifier",
			 "AGPL-3.0-or-later", "paths", paths, "components", "schemas", schemas);
}

void openapi_handle(void *context, http_exchange *x)
{
	const serve *s = context;
	const char *bytes = s->openapi[http_language(x) == CORDON_SPANISH];
	http_reply_header(x, "Cache-Control", "no-cache");
	http_reply_header(x, "Vary", "Accept-Language");
	http_reply_kept(x, 200, "application/json", bytes, strlen(bytes));
}
