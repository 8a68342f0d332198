/* Polls: votes on delegates, from opening to close. An election (election.h) and the vote on a recall (recall.h)
 * are both one; this file knows what they have in common: who votes, how, and what was voted.
 *
 *	poll(poll, what, council, body, number, nth, electorate, open, renews, from_entry, from_time, closes,
 *		commitment,
 *		until_entry, until_time, result, seats, entitled, votes, seed)
 *	candidacy(poll, person, number, list, mate, entry, withdrawn_entry, stood, elected)
 *	tally(poll, at, what, option, votes, entry)     `at`: the body whose tellers entered it
 *	ballot(poll, batch, number, weight, marks, entry)
 *	cast(poll, person, entry, time, marks, counted) open voting; whether it counted is put down at the close
 *
 * Paper: tellers enter a tally sheet, or each ballot; as many of them sign as the body's rules ask for. What they
 * enter again replaces what they entered before, as long as the poll is open. Open: each elector casts a vote
 * under their own name, for everybody to read and for good; the last one counts, if they are still entitled at the
 * close. Never more votes than electors. The rules are those in force when the poll was opened.
 *
 * `marks` of a ballot: "ana>bea=carla>->eva", ranks after >, equal ones after =, - for an empty one. Secret
 * ballots that anyone can verify are not here yet: they will be another way to vote, beside paper and open.
 */
#ifndef COUNCIL_POLL_H
#define COUNCIL_POLL_H

#include "council/electorate.h"
#include "council/rules.h"
#include "council/seat.h"

enum { POLL_CANDIDATES_MAX = 1000, POLL_BATCHES_MAX = 100 * 1000 };

typedef struct poll {
	char id[ACT_ID_MAX + 1];
	bool recall, open, renews, closed;
	seat_key seat; /* of an election `number` is 0 */
	int64_t nth; /* of the mandate to be recalled */
	electorate_kind electorate;
	int64_t from_time, closes; /* INT64_MAX: when the tellers are done */
	char commitment[65];
	int64_t seats; /* of a closed election: how many it filled at most */
	int64_t votes, entitled; /* of a closed one */
	char seed[201];
} poll;

bool poll_find(state *s, const char *id, poll *out);
/* For acts with a field `poll`: refuses unless there is one that is still open, an election or a recall as asked. */
cordon_status poll_find_open(const act_context *act, bool recall, poll *out);

/* Whether an id is free for a poll or petition. */
bool poll_id_free(state *s, const char *id);

/* Puts down a new poll; `from_*` are the act's. */
void poll_open(const act_context *act, const poll *p);

/* Refuses to close it before its time, or when those who sign may not. */
cordon_status poll_may_close(const act_context *act, const poll *p);
void poll_close(const act_context *act, const poll *p, const char *result, int64_t seats, int64_t votes,
		const char *seed);

/* Votes for and against in a recall, of a closed one those that counted; how many electors voted at all. `bodies_for`:
 * bodies beneath with more for than against. */
typedef struct poll_answer {
	int64_t yes, no, votes, entitled, bodies_for, bodies;
} poll_answer;
poll_answer poll_answered(state *s, const poll *p, int64_t now);

/* Who signs for the poll: as many tellers of a body as its rules ask for, whoever is to be recalled not counted. */
bool poll_tellers_sign(const act_context *act, const poll *p, const char *body);

extern const act_role role_poll_tellers, role_poll_elector, role_poll_closer, role_poll_secretary;
extern const act_kind tally_kind, ballots_kind, cast_kind;
extern const state_schema poll_schema;

#endif
