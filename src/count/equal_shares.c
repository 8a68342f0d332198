/* The method of equal shares for committees; budgets are shares_budget.c.
 *
 * Source: Peters and Skowron, Proportionality and the Limits of Welfarism (EC 2020), Rule X, with Phragmén's
 * sequential rule as its second phase (ibid.; the completion that abcvoting takes by default). A seat costs 1; every
 * voter has seats/voters. While some candidate can be paid by those who approve, the one is elected for whom the
 * greatest payment q is least: each pays q, or all that is left. Then Phragmén's rule goes on, with the money left as
 * a load below zero.
 */
#include "count/codes.h"
#include "count/committee.h"
#include "count/phragmen.h"
#include "count/rule.h"
#include "count/shares_budget.h"

#include <stdlib.h>

static void share_out(const committee *c, grow_state *s)
{
	for (size_t k = 0; k < c->kinds; k++) {
		mpz_set_ui(mpq_numref(s->number[k]), (unsigned long)c->seats);
		mpz_set_ui(mpq_denref(s->number[k]), c->voters);
		mpq_canonicalize(s->number[k]);
	}
}

/* The least q with sum of min(money, q) = 1 over those who approve: who has less than q pays all. From q = 1/approvals
 * upwards, until nobody more falls short. False: they do not have 1 together. */
static bool find_price(const committee *c, const grow_state *s, int one, mpq_t q)
{
	mpq_t left, part;
	uint64_t payers = 0, before;
	bool found = false;
	mpq_init(left);
	mpq_init(part);
	mpq_set_ui(q, 0, 1);
	do {
		before = payers;
		payers = 0;
		mpq_set_ui(left, 1, 1);
		for (size_t i = c->from[one]; i < c->from[one + 1]; i++) {
			size_t kind = c->voter[i];
			if (mpq_cmp(s->number[kind], q) >= 0) {
				payers += c->weight[kind];
				continue;
			}
			mpq_set_ui(part, c->weight[kind], 1);
			mpq_mul(part, part, s->number[kind]);
			mpq_sub(left, left, part);
		}
		found = payers > 0 || !mpq_sgn(left);
		if (payers > 0) {
			mpq_set_ui(part, payers, 1);
			mpq_div(q, left, part);
		}
	} while (payers && payers != before);
	mpq_clear(left);
	mpq_clear(part);
	return found;
}

static int options(const committee *c, grow_state *s, mpq_t *level, bool *has, int *tied)
{
	int count = 0;
	for (int i = 0; i < c->standing_count && !s->second; i++) {
		int one = c->standing[i];
		if (set_has(&s->chosen, one) || !c->approvals[one] || !find_price(c, s, one, level[one]))
			continue;
		has[one] = true;
		count = grow_keep(level, one, false, tied, count);
	}
	if (count)
		return count;
	for (size_t k = 0; k < c->kinds && !s->second; k++)
		mpq_neg(s->number[k], s->number[k]);
	s->second = true;
	return phragmen_options(c, s, level, has, tied);
}

static void take(const committee *c, grow_state *s, int candidate, mpq_t *level)
{
	if (s->second) {
		phragmen_take(c, s, candidate, level);
		return;
	}
	for (size_t i = c->from[candidate]; i < c->from[candidate + 1]; i++) {
		size_t kind = c->voter[i];
		if (mpq_cmp(s->number[kind], level[candidate]) <= 0)
			mpq_set_ui(s->number[kind], 0, 1);
		else
			mpq_sub(s->number[kind], s->number[kind], level[candidate]);
	}
}

static cordon_text say(const grow_state *s, const char *name, const char *level)
{
	return s->second ? TEXT(COUNT_SAID_LOAD_LEFT, name, level) : TEXT(COUNT_SAID_PAID, name, level);
}

cordon_status equal_shares_count(count_run *run)
{
	if (run->election->budget && !run_setting(run, "seats"))
		return shares_budget_count(run);
	return grow_count(
		run, &(grow_rule){.numbers = true, .begin = share_out, .options = options, .take = take, .say = say});
}
