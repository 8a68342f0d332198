/* Replays irv, with its batches and write-ins: instant run-off, by Minneapolis, section 167.60 (docs/counting.md); and
 * that part of countback (countback.c).
 */
#include "recount/slips.h"
#include "recount/stv.h"

/* Whom a stage excludes; 0: a lot is needed. */
static int losers(slips *s, bool first, int *who)
{
	int count = 0, lowest;
	const char *name;
	bool listed[BALLOTS_CANDIDATES_MAX] = {false};
	for (int i = 0; first && (name = replay_setting(s->r, "write_ins", i)); i++) {
		int c = replay_candidate(s->r, name);
		if (c >= 0)
			listed[c] = true;
	}
	for (int c = 0; c < s->candidates; c++)
		if (listed[c] && s->fate[c] == SLIPS_CONTINUING)
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

bool slips_run_off(slips *s, bool first)
{
	int who[BALLOTS_CANDIDATES_MAX];
	for (;; first = false) {
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
	slips_start(&s, r, SLIPS_IRV, 0);
	slips_begin_stage(&s);
	replay_say(r, "count.said.first", NULL, NULL, NULL, NULL);
	slips_first(&s);
	bool decided = slips_run_off(&s, true);
	if (decided)
		replay_outcome(r, s.winner, s.elected);
	slips_free(&s);
	return decided ? CORDON_OK : CORDON_UNPROVEN;
}
