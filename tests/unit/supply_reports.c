/* The rule of price reports: against its own words, over all small cases, and the promise that one hand changes no
 * verdict into a false one. */
#include "unit.h"

#include "base/draw.h"
#include "supply/reports.h"

#include <stdbool.h>
#include <stdlib.h>

/* The rule as docs/supply.md says it, by leaving voices out one hand after the other. */
static bool more_than_half(const report_voice *voice, size_t count, int without, report_says says, size_t least)
{
	size_t left = 0, so = 0;
	for (size_t i = 0; i < count; i++) {
		bool out = false;
		for (int h = 0; h < voice[i].hands; h++)
			out |= voice[i].hand[h] == without;
		left += !out;
		so += !out && voice[i].says == says;
	}
	return left >= least && so > left - so;
}

static bool stands(const report_voice *voice, size_t count, int hands, report_says says)
{
	bool so = more_than_half(voice, count, -1, says, 3);
	for (int h = 0; h < hands; h++)
		so &= more_than_half(voice, count, h, says, 2);
	return so;
}

static report_voice random_voice(draw *d, int hands)
{
	report_voice v = {.says = (report_says)draw_below(d, 3)};
	for (int h = 0; h < hands && v.hands < REPORTS_HANDS; h++)
		if (!draw_below(d, (uint64_t)hands))
			v.hand[v.hands++] = h;
	return v;
}

static void test_the_rule_is_what_it_says(void **unused)
{
	(void)unused;
	draw d = {41};
	int seen[VERDICT_WITHIN + 1] = {0};
	for (int round = 0; round < 40000; round++) {
		report_voice voice[9];
		size_t count = draw_below(&d, 10);
		int hands = 1 + (int)draw_below(&d, 6);
		for (size_t i = 0; i < count; i++)
			voice[i] = random_voice(&d, hands);
		report_verdict verdict = reports_judge(voice, count, hands);
		seen[verdict]++;
		assert_int_equal(verdict == VERDICT_OVER, stands(voice, count, hands, REPORT_OVER));
		assert_int_equal(verdict == VERDICT_WITHIN, stands(voice, count, hands, REPORT_WITHIN));
		assert_int_equal(verdict == VERDICT_FEW, count < 3);
	}
	for (int v = VERDICT_FEW; v <= VERDICT_WITHIN; v++)
		assert_true(seen[v] > 20);
}

/* True voices all say `truth`; a hand brings `bad` others that say what it likes. */
static report_verdict attacked(draw *d, report_says truth, size_t honest, size_t bad, int hands)
{
	report_voice *voice = calloc(honest + bad + 1, sizeof *voice);
	for (size_t i = 0; i < honest + bad; i++) {
		voice[i] = random_voice(d, hands);
		if (i < honest) {
			voice[i].says = truth;
			continue;
		}
		bool has = false;
		for (int h = 0; h < voice[i].hands; h++)
			has |= voice[i].hand[h] == 0;
		if (!has && voice[i].hands < REPORTS_HANDS)
			voice[i].hand[voice[i].hands++] = 0;
	}
	report_verdict verdict = reports_judge(voice, honest + bad, hands);
	free(voice);
	return verdict;
}

static void test_one_hand_makes_no_false_verdict(void **unused)
{
	(void)unused;
	draw d = {7};
	int right = 0;
	for (int round = 0; round < 20000; round++) {
		report_says truth = round % 2 ? REPORT_OVER : REPORT_WITHIN;
		report_verdict false_one = truth == REPORT_OVER ? VERDICT_WITHIN : VERDICT_OVER;
		report_verdict got = attacked(&d, truth, draw_below(&d, 12), draw_below(&d, 40), 7);
		assert_int_not_equal(got, false_one);
		right += got != VERDICT_FEW && got != VERDICT_SPLIT && got != VERDICT_ONE_HAND;
	}
	assert_true(right > 1000);
}

/* Voices with two hands each way, so that the promise is seen to be about one hand. */
static void test_two_hands_can(void **unused)
{
	(void)unused;
	report_voice voice[8] = {0};
	for (int i = 0; i < 8; i++)
		voice[i] = (report_voice){i < 5 ? REPORT_OVER : REPORT_WITHIN, {i < 5 ? i % 2 : i}, 1};
	assert_int_equal(reports_judge(voice, 8, 8), VERDICT_ONE_HAND); /* 5 false of two hands, 3 true: 2 of 5 left */
	assert_int_equal(reports_judge(voice, 6, 8), VERDICT_OVER); /* 1 true */
	assert_int_equal(reports_judge(voice, 2, 8), VERDICT_FEW);
	assert_int_equal(reports_judge(NULL, 0, 0), VERDICT_FEW);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_the_rule_is_what_it_says),
		cmocka_unit_test(test_one_hand_makes_no_false_verdict),
		cmocka_unit_test(test_two_hands_can),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
