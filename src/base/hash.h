/* SHA-256 through libsodium, as text. */
#ifndef BASE_HASH_H
#define BASE_HASH_H

#include <sodium.h>
#include <stddef.h>

enum { HASH_HEX = 65 };

typedef crypto_hash_sha256_state hash_state;

void hash_begin(hash_state *state);
void hash_add(hash_state *state, const void *bytes, size_t length);
/* length first: no two lists of parts collide */
void hash_add_framed(hash_state *state, const void *bytes, size_t length);
void hash_end(hash_state *state, char hex[HASH_HEX]);
/* All at once. */
void hash_of(const void *bytes, size_t length, char hex[HASH_HEX]);

#endif
