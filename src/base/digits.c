/* See digits.h. */
#include "base/digits.h"

#include <sodium.h>
#include <string.h>

/* No table, no call: every act has half a dozen hashes. */
static bool is_hex(char c)
{
	return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
}

bool digits_begin_hex(const char *s, size_t bytes)
{
	size_t at = 0;
	while (at < 2 * bytes && is_hex(s[at]))
		at++;
	return at == 2 * bytes;
}

bool digits_are_hex(const char *s, size_t bytes)
{
	return digits_begin_hex(s, bytes) && !s[2 * bytes];
}

bool digits_from_hex(const char *s, void *out, size_t bytes)
{
	size_t length = 0;
	return s && digits_are_hex(s, bytes) && !sodium_hex2bin(out, bytes, s, 2 * bytes, NULL, &length, NULL) &&
	       length == bytes;
}

/* libsodium (1.0.18) takes every byte above 127 for some digit. */
bool digits_are_ascii(const char *s, size_t length)
{
	for (size_t i = 0; i < length; i++)
		if ((unsigned char)s[i] > 127)
			return false;
	return true;
}

bool digits_from_base64(const char *s, void *out, size_t bytes)
{
	size_t length = 0;
	return s && digits_are_ascii(s, strlen(s)) &&
	       !sodium_base642bin(out, bytes, s, strlen(s), NULL, &length, NULL,
				  sodium_base64_VARIANT_URLSAFE_NO_PADDING) &&
	       length == bytes;
}
