/* Counting an election by the rule of `cordon count` that the body's rules name, and refilling a seat from its
 * ballots. */
#ifndef COUNCIL_POLL_COUNT_H
#define COUNCIL_POLL_COUNT_H

#include "base/memory.h"
#include "base/names.h"
#include "council/marks.h"
#include "council/poll.h"

#include <cordon/count.h>

/* Votes in the box, or cast by who is still entitled. */
int64_t poll_votes(state *s, const poll *p, int64_t now);

/* Counts; the candidates are those who `stood`. CORDON_OK: `winner` has persons in the order elected, at most
 * `seats` (their texts are in `stood`). CORDON_BAD_INPUT: reported, as act_refuse does, also a tie that no seed
 * decides. */
cordon_status poll_count(const act_context *act, const poll *p, const rules *r, const names *stood, int64_t seats,
			 const char *seed, const char **winner, int *winners);

/* An election being built. Who did not stand in the end is left out of the ballots. */
typedef struct poll_building {
	marks_election in;
	arena keep;
	names list, person; /* all who ever were candidates */
	int *person_list; /* by `person` */
	size_t person_capacity;
} poll_building;

/* A closed election, counted again from the ballots that counted then: the same result to the last digit. `counted`:
 * false where there was nothing to count, or it is not closed. */
typedef struct poll_recount {
	rules r;
	names stood;
	arena keep;
	poll_building b;
	cordon_settings settings;
	cordon_count_result result;
	bool counted;
} poll_recount;

/* Free it in any case. */
cordon_status poll_count_again(state *s, const poll *p, poll_recount *out, cordon_error *error);
void poll_recount_free(poll_recount *c);

/* Who has a seat by countback: `election` is the one its mandate goes back to; a lot by `seed`, or the election's own.
 * After wigm, to whom the ballots go on that elected whoever was first elected to the seat; after any other rule, the
 * first of those without a seat whom that rule elects when only those stand who still sit by the election and those
 * who may sit now (Western Australia, Electoral Act 1907, section 156D). The answer is one of "countback" (with
 * `person`), "no-countback", "tied". */
const char *poll_countback(const act_context *act, const seat_key *seat, const char *election, const char *seed,
			   char person[PERSON_ID]);

#endif
