/* Elections of delegates: opened for the seats a body has in a council, candidates, votes (poll.h), close.
 *
 * An election fills the seats that are empty when it closes; one that `renews` fills all the body's seats, and
 * whoever sits in them and is not elected again is replaced. It may be called for when the terms are about to end,
 * or where there are none; before that only a decision of the body calls one, since it would be a recall by
 * another name. The body's own rules say by which rule it is counted (`election`), how it votes and how long a
 * term is. Who is elected again keeps the seat they had, with all that is held through it; the others have the
 * free seats in the order elected.
 *
 * Ties stop the close until a seed drawn in public is given; where a commitment to a seed was made at the opening,
 * that one.
 */
#ifndef COUNCIL_ELECTION_H
#define COUNCIL_ELECTION_H

#include "council/council.h"

enum { ELECTION_EARLY_DAYS = 60 }; /* before the end of a term it may be called for */

extern const act_kind election_open_kind, candidate_kind, candidate_withdraw_kind, election_close_kind,
	election_cancel_kind;

/* Whether some election of the body for that council is under way; its id in `out` (ACT_ID_MAX + 1 bytes) or NULL. */
bool election_under_way(state *s, const char *council, const char *body, char *out);

#endif
