/* SHA-256 through libsodium; see hash.h. */
#include "base/hash.h"

#include <stdint.h>

void hash_begin(hash_state *state)
{
	crypto_hash_sha256_init(state);
}

void hash_add(hash_state *state, const void *bytes, size_t length)
{
	crypto_hash_sha256_update(state, bytes, length);
}

void hash_add_framed(hash_state *state, const void *bytes, size_t length)
{
	unsigned char frame[8];
	for (int i = 0; i < 8; i++)
		frame[i] = (unsigned char)((uint64_t)length >> (8 * i));
	hash_add(state, frame, sizeof frame);
	hash_add(state, bytes, length);
}

void hash_end(hash_state *state, char hex[HASH_HEX])
{
	unsigned char digest[crypto_hash_sha256_BYTES];
	crypto_hash_sha256_final(state, digest);
	sodium_bin2hex(hex, HASH_HEX, digest, sizeof digest);
}

void hash_of(const void *bytes, size_t length, char hex[HASH_HEX])
{
	hash_state state;
	hash_begin(&state);
	hash_add(&state, bytes, length);
	hash_end(&state, hex);
}
