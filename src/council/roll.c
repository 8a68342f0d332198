/* Enrolling, leaving, going from one roll to another; see roll.h. */
#include "council/roll.h"

#include "council/body.h"
#include "council/codes.h"
#include "council/foreign.h"
#include "council/officer.h"
#include "council/person.h"
#include "council/role.h"
#include "council/seat_change.h"

#include <assert.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

/* ---- questions --------------------------------------------------------------------------------------------------- */

bool roll_has(state *s, const char *body, const char *person)
{
	return state_has(s, "SELECT 1 FROM standing WHERE person = ? AND body = ?", "ss", person, body);
}

bool roll_had(state *s, const char *body, const char *person, int64_t time)
{
	return state_has(s,
			 "SELECT 1 FROM roll WHERE body = ?1 AND person = ?2 AND from_time <= ?3 AND "
			 "(until_time IS NULL OR until_time > ?3)",
			 "ssi", body, person, time);
}

int64_t roll_size(state *s, const char *body)
{
	return state_number(s, 0, "SELECT people FROM body_size WHERE body = ?", "s", body);
}

int64_t roll_size_at(state *s, const char *body, int64_t time)
{
	return state_number(s, 0,
			    "SELECT count(*) FROM roll WHERE body = ?1 AND from_time <= ?2 AND "
			    "(until_time IS NULL OR until_time > ?2)",
			    "si", body, time);
}

/* ---- changes ----------------------------------------------------------------------------------------------------- */

void roll_add(const act_context *act, const char *body, const char *kind, const char *person, const char *by,
	      const char *commitment)
{
	state_do(act->state, "INSERT INTO roll VALUES (?, ?, ?, ?, NULL, NULL, ?, ?)", "ssiiss", body, person,
		 act->entry, act->time, by, commitment);
	state_do(act->state, "INSERT INTO standing VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET body = excluded.body",
		 "sss", person, kind, body);
	state_do(act->state, "UPDATE body_size SET people = people + 1 WHERE body = ?", "s", body);
}

void roll_end(const act_context *act, const char *body, const char *person)
{
	state_do(
		act->state,
		"UPDATE roll SET until_entry = ?, until_time = ? WHERE body = ? AND person = ? AND until_entry IS NULL",
		"iiss", act->entry, act->time, body, person);
	state_do(act->state, "UPDATE standing SET body = NULL WHERE person = ? AND body = ?", "ss", person, body);
	state_do(act->state, "UPDATE body_size SET people = people - 1 WHERE body = ?", "s", body);
	officer_end_all(act, body, person);
	seats_person_left(act, body, person);
}

void roll_end_all(const act_context *act, const char *body)
{
	state_do(act->state,
		 "UPDATE standing SET body = NULL WHERE (person, kind) IN (SELECT person, kind FROM roll JOIN body "
		 "USING (body) "
		 "WHERE body = ? AND until_entry IS NULL)",
		 "s", body);
	state_do(act->state, "UPDATE roll SET until_entry = ?, until_time = ? WHERE body = ? AND until_entry IS NULL",
		 "iis", act->entry, act->time, body);
	state_do(act->state, "UPDATE body_size SET people = 0 WHERE body = ?", "s", body);
}

/* ---- sponsors ---------------------------------------------------------------------------------------------------- */

static cordon_status check_sponsor(const act_context *act, const char *body, size_t i, const char *secretary)
{
	const char *sponsor = act_item(act, "sponsors", i);
	if (!strcmp(sponsor, act_text(act, "person")) || (secretary && !strcmp(sponsor, secretary)))
		return act_refuse(act, "sponsors", TEXT(COUNCIL_SPONSOR_ANOTHER, sponsor), NO_TEXT);
	for (size_t j = 0; j < i; j++)
		if (!strcmp(sponsor, act_item(act, "sponsors", j)))
			return act_refuse(act, "sponsors", TEXT(COUNCIL_SPONSOR_TWICE, sponsor), NO_TEXT);
	if (!roll_has(act->state, body, sponsor))
		return act_refuse(act, "sponsors", TEXT(COUNCIL_NOT_ON_ROLL_WHO, sponsor, body), NO_TEXT);
	if (!act_signed_by(act, sponsor))
		return act_refuse(act, "sponsors", TEXT(COUNCIL_SPONSOR_SIGNS, sponsor), NO_TEXT);
	return CORDON_OK;
}

/* As many as the rules ask for, or as there are on a roll that only begins; each on the roll, signing, and neither
 * the person nor the secretary who enrols. */
static cordon_status check_sponsors(const act_context *act, const char *body, int64_t asked, const char *secretary)
{
	size_t given = act_count(act, "sponsors");
	for (size_t i = 0; i < given; i++)
		if (check_sponsor(act, body, i, secretary))
			return CORDON_BAD_INPUT;
	if (given >= (size_t)asked)
		return CORDON_OK;
	int64_t others = roll_size(act->state, body) - (secretary && roll_has(act->state, body, secretary));
	int64_t needed = others < asked ? others : asked;
	char number[24];
	snprintf(number, sizeof number, "%" PRId64, needed);
	return given >= (size_t)needed ? CORDON_OK
				       : act_refuse(act, "sponsors", TEXT(COUNCIL_SPONSORS_FEW, body, number), NO_TEXT);
}

static void add_sponsors(const act_context *act, const char *body)
{
	for (size_t i = 0; i < act_count(act, "sponsors"); i++)
		state_do(act->state, "INSERT INTO sponsor VALUES (?, ?, ?, ?)", "ssis", body, act_text(act, "person"),
			 act->entry, act_item(act, "sponsors", i));
}

/* ---- enrol ------------------------------------------------------------------------------------------------------- */

/* The body of a field, open and of people. */
static cordon_status find_base(const act_context *act, const char *field, body_facts *out)
{
	if (!body_find(act->state, act_text(act, field), out))
		return act_refuse(act, field, TEXT(COUNCIL_NO_BODY), NO_TEXT);
	if (!out->open)
		return act_refuse(act, field, TEXT(COUNCIL_CLOSED), NO_TEXT);
	if (!out->of_people)
		return act_refuse(act, field, TEXT(COUNCIL_NOT_OF_PEOPLE), NO_TEXT);
	return foreign_is(act->state, act_text(act, field)) ? act_refuse(act, field, TEXT(COUNCIL_ABROAD), NO_TEXT)
							    : CORDON_OK;
}

/* Who enrols: the only signer, or among several the one who is secretary. Asking who may has found one. */
static const char *enroller(const act_context *act, const char *body)
{
	const char *signer = act_signer(act);
	return signer ? signer : officer_signer(act, body, "secretary");
}

static cordon_status apply_enrol(act_context *act)
{
	body_facts facts;
	char other[BODY_ID];
	const char *body = act_text(act, "body"), *person = act_text(act, "person");
	const char *secretary = enroller(act, body);
	if (find_base(act, "body", &facts))
		return CORDON_BAD_INPUT;
	if (foreign_has_name(act->state, person))
		return act_refuse(act, "person", TEXT(COUNCIL_NAME_ABROAD), NO_TEXT);
	if (person_stands(act->state, person, facts.kind, other))
		return act_refuse(act, "person", TEXT(COUNCIL_ON_ROLL, other), TEXT(COUNCIL_LEAVE_FIRST));
	if ((facts.sponsors || act_count(act, "sponsors")) && check_sponsors(act, body, facts.sponsors, secretary))
		return CORDON_BAD_INPUT;
	roll_add(act, body, facts.kind, person, secretary, act_text(act, "name"));
	add_sponsors(act, body);
	return CORDON_OK;
}

#define SPONSORS_FIELD                                                                                                 \
	{                                                                                                              \
		"sponsors", ACT_ID, N_("members who stand for the person and sign too, where the rules ask for them"), \
			.optional = true, .many = true                                                                 \
	}

const act_kind roll_enrol_kind = {
	.name = "enrol",
	.summary = N_("put a person on the roll of a base body"),
	.help = N_("By the body's secretary. One person stands on the roll of one body of each kind. Where the body's "
		   "rules ask for "
		   "sponsors, that many members sign too; while there are fewer, all the others on the roll."),
	.field = {{"body", ACT_ID, N_("onto whose roll")},
		  {"person", ACT_ID, N_("who is enrolled: a name in acts, not the person's own")},
		  {"name", ACT_SEALED, N_("the person's name, sealed"), .optional = true},
		  SPONSORS_FIELD},
	.who = {&role_secretary},
	.apply = apply_enrol,
	.example = "body=panaderia person=benito",
};

/* ---- leave ------------------------------------------------------------------------------------------------------- */

/* Whether somebody else on the roll would be left without a secretary. */
static bool leaves_no_secretary(const act_context *act, const char *body, const char *person)
{
	return officer_is_last_secretary(act, body, person) && roll_size(act->state, body) > 1;
}

static cordon_status check_leaving(const act_context *act, const char *field)
{
	body_facts facts;
	const char *body = act_text(act, field), *person = act_text(act, "person");
	if (find_base(act, field, &facts))
		return CORDON_BAD_INPUT;
	if (!roll_has(act->state, body, person))
		return act_refuse(act, "person", TEXT(COUNCIL_NOT_ON_ROLL, body), NO_TEXT);
	if (leaves_no_secretary(act, body, person))
		return act_refuse(act, "person", TEXT(COUNCIL_LAST_SECRETARY, body), TEXT(COUNCIL_ANOTHER_SECRETARY));
	return CORDON_OK;
}

static cordon_status apply_leave(act_context *act)
{
	cordon_status status = check_leaving(act, "body");
	if (!status)
		roll_end(act, act_text(act, "body"), act_text(act, "person"));
	return status;
}

const act_kind roll_leave_kind = {
	.name = "leave",
	.summary = N_("take a person off the roll of a base body"),
	.help = N_("Whoever leaves signs, or the secretary for one who left, moved away or died; a body can also "
		   "decide it. Offices "
		   "held in the body end with it."),
	.field = {{"body", ACT_ID, N_("from whose roll")}, {"person", ACT_ID, N_("who leaves")}},
	.who = {&role_self, &role_secretary},
	.decided = act_of_body,
	.apply = apply_leave,
	.example = "body=panaderia person=benito",
};

/* ---- transfer ---------------------------------------------------------------------------------------------------- */

static bool is_transferring(const act_context *act)
{
	return officer_signer(act, act_text(act, "to"), "secretary") &&
	       (act_signed_by(act, act_text(act, "person")) || officer_signer(act, act_text(act, "from"), "secretary"));
}

static const act_role transferring = {
	"transferring",
	N_("the secretary of the body gone to, and with them the person or the secretary of the body left"),
	is_transferring};

static cordon_status apply_transfer(act_context *act)
{
	body_facts from, to;
	const char *person = act_text(act, "person"), *target = act_text(act, "to");
	const char *secretary = officer_signer(act, target, "secretary");
	if (check_leaving(act, "from") || find_base(act, "to", &to))
		return CORDON_BAD_INPUT;
	body_find(act->state, act_text(act, "from"), &from);
	if (!strcmp(act_text(act, "from"), target) || strcmp(from.kind, to.kind) != 0)
		return act_refuse(act, "to", TEXT(COUNCIL_OTHER_KIND, from.kind), NO_TEXT);
	if ((to.sponsors || act_count(act, "sponsors")) && check_sponsors(act, target, to.sponsors, secretary))
		return CORDON_BAD_INPUT;
	roll_end(act, act_text(act, "from"), person);
	roll_add(act, target, to.kind, person, secretary, act_text(act, "name"));
	add_sponsors(act, target);
	return CORDON_OK;
}

const act_kind roll_transfer_kind = {
	.name = "transfer",
	.summary = N_("take a person from one roll to another of the same kind"),
	.help = N_("At once, so that nobody stands on two rolls of a kind or loses a day's vote. The sponsors are "
		   "those of the body "
		   "gone to."),
	.field = {{"person", ACT_ID, N_("who goes")},
		  {"from", ACT_ID, N_("the body left")},
		  {"to", ACT_ID, N_("the body gone to")},
		  {"name", ACT_SEALED, N_("the person's name, sealed"), .optional = true},
		  SPONSORS_FIELD},
	.who = {&transferring},
	.apply = apply_transfer,
	.example = "person=benito from=panaderia to=molino",
};

static const char *const tables[] = {"roll", "sponsor", "body_size", NULL};
const state_schema roll_schema = {
	"council", tables,
	"CREATE TABLE roll (body TEXT, person TEXT, from_entry INTEGER, from_time INTEGER NOT NULL, until_entry "
	"INTEGER, "
	"until_time INTEGER, enrolled_by TEXT, commitment TEXT, PRIMARY KEY (body, person, from_entry)) WITHOUT ROWID;"
	"CREATE TABLE sponsor (body TEXT, person TEXT, from_entry INTEGER, sponsor TEXT, "
	"PRIMARY KEY (body, person, from_entry, sponsor)) WITHOUT ROWID;"
	"CREATE TABLE body_size (body TEXT PRIMARY KEY, people INTEGER NOT NULL) WITHOUT ROWID;"};
