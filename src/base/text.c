/* Growing text and number texts; see text.h. */
#include "base/text.h"

#include "base/memory.h"

#include <fnmatch.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

void text_add(text *t, const char *bytes, size_t length)
{
	if (t->length + length + 1 > t->capacity) {
		t->capacity = 2 * t->capacity + length + 64;
		t->bytes = memory_grow(t->bytes, t->capacity, 1);
	}
	if (length)
		memcpy(t->bytes + t->length, bytes, length);
	t->length += length;
	t->bytes[t->length] = '\0';
}

void text_add_string(text *t, const char *string)
{
	text_add(t, string, strlen(string));
}

void text_add_format(text *t, const char *format, ...)
{
	va_list list;
	va_start(list, format);
	int length = vsnprintf(NULL, 0, format, list);
	va_end(list);
	if (length <= 0)
		return;
	char *piece = memory_alloc((size_t)length + 1, 1);
	va_start(list, format);
	vsnprintf(piece, (size_t)length + 1, format, list);
	va_end(list);
	text_add(t, piece, (size_t)length);
	free(piece);
}

void text_clear(text *t)
{
	t->length = 0;
	if (t->bytes)
		t->bytes[0] = '\0';
}

void text_free(text *t)
{
	free(t->bytes);
	*t = (text){0};
}

const char *text_string(const text *t)
{
	return t->bytes ? t->bytes : "";
}

bool text_is_utf8(const char *bytes, size_t length)
{
	const utf8proc_uint8_t *at = (const utf8proc_uint8_t *)bytes;
	utf8proc_ssize_t left = (utf8proc_ssize_t)length;
	while (left > 0) {
		utf8proc_int32_t rune;
		utf8proc_ssize_t used = *at < 0x80 ? 1 : utf8proc_iterate(at, left, &rune);
		if (used <= 0)
			return false;
		at += used;
		left -= used;
	}
	return true;
}

size_t text_width(const char *string)
{
	size_t width = 0;
	const utf8proc_uint8_t *at = (const utf8proc_uint8_t *)string;
	while (*at) {
		utf8proc_int32_t rune;
		utf8proc_ssize_t used = utf8proc_iterate(at, -1, &rune);
		if (used <= 0) { /* not UTF-8: one cell a byte */
			at++;
			width++;
			continue;
		}
		at += used;
		width += (size_t)utf8proc_charwidth(rune);
	}
	return width;
}

/* The length of the number at the start of `s`, 0 when there is none. */
static size_t number_length(const char *s, char decimal)
{
	size_t at = s[0] == '+' || s[0] == '-';
	size_t digits = strspn(s + at, "0123456789");
	at += digits;
	if (s[at] == decimal) {
		size_t fraction = strspn(s + at + 1, "0123456789");
		at += 1 + fraction;
		digits += fraction;
	}
	if (!digits)
		return 0;
	if (s[at] == 'e' || s[at] == 'E') {
		size_t mark = at + 1 + (s[at + 1] == '+' || s[at + 1] == '-');
		size_t exponent = strspn(s + mark, "0123456789");
		if (!exponent)
			return 0;
		at = mark + exponent;
	}
	return at;
}

bool text_to_double(const char *string, char decimal, double *value)
{
	char plain[64];
	size_t length = number_length(string, decimal);
	if (!length || string[length] || length >= sizeof plain)
		return false;
	memcpy(plain, string, length + 1);
	char *mark = strchr(plain, decimal);
	if (mark)
		*mark = '.';
	*value = strtod(plain, NULL); /* the process never calls setlocale: "C" rules hold */
	return isfinite(*value);
}

char *text_from_double(double value, char out[32])
{
	for (int digits = 15; digits <= 17; digits++) {
		snprintf(out, 32, "%.*g", digits, value);
		if (strtod(out, NULL) == value)
			break;
	}
	return out;
}

bool text_matches(const char *pattern, const char *string)
{
	return fnmatch(pattern, string, FNM_NOESCAPE) == 0;
}

static long read_text(void *context, void *buffer, size_t size)
{
	text_source *from = context;
	size_t left = from->text->length - from->at, count = left < size ? left : size;
	if (count)
		memcpy(buffer, from->text->bytes + from->at, count);
	from->at += count;
	return (long)count;
}

cordon_reader text_reader(text_source *from)
{
	return (cordon_reader){read_text, from};
}
