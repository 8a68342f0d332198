/* Replays countback: the election again by wigm (stv.c) with its lots, then an instant run-off (irv.c) with what the
 * member who leaves kept of each paper: its value less what went on of it with a surplus, or all. Who was not elected
 * in the election and does not decline stands again; sitting members stay elected.
 */
#include "recount/slips.h"
#include "recount/stv.h"

#include <stdlib.h>

/* What the keeper holds at the end of the election, where no surplus has gone on. */
static void keep_rest(slips *s)
{
	const pile *mine = &s->pile[s->keeper];
	for (size_t i = 0; i < mine->count; i++)
		s->kept[mine->slip[i].paper] = mine->slip[i].value;
}

/* False: somebody who declined is no candidate. */
static bool set_fates(slips *s)
{
	const char *name;
	for (int c = 0; c < s->candidates; c++)
		if (s->fate[c] == SLIPS_EXCLUDED)
			s->fate[c] = SLIPS_CONTINUING;
	s->fate[s->keeper] = SLIPS_WITHDRAWN;
	for (int i = 0; (name = replay_setting(s->r, "declined", i)); i++) {
		int who = replay_candidate(s->r, name);
		if (who < 0)
			return false;
		if (s->fate[who] == SLIPS_CONTINUING)
			s->fate[who] = SLIPS_WITHDRAWN;
	}
	return true;
}

static cordon_status refill(slips *s)
{
	int sitting = s->elected;
	keep_rest(s);
	if (!set_fates(s))
		return CORDON_BAD_INPUT;
	for (int c = 0; c < s->candidates; c++)
		s->votes[c] = 0;
	s->lost = 0;
	slips_begin_stage(s);
	replay_say(s->r, "count.said.countback", s->b->name[s->keeper], NULL, NULL, NULL);
	slips_first_kept(s);
	if (!slips_run_off(s, NULL))
		return CORDON_UNPROVEN;
	replay_outcome(s->r, s->winner + sitting, s->elected - sitting);
	return CORDON_OK;
}

/* The election, and then the seat. By lots other than those that fell there may be nothing to refill. */
static cordon_status count(slips *s)
{
	s->r->lots_as = "wigm";
	bool whole = slips_count_transfers(s);
	s->r->lots_as = NULL;
	replay_set(s->r, "seats", json_integer(1));
	replay_set(s->r, "quota", json_null());
	if (!whole)
		return CORDON_UNPROVEN;
	if (s->fate[s->keeper] == SLIPS_ELECTED)
		return refill(s);
	return s->r->silent ? CORDON_OK : CORDON_BAD_INPUT;
}

cordon_status countback_replay(replay *r)
{
	slips s;
	const char *vacant = replay_setting(r, "vacant", 0);
	bool fits = slips_start(&s, r, SLIPS_WIGM, 4);
	s.keeper = vacant ? replay_candidate(r, vacant) : SLIPS_NOBODY;
	s.kept = memory_alloc(r->b->papers, sizeof *s.kept);
	cordon_status status = fits && s.keeper != SLIPS_NOBODY ? count(&s) : CORDON_BAD_INPUT;
	slips_free(&s);
	return status;
}
