/* Bodies whose home is another book. Each body has one home node, where its roll, its rules and its base are; here it
 * is only known, so that it can sit in a council of this book, or a body of this book in it. Acts about it are refused
 * here. Who speaks for it is said there, and carried here with proofs (tell.h, carry.h; docs/seats.md, "Other books").
 *
 *	home(body, book, there)        `book` as it is named here (record/abroad.h), `there` the body's name in it
 *	delegate(person, book, there, key)        people of another book who were told of; the key they have there
 * A person of another book is here `book.person`: no name that begins so can be enrolled here.
 */
#ifndef COUNCIL_FOREIGN_H
#define COUNCIL_FOREIGN_H

#include "council/council.h"

/* Whether the body's home is another book. */
bool foreign_is(state *s, const char *body);

/* The body here of a body in that book; false and "": none. `out` has BODY_ID bytes. */
bool foreign_body(state *s, const char *book, const char *there, char *out);

/* What a person of that book is called here; `out` has PERSON_ID bytes. */
void foreign_person(const char *book, const char *there, char *out);
/* Whether a name is one of another book's people. */
bool foreign_has_name(state *s, const char *person);

/* Writes down a delegate who was told of, with the key they have at home (NULL: none). */
void foreign_delegate(const act_context *act, const char *book, const char *there, const char *key);
/* Whether a key may be enrolled for a person: for another book's only the one they have there. */
bool foreign_key_fits(state *s, const char *person, const char *key);
/* Whether a signer is secretary of a council in which that person of another book holds a seat. */
bool foreign_keeps_council_of(const act_context *act, const char *person);

extern const act_kind book_know_kind, body_abroad_kind;
extern const state_schema foreign_schema;

#endif
