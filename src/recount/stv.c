/* Replays counts by transfer: scottish-stv, wigm and irv, with wigm's and irv's batches and irv's write-ins.
 *
 * Each candidate holds a pile of slips, a slip being a ballot paper (by weight) with its value and the rank it stands
 * at; a tally is the sum over the pile, added anew after every transfer, or for those whose surplus went on the quota.
 * Sources as docs/counting.md names them: SSI 2007/42, schedule 1; the Reference WIGM Rule; Minneapolis,
 * section 167.60. The three differ in
 *
 *	           decimals   empty rank   a transfer of a surplus            equal votes
 *	scottish   5          ends         value x surplus / votes, cut       earlier stages, then lot
 *	wigm       4          passed over  (value x surplus) cut / votes cut  lot
 *	irv        0          passed over  none                               lot
 *
 * A rank given to several ends a ballot in all of them.
 */
#include "recount/stv.h"

#include <stdlib.h>
#include <string.h>

enum { SCOTTISH, WIGM, IRV };
enum { NOBODY = -1 };

typedef replay_wide wide;
typedef enum { CONTINUING, ELECTED, EXCLUDED, WITHDRAWN } fate;

typedef struct slip {
	size_t paper, at; /* at: the ranked[] it stands with */
	uint64_t value;
} slip;

typedef struct pile {
	slip *slip;
	size_t count, capacity;
} pile;

typedef struct stv {
	replay *r;
	const ballots *b;
	int kind, decimals, candidates, elected, stages;
	bool batch;
	wide one, valid, quota, lost; /* lost: not transferable at the end of the last stage */
	wide *votes, *before, *history; /* history[stage * candidates + c] */
	fate *fate;
	bool *waits; /* elected, surplus not yet transferred */
	bool *emptied; /* holds no slips any more: votes[] is what it keeps */
	pile *pile;
	int *winner;
} stv;

static int standing(const stv *s)
{
	int count = 0;
	for (int c = 0; c < s->candidates; c++)
		count += s->fate[c] == CONTINUING;
	return count;
}

/* ---- slips ------------------------------------------------------------------------------------------------------- */

/* The ranked[] of the next continuing candidate at or after `at`, `rank` being the last rank that was read. */
static size_t follow(const stv *s, const paper *p, size_t at, unsigned rank)
{
	const ranked *r = s->b->ranked;
	for (; at < p->to; rank = r[at++].rank) {
		bool gap = r[at].rank > rank + 1, several = at + 1 < p->to && r[at + 1].rank == r[at].rank;
		if (several || (gap && s->kind == SCOTTISH))
			return p->to;
		if (s->fate[r[at].who] == CONTINUING)
			return at;
	}
	return p->to;
}

static void put(pile *to, slip one)
{
	MEMORY_RESERVE(to->slip, to->count, to->capacity);
	to->slip[to->count++] = one;
}

static void add_up(stv *s)
{
	for (int c = 0; c < s->candidates; c++) {
		if (s->emptied[c])
			continue;
		s->votes[c] = 0;
		for (size_t i = 0; i < s->pile[c].count; i++)
			s->votes[c] += (wide)s->pile[c].slip[i].value * s->b->paper[s->pile[c].slip[i].paper].weight;
	}
}

typedef struct move {
	uint64_t *papers;
	wide *votes;
} move;

static void give(stv *s, const move *m, slip one, size_t next)
{
	const paper *p = &s->b->paper[one.paper];
	bool ends = next == p->to || (!one.value && s->kind != SCOTTISH);
	int to = ends ? s->candidates : s->b->ranked[next].who;
	m->papers[to] += p->weight;
	m->votes[to] += (wide)p->weight * one.value;
	if (!ends)
		put(&s->pile[to], (slip){one.paper, next, one.value});
}

static void tell_move(stv *s, const move *m, int from)
{
	json_t *list = json_object_get(s->r->stage, "transfers");
	bool first = from == NOBODY;
	for (int c = 0; c <= s->candidates && !s->r->silent; c++) {
		if (!m->papers[c] || (first && s->kind == SCOTTISH && c == s->candidates))
			continue;
		json_array_append_new(list, json_pack("{s:o, s:o, s:I, s:s?, s:o}", "from",
						      first ? json_null() : json_integer(from + 1), "to",
						      c == s->candidates ? json_null() : json_integer(c + 1), "papers",
						      (json_int_t)m->papers[c], "value",
						      first && s->kind == SCOTTISH ? "1" : NULL, "votes",
						      replay_units(m->votes[c], s->decimals)));
	}
}

static move begin_move(const stv *s)
{
	size_t room = (size_t)s->candidates + 1;
	return (move){memory_alloc(room, sizeof(uint64_t)), memory_alloc(room, sizeof(wide))};
}

static void end_move(stv *s, move *m, int from)
{
	tell_move(s, m, from);
	free(m->papers);
	free(m->votes);
	add_up(s);
}

/* The whole pile of `from` goes on, at its value or at that of a surplus. */
static void pass_on(stv *s, int from, wide surplus, wide votes)
{
	move m = begin_move(s);
	pile old = s->pile[from];
	s->pile[from] = (pile){0};
	s->emptied[from] = true;
	s->votes[from] = votes ? votes - surplus : 0;
	for (size_t i = 0; i < old.count; i++) {
		slip one = old.slip[i];
		const paper *p = &s->b->paper[one.paper];
		if (votes && s->kind == SCOTTISH)
			one.value = (uint64_t)(one.value * surplus / votes);
		else if (votes)
			one.value = (uint64_t)(one.value * surplus / s->one * s->one / votes);
		give(s, &m, one, follow(s, p, one.at + 1, s->b->ranked[one.at].rank));
	}
	free(old.slip);
	end_move(s, &m, from);
}

static uint64_t first_preferences(stv *s)
{
	uint64_t rejected = 0;
	move m = begin_move(s);
	for (size_t i = 0; i < s->b->papers; i++) {
		const paper *p = &s->b->paper[i];
		const ranked *r = &s->b->ranked[p->from];
		bool single = r->rank == 1 && (p->to == p->from + 1 || r[1].rank > 1);
		if (s->kind == SCOTTISH && !single) {
			rejected += p->weight;
			continue;
		}
		s->valid += p->weight * s->one;
		give(s, &m, (slip){i, 0, (uint64_t)s->one}, follow(s, p, p->from, 0));
	}
	end_move(s, &m, NOBODY);
	return rejected;
}

/* ---- stages ------------------------------------------------------------------------------------------------------ */

static void begin_stage(stv *s)
{
	replay_stage(s->r);
	replay_stage_set(s->r, "transfers", json_array());
	memcpy(s->before, s->votes, (size_t)s->candidates * sizeof *s->before);
	s->stages++;
}

static wide all_votes(const stv *s)
{
	wide sum = 0;
	for (int c = 0; c < s->candidates; c++)
		sum += s->votes[c];
	return sum;
}

static json_t *change(const stv *s, wide after, wide before)
{
	return s->stages == 1 ? json_null() : replay_units(after - before, s->decimals);
}

static void end_stage(stv *s)
{
	static const char *const word[] = {"continuing", "elected", "excluded", "withdrawn"};
	wide sum = all_votes(s), lost = s->valid - sum;
	memcpy(s->history + (size_t)(s->stages - 1) * (size_t)s->candidates, s->votes,
	       (size_t)s->candidates * sizeof *s->votes);
	json_t *list = json_array();
	for (int c = 0; c < s->candidates && !s->r->silent; c++)
		json_array_append_new(list, json_pack("{s:i, s:o, s:o, s:n, s:s}", "candidate", c + 1, "votes",
						      replay_units(s->votes[c], s->decimals), "transfer",
						      change(s, s->votes[c], s->before[c]), "keep", "state",
						      word[s->fate[c]]));
	replay_stage_set(s->r, "candidates", list);
	replay_stage_set(s->r, "quota", replay_units(s->quota, s->decimals));
	replay_stage_set(s->r, "total", replay_units(sum, s->decimals));
	replay_stage_set(s->r, "not_transferable", replay_units(lost, s->decimals));
	replay_stage_set(s->r, "not_transferable_change", change(s, lost, s->lost));
	s->lost = lost;
}

/* ---- who --------------------------------------------------------------------------------------------------------- */

static void elect(stv *s, int who, const char *code)
{
	s->fate[who] = ELECTED;
	s->winner[s->elected++] = who;
	replay_say(s->r, code, s->b->name[who], NULL, NULL, NULL);
}

static void elect_reached(stv *s)
{
	for (int best = 0; best != NOBODY;) {
		best = NOBODY;
		for (int c = s->candidates - 1; c >= 0; c--)
			if (s->fate[c] == CONTINUING && s->votes[c] >= s->quota &&
			    (best == NOBODY || s->votes[c] >= s->votes[best]))
				best = c;
		if (best != NOBODY) {
			elect(s, best, "count.said.quota");
			s->waits[best] = s->kind == WIGM || s->votes[best] > s->quota;
		}
	}
}

static void elect_rest(stv *s)
{
	if (s->elected == s->r->seats || standing(s) > s->r->seats - s->elected)
		return;
	for (int c = 0; c < s->candidates; c++)
		if (s->fate[c] == CONTINUING)
			elect(s, c, "count.said.last");
}

/* Those of the same sort (continuing, or waiting with a surplus) who have the most or the fewest votes. */
static int extreme(const stv *s, bool surplus, int *who)
{
	int count = 0;
	for (int c = 0; c < s->candidates; c++) {
		if (surplus ? !s->waits[c] : s->fate[c] != CONTINUING)
			continue;
		wide mine = s->votes[c], best = count ? s->votes[who[0]] : mine;
		if (surplus ? mine > best : mine < best)
			count = 0;
		if (!count || mine == best)
			who[count++] = c;
	}
	return count;
}

/* Rules 49 and 51: who had more (or fewer) at the latest stage where they differed. */
static int by_history(stv *s, int *who, int count, bool most)
{
	char stage[24];
	int decided = 0;
	char *all = replay_names(s->r, who, count);
	for (int at = s->stages - 2; at >= 0 && count > 1; at--) {
		const wide *votes = s->history + (size_t)at * (size_t)s->candidates;
		wide best = votes[who[0]];
		int left = 0;
		for (int i = 0; i < count; i++)
			best = (votes[who[i]] > best) == most && votes[who[i]] != best ? votes[who[i]] : best;
		for (int i = 0; i < count; i++)
			if (votes[who[i]] == best)
				who[left++] = who[i];
		decided = left < count ? at + 1 : decided;
		count = left;
	}
	snprintf(stage, sizeof stage, "%d", decided);
	if (count == 1)
		replay_say(s->r, "count.said.earlier", all, stage, s->b->name[who[0]], NULL);
	free(all);
	return count;
}

static int choose(stv *s, int *who, int count, bool surplus)
{
	if (count > 1 && s->kind == SCOTTISH)
		count = by_history(s, who, count, surplus);
	if (count == 1)
		return who[0];
	char *all = replay_names(s->r, who, count);
	int at = replay_lot(s->r, who, count, surplus ? "count.tie.surplus" : "count.tie.exclude");
	if (at == REPLAY_STOPPED)
		replay_say(s->r, "count.said.stopped", all, NULL, NULL, NULL);
	else
		replay_say(s->r, "count.said.lot", all, s->b->name[who[at]], NULL, NULL);
	free(all);
	return at == REPLAY_STOPPED ? NOBODY : who[at];
}

static void exclude(stv *s, int who)
{
	char votes[64];
	replay_units_text(s->votes[who], s->decimals, votes);
	replay_say(s->r, "count.said.excluded", s->b->name[who], votes, NULL, NULL);
	s->fate[who] = EXCLUDED;
}

/* The largest set of lowest candidates who with all surpluses have fewer votes than the next one, leaving as many as
 * `spare`, in the order of their votes. */
static int hopeless(const stv *s, wide surplus, int spare, int *who)
{
	int order[BALLOTS_CANDIDATES_MAX], count = 0, set = 0;
	for (int c = 0; c < s->candidates; c++)
		if (s->fate[c] == CONTINUING)
			order[count++] = c;
	for (int i = 1; i < count; i++)
		for (int k = i; k > 0 && s->votes[order[k]] < s->votes[order[k - 1]]; k--) {
			int swap = order[k];
			order[k] = order[k - 1];
			order[k - 1] = swap;
		}
	wide sum = surplus;
	for (int i = 1; i < count && count - i >= spare; i++) {
		sum += s->votes[order[i - 1]];
		set = sum < s->votes[order[i]] ? i : set;
	}
	memcpy(who, order, (size_t)set * sizeof *who);
	return set;
}

/* ---- scottish-stv and wigm --------------------------------------------------------------------------------------- */

static bool move_surplus(stv *s, int *who, int count)
{
	char surplus[64];
	int from = choose(s, who, count, true);
	if (from == NOBODY)
		return false;
	wide more = s->votes[from] - s->quota;
	replay_units_text(more, s->decimals, surplus);
	replay_say(s->r, "count.said.surplus", s->b->name[from], surplus, NULL, NULL);
	s->waits[from] = false;
	pass_on(s, from, more, s->votes[from]);
	return true;
}

static bool move_lowest(stv *s, int *who)
{
	int from = choose(s, who, extreme(s, false, who), false);
	if (from == NOBODY)
		return false;
	exclude(s, from);
	pass_on(s, from, 0, 0);
	return true;
}

static void move_hopeless(stv *s, const int *who, int count)
{
	for (int i = 0; i < count; i++)
		exclude(s, who[i]);
	elect_rest(s);
	for (int i = 0; i < count && s->elected < s->r->seats; i++)
		pass_on(s, who[i], 0, 0);
}

static bool transfer_stage(stv *s)
{
	int who[BALLOTS_CANDIDATES_MAX], lost[BALLOTS_CANDIDATES_MAX];
	wide surplus = 0;
	bool went = true;
	begin_stage(s);
	for (int c = 0; c < s->candidates; c++)
		surplus += s->waits[c] ? s->votes[c] - s->quota : 0;
	int waiting = extreme(s, true, who);
	int sure = s->batch ? hopeless(s, surplus, s->r->seats - s->elected, lost) : 0;
	if (sure)
		move_hopeless(s, lost, sure);
	else
		went = waiting ? move_surplus(s, who, waiting) : move_lowest(s, who);
	if (went) {
		elect_reached(s);
		elect_rest(s);
	}
	end_stage(s);
	return went;
}

static bool count_transfers(stv *s, uint64_t rejected)
{
	char number[64];
	s->quota = s->kind == WIGM ? s->valid / ((wide)s->r->seats + 1) + 1
				   : (s->valid / s->one / ((wide)s->r->seats + 1) + 1) * s->one;
	replay_units_text(rejected, 0, number);
	if (rejected)
		replay_say(s->r, "count.said.rejected", number, NULL, NULL, NULL);
	replay_set(s->r, "quota", replay_units(s->quota, s->decimals));
	replay_set(s->r, "valid", replay_units((s->valid / s->one), 0));
	replay_set(s->r, "invalid", replay_units(rejected + s->b->blank, 0));
	elect_reached(s);
	elect_rest(s);
	end_stage(s);
	while (s->elected < s->r->seats && standing(s))
		if (!transfer_stage(s))
			return false;
	return true;
}

/* ---- irv --------------------------------------------------------------------------------------------------------- */

/* Whom a stage excludes; 0: a lot is needed. */
static int losers(stv *s, bool first, int *who)
{
	int count = 0, lowest;
	const char *name;
	bool listed[BALLOTS_CANDIDATES_MAX] = {false};
	for (int i = 0; first && (name = replay_setting(s->r, "write_ins", i)); i++) {
		int c = replay_candidate(s->r, name);
		if (c >= 0)
			listed[c] = true;
	}
	for (int c = 0; c < s->candidates; c++)
		if (listed[c] && s->fate[c] == CONTINUING)
			who[count++] = c;
	if (count && count < standing(s))
		return count;
	count = s->batch ? hopeless(s, 0, 1, who) : 0;
	if (count)
		return count;
	lowest = choose(s, who, extreme(s, false, who), false);
	who[0] = lowest;
	return lowest != NOBODY;
}

static bool elect_majority(stv *s)
{
	bool last = standing(s) == 1;
	s->quota = all_votes(s) / 2 + 1;
	for (int c = 0; c < s->candidates; c++)
		if (s->fate[c] == CONTINUING && (last || s->votes[c] >= s->quota)) {
			elect(s, c, s->votes[c] >= s->quota ? "count.said.over_half" : "count.said.last");
			return true;
		}
	return standing(s) == 0;
}

static bool count_run_off(stv *s)
{
	int who[BALLOTS_CANDIDATES_MAX];
	for (bool first = true;; first = false) {
		bool done = elect_majority(s);
		end_stage(s);
		if (done)
			return true;
		begin_stage(s);
		int count = losers(s, first, who);
		for (int i = 0; i < count; i++)
			exclude(s, who[i]);
		for (int i = 0; i < count; i++)
			pass_on(s, who[i], 0, 0);
		if (!count) {
			end_stage(s);
			return false;
		}
	}
}

/* ---- the replay -------------------------------------------------------------------------------------------------- */

static cordon_status count(replay *r, int kind, int decimals)
{
	size_t n = (size_t)r->b->candidates;
	const char *batch = replay_setting(r, "batch", 0);
	stv s = {.r = r, .b = r->b, .kind = kind, .decimals = decimals, .candidates = (int)n, .one = 1};
	s.batch = kind != SCOTTISH && batch && !strcmp(batch, "yes");
	for (int i = 0; i < decimals; i++)
		s.one *= 10;
	s.votes = memory_alloc(n, sizeof *s.votes);
	s.before = memory_alloc(n, sizeof *s.before);
	s.history = memory_alloc((2 * n + 2) * n, sizeof *s.history);
	s.fate = memory_alloc(n, sizeof *s.fate);
	s.waits = memory_alloc(n, sizeof *s.waits);
	s.emptied = memory_alloc(n, sizeof *s.emptied);
	s.pile = memory_alloc(n, sizeof *s.pile);
	s.winner = memory_alloc(n, sizeof *s.winner);
	for (size_t c = 0; c < n; c++)
		s.fate[c] = r->b->withdrawn[c] ? WITHDRAWN : CONTINUING;
	begin_stage(&s);
	replay_say(r, "count.said.first", NULL, NULL, NULL, NULL);
	uint64_t rejected = first_preferences(&s);
	bool decided = kind == IRV ? count_run_off(&s) : count_transfers(&s, rejected);
	if (decided)
		replay_outcome(r, s.winner, s.elected);
	for (size_t c = 0; c < n; c++)
		free(s.pile[c].slip);
	free(s.votes);
	free(s.before);
	free(s.history);
	free(s.fate);
	free(s.waits);
	free(s.emptied);
	free(s.pile);
	free(s.winner);
	return decided ? CORDON_OK : CORDON_UNPROVEN;
}

cordon_status stv_replay_scottish(replay *r)
{
	return count(r, SCOTTISH, 5);
}

cordon_status stv_replay_wigm(replay *r)
{
	return count(r, WIGM, 4);
}

cordon_status stv_replay_irv(replay *r)
{
	return count(r, IRV, 0);
}
