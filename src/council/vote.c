/* Votes: delegates' and other open ones, tally sheets, instructions, and the base's override; see decision.h. */
#include "base/memory.h"
#include "council/decision_private.h"
#include "council/link.h"
#include "council/officer.h"
#include "council/role.h"
#include "council/roll.h"
#include "council/seat.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

/* ---- who --------------------------------------------------------------------------------------------------------- */

/* Rolls on which a person ?2 has a vote on a proposal of body ?1 whose voters are the base: upwards from where they
 * stand. */
static const char rolls_beneath[] =
	"WITH RECURSIVE up(roll, body) AS (SELECT body, body FROM standing WHERE person = ?2 AND body IS NOT NULL "
	"UNION SELECT u.roll, l.council FROM up u JOIN link l ON l.body = u.body AND l.until_time IS NULL) "
	"SELECT roll FROM up WHERE body = ?1 ORDER BY roll";

static bool votes_from_beneath(const act_context *act)
{
	char body[BODY_ID];
	const char *signer = act_signer(act);
	return signer && !act_text(act, "person") && voice_body(act, body) &&
	       state_has(act->state, "SELECT 1 FROM proposal WHERE proposal = ? AND voters = 'base'", "s",
			 act_text(act, "proposal")) &&
	       state_has(act->state, rolls_beneath, "ss", body, signer);
}

/* The body whose tellers may enter votes by name. */
static bool teller_body(const act_context *act, char body[BODY_ID])
{
	const char *below = act_text(act, "below");
	if (!below)
		return voice_body(act, body);
	snprintf(body, BODY_ID, "%s", below);
	return true;
}

static bool by_tellers(const act_context *act)
{
	char body[BODY_ID];
	body_facts facts;
	return act_text(act, "person") && teller_body(act, body) && body_find(act->state, body, &facts) &&
	       officer_signing(act, body, "teller") >= facts.tellers;
}

static bool by_voter(const act_context *act)
{
	return !act_text(act, "person") && act_signer(act) && voice_member.has(act);
}

static const act_role vote_voter = {"voter", N_("a member, or a delegate who holds a seat"), by_voter};
static const act_role vote_beneath = {"beneath", N_("a member of a body beneath, where the base votes"),
				      votes_from_beneath};
static const act_role vote_tellers = {
	"tellers", N_("as many tellers of the body as its rules ask for, who give the voter's name"), by_tellers};

/* ---- open votes -------------------------------------------------------------------------------------------------- */

static void write_vote(const act_context *act, const proposal *p, const char *body, int64_t number, const char *person,
		       const char *ballot)
{
	state_do(act->state,
		 "INSERT OR REPLACE INTO vote (proposal, body, number, person, ballot, entry, time, counted) "
		 "VALUES (?, ?, ?, ?, ?, ?, ?, 0)",
		 "ssissii", p->id, body, number, person, ballot, act->entry, act->time);
}

/* Tells, and does no more: the delegate voted as they did, and the base may override or recall. */
static void tell_against(const act_context *act, const proposal *p, const char *body, const char *ballot)
{
	if (state_has(act->state, "SELECT 1 FROM instruction WHERE proposal = ? AND body = ? AND ballot <> ?", "sss",
		      p->id, body, ballot))
		finding_add(act->error, CORDON_WARNING, (place_in_file){act->kind->name, 0, "proposal", p->id},
			    TEXT(DECISION_AGAINST, body), NO_TEXT);
}

/* The seat that the person holds in the council. */
static cordon_status vote_seat(const act_context *act, const proposal *p, const char *person, const char *ballot)
{
	seat_key seat;
	const char *below = act_text(act, "below");
	if (!seat_of_person(act->state, p->body, person, act->time, &seat) || (below && strcmp(below, seat.body) != 0))
		return act_refuse(act, below ? "below" : "proposal", TEXT(DECISION_NO_VOTE, person), NO_TEXT);
	if (state_has(act->state, "SELECT 1 FROM vote_override WHERE proposal = ? AND body = ?", "ss", p->id,
		      seat.body))
		return act_refuse(act, "proposal", TEXT(DECISION_OVERRIDDEN, seat.body), NO_TEXT);
	write_vote(act, p, seat.body, seat.number, person, ballot);
	tell_against(act, p, seat.body, ballot);
	return CORDON_OK;
}

/* Whether the body votes openly, and no tally sheet of it is there. */
static cordon_status check_open(const act_context *act, const proposal *p, const char *body)
{
	rules r;
	bool open = rules_now(act->state, body, &r) && r.voting == RULES_OPEN;
	if (r.document)
		rules_free(&r);
	if (!open || state_has(act->state, "SELECT 1 FROM paper WHERE proposal = ? AND body = ?", "ss", p->id, body))
		return act_refuse(act, "proposal", TEXT(DECISION_ON_PAPER, body), NO_TEXT);
	return CORDON_OK;
}

/* On every roll that gives the person a vote, or on that of one body. */
static cordon_status vote_rolls(const act_context *act, const proposal *p, const char *person, const char *ballot)
{
	const char *below = act_text(act, "below");
	int rolls = 0;
	for (int writing = 0; writing <= 1; writing++) {
		state_rows rows = state_ask(act->state, rolls_beneath, "ss", p->body, person);
		while (state_row(&rows)) {
			const char *body = state_text(&rows, 0);
			if (below && strcmp(below, body) != 0)
				continue;
			rolls += !writing;
			if (writing) {
				write_vote(act, p, body, 0, person, ballot);
			} else if (check_open(act, p, body)) {
				state_end(&rows);
				return CORDON_BAD_INPUT;
			}
		}
		if (!rolls)
			return act_refuse(act, below ? "below" : "proposal", TEXT(DECISION_NO_VOTE, person), NO_TEXT);
	}
	return CORDON_OK;
}

static bool votes_by_seats(state *s, const proposal *p)
{
	body_facts facts;
	return body_find(s, p->body, &facts) && !facts.of_people && !strcmp(p->voters, "members");
}

static cordon_status apply_vote(act_context *act)
{
	proposal p;
	const char *person = act_text(act, "person") ? act_text(act, "person") : act_signer(act);
	if (proposal_of_act(act, "voting", &p))
		return CORDON_BAD_INPUT;
	if (act->time > p.until_time)
		return act_refuse(act, "proposal", TEXT(DECISION_VOTE_OVER), NO_TEXT);
	rules r;
	ballot_options options;
	text ballot = {0};
	proposal_rules(act->state, &p, &r);
	ballot_options_read(act->state, p.id, &options);
	bool seats = votes_by_seats(act->state, &p);
	cordon_status status = ballot_of_vote(act, &options, seats && r.split_votes, &ballot);
	rules_free(&r);
	if (!status)
		status = (seats ? vote_seat : vote_rolls)(act, &p, person, ballot.bytes);
	text_free(&ballot);
	return status;
}

const act_kind vote_kind = {
	.name = "vote",
	.summary = N_("vote on a proposal, openly"),
	.help = N_("This vote is public and permanent: your name and how you voted stay in the book. Delegates always "
		   "vote so; members of "
		   "a base body only where its rules say `voting: open`. A later vote replaces an earlier one until "
		   "the vote is closed."),
	.field = {{"proposal", ACT_ID, N_("which proposal")},
		  BALLOT_FIELDS,
		  {"below", ACT_ID, N_("the body whose roll or seat gives the vote, where several do"),
		   .optional = true},
		  {"person", ACT_ID, N_("whose vote it is, where tellers enter it"), .optional = true}},
	.who = {&vote_voter, &vote_beneath, &vote_tellers},
	.apply = apply_vote,
	.example = "proposal=second-shift choice=yes",
};

/* ---- tally sheets ------------------------------------------------------------------------------------------------ */

/* Whether the people of a roll have a vote on the proposal. */
static bool body_votes(state *s, const proposal *p, const char *body)
{
	body_facts facts;
	return body_find(s, body, &facts) && facts.of_people && !votes_by_seats(s, p) &&
	       link_is_beneath(s, p->body, body);
}

static cordon_status check_sheet(const act_context *act, const proposal *p, const char *body, int64_t ballots)
{
	rules r;
	bool on_paper = rules_now(act->state, body, &r) && r.voting == RULES_PAPER;
	if (r.document)
		rules_free(&r);
	if (!on_paper || !body_votes(act->state, p, body))
		return act_refuse(act, "body", TEXT(DECISION_NO_PAPER), NO_TEXT);
	char found[24], most[24];
	snprintf(found, sizeof found, "%" PRId64, ballots);
	snprintf(most, sizeof most, "%" PRId64, roll_size(act->state, body));
	return ballots > roll_size(act->state, body)
		       ? act_refuse(act, "tally", TEXT(DECISION_STUFFED, found, most), NO_TEXT)
		       : CORDON_OK;
}

static cordon_status apply_vote_tally(act_context *act)
{
	proposal p;
	const char *body = act_text(act, "body");
	if (proposal_of_act(act, "voting", &p))
		return CORDON_BAD_INPUT;
	ballot_options options;
	text ballots = {0};
	int64_t total = 0, invalid = act_whole(act, "invalid", 0);
	ballot_options_read(act->state, p.id, &options);
	cordon_status status = ballot_of_tally(act, &options, &ballots, &total);
	if (!status)
		status = check_sheet(act, &p, body, total + invalid);
	if (!status)
		state_do(act->state,
			 "INSERT OR REPLACE INTO paper (proposal, body, ballots, invalid, entitled, entry, time) "
			 "VALUES (?, ?, ?, ?, ?, ?, ?)",
			 "sssiiii", p.id, body, text_string(&ballots), invalid, roll_size(act->state, body), act->entry,
			 act->time);
	text_free(&ballots);
	return status;
}

const act_kind vote_tally_kind = {
	.name = "vote_tally",
	.summary = N_("enter the tally sheet of a vote on paper"),
	.help = N_("Signed by as many of the body's tellers as its rules ask for. A corrected sheet replaces the one "
		   "before until the vote "
		   "is closed; both stay in the book. Where ballots rank, the tally is a list of {rank, count}."),
	.field = {{"proposal", ACT_ID, N_("which proposal")},
		  {"body", ACT_ID, N_("whose members voted")},
		  {"tally", ACT_DOCUMENT, N_("ballots by option: {yes: 61, no: 12, further: 3, abstain: 2}")},
		  {"invalid", ACT_WHOLE, N_("ballots set aside as invalid"), .optional = true,
		   .most = 1000 * 1000 * 1000}},
	.who = {&role_tellers},
	.apply = apply_vote_tally,
	.example = "proposal=second-shift body=panaderia tally='{\"yes\":61,\"no\":12}' invalid=1",
};

/* ---- instructions and the base's override ------------------------------------------------------------------------ */

/* Whether the body's rules bind its delegates, and let it vote in their place. */
static cordon_status check_bound(const act_context *act, const proposal *p, const char *body, bool overriding)
{
	rules r;
	if (!votes_by_seats(act->state, p) || !link_has(act->state, p->body, body))
		return act_refuse(act, "body", TEXT(DECISION_NO_SEAT, p->body), NO_TEXT);
	if (!rules_now(act->state, body, &r))
		return act_refuse(act, "body", TEXT(DECISION_NO_RULES), NO_TEXT);
	bool bound = r.instructions == RULES_IMPERATIVE && (!overriding || r.override);
	rules_free(&r);
	return bound ? CORDON_OK : act_refuse(act, "body", TEXT(DECISION_FREE), NO_TEXT);
}

static bool may_split(state *s, const proposal *p)
{
	rules r;
	bool may = rules_now(s, p->body, &r) && r.split_votes;
	if (r.document)
		rules_free(&r);
	return may;
}

static cordon_status read_ballot(const act_context *act, const proposal *p, text *ballot)
{
	ballot_options options;
	ballot_options_read(act->state, p->id, &options);
	return ballot_of_vote(act, &options, may_split(act->state, p), ballot);
}

/* What the body itself says about the votes of its seats, put down by `insert`. */
static cordon_status say_for_seats(const act_context *act, const proposal *p, bool overrides, const char *insert)
{
	const char *body = act_text(act, "body");
	text ballot = {0};
	cordon_status status = check_bound(act, p, body, overrides);
	if (!status)
		status = read_ballot(act, p, &ballot);
	if (!status)
		state_do(act->state, insert, "sssii", p->id, body, ballot.bytes, act->entry, act->time);
	text_free(&ballot);
	return status;
}

static cordon_status apply_instruct(act_context *act)
{
	proposal p;
	if (proposal_of_act(act, NULL, &p))
		return CORDON_BAD_INPUT;
	if (strcmp(p.status, "open") != 0 && strcmp(p.status, "voting") != 0)
		return act_refuse(act, "proposal", TEXT(DECISION_STATUS, p.status),
				  TEXT(DECISION_STATUS_IS, "open, voting"));
	return say_for_seats(
		act, &p, false,
		"INSERT OR REPLACE INTO instruction (proposal, body, ballot, entry, time) VALUES (?, ?, ?, ?, ?)");
}

const act_kind instruct_kind = {
	.name = "instruct",
	.summary = N_("the body instructs its delegates how to vote"),
	.help = N_("Where the body's rules say `instructions: imperative`. A delegate's vote that differs is counted, "
		   "but flagged to the "
		   "body, which may override it or recall the delegate."),
	.field = {{"body", ACT_ID, N_("who instructs")},
		  {"proposal", ACT_ID, N_("a proposal of a council the body sits in")},
		  BALLOT_FIELDS},
	.decided = act_of_body,
	.own = true,
	.apply = apply_instruct,
	.example = "body=panaderia proposal=join-provincial-board choice=yes",
};

static cordon_status apply_vote_override(act_context *act)
{
	proposal p;
	if (proposal_of_act(act, "voting", &p))
		return CORDON_BAD_INPUT;
	return say_for_seats(
		act, &p, true,
		"INSERT OR REPLACE INTO vote_override (proposal, body, ballot, entry, time) VALUES (?, ?, ?, ?, ?)");
}

const act_kind vote_override_kind = {
	.name = "vote_override",
	.summary = N_("the body itself says how its seats vote"),
	.help = N_("Until the council closes its vote, and where the body's rules say `override: true`. It counts in "
		   "place of "
		   "whatever its delegates voted, for each of its seats that somebody holds."),
	.field = {{"body", ACT_ID, N_("whose seats")},
		  {"proposal", ACT_ID, N_("what the council is voting on")},
		  BALLOT_FIELDS},
	.decided = act_of_body,
	.own = true,
	.apply = apply_vote_override,
	.example = "body=panaderia proposal=join-provincial-board choice=no",
};
