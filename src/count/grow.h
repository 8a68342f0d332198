/* Committees that grow seat by seat (sequential rules), with every outcome that ties leave open.
 *
 * A rule has a state: who is chosen (for reverse rules: taken away), and perhaps a number a kind of ballot (a load,
 * money left). grow_count follows all tied choices layer by layer, a layer being the states with equally many chosen;
 * states that are the same are followed once, so that a tie in order only costs nothing and needs no lot. At most
 * GROW_STATES_MAX states a layer and GROW_NUMBERS_MAX numbers in one are kept; beyond it says that there are more.
 */
#ifndef COUNT_GROW_H
#define COUNT_GROW_H

#include "count/committee.h"

enum { GROW_STATES_MAX = 1000, GROW_NUMBERS_MAX = 50 * 1000 * 1000 };

typedef struct grow_state {
	candidate_set chosen;
	bool second; /* a second phase has begun */
	mpq_t *number; /* one a kind of ballot; NULL: the rule has none */
} grow_state;

typedef struct grow_rule {
	bool numbers;
	bool reverse; /* chosen are taken away until the seats are left */
	void (*begin)(const committee *c, grow_state *s); /* numbers are 0 before; NULL: nothing to do */
	/* Whom the rule may take next: tied[], in the order of the election; `level`: of each candidate what the rule
	 * compares, where has[] is set. May begin the second phase. */
	int (*options)(const committee *c, grow_state *s, mpq_t *level, bool *has, int *tied);
	void (*take)(const committee *c, grow_state *s, int candidate, mpq_t *level); /* NULL: nothing but chosen */
	/* What a stage says of who was taken. */
	cordon_text (*say)(const grow_state *s, const char *name, const char *level);
} grow_rule;

/* For options: candidate `one` joins the `count` tied of one level, or replaces them when its own is less (`most`:
 * more). Returns how many are tied then. */
int grow_keep(mpq_t *level, int one, bool most, int *tied, int count);

cordon_status grow_count(count_run *run, const grow_rule *rule);

#endif
