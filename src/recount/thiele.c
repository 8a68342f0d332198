/* Replays PAV and SLAV (Thiele 1895; Lackner and Skowron 2023): a proof that the winning committees are those, and all.
 *
 * With w the weight of group g, h(j) = 1 + 1/2 + ... + 1/j (SLAV: 1 + 1/3 + ... ), u how many of a committee it
 * approves, a committee's score is the sum of w h(u). For any prices s >= 0, one a group, it is at most
 *
 *	sum over g of w max over m of (h(m) - s m)   +   the greatest sum, over committees, of what members are worth,
 *
 * a member being worth the sum of w s over its groups: the second sum takes the best by worth. Prices are those of the
 * linear relaxation, which room lp solves; whatever they are, the bound holds, being computed in whole units of 2^-60
 * with h rounded up. Candidates are put in or out, one more at each node, until the bound is below the best score
 * known, or the committee is whole and is scored exactly. The best score known at first is that of the outcomes the
 * report claims, if they are committees: it shortens the search and proves nothing. Beyond WORK_MAX (some minutes), or
 * where the relaxation is larger than SIZE_LIMIT, the replay gives up.
 */
#include "recount/committee.h"
#include "recount/fraction.h"

#include <cordon/lp.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { UNIT_BITS = 60, SIZE_LIMIT = 20 * 1000 };
#define WORK_MAX UINT64_C(4000000000) /* rows and columns looked at */

#define UNIT ((replay_wide)1 << UNIT_BITS)

typedef enum { FREE, IN, OUT } side;

typedef struct node {
	unsigned char *side; /* by candidate */
	uint64_t *price; /* by group */
	unsigned char *basis; /* of the relaxation; NULL: none */
	double *x; /* by candidate, of the relaxation */
	int in, open; /* open: neither in nor out */
	replay_wide bound;
} node;

typedef struct proof {
	electorate e;
	unsigned long step; /* of the divisors: 1, or 2 for SLAV */
	int most; /* of one group, in a committee */
	mpz_t common; /* multiple of the divisors */
	mpz_t *exact; /* h x common */
	replay_wide *h; /* never below, in units */
	cordon_lp *lp;
	double heaviest; /* weight: costs of the relaxation are weights / that */
	committees all;
	mpz_t best; /* x common */
	replay_wide least; /* a bound below it ends a node */
	replay_wide *worth; /* by candidate */
	int *order; /* candidates that are open, by falling worth */
	uint64_t work;
	int size; /* rows and columns of the relaxation */
} proof;

/* ---- scores ------------------------------------------------------------------------------------------------------ */

static void set_worths(proof *p)
{
	p->exact = memory_alloc((size_t)p->most + 1, sizeof *p->exact);
	p->h = memory_alloc((size_t)p->most + 1, sizeof *p->h);
	for (int j = 1; j <= p->most; j++)
		mpz_lcm_ui(p->common, p->common, 1 + p->step * (unsigned long)(j - 1));
	mpz_init(p->exact[0]);
	for (int j = 1; j <= p->most; j++) {
		unsigned long divisor = 1 + p->step * (unsigned long)(j - 1);
		mpz_init(p->exact[j]);
		mpz_divexact_ui(p->exact[j], p->common, divisor);
		mpz_add(p->exact[j], p->exact[j], p->exact[j - 1]);
		p->h[j] = p->h[j - 1] + (UNIT + (replay_wide)divisor - 1) / (replay_wide)divisor;
	}
}

static void score(const proof *p, const bool *member, mpz_t total)
{
	mpz_set_ui(total, 0);
	for (size_t g = 0; g < p->e.groups; g++) {
		int met = 0;
		for (size_t i = p->e.from[g]; i < p->e.from[g + 1]; i++)
			met += member[p->e.who[i]];
		mpz_addmul_ui(total, p->exact[met], p->e.weight[g]);
	}
}

/* The best score in units, rounded up; once not all as good can be kept, the next score that there may be. */
static void set_least(proof *p)
{
	mpz_t value, half;
	mpz_inits(value, half, NULL);
	mpz_set(value, p->best);
	if (p->all.more)
		mpz_add_ui(value, value, 1);
	mpz_mul_2exp(value, value, UNIT_BITS);
	mpz_cdiv_q(value, value, p->common);
	mpz_fdiv_q_2exp(half, value, 64);
	mpz_fdiv_r_2exp(value, value, 64);
	p->least = ((replay_wide)mpz_get_ui(half) << 64) + (replay_wide)mpz_get_ui(value);
	mpz_clears(value, half, NULL);
}

static void offer(proof *p, const bool *member)
{
	int list[BALLOTS_CANDIDATES_MAX], size = 0;
	mpz_t total;
	mpz_init(total);
	score(p, member, total);
	int compared = mpz_cmp(total, p->best);
	for (int c = 0; c < p->e.n; c++)
		if (member[c])
			list[size++] = c;
	if (compared > 0) {
		committees_free(&p->all);
		mpz_set(p->best, total);
	}
	if (compared >= 0)
		committees_add(&p->all, list, size);
	if (compared >= 0)
		set_least(p);
	mpz_clear(total);
}

static void mark_members(const int *member, int size, bool *in)
{
	memset(in, 0, BALLOTS_CANDIDATES_MAX * sizeof *in);
	for (int i = 0; i < size; i++)
		in[member[i]] = true;
}

static bool wins(const void *context, const int *member, int size)
{
	const proof *p = context;
	bool in[BALLOTS_CANDIDATES_MAX];
	mpz_t total;
	mpz_init(total);
	mark_members(member, size, in);
	score(p, in, total);
	bool as_good = size == p->e.seats && mpz_cmp(total, p->best) == 0;
	mpz_clear(total);
	return as_good;
}

static void begin_with_claims(proof *p)
{
	int member[BALLOTS_CANDIDATES_MAX];
	bool in[BALLOTS_CANDIDATES_MAX];
	size_t i;
	json_t *claim;
	mpz_t total;
	mpz_init(total);
	json_array_foreach(p->e.r->claimed, i, claim)
	{
		if (committee_claimed(p->e.r, claim, member) != p->e.seats)
			continue;
		mark_members(member, p->e.seats, in);
		score(p, in, total);
		if (mpz_cmp(total, p->best) > 0)
			mpz_set(p->best, total);
	}
	set_least(p);
	mpz_clear(total);
}

/* ---- the relaxation ---------------------------------------------------------------------------------------------- */

static int approved(const electorate *e, size_t g)
{
	int all = (int)(e->from[g + 1] - e->from[g]);
	return all < e->seats ? all : e->seats;
}

/* Columns: x of each candidate, then for each group its 1st, 2nd ... member. Rows: for each group no more of these than
 * members it approves; last the seats. */
static cordon_lp *build(const proof *p)
{
	const electorate *e = &p->e;
	int columns = e->n, rows = (int)e->groups + 1;
	int64_t entries = e->n + (int64_t)e->from[e->groups], at = 0;
	for (size_t g = 0; g < e->groups; g++) {
		columns += approved(e, g);
		entries += approved(e, g);
	}
	cordon_lp *lp = cordon_lp_new(rows, columns, entries);
	int column = 0;
	for (; column < e->n; column++) {
		lp->start[column] = at;
		for (size_t i = e->fans_from[column]; i < e->fans_from[column + 1]; i++, at++) {
			lp->index[at] = (int)e->fan[i];
			lp->value[at] = -1;
		}
		lp->index[at] = rows - 1;
		lp->value[at++] = 1;
		lp->upper[column] = 1;
	}
	for (size_t g = 0; g < e->groups; g++) {
		for (int j = 0; j < approved(e, g); j++, column++) {
			lp->start[column] = at;
			lp->index[at] = (int)g;
			lp->value[at++] = 1;
			lp->upper[column] = 1;
			lp->cost[column] =
				-(double)e->weight[g] / p->heaviest / (double)(1 + p->step * (unsigned long)j);
		}
		lp->row_lower[g] = -INFINITY;
		lp->row_upper[g] = 0;
	}
	lp->start[column] = at;
	lp->row_lower[rows - 1] = lp->row_upper[rows - 1] = e->seats;
	return lp;
}

/* Prices, x and a basis of the node, where the relaxation has any. */
static void relax(proof *p, node *k)
{
	cordon_lp_solution found;
	cordon_lp_options options = {.method = CORDON_LP_SIMPLEX, .threads = 1, .start_basis = k->basis};
	for (int c = 0; c < p->e.n; c++) {
		p->lp->lower[c] = k->side[c] == IN;
		p->lp->upper[c] = k->side[c] != OUT;
	}
	cordon_status status = cordon_lp_solve(p->lp, &options, &found);
	p->work += (uint64_t)(found.iterations + 1) * (uint64_t)p->size;
	if ((status == CORDON_OK || status == CORDON_UNPROVEN) && found.y && found.x) {
		for (size_t g = 0; g < p->e.groups; g++) {
			double price = fabs(found.y[g]) * p->heaviest / (double)p->e.weight[g];
			k->price[g] = (uint64_t)(fmin(price, 1) * 0x1p60);
		}
		memcpy(k->x, found.x, (size_t)p->e.n * sizeof *k->x);
	}
	if (found.basis) {
		size_t all = (size_t)p->size;
		if (!k->basis)
			k->basis = memory_alloc(all, 1);
		memcpy(k->basis, found.basis, all);
	}
	cordon_lp_solution_free(&found);
}

/* ---- the search -------------------------------------------------------------------------------------------------- */

static int by_worth(const void *a, const void *b, void *worths)
{
	const replay_wide *worth = worths;
	int x = *(const int *)a, y = *(const int *)b;
	return worth[x] != worth[y] ? (worth[x] > worth[y] ? -1 : 1) : x - y;
}

/* The first sum of the bound; a group approves from `base` to `reach` members of whatever is below the node. */
static replay_wide first_sum(const proof *p, const node *k)
{
	replay_wide sum = 0;
	for (size_t g = 0; g < p->e.groups; g++) {
		int base = 0, reach = 0;
		for (size_t i = p->e.from[g]; i < p->e.from[g + 1]; i++) {
			base += k->side[p->e.who[i]] == IN;
			reach += k->side[p->e.who[i]] == FREE;
		}
		reach = base + (reach < p->e.seats - k->in ? reach : p->e.seats - k->in);
		replay_wide price = (replay_wide)k->price[g];
		int m = base;
		while (m < reach && p->h[m + 1] - p->h[m] > price)
			m++;
		sum += (replay_wide)p->e.weight[g] * (p->h[m] - price * m);
	}
	return sum;
}

/* The bound of the node; order[] holds who is open, the best by worth first. */
static void compute_bound(proof *p, node *k)
{
	int places = p->e.seats - k->in;
	k->open = 0;
	k->bound = first_sum(p, k);
	for (int c = 0; c < p->e.n; c++) {
		p->worth[c] = 0;
		for (size_t i = p->e.fans_from[c]; i < p->e.fans_from[c + 1]; i++)
			p->worth[c] += (replay_wide)p->e.weight[p->e.fan[i]] * (replay_wide)k->price[p->e.fan[i]];
		if (k->side[c] == IN)
			k->bound += p->worth[c];
		else if (k->side[c] == FREE)
			p->order[k->open++] = c;
	}
	qsort_r(p->order, (size_t)k->open, sizeof *p->order, by_worth, p->worth);
	for (int i = 0; i < places && i < k->open; i++)
		k->bound += p->worth[p->order[i]];
}

/* Puts in or out whose other side the bound forbids; how many. Needs more open candidates than places, both some. */
static int fix(proof *p, node *k)
{
	int places = p->e.seats - k->in, fixed = 0;
	replay_wide last = p->worth[p->order[places - 1]], next = p->worth[p->order[places]];
	for (int i = 0; i < k->open; i++) {
		int c = p->order[i];
		replay_wide loss = i < places ? p->worth[c] - next : last - p->worth[c];
		if (k->bound - loss >= p->least)
			continue;
		k->side[c] = i < places ? IN : OUT;
		k->in += i < places;
		fixed++;
	}
	return fixed;
}

/* A node where the committee is whole, or only one way to make it whole is left: scores it. */
static bool ends_whole(proof *p, const node *k)
{
	bool member[BALLOTS_CANDIDATES_MAX] = {false};
	int places = p->e.seats - k->in, open = 0;
	for (int c = 0; c < p->e.n; c++)
		open += k->side[c] == FREE;
	if (places && open > places)
		return false;
	for (int c = 0; c < p->e.n; c++)
		member[c] = k->side[c] == IN || (places && k->side[c] == FREE);
	if (places <= open)
		offer(p, member);
	return true;
}

/* Bounds the node, by its parent's prices and then by its own. True: nothing below it is left to look at. */
static bool settle(proof *p, node *k)
{
	bool own = false;
	for (;;) {
		if (ends_whole(p, k))
			return true;
		compute_bound(p, k);
		if (k->bound < p->least)
			return true;
		if (fix(p, k))
			continue;
		if (own)
			return false;
		relax(p, k);
		own = true;
	}
}

/* Who is most undecided in the relaxation. */
static int choose_branch(const proof *p, const node *k)
{
	int chosen = -1;
	for (int c = 0; c < p->e.n; c++)
		if (k->side[c] == FREE && (chosen < 0 || fabs(k->x[c] - 0.5) < fabs(k->x[chosen] - 0.5)))
			chosen = c;
	return chosen;
}

static node copy_node(const proof *p, const node *from)
{
	size_t n = (size_t)p->e.n, groups = p->e.groups, all = (size_t)p->size;
	node k = {.side = memory_alloc(n, 1),
		  .price = memory_alloc(groups, sizeof *k.price),
		  .x = memory_alloc(n, sizeof *k.x)};
	if (!from)
		return k;
	k.in = from->in;
	memcpy(k.side, from->side, n);
	memcpy(k.price, from->price, groups * sizeof *k.price);
	memcpy(k.x, from->x, n * sizeof *k.x);
	if (from->basis) {
		k.basis = memory_alloc(all, 1);
		memcpy(k.basis, from->basis, all);
	}
	return k;
}

static void free_node(node *k)
{
	free(k->side);
	free(k->price);
	free(k->x);
	free(k->basis);
}

/* Takes the node. A candidate is put in or out at each level, so that it is at most `n` levels deep. */
static void search(proof *p, node k)
{
	p->work += p->e.groups;
	if (p->work <= WORK_MAX && !settle(p, &k)) {
		int c = choose_branch(p, &k);
		bool in_first = k.x[c] >= 0.5;
		for (int i = 0; i < 2; i++) {
			node below = copy_node(p, &k);
			below.side[c] = (i == 0) == in_first ? IN : OUT;
			below.in += below.side[c] == IN;
			search(p, below);
		}
	}
	free_node(&k);
}

static void proof_begin(proof *p)
{
	const electorate *e = &p->e;
	size_t n = (size_t)e->n;
	for (size_t g = 0; g < e->groups; g++)
		p->most = approved(e, g) > p->most ? approved(e, g) : p->most;
	for (size_t g = 0; g < e->groups; g++)
		p->heaviest = fmax(p->heaviest, (double)e->weight[g]);
	mpz_inits(p->common, p->best, NULL);
	mpz_set_ui(p->common, 1);
	mpz_set_si(p->best, -1);
	set_worths(p);
	p->worth = memory_alloc(n, sizeof *p->worth);
	p->order = memory_alloc(n, sizeof *p->order);
	p->lp = build(p);
	p->size = p->lp->rows + p->lp->columns;
	begin_with_claims(p);
}

static void proof_free(proof *p)
{
	for (int j = 0; j <= p->most; j++)
		mpz_clear(p->exact[j]);
	mpz_clears(p->common, p->best, NULL);
	free(p->exact);
	free(p->h);
	free(p->worth);
	free(p->order);
	cordon_lp_free(p->lp);
}

/* The score in words, and the one stage. */
static cordon_status conclude(proof *p)
{
	size_t n = (size_t)p->e.n;
	char **votes = memory_alloc(n, sizeof *votes);
	mpq_t value;
	mpq_init(value);
	mpz_set(mpq_numref(value), p->best);
	mpz_set(mpq_denref(value), p->common);
	mpq_canonicalize(value);
	char *best = fraction_short(value);
	for (size_t c = 0; c < n; c++) {
		fraction_set(value, p->e.support[c], 1);
		votes[c] = fraction_text(value);
	}
	if (p->all.more)
		committees_take_claimed(p->e.r, &p->all, wins, p);
	cordon_status status = committees_decide(&p->e, &p->all, votes, "count.said.score", best);
	for (size_t c = 0; c < n; c++)
		free(votes[c]);
	free(votes);
	free(best);
	mpq_clear(value);
	return status;
}

static cordon_status prove(replay *r, unsigned long step)
{
	proof p = {.step = step, .heaviest = 1};
	cordon_status status = electorate_begin(&p.e, r, true);
	if (!status) {
		proof_begin(&p);
		if (p.size <= SIZE_LIMIT)
			search(&p, copy_node(&p, NULL));
		bool unfinished = p.size > SIZE_LIMIT || p.work > WORK_MAX;
		status = unfinished ? CORDON_INTERRUPTED : conclude(&p);
		proof_free(&p);
	}
	committees_free(&p.all);
	electorate_free(&p.e);
	return status;
}

cordon_status pav_replay(replay *r)
{
	return prove(r, 1);
}

cordon_status slav_replay(replay *r)
{
	return prove(r, 2);
}
