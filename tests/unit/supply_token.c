/* The check digit of card tokens: a published example, and the proof that it catches what it should. The state after
 * some digits is the digit that would be appended, so the whole quasigroup can be seen from outside. */
#include "unit.h"

#include "supply/token.h"

#include <stdio.h>
#include <string.h>

static char table[10][10]; /* the state that a digit leads to from a state */

static int fill(void **state)
{
	char reach[10]; /* a digit that leads from 0 to each state */
	memset(reach, 0, sizeof reach);
	for (char d = '0'; d <= '9'; d++)
		reach[token_check_digit(&d, 1) - '0'] = d;
	for (int s = 0; s < 10; s++) {
		assert_true(reach[s] != 0);
		for (int d = 0; d < 10; d++)
			table[s][d] = (char)(token_check_digit((const char[2]){reach[s], (char)('0' + d)}, 2) - '0');
	}
	(void)state;
	return 0;
}

/* 572 with its digit 4: the example of Wikipedia's page on the algorithm. */
static void published_example(void **state)
{
	assert_int_equal(token_check_digit("572", 3), '4');
	assert_true(token_fits("5724", 4));
	(void)state;
}

/* Of any length: a wrong digit leads to a wrong state (rows), which the same digits then keep wrong (columns) and the
 * check digit does not lead to 0 (the diagonal alone does); and so does a swap of two neighbours, wherever it stands,
 * the check digit included. */
static void proof(void **state)
{
	for (int s = 0; s < 10; s++) {
		int row = 0, column = 0;
		for (int d = 0; d < 10; d++) {
			row |= 1 << table[s][d];
			column |= 1 << table[d][s];
			assert_true((table[s][d] == 0) == (s == d));
		}
		assert_int_equal(row, 1023);
		assert_int_equal(column, 1023);
		for (int x = 0; x < 10; x++)
			for (int y = 0; y < x; y++)
				assert_int_not_equal(table[(int)table[s][x]][y], table[(int)table[s][y]][x]);
	}
	(void)state;
}

/* The same by trying all of them, on every number of four digits. */
static void every_error(void **state)
{
	for (int number = 0; number < 10000; number++) {
		char token[6];
		snprintf(token, sizeof token, "%04d", number);
		token[4] = token_check_digit(token, 4);
		assert_true(token_fits(token, 5));
		for (int at = 0; at < 5; at++) {
			char right = token[at];
			for (char d = '0'; d <= '9'; d++) {
				token[at] = d;
				assert_int_equal(token_fits(token, 5), d == right);
			}
			token[at] = right;
			if (at == 4 || token[at + 1] == right)
				continue;
			token[at] = token[at + 1];
			token[at + 1] = right;
			assert_false(token_fits(token, 5));
			token[at + 1] = token[at];
			token[at] = right;
		}
	}
	(void)state;
}

static void what_is_no_token(void **state)
{
	assert_false(token_fits("", 0));
	assert_false(token_fits("0", 1));
	assert_false(token_fits("57 4", 4));
	assert_false(token_fits("572-", 4));
	assert_true(token_fits("00000000000000000000", 20));
	assert_false(token_fits("000000000000000000000", 21));
	(void)state;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(published_example),
		cmocka_unit_test(proof),
		cmocka_unit_test(every_error),
		cmocka_unit_test(what_is_no_token),
	};
	return cmocka_run_group_tests(tests, fill, NULL);
}
