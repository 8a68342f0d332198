/* Options compared two by two; see pairwise.h. */
#include "count/pairwise.h"

#include "count/codes.h"
#include "count/exact.h"
#include "count/stage.h"

#include <assert.h>
#include <stdlib.h>

/* Adds a ballot to the pairs of options it names; `tied` and `named` take what is needed for the others. */
static void add_ballot(pairwise *p, const cordon_election *e, size_t ballot, uint64_t *tied, uint64_t *named)
{
	int option[CORDON_CANDIDATES_MAX], rank[CORDON_CANDIDATES_MAX], count = 0;
	size_t n = (size_t)p->n;
	uint64_t weight = e->weight[ballot];
	for (size_t i = e->start[ballot]; i < e->start[ballot + 1]; i++) {
		cordon_mark mark = e->mark[i];
		if (mark == CORDON_MARK_SKIPPED)
			continue;
		option[count] = mark & ~CORDON_MARK_TIED;
		rank[count] = count && (mark & CORDON_MARK_TIED) ? rank[count - 1] : count;
		count++;
	}
	for (int i = 0; i < count; i++) {
		named[option[i]] += weight;
		for (int k = i + 1; k < count; k++) {
			size_t above = (size_t)option[i], below = (size_t)option[k];
			if (rank[i] < rank[k])
				p->beats[above * n + below] += weight;
			else
				tied[above < below ? above * n + below : below * n + above] += weight;
		}
	}
}

/* Where a ballot names a and not b, a is above b: the ballots that name a, less those that name both. */
static void add_unnamed(pairwise *p, const uint64_t *tied, const uint64_t *named)
{
	size_t n = (size_t)p->n;
	for (size_t a = 0; a < n; a++)
		for (size_t b = a + 1; b < n; b++) {
			uint64_t both = p->beats[a * n + b] + p->beats[b * n + a] + tied[a * n + b];
			assert(both <= named[a] && both <= named[b]);
			p->beats[a * n + b] += named[a] - both;
			p->beats[b * n + a] += named[b] - both;
		}
}

void pairwise_begin(const cordon_election *e, pairwise *p)
{
	size_t n = (size_t)e->candidates;
	uint64_t *tied = memory_alloc(n * n, sizeof *tied), *named = memory_alloc(n, sizeof *named);
	p->n = e->candidates;
	p->beats = memory_alloc(n * n, sizeof *p->beats);
	p->in = memory_alloc(n, sizeof *p->in);
	for (int c = 0; c < p->n; c++)
		p->in[c] = !e->candidate[c].withdrawn;
	for (size_t b = 0; b < e->ballots; b++)
		add_ballot(p, e, b, tied, named);
	add_unnamed(p, tied, named);
	free(tied);
	free(named);
}

void pairwise_free(pairwise *p)
{
	free(p->beats);
	free(p->in);
}

void pairwise_report(count_run *run, const pairwise *p)
{
	cordon_matrix *m = stage_matrix(run, "pairwise", TEXT(COUNT_PAIRWISE), p->n, p->n);
	for (int a = 0; m && a < p->n; a++) {
		m->row[a] = m->column[a] = run->election->candidate[a].name;
		for (int b = 0; b < p->n; b++)
			if (a != b)
				m->cell[(size_t)a * (size_t)p->n + (size_t)b] =
					exact_count(run->keep, pairwise_beats(p, a, b));
	}
}

cordon_status pairwise_one_seat(count_run *run)
{
	if (run->seats > 1)
		return finding_add(run->error, CORDON_ERROR, (place_in_file){.field = "seats"},
				   TEXT(COUNT_ONE_SEAT, run->rule->id), TEXT(COUNT_NUMBER_BETWEEN, "1", "1"));
	run->result->seats = 1;
	return CORDON_OK;
}

/* By way of ever more options (Floyd and Warshall). */
void pairwise_widest_chains(int n, int *chain)
{
	size_t options = (size_t)n;
	for (size_t via = 0; via < options; via++) {
		const int *onward = chain + via * options;
		for (size_t a = 0; a < options; a++) {
			int first = chain[a * options + via], *from_a = chain + a * options;
			if (!first || a == via)
				continue;
			for (size_t b = 0; b < options; b++) {
				int strength = first < onward[b] ? first : onward[b];
				from_a[b] = strength > from_a[b] ? strength : from_a[b];
			}
		}
	}
}

/* Reports whom it found, and that there may be others; no seed decides then. */
static cordon_status give_up(count_run *run, const int *candidate, int count)
{
	cordon_outcome *outcome = memory_alloc((size_t)count, sizeof *outcome);
	int number = 0;
	for (int i = 0; i < count; i++)
		outcome[i] = (cordon_outcome){arena_alloc(run->keep, sizeof(int)), 1, NULL};
	for (int i = 0; i < count; i++)
		*outcome[i].winner = candidate[i];
	stage_say(run, TEXT(COUNT_SAID_TOO_MANY_ORDERS));
	run->result->outcomes_complete = false;
	if (count)
		number = run_choose_outcome(run, outcome, (size_t)count, false, TEXT(COUNT_TIE_PERSON));
	free(outcome);
	assert(number == RUN_STOPPED || !count);
	return CORDON_UNPROVEN;
}

static void report_states(count_run *run, const pairwise *p, int winner)
{
	for (int c = 0; c < p->n; c++)
		if (!run->election->candidate[c].withdrawn)
			stage_tally(run, c, NULL, NULL, NULL,
				    c == winner ? CORDON_STATE_ELECTED : CORDON_STATE_EXCLUDED);
}

cordon_status pairwise_elect(count_run *run, const pairwise *p, const int *candidate, int count, bool complete)
{
	stage_begin(run, true);
	if (!complete)
		return give_up(run, candidate, count);
	if (!count) {
		report_states(run, p, -1);
		run_outcome(run, NULL, 0);
		return CORDON_OK;
	}
	int place = run_choose(run, candidate, count, TEXT(COUNT_TIE_PERSON));
	const char *all = stage_names(run, candidate, count);
	if (place == RUN_STOPPED) {
		stage_say(run, TEXT(COUNT_SAID_STOPPED, all));
		return CORDON_UNPROVEN;
	}
	const char *name = run->election->candidate[candidate[place]].name;
	stage_say(run, count > 1 ? TEXT(COUNT_SAID_LOT, all, name) : TEXT(COUNT_SAID_WINS, name));
	report_states(run, p, candidate[place]);
	run_outcome(run, &candidate[place], 1);
	return CORDON_OK;
}
