/* See transfer.h. */
#include "supply/transfer.h"

#include "council/council.h"
#include "supply/codes.h"
#include "supply/cycle.h"
#include "supply/good.h"
#include "supply/outlet.h"
#include "supply/role.h"

#include <string.h>

static cordon_status check_both(const act_context *act)
{
	return council_open_body(act, "body") || outlet_check(act, "place", false) || good_check(act, "good") ||
			       cycle_check(act, false, NULL)
		       ? CORDON_BAD_INPUT
		       : CORDON_OK;
}

static cordon_status apply_send(act_context *act)
{
	const char *body = act_text(act, "body"), *transfer = act_text(act, "transfer");
	if (check_both(act) || outlet_check(act, "to", false))
		return CORDON_BAD_INPUT;
	if (!strcmp(act_text(act, "place"), act_text(act, "to")))
		return act_refuse(act, "to", TEXT(SUPPLY_TRANSFER_SAME), NO_TEXT);
	if (state_has(act->state, "SELECT 1 FROM transfer_sent WHERE body = ? AND transfer = ?", "ss", body, transfer))
		return act_refuse(act, "transfer", TEXT(SUPPLY_TRANSFER_TWICE), NO_TEXT);
	state_do(act->state, "INSERT INTO transfer_sent VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", "sssssiiii", body,
		 transfer, act_text(act, "place"), act_text(act, "to"), act_text(act, "good"),
		 act_whole(act, "amount", 0), act_whole(act, "cycle", 0), act->entry, act->time);
	return CORDON_OK;
}

const act_kind transfer_send_kind = {
	.name = "transfer_send",
	.summary = N_("send goods to another outlet or warehouse"),
	.help = N_("They leave the place's account. They are in the other's when that one says that it has received "
		   "them."),
	.field = {{"body", ACT_ID, N_("whose places they are")},
		  {"transfer", ACT_ID, N_("the transfer's own id, such as the number of its note")},
		  {"place", ACT_ID, N_("from where")},
		  {"to", ACT_ID, N_("to where")},
		  {"cycle", ACT_WHOLE, N_("in which cycle"), .least = 0, .most = CYCLE_NUMBER_MAX},
		  {"good", ACT_ID, N_("which good")},
		  {"amount", ACT_WHOLE, N_("how many units"), .least = 1, .most = GOOD_AMOUNT_MAX}},
	.who = {&role_outlet_keeper, &role_supply_officer},
	.apply = apply_send,
	.example = "body=jap-cerrillos transfer=n118 place=depot to=kiosk cycle=1 good=milk amount=24",
};

static cordon_status apply_receive(act_context *act)
{
	const char *body = act_text(act, "body"), *transfer = act_text(act, "transfer");
	if (check_both(act))
		return CORDON_BAD_INPUT;
	if (state_has(act->state, "SELECT 1 FROM transfer_received WHERE body = ? AND transfer = ? AND last = 1", "ss",
		      body, transfer))
		return act_refuse(act, "transfer", TEXT(SUPPLY_TRANSFER_OVER), NO_TEXT);
	state_do(act->state, "INSERT INTO transfer_received VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", "ssissiiii", body,
		 transfer, act->entry, act_text(act, "place"), act_text(act, "good"), act_whole(act, "amount", 0),
		 act_whole(act, "cycle", 0), (int64_t)act_flag(act, "last"), act->time);
	return CORDON_OK;
}

const act_kind transfer_receive_kind = {
	.name = "transfer_receive",
	.summary = N_("say what arrived of goods sent by another place"),
	.help = N_(
		"In parts, if they come so; `last` says that no more will come, and what is missing is lost. An amount "
		"of 0 with `last` says that nothing came. It may be entered before the sender's act is."),
	.field = {{"body", ACT_ID, N_("whose places they are")},
		  {"transfer", ACT_ID, N_("the transfer's id, as on its note")},
		  {"place", ACT_ID, N_("where it arrived")},
		  {"cycle", ACT_WHOLE, N_("in which cycle"), .least = 0, .most = CYCLE_NUMBER_MAX},
		  {"good", ACT_ID, N_("which good")},
		  {"amount", ACT_WHOLE, N_("how many units"), .least = 0, .most = GOOD_AMOUNT_MAX},
		  {"last", ACT_FLAG, N_("true: no more of it will come"), .optional = true}},
	.who = {&role_outlet_keeper, &role_supply_officer},
	.apply = apply_receive,
	.example = "body=jap-cerrillos transfer=n118 place=kiosk cycle=1 good=milk amount=24 last=true",
};

static const char *const tables[] = {"transfer_sent", "transfer_received", NULL};
const state_schema transfer_schema = {
	"supply", tables,
	"CREATE TABLE transfer_sent (body TEXT, transfer TEXT, place TEXT NOT NULL, to_place TEXT NOT NULL, good TEXT "
	"NOT "
	"NULL, amount INTEGER NOT NULL, cycle INTEGER NOT NULL, entry INTEGER NOT NULL, time INTEGER NOT NULL, "
	"PRIMARY KEY (body, transfer)) WITHOUT ROWID;"
	"CREATE TABLE transfer_received (body TEXT, transfer TEXT, entry INTEGER, place TEXT NOT NULL, good TEXT NOT "
	"NULL, "
	"amount INTEGER NOT NULL, cycle INTEGER NOT NULL, last INTEGER NOT NULL, time INTEGER NOT NULL, "
	"PRIMARY KEY (body, transfer, entry)) WITHOUT ROWID;"};

/* ---- what there is to ask ---------------------------------------------------------------------------------------- */

/* Transfers that anybody spoke of, with both sides' sums; `place` NULL: never sent. */
static const char question[] =
	"SELECT id, s.place, s.to_place, s.good, s.amount, "
	"coalesce((SELECT sum(amount) FROM transfer_received r WHERE r.body = ?1 AND r.transfer = id AND r.time <= "
	"?2), 0), "
	"coalesce((SELECT max(last) FROM transfer_received r WHERE r.body = ?1 AND r.transfer = id AND r.time <= ?2), "
	"0), "
	"EXISTS (SELECT 1 FROM transfer_received r WHERE r.body = ?1 AND r.transfer = id AND r.time <= ?2 AND "
	"(r.place != s.to_place OR r.good != s.good)), "
	"(SELECT min(r.place) FROM transfer_received r WHERE r.body = ?1 AND r.transfer = id AND r.time <= ?2), "
	"(SELECT min(r.good) FROM transfer_received r WHERE r.body = ?1 AND r.transfer = id AND r.time <= ?2) "
	"FROM (SELECT transfer AS id FROM transfer_sent WHERE body = ?1 AND time <= ?2 UNION SELECT transfer FROM "
	"transfer_received WHERE body = ?1 AND time <= ?2) LEFT JOIN transfer_sent s ON s.body = ?1 AND s.transfer = "
	"id AND "
	"s.time <= ?2 ORDER BY id";

json_t *transfer_list(state *s, const char *body, int64_t time)
{
	json_t *list = json_array();
	state_rows rows = state_ask(s, question, "si", body, time);
	while (state_row(&rows)) {
		bool sent = state_text(&rows, 1) != NULL, over = state_whole(&rows, 6), other = state_whole(&rows, 7);
		int64_t missing = sent ? state_whole(&rows, 4) - state_whole(&rows, 5) : 0;
		const char *how = !sent             ? "not-sent"
				  : other           ? "not-fitting"
				  : missing < 0     ? "more-than-sent"
				  : missing && over ? "lost"
				  : missing         ? "under-way"
						    : NULL;
		if (!how)
			continue;
		json_t *one =
			json_pack("{s:s, s:s, s:s*, s:s*, s:s*, s:I}", "transfer", state_text(&rows, 0), "how", how,
				  "from", state_text(&rows, 1), "to", state_text(&rows, sent ? 2 : 8), "good",
				  state_text(&rows, sent ? 3 : 9), "received", (json_int_t)state_whole(&rows, 5));
		if (sent) {
			json_object_set_new(one, "sent", json_integer(state_whole(&rows, 4)));
			json_object_set_new(one, "missing", json_integer(missing > 0 ? missing : 0));
		}
		json_array_append_new(list, one);
	}
	return list;
}
