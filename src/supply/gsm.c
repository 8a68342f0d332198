/* The GSM 7-bit default alphabet with its extension table (3GPP TS 23.038, 6.2.1), and the check of messages. The
 * national shift tables are not used: not every telephone and network has them. */
#include "supply/message.h"

#include <utf8proc.h>

enum { ESCAPE = 0x1B, ALPHABET = 128, CRC24_INIT = 0xB704CE, CRC24_POLY = 0x864CFB };

/* The code point of each septet; line feed, return and escape are not for texts of one line. */
static const uint16_t basic[ALPHABET] = {
	'@', 0xA3, '$', 0xA5, 0xE8, 0xE9, 0xF9, 0xEC, 0xF2, 0xC7, 0, 0xD8, 0xF8, 0, 0xC5, 0xE5,
	0x394, '_', 0x3A6, 0x393, 0x39B, 0x3A9, 0x3A0, 0x3A8, 0x3A3, 0x398, 0x39E, 0, 0xC6, 0xE6, 0xDF, 0xC9,
	' ', '!', '"', '#', 0xA4, '%', '&', '\'', '(', ')', '*', '+', ',', '-', '.', '/',
	'0', '1', '2', '3', '4', '5', '6', '7', '8', '9', ':', ';', '<', '=', '>', '?',
	0xA1, 'A', 'B', 'C', 'D', 'E', 'F', 'G', 'H', 'I', 'J', 'K', 'L', 'M', 'N', 'O',
	'P', 'Q', 'R', 'S', 'T', 'U', 'V', 'W', 'X', 'Y', 'Z', 0xC4, 0xD6, 0xD1, 0xDC, 0xA7,
	0xBF, 'a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j', 'k', 'l', 'm', 'n', 'o',
	'p', 'q', 'r', 's', 't', 'u', 'v', 'w', 'x', 'y', 'z', 0xE4, 0xF6, 0xF1, 0xFC, 0xE0,
};
static const struct {
	uint16_t point;
	unsigned char septet;
} extension[] = {{'^', 0x14}, {'{', 0x28}, {'}', 0x29}, {'\\', 0x2F}, {'[', 0x3C},
		 {'~', 0x3D}, {']', 0x3E}, {'|', 0x40}, {0x20AC, 0x65}};

/* One or two septets; 0: the alphabet has no such character. */
static int septets_of(int32_t point, unsigned char out[2])
{
	for (int i = 0; point && i < ALPHABET; i++) {
		if (basic[i] == point) {
			out[0] = (unsigned char)i;
			return 1;
		}
	}
	for (size_t i = 0; i < sizeof extension / sizeof *extension; i++) {
		if (extension[i].point == point) {
			out[0] = ESCAPE;
			out[1] = extension[i].septet;
			return 2;
		}
	}
	return 0;
}

size_t message_septets(const char *bytes, size_t length, unsigned char *septet, size_t most, long *bad)
{
	size_t count = 0;
	long character = 0;
	*bad = 0;
	for (size_t at = 0; at < length;) {
		utf8proc_int32_t point = 0;
		utf8proc_ssize_t step = utf8proc_iterate((const utf8proc_uint8_t *)bytes + at,
							 (utf8proc_ssize_t)(length - at), &point);
		unsigned char code[2];
		int codes = step > 0 ? septets_of(point, code) : 0;
		character++;
		if (!codes && !*bad)
			*bad = character;
		for (int i = 0; i < codes; i++, count++)
			if (count < most)
				septet[count] = code[i];
		at += step > 0 ? (size_t)step : 1;
	}
	return count;
}

uint32_t message_crc24(const unsigned char *bytes, size_t length)
{
	uint32_t crc = CRC24_INIT;
	for (size_t i = 0; i < length; i++) {
		crc ^= (uint32_t)bytes[i] << 16;
		for (int bit = 0; bit < 8; bit++)
			crc = (crc & 0x800000 ? crc << 1 ^ CRC24_POLY : crc << 1) & 0xFFFFFF;
	}
	return crc;
}
