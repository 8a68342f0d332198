/* Acts by HTTP: drafted for whoever signs them, taken when they are signed, receipted when they are on the disk. */
#include "base/memory.h"
#include "http/codes.h"
#include "http/problem.h"
#include "http/serve_private.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* False: something else, and said. */
static bool is_json(http_exchange *x)
{
	const char *type = http_header(x, "Content-Type");
	size_t name = type ? strcspn(type, "; ") : 0;
	if (name == strlen("application/json") && !strncasecmp(type, "application/json", name))
		return true;
	problem_reply(x, 415, NULL);
	return false;
}

json_t *serve_body(http_exchange *x)
{
	size_t length;
	json_error_t why;
	const char *bytes = http_body(x, &length);
	if (!is_json(x))
		return NULL;
	json_t *body = json_loadb(bytes, length, JSON_REJECT_DUPLICATES, &why);
	if (body)
		return body;
	cordon_error error;
	cordon_error_init(&error);
	finding_add(&error, CORDON_ERROR, (place_in_file){0}, TEXT(HTTP_NOT_JSON, why.text), NO_TEXT);
	problem_reply(x, 400, &error);
	cordon_error_free(&error);
	return NULL;
}

/* On the writer's thread. */
static void is_done(void *context, writer_job *job)
{
	http_exchange *x = context;
	if (job->fate == WRITER_REFUSED) {
		problem_reply(x, 422, &job->error);
	} else if (job->fate == WRITER_FAILED) {
		problem_reply(x, 500, NULL);
	} else {
		text reply = {0};
		bool again = job->fate == WRITER_KNOWN_ALREADY;
		text_add_format(&reply, "{\"entry\":%" PRId64 ",\"entries\":%" PRId64 ",\"again\":%s,\"receipt\":%s}",
				job->last, job->size, again ? "true" : "false", text_string(&job->receipt));
		http_reply_header(x, "Cache-Control", "no-store");
		http_reply(x, again ? 200 : 201, "application/json", reply.bytes, reply.length);
		text_free(&reply);
	}
	writer_job_free(job);
	http_go_on(x);
}

void acts_handle(void *context, http_exchange *x)
{
	serve *s = context;
	size_t length;
	const char *bytes = http_body(x, &length);
	if (!is_json(x))
		return;
	if (!writer_has_room(s->writer)) { /* told before its signature has cost anything */
		problem_reply(x, 503, NULL);
		return;
	}
	writer_job *job = writer_job_new();
	if (submission_read(bytes, length, false, &job->acts, &job->error)) {
		problem_reply(x, job->acts.document ? 422 : 400, &job->error);
		writer_job_free(job);
		return;
	}
	job->done = is_done;
	job->context = x;
	http_wait(x); /* before anybody can let it go on */
	if (writer_submit(s->writer, job))
		return;
	problem_reply(x, 503, NULL);
	writer_job_free(job);
	http_go_on(x);
}

void drafts_handle(void *context, http_exchange *x)
{
	serve *s = context;
	json_t *body = serve_body(x);
	if (!body)
		return;
	cordon_error error;
	cordon_error_init(&error);
	text act = {0};
	const char *kind = json_string_value(json_object_get(body, "kind"));
	const json_t *fields = json_object_get(body, "fields");
	book *b = kind && json_is_object(fields) && json_object_size(body) == 2 ? serve_look(s, x) : NULL;
	if (!kind || !json_is_object(fields) || json_object_size(body) != 2) {
		finding_add(&error, CORDON_ERROR, (place_in_file){0}, TEXT(HTTP_DRAFT), NO_TEXT);
		problem_reply(x, 400, &error);
	} else if (b && book_draft(b, kind, fields, &act, &error)) {
		problem_reply(x, 422, &error);
	} else if (b) {
		http_reply_header(x, "Cache-Control", "no-store");
		http_reply(x, 200, "application/json", act.bytes, act.length);
	}
	if (b)
		serve_look_away(s, b);
	text_free(&act);
	json_decref(body);
	cordon_error_free(&error);
}
