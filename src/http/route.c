/* See route.h. */
#include "http/route.h"

#include <string.h>

static int hex_of(char c)
{
	return c >= '0' && c <= '9'   ? c - '0'
	       : c >= 'a' && c <= 'f' ? c - 'a' + 10
	       : c >= 'A' && c <= 'F' ? c - 'A' + 10
				      : -1;
}

static bool has_dots(const char *path)
{
	for (const char *at = path; *at;) {
		size_t length = strcspn(at + 1, "/");
		if ((length == 1 && at[1] == '.') || (length == 2 && at[1] == '.' && at[2] == '.'))
			return true;
		at += 1 + length;
	}
	return false;
}

bool route_decode(const char *path, char *out, size_t size)
{
	size_t length = 0;
	if (*path != '/')
		return false;
	for (; *path; path++) {
		int high = 0, low = 0;
		char byte = *path;
		if (byte == '%') {
			if ((high = hex_of(path[1])) < 0 || (low = hex_of(path[2])) < 0)
				return false;
			byte = (char)(high * 16 + low);
			if (byte == '/')
				return false;
			path += 2;
		}
		if ((unsigned char)byte < ' ' || byte == 127 || byte == '\\' || length + 1 >= size)
			return false;
		out[length++] = byte;
	}
	out[length] = '\0';
	return text_is_utf8(out, length) && !has_dots(out);
}

bool route_matches(const char *pattern, const char *path, char *room, const char *part[HTTP_PARTS_MAX])
{
	int parts = 0;
	while (*pattern && *path) {
		if (!strcmp(pattern, "/*")) {
			part[parts] = path;
			return true;
		}
		if (*pattern != '{') {
			if (*pattern++ != *path++)
				return false;
			continue;
		}
		size_t length = strcspn(path, "/");
		if (!length || parts == HTTP_PARTS_MAX)
			return false;
		memcpy(room, path, length);
		room[length] = '\0';
		part[parts++] = room;
		room += length + 1;
		path += length;
		pattern += strcspn(pattern, "}") + 1;
	}
	return !*pattern && !*path;
}

/* "es-CL;q=0.8" as thousandths, 0 when it is of another language. */
static int weight_of(const char *range, size_t length, const char *language)
{
	const char *q;
	if (length < 2 || strncmp(range, language, 2) || (length > 2 && !strchr("-; \t", range[2])))
		return 0;
	if (!(q = memchr(range, ';', length)))
		return 1000;
	size_t left = length - (size_t)(q - range);
	const char *value = memchr(q, '=', left);
	if (!value || (size_t)(value - range) + 1 >= length)
		return 1000;
	int weight = 0, place = 1000;
	for (const char *at = value + 1; at < range + length && place; at++)
		if (*at >= '0' && *at <= '9') {
			weight += (*at - '0') * place;
			place /= 10;
		}
	return weight > 1000 ? 1000 : weight;
}

cordon_language route_language(const char *accept)
{
	int most = 0;
	cordon_language language = CORDON_ENGLISH;
	for (const char *at = accept ? accept : ""; *at; at += *at == ',') {
		at += strspn(at, " \t");
		size_t length = strcspn(at, ",");
		int es = weight_of(at, length, "es"), en = weight_of(at, length, "en");
		if (es > most || en > most) {
			most = es > en ? es : en;
			language = es > en ? CORDON_SPANISH : CORDON_ENGLISH;
		}
		at += length;
	}
	return language;
}
