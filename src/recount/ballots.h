/* Ballots for the verifier: ranked ballots of a BLT file, each as pairs of a candidate and the rank it stands at.
 *
 * docs/counting.md has the format. This reader shares nothing with those of src/count: two programs that misread a file
 * in the same way would agree. It refuses what it is not sure of, at the first place, and mends nothing; `cordon count`
 * lists everything that is wrong with a file.
 */
#ifndef RECOUNT_BALLOTS_H
#define RECOUNT_BALLOTS_H

#include "base/memory.h"

#include <cordon/base.h>

enum { BALLOTS_CANDIDATES_MAX = 1000, BALLOTS_RANK_MAX = 60000 };
#define BALLOTS_WEIGHT_MAX UINT64_C(1000000000000)

typedef struct ranked {
	uint16_t who; /* from 0 */
	uint16_t rank; /* from 1; those before it that nobody has were left empty; equal ones are ranked equal */
} ranked;

typedef struct paper {
	size_t from, to; /* ranked[from] .. ranked[to - 1], by rank */
	uint64_t weight;
} paper;

typedef struct ballots {
	int candidates, seats;
	const char **name, **nick; /* nick: NULL where there is none */
	bool *withdrawn;
	const char *title; /* NULL: none */
	paper *paper;
	size_t papers, paper_capacity;
	ranked *ranked;
	size_t rankeds, ranked_capacity;
	uint64_t blank; /* ballots without any mark */
	arena keep;
} ballots;

/* `bytes` ends with a zero byte. Free it whatever the status. */
cordon_status ballots_read(const char *file, const char *bytes, ballots *b, cordon_error *error);
void ballots_free(ballots *b);

#endif
