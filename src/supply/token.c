/* See token.h. The table is the one Damm published; what it promises is tested, not trusted. */
#include "supply/token.h"

#include <assert.h>

static const unsigned char step[10][10] = {
	{0, 3, 1, 7, 5, 9, 8, 6, 4, 2}, {7, 0, 9, 2, 1, 5, 4, 8, 6, 3}, {4, 2, 0, 6, 8, 7, 1, 3, 5, 9},
	{1, 7, 5, 0, 9, 8, 3, 4, 2, 6}, {6, 1, 2, 3, 0, 4, 5, 9, 7, 8}, {3, 6, 7, 4, 2, 0, 9, 5, 8, 1},
	{5, 8, 6, 9, 7, 2, 0, 1, 3, 4}, {8, 9, 4, 5, 3, 6, 2, 0, 1, 7}, {9, 4, 3, 8, 6, 1, 7, 2, 0, 5},
	{2, 5, 8, 1, 4, 3, 6, 7, 9, 0},
};

/* On the diagonal stand zeros: the digit that leads from a state back to 0 is the state itself. */
char token_check_digit(const char *digits, size_t count)
{
	unsigned char state = 0;
	for (size_t i = 0; i < count; i++) {
		assert(digits[i] >= '0' && digits[i] <= '9');
		state = step[state][digits[i] - '0'];
	}
	return (char)('0' + state);
}

bool token_is_number(const char *token, size_t length)
{
	if (length < TOKEN_DIGITS_MIN || length > TOKEN_DIGITS_MAX)
		return false;
	for (size_t i = 0; i < length; i++)
		if (token[i] < '0' || token[i] > '9')
			return false;
	return true;
}

bool token_fits(const char *token, size_t length)
{
	return token_is_number(token, length) && token_check_digit(token, length) == '0';
}
