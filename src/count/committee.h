/* Committees from approval ballots: what their rules share. A *committee* here is the ballots as sets (equal sets are
 * one *kind* of ballot with a weight, withdrawn candidates left out), and who approves whom.
 *
 * These rules find every winning committee by themselves: committee_decide reports them and, when there are several,
 * draws one by lot or stops (run_choose_outcome).
 */
#ifndef COUNT_COMMITTEE_H
#define COUNT_COMMITTEE_H

#include "count/run.h"

enum { COMMITTEE_WORDS = (CORDON_CANDIDATES_MAX + 63) / 64 };

/* A set of candidates. */
typedef struct candidate_set {
	uint64_t word[COMMITTEE_WORDS];
} candidate_set;

static inline bool set_has(const candidate_set *s, int candidate)
{
	return s->word[candidate / 64] >> (candidate % 64) & 1;
}

static inline void set_add(candidate_set *s, int candidate)
{
	s->word[candidate / 64] |= UINT64_C(1) << (candidate % 64);
}

typedef struct committee {
	count_run *run;
	int candidates, seats;
	int *standing; /* who has not withdrawn */
	int standing_count;
	size_t kinds;
	size_t *start; /* of kind k: mark[start[k]] .. mark[start[k + 1] - 1], ascending */
	cordon_mark *mark;
	uint64_t *weight;
	uint64_t voters; /* all weights */
	size_t *from; /* of candidate c: voter[from[c]] .. voter[from[c + 1] - 1], kinds ascending */
	uint32_t *voter;
	uint64_t *approvals; /* by weight */
} committee;

/* Builds it; an error when there are fewer standing candidates than seats (unless `seats_needed` is false: budgets).
 * Free it whatever the status. */
cordon_status committee_begin(committee *c, count_run *run, bool seats_needed);
void committee_free(committee *c);

/* Winning committees as they are found. */
typedef struct committee_list {
	cordon_outcome *item; /* winners ascending */
	size_t count, capacity;
	bool complete; /* false: there are more */
} committee_list;

/* Adds one (unless it is there); false when the list was full, which makes it incomplete. */
bool committee_list_add(committee_list *list, const int *winner, int winners);
/* Adds every way to complete `fixed` with `more` of `open`. */
void committee_list_add_ways(committee_list *list, const int *fixed, int fixed_count, const int *open, int open_count,
			     int more);
void committee_list_sort(committee_list *list);
void committee_list_free(committee_list *list);

/* Reports the list and returns the place of the one elected, or RUN_STOPPED. */
int committee_choose(count_run *run, committee_list *list);

/* One stage with the approvals of all and who is elected; `winner` NULL: nobody is decided. */
void committee_tallies(const committee *c, const int *winner, int winners);

/* Whole seats from one list in one stage: says the score, chooses, and ends the count. */
cordon_status committee_decide(const committee *c, committee_list *list, cordon_text said);

#endif
