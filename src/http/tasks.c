/* The routes of long work: asked for with POST, told of and called off under /api/jobs. */
#include "http/problem.h"
#include "http/serve_private.h"

void task_handle(void *context, http_exchange *x)
{
	const struct served_task *served = context;
	cordon_error error;
	query_asked a = {.error = &error};
	cordon_error_init(&error);
	query_read(&a, &served->task->query, x);
	json_t *body = NULL;
	if (error.errors)
		problem_reply(x, 400, &error);
	else
		body = serve_body(x);
	if (body)
		jobs_ask(served->serve->jobs, x, served->task, a.value, body);
	cordon_error_free(&error);
}

void job_handle(void *context, http_exchange *x)
{
	const serve *s = context;
	jobs_tell(s->jobs, x, http_part(x, 0));
}

void job_end_handle(void *context, http_exchange *x)
{
	const serve *s = context;
	jobs_call_off(s->jobs, x, http_part(x, 0));
}
