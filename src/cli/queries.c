/* The table of what can be asked over HTTP: each answer is the one that a command's --json prints of the same book,
 * but for people's names, which stay sealed here. */
#include "cli/queries.h"

#include "council/answers.h"
#include "council/decision.h"
#include "council/register.h"
#include "council/session.h"
#include "plan/answer.h"
#include "supply/answers.h"
#include "supply/ceiling.h"
#include "supply/complaint.h"
#include "supply/price.h"
#include "supply/stock.h"
#include "supply/transfer.h"

#include <jansson.h>

/* ---- the book ---------------------------------------------------------------------------------------------------- */

static json_t *entry_json(const query_asked *a, int64_t number)
{
	text bytes = {0};
	json_t *what =
		book_entry(a->book, number, &bytes, a->error) ? NULL : json_loadb(bytes.bytes, bytes.length, 0, NULL);
	text_free(&bytes);
	return what ? json_pack("{s:I, s:o}", "entry", (json_int_t)number, "what", what) : NULL;
}

static json_t *ask_book(const query_asked *a)
{
	char key[44];
	text note = {0};
	json_t *data = NULL;
	state_word(a->state, key, sizeof key, "SELECT key FROM node_key ORDER BY from_entry DESC LIMIT 1", "");
	state_rows rows = state_ask(a->state, "SELECT title FROM founding", "");
	if (state_row(&rows) && !book_checkpoint(a->book, &note, a->error))
		data = json_pack("{s:s, s:s, s:s, s:I, s:s, s:s}", "book", book_id(a->book), "origin",
				 book_origin(a->book), "title", state_text(&rows, 0), "entries",
				 (json_int_t)book_size(a->book), "checkpoint", text_string(&note), "node_key", key);
	state_end(&rows);
	text_free(&note);
	return data;
}

static json_t *ask_entries(const query_asked *a)
{
	json_t *list = json_array();
	int64_t size = book_size(a->book), end = a->from + a->limit < size ? a->from + a->limit : size;
	for (int64_t at = a->from; at < end; at++)
		json_array_append_new(list, entry_json(a, at));
	return json_pack("{s:o, s:I, s:I}", "entries", list, "from", (json_int_t)a->from, "size", (json_int_t)size);
}

static json_t *ask_entry(const query_asked *a)
{
	text receipt = {0};
	if (a->whole[0] >= book_size(a->book))
		return NULL;
	json_t *data = entry_json(a, a->whole[0]);
	if (data && !book_receipt(a->book, a->whole[0], &receipt, a->error))
		json_object_set_new(data, "receipt", json_loadb(text_string(&receipt), receipt.length, 0, NULL));
	text_free(&receipt);
	return data;
}

/* ---- councils ---------------------------------------------------------------------------------------------------- */

/* The commitment beside a person's id is for whoever can open it. */
static json_t *sealed(json_t *data)
{
	const char *key;
	json_t *value;
	size_t i;
	if (json_is_object(data)) {
		if (json_object_get(data, "person"))
			json_object_del(data, "commitment");
		json_object_foreach(data, key, value)
		{
			sealed(value);
		}
	} else if (json_is_array(data)) {
		json_array_foreach(data, i, value)
		{
			sealed(value);
		}
	}
	return data;
}

static answers_at at_of(const query_asked *a)
{
	return (answers_at){a->time, a->past};
}

static json_t *ask_bodies(const query_asked *a)
{
	return sealed(answers_bodies(a->state, at_of(a)));
}

static json_t *ask_body(const query_asked *a)
{
	return sealed(answers_body(a->state, a->value[0], at_of(a)));
}

static json_t *ask_roll(const query_asked *a)
{
	return sealed(answers_roll(a->state, a->value[0], at_of(a)));
}

static json_t *ask_seats(const query_asked *a)
{
	return sealed(answers_seats(a->state, a->value[0], at_of(a)));
}

static json_t *ask_mandates(const query_asked *a)
{
	return sealed(answers_mandates(a->state, a->value[0], at_of(a)));
}

static json_t *ask_decisions(const query_asked *a)
{
	return sealed(answers_decisions(a->state, a->value[0]));
}

static json_t *ask_decision(const query_asked *a)
{
	return sealed(decision_data(a->state, a->value[0]));
}

static json_t *ask_calls(const query_asked *a)
{
	return sealed(answers_calls(a->state, a->value[0], at_of(a)));
}

static json_t *ask_minutes(const query_asked *a)
{
	return sealed(session_minutes(a->state, a->value[0]));
}

static json_t *ask_register(const query_asked *a)
{
	return sealed(register_data(a->state, a->value[0], a->time, NULL));
}

/* ---- economy and supply ------------------------------------------------------------------------------------------ */

static json_t *ask_answers(const query_asked *a)
{
	return sealed(answer_data(a->state, a->value[0]));
}

#define SUPPLY_ASK(name, call)                                                                                         \
	static json_t *name(const query_asked *a)                                                                      \
	{                                                                                                              \
		return sealed(call);                                                                                   \
	}
SUPPLY_ASK(ask_outlets, supply_outlets(a->state, a->value[0], a->time))
SUPPLY_ASK(ask_goods, supply_goods(a->state, a->value[0], a->time))
SUPPLY_ASK(ask_cycles, supply_cycles(a->state, a->value[0], a->time))
SUPPLY_ASK(ask_deliveries, supply_deliveries(a->state, a->value[0], a->whole[1], a->time))
SUPPLY_ASK(ask_stock, stock_report(a->state, a->value[0], a->time))
SUPPLY_ASK(ask_prices, prices_data(a->state, a->value[0], a->time))
SUPPLY_ASK(ask_ceilings, ceilings_data(a->state, a->value[0], a->time))
SUPPLY_ASK(ask_complaints, complaints_data(a->state, a->value[0], a->time))
SUPPLY_ASK(ask_transfers, transfer_list(a->state, a->value[0], a->time))

/* ---- the table --------------------------------------------------------------------------------------------------- */

/* The form of an answer: what is always there, and of which type. More may be: docs/serve.md. */
#define OBJECT(required, properties) "{\"type\":\"object\",\"required\":[" required "],\"properties\":{" properties "}}"
#define LIST_OF(name) OBJECT("\"" name "\"", "\"" name "\":{\"type\":\"array\",\"items\":{\"type\":\"object\"}}")
#define ANY_OBJECT "{\"type\":\"object\",\"minProperties\":1}"
#define ENTRY_FORM                                                                                                     \
	"\"entry\":{\"type\":\"integer\",\"minimum\":0},\"what\":{\"type\":\"object\",\"required\":[\"act\","          \
	"\"signatures\",\"time\"]}"
#define BODY_PARAMETER                                                                                                 \
	{                                                                                                              \
		"body", N_("which body"), QUERY_ID, true, 0, 0                                                         \
	}

const http_query query_table[] = {
	{.name = "book",
	 .path = "/api/book",
	 .summary = N_("the book: its id, title, size and last checkpoint"),
	 .schema = OBJECT(
		 "\"book\",\"origin\",\"title\",\"entries\",\"checkpoint\",\"node_key\"",
		 "\"book\":{\"type\":\"string\",\"pattern\":\"^[0-9a-f]{64}$\"},\"origin\":{\"type\":\"string\"},"
		 "\"title\":{\"type\":\"string\"},\"entries\":{\"type\":\"integer\",\"minimum\":1},"
		 "\"checkpoint\":{\"type\":\"string\"},\"node_key\":{\"type\":\"string\"}"),
	 .ask = ask_book},
	{.name = "entries",
	 .path = "/api/entries",
	 .summary = N_("acts of the book, in their order"),
	 .paged = true,
	 .schema = OBJECT(
		 "\"entries\",\"from\",\"size\"",
		 "\"from\":{\"type\":\"integer\"},\"size\":{\"type\":\"integer\"},\"entries\":{\"type\":\"array\","
		 "\"maxItems\":500,\"items\":" OBJECT("\"entry\",\"what\"", ENTRY_FORM) "}"),
	 .ask = ask_entries},
	{.name = "entry",
	 .path = "/api/entries/{entry}",
	 .summary = N_("one act, with its receipt"),
	 .parameter = {{"entry", N_("its number"), QUERY_WHOLE, true, 0, INT64_C(1000000000000)}},
	 .schema = OBJECT("\"entry\",\"what\",\"receipt\"", ENTRY_FORM ",\"receipt\":{\"type\":\"object\"}"),
	 .ask = ask_entry},
	{.name = "bodies",
	 .path = "/api/bodies",
	 .summary = N_("all bodies"),
	 .moment = true,
	 .schema = LIST_OF("bodies"),
	 .ask = ask_bodies},
	{.name = "body",
	 .path = "/api/bodies/{body}",
	 .summary = N_("a body: who speaks for it, its officers, rules and sessions"),
	 .parameter = {BODY_PARAMETER},
	 .moment = true,
	 .schema = OBJECT("\"body\",\"kind\"", "\"body\":{\"type\":\"string\"},\"kind\":{\"type\":\"string\"}"),
	 .ask = ask_body},
	{.name = "roll",
	 .path = "/api/bodies/{body}/roll",
	 .summary = N_("who belongs to a body"),
	 .parameter = {BODY_PARAMETER},
	 .moment = true,
	 .schema = LIST_OF("roll"),
	 .ask = ask_roll},
	{.name = "seats",
	 .path = "/api/bodies/{body}/seats",
	 .summary = N_("who sits in a council, and why a seat is empty"),
	 .parameter = {BODY_PARAMETER},
	 .moment = true,
	 .schema = LIST_OF("seats"),
	 .ask = ask_seats},
	{.name = "mandates",
	 .path = "/api/people/{person}/mandates",
	 .summary = N_("a person's mandates, their votes, how they can be recalled"),
	 .parameter = {{"person", N_("whose"), QUERY_ID, true, 0, 0}},
	 .moment = true,
	 .schema = LIST_OF("mandates"),
	 .ask = ask_mandates},
	{.name = "decisions",
	 .path = "/api/bodies/{body}/decisions",
	 .summary = N_("what a body has decided, and what is before it"),
	 .parameter = {BODY_PARAMETER},
	 .schema = LIST_OF("decisions"),
	 .ask = ask_decisions},
	{.name = "decision",
	 .path = "/api/decisions/{proposal}",
	 .summary = N_("a proposal: its text, votes and outcome"),
	 .parameter = {{"proposal", N_("which proposal"), QUERY_ID, true, 0, 0}},
	 .schema = OBJECT("\"proposal\",\"status\"",
			  "\"proposal\":{\"type\":\"string\"},\"status\":{\"type\":\"string\"}"),
	 .ask = ask_decision},
	{.name = "calls",
	 .path = "/api/calls",
	 .summary = N_("calls to meet or to act, with who has answered"),
	 .parameter = {{"body", N_("made by that body or to it"), QUERY_ID, false, 0, 0}},
	 .moment = true,
	 .schema = LIST_OF("calls"),
	 .ask = ask_calls},
	{.name = "minutes",
	 .path = "/api/sessions/{session}/minutes",
	 .summary = N_("the minutes of a session"),
	 .parameter = {{"session", N_("which session"), QUERY_ID, true, 0, 0}},
	 .schema = ANY_OBJECT,
	 .ask = ask_minutes},
	{.name = "register",
	 .path = "/api/bodies/{body}/register",
	 .summary = N_("the register of workplaces that a body keeps"),
	 .parameter = {BODY_PARAMETER},
	 .moment = true,
	 .schema = ANY_OBJECT,
	 .ask = ask_register},
	{.name = "answers",
	 .path = "/api/plans/{plan}/answers",
	 .summary = N_("who accepted a proposed plan, who refused it and why, who is silent"),
	 .parameter = {{"plan", N_("which plan"), QUERY_ID, true, 0, 0}},
	 .schema = OBJECT("\"plan\"", "\"plan\":{\"type\":\"string\"}"),
	 .ask = ask_answers},
	{.name = "outlets",
	 .path = "/api/supply/{body}/outlets",
	 .summary = N_("where a body's households draw"),
	 .parameter = {BODY_PARAMETER},
	 .moment = true,
	 .schema = ANY_OBJECT,
	 .ask = ask_outlets},
	{.name = "goods",
	 .path = "/api/supply/{body}/goods",
	 .summary = N_("what a body gives out"),
	 .parameter = {BODY_PARAMETER},
	 .moment = true,
	 .schema = ANY_OBJECT,
	 .ask = ask_goods},
	{.name = "cycles",
	 .path = "/api/supply/{body}/cycles",
	 .summary = N_("a body's cycles, with what arrived in each"),
	 .parameter = {BODY_PARAMETER},
	 .moment = true,
	 .schema = LIST_OF("cycles"),
	 .ask = ask_cycles},
	{.name = "deliveries",
	 .path = "/api/supply/{body}/deliveries",
	 .summary = N_("what was expected and what arrived"),
	 .parameter = {BODY_PARAMETER, {"cycle", N_("of one cycle"), QUERY_WHOLE, false, 1, 1000000}},
	 .moment = true,
	 .schema = ANY_OBJECT,
	 .ask = ask_deliveries},
	{.name = "stock",
	 .path = "/api/supply/{body}/stock",
	 .summary = N_("stock accounts, and what in them does not balance"),
	 .parameter = {BODY_PARAMETER},
	 .moment = true,
	 .schema = ANY_OBJECT,
	 .ask = ask_stock},
	{.name = "prices",
	 .path = "/api/supply/{body}/prices",
	 .summary = N_("reported prices"),
	 .parameter = {BODY_PARAMETER},
	 .moment = true,
	 .schema = ANY_OBJECT,
	 .ask = ask_prices},
	{.name = "ceilings",
	 .path = "/api/supply/{body}/ceilings",
	 .summary = N_("ceilings that hold"),
	 .parameter = {BODY_PARAMETER},
	 .moment = true,
	 .schema = ANY_OBJECT,
	 .ask = ask_ceilings},
	{.name = "complaints",
	 .path = "/api/supply/{body}/complaints",
	 .summary = N_("complaints and what came of them"),
	 .parameter = {BODY_PARAMETER},
	 .moment = true,
	 .schema = ANY_OBJECT,
	 .ask = ask_complaints},
	{.name = "transfers",
	 .path = "/api/supply/{body}/transfers",
	 .summary = N_("goods under way between places"),
	 .parameter = {BODY_PARAMETER},
	 .moment = true,
	 .schema = ANY_OBJECT,
	 .ask = ask_transfers},
	{.name = NULL},
};
