/* Piles of ballots; see piles.h. */
#include "count/piles.h"

#include "count/codes.h"
#include "count/exact.h"
#include "count/preference.h"
#include "count/stage.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

void piles_begin(piles *p, count_run *run, int decimals)
{
	size_t candidates = (size_t)run->election->candidates, ballots = run->election->ballots;
	*p = (piles){.run = run, .e = run->election, .candidates = run->election->candidates, .decimals = decimals};
	assert(decimals >= 0 && decimals <= 6);
	p->one = 1;
	for (int i = 0; i < decimals; i++)
		p->one *= 10;
	p->votes = memory_alloc(candidates, sizeof *p->votes);
	p->before = memory_alloc(candidates, sizeof *p->before);
	p->state = memory_alloc(candidates, sizeof *p->state);
	p->winner = memory_alloc(candidates, sizeof *p->winner);
	p->holder = memory_alloc(ballots, sizeof *p->holder);
	p->value = memory_alloc(ballots, sizeof *p->value);
	p->place = memory_alloc(ballots, sizeof *p->place);
	for (size_t c = 0; c < candidates; c++)
		if (run->election->candidate[c].withdrawn)
			p->state[c] = CORDON_STATE_WITHDRAWN;
}

void piles_free(piles *p)
{
	free(p->votes);
	free(p->before);
	free(p->state);
	free(p->winner);
	free(p->holder);
	free(p->value);
	free(p->place);
	free(p->kept);
}

const char *piles_units(const piles *p, uint64_t units)
{
	return p->run->quiet ? "" : exact_fixed(p->run->keep, units, p->decimals);
}

const char *piles_name(const piles *p, int candidate)
{
	return p->e->candidate[candidate].name;
}

uint64_t piles_sum(const piles *p)
{
	uint64_t sum = 0;
	for (int c = 0; c < p->candidates; c++)
		sum += p->votes[c];
	return sum;
}

int piles_continuing(const piles *p)
{
	int count = 0;
	for (int c = 0; c < p->candidates; c++)
		count += p->state[c] == CORDON_STATE_CONTINUING;
	return count;
}

/* ---- stages ------------------------------------------------------------------------------------------------------ */

void piles_begin_stage(piles *p)
{
	stage_begin(p->run, true);
	p->stages++;
	memcpy(p->before, p->votes, (size_t)p->candidates * sizeof *p->before);
}

void piles_report(piles *p)
{
	arena *keep = p->run->keep;
	uint64_t sum = piles_sum(p), exhausted = p->valid - sum;
	bool first = p->stages == 1;
	if (!p->run->quiet) {
		for (int c = 0; c < p->candidates; c++) {
			int64_t change = (int64_t)p->votes[c] - (int64_t)p->before[c];
			stage_tally(p->run, c, piles_units(p, p->votes[c]),
				    first ? NULL : exact_signed(keep, change, p->decimals), NULL, p->state[c]);
		}
		int64_t change = (int64_t)exhausted - (int64_t)p->exhausted;
		stage_numbers(p->run, piles_units(p, p->quota), piles_units(p, exhausted),
			      first ? NULL : exact_signed(keep, change, p->decimals), piles_units(p, sum));
	}
	p->exhausted = exhausted;
}

/* ---- moving ballots ---------------------------------------------------------------------------------------------- */

/* What a move brought each candidate, and nobody (the last). */
typedef struct moved {
	uint64_t *votes, *papers;
} moved;

static moved begin_move(const piles *p)
{
	size_t room = (size_t)p->candidates + 1;
	return (moved){memory_alloc(room, sizeof(uint64_t)), memory_alloc(room, sizeof(uint64_t))};
}

static void give(piles *p, moved *m, size_t b, size_t at)
{
	int to = p->value[b] ? preference_next(p->e, b, at, p->state, false, &p->place[b]) : PREFERENCE_NONE;
	size_t slot = to == PREFERENCE_NONE ? (size_t)p->candidates : (size_t)to;
	p->holder[b] = (int16_t)to;
	m->papers[slot] += p->e->weight[b];
	m->votes[slot] += p->e->weight[b] * p->value[b];
}

static void end_move(piles *p, moved *m, int from)
{
	for (int c = 0; c <= p->candidates; c++) {
		if (c < p->candidates)
			p->votes[c] += m->votes[c];
		if (m->papers[c])
			stage_transfer(p->run, (cordon_transfer){from, c < p->candidates ? c : -1, m->papers[c], NULL,
								 piles_units(p, m->votes[c])});
	}
	free(m->votes);
	free(m->papers);
}

void piles_first(piles *p)
{
	moved m = begin_move(p);
	for (size_t b = 0; b < p->e->ballots; b++) {
		p->value[b] = (uint32_t)p->one;
		p->valid += p->e->weight[b] * p->one;
		give(p, &m, b, p->e->start[b]);
	}
	end_move(p, &m, -1);
}

void piles_first_kept(piles *p)
{
	moved m = begin_move(p);
	p->valid = 0;
	memset(p->votes, 0, (size_t)p->candidates * sizeof *p->votes);
	for (size_t b = 0; b < p->e->ballots; b++) {
		p->value[b] = p->kept[b];
		p->holder[b] = PREFERENCE_NONE;
		p->valid += p->e->weight[b] * p->value[b];
		if (p->value[b])
			give(p, &m, b, p->e->start[b]);
	}
	end_move(p, &m, p->keeper);
}

void piles_move(piles *p, int from, uint64_t surplus, uint64_t votes)
{
	moved m = begin_move(p);
	for (size_t b = 0; b < p->e->ballots; b++) {
		if (p->holder[b] != from)
			continue;
		uint32_t before = p->value[b];
		if (votes)
			p->value[b] = (uint32_t)exact_share(exact_share(before, surplus, p->one), p->one, votes);
		if (p->kept && from == p->keeper)
			p->kept[b] = before - (votes ? p->value[b] : 0);
		give(p, &m, b, p->place[b] + 1);
	}
	end_move(p, &m, from);
	p->votes[from] = votes ? p->votes[from] - surplus : 0;
}

/* ---- who is elected or excluded ---------------------------------------------------------------------------------- */

void piles_elect(piles *p, int candidate, const cordon_code *why)
{
	p->state[candidate] = CORDON_STATE_ELECTED;
	p->winner[p->elected++] = candidate;
	stage_say(p->run, (cordon_text){why, {piles_name(p, candidate), NULL, NULL, NULL}});
}

void piles_exclude(piles *p, int candidate)
{
	stage_say(p->run, TEXT(COUNT_SAID_EXCLUDED, piles_name(p, candidate), piles_units(p, p->votes[candidate])));
	p->state[candidate] = CORDON_STATE_EXCLUDED;
}

int piles_lowest(const piles *p, int *tied)
{
	int count = 0;
	for (int c = 0; c < p->candidates; c++) {
		if (p->state[c] != CORDON_STATE_CONTINUING)
			continue;
		if (count && p->votes[c] < p->votes[tied[0]])
			count = 0;
		if (!count || p->votes[c] == p->votes[tied[0]])
			tied[count++] = c;
	}
	return count;
}

int piles_choose(piles *p, const int *tied, int count, cordon_text why)
{
	const char *all = stage_names(p->run, tied, count);
	int at = run_choose(p->run, tied, count, why);
	if (at == RUN_STOPPED) {
		stage_say(p->run, TEXT(COUNT_SAID_STOPPED, all));
		return PREFERENCE_NONE;
	}
	if (count > 1)
		stage_say(p->run, TEXT(COUNT_SAID_LOT, all, piles_name(p, tied[at])));
	return tied[at];
}

int piles_sure_losers(const piles *p, uint64_t surplus, int spare, int *loser)
{
	exact_wide votes[CORDON_CANDIDATES_MAX];
	for (int c = 0; c < p->candidates; c++)
		votes[c] = p->votes[c];
	return preference_sure_losers(votes, p->state, p->candidates, surplus, spare, loser);
}

cordon_status piles_find_named(count_run *run, const char *key, const char *name, int *candidate)
{
	*candidate = run_candidate(run, name);
	if (*candidate >= 0)
		return CORDON_OK;
	return finding_add(run->error, CORDON_ERROR, (place_in_file){.field = key, .found = name},
			   TEXT(COUNT_NO_SUCH_CANDIDATE), NO_TEXT);
}
