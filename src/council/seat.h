/* Seats and mandates: who sits where, since when and how, at any moment.
 *
 * A seat is a place that a council keeps for a body that sits in it, numbered from 1 within that body;
 * seat_share.h says how many there are. A mandate is one person's time in it. A body of people sends somebody of
 * its roll, a council one of its own delegates: that mandate above is held *through* the seat below it, and stands
 * only as long as the same person holds that one.
 *
 *	seat(council, body, number, from_entry, from_time, until_entry, until_time)
 *	mandate(council, body, number, nth, person, from_entry, from_time, until_time, how, by,
 *		via_council, via_body, via_number, ended_entry, ended_time, ended_how, ended_by, filled)
 *
 * `nth` counts a seat's mandates from 1. `until_time` is the end of the term (NULL: none) and is never acted upon:
 * whether a term is over is computed at the moment asked for. `ended_time` is when an act ended it. So a mandate
 * stands at T when from_time <= T < until_time, T < ended_time, and the one it is held through stands at T with
 * the same person. Invariants: a seat has at most one standing mandate; a person at most one in a council;
 * seat_change.h changes them.
 *
 *	how          election, substitute, countback            `by`: the election it goes back to
 *	             home (of a body of another book, carry.h)  `by`: "book/entry"
 *	ended_how    recall, resigned, left (the roll), cascade (lost the seat below), term (that one had run out),
 *	             replaced, re-elected (by an election), apportionment, departed (the seat is no more)
 *	filled       what came of it then: substitute, countback; election (one is due), no-substitute,
 *	             no-countback, tied; home (its home fills it)
 */
#ifndef COUNCIL_SEAT_H
#define COUNCIL_SEAT_H

#include "council/body.h"
#include "council/person.h"

enum { SEAT_DEPTH_MAX = 64, SEAT_HOW = 16 };

typedef struct seat_key {
	char council[BODY_ID], body[BODY_ID];
	int64_t number;
} seat_key;

seat_key seat_named(const char *council, const char *body, int64_t number);
bool seat_same(const seat_key *a, const seat_key *b);

/* Whether the council keeps that seat now; how many it keeps, and for one body (NULL: all), at a moment. */
bool seat_kept(state *s, const seat_key *seat);
int64_t seats_kept(state *s, const char *council, const char *body, int64_t time);

/* Who holds it at a moment; false and "": nobody. `person` has PERSON_ID bytes and may be NULL. */
bool seat_holder(state *s, const seat_key *seat, int64_t time, char *person);

/* The seat that a person holds in a council at a moment: whether they may speak and vote there. `out` may be NULL. */
bool seat_of_person(state *s, const char *council, const char *person, int64_t time, seat_key *out);

/* How many seats are filled at a moment, and whether they suffice for the council's quorum (a council without
 * seats has none to lose: true). `need` may be NULL. */
int64_t seats_filled(state *s, const char *council, int64_t time);
bool seats_have_quorum(state *s, const char *council, int64_t time, int64_t *have, int64_t *need);

/* Whether a mandate with this person in this seat stands at a moment, through all that it is held through. */
bool seat_stands(state *s, const seat_key *seat, const char *person, int64_t time);

/* For SQL: a moment later than all; whether a mandate's own times hold at a moment (bind it three times). */
#define SEAT_NEVER "9223372036854775807"
#define SEAT_HOLDS                                                                                                     \
	"from_time <= ? AND ifnull(until_time, " SEAT_NEVER ") > ? AND ifnull(ended_time, " SEAT_NEVER ") > ?"

extern const state_schema seat_schema;

#endif
