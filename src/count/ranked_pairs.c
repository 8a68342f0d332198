/* Ranked pairs: T. N. Tideman, Independence of clones as a criterion for voting rules, Social Choice and Welfare 4
 * (1987).
 *
 * Each majority of A over B has a size, the ballots for A less those for B. The largest first, each is kept unless it
 * makes a circle with those kept before. Who then has no kept majority against him or her wins.
 *
 * Majorities of one size may be taken in any order, and the order can matter: who wins by some order is a winner, and
 * several winners are a tie. All are found, in three steps (finding them is NP-hard: M. Brill and F. Fischer, The price
 * of neutrality for the ranked pairs method, 2012):
 *	1. who cannot win: B has a majority over A, and no chain of majorities at least as large leads from A to B
 *	2. who wins by the order that takes, within a size, what widens the circle of those below A first
 *	3. for the others, all orders (ranked_orders.h), as far as they can be followed
 * Where the third step gives up, nothing is decided and the report says that there may be others.
 */
#include "count/codes.h"
#include "count/exact.h"
#include "count/pairwise.h"
#include "count/ranked_orders.h"
#include "count/rule.h"
#include "count/stage.h"

#include <stdlib.h>
#include <string.h>

enum { SAID_MAX = 200, WINNERS_TOLD_MAX = 10 };

typedef struct ranked_pairs {
	count_run *run;
	pairwise p;
	ranked_majority *m; /* the largest first */
	size_t majorities;
} ranked_pairs;

/* ---- majorities -------------------------------------------------------------------------------------------------- */

static int compare_majorities(const void *a, const void *b)
{
	const ranked_majority *x = a, *y = b;
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
				r->m[r->majorities++] = (ranked_majority){over - under, a, b};
		}
	qsort(r->m, r->majorities, sizeof *r->m, compare_majorities);
}

static size_t end_of_size(const ranked_pairs *r, size_t from)
{
	size_t to = from + 1;
	while (to < r->majorities && r->m[to].size == r->m[from].size)
		to++;
	return to;
}

/* Step 1: takes out whom somebody beats without an answering chain. Chains are ranks of sizes, the largest highest. */
static void leave_possible(const ranked_pairs *r, bool *possible)
{
	size_t n = (size_t)r->p.n;
	int *chain = memory_alloc(n * n, sizeof *chain), *majority = memory_alloc(n * n, sizeof *majority);
	int rank = (int)r->majorities;
	for (size_t i = 0; i < r->majorities; i++) {
		rank -= i && r->m[i].size != r->m[i - 1].size;
		chain[(size_t)r->m[i].over * n + (size_t)r->m[i].under] = rank;
	}
	memcpy(majority, chain, n * n * sizeof *chain);
	pairwise_widest_chains(r->p.n, chain);
	for (size_t a = 0; a < n; a++) {
		possible[a] = r->p.in[a];
		for (size_t b = 0; b < n; b++)
			possible[a] &= majority[b * n + a] <= chain[a * n + b];
	}
	free(chain);
	free(majority);
}

/* ---- an order for one option ------------------------------------------------------------------------------------- */

/* Keeps, within a size, whatever widens the circle of those below the option, until nothing does. */
static void widen_below(relation *kept, const ranked_majority *m, size_t count, int option)
{
	for (bool wider = true; wider;) {
		wider = false;
		for (size_t i = 0; i < count; i++) {
			bool from_below = m[i].over == option || relation_has(kept, option, m[i].over);
			if (!from_below || m[i].under == option || relation_has(kept, option, m[i].under) ||
			    relation_has(kept, m[i].under, m[i].over))
				continue;
			relation_keep(kept, m[i].over, m[i].under);
			wider = true;
		}
	}
}

/* Step 2: takes all majorities, within a size in the order that is best for the option. Whether it wins then. */
static bool favour(const ranked_pairs *r, int option, relation *kept)
{
	for (size_t from = 0, to; from < r->majorities; from = to) {
		to = end_of_size(r, from);
		if (to > from + 1)
			widen_below(kept, r->m + from, to - from, option);
		for (size_t i = from; i < to; i++)
			if (!relation_has(kept, r->m[i].over, r->m[i].under) &&
			    !relation_has(kept, r->m[i].under, r->m[i].over))
				relation_keep(kept, r->m[i].over, r->m[i].under);
		if (!relation_is_unbeaten(kept, option))
			return false;
	}
	return true;
}

/* ---- the count --------------------------------------------------------------------------------------------------- */

/* What is kept by the order that is best for a winner. */
static void report_order(const ranked_pairs *r, const relation *kept, int winner, bool alone)
{
	const cordon_candidate *candidate = r->run->election->candidate;
	stage_begin(r->run, false);
	if (!alone)
		stage_say(r->run, TEXT(COUNT_SAID_ORDER, candidate[winner].name));
	for (size_t i = 0; i < r->majorities && i < SAID_MAX; i++) {
		const char *over = candidate[r->m[i].over].name, *under = candidate[r->m[i].under].name,
			   *size = exact_count(r->run->keep, r->m[i].size);
		stage_say(r->run, relation_has(kept, r->m[i].over, r->m[i].under)
					  ? TEXT(COUNT_SAID_KEPT, over, under, size)
					  : TEXT(COUNT_SAID_NOT_KEPT, over, under, size));
	}
}

static void report_orders(const ranked_pairs *r, const int *winner, int winners)
{
	for (int i = 0; i < winners && i < WINNERS_TOLD_MAX && !r->run->quiet; i++) {
		relation kept = relation_begin(r->p.n);
		if (favour(r, winner[i], &kept))
			report_order(r, &kept, winner[i], winners == 1);
		relation_free(&kept);
	}
}

/* All three steps; asked[] becomes whom only the third could tell about. */
static bool find_winners(const ranked_pairs *r, bool *wins, bool *asked)
{
	bool any = false;
	leave_possible(r, asked);
	for (int c = 0; c < r->p.n; c++) {
		if (!asked[c])
			continue;
		relation kept = relation_begin(r->p.n);
		wins[c] = favour(r, c, &kept);
		asked[c] = !wins[c];
		any |= asked[c];
		relation_free(&kept);
	}
	return !any || ranked_orders_find(r->p.n, r->m, r->majorities, asked, wins);
}

static cordon_status count_majorities(ranked_pairs *r)
{
	int winner[CORDON_CANDIDATES_MAX], winners = 0;
	size_t n = (size_t)r->p.n;
	bool *wins = memory_alloc(n, sizeof *wins), *asked = memory_alloc(n, sizeof *asked);
	find_majorities(r);
	bool complete = find_winners(r, wins, asked);
	for (int c = 0; c < r->p.n; c++)
		if (wins[c])
			winner[winners++] = c;
	free(wins);
	free(asked);
	if (run_stopped(r->run))
		return CORDON_INTERRUPTED;
	report_orders(r, winner, winners);
	return pairwise_elect(r->run, &r->p, winner, winners, complete);
}

cordon_status ranked_pairs_count(count_run *run)
{
	ranked_pairs r = {.run = run};
	cordon_status status = pairwise_one_seat(run);
	if (status)
		return status;
	pairwise_begin(run->election, &r.p);
	pairwise_report(run, &r.p);
	status = count_majorities(&r);
	pairwise_free(&r.p);
	free(r.m);
	return status;
}
