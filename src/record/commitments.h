/* Every commitment that the acts of a book hold (docs/book.md, "Personal data"): what a sealed text must have an act
 * for. Taken to be any text of 64 lower-case hexadecimal digits in an entry: no more can be said without the act table
 * of the time. 32 bytes each in memory; gathered only where there are sealed texts to check.
 */
#ifndef RECORD_COMMITMENTS_H
#define RECORD_COMMITMENTS_H

#include "record/book_private.h"

typedef struct commitments {
	unsigned char (*hash)[32]; /* ascending once collected */
	size_t count, capacity;
	bool collected;
} commitments;

/* Of all entries in the table, committed or not; c is all zeroes before. */
void commitments_collect(commitments *c, book *b);
bool commitments_have(const commitments *c, const char *commitment);
void commitments_free(commitments *c);

#endif
