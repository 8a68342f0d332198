/* What another book said of its delegates, carried here: the act `carry`.
 *
 * It holds the statement (tell.h) as the last entry under a checkpoint of that book, with what anybody can check it by:
 *	book         as it is called here
 *	note         the checkpoint, signed by its node
 *	consistency  that it continues the one cited before (not for the first)
 *	keys         changes of that node's key since, each signed by the key before
 *	told         the statement's entry, its number and its proof
 *	causes       the entries by which mandates that stood here were lost there, with their proofs
 * The checkpoint ends with the statement, and the statement has all seats: so whoever cites a checkpoint under which a
 * recall lies says so in the same entry, and cannot leave it out. In that entry the checkpoint is cited, mandates that
 * ended there end here with everything held through them above, and whoever was seated there is seated here.
 *
 * A mandate so got is `how` home and `by` "book/entry", the entry there that it is from; its end is `ended_how` as
 * there and `ended_by` "book/entry", the entry there that ended it, as are those of the seats above. What others said
 * about other bodies than those known here changes nothing. Who holds another seat in the council already gets none.
 */
#ifndef COUNCIL_CARRY_H
#define COUNCIL_CARRY_H

#include "council/council.h"

enum { CARRY_CAUSES_MAX = 8 }; /* distinct ones that must be proven; those of the seats after them need not be */

/* The fields of the act, of a file that the other book's node wrote (book_evidence) and as the state needs them: false
 * when nothing in the file fits (reported with `path`). The caller owns `out`. */
cordon_status carry_fields(state *s, const json_t *file, const char *path, int64_t time, json_t **out,
			   cordon_error *error);

/* Whether a mandate's `by` or `ended_by` is of another book: the book's name here and the entry there. */
bool carry_origin(const char *by, char *book, size_t size, int64_t *at);

extern const act_kind carry_kind;

#endif
