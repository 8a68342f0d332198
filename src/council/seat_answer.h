/* The questions people ask about a seat, at any moment: who holds it, since when, how, through which seat below; how
 * they are recalled; why it is empty. Nothing is stored for it: all is read from the rows that acts left.
 *
 *	why          never (nobody has held it yet), not-kept (the council keeps no such seat), term (it ran out),
 *	             term-below (that of the seat it is held through ran out), or ended_how of seat.h
 */
#ifndef COUNCIL_SEAT_ANSWER_H
#define COUNCIL_SEAT_ANSWER_H

#include "council/electorate.h"
#include "council/rules.h"
#include "council/seat.h"

typedef struct seat_answer {
	bool kept, held;
	/* of the mandate that stands, or else of the last one before; number 0 and "": there is none */
	int64_t nth, from_entry, from_time, until_time; /* INT64_MAX: no end */
	char person[PERSON_ID], how[SEAT_HOW], election[ACT_ID_MAX + 1];
	seat_key through; /* number 0: none */
	/* why it is empty; "" while it is held */
	char why[SEAT_HOW], why_by[ACT_ID_MAX + 1],
		filled[SEAT_HOW]; /* by which petition or election; what came of it */
	int64_t why_entry, why_time; /* entry -1: no act did it */
	/* how they are recalled: who votes, how many there were, how many sign, how many must take part, what majority */
	electorate_kind electorate;
	int64_t entitled, signatures, quorum;
	rules_majority majority;
	/* what was under way then; "" */
	char petition[ACT_ID_MAX + 1], poll[ACT_ID_MAX + 1];
} seat_answer;

void seat_ask(state *s, const seat_key *seat, int64_t time, seat_answer *out);

#endif
