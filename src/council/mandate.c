/* See mandate.h. */
#include "council/mandate.h"

#include "council/codes.h"
#include "council/council.h"
#include "council/foreign.h"
#include "council/role.h"
#include "council/rules.h"
#include "council/seat_change.h"

enum { SUBSTITUTES_MAX = 100 };

static seat_key named_seat(const act_context *act)
{
	return seat_named(act_text(act, "council"), act_text(act, "body"), act_whole(act, "number", 1));
}

static bool is_holder(const act_context *act)
{
	char person[PERSON_ID];
	seat_key seat = named_seat(act);
	return seat_holder(act->state, &seat, act->time, person) && act_signed_by(act, person);
}

static const act_role role_holder = {"holder", N_("the delegate who holds the seat"), is_holder};

#define SEAT_FIELDS                                                                                                    \
	{"council", ACT_ID, N_("the council"), .optional = false},                                                     \
		{"body", ACT_ID, N_("the body below"), .optional = false},                                             \
	{                                                                                                              \
		"number", ACT_WHOLE, N_("which of the body's seats, if it has several"), .optional = true, .least = 1, \
											 .most = RULES_SEATS_MAX       \
	}

/* ---- resign ------------------------------------------------------------------------------------------------------ */

static cordon_status resign_apply(act_context *act)
{
	seat_key seat = named_seat(act);
	seat_change change;
	if (!seat_holder(act->state, &seat, act->time, NULL))
		return act_refuse(act, "body", TEXT(COUNCIL_SEAT_EMPTY), NO_TEXT);
	if (foreign_is(act->state, seat.body))
		return act_refuse(act, "body", TEXT(COUNCIL_ABROAD), NO_TEXT);
	seat_change_begin(&change, act, NULL, act_text(act, "seed"));
	seat_change_end(&change, &seat, "resigned");
	seat_change_finish(&change);
	return CORDON_OK;
}

const act_kind resign_kind = {
	.name = "resign",
	.summary = N_("give up a seat"),
	.help = N_("The delegate signs, or, with a letter in hand, as many tellers of the body as its rules ask for. "
		   "Seats held through "
		   "this one above are lost with it, and all are filled as the rules say."),
	.field = {SEAT_FIELDS,
		  {"seed", ACT_TEXT, N_("a seed drawn in public, for lots in a countback"), .optional = true,
		   .least = 1, .most = 200}},
	.who = {&role_holder, &role_tellers},
	.apply = resign_apply,
	.example = "council=cordon-cerrillos body=panaderia",
};

/* ---- substitutes ------------------------------------------------------------------------------------------------- */

static int64_t sitting_mandate(const act_context *act, const seat_key *seat)
{
	return seat_holder(act->state, seat, act->time, NULL)
		       ? state_number(act->state, 0,
				      "SELECT max(nth) FROM mandate WHERE council = ? AND body = ? AND number = ?",
				      "ssi", seat->council, seat->body, seat->number)
		       : 0;
}

static cordon_status substitute_apply(act_context *act)
{
	seat_key seat = named_seat(act);
	const char *person = act_text(act, "person");
	int64_t nth = sitting_mandate(act, &seat);
	if (!nth)
		return act_refuse(act, "body", TEXT(COUNCIL_SEAT_EMPTY), NO_TEXT);
	if (!seat_may_sit(act->state, seat.council, seat.body, person, act->time, NULL))
		return act_refuse(act, "person", TEXT(COUNCIL_MAY_NOT_SIT, seat.body, seat.council), NO_TEXT);
	int64_t place =
		1 +
		state_number(
			act->state, 0,
			"SELECT max(place) FROM substitute WHERE council = ? AND body = ? AND number = ? AND nth = ?",
			"ssii", seat.council, seat.body, seat.number, nth);
	if (place > SUBSTITUTES_MAX)
		return act_refuse(act, "person", TEXT(COUNCIL_CANDIDATES_MANY), NO_TEXT);
	state_do(act->state, "INSERT INTO substitute VALUES (?, ?, ?, ?, ?, ?, NULL, ?)", "ssiiisi", seat.council,
		 seat.body, seat.number, nth, place, person, act->entry);
	return CORDON_OK;
}

const act_kind substitute_kind = {
	.name = "substitute",
	.summary = N_("name a substitute for a delegate"),
	.help = N_("Only by a decision of the body. Substitutes take the seat in the order named, where the rules fill "
		   "it so, until the end of "
		   "the delegate's term; whoever cannot sit by then is passed over."),
	.field = {SEAT_FIELDS, {"person", ACT_ID, N_("the substitute"), .optional = false}},
	.who = {NULL},
	.decided = act_of_body,
	.apply = substitute_apply,
	.example = "council=cordon-cerrillos body=panaderia person=bea",
};

/* ---- filling once more ------------------------------------------------------------------------------------------- */

static cordon_status seat_fill_apply(act_context *act)
{
	seat_key seat = named_seat(act);
	seat_change change;
	if (!seat_kept(act->state, &seat))
		return act_refuse(act, "body", TEXT(COUNCIL_NO_SEATS, seat.council), NO_TEXT);
	if (seat_holder(act->state, &seat, act->time, NULL))
		return act_refuse(act, "body", TEXT(COUNCIL_SEATS_FILLED, seat.council), NO_TEXT);
	if (!state_has(
		    act->state,
		    "SELECT 1 FROM mandate WHERE council = ? AND body = ? AND number = ? AND ended_entry IS NOT NULL",
		    "ssi", seat.council, seat.body, seat.number))
		return act_refuse(act, "body", TEXT(COUNCIL_FILL_ELECTION), NO_TEXT);
	seat_change_begin(&change, act, NULL, act_text(act, "seed"));
	seat_change_fill(&change, &seat);
	seat_change_finish(&change);
	return CORDON_OK;
}

const act_kind seat_fill_kind = {
	.name = "seat_fill",
	.summary = N_("try once more to fill an empty seat without an election"),
	.help = N_("For a countback that stopped at a tie (with a seed drawn in public), or when a substitute who "
		   "could not sit can do so now. "
		   "Where the rules ask for an election it changes nothing."),
	.field = {SEAT_FIELDS,
		  {"seed", ACT_TEXT, N_("a seed drawn in public, for lots in a countback"), .optional = true,
		   .least = 1, .most = 200}},
	.who = {&role_secretary, &role_tellers},
	.apply = seat_fill_apply,
	.example = "council=cordon-cerrillos body=panaderia seed='17 03 44 21 08, drawn in public on 3 May'",
};
