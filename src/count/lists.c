/* Elections of lists: dhondt, sainte-lague and largest-remainder (apportion.h) between lists and pacts, then inside.
 *
 * Lists that name a pact count together, as one, and so do their votes; a list without a pact stands alone. Inside a
 * pact its seats go on
 *	within = lists       to its lists by the same method, then to the persons of each list by their votes
 *	within = candidates  to its persons by their votes, whatever list they stand on
 * The first is Chile since 2015 (Law 18.700 as amended by 20.840: pacts, their parties, persons), the second Chile
 * before 1973 (Law 14.852: lists, persons), both by dhondt. `pacts` in the settings stands before those of the file.
 *
 * `threshold`: who has less than this share of all votes of lists, as a pact or alone, wins nothing. Where the file has
 * persons, a list wins no more seats than it has persons; where it has none, there are only seats of lists. Equal votes
 * of persons at the last seat are a lot. Not here: closed lists in an order of their own, seats in several districts.
 */
#include "count/apportion.h"
#include "count/codes.h"
#include "count/exact.h"
#include "count/rule.h"
#include "count/stage.h"

#include "base/names.h"

#include <stdlib.h>
#include <string.h>

typedef struct list_count {
	count_run *run;
	const cordon_election *e;
	apportion_method method;
	bool by_candidates;
	int *block; /* by list: the first list of its pact, or itself */
	const char **pact; /* by list; NULL: none */
	apportion_party *share; /* by list, and for the first of a block: the block, at share[lists + list] */
	int *list_seats;
	int *winner, winners;
	int *persons; /* of a list or block, sorted by votes */
} list_count;

static cordon_status wrong_setting(count_run *run, const char *field, const char *found, cordon_text what,
				   cordon_text expected)
{
	return finding_add(run->error, CORDON_ERROR, (place_in_file){.field = field, .found = found}, what, expected);
}

/* ---- pacts ------------------------------------------------------------------------------------------------------- */

static cordon_status check_pacts(const list_count *l)
{
	names lists = {0};
	cordon_status status = CORDON_OK;
	for (int i = 0; i < l->e->lists; i++)
		names_add(&lists, l->e->list[i].name);
	for (size_t i = 0; l->run->settings && i < l->run->settings->settings; i++) {
		const cordon_setting *s = &l->run->settings->setting[i];
		if (!strcmp(s->key, "pacts") && s->name && names_find(&lists, s->name) < 0)
			status = wrong_setting(l->run, "pacts", s->name, TEXT(COUNT_LIST_UNKNOWN), NO_TEXT);
	}
	names_free(&lists);
	return status;
}

static void find_blocks(list_count *l)
{
	names pacts = {0};
	int *first = memory_alloc((size_t)l->e->lists, sizeof *first);
	for (int i = 0; i < l->e->lists; i++) {
		const char *set = run_setting_named(l->run, "pacts", l->e->list[i].name);
		l->pact[i] = set ? set : l->e->list[i].pact;
		l->block[i] = i;
		if (!l->pact[i])
			continue;
		int before = pacts.count, number = names_add(&pacts, l->pact[i]);
		if (number == before)
			first[number] = i;
		l->block[i] = first[number];
	}
	free(first);
	names_free(&pacts);
}

/* Votes and what each can fill, by list and by block. */
static void sum_shares(list_count *l)
{
	int lists = l->e->lists;
	apportion_party *of_block = l->share + lists;
	for (int i = 0; i < lists; i++) {
		l->share[i] = (apportion_party){l->e->list[i].name, i, l->e->list[i].votes, l->run->seats, 0};
		of_block[i] = (apportion_party){l->pact[i] ? l->pact[i] : l->e->list[i].name, i, 0, l->run->seats, 0};
		if (l->e->candidates)
			l->share[i].most = of_block[i].most = 0;
	}
	for (int c = 0; c < l->e->candidates; c++) {
		l->share[l->e->candidate[c].list].most++;
		of_block[l->block[l->e->candidate[c].list]].most++;
	}
	for (int i = 0; i < lists; i++)
		of_block[l->block[i]].votes += l->e->list[i].votes;
}

/* ---- inside ------------------------------------------------------------------------------------------------------ */

static int compare_persons(const void *a, const void *b, void *context)
{
	const cordon_candidate *candidate = context;
	int x = *(const int *)a, y = *(const int *)b;
	if (candidate[x].votes != candidate[y].votes)
		return candidate[x].votes < candidate[y].votes ? 1 : -1;
	return (x > y) - (x < y);
}

static void elect(list_count *l, int person)
{
	l->winner[l->winners++] = person;
	l->list_seats[l->e->candidate[person].list]++;
	stage_say(l->run, TEXT(COUNT_SAID_PERSON, l->e->candidate[person].name,
			       exact_count(l->run->keep, l->e->candidate[person].votes)));
}

/* The persons with the most votes of those in l->persons: as many as there are seats. */
static cordon_status elect_highest(list_count *l, int persons, int seats)
{
	const cordon_candidate *candidate = l->e->candidate;
	int *person = l->persons, sure = 0, tied = 0;
	qsort_r(person, (size_t)persons, sizeof *person, compare_persons, l->e->candidate);
	if (seats >= persons) {
		sure = persons;
	} else {
		uint64_t last = seats ? candidate[person[seats - 1]].votes : 0;
		while (sure < seats && candidate[person[sure]].votes > last)
			sure++;
		while (sure + tied < persons && candidate[person[sure + tied]].votes == last)
			tied++;
	}
	for (int i = 0; i < sure; i++)
		elect(l, person[i]);
	for (int left = seats - sure; left > 0 && tied > 0; left--) {
		int place = left == tied ? 0 : run_choose(l->run, person + sure, tied, TEXT(COUNT_TIE_PERSON));
		if (place == RUN_STOPPED) {
			stage_say(l->run,
				  TEXT(COUNT_SAID_STOPPED, stage_names(l->run, person + sure, tied)));
			return CORDON_UNPROVEN;
		}
		elect(l, person[sure + place]);
		memmove(person + sure + place, person + sure + place + 1, (size_t)(tied - place - 1) * sizeof *person);
		tied--;
	}
	return CORDON_OK;
}

/* Persons of a list, or of all lists of its block. */
static int collect_persons(list_count *l, int list, bool whole_block)
{
	int persons = 0;
	for (int c = 0; c < l->e->candidates; c++) {
		int of = l->e->candidate[c].list;
		if (whole_block ? l->block[of] == list : of == list)
			l->persons[persons++] = c;
	}
	return persons;
}

static cordon_status fill_list(list_count *l, int list, int seats, bool whole_block)
{
	if (!seats)
		return CORDON_OK;
	if (!l->e->candidates) {
		l->list_seats[list] = seats;
		return CORDON_OK;
	}
	return elect_highest(l, collect_persons(l, list, whole_block), seats);
}

/* The seats of a pact to its lists by the same method. */
static cordon_status share_inside(list_count *l, int block, int seats)
{
	int lists = 0;
	apportion_party *inside = memory_alloc((size_t)l->e->lists, sizeof *inside);
	for (int i = block; i < l->e->lists; i++)
		if (l->block[i] == block)
			inside[lists++] = l->share[i];
	cordon_status status = apportion(l->run, l->method, inside, lists, seats);
	if (!status)
		apportion_report(l->run, l->method, inside, lists, l->pact[block]);
	for (int i = 0; i < lists; i++)
		l->share[inside[i].number].seats = inside[i].seats;
	for (int i = 0; i < lists && !status; i++)
		status = fill_list(l, inside[i].number, inside[i].seats, false);
	free(inside);
	return status;
}

static cordon_status fill_block(list_count *l, int block)
{
	const apportion_party *p = &l->share[l->e->lists + block];
	int members = 0;
	for (int i = block; i < l->e->lists; i++)
		members += l->block[i] == block;
	if (!p->seats)
		return CORDON_OK;
	if (members > 1 || l->e->candidates) {
		stage_begin(l->run, false);
		stage_say(l->run, TEXT(COUNT_SAID_INSIDE, p->name, exact_count(l->run->keep, (uint64_t)p->seats)));
	}
	if (members > 1 && !l->by_candidates)
		return share_inside(l, block, p->seats);
	return fill_list(l, block, p->seats, true);
}

/* ---- between ----------------------------------------------------------------------------------------------------- */

/* Takes out who is below the threshold. */
static void apply_threshold(list_count *l, apportion_party *between, int blocks, uint64_t all)
{
	mpq_t threshold, share;
	mpq_inits(threshold, share, NULL);
	if (run_setting_fraction(l->run, "threshold", NULL, threshold))
		for (int i = 0; i < blocks && all; i++) {
			mpq_set_ui(share, between[i].votes, all);
			mpq_canonicalize(share);
			if (mpq_cmp(share, threshold) >= 0)
				continue;
			stage_say(l->run, TEXT(COUNT_SAID_BELOW, between[i].name,
					       exact_count(l->run->keep, between[i].votes),
					       exact_count(l->run->keep, all)));
			between[i].votes = 0;
		}
	mpq_clears(threshold, share, NULL);
}

static cordon_status share_between(list_count *l)
{
	int lists = l->e->lists, blocks = 0;
	uint64_t all = 0;
	apportion_party *of_block = l->share + lists, *between = memory_alloc((size_t)lists, sizeof *between);
	for (int i = 0; i < lists; i++) {
		if (l->block[i] == i)
			between[blocks++] = of_block[i];
		all += l->e->list[i].votes;
	}
	stage_begin(l->run, false);
	stage_say(l->run, TEXT(COUNT_SAID_BETWEEN, exact_count(l->run->keep, (uint64_t)l->run->seats),
			       exact_count(l->run->keep, all)));
	apply_threshold(l, between, blocks, all);
	cordon_status status = apportion(l->run, l->method, between, blocks, l->run->seats);
	if (!status)
		apportion_report(l->run, l->method, between, blocks, NULL);
	for (int i = 0; i < blocks; i++)
		of_block[between[i].number].seats = between[i].seats;
	free(between);
	return status;
}

static void report_shares(const list_count *l)
{
	int lists = l->e->lists;
	for (int i = 0; i < lists; i++) {
		if (l->block[i] != i)
			continue;
		const apportion_party *p = &l->share[lists + i];
		stage_share(l->run, p->name, NULL, exact_count(l->run->keep, p->votes), p->seats);
		for (int k = i; l->pact[i] && k < lists; k++)
			if (l->block[k] == i)
				stage_share(l->run, l->e->list[k].name, l->pact[i],
					    exact_count(l->run->keep, l->e->list[k].votes), l->list_seats[k]);
	}
}

/* A last stage with the votes of all persons. */
static void report_persons(const list_count *l)
{
	if (l->run->quiet || !l->e->candidates)
		return;
	bool *elected = memory_alloc((size_t)l->e->candidates, sizeof *elected);
	for (int i = 0; i < l->winners; i++)
		elected[l->winner[i]] = true;
	stage_begin(l->run, true);
	stage_say(l->run, TEXT(COUNT_SAID_PERSONS));
	for (int c = 0; c < l->e->candidates; c++)
		stage_tally(l->run, c, exact_count(l->run->keep, l->e->candidate[c].votes), NULL, NULL,
			    elected[c] ? CORDON_STATE_ELECTED : CORDON_STATE_EXCLUDED);
	free(elected);
}

/* ------------------------------------------------------------------------------------------------------------------ */

static cordon_status count_seats(list_count *l)
{
	find_blocks(l);
	sum_shares(l);
	cordon_status status = share_between(l);
	for (int i = 0; i < l->e->lists && !status; i++)
		if (l->block[i] == i)
			status = fill_block(l, i);
	if (status)
		return status;
	report_persons(l);
	report_shares(l);
	run_outcome_lists(l->run, l->winner, l->winners, l->list_seats);
	return CORDON_OK;
}

static cordon_status take_settings(list_count *l)
{
	const char *within = run_setting(l->run, "within");
	cordon_status status = run_need_seats(l->run), pacts = check_pacts(l);
	l->by_candidates = within && !strcmp(within, "candidates");
	if (within && !l->by_candidates && strcmp(within, "lists") != 0)
		status = wrong_setting(l->run, "within", within, TEXT(COUNT_SETTING_VALUE),
				       TEXT(COUNT_ONE_OF, "lists, candidates"));
	if (l->by_candidates && !l->e->candidates)
		status = wrong_setting(l->run, "within", within, TEXT(COUNT_NO_PERSONS), NO_TEXT);
	return status ? status : pacts;
}

static cordon_status count_lists(count_run *run, apportion_method method)
{
	size_t lists = (size_t)run->election->lists, persons = (size_t)run->election->candidates;
	list_count l = {.run = run, .e = run->election, .method = method};
	cordon_status status = take_settings(&l);
	if (status)
		return status;
	l.block = memory_alloc(lists, sizeof *l.block);
	l.pact = memory_alloc(lists, sizeof *l.pact);
	l.share = memory_alloc(2 * lists, sizeof *l.share);
	l.list_seats = memory_alloc(lists, sizeof *l.list_seats);
	l.winner = memory_alloc(persons, sizeof *l.winner);
	l.persons = memory_alloc(persons, sizeof *l.persons);
	status = count_seats(&l);
	free(l.block);
	free(l.pact);
	free(l.share);
	free(l.list_seats);
	free(l.winner);
	free(l.persons);
	return status;
}

cordon_status dhondt_count(count_run *run)
{
	return count_lists(run, APPORTION_DHONDT);
}

cordon_status sainte_lague_count(count_run *run)
{
	return count_lists(run, APPORTION_SAINTE_LAGUE);
}

cordon_status largest_remainder_count(count_run *run)
{
	return count_lists(run, APPORTION_REMAINDER);
}
