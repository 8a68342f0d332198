/* Replays approval (AV) and satisfaction approval (SAV): sums over candidates. Sources as docs/counting.md names them:
 * Lackner and Skowron (2023); Brams and Kilgour (2014). Whoever fewer than `seats` others exceed is sure of a seat or
 * tied for the last ones, and every way to fill these with the tied wins: candidates are told apart by how many have
 * more, not by sorting. Where the ways are more than a report lists, those of the report are taken for the list, once
 * each was found to be one of them.
 */
#include "recount/committee.h"
#include "recount/fraction.h"

#include <stdlib.h>
#include <string.h>

typedef struct poll {
	electorate e;
	mpq_t *score;
	int *sure, sures, *tied, ties;
} poll;

static void add_scores(poll *p, bool shared)
{
	mpq_t part;
	mpq_init(part);
	for (size_t g = 0; g < p->e.groups; g++) {
		fraction_set(part, p->e.weight[g], shared ? p->e.from[g + 1] - p->e.from[g] : 1);
		for (size_t i = p->e.from[g]; i < p->e.from[g + 1]; i++)
			mpq_add(p->score[p->e.who[i]], p->score[p->e.who[i]], part);
	}
	mpq_clear(part);
}

static void tell_apart(poll *p)
{
	for (int c = 0; c < p->e.n; c++) {
		int more = 0, level = 0;
		for (int d = 0; d < p->e.n; d++) {
			int compared = d == c ? 1 : mpq_cmp(p->score[d], p->score[c]);
			more += d != c && compared > 0;
			level += compared == 0;
		}
		if (more + level < p->e.seats)
			p->sure[p->sures++] = c;
		else if (more < p->e.seats)
			p->tied[p->ties++] = c;
	}
}

/* Every way, as a bitwise count would go through them: the next choice of `open` among the tied, or false. */
static bool next_way(int *place, int open, int ties)
{
	int i = 0;
	while (i < open && place[i] + 1 == (i + 1 < open ? place[i + 1] : ties))
		i++;
	if (i == open)
		return false;
	place[i]++;
	for (int k = 0; k < i; k++)
		place[k] = k;
	return true;
}

static void add_ways(const poll *p, committees *all)
{
	int place[BALLOTS_CANDIDATES_MAX], member[BALLOTS_CANDIDATES_MAX], open = p->e.seats - p->sures;
	for (int i = 0; i < open; i++)
		place[i] = i;
	memcpy(member, p->sure, (size_t)p->sures * sizeof *member);
	do {
		for (int i = 0; i < open; i++)
			member[p->sures + i] = p->tied[place[i]];
		committees_add(all, member, p->e.seats);
	} while (!all->more && next_way(place, open, p->ties));
}

/* All the sure ones are in, and nobody but these and the tied. */
static bool wins(const void *context, const int *member, int size)
{
	const poll *p = context;
	int sures = 0, tied = 0;
	for (int i = 0; i < size; i++) {
		for (int k = 0; k < p->sures; k++)
			sures += p->sure[k] == member[i];
		for (int k = 0; k < p->ties; k++)
			tied += p->tied[k] == member[i];
	}
	return sures == p->sures && sures + tied == p->e.seats && size == p->e.seats;
}

static cordon_status replay_scores(replay *r, bool shared, const char *said)
{
	poll p = {.ties = 0};
	committees all = {0};
	cordon_status status = electorate_begin(&p.e, r, true);
	if (!status) {
		size_t n = (size_t)p.e.n;
		char **votes = memory_alloc(n, sizeof *votes);
		p.score = memory_alloc(n, sizeof *p.score);
		p.sure = memory_alloc(n, sizeof *p.sure);
		p.tied = memory_alloc(n, sizeof *p.tied);
		for (size_t c = 0; c < n; c++)
			mpq_init(p.score[c]);
		add_scores(&p, shared);
		tell_apart(&p);
		add_ways(&p, &all);
		if (all.more)
			committees_take_claimed(r, &all, wins, &p);
		for (size_t c = 0; c < n; c++)
			votes[c] = fraction_text(p.score[c]);
		status = committees_decide(&p.e, &all, votes, said, NULL);
		for (size_t c = 0; c < n; c++) {
			mpq_clear(p.score[c]);
			free(votes[c]);
		}
		free(votes);
		free(p.score);
		free(p.sure);
		free(p.tied);
	}
	committees_free(&all);
	electorate_free(&p.e);
	return status;
}

cordon_status approval_replay(replay *r)
{
	return replay_scores(r, false, "count.said.approvals");
}

cordon_status sav_replay(replay *r)
{
	return replay_scores(r, true, "count.said.satisfaction");
}
