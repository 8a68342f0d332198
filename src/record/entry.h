/* The envelope of an act: its canonical bytes, what is signed, and the entry they become (docs/book.md, "Acts" and
 * "Entries"). Pure: no clock, no state. Whether keys are valid and the act allowed is asked elsewhere.
 */
#ifndef RECORD_ENTRY_H
#define RECORD_ENTRY_H

#include "base/text.h"
#include "record/act.h"

#include <cordon/base.h>

enum { ENTRY_KEY = 44, ENTRY_SIGNATURE = 87, ENTRY_NONCE = 33, ENTRY_ID = 65 };

/* An act or an entry, parsed. `act` points into the bytes it was parsed from; all else belongs to the entry. */
typedef struct entry {
	json_t *fields;
	char *copy; /* what the texts below stand in */
	const char *act;
	size_t act_length;
	const char *book, *kind, *nonce;
	int64_t made, time; /* time: 0 for an act alone */
	int signatures;
	const char *key[ACT_SIGNATURES_MAX], *signature[ACT_SIGNATURES_MAX];
} entry;

/* Parse exact canonical bytes; everything but the meaning of `fields` is checked. False with a reason; free anyway. An
 * envelope has one form to the byte, so only `fields` is read as JSON. */
bool entry_read_act(const char *bytes, size_t length, entry *out, cordon_text *why);
bool entry_read(const char *bytes, size_t length, entry *out, cordon_text *why);
void entry_free(entry *e);

/* Writes an act's canonical bytes. */
void entry_write_act(text *out, const char *book, const char *kind, const json_t *fields, int64_t made,
		     const char *nonce);
/* Writes an entry's: the signatures in ascending order of key, none twice (asserted). */
void entry_write(text *out, const char *act, size_t length, const char *const *key, const char *const *signature,
		 int signatures, int64_t time);

/* Whether `signature` is that key's of the act; all base64url. False too when either is not well formed. */
bool entry_signed(const char *act, size_t length, const char *key, const char *signature);
/* `secret` as libsodium holds an Ed25519 secret key. */
void entry_sign(const unsigned char secret[64], const char *act, size_t length, char signature[ENTRY_SIGNATURE]);

/* The id of the book whose founding act that is. */
void entry_book_id(const char *act, size_t length, char id[ENTRY_ID]);

void entry_key_name(const unsigned char key[32], char name[ENTRY_KEY]);

#endif
