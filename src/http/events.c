/* What changed, as server-sent events: {"size":N,"kinds":[...]} after each commit, the kinds of the acts since what
 * the reader was told last, and, so that a line that is dead is noticed, a comment every EVENTS_BEAT_S. A reader that
 * comes back with Last-Event-ID (the size it knew) is told at once if there is more; one that is slow is told of the
 * newest size only. Of a time before the server was started no kinds are known, and none said. There is a place for
 * EVENTS_LISTENERS_MAX, others are sent away. */
#include "base/memory.h"
#include "http/problem.h"
#include "http/serve_private.h"

#include <assert.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { EVENTS_BEAT_S = 10 };

struct listener {
	serve *serve;
	int place;
	int64_t told; /* the size */
	bool greeted;
};

static void add_news(const serve *s, int64_t told, text *out)
{
	const act_world *world = s->options.book.world;
	text_add_format(out, "id: %" PRId64 "\ndata: {\"size\":%" PRId64, s->size, s->size);
	if (told >= s->began) {
		const char *between = "";
		text_add_string(out, ",\"kinds\":[");
		for (size_t i = 0; i < world->kinds; i++)
			if (s->kind_came[i] > told) {
				text_add_format(out, "%s\"%s\"", between, world->kind[i]->name);
				between = ",";
			}
		text_add_string(out, "]");
	}
	text_add_string(out, "}\n\n");
}

static bool next(void *context, http_exchange *x, text *out)
{
	struct listener *l = context;
	serve *s = l->serve;
	(void)x;
	pthread_mutex_lock(&s->lock);
	bool more = !s->ending;
	if (more && s->size > l->told) {
		add_news(s, l->told, out);
		l->told = s->size;
	} else if (more && !l->greeted) {
		text_add_string(out, ": \n\n");
		l->greeted = true;
	} else {
		s->waits[l->place] = true;
		l->greeted = false; /* whatever wakes it, something is said */
	}
	pthread_mutex_unlock(&s->lock);
	return more;
}

static void end(void *context, http_exchange *x)
{
	struct listener *l = context;
	(void)x;
	pthread_mutex_lock(&l->serve->lock);
	l->serve->listener[l->place] = NULL;
	l->serve->waits[l->place] = false;
	pthread_mutex_unlock(&l->serve->lock);
	free(l);
}

/* The lock is held: a listener cannot end meanwhile. */
static void wake_all(serve *s)
{
	for (int i = 0; i < EVENTS_LISTENERS_MAX; i++)
		if (s->listener[i] && s->waits[i]) {
			s->waits[i] = false;
			http_go_on(s->listener[i]);
		}
}

static void note_kind(serve *s, const char *kind, int64_t size)
{
	const act_world *world = s->options.book.world;
	assert(world->kinds <= EVENTS_KINDS_MAX);
	for (size_t i = 0; i < world->kinds; i++)
		if (!strcmp(world->kind[i]->name, kind)) {
			s->kind_came[i] = size;
			return;
		}
}

void events_tell(serve *s, const writer_job *done, int64_t size)
{
	pthread_mutex_lock(&s->lock);
	for (const writer_job *job = done; job; job = job->next) {
		if (job->fate != WRITER_TAKEN)
			continue;
		if (job->acts.node_kind)
			note_kind(s, job->acts.node_kind, size);
		for (int i = 0; i < job->acts.acts; i++)
			note_kind(s, job->acts.act[i]->entry.kind, size);
	}
	s->size = size;
	wake_all(s);
	pthread_mutex_unlock(&s->lock);
}

void events_end(serve *s)
{
	pthread_mutex_lock(&s->lock);
	s->ending = true;
	wake_all(s);
	pthread_cond_broadcast(&s->changed);
	pthread_mutex_unlock(&s->lock);
}

void *events_beat(void *context)
{
	serve *s = context;
	pthread_mutex_lock(&s->lock);
	while (!s->ending) {
		struct timespec until;
		clock_gettime(CLOCK_REALTIME, &until);
		until.tv_sec += EVENTS_BEAT_S;
		pthread_cond_timedwait(&s->changed, &s->lock, &until);
		wake_all(s);
	}
	pthread_mutex_unlock(&s->lock);
	return NULL;
}

void events_handle(void *context, http_exchange *x)
{
	serve *s = context;
	const char *last = http_header(x, "Last-Event-ID");
	struct listener *l = memory_alloc(1, sizeof *l);
	*l = (struct listener){s, -1, last ? strtoll(last, NULL, 10) : -1, false};
	pthread_mutex_lock(&s->lock);
	for (int i = 0; i < EVENTS_LISTENERS_MAX && l->place < 0 && !s->ending; i++)
		if (!s->listener[i]) {
			s->listener[i] = x;
			l->place = i;
		}
	pthread_mutex_unlock(&s->lock);
	if (l->place < 0) {
		free(l);
		problem_reply(x, 503, NULL);
		return;
	}
	http_reply_header(x, "Cache-Control", "no-store");
	http_reply_stream(x, "text/event-stream", next, end, l);
}
