/* What the files of the served book share. */
#ifndef HTTP_SERVE_PRIVATE_H
#define HTTP_SERVE_PRIVATE_H

#include "http/jobs.h"
#include "http/local.h"
#include "http/serve.h"
#include "http/session.h"

#include <pthread.h>

enum { SERVE_OWN_MAX = 16, SERVE_EXTRA_MAX = 64, SERVE_VALUE_MAX = 1024 };
enum { EVENTS_LISTENERS_MAX = 256, EVENTS_KINDS_MAX = 256 };

/* A question's route and itself. */
struct served_query {
	serve *serve;
	const http_query *query;
	bool printed;
};

/* The same of a task. */
struct served_task {
	serve *serve;
	const http_task *task;
};

struct serve {
	serve_options options;
	http_server *http;
	book *book; /* the writer's */
	writer *writer;
	local *local;
	sessions *sessions;
	book *reader[HTTP_THREADS];
	book *job_reader; /* of the thread that does long work */
	jobs *jobs;
	pthread_mutex_t lock; /* of all below */
	bool busy[HTTP_THREADS];
	int64_t size; /* committed */
	int64_t began, kind_came[EVENTS_KINDS_MAX]; /* the size at the start; after the last commit with that kind */
	bool ending;
	http_exchange *listener[EVENTS_LISTENERS_MAX];
	bool waits[EVENTS_LISTENERS_MAX];
	pthread_t heart;
	pthread_cond_t changed;
	/* the routes: our own, the outermost room's, the questions, the pages */
	http_route own[SERVE_OWN_MAX], extra[SERVE_EXTRA_MAX + 1], asked[2 * SERVE_QUERIES_MAX + 1], pages[2];
	http_route work[SERVE_TASKS_MAX + 3];
	const http_route *table[6];
	struct served_query query[2 * SERVE_QUERIES_MAX];
	char *print_path[2 * SERVE_QUERIES_MAX]; /* ours, of the printed ones */
	struct served_task task[SERVE_TASKS_MAX];
	static_files files;
	char *openapi[2]; /* by language */
};

void acts_handle(void *context, http_exchange *x);
void drafts_handle(void *context, http_exchange *x);
void query_handle(void *context, http_exchange *x);
void task_handle(void *context, http_exchange *x);
void job_handle(void *context, http_exchange *x);
void job_end_handle(void *context, http_exchange *x);
void challenge_handle(void *context, http_exchange *x);
void sign_in_handle(void *context, http_exchange *x);
void sign_out_handle(void *context, http_exchange *x);
void events_handle(void *context, http_exchange *x);
void openapi_handle(void *context, http_exchange *x);

/* Reads and checks the parameters of a request; what is wrong goes into a->error. */
void query_read(query_asked *a, const http_query *q, const http_exchange *x);

/* How many sessions there are; how long one lasts. */
int serve_sessions(serve *s);
int64_t serve_session_s(const serve *s);

/* Tells all who listen that the book has grown. */
void events_tell(serve *s, const writer_job *done, int64_t size);
void *events_beat(void *serve);
/* Ends every listener's stream. */
void events_end(serve *s);

/* The whole document, made once a language. */
json_t *openapi_make(const serve *s, cordon_language language);

#endif
