/* The one thread that writes in the book: takes acts from a queue with an end, many in a commit, and tells each of its
 * receipt after that commit is on the disk, never before.
 *
 * An act that stands in the book already, byte for byte (sent twice, by a phone that did not hear the answer), is told
 * of the entry it has: it counts once. The writer knows that of its last WRITER_KNOWN acts and those taken since it
 * was started; older ones are refused as their nonce is. A commit that fails fails all acts in it.
 */
#ifndef HTTP_WRITER_H
#define HTTP_WRITER_H

#include "http/submission.h"

enum { WRITER_QUEUE_MAX = 1024, WRITER_GROUP_MAX = 512, WRITER_KNOWN = 65536 };

typedef struct writer writer;

typedef enum writer_fate {
	WRITER_TAKEN, /* committed; `entry` is new */
	WRITER_KNOWN_ALREADY, /* `entry` is the one it had */
	WRITER_REFUSED, /* `error` says why */
	WRITER_FAILED, /* the machine did */
} writer_fate;

/* One in the queue. The writer fills what follows `context`, then calls `done`, which owns the job from then on. */
typedef struct writer_job {
	submission acts;
	bool receipts; /* of all acts; else of the last */
	void (*done)(void *context, struct writer_job *job);
	void *context;
	writer_fate fate;
	int64_t first, last, size; /* entries; the book's size */
	int refused_at; /* which of several */
	text receipt; /* lines */
	cordon_error error;
	bool fresh; /* private */
	struct writer_job *next; /* private */
} writer_job;

/* `committed` is called on the writer's thread after each commit, before anybody's `done`. */
writer *writer_start(book *b, void (*committed)(void *context, int64_t from, int64_t size), void *context);
/* False: the queue is full or closed; the job is still the caller's. */
bool writer_submit(writer *w, writer_job *job);
/* Takes no more; does what is queued, commits, ends the thread. The book is still the caller's. */
void writer_stop(writer *w);

writer_job *writer_job_new(void);
void writer_job_free(writer_job *job);

typedef struct writer_counters {
	uint64_t acts, commits, refused, repeated, shed;
	int queued;
} writer_counters;
void writer_count(writer *w, writer_counters *out);

#endif
