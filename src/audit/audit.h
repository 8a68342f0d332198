/* cordon-audit: the second verifier of books, written from docs/book.md alone.
 *
 * It shares no code with the rooms that write books, not even src/base: a mistake would have to be made twice. It takes
 * libsodium (hashes, Ed25519), utf8proc (normal form C) and jansson (parsing; what is canonical is decided here).
 *
 *	form.c    bytes, canonical JSON, values, findings     entry.c   an entry, a checkpoint, a receipt each by itself
 *	book.c    entries in order, with all before them      stream.c  the file, on all cores
 *	main.c    the command line
 *
 * Memory grows by nonces, keys, holders, hashes and salts alone. Effects of rules are not checked; nothing is repaired.
 */
#ifndef AUDIT_AUDIT_H
#define AUDIT_AUDIT_H

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

/* Bytes of: an entry, a note, a sealed text with its salt; a receipt; a line; an id or a kind; an origin. */
enum { PART_MAX = 65536, RECEIPT_MAX = 262144, LINE_BYTES_MAX = 90000, WORD_MAX = 64, ORIGIN_MAX = 255 };
enum { SIGNATURES_MAX = 64, DEPTH_MAX = 12, PROOF_MAX = 64, EVIDENCE_MAX = 256, FINDINGS_MAX = 1000 };
enum { ENTRIES_MAX = 1 << 30, SHOWN_MAX = 100 };
#define NUMBER_MAX ((INT64_C(1) << 53) - 1)
#define NONE UINT32_MAX

enum say {
	SAY_NOTHING,
#define SAY(name, id, english, spanish) SAY_##name,
#include "audit/says.def"
#undef SAY
};
struct span { const char *at; size_t length; };
/* What is first found wrong with something by itself; zeroes: nothing. */
struct wrong { enum say what; char found[SHOWN_MAX], expected[SHOWN_MAX]; };
struct report { FILE *out; bool json, spanish, refused /* no export, no receipt */; uint64_t findings; };
/* Where: -1 and NULL are nowhere; the file is one of evidence. */
struct place { int64_t line, entry; const char *file; const uint8_t *key; };
void say(struct report *r, struct place at, enum say what, const char *found, const char *expected);
bool wrong_set(struct wrong *w, enum say what, struct span found, const char *expected); /* false */
const char *shown(struct span bytes); /* fit to print, cut short; good until the fifth one after */
const char *shown_hash(const uint8_t hash[32]);
const char *shown_key(const uint8_t key[32]);
const char *shown_number(int64_t number);
void *must_have(void *memory); /* without memory the process ends, status 6 */

/* The value whose canonical form the bytes are, else NULL; `scratch` has room for as many bytes. */
json_t *form_read(struct span text, char *scratch, struct wrong *w);
size_t form_write(json_t *value, char *out, size_t room); /* the canonical form of what was so read; its length */
enum say form_text(struct span text);                     /* UTF-8 in normal form C without U+0000; or what it is */
bool form_number(struct span text, int64_t *out);
bool form_base64(struct span text, int libsodium_variant, void *out, size_t most, size_t *length);
bool form_hex(struct span text, uint8_t *out, size_t bytes);
bool form_word(struct span text, char type, void *out); /* form_take's types i, w, u, o */
struct span split(struct span *rest, char end);         /* takes what stands before `end`, and that */
bool span_is(struct span s, const char *text);
/* A member of an object, and where it goes; the last one of a list is nameless. */
struct member { const char *name; char type; size_t offset; bool optional; };
bool form_object(json_t *object, const struct member *members, void *out, struct wrong *w); /* these and no others */
bool form_take(json_t *value, char type, void *out, struct wrong *w);

/* Keys of 32 bytes with a number each, hashed with SipHash under a random key. */
struct set { size_t used, capacity; uint8_t (*slot)[36]; };
uint32_t *set_at(struct set *s, const void *key); /* its number, to read or set before the next call; NONE at first */

struct moment { int64_t seconds; char text[24]; };
enum kind { KIND_FOUND, KIND_ENROL, KIND_ROTATE, KIND_REVOKE, KIND_NODE, KIND_INVITE,
	KIND_JOIN, /* whose fields matter, to here */ KIND_CITE, KIND_TELL, KIND_CARRY, KIND_FORGET, KIND_OTHER };
struct entry {
	struct wrong wrong;
	enum kind is;
	json_t *act, *fields, *signatures; /* while it is read */
	size_t signers;
	uint64_t bad; /* a bit for each signature that does not verify */
	struct moment time, made, until;
	uint8_t leaf[32], book[32], nonce[32] /* half of it zeros */, id[32] /* of the book it would found */;
	uint8_t signer[SIGNATURES_MAX][32];
	uint8_t key[32], node_key[32], commitment[32]; /* fields */
	char person[WORD_MAX + 1], body[WORD_MAX + 1], use[WORD_MAX + 1], origin[ORIGIN_MAX + 1], kind[WORD_MAX + 1];
};
void entry_read(struct entry *e, struct span bytes, char *scratch); /* `scratch`: room for 3 parts */
void join_hashes(const uint8_t left[32], const uint8_t right[32], uint8_t out[32]);

struct note {
	struct wrong wrong;
	char *bytes;
	size_t text_length;
	int64_t size;
	char origin[ORIGIN_MAX + 1];
	uint8_t root[32], signed_by[68] /* key id and signature */;
	uint8_t tried[32]; /* the key it was last tried with, and what came of it */
	enum say verdict;
};
void note_read(struct note *n, struct span bytes); /* keeps a copy */
void note_try(struct note *n, const uint8_t key[32]);
struct evidence { /* a checkpoint or a receipt from elsewhere */
	const char *path;
	struct note note;
	bool receipt, met, kept; /* the book reached its size; the book has a checkpoint of that size */
	json_t *checkpoint, *list;
	uint8_t book[32], leaf[32], proof[PROOF_MAX][32];
	size_t proof_length;
	int64_t entry, version;
};
bool evidence_read(struct evidence *v, struct span bytes);
bool evidence_proves(const struct evidence *v); /* the proof leads from the leaf to the checkpoint's root */

enum { USE_MAIN, USE_RECOVERY, USE_NODE, USE_INVITATION };
extern const char *const key_use[]; /* their names */
struct key {
	uint8_t bytes[32];
	char person[WORD_MAX + 1], since[24];
	uint32_t use, signer; /* the first key that signed its enrolment; NONE in entry 0 */
	int64_t from, until;  /* entries that enrolled and ended it; -1: it is valid */
};
struct book {
	struct report *report;
	struct set nonces, keys, held, hashes, salts; /* held: by person and use; hashes: what may be a commitment */
	struct key *key;
	size_t key_count, key_room, evidences;
	struct evidence *evidence;
	uint8_t id[32], last_commitment[32], peak[64][32]; /* roots of complete subtrees, where size has the bit */
	char origin[ORIGIN_MAX + 1];
	struct moment last;
	int64_t size, checkpoints, covered; /* covered by the last checkpoint */
	uint32_t node;                      /* its key; NONE before entry 0 */
};
void book_entry(struct book *b, const struct entry *e, struct span bytes, int64_t line);
void book_checkpoint(struct book *b, struct note *n, int64_t size, int64_t line);
void book_sealed(struct book *b, struct span rest, char *scratch, int64_t line);
void book_end(struct book *b, int64_t line);
int book_audit(struct book *b, FILE *in, int threads); /* an export to its end; the exit status */
void book_free(struct book *b);

#endif
