/* Changing who sits where. An act begins a change, ends and makes mandates in it, and finishes it: all in its own
 * entry.
 *
 * Whoever loses a seat loses, in the same entry, every seat held through it above, at whatever distance. Seats
 * that nobody took are then filled as the rules of the body below say, from the bottom up:
 *	substitute   the first substitute (substitute(council, body, number, nth, place, person, ...)) who may
 *		still sit
 *	countback    whoever the ballots of the mandate's election give it to (poll_count.h)
 *	election     nobody, until one is held
 * (those of a body whose home is another book only there), and each council that had a quorum before and has none
 * after is told (notice.h), as is whose seat stays empty.
 *
 * Who may sit: somebody on the base body's roll, or who holds a seat in the body below, and no other seat in the
 * council. Checks are the caller's: nothing here refuses.
 */
#ifndef COUNCIL_SEAT_CHANGE_H
#define COUNCIL_SEAT_CHANGE_H

#include "council/seat.h"

typedef struct seat_vacancy {
	seat_key seat;
	int64_t nth;
	char person[PERSON_ID];
	const char *how;
} seat_vacancy;

typedef struct seat_change {
	const act_context *act;
	const char *seed; /* for lots in countbacks; NULL: that of the election */
	const char *by; /* the election or petition; NULL */
	seat_vacancy *vacancy;
	size_t vacancies, vacancy_capacity;
	struct seat_watched *watched; /* councils touched, with whether they had a quorum */
	size_t watches, watch_capacity;
} seat_change;

void seat_change_begin(seat_change *c, const act_context *act, const char *by, const char *seed);

/* Before anything of a council changes that may cost its quorum; the functions below do it themselves. */
void seat_change_watch(seat_change *c, const char *council);

/* Ends the standing mandate of a seat, and what is held through it unless the same person is to have the seat
 * again. */
void seat_change_end(seat_change *c, const seat_key *seat, const char *how);

/* Gives a seat whose mandate, if any, was ended or has run out. `until`: the end of the term, INT64_MAX for none.
 * Returns the mandate's number. */
int64_t seat_change_put(seat_change *c, const seat_key *seat, const char *person, const char *how, int64_t until);

/* Fills an empty seat as the rules say and writes down what came of it. False: it stays empty. */
bool seat_change_fill(seat_change *c, const seat_key *seat);

/* Fills what is left and tells who must be told. Frees. */
void seat_change_finish(seat_change *c);

/* Whether a person may sit for a body in a council now (having `keeps`, a seat of theirs to be given up, may be
 * NULL). */
bool seat_may_sit(state *s, const char *council, const char *body, const char *person, int64_t time,
		  const seat_key *keeps);

/* For acts of rolls: the person is not on the body's roll any more (call it after that). */
void seats_person_left(const act_context *act, const char *body, const char *person);

extern const state_schema seat_change_schema;

#endif
