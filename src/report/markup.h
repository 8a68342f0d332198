/* Text made safe: for HTML and XML, and for a terminal. Names come from other people's files; nothing in them may
 * become markup, move the cursor or turn the reading direction around. */
#ifndef REPORT_MARKUP_H
#define REPORT_MARKUP_H

#include "base/text.h"

#include <stdint.h>

/* The rune at `string` (not at its end) and how many bytes it takes. Bytes that are not UTF-8, control characters,
 * noncharacters and bidirectional overrides give U+FFFD; tab, newline and the line separators give a space. */
size_t markup_next_rune(const char *string, int32_t *rune);

/* Adds `string` for use as text or as a quoted attribute of HTML or XML. */
void markup_add(text *out, const char *string);

/* Adds the first `length` bytes of `string`, at most, likewise. */
void markup_add_part(text *out, const char *string, size_t length);

/* Adds the first `length` bytes of `string`, at most, for a terminal. */
void markup_add_plain(text *out, const char *string, size_t length);

#endif
