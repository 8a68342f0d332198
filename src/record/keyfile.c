/* See keyfile.h. */
#include "record/keyfile.h"

#include "base/digits.h"
#include "base/file.h"
#include "base/hash.h"
#include "base/json.h"
#include "record/codes.h"
#include "record/entry.h"

#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
	SEED = crypto_sign_SEEDBYTES,
	BOX = SEED + crypto_secretbox_MACBYTES,
	SALT = crypto_pwhash_SALTBYTES,
	NONCE = crypto_secretbox_NONCEBYTES,
	OPERATIONS = 2, /* libsodium's "interactive" */
	MEMORY = 64 * 1024 * 1024, /* bytes */
	OPERATIONS_MAX = 10,
	MEMORY_MAX = 1024 * 1024 * 1024,
	BASE64 = 128,
};

static const char EXAMPLE_DOMAIN[] = "cordon-example-key-v1\n";

void keyfile_make(keyfile *k, const char *person, const unsigned char seed[32])
{
	*k = (keyfile){0};
	snprintf(k->person, sizeof k->person, "%s", person);
	crypto_sign_seed_keypair(k->key.public, k->key.secret, seed);
	entry_key_name(k->key.public, k->name);
}

void keyfile_example(keyfile *k, const char *seed, const char *person)
{
	unsigned char bytes[SEED];
	char hex[HASH_HEX];
	hash_state h;
	hash_begin(&h);
	hash_add(&h, EXAMPLE_DOMAIN, sizeof EXAMPLE_DOMAIN - 1);
	hash_add_framed(&h, seed, strlen(seed));
	hash_add(&h, person, strlen(person));
	hash_end(&h, hex);
	digits_from_hex(hex, bytes, sizeof bytes);
	keyfile_make(k, person, bytes);
	sodium_memzero(bytes, sizeof bytes);
}

void keyfile_forget(keyfile *k)
{
	sodium_memzero(k, sizeof *k);
}

static json_t *base64(const unsigned char *bytes, size_t length)
{
	char out[BASE64];
	sodium_bin2base64(out, sizeof out, bytes, length, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
	return json_string(out);
}

/* The members that hold the secret. */
static bool add_secret(json_t *json, const keyfile *k, const char *passphrase, const unsigned char salt[40])
{
	unsigned char seed[SEED], derived[crypto_secretbox_KEYBYTES], box[BOX];
	char hex[2 * SEED + 1];
	bool well = true;
	crypto_sign_ed25519_sk_to_seed(seed, k->key.secret);
	if (!passphrase) {
		sodium_bin2hex(hex, sizeof hex, seed, sizeof seed);
		json_object_set_new(json, "seed", json_string(hex));
	} else {
		well = !crypto_pwhash(derived, sizeof derived, passphrase, strlen(passphrase), salt, OPERATIONS, MEMORY,
				      crypto_pwhash_ALG_ARGON2ID13);
		crypto_secretbox_easy(box, seed, sizeof seed, salt + SALT, derived);
		json_object_set_new(json, "box", base64(box, sizeof box));
		json_object_set_new(json, "memory", json_integer(MEMORY));
		json_object_set_new(json, "nonce", base64(salt + SALT, NONCE));
		json_object_set_new(json, "operations", json_integer(OPERATIONS));
		json_object_set_new(json, "salt", base64(salt, SALT));
	}
	sodium_memzero(seed, sizeof seed);
	sodium_memzero(derived, sizeof derived);
	sodium_memzero(hex, sizeof hex);
	return well;
}

cordon_status keyfile_write(const keyfile *k, const char *path, const char *passphrase, const unsigned char salt[40],
			    cordon_error *error)
{
	text bytes = {0};
	place_in_file at = {.file = path};
	if (!access(path, F_OK))
		return finding_add(error, CORDON_ERROR, at, TEXT(RECORD_KEYFILE_THERE), NO_TEXT);
	json_t *json = json_pack("{sissss}", "cordon_key", 1, "key", k->name, "person", k->person);
	cordon_status status = CORDON_IO;
	if (add_secret(json, k, passphrase, salt)) {
		json_canonical(json, &bytes);
		text_add_string(&bytes, "\n");
		mode_t mask = umask(0077);
		status = file_write(path, bytes.bytes, bytes.length, error);
		umask(mask);
		sodium_memzero(bytes.bytes, bytes.capacity);
	} else {
		finding_add(error, CORDON_ERROR, at, TEXT(RECORD_KEYFILE_MEMORY), NO_TEXT);
	}
	text_free(&bytes);
	json_decref(json);
	return status;
}

static bool decode(const json_t *value, unsigned char *out, size_t size)
{
	return digits_from_base64(json_string_value(value), out, size);
}

/* Opens the box; false: not a box, or not this passphrase (*form tells). */
static bool open_box(const json_t *json, const char *passphrase, unsigned char seed[SEED], bool *form)
{
	unsigned char salt[SALT], nonce[NONCE], box[BOX], derived[crypto_secretbox_KEYBYTES];
	json_int_t memory = json_integer_value(json_object_get(json, "memory"));
	json_int_t operations = json_integer_value(json_object_get(json, "operations"));
	*form = decode(json_object_get(json, "salt"), salt, sizeof salt) &&
		decode(json_object_get(json, "nonce"), nonce, sizeof nonce) &&
		decode(json_object_get(json, "box"), box, sizeof box) && operations >= 1 &&
		operations <= OPERATIONS_MAX && memory >= 8192 && memory <= MEMORY_MAX;
	if (!*form || !passphrase)
		return false;
	bool well = !crypto_pwhash(derived, sizeof derived, passphrase, strlen(passphrase), salt,
				   (unsigned long long)operations, (size_t)memory, crypto_pwhash_ALG_ARGON2ID13) &&
		    !crypto_secretbox_open_easy(seed, box, sizeof box, nonce, derived);
	sodium_memzero(derived, sizeof derived);
	return well;
}

static bool read_seed(const json_t *json, const char *passphrase, unsigned char seed[SEED], bool *form)
{
	const char *hex = json_string_value(json_object_get(json, "seed"));
	if (!hex)
		return open_box(json, passphrase, seed, form);
	*form = digits_from_hex(hex, seed, SEED);
	return *form;
}

/* From the parsed file; the form was that of a key's file if *form. */
static bool read_key(keyfile *k, const json_t *json, const char *passphrase, bool *form)
{
	unsigned char seed[SEED];
	const char *name = json_string_value(json_object_get(json, "key"));
	const char *person = json_string_value(json_object_get(json, "person"));
	*form = false;
	if (json_integer_value(json_object_get(json, "cordon_key")) != 1 || !name || strlen(name) != 43 || !person ||
	    strlen(person) > ACT_ID_MAX)
		return false;
	bool well = read_seed(json, passphrase, seed, form);
	if (well) {
		keyfile_make(k, person, seed);
		well = *form = !strcmp(k->name, name);
	} else if (*form && !passphrase) {
		*k = (keyfile){.closed = true};
		strcpy(k->person, person);
		strcpy(k->name, name);
		well = true;
	}
	sodium_memzero(seed, sizeof seed);
	return well;
}

cordon_status keyfile_read(keyfile *k, const char *path, const char *passphrase, cordon_error *error)
{
	text bytes = {0};
	bool form;
	*k = (keyfile){0};
	cordon_status status = file_read(path, 4096, &bytes, error);
	if (status)
		return status;
	json_t *json = json_loadb(text_string(&bytes), bytes.length, JSON_REJECT_DUPLICATES, NULL);
	if (!read_key(k, json, passphrase, &form))
		status = finding_add(error, CORDON_ERROR, (place_in_file){.file = path},
				     form ? TEXT(RECORD_PASSPHRASE) : TEXT(RECORD_NOT_A_KEYFILE), NO_TEXT);
	json_decref(json);
	sodium_memzero(bytes.bytes, bytes.capacity);
	text_free(&bytes);
	return status;
}
