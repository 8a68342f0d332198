/* What cannot work, as reported by whoever stands before the locked gate; see acts.h.
 *
 * Several may stand on one process; it works again when the last has ended. `process` '': the whole workplace.
 *	economy_stoppage(stoppage, body, process, entry, time, person, text, evidence, until_entry, until_time, ended_by,
 *		end_text)
 */
#include "plan/stoppage.h"

#include "council/council.h"
#include "council/data.h"
#include "council/voice.h"
#include "plan/acts.h"
#include "plan/codes.h"
#include "plan/declare.h"

/* Whether the body has said that it works at all. */
static bool works(const act_context *act)
{
	return state_has(act->state, "SELECT 1 FROM economy_process WHERE body = ? AND until_entry IS NULL", "s",
			 act_text(act, "body"));
}

static cordon_status apply_stoppage(act_context *act)
{
	const char *body = act_text(act, "body"), *process = act_text(act, "process"),
		   *stoppage = act_text(act, "stoppage");
	if (council_open_body(act, "body"))
		return CORDON_BAD_INPUT;
	if (state_has(act->state, "SELECT 1 FROM economy_stoppage WHERE stoppage = ?", "s", stoppage))
		return act_refuse(act, "stoppage", TEXT(PLAN_NAME_TAKEN), NO_TEXT);
	if (process &&
	    !state_has(act->state,
		       "SELECT 1 FROM economy_process WHERE body = ? AND process = ? AND until_entry IS NULL", "ss",
		       body, process))
		return act_refuse(act, "process", TEXT(PLAN_NO_PROCESS, body), NO_TEXT);
	if (!process && !works(act))
		return act_refuse(act, "body", TEXT(PLAN_NOTHING_STOPS), NO_TEXT);
	if (declare_room(act, "stoppage", DECLARE_STOPPAGES_MAX))
		return CORDON_BAD_INPUT;
	declare_count(act, "stoppage");
	state_do(act->state, "INSERT INTO economy_stoppage VALUES (?, ?, ?, ?, ?, ?, ?, ?, NULL, NULL, NULL, NULL)",
		 "sssiisss", stoppage, body, process ? process : "", act->entry, act->time, declare_person(act),
		 act_text(act, "text"), act_text(act, "evidence"));
	return CORDON_OK;
}

const act_kind stoppage_kind = {
	.name = "stoppage",
	.summary = N_("report that a workplace, or one of its processes, stands still"),
	.help = N_(
		"By any member of the workplace. Until it ends, plans count on nothing from there. Evidence is noted "
		"by its hash, so that a photograph or a paper can be held against it later."),
	.field = {{"body", ACT_ID, N_("the workplace that stands still")},
		  {"stoppage", ACT_ID, N_("a name for it, new in this book")},
		  {"process", ACT_ID, N_("which of its processes; otherwise all"), .optional = true},
		  {"text", ACT_TEXT, N_("what was seen: who closed it, since when"), .least = 1, .most = 4096},
		  {"evidence", ACT_HASH, N_("the SHA-256 of what shows it"), .optional = true}},
	.who = {&voice_member},
	.decided = act_of_body,
	.applies = works,
	.own = true,
	.apply = apply_stoppage,
	.example = "body=molino stoppage=gate-locked text='The owner has locked the gate; pickets since six.'",
};

static bool stands_still(const act_context *act)
{
	return state_has(act->state, "SELECT 1 FROM economy_stoppage WHERE body = ? AND until_entry IS NULL", "s",
			 act_text(act, "body"));
}

static cordon_status apply_stoppage_end(act_context *act)
{
	const char *body = act_text(act, "body"), *stoppage = act_text(act, "stoppage");
	if (council_open_body(act, "body"))
		return CORDON_BAD_INPUT;
	if (!state_has(act->state,
		       "SELECT 1 FROM economy_stoppage WHERE stoppage = ? AND body = ? AND until_entry IS NULL", "ss",
		       stoppage, body))
		return act_refuse(act, "stoppage", TEXT(PLAN_NO_STOPPAGE, body), NO_TEXT);
	state_do(act->state,
		 "UPDATE economy_stoppage SET until_entry = ?, until_time = ?, ended_by = ?, end_text = ? WHERE "
		 "stoppage = ?",
		 "iisss", act->entry, act->time, declare_person(act), act_text(act, "text"), stoppage);
	return CORDON_OK;
}

const act_kind stoppage_end_kind = {
	.name = "stoppage_end",
	.summary = N_("report that a stoppage is over"),
	.field = {{"body", ACT_ID, N_("the workplace that works again")},
		  {"stoppage", ACT_ID, N_("which stoppage")},
		  {"text", ACT_TEXT, N_("how it ended"), .optional = true, .least = 1, .most = 4096}},
	.who = {&voice_member},
	.decided = act_of_body,
	.applies = stands_still,
	.own = true,
	.apply = apply_stoppage_end,
	.example = "body=molino stoppage=gate-locked text='Reopened by its workers.'",
};

/* ---- as data ----------------------------------------------------------------------------------------------------- */

#define TOLD                                                                                                           \
	"SELECT stoppage, body, nullif(process, ''), entry, time, person, text, evidence, CASE WHEN until_time <= ?1 " \
	"THEN until_entry END, CASE WHEN until_time <= ?1 THEN until_time END, CASE WHEN until_time <= ?1 THEN "       \
	"ended_by END, CASE WHEN until_time <= ?1 THEN end_text END FROM economy_stoppage WHERE time <= ?1 "
static const char columns[] = "stoppage:s body:s process:s entry:i time:t person:s text:s evidence:s ended_entry:i "
			      "ended:t ended_by:s end_text:s";

json_t *stoppages_data(state *s, const char *body, int64_t time)
{
	const char *of = body ? body : "";
	return json_pack(
		"{s:o, s:o}", "stoppages",
		data_rows(state_ask(s,
				    TOLD "AND (until_time IS NULL OR until_time > ?1) AND (?2 = '' OR body = ?2) ORDER "
					 "BY entry DESC",
				    "is", time, of),
			  columns),
		"lifted",
		data_rows(state_ask(s,
				    TOLD "AND until_time <= ?1 AND (?2 = '' OR body = ?2) ORDER BY until_entry DESC "
					 "LIMIT ?3",
				    "isi", time, of, (int64_t)STOPPAGES_LIFTED_MAX),
			  columns));
}

/* Adopted plans of councils that the body was beneath, with a process in them, when their package was made. */
#define COUNTED_ON                                                                                                     \
	"SELECT p.plan FROM economy_plan p WHERE p.outcome = 'adopted' AND p.closed_time <= ?3 AND EXISTS (SELECT 1 "  \
	"FROM economy_process e WHERE e.body = ?1 AND e.from_entry < p.entries AND (e.until_entry IS NULL OR "         \
	"e.until_entry >= p.entries)) AND p.body IN (WITH RECURSIVE above(body) AS (SELECT ?1 UNION SELECT l.council " \
	"FROM link l JOIN above ON l.body = above.body WHERE l.from_entry < p.entries AND (l.until_entry IS NULL OR "  \
	"l.until_entry >= p.entries)) SELECT body FROM above) AND "

json_t *stoppage_data(state *s, const char *stoppage, int64_t time)
{
	char plan[ACT_ID_MAX + 1];
	json_t *data = data_row(state_ask(s, TOLD "AND stoppage = ?2", "is", time, stoppage), columns);
	if (!data)
		return NULL;
	const char *body = json_string_value(json_object_get(data, "body"));
	int64_t entry = json_integer_value(json_object_get(data, "entry"));
	if (state_word(s, plan, sizeof plan, COUNTED_ON "p.entries <= ?2 ORDER BY p.entry DESC LIMIT 1", "sii", body,
		       entry, time))
		json_object_set_new(data, "plan_before", json_string(plan));
	if (state_word(s, plan, sizeof plan, COUNTED_ON "p.entries > ?2 ORDER BY p.entry LIMIT 1", "sii", body, entry,
		       time))
		json_object_set_new(data, "plan_after", json_string(plan));
	return data;
}

static const char *const tables[] = {"economy_stoppage", NULL};
const state_schema stoppage_schema = {
	"plan", tables,
	"CREATE TABLE economy_stoppage (stoppage TEXT NOT NULL, body TEXT NOT NULL, process TEXT NOT NULL, entry "
	"INTEGER NOT "
	"NULL, time INTEGER NOT NULL, person TEXT, text TEXT NOT NULL, evidence TEXT, until_entry INTEGER, until_time "
	"INTEGER, ended_by TEXT, end_text TEXT, PRIMARY KEY (stoppage)) WITHOUT ROWID;"
	"CREATE INDEX economy_stoppage_body ON economy_stoppage (body);"};
