/* A book: its folder, its one writing connection, taking acts in, committing, proving, replaying.
 *
 * A folder holds
 *	book.sqlite     entries, checkpoints, the tree's stored subtrees; sealed texts and personal keys; the derived state
 *	node.key        the node's secret key (mode 0600); node.key.new while it is being changed
 *	lock            held by the one writer (flock); a second one is refused
 *	backups/        what `cordon backup` wrote; `forget` reaches there too
 *
 * Invariants: an entry is never changed or removed; entries, the tree and the state change in one transaction; the
 * checkpoint of a commit is signed in it and given out only after it is synced (WAL, synchronous=FULL, and the
 * writer is also the one that moves the WAL into the database). What stands in the tables of state_schema is
 * derived, all else is not. docs/book.md specifies the bytes. What acts mean is not known here: see act.h.
 */
#ifndef RECORD_BOOK_H
#define RECORD_BOOK_H

#include "base/text.h"
#include "record/act.h"

#include <cordon/base.h>

typedef struct book book;
struct entry; /* entry.h */

/* What a book takes from outside. Zeroes mean the system's clock, the system's randomness, the usual file system. */
typedef struct book_options {
	const act_world *world;
	int64_t (*now)(void *context); /* seconds since 1970 */
	void (*random)(void *context, void *bytes, size_t length); /* nonces, salts, keys */
	void *context;
	const char *vfs; /* SQLite's name of one */
	bool read_only;
	bool state_unasked; /* to show, verify or rebuild: its state may be that of an older program */
} book_options;

/* An Ed25519 key pair as libsodium holds it. */
typedef struct book_key {
	unsigned char secret[64], public[32];
} book_key;

typedef struct book_signature {
	const char *key, *signature; /* base64url */
} book_signature;

/* Somebody's text that an act of this batch commits to. */
typedef struct book_sealed {
	const char *person, *text;
	unsigned char salt[32];
} book_sealed;

/* What a founding act says. `title`, `origin` and `person` are public. */
typedef struct book_founding {
	const char *title;
	const char *origin; /* NULL: "cordon/" and 16 digits of randomness */
	const char *person; /* the founder */
	const char *name; /* theirs, to be sealed; NULL: not given */
	const book_key *key; /* the founder's */
} book_founding;

/* A new book with its founding act, committed. The folder must not exist or be empty; nothing is left of one that could
 * not be made. */
cordon_status book_create(const char *folder, const book_options *options, const book_founding *founding,
			  cordon_error *error);

cordon_status book_open(const char *folder, const book_options *options, book **out, cordon_error *error);
void book_close(book *b); /* what was not committed is lost */

/* Of a book opened to read: looks at it as of its last commit, and keeps looking at that until the next look or
 * book_look_away; so that all that is asked in between is of one moment. A look holds up the writer's tidying: look
 * away soon. */
cordon_status book_look(book *b, cordon_error *error);
void book_look_away(book *b);

const char *book_id(const book *b);
const char *book_origin(const book *b);
int64_t book_size(const book *b); /* entries, committed or not */
state *book_state(book *b);

/* The canonical act to sign, with a fresh nonce and the clock's time; the caller owns `out`. `fields` is borrowed. */
cordon_status book_draft(book *b, const char *kind, const json_t *fields, text *out, cordon_error *error);
/* A key's signature of an act's bytes, and its own name, both base64url. */
void book_sign(const book_key *key, const char *act, size_t length, char name[44], char signature[87]);

/* Takes an act in: form, signatures, keys, nonce, times, fields, who may, the rules of its kind. Its effects are in
 * the state when this returns CORDON_OK; it is in the book for good after book_commit. A refused act changes
 * nothing. */
cordon_status book_take(book *b, const char *act, size_t length, const book_signature *signature, int signatures,
			const book_sealed *sealed, int sealed_count, int64_t *entry, cordon_error *error);

/* The two halves of book_take: reading an act and checking its signatures, which needs no book and may be done on any
 * thread (`out` points into `act` and the texts of the signatures; entry_free it anyway); and taking what the first
 * half let through. */
cordon_status book_read_signed(const char *act, size_t length, const book_signature *signature, int signatures,
			       struct entry *out, cordon_error *error);
cordon_status book_take_signed(book *b, struct entry *e, const book_sealed *sealed, int sealed_count, int64_t *number,
			       cordon_error *error);

/* The same of an act that the node itself does (cite, forget): drafted and signed with its key. */
cordon_status book_take_as_node(book *b, const char *kind, const json_t *fields, int64_t *entry, cordon_error *error);

/* Puts a new key of chance in the place of the node's: the act node_key, which ends the batch; the next commit's
 * checkpoint is the first under the new key. node.key is replaced after that commit; if the machine stops in between,
 * the next opening to write goes by what the book says. */
cordon_status book_change_node_key(book *b, int64_t *entry, cordon_error *error);

/* The public key that the node signs with now, base64url. */
void book_node_key(const book *b, char name[44]);

/* Puts what was taken on the disk, under a new checkpoint. Nothing taken: nothing done. */
cordon_status book_commit(book *b, cordon_error *error);
/* Gives up what was taken since the last commit. */
void book_abandon(book *b);

/* The last checkpoint's note; only what is committed. */
cordon_status book_checkpoint(book *b, text *note, cordon_error *error);
/* Canonical JSON, docs/book.md "Receipts". */
cordon_status book_receipt(book *b, int64_t entry, text *out, cordon_error *error);
/* An entry's canonical bytes. */
cordon_status book_entry(book *b, int64_t entry, text *out, cordon_error *error);

/* A file for another book: canonical JSON (docs/book.md, "Other books") of the last checkpoint, entries with their
 * proofs under it, and proofs that the trees of earlier sizes are its beginnings. */
cordon_status book_evidence(book *b, const int64_t *number, size_t numbers, const int64_t *earlier, size_t earliers,
			    text *out, cordon_error *error);

/* Adds the text that the commitment is of; false when there is none, or its person was forgotten. */
bool book_unseal(book *b, const char *commitment, text *out);

/* Destroys the keys and boxes of everybody whom a committed act `forget` names and who still has some; also what the
 * write-ahead log and free pages hold of them, here and in backups/. Call it after the commit of such an act; opening a
 * book to write does it too, for when the machine stopped in between. */
cordon_status book_erase_forgotten(book *b, cordon_error *error);

/* Drops the derived tables, replays the book, and gives the hash of the state it makes. */
cordon_status book_rebuild(book *b, char hash[65], const cordon_progress *progress, cordon_error *error);

/* What verifying found; `state` is the hash that replay gives. */
typedef struct book_verdict {
	int64_t entries, checkpoints, outside; /* `outside`: claims kept elsewhere that hold */
	int64_t opened,
		closed; /* sealed texts that are what was committed to; those whose person has no key any more */
	char state[65];
} book_verdict;

/* A checkpoint or receipt kept elsewhere. */
typedef struct book_outside {
	const char *file, *bytes;
	size_t length;
} book_outside;

/* Replays the whole book over a state of its own, and holds it against itself and what was kept elsewhere.
 * CORDON_UNPROVEN or CORDON_BAD_INPUT: it does not hold, and the findings say where. Nothing is changed. */
cordon_status book_verify(book *b, const book_outside *outside, int count, book_verdict *verdict,
			  const cordon_progress *progress, cordon_error *error);

/* Writes the file of an export; `personal`: with opened sealed texts. Nothing is checked: what stands is written. */
cordon_status book_export(book *b, const cordon_writer *out, bool personal, cordon_error *error);
/* Makes a book's folder of an export, verifying it on the way: nothing is left of a file that does not hold.
 * `folder` gets no node key: to write in it, put that beside it. */
cordon_status book_import(const char *folder, const book_options *options, const char *file, book_verdict *verdict,
			  const cordon_progress *progress, cordon_error *error);

/* A copy of the database in the folder's backups/ as of a commit not before the call, whole, while others read and
 * write: `b` may be open to read. Its path, named by its number of entries, must not exist. It holds the personal keys;
 * `forget` reaches it there only. */
cordon_status book_backup(book *b, text *path, int64_t *entries, cordon_error *error);

cordon_status book_state_hash(book *b, char hex[65], cordon_error *error);

#endif
