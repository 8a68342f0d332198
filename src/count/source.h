/* The whole of an input into memory, within a limit. */
#ifndef COUNT_SOURCE_H
#define COUNT_SOURCE_H

#include "base/text.h"

#include <cordon/base.h>

/* `limit_said` names the limit to the reader ("16 MiB"). Text that is not UTF-8, or holds NUL, is refused. */
cordon_status source_read(const cordon_reader *in, const char *file, size_t limit, const char *limit_said, text *out,
			  cordon_error *error);

/* Bytes in memory as an input: {source_read_bytes, &(source_bytes){at, left}}. */
typedef struct source_bytes {
	const char *at;
	size_t left;
} source_bytes;
long source_read_bytes(void *context, void *buffer, size_t size);

#endif
