/* Texts as they are compared; see fold.h. */
#include "supply/fold.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <utf8proc.h>

static bool is_plain(unsigned char c)
{
	return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

/* Adds one code point of a decomposed, case-folded text. */
static void add_rune(char out[FOLD_SIZE], size_t *length, utf8proc_int32_t rune)
{
	utf8proc_uint8_t bytes[4];
	if (rune == '\'' || rune == 0x2019 || rune == '.')
		return; /* O'Higgins is one word, and so is M.A. */
	utf8proc_category_t kind = utf8proc_category(rune);
	bool kept = kind <= UTF8PROC_CATEGORY_LO || kind == UTF8PROC_CATEGORY_ND;
	if (!kept || kind == UTF8PROC_CATEGORY_CN) {
		if (*length && out[*length - 1] != ' ' && *length + 1 < FOLD_SIZE)
			out[(*length)++] = ' ';
		return;
	}
	size_t size = (size_t)utf8proc_encode_char(rune, bytes);
	if (*length + size >= FOLD_SIZE)
		return;
	memcpy(out + *length, bytes, size);
	*length += size;
}

static size_t fold_runes(const char *text, char out[FOLD_SIZE])
{
	enum { RUNES = 4 * FOLD_SIZE };
	const utf8proc_option_t form =
		UTF8PROC_STABLE | UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT | UTF8PROC_STRIPMARK | UTF8PROC_CASEFOLD;
	utf8proc_int32_t rune[RUNES];
	size_t bytes = strlen(text), length = 0;
	if (bytes > FOLD_SIZE)
		bytes = FOLD_SIZE; /* a code point cut in two ends the text below */
	while (bytes && ((unsigned char)text[bytes] & 0xC0) == 0x80)
		bytes--;
	utf8proc_ssize_t count = utf8proc_decompose((const utf8proc_uint8_t *)text, (utf8proc_ssize_t)bytes, rune,
						    RUNES, form);
	for (utf8proc_ssize_t i = 0; i < count && i < RUNES; i++)
		add_rune(out, &length, rune[i]);
	return length;
}

size_t fold_text(const char *text, char out[FOLD_SIZE])
{
	size_t length = 0;
	bool ascii = true;
	for (const char *at = text; *at && ascii && length + 1 < FOLD_SIZE; at++) {
		unsigned char c = (unsigned char)*at;
		if (c >= 'A' && c <= 'Z')
			c = (unsigned char)(c - 'A' + 'a');
		ascii = c < 0x80;
		if (is_plain(c))
			out[length++] = (char)c;
		else if (c != '\'' && c != '.' && length && out[length - 1] != ' ')
			out[length++] = ' ';
	}
	if (!ascii)
		length = fold_runes(text, out);
	while (length && out[length - 1] == ' ')
		length--;
	out[length] = '\0';
	return length;
}

static bool is_front(char c)
{
	return c == 'e' || c == 'i';
}

/* The letter that stands for the sound at `at`; *used is how many letters make it. '\0': none. */
static char sound_at(const char *at, int *used)
{
	*used = 1;
	switch (at[0]) {
	case 'h': return '\0';
	case 'v': return 'b';
	case 'w': return 'u';
	case 'z': case 'x': return 's';
	case 'y': return at[1] ? 'y' : 'i';
	case 'g': return is_front(at[1]) ? 'j' : 'g';
	case 'l':
		if (at[1] != 'l')
			return 'l';
		*used = 2;
		return 'y';
	case 'q':
		*used = at[1] == 'u' ? 2 : 1;
		return 'k';
	case 'c':
		if (at[1] == 'h') {
			*used = 2;
			return 'x';
		}
		return is_front(at[1]) ? 's' : 'k';
	default: return at[0];
	}
}

void fold_sound(const char *folded, char out[FOLD_SIZE])
{
	size_t length = 0;
	int used;
	for (const char *at = folded; *at; at += used) {
		char sound = sound_at(at, &used);
		if (sound && (!length || out[length - 1] != sound))
			out[length++] = sound;
	}
	out[length] = '\0';
}

static int least(int a, int b)
{
	return a < b ? a : b;
}

int fold_slips(const char *a, const char *b, int most)
{
	int rows[3][FOLD_SIZE + 1];
	int *before = rows[0], *last = rows[1], *row = rows[2];
	int length_a = (int)strlen(a), length_b = (int)strlen(b);
	if (abs(length_a - length_b) > most || length_b > FOLD_SIZE)
		return most + 1;
	for (int j = 0; j <= length_b; j++)
		last[j] = j;
	for (int i = 1; i <= length_a; i++) {
		int lowest = row[0] = i;
		for (int j = 1; j <= length_b; j++) {
			row[j] = least(last[j - 1] + (a[i - 1] != b[j - 1]), least(last[j], row[j - 1]) + 1);
			if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
				row[j] = least(row[j], before[j - 2] + 1);
			lowest = least(lowest, row[j]);
		}
		if (lowest > most)
			return most + 1;
		int *free_row = before;
		before = last;
		last = row;
		row = free_row;
	}
	return least(last[length_b], most + 1);
}

/* "luz" and "lzu": short words have too many neighbours for any other slip. */
static bool are_exchanged(const char *a, const char *b)
{
	return (a[0] == b[1] && a[1] == b[0] && a[2] == b[2]) || (a[0] == b[0] && a[1] == b[2] && a[2] == b[1]);
}

bool fold_alike(const char *a, const char *b)
{
	size_t length_a = strlen(a), length_b = strlen(b);
	size_t longer = length_a > length_b ? length_a : length_b;
	if (longer < 4)
		return length_a == 3 && length_b == 3 && are_exchanged(a, b);
	int most = longer < 8 ? 1 : 2;
	return fold_slips(a, b, most) <= most;
}

int fold_words(char *folded, char **word, int most)
{
	int count = 0;
	for (char *at = folded; *at && count < most;) {
		word[count++] = at;
		while (*at && *at != ' ')
			at++;
		if (*at)
			*at++ = '\0';
	}
	return count;
}
