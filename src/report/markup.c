/* Escaping; see markup.h. */
#include "report/markup.h"

#include <string.h>
#include <utf8proc.h>

enum { REPLACEMENT = 0xFFFD };

static bool is_forbidden(int32_t rune)
{
	bool control = rune < 0x20 || (rune >= 0x7F && rune <= 0x9F);
	bool direction = (rune >= 0x202A && rune <= 0x202E) || (rune >= 0x2066 && rune <= 0x2069);
	bool noncharacter = (rune & 0xFFFE) == 0xFFFE || (rune >= 0xFDD0 && rune <= 0xFDEF);
	return control || direction || noncharacter;
}

size_t markup_next_rune(const char *string, int32_t *rune)
{
	utf8proc_ssize_t used = utf8proc_iterate((const utf8proc_uint8_t *)string, -1, rune);
	if (used <= 0) {
		*rune = REPLACEMENT;
		return 1;
	}
	if (*rune == '\t' || *rune == '\n' || *rune == '\r' || *rune == 0x85 || *rune == 0x2028 || *rune == 0x2029)
		*rune = ' ';
	else if (is_forbidden(*rune))
		*rune = REPLACEMENT;
	return (size_t)used;
}

static void add_rune(text *out, int32_t rune)
{
	utf8proc_uint8_t bytes[4];
	utf8proc_ssize_t size = utf8proc_encode_char(rune, bytes);
	text_add(out, (const char *)bytes, (size_t)size);
}

static const char *entity_of(int32_t rune)
{
	switch (rune) {
	case '&': return "&amp;";
	case '<': return "&lt;";
	case '>': return "&gt;";
	case '"': return "&quot;";
	case '\'': return "&#39;";
	default: return NULL;
	}
}

static void add_runes(text *out, const char *string, size_t length, bool entities)
{
	for (size_t at = 0; at < length && string[at];) {
		int32_t rune;
		at += markup_next_rune(string + at, &rune);
		const char *entity = entities ? entity_of(rune) : NULL;
		if (entity)
			text_add_string(out, entity);
		else
			add_rune(out, rune);
	}
}

void markup_add_part(text *out, const char *string, size_t length)
{
	add_runes(out, string, length, true);
}

void markup_add(text *out, const char *string)
{
	add_runes(out, string, SIZE_MAX, true);
}

void markup_add_plain(text *out, const char *string, size_t length)
{
	add_runes(out, string, length, false);
}
