/* Building an election ballot by ballot; see format.h. Invariant between ballots: start[ballots] == marks. */
#include "count/codes.h"
#include "count/exact.h"
#include "count/format.h"

#include <assert.h>
#include <stdlib.h>

void cordon_election_free(cordon_election *e)
{
	if (!e)
		return;
	free(e->candidate);
	free(e->list);
	free(e->start);
	free(e->mark);
	free(e->score);
	free(e->weight);
	free(e->group);
	free(e->ballot_group);
	if (e->storage)
		arena_free(e->storage);
	free(e->storage);
	free(e);
}

cordon_status format_wrong(format_input *in, long row, const char *field, const char *found, cordon_text what,
			   cordon_text expected)
{
	return finding_add(in->error, CORDON_ERROR, (place_in_file){in->file, row, field, found}, what, expected);
}

void format_candidates(format_input *in, int candidates)
{
	cordon_election *e = in->election;
	assert(!e->candidate && candidates >= 0 && candidates <= CORDON_CANDIDATES_MAX);
	e->candidate = memory_alloc((size_t)candidates, sizeof *e->candidate);
	e->candidates = candidates;
	for (int c = 0; c < candidates; c++)
		e->candidate[c].list = -1;
	in->seen = memory_alloc((size_t)candidates, sizeof *in->seen);
	in->ballot_capacity = 1024;
	e->start = memory_alloc(in->ballot_capacity + 1, sizeof *e->start);
	e->weight = memory_alloc(in->ballot_capacity, sizeof *e->weight);
}

void format_lists(format_input *in, int lists)
{
	cordon_election *e = in->election;
	assert(!e->list && lists >= 1 && lists <= CORDON_LISTS_MAX);
	e->list = memory_alloc((size_t)lists, sizeof *e->list);
	e->lists = lists;
}

int format_group_number(format_input *in, long row, const char *name)
{
	cordon_election *e = in->election;
	int number = names_find(&in->groups, name);
	if (number >= 0)
		return number;
	if (e->groups == CORDON_GROUPS_MAX) {
		format_wrong(in, row, NULL, name, TEXT(COUNT_TOO_LARGE), TEXT(COUNT_AT_MOST, "10000"));
		return -1;
	}
	const char *kept = arena_copy_text(in->keep, name);
	number = names_add(&in->groups, kept);
	e->group = memory_grow(e->group, (size_t)number + 1, sizeof *e->group);
	e->group[e->groups++] = kept;
	return number;
}

void format_group(format_input *in, const char *name)
{
	cordon_election *e = in->election;
	int number = format_group_number(in, in->row, name);
	if (number < 0)
		return;
	if (in->group_capacity < in->ballot_capacity) {
		e->ballot_group = memory_grow(e->ballot_group, in->ballot_capacity, sizeof *e->ballot_group);
		in->group_capacity = in->ballot_capacity;
	}
	e->ballot_group[e->ballots] = (uint16_t)number;
}

cordon_status format_ballot(format_input *in, long row, uint64_t weight)
{
	cordon_election *e = in->election;
	in->row = row;
	in->doubled = false;
	if (e->ballots == in->ballot_capacity) {
		in->ballot_capacity *= 2;
		e->start = memory_grow(e->start, in->ballot_capacity + 1, sizeof *e->start);
		e->weight = memory_grow(e->weight, in->ballot_capacity, sizeof *e->weight);
	}
	e->weight[e->ballots] = weight;
	bool light = weight >= 1 && weight <= CORDON_WEIGHT_MAX - in->weight_total;
	if (light)
		in->weight_total += weight;
	if (!light || e->ballots == CORDON_BALLOTS_MAX)
		return format_wrong(in, row, NULL, NULL, TEXT(COUNT_WEIGHT_TOTAL),
				    TEXT(COUNT_AT_MOST, light ? "10^8" : "10^12"));
	return CORDON_OK;
}

static void add_mark(format_input *in, cordon_mark mark)
{
	MEMORY_RESERVE(in->election->mark, in->marks, in->mark_capacity);
	in->election->mark[in->marks++] = mark;
}

void format_mark(format_input *in, int candidate, bool tied)
{
	cordon_election *e = in->election;
	assert(candidate >= 0 && candidate < e->candidates);
	if (in->seen[candidate] == e->ballots + 1 && !in->doubled) {
		in->doubled = true;
		in->doubled_at = (size_t)candidate;
	}
	in->seen[candidate] = e->ballots + 1;
	bool first = in->marks == e->start[e->ballots];
	/* a ballot can hold each candidate once: what is beyond is reported at its end */
	if (!in->doubled)
		add_mark(in, (cordon_mark)(candidate | (tied && !first ? CORDON_MARK_TIED : 0)));
}

void format_skip(format_input *in)
{
	if (in->marks - in->election->start[in->election->ballots] < 2 * CORDON_CANDIDATES_MAX)
		add_mark(in, CORDON_MARK_SKIPPED);
}

void format_score(format_input *in, int candidate, int32_t score)
{
	size_t before = in->marks;
	format_mark(in, candidate, false);
	if (in->marks == before)
		return;
	MEMORY_RESERVE(in->election->score, before, in->score_capacity);
	in->election->score[before] = score;
}

/* Takes the ballot begun off again, with every trace of whom it named. */
void format_ballot_drop(format_input *in)
{
	cordon_election *e = in->election;
	for (int c = 0; c < e->candidates; c++)
		if (in->seen[c] == e->ballots + 1)
			in->seen[c] = 0;
	in->marks = e->start[e->ballots];
}

/* Only skipped ranks, or nothing at all. */
static bool is_blank(const format_input *in)
{
	for (size_t i = in->election->start[in->election->ballots]; i < in->marks; i++)
		if (in->election->mark[i] != CORDON_MARK_SKIPPED)
			return false;
	return true;
}

static cordon_status end_doubled(format_input *in)
{
	cordon_election *e = in->election;
	const char *number = exact_count(in->keep, in->doubled_at + 1);
	bool aside = in->options.set_aside_invalid;
	if (aside)
		e->invalid += e->weight[e->ballots];
	format_ballot_drop(in);
	return finding_add(in->error, aside ? CORDON_WARNING : CORDON_ERROR,
			   (place_in_file){in->file, in->row, NULL, number},
			   aside ? TEXT(COUNT_NAMED_TWICE_ASIDE) : TEXT(COUNT_NAMED_TWICE), NO_TEXT);
}

cordon_status format_ballot_end(format_input *in)
{
	cordon_election *e = in->election;
	if (in->doubled)
		return end_doubled(in);
	if (is_blank(in)) {
		e->blank += e->weight[e->ballots];
		in->marks = e->start[e->ballots];
		return CORDON_OK;
	}
	e->start[++e->ballots] = in->marks;
	return CORDON_OK;
}
