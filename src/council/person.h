/* People, as the book knows them: an id. A person comes into being when first enrolled (or named secretary of a new
 * body) and is never removed; what is personal lies sealed beside the book (docs/book.md), the commitment to it on
 * the roll.
 *
 * standing(person, kind, body): where the person stands now, a row for each kind of body, and whether the person is
 * known at all: body is NULL once they left it, and a person who never stood on a roll has a row of the kind ''.
 * One row for everything, since enrolling a million people is bound by how many places of the tables each one
 * touches.
 */
#ifndef COUNCIL_PERSON_H
#define COUNCIL_PERSON_H

#include "council/council.h"

enum { PERSON_ID = ACT_ID_MAX + 1 };

bool person_known(state *s, const char *person);

/* Makes a person who stands on no roll, if there is none. */
void person_make(const act_context *act, const char *person);

/* The body of that kind where the person stands now ("" and false: none); `out` has PERSON_ID bytes. */
bool person_stands(state *s, const char *person, const char *kind, char *out);

extern const state_schema person_schema;

#endif
