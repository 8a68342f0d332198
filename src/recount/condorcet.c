/* Replays Schulze's method, and what it has in common with ranked pairs (ranked_pairs.c). Each ballot is compared
 * pair by pair, what it does not name standing below all it names. Schulze's method, with Debian's default option,
 * quorum and majorities (Constitution 1.7, A.6): the strongest chains go out from one option at a time, the
 * strongest first (Dijkstra's way), a chain being the votes for and against its weakest defeat: more for it is
 * stronger, between equals fewer against it.
 */
#include "recount/condorcet.h"

#include "recount/fraction.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

static strength *chain(const contest *k, int a, int b)
{
	return &k->chain[(size_t)a * (size_t)k->n + (size_t)b];
}

static void compare_pairs(contest *k)
{
	unsigned rank[BALLOTS_CANDIDATES_MAX];
	for (size_t i = 0; i < k->b->papers; i++) {
		const paper *p = &k->b->paper[i];
		for (int c = 0; c < k->n; c++)
			rank[c] = BALLOTS_RANK_MAX + 1;
		for (size_t at = p->from; at < p->to; at++)
			rank[k->b->ranked[at].who] = k->b->ranked[at].rank;
		for (size_t at = p->from; at < p->to; at++) {
			int a = k->b->ranked[at].who;
			for (int c = 0; c < k->n; c++)
				if (rank[a] < rank[c])
					k->over[(size_t)a * (size_t)k->n + (size_t)c] += p->weight;
		}
	}
}

/* ---- the default option ------------------------------------------------------------------------------------------ */

/* Whether `votes` reach `times` x `least`. */
static bool reaches(uint64_t votes, const char *times, uint64_t least)
{
	mpq_t needed, have;
	mpq_inits(needed, have, NULL);
	bool known = fraction_read(times, needed);
	mpq_set_ui(have, least, 1);
	mpq_mul(needed, needed, have);
	known = known && fraction_compare(votes, 1, needed) >= 0;
	mpq_clears(needed, have, NULL);
	return known;
}

static const char *majority_of(const contest *k, int option)
{
	size_t i;
	json_t *one;
	json_array_foreach(k->r->settings, i, one)
	{
		const char *key = json_string_value(json_object_get(one, "key"));
		const char *name = json_string_value(json_object_get(one, "name"));
		if (!strcmp(key, "majority") && name && replay_candidate(k->r, name) == option)
			return json_string_value(json_object_get(one, "value"));
	}
	return "1";
}

static void tell_states(const contest *k, int elected, bool end)
{
	json_t *list = json_array();
	for (int c = 0; c < k->n; c++) {
		bool out = end || !k->in[c];
		const char *state = k->b->withdrawn[c] ? "withdrawn"
				    : c == elected     ? "elected"
				    : out              ? "excluded"
						       : "continuing";
		json_array_append_new(list, json_pack("{s:i, s:n, s:n, s:n, s:s}", "candidate", c + 1, "votes",
						      "transfer", "keep", "state", state));
	}
	replay_stage_set(k->r, "candidates", list);
}

static void drop(contest *k, int by_default)
{
	const char *quorum = replay_setting(k->r, "quorum", 0);
	replay_stage_bare(k->r);
	for (int c = 0; c < k->n; c++) {
		if (!k->in[c] || c == by_default)
			continue;
		char over[24], under[24];
		const char *ratio = majority_of(k, c), *name = k->b->name[c];
		snprintf(over, sizeof over, "%" PRIu64, above(k, c, by_default));
		snprintf(under, sizeof under, "%" PRIu64, above(k, by_default, c));
		bool enough = !quorum || reaches(above(k, c, by_default), quorum, 1);
		bool more = above(k, c, by_default) > above(k, by_default, c) &&
			    reaches(above(k, c, by_default), ratio, above(k, by_default, c));
		if (quorum)
			replay_say(k->r, enough ? "count.said.quorate" : "count.said.no_quorum", name, over, quorum,
				   NULL);
		if (enough)
			replay_say(k->r, more ? "count.said.majority" : "count.said.no_majority", name, over, under,
				   ratio);
		k->in[c] = enough && more;
	}
	tell_states(k, -1, false);
}

/* ---- chains ------------------------------------------------------------------------------------------------------ */

static bool stronger(strength a, strength b)
{
	return a.won > b.won || (a.won && a.won == b.won && a.lost < b.lost);
}

static strength defeat(const contest *k, int a, int b)
{
	strength s = {above(k, a, b), above(k, b, a)};
	return k->in[a] && k->in[b] && s.won > s.lost ? s : (strength){0, 0};
}

static void chains_from(contest *k, int a)
{
	bool done[BALLOTS_CANDIDATES_MAX] = {false};
	done[a] = true;
	for (int c = 0; c < k->n; c++)
		if (c != a)
			*chain(k, a, c) = defeat(k, a, c);
	for (;;) {
		int best = -1;
		for (int c = 0; c < k->n; c++)
			if (!done[c] && chain(k, a, c)->won &&
			    (best < 0 || stronger(*chain(k, a, c), *chain(k, a, best))))
				best = c;
		if (best < 0)
			return;
		done[best] = true;
		for (int c = 0; c < k->n; c++) {
			strength on = defeat(k, best, c), to = *chain(k, a, best);
			strength weakest = stronger(on, to) ? to : on;
			if (!done[c] && stronger(weakest, *chain(k, a, c)))
				*chain(k, a, c) = weakest;
		}
	}
}

static void tell_matrix(const contest *k, const char *key, const char *title, bool chains)
{
	json_t *cells = json_array(), *names = json_array();
	for (int a = 0; a < k->n; a++) {
		json_array_append_new(names, json_string(k->b->name[a]));
		json_t *row = json_array();
		for (int c = 0; c < k->n; c++) {
			char cell[64];
			strength s = *chain(k, a, c);
			if (chains)
				snprintf(cell, sizeof cell, "%" PRIu64 ":%" PRIu64, s.won, s.lost);
			else
				snprintf(cell, sizeof cell, "%" PRIu64, above(k, a, c));
			json_array_append_new(row, a == c || (chains && !s.won) ? json_null() : json_string(cell));
		}
		json_array_append_new(cells, row);
	}
	json_array_append_new(json_object_get(k->r->doc, "matrices"),
			      json_pack("{s:s, s:{s:s, s:[]}, s:O, s:o, s:o}", "key", key, "title", "code", title,
					"arguments", "rows", names, "columns", names, "cells", cells));
}

cordon_status condorcet_elect(contest *k, const int *winner, int count)
{
	replay_stage_bare(k->r);
	int at = count ? replay_lot(k->r, winner, count, "count.tie.person") : 0;
	char *all = replay_names(k->r, winner, count);
	if (at == REPLAY_STOPPED)
		replay_say(k->r, "count.said.stopped", all, NULL, NULL, NULL);
	else if (count > 1)
		replay_say(k->r, "count.said.lot", all, k->b->name[winner[at]], NULL, NULL);
	else if (count)
		replay_say(k->r, "count.said.wins", k->b->name[winner[0]], NULL, NULL, NULL);
	free(all);
	for (int c = 0; c < k->n; c++)
		k->in[c] = true; /* a new stage begins with all */
	tell_states(k, count && at >= 0 ? winner[at] : -1, at >= 0);
	if (at >= 0)
		replay_outcome(k->r, winner + at, count ? 1 : 0);
	return at >= 0 ? CORDON_OK : CORDON_UNPROVEN;
}

static cordon_status decide(contest *k)
{
	int winner[BALLOTS_CANDIDATES_MAX], count = 0;
	for (int a = 0; a < k->n; a++) {
		bool wins = k->in[a];
		for (int c = 0; c < k->n && wins; c++)
			wins = c == a || !k->in[c] || !stronger(*chain(k, c, a), *chain(k, a, c));
		if (wins)
			winner[count++] = a;
	}
	return condorcet_elect(k, winner, count);
}

contest condorcet_begin(replay *r)
{
	size_t n = (size_t)r->b->candidates;
	contest k = {.r = r, .b = r->b, .n = (int)n};
	k.over = memory_alloc(n * n, sizeof *k.over);
	k.chain = memory_alloc(n * n, sizeof *k.chain);
	k.in = memory_alloc(n, sizeof *k.in);
	for (size_t c = 0; c < n; c++)
		k.in[c] = !r->b->withdrawn[c];
	compare_pairs(&k);
	if (!r->silent)
		tell_matrix(&k, "pairwise", "count.pairwise", false);
	return k;
}

void condorcet_end(contest *k)
{
	free(k->over);
	free(k->chain);
	free(k->in);
}

cordon_status schulze_replay(replay *r)
{
	const char *by_default = replay_setting(r, "default", 0);
	int option = by_default ? replay_candidate(r, by_default) : -1;
	contest k = condorcet_begin(r);
	if (option >= 0)
		drop(&k, option);
	for (int a = 0; a < k.n; a++)
		chains_from(&k, a);
	if (!r->silent)
		tell_matrix(&k, "chains", "count.chains", true);
	cordon_status status = decide(&k);
	condorcet_end(&k);
	return status;
}
