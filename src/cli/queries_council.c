/* What can be asked of councils: bodies, rolls, seats, mandates, decisions, calls, minutes, registers. */
#include "cli/council_map.h"
#include "cli/print.h"
#include "cli/queries_council_forms.h"

#include "council/answers.h"
#include "council/decision.h"
#include "council/invitation.h"
#include "council/register.h"
#include "council/session.h"
#include "report/figure.h"

static answers_at at_of(const query_asked *a)
{
	return (answers_at){a->time, a->past};
}

static json_t *ask_bodies(const query_asked *a)
{
	return query_sealed(answers_bodies(a->state, at_of(a)));
}

static json_t *ask_map(const query_asked *a)
{
	cli_context cli = {.language = a->language};
	return json_pack("{s:o}", "figure", council_map(&cli, a->state, at_of(a)));
}

static json_t *ask_body(const query_asked *a)
{
	return query_sealed(answers_body(a->state, a->value[0], at_of(a)));
}

static json_t *ask_roll(const query_asked *a)
{
	return query_sealed(answers_roll(a->state, a->value[0], at_of(a)));
}

static json_t *ask_seats(const query_asked *a)
{
	return query_sealed(answers_seats(a->state, a->value[0], at_of(a)));
}

static json_t *ask_mandates(const query_asked *a)
{
	return query_sealed(answers_mandates(a->state, a->value[0], at_of(a)));
}

static json_t *ask_keys(const query_asked *a)
{
	return json_pack("{s:s, s:o}", "person", a->value[0], "keys", invitation_history(a->state, a->value[0]));
}

static json_t *ask_decisions(const query_asked *a)
{
	return query_sealed(answers_decisions(a->state, a->value[0]));
}

static json_t *ask_decision(const query_asked *a)
{
	return query_sealed(decision_data(a->state, a->value[0]));
}

static json_t *ask_calls(const query_asked *a)
{
	return query_sealed(answers_calls(a->state, a->value[0], at_of(a)));
}

static json_t *ask_minutes(const query_asked *a)
{
	return query_sealed(session_minutes(a->state, a->value[0]));
}

static json_t *ask_register(const query_asked *a)
{
	return query_sealed(register_data(a->state, a->value[0], a->time, NULL));
}

static json_t *ask_invitation(const query_asked *a)
{
	return invitation_data(a->state, a->value[0]);
}

#define KEY_FORM "{\"type\":\"string\",\"pattern\":\"^[A-Za-z0-9_-]{43}$\"}"
#define NAME_FORM "{\"type\":\"string\",\"minLength\":1}"

static const http_form part[] = {
	{"moment", MOMENT_FORM},       {"seat", SEAT_FORM},       {"mandate", MANDATE_FORM},
	{"amendment", AMENDMENT_FORM}, {"outcome", OUTCOME_FORM}, {NULL, NULL},
};

const http_query queries_council[] = {
	{.name = "invitation",
	 .path = "/api/invitations/{invitation}",
	 .summary = N_("an invitation to sign with a key of one's own: whose it is, and whether it was used"),
	 .parameter = {{"invitation", N_("its public key"), QUERY_TEXT, true, 43, 43}},
	 .schema = "{\"type\":\"object\",\"additionalProperties\":false,\"required\":[\"invitation\",\"person\","
		   "\"body\",\"by\",\"until\",\"ceased\"],\"properties\":{\"invitation\":" KEY_FORM
		   ",\"person\":" NAME_FORM ",\"body\":" NAME_FORM ",\"by\":" NAME_FORM ",\"until\":" NAME_FORM
		   ",\"ceased\":{\"type\":\"boolean\"},\"key\":" KEY_FORM "}}",
	 .ask = ask_invitation},
	{.name = "bodies",
	 .path = "/api/bodies",
	 .summary = N_("all bodies"),
	 .moment = true,
	 .schema = BODIES_FORM,
	 .part = part,
	 .ask = ask_bodies,
	 .print = print_bodies},
	{.name = "map",
	 .path = "/api/map",
	 .summary = N_("the map of bodies: each in the councils it sits in, as wide as its people are many"),
	 .moment = true,
	 .schema = OBJECT("\"figure\"", "\"figure\":" FIGURE_SCHEMA),
	 .ask = ask_map},
	{.name = "body",
	 .path = "/api/bodies/{body}",
	 .summary = N_("a body: who speaks for it, its officers, rules and sessions"),
	 .parameter = {BODY_PARAMETER},
	 .moment = true,
	 .schema = BODY_FORM,
	 .part = part,
	 .ask = ask_body,
	 .print = print_body},
	{.name = "roll",
	 .path = "/api/bodies/{body}/roll",
	 .summary = N_("who belongs to a body"),
	 .parameter = {BODY_PARAMETER},
	 .moment = true,
	 .schema = ROLL_FORM,
	 .part = part,
	 .ask = ask_roll},
	{.name = "seats",
	 .path = "/api/bodies/{body}/seats",
	 .summary = N_("who sits in a council, and why a seat is empty"),
	 .parameter = {BODY_PARAMETER},
	 .moment = true,
	 .schema = SEATS_FORM,
	 .part = part,
	 .ask = ask_seats},
	{.name = "mandates",
	 .path = "/api/people/{person}/mandates",
	 .summary = N_("a person's mandates, their votes, how they can be recalled"),
	 .parameter = {{"person", N_("whose"), QUERY_ID, true, 0, 0}},
	 .moment = true,
	 .schema = MANDATES_FORM,
	 .part = part,
	 .ask = ask_mandates},
	{.name = "keys",
	 .path = "/api/people/{person}/keys",
	 .summary = N_("a person's keys and invitations: since which entry, until which"),
	 .parameter = {{"person", N_("whose"), QUERY_ID, true, 0, 0}},
	 .schema = OBJECT(
		 "\"person\",\"keys\"",
		 "\"person\":{\"type\":\"string\"},\"keys\":{\"type\":\"array\",\"items\":" OBJECT(
			 "\"key\",\"use\",\"from\",\"until\"",
			 "\"key\":{\"type\":\"string\"},\"use\":{\"enum\":[\"main\",\"recovery\",\"invitation\"]},"
			 "\"from\":{\"type\":\"integer\"},\"until\":{\"type\":[\"integer\",\"null\"]},"
			 "\"invited_by\":{\"type\":\"string\"},\"body\":{\"type\":\"string\"},"
			 "\"expires\":{\"type\":\"string\"}") "}"),
	 .ask = ask_keys},
	{.name = "decisions",
	 .path = "/api/bodies/{body}/decisions",
	 .summary = N_("what a body has decided, and what is before it"),
	 .parameter = {BODY_PARAMETER},
	 .schema = DECISIONS_FORM,
	 .part = part,
	 .ask = ask_decisions,
	 .print = print_decisions},
	{.name = "decision",
	 .path = "/api/decisions/{proposal}",
	 .summary = N_("a proposal: its text, votes and outcome"),
	 .parameter = {{"proposal", N_("which proposal"), QUERY_ID, true, 0, 0}},
	 .schema = DECISION_FORM,
	 .part = part,
	 .ask = ask_decision,
	 .print = print_decision},
	{.name = "calls",
	 .path = "/api/calls",
	 .summary = N_("calls to meet or to act, with who has answered"),
	 .parameter = {{"body", N_("made by that body or to it"), QUERY_ID, false, 0, 0}},
	 .moment = true,
	 .schema = CALLS_FORM,
	 .part = part,
	 .ask = ask_calls},
	{.name = "minutes",
	 .path = "/api/sessions/{session}/minutes",
	 .summary = N_("the minutes of a session"),
	 .parameter = {{"session", N_("which session"), QUERY_ID, true, 0, 0}},
	 .schema = MINUTES_FORM,
	 .part = part,
	 .ask = ask_minutes,
	 .print = print_minutes},
	{.name = "register",
	 .path = "/api/bodies/{body}/register",
	 .summary = N_("the register of workplaces that a body keeps"),
	 .parameter = {BODY_PARAMETER},
	 .moment = true,
	 .schema = REGISTER_FORM,
	 .part = part,
	 .ask = ask_register},
	{.name = NULL},
};
