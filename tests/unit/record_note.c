/* Signed notes, checkpoints and cosignatures against what others published: the example of C2SP's signed-note, the
 * keys, notes and broken notes of golang.org/x/mod/sumdb/note's tests, a head of Go's checksum database, and a
 * checkpoint of a public Certificate Transparency log with its witnesses' cosignatures. */
#include "unit.h"

#include "record/codes.h"
#include "record/note.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#define DASH "\xE2\x80\x94 "

#define FOO_KEY "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k"
#define FOO_NOTE \
	"This is an example message.\n\n" DASH "example.com/foo " \
	"Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n"

#define PETER_KEY "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
#define PETER_SECRET "AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz" /* a kind byte and a seed */
#define ENOCH_KEY "EnochRoot+af0cfe78+ATtqJ7zOtqQtYqOo0CpvDXNlMhV3HeJDpjrASKGLWdop"
#define GO_TEXT \
	"If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n"
#define PETER_LINE \
	DASH "PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n"
#define ENOCH_LINE \
	DASH "EnochRoot rwz+eBzmZa0SO3NbfRGzPCpDckykFXSdeX+MNtCOXm2/5n2tiOHp+vAF1aGrQ5ovTG01oOTGwnWLox33WWd1RvMc+QQ=\n"

#define SUMDB_KEY "sum.golang.org+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8"
#define SUMDB_BODY "go.sum database tree\n65209736\n5+uGFjx6xBZG8ip1+wi77v+grwbhhukIrxEUS8PXvRo=\n"
#define SUMDB_NOTE \
	SUMDB_BODY "\n" DASH "sum.golang.org " \
	"Az3grnbssgK7ubgFX36gVETtNv0U23qxyAhAMai2QUfeGa3nB/akvkMdlUErfcZz7l/R3cVtYspg3dxXABkGZZKdsQ8=\n"

#define ARCHE_KEY "arche2025h1.staging.ct.transparency.dev+ba2f06c0+AU0vHmlGCS/PdN8b2OaGmKprLI8HKM+dJ472xgFYh15f"
#define REMORA_KEY "remora.n621.de+da77ade7+BOvN63jn/bLvkieywe8R6UYAtVtNbZpXh34x7onlmtw2"
#define ARCHE_BODY "arche2025h1.staging.ct.transparency.dev\n1432088532\nU7WM79jrzyhGZ5/GUBTpM7NzwdyfFx61t3RovgcC4Ro=\n"
#define ARCHE_NOTE \
	ARCHE_BODY "\n" DASH "arche2025h1.staging.ct.transparency.dev " \
	"zTM8sQAAAZ5W0WdjBAMARjBEAiBjW5IQf9pvsYLfQFX6hoGREPMHbdQ3urbllzalApkptQIgIpwtEroeW2BXaHAI4kJXFbon5Ch9MNL5zRNZ55lv" \
	"Gt0=\n" DASH "arche2025h1.staging.ct.transparency.dev " \
	"ui8GwCF1+kWqZrxGdhj4aX3gcw7XUlXQQabg/27lefwhUkzbC3NygNI75MdhL1bfTW9g8Ei59RA23oHP7Ry1k3ZFWwQ=\n" DASH \
	"witness1.smartit.nu/witness1 " \
	"pIyCDwAAAABqEiEghIp82KWebrw7/oHQwlTAm3g2RKS4+eebl8eO0WH+/iEcxZ75W3u5hNI7TOQtmJbqmNWVuE0tgh0XwzdZsDsUAQ==\n" DASH \
	"remora.n621.de " \
	"2net5wAAAABqEiEgPlfF3V06o0Y+fHM+J5J9s27wgxxcOVSpZ/2g/KSiXCg9DEZI+aVCIobWX9sXTynk5XeU/zZ0WBxtqB0DrAWfBw==\n"

static note_key key_of(const char *vkey)
{
	note_key key;
	assert_true(note_key_read(&key, vkey));
	return key;
}

/* Whether the bytes are a note that the keys signed; NULL or the reason it is none or not signed. */
static const cordon_code *opened(const char *bytes, const note_key *known, int count, note_signed *found)
{
	note_parts n;
	cordon_text why = {0};
	bool is_good = note_read(bytes, strlen(bytes), &n, &why) && note_verify(&n, known, count, found, &why);
	assert_true(is_good == !why.code);
	return why.code;
}

static void published_keys(void **state)
{
	(void)state;
	static const char *const keys[] = {FOO_KEY, PETER_KEY, ENOCH_KEY, SUMDB_KEY, ARCHE_KEY, REMORA_KEY};
	for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
		note_key key = key_of(keys[i]);
		text again = {0};
		note_key_write(&key, &again);
		assert_string_equal(text_string(&again), keys[i]);
		text_free(&again);
	}
	assert_int_equal(key_of(REMORA_KEY).kind, NOTE_COSIGNATURE);
	/* every part of it and every other byte in it, as in Go's TestNewVerifier, and its two wrong keys */
	char part[] = PETER_KEY;
	const size_t length = sizeof part - 1;
	note_key key;
	for (size_t i = 0; i < length; i++) {
		part[i]++;
		assert_false(note_key_read(&key, part));
		part[i]--;
		for (size_t j = i; j <= length; j++) {
			char kept = part[j];
			part[j] = '\0';
			assert_true(note_key_read(&key, part + i) == (i == 0 && j == length));
			part[j] = kept;
		}
	}
	assert_false(note_key_read(&key, "PeterNeumann+cc469956+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TWBADKEY=="));
	assert_false(note_key_read(&key, "PeterNeumann+173116ae+ZRpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"));
	assert_false(note_key_read(&key, "PeterNeumann+C74F20A3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"));
}

static void names_that_are_none(void **state)
{
	(void)state;
	static const char *const names[] = {"",         "a b",          "a+b",          "a\tb", "a\xC2\xA0z",
					    "a\xC2\x85", "a\xE2\x80\xA8", "\xE3\x80\x80", "\xFF"};
	static const unsigned char public_key[32];
	char name[NOTE_NAME_MAX + 2] = {0};
	note_key key;
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		assert_false(note_key_make(&key, names[i], NOTE_ED25519, public_key));
	memset(name, 'x', NOTE_NAME_MAX + 1);
	assert_false(note_key_make(&key, name, NOTE_ED25519, public_key));
	name[NOTE_NAME_MAX] = '\0';
	assert_true(note_key_make(&key, name, NOTE_ED25519, public_key));
	assert_true(note_key_make(&key, "cord\xC3\xB3n/1", NOTE_COSIGNATURE, public_key));
	assert_false(note_key_make(&key, "a", (note_kind)2, public_key));
}

static void published_notes_are_opened(void **state)
{
	(void)state;
	static const struct {
		const char *key, *note;
	} cases[] = {{FOO_KEY, FOO_NOTE},
		     {PETER_KEY, GO_TEXT "\n" PETER_LINE},
		     {ENOCH_KEY, GO_TEXT "\n" PETER_LINE ENOCH_LINE},
		     {SUMDB_KEY, SUMDB_NOTE},
		     {ARCHE_KEY, ARCHE_NOTE},
		     {REMORA_KEY, ARCHE_NOTE}};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		note_key key = key_of(cases[i].key), other = key_of(PETER_KEY);
		note_signed found;
		assert_null(opened(cases[i].note, &key, 1, &found));
		assert_true(found.by_it);
		/* 0x6A122120, as the line says */
		assert_int_equal(found.time, strcmp(cases[i].key, REMORA_KEY) ? 0 : 1779573024);
		if (!strstr(cases[i].note, "PeterNeumann"))
			assert_ptr_equal(opened(cases[i].note, &other, 1, &found), &RECORD_NOTE_UNSIGNED);
		assert_ptr_equal(opened(cases[i].note, NULL, 0, NULL), &RECORD_NOTE_UNSIGNED);
	}
}

/* Of a note that two keys signed, and of one that a witness cosigned: any bit changed, and it is refused, or (in the
 * line of another key) still signed with the same text. */
static void no_bit_of_a_note_can_be_changed(void **state)
{
	(void)state;
	static const struct {
		const char *key, *note, *line;
	} cases[] = {{PETER_KEY, GO_TEXT "\n" PETER_LINE, PETER_LINE},
		     {SUMDB_KEY, SUMDB_NOTE, DASH},
		     {REMORA_KEY, ARCHE_NOTE, DASH "remora.n621.de "}};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		note_key key = key_of(cases[i].key);
		size_t length = strlen(cases[i].note), body = (size_t)(strstr(cases[i].note, "\n\n") - cases[i].note) + 1;
		size_t line = (size_t)(strstr(cases[i].note, cases[i].line) - cases[i].note);
		char *changed = malloc(length);
		assert_non_null(changed);
		for (size_t bit = 0; bit < 8 * length; bit++) {
			note_parts n;
			note_signed found;
			memcpy(changed, cases[i].note, length);
			changed[bit / 8] ^= (char)(1 << bit % 8);
			if (!note_read(changed, length, &n, NULL) || !note_verify(&n, &key, 1, &found, NULL))
				continue;
			assert_true(bit / 8 > body && bit / 8 < line);
			assert_true(n.body_length == body && memcmp(n.body, cases[i].note, body) == 0);
		}
		free(changed);
	}
}

static void signed_as_go_signs(void **state)
{
	(void)state;
	unsigned char seed[33], public_key[32], secret[64];
	size_t size;
	sodium_base642bin(seed, sizeof seed, PETER_SECRET, strlen(PETER_SECRET), NULL, &size, NULL,
			  sodium_base64_VARIANT_ORIGINAL);
	crypto_sign_seed_keypair(public_key, secret, seed + 1);
	note_key key;
	text out = {0};
	assert_true(note_key_make(&key, "PeterNeumann", NOTE_ED25519, public_key));
	note_begin(&out, GO_TEXT, strlen(GO_TEXT));
	note_sign(&out, &key, secret, 0);
	assert_string_equal(text_string(&out), GO_TEXT "\n" PETER_LINE); /* Ed25519 has one signature of a text */
	text_free(&out);
}

static void cosigned_and_verified(void **state)
{
	(void)state;
	unsigned char seed[32] = {1, 9, 7, 2}, public_key[32], secret[64];
	crypto_sign_seed_keypair(public_key, secret, seed);
	note_key key[2];
	note_signed found[2];
	text out = {0};
	assert_true(note_key_make(&key[0], "witness", NOTE_COSIGNATURE, public_key));
	assert_true(note_key_make(&key[1], "witness", NOTE_ED25519, public_key));
	text_add_string(&out, SUMDB_NOTE); /* a note from elsewhere */
	note_sign(&out, &key[0], secret, 1700000000);
	note_sign(&out, &key[0], secret, 1700000009);
	note_sign(&out, &key[0], secret, 1700000005);
	assert_null(opened(text_string(&out), key, 2, found));
	assert_true(found[0].by_it && found[0].time == 1700000009 && !found[1].by_it);
	/* its message, by hand */
	const char *line = strstr(text_string(&out), "witness ") + strlen("witness ");
	unsigned char bytes[76];
	size_t size;
	static const char message[] = "cosignature/v1\ntime 1700000000\n" SUMDB_BODY;
	sodium_base642bin(bytes, sizeof bytes, line, 104, NULL, &size, NULL, sodium_base64_VARIANT_ORIGINAL);
	assert_int_equal(size, 76);
	assert_memory_equal(bytes + 4, "\0\0\0\0\x65\x53\xF1\x00", 8);
	const unsigned char *signed_bytes = (const unsigned char *)message;
	assert_int_equal(crypto_sign_verify_detached(bytes + 12, signed_bytes, strlen(message), public_key), 0);
	text_free(&out);
	/* a cosignature of what is no checkpoint, put together by hand */
	static const char no_checkpoint[] = "cosignature/v1\ntime 7\nhello\n";
	char base64[128];
	memcpy(bytes, key[0].id, 4);
	memcpy(bytes + 4, "\0\0\0\0\0\0\0\7", 8);
	crypto_sign_detached(bytes + 12, NULL, (const unsigned char *)no_checkpoint, strlen(no_checkpoint), secret);
	text_add_format(&out, "hello\n\n" DASH "witness %s\n",
			sodium_bin2base64(base64, sizeof base64, bytes, sizeof bytes, sodium_base64_VARIANT_ORIGINAL));
	assert_ptr_equal(opened(text_string(&out), key, 2, found), &RECORD_NOTE_WRONG);
	text_free(&out);
}

static void broken_notes(void **state)
{
	(void)state;
	static const char *const broken[] = {
		/* Go's TestOpen */
		GO_TEXT,
		GO_TEXT "\n",
		"\x01" GO_TEXT "\n" PETER_LINE,
		"\xFF" GO_TEXT "\n" PETER_LINE,
		GO_TEXT "\n" DASH "Bad Name "
		"x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n",
		GO_TEXT "\n" PETER_LINE "Unexpected line.\n",
		/* and ours */
		"",
		"\n",
		"\n\n",
		"\n" PETER_LINE,
		GO_TEXT PETER_LINE,
		GO_TEXT "\n" PETER_LINE "\n" PETER_LINE "\n",
		GO_TEXT "\n-- PeterNeumann AAAAAAA=\n",
		GO_TEXT "\n" DASH "\n",
		GO_TEXT "\n" DASH "PeterNeumann\n",
		GO_TEXT "\n" DASH "PeterNeumann \n",
		GO_TEXT "\n" DASH " AAAAAAA=\n",
		GO_TEXT "\n" DASH "PeterNeumann AAAAAA==\n", /* four bytes: no signature after the id */
		GO_TEXT "\n" DASH "PeterNeumann AAAAAAA\n",
		GO_TEXT "\n" DASH "PeterNeumann AAAAAAB=\n", /* bits that stand for nothing */
		GO_TEXT "\n" DASH "PeterNeumann AAAAAAA= \n",
		GO_TEXT "\n" DASH "Peter+Neumann AAAAAAA=\n",
		GO_TEXT "\r\n\n" PETER_LINE,
	};
	note_parts n;
	for (size_t i = 0; i < sizeof broken / sizeof *broken; i++)
		assert_ptr_equal(opened(broken[i], NULL, 0, NULL), &RECORD_NOTE_FORM);
	for (size_t cut = 1; cut < strlen(PETER_LINE); cut++)
		assert_false(note_read(GO_TEXT "\n" PETER_LINE, strlen(GO_TEXT "\n" PETER_LINE) - cut, &n, NULL));
	assert_false(note_read("a\0\n\n" PETER_LINE, 4 + strlen(PETER_LINE), &n, NULL));
	assert_true(note_read("\n\n" PETER_LINE, 2 + strlen(PETER_LINE), &n, NULL));
	assert_int_equal(n.body_length, 1);
	assert_true(note_read("a\n\n\n" PETER_LINE, 4 + strlen(PETER_LINE), &n, NULL)); /* the last empty line counts */
	assert_int_equal(n.body_length, 3);
}

static void known_keys_must_verify(void **state)
{
	(void)state;
	note_key known[2] = {key_of(PETER_KEY), key_of(ENOCH_KEY)};
	note_signed found[2];
	assert_null(opened(GO_TEXT "\n" PETER_LINE ENOCH_LINE, known, 2, found));
	assert_true(found[0].by_it && found[1].by_it);
	assert_null(opened(GO_TEXT "\n" ENOCH_LINE ENOCH_LINE, known, 2, found));
	assert_true(!found[0].by_it && found[1].by_it);
	/* Enoch's name and id over Peter's signature: wrong, though Peter signed rightly before it */
	static const char forged[] = GO_TEXT "\n" PETER_LINE DASH
		"EnochRoot rwz+ePZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n";
	assert_ptr_equal(opened(forged, known, 2, found), &RECORD_NOTE_WRONG);
	assert_true(!found[0].by_it && !found[1].by_it);
	assert_null(opened(forged, known, 1, found)); /* who does not know Enoch skips the line */
	/* the name alone, or the id alone, is of no known key */
	static const char name_only[] = GO_TEXT "\n" DASH "PeterNeumann AAAAAAA=\n";
	static const char id_only[] = GO_TEXT "\n" DASH "Peter "
		"x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n";
	assert_ptr_equal(opened(name_only, known, 2, found), &RECORD_NOTE_UNSIGNED);
	assert_ptr_equal(opened(id_only, known, 2, found), &RECORD_NOTE_UNSIGNED);
	/* a known key's line of another length */
	assert_ptr_equal(opened(GO_TEXT "\n" DASH "PeterNeumann x08gowA=\n", known, 2, found), &RECORD_NOTE_WRONG);
}

static void limits(void **state)
{
	(void)state;
	text out = {0};
	note_parts n;
	cordon_text why;
	text_add_string(&out, GO_TEXT "\n");
	for (int i = 0; i < NOTE_SIGNATURES_MAX; i++)
		text_add_string(&out, PETER_LINE);
	assert_true(note_read(out.bytes, out.length, &n, &why));
	text_add_string(&out, PETER_LINE);
	assert_false(note_read(out.bytes, out.length, &n, &why));
	assert_ptr_equal(why.code, &RECORD_NOTE_LIMIT);
	text_clear(&out);
	while (out.length < NOTE_BYTES_MAX - strlen("\n" PETER_LINE) - 1)
		text_add(&out, "x", 1);
	text_add_string(&out, "\n\n" PETER_LINE);
	assert_true(out.length == NOTE_BYTES_MAX && note_read(out.bytes, out.length, &n, &why));
	out.bytes[out.length - strlen("\n\n" PETER_LINE)] = 'x';
	text_clear(&out);
	while (out.length < NOTE_BYTES_MAX - strlen("\n" PETER_LINE))
		text_add(&out, "x", 1);
	text_add_string(&out, "\n\n" PETER_LINE);
	assert_false(note_read(out.bytes, out.length, &n, &why));
	assert_ptr_equal(why.code, &RECORD_NOTE_LIMIT);
	text_free(&out);
}

static void checkpoints(void **state)
{
	(void)state;
	checkpoint c;
	text out = {0};
	assert_true(checkpoint_read(SUMDB_BODY, strlen(SUMDB_BODY), true, &c, NULL));
	assert_string_equal(c.origin, "go.sum database tree");
	assert_int_equal(c.size, 65209736);
	assert_int_equal(c.root.byte[0], 0xE7);
	assert_int_equal(c.root.byte[31], 0x1A);
	checkpoint_write(&c, &out);
	assert_string_equal(text_string(&out), SUMDB_BODY);
	text_free(&out);
	cordon_text why;
	assert_false(checkpoint_read(SUMDB_BODY "more\n", strlen(SUMDB_BODY "more\n"), true, &c, &why));
	assert_ptr_equal(why.code, &RECORD_CHECKPOINT_EXTENDED);
	assert_true(checkpoint_read(SUMDB_BODY "more\nand more\n", strlen(SUMDB_BODY "more\nand more\n"), false, &c, &why));
	assert_int_equal(c.extensions, 2);
	static const char root[] = "5+uGFjx6xBZG8ip1+wi77v+grwbhhukIrxEUS8PXvRo=\n";
	static const struct {
		const char *origin, *size, *rest;
		bool is_good;
	} cases[] = {
		{"a\n", "0\n", root, true},
		{"a b\n", "9223372036854775807\n", root, true},
		{"a\n", "9223372036854775808\n", root, false},
		{"a\n", "92233720368547758070\n", root, false},
		{"\n", "1\n", root, false},
		{"", "1\n", root, false},
		{"a\n", "01\n", root, false},
		{"a\n", "00\n", root, false},
		{"a\n", "+1\n", root, false},
		{"a\n", "-1\n", root, false},
		{"a\n", "1 \n", root, false},
		{"a\n", "0x1\n", root, false},
		{"a\n", "\n", root, false},
		{"a\n", "1\n", "", false},
		{"a\n", "1\n", "\n", false},
		{"a\n", "1\n", "5+uGFjx6xBZG8ip1+wi77v+grwbhhukIrxEUS8PXvRo=", false},
		{"a\n", "1\n", "5+uGFjx6xBZG8ip1+wi77v+grwbhhukIrxEUS8PXvRp=\n", false},
		{"a\n", "1\n", "5+uGFjx6xBZG8ip1+wi77v+grwbhhukIrxEUS8PXvRo\n", false},
		{"a\n", "1\n", "5-uGFjx6xBZG8ip1-wi77v-grwbhhukIrxEUS8PXvRo=\n", false},
		{"a\n", "1\n", "AAAA\n", false},
		{"a\n", "1\n", "5+uGFjx6xBZG8ip1+wi77v+grwbhhukIrxEUS8PXvRoA\n", false},
		{"a\n", "1\n", "5+uGFjx6xBZG8ip1+wi77v+grwbhhukIrxEUS8PXvRo=\n\n", false},
		{"a\n", "1\n", "5+uGFjx6xBZG8ip1+wi77v+grwbhhukIrxEUS8PXvRo=\nx", false},
		{"\xFF\n", "1\n", root, false},
		{"a\t\n", "1\n", root, false},
	};
	for (size_t width = NOTE_NAME_MAX; width <= NOTE_NAME_MAX + 1; width++) {
		for (size_t i = 0; i < width; i++)
			text_add(&out, "x", 1);
		text_add_format(&out, "\n1\n%s", root);
		assert_true(checkpoint_read(out.bytes, out.length, true, &c, NULL) == (width == NOTE_NAME_MAX));
		text_free(&out);
	}
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		text_add_format(&out, "%s%s%s", cases[i].origin, cases[i].size, cases[i].rest);
		assert_true(checkpoint_read(out.bytes, out.length, false, &c, NULL) == cases[i].is_good);
		text_free(&out);
	}
}

static int set_up(void **state)
{
	(void)state;
	return sodium_init() < 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(published_keys),
		cmocka_unit_test(names_that_are_none),
		cmocka_unit_test(published_notes_are_opened),
		cmocka_unit_test(no_bit_of_a_note_can_be_changed),
		cmocka_unit_test(signed_as_go_signs),
		cmocka_unit_test(cosigned_and_verified),
		cmocka_unit_test(broken_notes),
		cmocka_unit_test(known_keys_must_verify),
		cmocka_unit_test(limits),
		cmocka_unit_test(checkpoints),
	};
	return cmocka_run_group_tests(tests, set_up, NULL);
}
