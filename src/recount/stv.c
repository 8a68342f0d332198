/* Replays scottish-stv and wigm, with wigm's batches. Sources as docs/counting.md names them: SSI 2007/42, schedule 1;
 * the Reference WIGM Rule. These two and irv (irv.c) differ in
 *
 *	           decimals   empty rank   a transfer of a surplus            equal votes
 *	scottish   5          ends         value x surplus / votes, cut       earlier stages, then lot
 *	wigm       4          passed over  (value x surplus) cut / votes cut  lot
 *	irv        0          passed over  none                               lot
 *
 * A rank given to several ends a ballot in all of them.
 */
#include "recount/stv.h"
#include "recount/slips.h"

static void elect_reached(slips *s)
{
	for (int best = 0; best != SLIPS_NOBODY;) {
		best = SLIPS_NOBODY;
		for (int c = s->candidates - 1; c >= 0; c--)
			if (s->fate[c] == SLIPS_CONTINUING && s->votes[c] >= s->quota &&
			    (best == SLIPS_NOBODY || s->votes[c] >= s->votes[best]))
				best = c;
		if (best != SLIPS_NOBODY) {
			slips_elect(s, best, "count.said.quota");
			s->waits[best] = s->kind == SLIPS_WIGM || s->votes[best] > s->quota;
		}
	}
}

static void elect_rest(slips *s)
{
	if (s->elected == s->r->seats || slips_standing(s) > s->r->seats - s->elected)
		return;
	for (int c = 0; c < s->candidates; c++)
		if (s->fate[c] == SLIPS_CONTINUING)
			slips_elect(s, c, "count.said.last");
}

static bool move_surplus(slips *s, int *who, int count)
{
	char surplus[64];
	int from = slips_choose(s, who, count, true);
	if (from == SLIPS_NOBODY)
		return false;
	replay_wide more = s->votes[from] - s->quota;
	replay_units_text(more, s->decimals, surplus);
	replay_say(s->r, "count.said.surplus", s->b->name[from], surplus, NULL, NULL);
	s->waits[from] = false;
	slips_pass_on(s, from, more, s->votes[from]);
	return true;
}

static bool move_lowest(slips *s, int *who)
{
	int from = slips_choose(s, who, slips_extreme(s, false, who), false);
	if (from == SLIPS_NOBODY)
		return false;
	slips_exclude(s, from);
	slips_pass_on(s, from, 0, 0);
	return true;
}

static void move_hopeless(slips *s, const int *who, int count)
{
	for (int i = 0; i < count; i++)
		slips_exclude(s, who[i]);
	elect_rest(s);
	for (int i = 0; i < count && s->elected < s->r->seats; i++)
		slips_pass_on(s, who[i], 0, 0);
}

static bool transfer_stage(slips *s)
{
	int who[BALLOTS_CANDIDATES_MAX], lost[BALLOTS_CANDIDATES_MAX];
	replay_wide surplus = 0;
	bool went = true;
	slips_begin_stage(s);
	for (int c = 0; c < s->candidates; c++)
		surplus += s->waits[c] ? s->votes[c] - s->quota : 0;
	int waiting = slips_extreme(s, true, who);
	int sure = s->batch ? slips_hopeless(s->votes, s->fate, s->candidates, surplus, s->r->seats - s->elected, lost)
			    : 0;
	if (sure)
		move_hopeless(s, lost, sure);
	else
		went = waiting ? move_surplus(s, who, waiting) : move_lowest(s, who);
	if (went) {
		elect_reached(s);
		elect_rest(s);
	}
	slips_end_stage(s);
	return went;
}

bool slips_count_transfers(slips *s)
{
	char number[64];
	slips_begin_stage(s);
	replay_say(s->r, "count.said.first", NULL, NULL, NULL, NULL);
	uint64_t rejected = slips_first(s);
	s->quota = s->kind == SLIPS_WIGM ? s->valid / ((replay_wide)s->r->seats + 1) + 1
					 : (s->valid / s->one / ((replay_wide)s->r->seats + 1) + 1) * s->one;
	replay_units_text(rejected, 0, number);
	if (rejected)
		replay_say(s->r, "count.said.rejected", number, NULL, NULL, NULL);
	replay_set(s->r, "quota", replay_units(s->quota, s->decimals));
	replay_set(s->r, "valid", replay_units((s->valid / s->one), 0));
	replay_set(s->r, "invalid", replay_units(rejected + s->b->blank, 0));
	elect_reached(s);
	elect_rest(s);
	slips_end_stage(s);
	while (s->elected < s->r->seats && slips_standing(s))
		if (!transfer_stage(s))
			return false;
	return true;
}

static cordon_status count(replay *r, slips_kind kind, int decimals)
{
	slips s;
	cordon_status status = slips_start(&s, r, kind, decimals) ? CORDON_OK : CORDON_BAD_INPUT;
	if (!status)
		status = slips_count_transfers(&s) ? CORDON_OK : CORDON_UNPROVEN;
	if (!status)
		replay_outcome(r, s.winner, s.elected);
	slips_free(&s);
	return status;
}

cordon_status stv_replay_scottish(replay *r)
{
	return count(r, SLIPS_SCOTTISH, 5);
}

cordon_status stv_replay_wigm(replay *r)
{
	return count(r, SLIPS_WIGM, 4);
}
