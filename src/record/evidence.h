/* What another book proves by a file: a checkpoint that its node signed, and entries that are under it.
 *
 * Nothing is believed that a stranger with the file could not check as well: the checkpoint's signature under the
 * node's key, how that key follows from the one known before, that the tree is the one cited before, grown (RFC 9162,
 * 2.1.4.2), and for each entry its form, its signatures and its inclusion proof (2.1.3.2). Whether the signers' keys
 * were valid and the act was allowed only that whole book says: its own verifiers check it.
 *
 * As JSON: hashes in lower-case hexadecimal, a proof as a list of them, lowest first, and an entry as
 *	{"entry":{...},"number":17,"proof":["...",...]}
 * Pure: no clock, no state, no files.
 */
#ifndef RECORD_EVIDENCE_H
#define RECORD_EVIDENCE_H

#include "record/entry.h"
#include "record/merkle.h"

#include <cordon/base.h>

enum {
	EVIDENCE_KEYS_MAX = 8, /* changes of the node's key in one file */
	EVIDENCE_NOTE_MAX = 8192,
	EVIDENCE_ORIGIN = 101,
};

/* What is known of another book. */
typedef struct evidence_book {
	char id[ENTRY_ID], origin[EVIDENCE_ORIGIN];
	char key[ENTRY_KEY]; /* the node's */
	int64_t key_entry; /* that brought it */
	int64_t size; /* of the last checkpoint cited; 0: none */
	merkle_hash root;
} evidence_book;

/* Why it is no evidence: the field, and what is wrong with it. */
typedef struct evidence_wrong {
	const char *field;
	cordon_text what;
} evidence_wrong;

/* Takes a checkpoint further than the one known, through changes of the node's key (`keys`, a list of entries; NULL:
 * none) and a consistency proof (NULL: no checkpoint was known). `book` is what is known then, unchanged if false. */
bool evidence_checkpoint(evidence_book *book, const char *note, const json_t *keys, const json_t *consistency,
			 evidence_wrong *wrong);

/* An entry under the last checkpoint of the book. True: free it. `field` is what the finding names. */
bool evidence_entry(const evidence_book *book, const json_t *item, const char *field, int64_t *number, entry *out,
		    evidence_wrong *wrong);

/* The founding entry of a book: what is known of it before its first checkpoint. */
bool evidence_founding(const json_t *founding, evidence_book *out);

bool evidence_read_hash(const json_t *value, merkle_hash *out);
bool evidence_read_proof(const json_t *list, merkle_proof *out);
json_t *evidence_hash(const merkle_hash *hash);
json_t *evidence_proof(const merkle_proof *proof);

#endif
