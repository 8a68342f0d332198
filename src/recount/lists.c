/* Replays elections of lists: dhondt, sainte-lague and largest-remainder (docs/counting.md has the rules). Lists of the
 * same pact make one camp, a list without one is a camp of its own, with the number of its first list. The camps share
 * all seats (shares.c); then each camp's seats go on, to its lists by the same method and from a list to its persons,
 * or from the camp to its persons at once.
 */
#include "recount/lists.h"

#include "recount/fraction.h"
#include "recount/highest.h"

#include "base/names.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

typedef struct council {
	replay *r;
	const ballots *b;
	method how;
	bool by_persons; /* inside a pact, whatever list they stand on */
	int *camp; /* by list: the first list of its camp */
	const char **pact; /* by list; NULL: none */
	uint64_t *camp_votes; /* by first list, like what follows */
	int *camp_persons, *camp_seats;
	int *seats, *persons; /* by list */
	int *winner, winners;
} council;

static void say_count(replay *r, const char *code, const char *name, uint64_t a, const char *more)
{
	char digits[24];
	snprintf(digits, sizeof digits, "%" PRIu64, a);
	if (name)
		replay_say(r, code, name, digits, more, NULL);
	else
		replay_say(r, code, digits, more, NULL, NULL);
}

static const char *camp_name(const council *c, int first)
{
	return c->pact[first] ? c->pact[first] : c->b->list[first].name;
}

/* ---- camps ------------------------------------------------------------------------------------------------------- */

/* Pacts: of the settings (the first that names a list holds), else of the file. False: the settings name a list that
 * is not there. */
static bool find_pacts(council *c)
{
	names lists = {0};
	size_t i;
	json_t *one;
	bool fit = true;
	for (int l = 0; l < c->b->lists; l++)
		names_add(&lists, c->b->list[l].name);
	json_array_foreach(c->r->settings, i, one)
	{
		const char *list = json_string_value(json_object_get(one, "name"));
		if (strcmp(json_string_value(json_object_get(one, "key")), "pacts") != 0)
			continue;
		int l = list ? names_find(&lists, list) : -1;
		fit = fit && l >= 0;
		if (l >= 0 && !c->pact[l])
			c->pact[l] = json_string_value(json_object_get(one, "value"));
	}
	names_free(&lists);
	for (int l = 0; l < c->b->lists; l++)
		c->pact[l] = c->pact[l] ? c->pact[l] : c->b->list[l].pact;
	return fit;
}

static void make_camps(council *c)
{
	const ballots *b = c->b;
	names pacts = {0};
	int *first = memory_alloc((size_t)b->lists, sizeof *first); /* by pact: its first list */
	for (int l = 0; l < b->lists; l++) {
		int known = pacts.count, pact = c->pact[l] ? names_add(&pacts, c->pact[l]) : -1;
		if (pact == known)
			first[pact] = l;
		c->camp[l] = pact < 0 ? l : first[pact];
		c->camp_votes[c->camp[l]] += b->list[l].votes;
	}
	for (int p = 0; p < b->candidates; p++) {
		c->persons[b->list_of[p]]++;
		c->camp_persons[c->camp[b->list_of[p]]]++;
	}
	free(first);
	names_free(&pacts);
}

/* Without persons in the file everybody can fill all seats. */
static int room(const council *c, int persons)
{
	return c->b->candidates ? persons : c->r->seats;
}

/* ---- between camps ----------------------------------------------------------------------------------------------- */

static cordon_status drop_small(const council *c, sharer *camp, int camps, uint64_t sum)
{
	const char *threshold = replay_setting(c->r, "threshold", 0);
	char all[24];
	mpq_t least;
	if (!threshold)
		return CORDON_OK;
	snprintf(all, sizeof all, "%" PRIu64, sum);
	mpq_init(least);
	bool known = fraction_read(threshold, least);
	for (int i = 0; i < camps && sum && known; i++)
		if (fraction_compare(camp[i].votes, sum, least) < 0) {
			say_count(c->r, "count.said.below", camp[i].name, camp[i].votes, all);
			camp[i].votes = 0;
		}
	mpq_clear(least);
	return known ? CORDON_OK : CORDON_BAD_INPUT;
}

static cordon_status share_between(council *c)
{
	int camps = 0;
	uint64_t sum = 0;
	char votes[24];
	sharer *camp = memory_alloc((size_t)c->b->lists, sizeof *camp);
	for (int l = 0; l < c->b->lists; l++) {
		sum += c->b->list[l].votes;
		if (c->camp[l] == l)
			camp[camps++] =
				(sharer){camp_name(c, l), l, c->camp_votes[l], room(c, c->camp_persons[l]), 0};
	}
	snprintf(votes, sizeof votes, "%" PRIu64, sum);
	replay_stage_bare(c->r);
	say_count(c->r, "count.said.between", NULL, (uint64_t)c->r->seats, votes);
	cordon_status status = drop_small(c, camp, camps, sum);
	if (!status)
		status = share_seats(c->r, c->how, camp, camps, c->r->seats, NULL);
	for (int i = 0; i < camps; i++)
		c->camp_seats[camp[i].number] = camp[i].seats;
	free(camp);
	return status;
}

/* ---- persons ----------------------------------------------------------------------------------------------------- */

/* The seats of a list, or of a whole camp by the number of its first list. */
static cordon_status fill(council *c, int list, bool camp, int seats)
{
	standing of[BALLOTS_CANDIDATES_MAX];
	int persons = 0, *winner = c->winner + c->winners;
	if (!c->b->candidates) {
		c->seats[list] = seats;
		return CORDON_OK;
	}
	for (int p = 0; p < c->b->candidates; p++) {
		int on = c->b->list_of[p];
		if ((camp ? c->camp[on] : on) == list)
			of[persons++] = (standing){p, c->b->votes[p]};
	}
	int elected = highest_elect(c->r, of, persons, seats, winner);
	if (elected == REPLAY_STOPPED)
		return CORDON_UNPROVEN;
	c->winners += elected;
	for (int i = 0; i < elected; i++)
		c->seats[c->b->list_of[winner[i]]]++;
	return CORDON_OK;
}

/* ---- inside a camp ----------------------------------------------------------------------------------------------- */

static cordon_status share_inside(council *c, int camp)
{
	int lists = 0;
	sharer *list = memory_alloc((size_t)c->b->lists, sizeof *list);
	for (int l = camp; l < c->b->lists; l++)
		if (c->camp[l] == camp)
			list[lists++] =
				(sharer){c->b->list[l].name, l, c->b->list[l].votes, room(c, c->persons[l]), 0};
	cordon_status status = share_seats(c->r, c->how, list, lists, c->camp_seats[camp], c->pact[camp]);
	for (int i = 0; i < lists && !status; i++)
		if (list[i].seats)
			status = fill(c, list[i].number, false, list[i].seats);
	free(list);
	return status;
}

static cordon_status go_inside(council *c, int camp)
{
	int lists = 0;
	for (int l = camp; l < c->b->lists; l++)
		lists += c->camp[l] == camp;
	if (!c->camp_seats[camp])
		return CORDON_OK;
	if (lists > 1 || c->b->candidates) {
		replay_stage_bare(c->r);
		say_count(c->r, "count.said.inside", camp_name(c, camp), (uint64_t)c->camp_seats[camp], NULL);
	}
	return lists > 1 && !c->by_persons ? share_inside(c, camp) : fill(c, camp, true, c->camp_seats[camp]);
}

/* ---- the report -------------------------------------------------------------------------------------------------- */

static void tell_persons(const council *c)
{
	if (c->r->silent || !c->b->candidates)
		return;
	bool elected[BALLOTS_CANDIDATES_MAX] = {false};
	json_t *list = json_array();
	for (int i = 0; i < c->winners; i++)
		elected[c->winner[i]] = true;
	for (int p = 0; p < c->b->candidates; p++)
		json_array_append_new(list, json_pack("{s:i, s:o, s:n, s:n, s:s}", "candidate", p + 1, "votes",
						      replay_units(c->b->votes[p], 0), "transfer", "keep", "state",
						      elected[p] ? "elected" : "excluded"));
	replay_stage_bare(c->r);
	replay_say(c->r, "count.said.persons", NULL, NULL, NULL, NULL);
	replay_stage_set(c->r, "candidates", list);
}

static json_t *share(const char *name, const char *within, uint64_t votes, int seats)
{
	return json_pack("{s:s, s:s?, s:o, s:i}", "name", name, "within", within, "votes", replay_units(votes, 0),
			 "seats", seats);
}

static void tell_lists(const council *c)
{
	json_t *told = json_array();
	for (int first = 0; first < c->b->lists; first++) {
		if (c->camp[first] != first)
			continue;
		json_array_append_new(told, share(camp_name(c, first), NULL, c->camp_votes[first],
						  c->camp_seats[first]));
		for (int l = first; c->pact[first] && l < c->b->lists; l++)
			if (c->camp[l] == first)
				json_array_append_new(told, share(c->b->list[l].name, c->pact[first],
								  c->b->list[l].votes, c->seats[l]));
	}
	replay_set(c->r, "lists", told);
}

/* ------------------------------------------------------------------------------------------------------------------ */

static cordon_status take_settings(council *c)
{
	const char *within = replay_setting(c->r, "within", 0);
	c->by_persons = within && !strcmp(within, "candidates");
	bool known = !within || c->by_persons || !strcmp(within, "lists");
	return known && find_pacts(c) && (!c->by_persons || c->b->candidates) ? CORDON_OK : CORDON_BAD_INPUT;
}

static cordon_status count_all(council *c)
{
	cordon_status status = take_settings(c);
	if (status)
		return status;
	make_camps(c);
	status = share_between(c);
	for (int l = 0; l < c->b->lists && !status; l++)
		if (c->camp[l] == l)
			status = go_inside(c, l);
	if (status)
		return status;
	tell_persons(c);
	tell_lists(c);
	replay_outcome_lists(c->r, c->winner, c->winners, c->seats);
	return CORDON_OK;
}

static cordon_status replay_lists(replay *r, method how)
{
	size_t lists = (size_t)r->b->lists;
	council c = {.r = r, .b = r->b, .how = how};
	int *counts = memory_alloc(5 * lists, sizeof *counts);
	c.camp = counts;
	c.camp_persons = counts + lists;
	c.camp_seats = counts + 2 * lists;
	c.seats = counts + 3 * lists;
	c.persons = counts + 4 * lists;
	c.pact = memory_alloc(lists, sizeof *c.pact);
	c.camp_votes = memory_alloc(lists, sizeof *c.camp_votes);
	c.winner = memory_alloc((size_t)r->b->candidates, sizeof *c.winner);
	cordon_status status = count_all(&c);
	free(counts);
	free(c.pact);
	free(c.camp_votes);
	free(c.winner);
	return status;
}

cordon_status dhondt_replay(replay *r)
{
	return replay_lists(r, BY_ONE);
}

cordon_status sainte_lague_replay(replay *r)
{
	return replay_lists(r, BY_TWO);
}

cordon_status largest_remainder_replay(replay *r)
{
	return replay_lists(r, BY_REMAINDERS);
}
