/* Answers to plans, and the end of rounds; see answer.h. */
#include "plan/answer.h"

#include "base/time.h"
#include "council/council.h"
#include "council/data.h"
#include "council/voice.h"
#include "plan/acts.h"
#include "plan/codes.h"
#include "plan/concern.h"
#include "plan/declare.h"

#include <stdio.h>
#include <string.h>

static bool is_open(const act_context *act)
{
	return state_has(act->state, "SELECT 1 FROM economy_plan WHERE plan = ? AND closed_entry IS NULL", "s",
			 act_text(act, "plan"));
}

/* ---- answers ----------------------------------------------------------------------------------------------------- */

void answer_end(const act_context *act, const char *body, const char *process)
{
	state_do(act->state,
		 "UPDATE economy_answer SET until_entry = ?, until_time = ? WHERE body = ? AND process = ? AND "
		 "until_entry IS "
		 "NULL",
		 "iiss", act->entry, act->time, body, process);
}

/* Whether, while no plan of the council waits for answers, the body can still accept this one: its round ended last and
 * it is to be revised, or what the body refused of it still binds. */
static bool is_taken_back(const act_context *act)
{
	return state_has(
		act->state,
		"SELECT 1 FROM economy_plan p WHERE plan = ?1 AND outcome = 'revise' AND NOT EXISTS (SELECT 1 FROM "
		"economy_plan WHERE body = p.body AND closed_entry IS NULL) AND (closed_entry = (SELECT "
		"max(closed_entry) FROM economy_plan WHERE body = p.body) OR EXISTS (SELECT 1 FROM economy_answer a "
		"WHERE a.plan = ?1 AND a.body = ?2 AND answer <> 'accept' AND until_entry IS NULL))",
		"ss", act_text(act, "plan"), act_text(act, "body"));
}

static cordon_status check_answer(const act_context *act)
{
	const char *plan = act_text(act, "plan"), *body = act_text(act, "body"), *process = act_text(act, "process"),
		   *answer = act_text(act, "answer");
	if (council_open_body(act, "body"))
		return CORDON_BAD_INPUT;
	if (!is_open(act) && !(!strcmp(answer, "accept") && is_taken_back(act)))
		return act_refuse(act, "plan", TEXT(PLAN_NOT_OPEN), NO_TEXT);
	if (!state_has(act->state, CONCERN_OF_PLAN "SELECT 1 FROM may WHERE body = ?2", "ss", plan, body))
		return act_refuse(act, "body", TEXT(PLAN_NOT_CONCERNED), NO_TEXT);
	if (process &&
	    !state_has(act->state,
		       "SELECT 1 FROM economy_process WHERE body = ? AND process = ? AND until_entry IS NULL", "ss",
		       body, process))
		return act_refuse(act, "process", TEXT(PLAN_NO_PROCESS, body), NO_TEXT);
	if (strcmp(answer, "accept") != 0 && !act_text(act, "reason"))
		return act_refuse(act, "reason", TEXT(PLAN_NO_REASON), NO_TEXT);
	bool counters = !strcmp(answer, "counter");
	if (counters != (act_text(act, "most") != NULL) || (counters && !process))
		return act_refuse(act, "most", TEXT(PLAN_COUNTER), NO_TEXT);
	return CORDON_OK;
}

/* Who accepts a plan lifts what was said of that plan alone: what bound it still binds the next. */
static void write_answer(const act_context *act, const char *process)
{
	const char *plan = act_text(act, "plan"), *body = act_text(act, "body"), *answer = act_text(act, "answer");
	bool accepts = !strcmp(answer, "accept");
	state_do(act->state,
		 "UPDATE economy_answer SET until_entry = ?, until_time = ? WHERE body = ? AND process = ? AND "
		 "until_entry IS "
		 "NULL AND (?5 IS NULL OR plan = ?5)",
		 "iisss", act->entry, act->time, body, process, accepts ? plan : NULL);
	state_do(act->state, "INSERT OR REPLACE INTO economy_answer VALUES (?, ?, ?, ?, ?, NULL, NULL, ?, ?, ?, ?)",
		 "sssiissss", plan, body, process, act->entry, act->time, declare_person(act), answer,
		 act_text(act, "most"), act_text(act, "reason"));
}

static cordon_status apply_answer(act_context *act)
{
	char process[ACT_ID_MAX + 1];
	if (check_answer(act))
		return CORDON_BAD_INPUT;
	if (act_text(act, "process")) {
		write_answer(act, act_text(act, "process"));
		return CORDON_OK;
	}
	state_rows rows =
		state_ask(act->state, "SELECT process FROM economy_process WHERE body = ? AND until_entry IS NULL", "s",
			  act_text(act, "body"));
	bool any = false;
	while (state_row(&rows)) {
		snprintf(process, sizeof process, "%s", state_text(&rows, 0));
		write_answer(act, process);
		any = true;
	}
	if (!any)
		write_answer(act, "");
	return CORDON_OK;
}

const act_kind plan_answer_kind = {
	.name = "plan_answer",
	.summary = N_("accept what a plan asks of the workplace, refuse it, or say what it would do instead"),
	.help = N_("While the round is open; a later answer takes the place of an earlier one. Once it is over, and "
		   "while no "
		   "other is, what was refused or countered is taken back by accepting the plan. A refusal needs a "
		   "reason, a "
		   "counter-proposal also a process and the most that would be done of it. Both bind the next round: "
		   "its plan "
		   "counts on no more."),
	.field = {{"body", ACT_ID, N_("the workplace that answers")},
		  {"plan", ACT_ID, N_("which plan")},
		  {"answer", ACT_CHOICE, N_("what it says"), .choices = "accept refuse counter"},
		  {"process", ACT_ID, N_("of which of its processes; otherwise all"), .optional = true},
		  {"most", ACT_RATIO, N_("to counter: the most activity it would do"), .optional = true},
		  {"reason", ACT_TEXT, N_("why; to accept it need not be given"), .optional = true, .least = 1,
		   .most = 4096}},
	.who = {&voice_officer},
	.decided = act_of_body,
	.own = true,
	.apply = apply_answer,
	.example =
		"body=panaderia plan=first answer=counter process=baking most=250 reason='One oven is being mended.'",
};

/* ---- the end of a round ------------------------------------------------------------------------------------------ */

static bool all_answered(const act_context *act)
{
	return !state_has(
		act->state,
		CONCERN_OF_PLAN
		"SELECT 1 FROM concerned c WHERE NOT EXISTS (SELECT 1 FROM economy_answer a WHERE a.plan = ?1 AND "
		"a.body = c.body AND a.until_entry IS NULL)",
		"s", act_text(act, "plan"));
}

static cordon_status apply_close(act_context *act)
{
	const char *plan = act_text(act, "plan"), *body = act_text(act, "body");
	if (council_open_body(act, "body"))
		return CORDON_BAD_INPUT;
	if (!is_open(act) ||
	    !state_has(act->state, "SELECT 1 FROM economy_plan WHERE plan = ? AND body = ?", "ss", plan, body))
		return act_refuse(act, "plan", TEXT(PLAN_NOT_OPEN), NO_TEXT);
	bool due = state_has(act->state, "SELECT 1 FROM economy_plan WHERE plan = ? AND deadline <= ?", "si", plan,
			     act->time);
	if (!act->decided_by && !due && !all_answered(act))
		return act_refuse(act, "plan", TEXT(PLAN_ROUND_ON), TEXT(PLAN_ROUND_ENDS));
	bool refused =
		state_has(act->state,
			  "SELECT 1 FROM economy_answer WHERE plan = ? AND answer <> 'accept' AND until_entry IS NULL",
			  "s", plan);
	state_do(act->state, "UPDATE economy_plan SET closed_entry = ?, closed_time = ?, outcome = ? WHERE plan = ?",
		 "iiss", act->entry, act->time, refused ? "revise" : "adopted", plan);
	return CORDON_OK;
}

const act_kind plan_close_kind = {
	.name = "plan_close",
	.summary = N_("end the round of a plan: it is adopted, or a next round is due"),
	.help = N_(
		"When all who are concerned have answered or its time is up; before, only by decision. A plan that "
		"somebody refuses or counters is to be revised: their answers bind the next snapshots until they say "
		"otherwise. If nobody does, it is adopted."),
	.field = {{"body", ACT_ID, N_("the council whose plan it is")}, {"plan", ACT_ID, N_("which plan")}},
	.who = {&voice_member, &voice_officer},
	.decided = act_of_body,
	.own = true,
	.apply = apply_close,
	.example = "body=cordon plan=first",
};

/* ---- what binds the next round ----------------------------------------------------------------------------------- */

bool answer_constrains(state *s, const char *council, const char *body, const char *process, int64_t entries,
		       answer_constraint *out)
{
	bool any = false;
	state_rows rows = state_ask(
		s,
		"SELECT coalesce(a.most, '0'), a.person, a.from_entry, a.from_time FROM economy_answer a JOIN "
		"economy_plan p ON "
		"p.plan = a.plan WHERE a.body = ?1 AND a.process = ?2 AND a.answer <> 'accept' AND a.from_entry < ?3 "
		"AND "
		"(a.until_entry IS NULL OR a.until_entry >= ?3) AND p.body = ?4 ORDER BY a.from_entry",
		"ssis", body, process, entries, council);
	while (state_row(&rows)) {
		if (any && !amount_is_less(state_text(&rows, 0), out->most))
			continue;
		snprintf(out->most, sizeof out->most, "%s", state_text(&rows, 0));
		snprintf(out->person, sizeof out->person, "%s", state_text(&rows, 1) ? state_text(&rows, 1) : "");
		out->entry = state_whole(&rows, 2);
		out->time = state_whole(&rows, 3);
		any = true;
	}
	return any;
}

json_t *answer_data(state *s, const char *plan)
{
	json_t *data = data_row(
		state_ask(s,
			  "SELECT plan, body, person, time, deadline, outcome, closed_time, chosen, after FROM "
			  "economy_plan LEFT JOIN economy_after USING (plan) WHERE plan = ?",
			  "s", plan),
		"plan:s body:s person:s proposed:t until:t outcome:s closed:t chosen:s after:s");
	if (!data)
		return NULL;
	json_object_set_new(data, "answers",
			    data_rows(state_ask(s,
						"SELECT a.body, nullif(process, ''), answer, most, reason, a.person, "
						"from_time, from_entry, CASE WHEN until_entry > closed_entry "
						"THEN until_time END "
						"FROM economy_answer a JOIN economy_plan p USING (plan) WHERE plan = ? "
						"AND (until_entry IS "
						"NULL OR until_entry > closed_entry) ORDER BY a.body, process",
						"s", plan),
				      "body:s process:s answer:s most:s reason:s person:s time:t entry:i ended:t"));
	json_object_set_new(
		data, "concerned",
		data_rows(state_ask(s, CONCERN_OF_PLAN "SELECT body FROM concerned ORDER BY body", "s", plan),
			  "body:s"));
	json_object_set_new(
		data, "silent",
		data_rows(
			state_ask(
				s,
				CONCERN_OF_PLAN
				"SELECT c.body FROM concerned c WHERE NOT EXISTS (SELECT 1 FROM economy_answer a WHERE "
				"a.plan = ?1 AND a.body = c.body) ORDER BY c.body",
				"s", plan),
			"body:s"));
	return data;
}

static const char *const tables[] = {"economy_answer", NULL};
const state_schema answer_schema = {"plan", tables,
				    "CREATE TABLE economy_answer (plan TEXT NOT NULL, body TEXT NOT NULL, process TEXT "
				    "NOT NULL, from_entry INTEGER NOT "
				    "NULL, from_time INTEGER NOT NULL, until_entry INTEGER, until_time INTEGER, person "
				    "TEXT, answer TEXT NOT NULL, most "
				    "TEXT, reason TEXT, PRIMARY KEY (plan, body, process, from_entry)) WITHOUT ROWID;"
				    "CREATE INDEX economy_answer_body ON economy_answer (body, process);"};
