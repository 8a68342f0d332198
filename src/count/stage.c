/* Filling a report; see stage.h. */
#include "count/stage.h"

#include "base/text.h"

#include <assert.h>
#include <stdlib.h>

static cordon_stage *current(const count_run *run)
{
	assert(run->result->stages > 0);
	return &run->result->stage[run->result->stages - 1];
}

cordon_text stage_keep(count_run *run, cordon_text what)
{
	for (int i = 0; i < CORDON_TEXT_ARGS; i++)
		what.arg[i] = arena_copy_text(run->keep, what.arg[i]);
	return what;
}

cordon_stage *stage_begin(count_run *run, bool tallies)
{
	cordon_count_result *r = run->result;
	if (run->quiet)
		return NULL;
	assert(r->stages < CORDON_STAGES_MAX);
	MEMORY_RESERVE(r->stage, r->stages, run->stage_capacity);
	cordon_stage *s = &r->stage[r->stages++];
	*s = (cordon_stage){0};
	run->saying_capacity = run->transfer_capacity = 0;
	if (!tallies)
		return s;
	s->tally = memory_alloc((size_t)run->election->candidates, sizeof *s->tally);
	for (int c = 0; c < run->election->candidates; c++)
		if (run->election->candidate[c].withdrawn)
			s->tally[c].state = CORDON_STATE_WITHDRAWN;
	return s;
}

int stage_number(const count_run *run)
{
	return (int)run->result->stages;
}

void stage_say(count_run *run, cordon_text what)
{
	if (run->quiet)
		return;
	cordon_stage *s = current(run);
	MEMORY_RESERVE(s->said, s->sayings, run->saying_capacity);
	s->said[s->sayings++] = stage_keep(run, what);
}

void stage_tally(count_run *run, int candidate, const char *votes, const char *transfer, const char *keep,
		 cordon_candidate_state state)
{
	if (run->quiet)
		return;
	assert(current(run)->tally && candidate >= 0 && candidate < run->election->candidates);
	current(run)->tally[candidate] =
		(cordon_tally){arena_copy_text(run->keep, votes), arena_copy_text(run->keep, transfer),
			       arena_copy_text(run->keep, keep), state};
}

void stage_transfer(count_run *run, cordon_transfer transfer)
{
	if (run->quiet)
		return;
	cordon_stage *s = current(run);
	transfer.value = arena_copy_text(run->keep, transfer.value);
	transfer.votes = arena_copy_text(run->keep, transfer.votes);
	MEMORY_RESERVE(s->transfer, s->transfers, run->transfer_capacity);
	s->transfer[s->transfers++] = transfer;
}

void stage_numbers(count_run *run, const char *quota, const char *exhausted, const char *exhausted_transfer,
		   const char *total)
{
	if (run->quiet)
		return;
	cordon_stage *s = current(run);
	s->quota = arena_copy_text(run->keep, quota);
	s->exhausted = arena_copy_text(run->keep, exhausted);
	s->exhausted_transfer = arena_copy_text(run->keep, exhausted_transfer);
	s->total = arena_copy_text(run->keep, total);
}

const char *stage_names(count_run *run, const int *candidate, int count)
{
	text all = {0};
	if (run->quiet)
		return "";
	for (int i = 0; i < count; i++)
		text_add_format(&all, "%s%s", i ? ", " : "", run->election->candidate[candidate[i]].name);
	const char *kept = arena_copy(run->keep, text_string(&all), all.length);
	text_free(&all);
	return kept;
}

cordon_matrix *stage_matrix(count_run *run, const char *key, cordon_text title, int rows, int columns)
{
	cordon_count_result *r = run->result;
	if (run->quiet)
		return NULL;
	MEMORY_RESERVE(r->matrix, r->matrices, run->matrix_capacity);
	cordon_matrix *m = &r->matrix[r->matrices++];
	*m = (cordon_matrix){.key = arena_copy_text(run->keep, key),
			     .title = stage_keep(run, title),
			     .rows = rows,
			     .columns = columns};
	m->row = memory_alloc((size_t)rows, sizeof *m->row);
	m->column = memory_alloc((size_t)columns, sizeof *m->column);
	m->cell = memory_alloc((size_t)rows * (size_t)columns, sizeof *m->cell);
	return m;
}

void stage_share(count_run *run, const char *name, const char *within, const char *votes, int seats)
{
	cordon_count_result *r = run->result;
	if (run->quiet)
		return;
	MEMORY_RESERVE(r->share, r->shares, run->share_capacity);
	r->share[r->shares++] = (cordon_share){arena_copy_text(run->keep, name), arena_copy_text(run->keep, within),
					       arena_copy_text(run->keep, votes), seats};
}
