/* Decisions and elections by the number of votes: plurality, majority, two-thirds, and any threshold.
 *
 *	plurality    the options with the most votes, one for each seat (one where no seats are given)
 *	majority     an option needs more than half of the votes
 *	two-thirds   an option needs at least two thirds
 *	threshold    an option needs the share `threshold`: at least so much; with `comparison` more-than, more
 *
 * after Robert's Rules of Order Newly Revised (12th edition, 2020), section 44: plurality, majority vote, two-thirds
 * vote, and bases other than the votes cast. A ballot is a vote for the option ranked first alone; others, and those
 * for withdrawn options, are invalid.
 *
 *	of           valid (votes for an option: the default), cast (blank and invalid ballots too), entitled
 *	entitled     how many may vote
 *	quorum       ballots that must be cast, below 1 the share of the entitled; else nothing is decided
 *	bodies       double majority: the share of bodies in which the option has more than half of the valid
 *	             votes, compared as the votes are. A body without valid votes is one that no option has.
 *
 * Options that reach all of this are elected, the one with the most votes first, as long as there are seats (one where
 * none are given). Equal votes at the last seat are a lot. An option without votes wins nothing. Nobody may be elected.
 */
#include "count/codes.h"
#include "count/exact.h"
#include "count/rule.h"
#include "count/stage.h"

#include <stdlib.h>
#include <string.h>

typedef struct decision {
	count_run *run;
	const cordon_election *e;
	bool at_least; /* else more than */
	mpq_t needed, bodies_needed;
	bool by_bodies, has_needed;
	uint64_t valid, cast, base;
	uint64_t *votes; /* by option */
	uint64_t *in_body; /* by body and option, and after the options all valid votes of the body */
	int *bodies_won; /* by option */
	bool *reaches;
} decision;

static const char *count_text(const decision *d, uint64_t count)
{
	return d->run->quiet ? "" : exact_count(d->run->keep, count);
}

/* ---- votes ------------------------------------------------------------------------------------------------------- */

/* The option a ballot votes for; -1: invalid. */
static int vote_of(const cordon_election *e, size_t ballot)
{
	size_t first = e->start[ballot];
	bool several = first + 1 < e->start[ballot + 1] && e->mark[first + 1] != CORDON_MARK_SKIPPED &&
		       (e->mark[first + 1] & CORDON_MARK_TIED);
	if (e->mark[first] == CORDON_MARK_SKIPPED || several || e->candidate[e->mark[first]].withdrawn)
		return -1;
	return e->mark[first];
}

static void add_votes(decision *d)
{
	const cordon_election *e = d->e;
	size_t row = (size_t)e->candidates + 1;
	d->cast = e->blank + e->invalid;
	for (size_t b = 0; b < e->ballots; b++) {
		int option = vote_of(e, b);
		d->cast += e->weight[b];
		if (option < 0)
			continue;
		d->valid += e->weight[b];
		d->votes[option] += e->weight[b];
		if (e->ballot_group) {
			d->in_body[e->ballot_group[b] * row + (size_t)option] += e->weight[b];
			d->in_body[e->ballot_group[b] * row + row - 1] += e->weight[b];
		}
	}
	for (int g = 0; g < e->groups; g++)
		for (int c = 0; c < e->candidates; c++)
			d->bodies_won[c] += 2 * d->in_body[(size_t)g * row + (size_t)c] >
					    d->in_body[(size_t)g * row + row - 1];
	if (!d->run->quiet) {
		d->run->result->valid = exact_count(d->run->keep, d->valid);
		d->run->result->invalid = exact_count(d->run->keep, d->cast - d->valid);
	}
}

/* ---- what is needed ---------------------------------------------------------------------------------------------- */

static bool share_reached(const decision *d, uint64_t part, uint64_t whole, const mpq_t needed)
{
	mpq_t share;
	if (!whole)
		return false;
	mpq_init(share);
	mpq_set_ui(share, part, whole);
	mpq_canonicalize(share);
	int compared = mpq_cmp(share, needed);
	mpq_clear(share);
	return d->at_least ? compared >= 0 : compared > 0;
}

static bool quorum_reached(const decision *d)
{
	uint64_t entitled = 0;
	mpq_t quorum, cast;
	mpq_inits(quorum, cast, NULL);
	bool reached = true;
	if (run_setting_fraction(d->run, "quorum", NULL, quorum)) {
		run_setting_count(d->run, "entitled", &entitled);
		mpq_set_ui(cast, entitled, 1);
		if (mpq_cmp_ui(quorum, 1, 1) < 0)
			mpq_mul(quorum, quorum, cast);
		mpq_set_ui(cast, d->cast, 1);
		reached = mpq_cmp(cast, quorum) >= 0;
		const char *needed = exact_mpq(d->run->keep, quorum), *here = count_text(d, d->cast);
		stage_say(d->run, reached ? TEXT(COUNT_SAID_BALLOTS_ENOUGH, here, needed)
					  : TEXT(COUNT_SAID_BALLOTS_TOO_FEW, here, needed));
	}
	mpq_clears(quorum, cast, NULL);
	return reached;
}

static void say_share(const decision *d, int option, bool enough)
{
	const char *name = d->e->candidate[option].name, *votes = count_text(d, d->votes[option]),
		   *base = count_text(d, d->base), *needed = exact_mpq(d->run->keep, d->needed);
	if (d->at_least)
		stage_say(d->run, enough ? TEXT(COUNT_SAID_AT_LEAST, name, votes, base, needed)
					 : TEXT(COUNT_SAID_NOT_AT_LEAST, name, votes, base, needed));
	else
		stage_say(d->run, enough ? TEXT(COUNT_SAID_MORE, name, votes, base, needed)
					 : TEXT(COUNT_SAID_NOT_MORE, name, votes, base, needed));
}

static void say_bodies(const decision *d, int option, bool enough)
{
	const char *name = d->e->candidate[option].name, *won = count_text(d, (uint64_t)d->bodies_won[option]),
		   *bodies = count_text(d, (uint64_t)d->e->groups),
		   *needed = exact_mpq(d->run->keep, d->bodies_needed);
	stage_say(d->run, enough ? TEXT(COUNT_SAID_BODIES, name, won, bodies, needed)
				 : TEXT(COUNT_SAID_NOT_BODIES, name, won, bodies, needed));
}

static void find_reaching(decision *d)
{
	for (int c = 0; c < d->e->candidates; c++) {
		if (!d->votes[c])
			continue;
		d->reaches[c] = true;
		if (d->has_needed) {
			d->reaches[c] = share_reached(d, d->votes[c], d->base, d->needed);
			say_share(d, c, d->reaches[c]);
		}
		if (d->by_bodies) {
			bool enough =
				share_reached(d, (uint64_t)d->bodies_won[c], (uint64_t)d->e->groups, d->bodies_needed);
			say_bodies(d, c, enough);
			d->reaches[c] &= enough;
		}
	}
}

/* ---- who is elected ---------------------------------------------------------------------------------------------- */

/* The options with the most votes of those that reach what is needed and are not elected yet. */
static int find_most(const decision *d, int *tied)
{
	int count = 0;
	for (int c = 0; c < d->e->candidates; c++) {
		if (!d->reaches[c])
			continue;
		if (count && d->votes[c] > d->votes[tied[0]])
			count = 0;
		if (!count || d->votes[c] == d->votes[tied[0]])
			tied[count++] = c;
	}
	return count;
}

/* Fills winner[]; -1: a tie stopped it. */
static int elect_most(decision *d, int *winner, int seats)
{
	int tied[CORDON_CANDIDATES_MAX], winners = 0;
	for (int count; winners < seats && (count = find_most(d, tied)) > 0;) {
		int place = count <= seats - winners ? 0 : run_choose(d->run, tied, count, TEXT(COUNT_TIE_PERSON));
		if (place == RUN_STOPPED) {
			stage_say(d->run, TEXT(COUNT_SAID_STOPPED, stage_names(d->run, tied, count)));
			return -1;
		}
		winner[winners++] = tied[place];
		d->reaches[tied[place]] = false;
		stage_say(d->run, TEXT(COUNT_SAID_PERSON, d->e->candidate[tied[place]].name,
				       count_text(d, d->votes[tied[place]])));
	}
	return winners;
}

static void report(const decision *d, const int *winner, int winners)
{
	const cordon_election *e = d->e;
	size_t row = (size_t)e->candidates + 1;
	for (int c = 0; c < e->candidates; c++)
		if (!e->candidate[c].withdrawn)
			stage_tally(d->run, c, count_text(d, d->votes[c]), NULL, NULL,
				    winners < 0 ? CORDON_STATE_CONTINUING : CORDON_STATE_EXCLUDED);
	for (int i = 0; i < winners; i++)
		stage_tally(d->run, winner[i], count_text(d, d->votes[winner[i]]), NULL, NULL, CORDON_STATE_ELECTED);
	stage_numbers(d->run, NULL, NULL, NULL, count_text(d, d->valid));
	cordon_matrix *m =
		e->groups ? stage_matrix(d->run, "bodies", TEXT(COUNT_BODIES), e->groups, e->candidates) : NULL;
	for (int c = 0; m && c < e->candidates; c++)
		m->column[c] = e->candidate[c].name;
	for (int g = 0; m && g < e->groups; g++) {
		m->row[g] = e->group[g];
		for (int c = 0; c < e->candidates; c++)
			m->cell[(size_t)g * (size_t)e->candidates + (size_t)c] =
				count_text(d, d->in_body[(size_t)g * row + (size_t)c]);
	}
}

/* ---- settings ---------------------------------------------------------------------------------------------------- */

static cordon_status wrong(const decision *d, const char *field, cordon_text what, cordon_text expected)
{
	return finding_add(d->run->error, CORDON_ERROR,
			   (place_in_file){.field = field, .found = run_setting(d->run, field)}, what, expected);
}

static cordon_status check_entitled(decision *d)
{
	const char *of = run_setting(d->run, "of");
	uint64_t entitled = 0;
	mpq_t quorum;
	mpq_init(quorum);
	bool of_entitled = of && !strcmp(of, "entitled"), known = run_setting_count(d->run, "entitled", &entitled);
	bool share = run_setting_fraction(d->run, "quorum", NULL, quorum) && mpq_cmp_ui(quorum, 1, 1) < 0;
	mpq_clear(quorum);
	d->base = of_entitled ? entitled : of && !strcmp(of, "cast") ? d->cast : d->valid;
	if (of && !of_entitled && strcmp(of, "cast") != 0 && strcmp(of, "valid") != 0)
		return wrong(d, "of", TEXT(COUNT_SETTING_VALUE), TEXT(COUNT_ONE_OF, "valid, cast, entitled"));
	if (!known && (of_entitled || share))
		return wrong(d, "entitled", TEXT(COUNT_ENTITLED_MISSING), NO_TEXT);
	if (known && entitled < d->cast)
		return wrong(d, "entitled", TEXT(COUNT_ENTITLED_FEW, count_text(d, d->cast)), NO_TEXT);
	return CORDON_OK;
}

static cordon_status check_comparison(decision *d)
{
	const char *comparison = run_setting(d->run, "comparison");
	d->by_bodies = run_setting_fraction(d->run, "bodies", NULL, d->bodies_needed);
	if (comparison)
		d->at_least = !strcmp(comparison, "at-least");
	if (comparison && !d->at_least && strcmp(comparison, "more-than") != 0)
		return wrong(d, "comparison", TEXT(COUNT_SETTING_VALUE), TEXT(COUNT_ONE_OF, "at-least, more-than"));
	if (d->by_bodies && !d->e->groups)
		return wrong(d, "bodies", TEXT(COUNT_NO_BODIES), NO_TEXT);
	return CORDON_OK;
}

/* ------------------------------------------------------------------------------------------------------------------ */

static cordon_status decide(decision *d)
{
	int winner[CORDON_CANDIDATES_MAX], winners = 0;
	add_votes(d);
	cordon_status entitled = check_entitled(d), comparison = check_comparison(d);
	if (entitled || comparison)
		return CORDON_BAD_INPUT;
	if (!d->run->seats)
		d->run->result->seats = 1;
	stage_begin(d->run, true);
	stage_say(d->run, TEXT(COUNT_SAID_VOTES));
	if (quorum_reached(d)) {
		find_reaching(d);
		winners = elect_most(d, winner, d->run->result->seats);
	}
	report(d, winner, winners);
	if (winners < 0)
		return CORDON_UNPROVEN;
	run_outcome(d->run, winner, winners);
	return CORDON_OK;
}

/* `needed`: "1/2", or NULL: none. */
static cordon_status count_votes(count_run *run, const char *needed, bool at_least)
{
	const cordon_election *e = run->election;
	size_t options = (size_t)e->candidates;
	decision d = {.run = run, .e = e, .at_least = at_least, .has_needed = needed != NULL};
	mpq_inits(d.needed, d.bodies_needed, NULL);
	if (needed)
		exact_read_mpq(needed, d.needed);
	d.votes = memory_alloc(options, sizeof *d.votes);
	d.in_body = memory_alloc((size_t)e->groups * (options + 1), sizeof *d.in_body);
	d.bodies_won = memory_alloc(options, sizeof *d.bodies_won);
	d.reaches = memory_alloc(options, sizeof *d.reaches);
	cordon_status status = decide(&d);
	mpq_clears(d.needed, d.bodies_needed, NULL);
	free(d.votes);
	free(d.in_body);
	free(d.bodies_won);
	free(d.reaches);
	return status;
}

cordon_status plurality_count(count_run *run)
{
	return count_votes(run, NULL, true);
}

cordon_status majority_count(count_run *run)
{
	return count_votes(run, "1/2", false);
}

cordon_status two_thirds_count(count_run *run)
{
	return count_votes(run, "2/3", true);
}

cordon_status threshold_count(count_run *run)
{
	const char *threshold = run_setting(run, "threshold");
	if (!threshold)
		return finding_add(run->error, CORDON_ERROR, (place_in_file){.field = "threshold"},
				   TEXT(COUNT_THRESHOLD_MISSING), NO_TEXT);
	return count_votes(run, threshold, true);
}
