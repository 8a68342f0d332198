/* Ballots for the verifier, of whatever kind: ranked ballots and approvals as papers with marks, votes of lists already
 * added up. A rule of recount.c names the reader of the files it counts; each fills what its kind has and leaves the
 * rest zero.
 *
 * docs/counting.md has the formats. These readers share nothing with those of src/count: two programs that misread a
 * file in the same way would agree. They refuse what they are not sure of, at the first place, and mend nothing;
 * `cordon count` lists everything that is wrong with a file.
 */
#ifndef RECOUNT_BALLOTS_H
#define RECOUNT_BALLOTS_H

#include "base/memory.h"

#include <cordon/base.h>

enum { BALLOTS_CANDIDATES_MAX = 1000, BALLOTS_RANK_MAX = 60000, BALLOTS_LISTS_MAX = 1000, BALLOTS_BODIES_MAX = 10000 };
#define BALLOTS_WEIGHT_MAX UINT64_C(1000000000000)

typedef struct ranked {
	uint16_t who; /* from 0 */
	uint16_t rank; /* from 1; those before it that nobody has were left empty; equal ones are ranked equal */
} ranked;

typedef struct paper {
	size_t from, to; /* ranked[from] .. ranked[to - 1], by rank */
	uint64_t weight;
	int body; /* of body[]; means nothing where there are none */
} paper;

/* Votes of a list, those for its persons included. */
typedef struct votes_of_list {
	const char *name, *pact; /* pact: NULL: none */
	uint64_t votes;
} votes_of_list;

typedef struct ballots {
	int candidates, seats; /* seats 0: the file does not say */
	const char **name, **nick, **party; /* nick, party: NULL where there is none; party NULL: nobody has one */
	bool *withdrawn;
	const char *title; /* NULL: none */
	paper *paper;
	size_t papers, paper_capacity;
	ranked *ranked;
	size_t rankeds, ranked_capacity;
	uint64_t blank; /* ballots without any mark */
	const char **body; /* what papers belong to; all do where there are any */
	int bodies;
	votes_of_list *list;
	int lists;
	int *list_of; /* by candidate, where there are lists */
	uint64_t *votes; /* likewise: each one's own */
	const char *budget, **cost; /* of projects, exact decimals; NULL: there is none */
	arena keep;
} ballots;

/* `bytes`: UTF-8 that ends with a zero byte and has no other. Free the ballots whatever the status. */
typedef cordon_status ballots_reader(const char *file, const char *bytes, ballots *b, cordon_error *error);

ballots_reader ballots_read_ranked; /* BLT, or votes on a question */
ballots_reader ballots_read_blt;
ballots_reader ballots_read_votes; /* tables.c */
ballots_reader ballots_read_lists; /* tables.c */
/* Whether it is a CSV with these two columns. */
bool ballots_have_columns(const char *bytes, const char *one, const char *other);

void ballots_begin(ballots *b, int candidates);
void ballots_free(ballots *b);

#endif
