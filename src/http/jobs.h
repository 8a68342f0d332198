/* The one thread that does long work (task.h): a short queue, a job at a time, each with an end.
 *
 * Whoever asks waits JOBS_QUICK_MS for the result; what takes longer goes on as a job with a name of its own, asked
 * about again and again. A job that nobody asks about for JOBS_LEASE_MS, whose asker goes away while they wait, or that
 * is called off, is stopped; so is one that works longer than its limit. Results are kept a while for whoever asks the
 * same. The name is drawn at random: only who was told it can ask about the job, or call it off.
 */
#ifndef HTTP_JOBS_H
#define HTTP_JOBS_H

#include "http/task.h"

enum {
	JOBS_QUEUE_MAX = 8, /* that wait */
	JOBS_KEPT_MAX = 32, /* that have ended */
	JOBS_KEPT_BYTES_MAX = 32 << 20, /* of all results together; the oldest go first */
	JOBS_QUICK_MS = 1500,
	JOBS_LEASE_MS = 20000,
	JOBS_LIMIT_S = 120, /* where none is given */
	JOBS_ID = 33,
};

typedef struct jobs jobs;

/* The book must outlive them. `context`: what questions are given (serve.h). `limit_s`: of a job's work; 0:
 * JOBS_LIMIT_S. */
jobs *jobs_start(book *b, void *context, double limit_s);
/* Stops what is under way and answers all who wait; nothing is taken after it. */
void jobs_end(jobs *j);
/* After jobs_end, when nobody can ask any more. */
void jobs_free(jobs *j);

/* Takes a request, whose exchange waits from then on, or answers it at once. Owns body. */
void jobs_ask(jobs *j, http_exchange *x, const http_task *task, const char *const value[QUERY_PARAMETERS_MAX],
	      json_t *body);
/* Answers how a job stands, or calls it off. */
void jobs_tell(jobs *j, http_exchange *x, const char *id);
void jobs_call_off(jobs *j, http_exchange *x, const char *id);

typedef struct jobs_counters {
	uint64_t done, stopped, shed, known;
	int under_way;
} jobs_counters;
void jobs_count(jobs *j, jobs_counters *out);

#endif
