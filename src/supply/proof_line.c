/* See proof_line.h. */
#include "supply/proof_line.h"

#include "base/findings.h"
#include "base/json.h"
#include "supply/codes.h"

#include <stdlib.h>
#include <string.h>

/* ---- saying what is wrong ---------------------------------------------------------------------------------------- */

static bool wrong(proof_reader *r, const char *field, const json_t *found, cordon_text what, cordon_status status)
{
	char *shown = found ? json_dumps(found, JSON_ENCODE_ANY | JSON_COMPACT) : NULL;
	if (shown && strlen(shown) > 60)
		strcpy(shown + 57, "...");
	finding_add(r->error, CORDON_ERROR, (place_in_file){r->file, r->line, field, shown}, what, NO_TEXT);
	free(shown);
	if (!r->status)
		r->status = status;
	return false;
}

/* What must hold of the form; false once something did not. */
bool proof_must(proof_reader *r, bool holds, const char *field, const json_t *found)
{
	return holds || wrong(r, field, found, TEXT(SUPPLY_PROOF_FORM), CORDON_BAD_INPUT);
}

bool proof_holds(proof_reader *r, bool does, const char *field, const cordon_code *what)
{
	return does || wrong(r, field, NULL, (cordon_text){what, {0}}, CORDON_UNPROVEN);
}

/* ---- lines ------------------------------------------------------------------------------------------------------- */

bool proof_fill(proof_reader *r)
{
	r->have = r->in->read(r->in->context, r->chunk, sizeof r->chunk);
	r->at = 0;
	return r->have > 0;
}

static bool take_line(proof_reader *r)
{
	text_clear(&r->bytes);
	r->line++;
	for (bool ended = false; !ended;) {
		if (r->at == r->have && !proof_fill(r))
			return false;
		const char *from = r->chunk + r->at, *newline = memchr(from, '\n', (size_t)(r->have - r->at));
		size_t length = newline ? (size_t)(newline - from) + 1 : (size_t)(r->have - r->at);
		text_add(&r->bytes, from, length);
		r->at += (long)length;
		ended = newline != NULL;
		if (r->bytes.length > JSON_CANONICAL_MAX)
			return false;
	}
	return true;
}

/* The next line with exactly `keys` keys, read and added to the hash. */
bool proof_next(proof_reader *r, size_t keys)
{
	cordon_text why = NO_TEXT;
	json_decref(r->now);
	r->now = NULL;
	if (r->status)
		return false;
	if (!take_line(r))
		return wrong(r, NULL, NULL, TEXT(SUPPLY_PROOF_SHORT), CORDON_BAD_INPUT);
	r->now = json_read_canonical(r->bytes.bytes, r->bytes.length - 1, &why);
	r->before = r->hash;
	hash_add(&r->hash, r->bytes.bytes, r->bytes.length);
	if (!r->now)
		return wrong(r, NULL, NULL, why.code ? why : TEXT(SUPPLY_PROOF_FORM), CORDON_BAD_INPUT);
	return proof_must(r, json_is_object(r->now) && json_object_size(r->now) == keys, NULL, r->now);
}

bool proof_digest_is(proof_reader *r, const char *key, const hash_state *state, char hex[65])
{
	hash_state copy = *state;
	const char *said = json_string_value(json_object_get(r->now, key));
	hash_end(&copy, hex);
	return proof_holds(r, said && !strcmp(said, hex), key, &SUPPLY_PROOF_HASH);
}

/* ---- values ------------------------------------------------------------------------------------------------------ */

bool proof_whole(const json_t *value, int64_t least, int64_t most, int64_t *out)
{
	*out = json_integer_value(value);
	return json_is_integer(value) && *out >= least && *out <= most;
}

bool proof_take_whole(proof_reader *r, const char *key, int64_t least, int64_t most, int64_t *out)
{
	const json_t *value = json_object_get(r->now, key);
	return proof_must(r, proof_whole(value, least, most, out), key, value);
}

bool proof_take_count(proof_reader *r, const char *key, int64_t most, uint32_t *out)
{
	int64_t number;
	bool good = proof_take_whole(r, key, 1, most, &number);
	*out = good ? (uint32_t)number : 0;
	return good;
}

/* A text of `least` to `most` bytes without control characters; an id with `id`. */
bool proof_take_text(proof_reader *r, const char *key, bool id, size_t least, size_t most, char *out)
{
	static const char small[] = "abcdefghijklmnopqrstuvwxyz0123456789._-";
	const json_t *value = json_object_get(r->now, key);
	const char *s = json_string_value(value);
	size_t length = s ? strlen(s) : 0;
	bool good = s && length >= least && length <= most;
	for (size_t i = 0; good && i < length; i++)
		good = (unsigned char)s[i] >= ' ' && s[i] != 127;
	if (good && id)
		good = strspn(s, small) == length && !strchr("._-", s[0]);
	if (good)
		memcpy(out, s, length + 1);
	return proof_must(r, good, key, value);
}

bool proof_take_id(proof_reader *r, const char *key, char out[PROOF_ID])
{
	return proof_take_text(r, key, true, 1, PROOF_ID - 1, out);
}

static uint64_t divisor(uint64_t a, uint64_t b)
{
	return b ? divisor(b, a % b) : a;
}

static bool digits(const char **at, int64_t most, uint64_t *out)
{
	size_t length = strspn(*at, "0123456789");
	if (!length || length > 19 || (length > 1 && **at == '0'))
		return false;
	*out = 0;
	for (; length; length--)
		*out = *out * 10 + (uint64_t)(*(*at)++ - '0');
	return *out <= (uint64_t)most;
}

/* "3" or "7/2", in lowest terms. */
bool proof_ratio(const json_t *value, int64_t most, uint64_t *top, uint64_t *bottom)
{
	const char *s = json_string_value(value);
	*bottom = 1;
	if (!s || !digits(&s, most, top))
		return false;
	if (*s == '/' && (s++, !digits(&s, most, bottom) || *bottom < 2 || divisor(*top, *bottom) != 1))
		return false;
	return !*s;
}

bool proof_is_word(proof_reader *r, const char *key, const char *word)
{
	const json_t *value = json_object_get(r->now, key);
	return proof_must(r, json_is_string(value) && !strcmp(json_string_value(value), word), key, value);
}
