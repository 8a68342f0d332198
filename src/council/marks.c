/* See marks.h. */
#include "council/marks.h"

#include "base/memory.h"
#include "record/act.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- from an act ------------------------------------------------------------------------------------------------- */

/* One name of a ballot, added to its marks; false when it is no option or stands there already. */
static bool read_name(const names *options, bool *seen, const json_t *one, text *marks)
{
	const char *name = json_string_value(one);
	int number = name ? names_find(options, name) : -1;
	if (number < 0 || seen[number])
		return false;
	seen[number] = true;
	text_add_string(marks, name);
	return true;
}

/* A rank: a name, "" for none, or a list of equal ones. */
static bool read_rank(const names *options, bool *seen, const json_t *rank, text *marks)
{
	const json_t *one;
	size_t i;
	if (json_is_string(rank) && !*json_string_value(rank)) {
		text_add_string(marks, "-");
		return true;
	}
	if (json_is_string(rank))
		return read_name(options, seen, rank, marks);
	if (json_array_size(rank) == 0)
		return false;
	json_array_foreach(rank, i, one)
	{
		if (i)
			text_add_string(marks, "=");
		if (!read_name(options, seen, one, marks))
			return false;
	}
	return true;
}

bool marks_read(const names *options, const json_t *ranks, text *marks)
{
	const json_t *rank;
	size_t i;
	text_clear(marks);
	if (!json_is_array(ranks) || json_array_size(ranks) > CORDON_CANDIDATES_MAX)
		return false;
	bool *seen = memory_alloc((size_t)options->count + 1, sizeof *seen), well = true;
	json_array_foreach(ranks, i, rank)
	{
		if (i)
			text_add_string(marks, ">");
		well = well && read_rank(options, seen, rank, marks);
	}
	free(seen);
	return well;
}

/* ---- into an election -------------------------------------------------------------------------------------------- */

static void add_mark(marks_election *b, cordon_mark mark)
{
	MEMORY_RESERVE(b->e.mark, b->marks, b->mark_capacity);
	b->e.mark[b->marks++] = mark;
}

/* A rank as it stands in `marks`, up to `end`. */
static bool add_rank(marks_election *b, const char *rank, const char *end)
{
	char name[ACT_ID_MAX + 1];
	bool any = false;
	if (end - rank == 1 && *rank == '-') {
		add_mark(b, CORDON_MARK_SKIPPED);
		return false;
	}
	while (rank < end) {
		const char *stop = memchr(rank, '=', (size_t)(end - rank));
		int length = (int)((stop ? stop : end) - rank);
		assert(length <= ACT_ID_MAX);
		snprintf(name, sizeof name, "%.*s", length, rank);
		int number = names_find(b->stood, name);
		if (number >= 0)
			add_mark(b, (cordon_mark)(number | (any ? CORDON_MARK_TIED : 0)));
		any |= number >= 0;
		rank += length + (stop ? 1 : 0);
	}
	return any;
}

bool marks_add(marks_election *b, const char *marks, int64_t weight)
{
	size_t before = b->marks;
	bool any = false;
	for (const char *at = marks; *at;) {
		const char *end = at + strcspn(at, ">");
		any |= add_rank(b, at, end);
		at = end + (*end == '>');
	}
	if (!any) {
		b->marks = before;
		return false;
	}
	MEMORY_RESERVE(b->e.weight, b->e.ballots, b->weight_capacity);
	b->e.weight[b->e.ballots++] = (uint64_t)weight;
	MEMORY_RESERVE(b->e.start, b->e.ballots, b->start_capacity);
	b->e.start[b->e.ballots] = b->marks;
	return true;
}

void marks_begin(marks_election *b, const names *stood)
{
	*b = (marks_election){.stood = stood};
	b->e.candidates = stood->count;
	b->e.candidate = memory_alloc((size_t)stood->count, sizeof *b->e.candidate);
	for (int i = 0; i < stood->count; i++)
		b->e.candidate[i] = (cordon_candidate){.name = stood->name[i], .list = -1};
	MEMORY_RESERVE(b->e.start, 0, b->start_capacity);
	MEMORY_RESERVE(b->e.weight, 0, b->weight_capacity);
	b->e.start[0] = 0;
}

void marks_end(marks_election *b)
{
	free(b->e.candidate);
	free(b->e.start);
	free(b->e.mark);
	free(b->e.weight);
}
