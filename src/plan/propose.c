/* See propose.h. */
#include "plan/propose.h"

#include "base/json.h"
#include "base/time.h"
#include "council/choice.h"
#include "council/council.h"
#include "council/voice.h"
#include "plan/acts.h"
#include "plan/codes.h"
#include "plan/concern.h"
#include "plan/declare.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

/* ---- certificates ------------------------------------------------------------------------------------------------ */

/* The first are the bar and what may not be wider than it; a single need's gap has a bar of the verifier's own. */
enum { FIGURES = 6, GAPS = 3 };
static const char *const figure_name[FIGURES] = {"bar",         "level_gap", "last_gap",
						 "element_gap", "objective", "objective_bound"};
#define BAR_MOST 1e-4 /* a wider gap is no proof */
#define ROUNDING 1e-9
#define WITHIN "within" /* of an alternative alone */

static void figures_of(const cordon_plan_verdict *v, double figure[FIGURES])
{
	const double all[FIGURES] = {v->bar,         v->level_gap, v->last_gap,
				     v->element_gap, v->objective, v->objective_bound};
	memcpy(figure, all, sizeof all);
}

json_t *certificate_of(const cordon_plan_verdict *verdict)
{
	double figure[FIGURES];
	char number[32];
	json_t *out = json_object();
	figures_of(verdict, figure);
	for (int i = 0; i < FIGURES; i++)
		json_object_set_new(out, figure_name[i],
				    json_string(isfinite(figure[i]) ? text_from_double(figure[i], number) : "none"));
	if (verdict->within > 0)
		json_object_set_new(out, WITHIN, json_string(text_from_double(verdict->within, number)));
	return out;
}

/* NAN for "none"; false: it is no figure. */
static bool read_figure(const json_t *certificate, int i, double *value)
{
	const char *string = json_string_value(json_object_get(certificate, figure_name[i]));
	*value = NAN;
	return string && (!strcmp(string, "none") || text_to_double(string, '.', value));
}

/* How near an alternative is to the plan beside it; 0: it is no alternative. False: it is no such part. */
static bool read_within(const json_t *certificate, double *value)
{
	const json_t *kept = json_object_get(certificate, WITHIN);
	const char *string = json_string_value(kept);
	*value = 0;
	return !kept || (string && text_to_double(string, '.', value) && *value > 0 && *value <= 1);
}

bool certificate_is(const json_t *certificate, const cordon_plan_verdict *verdict, const char **which)
{
	double figure[FIGURES], said;
	figures_of(verdict, figure);
	for (int i = 0; i < FIGURES; i++) {
		*which = figure_name[i];
		if (!read_figure(certificate, i, &said) || isnan(said) != !isfinite(figure[i]))
			return false;
		if (!isnan(said) && fabs(said - figure[i]) > ROUNDING * fmax(1, fabs(figure[i])))
			return false;
	}
	*which = WITHIN;
	return read_within(certificate, &said) && fabs(said - verdict->within) <= ROUNDING;
}

/* Refuses what is no certificate, and one that proves nothing. */
static cordon_status check_certificate(const act_context *act)
{
	const json_t *certificate = act_document(act, "certificate");
	double figure[FIGURES], within;
	size_t figures = json_object_get(certificate, WITHIN) ? FIGURES + 1 : FIGURES;
	if (!json_is_object(certificate) || json_object_size(certificate) != figures ||
	    !read_within(certificate, &within))
		return act_refuse(act, "certificate", TEXT(PLAN_CERTIFICATE), TEXT(PLAN_CERTIFICATE_IS));
	for (int i = 0; i < FIGURES; i++)
		if (!read_figure(certificate, i, &figure[i]))
			return act_refuse(act, "certificate", TEXT(PLAN_CERTIFICATE), TEXT(PLAN_CERTIFICATE_IS));
	if (!(figure[0] > 0 && figure[0] <= BAR_MOST))
		return act_refuse(act, "certificate", TEXT(PLAN_UNPROVEN), NO_TEXT);
	for (int i = 1; i < GAPS; i++)
		if (figure[i] > figure[0])
			return act_refuse(act, "certificate", TEXT(PLAN_UNPROVEN), NO_TEXT);
	return CORDON_OK;
}

/* ---- is it of this moment ---------------------------------------------------------------------------------------- */

static bool same_row(const economy_draft *a, const economy_draft *b, int table, size_t row)
{
	for (int c = 0; c < table_columns(table); c++)
		if (strcmp(economy_draft_cell(a, table, row, c), economy_draft_cell(b, table, row, c)) != 0)
			return false;
	return true;
}

static int64_t entry_of(const snapshot *snap, int table, size_t row)
{
	int64_t last = -1;
	for (size_t i = 0; i < snap->sources; i++)
		if (snap->source[i].table == table && snap->source[i].row == row && snap->source[i].entry > last)
			last = snap->source[i].entry;
	return last;
}

bool snapshot_difference(const snapshot *old, const snapshot *new, text *row, int64_t *entry)
{
	for (int t = 0; t < TABLES; t++) {
		size_t had = economy_draft_rows(old->draft, t), has = economy_draft_rows(new->draft, t), i = 0;
		while (i < had && i < has && same_row(old->draft, new->draft, t, i))
			i++;
		if (i == had && i == has)
			continue;
		*entry = i < has ? entry_of(new, t, i) : -1;
		/* a row that nothing since speaks of is there because the one before it went */
		if (*entry < old->entries && i < had)
			*entry = -1;
		text_add_format(row, "%s %s", table_forms[t].name,
				economy_draft_cell(*entry < 0 ? old->draft : new->draft, t, i, 0));
		return true;
	}
	return false;
}

/* Says why the package is not the snapshot of now, by what the book said when it was made. */
static cordon_status refuse_package(const act_context *act, const snapshot *now)
{
	int64_t entries = act_whole(act, "entries", 0), entry = -1;
	snapshot then;
	text row = {0};
	char number[24];
	const char *package = act_text(act, "package");
	snprintf(number, sizeof number, "%" PRId64, entries);
	if (!snapshot_make(act->state, act_text(act, "body"), entries, &then))
		return act_refuse(act, "entries", TEXT(PLAN_NO_BODY_THEN, act_text(act, "body")), NO_TEXT);
	bool was = !strcmp(then.hash, package);
	cordon_status status = CORDON_BAD_INPUT;
	if (!was || !snapshot_difference(&then, now, &row, &entry)) {
		status = act_refuse(act, "package", TEXT(PLAN_NOT_SNAPSHOT, now->body, number),
				    TEXT(PLAN_HASH_IS, then.hash));
	} else {
		snprintf(number, sizeof number, "%" PRId64, entry);
		status = act_refuse(act, "package",
				    entry < 0 ? TEXT(PLAN_GONE_SINCE, text_string(&row))
					      : TEXT(PLAN_CHANGED_SINCE, text_string(&row), number),
				    TEXT(PLAN_SNAPSHOT_NOW));
	}
	text_free(&row);
	snapshot_free(&then);
	return status;
}

static cordon_status check_package(const act_context *act)
{
	snapshot now;
	if (act_whole(act, "entries", 0) > act->entry)
		return act_refuse(act, "entries", TEXT(PLAN_AHEAD), NO_TEXT);
	if (!snapshot_make(act->state, act_text(act, "body"), act->entry, &now))
		return act_refuse(act, "body", TEXT(PLAN_NO_BODY), NO_TEXT);
	cordon_status status = strcmp(now.hash, act_text(act, "package")) ? refuse_package(act, &now) : CORDON_OK;
	snapshot_free(&now);
	return status;
}

/* A choice that the plan is proposed by: of this council, and this very file won it. */
static cordon_status check_chosen(const act_context *act)
{
	const char *chosen = act_text(act, "chosen");
	return !chosen || choice_is_winner(act->state, chosen, act_text(act, "body"), act_text(act, "package"),
					   act_text(act, "file"))
		       ? CORDON_OK
		       : act_refuse(act, "chosen", TEXT(PLAN_NOT_CHOSEN, chosen), NO_TEXT);
}

/* ---- the act ----------------------------------------------------------------------------------------------------- */

static cordon_status apply_propose(act_context *act)
{
	text certificate = {0};
	int64_t deadline = 0;
	const char *plan = act_text(act, "plan");
	if (act_text(act, "until") && (!time_from_text(act_text(act, "until"), &deadline) || deadline <= act->time))
		return act_refuse(act, "until", TEXT(PLAN_PAST), NO_TEXT);
	if (council_open_body(act, "body") || check_certificate(act))
		return CORDON_BAD_INPUT;
	if (state_has(act->state, "SELECT 1 FROM economy_plan WHERE plan = ?", "s", plan))
		return act_refuse(act, "plan", TEXT(PLAN_NAME_TAKEN), NO_TEXT);
	if (state_has(act->state, "SELECT 1 FROM economy_plan WHERE body = ? AND closed_entry IS NULL", "s",
		      act_text(act, "body")))
		return act_refuse(act, "body", TEXT(PLAN_ANOTHER_OPEN), NO_TEXT);
	if (declare_room(act, "plan", DECLARE_PLANS_MAX) || concern_check(act) || check_package(act) ||
	    check_chosen(act))
		return CORDON_BAD_INPUT;
	declare_count(act, "plan");
	json_canonical(act_document(act, "certificate"), &certificate);
	state_do(act->state,
		 "INSERT INTO economy_plan VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, nullif(?, 0), NULL, NULL, NULL, ?)",
		 "ssiisisssis", plan, act_text(act, "body"), act->entry, act->time, declare_person(act),
		 act_whole(act, "entries", 0), act_text(act, "package"), act_text(act, "file"),
		 text_string(&certificate), deadline, act_text(act, "chosen"));
	concern_write(act);
	text_free(&certificate);
	return CORDON_OK;
}

const act_kind plan_propose_kind = {
	.name = "plan_propose",
	.summary = N_("put a plan to those who are to carry it out"),
	.help = N_(
		"Made by `cordon plan propose`, which verifies the plan first. The package must be the snapshot of "
		"what the "
		"book says now: if anything of the economy was said since it was made, the plan is refused, with the "
		"reason. Anybody recomputes it with `cordon plan check`."),
	.field = {{"body", ACT_ID, N_("the council whose plan it is")},
		  {"plan", ACT_ID, N_("a name for the plan, new in this book")},
		  {"entries", ACT_WHOLE, N_("how many entries the book had when the package was made"), .least = 1,
		   .most = INT64_C(1) << 53},
		  {"package", ACT_HASH, N_("the hash of the package")},
		  {"file", ACT_HASH, N_("the SHA-256 of the plan's file")},
		  {"certificate", ACT_DOCUMENT, N_("what the verifier found: the bar, the gaps, the objective")},
		  {"until", ACT_TIME, N_("until when to answer; otherwise until all have"), .optional = true},
		  {"chosen", ACT_ID, N_("the choice of the council that this plan won"), .optional = true},
		  {"after", ACT_ID, N_("the plan it comes after: adopted last, or whose round ended last"),
		   .optional = true},
		  {"concerns", ACT_ID,
		   N_("whom it concerns, if not all: they must answer, the others' consent to the plan before stands"),
		   .optional = true, .many = true}},
	.who = {&voice_member, &voice_officer},
	.decided = act_of_body,
	.own = true,
	.apply = apply_propose,
	.example =
		"body=cordon plan=first entries=57 "
		"package=4ff997d4c0c27ada8d48196df49ec25b30f14807876b5b65bf7f6c536c0d3df7 "
		"file=9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08 "
		"certificate='{\"bar\": \"1e-6\", \"level_gap\": \"0\", \"element_gap\": \"0\", \"last_gap\": \"0\", "
		"\"objective\": \"17.25\", \"objective_bound\": \"17.25\"}'",
};

bool proposed_plan_find(state *s, const char *plan, proposed_plan *out)
{
	state_rows rows =
		state_ask(s, "SELECT body, package, file, entry, entries, certificate FROM economy_plan WHERE plan = ?",
			  "s", plan);
	if (!state_row(&rows))
		return false;
	*out = (proposed_plan){.entry = state_whole(&rows, 3), .entries = state_whole(&rows, 4)};
	snprintf(out->body, sizeof out->body, "%s", state_text(&rows, 0));
	snprintf(out->package, sizeof out->package, "%s", state_text(&rows, 1));
	snprintf(out->file, sizeof out->file, "%s", state_text(&rows, 2));
	out->certificate = json_loads(state_text(&rows, 5), 0, NULL);
	state_end(&rows);
	return true;
}

void proposed_plan_free(proposed_plan *p)
{
	json_decref(p->certificate);
	p->certificate = NULL;
}

static const char *const tables[] = {"economy_plan", NULL};
const state_schema propose_schema = {
	"plan", tables,
	"CREATE TABLE economy_plan (plan TEXT NOT NULL, body TEXT NOT NULL, entry INTEGER NOT NULL, time INTEGER NOT "
	"NULL, "
	"person TEXT, entries INTEGER NOT NULL, package TEXT NOT NULL, file TEXT NOT NULL, certificate TEXT NOT NULL, "
	"deadline INTEGER, closed_entry INTEGER, closed_time INTEGER, outcome TEXT, chosen TEXT, "
	"PRIMARY KEY (plan)) WITHOUT ROWID;"};
