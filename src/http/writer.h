/* The one thread that writes in the book: takes acts from a queue with an end, many in a commit, and tells each of its
 * receipt after that commit is on the disk, never before.
 *
 * An act that stands in the book already, byte for byte (sent twice, by a phone that did not hear the answer), is told
 * of the entry it has: it counts once. The writer knows that of its last WRITER_KNOWN acts and those taken since it
 * was started; older ones are refused as their nonce is. A commit that fails fails all acts in it.
 *
 * How long a job waits is bounded, not only how many wait. A crowd that comes at once may fill the queue; but when jobs
 * have waited more than WRITER_TARGET_MS without a break for WRITER_PATIENCE_MS, more come than can be done, and then
 * only as many may wait as are done in that time: the others are told at once (the standing queue is what to fight,
 * not the burst: Nichols and Jacobson, Controlling Queue Delay, ACM Queue 10 (5), 2012).
 */
#ifndef HTTP_WRITER_H
#define HTTP_WRITER_H

#include "http/submission.h"

enum {
	WRITER_QUEUE_MAX =
		256, /* fewer than connections (http.h): while the disk stands still, who only asks is answered */
	WRITER_GROUP_MAX = 512,
	WRITER_KNOWN = 65536,
	WRITER_TARGET_MS = 15,
	WRITER_PATIENCE_MS = 100,
	WRITER_STANDING_MIN = 16, /* may wait even then */
};

typedef struct writer writer;

typedef enum writer_fate {
	WRITER_TAKEN, /* committed; `entry` is new */
	WRITER_KNOWN_ALREADY, /* `entry` is the one it had */
	WRITER_REFUSED, /* `error` says why */
	WRITER_FAILED, /* the machine did */
} writer_fate;

/* One in the queue. The writer fills what follows `context`, then calls `done`, which owns the job from then on. What a
 * person is forgotten by is done only when their texts are gone, too; what is left of them then is in `error`. */
typedef struct writer_job {
	submission acts;
	bool receipts; /* of all acts; else of the last */
	void (*done)(void *context, struct writer_job *job);
	void *context;
	writer_fate fate;
	int64_t first, last, size; /* entries; the book's size */
	int refused_at; /* which of several */
	size_t *said; /* of each act: how many findings there are when it is done */
	text receipt; /* lines */
	cordon_error error;
	/* private */
	bool fresh;
	int64_t since; /* when it was queued, ns */
	struct writer_job *next;
} writer_job;

/* `committed` is called on the writer's thread after each commit, before anybody's `done`, with the jobs in it (those
 * that were refused among them) and the book's size. */
writer *writer_start(book *b, void (*committed)(void *context, const struct writer_job *jobs, int64_t size),
		     void *context);
/* Whether writer_submit would take one now; where not, it is counted as shed. */
bool writer_has_room(writer *w);
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
