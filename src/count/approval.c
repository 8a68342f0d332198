/* Approval voting for committees: the candidates with the most approvals; and satisfaction approval, where each voter
 * has one vote that is shared equally among all whom they approve.
 *
 * Sources: Lackner and Skowron, Multi-Winner Voting with Approval Preferences (2023), chapter 2 (AV, SAV); Brams and
 * Kilgour, Satisfaction Approval Voting (2014). Both are sums over candidates, so that a winning committee is whoever
 * is above the last score with any of those who have it.
 */
#include "count/codes.h"
#include "count/committee.h"
#include "count/exact.h"
#include "count/rule.h"
#include "count/stage.h"

#include <stdlib.h>

/* Places of the standing candidates by falling score: a plain insertion, at most 1,000. */
static void order_by_score(const committee *c, mpq_t *score, int *order)
{
	for (int i = 0; i < c->standing_count; i++) {
		int at = i;
		for (; at > 0 && mpq_cmp(score[order[at - 1]], score[c->standing[i]]) < 0; at--)
			order[at] = order[at - 1];
		order[at] = c->standing[i];
	}
}

static cordon_status elect_most(const committee *c, mpq_t *score, cordon_text said)
{
	int order[CORDON_CANDIDATES_MAX], above = 0, through;
	committee_list list = {0};
	order_by_score(c, score, order);
	while (mpq_cmp(score[order[above]], score[order[c->seats - 1]]) > 0)
		above++;
	for (through = c->seats; through < c->standing_count;)
		if (mpq_equal(score[order[through]], score[order[c->seats - 1]]))
			through++;
		else
			break;
	committee_list_add_ways(&list, order, above, order + above, through - above, c->seats - above);
	cordon_status status = committee_decide(c, &list, said);
	for (int i = 0; i < c->standing_count && c->run->result->stages; i++)
		c->run->result->stage[0].tally[order[i]].votes = exact_mpq(c->run->keep, score[order[i]]);
	committee_list_free(&list);
	return status;
}

static cordon_status count_scores(count_run *run, bool shared, cordon_text said)
{
	committee c;
	cordon_status status = committee_begin(&c, run, true);
	if (!status) {
		mpq_t *score = memory_alloc((size_t)c.candidates, sizeof *score), part;
		mpq_init(part);
		for (int one = 0; one < c.candidates; one++)
			mpq_init(score[one]);
		for (size_t k = 0; k < c.kinds; k++) {
			size_t count = c.start[k + 1] - c.start[k];
			mpq_set_ui(part, c.weight[k], shared && count ? count : 1);
			mpq_canonicalize(part);
			for (size_t i = c.start[k]; i < c.start[k + 1]; i++)
				mpq_add(score[c.mark[i]], score[c.mark[i]], part);
		}
		status = elect_most(&c, score, said);
		for (int one = 0; one < c.candidates; one++)
			mpq_clear(score[one]);
		mpq_clear(part);
		free(score);
	}
	committee_free(&c);
	return status;
}

cordon_status approval_count(count_run *run)
{
	return count_scores(run, false, TEXT(COUNT_SAID_APPROVALS));
}

cordon_status satisfaction_count(count_run *run)
{
	return count_scores(run, true, TEXT(COUNT_SAID_SATISFACTION));
}
