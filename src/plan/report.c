/* What was done: work, what was handed on, what the people received; reported by the body concerned, see acts.h.
 *
 * A report has a name in its body. The same name said again is a correction: it takes the place of what the report
 * said before, and counts from when it was first made. What commodities a report moves is written out, one row for
 * each account, in the commodity's own unit; the snapshot adds those up since the last count (docs/economy-acts.md).
 * Hours of work and emissions are what a period has or may have: they are in no account, and no report changes them.
 *	economy_report(body, report, from_entry, from_time, until_entry, until_time, first_entry, person, what, process,
 *		receiver, party, commodity, number, unit, plan, text, evidence)
 *	economy_move(commodity, body, reporter, report, from_entry, from_time, until_entry, first_entry, person, number)
 * `number` of a move is an exact fraction of any length, below 0 where it leaves the account. It refuses nothing for
 * being more than was there: that is a question which the snapshot asks.
 */
#include "plan/acts.h"

#include "council/council.h"
#include "council/voice.h"
#include "plan/codes.h"
#include "plan/declare.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Given by the book to a report without a name: nobody else's names begin so. */
#define UNNAMED "entry-"
#define MOVE_MOST "1000000000000000000000000" /* of a commodity in one report: sums stay below 10^40 */

typedef struct report {
	act_context *act;
	char name[ACT_ID_MAX + 1];
	const char *body;
	int64_t first; /* the entry that first said it */
	bool writes; /* otherwise its moves are only looked at */
} report;

/* ---- names ------------------------------------------------------------------------------------------------------- */

static bool is_there(const report *r)
{
	return state_has(r->act->state, "SELECT 1 FROM economy_report WHERE body = ? AND report = ?", "ss", r->body,
			 r->name);
}

static void name_it(report *r)
{
	snprintf(r->name, sizeof r->name, UNNAMED "%" PRId64, r->act->entry);
	for (int more = 2; is_there(r); more++) /* a decision may report several */
		snprintf(r->name, sizeof r->name, UNNAMED "%" PRId64 "-%d", r->act->entry, more);
}

/* Which report it is, new or one to correct. */
static cordon_status open_report(act_context *act, report *r)
{
	const char *name = act_text(act, "report");
	*r = (report){.act = act, .body = act_text(act, "body"), .first = act->entry};
	if (council_open_body(act, "body") || declare_room(act, "report", DECLARE_REPORTS_MAX))
		return CORDON_BAD_INPUT;
	if (act_text(act, "plan") &&
	    !state_has(act->state, "SELECT 1 FROM economy_plan WHERE plan = ?", "s", act_text(act, "plan")))
		return act_refuse(act, "plan", TEXT(PLAN_NO_SUCH_PLAN), NO_TEXT);
	if (!name) {
		name_it(r);
		return CORDON_OK;
	}
	snprintf(r->name, sizeof r->name, "%s", name);
	if (!is_there(r))
		return strncmp(name, UNNAMED, strlen(UNNAMED)) != 0
			       ? CORDON_OK
			       : act_refuse(act, "report", TEXT(PLAN_NO_REPORT, r->body), NO_TEXT);
	if (!state_has(
		    act->state,
		    "SELECT 1 FROM economy_report WHERE body = ? AND report = ? AND what = ? AND until_entry IS NULL",
		    "sss", r->body, name, act->kind->name))
		return act_refuse(act, "report", TEXT(PLAN_OTHER_REPORT), NO_TEXT);
	r->first = state_number(
		act->state, act->entry,
		"SELECT first_entry FROM economy_report WHERE body = ? AND report = ? AND until_entry IS NULL", "ss",
		r->body, name);
	return CORDON_OK;
}

/* ---- moves ------------------------------------------------------------------------------------------------------- */

static bool is_stored(const report *r, const char *commodity)
{
	return state_has(r->act->state,
			 "SELECT 1 FROM economy_commodity WHERE commodity = ? AND until_entry IS NULL AND kind NOT IN "
			 "('labour', 'emission')",
			 "s", commodity);
}

static void write_move(const report *r, const char *commodity, const char *body, mpq_t change)
{
	char before[512];
	mpq_t other;
	if (state_word(
		    r->act->state, before, sizeof before,
		    "SELECT number FROM economy_move WHERE commodity = ? AND body = ? AND reporter = ? AND report = ? "
		    "AND from_entry = ?",
		    "ssssi", commodity, body, r->body, r->name, r->act->entry)) {
		mpq_init(other);
		mpq_set_str(other, before, 10);
		mpq_add(change, change, other);
		mpq_clear(other);
	}
	char *number = mpq_get_str(NULL, 10, change);
	state_do(r->act->state, "INSERT OR REPLACE INTO economy_move VALUES (?, ?, ?, ?, ?, ?, NULL, ?, ?, ?)",
		 "ssssiiiss", commodity, body, r->body, r->name, r->act->entry, r->act->time, r->first,
		 declare_person(r->act), number);
	free(number);
}

/* Adds `value` times `sign` to the account of a body; refused where it could not be added up. */
static cordon_status move(const report *r, const char *place, const char *commodity, const char *body,
			  const mpq_t value, int sign)
{
	mpq_t change;
	if (!mpq_sgn(value) || !is_stored(r, commodity))
		return CORDON_OK;
	mpq_init(change);
	mpq_set_str(change, MOVE_MOST, 10);
	bool fits = mpq_cmp(value, change) <= 0;
	mpq_set(change, value);
	if (sign < 0)
		mpq_neg(change, change);
	if (fits && r->writes)
		write_move(r, commodity, body, change);
	mpq_clear(change);
	return fits ? CORDON_OK : declare_refuse(r->act, place, commodity, TEXT(PLAN_TOO_MUCH), NO_TEXT);
}

/* ---- writing ----------------------------------------------------------------------------------------------------- */

/* Ends what the report said before. What one entry says twice is said the second way. */
static void end_earlier(const report *r)
{
	state *s = r->act->state;
	state_do(s,
		 "UPDATE economy_report SET until_entry = ?, until_time = ? WHERE body = ? AND report = ? AND "
		 "until_entry IS NULL",
		 "iiss", r->act->entry, r->act->time, r->body, r->name);
	state_do(s, "UPDATE economy_move SET until_entry = ? WHERE reporter = ? AND report = ? AND until_entry IS NULL",
		 "iss", r->act->entry, r->body, r->name);
	state_do(s, "DELETE FROM economy_move WHERE reporter = ? AND report = ? AND from_entry = ?", "ssi", r->body,
		 r->name, r->act->entry);
}

/* Of a field that not every kind of report has. */
static const char *if_said(const act_context *act, const char *field)
{
	return json_string_value(json_object_get(act->fields, field));
}

static void write_report(report *r, const char *number, const char *unit)
{
	const act_context *act = r->act;
	end_earlier(r);
	declare_count(act, "report");
	state_do(act->state,
		 "INSERT OR REPLACE INTO economy_report VALUES (?, ?, ?, ?, NULL, NULL, ?, ?, ?, ?, ?, ?, ?, ?, "
		 "nullif(?, ''), ?, ?, ?)",
		 "ssiiisssssssssss", r->body, r->name, act->entry, act->time, r->first, declare_person(act),
		 act->kind->name, if_said(act, "process"), if_said(act, "to"), if_said(act, "group"),
		 if_said(act, "commodity"), number, unit, act_text(act, "plan"), act_text(act, "text"),
		 act_text(act, "evidence"));
	r->writes = true;
}

/* ---- work -------------------------------------------------------------------------------------------------------- */

/* What is said on a side of the report, else what the recipe says times the runs. */
static void amount_of(const report *r, const char *side, const char *commodity, const state_rows *recipe, mpq_t out)
{
	char room[24];
	amount a;
	mpq_t runs;
	const json_t *value = json_object_get(act_document(r->act, side), commodity);
	mpq_set_ui(out, 0, 1);
	if (value) {
		if (amount_read(declare_side_text(value, room), &a))
			declare_add(r->act->state, out, a.number, *a.unit ? a.unit : NULL, commodity);
	} else if (recipe) {
		mpq_init(runs);
		amount_set(runs, act_text(r->act, "amount"));
		declare_add(r->act->state, out, state_text(recipe, 2), state_text(recipe, 3), commodity);
		mpq_mul(out, out, runs);
		mpq_clear(runs);
	}
}

static bool in_recipe(const report *r, int64_t recipe, const char *direction, const char *commodity)
{
	return state_has(
		r->act->state,
		"SELECT 1 FROM economy_recipe WHERE body = ? AND process = ? AND from_entry = ? AND direction = ? "
		"AND commodity = ?",
		"ssiss", r->body, act_text(r->act, "process"), recipe, direction, commodity);
}

/* What the report says of a side that the recipe does not. */
static cordon_status move_beside(const report *r, int64_t recipe, const char *side, const char *direction, int sign)
{
	cordon_status status = CORDON_OK;
	const char *commodity;
	json_t *value;
	mpq_t moved;
	mpq_init(moved);
	json_object_foreach((json_t *)(uintptr_t)act_document(r->act, side), commodity, value)
	{
		if (in_recipe(r, recipe, direction, commodity))
			continue;
		amount_of(r, side, commodity, NULL, moved);
		if (move(r, side, commodity, r->body, moved, sign))
			status = CORDON_BAD_INPUT;
	}
	mpq_clear(moved);
	return status;
}

static cordon_status move_work(const report *r, int64_t recipe)
{
	cordon_status status = CORDON_OK;
	char commodity[ACT_ID_MAX + 1];
	mpq_t moved;
	mpq_init(moved);
	state_rows rows = state_ask(r->act->state,
				    "SELECT commodity, direction, number, unit FROM economy_recipe WHERE body = ? AND "
				    "process = ? AND from_entry = ? ORDER BY direction, commodity",
				    "ssi", r->body, act_text(r->act, "process"), recipe);
	while (state_row(&rows)) {
		bool in = !strcmp(state_text(&rows, 1), "input");
		snprintf(commodity, sizeof commodity, "%s", state_text(&rows, 0));
		amount_of(r, in ? "used" : "made", commodity, &rows, moved);
		if (move(r, "amount", commodity, r->body, moved, in ? -1 : 1))
			status = CORDON_BAD_INPUT;
	}
	mpq_clear(moved);
	if (move_beside(r, recipe, "used", "input", -1) || move_beside(r, recipe, "made", "output", 1))
		status = CORDON_BAD_INPUT;
	return status;
}

static void warn_above_capacity(const act_context *act)
{
	char capacity[AMOUNT_NUMBER];
	if (state_word(act->state, capacity, sizeof capacity,
		       "SELECT capacity FROM economy_capacity WHERE body = ? AND process = ? AND until_entry IS NULL",
		       "ss", act_text(act, "body"), act_text(act, "process")) &&
	    amount_is_less(capacity, act_text(act, "amount")))
		finding_add(act->error, CORDON_WARNING,
			    (place_in_file){act->kind->name, 0, "amount", act_text(act, "amount")},
			    TEXT(PLAN_ABOVE_CAPACITY, act_text(act, "body")), TEXT(PLAN_CAPACITY_IS, capacity));
}

static cordon_status check_sides(const act_context *act)
{
	char most[24];
	size_t both = json_object_size(act_document(act, "made")) + json_object_size(act_document(act, "used"));
	snprintf(most, sizeof most, "%d", DECLARE_EXCHANGES_MAX);
	if (both > DECLARE_EXCHANGES_MAX)
		return act_refuse(act, "made", TEXT(PLAN_RECIPE_FULL), TEXT(PLAN_FULL_AT, most));
	cordon_status status = declare_side(act, "made", true);
	return declare_side(act, "used", true) ? CORDON_BAD_INPUT : status;
}

static cordon_status apply_work_done(act_context *act)
{
	report r;
	if (open_report(act, &r))
		return CORDON_BAD_INPUT;
	int64_t recipe = state_number(act->state, -1,
				      "SELECT from_entry FROM economy_process WHERE body = ? AND process = ? AND "
				      "from_entry <= ? ORDER BY from_entry DESC LIMIT 1",
				      "ssi", r.body, act_text(act, "process"), r.first);
	if (recipe < 0)
		return act_refuse(act, "process", TEXT(PLAN_NO_RECIPE, r.body), NO_TEXT);
	if (check_sides(act) || move_work(&r, recipe))
		return CORDON_BAD_INPUT;
	warn_above_capacity(act);
	write_report(&r, act_text(act, "amount"), "");
	return move_work(&r, recipe);
}

#define REPORT_FIELD                                                                                                   \
	{                                                                                                              \
		"report", ACT_ID, N_("a name to correct it by later; otherwise entry-N, N the number of its entry"),   \
			.optional = true                                                                               \
	}
#define PLAN_FIELD_OF                                                                                                  \
	{                                                                                                              \
		"plan", ACT_ID, N_("the plan it was a task of"), .optional = true                                      \
	}
#define TEXT_FIELD                                                                                                     \
	{                                                                                                              \
		"text", ACT_TEXT, N_("what else there is to say"), .optional = true, .least = 1, .most = 4096          \
	}
#define EVIDENCE_FIELD                                                                                                 \
	{                                                                                                              \
		"evidence", ACT_HASH, N_("the SHA-256 of what shows it"), .optional = true                             \
	}

const act_kind work_done_kind = {
	.name = "work_done",
	.summary = N_("report what a workplace did: how much of a process"),
	.help = N_(
		"What the recipe uses leaves the workplace's account, what it makes comes into it: with the next "
		"snapshot it is there. Hours of work are not counted so. A report is corrected by another of the same "
		"name; one of 0 withdraws it. More than the declared capacity is warned of, and taken in."),
	.field = {{"body", ACT_ID, N_("the workplace")},
		  REPORT_FIELD,
		  {"process", ACT_ID, N_("which of its processes")},
		  {"amount", ACT_RATIO, N_("how much of it, in units of the recipe's activity")},
		  {"made", ACT_DOCUMENT,
		   N_("what really came out, where it is not what the recipe says: amounts by commodity"),
		   .optional = true},
		  {"used", ACT_DOCUMENT, N_("what really went in, likewise"), .optional = true},
		  PLAN_FIELD_OF,
		  TEXT_FIELD,
		  EVIDENCE_FIELD},
	.who = {&voice_officer},
	.decided = act_of_body,
	.own = true,
	.apply = apply_work_done,
	.example = "body=panaderia process=baking amount=280 made='{\"bread\": \"276 kg\"}' report=week-41",
};

/* ---- from hand to hand ------------------------------------------------------------------------------------------- */

/* Reads `amount` of `commodity`, in its own unit. */
static cordon_status read_amount(const act_context *act, amount *a, mpq_t out)
{
	const char *commodity = act_text(act, "commodity");
	mpq_set_ui(out, 0, 1);
	if (declare_known(act, "commodity", commodity) ||
	    declare_amount(act, "amount", act_text(act, "amount"), commodity, a))
		return CORDON_BAD_INPUT;
	declare_add(act->state, out, a->number, *a->unit ? a->unit : NULL, commodity);
	return CORDON_OK;
}

static cordon_status check_handed(const report *r)
{
	const act_context *act = r->act;
	const char *to = act_text(act, "to");
	body_facts facts;
	if (!strcmp(to, r->body))
		return act_refuse(act, "to", TEXT(PLAN_TO_ITSELF), NO_TEXT);
	if (!body_find(act->state, to, &facts))
		return act_refuse(act, "to", TEXT(PLAN_NO_BODY), NO_TEXT);
	if (!is_stored(r, act_text(act, "commodity")))
		return act_refuse(act, "commodity", TEXT(PLAN_NOT_STORED), NO_TEXT);
	return CORDON_OK;
}

static cordon_status apply_handed(act_context *act)
{
	report r;
	amount a;
	mpq_t value;
	const char *commodity = act_text(act, "commodity");
	mpq_init(value);
	cordon_status status = open_report(act, &r);
	if (!status)
		status = read_amount(act, &a, value);
	if (!status)
		status = check_handed(&r);
	if (!status)
		status = move(&r, "amount", commodity, r.body, value, -1);
	if (!status) {
		write_report(&r, a.number, a.unit);
		move(&r, "amount", commodity, r.body, value, -1);
		move(&r, "amount", commodity, act_text(act, "to"), value, 1);
	}
	mpq_clear(value);
	return status;
}

const act_kind handed_kind = {
	.name = "handed",
	.summary = N_("report what a body handed on to another: flour from the mill to the bakery"),
	.help = N_(
		"It leaves the one's account and comes into the other's. Said by who hands it on; who is said to have "
		"it and has not says so with a count of its own (act stock)."),
	.field = {{"body", ACT_ID, N_("who handed it on")},
		  REPORT_FIELD,
		  {"to", ACT_ID, N_("to whom: a workplace, a neighbourhood")},
		  {"commodity", ACT_ID, N_("what")},
		  {"amount", ACT_TEXT, N_("how much: 300, or in another unit of the kind: 0.3 t"), .least = 1,
		   .most = 66},
		  PLAN_FIELD_OF,
		  TEXT_FIELD,
		  EVIDENCE_FIELD},
	.who = {&voice_officer},
	.decided = act_of_body,
	.own = true,
	.apply = apply_handed,
	.example = "body=molino to=panaderia commodity=flour amount='0.2 t'",
};

static cordon_status check_received(const report *r)
{
	const act_context *act = r->act;
	const char *party = act_text(act, "group");
	if (!state_has(act->state, "SELECT 1 FROM economy_need WHERE body = ? AND party = ? AND commodity = ?", "sss",
		       r->body, party ? party : "", act_text(act, "commodity")))
		return act_refuse(act, "commodity", TEXT(PLAN_NO_STATED_NEED, r->body), NO_TEXT);
	return CORDON_OK;
}

static cordon_status apply_received(act_context *act)
{
	report r;
	amount a;
	mpq_t value;
	mpq_init(value);
	cordon_status status = open_report(act, &r);
	if (!status)
		status = read_amount(act, &a, value);
	if (!status)
		status = check_received(&r);
	if (!status)
		status = move(&r, "amount", act_text(act, "commodity"), r.body, value, -1);
	if (!status) {
		write_report(&r, a.number, a.unit);
		move(&r, "amount", act_text(act, "commodity"), r.body, value, -1);
	}
	mpq_clear(value);
	return status;
}

const act_kind received_kind = {
	.name = "received",
	.summary = N_("report what the people of a need received"),
	.help = N_("It is no longer in store then: it leaves the body's account, into which others handed it (act "
		   "handed). "
		   "The need stands as it was stated: it is what the group should receive in a period."),
	.field = {{"body", ACT_ID, N_("whose people")},
		  REPORT_FIELD,
		  {"group", ACT_ID, N_("which of them, as the need was stated"), .optional = true},
		  {"commodity", ACT_ID, N_("what")},
		  {"amount", ACT_TEXT, N_("how much: 300, or in another unit of the kind: 0.3 t"), .least = 1,
		   .most = 66},
		  PLAN_FIELD_OF,
		  TEXT_FIELD,
		  EVIDENCE_FIELD},
	.who = {&voice_officer},
	.decided = act_of_body,
	.own = true,
	.apply = apply_received,
	.example = "body=poblacion group=households commodity=bread amount=210",
};

static const char *const tables[] = {"economy_report", "economy_move", NULL};
const state_schema report_schema = {
	"plan", tables,
	"CREATE TABLE economy_report (body TEXT NOT NULL, report TEXT NOT NULL, from_entry INTEGER NOT NULL, from_time "
	"INTEGER NOT NULL, until_entry INTEGER, until_time INTEGER, first_entry INTEGER NOT NULL, person TEXT, what "
	"TEXT "
	"NOT NULL, process TEXT, receiver TEXT, party TEXT, commodity TEXT, number TEXT NOT NULL, unit TEXT, plan "
	"TEXT, "
	"text TEXT, evidence TEXT, PRIMARY KEY (body, report, from_entry)) WITHOUT ROWID;"
	"CREATE INDEX economy_report_plan ON economy_report (plan);"
	"CREATE TABLE economy_move (commodity TEXT NOT NULL, body TEXT NOT NULL, reporter TEXT NOT NULL, report TEXT "
	"NOT "
	"NULL, from_entry INTEGER NOT NULL, from_time INTEGER NOT NULL, until_entry INTEGER, first_entry INTEGER NOT "
	"NULL, person TEXT, number TEXT NOT NULL, PRIMARY KEY (commodity, body, reporter, report, from_entry)) WITHOUT "
	"ROWID;"
	"CREATE INDEX economy_move_report ON economy_move (reporter, report);"};
