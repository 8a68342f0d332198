/* A person's key in a file: canonical JSON with the public key in clear and the secret one under a passphrase
 * (Argon2id and XSalsa20-Poly1305, libsodium's crypto_pwhash and crypto_secretbox), or in clear where somebody asks
 * for that.
 *
 *	{"box":"…","cordon_key":1,"key":"…","memory":67108864,"nonce":"…","operations":2,"person":"ana","salt":"…"}
 *	{"cordon_key":1,"key":"…","person":"ana","seed":"<64 hex>"}
 *
 * And keys for examples and tests, made of a public seed and the person's id: they protect nothing.
 */
#ifndef RECORD_KEYFILE_H
#define RECORD_KEYFILE_H

#include "record/act.h"
#include "record/book.h"

typedef struct keyfile {
	char person[ACT_ID_MAX + 1]; /* a reminder: who a key belongs to stands in the book */
	char name[44]; /* the public key, base64url */
	book_key key;
	bool closed; /* read without passphrase: only the public key is there */
} keyfile;

/* A new key pair of 32 random bytes. */
void keyfile_make(keyfile *k, const char *person, const unsigned char seed[32]);
/* SHA-256 of "cordon-example-key-v1\n", the seed's length and bytes, and the person's id. */
void keyfile_example(keyfile *k, const char *seed, const char *person);

/* `passphrase` NULL: in clear. The file is readable by its owner only and must not exist. `salt`: 16 + 24 random
 * bytes. */
cordon_status keyfile_write(const keyfile *k, const char *path, const char *passphrase, const unsigned char salt[40],
			    cordon_error *error);
/* `passphrase` NULL: a file under one comes back `closed`. */
cordon_status keyfile_read(keyfile *k, const char *path, const char *passphrase, cordon_error *error);
void keyfile_forget(keyfile *k); /* zeroes it */

#endif
