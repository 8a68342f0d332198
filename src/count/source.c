/* Reading an input whole; see source.h. */
#include "count/source.h"

#include "count/codes.h"

#include "base/memory.h"

#include <stdlib.h>
#include <string.h>

enum { PIECE = 1 << 16 };

static cordon_status refuse(cordon_error *error, const char *file, cordon_text what, cordon_text expected)
{
	return finding_add(error, CORDON_ERROR, (place_in_file){.file = file}, what, expected);
}

static cordon_status read_pieces(const cordon_reader *in, const char *file, size_t limit, const char *limit_said,
				 char *piece, text *out, cordon_error *error)
{
	for (long got; (got = in->read(in->context, piece, PIECE)) != 0;) {
		if (got < 0)
			return refuse(error, file, TEXT(COUNT_CANNOT_READ), NO_TEXT);
		if ((size_t)got > limit - out->length)
			return refuse(error, file, TEXT(COUNT_TOO_LARGE), TEXT(COUNT_AT_MOST, limit_said));
		text_add(out, piece, (size_t)got);
	}
	if (!text_is_utf8(text_string(out), out->length) || memchr(text_string(out), 0, out->length))
		return refuse(error, file, TEXT(COUNT_NOT_UTF8), NO_TEXT);
	return CORDON_OK;
}

cordon_status source_read(const cordon_reader *in, const char *file, size_t limit, const char *limit_said, text *out,
			  cordon_error *error)
{
	char *piece = memory_alloc(PIECE, 1);
	cordon_status status = read_pieces(in, file, limit, limit_said, piece, out, error);
	free(piece);
	return status;
}

long source_read_bytes(void *context, void *buffer, size_t size)
{
	source_bytes *s = context;
	size_t taken = size < s->left ? size : s->left;
	memcpy(buffer, s->at, taken);
	s->at += taken;
	s->left -= taken;
	return (long)taken;
}
