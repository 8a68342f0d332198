/* See complaint.h. */
#include "supply/complaint.h"

#include "base/time.h"
#include "council/council.h"
#include "council/data.h"
#include "council/voice.h"
#include "supply/codes.h"
#include "supply/good.h"
#include "supply/outlet.h"
#include "supply/price.h"
#include "supply/role.h"

#include <stdio.h>
#include <string.h>

/* ---- complaint_term ---------------------------------------------------------------------------------------------- */

static int64_t term_days(state *s, const char *body, int64_t time)
{
	return state_number(s, COMPLAINT_DAYS,
			    "SELECT days FROM complaint_term WHERE body = ? AND time <= ? ORDER BY entry DESC", "si",
			    body, time);
}

static cordon_status apply_term(act_context *act)
{
	if (council_open_body(act, "body"))
		return CORDON_BAD_INPUT;
	state_do(act->state, "INSERT OR REPLACE INTO complaint_term VALUES (?, ?, ?, ?)", "siii", act_text(act, "body"),
		 act->entry, act->time, act_whole(act, "days", COMPLAINT_DAYS));
	return CORDON_OK;
}

const act_kind complaint_term_kind = {
	.name = "complaint_term",
	.summary = N_("set within how many days a body answers complaints"),
	.help = N_("By decision; 14 days before any. A complaint keeps the term under which it was made."),
	.field = {{"body", ACT_ID, N_("which body")},
		  {"days", ACT_WHOLE, N_("days from the entry of a complaint to its outcome"), .least = 1,
		   .most = COMPLAINT_DAYS_MAX}},
	.decided = act_of_body,
	.apply = apply_term,
	.example = "body=jap-cerrillos days=7",
};

/* ---- complaint --------------------------------------------------------------------------------------------------- */

static bool has_number(const char *words)
{
	int digits = 0;
	for (; *words; words++) {
		digits = *words >= '0' && *words <= '9' ? digits + 1 : 0;
		if (digits >= COMPLAINT_DIGITS)
			return true;
	}
	return false;
}

static bool is_there(const act_context *act)
{
	return state_has(act->state, "SELECT 1 FROM complaint WHERE body = ? AND complaint = ?", "ss",
			 act_text(act, "body"), act_text(act, "complaint"));
}

static cordon_status check_complaint(const act_context *act, const source *from)
{
	char number[24];
	snprintf(number, sizeof number, "%d", COMPLAINT_DIGITS);
	if (council_open_body(act, "body") || (act_text(act, "good") && good_check(act, "good")))
		return CORDON_BAD_INPUT;
	if (is_there(act))
		return act_refuse(act, "complaint", TEXT(SUPPLY_COMPLAINT_TAKEN), NO_TEXT);
	if (!from->who && has_number(act_text(act, "words")))
		return act_refuse(act, "words", TEXT(SUPPLY_COMPLAINT_NUMBER, number),
				  TEXT(SUPPLY_COMPLAINT_NUMBER_IS));
	return CORDON_OK;
}

static cordon_status apply_complaint(act_context *act)
{
	const char *body = act_text(act, "body");
	source from;
	char as[HOUSEHOLD_ID];
	if (source_of(act, as, &from) || check_complaint(act, &from))
		return CORDON_BAD_INPUT;
	state_do(act->state, "INSERT INTO complaint VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", "ssiisssssssi", body,
		 act_text(act, "complaint"), act->entry, act->time, act_text(act, "place"), act_text(act, "good"),
		 act_text(act, "day"), act_text(act, "words"), from.kind, from.who, from.hand,
		 act->time + term_days(act->state, body, act->time) * TIME_DAY);
	return CORDON_OK;
}

const act_kind complaint_kind = {
	.name = "complaint",
	.summary = N_("complain about a place, nameless if wished"),
	.help = N_(
		"Signed by a member, it is that member's; with `household`, that household's. Otherwise the secretary, "
		"an officer of supply or a teller enters it for somebody who is not named, in their own words: the "
		"book "
		"then says who entered it and nothing of whose it is. Take a name for it that says nothing, and enter "
		"what came during a day together. The body owes it an outcome within its term; what is overdue is "
		"listed."),
	.field = {{"body", ACT_ID, N_("who owes the outcome")},
		  {"complaint", ACT_ID, N_("a name for it, new in this body, by which its outcome is found")},
		  {"place", ACT_ID, N_("about which place; it need not be an outlet of the body")},
		  {"good", ACT_ID, N_("about which good"), .optional = true},
		  {"day", ACT_DATE, N_("on which day it was"), .optional = true},
		  {"words", ACT_TEXT, N_("what is wrong"), .least = 1, .most = COMPLAINT_WORDS_MAX},
		  {"household", ACT_ID, N_("the card of the household that complains, if it wishes to be known"),
		   .optional = true}},
	.who = {&role_supply_enterer, &role_outlet_keeper, &voice_member},
	.apply = apply_complaint,
	.example = "body=jap-cerrillos complaint=q7f place=kiosk good=bread day=1972-10-11 words='Sold above the "
		   "ceiling.'",
};

/* ---- answer and outcome ------------------------------------------------------------------------------------------ */

/* The first signer who keeps the place that the complaint is about. */
static const char *keeper_of(const act_context *act)
{
	char place[ACT_ID_MAX + 1];
	const char *body = act_text(act, "body");
	if (!state_word(act->state, place, sizeof place, "SELECT place FROM complaint WHERE body = ? AND complaint = ?",
			"ss", body, act_text(act, "complaint")))
		return NULL;
	for (int i = 0; i < act->signatures; i++)
		if (act->person[i] && outlet_keeps(act->state, body, place, act->person[i], act->time))
			return act->person[i];
	return NULL;
}

static bool is_keeper_complained_of(const act_context *act)
{
	return keeper_of(act) != NULL;
}

static const act_role keeper_complained_of = {
	"keeper_complained_of", N_("the keeper of the place that the complaint is about"), is_keeper_complained_of};

static cordon_status apply_answer(act_context *act)
{
	if (council_open_body(act, "body"))
		return CORDON_BAD_INPUT;
	if (!is_there(act))
		return act_refuse(act, "complaint", TEXT(SUPPLY_NO_COMPLAINT), NO_TEXT);
	state_do(act->state, "INSERT OR REPLACE INTO complaint_answer VALUES (?, ?, ?, ?, ?, ?)", "ssiiss",
		 act_text(act, "body"), act_text(act, "complaint"), act->entry, act->time, keeper_of(act),
		 act_text(act, "words"));
	return CORDON_OK;
}

const act_kind complaint_answer_kind = {
	.name = "complaint_answer",
	.summary = N_("say what the outlet has to say to a complaint"),
	.help = N_("Before its outcome or after; it stands beside the complaint."),
	.field = {{"body", ACT_ID, N_("who owes the outcome")},
		  {"complaint", ACT_ID, N_("which complaint")},
		  {"words", ACT_TEXT, N_("what the outlet says"), .least = 1, .most = COMPLAINT_WORDS_MAX}},
	.who = {&keeper_complained_of},
	.apply = apply_answer,
	.example = "body=jap-cerrillos complaint=q7f words='The price was that of the larger loaf.'",
};

static cordon_status apply_outcome(act_context *act)
{
	const char *body = act_text(act, "body"), *id = act_text(act, "complaint");
	if (council_open_body(act, "body"))
		return CORDON_BAD_INPUT;
	if (!is_there(act))
		return act_refuse(act, "complaint", TEXT(SUPPLY_NO_COMPLAINT), NO_TEXT);
	if (!act->decided_by && keeper_of(act))
		return act_refuse(act, "complaint", TEXT(SUPPLY_OWN_OUTLET), NO_TEXT);
	if (!act->decided_by &&
	    state_has(act->state, "SELECT 1 FROM complaint_outcome WHERE body = ? AND complaint = ?", "ss", body, id))
		return act_refuse(act, "complaint", TEXT(SUPPLY_COMPLAINT_DONE), NO_TEXT);
	state_do(act->state, "INSERT OR REPLACE INTO complaint_outcome VALUES (?, ?, ?, ?, ?, ?, ?)", "ssiisss", body,
		 id, act->entry, act->time, act_text(act, "outcome"), act_text(act, "words"),
		 act->decided_by ? NULL : voice_signer(act, body));
	return CORDON_OK;
}

const act_kind complaint_outcome_kind = {
	.name = "complaint_outcome",
	.summary = N_("say what came of a complaint"),
	.help = N_(
		"By the secretary or an officer of supply, never by a keeper of the place concerned; or by decision, "
		"which alone can give a complaint another outcome than it has. It is public, and nothing follows from "
		"it by itself."),
	.field = {{"body", ACT_ID, N_("who owes the outcome")},
		  {"complaint", ACT_ID, N_("which complaint")},
		  {"outcome", ACT_CHOICE, N_("what came of it"), .choices = "upheld not_upheld withdrawn"},
		  {"words", ACT_TEXT, N_("why, and what was done"), .least = 1, .most = COMPLAINT_WORDS_MAX}},
	.who = {&role_supply_officer},
	.decided = act_of_body,
	.apply = apply_outcome,
	.example = "body=jap-cerrillos complaint=q7f outcome=upheld words='The price board was put right on the spot.'",
};

/* ---- questions --------------------------------------------------------------------------------------------------- */

static void add_answers(state *s, json_t *one, const char *body, int64_t time)
{
	json_t *answers = data_rows(state_ask(s,
					      "SELECT time, person, words FROM complaint_answer WHERE body = ? AND "
					      "complaint = ? AND time <= ? "
					      "ORDER BY entry",
					      "ssi", body, json_string_value(json_object_get(one, "complaint")), time),
				    "time:t person:s words:s");
	if (json_array_size(answers))
		json_object_set_new(one, "answers", answers);
	else
		json_decref(answers);
}

json_t *complaints_data(state *s, const char *body, int64_t time)
{
	json_t *list = data_rows(
		state_ask(
			s,
			"SELECT c.complaint, c.entry, c.time, c.place, c.good, c.day, c.words, c.source, c.who, "
			"c.hand, "
			"c.until_time, o.outcome, o.words, o.time, o.person, "
			"o.outcome IS NULL AND c.until_time < ?2, o.time > c.until_time FROM complaint c "
			"LEFT JOIN complaint_outcome o ON o.body = c.body AND o.complaint = c.complaint AND o.entry = "
			"(SELECT max(l.entry) FROM complaint_outcome l WHERE l.body = c.body AND l.complaint = "
			"c.complaint "
			"AND l.time <= ?2) WHERE c.body = ?1 AND c.time <= ?2 ORDER BY c.entry, c.complaint",
			"si", body, time),
		"complaint:s entry:i time:t place:s good:s day:s words:s source:s who:s entered_by:s until:t outcome:s "
		"outcome_words:s outcome_time:t outcome_by:s overdue:f late:f");
	json_t *data = json_pack("{s:s, s:I}", "body", body, "term_days", (json_int_t)term_days(s, body, time));
	json_t *overdue = json_array();
	for (size_t i = 0; i < json_array_size(list); i++) {
		json_t *one = json_array_get(list, i);
		add_answers(s, one, body, time);
		if (json_is_true(json_object_get(one, "overdue")))
			json_array_append_new(overdue, json_pack("{s:O, s:s, s:O}", "complaint",
								 json_object_get(one, "complaint"), "body", body,
								 "until", json_object_get(one, "until")));
	}
	json_object_set_new(data, "complaints", list);
	json_object_set_new(data, "overdue", overdue);
	return data;
}

static const char *const tables[] = {"complaint_term", "complaint", "complaint_answer", "complaint_outcome", NULL};
const state_schema complaint_schema = {
	"supply", tables,
	"CREATE TABLE complaint_term (body TEXT, entry INTEGER, time INTEGER NOT NULL, days INTEGER NOT NULL, "
	"PRIMARY KEY (body, entry)) WITHOUT ROWID;"
	"CREATE TABLE complaint (body TEXT, complaint TEXT, entry INTEGER NOT NULL, time INTEGER NOT NULL, place TEXT "
	"NOT "
	"NULL, good TEXT, day TEXT, words TEXT NOT NULL, source TEXT NOT NULL, who TEXT, hand TEXT, until_time INTEGER "
	"NOT "
	"NULL, PRIMARY KEY (body, complaint)) WITHOUT ROWID;"
	"CREATE TABLE complaint_answer (body TEXT, complaint TEXT, entry INTEGER, time INTEGER NOT NULL, person TEXT, "
	"words TEXT NOT NULL, PRIMARY KEY (body, complaint, entry)) WITHOUT ROWID;"
	"CREATE TABLE complaint_outcome (body TEXT, complaint TEXT, entry INTEGER, time INTEGER NOT NULL, outcome TEXT "
	"NOT "
	"NULL, words TEXT NOT NULL, person TEXT, PRIMARY KEY (body, complaint, entry)) WITHOUT ROWID;"};
