/* Equal and weighted awards, equal losses, proportional shares as rules; see claims.h. */
#include "base/memory.h"
#include "share/claims.h"
#include "share/problem.h"
#include "share/rule.h"

#include <stdlib.h>

/* Whatever is asked for is there: everybody has the claim. */
static void give_claims(const cordon_share_problem *p, share_part *part)
{
	for (size_t i = 0; i < p->claimants; i++)
		part[i] = part_whole(p->claimant[i].claim);
}

static void give_at(const claims *c, share_part level, share_part *part)
{
	for (size_t i = 0; i < c->count; i++)
		part[i] = claims_at(c, i, level);
}

cordon_status claims_equal_awards(const cordon_share_problem *p, cordon_shares *shares, cordon_error *error)
{
	problem_columns columns;
	share_part *part = shares_parts(shares);
	if (problem_awards(p, &columns, error))
		return CORDON_BAD_INPUT;
	claims c = {p->claimants, columns.claim, NULL, NULL, p->estate};
	if (c.estate >= claims_sum(&c))
		give_claims(p, part);
	else
		give_at(&c, claims_level(&c), part);
	problem_columns_free(&columns);
	return CORDON_OK;
}

/* The claims of those with weight 0 are nothing beyond their floor. */
static void drop_weightless(problem_columns *columns, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (!columns->weight[i] && columns->claim[i] > columns->floor[i])
			columns->claim[i] = columns->floor[i];
}

cordon_status awards_floors(const cordon_share_problem *p, claims *c, cordon_error *error)
{
	if (claims_floors(c) <= c->estate)
		return CORDON_OK;
	for (size_t i = 0; i < c->count; i++)
		if (c->floor[i] && !c->weight[i])
			return share_refuse(p, p->claimant[i].id, TEXT(SHARE_FLOOR_NO_WEIGHT), error);
	c->claim = c->floor;
	c->floor = NULL;
	return CORDON_OK;
}

cordon_status claims_weighted_awards(const cordon_share_problem *p, cordon_shares *shares, cordon_error *error)
{
	problem_columns columns;
	share_part *part = shares_parts(shares), *level = shares_levels(shares);
	if (problem_awards(p, &columns, error))
		return CORDON_BAD_INPUT;
	claims c = {p->claimants, columns.claim, columns.weight, columns.floor, p->estate};
	cordon_status status = awards_floors(p, &c, error);
	if (status) {
		problem_columns_free(&columns);
		return status;
	}
	drop_weightless(&columns, p->claimants);
	bool enough = c.estate >= claims_sum(&c);
	share_part reached = enough ? part_whole(0) : claims_level(&c);
	for (size_t i = 0; i < c.count; i++) {
		part[i] = enough ? part_whole(c.claim[i]) : claims_at(&c, i, reached);
		level[i] = columns.weight[i] ? (share_part){part[i].over, part[i].under * columns.weight[i]}
					     : part_whole(0);
	}
	problem_columns_free(&columns);
	return CORDON_OK;
}

cordon_status claims_equal_losses(const cordon_share_problem *p, cordon_shares *shares, cordon_error *error)
{
	problem_columns columns;
	share_part *part = shares_parts(shares);
	if (problem_claims(p, &columns, error))
		return CORDON_BAD_INPUT;
	claims loss = {p->claimants, columns.claim, NULL, NULL, 0};
	loss.estate = claims_sum(&loss) - p->estate;
	give_claims(p, part);
	share_part level = loss.estate > 0 ? claims_level(&loss) : part_whole(0);
	for (size_t i = 0; i < loss.count && loss.estate > 0; i++) {
		share_part lost = claims_at(&loss, i, level);
		part[i] = (share_part){columns.claim[i] * lost.under - lost.over, lost.under};
	}
	problem_columns_free(&columns);
	return CORDON_OK;
}

cordon_status claims_proportional(const cordon_share_problem *p, cordon_shares *shares, cordon_error *error)
{
	problem_columns columns;
	share_part *part = shares_parts(shares);
	if (problem_claims(p, &columns, error))
		return CORDON_BAD_INPUT;
	claims c = {p->claimants, columns.claim, NULL, NULL, p->estate};
	share_wide sum = claims_sum(&c);
	for (size_t i = 0; i < c.count; i++)
		part[i] = c.estate >= sum ? part_whole(c.claim[i]) : (share_part){c.estate * c.claim[i], sum};
	problem_columns_free(&columns);
	return CORDON_OK;
}
