/* Growing text, and the small text questions every reader asks. Bytes are UTF-8; nothing here knows about locales. */
#ifndef BASE_TEXT_H
#define BASE_TEXT_H

#include <cordon/base.h>

#include <stdbool.h>
#include <stddef.h>

/* A text that grows: start from {0}, free with text_free. `bytes` is terminated once anything was added. */
typedef struct text {
	char *bytes;
	size_t length, capacity;
} text;

void text_add(text *t, const char *bytes, size_t length);
void text_add_string(text *t, const char *string);
void text_add_format(text *t, const char *format, ...) __attribute__((format(printf, 2, 3)));
void text_clear(text *t);
void text_free(text *t);
const char *text_string(const text *t); /* never NULL */

bool text_is_utf8(const char *bytes, size_t length);

/* The number of terminal cells a UTF-8 string takes (by utf8proc's widths). */
size_t text_width(const char *string);

/* Parses a whole decimal number: [+-]digits[.digits][e[+-]digits], nothing before or after, finite. `decimal` is the
 * decimal mark ('.' or ','). Never reads the locale. False when it is not one. */
bool text_to_double(const char *string, char decimal, double *value);

/* The shortest decimal text that reads back as the same double ("0.1", "1e+20"); at least 32 bytes of room. */
char *text_from_double(double value, char out[32]);

/* True when `string` matches `pattern`, where * stands for any bytes and ? for one. */
bool text_matches(const char *pattern, const char *string);

/* A text as what a reader reads: text_source from = {&t, 0}; cordon_reader in = text_reader(&from). */
typedef struct text_source {
	const text *text;
	size_t at;
} text_source;
cordon_reader text_reader(text_source *from);

#endif
