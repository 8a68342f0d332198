/* A book served over HTTP: questions answered from it, acts taken into it, its pages.
 *
 * One book is opened to write, by the writer's thread; each of the threads that answer looks at the book through a
 * connection of its own that can only read. Nobody is known by a password and the node signs for nobody: an act comes
 * signed. What the tables hold is given by the outermost room.
 */
#ifndef HTTP_SERVE_H
#define HTTP_SERVE_H

#include "http/query.h"
#include "http/static.h"
#include "http/task.h"
#include "http/writer.h"
#include "record/keys.h"

enum { SERVE_QUERIES_MAX = 128, SERVE_TASKS_MAX = 16, SERVE_SESSION_S = 12 * 3600 };

typedef struct serve_options {
	const char *folder; /* the book's */
	book_options book;
	http_options http; /* `table`, `refuse` and `context` are filled here */
	const http_query *const *query; /* lists that each end at one without a name; ended by NULL */
	void *query_context; /* theirs; several threads are given it at once */
	const http_task *task; /* ends at one without a name; NULL: none */
	double task_limit_s; /* of one task; 0: JOBS_LIMIT_S */
	/* Done to each answer before it is given: what is for some of those who ask is put in or taken out. NULL: nothing.
	 * */
	void (*shown)(const query_asked *a, json_t *data);
	int64_t session_s; /* how long one lasts; 0: SERVE_SESSION_S */
	const http_route *extra; /* further routes; ends at one without a path; NULL: none. Asked before the pages */
	const http_static *file;
	const char *file_folder;
} serve_options;

typedef struct serve serve;

cordon_status serve_start(const serve_options *options, serve **out, cordon_error *error);
int serve_port(const serve *s);
/* Finishes what was asked, commits, closes the book. */
void serve_stop(serve *s);

/* For further routes: a look at the book (give it back before the route ends; NULL: it failed, and was said to x), and
 * the writer. */
book *serve_look(serve *s, http_exchange *x);
void serve_look_away(serve *s, book *b);
writer *serve_writer(serve *s);
int64_t serve_now(const serve *s);
/* Whose session the request has, as that look at the book says: false and "" for a visitor. */
bool serve_viewer(serve *s, http_exchange *x, state *of, char person[KEYS_PERSON]);
/* Reads the body as JSON; NULL: it is none, and that was replied. The caller owns it. */
json_t *serve_body(http_exchange *x);

#endif
