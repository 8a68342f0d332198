/* STV by Meek's method, in two rules.
 *
 * `meek-prf`: the Proportional Representation Foundation's Reference Meek Rule (prfound.org, 2011), numbered as there:
 *	B.1	done when all seats are filled, or no more candidates are left than seats
 *	B.2a	each ballot: a candidate keeps its weight x keep factor (9 decimals, rounded up), the rest goes on
 *	B.2b	quota = votes of all candidates / (seats + 1), cut to 9 decimals, + 10^-9
 *	B.2c	a hopeful candidate at or above the quota is elected
 *	B.2d	surplus = what the elected have above the quota, not below 0
 *	B.2e	elected any: B.1. Surplus < 10^-6, or not less than the iteration before: B.3
 *	B.2f	keep factor = keep factor x quota (rounded up) / votes (rounded up); iterate
 *	B.3	the lowest is excluded; whoever has no more than the lowest + surplus is tied with them
 *
 * `meek`: Hill, Wichmann, Woodall, Algorithm 123, Computer Journal 30 (1987) 277-281. The same iteration; numbers of
 * 12 to 18 decimals stand for the paper's reals (setting `decimals`), an iteration ends below 10^-9, candidates are
 * elected on its first votes or on its last, when the surpluses have gone (as its authors' count of the ERS97 model
 * election shows). The quota is exactly votes / (seats + 1), which one candidate more than there are seats may have:
 * to have just that is the paper's "special case of a multi-way tie", to be elected one must have more. What differs
 * by less than 10^-9 counts as equal. With the setting `batch` candidates are elected on any votes, and those who
 * cannot win any more (PRF WIGM, B.2: sure losers) are excluded together, as soon as there are any.
 *
 * Both: what a ballot gives is computed once for all ballots that passed the same candidates (meek_tree.h says why
 * that is the same to the digit). Equal ranks: there. A keep factor never grows above 1 (rounding up might make it).
 * A stage is a round: it shows the votes with which its iteration ended, and the states its end made.
 */
#include "count/codes.h"
#include "count/exact.h"
#include "count/meek_tree.h"
#include "count/preference.h"
#include "count/rule.h"
#include "count/stage.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

enum { DECIMALS_PRF = 9, OMEGA_PRF = 6, DECIMALS_LEAST = 12, DECIMALS_MOST = 18, OMEGA = 9 };

typedef struct meek {
	count_run *run;
	const cordon_election *e;
	meek_tree tree;
	int candidates, seats, elected, decimals, stages;
	bool prf, batch;
	uint64_t one, omega;
	exact_wide quota, surplus, total, valid; /* units of 10^-decimals */
	exact_wide *votes, *before; /* by candidate; before: at the end of the last stage */
	exact_wide residual_before;
	uint64_t *keep;
	cordon_candidate_state *state;
	int *winner, *losers;
} meek;

static const char *units(const meek *m, exact_wide value)
{
	return m->run->quiet ? "" : exact_wide_fixed(m->run->keep, value, m->decimals);
}

static const char *name(const meek *m, int candidate)
{
	return m->e->candidate[candidate].name;
}

static int count_hopeful(const meek *m)
{
	int count = 0;
	for (int c = 0; c < m->candidates; c++)
		count += m->state[c] == CORDON_STATE_CONTINUING;
	return count;
}

/* ---- the iteration ----------------------------------------------------------------------------------------------- */

/* B.2a, a parcel at a time. `left` of the root is a whole vote. */
static void distribute_votes(meek *m)
{
	meek_tree *t = &m->tree;
	memset(m->votes, 0, (size_t)m->candidates * sizeof *m->votes);
	t->node[0].left = m->one;
	for (uint32_t n = 1; n < t->nodes; n++) {
		tree_node *node = &t->node[n];
		if (!node->papers)
			continue;
		uint64_t weight = t->node[node->parent].left, keep = m->keep[node->candidate];
		uint64_t kept =
			keep == m->one ? weight : (uint64_t)(((exact_wide)weight * keep + (m->one - 1)) / m->one);
		node->left = weight - kept;
		m->votes[node->candidate] += (exact_wide)kept * node->papers;
	}
	m->total = 0;
	for (int c = 0; c < m->candidates; c++) {
		m->votes[c] /= t->scale;
		m->total += m->votes[c];
	}
}

/* Numbers of `meek` stand for reals: what differs by less than this counts as equal. */
static uint64_t dust(const meek *m)
{
	return m->prf ? 0 : m->omega;
}

static bool reaches(const meek *m, int candidate)
{
	return m->state[candidate] == CORDON_STATE_CONTINUING &&
	       (m->prf ? m->votes[candidate] >= m->quota : m->votes[candidate] > m->quota + dust(m));
}

/* The highest first, equal ones in the order of the election. Where more reach the quota than there are seats left -
 * rounding can bring that about, where all have just the quota - nobody is elected, and the lowest excluded. */
static bool elect_reached(meek *m)
{
	int reached = 0;
	for (int c = 0; c < m->candidates; c++)
		reached += reaches(m, c);
	if (m->elected + reached > m->seats)
		return false;
	for (int i = 0; i < reached; i++) {
		int most = PREFERENCE_NONE;
		for (int c = 0; c < m->candidates; c++)
			if (reaches(m, c) && (most == PREFERENCE_NONE || m->votes[c] > m->votes[most]))
				most = c;
		m->state[most] = CORDON_STATE_ELECTED;
		m->winner[m->elected++] = most;
		stage_say(m->run, TEXT(COUNT_SAID_QUOTA, name(m, most)));
	}
	return reached > 0;
}

static void find_surplus(meek *m)
{
	exact_wide_signed surplus = 0;
	for (int c = 0; c < m->candidates; c++)
		if (m->state[c] == CORDON_STATE_ELECTED)
			surplus += (exact_wide_signed)m->votes[c] - (exact_wide_signed)m->quota;
	m->surplus = surplus > 0 ? (exact_wide)surplus : 0;
}

static void update_keep(meek *m)
{
	for (int c = 0; c < m->candidates; c++) {
		if (m->state[c] != CORDON_STATE_ELECTED || !m->votes[c])
			continue;
		exact_wide product = exact_wide_share_up(m->keep[c], m->quota, m->one);
		exact_wide keep = exact_wide_share_up(product, m->one, m->votes[c]);
		m->keep[c] = keep < m->one ? (uint64_t)keep : m->one;
	}
}

typedef enum round_end { ROUND_ELECTED, ROUND_EXCLUDES, ROUND_STOPPED } round_end;

static int find_sure_losers(meek *m)
{
	return m->batch ? preference_sure_losers(m->votes, m->state, m->candidates, m->surplus + dust(m),
						 m->seats - m->elected, m->losers)
			: 0;
}

/* B.2. *sure: how many are sure losers, in losers[]. */
static round_end iterate(meek *m, int *sure)
{
	exact_wide last = 0;
	*sure = 0;
	for (bool first = true;; first = false) {
		if (run_stopped(m->run))
			return ROUND_STOPPED;
		distribute_votes(m);
		m->quota = m->total / ((exact_wide)m->seats + 1) + (m->prf ? 1 : 0);
		bool elected = (first || m->prf || m->batch) && elect_reached(m);
		find_surplus(m);
		if (elected)
			return ROUND_ELECTED;
		if (m->surplus < m->omega || (!first && m->surplus >= last))
			return elect_reached(m) ? ROUND_ELECTED : ROUND_EXCLUDES;
		if ((*sure = find_sure_losers(m)))
			return ROUND_EXCLUDES;
		last = m->surplus;
		update_keep(m);
	}
}

/* ---- exclusion --------------------------------------------------------------------------------------------------- */

static int find_lowest(const meek *m, int *tied)
{
	int lowest = PREFERENCE_NONE, count = 0;
	for (int c = 0; c < m->candidates; c++)
		if (m->state[c] == CORDON_STATE_CONTINUING &&
		    (lowest == PREFERENCE_NONE || m->votes[c] < m->votes[lowest]))
			lowest = c;
	for (int c = 0; c < m->candidates; c++)
		if (m->state[c] == CORDON_STATE_CONTINUING && m->votes[c] <= m->votes[lowest] + m->surplus + dust(m))
			tied[count++] = c;
	return count;
}

static void exclude(meek *m, int candidate)
{
	stage_say(m->run, TEXT(COUNT_SAID_EXCLUDED, name(m, candidate), units(m, m->votes[candidate])));
	m->state[candidate] = CORDON_STATE_EXCLUDED;
	m->keep[candidate] = 0;
}

/* B.3. False: a lot is needed, and there is none. */
static bool exclude_lowest(meek *m)
{
	int count = find_lowest(m, m->losers);
	const char *all = stage_names(m->run, m->losers, count);
	int place = run_choose(m->run, m->losers, count, TEXT(COUNT_TIE_EXCLUDE));
	if (place == RUN_STOPPED) {
		stage_say(m->run, TEXT(COUNT_SAID_STOPPED, all));
		return false;
	}
	if (count > 1)
		stage_say(m->run, TEXT(COUNT_SAID_LOT, all, name(m, m->losers[place])));
	exclude(m, m->losers[place]);
	return true;
}

/* ---- stages ------------------------------------------------------------------------------------------------------ */

static void report_first(const meek *m)
{
	for (int c = 0; c < m->candidates; c++)
		if (m->votes[c])
			stage_transfer(m->run, (cordon_transfer){-1, c, 0, NULL, units(m, m->votes[c])});
}

static void report_stage(meek *m)
{
	arena *keep = m->run->keep;
	bool first = m->stages == 1;
	exact_wide residual = m->valid - m->total;
	if (!m->run->quiet) {
		for (int c = 0; c < m->candidates; c++) {
			exact_wide_signed change = (exact_wide_signed)m->votes[c] - (exact_wide_signed)m->before[c];
			stage_tally(m->run, c, units(m, m->votes[c]),
				    first ? NULL : exact_wide_signed_fixed(keep, change, m->decimals),
				    units(m, m->keep[c]), m->state[c]);
		}
		exact_wide_signed change = (exact_wide_signed)residual - (exact_wide_signed)m->residual_before;
		stage_numbers(m->run, units(m, m->quota), units(m, residual),
			      first ? NULL : exact_wide_signed_fixed(keep, change, m->decimals), units(m, m->total));
		if (first)
			report_first(m);
	}
	m->residual_before = residual;
	memcpy(m->before, m->votes, (size_t)m->candidates * sizeof *m->before);
}

/* C, and a round before which no more candidates are left than seats. */
static void elect_last(meek *m)
{
	if (m->elected == m->seats || m->elected + count_hopeful(m) > m->seats)
		return;
	for (int c = 0; c < m->candidates; c++)
		if (m->state[c] == CORDON_STATE_CONTINUING) {
			m->state[c] = CORDON_STATE_ELECTED;
			m->winner[m->elected++] = c;
			stage_say(m->run, TEXT(COUNT_SAID_LAST, name(m, c)));
		}
}

/* Ballots of those who are no longer continuing go on. */
static void release(meek *m, const cordon_candidate_state *was)
{
	for (int c = 0; c < m->candidates; c++)
		if (was[c] == CORDON_STATE_CONTINUING && m->state[c] != CORDON_STATE_CONTINUING)
			meek_tree_release(&m->tree, c, m->state);
}

static cordon_status count_round(meek *m)
{
	int sure;
	bool whole = true;
	stage_begin(m->run, true);
	m->stages++;
	round_end end = iterate(m, &sure);
	if (end == ROUND_STOPPED)
		return CORDON_INTERRUPTED;
	for (int i = 0; i < sure; i++)
		exclude(m, m->losers[i]);
	if (end == ROUND_EXCLUDES && !sure)
		whole = exclude_lowest(m);
	if (whole)
		elect_last(m);
	report_stage(m);
	return whole ? CORDON_OK : CORDON_UNPROVEN;
}

/* First preferences are a stage even where no more candidates stand than there are seats. */
static cordon_status count_without_contest(meek *m)
{
	stage_begin(m->run, true);
	m->stages++;
	distribute_votes(m);
	m->quota = m->total / ((exact_wide)m->seats + 1) + (m->prf ? 1 : 0);
	elect_last(m);
	report_stage(m);
	return CORDON_OK;
}

static cordon_status count_rounds(meek *m)
{
	cordon_candidate_state *was = memory_alloc((size_t)m->candidates, sizeof *was);
	cordon_status status = CORDON_OK;
	meek_tree_start(&m->tree, m->state);
	if (count_hopeful(m) <= m->seats)
		status = count_without_contest(m);
	while (!status && m->elected < m->seats && count_hopeful(m)) {
		memcpy(was, m->state, (size_t)m->candidates * sizeof *was);
		status = count_round(m);
		if (!status)
			release(m, was);
	}
	if (!status)
		run_outcome(m->run, m->winner, m->elected);
	free(was);
	return status;
}

/* ---- before and after -------------------------------------------------------------------------------------------- */

static uint64_t power_of_ten(int exponent)
{
	uint64_t power = 1;
	while (exponent-- > 0)
		power *= 10;
	return power;
}

static cordon_status read_settings(meek *m)
{
	uint64_t decimals;
	m->decimals = m->prf ? DECIMALS_PRF : DECIMALS_LEAST;
	if (!m->prf && run_setting_count(m->run, "decimals", &decimals)) {
		if (decimals < DECIMALS_LEAST || decimals > DECIMALS_MOST)
			return finding_add(
				m->run->error, CORDON_ERROR,
				(place_in_file){.field = "decimals", .found = run_setting(m->run, "decimals")},
				TEXT(COUNT_SETTING_VALUE), TEXT(COUNT_NUMBER_BETWEEN, "12", "18"));
		m->decimals = (int)decimals;
	}
	m->one = power_of_ten(m->decimals);
	m->omega = power_of_ten(m->decimals - (m->prf ? OMEGA_PRF : OMEGA));
	return run_setting_yes(m->run, "batch", &m->batch);
}

static cordon_status refuse_orders(const meek *m, size_t ballot)
{
	return finding_add(m->run->error, CORDON_ERROR,
			   (place_in_file){.found = exact_count(m->run->keep, (uint64_t)ballot + 1)},
			   TEXT(COUNT_ORDERS), TEXT(COUNT_AT_MOST, "720"));
}

static void start(meek *m)
{
	size_t candidates = (size_t)m->candidates;
	m->votes = memory_alloc(candidates, sizeof *m->votes);
	m->before = memory_alloc(candidates, sizeof *m->before);
	m->keep = memory_alloc(candidates, sizeof *m->keep);
	m->state = memory_alloc(candidates, sizeof *m->state);
	m->winner = memory_alloc((size_t)m->seats, sizeof *m->winner);
	m->losers = memory_alloc(candidates, sizeof *m->losers);
	for (size_t c = 0; c < candidates; c++) {
		bool withdrawn = m->e->candidate[c].withdrawn;
		m->state[c] = withdrawn ? CORDON_STATE_WITHDRAWN : CORDON_STATE_CONTINUING;
		m->keep[c] = withdrawn ? 0 : m->one;
	}
	for (size_t b = 0; b < m->e->ballots; b++)
		m->valid += (exact_wide)m->e->weight[b] * m->one;
}

static void finish(meek *m)
{
	meek_tree_free(&m->tree);
	free(m->votes);
	free(m->before);
	free(m->keep);
	free(m->state);
	free(m->winner);
	free(m->losers);
}

static cordon_status count(count_run *run, bool prf)
{
	meek m = {.run = run, .e = run->election, .candidates = run->election->candidates, .seats = run->seats};
	size_t wrong;
	m.prf = prf;
	cordon_status status = run_need_seats(run);
	if (!status)
		status = read_settings(&m);
	if (!status && !meek_tree_begin(&m.tree, m.e, &wrong))
		status = refuse_orders(&m, wrong);
	if (status)
		return status;
	start(&m);
	status = count_rounds(&m);
	finish(&m);
	return status;
}

cordon_status meek_count(count_run *run)
{
	return count(run, false);
}

cordon_status meek_prf_count(count_run *run)
{
	return count(run, true);
}
