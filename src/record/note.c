/* Signed notes, checkpoints and cosignatures; see note.h. */
#include "record/note.h"

#include "base/digits.h"
#include "record/codes.h"

#include <assert.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>
#include <utf8proc.h>

static const char DASH[] = "\xE2\x80\x94 "; /* an em dash and a space begin a signature line */
enum { DASH_LENGTH = sizeof DASH - 1, BASE64 = sodium_base64_VARIANT_ORIGINAL, TIME_BYTES = 8 };

static bool fail(cordon_text *why, cordon_text reason)
{
	if (why)
		*why = reason;
	return false;
}

/* Strict base64 of `least` to `room` bytes: libsodium refuses other spellings of the same bytes. */
static bool decode(const char *base64, size_t length, unsigned char *out, size_t room, size_t least, size_t *size)
{
	return digits_are_ascii(base64, length) &&
	       sodium_base642bin(out, room, base64, length, NULL, size, NULL, BASE64) == 0 && *size >= least;
}

static void add_base64(text *out, const unsigned char *bytes, size_t length)
{
	char base64[256];
	assert(sodium_base64_encoded_len(length, BASE64) <= sizeof base64);
	text_add_string(out, sodium_bin2base64(base64, sizeof base64, bytes, length, BASE64));
}

/* --- names and keys */

static bool is_space(utf8proc_int32_t rune)
{
	utf8proc_category_t category = utf8proc_category(rune);
	return rune == 0x85 || category == UTF8PROC_CATEGORY_ZS || category == UTF8PROC_CATEGORY_ZL ||
	       category == UTF8PROC_CATEGORY_ZP;
}

static bool is_name(const char *name, size_t length)
{
	const utf8proc_uint8_t *at = (const utf8proc_uint8_t *)name, *end = at + length;
	if (!length || length > NOTE_NAME_MAX)
		return false;
	while (at < end) {
		utf8proc_int32_t rune;
		utf8proc_ssize_t used = utf8proc_iterate(at, end - at, &rune);
		if (used <= 0 || rune < 0x20 || rune == '+' || is_space(rune))
			return false;
		at += used;
	}
	return true;
}

static void set_id(note_key *key)
{
	unsigned char kind = (unsigned char)key->kind, hash[crypto_hash_sha256_BYTES];
	crypto_hash_sha256_state state;
	crypto_hash_sha256_init(&state);
	crypto_hash_sha256_update(&state, (const unsigned char *)key->name, strlen(key->name));
	crypto_hash_sha256_update(&state, (const unsigned char *)"\n", 1);
	crypto_hash_sha256_update(&state, &kind, 1);
	crypto_hash_sha256_update(&state, key->public_key, sizeof key->public_key);
	crypto_hash_sha256_final(&state, hash);
	memcpy(key->id, hash, NOTE_KEY_ID);
}

bool note_is_name(const char *name)
{
	return is_name(name, strlen(name));
}

bool note_key_make(note_key *key, const char *name, note_kind kind, const unsigned char public_key[32])
{
	if (!note_is_name(name) || (kind != NOTE_ED25519 && kind != NOTE_COSIGNATURE))
		return false;
	*key = (note_key){.kind = kind};
	memcpy(key->name, name, strlen(name));
	memcpy(key->public_key, public_key, sizeof key->public_key);
	set_id(key);
	return true;
}

bool note_key_read(note_key *key, const char *vkey)
{
	const char *plus = strchr(vkey, '+'), *second = plus ? strchr(plus + 1, '+') : NULL;
	char name[NOTE_NAME_MAX + 1] = {0}, id[2 * NOTE_KEY_ID + 1];
	unsigned char bytes[33];
	size_t size;
	if (!second || second - plus != 1 + 2 * NOTE_KEY_ID || plus - vkey > NOTE_NAME_MAX)
		return false;
	memcpy(name, vkey, (size_t)(plus - vkey));
	if (!decode(second + 1, strlen(second + 1), bytes, sizeof bytes, sizeof bytes, &size) ||
	    !note_key_make(key, name, (note_kind)bytes[0], bytes + 1))
		return false;
	return memcmp(sodium_bin2hex(id, sizeof id, key->id, NOTE_KEY_ID), plus + 1, 2 * NOTE_KEY_ID) == 0;
}

void note_key_write(const note_key *key, text *out)
{
	char id[2 * NOTE_KEY_ID + 1];
	unsigned char bytes[33];
	bytes[0] = (unsigned char)key->kind;
	memcpy(bytes + 1, key->public_key, sizeof key->public_key);
	text_add_format(out, "%s+%s+", key->name, sodium_bin2hex(id, sizeof id, key->id, NOTE_KEY_ID));
	add_base64(out, bytes, sizeof bytes);
}

/* --- notes taken apart */

/* Lines of UTF-8, each ended, without other control characters. */
static bool is_lines(const char *bytes, size_t length)
{
	for (size_t i = 0; i < length; i++)
		if ((unsigned char)bytes[i] < 0x20 && bytes[i] != '\n')
			return false;
	return length > 0 && bytes[length - 1] == '\n' && text_is_utf8(bytes, length);
}

/* The length of the text: up to the newline before the last empty line; 0 when there is none. */
static size_t body_length(const char *bytes, size_t length)
{
	for (size_t i = length; i-- > 1;)
		if (bytes[i] == '\n' && bytes[i - 1] == '\n')
			return i;
	return 0;
}

/* One signature line, without its newline. */
static bool read_signature(const char *line, size_t length, note_signature *out)
{
	unsigned char bytes[NOTE_SIGNATURE_BYTES_MAX];
	size_t size;
	if (length < DASH_LENGTH || memcmp(line, DASH, DASH_LENGTH) != 0)
		return false;
	out->name = line + DASH_LENGTH;
	const char *end = line + length, *space = memchr(out->name, ' ', length - DASH_LENGTH);
	if (!space)
		return false;
	out->name_length = (size_t)(space - out->name);
	out->base64 = space + 1;
	out->base64_length = (size_t)(end - out->base64);
	if (!is_name(out->name, out->name_length) ||
	    !decode(out->base64, out->base64_length, bytes, sizeof bytes, NOTE_KEY_ID + 1, &size))
		return false;
	memcpy(out->id, bytes, NOTE_KEY_ID);
	return true;
}

bool note_read(const char *bytes, size_t length, note_parts *out, cordon_text *why)
{
	if (length > NOTE_BYTES_MAX)
		return fail(why, TEXT(RECORD_NOTE_LIMIT, "262144", "64"));
	static_assert(NOTE_BYTES_MAX == 262144 && NOTE_SIGNATURES_MAX == 64, "the message names them");
	*out = (note_parts){.body = bytes};
	if (!is_lines(bytes, length) || !(out->body_length = body_length(bytes, length)))
		return fail(why, TEXT(RECORD_NOTE_FORM));
	const char *at = bytes + out->body_length + 1, *end = bytes + length;
	while (at < end) {
		const char *newline = memchr(at, '\n', (size_t)(end - at));
		if (out->signatures == NOTE_SIGNATURES_MAX)
			return fail(why, TEXT(RECORD_NOTE_LIMIT, "262144", "64"));
		if (!read_signature(at, (size_t)(newline - at), &out->signature[out->signatures++]))
			return fail(why, TEXT(RECORD_NOTE_FORM));
		at = newline + 1;
	}
	return out->signatures > 0 || fail(why, TEXT(RECORD_NOTE_FORM));
}

/* --- signatures */

/* What a cosignature signs. */
static void add_cosigned(text *out, int64_t time, const char *body, size_t length)
{
	text_add_format(out, "cosignature/v1\ntime %lld\n", (long long)time);
	text_add(out, body, length);
}

static bool is_signed_by(const note_parts *n, const note_signature *s, const note_key *key, int64_t *time)
{
	unsigned char bytes[NOTE_KEY_ID + TIME_BYTES + crypto_sign_BYTES];
	size_t before = NOTE_KEY_ID + (key->kind == NOTE_COSIGNATURE ? TIME_BYTES : 0), size;
	*time = 0;
	if (!decode(s->base64, s->base64_length, bytes, sizeof bytes, 0, &size) || size != before + crypto_sign_BYTES)
		return false;
	if (key->kind == NOTE_ED25519)
		return crypto_sign_verify_detached(bytes + before, (const unsigned char *)n->body, n->body_length,
						   key->public_key) == 0;
	checkpoint seen;
	uint64_t stated = 0;
	for (int i = 0; i < TIME_BYTES; i++)
		stated = stated << 8 | bytes[NOTE_KEY_ID + i];
	if (stated > INT64_MAX || !checkpoint_read(n->body, n->body_length, false, &seen, NULL))
		return false;
	*time = (int64_t)stated;
	text message = {0};
	add_cosigned(&message, *time, n->body, n->body_length);
	bool is_good = crypto_sign_verify_detached(bytes + before, (const unsigned char *)message.bytes, message.length,
						   key->public_key) == 0;
	text_free(&message);
	return is_good;
}

static bool bears(const note_signature *s, const note_key *key)
{
	return memcmp(s->id, key->id, NOTE_KEY_ID) == 0 && strlen(key->name) == s->name_length &&
	       memcmp(s->name, key->name, s->name_length) == 0;
}

bool note_verify(const note_parts *n, const note_key *known, int known_count, note_signed *found, cordon_text *why)
{
	bool is_signed = false;
	const note_key *wrong = NULL;
	for (int k = 0; k < known_count; k++)
		found[k] = (note_signed){0};
	for (int i = 0; i < n->signatures && !wrong; i++) {
		for (int k = 0; k < known_count && !wrong; k++) {
			int64_t time;
			if (!bears(&n->signature[i], &known[k]))
				continue;
			if (!is_signed_by(n, &n->signature[i], &known[k], &time)) {
				wrong = &known[k];
				continue;
			}
			is_signed = found[k].by_it = true;
			found[k].time = time > found[k].time ? time : found[k].time;
		}
	}
	for (int k = 0; wrong && k < known_count; k++)
		found[k] = (note_signed){0};
	if (wrong)
		return fail(why, TEXT(RECORD_NOTE_WRONG, wrong->name));
	return is_signed || fail(why, TEXT(RECORD_NOTE_UNSIGNED));
}

void note_begin(text *out, const char *body, size_t length)
{
	assert(!out->length && is_lines(body, length));
	text_add(out, body, length);
	text_add(out, "\n", 1);
}

void note_sign(text *out, const note_key *key, const unsigned char secret[64], int64_t time)
{
	size_t length = body_length(out->bytes, out->length);
	assert(length > 0 && memcmp(secret + 32, key->public_key, 32) == 0);
	unsigned char bytes[NOTE_KEY_ID + TIME_BYTES + crypto_sign_BYTES], *at = bytes + NOTE_KEY_ID;
	text message = {0};
	memcpy(bytes, key->id, NOTE_KEY_ID);
	if (key->kind == NOTE_COSIGNATURE) {
		checkpoint seen;
		bool is_checkpoint = checkpoint_read(out->bytes, length, false, &seen, NULL);
		assert(is_checkpoint && time >= 0);
		for (int i = 0; i < TIME_BYTES; i++)
			*at++ = (unsigned char)((uint64_t)time >> (56 - 8 * i));
		add_cosigned(&message, time, out->bytes, length);
	} else {
		text_add(&message, out->bytes, length);
	}
	crypto_sign_detached(at, NULL, (const unsigned char *)message.bytes, message.length, secret);
	text_free(&message);
	text_add(out, DASH, DASH_LENGTH);
	text_add_string(out, key->name);
	text_add(out, " ", 1);
	add_base64(out, bytes, (size_t)(at - bytes) + crypto_sign_BYTES);
	text_add(out, "\n", 1);
}

/* --- checkpoints */

/* The next line, without its newline, which is there; false at the end and for an empty line. */
static bool take_line(const char **at, const char *end, const char **line, size_t *length)
{
	if (*at == end)
		return false;
	*line = *at;
	*length = (size_t)((const char *)memchr(*at, '\n', (size_t)(end - *at)) - *at);
	*at += *length + 1;
	return *length > 0;
}

static bool read_size(const char *digits, size_t length, int64_t *size)
{
	if (digits[0] == '0' && length > 1)
		return false;
	*size = 0;
	for (size_t i = 0; i < length; i++) {
		if (digits[i] < '0' || digits[i] > '9' || *size > (INT64_MAX - (digits[i] - '0')) / 10)
			return false;
		*size = 10 * *size + (digits[i] - '0');
	}
	return true;
}

bool checkpoint_read(const char *bytes, size_t length, bool is_ours, checkpoint *out, cordon_text *why)
{
	const char *at = bytes, *end = bytes + length, *line;
	size_t width, size;
	*out = (checkpoint){0};
	if (length > NOTE_BYTES_MAX || !is_lines(bytes, length))
		return fail(why, TEXT(RECORD_CHECKPOINT_FORM));
	if (!take_line(&at, end, &line, &width) || width > NOTE_NAME_MAX)
		return fail(why, TEXT(RECORD_CHECKPOINT_FORM));
	memcpy(out->origin, line, width);
	if (!take_line(&at, end, &line, &width) || !read_size(line, width, &out->size))
		return fail(why, TEXT(RECORD_CHECKPOINT_FORM));
	if (!take_line(&at, end, &line, &width) ||
	    !decode(line, width, out->root.byte, MERKLE_HASH, MERKLE_HASH, &size))
		return fail(why, TEXT(RECORD_CHECKPOINT_FORM));
	for (; at < end; out->extensions++)
		if (!take_line(&at, end, &line, &width))
			return fail(why, TEXT(RECORD_CHECKPOINT_FORM));
	return !is_ours || !out->extensions || fail(why, TEXT(RECORD_CHECKPOINT_EXTENDED));
}

void checkpoint_write(const checkpoint *c, text *out)
{
	assert(c->origin[0] && !strchr(c->origin, '\n') && c->size >= 0);
	text_add_format(out, "%s\n%lld\n", c->origin, (long long)c->size);
	add_base64(out, c->root.byte, MERKLE_HASH);
	text_add(out, "\n", 1);
}
