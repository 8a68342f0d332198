/* What a workplace can make: its recipes, declared by itself, and how much of each it can do; see acts.h.
 *
 *	economy_process(body, process, from_entry, from_time, until_entry, until_time, person, name, kind)
 *	economy_recipe(body, process, from_entry, direction, commodity, number, unit)    of the row above
 *	economy_capacity(body, process, from_entry, from_time, until_entry, until_time, person, capacity)
 */
#include "plan/acts.h"

#include "council/council.h"
#include "council/voice.h"
#include "plan/answer.h"
#include "plan/codes.h"
#include "plan/declare.h"

#include <stdio.h>
#include <string.h>

static bool has_process(const act_context *act)
{
	return state_has(act->state,
			 "SELECT 1 FROM economy_process WHERE body = ? AND process = ? AND until_entry IS NULL", "ss",
			 act_text(act, "body"), act_text(act, "process"));
}

/* ---- recipes ----------------------------------------------------------------------------------------------------- */

static void add_side(const act_context *act, mpq_t sum, const char *side, const char *commodity)
{
	char room[24];
	amount a;
	const json_t *value = json_object_get(act_document(act, side), commodity);
	if (value && amount_read(declare_side_text(value, room), &a))
		declare_add(act->state, sum, a.number, *a.unit ? a.unit : NULL, commodity);
}

/* Whether the recipe makes more of something than it uses of it. */
static bool nets_something(const act_context *act)
{
	const char *commodity;
	json_t *value;
	bool nets = false;
	mpq_t in, out;
	mpq_inits(in, out, NULL);
	json_object_foreach((json_t *)(uintptr_t)act_document(act, "outputs"), commodity, value)
	{
		mpq_set_ui(in, 0, 1);
		mpq_set_ui(out, 0, 1);
		add_side(act, in, "inputs", commodity);
		add_side(act, out, "outputs", commodity);
		nets |= mpq_cmp(out, in) > 0;
	}
	mpq_clears(in, out, NULL);
	return nets;
}

static cordon_status check_recipe(const act_context *act)
{
	size_t inputs = json_object_size(act_document(act, "inputs"));
	size_t outputs = json_object_size(act_document(act, "outputs"));
	char most[24];
	snprintf(most, sizeof most, "%d", DECLARE_EXCHANGES_MAX);
	if (inputs + outputs > DECLARE_EXCHANGES_MAX)
		return act_refuse(act, "inputs", TEXT(PLAN_RECIPE_FULL), TEXT(PLAN_FULL_AT, most));
	cordon_status status = declare_side(act, "inputs", false);
	if (declare_side(act, "outputs", false))
		status = CORDON_BAD_INPUT;
	if (!status && !outputs)
		return act_refuse(act, "outputs", TEXT(PLAN_MAKES_NOTHING), NO_TEXT);
	return status || nets_something(act) ? status : act_refuse(act, "outputs", TEXT(PLAN_EATS_ITSELF), NO_TEXT);
}

static void write_side(const act_context *act, const char *side, const char *direction)
{
	char room[24];
	const char *commodity;
	json_t *value;
	json_object_foreach((json_t *)(uintptr_t)act_document(act, side), commodity, value)
	{
		amount a;
		if (amount_read(declare_side_text(value, room), &a))
			state_do(act->state, "INSERT INTO economy_recipe VALUES (?, ?, ?, ?, ?, ?, nullif(?, ''))",
				 "ssissss", act_text(act, "body"), act_text(act, "process"), act->entry, direction,
				 commodity, a.number, a.unit);
	}
}

/* ---- capacities -------------------------------------------------------------------------------------------------- */

static void end_capacity(const act_context *act)
{
	state_do(act->state,
		 "UPDATE economy_capacity SET until_entry = ?, until_time = ? WHERE body = ? AND process = ? AND "
		 "until_entry IS NULL",
		 "iiss", act->entry, act->time, act_text(act, "body"), act_text(act, "process"));
}

static void write_capacity(const act_context *act)
{
	answer_end(act, act_text(act, "body"), act_text(act, "process"));
	end_capacity(act);
	state_do(act->state, "INSERT OR REPLACE INTO economy_capacity VALUES (?, ?, ?, ?, NULL, NULL, ?, ?)", "ssiiss",
		 act_text(act, "body"), act_text(act, "process"), act->entry, act->time, declare_person(act),
		 act_text(act, "capacity"));
}

static cordon_status apply_capacity(act_context *act)
{
	if (council_open_body(act, "body"))
		return CORDON_BAD_INPUT;
	if (!has_process(act))
		return act_refuse(act, "process", TEXT(PLAN_NO_PROCESS, act_text(act, "body")), NO_TEXT);
	write_capacity(act);
	return CORDON_OK;
}

const act_kind capacity_kind = {
	.name = "capacity",
	.summary = N_("say how much a workplace's process can do in a period"),
	.help = N_("In units of the recipe's activity. It holds until another is said; without any, only what goes "
		   "into it "
		   "limits the process."),
	.field = {{"body", ACT_ID, N_("the workplace")},
		  {"process", ACT_ID, N_("which of its processes")},
		  {"capacity", ACT_RATIO, N_("how much it can do; 0: nothing")}},
	.who = {&voice_officer},
	.decided = act_of_body,
	.own = true,
	.apply = apply_capacity,
	.example = "body=panaderia process=baking capacity=400",
};

/* ---- processes --------------------------------------------------------------------------------------------------- */

static void end_process(const act_context *act)
{
	state_do(act->state,
		 "UPDATE economy_process SET until_entry = ?, until_time = ? WHERE body = ? AND process = ? AND "
		 "until_entry IS NULL",
		 "iiss", act->entry, act->time, act_text(act, "body"), act_text(act, "process"));
}

/* What one entry says twice is said the second way. */
static void write_process(const act_context *act)
{
	const char *body = act_text(act, "body"), *process = act_text(act, "process"), *kind = act_text(act, "kind");
	answer_end(act, body, process);
	end_process(act);
	state_do(act->state, "DELETE FROM economy_recipe WHERE body = ? AND process = ? AND from_entry = ?", "ssi",
		 body, process, act->entry);
	state_do(act->state, "INSERT OR REPLACE INTO economy_process VALUES (?, ?, ?, ?, NULL, NULL, ?, ?, ?)",
		 "ssiisss", body, process, act->entry, act->time, declare_person(act), act_text(act, "name"),
		 kind ? kind : "production");
	write_side(act, "inputs", "input");
	write_side(act, "outputs", "output");
	if (act_text(act, "capacity"))
		write_capacity(act);
}

static cordon_status apply_process(act_context *act)
{
	if (council_open_body(act, "body") || declare_line(act, "name") || check_recipe(act))
		return CORDON_BAD_INPUT;
	if (!state_has(act->state, "SELECT 1 FROM economy_process WHERE body = ? AND process = ?", "ss",
		       act_text(act, "body"), act_text(act, "process"))) {
		if (declare_room(act, "process", DECLARE_PROCESSES_MAX))
			return CORDON_BAD_INPUT;
		declare_count(act, "process");
	}
	write_process(act);
	return CORDON_OK;
}

const act_kind process_kind = {
	.name = "process",
	.summary = N_("declare a recipe of a workplace: what goes in, what comes out"),
	.help = N_(
		"For one unit of activity, most often one unit of the product: inputs and outputs are objects of "
		"amounts "
		"by commodity (\"0.75\", \"750 g\", 2), hours of work among the inputs. Declared again it takes the "
		"place of what was said before; the capacity stays unless given. In plans it is called BODY/PROCESS. "
		"Nobody else can say it for the workplace, whatever binds that."),
	.field = {{"body", ACT_ID, N_("the workplace")},
		  {"process", ACT_ID, N_("a name for it, new or one to declare again")},
		  {"name", ACT_TEXT, N_("what it is called"), .optional = true, .least = 1, .most = DECLARE_NAME_MAX},
		  {"kind", ACT_CHOICE, N_("what it does; otherwise production"), .optional = true,
		   .choices = "production import export transport storage building"},
		  {"inputs", ACT_DOCUMENT, N_("what one unit of activity uses"), .optional = true},
		  {"outputs", ACT_DOCUMENT, N_("what it makes")},
		  {"capacity", ACT_RATIO, N_("how much of it can be done in a period"), .optional = true}},
	.who = {&voice_officer},
	.decided = act_of_body,
	.own = true,
	.apply = apply_process,
	.example = "body=panaderia process=baking name='Baking a kilogram of bread' inputs='{\"flour\": \"0.75\", "
		   "\"work\": "
		   "\"0.05\"}' outputs='{\"bread\": 1}' capacity=400",
};

static cordon_status apply_end(act_context *act)
{
	if (council_open_body(act, "body"))
		return CORDON_BAD_INPUT;
	if (!has_process(act))
		return act_refuse(act, "process", TEXT(PLAN_NO_PROCESS, act_text(act, "body")), NO_TEXT);
	end_process(act);
	end_capacity(act);
	return CORDON_OK;
}

const act_kind process_end_kind = {
	.name = "process_end",
	.summary = N_("withdraw a recipe: the workplace does it no more"),
	.field = {{"body", ACT_ID, N_("the workplace")}, {"process", ACT_ID, N_("which of its processes")}},
	.who = {&voice_officer},
	.decided = act_of_body,
	.own = true,
	.apply = apply_end,
	.example = "body=panaderia process=baking",
};

static const char *const tables[] = {"economy_process", "economy_recipe", "economy_capacity", NULL};
const state_schema process_schema = {
	"plan", tables,
	"CREATE TABLE economy_process (body TEXT NOT NULL, process TEXT NOT NULL, from_entry INTEGER NOT NULL, "
	"from_time "
	"INTEGER NOT NULL, until_entry INTEGER, until_time INTEGER, person TEXT, name TEXT, kind TEXT NOT NULL, "
	"PRIMARY "
	"KEY (body, process, from_entry)) WITHOUT ROWID;"
	"CREATE TABLE economy_recipe (body TEXT NOT NULL, process TEXT NOT NULL, from_entry INTEGER NOT NULL, "
	"direction "
	"TEXT NOT NULL, commodity TEXT NOT NULL, number TEXT NOT NULL, unit TEXT, PRIMARY KEY (body, process, "
	"from_entry, direction, commodity)) WITHOUT ROWID;"
	"CREATE TABLE economy_capacity (body TEXT NOT NULL, process TEXT NOT NULL, from_entry INTEGER NOT NULL, "
	"from_time "
	"INTEGER NOT NULL, until_entry INTEGER, until_time INTEGER, person TEXT, capacity TEXT NOT NULL, PRIMARY KEY "
	"(body, process, from_entry)) WITHOUT ROWID;"};
