/* Acts and entries as bytes; see entry.h. */
#include "record/entry.h"

#include "base/digits.h"
#include "base/hash.h"
#include "base/json.h"
#include "base/memory.h"
#include "base/time.h"
#include "record/codes.h"

#include <assert.h>
#include <string.h>

/* Domains: what a signature or hash is good for (docs/book.md). */
static const char ACT_DOMAIN[] = "cordon-act-v1\n", BOOK_DOMAIN[] = "cordon-book-v1\n";
enum { ACT_DOMAIN_LENGTH = sizeof ACT_DOMAIN - 1 };

/* The parts of an entry that are always the same. An act is
 *	{"book":"..64..","fields":{...},"kind":"...","made":"..20..","nonce":"..32.."}
 * and an entry {"act":ACT,"signatures":[SIGNATURE,...],"time":"..20.."}. */
static const char ENTRY_HEAD[] = "{\"act\":", SIGNATURES[] = ",\"signatures\":[", TIME[] = "],\"time\":\"",
		  BOOK[] = "{\"book\":\"", FIELDS[] = "\",\"fields\":", KIND[] = ",\"kind\":\"",
		  MADE[] = "\",\"made\":\"", NONCE[] = "\",\"nonce\":\"", KEY[] = "{\"key\":\"",
		  SIGNATURE[] = "\",\"signature\":\"", END[] = "\"}";
enum {
	BOOK_LENGTH = ENTRY_ID - 1,
	NONCE_LENGTH = ENTRY_NONCE - 1,
	MOMENT_LENGTH = TIME_TEXT - 1,
	KEY_LENGTH = ENTRY_KEY - 1,
	SIGNATURE_LENGTH = ENTRY_SIGNATURE - 1,
	FIELDS_DEPTH = 2, /* the entry and the act around them */
};

static bool no(cordon_text *why, cordon_text reason)
{
	*why = reason;
	return false;
}

/* Bytes not yet understood, in a copy that may be cut into texts. */
typedef struct span {
	char *at, *end;
} span;

static bool begins(span *s, const char *literal)
{
	size_t length = strlen(literal);
	if ((size_t)(s->end - s->at) < length || memcmp(s->at, literal, length))
		return false;
	s->at += length;
	return true;
}

static bool ends(span *s, const char *literal)
{
	size_t length = strlen(literal);
	if ((size_t)(s->end - s->at) < length || memcmp(s->end - length, literal, length))
		return false;
	s->end -= length;
	return true;
}

/* Cuts that many bytes off either side; the byte after them was understood already and can be overwritten. */
static char *cut_front(span *s, size_t length)
{
	if ((size_t)(s->end - s->at) < length)
		return NULL;
	s->at += length;
	return s->at - length;
}

static char *cut_back(span *s, size_t length)
{
	if ((size_t)(s->end - s->at) < length)
		return NULL;
	s->end -= length;
	s->end[length] = '\0';
	return s->end;
}

/* Exactly that many of those characters: no NUL hides in between. */
static bool is_of(const char *s, size_t length, const char *characters)
{
	return strspn(s, characters) == length && !s[length];
}

/* "...kind" of lower-case letters, digits and '_', from the back. */
static char *cut_kind(span *s)
{
	static const char letters[] = "abcdefghijklmnopqrstuvwxyz0123456789_";
	size_t length = 0;
	while (length < (size_t)(s->end - s->at) && length <= ACT_ID_MAX && s->end[-(ptrdiff_t)length - 1] != '"')
		length++;
	char *kind = cut_back(s, length);
	return kind && length && length <= ACT_ID_MAX && is_of(kind, length, letters) ? kind : NULL;
}

/* The act's members, from both ends inwards; what is left is its fields. */
static bool read_act(span s, entry *e, cordon_text *why)
{
	const char *made = NULL;
	bool well = ends(&s, END) && (e->nonce = cut_back(&s, NONCE_LENGTH)) && ends(&s, NONCE) &&
		    (made = cut_back(&s, MOMENT_LENGTH)) && ends(&s, MADE) && (e->kind = cut_kind(&s)) &&
		    ends(&s, KIND) && begins(&s, BOOK) && (e->book = cut_front(&s, BOOK_LENGTH)) && begins(&s, FIELDS);
	if (!well)
		return no(why, TEXT(RECORD_NOT_AN_ACT));
	s.at[-(ptrdiff_t)(sizeof FIELDS - 1)] = '\0'; /* ends the book's id */
	if (!digits_are_hex(e->nonce, NONCE_LENGTH / 2) || !digits_are_hex(e->book, BOOK_LENGTH / 2) ||
	    !time_from_text(made, &e->made) || s.at == s.end || *s.at != '{')
		return no(why, TEXT(RECORD_NOT_AN_ACT));
	e->fields = json_read_canonical_within(s.at, (size_t)(s.end - s.at), FIELDS_DEPTH, why);
	return e->fields != NULL;
}

static bool begin(const char *bytes, size_t length, entry *e, span *s, cordon_text *why)
{
	*e = (entry){0};
	if (length > ACT_BYTES_MAX)
		return no(why, TEXT(RECORD_ACT_TOO_LONG));
	e->copy = memory_grow(NULL, length + 1, 1);
	memcpy(e->copy, bytes, length);
	e->copy[length] = '\0';
	*s = (span){e->copy, e->copy + length};
	return true;
}

bool entry_read_act(const char *bytes, size_t length, entry *e, cordon_text *why)
{
	span s;
	if (!begin(bytes, length, e, &s, why))
		return false;
	e->act = bytes;
	e->act_length = length;
	return read_act(s, e, why);
}

/* One signature off the back, with the comma before it if there is one. */
static bool cut_signature(span *s, entry *e, int place, cordon_text *why)
{
	const char *key = NULL, *signature = NULL;
	if (!ends(s, END) || !(signature = cut_back(s, SIGNATURE_LENGTH)) || !ends(s, SIGNATURE) ||
	    !(key = cut_back(s, KEY_LENGTH)) || !ends(s, KEY))
		return no(why, TEXT(RECORD_SIGNATURES));
	e->key[place] = key;
	e->signature[place] = signature;
	return true;
}

/* They are met last first; they ascend by key. */
static bool read_signatures(span *s, entry *e, cordon_text *why)
{
	static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
	int count = 0;
	do
		if (count == ACT_SIGNATURES_MAX || !cut_signature(s, e, ACT_SIGNATURES_MAX - ++count, why))
			return no(why, TEXT(RECORD_SIGNATURES));
	while (ends(s, ","));
	if (!ends(s, SIGNATURES))
		return no(why, TEXT(RECORD_NOT_AN_ENTRY));
	int first = ACT_SIGNATURES_MAX - count;
	for (int i = 0; i < count; i++) {
		e->key[i] = e->key[first + i];
		e->signature[i] = e->signature[first + i];
		if (!is_of(e->key[i], KEY_LENGTH, alphabet) || !is_of(e->signature[i], SIGNATURE_LENGTH, alphabet) ||
		    (i && strcmp(e->key[i - 1], e->key[i]) >= 0))
			return no(why, TEXT(RECORD_SIGNATURES));
	}
	e->signatures = count;
	return true;
}

bool entry_read(const char *bytes, size_t length, entry *e, cordon_text *why)
{
	span s;
	const char *time = NULL;
	if (!begin(bytes, length, e, &s, why))
		return false;
	if (!ends(&s, END) || !(time = cut_back(&s, MOMENT_LENGTH)) || !ends(&s, TIME) ||
	    !time_from_text(time, &e->time) || !begins(&s, ENTRY_HEAD))
		return no(why, TEXT(RECORD_NOT_AN_ENTRY));
	if (!read_signatures(&s, e, why))
		return false;
	e->act = bytes + (s.at - e->copy);
	e->act_length = (size_t)(s.end - s.at);
	return read_act(s, e, why);
}

void entry_free(entry *e)
{
	json_decref(e->fields);
	free(e->copy);
	*e = (entry){0};
}

void entry_write_act(text *out, const char *book, const char *kind, const json_t *fields, int64_t made,
		     const char *nonce)
{
	char time[TIME_TEXT];
	time_to_text(made, time);
	text_add_format(out, "%s%s%s", BOOK, book, FIELDS);
	json_canonical(fields, out);
	text_add_format(out, "%s%s%s%s%s%s%s", KIND, kind, MADE, time, NONCE, nonce, END);
}

void entry_write(text *out, const char *act, size_t length, const char *const *key, const char *const *signature,
		 int signatures, int64_t time)
{
	char moment[TIME_TEXT];
	time_to_text(time, moment);
	text_add_string(out, ENTRY_HEAD);
	text_add(out, act, length);
	text_add_string(out, SIGNATURES);
	for (int i = 0; i < signatures; i++) {
		assert(!i || strcmp(key[i - 1], key[i]) < 0);
		text_add_format(out, "%s%s%s%s%s%s", i ? "," : "", KEY, key[i], SIGNATURE, signature[i], END);
	}
	text_add_format(out, "%s%s%s", TIME, moment, END);
}

/* The signed bytes: in `near` when they fit, else fresh; signed_free them. */
enum { NEAR = 4096 };

static unsigned char *signed_bytes(const char *act, size_t length, unsigned char near[NEAR])
{
	size_t all = ACT_DOMAIN_LENGTH + length;
	unsigned char *bytes = all <= NEAR ? near : memory_grow(NULL, all, 1);
	memcpy(bytes, ACT_DOMAIN, ACT_DOMAIN_LENGTH);
	memcpy(bytes + ACT_DOMAIN_LENGTH, act, length);
	return bytes;
}

static void signed_free(unsigned char *bytes, const unsigned char *near)
{
	if (bytes != near)
		free(bytes);
}

bool entry_signed(const char *act, size_t length, const char *key, const char *signature)
{
	unsigned char public[crypto_sign_PUBLICKEYBYTES], bytes[crypto_sign_BYTES], near[NEAR];
	if (!digits_from_base64(key, public, sizeof public) || !digits_from_base64(signature, bytes, sizeof bytes))
		return false;
	unsigned char *message = signed_bytes(act, length, near);
	bool good = !crypto_sign_verify_detached(bytes, message, ACT_DOMAIN_LENGTH + length, public);
	signed_free(message, near);
	return good;
}

void entry_sign(const unsigned char secret[64], const char *act, size_t length, char signature[ENTRY_SIGNATURE])
{
	unsigned char bytes[crypto_sign_BYTES], near[NEAR], *message = signed_bytes(act, length, near);
	crypto_sign_detached(bytes, NULL, message, ACT_DOMAIN_LENGTH + length, secret);
	signed_free(message, near);
	sodium_bin2base64(signature, ENTRY_SIGNATURE, bytes, sizeof bytes, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
}

void entry_book_id(const char *act, size_t length, char id[ENTRY_ID])
{
	hash_state h;
	hash_begin(&h);
	hash_add(&h, BOOK_DOMAIN, sizeof BOOK_DOMAIN - 1);
	hash_add(&h, act, length);
	hash_end(&h, id);
}

void entry_key_name(const unsigned char key[32], char name[ENTRY_KEY])
{
	sodium_bin2base64(name, ENTRY_KEY, key, 32, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
}
