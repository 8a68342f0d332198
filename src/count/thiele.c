/* Branch and bound for Thiele's rules; see thiele.h.
 *
 * The bound. Voters v (kinds of ballots) of weight w, h the sums of a rule, C the committee, u = |C and v's
 * candidates|. For any prices s >= 0, one a voter,
 *
 *	sum w h(u)  <=  sum w max over m of (h(m) - s m)  +  the greatest sum over committees of sum w s u,
 *
 * and the last sum is that of the best candidates by g = the sum of w s over who approves them. It is the dual of the
 * linear relaxation. The prices go down its subgradient by Polyak's steps; the committee of the best g is tried on the
 * way. A candidate whose change of side would cost more than the gap is fixed.
 *
 * Exact. Bounds are whole numbers: h is rounded up to units of 2^-scale, prices are units of the same, so that a bound
 * is never too low whatever the prices. Scores of committees are whole multiples of 1/L, L the least common multiple
 * of the divisors, and compared as such. A node is left only when its bound is below the best score, or, once one more
 * best committee is known than the list can hold, below the next multiple.
 *
 * Symmetry. Whoever is approved by fewer (a proper subset) is in no best committee without the other. Of candidates
 * with the same voters (twins) those of lower number are taken first; the list gets the others' committees from these.
 */
#include "count/thiele.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

enum { ROOT_STEPS = 1500, NODE_STEPS = 60, SCALE_MAX = 50, SUBSETS_MAX = 500 * 1000 * 1000, STOP_EVERY = 64 };

typedef enum side { SIDE_FREE, SIDE_IN, SIDE_OUT } side;

typedef struct ranked {
	int64_t gain;
	int candidate;
} ranked;

typedef struct thiele {
	const committee *c;
	committee_list *list;
	int n, seats;
	/* by candidate of the election; only who stands is used */
	side *at;
	bool *top;
	int64_t *g;
	int *often; /* in the best of how many steps of this node */
	int *twin; /* the first of its twins */
	candidate_set *above, *below; /* must be in when it is; out when it is */
	ranked *order;
	/* by kind */
	int *base, *reach; /* candidates in; in or free */
	int64_t *s, *best_s;
	int *u, *m;
	/* by number elected */
	int most; /* of one ballot */
	int64_t *add, *sum; /* units: 1/divisor and their sums, rounded up */
	mpz_t *exact; /* sums, times L */
	mpz_t multiple, best, score; /* L; best and last score times L */
	int scale;
	int64_t floor; /* a bound below it ends a node */
	int in, free;
	int *trail, trailed;
	uint64_t nodes;
	bool stopped;
} thiele;

/* ---- scores ------------------------------------------------------------------------------------------------------ */

/* The list holds what it can and more is known to be as good. */
static bool is_full(const thiele *t)
{
	return t->list->count == CORDON_OUTCOMES_MAX && !t->list->complete;
}

/* floor = the least bound that still matters. */
static void set_floor(thiele *t)
{
	mpz_t value;
	mpz_init_set(value, t->best);
	if (is_full(t))
		mpz_add_ui(value, value, 1);
	mpz_mul_2exp(value, value, (mp_bitcnt_t)t->scale);
	mpz_fdiv_q(value, value, t->multiple);
	t->floor = mpz_get_si(value);
	mpz_clear(value);
}

/* The score of the committee whose counts are u[], in units, never too low. */
static int64_t score_units(const thiele *t)
{
	int64_t score = 0;
	for (size_t k = 0; k < t->c->kinds; k++)
		score += (int64_t)t->c->weight[k] * t->sum[t->u[k]];
	return score;
}

static void score_exact(thiele *t)
{
	mpz_set_ui(t->score, 0);
	for (size_t k = 0; k < t->c->kinds; k++)
		mpz_addmul_ui(t->score, t->exact[t->u[k]], t->c->weight[k]);
}

static void count_members(thiele *t, const int *member)
{
	memset(t->u, 0, t->c->kinds * sizeof *t->u);
	for (int i = 0; i < t->seats; i++)
		for (size_t v = t->c->from[member[i]]; v < t->c->from[member[i] + 1]; v++)
			t->u[t->c->voter[v]]++;
}

/* Adds the committee with every exchange of twins, from class `at` of the first twins on. */
static void add_with_twins(thiele *t, const candidate_set *member, int at, int *chosen, int count)
{
	const committee *c = t->c;
	int twins[CORDON_CANDIDATES_MAX], size = 0, inside = 0;
	while (at < c->standing_count && t->twin[c->standing[at]] != c->standing[at])
		at++;
	if (at == c->standing_count) {
		committee_list_add(t->list, chosen, count);
		return;
	}
	for (int i = at; i < c->standing_count; i++)
		if (t->twin[c->standing[i]] == c->standing[at]) {
			inside += set_has(member, c->standing[i]);
			twins[size++] = c->standing[i];
		}
	int place[CORDON_CANDIDATES_MAX];
	for (int i = 0; i < inside; i++)
		place[i] = i;
	for (;;) {
		for (int i = 0; i < inside; i++)
			chosen[count + i] = twins[place[i]];
		add_with_twins(t, member, at + 1, chosen, count + inside);
		int last = inside - 1;
		while (last >= 0 && place[last] == size - inside + last)
			last--;
		if (last < 0 || (t->list->count && !t->list->complete))
			return;
		place[last]++;
		for (int i = last + 1; i < inside; i++)
			place[i] = place[i - 1] + 1;
	}
}

/* Takes a committee whose counts are in u[]: better than the best, as good, or neither. True: better. */
static bool offer(thiele *t, const int *member)
{
	int chosen[CORDON_CANDIDATES_MAX];
	candidate_set set = {{0}};
	if (score_units(t) < t->floor)
		return false;
	score_exact(t);
	int compared = mpz_cmp(t->score, t->best);
	if (compared < 0 || (!compared && is_full(t)))
		return false;
	if (compared > 0) {
		committee_list_free(t->list);
		mpz_set(t->best, t->score);
	}
	for (int i = 0; i < t->seats; i++)
		set_add(&set, member[i]);
	size_t before = t->list->count;
	memcpy(chosen, member, (size_t)t->seats * sizeof *chosen);
	committee_list_add(t->list, chosen, t->seats);
	if (t->list->count > before)
		add_with_twins(t, &set, 0, chosen, 0);
	set_floor(t);
	return compared > 0;
}

/* Exchanges one member at a time while that is better (in units). */
static void improve(thiele *t, int *member)
{
	const committee *c = t->c;
	bool better = true;
	while (better) {
		better = false;
		for (int i = 0; i < t->seats && !better; i++) {
			int64_t lost = 0, most = 0;
			int with = -1;
			count_members(t, member);
			for (size_t v = c->from[member[i]]; v < c->from[member[i] + 1]; v++) {
				size_t kind = c->voter[v];
				lost += (int64_t)c->weight[kind] * t->add[t->u[kind]--];
			}
			for (int j = 0; j < c->standing_count; j++) {
				int64_t gain = 0;
				for (size_t v = c->from[c->standing[j]]; v < c->from[c->standing[j] + 1]; v++)
					gain += (int64_t)c->weight[c->voter[v]] * t->add[t->u[c->voter[v]] + 1];
				bool inside = false;
				for (int k = 0; k < t->seats; k++)
					inside |= member[k] == c->standing[j];
				if (!inside && gain > most) {
					most = gain;
					with = c->standing[j];
				}
			}
			if (with >= 0 && most > lost) {
				member[i] = with;
				better = true;
			}
		}
	}
	count_members(t, member);
	offer(t, member);
}

/* ---- sides ------------------------------------------------------------------------------------------------------- */

static void put(thiele *t, int one, side to)
{
	const committee *c = t->c;
	t->at[one] = to;
	t->free--;
	t->in += to == SIDE_IN;
	for (size_t v = c->from[one]; v < c->from[one + 1]; v++) {
		t->base[c->voter[v]] += to == SIDE_IN;
		t->reach[c->voter[v]] -= to == SIDE_OUT;
	}
	t->trail[t->trailed++] = one;
}

static void undo_to(thiele *t, int trailed)
{
	const committee *c = t->c;
	while (t->trailed > trailed) {
		int one = t->trail[--t->trailed];
		side was = t->at[one];
		for (size_t v = c->from[one]; v < c->from[one + 1]; v++) {
			t->base[c->voter[v]] -= was == SIDE_IN;
			t->reach[c->voter[v]] += was == SIDE_OUT;
		}
		t->at[one] = SIDE_FREE;
		t->free++;
		t->in -= was == SIDE_IN;
	}
}

/* Puts a candidate on a side, with all who must follow. False: no committee is left. */
static bool fix(thiele *t, int one, side to)
{
	const candidate_set *follow = to == SIDE_IN ? &t->above[one] : &t->below[one];
	if (t->at[one] == to)
		return true;
	if (t->at[one] != SIDE_FREE)
		return false;
	put(t, one, to);
	for (int w = 0; w < COMMITTEE_WORDS; w++)
		for (uint64_t bits = follow->word[w]; bits; bits &= bits - 1) {
			int other = w * 64 + __builtin_ctzll(bits);
			if (t->at[other] == SIDE_FREE)
				put(t, other, to);
			else if (t->at[other] != to)
				return false;
		}
	return t->in <= t->seats && t->in + t->free >= t->seats;
}

/* ---- the bound --------------------------------------------------------------------------------------------------- */

static bool ranks_before(const ranked *a, const ranked *b)
{
	return a->gain != b->gain ? a->gain > b->gain : a->candidate < b->candidate;
}

/* Puts the first `count` of order[0 .. size) in front, in any order among themselves. */
static void select_first(ranked *order, int size, int count)
{
	int low = 0, high = size - 1;
	while (low < high) {
		ranked pivot = order[low + (high - low) / 2];
		int i = low, j = high;
		while (i <= j) {
			while (ranks_before(&order[i], &pivot))
				i++;
			while (ranks_before(&pivot, &order[j]))
				j--;
			if (i <= j) {
				ranked other = order[i];
				order[i++] = order[j];
				order[j--] = other;
			}
		}
		if (count - 1 <= j)
			high = j;
		else if (count - 1 >= i)
			low = i;
		else
			return;
	}
}

/* The best m for a price: h(m) - s m is greatest where 1/divisor(m) > s >= 1/divisor(m + 1); where several are, the one
 * nearest to `near`. */
static int best_count(const thiele *t, int64_t s, int least, int most, int near)
{
	int low = least, high = most;
	while (low < high) { /* the least m with add[m + 1] <= s */
		int middle = (low + high) / 2;
		if (t->add[middle + 1] <= s)
			high = middle;
		else
			low = middle + 1;
	}
	while (low < most && low < near && t->add[low + 1] == s)
		low++;
	return low;
}

/* One evaluation: g, the best free candidates (top[], order[] in front), u[] and m[]. Returns the bound. */
static int64_t evaluate(thiele *t)
{
	const committee *c = t->c;
	int size = 0, more = t->seats - t->in;
	int64_t bound = 0;
	for (int i = 0; i < c->standing_count; i++)
		t->g[c->standing[i]] = 0;
	for (size_t k = 0; k < c->kinds; k++) {
		int64_t price = (int64_t)c->weight[k] * t->s[k];
		for (size_t i = c->start[k]; i < c->start[k + 1]; i++)
			t->g[c->mark[i]] += price;
	}
	for (int i = 0; i < c->standing_count; i++) {
		int one = c->standing[i];
		t->top[one] = t->at[one] == SIDE_IN;
		if (t->at[one] == SIDE_FREE)
			t->order[size++] = (ranked){t->g[one], one};
	}
	select_first(t->order, size, more);
	for (int i = 0; i < more; i++) {
		t->top[t->order[i].candidate] = true;
		bound += t->order[i].gain;
	}
	for (size_t k = 0; k < c->kinds; k++) {
		int u = 0, most = t->base[k] + more < t->reach[k] ? t->base[k] + more : t->reach[k];
		for (size_t i = c->start[k]; i < c->start[k + 1]; i++)
			u += t->top[c->mark[i]];
		t->u[k] = u;
		t->m[k] = best_count(t, t->s[k], t->base[k], most, u);
		bound += (int64_t)c->weight[k] * (t->sum[t->m[k]] - t->s[k] * (t->m[k] - t->base[k]));
	}
	return bound;
}

/* Fixes whoever cannot change sides under this bound. Returns how many were; -1: no committee is left. */
static int fix_sure(thiele *t, int64_t bound)
{
	int more = t->seats - t->in, size = t->free, before = t->trailed;
	if (more <= 0 || more >= size)
		return 0;
	int64_t last = t->order[0].gain, next = t->order[more].gain;
	for (int i = 1; i < more; i++)
		last = t->order[i].gain < last ? t->order[i].gain : last;
	for (int i = more + 1; i < size; i++)
		next = t->order[i].gain > next ? t->order[i].gain : next;
	for (int i = 0; i < size; i++) {
		bool inside = i < more;
		int64_t changed = inside ? bound - t->order[i].gain + next : bound - last + t->order[i].gain;
		if (changed < t->floor && !fix(t, t->order[i].candidate, inside ? SIDE_IN : SIDE_OUT))
			return -1;
	}
	return t->trailed - before;
}

/* Moves the prices down the subgradient, aiming below the floor; false: there is none. */
static bool step_prices(thiele *t, int64_t bound, int slow)
{
	const committee *c = t->c;
	int64_t norm = 0, most = t->add[1];
	for (size_t k = 0; k < c->kinds; k++) {
		int64_t d = t->u[k] - t->m[k];
		norm += (int64_t)c->weight[k] * d * d;
	}
	if (!norm)
		return false;
	int64_t step = ((bound - t->floor + 1) / norm) >> slow;
	step = step < 1 ? 1 : step > most ? most : step;
	for (size_t k = 0; k < c->kinds; k++) {
		int64_t after = t->s[k] - step * (t->u[k] - t->m[k]);
		t->s[k] = after < 0 ? 0 : after > most ? most : after;
	}
	return true;
}

static void members_of_top(const thiele *t, int *member)
{
	int count = 0;
	for (int i = 0; i < t->c->standing_count; i++)
		if (t->top[t->c->standing[i]])
			member[count++] = t->c->standing[i];
	assert(count == t->seats);
}

/* Bounds the node, fixing whom it can. False: it holds nothing more. */
static bool bound_node(thiele *t, int steps)
{
	int member[CORDON_CANDIDATES_MAX], slow = 0, idle = 0;
	int64_t least = INT64_MAX;
	memset(t->often, 0, (size_t)t->n * sizeof *t->often);
	for (int i = 0; i < steps; i++) {
		int64_t bound = evaluate(t);
		if (bound < t->floor)
			return false;
		if (score_units(t) >= t->floor) {
			members_of_top(t, member);
			if (offer(t, member)) {
				improve(t, member);
				continue;
			}
		}
		if (bound < least) {
			idle = 0;
			least = bound;
			memcpy(t->best_s, t->s, t->c->kinds * sizeof *t->s);
		} else if (++idle > 8) {
			idle = 0;
			slow++;
			memcpy(t->s, t->best_s, t->c->kinds * sizeof *t->s);
			if (slow > 12)
				break;
			continue;
		}
		int fixed = fix_sure(t, bound);
		if (fixed < 0)
			return false;
		if (t->in == t->seats || t->in + t->free == t->seats)
			return true;
		if (fixed) {
			least = INT64_MAX;
			continue;
		}
		for (int k = 0; k < t->c->standing_count; k++)
			t->often[t->c->standing[k]] += t->top[t->c->standing[k]];
		if (!step_prices(t, bound, slow))
			break;
	}
	memcpy(t->s, t->best_s, t->c->kinds * sizeof *t->s);
	return true;
}

/* ---- branching --------------------------------------------------------------------------------------------------- */

/* All who are left are in, or out: the one committee of the node. */
static void offer_leaf(thiele *t)
{
	int member[CORDON_CANDIDATES_MAX], count = 0;
	bool full = t->in == t->seats;
	for (int i = 0; i < t->c->standing_count; i++) {
		side at = t->at[t->c->standing[i]];
		if (at == SIDE_IN || (at == SIDE_FREE && !full))
			member[count++] = t->c->standing[i];
	}
	assert(count == t->seats);
	count_members(t, member);
	offer(t, member);
}

/* Whose place was most in doubt. */
static int branch_on(const thiele *t)
{
	int most = 1, best = -1, near = 0;
	for (int i = 0; i < t->c->standing_count; i++)
		if (t->at[t->c->standing[i]] == SIDE_FREE && t->often[t->c->standing[i]] > most)
			most = t->often[t->c->standing[i]];
	for (int i = 0; i < t->c->standing_count; i++) {
		int one = t->c->standing[i];
		if (t->at[one] != SIDE_FREE)
			continue;
		int doubt = t->often[one] < most - t->often[one] ? t->often[one] : most - t->often[one];
		if (best < 0 || doubt > near || (doubt == near && t->c->approvals[one] > t->c->approvals[best])) {
			best = one;
			near = doubt;
		}
	}
	return best;
}

static void search(thiele *t, int steps)
{
	int trailed = t->trailed;
	if (++t->nodes % STOP_EVERY == 0 && run_stopped(t->c->run))
		t->stopped = true;
	if (t->stopped)
		return;
	if (t->in == t->seats || t->in + t->free == t->seats || !bound_node(t, steps)) {
		if (t->in == t->seats || t->in + t->free == t->seats)
			offer_leaf(t);
		undo_to(t, trailed);
		return;
	}
	if (t->in == t->seats || t->in + t->free == t->seats) {
		offer_leaf(t);
		undo_to(t, trailed);
		return;
	}
	int one = branch_on(t), here = t->trailed;
	side first = 2 * t->often[one] >= steps / 4 ? SIDE_IN : SIDE_OUT,
	     sides[2] = {first, first == SIDE_IN ? SIDE_OUT : SIDE_IN};
	for (int i = 0; i < 2; i++) {
		if (fix(t, one, sides[i]))
			search(t, NODE_STEPS);
		undo_to(t, here);
	}
	undo_to(t, trailed);
}

/* ---- the beginning ----------------------------------------------------------------------------------------------- */

/* Whether all who approve a (voters ascending) approve b. */
static bool within(const committee *c, int a, int b)
{
	size_t i = c->from[a], j = c->from[b];
	for (; i < c->from[a + 1]; i++, j++) {
		while (j < c->from[b + 1] && c->voter[j] < c->voter[i])
			j++;
		if (j == c->from[b + 1] || c->voter[j] != c->voter[i])
			return false;
	}
	return true;
}

/* Twins, and who must be in with whom. Where that is too much work nothing is known: it only saves time. */
static void compare_candidates(thiele *t)
{
	const committee *c = t->c;
	for (int i = 0; i < c->standing_count; i++)
		t->twin[c->standing[i]] = c->standing[i];
	if (c->start[c->kinds] * (size_t)c->standing_count > SUBSETS_MAX)
		return;
	for (int i = 0; i < c->standing_count; i++)
		for (int j = 0; j < c->standing_count; j++) {
			int a = c->standing[i], b = c->standing[j];
			size_t voters_a = c->from[a + 1] - c->from[a], voters_b = c->from[b + 1] - c->from[b];
			if (i == j || voters_a > voters_b || (voters_a == voters_b && b > a) || !within(c, a, b))
				continue;
			set_add(&t->above[a], b);
			set_add(&t->below[b], a);
			if (voters_a == voters_b && b < t->twin[a])
				t->twin[a] = b;
		}
}

static void set_gains(thiele *t, thiele_divisor *divisor)
{
	const committee *c = t->c;
	uint64_t heavy = c->voters ? c->voters : 1;
	int bits = 0;
	for (size_t k = 0; k < c->kinds; k++)
		if ((int)(c->start[k + 1] - c->start[k]) > t->most)
			t->most = (int)(c->start[k + 1] - c->start[k]);
	if (t->most > t->seats)
		t->most = t->seats;
	while (heavy >> bits)
		bits++;
	for (int most = t->most; most; most /= 2)
		bits++;
	t->scale = 59 - bits < SCALE_MAX ? 59 - bits : SCALE_MAX; /* sums of weight x price x members fit */
	assert(t->scale > 0);
	t->add = memory_alloc((size_t)t->most + 2, sizeof *t->add);
	t->sum = memory_alloc((size_t)t->most + 2, sizeof *t->sum);
	t->exact = memory_alloc((size_t)t->most + 2, sizeof *t->exact);
	mpz_set_ui(t->multiple, 1);
	for (int j = 1; j <= t->most; j++)
		mpz_lcm_ui(t->multiple, t->multiple, divisor(j));
	mpz_init(t->exact[0]);
	for (int j = 1; j <= t->most + 1; j++) {
		int64_t one = INT64_C(1) << t->scale, d = (int64_t)divisor(j);
		t->add[j] = (one + d - 1) / d;
		t->sum[j] = t->sum[j - 1] + t->add[j];
		mpz_init(t->exact[j]);
		mpz_divexact_ui(t->exact[j], t->multiple, divisor(j <= t->most ? j : 1));
		mpz_add(t->exact[j], t->exact[j], t->exact[j - 1]);
	}
}

/* Seat by seat whoever adds most, then exchanges; the prices are what one more would add. */
static void begin(thiele *t)
{
	const committee *c = t->c;
	int member[CORDON_CANDIDATES_MAX];
	candidate_set taken = {{0}};
	memset(t->u, 0, c->kinds * sizeof *t->u);
	for (int i = 0; i < t->seats; i++) {
		int64_t most = -1;
		for (int j = 0; j < c->standing_count; j++) {
			int64_t gain = 0;
			if (set_has(&taken, c->standing[j]))
				continue;
			for (size_t v = c->from[c->standing[j]]; v < c->from[c->standing[j] + 1]; v++)
				gain += (int64_t)c->weight[c->voter[v]] * t->add[t->u[c->voter[v]] + 1];
			if (gain > most) {
				most = gain;
				member[i] = c->standing[j];
			}
		}
		set_add(&taken, member[i]);
		for (size_t v = c->from[member[i]]; v < c->from[member[i] + 1]; v++)
			t->u[c->voter[v]]++;
	}
	offer(t, member);
	improve(t, member);
	for (size_t k = 0; k < c->kinds; k++)
		t->s[k] = t->best_s[k] = t->add[t->u[k] < t->most ? t->u[k] + 1 : t->most + 1];
}

static bool begin_sides(thiele *t)
{
	const committee *c = t->c;
	for (size_t k = 0; k < c->kinds; k++)
		t->reach[k] = (int)(c->start[k + 1] - c->start[k]);
	t->free = c->standing_count;
	for (int i = 0; i < c->standing_count; i++) {
		int one = c->standing[i], better = 0;
		for (int w = 0; w < COMMITTEE_WORDS; w++)
			better += __builtin_popcountll(t->above[one].word[w]);
		if (better >= t->seats && !fix(t, one, SIDE_OUT))
			return false;
	}
	return true;
}

static void thiele_alloc(thiele *t)
{
	size_t n = (size_t)t->n, kinds = t->c->kinds;
	t->at = memory_alloc(n, sizeof *t->at);
	t->top = memory_alloc(n, sizeof *t->top);
	t->g = memory_alloc(n, sizeof *t->g);
	t->often = memory_alloc(n, sizeof *t->often);
	t->twin = memory_alloc(n, sizeof *t->twin);
	t->above = memory_alloc(n, sizeof *t->above);
	t->below = memory_alloc(n, sizeof *t->below);
	t->order = memory_alloc(n, sizeof *t->order);
	t->trail = memory_alloc(n, sizeof *t->trail);
	t->base = memory_alloc(kinds, sizeof *t->base);
	t->reach = memory_alloc(kinds, sizeof *t->reach);
	t->s = memory_alloc(kinds, sizeof *t->s);
	t->best_s = memory_alloc(kinds, sizeof *t->best_s);
	t->u = memory_alloc(kinds, sizeof *t->u);
	t->m = memory_alloc(kinds, sizeof *t->m);
	mpz_inits(t->multiple, t->best, t->score, NULL);
}

static void thiele_free(thiele *t)
{
	for (int j = 0; j <= t->most + 1; j++)
		mpz_clear(t->exact[j]);
	mpz_clears(t->multiple, t->best, t->score, NULL);
	free(t->at);
	free(t->top);
	free(t->g);
	free(t->often);
	free(t->twin);
	free(t->above);
	free(t->below);
	free(t->order);
	free(t->trail);
	free(t->base);
	free(t->reach);
	free(t->s);
	free(t->best_s);
	free(t->u);
	free(t->m);
	free(t->add);
	free(t->sum);
	free(t->exact);
}

cordon_status thiele_search(const committee *c, thiele_divisor *divisor, committee_list *list, thiele_result *result)
{
	thiele t = {.c = c, .list = list, .n = c->candidates, .seats = c->seats};
	thiele_alloc(&t);
	set_gains(&t, divisor);
	compare_candidates(&t);
	begin(&t);
	if (begin_sides(&t))
		search(&t, ROOT_STEPS);
	mpz_set(mpq_numref(result->score), t.best);
	mpz_set(mpq_denref(result->score), t.multiple);
	mpq_canonicalize(result->score);
	result->nodes = t.nodes;
	bool stopped = t.stopped;
	thiele_free(&t);
	return stopped ? CORDON_INTERRUPTED : CORDON_OK;
}
