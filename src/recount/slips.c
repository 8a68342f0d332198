/* Slips and piles; see slips.h. */
#include "recount/slips.h"

#include <stdlib.h>
#include <string.h>

const char *const slips_fate_word[] = {"continuing", "elected", "excluded", "withdrawn"};

bool slips_batch(const replay *r, bool *batch)
{
	const char *said = replay_setting(r, "batch", 0);
	*batch = said && !strcmp(said, "yes");
	return !said || *batch || !strcmp(said, "no");
}

bool slips_start(slips *s, replay *r, slips_kind kind, int decimals)
{
	size_t n = (size_t)r->b->candidates;
	*s = (slips){.r = r, .b = r->b, .kind = kind, .decimals = decimals, .candidates = (int)n, .one = 1};
	for (int i = 0; i < decimals; i++)
		s->one *= 10;
	s->votes = memory_alloc(n, sizeof *s->votes);
	s->before = memory_alloc(n, sizeof *s->before);
	if (kind == SLIPS_SCOTTISH)
		s->history = memory_alloc((2 * n + 2) * n, sizeof *s->history);
	s->fate = memory_alloc(n, sizeof *s->fate);
	s->waits = memory_alloc(n, sizeof *s->waits);
	s->emptied = memory_alloc(n, sizeof *s->emptied);
	s->pile = memory_alloc(n, sizeof *s->pile);
	s->winner = memory_alloc(n, sizeof *s->winner);
	for (size_t c = 0; c < n; c++)
		s->fate[c] = r->b->withdrawn[c] ? SLIPS_WITHDRAWN : SLIPS_CONTINUING;
	return slips_batch(r, &s->batch);
}

void slips_free(slips *s)
{
	for (int c = 0; c < s->candidates; c++)
		free(s->pile[c].slip);
	free(s->votes);
	free(s->before);
	free(s->history);
	free(s->fate);
	free(s->waits);
	free(s->emptied);
	free(s->pile);
	free(s->winner);
	free(s->kept);
}

int slips_standing(const slips *s)
{
	int count = 0;
	for (int c = 0; c < s->candidates; c++)
		count += s->fate[c] == SLIPS_CONTINUING;
	return count;
}

/* ---- slips ------------------------------------------------------------------------------------------------------- */

/* The ranked[] of the next continuing candidate at or after `at`, `rank` being the last rank that was read. */
static size_t follow(const slips *s, const paper *p, size_t at, unsigned rank)
{
	const ranked *r = s->b->ranked;
	for (; at < p->to; rank = r[at++].rank) {
		bool gap = r[at].rank > rank + 1, several = at + 1 < p->to && r[at + 1].rank == r[at].rank;
		if (several || (gap && s->kind == SLIPS_SCOTTISH))
			return p->to;
		if (s->fate[r[at].who] == SLIPS_CONTINUING)
			return at;
	}
	return p->to;
}

static void put(pile *to, slip one)
{
	MEMORY_RESERVE(to->slip, to->count, to->capacity);
	to->slip[to->count++] = one;
}

static void add_up(slips *s)
{
	for (int c = 0; c < s->candidates; c++) {
		if (s->emptied[c])
			continue;
		s->votes[c] = 0;
		for (size_t i = 0; i < s->pile[c].count; i++)
			s->votes[c] +=
				(replay_wide)s->pile[c].slip[i].value * s->b->paper[s->pile[c].slip[i].paper].weight;
	}
}

typedef struct move {
	uint64_t *papers;
	replay_wide *votes;
} move;

static void give(slips *s, const move *m, slip one, size_t next)
{
	const paper *p = &s->b->paper[one.paper];
	bool ends = next == p->to || (!one.value && s->kind != SLIPS_SCOTTISH);
	int to = ends ? s->candidates : s->b->ranked[next].who;
	m->papers[to] += p->weight;
	m->votes[to] += (replay_wide)p->weight * one.value;
	if (!ends)
		put(&s->pile[to], (slip){one.paper, next, one.value});
}

static void tell_move(slips *s, const move *m, int from)
{
	json_t *list = json_object_get(s->r->stage, "transfers");
	bool first = from == SLIPS_NOBODY;
	for (int c = 0; c <= s->candidates && !s->r->silent; c++) {
		if (!m->papers[c] || (first && s->kind == SLIPS_SCOTTISH && c == s->candidates))
			continue;
		json_array_append_new(list, json_pack("{s:o, s:o, s:I, s:s?, s:o}", "from",
						      first ? json_null() : json_integer(from + 1), "to",
						      c == s->candidates ? json_null() : json_integer(c + 1), "papers",
						      (json_int_t)m->papers[c], "value",
						      first && s->kind == SLIPS_SCOTTISH ? "1" : NULL, "votes",
						      replay_units(m->votes[c], s->decimals)));
	}
}

static move begin_move(const slips *s)
{
	size_t room = (size_t)s->candidates + 1;
	return (move){memory_alloc(room, sizeof(uint64_t)), memory_alloc(room, sizeof(replay_wide))};
}

static void end_move(slips *s, move *m, int from)
{
	tell_move(s, m, from);
	free(m->papers);
	free(m->votes);
	add_up(s);
}

void slips_pass_on(slips *s, int from, replay_wide surplus, replay_wide votes)
{
	move m = begin_move(s);
	pile old = s->pile[from];
	s->pile[from] = (pile){0};
	s->emptied[from] = true;
	s->votes[from] = votes ? votes - surplus : 0;
	for (size_t i = 0; i < old.count; i++) {
		slip one = old.slip[i];
		const paper *p = &s->b->paper[one.paper];
		if (votes && s->kind == SLIPS_SCOTTISH)
			one.value = (uint64_t)(one.value * surplus / votes);
		else if (votes)
			one.value = (uint64_t)(one.value * surplus / s->one * s->one / votes);
		if (s->kept && from == s->keeper)
			s->kept[one.paper] = old.slip[i].value - (votes ? one.value : 0);
		give(s, &m, one, follow(s, p, one.at + 1, s->b->ranked[one.at].rank));
	}
	free(old.slip);
	end_move(s, &m, from);
}

uint64_t slips_first(slips *s)
{
	uint64_t rejected = 0;
	move m = begin_move(s);
	for (size_t i = 0; i < s->b->papers; i++) {
		const paper *p = &s->b->paper[i];
		const ranked *r = &s->b->ranked[p->from];
		bool single = r->rank == 1 && (p->to == p->from + 1 || r[1].rank > 1);
		if (s->kind == SLIPS_SCOTTISH && !single) {
			rejected += p->weight;
			continue;
		}
		s->valid += p->weight * s->one;
		give(s, &m, (slip){i, 0, (uint64_t)s->one}, follow(s, p, p->from, 0));
	}
	end_move(s, &m, SLIPS_NOBODY);
	return rejected;
}

void slips_first_kept(slips *s)
{
	for (int c = 0; c < s->candidates; c++) {
		s->pile[c].count = 0;
		s->emptied[c] = false;
	}
	move m = begin_move(s);
	s->valid = 0;
	for (size_t i = 0; i < s->b->papers; i++) {
		const paper *p = &s->b->paper[i];
		s->valid += (replay_wide)p->weight * s->kept[i];
		if (s->kept[i])
			give(s, &m, (slip){i, 0, s->kept[i]}, follow(s, p, p->from, 0));
	}
	end_move(s, &m, s->keeper);
}

/* ---- stages ------------------------------------------------------------------------------------------------------ */

void slips_begin_stage(slips *s)
{
	replay_stage(s->r);
	replay_stage_set(s->r, "transfers", json_array());
	memcpy(s->before, s->votes, (size_t)s->candidates * sizeof *s->before);
	s->stages++;
}

replay_wide slips_sum(const slips *s)
{
	replay_wide sum = 0;
	for (int c = 0; c < s->candidates; c++)
		sum += s->votes[c];
	return sum;
}

static json_t *change(const slips *s, replay_wide after, replay_wide before)
{
	return s->stages == 1 ? json_null() : replay_units(after - before, s->decimals);
}

void slips_end_stage(slips *s)
{
	replay_wide sum = slips_sum(s), lost = s->valid - sum;
	if (s->history)
		memcpy(s->history + (size_t)(s->stages - 1) * (size_t)s->candidates, s->votes,
		       (size_t)s->candidates * sizeof *s->votes);
	json_t *list = json_array();
	for (int c = 0; c < s->candidates && !s->r->silent; c++)
		json_array_append_new(list, json_pack("{s:i, s:o, s:o, s:n, s:s}", "candidate", c + 1, "votes",
						      replay_units(s->votes[c], s->decimals), "transfer",
						      change(s, s->votes[c], s->before[c]), "keep", "state",
						      slips_fate_word[s->fate[c]]));
	replay_stage_set(s->r, "candidates", list);
	replay_stage_set(s->r, "quota", replay_units(s->quota, s->decimals));
	replay_stage_set(s->r, "total", replay_units(sum, s->decimals));
	replay_stage_set(s->r, "not_transferable", replay_units(lost, s->decimals));
	replay_stage_set(s->r, "not_transferable_change", change(s, lost, s->lost));
	s->lost = lost;
}

/* ---- who --------------------------------------------------------------------------------------------------------- */

void slips_elect(slips *s, int who, const char *code)
{
	s->fate[who] = SLIPS_ELECTED;
	s->winner[s->elected++] = who;
	replay_say(s->r, code, s->b->name[who], NULL, NULL, NULL);
}

int slips_extreme(const slips *s, bool surplus, int *who)
{
	int count = 0;
	for (int c = 0; c < s->candidates; c++) {
		if (surplus ? !s->waits[c] : s->fate[c] != SLIPS_CONTINUING)
			continue;
		replay_wide mine = s->votes[c], best = count ? s->votes[who[0]] : mine;
		if (surplus ? mine > best : mine < best)
			count = 0;
		if (!count || mine == best)
			who[count++] = c;
	}
	return count;
}

/* Rules 49 and 51: who had more (or fewer) at the latest stage where they differed. */
static int by_history(slips *s, int *who, int count, bool most)
{
	char stage[24];
	int decided = 0;
	char *all = replay_names(s->r, who, count);
	for (int at = s->stages - 2; at >= 0 && count > 1; at--) {
		const replay_wide *votes = s->history + (size_t)at * (size_t)s->candidates;
		replay_wide best = votes[who[0]];
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

int slips_lot(replay *r, const int *who, int count, const char *why)
{
	if (count == 1)
		return who[0];
	char *all = replay_names(r, who, count);
	int at = replay_lot(r, who, count, why);
	if (at == REPLAY_STOPPED)
		replay_say(r, "count.said.stopped", all, NULL, NULL, NULL);
	else
		replay_say(r, "count.said.lot", all, r->b->name[who[at]], NULL, NULL);
	free(all);
	return at == REPLAY_STOPPED ? SLIPS_NOBODY : who[at];
}

int slips_choose(slips *s, int *who, int count, bool surplus)
{
	if (count > 1 && s->kind == SLIPS_SCOTTISH)
		count = by_history(s, who, count, surplus);
	return slips_lot(s->r, who, count, surplus ? "count.tie.surplus" : "count.tie.exclude");
}

void slips_exclude(slips *s, int who)
{
	char votes[64];
	replay_units_text(s->votes[who], s->decimals, votes);
	replay_say(s->r, "count.said.excluded", s->b->name[who], votes, NULL, NULL);
	s->fate[who] = SLIPS_EXCLUDED;
}

int slips_hopeless(const replay_wide *votes, const slips_fate *fate, int candidates, replay_wide surplus, int spare,
		   int *who)
{
	int order[BALLOTS_CANDIDATES_MAX], count = 0, set = 0;
	for (int c = 0; c < candidates; c++)
		if (fate[c] == SLIPS_CONTINUING)
			order[count++] = c;
	for (int i = 1; i < count; i++)
		for (int k = i; k > 0 && votes[order[k]] < votes[order[k - 1]]; k--) {
			int swap = order[k];
			order[k] = order[k - 1];
			order[k - 1] = swap;
		}
	replay_wide sum = surplus;
	for (int i = 1; i < count && count - i >= spare; i++) {
		sum += votes[order[i - 1]];
		set = sum < votes[order[i]] ? i : set;
	}
	memcpy(who, order, (size_t)set * sizeof *who);
	return set;
}
