/* What the files of a book share. The tables that are not derived:
 *
 *	meta(key, value)                       format: 1, id, origin
 *	entry(number, bytes)                   canonical bytes, never changed
 *	subtree(level, place, hash)            complete subtrees of 2^level leaves: subtrees.h
 *	checkpoint(size, note)                 one for each commit
 *	sealed(commitment, person, box)        nonce and crypto_secretbox of salt and text under the person's key
 *	person_key(person, key)                destroyed by forget
 */
#ifndef RECORD_BOOK_PRIVATE_H
#define RECORD_BOOK_PRIVATE_H

#include "base/text.h"
#include "record/apply.h"
#include "record/book.h"
#include "record/claims.h"
#include "record/subtrees.h"

#include <sodium.h>
#include <sqlite3.h>

struct book {
	char *folder;
	book_options options;
	sqlite3 *db;
	state *state;
	applier applier; /* where the state is */
	merkle tree; /* over all entries, committed or not */
	subtrees_memo memo;
	text note; /* of the last checkpoint asked for */
	int64_t noted; /* its size; 0: none */
	int64_t committed; /* entries under the last checkpoint */
	char origin[BOOK_ORIGIN];
	book_key node, next; /* `next` takes the place of `node` with the coming commit if `changing` */
	bool changing;
	int lock; /* -1: read only */
	bool writing; /* a transaction is open */
};

/* Reports that the database failed, and returns CORDON_IO. */
cordon_status book_failed(book *b, cordon_error *error);
int64_t book_now(const book *b);
void book_random(const book *b, void *bytes, size_t length);

/* Begins the transaction that the next commit ends. */
bool book_begin(book *b);
/* A new folder's lock, database and tables, in an open transaction; what a created and an imported book have in
 * common. */
cordon_status book_prepare(book *b, cordon_error *error);
book *book_new(const char *folder, const book_options *options);
/* Takes away what a book that could not be made had begun: its files and the folder if it is empty then. */
void book_remove_folder(const char *folder);

/* The node's key: of chance into node.key; read from there for writing, as the book says which it is; whether an act
 * node_key names the key that is ready; put in its place after the commit of such an act. */
cordon_status book_node_make(book *b, cordon_error *error);
cordon_status book_node_settle(book *b, cordon_error *error);
bool book_node_is_next(const book *b, const json_t *fields);
cordon_status book_node_changed(book *b, cordon_error *error);
/* Restores applier, tree and committed from the tables. */
cordon_status book_restore(book *b, cordon_error *error);

/* All committed entries in order: a question (number, bytes), and a replay_plan's `next` over it. */
state_rows book_ask_entries(book *b);
bool book_next_entry(void *rows, text *bytes);

/* Adds the text of a column, whatever its length and type: a table that somebody changed is no reason to crash. */
void book_add_value(text *out, const state_rows *rows, int column);

/* Every sealed text: whether an act committed to it and its box opens; counted in the verdict. */
cordon_status book_check_boxes(book *b, book_verdict *verdict, cordon_error *error);

/* The sealed texts of an act that is being taken in: each must be committed to by a field of it, and its person not
 * forgotten. */
cordon_status book_check_sealed(book *b, const entry *e, const book_sealed *sealed, int count, cordon_error *error);
bool book_unseal_salted(book *b, const char *commitment, unsigned char salt[32], text *out);
/* Destroys a person's key and boxes in a database, with what its log and free pages hold of them; in every backup. */
bool book_erase_in(sqlite3 *db, const char *person);
cordon_status book_erase_in_backups(book *b, const char *person, cordon_error *error);
/* Encrypts and stores them. */
void book_seal(book *b, const book_sealed *sealed, int count);

#endif
