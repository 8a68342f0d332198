/* See recovery.h. */
#include "record/recovery.h"

#include "base/hash.h"

#include <stdio.h>
#include <string.h>

static const char DOMAIN[] = "cordon-recovery-v1\n";
enum { DIGITS = 16, GROUP = 4, CHECK = 4, LINE_MAX_BYTES = 80 };

static void check_of(int line, const char digits[DIGITS], char check[CHECK + 1])
{
	char hex[HASH_HEX], number = (char)('0' + line);
	hash_state h;
	hash_begin(&h);
	hash_add(&h, DOMAIN, sizeof DOMAIN - 1);
	hash_add(&h, &number, 1);
	hash_add(&h, digits, DIGITS);
	hash_end(&h, hex);
	snprintf(check, CHECK + 1, "%.4s", hex);
}

void recovery_write(const book_key *key, text *out)
{
	unsigned char seed[crypto_sign_SEEDBYTES];
	char hex[2 * sizeof seed + 1], check[CHECK + 1];
	crypto_sign_ed25519_sk_to_seed(seed, key->secret);
	sodium_bin2hex(hex, sizeof hex, seed, sizeof seed);
	for (int i = 0; i < RECOVERY_LINES; i++) {
		const char *at = hex + i * DIGITS;
		check_of(i + 1, at, check);
		text_add_format(out, "%d  %.4s %.4s %.4s %.4s  %s\n", i + 1, at, at + GROUP, at + 2 * GROUP,
				at + 3 * GROUP, check);
	}
	sodium_memzero(seed, sizeof seed);
	sodium_memzero(hex, sizeof hex);
}

/* The digits of a line in lower case without its blanks: number, 16, and the check; 0: it is none of ours. */
static int digits_of(const char *at, size_t length, char out[1 + DIGITS + CHECK + 1])
{
	size_t count = 0;
	for (size_t i = 0; i < length; i++) {
		char c = at[i] >= 'A' && at[i] <= 'F' ? (char)(at[i] - 'A' + 'a') : at[i];
		if (c == ' ' || c == '\t' || c == '\r')
			continue;
		if (!strchr("0123456789abcdef", c) || count == 1 + DIGITS + CHECK)
			return 0;
		out[count++] = c;
	}
	out[count] = '\0';
	return count == 1 + DIGITS + CHECK && *out >= '1' && *out < '1' + RECOVERY_LINES ? *out - '0' : 0;
}

bool recovery_read(const char *note, unsigned char seed[32], int *line)
{
	char digits[1 + DIGITS + CHECK + 1], check[CHECK + 1];
	int seen[RECOVERY_LINES] = {0};
	for (const char *at = note; *at;) {
		size_t length = strcspn(at, "\n"), size;
		int number = length < LINE_MAX_BYTES ? digits_of(at, length, digits) : 0;
		if (number) {
			check_of(number, digits + 1, check);
			bool well = !strcmp(check, digits + 1 + DIGITS);
			seen[number - 1] += well ? 1 : 2;
			sodium_hex2bin(seed + (number - 1) * DIGITS / 2, DIGITS / 2, digits + 1, DIGITS, NULL, &size, NULL);
		}
		at += length + (at[length] == '\n');
	}
	sodium_memzero(digits, sizeof digits);
	for (*line = 1; *line <= RECOVERY_LINES && seen[*line - 1] == 1; ++*line)
		;
	return *line > RECOVERY_LINES;
}
