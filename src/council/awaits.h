/* What waits in the councils: open votes, calls not answered, seats that nobody holds; and which of it waits for one
 * person. Whose it is to do is asked of the act table (record/may.h), so that nobody is told of what they may not do.
 *
 * A thing that waits is {"what","id","body","title"?,"council"?,"for"?,"until"?,"due"?,"paper"?,"done"?}:
 *	vote, election, recall, choice    a vote is open: "paper" where it is taken on paper, "done": theirs is cast
 *	close                             its time is up and somebody must close it: "of" is what it was (vote, choice)
 *	call                              "for" has not answered it, and they may for it
 *	seat                              nobody speaks for "body" in "council"
 *	session                           "body" meets at "until"
 * In the order of "until", what has none last. At most AWAITS_MAX votes and calls of a kind are looked at.
 */
#ifndef COUNCIL_AWAITS_H
#define COUNCIL_AWAITS_H

#include "council/belonging.h"

enum { AWAITS_MAX = 500 };

/* All open votes, for whoever reads. */
json_t *awaits_votes(state *s, int64_t time);
/* Seats that nobody holds: {"body","council"}, a list. */
json_t *awaits_seats(state *s, int64_t time);
/* Calls that somebody has not answered, newest first: as answers_calls. */
json_t *awaits_calls(state *s, int64_t time);

/* What waits for a person, added to `list`; `bodies`: belonging_bodies. */
void awaits_person(state *s, const act_world *world, const char *person, const json_t *bodies, int64_t time,
		   json_t *list);
/* In order. */
json_t *awaits_sorted(json_t *list);

#endif
