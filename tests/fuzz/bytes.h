/* A fuzz input as a reader that hands out a few bytes at a time, so that lines straddle reads. */
#ifndef TESTS_FUZZ_BYTES_H
#define TESTS_FUZZ_BYTES_H

#include <cordon/base.h>

#include <string.h>

struct bytes {
	const uint8_t *at;
	size_t left;
};

static inline long read_bytes(void *context, void *buffer, size_t size)
{
	struct bytes *b = context;
	size_t piece = b->left < 7 ? b->left : 7;
	piece = piece < size ? piece : size;
	memcpy(buffer, b->at, piece);
	b->at += piece;
	b->left -= piece;
	return (long)piece;
}

#endif
