/* Text messages: the alphabet and the check against published values, and every single error of a message tried. */
#include "unit.h"

#include "supply/message.h"

#include <stdlib.h>
#include <string.h>

/* The check value of CRC-24/OPENPGP in the catalogue of parametrised CRC algorithms (reveng). */
static void published_crc(void **state)
{
	assert_int_equal(message_crc24((const unsigned char *)"123456789", 9), 0x21CF02);
	assert_int_equal(message_crc24((const unsigned char *)"", 0), 0xB704CE); /* RFC 9580: its start */
	(void)state;
}

/* 3GPP TS 23.038, tables of 6.2.1 and 6.2.1.1. */
static void published_alphabet(void **state)
{
	static const char some[] = "@$è\u00A3é_¡ÉÑ§¿ñàZz09 ~\u20AC[";
	static const unsigned char septets[] = {0x00, 0x02, 0x04, 0x01, 0x05, 0x11, 0x40, 0x1F, 0x5D, 0x5F, 0x60, 0x7D,
						0x7F, 0x5A, 0x7A, 0x30, 0x39, 0x20, 0x1B, 0x3D, 0x1B, 0x65, 0x1B, 0x3C};
	unsigned char out[64];
	long bad;
	assert_int_equal(message_septets(some, strlen(some), out, sizeof out, &bad), sizeof septets);
	assert_int_equal(bad, 0);
	assert_memory_equal(out, septets, sizeof septets);
	message_septets("a\u20AC\u00E1b\n", 7, out, sizeof out, &bad);
	assert_int_equal(bad, 3);
	(void)state;
}

#define MOST 400
static char alphabet[140][4];
static int characters;

/* Every character of the alphabet, found by asking for all of the Basic Multilingual Plane below U+2100. */
static int fill(void **state)
{
	for (unsigned point = 1; point < 0x2100; point++) {
		char utf8[4] = {0};
		long bad;
		if (point < 0x80) {
			utf8[0] = (char)point;
		} else if (point < 0x800) {
			utf8[0] = (char)(0xC0 | point >> 6);
			utf8[1] = (char)(0x80 | (point & 63));
		} else {
			utf8[0] = (char)(0xE0 | point >> 12);
			utf8[1] = (char)(0x80 | (point >> 6 & 63));
			utf8[2] = (char)(0x80 | (point & 63));
		}
		message_septets(utf8, strlen(utf8), NULL, 0, &bad);
		if (!bad && characters < 140)
			memcpy(alphabet[characters++], utf8, sizeof utf8);
	}
	assert_int_equal(characters, 125 + 9); /* 128 less line feed, return and escape; the extension less form feed */
	(void)state;
	return 0;
}

static const message sample[] = {
	{.kind = MESSAGE_CLAIM, .token = "5724", .cycle = 12, .good = {{"arroz", 3}, {"leche", 2}}, .goods = 2},
	{.kind = MESSAGE_DELIVERY, .place = "P-0", .cycle = 0, .number = 118, .good = {{"a", 999999999}}, .goods = 1},
	{.kind = MESSAGE_COMPLAINT, .place = "kiosk", .cycle = 7,
	 .words = "\u00BFy el pan? {no} lleg\u00F2 /  10 \u20AC /4"},
	{.kind = MESSAGE_COMPLAINT, .place = "k", .cycle = 7, .token = "5724", .words = "x"},
};

/* The characters of a text, each a string. */
static int split(const char *string, char out[MOST][4])
{
	int count = 0;
	for (; *string; count++) {
		size_t length = 1;
		while (((unsigned char)string[length] & 0xC0) == 0x80)
			length++;
		memset(out[count], 0, 4);
		memcpy(out[count], string, length);
		string += length;
	}
	return count;
}

/* Refused, or (the check in other letters) the very same message. */
static void is_caught(char part[MOST][4], int count, const char *right)
{
	message m;
	text changed = {0}, again = {0};
	int septets;
	for (int i = 0; i < count; i++)
		text_add_string(&changed, part[i]);
	if (strcmp(text_string(&changed), right) != 0 &&
	    !message_decode(changed.bytes, changed.length, (message_source){"t", 1, NULL}, &m)) {
		assert_int_equal(message_encode(&m, (message_source){"t", 1, NULL}, &again, &septets), CORDON_OK);
		assert_string_equal(text_string(&again), right);
	}
	text_free(&changed);
	text_free(&again);
}

static void every_error(void **state)
{
	static char part[MOST][4];
	for (size_t s = 0; s < sizeof sample / sizeof *sample; s++) {
		text right = {0};
		int septets;
		message m;
		assert_int_equal(message_encode(&sample[s], (message_source){"t", 1, NULL}, &right, &septets), CORDON_OK);
		assert_int_equal(message_decode(right.bytes, right.length, (message_source){"t", 1, NULL}, &m), CORDON_OK);
		json_t *ours = message_json(&sample[s]), *read = message_json(&m);
		assert_true(json_equal(ours, read));
		json_decref(ours);
		json_decref(read);
		int count = split(text_string(&right), part);
		for (int i = 0; i < count; i++) {
			char kept[4];
			memcpy(kept, part[i], 4);
			for (int c = 0; c < characters; c++) {
				memcpy(part[i], alphabet[c], 4);
				is_caught(part, count, text_string(&right));
			}
			memcpy(part[i], i + 1 < count ? part[i + 1] : kept, 4);
			if (i + 1 < count)
				memcpy(part[i + 1], kept, 4);
			is_caught(part, count, text_string(&right)); /* swapped */
			if (i + 1 < count)
				memcpy(part[i + 1], part[i], 4);
			part[i][0] = '\0';
			is_caught(part, count, text_string(&right)); /* left out */
			memcpy(part[i], kept, 4);
		}
		text_free(&right);
	}
	(void)state;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(published_crc),
		cmocka_unit_test(published_alphabet),
		cmocka_unit_test(every_error),
	};
	return cmocka_run_group_tests(tests, fill, NULL);
}
