/* A count under way: what a rule's function is given, and everything it may do.
 *
 * A rule reads run->election and the settings, fills the report through stage.h, and ends with run_outcome for each set
 * of winners it finds (one, unless it finds all tied ones by itself, as committee rules do).
 *
 * Whenever the rule's own text leaves a choice it calls run_choose. That returns the place of the chosen one among the
 * tied, or -1: the count stops there, and the function returns CORDON_UNPROVEN at once (after freeing what it holds).
 * Everything else about ties is done here: the draw, its report, and finding all outcomes, by counting again with every
 * choice in turn. While that is done run->quiet is set: the report's functions do nothing, so a rule need not ask, but
 * may skip dear work.
 */
#ifndef COUNT_RUN_H
#define COUNT_RUN_H

#include "base/findings.h"
#include "base/memory.h"

#include <cordon/count.h>

#include <gmp.h>

enum { RUN_BRANCHES_MAX = 1000, RUN_STOPPED = -1 };

typedef struct count_run {
	const cordon_election *election;
	const cordon_settings *settings;
	const cordon_count_rule *rule;
	const cordon_progress *progress; /* may be NULL */
	cordon_error *error;
	cordon_count_result *result;
	arena *keep; /* of the result: texts of the report */
	int seats; /* 0: neither the file nor the settings say */
	bool quiet;
	const char *lots_as; /* the rule that lots are drawn for, where it is not this one; NULL: this one */
	bool all_found; /* run_choose_outcome reported every outcome: no exploring */
	/* private */
	size_t stage_capacity, saying_capacity, transfer_capacity, tie_capacity, outcome_capacity, matrix_capacity,
		share_capacity;
	int *script, *arity; /* while exploring: what to choose at each tie, of how many */
	size_t scripted, script_capacity, met;
} count_run;

/* The number of seats, or an error when neither the file nor the settings say. */
cordon_status run_need_seats(count_run *run);

/* Chooses among tied candidates (in the order of the election); `why` says what is to be decided. */
int run_choose(count_run *run, const int *tied, int count, cordon_text why);
/* Likewise among lists or pacts (by the number of its first list), with their names. */
int run_choose_among(count_run *run, const int *tied, const char *const *name, int count, cordon_text why);

/* One set of winners, in the order elected. The first is the result. */
void run_outcome(count_run *run, const int *winner, int winners);
/* The same with the seats of every list, for list elections (winners may be 0). */
void run_outcome_lists(count_run *run, const int *winner, int winners, const int *list_seats);

/* The candidate that a setting means: by name, by the file's own id, or by number; -1: there is none. */
int run_candidate(const count_run *run, const char *name);
/* For rules that find every outcome by themselves: reports them all and chooses one of them (a lot among outcomes,
 * which the tie numbers in the order given). RUN_STOPPED: several without a seed, or the list is not complete. */
int run_choose_outcome(count_run *run, const cordon_outcome *outcome, size_t count, bool complete, cordon_text why);

/* Whether the caller asked to stop: the rule returns CORDON_INTERRUPTED. */
bool run_stopped(const count_run *run);

/* Settings: the text of a key, NULL when it is not given; of an entry of a map; as a number or a fraction (false: not
 * given). Their forms were checked before the count. */
const char *run_setting(const count_run *run, const char *key);
const char *run_setting_named(const count_run *run, const char *key, const char *name);
/* A setting of "yes" or "no"; not given: no. Anything else is a finding. */
cordon_status run_setting_yes(count_run *run, const char *key, bool *value);
bool run_setting_count(const count_run *run, const char *key, uint64_t *value);
bool run_setting_fraction(const count_run *run, const char *key, const char *name, mpq_t value);

#endif
