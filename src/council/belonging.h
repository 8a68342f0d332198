/* Where a person belongs: on whose rolls they stand, whose offices and seats they hold. And from that: what they may do
 * there, and whose names they are told.
 *
 * Names are sealed beside the book. Over HTTP a person is told, with a session:
 *	their own name;
 *	of who stands on a roll on which they stand too, or of a body whose office or seat they hold;
 *	of who holds or held an office or a seat anywhere in the book: those act for others, and answer for it by name.
 * Who belongs nowhere (any more) is told their own name, a visitor none. Only names of who stands on a roll now are
 * known here at all.
 */
#ifndef COUNCIL_BELONGING_H
#define COUNCIL_BELONGING_H

#include "council/answers.h"
#include "record/book.h"

/* Bodies that are open and to which the person belongs now, a list:
 * {"body","name","kind","members","roll":true|false,"offices":["secretary"],"seats":[{"body","seat"}]}. */
json_t *belonging_bodies(state *s, const char *person, int64_t time);

/* {"person","name"?,"bodies":[... as above, each with "may": kinds of act],"may":[kinds that are of no body]}: what the
 * act table says that they may do alone (record/may.h). */
json_t *belonging_may(state *s, const act_world *world, const char *person, int64_t time);

/* Puts "name" beside "person" in the objects of an answer where the book can open it, and takes out "commitment".
 * `whose`: who is told; NULL: whoever has the book, and is told all; "": a visitor. */
void belonging_name(book *b, json_t *data, const char *whose, int64_t time);

#endif
