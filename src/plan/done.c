/* See done.h. */
#include "plan/done.h"

#include "plan/declare.h"

#include <stdlib.h>
#include <string.h>

static void read_answers(plan_done *d, state *s, const char *plan)
{
	state_rows rows =
		state_ask(s,
			  "SELECT a.body, process, answer FROM economy_answer a JOIN economy_plan p USING (plan) "
			  "WHERE plan = ? AND (until_entry IS NULL OR until_entry > closed_entry) ORDER BY "
			  "from_entry",
			  "s", plan);
	while (state_row(&rows)) {
		int at = names_add(&d->answered,
				   arena_format(&d->texts, "%s/%s", state_text(&rows, 0), state_text(&rows, 1)));
		if (at == d->answers)
			MEMORY_RESERVE(d->answer, d->answers, d->answer_capacity);
		d->answers += at == d->answers;
		d->answer[at] = arena_copy_text(&d->texts, state_text(&rows, 2));
	}
}

static const char *key_of(arena *texts, const char *id, const char *commodity)
{
	return commodity ? arena_format(texts, "%s\n%s", id, commodity) : id;
}

/* The number of the sum that the row goes into: work by its process, what was received by group and commodity. */
static size_t sum_of(plan_done *d, const state_rows *rows)
{
	const char *body = state_text(rows, 0), *process = state_text(rows, 1), *party = state_text(rows, 2);
	const char *what = process ? process : party ? party : "";
	done_sum one = {arena_format(&d->texts, "%s%s%s", body, *what ? "/" : "", what), NULL, 0, 0};
	if (!process)
		one.commodity = arena_copy_text(&d->texts, state_text(rows, 3));
	size_t at = (size_t)names_add(&d->key, key_of(&d->texts, one.id, one.commodity));
	if (at == d->sums) {
		MEMORY_RESERVE(d->sum, d->sums, d->capacity);
		d->sum[d->sums++] = one;
	}
	return at;
}

void plan_done_read(state *s, const char *plan, plan_done *out)
{
	size_t last = SIZE_MAX;
	mpq_t sum;
	mpq_init(sum);
	*out = (plan_done){0};
	read_answers(out, s, plan);
	state_rows rows =
		state_ask(s,
			  "SELECT body, process, party, commodity, number, unit FROM economy_report WHERE plan "
			  "= ? AND until_entry IS NULL AND what <> 'handed' ORDER BY body, process, party, "
			  "commodity",
			  "s", plan);
	while (state_row(&rows)) {
		size_t at = sum_of(out, &rows);
		done_sum *one = &out->sum[at];
		if (at != last)
			mpq_set_ui(sum, 0, 1);
		last = at;
		declare_add(s, sum, state_text(&rows, 4), state_text(&rows, 5), one->commodity ? one->commodity : "");
		one->amount = mpq_get_d(sum);
		one->reports++;
	}
	mpq_clear(sum);
}

void plan_done_free(plan_done *d)
{
	free(d->sum);
	free(d->answer);
	names_free(&d->key);
	names_free(&d->answered);
	arena_free(&d->texts);
	*d = (plan_done){0};
}

const done_sum *plan_done_find(const plan_done *d, const char *id, const char *commodity)
{
	arena texts = {0};
	int at = names_find(&d->key, key_of(&texts, id, commodity));
	arena_free(&texts);
	return at < 0 ? NULL : &d->sum[at];
}

const char *plan_done_answer(const plan_done *d, const char *process)
{
	int at = names_find(&d->answered, process);
	return at < 0 ? NULL : d->answer[at];
}
