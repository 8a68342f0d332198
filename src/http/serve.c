/* See serve.h. */
#include "http/serve.h"

#include "base/findings.h"
#include "base/memory.h"
#include "http/codes.h"
#include "http/problem.h"
#include "http/serve_private.h"

#include <assert.h>
#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

/* ---- looking ----------------------------------------------------------------------------------------------------- */

book *serve_look(serve *s, http_exchange *x)
{
	int free_one = -1;
	pthread_mutex_lock(&s->lock);
	for (int i = 0; i < HTTP_THREADS && free_one < 0; i++)
		if (!s->busy[i])
			free_one = i;
	assert(free_one >= 0); /* a thread looks once at a time */
	s->busy[free_one] = true;
	pthread_mutex_unlock(&s->lock);
	cordon_error error;
	cordon_error_init(&error);
	book *b = s->reader[free_one];
	if (book_look(b, &error)) {
		serve_look_away(s, b);
		problem_reply(x, 500, NULL);
		b = NULL;
	}
	cordon_error_free(&error);
	return b;
}

void serve_look_away(serve *s, book *b)
{
	book_look_away(b);
	pthread_mutex_lock(&s->lock);
	for (int i = 0; i < HTTP_THREADS; i++)
		if (s->reader[i] == b)
			s->busy[i] = false;
	pthread_mutex_unlock(&s->lock);
}

writer *serve_writer(serve *s)
{
	return s->writer;
}

int64_t serve_now(const serve *s)
{
	return s->options.book.now ? s->options.book.now(s->options.book.context) : (int64_t)time(NULL);
}

int64_t serve_session_s(const serve *s)
{
	return s->options.session_s ? s->options.session_s : SERVE_SESSION_S;
}

/* ---- health ------------------------------------------------------------------------------------------------------ */

static void healthz_handle(void *context, http_exchange *x)
{
	(void)context;
	if (!http_from_loopback(x)) {
		problem_reply(x, 404, NULL);
		return;
	}
	http_reply(x, 200, "text/plain; charset=utf-8", "ok\n", 3);
}

static void metrics_handle(void *context, http_exchange *x)
{
	serve *s = context;
	text out = {0};
	http_counters http;
	writer_counters w;
	jobs_counters j;
	if (!http_from_loopback(x)) {
		problem_reply(x, 404, NULL);
		return;
	}
	http_count(s->http, &http);
	writer_count(s->writer, &w);
	jobs_count(s->jobs, &j);
	text_add_format(&out, "# TYPE cordon_http_requests_total counter\ncordon_http_requests_total %" PRIu64 "\n",
			http.requests);
	text_add_string(&out, "# TYPE cordon_http_replies_total counter\n");
	for (int i = 2; i < 6; i++)
		text_add_format(&out, "cordon_http_replies_total{status=\"%dxx\"} %" PRIu64 "\n", i, http.replies[i]);
	text_add_format(&out, "# TYPE cordon_http_cut_total counter\ncordon_http_cut_total %" PRIu64 "\n",
			http.connections_cut);
	text_add_format(&out, "# TYPE cordon_http_connections gauge\ncordon_http_connections %d\n", http.open);
	const struct {
		const char *name;
		uint64_t value;
	} counter[] = {{"taken", w.acts}, {"refused", w.refused}, {"repeated", w.repeated}, {"shed", w.shed}};
	text_add_string(&out, "# TYPE cordon_acts_total counter\n");
	for (size_t i = 0; i < sizeof counter / sizeof *counter; i++)
		text_add_format(&out, "cordon_acts_total{fate=\"%s\"} %" PRIu64 "\n", counter[i].name,
				counter[i].value);
	text_add_format(&out, "# TYPE cordon_commits_total counter\ncordon_commits_total %" PRIu64 "\n", w.commits);
	const struct {
		const char *name;
		uint64_t value;
	} work[] = {{"done", j.done}, {"known", j.known}, {"stopped", j.stopped}, {"shed", j.shed}};
	text_add_string(&out, "# TYPE cordon_jobs_total counter\n");
	for (size_t i = 0; i < sizeof work / sizeof *work; i++)
		text_add_format(&out, "cordon_jobs_total{fate=\"%s\"} %" PRIu64 "\n", work[i].name, work[i].value);
	text_add_format(&out, "# TYPE cordon_jobs_under_way gauge\ncordon_jobs_under_way %d\n", j.under_way);
	text_add_format(&out, "# TYPE cordon_queue gauge\ncordon_queue %d\n", w.queued);
	text_add_format(&out, "# TYPE cordon_sessions gauge\ncordon_sessions %d\n", serve_sessions(s));
	pthread_mutex_lock(&s->lock);
	text_add_format(&out, "# TYPE cordon_entries gauge\ncordon_entries %" PRId64 "\n", s->size);
	pthread_mutex_unlock(&s->lock);
	http_reply(x, 200, "text/plain; version=0.0.4; charset=utf-8", out.bytes, out.length);
	text_free(&out);
}

/* ---- start and stop ---------------------------------------------------------------------------------------------- */

static void refuse(void *context, http_exchange *x, int status)
{
	(void)context;
	problem_reply(x, status, NULL);
}

static void on_commit(void *context, const writer_job *done, int64_t size)
{
	events_tell(context, done, size);
}

static void make_task_routes(serve *s)
{
	size_t tasks = 0;
	for (const http_task *t = s->options.task; t && t->query.name; t++) {
		assert(tasks < SERVE_TASKS_MAX);
		s->task[tasks] = (struct served_task){s, t};
		s->work[tasks] = (http_route){"POST", t->query.path, task_handle, &s->task[tasks]};
		tasks++;
	}
	s->work[tasks] = (http_route){"GET", "/api/jobs/{job}", job_handle, s};
	s->work[tasks + 1] = (http_route){"DELETE", "/api/jobs/{job}", job_end_handle, s};
}

/* "/print/bodies" for "/api/bodies" */
static void make_print_route(serve *s, const http_query *q, size_t at)
{
	const char *rest = q->path + strlen("/api");
	size_t length = strlen("/print") + strlen(rest) + 1;
	s->print_path[at] = memory_alloc(length, 1);
	snprintf(s->print_path[at], length, "/print%s", rest);
	s->query[at] = (struct served_query){s, q, true};
	s->asked[at] = (http_route){"GET", s->print_path[at], query_handle, &s->query[at]};
}

static void make_routes(serve *s)
{
	size_t extra = 0, queries = 0;
	const http_route own[] = {
		{"POST", "/api/acts", acts_handle, s},       {"POST", "/api/drafts", drafts_handle, s},
		{"GET", "/api/events", events_handle, s},    {"POST", "/api/session/challenge", challenge_handle, s},
		{"POST", "/api/session", sign_in_handle, s}, {"DELETE", "/api/session", sign_out_handle, s},
		{"GET", "/api", openapi_handle, s},          {"GET", "/healthz", healthz_handle, s},
		{"GET", "/metrics", metrics_handle, s},      {NULL, NULL, NULL, NULL}};
	static_assert(sizeof own <= sizeof s->own, "all have a place");
	memcpy(s->own, own, sizeof own);
	for (const http_route *r = s->options.extra; r && r->path; r++) {
		assert(extra < SERVE_EXTRA_MAX);
		s->extra[extra] = *r;
		s->extra[extra++].context = s;
	}
	for (const http_query *const *list = s->options.query; list && *list; list++)
		for (const http_query *q = *list; q->name; q++) {
			assert(queries < 2 * SERVE_QUERIES_MAX - 1);
			s->query[queries] = (struct served_query){s, q, false};
			s->asked[queries] = (http_route){"GET", q->path, query_handle, &s->query[queries]};
			queries++;
			if (q->print)
				make_print_route(s, q, queries++);
		}
	make_task_routes(s);
	s->files = (static_files){s->options.file, s->options.file_folder};
	s->pages[0] = (http_route){"GET", "/*", static_handle, &s->files};
	const http_route *table[] = {s->own, s->extra, s->asked, s->work, s->pages, NULL};
	memcpy(s->table, table, sizeof table);
}

static cordon_status open_books(serve *s, cordon_error *error)
{
	book_options options = s->options.book;
	options.read_only = false;
	cordon_status status = book_open(s->options.folder, &options, &s->book, error);
	options.read_only = true;
	for (int i = 0; !status && i < HTTP_THREADS; i++)
		status = book_open(s->options.folder, &options, &s->reader[i], error);
	if (!status)
		status = book_open(s->options.folder, &options, &s->job_reader, error);
	return status;
}

static void close_all(serve *s)
{
	for (size_t i = 0; i < sizeof s->print_path / sizeof *s->print_path; i++)
		free(s->print_path[i]);
	if (s->jobs)
		jobs_free(s->jobs);
	for (int i = 0; i < HTTP_THREADS; i++)
		book_close(s->reader[i]);
	book_close(s->job_reader);
	book_close(s->book);
	pthread_cond_destroy(&s->changed);
	pthread_mutex_destroy(&s->lock);
	sessions_free(s->sessions);
	free(s->openapi[0]);
	free(s->openapi[1]);
	free(s);
}

static cordon_status listen_to_all(serve *s, cordon_error *error)
{
	s->options.http.table = s->table;
	s->options.http.refuse = refuse;
	s->options.http.context = s;
	for (int l = 0; l < 2; l++) {
		json_t *document = openapi_make(s, l ? CORDON_SPANISH : CORDON_ENGLISH);
		s->openapi[l] = memory_require(json_dumps(document, JSON_COMPACT));
		json_decref(document);
	}
	s->local = local_start(s->options.folder, book_id(s->book), &s->options.book, s->writer);
	if (!s->local) {
		finding_add(error, CORDON_ERROR, (place_in_file){s->options.folder, 0, NULL, NULL},
			    TEXT(HTTP_LISTEN, strerror(errno)), NO_TEXT);
		return CORDON_IO;
	}
	s->http = http_start(&s->options.http);
	if (s->http)
		return CORDON_OK;
	finding_add(error, CORDON_ERROR, (place_in_file){s->options.http.address, 0, NULL, NULL},
		    TEXT(HTTP_LISTEN, strerror(errno)), NO_TEXT);
	return CORDON_IO;
}

cordon_status serve_start(const serve_options *options, serve **out, cordon_error *error)
{
	serve *s = memory_alloc(1, sizeof *s);
	s->options = *options;
	pthread_mutex_init(&s->lock, NULL);
	pthread_cond_init(&s->changed, NULL);
	s->sessions = sessions_new(serve_session_s(s) * 1000);
	make_routes(s);
	cordon_status status = open_books(s, error);
	if (!status) {
		s->size = s->began = book_size(s->book);
		s->writer = writer_start(s->book, on_commit, s);
		memory_require(pthread_create(&s->heart, NULL, events_beat, s) ? NULL : s);
		s->jobs = jobs_start(s->job_reader, s->options.query_context, s->options.task_limit_s);
		status = listen_to_all(s, error);
	}
	if (status && s->writer) {
		local_stop(s->local);
		events_end(s);
		pthread_join(s->heart, NULL);
		jobs_end(s->jobs);
		writer_stop(s->writer);
	}
	if (status) {
		close_all(s);
		s = NULL;
	}
	*out = s;
	return status;
}

int serve_port(const serve *s)
{
	return http_port(s->http);
}

void serve_stop(serve *s)
{
	events_end(s);
	pthread_join(s->heart, NULL);
	jobs_end(s->jobs);
	http_stop(s->http);
	local_stop(s->local);
	writer_stop(s->writer);
	close_all(s);
}
