/* Appointing officers and ending their offices; see officer.h. */
#include "council/officer.h"

#include "base/time.h"
#include "council/body.h"
#include "council/codes.h"
#include "council/person.h"
#include "council/role.h"
#include "council/roll.h"
#include "council/rules.h"

#include <string.h>

bool officer_has(state *s, const char *body, const char *office, const char *person, int64_t time)
{
	return state_has(
		s,
		"SELECT 1 FROM officer WHERE body = ?1 AND office = ?2 AND person = ?3 AND from_time <= ?4 AND "
		"(until_time IS NULL OR until_time > ?4)",
		"sssi", body, office, person, time);
}

int64_t officer_count(state *s, const char *body, const char *office, int64_t time)
{
	return state_number(s, 0,
			    "SELECT count(DISTINCT person) FROM officer WHERE body = ?1 AND office = ?2 AND "
			    "from_time <= ?3 AND (until_time IS NULL OR until_time > ?3)",
			    "ssi", body, office, time);
}

int officer_signing(const act_context *act, const char *body, const char *office)
{
	int count = 0;
	for (int i = 0; i < act->signatures; i++)
		count += act->person[i] && officer_has(act->state, body, office, act->person[i], act->time);
	return count;
}

const char *officer_signer(const act_context *act, const char *body, const char *office)
{
	for (int i = 0; i < act->signatures; i++)
		if (act->person[i] && officer_has(act->state, body, office, act->person[i], act->time))
			return act->person[i];
	return NULL;
}

bool officer_is_last_secretary(const act_context *act, const char *body, const char *person)
{
	return officer_has(act->state, body, "secretary", person, act->time) &&
	       officer_count(act->state, body, "secretary", act->time) == 1;
}

void officer_appoint(const act_context *act, const char *body, const char *office, const char *person, int64_t until)
{
	state_do(act->state, "INSERT INTO officer VALUES (?, ?, ?, ?, ?, nullif(?, 9223372036854775807))", "sssiii",
		 body, office, person, act->entry, act->time, until);
}

static void end(const act_context *act, const char *body, const char *office, const char *person)
{
	state_do(act->state,
		 "UPDATE officer SET until_time = ?1 WHERE body = ?2 AND office = ?3 AND person = ?4 AND "
		 "(until_time IS NULL OR until_time > ?1)",
		 "isss", act->time, body, office, person);
}

void officer_end_all(const act_context *act, const char *body, const char *person)
{
	state_do(act->state,
		 "UPDATE officer SET until_time = ?1 WHERE body = ?2 AND (?3 IS NULL OR person = ?3) AND "
		 "(until_time IS NULL OR until_time > ?1)",
		 "iss", act->time, body, person);
}

/* ---- officer ----------------------------------------------------------------------------------------------------- */

/* So that a body can begin at all: its first tellers are named by the secretary, later ones by decision. */
static bool names_first_tellers(const act_context *act)
{
	rules r;
	const char *body = act_text(act, "body");
	if (strcmp(act_text(act, "office"), "teller") != 0 || act_text(act, "instead") ||
	    !officer_signing(act, body, "secretary") || !rules_now(act->state, body, &r))
		return false;
	bool few = officer_count(act->state, body, "teller", act->time) < r.tellers.n;
	rules_free(&r);
	return few;
}

static const act_role first_tellers = {
	"first_tellers", N_("the body's secretary, who names tellers while there are fewer than the rules ask for"),
	names_first_tellers};

/* Whether the person can hold an office there: on the roll, or for a council known at all. */
static bool can_hold(const act_context *act, const char *body, const char *person)
{
	body_facts facts;
	return body_find(act->state, body, &facts) &&
	       (facts.of_people ? roll_has(act->state, body, person) : person_known(act->state, person));
}

static bool appointed_by_this_entry(const act_context *act, const char *office, const char *person)
{
	return state_has(act->state,
			 "SELECT 1 FROM officer WHERE body = ? AND office = ? AND person = ? AND from_entry = ?",
			 "sssi", act_text(act, "body"), office, person, act->entry);
}

static cordon_status check_officer(const act_context *act, int64_t *until)
{
	const char *body = act_text(act, "body"), *office = act_text(act, "office"), *person = act_text(act, "person");
	const char *instead = act_text(act, "instead");
	*until = INT64_MAX;
	if (act_text(act, "until"))
		time_from_text(act_text(act, "until"), until);
	if (council_open_body(act, "body"))
		return CORDON_BAD_INPUT;
	if (!can_hold(act, body, person))
		return act_refuse(act, "person", TEXT(COUNCIL_NOT_ON_ROLL, body), NO_TEXT);
	if (officer_has(act->state, body, office, person, act->time) || appointed_by_this_entry(act, office, person))
		return act_refuse(act, "person", TEXT(COUNCIL_HOLDS_OFFICE, office, body), NO_TEXT);
	if (instead && !officer_has(act->state, body, office, instead, act->time))
		return act_refuse(act, "instead", TEXT(COUNCIL_NO_OFFICE, office, body), NO_TEXT);
	if (*until <= act->time)
		return act_refuse(act, "until", TEXT(COUNCIL_PAST), NO_TEXT);
	if (*until != INT64_MAX && !strcmp(office, "secretary"))
		return act_refuse(act, "until", TEXT(COUNCIL_SECRETARY_STAYS), NO_TEXT);
	return CORDON_OK;
}

static cordon_status apply_officer(act_context *act)
{
	int64_t until;
	cordon_status status = check_officer(act, &until);
	if (status)
		return status;
	if (act_text(act, "instead"))
		end(act, act_text(act, "body"), act_text(act, "office"), act_text(act, "instead"));
	officer_appoint(act, act_text(act, "body"), act_text(act, "office"), act_text(act, "person"), until);
	return CORDON_OK;
}

const act_kind officer_kind = {
	.name = "officer",
	.summary = N_("give somebody an office of the body"),
	.help = N_("By decision. Offices have any name; the secretary keeps the roll, tellers enter paper votes, the "
		   "chair leads "
		   "sessions. Whoever holds an office of a base body stands on its roll. A body is never without a "
		   "secretary: another "
		   "takes the place of the one named in `instead`."),
	.field = {{"body", ACT_ID, N_("whose office")},
		  {"office", ACT_ID, N_("secretary, teller, chair or any other")},
		  {"person", ACT_ID, N_("who holds it from now on")},
		  {"until", ACT_TIME, N_("when it ends; without it, when another decision says"), .optional = true},
		  {"instead", ACT_ID, N_("who held it until now"), .optional = true}},
	.who = {&first_tellers},
	.decided = act_of_body,
	.apply = apply_officer,
	.example = "body=panaderia office=teller person=ana",
};

/* ---- officer_end ------------------------------------------------------------------------------------------------- */

static cordon_status apply_officer_end(act_context *act)
{
	const char *body = act_text(act, "body"), *office = act_text(act, "office"), *person = act_text(act, "person");
	if (council_open_body(act, "body"))
		return CORDON_BAD_INPUT;
	if (!officer_has(act->state, body, office, person, act->time))
		return act_refuse(act, "person", TEXT(COUNCIL_NO_OFFICE, office, body), NO_TEXT);
	if (!strcmp(office, "secretary") && officer_is_last_secretary(act, body, person))
		return act_refuse(act, "person", TEXT(COUNCIL_LAST_SECRETARY, body), TEXT(COUNCIL_ANOTHER_SECRETARY));
	end(act, body, office, person);
	return CORDON_OK;
}

const act_kind officer_end_kind = {
	.name = "officer_end",
	.summary = N_("lay down an office, or end somebody's by decision"),
	.field = {{"body", ACT_ID, N_("whose office")},
		  {"office", ACT_ID, N_("which office")},
		  {"person", ACT_ID, N_("who holds it")}},
	.who = {&role_self},
	.decided = act_of_body,
	.apply = apply_officer_end,
	.example = "body=panaderia office=teller person=ana",
};

static const char *const tables[] = {"officer", NULL};
const state_schema officer_schema = {
	"council", tables,
	"CREATE TABLE officer (body TEXT, office TEXT, person TEXT, from_entry INTEGER, from_time INTEGER NOT NULL, "
	"until_time INTEGER, PRIMARY KEY (body, office, person, from_entry)) WITHOUT ROWID;"
	"CREATE INDEX officer_person ON officer (person);"};
