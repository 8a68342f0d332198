/* Questions that people ask of the councils, answered at once from the state as data: who speaks for us, since when, on
 * what mandate; who was on the roll that day; why is this seat empty; how did they vote; what has been decided.
 *
 * All are answered as of a moment. `past`: it lies before the last entry; what is only known of now (how many
 * signatures count, offers that wait) is then left out. The caller owns what is given; NULL: there is no such body,
 * council, person. Beside a person's id a field "commitment" may stand, for whoever can open the book's sealed names.
 */
#ifndef COUNCIL_ANSWERS_H
#define COUNCIL_ANSWERS_H

#include "record/state.h"

#include <jansson.h>

typedef struct answers_at {
	int64_t time;
	bool past;
} answers_at;

/* All bodies: kind, name, people, councils they sit in. */
json_t *answers_bodies(state *s, answers_at at);
/* One: officers; in each council its seats with who speaks for it; the bodies that sit in it; its rules; sessions;
 * what it was told. */
json_t *answers_body(state *s, const char *body, answers_at at);
/* Who stood on a roll, since when, enrolled by whom. */
json_t *answers_roll(state *s, const char *body, answers_at at);

/* Every seat of a council: who holds it since when and until when, how they came by it, or why it is empty; the seats
 * of one body (`body` not NULL), a list. */
json_t *answers_seats(state *s, const char *council, answers_at at);
json_t *answers_seats_of(state *s, const char *council, const char *body, answers_at at);
/* How many seats a council keeps and how many are filled, its quorum and whether it has it. */
json_t *answers_quorum(state *s, const char *council, answers_at at);
/* All mandates of a person, newest first, with their votes, and for those that stand how they can be taken back. */
json_t *answers_mandates(state *s, const char *person, answers_at at);

/* What holds in a body, what is before it, and where its delegates voted against what they were told. */
json_t *answers_decisions(state *s, const char *body);
/* Calls that a body made or that went to it (NULL: all), with who has answered. */
json_t *answers_calls(state *s, const char *body, answers_at at);

#endif
