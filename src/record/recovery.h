/* A secret key as lines to be printed and typed again:
 *
 *	1  0123 4567 89ab cdef  9f3c
 *
 * four of them: the line's number, 8 bytes of the key's seed, and a check, the first two bytes of SHA-256 of
 * "cordon-recovery-v1\n", the number's digit and the line's 16 digits in lower case. A slip is found, not repaired.
 */
#ifndef RECORD_RECOVERY_H
#define RECORD_RECOVERY_H

#include "base/text.h"
#include "record/book.h"

enum { RECOVERY_LINES = 4, RECOVERY_NOTE_MAX = 16384 };

void recovery_write(const book_key *key, text *out);
/* The seed from a text that has the lines among any others, each once, letters of either case. False: *line is missing,
 * there twice, or its check fails. */
bool recovery_read(const char *note, unsigned char seed[32], int *line);

#endif
