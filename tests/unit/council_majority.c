/* Majorities of recalls and ranked options (council/majority.h) beside src/count's rule `threshold`, by which other
 * decisions are counted: the two share no arithmetic, and must say the same of all small votes.
 */
#include "unit.h"

#include "council/majority.h"

#include <cordon/count.h>

#include <inttypes.h>
#include <stdio.h>

enum { BODIES = 3 };

/* Whether the option Yes reaches it: yes[b] and no[b] votes in body b. */
static bool reached_by_count(rules_majority m, const int *yes, const int *no, int bodies, int entitled)
{
	const char *body[BODIES] = {"a", "b", "c"};
	cordon_candidate candidate[] = {{.name = "yes", .list = -1}, {.name = "no", .list = -1}};
	cordon_mark mark[2 * BODIES];
	size_t start[2 * BODIES + 1] = {0};
	uint64_t weight[2 * BODIES];
	uint16_t group[2 * BODIES];
	cordon_election e = {.kind = CORDON_BALLOTS_RANKED,
			     .seats = 2,
			     .candidate = candidate,
			     .candidates = 2,
			     .mark = mark,
			     .start = start,
			     .weight = weight,
			     .group = body,
			     .groups = bodies,
			     .ballot_group = group};
	for (int b = 0; b < bodies; b++)
		for (int option = 0; option < 2; option++) {
			int votes = option ? no[b] : yes[b];
			if (!votes)
				continue;
			mark[e.ballots] = (cordon_mark)option;
			weight[e.ballots] = (uint64_t)votes;
			group[e.ballots] = (uint16_t)b;
			e.ballots++;
			start[e.ballots] = e.ballots;
		}
	char share[64], of_all[24];
	snprintf(share, sizeof share, "%" PRId64 "/%" PRId64, m.share.numerator, m.share.denominator);
	snprintf(of_all, sizeof of_all, "%d", entitled);
	bool at_least = m.kind == RULES_TWO_THIRDS || m.kind == RULES_SHARE;
	cordon_setting setting[6] = {{"seats", NULL, "2"},
				     {"threshold", NULL,
				      m.kind == RULES_TWO_THIRDS ? "2/3"
				      : m.kind == RULES_SHARE    ? share
								 : "1/2"},
				     {"comparison", NULL, at_least ? "at-least" : "more-than"}};
	cordon_settings settings = {setting, 3, NULL};
	if (m.kind == RULES_ABSOLUTE) {
		setting[settings.settings++] = (cordon_setting){"of", NULL, "entitled"};
		setting[settings.settings++] = (cordon_setting){"entitled", NULL, of_all};
	}
	if (m.kind == RULES_DOUBLE)
		setting[settings.settings++] = (cordon_setting){"bodies", NULL, "1/2"};
	cordon_count_result result;
	cordon_error error;
	cordon_error_init(&error);
	bool yes_wins = false;
	assert_int_equal(cordon_count(&e, cordon_count_rule_find("threshold"), &settings, NULL, &result, &error),
			 CORDON_OK);
	for (int i = 0; i < result.winners; i++)
		yes_wins |= result.winner[i] == 0;
	cordon_count_free(&result);
	cordon_error_free(&error);
	return yes_wins;
}

static void check(rules_majority m, const int *yes, const int *no, int bodies, int stay_away)
{
	majority_votes v = {.bodies = bodies};
	for (int b = 0; b < bodies; b++) {
		v.yes += yes[b];
		v.no += no[b];
		v.bodies_yes += yes[b] > no[b];
	}
	v.entitled = v.yes + v.no + stay_away;
	if (v.yes + v.no)
		assert_int_equal(majority_reached(m, v), reached_by_count(m, yes, no, bodies, (int)v.entitled));
}

static void as_the_rule_threshold_has_them(void **unused)
{
	(void)unused;
	static const rules_majority majority[] = {
		{RULES_SIMPLE, {0, 1}}, {RULES_ABSOLUTE, {0, 1}}, {RULES_TWO_THIRDS, {0, 1}},
		{RULES_SHARE, {1, 2}},  {RULES_SHARE, {3, 5}},    {RULES_SHARE, {1, 1}},
	};
	for (int yes = 0; yes <= 12; yes++)
		for (int no = 0; no <= 12; no++)
			for (size_t m = 0; m < sizeof majority / sizeof *majority; m++)
				for (int away = 0; away <= 3; away++)
					check(majority[m], &yes, &no, 1, away);
}

static void in_more_than_half_of_the_bodies(void **unused)
{
	(void)unused;
	for (int code = 0; code < 4096; code++) { /* 0 to 3 votes for and against in each of three bodies */
		int yes[BODIES], no[BODIES];
		for (int b = 0; b < BODIES; b++) {
			yes[b] = code >> 4 * b & 3;
			no[b] = code >> (4 * b + 2) & 3;
		}
		for (int bodies = 1; bodies <= BODIES; bodies++)
			check((rules_majority){RULES_DOUBLE, {0, 1}}, yes, no, bodies, 0);
	}
}

/* Hundredths of votes of thousands of millions: 64 bits do not hold the products. 266,666,666,800 of 400,000,000,000 is
 * 0.666666667. */
static void large_numbers_are_exact(void **unused)
{
	(void)unused;
	rules_majority m = {RULES_SHARE, {666666667, 1000000000}};
	assert_false(majority_reached(m, (majority_votes){.yes = 266666666799, .no = 133333333201}));
	assert_true(majority_reached(m, (majority_votes){.yes = 266666666800, .no = 133333333200}));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(as_the_rule_threshold_has_them),
		cmocka_unit_test(in_more_than_half_of_the_bodies),
		cmocka_unit_test(large_numbers_are_exact),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
