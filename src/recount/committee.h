/* Replays committees elected by approvals: scores.c (approval, sav), thiele.c (pav, slav), sequence.c (seat by seat)
 * and budget.c (equal shares of a budget).
 *
 * Each finds the winning committees by itself (r->all_found); a lot falls among them whole. Ballots with the same marks
 * are one *group*.
 */
#ifndef RECOUNT_COMMITTEE_H
#define RECOUNT_COMMITTEE_H

#include "recount/replay.h"

enum { COMMITTEES_MAX = 1000 };

typedef struct electorate {
	replay *r;
	int n, seats;
	size_t groups;
	size_t *from; /* of group g: who[from[g]] .. who[from[g + 1] - 1], ascending */
	uint16_t *who;
	uint64_t *weight, voters; /* of a group; of all */
	size_t *fans_from; /* of candidate c: fan[fans_from[c]] .. are the groups that approve */
	uint32_t *fan;
	uint64_t *support; /* their weight */
} electorate;

/* Committees, each once; `more`: there are more than it can hold. */
typedef struct committee {
	int *member, size; /* ascending */
	int number; /* in the order they were added */
} committee;

typedef struct committees {
	committee *item;
	int count;
	bool more;
} committees;

cordon_status approval_replay(replay *r);
cordon_status sav_replay(replay *r);
cordon_status pav_replay(replay *r);
cordon_status slav_replay(replay *r);
cordon_status seq_pav_replay(replay *r);
cordon_status reverse_seq_pav_replay(replay *r);
cordon_status seq_phragmen_replay(replay *r);
cordon_status equal_shares_replay(replay *r);
cordon_status budget_replay(replay *r); /* equal-shares without seats */

/* CORDON_BAD_INPUT: `seats` asks for some, and there are none, or more than candidates. */
cordon_status electorate_begin(electorate *e, replay *r, bool seats);
void electorate_free(electorate *e);

/* Its number, added if it is not there; -1: there is no room. `member` in any order. */
int committees_add(committees *all, const int *member, int size);
void committees_free(committees *all);

/* Where there are more than a report lists: takes those of the report instead, if they are as many as it lists and each
 * is one by `wins`. A verifier need not know which of them the count met first. */
typedef bool committee_wins(const void *context, const int *member, int size);
void committees_take_claimed(const replay *r, committees *all, committee_wins *wins, const void *context);

/* A committee of the report, from json numbers from 1, ascending, each of a candidate; its size, -1: it is none. */
int committee_claimed(const replay *r, const json_t *claim, int *member);

/* Tells all outcomes and, where they are several, the lot among them; its place after sorting, or REPLAY_STOPPED. */
int committees_choose(const electorate *e, committees *all);

/* The candidates of a stage: votes[c] (NULL: none, which `votes` may be too) and state. */
typedef const char *committee_state(const void *context, int candidate);
void committee_tell(const electorate *e, char *const *votes, committee_state *state, const void *context);

/* One stage that elects a whole committee: says what it is by, chooses and ends the count. */
cordon_status committees_decide(const electorate *e, committees *all, char *const *votes, const char *said,
				const char *score);

#endif
