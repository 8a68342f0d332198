/* Closing a vote, carrying out and rescinding what was decided, opinions of the minority, publication; see decision.h.
 * */
#include "base/time.h"
#include "council/effect.h"
#include "council/roll.h"
#include "council/seat.h"
#include "council/tally.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

/* After the time for voting, how long tellers have until a vote is closed without their sheets. */
enum { TALLY_DAYS = 7 };

/* ---- closing ----------------------------------------------------------------------------------------------------- */

/* Everybody voted; or the time is over and the sheets are there, or late. */
static cordon_status check_due(const act_context *act, const proposal *p, const tally *t)
{
	char until[TIME_TEXT], late[TIME_TEXT];
	if (!t->waiting && (t->cast_100 >= t->voters * BALLOT_WHOLE || act->time > p->until_time))
		return CORDON_OK;
	int64_t patience = p->until_time + (int64_t)TALLY_DAYS * TIME_DAY;
	if (t->waiting && act->time > patience)
		return CORDON_OK;
	time_to_text(p->until_time, until);
	time_to_text(patience < TIME_MAX ? patience : TIME_MAX, late);
	return act_refuse(act, "proposal", t->waiting ? TEXT(DECISION_WAITING, late) : TEXT(DECISION_NOT_DUE, until),
			  NO_TEXT);
}

/* Which votes were counted stays to be seen, whoever holds the seats later. */
static void mark_counted(const act_context *act, const proposal *p)
{
	state_rows rows =
		state_ask(act->state,
			  "SELECT v.body, v.number, v.person FROM vote v WHERE v.proposal = ?1 AND NOT EXISTS "
			  "(SELECT 1 FROM paper s WHERE s.proposal = ?1 AND s.body = v.body) AND NOT EXISTS "
			  "(SELECT 1 FROM vote_override o WHERE o.proposal = ?1 AND o.body = v.body)",
			  "s", p->id);
	while (state_row(&rows)) {
		seat_key seat = seat_named(p->body, state_text(&rows, 0), state_whole(&rows, 1));
		const char *person = state_text(&rows, 2);
		if (seat.number ? seat_stands(act->state, &seat, person, act->time)
				: roll_has(act->state, seat.body, person))
			state_do(act->state,
				 "UPDATE vote SET counted = 1 WHERE proposal = ? AND body = ? AND number = ? AND "
				 "person = ?",
				 "ssis", p->id, seat.body, seat.number, person);
	}
}

static void write_decision(const act_context *act, const proposal *p, const tally *t, const tally_outcome *o,
			   const char *effects)
{
	const char *option = o->adopted >= 0 ? t->options.id[o->adopted] : NULL;
	state_do(act->state,
		 "INSERT INTO decision (proposal, body, entry, time, outcome, option, why, entitled, cast_100, quorum, "
		 "effects, "
		 "done_entry) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, CASE ?11 WHEN 'done' THEN ?3 END)",
		 "ssiisssiiis", p->id, p->body, act->entry, act->time, o->outcome, option, o->why, t->entitled,
		 t->cast_100, o->quorum, effects);
	for (int i = 0; i < t->options.count; i++)
		state_do(act->state,
			 "INSERT INTO decision_option (proposal, option, for_100, against_100, bodies) "
			 "VALUES (?, ?, ?, ?, ?)",
			 "ssiii", p->id, t->options.id[i], t->for_100[i], t->against_100[i], (int64_t)t->in_bodies[i]);
	state_do(act->state, "UPDATE proposal SET status = ? WHERE proposal = ?", "ss", o->outcome, p->id);
}

static void close_vote(const act_context *act, const proposal *p, const tally *t, const tally_outcome *o)
{
	char refusal[EFFECT_REFUSAL];
	json_t *effects = o->adopted >= 0 ? proposal_effects(act->state, p->id, t->options.id[o->adopted]) : NULL;
	mark_counted(act, p);
	write_decision(act, p, t, o, effects ? "done" : "none");
	if (effects && !effect_do(act, p->body, effects, CORDON_WARNING, refusal)) {
		finding_add(act->error, CORDON_WARNING, (place_in_file){act->kind->name, 0, "proposal", p->id},
			    TEXT(DECISION_PENDING), NO_TEXT);
		state_do(act->state,
			 "UPDATE decision SET effects = 'pending', done_entry = NULL, refusal = ? WHERE proposal = ?",
			 "ss", refusal, p->id);
	}
	json_decref(effects);
}

static cordon_status apply_decide(act_context *act)
{
	proposal p;
	const char *seed = act_text(act, "seed");
	if (proposal_of_act(act, "voting", &p))
		return CORDON_BAD_INPUT;
	if (seed && !p.has_commitment)
		return act_refuse(act, "seed", TEXT(DECISION_NO_COMMITMENT), NO_TEXT);
	tally t;
	tally_outcome outcome;
	tally_read(act->state, &p, act->time, &t);
	cordon_status status =
		t.too_many ? act_refuse(act, "proposal", TEXT(DECISION_TOO_MANY), NO_TEXT) : check_due(act, &p, &t);
	if (!status)
		status = tally_decide(act->state, &p, &t, seed, &outcome, act->error);
	if (!status)
		close_vote(act, &p, &t, &outcome);
	tally_free(&t);
	return status;
}

const act_kind decide_kind = {
	.name = "decide",
	.summary = N_("close the vote: count, decide, and do what was decided"),
	.help = N_("Once everybody voted or the time is over, any member may. Votes on paper are waited for, seven "
		   "days at most. The "
		   "outcome follows from the votes and the rules alone. If an effect cannot be done, the decision "
		   "stands and its effects "
		   "are pending: see carry_out."),
	.field = {{"proposal", ACT_ID, N_("which proposal")},
		  {"seed", ACT_TEXT, N_("the seed that the proposal committed to, for ties"), .optional = true,
		   .least = 1, .most = 200}},
	.who = {&voice_member, &voice_officer},
	.apply = apply_decide,
	.example = "proposal=second-shift",
};

/* ---- pending effects --------------------------------------------------------------------------------------------- */

static cordon_status check_pending(const act_context *act, const proposal *p, char option[BODY_ID])
{
	if (state_word(act->state, option, BODY_ID,
		       "SELECT option FROM decision WHERE proposal = ? AND effects = 'pending'", "s", p->id))
		return CORDON_OK;
	return act_refuse(act, "proposal", TEXT(DECISION_NOT_PENDING), NO_TEXT);
}

static cordon_status apply_carry_out(act_context *act)
{
	proposal p;
	char option[BODY_ID], refusal[EFFECT_REFUSAL];
	if (proposal_of_act(act, "adopted", &p) || check_pending(act, &p, option))
		return CORDON_BAD_INPUT;
	json_t *effects = proposal_effects(act->state, p.id, option);
	bool done = effect_do(act, p.body, effects, CORDON_ERROR, refusal);
	json_decref(effects);
	if (!done)
		return CORDON_BAD_INPUT;
	state_do(act->state, "UPDATE decision SET effects = 'done', done_entry = ?, refusal = NULL WHERE proposal = ?",
		 "is", act->entry, p.id);
	return CORDON_OK;
}

const act_kind carry_out_kind = {
	.name = "carry_out",
	.summary = N_("do the effects of a decision that could not be done before"),
	.help = N_("All of them or none; refused with the reason while it still cannot be done."),
	.field = {{"proposal", ACT_ID, N_("an adopted proposal whose effects are pending")}},
	.who = {&voice_member, &voice_officer},
	.apply = apply_carry_out,
	.example = "proposal=second-shift",
};

static cordon_status apply_rescind(act_context *act)
{
	proposal p;
	if (proposal_of_act(act, "adopted", &p))
		return CORDON_BAD_INPUT;
	if (strcmp(p.body, act_text(act, "body")) != 0 ||
	    state_has(act->state, "SELECT 1 FROM decision WHERE proposal = ? AND rescinded_entry IS NOT NULL", "s",
		      p.id))
		return act_refuse(act, "proposal", TEXT(DECISION_NOT_IN_FORCE), NO_TEXT);
	state_do(act->state,
		 "UPDATE decision SET rescinded_entry = ?, effects = CASE effects WHEN 'pending' THEN 'rescinded' "
		 "ELSE effects END WHERE proposal = ?",
		 "is", act->entry, p.id);
	return CORDON_OK;
}

const act_kind rescind_kind = {
	.name = "rescind",
	.summary = N_("the body takes an earlier decision back"),
	.help = N_("From then on it holds no more, and effects that are still pending are given up. Effects that were "
		   "done stay done: to "
		   "undo them is for effects of this decision."),
	.field = {{"body", ACT_ID, N_("whose decision")}, {"proposal", ACT_ID, N_("the adopted proposal")}},
	.decided = act_of_body,
	.own = true,
	.apply = apply_rescind,
	.example = "body=panaderia proposal=second-shift",
};

/* ---- opinions and publication ------------------------------------------------------------------------------------ */

/* Whoever voted openly for what was decided has no dissenting opinion. */
static bool agreed(const act_context *act, const proposal *p, const char *person)
{
	return state_has(act->state,
			 "SELECT 1 FROM vote v JOIN decision d ON d.proposal = v.proposal WHERE v.proposal = ? AND "
			 "v.person = ? AND "
			 "v.ballot || ' ' GLOB '100 ' || coalesce(d.option, CASE d.outcome WHEN 'rejected' THEN 'no' "
			 "ELSE 'further' END) "
			 "|| ' *'",
			 "ss", p->id, person);
}

static cordon_status apply_dissent(act_context *act)
{
	proposal p;
	if (proposal_of_act(act, NULL, &p))
		return CORDON_BAD_INPUT;
	const char *person = voice_signer(act, p.body);
	if (!state_has(act->state, "SELECT 1 FROM decision WHERE proposal = ?", "s", p.id))
		return act_refuse(act, "proposal", TEXT(DECISION_NOT_DECIDED), NO_TEXT);
	if (agreed(act, &p, person))
		return act_refuse(act, "proposal", TEXT(DECISION_AGREED), NO_TEXT);
	if (state_has(act->state, "SELECT 1 FROM minority WHERE proposal = ? AND person = ?", "ss", p.id, person))
		return act_refuse(act, "proposal", TEXT(DECISION_OPINION_TWICE), NO_TEXT);
	state_do(act->state, "INSERT INTO minority (proposal, person, entry, time, text) VALUES (?, ?, ?, ?, ?)",
		 "ssiis", p.id, person, act->entry, act->time, act_text(act, "text"));
	return CORDON_OK;
}

const act_kind dissent_kind = {
	.name = "dissent",
	.summary = N_("put an opinion of the minority beside a decision"),
	.help = N_("It is shown wherever the decision is. One for each person who may vote and did not openly vote for "
		   "what was decided."),
	.field = {{"proposal", ACT_ID, N_("what was decided")},
		  {"text", ACT_TEXT, N_("the opinion"), .least = 1, .most = DECISION_TEXT_MAX}},
	.who = {&voice_member},
	.apply = apply_dissent,
	.example = "proposal=second-shift text='Two shifts need two more bakers; we have one.'",
};

static cordon_status apply_publish(act_context *act)
{
	proposal p;
	if (proposal_of_act(act, NULL, &p))
		return CORDON_BAD_INPUT;
	if (!state_has(act->state, "SELECT 1 FROM decision WHERE proposal = ?", "s", p.id))
		return act_refuse(act, "proposal", TEXT(DECISION_NOT_DECIDED), NO_TEXT);
	state_do(act->state, "INSERT INTO publication (proposal, entry, time, place) VALUES (?, ?, ?, ?)", "siis", p.id,
		 act->entry, act->time, act_text(act, "place"));
	return CORDON_OK;
}

const act_kind publish_kind = {
	.name = "publish",
	.summary = N_("record where a decision was made public"),
	.field = {{"proposal", ACT_ID, N_("what was decided")},
		  {"place", ACT_TEXT, N_("where: the notice board, a newspaper and its number"), .least = 1,
		   .most = 200}},
	.who = {&voice_officer},
	.apply = apply_publish,
	.example = "proposal=second-shift place='Notice board at the gate'",
};
