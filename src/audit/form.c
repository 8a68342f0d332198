/* Canonical JSON (RFC 8785 within docs/book.md's limits), how values are spelled in it, and findings. See audit.h. */
#include "audit/audit.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <utf8proc.h>

static const struct {
	const char *id, *text[2];
} says[] = {
	{"", {"", ""}},
#define SAY(name, id, english, spanish) {id, {english, spanish}},
#include "audit/says.def"
#undef SAY
};

void *must_have(void *memory)
{
	if (memory)
		return memory;
	fputs("cordon-audit: no memory, sin memoria\n", stderr);
	exit(6);
}

static char *next_shown(void)
{
	static _Thread_local char text[8][SHOWN_MAX];
	static _Thread_local unsigned next;
	return text[next++ % 8];
}

const char *shown(struct span bytes)
{
	char *out = next_shown();
	size_t length = 0;
	for (size_t i = 0; i < bytes.length && length < SHOWN_MAX - 5;) {
		utf8proc_int32_t c;
		long got = utf8proc_iterate((const uint8_t *)bytes.at + i, (utf8proc_ssize_t)(bytes.length - i), &c);
		if (got > 0 && c >= ' ' && (c < 0x7F || c > 0x9F))
			memcpy(out + length, bytes.at + i, (size_t)got);
		else
			snprintf(out + length, 5, "\\x%02x", (unsigned char)bytes.at[i]);
		length += got > 0 && c >= ' ' && (c < 0x7F || c > 0x9F) ? (size_t)got : 4;
		i += got > 0 ? (size_t)got : 1;
	}
	out[length] = '\0';
	return out;
}

const char *shown_hex(const uint8_t *bytes, size_t length)
{
	return sodium_bin2hex(next_shown(), SHOWN_MAX, bytes, length);
}

const char *shown_key(const uint8_t key[32])
{
	return sodium_bin2base64(next_shown(), SHOWN_MAX, key, 32, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
}

const char *shown_number(int64_t number)
{
	char *out = next_shown();
	snprintf(out, SHOWN_MAX, "%lld", (long long)number);
	return out;
}

bool wrong_set(struct wrong *w, enum say what, struct span found, const char *expected)
{
	w->what = what;
	snprintf(w->found, SHOWN_MAX, "%s", shown(found));
	snprintf(w->expected, SHOWN_MAX, "%s", expected ? expected : "");
	return false;
}

void say(struct report *r, struct place at, enum say what, const char *found, const char *expected)
{
	static const char *const names[2][5] = {{"line", "entry", "key", "found", "expected"},
						{"línea", "asiento", "clave", "hallado", "esperado"}};
	const char *value[5] = {at.line < 0 ? NULL : shown_number(at.line), at.entry < 0 ? NULL : shown_number(at.entry),
				at.key ? shown_key(at.key) : NULL, found, expected};
	if (r->findings++ >= FINDINGS_MAX)
		return;
	json_t *o = json_pack("{s:s, s:s, s:s*}", "code", says[what].id, "message", says[what].text[r->spanish], "file", at.file);
	fputs(!r->json ? "" : r->findings > 1 ? ",\n" : "\n", r->out);
	if (!r->json && at.file)
		fprintf(r->out, "%s: ", at.file);
	for (int i = 0; i < 5; i++) {
		bool given = value[i] && *value[i];
		if (given)
			json_object_set_new(o, names[0][i], i < 2 ? json_integer(atoll(value[i])) : json_string(value[i]));
		if (!r->json && i == 3)
			fputs(says[what].text[r->spanish], r->out);
		if (!r->json && given)
			fprintf(r->out, i < 3 ? "%s %s: " : "; %s: %s", names[r->spanish][i], value[i]);
	}
	if (r->json)
		json_dumpf(o, r->out, JSON_COMPACT);
	else
		fputc('\n', r->out);
	json_decref(o);
}

enum say form_text(struct span text)
{
	bool ascii = true;
	for (size_t i = 0; i < text.length; i++) {
		if (!text.at[i])
			return SAY_JSON_NUL;
		ascii = ascii && (unsigned char)text.at[i] < 0x80;
	}
	if (ascii)
		return SAY_NOTHING;
	utf8proc_uint8_t *composed = NULL;
	long length = utf8proc_map((const uint8_t *)text.at, (utf8proc_ssize_t)text.length, &composed,
				   UTF8PROC_STABLE | UTF8PROC_COMPOSE);
	bool same = length == (long)text.length && !memcmp(composed, text.at, text.length);
	free(composed);
	return length < 0 ? SAY_JSON_UTF8 : same ? SAY_NOTHING : SAY_JSON_NFC;
}

/* Whether the form has such a value at all; if so, it is written in one way. */
static bool is_possible(json_t *value, int depth, struct wrong *w)
{
	struct span text = {json_string_value(value), json_string_length(value)};
	enum say why = text.at ? form_text(text) : SAY_NOTHING;
	json_int_t number = json_integer_value(value);
	const char *key;
	json_t *inside;
	size_t i;
	if (why)
		return wrong_set(w, why, text, NULL);
	if ((json_is_object(value) || json_is_array(value)) && ++depth > DEPTH_MAX)
		return wrong_set(w, SAY_JSON_DEPTH, (struct span){0}, "8");
	if (json_is_real(value) || number > NUMBER_MAX || number < -NUMBER_MAX)
		return wrong_set(w, SAY_JSON_NUMBER, (struct span){0}, "-(2^53-1)...2^53-1");
	json_object_foreach(value, key, inside) {
		if (!*key || key[strspn(key, "abcdefghijklmnopqrstuvwxyz0123456789_")])
			return wrong_set(w, SAY_JSON_NAME, (struct span){key, strlen(key)}, "[a-z0-9_]+");
		if (!is_possible(inside, depth, w))
			return false;
	}
	json_array_foreach(value, i, inside)
		if (!is_possible(inside, depth, w))
			return false;
	return true;
}

/* What jansson writes of a possible value is RFC 8785's form, but for the case of the escapes \u000B to \u001F. */
size_t form_write(json_t *value, char *out, size_t room)
{
	size_t length = json_dumpb(value, out, room, JSON_COMPACT | JSON_SORT_KEYS);
	for (size_t i = 0; i + 5 < length && length <= room; i++)
		if (out[i] == '\\' && out[++i] == 'u' && out[i + 4] >= 'A')
			out[i + 4] |= 0x20;
	return length;
}

json_t *form_read(struct span text, char *scratch, struct wrong *w)
{
	json_error_t error;
	size_t length, same = 0;
	json_t *value = json_loadb(text.at, text.length, JSON_REJECT_DUPLICATES | JSON_ALLOW_NUL, &error);
	if (!value) {
		enum json_error_code code = json_error_code(&error);
		size_t at = error.position > 0 && (size_t)error.position <= text.length ? (size_t)error.position - 1 : 0;
		wrong_set(w, code == json_error_duplicate_key ? SAY_JSON_TWICE : code == json_error_invalid_utf8 ? SAY_JSON_UTF8
			     : code == json_error_numeric_overflow ? SAY_JSON_NUMBER : SAY_JSON_SYNTAX,
			  (struct span){text.at + at, text.length - at}, NULL);
	} else if (is_possible(value, 0, w)) {
		for (length = form_write(value, scratch, text.length); same < length && same < text.length; same++)
			if (scratch[same] != text.at[same])
				break;
		if (same == length && same == text.length)
			return value;
		wrong_set(w, SAY_JSON_CANONICAL, (struct span){text.at + same, text.length - same},
			  length <= text.length ? shown((struct span){scratch + same, length - same}) : NULL);
	}
	json_decref(value);
	return NULL;
}

bool span_is(struct span s, const char *text)
{
	return s.length == strlen(text) && !memcmp(s.at, text, s.length);
}

struct span split(struct span *rest, char end)
{
	const char *found = rest->length ? memchr(rest->at, end, rest->length) : NULL;
	struct span first = {rest->at, found ? (size_t)(found - rest->at) : rest->length};
	rest->at += first.length + (found != NULL);
	rest->length -= first.length + (found != NULL);
	return first;
}

bool form_number(struct span text, int64_t *out)
{
	*out = 0;
	for (size_t i = 0; i < text.length; i++) {
		if (text.at[i] < '0' || text.at[i] > '9' || *out > NUMBER_MAX / 10)
			return false;
		*out = *out * 10 + (text.at[i] - '0');
	}
	return text.length && *out <= NUMBER_MAX && (*text.at != '0' || text.length == 1);
}

static bool base64(struct span text, int variant, void *out, size_t most, size_t *length)
{
	const char *end; /* libsodium refuses wrong padding, and bits after the last byte that are not 0 */
	return !sodium_base642bin(out, most, text.at, text.length, NULL, length, &end, variant) && end == text.at + text.length;
}

bool form_base64(struct span text, void *out, size_t most, size_t *length)
{
	return base64(text, sodium_base64_VARIANT_ORIGINAL, out, most, length);
}

bool form_hex(struct span text, uint8_t *out, size_t bytes)
{
	return text.length == 2 * bytes && !sodium_hex2bin(out, bytes, text.at, text.length, NULL, NULL, NULL) &&
	       !memcmp(shown_hex(out, bytes), text.at, text.length); /* lower case only */
}

/* Is what the C library writes for the time it reads there: so it is spelled in one way, and a real day. */
static bool take_time(const char *text, struct moment *out)
{
	struct tm t = {0};
	char again[80];
	if (sscanf(text, "%4d-%2d-%2dT%2d:%2d:%2dZ", &t.tm_year, &t.tm_mon, &t.tm_mday, &t.tm_hour, &t.tm_min, &t.tm_sec) != 6)
		return false;
	t.tm_year -= 1900;
	t.tm_mon--;
	out->seconds = timegm(&t); /* which brings all into their ranges */
	snprintf(again, sizeof again, "%04d-%02d-%02dT%02d:%02d:%02dZ", t.tm_year + 1900, t.tm_mon + 1, t.tm_mday, t.tm_hour, t.tm_min,
		 t.tm_sec);
	snprintf(out->text, sizeof out->text, "%.20s", again);
	return !strcmp(again, text) && t.tm_year > -1900;
}

/* An origin is also the name of a key in a signed note: no blanks of any script, no plus, no control characters. */
static bool is_origin(const char *text, size_t length)
{
	for (size_t i = 0; i < length;) {
		utf8proc_int32_t c;
		i += (size_t)utf8proc_iterate((const uint8_t *)text + i, (utf8proc_ssize_t)(length - i), &c);
		const char *category = utf8proc_category_string(c);
		if (c == '+' || *category == 'Z' || !strcmp(category, "Cc"))
			return false;
	}
	return length && length <= ORIGIN_MAX;
}

static bool take_string(const char *text, size_t length, char type, void *out)
{
	static const char word[] = ".-_abcdefghijklmnopqrstuvwxyz0123456789";
	size_t decoded, bytes = type == 's' ? 64 : type == 'n' ? 16 : 32;
	bool good = type == 'o' ? is_origin(text, length) : length && length <= WORD_MAX;
	if (type == 'h' || type == 'n')
		return form_hex((struct span){text, length}, out, bytes);
	if (type == 'k' || type == 's')
		return base64((struct span){text, length}, sodium_base64_VARIANT_URLSAFE_NO_PADDING, out, bytes, &decoded) && decoded == bytes;
	if (type == 'T')
		return take_time(text, out);
	if (type == 'u')
		good = !strcmp(text, "main") || !strcmp(text, "recovery");
	if (type == 'i' || type == 'w')
		good = good && strspn(text, word) == length && (type == 'i' ? !strchr(".-_", *text) : !strpbrk(text, ".-"));
	if (good && type != 't')
		memcpy(out, text, length + 1);
	return type == 't' ? length > 0 : good;
}

/* Types: { an object, [ a list, " a string, as they are; 9 an integer; strings of a form: h 32 bytes in hexadecimal, n 16,
 * k 32 bytes in base64url, s 64, T a moment; copied: i an id, w a word, u a key's use, o an origin; t text, dropped. */
bool form_take(json_t *value, char type, void *out, struct wrong *w)
{
	static const char *const pattern[128] = {['h'] = "[0-9a-f]{64}", ['n'] = "[0-9a-f]{32}", ['k'] = "base64url, 43",
		['s'] = "base64url, 86", ['T'] = "YYYY-MM-DDThh:mm:ssZ", ['t'] = "\"...\"", ['i'] = "[a-z0-9][a-z0-9._-]{0,63}",
		['w'] = "[a-z0-9_]{1,64}", ['u'] = "main, recovery", ['o'] = "[^ +]{1,255}", ['{'] = "{...}", ['['] = "[...]",
		['"'] = "\"...\"", ['9'] = "0...2^53-1"};
	const char *text = json_is_string(value) ? json_string_value(value) : NULL;
	if (strchr("{[\"", type) && json_typeof(value) == (type == '{' ? JSON_OBJECT : type == '[' ? JSON_ARRAY : JSON_STRING)) {
		*(json_t **)out = value;
		return true;
	}
	if (type == '9' && json_is_integer(value) && json_integer_value(value) >= 0) {
		*(int64_t *)out = json_integer_value(value);
		return true;
	}
	if (text && !strchr("{[\"9", type) && take_string(text, json_string_length(value), type, out))
		return true;
	return wrong_set(w, SAY_VALUE, (struct span){text, text ? strlen(text) : 0}, pattern[(int)type]);
}

bool form_object(json_t *object, const struct member *m, void *out, struct wrong *w)
{
	size_t count = 0;
	for (; m->name; m++) {
		json_t *value = json_object_get(object, m->name);
		if (!value && !m->optional)
			return wrong_set(w, SAY_MEMBERS, (struct span){0}, m->name);
		if (value && !form_take(value, m->type, (char *)out + m->offset, w))
			return false;
		count += value != NULL;
	}
	return count == json_object_size(object) || wrong_set(w, SAY_MEMBERS, (struct span){"...", 3}, NULL);
}
