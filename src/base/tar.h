/* Files in one: POSIX.1-1988 ustar, as `tar xf` unpacks it. The same files give the same bytes: no times, no owners.
 * Names are relative, at most 99 bytes, with "/" between folders; a file is at most 8 GiB. It reads nothing. */
#ifndef BASE_TAR_H
#define BASE_TAR_H

#include "base/text.h"

void tar_add(text *out, const char *name, const char *bytes, size_t length);
/* After the last file. */
void tar_end(text *out);

#endif
