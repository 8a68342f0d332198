/* What a book says to another about those whom its bodies send there: the act `tell` of the node.
 *
 * It says of every seat that a body of this book has in councils whose home is that book who holds it, or how the last
 * mandate ended and by which entry: all of them or none, exactly as the state has it at this entry, else it is refused.
 * So a false one cannot stand in a book that verifies, and what is left out is as false as what is put in.
 *
 *	{"book":"board","to":"<the other book's first node key>",
 *	 "bodies":[{"body","council","people"},...]                       what sits where; `council` as it is called there
 *	 "seats":[{"body","council","number",                              a seat nobody held yet has no more
 *	           "person","from",                                        the last mandate, and the entry it is from
 *	           "held":true,"key","until",                              if it stands; `key`: the person's, if any
 *	           "end":{"from","entry","how","by"}},...]}                 how the last that ended did (seat.h)
 * told(book, entry): which were made, for the proofs that later trees continue theirs.
 */
#ifndef COUNCIL_TELL_H
#define COUNCIL_TELL_H

#include "council/council.h"

enum { TELL_MAX = 100 }; /* bodies, and seats: one entry has them all */

/* The fields of the act; NULL: no such book is known. The caller owns them. */
json_t *tell_fields(state *s, const char *book, int64_t time);

/* Whether fields that came from elsewhere have that form, whatever they say. */
bool tell_has_form(const json_t *fields);

extern const act_kind tell_kind;
extern const state_schema tell_schema;

#endif
