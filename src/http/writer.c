/* See writer.h. */
#include "http/writer.h"

#include "base/memory.h"
#include "record/entry.h"
#include "record/keys.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

struct known {
	char nonce[33];
	int64_t entry;
};

struct writer {
	book *book;
	void (*committed)(void *context, const struct writer_job *jobs, int64_t size);
	void *context;
	pthread_t thread;
	struct known *known; /* where the nonce hashes to: a later one takes an earlier one's place */
	pthread_mutex_t lock; /* of all below */
	pthread_cond_t changed;
	writer_job *first, *last;
	bool closed;
	int room; /* as many may wait now */
	int64_t standing; /* since when jobs have waited too long, ns; 0: they have not */
	int64_t looked; /* the rate of `done` is counted since then */
	int done;
	writer_counters counters;
};

writer_job *writer_job_new(void)
{
	writer_job *job = memory_alloc(1, sizeof *job);
	cordon_error_init(&job->error);
	return job;
}

void writer_job_free(writer_job *job)
{
	submission_free(&job->acts);
	text_free(&job->receipt);
	free(job->said);
	cordon_error_free(&job->error);
	free(job);
}

/* ---- what is in already ------------------------------------------------------------------------------------------ */

static struct known *slot_of(writer *w, const char *nonce)
{
	uint32_t hash = 2166136261u; /* FNV-1a */
	for (const char *at = nonce; *at; at++)
		hash = (hash ^ (unsigned char)*at) * 16777619u;
	return &w->known[hash % WRITER_KNOWN];
}

static void remember(writer *w, const char *nonce, int64_t number)
{
	struct known *k = slot_of(w, nonce);
	snprintf(k->nonce, sizeof k->nonce, "%s", nonce);
	k->entry = number;
}

static void remember_last(writer *w)
{
	int64_t size = book_size(w->book), from = size > WRITER_KNOWN / 4 ? size - WRITER_KNOWN / 4 : 0;
	cordon_error none;
	cordon_error_init(&none);
	for (int64_t at = from; at < size; at++) {
		text bytes = {0};
		entry e = {0};
		cordon_text why;
		if (!book_entry(w->book, at, &bytes, &none) &&
		    entry_read(text_string(&bytes), bytes.length, &e, &why)) {
			remember(w, e.nonce, at);
			entry_free(&e);
		}
		text_free(&bytes);
	}
	cordon_error_free(&none);
}

/* The entry of just that act; -1: it is not known. */
static int64_t entry_of(writer *w, const submission_act *a)
{
	const struct known *k = slot_of(w, a->entry.nonce);
	int64_t found = -1;
	if (strcmp(k->nonce, a->entry.nonce) != 0)
		return -1;
	cordon_error none;
	cordon_error_init(&none);
	text bytes = {0};
	entry e = {0};
	cordon_text why;
	if (!book_entry(w->book, k->entry, &bytes, &none) && entry_read(text_string(&bytes), bytes.length, &e, &why)) {
		if (e.act_length == a->bytes.length && !memcmp(e.act, a->bytes.bytes, e.act_length))
			found = k->entry;
		entry_free(&e);
	}
	text_free(&bytes);
	cordon_error_free(&none);
	return found;
}

/* ---- taking ------------------------------------------------------------------------------------------------------ */

/* False: refused or failed, and said in the job. */
static bool take_act(writer *w, writer_job *job, submission_act *a)
{
	int64_t number = entry_of(w, a);
	if (number < 0) {
		cordon_status status =
			book_take_signed(w->book, &a->entry, a->sealed, a->sealed_count, &number, &job->error);
		if (status) {
			job->fate = status == CORDON_BAD_INPUT ? WRITER_REFUSED : WRITER_FAILED;
			return false;
		}
		remember(w, a->entry.nonce, number);
		job->fresh = true;
	}
	job->first = job->first < 0 ? number : job->first;
	job->last = number;
	return true;
}

static void take_as_node(writer *w, writer_job *job)
{
	cordon_status status =
		book_take_as_node(w->book, job->acts.node_kind, job->acts.node_fields, &job->first, &job->error);
	job->last = job->first;
	if (status)
		job->fate = status == CORDON_BAD_INPUT ? WRITER_REFUSED : WRITER_FAILED;
}

static void take_job(writer *w, writer_job *job)
{
	job->first = job->last = -1;
	job->fate = WRITER_TAKEN;
	if (job->acts.node_kind) {
		take_as_node(w, job);
		return;
	}
	job->said = memory_alloc((size_t)job->acts.acts, sizeof *job->said);
	for (int i = 0; i < job->acts.acts; i++) {
		bool well = take_act(w, job, job->acts.act[i]);
		job->said[i] = job->error.count;
		if (!well) {
			job->refused_at = i;
			return;
		}
	}
	if (!job->fresh)
		job->fate = WRITER_KNOWN_ALREADY;
}

/* Receipts can be given only now. */
static void add_receipts(writer *w, writer_job *job)
{
	for (int64_t at = job->receipts ? job->first : job->last; at <= job->last; at++) {
		if (book_receipt(w->book, at, &job->receipt, &job->error)) {
			job->fate = WRITER_FAILED;
			return;
		}
		if (job->receipts)
			text_add_string(&job->receipt, "\n");
	}
}

static bool forgets(const writer_job *job)
{
	for (int i = 0; i < job->acts.acts; i++) {
		const json_t *one = json_array_get(json_object_get(job->acts.document, "acts"), (size_t)i);
		const char *kind = json_string_value(
			json_object_get(json_object_get(one ? one : job->acts.document, "act"), "kind"));
		if (kind && keys_forgets(kind))
			return true;
	}
	return false;
}

static void count_job(writer *w, const writer_job *job)
{
	pthread_mutex_lock(&w->lock);
	if (job->fate == WRITER_TAKEN)
		w->counters.acts += job->acts.node_kind ? 1 : (uint64_t)job->acts.acts;
	w->counters.refused += job->fate == WRITER_REFUSED;
	w->counters.repeated += job->fate == WRITER_KNOWN_ALREADY;
	pthread_mutex_unlock(&w->lock);
}

static void let_go(writer *w, writer_job *job)
{
	count_job(w, job);
	job->done(job->context, job);
}

/* Commits what a list of jobs took, and lets each of them go; those last that take time. */
static void finish(writer *w, writer_job *list, int64_t from)
{
	cordon_error why;
	cordon_error_init(&why);
	writer_job *forgetful = NULL;
	bool well = !book_commit(w->book, &why);
	if (well && book_size(w->book) > from) {
		pthread_mutex_lock(&w->lock);
		w->counters.commits++;
		pthread_mutex_unlock(&w->lock);
		w->committed(w->context, list, book_size(w->book));
	}
	while (list) {
		writer_job *job = list;
		list = job->next;
		if (!well && job->fate != WRITER_REFUSED)
			job->fate = WRITER_FAILED;
		if (job->fate == WRITER_TAKEN || job->fate == WRITER_KNOWN_ALREADY)
			add_receipts(w, job);
		job->size = book_size(w->book);
		if (job->fate == WRITER_TAKEN && forgets(job)) {
			job->next = forgetful;
			forgetful = job;
		} else {
			let_go(w, job);
		}
	}
	while (forgetful) {
		writer_job *job = forgetful;
		forgetful = job->next;
		book_erase_forgotten(w->book, &job->error);
		let_go(w, job);
	}
	cordon_error_free(&why);
}

/* Several that stand together have a commit of their own, so that they can be given up alone. */
static void do_together(writer *w, writer_job *job)
{
	int64_t from = book_size(w->book);
	take_job(w, job);
	if (job->fate == WRITER_REFUSED || job->fate == WRITER_FAILED)
		book_abandon(w->book);
	finish(w, job, from);
}

static void do_jobs(writer *w, writer_job *list)
{
	while (list) {
		int64_t from = book_size(w->book);
		writer_job *group = NULL, **end = &group;
		if (list->acts.acts != 1) {
			writer_job *alone = list;
			list = list->next;
			alone->next = NULL;
			do_together(w, alone);
			continue;
		}
		for (int i = 0; list && list->acts.acts == 1 && i < WRITER_GROUP_MAX; i++) {
			*end = list;
			end = &list->next;
			take_job(w, list);
			list = list->next;
		}
		*end = NULL;
		finish(w, group, from);
	}
}

/* ---- the queue --------------------------------------------------------------------------------------------------- */

static int64_t clock_ns(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

/* How many may wait from now on, by how long the first of those that are taken out has waited. */
static void set_room(writer *w, int64_t now)
{
	const int64_t target = INT64_C(1000000) * WRITER_TARGET_MS, patience = INT64_C(1000000) * WRITER_PATIENCE_MS;
	int64_t waited = now - w->first->since;
	if (waited <= target / 2) {
		w->standing = 0;
		w->room = WRITER_QUEUE_MAX;
	} else if (!w->standing && waited > target) {
		w->standing = w->looked = now;
		w->done = 0;
	}
	if (!w->standing || now - w->looked < patience)
		return;
	int64_t room = w->done * target / (now - w->looked);
	w->room = room < WRITER_STANDING_MIN ? WRITER_STANDING_MIN
		  : room > WRITER_QUEUE_MAX  ? WRITER_QUEUE_MAX
					     : (int)room;
	w->looked = now;
	w->done = 0;
}

/* The first of those that wait, as many as share a commit. Under the lock. */
static writer_job *take_out(writer *w)
{
	writer_job *list = w->first, *end = list;
	int count = 1;
	if (!list)
		return NULL;
	set_room(w, clock_ns());
	for (; end->next && count < WRITER_GROUP_MAX; count++)
		end = end->next;
	w->first = end->next;
	w->last = w->first ? w->last : NULL;
	end->next = NULL;
	w->counters.queued -= count;
	w->done += count;
	return list;
}

static void *run(void *context)
{
	writer *w = context;
	for (;;) {
		pthread_mutex_lock(&w->lock);
		while (!w->first && !w->closed)
			pthread_cond_wait(&w->changed, &w->lock);
		writer_job *list = take_out(w);
		pthread_mutex_unlock(&w->lock);
		if (!list)
			return NULL;
		do_jobs(w, list);
	}
}

writer *writer_start(book *b, void (*committed)(void *context, const struct writer_job *jobs, int64_t size),
		     void *context)
{
	writer *w = memory_alloc(1, sizeof *w);
	w->book = b;
	w->committed = committed;
	w->context = context;
	w->known = memory_alloc(WRITER_KNOWN, sizeof *w->known);
	w->room = WRITER_QUEUE_MAX;
	pthread_mutex_init(&w->lock, NULL);
	pthread_cond_init(&w->changed, NULL);
	remember_last(w);
	memory_require(pthread_create(&w->thread, NULL, run, w) ? NULL : w);
	return w;
}

/* Under the lock. */
static bool has_room(writer *w)
{
	bool room = !w->closed && w->counters.queued < w->room;
	w->counters.shed += !room;
	return room;
}

bool writer_has_room(writer *w)
{
	pthread_mutex_lock(&w->lock);
	bool room = has_room(w);
	pthread_mutex_unlock(&w->lock);
	return room;
}

bool writer_submit(writer *w, writer_job *job)
{
	pthread_mutex_lock(&w->lock);
	bool room = has_room(w);
	if (room) {
		job->next = NULL;
		job->since = clock_ns();
		if (w->last)
			w->last->next = job;
		else
			w->first = job;
		w->last = job;
		w->counters.queued++;
		pthread_cond_signal(&w->changed);
	}
	pthread_mutex_unlock(&w->lock);
	return room;
}

void writer_stop(writer *w)
{
	if (!w)
		return;
	pthread_mutex_lock(&w->lock);
	w->closed = true;
	pthread_cond_signal(&w->changed);
	pthread_mutex_unlock(&w->lock);
	pthread_join(w->thread, NULL);
	pthread_cond_destroy(&w->changed);
	pthread_mutex_destroy(&w->lock);
	free(w->known);
	free(w);
}

void writer_count(writer *w, writer_counters *out)
{
	pthread_mutex_lock(&w->lock);
	*out = w->counters;
	pthread_mutex_unlock(&w->lock);
}
