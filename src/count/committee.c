/* What the rules for committees share; see committee.h. */
#include "count/committee.h"

#include "count/codes.h"
#include "count/exact.h"
#include "count/stage.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

/* ---- ballots as sets --------------------------------------------------------------------------------------------- */

static int compare_marks(const void *a, const void *b)
{
	return (int)*(const cordon_mark *)a - (int)*(const cordon_mark *)b;
}

/* The candidates of ballot b who stand, ascending, to the end of c->mark; returns how many. */
static size_t take_ballot(committee *c, size_t b)
{
	const cordon_election *e = c->run->election;
	cordon_mark *to = c->mark + c->start[c->kinds];
	size_t count = 0;
	for (size_t i = e->start[b]; i < e->start[b + 1]; i++) {
		int candidate = e->mark[i] & ~CORDON_MARK_TIED;
		if (e->mark[i] != CORDON_MARK_SKIPPED && !e->candidate[candidate].withdrawn)
			to[count++] = (cordon_mark)candidate;
	}
	qsort(to, count, sizeof *to, compare_marks);
	return count;
}

static uint64_t mix(const cordon_mark *mark, size_t count)
{
	uint64_t h = count;
	for (size_t i = 0; i < count; i++) {
		h = (h ^ mark[i]) * UINT64_C(0x9E3779B97F4A7C15);
		h ^= h >> 29;
	}
	return h;
}

static bool same_kind(const committee *c, size_t kind, const cordon_mark *mark, size_t count)
{
	return c->start[kind + 1] - c->start[kind] == count &&
	       !memcmp(c->mark + c->start[kind], mark, count * sizeof *mark);
}

/* Puts equal sets together, in the order they came. */
static void merge_ballots(committee *c)
{
	const cordon_election *e = c->run->election;
	size_t slots = 16;
	while (slots < 2 * e->ballots)
		slots *= 2;
	uint32_t *slot = memory_alloc(slots, sizeof *slot); /* kind + 1 */
	for (size_t b = 0; b < e->ballots; b++) {
		size_t count = take_ballot(c, b);
		const cordon_mark *mark = c->mark + c->start[c->kinds];
		c->voters += e->weight[b];
		size_t at = mix(mark, count) & (slots - 1);
		while (slot[at] && !same_kind(c, slot[at] - 1, mark, count))
			at = (at + 1) & (slots - 1);
		if (slot[at]) {
			c->weight[slot[at] - 1] += e->weight[b];
		} else {
			c->weight[c->kinds] = e->weight[b];
			c->start[c->kinds + 1] = c->start[c->kinds] + count;
			slot[at] = (uint32_t)++c->kinds;
		}
	}
	free(slot);
}

static void list_voters(committee *c)
{
	size_t marks = c->start[c->kinds];
	c->from = memory_alloc((size_t)c->candidates + 2, sizeof *c->from);
	c->voter = memory_alloc(marks, sizeof *c->voter);
	c->approvals = memory_alloc((size_t)c->candidates, sizeof *c->approvals);
	for (size_t i = 0; i < marks; i++)
		c->from[c->mark[i] + 2]++;
	for (int one = 0; one < c->candidates; one++)
		c->from[one + 2] += c->from[one + 1];
	for (size_t k = 0; k < c->kinds; k++)
		for (size_t i = c->start[k]; i < c->start[k + 1]; i++) {
			c->voter[c->from[c->mark[i] + 1]++] = (uint32_t)k;
			c->approvals[c->mark[i]] += c->weight[k];
		}
}

cordon_status committee_begin(committee *c, count_run *run, bool seats_needed)
{
	const cordon_election *e = run->election;
	*c = (committee){.run = run, .candidates = e->candidates, .seats = run->seats};
	if (seats_needed && run_need_seats(run))
		return CORDON_BAD_INPUT;
	c->standing = memory_alloc((size_t)e->candidates, sizeof *c->standing);
	for (int one = 0; one < e->candidates; one++)
		if (!e->candidate[one].withdrawn)
			c->standing[c->standing_count++] = one;
	if (seats_needed && c->standing_count < c->seats)
		return finding_add(
			run->error, CORDON_ERROR,
			(place_in_file){.field = "seats", .found = exact_count(run->keep, (uint64_t)c->seats)},
			TEXT(COUNT_SEATS_RANGE),
			TEXT(COUNT_AT_MOST, exact_count(run->keep, (uint64_t)c->standing_count)));
	c->start = memory_alloc(e->ballots + 1, sizeof *c->start);
	c->mark = memory_alloc(e->ballots ? e->start[e->ballots] : 0, sizeof *c->mark);
	c->weight = memory_alloc(e->ballots, sizeof *c->weight);
	merge_ballots(c);
	list_voters(c);
	return CORDON_OK;
}

void committee_free(committee *c)
{
	free(c->standing);
	free(c->start);
	free(c->mark);
	free(c->weight);
	free(c->from);
	free(c->voter);
	free(c->approvals);
	*c = (committee){0};
}

/* ---- winning committees ------------------------------------------------------------------------------------------ */

static int compare_int(const void *a, const void *b)
{
	int x = *(const int *)a, y = *(const int *)b;
	return (x > y) - (x < y);
}

bool committee_list_add(committee_list *list, const int *winner, int winners)
{
	int sorted[CORDON_CANDIDATES_MAX];
	assert(winners >= 0 && winners <= CORDON_CANDIDATES_MAX);
	memcpy(sorted, winner, (size_t)winners * sizeof *sorted);
	qsort(sorted, (size_t)winners, sizeof *sorted, compare_int);
	for (size_t i = 0; i < list->count; i++)
		if (list->item[i].winners == winners &&
		    !memcmp(list->item[i].winner, sorted, (size_t)winners * sizeof *sorted))
			return true;
	if (!list->count)
		list->complete = true;
	if (list->count == CORDON_OUTCOMES_MAX) {
		list->complete = false;
		return false;
	}
	MEMORY_RESERVE(list->item, list->count, list->capacity);
	cordon_outcome *o = &list->item[list->count++];
	*o = (cordon_outcome){memory_alloc((size_t)winners, sizeof *o->winner), winners, NULL};
	memcpy(o->winner, sorted, (size_t)winners * sizeof *sorted);
	return true;
}

void committee_list_add_ways(committee_list *list, const int *fixed, int fixed_count, const int *open, int open_count,
			     int more)
{
	int winner[CORDON_CANDIDATES_MAX], place[CORDON_CANDIDATES_MAX];
	assert(more >= 0 && more <= open_count);
	memcpy(winner, fixed, (size_t)fixed_count * sizeof *winner);
	for (int i = 0; i < more; i++)
		place[i] = i;
	for (;;) {
		for (int i = 0; i < more; i++)
			winner[fixed_count + i] = open[place[i]];
		if (!committee_list_add(list, winner, fixed_count + more))
			return;
		int last = more - 1;
		while (last >= 0 && place[last] == open_count - more + last)
			last--;
		if (last < 0)
			return;
		place[last]++;
		for (int i = last + 1; i < more; i++)
			place[i] = place[i - 1] + 1;
	}
}

static int compare_outcomes(const void *a, const void *b)
{
	const cordon_outcome *x = a, *y = b;
	for (int i = 0; i < x->winners && i < y->winners; i++)
		if (x->winner[i] != y->winner[i])
			return x->winner[i] - y->winner[i];
	return x->winners - y->winners;
}

void committee_list_sort(committee_list *list)
{
	if (list->count)
		qsort(list->item, list->count, sizeof *list->item, compare_outcomes);
}

void committee_list_free(committee_list *list)
{
	for (size_t i = 0; i < list->count; i++)
		free(list->item[i].winner);
	free(list->item);
	*list = (committee_list){0};
}

/* ---- the report -------------------------------------------------------------------------------------------------- */

int committee_choose(count_run *run, committee_list *list)
{
	committee_list_sort(list);
	int place = run_choose_outcome(run, list->item, list->count, list->complete, TEXT(COUNT_TIE_COMMITTEE));
	if (place == RUN_STOPPED && list->complete)
		stage_say(run, TEXT(COUNT_SAID_COMMITTEES, exact_count(run->keep, list->count)));
	else if (place == RUN_STOPPED)
		stage_say(run, TEXT(COUNT_SAID_COMMITTEES_MANY, exact_count(run->keep, list->count)));
	else if (list->count > 1)
		stage_say(run, TEXT(COUNT_SAID_COMMITTEE_LOT, exact_count(run->keep, list->count),
				    stage_names(run, list->item[place].winner, list->item[place].winners)));
	return place;
}

void committee_tallies(const committee *c, const int *winner, int winners)
{
	candidate_set elected = {{0}};
	for (int i = 0; winner && i < winners; i++)
		set_add(&elected, winner[i]);
	for (int i = 0; i < c->standing_count; i++) {
		int one = c->standing[i];
		cordon_candidate_state state = !winner                  ? CORDON_STATE_CONTINUING
					       : set_has(&elected, one) ? CORDON_STATE_ELECTED
									: CORDON_STATE_EXCLUDED;
		stage_tally(c->run, one, exact_count(c->run->keep, c->approvals[one]), NULL, NULL, state);
	}
}

cordon_status committee_decide(const committee *c, committee_list *list, cordon_text said)
{
	stage_begin(c->run, true);
	stage_say(c->run, said);
	int place = committee_choose(c->run, list);
	bool decided = place != RUN_STOPPED;
	committee_tallies(c, decided ? list->item[place].winner : NULL, c->seats);
	if (decided)
		run_outcome(c->run, list->item[place].winner, c->seats);
	return decided ? CORDON_OK : CORDON_UNPROVEN;
}
