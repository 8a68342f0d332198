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
	return memset(text[next++ % 8], 0, SHOWN_MAX);
}

const char *shown(struct span bytes)
{
	char *out = next_shown();
	for (size_t i = 0, length = 0; i < bytes.length && length < SHOWN_MAX - 5; i++) {
		unsigned char c = (unsigned char)bytes.at[i];
		length += (size_t)snprintf(out + length, 5, c >= ' ' && c < 0x7F ? "%c" : "\\x%02x", c);
	}
	return out;
}

const char *shown_hash(const uint8_t hash[32])
{
	return sodium_bin2hex(next_shown(), SHOWN_MAX, hash, 32);
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
	strcpy(w->found, shown(found));
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
	json_t *o = json_pack("{s:s, s:s, s:s*}", "code", says[what].id, "message",
			      says[what].text[r->spanish], "file", at.file);
	fputs(r->json && r->findings > 1 ? ",\n" : "", r->out);
	if (!r->json && at.file)
		fprintf(r->out, "%s: ", at.file);
	for (int i = 0; i < 5; i++) {
		fputs(!r->json && i == 3 ? says[what].text[r->spanish] : "", r->out);
		if (value[i] && *value[i] && !r->json)
			fprintf(r->out, i < 3 ? "%s %s: " : "; %s: %s", names[r->spanish][i], value[i]);
		else if (value[i] && *value[i])
			json_object_set_new(o, names[0][i], i < 2 ? json_integer(atoll(value[i])) : json_string(value[i]));
	}
	if (r->json)
		json_dumpf(o, r->out, JSON_COMPACT);
	fputs(r->json ? "" : "\n", r->out);
	json_decref(o);
}

enum say form_text(struct span text)
{
	utf8proc_uint8_t *composed = NULL;
	size_t ascii = 0;
	while (ascii < text.length && (signed char)text.at[ascii] > 0)
		ascii++;
	if (ascii == text.length || memchr(text.at, 0, text.length))
		return ascii == text.length ? SAY_NOTHING : SAY_JSON_NUL;
	const int nfc = UTF8PROC_STABLE | UTF8PROC_COMPOSE | UTF8PROC_REJECTNA;
	long length = utf8proc_map((const uint8_t *)text.at, (long)text.length, &composed, nfc);
	bool same = length == (long)text.length && !memcmp(composed, text.at, text.length);
	free(composed);
	return same ? SAY_NOTHING : length == UTF8PROC_ERROR_NOTASSIGNED ? SAY_JSON_UNASSIGNED
	       : length < 0 ? SAY_JSON_UTF8 : SAY_JSON_NFC;
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
	depth += json_is_object(value) || json_is_array(value);
	if (json_is_real(value) || number > NUMBER_MAX || number < -NUMBER_MAX)
		why = SAY_JSON_NUMBER;
	if (why || depth > DEPTH_MAX)
		return wrong_set(w, why ? why : SAY_JSON_DEPTH, text, why ? NULL : "12");
	json_object_foreach(value, key, inside) {
		if (!*key || key[strspn(key, "abcdefghijklmnopqrstuvwxyz_0123456789")])
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
	size_t length, at = 0;
	json_t *value = json_loadb(text.at, text.length, JSON_REJECT_DUPLICATES | JSON_ALLOW_NUL, &error);
	if (!value) {
		enum json_error_code code = json_error_code(&error);
		at = error.position > 0 && (size_t)error.position <= text.length ? (size_t)error.position - 1 : 0;
		wrong_set(w, code == json_error_duplicate_key ? SAY_JSON_TWICE : code == json_error_invalid_utf8 ? SAY_JSON_UTF8
			     : code == json_error_numeric_overflow ? SAY_JSON_NUMBER : SAY_JSON_SYNTAX,
			  (struct span){text.at + at, text.length - at}, NULL);
	} else if (is_possible(value, 0, w)) {
		length = form_write(value, scratch, text.length);
		while (at < length && at < text.length && scratch[at] == text.at[at])
			at++;
		if (at == length && at == text.length)
			return value;
		wrong_set(w, SAY_JSON_CANONICAL, (struct span){text.at + at, text.length - at},
			  length <= text.length ? shown((struct span){scratch + at, length - at}) : NULL);
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
	*rest = (struct span){rest->at + first.length + (found != NULL), rest->length - first.length - (found != NULL)};
	return first;
}

bool form_number(struct span text, int64_t *out)
{
	*out = 0;
	for (size_t i = 0; i < text.length; *out = *out * 10 + (text.at[i++] - '0'))
		if (text.at[i] < '0' || text.at[i] > '9' || *out > NUMBER_MAX / 10)
			return false;
	return text.length && *out <= NUMBER_MAX && (*text.at != '0' || text.length == 1);
}

bool form_base64(struct span text, int variant, void *out, size_t most, size_t *length)
{
	size_t i = 0; /* libsodium refuses wrong padding and bits left over that are not 0, but takes bytes above 127 */
	while (i < text.length && (uint8_t)text.at[i] < 128)
		i++;
	return i == text.length && !sodium_base642bin(out, most, text.at, i, NULL, length, NULL, variant);
}

bool form_hex(struct span text, uint8_t *out, size_t bytes)
{
	char again[65]; /* in lower case */
	return text.length == 2 * bytes && !sodium_hex2bin(out, bytes, text.at, text.length, NULL, NULL, NULL) &&
	       !memcmp(sodium_bin2hex(again, sizeof again, out, bytes), text.at, text.length);
}

/* A time is what the C library writes for the one it reads: so it is spelled in one way, and a real day. */
static bool take_time(const char *text, struct moment *out)
{
	struct tm t = {0};
	char again[80];
	if (sscanf(text, "%4d-%2d-%2dT%2d:%2d:%2dZ", &t.tm_year, &t.tm_mon, &t.tm_mday, &t.tm_hour, &t.tm_min,
		   &t.tm_sec) != 6)
		return false;
	t.tm_year -= 1900;
	t.tm_mon--;
	out->seconds = timegm(&t); /* brings all into their ranges */
	snprintf(again, sizeof again, "%04d-%02d-%02dT%02d:%02d:%02dZ", t.tm_year + 1900, t.tm_mon + 1, t.tm_mday,
		 t.tm_hour, t.tm_min, t.tm_sec);
	snprintf(out->text, sizeof out->text, "%.20s", again);
	return !strcmp(again, text) && t.tm_year > -1900;
}

bool form_word(struct span text, char type, void *out)
{
	bool good = text.length && text.length <= (type == 'o' ? ORIGIN_MAX : WORD_MAX);
	for (size_t i = 0; i < text.length && good; i++) {
		utf8proc_int32_t c;
		long step = utf8proc_iterate((const uint8_t *)text.at + i, (long)(text.length - i), &c);
		i += step > 0 ? (size_t)step - 1 : 0;
		/* an origin is also a key's name in signed notes: no blanks of any script, no plus; no control characters */
		bool plain = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
		good = type == 'o' ? c != '+' && *utf8proc_category_string(c) != 'Z' && c >= ' ' && (c < 0x7F || c > 0x9F)
				   : plain || (type == 'w' ? c == '_' : i && (c == '.' || c == '_' || c == '-'));
	}
	if (good)
		*((char *)memcpy(out, text.at, text.length) + text.length) = '\0';
	return good && (type != 'u' || span_is(text, "main") || span_is(text, "recovery"));
}

/* Types: { an object, [ a list, " a string, as they are; 9 an integer; strings of a form: h 32 bytes in hexadecimal, n
 * 16, k 32 bytes in base64url, s 64, T a moment; copied: i an id, w a word, u a use, o an origin; t text, dropped. */
bool form_take(json_t *value, char type, void *out, struct wrong *w)
{
	static const char *const pattern[128] = {['h'] = "[0-9a-f]{64}", ['n'] = "[0-9a-f]{32}", ['k'] = "base64url, 43",
		['s'] = "base64url, 86", ['T'] = "YYYY-MM-DDThh:mm:ssZ", ['t'] = "\"...\"", ['i'] = "[a-z0-9][a-z0-9._-]{0,63}",
		['w'] = "[a-z0-9_]{1,64}", ['u'] = "main, recovery", ['o'] = "[^ +]{1,255}", ['{'] = "{...}", ['['] = "[...]",
		['"'] = "\"...\"", ['9'] = "0...2^53-1"};
	struct span text = {json_is_string(value) ? json_string_value(value) : "", json_string_length(value)};
	size_t length, bytes = type == 'h' || type == 'k' ? 32 : type == 'n' ? 16 : 64;
	bool good = false;
	if (strchr("{[\"", type)) {
		*(json_t **)out = value;
		good = json_typeof(value) == (type == '{' ? JSON_OBJECT : type == '[' ? JSON_ARRAY : JSON_STRING);
	} else if (type == '9') {
		*(int64_t *)out = json_integer_value(value);
		good = json_is_integer(value) && json_integer_value(value) >= 0;
	} else if (type == 'h' || type == 'n') {
		good = form_hex(text, out, bytes);
	} else if (type == 'k' || type == 's') {
		good = form_base64(text, sodium_base64_VARIANT_URLSAFE_NO_PADDING, out, bytes, &length) && length == bytes;
	} else {
		good = type == 'T' ? take_time(text.at, out) : type == 't' ? text.length > 0 : form_word(text, type, out);
	}
	return good || wrong_set(w, SAY_VALUE, text, pattern[(int)type]);
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
