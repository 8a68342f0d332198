/* Proportional approval voting seat by seat, forwards and backwards.
 *
 * Source: Thiele, Om Flerfoldsvalg (1895), his addition and his elimination method; Lackner and Skowron, Multi-Winner
 * Voting with Approval Preferences (2023), seq-PAV and revseq-PAV. A voter with j elected candidates gives 1 + 1/2 +
 * ... + 1/j. Forwards the candidate who adds most is elected; backwards who takes least away is excluded.
 */
#include "count/codes.h"
#include "count/grow.h"
#include "count/rule.h"

#include <stdlib.h>
#include <string.h>

/* What candidate `one` adds to a voter with j elected is 1/(j + more). */
static void add_worth(const committee *c, const candidate_set *elected, int one, unsigned long more, uint64_t *by_count,
		      mpq_t level)
{
	mpq_t part;
	memset(by_count, 0, ((size_t)c->candidates + 1) * sizeof *by_count);
	for (size_t i = c->from[one]; i < c->from[one + 1]; i++) {
		size_t kind = c->voter[i], count = 0;
		for (size_t m = c->start[kind]; m < c->start[kind + 1]; m++)
			count += set_has(elected, c->mark[m]);
		by_count[count] += c->weight[kind];
	}
	mpq_init(part);
	mpq_set_ui(level, 0, 1);
	for (int j = 0; j <= c->candidates; j++)
		if (by_count[j]) {
			mpq_set_ui(part, by_count[j], (unsigned long)j + more);
			mpq_canonicalize(part);
			mpq_add(level, level, part);
		}
	mpq_clear(part);
}

/* Levels of all who are left, and those with the greatest (the least) of them. */
static int pick(const committee *c, const grow_state *s, const candidate_set *elected, bool least, mpq_t *level,
		bool *has, int *tied)
{
	uint64_t *by_count = memory_alloc((size_t)c->candidates + 1, sizeof *by_count);
	int count = 0;
	for (int i = 0; i < c->standing_count; i++) {
		int one = c->standing[i];
		if (set_has(&s->chosen, one))
			continue;
		add_worth(c, elected, one, least ? 0 : 1, by_count, level[one]);
		has[one] = true;
		count = grow_keep(level, one, !least, tied, count);
	}
	free(by_count);
	return count;
}

static int forward_options(const committee *c, grow_state *s, mpq_t *level, bool *has, int *tied)
{
	return pick(c, s, &s->chosen, false, level, has, tied);
}

static int reverse_options(const committee *c, grow_state *s, mpq_t *level, bool *has, int *tied)
{
	candidate_set elected = {{0}};
	for (int i = 0; i < c->standing_count; i++)
		if (!set_has(&s->chosen, c->standing[i]))
			set_add(&elected, c->standing[i]);
	return pick(c, s, &elected, true, level, has, tied);
}

static cordon_text say_added(const grow_state *s, const char *name, const char *level)
{
	(void)s;
	return TEXT(COUNT_SAID_ADDS, name, level);
}

static cordon_text say_taken(const grow_state *s, const char *name, const char *level)
{
	(void)s;
	return TEXT(COUNT_SAID_TAKES, name, level);
}

cordon_status seq_pav_count(count_run *run)
{
	return grow_count(run, &(grow_rule){.options = forward_options, .say = say_added});
}

cordon_status reverse_seq_pav_count(count_run *run)
{
	return grow_count(run, &(grow_rule){.reverse = true, .options = reverse_options, .say = say_taken});
}
