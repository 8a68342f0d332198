/* How many seats a council keeps for each body that sits in it: its rules' `apportionment`, counted by src/count.
 *
 *	fixed               `seats` each
 *	dhondt, sainte-lague, largest-remainder
 *	`seats` of the council, shared by the people of each body (body_people: of a council, those on the
 *	                    rolls beneath it); at least `floor` each
 * The floor is a minimum requirement (Balinski and Young, Fair Representation, 1982): who would have less has the
 * floor, and the rest is shared among the others. Floors of more seats together than there are: every body has its
 * floor, and no more.
 *
 * Seats are shared anew in the entry in which a body joins or leaves, or the rules change, and by the act
 * `apportion`; not with every enrolment. A body that loses a seat loses an empty one first, else the highest
 * number. Where the last seats are tied and nobody gave a seed for the lot, they are kept for nobody until
 * `apportion` gives one; the council is told, from its first election on.
 *
 *	apportionment(council, entry, time, method, seats, people, tied, seed)
 *	apportionment_tie(council, entry, body)      who might have the `tied` seats
 */
#ifndef COUNCIL_SEAT_SHARE_H
#define COUNCIL_SEAT_SHARE_H

#include "council/rules.h"
#include "council/seat_change.h"

#include <cordon/count.h>

enum { SEAT_SEED = 201 }; /* bytes of a seed for lots, with its end */

typedef struct seat_share {
	const char *body;
	int64_t people;
	int64_t seats; /* the result */
	bool tied; /* one of those among whom seats are drawn */
} seat_share;

/* Shares seats out; returns how many wait for a lot (0 where a seed is given). A pure function of its arguments:
 * `share` is in the order that lots number. */
int64_t seat_share_out(const rules *r, seat_share *share, size_t bodies, const char *seed);

/* For acts that change who sits in a council, or its rules: call it after that. `seed` may be NULL. Of a base
 * body: nothing. */
void seats_share(const act_context *act, const char *council, const char *seed);

/* For the act that opens an election to a council, before it does: if it is the first, and seats wait for a lot, the
 * council is told so now. */
void seats_election_opens(const act_context *act, const char *council);

/* Every seat of every council as today's rolls, links and rules give it (ties by the last seed given), and how many of
 * those kept are held at a moment. */
typedef struct seat_derived {
	const char *council, *body;
	int64_t share; /* seats by today's rolls */
	int64_t kept; /* seats kept for it now */
	int64_t filled; /* of these */
} seat_derived;
typedef struct seat_table {
	seat_derived *row; /* councils and bodies in the order of their ids */
	size_t rows;
	int64_t seats, filled; /* by today's rolls; held */
	void *storage; /* private */
} seat_table;
void seats_derive(state *s, int64_t time, seat_table *out);
void seat_table_free(seat_table *t);

extern const act_kind apportion_kind;
extern const state_schema seat_share_schema;

#endif
