/* The method of equal shares for participatory budgets, with utilities equal to costs and the add-one completion.
 *
 * Source: Peters, Pierczyński and Skowron, Proportional Participatory Budgeting with Additive Utilities (NeurIPS 2021);
 * completion: Faliszewski and others, Participatory Budgeting: Data, Tools and Analysis (IJCAI 2023), Add1.
 *
 * Every voter has budget/voters. While some project can be paid by those who approve it, the one is elected whose
 * greatest payment per unit of cost is least: each pays q, or all that is left. That is a *round*. Rounds are repeated
 * with one unit of currency more for everybody, as long as what they elect costs no more than the budget; the last
 * that fits holds, or the first that elects everything anybody approves. Ties are followed in every round, and matter
 * only where the ends differ.
 *
 * Exact without a fraction a voter: a voter's money is the share less the prices of what they paid in full, or
 * nothing. A purse holds a lower bound of it in units of 2^-scale, `error` units at most below; what bounds cannot
 * decide is computed from the prices, which are exact. No project costs nothing; amounts together are below 2^50 of
 * their smallest unit. This is not for scores: a vote is a set.
 */
#include "count/shares_budget.h"

#include "count/codes.h"
#include "count/committee.h"
#include "count/exact.h"
#include "count/stage.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

__extension__ typedef unsigned __int128 wide;

enum {
	STATES_MAX = 1000,
	PURSES_MAX = 50 * 1000 * 1000,
	ROUNDS_MAX = 100 * 1000,
	AMOUNT_BITS = 50,
	CLOSE_BITS = 14,
	COARSE_BITS = 30,
	DECIMALS_MAX = 9
};

#define SPENT (INT64_MIN / 2)

typedef struct state {
	candidate_set chosen;
	int *order, elected;
	mpq_t *price; /* by candidate, what each paid in full */
	int64_t *low; /* by kind of ballot; SPENT when nothing is left */
	uint32_t *coarse; /* by kind: what it has at most, in 2^COARSE_BITS units */
	uint64_t *paid; /* by kind, `words` of a set of candidates */
	int64_t error;
	wide *rate; /* by candidate, a lower bound of price/cost, in 2^-(scale + AMOUNT_BITS) */
	bool *gone; /* nobody can pay it any more */
} state;

/* One way a round can end. */
typedef struct ending {
	int *order, elected;
	uint64_t cost;
	uint64_t round;
} ending;

typedef struct endings {
	ending *item;
	size_t count, capacity;
} endings;

typedef struct shares {
	committee c;
	uint64_t *cost, budget, unit; /* unit: one of currency */
	size_t words;
	bool single; /* all weights are 1 */
	int approved; /* projects that somebody approves */
	mpq_t share; /* of each voter in this round */
	int64_t share_low;
	int scale;
	bool complete;
	mpq_t scratch, left, money; /* money: of the purse asked for last */
	uint64_t *counted; /* by candidate */
} shares;

/* ---- states ------------------------------------------------------------------------------------------------------ */

static void state_alloc(const shares *s, state *t)
{
	size_t kinds = s->c.kinds, candidates = (size_t)s->c.candidates;
	*t = (state){.order = memory_alloc(candidates, sizeof *t->order),
		     .price = memory_alloc(candidates, sizeof *t->price),
		     .low = memory_alloc(kinds, sizeof *t->low),
		     .coarse = memory_alloc(kinds, sizeof *t->coarse),
		     .paid = memory_alloc(kinds * s->words, sizeof *t->paid),
		     .rate = memory_alloc(candidates, sizeof *t->rate),
		     .gone = memory_alloc(candidates, sizeof *t->gone)};
	for (size_t one = 0; one < candidates; one++)
		mpq_init(t->price[one]);
}

static void state_free(const shares *s, state *t)
{
	for (int one = 0; t->price && one < s->c.candidates; one++)
		mpq_clear(t->price[one]);
	free(t->order);
	free(t->price);
	free(t->low);
	free(t->coarse);
	free(t->paid);
	free(t->rate);
	free(t->gone);
	*t = (state){.error = 0};
}

/* The error stays below half a coarse unit: there are at most 1,000 elections of one unit each. */
static uint32_t coarse_of(int64_t low)
{
	return (uint32_t)(low >> COARSE_BITS) + 2;
}

static void state_begin(const shares *s, state *t)
{
	state_alloc(s, t);
	t->error = 1;
	for (size_t k = 0; k < s->c.kinds; k++) {
		t->low[k] = s->share_low;
		t->coarse[k] = coarse_of(s->share_low);
	}
}

static void state_copy(const shares *s, state *to, const state *from)
{
	size_t kinds = s->c.kinds, candidates = (size_t)s->c.candidates;
	state_alloc(s, to);
	to->chosen = from->chosen;
	to->elected = from->elected;
	to->error = from->error;
	memcpy(to->order, from->order, candidates * sizeof *to->order);
	memcpy(to->low, from->low, kinds * sizeof *to->low);
	memcpy(to->coarse, from->coarse, kinds * sizeof *to->coarse);
	memcpy(to->paid, from->paid, kinds * s->words * sizeof *to->paid);
	memcpy(to->rate, from->rate, candidates * sizeof *to->rate);
	memcpy(to->gone, from->gone, candidates * sizeof *to->gone);
	for (size_t one = 0; one < candidates; one++)
		mpq_set(to->price[one], from->price[one]);
}

/* The same from here on. (States may be the same and not be found so: that costs time only.) */
static bool state_equal(const shares *s, const state *a, const state *b)
{
	if (memcmp(&a->chosen, &b->chosen, sizeof a->chosen) || memcmp(a->low, b->low, s->c.kinds * sizeof *a->low) ||
	    memcmp(a->paid, b->paid, s->c.kinds * s->words * sizeof *a->paid))
		return false;
	for (int one = 0; one < s->c.candidates; one++)
		if (!mpq_equal(a->price[one], b->price[one]))
			return false;
	return true;
}

/* ---- prices ------------------------------------------------------------------------------------------------------ */

/* The money of a purse, exactly, into s->money. */
static void purse_money(shares *s, const state *t, size_t kind)
{
	mpq_set(s->money, s->share);
	for (size_t w = 0; w < s->words; w++)
		for (uint64_t bits = t->paid[kind * s->words + w]; bits; bits &= bits - 1)
			mpq_sub(s->money, s->money, t->price[w * 64 + (size_t)__builtin_ctzll(bits)]);
}

/* The best project of a round so far. */
typedef struct best {
	int project;
	mpq_t price, rate, other;
} best;

/* A price, and its floor in units of the purses. */
typedef struct payment {
	mpq_t exact;
	int64_t floor;
	size_t last; /* the purse compared exactly last, and its answer; SIZE_MAX: none */
	int answer;
} payment;

static void payment_floor(const shares *s, payment *q)
{
	mpz_t units;
	mpz_init(units);
	mpz_mul_2exp(units, mpq_numref(q->exact), (mp_bitcnt_t)s->scale);
	mpz_fdiv_q(units, units, mpq_denref(q->exact));
	q->floor = mpz_fits_slong_p(units) ? mpz_get_si(units) : INT64_MAX;
	q->last = SIZE_MAX;
	mpz_clear(units);
}

/* A purse against the price: below, equal to or above 0. */
static inline int purse_compare(shares *s, const state *t, size_t kind, payment *q)
{
	if (t->low[kind] == SPENT)
		return mpq_sgn(q->exact) > 0 ? -1 : 0;
	if (t->low[kind] + t->error < q->floor)
		return -1;
	if (t->low[kind] > q->floor)
		return 1;
	if (q->last != SIZE_MAX && t->low[q->last] != SPENT &&
	    !memcmp(t->paid + q->last * s->words, t->paid + kind * s->words, s->words * sizeof *t->paid))
		return q->answer;
	purse_money(s, t, kind);
	q->last = kind;
	q->answer = mpq_cmp(s->money, q->exact);
	return q->answer;
}

/* Sums over who approves: money of those with less than `limit` (coarse units, rounded up), and the number of others.
 * */
static void sum_poor(const shares *s, const state *t, int one, uint32_t limit, wide *poor, uint64_t *payers)
{
	const committee *c = &s->c;
	const uint32_t *coarse = t->coarse;
	if (!s->single) {
		for (size_t i = c->from[one]; i < c->from[one + 1]; i++) {
			bool less = coarse[c->voter[i]] < limit;
			*poor += (wide)c->weight[c->voter[i]] * (less ? coarse[c->voter[i]] : 0);
			*payers += less ? 0 : c->weight[c->voter[i]];
		}
		return;
	}
	uint64_t sum = 0, many = 0;
	for (size_t i = c->from[one]; i < c->from[one + 1]; i++) {
		uint32_t has = coarse[c->voter[i]];
		bool less = has < limit;
		sum += less ? has : 0;
		many += !less;
	}
	*poor = sum;
	*payers = many;
}

/* A lower bound of the price in units of the purses, by upper bounds of the purses; -1: surely not affordable. Whoever
 * are taken for the poor, (cost - their money) / the number of others is one; each pass is a step of Newton's method
 * on a concave function, from below. `q`: a bound known already (prices only rise). */
static int64_t price_bound(const shares *s, const state *t, int one, int64_t q)
{
	wide cost = (wide)s->cost[one] << s->scale;
	for (int64_t before = -1; q - before > q >> CLOSE_BITS;) {
		wide poor = 0;
		uint64_t payers = 0;
		sum_poor(s, t, one, (uint32_t)(q >> COARSE_BITS), &poor, &payers);
		poor <<= COARSE_BITS;
		if (poor >= cost)
			return q;
		wide next = payers ? (cost - poor) / payers : (wide)s->share_low + 2;
		if (next > (wide)s->share_low + 1)
			return -1;
		before = q;
		q = (int64_t)next > q ? (int64_t)next : q;
	}
	return q;
}

/* What the poor have together, exactly: their number times the share less what they paid. Into s->left: the cost less
 * that. */
static void left_to_pay(shares *s, const state *t, int one, uint64_t poor)
{
	mpq_set_ui(s->left, s->cost[one], 1);
	mpq_set_ui(s->scratch, poor, 1);
	mpq_mul(s->scratch, s->scratch, s->share);
	mpq_sub(s->left, s->left, s->scratch);
	for (int i = 0; i < t->elected; i++) {
		uint64_t count = s->counted[t->order[i]];
		if (!count)
			continue;
		mpq_set_ui(s->scratch, count, 1);
		mpq_mul(s->scratch, s->scratch, t->price[t->order[i]]);
		mpq_add(s->left, s->left, s->scratch);
	}
}

/* The price, exactly, from a lower bound in q->floor; false: those who approve do not have the cost together. */
static bool price_exact(shares *s, const state *t, int one, payment *q)
{
	const committee *c = &s->c;
	uint64_t payers = 0, before;
	mpz_set_si(mpq_numref(q->exact), q->floor);
	mpz_set_ui(mpq_denref(q->exact), 1);
	mpq_div_2exp(q->exact, q->exact, (mp_bitcnt_t)s->scale);
	q->last = SIZE_MAX;
	do {
		uint64_t poor = 0;
		before = payers;
		payers = 0;
		memset(s->counted, 0, (size_t)c->candidates * sizeof *s->counted);
		for (size_t i = c->from[one]; i < c->from[one + 1]; i++) {
			size_t kind = c->voter[i];
			if (purse_compare(s, t, kind, q) >= 0) {
				payers += c->weight[kind];
			} else if (t->low[kind] != SPENT) {
				poor += c->weight[kind];
				for (size_t w = 0; w < s->words; w++)
					for (uint64_t bits = t->paid[kind * s->words + w]; bits; bits &= bits - 1)
						s->counted[w * 64 + (size_t)__builtin_ctzll(bits)] += c->weight[kind];
			}
		}
		left_to_pay(s, t, one, poor);
		if (!payers)
			return mpq_sgn(s->left) <= 0;
		mpq_set_ui(s->scratch, payers, 1);
		mpq_div(q->exact, s->left, s->scratch);
		payment_floor(s, q);
	} while (payers != before);
	return true;
}

/* price/cost rounded up, in 2^-(scale + AMOUNT_BITS). */
static wide rate_above(const shares *s, const mpq_t rate)
{
	mpz_t units;
	wide found = 0;
	mpz_init(units);
	mpz_mul_2exp(units, mpq_numref(rate), (mp_bitcnt_t)(s->scale + AMOUNT_BITS));
	mpz_cdiv_q(units, units, mpq_denref(rate));
	for (int part = 3; part >= 0; part--) {
		mpz_t piece;
		mpz_init(piece);
		mpz_fdiv_q_2exp(piece, units, (mp_bitcnt_t)(32 * part));
		found = found << 32 | (mpz_get_ui(piece) & UINT32_MAX);
		mpz_clear(piece);
	}
	mpz_clear(units);
	return found;
}

/* ---- a round ----------------------------------------------------------------------------------------------------- */

static int compare_rates(const void *a, const void *b, void *rates)
{
	const wide *rate = rates;
	int x = *(const int *)a, y = *(const int *)b;
	return rate[x] != rate[y] ? (rate[x] > rate[y] ? 1 : -1) : (x > y) - (x < y);
}

/* Renews the bound of a project's rate. False: it is gone. */
static bool renew(const shares *s, state *t, int one)
{
	int64_t known = (int64_t)((t->rate[one] * s->cost[one]) >> AMOUNT_BITS);
	int64_t bound = price_bound(s, t, one, known);
	t->gone[one] = bound < 0;
	if (bound >= 0)
		t->rate[one] = ((wide)bound << AMOUNT_BITS) / s->cost[one];
	return bound >= 0;
}

/* The price of a project whose bound is new, and its rate; false: it is gone. */
static bool rate_exact(shares *s, state *t, int one, payment *q, mpq_t rate)
{
	q->floor = (int64_t)((t->rate[one] * s->cost[one]) >> AMOUNT_BITS);
	t->gone[one] = !price_exact(s, t, one, q);
	mpq_set_ui(rate, s->cost[one], 1);
	mpq_div(rate, q->exact, rate);
	return !t->gone[one];
}

/* Projects that may still be paid, by rising bounds; new[] where the bound is one of this moment: all that could be
 * first. */
static int order_projects(const shares *s, state *t, int *open, bool *new)
{
	int count = 0;
	wide least = ~(wide)0;
	for (int i = 0; i < s->c.standing_count; i++)
		if (!set_has(&t->chosen, s->c.standing[i]) && !t->gone[s->c.standing[i]])
			open[count++] = s->c.standing[i];
	qsort_r(open, (size_t)count, sizeof *open, compare_rates, t->rate);
	for (int i = 0; i < count && t->rate[open[i]] <= least; i++) {
		new[open[i]] = true;
		if (renew(s, t, open[i]) && t->rate[open[i]] < least)
			least = t->rate[open[i]];
	}
	qsort_r(open, (size_t)count, sizeof *open, compare_rates, t->rate);
	return count;
}

static int compare_numbers(const void *a, const void *b)
{
	return *(const int *)a - *(const int *)b;
}

/* The projects with the least payment per cost, ascending. `price` gets the price of the one found first. */
static int best_projects(shares *s, state *t, int *tied, payment *q, best *b)
{
	int open[CORDON_CANDIDATES_MAX], found = 0;
	bool new[CORDON_CANDIDATES_MAX] = {false};
	wide above = 0;
	int count = order_projects(s, t, open, new);
	for (int i = 0; i < count; i++) {
		int one = open[i];
		if (found && t->rate[one] > above)
			break;
		if (t->gone[one] || (!new[one] && !renew(s, t, one)) || (found && t->rate[one] > above) ||
		    !rate_exact(s, t, one, q, b->other))
			continue;
		int compared = found ? mpq_cmp(b->other, b->rate) : -1;
		if (compared < 0) {
			found = 0;
			mpq_swap(b->rate, b->other);
			mpq_set(b->price, q->exact);
			b->project = one;
			above = rate_above(s, b->rate);
		}
		if (compared <= 0)
			tied[found++] = one;
	}
	qsort(tied, (size_t)found, sizeof *tied, compare_numbers);
	return found;
}

/* Elects it: everybody who approves pays the price or what is left. */
static void elect(shares *s, state *t, int one, payment *q, const best *known)
{
	const committee *c = &s->c;
	if (known && known->project == one) {
		mpq_set(q->exact, known->price);
	} else {
		q->floor = 0;
		bool affordable = price_exact(s, t, one, q);
		assert(affordable);
	}
	payment_floor(s, q);
	for (size_t i = c->from[one]; i < c->from[one + 1]; i++) {
		size_t kind = c->voter[i];
		if (t->low[kind] == SPENT)
			continue;
		int compared = purse_compare(s, t, kind, q);
		if (compared <= 0) {
			t->low[kind] = SPENT;
			t->coarse[kind] = 0;
			memset(t->paid + kind * s->words, 0, s->words * sizeof *t->paid);
		} else {
			int64_t after = t->low[kind] - q->floor - 1;
			t->low[kind] = after > 0 ? after : 0;
			t->coarse[kind] = coarse_of(t->low[kind]);
			/* a purse compared exactly before is not taken for this one any more: it has no price yet */
			t->paid[kind * s->words + (size_t)one / 64] |= UINT64_C(1) << (one % 64);
		}
	}
	t->error++;
	mpq_set(t->price[one], q->exact);
	set_add(&t->chosen, one);
	t->order[t->elected++] = one;
}

static void add_ending(const shares *s, endings *list, const state *t, uint64_t round)
{
	MEMORY_RESERVE(list->item, list->count, list->capacity);
	ending *e = &list->item[list->count++];
	*e = (ending){memory_alloc((size_t)t->elected, sizeof *e->order), t->elected, 0, round};
	memcpy(e->order, t->order, (size_t)t->elected * sizeof *e->order);
	for (int i = 0; i < t->elected; i++)
		e->cost += s->cost[t->order[i]];
}

static void clear_endings(endings *list)
{
	for (size_t i = 0; i < list->count; i++)
		free(list->item[i].order);
	free(list->item);
	*list = (endings){0};
}

typedef struct layer {
	state *item;
	size_t count, capacity;
} layer;

/* Takes the state into the layer, unless it is there or there is no room. */
static void layer_add(shares *s, layer *l, state *t)
{
	for (size_t i = 0; i < l->count; i++)
		if (state_equal(s, &l->item[i], t)) {
			state_free(s, t);
			return;
		}
	if (l->count == STATES_MAX || (l->count && (l->count + 1) * s->c.kinds > PURSES_MAX)) {
		s->complete = false;
		state_free(s, t);
		return;
	}
	MEMORY_RESERVE(l->item, l->count, l->capacity);
	l->item[l->count++] = *t;
}

static void layer_step(shares *s, layer *now, layer *next, endings *ends, uint64_t round, payment *q, best *b)
{
	int tied[CORDON_CANDIDATES_MAX];
	for (size_t i = 0; i < now->count; i++) {
		state *t = &now->item[i];
		int count = best_projects(s, t, tied, q, b);
		if (!count)
			add_ending(s, ends, t, round);
		for (int k = 0; k + 1 < count; k++) {
			state other;
			state_copy(s, &other, t);
			elect(s, &other, tied[k], q, b);
			layer_add(s, next, &other);
		}
		if (count) {
			elect(s, t, tied[count - 1], q, b);
			layer_add(s, next, t);
		} else {
			state_free(s, t);
		}
	}
	now->count = 0;
}

static void set_share(shares *s, uint64_t round)
{
	mpz_t whole;
	mpz_init(whole);
	mpq_set_ui(s->share, s->budget, s->c.voters);
	mpq_canonicalize(s->share);
	mpq_set_ui(s->scratch, s->unit, 1);
	mpz_set_ui(whole, round);
	mpz_mul(mpq_numref(s->scratch), mpq_numref(s->scratch), whole);
	mpq_add(s->share, s->share, s->scratch);
	mpz_cdiv_q(whole, mpq_numref(s->share), mpq_denref(s->share));
	s->scale = 60 - (int)mpz_sizeinbase(whole, 2);
	assert(s->scale > 0);
	mpz_mul_2exp(whole, mpq_numref(s->share), (mp_bitcnt_t)s->scale);
	mpz_fdiv_q(whole, whole, mpq_denref(s->share));
	s->share_low = mpz_get_si(whole);
	mpz_clear(whole);
}

/* All ways the round can end. */
static void run_round(shares *s, uint64_t round, endings *ends)
{
	layer now = {0}, next = {0};
	payment q;
	best b;
	state first;
	mpq_inits(q.exact, b.price, b.rate, b.other, NULL);
	set_share(s, round);
	state_begin(s, &first);
	layer_add(s, &now, &first);
	while (now.count) {
		layer_step(s, &now, &next, ends, round, &q, &b);
		layer other = now;
		now = next;
		next = other;
	}
	free(now.item);
	free(next.item);
	mpq_clears(q.exact, b.price, b.rate, b.other, NULL);
}

/* ---- add one ----------------------------------------------------------------------------------------------------- */

static void move_endings(endings *to, endings *from)
{
	for (size_t i = 0; i < from->count; i++) {
		MEMORY_RESERVE(to->item, to->count, to->capacity);
		to->item[to->count++] = from->item[i];
	}
	free(from->item);
	*from = (endings){0};
}

/* Sorts the ends of a round: over the budget (dropped; true is returned), whole (to `ends`), or what may still grow. */
static bool sort_endings(const shares *s, endings *round, endings *ends, endings *grows)
{
	bool over = false;
	for (size_t i = 0; i < round->count; i++) {
		ending *e = &round->item[i];
		endings *to = e->elected == s->approved ? ends : grows;
		if (e->cost > s->budget) {
			over = true;
			free(e->order);
			continue;
		}
		MEMORY_RESERVE(to->item, to->count, to->capacity);
		to->item[to->count++] = *e;
	}
	free(round->item);
	*round = (endings){0};
	return over;
}

static cordon_status add_one(shares *s, endings *ends)
{
	endings before = {0};
	cordon_status status = CORDON_OK;
	for (uint64_t round = 0; !round || before.count; round++) {
		endings now = {0}, grows = {0};
		if (run_stopped(s->c.run))
			status = CORDON_INTERRUPTED;
		else if (round == ROUNDS_MAX)
			status = finding_add(s->c.run->error, CORDON_ERROR, (place_in_file){.field = "cost"},
					     TEXT(COUNT_ROUNDS), NO_TEXT);
		if (status)
			break;
		run_round(s, round, &now);
		bool over = sort_endings(s, &now, ends, &grows);
		if (over)
			move_endings(ends, &before);
		clear_endings(&before);
		before = grows;
	}
	clear_endings(&before);
	return status;
}

/* ---- the report -------------------------------------------------------------------------------------------------- */

static const char *amount(const shares *s, uint64_t units)
{
	int decimals = 0;
	for (uint64_t unit = s->unit; unit > 1; unit /= 10)
		decimals++;
	return exact_fixed(s->c.run->keep, units, decimals);
}

static const char *money_text(shares *s, const mpq_t units)
{
	mpq_set_ui(s->scratch, s->unit, 1);
	mpq_div(s->scratch, units, s->scratch);
	return exact_mpq_short(s->c.run->keep, s->scratch);
}

static const ending *find_ending(const endings *ends, const cordon_outcome *o)
{
	for (size_t i = 0; i < ends->count; i++) {
		const ending *e = &ends->item[i];
		candidate_set set = {{0}};
		int same = 0;
		for (int k = 0; k < e->elected; k++)
			set_add(&set, e->order[k]);
		for (int k = 0; k < o->winners; k++)
			same += set_has(&set, o->winner[k]);
		if (e->elected == o->winners && same == o->winners)
			return e;
	}
	return NULL;
}

static void report_round(shares *s, const ending *e)
{
	count_run *run = s->c.run;
	state t;
	payment q;
	mpq_init(q.exact);
	set_share(s, e->round);
	state_begin(s, &t);
	for (int i = 0; i < e->elected; i++) {
		int one = e->order[i];
		elect(s, &t, one, &q, NULL);
		stage_begin(run, true);
		stage_say(run, TEXT(COUNT_SAID_BOUGHT, run->election->candidate[one].name, amount(s, s->cost[one]),
				    money_text(s, q.exact)));
		committee_tallies(&s->c, NULL, 0);
		for (int k = 0; k <= i; k++)
			stage_tally(run, e->order[k], exact_count(run->keep, s->c.approvals[e->order[k]]), NULL, NULL,
				    CORDON_STATE_ELECTED);
	}
	stage_begin(run, true);
	stage_say(run, TEXT(COUNT_SAID_SPENT, amount(s, e->cost), amount(s, s->budget)));
	committee_tallies(&s->c, e->order, e->elected);
	state_free(s, &t);
	mpq_clear(q.exact);
}

static cordon_status report(shares *s, const endings *ends)
{
	count_run *run = s->c.run;
	committee_list list = {0};
	for (size_t i = 0; i < ends->count; i++)
		committee_list_add(&list, ends->item[i].order, ends->item[i].elected);
	list.complete &= s->complete;
	set_share(s, ends->item[0].round);
	stage_begin(run, true);
	stage_say(run, TEXT(COUNT_SAID_SHARE, money_text(s, s->share), exact_count(run->keep, ends->item[0].round)));
	committee_tallies(&s->c, NULL, 0);
	int place = committee_choose(run, &list);
	const ending *e = place != RUN_STOPPED ? find_ending(ends, &list.item[place]) : NULL;
	if (e) {
		report_round(s, e);
		run_outcome(run, e->order, e->elected);
	}
	committee_list_free(&list);
	return e ? CORDON_OK : CORDON_UNPROVEN;
}

/* ---- amounts ----------------------------------------------------------------------------------------------------- */

static int decimals_of(const char *amount)
{
	const char *point = amount ? strchr(amount, '.') : NULL;
	size_t length = point ? strlen(point + 1) : 0;
	while (length && point[length] == '0')
		length--;
	return (int)length;
}

/* An amount in its smallest units. */
static cordon_status take_amount(shares *s, const char *field, const char *string, uint64_t *units)
{
	mpq_t value;
	mpq_init(value);
	bool good = string && exact_read_mpq(string, value);
	mpq_set_ui(s->scratch, s->unit, 1);
	mpq_mul(value, value, s->scratch);
	good = good && mpz_sgn(mpq_numref(value)) > 0 && mpz_cmp_ui(mpq_denref(value), 1) == 0 &&
	       mpz_sizeinbase(mpq_numref(value), 2) < AMOUNT_BITS - 10;
	*units = good ? mpz_get_ui(mpq_numref(value)) : 0;
	mpq_clear(value);
	return good ? CORDON_OK
		    : finding_add(s->c.run->error, CORDON_ERROR, (place_in_file){.field = field, .found = string},
				  TEXT(COUNT_AMOUNT), TEXT(COUNT_SETTING_IS_AMOUNT));
}

static cordon_status take_amounts(shares *s)
{
	const cordon_election *e = s->c.run->election;
	int decimals = decimals_of(e->budget);
	for (int one = 0; one < e->candidates; one++)
		if (decimals_of(e->candidate[one].cost) > decimals)
			decimals = decimals_of(e->candidate[one].cost);
	s->unit = 1;
	for (int i = 0; i < decimals && i < DECIMALS_MAX; i++)
		s->unit *= 10;
	cordon_status status = take_amount(s, "budget", e->budget, &s->budget);
	for (int i = 0; i < s->c.standing_count; i++) {
		int one = s->c.standing[i];
		cordon_status bad = take_amount(s, "cost", e->candidate[one].cost, &s->cost[one]);
		status = bad ? bad : status;
		s->approved += s->c.approvals[one] > 0;
	}
	return status;
}

cordon_status shares_budget_count(count_run *run)
{
	shares s = {.complete = true};
	endings ends = {0};
	cordon_status status = committee_begin(&s.c, run, false);
	if (status)
		return status;
	mpq_inits(s.share, s.scratch, s.left, s.money, NULL);
	s.cost = memory_alloc((size_t)s.c.candidates, sizeof *s.cost);
	s.counted = memory_alloc((size_t)s.c.candidates, sizeof *s.counted);
	s.words = ((size_t)s.c.candidates + 63) / 64;
	s.single = s.c.voters == s.c.kinds;
	if (!s.c.voters)
		status = finding_add(run->error, CORDON_ERROR, (place_in_file){.field = "vote"}, TEXT(COUNT_NO_BALLOTS),
				     NO_TEXT);
	if (!status)
		status = take_amounts(&s);
	if (!status)
		status = add_one(&s, &ends);
	if (!status)
		status = report(&s, &ends);
	clear_endings(&ends);
	mpq_clears(s.share, s.scratch, s.left, s.money, NULL);
	free(s.cost);
	free(s.counted);
	committee_free(&s.c);
	return status;
}
