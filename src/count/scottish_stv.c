/* Scottish STV: the Scottish Local Government Elections Order 2007 (SSI 2007/42), schedule 1, rules 45 to 52. Weighted
 * inclusive Gregory; each ballot's value is kept to five decimals, the remainder ignored.
 *
 *	46	quota = valid ballots / (seats + 1), decimals ignored, + 1
 *	47	who reaches it at the end of a stage is elected
 *	48	a surplus goes on with all ballots of the candidate, each at surplus x its value / votes, to
 *		five decimals
 *	49	the highest surplus first; equal ones: who had more at the last stage where they differed; else by lot
 *	50	without a surplus the lowest is excluded; ballots go on at the value they had
 *	51	equal lowest: who had less at the last stage where they differed; else by lot
 *	52	as many continuing candidates as vacancies: they are elected, nothing more is transferred
 *
 * A ballot is not transferable where the next rank is given to several (continuing or not) or to none. A ballot without
 * a single first preference is rejected. Non-transferable votes are the valid ones less all tallies: what rounding
 * loses is in them, as in the official sheets. The lowest excluded leaving as many as there are vacancies, its
 * ballots are transferred all the same, as the official counts do (allowed for expressly since SSI 2021/437).
 *
 * Votes are 64-bit units of 10^-5: at most 10^12 ballots give 10^17.
 */
#include "count/codes.h"
#include "count/exact.h"
#include "count/preference.h"
#include "count/rule.h"
#include "count/stage.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

enum { DECIMALS = 5, ONE = 100000, NOBODY = PREFERENCE_NONE, REJECTED = -2 };

typedef struct scottish {
	count_run *run;
	const cordon_election *e;
	int candidates, seats, elected;
	uint64_t valid, rejected; /* ballots by weight */
	uint64_t quota, exhausted; /* units */
	uint64_t *votes, *before; /* units, by candidate */
	uint64_t **history; /* votes at the end of each stage, in order */
	int stages;
	cordon_candidate_state *state;
	bool *surplus_done;
	int *winner;
	int16_t *holder; /* by ballot: a candidate, NOBODY, REJECTED */
	uint32_t *value; /* units of one paper */
	size_t *place; /* mark at which it stands */
} scottish;

static bool continues(const scottish *s, int candidate)
{
	return s->state[candidate] == CORDON_STATE_CONTINUING;
}

static int next_preference(const scottish *s, size_t b, size_t at, size_t *place)
{
	return preference_next(s->e, b, at, s->state, true, place);
}

/* ---- the report -------------------------------------------------------------------------------------------------- */

static const char *units(const scottish *s, uint64_t value)
{
	return s->run->quiet ? "" : exact_fixed(s->run->keep, value, DECIMALS);
}

static const char *name(const scottish *s, int candidate)
{
	return s->e->candidate[candidate].name;
}

static uint64_t sum_votes(const scottish *s)
{
	uint64_t sum = 0;
	for (int c = 0; c < s->candidates; c++)
		sum += s->votes[c];
	return sum;
}

/* Sets the tallies of the stage under way as they now stand. */
static void report_stage(scottish *s)
{
	arena *keep = s->run->keep;
	uint64_t sum = sum_votes(s), exhausted = s->valid * ONE - sum;
	bool first = s->stages == 1;
	if (!s->run->quiet) {
		for (int c = 0; c < s->candidates; c++) {
			int64_t change = (int64_t)s->votes[c] - (int64_t)s->before[c];
			stage_tally(s->run, c, units(s, s->votes[c]),
				    first ? NULL : exact_signed(keep, change, DECIMALS), NULL, s->state[c]);
		}
		int64_t change = (int64_t)exhausted - (int64_t)s->exhausted;
		stage_numbers(s->run, units(s, s->quota), units(s, exhausted),
			      first ? NULL : exact_signed(keep, change, DECIMALS), units(s, sum));
	}
	s->exhausted = exhausted;
}

static void begin_stage(scottish *s)
{
	stage_begin(s->run, true);
	s->stages++;
	memcpy(s->before, s->votes, (size_t)s->candidates * sizeof *s->before);
}

/* ---- ties -------------------------------------------------------------------------------------------------------- */

/* Leaves of the tied only those with the most (or fewest) votes at an earlier stage, the latest first, until one is
 * left. */
static int decide_by_history(const scottish *s, int *tied, int count, bool most, int *decided_at)
{
	for (int stage = s->stages - 1; stage-- > 0 && count > 1;) {
		const uint64_t *votes = s->history[stage];
		uint64_t best = votes[tied[0]];
		int left = 0;
		for (int i = 1; i < count; i++)
			if (most ? votes[tied[i]] > best : votes[tied[i]] < best)
				best = votes[tied[i]];
		for (int i = 0; i < count; i++)
			if (votes[tied[i]] == best)
				tied[left++] = tied[i];
		*decided_at = left < count ? stage + 1 : *decided_at;
		count = left;
	}
	return count;
}

/* The one of the tied to be taken, or NOBODY: the count stops. The stage in which it is taken has begun. */
static int decide(scottish *s, int *tied, int count, bool most)
{
	int at = 0;
	if (count == 1)
		return tied[0];
	const char *all = stage_names(s->run, tied, count);
	count = decide_by_history(s, tied, count, most, &at);
	if (count == 1) {
		stage_say(s->run,
			  TEXT(COUNT_SAID_EARLIER, all, exact_count(s->run->keep, (uint64_t)at), name(s, tied[0])));
		return tied[0];
	}
	all = stage_names(s->run, tied, count);
	int place = run_choose(s->run, tied, count, most ? TEXT(COUNT_TIE_SURPLUS) : TEXT(COUNT_TIE_EXCLUDE));
	if (place == RUN_STOPPED) {
		stage_say(s->run, TEXT(COUNT_SAID_STOPPED, all));
		return NOBODY;
	}
	stage_say(s->run, TEXT(COUNT_SAID_LOT, all, name(s, tied[place])));
	return tied[place];
}

/* ---- transfers --------------------------------------------------------------------------------------------------- */

/* Moves every ballot of `from` on, at value x numerator / denominator to five decimals. */
static void transfer(scottish *s, int from, uint64_t numerator, uint64_t denominator)
{
	size_t room = (size_t)s->candidates + 1;
	uint64_t *moved = memory_alloc(room, sizeof *moved), *papers = memory_alloc(room, sizeof *papers);
	for (size_t b = 0; b < s->e->ballots; b++) {
		if (s->holder[b] != from)
			continue;
		int to = next_preference(s, b, s->place[b] + 1, &s->place[b]);
		size_t slot = to == NOBODY ? (size_t)s->candidates : (size_t)to;
		s->holder[b] = (int16_t)to;
		s->value[b] = (uint32_t)exact_share(s->value[b], numerator, denominator);
		papers[slot] += s->e->weight[b];
		moved[slot] += s->value[b] * s->e->weight[b];
	}
	for (int c = 0; c <= s->candidates; c++) {
		if (c < s->candidates)
			s->votes[c] += moved[c];
		if (papers[c])
			stage_transfer(s->run, (cordon_transfer){from, c < s->candidates ? c : -1, papers[c], NULL,
								 units(s, moved[c])});
	}
	free(moved);
	free(papers);
}

static void elect(scottish *s, int candidate)
{
	assert(s->elected < s->seats && continues(s, candidate));
	s->state[candidate] = CORDON_STATE_ELECTED;
	s->winner[s->elected++] = candidate;
}

/* Rule 47; the highest first, equal ones in the order of the election. */
static void elect_at_quota(scottish *s)
{
	for (;;) {
		int best = NOBODY;
		for (int c = 0; c < s->candidates; c++)
			if (continues(s, c) && s->votes[c] >= s->quota &&
			    (best == NOBODY || s->votes[c] > s->votes[best]))
				best = c;
		if (best == NOBODY)
			return;
		elect(s, best);
		stage_say(s->run, TEXT(COUNT_SAID_QUOTA, name(s, best)));
	}
}

static int count_continuing(const scottish *s)
{
	int count = 0;
	for (int c = 0; c < s->candidates; c++)
		count += continues(s, c);
	return count;
}

/* Rule 52, for as many or fewer. */
static void elect_last(scottish *s)
{
	if (s->elected == s->seats || count_continuing(s) > s->seats - s->elected)
		return;
	for (int c = 0; c < s->candidates; c++)
		if (continues(s, c)) {
			elect(s, c);
			stage_say(s->run, TEXT(COUNT_SAID_LAST, name(s, c)));
		}
}

static void end_stage(scottish *s)
{
	elect_at_quota(s);
	elect_last(s);
	report_stage(s);
	s->history[s->stages - 1] = memory_alloc((size_t)s->candidates, sizeof **s->history);
	memcpy(s->history[s->stages - 1], s->votes, (size_t)s->candidates * sizeof *s->votes);
}

/* Candidates with the most votes beyond the quota whose surplus still waits, into `tied`. */
static int find_surplus(const scottish *s, int *tied)
{
	int count = 0;
	for (int c = 0; c < s->candidates; c++) {
		if (s->state[c] != CORDON_STATE_ELECTED || s->surplus_done[c] || s->votes[c] <= s->quota)
			continue;
		if (count && s->votes[c] > s->votes[tied[0]])
			count = 0;
		if (!count || s->votes[c] == s->votes[tied[0]])
			tied[count++] = c;
	}
	return count;
}

static int find_lowest(const scottish *s, int *tied)
{
	int count = 0;
	for (int c = 0; c < s->candidates; c++) {
		if (!continues(s, c))
			continue;
		if (count && s->votes[c] < s->votes[tied[0]])
			count = 0;
		if (!count || s->votes[c] == s->votes[tied[0]])
			tied[count++] = c;
	}
	return count;
}

static bool transfer_surplus(scottish *s, int *tied, int count)
{
	int from = decide(s, tied, count, true);
	if (from == NOBODY)
		return false;
	uint64_t surplus = s->votes[from] - s->quota;
	stage_say(s->run, TEXT(COUNT_SAID_SURPLUS, name(s, from), units(s, surplus)));
	s->surplus_done[from] = true;
	transfer(s, from, surplus, s->votes[from]);
	s->votes[from] = s->quota;
	return true;
}

static bool exclude_lowest(scottish *s, int *tied, int count)
{
	int from = decide(s, tied, count, false);
	if (from == NOBODY)
		return false;
	stage_say(s->run, TEXT(COUNT_SAID_EXCLUDED, name(s, from), units(s, s->votes[from])));
	s->state[from] = CORDON_STATE_EXCLUDED;
	transfer(s, from, 1, 1);
	s->votes[from] = 0;
	return true;
}

/* ---- the count --------------------------------------------------------------------------------------------------- */

/* Rule 45: first preferences; ballots for withdrawn candidates only are valid and never transferable. */
static void count_first(scottish *s)
{
	uint64_t *papers = memory_alloc((size_t)s->candidates, sizeof *papers);
	for (size_t b = 0; b < s->e->ballots; b++) {
		size_t first = s->e->start[b];
		bool several = first + 1 < s->e->start[b + 1] && s->e->mark[first + 1] != CORDON_MARK_SKIPPED &&
			       (s->e->mark[first + 1] & CORDON_MARK_TIED);
		s->value[b] = ONE;
		if (s->e->mark[first] == CORDON_MARK_SKIPPED || several) {
			s->rejected += s->e->weight[b];
			s->holder[b] = REJECTED;
			continue;
		}
		s->valid += s->e->weight[b];
		int to = next_preference(s, b, first, &s->place[b]);
		s->holder[b] = (int16_t)to;
		if (to == NOBODY)
			continue;
		papers[to] += s->e->weight[b];
		s->votes[to] += s->e->weight[b] * ONE;
	}
	for (int c = 0; c < s->candidates; c++)
		if (papers[c])
			stage_transfer(s->run, (cordon_transfer){-1, c, papers[c], "1", units(s, s->votes[c])});
	free(papers);
}

static void first_stage(scottish *s)
{
	begin_stage(s);
	stage_say(s->run, TEXT(COUNT_SAID_FIRST));
	count_first(s);
	s->quota = (s->valid / ((uint64_t)s->seats + 1) + 1) * ONE;
	if (s->rejected)
		stage_say(s->run, TEXT(COUNT_SAID_REJECTED, exact_count(s->run->keep, s->rejected)));
	if (!s->run->quiet) {
		s->run->result->quota = units(s, s->quota);
		s->run->result->valid = exact_count(s->run->keep, s->valid);
		s->run->result->invalid = exact_count(s->run->keep, s->rejected + s->e->blank + s->e->invalid);
	}
	end_stage(s);
}

static cordon_status count_stages(scottish *s)
{
	int tied[CORDON_CANDIDATES_MAX];
	first_stage(s);
	while (s->elected < s->seats && count_continuing(s)) {
		if (run_stopped(s->run))
			return CORDON_INTERRUPTED;
		int waiting = find_surplus(s, tied);
		begin_stage(s);
		bool went =
			waiting ? transfer_surplus(s, tied, waiting) : exclude_lowest(s, tied, find_lowest(s, tied));
		if (!went) {
			report_stage(s);
			return CORDON_UNPROVEN;
		}
		end_stage(s);
	}
	run_outcome(s->run, s->winner, s->elected);
	return CORDON_OK;
}

static scottish start(count_run *run)
{
	size_t candidates = (size_t)run->election->candidates, ballots = run->election->ballots;
	scottish s = {.run = run, .e = run->election, .candidates = run->election->candidates, .seats = run->seats};
	s.votes = memory_alloc(candidates, sizeof *s.votes);
	s.before = memory_alloc(candidates, sizeof *s.before);
	s.history = memory_alloc(2 * candidates + 2,
				 sizeof *s.history); /* a surplus and an exclusion each, and the first */
	s.state = memory_alloc(candidates, sizeof *s.state);
	s.surplus_done = memory_alloc(candidates, sizeof *s.surplus_done);
	s.winner = memory_alloc((size_t)run->seats, sizeof *s.winner);
	s.holder = memory_alloc(ballots, sizeof *s.holder);
	s.value = memory_alloc(ballots, sizeof *s.value);
	s.place = memory_alloc(ballots, sizeof *s.place);
	for (size_t c = 0; c < candidates; c++)
		s.state[c] = run->election->candidate[c].withdrawn ? CORDON_STATE_WITHDRAWN : CORDON_STATE_CONTINUING;
	return s;
}

static void finish(scottish *s)
{
	for (int i = 0; i < s->stages; i++)
		free(s->history[i]);
	free(s->votes);
	free(s->before);
	free(s->history);
	free(s->state);
	free(s->surplus_done);
	free(s->winner);
	free(s->holder);
	free(s->value);
	free(s->place);
}

cordon_status scottish_stv_count(count_run *run)
{
	cordon_status status = run_need_seats(run);
	if (status)
		return status;
	scottish s = start(run);
	status = count_stages(&s);
	finish(&s);
	return status;
}
