/* Reading, adding and writing amounts; see amount.h. */
#include "plan/amount.h"

#include "record/act.h"

#include <assert.h>
#include <string.h>

bool amount_read(const char *string, amount *out)
{
	int64_t above, below;
	size_t number = strcspn(string, " ");
	const char *unit = string[number] ? string + number + 1 : "";
	*out = (amount){0};
	if (!number || number >= sizeof out->number || strlen(unit) >= sizeof out->unit || *unit == ' ' ||
	    (string[number] && !*unit))
		return false;
	memcpy(out->number, string, number);
	memcpy(out->unit, unit, strlen(unit));
	return act_ratio(out->number, &above, &below);
}

/* `number` was checked when its act was taken in. */
void amount_set(mpq_t value, const char *number)
{
	int64_t above = 0, below = 1;
	bool is_number = act_ratio(number, &above, &below);
	assert(is_number);
	(void)is_number;
	mpq_set_si(value, above, (unsigned long)below);
	mpq_canonicalize(value);
}

bool amount_is_zero(const char *number)
{
	int64_t above = 0, below = 1;
	return act_ratio(number, &above, &below) && above == 0;
}

bool amount_is_less(const char *a, const char *b)
{
	mpq_t x, y;
	mpq_inits(x, y, NULL);
	amount_set(x, a);
	amount_set(y, b);
	bool less = mpq_cmp(x, y) < 0;
	mpq_clears(x, y, NULL);
	return less;
}

void amount_add(mpq_t sum, const char *number, const char *factor, const char *own)
{
	mpq_t value, other;
	mpq_inits(value, other, NULL);
	amount_set(value, number);
	amount_set(other, factor);
	mpq_mul(value, value, other);
	amount_set(other, own);
	mpq_div(value, value, other);
	mpq_add(sum, sum, value);
	mpq_clears(value, other, NULL);
}

enum { DIGITS_AFTER = 22, DIGITS_SIGNIFICANT = 20, ZEROS_MAX = 40 };

/* How many zeros follow the point before the first digit of a value below 1. */
static unsigned long leading_zeros(const mpq_t value)
{
	unsigned long zeros = 0;
	mpz_t scaled;
	mpz_init_set(scaled, mpq_numref(value));
	mpz_mul_ui(scaled, scaled, 10);
	while (mpz_cmp(scaled, mpq_denref(value)) < 0 && zeros < ZEROS_MAX) {
		mpz_mul_ui(scaled, scaled, 10);
		zeros++;
	}
	mpz_clear(scaled);
	return zeros;
}

/* The digits of a whole number with the point before the last `after` of them, without zeros at the end. */
static char *put_point(const char *digits, unsigned long after, char out[AMOUNT_DECIMAL])
{
	size_t length = strlen(digits), used = 0;
	for (; used + after < length; used++)
		out[used] = digits[used];
	if (!used)
		out[used++] = '0';
	out[used++] = '.';
	for (size_t i = after; i > 0; i--)
		out[used++] = i > length ? '0' : digits[length - i];
	while (out[used - 1] == '0')
		used--;
	used -= out[used - 1] == '.';
	out[used] = '\0';
	return out;
}

char *amount_decimal(const mpq_t value, char out[AMOUNT_DECIMAL])
{
	assert(mpq_sgn(value) >= 0);
	char digits[AMOUNT_DECIMAL];
	bool below_one = mpq_sgn(value) > 0 && mpz_cmp(mpq_numref(value), mpq_denref(value)) < 0;
	unsigned long after = below_one ? leading_zeros(value) + DIGITS_SIGNIFICANT : DIGITS_AFTER;
	after = after < DIGITS_AFTER ? DIGITS_AFTER : after;
	mpz_t scaled;
	mpz_init(scaled);
	mpz_ui_pow_ui(scaled, 10, after);
	mpz_mul(scaled, scaled, mpq_numref(value));
	mpz_tdiv_q(scaled, scaled, mpq_denref(value));
	assert(mpz_sizeinbase(scaled, 10) < sizeof digits - 2);
	mpz_get_str(digits, 10, scaled);
	mpz_clear(scaled);
	return put_point(digits, after, out);
}
