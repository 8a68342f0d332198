/* Ranked pairs: T. N. Tideman, Independence of clones as a criterion for voting rules, Social Choice and Welfare 4
 * (1987).
 *
 * Each majority of A over B has a size, the ballots for A less those for B. The largest first, each is kept unless it
 * makes a circle with those kept before. Who then has no kept majority against him or her wins.
 *
 * Majorities of one size may be taken in any order, and the order can matter: each order allowed gives an outcome, and
 * all of them are found (M. Brill and F. Fischer, The price of neutrality for the ranked pairs method, 2012). When they
 * name several winners the rule leaves a tie.
 *
 * What is kept matters only through what it implies: a state is the transitive relation of the majorities kept, rows of
 * bits. All states that the orders of one size lead to go together into the next size; equal ones are one. There may be
 * very many: beyond STATES_MAX the search gives up and the report says that it is incomplete.
 */
#include "count/codes.h"
#include "count/exact.h"
#include "count/pairwise.h"
#include "count/rule.h"
#include "count/stage.h"

#include <stdlib.h>
#include <string.h>

enum { STATES_MAX = 10 * 1000, STATES_WORDS_MAX = 1 << 20, WAITING_MAX = 4 << 20, SAID_MAX = 200 };

typedef struct majority {
	uint64_t size;
	int over, under;
} majority;

/* States of one size; found by their hash. */
typedef struct states {
	uint64_t **bits;
	size_t count, capacity;
	size_t *slot; /* number + 1; a power of two of them */
	size_t slots;
} states;

typedef struct ranked_pairs {
	count_run *run;
	pairwise p;
	size_t words; /* of a row; a state has n rows */
	majority *m;
	size_t majorities;
	states now, next, seen;
	bool complete;
	size_t waiting; /* majorities open in the orders being followed: a limit to their memory */
	int told; /* majorities said in the report */
} ranked_pairs;

/* ---- states ------------------------------------------------------------------------------------------------------ */

static size_t state_words(const ranked_pairs *r)
{
	return (size_t)r->p.n * r->words;
}

static bool implies(const ranked_pairs *r, const uint64_t *state, int over, int under)
{
	return state[(size_t)over * r->words + (size_t)under / 64] >> ((size_t)under % 64) & 1;
}

/* Keeps a majority: whoever is over `over` is now over all that `under` is over. */
static void keep_majority(const ranked_pairs *r, uint64_t *state, int over, int under)
{
	const uint64_t *below = state + (size_t)under * r->words;
	for (int c = 0; c < r->p.n; c++) {
		uint64_t *row = state + (size_t)c * r->words;
		if (c != over && !implies(r, state, c, over))
			continue;
		for (size_t w = 0; w < r->words; w++)
			row[w] |= below[w];
		row[(size_t)under / 64] |= UINT64_C(1) << ((size_t)under % 64);
	}
}

static uint64_t *copy_state(const ranked_pairs *r, const uint64_t *state)
{
	uint64_t *copy = memory_alloc(state_words(r), sizeof *copy);
	memcpy(copy, state, state_words(r) * sizeof *copy);
	return copy;
}

static size_t hash_state(const ranked_pairs *r, const uint64_t *state)
{
	uint64_t h = 0;
	for (size_t i = 0; i < state_words(r); i++) {
		h = (h ^ state[i]) * UINT64_C(0x9E3779B97F4A7C15);
		h ^= h >> 32;
	}
	return (size_t)h;
}

static void place_state(const ranked_pairs *r, states *s, size_t number)
{
	size_t at = hash_state(r, s->bits[number]) & (s->slots - 1);
	while (s->slot[at])
		at = (at + 1) & (s->slots - 1);
	s->slot[at] = number + 1;
}

static void widen(const ranked_pairs *r, states *s)
{
	free(s->slot);
	s->slots = s->slots ? 2 * s->slots : 64;
	s->slot = memory_alloc(s->slots, sizeof *s->slot);
	for (size_t i = 0; i < s->count; i++)
		place_state(r, s, i);
}

static bool is_known(const ranked_pairs *r, const states *s, const uint64_t *state)
{
	if (!s->slots)
		return false;
	for (size_t at = hash_state(r, state) & (s->slots - 1); s->slot[at]; at = (at + 1) & (s->slots - 1))
		if (!memcmp(s->bits[s->slot[at] - 1], state, state_words(r) * sizeof *state))
			return true;
	return false;
}

/* Takes the state over. False: it was there, or there is no more room (which makes the search incomplete). */
static bool add_state(ranked_pairs *r, states *s, uint64_t *state)
{
	bool known = is_known(r, s, state);
	bool full = s->count == STATES_MAX || (s->count + 1) * state_words(r) > STATES_WORDS_MAX;
	if (known || (full && s->count)) {
		r->complete &= known;
		free(state);
		return false;
	}
	MEMORY_RESERVE(s->bits, s->count, s->capacity);
	s->bits[s->count++] = state;
	if (2 * s->count > s->slots)
		widen(r, s);
	else
		place_state(r, s, s->count - 1);
	return true;
}

static void clear_states(states *s)
{
	for (size_t i = 0; i < s->count; i++)
		free(s->bits[i]);
	free(s->bits);
	free(s->slot);
	*s = (states){0};
}

/* ---- majorities of one size -------------------------------------------------------------------------------------- */

/* Leaves those of the majorities that the state neither implies nor refuses. */
static size_t leave_open(const ranked_pairs *r, const uint64_t *state, majority *m, size_t count)
{
	size_t left = 0;
	for (size_t i = 0; i < count; i++)
		if (!implies(r, state, m[i].over, m[i].under) && !implies(r, state, m[i].under, m[i].over))
			m[left++] = m[i];
	return left;
}

/* Keeps those that no circle of majorities kept or open goes through, which every order keeps; leaves the others. */
static size_t keep_safe(const ranked_pairs *r, uint64_t *state, majority *m, size_t count)
{
	uint64_t *all = copy_state(r, state);
	size_t left = 0;
	for (size_t i = 0; i < count; i++)
		if (!implies(r, all, m[i].over, m[i].under))
			keep_majority(r, all, m[i].over, m[i].under);
	for (size_t i = 0; i < count; i++) {
		if (implies(r, all, m[i].under, m[i].over))
			m[left++] = m[i];
		else
			keep_majority(r, state, m[i].over, m[i].under);
	}
	free(all);
	return leave_open(r, state, m, left);
}

static void follow_orders(ranked_pairs *r, uint64_t *state, const majority *m, size_t count);

/* From a state not seen before: every majority but the first taken next. */
static void branch(ranked_pairs *r, const uint64_t *state, const majority *open, size_t count)
{
	r->waiting += count;
	r->complete &= r->waiting <= WAITING_MAX;
	for (size_t i = 1; i < count && r->complete; i++) {
		uint64_t *on = copy_state(r, state);
		keep_majority(r, on, open[i].over, open[i].under);
		follow_orders(r, on, open, count);
	}
	r->waiting -= count;
}

/* All states that orders of these majorities lead to, from one, which is taken over. When the search has given up, one
 * order is followed to its end. */
static void follow_orders(ranked_pairs *r, uint64_t *state, const majority *m, size_t count)
{
	majority *open = memory_alloc(count, sizeof *open);
	memcpy(open, m, count * sizeof *open);
	for (;;) {
		count = keep_safe(r, state, open, leave_open(r, state, open, count));
		if (!count)
			break;
		if (r->complete && is_known(r, &r->seen, state)) {
			free(state);
			state = NULL;
			break;
		}
		if (r->complete && add_state(r, &r->seen, copy_state(r, state)))
			branch(r, state, open, count);
		keep_majority(r, state, open[0].over, open[0].under);
	}
	if (state)
		add_state(r, &r->next, state);
	free(open);
}

static bool anything_open(const ranked_pairs *r, const majority *m, size_t count)
{
	for (size_t s = 0; s < r->now.count; s++)
		for (size_t i = 0; i < count; i++)
			if (!implies(r, r->now.bits[s], m[i].over, m[i].under) &&
			    !implies(r, r->now.bits[s], m[i].under, m[i].over))
				return true;
	return false;
}

static void say_majorities(ranked_pairs *r, const majority *m, size_t count)
{
	const cordon_candidate *candidate = r->run->election->candidate;
	for (size_t i = 0; i < count && r->told < SAID_MAX; i++, r->told++) {
		const char *over = candidate[m[i].over].name, *under = candidate[m[i].under].name,
			   *size = exact_count(r->run->keep, m[i].size);
		size_t kept = 0;
		for (size_t s = 0; s < r->now.count; s++)
			kept += implies(r, r->now.bits[s], m[i].over, m[i].under);
		stage_say(r->run, kept == r->now.count ? TEXT(COUNT_SAID_KEPT, over, under, size)
				  : kept	       ? TEXT(COUNT_SAID_KEPT_PERHAPS, over, under, size)
						       : TEXT(COUNT_SAID_NOT_KEPT, over, under, size));
	}
}

static void take_size(ranked_pairs *r, const majority *m, size_t count)
{
	if (anything_open(r, m, count)) {
		for (size_t s = 0; s < r->now.count; s++) {
			follow_orders(r, r->now.bits[s], m, count);
			r->now.bits[s] = NULL;
		}
		clear_states(&r->now);
		clear_states(&r->seen);
		r->now = r->next;
		r->next = (states){0};
	}
	if (!r->run->quiet)
		say_majorities(r, m, count);
}

/* ---- the count --------------------------------------------------------------------------------------------------- */

static int compare_majorities(const void *a, const void *b)
{
	const majority *x = a, *y = b;
	if (x->size != y->size)
		return x->size > y->size ? -1 : 1;
	return x->over != y->over ? x->over - y->over : x->under - y->under;
}

static void find_majorities(ranked_pairs *r)
{
	size_t n = (size_t)r->p.n;
	r->m = memory_alloc(n * n / 2 + 1, sizeof *r->m);
	for (int a = 0; a < r->p.n; a++)
		for (int b = 0; b < r->p.n; b++) {
			uint64_t over = pairwise_beats(&r->p, a, b), under = pairwise_beats(&r->p, b, a);
			if (r->p.in[a] && r->p.in[b] && over > under)
				r->m[r->majorities++] = (majority){over - under, a, b};
		}
	qsort(r->m, r->majorities, sizeof *r->m, compare_majorities);
}

static bool is_unbeaten(const ranked_pairs *r, const uint64_t *state, int candidate)
{
	for (int c = 0; c < r->p.n; c++)
		if (implies(r, state, c, candidate))
			return false;
	return true;
}

static int find_winners(const ranked_pairs *r, int *winner)
{
	int winners = 0;
	for (int c = 0; c < r->p.n; c++) {
		bool wins = false;
		for (size_t s = 0; s < r->now.count && r->p.in[c] && !wins; s++)
			wins = is_unbeaten(r, r->now.bits[s], c);
		if (wins)
			winner[winners++] = c;
	}
	return winners;
}

static cordon_status take_all(ranked_pairs *r)
{
	int winner[CORDON_CANDIDATES_MAX];
	find_majorities(r);
	add_state(r, &r->now, memory_alloc(state_words(r), sizeof(uint64_t)));
	stage_begin(r->run, false);
	for (size_t from = 0, to; from < r->majorities; from = to) {
		for (to = from + 1; to < r->majorities && r->m[to].size == r->m[from].size;)
			to++;
		if (run_stopped(r->run))
			return CORDON_INTERRUPTED;
		take_size(r, r->m + from, to - from);
	}
	if (!r->complete)
		r->run->result->outcomes_complete = false;
	return pairwise_elect(r->run, &r->p, winner, find_winners(r, winner));
}

cordon_status ranked_pairs_count(count_run *run)
{
	ranked_pairs r = {.run = run, .words = ((size_t)run->election->candidates + 63) / 64, .complete = true};
	cordon_status status = pairwise_one_seat(run);
	if (status)
		return status;
	pairwise_begin(run->election, &r.p);
	pairwise_report(run, &r.p);
	status = take_all(&r);
	clear_states(&r.now);
	clear_states(&r.next);
	clear_states(&r.seen);
	pairwise_free(&r.p);
	free(r.m);
	return status;
}
