/* Other books that this one goes by: which they are, under which key their nodes sign now, and up to where they were
 * carried here (docs/book.md, "Other books").
 *
 *	abroad(book, id, origin, first_key, key, key_entry, size, root, entry)
 *	abroad_carried(book, entry, time, size)        citations that brought what the other book says, and their sizes
 * `book` is the name it has here, `id` its own. `size` 0: nothing was carried yet. A checkpoint of such a book is cited
 * only together with what the book says at it, so the act `cite` refuses it; who does that, and what it says, is the
 * affair of rooms below. `first_key` is by which a book is named in another, as every node knows its own.
 */
#ifndef RECORD_ABROAD_H
#define RECORD_ABROAD_H

#include "record/evidence.h"

enum { ABROAD_NAME_MAX = 16 }; /* bytes of `book`; no dot in it */

/* False when no such book is known. */
bool abroad_find(state *s, const char *name, evidence_book *out);

/* Whether that checkpoint's origin is a book's that is known here. */
bool abroad_has_origin(state *s, const char *origin);

/* The effect of an act that makes a book known: fields book id, founding document (its founding entry). */
cordon_status abroad_know(act_context *act);

/* Writes down that the checkpoint, which evidence_checkpoint took, is cited in this entry. */
void abroad_cite(const act_context *act, const char *name, const evidence_book *book, const char *note);

#endif
