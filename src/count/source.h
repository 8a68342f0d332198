/* The whole of an input into memory, within a limit. */
#ifndef COUNT_SOURCE_H
#define COUNT_SOURCE_H

#include "base/text.h"

#include <cordon/base.h>

/* `limit_said` names the limit to the reader ("16 MiB"). Text that is not UTF-8, or holds NUL, is refused. */
cordon_status source_read(const cordon_reader *in, const char *file, size_t limit, const char *limit_said, text *out,
			  cordon_error *error);

#endif
