/* See tar.h. */
#include "base/tar.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

enum { BLOCK = 512, NAME = 100 };
static const char nothing[BLOCK];

/* The header's fields: where each begins. */
enum { MODE = 100, UID = 108, GID = 116, SIZE = 124, TIME = 136, SUM = 148, TYPE = 156, MAGIC = 257 };

void tar_add(text *out, const char *name, const char *bytes, size_t length)
{
	char head[BLOCK] = {0}, size[32];
	unsigned sum = 0;
	assert(strlen(name) < NAME && length < (size_t)1 << 33);
	memcpy(head, name, strlen(name));
	memcpy(head + MODE, "0000644", 8);
	memcpy(head + UID, "0000000", 8);
	memcpy(head + GID, "0000000", 8);
	snprintf(head + SIZE, 12 + 1, "%011zo", length);
	snprintf(size, sizeof size, "%011zo", length);
	memcpy(head + SIZE, size, 12);
	memcpy(head + TIME, "00000000000", 12);
	memset(head + SUM, ' ', 8); /* while it is added up */
	head[TYPE] = '0';
	memcpy(head + MAGIC, "ustar\00000", 8);
	for (int i = 0; i < BLOCK; i++)
		sum += (unsigned char)head[i];
	snprintf(head + SUM, 8, "%06o", sum);
	head[SUM + 7] = ' ';
	text_add(out, head, BLOCK);
	if (length)
		text_add(out, bytes, length);
	if (length % BLOCK)
		text_add(out, nothing, BLOCK - length % BLOCK);
}

void tar_end(text *out)
{
	text_add(out, nothing, BLOCK);
	text_add(out, nothing, BLOCK);
}
