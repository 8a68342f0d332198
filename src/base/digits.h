/* Bytes as text, in the one form that books and statements take: lower-case hexadecimal, and base64url without padding
 * (RFC 4648). Exact: another spelling of the same bytes, one digit too many or too few is refused.
 */
#ifndef BASE_DIGITS_H
#define BASE_DIGITS_H

#include <stdbool.h>
#include <stddef.h>

/* Whether `s` begins with the digits of that many bytes; whatever follows. */
bool digits_begin_hex(const char *s, size_t bytes);
/* Whether it is them and ends there. */
bool digits_are_hex(const char *s, size_t bytes);

/* The bytes of digits that are exactly so many; false, and `out` is not to be used, when they are not. `s` may be
 * NULL. */
bool digits_from_hex(const char *s, void *out, size_t bytes);
bool digits_from_base64(const char *s, void *out, size_t bytes);

/* To be asked before libsodium's own base64: it takes bytes above 127 for digits. */
bool digits_are_ascii(const char *s, size_t length);

#endif
