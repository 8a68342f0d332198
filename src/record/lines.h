/* The lines of an export, read one at a time (docs/book.md, "The file of an export"). Knows their form, not their
 * meaning. */
#ifndef RECORD_LINES_H
#define RECORD_LINES_H

#include "base/file.h"
#include "base/text.h"

#include <cordon/base.h>

enum { LINES_MAX = 90000 }; /* bytes of a line */

typedef enum line_kind {
	LINE_HEAD,
	LINE_ENTRY,
	LINE_CHECKPOINT,
	LINE_SEALED,
	LINE_END,
	LINE_WRONG,
	LINE_FAILED
} line_kind;

typedef struct lines {
	const char *file;
	file_stream stream;
	char *buffer;
	size_t from, to;
	long number; /* of the line last read, from 1 */
	text line; /* without its newline */
	const char *rest; /* of the line, after its letter and blank */
} lines;

cordon_status lines_open(lines *l, const char *file, cordon_error *error);
line_kind lines_next(lines *l);
void lines_close(lines *l);

#endif
