/* What the replays of committees share; see committee.h. */
#include "recount/committee.h"

#include "base/text.h"

#include <stdlib.h>
#include <string.h>

/* ---- who approves whom ------------------------------------------------------------------------------------------- */

static int compare_who(const void *a, const void *b)
{
	return (int)*(const uint16_t *)a - (int)*(const uint16_t *)b;
}

typedef struct sheet {
	const uint16_t *who;
	size_t count;
	uint64_t weight;
} sheet;

static int compare_sheets(const void *a, const void *b)
{
	const sheet *x = a, *y = b;
	if (x->count != y->count)
		return x->count < y->count ? -1 : 1;
	return memcmp(x->who, y->who, x->count * sizeof *x->who);
}

/* The papers as sorted sets, equal ones beside each other. */
static sheet *sort_papers(const ballots *b, uint16_t *mark)
{
	sheet *all = memory_alloc(b->papers, sizeof *all);
	for (size_t i = 0; i < b->papers; i++) {
		const paper *p = &b->paper[i];
		for (size_t at = p->from; at < p->to; at++)
			mark[at] = b->ranked[at].who;
		qsort(mark + p->from, p->to - p->from, sizeof *mark, compare_who);
		all[i] = (sheet){mark + p->from, p->to - p->from, p->weight};
	}
	if (b->papers)
		qsort(all, b->papers, sizeof *all, compare_sheets);
	return all;
}

static void make_groups(electorate *e)
{
	const ballots *b = e->r->b;
	uint16_t *mark = memory_alloc(b->rankeds, sizeof *mark);
	sheet *all = sort_papers(b, mark);
	e->from = memory_alloc(b->papers + 1, sizeof *e->from);
	e->weight = memory_alloc(b->papers, sizeof *e->weight);
	e->who = memory_alloc(b->rankeds, sizeof *e->who);
	for (size_t i = 0; i < b->papers; i++) {
		if (!i || compare_sheets(&all[i - 1], &all[i])) {
			size_t begin = e->from[e->groups];
			memcpy(e->who + begin, all[i].who, all[i].count * sizeof *e->who);
			e->from[++e->groups] = begin + all[i].count;
		}
		e->weight[e->groups - 1] += all[i].weight;
		e->voters += all[i].weight;
	}
	free(all);
	free(mark);
}

static void find_fans(electorate *e)
{
	size_t n = (size_t)e->n, *next = memory_alloc(n, sizeof *next);
	e->fans_from = memory_alloc(n + 1, sizeof *e->fans_from);
	e->fan = memory_alloc(e->from[e->groups], sizeof *e->fan);
	e->support = memory_alloc(n, sizeof *e->support);
	for (size_t i = 0; i < e->from[e->groups]; i++)
		e->fans_from[e->who[i] + 1]++;
	for (size_t c = 0; c < n; c++) {
		e->fans_from[c + 1] += e->fans_from[c];
		next[c] = e->fans_from[c];
	}
	for (size_t g = 0; g < e->groups; g++)
		for (size_t i = e->from[g]; i < e->from[g + 1]; i++) {
			e->fan[next[e->who[i]]++] = (uint32_t)g;
			e->support[e->who[i]] += e->weight[g];
		}
	free(next);
}

cordon_status electorate_begin(electorate *e, replay *r, bool seats)
{
	*e = (electorate){.r = r, .n = r->b->candidates, .seats = r->seats};
	if (seats && (e->seats < 1 || e->seats > e->n))
		return CORDON_BAD_INPUT;
	make_groups(e);
	find_fans(e);
	return CORDON_OK;
}

void electorate_free(electorate *e)
{
	free(e->from);
	free(e->who);
	free(e->weight);
	free(e->fans_from);
	free(e->fan);
	free(e->support);
}

/* ---- winning committees ------------------------------------------------------------------------------------------ */

static int compare_int(const void *a, const void *b)
{
	return *(const int *)a - *(const int *)b;
}

static bool same_members(const committee *a, const committee *b)
{
	return a->size == b->size && !memcmp(a->member, b->member, (size_t)a->size * sizeof *a->member);
}

int committees_add(committees *all, const int *member, int size)
{
	committee one = {memory_alloc((size_t)size, sizeof *one.member), size, all->count};
	memcpy(one.member, member, (size_t)size * sizeof *one.member);
	qsort(one.member, (size_t)size, sizeof *one.member, compare_int);
	int place = 0;
	while (place < all->count && !same_members(&all->item[place], &one))
		place++;
	if (place < all->count || place == COMMITTEES_MAX) {
		free(one.member);
		all->more = all->more || place == COMMITTEES_MAX;
		return place < all->count ? all->item[place].number : -1;
	}
	if (!all->item)
		all->item = memory_alloc(COMMITTEES_MAX, sizeof *all->item);
	all->item[place] = one;
	return all->count++;
}

void committees_free(committees *all)
{
	for (int i = 0; i < all->count; i++)
		free(all->item[i].member);
	free(all->item);
	*all = (committees){0};
}

int committee_claimed(const replay *r, const json_t *claim, int *member)
{
	int size = (int)json_array_size(claim), last = -1;
	if (!json_is_array(claim) || size > r->b->candidates)
		return -1;
	for (int i = 0; i < size; i++) {
		json_int_t number = json_integer_value(json_array_get(claim, (size_t)i));
		if (number - 1 <= last || number > r->b->candidates)
			return -1;
		last = member[i] = (int)number - 1;
	}
	return size;
}

void committees_take_claimed(const replay *r, committees *all, committee_wins *wins, const void *context)
{
	int member[BALLOTS_CANDIDATES_MAX], number = 0;
	committees claimed = {.more = true};
	size_t claims = json_array_size(r->claimed);
	while (number < COMMITTEES_MAX && claims == COMMITTEES_MAX) {
		int size = committee_claimed(r, json_array_get(r->claimed, (size_t)number), member);
		if (size < 0 || !wins(context, member, size) || committees_add(&claimed, member, size) != number)
			break;
		number++;
	}
	if (number == COMMITTEES_MAX) {
		committees unused = *all;
		*all = claimed;
		claimed = unused;
	}
	committees_free(&claimed);
}

/* By their members' numbers, the shorter first. */
static int compare_committees(const void *a, const void *b)
{
	const committee *x = a, *y = b;
	for (int i = 0; i < x->size && i < y->size; i++)
		if (x->member[i] != y->member[i])
			return x->member[i] - y->member[i];
	return x->size - y->size;
}

/* "A + B" */
static char *joined(const replay *r, const committee *one)
{
	text name = {0};
	text_add(&name, "", 1);
	text_clear(&name);
	for (int i = 0; i < one->size; i++)
		text_add_format(&name, "%s%s", i ? " + " : "", r->b->name[one->member[i]]);
	return name.bytes;
}

/* No lot is drawn where not all are known, whatever the seed: the settings are out of the way then. */
static int draw_committee(replay *r, const committees *all)
{
	int number[COMMITTEES_MAX];
	char *name[COMMITTEES_MAX];
	json_t *settings = r->settings;
	for (int i = 0; i < all->count; i++) {
		number[i] = i;
		name[i] = joined(r, &all->item[i]);
	}
	r->settings = all->more ? NULL : settings;
	int place = replay_lot_among(r, number, (const char *const *)name, all->count, "count.tie.committee");
	r->settings = settings;
	for (int i = 0; i < all->count; i++)
		free(name[i]);
	return place;
}

int committees_choose(const electorate *e, committees *all)
{
	replay *r = e->r;
	char count[16];
	if (all->count) /* the ballots may give none of those that were claimed */
		qsort(all->item, (size_t)all->count, sizeof *all->item, compare_committees);
	r->all_found = true;
	replay_set(r, "outcomes_complete", json_boolean(!all->more));
	r->silent = true; /* possible, not yet decided */
	for (int i = 0; i < all->count; i++)
		replay_outcome(r, all->item[i].member, all->item[i].size);
	r->silent = false;
	if (all->count == 1)
		return 0;
	snprintf(count, sizeof count, "%d", all->count);
	int place = draw_committee(r, all);
	const committee *chosen = place == REPLAY_STOPPED ? NULL : &all->item[place];
	char *names = chosen ? replay_names(r, chosen->member, chosen->size) : NULL;
	replay_say(r,
		   names       ? "count.said.committee_lot"
		   : all->more ? "count.said.committees_many"
			       : "count.said.committees",
		   count, names, NULL, NULL);
	free(names);
	return place;
}

/* ---- stages ------------------------------------------------------------------------------------------------------ */

void committee_tell(const electorate *e, char *const *votes, committee_state *state, const void *context)
{
	json_t *list = json_array();
	for (int c = 0; c < e->n; c++)
		json_array_append_new(list, json_pack("{s:i, s:s?, s:n, s:n, s:s}", "candidate", c + 1, "votes",
						      votes ? votes[c] : NULL, "transfer", "keep", "state",
						      state(context, c)));
	replay_stage_set(e->r, "candidates", list);
}

static const char *state_of(const void *context, int candidate)
{
	const committee *elected = context;
	for (int i = 0; elected && i < elected->size; i++)
		if (elected->member[i] == candidate)
			return "elected";
	return elected ? "excluded" : "continuing";
}

cordon_status committees_decide(const electorate *e, committees *all, char *const *votes, const char *said,
				const char *score)
{
	replay_stage_bare(e->r);
	replay_say(e->r, said, score, NULL, NULL, NULL);
	int place = committees_choose(e, all);
	const committee *elected = place == REPLAY_STOPPED ? NULL : &all->item[place];
	committee_tell(e, votes, state_of, elected);
	if (!elected)
		return CORDON_UNPROVEN;
	replay_outcome(e->r, elected->member, elected->size);
	return CORDON_OK;
}
