/* Replays irv, with its batches and write-ins: instant run-off, by Minneapolis, section 167.60 (docs/counting.md); and
 * that part of countback (countback.c).
 */
#include "recount/slips.h"
#include "recount/stv.h"

/* Whom the setting write_ins lists; false: somebody who is no candidate. */
static bool find_write_ins(const replay *r, bool *listed)
{
	const char *name;
	for (int i = 0; (name = replay_setting(r, "write_ins", i)); i++) {
		int who = replay_candidate(r, name);
		if (who < 0)
			return false;
		listed[who] = true;
	}
	return true;
}

/* Whom a stage excludes; 0: a lot is needed. */
static int losers(slips *s, const bool *listed, int *who)
{
	int count = 0, lowest;
	for (int c = 0; c < s->candidates; c++)
		if (listed && listed[c] && s->fate[c] == SLIPS_CONTINUING)
			who[count++] = c;
	if (count && count < slips_standing(s))
		return count;
	count = s->batch ? slips_hopeless(s->votes, s->fate, s->candidates, 0, 1, who) : 0;
	if (count)
		return count;
	lowest = slips_choose(s, who, slips_extreme(s, false, who), false);
	who[0] = lowest;
	return lowest != SLIPS_NOBODY;
}

static bool elect_majority(slips *s)
{
	bool last = slips_standing(s) == 1;
	s->quota = slips_sum(s) / 2 + 1;
	for (int c = 0; c < s->candidates; c++)
		if (s->fate[c] == SLIPS_CONTINUING && (last || s->votes[c] >= s->quota)) {
			slips_elect(s, c, s->votes[c] >= s->quota ? "count.said.over_half" : "count.said.last");
			return true;
		}
	return slips_standing(s) == 0;
}

bool slips_run_off(slips *s, const bool *first)
{
	int who[BALLOTS_CANDIDATES_MAX];
	for (;; first = NULL) {
		bool done = elect_majority(s);
		slips_end_stage(s);
		if (done)
			return true;
		slips_begin_stage(s);
		int count = losers(s, first, who);
		for (int i = 0; i < count; i++)
			slips_exclude(s, who[i]);
		for (int i = 0; i < count; i++)
			slips_pass_on(s, who[i], 0, 0);
		if (!count) {
			slips_end_stage(s);
			return false;
		}
	}
}

cordon_status stv_replay_irv(replay *r)
{
	slips s;
	bool listed[BALLOTS_CANDIDATES_MAX] = {false};
	bool fits = slips_start(&s, r, SLIPS_IRV, 0);
	cordon_status status = fits && find_write_ins(r, listed) ? CORDON_OK : CORDON_BAD_INPUT;
	if (!status) {
		slips_begin_stage(&s);
		replay_say(r, "count.said.first", NULL, NULL, NULL, NULL);
		slips_first(&s);
		status = slips_run_off(&s, listed) ? CORDON_OK : CORDON_UNPROVEN;
	}
	if (!status)
		replay_outcome(r, s.winner, s.elected);
	slips_free(&s);
	return status;
}
