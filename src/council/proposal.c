/* Proposals until the vote: made, amended, read, put to the vote, withdrawn; see decision.h. */
#include "base/json.h"
#include "base/memory.h"
#include "base/time.h"
#include "council/effect.h"

#include <assert.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void copy(char *out, size_t size, const char *from)
{
	assert(!from || strlen(from) < size);
	snprintf(out, size, "%s", from ? from : "");
}

static bool find(state *s, const char *id, proposal *p)
{
	*p = (proposal){0};
	state_rows rows =
		state_ask(s,
			  "SELECT proposal, body, person, status, voters, entry, time, rules_version, put_time, "
			  "until_time, commitment FROM proposal WHERE proposal = ?",
			  "s", id);
	if (!state_row(&rows))
		return false;
	copy(p->id, sizeof p->id, state_text(&rows, 0));
	copy(p->body, sizeof p->body, state_text(&rows, 1));
	copy(p->person, sizeof p->person, state_text(&rows, 2));
	copy(p->status, sizeof p->status, state_text(&rows, 3));
	copy(p->voters, sizeof p->voters, state_text(&rows, 4));
	p->entry = state_whole(&rows, 5);
	p->time = state_whole(&rows, 6);
	p->rules_version = state_whole(&rows, 7);
	p->put_time = state_whole(&rows, 8);
	p->until_time = state_whole(&rows, 9);
	p->has_commitment = state_text(&rows, 10) != NULL;
	copy(p->commitment, sizeof p->commitment, state_text(&rows, 10));
	state_end(&rows);
	return true;
}

cordon_status proposal_of_act(const act_context *act, const char *status, proposal *out)
{
	if (!find(act->state, act_text(act, "proposal"), out))
		return act_refuse(act, "proposal", TEXT(DECISION_NO_PROPOSAL), NO_TEXT);
	if (status && strcmp(out->status, status) != 0)
		return act_refuse(act, "proposal", TEXT(DECISION_STATUS, out->status),
				  TEXT(DECISION_STATUS_IS, status));
	return CORDON_OK;
}

void proposal_rules(state *s, const proposal *p, rules *out)
{
	if (!rules_version(s, p->body, p->rules_version, out))
		rules_read(out, NULL, NULL, "", NULL); /* the state failed: what is made of it is given up */
}

json_t *proposal_effects(state *s, const char *id, const char *option)
{
	bool own = !strcmp(option, BALLOT_YES);
	state_rows rows =
		own ? state_ask(s,
				"SELECT CASE WHEN a.option IS NULL THEN p.effects ELSE a.effects END FROM proposal p "
				"LEFT JOIN amendment a ON a.proposal = p.proposal AND a.accepted_entry IS NOT NULL "
				"WHERE p.proposal = ? ORDER BY a.accepted_entry DESC LIMIT 1",
				"s", id)
		    : state_ask(s, "SELECT effects FROM amendment WHERE proposal = ? AND option = ?", "ss", id, option);
	const char *kept = state_row(&rows) ? state_text(&rows, 0) : NULL;
	json_t *effects = kept ? json_loads(kept, JSON_REJECT_DUPLICATES, NULL) : NULL;
	state_end(&rows);
	return effects;
}

/* The canonical text of the field `effects`; "" and a false for none. */
static bool effects_text(const act_context *act, text *out)
{
	const json_t *effects = act_document(act, "effects");
	if (effects)
		json_canonical(effects, out);
	return effects != NULL;
}

/* ---- propose ----------------------------------------------------------------------------------------------------- */

static cordon_status check_voters(const act_context *act, const char *body, const char *voters)
{
	body_facts facts;
	if (!strcmp(voters, "base") && body_find(act->state, body, &facts) && facts.of_people)
		return act_refuse(act, "voters", TEXT(DECISION_VOTERS), NO_TEXT);
	return CORDON_OK;
}

static cordon_status apply_propose(act_context *act)
{
	const char *body = act_text(act, "body"), *id = act_text(act, "proposal"), *voters = act_text(act, "voters");
	cordon_status status = council_open_body(act, "body");
	if (status)
		return status;
	voters = voters ? voters : "members";
	if (state_has(act->state, "SELECT 1 FROM proposal WHERE proposal = ?", "s", id))
		status = act_refuse(act, "proposal", TEXT(DECISION_NAME_TAKEN), NO_TEXT);
	if (check_voters(act, body, voters) || effect_check(act, body) || status)
		return CORDON_BAD_INPUT;
	text effects = {0};
	bool has = effects_text(act, &effects);
	state_do(act->state,
		 "INSERT INTO proposal (proposal, body, person, entry, time, title, text, effects, voters, commitment, "
		 "status) "
		 "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'open')",
		 "sssiisssss", id, body, voice_signer(act, body), act->entry, act->time, act_text(act, "title"),
		 act_text(act, "text"), has ? effects.bytes : NULL, voters, act_text(act, "commitment"));
	text_free(&effects);
	return CORDON_OK;
}

const act_kind propose_kind = {
	.name = "propose",
	.summary = N_("propose that a body decide something"),
	.help = N_("The text is what is decided. Effects are acts that the decision does by itself when it is adopted: "
		   "changing rules, "
		   "joining a council, instructing a delegate. Further discussion is always among the options."),
	.field = {{"body", ACT_ID, N_("who is to decide")},
		  {"proposal", ACT_ID, N_("a name for the proposal, new in this book")},
		  {"title", ACT_TEXT, N_("in a few words"), .least = 1, .most = DECISION_TITLE_MAX},
		  {"text", ACT_TEXT, N_("what is to be decided"), .least = 1, .most = DECISION_TEXT_MAX},
		  {"effects", ACT_DOCUMENT, N_("a list of {kind, fields}: the acts that the decision does"),
		   .optional = true},
		  {"voters", ACT_CHOICE,
		   N_("who votes: the body's members (delegates, in a council), or the base: all beneath it"),
		   .optional = true, .choices = "members base"},
		  {"commitment", ACT_HASH, N_("the SHA-256 of a seed that decides ties, told when the vote is closed"),
		   .optional = true}},
	.who = {&voice_member},
	.apply = apply_propose,
	.example =
		"body=panaderia proposal=second-shift title='A second shift' text='From Monday we bake in two shifts.'",
};

/* ---- amendments -------------------------------------------------------------------------------------------------- */

static bool is_reserved(const char *option)
{
	return !strcmp(option, BALLOT_YES) || !strcmp(option, BALLOT_NO) || !strcmp(option, BALLOT_FURTHER) ||
	       !strcmp(option, BALLOT_ABSTAIN);
}

static cordon_status apply_amend(act_context *act)
{
	proposal p;
	if (proposal_of_act(act, "open", &p))
		return CORDON_BAD_INPUT;
	const char *option = act_text(act, "option");
	char most[24];
	snprintf(most, sizeof most, "%d", BALLOT_AMENDMENTS_MAX);
	if (is_reserved(option) ||
	    state_has(act->state, "SELECT 1 FROM amendment WHERE proposal = ? AND option = ?", "ss", p.id, option))
		return act_refuse(act, "option", TEXT(DECISION_NAME_TAKEN), NO_TEXT);
	if (state_number(act->state, 0, "SELECT count(*) FROM amendment WHERE proposal = ?", "s", p.id) >=
	    BALLOT_AMENDMENTS_MAX)
		return act_refuse(act, "option", TEXT(DECISION_AMENDMENTS, most), NO_TEXT);
	if (effect_check(act, p.body))
		return CORDON_BAD_INPUT;
	text effects = {0};
	bool has = effects_text(act, &effects);
	state_do(act->state,
		 "INSERT INTO amendment (proposal, option, person, entry, time, text, effects) VALUES (?, ?, ?, ?, ?, "
		 "?, ?)",
		 "sssiiss", p.id, option, voice_signer(act, p.body), act->entry, act->time, act_text(act, "text"),
		 has ? effects.bytes : NULL);
	text_free(&effects);
	return CORDON_OK;
}

const act_kind amend_kind = {
	.name = "amend",
	.summary = N_("propose another text for an open proposal"),
	.help = N_("The amendment is the whole text as it would then be, with its own effects. If the proposer accepts "
		   "it, it takes the "
		   "proposal's place; otherwise it is an option of its own, and ballots rank the options."),
	.field = {{"proposal", ACT_ID, N_("which proposal")},
		  {"option", ACT_ID, N_("a name for the amendment, new in this proposal")},
		  {"text", ACT_TEXT, N_("what is to be decided instead"), .least = 1, .most = DECISION_TEXT_MAX},
		  {"effects", ACT_DOCUMENT, N_("a list of {kind, fields}: the acts that the decision does"),
		   .optional = true}},
	.who = {&voice_member},
	.apply = apply_amend,
	.example = "proposal=second-shift option=from-june text='From June we bake in two shifts.'",
};

static cordon_status apply_amend_accept(act_context *act)
{
	proposal p;
	if (proposal_of_act(act, "open", &p))
		return CORDON_BAD_INPUT;
	const char *option = act_text(act, "option");
	if (!state_has(act->state,
		       "SELECT 1 FROM amendment WHERE proposal = ? AND option = ? AND accepted_entry IS NULL", "ss",
		       p.id, option))
		return act_refuse(act, "option", TEXT(DECISION_NO_AMENDMENT), NO_TEXT);
	state_do(act->state, "UPDATE amendment SET accepted_entry = ? WHERE proposal = ? AND option = ?", "iss",
		 act->entry, p.id, option);
	return CORDON_OK;
}

const act_kind amend_accept_kind = {
	.name = "amend_accept",
	.summary = N_("accept an amendment to your proposal"),
	.help = N_("The amendment's text and effects take the place of the proposal's; it is no option of its own any "
		   "more."),
	.field = {{"proposal", ACT_ID, N_("your proposal")}, {"option", ACT_ID, N_("which amendment")}},
	.who = {&voice_proposer},
	.apply = apply_amend_accept,
	.example = "proposal=second-shift option=from-june",
};

/* ---- readings and the vote's beginning --------------------------------------------------------------------------- */

static int64_t readings(const act_context *act, const proposal *p)
{
	return state_number(act->state, 0, "SELECT count(*) FROM reading WHERE proposal = ?", "s", p->id);
}

/* A day has one reading, that which begins the vote included. */
static bool read_today(const act_context *act, const proposal *p)
{
	int64_t last =
		state_number(act->state, TIME_MIN, "SELECT max(time) FROM reading WHERE proposal = ?", "s", p->id);
	char before[TIME_DATE_TEXT], today[TIME_DATE_TEXT];
	time_date_to_text(last, before);
	time_date_to_text(act->time, today);
	return !strcmp(before, today);
}

static cordon_status apply_reading(act_context *act)
{
	proposal p;
	if (proposal_of_act(act, "open", &p))
		return CORDON_BAD_INPUT;
	if (read_today(act, &p))
		return act_refuse(act, "proposal", TEXT(DECISION_READ_TODAY), NO_TEXT);
	if (readings(act, &p) >= RULES_READINGS_MAX)
		return act_refuse(act, "proposal", TEXT(DECISION_READ_ENOUGH), NO_TEXT);
	state_do(act->state, "INSERT INTO reading (proposal, number, entry, time) VALUES (?, ?, ?, ?)", "siii", p.id,
		 readings(act, &p) + 1, act->entry, act->time);
	return CORDON_OK;
}

const act_kind reading_kind = {
	.name = "reading",
	.summary = N_("record that a proposal was read and discussed"),
	.help = N_("Where the rules ask for several readings, each is on another day; putting the proposal to the vote "
		   "is the last."),
	.field = {{"proposal", ACT_ID, N_("which proposal")}},
	.who = {&voice_officer},
	.apply = apply_reading,
	.example = "proposal=second-shift",
};

static cordon_status apply_put(act_context *act)
{
	proposal p;
	if (proposal_of_act(act, "open", &p))
		return CORDON_BAD_INPUT;
	int64_t until = 0;
	time_from_text(act_text(act, "until"), &until);
	if (until < act->time)
		return act_refuse(act, "until", TEXT(DECISION_UNTIL_PAST), NO_TEXT);
	rules r;
	if (!rules_now(act->state, p.body, &r))
		return act_refuse(act, "proposal", TEXT(DECISION_NO_RULES), NO_TEXT);
	int64_t version = r.version, needed = r.readings;
	rules_free(&r);
	char number[24];
	snprintf(number, sizeof number, "%" PRId64, needed);
	if (readings(act, &p) + 1 < needed)
		return act_refuse(act, "proposal", TEXT(DECISION_READINGS, number), NO_TEXT);
	if (needed > 1 && read_today(act, &p))
		return act_refuse(act, "proposal", TEXT(DECISION_READ_TODAY), NO_TEXT);
	state_do(
		act->state,
		"UPDATE proposal SET status = 'voting', rules_version = ?, put_entry = ?, put_time = ?, until_time = ? "
		"WHERE proposal = ?",
		"iiiis", version, act->entry, act->time, until, p.id);
	return CORDON_OK;
}

const act_kind put_kind = {
	.name = "put",
	.summary = N_("put a proposal to the vote"),
	.help = N_("From here on the text stands, and the rules in force now are those the vote goes by. Votes are "
		   "taken until the time "
		   "given; then, or when everybody has voted, it can be closed."),
	.field = {{"proposal", ACT_ID, N_("which proposal")}, {"until", ACT_TIME, N_("until when votes are taken")}},
	.who = {&voice_officer, &voice_proposer},
	.apply = apply_put,
	.example = "proposal=second-shift until=1972-10-13T20:00:00Z",
};

static cordon_status apply_withdraw(act_context *act)
{
	proposal p;
	if (proposal_of_act(act, "open", &p))
		return CORDON_BAD_INPUT;
	state_do(act->state, "UPDATE proposal SET status = 'withdrawn' WHERE proposal = ?", "s", p.id);
	return CORDON_OK;
}

const act_kind proposal_withdraw_kind = {
	.name = "proposal_withdraw",
	.summary = N_("take your proposal back before the vote"),
	.field = {{"proposal", ACT_ID, N_("your proposal")}},
	.who = {&voice_proposer},
	.apply = apply_withdraw,
	.example = "proposal=second-shift",
};
