/* Running a rule: the checks before it, ties, lots, and every outcome that ties leave open. See run.h and, for the draw
 * that anyone can replay, docs/counting.md. */
#include "count/run.h"

#include "count/codes.h"
#include "count/exact.h"
#include "count/rule.h"
#include "count/stage.h"

#include "base/hash.h"
#include "base/text.h"

#include <assert.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

bool run_stopped(const count_run *run)
{
	return run->progress && run->progress->stop && run->progress->stop(run->progress->context);
}

cordon_status run_need_seats(count_run *run)
{
	if (run->seats > 0)
		return CORDON_OK;
	return finding_add(run->error, CORDON_ERROR, (place_in_file){.field = "seats"}, TEXT(COUNT_SEATS_MISSING),
			   NO_TEXT);
}

int run_candidate(const count_run *run, const char *name)
{
	const cordon_election *e = run->election;
	uint64_t number;
	for (int c = 0; c < e->candidates; c++)
		if (!strcmp(e->candidate[c].name, name))
			return c;
	for (int c = 0; c < e->candidates; c++)
		if (e->candidate[c].id && !strcmp(e->candidate[c].id, name))
			return c;
	if (exact_read_count(name, strlen(name), (uint64_t)e->candidates, &number) && number >= 1)
		return (int)number - 1;
	return -1;
}

/* ---- ties -------------------------------------------------------------------------------------------------------- */

/* The digest that a tied candidate draws: SHA-256 of five lines, each ended by a newline: seed, rule, stage, number of
 * the tie in this count, number of the candidate. */
static const char *digest_of(const count_run *run, const char *seed, int stage, size_t tie, int candidate)
{
	char line[128], hex[HASH_HEX];
	hash_state state;
	hash_begin(&state);
	hash_add(&state, seed, strlen(seed));
	int length = snprintf(line, sizeof line, "\n%s\n%d\n%zu\n%d\n", run->lots_as ? run->lots_as : run->rule->id,
			      stage, tie, candidate + 1);
	assert(length > 0 && (size_t)length < sizeof line);
	hash_add(&state, line, (size_t)length);
	hash_end(&state, hex);
	return arena_copy_text(run->keep, hex);
}

/* The place of the smallest digest among the tied. */
static int draw_lot(count_run *run, cordon_tie *tie, const char *seed)
{
	int least = 0;
	tie->digest = arena_alloc(run->keep, (size_t)tie->count * sizeof *tie->digest);
	for (int i = 0; i < tie->count; i++) {
		tie->digest[i] = digest_of(run, seed, tie->stage, run->result->ties, tie->tied[i]);
		if (strcmp(tie->digest[i], tie->digest[least]) < 0)
			least = i;
	}
	tie->chosen = tie->tied[least];
	return least;
}

static int choose_by_script(count_run *run, int count)
{
	if (run->met == run->scripted) {
		if (run->scripted == run->script_capacity) {
			run->script_capacity = run->script_capacity ? 2 * run->script_capacity : 16;
			run->script = memory_grow(run->script, run->script_capacity, sizeof *run->script);
			run->arity = memory_grow(run->arity, run->script_capacity, sizeof *run->arity);
		}
		run->script[run->scripted] = 0;
		run->arity[run->scripted++] = count;
	}
	assert(run->arity[run->met] == count);
	return run->script[run->met++];
}

static int add_tie(count_run *run, const int *tied, const char *const *name, int count, cordon_text why,
		   const char *seed)
{
	cordon_count_result *r = run->result;
	MEMORY_RESERVE(r->tie, r->ties, run->tie_capacity);
	cordon_tie *tie = &r->tie[r->ties++];
	*tie = (cordon_tie){.stage = stage_number(run), .why = stage_keep(run, why), .count = count, .chosen = -1};
	tie->tied = arena_alloc(run->keep, (size_t)count * sizeof *tie->tied);
	tie->name = arena_alloc(run->keep, (size_t)count * sizeof *tie->name);
	memcpy(tie->tied, tied, (size_t)count * sizeof *tied);
	for (int i = 0; i < count; i++)
		tie->name[i] = arena_copy_text(run->keep, name[i]);
	return seed ? draw_lot(run, tie, seed) : RUN_STOPPED;
}

int run_choose_among(count_run *run, const int *tied, const char *const *name, int count, cordon_text why)
{
	assert(count >= 1);
	if (count == 1)
		return 0;
	return run->quiet ? choose_by_script(run, count)
			  : add_tie(run, tied, name, count, why, run_setting(run, "seed"));
}

int run_choose(count_run *run, const int *tied, int count, cordon_text why)
{
	const char *name[CORDON_CANDIDATES_MAX];
	assert(count >= 1 && count <= CORDON_CANDIDATES_MAX);
	for (int i = 0; i < count; i++)
		name[i] = run->election->candidate[tied[i]].name;
	return run_choose_among(run, tied, name, count, why);
}

/* ---- outcomes ---------------------------------------------------------------------------------------------------- */

static int compare_int(const void *a, const void *b)
{
	int x = *(const int *)a, y = *(const int *)b;
	return (x > y) - (x < y);
}

/* The same winners, in whatever order, and the same seats. */
static bool same_outcome(const count_run *run, const cordon_outcome *o, const int *sorted, int winners,
			 const int *list_seats)
{
	int scratch[CORDON_CANDIDATES_MAX];
	if (o->winners != winners || !o->list_seats != !list_seats)
		return false;
	if (list_seats && memcmp(o->list_seats, list_seats, (size_t)run->election->lists * sizeof *list_seats))
		return false;
	memcpy(scratch, o->winner, (size_t)winners * sizeof *scratch);
	qsort(scratch, (size_t)winners, sizeof *scratch, compare_int);
	return !memcmp(scratch, sorted, (size_t)winners * sizeof *scratch);
}

static bool outcome_known(const count_run *run, const int *winner, int winners, const int *list_seats)
{
	int sorted[CORDON_CANDIDATES_MAX];
	memcpy(sorted, winner, (size_t)winners * sizeof *sorted);
	qsort(sorted, (size_t)winners, sizeof *sorted, compare_int);
	for (size_t i = 0; i < run->result->outcomes; i++)
		if (same_outcome(run, &run->result->outcome[i], sorted, winners, list_seats))
			return true;
	return false;
}

static int *keep_numbers(const count_run *run, const int *number, int count)
{
	int *kept = arena_alloc(run->keep, ((size_t)count + 1) * sizeof *kept);
	memcpy(kept, number, (size_t)count * sizeof *kept);
	return kept;
}

static void add_outcome(count_run *run, const int *winner, int winners, const int *list_seats)
{
	cordon_count_result *r = run->result;
	if (outcome_known(run, winner, winners, list_seats))
		return;
	if (r->outcomes == CORDON_OUTCOMES_MAX) {
		r->outcomes_complete = false;
		return;
	}
	MEMORY_RESERVE(r->outcome, r->outcomes, run->outcome_capacity);
	cordon_outcome *o = &r->outcome[r->outcomes++];
	*o = (cordon_outcome){keep_numbers(run, winner, winners), winners, NULL};
	if (list_seats)
		o->list_seats = keep_numbers(run, list_seats, run->election->lists);
}

void run_outcome_lists(count_run *run, const int *winner, int winners, const int *list_seats)
{
	cordon_count_result *r = run->result;
	assert(winners >= 0 && winners <= CORDON_CANDIDATES_MAX);
	if (!run->quiet && !r->decided) {
		r->decided = true;
		r->winners = winners;
		r->winner = keep_numbers(run, winner, winners);
	}
	add_outcome(run, winner, winners, list_seats);
}

void run_outcome(count_run *run, const int *winner, int winners)
{
	run_outcome_lists(run, winner, winners, NULL);
}

/* "A + B + C": an outcome as one thing to draw. */
static const char *name_outcome(count_run *run, const cordon_outcome *o)
{
	text name = {0};
	for (int i = 0; i < o->winners; i++)
		text_add_format(&name, "%s%s", i ? " + " : "", run->election->candidate[o->winner[i]].name);
	const char *kept = arena_copy(run->keep, text_string(&name), name.length);
	text_free(&name);
	return kept;
}

int run_choose_outcome(count_run *run, const cordon_outcome *outcome, size_t count, bool complete, cordon_text why)
{
	int number[CORDON_OUTCOMES_MAX];
	const char *name[CORDON_OUTCOMES_MAX];
	assert(count >= 1 && count <= CORDON_OUTCOMES_MAX && !run->quiet && !run->all_found);
	run->all_found = true;
	run->result->outcomes_complete = complete;
	for (size_t i = 0; i < count; i++)
		add_outcome(run, outcome[i].winner, outcome[i].winners, outcome[i].list_seats);
	if (count == 1 && complete)
		return 0;
	for (size_t i = 0; i < count; i++) {
		number[i] = (int)i;
		name[i] = name_outcome(run, &outcome[i]);
	}
	return add_tie(run, number, name, (int)count, why, complete ? run_setting(run, "seed") : NULL);
}

/* The next way through the ties: the last choice that can still change does. False when all were gone. */
static bool next_script(count_run *run)
{
	while (run->scripted && run->script[run->scripted - 1] + 1 == run->arity[run->scripted - 1])
		run->scripted--;
	if (!run->scripted)
		return false;
	run->script[run->scripted - 1]++;
	return true;
}

/* Counts again with every choice at every tie, quietly. */
static cordon_status explore(count_run *run, rule_function *count)
{
	cordon_status status;
	int branches = 0;
	run->quiet = true;
	do {
		run->met = 0;
		status = run_stopped(run) ? CORDON_INTERRUPTED : count(run);
	} while (!status && next_script(run) && ++branches < RUN_BRANCHES_MAX);
	if (branches == RUN_BRANCHES_MAX)
		run->result->outcomes_complete = false;
	run->quiet = false;
	free(run->script);
	free(run->arity);
	return status;
}

/* ---- the count --------------------------------------------------------------------------------------------------- */

static cordon_status check(count_run *run)
{
	uint64_t seats;
	cordon_status status = rule_check_settings(run->rule, run->settings, run->error);
	if (run->election->kind != run->rule->ballots)
		status = finding_add(run->error, CORDON_ERROR, (place_in_file){0}, TEXT(COUNT_KIND, run->rule->id),
				     NO_TEXT);
	run->seats = run->election->seats;
	if (run_setting_count(run, "seats", &seats)) {
		run->seats = (int)(seats <= CORDON_CANDIDATES_MAX ? seats : 0);
		if (seats < 1 || seats > CORDON_CANDIDATES_MAX)
			status = finding_add(run->error, CORDON_ERROR,
					     (place_in_file){.field = "seats", .found = run_setting(run, "seats")},
					     TEXT(COUNT_SEATS_RANGE), TEXT(COUNT_NUMBER_BETWEEN, "1", "1000"));
	}
	return status;
}

/* Ballots, or votes of lists, as the file has them; a rule that rejects some says so itself. */
static void sum_ballots(count_run *run)
{
	const cordon_election *e = run->election;
	uint64_t valid = 0;
	for (size_t b = 0; b < e->ballots; b++)
		valid += e->weight[b];
	for (int l = 0; l < e->lists; l++)
		valid += e->list[l].votes;
	run->result->valid = exact_count(run->keep, valid);
	run->result->invalid = exact_count(run->keep, e->blank + e->invalid);
}

cordon_status cordon_count(const cordon_election *election, const cordon_count_rule *rule,
			   const cordon_settings *settings, const cordon_progress *progress,
			   cordon_count_result *result, cordon_error *error)
{
	*result = (cordon_count_result){.rule = rule, .election = election, .outcomes_complete = true};
	result->storage = memory_alloc(1, sizeof(arena));
	count_run run = {.election = election,
			 .settings = settings,
			 .rule = rule,
			 .progress = progress,
			 .error = error,
			 .result = result,
			 .keep = result->storage};
	cordon_status status = check(&run);
	if (status)
		return status;
	result->seats = run.seats;
	sum_ballots(&run);
	rule_function *count = rule_function_of(rule);
	status = count(&run);
	if ((!status || status == CORDON_UNPROVEN) && result->ties && !run.all_found) {
		cordon_status explored = explore(&run, count);
		status = explored ? explored : status;
	}
	return status;
}

void cordon_count_free(cordon_count_result *r)
{
	for (size_t i = 0; i < r->stages; i++) {
		free(r->stage[i].said);
		free(r->stage[i].tally);
		free(r->stage[i].transfer);
	}
	for (size_t i = 0; i < r->matrices; i++) {
		free(r->matrix[i].row);
		free(r->matrix[i].column);
		free(r->matrix[i].cell);
	}
	free(r->stage);
	free(r->tie);
	free(r->outcome);
	free(r->matrix);
	free(r->share);
	if (r->storage)
		arena_free(r->storage);
	free(r->storage);
	*r = (cordon_count_result){0};
}
