/* Decisions: proposals with their effects, amendments, readings, votes, the closing, and what comes after.
 *
 * A proposal is `open` (it is discussed, amended, read), then `voting` (nothing but votes), then closed: `adopted`,
 * `rejected`, or `further`: further discussion, which is what a vote without quorum, without a majority for anything
 * else, or with a tie that no seed decides comes to. Its proposer may take it back while it is open (`withdrawn`). The
 * rules that count are those in force when the vote began, so that rules are changed under the rules before.
 *
 * Who votes (voice.h): the members of a base body; of a council the delegates, openly, one vote a seat; or, where the
 * proposal says `voters: base`, the people on all rolls beneath the council. Votes count if whoever cast them still
 * has the vote when the vote is closed: a recalled delegate has none. Base bodies vote on paper (tally sheets that k
 * of n tellers sign), or openly where their rules say so.
 *
 * Amendments are options beside the proposal's text, as in the Debian Constitution (A.1 to A.6): unless the proposer
 * accepts one, ballots rank them, and Schulze's method decides among those that reach their majority against further
 * discussion.
 *
 * Effects (effect.h) are done by the act that closes the vote, in the same entry, all or none. When one of them is
 * refused the decision stands all the same and its effects are pending until `carry_out` can do them, or `rescind`
 * gives them up.
 *
 *	proposal(proposal, body, person, entry, time, title, text, effects, voters, commitment, status,
 *		rules_version, put_entry, put_time, until_time)
 *	amendment(proposal, option, person, entry, time, text, effects, accepted_entry)
 *	reading(proposal, number, entry, time)
 *	vote(proposal, body, number, person, ballot, entry, time, counted): a seat of the body; number 0: its roll
 *	paper(proposal, body, ballots, invalid, entitled, entry, time)
 *	instruction(proposal, body, ballot, entry, time)
 *	vote_override(proposal, body, ballot, entry, time)
 *	decision(proposal, body, entry, time, outcome, option, why, entitled, cast_100, quorum, effects, refusal,
 *		done_entry, rescinded_entry): `cast_100` in hundredths of a vote; effects: none, done, pending or rescinded
 *	decision_option(proposal, option, for_100, against_100, bodies): against further discussion where ballots rank
 *	minority(proposal, person, entry, time, text)
 *	publication(proposal, entry, time, place)
 */
#ifndef COUNCIL_DECISION_H
#define COUNCIL_DECISION_H

#include "council/voice.h"

enum {
	DECISION_TITLE_MAX = 200,
	DECISION_TEXT_MAX = 16 * 1024,
	DECISION_EFFECTS_MAX = 16,
	DECISION_WORD = 16, /* bytes of a status, an outcome */
};

/* What questions about decisions are answered with: objects and lists that the program prints or writes as JSON; the
 * caller owns them. NULL: there is no such proposal. */

/* All of a proposal: its text, amendments, readings, who voted how, tallies, what was decided with its numbers,
 * opinions. */
json_t *decision_data(state *s, const char *proposal);
/* The decisions that hold in a body: its own, and those of councils above or bodies beneath that bound it when they
 * were made; newest first. */
json_t *decision_list(state *s, const char *body);
/* Votes of a body's delegates that went against its instructions, with whether the base overrode them; newest first. */
json_t *decision_flags(state *s, const char *body);

/* Whether decisions of a body bind another, now or at a moment: along links down from a council where both bodies of
 * each say `binds.down`, or up to one where both say `binds.up`. A body binds itself. */
bool decision_binds(state *s, const char *whose, const char *whom);
bool decision_binds_at(state *s, const char *whose, const char *whom, int64_t time);

extern const act_kind propose_kind, amend_kind, amend_accept_kind, reading_kind, put_kind, proposal_withdraw_kind;
extern const act_kind vote_kind, vote_tally_kind, instruct_kind, vote_override_kind;
extern const act_kind decide_kind, carry_out_kind, rescind_kind, dissent_kind, publish_kind;
extern const state_schema decision_schema;

#endif
