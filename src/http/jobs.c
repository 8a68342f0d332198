/* See jobs.h. */
#include "http/jobs.h"

#include "base/hash.h"
#include "base/memory.h"
#include "base/messages.h"
#include "http/codes.h"
#include "http/problem.h"

#include <assert.h>
#include <inttypes.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum {
	JOBS_MAX = JOBS_QUEUE_MAX + 1 + JOBS_KEPT_MAX,
	LOOK_MS = 100, /* how often who waits is looked after */
	KEPT_MS = 600 * 1000, /* of a result that nobody asks for */
	PHASE_MAX = 160,
};

enum job_state { JOB_WAITING, JOB_WORKING, JOB_DONE, JOB_REFUSED, JOB_STOPPED, JOB_TOO_LONG };

struct job {
	jobs *jobs;
	char id[JOBS_ID], key[HASH_HEX]; /* what is asked, in one hash */
	const http_task *task;
	char *value[QUERY_PARAMETERS_MAX];
	json_t *body;
	cordon_language language;
	enum job_state state;
	int64_t asked, begun; /* monotonic; ms */
	http_exchange *x; /* who waits; NULL: nobody does */
	atomic_bool stop;
	bool too_long;
	int64_t told; /* when it last said how far it is */
	char phase[PHASE_MAX];
	double part; /* of the phase; negative: not known */
	char *result;
	size_t length;
	cordon_error error;
};

struct jobs {
	book *book;
	void *context; /* of questions */
	int64_t limit_ms;
	pthread_t worker, watch;
	pthread_mutex_t lock; /* of all below, and of all jobs but what only the worker reads */
	pthread_cond_t changed;
	struct job *job[JOBS_MAX]; /* in the order they were asked for */
	int count;
	bool ending;
	jobs_counters counters;
};

static int64_t clock_ms(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

/* ---- the list; the lock is held ---------------------------------------------------------------------------------- */

static bool is_under_way(const struct job *job)
{
	return job->state <= JOB_WORKING;
}

static void job_free(struct job *job)
{
	for (int i = 0; i < QUERY_PARAMETERS_MAX; i++)
		free(job->value[i]);
	json_decref(job->body);
	free(job->result);
	cordon_error_free(&job->error);
	free(job);
}

static void drop(jobs *j, int at)
{
	assert(j->job[at]->state != JOB_WORKING && !j->job[at]->x);
	job_free(j->job[at]);
	j->count--;
	for (int i = at; i < j->count; i++)
		j->job[i] = j->job[i + 1];
}

static int count_waiting(const jobs *j)
{
	int waiting = 0;
	for (int i = 0; i < j->count; i++)
		waiting += j->job[i]->state == JOB_WAITING;
	return waiting;
}

static struct job *find(const jobs *j, const char *id)
{
	for (int i = 0; i < j->count; i++)
		if (!strcmp(j->job[i]->id, id) && j->job[i]->state != JOB_STOPPED)
			return j->job[i];
	return NULL;
}

static struct job *find_done(const jobs *j, const char *key)
{
	for (int i = j->count; i-- > 0;)
		if (j->job[i]->state == JOB_DONE && !strcmp(j->job[i]->key, key))
			return j->job[i];
	return NULL;
}

/* What has ended goes when it is old, and the oldest when there is too much of it. */
static void tidy(jobs *j)
{
	int64_t now = clock_ms();
	size_t bytes = 0, ended = 0;
	for (int i = j->count; i-- > 0;) {
		const struct job *job = j->job[i];
		if (is_under_way(job) || job->x)
			continue;
		bytes += job->length;
		ended++;
		if (now - job->asked > KEPT_MS || ended > JOBS_KEPT_MAX || bytes > JOBS_KEPT_BYTES_MAX ||
		    job->state == JOB_STOPPED) {
			bytes -= job->length;
			ended--;
			drop(j, i);
		}
	}
}

/* ---- what is answered; the lock is held -------------------------------------------------------------------------- */

static void reply_under_way(const struct job *job, http_exchange *x)
{
	char path[JOBS_ID + 16];
	int ahead = 0;
	for (int i = 0; i < job->jobs->count && job->jobs->job[i] != job; i++)
		ahead += is_under_way(job->jobs->job[i]);
	snprintf(path, sizeof path, "/api/jobs/%s", job->id);
	http_reply_header(x, "Location", path);
	http_reply_json(x, 202,
			json_pack("{s:s, s:s, s:i, s:f, s:s, s:o}", "job", job->id, "state",
				  job->state == JOB_WAITING ? "waiting" : "working", "ahead", ahead, "seconds",
				  job->state == JOB_WAITING ? 0.0 : (double)(clock_ms() - job->begun) / 1000, "phase",
				  job->phase, "part", job->part < 0 ? json_null() : json_real(job->part)));
}

static void reply_done(const struct job *job, http_exchange *x)
{
	text out = {0};
	text_add_format(&out, "{\"job\":\"%s\",\"state\":\"done\",\"result\":", job->id);
	text_add(&out, job->result, job->length);
	text_add_string(&out, "}");
	http_reply(x, 200, "application/json", out.bytes, out.length);
	text_free(&out);
}

static void reply_too_long(const jobs *j, http_exchange *x)
{
	char seconds[32];
	cordon_error error;
	cordon_error_init(&error);
	snprintf(seconds, sizeof seconds, "%g", (double)j->limit_ms / 1000);
	finding_add(&error, CORDON_ERROR, (place_in_file){0}, TEXT(HTTP_WORK_LIMIT, seconds), NO_TEXT);
	problem_reply(x, 422, &error);
	cordon_error_free(&error);
}

static void reply(const struct job *job, http_exchange *x)
{
	http_reply_header(x, "Cache-Control", "no-store");
	if (is_under_way(job))
		reply_under_way(job, x);
	else if (job->state == JOB_DONE)
		reply_done(job, x);
	else if (job->state == JOB_REFUSED)
		problem_reply(x, job->error.errors ? 422 : 404, &job->error);
	else if (job->state == JOB_TOO_LONG)
		reply_too_long(job->jobs, x);
	else
		problem_reply(x, 503, NULL);
}

/* Whoever waits for it does no longer. */
static void let_go(struct job *job)
{
	http_exchange *x = job->x;
	if (!x)
		return;
	reply(job, x);
	job->x = NULL;
	job->asked = clock_ms();
	http_go_on(x);
}

static void call_off(struct job *job)
{
	atomic_store(&job->stop, true);
	if (job->state == JOB_WAITING) {
		job->state = JOB_STOPPED;
		job->jobs->counters.stopped++;
		let_go(job);
	}
}

/* ---- the work ---------------------------------------------------------------------------------------------------- */

static bool should_stop(void *context)
{
	return atomic_load(&((struct job *)context)->stop);
}

static void step(void *context, const cordon_text *phase, double done, double total)
{
	struct job *job = context;
	int64_t now = clock_ms();
	text out = {0};
	if (now - job->told < LOOK_MS)
		return;
	job->told = now;
	message_add(&out, job->language, phase);
	pthread_mutex_lock(&job->jobs->lock);
	snprintf(job->phase, sizeof job->phase, "%s", text_string(&out));
	job->part = total > 0 ? done / total : -1;
	pthread_mutex_unlock(&job->jobs->lock);
	text_free(&out);
}

/* Without the lock: all that is written here is the worker's until the state changes. */
static enum job_state work(jobs *j, struct job *job)
{
	cordon_progress progress = {step, should_stop, job};
	task_asked asked = {
		.question = {.book = j->book, .language = job->language, .context = j->context, .error = &job->error},
		.body = job->body,
		.progress = &progress};
	for (int i = 0; i < QUERY_PARAMETERS_MAX; i++)
		asked.question.value[i] = job->value[i];
	json_t *data = job->task->work(&asked);
	if (atomic_load(&job->stop) || !data) {
		json_decref(data);
		return atomic_load(&job->stop) ? JOB_STOPPED : JOB_REFUSED;
	}
	job->result = memory_require(json_dumps(data, JSON_COMPACT | JSON_REAL_PRECISION(17)));
	job->length = strlen(job->result);
	json_decref(data);
	return JOB_DONE;
}

/* The lock is held but while it works. */
static void do_job(jobs *j, struct job *job)
{
	const struct job *known = find_done(j, job->key);
	job->state = JOB_WORKING;
	job->begun = clock_ms();
	enum job_state ended = JOB_DONE;
	if (known) {
		job->result = memory_copy_text(known->result);
		job->length = known->length;
		j->counters.known++;
	} else {
		pthread_mutex_unlock(&j->lock);
		ended = work(j, job);
		pthread_mutex_lock(&j->lock);
	}
	job->state = ended == JOB_STOPPED && job->too_long ? JOB_TOO_LONG : ended;
	if (ended == JOB_STOPPED)
		j->counters.stopped++;
	else
		j->counters.done++;
	let_go(job);
	tidy(j);
}

static void *do_all(void *context)
{
	jobs *j = context;
	pthread_mutex_lock(&j->lock);
	while (!j->ending) {
		struct job *next = NULL;
		for (int i = 0; i < j->count && !next; i++)
			if (j->job[i]->state == JOB_WAITING)
				next = j->job[i];
		if (next)
			do_job(j, next);
		else
			pthread_cond_wait(&j->changed, &j->lock);
	}
	pthread_mutex_unlock(&j->lock);
	return NULL;
}

/* ---- who waits --------------------------------------------------------------------------------------------------- */

static void look_after(jobs *j, struct job *job, int64_t now)
{
	if (job->x && http_gone(job->x)) {
		call_off(job);
		let_go(job);
	} else if (job->x && now - job->asked >= JOBS_QUICK_MS) {
		let_go(job);
	} else if (!job->x && is_under_way(job) && now - job->asked > JOBS_LEASE_MS) {
		call_off(job);
	}
	if (job->state == JOB_WORKING && now - job->begun > j->limit_ms && !atomic_load(&job->stop)) {
		job->too_long = true;
		atomic_store(&job->stop, true);
	}
}

static void *look_after_all(void *context)
{
	jobs *j = context;
	pthread_mutex_lock(&j->lock);
	while (!j->ending) {
		struct timespec until;
		if (!j->count) {
			pthread_cond_wait(&j->changed, &j->lock);
			continue;
		}
		clock_gettime(CLOCK_REALTIME, &until);
		until.tv_nsec += (long)LOOK_MS * 1000000;
		until.tv_sec += until.tv_nsec / 1000000000;
		until.tv_nsec %= 1000000000;
		pthread_cond_timedwait(&j->changed, &j->lock, &until);
		for (int i = 0; i < j->count; i++)
			look_after(j, j->job[i], clock_ms());
		tidy(j);
	}
	pthread_mutex_unlock(&j->lock);
	return NULL;
}

/* ---- asking ------------------------------------------------------------------------------------------------------ */

static void key_of(const struct job *job, char key[HASH_HEX])
{
	hash_state hash;
	char *body = memory_require(json_dumps(job->body, JSON_COMPACT | JSON_SORT_KEYS | JSON_ENCODE_ANY));
	hash_begin(&hash);
	hash_add_framed(&hash, job->task->query.name, strlen(job->task->query.name));
	for (int i = 0; i < QUERY_PARAMETERS_MAX; i++)
		hash_add_framed(&hash, job->value[i] ? job->value[i] : "", job->value[i] ? strlen(job->value[i]) : 0);
	hash_add_framed(&hash, body, strlen(body));
	hash_add_framed(&hash, job->language == CORDON_SPANISH ? "es" : "en", 2);
	hash_end(&hash, key);
	free(body);
}

static struct job *job_new(jobs *j, const http_task *task, const char *const *value, json_t *body)
{
	struct job *job = memory_alloc(1, sizeof *job);
	unsigned char bytes[(JOBS_ID - 1) / 2];
	randombytes_buf(bytes, sizeof bytes);
	sodium_bin2hex(job->id, sizeof job->id, bytes, sizeof bytes);
	job->jobs = j;
	job->task = task;
	job->body = body;
	job->part = -1;
	job->asked = clock_ms();
	atomic_init(&job->stop, false);
	cordon_error_init(&job->error);
	for (int i = 0; i < QUERY_PARAMETERS_MAX; i++)
		job->value[i] = memory_copy_text(value[i]);
	return job;
}

void jobs_ask(jobs *j, http_exchange *x, const http_task *task, const char *const value[QUERY_PARAMETERS_MAX],
	      json_t *body)
{
	struct job *job = job_new(j, task, value, body);
	job->language = http_language(x);
	key_of(job, job->key);
	pthread_mutex_lock(&j->lock);
	tidy(j);
	struct job *known = find_done(j, job->key);
	bool room = !j->ending && count_waiting(j) < JOBS_QUEUE_MAX;
	if (known) {
		known->asked = job->asked;
		j->counters.known++;
		reply(known, x);
	} else if (!room) {
		j->counters.shed++;
		problem_reply(x, 503, NULL);
	} else {
		assert(j->count < JOBS_MAX);
		http_wait(x);
		job->x = x;
		j->job[j->count++] = job;
		pthread_cond_broadcast(&j->changed);
	}
	pthread_mutex_unlock(&j->lock);
	if (known || !room)
		job_free(job);
}

void jobs_tell(jobs *j, http_exchange *x, const char *id)
{
	pthread_mutex_lock(&j->lock);
	struct job *job = find(j, id);
	if (job) {
		job->asked = clock_ms();
		reply(job, x);
	} else {
		problem_reply(x, 404, NULL);
	}
	pthread_mutex_unlock(&j->lock);
}

void jobs_call_off(jobs *j, http_exchange *x, const char *id)
{
	pthread_mutex_lock(&j->lock);
	struct job *job = find(j, id);
	if (job && is_under_way(job))
		call_off(job);
	pthread_mutex_unlock(&j->lock);
	if (job)
		http_reply(x, 204, NULL, "", 0);
	else
		problem_reply(x, 404, NULL);
}

/* ---- the whole --------------------------------------------------------------------------------------------------- */

jobs *jobs_start(book *b, void *context, double limit_s)
{
	jobs *j = memory_alloc(1, sizeof *j);
	j->book = b;
	j->context = context;
	j->limit_ms = (int64_t)(1000 * (limit_s > 0 ? limit_s : JOBS_LIMIT_S));
	pthread_mutex_init(&j->lock, NULL);
	pthread_cond_init(&j->changed, NULL);
	memory_require(pthread_create(&j->worker, NULL, do_all, j) ? NULL : j);
	memory_require(pthread_create(&j->watch, NULL, look_after_all, j) ? NULL : j);
	return j;
}

void jobs_end(jobs *j)
{
	pthread_mutex_lock(&j->lock);
	j->ending = true;
	for (int i = 0; i < j->count; i++)
		if (is_under_way(j->job[i]))
			call_off(j->job[i]);
	pthread_cond_broadcast(&j->changed);
	pthread_mutex_unlock(&j->lock);
	pthread_join(j->worker, NULL); /* what it worked at is answered */
	pthread_join(j->watch, NULL);
}

void jobs_free(jobs *j)
{
	while (j->count)
		drop(j, j->count - 1);
	pthread_cond_destroy(&j->changed);
	pthread_mutex_destroy(&j->lock);
	free(j);
}

void jobs_count(jobs *j, jobs_counters *out)
{
	pthread_mutex_lock(&j->lock);
	*out = j->counters;
	for (int i = 0; i < j->count; i++)
		out->under_way += is_under_way(j->job[i]);
	pthread_mutex_unlock(&j->lock);
}
