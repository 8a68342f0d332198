/* What is asked about votes on people and choices, answered from the state as data: which elections, recalls and
 * choices there are, one of them in full, and the votes cast in it by name. The count itself is made again by
 * poll_count.h and choice.h. The caller owns what is given; NULL: there is no such body, or poll.
 */
#ifndef COUNCIL_POLL_DATA_H
#define COUNCIL_POLL_DATA_H

#include "council/poll.h"

#include <jansson.h>

enum { POLL_LIST_MAX = 500 };

/* Those of a body, as voter or as the council elected to, those under way first, then the latest, POLL_LIST_MAX of
 * each; `body` NULL: of all bodies, those under way. */
json_t *poll_list(state *s, const char *body, int64_t now);

/* An election or a recall: what is voted on, who votes and how, until when, how many have, the candidates, what was
 * entered from paper, the result. */
json_t *poll_data(state *s, const char *id, int64_t now);

/* Votes cast openly in an election, a recall or a choice, ordered by who cast them, `limit` beginning with the number
 * `from`; of one person, where `person` is not NULL. */
json_t *poll_votes_data(state *s, const char *id, const char *person, int64_t from, int64_t limit);

#endif
