/* Replays meek and meek-prf as docs/counting.md states them: the Reference Meek Rule (its steps A to C), and Algorithm
 * 123, which differs from it as the table says, with its batches.
 *
 * Nothing is saved over from one iteration to the next: each ballot goes down its ranks again, every candidate there
 * keeps its weight x keep factor, rounded up, and the rest goes on. A ballot with equal ranks is laid out as all its
 * orders, an equal part each: parts are counted by 69120, which every number of orders up to 720 divides, and votes
 * are cut when they have been added up.
 *
 *	            decimals   surplus ends below   quota                         to be elected         equal
 *	meek-prf    9          10^-6                votes / (seats + 1) + 10^-9   the quota             alike
 *	meek        12 to 18   10^-9                votes / (seats + 1)           more than the quota   within 10^-9
 *
 * Numbers: 10^12 ballots by 69120, with 18 decimals, stay below 10^35.
 */
#include "recount/meek.h"

#include "recount/slips.h"

#include <stdlib.h>
#include <string.h>

enum { PARTS = 69120, ORDERS_MAX = 720, ORDERS_MARKS_MAX = 20 * 1000 * 1000 };

typedef replay_wide wide;

/* One order of a ballot paper: who[from] to who[to - 1], and so many ballots by PARTS. */
typedef struct line {
	size_t from, to;
	wide often;
} line;

typedef struct meek {
	replay *r;
	int candidates, decimals, elected, stages;
	bool prf, batch;
	wide one, omega, near; /* near: what differs by no more counts as equal */
	wide quota, valid, sum, surplus, lost; /* lost: not transferable at the end of the last stage */
	wide *votes, *before, *keep;
	slips_fate *fate;
	int *winner;
	line *line;
	size_t lines, line_capacity;
	uint16_t *who;
	size_t whos, who_capacity;
} meek;

/* ---- ballots ----------------------------------------------------------------------------------------------------- */

/* Behind the ranked[] that stand at the rank of `at`. */
static size_t group_end(const ranked *r, size_t at, size_t to)
{
	size_t end = at;
	while (end < to && r[end].rank == r[at].rank)
		end++;
	return end;
}

static int count_orders(const ranked *r, const paper *p)
{
	int orders = 1;
	for (size_t at = p->from; at < p->to && orders <= ORDERS_MAX; at++) {
		size_t choices = group_end(r, at, p->to) - at;
		orders = choices > ORDERS_MAX ? ORDERS_MAX + 1 : orders * (int)choices;
	}
	return orders;
}

static void add_line(meek *m, const uint16_t *row, size_t length, wide often)
{
	MEMORY_RESERVE(m->line, m->lines, m->line_capacity);
	m->line[m->lines++] = (line){m->whos, m->whos + length, often};
	for (size_t i = 0; i < length; i++) {
		MEMORY_RESERVE(m->who, m->whos, m->who_capacity);
		m->who[m->whos++] = row[i];
	}
}

/* Every order of row[], of which the first `at` are placed: each one left at their rank comes next in turn. */
static void lay_out(meek *m, const paper *p, uint16_t *row, size_t at, wide often)
{
	const ranked *r = m->r->b->ranked + p->from;
	size_t length = p->to - p->from;
	while (at < length && group_end(r, at, length) == at + 1)
		at++;
	if (at == length) {
		add_line(m, row, length, often);
		return;
	}
	for (size_t next = at, end = group_end(r, at, length); next < end; next++) {
		uint16_t who = row[next];
		row[next] = row[at];
		row[at] = who;
		lay_out(m, p, row, at + 1, often);
		row[at] = row[next];
		row[next] = who;
	}
}

/* False: they have more orders than a count takes. */
static bool lay_out_all(meek *m)
{
	const ballots *b = m->r->b;
	uint16_t *row = memory_alloc((size_t)m->candidates, sizeof *row);
	size_t more = 0;
	bool whole = true;
	for (size_t i = 0; i < b->papers && whole; i++) {
		const paper *p = &b->paper[i];
		int orders = count_orders(b->ranked, p);
		more += orders > 1 ? (size_t)orders * (p->to - p->from) : 0;
		whole = orders <= ORDERS_MAX && more <= ORDERS_MARKS_MAX;
		for (size_t k = p->from; k < p->to; k++)
			row[k - p->from] = b->ranked[k].who;
		if (whole)
			lay_out(m, p, row, 0, (wide)p->weight * PARTS / orders);
		m->valid += (wide)p->weight * m->one;
	}
	free(row);
	return whole;
}

/* ---- an iteration ------------------------------------------------------------------------------------------------ */

static wide divide_up(wide a, wide b)
{
	return a / b + (a % b != 0);
}

/* B.2a and B.2b */
static void share_out(meek *m)
{
	memset(m->votes, 0, (size_t)m->candidates * sizeof *m->votes);
	for (size_t i = 0; i < m->lines; i++) {
		wide weight = m->one;
		for (size_t at = m->line[i].from; at < m->line[i].to && weight; at++) {
			int who = m->who[at];
			wide kept = m->keep[who] == m->one ? weight : divide_up(weight * m->keep[who], m->one);
			m->votes[who] += kept * m->line[i].often;
			weight -= kept;
		}
	}
	m->sum = 0;
	for (int c = 0; c < m->candidates; c++)
		m->sum += m->votes[c] /= PARTS;
	m->quota = m->sum / ((wide)m->r->seats + 1) + (m->prf ? 1 : 0);
}

/* B.2f. The second division goes digit by digit: its dividend by `one` might be too long. */
static wide new_keep(const meek *m, wide keep, wide votes)
{
	wide rest = keep * (m->quota / m->one) + divide_up(keep * (m->quota % m->one), m->one), out = 0;
	if (rest >= votes)
		return m->one;
	for (int i = 0; i < m->decimals; i++) {
		rest *= 10;
		out = 10 * out + rest / votes;
		rest %= votes;
	}
	return out + (rest != 0);
}

static void set_keeps(meek *m)
{
	for (int c = 0; c < m->candidates; c++)
		if (m->fate[c] == SLIPS_ELECTED && m->votes[c])
			m->keep[c] = new_keep(m, m->keep[c], m->votes[c]);
}

static void elect(meek *m, int who, const char *code)
{
	m->fate[who] = SLIPS_ELECTED;
	m->winner[m->elected++] = who;
	replay_say(m->r, code, m->r->b->name[who], NULL, NULL, NULL);
}

/* B.2c: with more votes first; nobody, when they are more than the seats left (with rounding all may just have it). */
static bool elect_reached(meek *m)
{
	int who[BALLOTS_CANDIDATES_MAX], count = 0;
	for (int c = 0; c < m->candidates; c++) {
		if (m->fate[c] != SLIPS_CONTINUING || m->votes[c] < m->quota ||
		    (!m->prf && m->votes[c] <= m->quota + m->near))
			continue;
		int at = count++;
		for (; at > 0 && m->votes[who[at - 1]] < m->votes[c]; at--)
			who[at] = who[at - 1];
		who[at] = c;
	}
	if (count > m->r->seats - m->elected)
		return false;
	for (int i = 0; i < count; i++)
		elect(m, who[i], "count.said.quota");
	return count > 0;
}

/* B.2d */
static void set_surplus(meek *m)
{
	m->surplus = 0;
	for (int c = 0; c < m->candidates; c++)
		m->surplus += m->fate[c] == SLIPS_ELECTED ? m->votes[c] - m->quota : 0;
	if (m->surplus < 0)
		m->surplus = 0;
}

/* B.2, to an election (true) or to where somebody is excluded: of who[] as many as are returned in *sure together. */
static bool iterate(meek *m, int *who, int *sure)
{
	*sure = 0;
	for (wide last = -1;; last = m->surplus) {
		share_out(m);
		if ((m->prf || m->batch || last < 0) && elect_reached(m))
			return true;
		set_surplus(m);
		if (m->surplus < m->omega || (last >= 0 && m->surplus >= last))
			return elect_reached(m);
		if (m->batch)
			*sure = slips_hopeless(m->votes, m->fate, m->candidates, m->surplus + m->near,
					       m->r->seats - m->elected, who);
		if (*sure)
			return false;
		set_keeps(m);
	}
}

/* ---- stages ------------------------------------------------------------------------------------------------------ */

static int standing(const meek *m)
{
	int count = 0;
	for (int c = 0; c < m->candidates; c++)
		count += m->fate[c] == SLIPS_CONTINUING;
	return count;
}

static void exclude(meek *m, int who)
{
	char votes[64];
	replay_units_text(m->votes[who], m->decimals, votes);
	replay_say(m->r, "count.said.excluded", m->r->b->name[who], votes, NULL, NULL);
	m->fate[who] = SLIPS_EXCLUDED;
	m->keep[who] = 0;
}

/* B.3; false: a lot is needed. */
static bool exclude_lowest(meek *m, int *who)
{
	int count = 0;
	wide least = -1;
	for (int c = 0; c < m->candidates; c++)
		if (m->fate[c] == SLIPS_CONTINUING && (least < 0 || m->votes[c] < least))
			least = m->votes[c];
	for (int c = 0; c < m->candidates; c++)
		if (m->fate[c] == SLIPS_CONTINUING && m->votes[c] - least <= m->surplus + m->near)
			who[count++] = c;
	int lowest = slips_lot(m->r, who, count, "count.tie.exclude");
	if (lowest != SLIPS_NOBODY)
		exclude(m, lowest);
	return lowest != SLIPS_NOBODY;
}

/* Step C */
static void elect_rest(meek *m)
{
	if (m->elected == m->r->seats || standing(m) > m->r->seats - m->elected)
		return;
	for (int c = 0; c < m->candidates; c++)
		if (m->fate[c] == SLIPS_CONTINUING)
			elect(m, c, "count.said.last");
}

static json_t *units(const meek *m, wide value)
{
	return replay_units(value, m->decimals);
}

static json_t *change(const meek *m, wide after, wide before)
{
	return m->stages == 1 ? json_null() : units(m, after - before);
}

static void tell(meek *m)
{
	json_t *list = json_array(), *moves = json_array();
	for (int c = 0; c < m->candidates && !m->r->silent; c++) {
		json_array_append_new(list,
				      json_pack("{s:i, s:o, s:o, s:o, s:s}", "candidate", c + 1, "votes",
						units(m, m->votes[c]), "transfer", change(m, m->votes[c], m->before[c]),
						"keep", units(m, m->keep[c]), "state", slips_fate_word[m->fate[c]]));
		if (m->stages == 1 && m->votes[c])
			json_array_append_new(moves, json_pack("{s:n, s:i, s:i, s:n, s:o}", "from", "to", c + 1,
							       "papers", 0, "value", "votes", units(m, m->votes[c])));
	}
	replay_stage_set(m->r, "candidates", list);
	replay_stage_set(m->r, "transfers", moves);
	replay_stage_set(m->r, "quota", units(m, m->quota));
	replay_stage_set(m->r, "total", units(m, m->sum));
	replay_stage_set(m->r, "not_transferable", units(m, m->valid - m->sum));
	replay_stage_set(m->r, "not_transferable_change", change(m, m->valid - m->sum, m->lost));
	m->lost = m->valid - m->sum;
	memcpy(m->before, m->votes, (size_t)m->candidates * sizeof *m->before);
}

/* A round; false: a lot is needed. */
static bool count_round(meek *m)
{
	int who[BALLOTS_CANDIDATES_MAX], sure;
	bool went = true;
	if (!iterate(m, who, &sure)) {
		for (int i = 0; i < sure; i++)
			exclude(m, who[i]);
		went = sure || exclude_lowest(m, who);
	}
	if (went)
		elect_rest(m);
	return went;
}

/* Where no more stand than there are seats the first votes are a stage all the same. */
static bool count_all(meek *m)
{
	bool contested = standing(m) > m->r->seats, went = true;
	do {
		replay_stage(m->r);
		m->stages++;
		if (contested) {
			went = count_round(m);
		} else {
			share_out(m);
			elect_rest(m);
		}
		tell(m);
	} while (went && m->elected < m->r->seats && standing(m));
	return went;
}

/* ---- the replay -------------------------------------------------------------------------------------------------- */

/* False: they are none of the rule's. */
static bool read_settings(meek *m)
{
	const char *said = replay_setting(m->r, "decimals", 0);
	m->decimals = m->prf ? 9 : 12;
	if (said) {
		m->decimals = 0;
		for (; *said >= '0' && *said <= '9' && m->decimals < 100; said++)
			m->decimals = 10 * m->decimals + (*said - '0');
		if (*said || m->decimals < 12 || m->decimals > 18)
			return false;
	}
	return slips_batch(m->r, &m->batch);
}

static wide power_of_ten(int exponent)
{
	return exponent ? 10 * power_of_ten(exponent - 1) : 1;
}

static void begin(meek *m)
{
	size_t n = (size_t)m->candidates;
	m->one = power_of_ten(m->decimals);
	m->omega = power_of_ten(m->decimals - (m->prf ? 6 : 9));
	m->near = m->prf ? 0 : m->omega;
	m->votes = memory_alloc(n, sizeof *m->votes);
	m->before = memory_alloc(n, sizeof *m->before);
	m->keep = memory_alloc(n, sizeof *m->keep);
	m->fate = memory_alloc(n, sizeof *m->fate);
	m->winner = memory_alloc(n, sizeof *m->winner);
	for (size_t c = 0; c < n; c++) {
		m->fate[c] = m->r->b->withdrawn[c] ? SLIPS_WITHDRAWN : SLIPS_CONTINUING;
		m->keep[c] = m->r->b->withdrawn[c] ? 0 : m->one;
	}
}

static void end(meek *m)
{
	free(m->votes);
	free(m->before);
	free(m->keep);
	free(m->fate);
	free(m->winner);
	free(m->line);
	free(m->who);
}

static cordon_status replay_meek(replay *r, bool prf)
{
	meek m = {.r = r, .candidates = r->b->candidates, .prf = prf};
	if (!read_settings(&m))
		return CORDON_BAD_INPUT;
	begin(&m);
	cordon_status status = lay_out_all(&m) ? CORDON_OK : CORDON_BAD_INPUT;
	if (!status)
		status = count_all(&m) ? CORDON_OK : CORDON_UNPROVEN;
	if (!status)
		replay_outcome(r, m.winner, m.elected);
	end(&m);
	return status;
}

cordon_status meek_replay(replay *r)
{
	return replay_meek(r, false);
}

cordon_status meek_prf_replay(replay *r)
{
	return replay_meek(r, true);
}
