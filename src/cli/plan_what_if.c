/* What if: a plan of the book made anew under changed needs, capacities, stops and limits, verified, and held beside
 * the plan as it stands; see queries.h. It is what these say one after the other:
 *
 *	cordon economy snapshot            as of the plan's entries
 *	cordon plan PACKAGE --need ... --capacity ... --stop ... --limit ... --near PLAN
 *	cordon plan verify PACKAGE NEW --near PLAN
 *	cordon plan changes PLAN PACKAGE NEW
 *
 * Near the plan that stands (as the price given has it, or not at all), or else the differences would be as much those
 * between two plans that are equally good. Nothing is written, neither into the book nor beside it.
 */
#include "cli/codes.h"
#include "cli/output.h"
#include "cli/plan_changes.h"
#include "cli/plan_data.h"
#include "cli/plan_kept.h"
#include "cli/queries_private.h"
#include "cli/world.h"

#include "base/memory.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { CHANGES_MAX = 64, PATTERN_MAX = 256 };

struct what_if {
	const task_asked *asked;
	query_asked question;
	cli_context *cli;
	cordon_change change[CHANGES_MAX]; /* patterns are the body's */
	int changes;
	bool near, whole;
	double price;
	const kept_plan *kept;
	const compared *old; /* kept's */
	compared new; /* its snap is old's */
	text bytes; /* of the plan made */
	cordon_near was;
	cordon_plan_verdict verdict;
	json_t *made, *certificate;
};

/* ---- what is asked ----------------------------------------------------------------------------------------------- */

static cordon_status wrong(struct what_if *w, const char *field, const char *found)
{
	return finding_add(&w->cli->error, CORDON_ERROR, (place_in_file){NULL, 0, field, found}, TEXT(CLI_WHAT_IF),
			   TEXT(CLI_WHAT_IF_FORM));
}

static cordon_status read_change(struct what_if *w, const json_t *one)
{
	static const char *const kinds[] = {"need", "capacity", "stop", "limit"};
	const char *kind = json_string_value(json_object_get(one, "kind")),
		   *pattern = json_string_value(json_object_get(one, "pattern"));
	const json_t *value = json_object_get(one, "value");
	size_t k = 0;
	while (kind && k < sizeof kinds / sizeof *kinds && strcmp(kind, kinds[k]) != 0)
		k++;
	bool is_stop = k == CORDON_CHANGE_STOP;
	if (!kind || k == sizeof kinds / sizeof *kinds)
		return wrong(w, "kind", kind);
	if (!pattern || !*pattern || strlen(pattern) > PATTERN_MAX)
		return wrong(w, "pattern", pattern);
	if (json_object_size(one) != (value ? 3 : 2) ||
	    (is_stop ? value && !json_is_number(value) : !json_is_number(value) || json_number_value(value) < 0))
		return wrong(w, "value", pattern);
	w->change[w->changes++] =
		(cordon_change){(cordon_change_kind)k, pattern, is_stop ? 0 : json_number_value(value)};
	return CORDON_OK;
}

/* {"changes":[{"kind","pattern","value"}], "near":true, "price":0.1, "whole":false} */
static cordon_status read_body(struct what_if *w)
{
	const json_t *body = w->asked->body, *list = json_object_get(body, "changes"), *one;
	const json_t *near = json_object_get(body, "near"), *price = json_object_get(body, "price"),
		     *whole = json_object_get(body, "whole");
	size_t i;
	if (!json_is_array(list) || json_array_size(list) > CHANGES_MAX)
		return wrong(w, "changes", NULL);
	json_array_foreach(list, i, one) if (read_change(w, one)) return CORDON_BAD_INPUT;
	w->near = !json_is_false(near);
	w->whole = json_is_true(whole);
	w->price = price ? json_number_value(price) : CORDON_CHANGE_PRICE;
	if (near && !json_is_boolean(near))
		return wrong(w, "near", NULL);
	if (price && (!json_is_number(price) || !w->near || w->price < 0 || w->price > CORDON_CHANGE_PRICE_MAX))
		return wrong(w, "price", NULL);
	if (whole && !json_is_boolean(whole))
		return wrong(w, "whole", NULL);
	if (json_object_size(body) != 1u + !!near + !!price + !!whole)
		return wrong(w, NULL, NULL);
	return CORDON_OK;
}

/* ---- what is done ------------------------------------------------------------------------------------------------ */

static cordon_status read_economy(struct what_if *w, cordon_economy **e)
{
	return economy_draft_read(w->old->snap.draft, cli_book_folder(w->cli), e, &w->cli->error);
}

/* The plan as it stands, and its package with the changes. */
static cordon_status open_plans(struct what_if *w)
{
	const text *file = &w->old->bytes;
	cordon_status status = read_economy(w, &w->new.economy);
	if (!status) {
		w->new.snap = w->old->snap;
		plan_facts_gather(&w->new.read, w->new.economy);
		status = cordon_economy_change(w->new.economy, w->change, w->changes, &w->cli->error);
	}
	if (!status && w->near)
		status = cordon_near_read(text_string(file), file->length, w->old->name, w->old->economy,
					  w->new.economy, w->price, &w->was, &w->cli->error);
	return status;
}

static cordon_status make(struct what_if *w)
{
	cordon_plan *plan = NULL;
	const cordon_plan_options options = {.near = w->near ? &w->was : NULL, .progress = w->asked->progress};
	cordon_status status = cordon_plan_make(w->new.economy, w->change, w->changes, &options, &plan, &w->cli->error);
	if (plan && (!status || status == CORDON_UNPROVEN)) {
		w->made = plan_json(w->cli, w->new.economy, plan);
		status = cordon_plan_write(w->new.economy, plan, &(cordon_writer){output_add_bytes, &w->bytes});
	}
	cordon_plan_free(plan);
	return status;
}

/* Of the bytes alone, against the package as the book gives it. What is not proven is told as that. */
static cordon_status verify(struct what_if *w)
{
	cordon_economy *e = NULL;
	const char *bytes = text_string(&w->bytes);
	cordon_status status = read_economy(w, &e);
	cordon_error_free(&w->cli->error); /* the verifier says again what there is to say of the changes */
	cordon_error_init(&w->cli->error);
	if (!status)
		status = cordon_plan_verify(e, bytes, w->bytes.length, w->old->name, 0, &w->verdict, &w->cli->error);
	if (w->near && (!status || status == CORDON_UNPROVEN) &&
	    cordon_plan_check_near(bytes, w->bytes.length, w->old->name, e, &w->was, &w->cli->error))
		w->verdict.proven = false;
	cordon_economy_free(e);
	if (!status || status == CORDON_UNPROVEN)
		status = cordon_plan_read(bytes, w->bytes.length, w->old->name, w->new.economy, &w->new.plan,
					  &w->cli->error);
	return status;
}

/* ---- what is answered -------------------------------------------------------------------------------------------- */

static json_t *section_of(const struct what_if *w, enum plan_section section)
{
	return plan_section_json(w->cli, w->old->economy, w->old->plan, section);
}

static json_t *result(struct what_if *w, const plan_changes *found)
{
	json_t *verdict = plan_verdict_json(w->cli, &w->verdict, w->change, w->changes),
	       *changes = compared_json(w->cli, w->old, &w->new, found, w->question.book, !w->whole);
	for (int s = 0; s < PLAN_SECTIONS && !w->whole; s++)
		if (s != PLAN_SECTION_GROUPS && s != PLAN_SECTION_LABOUR)
			json_object_del(w->made, plan_section_key(s));
	return json_pack("{s:s, s:O, s:{s:O, s:o, s:o}, s:O, s:o, s:o}", "plan", w->old->name, "what_if",
			 json_object_get(verdict, "changes"), "before", "certificate", w->certificate, "groups",
			 section_of(w, PLAN_SECTION_GROUPS), "labour", section_of(w, PLAN_SECTION_LABOUR), "made",
			 w->made, "verdict", verdict, "changes", changes);
}

/* The plan of the book; with nothing in the error there is none. */
static cordon_status look_up(struct what_if *w)
{
	proposed_plan stands;
	const char *name = w->question.value[0];
	cordon_status status = book_look(w->question.book, &w->cli->error);
	if (status)
		return status;
	w->question.state = book_state(w->question.book);
	w->kept = plan_take(&w->question, w->cli, name);
	if (w->kept && proposed_plan_find(w->question.state, name, &stands)) {
		w->old = w->kept->is;
		w->certificate = json_incref(stands.certificate);
		proposed_plan_free(&stands);
	}
	book_look_away(w->question.book);
	return w->old ? CORDON_OK : CORDON_BAD_INPUT;
}

static json_t *answer(struct what_if *w)
{
	plan_changes changes = {0};
	json_t *data = NULL;
	cordon_status status = read_body(w);
	if (!status)
		status = look_up(w);
	if (!status)
		status = open_plans(w);
	if (!status)
		status = make(w);
	if (!status)
		status = verify(w);
	if (!status)
		status = compared_find(w->cli, w->old, &w->new, &changes);
	if (!status)
		status = book_look(w->question.book, &w->cli->error);
	if (!status) {
		data = result(w, &changes);
		book_look_away(w->question.book);
	}
	plan_changes_free(&changes);
	return data;
}

static json_t *work(const task_asked *asked)
{
	struct what_if *w = memory_alloc(1, sizeof *w);
	w->asked = asked;
	w->question = asked->question;
	w->cli = query_reader(&w->question);
	json_t *data = answer(w);
	w->new.snap = (snapshot){0};
	cordon_near_free(&w->was);
	compared_close(&w->new);
	plan_let_go(&w->question, w->kept);
	json_decref(w->made);
	json_decref(w->certificate);
	text_free(&w->bytes);
	query_reader_end(&w->question, w->cli);
	free(w);
	return data;
}

#define CHANGES_FORM                                                                                                   \
	"{\"type\":\"array\",\"maxItems\":64,\"items\":{\"type\":\"object\",\"required\":[\"kind\",\"pattern\"],"      \
	"\"additionalProperties\":false,\"properties\":{\"kind\":{\"enum\":[\"need\",\"capacity\",\"stop\","           \
	"\"limit\"]},\"pattern\":{\"type\":\"string\",\"minLength\":1,\"maxLength\":256},\"value\":{\"type\":"         \
	"\"number\",\"minimum\":0}}}}"
#define ROWS "{\"type\":\"array\",\"items\":{\"type\":\"object\"}}"

const http_task task_table[] = {
	{.query =
		 {.name = "what_if",
		  .path = "/api/plans/{plan}/what-if",
		  .summary = N_("a plan made anew under changed needs, capacities, stops and limits, beside the plan "
				"as it stands: who gets more, who less, whose work changes"),
		  .parameter = {{"plan", N_("which plan"), QUERY_ID, true, 0, 0}},
		  .schema = OBJECT(
			  "\"plan\",\"what_if\",\"before\",\"made\",\"verdict\",\"changes\"",
			  "\"plan\":{\"type\":\"string\"},\"what_if\":" ROWS ",\"before\":" OBJECT(
				  "\"certificate\",\"groups\",\"labour\"",
				  "\"certificate\":{"
				  "\"type\":\"object\"},"
				  "\"groups\":" ROWS ","
				  "\""
				  "la"
				  "bo"
				  "ur"
				  "\""
				  ":" ROWS) ",\"made\":" OBJECT("\"status\",\"objective\",\"groups\","
								"\"labour\"",
								"\"status\":{\"enum\":[\"proven\","
								"\"unproven\"]},\"groups\":" ROWS
								",\"labour\":" ROWS) ",\"verdict\":" OBJECT("\"proven\""
													    ",\"bar\","
													    "\"level_"
													    "gap\","
													    "\"last_"
													    "gap\","
													    "\"objectiv"
													    "e\"",
													    "\"proven\""
													    ":{"
													    "\"type\":"
													    "\"boolean"
													    "\"},"
													    "\"bar\":{"
													    "\"type\":"
													    "\"number\""
													    "}") ",\"ch"
														 "anges"
														 "\""
														 ":" OBJECT(
															 "\"old"
															 "\","
															 "\"new"
															 "\","
															 "\"caus"
															 "es\","
															 "\"task"
															 "s\","
															 "\"need"
															 "s\","
															 "\"conc"
															 "erned"
															 "\"",
															 "\"caus"
															 "es\""
															 ":" ROWS
															 ",\"tas"
															 "ks\""
															 ":" ROWS
															 ",\"nee"
															 "ds\""
															 ":" ROWS
															 ",\"con"
															 "cerned"
															 "\":{"
															 "\"type"
															 "\":"
															 "\"arra"
															 "y\","
															 "\"item"
															 "s\":{"
															 "\"type"
															 "\":"
															 "\"stri"
															 "ng\"}"
															 "}"))},
	 .body = "{\"type\":\"object\",\"required\":[\"changes\"],\"additionalProperties\":false,\"properties\":{"
		 "\"changes\":" CHANGES_FORM ",\"near\":{\"type\":\"boolean\"},\"price\":{\"type\":\"number\","
		 "\"minimum\":0,\"maximum\":1000000},\"whole\":{\"type\":\"boolean\"}}}",
	 .work = work},
	{.query = {.name = NULL}},
};
