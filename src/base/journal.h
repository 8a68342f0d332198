/* A file of lines that only grows, written by one process at a time on a machine whose power may fail at any moment.
 *
 * Invariants:
 * - who has it open holds its lock (flock); a second one is refused, and waits for nothing;
 * - a line is there after journal_append returned CORDON_OK, whatever happens to the machine then: it was synced, and
 *   so was the folder of a file that is new. After a failure the file is as it was, as far as the disk still obeys;
 * - what stands after the last newline was being written when the power failed. It is shown to who opens the file, and
 *   the next line goes in its place, unless they say that it is whole: then it gets its newline.
 *
 * It does not know what a line means, and never changes one that is ended.
 */
#ifndef BASE_JOURNAL_H
#define BASE_JOURNAL_H

#include "base/text.h"

#include <cordon/base.h>

typedef struct journal {
	const char *path; /* borrowed */
	int fd;
	bool fresh; /* made by this opening */
	text bytes; /* all of it, as found */
	size_t whole; /* of them in ended lines */
} journal;

/* Opens, or makes, a file of at most `limit` bytes and takes its lock. Close it only where this was CORDON_OK. */
cordon_status journal_open(const char *path, size_t limit, journal *j, cordon_error *error);
/* Adds a line (without its newline), once. `tail_is_whole`: what stands after the last newline is kept. */
cordon_status journal_append(journal *j, const char *line, bool tail_is_whole, cordon_error *error);
void journal_close(journal *j);

#endif
