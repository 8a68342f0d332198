/* Numbers in a language; see number.h. The C library writes the digits, this file groups and marks them. */
#include "report/number.h"

#include "base/messages.h"
#include "report/codes.h"

#include <assert.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MINUS "\xE2\x88\x92"
#define INFINITE "\xE2\x88\x9E"
#define DASH "\xE2\x80\x93"
#define NO_BREAK_SPACE "\xC2\xA0"
#define TIMES "\xC3\x97"

static const char *const superscript[] = {
	"\xE2\x81\xB0",
	"\xC2\xB9",
	"\xC2\xB2",
	"\xC2\xB3",
	"\xE2\x81\xB4",
	"\xE2\x81\xB5",
	"\xE2\x81\xB6",
	"\xE2\x81\xB7",
	"\xE2\x81\xB8",
	"\xE2\x81\xB9",
};

/* The decimal exponent of a value after rounding to `digits` significant ones. */
static int exponent_of(double value, int digits)
{
	char plain[40];
	snprintf(plain, sizeof plain, "%.*e", digits - 1, value);
	return atoi(strchr(plain, 'e') + 1);
}

/* Digits of a finite value >= 0 with `decimals` after the mark, grouped by threes. */
static void add_grouped(text *out, double value, int decimals, bool trim, cordon_language language)
{
	char plain[400];
	int length = snprintf(plain, sizeof plain, "%.*f", decimals, value);
	assert(length > 0 && (size_t)length < sizeof plain);
	size_t whole = strcspn(plain, ".");
	size_t end = (size_t)length;
	while (trim && end > whole && (plain[end - 1] == '0' || plain[end - 1] == '.'))
		end--;
	for (size_t i = 0; i < whole; i++) {
		if (i && (whole - i) % 3 == 0)
			text_add_string(out, language == CORDON_SPANISH ? "." : ",");
		text_add(out, plain + i, 1);
	}
	if (end > whole) {
		text_add_string(out, language == CORDON_SPANISH ? "," : ".");
		text_add(out, plain + whole + 1, end - whole - 1);
	}
}

/* value = mantissa x 10^exponent, the mantissa with two decimals at most. */
static void add_power(text *out, double value, cordon_language language)
{
	char plain[40];
	snprintf(plain, sizeof plain, "%.2e", value);
	int exponent = atoi(strchr(plain, 'e') + 1);
	plain[4] = '\0';
	add_grouped(out, strtod(plain, NULL), 2, true, language);
	text_add_string(out, TIMES "10");
	if (exponent < 0)
		text_add_string(out, "\xE2\x81\xBB");
	char digits[12];
	snprintf(digits, sizeof digits, "%d", abs(exponent));
	for (const char *at = digits; *at; at++)
		text_add_string(out, superscript[*at - '0']);
}

static int auto_decimals(double size)
{
	if (size == 0)
		return 0;
	int exponent = exponent_of(size, 4);
	return exponent >= 3 ? 0 : 3 - exponent;
}

/* True when `size` shows as zero with these decimals. */
static bool shows_as_zero(double size, int decimals)
{
	char plain[400];
	snprintf(plain, sizeof plain, "%.*f", decimals, size);
	return strspn(plain, "0.") == strlen(plain);
}

void number_add(text *out, double value, int decimals, cordon_language language)
{
	assert(decimals >= NUMBER_AUTO && decimals <= NUMBER_DECIMALS_MAX);
	if (isnan(value)) {
		text_add_string(out, DASH);
		return;
	}
	double size = fabs(value);
	bool small = decimals == NUMBER_AUTO && size > 0 && size < 1e-4, large = size >= 1e15 && !isinf(size);
	int places = decimals == NUMBER_AUTO && !small && !large && !isinf(size) ? auto_decimals(size) : decimals;
	if (value < 0 && (small || large || isinf(size) || !shows_as_zero(size, places)))
		text_add_string(out, MINUS);
	if (isinf(size))
		text_add_string(out, INFINITE);
	else if (small || large)
		add_power(out, size, language);
	else
		add_grouped(out, size, places, decimals == NUMBER_AUTO, language);
}

void number_add_share(text *out, double share, int decimals, cordon_language language)
{
	assert(decimals >= NUMBER_AUTO && decimals <= NUMBER_DECIMALS_MAX);
	int places = decimals == NUMBER_AUTO ? 1 : decimals;
	double step = pow(10, -places), percent = 100 * share;
	if (fabs(share - 1) <= SHARE_WHOLE)
		percent = 100;
	else if (share < 1 && percent > 100 - step)
		percent = 100 - step;
	else if (share > 1 && percent < 100 + step)
		percent = 100 + step;
	if (share > 0 && percent < step) {
		text_add_string(out, "<");
		percent = step;
	}
	number_add(out, percent, places, language);
	if (!isnan(share))
		text_add_string(out, language == CORDON_SPANISH ? NO_BREAK_SPACE "%" : "%");
}

void number_add_short(text *out, double value, cordon_language language)
{
	static const struct {
		double size;
		const cordon_code *code;
	} words[] = {{1e12, &REPORT_TRILLION}, {1e9, &REPORT_BILLION}, {1e6, &REPORT_MILLION}};
	double size = fabs(value);
	for (size_t i = 0; i < sizeof words / sizeof *words && size < 1e15; i++) {
		if (size < words[i].size * (1 - 5e-4))
			continue;
		double scaled = value / words[i].size;
		text digits = {0};
		int exponent = exponent_of(fabs(scaled), 3);
		number_add(&digits, scaled, exponent > 2 ? 0 : 2 - exponent, language);
		message_add(out, language, &(cordon_text){words[i].code, {text_string(&digits)}});
		text_free(&digits);
		return;
	}
	number_add(out, value, NUMBER_AUTO, language);
}

void number_add_count(text *out, size_t count, cordon_language language)
{
	number_add(out, (double)count, 0, language);
}
