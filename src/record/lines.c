/* See lines.h. */
#include "record/lines.h"

#include "base/memory.h"

#include <stdlib.h>
#include <string.h>

enum { BUFFER = 65536 };

cordon_status lines_open(lines *l, const char *file, cordon_error *error)
{
	*l = (lines){.file = file};
	cordon_status status = file_open(file, &l->stream, error);
	if (!status)
		l->buffer = memory_alloc(BUFFER, 1);
	return status;
}

void lines_close(lines *l)
{
	if (l->buffer)
		file_close(&l->stream);
	free(l->buffer);
	text_free(&l->line);
	*l = (lines){0};
}

/* The next line into l->line; LINE_FAILED: it cannot be read, LINE_WRONG: it is too long or not ended. */
static line_kind read_line(lines *l)
{
	text_clear(&l->line);
	for (;;) {
		char *end = memchr(l->buffer + l->from, '\n', l->to - l->from);
		size_t here = end ? (size_t)(end - l->buffer) - l->from : l->to - l->from;
		if (l->line.length + here > LINES_MAX)
			return LINE_WRONG;
		text_add(&l->line, l->buffer + l->from, here);
		if (end) {
			l->from += here + 1;
			return LINE_HEAD;
		}
		long got = l->stream.reader.read(l->stream.reader.context, l->buffer, BUFFER);
		if (got <= 0)
			return got < 0 ? LINE_FAILED : LINE_WRONG;
		l->from = 0;
		l->to = (size_t)got;
	}
}

line_kind lines_next(lines *l)
{
	static const struct {
		const char *start;
		line_kind kind;
	} forms[] = {{"cordon-book 1 ", LINE_HEAD},
		     {"e ", LINE_ENTRY},
		     {"c ", LINE_CHECKPOINT},
		     {"s ", LINE_SEALED},
		     {"end ", LINE_END}};
	l->number++;
	line_kind read = read_line(l);
	if (read != LINE_HEAD)
		return read;
	for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
		size_t length = strlen(forms[i].start);
		if (l->line.length >= length && !memcmp(l->line.bytes, forms[i].start, length) &&
		    strlen(l->line.bytes) == l->line.length) {
			l->rest = l->line.bytes + length;
			return forms[i].kind;
		}
	}
	return LINE_WRONG;
}
