/* Countback: one seat refilled from the original ballots, without a new election.
 *
 * The original election is counted again by the rule `wigm`, with the same lots as then (their digests name `wigm`).
 * The ballots that elected the member who leaves - each at the value he or she kept of it, when the surplus went on
 * or to the end - go to their highest candidate who was not elected, has not withdrawn and does not decline; among
 * these they are counted by instant run-off. This is the countback of Hare-Clark (Electoral Act 1992 (ACT), schedule
 * 4, part 4.3; Electoral Act 2004 (Tas), section 231 and schedule 6), on the values of the weighted inclusive Gregory
 * method.
 *
 * Settings: `vacant`, the member who leaves; `declined`, candidates who do not stand. The stages of the original count
 * stand in the report before those of the countback.
 */
#include "count/codes.h"
#include "count/piles.h"
#include "count/preference.h"
#include "count/rule.h"
#include "count/settings.h"
#include "count/stage.h"

#include <stdlib.h>
#include <string.h>

enum { DECIMALS = 4 };

/* What the keeper holds at the end, where no surplus went on. */
static void keep_rest(piles *p)
{
	for (size_t b = 0; b < p->e->ballots; b++)
		if (p->holder[b] == p->keeper)
			p->kept[b] = p->value[b];
}

/* Who may have the seat: continuing; sitting members stay elected. */
static cordon_status set_states(piles *p)
{
	const cordon_settings *s = p->run->settings;
	cordon_status status = CORDON_OK;
	for (int c = 0; c < p->candidates; c++)
		if (p->state[c] == CORDON_STATE_EXCLUDED)
			p->state[c] = CORDON_STATE_CONTINUING;
	p->state[p->keeper] = CORDON_STATE_WITHDRAWN;
	for (size_t i = 0; i < s->settings && !status; i++) {
		int candidate;
		if (strcmp(s->setting[i].key, "declined"))
			continue;
		status = piles_find_named(p->run, "declined", s->setting[i].value, &candidate);
		if (!status && p->state[candidate] == CORDON_STATE_CONTINUING)
			p->state[candidate] = CORDON_STATE_WITHDRAWN;
	}
	return status;
}

static cordon_status refill(piles *p)
{
	keep_rest(p);
	cordon_status status = set_states(p);
	if (status)
		return status;
	int sitting = p->elected;
	memset(p->votes, 0, (size_t)p->candidates * sizeof *p->votes);
	piles_begin_stage(p);
	stage_say(p->run, TEXT(COUNT_SAID_COUNTBACK, piles_name(p, p->keeper)));
	p->exhausted = 0;
	piles_first_kept(p);
	status = piles_run_off(p, NULL, false);
	if (!status)
		run_outcome(p->run, p->winner + sitting, p->elected - sitting);
	return status;
}

static cordon_status refuse_not_elected(piles *p)
{
	if (p->run->quiet)
		return CORDON_OK; /* with other lots there is nothing to refill */
	return finding_add(p->run->error, CORDON_ERROR,
			   (place_in_file){.field = "vacant", .found = piles_name(p, p->keeper)},
			   TEXT(COUNT_NOT_ELECTED), NO_TEXT);
}

cordon_status countback_count(count_run *run)
{
	piles p;
	int vacant = 0;
	const char *name = run_setting(run, "vacant");
	cordon_status status = run_need_seats(run);
	if (!status && !name)
		status = finding_add(run->error, CORDON_ERROR, (place_in_file){.field = "vacant"},
				     TEXT(COUNT_VACANT_MISSING), NO_TEXT);
	if (!status)
		status = piles_find_named(run, "vacant", name, &vacant);
	if (status)
		return status;
	piles_begin(&p, run, DECIMALS);
	p.keeper = vacant;
	p.kept = memory_alloc(run->election->ballots, sizeof *p.kept);
	run->lots_as = "wigm";
	status = piles_count_wigm(&p, run->seats, false);
	run->lots_as = NULL;
	run->result->seats = 1;
	if (!run->quiet)
		run->result->quota = NULL;
	if (!status)
		status = p.state[vacant] == CORDON_STATE_ELECTED ? refill(&p) : refuse_not_elected(&p);
	piles_free(&p);
	return status;
}
