/* Petitions and the votes they bring about; see recall.h. */
#include "council/recall.h"

#include "base/memory.h"
#include "base/time.h"
#include "council/codes.h"
#include "council/majority.h"
#include "council/officer.h"
#include "council/poll.h"
#include "council/role.h"
#include "council/seat_change.h"

#include <assert.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

typedef struct petition {
	char id[ACT_ID_MAX + 1];
	seat_key seat;
	int64_t nth, time;
	electorate_kind electorate;
	bool opened, ended; /* a vote; the vote, or the mandate */
} petition;

static bool is_standing(state *s, const seat_key *seat, int64_t nth, int64_t now)
{
	char person[PERSON_ID];
	return seat_holder(s, seat, now, person) &&
	       nth == state_number(s, 0, "SELECT max(nth) FROM mandate WHERE council = ? AND body = ? AND number = ?",
				   "ssi", seat->council, seat->body, seat->number);
}

static bool find_petition(state *s, const char *id, int64_t now, petition *p)
{
	state_rows row = state_ask(
		s,
		"SELECT council, body, number, nth, electorate, time, open_entry IS NOT NULL, until_entry IS NOT NULL"
		" FROM petition WHERE petition = ?",
		"s", id);
	if (!id || !state_row(&row))
		return false;
	*p = (petition){.seat = seat_named(state_text(&row, 0), state_text(&row, 1), state_whole(&row, 2)),
			.nth = state_whole(&row, 3),
			.electorate = (electorate_kind)state_whole(&row, 4),
			.time = state_whole(&row, 5),
			.opened = state_whole(&row, 6),
			.ended = state_whole(&row, 7)};
	state_end(&row);
	snprintf(p->id, sizeof p->id, "%s", id);
	p->ended |= !is_standing(s, &p->seat, p->nth, now);
	return true;
}

static cordon_status find_running(const act_context *act, petition *p)
{
	if (!find_petition(act->state, act_text(act, "petition"), act->time, p))
		return act_refuse(act, "petition", TEXT(COUNCIL_NO_PETITION), NO_TEXT);
	return p->ended ? act_refuse(act, "petition", TEXT(COUNCIL_PETITION_ENDED), NO_TEXT) : CORDON_OK;
}

/* ---- signatures -------------------------------------------------------------------------------------------------- */

bool petition_signatures(state *s, const char *id, int64_t now, int64_t *have, int64_t *need)
{
	petition p;
	rules r;
	*have = *need = 0;
	if (!find_petition(s, id, now, &p))
		return false;
	state_rows row =
		state_ask(s, "SELECT person FROM petition_signature WHERE petition = ? ORDER BY person", "s", id);
	while (state_row(&row))
		*have += electorate_has(s, p.seat.body, p.electorate, state_text(&row, 0), now);
	if (rules_at(s, p.seat.body, p.time, &r)) {
		*need = rules_part(r.recall.petition, electorate_size(s, p.seat.body, p.electorate, now));
		rules_free(&r);
	}
	*need = *need > 1 ? *need : 1;
	return true;
}

/* Names entered from paper, or the signer's own; each must be entitled. */
static cordon_status check_signers(const act_context *act, const petition *p)
{
	cordon_status status = CORDON_OK;
	size_t names = act_count(act, "person");
	if (!names && !electorate_signs(act, p->seat.body, p->electorate))
		return act_refuse(act, "person", TEXT(COUNCIL_SIGN_SELF), NO_TEXT);
	for (size_t i = 0; i < names; i++)
		if (!electorate_has(act->state, p->seat.body, p->electorate, act_item(act, "person", i), act->time))
			status = act_refuse(act, "person", TEXT(COUNCIL_NOT_ENTITLED, act_item(act, "person", i)),
					    NO_TEXT);
	return status;
}

static void add_signatures(const act_context *act, const char *id)
{
	size_t names = act_count(act, "person");
	if (!names)
		state_do(act->state, "INSERT OR IGNORE INTO petition_signature VALUES (?, ?, ?, 0)", "ssi", id,
			 act_signer(act), act->entry);
	for (size_t i = 0; i < names; i++)
		state_do(act->state, "INSERT OR IGNORE INTO petition_signature VALUES (?, ?, ?, 1)", "ssi", id,
			 act_item(act, "person", i), act->entry);
}

/* ---- who may ----------------------------------------------------------------------------------------------------- */

/* The tellers of a body, whoever is to be recalled not counted. */
static bool tellers_sign(const act_context *act, const petition *p)
{
	poll vote = {.recall = true, .seat = p->seat, .nth = p->nth};
	return poll_tellers_sign(act, &vote, p->seat.body);
}

/* The petition that the act begins. */
static petition begun(const act_context *act)
{
	rules r;
	petition p = {.seat = seat_named(act_text(act, "council"), act_text(act, "body"), act_whole(act, "number", 1)),
		      .time = act->time};
	bool by_base = true;
	if (rules_now(act->state, p.seat.body, &r)) {
		by_base = r.recall.who == RULES_BASE;
		rules_free(&r);
	}
	p.electorate = electorate_of(act->state, p.seat.body, by_base);
	p.nth = state_number(act->state, 0,
			     "SELECT max(nth) FROM mandate WHERE council = ? AND body = ? AND number = ?", "ssi",
			     p.seat.council, p.seat.body, p.seat.number);
	snprintf(p.id, sizeof p.id, "%s", act_text(act, "petition"));
	return p;
}

/* Names from paper are entered by tellers, one's own by oneself. */
static bool may_sign(const act_context *act, const petition *p)
{
	return json_object_get(act->fields, "person") ? tellers_sign(act, p)
						      : electorate_signs(act, p->seat.body, p->electorate);
}

static bool may_begin(const act_context *act)
{
	petition p = begun(act);
	return may_sign(act, &p);
}

static bool may_add(const act_context *act)
{
	petition p;
	return find_petition(act->state, act_text(act, "petition"), act->time, &p) && may_sign(act, &p);
}

static bool may_open(const act_context *act)
{
	petition p;
	return find_petition(act->state, act_text(act, "petition"), act->time, &p) &&
	       (electorate_signs(act, p.seat.body, p.electorate) || tellers_sign(act, &p) ||
		officer_signer(act, p.seat.body, "secretary"));
}

static const act_role role_begins = {
	"petition_begins", N_("somebody entitled to vote on the delegate, alone; for names on paper the tellers"),
	may_begin};
static const act_role role_signs = {
	"petition_signs", N_("somebody entitled to vote on the delegate, alone; for names on paper the tellers"),
	may_add};
static const act_role role_opens = {
	"recall_opens",
	N_("somebody entitled to vote on the delegate, alone; the secretary or the tellers of the body"), may_open};

/* ---- petition ---------------------------------------------------------------------------------------------------- */

static cordon_status petition_apply(act_context *act)
{
	petition p = begun(act);
	cordon_status status = CORDON_OK;
	if (!poll_id_free(act->state, p.id))
		status = act_refuse(act, "petition", TEXT(COUNCIL_POLL_EXISTS), NO_TEXT);
	if (!status && !seat_holder(act->state, &p.seat, act->time, NULL))
		status = act_refuse(act, "body", TEXT(COUNCIL_SEAT_EMPTY), NO_TEXT);
	status = status ? status : check_signers(act, &p);
	if (status)
		return status;
	state_do(act->state,
		 "INSERT INTO petition (petition, council, body, number, nth, electorate, reason, entry, time)"
		 " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
		 "sssiiisii", p.id, p.seat.council, p.seat.body, p.seat.number, p.nth, (int64_t)p.electorate,
		 act_text(act, "reason"), act->entry, act->time);
	add_signatures(act, p.id);
	return CORDON_OK;
}

const act_kind petition_kind = {
	.name = "petition",
	.summary = N_("begin a petition to recall a delegate"),
	.help = N_("Whoever may vote on the delegate may begin it, at any time: their signature is the first. Names "
		   "signed on paper are "
		   "entered by the tellers in `person`. When enough have signed, `recall_open` begins the vote."),
	.field = {{"petition", ACT_ID, N_("a new name for the petition"), .optional = false},
		  {"council", ACT_ID, N_("the council in which the delegate sits"), .optional = false},
		  {"body", ACT_ID, N_("the body that sent the delegate"), .optional = false},
		  {"number", ACT_WHOLE, N_("which of the body's seats, if it has several"), .optional = true,
		   .least = 1, .most = RULES_SEATS_MAX},
		  {"reason", ACT_TEXT, N_("why; public"), .optional = true, .least = 1, .most = 2000},
		  {"person", ACT_ID, N_("who signed on paper"), .optional = true, .many = true}},
	.who = {&role_begins},
	.apply = petition_apply,
	.example = "petition=recall-ana council=cordon-cerrillos body=panaderia",
};

static cordon_status petition_sign_apply(act_context *act)
{
	petition p;
	cordon_status status = find_running(act, &p);
	status = status ? status : check_signers(act, &p);
	if (!status)
		add_signatures(act, p.id);
	return status;
}

const act_kind petition_sign_kind = {
	.name = "petition_sign",
	.summary = N_("sign a petition to recall a delegate"),
	.help = N_("Names signed on paper are entered by the tellers in `person`. Signing twice counts once."),
	.field = {{"petition", ACT_ID, N_("the petition"), .optional = false},
		  {"person", ACT_ID, N_("who signed on paper"), .optional = true, .many = true}},
	.who = {&role_signs},
	.apply = petition_sign_apply,
	.example = "petition=recall-ana",
};

/* ---- the vote ---------------------------------------------------------------------------------------------------- */

static cordon_status check_enough(const act_context *act, const petition *p)
{
	int64_t have, need;
	char signatures[24], needed[24];
	petition_signatures(act->state, p->id, act->time, &have, &need);
	if (have >= need)
		return CORDON_OK;
	snprintf(signatures, sizeof signatures, "%" PRId64, have);
	snprintf(needed, sizeof needed, "%" PRId64, need);
	return act_refuse(act, "petition", TEXT(COUNCIL_SIGNATURES_FEW, signatures, needed), NO_TEXT);
}

/* What several bodies vote on, and what is voted openly, needs an hour at which it ends. */
static cordon_status check_closes(const act_context *act, const poll *vote)
{
	if (vote->closes <= act->time)
		return act_refuse(act, "closes", TEXT(COUNCIL_PAST), NO_TEXT);
	if (vote->closes == INT64_MAX && (vote->open || vote->electorate == ELECTORATE_BENEATH))
		return act_refuse(act, "closes", TEXT(COUNCIL_CLOSES_MISSING), NO_TEXT);
	return CORDON_OK;
}

static cordon_status recall_open_apply(act_context *act)
{
	petition p;
	rules r;
	cordon_status status = find_running(act, &p);
	if (!status && p.opened)
		status = act_refuse(act, "petition", TEXT(COUNCIL_RECALL_OPEN), NO_TEXT);
	status = status ? status : check_enough(act, &p);
	if (status || !rules_at(act->state, p.seat.body, p.time, &r))
		return status ? status : CORDON_BAD_INPUT;
	poll vote = {.recall = true, .seat = p.seat, .nth = p.nth, .electorate = p.electorate, .closes = INT64_MAX};
	vote.open = p.electorate == ELECTORATE_DELEGATES || (p.electorate == ELECTORATE_ROLL && r.voting == RULES_OPEN);
	rules_free(&r);
	snprintf(vote.id, sizeof vote.id, "%s", p.id);
	if (act_text(act, "closes"))
		time_from_text(act_text(act, "closes"), &vote.closes);
	status = check_closes(act, &vote);
	if (!status) {
		poll_open(act, &vote);
		state_do(act->state, "UPDATE petition SET open_entry = ? WHERE petition = ?", "is", act->entry, p.id);
	}
	return status;
}

const act_kind recall_open_kind = {
	.name = "recall_open",
	.summary = N_("open the vote on a recall, when enough have signed the petition"),
	.help = N_("The vote is between yes and no: on paper (`tally`), or openly (`cast`) where the rules of the body "
		   "say so and among "
		   "delegates. It has the petition's name."),
	.field = {{"petition", ACT_ID, N_("the petition"), .optional = false},
		  {"closes", ACT_TIME, N_("when voting ends; on paper in one body it may be left to the tellers"),
		   .optional = true}},
	.who = {&role_opens},
	.apply = recall_open_apply,
	.example = "petition=recall-ana",
};

static bool is_carried(const rules *r, const poll_answer *a)
{
	return a->votes >= rules_part(r->recall.quorum, a->entitled) &&
	       majority_reached(r->recall.majority,
				(majority_votes){a->yes, a->no, a->entitled, a->bodies_for, a->bodies});
}

static cordon_status recall_close_apply(act_context *act)
{
	poll p;
	petition of;
	rules r;
	cordon_status status = poll_find_open(act, true, &p);
	status = status ? status : poll_may_close(act, &p);
	if (status || !find_petition(act->state, p.id, act->time, &of) ||
	    !rules_at(act->state, p.seat.body, of.time, &r))
		return status ? status : CORDON_BAD_INPUT;
	poll_answer a = poll_answered(act->state, &p, act->time);
	const char *result = of.ended ? "ended" : is_carried(&r, &a) ? "recalled" : "kept";
	rules_free(&r);
	poll_close(act, &p, result, 0, a.votes, NULL);
	state_do(act->state, "UPDATE petition SET until_entry = ?, until_time = ?, result = ? WHERE petition = ?",
		 "iiss", act->entry, act->time, result, p.id);
	if (strcmp(result, "recalled") != 0)
		return CORDON_OK;
	seat_change change;
	seat_change_begin(&change, act, p.id, act_text(act, "seed"));
	seat_change_end(&change, &p.seat, "recall");
	seat_change_finish(&change);
	return CORDON_OK;
}

const act_kind recall_close_kind = {
	.name = "recall_close",
	.summary = N_("close the vote on a recall; if it is carried, the seat is empty at once"),
	.help = N_("With enough votes and the majority that the rules of the body ask for, the delegate loses this "
		   "seat and every seat "
		   "held through it above, in this entry; they are filled by countback or a substitute where the rules "
		   "say so, else by an "
		   "election. Councils that lose their quorum by it are told."),
	.field = {{"poll", ACT_ID, N_("the recall, by its petition's name"), .optional = false},
		  {"seed", ACT_TEXT, N_("a seed drawn in public, for lots in a countback"), .optional = true,
		   .least = 1, .most = 200}},
	.who = {&role_poll_closer},
	.apply = recall_close_apply,
	.example = "poll=recall-ana",
};

static const char *const tables[] = {"petition", "petition_signature", NULL};

const state_schema recall_schema = {
	.room = "council",
	.table = tables,
	.create = "CREATE TABLE petition (petition TEXT PRIMARY KEY, council TEXT NOT NULL, body TEXT NOT NULL, number "
		  "INTEGER NOT NULL,"
		  " nth INTEGER NOT NULL, electorate INTEGER NOT NULL, reason TEXT, entry INTEGER NOT NULL, time "
		  "INTEGER NOT NULL,"
		  " open_entry INTEGER, until_entry INTEGER, until_time INTEGER, result TEXT) WITHOUT ROWID;"
		  "CREATE INDEX petition_seat ON petition (council, body, number);"
		  "CREATE TABLE petition_signature (petition TEXT, person TEXT, entry INTEGER NOT NULL, on_paper "
		  "INTEGER NOT NULL,"
		  " PRIMARY KEY (petition, person)) WITHOUT ROWID;",
};
