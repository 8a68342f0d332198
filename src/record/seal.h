/* Personal texts: salted commitments, and boxes under a per-person key (docs/book.md, "Personal data"). Pure. */
#ifndef RECORD_SEAL_H
#define RECORD_SEAL_H

#include "base/text.h"

#include <stdbool.h>
#include <stddef.h>

enum { SEAL_KEY = 32, SEAL_SALT = 32, SEAL_TEXT_MAX = 65504 };

/* Whether a text may be sealed: at most SEAL_TEXT_MAX bytes of UTF-8 in normal form C. */
bool seal_is_text(const char *string);

/* The commitment of a text, as hexadecimal. */
void seal_commit(const unsigned char salt[SEAL_SALT], const char *string, char commitment[65]);

/* Adds the box of salt and text: 24 bytes of nonce and crypto_secretbox. */
void seal_close(const unsigned char key[SEAL_KEY], const unsigned char nonce[24], const unsigned char salt[SEAL_SALT],
		const char *string, text *box);

/* Opens a box and adds its text; false when it is not one under that key, or not what the commitment says. */
bool seal_open(const unsigned char key[SEAL_KEY], const void *box, size_t length, const char *commitment,
	       unsigned char salt[SEAL_SALT], text *out);

#endif
