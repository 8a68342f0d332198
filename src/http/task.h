/* Work that may take longer than an answer should: what the program's outermost room offers, as a table beside that of
 * questions (query.h). It is asked for with POST and a JSON body; jobs.h says how it is done.
 */
#ifndef HTTP_TASK_H
#define HTTP_TASK_H

#include "http/query.h"

/* What a task's function is given, on the thread that does the work. */
typedef struct task_asked {
	/* As a question has it, but for time and pages. Its book is this thread's alone and is not looked at: book_look
	 * when it is read, and book_look_away before the long work, which would hold up the writer's tidying. */
	query_asked question;
	const json_t *body;
	const cordon_progress *progress; /* stops it too: nobody waits any more, or its time is over */
} task_asked;

typedef struct http_task {
	/* name, path, summary, parameters and the form of the result are as of a question; `ask` is not used. What the
	 * same request gives never changes: results are kept for who asks again. */
	http_query query;
	const char *body; /* JSON Schema of what is sent */
	/* The result; NULL: refused, `error` says why; with nothing there, there is no such thing. */
	json_t *(*work)(const task_asked *a);
} http_task;

#endif
