/* Exact numbers: texts and readings worked out by hand, at the edges of 64 bits. */
#include "unit.h"

#include "count/exact.h"

static void shares_ignore_the_remainder(void **state)
{
	(void)state;
	assert_true(exact_share(100000, 129, 2043) == 6314); /* 0.06314|24 */
	assert_true(exact_share(UINT64_MAX, UINT64_MAX, UINT64_MAX) == UINT64_MAX);
	assert_true(exact_share(UINT64_C(100000000000000000), 100000, UINT64_C(300000000000000000)) == 33333);
	assert_true(exact_share(0, 5, 1) == 0);
}

static void fixed_numbers_are_written_whole(void **state)
{
	(void)state;
	arena keep = {0};
	mpz_t big;
	mpz_init_set_str(big, "-123456789012345678901234567890", 10);
	assert_string_equal(exact_fixed(&keep, 191400000, 5), "1914.00000");
	assert_string_equal(exact_fixed(&keep, 1, 5), "0.00001");
	assert_string_equal(exact_fixed(&keep, UINT64_MAX, 0), "18446744073709551615");
	assert_string_equal(exact_signed(&keep, -400000, 5), "-4.00000");
	assert_string_equal(exact_signed(&keep, 0, 5), "0.00000");
	assert_string_equal(exact_signed(&keep, -1, 2), "-0.01");
	assert_string_equal(exact_mpz_fixed(&keep, big, 9), "-123456789012345678901.234567890");
	mpz_set_si(big, -5);
	assert_string_equal(exact_mpz_fixed(&keep, big, 3), "-0.005");
	mpz_set_si(big, 123);
	assert_string_equal(exact_mpz_fixed(&keep, big, 3), "0.123");
	assert_string_equal(exact_mpz_fixed(&keep, big, 0), "123");
	mpz_clear(big);
	arena_free(&keep);
}

static void fractions_are_read_exactly_or_not_at_all(void **state)
{
	(void)state;
	static const char *const good[][2] = {
		{"2/3", "2/3"}, {"4/6", "2/3"},   {"0.5", "1/2"}, {"12", "12"},
		{"007", "7"},   {"0.10", "1/10"}, {"0/5", "0"},   {"99999999999999999999", "99999999999999999999"}};
	static const char *const bad[] = {"",      ".5",    "5.",    "1/0", "-1", "+1", "1 ", " 1",
					  "1/2/3", "1.2.3", "1.5/2", "1e3", "x",  "/2", "1/"};
	arena keep = {0};
	mpq_t value;
	mpq_init(value);
	for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
		assert_true(exact_read_mpq(good[i][0], value));
		assert_string_equal(exact_mpq(&keep, value), good[i][1]);
	}
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		assert_false(exact_read_mpq(bad[i], value));
	mpq_clear(value);
	arena_free(&keep);
}

static void counts_stop_at_their_limit(void **state)
{
	(void)state;
	uint64_t value;
	assert_true(exact_read_count("18446744073709551615", 20, UINT64_MAX, &value) && value == UINT64_MAX);
	assert_false(exact_read_count("18446744073709551616", 20, UINT64_MAX, &value));
	assert_true(exact_read_count("3", 1, 3, &value) && value == 3);
	assert_false(exact_read_count("4", 1, 3, &value));
	assert_false(exact_read_count("", 0, 3, &value));
	assert_false(exact_read_count("1x", 2, 30, &value));
}

static void wide_numbers_keep_every_digit(void **state)
{
	(void)state;
	const exact_wide million = 1000000, most = million * million * million * million * million; /* 10^30 */
	arena keep = {0};
	assert_string_equal(exact_wide_fixed(&keep, most, 18), "1000000000000.000000000000000000");
	assert_string_equal(exact_wide_fixed(&keep, most + 7, 0), "1000000000000000000000000000007");
	assert_string_equal(exact_wide_fixed(&keep, 0, 0), "0");
	assert_string_equal(exact_wide_fixed(&keep, 0, 9), "0.000000000");
	assert_string_equal(exact_wide_fixed(&keep, 12, 9), "0.000000012");
	assert_string_equal(exact_wide_signed_fixed(&keep, -12, 1), "-1.2");
	assert_string_equal(exact_wide_signed_fixed(&keep, 0, 2), "0.00");
	assert_true(exact_wide_share_up(most, most, most) == most);
	assert_true(exact_wide_share_up(most, most, most - 1) == most + 2); /* 10^60 / (10^30 - 1) = 10^30 + 1.00.. */
	assert_true(exact_wide_share_up(7, 1, 2) == 4);
	assert_true(exact_wide_share_up(8, 1, 2) == 4);
	assert_true(exact_wide_share_up(0, 5, 3) == 0);
	arena_free(&keep);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(shares_ignore_the_remainder),
		cmocka_unit_test(fixed_numbers_are_written_whole),
		cmocka_unit_test(fractions_are_read_exactly_or_not_at_all),
		cmocka_unit_test(counts_stop_at_their_limit),
		cmocka_unit_test(wide_numbers_keep_every_digit),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
