/* Acts and entries as bytes; see entry.h. */
#include "record/entry.h"

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

/* The parts of an entry's tail that are always the same. */
static const char ENTRY_HEAD[] = "{\"act\":", SIGNATURES[] = ",\"signatures\":[",
		  SIGNATURE[] = "{\"key\":\"\",\"signature\":\"\"}", TIME[] = "],\"time\":\"\"}";

static bool no(cordon_text *why, cordon_text reason)
{
	*why = reason;
	return false;
}

static bool is_hex(const char *s, size_t length)
{
	return s && strlen(s) == length && strspn(s, "0123456789abcdef") == length;
}

/* The members of an act, the object `json`. */
static bool read_members(const json_t *json, entry *e, cordon_text *why)
{
	e->book = json_string_value(json_object_get(json, "book"));
	e->kind = json_string_value(json_object_get(json, "kind"));
	e->nonce = json_string_value(json_object_get(json, "nonce"));
	e->fields = json_object_get(json, "fields");
	const char *made = json_string_value(json_object_get(json, "made"));
	if (json_object_size(json) != 5 || !is_hex(e->book, ENTRY_ID - 1) || !e->kind || !json_is_object(e->fields) ||
	    !is_hex(e->nonce, ENTRY_NONCE - 1) || !made || !time_from_text(made, &e->made))
		return no(why, TEXT(RECORD_NOT_AN_ACT));
	return true;
}

static bool parse(const char *bytes, size_t length, entry *out, cordon_text *why)
{
	*out = (entry){0};
	if (length > ACT_BYTES_MAX)
		return no(why, TEXT(RECORD_ACT_TOO_LONG));
	out->json = json_read_canonical(bytes, length, why);
	return out->json != NULL;
}

bool entry_read_act(const char *bytes, size_t length, entry *out, cordon_text *why)
{
	if (!parse(bytes, length, out, why))
		return false;
	out->act = bytes;
	out->act_length = length;
	return read_members(out->json, out, why);
}

static bool read_signatures(const json_t *list, entry *e, cordon_text *why)
{
	size_t count = json_array_size(list);
	if (count < 1 || count > ACT_SIGNATURES_MAX)
		return no(why, TEXT(RECORD_SIGNATURES));
	for (size_t i = 0; i < count; i++) {
		const json_t *one = json_array_get(list, i);
		e->key[i] = json_string_value(json_object_get(one, "key"));
		e->signature[i] = json_string_value(json_object_get(one, "signature"));
		if (json_object_size(one) != 2 || !e->key[i] || !e->signature[i] ||
		    strlen(e->key[i]) != ENTRY_KEY - 1 || strlen(e->signature[i]) != ENTRY_SIGNATURE - 1 ||
		    (i && strcmp(e->key[i - 1], e->key[i]) >= 0))
			return no(why, TEXT(RECORD_SIGNATURES));
	}
	e->signatures = (int)count;
	return true;
}

bool entry_read(const char *bytes, size_t length, entry *out, cordon_text *why)
{
	if (!parse(bytes, length, out, why))
		return false;
	const json_t *act = json_object_get(out->json, "act");
	const char *time = json_string_value(json_object_get(out->json, "time"));
	if (json_object_size(out->json) != 3 || !act || !time || !time_from_text(time, &out->time))
		return no(why, TEXT(RECORD_NOT_AN_ENTRY));
	if (!read_members(act, out, why) || !read_signatures(json_object_get(out->json, "signatures"), out, why))
		return false;
	/* canonical bytes of known members: the tail's length is known, and the act is what stands before it */
	size_t n = (size_t)out->signatures;
	size_t tail = sizeof SIGNATURES - 1 + n * (sizeof SIGNATURE - 1 + ENTRY_KEY - 1 + ENTRY_SIGNATURE - 1) + n - 1 +
		      sizeof TIME - 1 + TIME_TEXT - 1;
	size_t head = sizeof ENTRY_HEAD - 1;
	assert(length > head + tail && !memcmp(bytes + length - tail, SIGNATURES, sizeof SIGNATURES - 1));
	out->act = bytes + head;
	out->act_length = length - head - tail;
	return true;
}

void entry_free(entry *e)
{
	json_decref(e->json);
	*e = (entry){0};
}

void entry_write_act(text *out, const char *book, const char *kind, const json_t *fields, int64_t made,
		     const char *nonce)
{
	char time[TIME_TEXT];
	time_to_text(made, time);
	text_add_format(out, "{\"book\":\"%s\",\"fields\":", book);
	json_canonical(fields, out);
	text_add_format(out, ",\"kind\":\"%s\",\"made\":\"%s\",\"nonce\":\"%s\"}", kind, time, nonce);
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
		text_add_format(out, "%s{\"key\":\"%s\",\"signature\":\"%s\"}", i ? "," : "", key[i], signature[i]);
	}
	text_add_format(out, "],\"time\":\"%s\"}", moment);
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

static bool decode(const char *base64, unsigned char *out, size_t size)
{
	size_t length = 0;
	return !sodium_base642bin(out, size, base64, strlen(base64), NULL, &length, NULL,
				  sodium_base64_VARIANT_URLSAFE_NO_PADDING) &&
	       length == size;
}

bool entry_signed(const char *act, size_t length, const char *key, const char *signature)
{
	unsigned char public[crypto_sign_PUBLICKEYBYTES], bytes[crypto_sign_BYTES], near[NEAR];
	if (!decode(key, public, sizeof public) || !decode(signature, bytes, sizeof bytes))
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
