/* Instant run-off (the alternative vote): until one candidate has more than half of the votes of all continuing ones
 * the lowest is excluded and their ballots go on to the next continuing candidate. As in the Minneapolis Code of
 * Ordinances, title 8.5, chapter 167 (2015), section 167.60, whose ways of saving rounds are settings:
 *
 *	batch	        those who cannot win any more are excluded together: the largest set of lowest
 *		candidates who together have
 *			fewer votes than the next
 *	write_ins	candidates who go in the first exclusion (there: write-ins nobody registered for)
 *
 * More than half is of the votes still on continuing candidates: half of them, decimals ignored, plus 1. Ties: by lot
 * (167.60 (c)). An empty rank is passed over, a rank given to several ends the ballot.
 */
#include "count/codes.h"
#include "count/exact.h"
#include "count/piles.h"
#include "count/preference.h"
#include "count/rule.h"
#include "count/stage.h"

#include <stdlib.h>
#include <string.h>

/* The one who has more than half, or is the last. */
static bool find_winner(piles *p)
{
	bool last = piles_continuing(p) == 1;
	for (int c = 0; c < p->candidates; c++)
		if (p->state[c] == CORDON_STATE_CONTINUING && (last || p->votes[c] >= p->quota)) {
			piles_elect(p, c, last && p->votes[c] < p->quota ? &COUNT_SAID_LAST : &COUNT_SAID_OVER_HALF);
			return true;
		}
	return piles_continuing(p) == 0;
}

/* Whom the next stage excludes, into `out`; 0: a lot is needed. */
static int find_losers(piles *p, const bool *first_out, bool batch, int *out)
{
	int count = 0;
	for (int c = 0; first_out && c < p->candidates; c++)
		if (first_out[c] && p->state[c] == CORDON_STATE_CONTINUING)
			out[count++] = c;
	if (count && count < piles_continuing(p))
		return count;
	count = batch ? piles_sure_losers(p, 0, 1, out) : 0;
	if (count)
		return count;
	int lowest = piles_choose(p, out, piles_lowest(p, out), TEXT(COUNT_TIE_EXCLUDE));
	out[0] = lowest;
	return lowest != PREFERENCE_NONE;
}

cordon_status piles_run_off(piles *p, const bool *first_out, bool batch)
{
	int out[CORDON_CANDIDATES_MAX];
	for (;; first_out = NULL) {
		p->quota = piles_sum(p) / 2 + 1;
		bool won = find_winner(p);
		piles_report(p);
		if (won)
			return CORDON_OK;
		if (run_stopped(p->run))
			return CORDON_INTERRUPTED;
		piles_begin_stage(p);
		int count = find_losers(p, first_out, batch, out);
		for (int i = 0; i < count; i++)
			piles_exclude(p, out[i]);
		for (int i = 0; i < count; i++)
			piles_move(p, out[i], 0, 0);
		if (!count) {
			piles_report(p);
			return CORDON_UNPROVEN;
		}
	}
}

static cordon_status read_write_ins(count_run *run, bool *first_out)
{
	cordon_status status = CORDON_OK;
	for (size_t i = 0; i < run->settings->settings && !status; i++) {
		int candidate;
		if (strcmp(run->settings->setting[i].key, "write_ins"))
			continue;
		status = piles_find_named(run, "write_ins", run->settings->setting[i].value, &candidate);
		if (!status)
			first_out[candidate] = true;
	}
	return status;
}

cordon_status irv_count(count_run *run)
{
	piles p;
	bool batch, *first_out;
	cordon_status status = run_need_seats(run);
	if (!status && run->seats != 1)
		status = finding_add(
			run->error, CORDON_ERROR,
			(place_in_file){.field = "seats", .found = exact_count(run->keep, (uint64_t)run->seats)},
			TEXT(COUNT_SEATS_RANGE), TEXT(COUNT_ONE_OF, "1"));
	if (!status)
		status = run_setting_yes(run, "batch", &batch);
	if (status)
		return status;
	first_out = memory_alloc((size_t)run->election->candidates, sizeof *first_out);
	status = read_write_ins(run, first_out);
	piles_begin(&p, run, 0);
	if (!status) {
		piles_begin_stage(&p);
		stage_say(run, TEXT(COUNT_SAID_FIRST));
		piles_first(&p);
		status = piles_run_off(&p, first_out, batch);
	}
	if (!status)
		run_outcome(run, p.winner, p.elected);
	piles_free(&p);
	free(first_out);
	return status;
}
