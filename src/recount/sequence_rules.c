/* Replays seq-pav and reverse-seq-pav (Thiele 1895), seq-phragmen (Phragmén 1899; Brill and others 2024) and
 * equal-shares for committees (Peters and Skowron 2020, Phragmén's rule after it): what each compares the candidates by
 * and what it takes from the voters. Which ways there are and which is told is not here: sequence.c.
 *
 *	            level of a candidate, over those who approve
 *	seq-pav     the sum of 1/(taken + 1), the greatest; reverse: the sum of 1/(not taken), the least
 *	Phragmén    (1 - their money) / their number, after which this is what each owes
 *	shares      the payment q with the sum of min(money, q) = 1, from poor to rich: who is poorer than q pays all
 */
#include "recount/sequence.h"

#include "recount/fraction.h"

#include <stdlib.h>

static int end_with_members(walk *w)
{
	int member[BALLOTS_CANDIDATES_MAX], size = 0;
	for (int c = 0; c < w->e.n; c++)
		if (w->taken[c] != w->m->reverse)
			member[size++] = c;
	return committees_add(&w->all, member, size);
}

/* The sum of 1/(taken + 1), or reverse of 1/(not taken), over those who approve. */
static bool thiele_level(walk *w, int c, mpq_t level)
{
	uint64_t by_divisor[BALLOTS_CANDIDATES_MAX + 1] = {0};
	mpq_t part;
	for (size_t i = 0; i < walk_fans(w, c); i++) {
		uint32_t g = walk_fan(w, c, i);
		size_t approved = w->e.from[g + 1] - w->e.from[g];
		by_divisor[w->m->reverse ? approved - w->met[g] : w->met[g] + 1] += w->e.weight[g];
	}
	mpq_init(part);
	mpq_set_ui(level, 0, 1);
	for (uint64_t d = 1; d <= BALLOTS_CANDIDATES_MAX; d++)
		if (by_divisor[d]) {
			fraction_set(part, by_divisor[d], d);
			mpq_add(level, level, part);
		}
	mpq_clear(part);
	return true;
}

static bool phragmen_level(walk *w, int c, mpq_t level)
{
	mpq_t number;
	if (!w->e.support[c])
		return false;
	mpq_set_ui(level, 0, 1);
	for (size_t i = 0; i < walk_fans(w, c); i++)
		if (mpq_sgn(w->money[walk_fan(w, c, i)]))
			fraction_add_times(level, w->e.weight[walk_fan(w, c, i)], w->money[walk_fan(w, c, i)]);
	mpq_init(number);
	mpq_set_ui(number, 1, 1);
	mpq_sub(level, number, level);
	fraction_set(number, w->e.support[c], 1);
	mpq_div(level, level, number);
	mpq_clear(number);
	return true;
}

static void phragmen_pay(walk *w, int c, const mpq_t level)
{
	for (size_t i = 0; i < walk_fans(w, c); i++)
		mpq_neg(w->money[walk_fan(w, c, i)], level);
}

static int by_money(const void *a, const void *b, void *context)
{
	const walk *w = context;
	return mpq_cmp(w->money[*(const uint32_t *)a], w->money[*(const uint32_t *)b]);
}

bool walk_price(const walk *w, int c, mpq_t q)
{
	size_t count = walk_fans(w, c);
	uint32_t *poor = memory_alloc(count, sizeof *poor);
	uint64_t payers = w->e.support[c];
	bool found = false;
	mpq_t left, part;
	mpq_inits(left, part, NULL);
	for (size_t i = 0; i < count; i++)
		poor[i] = walk_fan(w, c, i);
	qsort_r(poor, count, sizeof *poor, by_money, (void *)(uintptr_t)w);
	fraction_set(left, w->cost ? w->cost[c] : 1, 1);
	for (size_t i = 0; i < count && !found; i++) {
		fraction_set(part, payers, 1);
		mpq_mul(part, part, w->money[poor[i]]);
		found = mpq_cmp(left, part) <= 0;
		if (found) {
			fraction_set(part, payers, 1);
			mpq_div(q, left, part);
		}
		fraction_set(part, w->e.weight[poor[i]], 1);
		mpq_mul(part, part, w->money[poor[i]]);
		mpq_sub(left, left, part);
		payers -= w->e.weight[poor[i]];
	}
	mpq_clears(left, part, NULL);
	free(poor);
	return found;
}

void walk_pay(walk *w, int c, const mpq_t q)
{
	for (size_t i = 0; i < walk_fans(w, c); i++) {
		mpq_t *money = &w->money[walk_fan(w, c, i)];
		if (mpq_cmp(*money, q) > 0)
			mpq_sub(*money, *money, q);
		else
			mpq_set_ui(*money, 0, 1);
	}
}

static bool shares_level(walk *w, int c, mpq_t level)
{
	return w->second ? phragmen_level(w, c, level) : walk_price(w, c, level);
}

static void shares_pay(walk *w, int c, const mpq_t level)
{
	if (w->second)
		phragmen_pay(w, c, level);
	else
		walk_pay(w, c, level);
}

cordon_status seq_pav_replay(replay *r)
{
	return sequence_replay(
		r,
		&(method){.greatest = true, .level = thiele_level, .end = end_with_members, .said = "count.said.adds"});
}

cordon_status reverse_seq_pav_replay(replay *r)
{
	return sequence_replay(
		r,
		&(method){.reverse = true, .level = thiele_level, .end = end_with_members, .said = "count.said.takes"});
}

cordon_status seq_phragmen_replay(replay *r)
{
	return sequence_replay(r, &(method){.money = true,
					    .rest_is_tied = true,
					    .level = phragmen_level,
					    .pay = phragmen_pay,
					    .end = end_with_members,
					    .said = "count.said.load"});
}

cordon_status equal_shares_replay(replay *r)
{
	if (r->b->budget && !replay_setting(r, "seats", 0))
		return budget_replay(r);
	return sequence_replay(r, &(method){.money = true,
					    .second_phase = true,
					    .rest_is_tied = true,
					    .level = shares_level,
					    .pay = shares_pay,
					    .end = end_with_members,
					    .said = "count.said.paid",
					    .said_second = "count.said.load_left"});
}
