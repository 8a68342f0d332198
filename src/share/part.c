/* See part.h. */
#include "share/part.h"

#include <assert.h>
#include <string.h>

enum { DIGITS = 41, TEXT = 96 };

static share_wide divisor(share_wide a, share_wide b)
{
	a = a < 0 ? -a : a;
	while (b) {
		share_wide rest = a % b;
		a = b;
		b = rest;
	}
	return a;
}

share_part part_reduce(share_part p)
{
	assert(p.under > 0);
	share_wide d = divisor(p.over, p.under);
	return d > 1 ? (share_part){p.over / d, p.under / d} : p;
}

/* Writes digits ending before `end`; returns where they begin. */
static char *digits(share_wide value, char *end)
{
	bool negative = value < 0;
	for (value = negative ? -value : value; value > 9; value /= 10)
		*--end = (char)('0' + (int)(value % 10));
	*--end = (char)('0' + (int)value);
	if (negative)
		*--end = '-';
	return end;
}

const char *part_text(share_part p, int64_t grain, char *out)
{
	char buffer[TEXT], *end = buffer + sizeof buffer - 1;
	share_part whole = part_reduce(p);
	/* the grain goes into what is left of the numerator first, so that nothing overflows */
	share_wide common = divisor(whole.over, grain);
	whole = (share_part){whole.over / common, whole.under * (grain / common)};
	*end = '\0';
	char *at = end;
	if (whole.under != 1) {
		at = digits(whole.under, at);
		*--at = '/';
	}
	at = digits(whole.over, at);
	memcpy(out, at, (size_t)(end - at) + 1);
	return out;
}
