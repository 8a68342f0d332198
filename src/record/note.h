/* Signed notes (C2SP signed-note), the checkpoints written as such (C2SP tlog-checkpoint), and the timestamped
 * cosignatures of witnesses (C2SP tlog-cosignature, the Ed25519 kind).
 *
 *	lines of text                          what is signed, with its last newline
 *	                                       an empty line: the last one of the note
 *	U+2014, name, base64 of id and bytes   one line a signature, with spaces between
 *
 * A note is UTF-8 without control characters but newlines. A key is known by its name and by its id, the first four
 * bytes of SHA-256(name, newline, kind, public key). What a note says is worth nothing before note_verify has said that
 * a known key signed it. Signatures by unknown keys are skipped; one by a known key that fails spoils the note.
 *
 * Only Ed25519 is known here. Nothing is read from files or clocks; whether a checkpoint may follow another is the
 * affair of who keeps them.
 */
#ifndef RECORD_NOTE_H
#define RECORD_NOTE_H

#include "base/text.h"
#include "record/merkle.h"

#include <cordon/base.h>

enum {
	NOTE_BYTES_MAX = 256 * 1024,     /* of a whole note */
	NOTE_SIGNATURES_MAX = 64,        /* lines; the specification wants 16 at least */
	NOTE_SIGNATURE_BYTES_MAX = 8192, /* of a decoded line; the largest known kind has nearly 5,000 */
	NOTE_NAME_MAX = 255,             /* bytes */
	NOTE_KEY_ID = 4,
};

/* The byte that tells the kinds of signature apart in a key's id. */
typedef enum note_kind {
	NOTE_ED25519 = 1,     /* of the text */
	NOTE_COSIGNATURE = 4, /* of "cosignature/v1", a time, and a checkpoint's text */
} note_kind;

typedef struct note_key {
	char name[NOTE_NAME_MAX + 1];
	note_kind kind;
	unsigned char public_key[32], id[NOTE_KEY_ID];
} note_key;

/* Whether it can be a key's name: 1 to NOTE_NAME_MAX bytes of UTF-8 without spaces, plus signs or controls. */
bool note_is_name(const char *name);

/* False when the name cannot be one. */
bool note_key_make(note_key *key, const char *name, note_kind kind, const unsigned char public_key[32]);

/* A key as text (the specification's vkey), name+id+base64 of kind and public key; false when it is not that, is of
 * another kind, or its id is not the one that follows from the rest. */
bool note_key_read(note_key *key, const char *vkey);
void note_key_write(const note_key *key, text *out);

/* One signature line as it stands in a note; points into the note's bytes. */
typedef struct note_signature {
	const char *name, *base64;
	size_t name_length, base64_length;
	unsigned char id[NOTE_KEY_ID];
} note_signature;

/* A note taken apart; points into its bytes, owns nothing. */
typedef struct note_parts {
	const char *body; /* the text, with its last newline */
	size_t body_length;
	int signatures;
	note_signature signature[NOTE_SIGNATURES_MAX];
} note_parts;

/* False with the reason in `why` (may be NULL) when the bytes are no signed note within the limits. Proves nothing. */
bool note_read(const char *bytes, size_t length, note_parts *out, cordon_text *why);

/* What note_verify finds of a key. */
typedef struct note_signed {
	bool by_it;
	int64_t time; /* seconds since 1970 that a NOTE_COSIGNATURE states, the latest if there are more; else 0 */
} note_signed;

/* Whether at least one of the known keys signed the note and no signature that bears a known key's name and id is
 * wrong. `found` has one element for each key, all false when the answer is. */
bool note_verify(const note_parts *n, const note_key *known, int known_count, note_signed *found, cordon_text *why);

/* Begins a note in `out`, which is empty (asserted): a text that note_read takes (asserted), and the empty line. */
void note_begin(text *out, const char *body, size_t length);

/* Adds the signature line of a key to `out`, which holds a note as note_begin leaves it or with signatures, and nothing
 * else. `secret` is libsodium's 64 bytes and belongs to the key (asserted). `time` is for NOTE_COSIGNATURE, whose note
 * must be a checkpoint (asserted); else unused. */
void note_sign(text *out, const note_key *key, const unsigned char secret[64], int64_t time);

/* The text of a checkpoint: three lines, or more where extensions are taken. */
typedef struct checkpoint {
	char origin[NOTE_NAME_MAX + 1];
	int64_t size;
	merkle_hash root;
	int extensions; /* lines after the third, which are skipped */
} checkpoint;

/* `is_ours`: extension lines are refused, as we never write any. False with the reason in `why` (may be NULL). */
bool checkpoint_read(const char *bytes, size_t length, bool is_ours, checkpoint *out, cordon_text *why);

/* Adds the text of a checkpoint without extensions. */
void checkpoint_write(const checkpoint *c, text *out);

#endif
