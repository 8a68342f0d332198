/* Opening and closing bodies, and what they are; see body.h. */
#include "council/body.h"

#include "council/codes.h"
#include "council/foreign.h"
#include "council/link.h"
#include "council/officer.h"
#include "council/person.h"
#include "council/role.h"
#include "council/roll.h"
#include "council/rules.h"

#include <stdio.h>
#include <string.h>

bool body_find(state *s, const char *body, body_facts *out)
{
	state_rows rows =
		state_ask(s, "SELECT kind, members, closed, sponsors, tellers FROM body WHERE body = ?", "s", body);
	if (!state_row(&rows))
		return false;
	snprintf(out->kind, sizeof out->kind, "%s", state_text(&rows, 0));
	out->of_people = *state_text(&rows, 1) == 'p';
	out->open = !state_text(&rows, 2);
	out->sponsors = state_whole(&rows, 3);
	out->tellers = state_whole(&rows, 4);
	state_end(&rows);
	return true;
}

int64_t body_people(state *s, const char *body)
{
	/* Most bodies have none beneath them, and a recursive question costs a table of its own each time. */
	if (!state_has(s, "SELECT 1 FROM link WHERE council = ? AND until_entry IS NULL", "s", body))
		return state_number(s, 0, "SELECT people FROM body_size WHERE body = ?", "s", body);
	return state_number(
		s, 0,
		"WITH RECURSIVE beneath(body) AS (SELECT ? UNION SELECT link.body FROM link JOIN beneath ON "
		"link.council = beneath.body WHERE link.until_entry IS NULL) "
		"SELECT sum(people) FROM beneath JOIN body_size USING (body)",
		"s", body);
}

bool body_has_begun(state *s, const char *body)
{
	return state_has(s, "SELECT 1 FROM body_size WHERE body = ? AND people > 1", "s", body) ||
	       state_has(s, "SELECT 1 FROM link WHERE council = ? AND until_entry IS NULL", "s", body) ||
	       state_has(s, "SELECT 1 FROM link WHERE body = ? AND until_entry IS NULL", "s", body);
}

/* ---- body_open --------------------------------------------------------------------------------------------------- */

static bool is_of_people(const act_context *act)
{
	return !strcmp(act_text(act, "members"), "people");
}

static cordon_status check_open(const act_context *act, rules *r)
{
	char other[BODY_ID];
	cordon_status status = rules_check(act, "rules", r);
	if (state_has(act->state, "SELECT 1 FROM body WHERE body = ?", "s", act_text(act, "body")))
		status = act_refuse(act, "body", TEXT(COUNCIL_BODY_EXISTS), NO_TEXT);
	if (foreign_has_name(act->state, act_text(act, "secretary")))
		status = act_refuse(act, "secretary", TEXT(COUNCIL_NAME_ABROAD), NO_TEXT);
	if (is_of_people(act) && person_stands(act->state, act_text(act, "secretary"), act_text(act, "kind"), other))
		status = act_refuse(act, "secretary", TEXT(COUNCIL_ON_ROLL, other), NO_TEXT);
	return status;
}

static void open_body(const act_context *act, const rules *r)
{
	const char *body = act_text(act, "body"), *secretary = act_text(act, "secretary");
	state_do(act->state, "INSERT INTO body VALUES (?, ?, ?, ?, ?, NULL, ?, NULL, ?, 0, 0)", "ssssiis", body,
		 act_text(act, "kind"), act_text(act, "name"), act_text(act, "members"), act->time, act->entry,
		 act->decided_by);
	rules_write(act, body, r);
	if (is_of_people(act)) {
		state_do(act->state, "INSERT INTO body_size VALUES (?, 0)", "s", body);
		roll_add(act, body, act_text(act, "kind"), secretary, act->decided_by ? NULL : act_signer(act),
			 act_text(act, "secretary_name"));
	} else {
		person_make(act, secretary);
	}
	officer_appoint(act, body, "secretary", secretary, INT64_MAX);
}

static cordon_status apply_open(act_context *act)
{
	rules r;
	cordon_status status = check_open(act, &r);
	if (!status)
		open_body(act, &r);
	rules_free(&r);
	return status;
}

/* Any body may open another. */
static bool any_body(const json_t *fields, const char *body)
{
	(void)fields;
	(void)body;
	return true;
}

const act_kind body_open_kind = {
	.name = "body_open",
	.summary = N_("open a body: a workplace, a neighbourhood, a council"),
	.help = N_("The keeper opens bodies, or a body that is there decides to. The first secretary is named with it "
		   "and, where the "
		   "members are people, stands on its roll from then on; everybody else is enrolled by the secretary. "
		   "Councils are "
		   "bodies whose members are bodies, which join by decisions of both."),
	.field = {{"body", ACT_ID, N_("its name in acts")},
		  {"kind", ACT_ID,
		   N_("workplace, farm, neighbourhood, union, cordon or any other; one roll a person in each kind")},
		  {"name", ACT_TEXT, N_("what it is called"), .least = 1, .most = BODY_NAME - 1},
		  {"members", ACT_CHOICE, N_("who its members are"), .choices = "people bodies"},
		  {"secretary", ACT_ID, N_("its first secretary")},
		  {"secretary_name", ACT_SEALED, N_("the secretary's name, sealed"), .optional = true},
		  {"rules", ACT_DOCUMENT, N_("its first rules (docs/rules.md); without them all defaults"),
		   .optional = true}},
	.who = {&role_keeper},
	.decided = any_body,
	.apply = apply_open,
	.example = "body=panaderia kind=workplace name=\"La Espiga\" members=people secretary=ana",
};

/* ---- body_close -------------------------------------------------------------------------------------------------- */

static cordon_status apply_close(act_context *act)
{
	const char *body = act_text(act, "body");
	if (council_open_body(act, "body"))
		return CORDON_BAD_INPUT;
	roll_end_all(act, body);
	officer_end_all(act, body, NULL);
	link_end_all(act, body); /* and with its seats the mandates of whoever it sent, and of whoever was sent to it */
	state_do(act->state, "UPDATE body SET closed = ?, closed_entry = ? WHERE body = ?", "iis", act->time,
		 act->entry, body);
	return CORDON_OK;
}

const act_kind body_close_kind = {
	.name = "body_close",
	.summary = N_("close a body"),
	.help = N_("By its own decision. Its roll, offices and links end at once; its past stays. A closed body is not "
		   "opened again."),
	.field = {{"body", ACT_ID, N_("which body")}},
	.who = {&role_keeper_beginning},
	.decided = act_of_body,
	.own = true,
	.apply = apply_close,
	.example = "body=panaderia",
};

static const char *const tables[] = {"body", NULL};
const state_schema body_schema = {
	"council", tables,
	"CREATE TABLE body (body TEXT PRIMARY KEY, kind TEXT NOT NULL, name TEXT NOT NULL, members TEXT NOT NULL, "
	"opened INTEGER NOT NULL, closed INTEGER, opened_entry INTEGER NOT NULL, closed_entry INTEGER, opened_by TEXT, "
	"sponsors INTEGER NOT NULL, tellers INTEGER NOT NULL) WITHOUT ROWID;"};
