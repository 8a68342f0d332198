/* Joining and leaving councils; see link.h. */
#include "council/link.h"

#include "council/body.h"
#include "council/codes.h"
#include "council/foreign.h"
#include "council/officer.h"
#include "council/rules.h"
#include "council/seat_share.h"

#include <assert.h>
#include <string.h>

enum { LINK_BODIES_MAX = 1000 }; /* of a council: as many as can have a seat (RULES_SEATS_MAX) */

/* ---- questions --------------------------------------------------------------------------------------------------- */

bool link_has(state *s, const char *council, const char *body)
{
	return state_has(s, "SELECT 1 FROM link WHERE council = ? AND body = ? AND until_entry IS NULL", "ss", council,
			 body);
}

bool link_had(state *s, const char *council, const char *body, int64_t time)
{
	return state_has(s,
			 "SELECT 1 FROM link WHERE council = ?1 AND body = ?2 AND from_time <= ?3 AND "
			 "(until_time IS NULL OR until_time > ?3)",
			 "ssi", council, body, time);
}

bool link_is_beneath(state *s, const char *above, const char *below)
{
	return state_has(s,
			 "WITH RECURSIVE over(body) AS (SELECT ?1 UNION SELECT link.council FROM link JOIN over ON "
			 "link.body = over.body WHERE link.until_entry IS NULL) SELECT 1 FROM over WHERE body = ?2",
			 "ss", below, above);
}

static bool is_full(state *s, const char *council)
{
	return state_number(s, 0, "SELECT count(*) FROM link WHERE council = ? AND until_entry IS NULL", "s",
			    council) >= LINK_BODIES_MAX;
}

/* ---- what one side decided --------------------------------------------------------------------------------------- */

bool link_is_side(const json_t *fields, const char *body)
{
	return !strcmp(json_string_value(json_object_get(fields, "council")), body) ||
	       !strcmp(json_string_value(json_object_get(fields, "body")), body);
}

static const char *side_of(const act_context *act)
{
	if (!act->decided_by) /* whoever founds the council */
		return "council";
	assert(link_is_side(act->fields, act->decided_by));
	return !strcmp(act->decided_by, act_text(act, "council")) ? "council" : "body";
}

/* The side that offered to join or to depart ("" and false: none). */
static bool offered(const act_context *act, const char *what, char side[8])
{
	return state_word(act->state, side, 8,
			  "SELECT side FROM link_offer WHERE council = ? AND body = ? AND what = ?", "sss",
			  act_text(act, "council"), act_text(act, "body"), what);
}

static void drop_offer(const act_context *act, const char *what)
{
	state_do(act->state, "DELETE FROM link_offer WHERE council = ? AND body = ? AND what = ?", "sss",
		 act_text(act, "council"), act_text(act, "body"), what);
}

static const char *side_name(const act_context *act)
{
	return act->decided_by ? act->decided_by : act_text(act, "council");
}

static cordon_status refuse_twice(const act_context *act)
{
	return act_refuse(act, "council", TEXT(COUNCIL_OFFER_TWICE, side_name(act)), NO_TEXT);
}

static void write_offer(const act_context *act, const char *what)
{
	state_do(act->state, "INSERT INTO link_offer VALUES (?, ?, ?, ?, ?, ?)", "ssssii", act_text(act, "council"),
		 act_text(act, "body"), what, side_of(act), act->entry, act->time);
}

/* ---- join -------------------------------------------------------------------------------------------------------- */

static cordon_status check_join(const act_context *act)
{
	const char *council = act_text(act, "council"), *body = act_text(act, "body");
	body_facts facts;
	cordon_status status = council_known_body(act, "council");
	if (council_known_body(act, "body") || status)
		return CORDON_BAD_INPUT;
	if (foreign_is(act->state, council) && foreign_is(act->state, body))
		return act_refuse(act, "body", TEXT(COUNCIL_BOTH_ABROAD), NO_TEXT);
	if (!body_find(act->state, council, &facts) || facts.of_people)
		return act_refuse(act, "council", TEXT(COUNCIL_OF_PEOPLE), NO_TEXT);
	if (link_has(act->state, council, body))
		return act_refuse(act, "body", TEXT(COUNCIL_LINKED, council), NO_TEXT);
	if (link_is_beneath(act->state, body, council))
		return act_refuse(act, "body", TEXT(COUNCIL_CYCLE, council, body), NO_TEXT);
	if (is_full(act->state, council))
		return act_refuse(act, "council", TEXT(COUNCIL_FULL), NO_TEXT);
	return CORDON_OK;
}

static void begin_link(const act_context *act, const char *council, const char *body)
{
	state_do(act->state, "DELETE FROM link_offer WHERE council = ? AND body = ? AND what = 'join'", "ss", council,
		 body);
	state_do(act->state, "INSERT INTO link VALUES (?, ?, ?, ?, NULL, NULL)", "ssii", council, body, act->entry,
		 act->time);
	seats_share(act, council, NULL);
}

static cordon_status apply_join(act_context *act)
{
	char side[8];
	const char *council = act_text(act, "council");
	if (check_join(act))
		return CORDON_BAD_INPUT;
	bool both = offered(act, "join", side);
	if (both && !strcmp(side, side_of(act)))
		return refuse_twice(act);
	if (both || foreign_is(act->state, council)) /* there the council decides in its own book */
		begin_link(act, council, act_text(act, "body"));
	else
		write_offer(act, "join");
	return CORDON_OK;
}

/* A council decides by its delegates. Until somebody has held a seat in it there are none, and its secretary answers
 * for it: else no council could ever begin. */
static bool founds_council(const act_context *act)
{
	const char *council = act_text(act, "council");
	return officer_signer(act, council, "secretary") &&
	       !state_has(act->state, "SELECT 1 FROM mandate WHERE council = ? LIMIT 1", "s", council);
}

static const act_role founding_secretary = {
	"founding_secretary", N_("the council's secretary, for the council, until anybody has held a seat in it"),
	founds_council};

#define LINK_FIELDS                                                                                                    \
	{"council", ACT_ID, N_("the council")},                                                                        \
	{                                                                                                              \
		"body", ACT_ID, N_("the body below")                                                                   \
	}

const act_kind link_join_kind = {
	.name = "join",
	.summary = N_("let a body sit in a council"),
	.help = N_("Both decide it, the body and the council, in either order; the link begins with the second "
		   "decision. A body may "
		   "sit in several councils, but in none that sits, at whatever distance, in itself."),
	.field = {LINK_FIELDS},
	.who = {&founding_secretary},
	.decided = link_is_side,
	.apply = apply_join,
	.example = "council=cerrillos body=panaderia",
};

/* ---- depart ------------------------------------------------------------------------------------------------------ */

/* Of a council whose home is another book that one asks for the council's decision. */
static bool either_suffices(state *s, const char *council)
{
	rules r;
	if (foreign_is(s, council))
		return true;
	if (!rules_now(s, council, &r))
		return false;
	bool either = r.leaving == RULES_EITHER;
	rules_free(&r);
	return either;
}

static void end_link(const act_context *act, const char *council, const char *body)
{
	state_do(act->state, "DELETE FROM link_offer WHERE council = ? AND body = ? AND what = 'depart'", "ss", council,
		 body);
	state_do(act->state,
		 "UPDATE link SET until_entry = ?, until_time = ? WHERE council = ? AND body = ? AND until_entry IS "
		 "NULL",
		 "iiss", act->entry, act->time, council, body);
	seats_share(act, council, NULL);
}

static cordon_status check_linked(const act_context *act)
{
	return link_has(act->state, act_text(act, "council"), act_text(act, "body"))
		       ? CORDON_OK
		       : act_refuse(act, "body", TEXT(COUNCIL_NOT_LINKED, act_text(act, "council")), NO_TEXT);
}

static cordon_status apply_depart(act_context *act)
{
	char side[8];
	if (check_linked(act))
		return CORDON_BAD_INPUT;
	bool both = offered(act, "depart", side);
	if (both && !strcmp(side, side_of(act)))
		return refuse_twice(act);
	if (both || either_suffices(act->state, act_text(act, "council")))
		end_link(act, act_text(act, "council"), act_text(act, "body"));
	else
		write_offer(act, "depart");
	return CORDON_OK;
}

const act_kind link_depart_kind = {
	.name = "depart",
	.summary = N_("let a body leave a council"),
	.help = N_("Both decide it; where the council's rules say `leaving`: `either`, the decision of one suffices."),
	.field = {LINK_FIELDS},
	.decided = link_is_side,
	.apply = apply_depart,
	.example = "council=cerrillos body=panaderia",
};

/* ---- withdraw ---------------------------------------------------------------------------------------------------- */

static cordon_status apply_withdraw(act_context *act)
{
	char side[8];
	if (!offered(act, act_text(act, "what"), side) || strcmp(side, side_of(act)) != 0)
		return act_refuse(act, "what", TEXT(COUNCIL_NO_OFFER, side_name(act)), NO_TEXT);
	drop_offer(act, act_text(act, "what"));
	return CORDON_OK;
}

const act_kind link_withdraw_kind = {
	.name = "withdraw",
	.summary = N_("take back a decision to join or to depart that the other side has not taken yet"),
	.field = {LINK_FIELDS, {"what", ACT_CHOICE, N_("which decision"), .choices = "join depart"}},
	.who = {&founding_secretary},
	.decided = link_is_side,
	.apply = apply_withdraw,
	.example = "council=cerrillos body=panaderia what=join",
};

/* ---- decided in another book ------------------------------------------------------------------------------------- */

/* The decision of a body at home, in this entry: begins or ends the link where the council's is there or not needed. */
static void decided_at_home(const act_context *act, const char *council, const char *body, const char *what, bool alone,
			    void (*change)(const act_context *act, const char *council, const char *body))
{
	bool council_did = state_has(act->state,
				     "SELECT 1 FROM link_offer WHERE council = ? AND body = ? AND what = ? AND side = "
				     "'council'",
				     "sss", council, body, what);
	if (alone || council_did)
		change(act, council, body);
	else
		state_do(act->state, "INSERT OR IGNORE INTO link_offer VALUES (?, ?, ?, 'body', ?, ?)", "sssii",
			 council, body, what, act->entry, act->time);
}

void link_home_joins(const act_context *act, const char *council, const char *body)
{
	body_facts facts;
	bool can = body_find(act->state, council, &facts) && facts.open && !facts.of_people &&
		   !foreign_is(act->state, council) && !link_has(act->state, council, body) &&
		   !link_is_beneath(act->state, body, council) && !is_full(act->state, council);
	if (can)
		decided_at_home(act, council, body, "join", false, begin_link);
}

void link_home_departs(const act_context *act, const char *council, const char *body)
{
	decided_at_home(act, council, body, "depart", either_suffices(act->state, council), end_link);
}

/* First the links below it, and the seats held by those; then above, a council at a time. */
void link_end_all(const act_context *act, const char *body)
{
	char council[BODY_ID];
	state_do(act->state, "DELETE FROM link_offer WHERE council = ?1 OR body = ?1", "s", body);
	state_do(act->state,
		 "UPDATE link SET until_entry = ?, until_time = ? WHERE council = ? AND until_entry IS NULL", "iis",
		 act->entry, act->time, body);
	seats_share(act, body, NULL);
	while (state_word(act->state, council, sizeof council,
			  "SELECT council FROM link WHERE body = ? AND until_entry IS NULL ORDER BY council LIMIT 1",
			  "s", body)) {
		state_do(act->state,
			 "UPDATE link SET until_entry = ?, until_time = ? WHERE council = ? AND body = ? AND "
			 "until_entry IS NULL",
			 "iiss", act->entry, act->time, council, body);
		seats_share(act, council, NULL);
	}
}

static const char *const tables[] = {"link", "link_offer", NULL};
const state_schema link_schema = {
	"council", tables,
	"CREATE TABLE link (council TEXT, body TEXT, from_entry INTEGER, from_time INTEGER NOT NULL, until_entry "
	"INTEGER, "
	"until_time INTEGER, PRIMARY KEY (council, body, from_entry)) WITHOUT ROWID;"
	"CREATE INDEX link_body ON link (body, council);"
	"CREATE TABLE link_offer (council TEXT, body TEXT, what TEXT, side TEXT NOT NULL, entry INTEGER NOT NULL, "
	"time INTEGER NOT NULL, PRIMARY KEY (council, body, what)) WITHOUT ROWID;"};
