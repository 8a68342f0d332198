/* Notices: what a body is told because of somebody else's act. An act that takes away a council's quorum, or
 * leaves a seat of a body empty, says so in a row for that body in the same entry; it is never left to be found
 * out.
 *
 * notice(body, entry, nth, time, what, council, of_body, number, have, need)
 *	quorum-lost      `body` has `have` of its seats filled and needs `need` to decide anything
 *	seat-vacant      `body`'s seat `number` in `council` is empty and nobody took it; also told to the
 *		council, with `of_body`
 *	seats-tied       `need` seats of the council wait for a lot: whoever they go to, others have as many people;
 *		not while it is being founded, but when its first election opens and from then on
 * Notices say what happened then; what is so now is to be asked of seats.h. A term that ends makes none: no act
 * did it.
 */
#ifndef COUNCIL_NOTICE_H
#define COUNCIL_NOTICE_H

#include "record/act.h"

typedef struct notice {
	const char *body, *what; /* who is told what */
	const char *council, *of_body; /* the seat in question; NULL */
	int64_t number, have, need;
} notice;

void notice_add(const act_context *act, const notice *n);

extern const state_schema notice_schema;

#endif
