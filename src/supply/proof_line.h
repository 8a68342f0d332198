/* The lines of a proof, each an object of canonical JSON, and the values that stand in them; for proof_read.c alone.
 *
 * Every take_ and must says what is wrong, with the line, and returns false; after that nothing more is read.
 */
#ifndef SUPPLY_PROOF_LINE_H
#define SUPPLY_PROOF_LINE_H

#include "base/hash.h"
#include "supply/proof.h"

#include <jansson.h>

enum { PROOF_CHUNK = 1 << 16 };

typedef struct proof_reader {
	proof *p;
	const char *file;
	const cordon_reader *in;
	cordon_error *error;
	char chunk[PROOF_CHUNK];
	long have, at, line;
	text bytes; /* of the line, its newline too */
	json_t *now;
	hash_state hash, before; /* of all lines; of those before this one */
	uint32_t *seen; /* items: the row of the household being read, + 1 */
	uint32_t *place_level;
	int64_t *outflow;
	cordon_status status;
} proof_reader;

/* The next line, which has exactly that many keys, in r->now; it is added to the hash. */
bool proof_next(proof_reader *r, size_t keys);
/* Whether there are more bytes. */
bool proof_fill(proof_reader *r);

/* What must hold of the form (status CORDON_BAD_INPUT), and of what the file claims (CORDON_UNPROVEN). */
bool proof_must(proof_reader *r, bool holds, const char *field, const json_t *found);
bool proof_holds(proof_reader *r, bool does, const char *field, const cordon_code *what);

/* Whether the text under a key is the SHA-256 of what was added to a state; `hex` is that. */
bool proof_digest_is(proof_reader *r, const char *key, const hash_state *state, char hex[65]);
/* Values of the line by their keys. Texts have no control characters; ids are as in docs/supply-proof.md. */
bool proof_is_word(proof_reader *r, const char *key, const char *word);
bool proof_take_whole(proof_reader *r, const char *key, int64_t least, int64_t most, int64_t *out);
bool proof_take_count(proof_reader *r, const char *key, int64_t most, uint32_t *out);
bool proof_take_text(proof_reader *r, const char *key, bool id, size_t least, size_t most, char *out);
bool proof_take_id(proof_reader *r, const char *key, char out[PROOF_ID]);

/* Values anywhere: whole numbers in a range; "3" or "7/2" in lowest terms. */
bool proof_whole(const json_t *value, int64_t least, int64_t most, int64_t *out);
bool proof_ratio(const json_t *value, int64_t most, uint64_t *top, uint64_t *bottom);

#endif
