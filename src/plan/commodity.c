/* What is counted, and in which units: agreed by decision, once for the whole book; see acts.h.
 *
 *	economy_unit(unit, entry, time, body, dimension, factor)
 *	economy_commodity(commodity, from_entry, from_time, until_entry, until_time, body, name, unit, kind)
 */
#include "plan/acts.h"

#include "council/council.h"
#include "plan/codes.h"
#include "plan/declare.h"

#include <string.h>

/* ---- units ------------------------------------------------------------------------------------------------------- */

/* From 10^-9 to 10^9, so that amounts converted stay within what a package holds. */
static bool is_factor(const char *string)
{
	static const int64_t most = 1000000000;
	int64_t above, below;
	return !string || (act_ratio(string, &above, &below) && above > 0 && (above <= most || above / most < below) &&
			   (below <= most || below / most < above));
}

static cordon_status apply_unit(act_context *act)
{
	const char *unit = act_text(act, "unit"), *factor = act_text(act, "factor");
	if (council_open_body(act, "body") || declare_line(act, "unit") || declare_line(act, "dimension"))
		return CORDON_BAD_INPUT;
	if (state_has(act->state, "SELECT 1 FROM economy_unit WHERE unit = ?", "s", unit))
		return act_refuse(act, "unit", TEXT(PLAN_UNIT_THERE), NO_TEXT);
	if (!is_factor(factor))
		return act_refuse(act, "factor", TEXT(PLAN_FACTOR), TEXT(PLAN_FACTOR_IS));
	if (declare_room(act, "unit", DECLARE_UNITS_MAX))
		return CORDON_BAD_INPUT;
	declare_count(act, "unit");
	state_do(act->state, "INSERT INTO economy_unit VALUES (?, ?, ?, ?, ?, ?)", "siisss", unit, act->entry,
		 act->time, act_text(act, "body"), act_text(act, "dimension"), factor ? factor : "1");
	return CORDON_OK;
}

const act_kind unit_kind = {
	.name = "unit",
	.summary = N_("agree on a unit of measure"),
	.help = N_(
		"Units of one dimension convert into each other: of mass, kg with the factor 1 and t with 1000. Units "
		"of different dimensions never do. What was agreed stays: amounts were said in it."),
	.field = {{"body", ACT_ID, N_("the assembly or council that agrees on it")},
		  {"unit", ACT_TEXT, N_("how it is written: kg, hour"), .least = 1, .most = AMOUNT_UNIT - 1},
		  {"dimension", ACT_TEXT, N_("what it measures: mass, time"), .least = 1, .most = AMOUNT_UNIT - 1},
		  {"factor", ACT_RATIO, N_("how many of the dimension's base unit one of it is; otherwise 1"),
		   .optional = true}},
	.decided = act_of_body,
	.apply = apply_unit,
	.example = "body=cordon-cerrillos unit=t dimension=mass factor=1000",
};

/* ---- commodities ------------------------------------------------------------------------------------------------- */

static const char *kind_of(const act_context *act)
{
	return act_text(act, "kind") ? act_text(act, "kind") : "good";
}

/* One that is there keeps its unit and its kind, and only the body that agreed on it gives it another name. */
static cordon_status check_commodity(const act_context *act)
{
	const char *commodity = act_text(act, "commodity");
	if (council_open_body(act, "body") || declare_line(act, "name"))
		return CORDON_BAD_INPUT;
	if (!state_has(act->state, "SELECT 1 FROM economy_unit WHERE unit = ?", "s", act_text(act, "unit")))
		return act_refuse(act, "unit", TEXT(PLAN_NO_UNIT), NO_TEXT);
	if (!state_has(act->state, "SELECT 1 FROM economy_commodity WHERE commodity = ?", "s", commodity))
		return declare_room(act, "commodity", DECLARE_COMMODITIES_MAX);
	if (!state_has(act->state,
		       "SELECT 1 FROM economy_commodity WHERE commodity = ? AND until_entry IS NULL AND body = ? AND "
		       "unit = ? AND kind = ?",
		       "ssss", commodity, act_text(act, "body"), act_text(act, "unit"), kind_of(act)))
		return act_refuse(act, "commodity", TEXT(PLAN_COMMODITY_THERE), TEXT(PLAN_COMMODITY_KEEPS));
	return CORDON_OK;
}

static cordon_status apply_commodity(act_context *act)
{
	const char *commodity = act_text(act, "commodity");
	if (check_commodity(act))
		return CORDON_BAD_INPUT;
	if (!state_has(act->state, "SELECT 1 FROM economy_commodity WHERE commodity = ?", "s", commodity))
		declare_count(act, "commodity");
	state_do(act->state,
		 "UPDATE economy_commodity SET until_entry = ?, until_time = ? WHERE commodity = ? AND until_entry IS "
		 "NULL",
		 "iis", act->entry, act->time, commodity);
	state_do(act->state, "INSERT OR REPLACE INTO economy_commodity VALUES (?, ?, ?, NULL, NULL, ?, ?, ?, ?)",
		 "siissss", commodity, act->entry, act->time, act_text(act, "body"), act_text(act, "name"),
		 act_text(act, "unit"), kind_of(act));
	return CORDON_OK;
}

const act_kind commodity_kind = {
	.name = "commodity",
	.summary = N_("agree on something that is counted: bread, steel, an hour of welding"),
	.help = N_(
		"Anything that can be short. It has one name in the whole book and one unit for good; amounts may be "
		"said in any unit of that dimension. The same body may give it another name to be read."),
	.field = {{"body", ACT_ID, N_("the assembly or council that agrees on it")},
		  {"commodity", ACT_ID, N_("its name in acts")},
		  {"name", ACT_TEXT, N_("what it is called"), .optional = true, .least = 1, .most = DECLARE_NAME_MAX},
		  {"unit", ACT_TEXT, N_("the unit it is kept in, agreed before"), .least = 1, .most = AMOUNT_UNIT - 1},
		  {"kind", ACT_CHOICE, N_("what it is; otherwise good"), .optional = true,
		   .choices = "good labour currency emission"}},
	.decided = act_of_body,
	.apply = apply_commodity,
	.example = "body=cordon-cerrillos commodity=bread name=Bread unit=kg",
};

static const char *const tables[] = {"economy_unit", "economy_commodity", NULL};
const state_schema commodity_schema = {
	"plan", tables,
	"CREATE TABLE economy_unit (unit TEXT NOT NULL, entry INTEGER NOT NULL, time INTEGER NOT NULL, body TEXT NOT "
	"NULL, "
	"dimension TEXT NOT NULL, factor TEXT NOT NULL, PRIMARY KEY (unit)) WITHOUT ROWID;"
	"CREATE TABLE economy_commodity (commodity TEXT NOT NULL, from_entry INTEGER NOT NULL, from_time INTEGER NOT "
	"NULL, until_entry INTEGER, until_time INTEGER, body TEXT NOT NULL, name TEXT, unit TEXT NOT NULL, kind TEXT "
	"NOT "
	"NULL, PRIMARY KEY (commodity, from_entry)) WITHOUT ROWID;"};
