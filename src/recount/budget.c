/* Replays equal-shares of a budget with utilities equal to costs and the add-one completion (Peters, Pierczyński and
 * Skowron 2021; Faliszewski and others 2023): round 0 shares the budget among the voters, every other gives each voter
 * one unit of currency more. A round that costs more than the budget ends it: the one before holds; so does one that
 * elects everything anybody approves. Every round is replayed, since their costs need not grow.
 *
 * First by intervals. A group's money is known to lie between `low` and `high`, in units of 2^-scale; the payment for
 * a project is least with all at `high` and greatest with all at `low` (it falls as money grows). A project whose
 * greatest payment per cost is below the least of all others is next, and what is paid widens the intervals. Where
 * they do not tell (as in every tie), the whole round is walked through with fractions, all its ways (sequence.h). The
 * prices told are fractions.
 */
#include "recount/fraction.h"
#include "recount/sequence.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

enum { MONEY_BITS = 61, AMOUNT_BITS = 39, DECIMALS_MAX = 9, ROUNDS_MAX = 100 * 1000 };
#define FRACTIONS_MAX UINT64_C(1000000000) /* purses looked at by fractions before the replay gives up */

enum { NEVER = -1 }; /* no payment is enough */

/* One way a round can end. */
typedef struct ending {
	int *order, count;
	uint64_t cost, round;
} ending;

typedef struct endings {
	ending *item;
	size_t count, capacity;
} endings;

typedef struct project {
	int64_t least, most; /* payments; most NEVER: perhaps not affordable */
	bool fresh, bought, gone;
} project;

typedef struct budget {
	walk w;
	uint64_t *cost, all, unit, round; /* unit: one of currency; all: of it to be spent */
	int approved; /* projects that somebody approves */
	int64_t *low, *high; /* by group */
	project *project;
	int scale, decimals;
	endings now; /* of the round under way */
	uint64_t work;
} budget;

/* ---- amounts ----------------------------------------------------------------------------------------------------- */

static int decimals_of(const char *amount)
{
	const char *point = strchr(amount, '.');
	int last = 0;
	for (int i = 1; point && point[i]; i++)
		last = point[i] != '0' ? i : last;
	return last;
}

/* In units; 0: it is none, or too large. */
static uint64_t units_of(const budget *b, const char *amount)
{
	uint64_t units = 0;
	int after = -1;
	for (const char *at = amount; *at; at++) {
		if (*at == '.')
			after = 0;
		else if (after < 0 || after++ < b->decimals)
			units = 10 * units + (uint64_t)(*at - '0');
		if (units >> AMOUNT_BITS)
			return 0;
	}
	for (after = after < 0 ? 0 : after; after < b->decimals; after++)
		units *= 10;
	return units >> AMOUNT_BITS ? 0 : units;
}

static bool take_amounts(budget *b)
{
	const ballots *from = b->w.e.r->b;
	b->decimals = decimals_of(from->budget);
	for (int c = 0; c < from->candidates; c++)
		if (decimals_of(from->cost[c]) > b->decimals)
			b->decimals = decimals_of(from->cost[c]);
	if (b->decimals > DECIMALS_MAX)
		return false;
	b->unit = 1;
	for (int i = 0; i < b->decimals; i++)
		b->unit *= 10;
	b->all = units_of(b, from->budget);
	bool good = b->all > 0;
	for (int c = 0; c < from->candidates; c++) {
		b->cost[c] = units_of(b, from->cost[c]);
		b->approved += b->w.e.support[c] > 0;
		good = good && b->cost[c] > 0;
	}
	return good;
}

static void share_of(const budget *b, uint64_t round, mpq_t share)
{
	mpq_t more;
	mpq_init(more);
	fraction_set(share, b->all, b->w.e.voters);
	fraction_set(more, b->unit, 1);
	fraction_add_times(share, round, more);
	mpq_clear(more);
}

/* ---- a round by intervals ---------------------------------------------------------------------------------------- */

/* The payment q with the sum of min(money, q) = cost, rounded down or up; NEVER: there is none. Whoever are taken for
 * the poor, (cost - their money) / the number of others is no more than q: so it grows, from `q`, until they stay the
 * same. */
static int64_t solve(const budget *b, int c, const int64_t *money, int64_t q, bool up)
{
	const electorate *e = &b->w.e;
	const replay_wide cost = (replay_wide)b->cost[c] << b->scale;
	uint64_t payers = UINT64_MAX;
	for (;;) {
		replay_wide poor = 0;
		uint64_t before = payers;
		payers = 0;
		for (size_t i = e->fans_from[c]; i < e->fans_from[c + 1]; i++) {
			int64_t has = money[e->fan[i]];
			if (has <= q)
				poor += (replay_wide)has * (replay_wide)e->weight[e->fan[i]];
			else
				payers += e->weight[e->fan[i]];
		}
		if (!payers)
			return poor >= cost ? q : NEVER;
		replay_wide left = cost - poor, next = left / (replay_wide)payers;
		if (payers == before)
			return (int64_t)(next + (up && left % (replay_wide)payers));
		if (next >> (MONEY_BITS + 1))
			return NEVER; /* more than anybody has */
		q = next > q ? (int64_t)next : q;
	}
}

/* a's payment per cost against b's. */
static bool less(const budget *b, int c, int64_t payment, int d, int64_t other)
{
	return (replay_wide)payment * (replay_wide)b->cost[d] < (replay_wide)other * (replay_wide)b->cost[c];
}

static void refresh(budget *b, int c)
{
	project *p = &b->project[c];
	p->fresh = true;
	p->least = solve(b, c, b->high, p->least, false);
	p->gone = p->least == NEVER;
	p->most = p->gone ? NEVER : solve(b, c, b->low, p->least, true);
}

/* The least known by `least` that is not fresh and may come before the best; -1: none. */
static int next_stale(const budget *b, int best)
{
	int found = -1;
	for (int c = 0; c < b->w.e.n; c++) {
		const project *p = &b->project[c];
		if (p->gone || p->bought || p->fresh ||
		    (best >= 0 && less(b, best, b->project[best].most, c, p->least)))
			continue;
		if (found < 0 || less(b, c, p->least, found, b->project[found].least))
			found = c;
	}
	return found;
}

/* The next to be bought; -1: none; -2: the intervals do not tell. */
static int next_project(budget *b)
{
	int best = -1, stale;
	for (int c = 0; c < b->w.e.n; c++)
		b->project[c].fresh = false;
	while ((stale = next_stale(b, best)) >= 0) {
		refresh(b, stale);
		const project *p = &b->project[stale];
		if (!p->gone && p->most != NEVER && (best < 0 || less(b, stale, p->most, best, b->project[best].most)))
			best = stale;
	}
	for (int c = 0; c < b->w.e.n; c++) {
		const project *p = &b->project[c];
		if (c == best || p->gone || p->bought)
			continue;
		if (best < 0 || !less(b, best, b->project[best].most, c, p->least))
			return -2;
	}
	return best;
}

static void buy(budget *b, int c)
{
	const electorate *e = &b->w.e;
	project *p = &b->project[c];
	p->bought = true;
	for (size_t i = e->fans_from[c]; i < e->fans_from[c + 1]; i++) {
		int64_t *low = &b->low[e->fan[i]], *high = &b->high[e->fan[i]];
		*low = *low > p->most ? *low - p->most : 0;
		*high = *high > p->least ? *high - p->least : 0;
	}
}

static void begin_intervals(budget *b, const mpq_t share)
{
	mpz_t whole;
	mpz_init(whole);
	mpz_cdiv_q(whole, mpq_numref(share), mpq_denref(share));
	b->scale = MONEY_BITS - (int)mpz_sizeinbase(whole, 2);
	mpz_mul_2exp(whole, mpq_numref(share), (mp_bitcnt_t)b->scale);
	mpz_fdiv_q(whole, whole, mpq_denref(share));
	int64_t money = mpz_get_si(whole);
	mpz_clear(whole);
	for (size_t g = 0; g < b->w.e.groups; g++) {
		b->low[g] = money;
		b->high[g] = money + 1;
	}
	for (int c = 0; c < b->w.e.n; c++) {
		uint64_t support = b->w.e.support[c];
		replay_wide least = support ? ((replay_wide)b->cost[c] << b->scale) / (replay_wide)support : 0;
		b->project[c] = (project){.gone = !support || least > money + 1, .least = (int64_t)(least & INT64_MAX)};
	}
}

static void add_ending(endings *list, ending e)
{
	MEMORY_RESERVE(list->item, list->count, list->capacity);
	list->item[list->count++] = e;
}

static void end_round(budget *b, const int *order, int count)
{
	ending e = {memory_alloc((size_t)count, sizeof *e.order), count, 0, b->round};
	for (int i = 0; i < count; i++) {
		e.order[i] = order[i];
		e.cost += b->cost[order[i]];
	}
	add_ending(&b->now, e);
}

/* False: the intervals do not tell. */
static bool by_intervals(budget *b, const mpq_t share)
{
	int order[BALLOTS_CANDIDATES_MAX], count = 0, next;
	begin_intervals(b, share);
	while ((next = next_project(b)) >= 0) {
		buy(b, next);
		order[count++] = next;
	}
	if (next == -1)
		end_round(b, order, count);
	return next == -1;
}

/* ---- a round by fractions ---------------------------------------------------------------------------------------- */

static void set_cost(const walk *w, int c, mpq_t cost)
{
	fraction_set(cost, w->cost[c], 1);
}

/* Payment per cost. */
static bool rate(walk *w, int c, mpq_t level)
{
	budget *b = w->context;
	mpq_t cost;
	b->work += w->e.fans_from[c + 1] - w->e.fans_from[c];
	w->lost = w->lost || b->work > FRACTIONS_MAX;
	if (!w->e.support[c] || w->lost || !walk_price(w, c, level))
		return false;
	mpq_init(cost);
	set_cost(w, c, cost);
	mpq_div(level, level, cost);
	mpq_clear(cost);
	return true;
}

static void pay_rate(walk *w, int c, const mpq_t level)
{
	mpq_t q;
	mpq_init(q);
	set_cost(w, c, q);
	mpq_mul(q, q, level);
	walk_pay(w, c, q);
	mpq_clear(q);
}

static int end_with_path(walk *w)
{
	end_round(w->context, w->path, w->length);
	return -1;
}

/* ---- add one ----------------------------------------------------------------------------------------------------- */

static void free_endings(endings *list)
{
	for (size_t i = 0; i < list->count; i++)
		free(list->item[i].order);
	free(list->item);
	*list = (endings){0};
}

static void move_all(endings *to, endings *from)
{
	for (size_t i = 0; i < from->count; i++)
		add_ending(to, from->item[i]);
	from->count = 0;
	free_endings(from);
}

/* Replays round after round; what holds goes into `ends`. */
static cordon_status add_one(budget *b, endings *ends)
{
	endings before = {0};
	mpq_t share;
	mpq_init(share);
	for (b->round = 0; (!b->round || before.count) && b->round < ROUNDS_MAX && !b->w.lost; b->round++) {
		endings grow = {0};
		bool over = false;
		share_of(b, b->round, share);
		if (!by_intervals(b, share)) {
			walk_restart(&b->w, share);
			walk_explore(&b->w);
		}
		for (size_t i = 0; i < b->now.count; i++) {
			ending *e = &b->now.item[i];
			if (e->cost <= b->all)
				add_ending(e->count == b->approved ? ends : &grow, *e);
			else
				free(e->order);
			over = over || e->cost > b->all;
		}
		b->now.count = 0;
		if (over)
			move_all(ends, &before);
		free_endings(&before);
		before = grow;
	}
	bool unfinished = before.count > 0 || b->w.lost;
	free_endings(&before);
	mpq_clear(share);
	return unfinished ? CORDON_INTERRUPTED : CORDON_OK;
}

/* ---- the report -------------------------------------------------------------------------------------------------- */

static char *money_text(const budget *b, const mpq_t units)
{
	mpq_t value;
	mpq_init(value);
	fraction_set(value, b->unit, 1);
	mpq_div(value, units, value);
	char *out = fraction_short(value);
	mpq_clear(value);
	return out;
}

typedef struct told {
	const ending *e;
	int elected;
	bool last;
} told;

static const char *state_of(const void *context, int candidate)
{
	const told *t = context;
	for (int i = 0; i < t->elected; i++)
		if (t->e->order[i] == candidate)
			return "elected";
	return t->last ? "excluded" : "continuing";
}

static void tell_buy(budget *b, const ending *e, int i, char *const *votes)
{
	int c = e->order[i];
	char cost[64];
	mpq_t q;
	mpq_init(q);
	if (walk_price(&b->w, c, q)) /* it is, as it was before */
		walk_pay(&b->w, c, q);
	char *price = money_text(b, q);
	replay_units_text((replay_wide)b->cost[c], b->decimals, cost);
	replay_stage_bare(b->w.e.r);
	replay_say(b->w.e.r, "count.said.bought", b->w.e.r->b->name[c], cost, price, NULL);
	committee_tell(&b->w.e, votes, state_of, &(told){e, i + 1, false});
	free(price);
	mpq_clear(q);
}

static void tell_round(budget *b, const ending *e, char *const *votes)
{
	char cost[64], all[64];
	mpq_t share;
	mpq_init(share);
	share_of(b, e->round, share);
	walk_restart(&b->w, share);
	for (int i = 0; i < e->count; i++)
		tell_buy(b, e, i, votes);
	replay_units_text((replay_wide)e->cost, b->decimals, cost);
	replay_units_text((replay_wide)b->all, b->decimals, all);
	replay_stage_bare(b->w.e.r);
	replay_say(b->w.e.r, "count.said.spent", cost, all, NULL, NULL);
	committee_tell(&b->w.e, votes, state_of, &(told){e, e->count, true});
	replay_outcome(b->w.e.r, e->order, e->count);
	mpq_clear(share);
}

static void tell_share(budget *b, const ending *first, char *const *votes)
{
	char round[24];
	mpq_t share;
	mpq_init(share);
	share_of(b, first->round, share);
	char *money = money_text(b, share);
	snprintf(round, sizeof round, "%" PRIu64, first->round);
	replay_stage_bare(b->w.e.r);
	replay_say(b->w.e.r, "count.said.share", money, round, NULL, NULL);
	committee_tell(&b->w.e, votes, state_of, &(told){first, 0, false});
	free(money);
	mpq_clear(share);
}

static cordon_status tell(budget *b, const endings *ends)
{
	size_t n = (size_t)b->w.e.n;
	const ending *chosen = NULL;
	for (size_t i = 0; i < ends->count; i++)
		committees_add(&b->w.all, ends->item[i].order, ends->item[i].count);
	if (b->w.all.more)
		return CORDON_INTERRUPTED;
	char **votes = memory_alloc(n, sizeof *votes);
	for (size_t c = 0; c < n; c++) {
		votes[c] = memory_alloc(24, 1);
		snprintf(votes[c], 24, "%" PRIu64, b->w.e.support[c]);
	}
	tell_share(b, &ends->item[0], votes);
	int place = committees_choose(&b->w.e, &b->w.all);
	int number = place == REPLAY_STOPPED ? -1 : b->w.all.item[place].number;
	committees met = {0}; /* the first ending of that number is told */
	for (size_t i = 0; i < ends->count && number >= 0 && !chosen; i++)
		if (committees_add(&met, ends->item[i].order, ends->item[i].count) == number)
			chosen = &ends->item[i];
	committees_free(&met);
	if (chosen)
		tell_round(b, chosen, votes);
	for (size_t c = 0; c < n; c++)
		free(votes[c]);
	free(votes);
	return chosen ? CORDON_OK : CORDON_UNPROVEN;
}

cordon_status budget_replay(replay *r)
{
	static const method by_rate = {.money = true, .level = rate, .pay = pay_rate, .end = end_with_path};
	budget b = {.w = {.m = &by_rate, .steps = -1}};
	endings ends = {0};
	cordon_status status = electorate_begin(&b.w.e, r, false);
	size_t n = (size_t)b.w.e.n;
	b.w.cost = b.cost = memory_alloc(n, sizeof *b.cost);
	b.w.context = &b;
	b.low = memory_alloc(b.w.e.groups, sizeof *b.low);
	b.high = memory_alloc(b.w.e.groups, sizeof *b.high);
	b.project = memory_alloc(n, sizeof *b.project);
	if (!status && (!b.w.e.voters || !take_amounts(&b)))
		status = CORDON_BAD_INPUT;
	walk_begin(&b.w);
	if (!status)
		status = add_one(&b, &ends);
	if (!status)
		status = tell(&b, &ends);
	free_endings(&ends);
	free_endings(&b.now);
	free(b.cost);
	free(b.low);
	free(b.high);
	free(b.project);
	walk_free(&b.w);
	return status;
}
