/* Goes all ways a rule that takes candidates one after another can go, and tells one of them; see sequence.h. The rules
 * themselves are in sequence_rules.c.
 *
 * All ways are gone depth first, the lowest number first. Then one is told: at the first stage whose choices lead to
 * different committees (or the last, if there are several at all) one of them is drawn, or the count stops; of several
 * ways to it, the lowest numbers.
 */
#include "recount/sequence.h"

#include "recount/fraction.h"

#include "base/hash.h"

#include <stdlib.h>
#include <string.h>

/* ---- states ------------------------------------------------------------------------------------------------------ */

void walk_begin(walk *w)
{
	size_t n = (size_t)w->e.n;
	w->taken = memory_alloc(n, sizeof *w->taken);
	w->path = memory_alloc(n, sizeof *w->path);
	w->met = memory_alloc(w->e.groups, sizeof *w->met);
	w->level = memory_alloc(n, sizeof *w->level);
	w->has = memory_alloc(n, sizeof *w->has);
	for (size_t c = 0; c < n; c++)
		mpq_init(w->level[c]);
	w->money = w->m->money ? memory_alloc(w->e.groups, sizeof *w->money) : NULL;
	for (size_t g = 0; w->money && g < w->e.groups; g++)
		mpq_init(w->money[g]);
}

static void forget(walk *w)
{
	names_free(&w->known);
	arena_free(&w->keep);
	free(w->leads);
	w->known = (names){0};
	w->keep = (arena){0};
	w->leads = NULL;
	w->capacity = 0;
}

void walk_restart(walk *w, const mpq_t money)
{
	memset(w->taken, 0, (size_t)w->e.n * sizeof *w->taken);
	memset(w->met, 0, w->e.groups * sizeof *w->met);
	w->length = 0;
	w->second = false;
	for (size_t g = 0; w->money && g < w->e.groups; g++)
		mpq_set(w->money[g], money);
	forget(w);
}

void walk_free(walk *w)
{
	for (int c = 0; w->level && c < w->e.n; c++)
		mpq_clear(w->level[c]);
	for (size_t g = 0; w->money && g < w->e.groups; g++)
		mpq_clear(w->money[g]);
	forget(w);
	free(w->money);
	free(w->level);
	free(w->has);
	free(w->taken);
	free(w->path);
	free(w->met);
	committees_free(&w->all);
	electorate_free(&w->e);
}

static void hash_number(hash_state *state, const mpz_t number)
{
	int sign = mpz_sgn(number);
	hash_add(state, &sign, sizeof sign);
	hash_add_framed(state, mpz_limbs_read(number), mpz_size(number) * sizeof(mp_limb_t));
}

static void digest(const walk *w, char hex[HASH_HEX])
{
	hash_state state;
	hash_begin(&state);
	hash_add(&state, &w->second, sizeof w->second);
	hash_add(&state, w->taken, (size_t)w->e.n * sizeof *w->taken);
	for (size_t g = 0; w->money && g < w->e.groups; g++) {
		hash_number(&state, mpq_numref(w->money[g]));
		hash_number(&state, mpq_denref(w->money[g]));
	}
	hash_end(&state, hex);
}

/* ---- one step ---------------------------------------------------------------------------------------------------- */

/* Levels of all who are left, and the best of them. */
static void compare_levels(walk *w, choice *ch)
{
	for (int c = 0; c < w->e.n; c++) {
		w->has[c] = !w->taken[c] && w->m->level(w, c, w->level[c]);
		if (!w->has[c])
			continue;
		int compared = ch->count ? mpq_cmp(w->level[c], ch->level) * (w->m->greatest ? 1 : -1) : 1;
		if (compared > 0) {
			ch->count = 0;
			mpq_set(ch->level, w->level[c]);
		}
		if (compared >= 0)
			ch->tied[ch->count++] = c;
	}
}

choice walk_choose(walk *w)
{
	choice ch = {.tied = memory_alloc((size_t)w->e.n, sizeof *ch.tied), .second = w->second};
	mpq_init(ch.level);
	compare_levels(w, &ch);
	if (!ch.count && w->m->second_phase && !w->second) {
		w->second = true;
		compare_levels(w, &ch);
	}
	ch.rated = ch.count > 0;
	for (int c = 0; c < w->e.n && w->m->rest_is_tied && !ch.rated; c++)
		if (!w->taken[c])
			ch.tied[ch.count++] = c;
	return ch;
}

void walk_unchoose(walk *w, choice *ch)
{
	w->second = ch->second;
	mpq_clear(ch->level);
	free(ch->tied);
}

size_t walk_fans(const walk *w, int c)
{
	return w->e.fans_from[c + 1] - w->e.fans_from[c];
}

uint32_t walk_fan(const walk *w, int c, size_t i)
{
	return w->e.fan[w->e.fans_from[c] + i];
}

mpq_t *walk_take(walk *w, const choice *ch, int c)
{
	mpq_t *before = w->money ? memory_alloc(walk_fans(w, c), sizeof *before) : NULL;
	for (size_t i = 0; i < walk_fans(w, c); i++) {
		w->met[walk_fan(w, c, i)]++;
		if (!before)
			continue;
		mpq_init(before[i]);
		mpq_set(before[i], w->money[walk_fan(w, c, i)]);
	}
	if (w->m->pay && ch->rated)
		w->m->pay(w, c, ch->level);
	w->taken[c] = true;
	w->path[w->length++] = c;
	return before;
}

void walk_drop(const walk *w, int c, mpq_t *before)
{
	for (size_t i = 0; before && i < walk_fans(w, c); i++)
		mpq_clear(before[i]);
	free(before);
}

void walk_untake(walk *w, int c, mpq_t *before)
{
	for (size_t i = 0; i < walk_fans(w, c); i++) {
		w->met[walk_fan(w, c, i)]--;
		if (before)
			mpq_swap(w->money[walk_fan(w, c, i)], before[i]);
	}
	w->taken[c] = false;
	w->length--;
	walk_drop(w, c, before);
}

/* ---- all ways ---------------------------------------------------------------------------------------------------- */

static void remember(walk *w, const char *hex, reach r)
{
	if (w->known.count == STATES_MAX) {
		w->lost = true;
		return;
	}
	int number = names_add(&w->known, arena_copy_text(&w->keep, hex));
	MEMORY_RESERVE(w->leads, (size_t)number, w->capacity);
	w->leads[number] = r;
}

static reach end_of_way(walk *w)
{
	reach r = {{0}};
	int number = w->m->end(w);
	if (number >= 0)
		r.word[number / 64] |= UINT64_C(1) << (number % 64);
	return r;
}

/* A way has at most as many steps as there are candidates: so deep is this. */
reach walk_explore(walk *w)
{
	char hex[HASH_HEX];
	reach r = {{0}};
	if (w->length == w->steps)
		return end_of_way(w);
	if (w->lost || w->all.more)
		return r;
	if (w->forks) {
		digest(w, hex);
		int number = names_find(&w->known, hex);
		if (number >= 0)
			return w->leads[number];
	}
	choice ch = walk_choose(w);
	w->forks += ch.count > 1;
	for (int i = 0; i < ch.count; i++) {
		mpq_t *before = walk_take(w, &ch, ch.tied[i]);
		reach one = walk_explore(w);
		walk_untake(w, ch.tied[i], before);
		for (int k = 0; k < REACH_WORDS; k++)
			r.word[k] |= one.word[k];
	}
	if (!ch.count)
		r = end_of_way(w);
	w->forks -= ch.count > 1;
	walk_unchoose(w, &ch);
	if (w->forks)
		remember(w, hex, r);
	return r;
}

/* ---- the way told ------------------------------------------------------------------------------------------------ */

/* The place among the tied of the first that leads to committee `number` (-1: whichever), and whether all lead to the
 * same. */
static int way_to(walk *w, const choice *ch, int number, bool *agree)
{
	int place = -1;
	reach first = {{0}};
	*agree = true;
	w->forks += ch->count > 1;
	for (int i = 0; i < ch->count && ch->count > 1; i++) {
		mpq_t *before = walk_take(w, ch, ch->tied[i]);
		reach r = walk_explore(w);
		walk_untake(w, ch->tied[i], before);
		first = i ? first : r;
		*agree = *agree && !memcmp(&first, &r, sizeof r);
		if (place < 0 && (number < 0 || r.word[number / 64] >> (number % 64) & 1))
			place = i;
	}
	w->forks -= ch->count > 1;
	return ch->count > 1 ? place : 0;
}

static const char *state_of(const void *context, int candidate)
{
	const walk *w = context;
	return !w->taken[candidate] ? "continuing" : w->m->reverse ? "excluded" : "elected";
}

static void tell_levels(const walk *w)
{
	char **votes = memory_alloc((size_t)w->e.n, sizeof *votes);
	for (int c = 0; c < w->e.n; c++)
		votes[c] = w->has[c] ? fraction_text(w->level[c]) : NULL;
	committee_tell(&w->e, votes, state_of, w);
	for (int c = 0; c < w->e.n; c++)
		free(votes[c]);
	free(votes);
}

static void tell_taken(const walk *w, const choice *ch, int c)
{
	char *level = ch->rated ? fraction_text(ch->level) : NULL;
	replay_say(w->e.r, w->second ? w->m->said_second : w->m->said, w->e.r->b->name[c], level ? level : "0", NULL,
		   NULL);
	tell_levels(w);
	free(level);
}

/* Levels are those of this stage again once the ways on were explored. */
static void choose_again(walk *w, choice *ch)
{
	if (ch->count < 2)
		return;
	walk_unchoose(w, ch);
	*ch = walk_choose(w);
}

/* Tells a stage; `number` is that of the committee chosen, -1: none yet. False: the count stops here. */
static bool tell_stage(walk *w, int *number)
{
	bool agree;
	choice ch = walk_choose(w);
	way_to(w, &ch, *number, &agree);
	choose_again(w, &ch);
	replay_stage_bare(w->e.r);
	if (*number < 0 && (!agree || w->length == w->steps - 1)) {
		tell_levels(w);
		int place = committees_choose(&w->e, &w->all);
		if (place == REPLAY_STOPPED) {
			walk_unchoose(w, &ch);
			return false;
		}
		*number = w->all.item[place].number;
	}
	int c = ch.tied[way_to(w, &ch, *number, &agree)];
	choose_again(w, &ch);
	walk_drop(w, c, walk_take(w, &ch, c));
	tell_taken(w, &ch, c);
	ch.second = w->second; /* it stays */
	walk_unchoose(w, &ch);
	return true;
}

static const committee *committee_of(const walk *w, int number)
{
	int place = 0;
	while (w->all.item[place].number != number)
		place++;
	return &w->all.item[place];
}

static cordon_status tell(walk *w)
{
	int number = w->all.count == 1 ? 0 : -1;
	if (!w->steps) {
		replay_stage_bare(w->e.r);
		tell_levels(w);
	}
	if (!number)
		committees_choose(&w->e, &w->all);
	while (w->length < w->steps)
		if (!tell_stage(w, &number))
			return CORDON_UNPROVEN;
	const committee *one = committee_of(w, number);
	replay_outcome(w->e.r, w->m->reverse ? one->member : w->path, one->size);
	return CORDON_OK;
}

cordon_status sequence_replay(replay *r, const method *m)
{
	walk w = {.m = m};
	mpq_t share;
	cordon_status status = electorate_begin(&w.e, r, true);
	mpq_init(share);
	if (!status) {
		w.steps = m->reverse ? w.e.n - w.e.seats : w.e.seats;
		if (m->second_phase && w.e.voters)
			fraction_set(share, (uint64_t)w.e.seats, w.e.voters);
		walk_begin(&w);
		walk_restart(&w, share);
		walk_explore(&w);
		status = w.lost || w.all.more ? CORDON_INTERRUPTED : tell(&w);
	}
	mpq_clear(share);
	walk_free(&w);
	return status;
}
