/* Rules that treat the first half of all claims otherwise than the second, and those that look at what others leave:
 *
 *	talmud                 awards of half the claims, then losses: Aumann and Maschler 1985
 *	reverse talmud         losses of half the claims, then awards: Chun, Schummer and Thomson 2001
 *	piniles                awards of half the claims, twice: Piniles 1861
 *	adjusted proportional  what the others leave to one, then proportional: Curiel, Maschler and Tijs 1987
 *	random arrival         the mean over all orders of coming: O'Neill 1982
 *
 * They are here for those who want to compare; docs/sharing.md says why supply does not use them. Halves are counted
 * in half grains, so that all stays whole.
 */
#include "base/memory.h"
#include "share/claims.h"
#include "share/problem.h"
#include "share/rule.h"

#include <assert.h>

enum { ARRIVALS_MAX = 20 }; /* 20! has 62 bits */

/* The half grains of a claimant when `estate` half grains are shared among the claims as they stand in `c`. */
struct half {
	claims c;
	share_part level;
	bool losses;
};

static struct half begin_half(const claims *all, share_wide estate, bool losses)
{
	struct half h = {*all, {0, 1}, losses};
	h.c.estate = losses ? claims_sum(all) - estate : estate;
	h.level = claims_level(&h.c);
	return h;
}

static share_part at_half(const struct half *h, size_t i)
{
	share_part x = claims_at(&h->c, i, h->level);
	return h->losses ? (share_part){h->c.claim[i] * x.under - x.over, x.under} : x;
}

static cordon_status halves(const cordon_share_problem *p, cordon_shares *shares, bool first_losses, bool second_losses,
			    cordon_error *error)
{
	problem_columns columns;
	share_part *part = shares_parts(shares);
	if (problem_claims(p, &columns, error))
		return CORDON_BAD_INPUT;
	claims c = {p->claimants, columns.claim, NULL, NULL, 0};
	share_wide sum = claims_sum(&c), twice = 2 * (share_wide)p->estate;
	twice = twice > 2 * sum ? 2 * sum : twice;
	bool second = twice > sum;
	struct half h = begin_half(&c, second ? twice - sum : twice, second ? second_losses : first_losses);
	for (size_t i = 0; i < c.count; i++) {
		share_part x = at_half(&h, i);
		part[i] = (share_part){x.over + (second ? c.claim[i] * x.under : 0), 2 * x.under};
	}
	problem_columns_free(&columns);
	return CORDON_OK;
}

cordon_status talmud_share(const cordon_share_problem *p, cordon_shares *shares, cordon_error *error)
{
	return halves(p, shares, false, true, error);
}

cordon_status talmud_reverse(const cordon_share_problem *p, cordon_shares *shares, cordon_error *error)
{
	return halves(p, shares, true, false, error);
}

cordon_status talmud_piniles(const cordon_share_problem *p, cordon_shares *shares, cordon_error *error)
{
	return halves(p, shares, false, false, error);
}

cordon_status talmud_adjusted(const cordon_share_problem *p, cordon_shares *shares, cordon_error *error)
{
	problem_columns columns;
	share_part *part = shares_parts(shares);
	if (problem_claims(p, &columns, error))
		return CORDON_BAD_INPUT;
	claims c = {p->claimants, columns.claim, NULL, NULL, 0};
	share_wide sum = claims_sum(&c), estate = p->estate < sum ? p->estate : sum, rest = estate, asked = 0;
	for (size_t i = 0; i < c.count; i++) { /* what the others leave even if they get all they claim */
		share_wide left = estate - (sum - c.claim[i]);
		part[i] = part_whole(left > 0 ? left : 0);
		rest -= part[i].over;
	}
	for (size_t i = 0; i < c.count; i++) {
		share_wide more = c.claim[i] - part[i].over;
		asked += more < rest ? more : rest;
	}
	for (size_t i = 0; i < c.count && asked; i++) {
		share_wide more = c.claim[i] - part[i].over;
		part[i] = (share_part){part[i].over * asked + rest * (more < rest ? more : rest), asked};
	}
	problem_columns_free(&columns);
	return CORDON_OK;
}

/* Sums over all sets of the others who came before; see Shapley's formula. */
static share_wide arrivals(const claims *c, size_t who, const share_wide *factorial)
{
	share_wide total = 0;
	for (uint32_t set = 0; set < (uint32_t)1 << c->count; set++) {
		share_wide left = c->estate;
		size_t before = 0;
		if (set >> who & 1)
			continue;
		for (size_t i = 0; i < c->count && left > 0; i++)
			left -= set >> i & 1 ? c->claim[i] : 0;
		if (left <= 0)
			continue;
		for (uint32_t rest = set; rest; rest &= rest - 1)
			before++;
		share_wide takes = left < c->claim[who] ? left : c->claim[who];
		total += factorial[before] * factorial[c->count - 1 - before] * takes;
	}
	return total;
}

cordon_status talmud_arrival(const cordon_share_problem *p, cordon_shares *shares, cordon_error *error)
{
	problem_columns columns;
	share_part *part = shares_parts(shares);
	share_wide factorial[ARRIVALS_MAX + 1] = {1};
	if (p->claimants > ARRIVALS_MAX)
		return share_refuse(p, "claimants", TEXT(SHARE_TOO_MANY_ORDERS, "20"), error);
	if (problem_claims(p, &columns, error))
		return CORDON_BAD_INPUT;
	for (int i = 1; i <= ARRIVALS_MAX; i++)
		factorial[i] = factorial[i - 1] * i;
	claims c = {p->claimants, columns.claim, NULL, NULL, p->estate};
	for (size_t i = 0; i < c.count; i++)
		part[i] = (share_part){arrivals(&c, i, factorial), factorial[c.count]};
	problem_columns_free(&columns);
	return CORDON_OK;
}
