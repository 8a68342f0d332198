/* Bodies of any kind, to any depth: opened by the keeper or by another body's decision, closed by their own.
 *
 * A base body's members are people (roll.h), a council's are bodies (link.h). What kind a body is ("workplace",
 * "neighbourhood", "cordon") is data; one person stands on the roll of one body of each kind.
 *
 * body(body, kind, name, members, opened, closed): times, NULL while open; opened_by the deciding body, NULL: the
 * keeper. Beside it `sponsors` and `tellers` (how many must sign) are those of the rules in force, so that
 * enrolling need not read them.
 */
#ifndef COUNCIL_BODY_H
#define COUNCIL_BODY_H

#include "council/council.h"

enum { BODY_ID = ACT_ID_MAX + 1, BODY_NAME = 201 };

typedef struct body_facts {
	char kind[BODY_ID];
	bool of_people, open;
	int64_t sponsors, tellers;
} body_facts;

/* False when there is no such body. */
bool body_find(state *s, const char *body, body_facts *out);

/* How many people belong to it now: those on its roll; of a council, those on the rolls beneath it, each body once. */
int64_t body_people(state *s, const char *body);

/* Whether it has begun to govern itself: somebody but the first secretary was enrolled, or a body joined. Until
 * then the keeper, who opened it, may mend it. */
bool body_has_begun(state *s, const char *body);

extern const act_kind body_open_kind, body_close_kind;
extern const state_schema body_schema;

#endif
