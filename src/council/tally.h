/* The votes on a proposal as they stand at a moment, and what they come to.
 *
 * Sources, each turned into weighted ballots of an election: open votes of those who have the vote now; tally sheets;
 * overrides of the base in place of its delegates' votes. Weights are hundredths of a vote. Groups are the bodies with
 * seats or rolls that may vote, also those that did not, for double majorities.
 *
 * How it is decided, by the rules' quorum and majority (rules.h):
 *	quorum      part of those entitled whose ballots were cast, blank and invalid ones included
 *	simple      more than half of the votes for an option        absolute    more than half of those entitled
 *	two-thirds  at least two thirds of the votes                 share       at least that share of them
 *	double      simple, and more votes than all others together in more than half of the bodies
 * Votes for further discussion are votes against. What is not adopted is rejected if more votes are for no than for
 * further discussion, else it is `further`. With amendments (ballots rank) an option must reach the same against
 * further discussion: among the ballots that rank one of the two above the other; absolute: more than half of those
 * entitled rank it above. Among those that do Schulze's method chooses (count/schulze.c, Debian Constitution A.6).
 * `no` needs a simple majority.
 */
#ifndef COUNCIL_TALLY_H
#define COUNCIL_TALLY_H

#include "base/memory.h"
#include "base/names.h"
#include "council/decision_private.h"

#include <cordon/count.h>

typedef struct tally {
	ballot_options options;
	cordon_election election; /* candidates are the options, groups the bodies; its arrays belong to the tally */
	arena keep;
	names bodies;
	bool too_many; /* bodies, more than CORDON_GROUPS_MAX: the tally is of no use */
	int64_t entitled; /* people, or seats of the council, filled or not: what quorum and absolute majority are of */
	int64_t voters; /* people, or seats that are filled */
	int64_t cast_100; /* hundredths of a vote */
	int waiting; /* bodies that vote on paper and whose sheet is not there */
	int64_t for_100[BALLOT_OPTIONS_MAX],
		against_100[BALLOT_OPTIONS_MAX]; /* against further discussion, where ranked */
	int in_bodies[BALLOT_OPTIONS_MAX]; /* bodies in which the option has the majority */
	size_t marks, mark_capacity, ballot_capacity;
} tally;

typedef struct tally_outcome {
	int adopted; /* an option's number; -1: none */
	const char *outcome; /* adopted, rejected, further */
	const char *why; /* majority, quorum, tie */
	int64_t quorum; /* what was needed */
} tally_outcome;

void tally_read(state *s, const proposal *p, int64_t time, tally *out);
void tally_free(tally *t);
/* `seed` decides ties where the proposal committed to it, else NULL. CORDON_BAD_INPUT: the seed is another. */
cordon_status tally_decide(state *s, const proposal *p, const tally *t, const char *seed, tally_outcome *out,
			   cordon_error *error);

#endif
