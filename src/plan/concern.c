/* See concern.h. */
#include "plan/concern.h"

#include "council/body.h"
#include "plan/acts.h"
#include "plan/codes.h"

#include <stdio.h>
#include <string.h>

/* may() of a plan that is not in the book yet: its council, the entries of its package, the plan before. */
#define MAY_OF_NEW                                                                                                     \
	"WITH RECURSIVE made(council, entries, old) AS (SELECT ?1, ?2, (SELECT entries FROM economy_plan WHERE plan "  \
	"= "                                                                                                           \
	"?3)), " CONCERN_MAY

bool concern_after(state *s, const char *plan, char out[ACT_ID_MAX + 1])
{
	state_word(s, out, ACT_ID_MAX + 1, "SELECT after FROM economy_after WHERE plan = ?", "s", plan);
	return state_has(s, "SELECT 1 FROM economy_concern WHERE plan = ?", "s", plan);
}

json_t *concern_named(state *s, const char *plan)
{
	json_t *out = json_array();
	state_rows rows = state_ask(s, "SELECT body FROM economy_concern WHERE plan = ? ORDER BY body", "s", plan);
	while (state_row(&rows))
		json_array_append_new(out, json_string(state_text(&rows, 0)));
	return out;
}

bool concern_stands(state *s, const char *plan, const char *body, int64_t entries)
{
	char at[ACT_ID_MAX + 1], before[ACT_ID_MAX + 1];
	snprintf(at, sizeof at, "%s", plan);
	while (*at) {
		/* 2: it said no to something; 1: it accepted */
		int64_t said = state_number(
			s, 0,
			"SELECT coalesce(max(1 + (answer <> 'accept')), 0) FROM economy_answer WHERE plan = ?1 AND "
			"body = ?2 AND from_entry < ?3 AND (until_entry IS NULL OR until_entry >= ?3)",
			"ssi", at, body, entries);
		if (said)
			return said == 1;
		if (state_has(s, "SELECT 1 FROM economy_plan WHERE plan = ? AND outcome = 'adopted'", "s", at))
			return true;
		bool listed = concern_after(s, at, before);
		if (!listed ||
		    state_has(s, "SELECT 1 FROM economy_concern WHERE plan = ? AND body = ?", "ss", at, body))
			return false;
		snprintf(at, sizeof at, "%s", before);
	}
	return false;
}

void concern_list(state *s, const concern_asked *asked, const names *differ, names *out, arena *texts)
{
	state_rows rows = state_ask(s, MAY_OF_NEW " SELECT body, had FROM may ORDER BY body", "sis", asked->council,
				    asked->entries, asked->after);
	while (state_row(&rows)) {
		char body[BODY_ID];
		snprintf(body, sizeof body, "%s", state_text(&rows, 0));
		bool had = state_whole(&rows, 1) != 0;
		if (names_find(differ, body) >= 0 || (had && !concern_stands(s, asked->after, body, asked->entry)))
			names_add(out, arena_copy_text(texts, body));
	}
}

/* ---- in a proposal ----------------------------------------------------------------------------------------------- */

static cordon_status check_named(const act_context *act, const names *may)
{
	for (size_t i = 0; i < act_count(act, "concerns"); i++) {
		const char *body = act_item(act, "concerns", i);
		if (i && strcmp(act_item(act, "concerns", i - 1), body) >= 0)
			return act_refuse(act, "concerns", TEXT(PLAN_CONCERNS_ORDER), NO_TEXT);
		if (names_find(may, body) < 0)
			return act_refuse(act, "concerns", TEXT(PLAN_CONCERNS_NOT, body), NO_TEXT);
	}
	return CORDON_OK;
}

/* Whoever did not consent to the plan before is named. */
static cordon_status check_consent(const act_context *act, const concern_asked *asked)
{
	names none = {0}, must = {0}, named = {0};
	arena texts = {0};
	cordon_status status = CORDON_OK;
	for (size_t i = 0; i < act_count(act, "concerns"); i++)
		names_add(&named, act_item(act, "concerns", i));
	concern_list(act->state, asked, &none, &must, &texts);
	for (int i = 0; i < must.count && !status; i++)
		if (names_find(&named, must.name[i]) < 0)
			status = act_refuse(act, "concerns", TEXT(PLAN_CONCERNS_MISSING, must.name[i], asked->after),
					    NO_TEXT);
	names_free(&must);
	names_free(&named);
	arena_free(&texts);
	return status;
}

static cordon_status check_list(const act_context *act, const concern_asked *asked)
{
	names may = {0};
	arena texts = {0};
	state_rows rows = state_ask(act->state, MAY_OF_NEW " SELECT body FROM may", "sis", asked->council,
				    asked->entries, asked->after);
	while (state_row(&rows))
		names_add(&may, arena_copy_text(&texts, state_text(&rows, 0)));
	cordon_status status = check_named(act, &may);
	names_free(&may);
	arena_free(&texts);
	return status ? status : check_consent(act, asked);
}

cordon_status concern_check(const act_context *act)
{
	const concern_asked asked = {act_text(act, "body"), act_text(act, "after"), act_whole(act, "entries", 0),
				     act->entry};
	bool named = act_count(act, "concerns") > 0;
	if (!asked.after)
		return named ? act_refuse(act, "concerns", TEXT(PLAN_CONCERNS_AFTER), NO_TEXT) : CORDON_OK;
	if (!state_has(act->state,
		       "SELECT 1 FROM economy_plan WHERE plan = ?1 AND body = ?2 AND closed_entry IN ((SELECT "
		       "max(closed_entry) FROM economy_plan WHERE body = ?2), (SELECT max(closed_entry) FROM "
		       "economy_plan WHERE body = ?2 AND outcome = 'adopted'))",
		       "ss", asked.after, asked.council))
		return act_refuse(act, "after", TEXT(PLAN_AFTER), NO_TEXT);
	return named ? check_list(act, &asked) : CORDON_OK;
}

void concern_write(const act_context *act)
{
	const char *plan = act_text(act, "plan");
	if (act_text(act, "after"))
		state_do(act->state, "INSERT INTO economy_after VALUES (?, ?)", "ss", plan, act_text(act, "after"));
	for (size_t i = 0; i < act_count(act, "concerns"); i++)
		state_do(act->state, "INSERT INTO economy_concern VALUES (?, ?)", "ss", plan,
			 act_item(act, "concerns", i));
}

static const char *const tables[] = {"economy_after", "economy_concern", NULL};
const state_schema concern_schema = {
	"plan", tables,
	"CREATE TABLE economy_after (plan TEXT NOT NULL, after TEXT NOT NULL, PRIMARY KEY (plan)) WITHOUT ROWID;"
	"CREATE TABLE economy_concern (plan TEXT NOT NULL, body TEXT NOT NULL, PRIMARY KEY (plan, body)) WITHOUT "
	"ROWID;"};
