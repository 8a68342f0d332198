/* Rules of sharing against what defines them, over all small problems: weighted awards with floors, whole units handed
 * out one by one, all orders of coming, the self-duality of the Talmud rule; leximin over a network against the
 * levels of all sets of claimants. */
#include "unit.h"

#include "base/draw.h"

#include <cordon/share.h>

#include <gmp.h>
#include <stdlib.h>
#include <string.h>

enum { THREE = 3, PEOPLE_MAX = 6, DEPOTS_MAX = 4 };

typedef struct fixture {
	cordon_share_problem p;
	cordon_claimant claimant[PEOPLE_MAX];
	cordon_stock stock[DEPOTS_MAX];
	size_t start[PEOPLE_MAX + 1];
	cordon_link link[PEOPLE_MAX * DEPOTS_MAX];
	mpq_t share[PEOPLE_MAX]; /* the rule's answer */
	mpq_t a, b, sum;
} fixture;

static void open_fixture(fixture *f, size_t people)
{
	memset(f, 0, sizeof *f);
	f->p = (cordon_share_problem){.claimant = f->claimant,
				      .claimants = people,
				      .estate = -1,
				      .stock = f->stock,
				      .start = f->start,
				      .link = f->link,
				      .grain = 1,
				      .weight_grain = 1,
				      .value_grain = 1};
	for (size_t i = 0; i < people; i++)
		f->claimant[i] = (cordon_claimant){"somebody", 0, 1, 0, 1};
	for (size_t i = 0; i < PEOPLE_MAX; i++)
		mpq_init(f->share[i]);
	mpq_inits(f->a, f->b, f->sum, NULL);
}

static void close_fixture(fixture *f)
{
	for (size_t i = 0; i < PEOPLE_MAX; i++)
		mpq_clear(f->share[i]);
	mpq_clears(f->a, f->b, f->sum, NULL);
}

static cordon_status run(fixture *f, const char *rule)
{
	char out[CORDON_SHARE_TEXT];
	cordon_shares *shares = NULL;
	cordon_error error;
	cordon_error_init(&error);
	cordon_status status = cordon_share(cordon_share_rule_find(rule), &f->p, &shares, &error);
	for (size_t i = 0; shares && i < f->p.claimants; i++)
		assert_int_equal(mpq_set_str(f->share[i], cordon_share_text(shares, i, out), 10), 0);
	cordon_shares_free(shares);
	cordon_error_free(&error);
	return status;
}

/* Calls `check` for all threes of claimants with claims 0..3, floors up to them and weights 0, 1, 3, and amounts 0..8.
 * */
static void all_threes(void (*check)(fixture *f))
{
	enum { KINDS = 30 };
	cordon_claimant kind[KINDS];
	int count = 0;
	for (int claim = 0; claim <= 3; claim++)
		for (int floor = 0; floor <= claim; floor++)
			for (int w = 0; w < 3; w++)
				kind[count++] = (cordon_claimant){"somebody", claim, w == 2 ? 3 : w, floor, 1};
	assert_int_equal(count, KINDS);
	fixture f;
	open_fixture(&f, THREE);
	for (int k = 0; k < KINDS * KINDS * KINDS; k++) {
		f.claimant[0] = kind[k % KINDS];
		f.claimant[1] = kind[k / KINDS % KINDS];
		f.claimant[2] = kind[k / KINDS / KINDS];
		for (f.p.estate = k % 2; f.p.estate <= 8; f.p.estate += 2) /* every second amount: time */
			check(&f);
	}
	close_fixture(&f);
}

static void total(fixture *f)
{
	mpq_set_ui(f->sum, 0, 1);
	for (size_t i = 0; i < f->p.claimants; i++)
		mpq_add(f->sum, f->sum, f->share[i]);
}

/* The limits between which each has its share: those of the definition, the floors being claims where they do not fit.
 * */
static void limits(const fixture *f, int64_t low[THREE], int64_t high[THREE])
{
	int64_t floors = 0;
	for (int i = 0; i < THREE; i++)
		floors += f->claimant[i].floor;
	for (int i = 0; i < THREE; i++) {
		const cordon_claimant *c = &f->claimant[i];
		low[i] = floors > f->p.estate ? 0 : c->floor;
		high[i] = floors > f->p.estate || !c->weight ? c->floor : c->claim;
	}
}

static bool floors_need_weights(const fixture *f)
{
	int64_t floors = 0;
	bool weightless = false;
	for (int i = 0; i < THREE; i++) {
		floors += f->claimant[i].floor;
		weightless |= f->claimant[i].floor && !f->claimant[i].weight;
	}
	return floors > f->p.estate && weightless;
}

/* All that can be is handed out; nobody above the floor has more for a unit of weight than somebody below the claim.
 * There is only one such sharing. */
static void check_weighted(fixture *f)
{
	int64_t low[THREE], high[THREE], most = 0;
	cordon_status status = run(f, "weighted-awards");
	if (floors_need_weights(f)) {
		assert_int_equal(status, CORDON_BAD_INPUT);
		return;
	}
	assert_int_equal(status, CORDON_OK);
	limits(f, low, high);
	for (int i = 0; i < THREE; i++) {
		most += high[i];
		assert_true(mpq_cmp_si(f->share[i], (long)low[i], 1) >= 0 &&
			    mpq_cmp_si(f->share[i], (long)high[i], 1) <= 0);
	}
	total(f);
	assert_int_equal(mpq_cmp_si(f->sum, (long)(most < f->p.estate ? most : f->p.estate), 1), 0);
	for (int i = 0; i < THREE; i++)
		for (int j = 0; j < THREE; j++) {
			if (mpq_cmp_si(f->share[i], (long)low[i], 1) <= 0 ||
			    mpq_cmp_si(f->share[j], (long)high[j], 1) >= 0)
				continue;
			mpq_set_si(f->a, (long)f->claimant[j].weight, 1);
			mpq_set_si(f->b, (long)f->claimant[i].weight, 1);
			mpq_mul(f->a, f->a, f->share[i]);
			mpq_mul(f->b, f->b, f->share[j]);
			assert_true(mpq_cmp(f->a, f->b) <= 0);
		}
}

static void test_weighted_awards(void **state)
{
	(void)state;
	all_threes(check_weighted);
}

/* Unit after unit to the smallest (x + 1) / weight of those below their limit, the first of equals. */
static void check_whole(fixture *f)
{
	int64_t x[THREE], high[THREE];
	cordon_status status = run(f, "whole-awards-floors");
	if (floors_need_weights(f)) {
		assert_int_equal(status, CORDON_BAD_INPUT);
		return;
	}
	assert_int_equal(status, CORDON_OK);
	limits(f, x, high);
	for (int64_t left = f->p.estate - x[0] - x[1] - x[2]; left > 0; left--) {
		int best = -1;
		for (int i = 0; i < THREE; i++)
			if (x[i] < high[i] && f->claimant[i].weight &&
			    (best < 0 || (x[i] + 1) * f->claimant[best].weight < (x[best] + 1) * f->claimant[i].weight))
				best = i;
		if (best < 0)
			break;
		x[best]++;
	}
	for (int i = 0; i < THREE; i++)
		assert_int_equal(mpq_cmp_si(f->share[i], (long)x[i], 1), 0);
}

static void test_whole_awards(void **state)
{
	(void)state;
	all_threes(check_whole);
}

static int64_t least(int64_t a, int64_t b)
{
	return a < b ? a : b;
}

/* Six orders, each taking what is left up to its claim. */
static void check_arrival(fixture *f)
{
	static const int order[6][THREE] = {{0, 1, 2}, {0, 2, 1}, {1, 0, 2}, {1, 2, 0}, {2, 0, 1}, {2, 1, 0}};
	int64_t sixths[THREE] = {0};
	for (int o = 0; o < 6; o++) {
		int64_t left = f->p.estate;
		for (int k = 0; k < THREE; k++) {
			int64_t takes = least(left, f->claimant[order[o][k]].claim);
			sixths[order[o][k]] += takes;
			left -= takes;
		}
	}
	assert_int_equal(run(f, "random-arrival"), CORDON_OK);
	for (int i = 0; i < THREE; i++) {
		mpq_set_si(f->a, (long)sixths[i], 6);
		mpq_canonicalize(f->a);
		assert_true(mpq_equal(f->share[i], f->a));
	}
}

/* What is had of E and what is lacked of the rest of the claims are the same: Talmud of Talmud, awards of losses. */
static void check_dual(fixture *f, const char *rule, const char *dual)
{
	int64_t claims = 0, estate = f->p.estate;
	mpq_t first[THREE];
	for (int i = 0; i < THREE; i++)
		claims += f->claimant[i].claim;
	if (estate > claims)
		return;
	assert_int_equal(run(f, rule), CORDON_OK);
	total(f);
	assert_int_equal(mpq_cmp_si(f->sum, (long)estate, 1), 0);
	for (int i = 0; i < THREE; i++) {
		mpq_init(first[i]);
		mpq_set(first[i], f->share[i]);
	}
	f->p.estate = claims - estate;
	assert_int_equal(run(f, dual), CORDON_OK);
	f->p.estate = estate;
	for (int i = 0; i < THREE; i++) {
		mpq_add(first[i], first[i], f->share[i]);
		assert_int_equal(mpq_cmp_si(first[i], (long)f->claimant[i].claim, 1), 0);
		mpq_clear(first[i]);
	}
}

/* Claims alone matter to these: of the threes, those without floors and weights. */
static void check_claims(fixture *f)
{
	for (int i = 0; i < THREE; i++)
		if (f->claimant[i].floor || f->claimant[i].weight != 1)
			return;
	check_arrival(f);
	check_dual(f, "talmud", "talmud");
	check_dual(f, "equal-awards", "equal-losses");
	check_dual(f, "random-arrival", "random-arrival");
	check_dual(f, "proportional", "proportional");
}

static void test_claims(void **state)
{
	(void)state;
	all_threes(check_claims);
}

/* --- leximin over a network */

/* The most that a set of claimants can have together: the least over its subsets of their claims and what the others
 * reach (max-flow, min-cut). */
static int64_t most_of(const fixture *f, unsigned set)
{
	int64_t most = INT64_MAX;
	for (unsigned claims = set;; claims = (claims - 1) & set) {
		int64_t cut = 0;
		unsigned reached = 0;
		for (size_t i = 0; i < f->p.claimants; i++) {
			if (claims >> i & 1)
				cut += f->claimant[i].claim;
			for (size_t k = f->start[i]; (set & ~claims) >> i & 1 && k < f->start[i + 1]; k++)
				reached |= 1u << f->link[k].stock;
		}
		for (size_t j = 0; j < f->p.stocks; j++)
			cut += reached >> j & 1 ? f->stock[j].amount : 0;
		most = least(most, cut);
		if (!claims)
			return most;
	}
}

/* Megiddo: the next level is the least, over sets of those not settled, of what is left for them over their weights;
 * all sets that have it are settled at it. */
static void expect_levels(fixture *f, mpq_t *expected)
{
	unsigned all = (1u << f->p.claimants) - 1, settled = 0;
	while (settled != all) {
		unsigned tight = 0;
		for (unsigned set = all & ~settled; set; set = (set - 1) & all & ~settled) {
			int64_t weight = 0;
			mpq_set_si(f->sum, (long)most_of(f, set | settled), 1);
			for (size_t i = 0; i < f->p.claimants; i++) {
				if (settled >> i & 1)
					mpq_sub(f->sum, f->sum, expected[i]);
				weight += set >> i & 1 ? f->claimant[i].weight : 0;
			}
			mpq_set_si(f->a, (long)weight, 1);
			mpq_div(f->sum, f->sum, f->a);
			int order = tight ? mpq_cmp(f->sum, f->b) : -1;
			if (order < 0)
				mpq_set(f->b, f->sum);
			tight = order < 0 ? set : order ? tight : tight | set;
		}
		for (size_t i = 0; i < f->p.claimants; i++)
			if (tight >> i & 1) {
				mpq_set_si(f->a, (long)f->claimant[i].weight, 1);
				mpq_mul(expected[i], f->b, f->a);
			}
		settled |= tight;
	}
}

static void make_network(fixture *f, draw *d)
{
	f->p.stocks = 1 + draw_below(d, DEPOTS_MAX);
	for (size_t j = 0; j < f->p.stocks; j++)
		f->stock[j] = (cordon_stock){"depot", (int64_t)draw_below(d, 13)};
	for (size_t i = 0; i < f->p.claimants; i++) {
		f->claimant[i].claim = (int64_t)draw_below(d, 12);
		f->claimant[i].weight = 1 + (int64_t)draw_below(d, 4);
		f->start[i + 1] = f->start[i];
		for (size_t j = 0; j < f->p.stocks; j++)
			if (draw_below(d, 2))
				f->link[f->start[i + 1]++] = (cordon_link){(int32_t)j, 1};
	}
}

static void test_network(void **state)
{
	(void)state;
	draw d = {7};
	for (int round = 0; round < 3000; round++) {
		fixture f;
		mpq_t expected[PEOPLE_MAX];
		open_fixture(&f, 1 + draw_below(&d, PEOPLE_MAX));
		make_network(&f, &d);
		for (size_t i = 0; i < PEOPLE_MAX; i++)
			mpq_init(expected[i]);
		expect_levels(&f, expected);
		assert_int_equal(run(&f, "network-leximin"), CORDON_OK);
		for (size_t i = 0; i < f.p.claimants; i++)
			assert_true(mpq_equal(f.share[i], expected[i]));
		for (size_t i = 0; i < PEOPLE_MAX; i++)
			mpq_clear(expected[i]);
		close_fixture(&f);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_weighted_awards),
		cmocka_unit_test(test_whole_awards),
		cmocka_unit_test(test_claims),
		cmocka_unit_test(test_network),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
