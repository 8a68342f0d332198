/* Reading and writing elections: what a format's file is given, and the builder it fills.
 *
 * A format has up to three functions (formats.def):
 *	bool NAME_looks_like(const char *bytes, size_t length)     content decides when no suffix did
 *	cordon_status NAME_read(format_input *in)                   fills in->build; all findings in one pass
 *	bool NAME_write(const cordon_election *e, text *out)        false: the format cannot hold this election
 *
 * The builder checks what every format must: numbers of candidates, weights, a candidate named twice. A ballot is built
 * by format_ballot, then format_mark for each mark, then format_ballot_end; a ballot that turned out malformed is
 * reported by format_wrong and dropped by format_ballot_drop (the file is refused then: an error was reported).
 */
#ifndef COUNT_FORMAT_H
#define COUNT_FORMAT_H

#include "base/findings.h"
#include "base/memory.h"
#include "base/names.h"
#include "base/text.h"

#include <cordon/count.h>

#define FORMAT_BYTES_MAX ((size_t)4 << 30)

typedef struct format_input {
	const char *file;
	const char *bytes; /* terminated, valid UTF-8, a byte-order mark taken off */
	size_t length;
	cordon_election *election; /* being built */
	cordon_election_options options;
	cordon_error *error;
	arena *keep; /* lives as long as the election: names go here */
	/* private */
	size_t marks, mark_capacity, ballot_capacity, score_capacity;
	uint64_t weight_total;
	size_t *seen; /* by candidate: the ballot + 1 that named it last */
	names groups;
	size_t group_capacity;
	bool doubled;
	long row;
	size_t doubled_at;
} format_input;

/* Says how many candidates there are (0 .. CORDON_CANDIDATES_MAX, checked by the caller): before the first ballot.
 * Names may follow later. */
void format_candidates(format_input *in, int candidates);

/* Likewise how many lists (1 .. CORDON_LISTS_MAX), for CORDON_BALLOTS_LISTS; there may be no candidates then. */
void format_lists(format_input *in, int lists);

/* A ballot, standing at `row` of the file. A wrong total weight is reported. */
cordon_status format_ballot(format_input *in, long row, uint64_t weight);
void format_mark(format_input *in, int candidate, bool tied);
void format_group(format_input *in, const char *name); /* what the ballot belongs to; all ballots or none */
/* The number of what ballots may belong to, which need have none; -1: there are too many, which is reported. */
int format_group_number(format_input *in, long row, const char *name);
void format_skip(format_input *in); /* a rank the voter left empty */
void format_score(format_input *in, int candidate, int32_t score);
cordon_status format_ballot_end(format_input *in);
void format_ballot_drop(format_input *in);

/* Reports an error of the file. */
cordon_status format_wrong(format_input *in, long row, const char *field, const char *found, cordon_text what,
			   cordon_text expected);

#define FORMAT(id, suffixes, title, looks_like, read, write)                                                           \
	bool looks_like(const char *bytes, size_t length);                                                             \
	cordon_status read(format_input *in);                                                                          \
	bool write(const cordon_election *election, text *out);
#define FORMAT_READ(id, suffixes, title, looks_like, read)                                                             \
	bool looks_like(const char *bytes, size_t length);                                                             \
	cordon_status read(format_input *in);
#include "count/formats.def"
#undef FORMAT
#undef FORMAT_READ

#endif
