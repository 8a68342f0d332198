/* Canonical JSON; see json.h. Bytes are read in one pass that accepts the canonical form and nothing else: parsing
 * them with jansson, writing and comparing takes more than twice as long, and books have millions of acts. */
#include "base/json.h"

#include "base/codes.h"
#include "base/memory.h"

#include <assert.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

static bool is_key_byte(unsigned char c)
{
	return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
}

static bool is_nfc(const char *bytes, size_t length)
{
	const utf8proc_option_t form = UTF8PROC_STABLE | UTF8PROC_COMPOSE;
	const utf8proc_uint8_t *in = (const utf8proc_uint8_t *)bytes;
	utf8proc_ssize_t runes = utf8proc_decompose(in, (utf8proc_ssize_t)length, NULL, 0, form);
	if (runes < 0)
		return false;
	/* utf8proc_reencode needs one byte past the runes */
	utf8proc_int32_t *buffer = memory_alloc((size_t)runes + 1, sizeof *buffer);
	utf8proc_decompose(in, (utf8proc_ssize_t)length, buffer, runes, form);
	utf8proc_ssize_t composed = utf8proc_reencode(buffer, runes, form);
	bool same = composed == (utf8proc_ssize_t)length && memcmp(buffer, bytes, length) == 0;
	free(buffer);
	return same;
}

/* NULL when the bytes are a text of the subset, else the reason. Below U+0300 every code point but U+0000 is fine and
 * nothing combines: Latin letters take the short way. */
static const cordon_code *text_fault(const char *bytes, size_t length)
{
	const utf8proc_uint8_t *at = (const utf8proc_uint8_t *)bytes, *end = at + length;
	bool is_simple = true;
	while (at < end) {
		if (*at < 0x80) {
			if (!*at++)
				return &BASE_JSON_TEXT;
			continue;
		}
		utf8proc_int32_t rune;
		utf8proc_ssize_t used = utf8proc_iterate(at, end - at, &rune);
		if (used <= 0 || utf8proc_category(rune) == UTF8PROC_CATEGORY_CN)
			return &BASE_JSON_TEXT;
		is_simple = is_simple && rune < 0x300;
		at += used;
	}
	return is_simple || is_nfc(bytes, length) ? NULL : &BASE_JSON_NFC;
}

static void say(cordon_text *why, const cordon_code *code)
{
	if (why)
		*why = (cordon_text){code, {code == &BASE_JSON_DEPTH ? "12" : NULL, 0, 0, 0}};
	static_assert(JSON_DEPTH_MAX == 12, "the message names it");
}

/* --- values made elsewhere */

static bool is_key(const char *key, size_t length)
{
	for (size_t i = 0; i < length; i++)
		if (!is_key_byte((unsigned char)key[i]))
			return false;
	return length > 0;
}

static const cordon_code *value_fault(const json_t *value, int depth, text *where);

/* `where` is left at the value at fault (a key's object), or as it was. */
static const cordon_code *object_fault(const json_t *object, int depth, text *where)
{
	const cordon_code *fault = NULL;
	size_t start = where->length;
	/* jansson's iterators take objects they could change; these do not */
	json_t *o = (json_t *)(uintptr_t)object;
	for (void *i = json_object_iter(o); i && !fault; i = json_object_iter_next(o, i)) {
		const char *key = json_object_iter_key(i);
		size_t length = json_object_iter_key_len(i);
		where->length = start;
		if (!is_key(key, length))
			return &BASE_JSON_KEY;
		text_add(where, "/", 1);
		text_add(where, key, length);
		fault = value_fault(json_object_iter_value(i), depth, where);
	}
	return fault;
}

static const cordon_code *array_fault(const json_t *array, int depth, text *where)
{
	const cordon_code *fault = NULL;
	size_t start = where->length;
	for (size_t i = 0; i < json_array_size(array) && !fault; i++) {
		where->length = start;
		text_add_format(where, "/%zu", i);
		fault = value_fault(json_array_get(array, i), depth, where);
	}
	return fault;
}

/* `depth` is how many lists and objects the value stands in. */
static const cordon_code *value_fault(const json_t *value, int depth, text *where)
{
	const cordon_code *fault = NULL;
	size_t start = where->length;
	switch (json_typeof(value)) {
	case JSON_OBJECT:
	case JSON_ARRAY:
		if (depth == JSON_DEPTH_MAX)
			fault = &BASE_JSON_DEPTH;
		else
			fault = json_is_object(value) ? object_fault(value, depth + 1, where)
						      : array_fault(value, depth + 1, where);
		break;
	case JSON_STRING:
		fault = text_fault(json_string_value(value), json_string_length(value));
		break;
	case JSON_INTEGER:
		if (json_integer_value(value) > JSON_INTEGER_MAX || json_integer_value(value) < -JSON_INTEGER_MAX)
			fault = &BASE_JSON_RANGE;
		break;
	case JSON_REAL:
		fault = &BASE_JSON_REAL;
		break;
	case JSON_TRUE:
	case JSON_FALSE:
	case JSON_NULL:
		break;
	}
	if (!fault)
		where->length = start;
	return fault;
}

bool json_is_canonical_subset(const json_t *value, cordon_text *why, text *where)
{
	text path = {0};
	const cordon_code *fault = value_fault(value, 0, &path);
	if (fault)
		say(why, fault);
	if (fault && where)
		text_add(where, path.length ? path.bytes : "", path.length);
	text_free(&path);
	return !fault;
}

/* --- writing */

/* The letter after the backslash of the controls that have a short form (RFC 8785, 3.2.2.2); 0 of others. */
static const char short_escape[128] = {['\b'] = 'b', ['\t'] = 't', ['\n'] = 'n', ['\f'] = 'f',
				       ['\r'] = 'r', ['"'] = '"',  ['\\'] = '\\'};

static bool needs_escape(unsigned char c)
{
	return c < 0x20 || c == '"' || c == '\\';
}

static void write_string(const char *bytes, size_t length, text *out)
{
	text_add(out, "\"", 1);
	for (size_t at = 0; at < length;) {
		size_t plain = at;
		while (plain < length && !needs_escape((unsigned char)bytes[plain]))
			plain++;
		text_add(out, bytes + at, plain - at);
		at = plain;
		if (at == length)
			break;
		unsigned char c = (unsigned char)bytes[at++];
		if (short_escape[c])
			text_add(out, (char[]){'\\', short_escape[c]}, 2);
		else
			text_add_format(out, "\\u%04x", c);
	}
	text_add(out, "\"", 1);
}

static void write_integer(int64_t value, text *out)
{
	char digits[24], *at = digits + sizeof digits;
	for (int64_t left = value < 0 ? -value : value; left || at == digits + sizeof digits; left /= 10)
		*--at = (char)('0' + left % 10);
	if (value < 0)
		*--at = '-';
	text_add(out, at, (size_t)(digits + sizeof digits - at));
}

struct member {
	const char *key;
	const json_t *value;
};

static int compare_members(const void *a, const void *b)
{
	return strcmp(((const struct member *)a)->key, ((const struct member *)b)->key);
}

static void write_value(const json_t *value, text *out);

static void write_object(const json_t *object, text *out)
{
	struct member few[32], *member = few;
	size_t count = 0;
	if (json_object_size(object) > sizeof few / sizeof *few)
		member = memory_alloc(json_object_size(object), sizeof *member);
	bool is_sorted = true;
	json_t *o = (json_t *)(uintptr_t)object;
	for (void *i = json_object_iter(o); i; i = json_object_iter_next(o, i)) {
		member[count] = (struct member){json_object_iter_key(i), json_object_iter_value(i)};
		is_sorted = is_sorted && (!count || strcmp(member[count - 1].key, member[count].key) < 0);
		count++;
	}
	if (!is_sorted)
		qsort(member, count, sizeof *member, compare_members);
	text_add(out, "{", 1);
	for (size_t i = 0; i < count; i++) {
		text_add_string(out, i ? ",\"" : "\"");
		text_add_string(out, member[i].key);
		text_add_string(out, "\":");
		write_value(member[i].value, out);
	}
	text_add(out, "}", 1);
	if (member != few)
		free(member);
}

static void write_array(const json_t *array, text *out)
{
	text_add(out, "[", 1);
	for (size_t i = 0; i < json_array_size(array); i++) {
		if (i)
			text_add(out, ",", 1);
		write_value(json_array_get(array, i), out);
	}
	text_add(out, "]", 1);
}

static void write_value(const json_t *value, text *out)
{
	switch (json_typeof(value)) {
	case JSON_OBJECT:
		write_object(value, out);
		break;
	case JSON_ARRAY:
		write_array(value, out);
		break;
	case JSON_STRING:
		write_string(json_string_value(value), json_string_length(value), out);
		break;
	case JSON_INTEGER:
		write_integer(json_integer_value(value), out);
		break;
	case JSON_TRUE:
		text_add_string(out, "true");
		break;
	case JSON_FALSE:
		text_add_string(out, "false");
		break;
	case JSON_NULL:
		text_add_string(out, "null");
		break;
	case JSON_REAL:
		assert(!"a real is not in the subset");
		break;
	}
}

void json_canonical(const json_t *value, text *out)
{
	assert(json_is_canonical_subset(value, NULL, NULL));
	write_value(value, out);
}

/* --- reading */

struct reading {
	const char *at, *end;
	const cordon_code *fault; /* the first; NULL so far */
	int depth;
	text scratch; /* a string with escapes, decoded */
};

static json_t *fail(struct reading *r, const cordon_code *fault)
{
	if (!r->fault)
		r->fault = fault;
	return NULL;
}

static bool take(struct reading *r, char c)
{
	if (r->at == r->end || *r->at != c)
		return false;
	r->at++;
	return true;
}

static bool take_word(struct reading *r, const char *word)
{
	size_t length = strlen(word);
	if ((size_t)(r->end - r->at) < length || memcmp(r->at, word, length) != 0)
		return false;
	r->at += length;
	return true;
}

static int hex_digit(char c)
{
	return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* The byte an escape stands for, -1 when it is not how that byte is written; `at` stands after the backslash. */
static int take_escape(struct reading *r)
{
	if (r->at == r->end)
		return -1;
	char letter = *r->at++;
	for (int c = 1; c < 128; c++)
		if (short_escape[c] && short_escape[c] == letter)
			return c;
	if (letter != 'u')
		return -1;
	if (r->end - r->at < 4 || r->at[0] != '0' || r->at[1] != '0' || (r->at[2] != '0' && r->at[2] != '1'))
		return -1;
	int low = hex_digit(r->at[3]), c = low < 0 ? -1 : 16 * (r->at[2] - '0') + low;
	r->at += 4;
	return c > 0 && !short_escape[c] ? c : -1;
}

/* The rest of a string that has escapes, decoded into the scratch text; `start` is its first byte. */
static bool take_escaped(struct reading *r, const char *start)
{
	text_clear(&r->scratch);
	text_add(&r->scratch, start, (size_t)(r->at - start));
	for (;;) {
		const char *plain = r->at;
		while (r->at < r->end && !needs_escape((unsigned char)*r->at))
			r->at++;
		text_add(&r->scratch, plain, (size_t)(r->at - plain));
		if (r->at == r->end || *r->at == '"')
			break;
		int c = take(r, '\\') ? take_escape(r) : -1; /* a control character as itself */
		if (c < 0)
			return false;
		text_add(&r->scratch, (char[]){(char)c}, 1);
	}
	return true;
}

static json_t *read_string(struct reading *r)
{
	const char *start = r->at;
	bool is_ascii = true;
	while (r->at < r->end && !needs_escape((unsigned char)*r->at))
		is_ascii &= !(*r->at++ & 0x80);
	const char *bytes = start;
	size_t length = (size_t)(r->at - start);
	if (r->at < r->end && *r->at == '\\') {
		if (!take_escaped(r, start))
			return fail(r, &BASE_JSON_CANONICAL);
		bytes = text_string(&r->scratch);
		length = r->scratch.length;
		is_ascii = false;
	}
	if (!take(r, '"'))
		return fail(r, &BASE_JSON_CANONICAL);
	const cordon_code *fault = is_ascii ? NULL : text_fault(bytes, length);
	return fault ? fail(r, fault) : memory_require(json_stringn_nocheck(bytes, length));
}

static json_t *read_integer(struct reading *r)
{
	bool is_negative = take(r, '-');
	const char *start = r->at;
	int64_t value = 0;
	for (; r->at < r->end && *r->at >= '0' && *r->at <= '9'; r->at++)
		if (value <= JSON_INTEGER_MAX)
			value = 10 * value + (*r->at - '0');
	if (r->at == start || (*start == '0' && (r->at > start + 1 || is_negative)))
		return fail(r, &BASE_JSON_CANONICAL);
	if (r->at < r->end && (*r->at == '.' || *r->at == 'e' || *r->at == 'E'))
		return fail(r, &BASE_JSON_REAL);
	if (value > JSON_INTEGER_MAX)
		return fail(r, &BASE_JSON_RANGE);
	return memory_require(json_integer(is_negative ? -value : value));
}

static json_t *read_value(struct reading *r);

static bool read_members(struct reading *r, json_t *object)
{
	const char *last = NULL;
	size_t last_length = 0;
	do {
		if (!take(r, '"'))
			return fail(r, &BASE_JSON_CANONICAL);
		const char *key = r->at;
		while (r->at < r->end && is_key_byte((unsigned char)*r->at))
			r->at++;
		size_t length = (size_t)(r->at - key);
		if (!length || !take(r, '"'))
			return fail(r, &BASE_JSON_KEY);
		size_t shared = length < last_length ? length : last_length;
		int order = last ? memcmp(last, key, shared) : -1;
		if (order > 0 || (order == 0 && last_length >= length) || !take(r, ':'))
			return fail(r, &BASE_JSON_CANONICAL);
		json_t *value = read_value(r);
		if (!value)
			return false;
		if (json_object_setn_new_nocheck(object, key, length, value) != 0)
			memory_require(NULL);
		last = key;
		last_length = length;
	} while (take(r, ','));
	return take(r, '}') || fail(r, &BASE_JSON_CANONICAL);
}

static bool read_elements(struct reading *r, json_t *array)
{
	do {
		json_t *value = read_value(r);
		if (!value)
			return false;
		if (json_array_append_new(array, value) != 0)
			memory_require(NULL);
	} while (take(r, ','));
	return take(r, ']') || fail(r, &BASE_JSON_CANONICAL);
}

/* A list or object; `at` stands after the opening bracket. */
static json_t *read_container(struct reading *r, char open)
{
	if (r->depth == JSON_DEPTH_MAX)
		return fail(r, &BASE_JSON_DEPTH);
	json_t *value = memory_require(open == '{' ? json_object() : json_array());
	r->depth++;
	bool is_good = take(r, open == '{' ? '}' : ']') ||
		       (open == '{' ? read_members(r, value) : read_elements(r, value));
	r->depth--;
	if (is_good)
		return value;
	json_decref(value);
	return NULL;
}

static json_t *read_value(struct reading *r)
{
	if (take(r, '"'))
		return read_string(r);
	if (take(r, '{'))
		return read_container(r, '{');
	if (take(r, '['))
		return read_container(r, '[');
	if (take_word(r, "true"))
		return json_true();
	if (take_word(r, "false"))
		return json_false();
	if (take_word(r, "null"))
		return json_null();
	return read_integer(r);
}

json_t *json_read_canonical(const char *bytes, size_t length, cordon_text *why)
{
	return json_read_canonical_within(bytes, length, 0, why);
}

json_t *json_read_canonical_within(const char *bytes, size_t length, int depth, cordon_text *why)
{
	struct reading r = {.at = bytes, .end = bytes + length, .depth = depth};
	json_t *value = NULL;
	if (length > JSON_CANONICAL_MAX)
		fail(&r, &BASE_JSON_LONG);
	else if (take(&r, '{'))
		value = read_container(&r, '{');
	else if (take(&r, '['))
		value = read_container(&r, '[');
	if (value && r.at != r.end) {
		json_decref(value);
		value = NULL;
	}
	if (!value)
		say(why, r.fault ? r.fault : &BASE_JSON_CANONICAL);
	text_free(&r.scratch);
	return value;
}
