/* STV by the weighted inclusive Gregory method: the Proportional Representation Foundation's Reference WIGM Rule
 * (prfound.org, 2011), four decimals, each product and each quotient cut. Its steps:
 *
 *	A	quota = valid ballots / (seats + 1) + 0.0001; ballots to their first hopeful candidate
 *	B.1	who reaches the quota is elected, the surplus pending
 *	B.2	optional (setting `batch`): sure losers are excluded together
 *	B.3	the largest pending surplus (perhaps 0): each ballot at weight x surplus / votes, to its next
 *		hopeful candidate
 *	B.4	without any, the lowest is excluded, ballots go on at their weight
 *	D.1	ties: by lot
 *	D.3	done when the seats are filled, or no more hopeful candidates are left than seats
 *
 * The text tests D.3 before the ballots of an excluded candidate move. So does this after B.2; after B.4 the ballots
 * move all the same, as in the author's own program, so that the last stage shows where they would go. A rank given
 * to several ends a ballot (the text has none); empty ranks are passed over.
 */
#include "count/codes.h"
#include "count/exact.h"
#include "count/piles.h"
#include "count/preference.h"
#include "count/rule.h"
#include "count/settings.h"
#include "count/stage.h"

#include <stdlib.h>
#include <string.h>

enum { DECIMALS = 4 };

typedef struct wigm {
	piles *p;
	int seats;
	bool batch;
	bool *pending;
} wigm;

static void elect_reached(wigm *w)
{
	piles *p = w->p;
	for (;;) {
		int most = PREFERENCE_NONE;
		for (int c = 0; c < p->candidates; c++)
			if (p->state[c] == CORDON_STATE_CONTINUING && p->votes[c] >= p->quota &&
			    (most == PREFERENCE_NONE || p->votes[c] > p->votes[most]))
				most = c;
		if (most == PREFERENCE_NONE)
			return;
		piles_elect(p, most, &COUNT_SAID_QUOTA);
		w->pending[most] = true;
	}
}

static void elect_last(wigm *w)
{
	piles *p = w->p;
	if (p->elected + piles_continuing(p) > w->seats)
		return;
	for (int c = 0; c < p->candidates; c++)
		if (p->state[c] == CORDON_STATE_CONTINUING)
			piles_elect(p, c, &COUNT_SAID_LAST);
}

static void end_stage(wigm *w)
{
	elect_reached(w);
	elect_last(w);
	piles_report(w->p);
}

/* Pending candidates with the largest surplus, and all surpluses together. */
static int find_surplus(const wigm *w, int *tied, uint64_t *sum)
{
	const piles *p = w->p;
	int count = 0;
	*sum = 0;
	for (int c = 0; c < p->candidates; c++) {
		if (!w->pending[c])
			continue;
		*sum += p->votes[c] - p->quota;
		if (count && p->votes[c] > p->votes[tied[0]])
			count = 0;
		if (!count || p->votes[c] == p->votes[tied[0]])
			tied[count++] = c;
	}
	return count;
}

static void exclude_sure(wigm *w, const int *loser, int count)
{
	for (int i = 0; i < count; i++)
		piles_exclude(w->p, loser[i]);
	elect_last(w);
	for (int i = 0; i < count && w->p->elected < w->seats; i++)
		piles_move(w->p, loser[i], 0, 0);
}

static bool transfer_surplus(wigm *w, const int *tied, int count)
{
	int from = piles_choose(w->p, tied, count, TEXT(COUNT_TIE_SURPLUS));
	if (from == PREFERENCE_NONE)
		return false;
	uint64_t surplus = w->p->votes[from] - w->p->quota;
	stage_say(w->p->run, TEXT(COUNT_SAID_SURPLUS, piles_name(w->p, from), piles_units(w->p, surplus)));
	w->pending[from] = false;
	piles_move(w->p, from, surplus, w->p->votes[from]);
	return true;
}

static bool exclude_lowest(wigm *w, int *tied)
{
	int from = piles_choose(w->p, tied, piles_lowest(w->p, tied), TEXT(COUNT_TIE_EXCLUDE));
	if (from == PREFERENCE_NONE)
		return false;
	piles_exclude(w->p, from);
	piles_move(w->p, from, 0, 0);
	return true;
}

static cordon_status count_stage(wigm *w, int *tied, int *loser)
{
	uint64_t surplus;
	bool went = true;
	if (run_stopped(w->p->run))
		return CORDON_INTERRUPTED;
	piles_begin_stage(w->p);
	int waiting = find_surplus(w, tied, &surplus);
	int sure = w->batch ? piles_sure_losers(w->p, surplus, w->seats - w->p->elected, loser) : 0;
	if (sure)
		exclude_sure(w, loser, sure);
	else
		went = waiting ? transfer_surplus(w, tied, waiting) : exclude_lowest(w, tied);
	if (went)
		end_stage(w);
	else
		piles_report(w->p);
	return went ? CORDON_OK : CORDON_UNPROVEN;
}

cordon_status piles_count_wigm(piles *p, int seats, bool batch)
{
	wigm w = {p, seats, batch, memory_alloc((size_t)p->candidates, sizeof(bool))};
	int tied[CORDON_CANDIDATES_MAX], loser[CORDON_CANDIDATES_MAX];
	cordon_status status = CORDON_OK;
	piles_begin_stage(p);
	stage_say(p->run, TEXT(COUNT_SAID_FIRST));
	piles_first(p);
	p->quota = p->valid / ((uint64_t)seats + 1) + 1;
	if (!p->run->quiet)
		p->run->result->quota = piles_units(p, p->quota);
	end_stage(&w);
	while (!status && p->elected < seats && piles_continuing(p))
		status = count_stage(&w, tied, loser);
	free(w.pending);
	return status;
}

cordon_status wigm_count(count_run *run)
{
	piles p;
	bool batch;
	cordon_status status = run_need_seats(run);
	if (!status)
		status = run_setting_yes(run, "batch", &batch);
	if (status)
		return status;
	piles_begin(&p, run, DECIMALS);
	status = piles_count_wigm(&p, run->seats, batch);
	if (!status)
		run_outcome(run, p.winner, p.elected);
	piles_free(&p);
	return status;
}
