/* Challenges and sessions by a clock of the test's own: good once, for their time, in their number; and the limits on
 * how often, held against a count made the plain way. */
#include "unit.h"

#include "http/rate.h"
#include "http/session.h"

#include <stdlib.h>
#include <string.h>

enum { LIFE_MS = 60 * 1000 };

static void test_a_challenge_is_good_once_and_for_its_time(void **context)
{
	char one[SESSION_HEX], two[SESSION_HEX];
	int64_t wait;
	(void)context;
	sessions *s = sessions_new(LIFE_MS);
	assert_int_equal(sessions_challenge(s, 5, one, &wait), SESSION_GOOD);
	assert_int_equal(sessions_challenge(s, 5, two, &wait), SESSION_GOOD);
	assert_string_not_equal(one, two);
	assert_true(sessions_spend(s, one, 6));
	assert_false(sessions_spend(s, one, 6));
	assert_false(sessions_spend(s, two, 5 + SESSION_CHALLENGE_S * 1000));
	assert_false(sessions_spend(s, "", 6));
	assert_false(sessions_spend(s, "0000000000000000000000000000000000000000000000000000000000000000", 6));
	two[63] = '\0';
	assert_false(sessions_spend(s, two, 6));
	sessions_free(s);
}

static void test_so_many_challenges_and_no_more(void **context)
{
	char one[SESSION_HEX], last[SESSION_HEX];
	int64_t wait;
	(void)context;
	sessions *s = sessions_new(LIFE_MS);
	for (int i = 0; i < SESSION_CHALLENGES_MAX; i++)
		assert_int_equal(sessions_challenge(s, i, last, &wait), SESSION_GOOD);
	assert_int_equal(sessions_challenge(s, SESSION_CHALLENGES_MAX, one, &wait), SESSION_FULL);
	assert_int_equal(wait, SESSION_CHALLENGE_S * 1000 - SESSION_CHALLENGES_MAX); /* until the first is too old */
	assert_int_equal(sessions_challenge(s, SESSION_CHALLENGES_MAX + wait, one, &wait), SESSION_GOOD);
	assert_true(sessions_spend(s, last, SESSION_CHALLENGES_MAX));
	sessions_free(s);
}

static void begin(sessions *s, const char *person, int64_t now, char token[SESSION_TOKEN])
{
	int64_t wait;
	assert_int_equal(sessions_begin(s, person, "key", now, token, &wait), SESSION_GOOD);
	assert_int_equal(strlen(token), 43);
}

static bool is_there(sessions *s, const char *token, int64_t now, const char *person)
{
	char found[KEYS_PERSON], key[KEYS_NAME];
	bool good = sessions_find(s, token, now, found, key);
	assert_string_equal(found, good ? person : "");
	assert_string_equal(key, good ? "key" : "");
	return good;
}

static void test_a_session_ends(void **context)
{
	char ana[SESSION_TOKEN], bea[SESSION_TOKEN];
	(void)context;
	sessions *s = sessions_new(LIFE_MS);
	begin(s, "ana", 1000, ana);
	begin(s, "bea", 2000, bea);
	assert_true(is_there(s, ana, 1000 + LIFE_MS - 1, "ana"));
	assert_false(is_there(s, ana, 1000 + LIFE_MS, "ana"));
	assert_int_equal(sessions_count(s, 1000 + LIFE_MS), 1);
	assert_true(is_there(s, bea, 3000, "bea"));
	sessions_end(s, bea);
	sessions_end(s, "none");
	assert_false(is_there(s, bea, 3000, "bea"));
	assert_true(is_there(s, ana, 3000, "ana"));
	sessions_free(s);
}

static void test_one_too_many_of_a_person_ends_the_oldest(void **context)
{
	char token[SESSION_EACH + 1][SESSION_TOKEN], bea[SESSION_TOKEN];
	(void)context;
	sessions *s = sessions_new(LIFE_MS);
	begin(s, "bea", 0, bea);
	for (int i = 0; i <= SESSION_EACH; i++)
		begin(s, "ana", 1 + i, token[i]);
	assert_false(is_there(s, token[0], 100, "ana"));
	for (int i = 1; i <= SESSION_EACH; i++)
		assert_true(is_there(s, token[i], 100, "ana"));
	assert_true(is_there(s, bea, 100, "bea"));
	sessions_free(s);
}

static void test_so_often_and_no_more(void **context)
{
	char token[SESSION_TOKEN];
	int64_t wait;
	(void)context;
	sessions *s = sessions_new(LIFE_MS);
	for (int i = 0; i < SESSION_PERSON_BURST; i++)
		assert_int_equal(sessions_begin(s, "ana", "key", 7, token, &wait), SESSION_GOOD);
	assert_int_equal(sessions_begin(s, "ana", "key", 7, token, &wait), SESSION_TOO_OFTEN);
	assert_int_equal(wait, SESSION_PERSON_MS);
	assert_int_equal(sessions_begin(s, "bea", "key", 7, token, &wait), SESSION_GOOD);
	assert_int_equal(sessions_begin(s, "ana", "key", 7 + SESSION_PERSON_MS, token, &wait), SESSION_GOOD);
	for (int i = 0; i < SESSION_ADDRESS_BURST; i++)
		assert_int_equal(sessions_ask(s, "192.0.2.1", 7, &wait), SESSION_GOOD);
	assert_int_equal(sessions_ask(s, "192.0.2.1", 7, &wait), SESSION_TOO_OFTEN);
	assert_int_equal(sessions_ask(s, "192.0.2.2", 7, &wait), SESSION_GOOD);
	sessions_free(s);
}

/* A bucket of `burst` that fills by one each interval, told in full: what the one number of rate.h stands for. */
static void test_a_rate_is_a_bucket(void **context)
{
	enum { BURST = 5, INTERVAL = 100, STEPS = 20000 };
	static rate_limit r;
	(void)context;
	rate_begin(&r, BURST, INTERVAL);
	srand(7);
	int64_t now = 0, filled_at = 0; /* in ms; the bucket in thousandths would do as well: interval times tokens */
	int64_t level = BURST * INTERVAL;
	int refused = 0;
	for (int i = 0; i < STEPS; i++) {
		now += rand() % 200;
		level += now - filled_at;
		filled_at = now;
		level = level > BURST * INTERVAL ? BURST * INTERVAL : level;
		int64_t wait = rate_take(&r, "one", now);
		assert_int_equal(wait, level >= INTERVAL ? 0 : INTERVAL - level);
		level -= wait ? 0 : INTERVAL;
		refused += wait > 0;
	}
	assert_in_range(refused, 1, STEPS - 1);
}

static void test_what_is_signed(void **context)
{
	text said = {0};
	(void)context;
	session_statement("b00c", "c0ffee", "https://cordon.example", "ana", &said);
	assert_string_equal(said.bytes, "cordon-session-v1\n{\"book\":\"b00c\",\"challenge\":\"c0ffee\",\"origin\":"
					"\"https://cordon.example\",\"person\":\"ana\"}");
	text_free(&said);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_a_challenge_is_good_once_and_for_its_time),
		cmocka_unit_test(test_so_many_challenges_and_no_more),
		cmocka_unit_test(test_a_session_ends),
		cmocka_unit_test(test_one_too_many_of_a_person_ends_the_oldest),
		cmocka_unit_test(test_so_often_and_no_more),
		cmocka_unit_test(test_a_rate_is_a_bucket),
		cmocka_unit_test(test_what_is_signed),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
