/* Options compared two by two: what Condorcet rules start from.
 *
 * beats[a * n + b] is how many ballots (by weight) rank option a above option b. A ballot ranks every option it names
 * above every one it does not; those it does not name, and those it ties, it does not tell apart. Empty ranks say
 * nothing. Withdrawn candidates have a row and column of numbers but are not in `in`.
 */
#ifndef COUNT_PAIRWISE_H
#define COUNT_PAIRWISE_H

#include "count/run.h"

typedef struct pairwise {
	int n; /* candidates of the election */
	uint64_t *beats;
	bool *in; /* still in the contest */
} pairwise;

void pairwise_begin(const cordon_election *election, pairwise *p);
void pairwise_free(pairwise *p);

static inline uint64_t pairwise_beats(const pairwise *p, int a, int b)
{
	return p->beats[(size_t)a * (size_t)p->n + (size_t)b];
}

/* The matrix of all options in the report. */
void pairwise_report(count_run *run, const pairwise *p);

/* These rules elect one: an error when more seats are asked for. Sets the result's seats. */
cordon_status pairwise_one_seat(count_run *run);

/* chain[a * n + b] is the strength of one step from a to b (0: none) and becomes that of the strongest chain of steps,
 * a chain being as strong as its weakest. */
void pairwise_widest_chains(int n, int *chain);

/* The winner among `candidate` (several: a tie), and the last stage with everybody's state. Not complete: there may be
 * other winners, and nothing is decided. */
cordon_status pairwise_elect(count_run *run, const pairwise *p, const int *candidate, int count, bool complete);

#endif
