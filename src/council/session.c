/* Sessions: convened, with an agenda, opened, attended, closed; see session.h. */
#include "council/session.h"
#include "base/time.h"
#include "council/decision_codes.h"
#include "council/officer.h"
#include "council/rules.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

typedef struct meeting {
	char id[BODY_ID], body[BODY_ID];
	int64_t start, opened, closed; /* entries of opening and closing; -1: not yet */
} meeting;

static cordon_status meeting_of_act(const act_context *act, meeting *out)
{
	state_rows rows =
		state_ask(act->state,
			  "SELECT session, body, start_time, ifnull(opened_entry, -1), ifnull(closed_entry, -1) "
			  "FROM session WHERE session = ?",
			  "s", act_text(act, "session"));
	if (!state_row(&rows))
		return act_refuse(act, "session", TEXT(SESSION_NONE), NO_TEXT);
	*out = (meeting){
		.start = state_whole(&rows, 2), .opened = state_whole(&rows, 3), .closed = state_whole(&rows, 4)};
	snprintf(out->id, sizeof out->id, "%s", state_text(&rows, 0));
	snprintf(out->body, sizeof out->body, "%s", state_text(&rows, 1));
	state_end(&rows);
	return CORDON_OK;
}

/* ---- convocation ------------------------------------------------------------------------------------------------- */

/* The calendar foresaw that moment when the act was done. */
static bool is_foreseen(const act_context *act, const char *body, int64_t start)
{
	int64_t day;
	return session_next(act->state, body, act->time, start, &day) && day == start;
}

static cordon_status check_notice(const act_context *act, const char *body, int64_t start)
{
	rules r;
	if (!rules_now(act->state, body, &r))
		return act_refuse(act, "body", TEXT(DECISION_NO_RULES), NO_TEXT);
	int64_t days = r.notice_days;
	rules_free(&r);
	char number[24];
	snprintf(number, sizeof number, "%" PRId64, days);
	return start >= act->time + days * TIME_DAY ? CORDON_OK
						    : act_refuse(act, "start", TEXT(SESSION_NOTICE, number), NO_TEXT);
}

static void add_item(const act_context *act, const char *session, int64_t item, const char *title, const char *proposal,
		     const char *person)
{
	state_do(act->state,
		 "INSERT INTO agenda (session, item, title, proposal, person, entry) VALUES (?, ?, ?, ?, ?, ?)",
		 "sisssi", session, item, title, proposal, person, act->entry);
}

static cordon_status apply_session_call(act_context *act)
{
	const char *body = act_text(act, "body"), *id = act_text(act, "session");
	int64_t start = 0;
	if (council_open_body(act, "body"))
		return CORDON_BAD_INPUT;
	time_from_text(act_text(act, "start"), &start);
	bool foreseen = is_foreseen(act, body, start);
	if (state_has(act->state, "SELECT 1 FROM session WHERE session = ?", "s", id))
		return act_refuse(act, "session", TEXT(DECISION_NAME_TAKEN), NO_TEXT);
	if (start < act->time)
		return act_refuse(act, "start", TEXT(DECISION_UNTIL_PAST), NO_TEXT);
	if (act_count(act, "agenda") > SESSION_AGENDA_MAX)
		return act_refuse(act, "agenda", TEXT(SESSION_AGENDA_LONG), NO_TEXT);
	if (!foreseen && check_notice(act, body, start))
		return CORDON_BAD_INPUT;
	const char *person = voice_signer(act, body);
	state_do(act->state,
		 "INSERT INTO session (session, body, person, entry, time, start_time, place, foreseen) "
		 "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
		 "sssiiisi", id, body, person, act->entry, act->time, start, act_text(act, "place"), (int64_t)foreseen);
	for (size_t i = 0; i < act_count(act, "agenda"); i++)
		add_item(act, id, (int64_t)i + 1, act_item(act, "agenda", i), NULL, person);
	return CORDON_OK;
}

const act_kind session_call_kind = {
	.name = "session_call",
	.summary = N_("convene a session"),
	.help = N_("With as many days' notice as the rules ask for; a session that the calendar foresaw needs none."),
	.field = {{"body", ACT_ID, N_("who meets")},
		  {"session", ACT_ID, N_("a name for the session, new in this book")},
		  {"start", ACT_TIME, N_("when")},
		  {"place", ACT_TEXT, N_("where"), .optional = true, .least = 1, .most = 200},
		  {"agenda", ACT_TEXT, N_("what is on the agenda, item by item"), .optional = true, .many = true,
		   .least = 1, .most = 200}},
	.who = {&voice_officer},
	.apply = apply_session_call,
	.example = "body=panaderia session=panaderia-october start=1972-10-18T19:00:00Z "
		   "agenda='The second shift,Flour'",
};

static cordon_status apply_agenda(act_context *act)
{
	meeting m;
	const char *proposal = act_text(act, "proposal");
	if (meeting_of_act(act, &m))
		return CORDON_BAD_INPUT;
	if (m.closed >= 0)
		return act_refuse(act, "session", TEXT(SESSION_CLOSED), NO_TEXT);
	if (proposal &&
	    !state_has(act->state, "SELECT 1 FROM proposal WHERE proposal = ? AND body = ?", "ss", proposal, m.body))
		return act_refuse(act, "proposal", TEXT(DECISION_NO_PROPOSAL), NO_TEXT);
	int64_t items = state_number(act->state, 0, "SELECT count(*) FROM agenda WHERE session = ?", "s", m.id);
	if (items >= SESSION_AGENDA_MAX)
		return act_refuse(act, "session", TEXT(SESSION_AGENDA_LONG), NO_TEXT);
	add_item(act, m.id, items + 1, act_text(act, "title"), proposal, voice_signer(act, m.body));
	return CORDON_OK;
}

const act_kind agenda_kind = {
	.name = "agenda",
	.summary = N_("put something on a session's agenda"),
	.field = {{"session", ACT_ID, N_("which session")},
		  {"title", ACT_TEXT, N_("what is to be talked about"), .least = 1, .most = 200},
		  {"proposal", ACT_ID, N_("the proposal it is about"), .optional = true}},
	.who = {&voice_member},
	.apply = apply_agenda,
	.example = "session=panaderia-october title='The second shift' proposal=second-shift",
};

/* ---- the session itself ------------------------------------------------------------------------------------------ */

static cordon_status apply_session_open(act_context *act)
{
	meeting m;
	if (meeting_of_act(act, &m))
		return CORDON_BAD_INPUT;
	if (m.opened >= 0)
		return act_refuse(act, "session", TEXT(SESSION_OPENED), NO_TEXT);
	if (act->time < m.start)
		return act_refuse(act, "session", TEXT(SESSION_EARLY), NO_TEXT);
	state_do(act->state, "UPDATE session SET opened_entry = ?, opened_time = ? WHERE session = ?", "iis",
		 act->entry, act->time, m.id);
	return CORDON_OK;
}

const act_kind session_open_kind = {
	.name = "session_open",
	.summary = N_("open a session"),
	.help = N_("Not before the time it was convened for. Its minutes begin here."),
	.field = {{"session", ACT_ID, N_("which session")}},
	.who = {&voice_officer},
	.apply = apply_session_open,
	.example = "session=panaderia-october",
};

/* The meeting of an act for which it must be open and not closed yet. */
static cordon_status open_meeting(const act_context *act, meeting *m)
{
	if (meeting_of_act(act, m))
		return CORDON_BAD_INPUT;
	if (m->opened < 0 || m->closed >= 0)
		return act_refuse(act, "session", m->closed >= 0 ? TEXT(SESSION_CLOSED) : TEXT(SESSION_NOT_OPEN),
				  NO_TEXT);
	return CORDON_OK;
}

static cordon_status apply_attend(act_context *act)
{
	meeting m;
	if (open_meeting(act, &m))
		return CORDON_BAD_INPUT;
	for (size_t i = 0; i < act_count(act, "person"); i++)
		if (!voice_has(act->state, m.body, act_item(act, "person", i), act->time))
			return act_refuse(act, "person", TEXT(DECISION_NO_VOTE, act_item(act, "person", i)), NO_TEXT);
	for (size_t i = 0; i < act_count(act, "person"); i++)
		state_do(act->state,
			 "INSERT OR IGNORE INTO attendance (session, person, entry, time) VALUES (?, ?, ?, ?)", "ssii",
			 m.id, act_item(act, "person", i), act->entry, act->time);
	return CORDON_OK;
}

static bool attends_self(const act_context *act)
{
	const char *signer = act_signer(act);
	return signer && act_count(act, "person") == 1 && !strcmp(act_item(act, "person", 0), signer);
}

static const act_role attend_self = {"self", N_("the person alone"), attends_self};

const act_kind attend_kind = {
	.name = "attend",
	.summary = N_("record who is present at a session"),
	.help = N_("The secretary or chair for all who are there, or each for themselves, while the session is open."),
	.field = {{"session", ACT_ID, N_("which session")}, {"person", ACT_ID, N_("who is present"), .many = true}},
	.who = {&voice_officer, &attend_self},
	.apply = apply_attend,
	.example = "session=panaderia-october person=ana,luis",
};

static cordon_status apply_session_close(act_context *act)
{
	meeting m;
	if (open_meeting(act, &m))
		return CORDON_BAD_INPUT;
	state_do(act->state, "UPDATE session SET closed_entry = ?, closed_time = ?, note = ? WHERE session = ?", "iiss",
		 act->entry, act->time, act_text(act, "note"), m.id);
	return CORDON_OK;
}

const act_kind session_close_kind = {
	.name = "session_close",
	.summary = N_("close a session"),
	.help = N_("Its minutes end here: they are what the body did in between, as the acts have it. A note may say "
		   "what no act does."),
	.field = {{"session", ACT_ID, N_("which session")},
		  {"note", ACT_TEXT, N_("what else the minutes should say"), .optional = true, .least = 1,
		   .most = 16384}},
	.who = {&voice_officer},
	.apply = apply_session_close,
	.example = "session=panaderia-october",
};

/* ---- tables ------------------------------------------------------------------------------------------------------ */

static const char *const tables[] = {"calendar", "session", "agenda", "attendance", "call", "acknowledgement", NULL};

const state_schema session_schema = {
	"council", tables,
	"CREATE TABLE calendar (body TEXT, from_entry INTEGER, from_time INTEGER NOT NULL, until_time INTEGER, "
	"first_time INTEGER NOT NULL, days INTEGER NOT NULL, place TEXT, PRIMARY KEY (body, from_entry)) WITHOUT ROWID;"
	"CREATE TABLE session (session TEXT PRIMARY KEY, body TEXT NOT NULL, person TEXT NOT NULL, entry INTEGER NOT "
	"NULL, "
	"time INTEGER NOT NULL, start_time INTEGER NOT NULL, place TEXT, foreseen INTEGER NOT NULL, opened_entry "
	"INTEGER, "
	"opened_time INTEGER, closed_entry INTEGER, closed_time INTEGER, note TEXT) WITHOUT ROWID;"
	"CREATE INDEX session_body ON session (body, start_time);"
	"CREATE TABLE agenda (session TEXT, item INTEGER, title TEXT NOT NULL, proposal TEXT, person TEXT NOT NULL, "
	"entry INTEGER NOT NULL, PRIMARY KEY (session, item)) WITHOUT ROWID;"
	"CREATE TABLE attendance (session TEXT, person TEXT, entry INTEGER NOT NULL, time INTEGER NOT NULL, "
	"PRIMARY KEY (session, person)) WITHOUT ROWID;"
	"CREATE TABLE call (call TEXT PRIMARY KEY, body TEXT NOT NULL, person TEXT NOT NULL, entry INTEGER NOT NULL, "
	"time INTEGER NOT NULL, title TEXT NOT NULL, text TEXT NOT NULL, until_time INTEGER NOT NULL, "
	"beneath INTEGER NOT NULL) WITHOUT ROWID;"
	"CREATE INDEX call_body ON call (body, entry);"
	"CREATE TABLE acknowledgement (call TEXT, body TEXT, person TEXT NOT NULL, entry INTEGER NOT NULL, time "
	"INTEGER NOT NULL, "
	"answer TEXT, PRIMARY KEY (call, body)) WITHOUT ROWID;"};
