/* What a person is given who is invited: the seed of the invitation's key and the book it is good in, as one word to be
 * put in a link or a QR code:
 *
 *	base64url, without padding, of the seed's 32 bytes, then of the book's id's 32 bytes: 86 characters
 *
 * In a link it stands after the #, which browsers keep to themselves: the seed never reaches a node.
 */
#ifndef RECORD_INVITATION_H
#define RECORD_INVITATION_H

#include "record/entry.h"

enum { INVITATION_CODE = 87 };

void invitation_write(const unsigned char seed[32], const char *book, char code[INVITATION_CODE]);
/* False: no such word. Blanks and newlines around it are passed over, and in a link what stands before the last # and
 * after it up to the last =. */
bool invitation_read(const char *given, unsigned char seed[32], char book[ENTRY_ID]);

#endif
