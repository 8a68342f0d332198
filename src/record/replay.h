/* Entries replayed in order, their signatures checked ahead on every core.
 *
 * Entries come in batches from a source. While one batch is applied to the state by the calling thread, the next is
 * parsed and its signatures verified by a pool of threads; nothing is applied before it was verified. The order of
 * effects, and so the state, do not depend on the number of threads.
 */
#ifndef RECORD_REPLAY_H
#define RECORD_REPLAY_H

#include "base/text.h"
#include "record/apply.h"
#include "record/merkle.h"

typedef struct replay_plan {
	/* Fills `bytes` with the next entry; false at the end. */
	bool (*next)(void *context, text *bytes);
	/* Told of each entry after it was applied, with its leaf hash; anything but CORDON_OK ends the replay. May
	 * be NULL. */
	cordon_status (*applied)(void *context, int64_t number, const char *bytes, size_t length,
				 const merkle_hash *leaf, cordon_error *error);
	void *context;
	const char *file; /* for messages */
	int threads; /* 0: one for each core, at most 16 */
	const cordon_progress *progress; /* may be NULL; `total` entries, 0: not known */
	int64_t total;
} replay_plan;

/* Applies every entry to `a`, from where it stands. The first entry that does not hold ends it: its number is in the
 * finding (row: number + 1). */
cordon_status replay_entries(const replay_plan *plan, applier *a, cordon_error *error);

#endif
