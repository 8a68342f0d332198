/* Acts on their way to the writer, as JSON says them:
 *
 *	{"act":{...},"signatures":[{"key":"...","signature":"..."}],
 *	 "sealed":[{"person":"ana","text":"...","salt":"<64 hex>"}]}
 *
 * `act` is what was signed, all of it; here it is written in its canonical form again. `sealed` may be left out.
 * Signatures are checked here, by as many threads as read; whether their keys are somebody's and the acts allowed is
 * asked by the book. From this machine (local.h) also several that stand or fall together, {"acts":[{...},...]}, and
 * an act that the node itself does, {"as_node":{"kind":"cite","fields":{...}}}.
 */
#ifndef HTTP_SUBMISSION_H
#define HTTP_SUBMISSION_H

#include "record/book.h"
#include "record/entry.h"

enum { SUBMISSION_ACTS_MAX = 1000, SUBMISSION_SEALED_MAX = ACT_FIELDS_MAX };

typedef struct submission_act {
	text bytes;
	entry entry; /* what they say, signed */
	book_signature signature[ACT_SIGNATURES_MAX];
	int signatures;
	book_sealed sealed[SUBMISSION_SEALED_MAX];
	int sealed_count;
} submission_act;

typedef struct submission {
	json_t *document; /* what the acts' texts point into */
	submission_act **act;
	int acts; /* none when the node is to do one: */
	const char *node_kind;
	const json_t *node_fields;
} submission;

/* `local`: it came from this machine. Free it anyway. */
cordon_status submission_read(const char *bytes, size_t length, bool local, submission *out, cordon_error *error);
void submission_free(submission *s);

#endif
