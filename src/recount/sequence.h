/* Replays rules that take candidates one after another, with all their ties; see sequence.c and, for the rules,
 * sequence_rules.c. budget.c uses the walk, too.
 *
 * A *walk* is at a state: who was taken, in what order, and what money each group of voters has left per voter (loads
 * are money below zero). From there every choice is followed and taken back. States met again on another way are known
 * by a digest, and what they lead to is remembered.
 */
#ifndef RECOUNT_SEQUENCE_H
#define RECOUNT_SEQUENCE_H

#include "recount/committee.h"

#include "base/names.h"

#include <gmp.h>

enum { REACH_WORDS = (COMMITTEES_MAX + 63) / 64, STATES_MAX = 100 * 1000 };

/* A set of numbers of committees. */
typedef struct reach {
	uint64_t word[REACH_WORDS];
} reach;

typedef struct walk walk;

typedef struct method {
	bool greatest, reverse; /* who has the greatest level is taken, not the least; the taken are those who lose */
	bool money, second_phase;
	bool rest_is_tied; /* where nobody has a level all who are left are tied */
	/* What candidate c is compared by; false: nothing, it cannot be taken so. */
	bool (*level)(walk *w, int c, mpq_t level);
	/* Takes what c costs from the money of those who approve; NULL: money does not change. */
	void (*pay)(walk *w, int c, const mpq_t level);
	/* The number of the committee that a whole way leads to, -1: none of the list. */
	int (*end)(walk *w);
	const char *said, *said_second;
} method;

struct walk {
	electorate e;
	const method *m;
	const uint64_t *cost; /* by candidate; NULL: 1 each */
	int steps; /* after which a way ends; -1: when nobody can be taken */
	bool *taken;
	int *path, length;
	uint32_t *met; /* by group: how many it approves were taken */
	mpq_t *money; /* by group; NULL: there is none */
	bool second;
	committees all;
	void *context; /* of budget.c */
	/* private */
	mpq_t *level;
	bool *has;
	int forks; /* on the way to this state */
	names known; /* digests of states */
	reach *leads; /* likewise */
	size_t capacity;
	arena keep;
	bool lost; /* too many states */
};

/* Who can be taken next. */
typedef struct choice {
	int *tied, count; /* ascending */
	mpq_t level; /* of them, where rated */
	bool rated, second; /* second: what it was before */
} choice;

/* electorate_begin was called for w->e, m and cost are set. */
void walk_begin(walk *w);
void walk_free(walk *w);
/* Back to the beginning, with `money` for each voter, everything learned of states forgotten. */
void walk_restart(walk *w, const mpq_t money);

/* The committees that can be reached from here; w->lost or w->all.more: not all of them are found. */
reach walk_explore(walk *w);

choice walk_choose(walk *w);
void walk_unchoose(walk *w, choice *ch);
/* Takes one of the tied; gives back the money before, for walk_untake. */
mpq_t *walk_take(walk *w, const choice *ch, int c);
void walk_untake(walk *w, int c, mpq_t *before);
void walk_drop(const walk *w, int c, mpq_t *before); /* what walk_take gave, not to be given back */

/* The i-th of the groups that approve c, and how many there are. */
size_t walk_fans(const walk *w, int c);
uint32_t walk_fan(const walk *w, int c, size_t i);

/* Replays a count for seats by a rule that takes one candidate after another. */
cordon_status sequence_replay(replay *r, const method *m);

/* Of sequence_rules.c: the payment q at which those who approve c have its cost together, each paying q or all they
 * have; false: they have not so much. */
bool walk_price(const walk *w, int c, mpq_t q);
void walk_pay(walk *w, int c, const mpq_t q);

#endif
