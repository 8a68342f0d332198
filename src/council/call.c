/* Calls from a body to those below it, and who acknowledged them; see session.h. */
#include "base/memory.h"
#include "base/time.h"
#include "council/data.h"
#include "council/decision_codes.h"
#include "council/session.h"

#include <string.h>

/* The bodies that a call ?1 went to: those linked when it was made. */
#define CALLED                                                                                                         \
	"WITH RECURSIVE called(body) AS (SELECT l.body FROM call c JOIN link l ON l.council = c.body WHERE c.call = "  \
	"?1 AND "                                                                                                      \
	"l.from_entry < c.entry AND (l.until_entry IS NULL OR l.until_entry > c.entry) UNION SELECT l.body FROM "      \
	"called b JOIN call c "                                                                                        \
	"ON c.call = ?1 AND c.beneath = 1 JOIN link l ON l.council = b.body WHERE l.from_entry < c.entry AND "         \
	"(l.until_entry IS NULL OR l.until_entry > c.entry)) "

static cordon_status apply_call(act_context *act)
{
	const char *body = act_text(act, "body"), *id = act_text(act, "call");
	int64_t until = 0;
	if (council_open_body(act, "body"))
		return CORDON_BAD_INPUT;
	time_from_text(act_text(act, "until"), &until);
	if (until < act->time)
		return act_refuse(act, "until", TEXT(DECISION_UNTIL_PAST), NO_TEXT);
	if (state_has(act->state, "SELECT 1 FROM call WHERE call = ?", "s", id))
		return act_refuse(act, "call", TEXT(DECISION_NAME_TAKEN), NO_TEXT);
	if (!state_has(act->state, "SELECT 1 FROM link WHERE council = ? AND until_entry IS NULL", "s", body))
		return act_refuse(act, "body", TEXT(SESSION_NOBODY_BELOW), NO_TEXT);
	state_do(act->state,
		 "INSERT INTO call (call, body, person, entry, time, title, text, until_time, beneath) "
		 "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
		 "sssiissii", id, body, voice_signer(act, body), act->entry, act->time, act_text(act, "title"),
		 act_text(act, "text"), until, (int64_t)act_flag(act, "beneath"));
	return CORDON_OK;
}

const act_kind call_kind = {
	.name = "call",
	.summary = N_("call on the bodies below"),
	.help = N_("To every body that sits in this one now, or with `beneath` to all beneath it. Each acknowledges it "
		   "by the time given; "
		   "whoever asks is told who has not."),
	.field = {{"body", ACT_ID, N_("who calls")},
		  {"call", ACT_ID, N_("a name for the call, new in this book")},
		  {"title", ACT_TEXT, N_("in a few words"), .least = 1, .most = 200},
		  {"text", ACT_TEXT, N_("what is asked of them"), .least = 1, .most = 16384},
		  {"until", ACT_TIME, N_("by when to acknowledge it")},
		  {"beneath", ACT_FLAG, N_("to all beneath, not only those directly below"), .optional = true}},
	.who = {&voice_officer},
	.decided = act_of_body,
	.apply = apply_call,
	.example =
		"body=cordon-cerrillos call=lorries title='Lorries' text='Say which lorries you can lend from Monday.' "
		"until=1972-10-15T12:00:00Z",
};

static cordon_status apply_acknowledge(act_context *act)
{
	const char *id = act_text(act, "call"), *body = act_text(act, "body");
	if (!state_has(act->state, "SELECT 1 FROM call WHERE call = ?", "s", id))
		return act_refuse(act, "call", TEXT(SESSION_NO_CALL), NO_TEXT);
	if (!state_has(act->state, CALLED "SELECT 1 FROM called WHERE body = ?2", "ss", id, body))
		return act_refuse(act, "body", TEXT(SESSION_NOT_CALLED), NO_TEXT);
	if (state_has(act->state, "SELECT 1 FROM acknowledgement WHERE call = ? AND body = ?", "ss", id, body))
		return act_refuse(act, "call", TEXT(SESSION_ACKNOWLEDGED), NO_TEXT);
	state_do(act->state,
		 "INSERT INTO acknowledgement (call, body, person, entry, time, answer) VALUES (?, ?, ?, ?, ?, ?)",
		 "sssiis", id, body, voice_signer(act, body), act->entry, act->time, act_text(act, "answer"));
	return CORDON_OK;
}

const act_kind acknowledge_kind = {
	.name = "acknowledge",
	.summary = N_("acknowledge a call, for a body"),
	.help = N_("After its deadline too, and is then late."),
	.field = {{"call", ACT_ID, N_("which call")},
		  {"body", ACT_ID, N_("the body that was called")},
		  {"answer", ACT_TEXT, N_("what it answers"), .optional = true, .least = 1, .most = 4096}},
	.who = {&voice_officer},
	.apply = apply_acknowledge,
	.example = "call=lorries body=panaderia answer='One lorry, mornings.'",
};

json_t *session_call_answers(state *s, const char *call, int64_t time)
{
	json_t *data = data_row(
		state_ask(s,
			  "SELECT call, body, person, title, text, time, until_time, until_time < ?2 FROM call "
			  "WHERE call = ?1",
			  "si", call, time),
		"call:s body:s person:s title:s text:s time:t until:t due:f");
	if (!data)
		return NULL;
	json_object_set_new(
		data, "acknowledged",
		data_rows(
			state_ask(s,
				  "SELECT a.body, a.person, a.time, a.answer, a.time > c.until_time FROM "
				  "acknowledgement a "
				  "JOIN call c ON c.call = a.call WHERE a.call = ?1 AND a.time <= ?2 ORDER BY a.entry",
				  "si", call, time),
			"body:s person:s time:t answer:s late:f"));
	json_object_set_new(
		data, "missing",
		data_rows(state_ask(s,
				    CALLED
				    "SELECT b.body FROM called b WHERE NOT EXISTS (SELECT 1 FROM acknowledgement a "
				    "WHERE a.call = ?1 AND a.body = b.body AND a.time <= ?2) ORDER BY b.body",
				    "si", call, time),
			  "body:s"));
	return data;
}
