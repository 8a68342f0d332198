/* Elections from opening to close; see election.h. */
#include "council/election.h"

#include "base/memory.h"
#include "base/time.h"
#include "council/codes.h"
#include "council/link.h"
#include "council/poll_count.h"
#include "council/role.h"
#include "council/seat_change.h"
#include "council/seat_share.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

bool election_under_way(state *s, const char *council, const char *body, char *out)
{
	char id[ACT_ID_MAX + 1];
	return state_word(s, out ? out : id, sizeof id,
			  "SELECT poll FROM poll WHERE council = ? AND body = ? AND number = 0 AND until_entry IS NULL",
			  "ss", council, body);
}

/* ---- opening ----------------------------------------------------------------------------------------------------- */

static bool is_empty(const act_context *act, const char *council, const char *body)
{
	bool empty = false;
	state_rows row = state_ask(
		act->state,
		"SELECT number FROM seat WHERE council = ? AND body = ? AND until_entry IS NULL ORDER BY number", "ss",
		council, body);
	while (!empty && state_row(&row)) {
		seat_key seat = seat_named(council, body, state_whole(&row, 0));
		empty = !seat_holder(act->state, &seat, act->time, NULL);
	}
	state_end(&row);
	return empty;
}

/* Whether somebody sits whose term runs beyond the days in which an election may be called for. */
static bool has_long_terms(const act_context *act, const char *council, const char *body)
{
	bool found = false;
	state_rows row =
		state_ask(act->state,
			  "SELECT number, person FROM mandate WHERE council = ? AND body = ? AND ended_entry IS NULL"
			  " AND until_time > ? ORDER BY number",
			  "ssi", council, body, act->time + (int64_t)ELECTION_EARLY_DAYS * TIME_DAY);
	while (!found && state_row(&row)) {
		seat_key seat = seat_named(council, body, state_whole(&row, 0));
		found = seat_stands(act->state, &seat, state_text(&row, 1), act->time);
	}
	state_end(&row);
	return found;
}

static cordon_status check_seats(const act_context *act, const char *council, const char *body, bool renews)
{
	if (!link_has(act->state, council, body))
		return act_refuse(act, "body", TEXT(COUNCIL_NOT_LINKED, council), NO_TEXT);
	if (!seats_kept(act->state, council, body, act->time))
		return act_refuse(act, "body", TEXT(COUNCIL_NO_SEATS, council), NO_TEXT);
	if (election_under_way(act->state, council, body, NULL))
		return act_refuse(act, "body", TEXT(COUNCIL_ELECTION_UNDER_WAY), NO_TEXT);
	if (renews && !act->decided_by && has_long_terms(act, council, body))
		return act_refuse(act, "renews", TEXT(COUNCIL_TERMS_RUN), TEXT(COUNCIL_TERMS_DECISION));
	if (!renews && !is_empty(act, council, body))
		return act_refuse(act, "body", TEXT(COUNCIL_SEATS_FILLED, council), TEXT(COUNCIL_RENEWS));
	return CORDON_OK;
}

static cordon_status check_rule(const act_context *act, const rules *r, int64_t seats)
{
	static const char *const one[] = {"schulze", "ranked-pairs"};
	bool fits = strcmp(r->election->id, "countback") != 0 && r->election->ballots != CORDON_BALLOTS_SCORES;
	for (size_t i = 0; i < sizeof one / sizeof *one && seats > 1; i++)
		fits &= strcmp(r->election->id, one[i]) != 0;
	return fits ? CORDON_OK : act_refuse(act, "body", TEXT(COUNCIL_RULE_UNFIT, r->election->id), NO_TEXT);
}

static cordon_status check_closes(const act_context *act, const poll *p)
{
	if (p->closes <= act->time)
		return act_refuse(act, "closes", TEXT(COUNCIL_PAST), NO_TEXT);
	return p->open && p->closes == INT64_MAX ? act_refuse(act, "closes", TEXT(COUNCIL_CLOSES_MISSING), NO_TEXT)
						 : CORDON_OK;
}

static int64_t closing_time(const act_context *act)
{
	int64_t time = INT64_MAX;
	if (act_text(act, "closes"))
		time_from_text(act_text(act, "closes"), &time);
	return time;
}

static cordon_status election_open_apply(act_context *act)
{
	const char *council = act_text(act, "council"), *body = act_text(act, "body"),
		   *commitment = act_text(act, "commitment");
	rules r;
	poll p = {.renews = act_flag(act, "renews"), .seat = seat_named(council, body, 0), .closes = closing_time(act)};
	cordon_status status = council_open_body(act, "body");
	status = status ? status : council_known_body(act, "council");
	if (!status && !poll_id_free(act->state, act_text(act, "poll")))
		status = act_refuse(act, "poll", TEXT(COUNCIL_POLL_EXISTS), NO_TEXT);
	status = status ? status : check_seats(act, council, body, p.renews);
	if (status || !rules_now(act->state, body, &r))
		return status ? status : CORDON_BAD_INPUT;
	p.electorate = electorate_of(act->state, body, false);
	p.open = p.electorate == ELECTORATE_DELEGATES || r.voting == RULES_OPEN;
	snprintf(p.id, sizeof p.id, "%s", act_text(act, "poll"));
	snprintf(p.commitment, sizeof p.commitment, "%s", commitment ? commitment : "");
	status = check_rule(act, &r, seats_kept(act->state, council, body, act->time));
	status = status ? status : check_closes(act, &p);
	if (!status) {
		seats_election_opens(act, council);
		poll_open(act, &p);
	}
	rules_free(&r);
	return status;
}

const act_kind election_open_kind = {
	.name = "election_open",
	.summary = N_("open an election of a body's delegates to a council"),
	.help = N_("It fills the seats of the body that are empty when it closes; with `renews` all of them, within 60 "
		   "days of the end of "
		   "a term, or where there are no terms; earlier by a decision of the body. How it is counted, whether "
		   "on paper or "
		   "openly, and for how long: the body's rules. A council elects from its own delegates, who vote "
		   "openly."),
	.field = {{"poll", ACT_ID, N_("a new name for the election"), .optional = false},
		  {"council", ACT_ID, N_("the council"), .optional = false},
		  {"body", ACT_ID, N_("the body that sends delegates"), .optional = false},
		  {"renews", ACT_FLAG, N_("all seats, not only the empty ones"), .optional = true},
		  {"closes", ACT_TIME, N_("when voting ends; on paper it may be left to the tellers"),
		   .optional = true},
		  {"commitment", ACT_HASH, N_("the SHA-256 of a seed for lots, fixed before anybody votes"),
		   .optional = true}},
	.who = {&role_secretary, &role_tellers},
	.decided = act_of_body,
	.apply = election_open_apply,
	.example = "poll=panaderia-1972 council=cordon-cerrillos body=panaderia",
};

/* ---- candidates -------------------------------------------------------------------------------------------------- */

/* Somebody who sits for this body already may stand again; who sits for another may not. */
static bool may_stand(state *s, const poll *p, const char *person, int64_t now)
{
	seat_key own;
	bool sits = seat_of_person(s, p->seat.council, person, now, &own) && !strcmp(own.body, p->seat.body);
	return seat_may_sit(s, p->seat.council, p->seat.body, person, now, sits ? &own : NULL);
}

static cordon_status check_candidate(const act_context *act, const poll *p)
{
	const char *person = act_text(act, "person"), *mate = act_text(act, "mate");
	if (!may_stand(act->state, p, person, act->time))
		return act_refuse(act, "person", TEXT(COUNCIL_MAY_NOT_SIT, p->seat.body, p->seat.council), NO_TEXT);
	if (mate && (!may_stand(act->state, p, mate, act->time) || !strcmp(mate, person)))
		return act_refuse(act, "mate", TEXT(COUNCIL_MAY_NOT_SIT, p->seat.body, p->seat.council), NO_TEXT);
	if (state_has(act->state, "SELECT 1 FROM candidacy WHERE poll = ? AND person = ?", "ss", p->id, person))
		return act_refuse(act, "person", TEXT(COUNCIL_CANDIDATE_TWICE), NO_TEXT);
	if (state_number(act->state, 0, "SELECT count(*) FROM candidacy WHERE poll = ?", "s", p->id) >=
	    POLL_CANDIDATES_MAX)
		return act_refuse(act, "person", TEXT(COUNCIL_CANDIDATES_MANY), NO_TEXT);
	return CORDON_OK;
}

static cordon_status candidate_apply(act_context *act)
{
	poll p;
	cordon_status status = poll_find_open(act, false, &p);
	status = status ? status : check_candidate(act, &p);
	if (!status)
		state_do(act->state,
			 "INSERT INTO candidacy SELECT ?1, ?2, ifnull(max(number), 0) + 1, ?3, ?4, ?5, NULL, 0, NULL "
			 "FROM candidacy"
			 " WHERE poll = ?1",
			 "ssssi", p.id, act_text(act, "person"), act_text(act, "list"), act_text(act, "mate"),
			 act->entry);
	return status;
}

const act_kind candidate_kind = {
	.name = "candidate",
	.summary = N_("stand as a candidate in an election"),
	.help = N_("Somebody of the body's roll, or a delegate in it if it is a council, who does not sit in the "
		   "council above for another "
		   "body. A candidate may stand with a `mate`, who takes the seat where the rules fill it by "
		   "substitutes."),
	.field = {{"poll", ACT_ID, N_("the election"), .optional = false},
		  {"person", ACT_ID, N_("the candidate"), .optional = false},
		  {"list", ACT_ID, N_("the list, in elections counted by lists"), .optional = true},
		  {"mate", ACT_ID, N_("who stands with the candidate as substitute"), .optional = true}},
	.who = {&role_self, &role_poll_secretary, &role_poll_tellers},
	.apply = candidate_apply,
	.example = "poll=panaderia-1972 person=ana mate=bea",
};

static cordon_status candidate_withdraw_apply(act_context *act)
{
	poll p;
	cordon_status status = poll_find_open(act, false, &p);
	if (!status &&
	    !state_has(act->state, "SELECT 1 FROM candidacy WHERE poll = ? AND person = ? AND withdrawn_entry IS NULL",
		       "ss", p.id, act_text(act, "person")))
		status = act_refuse(act, "person", TEXT(COUNCIL_NO_CANDIDATE, act_text(act, "person")), NO_TEXT);
	if (!status)
		state_do(act->state, "UPDATE candidacy SET withdrawn_entry = ? WHERE poll = ? AND person = ?", "iss",
			 act->entry, p.id, act_text(act, "person"));
	return status;
}

const act_kind candidate_withdraw_kind = {
	.name = "candidate_withdraw",
	.summary = N_("withdraw as a candidate"),
	.help = N_("Ballots count as if the name did not stand on them."),
	.field = {{"poll", ACT_ID, N_("the election"), .optional = false},
		  {"person", ACT_ID, N_("the candidate"), .optional = false}},
	.who = {&role_self, &role_poll_tellers},
	.apply = candidate_withdraw_apply,
	.example = "poll=panaderia-1972 person=ana",
};

/* ---- closing ----------------------------------------------------------------------------------------------------- */

typedef struct closing {
	const act_context *act;
	poll p;
	rules r;
	arena keep;
	names stood;
	seat_key *seat; /* to be filled, with who sits there ("": nobody) */
	char (*sitting)[PERSON_ID];
	int64_t seats;
	const char **winner;
	int winners;
} closing;

static void find_seats(closing *c)
{
	const poll *p = &c->p;
	int64_t kept = seats_kept(c->act->state, p->seat.council, p->seat.body, c->act->time);
	c->seat = memory_alloc((size_t)kept, sizeof *c->seat);
	c->sitting = memory_alloc((size_t)kept, sizeof *c->sitting);
	state_rows row = state_ask(
		c->act->state,
		"SELECT number FROM seat WHERE council = ? AND body = ? AND until_entry IS NULL ORDER BY number", "ss",
		p->seat.council, p->seat.body);
	while (state_row(&row)) {
		seat_key seat = seat_named(p->seat.council, p->seat.body, state_whole(&row, 0));
		bool held = seat_holder(c->act->state, &seat, c->act->time, c->sitting[c->seats]);
		assert(c->seats < kept);
		if (!held || p->renews)
			c->seat[c->seats++] = seat;
	}
}

/* Whether a candidate would have two seats: they sit for this body already, in a seat that is not up for election. */
static bool keeps_another(const closing *c, const char *person)
{
	return !c->p.renews && seat_of_person(c->act->state, c->p.seat.council, person, c->act->time, NULL);
}

static void find_stood(closing *c)
{
	state_rows row =
		state_ask(c->act->state,
			  "SELECT person FROM candidacy WHERE poll = ? AND withdrawn_entry IS NULL ORDER BY number",
			  "s", c->p.id);
	while (state_row(&row))
		if (may_stand(c->act->state, &c->p, state_text(&row, 0), c->act->time) &&
		    !keeps_another(c, state_text(&row, 0)))
			names_add(&c->stood, arena_copy_text(&c->keep, state_text(&row, 0)));
}

static bool is_winner(const closing *c, const char *person)
{
	for (int i = 0; i < c->winners; i++)
		if (!strcmp(c->winner[i], person))
			return true;
	return false;
}

static int64_t term_end(const closing *c)
{
	return c->r.term_days ? c->act->time + c->r.term_days * TIME_DAY : INT64_MAX;
}

static void seat_winner(closing *c, seat_change *change, const seat_key *seat, const char *person)
{
	char mate[PERSON_ID];
	const act_context *act = c->act;
	int64_t nth = seat_change_put(change, seat, person, "election", term_end(c));
	if (state_word(act->state, mate, sizeof mate, "SELECT mate FROM candidacy WHERE poll = ? AND person = ?", "ss",
		       c->p.id, person))
		state_do(act->state, "INSERT INTO substitute VALUES (?, ?, ?, ?, 1, ?, ?, ?)", "ssiissi", seat->council,
			 seat->body, seat->number, nth, mate, c->p.id, act->entry);
}

/* First all who sit end, as what comes of them; then those elected again are back in their seats before the others
 * choose. */
static void fill_seats(closing *c)
{
	seat_change change;
	bool *taken = memory_alloc((size_t)c->seats, sizeof *taken);
	seat_change_begin(&change, c->act, c->p.id, NULL);
	for (int64_t i = 0; i < c->seats; i++)
		if (*c->sitting[i])
			seat_change_end(&change, &c->seat[i], is_winner(c, c->sitting[i]) ? "re-elected" : "replaced");
	for (int64_t i = 0; i < c->seats; i++) {
		taken[i] = *c->sitting[i] && is_winner(c, c->sitting[i]);
		if (taken[i])
			seat_winner(c, &change, &c->seat[i], c->sitting[i]);
	}
	for (int i = 0, free_seat = 0; i < c->winners; i++) {
		if (seat_of_person(c->act->state, c->p.seat.council, c->winner[i], c->act->time, NULL))
			continue;
		while (taken[free_seat])
			free_seat++;
		seat_winner(c, &change, &c->seat[free_seat++], c->winner[i]);
	}
	seat_change_finish(&change);
	free(taken);
}

static void write_result(const closing *c)
{
	for (int i = 0; i < c->stood.count; i++)
		state_do(c->act->state, "UPDATE candidacy SET stood = 1 WHERE poll = ? AND person = ?", "ss", c->p.id,
			 c->stood.name[i]);
	for (int i = 0; i < c->winners; i++)
		state_do(c->act->state, "UPDATE candidacy SET elected = ? WHERE poll = ? AND person = ?", "iss",
			 (int64_t)i + 1, c->p.id, c->winner[i]);
}

static cordon_status count_closing(closing *c, int64_t votes)
{
	c->winner = memory_alloc(POLL_CANDIDATES_MAX, sizeof *c->winner);
	if (!c->seats || !c->stood.count || !votes)
		return CORDON_OK;
	return poll_count(c->act, &c->p, &c->r, &c->stood, c->seats, act_text(c->act, "seed"), c->winner, &c->winners);
}

static cordon_status election_close_apply(act_context *act)
{
	closing c = {.act = act};
	cordon_status status = poll_find_open(act, false, &c.p);
	status = status ? status : poll_may_close(act, &c.p);
	if (status || !rules_at(act->state, c.p.seat.body, c.p.from_time, &c.r))
		return status ? status : CORDON_BAD_INPUT;
	find_seats(&c);
	find_stood(&c);
	int64_t votes = poll_votes(act->state, &c.p, act->time);
	status = count_closing(&c, votes);
	if (!status) {
		write_result(&c);
		poll_close(act, &c.p, c.winners ? "elected" : "nobody", c.seats, votes, act_text(act, "seed"));
		if (c.winners)
			fill_seats(&c);
	}
	free(c.seat);
	free(c.sitting);
	free(c.winner);
	names_free(&c.stood);
	arena_free(&c.keep);
	rules_free(&c.r);
	return status;
}

const act_kind election_close_kind = {
	.name = "election_close",
	.summary = N_("close an election: count it, and give the seats to those elected"),
	.help = N_("Counted by the body's rules as they stood at the opening, with `cordon count`'s rule of that name. "
		   "A tie refuses the "
		   "act until a seed drawn in public is given, from which the lot is computed (docs/counting.md, "
		   "\"Ties\"). If nobody is "
		   "elected, whoever sits goes on."),
	.field = {{"poll", ACT_ID, N_("the election"), .optional = false},
		  {"seed", ACT_TEXT, N_("a seed drawn in public, for lots"), .optional = true, .least = 1,
		   .most = 200}},
	.who = {&role_poll_closer},
	.apply = election_close_apply,
	.example = "poll=panaderia-1972",
};

/* ---- calling off ------------------------------------------------------------------------------------------------- */

static cordon_status election_cancel_apply(act_context *act)
{
	poll p;
	cordon_status status = poll_find_open(act, false, &p);
	if (!status && strcmp(p.seat.body, act_text(act, "body")) != 0)
		status = act_refuse(act, "poll", TEXT(COUNCIL_NO_ELECTION), NO_TEXT);
	if (!status)
		poll_close(act, &p, "cancelled", 0, 0, NULL);
	return status;
}

const act_kind election_cancel_kind = {
	.name = "election_cancel",
	.summary = N_("call an election off"),
	.help = N_("Only by a decision of the body that votes; nobody is elected."),
	.field = {{"poll", ACT_ID, N_("the election"), .optional = false},
		  {"body", ACT_ID, N_("the body that votes"), .optional = false}},
	.who = {NULL},
	.decided = act_of_body,
	.apply = election_cancel_apply,
	.example = "poll=panaderia-1972 body=panaderia",
};
