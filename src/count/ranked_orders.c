/* All orders of equal majorities; see ranked_orders.h. The number of states is limited: beyond, the search gives up. */
#include "count/ranked_orders.h"

#include "base/memory.h"

#include <stdlib.h>
#include <string.h>

enum { STATES_MAX = 10 * 1000, STATES_WORDS_MAX = 1 << 17, WAITING_MAX = 4 << 20 };

/* States of one size; found by their hash. */
typedef struct states {
	relation *state;
	size_t count, capacity;
	size_t *slot; /* number + 1; a power of two of them */
	size_t slots;
} states;

typedef struct search {
	const bool *asked;
	states now, next, seen;
	bool complete;
	size_t waiting; /* majorities open in the orders being followed: a limit to their memory */
} search;

/* ---- relations --------------------------------------------------------------------------------------------------- */

static size_t words_of(const relation *r)
{
	return (size_t)r->n * r->words;
}

relation relation_begin(int n)
{
	relation r = {.n = n, .words = ((size_t)n + 63) / 64};
	r.bits = memory_alloc(words_of(&r), sizeof *r.bits);
	return r;
}

void relation_free(relation *r)
{
	free(r->bits);
	r->bits = NULL;
}

void relation_keep(relation *r, int over, int under)
{
	const uint64_t *below = r->bits + (size_t)under * r->words;
	for (int c = 0; c < r->n; c++) {
		uint64_t *row = r->bits + (size_t)c * r->words;
		if (c != over && !relation_has(r, c, over))
			continue;
		for (size_t w = 0; w < r->words; w++)
			row[w] |= below[w];
		row[(size_t)under / 64] |= UINT64_C(1) << ((size_t)under % 64);
	}
}

bool relation_is_unbeaten(const relation *r, int option)
{
	for (int c = 0; c < r->n; c++)
		if (relation_has(r, c, option))
			return false;
	return true;
}

static relation copy_relation(const relation *r)
{
	relation copy = relation_begin(r->n);
	memcpy(copy.bits, r->bits, words_of(r) * sizeof *copy.bits);
	return copy;
}

/* Neither implied nor refused. */
static bool is_open(const relation *r, const ranked_majority *m)
{
	return !relation_has(r, m->over, m->under) && !relation_has(r, m->under, m->over);
}

/* ---- states ------------------------------------------------------------------------------------------------------ */

static size_t hash_state(const relation *r)
{
	uint64_t h = 0;
	for (size_t i = 0; i < words_of(r); i++) {
		h = (h ^ r->bits[i]) * UINT64_C(0x9E3779B97F4A7C15);
		h ^= h >> 32;
	}
	return (size_t)h;
}

static void place_state(states *s, size_t number)
{
	size_t at = hash_state(&s->state[number]) & (s->slots - 1);
	while (s->slot[at])
		at = (at + 1) & (s->slots - 1);
	s->slot[at] = number + 1;
}

static void widen(states *s)
{
	free(s->slot);
	s->slots = s->slots ? 2 * s->slots : 64;
	s->slot = memory_alloc(s->slots, sizeof *s->slot);
	for (size_t i = 0; i < s->count; i++)
		place_state(s, i);
}

static bool is_known(const states *s, const relation *r)
{
	if (!s->slots)
		return false;
	for (size_t at = hash_state(r) & (s->slots - 1); s->slot[at]; at = (at + 1) & (s->slots - 1))
		if (!memcmp(s->state[s->slot[at] - 1].bits, r->bits, words_of(r) * sizeof *r->bits))
			return true;
	return false;
}

/* Whether anybody asked about may still win. */
static bool is_worth(const search *h, const relation *r)
{
	for (int c = 0; c < r->n; c++)
		if (h->asked[c] && relation_is_unbeaten(r, c))
			return true;
	return false;
}

/* Takes the state over. False: nobody asked about can win in it, or it was there, or there is no more room (which makes
 * the search incomplete). */
static bool add_state(search *h, states *s, relation *r)
{
	bool idle = is_known(s, r) || !is_worth(h, r);
	bool full = s->count == STATES_MAX || (s->count + 1) * words_of(r) > STATES_WORDS_MAX;
	if (idle || (full && s->count)) {
		h->complete &= idle;
		relation_free(r);
		return false;
	}
	MEMORY_RESERVE(s->state, s->count, s->capacity);
	s->state[s->count++] = *r;
	if (2 * s->count > s->slots)
		widen(s);
	else
		place_state(s, s->count - 1);
	return true;
}

static void clear_states(states *s)
{
	for (size_t i = 0; i < s->count; i++)
		relation_free(&s->state[i]);
	free(s->state);
	free(s->slot);
	*s = (states){0};
}

/* ---- majorities of one size -------------------------------------------------------------------------------------- */

/* Keeps those that no circle of majorities kept or open goes through, which every order keeps; leaves the others. */
static size_t keep_safe(relation *r, ranked_majority *m, size_t count)
{
	relation all = copy_relation(r);
	size_t left = 0;
	for (size_t i = 0; i < count; i++)
		if (is_open(r, &m[i])) {
			m[left++] = m[i];
			if (!relation_has(&all, m[i].over, m[i].under))
				relation_keep(&all, m[i].over, m[i].under);
		}
	count = left;
	left = 0;
	for (size_t i = 0; i < count; i++) {
		if (relation_has(&all, m[i].under, m[i].over))
			m[left++] = m[i];
		else
			relation_keep(r, m[i].over, m[i].under);
	}
	relation_free(&all);
	return left;
}

static void follow_orders(search *h, relation r, const ranked_majority *m, size_t count);

/* From a state not seen before: every majority but the first taken next. */
static void branch(search *h, const relation *r, const ranked_majority *open, size_t count)
{
	h->waiting += count;
	h->complete &= h->waiting <= WAITING_MAX;
	for (size_t i = 1; i < count && h->complete; i++) {
		relation on = copy_relation(r);
		relation_keep(&on, open[i].over, open[i].under);
		follow_orders(h, on, open, count);
	}
	h->waiting -= count;
}

/* Whether a state met within a size is to be followed: it is new, and somebody asked about may still win in it. */
static bool is_new(search *h, const relation *r)
{
	relation copy = copy_relation(r);
	return add_state(h, &h->seen, &copy);
}

/* All states that orders of these majorities lead to, from one, which is taken over. When the search has given up, one
 * order is followed to its end. */
static void follow_orders(search *h, relation r, const ranked_majority *m, size_t count)
{
	ranked_majority *open = memory_alloc(count, sizeof *open);
	memcpy(open, m, count * sizeof *open);
	while ((count = keep_safe(&r, open, count)) > 0) {
		bool fresh = is_new(h, &r);
		if (!fresh && h->complete) {
			relation_free(&r);
			break;
		}
		if (fresh)
			branch(h, &r, open, count);
		relation_keep(&r, open[0].over, open[0].under);
	}
	if (r.bits)
		add_state(h, &h->next, &r);
	free(open);
}

static bool anything_open(const search *h, const ranked_majority *m, size_t count)
{
	for (size_t s = 0; s < h->now.count; s++)
		for (size_t i = 0; i < count; i++)
			if (is_open(&h->now.state[s], &m[i]))
				return true;
	return false;
}

static void take_size(search *h, const ranked_majority *m, size_t count)
{
	if (!anything_open(h, m, count))
		return;
	for (size_t s = 0; s < h->now.count; s++) {
		follow_orders(h, h->now.state[s], m, count);
		h->now.state[s].bits = NULL;
	}
	clear_states(&h->now);
	clear_states(&h->seen);
	h->now = h->next;
	h->next = (states){0};
}

bool ranked_orders_find(int n, const ranked_majority *m, size_t majorities, const bool *asked, bool *wins)
{
	search h = {.asked = asked, .complete = true};
	relation first = relation_begin(n);
	add_state(&h, &h.now, &first);
	for (size_t from = 0, to; from < majorities && h.complete; from = to) {
		for (to = from + 1; to < majorities && m[to].size == m[from].size;)
			to++;
		take_size(&h, m + from, to - from);
	}
	for (size_t s = 0; s < h.now.count && h.complete; s++)
		for (int c = 0; c < n; c++)
			wins[c] |= asked[c] && relation_is_unbeaten(&h.now.state[s], c);
	clear_states(&h.now);
	return h.complete;
}
