/* Sharing a council's seats out by a rule of src/count, and changing the seats it keeps accordingly; see
 * seat_share.h. */
#include "council/seat_share.h"

#include "base/memory.h"
#include "council/codes.h"
#include "council/council.h"
#include "council/notice.h"
#include "council/officer.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

/* ---- the arithmetic ---------------------------------------------------------------------------------------------- */

static const char *rule_of(rules_method method)
{
	return method == RULES_DHONDT ? "dhondt" : method == RULES_SAINTE_LAGUE ? "sainte-lague" : "largest-remainder";
}

/* What every way of deciding the ties leads to is not asked for: with many bodies of one size there are too many. */
static bool stop_exploring(void *context)
{
	(void)context;
	return true;
}

/* Seats for the bodies that do not stand at their floor. A tie is only ever about the last seats: who was drawn in
 * one had a seat less before. Returns how many seats were drawn. */
static int64_t count_seats(rules_method method, seat_share *share, const size_t *in, int lists, int64_t seats,
			   const char *seed)
{
	cordon_list *list = memory_alloc((size_t)lists, sizeof *list);
	cordon_setting setting = {"seed", NULL, seed ? seed : "to see whose seats are sure"};
	cordon_settings settings = {&setting, 1, NULL};
	cordon_progress progress = {NULL, stop_exploring, NULL};
	cordon_error error;
	cordon_count_result result;
	for (int i = 0; i < lists; i++)
		list[i] = (cordon_list){share[in[i]].body, NULL, (uint64_t)share[in[i]].people};
	cordon_election election = {.kind = CORDON_BALLOTS_LISTS, .seats = (int)seats, .list = list, .lists = lists};
	cordon_error_init(&error);
	cordon_status status =
		cordon_count(&election, cordon_count_rule_find(rule_of(method)), &settings, &progress, &result, &error);
	assert((status == CORDON_OK || status == CORDON_INTERRUPTED) && result.decided && result.outcomes >= 1);
	(void)status;
	for (int i = 0; i < lists; i++)
		share[in[i]].seats = result.outcome[0].list_seats[i];
	for (size_t t = 0; t < result.ties && !seed; t++) {
		share[in[result.tie[t].chosen]].seats--;
		for (int i = 0; i < result.tie[t].count; i++)
			share[in[result.tie[t].tied[i]]].tied = true;
	}
	int64_t drawn = (int64_t)result.ties;
	cordon_count_free(&result);
	cordon_error_free(&error);
	free(list);
	return drawn;
}

/* Sets whoever would have less than the floor to it; returns how many those were. */
static int64_t set_floors(seat_share *share, const size_t *in, int lists, bool *at_floor, int64_t floor)
{
	int64_t set = 0;
	for (int i = 0; i < lists; i++)
		if (share[in[i]].seats < floor) {
			share[in[i]].seats = floor;
			share[in[i]].tied = false;
			at_floor[in[i]] = true;
			set++;
		}
	return set;
}

/* The others share what the floors leave, until nobody has less than the floor. Who is tied for a seat that would
 * only bring them to the floor has it so. */
static int64_t share_by_people(const rules *r, seat_share *share, size_t bodies, const char *seed)
{
	int64_t left = r->apportionment.seats, floor = r->apportionment.floor, drawn, set;
	bool *at_floor = memory_alloc(bodies, sizeof *at_floor);
	size_t *in = memory_alloc(bodies, sizeof *in);
	do {
		int lists = 0;
		for (size_t i = 0; i < bodies; i++)
			if (!at_floor[i]) {
				share[i].seats = 0;
				share[i].tied = false;
				in[lists++] = i;
			}
		drawn = lists && left > 0 ? count_seats(r->apportionment.method, share, in, lists, left, seed) : 0;
		set = set_floors(share, in, lists, at_floor, floor);
		left -= set * floor;
	} while (set);
	free(at_floor);
	free(in);
	return seed ? 0 : drawn;
}

int64_t seat_share_out(const rules *r, seat_share *share, size_t bodies, const char *seed)
{
	if (r->apportionment.method != RULES_FIXED)
		return bodies ? share_by_people(r, share, bodies, seed) : 0;
	for (size_t i = 0; i < bodies; i++) {
		share[i].seats = r->apportionment.seats;
		share[i].tied = false;
	}
	return 0;
}

/* ---- the seats a council keeps ----------------------------------------------------------------------------------- */

static seat_share *bodies_of(state *s, const char *council, size_t *bodies)
{
	seat_share *share = NULL;
	size_t capacity = 0;
	*bodies = 0;
	state_rows row = state_ask(s, "SELECT body FROM link WHERE council = ? AND until_entry IS NULL ORDER BY body",
				   "s", council);
	while (state_row(&row)) {
		MEMORY_RESERVE(share, *bodies, capacity);
		share[(*bodies)++] = (seat_share){.body = memory_copy_text(state_text(&row, 0))};
	}
	for (size_t i = 0; i < *bodies; i++)
		share[i].people = body_people(s, share[i].body);
	return share;
}

static void free_bodies(seat_share *share, size_t bodies)
{
	for (size_t i = 0; i < bodies; i++)
		free((char *)(uintptr_t)share[i].body);
	free(share);
}

static void remove_seat(seat_change *c, const seat_key *seat, const char *how)
{
	const act_context *act = c->act;
	seat_change_watch(c, seat->council);
	seat_change_end(c, seat, how);
	state_do(act->state,
		 "UPDATE seat SET until_entry = ?, until_time = ? WHERE council = ? AND body = ? AND number = ? AND "
		 "until_entry IS NULL",
		 "iissi", act->entry, act->time, seat->council, seat->body, seat->number);
}

static void add_seat(const act_context *act, const seat_key *seat)
{
	state_do(act->state,
		 "INSERT INTO seat VALUES (?, ?, ?, ?, ?, NULL, NULL)"
		 " ON CONFLICT DO UPDATE SET until_entry = NULL, until_time = NULL",
		 "ssiii", seat->council, seat->body, seat->number, act->entry, act->time);
}

/* The seat to give up: an empty one, of those the highest; else the highest. */
static seat_key last_to_keep(const act_context *act, const char *council, const char *body)
{
	seat_key last = seat_named(council, body, 0);
	state_rows row = state_ask(
		act->state,
		"SELECT number FROM seat WHERE council = ? AND body = ? AND until_entry IS NULL ORDER BY number DESC",
		"ss", council, body);
	while (state_row(&row)) {
		seat_key seat = seat_named(council, body, state_whole(&row, 0));
		bool empty = !seat_holder(act->state, &seat, act->time, NULL);
		if (empty || !last.number)
			last = seat;
		if (empty)
			break;
	}
	state_end(&row);
	return last;
}

static void keep_seats(seat_change *c, const char *council, const char *body, int64_t seats, const char *how)
{
	state *s = c->act->state;
	int64_t kept =
		state_number(s, 0, "SELECT count(*) FROM seat WHERE council = ? AND body = ? AND until_entry IS NULL",
			     "ss", council, body);
	for (; kept > seats; kept--) {
		seat_key seat = last_to_keep(c->act, council, body);
		remove_seat(c, &seat, how);
	}
	for (int64_t number = 1; kept < seats; number++) {
		seat_key seat = seat_named(council, body, number);
		if (seat_kept(s, &seat))
			continue;
		add_seat(c->act, &seat);
		kept++;
	}
}

/* Bodies that sit in the council no more keep no seats. */
static void drop_departed(seat_change *c, const char *council)
{
	char body[BODY_ID];
	while (state_word(
		c->act->state, body, sizeof body,
		"SELECT body FROM seat WHERE council = ?1 AND until_entry IS NULL AND NOT EXISTS (SELECT 1 FROM link"
		" WHERE link.council = ?1 AND link.body = seat.body AND link.until_entry IS NULL) ORDER BY body LIMIT "
		"1",
		"s", council))
		keep_seats(c, council, body, 0, "departed");
}

/* Whether somebody was ever elected to the council, or an election is under way. Before that, while it is founded, each
 * body that joins makes other ties. */
static bool has_elected(state *s, const char *council)
{
	return state_has(s, "SELECT 1 FROM mandate WHERE council = ?", "s", council) ||
	       state_has(s, "SELECT 1 FROM poll WHERE council = ? AND until_entry IS NULL", "s", council);
}

static void tell_tied(const act_context *act, const char *council, int64_t tied)
{
	if (tied)
		notice_add(act, &(notice){.body = council, .what = "seats-tied", .need = tied});
}

void seats_election_opens(const act_context *act, const char *council)
{
	if (!has_elected(act->state, council))
		tell_tied(act, council,
			  state_number(act->state, 0,
				       "SELECT tied FROM apportionment WHERE council = ? ORDER BY entry DESC LIMIT 1",
				       "s", council));
}

static void write_down(const act_context *act, const char *council, const rules *r, const seat_share *share,
		       size_t bodies, int64_t tied, const char *seed)
{
	int64_t seats = 0, people = 0;
	for (size_t i = 0; i < bodies; i++) {
		seats += share[i].seats;
		people += share[i].people;
	}
	state_do(act->state, "DELETE FROM apportionment_tie WHERE council = ? AND entry = ?", "si", council,
		 act->entry);
	state_do(act->state, "INSERT OR REPLACE INTO apportionment VALUES (?, ?, ?, ?, ?, ?, ?, ?)", "siisiiis",
		 council, act->entry, act->time,
		 r->apportionment.method == RULES_FIXED ? "fixed" : rule_of(r->apportionment.method), seats, people,
		 tied, seed);
	for (size_t i = 0; i < bodies; i++)
		if (share[i].tied)
			state_do(act->state, "INSERT INTO apportionment_tie VALUES (?, ?, ?)", "sis", council,
				 act->entry, share[i].body);
	if (has_elected(act->state, council))
		tell_tied(act, council, tied);
}

void seats_share(const act_context *act, const char *council, const char *seed)
{
	rules r;
	size_t bodies;
	seat_change c;
	body_facts facts;
	if (!body_find(act->state, council, &facts) || facts.of_people || !rules_now(act->state, council, &r))
		return;
	seat_share *share = bodies_of(act->state, council, &bodies);
	int64_t tied = seat_share_out(&r, share, bodies, seed);
	seat_change_begin(&c, act, NULL, NULL);
	seat_change_watch(&c, council); /* more seats are more to a quorum */
	drop_departed(&c, council);
	for (size_t i = 0; i < bodies; i++)
		keep_seats(&c, council, share[i].body, share[i].seats, "apportionment");
	write_down(act, council, &r, share, bodies, tied, seed);
	seat_change_finish(&c);
	free_bodies(share, bodies);
	rules_free(&r);
}

/* ---- the act ----------------------------------------------------------------------------------------------------- */

/* Not the council's secretary alone: whoever loses by a new count must not be able to put it off. */
static bool is_secretary_within(const act_context *act)
{
	bool found = false;
	const char *council = act_text(act, "council");
	state_rows row = state_ask(act->state,
				   "SELECT ?1 UNION SELECT body FROM link WHERE council = ?1 AND until_entry IS NULL",
				   "s", council);
	while (!found && state_row(&row))
		found = officer_signer(act, state_text(&row, 0), "secretary") != NULL;
	state_end(&row);
	return found;
}

static const act_role role_secretary_within = {
	"secretary_within", N_("the secretary of the council or of a body that sits in it"), is_secretary_within};

static cordon_status apportion_apply(act_context *act)
{
	cordon_status status = council_open_body(act, "council");
	body_facts facts;
	if (status)
		return status;
	if (body_find(act->state, act_text(act, "council"), &facts) && facts.of_people)
		return act_refuse(act, "council", TEXT(COUNCIL_OF_PEOPLE), NO_TEXT);
	seats_share(act, act_text(act, "council"), act_text(act, "seed"));
	return CORDON_OK;
}

static bool is_council_of(const json_t *fields, const char *body)
{
	const char *council = json_string_value(json_object_get(fields, "council"));
	return council && !strcmp(council, body);
}

const act_kind apportion_kind = {
	.name = "apportion",
	.summary = N_("share a council's seats anew by how many people its bodies have today"),
	.help = N_("Seats are shared by the council's rules when a body joins or leaves and when the rules change; "
		   "enrolments in between "
		   "count from the next act of this kind on. Where bodies are tied for the last seats, these are kept "
		   "for nobody until a "
		   "seed drawn in public is given, from which the lot is computed (docs/counting.md, \"Ties\")."),
	.field = {{"council", ACT_ID, N_("the council"), .optional = false},
		  {"seed", ACT_TEXT, N_("a seed drawn in public, for lots"), .optional = true, .least = 1,
		   .most = 200}},
	.who = {&role_secretary_within},
	.decided = is_council_of,
	.apply = apportion_apply,
	.example = "council=cordon-cerrillos seed='17 03 44 21 08, drawn in public on 3 May'",
};

static const char *const tables[] = {"apportionment", "apportionment_tie", NULL};

const state_schema seat_share_schema = {
	.room = "council",
	.table = tables,
	.create =
		"CREATE TABLE apportionment (council TEXT, entry INTEGER, time INTEGER NOT NULL, method TEXT NOT NULL,"
		" seats INTEGER NOT NULL, people INTEGER NOT NULL, tied INTEGER NOT NULL, seed TEXT,"
		" PRIMARY KEY (council, entry)) WITHOUT ROWID;"
		"CREATE TABLE apportionment_tie (council TEXT, entry INTEGER, body TEXT, PRIMARY KEY (council, entry, "
		"body))"
		" WITHOUT ROWID;",
};
