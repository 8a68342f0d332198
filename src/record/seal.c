/* See seal.h. */
#include "record/seal.h"

#include "base/hash.h"
#include "base/json.h"
#include "base/memory.h"

#include <sodium.h>
#include <string.h>

static const char DOMAIN[] = "cordon-sealed-v1\n";
enum { NONCE = crypto_secretbox_NONCEBYTES, MAC = crypto_secretbox_MACBYTES };

bool seal_is_text(const char *string)
{
	json_t *value = strlen(string) <= SEAL_TEXT_MAX ? json_string(string) : NULL; /* NULL: not UTF-8 */
	bool is = value && json_is_canonical_subset(value, NULL, NULL);
	json_decref(value);
	return is;
}

void seal_commit(const unsigned char salt[SEAL_SALT], const char *string, char commitment[65])
{
	hash_state h;
	hash_begin(&h);
	hash_add(&h, DOMAIN, sizeof DOMAIN - 1);
	hash_add(&h, salt, SEAL_SALT);
	hash_add(&h, string, strlen(string));
	hash_end(&h, commitment);
}

void seal_close(const unsigned char key[SEAL_KEY], const unsigned char nonce[24], const unsigned char salt[SEAL_SALT],
		const char *string, text *box)
{
	size_t length = SEAL_SALT + strlen(string);
	unsigned char *clear = memory_alloc(length, 1), *closed = memory_alloc(length + MAC, 1);
	memcpy(clear, salt, SEAL_SALT);
	memcpy(clear + SEAL_SALT, string, length - SEAL_SALT);
	crypto_secretbox_easy(closed, clear, length, nonce, key);
	text_add(box, (const char *)nonce, NONCE);
	text_add(box, (const char *)closed, length + MAC);
	sodium_memzero(clear, length);
	free(clear);
	free(closed);
}

bool seal_open(const unsigned char key[SEAL_KEY], const void *box, size_t length, const char *commitment,
	       unsigned char salt[SEAL_SALT], text *out)
{
	const unsigned char *bytes = box;
	if (length < NONCE + MAC + SEAL_SALT || length > NONCE + MAC + SEAL_SALT + SEAL_TEXT_MAX)
		return false;
	size_t clear_length = length - NONCE - MAC;
	unsigned char *clear = memory_alloc(clear_length + 1, 1);
	char again[65];
	bool well = !crypto_secretbox_open_easy(clear, bytes + NONCE, length - NONCE, bytes, key);
	if (well) {
		memcpy(salt, clear, SEAL_SALT);
		seal_commit(salt, (const char *)clear + SEAL_SALT, again);
		well = !strcmp(again, commitment) &&
		       strlen((const char *)clear + SEAL_SALT) == clear_length - SEAL_SALT;
	}
	if (well)
		text_add_string(out, (const char *)clear + SEAL_SALT);
	sodium_memzero(clear, clear_length);
	free(clear);
	return well;
}
