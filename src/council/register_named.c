/* Deciding rules over a register, and finding them again; see register_named.h. */
#include "council/register_named.h"

#include "base/hash.h"
#include "base/json.h"
#include "base/time.h"
#include "council/codes.h"
#include "council/council.h"

#include <string.h>

#define AT_MOMENT "from_time <= ?2 AND (until_time IS NULL OR until_time > ?2)"

static json_t *expression_of(const char *canonical)
{
	return memory_require(json_loads(canonical, 0, NULL));
}

json_t *register_named_at(state *s, const char *body, const char *rule, int64_t time)
{
	json_t *expression = NULL;
	state_rows row =
		state_ask(s, "SELECT expression FROM register_named WHERE body = ?1 AND rule = ?3 AND " AT_MOMENT,
			  "sis", body, time, rule);
	if (state_row(&row)) {
		expression = expression_of(state_text(&row, 0));
		state_end(&row);
	}
	return expression;
}

json_t *register_named_list(state *s, const char *body, int64_t time)
{
	json_t *list = memory_require(json_array());
	state_rows row = state_ask(s,
				   "SELECT rule, name, from_time, expression, (SELECT min(proposal) FROM decision"
				   " WHERE done_entry = from_entry) FROM register_named WHERE body = ?1 AND " AT_MOMENT
				   " ORDER BY rule",
				   "si", body, time);
	while (state_row(&row)) {
		char since[TIME_TEXT], hash[HASH_HEX];
		const char *expression = state_text(&row, 3);
		hash_of(expression, strlen(expression), hash);
		time_to_text(state_whole(&row, 2), since);
		json_array_append_new(list,
				      json_pack("{s:s, s:s*, s:s, s:s, s:s*, s:o}", "rule", state_text(&row, 0), "name",
						state_text(&row, 1), "since", since, "hash", hash, "decision",
						state_text(&row, 4), "expression", expression_of(expression)));
	}
	return list;
}

/* ---- the act ----------------------------------------------------------------------------------------------------- */

static int64_t standing(const act_context *act, const char *rule)
{
	return state_number(act->state, 0,
			    "SELECT count(*) FROM register_named WHERE body = ?1 AND (?2 IS NULL OR rule = ?2) AND "
			    "until_entry IS NULL",
			    "ss", act_text(act, "body"), rule);
}

static cordon_status check_expression(const act_context *act, const json_t *expression)
{
	register_form form;
	register_rule rule;
	register_form_at(act->state, act_text(act, "body"), act->time, &form);
	cordon_status status = register_rule_read(&rule, expression, &form, act->kind->name, act->error);
	register_rule_free(&rule);
	register_form_free(&form);
	if (!status && !standing(act, act_text(act, "rule")) && standing(act, NULL) >= REGISTER_NAMED_MAX)
		return act_refuse(act, "rule", TEXT(COUNCIL_REGISTER_FULL), NO_TEXT);
	return status;
}

static cordon_status apply_rule(act_context *act)
{
	const char *body = act_text(act, "body"), *rule = act_text(act, "rule");
	const json_t *expression = act_document(act, "expression");
	cordon_status status = council_open_body(act, "body");
	if (!status && expression)
		status = check_expression(act, expression);
	else if (!status && !standing(act, rule))
		status = act_refuse(act, "rule", TEXT(COUNCIL_REGISTER_NO_RULE), NO_TEXT);
	if (status)
		return status;
	state_do(act->state,
		 "UPDATE register_named SET until_entry = ?, until_time = ? WHERE body = ? AND rule = ? AND "
		 "until_entry IS NULL",
		 "iiss", act->entry, act->time, body, rule);
	if (expression) {
		text canonical = {0};
		json_canonical(expression, &canonical);
		state_do(act->state, "INSERT OR REPLACE INTO register_named VALUES (?, ?, ?, ?, NULL, NULL, ?, ?)",
			 "ssiiss", body, rule, act->entry, act->time, act_text(act, "name"), text_string(&canonical));
		text_free(&canonical);
	}
	return CORDON_OK;
}

const act_kind register_rule_kind = {
	.name = "register_rule",
	.summary = N_("give a rule over a body's register a name"),
	.help = N_(
		"The rule is an expression about the attributes (docs/register.md). By its name anybody can ask which "
		"workplaces it touches, today or on a past day (`cordon register --named`). Another expression takes "
		"the place of the one before; without one the rule is taken away, its past stays. It says whom it "
		"touches, and does nothing to them."),
	.field = {{"body", ACT_ID, N_("whose register")},
		  {"rule", ACT_ID, N_("the rule's name in acts")},
		  {"name", ACT_TEXT, N_("what it is called"), .optional = true, .least = 1, .most = REGISTER_TEXT_MAX},
		  {"expression", ACT_DOCUMENT, N_("the rule: {\"above\": [\"capital\", 14000000]}"), .optional = true}},
	.decided = act_of_body,
	.apply = apply_rule,
	.example =
		"body=cordon-cerrillos rule=capital-and-market expression=@examples/register/capital-and-market.json",
};

static const char *const tables[] = {"register_named", NULL};
const state_schema register_named_schema = {
	"council", tables,
	"CREATE TABLE register_named (body TEXT NOT NULL, rule TEXT NOT NULL, from_entry INTEGER NOT NULL, "
	"from_time INTEGER NOT NULL, until_entry INTEGER, until_time INTEGER, name TEXT, expression TEXT NOT NULL, "
	"PRIMARY KEY (body, rule, from_entry)) WITHOUT ROWID;"};
