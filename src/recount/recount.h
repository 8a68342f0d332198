/* The verifier of counts: replays the report of a count from the ballots and says whether they give it, or the first
 * figure in which they do not.
 *
 * Everything the report says is compared: what it says of every stage, the ties and their lots drawn anew from the seed
 * in its settings, all outcomes, the sentences. Rule, settings and ballots are what it starts from: it does not know
 * whether they are those that were agreed. Room count's code is not used (tests/style/rooms.py): only the texts of its
 * messages and the names of its rules. Like that room it touches no files.
 */
#ifndef RECOUNT_RECOUNT_H
#define RECOUNT_RECOUNT_H

#include "recount/compare.h"

#include <cordon/base.h>

typedef struct recount_verdict {
	enum { RECOUNT_REPRODUCED, RECOUNT_DIFFERS, RECOUNT_NOT_REPLAYED } found;
	difference difference; /* RECOUNT_DIFFERS */
	const char *rule; /* of the report, which the verdict keeps */
	int stages; /* replayed */
	json_t *report;
} recount_verdict;

/* CORDON_OK: reproduced; CORDON_UNPROVEN: it differs, or cannot be replayed, with a finding that says why;
 * CORDON_BAD_INPUT: one of the files cannot be read. Texts end with a zero byte. Free the verdict whatever the status.
 */
cordon_status recount_verify(const char *ballots_file, const char *ballots, size_t ballots_length,
			     const char *report_file, const char *report, size_t report_length,
			     recount_verdict *verdict, cordon_error *error);
void recount_free(recount_verdict *verdict);

#endif
