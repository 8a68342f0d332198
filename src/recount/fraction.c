/* Fractions; see fraction.h. */
#include "recount/fraction.h"

#include "base/text.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

enum { DIGITS_MAX = 500, SHORT_MAX = 40, SHORT_DECIMALS = 6 };

/* Digits with at most one '.' or '/' among them, none of these at an end. */
static bool well_formed(const char *string)
{
	size_t length = strlen(string), whole = strspn(string, "0123456789");
	if (!whole || length > DIGITS_MAX)
		return false;
	if (whole == length)
		return true;
	size_t more = strspn(string + whole + 1, "0123456789");
	return strchr("./", string[whole]) && more && whole + 1 + more == length;
}

bool fraction_read(const char *string, mpq_t value)
{
	char digits[DIGITS_MAX + 1];
	mpq_set_ui(value, 0, 1);
	if (!well_formed(string))
		return false;
	size_t whole = strcspn(string, "."), length = strlen(string);
	memcpy(digits, string, length + 1);
	if (whole < length)
		memmove(digits + whole, digits + whole + 1, length - whole);
	mpq_set_str(value, digits, 10);
	for (size_t i = whole + 1; i < length; i++)
		mpz_mul_ui(mpq_denref(value), mpq_denref(value), 10);
	bool finite = mpz_sgn(mpq_denref(value)) != 0;
	if (!finite)
		mpq_set_ui(value, 0, 1);
	mpq_canonicalize(value);
	return finite;
}

int fraction_compare(uint64_t a, uint64_t b, const mpq_t with)
{
	mpz_t left, right;
	assert(b > 0);
	mpz_inits(left, right, NULL);
	mpz_mul_ui(left, mpq_denref(with), a);
	mpz_mul_ui(right, mpq_numref(with), b);
	int compared = mpz_cmp(left, right);
	mpz_clears(left, right, NULL);
	return (compared > 0) - (compared < 0);
}

void fraction_set(mpq_t value, uint64_t a, uint64_t b)
{
	assert(b > 0);
	mpq_set_ui(value, a, b);
	mpq_canonicalize(value);
}

void fraction_add_times(mpq_t sum, uint64_t times, const mpq_t value)
{
	mpq_t part;
	mpq_init(part);
	mpq_set_ui(part, times, 1);
	mpq_mul(part, part, value);
	mpq_add(sum, sum, part);
	mpq_clear(part);
}

char *fraction_text(const mpq_t value)
{
	text all = {0};
	char *digits = mpq_get_str(NULL, 10, value);
	void (*release)(void *, size_t);
	text_add_string(&all, digits);
	mp_get_memory_functions(NULL, NULL, &release);
	release(digits, strlen(digits) + 1);
	return all.bytes;
}

char *fraction_text_of(uint64_t a, uint64_t b)
{
	mpq_t value;
	mpq_init(value);
	fraction_set(value, a, b);
	char *all = fraction_text(value);
	mpq_clear(value);
	return all;
}

/* Long is what GMP says may have more than 40 digits. */
char *fraction_short(const mpq_t value)
{
	text out = {0};
	mpq_t whole;
	mpz_t rest;
	if (mpz_sizeinbase(mpq_numref(value), 10) + mpz_sizeinbase(mpq_denref(value), 10) <= SHORT_MAX)
		return fraction_text(value);
	mpq_init(whole);
	mpz_init(rest);
	mpz_fdiv_qr(mpq_numref(whole), rest, mpq_numref(value), mpq_denref(value));
	for (int i = 0; i < SHORT_DECIMALS; i++)
		mpz_mul_ui(rest, rest, 10);
	mpz_fdiv_q(rest, rest, mpq_denref(value));
	char *digits = fraction_text(whole);
	text_add_format(&out, "%s.%0*lu...", digits, SHORT_DECIMALS, mpz_get_ui(rest));
	free(digits);
	mpq_clear(whole);
	mpz_clear(rest);
	return out.bytes;
}
