/* See local.h. */
#include "http/local.h"

#include "base/file.h"
#include "base/memory.h"

#include <errno.h>
#include <fcntl.h>
#include <jansson.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

struct caller {
	local *local;
	int socket; /* -1: free */
	bool begun, ended; /* a thread was made; it is about to end */
	pthread_t thread;
};

struct local {
	char *folder, book_id[65];
	book_options clock;
	writer *writer;
	int listening;
	pthread_t thread;
	pthread_mutex_t lock; /* of all below */
	bool stopping;
	struct caller caller[LOCAL_CALLERS_MAX];
};

/* ---- the socket -------------------------------------------------------------------------------------------------- */

/* An address has room for 107 bytes: a folder whose name is longer is reached through the file that is open on it. */
static bool address_of(const char *folder, struct sockaddr_un *at, int *open_folder)
{
	int length;
	*at = (struct sockaddr_un){.sun_family = AF_UNIX};
	*open_folder = -1;
	length = snprintf(at->sun_path, sizeof at->sun_path, "%s/socket", folder);
	if (length < 0 || (size_t)length < sizeof at->sun_path)
		return length > 0;
	*open_folder = open(folder, O_PATH | O_DIRECTORY | O_CLOEXEC);
	snprintf(at->sun_path, sizeof at->sun_path, "/proc/self/fd/%d/socket", *open_folder);
	return *open_folder >= 0;
}

static int give_up(int socket, int open_folder)
{
	int number = errno;
	if (socket >= 0)
		close(socket);
	if (open_folder >= 0)
		close(open_folder);
	errno = number;
	return -1;
}

/* The other end is of this process's user. */
static bool is_own(int socket)
{
	struct ucred peer;
	socklen_t length = sizeof peer;
	return !getsockopt(socket, SOL_SOCKET, SO_PEERCRED, &peer, &length) && peer.uid == geteuid();
}

static int listen_in(const char *folder)
{
	struct sockaddr_un at;
	int open_folder, s = -1;
	if (!address_of(folder, &at, &open_folder) || (unlink(at.sun_path) && errno != ENOENT) ||
	    (s = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0)) < 0 || fchmod(s, 0600) ||
	    bind(s, (const struct sockaddr *)&at, sizeof at) || listen(s, LOCAL_CALLERS_MAX))
		return give_up(s, open_folder);
	if (open_folder >= 0)
		close(open_folder);
	return s;
}

int local_connect(const char *folder)
{
	struct sockaddr_un at;
	int open_folder, s = -1;
	if (!address_of(folder, &at, &open_folder) || (s = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0)) < 0 ||
	    connect(s, (const struct sockaddr *)&at, sizeof at))
		return give_up(s, open_folder);
	if (!is_own(s)) {
		errno = EPERM;
		return give_up(s, open_folder);
	}
	if (open_folder >= 0)
		close(open_folder);
	return s;
}

bool local_read_line(int socket, text *pending, text *line)
{
	static _Thread_local char piece[65536];
	size_t from = 0;
	text_clear(line);
	for (;;) {
		char *newline =
			pending->length > from ? memchr(pending->bytes + from, '\n', pending->length - from) : NULL;
		if (newline) {
			size_t length = (size_t)(newline - pending->bytes);
			text_add(line, pending->bytes, length);
			pending->length -= length + 1;
			memmove(pending->bytes, newline + 1, pending->length);
			return true;
		}
		from = pending->length;
		ssize_t got = recv(socket, piece, sizeof piece, 0);
		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0 || pending->length + (size_t)got > LOCAL_LINE_MAX)
			return false;
		text_add(pending, piece, (size_t)got);
	}
}

bool local_write(int socket, const char *bytes, size_t length)
{
	while (length) {
		ssize_t sent = send(socket, bytes, length, MSG_NOSIGNAL);
		if (sent < 0 && errno == EINTR)
			continue;
		if (sent <= 0)
			return false;
		bytes += sent;
		length -= (size_t)sent;
	}
	return true;
}

/* ---- what is asked ----------------------------------------------------------------------------------------------- */

struct waiting {
	pthread_mutex_t lock;
	pthread_cond_t changed;
	bool done;
};

static void is_done(void *context, writer_job *job)
{
	struct waiting *w = context;
	(void)job;
	pthread_mutex_lock(&w->lock);
	w->done = true;
	pthread_cond_signal(&w->changed);
	pthread_mutex_unlock(&w->lock);
}

/* False: the queue is full. */
static bool have_done(writer *w, writer_job *job)
{
	struct waiting waiting = {PTHREAD_MUTEX_INITIALIZER, PTHREAD_COND_INITIALIZER, false};
	job->done = is_done;
	job->context = &waiting;
	bool room = writer_submit(w, job);
	pthread_mutex_lock(&waiting.lock);
	while (room && !waiting.done)
		pthread_cond_wait(&waiting.changed, &waiting.lock);
	pthread_mutex_unlock(&waiting.lock);
	return room;
}

static json_t *code_json(const cordon_text *t)
{
	json_t *list = json_array();
	for (int i = 0; t->code && i < CORDON_TEXT_ARGS && t->arg[i]; i++)
		json_array_append_new(list, json_string(t->arg[i]));
	return json_pack("{s:s?, s:s?, s:o}", "code", t->code ? t->code->id : NULL, "text",
			 t->code ? t->code->text : NULL, "arguments", list);
}

/* What is no UTF-8 is not repeated. */
static json_t *text_or_null(const char *string)
{
	json_t *json = string ? json_string(string) : NULL;
	return json ? json : json_null();
}

static json_t *findings_json(const writer_job *job)
{
	json_t *list = json_array();
	for (size_t i = 0; i < job->error.count; i++) {
		const cordon_finding *f = &job->error.finding[i];
		int act = 0;
		while (job->said && act < job->acts.acts - 1 && job->said[act] <= i)
			act++;
		json_array_append_new(list, json_pack("{s:i, s:i, s:o, s:I, s:o, s:o, s:o, s:o}", "act", act,
						      "severity", (int)f->severity, "file", text_or_null(f->file),
						      "row", (json_int_t)f->row, "field", text_or_null(f->field),
						      "found", text_or_null(f->found), "what", code_json(&f->what),
						      "expected", code_json(&f->expected)));
	}
	return list;
}

static json_t *answer(const writer_job *job)
{
	static const char *const fate[] = {[WRITER_TAKEN] = "taken",
					   [WRITER_KNOWN_ALREADY] = "known",
					   [WRITER_REFUSED] = "refused",
					   [WRITER_FAILED] = "failed"};
	json_t *doc =
		json_pack("{s:s, s:I, s:I, s:I, s:o}", "fate", fate[job->fate], "first", (json_int_t)job->first, "last",
			  (json_int_t)job->last, "entries", (json_int_t)job->size, "findings", findings_json(job));
	if (job->fate == WRITER_REFUSED)
		json_object_set_new(doc, "at", json_integer(job->refused_at));
	return doc;
}

static json_t *do_line(local *l, const text *line)
{
	writer_job *job = writer_job_new();
	json_t *said;
	if (submission_read(text_string(line), line->length, true, &job->acts, &job->error)) {
		job->fate = WRITER_REFUSED;
		job->refused_at = job->acts.acts > 0 ? job->acts.acts - 1 : 0;
		said = answer(job);
	} else if (have_done(l->writer, job)) {
		said = answer(job);
	} else {
		said = json_pack("{s:s}", "fate", "full");
	}
	writer_job_free(job);
	return said;
}

static bool say(int socket, json_t *document)
{
	char *bytes = memory_require(json_dumps(document, JSON_COMPACT));
	size_t length = strlen(bytes);
	bytes[length] = '\n'; /* in the place of the zero */
	bool well = local_write(socket, bytes, length + 1);
	free(bytes);
	json_decref(document);
	return well;
}

/* ---- callers ----------------------------------------------------------------------------------------------------- */

static void *hear(void *context)
{
	struct caller *c = context;
	local *l = c->local;
	text pending = {0}, line = {0};
	int64_t now = l->clock.now ? l->clock.now(l->clock.context) : (int64_t)time(NULL);
	bool well = say(c->socket, json_pack("{s:s, s:I}", "book", l->book_id, "now", (json_int_t)now));
	while (well && local_read_line(c->socket, &pending, &line))
		well = say(c->socket, do_line(l, &line));
	text_free(&pending);
	text_free(&line);
	pthread_mutex_lock(&l->lock);
	close(c->socket);
	c->socket = -1;
	c->ended = true;
	pthread_mutex_unlock(&l->lock);
	return NULL;
}

/* A caller's thread, if there is room for one more; whoever ended is waited for first. */
static bool admit(local *l, int socket)
{
	const struct timeval idle = {.tv_sec = LOCAL_IDLE_S};
	bool admitted = false;
	setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &idle, sizeof idle);
	pthread_mutex_lock(&l->lock);
	for (int i = 0; !l->stopping && !admitted && i < LOCAL_CALLERS_MAX; i++) {
		struct caller *c = &l->caller[i];
		if (c->begun && !c->ended)
			continue;
		if (c->begun)
			pthread_join(c->thread, NULL); /* it holds no lock any more */
		*c = (struct caller){.local = l, .socket = socket};
		c->begun = admitted = !pthread_create(&c->thread, NULL, hear, c);
	}
	pthread_mutex_unlock(&l->lock);
	return admitted;
}

static void *run(void *context)
{
	local *l = context;
	for (;;) {
		int s = accept4(l->listening, NULL, NULL, SOCK_CLOEXEC);
		pthread_mutex_lock(&l->lock);
		bool stopping = l->stopping;
		pthread_mutex_unlock(&l->lock);
		if (s >= 0 && (stopping || !is_own(s) || !admit(l, s)))
			close(s);
		if (stopping)
			return NULL;
		if (s < 0 && errno != EINTR && errno != ECONNABORTED)
			nanosleep(&(struct timespec){0, 100 * 1000 * 1000},
				  NULL); /* no file left: later there may be */
	}
}

local *local_start(const char *folder, const char *book_id, const book_options *clock, writer *w)
{
	int listening = listen_in(folder);
	if (listening < 0)
		return NULL;
	local *l = memory_alloc(1, sizeof *l);
	l->folder = memory_copy_text(folder);
	snprintf(l->book_id, sizeof l->book_id, "%s", book_id);
	l->clock = *clock;
	l->writer = w;
	l->listening = listening;
	for (int i = 0; i < LOCAL_CALLERS_MAX; i++)
		l->caller[i].socket = -1;
	pthread_mutex_init(&l->lock, NULL);
	memory_require(pthread_create(&l->thread, NULL, run, l) ? NULL : l);
	return l;
}

/* A caller reads to the end what it still is to be answered. */
void local_stop(local *l)
{
	if (!l)
		return;
	pthread_mutex_lock(&l->lock);
	l->stopping = true;
	for (int i = 0; i < LOCAL_CALLERS_MAX; i++)
		if (l->caller[i].socket >= 0)
			shutdown(l->caller[i].socket, SHUT_RD);
	pthread_mutex_unlock(&l->lock);
	shutdown(l->listening, SHUT_RDWR); /* lets accept return */
	pthread_join(l->thread, NULL);
	for (int i = 0; i < LOCAL_CALLERS_MAX; i++)
		if (l->caller[i].begun)
			pthread_join(l->caller[i].thread, NULL);
	close(l->listening);
	char *path = file_join(l->folder, "socket");
	unlink(path);
	free(path);
	pthread_mutex_destroy(&l->lock);
	free(l->folder);
	free(l);
}
