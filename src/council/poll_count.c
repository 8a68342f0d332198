/* From the rows of a poll to an election of src/count, and what it says; see poll_count.h. */
#include "council/poll_count.h"

#include "base/text.h"
#include "council/codes.h"
#include "council/seat_change.h"

#include <assert.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef poll_building building;

/* ---- ballots ----------------------------------------------------------------------------------------------------- */

/* Without anybody on it who stood: in a list election it is a vote for the list of whom it names. */
static void add_bare(building *b, const char *marks, int64_t weight)
{
	int person = b->in.e.kind == CORDON_BALLOTS_LISTS ? names_find(&b->person, marks) : -1;
	if (person >= 0)
		b->in.e.list[b->person_list[person]].votes += (uint64_t)weight;
	else
		b->in.e.blank += (uint64_t)weight;
}

static void add_ballot(building *b, const char *marks, int64_t weight)
{
	if (!marks_add(&b->in, marks, weight))
		add_bare(b, marks, weight);
}

static void add_entered(building *b, state *s, const char *id)
{
	state_rows row =
		state_ask(s, "SELECT marks, weight FROM ballot WHERE poll = ? ORDER BY batch, number", "s", id);
	while (state_row(&row))
		add_ballot(b, state_text(&row, 0), state_whole(&row, 1));
	row = state_ask(s, "SELECT what, option, votes FROM tally WHERE poll = ? AND votes > 0 ORDER BY what, option",
			"s", id);
	while (state_row(&row)) {
		int list = strcmp(state_text(&row, 0), "list") != 0 ? -1 : names_find(&b->list, state_text(&row, 1));
		if (list >= 0)
			b->in.e.list[list].votes += (uint64_t)state_whole(&row, 2);
		else if (!strcmp(state_text(&row, 0), "invalid"))
			b->in.e.invalid += (uint64_t)state_whole(&row, 2);
		else
			add_ballot(b, state_text(&row, 1), state_whole(&row, 2));
	}
}

static void add_casts(building *b, state *s, const poll *p, int64_t now)
{
	state_rows row =
		state_ask(s, "SELECT person, marks, counted FROM cast WHERE poll = ? ORDER BY person", "s", p->id);
	while (state_row(&row))
		if (p->closed ? state_whole(&row, 2)
			      : electorate_has(s, p->seat.body, p->electorate, state_text(&row, 0), now))
			add_ballot(b, state_text(&row, 1), 1);
}

/* ---- lists ------------------------------------------------------------------------------------------------------- */

/* Who names no list stands alone, on one that no other can name. */
static int list_number(building *b, const char *list, const char *person)
{
	const char *name = list ? list : arena_format(&b->keep, "(%s)", person);
	int number = names_find(&b->list, name);
	return number >= 0 ? number : names_add(&b->list, arena_copy_text(&b->keep, name));
}

static void find_lists(building *b, state *s, const char *id)
{
	state_rows row = state_ask(s, "SELECT person, list FROM candidacy WHERE poll = ? ORDER BY number", "s", id);
	while (state_row(&row)) {
		int number = names_find(b->in.stood, state_text(&row, 0));
		int list = list_number(b, state_text(&row, 1), state_text(&row, 0));
		if (number >= 0)
			b->in.e.candidate[number].list = list;
		number = names_add(&b->person, arena_copy_text(&b->keep, state_text(&row, 0)));
		MEMORY_RESERVE(b->person_list, (size_t)number, b->person_capacity);
		b->person_list[number] = list;
	}
	b->in.e.lists = b->list.count;
	b->in.e.list = memory_alloc((size_t)b->in.e.lists, sizeof *b->in.e.list);
	for (int i = 0; i < b->in.e.lists; i++)
		b->in.e.list[i].name = b->list.name[i];
}

/* The ballots of a list election name one person each; those lose their order here and become sums. */
static void sum_persons(building *b)
{
	for (size_t i = 0; i < b->in.e.ballots; i++) {
		cordon_mark mark = b->in.e.mark[b->in.e.start[i]];
		if (mark == CORDON_MARK_SKIPPED || b->in.e.start[i + 1] - b->in.e.start[i] != 1) {
			b->in.e.invalid += b->in.e.weight[i];
			continue;
		}
		cordon_candidate *c = &b->in.e.candidate[mark & ~CORDON_MARK_TIED];
		c->votes += b->in.e.weight[i];
		b->in.e.list[c->list].votes += b->in.e.weight[i];
	}
	b->in.e.ballots = 0;
	b->in.marks = 0;
}

/* ---- the election ------------------------------------------------------------------------------------------------ */

static void begin(building *b, const names *stood)
{
	*b = (building){0};
	marks_begin(&b->in, stood);
}

static void end(building *b)
{
	free(b->in.e.list);
	free(b->person_list);
	marks_end(&b->in);
	names_free(&b->list);
	names_free(&b->person);
	arena_free(&b->keep);
}

static void build(building *b, state *s, const poll *p, cordon_ballot_kind kind, int64_t now)
{
	b->in.e.kind = kind;
	if (kind == CORDON_BALLOTS_LISTS)
		find_lists(b, s, p->id);
	add_entered(b, s, p->id);
	add_casts(b, s, p, now);
	if (kind == CORDON_BALLOTS_LISTS)
		sum_persons(b);
}

int64_t poll_votes(state *s, const poll *p, int64_t now)
{
	int64_t votes = state_number(s, 0, "SELECT sum(weight) FROM ballot WHERE poll = ?", "s", p->id) +
			state_number(s, 0, "SELECT sum(votes) FROM tally WHERE poll = ?", "s", p->id);
	state_rows row = state_ask(s, "SELECT person FROM cast WHERE poll = ? ORDER BY person", "s", p->id);
	while (state_row(&row))
		votes += electorate_has(s, p->seat.body, p->electorate, state_text(&row, 0), now);
	return votes;
}

static bool uses(const cordon_count_rule *rule, const char *key)
{
	size_t length = strlen(key);
	for (const char *at = rule->settings; *at; at += strspn(at, " ")) {
		size_t here = strcspn(at, " ");
		if (here == length && !memcmp(at, key, length))
			return true;
		at += here;
	}
	return false;
}

static void set_settings(cordon_settings *settings, state *s, int64_t now, const poll *p, const rules *r, int64_t seats,
			 const char *seed)
{
	char number[24];
	rules_election_settings(r, settings);
	snprintf(number, sizeof number, "%" PRId64, seats);
	cordon_settings_set(settings, "seats", number, NULL);
	if (uses(r->election, "entitled")) {
		/* who voted on paper and left the roll since was entitled too */
		int64_t votes = p->closed ? p->votes : poll_votes(s, p, now);
		int64_t entitled = p->closed ? p->entitled : electorate_size(s, p->seat.body, p->electorate, now);
		snprintf(number, sizeof number, "%" PRId64, entitled > votes ? entitled : votes);
		cordon_settings_set(settings, "entitled", number, NULL);
	}
	if (seed)
		cordon_settings_set(settings, "seed", seed, NULL);
	if (seed && *p->commitment && !p->closed)
		cordon_settings_set(settings, "commitment", p->commitment, NULL);
}

/* Names whom the tie is between, as far as they fit. */
static cordon_status refuse_tie(const act_context *act, const cordon_count_result *result)
{
	const cordon_tie *tie = &result->tie[result->ties - 1];
	text tied = {0};
	for (int i = 0; i < tie->count && i < 20; i++)
		text_add_format(&tied, "%s%s", i ? ", " : "", tie->name[i]);
	cordon_status status = act_refuse(act, "seed", TEXT(COUNCIL_TIE, text_string(&tied)), TEXT(COUNCIL_TIE_SEED));
	text_free(&tied);
	return status;
}

cordon_status poll_count(const act_context *act, const poll *p, const rules *r, const names *stood, int64_t seats,
			 const char *seed, const char **winner, int *winners)
{
	building b;
	cordon_settings settings;
	cordon_count_result result;
	begin(&b, stood);
	build(&b, act->state, p, r->election->ballots, act->time);
	cordon_settings_init(&settings);
	set_settings(&settings, act->state, act->time, p, r, seats, seed);
	cordon_status status = cordon_count(&b.in.e, r->election, &settings, NULL, &result, act->error);
	*winners = 0;
	for (int i = 0; i < result.winners && !status && *winners < seats; i++)
		winner[(*winners)++] = stood->name[result.winner[i]];
	if (status && status != CORDON_BAD_INPUT)
		status = result.ties ? refuse_tie(act, &result)
				     : act_refuse(act, "poll", TEXT(COUNCIL_NOT_COUNTED), NO_TEXT);
	cordon_count_free(&result);
	cordon_settings_free(&settings);
	end(&b);
	return status;
}

/* ---- counted again ----------------------------------------------------------------------------------------------- */

static void find_stood(state *s, const char *election, arena *keep, names *stood)
{
	state_rows row = state_ask(s, "SELECT person FROM candidacy WHERE poll = ? AND stood = 1 ORDER BY number", "s",
				   election);
	while (state_row(&row))
		names_add(stood, arena_copy_text(keep, state_text(&row, 0)));
}

cordon_status poll_count_again(state *s, const poll *p, poll_recount *out, cordon_error *error)
{
	*out = (poll_recount){0};
	cordon_settings_init(&out->settings);
	find_stood(s, p->id, &out->keep, &out->stood);
	begin(&out->b, &out->stood);
	if (p->recall || !p->closed || !p->seats || !p->votes || !out->stood.count ||
	    !rules_at(s, p->seat.body, p->from_time, &out->r))
		return CORDON_OK;
	build(&out->b, s, p, out->r.election->ballots, p->from_time);
	set_settings(&out->settings, s, p->from_time, p, &out->r, p->seats, *p->seed ? p->seed : NULL);
	if (*p->seed && *p->commitment)
		cordon_settings_set(&out->settings, "commitment", p->commitment, NULL);
	out->b.in.e.title = p->id;
	out->counted = true;
	return cordon_count(&out->b.in.e, out->r.election, &out->settings, NULL, &out->result, error);
}

void poll_recount_free(poll_recount *c)
{
	cordon_count_free(&c->result);
	cordon_settings_free(&c->settings);
	end(&c->b);
	names_free(&c->stood);
	arena_free(&c->keep);
	rules_free(&c->r);
}

/* ---- countback --------------------------------------------------------------------------------------------------- */

/* Who was first elected to the seat by that election: whose ballots they are. */
static bool first_elected(state *s, const seat_key *seat, const char *election, char person[PERSON_ID])
{
	return state_word(s, person, PERSON_ID,
			  "SELECT person FROM mandate WHERE council = ? AND body = ? AND number = ? AND by = ? AND how "
			  "= 'election'"
			  " ORDER BY nth DESC LIMIT 1",
			  "ssis", seat->council, seat->body, seat->number, election);
}

/* Whether somebody sat by that election already, and lost it. */
static bool has_sat(state *s, const seat_key *seat, const char *election, const char *person)
{
	return state_has(s, "SELECT 1 FROM mandate WHERE person = ? AND council = ? AND body = ? AND by = ?", "ssss",
			 person, seat->council, seat->body, election);
}

/* Whether somebody sits by that election. */
static bool sits_by(const act_context *act, const seat_key *seat, const char *election, const char *person)
{
	return state_has(act->state,
			 "SELECT 1 FROM mandate WHERE person = ? AND council = ? AND body = ? AND by = ? AND "
			 "ended_entry IS NULL",
			 "ssss", person, seat->council, seat->body, election) &&
	       seat_of_person(act->state, seat->council, person, act->time, NULL);
}

/* A seat to be filled from the ballots of an election. */
typedef struct refill {
	const act_context *act;
	const seat_key *seat;
	poll p;
	rules r;
	const char *seed;
	names stood;
	char vacant[PERSON_ID];
	arena keep;
} refill;

/* Whether somebody who stood could take the seat: they may sit, and have not sat by this election. */
static bool is_free(const refill *f, const char *person)
{
	return strcmp(person, f->vacant) != 0 && !has_sat(f->act->state, f->seat, f->p.id, person) &&
	       seat_may_sit(f->act->state, f->seat->council, f->seat->body, person, f->act->time, NULL);
}

/* Counts by a rule; of the winners the first who is free has the seat. The settings are freed. */
static const char *count_back(const refill *f, const names *stood, const cordon_count_rule *rule,
			      cordon_settings *settings, char person[PERSON_ID])
{
	building b;
	cordon_count_result result;
	cordon_error error;
	begin(&b, stood);
	build(&b, f->act->state, &f->p, rule->ballots, f->act->time);
	cordon_error_init(&error);
	cordon_status status = cordon_count(&b.in.e, rule, settings, NULL, &result, &error);
	const char *answer = status == CORDON_UNPROVEN ? "tied" : "no-countback";
	for (int i = 0; i < result.winners && !status && !*person; i++)
		if (is_free(f, stood->name[result.winner[i]])) {
			snprintf(person, PERSON_ID, "%s", stood->name[result.winner[i]]);
			answer = "countback";
		}
	cordon_count_free(&result);
	cordon_error_free(&error);
	cordon_settings_free(settings);
	end(&b);
	return answer;
}

/* By the ballots that elected whoever left, as the rule `countback` goes on after wigm. */
static const char *go_on(const refill *f, char person[PERSON_ID])
{
	cordon_settings settings;
	char seats[24];
	cordon_settings_init(&settings);
	snprintf(seats, sizeof seats, "%" PRId64, f->p.seats);
	cordon_settings_set(&settings, "seats", seats, NULL);
	cordon_settings_set(&settings, "vacant", f->vacant, NULL);
	if (f->seed)
		cordon_settings_set(&settings, "seed", f->seed, NULL);
	for (int i = 0; i < f->stood.count; i++)
		if (!is_free(f, f->stood.name[i]) && strcmp(f->stood.name[i], f->vacant) != 0)
			cordon_settings_set(&settings, "declined", f->stood.name[i], NULL);
	return count_back(f, &f->stood, cordon_count_rule_find("countback"), &settings, person);
}

/* By the election's own rule, as if only those had stood who still sit by it and those who are free. */
static const char *count_anew(const refill *f, char person[PERSON_ID])
{
	cordon_settings settings;
	names left = {0};
	for (int i = 0; i < f->stood.count; i++)
		if (is_free(f, f->stood.name[i]) || sits_by(f->act, f->seat, f->p.id, f->stood.name[i]))
			names_add(&left, f->stood.name[i]);
	cordon_settings_init(&settings);
	set_settings(&settings, f->act->state, f->act->time, &f->p, &f->r, f->p.seats, f->seed);
	const char *answer = count_back(f, &left, f->r.election, &settings, person);
	names_free(&left);
	return answer;
}

static bool has_free(const refill *f)
{
	for (int i = 0; i < f->stood.count; i++)
		if (is_free(f, f->stood.name[i]))
			return true;
	return false;
}

const char *poll_countback(const act_context *act, const seat_key *seat, const char *election, const char *seed,
			   char person[PERSON_ID])
{
	refill f = {.act = act, .seat = seat};
	state *s = act->state;
	*person = '\0';
	if (!poll_find(s, election, &f.p) || f.p.recall || !f.p.closed || !first_elected(s, seat, election, f.vacant) ||
	    !rules_at(s, seat->body, f.p.from_time, &f.r))
		return "no-countback";
	f.seed = seed ? seed : *f.p.seed ? f.p.seed : NULL;
	find_stood(s, election, &f.keep, &f.stood);
	const char *answer = "no-countback";
	if (has_free(&f))
		answer = (strcmp(f.r.election->id, "wigm") != 0 ? count_anew : go_on)(&f, person);
	rules_free(&f.r);
	names_free(&f.stood);
	arena_free(&f.keep);
	return answer;
}
