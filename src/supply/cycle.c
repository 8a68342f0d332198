/* See cycle.h. */
#include "supply/cycle.h"

#include "base/time.h"
#include "council/council.h"
#include "supply/codes.h"
#include "supply/role.h"

#include <inttypes.h>
#include <stdio.h>

bool cycle_find(state *s, const char *body, int64_t cycle, cycle_facts *out)
{
	state_rows rows =
		state_ask(s,
			  "SELECT from_day, days, opened, closed IS NOT NULL, closed FROM cycle WHERE body = ? "
			  "AND cycle = ?",
			  "si", body, cycle);
	if (!state_row(&rows))
		return false;
	if (out)
		*out = (cycle_facts){state_whole(&rows, 0), state_whole(&rows, 1), state_whole(&rows, 2),
				     state_whole(&rows, 3) != 0, state_whole(&rows, 4)};
	state_end(&rows);
	return true;
}

cordon_status cycle_check(const act_context *act, bool open, cycle_facts *out)
{
	cycle_facts facts;
	if (!cycle_find(act->state, act_text(act, "body"), act_whole(act, "cycle", 0), &facts))
		return act_refuse(act, "cycle", TEXT(SUPPLY_NO_CYCLE), NO_TEXT);
	if (open && facts.closed)
		return act_refuse(act, "cycle", TEXT(SUPPLY_CYCLE_CLOSED), NO_TEXT);
	if (out)
		*out = facts;
	return CORDON_OK;
}

/* ---- cycle_open -------------------------------------------------------------------------------------------------- */

static cordon_status apply_open(act_context *act)
{
	char number[24], day[TIME_DATE_TEXT];
	int64_t from = 0;
	const char *body = act_text(act, "body");
	time_date_from_text(act_text(act, "from"), &from);
	if (council_open_body(act, "body"))
		return CORDON_BAD_INPUT;
	int64_t last = state_number(act->state, 0, "SELECT max(cycle) FROM cycle WHERE body = ?", "s", body);
	int64_t end = state_number(
		act->state, TIME_MIN,
		"SELECT from_day + days * 86400 FROM cycle WHERE body = ? ORDER BY cycle DESC LIMIT 1", "s", body);
	if (act_whole(act, "cycle", 0) <= last) {
		snprintf(number, sizeof number, "%" PRId64, last);
		return act_refuse(act, "cycle", TEXT(SUPPLY_CYCLE_NUMBER, number), NO_TEXT);
	}
	if (from < end) {
		time_date_to_text(end, day);
		return act_refuse(act, "from", TEXT(SUPPLY_CYCLE_OVERLAPS), TEXT(SUPPLY_CYCLE_FROM, day));
	}
	state_do(act->state, "INSERT INTO cycle VALUES (?, ?, ?, ?, ?, ?, NULL, NULL)", "siiiii", body,
		 act_whole(act, "cycle", 0), from, act_whole(act, "days", 0), act->entry, act->time);
	return CORDON_OK;
}

const act_kind cycle_open_kind = {
	.name = "cycle_open",
	.summary = N_("begin a cycle: the days for which rations are made"),
	.help = N_("Numbers rise, days do not overlap. It can be opened before its first day."),
	.field = {{"body", ACT_ID, N_("whose cycle")},
		  {"cycle", ACT_WHOLE, N_("its number"), .least = 1, .most = CYCLE_NUMBER_MAX},
		  {"from", ACT_DATE, N_("its first day")},
		  {"days", ACT_WHOLE, N_("how many days it has"), .least = 1, .most = CYCLE_DAYS_MAX}},
	.who = {&role_supply_officer},
	.decided = act_of_body,
	.apply = apply_open,
	.example = "body=jap-cerrillos cycle=1 from=1972-10-16 days=7",
};

/* ---- cycle_close ------------------------------------------------------------------------------------------------- */

static cordon_status apply_close(act_context *act)
{
	if (council_open_body(act, "body") || cycle_check(act, true, NULL))
		return CORDON_BAD_INPUT;
	state_do(act->state, "UPDATE cycle SET closed_entry = ?, closed = ? WHERE body = ? AND cycle = ?", "iisi",
		 act->entry, act->time, act_text(act, "body"), act_whole(act, "cycle", 0));
	return CORDON_OK;
}

const act_kind cycle_close_kind = {
	.name = "cycle_close",
	.summary = N_("end a cycle: no more rations are made for it"),
	.help = N_("What arrives for it later is recorded all the same, and so are draws that come late from outlets "
		   "without a link."),
	.field = {{"body", ACT_ID, N_("whose cycle")},
		  {"cycle", ACT_WHOLE, N_("its number"), .least = 1, .most = CYCLE_NUMBER_MAX}},
	.who = {&role_supply_officer},
	.decided = act_of_body,
	.apply = apply_close,
	.example = "body=jap-cerrillos cycle=1",
};

static const char *const tables[] = {"cycle", NULL};
const state_schema cycle_schema = {
	"supply", tables,
	"CREATE TABLE cycle (body TEXT, cycle INTEGER, from_day INTEGER NOT NULL, days INTEGER NOT NULL, opened_entry "
	"INTEGER NOT NULL, opened INTEGER NOT NULL, closed_entry INTEGER, closed INTEGER, PRIMARY KEY (body, cycle)) "
	"WITHOUT ROWID;"};
