/* Exact numbers and their texts; see exact.h. */
#include "count/exact.h"

#include <assert.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

uint64_t exact_share(uint64_t a, uint64_t b, uint64_t c)
{
	assert(c > 0);
	exact_wide quotient = (exact_wide)a * b / c;
	assert(quotient <= UINT64_MAX);
	return (uint64_t)quotient;
}

static void set_wide(mpz_t value, exact_wide wide)
{
	const uint64_t half[2] = {(uint64_t)wide, (uint64_t)(wide >> 64)};
	mpz_import(value, 2, -1, sizeof *half, 0, 0, half);
}

exact_wide exact_wide_share_up(exact_wide a, exact_wide b, exact_wide c)
{
	mpz_t x, y;
	uint64_t half[2] = {0, 0};
	assert(c > 0);
	mpz_inits(x, y, NULL);
	set_wide(x, a);
	set_wide(y, b);
	mpz_mul(x, x, y);
	set_wide(y, c);
	mpz_cdiv_q(x, x, y);
	assert(mpz_sizeinbase(x, 2) <= 128);
	mpz_export(half, NULL, -1, sizeof *half, 0, 0, x);
	mpz_clears(x, y, NULL);
	return (exact_wide)half[1] << 64 | half[0];
}

const char *exact_wide_fixed(arena *keep, exact_wide units, int decimals)
{
	char digits[64], *at = digits + sizeof digits;
	*--at = '\0';
	for (int place = 0; units || place <= decimals; place++) {
		if (place == decimals && decimals)
			*--at = '.';
		*--at = (char)('0' + (int)(units % 10));
		units /= 10;
	}
	return arena_copy_text(keep, at);
}

const char *exact_wide_signed_fixed(arena *keep, exact_wide_signed units, int decimals)
{
	if (units >= 0)
		return exact_wide_fixed(keep, (exact_wide)units, decimals);
	return arena_format(keep, "-%s", exact_wide_fixed(keep, (exact_wide)-units, decimals));
}

const char *exact_count(arena *keep, uint64_t count)
{
	return arena_format(keep, "%" PRIu64, count);
}

const char *exact_fixed(arena *keep, uint64_t units, int decimals)
{
	uint64_t one = 1;
	assert(decimals >= 0 && decimals <= 18);
	for (int i = 0; i < decimals; i++)
		one *= 10;
	if (!decimals)
		return exact_count(keep, units);
	return arena_format(keep, "%" PRIu64 ".%0*" PRIu64, units / one, decimals, units % one);
}

const char *exact_signed(arena *keep, int64_t units, int decimals)
{
	if (units >= 0)
		return exact_fixed(keep, (uint64_t)units, decimals);
	return arena_format(keep, "-%s", exact_fixed(keep, (uint64_t)-units, decimals));
}

const char *exact_mpz_fixed(arena *keep, const mpz_t units, int decimals)
{
	size_t room = mpz_sizeinbase(units, 10) + 2;
	char *digits = arena_alloc(keep, room);
	mpz_get_str(digits, 10, units);
	const char *sign = *digits == '-' ? "-" : "";
	const char *plain = *digits == '-' ? digits + 1 : digits;
	int length = (int)strlen(plain), whole = length - decimals;
	if (!decimals)
		return digits;
	if (whole > 0)
		return arena_format(keep, "%s%.*s.%s", sign, whole, plain, plain + whole);
	char *zeros = arena_alloc(keep, (size_t)-whole + 1);
	memset(zeros, '0', (size_t)-whole);
	return arena_format(keep, "%s0.%s%s", sign, zeros, plain);
}

const char *exact_mpq(arena *keep, const mpq_t value)
{
	size_t room = mpz_sizeinbase(mpq_numref(value), 10) + mpz_sizeinbase(mpq_denref(value), 10) + 3;
	char *digits = arena_alloc(keep, room);
	return mpq_get_str(digits, 10, value);
}

const char *exact_mpq_short(arena *keep, const mpq_t value)
{
	if (mpz_sizeinbase(mpq_numref(value), 10) + mpz_sizeinbase(mpq_denref(value), 10) <= EXACT_SHORT_MAX)
		return exact_mpq(keep, value);
	mpz_t units;
	mpz_init(units);
	mpz_mul_ui(units, mpq_numref(value), 1000000);
	mpz_tdiv_q(units, units, mpq_denref(value));
	const char *digits = exact_mpz_fixed(keep, units, 6);
	mpz_clear(units);
	return arena_format(keep, "%s...", digits);
}

bool exact_read_count(const char *string, size_t length, uint64_t most, uint64_t *value)
{
	*value = 0;
	for (size_t i = 0; i < length; i++) {
		if (string[i] < '0' || string[i] > '9')
			return false;
		uint64_t digit = (uint64_t)(string[i] - '0');
		if (digit > most || *value > (most - digit) / 10)
			return false;
		*value = *value * 10 + digit;
	}
	return length > 0;
}

bool exact_read_mpq(const char *string, mpq_t value)
{
	char digits[EXACT_TEXT_MAX + 1];
	size_t length = strlen(string), whole = strspn(string, "0123456789");
	const char *rest = string + whole;
	size_t more = *rest ? strspn(rest + 1, "0123456789") : 0;
	if (!whole || length > EXACT_TEXT_MAX || whole + (*rest ? 1 + more : 0) != length || (*rest && !more))
		return false;
	if (*rest && *rest != '.' && *rest != '/')
		return false;
	memcpy(digits, string, whole);
	memcpy(digits + whole, *rest ? rest + 1 : rest, more);
	digits[*rest == '/' ? whole : whole + more] = '\0';
	mpz_set_str(mpq_numref(value), digits, 10);
	mpz_set_ui(mpq_denref(value), 1);
	if (*rest == '/')
		mpz_set_str(mpq_denref(value), rest + 1, 10);
	else if (*rest)
		mpz_ui_pow_ui(mpq_denref(value), 10, more);
	if (!mpz_sgn(mpq_denref(value))) {
		mpq_set_ui(value, 0, 1);
		return false;
	}
	mpq_canonicalize(value);
	return true;
}
