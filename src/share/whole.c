/* Awards in whole units: tins, loaves, bottles.
 *
 * Unit after unit goes to whoever has the smallest (x + 1) / weight, so that after it nobody is ahead of what is fair
 * by more than a unit; between equals to the one who stands first in the problem; never above the claim. Whose weight
 * is 0 gets only a floor. The same numbers as D'Hondt's among weights, with claims as limits (Moulin 2000 for claims
 * in whole units).
 *
 * All units but the last few follow from the level of weighted awards; a heap hands out the rest.
 */
#include "base/memory.h"
#include "share/claims.h"
#include "share/problem.h"
#include "share/rule.h"

#include <stdlib.h>

/* Those who could have one more, the first to get it on top. */
struct heap {
	const problem_columns *columns;
	const share_part *part;
	size_t *at;
	size_t count;
};

static bool earlier(const struct heap *h, size_t a, size_t b)
{
	share_part next_a = {h->part[a].over + 1, h->columns->weight[a]};
	share_part next_b = {h->part[b].over + 1, h->columns->weight[b]};
	int order = part_compare(next_a, next_b);
	return order ? order < 0 : a < b;
}

static void sink(struct heap *h, size_t from)
{
	for (;;) {
		size_t child = 2 * from + 1;
		if (child + 1 < h->count && earlier(h, h->at[child + 1], h->at[child]))
			child++;
		if (child >= h->count || !earlier(h, h->at[child], h->at[from]))
			return;
		size_t kept = h->at[from];
		h->at[from] = h->at[child];
		h->at[child] = kept;
		from = child;
	}
}

static void hand_out(const problem_columns *columns, size_t count, share_part *part, share_wide units)
{
	struct heap h = {columns, part, memory_alloc(count, sizeof *h.at), 0};
	for (size_t i = 0; i < count; i++)
		if (columns->weight[i] && part[i].over < columns->claim[i])
			h.at[h.count++] = i;
	for (size_t i = h.count / 2; i-- > 0;)
		sink(&h, i);
	for (; units > 0 && h.count; units--) {
		size_t i = h.at[0];
		if (++part[i].over == columns->claim[i])
			h.at[0] = h.at[--h.count];
		sink(&h, 0);
	}
	free(h.at);
}

/* Claims, floors and estate are in whole units from here on. */
static cordon_status to_units(const cordon_share_problem *p, problem_columns *columns, cordon_error *error)
{
	for (size_t i = 0; i < p->claimants; i++) {
		if (columns->floor[i] % p->grain)
			return share_refuse(p, p->claimant[i].id, TEXT(SHARE_NOT_WHOLE), error);
		columns->claim[i] /= p->grain; /* a part of a unit cannot be had */
		columns->floor[i] /= p->grain;
	}
	return CORDON_OK;
}

static cordon_status give_whole(const cordon_share_problem *p, problem_columns *columns, bool floors,
				cordon_shares *shares, cordon_error *error)
{
	share_part *part = shares_parts(shares);
	if (to_units(p, columns, error))
		return CORDON_BAD_INPUT;
	claims c = {p->claimants, columns->claim, columns->weight, floors ? columns->floor : NULL,
		    p->estate / p->grain};
	if (awards_floors(p, &c, error))
		return CORDON_BAD_INPUT;
	problem_columns limited = {columns->storage, memory_alloc(p->claimants, sizeof(int64_t)), columns->weight,
				   columns->floor};
	for (size_t i = 0; i < p->claimants; i++)
		limited.claim[i] = c.weight[i] ? c.claim[i] : c.floor ? c.floor[i] : 0;
	c.claim = limited.claim;
	share_wide sum = claims_sum(&c), left = c.estate < sum ? c.estate : sum;
	share_part level = left < sum ? claims_level(&c) : part_whole(0);
	for (size_t i = 0; i < p->claimants; i++) {
		share_part x = left < sum ? claims_at(&c, i, level) : part_whole(limited.claim[i]);
		part[i] = part_whole(x.over / x.under);
	}
	for (size_t i = 0; i < p->claimants; i++)
		left -= part[i].over;
	hand_out(&limited, p->claimants, part, left);
	for (size_t i = 0; i < p->claimants; i++)
		part[i].over *= p->grain;
	free(limited.claim);
	return CORDON_OK;
}

static cordon_status run(const cordon_share_problem *p, bool floors, cordon_shares *shares, cordon_error *error)
{
	problem_columns columns;
	if (problem_awards(p, &columns, error))
		return CORDON_BAD_INPUT;
	cordon_status status = give_whole(p, &columns, floors, shares, error);
	problem_columns_free(&columns);
	return status;
}

cordon_status whole_awards(const cordon_share_problem *p, cordon_shares *shares, cordon_error *error)
{
	return run(p, false, shares, error);
}

cordon_status whole_awards_floors(const cordon_share_problem *p, cordon_shares *shares, cordon_error *error)
{
	return run(p, true, shares, error);
}
